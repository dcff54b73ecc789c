"""What a photo's file is: examined within limits before anything is decoded."""

from __future__ import annotations

import hashlib
import re
import warnings
from dataclasses import dataclass
from typing import TYPE_CHECKING
from xml.etree import ElementTree as ET

from PIL import Image, ImageOps, UnidentifiedImageError

if TYPE_CHECKING:
    from pathlib import Path

FORMATS = {"JPEG": ".jpg", "MPO": ".jpg", "PNG": ".png", "TIFF": ".jpg", "WEBP": ".jpg"}
"""Pillow's formats that are taken, with the suffix of what is published of them.

MPO is what some telephones call a JPEG with a second picture inside; its first is taken.
"""

# Pillow opens an MPO as a JPEG first, and has no opener of that name.
_OPENED = ("JPEG", "PNG", "TIFF", "WEBP", "GIF", "BMP")

_SVG = "{http://www.w3.org/2000/svg}"
_SVG_REFERENCE = re.compile(r"url\((?!['\"]?#)|@import|javascript:|image-set|\\", re.IGNORECASE)
_SVG_REFUSED = {"script", "foreignObject", "iframe", "handler", "set", "animate", "style"}


@dataclass(frozen=True, slots=True)
class PhotoFile:
    """A file that can be published: *width* and *height* in pixels, as it is looked at.

    *digest* is the SHA-256 of its bytes, *suffix* that of the published file.
    """

    digest: str
    width: int
    height: int
    suffix: str


def examine(path: Path, max_bytes: int, max_pixels: int) -> PhotoFile:
    """Return what *path* holds; raises `ValueError` with a sentence for an editor.

    The header is read first, so that a picture beyond *max_pixels* is never decoded; then the
    file is decoded once, since a truncated one shows only there.
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
        return PhotoFile(digest, width, height, ".svg")
    width, height, kind = _examine_raster(path, max_pixels)
    return PhotoFile(digest, width, height, FORMATS[kind])


def _examine_raster(path: Path, max_pixels: int) -> tuple[int, int, str]:
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        try:
            with Image.open(path, formats=_OPENED) as image:
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
                upright = ImageOps.exif_transpose(image) if _turned(image) else image
                width, height = upright.size
                image.draft("RGB", (width // 8, height // 8))
                image.load()
        except (Image.DecompressionBombWarning, Image.DecompressionBombError):
            raise ValueError("the picture has more pixels than can be taken.") from None
        except UnidentifiedImageError:
            raise ValueError("this is no picture (JPEG, PNG, WebP or TIFF).") from None
        except ValueError:
            raise
        except Exception as error:  # noqa: BLE001  (Pillow raises what it meets in a file)
            raise ValueError(f"the picture is damaged: {error}.") from None
    return width, height, kind


def _turned(image: Image.Image) -> bool:
    return image.getexif().get(0x0112, 1) in (5, 6, 7, 8)


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
