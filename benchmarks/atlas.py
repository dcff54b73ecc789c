"""Measure what the pages of a registry cost: 2,000 ties of 3,000 places.

All pages are written, then none: what a page costs is what the first build takes beyond one of
the same issues without the registry, divided by the pages.
"""

from __future__ import annotations

import argparse
import datetime as dt
import os
import random
import shutil
import sys
import tempfile
from pathlib import Path
from typing import NamedTuple

import archive
import books
from document import refresh

ROOT = Path(__file__).parent.parent
SIZES = ((1000, 1500), (2000, 3000))
"""Ties and places: half, and what is asked for."""

_KINDS = ("sister city", "friendship city", "cooperation agreement")


class Row(NamedTuple):
    """Ties and places, CPU milliseconds a page, seconds with nothing to do, MB of memory."""

    ties: int
    places: int
    page: float
    again: float
    memory: float


def registry(folder: Path, ties: int, places: int) -> None:
    """Write records into *folder*: places all over the world, each tie of two of them."""
    at = random.Random("atlas")  # noqa: S311  (nothing here is a secret)
    words = archive.Words()
    for number in range(places):
        country = "JP" if number % 2 == 0 else at.choice([*archive.ABROAD])
        where = (at.uniform(31, 44), at.uniform(130, 144)) if country == "JP" else (
            at.uniform(-45, 60), at.uniform(-179, 179)
        )  # fmt: skip
        text = (
            f'name = "{words.name(at, number % 2000)} {number}"\nkind = "city"\n'
            f'country = "{country}"\ncoordinates = [{where[0]:.3f}, {where[1]:.3f}]\n'
        )
        (folder / "places" / f"place-{number}.toml").write_text(text, encoding="utf-8")
    for number in range(ties):
        home, abroad = 2 * at.randrange(places // 2), 2 * at.randrange(places // 2) + 1
        text = (
            f'kind = "{at.choice(_KINDS)}"\nparties = ["place-{home}", "place-{abroad}"]\n'
            f'established = "{at.randint(1955, 2024)}-{at.randint(1, 12):02}-15"\n'
        )
        (folder / "partnerships" / f"tie-{number}.toml").write_text(text, encoding="utf-8")


def measured(folder: Path, ties: int, places: int) -> Row:
    """Build the archive with and without such a registry."""
    folder.mkdir()
    archive.write(folder, "glocal", archive.Archive(12))
    books.build(folder, "html")
    shutil.rmtree(folder / "out")
    without = books.build(folder, "html")
    registry(folder / "data", ties, places)
    shutil.rmtree(folder / "out")
    first = books.build(folder, "html")
    again = books.build(folder, "html")
    page = (first.cpu - without.cpu) / (ties + places) * 1000
    return Row(ties, places, page, again.cpu, max(first.memory, again.memory))


def report(rows: list[Row]) -> str:
    """Return the table as Markdown."""
    day = dt.datetime.now(dt.UTC).date()
    return "\n".join([
        f"Measured on {day} with {os.cpu_count()} cores.",
        "",
        "| ties | places | CPU ms a page, all written | CPU seconds, none written | MB of memory |",
        "| ---: | ---: | ---: | ---: | ---: |",
        *(
            f"| {row.ties:,} | {row.places:,} | {row.page:.1f} | {row.again:.1f} "
            f"| {row.memory:.0f} |"
            for row in rows
        ),
    ])  # fmt: skip


def main() -> None:
    """Measure, print the table, and put it into a document if one is given."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--write", type=Path, help="a document to refresh between its marks")
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        os.environ["PYTHONPATH"] = str(ROOT)
        rows = [measured(Path(name) / str(ties), ties, places) for ties, places in SIZES]
    refresh(arguments.write, "atlas", report(rows))


if __name__ == "__main__":
    sys.exit(main())
