"""Front matter: read with each key's line, so that a mistake is shown where it stands.

Front matter that cannot be read as it stands keeps its document back: what was meant for a
later day must not appear because of a typing error.
"""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, TypeVar

import yaml

from glocal_ext.core.dates import Month, parse_day
from glocal_ext.core.problems import Problem, attempt, did_you_mean, nearest, parse_id, split_lines
from glocal_ext.core.yamlnodes import compose

if TYPE_CHECKING:
    from collections.abc import Callable

T = TypeVar("T")

_ISSUE_DOCUMENT = re.compile(r"issues/(\d{4})/(\d{2})/index", re.ASCII)
_VOLUME_DOCUMENT = re.compile(r"issues/(\d{4})/index", re.ASCII)

# Sphinx's own keys that mean something on a page that is no issue.
SPHINX_KEYS = ("nosearch", "orphan")
PAGE_KEYS = ("draft", "original", "published", "summary", *SPHINX_KEYS)
ISSUE_KEYS = (
    "issue",
    "published",
    "number",
    "summary",
    "cover",
    "draft",
    "original",
    "corrections",
)

# Far above what a page needs; stops a file that is no page before YAML builds it in memory.
MAX_CHARACTERS = 65_536


@dataclass(frozen=True, slots=True)
class Correction:
    """What was put right after publication, and when; *article* is its target, if it has one."""

    date: dt.date
    text: str
    article: str | None = None
    article_line: int = field(default=0, compare=False, repr=False)


@dataclass(frozen=True, slots=True)
class FrontMatter:
    """The facts at the head of a document; *month* is set where the document is an issue."""

    month: Month | None = None
    published: dt.date | None = None
    number: int | None = None
    summary: str = ""
    cover: str | None = None
    draft: bool = False
    original: str | None = None
    corrections: tuple[Correction, ...] = ()
    sphinx: tuple[tuple[str, str], ...] = ()

    @property
    def visible_from(self) -> dt.date:
        """The first day on which the document is in any output; the last of days for a draft."""
        return dt.date.max if self.draft else self.published or dt.date.min


@dataclass(frozen=True, slots=True)
class Reading:
    """What `read` found: *matter* is `None` where the document has to be kept back.

    *lines* gives the 1-based line of each key, for mistakes that only show later.
    """

    matter: FrontMatter | None
    problems: tuple[Problem, ...] = ()
    lines: tuple[tuple[str, int], ...] = ()


def issue_month(docname: str) -> Month | None:
    """Return the month that an issue at *docname* (``issues/2023/09/index``) is of."""
    match = _ISSUE_DOCUMENT.fullmatch(docname)
    if not match or int(match[1]) == 0 or not 1 <= int(match[2]) <= 12:
        return None
    return Month(int(match[1]), int(match[2]))


def volume_year(docname: str) -> int | None:
    """Return the year that a volume's page at *docname* (``issues/2023/index``) is of."""
    match = _VOLUME_DOCUMENT.fullmatch(docname)
    return int(match[1]) or None if match else None


class _Kept(Exception):  # noqa: N818  (no error: the document is kept back on purpose)
    """Stops the reading of front matter that cannot be taken as it stands."""

    def __init__(self, name: str, line: int, message: str) -> None:
        self.problem = Problem(name, line, f"{message} The document is kept back until then.")


def read(text: str, docname: str) -> Reading:
    """Read the front matter of the document *docname* with the source *text*."""
    problems: list[Problem] = []
    try:
        entries = _entries(_block(text))
        matter = _matter(entries, docname, problems)
    except _Kept as kept:
        return Reading(None, (*problems, kept.problem))
    lines = tuple((key, node.line) for key, node in entries.items())
    return Reading(matter, tuple(problems), lines)


@dataclass(frozen=True, slots=True)
class _Entry:
    line: int
    node: yaml.Node


def _block(text: str) -> str:
    """Return the YAML between the fences; empty where the document has no front matter."""
    lines = split_lines(text.removeprefix("\ufeff"))
    if not lines or not lines[0].startswith("---"):
        for number, line in enumerate(lines[:20], start=1):
            if re.match(r"[\s\u200b\ufeff]*(draft|published|issue)[ \t]*[:：]", line):
                message = "Front matter begins in the first line: take out what stands above ---."
                raise _Kept("front-matter-issue", number, message)
        return ""
    if lines[0].rstrip() != "---":
        raise _Kept("front-matter-end", 1, "Front matter begins with a line that is --- alone.")
    for number, line in enumerate(lines[1:], start=1):
        if line.rstrip() == "---":
            block = "\n".join(lines[1:number])
            break
    else:
        raise _Kept(
            "front-matter-end", 1, "The front matter has no end: put a line with --- under it."
        )
    if len(block) > MAX_CHARACTERS:
        raise _Kept("front-matter-yaml", 1, "The front matter is too long to be one: shorten it.")
    return block


def _entries(block: str) -> dict[str, _Entry]:
    """Return the keys of *block*, each with its line and its YAML node."""
    try:
        root = compose(block)
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        line = mark.line + 2 if mark else 1
        raise _Kept(
            "front-matter-yaml",
            line,
            f"The front matter cannot be read here: {error.problem or error.context}. "
            "Most often a colon followed by a space needs the whole value in double quotes.",
        ) from None
    except yaml.reader.ReaderError as error:
        line = block.count("\n", 0, error.position) + 2
        message = "The front matter has a character here that cannot be seen: delete it."
        raise _Kept("front-matter-yaml", line, message) from None
    except (yaml.YAMLError, ValueError, RecursionError) as error:
        raise _Kept("front-matter-yaml", 1, f"The front matter cannot be read: {error}.") from None
    if root is None:
        return {}
    if not isinstance(root, yaml.MappingNode):
        raise _Kept(
            "front-matter-yaml", 2, "The front matter is no list of keys: write “key: value” lines."
        )
    return _mapping(root)


def _mapping(node: yaml.MappingNode) -> dict[str, _Entry]:
    entries: dict[str, _Entry] = {}
    for key_node, value_node in node.value:
        key, line = str(key_node.value), key_node.start_mark.line + 2
        if not isinstance(key_node, yaml.ScalarNode) or key == "<<":
            raise _Kept("front-matter-yaml", line, "A key in the front matter is no word.")
        if key in entries:
            raise _Kept(
                "front-matter-twice",
                line,
                f"“{key}” stands twice in the front matter "
                f"(first in line {entries[key].line}): keep one.",
            )
        entries[key] = _Entry(line, value_node)
    return entries


_MEANT = {"draft": "draft", "published": "published", "publish": "published"}
"""Keys that decide about publication, by what a misspelt key is near to."""


class _Reader:
    """Reads the values of *entries*, noting what is wrong with them in *problems*."""

    def __init__(self, entries: dict[str, _Entry], problems: list[Problem]) -> None:
        self.entries = entries
        self.problems = problems

    def note(self, key: str, message: str) -> None:
        self.problems.append(Problem(f"front-matter-{key}", self.entries[key].line, message))

    def value(self, key: str, parse: Callable[[str], T]) -> T | None:
        """Read an optional key; a mistake loses that key only."""
        entry = self.entries.get(key)
        text = _scalar(entry.node) if entry else ""
        if text is None:
            self.note(key, f"“{key}” takes one value, no list.")
        if not entry or not text:
            return None
        return attempt(parse, text, f"front-matter-{key}", entry.line, self.problems)

    def strict(self, key: str, parse: Callable[[str], T]) -> T | None:
        """Read a key that decides about publication; a mistake keeps the document back."""
        entry = self.entries.get(key)
        if not entry:
            return None
        try:
            return parse(_scalar(entry.node) or "")
        except ValueError as error:
            raise _Kept(f"front-matter-{key}", entry.line, str(error)) from None

    def refuse_unknown(self, known: tuple[str, ...]) -> None:
        for key, entry in self.entries.items():
            if key not in known:
                meant = _MEANT.get(nearest(key, (*known, "publish")) or "")
                if meant:
                    message = f"“{key}” is no key of the front matter. Did you mean “{meant}”?"
                    raise _Kept("front-matter-key", entry.line, message)
                message = (
                    f"“{key}” means nothing in the front matter and is passed over."
                    f"{did_you_mean(key, known)} Known: {', '.join(known)}."
                )
                self.problems.append(Problem("front-matter-key", entry.line, message))

    def month(self, folder: Month | None) -> None:
        """Check that the front matter says the month that the folder says."""
        month = self.strict("issue", Month.parse)
        if folder and month is None:
            raise _Kept(
                "front-matter-issue",
                1,
                f"A document in an issue’s folder begins with its month. Write “issue: {folder}” "
                "between the --- lines at its head.",
            )
        if month is not None and folder is None:
            place = f"issues/{month.year:04}/{month.month:02}/index.md"
            self.note("issue", f"Only {place} is the issue of {month}; this page is no issue.")
        elif month != folder:
            self.note("issue", f"The folder says {folder}, not {month}: the folder holds.")


def _matter(entries: dict[str, _Entry], docname: str, problems: list[Problem]) -> FrontMatter:
    folder = issue_month(docname)
    reader = _Reader(entries, problems)
    reader.refuse_unknown(ISSUE_KEYS if folder or "issue" in entries else PAGE_KEYS)
    draft = reader.strict("draft", _parse_flag)
    published = reader.strict("published", parse_day)
    reader.month(folder)
    return FrontMatter(
        month=folder,
        published=published,
        number=reader.value("number", _parse_number),
        summary=" ".join((reader.value("summary", str) or "").split()),
        cover=reader.value("cover", str),
        draft=bool(draft),
        original=reader.value("original", parse_url),
        corrections=_corrections(entries.get("corrections"), problems),
        sphinx=tuple(
            (key, _scalar(entry.node) or "")
            for key, entry in entries.items()
            if key in SPHINX_KEYS and folder is None
        ),
    )


def _scalar(node: yaml.Node) -> str | None:
    """Return the text of a scalar as it stands, empty for YAML's null; `None` for a list."""
    if not isinstance(node, yaml.ScalarNode):
        return None
    if node.tag == "tag:yaml.org,2002:null":
        return ""
    return str(node.value).strip()


def _corrections(entry: _Entry | None, problems: list[Problem]) -> tuple[Correction, ...]:
    if entry is None or _scalar(entry.node) == "":
        return ()
    if not isinstance(entry.node, yaml.SequenceNode):
        problems.append(
            Problem(
                "front-matter-corrections",
                entry.line,
                "“corrections” is a list: each begins with “- date:”, then “text:” under it.",
            )
        )
        return ()
    found = []
    for item in entry.node.value:
        correction = _correction(item, problems)
        if correction:
            found.append(correction)
    return tuple(sorted(found, key=lambda each: each.date, reverse=True))


def _correction(item: yaml.Node, problems: list[Problem]) -> Correction | None:
    line = item.start_mark.line + 2

    def refuse(message: str, at: int = line) -> None:
        problems.append(Problem("front-matter-corrections", at, message))

    if not isinstance(item, yaml.MappingNode):
        refuse("A correction has “date:” and “text:” (and “article:”).")
        return None
    fields = _mapping(item)
    for key, entry in fields.items():
        if key not in ("date", "text", "article"):
            refuse(f"A correction has no “{key}”: date, text and article.", entry.line)
    values = {key: _scalar(entry.node) for key, entry in fields.items()}
    for key, value in values.items():
        if value is None:
            refuse(f"“{key}” takes one value, no list.", fields[key].line)
    if None in (values.get("date", ""), values.get("text", "")):
        return None
    if not values.get("date") or not values.get("text"):
        refuse("A correction needs both “date:” and “text:”; this one is left out.")
        return None
    date = attempt(
        parse_day, values["date"] or "", "front-matter-corrections", fields["date"].line, problems
    )
    article = None
    if values.get("article"):
        article = attempt(
            parse_id,
            values["article"] or "",
            "front-matter-corrections",
            fields["article"].line,
            problems,
        )
    article_line = fields["article"].line if article else 0
    return Correction(date, values["text"] or "", article, article_line) if date else None


def _parse_flag(text: str) -> bool:
    """Read YAML's words for true and false."""
    if text.lower() in {"true", "yes", "on"}:
        return True
    if text.lower() in {"false", "no", "off"}:
        return False
    raise ValueError(f"“{text}” is neither true nor false.")


def _parse_number(text: str) -> int:
    if not re.fullmatch(r"[0-9]{1,6}", text) or int(text) == 0:
        raise ValueError(f"“{text}” is no running number: write digits only, such as 12.")
    return int(text)


def parse_url(text: str) -> str:
    """Return *text* if it is a web address; raise `ValueError` with a sentence otherwise."""
    if not re.fullmatch(r"https?://[^\s/<>\"][^\s<>\"]*", text):
        raise ValueError(f"“{text}” is no web address: it begins with https:// and has no space.")
    return text
