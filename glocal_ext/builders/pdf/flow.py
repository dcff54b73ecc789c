"""The blocks of a flow: what is set one below the other, and what a page may do with it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from glocal_ext.core.pagination import ROW_HEIGHTS
from glocal_ext.core.rows import arrangements
from glocal_ext.render.typst.code import array, dictionary
from glocal_ext.render.typst.figures import ratio

if TYPE_CHECKING:
    from docutils.nodes import Element

    from glocal_ext.render.typst.code import Code
    from glocal_ext.render.typst.figures import TypstTranslator

ARTICLES, APART, AROUND, LINES, SMALL = 9.0, 5.5, 5.5, 6.5, 4.5
"""Space in millimetres above an article, a box or a row, around a table, above a row's next line,
above notes."""

SPACE_SHORT, SPACE_LONG = 4.5, 4.15
"""Space in millimetres between paragraphs of a short article and of a longer one: that between
two lines and half a line more."""

ABOVE_HEADING, BELOW_HEADING = 7.5, 1.8
"""Space in millimetres around a heading within an article."""

_MEASURE = 174.0
"""The width in millimetres of the text's six columns on A4; that of US letter is near it."""

_RAGGED, _ALONE, _NARROW = 6.0, 1.0, 1.0
"""What a line costs that is empty, of several pictures and of one alone; what a picture costs
that is too narrow for its caption. See `core.pagination`."""

_CAPTION = 30.0
"""Below this width in millimetres a picture is too narrow for a caption."""

_FULL = 0.89
"""From this part of the measure on the template sets a line of pictures over all of it."""


class FlowBlock(NamedTuple):
    """A block as the source has it, and what `core.pagination.Block` says of it.

    *space* is in millimetres, *breaks* tells whether it may be parted between lines, *costs* has
    the costs of its forms.
    """

    code: str
    space: float
    breaks: bool = False
    stays: bool = False
    opens: bool = False
    whole: bool = False
    costs: tuple[tuple[float, ...], ...] = ((0.0,),)


class Flow(NamedTuple):
    """Blocks that fill pages of their own, by the key that they have in the source."""

    key: str
    blocks: list[FlowBlock]


def block(
    *, space: float, breaks: bool = False, stays: bool = False, opens: bool = False, **values: Any
) -> FlowBlock:
    """Return a block with *values* for the template; the rest is as in `FlowBlock`."""
    code = dictionary({**values, "space": space, "opens": opens})
    return FlowBlock(code, space, breaks, stays, opens)


def row(
    photos: list[Element], space: float, visitor: TypstTranslator, caption: Code | None = None
) -> FlowBlock:
    """Return photos that are set in rows as the page has room."""
    ratios = [ratio(photo) for photo in photos]
    forms = arrangements(ratios)
    costs = tuple(
        tuple(_ragged(ratios, sizes, height) for height in ROW_HEIGHTS) for sizes in forms
    )
    shown = array(map(visitor.photo, photos))
    found = block(space=space, kind="row", photos=shown, forms=forms, caption=caption)
    return found._replace(costs=costs)


def _ragged(ratios: list[float], sizes: list[int], height: float) -> float:
    """Return what it costs that lines of pictures end before the measure does."""
    start, cost = 0, 0.0
    for size in sizes:
        line = ratios[start : start + size]
        filled = height * sum(line) / _MEASURE
        empty = 1 - filled if filled < _FULL else 0.0
        cost += (_RAGGED if len(ratios) > 1 else _ALONE) * empty**2
        shown = min(height, _MEASURE / sum(line))
        cost += _NARROW * sum(ratio * shown < _CAPTION for ratio in line)
        start += size
    return cost


def plain_block(code: Code, *, columns: int = 6, breaks: bool = False, **said: Any) -> FlowBlock:
    """Return a block that the template sets as it is, *columns* wide."""
    said |= {"breaks": breaks, "breakable": breaks}
    return block(kind="other", body=code, columns=columns, **said)
