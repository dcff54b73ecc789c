"""The filter of a long index: with script it leaves what is asked for, without it is not seen."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from outputs.conftest import Site
from outputs.tools import AXE
from outputs.visits import serving

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from playwright.sync_api import Browser, Page

    from conftest import Project

TOWNS = ("Kōchi", "Osaka", "Nagano")


@pytest.fixture
def project(make_project: Callable[..., Project]) -> Project:
    """Return a project with ties of three towns to seven ports each, in three countries."""
    files = {}
    for town in TOWNS:
        key = town.lower().replace("ō", "o")
        files[f"data/places/{key}.toml"] = f'name = "{town}"\nkind = "city"\ncountry = "JP"\n'
        for number in range(7):
            port, country = f"port-{number}", ("AU", "DE", "BR")[number % 3]
            files[f"data/places/{port}.toml"] = (
                f'name = "Port {number}"\nkind = "city"\ncountry = "{country}"\n'
            )
            files[f"data/partnerships/{key}-{port}.toml"] = (
                f'kind = "sister city"\nparties = ["{key}", "{port}"]\n'
                f'established = "{1980 + number}"\n'
            )
    return make_project(files)


@pytest.fixture
def home(project: Project) -> Iterator[str]:
    built = project.build()
    assert built.warnings == []
    with serving(Site("many", built.out)) as address:
        yield address


def opened(browser: Browser, address: str, **options: object) -> Page:
    page = browser.new_context(**options).new_page()
    page.goto(f"{address}partnerships/by-country/index.html")
    return page


def lines(page: Page) -> list[str]:
    return [each.inner_text() for each in page.locator("main .records li p:first-child").all()
            if each.is_visible()]  # fmt: skip


def said(page: Page) -> str:
    return page.get_by_role("status").inner_text()


def test_words_leave_the_lines_that_have_them_in_any_spelling(browser: Browser, home: str) -> None:
    page = opened(browser, home)
    assert len(lines(page)) == 22
    field = page.get_by_label("Only those with")

    field.fill("kochi PORT 1986")

    assert lines(page) == ["Kōchi and Port 6"]
    assert said(page) == "1 partnership"
    assert page.locator("main .records:visible h2").all_inner_texts() == ["Australia"]
    page.context.close()


def test_a_group_is_found_by_its_name_and_nothing_is_said_to_be_nothing(
    browser: Browser, home: str
) -> None:
    page = opened(browser, home)
    field = page.get_by_label("Only those with")

    field.fill("germany 1984")
    assert said(page) == "3 partnerships"
    field.fill("zeppelin")
    assert (lines(page), said(page)) == ([], "No partnership")
    field.fill("")
    assert (len(lines(page)), said(page)) == (22, "")
    page.context.close()


def test_without_script_the_index_is_whole_and_shows_no_filter(browser: Browser, home: str) -> None:
    page = opened(browser, home, java_script_enabled=False)

    assert len(lines(page)) == 22
    assert page.locator("input:visible").count() == 0
    page.context.close()


def test_a_short_index_has_neither_filter_nor_script(make_project: Callable[..., Project]) -> None:
    text = make_project().build().page("partnerships/by-country")

    assert "<script" not in text
    assert "<template" not in text


def test_an_index_with_a_filter_is_accessible(browser: Browser, home: str) -> None:
    page = opened(browser, home, bypass_csp=True)
    page.get_by_label("Only those with").fill("osaka")
    page.add_script_tag(path=AXE)

    found = page.evaluate("axe.run(document, {resultTypes: ['violations']})")

    assert [each["id"] for each in found["violations"]] == []
    page.context.close()
