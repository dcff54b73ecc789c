"""The page of an address at which there is nothing.

A server shows it at any depth, so its links cannot be relative to where it lies: they begin at
the root of the site, which is the path of ``html_baseurl`` or ``/``.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from sphinx.builders.html import StandaloneHTMLBuilder

from glocal_ext.site.head import NOT_FOUND

if TYPE_CHECKING:
    from collections.abc import Callable

    from sphinx.builders.html._assets import _CascadingStyleSheet


class NotFoundPage(StandaloneHTMLBuilder):
    """A builder of HTML that writes ``404.html``, with links that lead from anywhere."""

    def write_not_found(self) -> None:
        """Write the page, unless the publication has one of its own."""
        if NOT_FOUND not in self.env.found_docs | self.config.html_additional_pages.keys():
            self.handle_page(NOT_FOUND, {}, "404.html")

    def get_relative_uri(self, from_: str, to: str, typ: str | None = None) -> str:
        """Return the address of *to* on the page *from_*."""
        address = super().get_relative_uri(from_, to, typ)
        return self._root + address if from_ == NOT_FOUND else address

    def update_page_context(
        self, pagename: str, templatename: str, ctx: dict[str, Any], event_arg: Any
    ) -> None:
        """Have the templates' own links begin at the root, too."""
        super().update_page_context(pagename, templatename, ctx, event_arg)
        if pagename == NOT_FOUND:
            ctx["content_root"] = self._root
            ctx["pathto"] = _rooted(self._root, ctx["pathto"])
            ctx["css_tag"] = _rooted_tag(self._root, ctx["css_tag"])

    @property
    def _root(self) -> str:
        return f"{urlsplit(self.config.html_baseurl).path.rstrip('/')}/"


def _rooted(root: str, pathto: Callable[..., str]) -> Callable[..., str]:
    def rooted(*arguments: Any, **options: Any) -> str:
        address = pathto(*arguments, **options)
        return address if "://" in address else root + address

    return rooted


def _rooted_tag(
    root: str, css_tag: Callable[[_CascadingStyleSheet], str]
) -> Callable[[_CascadingStyleSheet], str]:
    def rooted(css: _CascadingStyleSheet) -> str:
        tag = css_tag(css)
        return tag if "://" in str(css.filename) else tag.replace(' href="', f' href="{root}')

    return rooted
