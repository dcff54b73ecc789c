"""The addresses of a site: which there are, and whether one that was published is gone."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from sphinx.builders.html import StandaloneHTMLBuilder

from glocal_ext.core import ledger
from glocal_ext.core.opendata import written
from glocal_ext.core.publication import page_path
from glocal_ext.issues.domain import issues_domain
from glocal_ext.log import Warn, warn
from glocal_ext.partnerships.maps import MAP_PAGE
from glocal_ext.site.head import NOT_FOUND
from glocal_ext.site.manifest import changed_only

if TYPE_CHECKING:
    from collections.abc import Iterator


class Addresses(StandaloneHTMLBuilder):
    """A builder of HTML that keeps account of its addresses, for `glocal_ext.scaffold`.

    *digests* has the pages, *views* those that show photos enlarged, *moved* the ones at old
    addresses.
    """

    digests: dict[str, str]
    views: dict[str, list[str]]
    moved: set[str]

    def addresses(self) -> set[str]:
        """Return all of them."""
        return {f"/{address}" for address in self._addresses()}

    def _addresses(self) -> Iterator[str]:
        yield from map(page_path, (self.digests.keys() - {NOT_FOUND}) | self.moved)
        for pages in self.views.values():
            yield from (page_path(page) for page in pages if not page.endswith(f"/{MAP_PAGE}"))
        for document, found in issues_domain(self.env).data["targets"].items():
            yield from (page_path(document, anchor) for anchor, _title in found.values())

    def check_addresses(self) -> None:
        """Tell each address of the project's ledger that this site does not have."""
        file = Path(self.config.glocal_registry, ledger.FILE)
        path = self.confdir / file
        if not path.is_file():
            return
        try:
            text = path.read_text(encoding="utf-8-sig")
        except (OSError, UnicodeDecodeError):
            warn(Warn.ENCODING, "It cannot be read: save it as UTF-8.", f"{file.as_posix()}:1")
            return
        withdrawn = tuple(
            f"/{page_path(document)}"
            for document, row in issues_domain(self.env).issues()
            if len(row.standing) < len(row.articles)
        )
        for problem in ledger.gone(text, self.addresses(), withdrawn):
            warn(Warn(problem.name), problem.message, f"{file.as_posix()}:{problem.line}")

    def write_addresses(self) -> None:
        """Write the account beside the manifest."""
        with changed_only(Path(self.outdir) / ledger.BUILT) as temporary:
            temporary.write_bytes(written(sorted(self.addresses())))
