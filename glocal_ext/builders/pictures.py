"""Pictures in every output: named by content, never the originals."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from docutils import nodes
from sphinx.builders import Builder

from glocal_ext.log import Warn, warn
from glocal_ext.photos.publish import publish
from glocal_ext.tracking import tracking

if TYPE_CHECKING:
    from docutils.nodes import Node
    from sphinx.application import Sphinx


def collect_pictures(app: Sphinx, doctree: nodes.document) -> None:
    """Note under which name each picture of a document is published.

    A picture that no `Photo` examined (another extension's) has none and is left out.
    """
    env = app.env
    found: dict[str, str] = {}
    for image in list(doctree.findall(nodes.image)):
        if "published" in image:
            found[image["uri"]] = image["published"]
        else:
            message = f"The picture “{image['uri']}” is left out: show it with {{photo}}."
            warn(Warn.IMAGE, message, image)
            image.parent.remove(image)
    if found:
        tracking(env).data["pictures"][env.docname] = found


class PublishedPictures(Builder):
    """A builder that publishes what is made of pictures, under names made from their content."""

    def pictures(self) -> dict[str, str]:
        """Return all pictures of all documents: path from the source folder → name."""
        found: dict[str, str] = {}
        for pictures in tracking(self.env).data["pictures"].values():
            found |= pictures
        return dict(sorted(found.items()))

    def post_process_images(self, doctree: Node) -> None:
        """Give each image of a page its published name."""
        names = self.pictures_of_page
        for image in doctree.findall(nodes.image):
            if image["uri"] in names:
                self.images[image["uri"]] = names[image["uri"]]

    @property
    def pictures_of_page(self) -> dict[str, str]:
        """The pictures that a page may show; computed once a build."""
        if not hasattr(self, "_pictures"):
            self._pictures = self.pictures()
        return self._pictures

    def publish_pictures(self, folder: Path) -> set[str]:
        """Write what is missing in *folder*; return the names of all that belong there."""
        names: set[str] = set()
        for uri, name in self.pictures_of_page.items():
            target = folder / name
            if not target.is_file():
                try:
                    publish(Path(self.env.srcdir) / uri, target)
                except Exception as error:  # noqa: BLE001  (Pillow raises what it meets in a file)
                    warn(Warn.PHOTO_FILE, f"“{uri}” cannot be published: {error}.", None)
                    continue
            names.add(name)
        return names
