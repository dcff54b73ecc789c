"""Write a record as TOML. The standard library reads TOML only.

No library does this: tomli-w spreads every list over several lines, unlike the guide and the
records that are there; tomlkit keeps it on one, but is a parser and an editor of files besides.
"""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

    Value = str | list[str] | list[float] | dict[str, str]

_BARE_KEY = re.compile(r"[A-Za-z0-9_-]+")


def emit(record: Mapping[str, Value]) -> str:
    """Return *record* as TOML, its tables last, as TOML needs them; its numbers are finite."""
    lines: list[str] = []
    tables: list[str] = []
    for key, value in record.items():
        if isinstance(value, dict):
            tables += ["", f"[{_key(key)}]"]
            tables += [_line(entry, text) for entry, text in value.items()]
        else:
            lines.append(_line(key, value))
    return "".join(f"{line}\n" for line in lines + tables)


def _line(key: str, value: str | list[str] | list[float]) -> str:
    return f"{_key(key)} = {_json(value)}"


def _key(key: str) -> str:
    return key if _BARE_KEY.fullmatch(key) else _json(key)


def _json(value: str | list[str] | list[float]) -> str:
    """Return *value* as JSON: it is TOML as well, but for the delete character."""
    return json.dumps(value, ensure_ascii=False).replace("\x7f", "\\u007f")
