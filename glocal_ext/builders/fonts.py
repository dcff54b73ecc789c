"""The style sheet of a page with Japanese: which slices of the font it needs."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

from sphinx.builders.html import StandaloneHTMLBuilder
from sphinx.util.osutil import relative_uri

from glocal_ext.core.names import has_japanese
from glocal_ext.site.fonts import japanese_font
from glocal_ext.site.manifest import changed_only

if TYPE_CHECKING:
    from collections.abc import Mapping


class PageFonts(StandaloneHTMLBuilder):
    """A builder of HTML that writes such a style sheet beside each page that needs one."""

    def font_file(self, page: str) -> str:
        """Return the style sheet of *page*, there or not, by its path in the site."""
        return f"{page}-font.css"

    def has_font(self, page: str) -> bool:
        """Tell whether there is one."""
        return Path(self.outdir, self.font_file(page)).is_file()

    def write_font(self, page: str, context: Mapping[str, Any]) -> str:
        """Write the one that *page* needs for what its templates show; return its path."""
        parts = ("title", "body", "home", "articles", "previous", "following")
        shown = repr([context.get(part) for part in parts])
        file = Path(self.outdir, self.font_file(page))
        # A page in Japanese takes the reader's own font: it would need most of the slices.
        if not has_japanese(shown) or str(self.config.language).startswith("ja"):
            file.unlink(missing_ok=True)
            return ""
        static = relative_uri(self.get_target_uri(page), "_static")
        with changed_only(file) as temporary:
            temporary.write_text(japanese_font(shown, static), encoding="utf-8", newline="\n")
        return self.font_file(page)
