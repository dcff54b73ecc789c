"""What was published is kept: the registry with each issue, and every address."""

from __future__ import annotations

import hashlib
import json
from typing import TYPE_CHECKING

import jsonschema
import pytest
from hypothesis import given
from hypothesis import strategies as st

from cameras import camera
from glocal_ext.core import ledger
from glocal_ext.scaffold.cli import main

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from conftest import Built, Project

ARTICLE = "(river)=\n## A river\n\nText.\n\n(lake)=\n## A lake\n\nText.\n"
PHOTO = ":::{photo} boat.jpg\n:name: boat\n:alt: A boat and trees.\n:credit: Nobody\nA boat\n:::\n"
KEPT = "data/snapshots/2031-05.json"


@pytest.fixture
def project(make_project: Callable[..., Project], tmp_path: Path) -> Project:
    """Return a project that was published with an issue of May, and kept what it published."""
    project = make_project()
    boat = camera(tmp_path / "boat.jpg").read_bytes()
    project.write("source/issues/2031/05/boat.jpg", boat)
    project.write_issue(ARTICLE + PHOTO)
    assert project.build().warnings == []
    assert keep(project) == 0
    return project


def keep(project: Project, date: str = "2031-05-02") -> int:
    root = project.root
    folders = [f"--site={root / '_build/html'}", f"--data={root / 'data'}"]
    return main(["snapshot", *folders, f"--date={date}"])


def addresses(project: Project) -> list[str]:
    return (project.root / "data/addresses.txt").read_text("utf-8").splitlines()


def told(built: Built) -> list[str]:
    return [each for each in built.warnings if "[glocal.address-gone]" in each]


# -- the registry as it was -------------------------------------------------------------------


def test_a_snapshot_is_the_registry_of_its_issue_with_its_day(project: Project) -> None:
    found = json.loads((project.root / KEPT).read_bytes())

    schema = project.root / "_build/html/data/v1/partnerships.schema.json"
    jsonschema.validate(found, json.loads(schema.read_bytes()))
    assert (found["issue"], found["snapshot"]) == ("2031-05", "2031-05-02")
    assert [each["id"] for each in found["partnerships"]] == ["north-river-southport"]


def test_a_snapshot_is_published_as_it_is_and_the_data_lead_to_it(project: Project) -> None:
    kept = (project.root / KEPT).read_bytes()
    project.write("data/partnerships/north-river-southport.toml", "withdrawn = 2031-06-01\n"
                  'reason = "No tie."\n')  # fmt: skip

    folder = project.build().out / "data/v1"

    assert (folder / "snapshots/2031-05.json").read_bytes() == kept
    data = json.loads((folder / "partnerships.json").read_bytes())
    assert (data["partnerships"], data["snapshots"]) == ([], ["snapshots/2031-05.json"])
    sums = (folder / "SHA256SUMS").read_text("utf-8")
    assert f"{hashlib.sha256(kept).hexdigest()}  snapshots/2031-05.json\n" in sums


def test_a_snapshot_that_is_taken_out_leaves_the_site(project: Project) -> None:
    project.build()
    (project.root / KEPT).unlink()

    assert not (project.build().out / "data/v1/snapshots").exists()


def test_a_snapshot_stays_as_it_is(project: Project, capsys: pytest.CaptureFixture[str]) -> None:
    before = (project.root / KEPT).read_bytes()

    assert keep(project, "2031-06-02") == 0

    assert (project.root / KEPT).read_bytes() == before
    assert "2031-05.json is already there and stays as it is." in capsys.readouterr().out


def test_what_is_not_built_cannot_be_kept(
    make_project: Callable[..., Project], capsys: pytest.CaptureFixture[str]
) -> None:
    project = make_project({"source/issues/2031/05/index.md": None})
    assert keep(project) == 2
    assert "run `make site` first." in capsys.readouterr().err
    project.build()
    assert keep(project) == 2
    assert "There is no issue in" in capsys.readouterr().err
    assert not (project.root / "data/addresses.txt").exists()


# -- addresses --------------------------------------------------------------------------------


def test_the_list_has_every_page_article_photo_and_record(project: Project) -> None:
    found = addresses(project)

    assert found == sorted(set(found))
    assert {
        "/", "/issues/2031/", "/issues/2031/05/", "/issues/2031/05/#river",
        "/issues/2031/05/#boat", "/issues/2031/05/photo-boat.html", "/places/southport/",
        "/partnerships/north-river-southport/", "/partnerships/by-year/",
    } <= set(found)  # fmt: skip
    assert "/404.html" not in found


def test_what_is_there_is_not_told(project: Project) -> None:
    assert project.build().warnings == []


GONE = {
    "an article": (
        ARTICLE.replace("(lake)", "(sea)") + PHOTO,
        "“/issues/2031/05/#lake” was published and is gone.",
        "Put (lake)= above the target that stands for it now",
    ),
    "a photo": (
        ARTICLE,
        "“/issues/2031/05/photo-boat.html” was published and is gone.",
        "Withdraw the photo (:withdrawn:)",
    ),
}


@pytest.mark.parametrize("case", GONE)
def test_an_address_that_is_gone_is_told_with_what_to_do(project: Project, case: str) -> None:
    text, gone, remedy = GONE[case]
    project.write_issue(text)

    line = next(line for line in told(project.build()) if gone in line)

    number = addresses(project).index(gone.split("”")[0].lstrip("“")) + 1
    assert line.startswith(f"data/addresses.txt:{number}: ")
    assert remedy in line


def test_a_record_that_is_gone_is_told(project: Project) -> None:
    (project.root / "data/partnerships/north-river-southport.toml").unlink()

    line, *_others = told(project.build())

    assert "“/partnerships/by-country/”" in line or "Withdraw the record" in line


def test_what_leaves_its_address_is_not_told(project: Project) -> None:
    renamed = ARTICLE.replace("(lake)=", "(lake)=\n(sea)=")
    withdrawn = PHOTO.replace(":alt:", ":withdrawn: 2031-06-01\n:alt:")
    project.write_issue(renamed + withdrawn)
    project.write(
        "data/places/southport.toml", 'withdrawn = "2031-06-01"\nreason = "It is a town."\n'
    )
    project.write("data/places/south.toml", 'name = "South"\nkind = "city"\ncountry = "AU"\n')
    tie = (project.root / "data/partnerships/north-river-southport.toml").read_text("utf-8")
    project.write(
        "data/partnerships/north-river-southport.toml", tie.replace('"southport"', '"south"')
    )

    assert project.build().warnings == []


def test_what_stood_in_a_withdrawn_article_is_not_told(project: Project) -> None:
    withdrawn = ":::{article}\n:withdrawn: 2031-06-01\n:reason: No lake.\n:::\n"
    project.write_issue(ARTICLE.replace("## A lake\n", f"## A lake\n\n{withdrawn}") + PHOTO)

    assert project.build().warnings == []


@pytest.mark.parametrize("text", ["/\n".encode("utf-16"), "/é\n".encode("latin-1")])
def test_a_list_that_cannot_be_read_is_told(
    project: Project, text: bytes, capsys: pytest.CaptureFixture[str]
) -> None:
    project.write("data/addresses.txt", text)
    project.write("data/snapshots/old.json/a.txt", "A folder.")

    assert project.build().warnings == [
        "data/addresses.txt:1: WARNING: It cannot be read: save it as UTF-8. [glocal.encoding]"
    ]
    assert keep(project) == 2
    assert "save it as UTF-8" in capsys.readouterr().err


def test_new_addresses_are_added_and_none_is_lost(project: Project) -> None:
    before = set(addresses(project))
    project.write_issue("(bridge)=\n## A bridge\n\nText.\n", month="2031-06")
    project.build()

    keep(project)

    assert before < set(addresses(project))
    assert (project.root / "data/snapshots/2031-06.json").is_file()


lines = st.lists(st.text(alphabet="/a#-\n ", max_size=8), max_size=6)


@given(lines, lines)
def test_the_list_only_grows_whatever_is_in_it(one: list[str], other: list[str]) -> None:
    first, second = "\n".join(one), "\n".join(other)

    both = ledger.merged(first, second).splitlines()

    assert both == sorted(set(both))
    assert {*ledger.merged(first).splitlines(), *ledger.merged(second).splitlines()} == {*both}
    assert [*ledger.gone(ledger.merged(first), both)] == []
