"""What is published of a picture: its renditions, under names made from their content.

The original never is: it may carry where it was taken.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple
from xml.etree import ElementTree as ET

from glocal_ext.core.problems import slug
from glocal_ext.core.renditions import BOTH, JPEG, enlarged, page, whole
from glocal_ext.photos.cache import key, write_whole
from glocal_ext.photos.encode import RECIPE
from glocal_ext.photos.files import clean_svg
from glocal_ext.photos.metadata import Rights, fill, packet
from glocal_ext.photos.renditions import Job

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from glocal_ext.core.renditions import Rendition
    from glocal_ext.photos.cache import Cache


PLAIN = 1200
"""The long edge in pixels of a picture for who cannot choose between several."""


class Picture(NamedTuple):
    """A picture of a document: *uri* is its path from the source folder, *digest* its SHA-256.

    *width* and *height* are its pixels as it is looked at, *page* is the name of the page that
    shows it enlarged. The rest is said of it in each file that is made of it.
    """

    uri: str
    digest: str
    width: int
    height: int
    is_drawing: bool
    caption: str = ""
    credit: str = ""
    licence: str = ""
    rights: str = ""
    alt: str = ""
    page: str = ""

    @property
    def packet(self) -> bytes:
        """What is written into its files, as XMP."""
        return packet(Rights(self.caption, self.credit, self.licence, self.rights, self.alt))

    @property
    def name(self) -> str:
        """The name with which those of its files begin: another content has another name."""
        stem = slug(Path(self.uri).stem)[:40] or "photo"
        return f"{stem}-{key(self.digest, self.packet, RECIPE)[:12]}"

    def job(self, folder: Path, wanted: Iterable[Rendition]) -> Job:
        """Return what has to be done to have *wanted*; the source lies below *folder*."""
        return Job(folder / self.uri, self.digest, len(self.packet), tuple(wanted))


def file_name(name: str, rendition: Rendition) -> str:
    """Return the name under which a rendition of the picture *name* is published."""
    return f"{name}-{rendition.width}.{rendition.format}"


class Choice(NamedTuple):
    """The files of one format between which a browser chooses: each with its width in pixels."""

    format: str
    files: tuple[tuple[str, int], ...]

    def srcset(self, folder: str) -> str:
        """Return them as ``srcset`` has them; *folder* is the address of their folder."""
        return ", ".join(f"{folder}{name} {width}w" for name, width in self.files)


def choices(name: str, width: int, height: int, formats: Iterable[str] = BOTH) -> list[Choice]:
    """Return what a page offers of the picture *name*, *width* × *height* pixels as it came."""
    return [
        Choice(
            each, tuple((file_name(name, one), one.width) for one in page(width, height, (each,)))
        )
        for each in formats
    ]


def plain_file(name: str, width: int, height: int) -> tuple[str, int, int]:
    """Return the one JPEG for who cannot choose, with its width and height in pixels."""
    found = whole(width, height, PLAIN, JPEG)
    return file_name(name, found), found.width, found.height


def site_files(
    name: str, picture: Picture, formats: tuple[str, ...] = BOTH
) -> dict[str, Rendition]:
    """Return what the site shows of *picture*, in pages and enlarged, by the files' names."""
    size = picture.width, picture.height
    wanted = (*page(*size, formats), *enlarged(*size, formats))
    return {file_name(name, each): each for each in wanted}


def published_bytes(picture: Picture, job: Job, rendition: Rendition, cache: Cache) -> bytes:
    """Return a rendition from the cache, with what is said of the picture.

    Raises `OSError` where it is not there.
    """
    return fill(job.path(rendition, cache).read_bytes(), picture.packet)


def publish(
    picture: Picture, job: Job, files: Mapping[str, Rendition], cache: Cache, folder: Path
) -> None:
    """Write *files* to *folder*, renditions by their names, with what is said of the picture.

    Raises `OSError` where one is not in the cache or cannot be written.
    """
    for name, rendition in files.items():
        write_whole(folder / name, published_bytes(picture, job, rendition, cache))


def publish_drawing(source: Path, target: Path) -> None:
    """Write the drawing at *source*, an SVG, without what does not draw."""
    if not target.is_file():
        write_whole(target, ET.tostring(clean_svg(source.read_bytes()), encoding="utf-8"))
