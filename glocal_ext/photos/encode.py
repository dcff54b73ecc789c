"""How a rendition is made of a photo: upright, in sRGB, without metadata but for our own.

`RECIPE` names all that the bytes depend on beside the photo and the rendition. What is made does
not depend on which other renditions are made along with it.
"""

from __future__ import annotations

import contextlib
import io
from typing import TYPE_CHECKING, Any

import PIL
from PIL import Image, ImageCms, ImageOps, features

from glocal_ext.core.renditions import (
    AVIF,
    BASELINE,
    ENLARGED,
    JPEG,
    LONG_EDGES,
    Rendition,
    scaled,
)
from glocal_ext.photos.metadata import blank

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path

VERSION = 2
LADDER = (ENLARGED, *reversed(LONG_EDGES))
"""The long edges in pixels through which a photo is made smaller, each from the one before."""

FAST_ABOVE = 1600
"""The long edge in pixels above which AVIF is encoded faster: it is looked at by few."""

# The qualities look alike (findings: AVIF 60 beside JPEG 78). AVIF at speed 6 is a twentieth
# smaller than at 8 and takes four times as long. One thread: what several would write differs.
_OPTIONS: dict[str, dict[str, Any]] = {
    AVIF: {"quality": 60, "speed": 6, "subsampling": "4:2:0", "max_threads": 1},
    JPEG: {"quality": 78, "progressive": True, "optimize": True, "subsampling": "4:2:0"},
    BASELINE: {"quality": 74, "optimize": True, "subsampling": "4:2:0"},
}
_FAST: dict[str, dict[str, Any]] = {AVIF: {"speed": 8}}
_KINDS = {AVIF: "AVIF", JPEG: "JPEG", BASELINE: "JPEG"}


def options(rendition: Rendition) -> dict[str, Any]:
    """Return Pillow's options for a rendition."""
    fast = _FAST if max(rendition.width, rendition.height) > FAST_ABOVE else {}
    return _OPTIONS[rendition.format] | (fast.get(rendition.format) or {})


RECIPE = (
    VERSION,
    PIL.__version__,
    features.version("avif"),
    features.version("libjpeg_turbo") or features.version("jpg"),
    LADDER,
    FAST_ABOVE,
    _OPTIONS,
    _FAST,
)


with contextlib.suppress(ImportError):  # read where somebody has put it beside this package
    import pillow_heif  # type: ignore[import-not-found]  # nothing here needs it

    pillow_heif.register_heif_opener()


def encoded(source: Path, wanted: Iterable[Rendition], room: int) -> Iterator[bytes]:
    """Yield each of *wanted* in turn, with *room* bytes kept for an XMP packet.

    Raises what Pillow raises for a file that cannot be decoded.
    """
    pictures = _Pictures(source)
    for rendition in wanted:
        file = io.BytesIO()
        packet = {"xmp": blank(room)} if room else {}
        picture = pictures.of(rendition)
        picture.save(file, _KINDS[rendition.format], **options(rendition), **packet)
        yield file.getvalue()


class _Pictures:
    """The decoded photo in the sizes of the ladder, each made once."""

    def __init__(self, source: Path) -> None:
        self._source = source
        self._rungs: dict[int, Image.Image] = {}
        with Image.open(source) as image:
            self.width, self.height = upright(image)

    def of(self, rendition: Rendition) -> Image.Image:
        """Return the picture of a rendition."""
        size = rendition.width, rendition.height
        full = self.width, self.height
        for edge in LADDER:
            if rendition.box == (0, 0, *full) and size == scaled(*full, edge):
                return self._rung(edge)
        base = self._decoded(max(full)) if max(size) > ENLARGED else self._rung(ENLARGED)
        scale = base.width / self.width
        box = tuple(part * scale for part in rendition.box)
        return base.resize(size, Image.Resampling.LANCZOS, box=box, reducing_gap=3)  # type: ignore[arg-type]  # four numbers

    def _rung(self, edge: int) -> Image.Image:
        if edge not in self._rungs:
            above = LADDER[LADDER.index(edge) - 1] if edge != LADDER[0] else None
            picture = self._rung(above) if above else self._decoded(edge)
            size = scaled(self.width, self.height, edge)
            if picture.size != size:
                picture = picture.resize(size, Image.Resampling.LANCZOS, reducing_gap=3)
            self._rungs[edge] = picture
        return self._rungs[edge]

    def _decoded(self, least: int) -> Image.Image:
        """Return the photo upright and in sRGB, its long edge at least *least* pixels."""
        with Image.open(self._source) as image:
            # JPEG is decoded at a half, a quarter or an eighth for a fraction of the time.
            image.draft("RGB", scaled(*image.size, least))
            return clean(image)


def upright(image: Image.Image) -> tuple[int, int]:
    """Return width and height in pixels of *image* as it is looked at."""
    turned = image.getexif().get(0x0112, 1) in (5, 6, 7, 8)
    return image.size[::-1] if turned else image.size


def clean(image: Image.Image) -> Image.Image:
    """Return *image* upright, in sRGB on white, with nothing in it but its pixels."""
    picture = ImageOps.exif_transpose(image)
    profile = image.info.get("icc_profile")
    if picture.mode.startswith("I"):
        picture = picture.convert("I").point(lambda value: value / 257).convert("L")
    if "A" in picture.getbands() or "transparency" in picture.info:
        # What was erased must not come back: its colours are still in the file.
        picture = picture.convert("RGBA")
        ground = Image.new("RGBA", picture.size, (255, 255, 255, 255))
        picture = Image.alpha_composite(ground, picture)
    if profile:
        picture = _to_srgb(picture, profile)
    picture = picture.convert("RGB")
    picture.info.clear()
    return picture


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
