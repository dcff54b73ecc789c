"""Lists of anniversaries and their calendar, as readers and their programs find them."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from bs4 import BeautifulSoup

if TYPE_CHECKING:
    from collections.abc import Callable

    from bs4 import Tag

    from conftest import Built, Project

PAGE = "source/partnerships/coming/index.md"
TIE = 'kind = "sister city"\nparties = ["north-river", "southport"]\n'


@pytest.fixture
def project(make_project: Callable[..., Project]) -> Project:
    """Return a project with an issue of May 2031 and ties of several ages."""
    files = {
        "a": 'established = "2001-05-06"\n',
        "b": 'established = "2011-06"\n',
        "c": 'established = "2015"\nstatus = "suspended"\n',
        "d": 'established = "1990-07-01"\nstatus = "ended"\nended = "2020"\n',
        "e": 'established = "2027-04-30~"\n',
    }
    project = make_project({
        "data/partnerships/north-river-southport.toml": None,
        "source/partnerships/index.md": "# Ties\n",
        **{f"data/partnerships/{key}.toml": f'name = "Tie {key}"\n{TIE}{text}'
           for key, text in files.items()},
    })  # fmt: skip
    coming(project)
    return project


def coming(project: Project, options: str = "") -> None:
    project.write(PAGE, f"# Coming\n\n:::{{anniversary-list}}\n{options}:::\n")


def page(built: Built) -> Tag:
    assert [each for each in built.warnings if "toctree" not in each] == []
    found = BeautifulSoup(built.page("partnerships/coming"), "html5lib").main
    assert found is not None
    return found


def listed(project: Project) -> list[str]:
    lines = page(project.build()).select(".anniversary-list > li")
    return [" | ".join(part.text for part in line.select("p")) for line in lines]


def test_the_twelve_months_begin_with_the_latest_issue(project: Project) -> None:
    assert listed(project) == [
        "Tie a | 30th, 6 May 2031",
        "Tie b | 20th, June 2031",
        "Tie c | 16th, 2031 (suspended)",
        "Tie e | 5th, about 30 April 2032",
        "Tie c | 17th, 2032 (suspended)",
    ]


def test_a_new_issue_moves_them_and_nothing_else_does(
    project: Project, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = listed(project)
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "2000000000")  # May 2033
    assert listed(project) == before

    project.write_issue("(b)=\n## A bridge\n\nText.\n", month="2031-06")

    assert listed(project)[0] == "Tie b | 20th, June 2031"


def test_a_list_has_a_year_or_a_span_and_round_ones_stand_out(project: Project) -> None:
    coming(project, ":year: 2031\n")
    strong = page(project.build()).select(".anniversary-list strong")
    assert [each.text for each in strong] == ["30th, 6 May 2031", "20th, June 2031"]

    coming(project, ":from: 2041-01\n:to: 2042-12\n:round:\n:limit: 2\n")
    assert listed(project) == ["Tie a | 40th, 6 May 2041", "Tie b | 30th, June 2041"]


def test_the_calendar_has_what_the_page_has(project: Project) -> None:
    built = project.build()

    text = (built.out / "anniversaries.ics").read_bytes().decode()
    assert text.startswith("BEGIN:VCALENDAR\r\n")
    events = text.split("BEGIN:VEVENT\r\n")[1:]
    shown = [dict(line.split(":", 1) for line in each.splitlines()) for each in events]
    assert [(each["SUMMARY"], each["DTSTART;VALUE=DATE"], each["DTEND;VALUE=DATE"])
            for each in shown] == [
        ("30th anniversary: Tie a", "20310506", "20310507"),
        ("20th anniversary: Tie b", "20310601", "20310701"),
        ("16th anniversary: Tie c", "20310101", "20320101"),
        ("5th anniversary: Tie e", "20320430", "20320501"),
        ("17th anniversary: Tie c", "20320101", "20330101"),
    ]  # fmt: skip
    assert len({each["UID"] for each in shown}) == 5
    assert page(built).select_one(".files a")["href"] == "../../anniversaries.ics"


def test_the_calendar_is_written_where_it_differs(project: Project) -> None:
    file = project.build().out / "anniversaries.ics"
    before = file.stat().st_mtime_ns

    project.build()
    assert file.stat().st_mtime_ns == before

    file.unlink()
    project.write("data/partnerships/b.toml", f'name = "Tie b"\n{TIE}established = "2012-06"\n')
    project.build()
    assert "19th anniversary: Tie b" in file.read_text(encoding="utf-8")


def test_books_and_pdfs_have_the_list_without_the_calendar(project: Project) -> None:
    project.write_issue("(a)=\n## A river\n\n:::{anniversary-list}\n:year: 2031\n:::\n")

    text = (project.build("text").out / "issues/2031/05/index.txt").read_text(encoding="utf-8")

    assert "30th, 6 May 2031" in text
    assert "Subscribe" not in text
