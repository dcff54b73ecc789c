"""`python -m glocal_ext`: what an editor sees, what is written, and what is left alone."""

from __future__ import annotations

import io
import os
import subprocess
import sys
import tomllib
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from conftest import BASE
from glocal_ext.scaffold import files
from glocal_ext.scaffold.cli import main
from glocal_ext.scaffold.fields import find_country
from glocal_ext.scaffold.toml import emit

if TYPE_CHECKING:
    from collections.abc import Callable

    from conftest import Project

ISSUE = Path("source/issues/2031/10/index.md")
VOLUME = Path("source/issues/2031/index.md")
PLACE = ("id=east-ford", "name=East Ford", "kind=village", "country=Japan")
TIE = (
    "id=north-southport",
    "parties=north,southport",
    "kind=friendship state",
    "established=2011-03",
)


@pytest.fixture(autouse=True)
def project(make_project: Callable[..., Project], monkeypatch: pytest.MonkeyPatch) -> Project:
    """Stand in a project's folder, as an editor does; nobody is at a terminal."""
    made = make_project()
    monkeypatch.chdir(made.root)
    monkeypatch.setattr("sys.stdin", io.StringIO())
    return made


class Terminal(io.StringIO):
    """A standard input at which somebody types."""

    def isatty(self) -> bool:
        return True


@pytest.fixture
def typed(monkeypatch: pytest.MonkeyPatch) -> Callable[..., None]:
    def type_(*lines: str) -> None:
        monkeypatch.setattr("sys.stdin", Terminal("".join(f"{line}\n" for line in lines)))

    return type_


@pytest.fixture
def refused(capsys: pytest.CaptureFixture[str], project: Project) -> Callable[..., str]:
    """Run a command that has to be refused, without a trace; return its sentences."""

    def run(*arguments: str) -> str:
        before = tree(project.root)
        assert main(arguments) == 2
        assert tree(project.root) == before
        printed = capsys.readouterr()
        assert printed.out == ""
        return printed.err

    return run


def tree(root: Path) -> dict[str, bytes]:
    return {str(path): path.read_bytes() for path in root.rglob("*") if path.is_file()}


def record(name: str) -> dict[str, object]:
    return tomllib.loads(Path(f"data/{name}.toml").read_text(encoding="utf-8"))


# -- an issue ---------------------------------------------------------------------------------


@pytest.mark.parametrize("month", ["2031-10", "2032-01"])
def test_a_begun_issue_builds_without_a_warning(
    project: Project, monkeypatch: pytest.MonkeyPatch, month: str
):
    monkeypatch.setenv("GLOCAL_DRAFTS", "1")
    assert main(["issue", month]) == 0
    built = project.build()
    assert built.warnings == []
    page = built.page(f"issues/{month.replace('-', '/')}")
    assert "Overwrite this headline" in page
    assert "Overwrite this caption." in page
    assert "no reader sees it" not in page
    assert f'href="{month[5:]}/index.html"' in built.page(f"issues/{month[:4]}")


def test_a_begun_issue_is_a_draft(project: Project):
    main(["issue", "2032-01"])
    built = project.build()
    assert built.warnings == []
    assert not (built.out / "issues/2032/01/index.html").exists()


def test_an_issue_has_its_month_a_title_an_article_and_a_photo_to_come():
    assert main(["issue", "2031-10"]) == 0
    text = ISSUE.read_bytes().decode()
    assert text.startswith("---\nissue: 2031-10\n#")
    assert "\ndraft: true" in text
    assert "\n# October 2031\n" in text
    assert "\n(first-article)=\n## " in text
    assert "\n:::{article}\n:short: " in text
    assert "\n:::{photo} first-photo.jpg\n:pending:\n" in text
    assert "\r" not in text


def test_the_summary_is_no_text_until_its_sign_is_taken_out(
    project: Project, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setenv("GLOCAL_DRAFTS", "1")
    main(["issue", "2031-10"])
    assert 'name="description"' not in project.build().page("issues/2031/10")
    text = ISSUE.read_text(encoding="utf-8")
    assert text.count('\n#summary: ""\n') == 1
    ISSUE.write_text(text.replace('\n#summary: ""\n', '\nsummary: "A bridge: at last."\n'))
    built = project.build()
    assert built.warnings == []
    assert 'name="description" content="A bridge: at last."' in built.page("issues/2031/10")


def test_a_photo_that_arrives_is_still_asked_for_its_alt_text(
    project: Project, monkeypatch: pytest.MonkeyPatch
):
    from PIL import Image

    monkeypatch.setenv("GLOCAL_DRAFTS", "1")
    main(["issue", "2031-10"])
    Image.new("RGB", (1200, 800)).save(ISSUE.with_name("first-photo.jpg"))
    [warning] = project.build().warnings
    assert "glocal.photo-alt" in warning


def test_the_command_says_what_to_do_next(capsys: pytest.CaptureFixture[str]):
    main(["issue", "2031-10"])
    assert capsys.readouterr().out.splitlines() == [
        "Written: source/issues/2031/10/index.md",
        "Open source/issues/2031/10/index.md and overwrite what stands in it.",
        "“make serve” shows it while you write.",
    ]


def test_the_first_issue_of_a_year_gets_the_page_of_the_year(capsys: pytest.CaptureFixture[str]):
    assert main(["issue", "2032-03"]) == 0
    assert Path("source/issues/2032/index.md").read_bytes() == b"# 2032\n"
    assert "source/issues/2032/index.md (the first issue of its year)" in capsys.readouterr().out


def test_the_page_of_a_year_that_is_there_stays_as_it_is():
    VOLUME.write_text("# The year of the bridge\n")
    assert main(["issue", "2031-10"]) == 0
    assert VOLUME.read_text() == "# The year of the bridge\n"


def test_an_issue_that_is_there_is_left_and_named(refused: Callable[..., str]):
    error = refused("issue", "2031-05")
    assert error == "source/issues/2031/05/index.md is already there and stays as it is.\n"


@pytest.mark.parametrize("month", ["2031-13", "October", "", "../..", "2031-1", "31-10"])
def test_a_wrong_month_is_one_sentence(refused: Callable[..., str], month: str):
    error = refused("issue", month)
    assert error == f"“{month}” is no month: write year and month, such as 2023-09.\n"


def test_an_issue_is_begun_in_the_source_folder_that_is_named():
    Path("texts").mkdir()
    assert main(["issue", "2031-10", "--source", "texts"]) == 0
    assert Path("texts/issues/2031/10/index.md").is_file()
    assert not ISSUE.exists()


def test_the_wrong_folder_is_said_for_an_issue(refused: Callable[..., str]):
    assert "There is no folder “texts” here" in refused("issue", "2031-10", "--source", "texts")


def test_a_file_that_cannot_be_written_is_a_sentence(capsys: pytest.CaptureFixture[str]):
    Path("source/issues/2033").write_text("")
    assert main(["issue", "2033-01"]) == 2
    error = capsys.readouterr().err
    assert error.startswith("A file cannot be read or written: ")
    assert "2033" in error


# -- a place ----------------------------------------------------------------------------------


def test_a_place_is_written_and_builds(project: Project, capsys: pytest.CaptureFixture[str]):
    words = (*PLACE, "within=north", "coordinates=34.5, -133", "aliases=Ford, Eastford ,")
    words = (*words, "names.ja=東渡", "names.zh-Hant=東渡", "ids.wikidata=Q1", "code=")
    assert main(["place", *words]) == 0
    assert record("places/east-ford") == {
        "name": "East Ford",
        "kind": "village",
        "country": "JP",
        "within": "north",
        "coordinates": [34.5, -133.0],
        "aliases": ["Ford", "Eastford"],
        "names": {"ja": "東渡", "zh-Hant": "東渡"},
        "ids": {"wikidata": "Q1"},
    }
    assert b"\r" not in Path("data/places/east-ford.toml").read_bytes()
    printed = capsys.readouterr().out
    assert printed.startswith("Written: data/places/east-ford.toml\n")
    assert "{place}`east-ford`" in printed
    project.write_issue("(a)=\n## A\n\nIn {place}`east-ford`.\n")
    built = project.build()
    assert built.warnings == []
    assert "East Ford" in built.page("issues/2031/05")


def test_the_keys_stand_in_the_order_of_the_contract():
    main(["place", "within=north", *reversed(PLACE)])
    lines = Path("data/places/east-ford.toml").read_text().splitlines()
    assert [line.split()[0] for line in lines] == ["name", "kind", "country", "within"]


def test_the_id_comes_from_the_name_where_none_is_given():
    assert main(["place", "name=Østre Élan", "kind=town", "country=NO"]) == 0
    assert record("places/stre-elan")["name"] == "Østre Élan"


def test_the_country_comes_from_the_place_around_it():
    assert main(["place", "name=East Ford", "kind=town", "within=southport"]) == 0
    assert record("places/east-ford")["country"] == "AU"


@pytest.mark.parametrize(
    "name", ['The "Ford"', "C:\\new\\u0041", "It's", "東渡町", "# = [x]", "𠮷", "é\u0301"]
)
def test_a_name_is_kept_letter_for_letter(name: str):
    assert main(["place", f"name={name}", "id=x", "kind=town", "country=JP"]) == 0
    assert record("places/x")["name"] == name


@pytest.mark.parametrize(
    ("word", "sentence"),
    [
        ("names.de=East\nFord", "expected a text of one line in double quotes."),
        # What a terminal sends that is no UTF-8 arrives as a lone surrogate.
        ("names.de=Ford\udcff", "it has a character that cannot be seen: delete it."),
        ("aliases=Ford\x07", "it has a character that cannot be seen: delete it."),
        ("aliases=Ford,Ford", "“Ford” stands in it twice."),
        ("ids.wikidata=1", "“1” is no Wikidata id: Q and digits."),
        ("code=372020", "the check digit of 37202 is 1, not 0."),
    ],
)
def test_a_value_is_refused_in_the_words_of_the_registry(
    refused: Callable[..., str], word: str, sentence: str
):
    assert refused("place", *PLACE, word) == f"{word.partition('=')[0]}: {sentence}\n"


def test_what_the_registry_refuses_is_not_written(refused: Callable[..., str]):
    error = refused("place", "name=X", "kind=town", "country=AU", "code=372021")
    assert error == "“code” is for places in Japan only.\nNothing was written.\n"


def test_a_place_that_is_there_is_left_and_named(refused: Callable[..., str]):
    words = ("name=North", "kind=prefecture", "country=JP")
    sentence = "data/places/north.toml is already there and stays as it is.\n"
    assert refused("place", "id=north", *words) == f"id: {sentence}"
    assert refused("place", *words) == sentence


def test_a_record_that_appears_meanwhile_stays_as_it_is(
    refused: Callable[..., str], monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr("glocal_ext.scaffold.record.write_new", lambda _path, _text: False)
    assert "is already there and stays" in refused("place", *PLACE)


def test_a_file_is_never_written_over():
    path = Path("data/places/north.toml")
    assert not files.write_new(path, "x")
    assert path.read_text(encoding="utf-8") == BASE["data/places/north.toml"]


def test_every_mistake_is_said_at_once(refused: Callable[..., str]):
    error = refused(
        "place",
        "East",
        "nmae=East Ford",
        "names=東渡",
        "name.ja=東渡",
        "id=East Ford",
        "kind=vilage",
        "country=Japn",
        "within=South Port",
        "coordinates=north,east",
        "successor=nowhere",
        "code=372021",
        "code=372021",
        "published=May",
        "names.japanese=東渡",
    )
    lines = error.splitlines()
    assert [line.partition(":")[0].partition(" ")[0] for line in lines] == [
        "“East”",
        "“nmae”",
        "“names”",
        "“name.ja”",
        "id",
        "kind",
        "country",
        "within",
        "coordinates",
        "successor",
        "“code”",
        "published",
        "names.japanese",
    ]
    assert "Did you mean “name”?" in lines[1]
    assert "Did you mean “names.…”?" in lines[2]
    assert "“east-ford” would be one." in lines[4]
    assert "Did you mean “village”?" in lines[5]
    assert "Did you mean “Japan”?" in lines[6]
    assert "Did you mean “southport”?" in lines[7]
    assert "write latitude,longitude" in lines[8]
    assert lines[9] == "successor: There is no place “nowhere”. “make place” adds one."
    assert lines[10] == "“code” stands twice."
    assert lines[11].startswith("published: “May” is no day")
    assert "“japanese” is no language tag" in lines[12]


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("34.5", "is no pair of numbers"),
        ("34.5,133.5,0", "is no pair of numbers"),
        ("133.5,34.5", "latitude lies between -90 and 90"),
        ("34.5,181", "longitude between -180 and 180"),
        ("nan,nan", "latitude lies between -90 and 90"),
    ],
)
def test_coordinates_are_two_numbers_on_the_earth(
    refused: Callable[..., str], text: str, reason: str
):
    error = refused("place", *PLACE, f"coordinates={text}")
    assert error.startswith("coordinates: ")
    assert reason in error


def test_what_is_missing_is_said_with_what_it_takes(refused: Callable[..., str]):
    error = refused("place", "names.ja=東渡")
    assert [line.partition(":")[0] for line in error.splitlines()] == [
        "“name” is missing",
        "“id” is missing",
        "“country” is missing",
        "“kind” is missing",
    ]
    assert "borough, city" in error


def test_a_name_without_a_latin_letter_needs_an_id(refused: Callable[..., str]):
    assert refused("place", "name=東渡町", "kind=town", "country=JP").startswith("“id” is missing")


def test_a_place_in_a_record_with_a_mistake_is_told_of_the_mistake(refused: Callable[..., str]):
    Path("data/places/east.toml").write_text('name = "East"\n')
    Path("data/places/north.toml").write_text('name = "North"\ncountry = "JP"\n')
    error = refused("place", *PLACE, "within=north")
    assert error.startswith("within: The record of “north” has a mistake to mend first: “kind”")


def test_the_registry_of_another_folder_is_used():
    Path("facts").mkdir()
    assert main(["place", *PLACE, "--data", "facts"]) == 0
    assert Path("facts/places/east-ford.toml").is_file()


@pytest.mark.parametrize("command", ["place", "partnership"])
def test_the_wrong_folder_is_said_for_a_record(refused: Callable[..., str], command: str):
    assert "There is no folder “facts” here" in refused(command, "--data", "facts")


@pytest.mark.parametrize("text", ["Japan", "japan", "JAPAN", "JP", "jp"])
def test_a_country_is_found_by_its_name_or_code(text: str):
    assert find_country(text) == "JP"


@pytest.mark.parametrize(
    ("text", "code"), [("Hong Kong", "HK"), ("hong kong sar china", "HK"), ("Türkiye", "TR")]
)
def test_a_country_is_found_by_the_name_that_is_shown_too(text: str, code: str):
    assert find_country(text) == code


@pytest.mark.parametrize(
    ("text", "offer"),
    [
        ("Turkiye", " Did you mean “Türkiye”?"),
        ("Germny", " Did you mean “Germany”?"),
        ("xqxqxq", ""),
        ("Europe", ""),
        ("EU", ""),
    ],
)
def test_no_country_is_taken_that_is_only_near(text: str, offer: str):
    with pytest.raises(ValueError, match="is no country") as caught:
        find_country(text)
    if offer or text == "xqxqxq":
        assert str(caught.value).partition("(ISO 3166-1).")[2] == offer


# -- a partnership ----------------------------------------------------------------------------


def test_a_partnership_is_written_and_builds(project: Project, capsys: pytest.CaptureFixture[str]):
    words = (*TIE, "fields=trade, culture", "sources=rivers", "checked=2031-01-02", "note=A note")
    assert main(["partnership", *words]) == 0
    assert record("partnerships/north-southport") == {
        "kind": "friendship state",
        "parties": ["north", "southport"],
        "established": "2011-03",
        "fields": ["trade", "culture"],
        "sources": ["rivers"],
        "checked": "2031-01-02",
        "note": "A note",
    }
    printed = capsys.readouterr().out
    assert printed.startswith("Written: data/partnerships/north-southport.toml\n")
    project.write_issue("(a)=\n## A\n\n:::{partnership} north-southport\n:::\n\nText.\n")
    built = project.build()
    assert built.warnings == []
    assert "March 2011" in built.page("issues/2031/05")


def test_the_id_of_a_partnership_comes_from_its_parties():
    assert main(["partnership", *TIE[1:]]) == 0
    assert Path("data/partnerships/north-southport.toml").is_file()


def test_a_party_is_named_by_its_id_and_the_nearest_is_offered(refused: Callable[..., str]):
    def parties(text: str) -> str:
        return refused("partnership", f"parties={text}", *TIE[2:]).splitlines()[0]

    assert "There is no place “south-port”. Did you mean “southport”?" in parties(
        "north,south-port"
    )
    assert "There is no place “North Prefecture”. Did you mean “north”?" in parties(
        "North Prefecture,southport"
    )
    assert "two or more parties" in parties("north")
    assert "“north” stands in it twice" in parties("north,north")


@pytest.mark.parametrize(
    ("text", "offer"),
    [
        ("marugame", "marugame-kagawa"),
        ("Marugame City", "marugame-kagawa"),
        ("丸亀", "marugame-kagawa"),
        ("丸亀市", "marugame-kagawa"),
        ("Castle Town", "marugame-kagawa"),
        ("Fuchu", "fuchu-hiroshima” or “fuchu-tokyo"),
        ("府中市", "fuchu-hiroshima” or “fuchu-tokyo"),
    ],
)
def test_an_id_is_offered_for_each_place_that_is_called_so(
    refused: Callable[..., str], capsys: pytest.CaptureFixture[str], text: str, offer: str
):
    words = ("kind=city", "country=JP")
    castle = ("aliases=Castle Town", "names.ja=丸亀市")
    main(["place", "id=marugame-kagawa", "name=Marugame", *words, *castle])
    main(["place", "id=fuchu-tokyo", "name=Fuchu", *words, "names.ja=府中市"])
    main(["place", "id=fuchu-hiroshima", "name=Fuchu", *words, "names.ja=府中市"])
    capsys.readouterr()
    error = refused("place", *PLACE, f"within={text}")
    assert error == (
        f"within: There is no place “{text}”. Did you mean “{offer}”? “make place” adds one.\n"
    )


def test_a_source_has_to_be_in_the_bibliography(refused: Callable[..., str]):
    assert refused("partnership", *TIE, "sources=rivers,river") == (
        "sources: “river” is no key of the bibliography. Did you mean “rivers”?\n"
    )


def test_a_bibliography_that_cannot_be_read_is_told(refused: Callable[..., str]):
    Path("source/references.bib").write_text("@online{rivers, title = {On")
    error = refused("partnership", *TIE, "sources=rivers")
    assert "The bibliography cannot be read here" in error


def test_another_bibliography_is_used():
    Path("other.bib").write_text("@online{lakes, organization = {Office}, title = {On lakes}}\n")
    words = (*TIE, "sources=lakes", "--bibliography", "other.bib")
    assert main(["partnership", *words]) == 0


def test_a_kind_that_conf_py_adds_is_taken_where_it_is_named(refused: Callable[..., str]):
    words = (*TIE[:2], "kind=sister island", TIE[3])
    assert "is none of" in refused("partnership", *words)
    assert main(["partnership", *words, "--extra-kind", "sister island"]) == 0
    assert record("partnerships/north-southport")["kind"] == "sister island"


def test_a_date_that_is_none_is_refused(refused: Callable[..., str]):
    error = refused("partnership", *TIE[:3], "established=3 May 2011")
    assert error.startswith("established: “3 May 2011” is no date")


@pytest.mark.parametrize(
    ("word", "sentence"),
    [
        ("status=activ", "status: “activ” is none of active, suspended or ended."),
        ("ended=May 2020", "ended: “May 2020” is no date"),
        ("checked=2031", "checked: “2031” is no day"),
        ("published=2031-02-30", "published: “2031-02-30” is not in the calendar."),
    ],
)
def test_what_is_said_only_with_the_command_is_read_at_once_too(
    refused: Callable[..., str], word: str, sentence: str
):
    error = refused("partnership", *TIE, word)
    assert error.startswith(sentence)


def test_a_partnership_without_parties_is_told_so(refused: Callable[..., str]):
    error = refused("partnership", *TIE[2:])
    assert [line.partition(":")[0] for line in error.splitlines()] == [
        "“parties” is missing",
        "“id” is missing",
    ]


def test_an_ended_partnership_needs_its_end(refused: Callable[..., str]):
    assert "go together" in refused("partnership", *TIE, "status=ended")
    assert main(["partnership", *TIE, "status=ended", "ended=2020"]) == 0


def test_a_place_under_embargo_can_be_a_party():
    main(["place", *PLACE, "published=2099-01-01"])
    assert main(["partnership", "parties=east-ford,southport", *TIE[2:]]) == 0


# -- at a terminal ----------------------------------------------------------------------------


def asked(printed: str) -> list[str]:
    """Return the keys that a terminal was asked for, and what an empty answer was said to mean."""
    return [
        f"{prompt.partition(' (')[0]} {prompt.rpartition(' [')[2]}"
        for prompt in printed.split("]: ")[:-1]
    ]


def test_a_terminal_asks_for_a_place(
    typed: Callable[..., None], capsys: pytest.CaptureFixture[str]
):
    typed("", "East Ford", "", "jp", "東渡町", "vilage", "town", "North", "north", "133.5,34.5", "")
    assert main(["place"]) == 0
    assert record("places/east-ford") == {
        "name": "East Ford",
        "kind": "town",
        "country": "JP",
        "within": "north",
        "names": {"ja": "東渡町"},
    }
    printed = capsys.readouterr()
    assert asked(printed.out) == [
        "name empty: asked again",
        "name empty: asked again",
        "id empty: east-ford",
        "country empty: asked again",
        "names.ja empty: none",
        "kind empty: asked again",
        "kind empty: asked again",
        "within empty: none",
        "within empty: none",
        "coordinates empty: none",
        "coordinates empty: none",
    ]
    assert (
        "names.ja (its name in its own language; for another one the tag first, as in de=…) ["
        in printed.out
    )
    needed, kind, *others = printed.err.splitlines()
    assert needed == "This one is needed."
    assert kind.startswith("“vilage” is none of borough, city, ")
    assert kind.endswith("Did you mean “village”?")
    assert others == [
        "There is no place “North”. Did you mean “north”? “make place” adds one.",
        "latitude lies between -90 and 90, longitude between -180 and 180, in this order.",
    ]


@pytest.mark.parametrize(
    ("answer", "names"),
    [("", None), ("Lüttich", {"nl": "Lüttich"}), ("fr = Liège", {"fr": "Liège"})],
)
def test_the_local_name_can_be_in_a_language_of_its_own(
    typed: Callable[..., None], answer: str, names: dict[str, str] | None
):
    typed("Liege", "", answer, "", "")
    assert main(["place", "kind=city", "country=Belgium"]) == 0
    assert record("places/liege").get("names") == names


@pytest.mark.parametrize(
    ("country", "tag"), [("JP", "ja"), ("TW", "zh-Hant"), ("IE", "ga"), ("MX", "es")]
)
def test_the_language_of_the_local_name_is_the_country_s(
    typed: Callable[..., None], country: str, tag: str
):
    typed("x", "Name", "", "")
    assert main(["place", "name=X", "kind=city", f"country={country}"]) == 0
    assert record("places/x")["names"] == {tag: "Name"}


def test_a_local_name_that_cannot_be_read_is_asked_for_again(
    typed: Callable[..., None], capsys: pytest.CaptureFixture[str]
):
    typed("Liege", "", "french=Liège", "fr=", "", "", "")
    assert main(["place", "kind=city", "country=Belgium"]) == 0
    assert "names" not in record("places/liege")
    assert capsys.readouterr().err.splitlines() == [
        "“french” is no language tag: write ja, de or zh-Hant, for example.",
        "“fr=” says nothing on one side of its “=”.",
    ]


def test_a_terminal_offers_what_can_be_looked_up(
    typed: Callable[..., None], capsys: pytest.CaptureFixture[str]
):
    typed("east-ford", "", "34.5,133.5")
    assert main(["place", "name=Ford", "kind=town", "within=southport"]) == 0
    assert record("places/east-ford") == {
        "name": "Ford",
        "kind": "town",
        "country": "AU",
        "within": "southport",
        "coordinates": [34.5, 133.5],
    }
    # Where English is spoken the place has its name already.
    assert asked(capsys.readouterr().out) == [
        "id empty: ford",
        "country empty: AU",
        "coordinates empty: none",
    ]


def test_a_terminal_asks_for_a_partnership(
    typed: Callable[..., None], capsys: pytest.CaptureFixture[str]
):
    typed("north,southport", "", "sister state", "2011~", "trade", "rivers", "May", "2031-05-01")
    assert main(["partnership"]) == 0
    assert record("partnerships/north-southport") == {
        "kind": "sister state",
        "parties": ["north", "southport"],
        "established": "2011~",
        "fields": ["trade"],
        "sources": ["rivers"],
        "published": "2031-05-01",
    }
    printed = capsys.readouterr()
    assert asked(printed.out) == [
        "parties empty: asked again",
        "id empty: north-southport",
        "kind empty: asked again",
        "established empty: asked again",
        "fields empty: none",
        "sources empty: none",
        "published empty: none",
        "published empty: none",
    ]
    assert "“May” is no day" in printed.err


def test_a_partnership_without_an_embargo_has_none(typed: Callable[..., None]):
    typed("north,southport", "", "sister state", "2011", "", "", "")
    assert main(["partnership"]) == 0
    assert set(record("partnerships/north-southport")) == {"kind", "parties", "established"}


def test_a_terminal_asks_nothing_where_nothing_required_is_missing(typed: Callable[..., None]):
    typed()
    assert main(["place", *PLACE]) == 0


def test_a_wrong_word_is_said_before_anything_is_asked(
    typed: Callable[..., None], refused: Callable[..., str]
):
    typed("East Ford")
    assert refused("place", "kind=vilage").startswith("kind: “vilage” is none of")


def test_an_answer_that_breaks_off_writes_nothing(
    typed: Callable[..., None], project: Project, capsys: pytest.CaptureFixture[str]
):
    before = tree(project.root)
    typed("East Ford")
    assert main(["place"]) == 2
    assert capsys.readouterr().err == "\nNothing was written.\n"
    assert tree(project.root) == before


def test_control_c_at_a_question_writes_nothing(
    typed: Callable[..., None], refused: Callable[..., str], monkeypatch: pytest.MonkeyPatch
):
    def interrupt(_prompt: str) -> str:
        raise KeyboardInterrupt

    typed()
    monkeypatch.setattr("builtins.input", interrupt)
    assert refused("partnership") == "\nNothing was written.\n"


def test_a_standard_input_that_is_closed_is_no_terminal(
    monkeypatch: pytest.MonkeyPatch, refused: Callable[..., str]
):
    monkeypatch.setattr("sys.stdin", None)
    assert "“name” is missing" in refused("place")


# -- TOML -------------------------------------------------------------------------------------

TEXT = st.text(st.characters(exclude_categories=["Cs"]))


@given(TEXT)
def test_any_name_comes_back_as_it_was(name: str):
    assert tomllib.loads(emit({"name": name})) == {"name": name}


def test_a_record_is_written_as_the_guide_writes_it():
    main(["place", *PLACE, "coordinates=34.289,133.798", "aliases=Ford,東渡", "names.ja=東渡町"])
    assert Path("data/places/east-ford.toml").read_text(encoding="utf-8") == (
        'name = "East Ford"\n'
        'kind = "village"\n'
        'country = "JP"\n'
        "coordinates = [34.289, 133.798]\n"
        'aliases = ["Ford", "東渡"]\n'
        "\n"
        "[names]\n"
        'ja = "東渡町"\n'
    )


@given(
    st.lists(TEXT),
    st.lists(st.floats(allow_nan=False, allow_infinity=False)),
    st.dictionaries(TEXT, TEXT),
    st.dictionaries(TEXT, TEXT),
    TEXT,
)
def test_any_record_comes_back_as_it_was(aliases, coordinates, names, ids, key):
    record = {"names": names, "aliases": aliases, "coordinates": coordinates, "ids": ids}
    record = {key: "x"} | record
    assert tomllib.loads(emit(record)) == record


# -- the command itself -----------------------------------------------------------------------


def run(*arguments: str, **environment: str) -> subprocess.CompletedProcess[bytes]:
    return subprocess.run(
        [sys.executable, "-m", "glocal_ext", *arguments],
        capture_output=True,
        check=False,
        stdin=subprocess.DEVNULL,
        env=os.environ | environment,
    )


def test_the_command_runs_and_a_console_without_the_letters_is_no_traceback():
    done = run("issue", "2031-10", PYTHONIOENCODING="ascii")
    assert (done.returncode, done.stderr) == (0, b"")
    assert b"Written: source/issues/2031/10/index.md" in done.stdout
    assert ISSUE.is_file()
    refused = run("issue", "October", PYTHONIOENCODING="ascii")
    assert (refused.returncode, refused.stdout) == (2, b"")
    assert refused.stderr.splitlines() == [
        b"?October? is no month: write year and month, such as 2023-09."
    ]


def test_what_is_no_text_is_refused_wherever_it_stands():
    words = ("name=Ford\udcff", "id=ford\udcff", "ids.x\udcff=1", "kind=\udcff", "country=\udcff")
    done = run("place", *words, PYTHONIOENCODING="utf-8")
    assert (done.returncode, done.stdout) == (2, b"")
    assert [line.partition(b":")[0] for line in done.stderr.splitlines()] == [
        b"name",
        b"id",
        b"ids.x?",
        b"kind",
        b"country",
    ]


@pytest.mark.parametrize("command", [[], ["issue"], ["place"], ["partnership"]])
def test_help_names_what_there_is(command: list[str], capsys: pytest.CaptureFixture[str]):
    with pytest.raises(SystemExit) as caught:
        main([*command, "--help"])
    assert caught.value.code == 0
    text = capsys.readouterr().out
    for word in {
        "": ("issue", "place", "partnership", "Nothing is overwritten"),
        "issue": ("MONTH", "2023-10", "--source"),
        "place": ("names.ja=…", "country: its English name", "(required)", "--data"),
        "partnership": ("sister city", "parties: ", "--bibliography", "--extra-kind"),
    }["".join(command)]:
        assert word in text


def test_no_command_is_said_with_exit_code_2(capsys: pytest.CaptureFixture[str]):
    with pytest.raises(SystemExit) as caught:
        main([])
    assert caught.value.code == 2
    assert "COMMAND" in capsys.readouterr().err


def test_the_commands_start_without_sphinx():
    code = (
        "import sys, glocal_ext.scaffold.cli;"
        "print([name for name in ('sphinx', 'docutils') if name in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, check=True)
    assert done.stdout.strip() == b"[]"
