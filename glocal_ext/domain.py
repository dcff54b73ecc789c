"""The base of this package's domains: data keyed by document, as plain tuples.

So that purging and merging are a line each, whatever a domain stores.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from sphinx.domains import Domain

if TYPE_CHECKING:
    from collections.abc import Set as AbstractSet
    from typing import Any


class DocumentDomain(Domain):
    """A domain whose tables named in *by_document* map documents to what they said."""

    by_document: ClassVar[tuple[str, ...]] = ()

    def clear_doc(self, docname: str) -> None:
        """Forget what *docname* said."""
        for table in self.by_document:
            self.data[table].pop(docname, None)

    def merge_domaindata(self, docnames: AbstractSet[str], otherdata: dict[str, Any]) -> None:
        """Take over what a worker read."""
        for table in self.by_document:
            theirs = otherdata[table]
            self.data[table].update((each, theirs[each]) for each in docnames if each in theirs)
