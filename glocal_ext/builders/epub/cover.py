"""The cover of a book: its picture above, the periodical's name and the title below, on paper."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING

from PIL import Image, ImageDraw, ImageFont

from glocal_ext.core.renditions import BASELINE, BOOK, COVER, Rendition
from glocal_ext.photos.encode import options
from glocal_ext.site.fonts import THEME, slice_file, slices

if TYPE_CHECKING:
    from collections.abc import Sequence

PAPER, INK, SOFT = "#FCFBF7", "#1B1D21", "#55585F"
"""The publication's colours in the light: ground, text, what is said beside it."""

_DISPLAY, _SANS = "glocal-serif-display.woff2", "glocal-sans.woff2"
_MARGIN, _RULE = 96, 6
_NAME, _TITLE, _SMALL = 190, 120, 46
"""Sizes of type in pixels on a cover 1,600 pixels wide, as all measures here."""


class _Pen:
    """Writes lines of text, Japanese characters in the Japanese font."""

    def __init__(self, page: Image.Image, scale: float) -> None:
        self._draw = ImageDraw.Draw(page)
        self.scale = scale

    def _font(self, file: str, size: float) -> ImageFont.FreeTypeFont:
        path = THEME / "static" / "fonts" / file
        return ImageFont.truetype(path, size * self.scale, layout_engine=ImageFont.Layout.BASIC)

    def _runs(self, text: str, file: str, size: float) -> list[tuple[str, ImageFont.FreeTypeFont]]:
        found: list[tuple[str, ImageFont.FreeTypeFont]] = []
        latin = self._font(file, size)
        for character in text:
            japanese = [*slices(character)]
            font = self._font(slice_file(japanese[0]).name, size * 0.94) if japanese else latin
            if found and not japanese and found[-1][1] is latin:
                found[-1] = found[-1][0] + character, latin
            else:
                found.append((character, font))
        return found

    def width(self, text: str, file: str, size: float) -> float:
        """Return how wide *text* is, in the measure of the cover."""
        return sum(font.getlength(run) for run, font in self._runs(text, file, size)) / self.scale

    def write(self, top: float, text: str, file: str, size: float, colour: str) -> None:
        """Write *text* with its base line at *top*, from the left margin."""
        x = _MARGIN * self.scale
        for run, font in self._runs(text, file, size):
            self._draw.text((x, top * self.scale), run, colour, font, anchor="ls")
            x += font.getlength(run)

    def rule(self, top: float) -> None:
        """Draw a rule of the text's width."""
        ends = (_MARGIN, top, BOOK[0] - _MARGIN, top + _RULE - 1)
        self._draw.rectangle([part * self.scale for part in ends], INK)


def cover(picture: bytes | None, name: str, title: str, lines: Sequence[str]) -> bytes:
    """Return a cover as JPEG: as wide as the square *picture*, 1,600 pixels without one.

    Below stand *name*, *title* and, small, *lines*. What is too wide is set smaller.
    """
    image = Image.open(io.BytesIO(picture)) if picture else None
    width = image.width if image else BOOK[0]
    page = Image.new("RGB", (width, round(width / COVER)), PAPER)
    pen = _Pen(page, width / BOOK[0])
    if image:
        page.paste(image, (0, 0))
    top = BOOK[0] if image else _MARGIN
    room = BOOK[0] - 2 * _MARGIN
    size = min(_NAME, _NAME * room / max(1, pen.width(name, _DISPLAY, _NAME)))
    pen.write(top + 90 + size * 0.75, name, _DISPLAY, size, INK)
    pen.rule(top + 150 + size * 0.75)
    size = min(_TITLE, _TITLE * room / max(1, pen.width(title, _DISPLAY, _TITLE)))
    pen.write(top + 440, title, _DISPLAY, size, INK)
    bottom = BOOK[0] / COVER - _MARGIN
    for number, line in enumerate(reversed(lines)):
        size = min(_SMALL, _SMALL * room / max(1, pen.width(line, _SANS, _SMALL)))
        pen.write(bottom - number * _SMALL * 1.4, line, _SANS, size, SOFT)
    data = io.BytesIO()
    rendition = Rendition(page.width, page.height, BASELINE, (0, 0, page.width, page.height))
    page.save(data, "JPEG", **options(rendition))
    return data.getvalue()
