"""A photo of a document as the site publishes it, for pages that are not the document's own."""

from __future__ import annotations

from pathlib import PurePosixPath
from typing import TYPE_CHECKING, NamedTuple
from urllib.parse import quote

from glocal_ext.photos.publish import published_size
from glocal_ext.tracking import tracking

if TYPE_CHECKING:
    from sphinx.environment import BuildEnvironment

    from glocal_ext.issues.domain import PhotoRow


class Published(NamedTuple):
    """A picture's file as an address writes it, and its size in pixels."""

    file: str
    width: int
    height: int


def published(env: BuildEnvironment, docname: str, photo: PhotoRow) -> Published | None:
    """Return how *photo* of *docname* is published; `None` where no such file is."""
    name = tracking(env).data["pictures"].get(docname, {}).get(photo.uri)
    if name is None:
        return None
    size = published_size(photo.width, photo.height, PurePosixPath(name).suffix)
    return Published(quote(name), *size)
