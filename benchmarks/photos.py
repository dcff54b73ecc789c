"""Measure what photos cost: to make all renditions of one, and to have made them before.

What is compared takes turns in one run, and ratios are taken within a turn: other work on the
machine meets all alike. sharp and libvips make the same renditions, each at the quality that
looks like ours, as DSSIM has it. CPU seconds are user and system, without an interpreter's start.
"""

from __future__ import annotations

import argparse
import datetime as dt
import os
import platform
import re
import shutil
import subprocess
import sys
import tempfile
import time
from collections import Counter, defaultdict
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context
from pathlib import Path
from statistics import median
from typing import TYPE_CHECKING

import archive
import measure
import PIL
from document import refresh
from PIL import Image, features
from quality import COLOUR, LUMA, SCRIPTS, Dssim, Peer, nearest, peers

from glocal_ext.core.renditions import AVIF, BOTH, ENLARGED, JPEG, Rendition, scaled
from glocal_ext.photos.cache import Cache
from glocal_ext.photos.encode import LADDER, clean, options, upright
from glocal_ext.photos.files import examine
from glocal_ext.photos.metadata import blank
from glocal_ext.photos.publish import Picture, site_files
from glocal_ext.photos.renditions import Job, make, make_all

if TYPE_CHECKING:
    from collections.abc import Sequence

    from glocal_ext.photos.renditions import Made

ROOT = Path(__file__).parent.parent
sys.path.insert(0, str(ROOT / "tests"))

import cameras  # noqa: E402  (from tests/, which the line above puts on the path)

OWN = "source/issues/2023/09/*.jpg"
ISSUE, BATCH, SINGLE, COMPARED = 14, 8, 5, 3
"""Photos of an issue; of them those made by several workers, one by one, and by others too."""

ROOM = 1024
"""Bytes for what is said of a photo in each rendition: as in the issue of September 2023."""

MATCHED = 1200
"""The long edge in pixels of the rendition whose DSSIM is made equal."""

TELEPHONE = 0.95 * 360 * 2
"""Pixels across a picture in one column of a window of 360 pixels with twice the density."""

LIMITS = 64_000_000, 80_000_000
"""Bytes and pixels of the largest photo that is taken."""

LIMIT = 600
"""Seconds that a build may take."""

KINDS = {
    "no-op": "a build after no change",
    "edit": "a build after an edit to the issue",
    "full": "a build of everything anew",
}
Bar = tuple[str, str, float, bool]
"""What was asked for, how much, what was measured, whether that is enough."""


def install(folder: Path) -> None:
    """Install what is compared: requirements.txt, and what npm has where there is npm."""
    measure.install(folder)
    npm = folder / "npm"
    npm.mkdir(exist_ok=True)
    for name in ("package.json", "package-lock.json"):
        shutil.copy(SCRIPTS / name, npm)
    if shutil.which("npm"):
        command = ["npm", "ci", "--no-audit", "--no-fund", "--ignore-scripts", "--silent"]
        subprocess.run(command, cwd=npm, check=True)


# -- one photo ------------------------------------------------------------------------------------


def job_of(source: Path, cache: Cache) -> Job:
    """Return the job of all renditions that the site has of the photo at *source*."""
    found = examine(source, *LIMITS, cache)
    picture = Picture(source.name, found.digest, found.width, found.height, is_drawing=False)
    return Job(source, found.digest, ROOM, tuple(site_files("photo", picture, BOTH).values()))


def check(made: Sequence[Made]) -> None:
    """Stop where a photo could not be made."""
    if problems := [each.problem for each in made if each.problem]:
        sys.exit(f"A photo cannot be made: {problems}")


def lap(costs: Counter[str], what: str, start: float) -> float:
    """Add the CPU seconds since *start* to *what*; return the time now."""
    now = time.process_time()
    costs[what] += now - start
    return now


def pictures(source: Path, costs: Counter[str]) -> dict[tuple[int, int], Image.Image]:
    """Return a photo in all sizes, as photos/encode.py makes them; add what that took."""
    start = time.process_time()
    with Image.open(source) as image:
        full = upright(image)
        image.draft("RGB", scaled(*image.size, ENLARGED))
        picture = clean(image)
    start = lap(costs, "decode", start)
    found = {}
    for edge in LADDER:
        size = scaled(*full, edge)
        if picture.size != size:
            picture = picture.resize(size, Image.Resampling.LANCZOS, reducing_gap=3)
        found[size] = picture
    lap(costs, "resize", start)
    return found


def saved(picture: Image.Image, rendition: Rendition, path: Path, **other: int) -> Path:
    """Encode *picture* as *rendition* is, but for *other* options."""
    kind = {AVIF: "AVIF", JPEG: "JPEG"}[rendition.format]
    picture.save(path, kind, **options(rendition) | other, xmp=blank(ROOM))
    return path


def alone(job: Job, cache: Cache, path: Path) -> Counter[str]:
    """Return CPU seconds of decoding, resizing and encoding *job* alone; *cache* has it made."""
    costs: Counter[str] = Counter()
    sizes = pictures(job.source, costs)
    for rendition in job.wanted:
        start = time.process_time()
        saved(sizes[rendition.width, rendition.height], rendition, path)
        lap(costs, rendition.format, start)
        if path.read_bytes() != job.path(rendition, cache).read_bytes():
            sys.exit(f"{rendition} differs from the cache's, so that its figures say nothing.")
    return costs


def matched(peer: Peer, job: Job, cache: Cache, dssim: Dssim, folder: Path) -> dict[str, int]:
    """Return for each format the quality at which *peer*'s rendition is as good as ours.

    Both are compared with the photo decoded whole and made smaller in one step.
    """
    reference, found = folder / "reference.png", {}
    for ours in (each for each in job.wanted if max(each.width, each.height) == MATCHED):
        with Image.open(job.source) as image:
            small = clean(image).resize((ours.width, ours.height), Image.Resampling.LANCZOS)
            small.save(reference, compress_level=1)

        def dssim_at(quality: int, ours: Rendition = ours) -> float:
            peer.make(job.source, [ours], {ours.format: quality}, folder)
            return dssim(reference, folder / f"{ours.width}.{ours.format}")

        found[ours.format] = nearest(dssim(reference, job.path(ours, cache)), dssim_at)
    return found


def one_by_one(
    jobs: Sequence[Job], cache: Cache, others: Sequence[Peer], dssim: Dssim | None, folder: Path
) -> tuple[list[str], list[Bar]]:
    """Measure photos one by one, made by all in turn."""
    whole, parts, versions = [], [], set()
    theirs = defaultdict(list)
    for number, job in enumerate(jobs):
        start = time.process_time()
        check([make(job, cache)])
        whole.append(time.process_time() - start)
        parts.append(alone(job, cache, folder / "alone"))
        note(f"{job.source.name} {whole[-1]:.2f} s, parts alone {parts[-1].total():.2f} s")
        for peer in others if dssim and number < COMPARED else ():
            qualities = matched(peer, job, cache, dssim, folder)
            cpu, version = peer.make(job.source, job.wanted, qualities, folder)
            versions.add(version)
            sizes = {}
            for kind in BOTH:
                wanted = [each for each in job.wanted if each.format == kind]
                made = sum((folder / f"{each.width}.{kind}").stat().st_size for each in wanted)
                ours = sum(job.path(each, cache).stat().st_size - ROOM for each in wanted)
                sizes[kind] = made / ours
            theirs[peer.title].append((qualities, cpu, cpu / whole[-1], sizes))
            note(f"{job.source.name} {cpu:.2f} s {peer.title} {qualities}")
    names = {
        "decode": "decode, at half the size",
        "resize": f"make smaller, in {len(LADDER)} steps",
        AVIF: f"encode {len(LADDER)} in AVIF",
        JPEG: f"encode {len(LADDER)} in JPEG",
    }
    rows = [[what, shown(median(each[part] for each in parts))] for part, what in names.items()]
    rows.append(["all of these, each alone", shown(median(each.total() for each in parts))])
    rows.append(["the photo, into an empty cache", shown(median(whole))])
    tables = [table("One photo of 24 megapixels", ["", "CPU seconds"], rows)]
    if theirs:
        ours = {each.format: options(each)["quality"] for each in jobs[0].wanted}
        rows = [["this package", *(str(ours[kind]) for kind in BOTH),
                 shown(median(whole[:COMPARED])), "1.00", "1.00", "1.00"]]  # fmt: skip
        for title, turns in theirs.items():
            qualities, *costs, sizes = zip(*turns, strict=True)
            row = [spread([each[kind] for each in qualities]) for kind in BOTH]
            row += [shown(median(each)) for each in costs]
            row += [shown(median(each[kind] for each in sizes)) for kind in BOTH]
            rows.append([title, *row])
        head = ["", "AVIF quality", "JPEG quality", "CPU seconds", "× ours", "AVIF bytes × ours",
                "JPEG bytes × ours"]  # fmt: skip
        tables.append(table("The same ten renditions at equal DSSIM", head, rows))
        tables.append(f"The others are {' and '.join(sorted(versions))}.")
    cold = median(whole)
    ratio = median(one / each.total() for one, each in zip(whole, parts, strict=True))
    return tables, [
        ("CPU seconds for a photo, into an empty cache", "at most 3.2", cold, cold <= 3.2),
        ("the same ÷ all its parts, each alone", "at most 1.15", ratio, ratio <= 1.15),
    ]


# -- many photos ----------------------------------------------------------------------------------


def by_workers(jobs: Sequence[Job], repeat: int, folder: Path) -> tuple[list[str], list[Bar]]:
    """Measure a batch made by one worker and by two; they start within it, as in a build."""
    turns = []
    for _ in range(repeat):
        turn = []
        for workers in (1, 2):
            with tempfile.TemporaryDirectory(dir=folder) as empty:
                start = time.perf_counter()
                with ProcessPoolExecutor(workers, get_context("spawn")) as pool:
                    check([*make_all(jobs, Cache(Path(empty)), pool)])
                turn.append(time.perf_counter() - start)
        turns.append(turn)
        note(f"one worker {turn[0]:.2f} s, two {turn[1]:.2f} s")
    one, two = (median(each) for each in zip(*turns, strict=True))
    gain = median(each[0] / each[1] for each in turns)
    rows = [["one", shown(one)], ["two", shown(two)]]
    title = f"{len(jobs)} photos by several workers, their start included"
    bar = "two workers against one, wall", "at least 1.8", gain, gain >= 1.8
    return [table(title, ["workers", "wall seconds"], rows)], [bar]


def warm(
    sources: Sequence[Path], cache: Cache, repeat: int, at: Path, folder: Path
) -> tuple[list[str], list[Bar]]:
    """Measure what photos add that were all made before: to ask for them, and to a build.

    The two projects that are built differ in their photos alone; those of one are still to come.
    """
    check([*make_all([job_of(source, cache) for source in sources], cache)])
    costs = defaultdict(list)
    for _ in range(repeat):
        start, wall = time.process_time(), time.perf_counter()
        if [*make_all([job_of(source, cache) for source in sources], cache)]:
            sys.exit("The cache was not full, so that its figures say nothing.")
        costs["ask"].append((time.process_time() - start, time.perf_counter() - wall))
    tool = next(each for each in measure.tools(at) if each.name == "glocal")
    issues = [project(folder / name) for name in ("with", "without")]
    text = issues[0].read_text(encoding="utf-8")
    for source, name in zip(sources, re.findall(r"{photo} (\S+)", text), strict=True):
        shutil.copy(source, issues[0].parent / name)
    issues[0].write_text(text.replace(":pending:", ":alt: Hills"), encoding="utf-8")
    folders = [issue.parents[4] for issue in issues]
    for each in folders:
        measure.build(tool, each, LIMIT)  # what is measured finds a full cache
    for kind in [*KINDS] * repeat * 3:
        for issue, each in zip(issues, folders, strict=True):
            if kind == "edit":
                issue.write_text(issue.read_text(encoding="utf-8") + archive.LATER, "utf-8")
            elif kind == "full":
                shutil.rmtree(each / "out")
                shutil.rmtree(each / "doctrees")
        more, less = (measure.build(tool, each, LIMIT) for each in folders)
        costs[kind].append((more.cpu - less.cpu, more.wall - less.wall))
        note(f"{len(sources)} photos add {costs[kind][-1][1]:.3f} s to {KINDS[kind]}")
    found = {kind: [median(each) for each in zip(*turns, strict=True)]
             for kind, turns in costs.items()}  # fmt: skip
    names = {"ask": "looking for their files, without a build", **KINDS}
    rows = [[what, *(shown(each, 3) for each in found[kind])] for kind, what in names.items()]
    title = f"{len(sources)} photos of which all is in the cache: what they add"
    added = max(found["no-op"])
    bar = "seconds that they add to a build after no change", "less than 0.1", added, added < 0.1
    return [table(title, ["to", "CPU seconds", "wall seconds"], rows)], [bar]


def project(folder: Path) -> Path:
    """Write a publication of one issue; return the issue's document."""
    archive.write(folder, "glocal", archive.Archive(1))
    return next(folder.glob("source/issues/*/*/index.md"))


def on_telephone(
    groups: dict[str, Sequence[Job]], dssim: Dssim, folder: Path
) -> tuple[list[str], list[Bar]]:
    """Weigh what a telephone fetches of photos in AVIF, and JPEGs that look like it."""
    rows, bars = [], []
    for what, jobs in groups.items():
        for mode, name in ((COLOUR, "colour"), (LUMA, "luma")):
            weights = [weigh(job, dssim, mode, folder) for job in jobs]
            avif, jpeg, qualities = zip(*weights, strict=True)
            ratio = sum(avif) / sum(jpeg)
            sums = [shown(sum(each) / 1e3, 1) for each in (avif, jpeg)]
            rows.append([what, name, *sums, spread(qualities), shown(ratio)])
            bars.append((f"AVIF ÷ JPEG, {what}, {name}", "at most 0.6", ratio, ratio <= 0.6))
            note(f"AVIF ÷ JPEG {ratio:.2f}, {what}, {name}")
    head = ["", "DSSIM of", "AVIF kB", "JPEG kB", "JPEG quality", "AVIF ÷ JPEG"]
    return [table("What a telephone fetches, at equal DSSIM", head, rows)], bars


def weigh(job: Job, dssim: Dssim, mode: str, folder: Path) -> tuple[int, int, int]:
    """Return the bytes of the AVIF and of a JPEG that looks like it, and the JPEG's quality."""
    reference, made = folder / "reference.png", folder / "made"
    wide = [each for each in job.wanted if each.width >= TELEPHONE]
    avif, jpeg = (next(each for each in wide if each.format == kind) for kind in BOTH)
    picture = pictures(job.source, Counter())[avif.width, avif.height]
    picture.save(reference, compress_level=1)

    def jpeg_at(quality: int) -> float:
        return dssim(reference, saved(picture, jpeg, made, quality=quality), mode)

    weight = saved(picture, avif, made).stat().st_size
    quality = nearest(dssim(reference, made, mode), jpeg_at)
    return weight, saved(picture, jpeg, made, quality=quality).stat().st_size, quality


# -- all of it ------------------------------------------------------------------------------------


def run(at: Path, folder: Path, repeat: int) -> str:
    """Measure everything and return it as Markdown; *at* is where others are installed."""
    note("making photos")
    sources = [
        cameras.camera(folder / f"{seed}.jpg", cameras.TWENTY_FOUR_MEGAPIXELS, seed)
        for seed in range(1, ISSUE + 1)
    ]
    others, absent = peers(at)
    dssim = None if "scikit-image" in absent else Dssim(at)
    cache = Cache(folder / "cache")
    jobs = [job_of(source, cache) for source in sources]
    sections = [
        one_by_one(jobs[:SINGLE], cache, others, dssim, folder),
        by_workers(jobs[:BATCH], repeat, folder),
        warm(sources, cache, repeat, at, folder),
    ]
    if dssim:
        own = [job_of(source, cache) for source in sorted(ROOT.glob(OWN))]
        groups = {
            f"the {len(own)} pictures of September 2023": own,
            f"{COMPARED} photos of a camera": jobs[:COMPARED],
        }
        sections.append(on_telephone(groups, dssim, folder))
    versions = [f"Python {platform.python_version()}", f"Pillow {PIL.__version__}"]
    versions.append(f"libavif {features.version('avif')}")
    system = f"{os.cpu_count()} cores, {platform.system()}, {', '.join(versions)}"
    beside = f" ({COMPARED} beside others)" if dssim and others else ""
    taken = f"medians of {SINGLE} photos{beside}"
    taken += f", of {repeat} turns of workers, of {3 * repeat} of builds"
    conditions = [f"Measured on {dt.datetime.now(dt.UTC).date()} with {system}; {taken}."]
    if dssim:
        conditions.append(f"DSSIM is (1 − SSIM) ÷ 2, with SSIM by {dssim.version}.")
    if absent:
        conditions.append(f"Absent on this machine, and left out: {', '.join(absent)}.")
    bars = [
        [what, asked, shown(seen), "yes" if met else "no"]
        for _, found in sections
        for what, asked, seen, met in found
    ]
    tables = [each for found, _ in sections for each in found]
    asked_for = table("What was asked for of photos", ["", "asked", "measured", "met"], bars)
    return "\n\n".join(["\n".join(conditions), *tables, asked_for])


def note(text: str) -> None:
    """Say how far it is."""
    print(text, file=sys.stderr)


def shown(value: float, digits: int = 2) -> str:
    """Return a number as a table has it."""
    return f"{value:,.{digits}f}"


def spread(values: Sequence[int]) -> str:
    """Return the least and the greatest of *values*."""
    least, greatest = min(values), max(values)
    return str(least) if least == greatest else f"{least}–{greatest}"


def table(title: str, head: list[str], rows: list[list[str]]) -> str:
    """Return a table with its title; columns of numbers stand at the right."""
    columns = [*zip(*rows, strict=True)][1:]
    marks = [
        ":---",
        *("---:" if each[-1].lstrip("-")[:1].isdigit() else ":---" for each in columns),
    ]
    lines = [head, marks, *rows]
    return "\n".join([f"### {title}", "", *(f"| {' | '.join(line)} |" for line in lines)])


def main() -> None:
    """Measure, print the tables, and put them into a document if one is given."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument(
        "--repeat", type=int, default=5, help="turns of workers; builds take three times as many"
    )
    at = measure.PEERS
    parser.add_argument("--peers", type=Path, default=at, help="where others are installed")
    parser.add_argument("--install", action="store_true", help="install them there first")
    parser.add_argument("--write", type=Path, help="a document to refresh between its marks")
    arguments = parser.parse_args()
    at = arguments.peers.resolve()
    if arguments.install:
        install(at)
    with tempfile.TemporaryDirectory() as folder:
        # A copy of the package: an edit to it while this runs would make a build rebuild all.
        shutil.copytree(measure.PACKAGE, Path(folder) / measure.PACKAGE.name)
        os.environ["PYTHONPATH"] = folder
        sys.path.insert(0, folder)  # workers take it from here
        text = run(at, Path(folder), arguments.repeat)
    refresh(arguments.write, "photos", text)


if __name__ == "__main__":
    main()
