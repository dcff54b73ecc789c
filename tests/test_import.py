"""Importing a table of ties: what is written, what is told, what is left alone."""

from __future__ import annotations

import tomllib
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from glocal_ext.core.dates import PartialDate
from glocal_ext.scaffold.cli import main
from glocal_ext.scaffold.table import IMPORTED, read_date

if TYPE_CHECKING:
    from pathlib import Path

COLUMNS = """\
[partnership]
kind = "Type"
established = "Date"
fields = "Fields"
ended = "Until"

[[parties]]
name = "Town"
kind = "=city"
country = "=JP"
within = "Prefecture"
ja = "Japanese"

[[parties]]
name = "Partner"
kind = "=city"
country = "Country"

[kinds]
"Sister" = "sister city"
"""
HEAD = "Town,Prefecture,Japanese,Partner,Country,Type,Date,Fields,Until\n"
NORTH = 'name = "North Prefecture"\nkind = "prefecture"\ncountry = "JP"\n'
RIVER = "North River,North Prefecture,北川町,Southport,Australia,Sister,1984/5/3,trade; culture,\n"


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return a project with a prefecture and a town in its registry, and work in it."""
    monkeypatch.chdir(tmp_path)
    for name, text in {
        "data/places/north.toml": NORTH,
        "data/places/southport.toml": 'name = "Southport"\nkind = "city"\ncountry = "AU"\n',
        "columns.toml": COLUMNS,
    }.items():
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    (tmp_path / "data/partnerships").mkdir()
    return tmp_path


def imported(folder: Path, rows: str) -> int:
    (folder / "ties.csv").write_text(HEAD + rows, encoding="utf-8")
    return main(["registry", "import", "ties.csv", "--columns", "columns.toml"])


def record(folder: Path, name: str) -> dict[str, Any]:
    return tomllib.loads((folder / "data" / f"{name}.toml").read_text(encoding="utf-8"))


def test_a_row_becomes_a_tie_and_the_places_that_were_not_there(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert imported(folder, RIVER) == 0

    assert record(folder, "partnerships/north-river-southport") == {
        "kind": "sister city",
        "parties": ["north-river", "southport"],
        "established": "1984-05-03",
        "fields": ["trade", "culture"],
    }
    assert record(folder, "places/north-river") == {
        "name": "North River",
        "kind": "city",
        "country": "JP",
        "within": "north",
        "names": {"ja": "北川町"},
    }
    said = capsys.readouterr().out
    assert "2 records written, 0 as they were; 0 rows could not be placed." in said


def test_it_can_be_done_again_and_again(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    imported(folder, RIVER)
    before = {path: path.read_bytes() for path in folder.rglob("*.toml")}
    capsys.readouterr()

    assert imported(folder, RIVER) == 0

    assert {path: path.read_bytes() for path in folder.rglob("*.toml")} == before
    assert "0 records written, 1 as they were" in capsys.readouterr().out

    imported(folder, RIVER.replace("1984/5/3", "1984年5月"))
    assert record(folder, "partnerships/north-river-southport")["established"] == "1984-05"


def test_what_was_written_by_hand_stays(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    imported(folder, RIVER)
    path = folder / "data/partnerships/north-river-southport.toml"
    own = path.read_text(encoding="utf-8").removeprefix(IMPORTED) + 'note = "Ours."\n'
    path.write_text(own, encoding="utf-8")
    capsys.readouterr()

    assert imported(folder, RIVER.replace("1984", "1985")) == 0

    assert path.read_text(encoding="utf-8") == own
    said = capsys.readouterr().out
    assert "data/partnerships/north-river-southport.toml was changed by hand" in said


@pytest.mark.parametrize(
    ("row", "sentence"),
    [
        (RIVER.replace("Sister", "Twin"), "“twin” is no kind of partnership."),
        (RIVER.replace("1984/5/3", "03/05/1984"), "“03/05/1984” is no date"),
        (RIVER.replace("1984/5/3", ""), "it says no date."),
        (RIVER.replace("Australia", "Austrlia"), "“Austrlia” is no country"),
        (RIVER.replace("North Prefecture", "South Prefecture"),
         "the registry has no place “South Prefecture” in JP yet."),
        (RIVER.replace("North River", "北川"), "no id can be made of “北川”"),
        (RIVER.replace("North River,", ","), "a party has no name or no country."),
        (RIVER + RIVER, "it is the second row of north-river, southport."),
    ],
)  # fmt: skip
def test_what_cannot_be_placed_is_told_with_its_line_and_the_rest_is_imported(
    folder: Path, capsys: pytest.CaptureFixture[str], row: str, sentence: str
) -> None:
    other = "Lake,North Prefecture,,Southport,AU,Sister,2001,,\n"

    assert imported(folder, other + row) == 0

    said = capsys.readouterr().out
    line = 3 if row.count("\n") == 1 else 4
    assert f"ties.csv:{line}: " in said
    assert sentence in said
    assert record(folder, "partnerships/lake-southport")["established"] == "2001"


def test_a_record_that_would_not_be_sound_is_told_and_not_written(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert imported(folder, RIVER.replace("culture,", "culture,1980")) == 0

    assert not (folder / "data/partnerships/north-river-southport.toml").exists()
    assert "It ended before it was established." in capsys.readouterr().out


def test_two_towns_of_one_name_get_ids_of_their_own(folder: Path) -> None:
    rows = "Lake,North Prefecture,,Lake,Canada,Sister,2001,,\n"

    assert imported(folder, rows) == 0

    assert record(folder, "partnerships/lake-lake-ca")["parties"] == ["lake", "lake-ca"]


@pytest.mark.parametrize(
    ("columns", "sentence"),
    [
        ("[partnership", "columns.toml cannot be read"),
        (COLUMNS.replace("[kinds]", "[kind]"), "“kind” is no part of it. Did you mean “kinds”?"),
        (COLUMNS.replace("within", "withn"), "“withn” is no key here. Did you mean “within”?"),
        (COLUMNS.replace('kind = "Type"\n', ""), "“kind” is missing in [partnership]."),
        (COLUMNS.replace('country = "=JP"\n', ""), "“country” is missing in [[parties]]."),
        (
            COLUMNS.replace('"Date"', '"Dates"'),
            "ties.csv has no column “Dates”. Did you mean “Date”?",
        ),
        ("[partnership]\nkind = 1\n", "It needs two or more [[parties]]"),
    ],
)
def test_a_mistake_in_the_columns_is_told_and_nothing_is_written(
    folder: Path, capsys: pytest.CaptureFixture[str], columns: str, sentence: str
) -> None:
    (folder / "columns.toml").write_text(columns, encoding="utf-8")
    before = {*folder.rglob("*.toml")}

    assert imported(folder, RIVER) == 2

    assert sentence in capsys.readouterr().err
    assert {*folder.rglob("*.toml")} == before


@pytest.mark.parametrize("data", [b"\xff\xfe", b'Town,"\n', b""])
def test_a_file_that_is_no_table_is_told(
    folder: Path, capsys: pytest.CaptureFixture[str], data: bytes
) -> None:
    (folder / "ties.csv").write_bytes(data)

    assert main(["registry", "import", "ties.csv", "--columns", "columns.toml"]) == 2

    assert "ties.csv" in capsys.readouterr().err


@given(
    st.dates(), st.sampled_from(["{0:04}-{1:02}-{2:02}", "{0:04}/{1}/{2}", "{0:04}年{1}月{2}日"])
)
def test_a_date_is_read_in_each_of_its_forms(day: Any, form: str) -> None:
    text = form.format(day.year, day.month, day.day)

    assert read_date(text) == str(PartialDate.of(day))
    assert read_date(f"{day.year:04}年{day.month}月") == f"{day.year:04}-{day.month:02}"
    assert read_date(f"{day.year:04}年") == f"{day.year:04}"
