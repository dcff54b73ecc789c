"""The periodical itself, as the pages, the feeds and the citations name it."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Publication:
    """What conf.py says of the periodical; what it leaves out is empty.

    *publishers* begins with the smallest unit, *kind* is schema.org's type of it, *address* is
    the home page's and ends in ``/``, *rights* is the copyright line.
    """

    name: str
    language: str = "en"
    description: str = ""
    publishers: tuple[str, ...] = ()
    kind: str = "Organization"
    address: str = ""
    issn: str = ""
    rights: str = ""

    @property
    def publisher(self) -> str:
        """The publisher in one line: "Cooperation Division, Ministry of Rivers"."""
        return ", ".join(self.publishers)
