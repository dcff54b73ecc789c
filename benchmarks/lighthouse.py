"""Measure the pages of this publication with Lighthouse, as a telephone gets them from nginx.

``python benchmarks/lighthouse.py`` prints a table, the median of five runs for each kind of page;
``--write docs/performance.md`` puts it there between its two marks. What it needs is installed
by ``make benchmarks/tools/node_modules/.stamp``.
"""

from __future__ import annotations

import argparse
import json
import os
import shutil
import statistics
import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).parent.parent
sys.path[:0] = [str(ROOT / "tools"), str(ROOT / "benchmarks")]

from document import refresh  # noqa: E402  (from benchmarks/)

import nginx  # noqa: E402  (from tools/, which the line above puts on the path)

MEASURE = Path(__file__).parent / "tools" / "measure.mjs"
CATEGORIES = ("performance", "accessibility", "best-practices", "seo")
RUNS = 5

PAGES = {
    "home": "",
    "issue": "issues/2023/09/",
    "volume": "issues/2023/",
    "record": "partnerships/marugame-willich/",
    "about": "about/",
    "search": "search.html",
}


HEADER = """\
| page | performance | accessibility | best practices | SEO | first | largest | blocked | shift |
| --- | ---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: |
"""


def measured(
    addresses: list[str], categories: tuple[str, ...] = CATEGORIES, runs: int = RUNS
) -> dict[str, list[dict]]:
    """Return what Lighthouse says of each address, run by run."""
    chromium = shutil.which("chromium")
    if chromium is None:
        raise FileNotFoundError("chromium is not on PATH.")
    result = subprocess.run(
        ["node", str(MEASURE), ",".join(categories), str(runs), *addresses],
        env={**os.environ, "CHROME_PATH": chromium},
        stdout=subprocess.PIPE,
        text=True,
        check=True,
    )
    found: dict[str, list[dict]] = {address: [] for address in addresses}
    for line in result.stdout.splitlines():
        run = json.loads(line)
        found[run["address"]].append(run)
    return found


def table(found: dict[str, list[dict]]) -> str:
    """Return the medians of *found* (page → runs), and what was not passed in any run."""
    rows = []
    failed: dict[str, set[str]] = {}
    for page, runs in found.items():
        scores = [f"{_median(runs, 'scores', name):.0f}" for name in CATEGORIES]
        seconds = [f"{_median(runs, 'metrics', name) / 1000:.2f} s" for name in ("fcp", "lcp")]
        blocked = f"{_median(runs, 'metrics', 'tbt'):.0f} ms"
        shift = f"{_median(runs, 'metrics', 'cls'):.3f}"
        rows.append(f"| {' | '.join([page, *scores, *seconds, blocked, shift])} |\n")
        for audit in {each for run in runs for each in run["failed"]}:
            failed.setdefault(audit, set()).add(page)
    notes = [f"- {audit} ({', '.join(sorted(pages))})\n" for audit, pages in sorted(failed.items())]
    said = f"\nBelow their full score in at least one run:\n\n{''.join(notes)}" if notes else ""
    return f"{HEADER}{''.join(rows)}{said}"


def _median(runs: list[dict], part: str, name: str) -> float:
    return statistics.median(run[part][name] for run in runs)


def main() -> None:
    """Measure, print, and write where asked to."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--site", type=Path, default=ROOT / "_build" / "html")
    parser.add_argument("--runs", type=int, default=RUNS)
    parser.add_argument("--write", type=Path, help="the document that holds the table")
    options = parser.parse_args()
    with (
        tempfile.TemporaryDirectory() as folder,
        nginx.serving(options.site.resolve(), Path(folder)) as home,
    ):
        found = measured([home + path for path in PAGES.values()], runs=options.runs)
    broken = [
        f"{address}: {run['error']}" for address in found for run in found[address] if run["error"]
    ]
    if broken:
        raise SystemExit("\n".join(broken))
    by_page = dict(zip(PAGES, found.values(), strict=True))
    version = next(iter(by_page.values()))[0]["version"]
    text = (
        f"Lighthouse {version} with its own emulation of a telephone on a slow network, the site "
        f"served by nginx with [its configuration](../hosting/nginx.conf); the median of "
        f"{options.runs} runs. “First” and “largest” are the "
        f"seconds to the first paint and to that of the largest element.\n\n{table(by_page)}"
    )
    refresh(options.write, "lighthouse", text)


if __name__ == "__main__":
    main()
