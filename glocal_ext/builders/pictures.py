"""Pictures in every output: renditions named by content, never the originals."""

from __future__ import annotations

import os
from itertools import count
from pathlib import Path
from typing import TYPE_CHECKING

from docutils import nodes as docnodes
from sphinx.builders import Builder
from sphinx.util.display import status_iterator

from glocal_ext import nodes
from glocal_ext.core import renditions
from glocal_ext.core.problems import slug
from glocal_ext.log import Warn, warn
from glocal_ext.partnerships.maps import MAP_PAGE
from glocal_ext.photos.cache import Cache
from glocal_ext.photos.publish import PLAIN, Picture, file_name, publish, publish_drawing
from glocal_ext.photos.renditions import due, make_all
from glocal_ext.tracking import tracking

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from docutils.nodes import Node
    from sphinx.application import Sphinx

    from glocal_ext.core.renditions import Rendition
    from glocal_ext.photos.renditions import Job, Made


def collect_pictures(app: Sphinx, doctree: docnodes.document) -> None:
    """Note each picture of a document, and the name with which its files begin.

    A picture that no `Photo` examined (another extension's) has none and is left out.
    """
    env = app.env
    for image in list(doctree.findall(docnodes.image)):
        if not isinstance(image.parent, nodes.photo):
            message = f"The picture “{image['uri']}” is left out: show it with {{photo}}."
            warn(Warn.IMAGE, message, image)
            image.parent.remove(image)
    found: dict[str, Picture] = {}
    pages: set[str] = set()
    maps = [node for node in doctree.findall(docnodes.section) if "places" in node["classes"]]
    views = [MAP_PAGE] * len(maps)
    for photo in doctree.findall(nodes.photo):
        for image in photo.findall(docnodes.image):
            picture = _picture(photo, image)
            image["published"] = name = picture.name
            if name not in found:
                # What says nothing and what is drawn has no more to show.
                has_page = not (photo["decorative"] or picture.is_drawing)
                page = _page(photo, picture.uri, pages, env.docname) if has_page else ""
                found[name] = picture._replace(page=page)
            photo["page"] = found[name].page
        if "withdrawn" in photo:
            photo["page"] = _page(photo, photo["file"], pages, env.docname)
            views.append(photo["page"])
    tracked = tracking(env).data
    if found:
        tracked["pictures"][env.docname] = {name: tuple(each) for name, each in found.items()}
    if views:
        tracked["views"][env.docname] = tuple(views)


def _picture(photo: nodes.photo, image: docnodes.image) -> Picture:
    return Picture(
        uri=image["uri"],
        digest=photo["digest"],
        width=photo["width"],
        height=photo["height"],
        is_drawing=image["is_drawing"],
        caption=photo.caption_text(),
        credit=photo["credit"],
        licence=photo["licence_url"],
        rights=photo["rights"],
        alt=photo["alt"],
    )


def _page(photo: nodes.photo, file: str, taken: set[str], docname: str) -> str:
    """Return the name of the page of *photo*, whose file is *file*: no other's of its folder.

    It shows the photo enlarged, or says that it was withdrawn.
    """
    stem = slug(photo.get("name", "") or Path(file).stem) or "photo"
    document = docname.rpartition("/")[2]
    if document != "index":  # others may lie in its folder; no slug has two hyphens together
        stem = f"{document}--{stem}"
    numbered = (f"photo-{stem}{f'-{number}' if number > 1 else ''}" for number in count(1))
    page = next(each for each in numbered if each not in taken)
    taken.add(page)
    return page


class PublishedPictures(Builder):
    """A builder that publishes renditions of pictures, under names made from their content."""

    def renditions_of(self, name: str, picture: Picture) -> dict[str, Rendition]:
        """Return what this output shows of *picture*, by the names of the files."""
        found = renditions.whole(picture.width, picture.height, PLAIN, renditions.JPEG)
        return {file_name(name, found): found}

    def pictures(self) -> dict[str, Picture]:
        """Return all pictures of all documents by name."""
        found: dict[str, Picture] = {}
        for pictures in tracking(self.env).data["pictures"].values():
            found |= {name: Picture(*row) for name, row in pictures.items()}
        return dict(sorted(found.items()))

    def files_of(self, name: str, picture: Picture) -> list[str]:
        """Return the names of all files that there are to be of *picture*."""
        return [f"{name}.svg"] if picture.is_drawing else [*self.renditions_of(name, picture)]

    def picture_files(self) -> set[str]:
        """Return the names of all files that there are to be of pictures."""
        pictures = self.pictures().items()
        return {file for name, picture in pictures for file in self.files_of(name, picture)}

    def post_process_images(self, doctree: Node) -> None:
        """Leave images alone: translators know the names, and Sphinx would copy originals."""

    def publish_pictures(self, folder: Path) -> set[str]:
        """Write what is missing in *folder*; return the names of all that belong there."""
        there = set(os.listdir(folder)) if folder.is_dir() else set()  # noqa: PTH208  (names alone)
        names: set[str] = set()
        unmade: list[tuple[Picture, dict[str, Rendition]]] = []
        for name, picture in self.pictures().items():
            if picture.is_drawing:
                names |= self._drawing(f"{name}.svg", picture, folder)
                continue
            wanted = self.renditions_of(name, picture)
            names.update(wanted)
            missing = {file: each for file, each in wanted.items() if file not in there}
            if missing:
                unmade.append((picture, missing))
        return names - self.make_files(unmade, folder)

    def _drawing(self, name: str, picture: Picture, folder: Path) -> set[str]:
        try:
            publish_drawing(Path(self.env.srcdir) / picture.uri, folder / name)
        except (OSError, ValueError) as error:
            self._warn(picture, str(error))
            return set()
        return {name}

    def make_files(
        self, wanted: Sequence[tuple[Picture, Mapping[str, Rendition]]], folder: Path
    ) -> set[str]:
        """Make files of pictures and write them to *folder*; return what cannot be made."""
        failed: set[str] = set()
        cache = Cache.of(self.config)
        source = Path(self.env.srcdir)
        jobs = [picture.job(source, missing.values()) for picture, missing in wanted]
        made = self.make_jobs(jobs)
        for (picture, missing), job in zip(wanted, jobs, strict=True):
            done = made.get((job.digest, job.room))
            problem = done.problem if done else ""
            if not problem:
                try:
                    publish(picture, job, missing, cache, folder)
                except (OSError, ValueError) as error:
                    problem = str(error)
            if problem:
                self._warn(picture, problem)
                failed.update(missing)
        return failed

    def make_jobs(self, jobs: Sequence[Job]) -> dict[tuple[str, int], Made]:
        """Make what the cache lacks of *jobs*, with a line that says how far it is.

        Return what became of each that was due, by the digest of its file and the room in it.
        """
        cache = Cache.of(self.config)
        unmade = due(jobs, cache)
        if not unmade:
            return {}
        made = status_iterator(
            make_all(unmade, cache),
            "making pictures… ",
            "darkgreen",
            len(unmade),
            stringify_func=lambda each: each.job.source.name,
        )
        return {(each.job.digest, each.job.room): each for each in made}

    def _warn(self, picture: Picture, problem: str) -> None:
        warn(Warn.PHOTO_FILE, f"“{picture.uri}” cannot be published: {problem}.", None)
