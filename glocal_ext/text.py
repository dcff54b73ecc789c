"""Inline nodes that several directives and transforms build."""

from __future__ import annotations

from typing import TYPE_CHECKING

from docutils import nodes
from sphinx import addnodes

from glocal_ext.core.names import japanese_runs

if TYPE_CHECKING:
    from glocal_ext.core.model import Registry, Source


def in_language(text: str, language: str) -> nodes.inline:
    """Return *text* marked as being in *language* (BCP 47), as docutils marks it."""
    return nodes.inline("", text, classes=[f"language-{language}"])


def runs(text: str, registry: Registry) -> list[nodes.Node]:
    """Return *text* with its Japanese and Chinese runs marked."""
    return [
        in_language(run, language) if language else nodes.Text(run)
        for run, language in japanese_runs(text, registry.name_languages)
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
    """Return the id of a source's entry in a document's list."""
    return f"source-{nodes.make_id(key)}"
