"""The periodical itself, as the pages, the feeds and the citations name it."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Publication:
    """What conf.py says of the periodical; what it leaves out is empty.

    *publishers* begins with the smallest unit, *kind* is schema.org's type of it, *address* is
    the home page's and ends in ``/``, *rights* is the copyright line, *licence* the
    address of the text's licence.
    """

    name: str
    language: str = "en"
    description: str = ""
    publishers: tuple[str, ...] = ()
    kind: str = "Organization"
    address: str = ""
    issn: str = ""
    rights: str = ""
    licence: str = ""

    @property
    def publisher(self) -> str:
        """The publisher in one line: "Cooperation Division, Ministry of Rivers"."""
        return ", ".join(self.publishers)

    def page(self, name: str, target: str = "") -> str:
        """Return the public address of a page and a target on it; empty where there is none.

        A page that is its folder's index has the folder's: ``https://example.org/issues/2023/09/``.
        """
        return f"{self.address}{page_path(name, target)}" if self.address else ""


def page_path(name: str, target: str = "") -> str:
    """Return the address of a page as seen from the home page."""
    folder, _slash, file = name.rpartition("/")
    path = f"{folder}/".lstrip("/") if file == "index" else f"{name}.html"
    return f"{path}{'#' * bool(target)}{target}"
