"""On which terms text, photos and data may be used: said once in conf.py, told everywhere."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest
from bs4 import BeautifulSoup

from cameras import camera
from outputs.books import Book
from outputs.pdfs import Pdf

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from conftest import Project

BY = "https://spdx.org/licenses/CC-BY-4.0.html"
TERMS = "https://example.org/terms"
STATED = {
    "copyright": "Office of Rivers",
    "html_baseurl": "https://example.org/news/",
    "glocal_text_licence": TERMS,
    "glocal_photo_licence": "cc-by-4.0",
    "glocal_data_licence": "CC0-1.0",
}
PHOTOS = """\
(a)=
## A river

:::{photo} river.jpg
:alt: A river and trees.
:credit: Nobody
The river
:::

Text.

:::{photo} lake.jpg
:alt: A lake with boats.
:credit: Nobody
:rights: lent by the town
The lake
:::

Text.

:::{photo} sea.jpg
:alt: Water as far as one sees.
:credit: Nobody
:licence: CC0-1.0
The sea
:::
"""


@pytest.fixture
def project(make_project: Callable[..., Project], tmp_path: Path) -> Project:
    project = make_project()
    for seed, name in enumerate(("river", "lake", "sea"), 1):
        picture = camera(tmp_path / f"{name}.jpg", seed=seed).read_bytes()
        project.write(f"source/issues/2031/05/{name}.jpg", picture)
    project.write_issue(PHOTOS)
    return project


def test_each_page_leads_to_the_terms_of_the_text(project: Project) -> None:
    built = project.build(**STATED)

    assert built.warnings == []
    for page in ("", "issues/2031/05", "places/southport"):
        [link] = BeautifulSoup(built.page(page), "html5lib").select('.colophon a[rel="license"]')
        assert (link["href"], link.get_text()) == (TERMS, "Office of Rivers")
    assert 'rel="license"' not in project.build(glocal_text_licence="").page("")


def test_a_photo_has_the_licence_of_all_unless_it_says_otherwise(project: Project) -> None:
    page = project.build(**STATED).page("issues/2031/05")

    soup = BeautifulSoup(page, "html5lib")
    said = json.loads(soup.select_one('script[type="application/ld+json"]').string)
    licences = [each.get("license") for each in said["hasPart"][0]["image"]]
    assert licences == [BY, None, "https://spdx.org/licenses/CC0-1.0.html"]
    river, lake, sea = (each.get_text() for each in soup.select("figcaption"))
    assert "CC-BY-4.0" not in river  # what holds for all is not said below each
    assert "lent by the town" in lake
    assert "CC0-1.0" in sea


def test_the_data_name_the_licences_of_data_text_and_photos(project: Project) -> None:
    folder = project.build(**STATED).out / "data/v1"

    for name in ("partnerships.json", "issues.json"):
        found = json.loads((folder / name).read_bytes())
        assert found["licence"] == "CC0-1.0"
        assert found["text_licence"] == TERMS
        assert found["photo_licence"] == "cc-by-4.0"


def test_books_and_pdfs_lead_to_the_terms_of_the_text(project: Project) -> None:
    book = Book(project.build("epub", **STATED).out / "river-news-2031-05.epub")
    pdf = Pdf(project.build("pdf", **STATED).out / "river-news-2031-05.pdf")

    assert f'href="{TERMS}"' in book.files["text/title.xhtml"].decode()
    assert TERMS in pdf.addresses


@pytest.mark.parametrize(
    "name", ["glocal_text_licence", "glocal_photo_licence", "glocal_data_licence"]
)
def test_a_licence_that_is_none_is_told(project: Project, name: str) -> None:
    [warning] = project.build(**{name: "free"}).warnings

    assert "“free” is no SPDX id (such as CC-BY-4.0) and no address." in warning
