"""Front matter: the facts at a document's head, each mistake shown where it stands."""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from glocal_ext.core import corrections
from glocal_ext.core.dates import Month, parse_day
from glocal_ext.core.editions import issue_document, issue_month
from glocal_ext.core.frontkeys import KeptBack, Keys, find
from glocal_ext.core.problems import Problem, did_you_mean, nearest, parse_url

if TYPE_CHECKING:
    from glocal_ext.core.corrections import Correction

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

_MEANT = {"draft": "draft", "published": "published", "publish": "published"}
"""Keys that decide about publication, by what a misspelt key is near to."""


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


def read(text: str, docname: str) -> Reading:
    """Read the front matter of the document *docname* with the source *text*."""
    problems: list[Problem] = []
    try:
        keys = Keys(find(text), problems)
        matter = _matter(keys, docname)
    except KeptBack as kept:
        return Reading(None, (*problems, kept.problem))
    lines = tuple((key, entry.line) for key, entry in keys.found.items())
    return Reading(matter, tuple(problems), lines)


def _matter(keys: Keys, docname: str) -> FrontMatter:
    folder = issue_month(docname)
    _refuse_unknown(keys, ISSUE_KEYS if folder or "issue" in keys.found else PAGE_KEYS)
    draft = keys.strict("draft", _parse_flag)
    published = keys.strict("published", parse_day)
    _check_month(keys, folder)
    return FrontMatter(
        month=folder,
        published=published,
        number=keys.value("number", _parse_number),
        summary=" ".join((keys.value("summary", str) or "").split()),
        cover=keys.value("cover", str),
        draft=bool(draft),
        original=keys.value("original", parse_url),
        corrections=corrections.read(keys.found.get("corrections"), keys.problems),
        sphinx=tuple(
            (key, entry.text or "")
            for key, entry in keys.found.items()
            if key in SPHINX_KEYS and folder is None
        ),
    )


def _refuse_unknown(keys: Keys, known: tuple[str, ...]) -> None:
    for key, entry in keys.found.items():
        if key in known:
            continue
        meant = _MEANT.get(nearest(key, (*known, "publish")) or "")
        if meant:
            message = f"“{key}” is no key of the front matter. Did you mean “{meant}”?"
            raise KeptBack("front-matter-key", entry.line, message)
        message = (
            f"“{key}” means nothing in the front matter and is passed over."
            f"{did_you_mean(key, known)} Known: {', '.join(known)}."
        )
        keys.problems.append(Problem("front-matter-key", entry.line, message))


def _check_month(keys: Keys, folder: Month | None) -> None:
    """Check that the front matter says the month that the folder says."""
    month = keys.strict("issue", Month.parse)
    if folder and month is None:
        message = (
            f"A document in an issue’s folder begins with its month. Write “issue: {folder}” "
            "between the --- lines at its head."
        )
        raise KeptBack("front-matter-issue", 1, message)
    if month is not None and folder is None:
        place = f"{issue_document(month)}.md"
        keys.note("issue", f"Only {place} is the issue of {month}; this page is no issue.")
    elif month != folder:
        keys.note("issue", f"The folder says {folder}, not {month}: the folder holds.")


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
