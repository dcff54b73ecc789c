"""Photos as cameras write them, made anew: structure at every scale, noise, and what they tell."""

from __future__ import annotations

import random
from typing import TYPE_CHECKING, Any

from PIL import Image, ImageChops

if TYPE_CHECKING:
    from pathlib import Path

TWENTY_FOUR_MEGAPIXELS = (6000, 4000)

# Grains across the picture, and how far they lift or lower it: much in large shapes, little in
# small ones, as in a photo of anything.
_CORNER = 128
_SCALES = ((6, 90), (24, 60), (96, 40), (375, 24), (1500, 12))


def scene(size: tuple[int, int], seed: int = 1) -> Image.Image:
    """Return a picture of *size* that is as hard to encode as a photo; *seed* says which."""
    random_ = random.Random(seed)
    picture = Image.new("RGB", size, (128, 120, 110))
    for grains, strength in _SCALES:
        layer = _grains((grains, max(2, grains * size[1] // size[0])), strength, random_)
        layer = layer.resize(size, Image.Resampling.BICUBIC)
        picture = ImageChops.add(picture, layer, scale=1, offset=-128)
    return picture


def _grains(size: tuple[int, int], strength: int, random_: random.Random) -> Image.Image:
    """Return a picture of single grains: chance in one corner, the same again beside it."""
    corner = min(size[0], _CORNER), min(size[1], _CORNER)
    values = random_.choices(range(128 - strength, 129 + strength), k=3 * corner[0] * corner[1])
    tile = Image.frombytes("RGB", corner, bytes(values))
    picture = Image.new("RGB", size)
    for left in range(0, size[0], corner[0]):
        for top in range(0, size[1], corner[1]):
            picture.paste(tile, (left, top))
    return picture


def camera(path: Path, size: tuple[int, int] = (1500, 1000), seed: int = 1, **saved: Any) -> Path:
    """Write a JPEG as a camera does: of high quality, with Exif; *saved* goes to Pillow."""
    exif = Image.Exif()
    exif[0x010F], exif[0x0110] = "Camera", "Model 7"
    options = {"quality": 92, "exif": exif, **saved}
    scene(size, seed).save(path, "JPEG", **options)
    return path
