"""The data for others: it keeps its schema, says only what is known, and can be checked."""

from __future__ import annotations

import csv
import hashlib
import io
import itertools
import json
from typing import TYPE_CHECKING, Any

import jsonschema
import pytest

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from conftest import Project

WEST = (
    'name = "West"\nkind = "city"\ncountry = "BR"\ncoordinates = [-23.5, -46.6]\n'
    'sources = ["rivers"]\nchecked = "2031-04-30"\n'
)
RIVER = (
    'name = "North River"\nkind = "town"\ncountry = "JP"\nwithin = "north"\n'
    'coordinates = [34.3, 133.8]\naliases = ["=1+1"]\n[names]\nja = "北川町"\n'
)
TIES = {
    "north-river-southport": (
        'kind = "sister city"\nparties = ["north-river", "southport"]\n'
        'established = "2001-05~"\nfields = ["trade", "culture"]\nsources = ["rivers"]\n'
        '[[history]]\ndate = "1999"\nevent = "First visit"\n'
    ),
    "three": (
        'name = "=cmd()"\nkind = "friendship city"\nestablished = "2010"\n'
        'parties = ["north-river", "southport", {place = "west", since = "2015-07"}]\n'
        'status = "ended"\nended = "2020-03-31"\n'
    ),
    "west": 'kind = "exchange"\nparties = ["north-river", "west"]\nestablished = "1995-01-02"\n',
}


@pytest.fixture
def project(make_project: Callable[..., Project]) -> Project:
    """Return a project with ties of several shapes and an article about one of them."""
    project = make_project({
        "data/places/west.toml": WEST,
        "data/places/north-river.toml": RIVER,
        **{f"data/partnerships/{key}.toml": text for key, text in TIES.items()},
    })  # fmt: skip
    project.options["html_baseurl"] = "https://example.org/news/"
    project.write_issue("(a)=\n## A river\n\n{partnership}`north-river-southport` grows.\n")
    return project


def data(project: Project, **options: object) -> Path:
    built = project.build(**options)
    assert built.warnings == []
    return built.out / "data" / "v1"


def read(path: Path) -> Any:
    return json.loads(path.read_text(encoding="utf-8"))


def test_ties_keep_the_schema_that_is_published_beside_them(project: Project) -> None:
    folder = data(project)

    schema = read(folder / "partnerships.schema.json")
    jsonschema.Draft202012Validator.check_schema(schema)
    jsonschema.Draft202012Validator(schema).validate(read(folder / "partnerships.json"))


def test_a_tie_says_what_is_known_and_how_well(project: Project) -> None:
    found = read(data(project) / "partnerships.json")

    first, three, _west = found["partnerships"]
    assert first["established"] == {
        "date": "2001-05", "known_to": "month", "approximate": True,
    }  # fmt: skip
    assert first["history"][0]["known_to"] == "year"
    assert first["address"] == "https://example.org/news/partnerships/north-river-southport/"
    assert first["articles"] == [{
        "issue": "2031-05",
        "title": "A river",
        "address": "https://example.org/news/issues/2031/05/#a",
    }]  # fmt: skip
    assert "distance_km" not in first  # Southport has no coordinates
    assert (three["status"], three["ended"]["date"]) == ("ended", "2020-03-31")
    assert three["parties"][2]["since"]["date"] == "2015-07"
    assert found["issue"] == "2031-05"
    assert "licence" not in found
    assert {each["id"] for each in found["places"]} == {"north", "north-river", "southport", "west"}


def test_the_licence_is_the_one_of_conf_py(project: Project) -> None:
    folder = data(project, glocal_data_licence="CC-BY-4.0")

    assert read(folder / "partnerships.json")["licence"] == "CC-BY-4.0"
    assert read(folder / "issues.json")["licence"] == "CC-BY-4.0"


def test_the_table_has_a_row_a_tie_and_no_formula(project: Project) -> None:
    text = (data(project) / "partnerships.csv").read_bytes().decode()

    rows = [*csv.DictReader(io.StringIO(text, newline=""))]
    assert [row["id"] for row in rows] == ["north-river-southport", "three", "west"]
    assert rows[0]["parties"] == "north-river;southport"
    assert rows[0]["countries"] == "JP;AU"
    assert rows[0]["fields"] == "trade;culture"
    assert rows[1]["name"] == "'=cmd()"
    assert (rows[1]["status"], rows[1]["ended"]) == ("ended", "2020-03-31")
    assert rows[2]["distance_km"] == "18814"


def test_great_circles_are_cut_where_geojson_asks_for_it(project: Project) -> None:
    found = read(data(project) / "partnerships.geojson")

    shapes = {each["id"]: each["geometry"] for each in found["features"]}
    assert shapes["place/west"] == {"type": "Point", "coordinates": [-46.6, -23.5]}
    assert "place/southport" not in shapes
    said = {each["id"]: each["properties"] for each in found["features"]}
    assert (said["place/west"]["sources"], said["place/west"]["checked"]) == (
        ["rivers"], "2031-04-30",
    )  # fmt: skip
    east, west = shapes["partnership/west"]["coordinates"]
    assert (east[-1][0], west[0][0]) == (180.0, -180.0)
    assert east[-1][1] == west[0][1]
    for line in (east, west):
        for (before, _y), (after, _z) in itertools.pairwise(line):
            assert abs(after - before) < 90


def test_issues_have_their_articles_and_what_these_are_about(project: Project) -> None:
    [issue] = read(data(project) / "issues.json")["issues"]

    [article] = issue["articles"]
    assert issue["address"] == "https://example.org/news/issues/2031/05/"
    assert article["partnerships"] == ["north-river-southport"]
    assert article["places"] == ["north-river", "southport"]
    assert "photos" not in article


def test_every_file_has_its_digest(project: Project) -> None:
    folder = data(project)

    sums = (folder / "SHA256SUMS").read_text(encoding="utf-8").splitlines()
    stated = {line[66:]: line[:64] for line in sums}
    files = {each.name for each in folder.iterdir()} - {"SHA256SUMS"}
    assert stated.keys() == files
    for name, digest in stated.items():
        assert hashlib.sha256((folder / name).read_bytes()).hexdigest() == digest


def test_an_edit_of_a_record_is_in_the_data_and_a_build_without_one_writes_nothing(
    project: Project,
) -> None:
    folder = data(project)
    times = {each.name: each.stat().st_mtime_ns for each in folder.iterdir()}

    data(project)
    assert {each.name: each.stat().st_mtime_ns for each in folder.iterdir()} == times

    project.write("data/partnerships/west.toml", TIES["west"].replace("1995", "1996"))
    found = read(data(project) / "partnerships.json")
    assert found["partnerships"][2]["established"]["date"] == "1996-01-02"
    assert (folder / "issues.json").stat().st_mtime_ns == times["issues.json"]


def test_what_is_under_an_embargo_is_not_in_the_data(project: Project) -> None:
    project.write("data/partnerships/west.toml", TIES["west"] + 'published = "9999-01-01"\n')

    folder = data(project)

    for file in folder.iterdir():
        assert b"1995-01-02" not in file.read_bytes()
