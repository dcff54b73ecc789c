from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from glocal_ext.core import renditions

SIDES = st.integers(1, 20_000)
FOCUS = st.just(()) | st.tuples(st.integers(0, 100), st.integers(0, 100))


@pytest.mark.parametrize(
    ("size", "widths"),
    [
        ((6000, 4000), [480, 800, 1200, 1600]),
        ((1600, 1067), [480, 800, 1200, 1600]),
        ((1500, 1000), [480, 800, 1200, 1500]),
        ((800, 600), [480, 800]),
        ((300, 200), [300]),
        # By the long edge: a portrait weighs no more than a landscape.
        ((4000, 6000), [320, 533, 800, 1067]),
        ((6000, 1000), [480, 800, 1200, 1600]),
    ],
)
def test_a_page_offers_steps_and_never_more_than_there_is(size, widths):
    offered = renditions.page(*size)

    assert [each.width for each in offered if each.format == "avif"] == widths
    assert [each.width for each in offered if each.format == "jpg"] == widths


@given(SIDES, SIDES)
def test_no_picture_is_enlarged_or_distorted(width, height):
    wanted = [
        *renditions.page(width, height),
        *renditions.enlarged(width, height),
        renditions.book(width, height),
        renditions.printed(width, height, 174),
    ]

    for each in wanted:
        assert 1 <= each.width <= width
        assert 1 <= each.height <= height
        assert each.box == (0, 0, width, height)
        # Within half a pixel of the proportions, of which there are no finer ones.
        assert abs(each.width * height - each.height * width) <= max(width, height)


@given(SIDES, SIDES)
def test_an_e_books_picture_has_at_most_four_megapixels(width, height):
    picture = renditions.book(width, height)

    assert max(picture.width, picture.height) <= 1600
    assert picture.width * picture.height <= 4_000_000


@given(SIDES, SIDES, st.sampled_from(renditions.BOOK), FOCUS)
def test_a_cover_is_a_square_of_the_picture_and_never_enlarged(width, height, edge, focus):
    cover = renditions.cover(width, height, edge, focus)

    assert cover.width == cover.height <= edge
    left, top, right, bottom = cover.box
    assert right - left == bottom - top == min(width, height) >= cover.width
    assert 0 <= left <= right <= width
    assert 0 <= top <= bottom <= height


@given(SIDES, SIDES, FOCUS)
def test_a_card_is_cut_from_the_picture_around_its_focus(width, height, focus):
    card = renditions.card(width, height, focus)
    left, top, right, bottom = card.box

    assert 0 <= left < right <= width
    assert 0 <= top < bottom <= height
    assert right - left == width or bottom - top == height
    assert card.width <= right - left
    assert (card.width, card.height) in {(1200, 630), (right - left, bottom - top)}
    if focus:
        x, y = width * focus[0] / 100, height * focus[1] / 100
        assert left - 1 <= x <= right + 1
        assert top - 1 <= y <= bottom + 1


@pytest.mark.parametrize(
    ("focus", "box"),
    [((), (0, 185, 1200, 815)), ((50, 0), (0, 0, 1200, 630)), ((0, 100), (0, 370, 1200, 1000))],
)
def test_a_crop_keeps_the_focus(focus, box):
    assert renditions.crop(1200, 1000, 1200 / 630, focus) == box


def test_print_takes_300_dots_an_inch_and_no_more_than_there_is():
    assert renditions.printed(6000, 4000, 174).width == 2055
    assert renditions.printed(1000, 1500, 174).width == 1000
