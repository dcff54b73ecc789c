"""The Japanese font in a book: the characters that it has, since e-ink readers have none."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING

from glocal_ext.site.fonts import slice_file, slices

if TYPE_CHECKING:
    from collections.abc import Iterator

FAMILY = "Glocal Japanese"
_NAMES = [0, 1, 2, 3, 4, 5, 6, 13, 14]
"""The records of a font's name table to be kept: the licence's 13 and 14 are among them."""


def japanese(text: str) -> Iterator[tuple[str, bytes]]:
    """Yield the fonts that *text* needs: the names of the files and what is in them, as TrueType.

    WOFF2, of which the slices are, is not read by the old engines that lack Japanese most.
    """
    from fontTools.subset import Options, Subsetter  # noqa: PLC0415  (a tenth of a second for all)
    from fontTools.ttLib import TTFont  # noqa: PLC0415  (a tenth of a second for all)

    for number, codes in slices(text).items():
        options = Options()
        options.name_IDs = _NAMES
        options.hinting = False
        options.layout_features = []
        font = TTFont(slice_file(number), recalcTimestamp=False)
        subsetter = Subsetter(options)
        subsetter.populate(unicodes=codes)
        subsetter.subset(font)
        font.flavor = None
        data = io.BytesIO()
        font.save(data)
        yield f"japanese-{number:03}.ttf", data.getvalue()


def rules(files: list[str]) -> str:
    """Return the style sheet's rules: a family a file, which old engines choose one by one."""
    faces = "".join(
        f'@font-face {{ font-family: "{FAMILY} {number}"; src: url("fonts/{file}"); }}\n'
        for number, file in enumerate(files, 1)
    )
    families = ", ".join(f'"{FAMILY} {number}"' for number in range(1, len(files) + 1))
    runs = '[lang|="ja"], [lang|="zh"]'
    return f"{faces}{runs} {{ font-family: {families}; }}\n" if files else ""
