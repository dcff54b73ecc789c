"""The words of a text as the search knows them, and the numbers of where they stand, in short.

``theme/static/search.js`` does the same with what a reader types and with what is written
here; a test compares the two.
"""

from __future__ import annotations

import re
import unicodedata
from itertools import pairwise
from typing import TYPE_CHECKING

from glocal_ext.core.names import HAN, KANA

if TYPE_CHECKING:
    from collections.abc import Iterable

# Accents of Latin, Greek and Cyrillic letters, and no others: が is not か.
_ACCENTS = re.compile("[\u0300-\u036f]")
# What does not come apart into a letter and an accent; two Chinese characters of family names
# that keyboards give in another shape.
_LETTERS = str.maketrans({
    "ß": "ss", "æ": "ae", "œ": "oe", "ø": "o", "đ": "d", "ð": "d", "þ": "th", "ł": "l",
    "ı": "i", "ħ": "h", "ς": "σ", "髙": "高", "﨑": "崎",
})  # fmt: skip
_APOSTROPHES = "'’‘ʻʼ`"
_LETTER = rf"[^\W_{HAN}{KANA}]"
_WORD = re.compile(rf"([{HAN}{KANA}]+)|{_LETTER}+(?:[{_APOSTROPHES}]{_LETTER}+)*")
_APOSTROPHE = re.compile(f"[{_APOSTROPHES}]")


def fold(text: str) -> str:
    """Return *text* without capitals, accents and other shapes of the same letters."""
    if text.isascii():
        return text.lower()
    text = _ACCENTS.sub("", unicodedata.normalize("NFKD", text)).lower().translate(_LETTERS)
    return unicodedata.normalize("NFC", text)


def split(text: str) -> list[str]:
    """Return the words of *text*, folded, in their order.

    Japanese has no spaces: a run gives each pair of neighbours, 丸亀市 → 丸亀, 亀市, 市, so that
    every part of it of two characters and more can be found, and by its beginning one. What an
    apostrophe joins is found in parts and as one: Vava'u → vava, vavau.
    """
    words: list[str] = []
    for match in _WORD.finditer(fold(text)):
        word = match.group()
        if match.group(1):
            words += [word[place : place + 2] for place in range(len(word))]
            continue
        parts = _APOSTROPHE.split(word)
        if len(parts) > 1:
            words += [part for part in parts if len(part) > 1]
        words.append("".join(parts))
    return words


# -- numbers ----------------------------------------------------------------------------------

# What stands in a JSON string without an escape; the space divides lists.
_CHARACTERS = [chr(code) for code in range(0x21, 0x7F) if chr(code) not in '"\\|']
_LAST, _FORWARD = _CHARACTERS[:80], _CHARACTERS[80:]
_VALUES = {character: value for value, character in enumerate(_CHARACTERS)}


def _encoded(number: int) -> str:
    number, last = divmod(number, len(_LAST))
    text = _LAST[last]
    while number:
        number, digit = divmod(number - 1, len(_FORWARD))
        text = _FORWARD[digit] + text
    return text


class Numbers:
    """Writes lists of rising numbers below *count* as text: the steps from one to the next.

    A step is digits of base 11 and a last one of base 80, each with characters of its own: most
    steps are one character, which compresses well.
    """

    def __init__(self, count: int) -> None:
        self._steps = [_encoded(step) for step in range(count)]

    def encode(self, numbers: Iterable[int]) -> str:
        """Return rising *numbers* as text."""
        steps = self._steps
        return "".join([steps[b - a - 1] for a, b in pairwise((-1, *numbers))])


def decode(text: str) -> list[int]:
    """Return the numbers that `Numbers.encode` wrote; `KeyError` where it is no such text."""
    values, lasts, base = _VALUES, len(_LAST), len(_FORWARD)
    numbers = []
    number, forward = -1, 0
    for character in text:
        value = values[character]
        if value < lasts:
            number += forward * lasts + value + 1
            numbers.append(number)
            forward = 0
        else:
            forward = forward * base + value - lasts + 1
    return numbers
