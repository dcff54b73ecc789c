"""The Japanese font: of its hundred slices, those that a page or a book has characters of.

All rules together would weigh more than the rest of the style sheet, and those of one page a
few hundred bytes; so each page with Japanese has a style sheet of its own for them.
"""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

THEME = Path(__file__).parent.parent / "theme"
JAPANESE = THEME / "fonts-ja.css"
"""Every slice as an `@font-face` rule, made by tools/fonts.py."""
LATIN = THEME / "static" / "glocal.css"
"""Has the rules of the fonts that stand before the Japanese one."""

_RULE = re.compile(
    r'(?P<head>@font-face \{.*?)url\("(?P<file>[^"]+)"\)(?P<rest>.*?)unicode-range: (?P<codes>.*?);'
)


def _codes(rule: re.Match[str]) -> Iterator[int]:
    """Yield the code points of a rule."""
    for part in rule["codes"].split(","):
        first, _dash, last = part.removeprefix("U+").partition("-")
        yield from range(int(first, 16), int(last or first, 16) + 1)


@cache
def _slices() -> tuple[list[re.Match[str]], dict[int, int]]:
    """Return the rules, and the number of the rule that holds for each code point."""
    rules = [*_RULE.finditer(JAPANESE.read_text(encoding="utf-8"))]
    holds = {code: number for number, rule in enumerate(rules) for code in _codes(rule)}
    for rule in _RULE.finditer(LATIN.read_text(encoding="utf-8")):
        for code in _codes(rule):
            holds.pop(code, None)
    return rules, holds


def slices(text: str) -> dict[int, list[int]]:
    """Return the numbers of the slices that *text* needs, each with the code points it is for."""
    _rules, holds = _slices()
    codes: dict[int, list[int]] = {}
    for code in sorted({ord(character) for character in text} & holds.keys()):
        codes.setdefault(holds[code], []).append(code)
    return dict(sorted(codes.items()))


def slice_file(number: int) -> Path:
    """Return the file of a slice."""
    return THEME / "static" / _slices()[0][number]["file"]


def japanese_font(text: str, static: str) -> str:
    """Return the rules that *text* needs; *static* is the address of the folder ``_static``."""
    rules, _holds = _slices()
    return "".join(
        f'{rules[number]["head"]}url("{static}/{rules[number]["file"]}"){rules[number]["rest"]}'
        f"unicode-range: {','.join(f'U+{code:X}' for code in codes)}; }}\n"
        for number, codes in slices(text).items()
    )
