"""The keys of front matter: found at a document's head, each with its line, and read to values.

Front matter that cannot be read as it stands keeps its document back: what was meant for a
later day must not appear because of a typing error.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeVar

import yaml

from glocal_ext.core.problems import Problem, attempt, split_lines
from glocal_ext.core.yamlnodes import compose, scalar

if TYPE_CHECKING:
    from collections.abc import Callable

T = TypeVar("T")

# Far above what a page needs; stops a file that is no page before YAML builds it in memory.
MAX_CHARACTERS = 65_536

_LEAST_LINES = 20
"""How far down a key without a fence above it still tells what was meant as front matter."""

_CURLY = "“”„"
_CURLY_VALUE = re.compile(rf"\s*(?:- +)?[\w-]+:\s+[{_CURLY}]")
_CURLY_RUNS_ON = re.compile(
    rf"^ *(?:- +)?[\w-]+:\s+[{_CURLY}][^“”\n]*(?:\n +[^“”\n]*)*\Z", re.MULTILINE
)


class KeptBack(Exception):  # noqa: N818  (no error: the document is kept back on purpose)
    """Stops the reading of front matter that cannot be taken as it stands."""

    def __init__(self, name: str, line: int, message: str) -> None:
        self.problem = Problem(name, line, f"{message} The document is kept back until then.")


@dataclass(frozen=True, slots=True)
class Entry:
    """A key's 1-based *line* in the document, and its value as YAML."""

    line: int
    node: yaml.Node

    @property
    def text(self) -> str | None:
        """The value as it stands, empty where there is none; `None` where it is a list."""
        return scalar(self.node)


def find(text: str) -> dict[str, Entry]:
    """Return the keys of the front matter of a document with the source *text*."""
    block = _block(text)
    try:
        root = compose(block)
    except yaml.MarkedYAMLError as error:
        raise KeptBack("front-matter-yaml", *_unreadable(error, block)) from None
    except yaml.reader.ReaderError as error:
        line = block.count("\n", 0, error.position) + 2
        message = "The front matter has a character here that cannot be seen: delete it."
        raise KeptBack("front-matter-yaml", line, message) from None
    except (yaml.YAMLError, ValueError, RecursionError) as error:
        message = f"The front matter cannot be read: {error}."
        raise KeptBack("front-matter-yaml", 1, message) from None
    if root is None:
        return {}
    if not isinstance(root, yaml.MappingNode):
        message = "The front matter is no list of keys: write “key: value” lines."
        raise KeptBack("front-matter-yaml", 2, message)
    return entries(root)


def _block(text: str) -> str:
    """Return the YAML between the fences; empty where the document has no front matter."""
    lines = split_lines(text.removeprefix("\ufeff"))
    if not lines or not lines[0].startswith("---"):
        for number, line in enumerate(lines[:_LEAST_LINES], start=1):
            if re.match(r"[\s\u200b\ufeff]*(draft|published|issue)[ \t]*[:：]", line):
                message = "Front matter begins in the first line: take out what stands above ---."
                raise KeptBack("front-matter-issue", number, message)
        return ""
    if lines[0].rstrip() != "---":
        raise KeptBack("front-matter-end", 1, "Front matter begins with a line that is --- alone.")
    end = next((at for at, line in enumerate(lines[1:], 1) if line.rstrip() == "---"), None)
    if end is None:
        message = "The front matter has no end: put a line with --- under it."
        raise KeptBack("front-matter-end", 1, message)
    block = "\n".join(lines[1:end])
    if len(block) > MAX_CHARACTERS:
        message = "The front matter is too long to be one: shorten it."
        raise KeptBack("front-matter-yaml", 1, message)
    return block


def _unreadable(error: yaml.MarkedYAMLError, block: str) -> tuple[int, str]:
    """Return the line of the document in which YAML gave up, and a sentence."""
    lines = block.split("\n")
    if error.context_mark and error.context == "while scanning a quoted scalar":
        at = error.context_mark.line
        message = "The quotation mark at the head of the value never closes."
        if "”" in lines[at]:
            message += ' A curly one closes nothing: write a straight one (").'
        return at + 2, message
    mark = error.problem_mark or error.context_mark
    at = min(mark.line, len(lines) - 1) if mark else 0
    reason = error.problem or error.context
    message = f"The front matter cannot be read here: {reason}. "
    curly = _curly_line(lines, at)
    if curly is not None:
        at = curly
        message += (
            "The value begins with a curly quotation mark, which quotes nothing here (word "
            'processors make it): write straight ones ("), before the value and behind it.'
        )
    else:
        message += "Most often a colon followed by a space needs the whole value in double quotes."
    return at + 2, message


def _curly_line(lines: list[str], at: int) -> int | None:
    """Return where the value that line *at* belongs to begins, if with a curly quotation mark."""
    if _CURLY_VALUE.match(lines[at]):
        return at
    above = "\n".join(lines[:at])
    opened = _CURLY_RUNS_ON.search(above) if lines[at].startswith(" ") else None
    return above.count("\n", 0, opened.start()) if opened else None


def entries(node: yaml.MappingNode) -> dict[str, Entry]:
    """Return the keys of *node*; one that is no word or stands twice keeps the document back."""
    found: dict[str, Entry] = {}
    for key_node, value_node in node.value:
        key, line = str(key_node.value), key_node.start_mark.line + 2
        if not isinstance(key_node, yaml.ScalarNode) or key == "<<":
            raise KeptBack("front-matter-yaml", line, "A key in the front matter is no word.")
        if key in found:
            message = (
                f"“{key}” stands twice in the front matter "
                f"(first in line {found[key].line}): keep one."
            )
            raise KeptBack("front-matter-twice", line, message)
        found[key] = Entry(line, value_node)
    return found


class Keys:
    """Reads the values of *found*, noting what is wrong with them in *problems*.

    *name* is what a mistake is called; it may hold the key.
    """

    def __init__(
        self, found: dict[str, Entry], problems: list[Problem], name: str = "front-matter-{}"
    ) -> None:
        self.found = found
        self.problems = problems
        self._name = name

    def note(self, key: str, message: str) -> None:
        """Note a mistake in the line of *key*."""
        self.problems.append(Problem(self._name.format(key), self.found[key].line, message))

    def has(self, key: str) -> bool:
        """Tell whether *key* has a value, right or wrong."""
        return key in self.found and self.found[key].text != ""

    def value(self, key: str, parse: Callable[[str], T]) -> T | None:
        """Read an optional key; a mistake loses that key only."""
        if not self.has(key):
            return None
        entry = self.found[key]
        if entry.text is None:
            self.note(key, f"“{key}” takes one value, no list.")
            return None
        name = self._name.format(key)
        return attempt(_uncurled(parse), entry.text, name, entry.line, self.problems)

    def strict(self, key: str, parse: Callable[[str], T]) -> T | None:
        """Read a key that decides about publication; a mistake keeps the document back."""
        entry = self.found.get(key)
        if not entry:
            return None
        try:
            return _uncurled(parse)(entry.text or "")
        except ValueError as error:
            raise KeptBack(self._name.format(key), entry.line, str(error)) from None


def _uncurled(parse: Callable[[str], T]) -> Callable[[str], T]:
    """Return *parse* with a sentence more where curly quotation marks are the likely cause."""

    def parse_it(text: str) -> T:
        try:
            return parse(text)
        except ValueError as error:
            if not text.startswith(tuple(_CURLY)):
                raise
            raise ValueError(f"{error} Take the curly quotation marks away.") from None

    return parse_it
