"""A photo of a document as the site publishes it, for pages that are not the document's own."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from glocal_ext.core.layout import sizes
from glocal_ext.core.renditions import AVIF, JPEG, LONG_EDGES, card, whole
from glocal_ext.photos.publish import choices, file_name, plain_file

if TYPE_CHECKING:
    from collections.abc import Iterable

    from glocal_ext.issues.domain import PhotoRow

CROP = 3 / 2
"""Width to height of a picture on the home page."""


class Shown(NamedTuple):
    """A picture for a template: its one file, the files to choose from, its pixels."""

    src: str
    srcset: str
    avif: str
    sizes: str
    width: int
    height: int


def cropped(
    photo: PhotoRow, folder: str, wide: float, narrow: float, formats: Iterable[str]
) -> Shown:
    """Return *photo* as it fills a crop *wide* pixels wide, *narrow* in one column.

    *folder* is the address of the pictures' folder.
    """
    if photo.is_drawing:
        return Shown(f"{folder}{photo.picture}.svg", "", "", "", photo.width, photo.height)
    found = {
        each.format: each.srcset(folder)
        for each in choices(photo.picture, photo.width, photo.height, formats)
    }
    # What is wider than the crop is as high as it, and wider than the place.
    more = max(1, photo.width / photo.height / CROP)
    src, width, height = plain_file(photo.picture, photo.width, photo.height)
    return Shown(
        src=f"{folder}{src}",
        srcset=found.get(JPEG, ""),
        avif=found.get(AVIF, ""),
        sizes=sizes(wide * more, narrow * more),
        width=width,
        height=height,
    )


class File(NamedTuple):
    """A file of a picture, and its size in pixels."""

    name: str
    width: int
    height: int


def largest(photo: PhotoRow) -> File:
    """Return the largest file that a page shows of *photo*: a JPEG, or the drawing."""
    if photo.is_drawing:
        return File(f"{photo.picture}.svg", photo.width, photo.height)
    found = whole(photo.width, photo.height, LONG_EDGES[-1], JPEG)
    return File(file_name(photo.picture, found), found.width, found.height)


def card_name(document: str) -> str:
    """Return the file that is shared for the issue in *document*; its name never changes."""
    return f"{document.rpartition('/')[0]}/card.jpg".lstrip("/")


def shared(document: str, cover: PhotoRow) -> File | None:
    """Return the picture for sharing; `None` for a drawing, which no reader of it shows."""
    if cover.is_drawing:
        return None
    found = card(cover.width, cover.height, cover.focus)
    return File(card_name(document), found.width, found.height)
