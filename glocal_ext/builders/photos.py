"""``make photos``: all renditions of all photos in one go, with a table of what they weigh."""

from __future__ import annotations

from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from docutils.utils import column_width

from glocal_ext.builders.pictures import PublishedPictures
from glocal_ext.core.renditions import (
    BASELINE,
    BOOK,
    ENLARGED,
    LONG_EDGES,
    book,
    card,
    cover,
)
from glocal_ext.issues.domain import covers
from glocal_ext.log import Warn, info, warn
from glocal_ext.photos.cache import Cache
from glocal_ext.photos.files import facts_path
from glocal_ext.photos.publish import site_files

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from collections.abc import Set as AbstractSet

    from glocal_ext.core.renditions import Rendition
    from glocal_ext.photos.publish import Picture
    from glocal_ext.photos.renditions import Job

PRUNE = "prune"
"""The tag with which what no document uses is removed: ``-t prune``."""


class PhotosBuilder(PublishedPictures):
    """Warms the cache for every output and writes nothing else."""

    name = "photos"
    allow_parallel = True

    def get_outdated_docs(self) -> Iterator[str]:
        """Name nothing: no document is written."""
        return iter(())

    def get_target_uri(self, docname: str, typ: str | None = None) -> str:
        """Return nothing: nothing is linked."""
        del docname, typ
        return ""

    def write_documents(self, docnames: AbstractSet[str]) -> None:
        """Write none."""

    def finish(self) -> None:
        """Make what is missing, print the table, and remove what no document uses if asked to."""
        cache = Cache.of(self.config)
        jobs = self._jobs()
        made = self.make_jobs([*jobs])
        rows = [_HEAD]
        for job, picture in jobs.items():
            done = made.get((job.digest, job.room))
            if done and done.problem:
                warn(Warn.PHOTO_FILE, f"“{picture.uri}” cannot be made: {done.problem}.", None)
            else:
                rows.append(_row(job, picture, cache, f"{done.seconds:.1f}" if done else "–"))
        for line in _table(rows):
            info(line)
        if self.tags.has(PRUNE):
            freed = self._prune(jobs, cache) / 1e6
            info(f"{freed:.1f} MB of what no document uses are removed.")

    def _jobs(self) -> dict[Job, Picture]:
        """Return what every output wants of every photo."""
        source = Path(self.env.srcdir)
        photos = (each for each in self.pictures().values() if not each.is_drawing)
        return {
            picture.job(source, [*self._site(picture), *self._books(picture, BOOK[:1])]): picture
            for picture in photos
        }

    def _site(self, picture: Picture) -> Iterator[Rendition]:
        yield from site_files(picture.name, picture).values()
        if picture.name in self._shared:
            yield card(picture.width, picture.height, self._shared[picture.name])

    def _books(self, picture: Picture, edges: Sequence[int]) -> Iterator[Rendition]:
        """Yield what e-books show whose pictures have at most *edges* pixels."""
        for edge in edges:
            yield book(picture.width, picture.height, edge)
            if picture.name in self._shared:
                yield cover(picture.width, picture.height, edge, self._shared[picture.name])

    @cached_property
    def _shared(self) -> dict[str, tuple[int, ...]]:
        return covers(self.env)

    def _prune(self, jobs: dict[Job, Picture], cache: Cache) -> int:
        most = self.config.glocal_max_photo_pixels
        kept = {facts_path(job.digest, most, cache) for job in jobs}
        for job, picture in jobs.items():
            # A book that would be too large shows smaller ones.
            used = (*job.wanted, *self._books(picture, BOOK[1:]))
            kept |= {job.path(rendition, cache) for rendition in used}
        return cache.prune(kept)


_EDGES = (*LONG_EDGES, ENLARGED)
_HEAD = ("photo", "pixels", "kB in", *map(str, _EDGES), "card", "e-book", "seconds")
"""The columns of the table: a photo's files in kB, AVIF and JPEG by their long edges."""


def _row(job: Job, picture: Picture, cache: Cache, seconds: str) -> tuple[str, ...]:
    out: dict[str, list[str]] = {}
    for each in job.wanted:
        edge = max(each.width, each.height)
        is_whole = each.box == (0, 0, picture.width, picture.height)
        column = str(next(limit for limit in _EDGES if edge <= limit)) if is_whole else "card"
        column = "e-book" if each.format == BASELINE else column
        out.setdefault(column, []).append(_kilobytes(job.path(each, cache)))
    sizes = (" + ".join(out.get(column, ["–"])) for column in _HEAD[3:-1])
    pixels = f"{picture.width} × {picture.height}"
    return picture.uri, pixels, _kilobytes(job.source), *sizes, seconds


def _kilobytes(path: Path) -> str:
    return f"{path.stat().st_size / 1000:,.0f}"


def _table(rows: Sequence[Sequence[str]]) -> Iterator[str]:
    """Yield *rows* as lines with their columns below each other, names left and numbers right."""
    names, *columns = zip(*rows, strict=True)
    longest, widths = max(map(column_width, names)), [max(map(len, each)) for each in columns]
    for name, *numbers in rows:
        cells = (text.rjust(width) for text, width in zip(numbers, widths, strict=True))
        yield "  ".join((name + " " * (longest - column_width(name)), *cells))
