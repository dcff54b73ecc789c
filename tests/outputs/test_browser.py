from __future__ import annotations

import copy
import json
import unicodedata
from typing import TYPE_CHECKING
from urllib.parse import quote

import pytest

from outputs import tools
from outputs.conftest import Site
from outputs.visits import KINDS, NARROWEST, every_kind, serving, wait_for_results

if TYPE_CHECKING:
    from collections.abc import Callable

    from playwright.sync_api import Browser, Page, Route

    from conftest import Project
    from outputs.visits import Visit

RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]


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


def test_the_data_in_a_page_is_read_and_not_run_under_the_policy(
    visit: Callable[..., Visit],
) -> None:
    visited = visit("issue")
    blocks = visited.page.locator('script[type="application/ld+json"]').all_text_contents()

    assert [json.loads(block)["@type"] for block in blocks] == ["PublicationIssue"]
    assert visited.console == []
    # The policy does look at what stands there: as a script it would be refused.
    run = """text => { const script = document.createElement("script");
      script.textContent = text; document.head.append(script); }"""
    with visited.page.expect_console_message(lambda said: "policy: script-src" in said.text):
        visited.page.evaluate(run, "document.title = 'run'")
    assert visited.page.title() != "run"


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
    visit: Callable[..., Visit], sites: list[Site], japanese: Site, kind: str, css: bool
) -> None:
    page = visit(kind, css=css, java_script_enabled=False).page
    for disclosure in page.locator("summary").all():
        disclosure.click()
    site, path = KINDS[kind]
    built = next(each for each in (*sites, japanese) if each.name == site)
    source = built.pages[path.partition("?")[0]]

    shown = page.locator("body").inner_text()

    body = copy.copy(source.body)
    for hidden in body(["template", "rp"]):  # for scripts, and for browsers without ruby, alone
        hidden.decompose()
    assert _letters(shown) == _letters(body.get_text())


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
        ("lavender", {"issues/2023/09/index.html#lavender"}),
        ("pagoda tree", {"issues/2023/09/index.html#willich-marugame"}),
        ("Willich", {"places/willich/index.html", "partnerships/marugame-willich/index.html"}),
        ("Queensland", {"issues/2023/09/index.html#queensland-osaka"}),
        ("丸亀市", {"places/marugame/index.html"}),
    ],
)
def test_a_search_typed_by_a_reader_finds_articles_and_records(
    visit: Callable[..., Visit], words: str, expected: set[str]
) -> None:
    visited = visit("search")
    page = visited.page
    page.get_by_role("searchbox").fill(words)
    page.keyboard.press("Enter")
    wait_for_results(page)

    assert expected <= set(links_of(page, visited.home))
    assert page.url == f"{visited.home}search.html?q={quote(words)}"
    assert visited.console == []


def links_of(page: Page, home: str) -> list[str]:
    """Return where the results lead, in their order."""
    links = page.locator("#search-results li h2 a")
    return [
        link.removeprefix(home)
        for link in links.evaluate_all("links => links.map(link => link.href)")
    ]


def test_a_result_says_what_it_is_and_marks_the_words(visit: Callable[..., Visit]) -> None:
    page = visit("results").page
    place, partnership, article = page.locator("#search-results li").all()[:3]

    assert page.get_by_role("status").inner_text() == "5 results for “Marugame”"
    assert place.locator("h2, .where").all_inner_texts() == ["Marugame", "Place"]
    assert partnership.locator(".where").inner_text() == "Partnership"
    assert article.locator(".where").inner_text() == "September 2023"
    assert set(article.locator("mark").all_inner_texts()) == {"Marugame"}
    assert place.locator("span[lang=ja]").inner_text() == "丸亀市"


def test_a_search_is_walked_by_key_and_found_again_on_the_way_back(
    visit: Callable[..., Visit],
) -> None:
    visited = visit("search")
    page = visited.page
    page.get_by_role("searchbox").press_sequentially("laven")
    wait_for_results(page)
    page.wait_for_url("**/search.html?q=laven")
    page.keyboard.press("Tab")  # the button
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    page.wait_for_url("**/issues/2023/09/index.html#lavender")
    page.go_back()
    wait_for_results(page)

    assert page.get_by_role("searchbox").input_value() == "laven"
    assert links_of(page, visited.home)[0] == "issues/2023/09/index.html#lavender"
    assert visited.console == []


def test_results_that_come_late_move_nothing(visit: Callable[..., Visit]) -> None:
    page = visit("search").page
    page.add_init_script(
        """window.shift = 0; new PerformanceObserver(list => {
             for (const entry of list.getEntries()) window.shift += entry.value;
           }).observe({type: "layout-shift", buffered: true});"""
    )

    def late(route: Route) -> None:
        page.wait_for_timeout(300)
        route.continue_()

    page.route("**/searchindex.js", late)
    for width in (360, 1280):
        page.set_viewport_size({"width": width, "height": 800})
        page.goto(page.url.partition("?")[0] + "?q=Marugame")
        wait_for_results(page)
        page.wait_for_timeout(200)

        assert page.evaluate("shift") < 0.01


def test_the_search_needs_no_server(browser: Browser, real: Site) -> None:
    context = browser.new_context()
    page = context.new_page()
    console: list[str] = []
    page.on("console", lambda message: console.append(message.text))
    page.on("pageerror", lambda error: console.append(str(error)))
    page.goto(f"{(real.folder / 'search.html').as_uri()}?q=Ōsaka")
    wait_for_results(page)

    home = f"{real.folder.as_uri()}/"
    assert links_of(page, home)[0] == "places/osaka/index.html"
    page.get_by_role("searchbox").fill("lavender")
    page.keyboard.press("Enter")
    page.get_by_text("2 results for “lavender”").wait_for()
    assert links_of(page, home)[0] == "issues/2023/09/index.html#lavender"
    # Chromium fetches no font ahead from a file, says so, and fetches it when it is used.
    ahead = ("Access to font at 'file:", "Failed to load resource: net::ERR_FAILED", "A preload")
    assert [message for message in console if not message.startswith(ahead)] == []
    context.close()


def test_many_results_come_in_portions(
    browser: Browser, make_project: Callable[..., Project]
) -> None:
    project = make_project()
    articles = [f"(a{count})=\n## Fair {count}\n\nText.\n" for count in range(45)]
    project.write_issue("\n".join(articles))
    site = Site("fairs", project.build().out)
    with serving(site) as home:
        context = browser.new_context()
        page = context.new_page()
        page.goto(f"{home}search.html?q=fair")
        wait_for_results(page)
        counts = [page.locator("#search-results li").count()]
        while page.get_by_role("button", name="More results").count():
            page.get_by_role("button", name="More results").click()
            focused = page.evaluate("document.activeElement.textContent")
            assert focused == f"Fair {counts[-1]}"
            counts.append(page.locator("#search-results li").count())
        context.close()

    assert counts == [20, 40, 45]


def test_a_search_for_what_is_nowhere_says_so_and_leads_on(visit: Callable[..., Visit]) -> None:
    visited = visit("no results")
    page = visited.page

    assert page.get_by_role("status").inner_text() == "Nothing found for “zeppelin”"
    assert page.locator("#search-results ol").count() == 0
    links = page.locator("#search-results a")
    assert links.all_inner_texts() == ["Issues", "Partnerships", "About"]
    page.get_by_role("searchbox").fill("Maruagme")
    page.keyboard.press("Enter")
    page.locator("#search-results").get_by_role("link", name="Marugame").click()
    wait_for_results(page)
    assert "places/marugame/index.html" in links_of(page, visited.home)


def test_without_script_the_search_page_leads_to_all_issues(visit: Callable[..., Visit]) -> None:
    page = visit("search", java_script_enabled=False).page

    page.get_by_role("main").get_by_role("link", name="All issues").click()

    assert page.url.endswith("/index.html")


@every_kind
def test_the_first_key_leads_to_a_link_past_the_masthead(
    visit: Callable[..., Visit], kind: str
) -> None:
    page = visit(kind, reduced_motion="reduce").page
    page.evaluate("document.activeElement.blur()")

    page.keyboard.press("Tab")
    link = page.locator(":focus")

    assert link.inner_text() == ("本文へ" if kind == "in Japanese" else "Skip to the text")
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
             .filter(element => element.checkVisibility())  // what is folded away waits
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
