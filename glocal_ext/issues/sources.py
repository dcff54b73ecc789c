"""Which documents are published today, and which have to be read again."""

from __future__ import annotations

import datetime as dt
import os
import re
from pathlib import Path
from typing import TYPE_CHECKING

from sphinx.util import logging

from glocal_ext.core.editions import issue_month, volume_year
from glocal_ext.core.frontmatter import Reading, read
from glocal_ext.core.problems import Problem
from glocal_ext.log import Warn, warn
from glocal_ext.partnerships.domain import partnerships_domain
from glocal_ext.tracking import stamp, tracking

if TYPE_CHECKING:
    from sphinx.application import Sphinx
    from sphinx.config import Config
    from sphinx.environment import BuildEnvironment

logger = logging.getLogger(__name__)

_KEPT = "kept back"  # behind every day, as its letters sort behind digits


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
    domain = tracking(env)
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
    hidden |= _in_the_way(env)
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
    again |= domain.with_changed_files()
    return again & env.found_docs


def _hold_back(env: BuildEnvironment, hidden: set[str]) -> None:
    """Take documents out of the build, say so, and keep what lies beside issues from going out."""
    for docname in sorted(hidden):
        logger.info("held back: %s", docname)
        env.project.docnames.discard(docname)
    tracking(env).held_folders = frozenset(
        docname.rpartition("/")[0] for docname in hidden if issue_month(docname)
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


def report_front_matter(_app: Sphinx, env: BuildEnvironment, docnames: list[str]) -> None:
    """Emit what is wrong with the front matter of the documents about to be read."""
    for docname in docnames:
        _report(env, docname)


def _report(env: BuildEnvironment, docname: str) -> None:
    for problem in read_front_matter(env, docname).problems:
        warn(Warn(problem.name), problem.message, (docname, problem.line))


def _in_the_way(env: BuildEnvironment) -> set[str]:
    """Return the documents that have the name of a page which the site makes itself."""
    taken = env.found_docs & {"search", *env.config.html_additional_pages}
    for docname in sorted(taken):
        message = "The site makes a page of this name itself: rename the document."
        warn(Warn.SOURCE_NAME, message, docname)
    return taken


def exclude_linked_folders(app: Sphinx, config: Config) -> None:
    """Have Sphinx pass over folders that are links: one that leads upwards has no end."""
    source = Path(app.srcdir)
    for folder, names, _files in sorted(os.walk(source)):
        for name in sorted(names):
            path = Path(folder, name)
            if path.is_symlink():
                found = path.relative_to(source).as_posix()
                message = f"“{found}” is a link to a folder; no document is looked for in it."
                warn(Warn.SOURCE_NAME, message, None)  # nothing is read yet that has a line
                config.exclude_patterns.append(re.sub(r"[*?[\]]", "?", found))


def _warn_of_case(env: BuildEnvironment) -> None:
    """Warn of documents that are one on a file system that does not tell case apart."""
    by_folded: dict[str, str] = {}
    for docname in sorted(env.found_docs):
        other = by_folded.setdefault(docname.casefold(), docname)
        if other != docname:
            message = f"“{docname}” and “{other}” are one file on some machines: rename one."
            warn(Warn.SOURCE_NAME, message, docname)
