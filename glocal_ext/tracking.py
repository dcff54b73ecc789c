"""What each document was made from: its files, its text, what it refers to.

Sphinx compares times with ``>``; a file that was restored with an older time, as a copy from a
camera or an archive has it, would be missed. Here any change of time or size counts.
"""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING, ClassVar

from glocal_ext.domain import DocumentDomain

if TYPE_CHECKING:
    from typing import Any

    from sphinx.environment import BuildEnvironment

Stamp = tuple[int, int]
"""A file's state, cheaply told: modification time in nanoseconds, size in bytes."""


def stamp(path: str | Path) -> Stamp | None:
    """Return the state of a file, `None` where there is none that can be read."""
    try:
        status = os.stat(path)  # noqa: PTH116  (a century has 18,000 photos: paths cost as much)
    except (OSError, ValueError):
        return None
    return status.st_mtime_ns, status.st_size


class TrackingDomain(DocumentDomain):
    """A domain without objects: the place where Sphinx keeps, purges and merges such data."""

    name = "glocal-tracking"
    label = "What documents were made from"
    data_version = 5
    by_document = ("files", "pictures", "views", "references", "digests")
    initial_data: ClassVar[dict[str, Any]] = {
        "files": {},  # docname → {path from the source folder: Stamp, or None where missing}
        "pictures": {},  # docname → {name with which its files begin: photos.publish.Picture}
        "views": {},  # docname → tuple of its pages beside those of pictures: a map, a note
        "references": {},  # docname → tuple of (domain, type, target) of its cross-references
        "digests": {},  # docname → digest of its doctree
        "seen": {},  # docname → (Stamp, visible from: "" | ISO day | "kept back"), read or not
    }
    held_folders: frozenset[str] = frozenset()
    """The folders, from the source folder, of issues that are held back."""

    def note_file(self, path: str | Path) -> None:
        """Remember that the document being read depends on *path*, there or not."""
        name = Path(os.path.relpath(path, self.env.srcdir)).as_posix()
        self.data["files"].setdefault(self.env.docname, {})[name] = self._state(name)

    def is_held(self, path: str | Path) -> bool:
        """Tell whether *path* lies in the folder of an issue that is held back."""
        name = Path(os.path.relpath(path, self.env.srcdir)).as_posix()
        return os.path.dirname(name) in self.held_folders  # noqa: PTH120  (a string, not a path)

    def with_changed_files(self) -> set[str]:
        """Return the documents one of whose files came, went or changed."""
        return {
            docname
            for docname, files in self.data["files"].items()
            if any(self._state(name) != state for name, state in files.items())
        }

    def _state(self, name: str) -> Stamp | None:
        """Return the state of a file; what an issue that is held back has is not there yet."""
        if self.held_folders and os.path.dirname(name) in self.held_folders:  # noqa: PTH120  (a string, not a path)
            return None
        return stamp(f"{self.env.srcdir}/{name}")


def tracking(env: BuildEnvironment) -> TrackingDomain:
    """Return the domain of *env*."""
    domain = env.domains["glocal-tracking"]
    assert isinstance(domain, TrackingDomain)
    return domain
