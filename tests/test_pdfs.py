"""PDFs as an editor makes them again and again: what is written, told, drafted, printed."""

from __future__ import annotations

import errno
import io
import itertools
import re
import zipfile
from typing import TYPE_CHECKING

import pytest
import typst
from PIL import Image

from cameras import camera
from odd import NAMES, ODD
from outputs import tools
from outputs.pdfs import Pdf, poppler

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from conftest import Built, Project

MAY, YEAR = "river-news-2031-05.pdf", "river-news-2031.pdf"
ARTICLE = "(a)=\n## A river\n\nText.\n\n"
PHOTO = ":::{photo} river.jpg\n:alt: A river by a town\n:credit: Office of Rivers\nThe river\n:::\n"


@pytest.fixture
def project(make_project: Callable[..., Project], tmp_path: Path) -> Project:
    """Return a project with an issue of May, with a photo, and one of April."""
    tools.need("pdfinfo")
    project = make_project(
        {"source/issues/2031/05/river.jpg": camera(tmp_path / "a.jpg").read_bytes()}
    )
    project.write_issue(ARTICLE + PHOTO)
    project.write_issue("(b)=\n## A bridge\n\nMore text.\n", month="2031-04")
    return project


def pdfs(built: Built) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in sorted(built.out.glob("*.pdf"))}


def times(built: Built) -> dict[str, int]:
    return {path.name: path.stat().st_mtime_ns for path in built.out.glob("*.pdf")}


def issue(project: Project, body: str, **options: object) -> Pdf:
    """Return the PDF of an issue of May with the articles *body*; nothing may be warned of."""
    project.write_issue(body)
    built = project.build("pdf", glocal_editions="2031-05", **options)
    assert built.warnings == []
    return Pdf(built.out / MAY)


# -- what is written --------------------------------------------------------------------------


def test_every_issue_and_every_year_has_a_pdf(project: Project) -> None:
    built = project.build("pdf")

    assert built.warnings == []
    assert [*pdfs(built)] == ["river-news-2031-04.pdf", MAY, YEAR]


def test_an_edit_writes_the_pdfs_that_hold_it_and_no_other(project: Project) -> None:
    before = times(project.build("pdf"))
    project.write_issue(ARTICLE + PHOTO + "\nA later sentence.\n")

    built = project.build("pdf")

    assert {name for name, time in times(built).items() if before[name] != time} == {MAY, YEAR}
    assert "A later sentence." in Pdf(built.out / MAY).words


def test_a_build_without_a_change_writes_nothing(project: Project) -> None:
    before = times(project.build("pdf"))

    assert times(project.build("pdf")) == before


def test_an_issue_that_is_held_back_takes_its_pdfs_along(project: Project) -> None:
    project.build("pdf")
    project.write_issue(ARTICLE + PHOTO, front="draft: true\n")

    built = project.build("pdf")

    assert [*pdfs(built)] == ["river-news-2031-04.pdf", YEAR]
    assert "The river" not in Pdf(built.out / YEAR).words


def test_a_pdf_has_the_same_bytes_however_it_is_built(
    project: Project, make_project: Callable[..., Project], monkeypatch: pytest.MonkeyPatch
) -> None:
    clean = pdfs(project.build("pdf"))
    photo = (project.root / "source/issues/2031/05/river.jpg").read_bytes()

    project.write_issue(ARTICLE)
    project.build("pdf")
    project.write_issue(ARTICLE + PHOTO)
    assert pdfs(project.build("pdf")) == clean, "after edits"

    monkeypatch.setenv("TZ", "Pacific/Kiritimati")
    monkeypatch.setenv("LC_ALL", "tr_TR.UTF-8")
    other = make_project({"source/issues/2031/05/river.jpg": photo}, "another place")
    other.write_issue(ARTICLE + PHOTO)
    other.write_issue("(b)=\n## A bridge\n\nMore text.\n", month="2031-04")
    assert pdfs(other.build("pdf", parallel=2)) == clean, "elsewhere"


def test_us_letter_is_a_choice(project: Project) -> None:
    pdf = issue(project, ARTICLE + PHOTO, glocal_pdf_paper="us-letter")

    assert [float(each) for each in pdf.file.pages[0].MediaBox] == pytest.approx(
        [0, 0, 612, 792], abs=0.5
    )


def test_pictures_shrink_until_the_pdf_is_small_enough(project: Project, tmp_path: Path) -> None:
    photo = camera(tmp_path / "large.jpg", (2400, 1600))
    project.write("source/issues/2031/05/river.jpg", photo.read_bytes())
    large = issue(project, ARTICLE + PHOTO).path.stat().st_size
    limit = {"issue": large // 2, "volume": 20_000_000}

    pdf = issue(project, ARTICLE + PHOTO, glocal_pdf_bytes=limit)

    assert 0 < pdf.path.stat().st_size <= large // 2


def test_a_pdf_that_cannot_be_small_enough_is_told(project: Project) -> None:
    limit = {"issue": 1000, "volume": 20_000_000}
    project.write_issue(ARTICLE + PHOTO)

    [warning] = project.build("pdf", glocal_editions="2031-05", glocal_pdf_bytes=limit).warnings

    assert "The PDF river-news-2031-05 has" in warning
    assert "[glocal.edition-size]" in warning


# -- what is told -----------------------------------------------------------------------------


def test_a_character_that_no_font_has_is_told_once_and_marked(project: Project) -> None:
    project.write_issue("(a)=\n## A river\n\nIts name is \N{DESERET CAPITAL LETTER LONG I}.\n")

    built = project.build("pdf", glocal_editions="2031-05")

    [warning] = built.warnings
    assert warning.startswith("source/issues/2031/05/index.md:9: WARNING: “𐐀” (DESERET CAPITAL")
    assert "[glocal.pdf-content]" in warning
    assert "Its name is 〓." in Pdf(built.out / MAY).words


def test_what_typst_refuses_is_told_at_its_line_and_the_pdf_of_before_stays(
    project: Project, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = pdfs(project.build("pdf", glocal_editions="2031-05"))
    # A sign that is mathematics to TeX, and that the font of formulas does not have.
    project.write_issue(ARTICLE + "A formula: {math}`\N{DESERET CAPITAL LETTER LONG I}`\n")
    monkeypatch.setattr("glocal_ext.builders.pdf.typesetter._UNKNOWN", re.compile("never"))

    built = project.build("pdf", glocal_editions="2031-05")

    told, left = built.warnings
    assert told.startswith("source/issues/2031/05/index.md:11: WARNING: The PDF is refused: ")
    assert "The one of before stays" in left
    assert pdfs(built) == before


def test_a_full_disk_leaves_the_pdf_of_before(
    project: Project, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = pdfs(project.build("pdf"))
    project.write_issue(ARTICLE)

    def full(*_arguments: object) -> None:
        raise OSError(errno.ENOSPC, "no space left on device")

    with monkeypatch.context() as patch:
        patch.setattr("glocal_ext.builders.pdf.typesetter.Typesetter.pdf", full)
        built = project.build("pdf")

    assert len(built.warnings) == 2
    assert all("no space left on device" in each for each in built.warnings)
    assert pdfs(built) == before
    assert pdfs(project.build("pdf")) != before


def test_a_photo_that_cannot_be_made_is_told_and_left_out(
    project: Project, monkeypatch: pytest.MonkeyPatch
) -> None:
    def missing(*_arguments: object) -> None:
        raise FileNotFoundError(errno.ENOENT, "no such file")

    with monkeypatch.context() as patch:
        patch.setattr("glocal_ext.builders.editions.published_bytes", missing)
        built = project.build("pdf", glocal_editions="2031-05")

    [warning] = built.warnings
    assert "river.jpg” cannot be published" in warning
    assert [*Pdf(built.out / MAY).elements("Figure")] == []
    after = project.build("pdf", glocal_editions="2031-05")
    assert len([*Pdf(after.out / MAY).elements("Figure")]) == 2


@pytest.mark.parametrize(
    "text",
    [
        '"]) #read("/etc/passwd") #[',
        '#eval("1") $x$ *bold* _it_ `code` @ref <label>',
        "\\u{41} \\\\ // no comment /* nor this */",
    ],
)
def test_an_editors_text_is_never_code(project: Project, text: str) -> None:
    words = issue(project, f"(a)=\n## A river\n\n```\n{text}\n```\n").words

    assert " ".join(text.split()) in words


# -- documents of odd shapes ------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "held"),
    [
        *ODD,
        ("# May\n\n(a)=\n## A\n\n" + "".join(f"{'   ' * n}1. y\n" for n in range(15)), "y"),
        ("# May\n\n(a)=\n## A\n\n" + "A long text. " * 2000, "A long text."),
        ("# May\n\n(a)=\n## A\n\n| a | b |\n| - | - |\n" + "| c | d |\n" * 200, "c"),
    ],
    ids=[*NAMES, "deep", "long", "table"],
)
def test_a_pdf_is_sound_whatever_the_document_is_like(
    make_project: Callable[..., Project], text: str, held: str
) -> None:
    tools.need("pdfinfo")
    project = make_project()
    project.write("source/issues/2031/05/index.md", f"---\nissue: 2031-05\n---\n{text}")

    built = project.build("pdf")

    for name in (MAY, YEAR):
        assert held in Pdf(built.out / name).words, name


SENTENCE = "A sentence about a river, its bridges and its towns. "
LONG = {
    "paragraphs": f"{SENTENCE * 30}\n\n" * 12,
    "a list": "".join(f"- {SENTENCE * 3}\n" for _ in range(60)),
    "a quotation": "".join(f"> {SENTENCE * 8}\n>\n" for _ in range(20)),
    "remarks": "".join(f":::{{note}}\n{SENTENCE * 12}\n:::\n\n" for _ in range(12)),
    "headings": "".join(f"### Heading {n}\n\n{SENTENCE * 12}\n\n" for n in range(16)),
    "code": "```\n" + "x = 1\n" * 150 + "```\n",
}


@pytest.mark.parametrize("kind", LONG)
def test_pages_of_a_long_text_are_full(project: Project, tmp_path: Path, kind: str) -> None:
    pdf = issue(project, f"(a)=\n## A river\n\n{LONG[kind]}\n\n{PHOTO}\nThe end.\n")

    fills = pdf.fills(tmp_path)
    assert len(fills) >= 3
    assert min(fills[:-1]) >= 0.6, fills


def test_a_heading_stands_on_the_page_of_its_text(project: Project) -> None:
    body = "".join(f"### Heading {n}\n\n{SENTENCE * (7 + n % 5)}\n\n" for n in range(30))

    pdf = issue(project, f"(a)=\n## A river\n\n{body}")

    for number in range(1, len(pdf.file.pages) + 1):
        page = pdf.text("-f", str(number), "-l", str(number))
        *_others, last = [line for line in page.splitlines() if line.strip()][:-1]
        assert not last.startswith("Heading")


def test_many_articles_and_long_titles_fill_a_front_page_and_no_more(project: Project) -> None:
    title = "A title that goes on about a river and its bridges until the line is full and beyond"
    articles = "".join(f"(a{n})=\n## {title} {n}\n\nText of {n}.\n\n" for n in range(20))

    pdf = issue(project, articles + PHOTO)

    first = poppler("pdftotext", "-l", "1", pdf.path, "-")[0]
    assert f"{title} 19" in " ".join(first.split())


def test_a_box_of_facts_stands_beside_a_long_text(project: Project) -> None:
    said = [f"Sentence {n} of a long article about a river and a bridge." for n in range(60)]
    text = "\n\n".join(" ".join(said[start : start + 6]) for start in range(0, 60, 6))
    box = ":::{infobox} Study tour\nDates\n: 18 July 2031\n\nPlace\n: North\n:::\n"

    pdf = issue(project, f"(a)=\n## A river\n\n{text}\n\n{box}\nA last sentence.\n")

    words = pdf.words
    assert words.index("Sentence 59") < words.index("Study tour") < words.index("A last sentence.")
    page = poppler("pdftotext", "-layout", pdf.path, "-")[0]
    assert re.search(r"^ {50,}Study tour$", page, re.MULTILINE)


def test_japanese_is_broken_by_its_own_rules(project: Project) -> None:
    text = "丸亀市は、香川県の市です。「友好都市」として、交流を続けています。" * 12

    pdf = issue(project, f"(a)=\n## A river\n\n[{text}]{{.language-ja}}\n")

    lines = [line.strip() for line in pdf.text("-layout").splitlines() if "市" in line]
    assert len(lines) > 4
    assert not any(line[0] in "、。」" for line in lines)
    assert not any(line[-1] == "「" for line in lines)


def test_names_in_rare_characters_are_set(project: Project) -> None:
    names = "髙橋 山﨑 〜 ～ ōū 北京 서울 ภาษาไทย हिन्दी فارسی"

    pdf = issue(project, f"(a)=\n## A river\n\nNames: {names}\n")

    fonts = {font.partition("+")[2].partition("-")[0] for font, _embedded in pdf.fonts()}
    assert {
        "BIZUDPGothic", "NotoSansCJKsc", "NotoNaskhArabic", "NotoSansThai", "NotoSansDevanagari",
    } <= fonts  # fmt: skip


WIDE = [f"{f'| {each} ' * 14}|" for each in ("head", "---", "unbreakablevalue")]
LINES = "A line of the box.\n\n" * 60


@pytest.mark.parametrize(
    "body",
    [
        f":::{{infobox}} Facts\nDates\n: one\n\n{LINES}lastword\n:::\n",
        "".join(f"- w{n}\n" for n in range(90)) + "\nlastword\n",
        f":::{{pull-quote}}\n{'word ' * 1500}lastword\n:::\n",
        ":::{infobox} Facts\nDates\n: - one\n  - lastword\n:::\n",
        "\n".join(WIDE) + "\n\nlastword\n",
        "{math}`\\bar{x}` {math}`\\text{日本語}` {math}`\\binom{n}{k}` lastword\n",
        "###\n\n##### lastword\n",
    ],
    ids=["box", "items", "pull-quote", "list in a box", "wide table", "formulas", "levels"],
)
def test_what_is_high_wide_or_odd_stays_on_the_page(project: Project, body: str) -> None:
    project.write_issue(f"(a)=\n## A river\n\n{body}")
    built = project.build("pdf", glocal_editions="2031-05", suppress_warnings=["myst.header"])

    assert built.warnings == []
    assert on_paper(built.out / MAY)["lastword"] == 1


def on_paper(path: Path) -> dict[str, int]:
    """Return the words on the pages of a PDF, and how often each is, none outside of its page."""
    found: dict[str, int] = {}
    size = (0.0, 0.0)
    for line in poppler("pdftotext", "-bbox", path, "-")[0].splitlines():
        numbers = [float(each) for each in re.findall(r'="(-?[\d.]+)"', line)]
        if "<page " in line:
            size = numbers[0], numbers[1]
        elif "<word " in line:
            left, top, right, bottom = numbers
            assert 0 <= left <= right <= size[0], line
            assert 0 <= top <= bottom <= size[1], line
            word = line.partition(">")[2].partition("<")[0]
            found[word] = found.get(word, 0) + 1
    return found


def numbered(body: str) -> str:
    """Return *body* with a word of its own in the place of each W."""
    numbers = itertools.count(1)
    return re.sub(r"\bW\b", lambda _match: f"word{next(numbers):04}", body)


CONSTRUCTS = (
    "W W", "- W\n- W\n  - W", "1. W\n2. W", "> W\n>\n> W", "| W | W |\n| --- | ---: |\n| W | W |",
    "```\nW\nW\n```", "W\n: W\n\nW\n: W", ":::{note}\nW\n:::", ":::{admonition} W\nW\n:::",
    ":::{pull-quote}\nW\n\n— W\n:::", ":::{epigraph}\nW\n\n— W\n:::", ":::{rubric} W\n:::",
    ":::{list-table} W\n:header-rows: 1\n:stub-columns: 1\n\n* - W\n  - W\n* - W\n  - W\n:::",
    ":::{photo} river.jpg\n:alt: A river by a town\n:credit: W\nW W\\\nW\n:::",
    ":::{photo} river.jpg\n:alt: A river\n:credit: W\n:description: |\n  W\n\n  W\nW\n\nW\n:::",
    ":::{infobox} W\nW\n: W\n\nW\n: - W\n  - W\n\nW\n: W\n\n  W\n:::",
)  # fmt: skip
CONTAINERS = ("{}", "- W\n\n{  }\n- W", "::::{{note}}\nW\n\n{}\n::::", "> W\n>\n{> }")


@pytest.mark.parametrize("container", CONTAINERS, ids=["alone", "list", "note", "quotation"])
def test_no_word_is_lost_whatever_stands_in_what(project: Project, container: str) -> None:
    bodies = []
    for construct in CONSTRUCTS:
        mark = re.search(r"\{(  |> |)\}", container)
        assert mark
        inside = "".join(
            f"{mark[1]}{line}".rstrip() + "\n" for line in construct.splitlines()
        ).removesuffix("\n")
        bodies.append(container.replace(mark[0], inside).replace("{{", "{").replace("}}", "}"))
    body = numbered("".join(f"(a{n})=\n## W\n\n{each}\n\nW\n\n" for n, each in enumerate(bodies)))
    project.write_issue(body)

    built = project.build("pdf", glocal_editions="2031-05", suppress_warnings=["glocal.photo-look"])

    assert built.warnings == []
    words = " ".join(on_paper(built.out / MAY))
    assert [each for each in re.findall(r"word\d{4}", body) if each not in words] == []


def test_a_sign_in_a_drawing_that_no_font_has_is_told_too(project: Project) -> None:
    drawing = (
        '<svg xmlns="http://www.w3.org/2000/svg" width="900" height="600">'
        '<text x="100" y="100" font-size="60">\U00020bb7</text></svg>'
    )
    project.write("source/issues/2031/05/river.svg", drawing)
    project.write_issue(ARTICLE + PHOTO.replace("river.jpg", "river.svg"))

    [warning] = project.build("pdf", glocal_editions="2031-05").warnings

    assert "CJK UNIFIED IDEOGRAPH-20BB7" in warning


def test_an_emoji_costs_no_pdf_and_is_told_at_its_line(project: Project) -> None:
    project.write_issue("(a)=\n## A river\n\nA heart \u2764\ufe0f, a key 1\ufe0f\u20e3, the end.\n")

    built = project.build("pdf")

    assert [each.partition(": WARNING")[0] for each in built.warnings] == [
        "source/issues/2031/05/index.md:9"
    ] * 2
    assert "A heart 〓, a key 1〓, the end." in Pdf(built.out / MAY).words


@pytest.mark.parametrize("count", [20, 40])
def test_contents_of_many_articles_stand_apart(project: Project, count: int) -> None:
    title = "An agreement between the towns along the river and beyond, number"
    articles = "".join(f"(a{n})=\n## {title} {n}\n\nText.\n\n" for n in range(count))

    pdf = issue(project, articles + PHOTO)

    for number in (1, 2):
        lines = poppler(
            "pdftotext", "-bbox-layout", "-f", str(number), "-l", str(number), pdf.path, "-"
        )[0]
        boxes = [
            [float(each) for each in re.findall(r'="(-?[\d.]+)"', line)]
            for line in lines.splitlines()
            if "<line " in line
        ]
        # A line's box is that of its font, and reaches into the next one's.
        apart = [
            min(a[2], b[2]) <= max(a[0], b[0]) + 1
            or min(a[3], b[3]) - max(a[1], b[1]) <= 0.35 * min(a[3] - a[1], b[3] - b[1])
            for a, b in itertools.combinations(boxes, 2)
        ]
        assert all(apart)


EXTENSION = """
from docutils import nodes
from docutils.parsers.rst import Directive

class shout(nodes.General, nodes.Element): pass

class Foreign(Directive):
    has_content = True
    required_arguments = 1
    def run(self):
        kinds = {"card": lambda: nodes.container(classes=["sd-card"]), "shout": shout}
        if self.arguments[0] == "raw":
            node = nodes.raw("", "\\n".join(self.content), format="html")
        else:
            node = kinds[self.arguments[0]]()
            self.state.nested_parse(self.content, 0, node)
        node.source, node.line = self.state_machine.get_source_and_line(self.lineno)
        return [node]

def setup(app):
    app.add_directive("foreign", Foreign)
    app.add_node(shout)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
"""
CONF_OF_FOREIGN = """
import sys
sys.path.insert(0, ".")
extensions = ["glocal_ext", "foreign_of_pdf"]
glocal_issue_directives = ["foreign"]
"""


@pytest.mark.parametrize(
    ("kind", "warned", "shown"),
    [
        ("card", "", True),
        ("shout", "The PDF does not know “shout”", True),
        ("raw", "“raw” is left out of the PDF", False),
    ],
)
def test_what_another_extension_makes_is_shown_or_told(
    project: Project, kind: str, warned: str, shown: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.syspath_prepend(project.root)
    project.write("foreign_of_pdf.py", EXTENSION)
    conf = project.root / "conf.py"
    conf.write_text(conf.read_text(encoding="utf-8") + CONF_OF_FOREIGN, encoding="utf-8")
    project.write_issue(f"{ARTICLE}:::{{foreign}} {kind}\nInside of it.\n:::\n\nText behind.\n")

    built = project.build("pdf")

    assert [warned in each for each in built.warnings] == ([True] if warned else [])
    assert all(each.startswith("source/issues/2031/05/index.md:11") for each in built.warnings)
    words = Pdf(built.out / MAY).words
    assert "Text behind." in words
    assert ("Inside of it." in words) is shown


def test_twelve_issues_with_the_same_targets_make_one_volume(project: Project) -> None:
    links = "[To the other](#b), [up](#a).[^n]\n\n(b)=\n## Other\n\n[Back](#a).\n\n"
    for month in range(1, 13):
        body = f"(a)=\n## A river\n\n{links}[^n]: A note of {month}.\n"
        project.write_issue(body, month=f"2031-{month:02}")

    built = project.build("pdf", glocal_editions="2031")

    assert built.warnings == []
    pdf = Pdf(built.out / YEAR)
    for month in range(1, 13):
        assert f"A note of {month}." in pdf.words
        assert f"2031-{month:02}-a" in pdf.destinations
    assert {*pdf.destinations.values()} == {*range(1, 14)}
    assert len([each for each in pdf.bookmarks if each == "  A river"]) == 12


def test_a_volume_holds_what_its_own_document_says(project: Project) -> None:
    project.write(
        "source/issues/2031/index.md",
        "# The year\n\n## About it\n\nA year of rivers.[^n]\n\n[^n]: And of bridges.\n",
    )

    built = project.build("pdf", glocal_editions="2031")

    assert built.warnings == []
    words = Pdf(built.out / YEAR).words
    assert words.index("About it") < words.index("A year of rivers.")
    assert "And of bridges." in words


# -- for the printer --------------------------------------------------------------------------


def test_a_printer_gets_marks_a_bleed_and_300_dots_an_inch(
    project: Project, tmp_path: Path
) -> None:
    photo = camera(tmp_path / "large.jpg", (2400, 1600))
    project.write("source/issues/2031/05/river.jpg", photo.read_bytes())
    built = project.build("press", glocal_editions="2031-05")

    assert built.warnings == []
    pdf = Pdf(built.out / "river-news-2031-05-print.pdf")
    page = pdf.file.pages[0]
    media, bleed, trim = (
        [float(each) / 72 * 25.4 for each in box]
        for box in (page.MediaBox, page.BleedBox, page.TrimBox)
    )
    assert [trim[2] - trim[0], trim[3] - trim[1]] == pytest.approx([210, 297], abs=0.1)
    assert [trim[0] - bleed[0], bleed[2] - trim[2]] == pytest.approx([3, 3], abs=0.1)
    assert [trim[0] - media[0], media[3] - trim[3]] == pytest.approx([9, 9], abs=0.1)
    pictures = poppler("pdfimages", "-list", pdf.path)[0].splitlines()[2:]
    assert min(int(line.split()[12]) for line in pictures) >= 299
    again = project.build("press", out="again", glocal_editions="2031-05")
    assert pdfs(again) == pdfs(built)


def test_a_printers_marks_stand_outside_of_the_bleed(project: Project, tmp_path: Path) -> None:
    built = project.build("press", glocal_editions="2031-05")
    file = built.out / "river-news-2031-05-print.pdf"
    poppler("pdftoppm", "-r", "72", "-l", "1", "-gray", "-singlefile", file, tmp_path / "page")

    with Image.open(tmp_path / "page.pgm") as image:
        mark, bleed, trim = (round(mm / 25.4 * 72) for mm in (3, 8, 9))
        dark = image.point(lambda value: 255 * (value < 200))
        assert dark.crop((0, trim - 2, mark * 2, trim + 2)).getbbox()
        assert not dark.crop((mark * 2 + 2, 0, bleed, image.height)).getbbox()


# -- the draft --------------------------------------------------------------------------------


def test_a_draft_is_marked_numbered_and_lists_what_is_open(
    project: Project, monkeypatch: pytest.MonkeyPatch
) -> None:
    pending = ":::{photo} later.jpg\n:pending:\nThe new bridge\n:::\n"
    wrong = ":::{photo} river.jpg\nWithout a text\n:::\n"
    project.write_issue(f"{ARTICLE}{PHOTO}\nBetween.\n\n{pending}\n{wrong}", front="draft: true\n")
    monkeypatch.setenv("GLOCAL_DRAFTS", "1")

    built = project.build("draft", glocal_editions="2031-05")

    pdf = Pdf(built.out / "river-news-2031-05-draft.pdf")
    last = pdf.words.rpartition("Open points")[2]
    assert re.search(r"Photographs to come • The new bridge \(line \d+\)", last)
    assert re.search(r"do not say whether people agreed • The river \(line \d+\)", last)
    assert re.search(r"Warnings • line \d+: .*alt", last)
    assert re.sub(r"\s", "", pdf.text()).count("Draft") == len(pdf.file.pages)
    assert re.search(r"\b1\b", pdf.text("-f", "2", "-l", "2"))


def test_a_draft_without_open_points_says_so(project: Project) -> None:
    body = ARTICLE + PHOTO.replace(":credit:", ":consent: given\n:credit:")
    project.write_issue(body)

    built = project.build("draft", glocal_editions="2031-05")

    assert "There are none." in Pdf(built.out / "river-news-2031-05-draft.pdf").words


def test_the_fonts_are_the_families_that_the_template_names() -> None:
    from glocal_ext.site.templates import MAGAZINE

    fonts = typst.Fonts(include_system_fonts=False, font_paths=[MAGAZINE / "fonts"])
    text = (MAGAZINE / "magazine.typ").read_text(encoding="utf-8")

    named = {*re.findall(r'"((?:Source|BIZ|Noto|DejaVu) [\w ]+)"', text)}
    assert named <= {*fonts.families()}
    assert len(named) >= 10


def test_a_pdf_has_the_photos_of_the_book_and_does_not_compress_them_again(
    project: Project,
) -> None:
    pdf = issue(project, ARTICLE + PHOTO)

    built = project.build("epub", glocal_editions="2031-05")
    with zipfile.ZipFile(built.out / "river-news-2031-05.epub") as book:
        photos = {book.read(name) for name in book.namelist() if name.endswith(".jpg")}
    pictures = [each for page in pdf.file.pages for each in page.get_images().values()]
    assert pictures
    assert {each.read_raw_bytes() for each in pictures} <= photos


def test_pictures_in_a_pdf_say_nothing_of_where_they_were_taken(project: Project) -> None:
    pdf = issue(project, ARTICLE + PHOTO)

    for page in pdf.file.pages:
        for picture in page.get_images().values():
            data = picture.read_raw_bytes()
            assert b"Exif" not in data
            assert b"GPS" not in data
            with Image.open(io.BytesIO(data)) as image:
                assert image.mode == "RGB"
