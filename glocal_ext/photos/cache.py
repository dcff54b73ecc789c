"""The cache of renditions: files named by all that they were made from.

Several builds, checkouts and machines may share one folder: a file is written elsewhere and put
in its place whole, and two that write the same file write the same bytes.
"""

from __future__ import annotations

import contextlib
import hashlib
import os
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sphinx.config import Config

_TEMPORARY = ".part"


class Cache:
    """The files in *folder*, by key and suffix."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    @classmethod
    def of(cls, config: Config) -> Cache:
        """Return the cache of the project that is built."""
        return cls(Path(config.glocal_renditions))

    def path(self, key: str, suffix: str) -> Path:
        """Return where the file of *key* lies, there or not."""
        return self.folder / key[:2] / f"{key[2:]}.{suffix}"

    def files(self) -> Iterator[Path]:
        """Yield every file, those that a broken build left among them."""
        if self.folder.is_dir():
            yield from (path for path in sorted(self.folder.glob("??/*")) if path.is_file())

    def prune(self, kept: set[Path]) -> int:
        """Remove every file but *kept*; return how many bytes that freed."""
        freed = 0
        for path in self.files():
            if path not in kept:
                with contextlib.suppress(FileNotFoundError):
                    freed += path.stat().st_size
                    path.unlink()
        for folder in self.folder.glob("??"):
            with contextlib.suppress(OSError):
                folder.rmdir()  # refused, as it should be, where something is left in it
        return freed


def key(*parts: object) -> str:
    """Return the name of what was made from *parts*, each of which has a stable `repr`."""
    return hashlib.sha256("\n".join(map(repr, parts)).encode()).hexdigest()[:40]


def write_whole(target: Path, data: bytes) -> None:
    """Write *data* to *target*, whole or not at all; raises `OSError` where that cannot be."""
    target.parent.mkdir(parents=True, exist_ok=True)
    handle, name = tempfile.mkstemp(dir=target.parent, suffix=_TEMPORARY)
    temporary = Path(name)
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(data)
        temporary.chmod(0o644)
        temporary.replace(target)
    finally:
        with contextlib.suppress(FileNotFoundError):
            temporary.unlink()
