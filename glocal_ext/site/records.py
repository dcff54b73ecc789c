"""The pages of records: no documents, but doctrees of the same nodes, made when one is due."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from docutils import nodes
from docutils.utils import new_document
from sphinx import addnodes
from sphinx.locale import get_translation
from sphinx.util.nodes import make_refnode

from glocal_ext.core.dates import PartialDate
from glocal_ext.issues.domain import issues_domain
from glocal_ext.issues.endmatter import source_line
from glocal_ext.partnerships.domain import FOLDERS, partnerships_domain, record_page
from glocal_ext.partnerships.facts import Facts, definition_list, in_short, shown_date
from glocal_ext.partnerships.locators import locator
from glocal_ext.site.manifest import digest
from glocal_ext.text import mark_runs, record_link, runs

if TYPE_CHECKING:
    from collections.abc import Iterator

    from docutils.nodes import Element, Node
    from sphinx.builders.html import StandaloneHTMLBuilder
    from sphinx.environment import BuildEnvironment

    from glocal_ext.core.model import Partnership, Place

_ = get_translation("glocal")


class Mention(NamedTuple):
    """An article that names a record."""

    document: str
    target: str
    title: str
    issue: str


class RecordPages:
    """All record pages of a site: which there are, what each shows, how it is made."""

    def __init__(self, env: BuildEnvironment) -> None:
        self.env = env
        self.domain = partnerships_domain(env)
        self.registry, self.languages = self.domain.registry, self.domain.languages
        self._mentions = self._collect_mentions()
        self._records = {page: (kind, key) for page, kind, key in self.pages()}
        self._ties: dict[str, list[Partnership]] = {}
        for record in sorted(
            self.registry.partnerships.values(), key=lambda each: (each.established.iso, each.id)
        ):
            for party in record.parties:
                self._ties.setdefault(party.place, []).append(record)

    def _collect_mentions(self) -> dict[tuple[str, str], list[Mention]]:
        """Map each record to the articles that name it, the newest issue first."""
        found: dict[tuple[str, str], list[Mention]] = {}
        for docname, issue in issues_domain(self.env).issues():
            for article in issue.articles:
                mention = Mention(docname, article.target, article.short, issue.title)
                named = {("place", place) for place in article.places}
                for tie in article.partnerships:
                    record = self.registry.partnerships.get(tie)
                    if record:
                        named.add(("partnership", tie))
                        named |= {("place", party.place) for party in record.parties}
                for key in named:
                    found.setdefault(key, []).append(mention)
        return found

    def pages(self) -> Iterator[tuple[str, str, str]]:
        """Yield (page, kind, id) of every record, unless a document has its address."""
        for kind in FOLDERS:
            for record_id in self.domain.records(kind):
                page = record_page(kind, record_id)
                if page not in self.env.found_docs:
                    yield page, kind, record_id

    def issues(self, page: str) -> list[str]:
        """Return the issues that name the record of a page, the newest first."""
        record = self._records.get(page)
        return [mention.document for mention in self._mentions.get(record, ())] if record else []

    def digest(self, kind: str, record_id: str) -> str:
        """Return a digest of all that the record's page shows."""
        shown: list[object] = [self._mentions.get((kind, record_id))]
        registry = self.registry
        if kind == "place":
            place = registry.places[record_id]
            ties = self._ties.get(record_id, [])
            shown += [place, registry.places.get(place.within or "")]
            shown += [registry.places.get(place.successor or "")]
            shown += [(tie, registry.partnership_name(tie)) for tie in ties]
        else:
            record = registry.partnerships[record_id]
            shown += [self.domain.digest(f"partnership:{record_id}")]
            shown += [registry.sources[key] for key in record.cited]
        runs_seen = list(self.domain.languages.runs(repr(shown)))
        return digest(*shown, runs_seen)

    def doctree(self, builder: StandaloneHTMLBuilder, kind: str, record_id: str) -> nodes.document:
        """Return the page of a record as a doctree with its links resolved."""
        page = record_page(kind, record_id)
        title = self.domain.title(kind, record_id)
        document = new_document(page, builder.docsettings)
        section = nodes.section(ids=["record"], classes=["record", kind])
        section += nodes.title("", "", *runs(title, self.languages))
        config = self.env.config
        facts = Facts(self.registry, config.language, config.glocal_home_country)
        if kind == "place":
            place = self.registry.places[record_id]
            section += definition_list(facts.place(place))
            section += list(self._ties_of(place, config.language))
        else:
            record = self.registry.partnerships[record_id]
            found = locator(self.registry, record, config.language)
            section += [found] if found else []
            section += definition_list(facts.partnership(record, None))
            section += list(self._story(record, config.language))
        section += list(self._articles(builder, page, kind, record_id))
        if kind == "partnership":
            section += list(self._sources(self.registry.partnerships[record_id], config.language))
        document += section
        mark_runs(document, lambda text: runs(text, self.languages))
        self._resolve(document, builder, page)
        return document

    def _resolve(self, document: nodes.document, builder: StandaloneHTMLBuilder, page: str) -> None:
        for link in list(document.findall(addnodes.pending_xref)):
            kind, target = link["reftype"], link["reftarget"]
            content = link[0]
            assert isinstance(content, nodes.Element)
            resolved = self.domain.resolve_xref(
                self.env, page, builder, kind, target, link, content
            )
            link.replace_self(resolved if resolved is not None else content)

    def _ties_of(self, place: Place, language: str) -> Iterator[Element]:
        lines = []
        for record in self._ties.get(place.id, []):
            name = runs(self.registry.partnership_name(record), self.languages)
            lines.append([
                record_link("partnership", record.id, name),
                nodes.Text(f", {in_short(record, language)}"),
            ])  # fmt: skip
        yield from _section("partnerships", _("Partnerships"), lines)

    def _story(self, record: Partnership, language: str) -> Iterator[Element]:
        if record.note:
            yield nodes.paragraph("", "", *runs(record.note, self.languages))
        days = [(shown_date(event.date, language), event.event) for event in record.history]
        lines = [[nodes.Text(f"{day}: "), *runs(event, self.languages)] for day, event in days]
        yield from _section("history", _("History"), lines)

    def _articles(
        self, builder: StandaloneHTMLBuilder, page: str, kind: str, record_id: str
    ) -> Iterator[Element]:
        lines: list[list[Node]] = []
        for mention in self._mentions.get((kind, record_id), []):
            link = make_refnode(
                builder, page, mention.document, mention.target, runs(mention.title, self.languages)
            )
            lines.append([link, nodes.Text(f", {mention.issue}")])
        yield from _section("articles", _("Articles"), lines)

    def _sources(self, record: Partnership, language: str) -> Iterator[Element]:
        lines = [source_line(self.registry.sources[key], language) for key in record.cited]
        yield from _section("sources", _("Sources"), lines)
        if record.checked:
            shown = shown_date(PartialDate.of(record.checked), language)
            yield nodes.paragraph("", _("Last checked: %s") % shown, classes=["checked"])


def _section(name: str, title: str, lines: list[list[Node]]) -> Iterator[Element]:
    """Yield a section with a list; nothing where the list is empty."""
    if lines:
        section = nodes.section(ids=[name], classes=[name])
        section += nodes.title("", title)
        items = [nodes.list_item("", nodes.paragraph("", "", *line)) for line in lines]
        section += nodes.bullet_list("", *items)
        yield section
