"""``make photos``: all renditions of all photos in one go, with a table of what they weigh."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from glocal_ext.builders.pictures import PublishedPictures
from glocal_ext.core.renditions import BOTH, card
from glocal_ext.issues.domain import covers
from glocal_ext.log import Warn, info, warn
from glocal_ext.photos.cache import Cache
from glocal_ext.photos.files import facts_path
from glocal_ext.photos.publish import site_files
from glocal_ext.photos.renditions import make_all

if TYPE_CHECKING:
    from collections.abc import Iterator
    from collections.abc import Set as AbstractSet

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
        shared = covers(self.env)
        jobs: dict[Job, Picture] = {}
        for name, picture in self.pictures().items():
            if not picture.is_drawing:
                # What an e-book shows is the largest JPEG of a page.
                wanted = [*site_files(name, picture, BOTH).values()]
                if name in shared:
                    wanted.append(card(picture.width, picture.height, shared[name]))
                jobs[picture.job(Path(self.env.srcdir), wanted)] = picture
        seconds = {(each.job.digest, each.job.room): each for each in make_all([*jobs], cache)}
        for job, picture in jobs.items():
            made = seconds.get((job.digest, job.room))
            if made and made.problem:
                warn(Warn.PHOTO_FILE, f"“{picture.uri}” cannot be made: {made.problem}.", None)
            else:
                info(_line(job, picture, cache, made.seconds if made else 0))
        if self.tags.has(PRUNE):
            info(f"{self._prune(jobs, cache) / 1e6:.1f} MB of what no document uses are removed.")

    def _prune(self, jobs: dict[Job, Picture], cache: Cache) -> int:
        most = self.config.glocal_max_photo_pixels
        kept = {job.path(rendition, cache) for job in jobs for rendition in job.wanted}
        kept |= {facts_path(job.digest, most, cache) for job in jobs}
        return cache.prune(kept)


def _line(job: Job, picture: Picture, cache: Cache, seconds: float) -> str:
    """Return a line of the table: the photo, what came in, what went out, how long it took."""
    out = [
        f"{each.width} {each.format} {job.path(each, cache).stat().st_size / 1000:.0f}"
        for each in job.wanted
    ]
    size = f"{picture.width} × {picture.height}"
    weight = f"{job.source.stat().st_size / 1e6:.1f} MB"
    return f"{picture.uri}: {size}, {weight} → {', '.join(out)} kB; {seconds:.1f} s"
