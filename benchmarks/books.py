"""Measure what e-books cost beyond a build of the site that finds nothing to do."""

from __future__ import annotations

import argparse
import datetime as dt
import os
import shutil
import sys
import tempfile
from pathlib import Path
from statistics import median
from typing import TYPE_CHECKING

import archive
import measure
from document import refresh

if TYPE_CHECKING:
    from collections.abc import Iterator

ROOT = Path(__file__).parent.parent
LIMIT = 600
"""Seconds that a build may take."""

OWN, VOLUME = "2023-09", "1926"
ISSUES = 18
"""Issues of the archive, so that one year of it is whole."""

Row = tuple[str, float, float, str]
"""What was built, its CPU seconds, its megabytes, what was asked for."""


def build(folder: Path, builder: str, *options: str) -> measure.Result:
    """Build the project in *folder* into ``out``."""
    command = (sys.executable, "-m", "sphinx", "-q", "-c", ".", "-d", "doctrees", "-b", builder)
    tool = measure.Tool(
        builder, builder, "glocal", (*command, *options, "source", "out"), lambda: True
    )
    result = measure.build(tool, folder, LIMIT)
    if result is None:
        sys.exit(f"{builder} took more than {LIMIT} seconds.")
    return result


def _books(folder: Path, key: str, *, cold: bool) -> tuple[float, float]:
    """Return CPU seconds beyond a warm site, and megabytes, of the book called *key*.

    Where *cold*, its pictures are not in the cache; those of the site are.
    """
    shutil.rmtree(folder / "out", ignore_errors=True)
    build(folder, "html")
    site = build(folder, "html").cpu
    shutil.rmtree(folder / "out")
    if cold:
        for path in (folder / "_build" / "renditions").rglob("*.baseline.jpg"):
            path.unlink()
    cost = build(folder, "epub", "-D", f"glocal_editions={key}").cpu
    [book] = (folder / "out").glob("*.epub")
    return cost - site, book.stat().st_size / 1e6


def this_publication(folder: Path) -> Path:
    """Copy this publication to *folder*, and return it."""
    folder.mkdir(parents=True)
    for name in ("conf.py", "source", "data", "_static", "_templates"):
        copy = shutil.copytree if (ROOT / name).is_dir() else shutil.copy
        copy(ROOT / name, folder / name)
    return folder


def measured(folder: Path, repeat: int) -> Iterator[Row]:
    """Yield the rows of the table: medians of *repeat* turns."""
    own, years = this_publication(folder / "own"), folder / "years"
    archive.write(years, archive.PHOTOS, archive.Archive(ISSUES))
    for what, where, key, cold, most in (
        ("the issue of September 2023, its pictures new to e-books", own, OWN, True, ""),
        ("the same, its pictures in the cache", own, OWN, False, "1.5"),
        ("a volume of twelve issues, 168 pictures in the cache", years, VOLUME, False, "6"),
    ):
        turns = [_books(where, key, cold=cold) for _ in range(repeat)]
        yield what, median(turn[0] for turn in turns), turns[0][1], most


def report(rows: list[Row], repeat: int) -> str:
    """Return the table as Markdown."""
    day = dt.datetime.now(dt.UTC).date()
    lines = [
        f"Measured on {day} with {os.cpu_count()} cores; medians of {repeat} turns.",
        "",
        "| an e-book of | CPU seconds | asked for, at most | MB |",
        "| :--- | ---: | ---: | ---: |",
        *(f"| {what} | {cpu:.2f} | {most or '–'} | {size:.2f} |" for what, cpu, size, most in rows),
    ]
    return "\n".join(lines)


def main() -> None:
    """Measure, print the table, and put it into a document if one is given."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--repeat", type=int, default=3, help="turns; the median is reported")
    parser.add_argument("--write", type=Path, help="a document to refresh between its marks")
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        os.environ["PYTHONPATH"] = str(ROOT)
        rows = [*measured(Path(folder), arguments.repeat)]
    refresh(arguments.write, "books", report(rows, arguments.repeat))


if __name__ == "__main__":
    main()
