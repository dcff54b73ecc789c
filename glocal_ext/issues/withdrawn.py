"""Articles that were withdrawn: what they said is not even parsed, so it is in no output."""

from __future__ import annotations

from typing import TYPE_CHECKING

from glocal_ext.core.options import read_block
from glocal_ext.core.problems import split_lines
from glocal_ext.issues import fences

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from markdown_it import MarkdownIt
    from markdown_it.token import Token

_OPTION = "withdrawn"


def without_withdrawn(markdown: MarkdownIt, text: str) -> str:
    """Return *text* with empty lines for what stands under the ``{article}`` of a withdrawn one.

    So its photos are not looked for, its footnotes not counted, and every line keeps its number.
    """
    if f"{_OPTION}:" not in text:
        return text
    lines = split_lines(text)
    for begin, end in _bodies(markdown.parse(text), len(lines)):
        lines[begin:end] = [""] * (end - begin)
    return "\n".join(lines)


def _bodies(tokens: Sequence[Token], last: int) -> Iterator[tuple[int, int]]:
    """Yield where the text of each withdrawn article begins and ends."""
    for number, token in enumerate(tokens):
        if token.map and not token.level and _is_withdrawn(token):
            yield token.map[1], _end(tokens, number, last)


def _is_withdrawn(token: Token) -> bool:
    named = fences.directive_of(token) if token.type in ("fence", "colon_fence") else None
    if named is None or named[0] != "article":
        return False
    return any(each.name == _OPTION for each in read_block(token.content, 1).options)


def _end(tokens: Sequence[Token], number: int, last: int) -> int:
    """Return the line of the next article's heading, or of the targets above it."""
    targets: list[int] = []
    for token in tokens[number + 1 :]:
        begin = token.map[0] if token.map else last
        if token.type == "heading_open" and token.tag in ("h1", "h2") and not token.level:
            return min([*targets, begin])
        targets = [*targets, begin] if token.type == "myst_target" else []
    return last
