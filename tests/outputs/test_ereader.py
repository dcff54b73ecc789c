"""The e-books in a reader's hands: epub.js, which knows nothing of how they were made."""

from __future__ import annotations

import shutil
from contextlib import ExitStack
from typing import TYPE_CHECKING, NamedTuple

import pytest

from outputs import tools
from outputs.conftest import Site
from outputs.visits import Visit, note_elsewhere, serving

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from playwright.sync_api import Browser, FrameLocator

BOOKS = {
    "real": ("real", "monthly-glocal-news-2023-09.epub"),
    "kitchen": ("kitchen", "river-news-2031-05.epub"),
    "volume": ("kitchen", "river-news-2031.epub"),
}

ARTICLES = {
    "real": {
        "Willich and Marugame become sister cities": "Sister city relationship between Willich,",
        "Lavender links Kamaishi and Digne-les-Bains": "Legacy of the 30th anniversary of the",
        "Diplomats’ study tour in Kitakyushu": "Diplomat's Study Tour in the City of Kitakyushu",
        "Lusterware connects Iran and Japan": "“Lusterware” revived by a Japanese potter,",
        "Queensland’s Premier visits Osaka": "Expanding the relationship between Japan and",
    },
    "kitchen": {
        "North River and Southport become sister cities": "Sister city relationship between",
        "Tables, lists & code <with signs>": "Tables, lists & code <with signs>",
        "Dates and calls": "Dates and calls",
    },
}
"""What the contents call the articles of an issue, and how their headlines begin."""

READER = """\
<!DOCTYPE html>
<html lang="en">
<meta charset="utf-8">
<title>Reader</title>
<link rel="icon" href="data:,">
<div id="shown"></div>
<script src="jszip.min.js"></script>
<script src="epub.min.js"></script>
"""

OPEN = """async file => {
  window.book = ePub(file);
  window.shown = book.renderTo("shown", {width: 800, height: 600});
  await shown.display();
}"""

CONTENTS = """async () => {
  const flat = entries => entries.flatMap(each =>
    [[each.label.trim(), each.href], ...flat(each.subitems)]);
  return flat((await book.loaded.navigation).toc);
}"""

PICTURES = "() => Array.from(document.querySelector('#shown iframe').contentDocument.images)"


class Entry(NamedTuple):
    """A line of the contents, as the reader has read it."""

    label: str
    href: str


class Reader(Visit):
    """A book that is open."""

    @property
    def text(self) -> FrameLocator:
        """The document of the book that is shown."""
        return self.page.frame_locator("#shown iframe")

    def contents(self) -> list[Entry]:
        return [Entry(*each) for each in self.page.evaluate(CONTENTS)]

    def go_to(self, label: str) -> None:
        [href] = [each.href for each in self.contents() if each.label == label]
        self.page.evaluate("async href => { await shown.display(href); }", href)

    def widths(self) -> list[int]:
        """Return how wide the pictures are that are shown, 0 for one that is broken."""
        self.page.wait_for_function(f"({PICTURES})().every(each => each.complete)")
        return self.page.evaluate(f"({PICTURES})().map(each => each.naturalWidth)")


@pytest.fixture
def read(
    browser: Browser, built: Callable[[str, str], Path], tmp_path: Path
) -> Iterator[Callable[[str], Reader]]:
    """Open a book; when it is closed, nothing was wrong and nothing came from elsewhere."""
    tools.need("epubjs")
    (tmp_path / "index.html").write_text(READER, encoding="utf-8")
    for script in (tools.EPUBJS, tools.JSZIP):
        shutil.copy(script, tmp_path)
    opened = []

    with ExitStack() as stack:
        home = stack.enter_context(serving(Site("reader", tmp_path)))
        # The reader makes addresses and styles of its own, which the site's policy forbids.
        context = stack.enter_context(browser.new_context(bypass_csp=True))

        def read_book(name: str) -> Reader:
            project, file = BOOKS[name]
            shutil.copy(built(project, "epub") / file, tmp_path)
            found = Reader(context.new_page(), home)
            opened.append(found)
            found.page.on("console", lambda message: found.console.append(message.text))
            found.page.on("pageerror", lambda error: found.console.append(str(error)))
            found.page.on("request", lambda request: note_elsewhere(found, made_here(request.url)))
            found.page.goto(home)
            found.page.evaluate(OPEN, file)
            return found

        yield read_book

    for each in opened:
        assert (each.console, each.elsewhere) == ([], [])


def made_here(url: str) -> str:
    """Return where an address was made, where it is one of what a page has unpacked."""
    return url.removeprefix("blob:")


each_issue = pytest.mark.parametrize("name", ARTICLES)


@each_issue
def test_a_book_opens_at_its_cover(read: Callable[[str], Reader], name: str) -> None:
    reader = read(name)

    [width] = reader.widths()
    assert width > 0
    assert reader.text.locator("img").get_attribute("role") == "doc-cover"


@each_issue
def test_the_contents_name_every_article_in_its_order(
    read: Callable[[str], Reader], name: str
) -> None:
    labels = [entry.label for entry in read(name).contents()]

    assert [label for label in labels if label in ARTICLES[name]] == [*ARTICLES[name]]


@each_issue
def test_an_entry_of_the_contents_leads_to_its_article_and_pictures(
    read: Callable[[str], Reader], name: str
) -> None:
    reader = read(name)

    pictures = []
    for label, headline in ARTICLES[name].items():
        reader.go_to(label)
        expect_headline(reader, headline)
        pictures += reader.widths()
    assert len(pictures) >= 6
    assert all(pictures)


def expect_headline(reader: Reader, headline: str, level: int = 1) -> None:
    from playwright.sync_api import expect

    heading = reader.text.get_by_role("heading", level=level).first
    expect(heading).to_contain_text(headline)
    expect(heading).to_be_in_viewport()


def test_a_reference_leads_to_its_footnote(read: Callable[[str], Reader]) -> None:
    from playwright.sync_api import expect

    reader = read("kitchen")
    reader.go_to("North River and Southport become sister cities")
    footnote = reader.text.locator(r"[epub\:type~=footnote]")

    expect(footnote).not_to_be_in_viewport()
    reader.text.locator(r"[epub\:type~=noteref]").first.click()
    expect(footnote).to_be_in_viewport()
    expect(footnote).to_contain_text("A regatta, held each year.")


def test_a_volume_leads_to_its_issues_and_their_articles(read: Callable[[str], Reader]) -> None:
    reader = read("volume")

    reader.go_to("May 2031")
    expect_headline(reader, "May 2031")
    for label, headline in ARTICLES["kitchen"].items():
        reader.go_to(label)
        expect_headline(reader, headline, level=2)
