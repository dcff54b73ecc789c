"""Where the pages of a printed edition end, and how high the rows of pictures on them are.

All rows of a page are given one height, chosen so that the page ends near its foot. As the lines
of a paragraph are broken, pages are broken all together: of all ways to part the blocks into pages
the one with the least cost is taken (Plass, Optimal Pagination Techniques, Stanford 1981; Knuth and
Plass, Breaking Paragraphs into Lines, Software: Practice and Experience 11, 1981).
"""

from __future__ import annotations

import heapq
import itertools
import math
from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

ROW_HEIGHTS = tuple(float(height) for height in range(34, 107, 4))
"""The heights in millimetres between which the rows of a page are chosen."""

_BEST_HEIGHT = 54.0
_NEAR = 12.0
"""A page that ends this many millimetres above its foot, or less, is full."""

_LEAST_PAGE = 0.4
"""The part of a page below which it looks empty."""

_LEAST_LINES = 2
"""How many lines of a paragraph stand at least before and behind a page's end."""

_PAGE, _PARTED_ARTICLE, _PARTED_WHOLE, _PARTED_TEXT = 1.0, 1.5, 4.0, 0.3
"""What a page costs; what it costs to end one within an article, within one that should be whole,
and what more within a paragraph."""

_NEVER = 1e6
_MOST_CHOICES = 64
"""Of how many combinations of arrangements the best is looked for on a page."""

_SPARE = 0.1
"""What is left of a page at least, in millimetres, since measures are rounded."""


class Form(NamedTuple):
    """A way to set a block: its height, or one for each of `ROW_HEIGHTS`, and what each costs."""

    heights: tuple[float, ...]
    costs: tuple[float, ...] = (0.0,)

    def height(self, step: int) -> float:
        """Return the height where rows have that of *step*."""
        return self.heights[min(step, len(self.heights) - 1)]

    def cost(self, step: int) -> float:
        """Return what that costs: not every arrangement looks well."""
        return self.costs[min(step, len(self.costs) - 1)]


@dataclass(frozen=True, slots=True)
class Block:
    """What is not parted, or only between its lines; all measures are in millimetres.

    *forms* are the ways to set the block. A group of pictures has one for each arrangement in
    rows, all other blocks have one. *space* is what stands above the block unless it begins a
    page. A block of *lines* may be parted
    between them. The block behind one that *stays* begins on the same page. *opens* says that an
    article begins, so that a page ends well before it, *whole* that it is one that should not be
    parted.
    """

    forms: tuple[Form, ...]
    space: float = 0.0
    lines: int = 0
    stays: bool = False
    opens: bool = False
    whole: bool = False


class Placed(NamedTuple):
    """Where a block stands: its page from 0 on, the height of that page's rows in millimetres.

    *begins* says that the page begins with it, *form* is the number of its form, *fits* that it
    is not higher than a page.
    """

    begins: bool
    row_height: float
    form: int
    fits: bool
    page: int


class _Start(NamedTuple):
    """The first thing on a page: a block, and how many of its lines stand on pages before."""

    block: int
    line: int = 0


class _Part(NamedTuple):
    """What a page holds of a block: from which of its lines on, and up to which."""

    block: Block
    first: int
    last: int

    @property
    def is_group(self) -> bool:
        """Whether it is pictures, whose height can be chosen."""
        return len(self.block.forms[0].heights) > 1


class _Page(NamedTuple):
    """How a page is set: the step of its rows, the forms of its groups in turn, what it costs."""

    step: int
    forms: tuple[int, ...]
    cost: float


class _End(NamedTuple):
    """A way to end a page: what begins the next one, and how the page is set."""

    next: _Start
    page: _Page


def paginate(blocks: Sequence[Block], page: float) -> list[Placed]:
    """Return where each of *blocks* begins; a page has *page* millimetres of height.

    A block that is higher than a page has pages of its own, as many as it needs.
    """
    last = _Start(len(blocks))
    costs: dict[_Start, float] = {_Start(0): 0.0}
    before: dict[_Start, tuple[_Start, _Page]] = {}
    waiting = [_Start(0)]
    while waiting:
        start = heapq.heappop(waiting)
        if start == last:
            break
        for end, how in _ends(blocks, start, page):
            cost = costs[start] + how.cost
            if end not in costs:
                heapq.heappush(waiting, end)
            if cost < costs.get(end, math.inf):
                costs[end] = cost
                before[end] = start, how
    return _placed(blocks, before, page)


def _placed(
    blocks: Sequence[Block], before: dict[_Start, tuple[_Start, _Page]], page: float
) -> list[Placed]:
    """Return the places of *blocks*, read from the last page to the first."""
    pages: list[tuple[_Start, _Page]] = []
    end = _Start(len(blocks))
    while end in before:
        pages.append(before[end])
        end = pages[-1][0]
    pages.reverse()
    found, number = [], -1
    for index, block in enumerate(blocks):
        begins = number + 1 < len(pages) and pages[number + 1][0] == _Start(index)
        while number + 1 < len(pages) and pages[number + 1][0] <= _Start(index):
            number += 1
            forms = iter(pages[number][1].forms)
        form = next(forms, 0) if len(block.forms[0].heights) > 1 else 0
        step = pages[number][1].step
        fits = block.forms[form].height(step) <= page
        found.append(Placed(begins, ROW_HEIGHTS[step], form, fits, number))
    return found


def _ends(blocks: Sequence[Block], start: _Start, page: float) -> Iterator[_End]:
    """Yield the ways to end the page that begins with *start*."""
    held: list[_Part] = []
    ended = False
    for number in range(start.block, len(blocks)):
        block = blocks[number]
        first = start.line if number == start.block else 0
        for line in _breaks(block, first):
            how = _best([*held, _Part(block, first, line)], page)
            if how:
                ended = True
                cost = how.cost + _parted(block) + _PARTED_TEXT
                yield _End(_Start(number, line), how._replace(cost=cost))
        held.append(_Part(block, first, block.lines))
        is_last = number == len(blocks) - 1
        how = _best(held, page, is_last=is_last)
        if not how:
            break
        if is_last or not block.stays:
            ended = True
            parted = 0.0 if is_last or blocks[number + 1].opens else _parted(block)
            yield _End(_Start(number + 1), how._replace(cost=how.cost + parted))
    if not ended:  # nothing fits: what comes first is broken by itself, wherever it must be
        yield _End(_Start(_together(blocks, start.block)), _Page(0, (), _NEVER))


def _parted(block: Block) -> float:
    """Return what it costs to end a page behind *block*, within its article."""
    return _PARTED_WHOLE if block.whole else _PARTED_ARTICLE


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


def _best(held: Sequence[_Part], page: float, *, is_last: bool = False) -> _Page | None:
    """Return how a page with *held* costs least; `None` if it does not fit."""
    groups = [part.block for part in held if part.is_group]
    fixed = math.fsum(_fixed(part, begins=number == 0) for number, part in enumerate(held))
    if fixed > page - _SPARE:
        return None
    if not groups:
        return _Page(0, (), _cost(page - fixed, page, _BEST_HEIGHT, is_last=is_last))
    choices = [range(len(block.forms)) for block in groups]
    if math.prod(map(len, choices)) > _MOST_CHOICES:
        choices = [range(1)] * len(groups)
    best: _Page | None = None
    for forms in itertools.product(*choices):
        chosen = [block.forms[form] for block, form in zip(groups, forms, strict=True)]
        for step, height in enumerate(ROW_HEIGHTS):
            free = page - fixed - sum(form.height(step) for form in chosen)
            if free < _SPARE:
                continue
            cost = _cost(free, page, height, is_last=is_last)
            cost += sum(form.cost(step) for form in chosen)
            if best is None or cost < best.cost:
                best = _Page(step, forms, cost)
    return best


def _fixed(part: _Part, *, begins: bool) -> float:
    """Return the height of *part* but for its pictures, with the space above it."""
    block = part.block
    space = 0.0 if begins or part.first else block.space
    if part.is_group:
        return space
    portion = (part.last - part.first) / block.lines if block.lines else 1.0
    return space + block.forms[0].height(0) * portion


def _cost(free: float, page: float, row_height: float, *, is_last: bool) -> float:
    """Return what a page costs that has *free* millimetres left at its foot."""
    unlike = ((row_height - _BEST_HEIGHT) / 60) ** 2
    if is_last:
        empty = max(0.0, free / page - (1 - _LEAST_PAGE))
        return _PAGE + unlike + 40 * empty**2 + (2 if empty else 0)
    beyond = max(0.0, free - _NEAR)
    return _PAGE + unlike + 0.1 * free / _NEAR + beyond / 18
