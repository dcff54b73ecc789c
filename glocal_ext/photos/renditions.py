"""Renditions are made where the cache has none: one photo a process, on any executor.

Nothing here knows what is made for whom: a `Job` says which file, which renditions and how many
bytes for what is said of the photo. Where it runs is the executor's: processes of this machine,
or others that see the same folders.
"""

from __future__ import annotations

import os
import time
from concurrent.futures import BrokenExecutor, ProcessPoolExecutor, as_completed
from dataclasses import dataclass
from multiprocessing import get_context
from typing import TYPE_CHECKING, NamedTuple

from glocal_ext.photos.cache import key, write_whole
from glocal_ext.photos.encode import RECIPE, encoded, options

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from concurrent.futures import Executor
    from pathlib import Path

    from glocal_ext.core.renditions import Rendition
    from glocal_ext.photos.cache import Cache


@dataclass(frozen=True, slots=True)
class Job:
    """What is to be made of a photo: *room* is the size of its XMP packet in bytes.

    *digest* is the SHA-256 of the file at *source*.
    """

    source: Path
    digest: str
    room: int
    wanted: tuple[Rendition, ...]

    def path(self, rendition: Rendition, cache: Cache) -> Path:
        """Return where the cache has a rendition; all that it is made from is in the name."""
        name = key("rendition", self.digest, self.room, rendition, options(rendition), RECIPE)
        return cache.path(name, rendition.format)

    def missing(self, cache: Cache) -> Job:
        """Return the job with the renditions that the cache does not have."""
        there = (self.path(each, cache).is_file() for each in self.wanted)
        missing = (each for each, is_there in zip(self.wanted, there, strict=True) if not is_there)
        return Job(self.source, self.digest, self.room, tuple(missing))


class Made(NamedTuple):
    """What became of a job: seconds that it took, and the problem where there was one."""

    job: Job
    seconds: float
    problem: str = ""


def make(job: Job, cache: Cache) -> Made:
    """Make the renditions of *job* that the cache lacks by now.

    What goes wrong is told and leaves no damaged file.
    """
    start = time.process_time()
    wanted = job.missing(cache).wanted
    try:
        for rendition, data in zip(wanted, encoded(job.source, wanted, job.room), strict=True):
            write_whole(job.path(rendition, cache), data)
    except OSError as error:
        return Made(job, time.process_time() - start, error.strerror or str(error))
    except Exception as error:  # noqa: BLE001  (Pillow raises what it meets in a file)
        return Made(job, time.process_time() - start, str(error) or type(error).__name__)
    return Made(job, time.process_time() - start)


def due(jobs: Iterable[Job], cache: Cache) -> list[Job]:
    """Return what the cache lacks of *jobs*; what several of them want of one photo, once."""
    found = {(job.digest, job.room, job.wanted): job for job in jobs}
    return [job for job in (job.missing(cache) for job in found.values()) if job.wanted]


def make_all(jobs: Iterable[Job], cache: Cache, executor: Executor | None = None) -> Iterator[Made]:
    """Make what the cache lacks of *jobs* (see `due`), and yield each when it is done.

    *executor* is any of `concurrent.futures`; without one, processes of this machine are used
    where several photos are due. A process that was ended takes only its photo along: the
    others are made in a new one.
    """
    jobs = due(jobs, cache)
    workers = min(len(jobs), _processors())
    if executor is not None:
        yield from _made(jobs, cache, executor)
    elif workers > 1:
        with _processes(workers) as pool:
            yield from _made(jobs, cache, pool)
    else:
        yield from (make(job, cache) for job in jobs)


def _made(jobs: Iterable[Job], cache: Cache, executor: Executor) -> Iterator[Made]:
    futures = {executor.submit(make, job, cache): job for job in jobs}
    broken = []
    for future in as_completed(futures):
        try:
            yield future.result()
        except BrokenExecutor:
            broken.append(futures[future])
    for job in broken:  # one of them ended its process; each alone shows which
        with _processes(1) as pool:
            try:
                yield pool.submit(make, job, cache).result()
            except BrokenExecutor:
                yield Made(job, 0, "the process that made it was ended")


def _processors() -> int:
    """Return how many processors this process may use."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


def _processes(count: int) -> ProcessPoolExecutor:
    # Started anew on every system alike: a copy of this process would take its threads' locks.
    return ProcessPoolExecutor(count, get_context("spawn"))
