from __future__ import annotations

from copy import copy
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from collections.abc import Callable

    from bs4 import BeautifulSoup, Tag

    from outputs.conftest import Site

    Text = Callable[[Tag], str]

PRINTED = ("h2", "figcaption", "p")


@pytest.fixture
def september(real: Site) -> BeautifulSoup:
    return real.pages["issues/2023/09/index.html"]


ADDED = "aside.infobox, p.frame, p.kicker, p.credit, .enlarge, p.onward"


@pytest.fixture
def articles(september: BeautifulSoup) -> list[Tag]:
    """Return the articles without what the site adds: places, infoboxes, credits, ways on."""
    found = copy(september).select("main article")
    for article in found:
        for added in article.select(ADDED):
            added.extract()
    return found


def test_headlines_paragraphs_and_captions_are_the_seeds_letter_for_letter_and_in_its_order(
    articles: list[Tag], seed: list[str], text_of: Text
) -> None:
    printed = [
        text_of(element)
        for article in articles
        for element in article.find_all(PRINTED)
        if element.name != "p" or element.find_parent("figcaption") is None
    ]

    assert printed == seed[3:]


def test_an_article_holds_no_text_beside_the_seeds(
    articles: list[Tag], seed: list[str], text_of: Text
) -> None:
    everything = " ".join(text_of(article) for article in articles)

    assert everything.split() == " ".join(seed[3:]).split()


def test_each_of_the_five_articles_has_its_headline_its_text_and_its_photos(
    articles: list[Tag],
) -> None:
    assert [len(article.find_all("h2")) for article in articles] == [1] * 5
    assert [len(article.select(".text > p")) for article in articles] == [1] * 5
    assert [len(article.select("figure.photo")) for article in articles] == [2, 3, 3, 3, 3]
    assert [len(article.find_all("figcaption")) for article in articles] == [2, 3, 3, 3, 3]


def test_the_masthead_is_the_seeds(
    september: BeautifulSoup, seed: list[str], text_of: Text
) -> None:
    name, month, publisher = seed[:3]

    assert text_of(september.select_one("header .name")) == name
    assert text_of(september.select_one("h1")) == month
    assert text_of(september.select_one("header .publisher")).split(", ") == publisher.split("\n")


def test_a_photo_that_has_not_arrived_is_announced_in_its_place(
    september: BeautifulSoup, text_of: Text
) -> None:
    for frame in september.select("figure.pending > p.frame"):
        assert text_of(frame) == "Photograph to come"
    for figure in september.select("figure.photo"):
        assert figure.find("img") or figure.select_one("p.frame")
