"""The helpers that make a mistake's sentence useful: the nearest name, ids, lists."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from glocal_ext.core.problems import (
    ID,
    Problem,
    attempt,
    did_you_mean,
    did_you_mean_id,
    listed,
    nearest,
    one_of,
    parse_id,
    parse_url,
    plain,
    slug,
)

ANY_TEXT = st.text(st.characters())


@pytest.mark.parametrize(
    ("values", "sentence"),
    [
        ([], "nothing"),
        (["a"], "a"),
        (["a", "b"], "a or b"),
        (["a", "b", "c"], "a, b or c"),
        (iter("abc"), "a, b or c"),
    ],
)
def test_values_are_listed_as_a_sentence_lists_them(values, sentence):
    assert listed(values) == sentence


@pytest.mark.parametrize(
    ("word", "found"),
    [
        ("north-river", "north-river"),
        ("north-rivr", "north-river"),
        ("North River", "north-river"),
        ("NORTH_RIVER", "north-river"),
        ("suedhafen", "südhafen"),
        ("SUDHAFEN", "südhafen"),
        ("southport", None),
        ("", None),
        ("丸亀", None),
    ],
)
def test_the_nearest_name_is_the_one_that_was_meant(word, found):
    assert nearest(word, ["south-hill", "north-river", "südhafen"]) == found


def test_the_nearest_name_does_not_depend_on_the_order_of_what_is_known():
    assert nearest("river-c", ["river-a", "river-b"]) == nearest("river-c", ["river-b", "river-a"])


def test_a_sentence_offers_the_nearest_name_where_there_is_one():
    assert did_you_mean("credti", ["alt", "credit"]) == " Did you mean “credit”?"
    assert did_you_mean("zzz", ["alt", "credit"]) == ""
    assert did_you_mean("alt", []) == ""


NAMES = {
    "north-river": ("North River", "北川市", "N. River"),
    "southport": ("Southport", "Süd"),
    "southport-hill": ("Hill", "Süd"),
}


@pytest.mark.parametrize(
    ("word", "offer"),
    [
        ("North River", " Did you mean “north-river”?"),
        ("north  RIVER", " Did you mean “north-river”?"),
        ("北川市", " Did you mean “north-river”?"),
        ("北川", " Did you mean “north-river”?"),
        ("n. river", " Did you mean “north-river”?"),
        ("hill", " Did you mean “southport-hill”?"),
        ("SÜD", " Did you mean “southport” or “southport-hill”?"),
        ("soutport", " Did you mean “southport”?"),
        ("丸亀", ""),
        ("", ""),
    ],
)
def test_an_id_is_offered_for_what_its_record_is_called(word, offer):
    assert did_you_mean_id(word, NAMES) == offer


@pytest.mark.parametrize(
    ("allowed", "text", "sentence"),
    [
        (("wide", "half", "column"), "full", "“full” is none of wide, half or column."),
        (
            ("column", "wide", "half"),
            "hlaf",
            "“hlaf” is none of column, wide or half. Did you mean “half”?",
        ),
        (["article", "notice"], "x", "“x” is neither article nor notice."),
        (["article", "notice"], "notise", "“notise” is neither article nor notice. Did you mean"),
        (("wide",), "", "“” is none of wide."),
    ],
)
def test_what_is_none_of_the_words_is_answered_with_all_of_them(allowed, text, sentence):
    with pytest.raises(ValueError, match=r"[.?]$") as error:
        one_of(allowed)(text)
    assert str(error.value).startswith(sentence)
    assert [one_of(allowed)(word) for word in allowed] == [*allowed]


@given(ANY_TEXT, st.lists(ANY_TEXT, max_size=4))
def test_the_nearest_of_any_names_is_one_of_them(word, known):
    assert nearest(word, known) in [None, *known]


@given(st.text("abcdefgh", min_size=1))
def test_a_name_that_is_known_is_its_own_nearest(name):
    assert nearest(name, [name, "zzz"]) == name


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Digne-les-Bains", "digne-les-bains"),
        ("  São  Paulo! ", "sao-paulo"),
        ("Ｎｏｒｔｈ", "north"),
        ("Straße", "strasse"),
        ("a_b", "a-b"),
        ("丸亀 市", "丸亀-市"),
        ("…", ""),
    ],
)
def test_plain_text_has_no_accents_and_no_capitals(text, expected):
    assert plain(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("North River", "north-river"),
        ("São Paulo", "sao-paulo"),
        ("2031 Signing", "signing"),
        ("丸亀 and Southport", "and-southport"),
        ("North 丸亀 River", "north-river"),
        ("丸亀", ""),
        ("2031", ""),
        ("", ""),
    ],
)
def test_an_id_is_offered_for_a_name(text, expected):
    assert slug(text) == expected


@given(ANY_TEXT)
def test_what_is_offered_as_an_id_is_one(text):
    offered = slug(text)
    assert offered == "" or parse_id(offered) == offered


@given(st.from_regex(ID, fullmatch=True))
def test_an_id_is_taken_as_it_stands(text):
    assert parse_id(text) == text


@pytest.mark.parametrize(
    ("text", "offer"),
    [
        ("North River", "“north-river” would be one."),
        ("north_river", "“north-river” would be one."),
        ("1st-river", "“st-river” would be one."),
        ("river\n", "“river” would be one."),
        ("-river", "“river” would be one."),
    ],
)
def test_what_is_no_id_is_answered_with_one(text, offer):
    with pytest.raises(ValueError, match="no id: lower-case letters, digits and hyphens") as error:
        parse_id(text)
    assert str(error.value).endswith(offer)


@pytest.mark.parametrize("text", ["", "丸亀", "123", "\ud800"])
def test_no_id_is_offered_where_there_are_no_letters_for_one(text):
    with pytest.raises(ValueError, match=r"beginning with a letter\.$"):
        parse_id(text)


def test_a_refused_value_becomes_a_problem_at_its_line():
    problems = []
    assert attempt(int, "12", "some-name", 7, problems) == 12
    assert problems == []
    assert attempt(parse_id, "X", "some-name", 7, problems) is None
    assert [(each.name, each.line) for each in problems] == [("some-name", 7)]
    assert problems[0].message.startswith("“X” is no id")
    assert problems[0] == Problem("some-name", 7, problems[0].message)


@pytest.mark.parametrize(
    "url",
    ["https://example.org", "http://example.org/a?b=c#d", "https://例え.jp/川", "https://a/(b)"],
)
def test_a_web_address_is_taken_as_it_stands(url):
    assert parse_url(url) == url


@pytest.mark.parametrize(
    "url",
    [
        "",
        "example.org",
        "ftp://example.org",
        "https://",
        "https:///x",
        "https://a b",
        "//a",
        "javascript:alert(1)",
        "data:text/html,x",
        "HTTPS:example.org",
        'https://a/"x',
        "https://a\n",
        "https://a/<b>",
        " https://a",
        "mailto:a@example.org",
    ],
)
def test_what_is_no_web_address_is_told(url):
    with pytest.raises(
        ValueError, match="no web address: it begins with https:// and has no space"
    ):
        parse_url(url)
