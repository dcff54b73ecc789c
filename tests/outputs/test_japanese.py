"""A frame in Japanese around documents in English."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from glocal_ext.core.names import HAN, KANA

if TYPE_CHECKING:
    from collections.abc import Iterator

    from outputs.conftest import Site

JAPANESE = re.compile(f"[{HAN}{KANA}]")
LATIN = re.compile("[A-Za-z]{2}")


def misread(site: Site) -> Iterator[tuple[str, str, str]]:
    """Yield what a voice of the wrong language would read: page, language, text."""
    for name, page in site.pages.items():
        shown = [(text.parent, str(text)) for text in page.body.find_all(string=True)]
        shown += [(image, image["alt"]) for image in page.body("img")]
        for element, text in shown:
            around = (element, *element.parents)
            if any(each.name in ("script", "template", "noscript") for each in around):
                continue
            language = next(each["lang"] for each in around if each.get("lang"))
            japanese = language.startswith(("ja", "zh"))
            if (LATIN if japanese else JAPANESE).search(text):
                yield name, language, text


def test_what_is_in_english_says_so(japanese: Site) -> None:
    assert list(misread(japanese)) == []


def test_the_frame_and_the_facts_are_in_japanese(japanese: Site) -> None:
    page = japanese.pages["issues/2023/09/index.html"]

    assert page.html["lang"] == "ja"
    assert page.h1.get_text(" ", strip=True) == "2023年9月"
    assert page.select_one("#lavender h2 span")["lang"] == "en"
    facts = page.select_one(".infobox .facts").get_text(" ", strip=True)
    assert "種類 姉妹都市" in facts
    assert "2023年7月7日" in facts


def test_japanese_is_set_in_the_readers_own_fonts(japanese: Site, real: Site) -> None:
    name = "issues/2023/09/index.html"

    assert real.pages[name].select('link[href="index-font.css"]')
    assert not japanese.pages[name].select('link[href$="-font.css"]')
    assert not [*japanese.folder.rglob("*-font.css")]


def test_a_result_of_the_search_has_the_language_of_its_text(japanese: Site) -> None:
    result = japanese.pages["search.html"].select_one("template#search-result")

    assert [part["lang"] for part in result.select("[lang]")] == ["en", "en"]
