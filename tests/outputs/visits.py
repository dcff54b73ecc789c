"""How the checks open the sites: which kinds of page there are, the server, the browser."""

from __future__ import annotations

import functools
import re
import threading
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from collections.abc import Iterator

    from playwright.sync_api import Page

    from outputs.conftest import Site

# Nothing but the site's own files, and no exception for anything written in a page.
POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; font-src 'self'; "
    "connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)

NARROWEST = 320
"""The width of a small telephone in CSS pixels, as WCAG 1.4.10 has it."""

KINDS = {
    "home": ("real", "index.html"),
    "volume": ("real", "issues/2023/index.html"),
    "issue": ("real", "issues/2023/09/index.html"),
    "all issues": ("real", "issues/index.html"),
    "partnership": ("real", "partnerships/marugame-willich/index.html"),
    "place": ("real", "places/marugame/index.html"),
    "partnerships": ("real", "partnerships/index.html"),
    "anniversaries": ("real", "partnerships/anniversaries/index.html"),
    "index by country": ("real", "partnerships/by-country/index.html"),
    "about": ("real", "about/index.html"),
    "accessibility": ("real", "accessibility/index.html"),
    "not found": ("real", "404.html"),
    "search": ("real", "search.html"),
    "results": ("real", "search.html?q=Marugame"),
    "no results": ("real", "search.html?q=zeppelin"),
    "every construct": ("kitchen", "issues/2031/05/index.html"),
    "lists": ("kitchen", "partnerships/index.html"),
    "ended partnership": ("kitchen", "partnerships/east-bay-north-river/index.html"),
    "withdrawn partnership": ("kitchen", "partnerships/boat-race/index.html"),
    "corrections": ("real", "corrections/index.html"),
    "map of an issue": ("real", "issues/2023/09/map.html"),
    "enlarged photo": ("real", "issues/2023/09/photo-signing.html"),
    "long issue": ("long", "issues/2031/05/index.html"),
    "in Japanese": ("japanese", "issues/2023/09/index.html"),
}
every_kind = pytest.mark.parametrize("kind", KINDS)

# Said to the console, where the test listens: the event tells more than Chromium's message.
REPORT_VIOLATIONS = """
document.addEventListener("securitypolicyviolation", event =>
  console.error(`policy: ${event.violatedDirective} ${event.blockedURI} ${event.sample}`));
"""


class Handler(SimpleHTTPRequestHandler):
    """Serves a folder under the policy, in silence."""

    def end_headers(self) -> None:
        self.send_header("Content-Security-Policy", POLICY)
        super().end_headers()

    def copyfile(self, source: Any, outputfile: Any) -> None:
        """Send a file, unless the browser has gone on to another page."""
        with suppress(ConnectionError):
            super().copyfile(source, outputfile)

    def log_message(self, *args: object) -> None:
        pass


@contextmanager
def serving(site: Site) -> Iterator[str]:
    """Serve a site on this machine alone, and give its address."""
    handler = functools.partial(Handler, directory=str(site.folder))
    with ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        try:
            yield f"http://127.0.0.1:{server.server_port}/"
        finally:
            server.shutdown()
            thread.join()


@dataclass
class Visit:
    """A page that was opened, with what the browser had to say of it."""

    page: Page
    home: str
    console: list[str] = field(default_factory=list)
    elsewhere: list[str] = field(default_factory=list)


def note_elsewhere(found: Visit, url: str) -> None:
    if not url.startswith(found.home):
        found.elsewhere.append(url)


def wait_for_results(page: Page) -> None:
    """Wait until the search says what it found."""
    page.get_by_role("status").filter(has_text=re.compile("^(Nothing|[0-9])")).wait_for()
