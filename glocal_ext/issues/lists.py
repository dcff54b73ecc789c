"""Lists of issues, articles and partnerships: what they hold, and as nodes."""

from __future__ import annotations

import itertools
from typing import TYPE_CHECKING, NamedTuple

from docutils import nodes as docnodes
from sphinx.locale import get_translation
from sphinx.transforms import SphinxTransform
from sphinx.transforms.post_transforms import SphinxPostTransform
from sphinx.util.nodes import make_refnode
from sphinx.util.osutil import relative_uri

from glocal_ext import nodes
from glocal_ext.core.anniversaries import between, twelve_months
from glocal_ext.core.dates import Month, PartialDate, is_jubilee
from glocal_ext.core.editions import ALL_ISSUES, issue_month, volume_document, volume_year
from glocal_ext.core.maps import world
from glocal_ext.issues.domain import ListRow, issues_domain
from glocal_ext.partnerships.domain import partnerships_domain
from glocal_ext.partnerships.facts import in_short, shown_anniversary, shown_date
from glocal_ext.partnerships.indices import index_page
from glocal_ext.partnerships.maps import map_node, spots_of
from glocal_ext.text import record_link, runs

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from docutils.nodes import Element, Node
    from sphinx.builders import Builder
    from sphinx.environment import BuildEnvironment

    from glocal_ext.core.maps import Plot
    from glocal_ext.core.model import Partnership, Registry
    from glocal_ext.issues.domain import ArticleRow, IssueRow


_ = get_translation("glocal")


CALENDAR = {"iCalendar": "anniversaries.ics"}
"""The calendar of the coming anniversaries: its address in the site, by its format."""

DATA = {
    "JSON": "data/v1/partnerships.json",
    "CSV": "data/v1/partnerships.csv",
    "GeoJSON": "data/v1/partnerships.geojson",
}
"""The addresses of the partnerships as data, by their formats."""


class Entry(NamedTuple):
    """A line of a list: where it leads and what it says.

    *anchor* is a target in *document*; without a document, the id of a partnership. *parts*
    are the title and the target of what stands below it; what is marked is set stronger.
    """

    title: str
    document: str
    anchor: str
    detail: str = ""
    parts: tuple[tuple[str, str], ...] = ()
    is_marked: bool = False


def entries(env: BuildEnvironment, row: ListRow) -> list[Entry]:
    """Return what the list *row* holds now."""
    options = dict(row.options)
    found = list(_CONTENT[row.kind](env, options))
    limit = int(options.get("limit", 0))
    return found[:limit] if limit else found


def _issues(env: BuildEnvironment, options: dict[str, str]) -> Iterator[Entry]:
    for docname, issue in _chosen_issues(env, options):
        stories = tuple((article.short, article.target) for article in issue.standing)
        yield Entry(issue.title, docname, "", parts=stories)


def _chosen_issues(env: BuildEnvironment, options: dict[str, str]) -> list[tuple[str, IssueRow]]:
    """Return the issues that the options of a list choose, the newest first."""
    year = f"{int(options['year']):04}-" if "year" in options else ""
    return issues_domain(env).issues(year)


def _articles(env: BuildEnvironment, options: dict[str, str]) -> Iterator[Entry]:
    registry = partnerships_domain(env).registry
    place = options.get("place")
    ties = {each.id for each in registry.partnerships_of(place)} if place else set()

    def matches(article: ArticleRow) -> bool:
        partnership, topic = options.get("partnership"), options.get("topic")
        return (
            (not partnership or partnership in article.partnerships)
            and (not topic or topic in article.topics)
            and (not place or place in article.places or bool(ties & {*article.partnerships}))
        )

    for docname, issue in issues_domain(env).issues():
        for article in issue.standing:
            if matches(article):
                yield Entry(article.short, docname, article.target, issue.title)


def _corrections(env: BuildEnvironment, options: dict[str, str]) -> Iterator[Entry]:
    """Yield what was put right, the newest first, under what it was put right in."""
    found = [
        (correction, docname, issue)
        for docname, issue in _chosen_issues(env, options)
        for correction in issue.corrections
    ]
    for correction, docname, issue in sorted(found, key=lambda each: each[0].date, reverse=True):
        day = shown_date(PartialDate.parse(correction.date), env.config.language)
        said = {"issue": issue.title, "date": day, "text": correction.text}
        for article in issue.articles:
            if article.target and article.target == correction.article:
                detail = _("%(issue)s, corrected on %(date)s: %(text)s") % said
                yield Entry(article.short, docname, article.target, detail)
                break
        else:
            detail = _("Corrected on %(date)s: %(text)s") % said
            yield Entry(issue.title, docname, "corrections", detail)


def _chosen(registry: Registry, options: dict[str, str]) -> Iterator[Partnership]:
    """Yield the partnerships that the options of a list choose."""
    for record in registry.partnerships.values():
        parties = [registry.places[party.place] for party in record.parties]
        if "kind" in options and record.kind != options["kind"]:
            continue
        if "country" in options and all(each.country != options["country"] for each in parties):
            continue
        within = options.get("within")
        if within and all(within not in (each.id, each.within) for each in parties):
            continue
        if record.established.year < int(options.get("since", 0)):
            continue
        yield record


def _partnerships(env: BuildEnvironment, options: dict[str, str]) -> Iterator[Entry]:
    registry = partnerships_domain(env).registry
    found = []
    for record in _chosen(registry, options):
        title = registry.partnership_name(record)
        found.append(Entry(title, "", record.id, in_short(record, env.config.language)))
    yield from sorted(found, key=lambda entry: (entry.title.casefold(), entry.anchor))


def _anniversaries(env: BuildEnvironment, options: dict[str, str]) -> Iterator[Entry]:
    """Yield what is coming, the nearest first: counted from the latest issue, not from today."""
    span = _span(env, options)
    registry = partnerships_domain(env).registry
    for record, found in between(_chosen(registry, options), *span) if span else ():
        jubilee = is_jubilee(found.years)
        if jubilee or "round" not in options:
            text = shown_anniversary(found, env.config.language)
            if record.status == "suspended":
                text = _("%s (suspended)") % text
            name = registry.partnership_name(record)
            yield Entry(name, "", record.id, text, is_marked=jubilee)


def _span(env: BuildEnvironment, options: dict[str, str]) -> tuple[Month, Month] | None:
    """Return the first and the last month of a list; `None` where there is no issue yet."""
    if "from" in options:
        return Month.parse(options["from"]), Month.parse(options["to"])
    if "year" in options:
        return Month(int(options["year"]), 1), Month(int(options["year"]), 12)
    months = [issue.month for _document, issue in issues_domain(env).issues()]
    return twelve_months(Month.parse(max(months))) if months else None


_MAP = "partnership_map"

_CONTENT = {
    "issue": _issues,
    "article": _articles,
    "correction": _corrections,
    "partnership": _partnerships,
    "anniversary": _anniversaries,
    _MAP: _partnerships,
}


WORLD = ListRow(_MAP, ())
"""The map of all partnerships, which the home page has."""


def all_maps(env: BuildEnvironment) -> Iterator[ListRow]:
    """Yield the maps of partnerships that documents have; the home page has one beside an issue."""
    if issues_domain(env).data["issues"]:
        yield WORLD
    for document in sorted(issues_domain(env).data["lists"]):
        yield from (row for row in issues_domain(env).lists(document) if row.kind == _MAP)


def plot_of_row(env: BuildEnvironment, row: ListRow) -> Plot | None:
    """Return the map of a row; `None` where it is a list, or no tie's places have coordinates."""
    if row.kind != _MAP:
        return None
    registry = partnerships_domain(env).registry
    records = sorted(_chosen(registry, dict(row.options)), key=lambda each: each.id)
    ties = [spots for record in records if len(spots := spots_of(registry, record)) > 1]
    return world(ties) if ties else None


class DefaultLists(SphinxTransform):
    """Give a volume's page its issues and the page of all issues the years, if they have no list.

    The home page shows both without one (`glocal_ext.site.front`).
    """

    default_priority = 230

    def apply(self, **_kwargs: object) -> None:
        """Append the list."""
        year = volume_year(self.env.docname)
        options = {"year": str(year)} if year else {"by": "year"}
        if year is None and self.env.docname != ALL_ISSUES:
            return
        if next(iter(self.document.findall(nodes.issue_list)), None) is not None:
            return
        parent: Element = next(iter(self.document.findall(docnodes.section)), self.document)
        parent += nodes.issue_list(**options)


class FillLists(SphinxPostTransform):
    """Put a list's lines in its place when a page is written."""

    default_priority = 5  # before Sphinx resolves references, at 10

    def run(self, **_kwargs: object) -> None:
        """Replace each list node by a bullet list, or by a sentence where it is empty."""
        rows = issues_domain(self.env).lists(self.env.docname)
        if not rows:
            return
        found = [n for n in self.document.findall(docnodes.Element) if isinstance(n, nodes.LISTS)]
        for node, row in zip(found, rows, strict=True):
            found_entries = entries(self.env, row)
            by_year = ("by", "year") in row.options
            lines = [*self._years(found_entries)] if by_year else [*map(self._line, found_entries)]
            plot = plot_of_row(self.env, row)
            if lines:
                name = "year-list" if by_year else f"{row.kind.removesuffix('_map')}-list"
                shown: list[Node] = [docnodes.bullet_list("", *lines, classes=[name])]
                if plot:
                    text = _("%s partnerships") % len(lines)
                    shown.insert(0, map_node(plot, text))
                node.replace_self([*shown, *self._ways(row)])
            else:
                node.replace_self(docnodes.paragraph("", _("Nothing yet.")))

    @property
    def _builder(self) -> Builder:
        return self.env._app.builder  # noqa: SLF001  (Sphinx's own post-transforms do so)

    def _ways(self, row: ListRow) -> Iterator[Element]:
        """Yield the lines below a list that lead on, in an output that has what they lead to."""
        if not getattr(self._builder, "has_record_pages", False):
            return
        if row.kind == _MAP and not row.options:
            indices = partnerships_domain(self.env).indices
            pages = ((str(each.shortname), index_page(each.name)) for each in indices)
            uri = self._builder.get_target_uri
            yield self._joined("", {title: uri(page) for title, page in pages})
        if row.kind == _MAP:
            yield self._joined(_("These and all other partnerships as data"), DATA)
        if row.kind == "anniversary":
            yield self._joined(_("Subscribe to the anniversaries"), CALENDAR)

    def _joined(self, text: str, addresses: Mapping[str, str]) -> Element:
        """Return a line of links to *addresses*, which are the site's."""
        here = self._builder.get_target_uri(self.env.docname)
        line = docnodes.paragraph("", f"{text}: " if text else "", classes=["files"])
        for number, (name, address) in enumerate(addresses.items()):
            line += [docnodes.Text(" · ")] * bool(number)
            link = relative_uri(here, address)
            line += docnodes.reference("", "", *_runs(name, self.env), refuri=link)
        return line

    def _years(self, found: list[Entry]) -> Iterator[Element]:
        """Yield a line for each year: the year, and a list of its months."""
        language = self.config.language
        months = [(issue_month(entry.document), entry) for entry in found]
        for year, group in itertools.groupby(months, lambda each: each[0] and each[0].year):
            volume = volume_document(year) if year else ""
            title: list[Node] = [docnodes.Text(str(year))]
            if volume in self.env.found_docs:
                title = [self._link(volume, "", title)]
            lines = []
            for month, entry in group:
                name = [docnodes.Text(month.name(language) if month else entry.title)]
                link = self._link(entry.document, "", name)
                lines.append(docnodes.list_item("", docnodes.paragraph("", "", link)))
            yield docnodes.list_item(
                "", docnodes.paragraph("", "", *title), docnodes.bullet_list("", *lines)
            )

    def _link(self, document: str, anchor: str, title: Sequence[Node]) -> Element:
        return make_refnode(self._builder, self.env.docname, document, anchor, list(title))

    def _line(self, entry: Entry) -> Element:
        title: list[Node] = list(_runs(entry.title, self.env))
        if entry.document:
            link = self._link(entry.document, entry.anchor, title)
        else:
            link = record_link("partnership", entry.anchor, title)
        line = docnodes.list_item("", docnodes.paragraph("", "", link))
        if entry.detail:
            said = _runs(entry.detail, self.env)
            said = [docnodes.strong("", "", *said)] if entry.is_marked else said
            detail = docnodes.paragraph("", "", *said)
            detail["classes"].append("detail")
            line += detail
        if entry.parts:
            parts = [
                docnodes.paragraph(
                    "", "", self._link(entry.document, anchor, _runs(title, self.env))
                )
                for title, anchor in entry.parts
            ]
            line += docnodes.bullet_list("", *(docnodes.list_item("", part) for part in parts))
        return line


def _runs(text: str, env: BuildEnvironment) -> list[Node]:
    return runs(text, partnerships_domain(env).languages)
