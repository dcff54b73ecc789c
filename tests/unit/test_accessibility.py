"""What an e-book says of its accessibility."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from glocal_ext.core.accessibility import Content, access_modes, features, sufficient_modes

COUNTS = st.integers(0, 40)


def test_text_alone_is_read_by_all():
    content = Content()

    assert access_modes(content) == ("textual",)
    assert sufficient_modes(content) == ("textual",)
    assert "alternativeText" not in features(content)


def test_pictures_that_are_described_are_not_missed():
    content = Content(pictures=3, described=2, decorative=1)

    assert access_modes(content) == ("textual", "visual")
    assert sufficient_modes(content) == ("textual", "textual,visual")
    assert "alternativeText" in features(content)


def test_one_picture_without_a_text_takes_the_claim_away():
    content = Content(pictures=3, described=2)

    assert sufficient_modes(content) == ("textual,visual",)
    assert "alternativeText" not in features(content)


@given(st.builds(Content, COUNTS, COUNTS, COUNTS, COUNTS, COUNTS))
def test_nothing_is_claimed_that_is_not_there(content):
    claimed = features(content)

    assert ("MathML" in claimed) == (content.formulas > 0)
    assert ("longDescription" in claimed) == (content.long_descriptions > 0)
    assert ("textual" in sufficient_modes(content)) == content.is_described or not content.pictures
    assert set(claimed) >= {"tableOfContents", "readingOrder", "structuralNavigation"}
