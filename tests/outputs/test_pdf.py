"""The PDFs: accessible and archival in one file, in the source's order, pages that are full."""

from __future__ import annotations

import copy
import io
import itertools
import re
from typing import TYPE_CHECKING

import pikepdf
import pytest
from PIL import Image

from outputs import tools
from outputs.parity import ISSUES, said
from outputs.pdfs import Pdf, poppler

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from outputs.conftest import Site


@pytest.fixture(scope="session")
def pdfs(built: Callable[[str, str], Path]) -> dict[str, Pdf]:
    """Return the issues' PDFs by project, and the volumes' as "real volume" and so on."""
    tools.need("pdfinfo")
    found = {}
    for project, (name, _page) in ISSUES.items():
        folder = built(project, "pdf")
        found[project] = Pdf(folder / f"{name}.pdf")
        found[f"{project} volume"] = Pdf(folder / f"{name[:-3]}.pdf")
    return found


every_pdf = pytest.mark.parametrize(
    "name", [f"{project}{kind}" for project in ISSUES for kind in ("", " volume")]
)
every_issue = pytest.mark.parametrize("name", ISSUES)


# -- accessible and archival ------------------------------------------------------------------


@every_pdf
def test_a_file_says_that_it_is_accessible_and_archival(pdfs: dict[str, Pdf], name: str) -> None:
    pdf = pdfs[name]
    with pdf.file.open_metadata() as metadata:
        said = {
            key: metadata.get(key) for key in ("pdfuaid:part", "pdfaid:part", "pdfaid:conformance")
        }
        title = metadata.get("dc:title")

    assert said == {"pdfuaid:part": "1", "pdfaid:part": "2", "pdfaid:conformance": "A"}
    assert pdf.root.MarkInfo.Marked
    assert pdf.root.ViewerPreferences.DisplayDocTitle
    assert str(pdf.root.Lang) == "en"
    assert [str(each.S) for each in pdf.root.OutputIntents] == ["/GTS_PDFA1"]
    assert title == str(pdf.file.docinfo.Title)
    assert title.startswith(("Monthly Glocal News, ", "River News, "))


@every_pdf
def test_poppler_finds_no_fault(pdfs: dict[str, Pdf], name: str) -> None:
    for command in (("pdfinfo", "-struct-text"), ("pdftotext",), ("pdffonts",)):
        _out, faults = poppler(*command, pdfs[name].path, *(["-"] if "text" in command[0] else []))
        assert faults == []


@every_pdf
def test_every_picture_and_formula_has_an_alternative(pdfs: dict[str, Pdf], name: str) -> None:
    found = [*pdfs[name].elements("Figure", "Formula")]

    assert found
    assert [each for each in found if not str(each.get("/Alt", "")).strip()] == []


@every_pdf
def test_headings_skip_no_level_and_are_bookmarks(pdfs: dict[str, Pdf], name: str) -> None:
    pdf = pdfs[name]
    found = [*pdf.elements(*(f"H{level}" for level in range(1, 7)))]
    levels = [int(str(each.S)[2:]) for each in found]

    assert levels[0] == 1
    assert all(after <= before + 1 for before, after in itertools.pairwise(levels))
    indented = ["  " * (level - 1) + str(each.T) for level, each in zip(levels, found, strict=True)]
    assert pdf.bookmarks == indented


@every_pdf
def test_pages_are_labelled_by_their_numbers(pdfs: dict[str, Pdf], name: str) -> None:
    file = pdfs[name].file

    assert [page.label for page in file.pages] == [str(n + 1) for n in range(len(file.pages))]


def test_a_header_cell_says_of_what_it_is_the_header(pdfs: dict[str, Pdf]) -> None:
    found = [*pdfs["kitchen"].elements("TH")]

    assert len(found) == 6
    scopes = [str(attributes.get("/Scope")) for cell in found for attributes in _attributes(cell)]
    assert scopes.count("/Column") == 6


def _attributes(element: pikepdf.Dictionary) -> Iterator[pikepdf.Dictionary]:
    attributes = element.get("/A", [])
    for each in attributes if isinstance(attributes, pikepdf.Array) else [attributes]:
        if str(each.get("/O")) == "/Table":
            yield each


@every_pdf
def test_every_link_says_where_it_leads_and_leads_there(pdfs: dict[str, Pdf], name: str) -> None:
    pdf = pdfs[name]

    assert pdf.links
    for link in pdf.links:
        assert str(link.Contents).strip()
        assert "/StructParent" in link
        place = link.get("/Dest")
        if isinstance(place, pikepdf.String):
            assert str(place) in pdf.destinations
        elif place is None:
            assert str(link.A.URI).startswith(("https://", "http://", "mailto:"))
    assert len([*pdf.elements("Link")]) >= len(pdf.links)


@pytest.mark.parametrize(("name", "languages"), [("real", {"ja"}), ("kitchen", {"ja", "zh", "he"})])
def test_runs_in_other_languages_say_so(
    pdfs: dict[str, Pdf], name: str, languages: set[str]
) -> None:
    streams = b"".join(page.Contents.read_bytes() for page in pdfs[name].file.pages)

    found = {each.decode() for each in re.findall(rb"/Lang ?\((\w+)\)", streams)}

    assert found - {"en"} == languages


@every_pdf
def test_all_fonts_are_ours_and_in_the_file(pdfs: dict[str, Pdf], name: str) -> None:
    found = dict(pdfs[name].fonts())

    assert all(found.values())
    families = {re.sub(r"^[A-Z]{6}\+", "", font).partition("-")[0] for font in found}
    assert families <= {
        "SourceSerif4", "SourceSerif4Display", "SourceSans3", "BIZUDPGothic", "NotoSansHebrew",
        "NotoSansCJKsc", "DejaVuSansMono", "NewCMMath",
    }  # fmt: skip


# -- what is in it ----------------------------------------------------------------------------


@pytest.mark.parametrize("name", ["real", "real volume"])
def test_the_pdf_holds_every_word_of_the_seed(
    pdfs: dict[str, Pdf], seed: list[str], name: str
) -> None:
    text = pdfs[name].words

    assert [block for block in seed[3:] if " ".join(block.split()) not in text] == []


def plain(text: str) -> str:
    """Return *text* as a page and a PDF can be compared.

    Spaces are left out, of which a line's end has one or none; so are the brackets of a
    footnote's mark, which paper sets above the line, and Hebrew, which poppler garbles (the file
    has it right: see the test of its marks).
    """
    return re.sub(r"\[(\d+)\]", r"\1", re.sub(r"[\s\u0590-\u05ff\u202a-\u202e]", "", text))


@pytest.mark.parametrize("kind", ["", " volume"])
@every_issue
def test_whatever_the_page_says_is_in_the_pdf_and_in_its_order(
    pdfs: dict[str, Pdf], sites: list[Site], name: str, kind: str
) -> None:
    pdf = pdfs[name + kind]
    [site] = [site for site in sites if site.name == name]
    page = copy.copy(site.pages[ISSUES[name][1]])
    for part in page.select(".enlarge, .onward, nav"):
        part.decompose()
    for formula in page.select("math"):  # its alternative is what is heard of it
        formula.find_parent(["p", "div"]).decompose()
    for short in page.select("abbr"):
        short.append(f" ({short['title']})")
    alts = {" ".join(str(each.Alt).split()) for each in pdf.elements("Figure")}
    text = plain(pdf.words)

    expected = [each for each in said(page) if each and each not in alts]

    assert len(expected) > 40
    assert [each for each in expected if plain(each) not in text] == []


def test_a_run_from_right_to_left_is_read_in_its_order(pdfs: dict[str, Pdf]) -> None:
    streams = b"".join(page.Contents.read_bytes() for page in pdfs["kitchen"].file.pages)

    parts = streams.split(b"/Lang(he)")[1:]
    assert parts
    assert sum(part.partition(b"EMC\nQ")[0].count(b"/ReversedChars") for part in parts) >= 2


def test_the_structure_follows_the_order_of_the_source(
    pdfs: dict[str, Pdf], seed: list[str]
) -> None:
    words = pdfs["real"].words
    begins = words.index("Marugame · Willich", words.index("In this issue"))
    places, start = [], begins
    for block in seed[3:]:
        start = words.find(" ".join(block.split()), start)
        places.append(start)

    assert -1 not in places
    assert places == sorted(places)


@pytest.mark.parametrize("word", ["draftword", "unpublished"])
@pytest.mark.parametrize("name", ["kitchen", "kitchen volume"])
def test_what_is_not_published_is_in_no_pdf(pdfs: dict[str, Pdf], name: str, word: str) -> None:
    assert word not in pdfs[name].words


@every_pdf
def test_pictures_have_no_metadata_and_enough_pixels(pdfs: dict[str, Pdf], name: str) -> None:
    pdf = pdfs[name]
    pictures = [each for page in pdf.file.pages for each in page.get_images().values()]

    assert pictures
    for each in pictures:
        assert str(each.Filter) == "/DCTDecode"
        with Image.open(io.BytesIO(each.read_raw_bytes())) as image:
            assert not image.getexif()
            assert max(image.size) >= 600
    table = poppler("pdfimages", "-list", pdf.path)[0].splitlines()[2:]
    assert min(int(line.split()[12]) for line in table) >= 150, "dots an inch"


@pytest.mark.parametrize(("name", "most"), [("real", 1_500_000), ("kitchen", 1_500_000)])
def test_an_issue_is_small(pdfs: dict[str, Pdf], name: str, most: int) -> None:
    assert pdfs[name].path.stat().st_size <= most


# -- pages ------------------------------------------------------------------------------------


@every_pdf
def test_no_page_is_nearly_empty(pdfs: dict[str, Pdf], name: str, tmp_path: Path) -> None:
    fills = pdfs[name].fills(tmp_path)
    # An issue of a volume ends where it ends.
    whole = fills[:-1] if "volume" not in name else [fills[0]]

    assert all(fill >= 0.6 for fill in whole), fills
    assert fills[-1] >= 0.2


@every_issue
def test_an_issue_opens_with_its_name_its_month_and_its_contents(
    pdfs: dict[str, Pdf], name: str
) -> None:
    first = poppler("pdftotext", "-l", "1", pdfs[name].path, "-")[0]

    assert first.startswith(("Monthly Glocal News", "River News"))
    assert "In this issue" in first


def test_the_contents_and_the_index_have_the_numbers_of_the_pages(pdfs: dict[str, Pdf]) -> None:
    pdf = pdfs["kitchen volume"]
    page = pdf.destinations["2031-05-north-river"]

    first = " ".join(poppler("pdftotext", "-l", "1", pdf.path, "-")[0].split())
    assert re.search(rf"North River and Southport become sister cities {page}\b", first)
    index = pdf.words.rpartition("Places")[2]
    assert re.search(rf"Southport {page}\b", index)
    assert re.search(rf"North River and Southport {page}\b", index)


# -- on the site ------------------------------------------------------------------------------


@every_issue
def test_the_page_offers_the_pdf_with_its_pages_and_its_size(
    pdfs: dict[str, Pdf], sites: list[Site], name: str
) -> None:
    [site] = [site for site in sites if site.name == name]
    file, page = ISSUES[name]
    [link] = site.pages[page].select('a[type="application/pdf"]')

    published = (site.folder / page).parent / link["href"]
    assert published.read_bytes() == pdfs[name].path.read_bytes()
    count, size = len(pdfs[name].file.pages), published.stat().st_size / 1e6
    assert link.get_text() == f"To print (PDF, {count} pages, {size:.1f} MB)"
    assert link["href"] == f"{file}.pdf"
