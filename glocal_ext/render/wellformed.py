"""What an e-book can hold of XHTML that somebody else made."""

from __future__ import annotations

import re
from xml.etree import ElementTree as ET

XHTML = "http://www.w3.org/1999/xhtml"
OPS = "http://www.idpf.org/2007/ops"

_REFUSED = {"script", "iframe", "object", "embed", "form", "input", "video", "audio", "canvas"}
_FILES = {"src", "srcset", "data", "poster"}
_CODE = re.compile(r"\s*(javascript|data):", re.IGNORECASE)
_SVG_ONLY = {"svg", "g", "path", "circle", "rect"}


def parsed(fragment: str) -> ET.Element:
    """Return a piece of XHTML as the content of a `div`; raises `ET.ParseError` if it is none."""
    text = f'<div xmlns="{XHTML}" xmlns:epub="{OPS}">{fragment}</div>'
    return ET.fromstring(text)  # noqa: S314  (no DTD can stand inside an element)


def fault(fragment: str) -> str:
    """Return why an e-book cannot hold *fragment*, in words that end a sentence; empty if it can.

    No file comes along with what another extension writes, so that every picture in it is remote
    or missing.
    """
    try:
        root = parsed(fragment)
    except ET.ParseError as error:
        return f"it is no well-formed XHTML ({str(error).partition(':')[0]})"
    for element in root.iter():
        space, _brace, name = str(element.tag).rpartition("}")
        if name in _REFUSED:
            return f"it has a <{name}>"
        if name in _SVG_ONLY and space.endswith("xhtml"):
            return f"its <{name}> has no namespace"
        for attribute, value in element.attrib.items():
            plain = attribute.rpartition("}")[2]
            if plain in _FILES:
                return f"the file “{value}” is not in the book"
            if plain.startswith("on"):
                return f"it has a script in “{plain}”"
            if plain == "href" and _CODE.match(value):
                return f"it leads to “{value}”"
    return ""
