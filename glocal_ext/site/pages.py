"""What a page shows beside its own text: its facts, its neighbours, what it lists and links."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any

from glocal_ext.clock import build_day, shows_drafts
from glocal_ext.core.dates import PartialDate
from glocal_ext.core.editions import issue_month, volume_document, volume_year
from glocal_ext.issues.domain import ListRow, issues_domain
from glocal_ext.issues.lists import entries, plot_of_row
from glocal_ext.partnerships.domain import partnerships_domain
from glocal_ext.partnerships.facts import shown_date
from glocal_ext.site.front import BY_NAME, Front, Links
from glocal_ext.site.manifest import digest
from glocal_ext.tracking import tracking

if TYPE_CHECKING:
    from collections.abc import Mapping

    from sphinx.application import Sphinx
    from sphinx.environment import BuildEnvironment


class Pages:
    """What the documents of one build show of each other."""

    def __init__(self, env: BuildEnvironment) -> None:
        self.env = env
        self.issues, self.tracked = issues_domain(env), tracking(env)
        self._neighbours: Mapping[str, tuple[str | None, str | None]] = self.issues.neighbours()
        self._front = Front(env)
        self._lists: dict[object, str] = {}
        self._texts: dict[str, str] = {}
        self._today = build_day(env.config.glocal_timezone).isoformat() if shows_drafts() else ""
        self._languages = partnerships_domain(env).languages

    def digest(self, docname: str) -> str:
        """Return a digest of the document and of all that its page shows of others."""
        neighbours = [
            (other, self.runs(self._title(other))) if other else None
            for other in self._neighbours.get(docname, ())
        ]
        volume = self._volume(docname)
        return digest(
            self.text_digest(docname),
            neighbours,
            volume,
            volume and self.runs(self._title(volume)),
            self._held_until(docname),
            self.runs(repr(self._home(docname, BY_NAME))),
        )

    def text_digest(self, docname: str) -> str:
        """Return a digest of the document and of what its text shows of others."""
        if docname not in self._texts:
            self._texts[docname] = self._text_digest(docname)
        return self._texts[docname]

    def _text_digest(self, docname: str) -> str:
        tracked = self.tracked.data
        rows = self.issues.data["lists"].get(docname, ())
        references = [
            (reference, self._seen_of(*reference))
            for reference in tracked["references"].get(docname, ())
        ]
        return digest(
            tracked["digests"].get(docname),
            tracked["pictures"].get(docname),
            [self._list_digest(tuple(row)) for row in rows],
            references,
            self.runs(repr(self.issues.data["issues"].get(docname))),
        )

    def _held_until(self, docname: str) -> str:
        """Return the ISO day before which only a preview shows the document; empty after it."""
        _stamp, day = self.tracked.data["seen"].get(docname, (None, ""))
        return day if self._today and day > self._today else ""

    def _held(self, docname: str) -> dict[str, str] | None:
        """Return what a preview says of a document that is held back; a draft has no day."""
        day = self._held_until(docname)
        if not day:
            return None
        draft = day == dt.date.max.isoformat()
        return {"until": "" if draft else self._date(day)}

    def _date(self, day: str) -> str:
        return shown_date(PartialDate.parse(day), self.env.config.language)

    def _list_digest(self, row: tuple[Any, ...]) -> str:
        if row not in self._lists:
            found = entries(self.env, ListRow(*row))
            runs = [self.runs(text) for entry in found for text in (entry.title, repr(entry[3:]))]
            self._lists[row] = digest(found, runs, plot_of_row(self.env, ListRow(*row)))
        return self._lists[row]

    def runs(self, text: str) -> object:
        """Return what a page shows of *text*, the languages of its runs included."""
        return text if text.isascii() else list(self._languages.runs(text))

    def _seen_of(self, domain: str, kind: str, target: str) -> object:
        """Return where a cross-reference leads now, and the title that it shows."""
        standard = self.env.domains.standard_domain
        name = target.lower()
        title = self._title(target) if target in self.env.titles else None
        slugs = self.env.metadata.get(target, {}).get("myst_slugs")
        return (
            domain,
            kind,
            title,
            slugs,
            standard.labels.get(name),
            standard.anonlabels.get(name),
            self.issues.find_target(name),
        )

    def _title(self, docname: str) -> str:
        title = self.env.titles.get(docname)
        return title.astext() if title is not None else docname

    def _volume(self, docname: str) -> str | None:
        """Return the page of the year that an issue belongs to, where there is one."""
        month = issue_month(docname)
        volume = volume_document(month.year) if month else None
        return volume if volume in self.env.found_docs else None

    def context(self, docname: str, links: Links) -> dict[str, Any]:
        """Return what the templates show of the document beside its text."""
        issue = self.issues.issue(docname)
        previous, following = self._neighbours.get(docname, (None, None))

        def linked(other: str | None) -> dict[str, str] | None:
            return {"title": self._title(other), "href": links.document(other)} if other else None

        facts = None
        if issue:
            facts = {**issue._asdict(), **self._front.facts(issue)}
            facts["published_shown"] = self._date(issue.published) if issue.published else ""
            corrected = issue.corrected()
            facts["corrected"] = corrected
            facts["corrected_shown"] = self._date(corrected) if corrected else ""
        return {
            "issue": facts,
            "held": self._held(docname),
            "articles": [article._asdict() for article in issue.articles] if issue else [],
            "previous": linked(previous),
            "following": linked(following),
            "volume": linked(self._volume(docname)),
            "home": self._home(docname, links),
        }

    def _home(self, docname: str, links: Links) -> dict[str, Any] | None:
        return self._front.home(links) if docname == self.env.config.root_doc else None


def _page_above(docname: str) -> str:
    """Return the page of the folder above a page's own: ``partnerships/index``; empty without."""
    folders = docname.split("/")[:-2]
    return "/".join((*folders, "index")) if folders else ""


def connect_tree(app: Sphinx, env: BuildEnvironment) -> None:
    """Tell Sphinx which documents belong to which, by their place in the tree.

    It stands for the toctrees that nobody writes here: Sphinx's own order of documents, and
    its check that every document is reached, go by it.
    """
    root = app.config.root_doc
    tree: dict[str, list[str]] = {root: []}
    for docname in sorted(env.found_docs):
        year, month = volume_year(docname), issue_month(docname)
        if year is not None:
            tree[root].append(docname)
        elif month is not None:
            volume = volume_document(month.year)
            tree.setdefault(volume if volume in env.found_docs else root, []).append(docname)
        else:
            above = _page_above(docname)
            if above in env.found_docs:
                tree.setdefault(above, []).append(docname)
    linked = (*app.config.glocal_navigation, *app.config.glocal_colophon)
    navigation = [document for document, _text in linked]
    tree[root] += [name for name in navigation if name in env.found_docs and name != root]
    ours = {child for children in tree.values() for child in children}
    for parent in [*env.toctree_includes]:
        kept = [
            child
            for child in env.toctree_includes[parent]
            if child in env.found_docs and child not in ours
        ]
        env.toctree_includes[parent] = kept
    for parent, children in tree.items():
        env.toctree_includes[parent] = [*env.toctree_includes.get(parent, ()), *children]
        for child in children:
            env.files_to_rebuild.setdefault(child, set()).add(parent)
