"""``{ruby}``: how a name in Chinese characters is read."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from docutils import nodes as docnodes
from sphinx.util.docutils import SphinxRole

from glocal_ext import nodes
from glocal_ext.log import Warn, warn

if TYPE_CHECKING:
    from docutils.nodes import Node, system_message

_WRITTEN = re.compile(
    r"(?P<text>[^()（）]*\S)\s*[(（](?P<reading>[^()（）]*\S[^()（）]*)[)）]", re.DOTALL
)


class RubyRole(SphinxRole):
    """A name with its reading set above it, written as ``{abbr}`` is: ``丸亀 (まるがめ)``."""

    def run(self) -> tuple[list[Node], list[system_message]]:
        """Return the name and its reading; the name alone, with a warning, without one."""
        text = docnodes.unescape(self.text).strip()
        match = _WRITTEN.fullmatch(text)
        if not match:
            message = "A reading stands in parentheses: {ruby}`丸亀 (まるがめ)`."
            warn(Warn.ROLE, f"{message} “{text}” has none.", (self.env.docname, self.lineno))
            return [docnodes.Text(text)], []
        name = match["text"].strip()
        reading = match["reading"].strip()
        return [nodes.ruby("", name, reading=reading, classes=["language-ja"])], []
