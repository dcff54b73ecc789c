"""Which renditions an output wants of a photo: sizes, formats and crops, as arithmetic alone.

Nothing here knows a file, a library or a machine. Sizes are limits of the long edge, so that a
portrait does not weigh more than a landscape, and no picture is ever enlarged.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

LONG_EDGES = (480, 800, 1200, 1600)
"""The long edges in pixels between which a browser chooses."""

ENLARGED = 2400
"""The long edge in pixels of the enlarged view."""

BOOK = (1600, 1200, 1000, 800, 600)
"""The long edges in pixels of pictures in an e-book: the first with which it is small enough."""

COVER = 2 / 3
"""Width to height of an e-book's cover; its picture is the square at the top."""

CARD = (1200, 630)
"""Width and height in pixels of the picture that is shared, as Open Graph's readers show it."""

PRINT_DPI = 300
MM_PER_INCH = 25.4

LEAST_COVER = 480
"""The short edge in pixels below which no picture is on a cover: its words could not be read."""

AVIF, JPEG, BASELINE = "avif", "jpg", "baseline.jpg"
"""Formats by the endings of their files; a baseline JPEG is what old e-readers decode."""

BOTH = (AVIF, JPEG)
"""The formats between which a browser chooses."""


@dataclass(frozen=True, slots=True, order=True)
class Rendition:
    """A picture to be made: its size in pixels, its format, the part of the source in it.

    *box* is left, top, right and bottom in pixels of the upright source.
    """

    width: int
    height: int
    format: str
    box: tuple[int, int, int, int]


def scaled(width: int, height: int, long_edge: int) -> tuple[int, int]:
    """Return the size of a picture whose long edge is at most *long_edge* pixels."""
    longest = max(width, height)
    if longest <= long_edge:
        return width, height
    return max(1, round(width * long_edge / longest)), max(1, round(height * long_edge / longest))


def whole(width: int, height: int, long_edge: int, image_format: str) -> Rendition:
    """Return a rendition of the whole picture."""
    return Rendition(*scaled(width, height, long_edge), image_format, (0, 0, width, height))


def steps(width: int, height: int) -> list[int]:
    """Return the long edges of the renditions in a page, in order; the last may be the source's."""
    longest = max(width, height)
    smaller = [edge for edge in LONG_EDGES if edge < longest]
    return smaller if len(smaller) == len(LONG_EDGES) else [*smaller, longest]


@lru_cache(maxsize=1024)  # a camera's photos are of one size, and a century has 17,000
def page(width: int, height: int, formats: tuple[str, ...] = BOTH) -> tuple[Rendition, ...]:
    """Return the renditions between which a browser chooses, each format from small to large."""
    edges = steps(width, height)
    return tuple(whole(width, height, edge, each) for each in formats for edge in edges)


@lru_cache(maxsize=1024)
def enlarged(width: int, height: int, formats: tuple[str, ...] = BOTH) -> tuple[Rendition, ...]:
    """Return the renditions of the enlarged view, one a format."""
    return tuple(whole(width, height, ENLARGED, each) for each in formats)


def book(width: int, height: int, long_edge: int = BOOK[0]) -> Rendition:
    """Return the rendition for an e-book: at most *long_edge* pixels, 2.56 megapixels at most."""
    return whole(width, height, long_edge, BASELINE)


def cover(
    width: int, height: int, long_edge: int = BOOK[0], focus: tuple[int, ...] = ()
) -> Rendition:
    """Return the square on an e-book's cover, at most *long_edge* pixels, around the focus."""
    box = crop(width, height, 1, focus)
    side = min(long_edge, box[2] - box[0])
    return Rendition(side, side, BASELINE, box)


def printed(width: int, height: int, millimetres: float) -> Rendition:
    """Return the rendition for print *millimetres* wide, at 300 dots an inch."""
    wanted = round(millimetres / MM_PER_INCH * PRINT_DPI)
    return whole(width, height, max(1, round(max(width, height) * min(1, wanted / width))), JPEG)


def card(width: int, height: int, focus: tuple[int, ...] = ()) -> Rendition:
    """Return the picture for sharing, cut around *focus* (two percentages; else the middle)."""
    box = crop(width, height, CARD[0] / CARD[1], focus)
    across, down = box[2] - box[0], box[3] - box[1]
    if across >= CARD[0]:
        across, down = CARD
    return Rendition(across, down, JPEG, box)


def crop(
    width: int, height: int, ratio: float, focus: tuple[int, ...] = ()
) -> tuple[int, int, int, int]:
    """Return the largest part of a picture with *ratio* (width to height) around its focus.

    The focus is as near to the middle of the part as the picture's edges allow.
    """
    across = min(width, max(1, round(height * ratio)))
    down = min(height, max(1, round(width / ratio)))
    x, y = focus or (50, 50)
    left = min(max(0, round(width * x / 100 - across / 2)), width - across)
    top = min(max(0, round(height * y / 100 - down / 2)), height - down)
    return left, top, left + across, top + down
