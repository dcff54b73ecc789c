"""Publish a periodical of photographs, articles and partnerships from MyST with Sphinx."""

__version__ = "0.1.0"

TYPE_CHECKING = False
if TYPE_CHECKING:
    from sphinx.application import Sphinx
    from sphinx.util.typing import ExtensionMetadata


def setup(app: "Sphinx") -> "ExtensionMetadata":
    """Register the extension with Sphinx."""
    from glocal_ext import extension  # noqa: PLC0415  (the version alone costs no import)

    return {"version": __version__, **extension.setup(app)}
