"""The measures of the page's grid, as far as a picture's address depends on them.

A browser chooses a picture's file before it knows the page's layout; ``sizes`` tells it how wide
the picture will stand. The numbers are those of the theme's style sheet; a test in a browser
compares the two.
"""

from __future__ import annotations

WIDTH = 1216
"""The width of the twelve columns in CSS pixels, where they are at their widest."""

GAP = 24
COLUMNS = 12

ROW_HEIGHT = 640
"""The height in CSS pixels above which no picture in the text is shown."""

HALF = 400
"""The width in CSS pixels of a picture of half the size."""

_ONE_COLUMN = 832
"""The width of the window in CSS pixels below which there is one column."""

_LARGE = 1.12
"""How much larger everything is from 1,600 pixels on."""


def columns(count: int) -> float:
    """Return the width of *count* columns with the gaps between them, in CSS pixels."""
    return (WIDTH + GAP) / COLUMNS * count - GAP


def row(ratios: list[float]) -> list[float]:
    """Return the widths of pictures in a row, in CSS pixels; *ratios* are width by height."""
    room = WIDTH - GAP * (len(ratios) - 1)
    height = min(ROW_HEIGHT, room / sum(ratios))
    return [height * ratio for ratio in ratios]


def sizes(wide: float, narrow: float) -> str:
    """Return ``sizes`` for a picture *wide* pixels wide on the grid.

    In one column it is as wide as the column, but at most *narrow* pixels. Between 1,280 and
    1,600 pixels it says up to an eighth too much, which spares two thirds of its length.
    """
    large = f"min({wide / WIDTH * 95:.0f}vw,{wide * _LARGE:.0f}px)"
    small = "95vw" if narrow >= _ONE_COLUMN * 0.95 else f"min(95vw,{narrow:.0f}px)"
    return f"(min-width:{_ONE_COLUMN}px) {large},{small}"
