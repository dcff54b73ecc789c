"""Files that a document names: inside the source folder, and never what is not published."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING

from glocal_ext.tracking import tracking

if TYPE_CHECKING:
    from sphinx.environment import BuildEnvironment

MAX_NAME = 1000
"""Characters of a path, above what file systems take for one that is meant."""


def named_file(env: BuildEnvironment, name: str) -> Path:
    """Return the file that *name* means in the document being read, there or not.

    Links in the file system are followed before anything is decided. Raises `ValueError` with
    the rest of a sentence (“… is left out: it is outside …”) where it can never be published.
    """
    if "\0" in name or len(name) > MAX_NAME:
        raise ValueError("this is no file name.")
    path = Path(env.relfn2path(name, env.docname)[1])
    try:
        target = path.resolve()
        target.is_file()  # a name that no file system takes shows only here
    except (OSError, RuntimeError, ValueError):  # `RuntimeError`: links that lead in a circle
        raise ValueError("this is no file name.") from None
    if not target.is_relative_to(env.srcdir):
        raise ValueError("it is outside of the source folder; put it beside the document.")
    return path


def published_file(env: BuildEnvironment, name: str) -> Path:
    """Return the file that *name* means, as `named_file`, and depend on it from now on.

    Raises `ValueError` also where its folder, or the issue beside it, is not published.
    """
    path = named_file(env, name)
    tracked = tracking(env)
    tracked.note_file(path)
    target = path.resolve()
    parts = Path(os.path.relpath(target, env.srcdir)).parts
    if tracked.is_held(target) or any(part.startswith(".") for part in parts):
        raise ValueError("its folder is not published; put it beside the document.")
    return path
