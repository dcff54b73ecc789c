"""What a site's folder holds and what each page was made from.

The manifest lies in that folder, so that it is true whatever other builder ran in between,
and whatever was done to the environment.
"""

from __future__ import annotations

import contextlib
import filecmp
import hashlib
import json
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path

FOLDER = ".glocal"
_VERSION = 3


def digest(*parts: object) -> str:
    """Return a short digest of *parts*, each of which has a stable `repr`."""
    text = "\0".join(repr(part) for part in parts)
    return hashlib.sha256(text.encode()).hexdigest()[:24]


def files_digest(paths: Iterable[tuple[str, Path]]) -> str:
    """Return a digest of files, each given with the name by which it counts."""
    total = hashlib.sha256()
    for name, path in sorted(paths):
        content = hashlib.sha256(path.read_bytes()).hexdigest()
        total.update(f"{name}\0{content}\0".encode())
    return total.hexdigest()[:24]


class Manifest:
    """The state of the output folder *folder*, as the last build left it.

    *pages* maps each page to the digest of all that it was made from, *files* names every file
    that the builds made, *static* is the digest of what ``_static`` was copied from, *made* maps
    files that are no pages to the digests of what they were made from, *lengths* files that are
    printed to the number of their pages.
    """

    def __init__(self, folder: Path) -> None:
        self._path = folder / FOLDER / "manifest.json"
        self._folder = folder
        self.pages: dict[str, str] = {}
        self.files: set[str] = set()
        self.static = ""
        self.made: dict[str, str] = {}
        self.lengths: dict[str, int] = {}
        with contextlib.suppress(OSError, ValueError, KeyError, TypeError):
            data = json.loads(self._path.read_text(encoding="utf-8"))
            if data["version"] == _VERSION:
                self.pages = dict(data["pages"])
                self.files = set(data["files"])
                self.static = str(data["static"])
                self.made = dict(data["made"])
                self.lengths = dict(data["lengths"])

    def save(self) -> None:
        """Write the manifest."""
        data = {
            "version": _VERSION,
            "static": self.static,
            "made": self.made,
            "lengths": self.lengths,
            "pages": self.pages,
            "files": sorted(self.files),
        }
        _write(self._path, data)

    def sweep(self, files: set[str]) -> None:
        """Remove what earlier builds made and this one did not; *files* is what it made.

        Only files that a build made are ever removed.
        """
        for name in self.files - files:
            path = self._folder / name
            if ".." in path.parts:
                continue
            with contextlib.suppress(OSError):
                path.unlink()
            for parent in path.parents:
                if parent == self._folder:
                    break
                with contextlib.suppress(OSError):
                    parent.rmdir()  # refused, as it should be, where something is left in it
        self.files = files


def _write(path: Path, data: object) -> None:
    text = json.dumps(data, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    with changed_only(path) as temporary:
        temporary.write_text(text, encoding="utf-8", newline="\n")


@contextlib.contextmanager
def changed_only(path: Path) -> Iterator[Path]:
    """Give a temporary file to write; put it in the place of *path* where it differs.

    A file that stays the same keeps its time, which tells a mirror or a preview that there is
    nothing to fetch; a write that breaks off leaves the file that was there.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    temporary = path.with_name(f"{path.name}.tmp")
    try:
        yield temporary
        if temporary.is_file() and not (path.is_file() and filecmp.cmp(temporary, path, False)):
            temporary.replace(path)
    finally:
        temporary.unlink(missing_ok=True)
