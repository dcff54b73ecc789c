"""Pages beside a document's own: photos enlarged, an issue's map; they work without script."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sphinx.builders.html import StandaloneHTMLBuilder

from glocal_ext.photos.publish import Picture
from glocal_ext.tracking import tracking

if TYPE_CHECKING:
    from collections.abc import Iterator

    from docutils import nodes


class EnlargedViews(StandaloneHTMLBuilder):
    """A builder of HTML that writes them along with their document.

    *views* are the pages of each document, *enlarged* is what a translator hands over.
    """

    views: dict[str, list[str]]
    enlarged: list[dict[str, Any]]

    def find_views(self) -> Iterator[tuple[str, list[str]]]:
        """Yield each document with the pages that show its photos enlarged."""
        shown, others = (tracking(self.env).data[key] for key in ("pictures", "views"))
        for document in shown.keys() | others.keys():
            folder = document.rpartition("/")[0]
            pictures = (Picture(*row).page for row in shown.get(document, {}).values())
            names = [*filter(None, pictures), *others.get(document, ())]
            pages = [f"{folder}/{name}".lstrip("/") for name in names]
            yield document, [page for page in pages if page not in self.env.found_docs]

    def write_doc(self, docname: str, doctree: nodes.document) -> None:
        """Write a document's page, and those that show its photos enlarged."""
        self.enlarged = []
        super().write_doc(docname, doctree)
        folder = docname.rpartition("/")[0]
        for view in self.enlarged:
            page = f"{folder}/{view['page']}".lstrip("/")
            if page in self.views.get(docname, ()):
                self.handle_page(page, {**view, "document": docname}, "photo.html")
