"""What is published of a picture: upright, of a bounded size, without metadata.

The original never is: it may carry where it was taken. Names are made from the content and
the recipe, so that the same picture has the same name in every build.
"""

from __future__ import annotations

import contextlib
import hashlib
import io
import os
import tempfile
from pathlib import Path
from typing import Any
from xml.etree import ElementTree as ET

import PIL
from PIL import Image, ImageCms, ImageOps

from glocal_ext.core.problems import slug
from glocal_ext.photos.files import clean_svg

LONG_EDGE = 1600

_SAVE: dict[str, dict[str, Any]] = {
    "JPEG": {"quality": 80, "progressive": True, "optimize": True, "subsampling": "4:2:0"},
    "PNG": {"optimize": True},
}

RECIPE = f"1 {LONG_EDGE} {_SAVE} {PIL.__version__}"
"""What a picture's name depends on beside the picture: a changed recipe changes the name."""


def published_name(source: str, digest: str, suffix: str) -> str:
    """Return the name under which the picture *source* with *digest* is published."""
    name = slug(Path(source).stem)[:40] or "photo"
    key = hashlib.sha256(f"{digest}\n{RECIPE}".encode()).hexdigest()[:16]
    return f"{name}-{key}{suffix}"


def published_size(width: int, height: int, suffix: str) -> tuple[int, int]:
    """Return the size in pixels in which a picture of *width* × *height* is published."""
    longest = max(width, height)
    if suffix == ".svg" or longest <= LONG_EDGE:
        return width, height
    scale = LONG_EDGE / longest
    return max(1, round(width * scale)), max(1, round(height * scale))


def publish(source: Path, target: Path) -> None:
    """Write what is published of *source* to *target*, whole or not at all.

    Raises `OSError` where it cannot be written.
    """
    target.parent.mkdir(parents=True, exist_ok=True)
    handle, name = tempfile.mkstemp(dir=target.parent, suffix=target.suffix)
    temporary = Path(name)
    try:
        with os.fdopen(handle, "wb") as file:
            if target.suffix == ".svg":
                file.write(ET.tostring(clean_svg(source.read_bytes()), encoding="utf-8"))
            else:
                picture = _derive(source)
                kind = {".jpg": "JPEG", ".png": "PNG"}[target.suffix]
                picture.save(file, kind, **_SAVE[kind])
        temporary.chmod(0o644)
        temporary.replace(target)
    finally:
        with contextlib.suppress(FileNotFoundError):
            temporary.unlink()


def _derive(source: Path) -> Image.Image:
    """Return *source* upright, in sRGB, at most `LONG_EDGE` pixels long, without metadata."""
    with Image.open(source) as image:
        image.draft("RGB", (LONG_EDGE, LONG_EDGE))
        picture = ImageOps.exif_transpose(image)
        width, height = picture.size
        size = published_size(width, height, "")
        profile = image.info.get("icc_profile")
        if picture.mode.startswith("I"):
            picture = picture.convert("I").point(lambda value: value / 257).convert("L")
        alpha = "A" in picture.getbands() or "transparency" in picture.info
        if alpha:  # what was erased must not come back: its colours are still in the file
            picture = picture.convert("RGBA")
            ground = Image.new("RGBA", picture.size, (255, 255, 255, 255))
            picture = Image.alpha_composite(ground, picture)
        mode = "RGB"
        if profile:
            picture = _to_srgb(picture, profile)
        picture = picture.convert(mode)
        if picture.size != size:
            picture = picture.resize(size, Image.Resampling.LANCZOS, reducing_gap=3)
        clean = Image.new(mode, picture.size)
        clean.paste(picture)
        return clean


def _to_srgb(picture: Image.Image, profile: bytes) -> Image.Image:
    """Convert *picture* from its own colours; a profile that does not fit is passed over."""
    try:
        converted = ImageCms.profileToProfile(
            picture,
            ImageCms.ImageCmsProfile(io.BytesIO(profile)),
            ImageCms.createProfile("sRGB"),
            outputMode="RGB",
        )
    except (ImageCms.PyCMSError, OSError):
        return picture
    return converted or picture
