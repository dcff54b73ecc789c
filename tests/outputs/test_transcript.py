"""What a screen reader says of an issue, from the first line to the last.

A change of a page that is meant changes the transcript, too: ``pytest --force-regen`` with this
file writes it anew, and the difference shows what readers will hear.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest

from outputs import tools

if TYPE_CHECKING:
    from collections.abc import Iterator

    from playwright.sync_api import Browser
    from pytest_regressions.file_regression import FileRegressionFixture

GOLDEN = tools.ROOT / "tests" / "data" / "transcript-issue.txt"

ISSUE = "issues/2031/05/index.html"

READER = "/virtual-screen-reader.js"
"""Where the page finds the reader; nothing is there on the server."""

LONGEST = 2000
"""Phrases after which the reader must have come to the end of the page."""

WALK = """async ([reader, longest]) => {
  const {virtual} = await import(reader);
  await virtual.start({container: document.body});
  while (await virtual.lastSpokenPhrase() !== "end of document") {
    if ((await virtual.spokenPhraseLog()).length > longest) break;
    await virtual.next();
  }
  const said = await virtual.spokenPhraseLog();
  await virtual.stop();
  return said;
}"""


@pytest.fixture
def transcript(browser: Browser, addresses: dict[str, str]) -> list[str]:
    """Let the reader walk through the issue that has every construct, in the real browser."""
    tools.need("virtual-screen-reader")
    # The reader is no part of the site, so the site's policy need not let it in.
    context = browser.new_context(bypass_csp=True, viewport={"width": 1280, "height": 800})
    page = context.new_page()
    page.route(f"**{READER}", lambda route: route.fulfill(path=tools.READER))
    page.goto(addresses["kitchen"] + ISSUE)
    said = page.evaluate(WALK, [READER, LONGEST])
    context.close()
    return said


def test_a_screen_reader_says_of_an_issue_what_it_said_before(
    transcript: list[str], file_regression: FileRegressionFixture
) -> None:
    assert transcript[-1] == "end of document"
    file_regression.check("\n".join(outline(transcript)), fullpath=GOLDEN, encoding="utf-8")


def test_an_outline_shows_what_lies_in_what() -> None:
    said = ["main", "list", "item", "one", "end of item", "item", "two", "and", "end of item"]

    assert list(outline([*said, "end of list", "end", "end of main"])) == [
        "main", "  list", "    item: one", "    item", "      two", "      and", "  end", "",
    ]  # fmt: skip


def outline(said: list[str]) -> Iterator[str]:
    """Yield the phrases set in by what they lie in, which saves saying where that ends.

    What an element says of itself stands on one line with what it holds, where that is one
    phrase.
    """
    ends = dict(_ends(said))
    last: list[int] = []
    skip = -1
    for number, phrase in enumerate(said):
        while last and last[-1] <= number:
            last.pop()
        if number in ends.values() or number == skip:
            continue
        if ends.get(number) == number + 2:
            skip = number + 1
            yield f"{'  ' * len(last)}{phrase}: {said[skip]}"
        else:
            yield f"{'  ' * len(last)}{phrase}"
        if number in ends:
            last.append(ends[number])
    yield ""


def _ends(said: list[str]) -> Iterator[tuple[int, int]]:
    """Yield where each element begins and ends."""
    waiting: list[int] = []
    for number, phrase in enumerate(said):
        begun = re.sub(r"^end(?: of|,) ", "", phrase)
        # What ends holds something, which may be a word of the same letters.
        begins = [each for each in waiting if said[each] == begun and each < number - 1]
        if begun != phrase and begins:
            del waiting[waiting.index(begins[-1]) :]
            yield begins[-1], number
        else:
            waiting.append(number)
