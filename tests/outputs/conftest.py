"""The sites and e-books that the checks look at, built once a test session."""

from __future__ import annotations

import fcntl
import io
import os
import shutil
from contextlib import ExitStack
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any

import pytest
from bs4 import BeautifulSoup
from sphinx.application import Sphinx
from sphinx.util.console import strip_colors

from cameras import scene
from conftest import one_build
from outputs import tools
from outputs.tools import ROOT
from outputs.visits import (
    KINDS,
    REPORT_VIOLATIONS,
    Visit,
    note_elsewhere,
    serving,
    wait_for_results,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from bs4 import Tag
    from playwright.sync_api import Browser

SEED = ROOT / "tests" / "data" / "seed-2023-09.txt"

KITCHEN_PHOTOS = {
    "signing.jpg": (1600, 1067),
    "写真 二.jpg": (1500, 1000),
    "tall.jpg": (900, 1350),
    "panorama.jpg": (2400, 600),
    "half.png": (640, 480),
    "door.jpg": (1600, 1067),
    "river.jpg": (2400, 600),
}
LONG_PHOTOS = {
    "steps.jpg": (1200, 800),
    "weir.jpg": (1600, 1067),
    "mill.jpg": (800, 1200),
    "square.jpg": (900, 900),
    "panorama.jpg": (2400, 400),
    "fish.jpg": (1600, 900),
    "tower.jpg": (900, 1800),
    "panorama2.jpg": (2400, 700),
    "square2.jpg": (700, 700),
}
"""Long and tall ones, squares, one six times as wide as it is high: as photos come."""

ROOTS = {"kitchen": KITCHEN_PHOTOS, "long": LONG_PHOTOS}
"""The projects in tests/roots, and the photos of their issue of May 2031."""


FONTS = ROOT / "tests" / "outputs" / "fonts.conf"
ARGUMENTS = [
    "--no-sandbox", "--disable-gpu", "--disable-background-networking",
    "--disable-component-update", "--disable-sync", "--no-first-run",
]  # fmt: skip


@dataclass(frozen=True)
class Site:
    """A site as it was built: its folder and its pages."""

    name: str
    folder: Path

    @cached_property
    def pages(self) -> dict[str, BeautifulSoup]:
        """All pages, parsed, by their paths in the site."""
        return {
            path.relative_to(self.folder).as_posix(): _parsed(path)
            for path in sorted(self.folder.rglob("*.html"))
            if "_static" not in path.relative_to(self.folder).parts
        }


def _parsed(path: Path) -> BeautifulSoup:
    return BeautifulSoup(path.read_bytes(), "html5lib")


def _copy(project: str, root: Path) -> None:
    """Copy a project of tests/roots to *root* and give it its photos."""
    shutil.copytree(ROOT / "tests" / "roots" / project, root)
    for number, (name, size) in enumerate(ROOTS[project].items()):
        scene(size, number).save(root / "source" / "issues" / "2031" / "05" / name)


def _build(root: Path, folder: Path, builder: str, **options: str) -> None:
    """Build *root*, finding fault with everything; a warning is a failure."""
    warnings = io.StringIO()
    with one_build(root):
        app = Sphinx(
            root / "source",
            root,
            folder / builder,
            folder / "doctrees",
            builder,
            confoverrides={
                "nitpicky": True,
                "glocal_epub_folder": str(folder / "epub"),
                "glocal_pdf_folder": str(folder / "pdf"),
                **options,
            },
            status=None,
            warning=warnings,
        )
        app.build()
    if warnings.getvalue():
        pytest.fail(strip_colors(warnings.getvalue()))


@pytest.fixture(scope="session")
def built(tmp_path_factory: pytest.TempPathFactory) -> Callable[[str, str], Path]:
    """Build a project as "html", "epub" or "pdf", once for all workers; its site offers the others.

    It is "real", one of `ROOTS`, or "japanese": the real one in a frame in Japanese.
    """
    shared = tmp_path_factory.getbasetemp()
    if "PYTEST_XDIST_WORKER" in os.environ:
        shared = shared.parent

    def build(project: str, builder: str) -> Path:
        folder = shared / f"outputs-{project}"
        folder.mkdir(exist_ok=True)
        with (folder / "lock").open("w") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)  # let go of when the file is closed
            for each in dict.fromkeys(("epub", "pdf", builder)):
                done = folder / f"{each}.done"
                if not done.exists():
                    root = folder / project if project in ROOTS else ROOT
                    if not root.exists():
                        _copy(project, root)
                    options = {"language": "ja"} if project == "japanese" else {}
                    _build(root, folder, each, **options)
                    done.touch()
        return folder / builder

    return build


@pytest.fixture(scope="session")
def real(built: Callable[[str, str], Path]) -> Site:
    """Return the site of this publication, from its own conf.py, source and data."""
    return Site("real", built("real", "html"))


@pytest.fixture(scope="session")
def kitchen(built: Callable[[str, str], Path]) -> Site:
    """Return the site of a publication that uses everything that the contract has."""
    return Site("kitchen", built("kitchen", "html"))


@pytest.fixture(scope="session")
def long(built: Callable[[str, str], Path]) -> Site:
    """Return the site of a publication with a long issue of awkward pictures."""
    return Site("long", built("long", "html"))


@pytest.fixture(scope="session")
def japanese(built: Callable[[str, str], Path]) -> Site:
    """Return the site of this publication in a frame in Japanese."""
    return Site("japanese", built("japanese", "html"))


@pytest.fixture(scope="session")
def sites(real: Site, kitchen: Site, long: Site) -> list[Site]:
    return [real, kitchen, long]


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    tools.need("chromium", "axe-core")
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        # Where a line breaks depends on fonts: one machine with more of them sees another page.
        browser = playwright.chromium.launch(
            executable_path=shutil.which("chromium"),
            args=ARGUMENTS,
            env={**os.environ, "FONTCONFIG_FILE": str(FONTS)},
        )
        yield browser
        browser.close()


@pytest.fixture(scope="session")
def seed() -> list[str]:
    """Return the seed's blocks, in order: the masthead's three, then those of the articles."""
    blocks: list[list[str]] = [[]]
    for line in SEED.read_text(encoding="utf-8").split("\n"):
        if line:
            blocks[-1].append(line)
        elif blocks[-1]:
            blocks.append([])
    return ["\n".join(block) for block in blocks if block]


@pytest.fixture(scope="session")
def text_of() -> Callable[[Tag], str]:
    """Return an element's text as a browser sets it: a line break is ``<br>`` alone."""

    def text(element: Tag) -> str:
        parts = []
        for node in element.descendants:
            if node.name == "br":
                parts.append("\n")
            elif isinstance(node, str):
                parts.append(str(node).replace("\n", " "))
        return "".join(parts).replace("\n ", "\n").strip(" ")

    return text


@pytest.fixture(scope="session")
def addresses(sites: list[Site], japanese: Site) -> Iterator[dict[str, str]]:
    """Serve the sites, and give their addresses."""
    with ExitStack() as stack:
        yield {site.name: stack.enter_context(serving(site)) for site in (*sites, japanese)}


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
