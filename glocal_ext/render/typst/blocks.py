"""Blocks of text: paragraphs, lists, tables, quotations, remarks, code."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from docutils import nodes as docnodes
from sphinx.locale import admonitionlabels, get_translation

from glocal_ext.render.typst.code import Code, array, call, string
from glocal_ext.render.typst.inline import InlineTranslator

if TYPE_CHECKING:
    from docutils.nodes import Element

_ = get_translation("glocal")

_NUMBERINGS = {
    "arabic": "1.",
    "loweralpha": "a.",
    "upperalpha": "A.",
    "lowerroman": "i.",
    "upperroman": "I.",
}
_ITEMS = (docnodes.definition, docnodes.entry, docnodes.list_item)
_DEEPEST = 6
"""The deepest level of a heading that HTML, EPUB and PDF/UA-1 all name."""


class BlockTranslator(InlineTranslator):
    """Renders blocks; *level* is that of the section, *above* that of the heading before."""

    level = above = 1

    def visit_paragraph(self, node: Element) -> None:
        """Set a paragraph; alone in a list's item or a cell it is the item's line."""
        around = node.parent
        alone = isinstance(around, _ITEMS) and (
            len(around) == 1 or isinstance(around[1], docnodes.bullet_list)
        )
        inside = self.inside(node)
        self.add(inside if alone else call("par", inside))
        raise docnodes.SkipNode

    def visit_compact_paragraph(self, node: Element) -> None:
        """Set a paragraph."""
        self.visit_paragraph(node)

    def visit_document(self, node: Element) -> None:
        """Begin nothing: the builder composes what a document holds."""

    def depart_document(self, node: Element) -> None:
        """Nothing was begun."""

    # -- headings -------------------------------------------------------------------------------

    def visit_section(self, node: Element) -> None:
        """Begin a section: its heading is a level below the one above."""
        self.anchors(node)
        self.level += 1

    def depart_section(self, node: Element) -> None:
        """End it."""
        self.level -= 1

    def visit_title(self, node: Element) -> None:
        """Set a heading; the title of a table or a remark is theirs."""
        if node.astext().strip():
            # One that skips a level has been told; PDF/UA-1 has none.
            self.above = min(self.level, self.above + 1, _DEEPEST)
            self.add(call("subhead", self.inside(node), level=self.above))
        raise docnodes.SkipNode

    def visit_rubric(self, node: Element) -> None:
        """Set what looks like a heading and is none."""
        self.wrapped("rubric", node)

    def visit_centered(self, node: Element) -> None:
        """Set as a rubric: nothing is centred here."""
        self.wrapped("rubric", node)

    def visit_transition(self, node: Element) -> None:
        """Part the text."""
        self.add(call("transition"))
        raise docnodes.SkipNode

    # -- lists ----------------------------------------------------------------------------------

    def _items(self, node: Element) -> list[Code]:
        return [self.inside(each) for each in node.children if isinstance(each, docnodes.Element)]

    def visit_bullet_list(self, node: Element) -> None:
        """Set a list."""
        self.anchors(node)
        self.add(call("list", *self._items(node)))
        raise docnodes.SkipNode

    def visit_enumerated_list(self, node: Element) -> None:
        """Set a numbered list."""
        self.anchors(node)
        numbering = _NUMBERINGS.get(node.get("enumtype", ""), "1.")
        start = int(node.get("start", 1))
        self.add(call("enum", *self._items(node), numbering=numbering, start=start))
        raise docnodes.SkipNode

    def visit_definition_list(self, node: Element) -> None:
        """Set terms, each with what is said of it."""
        self.anchors(node)
        self.add(call("terms", *(self._term(each) for each in node.findall(_is_item(node)))))
        raise docnodes.SkipNode

    def _term(self, item: Element) -> Code:
        """Return an entry of a list of terms."""
        heads = [
            each for each in item.children if isinstance(each, (docnodes.term, docnodes.classifier))
        ]
        said = [each for each in item.children if isinstance(each, docnodes.definition)]
        return call("terms.item", self.children(heads, item), self.children(said, item))

    def visit_classifier(self, node: Element) -> None:
        """Add what kind of term it is."""
        self.add(string(" : "))
        self.add(call("emph", self.inside(node)))
        raise docnodes.SkipNode

    def visit_field_list(self, node: Element) -> None:
        """Set fields as terms."""
        self.anchors(node)
        fields = [each for each in node.children if isinstance(each, docnodes.field)]
        items = (call("terms.item", self.inside(each[0]), self.inside(each[1])) for each in fields)  # type: ignore[arg-type]  # name and body
        self.add(call("terms", *items))
        raise docnodes.SkipNode

    def visit_option_list(self, node: Element) -> None:
        """Set options of a command as terms."""
        self.anchors(node)
        items = (
            call("terms.item", call("raw", each[0].astext()), self.inside(each[1]))  # type: ignore[arg-type]  # option and description
            for each in node.children
            if isinstance(each, docnodes.option_list_item)
        )
        self.add(call("terms", *items))
        raise docnodes.SkipNode

    def visit_line_block(self, node: Element) -> None:
        """Set lines as they are."""
        self.anchors(node)
        self.add(call("lines", array(self._items(node))))
        raise docnodes.SkipNode

    # -- what is set apart ----------------------------------------------------------------------

    def visit_block_quote(self, node: Element) -> None:
        """Set a quotation with its source."""
        self._quotation("epigraph" if "epigraph" in node["classes"] else "quotation", node)

    def visit_pull_quote(self, node: Element) -> None:
        """Set a sentence of the article large."""
        self._quotation("pull-quote", node)

    def _quotation(self, name: str, node: Element) -> None:
        self.anchors(node)
        said = [each for each in node.children if not isinstance(each, docnodes.attribution)]
        sources = [each for each in node.children if isinstance(each, docnodes.attribution)]
        source = self.inside(sources[0]) if sources else None
        self.add(call(name, self.children(said, node), source))
        raise docnodes.SkipNode

    def _remark(self, node: Element) -> None:
        """Set a remark under its label."""
        self.anchors(node)
        label, rest = str(admonitionlabels.get(node.tagname, "")), node.children
        title: Code = string(label)
        if rest and isinstance(rest[0], docnodes.title):
            title, rest = self.inside(rest[0]), rest[1:]
        self.add(call("remark", title, self.children(rest, node)))
        raise docnodes.SkipNode

    visit_admonition = visit_attention = visit_caution = visit_danger = visit_error = _remark
    visit_hint = visit_important = visit_note = visit_tip = visit_warning = visit_seealso = _remark
    visit_topic = visit_sidebar = visit_versionmodified = _remark

    def visit_literal_block(self, node: Element) -> None:
        """Set code, in one colour: what colours mean on a screen is lost on paper."""
        self.anchors(node)
        self.add(call("code", node.astext()))
        raise docnodes.SkipNode

    visit_doctest_block = visit_literal_block

    # -- tables ---------------------------------------------------------------------------------

    def visit_table(self, node: Element) -> None:
        """Set a table; the cells of its head are header cells, those at its side are bold."""
        self.anchors(node)
        title = node.next_node(docnodes.title)
        [group] = [each for each in node.children if isinstance(each, docnodes.tgroup)]
        stubs = [bool(each.get("stub")) for each in group.findall(docnodes.colspec)]
        weights = [int(each.get("colwidth", 1)) for each in group.findall(docnodes.colspec)]
        heads, rows = self._rows(group, docnodes.thead), self._rows(group, docnodes.tbody, stubs)
        self.add(call(
            "data-table", heads, rows, columns=len(stubs) or 1,
            widths=array(weights) if "colwidths-given" in node["classes"] else None,
            title=self.inside(title) if title is not None and title.parent is node else None,
        ))  # fmt: skip
        raise docnodes.SkipNode

    def _rows(self, group: Element, kind: type[Element], stubs: list[bool] | None = None) -> Code:
        """Return the rows of the head or the body as arrays of cells."""
        found = [row for part in group.children if isinstance(part, kind) for row in part.children]
        return array(array(self._cells(row, stubs or [])) for row in found)

    def _cells(self, row: Any, stubs: list[bool]) -> list[Code]:
        return [
            call(
                "cell", self.inside(cell),
                across=int(cell.get("morecols", 0)) + 1, down=int(cell.get("morerows", 0)) + 1,
                head=bool(stubs and number < len(stubs) and stubs[number]),
                side=_side(cell),
            )
            for number, cell in enumerate(row.children)
        ]  # fmt: skip

    # -- containers, which say nothing themselves -------------------------------------------------

    def _hold(self, node: Element) -> None:
        """Show what the node holds."""
        self.anchors(node)

    def _held(self, node: Element) -> None:
        """Nothing was begun."""

    visit_container = visit_compound = visit_list_item = visit_definition = visit_term = _hold
    depart_container = depart_compound = depart_list_item = depart_definition = _held
    depart_term = _held
    visit_line = visit_hlist = visit_hlistcol = visit_glossary = visit_legend = _hold
    depart_line = depart_hlist = depart_hlistcol = depart_glossary = depart_legend = _held
    visit_field_name = visit_field_body = visit_entry = visit_label = _hold
    depart_field_name = depart_field_body = depart_entry = depart_label = _held
    visit_option_group = visit_description = visit_attribution = visit_figure = _hold
    depart_option_group = depart_description = depart_attribution = depart_figure = _held
    visit_start_of_file = visit_decoration = _hold
    depart_start_of_file = depart_decoration = _held

    def visit_caption(self, node: Element) -> None:
        """Set the caption of a block of code."""
        self.wrapped("rubric", node)

    # -- notes ----------------------------------------------------------------------------------

    def visit_footnote(self, node: Element) -> None:
        """Set a note with its mark, which leads back to where it is cited."""
        self.add(self.note(node))
        raise docnodes.SkipNode

    visit_citation = visit_footnote

    def note(self, node: Element) -> Code:
        """Return a note: its mark, the place to which it leads back, what it says."""
        label = node.next_node(docnodes.label)
        rest = [each for each in node.children if not isinstance(each, docnodes.label)]
        back = next((f"{self.chapter}#{each}" for each in node["backrefs"]), None)
        return call(
            "note",
            label.astext() if label is not None else "",
            self.children(rest, node),
            place=f"{self.chapter}#{node['ids'][0]}" if node["ids"] else None,
            back=back,
        )


_SIDES = ("text-left", "text-center", "text-right")


def _side(cell: Element) -> str:
    """Return to which side what is in a cell stands."""
    sides = (each.removeprefix("text-") for each in cell["classes"] if each in _SIDES)
    return next(sides, "left")


def _is_item(parent: Element) -> Any:
    return lambda node: isinstance(node, docnodes.definition_list_item) and node.parent is parent
