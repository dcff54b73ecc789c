"""What an editor may want to know of a photo that is shown all the same."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sphinx.transforms import SphinxTransform

from glocal_ext import nodes
from glocal_ext.log import Warn, warn
from glocal_ext.photos.examination import alike

if TYPE_CHECKING:
    from collections.abc import Iterator

    from glocal_ext.photos.files import PhotoFile

LONGEST_CAPTION = 300
"""Characters of a caption behind which nobody reads on; what is longer is text."""

LEAST_WIDTH = {"column": 800, "wide": 1200, "half": 480}
"""The width in pixels below which a picture looks soft in its place (look: 1,216 px grid)."""


def of_file(name: str, file: PhotoFile, size: str) -> Iterator[tuple[Warn, str]]:
    """Yield what to say of the picture in *file*, called *name*, where *size* is its place."""
    if file.is_drawing:
        return
    least = LEAST_WIDTH[size]
    if file.width < least:
        yield (
            Warn.PHOTO_SMALL,
            f"“{name}” is {file.width} pixels wide; here it needs {least} to look sharp.",
        )
    if file.is_dark:
        yield Warn.PHOTO_LOOK, f"“{name}” is so dark that nothing can be made out in it."
    elif file.is_blurred:
        yield Warn.PHOTO_LOOK, f"“{name}” is blurred all over: is there a sharper one?"


def of_rights(photo: nodes.photo, file: PhotoFile, *, required: bool) -> Iterator[tuple[Warn, str]]:
    """Yield what the file says of itself and the document does not; where *required*, no credit."""
    stated = file.stated
    offered = {"credit": stated.credit, "licence": stated.licence, "rights": stated.rights}
    lines = [
        f":{name}: {_as_value(text)}" for name, text in offered.items() if text and not photo[name]
    ]
    if stated.caption and not photo.caption_text():
        lines.append(f"the caption “{stated.caption}”")
    if lines:
        yield (
            Warn.PHOTO_RIGHTS,
            f"The file itself says more than the document: add {' and '.join(lines)}.",
        )
    elif required and not (photo["credit"] or photo["decorative"]):
        yield Warn.PHOTO_RIGHTS, "The photo has no :credit: that says who took or lent it."


def of_caption(photo: nodes.photo) -> Iterator[tuple[Warn, str]]:
    """Yield what to say of the caption."""
    length = len(photo.caption_text())
    if length > LONGEST_CAPTION:
        yield (
            Warn.PHOTO_CAPTION,
            f"The caption has {length} characters. What is beyond {LONGEST_CAPTION} is text.",
        )


def _as_value(text: str) -> str:
    """Return *text* as an option takes it."""
    return f"'{text}'" if text.startswith('"') or " #" in text else text


class SamePictures(SphinxTransform):
    """Tell where a document shows one picture twice, cropped or saved anew as it may be."""

    default_priority = 245

    def apply(self, **_kwargs: object) -> None:
        """Warn at the second one."""
        seen: list[nodes.photo] = []
        for photo in self.document.findall(nodes.photo):
            look = photo.get("look", 0)
            first = next((each for each in seen if alike(look, each["look"])), None)
            if first is not None:
                message = f"This is the same picture as the one in line {first.line}."
                warn(Warn.PHOTO_LOOK, message, photo)
            elif look:
                seen.append(photo)
