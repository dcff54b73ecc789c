"""The e-book through Sphinx's own builder, with this publication's nodes and pictures."""

from __future__ import annotations

import html
import shutil
from pathlib import Path
from typing import Any

from sphinx.builders.epub3 import Epub3Builder

from glocal_ext.builders.pictures import PublishedPictures
from glocal_ext.render.xhtml import XHTMLTranslator


class EpubBuilder(PublishedPictures, Epub3Builder):
    """Registered in the place of Sphinx's ``epub``."""

    name = "epub"
    default_translator_class = XHTMLTranslator

    def init(self) -> None:
        """Begin with an empty folder: Sphinx packs whatever lies in it, withdrawn pages too."""
        if (Path(self.outdir) / "META-INF").is_dir():  # a folder that this builder made
            shutil.rmtree(self.outdir)
        Path(self.outdir).mkdir(parents=True, exist_ok=True)
        super().init()

    def copy_image_files(self) -> None:
        """Publish the pictures of all documents."""
        self.publish_pictures(Path(self.outdir) / self.imagedir)

    def get_toc(self) -> None:
        """List the documents in the order of the tree: no page has a toctree."""
        self.refnodes: list[dict[str, Any]] = []
        for docname in self._in_order():
            title = self.env.titles.get(docname)
            self.refnodes.append({
                "level": 1,
                "refuri": self.get_target_uri(docname),
                "text": html.escape(title.astext() if title is not None else docname),
            })  # fmt: skip

    def _in_order(self) -> list[str]:
        order: list[str] = []
        waiting = [self.config.root_doc]
        while waiting:
            docname = waiting.pop(0)
            if docname not in order:
                order.append(docname)
                waiting = [*self.env.toctree_includes.get(docname, ()), *waiting]
        return [docname for docname in order if docname in self.env.found_docs]
