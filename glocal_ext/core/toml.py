"""A record's file as TOML: its keys, read to values, and the line of what is wrong."""

from __future__ import annotations

import itertools
import re
import tomllib
from typing import TYPE_CHECKING, Any, TypeVar

from glocal_ext.core.problems import did_you_mean

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

T = TypeVar("T")


class ItemError(ValueError):
    """A mistake in the table with the 1-based *number* among those of one key."""

    def __init__(self, number: int, message: str) -> None:
        super().__init__(message)
        self.number = number


class Refused(Exception):  # noqa: N818  (carries a problem, is not one)
    """A record that cannot be taken: the *name* of the problem, its sentence, and where it is.

    *key* is the key that is wrong, or its *line* is known.
    """

    def __init__(self, name: str, message: str, *, key: str = "", line: int = 0) -> None:
        super().__init__(message)
        self.name, self.message, self.key, self.line = name, message, key, line


def parse_toml(text: str) -> dict[str, Any]:
    """Return the table that *text* is; raises `Refused` where it is no TOML."""
    try:
        return tomllib.loads(text)
    except (tomllib.TOMLDecodeError, RecursionError, ValueError) as error:
        where = re.search(r"line (\d+)", str(error))
        line = int(where[1]) if where else max(1, text.rstrip().count("\n") + 1)
        reason = re.sub(r"\s*\(at .*\)", "", str(error))
        message = f"This is not TOML: {reason}. Text stands in double quotes, lists in [ ]."
        raise Refused("registry-toml", message, line=line) from None


def line_of(text: str, key: str, nth: int = 1) -> int:
    """Return the 1-based line of *text* on which *key* is set for the *nth* time, else 1."""
    name = rf"[\"']?{re.escape(key)}[\"']?"
    pattern = re.compile(rf"^[ \t]*(?:{name}[ \t]*[=.]|\[+[ \t]*{name}[ \t]*[\].])", re.MULTILINE)
    found = next(itertools.islice(pattern.finditer(text), nth - 1, None), None)
    return text.count("\n", 0, found.start()) + 1 if found else 1


def line_of_string(text: str, value: str) -> int:
    """Return the 1-based line of *text* on which *value* first stands in quotes, else 1."""
    found = re.search(rf"([\"']){re.escape(value)}\1", text)
    return text.count("\n", 0, found.start()) + 1 if found else 1


class Table:
    """The keys of one record, of which *known* gives the meanings; errors name their key."""

    def __init__(self, text: str, known: Mapping[str, str]) -> None:
        self.text = text
        self.values = parse_toml(text)
        self.known = known
        for key in self.values:
            if key not in known:
                message = (
                    f"“{key}” is no key of this record.{did_you_mean(key, known)} "
                    f"Known: {', '.join(known)}."
                )
                raise Refused("registry-key", message, key=key)

    def required(self, key: str, convert: Callable[[Any], T]) -> T:
        """Return the value of *key*; `Refused` where it is missing or wrong."""
        value = self.optional(key, convert)
        if value is None:
            message = f"“{key}” is missing ({self.known[key]})."
            raise Refused("registry-missing", message, line=1)
        return value

    def optional(self, key: str, convert: Callable[[Any], T]) -> T | None:
        """Return the value of *key*, `None` where it is missing; `Refused` where it is wrong."""
        if key not in self.values:
            return None
        try:
            return convert(self.values[key])
        except ItemError as error:
            line = line_of(self.text, key, error.number)
            raise Refused("registry-value", f"“{key}”: {error}", line=line) from None
        except ValueError as error:
            raise Refused("registry-value", f"“{key}”: {error}", key=key) from None
