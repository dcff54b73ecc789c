"""What stands in a line of text: words, their languages, links, marks of footnotes, formulas."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from docutils import nodes as docnodes
from sphinx.locale import get_translation
from sphinx.util.docutils import SphinxTranslator

from glocal_ext.log import Warn, warn
from glocal_ext.partnerships.domain import partnerships_domain
from glocal_ext.render.typst.code import Code, call, content, literal, string
from glocal_ext.render.typst.math import alternative, formula

if TYPE_CHECKING:
    from collections.abc import Iterable

    from docutils.nodes import Element, Node

    from glocal_ext.core.names import Languages

_ = get_translation("glocal")

_LANGUAGE = "language-"

PLACE = "//@"
"""With what the comment begins that has the number of a place."""

SHORT_RUN = 6
"""Up to this many Japanese characters are never parted: 丸亀市 broke after 亀."""


class InlineTranslator(SphinxTranslator):
    """Writes expressions, a line or more each, into `body`; a chapter is named by *chapter*.

    *linked* are the ids to which links lead. A comment with a number stands before what a node
    became; *places* has the nodes by these numbers, so that what Typst refuses is told with the
    document's own line.
    """

    def __init__(self, document: docnodes.document, builder: Any) -> None:
        super().__init__(document, builder)
        self.body: list[str] = []
        self.places: list[Node] = []
        self.chapter = ""
        self.linked: frozenset[str] = frozenset()
        self._unknown: set[str] = set()

    # -- expressions ----------------------------------------------------------------------------

    def add(self, expression: str) -> None:
        """Add an expression."""
        self.body.append(expression)

    def children(self, nodes: Iterable[Node], around: Node) -> Code:
        """Return *nodes*, which stand in *around*, as content."""
        before, self.body = self.body, [f"{PLACE}{len(self.places)}"]
        self.places.append(around)
        try:
            for node in nodes:
                node.walkabout(self)
            return content(self.body)
        finally:
            self.body = before

    def inside(self, node: Element) -> Code:
        """Return what stands in *node* as content, the places that links lead to before it."""
        return content([*self.places_of(node), self.children(node.children, node)])

    def places_of(self, node: Element) -> list[Code]:
        """Return a place for each of the ids of *node* to which links lead."""
        return [call("anchor", each) for each in self.labels(node)]

    def labels(self, node: Element) -> list[str]:
        """Return the names of the places that *node* is."""
        return [f"{self.chapter}#{each}" for each in node["ids"] if each in self.linked]

    def anchors(self, node: Element) -> None:
        """Add the places that *node* is."""
        self.body += self.places_of(node)

    def wrapped(self, name: str, node: Element, **named: Any) -> None:
        """Add a call of *name* with what stands in *node*, and pass over the rest of it."""
        self.add(call(name, self.inside(node), **named))
        raise docnodes.SkipNode

    # -- words ----------------------------------------------------------------------------------

    @property
    def languages(self) -> Languages:
        """The languages of runs in the texts of this publication."""
        return partnerships_domain(self.builder.env).languages

    def marked(self, text: str) -> Code:
        """Return *text* as content, its runs in other languages marked."""
        runs = [*self.languages.runs(text)]
        return content(_run(run, language) if language else string(run) for run, language in runs)

    def visit_Text(self, node: docnodes.Text) -> None:  # noqa: N802  (the node's own name)
        """Add words; a line's end in the source is a space."""
        text = str(node)
        self.add(string(text if self._is_literal(node) else text.replace("\n", " ")))
        raise docnodes.SkipNode

    def _is_literal(self, node: Node) -> bool:
        return isinstance(node.parent, (docnodes.literal_block, docnodes.doctest_block))

    def visit_inline(self, node: Element) -> None:
        """Mark a run in another language; other classes say nothing on paper."""
        languages = [each for each in node["classes"] if each.startswith(_LANGUAGE)]
        if not languages:
            self.anchors(node)
            return
        language = languages[0].removeprefix(_LANGUAGE)
        self.add(call("run", language, self.inside(node), whole=_is_short(node.astext(), language)))
        raise docnodes.SkipNode

    def depart_inline(self, node: Element) -> None:
        """Nothing was begun."""

    def visit_ruby(self, node: Element) -> None:
        """Set the reading of a name above it."""
        self.add(call("ruby", self.inside(node), node["reading"]))
        raise docnodes.SkipNode

    def visit_emphasis(self, node: Element) -> None:
        """Set in italics."""
        self.wrapped("emph", node)

    def visit_strong(self, node: Element) -> None:
        """Set in bold."""
        self.wrapped("strong", node)

    visit_title_reference = visit_literal_emphasis = visit_emphasis
    visit_literal_strong = visit_strong

    def visit_literal(self, node: Element) -> None:
        """Set as code."""
        self.anchors(node)
        self.add(call("raw", node.astext()))
        raise docnodes.SkipNode

    visit_manpage = visit_literal

    def visit_subscript(self, node: Element) -> None:
        """Set below the line."""
        self.wrapped("sub", node)

    def visit_superscript(self, node: Element) -> None:
        """Set above the line."""
        self.wrapped("super", node)

    def visit_abbreviation(self, node: Element) -> None:
        """Write an abbreviation out behind it: nobody can point at paper."""
        self.add(self.inside(node))
        if node.get("explanation"):
            self.add(string(f" ({node['explanation']})"))
        raise docnodes.SkipNode

    visit_acronym = visit_abbreviation

    def visit_raw(self, node: Element) -> None:
        """Break a line; nothing else that is raw comes through."""
        if node.get("format") == "html" and node.astext().strip() in ("<br />", "<br/>", "<br>"):
            self.add(string(" "))  # heard, and copied, between the words of two lines
            self.add("linebreak()")
        elif node.get("format") == "html":
            warn(Warn.PDF_CONTENT, "“raw” is left out of the PDF: it is HTML.", node)
        raise docnodes.SkipNode

    # -- links ----------------------------------------------------------------------------------

    def visit_reference(self, node: Element) -> None:
        """Lead somewhere; a link within names its chapter."""
        address = node.get("refuri", "")
        if not address:
            self.add(self.inside(node))
        elif node.get("internal"):
            name = f"{self.chapter}{address}" if address.startswith("#") else address
            self.add(call("goto", name, self.inside(node)))
        else:
            self.add(call("web", address, self.inside(node)))
        raise docnodes.SkipNode

    def visit_target(self, node: Element) -> None:
        """Note a place; a target with text shows it."""
        self.anchors(node)

    def depart_target(self, node: Element) -> None:
        """Nothing was begun."""

    def visit_footnote_reference(self, node: Element) -> None:
        """Add the mark of a footnote, which leads to it, and to which it leads back."""
        for each in node["ids"]:
            self.add(call("anchor", f"{self.chapter}#{each}"))
        note = node.get("refid", "")
        mark = string(node.astext())
        self.add(call("note-mark", f"{self.chapter}#{note}", mark) if note else mark)
        raise docnodes.SkipNode

    def visit_citation_reference(self, node: Element) -> None:
        """Show what is cited."""
        self.add(string(f"[{node.astext()}]"))
        raise docnodes.SkipNode

    # -- formulas -------------------------------------------------------------------------------

    def visit_math(self, node: docnodes.math) -> None:
        """Add a formula in the line."""
        self._formula(node, block=False)

    def visit_math_block(self, node: docnodes.math_block) -> None:
        """Add a formula on a line of its own."""
        self.anchors(node)
        self._formula(node, block=True)

    def _formula(self, node: Element, *, block: bool) -> None:
        tex = node.astext()
        try:
            body = formula(tex, block=block)
        except Exception as error:  # noqa: BLE001  (the converter raises what it meets)
            reason = str(error).split("\n", 1)[0].rstrip(".")
            warn(Warn.MATH, f"The formula cannot be read: {reason}. It is shown as written.", node)
            self.add(call("raw", tex, block=block))
        else:
            self.add(call("math.equation", body, block=block, alt=alternative(tex)))
        raise docnodes.SkipNode

    # -- what says nothing on paper, and what is not known ---------------------------------------

    def _pass(self, node: Element) -> None:
        """Show what the node holds."""
        self.anchors(node)

    def _passed(self, node: Element) -> None:
        """Nothing was begun."""

    visit_generated = visit_problematic = visit_pending_xref = visit_download_reference = _pass
    depart_generated = depart_problematic = _passed
    depart_pending_xref = depart_download_reference = _passed

    def _skip(self, node: Element) -> None:
        """Pass over what an output never shows."""
        raise docnodes.SkipNode

    visit_comment = visit_meta = visit_substitution_definition = visit_pending = _skip
    visit_index = visit_highlightlang = visit_tabular_col_spec = visit_toctree = _skip
    visit_system_message = _skip

    def unknown_visit(self, node: Node) -> None:
        """Tell of a node that this output does not know, once a kind; what it holds is shown."""
        name = type(node).__name__
        if name not in self._unknown:
            self._unknown.add(name)
            message = f"The PDF does not know “{name}”; what stands in it is set as plain text."
            warn(Warn.PDF_CONTENT, message, node)

    def unknown_departure(self, node: Node) -> None:
        """Nothing was begun."""


def _is_short(text: str, language: str) -> bool:
    return language[:2] in ("ja", "zh") and len(text) <= SHORT_RUN


def _run(text: str, language: str) -> Code:
    """Return a run in another language."""
    return call("run", language, literal(text), whole=_is_short(text, language))
