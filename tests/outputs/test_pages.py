from __future__ import annotations

import json
import subprocess
from itertools import pairwise
from typing import TYPE_CHECKING

import pytest

from outputs import tools

if TYPE_CHECKING:
    from collections.abc import Iterator

    from bs4 import BeautifulSoup, Tag

    from outputs.conftest import Site

LONGEST_DESCRIPTION = 320


def every_page(sites: list[Site]) -> Iterator[tuple[str, BeautifulSoup]]:
    for site in sites:
        for name, page in site.pages.items():
            yield f"{site.name}: {name}", page


def every(sites: list[Site], selector: str) -> Iterator[tuple[str, Tag]]:
    for name, page in every_page(sites):
        for element in page.select(selector):
            yield name, element


def is_data(script: Tag) -> bool:
    """Tell whether a ``script`` is a data block, which no browser runs."""
    return script.get("type") == "application/ld+json"


def test_the_nu_checker_finds_no_error_in_any_page(sites: list[Site]) -> None:
    tools.need("java", "vnu-jar")
    pages = [str(site.folder / name) for site in sites for name in site.pages]
    command = ["java", "-jar", str(tools.NU), "--format", "json", "--exit-zero-always", *pages]

    result = subprocess.run(command, capture_output=True, text=True, check=True)

    messages = json.loads(result.stderr)["messages"]
    assert [
        f"{each.get('url')}:{each.get('lastLine')}: {each['message']}: {each.get('extract')}"
        for each in messages
        if each["type"] != "info"
    ] == []


def test_a_page_has_one_h1_and_its_headings_skip_no_level(sites: list[Site]) -> None:
    for name, page in every_page(sites):
        levels = [int(heading.name[1]) for heading in page.select("h1, h2, h3, h4, h5, h6")]

        assert levels[0] == 1, name
        assert levels.count(1) == 1, name
        assert all(after <= before + 1 for before, after in pairwise(levels)), name


def test_titles_of_pages_are_unique_and_name_the_publication(real: Site, kitchen: Site) -> None:
    for site, publication in ((real, "Monthly Glocal News"), (kitchen, "River News")):
        titles = [page.title.get_text() for page in site.pages.values()]

        assert len(set(titles)) == len(titles), sorted(titles)
        assert all(publication in title for title in titles)


def test_a_page_says_its_language_and_how_wide_it_is(sites: list[Site]) -> None:
    for name, page in every_page(sites):
        assert page.html["lang"] == "en", name
        assert page.select_one('meta[name="viewport"]')["content"].startswith("width=device-width")


def test_every_page_has_a_description_that_fits_a_result_list(sites: list[Site]) -> None:
    for name, page in every_page(sites):
        described = page.select('meta[name="description"]')

        assert len(described) == 1, name
        assert 0 < len(described[0]["content"]) <= LONGEST_DESCRIPTION, name


def test_an_issues_description_is_its_summary(kitchen: Site) -> None:
    page = kitchen.pages["issues/2031/05/index.html"]

    assert page.select_one('meta[name="description"]')["content"] == (
        "Three towns, one river & a “bridge”: <everything> that an issue may hold."
    )


def test_a_picture_has_its_size_and_an_alternative_text(sites: list[Site]) -> None:
    for name, image in every(sites, "img"):
        assert int(image["width"]) > 0, (name, image)
        assert int(image["height"]) > 0, (name, image)
        assert "alt" in image.attrs, (name, image)
        assert image["alt"] != image["src"], (name, image)


def test_every_photo_of_an_issue_is_shown(kitchen: Site) -> None:
    page = kitchen.pages["issues/2031/05/index.html"]

    assert len(page.select(".photo img")) == 7
    assert len(page.select("figure.pending")) == 1


def test_only_the_first_photo_of_a_page_is_loaded_at_once(kitchen: Site) -> None:
    first, *others = kitchen.pages["issues/2031/05/index.html"].select("img")

    assert "loading" not in first.attrs
    assert {image.get("loading") for image in others} == {"lazy"}


def test_no_page_has_a_style_a_script_or_a_handler_of_its_own(sites: list[Site]) -> None:
    for name, element in every(sites, "*"):
        assert element.name != "style", name
        assert element.name != "script" or is_data(element) or element.get("src"), (name, element)
        inline = [each for each in element.attrs if each == "style" or each.startswith("on")]
        assert not inline, (name, element)


def test_only_the_search_page_loads_scripts(sites: list[Site]) -> None:
    loading = {name for name, script in every(sites, "script") if not is_data(script)}
    assert {name.partition(": ")[2] for name in loading} == {"search.html"}


def test_every_page_names_its_icon_so_that_no_browser_asks_for_one_that_is_not_there(
    sites: list[Site],
) -> None:
    for name, page in every_page(sites):
        assert page.select_one('link[rel="icon"]'), name


def test_the_titles_of_sources_are_printed_without_the_escapes_of_their_file(
    real: Site, kitchen: Site
) -> None:
    september = real.pages["issues/2023/09/index.html"].select_one(".sources").get_text()
    may = kitchen.pages["issues/2031/05/index.html"].select_one(".sources").get_text()

    assert "Pages page23_004404 and press6e_000479" in september
    assert "On rivers & towns" in may


def test_taiwan_is_named_as_the_registry_names_it(sites: list[Site]) -> None:
    for site in sites:
        for path in site.folder.rglob("*"):
            if path.suffix in {".html", ".js", ".inv"}:
                assert b"Province of China" not in path.read_bytes(), path

    eastbay = next(site for site in sites if site.name == "kitchen").pages[
        "places/eastbay/index.html"
    ]
    assert "Taiwan" in eastbay.main.get_text()


def test_runs_of_japanese_and_chinese_say_their_language(kitchen: Site) -> None:
    page = kitchen.pages["issues/2031/05/index.html"]
    runs = {
        (run["lang"], run.get_text()) for run in page.select("main [lang]") if run.name == "span"
    }

    assert {("ja", "北川町"), ("ja", "きたがわ"), ("zh-Hant", "東灣")} <= runs


@pytest.mark.parametrize("word", ["draftword", "embargoword"])
def test_what_is_not_published_is_in_no_file_of_the_site(kitchen: Site, word: str) -> None:
    for path in kitchen.folder.rglob("*"):
        assert not path.is_file() or word.encode() not in path.read_bytes(), path
    assert "issues/2031/06/index.html" not in kitchen.pages
    assert "issues/2031/07/index.html" not in kitchen.pages


def test_the_sources_of_documents_are_not_published(sites: list[Site]) -> None:
    for site in sites:
        files = {path for path in site.folder.rglob("*") if path.is_file()}
        licences = set(site.folder.glob("_static/fonts/OFL-*.txt"))

        assert licences  # they go where the fonts go
        assert not {path.suffix for path in files - licences} & {
            ".md",
            ".txt",
            ".toml",
            ".doctree",
        }
        assert not list(site.folder.rglob("references.bib"))
