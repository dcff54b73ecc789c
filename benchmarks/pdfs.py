"""Measure what PDFs cost beyond a build of the site that finds nothing to do.

Beside it stands WeasyPrint with the site's own pages, style sheets and pictures.
"""

from __future__ import annotations

import argparse
import datetime as dt
import os
import shutil
import sys
import tempfile
from dataclasses import replace
from pathlib import Path
from statistics import median
from typing import TYPE_CHECKING, NamedTuple

import archive
import books
import measure
from document import refresh

ROOT = Path(__file__).parent.parent
sys.path.insert(0, str(ROOT / "tests"))

import cameras  # noqa: E402  (from tests/, which the line above puts on the path)

if TYPE_CHECKING:
    from collections.abc import Iterator

CAPTIONS = (2, 3, 3, 4, 4)
"""How many photos the articles of an issue have: sixteen, so that a year has 192."""

PHOTO = (2400, 1600)
"""Width and height in pixels of the photos of the volume, no two of them alike."""

_PRINT = """
import sys, weasyprint
first, *others = [weasyprint.HTML(page).render(pdf_variant="pdf/ua-1") for page in sys.argv[2:]]
pages = first.pages + [page for other in others for page in other.pages]
first.copy(pages).write_pdf(sys.argv[1])
"""
"""The pages of a site as one PDF, as WeasyPrint's documentation has it."""


class Row(NamedTuple):
    """What was made, CPU seconds, the most memory in MB, MB of the files, what was asked for."""

    what: str
    cpu: float
    memory: float
    size: float
    asked: str = "–"


def _pdf(folder: Path, key: str) -> measure.Result:
    """Return what the PDF called *key* costs beyond a warm site, its pictures in the cache."""
    shutil.rmtree(folder / "out", ignore_errors=True)
    books.build(folder, "html")
    site = books.build(folder, "html").cpu
    shutil.rmtree(folder / "out")
    books.build(folder, "pdf", "-D", f"glocal_editions={key}")
    shutil.rmtree(folder / "out")
    found = books.build(folder, "pdf", "-D", f"glocal_editions={key}")
    return replace(found, cpu=found.cpu - site)


def _weasyprint(peers: Path, folder: Path, pages: list[Path]) -> measure.Result | None:
    """Return what WeasyPrint costs for *pages*, its start included; `None` without it."""
    python = peers / "bin" / "python"
    if not python.is_file():
        return None
    folder.mkdir()
    (folder / "out").mkdir()
    command = (str(python), "-W", "ignore", "-c", _PRINT, "out/page.pdf", *map(str, pages))
    tool = measure.Tool("weasyprint", "weasyprint", "glocal", command, lambda: True)
    return measure.build(tool, folder, books.LIMIT)


def _photos(folder: Path) -> int:
    """Give every photo of the archive in *folder* its own picture; return how many there are."""
    found = sorted((folder / "source").rglob("*.jpg"))
    for number, path in enumerate(found):
        cameras.camera(path, PHOTO, number)
    return len(found)


def measured(folder: Path, peers: Path, repeat: int) -> Iterator[Row]:
    """Yield the rows of the table: medians of *repeat* turns."""
    own, years = books.this_publication(folder / "own"), folder / "years"
    archive.write(years, archive.PHOTOS, archive.Archive(books.ISSUES, CAPTIONS))
    count = _photos(years) * 12 // books.ISSUES
    for what, where, key, most in (
        ("the issue of September 2023", own, books.OWN, "0.6 s, 1.5 MB"),
        (f"a volume of twelve issues, {count} photos", years, books.VOLUME, "4 s, 700 MB"),
    ):
        turns = [_pdf(where, key) for _ in range(repeat)]
        yield Row(
            what,
            median(turn.cpu for turn in turns),
            max(turn.memory for turn in turns),
            turns[0].all_bytes / 1e6,
            most,
        )
        shutil.rmtree(where / "out")
        books.build(where, "html")
        issues = where / "out" / "issues" / key[:4]
        pages = sorted(issues.glob(f"{key[5:] or '??'}/index.html"))
        peer = _weasyprint(peers, folder / f"weasyprint-{key}", pages)
        if peer:
            yield Row(
                f"the same with WeasyPrint, {len(pages)} page{'s' * (len(pages) > 1)} of the site",
                peer.cpu,
                peer.memory,
                peer.all_bytes / 1e6,
            )


def report(rows: list[Row], repeat: int) -> str:
    """Return the table as Markdown."""
    day = dt.datetime.now(dt.UTC).date()
    lines = [
        f"Measured on {day} with {os.cpu_count()} cores; medians of {repeat} turns.",
        "",
        "| a PDF of | CPU seconds | MB of memory | MB | asked for, at most |",
        "| :--- | ---: | ---: | ---: | ---: |",
        *(
            f"| {row.what} | {row.cpu:.2f} | {row.memory:.0f} | {row.size:.2f} | {row.asked} |"
            for row in rows
        ),
    ]
    return "\n".join(lines)


def main() -> None:
    """Measure, print the table, and put it into a document if one is given."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--repeat", type=int, default=3, help="turns; the median is reported")
    parser.add_argument("--write", type=Path, help="a document to refresh between its marks")
    parser.add_argument("--peers", type=Path, default=measure.PEERS, help="where the others are")
    parser.add_argument("--install", action="store_true", help="install them there first")
    arguments = parser.parse_args()
    if arguments.install:
        measure.install(arguments.peers)
    with tempfile.TemporaryDirectory() as folder:
        os.environ["PYTHONPATH"] = str(ROOT)
        rows = [*measured(Path(folder), arguments.peers, arguments.repeat)]
    refresh(arguments.write, "pdfs", report(rows, arguments.repeat))


if __name__ == "__main__":
    main()
