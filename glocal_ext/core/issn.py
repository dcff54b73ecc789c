"""The International Standard Serial Number, with its check digit."""

from __future__ import annotations

import re

_ISSN = re.compile(r"\d{4}-\d{3}[\dX]", re.ASCII)


def check_digit(digits: str) -> str:
    """Return the last character of the ISSN that begins with seven *digits*.

    ISO 3297, annex A: the digits are weighted 8 to 2; the check digit makes the sum, itself
    weighted 1, a multiple of 11, and X stands for 10.
    """
    total = sum(int(digit) * weight for digit, weight in zip(digits, range(8, 1, -1), strict=True))
    return "0123456789X"[-total % 11]


def parse_issn(text: str) -> str:
    """Return *text* if it is an ISSN; raise `ValueError` with a sentence otherwise."""
    if not _ISSN.fullmatch(text):
        raise ValueError(f"“{text}” is no ISSN: two groups of four, such as 0317-8471.")
    digits = text.replace("-", "")
    expected = check_digit(digits[:7])
    if digits[7] != expected:
        raise ValueError(f"the last character of an ISSN checks the others; here it is {expected}.")
    return text
