"""What a volume adds to its issues: contents over the year, an index of places and ties."""

from __future__ import annotations

import unicodedata
from typing import TYPE_CHECKING, Any

from glocal_ext.partnerships.domain import partnerships_domain

if TYPE_CHECKING:
    from collections.abc import Iterable

    from sphinx.environment import BuildEnvironment

    from glocal_ext.issues.domain import IssueRow
    from glocal_ext.render.typst.figures import TypstTranslator

Names = dict[tuple[str, str], str]
"""The names of articles' chapters by month and target."""


def year_contents(
    rows: Iterable[IssueRow], names: Names, visitor: TypstTranslator
) -> list[dict[str, Any]]:
    """Return the issues of a volume, each with its articles."""
    return [
        {
            "name": row.month,
            "title": visitor.marked(row.title),
            "entries": [
                {
                    "name": names.get((row.month, article.target), row.month),
                    "title": visitor.marked(article.short),
                }
                for article in row.articles
            ],
        }
        for row in rows
    ]


def index(
    env: BuildEnvironment, rows: Iterable[IssueRow], names: Names, visitor: TypstTranslator
) -> dict[str, list[dict[str, Any]]]:
    """Return the places and the partnerships of a volume, each with the articles about it."""
    domain = partnerships_domain(env)
    found: dict[str, dict[str, list[str]]] = {"place": {}, "partnership": {}}
    for row in rows:
        for article in row.articles:
            label = names.get((row.month, article.target))
            for kind, record in domain.registry.about(article.partnerships, article.places):
                if label and record in domain.records(kind):
                    found[kind].setdefault(record, []).append(label)
    return {
        kind: [
            {"title": visitor.marked(title), "names": entries[record]}
            for title, record in sorted(
                ((domain.title(kind, record), record) for record in entries), key=_in_order
            )
        ]
        for kind, entries in found.items()
    }


def _in_order(entry: tuple[str, str]) -> tuple[str, str]:
    """Return what *entry* is sorted by: Ōsaka stands with the O."""
    title, record = entry
    plain = unicodedata.normalize("NFKD", title).casefold()
    return "".join(each for each in plain if not unicodedata.combining(each)), record
