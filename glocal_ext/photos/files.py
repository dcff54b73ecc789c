"""What a photo's file is: examined within limits before anything is decoded."""

from __future__ import annotations

import contextlib
import dataclasses
import hashlib
import io
import json
import re
import warnings
from dataclasses import dataclass
from typing import TYPE_CHECKING
from xml.etree import ElementTree as ET

from PIL import Image, UnidentifiedImageError

from glocal_ext.core.renditions import scaled
from glocal_ext.photos import examination
from glocal_ext.photos.cache import Cache, key, write_whole
from glocal_ext.photos.encode import RECIPE, clean, upright
from glocal_ext.photos.metadata import NOTHING, Rights, read

if TYPE_CHECKING:
    from pathlib import Path

FORMATS = ("HEIF", "JPEG", "MPO", "PNG", "TIFF", "WEBP")
"""Pillow's formats that are taken; HEIF where pillow-heif is installed.

MPO is what some telephones call a JPEG with a second picture inside; its first is taken.
"""

# Pillow opens an MPO as a JPEG first, and has no opener of that name.
_OPENED = ("JPEG", "PNG", "TIFF", "WEBP", "GIF", "BMP", *({"HEIF"} & Image.OPEN.keys()))

_HEIF = (b"heic", b"heix", b"heim", b"heis", b"hevc", b"hevx", b"mif1", b"msf1")
"""The brands of HEIF files (ISO/IEC 23008-12) that telephones write."""

FACTS = (2, RECIPE)
"""What the facts of a file depend on beside it: a changed reckoning raises the number."""

_SVG = "{http://www.w3.org/2000/svg}"
_SVG_REFERENCE = re.compile(r"url\((?!['\"]?#)|@import|javascript:|image-set|\\", re.IGNORECASE)
_SVG_REFUSED = {"script", "foreignObject", "iframe", "handler", "set", "animate", "style"}


@dataclass(frozen=True, slots=True)
class PhotoFile:
    """A file that can be published: *width* and *height* in pixels, as it is looked at.

    *digest* is the SHA-256 of its bytes, *is_drawing* tells an SVG from a photo; *ground*, *look*,
    *is_dark* and *is_blurred* are what `examine` says of it, *stated* what the file itself says.
    """

    digest: str
    width: int
    height: int
    is_drawing: bool = False
    ground: str = ""
    look: int = 0
    is_dark: bool = False
    is_blurred: bool = False
    stated: Rights = NOTHING


def examine(path: Path, max_bytes: int, max_pixels: int, cache: Cache) -> PhotoFile:
    """Return what *path* holds; raises `ValueError` with a sentence for an editor.

    The header is read first, so that a picture beyond *max_pixels* is never decoded; then the
    file is decoded once, since a truncated one shows only there. What was found is kept in
    *cache* by the file's content.
    """
    try:
        size = path.stat().st_size
        if size == 0:
            raise ValueError("the file is empty.")
        if size > max_bytes:
            raise ValueError(
                f"the file has {size / 1e6:.0f} MB; at most {max_bytes / 1e6:.0f} MB are taken."
            )
        data = path.read_bytes()
    except OSError as error:
        raise ValueError(f"the file cannot be read: {error.strerror}.") from None
    digest = hashlib.sha256(data).hexdigest()
    if path.suffix.lower() == ".svg":
        width, height = _examine_svg(data)
        return PhotoFile(digest, width, height, is_drawing=True)
    kept = facts_path(digest, max_pixels, cache)
    found = _kept(kept)
    if found is None:
        found = _examine_raster(data, digest, max_pixels)
        with contextlib.suppress(OSError):  # a cache that cannot be written costs time alone
            write_whole(kept, json.dumps(dataclasses.astuple(found)).encode())
    return found


def facts_path(digest: str, max_pixels: int, cache: Cache) -> Path:
    """Return where the cache has what was found of the file with *digest*."""
    return cache.path(key("facts", digest, max_pixels, FACTS), "json")


def _kept(path: Path) -> PhotoFile | None:
    try:
        *values, stated = json.loads(path.read_bytes())
        return PhotoFile(*values, stated=Rights(*stated))  # type: ignore[misc]  # all but one
    except (OSError, ValueError, TypeError):
        return None


def _examine_raster(data: bytes, digest: str, max_pixels: int) -> PhotoFile:
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        try:
            with Image.open(io.BytesIO(data), formats=_OPENED) as image:
                kind = image.format or ""
                width, height = image.size
                frames = 1 if kind == "MPO" else getattr(image, "n_frames", 1)
                if width * height > max_pixels:
                    raise ValueError(
                        f"the picture has {width * height / 1e6:.0f} megapixels; "
                        f"at most {max_pixels / 1e6:.0f} are taken."
                    )
                if frames > 1:
                    raise ValueError("the picture is animated.")
                if kind not in FORMATS:
                    raise ValueError(f"{kind} is not taken: save it as JPEG.")
                width, height = upright(image)
                stated = read(image)
                image.draft("RGB", scaled(*image.size, examination.LONG_EDGE))
                image.load()
                small = clean(image)
        except (Image.DecompressionBombWarning, Image.DecompressionBombError):
            raise ValueError("the picture has more pixels than can be taken.") from None
        except UnidentifiedImageError:
            raise ValueError(_unknown(data)) from None
        except ValueError:
            raise
        except Exception as error:  # noqa: BLE001  (Pillow raises what it meets in a file)
            raise ValueError(f"the picture is damaged: {error}.") from None
    small.thumbnail((examination.LONG_EDGE, examination.LONG_EDGE))
    return PhotoFile(
        digest,
        width,
        height,
        ground=examination.ground(small),
        look=examination.look(small),
        is_dark=examination.is_dark(small),
        is_blurred=examination.is_blurred(small),
        stated=stated,
    )


def _unknown(data: bytes) -> str:
    """Return what to say of data that Pillow does not know."""
    if data[4:8] == b"ftyp" and data[8:12] in _HEIF:
        return (
            "it is HEIC, as telephones keep photos: export it as JPEG (or install pillow-heif "
            "beside this package, and it is read)."
        )
    return "this is no picture (JPEG, PNG, WebP or TIFF)."


def _examine_svg(data: bytes) -> tuple[int, int]:
    """Check that an SVG draws and does nothing else; return its size in user units."""
    return _svg_size(clean_svg(data))


def clean_svg(data: bytes) -> ET.Element:
    """Return the drawing in *data*, without comments and metadata.

    Raises `ValueError` with a sentence where it is no SVG, or does more than draw.
    """
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise ValueError("the SVG is not in UTF-8: export it as plain SVG.") from None
    if "<!" in text.replace("<!--", "") or "<?xml-stylesheet" in text:
        raise ValueError("the SVG has a document type or a stylesheet: export it as plain SVG.")
    try:
        root = ET.fromstring(text)  # noqa: S314  (no DTD: refused above)
    except (ET.ParseError, ValueError, LookupError, RecursionError) as error:
        raise ValueError(f"the SVG is damaged: {error}.") from None
    if root.tag != f"{_SVG}svg":
        raise ValueError("this is no SVG.")
    for parent in list(root.iter()):
        for child in parent.findall(f"{_SVG}metadata"):
            parent.remove(child)
    for element in root.iter():
        _check_element(element)
    return root


def _check_element(element: ET.Element) -> None:
    name = str(element.tag).removeprefix(_SVG)
    if "}" in name or name in _SVG_REFUSED:
        short = name.rpartition("}")[2]
        raise ValueError(f"the SVG has a <{short}>: export it as plain SVG.")
    for attribute, value in element.attrib.items():
        plain = attribute.rpartition("}")[2].lower()
        if plain.startswith("on"):
            raise ValueError(f"the SVG has a script in “{plain}”.")
        if plain in {"href", "src"} and not value.strip().startswith("#"):
            raise ValueError("the SVG refers to another file.")
        if _SVG_REFERENCE.search(value):
            raise ValueError("the SVG refers to another file.")


def _svg_size(root: ET.Element) -> tuple[int, int]:
    box = re.findall(r"[-+.\de]+", root.get("viewBox", ""))
    sizes = [root.get("width", ""), root.get("height", "")]
    numbers = [re.fullmatch(r"([\d.]+)(?:px)?", size) for size in sizes]
    try:
        if all(numbers):
            width, height = (float(match[1]) for match in numbers if match)
        else:
            width, height = float(box[2]), float(box[3])
    except (ValueError, IndexError):
        width = height = 0.0
    if not (1 <= width < 1e5 and 1 <= height < 1e5):
        raise ValueError("the SVG says neither viewBox nor width and height.")
    return round(width), round(height)
