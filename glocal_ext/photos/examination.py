"""What a photo's picture is like, told from a small copy: its colour, its light, its sharpness.

Every function takes the picture reduced to some 750 pixels, which a JPEG gives for little.
"""

from __future__ import annotations

from PIL import Image, ImageFilter, ImageStat

LONG_EDGE = 750

_LEVELS = 4
_DARK_MEAN, _DARK_BRIGHTEST = 18, 48
"""Of 255: below both nobody sees what it shows (taken from photos under-exposed by 4 stops)."""

_ROUNDING = 2
"""The variance of the Laplacian of what rounding to whole levels alone leaves: 20 / 12."""

_BLURRED = 0.0012
"""The variance of the Laplacian beside that of the picture below which nothing has an edge."""

_LAPLACIAN = ImageFilter.Kernel((3, 3), (0, 1, 0, 1, -4, 1, 0, 1, 0), scale=1, offset=128)

LOOK_BITS = 64
ALIKE = 4
"""The number of bits of `look` in which two copies of one picture may differ."""

_PLAIN = 6


def ground(picture: Image.Image) -> str:
    """Return the classes of the colour nearest to the picture's mean: ``r2 g1 b3``.

    They are the levels of red, green and blue from 0 to 3: 64 colours of the style sheet.
    """
    mean = ImageStat.Stat(picture.convert("RGB").resize((8, 8))).mean
    levels = (min(_LEVELS - 1, int(each * _LEVELS / 256)) for each in mean)
    return " ".join(f"{name}{level}" for name, level in zip("rgb", levels, strict=True))


def is_dark(picture: Image.Image) -> bool:
    """Tell whether a picture is too dark to show anything."""
    grey = picture.convert("L")
    counts, seen = grey.histogram(), 0
    most = grey.width * grey.height * 0.98
    brightest = next(level for level, count in enumerate(counts) if (seen := seen + count) >= most)
    return ImageStat.Stat(grey).mean[0] < _DARK_MEAN and brightest < _DARK_BRIGHTEST


def is_blurred(picture: Image.Image) -> bool:
    """Tell whether a picture has no edge at all; one of a single colour has none to have.

    The measure is the variance of the Laplacian (Pech-Pacheco and others, 2000), beside that of
    the picture, so that a foggy morning is not taken for a blurred one.
    """
    grey = picture.convert("L")
    variance = ImageStat.Stat(grey).var[0]
    if variance < 1 or max(grey.size) < LONG_EDGE / 2:
        return False
    edges = ImageStat.Stat(grey.filter(_LAPLACIAN).crop((1, 1, grey.width - 1, grey.height - 1)))
    return (edges.var[0] - _ROUNDING) / variance < _BLURRED


def look(picture: Image.Image) -> int:
    """Return `LOOK_BITS` bits that copies of one picture have in common (a difference hash).

    Each says whether a part of the picture is lighter than the one at its right. A picture that
    is too plain to be told from others has 0.
    """
    small = picture.convert("L").resize((9, 8), Image.Resampling.BOX)
    values = small.tobytes()
    bits = 0
    for row in range(8):
        for column in range(8):
            at = row * 9 + column
            bits = bits << 1 | (values[at] > values[at + 1])
    return bits if _PLAIN < bits.bit_count() < LOOK_BITS - _PLAIN else 0


def alike(one: int, other: int) -> bool:
    """Tell whether two pictures look the same, by what `look` says of each."""
    return bool(one and other) and (one ^ other).bit_count() <= ALIKE
