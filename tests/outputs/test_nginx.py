"""The site as a host serves it: a real nginx with the configuration that hosts are given."""

from __future__ import annotations

import gzip
import re
import time
import urllib.error
import urllib.request
from contextlib import ExitStack
from typing import TYPE_CHECKING, NamedTuple

import pytest

import nginx
from outputs import tools
from outputs.visits import POLICY, every_kind

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from http.client import HTTPMessage
    from pathlib import Path

    from playwright.sync_api import Browser

    from outputs.conftest import Site
    from outputs.visits import Visit

YEAR = "public, max-age=31536000, immutable"

HEADERS = {
    "Content-Security-Policy": POLICY,
    "Strict-Transport-Security": "max-age=31536000",
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "strict-origin-when-cross-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=(), payment=(), usb=()",
    "Cross-Origin-Opener-Policy": "same-origin",
}

NOWHERE = ("nothing", "issues/2031/99/nothing/index.html", "_images/none.jpg", "_images/")


class Answer(NamedTuple):
    status: int
    headers: HTTPMessage
    body: bytes


class _Unfollowed(urllib.request.HTTPRedirectHandler):
    """Follows no redirect, so that it is seen."""

    def redirect_request(self, *args):  # noqa: ARG002  (urllib's signature)
        return None


def get(address: str, **headers: str) -> Answer:
    request = urllib.request.Request(address, headers=headers)
    try:
        with urllib.request.build_opener(_Unfollowed).open(request, timeout=10) as response:
            return Answer(response.status, response.headers, response.read())
    except urllib.error.HTTPError as error:
        with error:
            return Answer(error.code, error.headers, error.read())


@pytest.fixture(scope="session")
def logs(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the folder that takes what nginx writes."""
    return tmp_path_factory.mktemp("nginx")


@pytest.fixture(scope="session")
def addresses(logs: Path, sites: list[Site], japanese: Site) -> Iterator[dict[str, str]]:
    """Serve the sites; stands in the place of the simple server of the other browser checks."""
    tools.need("nginx")
    with ExitStack() as stack:
        yield {
            site.name: stack.enter_context(nginx.serving(site.folder, logs / site.name))
            for site in (*sites, japanese)
        }


@pytest.fixture
def home(addresses: dict[str, str]) -> str:
    return addresses["real"]


def test_every_kind_of_file_comes_with_all_headers(home: str, real: Site) -> None:
    files = [path.relative_to(real.folder) for path in real.folder.rglob("*.*") if path.is_file()]
    kinds = {path.suffix: path.as_posix() for path in files if not path.as_posix().startswith(".")}
    assert kinds.keys() >= {".html", ".css", ".js", ".jpg", ".woff2"}

    for name in [*kinds.values(), "", "issues/2023/09/", "issues/2023/09", "nothing", ".buildinfo"]:
        answer = get(home + name)

        sent = {header: answer.headers.get_all(header) for header in HEADERS}
        assert sent == {header: [value] for header, value in HEADERS.items()}, name
        assert len(answer.headers.get_all("Cache-Control")) == 1, name
        assert answer.headers["Server"] == "nginx", name


@pytest.mark.parametrize(
    ("pattern", "kind"),
    [
        ("index.html", "text/html; charset=utf-8"),
        ("_static/*.css", "text/css; charset=utf-8"),
        ("_static/search.js", "application/javascript; charset=utf-8"),
        ("_static/icon.svg", "image/svg+xml"),
        ("_images/*.jpg", "image/jpeg"),
        ("_static/fonts/*.woff2", "font/woff2"),
        ("issues/2023/09/*.ris", "application/x-research-info-systems; charset=utf-8"),
        ("issues/2023/09/*.bib", "application/x-bibtex; charset=utf-8"),
        ("issues/2023/09/*.json", "application/json; charset=utf-8"),
    ],
)
def test_a_file_says_what_it_is_and_in_which_letters(
    home: str, real: Site, pattern: str, kind: str
) -> None:
    path = next(iter(sorted(real.folder.glob(pattern))))

    answer = get(home + path.relative_to(real.folder).as_posix())

    assert answer.status == 200
    assert answer.headers["Content-Type"] == kind


def test_what_is_named_by_its_content_is_kept_for_a_year_and_a_page_for_minutes(
    home: str, real: Site
) -> None:
    page = real.pages["issues/2023/09/index.html"]
    here = home + "issues/2023/09/"
    stylesheets = [link["href"] for link in page.select('link[href*="?v="]')]
    pictures = [image["src"] for image in page.select("img")]

    assert stylesheets
    assert pictures
    assert {_cached(here + each) for each in [*stylesheets, *pictures]} == {YEAR}
    assert _cached(here) == _cached(home + "searchindex.js") == "public, max-age=300"
    assert "immutable" not in _cached(home + "_static/icon.svg")
    assert "immutable" not in _cached(home + "about/?/_images/")
    assert _cached(home + "nothing") == _cached(home + "_images/none.jpg") == "no-cache"


def _cached(address: str) -> str:
    return get(address).headers["Cache-Control"]


def test_a_copy_that_is_still_good_is_not_sent_again(home: str) -> None:
    known = get(home).headers["ETag"]

    answer = get(home, **{"If-None-Match": known})

    assert answer.status == 304
    assert answer.body == b""
    assert answer.headers["Cache-Control"] == "public, max-age=300"


def test_pictures_may_be_shown_by_feed_readers_and_nothing_else_by_others(
    home: str, real: Site
) -> None:
    picture = next(iter(sorted(real.folder.glob("_images/*")))).name

    header = "Cross-Origin-Resource-Policy"
    assert get(f"{home}_images/{picture}").headers[header] == "cross-origin"
    assert get(home).headers[header] == get(home + "nothing").headers[header] == "same-origin"


def test_text_is_sent_compressed_and_pictures_as_they_are(home: str, real: Site) -> None:
    names = ["index.html", "_static/glocal.css", "searchindex.js"]
    for name in names:
        answer = get(home + name, **{"Accept-Encoding": "gzip"})

        assert answer.headers["Content-Encoding"] == "gzip", name
        assert answer.headers["Vary"] == "Accept-Encoding", name
        assert gzip.decompress(answer.body) == (real.folder / name).read_bytes(), name
        assert "Content-Encoding" not in get(home + name).headers, name

    picture = next(iter(sorted(real.folder.glob("_images/*.jpg"))))
    answer = get(f"{home}_images/{picture.name}", **{"Accept-Encoding": "gzip"})
    assert "Content-Encoding" not in answer.headers
    assert answer.body == picture.read_bytes()


def test_what_was_compressed_beforehand_is_sent_as_it_is(tmp_path: Path) -> None:
    tools.need("nginx")
    site = tmp_path / "site"
    site.mkdir()
    (site / "index.html").write_text("now", encoding="utf-8")
    (site / "index.html.gz").write_bytes(gzip.compress(b"beforehand"))

    with nginx.serving(site, tmp_path / "nginx") as address:
        answer = get(address, **{"Accept-Encoding": "gzip"})

    assert gzip.decompress(answer.body) == b"beforehand"


def test_a_folder_without_its_slash_leads_to_its_page_on_the_same_host(home: str) -> None:
    answer = get(home + "issues/2023/09")

    assert answer.status == 301
    assert answer.headers["Location"] == "/issues/2023/09/"


@pytest.mark.parametrize("path", [".buildinfo", ".glocal/manifest.json", "404.html"])
def test_what_is_no_page_for_readers_is_not_there(home: str, path: str) -> None:
    assert get(home + path).status == 404


def test_a_challenge_of_a_certificate_authority_is_answered(tmp_path: Path) -> None:
    tools.need("nginx")
    challenge = tmp_path / "site" / ".well-known" / "acme-challenge" / "token"
    challenge.parent.mkdir(parents=True)
    challenge.write_text("answer", encoding="utf-8")

    with nginx.serving(tmp_path / "site", tmp_path / "nginx") as address:
        answer = get(f"{address}.well-known/acme-challenge/token")

    assert answer.body == b"answer"


def test_the_log_knows_no_reader_and_no_search(home: str, logs: Path) -> None:
    get(home + "search.html?q=zeppelin", **{"User-Agent": "Reader/1", "Referer": "https://from/"})
    get(home + "moved/page.html")

    written = _read_once(logs / "real" / "monthly-glocal-news.log", "/moved/page.html")
    errors = (logs / "real" / "monthly-glocal-news-errors.log").read_text(encoding="utf-8")

    assert re.search(r"(?m)^\S+ GET /search\.html 200 \d+$", written)
    assert re.search(r"(?m)^\S+ GET /moved/page\.html 404 \d+$", written)
    assert errors == ""
    for private in ("127.0.0.1", "zeppelin", "Reader/1", "https://from/"):
        assert private not in written


def _read_once(log: Path, word: str) -> str:
    """Return the log once it has *word*: nginx writes a line after its answer was sent."""
    until = time.monotonic() + nginx.PATIENCE
    while word not in (written := log.read_text(encoding="utf-8")) and time.monotonic() < until:
        time.sleep(0.02)
    return written


@every_kind
def test_the_browser_has_nothing_to_say_under_the_headers_of_the_host(
    visit: Callable[..., Visit],
    kind: str,
) -> None:
    visited = visit(kind)

    not_found = "the server responded with a status of 404" if kind == "not found" else "-"
    assert [said for said in visited.console if not_found not in said] == []
    assert visited.elsewhere == []
    assert visited.page.locator("h1").count() == 1


@pytest.mark.parametrize("path", NOWHERE[:2])
def test_a_reader_who_is_lost_finds_the_way_from_any_depth(
    browser: Browser, home: str, path: str
) -> None:
    context = browser.new_context()
    page = context.new_page()
    said: list[str] = []
    failed: list[str] = []
    page.on("console", lambda message: said.append(message.text))
    page.on("requestfailed", lambda request: failed.append(request.url))
    page.on("response", lambda each: failed.append(each.url) if each.status != 200 else None)

    response = page.goto(home + path)

    links = page.locator("a[href]").evaluate_all("links => links.map(link => link.href)")
    styled = page.evaluate("[...document.styleSheets].reduce((n, s) => n + s.cssRules.length, 0)")
    page.evaluate(tools.AXE.read_text(encoding="utf-8"))
    found = page.evaluate("axe.run(document, {resultTypes: ['violations']})")
    context.close()
    assert response.status == 404
    assert failed == [home + path]
    assert [each for each in said if "404" not in each] == []
    assert styled > 10
    assert [each["id"] for each in found["violations"]] == []
    addresses = {link.partition("#")[0] for link in links if link.startswith(home)} - {home + path}
    assert {f"{home}index.html", f"{home}search.html"} <= addresses
    assert {get(each).status for each in addresses} == {200}


def test_every_place_where_nothing_is_says_so(home: str) -> None:
    lost = [get(home + path) for path in NOWHERE]

    assert {answer.status for answer in lost} == {404}
    assert {answer.headers["Cache-Control"] for answer in lost} == {"no-cache"}
    assert len({answer.body for answer in lost}) == 1
    assert b"<h1>Page not found</h1>" in lost[0].body
