from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from glocal_ext.core.search import Numbers, decode, fold, split


@pytest.mark.parametrize(
    ("text", "folded"),
    [
        ("Osaka", "osaka"),
        ("Ōsaka", "osaka"),
        ("O\u0304saka", "osaka"),
        ("Katō", "kato"),
        ("Łódź", "lodz"),
        ("Straße", "strasse"),
        ("ＦＵＬＬ", "full"),
        ("ｶﾞﾗｽ", "ガラス"),
        ("ガ", "ガ"),  # another letter than カ
        ("髙松", "高松"),
        ("ΣΟΦΟΣ", "σοφοσ"),
    ],
)
def test_what_readers_type_differently_is_the_same(text: str, folded: str) -> None:
    assert fold(text) == folded


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("", []),
        ("Digne-les-Bains, 2023", ["digne", "les", "bains", "2023"]),
        ("丸亀市", ["丸亀", "亀市", "市"]),
        ("木", ["木"]),
        ("姉妹都市とWillich", ["姉妹", "妹都", "都市", "市と", "と", "willich"]),
        ("Vava'u", ["vava", "vavau"]),
        ("Côte d’Ivoire", ["cote", "ivoire", "divoire"]),
        ("snake_case", ["snake", "case"]),
    ],
)
def test_a_text_is_split_into_words_and_pairs(text: str, words: list[str]) -> None:
    assert split(text) == words


@given(st.text())
def test_what_is_folded_once_stays_so(text: str) -> None:
    assert split(fold(text)) == split(text)


@given(st.sets(st.integers(0, 5000)))
def test_numbers_come_back_as_they_were(numbers: set[int]) -> None:
    text = Numbers(5001).encode(sorted(numbers))

    assert decode(text) == sorted(numbers)
    assert not set(text) & set(' "\\|')
    assert text.isascii()


def test_what_nobody_wrote_is_no_list_of_numbers() -> None:
    with pytest.raises(KeyError):
        decode("丸")
