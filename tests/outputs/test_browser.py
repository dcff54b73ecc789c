from __future__ import annotations

import functools
import re
import threading
import unicodedata
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from typing import TYPE_CHECKING, Any

import pytest

from outputs import tools

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from playwright.sync_api import Browser, Page

    from outputs.conftest import Site

# Nothing but the site's own files, and no exception for anything written in a page.
POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; font-src 'self'; "
    "connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)

RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]

NARROWEST = 320

KINDS = {
    "home": ("real", "index.html"),
    "volume": ("real", "issues/2023/index.html"),
    "issue": ("real", "issues/2023/09/index.html"),
    "partnership": ("real", "partnerships/marugame-willich/index.html"),
    "place": ("real", "places/marugame/index.html"),
    "partnerships": ("real", "partnerships/index.html"),
    "about": ("real", "about/index.html"),
    "search": ("real", "search.html"),
    "results": ("real", "search.html?q=Marugame"),
    "no results": ("real", "search.html?q=zeppelin"),
    "every construct": ("kitchen", "issues/2031/05/index.html"),
    "lists": ("kitchen", "partnerships/index.html"),
    "ended partnership": ("kitchen", "partnerships/east-bay-north-river/index.html"),
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


@pytest.fixture(scope="session")
def addresses(browser: Browser, real: Site, kitchen: Site) -> Iterator[dict[str, str]]:
    with serving(real) as first, serving(kitchen) as second:
        yield {"real": first, "kitchen": second}


@dataclass
class Visit:
    """A page that was opened, with what the browser had to say of it."""

    page: Page
    home: str
    console: list[str] = field(default_factory=list)
    elsewhere: list[str] = field(default_factory=list)


@pytest.fixture
def visit(browser: Browser, addresses: dict[str, str]) -> Iterator[Callable[..., Visit]]:
    """Open a kind of page, at 1280 pixels and in the light unless something else is asked for."""
    contexts = []

    def open_page(kind: str, *, width: int = 1280, css: bool = True, **options: Any) -> Visit:
        site, path = KINDS[kind]
        context = browser.new_context(viewport={"width": width, "height": 800}, **options)
        contexts.append(context)
        page = context.new_page()
        found = Visit(page, addresses[site])
        page.add_init_script(REPORT_VIOLATIONS)
        page.on("console", lambda message: found.console.append(message.text))
        page.on("pageerror", lambda error: found.console.append(str(error)))
        page.on("request", lambda request: note_elsewhere(found, request.url))
        if not css:
            page.route("**/*.css*", lambda route: route.fulfill(body="", content_type="text/css"))
        page.goto(found.home + path)
        if "?q=" in path and options.get("java_script_enabled", True):
            wait_for_results(page)
        return found

    yield open_page
    for context in contexts:
        context.close()


def note_elsewhere(found: Visit, url: str) -> None:
    if not url.startswith(found.home):
        found.elsewhere.append(url)


def wait_for_results(page: Page) -> None:
    """Wait until the search says that it is done: results come in one by one."""
    done = re.compile("Search finished|did not match")
    page.locator("#search-results .search-summary", has_text=done).wait_for()


@every_kind
@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [360, 1280])
def test_axe_finds_nothing_and_the_browser_has_nothing_to_say(
    visit: Callable[..., Visit], kind: str, width: int, scheme: str
) -> None:
    visited = visit(kind, width=width, color_scheme=scheme, reduced_motion="reduce")
    page = visited.page

    page.evaluate(tools.AXE.read_text(encoding="utf-8"))
    found = page.evaluate(
        "rules => axe.run(document, {runOnly: rules, resultTypes: ['violations']})", RULES
    )

    assert [
        (each["id"], node["target"], node["failureSummary"])
        for each in found["violations"]
        for node in each["nodes"]
    ] == []
    assert found["passes"]
    assert visited.console == []
    assert visited.elsewhere == []


@every_kind
def test_no_page_is_wider_than_a_small_telephone(visit: Callable[..., Visit], kind: str) -> None:
    page = visit(kind, width=NARROWEST).page

    assert page.evaluate("document.documentElement.scrollWidth") <= NARROWEST
    assert (
        page.evaluate(
            """width => [...document.querySelectorAll("main *")].filter(element =>
             !element.closest(".table, pre") && element.getBoundingClientRect().right > width + 1
           ).map(element => element.outerHTML.slice(0, 100))""",
            NARROWEST,
        )
        == []
    )


@every_kind
@pytest.mark.parametrize("css", [True, False], ids=["styled", "plain"])
def test_without_script_all_text_of_a_page_is_shown_in_its_order(
    visit: Callable[..., Visit], sites: list[Site], kind: str, css: bool
) -> None:
    page = visit(kind, css=css, java_script_enabled=False).page
    for disclosure in page.locator("summary").all():
        disclosure.click()
    site, path = KINDS[kind]
    source = next(each for each in sites if each.name == site).pages[path.partition("?")[0]]

    shown = page.locator("body").inner_text()

    written = source.body.get_text()
    assert _letters(shown) == _letters(written)


def test_without_script_and_style_the_issue_reads_as_the_seed_does(
    visit: Callable[..., Visit], seed: list[str]
) -> None:
    page = visit("issue", css=False, java_script_enabled=False).page

    text = " ".join(page.locator("main").inner_text().split())

    places = [text.find(" ".join(block.split())) for block in seed[3:]]
    assert -1 not in places
    assert places == sorted(places)


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("lavender", {"issues/2023/09/index.html"}),
        ("pagoda tree", {"issues/2023/09/index.html"}),
        ("Willich", {"issues/2023/09/index.html", "partnerships/marugame-willich/index.html"}),
        ("Queensland", {"issues/2023/09/index.html", "places/queensland/index.html"}),
    ],
)
def test_a_search_typed_by_a_reader_finds_the_issue_and_the_records(
    visit: Callable[..., Visit], words: str, expected: set[str]
) -> None:
    visited = visit("search")
    page = visited.page
    page.get_by_role("searchbox").fill(words)
    page.keyboard.press("Enter")
    wait_for_results(page)

    found = {
        link.removeprefix(visited.home).partition("#")[0].partition("?")[0]
        for link in page.locator("#search-results li a").evaluate_all(
            "links => links.map(link => link.href)"
        )
    }

    assert expected <= found
    assert visited.console == []


def test_a_search_for_what_is_nowhere_says_so(visit: Callable[..., Visit]) -> None:
    page = visit("no results").page

    assert "did not match any documents" in page.locator("#search-results").inner_text()
    assert page.locator("#search-results li").count() == 0


@every_kind
def test_the_first_key_leads_to_a_link_past_the_masthead(
    visit: Callable[..., Visit], kind: str
) -> None:
    page = visit(kind, reduced_motion="reduce").page
    page.evaluate("document.activeElement.blur()")

    page.keyboard.press("Tab")
    link = page.locator(":focus")

    assert link.inner_text() == "Skip to the text"
    box = link.bounding_box()
    assert box["x"] >= 0
    assert box["y"] >= 0
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.matches('main')")


@every_kind
def test_every_link_and_control_is_reached_by_key_in_the_order_of_the_page(
    visit: Callable[..., Visit], kind: str
) -> None:
    page = visit(kind).page
    page.evaluate("document.activeElement.blur()")
    count = page.evaluate(
        """() => [...document.querySelectorAll("a[href], input, button, summary, [tabindex='0']")]
             .map((element, number) => element.dataset.number = number).length"""
    )

    reached = []
    for _ in range(count):
        page.keyboard.press("Tab")
        reached.append(page.evaluate("Number(document.activeElement.dataset.number ?? -1)"))

    assert reached == list(range(count))


def _letters(text: str) -> str:
    """Return *text* without spaces, its formulas in upright letters: a browser slants them."""
    return unicodedata.normalize("NFKC", "".join(text.split())).casefold()
