"""What an editor's input must not do: stop a build, or bring out what is to stay in."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING

import pytest
from PIL import Image

from outputs.books import Book

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from conftest import Built, Project

SECRET = "Marzipan"


def jpeg(colour: tuple[int, int, int] = (90, 120, 150), width: int = 900) -> bytes:
    file = io.BytesIO()
    Image.new("RGB", (width, width * 2 // 3), colour).save(file, "JPEG")
    return file.getvalue()


def everything(built: Built) -> bytes:
    return b"".join(path.read_bytes() for path in built.out.rglob("*") if path.is_file())


ARTICLE = "(north-river)=\n## North River\n\nA sentence.\n\n{}\n\nThe rest.\n"
UP = "../../../../../secret.csv"


@pytest.mark.parametrize(
    "text",
    [
        f"```{{csv-table}} T\n\n:file: {UP}\n```",
        f"```{{csv-table}} T\n----\nfile: {UP}\n----\n```",
        f"```{{csv-table}} T\n:align: left\n---\nfile: {UP}\n---\n```",
        f'```{{csv-table}} T\n:"file": {UP}\n```',
    ],
)
def test_no_form_of_an_option_reads_a_file(
    make_project: Callable[..., Project], tmp_path: Path, text: str
) -> None:
    (tmp_path / "secret.csv").write_text(f"{SECRET},1\n", encoding="utf-8")
    project = make_project()
    project.write_issue(ARTICLE.format(text))
    project.write("source/index.md", f"# Rivers\n\n{text.replace('../../../', '')}\n")
    assert SECRET.encode() not in everything(project.build())


@pytest.mark.parametrize(
    "text",
    [
        "```{math}\n&\n```",
        "```{math}\n" + "\\sqrt{" * 1500 + "\n```",
        ":::{epigraph}\n:::",
        f"[A]({'a' * 300}.pdf)",
        f":::{{photo}} {'a' * 300}.jpg\n:alt: x\n:::",
        "[A](project:%00)",
        "```{code-block} text\n:emphasize-lines: 1-9999999999\nx\n```",
        ":::{photo} river.jpg\n:alt: A river\n# x\n" * 60,
    ],
    ids=["ampersand", "roots", "empty", "link", "photo", "null", "lines", "unclosed"],
)
def test_no_input_stops_a_build_and_each_is_told(
    make_project: Callable[..., Project], text: str
) -> None:
    project = make_project({"source/issues/2031/05/river.jpg": jpeg()})
    project.write_issue(ARTICLE.format(text))
    built = project.build()
    assert "A sentence." in built.page("issues/2031/05")
    assert any("source/issues/2031/05/index.md" in each for each in built.warnings)


@pytest.mark.parametrize(
    "consent",
    [
        ":consent: missing", ":Consent: missing", ":consnet: missing", ":consent missing",
        ": consent: missing", ":consent:missing", "：consent: missing",
        ":consent: given\n:consent: missing", ":credit: x\nA caption\n:consent: missing",
    ],
)  # fmt: skip
def test_a_photo_without_consent_stays_in_however_it_is_written(
    make_project: Callable[..., Project], consent: str
) -> None:
    project = make_project({"source/issues/2031/05/river.jpg": jpeg()})
    photo = f":::{{photo}} river.jpg\n:alt: {SECRET} by a river\n{consent}\n:::"
    project.write_issue(ARTICLE.format(photo))
    built = project.build()
    assert not list(built.out.glob("_images/*"))
    assert SECRET.encode() not in everything(built)


def test_no_other_file_is_published_than_the_one_that_was_examined(
    make_project: Callable[..., Project],
) -> None:
    folder = "source/issues/2031/05"
    project = make_project(
        {f"{folder}/river.jpg": jpeg(), f"{folder}/river.en.jpg": jpeg((250, 0, 0))}
    )
    project.write_issue(ARTICLE.format(":::{photo} river.jpg\n:alt: A river by a town\n:::"))
    pictures = [*project.build().out.glob("_images/*")]
    assert pictures
    for picture in pictures:
        with Image.open(picture) as image:
            red, _green, blue = image.convert("RGB").getpixel((5, 5))
        assert blue > red


@pytest.mark.parametrize(
    ("kind", "name"), [("PNG", "a.png"), ("WEBP", "a.webp"), ("TIFF", "a.tif")]
)
def test_what_was_erased_from_a_picture_does_not_come_back(
    make_project: Callable[..., Project], kind: str, name: str
) -> None:
    file = io.BytesIO()
    options = {"lossless": True, "exact": True} if kind == "WEBP" else {}
    Image.new("RGBA", (900, 600), (200, 10, 10, 0)).save(file, kind, **options)
    project = make_project({f"source/issues/2031/05/{name}": file.getvalue()})
    project.write_issue(ARTICLE.format(f":::{{photo}} {name}\n:alt: A river by a town\n:::"))
    pictures = [*project.build().out.glob("_images/*")]
    assert pictures
    for picture in pictures:
        with Image.open(picture) as image:
            assert image.convert("RGB").getpixel((5, 5)) == (255, 255, 255)


def test_the_files_of_a_draft_and_of_hidden_folders_are_not_handed_out(
    make_project: Callable[..., Project],
) -> None:
    pdf = f"%PDF-1.4 {SECRET}".encode()
    project = make_project(
        {
            "source/issues/2031/06/embargo.pdf": pdf,
            "source/issues/2031/06/river.jpg": jpeg(),
            "source/issues/2031/05/.hidden/river.jpg": jpeg(),
        }
    )
    project.write_issue("(june)=\n## June\n\nA sentence.\n", "draft: true\n", "2031-06")
    photos = "".join(
        f":::{{photo}} {name}\n:alt: A river by a town\n:::\n\n"
        for name in ("/issues/2031/06/river.jpg", ".hidden/river.jpg")
    )
    project.write_issue(ARTICLE.format(f"[a](/issues/2031/06/embargo.pdf)\n\n{photos}"))
    built = project.build()
    assert not list(built.out.glob("_images/*"))
    assert SECRET.encode() not in everything(built)
    assert len(built.warnings) == 3


def test_a_document_that_leads_out_of_the_source_folder_is_kept_back(
    make_project: Callable[..., Project], tmp_path: Path
) -> None:
    (tmp_path / "secret.md").write_text(f"# {SECRET}\n", encoding="utf-8")
    project = make_project()
    (project.root / "source" / "leak.md").symlink_to(tmp_path / "secret.md")
    built = project.build()
    assert SECRET.encode() not in everything(built)
    assert any("source/leak.md:1" in each for each in built.warnings)


def test_an_e_book_holds_nothing_that_was_withdrawn(make_project: Callable[..., Project]) -> None:
    project = make_project()
    project.write_issue(ARTICLE.format(SECRET), month="2031-06")
    assert SECRET in _words(project.build("epub"))
    project.write_issue(ARTICLE.format(SECRET), "draft: true\n", "2031-06")
    assert SECRET not in _words(project.build("epub"))


def test_a_title_is_text_in_the_contents_of_an_e_book(make_project: Callable[..., Project]) -> None:
    project = make_project()
    project.write_issue("(a)=\n## R&D \\<script\\>\n\nText.\n")
    words = _words(project.build("epub"))
    assert "<script>" not in words
    assert "R&amp;D &lt;script&gt;" in words


def _words(built: Built) -> str:
    """Return what is in all books, one after the other."""
    books = (Book(path) for path in sorted(built.out.glob("*.epub")))
    return "".join(
        data.decode("utf-8", "replace") for book in books for data in book.files.values()
    )


SVG = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9">{}</svg>'


@pytest.mark.parametrize(
    "held",
    [
        '<a href="https://x.example"/>',
        '<g style="fill:u\\72l(x)"/>',
        '<meta xmlns="http://www.w3.org/1999/xhtml" content="0"/>',
    ],
)
def test_a_drawing_that_does_more_than_draw_is_left_out(
    make_project: Callable[..., Project], held: str
) -> None:
    svg = SVG.format(held)
    for data in (svg.encode(), svg.encode("utf-16")):
        project = make_project({"source/issues/2031/05/a.svg": data}, folder=str(len(data)))
        project.write_issue(ARTICLE.format(":::{photo} a.svg\n:alt: A map of a river\n:::"))
        built = project.build()
        assert not list(built.out.glob("_images/*"))
        assert len(built.warnings) == 1
