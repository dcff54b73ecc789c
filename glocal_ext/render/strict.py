"""What a strict Content-Security-Policy and the checkers ask of docutils' HTML."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from docutils import nodes as docnodes
from markupsafe import Markup
from sphinx.locale import get_translation
from sphinx.writers.html5 import HTML5Translator

from glocal_ext.partnerships.domain import partnerships_domain

if TYPE_CHECKING:
    from docutils.nodes import Element

    from glocal_ext.core.names import Languages

_ = get_translation("glocal")


_NOBODYS = frozenset({"reference internal", "reference external"})
"""docutils' classes of links, which no style sheet of this package knows."""


def marked(text: str, languages: Languages) -> Markup:
    """Return *text* as HTML, its runs in other languages marked."""
    return Markup("").join(
        Markup('<span lang="{}">{}</span>').format(language, run) if language else run
        for run, language in languages.runs(text)
    )


class StrictTranslator(HTML5Translator):
    """Sphinx's HTML5 without what a strict Content-Security-Policy and the checkers refuse."""

    builder: Any
    """Sphinx's builder of HTML, with what those of this package have beside."""

    def starttag(self, node: Any, tagname: str, *args: Any, **attributes: Any) -> str:
        """Return a start tag without ``style``: the policy refuses it, stylesheets do it.

        Classes that no style sheet knows are left out, too.
        """
        attributes.pop("style", None)
        attributes.pop("STYLE", None)
        if attributes.get("class") in _NOBODYS:
            del attributes["class"]
        return str(super().starttag(node, tagname, *args, **attributes))

    def visit_colspec(self, node: Element) -> None:
        """Leave out the widths of columns, which only an inline style could give."""
        parent: Any = node.parent  # docutils keeps there which columns hold headers
        parent.stubs.append(node.get("stub"))
        raise docnodes.SkipNode

    def depart_colspec(self, node: Element) -> None:
        """Nothing was begun."""

    def visit_entry(self, node: docnodes.entry) -> None:
        """Say what a header cell is the header of."""
        row: Any = node.parent  # docutils keeps the column in it
        if isinstance(row.parent, docnodes.thead):
            node["scope"] = "col"
        elif row.parent.parent.stubs[row.column]:
            node["scope"] = "row"
        start = len(self.body)
        super().visit_entry(node)
        if "scope" in node:
            tag = self.body[start]
            self.body[start] = tag.replace("<th", f'<th scope="{node["scope"]}"', 1)

    def visit_table(self, node: docnodes.table) -> None:
        """Let a wide table scroll by itself, by keyboard too."""
        title = node.next_node(docnodes.title)
        label = title.astext() if title is not None else str(_("Table"))
        self.body.append(
            f'<div class="table" role="region" tabindex="0" aria-label="{self.attval(label)}">\n'
        )
        super().visit_table(node)

    def depart_table(self, node: docnodes.table) -> None:
        """Close the region."""
        super().depart_table(node)
        self.body.append("</div>\n")

    def visit_footnote(self, node: Element) -> None:
        """Begin a footnote; docutils puts a landmark without a name around all of them."""
        self.body.append(self.starttag(node, "div", CLASS="footnote", role="doc-footnote"))

    def depart_footnote(self, node: Element) -> None:
        """End it."""
        self.body.append("</div>\n")

    def visit_meta(self, node: Element) -> None:
        """Pass over docutils' meta elements: the page's head has its own."""
        raise docnodes.SkipNode

    @property
    def languages(self) -> Languages:
        """The languages of runs in the texts of this publication."""
        return partnerships_domain(self.builder.env).languages

    def marked(self, text: str) -> str:
        """Return *text* as HTML, its runs in other languages marked."""
        return marked(text, self.languages)
