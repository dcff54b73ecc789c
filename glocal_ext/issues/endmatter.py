"""What stands behind a document's text: corrections and sources."""

from __future__ import annotations

from typing import TYPE_CHECKING

from docutils import nodes as docnodes
from sphinx.locale import get_translation
from sphinx.transforms import SphinxTransform

from glocal_ext import nodes
from glocal_ext.core.dates import PartialDate
from glocal_ext.core.editions import issue_month
from glocal_ext.core.problems import did_you_mean
from glocal_ext.issues.articles import records_of
from glocal_ext.issues.domain import CorrectionRow
from glocal_ext.issues.matter import front_matter
from glocal_ext.log import Warn, warn
from glocal_ext.partnerships.domain import partnerships_domain
from glocal_ext.partnerships.facts import shown_date
from glocal_ext.partnerships.maps import issue_map
from glocal_ext.text import record_link, source_id

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from docutils.nodes import Element, Node

    from glocal_ext.core.model import Source

_ = get_translation("glocal")

CORRECTIONS_KEY = "glocal_corrections"
"""Where the corrections of the document being read are kept for `collect`."""


def _section(document: docnodes.document, name: str, title: str) -> docnodes.section:
    section = docnodes.section(ids=[name], names=[name], classes=[name])
    section += docnodes.title("", title)
    section.document = document
    document.ids.setdefault(name, section)
    return section


_BEHIND_NOTES = (["corrections"], ["sources"])


class Notes(SphinxTransform):
    """Give the footnotes a section of their own, before corrections and sources.

    MyST has put them at the document's end, numbered and sorted (priority 623).
    """

    default_priority = 624

    def apply(self, **_kwargs: object) -> None:
        """Move the footnotes."""
        footnotes = [*self.document.findall(docnodes.footnote)]
        if not footnotes:
            return
        section = _section(self.document, "notes", _("Notes"))
        for footnote in footnotes:
            footnote.parent.remove(footnote)
            section += footnote
        parent: Element = next(iter(self.document.findall(docnodes.section)), self.document)
        places = (
            number
            for number, child in enumerate(parent.children)
            if isinstance(child, docnodes.section) and child["ids"][:1] in _BEHIND_NOTES
        )
        parent.insert(next(places, len(parent.children)), section)


class EndSections(SphinxTransform):
    """Add an issue's corrections and a page's sources behind its text."""

    default_priority = 252  # once there are articles

    def apply(self, **_kwargs: object) -> None:
        """Append the sections that have something to say."""
        parent: Element = next(iter(self.document.findall(docnodes.section)), self.document)
        places = self._places()
        if places:
            section = _section(self.document, "issue_map", _("Places in this issue"))
            section["classes"] = ["places"]  # on the site a page of its own
            section += places
            parent += section
        corrections = sorted(self._corrections(), key=lambda each: each.date, reverse=True)
        self.env.current_document[CORRECTIONS_KEY] = tuple(corrections)
        if corrections:
            lines = [self._line(each) for each in corrections]
            parent += self._section("corrections", _("Corrections"), lines)
        sources = list(self._sources())
        if sources:
            parent += self._section("sources", _("Sources"), sources)

    def _section(self, name: str, title: str, items: Sequence[Element]) -> docnodes.section:
        section = _section(self.document, name, title)
        section += docnodes.bullet_list("", *items)
        return section

    def _corrections(self) -> Iterator[CorrectionRow]:
        """Yield what the front matter says was put right, and what was withdrawn."""
        articles = self._articles()
        for correction in front_matter(self.env)[0].corrections:
            day, written = correction.date, correction.article or ""
            target = articles.get(written, "")
            if written and not target:
                offer = did_you_mean(written, articles)
                message = (
                    f"The correction of {day} names no article of this issue: “{written}”.{offer}"
                )
                location = (self.env.docname, correction.article_line)
                warn(Warn.FRONT_MATTER_CORRECTIONS, message, location)
            yield CorrectionRow(day.isoformat(), target, correction.text)
        gone = _("The article was withdrawn.")
        for article in self.document.findall(nodes.article):
            if article.get("withdrawn"):
                text = f"{gone} {article['reason']}".strip()
                yield CorrectionRow(article["withdrawn"], article["target"], text)
        for photo in self.document.findall(nodes.photo):
            if "withdrawn" in photo:
                text = str(_("A photograph was withdrawn."))
                yield CorrectionRow(photo["withdrawn"], _target_around(photo), text)

    def _articles(self) -> dict[str, str]:
        """Return the target of each article, by all targets that stand above it or in it."""
        found: dict[str, str] = {}
        above: list[str] = []
        for node in self.document.findall():
            if isinstance(node, nodes.article):
                found |= dict.fromkeys((*above, node["target"]), node["target"])
                above = []
            elif isinstance(node, docnodes.target) and "glocal_written" in node:
                inside = _target_around(node)
                if inside:
                    found[node["glocal_written"]] = inside
                above.append(node["glocal_written"])
        return {name: target for name, target in found.items() if name and target}

    def _places(self) -> nodes.place_map | None:
        """Return a map of what the issue is about, with links to all that is on it below."""
        domain, articles = partnerships_domain(self.env), [*self.document.findall(nodes.article)]
        if issue_month(self.env.docname) is None:
            return None
        ties, places = (
            dict.fromkeys(each for article in articles for each in records_of(article, kind))
            for kind in ("partnership", "place")
        )
        found, shown = issue_map(domain.registry, ties, places)
        if found is not None:
            for number, (kind, key) in enumerate(shown):
                found += [docnodes.Text("; ")] * bool(number)
                found += record_link(kind, key, domain.with_runs(domain.title(kind, key)))
        return found

    def _line(self, correction: CorrectionRow) -> docnodes.list_item:
        """Return a correction as a line; its day leads to the article."""
        date = shown_date(PartialDate.parse(correction.date), self.config.language)
        line = docnodes.paragraph()
        if correction.article:
            line += docnodes.reference("", date, internal=True, refid=correction.article)
            date = ""
        said = partnerships_domain(self.env).with_runs(correction.text)
        line += [docnodes.Text(f"{date}: "), *said]
        return docnodes.list_item("", line)

    def _sources(self) -> Iterator[Element]:
        domain = partnerships_domain(self.env)
        keys = dict.fromkeys(
            reference["glocal_source"]
            for reference in self.document.findall(docnodes.reference)
            if "glocal_source" in reference
        )
        for key in keys:
            source = domain.registry.sources[key]
            line = docnodes.paragraph("", "", *source_line(source, self.config.language))
            yield docnodes.list_item("", line, ids=[source_id(key)])


def _target_around(node: Node) -> str:
    """Return the target of the article in which *node* stands; empty outside of any."""
    parent: Node | None = node.parent
    while parent is not None and not isinstance(parent, nodes.article):
        parent = parent.parent
    return str(parent["target"]) if parent is not None else ""


def source_line(source: Source, language: str) -> list[Node]:
    """Return a source as a reader finds it again: who, what, when, where, seen when."""
    title: Node = docnodes.emphasis("", source.title)
    line: list[Node] = [docnodes.Text(f"{source.author}. "), title]
    if source.date:
        line.append(docnodes.Text(f", {shown_date(source.date, language)}"))
    line.append(docnodes.Text("."))
    if source.url:
        shown = source.url.split("://", 1)[1].rstrip("/")
        line += [docnodes.Text(" "), docnodes.reference("", shown, refuri=source.url)]
        if source.accessed:
            seen = _("seen %s") % shown_date(source.accessed, language)
            line.append(docnodes.Text(f" ({seen})"))
    return line
