"""Names that are nearly right are told; those that are right in another way are not."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from glocal_ext.core.spelling import Names

NAMES = Names((
    "Marugame", "Marugame City", "丸亀市", "Willich", "Germany", "Japan", "Digne-les-Bains",
    "Australia", "Mexico", "Kōchi", "Iran", "New Zealand", "Southport", "Paris", "Port 4",
))  # fmt: skip


@pytest.mark.parametrize(
    ("words", "name"),
    [
        ("Maragume", "Marugame"),
        ("Marugama", "Marugame"),
        ("Wilich", "Willich"),
        ("Willihc", "Willich"),
        ("Austrlia", "Australia"),
        ("Digne les Bains", "Digne-les-Bains"),
        ("Digne-Les-Bains", "Digne-les-Bains"),
        ("New Zeeland", "New Zealand"),
        ("Kouchi", "Kōchi"),
    ],
)
def test_a_name_that_is_nearly_right_is_told_with_the_right_one(words, name):
    assert [*NAMES.misspelt(f"The mayor of {words}, a guest, spoke.")] == [(words, name)]


@pytest.mark.parametrize(
    "text",
    [
        "Marugame’s mayor", "MARUGAME", "MARAGUME", "Kochi and Kōchi", "Digne-les-Bains",
        "To Austria, in New. Zealand", "Northport and Sarugame", "Parks", "Port 3 and Port 4",
        "Germans and German cars", "Australians", "Mexican food", "Japanese tea", "Iraq",
        "L'OCCITANE JAPON K.K.",
        "Marugame City", "a digne les bains", "New. Zealand", "丸亀町",
    ],
)  # fmt: skip
def test_what_is_right_in_another_way_is_passed_over(text):
    assert [*NAMES.misspelt(text)] == []


@given(st.text(max_size=40), st.text(max_size=40))
def test_a_name_that_is_right_is_never_told(before, after):
    found = NAMES.misspelt(f"{before} Digne-les-Bains {after}")

    assert "Digne-les-Bains" not in [each.words for each in found]


@given(st.sampled_from(["Marugame", "Willich", "Australia"]), st.data())
def test_two_neighbouring_letters_that_changed_places_are_told(name, data):
    at = data.draw(st.integers(1, len(name) - 2))
    swapped = name[:at] + name[at + 1] + name[at] + name[at + 2 :]

    assert [*NAMES.misspelt(f"To {swapped}")] == ([] if swapped == name else [(swapped, name)])
