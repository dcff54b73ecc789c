"""The e-books: what is in them, where it leads, and what e-readers survive."""

from __future__ import annotations

import copy
import io
import re
import zipfile
from typing import TYPE_CHECKING
from xml.etree import ElementTree as ET

import pytest
from fontTools.ttLib import TTFont
from PIL import Image

from outputs.books import FOLDER, XHTML, Book, words
from outputs.parity import ISSUES, said

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from outputs.conftest import Site

SVG = "http://www.w3.org/2000/svg"


@pytest.fixture(scope="session")
def books(built: Callable[[str, str], Path]) -> dict[str, Book]:
    """Return the issues' books by project, and the volumes' as "real volume" and so on."""
    found = {}
    for project, (name, _page) in ISSUES.items():
        folder = built(project, "epub")
        found[project] = Book(folder / f"{name}.epub")
        found[f"{project} volume"] = Book(folder / f"{name[:-3]}.epub")
    return found


every_book = pytest.mark.parametrize(
    "name", [f"{project}{kind}" for project in ISSUES for kind in ("", " volume")]
)
every_issue = pytest.mark.parametrize("name", ISSUES)


# -- the container ----------------------------------------------------------------------------


@every_book
def test_a_reader_knows_the_file_for_an_e_book(books: dict[str, Book], name: str) -> None:
    first = books[name].infos[0]

    assert first.filename == "mimetype"
    assert books[name].files["mimetype"] == b"application/epub+zip"
    assert {info.compress_type for info in books[name].infos} == {zipfile.ZIP_STORED}
    assert {info.date_time for info in books[name].infos} == {(1980, 1, 1, 0, 0, 0)}


@every_book
def test_every_page_package_and_contents_file_is_well_formed(
    books: dict[str, Book], name: str
) -> None:
    for file, data in books[name].files.items():
        if file.endswith((".xhtml", ".opf", ".ncx", ".xml")):
            assert len(ET.fromstring(data)), file


@every_book
def test_the_package_lists_every_file_once_and_no_other(books: dict[str, Book], name: str) -> None:
    listed = [item.get("href") for item in books[name].package.iter() if item.get("media-type")]
    there = books[name].files.keys() - {"mimetype", "META-INF/container.xml", "package.opf"}

    assert sorted(listed) == sorted(there)


# -- what is in them --------------------------------------------------------------------------


@pytest.mark.parametrize("name", ["real", "real volume"])
def test_the_book_holds_every_word_of_the_seed(
    books: dict[str, Book], seed: list[str], name: str
) -> None:
    text = books[name].words()

    missing = [block for block in seed[3:] if " ".join(block.split()) not in text]
    assert missing == []


@pytest.mark.parametrize("kind", ["", " volume"])
@every_issue
def test_whatever_the_page_says_is_in_the_book(
    books: dict[str, Book], sites: list[Site], name: str, kind: str
) -> None:
    book = books[name + kind]
    [site] = [site for site in sites if site.name == name]
    page = copy.copy(site.pages[ISSUES[name][1]])
    text = book.words()
    alts = {image.get("alt") for _page, image in book.elements("img")}
    maps = (each for page in book.pages.values() for each in page.iter(f"{{{SVG}}}svg"))
    alts |= {each.get("aria-label") for each in maps}

    expected = [*said(page)]

    assert len(expected) > 50
    assert [each for each in expected if each not in text and each not in alts] == []


@every_book
def test_the_contents_lead_to_every_article_and_every_heading(
    books: dict[str, Book], name: str
) -> None:
    book = books[name]
    [(_page, toc)] = book.elements("nav", "toc")
    targets = [link.get("href") for link in toc.iter(f"{XHTML}a")]
    texts = [file for file in book.pages if file.startswith("text/")]

    assert {target.partition("#")[0] for target in targets} == {*texts} - {
        "text/cover.xhtml",
        "text/title.xhtml",
    }
    for file in texts:
        _chapter, *below = book.pages[file].iter(f"{XHTML}section")
        assert {f"{file}#{section.get('id')}" for section in below} <= {*targets}


def test_the_contents_of_a_volume_hold_its_issues_and_their_articles(
    books: dict[str, Book],
) -> None:
    [(_page, toc)] = books["kitchen volume"].elements("nav", "toc")
    outer = [words(item.find(f"{XHTML}a")) for item in toc.find(f"{XHTML}ol")]

    assert outer == ["April 2031", "May 2031"]
    inner = [words(link) for link in toc.findall(f".//{XHTML}ol//{XHTML}ol//{XHTML}a")]
    assert "The bridge opens" in inner
    assert "North River and Southport become sister cities" in inner


@every_issue
def test_every_picture_that_says_something_is_in_the_list_of_illustrations(
    books: dict[str, Book], name: str
) -> None:
    book = books[name]
    [(_page, listed)] = book.elements("nav", "loi")
    figures = {
        f"{page}#{figure.get('id')}"
        for page, figure in book.elements("figure")
        if figure.find(f"{XHTML}img") is not None and figure.find(f"{XHTML}img").get("alt")
    }

    assert {link.get("href") for link in listed.iter(f"{XHTML}a")} == figures


@every_book
def test_the_old_contents_lead_where_the_new_ones_do(books: dict[str, Book], name: str) -> None:
    book = books[name]
    [(_page, toc)] = book.elements("nav", "toc")
    new = [link.get("href") for link in toc.iter(f"{XHTML}a") if "#" not in link.get("href")]
    ncx = ET.fromstring(book.files["toc.ncx"])
    space = "{http://www.daisy.org/z3986/2005/ncx/}"

    assert [each.get("src") for each in ncx.iter(f"{space}content")] == new
    [uid] = [each for each in ncx.iter(f"{space}meta") if each.get("name") == "dtb:uid"]
    assert uid.get("content") == book.named("identifier")[0]


@pytest.mark.parametrize("word", ["draftword", "embargoword"])
@pytest.mark.parametrize("name", ["kitchen", "kitchen volume"])
def test_what_is_not_published_is_in_no_file_of_the_book(
    books: dict[str, Book], name: str, word: str
) -> None:
    files = books[name].files

    assert [file for file, data in files.items() if word.encode() in data] == []


@every_book
def test_every_link_and_picture_leads_to_a_file_and_a_place_in_it(
    books: dict[str, Book], name: str
) -> None:
    book = books[name]

    broken = [
        (page, address)
        for page, root in book.pages.items()
        for element in root.iter()
        for address in (element.get("href"), element.get("src"))
        if address and not book.leads_somewhere(page, address)
    ]

    assert broken == []


def test_a_link_to_another_issue_stays_within_a_volume_and_leaves_an_issue(
    books: dict[str, Book],
) -> None:
    addresses = {
        name: {link.get("href") for _page, link in books[name].elements("a")}
        for name in ("kitchen", "kitchen volume")
    }

    assert "https://river.example/news/issues/2031/04/" in addresses["kitchen"]
    assert "2031-04.xhtml" in addresses["kitchen volume"]
    assert not {each for each in addresses["kitchen volume"] if "news/issues/2031/04" in each}
    for found in addresses.values():
        assert "https://river.example/news/partnerships/north-river-southport/" in found


def test_without_a_public_address_nothing_leads_out_but_to_sources(books: dict[str, Book]) -> None:
    links = [link.get("href") for _page, link in books["real"].elements("a")]

    assert not [href for href in links if href.startswith(("doc:", "issues/", "places/"))]


def test_a_footnote_stands_with_the_text_that_refers_to_it(books: dict[str, Book]) -> None:
    references = [*books["kitchen"].elements("a", "noteref")]

    assert len({page for page, _reference in references}) == 2
    for page, reference in references:
        target = reference.get("href").removeprefix("#")
        [note] = [
            aside
            for file, aside in books["kitchen"].elements("aside", "footnote")
            if file == page and aside.get("id") == target
        ]
        assert "A regatta, held each year." in words(note)
        backlinks = {link.get("href") for link in note.iter(f"{XHTML}a")}
        assert f"#{reference.get('id')}" in backlinks


# -- what e-readers survive -------------------------------------------------------------------


@every_book
def test_the_book_runs_no_script_and_has_no_style_of_its_own(
    books: dict[str, Book], name: str
) -> None:
    for page, root in books[name].pages.items():
        for element in root.iter():
            assert element.tag != f"{XHTML}script", page
            assert "style" not in element.attrib, (page, element.attrib)


@every_book
def test_a_picture_has_an_alternative_text_and_keeps_its_proportions(
    books: dict[str, Book], name: str
) -> None:
    images = [image for _page, image in books[name].elements("img")]

    assert images
    assert all("alt" in image.attrib for image in images)
    assert not [image.get("src") for image in images if {"width", "height"} & set(image.keys())]


BREAKING = {
    r"\b(min|max|clamp|calc)\(": "old engines of Adobe's refuse the whole book",
    r"@media|@import|@supports": "a Kobo dropped the style sheet",
    r"var\(|--[a-z]": "custom properties are unknown to most",
    r"\b(flex|grid|sticky|fixed|absolute)\b": "pages are cut or empty",
    r"[\d.](vh|vw|rem|px)\b(?<!1px)(?<!2px)": "the reader's own size does not reach it",
    r"(?<![-\w])(color|background)[-\w]*\s*:": "unreadable in a reader's dark mode",
    r"(?<![-\w])body\b": "the reader's own font and margins win",
    r"#[0-9a-fA-F]{3,6}\b": "a border of a colour is lost in the dark",
}


@pytest.mark.parametrize("construct", BREAKING)
def test_the_style_sheet_has_nothing_that_breaks_an_e_reader(
    books: dict[str, Book], construct: str
) -> None:
    styles = re.sub(r"/\*.*?\*/", "", books["kitchen"].files["book.css"].decode(), flags=re.DOTALL)

    assert re.findall(construct, styles) == [], BREAKING[construct]
    for name in ("page-break-inside: avoid; break-inside", "page-break-after: avoid; break-after"):
        assert name in styles


def test_every_class_of_the_style_sheet_is_used(books: dict[str, Book]) -> None:
    styles = books["kitchen"].files["book.css"].decode()
    named = set(
        re.findall(r"\.([a-z][-\w]*)", re.sub(r"\{.*?\}|/\*.*?\*/", "", styles, flags=re.DOTALL))
    )
    used = {
        each
        for book in books.values()
        for root in book.pages.values()
        for element in root.iter()
        for each in element.get("class", "").split()
    }

    assert named - used == set()


@every_book
def test_the_japanese_characters_are_in_embedded_fonts(books: dict[str, Book], name: str) -> None:
    book = books[name]
    japanese = {
        character
        for root in book.pages.values()
        for element in root.iter()
        if (element.get("lang") or "")[:2] in {"ja", "zh"}
        for character in "".join(element.itertext())
    }
    fonts = {
        file: TTFont(io.BytesIO(data)) for file, data in book.files.items() if "fonts/" in file
    }
    covered = {chr(code) for font in fonts.values() for code in font.getBestCmap()}

    assert japanese <= covered | {" ", "\n"}
    assert covered <= {*"".join("".join(root.itertext()) for root in book.pages.values())}
    for file, font in fonts.items():
        assert file in book.files["book.css"].decode()
        assert "SIL Open Font License" in font["name"].getDebugName(13)


# -- pictures ---------------------------------------------------------------------------------


@every_book
def test_a_book_is_small_and_its_pictures_are_what_every_reader_shows(
    books: dict[str, Book], name: str
) -> None:
    book = books[name]

    assert book.size <= (20_000_000 if name.endswith("volume") else 1_800_000)
    for file, data in book.files.items():
        if file.endswith(".jpg"):
            with Image.open(io.BytesIO(data)) as picture:
                assert "progressive" not in picture.info, file
                assert picture.width * picture.height <= 4_000_000, file
                assert len(data) <= 1_500_000, file
                assert not dict(picture.getexif()), file


@every_book
def test_a_cover_is_two_to_three_with_a_picture_above_and_words_below(
    books: dict[str, Book], name: str
) -> None:
    book = books[name]
    items = [item for item in book.package.iter() if item.get("properties") == "cover-image"]
    assert [item.get("href") for item in items] == ["images/cover.jpg"]

    with Image.open(io.BytesIO(book.files["images/cover.jpg"])) as cover:
        width, height = cover.size
        assert abs(width / height - 2 / 3) < 0.01
        below = cover.convert("L").crop((0, width, width, height))

    levels = below.histogram()
    assert levels[255 - 8] + sum(levels[240:]) > 0.8 * sum(levels), "paper"
    assert sum(levels[:60]) > 0.005 * sum(levels), "ink"


# -- what the package says --------------------------------------------------------------------


def test_an_issue_says_what_it_is(books: dict[str, Book]) -> None:
    book = books["kitchen"]

    assert book.named("title") == ["River News, May 2031"]
    assert book.named("language") == ["en"]
    assert book.named("date") == ["2025-05-01"]
    assert book.property("dcterms:modified") == ["2031-05-20T00:00:00Z"]
    assert book.named("creator") == ["Office of Rivers"]
    assert book.named("publisher") == ["Office of Rivers, North River"]
    assert book.property("role") == ["aut", "pbl"]
    assert {"sister cities", "education", "North River"} <= {*book.named("subject")}
    assert book.named("rights") == ["Office of Rivers"]
    assert book.named("source") == ["https://river.example/news/issues/2031/05/"]
    assert book.property("belongs-to-collection") == ["River News"]
    assert book.property("collection-type") == ["series"]
    assert book.property("group-position") == ["203105"]


def test_what_is_claimed_of_accessibility_is_what_the_book_holds(books: dict[str, Book]) -> None:
    features = {
        name: {*book.property("schema:accessibilityFeature")} for name, book in books.items()
    }

    assert {"alternativeText", "longDescription", "MathML"} <= features["kitchen"]
    assert "MathML" not in features["real"]
    for book in books.values():
        assert book.property("schema:accessMode") == ["textual", "visual"]
        assert book.property("schema:accessModeSufficient") == ["textual", "textual,visual"]
        assert book.property("schema:accessibilityHazard") == ["none"]
        assert "Every picture has a text" in book.property("schema:accessibilitySummary")[0]
        assert book.property("dcterms:conformsTo") == book.property("a11y:certifiedBy") == []


@every_book
def test_a_page_states_its_language_in_both_ways(books: dict[str, Book], name: str) -> None:
    xml = "{http://www.w3.org/XML/1998/namespace}lang"

    for root in books[name].pages.values():
        assert root.get("lang") == root.get(xml) == "en"
        for element in root.iter():
            assert element.get("lang") == element.get(xml)


def test_the_files_of_the_container_are_in_its_folder(books: dict[str, Book]) -> None:
    outside = [each.filename for each in books["real"].infos if FOLDER not in each.filename]

    assert outside == ["mimetype", "META-INF/container.xml"]
