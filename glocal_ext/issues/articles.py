"""An issue's sections of the second level become articles."""

from __future__ import annotations

from typing import TYPE_CHECKING

from docutils import nodes as docnodes
from sphinx import addnodes
from sphinx.locale import get_translation
from sphinx.transforms import SphinxTransform

from glocal_ext import nodes
from glocal_ext.core.dates import PartialDate
from glocal_ext.core.editions import issue_month
from glocal_ext.core.names import count_words, opening_sentence
from glocal_ext.core.problems import ID, slug
from glocal_ext.log import Warn, warn
from glocal_ext.partnerships.domain import FOLDERS, partnerships_domain
from glocal_ext.partnerships.facts import shown_date

if TYPE_CHECKING:
    from collections.abc import Iterator

    from docutils.nodes import Element, Node

_ = get_translation("glocal")

RESERVED_IDS = frozenset({"content", "contents", "corrections", "notes", "sources", "top"})
"""Ids that the frame of a page and the build's own sections have."""


_PASSED_OVER = (docnodes.target, docnodes.comment, nodes.article_options)
"""What may stand between a target and the heading whose address it is."""


class Articles(SphinxTransform):
    """Make articles of an issue's sections of the second level.

    Runs before docutils moves targets to what they stand above (priority 260).
    """

    default_priority = 250

    def apply(self, **_kwargs: object) -> None:
        """Replace sections; report titles and addresses that are missing."""
        written = self._targets()
        sections = list(self.document.findall(docnodes.section))
        in_issue = issue_month(self.env.docname) is not None
        if in_issue:
            self._check_titles(sections)
        for section in sections:
            level = section.attributes.pop("glocal_level", None)
            if in_issue and level == 2:
                self._make_article(section, written.get(id(section)))
        for options in list(self.document.findall(nodes.article_options)):
            self._misplaced(options, in_issue=in_issue)
            options.parent.remove(options)

    def _targets(self) -> dict[int, docnodes.target]:
        """Map the sections above which a target stands to that target."""
        found: dict[int, docnodes.target] = {}
        last: docnodes.target | None = None
        for node in self.document.findall():
            if isinstance(node, docnodes.target) and "glocal_written" in node:
                last = node
            elif isinstance(node, docnodes.section):
                if last is not None:
                    found[id(node)] = last
                last = None
            elif not isinstance(node, _PASSED_OVER) and not isinstance(node.parent, _PASSED_OVER):
                last = None
        return found

    def _check_titles(self, sections: list[docnodes.section]) -> None:
        titles = [section for section in sections if section.get("glocal_level") == 1]
        month = issue_month(self.env.docname)
        if not titles:
            name = month.format("en") if month else ""
            message = f"The issue has no title: put a line “# {name}” above its first article."
            warn(Warn.HEADING, message, (self.env.docname, 1))
        for title in titles[1:]:
            message = "An issue has one title; an article’s heading begins with ##."
            warn(Warn.HEADING, message, title)

    def _make_article(self, section: docnodes.section, target: docnodes.target | None) -> None:
        article = nodes.article(section.rawsource, **section.attributes)
        article.source, article.line = section.source, section.line
        for node_id in section["ids"]:
            self.document.ids[node_id] = article
        # docutils leaves a message where a heading is called as its target is.
        article += [
            each for each in section.children if not isinstance(each, docnodes.system_message)
        ]
        section.replace_self(article)
        options = [child for child in article if isinstance(child, nodes.article_options)]
        first = options[0] if options else nodes.article_options()
        for second in options[1:]:
            message = "The article has an {article} already; this one is passed over."
            warn(Warn.ARTICLE_TWICE, message, second)
        above = article.children[1] if len(article) > 1 else None
        if options and above is not first:
            message = "{article} stands directly under the heading of its article."
            warn(Warn.ARTICLE_PLACE, message, first)
        for option in options:
            article.remove(option)
        article["short"] = first.get("short", "")
        withdrawn = next((each for each in options if "withdrawn" in each), None)
        stated = {} if withdrawn else first.attributes
        for name in ("summary", "standfirst", "byline", "original"):
            article[name] = stated.get(name, "")
        article["kind"] = stated.get("kind", "article")
        for name in ("topics", "places", "partnerships", "sic"):
            article[name] = stated.get(name, [])
        if withdrawn:
            self._withdraw(article, withdrawn)
        article["words"] = _words_of(article)
        article["opening"] = next((opening_sentence(text) for text in _texts_of(article)), "")
        article["kicker"] = self._kicker(article)
        article["target"] = self._check_target(article, target)
        article.attributes.pop("target_twice", None)

    def _withdraw(self, article: nodes.article, options: nodes.article_options) -> None:
        """Say on which day and why the article was withdrawn; its text is not there any more."""
        day, reason = options["withdrawn"], options["reason"]
        article["withdrawn"], article["reason"] = day, reason
        language = self.config.language
        date = shown_date(PartialDate.parse(day), language) if day else ""
        said = str(_("Withdrawn on %s.")) % date if date else str(_("Withdrawn."))
        note = docnodes.paragraph("", f"{said} {reason}".strip(), classes=["withdrawn"])
        note.source, note.line = options.source, options.line
        end = len(article)
        while isinstance(article.children[end - 1], (docnodes.target, docnodes.comment)):
            end -= 1  # the next article's
        for gone in article.children[1:end]:  # what a broken fence left
            article.remove(gone)
            article += [*gone.findall(docnodes.footnote)]  # another article's, which MyST moves
        article.insert(1, note)

    def _kicker(self, article: nodes.article) -> list[str]:
        """Return the names of the places that the article is about, at home first.

        They are the parties of its first partnership, else the places that it states.
        """
        domain = partnerships_domain(self.env)
        named: list[str] = [*article["partnerships"]]
        named += [
            box["partnership"] for box in article.findall(nodes.infobox) if "partnership" in box
        ]
        record = domain.registry.partnerships.get(named[0]) if named else None
        if record:
            domain.note_use(f"partnership:{record.id}")
        ids = [party.place for party in record.parties] if record else article["places"]
        for place in ids:
            domain.note_use(f"place:{place}")
        places = [domain.registry.places[place] for place in ids]
        home = self.config.glocal_home_country
        return [place.name for place in sorted(places, key=lambda place: place.country != home)]

    def _check_target(self, article: nodes.article, target: docnodes.target | None) -> str:
        """Return the article's permanent address; report one that is missing or none."""
        title = article.next_node(docnodes.title)
        name = title.astext() if title is not None else ""
        better = "-".join(slug(article["short"] or name).split("-")[:6]) or "article"
        if better in RESERVED_IDS:
            better = f"{better}-article"
        if target is None and article.get("target_twice"):
            return ""  # the parser said so at the target
        if target is None:
            message = (
                f"The article “{_shortened(name)}” has no permanent address. Paste this line "
                f"above its heading and never change it:\n({better})="
            )
            warn(Warn.ARTICLE_TARGET, message, article)
            return ""
        written = str(target["glocal_written"])
        if written in RESERVED_IDS:
            message = f"“{written}” is an address of the page itself. Write ({better})= instead."
            warn(Warn.ARTICLE_TARGET, message, target)
        elif not ID.fullmatch(written):
            message = (
                f"“{written}” is no address: lower-case letters, digits and hyphens, beginning "
                f"with a letter. Write ({slug(written) or better})= instead."
            )
            warn(Warn.ARTICLE_TARGET, message, target)
        return written

    def _misplaced(self, options: nodes.article_options, *, in_issue: bool) -> None:
        message = (
            "{article} stands directly under the heading of its article."
            if in_issue
            else "{article} belongs to an issue; this page is none."
        )
        warn(Warn.ARTICLE_PLACE, message, options)


def records_of(article: nodes.article, kind: str) -> list[str]:
    """Return the ids of the records of a *kind* that an article is about or names, once each."""
    named = [*article[FOLDERS[kind]]]
    named += [
        link["reftarget"]
        for link in article.findall(addnodes.pending_xref)
        if (link.get("refdomain"), link["reftype"]) == ("glocal", kind)
    ]
    if kind == "partnership":
        named += [box[kind] for box in article.findall(nodes.infobox) if kind in box]
    else:
        named += [photo[kind] for photo in article.findall(nodes.photo) if photo[kind]]
    return list(dict.fromkeys(named))


def _shortened(text: str) -> str:
    return text if len(text) <= 40 else f"{text[:39].rstrip()}…"


def _words_of(article: Element) -> int:
    """Count the words of an article's own text: no captions, no facts, no alternative texts."""
    return sum(count_words(text) for text in _texts_of(article))


def _texts_of(article: Element) -> Iterator[str]:
    """Yield the paragraphs of an article's own text."""
    for node in article.findall(docnodes.paragraph):
        if not _inside(node, (nodes.photo, nodes.photo_row, nodes.infobox)):
            yield node.astext()


def _inside(node: Node, classes: tuple[type[Node], ...]) -> bool:
    parent = node.parent
    while parent is not None:
        if isinstance(parent, classes):
            return True
        parent = parent.parent
    return False
