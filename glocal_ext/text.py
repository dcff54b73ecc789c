"""Inline nodes that several directives and transforms build."""

from __future__ import annotations

from typing import TYPE_CHECKING

from docutils import nodes
from sphinx import addnodes

if TYPE_CHECKING:
    from collections.abc import Callable

    from glocal_ext.core.model import Source
    from glocal_ext.core.names import Languages


def in_language(text: str, language: str) -> nodes.inline:
    """Return *text* marked as being in *language* (BCP 47), as docutils marks it."""
    return nodes.inline("", text, classes=[f"language-{language}"])


def runs(text: str, languages: Languages) -> list[nodes.Node]:
    """Return *text* with its runs in other languages marked."""
    return [
        in_language(run, language) if language else nodes.Text(run)
        for run, language in languages.runs(text)
    ]


def record_link(kind: str, record_id: str, children: list[nodes.Node]) -> addnodes.pending_xref:
    """Return a link to a record's page, resolved for each output when it is written."""
    content = nodes.inline("", "", *children, classes=["record"])
    return addnodes.pending_xref(
        "", content, refdomain="glocal", reftype=kind, reftarget=record_id, refexplicit=True
    )


def source_link(source: Source, text: str) -> nodes.reference:
    """Return a link to a source in the document's own list of sources."""
    return nodes.reference(
        "", text, internal=True, refid=source_id(source.key), glocal_source=source.key
    )


def source_id(key: str) -> str:
    """Return the id of a source's entry in a document's list; no target has an underscore."""
    return f"source_{nodes.make_id(key)}"


_PASSED_OVER = (
    nodes.literal,
    nodes.literal_block,
    nodes.math,
    nodes.math_block,
    nodes.comment,
    nodes.Invisible,
)


def mark_runs(document: nodes.document, split: Callable[[str], list[nodes.Node]]) -> None:
    """Put what *split* makes of a text in its place, where a run in it has a language.

    What is code or a formula, and what somebody marked, stays as it is.
    """
    for text in list(document.findall(nodes.Text)):
        parts = split(str(text)) if not _is_marked(text) else []
        if any(not isinstance(part, nodes.Text) for part in parts):
            text.parent.replace(text, parts)


def _is_marked(text: nodes.Text) -> bool:
    node: nodes.Node | None = text.parent
    while node is not None:
        if isinstance(node, _PASSED_OVER):
            return True
        if isinstance(node, nodes.Element) and any(
            name.startswith("language-") for name in node["classes"]
        ):
            return True
        node = node.parent
    return False
