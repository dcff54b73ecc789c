"""The maps of an issue and of all ties: what is on them, what stands beside them, where."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from bs4 import BeautifulSoup

from outputs.books import Book
from outputs.pdfs import Pdf

if TYPE_CHECKING:
    from collections.abc import Callable

    from bs4 import Tag

    from conftest import Project

RIVER = (
    'name = "North River"\nkind = "town"\ncountry = "JP"\nwithin = "north"\n'
    "coordinates = [34.3, 133.8]\n"
)
SOUTHPORT = 'name = "Southport"\nkind = "city"\ncountry = "AU"\n'
LAKE = 'name = "Lake"\nkind = "town"\ncountry = "JP"\ncoordinates = [36.0, 138.0]\n'
ABOUT_BOTH = (
    "(a)=\n## A tie\n\n{partnership}`north-river-southport` grows.\n\n"
    "(b)=\n## A lake\n\nAt {place}`lake`, in {place}`north`.\n"
)


@pytest.fixture
def wide(make_project: Callable[..., Project]) -> Project:
    """Return a project with an issue about a tie and a place beside it."""
    project = make_project({
        "data/places/north-river.toml": RIVER,
        "data/places/southport.toml": SOUTHPORT + "coordinates = [-27.5, 153.0]\n",
        "data/places/lake.toml": LAKE,
    })  # fmt: skip
    project.write_issue(ABOUT_BOTH)
    return project


def page(project: Project, name: str) -> Tag:
    built = project.build()
    assert built.warnings == []
    return BeautifulSoup(built.page(name), "html5lib").main


def dots(project: Project, figure: Tag) -> int:
    """Return how many places are on a map."""
    file = project.root / "_build/html/_images" / Path(figure.img["src"]).name
    return file.read_text("utf-8").count("h0")


def map_of_issue(project: Project) -> Tag:
    text = (project.build().out / "issues/2031/05/map.html").read_text("utf-8")
    return BeautifulSoup(text, "html5lib").main


def test_an_issue_about_three_places_has_a_map_with_their_names_and_links(wide: Project) -> None:
    main = map_of_issue(wide)

    assert main.select_one("h1 a")["href"] == "index.html"
    assert main.select_one("h2").text == "Places in this issue"
    caption = main.select_one("figcaption")
    assert caption.text == "North River and Southport; Lake; North Prefecture"
    assert [link["href"] for link in caption.select("a")] == [
        "../../../partnerships/north-river-southport/index.html",
        "../../../places/lake/index.html",
        "../../../places/north/index.html",
    ]
    assert dots(wide, main.select_one("figure.map")) == 3
    issue = page(wide, "issues/2031/05")
    assert issue.select_one('.issue-facts a[href="map.html"]').text == "Places in this issue"
    assert issue.select("figure.map") == []


def test_a_map_that_shows_no_more_than_a_box_is_not_made(wide: Project) -> None:
    wide.write_issue(ABOUT_BOTH.replace("At {place}`lake`, in", "In"))

    assert not (wide.build().out / "issues/2031/05/map.html").exists()
    assert not page(wide, "issues/2031/05").select('a[href="map.html"]')


def test_the_map_of_an_issue_follows_its_places(wide: Project) -> None:
    before = map_of_issue(wide).select_one("img")["src"]
    wide.write("data/places/lake.toml", LAKE.replace("36.0", "43.0"))

    after = map_of_issue(wide).select_one("img")["src"]

    assert after != before
    images = wide.root / "_build/html/_images"
    assert (images / Path(after).name).is_file()
    assert not (images / Path(before).name).exists()


def test_books_and_pdfs_have_the_map_of_an_issue_behind_its_articles(wide: Project) -> None:
    book = Book(wide.build("epub").out / "river-news-2031-05.epub")
    pdf = Pdf(wide.build("pdf").out / "river-news-2031-05.pdf")

    chapter = book.files["text/2031-05_places.xhtml"].decode()
    assert "Places in this issue" in chapter
    assert "<svg" in chapter
    for words in (book.words(), pdf.words):
        assert "North River and Southport; Lake; North Prefecture" in words


def test_the_home_page_has_the_map_of_all_ties_and_their_names(wide: Project) -> None:
    section = page(wide, "").select_one('section[aria-labelledby="partnerships"]')

    assert section.h2.text == "1 partnership"
    assert section.h2.a["href"] == "partnerships/by-country/index.html"
    assert dots(wide, section.select_one("figure.map.world")) == 2
    assert [(link.text, link["href"]) for link in section.select("p a")] == [
        ("North River and Southport", "partnerships/north-river-southport/index.html")
    ]


def test_the_map_on_a_page_follows_a_place_that_moves(wide: Project) -> None:
    ties = "---\norphan: true\n---\n# Ties\n\n:::{partnership-map}\n:::\n"
    wide.write("source/ties/index.md", ties)
    pages = ("", "ties")
    before = [page(wide, each).select_one("figure.world img")["src"] for each in pages]
    wide.write("data/places/southport.toml", SOUTHPORT + "coordinates = [-33.9, 151.2]\n")

    after = [page(wide, each).select_one("figure.world img")["src"] for each in pages]

    assert not {*before} & {*after}
    images = wide.root / "_build/html/_images"
    assert all((images / Path(each).name).is_file() for each in after)
