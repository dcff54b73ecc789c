"""Articles that were withdrawn: what they said is not even parsed, so it is in no output.

What slips through here, because a fence is broken, `glocal_ext.issues.articles` takes out.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from glocal_ext.core.options import attempts
from glocal_ext.core.problems import split_lines
from glocal_ext.issues import fences

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from markdown_it import MarkdownIt
    from markdown_it.token import Token

OPTION = "withdrawn"
"""The option of ``{article}`` and of ``{photo}``; one that was meant as it counts, too."""

_DEFINITION = re.compile(r" {0,3}\[(\^?[^\]]+)\]:")
_CONTINUED = re.compile(r"(?: {2,}|\t)\S")
_BETWEEN = ("myst_line_comment", "myst_block_break")


class _Definition(NamedTuple):
    """A footnote or an address that a text refers to: its label, and the lines that it has."""

    label: str
    lines: range


class _Article(NamedTuple):
    """An article that was withdrawn: the lines below its heading; its ``{article}`` is *kept*."""

    lines: range
    kept: set[int]


def without_withdrawn(markdown: MarkdownIt, text: str) -> str:
    """Return *text* with empty lines for what articles say whose ``{article}`` withdraws them.

    So photos are not looked for, footnotes not counted, and every line keeps its number. A
    footnote or an address that stands there for another article stays; one that stands
    elsewhere for such an article alone goes.
    """
    if not attempts(text, OPTION):
        return text
    lines = split_lines(text)
    gone: set[int] = set()
    inside: set[int] = set()
    for article in _articles(markdown.parse(text), len(lines)):
        inside |= {*article.lines}
        gone |= {*article.lines} - article.kept
    definitions = [*_definitions(lines)]
    defined = {each for found in definitions for each in found.lines}
    said = "\n".join(line for number, line in enumerate(lines) if number not in inside | defined)
    unsaid = "\n".join(lines[number] for number in inside - defined)
    for label, own in definitions:
        if f"[{label}]" in said:
            gone -= {*own}
        elif f"[{label}]" in unsaid:
            gone |= {*own}
    return "\n".join("" if number in gone else line for number, line in enumerate(lines))


def _definitions(lines: Sequence[str]) -> Iterator[_Definition]:
    for number, line in enumerate(lines):
        if found := _DEFINITION.match(line):
            end = number + 1
            while end < len(lines) and _CONTINUED.match(lines[end]):
                end += 1
            yield _Definition(found[1], range(number, end))


def _articles(tokens: Sequence[Token], last: int) -> Iterator[_Article]:
    """Yield each article that was withdrawn."""
    headings = [number for number, token in enumerate(tokens) if _is_heading(token)]
    for start, end in zip(headings, [*headings[1:], len(tokens)], strict=True):
        spans = [token.map for token in tokens[start:end] if _withdraws(token) and token.map]
        heading = tokens[start].map
        if spans and heading:
            kept = {each for span in spans for each in range(*span)}
            yield _Article(range(heading[1], _begin(tokens, end, last)), kept)


def _is_heading(token: Token) -> bool:
    return token.type == "heading_open" and token.tag in ("h1", "h2") and not token.level


def _withdraws(token: Token) -> bool:
    named = fences.directive_of(token) if token.type in ("fence", "colon_fence") else None
    return bool(named and named[0].lower() == "article" and attempts(token.content, OPTION))


def _begin(tokens: Sequence[Token], number: int, last: int) -> int:
    """Return the line of a heading, or of the first of the targets above it."""
    lines = [last]
    if number < len(tokens):
        lines = [span[0] for span in (tokens[number].map,) if span]
        for token in reversed(tokens[:number]):
            if token.type == "myst_target" and token.map:
                lines.append(token.map[0])
            elif token.type not in _BETWEEN:
                break
    return min(lines)
