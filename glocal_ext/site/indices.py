"""The pages of indices: which there are, what each shows."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from glocal_ext.core.problems import slug
from glocal_ext.partnerships.indices import index_page
from glocal_ext.site.front import BY_NAME
from glocal_ext.site.manifest import digest

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping

    from sphinx.domains import Index

    from glocal_ext.partnerships.domain import PartnershipsDomain
    from glocal_ext.site.front import Links


_SHORT = 20
"""As many lines are looked through at a glance; an index of more has a filter."""


class Indices:
    """The indices of one site, each a page; none while the registry has no partnership."""

    def __init__(self, domain: PartnershipsDomain, taken: Collection[str]) -> None:
        self.languages = domain.languages
        indices = [each(domain) for each in domain.indices] if domain.registry.partnerships else []
        self.pages: Mapping[str, Index] = {
            page: index for index in indices if (page := index_page(index.name)) not in taken
        }

    def digests(self) -> dict[str, str]:
        """Return a digest of all that each page shows."""
        return {
            page: digest(shown, list(self.languages.runs(repr(shown))))
            for page in self.pages
            if (shown := self.context(page, BY_NAME))
        }

    def context(self, page: str, links: Links) -> dict[str, Any]:
        """Return what the template shows."""
        content, _collapsed = self.pages[page].generate()
        return {
            "title": str(self.pages[page].localname),
            "is_long": sum(len(entries) for _group, entries in content) > _SHORT,
            "others": self.others(page, links),
            "groups": [
                {
                    "id": f"group-{slug(group) or number}",
                    "title": group,
                    "entries": [
                        {
                            "title": entry.name,
                            "href": links.document(entry.docname),
                            "detail": entry.extra,
                        }
                        for entry in entries
                    ],
                }
                for number, (group, entries) in enumerate(content)
            ],
        }

    def others(self, page: str, links: Links) -> list[dict[str, Any]]:
        """Return the way from *page* to each index."""
        return [
            {
                "title": str(index.shortname),
                "href": links.document(other),
                "is_current": other == page,
            }
            for other, index in self.pages.items()
        ]
