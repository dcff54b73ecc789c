"""Pages that moved: a page at the old address that leads to the new one, without script."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from docutils import nodes

from glocal_ext.core.problems import did_you_mean
from glocal_ext.core.toml import line_of
from glocal_ext.log import Warn, warn

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Mapping
    from pathlib import Path

    from sphinx.environment import BuildEnvironment

_PAGE = re.compile(r"[^\s/\\:?#.][^\s\\:?#]*")


class Redirect(NamedTuple):
    """An old *page*, and the page and target that stand for it now."""

    page: str
    to: str
    target: str


def find(
    redirects: Mapping[str, str], pages: Collection[str], env: BuildEnvironment, conf: Path
) -> Iterator[Redirect]:
    """Yield the redirects of conf.py that lead from no page to one of *pages*; warn of others."""
    text = conf.read_text(encoding="utf-8") if conf.is_file() else ""
    seen: set[str] = set()
    for old, new in redirects.items():
        page = _named(old, pages)
        to, _hash, target = new.partition("#")
        redirect = Redirect(page, _named(to, pages), target)
        mistake = _mistake(redirect, old, new, pages, env)
        if not mistake and page in seen:
            mistake = f"“{old}” is redirected twice"
        seen.add(page)
        if mistake:
            message = f"glocal_redirects: {mistake} The redirect is left out."
            warn(Warn.CONFIG, message, f"conf.py:{_line(text, old)}")
        else:
            yield redirect


def _named(text: str, pages: Collection[str]) -> str:
    """Return the page that a text means, as a document is named: ``a/``, ``/a/index.html``."""
    page = text.strip().removeprefix("/").removesuffix(".html")
    page = f"{page}index" if page.endswith("/") or not page else page
    return f"{page}/index" if f"{page}/index" in pages else page


def _mistake(
    redirect: Redirect, old: str, new: str, pages: Collection[str], env: BuildEnvironment
) -> str:
    page, to, target = redirect
    if not _PAGE.fullmatch(page) or ".." in page.split("/"):
        return f"“{old}” is no page of a site: write its path, such as old/page."
    if page in pages:
        return f"“{old}” is a page of this site; only what is gone can lead elsewhere."
    if to not in pages:
        return f"there is no page “{new.partition('#')[0]}”.{did_you_mean(to, pages)}"
    known = _targets(to, env)
    if target and to in env.found_docs and target not in known:
        return f"the page “{to}” has no target “{target}”.{did_you_mean(target, known)}"
    return ""


def title(redirect: Redirect, env: BuildEnvironment) -> str:
    """Return what the link to the new page says: its title, else its path."""
    found = env.titles.get(redirect.to)
    return found.astext() if found is not None else redirect.to.removesuffix("/index")


def _targets(document: str, env: BuildEnvironment) -> set[str]:
    """Return the ids on a document's page to which a link can lead."""
    issues = env.domains["issue"].data["targets"].get(document, {})
    toc = env.tocs.get(document)
    headings = toc.findall(nodes.reference) if toc is not None else ()
    return {anchor for anchor, _title in issues.values()} | {
        node["anchorname"].removeprefix("#") for node in headings if node.get("anchorname")
    }


def _line(text: str, old: str) -> int:
    """Return the line of conf.py on which *old* stands, else that of the value."""
    for number, line in enumerate(text.splitlines(), start=1):
        if f'"{old}"' in line or f"'{old}'" in line:
            return number
    return line_of(text, "glocal_redirects")
