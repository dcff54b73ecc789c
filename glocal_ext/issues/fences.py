"""Fences of directives that end too early, or never, or name no directive."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from glocal_ext.core.options import opened_fence

if TYPE_CHECKING:
    from collections.abc import Sequence

    from markdown_it.token import Token
    from markdown_it.tree import SyntaxTreeNode

_NAMED = re.compile(r"\{([\w:-]+)\}(.*)", re.DOTALL)


def directive_of(token: SyntaxTreeNode | Token) -> tuple[str, str] | None:
    """Return name and argument of the directive that a fence names in braces."""
    match = _NAMED.fullmatch((token.info or "").strip())
    return (match[1], match[2]) if match else None


def ends_early(token: SyntaxTreeNode, name: str) -> str | None:
    """Return what to say of a fence that ends with its first member's, if it does."""
    fence = token.markup
    for line in token.content.splitlines():
        inner = opened_fence(line)
        if inner and inner[0] == fence[0] and len(inner) >= len(fence):
            return (
                f"Inside {{{name}}} another directive begins with as many colons. Either the "
                f"closing {fence} was forgotten, or the outer fence needs one more: "
                f"{fence}{fence[0]}{{{name}}} … {fence}{fence[0]}"
            )
    return None


def is_open(token: SyntaxTreeNode, source_lines: Sequence[str]) -> bool:
    """Tell whether a fence runs to the document's end because nothing ends it."""
    last = token.map[1] - 2 if token.map else -1
    if not 0 <= last < len(source_lines):
        return False
    closing = source_lines[last].strip().lstrip("> ")
    return not (closing.startswith(token.markup) and not closing.strip(token.markup[0]))
