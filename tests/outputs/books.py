"""An e-book as a test reads it."""

from __future__ import annotations

import posixpath
import zipfile
from typing import TYPE_CHECKING
from urllib.parse import unquote, urlsplit
from xml.etree import ElementTree as ET

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

XHTML = "{http://www.w3.org/1999/xhtml}"
OPF = "{http://www.idpf.org/2007/opf}"
DC = "{http://purl.org/dc/elements/1.1/}"
OPS_TYPE = "{http://www.idpf.org/2007/ops}type"
FOLDER = "EPUB/"


class Book:
    """An e-book: its files by their paths in the package, its pages parsed."""

    def __init__(self, path: Path) -> None:
        with zipfile.ZipFile(path) as container:
            self.infos = container.infolist()
            self.files = {
                info.filename.removeprefix(FOLDER): container.read(info) for info in self.infos
            }
        self.size = path.stat().st_size
        self.pages = {
            name: ET.fromstring(data)
            for name, data in self.files.items()
            if name.endswith(".xhtml")
        }
        self.package = ET.fromstring(self.files["package.opf"])

    def words(self) -> str:
        """Return the text of all pages, with single spaces."""
        return " ".join(words(page.find(f"{XHTML}body")) for page in self.pages.values())

    def named(self, tag: str) -> list[str]:
        """Return the texts of all elements of Dublin Core in the package document."""
        return [element.text or "" for element in self.package.iter(f"{DC}{tag}")]

    def property(self, name: str) -> list[str]:
        """Return the values of a property in the package document."""
        found = self.package.iter(f"{OPF}meta")
        return [each.text or "" for each in found if each.get("property") == name]

    def elements(self, tag: str, kind: str = "") -> Iterator[tuple[str, ET.Element]]:
        """Yield the elements called *tag*, of an ``epub:type`` where one is given, with pages."""
        for name, page in self.pages.items():
            for element in page.iter(f"{XHTML}{tag}"):
                if not kind or element.get(OPS_TYPE) == kind:
                    yield name, element

    def leads_somewhere(self, name: str, address: str) -> bool:
        """Tell whether *address* on the page *name* is elsewhere, or a place that there is."""
        parts = urlsplit(address)
        if parts.scheme:
            return True
        target = posixpath.normpath(posixpath.join(posixpath.dirname(name), unquote(parts.path)))
        target = target if parts.path else name
        if not parts.fragment:
            return target in self.files
        page = self.pages.get(target)
        return page is not None and any(
            element.get("id") == unquote(parts.fragment) for element in page.iter()
        )


def words(element: ET.Element) -> str:
    """Return the text of an element, with single spaces."""
    return " ".join("".join(element.itertext()).split())
