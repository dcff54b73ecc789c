"""What readers wait for, and what they set themselves: sizes, colours, motion."""

from __future__ import annotations

import gzip
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

import pytest

from outputs.visits import KINDS, NARROWEST, every_kind
from test_fonts import slices_of

if TYPE_CHECKING:
    from collections.abc import Callable

    from playwright.sync_api import Browser, Route

    from outputs.conftest import Site
    from outputs.visits import Visit

KILOBYTE = 1024
PICTURES = (".avif", ".jpg", ".png", ".svg")
FONT = ".woff2"

SEARCHES = {"search", "results", "no results"}
SINGLE = [kind for kind in KINDS if kind not in SEARCHES]
both_widths = pytest.mark.parametrize("width", [360, 1280])

# -- how much there is to fetch ---------------------------------------------------------------

PAINTED = """() => new Promise(resolve =>
  new PerformanceObserver(list => list.getEntriesByName("first-contentful-paint").map(resolve))
    .observe({type: "paint", buffered: true}))"""
SETTLED = """async () => {
  await document.fonts.ready;
  for (let frame = 0; frame < 3; frame++) await new Promise(requestAnimationFrame);
}"""
NOTE_SHIFTS = """
window.shifts = [];
new PerformanceObserver(list => window.shifts.push(...list.getEntries()))
  .observe({type: "layout-shift", buffered: true});"""
LOADED = """() => [...document.fonts].filter(face => face.status === "loaded")
  .map(face => face.family.replaceAll('"', ""))"""
OURS = {"Glocal Serif", "Glocal Sans"}
FETCHED = "() => performance.getEntriesByType('resource').map(entry => entry.name)"


def fetched(visited: Visit, site: Site) -> dict[str, bytes]:
    """Return what the browser fetched for a page, by its path in the site."""
    urls = [visited.page.url.partition("?")[0], *visited.page.evaluate(FETCHED)]
    icon = visited.page.locator("link[rel=icon]").get_attribute("href")
    paths = {urlsplit(url.removeprefix(visited.home)).path for url in urls}
    paths |= {"_static/icon.svg"} if icon else set()
    return {path: (site.folder / path).read_bytes() for path in paths}


@pytest.mark.parametrize("kind", SINGLE)
def test_a_page_is_small(
    visit: Callable[..., Visit], sites: list[Site], japanese: Site, kind: str
) -> None:
    visited = visit(kind)
    visited.page.evaluate(SETTLED)
    site = next(each for each in (*sites, japanese) if each.name == KINDS[kind][0])

    files = fetched(visited, site)

    page = {
        path: len(gzip.compress(content))
        for path, content in files.items()
        if not path.endswith((*PICTURES, FONT)) or path.endswith("icon.svg")
    }
    assert sum(page.values()) <= 12 * KILOBYTE, page
    # Records have a style sheet of their own; the issue of every construct has lists of issues.
    more = {"every construct", "partnership", "place", "ended partnership"}
    assert len(page) <= (5 if kind in more else 4), page
    assert not [path for path in page if path.endswith(".js")]
    fonts = {path: len(content) for path, content in files.items() if path.endswith(FONT)}
    assert "_static/fonts/glocal-serif.woff2" in fonts
    if kind != "every construct":  # which has Chinese and more Japanese than names
        assert sum(fonts.values()) <= 120 * KILOBYTE, fonts


# -- what comes late --------------------------------------------------------------------------

SEEN = """async () => {
  for (let top = 0; top < document.body.scrollHeight; top += innerHeight / 2) {
    scrollTo({ top, behavior: "instant" });
    await new Promise(requestAnimationFrame);
  }
  await Promise.all([...document.images].map(image => image.decode().catch(() => {})));
}"""
SHIFT = "() => shifts.reduce((sum, entry) => sum + entry.value, 0)"


# A line of "every construct" ends before an address without a space: a word more or less on it,
# which no stand-in for a font can rule out, moves that address by a line.
@pytest.mark.parametrize("kind", [kind for kind in SINGLE if kind != "every construct"])
@both_widths
def test_nothing_moves_when_fonts_and_pictures_come_late(
    browser: Browser, addresses: dict[str, str], kind: str, width: int
) -> None:
    site, path = KINDS[kind]
    held: list[Route] = []
    late = False

    def hold(route: Route) -> None:
        if late:
            route.continue_()
        else:
            held.append(route)

    page = browser.new_page(viewport={"width": width, "height": 800})
    page.add_init_script(NOTE_SHIFTS)
    page.route("**/_images/**", hold)
    page.route("**/*.woff2", hold)
    page.goto(addresses[site] + path, wait_until="commit")
    page.evaluate(PAINTED)
    assert any(route.request.url.endswith("glocal-serif.woff2") for route in held)
    assert not OURS & set(page.evaluate(LOADED))

    late = True
    for route in held:
        route.continue_()
    page.evaluate(SETTLED)
    page.evaluate(SEEN)
    page.evaluate(SETTLED)

    assert set(page.evaluate(LOADED)) >= OURS
    assert page.evaluate(SHIFT) < 0.01
    page.close()


MEASURE = """async text => {
  const pen = document.createElement("canvas").getContext("2d");
  const faces = [...document.fonts].filter(face => face.family.includes("Glocal"));
  await Promise.allSettled(faces.map(face => face.load()));
  const width = (weight, style, family) => {
    pen.font = `${style} ${weight} 20px ${family}`;
    return pen.measureText(text).width;
  };
  return faces.filter(face => face.status === "loaded")
    .map(face => [face.family.replaceAll('"', ""), face.weight.split(" ")[0], face.style])
    .filter(([family]) => family.split(" ").length > 2 && !family.endsWith("Display"))
    .map(([family, weight, style]) => [
      family,
      width(weight, style, `"${family.split(" ", 2).join(" ")}"`),
      width(weight, style, `"${family}"`),
    ]);
}"""


def test_the_fonts_of_the_reader_take_as_much_room_as_ours(
    visit: Callable[..., Visit], seed: list[str]
) -> None:
    page = visit("issue").page
    text = " ".join(" ".join(seed).split())

    measured = page.evaluate(MEASURE, text)

    if not measured:
        pytest.skip("none of the fonts that ours are compared with is installed")
    for family, ours, theirs in measured:
        assert theirs == pytest.approx(ours, rel=0.015), family


def test_a_page_fetches_only_the_slices_that_its_japanese_needs(
    visit: Callable[..., Visit],
) -> None:
    page = visit("issue").page
    page.evaluate(SETTLED)
    written = "".join(page.locator("[lang=ja]").all_inner_texts())

    fetched = {url.rpartition("/")[2] for url in page.evaluate(FETCHED) if "/ja-" in url}

    assert "丸亀市" in written
    assert fetched == set(slices_of(written).values())


# -- what readers set -------------------------------------------------------------------------

OVERFLOWING = """width => [...document.querySelectorAll("body *")].filter(element =>
    element.checkVisibility() && !element.closest(".table, pre, .skip")
    && element.getBoundingClientRect().right > width + 1
  ).map(element => element.outerHTML.slice(0, 100))"""
CUT_OFF = """() => [...document.querySelectorAll("body *")].filter(element =>
    ["hidden", "clip"].includes(getComputedStyle(element).overflowY)
    && element.scrollHeight > element.clientHeight + 1 && element.innerText
  ).map(element => element.outerHTML.slice(0, 100))"""


@every_kind
@pytest.mark.parametrize("width", [NARROWEST, 360, 1280])
def test_no_page_is_wider_than_the_screen_with_text_of_twice_the_size(
    visit: Callable[..., Visit], kind: str, width: int
) -> None:
    page = visit(kind, width=width).page

    # By the browser's own way into a style, which the policy leaves open.
    page.evaluate("document.documentElement.style.fontSize = '200%'")
    page.evaluate(SETTLED)

    assert page.evaluate(OVERFLOWING, width) == []
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    assert page.evaluate(CUT_OFF) == []


TARGETS = """() => [...document.querySelectorAll("a[href], button, input, summary")]
  .filter(element => element.checkVisibility() && !element.closest(".skip"))
  .map(element => {
    const { x, y, width, height } = element.getBoundingClientRect();
    // In a sentence, or in a line of text, the line's height is what there is.
    const line = element.closest("p, li, dd, dt, h1, h2, h3, h4, figcaption, td, th, summary");
    const own = element.innerText.trim();
    const inline = line && line.innerText.trim() !== own;
    return { name: element.outerHTML.slice(0, 120), x, y, width, height, inline };
  })"""


def too_close(one: dict, other: dict) -> bool:
    """Tell whether a circle of 24 px around the middle of *one* meets *other* (WCAG 2.5.8)."""
    x, y = one["x"] + one["width"] / 2, one["y"] + one["height"] / 2
    across = max(other["x"] - x, x - other["x"] - other["width"], 0)
    down = max(other["y"] - y, y - other["y"] - other["height"], 0)
    return (across**2 + down**2) ** 0.5 < 12


@every_kind
@both_widths
def test_what_is_pressed_is_24_pixels_large_or_stands_apart(
    visit: Callable[..., Visit], kind: str, width: int
) -> None:
    page = visit(kind, width=width, has_touch=True).page

    targets = page.evaluate(TARGETS)

    small = [
        each for each in targets if not each["inline"] and min(each["width"], each["height"]) < 24
    ]
    assert targets
    assert [
        (each["name"], other["name"])
        for each in small
        for other in targets
        if other is not each and too_close(each, other)
    ] == []


MOVING = """() => [...document.querySelectorAll("*")].filter(element => {
  const style = getComputedStyle(element);
  return parseFloat(style.transitionDuration) > 0 || style.animationName !== "none"
    || style.scrollBehavior === "smooth";
}).map(element => element.tagName)"""


@every_kind
def test_nothing_moves_for_who_asks_for_less_motion(visit: Callable[..., Visit], kind: str) -> None:
    page = visit(kind, reduced_motion="reduce").page

    assert page.evaluate(MOVING) == []
    assert page.evaluate("document.getAnimations().length") == 0


CANVAS_TEXT = """() => {
  const probe = document.createElement("hr");
  document.body.append(probe);
  probe.style.color = "CanvasText";
  const color = getComputedStyle(probe).color;
  probe.remove();
  return color;
}"""
RULES = """() => [...document.querySelectorAll(".masthead .name, .article, .infobox, .year")]
  .flatMap(element => {
    const style = getComputedStyle(element);
    return ["Top", "Bottom"].filter(side => parseFloat(style[`border${side}Width`]) > 1)
      .map(side => style[`border${side}Color`]);
  })"""


@every_kind
def test_in_forced_colours_rules_and_focus_are_seen(visit: Callable[..., Visit], kind: str) -> None:
    page = visit(kind, forced_colors="active").page

    assert set(page.evaluate(RULES)) == {page.evaluate(CANVAS_TEXT)}
    page.keyboard.press("Tab")
    outline = page.evaluate(
        "() => { const style = getComputedStyle(document.activeElement);"
        " return [style.outlineStyle, parseFloat(style.outlineWidth)]; }"
    )
    assert outline == ["solid", 3]


# -- which file of a picture is fetched -------------------------------------------------------

FILES = """async () => {
  for (const image of document.images) image.loading = "eager";
  await Promise.all([...document.images].map(image => image.decode()));
  return [...document.querySelectorAll("picture")].map(picture => {
    const image = picture.querySelector("img");
    const source = picture.querySelector("source");
    const offered = source.srcset.split(", ").map(each => Number(each.match(/ (\\d+)w$/)[1]));
    const fit = getComputedStyle(image).objectFit;
    const { width, height } = image.getBoundingClientRect();
    const ratio = image.naturalWidth / image.naturalHeight;
    return {
      address: image.currentSrc,
      offered,
      needed: devicePixelRatio * (fit === "cover" ? Math.max(width, height * ratio) : width),
    };
  });
}"""


@pytest.mark.parametrize("ratio", [1, 2])
@pytest.mark.parametrize("kind", ["home", "issue", "every construct", "long issue"])
@both_widths
def test_the_smallest_file_that_is_sharp_is_fetched(
    visit: Callable[..., Visit], kind: str, width: int, ratio: int
) -> None:
    page = visit(kind, width=width, device_scale_factor=ratio).page

    found = page.evaluate(FILES)

    assert found
    for picture in found:
        fetched = int(picture["address"].rpartition("-")[2].partition(".")[0])
        enough = [each for each in picture["offered"] if each >= picture["needed"] - 1]
        assert picture["address"].endswith(".avif")
        assert fetched == min(enough, default=max(picture["offered"])), picture


def test_an_enlarged_photo_keeps_its_words_and_leads_back(visit: Callable[..., Visit]) -> None:
    visited = visit("issue", java_script_enabled=False)
    page = visited.page

    page.get_by_role("link", name="Enlarge: Signing by the mayors").click()

    image = page.locator("main img")
    assert image.get_attribute("alt").startswith("Drawing: ")
    assert "Signing by the mayors" in page.locator("figcaption").inner_text()
    assert "Illustration standing in for the photograph" in page.locator("figcaption").inner_text()
    assert image.bounding_box()["width"] > 1000
    page.get_by_role("link", name="Back to “Willich and Marugame become sister cities”").click()
    assert page.url == f"{visited.home}issues/2023/09/index.html#signing"
