"""The pages of records: no documents, but written where what they show has changed.

Facts, the map and sources are doctrees of the nodes that documents have; the rest is handed to
a template.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from docutils import nodes
from docutils.utils import new_document
from sphinx import addnodes
from sphinx.locale import get_translation

from glocal_ext.config import publication
from glocal_ext.core import linked
from glocal_ext.core.dates import PartialDate
from glocal_ext.issues.endmatter import source_line
from glocal_ext.partnerships.domain import FOLDERS, record_page
from glocal_ext.partnerships.facts import Facts, definition_list, in_short, shown_date, shown_kind
from glocal_ext.partnerships.maps import map_of_place, tie_map
from glocal_ext.site.atlas import Atlas
from glocal_ext.site.front import BY_NAME, Front
from glocal_ext.site.manifest import digest
from glocal_ext.site.timeline import timeline
from glocal_ext.text import mark_runs, runs

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sphinx.builders.html import StandaloneHTMLBuilder
    from sphinx.environment import BuildEnvironment

    from glocal_ext.core.model import Partnership, Place
    from glocal_ext.core.structured import Node
    from glocal_ext.nodes import place_map
    from glocal_ext.site.atlas import Mention
    from glocal_ext.site.front import Links

_ = get_translation("glocal")


class RecordPages:
    """All record pages of a site: which there are, what each shows, how it is made."""

    def __init__(self, env: BuildEnvironment) -> None:
        self.env = env
        self.atlas = Atlas(env)
        self.domain = self.atlas.domain
        self.registry, self.languages = self.domain.registry, self.domain.languages
        self._front = Front(env)
        self._publication = publication(env.config)
        self._language = env.config.language
        self._facts = Facts(self.registry, self._language, env.config.glocal_home_country)
        self._records = {page: (kind, key) for page, kind, key in self.pages()}

    def pages(self) -> Iterator[tuple[str, str, str]]:
        """Yield (page, kind, id) of every record, unless a document has its address."""
        for kind in FOLDERS:
            for record_id in self.domain.records(kind):
                page = record_page(kind, record_id)
                if page not in self.env.found_docs:
                    yield page, kind, record_id

    def seen(self) -> list[str]:
        """Return the digests of the records whose pages documents have."""
        own = {*self._records.values()}
        return [
            self.digest(kind, record_id)
            for kind in FOLDERS
            for record_id in self.domain.records(kind)
            if (kind, record_id) not in own
        ]

    def issues(self, page: str) -> list[str]:
        """Return the issues that name the record of a page, the newest first."""
        record = self._records.get(page)
        return [each.document for each in self._mentions(*record)] if record else []

    def structured(self, page: str) -> Node | None:
        """Return what the page of a record says to machines; `None` for any other page."""
        if page not in self._records:
            return None
        kind, record_id = self._records[page]
        if kind == "partnership":
            record = self.registry.partnerships[record_id]
            return linked.partnership(self._publication, self.registry, record, page)
        place = self.registry.places[record_id]
        ties = self.atlas.ties.get(record_id, ())
        return linked.place(self._publication, self.registry, place, page, ties)

    def _mentions(self, kind: str, record_id: str) -> list[Mention]:
        return self.atlas.mentions.get((kind, record_id), [])

    def digest(self, kind: str, record_id: str) -> str:
        """Return a digest of all that the record's page shows."""
        registry = self.registry
        has_indices = bool(registry.partnerships)
        shown: list[object] = [self.context(kind, record_id, BY_NAME), has_indices]
        if kind == "place":
            place = registry.places[record_id]
            ties = self.atlas.ties.get(record_id, ())
            shown += [place, registry.places.get(place.within or "")]
            shown += [registry.places.get(place.successor or "")]
            shown += [registry.places[party.place] for tie in ties for party in tie.parties]
        else:
            shown += [self.domain.digest(f"partnership:{record_id}"), self.atlas.month]
        cited = self.domain.records(kind)[record_id].cited
        shown += [registry.sources[key] for key in cited]
        runs_seen = list(self.languages.runs(repr(shown)))
        return digest(*shown, runs_seen)

    # -- what is a doctree ----------------------------------------------------------------------

    def maps(self) -> Iterator[place_map]:
        """Yield the maps of all records that have one."""
        for kind in FOLDERS:
            for record_id in self.domain.records(kind):
                found = self._map(kind, record_id)
                if found:
                    yield found

    def _map(self, kind: str, record_id: str) -> place_map | None:
        if kind == "partnership":
            record = self.registry.partnerships[record_id]
            return tie_map(self.registry, record, self._language)
        place = self.registry.places[record_id]
        return map_of_place(
            self.registry, place, self.atlas.ties.get(record_id, ()), self._language
        )

    def head(self, builder: StandaloneHTMLBuilder, kind: str, record_id: str) -> nodes.document:
        """Return the map and the facts of a record, with what its note says."""
        if kind == "place":
            facts, note = self._facts.place(self.registry.places[record_id]), ""
        else:
            record = self.registry.partnerships[record_id]
            facts, note = self._facts.record(record, self.atlas.month), record.note or ""
        found = self._map(kind, record_id)
        shown: list[nodes.Node] = [found] if found else []
        shown.append(definition_list(facts))
        if note:
            shown.append(nodes.paragraph("", "", *runs(note, self.languages), classes=["note"]))
        return self._resolved(builder, kind, record_id, shown)

    def sources(
        self, builder: StandaloneHTMLBuilder, kind: str, record_id: str
    ) -> nodes.document | None:
        """Return the sources of a record, and when somebody last looked; `None` without either."""
        record = self.domain.records(kind)[record_id]
        lines = [source_line(self.registry.sources[key], self._language) for key in record.cited]
        items = [nodes.list_item("", nodes.paragraph("", "", *line)) for line in lines]
        shown: list[nodes.Node] = [nodes.bullet_list("", *items)] if items else []
        if record.checked:
            day = shown_date(PartialDate.of(record.checked), self._language)
            shown.append(nodes.paragraph("", _("Last checked: %s") % day, classes=["checked"]))
        return self._resolved(builder, kind, record_id, shown) if shown else None

    def _resolved(
        self, builder: StandaloneHTMLBuilder, kind: str, record_id: str, shown: list[nodes.Node]
    ) -> nodes.document:
        """Return a document with runs marked and links resolved."""
        page = record_page(kind, record_id)
        document = new_document(page, builder.docsettings)
        document += shown
        mark_runs(document, lambda text: runs(text, self.languages))
        for link in list(document.findall(addnodes.pending_xref)):
            content = link[0]
            assert isinstance(content, nodes.Element)
            resolved = self.domain.resolve_xref(
                self.env, page, builder, link["reftype"], link["reftarget"], link, content
            )
            link.replace_self(resolved if resolved is not None else content)
        return document

    # -- what is the template's -----------------------------------------------------------------

    def context(self, kind: str, record_id: str, links: Links) -> dict[str, Any]:
        """Return what the template shows of a record beside its doctrees."""
        found: dict[str, Any] = {
            "kind": kind,
            "timeline": timeline(self.atlas, self._front, kind, record_id, links),
            "ties": [],
            "neighbours": [],
            "within": [],
            "citation": self._citation(kind, record_id),
        }
        if kind == "place":
            found["ties"] = [self._tie(tie, links) for tie in self.atlas.ties.get(record_id, ())]
            found["within"] = [
                self._place(each, links) for each in self.atlas.within.get(record_id, ())
            ]
        else:
            record = self.registry.partnerships[record_id]
            found["neighbours"] = [self._tie(tie, links) for tie in self.atlas.neighbours(record)]
        return found

    def _tie(self, record: Partnership, links: Links) -> dict[str, str]:
        return {
            "title": self.registry.partnership_name(record),
            "href": links.document(record_page("partnership", record.id)),
            "detail": in_short(record, self._language),
        }

    def _place(self, place: Place, links: Links) -> dict[str, str]:
        return {
            "title": place.name,
            "href": links.document(record_page("place", place.id)),
            "detail": shown_kind(place.kind),
        }

    def _citation(self, kind: str, record_id: str) -> dict[str, Any]:
        """Return how the page is cited; the day is that of the last check, where there is one."""
        about = self._publication
        title = self.domain.title(kind, record_id)
        parts = [about.publisher, f"“{title}”", about.name]
        checked = self.domain.records(kind)[record_id].checked
        if checked:
            day = shown_date(PartialDate.of(checked), self._language)
            parts.append(_("Last checked: %s") % day)
        return {
            "text": " ".join(f"{part}." for part in parts if part),
            "address": about.page(record_page(kind, record_id)),
            "exports": [],
        }
