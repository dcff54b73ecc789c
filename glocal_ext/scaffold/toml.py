"""Write a record as TOML. The standard library reads TOML only."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

    Value = str | list[str] | list[float] | dict[str, str]

_BARE_KEY = re.compile(r"[A-Za-z0-9_-]+")
_ESCAPED = re.compile(r'["\\\x00-\x1f\x7f]')
_SHORT = {'"': '\\"', "\\": "\\\\", "\n": "\\n", "\r": "\\r", "\t": "\\t"}


def emit(record: Mapping[str, Value]) -> str:
    """Return *record* as TOML, its tables last, as TOML needs them.

    Raises `ValueError` for a text that cannot be in a UTF-8 file.
    """
    lines: list[str] = []
    tables: list[str] = []
    for key, value in record.items():
        if isinstance(value, dict):
            tables += ["", f"[{_key(key)}]"]
            tables += [f"{_key(entry)} = {_value(text)}" for entry, text in value.items()]
        else:
            lines.append(f"{_key(key)} = {_value(value)}")
    return "".join(f"{line}\n" for line in lines + tables)


def _key(key: str) -> str:
    return key if _BARE_KEY.fullmatch(key) else _string(key)


def _value(value: str | float | list[str] | list[float]) -> str:
    if isinstance(value, list):
        return f"[{', '.join(_value(item) for item in value)}]"
    return _string(value) if isinstance(value, str) else repr(value)


def _string(text: str) -> str:
    try:
        text.encode()
    except UnicodeEncodeError:
        # What a terminal sends that is no UTF-8 arrives as lone surrogates.
        raise ValueError(f"{text!a} holds bytes that are no text in UTF-8.") from None
    return f'"{_ESCAPED.sub(_escape, text)}"'


def _escape(match: re.Match[str]) -> str:
    character = match.group()
    return _SHORT.get(character, f"\\u{ord(character):04x}")
