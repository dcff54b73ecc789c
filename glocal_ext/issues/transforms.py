"""What a document's text becomes once it is parsed: articles, rows of photos, runs, notices."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

from docutils import nodes as docnodes
from sphinx.locale import get_translation
from sphinx.transforms import SphinxTransform

from glocal_ext import nodes
from glocal_ext.core.dates import PartialDate
from glocal_ext.core.frontmatter import FrontMatter, issue_month
from glocal_ext.core.names import count_words
from glocal_ext.core.problems import ID, did_you_mean, slug
from glocal_ext.issues.domain import issues_domain
from glocal_ext.log import Warn, warn
from glocal_ext.partnerships.domain import partnerships_domain
from glocal_ext.partnerships.facts import shown_date
from glocal_ext.text import mark_runs, source_id

if TYPE_CHECKING:
    from collections.abc import Iterator

    from docutils.nodes import Element, Node
    from sphinx.environment import BuildEnvironment

    from glocal_ext.core.model import Source

_ = get_translation("glocal")

MATTER_KEY = "glocal_front_matter"
"""Where the front matter of the document being read is kept, with the lines of its keys."""

RESERVED_IDS = frozenset({"content", "contents", "corrections", "sources", "top"})
"""Ids that the frame of a page and the build's own sections have."""


def front_matter(env: BuildEnvironment) -> tuple[FrontMatter, dict[str, int]]:
    """Return the front matter of the document being read, and the line of each key."""
    found = env.current_document.get(MATTER_KEY, (FrontMatter(), {}))
    return cast("tuple[FrontMatter, dict[str, int]]", found)


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
        for target in self.document.findall(docnodes.target):
            if "glocal_written" not in target:
                continue
            following = target.next_node(ascend=True)
            passed_over = (docnodes.target, docnodes.comment, nodes.article_options)
            while isinstance(following, passed_over):
                following = following.next_node(ascend=True)
            if isinstance(following, docnodes.section):
                found[id(following)] = target
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
        article += section.children
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
        for name in ("short", "summary", "standfirst", "byline", "original"):
            article[name] = first.get(name, "")
        article["kind"] = first.get("kind", "article")
        for name in ("topics", "places", "partnerships"):
            article[name] = first.get(name, [])
        article["words"] = _words_of(article)
        article["target"] = self._check_target(article, target)
        article.attributes.pop("target_twice", None)

    def _check_target(self, article: nodes.article, target: docnodes.target | None) -> str:
        """Return the article's permanent address; report one that is missing or none."""
        title = article.next_node(docnodes.title)
        name = title.astext() if title is not None else ""
        better = "-".join(slug(article["short"] or name).split("-")[:6]) or "article"
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


def _shortened(text: str) -> str:
    return text if len(text) <= 40 else f"{text[:39].rstrip()}…"


def _words_of(article: Element) -> int:
    """Count the words of an article's own text: no captions, no facts, no alternative texts."""
    return sum(
        count_words(node.astext())
        for node in article.findall(docnodes.paragraph)
        if not _inside(node, (nodes.photo, nodes.photo_row, nodes.infobox))
    )


def _inside(node: Node, classes: tuple[type[Node], ...]) -> bool:
    parent = node.parent
    while parent is not None:
        if isinstance(parent, classes):
            return True
        parent = parent.parent
    return False


class PhotoRows(SphinxTransform):
    """Put photos that follow one another with no text between into a row."""

    default_priority = 240

    def apply(self, **_kwargs: object) -> None:
        """Wrap each run of two photos or more."""
        for photo in list(self.document.findall(nodes.photo)):
            parent = photo.parent
            if isinstance(parent, nodes.photo_row):
                continue
            run = [photo]
            for sibling in parent.children[parent.index(photo) + 1 :]:
                if isinstance(sibling, docnodes.comment):
                    continue
                if not isinstance(sibling, nodes.photo):
                    break
                run.append(sibling)
            if len(run) > 1:
                row = nodes.photo_row()
                row.source, row.line = photo.source, photo.line
                parent.insert(parent.index(photo), row)
                for member in run:
                    parent.remove(member)
                row += run


class EndSections(SphinxTransform):
    """Add an issue's corrections and a page's sources behind its text."""

    default_priority = 245

    def apply(self, **_kwargs: object) -> None:
        """Append the sections that have something to say."""
        parent: Element = next(iter(self.document.findall(docnodes.section)), self.document)
        corrections = list(self._corrections())
        if corrections:
            parent += self._section("corrections", _("Corrections"), corrections)
        sources = list(self._sources())
        if sources:
            parent += self._section("sources", _("Sources"), sources)

    def _section(self, name: str, title: str, items: list[Element]) -> docnodes.section:
        section = docnodes.section(ids=[name], names=[name], classes=[name])
        section += docnodes.title("", title)
        section += docnodes.bullet_list("", *items)
        section.document = self.document
        self.document.ids.setdefault(name, section)
        return section

    def _corrections(self) -> Iterator[Element]:
        matter, _lines = front_matter(self.env)
        articles = {
            target["glocal_written"] for target in self.document.findall(docnodes.target)
            if "glocal_written" in target
        }  # fmt: skip
        language = self.config.language
        domain = partnerships_domain(self.env)
        for correction in matter.corrections:
            day = correction.date
            date = shown_date(PartialDate.of(day), language)
            line = docnodes.paragraph()
            if correction.article and correction.article not in articles:
                offer = did_you_mean(correction.article, articles)
                message = (
                    f"The correction of {day} names no article of this issue: "
                    f"“{correction.article}”.{offer}"
                )
                location = (self.env.docname, correction.article_line)
                warn(Warn.FRONT_MATTER_CORRECTIONS, message, location)
            elif correction.article:
                line += docnodes.reference("", date, internal=True, refid=correction.article)
                date = ""
            line += [docnodes.Text(f"{date}: "), *domain.with_runs(correction.text)]
            yield docnodes.list_item("", line)

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


class IssueTargets(SphinxTransform):
    """Keep an issue's targets to the issue: two issues may each have an article “lavender”.

    Sphinx's labels are one for the whole project, with the last one read winning; so an issue's
    go to `IssuesDomain`, and to MyST's table of a document's own anchors. Runs just before
    Sphinx collects labels (priority 850).
    """

    default_priority = 849

    def apply(self, **_kwargs: object) -> None:
        """Note every explicit target, and take it off docutils' list."""
        if issue_month(self.env.docname) is None:
            return
        found: dict[str, tuple[str, str]] = {}
        for name, explicit in self.document.nametypes.items():
            node = self.document.ids.get(self.document.nameids.get(name) or "")
            if isinstance(node, docnodes.target) and "refid" in node:
                node = self.document.ids.get(node["refid"])
            if not explicit or node is None or isinstance(node, docnodes.footnote):
                continue
            title = node.next_node(docnodes.title) if isinstance(node, docnodes.section) else None
            found[name] = node["ids"][0], title.astext() if title is not None else ""
        for name in found:
            self.document.nametypes[name] = False
        if found:
            anchors = {name: (0, anchor, title) for name, (anchor, title) in found.items()}
            slugs = getattr(self.document, "myst_slugs", {}) | anchors
            self.document.myst_slugs = slugs  # type: ignore[attr-defined]  # MyST's own table
            self.env.metadata[self.env.docname]["myst_slugs"] = slugs
            issues_domain(self.env).data["targets"][self.env.docname] = found


class LanguageRuns(SphinxTransform):
    """Mark what is written in Japanese or Chinese characters and nobody marked."""

    default_priority = 870  # before what is collected of a document that is read, at 880

    def apply(self, **_kwargs: object) -> None:
        """Wrap each run; a page that is itself in Japanese has none."""
        if str(self.config.language).split("_")[0] != "ja":
            mark_runs(self.document, partnerships_domain(self.env).with_runs)
