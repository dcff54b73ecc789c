"""Builders of editions: a file an issue and a file a volume, written where it would differ."""

from __future__ import annotations

from abc import ABC, abstractmethod
from pathlib import Path
from typing import TYPE_CHECKING, ClassVar

from sphinx.util.display import status_iterator

from glocal_ext.builders.chapters import SCHEME
from glocal_ext.builders.pictures import PublishedPictures
from glocal_ext.core.problems import did_you_mean
from glocal_ext.log import Warn, warn
from glocal_ext.photos.cache import Cache
from glocal_ext.photos.publish import published_bytes
from glocal_ext.site.editions import Editions
from glocal_ext.site.manifest import FOLDER, Manifest, changed_only

if TYPE_CHECKING:
    from collections.abc import Iterator
    from collections.abc import Set as AbstractSet

    from glocal_ext.builders.editiontext import EditionText
    from glocal_ext.core.editions import Edition
    from glocal_ext.core.renditions import Rendition
    from glocal_ext.photos.publish import Picture

_MANIFEST = f"{FOLDER}/manifest.json"


class EditionBuilder(PublishedPictures, ABC):
    """A builder that writes one file an edition; what is in it, subclasses say.

    *kind* is what the files are, as `Editions.digest` takes it, *ending* how their names end,
    *progress* what the terminal says meanwhile, *faults* are the errors that mean that a file
    cannot be written.
    """

    allow_parallel = True
    kind: ClassVar[str]
    ending: ClassVar[str]
    progress: ClassVar[str]
    faults: ClassVar[tuple[type[Exception], ...]] = (OSError,)

    @abstractmethod
    def text_of(self, editions: Editions, edition: Edition) -> EditionText:
        """Return the text from which the file of *edition* is made."""

    @abstractmethod
    def file_of(self, text: EditionText) -> bytes:
        """Return an edition's file; raise one of `faults` where it cannot be made."""

    def init(self) -> None:
        """Prepare the account of what has been written."""
        self.current_docname = ""
        self.told: set[str] = set()  # documents that an edition has been made of
        self._unmade: set[str] = set()  # photos that cannot be made, each told once
        self.manifest = Manifest(Path(self.outdir))

    # -- no document has a file of its own ------------------------------------------------------

    def get_outdated_docs(self) -> Iterator[str]:
        """Name nothing."""
        return iter(())

    def get_target_uri(self, docname: str, typ: str | None = None) -> str:
        """Return what stands for *docname* until it is known where it is."""
        del typ
        return f"{SCHEME}{docname}"

    def get_relative_uri(self, from_: str, to: str, typ: str | None = None) -> str:
        """Return the same: a document is in one edition or another."""
        del from_
        return self.get_target_uri(to, typ)

    def copy_assets(self) -> None:
        """Copy none: a file holds what it shows."""

    def write_documents(self, docnames: AbstractSet[str]) -> None:
        """Write none: what is stale is known once everything is read (`finish`)."""

    # -- editions -------------------------------------------------------------------------------

    def finish(self) -> None:
        """Write the editions that differ from what they were last made from."""
        editions = Editions(self)
        self.known_pictures = self.pictures()
        chosen = self.chosen(editions)
        digests = {self._file(each): editions.digest(each, self.kind) for each in chosen}
        known = self.manifest.made
        stale = [
            edition
            for edition, (file, seen) in zip(chosen, digests.items(), strict=True)
            if known.get(file) != seen or not Path(self.outdir, file).is_file()
        ]
        current = {self._file(each) for each in editions.all.values()}
        # Were this build to break off, the next one must find these files stale.
        for edition in stale:
            known.pop(self._file(edition), None)
        self.manifest.made = {file: seen for file, seen in known.items() if file in current}
        lengths = self.manifest.lengths.items()
        self.manifest.lengths = {file: length for file, length in lengths if file in current}
        self.manifest.files |= digests.keys() | {_MANIFEST}
        self.manifest.save()
        for edition in status_iterator(
            stale, self.progress, "darkgreen", len(stale), stringify_func=lambda each: each.name
        ):
            file = self._file(edition)
            text = self.text_of(editions, edition)
            if self._write(file, text):
                self.manifest.lengths[file] = text.length
                if text.is_whole:
                    self.manifest.made[file] = digests[file]
            self.told |= {*edition.issues}
        self.manifest.sweep(self.manifest.files & (current | {_MANIFEST}))
        self.manifest.save()

    def _file(self, edition: Edition) -> str:
        return f"{edition.name}{self.ending}"

    def chosen(self, editions: Editions) -> list[Edition]:
        """Return the editions that were asked for; all of them where none was named."""
        key = self.config.glocal_editions
        if not key:
            return [*editions.all.values()]
        if key not in editions.all:
            message = f"There is no issue or volume “{key}”.{did_you_mean(key, editions.all)}"
            warn(Warn.CONFIG, message, None)
            return []
        return [editions.all[key]]

    def _write(self, file: str, text: EditionText) -> bool:
        """Write a file; tell whether that went well. The one of before stays where it did not."""
        try:
            with changed_only(Path(self.outdir, file)) as temporary:
                temporary.write_bytes(self.file_of(text))
        except self.faults as error:
            reason = getattr(error, "strerror", None) or str(error)
            message = f"“{file}” cannot be written: {reason}. The one of before stays."
            warn(Warn.EDITION_FILE, message, None)
            return False
        return True

    # -- pictures -------------------------------------------------------------------------------

    def jpegs(self, wanted: dict[str, tuple[Picture, Rendition]]) -> Iterator[tuple[str, bytes]]:
        """Yield the files of *wanted* by their names; what cannot be made is told, once."""
        cache, source = Cache.of(self.config), Path(self.env.srcdir)
        jobs = {name: picture.job(source, [each]) for name, (picture, each) in wanted.items()}
        made = self.make_jobs([*jobs.values()])
        for name, (picture, each) in wanted.items():
            done = made.get((jobs[name].digest, jobs[name].room))
            problem = done.problem if done else ""
            try:
                yield name, published_bytes(picture, jobs[name], each, cache)
            except (OSError, ValueError) as error:
                if picture.uri not in self._unmade:  # it may be on the cover, too
                    self._unmade.add(picture.uri)
                    self._warn(picture, problem or str(error))
