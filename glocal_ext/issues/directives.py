"""``{article}``, the quotes and the lists."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, ClassVar

from docutils import nodes as docnodes

from glocal_ext import nodes
from glocal_ext.core.dates import Month, parse_day
from glocal_ext.core.model import PARTNERSHIP_KINDS
from glocal_ext.core.names import country_name
from glocal_ext.core.options import attempts
from glocal_ext.core.problems import one_of, parse_url
from glocal_ext.directive import EditorDirective
from glocal_ext.issues.withdrawn import OPTION
from glocal_ext.log import Warn
from glocal_ext.partnerships.domain import partnerships_domain

if TYPE_CHECKING:
    from docutils.nodes import Element, Node

ARTICLE_KINDS = ("article", "notice")
MAX_SHORT = 60


def words_list(text: str) -> list[str]:
    """Split a comma list: "sister cities, education"."""
    return list(dict.fromkeys(" ".join(part.split()) for part in text.split(",") if part.strip()))


def parse_short(text: str) -> str:
    """Read a short title, of at most 60 characters."""
    title = " ".join(text.split())
    if len(title) > MAX_SHORT:
        raise ValueError(
            f"a short title has at most {MAX_SHORT} characters, this one {len(title)}."
        )
    return title


def one_line(text: str) -> str:
    """Read a text; line breaks in it are spaces."""
    return " ".join(text.split())


class Article(EditorDirective):
    """Facts about the article whose heading stands above."""

    option_names = (
        "short", "summary", "standfirst", "byline", "kind", "topics", "places", "partnerships",
        "sic", "original", "withdrawn", "reason",
    )  # fmt: skip
    option_warning = Warn.ARTICLE_OPTION

    def build(self) -> list[Node]:
        """Return the options for the article's transform."""
        node = nodes.article_options()
        node["short"] = self.convert("short", parse_short) or ""
        for name in ("summary", "standfirst", "byline"):
            node[name] = self.convert(name, one_line) or ""
        node["kind"] = self.convert("kind", one_of(ARTICLE_KINDS)) or "article"
        for name in ("topics", "sic"):
            node[name] = self.convert(name, words_list) or []
        node["places"] = self._records("places", "place")
        node["partnerships"] = self._records("partnerships", "partnership")
        node["original"] = self.convert("original", parse_url) or ""
        # However badly it is written, what was meant to be withdrawn is not published.
        if attempts(self.block_text, OPTION):
            day = self.convert(OPTION, parse_day)
            node["withdrawn"] = day.isoformat() if day else ""
        node["reason"] = self.convert("reason", one_line) or ""
        if bool(node["reason"]) is not ("withdrawn" in node):
            message = "“:withdrawn:” (a day) and “:reason:” (a sentence) go together."
            self.warn(Warn.ARTICLE_OPTION, message)
        if self.argument or any(line.strip() for line in self.block.body):
            message = "{article} shows nothing by itself: text belongs under it, outside the fence."
            self.warn(Warn.ARTICLE_OPTION, message)
            if "withdrawn" not in node:
                self.parse_body(node)
        self.set_source_info(node)
        return [node, *node.children]

    def _records(self, option: str, kind: str) -> list[str]:
        """Return the ids of an option that the registry has, noting each as used."""
        domain = partnerships_domain(self.env)
        location = (self.env.docname, self.option_line(option))
        stated = self.convert(option, words_list) or []
        return [record_id for record_id in stated if domain.lookup(kind, record_id, location)]


class PullQuote(EditorDirective):
    """A sentence of the article, repeated for the eye; the last line may be ``— who``."""

    optional_arguments = 0

    def build(self) -> list[Node]:
        """Return a quote with its attribution."""
        return quote(self, nodes.pull_quote())


class Epigraph(EditorDirective):
    """A quotation at the head of a text; the last line may be ``— who``."""

    optional_arguments = 0

    def build(self) -> list[Node]:
        """Return a quote with its attribution."""
        return quote(self, docnodes.block_quote(classes=["epigraph"]))


_ATTRIBUTION = re.compile(r"\s*(?:—|--+)\s*(?P<who>\S.*)")


def quote(directive: EditorDirective, node: Element) -> list[Node]:
    """Parse a directive's body into *node*, taking a last line "— who" as attribution."""
    lines = [*directive.block.body]
    while lines and not lines[-1].strip():
        lines.pop()
    if not lines:
        directive.warn(Warn.DIRECTIVE, f"{{{directive.name}}} holds nothing; it is left out.")
        return []
    match = _ATTRIBUTION.fullmatch(lines[-1]) if len(lines) > 1 else None
    if match:
        lines.pop()
    directive.parse_lines(lines, directive.block.body_line, node)
    if match:
        attribution = docnodes.attribution()
        holder = docnodes.Element()
        directive.parse_lines([match["who"]], directive.block.body_line + len(lines), holder)
        for paragraph in holder:
            attribution += paragraph.children
        node += attribution
    directive.set_source_info(node)
    return [node]


class _List(EditorDirective):
    """A list that is filled when its page is written."""

    optional_arguments = 0
    option_warning = Warn.LIST_OPTION
    option_left_out = "The list is left out: “:{}:”"
    node_class: ClassVar[type[Element]]
    flag_names: ClassVar[tuple[str, ...]] = ()
    """Those of the options that have no value."""

    def build(self) -> list[Node]:
        node = self.node_class()
        text = next((line.strip() for line in self.block.body if line.strip()), "")
        if text:
            options = ", ".join(f":{name}:" for name in self.option_names)
            message = (
                f"{{{self.name}}} takes no text, and “{text}” is left out. "
                f"Its options stand under it: {options}."
            )
            self.warn(Warn.LIST_OPTION, message, self.block.body_line)
        for name in self.flag_names:
            if self.flag(name):
                node[name] = name
        for name in self.option_names:
            if name in self.flag_names:
                continue
            value = self.convert(name, lambda text, name=name: self.parse(name, text))  # type: ignore[misc]  # the loop's name is bound
            if self.option(name) is not None and value is None:
                return []
            if value is not None:
                node[name] = value
        self.set_source_info(node)
        return [node]

    def parse(self, name: str, text: str) -> str:
        """Return the value of an option as text; raises `ValueError` with a sentence."""
        if name in ("limit", "year", "since"):
            return _whole_number(text)
        if name in ("from", "to"):
            return str(Month.parse(text))
        if name in ("place", "within", "partnership"):
            kind = "partnership" if name == "partnership" else "place"
            return partnerships_domain(self.env).require(kind, text)
        if name == "country":
            country_name(text, "en")
        if name == "kind":
            kinds = (*PARTNERSHIP_KINDS, *self.config.glocal_partnership_kinds)
            return one_of(sorted(kinds))(text)
        return one_line(text)


def _whole_number(text: str) -> str:
    if not re.fullmatch(r"[0-9]{1,4}", text) or int(text) == 0:
        raise ValueError(f"“{text}” is no whole number above 0.")
    return str(int(text))


class IssueList(_List):
    """The issues, newest first, of a year or the latest few."""

    option_names = ("year", "limit")
    node_class = nodes.issue_list


class ArticleList(_List):
    """Articles, newest first, that are about a partnership, a place or a topic."""

    option_names = ("partnership", "place", "topic", "limit")
    node_class = nodes.article_list


class CorrectionList(_List):
    """What was put right after publication, the newest first, in all issues or those of a year."""

    option_names = ("year", "limit")
    node_class = nodes.correction_list


class PartnershipList(_List):
    """The partnerships of a kind, a country, a place, or since a year."""

    option_names = ("kind", "country", "within", "since")
    node_class = nodes.partnership_list


class PartnershipMap(_List):
    """The same partnerships on a map of the world, with their list below it."""

    option_names = PartnershipList.option_names
    node_class = nodes.partnership_map


class AnniversaryList(_List):
    """The anniversaries of a year or between two months, else of the coming twelve months."""

    option_names = ("year", "from", "to", "kind", "country", "within", "limit", "round")
    flag_names = ("round",)
    node_class = nodes.anniversary_list

    def build(self) -> list[Node]:
        """Return the list; none, with a warning, where its months are no span."""
        found = super().build()
        [node] = found or [self.node_class()]
        assert isinstance(node, docnodes.Element)
        problem = _problem_of(node)
        if problem:
            self.warn(Warn.LIST_OPTION, f"The list is left out: {problem}")
            return []
        return found


def _problem_of(span: Element) -> str:
    """Return what is wrong with the months of a list; empty where nothing is."""
    first, last = span.get("from"), span.get("to")
    if bool(first) != bool(last):
        return "“:from:” and “:to:” go together."
    if first and span.get("year"):
        return "“:year:” says the same as “:from:” and “:to:”; take one of them out."
    return f"{first} is later than {last}." if first and first > last else ""
