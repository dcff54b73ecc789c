"""Measure builds of archives of several sizes, beside other tools on the same content.

What is compared is CPU time, of a build and all its processes, with the tools taking turns in
one run: other work on the machine lengthens the wall clock of a build, and much less its CPU
time, and it meets all tools alike.
"""

from __future__ import annotations

import argparse
import compileall
import contextlib
import datetime as dt
import importlib.metadata
import importlib.util
import math
import os
import platform
import shutil
import signal
import statistics
import subprocess
import sys
import tempfile
import threading
import time
import venv
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from archive import Archive, edit, write
from document import refresh

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

HERE = Path(__file__).parent
PACKAGE = HERE.parent / "glocal_ext"
BUILDS = {
    "full": "full",
    "no-op": "nothing changed",
    "edit": "one issue edited",
    "new": "one issue more",
}


@dataclass(frozen=True)
class Tool:
    """A site builder: *command* builds the project in the working folder into ``out``.

    One that is not *incremental* builds everything anew whatever changed.
    """

    name: str
    title: str
    flavour: str
    command: tuple[str, ...]
    available: Callable[[], bool]
    incremental: bool = True


@dataclass(frozen=True)
class Result:
    """What one build cost and wrote: seconds, megabytes, files that are new or changed."""

    cpu: float
    wall: float
    memory: float
    pages: int
    page_bytes: int
    all_bytes: int


PEERS = Path(tempfile.gettempdir()) / "glocal-benchmark-peers"
"""The virtual environment of what this package is measured beside."""

Key = tuple[str, int, str]
"""A tool's name, a number of issues, a kind of build."""
Results = dict[Key, list[Result]]


def tools(peers: Path) -> list[Tool]:
    """Return all tools; *peers* is the virtual environment of those that are no part of ours."""
    python, other = sys.executable, str(peers / "bin" / "python")

    def sphinx(interpreter: str, *options: str) -> tuple[str, ...]:
        return (interpreter, "-m", "sphinx", "-q", *options, "-d", "doctrees", "source", "out")

    def has(module: str) -> Callable[[], bool]:
        return lambda: any(peers.glob(f"lib/*/site-packages/{module}"))

    def ours() -> bool:
        return importlib.util.find_spec("sphinx") is not None

    mkdocs = (other, "-m", "mkdocs", "build", "-q", "-d", "out")
    return [
        Tool("glocal", "this package", "glocal", sphinx(python, "-c", "."), ours),
        Tool("glocal-j2", "this package, `-j2`", "glocal", sphinx(python, "-j2", "-c", "."), ours),
        Tool("glocal-photos", "this package, with photos", "glocal-photos",
             sphinx(python, "-c", "."), ours),
        Tool("alabaster", "Sphinx, alabaster", "alabaster", sphinx(python), ours),
        Tool("alabaster-j2", "Sphinx, alabaster, `-j2`", "alabaster", sphinx(python, "-j2"), ours),
        Tool("furo", "Sphinx, Furo", "furo", sphinx(other), has("furo")),
        Tool("mkdocs", "MkDocs Material", "mkdocs", mkdocs, has("material"), incremental=False),
        Tool("hugo", "Hugo", "hugo", ("hugo", "--quiet", "-d", "out"),
             lambda: shutil.which("hugo") is not None, incremental=False),
    ]  # fmt: skip


def install(peers: Path) -> None:
    """Install what is in requirements.txt, where that was not done yet."""
    if not peers.is_dir():
        venv.create(peers, with_pip=True)
    command = [peers / "bin" / "python", "-m", "pip", "install", "--quiet"]
    subprocess.run([*command, "-r", HERE / "requirements.txt"], check=True)


# -- one build ------------------------------------------------------------------------------------


def build(tool: Tool, folder: Path, limit: float) -> Result | None:
    """Build the project in *folder*; `None` where that took longer than *limit* seconds."""
    before = _files(folder / "out")
    start = time.perf_counter()
    with (folder / "log").open("w") as log:
        process = subprocess.Popen(
            tool.command,
            cwd=folder,
            stdout=log,
            stderr=subprocess.STDOUT,
            start_new_session=True,
        )
        timer = threading.Timer(limit, _stop, [process.pid])
        timer.start()
        try:
            _pid, status, usage = os.wait4(process.pid, 0)
        except KeyboardInterrupt:
            _stop(process.pid)
            raise
        finally:
            timer.cancel()
    wall = time.perf_counter() - start
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode == -signal.SIGKILL:
        return None
    message = (folder / "log").read_text(encoding="utf-8")
    if process.returncode or message:
        sys.exit(f"{tool.name} failed or warned, so that its figures would say nothing:\n{message}")
    after = _files(folder / "out")
    written = {path: state[1] for path, state in after.items() if before.get(path) != state}
    pages = [size for path, size in written.items() if path.suffix == ".html"]
    return Result(
        cpu=usage.ru_utime + usage.ru_stime,
        wall=wall,
        memory=usage.ru_maxrss / (1e6 if sys.platform == "darwin" else 1e3),
        pages=len(pages),
        page_bytes=sum(pages),
        all_bytes=sum(written.values()),
    )


def _stop(process: int) -> None:
    with contextlib.suppress(ProcessLookupError):
        os.killpg(process, signal.SIGKILL)


def _files(folder: Path) -> dict[Path, tuple[int, int]]:
    found = {}
    for path in folder.rglob("*"):
        status = path.stat()
        if path.is_file():
            found[path] = status.st_mtime_ns, status.st_size
    return found


# -- all builds -----------------------------------------------------------------------------------


def measure(
    chosen: list[Tool], sizes: list[int], repeat: int, limit: float, results: Results
) -> None:
    """Measure all builds into *results*; a tool that ran into *limit* is spared larger archives."""
    too_slow: set[str] = set()
    for size in sizes:
        archive, longer = Archive(size), Archive(size + 1)
        for turn in range(repeat):
            for tool in chosen:
                if tool.name in too_slow:
                    continue
                with tempfile.TemporaryDirectory() as folder:
                    for kind, result in _builds(tool, Path(folder), archive, longer, limit):
                        if result is None:
                            too_slow.add(tool.name)
                            break
                        results.setdefault((tool.name, size, kind), []).append(result)
                        print(f"{size:5} {turn + 1} {tool.name:13} {kind:6} {result.cpu:7.2f} s",
                              file=sys.stderr)  # fmt: skip


def _builds(
    tool: Tool, folder: Path, archive: Archive, longer: Archive, limit: float
) -> Iterator[tuple[str, Result | None]]:
    write(folder, tool.flavour, archive)
    yield "full", build(tool, folder, limit)
    if not tool.incremental:
        return
    yield "no-op", build(tool, folder, limit)
    edit(folder, tool.flavour, archive)
    yield "edit", build(tool, folder, limit)
    write(folder, tool.flavour, archive)
    build(tool, folder, limit)  # the edit is taken back, so that only the new issue is new
    write(folder, tool.flavour, longer)
    yield "new", build(tool, folder, limit)


# -- what it amounts to ---------------------------------------------------------------------------


class Report:
    """The results as Markdown: medians over the turns, and ratios taken turn by turn."""

    def __init__(self, results: Results, chosen: list[Tool], absent: list[Tool]) -> None:
        self.results = results
        self.tools = [t for t in chosen if any(name == t.name for name, _, _ in results)]
        self.absent = absent
        self.sizes = sorted({size for _, size, _ in results})

    def __str__(self) -> str:
        parts = [self._conditions(), self._full(), self._cost(), self._changes(), self._bars()]
        return "\n\n".join(part for part in parts if part)

    def value(self, key: Key, name: str) -> float | None:
        """Return the median of a measurement."""
        found = self.results.get(key)
        return statistics.median(getattr(result, name) for result in found) if found else None

    def ratio(self, key: Key, other: Key) -> float | None:
        """Return the median of the ratios of CPU time, each taken within one turn."""
        pairs = zip(self.results.get(key, ()), self.results.get(other, ()), strict=False)
        ratios = [one.cpu / two.cpu for one, two in pairs]
        return statistics.median(ratios) if ratios else None

    def growth(self, name: str) -> float | None:
        """Return the exponent of CPU time over issues, from 60 issues: 1 is linear."""
        sizes = [size for size in self.sizes if size >= 60]
        times = [self.value((name, size, "full"), "cpu") for size in sizes]
        if len(sizes) < 2 or None in times:
            return None
        logarithms = [math.log(seconds) for seconds in times if seconds]
        return statistics.linear_regression([math.log(size) for size in sizes], logarithms).slope

    def _conditions(self) -> str:
        turns = max(len(found) for found in self.results.values())
        versions = [f"Python {platform.python_version()}"]
        versions += [
            f"{name} {importlib.metadata.version(name)}" for name in ("Sphinx", "docutils")
        ]
        system = f"{os.cpu_count()} cores, {platform.system()}, {', '.join(versions)}"
        taken = "one turn" if turns == 1 else f"medians of {turns} turns"
        lines = [f"Measured on {dt.datetime.now(dt.UTC).date()} with {system}; {taken}."]
        if any((tool.name, self.sizes[-1], "full") not in self.results for tool in self.tools):
            lines.append("A dash is a build that was stopped before it ended.")
        if self.absent:
            names = ", ".join(tool.title for tool in self.absent)
            lines.append(f"Absent on this machine, and left out: {names}.")
        return "\n".join(lines)

    def _full(self) -> str:
        rows = []
        for tool in self.tools:
            times = [self.value((tool.name, size, "full"), "cpu") for size in self.sizes]
            ratios = [
                self.ratio((tool.name, size, "full"), ("glocal", size, "full"))
                for size in self.sizes[-2:]
            ]
            rows.append([tool.title, *map(_shown, times), *map(_shown, ratios),
                         _shown(self.growth(tool.name))])  # fmt: skip
        head = [f"{size:,} issues" for size in self.sizes]
        head += [f"× ours, {size:,}" for size in self.sizes[-2:]]
        return _table("Full builds: CPU seconds", ["", *head, "growth from 60"], rows)

    def _cost(self) -> str:
        size = self.sizes[-1]
        rows = []
        for tool in self.tools:
            key = (tool.name, size, "full")
            if key in self.results:
                rows.append([
                    tool.title,
                    _shown(self.value(key, "wall")),
                    _shown(self.value(key, "memory"), 0),
                    _shown(self.value(key, "pages"), 0),
                    _shown((self.value(key, "page_bytes") or 0) / 1e6),
                    _shown((self.value(key, "all_bytes") or 0) / 1e6),
                ])  # fmt: skip
        head = ["", "wall seconds", "peak MB", "pages", "MB of pages", "MB in all"]
        return _table(f"Full build of {size:,} issues: what else it costs", head, rows)

    def _changes(self) -> str:
        size = self.sizes[-1]
        rows = []
        for tool in self.tools:
            for kind, title in BUILDS.items():
                key = (tool.name, size, kind)
                if kind == "full" or key not in self.results:
                    continue
                rows.append([
                    tool.title,
                    title,
                    _shown(self.value(key, "cpu")),
                    _shown(self.value(key, "wall")),
                    _shown(self.value(key, "memory"), 0),
                    _shown(self.value(key, "pages"), 0),
                    _shown((self.value(key, "page_bytes") or 0) / 1e3, 0),
                    _shown((self.value(key, "all_bytes") or 0) / 1e3, 0),
                ])  # fmt: skip
        head = ["", "build", "CPU seconds", "wall seconds", "peak MB", "pages", "kB of pages",
                "kB in all"]  # fmt: skip
        return _table(f"After a change in {size:,} issues: what is written", head, rows)

    def _bars(self) -> str:
        full, edited = ("glocal", 300, "full"), ("glocal", 1200, "edit")
        bars = [
            ("bar", "growth of a full build from 60 issues", self.growth("glocal"), 1.05),
            ("aim", "full build of 300 issues ÷ alabaster’s",
             self.ratio(full, ("alabaster", 300, "full")), 0.40),
            ("aim", "full build of 300 issues ÷ MkDocs Material’s",
             self.ratio(full, ("mkdocs", 300, "full")), 1.00),
            ("aim", "one edit in 1,200 issues ÷ Hugo’s full build",
             self.ratio(edited, ("hugo", 1200, "full")), 0.60),
        ]  # fmt: skip
        rows = [
            [kind, what, f"at most {most:.2f}", _shown(seen), "yes" if seen <= most else "no"]
            for kind, what, most, seen in ((k, w, m, s) for k, w, s, m in bars if s is not None)
        ]
        return _table("What was asked for", ["", "", "asked", "measured", "met"], rows)


def _shown(value: float | None, digits: int = 2) -> str:
    return "–" if value is None else f"{value:,.{digits}f}"


def _table(title: str, head: list[str], rows: list[list[str]]) -> str:
    if not rows:
        return ""
    columns = list(zip(*rows, strict=True))
    marks = ["---:" if column[-1][:1].isdigit() else ":---" for column in columns]
    lines = [head, marks, *rows]
    return "\n".join([f"### {title}", "", *(f"| {' | '.join(line)} |" for line in lines)])


def main() -> None:
    """Measure, print the tables, and put them into a document if one is given."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--sizes", type=int, nargs="+", default=[12, 60, 300, 1200])
    parser.add_argument("--tools", nargs="+", help="names of tools (default: all)")
    parser.add_argument("--repeat", type=int, default=1, help="turns; the median is reported")
    parser.add_argument("--limit", type=float, default=400, help="seconds that a build may take")
    parser.add_argument("--peers", type=Path, default=PEERS, help="virtual environment of others")
    parser.add_argument("--install", action="store_true", help="install them there first")
    parser.add_argument("--write", type=Path, help="a document to refresh between its marks")
    arguments = parser.parse_args()
    if arguments.install:
        install(arguments.peers)
    known = {tool.name: tool for tool in tools(arguments.peers)}
    asked = arguments.tools or [*known]
    if unknown := set(asked) - known.keys():
        parser.error(f"unknown: {', '.join(sorted(unknown))}; there are {', '.join(known)}")
    chosen = [known[name] for name in asked if known[name].available()]
    absent = [known[name] for name in asked if known[name] not in chosen]
    if not chosen:
        parser.error("none of these tools is installed here")
    results: Results = {}
    with tempfile.TemporaryDirectory() as snapshot:
        # A copy of the package: an edit to it while this runs would make a build rebuild all.
        shutil.copytree(PACKAGE, Path(snapshot) / PACKAGE.name)
        compileall.compile_dir(snapshot, quiet=1)
        os.environ |= {"PYTHONPATH": snapshot, "NO_MKDOCS_2_WARNING": "1"}
        with contextlib.suppress(KeyboardInterrupt):  # what was measured by then is reported
            measure(chosen, sorted(arguments.sizes), arguments.repeat, arguments.limit, results)
    refresh(arguments.write, "measured", str(Report(results, chosen, absent)))


if __name__ == "__main__":
    main()
