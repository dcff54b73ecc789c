"""E-books as an editor makes them again and again: what is written, offered and left out."""

from __future__ import annotations

import errno
import os
from typing import TYPE_CHECKING

import pytest

from cameras import camera
from odd import NAMES, ODD
from outputs.books import XHTML, Book, words

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from conftest import Built, Project

MAY, YEAR = "river-news-2031-05.epub", "river-news-2031.epub"
ARTICLE = "(a)=\n## A river\n\nText.\n\n"
PHOTO = ":::{photo} river.jpg\n:alt: A river by a town\n:credit: Office of Rivers\nThe river\n:::\n"


@pytest.fixture
def project(make_project: Callable[..., Project], tmp_path: Path) -> Project:
    """Return a project with an issue of May, with a photo, and one of April."""
    project = make_project(
        {"source/issues/2031/05/river.jpg": camera(tmp_path / "a.jpg").read_bytes()}
    )
    project.write_issue(ARTICLE + PHOTO)
    project.write_issue("(b)=\n## A bridge\n\nMore text.\n", month="2031-04")
    return project


def books(built: Built) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in sorted(built.out.glob("*.epub"))}


def times(built: Built) -> dict[str, int]:
    return {path.name: path.stat().st_mtime_ns for path in built.out.glob("*.epub")}


# -- what is written --------------------------------------------------------------------------


def test_every_issue_and_every_year_has_a_book(project: Project) -> None:
    built = project.build("epub")

    assert built.warnings == []
    assert [*books(built)] == ["river-news-2031-04.epub", MAY, YEAR]


@pytest.mark.parametrize(
    ("asked", "made"),
    [("2031-05", [MAY]), ("2031", [YEAR]), ("2031-04", ["river-news-2031-04.epub"])],
)
def test_one_can_be_asked_for(project: Project, asked: str, made: list[str]) -> None:
    assert [*books(project.build("epub", glocal_editions=asked))] == made


def test_asking_for_one_leaves_the_others(project: Project) -> None:
    before = times(project.build("epub"))
    project.write_issue(ARTICLE)

    after = times(project.build("epub", glocal_editions="2031-05"))

    assert before.keys() == after.keys()
    assert {name for name in after if after[name] != before[name]} == {MAY}


def test_asking_for_one_that_there_is_not_offers_the_nearest(project: Project) -> None:
    [warning] = project.build("epub", glocal_editions="2031-5").warnings

    assert "There is no issue or volume “2031-5”. Did you mean “2031-05”?" in warning


def test_an_edit_writes_the_books_that_hold_it_and_no_other(project: Project) -> None:
    before = times(project.build("epub"))
    project.write_issue(ARTICLE + PHOTO + "\nA later sentence.\n")

    built = project.build("epub")

    changed = {name for name, time in times(built).items() if before[name] != time}
    assert changed == {MAY, YEAR}
    assert "A later sentence." in Book(built.out / MAY).words()


def test_a_build_without_a_change_writes_nothing(project: Project) -> None:
    before = times(project.build("epub"))

    assert times(project.build("epub")) == before


def test_an_issue_that_is_held_back_takes_its_books_along(project: Project) -> None:
    project.build("epub")
    project.write_issue(ARTICLE + PHOTO, front="draft: true\n")

    built = project.build("epub")

    assert [*books(built)] == ["river-news-2031-04.epub", YEAR]
    assert "The river" not in Book(built.out / YEAR).words()


# -- the same bytes ---------------------------------------------------------------------------


def test_a_book_has_the_same_bytes_however_it_is_built(
    project: Project, make_project: Callable[..., Project], monkeypatch: pytest.MonkeyPatch
) -> None:
    clean = books(project.build("epub"))
    photo = (project.root / "source/issues/2031/05/river.jpg").read_bytes()

    project.write_issue(ARTICLE)
    project.build("epub")
    project.write_issue(ARTICLE + PHOTO)
    assert books(project.build("epub")) == clean, "after edits"

    monkeypatch.setenv("TZ", "Pacific/Kiritimati")
    monkeypatch.setenv("LC_ALL", "tr_TR.UTF-8")
    other = make_project({"source/issues/2031/05/river.jpg": photo}, "another place")
    other.write_issue(ARTICLE + PHOTO)
    other.write_issue("(b)=\n## A bridge\n\nMore text.\n", month="2031-04")
    assert books(other.build("epub", parallel=2)) == clean, "elsewhere"


def test_a_new_title_leaves_the_identifier(project: Project) -> None:
    before = Book(project.build("epub").out / MAY)
    path = project.root / "source/issues/2031/05/index.md"
    path.write_text(path.read_text(encoding="utf-8").replace("# An issue", "# Another"))

    after = Book(project.build("epub").out / MAY)

    assert before.named("title") != after.named("title") == ["River News, Another"]
    assert before.named("identifier") == after.named("identifier")


def test_a_certifier_is_named_where_there_is_one(project: Project) -> None:
    book = Book(project.build("epub", glocal_epub_certifier="Office of Reading").out / MAY)

    assert book.property("a11y:certifiedBy") == ["Office of Reading"]
    assert book.property("dcterms:conformsTo") == ["EPUB Accessibility 1.1 - WCAG 2.2 Level AA"]


# -- documents of odd shapes ------------------------------------------------------------------


def is_sound(book: Book) -> None:
    """Check what epubcheck would find in a book: links, ids and texts of the contents."""
    for page, root in book.pages.items():
        ids = [element.get("id") for element in root.iter() if element.get("id")]
        assert len(ids) == len({*ids}), page
        for element in root.iter():
            for address in (element.get("href"), element.get("src")):
                assert not address or book.leads_somewhere(page, address), (page, address)
    [(_page, toc)] = book.elements("nav", "toc")
    links = [*toc.iter(f"{XHTML}a")]
    assert links
    assert all(words(link) for link in links)


@pytest.mark.parametrize(("text", "held"), ODD, ids=NAMES)
def test_a_book_is_sound_whatever_the_document_is_like(
    make_project: Callable[..., Project], text: str, held: str
) -> None:
    project = make_project()
    project.write("source/issues/2031/05/index.md", f"---\nissue: 2031-05\n---\n{text}")

    built = project.build("epub")

    for name in (MAY, YEAR):
        book = Book(built.out / name)
        is_sound(book)
        assert held in book.words(), name


def test_a_headline_is_in_the_contents_without_its_marks(project: Project) -> None:
    project.write_issue("(a)=\n## A river[^1]\n\nText.\n\n[^1]: A note.\n")

    book = Book(project.build("epub").out / MAY)

    [(_page, toc)] = book.elements("nav", "toc")
    assert words(toc) == "Contents A river"


def test_a_volume_holds_what_its_own_document_says(project: Project) -> None:
    project.write(
        "source/issues/2031/index.md",
        "# 2031\n\nA word before.\n\n## Notes\n\nA word on notes.\n\n"
        "## Issues\n\n:::{issue-list}\n:year: 2031\n:::\n",
    )

    book = Book(project.build("epub").out / YEAR)

    is_sound(book)
    assert "A word before. Notes A word on notes." in words(book.pages["text/2031.xhtml"])
    assert "Issues" not in words(book.pages["text/2031.xhtml"])


def test_a_publication_may_write_its_language_as_sphinx_does(project: Project) -> None:
    book = Book(project.build("epub", language="pt_BR").out / MAY)

    assert book.named("language") == ["pt-BR"]
    assert {root.get("lang") for root in book.pages.values()} == {"pt-BR"}


def test_a_project_has_templates_and_styles_of_its_own(project: Project) -> None:
    project.write("_templates/epub/book.css", "p { margin: 2em; }\n")
    project.write("_templates/epub/parts/end.xhtml", "<p>The end.</p>\n")
    project.write(
        "_templates/epub/chapter.xhtml",
        '{% extends "frame.xhtml" %}{% block body %}{{ body|safe }}'
        '{% include "parts/end.xhtml" %}{% endblock %}',
    )
    project.options["templates_path"] = ["_templates"]

    book = Book(project.build("epub").out / MAY)

    assert book.files["book.css"].startswith(b"p { margin: 2em; }")
    assert words(book.pages["text/2031-05-a.xhtml"]).endswith("The end.")


LINKS = [
    "{doc}`/issues/2031/01/index`",
    "{doc}`../01/index`",
    "{doc}`words of its own </issues/2031/01/index>`",
    "[](/issues/2031/01/index.md)",
    "[words of its own](/issues/2031/01/index.md#january)",
    "{ref}`january`",
]


@pytest.mark.parametrize("link", LINKS)
@pytest.mark.parametrize("change", ["draft: true\n", ""], ids=["held back", "renamed"])
def test_a_link_to_another_issue_says_what_that_is_called_now(
    project: Project, link: str, change: str
) -> None:
    for month in ("02", "03"):  # so that January is no neighbour, whose title a page shows
        project.write_issue(f"(b{month})=\n## A bridge\n\nText.\n", month=f"2031-{month}")
    january = "source/issues/2031/01/index.md"
    text = "---\nissue: 2031-01\n{}---\n# {}\n\n(january)=\n## {}\n\nText.\n"
    project.write(january, text.format("", "Marzipan", "Marzipan"))
    project.write_issue(f"{ARTICLE}{link}\n")
    project.build("epub")
    project.build()

    project.write(january, text.format(change, "Nougat", "Nougat"))
    project.build("epub")
    site, book = project.build(), Book(project.root / "_build" / "epub" / MAY)

    project.doctrees = "clean-doctrees"
    assert (project.build("epub", out="clean-epub").out / MAY).read_bytes() == (
        project.root / "_build" / "epub" / MAY
    ).read_bytes()
    assert "Marzipan" not in book.words()
    assert "Marzipan" not in site.page("issues/2031/05")


# -- limits and mistakes ----------------------------------------------------------------------


def test_pictures_shrink_until_the_book_is_small_enough(project: Project) -> None:
    whole = Book(project.build("epub").out / MAY)
    limits = {"issue": whole.size // 2, "volume": whole.size // 2}

    built = project.build("epub", glocal_epub_bytes=limits)

    assert built.warnings == []
    small = Book(built.out / MAY)
    assert small.size < whole.size // 2
    assert small.words() == whole.words()
    assert {*small.files} == {*whole.files}
    assert all(small.files[name] == whole.files[name] for name in small.pages)


def test_a_book_that_cannot_be_small_enough_is_told_and_made(project: Project) -> None:
    built = project.build("epub", glocal_epub_bytes={"issue": 1000, "volume": 20_000_000})

    assert len(built.warnings) == 2
    assert all("[glocal.edition-size]" in each for each in built.warnings)
    assert "The river" in Book(built.out / MAY).words()


def test_a_full_disk_leaves_the_book_of_before(
    project: Project, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = books(project.build("epub"))
    project.write_issue(ARTICLE)

    def full(*_arguments: object) -> None:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    with monkeypatch.context() as patch:
        patch.setattr("glocal_ext.builders.epub.archive", full)
        built = project.build("epub")

    assert books(built) == before
    assert [each.partition(" [")[2] for each in built.warnings] == ["glocal.edition-file]"] * 2
    assert not [*built.out.glob("*.tmp")]
    assert books(project.build("epub"))[MAY] != before[MAY]


def test_a_photo_that_cannot_be_made_is_told_and_left_out(
    project: Project, monkeypatch: pytest.MonkeyPatch
) -> None:
    def missing(*_arguments: object) -> None:
        raise FileNotFoundError(errno.ENOENT, "no such file")

    named = PHOTO.replace(":alt:", ":name: river\n:alt:")
    project.write_issue(f"{ARTICLE}[A link](#river)\n\n{named}")
    with monkeypatch.context() as patch:
        patch.setattr("glocal_ext.builders.editions.published_bytes", missing)
        built = project.build("epub", glocal_editions="2031-05")
        assert "E-book" not in project.build().page("issues/2031/05"), "it lacks something"

    [warning] = built.warnings
    assert "“issues/2031/05/river.jpg” cannot be published" in warning
    book = Book(built.out / MAY)
    assert "The river" not in book.words()
    assert [name for name in book.files if name.endswith(".jpg")] == ["images/cover.jpg"]
    assert book.property("schema:accessMode") == ["textual"]
    is_sound(book)

    assert "The river" in Book(project.build("epub").out / MAY).words(), "as soon as it can"


def test_a_character_that_xml_does_not_have_breaks_no_book(project: Project) -> None:
    project.write_issue("(a)=\n## A river\x0c bank\n\nText\x1b with\x08 signs.\n")

    built = project.build("epub")

    assert "Text with signs." in Book(built.out / MAY).words()


EXTENSION = """
from docutils import nodes
from docutils.parsers.rst import Directive

class Foreign(Directive):
    has_content = True
    def run(self):
        node = nodes.raw("", "\\n".join(self.content), format="html")
        node.source, node.line = self.state_machine.get_source_and_line(self.lineno)
        return [node]

def setup(app):
    app.add_directive("foreign", Foreign)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
"""
CONF_OF_FOREIGN = """
import sys
sys.path.insert(0, ".")
extensions = ["glocal_ext", "foreign_extension"]
glocal_issue_directives = ["foreign"]
"""


@pytest.mark.parametrize(
    ("fragment", "said"),
    [
        ('<iframe src="https://example.org/"></iframe>', "it has a <iframe>"),
        ("<script>go()</script>", "it has a <script>"),
        ('<img src="https://example.org/a.png" alt="A"/>', "is not in the book"),
        ("a<br>b", "no well-formed XHTML"),
    ],
)
def test_what_a_book_cannot_hold_is_told_once_and_left_out(
    project: Project, fragment: str, said: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.syspath_prepend(project.root)
    project.write("foreign_extension.py", EXTENSION)
    conf = project.root / "conf.py"
    conf.write_text(conf.read_text(encoding="utf-8") + CONF_OF_FOREIGN, encoding="utf-8")
    project.write_issue(f"{ARTICLE}:::{{foreign}}\n{fragment}\n:::\n\nText behind.\n")

    built = project.build("epub")

    [warning] = built.warnings
    assert "source/issues/2031/05/index.md:11: WARNING: “raw” is left out" in warning
    assert said in warning
    assert "[glocal.epub-content]" in warning
    book = Book(built.out / MAY)
    assert "Text behind." in book.words()
    assert "example.org" not in " ".join(map(str, book.files.values()))


# -- on the site ------------------------------------------------------------------------------


def test_pages_offer_what_was_built(project: Project) -> None:
    project.options["glocal_epub_folder"] = "_build/epub"
    made = books(project.build("epub"))

    site = project.build()

    for page, file in (("issues/2031/05", MAY), ("issues/2031", YEAR)):
        link = f'<a href="{file}" type="application/epub+zip" download>'
        assert f"{link}E-book (EPUB, {len(made[file]) / 1e6:.1f} MB)</a>" in site.page(page)
        assert (site.out / page / file).read_bytes() == made[file]


def test_pages_offer_nothing_that_was_not_built(project: Project) -> None:
    site = project.build()

    assert "E-book" not in site.page("issues/2031/05")
    assert not [*site.out.rglob("*.epub")]


def test_a_book_of_before_is_offered_no_longer(project: Project) -> None:
    project.build("epub")
    project.build()
    project.write_issue(ARTICLE + PHOTO.replace(":alt:", ":withdrawn: 2031-06-01\n:alt:"))

    site = project.build()

    assert {path.name for path in site.out.rglob("*.epub")} == {"river-news-2031-04.epub"}
    assert "E-book" not in site.page("issues/2031/05")
    assert f"not offered, since made of something else than there is now: {MAY}" in site.said

    project.build("epub")
    again = project.build()
    assert (again.out / "issues/2031/05" / MAY).is_file()
    assert words(Book(again.out / "issues/2031/05" / MAY).pages["text/2031-05-a.xhtml"]).endswith(
        "Photograph withdrawn on 1 June 2031"
    )


def test_a_site_with_books_is_the_same_built_anew(project: Project) -> None:
    project.build("epub")
    project.build()
    project.write_issue(ARTICLE)
    project.build("epub")
    again = project.build()

    clean = project.build(out="clean")

    def contents(built: Built) -> dict[str, bytes]:
        files = (path for path in built.out.rglob("*") if path.is_file())
        return {path.relative_to(built.out).as_posix(): path.read_bytes() for path in files}

    assert contents(again) == contents(clean)
