"""Where the pages of a printed edition end, and how high the rows of pictures on them are.

All rows of a page have one height, chosen so that the page ends near its foot. As a paragraph's
lines are broken, pages are broken all together: of all ways to part the blocks into pages the
one with the least cost is taken (Plass, Optimal Pagination Techniques, Stanford 1981; Knuth and
Plass, Breaking Paragraphs into Lines, Software: Practice and Experience 11, 1981).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

ROW_HEIGHTS = tuple(float(height) for height in range(34, 107, 2))
"""The heights in millimetres between which the rows of a page are chosen."""

_BEST_HEIGHT = 54.0
_NEAR = 12.0
"""A page that ends this many millimetres above its foot, or less, is full."""

_LEAST_PAGE = 0.4
"""The part of a page below which it looks empty."""

_LEAST_LINES = 2
"""How many lines of a paragraph stand at least before and behind a page's end."""

_PAGE, _PARTED_ARTICLE, _PARTED_TEXT = 1.0, 2.0, 0.1
"""What a page costs; what it costs to end one within an article, and within a paragraph."""

_NEVER = 1e6
_SPARE = 0.1
"""What is left of a page at least, in millimetres, since measures are rounded."""


@dataclass(frozen=True, slots=True)
class Block:
    """What is not parted, or only between its lines; all measures are in millimetres.

    *heights* has one height, or, of a row of pictures, one for each of `ROW_HEIGHTS`, and *costs*
    what each of these costs, since not every one looks well. *space*
    is what stands above the block unless it begins a page. A block of *lines* may be parted
    between them. The block behind one that *stays* begins on the same page. *opens* says that an
    article begins, so that a page ends well before it.
    """

    heights: tuple[float, ...]
    costs: tuple[float, ...] = (0.0,)
    space: float = 0.0
    lines: int = 0
    stays: bool = False
    opens: bool = False

    def height(self, step: int) -> float:
        """Return its height where rows have that of *step*."""
        return self.heights[min(step, len(self.heights) - 1)]

    def cost(self, step: int) -> float:
        """Return what that height costs."""
        return self.costs[min(step, len(self.costs) - 1)]


class Placed(NamedTuple):
    """Where a block stands: its page from 0 on, the height of that page's rows in millimetres.

    *begins* says that the page begins with it.
    """

    begins: bool
    row_height: float
    page: int


class _Start(NamedTuple):
    """The first thing on a page: a block, and how many of its lines stand on pages before."""

    block: int
    line: int = 0


class _End(NamedTuple):
    """A way to end a page: what begins the next one, the rows' step, what it costs."""

    next: _Start
    step: int
    cost: float


def paginate(blocks: Sequence[Block], page: float) -> list[Placed]:
    """Return where each of *blocks* begins; a page has *page* millimetres of height.

    A block that is higher than a page has pages of its own, as many as it needs.
    """
    last = _Start(len(blocks))
    costs: dict[_Start, float] = {_Start(0): 0.0}
    before: dict[_Start, tuple[_Start, int]] = {}
    waiting = [_Start(0)]
    done: set[_Start] = set()
    while waiting:
        start = min(waiting)
        waiting.remove(start)
        if start in done or start == last:
            continue
        done.add(start)
        for end in _ends(blocks, start, page):
            cost = costs[start] + end.cost
            if cost < costs.get(end.next, float("inf")):
                costs[end.next] = cost
                before[end.next] = start, end.step
                waiting.append(end.next)
    return _placed(blocks, before, last)


def _placed(
    blocks: Sequence[Block], before: dict[_Start, tuple[_Start, int]], last: _Start
) -> list[Placed]:
    """Return the places of *blocks*, read from the last page to the first."""
    pages: list[tuple[_Start, int]] = []
    end = last
    while end in before:
        start, step = before[end]
        pages.append((start, step))
        end = start
    pages.reverse()
    found = []
    starts = [start for start, _step in pages]
    for number in range(len(blocks)):
        on = max(i for i, start in enumerate(starts) if start <= _Start(number))
        found.append(Placed(starts[on] == _Start(number), ROW_HEIGHTS[pages[on][1]], on))
    return found


def _ends(blocks: Sequence[Block], start: _Start, page: float) -> Iterator[_End]:
    """Yield the ways to end the page that begins with *start*."""
    held: list[tuple[Block, int, int]] = []  # a block, from which line to which
    ended = False
    for number in range(start.block, len(blocks)):
        block = blocks[number]
        first = start.line if number == start.block else 0
        for line in _breaks(block, first):
            here = [*held, (block, first, line)]
            step, cost = _best(here, page, is_last=False)
            if step is not None:
                ended = True
                yield _End(_Start(number, line), step, cost + _PARTED_TEXT)
        held.append((block, first, block.lines))
        is_last = number == len(blocks) - 1
        step, cost = _best(held, page, is_last=is_last)
        if step is None:
            break
        if is_last or not block.stays:
            ended = True
            parted = 0.0 if is_last or blocks[number + 1].opens else _PARTED_ARTICLE
            yield _End(_Start(number + 1), step, cost + parted)
    if not ended:  # nothing fits: what comes first is broken by itself, wherever it must be
        yield _End(_Start(_together(blocks, start.block)), 0, _NEVER)


def _together(blocks: Sequence[Block], number: int) -> int:
    """Return the block behind those that stay with block *number*."""
    while number < len(blocks) - 1 and blocks[number].stays:
        number += 1
    return number + 1


def _breaks(block: Block, first: int) -> range:
    """Return the lines before which *block*, from line *first* on, may be parted."""
    if not block.lines:
        return range(0)
    return range(first + _LEAST_LINES, block.lines - _LEAST_LINES + 1)


def _best(
    held: list[tuple[Block, int, int]], page: float, *, is_last: bool
) -> tuple[int | None, float]:
    """Return the step at which a page with *held* costs least, `None` if it does not fit."""
    rows = any(len(block.heights) > 1 for block, _first, _line in held)
    best: tuple[int | None, float] = None, float("inf")
    for step in range(len(ROW_HEIGHTS) if rows else 1):
        free = page - _height(held, step)
        if free < _SPARE:
            continue
        cost = sum(block.cost(step) for block, _first, _line in held)
        cost += _cost(free, page, ROW_HEIGHTS[step] if rows else _BEST_HEIGHT, is_last=is_last)
        if cost < best[1]:
            best = step, cost
    return best


def _height(held: list[tuple[Block, int, int]], step: int) -> float:
    total = 0.0
    for number, (block, first, line) in enumerate(held):
        part = (line - first) / block.lines if block.lines else 1.0
        total += block.height(step) * part + (block.space if number and not first else 0.0)
    return total


def _cost(free: float, page: float, row_height: float, *, is_last: bool) -> float:
    """Return what a page costs that has *free* millimetres left at its foot."""
    unlike = ((row_height - _BEST_HEIGHT) / 40) ** 2
    if is_last:
        empty = max(0.0, free / page - (1 - _LEAST_PAGE))
        return _PAGE + unlike + 40 * empty**2 + (2 if empty else 0)
    beyond = max(0.0, free - _NEAR)
    return _PAGE + unlike + 0.1 * free / _NEAR + (beyond / 30) ** 2
