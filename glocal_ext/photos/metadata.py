"""What a picture's file says of itself: read from the original, written into what is made of it.

Written is XMP with the fields of the IPTC Photo Metadata Standard 2023.2, which agencies and
image searches read. The packet is padded, as the XMP specification (part 1, 7.3.2) has it, so
that another text takes its place without a picture being encoded again.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple
from xml.etree import ElementTree as ET
from xml.sax.saxutils import escape, quoteattr

from PIL import IptcImagePlugin

if TYPE_CHECKING:
    from PIL import Image

STEP = 256
"""The sizes of packets in bytes are multiples of this, so that few edits need another one."""

_BEGIN = '<?xpacket begin="\ufeff" id="W5M0MpCehiHzreSzNTczkc9d"?>'
_END = '<?xpacket end="w"?>'
_NAMES = {
    "dc": "http://purl.org/dc/elements/1.1/",
    "photoshop": "http://ns.adobe.com/photoshop/1.0/",
    "rdf": "http://www.w3.org/1999/02/22-rdf-syntax-ns#",
    "xmpRights": "http://ns.adobe.com/xap/1.0/rights/",
    "Iptc4xmpCore": "http://iptc.org/std/Iptc4xmpCore/1.0/xmlns/",
}
_ALTERNATIVE, _SEQUENCE = "Alt", "Seq"


class Rights(NamedTuple):
    """What is said of a photo, as plain text; the licence is an address."""

    caption: str = ""
    credit: str = ""
    licence: str = ""
    rights: str = ""
    alt: str = ""


NOTHING = Rights()


def packet(said: Rights) -> bytes:
    """Return *said* as an XMP packet, padded to a multiple of `STEP`; empty where nothing is."""
    fields = [
        _list("dc:description", _ALTERNATIVE, said.caption),
        _list("dc:creator", _SEQUENCE, said.credit),
        _list("dc:rights", _ALTERNATIVE, said.rights or said.licence),
        _text("photoshop:Credit", said.credit),
        _text("xmpRights:WebStatement", said.licence),
        _list("Iptc4xmpCore:AltTextAccessibility", _ALTERNATIVE, said.alt),
    ]
    if not any(fields):
        return b""
    used = {field.partition(":")[0][1:] for field in fields if field} | {"rdf"}
    spaces = "".join(f" xmlns:{name}={quoteattr(_NAMES[name])}" for name in sorted(used))
    body = (
        f'{_BEGIN}<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF{spaces}>'
        f'<rdf:Description rdf:about="">{"".join(fields)}</rdf:Description>'
        f"</rdf:RDF></x:xmpmeta>"
    ).encode()
    room = STEP * -(-(len(body) + len(_END)) // STEP)
    return body + b" " * (room - len(body) - len(_END)) + _END.encode()


def blank(room: int) -> bytes:
    """Return what keeps *room* bytes for a packet in a picture that is encoded; see `fill`."""
    return (b"room for a packet of %d bytes " % room).ljust(room, b".") if room else b""


def fill(data: bytes, xmp: bytes) -> bytes:
    """Return the encoded picture *data* with *xmp* where room was kept for it.

    Raises `ValueError` where there is none of that size.
    """
    if not xmp:
        return data
    room = blank(len(xmp))
    if data.count(room) != 1:
        raise ValueError(f"no room for a packet of {len(xmp)} bytes")
    return data.replace(room, xmp)


def _text(name: str, value: str) -> str:
    return f"<{name}>{escape(value)}</{name}>" if value else ""


def _list(name: str, kind: str, value: str) -> str:
    if not value:
        return ""
    language = ' xml:lang="x-default"' if kind == _ALTERNATIVE else ""
    return f"<{name}><rdf:{kind}><rdf:li{language}>{escape(value)}</rdf:li></rdf:{kind}></{name}>"


# -- reading ----------------------------------------------------------------------------------

# Datasets of IPTC's older model (IIM 4.2), which cameras and agencies still write.
_IIM = {"caption": (2, 120), "credit": (2, 110), "rights": (2, 116)}
_IIM_BYLINE = (2, 80)
_LONGEST = 2000  # characters of a text that is offered; what is longer is no caption


def read(image: Image.Image) -> Rights:
    """Return what the file of *image* says of itself; what cannot be read says nothing."""
    xmp, iim = _read_xmp(image), _read_iim(image)
    found = {name: xmp.get(name) or iim.get(name) or "" for name in Rights._fields}
    return Rights(**{name: text for name, text in found.items() if len(text) <= _LONGEST})


def _read_xmp(image: Image.Image) -> dict[str, str]:
    data = image.info.get("xmp") or image.info.get("XML:com.adobe.xmp") or b""
    text = data.encode() if isinstance(data, str) else bytes(data)
    if not text or b"<!" in text.replace(b"<!--", b""):
        return {}
    try:
        root = ET.fromstring(text.strip(b"\0 \n"))  # noqa: S314  (no DTD: refused above)
    except (ET.ParseError, ValueError, LookupError, RecursionError):
        return {}
    paths = {
        "caption": "dc:description",
        "credit": "photoshop:Credit",
        "licence": "xmpRights:WebStatement",
        "rights": "dc:rights",
        "creator": "dc:creator",
    }
    found = {name: _value(root, path) for name, path in paths.items()}
    found["credit"] = found["credit"] or found.pop("creator")
    return found


def _value(root: ET.Element, path: str) -> str:
    """Return a property, which XMP writes as an element or as an attribute."""
    space, _colon, name = path.partition(":")
    tag = f"{{{_NAMES[space]}}}{name}"
    for element in root.iter(tag):
        return " ".join("".join(element.itertext()).split())
    for element in root.iter(f"{{{_NAMES['rdf']}}}Description"):
        if tag in element.attrib:
            return " ".join(element.attrib[tag].split())
    return ""


def _read_iim(image: Image.Image) -> dict[str, str]:
    try:
        fields = IptcImagePlugin.getiptcinfo(image) or {}  # type: ignore[arg-type]  # of any file
    except Exception:  # noqa: BLE001  (Pillow raises what it meets in a file)
        return {}
    texts = {name: _decoded(fields.get(dataset)) for name, dataset in _IIM.items()}
    texts["credit"] = texts["credit"] or _decoded(fields.get(_IIM_BYLINE))
    return texts


def _decoded(value: object) -> str:
    first = value[0] if isinstance(value, list) and value else value
    if not isinstance(first, bytes):
        return ""
    try:
        text = first.decode("utf-8")
    except UnicodeDecodeError:
        text = first.decode("latin-1")
    return " ".join(text.split())
