"""Values as Typst code. What an editor wrote is always a string literal, and so never code."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

_ESCAPED = {"\\": "\\\\", '"': '\\"', "\n": "\\n", "\t": "\\t"}
_UNPRINTABLE = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff\ufdd0-\ufdef\ufffe\uffff]")
"""What no font shows and a PDF's text must not hold."""


class Code(str):
    """Typst code that this package wrote."""

    __slots__ = ()


NONE = Code("none")
EMPTY = Code("[]")
"""Content with nothing in it."""


def string(text: str) -> Code:
    """Return *text* as a string literal."""
    shown = _UNPRINTABLE.sub("", text)
    return Code(f'"{"".join(_ESCAPED.get(character, character) for character in shown)}"')


def literal(value: Any) -> Code:
    """Return a plain value, or a list, tuple or dictionary of such, as Typst has it."""
    if isinstance(value, Code):
        return value
    if value is None:
        return NONE
    if isinstance(value, bool):
        return Code("true" if value else "false")
    if isinstance(value, int):
        return Code(str(value))
    if isinstance(value, float):
        return Code(f"{value:.4f}")
    if isinstance(value, str):
        return string(value)
    if isinstance(value, dict):
        return dictionary(value)
    return array(value)


def array(values: Iterable[Any]) -> Code:
    """Return an array."""
    return Code(f"({''.join(f'{literal(each)},' for each in values)})")


def dictionary(values: Mapping[str, Any]) -> Code:
    """Return a dictionary; an empty one would be an array without its colon."""
    items = ",".join(f"{string(key)}:{literal(value)}" for key, value in values.items())
    return Code(f"({items or ':'})")


def content(parts: Iterable[str]) -> Code:
    """Return *parts*, an expression each, joined to one content."""
    inside = "\n".join(parts)
    return Code(f"{{[]\n{inside}\n}}") if inside else EMPTY


def call(function: str, /, *arguments: Any, **named: Any) -> Code:
    """Return a call of a function of the template's; ``_`` in a name is ``-`` there."""
    given: list[str] = [literal(each) for each in arguments]
    given += [f"{key.replace('_', '-')}: {literal(value)}" for key, value in named.items()]
    return Code(f"{function}({', '.join(given)})")
