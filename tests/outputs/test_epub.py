from __future__ import annotations

import posixpath
import zipfile
from typing import TYPE_CHECKING
from urllib.parse import unquote, urlsplit
from xml.etree import ElementTree as ET

import pytest

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

XHTML = "{http://www.w3.org/1999/xhtml}"
OPS_TYPE = "{http://www.idpf.org/2007/ops}type"


class Book:
    """An e-book: its files by name, its pages parsed."""

    def __init__(self, path: Path) -> None:
        with zipfile.ZipFile(path) as book:
            self.infos = book.infolist()
            self.files = {info.filename: book.read(info) for info in self.infos}
        self.pages = {
            name: ET.fromstring(data)
            for name, data in self.files.items()
            if name.endswith(".xhtml")
        }

    def words(self) -> str:
        """Return the text of all pages, with single spaces."""
        return " ".join(" ".join(words(page.find(f"{XHTML}body"))) for page in self.pages.values())


def words(element: ET.Element) -> list[str]:
    return "".join(element.itertext()).split()


def book_of(folder: Path) -> Book:
    (path,) = folder.glob("*.epub")
    return Book(path)


@pytest.fixture(scope="session")
def real_book(built: Callable[[str, str], Path]) -> Book:
    return book_of(built("real", "epub"))


@pytest.fixture(scope="session")
def kitchen_book(built: Callable[[str, str], Path]) -> Book:
    return book_of(built("kitchen", "epub"))


@pytest.fixture(scope="session")
def books(real_book: Book, kitchen_book: Book) -> list[Book]:
    return [real_book, kitchen_book]


def test_a_reader_knows_the_file_for_an_e_book(books: list[Book]) -> None:
    for book in books:
        first = book.infos[0]

        assert first.filename == "mimetype"
        assert first.compress_type == zipfile.ZIP_STORED
        assert book.files["mimetype"].strip() == b"application/epub+zip"


def test_every_page_package_and_contents_file_is_well_formed(books: list[Book]) -> None:
    for book in books:
        assert book.pages
        for name, data in book.files.items():
            if name.endswith((".xhtml", ".opf", ".ncx", ".xml")):
                assert len(ET.fromstring(data)), name


def test_the_book_holds_every_word_of_the_seed(real_book: Book, seed: list[str]) -> None:
    text = real_book.words()

    missing = [block for block in seed[3:] if " ".join(block.split()) not in text]
    assert missing == []


def test_the_book_holds_the_facts_of_every_infobox(real_book: Book) -> None:
    text = real_book.words()

    for fact in (
        "7 July 2023; friendship declaration 6 July 2018",
        "30th, 20 April 2024",
        "10, from 8 countries",
        "An exchange through lusterware, without a tie between municipalities",
        "Friendship state",
    ):
        assert fact in text, fact


def test_the_book_holds_everything_that_an_issue_may_use(kitchen_book: Book) -> None:
    text = kitchen_book.words()

    for part in (
        "Signing by the mayors (in the old hall)",
        "A second paragraph of the long description.",
        "A photo that has not arrived",
        "A caption of the group",
        "18–19 July 2031",
        "Boats by town",
        "A regatta, held each year.",
        "A river has two banks.",
        "We crossed over.",
        "The name of the mayor was misspelled.",
        "The regatta is on 3 August 2031. A fee of $5 is asked, then $7.",
        'return f"{river}: {boats}"',
    ):
        assert part in text, part


def test_the_contents_list_every_published_issue(real_book: Book, kitchen_book: Book) -> None:
    assert "September 2023" in list(contents(real_book))
    titles = list(contents(kitchen_book))
    assert {"May 2031", "April 2031"} <= set(titles)
    assert not {"June 2031", "July 2031"} & set(titles)


def contents(book: Book) -> Iterator[str]:
    (nav,) = (
        nav
        for page in book.pages.values()
        for nav in page.iter(f"{XHTML}nav")
        if nav.get(OPS_TYPE) == "toc"
    )
    for link in nav.iter(f"{XHTML}a"):
        yield " ".join(words(link))


@pytest.mark.parametrize("word", ["draftword", "embargoword"])
def test_what_is_not_published_is_in_no_file_of_the_book(kitchen_book: Book, word: str) -> None:
    assert [name for name, data in kitchen_book.files.items() if word.encode() in data] == []


def test_every_link_and_picture_of_the_book_leads_to_a_file_and_a_place_in_it(
    books: list[Book],
) -> None:
    for book in books:
        broken = [
            (name, address)
            for name, page in book.pages.items()
            for element in page.iter()
            for address in (element.get("href"), element.get("src"))
            if address and not leads_somewhere(book, name, address)
        ]

        assert broken == []


def leads_somewhere(book: Book, name: str, address: str) -> bool:
    parts = urlsplit(address)
    if parts.scheme:
        return True
    target = posixpath.normpath(posixpath.join(posixpath.dirname(name), unquote(parts.path)))
    target = target if parts.path else name
    if not parts.fragment:
        return target in book.files
    page = book.pages.get(target)
    return page is not None and any(
        element.get("id") == unquote(parts.fragment) for element in page.iter()
    )


def test_the_book_runs_no_script_and_has_no_style_of_its_own(books: list[Book]) -> None:
    for book in books:
        for name, page in book.pages.items():
            for element in page.iter():
                assert element.tag != f"{XHTML}script", name
                assert "style" not in element.attrib, (name, element.attrib)


def test_a_picture_in_the_book_has_an_alternative_text(kitchen_book: Book) -> None:
    images = [image for page in kitchen_book.pages.values() for image in page.iter(f"{XHTML}img")]

    assert len(images) == 7
    assert all("alt" in image.attrib for image in images)


def test_a_picture_in_the_book_keeps_its_proportions_on_a_narrow_screen(
    kitchen_book: Book,
) -> None:
    images = [image for page in kitchen_book.pages.values() for image in page.iter(f"{XHTML}img")]

    assert images
    assert not [image.get("src") for image in images if {"width", "height"} & set(image.keys())]
