"""What was published stays: mended with a day and a reason, never gone without a word."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import jsonschema
import pytest
from bs4 import BeautifulSoup

from cameras import camera
from outputs import tools
from outputs.books import Book
from outputs.pdfs import Pdf

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from conftest import Built, Project

CORRECTED = """\
corrections:
  - date: 2031-06-20
    text: The page of the mayors was missing.
  - date: 2031-05-20
    article: north-river
    text: "The name in 北川町: it was misspelled."
  - date: 2031-05-20
    text: A word was wrong.
"""
ALONE = "---\norphan: true\n---\n"
ARTICLE = "(north-river)=\n## North River and Southport\n\nText.\n"


@pytest.fixture
def project(make_project: Callable[..., Project]) -> Project:
    """Return a project with an issue that was corrected on two days, and one on a day between."""
    project = make_project({
        "source/corrections/index.md": f"{ALONE}# Corrections\n\n:::{{correction-list}}\n:::\n",
        "source/few/index.md": f"{ALONE}# Few\n\n:::{{correction-list}}\n:limit: 1\n:::\n",
    })  # fmt: skip
    project.write_issue(ARTICLE, front=CORRECTED)
    april = "corrections:\n  - date: 2031-06-01\n    text: April was May.\n"
    project.write_issue("(b)=\n## A bridge\n\nText.\n", front=april, month="2031-04")
    project.write_issue("(c)=\n## A boat\n\nText.\n", month="2030-11")
    return project


def lines(built: Built, page: str) -> list[tuple[str, str, str]]:
    """Return the lines of a list of corrections: title, address, what is said."""
    found = BeautifulSoup(built.page(page), "html5lib").select(".correction-list > li")
    return [
        (each.a.get_text(), str(each.a["href"]), each.select_one(".detail").get_text())
        for each in found
    ]


def test_all_corrections_stand_on_one_page_the_newest_first(project: Project) -> None:
    built = project.build()

    assert built.warnings == []
    assert lines(built, "corrections") == [
        (
            "An issue",
            "../issues/2031/05/index.html#corrections",
            "Corrected on 20 June 2031: The page of the mayors was missing.",
        ),
        (
            "An issue",
            "../issues/2031/04/index.html#corrections",
            "Corrected on 1 June 2031: April was May.",
        ),
        (
            "North River and Southport",
            "../issues/2031/05/index.html#north-river",
            "An issue, corrected on 20 May 2031: The name in 北川町: it was misspelled.",
        ),
        (
            "An issue",
            "../issues/2031/05/index.html#corrections",
            "Corrected on 20 May 2031: A word was wrong.",
        ),
    ]
    assert len(lines(built, "few")) == 1


def test_a_correction_reaches_the_page_of_all(project: Project) -> None:
    project.build()
    project.write_issue(ARTICLE, front=CORRECTED.replace("missing", "upside down"))

    assert "upside down" in project.build().page("corrections")


def test_the_issue_says_that_it_was_corrected_to_readers_and_to_machines(project: Project) -> None:
    built = project.build()

    page = BeautifulSoup(built.page("issues/2031/05"), "html5lib")
    [link] = page.select('.issue-facts a[href="#corrections"]')
    assert link.get_text() == "20 June 2031"
    assert page.select_one("#corrections")
    said = json.loads(page.select_one('script[type="application/ld+json"]').string)
    assert (said["version"], said["dateModified"]) == (3, "2031-06-20")
    other = BeautifulSoup(built.page("issues/2030/11"), "html5lib")
    assert "Corrected" not in other.get_text()
    assert '"version"' not in other.select_one('script[type="application/ld+json"]').string


def test_the_data_have_each_correction_and_the_version(project: Project) -> None:
    data = json.loads((project.build().out / "data/v1/issues.json").read_text(encoding="utf-8"))

    may, _april, november = data["issues"]
    assert may["version"] == 3
    assert may["corrections"][1] == {
        "date": "2031-05-20",
        "article": "north-river",
        "text": "The name in 北川町: it was misspelled.",
    }
    assert november["version"] == 1
    assert "corrections" not in november


VERSIONS = {
    "2031-05": "Version 3, corrected on 20 June 2031.",
    "2031": "Version 4, corrected on 20 June 2031.",
    "2030-11": "",
}


@pytest.mark.parametrize("key", VERSIONS)
def test_an_e_book_says_which_version_it_is(project: Project, key: str) -> None:
    book = Book(project.build("epub").out / f"river-news-{key}.epub")

    said = VERSIONS[key]
    assert said in book.words()
    assert ("Version" in book.words()) is bool(said)
    assert book.property("schema:version") == ([said.split()[1].rstrip(",")] if said else [])


@pytest.mark.parametrize("key", VERSIONS)
def test_a_pdf_says_which_version_it_is(project: Project, key: str) -> None:
    tools.need("pdfinfo")
    pdf = Pdf(project.build("pdf").out / f"river-news-{key}.pdf")

    said = VERSIONS[key]
    with pdf.file.open_metadata() as found:
        described = str(found.get("dc:description", ""))
    for text in (pdf.words, described):
        assert said in text
        assert ("Version" in text) is bool(said)


# -- what was withdrawn -----------------------------------------------------------------------

WITHDRAWN = """\
(north-river)=
## North River and Southport

Text.

(race)=
## The boat race

:::{article}
:short: The boat race
:topics: boats
:standfirst: A race in the rain
:partnerships: north-river-southport
:withdrawn: 2031-06-01
:reason: There was no race in 北川町.
:::

Nobody won.[^one] See [](#winner).

:::{photo} winner.jpg
:name: winner
:alt: A winner.
:credit: Nobody
The winner
:::

### The prize

:::{partnership} north-river-southport
:::

[^one]: Or somebody.

(old-name)=
(fair)=
## The fair

It was fair.
"""


@pytest.fixture
def withdrawn(make_project: Callable[..., Project], tmp_path: Path) -> Project:
    """Return a project with an issue of three articles, the second of which was withdrawn."""
    project = make_project(
        {
            "source/issues/2031/05/winner.jpg": camera(tmp_path / "a.jpg").read_bytes(),
            "source/more/index.md": (
                f"{ALONE}# More\n\n:::{{article-list}}\n:::\n\n:::{{correction-list}}\n:::\n"
            ),
        }
    )
    project.write_issue(WITHDRAWN)
    return project


GONE = ("Nobody won", "winner", "prize", "Or somebody", "in the rain", "boats")


def test_a_withdrawn_article_leaves_its_address_with_the_day_and_the_reason(
    withdrawn: Project,
) -> None:
    built = withdrawn.build()

    assert built.warnings == []
    page = BeautifulSoup(built.page("issues/2031/05"), "html5lib")
    assert page.select_one("#race h2").get_text() == "The boat race"
    said = page.select_one("#race .withdrawn").get_text()
    assert said == "Withdrawn on 1 June 2031. There was no race in 北川町."
    assert page.select('nav.contents a[href="#race"]')
    assert not [word for word in GONE if word in str(page)]
    assert not [*built.out.rglob("winner*")]


def test_no_list_and_no_timeline_has_a_withdrawn_article(withdrawn: Project) -> None:
    built = withdrawn.build()

    articles = BeautifulSoup(built.page("more"), "html5lib").select(".article-list a")
    assert [each.get_text() for each in articles] == ["North River and Southport", "The fair"]
    assert "boat race" not in built.page("partnerships/north-river-southport")
    assert "boat race" not in built.page("")
    assert "boat race" not in built.page("issues/2031")


def test_a_withdrawal_is_a_correction(withdrawn: Project) -> None:
    built = withdrawn.build()

    [(title, address, said)] = lines(built, "more")
    assert (title, address) == ("The boat race", "../issues/2031/05/index.html#race")
    assert said == (
        "An issue, corrected on 1 June 2031: The article was withdrawn. "
        "There was no race in 北川町."
    )
    page = BeautifulSoup(built.page("issues/2031/05"), "html5lib")
    assert page.select_one('#corrections a[href="#race"]').get_text() == "1 June 2031"
    [may] = json.loads((built.out / "data/v1/issues.json").read_bytes())["issues"]
    assert (may["version"], may["articles"][1]["withdrawn"]) == (2, True)


def test_no_edition_has_what_was_withdrawn(withdrawn: Project) -> None:
    book = Book(withdrawn.build("epub").out / "river-news-2031-05.epub")
    assert "Withdrawn on 1 June 2031." in book.words()
    assert not [word for word in GONE if word in book.words()]
    assert not [name for name in book.files if "winner" in name]

    tools.need("pdfinfo")
    pdf = Pdf(withdrawn.build("pdf").out / "river-news-2031-05.pdf")
    assert "Withdrawn on 1 June 2031." in pdf.words
    assert not [word for word in GONE if word in pdf.words]


def test_a_withdrawal_that_cannot_be_read_withdraws_all_the_same(withdrawn: Project) -> None:
    withdrawn.write_issue(WITHDRAWN.replace("2031-06-01", "June"))

    built = withdrawn.build()

    [warning] = built.warnings
    assert "“:withdrawn:” is left out: “June” is no day" in warning
    page = built.page("issues/2031/05")
    assert "Withdrawn. There was no race" in page
    assert "Nobody won" not in page


BROKEN = {
    "a capital": (":::{article}", ":::{Article}"),
    "a misspelt option": (":withdrawn:", ":withdrwan:"),
    "an option with a capital": (":withdrawn:", ":Withdrawn:"),
    "no first colon": (":withdrawn:", "withdrawn:"),
    "full-width colons": (":withdrawn:", "：withdrawn："),
    "an empty line above": (":withdrawn:", "\n:withdrawn:"),
    "text above": ("## The boat race\n", "## The boat race\n\nNobody won above.\n"),
    "text inside": ("\n:::\n\nNobody won", "\n\nNobody won inside.\n:::\n\nNobody won"),
    "a second one": (":short: The boat race\n", ":short: The boat race\n:::\n\n:::{article}\n"),
    "never closed": ("\n:::\n\nNobody won", "\n\nNobody won"),
    "a fence around": (":::{article}", "::::\n:::{article}"),
}  # fmt: skip


@pytest.mark.parametrize("slip", BROKEN)
def test_no_slip_publishes_what_was_meant_to_be_withdrawn(withdrawn: Project, slip: str) -> None:
    before, after = BROKEN[slip]
    assert before in WITHDRAWN
    withdrawn.write_issue(WITHDRAWN.replace(before, after, 1))

    built = withdrawn.build()

    for path in built.out.rglob("*"):
        if path.suffix in {".html", ".js", ".xml", ".json"}:
            assert "Nobody won" not in path.read_text("utf-8"), path
    assert not [*built.out.rglob("*winner*")]


def test_notes_at_the_end_go_with_the_article_or_stay_with_the_other(withdrawn: Project) -> None:
    other = "(a)=\n## A\n\nTrue.[^kept] A [link][r].\n\n"
    gone = (
        "(b)=\n## B\n\n:::{article}\n:withdrawn: 2031-06-01\n:reason: No.\n:::\n\nFalse.[^gone]\n\n"
    )
    notes = "[^kept]: A note that stays.\n\n[^gone]: A secret.\n\n[r]: https://example.org/r\n"
    for text in (other + gone + notes, gone + other + notes):
        withdrawn.write_issue(text)

        built = withdrawn.build()

        assert built.warnings == []
        page = built.page("issues/2031/05")
        assert "A note that stays." in page
        assert "https://example.org/r" in page
        assert "A secret" not in page


def test_a_comment_between_an_address_and_its_heading_changes_nothing(withdrawn: Project) -> None:
    withdrawn.write_issue(WITHDRAWN.replace("(fair)=\n", "(fair)=\n% a note\n"))

    built = withdrawn.build()

    assert built.warnings == []
    assert 'id="fair"' in built.page("issues/2031/05")


def test_a_correction_may_name_an_older_address(withdrawn: Project) -> None:
    front = "corrections:\n  - date: 2031-05-20\n    article: old-name\n    text: It rained.\n"
    withdrawn.write_issue(WITHDRAWN, front=front)

    built = withdrawn.build()

    assert built.warnings == []
    assert lines(built, "more")[1][:2] == ("The fair", "../issues/2031/05/index.html#fair")


def test_a_caption_may_speak_of_what_was_withdrawn(withdrawn: Project) -> None:
    photo = ":::{photo} winner.jpg\n:alt: A boat.\n:credit: Nobody\nWithdrawn from service\n:::\n"
    withdrawn.write_issue(f"(a)=\n## A day\n\n{photo}")

    built = withdrawn.build()

    assert built.warnings == []
    assert "Withdrawn from service" in built.page("issues/2031/05")


def test_a_withdrawal_has_a_reason_and_a_reason_a_day(withdrawn: Project) -> None:
    for line in (":withdrawn: 2031-06-01\n", ":reason: There was no race in 北川町.\n"):
        withdrawn.write_issue(WITHDRAWN.replace(line, ""))
        assert any("go together" in each for each in withdrawn.build().warnings)


SIGNING = """\
(a)=
## A day

:::{photo} river.jpg
:alt: A river.
:credit: Nobody
The river
:::

:::{photo} winner.jpg
:name: signing
:withdrawn: 2031-06-02
:reason: One of them asked for it.
:alt: A winner.
The winner
:::

See [the photo](#signing).

:::{photo} other/winner.jpg
:alt: Another winner.
:credit: Nobody
Another
:::
"""


def test_the_addresses_of_a_withdrawn_photo_say_when_and_why(
    withdrawn: Project, tmp_path: Path
) -> None:
    for seed, name in enumerate(("river", "other/winner"), 5):
        picture = camera(tmp_path / f"{seed}.jpg", seed=seed).read_bytes()
        withdrawn.write(f"source/issues/2031/05/{name}.jpg", picture)
    withdrawn.write_issue(SIGNING)

    built = withdrawn.build()

    assert built.warnings == []
    said = "Photograph withdrawn on 2 June 2031. One of them asked for it."
    page = BeautifulSoup(built.page("issues/2031/05"), "html5lib")
    assert page.select_one("#signing .frame").get_text() == said
    enlarged = (built.out / "issues/2031/05/photo-signing.html").read_text("utf-8")
    view = BeautifulSoup(enlarged, "html5lib")
    assert said in view.select_one("main").get_text()
    assert view.select_one("h1 a")["href"] == "index.html#signing"
    assert not view.select("img, picture, figure")
    assert "winner" not in enlarged
    assert (built.out / "issues/2031/05/photo-winner.html").is_file()
    assert said in Book(withdrawn.build("epub").out / "river-news-2031-05.epub").words()


def test_a_photo_that_was_withdrawn_is_a_correction(withdrawn: Project) -> None:
    photo = ":::{photo} winner.jpg\n:withdrawn: 2031-06-02\n:::\n"
    withdrawn.write_issue(f"(a)=\n## A day\n\n{photo}")

    built = withdrawn.build()

    assert built.warnings == []
    [(_title, _address, said)] = lines(built, "more")
    assert said == "An issue, corrected on 2 June 2031: A photograph was withdrawn."


def test_an_old_address_of_an_article_leads_to_it_in_every_edition(withdrawn: Project) -> None:
    withdrawn.write_issue(f"{WITHDRAWN}\nSee [this](#old-name) and [that](#fair).\n")
    built = withdrawn.build()

    assert built.warnings == []
    page = BeautifulSoup(built.page("issues/2031/05"), "html5lib")
    assert page.select_one("#fair h2").get_text() == "The fair"
    assert page.select_one("#fair #old-name")
    assert [each.get_text() for each in page.select('nav.contents a[href="#fair"]')] == ["The fair"]
    assert withdrawn.build("epub").warnings == []
    assert withdrawn.build("pdf").warnings == []


# -- records that were withdrawn --------------------------------------------------------------

TWICE = """\
withdrawn = "2031-06-01"
reason = "It stood here twice."
kind = "sister city"
parties = ["north-river", "southport"]
established = "last year"
"""
OLD_TIE = "data/partnerships/old-tie.toml"


def test_a_withdrawn_record_leaves_its_address_with_the_day_and_the_reason(
    make_project: Callable[..., Project],
) -> None:
    built = make_project({OLD_TIE: TWICE}).build()

    assert built.warnings == []
    page = BeautifulSoup(built.page("partnerships/old-tie"), "html5lib")
    assert page.select_one("h1").get_text() == "This record was withdrawn"
    said = page.select_one("main p").get_text()
    assert said == "Withdrawn on 1 June 2031. It stood here twice."
    assert page.select('meta[name="robots"][content="noindex"]')
    assert "old-tie" not in built.page("places/southport")
    assert "old-tie" not in (built.out / "partnerships/by-year/index.html").read_text("utf-8")


def test_a_record_that_another_stands_for_leads_to_it(make_project: Callable[..., Project]) -> None:
    moved = f'replaced_by = "north-river-southport"\n{TWICE}'
    built = make_project({OLD_TIE: moved}).build()

    page = BeautifulSoup(built.page("partnerships/old-tie"), "html5lib")
    assert page.select_one("main a").get_text() == "North River and Southport"
    refresh = page.select_one('meta[http-equiv="refresh"]')["content"]
    assert refresh == "0; url=../north-river-southport/index.html"


def test_a_page_that_names_a_withdrawn_record_is_told_what_stands_for_it(
    make_project: Callable[..., Project],
) -> None:
    project = make_project({OLD_TIE: f'replaced_by = "north-river-southport"\n{TWICE}'})
    project.write_issue("(a)=\n## A tie\n\n{partnership}`old-tie`.\n")

    [warning] = project.build().warnings

    assert (
        "The partnership “old-tie” was withdrawn on 2031-06-01 (“north-river-southport” stands "
        "for it): It stood here twice." in warning
    )


def test_what_is_to_stand_for_a_record_is_there(make_project: Callable[..., Project]) -> None:
    built = make_project({OLD_TIE: f'{TWICE}replaced_by = "north-river-southprt"\n'}).build()

    [warning] = built.warnings
    assert warning.startswith(f"{OLD_TIE}:6: ")
    assert "Did you mean “north-river-southport”?" in warning
    assert "Withdrawn on 1 June 2031" in built.page("partnerships/old-tie")


def test_a_tie_of_a_withdrawn_place_is_told_so(make_project: Callable[..., Project]) -> None:
    place = 'withdrawn = "2031-06-01"\nreason = "No such town."\n'
    built = make_project({"data/places/southport.toml": place}).build()

    [warning] = built.warnings
    assert "The place “southport” was withdrawn on 2031-06-01: No such town." in warning


def test_a_withdrawal_has_a_day_and_a_reason(make_project: Callable[..., Project]) -> None:
    for line, name in (
        ('withdrawn = "June"\nreason = "No."\n', "registry-value"),
        ('withdrawn = "2031-06-01"\n', "registry-missing"),
    ):
        [warning] = make_project({OLD_TIE: line}).build().warnings
        assert f"[glocal.{name}]" in warning


def test_the_data_say_what_was_withdrawn(make_project: Callable[..., Project]) -> None:
    project = make_project({OLD_TIE: TWICE})
    data = project.build().out / "data/v1/partnerships.json"

    found = json.loads(data.read_bytes())
    jsonschema.validate(found, json.loads((data.parent / "partnerships.schema.json").read_bytes()))
    assert found["withdrawn"] == {
        "partnerships": [{"id": "old-tie", "date": "2031-06-01", "reason": "It stood here twice."}]
    }
    project.write(OLD_TIE, TWICE.replace("twice", "by mistake"))
    project.build()
    assert "by mistake" in data.read_text("utf-8")
