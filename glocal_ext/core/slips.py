"""Slips of the pen that Markdown takes for text: told, since they would be printed."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator

PLACEHOLDER = "Overwrite this"
"""How each text begins that a new issue holds until an editor writes another."""


class Slip(NamedTuple):
    """One slip: its *name* (of a warning), the *line* in the text from 0, and a sentence."""

    name: str
    line: int
    message: str


_CODE = re.compile(r"(`+)(?!`).*?(?<!`)\1(?!`)")
_FEW_COLONS = re.compile(r"\s*:{0,2}\{([a-z-]+)\}(?=\s|$)")
_WIDE_COLONS = re.compile(r"\s*：{2,}\s*[{｛]?([a-z-]+)")
_TIGHT_HEADING = re.compile(r"\s{0,3}(#{2,6})([^\s#].*)")
_QUOTED_ROLE = re.compile(r"\{([a-z-]+)\}['‘’\"“”´]([^'‘’\"“”´]*)")
_TABLE_LINE = re.compile(r"\s*\|.*\|\s*")


def slips(text: str, directives: Collection[str], roles: Collection[str]) -> Iterator[Slip]:
    """Yield the slips in a paragraph's *text*; code between backticks has none."""
    lines = [_CODE.sub("``", line) for line in text.splitlines()]
    for number, line in enumerate(lines):
        few = _FEW_COLONS.match(line)
        if few and (few[1] in directives or ":" in few[0]):
            message = f"A directive begins with three colons: :::{{{few[1]}}}"
            yield Slip("directive-fence", number, message)
        wide = _WIDE_COLONS.match(line)
        if wide:
            right = f":::{{{wide[1]}}}"
            message = f"These colons are full-width ones; a directive has ordinary ones: {right}"
            yield Slip("directive-fence", number, message)
        tight = _TIGHT_HEADING.fullmatch(line)
        if tight:
            message = f"A heading has a space behind its signs: {tight[1]} {tight[2]}"
            yield Slip("heading", number, message)
        for role in _QUOTED_ROLE.finditer(line):
            if role[1] in roles:
                right = f"{{{role[1]}}}`{role[2]}`"
                message = f"A role’s text stands between backticks: {right}"
                yield Slip("role", number, message)
    if len(lines) > 1 and all(_TABLE_LINE.fullmatch(line) for line in lines):
        rule = f"|{' --- |' * (lines[0].strip().strip('|').count('|') + 1)}"
        message = f"A table has a line under its first one: {rule}"
        yield Slip("table", 0, message)
