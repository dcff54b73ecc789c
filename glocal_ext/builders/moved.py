"""Pages at old addresses: they lead to where something is now, or say why it is gone."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from markupsafe import escape
from sphinx.builders.html import StandaloneHTMLBuilder
from sphinx.locale import get_translation

from glocal_ext.config import publication
from glocal_ext.core.dates import PartialDate
from glocal_ext.partnerships.domain import partnerships_domain, record_page
from glocal_ext.partnerships.facts import shown_date
from glocal_ext.site import redirects
from glocal_ext.site.redirects import Redirect

if TYPE_CHECKING:
    from collections.abc import Set as AbstractSet

    from glocal_ext.core.model import Withdrawal

_ = get_translation("glocal")


class MovedPages(StandaloneHTMLBuilder):
    """A builder of HTML that keeps the addresses of what moved and of records that are gone."""

    moved: set[str]

    def plan_moved(self, pages: AbstractSet[str]) -> set[str]:
        """Find out which such pages there have to be beside *pages*; return their files."""
        conf = Path(self.confdir) / "conf.py"
        found = redirects.find(self.config.glocal_redirects, pages, self.env, conf)
        self._moved = [(each, redirects.title(each, self.env)) for each in found]
        self._gone: dict[str, Withdrawal] = {}
        domain = partnerships_domain(self.env)
        for kind, key, gone in domain.withdrawn():
            page, now = record_page(kind, key), gone.replaced_by
            if page not in pages and now:
                moved = Redirect(page, record_page(kind, now), "")
                self._moved.append((moved, domain.title(kind, now)))
            elif page not in pages:
                self._gone[page] = gone
        self.moved = {moved.page for moved, _title in self._moved} | self._gone.keys()
        return {f"{page}{self.out_suffix}" for page in self.moved}

    def write_moved(self) -> None:
        """Write them where they differ."""
        for moved, title in self._moved:
            target = self.get_relative_uri(moved.page, moved.to)
            target = f"{target}#{moved.target}" if moved.target else target
            address = publication(self.config).page(moved.to)
            context = {"title": str(escape(title)), "target": target, "target_title": title}
            self.handle_page(moved.page, context | {"canonical": address}, "redirect.html")
        for page, gone in self._gone.items():
            day = shown_date(PartialDate.of(gone.day), self.config.language)
            context = {
                "title": _("This record was withdrawn"),
                "said": _("Withdrawn on %s.") % day,
                "reason": gone.reason,
                "canonical": "",
            }
            self.handle_page(page, context, "withdrawn.html")
