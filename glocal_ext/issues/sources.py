"""Which documents are published today, and which have to be read again.

Sphinx compares times with ``>``; a file that was restored with an older time, as a copy from a
camera or an archive has it, would be missed. Here any change of time or size counts.
"""

from __future__ import annotations

import datetime as dt
import os
from pathlib import Path
from typing import TYPE_CHECKING

from sphinx.util import logging

from glocal_ext.core.frontmatter import Reading, issue_month, read, volume_year
from glocal_ext.core.problems import Problem
from glocal_ext.issues.domain import Stamp, issues_domain
from glocal_ext.log import Warn, warn
from glocal_ext.partnerships.domain import partnerships_domain

if TYPE_CHECKING:
    from sphinx.application import Sphinx
    from sphinx.environment import BuildEnvironment

logger = logging.getLogger(__name__)

_KEPT = "kept back"  # behind every day, as its letters sort behind digits


def stamp(path: str | Path) -> Stamp | None:
    """Return the state of a file, `None` where there is none that can be read."""
    try:
        status = os.stat(path)  # noqa: PTH116  (a century has 18,000 photos: paths cost as much)
    except (OSError, ValueError):
        return None
    return status.st_mtime_ns, status.st_size


def read_front_matter(env: BuildEnvironment, docname: str) -> Reading:
    """Read the front matter of a document; one that is not in UTF-8 is kept back."""
    path = env.doc2path(docname)
    if not Path(path).resolve().is_relative_to(env.srcdir):
        message = "The document leads out of the source folder. It is kept back."
        return Reading(None, (Problem("link", 1, message),))
    data = path.read_bytes()
    try:
        return read(data.decode("utf-8-sig"), docname)
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        message = "The file is not in UTF-8: save it as UTF-8. It is kept back until then."
        return Reading(None, (Problem("encoding", line, message),))


def select_documents(
    _app: Sphinx, env: BuildEnvironment, added: set[str], changed: set[str], removed: set[str]
) -> set[str]:
    """Take hidden documents out of the build; return those whose files changed in any way."""
    domain = issues_domain(env)
    today = partnerships_domain(env).today.isoformat()
    seen = domain.data["seen"]
    again: set[str] = set()
    hidden: set[str] = set()
    for docname in sorted(env.found_docs):
        state = stamp(env.doc2path(docname))
        known = seen.get(docname)
        if known is None or known[0] != state:
            reading = read_front_matter(env, docname)
            seen[docname] = (state, _visible_from(reading))
            again.add(docname)
        until = seen[docname][1]
        if until == _KEPT:
            _report(env, docname)
        if until > today:
            hidden.add(docname)
    if today != dt.date.max.isoformat():
        hidden |= _empty_volumes(env.found_docs - hidden)
    _hold_back(env, hidden)
    added -= hidden
    changed -= hidden
    removed |= hidden & env.all_docs.keys()
    for docname in set(seen) - env.found_docs:
        if not env.doc2path(docname).is_file():
            del seen[docname]
    _warn_of_case(env)
    again.update(_with_changed_files(env))
    return again & env.found_docs


def _hold_back(env: BuildEnvironment, hidden: set[str]) -> None:
    """Take documents out of the build, say so, and keep what lies beside issues from going out."""
    for docname in sorted(hidden):
        logger.info("held back: %s", docname)
        env.project.docnames.discard(docname)
    partnerships_domain(env).hidden_folders = frozenset(
        Path(env.doc2path(docname)).parent for docname in hidden if issue_month(docname)
    )


def _empty_volumes(visible: set[str]) -> set[str]:
    """Return the years' pages of which no issue is published: they would announce one."""
    years = {month.year for docname in visible if (month := issue_month(docname))}
    return {name for name in visible if (year := volume_year(name)) and year not in years}


def _visible_from(reading: Reading) -> str:
    """Return the first day on which a document is visible, as text that sorts like days."""
    if reading.matter is None:
        return _KEPT
    return reading.matter.visible_from.isoformat()


def _with_changed_files(env: BuildEnvironment) -> set[str]:
    """Return the documents one of whose files came, went or changed."""
    return {
        docname
        for docname, files in issues_domain(env).data["files"].items()
        if any(stamp(f"{env.srcdir}/{name}") != state for name, state in files.items())
    }


def note_file(env: BuildEnvironment, path: Path) -> None:
    """Remember that the document being read depends on *path*, there or not."""
    name = os.path.relpath(path, env.srcdir)
    files = issues_domain(env).data["files"].setdefault(env.docname, {})
    files[Path(name).as_posix()] = stamp(path)


def report_front_matter(_app: Sphinx, env: BuildEnvironment, docnames: list[str]) -> None:
    """Emit what is wrong with the front matter of the documents about to be read."""
    for docname in docnames:
        _report(env, docname)


def _report(env: BuildEnvironment, docname: str) -> None:
    for problem in read_front_matter(env, docname).problems:
        warn(Warn(problem.name), problem.message, (docname, problem.line))


def _warn_of_case(env: BuildEnvironment) -> None:
    """Warn of documents that are one on a file system that does not tell case apart."""
    by_folded: dict[str, str] = {}
    for docname in sorted(env.found_docs):
        other = by_folded.setdefault(docname.casefold(), docname)
        if other != docname:
            message = f"“{docname}” and “{other}” are one file on some machines: rename one."
            warn(Warn.SOURCE_NAME, message, docname)
