"""Write new files, and say in a sentence why one is not written."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path


class Refused(Exception):  # noqa: N818  (what was asked for cannot be done; the program is sound)
    """Nothing was written; each of *sentences* says why."""

    def __init__(self, *sentences: str) -> None:
        super().__init__(*sentences)
        self.sentences = sentences


def require_folder(folder: Path, flag: str) -> None:
    """Refuse to begin a second tree of files where the command runs in the wrong folder."""
    if not folder.is_dir():
        raise Refused(
            f"There is no folder “{folder.as_posix()}” here: run this beside conf.py, "
            f"or name the folder with {flag}."
        )


def taken(path: Path) -> str:
    """Return the sentence for a file that is in the way."""
    return f"{path.as_posix()} is already there and stays as it is."


def write_new(path: Path, text: str) -> bool:
    """Write *text* to *path* unless a file is there; tell whether it was written."""
    path.parent.mkdir(parents=True, exist_ok=True)
    try:
        with path.open("x", encoding="utf-8", newline="\n") as file:
            file.write(text)
    except FileExistsError:
        return False
    return True
