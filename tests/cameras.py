"""Photos as cameras write them, made anew: structure at every scale, noise, and what they tell."""

from __future__ import annotations

import random
import struct
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


# Display P3 as ICC.1:2022 writes it: its primaries at D50 (Apple's profile), sRGB's curve.
_P3 = {
    b"wtpt": (0.9642, 1.0, 0.8249),
    b"rXYZ": (0.51512, 0.2412, -0.00105),
    b"gXYZ": (0.29198, 0.69225, 0.04189),
    b"bXYZ": (0.1571, 0.06657, 0.78407),
}
_SRGB_CURVE = (2.4, 1 / 1.055, 0.055 / 1.055, 1 / 12.92, 0.04045)


def display_p3() -> bytes:
    """Return the colour profile that telephones write into their photos."""

    def fixed(*numbers: float) -> bytes:
        return b"".join(struct.pack(">i", round(number * 65536)) for number in numbers)

    curve = b"para" + struct.pack(">IHH", 0, 3, 0) + fixed(*_SRGB_CURVE)
    tags = {name: b"XYZ " + bytes(4) + fixed(*value) for name, value in _P3.items()}
    tags |= dict.fromkeys((b"rTRC", b"gTRC", b"bTRC"), curve)
    start = 128 + 4 + 12 * len(tags)
    table, body = struct.pack(">I", len(tags)), b""
    for name, data in tags.items():
        table += name + struct.pack(">II", start + len(body), len(data))
        body += data
    kind = b"mntr", b"RGB ", b"XYZ "
    header = struct.pack(">I4sI4s4s4s", start + len(body), b"", 0x04000000, *kind)
    header += bytes(12) + b"acsp" + bytes(28) + fixed(*_P3[b"wtpt"])
    return header.ljust(128, b"\0") + table + body
