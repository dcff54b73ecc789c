"""Where pages end: every block once, in its order, and pages that are full where they can be."""

from __future__ import annotations

import itertools
from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from glocal_ext.core.pagination import ROW_HEIGHTS, Block, Form, paginate
from glocal_ext.core.rows import arrangements

PAGE = 255.0


def fixed(height: float, **said: object) -> Block:
    return Block((Form((height,)),), space=5.0, **said)


def row(widest: float = 58.0, caption: float = 10.0) -> Block:
    heights = tuple(min(height, widest) + caption for height in ROW_HEIGHTS)
    return Block((Form(heights, (0.0,) * len(heights)),), space=5.0)


def text(lines: int) -> Block:
    return Block((Form((lines * 5.1,)),), space=3.0, lines=lines)


blocks = st.lists(
    st.one_of(
        st.builds(fixed, st.floats(5, 200), stays=st.booleans(), opens=st.booleans()),
        st.builds(row, st.floats(34, 106), st.floats(0, 20)),
        st.builds(text, st.integers(1, 40)),
    ),
    min_size=1,
    max_size=12,
)


@given(blocks)
def test_every_block_has_a_place_and_pages_follow_one_another(found: list[Block]) -> None:
    places = paginate(found, PAGE)

    assert len(places) == len(found)
    assert places[0].page == 0
    assert places[0].begins
    for before, after in itertools.pairwise(places):
        assert after.page >= before.page
        assert after.begins <= (after.page > before.page)
    assert {each.row_height for each in places} <= {*ROW_HEIGHTS}


@given(blocks)
def test_no_page_holds_more_than_fits(found: list[Block]) -> None:
    places = paginate(found, PAGE)
    pages = itertools.groupby(zip(found, places, strict=True), lambda each: each[1].page)
    for _page, held in pages:
        parts = [*held]
        whole = [(block, place) for block, place in parts if not block.lines]
        step = ROW_HEIGHTS.index(parts[0][1].row_height)
        heights = [block.forms[place.form].height(step) for block, place in whole]
        assert sum(heights) <= PAGE or len(whole) == 1 or any(b.stays for b, _p in whole)


@given(st.lists(st.floats(60, 120), min_size=2, max_size=8))
def test_a_heading_is_on_the_page_of_what_follows(heights: list[float]) -> None:
    found = [each for height in heights for each in (fixed(20, stays=True), fixed(height))]

    places = paginate(found, PAGE)

    assert [p.page for p in places[::2]] == [p.page for p in places[1::2]]


def test_rows_are_as_high_as_fills_the_page() -> None:
    found = [fixed(80), row(106), fixed(40), fixed(200)]

    places = paginate(found, PAGE)

    used = 80 + 5 + places[1].row_height + 10 + 5 + 40
    assert [each.page for each in places] == [0, 0, 0, 1]
    assert PAGE - 12 - 4 <= used <= PAGE  # heights are 4 mm apart


def test_of_several_arrangements_the_one_is_taken_that_fills_the_page() -> None:
    one_line = Form(tuple(min(height, 50) for height in ROW_HEIGHTS), (0.0,) * len(ROW_HEIGHTS))
    two_lines = Form(tuple(2 * height + 4 for height in ROW_HEIGHTS), (0.5,) * len(ROW_HEIGHTS))
    found = [fixed(60), Block((one_line, two_lines), space=5.0), fixed(30), fixed(240)]

    [_head, pictures, _text, _next] = paginate(found, PAGE)

    assert pictures.form == 1
    assert 230 <= 60 + 5 + 2 * pictures.row_height + 4 + 5 + 30 <= PAGE


def test_a_text_leaves_no_line_alone() -> None:
    found = [fixed(PAGE - 3 - 5.1 * 1.5), text(3)]

    assert [each.page for each in paginate(found, PAGE)] == [0, 1]


def test_an_article_stays_whole_where_that_leaves_no_hole() -> None:
    found = [fixed(180), fixed(60, opens=True, stays=True), fixed(40), fixed(140)]

    assert [each.begins for each in paginate(found, PAGE)] == [True, True, False, False]


def test_a_short_article_stays_whole_even_where_that_leaves_one() -> None:
    before, after = fixed(188), fixed(40)
    parts = [fixed(60, opens=True), fixed(60), fixed(60)]
    whole = [replace(part, whole=True) for part in parts]

    loose = paginate([before, *parts, after], PAGE)
    kept = paginate([before, *whole, after], PAGE)

    assert [each.page for each in loose[1:4]] == [0, 1, 1]
    assert [each.page for each in kept[1:4]] == [1, 1, 1]


def test_what_is_higher_than_a_page_has_pages_of_its_own() -> None:
    places = paginate([fixed(100), fixed(400), fixed(100)], PAGE)

    assert [each.begins for each in places] == [True, True, True]


@given(st.lists(st.floats(0.3, 6), min_size=1, max_size=4))
def test_arrangements_hold_every_picture_and_no_narrow_line(ratios: list[float]) -> None:
    found = arrangements(ratios)

    assert found[0] == [len(ratios)]
    for sizes in found:
        assert sum(sizes) == len(ratios)
    for sizes in found[1:]:
        ends = [*itertools.accumulate(sizes)]
        lines = [ratios[start:end] for start, end in itertools.pairwise([0, *ends])]
        assert min(map(sum, lines)) >= 1.29
