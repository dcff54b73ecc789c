"""The map of the site for search engines, and the line that tells them where it is."""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import urlsplit
from xml.etree import ElementTree as ET

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from glocal_ext.core.publication import Publication

FILE = "sitemap.xml"
ROBOTS = "robots.txt"

_NAMESPACE = "http://www.sitemaps.org/schemas/sitemap/0.9"


def sitemap(publication: Publication, pages: Iterable[str], changed: Mapping[str, str]) -> bytes:
    """Return the map of *pages*; *changed* gives the day of those that say one."""
    root = ET.Element("urlset", xmlns=_NAMESPACE)
    for page in sorted(pages):
        url = ET.SubElement(root, "url")
        ET.SubElement(url, "loc").text = publication.page(page)
        if page in changed:
            ET.SubElement(url, "lastmod").text = changed[page]
    ET.indent(root, "")
    text = ET.tostring(root, encoding="unicode")
    return f'<?xml version="1.0" encoding="utf-8"?>\n{text}\n'.encode()


def robots(home: str) -> bytes | None:
    """Return robots.txt; `None` where the site is no whole host, since nobody would read it."""
    if urlsplit(home).path != "/":
        return None
    return f"User-agent: *\nAllow: /\n\nSitemap: {home}{FILE}\n".encode()
