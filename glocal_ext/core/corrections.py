"""The corrections of an issue, as its front matter lists them."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import yaml

from glocal_ext.core.dates import parse_day
from glocal_ext.core.frontkeys import Keys, entries
from glocal_ext.core.problems import Problem, parse_id

if TYPE_CHECKING:
    import datetime as dt

    from glocal_ext.core.frontkeys import Entry

_NAME = "front-matter-corrections"


@dataclass(frozen=True, slots=True)
class Correction:
    """What was put right after publication, and when; *article* is its target, if it has one."""

    date: dt.date
    text: str
    article: str | None = None
    article_line: int = field(default=0, compare=False, repr=False)


def read(entry: Entry | None, problems: list[Problem]) -> tuple[Correction, ...]:
    """Return the corrections of *entry*, newest first; what is wrong goes to *problems*."""
    if entry is None or entry.text == "":
        return ()
    if not isinstance(entry.node, yaml.SequenceNode):
        message = "“corrections” is a list: each begins with “- date:”, then “text:” under it."
        problems.append(Problem(_NAME, entry.line, message))
        return ()
    found = (_correction(item, problems) for item in entry.node.value)
    return tuple(sorted(filter(None, found), key=lambda each: each.date, reverse=True))


def _correction(item: yaml.Node, problems: list[Problem]) -> Correction | None:
    line = item.start_mark.line + 2
    if not isinstance(item, yaml.MappingNode):
        message = "A correction has “date:” and “text:” (and “article:”)."
        problems.append(Problem(_NAME, line, message))
        return None
    keys = Keys(entries(item), problems, _NAME)
    for key in keys.found:
        if key not in ("date", "text", "article"):
            keys.note(key, f"A correction has no “{key}”: date, text and article.")
    if not keys.has("date") or not keys.has("text"):
        message = "A correction needs both “date:” and “text:”; this one is left out."
        problems.append(Problem(_NAME, line, message))
        return None
    date, text = keys.value("date", parse_day), keys.value("text", str)
    article = keys.value("article", parse_id)
    if date is None or text is None:
        return None
    return Correction(date, text, article, keys.found["article"].line if article else 0)
