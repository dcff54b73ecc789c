"""Names of countries, tags of languages, runs of Japanese in a text, and counted words."""

from __future__ import annotations

import itertools

import pytest
from babel import Locale
from hypothesis import given
from hypothesis import strategies as st

from glocal_ext.core.names import (
    Languages,
    count_words,
    country_name,
    is_han_run,
    japanese_runs,
    parse_language,
)

ANY_TEXT = st.text(st.characters())
MIXED = (
    st.text(st.sampled_from("aB1 .,’-、。・ー（）「」々〇丸亀市まるがめマルガメｶ𠮷\n")) | ANY_TEXT
)


@pytest.mark.parametrize(
    ("code", "language", "name"),
    [
        ("JP", "en", "Japan"),
        ("JP", "ja", "日本"),
        ("AU", "de", "Australien"),
        ("AU", "zh-Hant", "澳洲"),
        # What CLDR calls these reads badly in running text.
        ("HK", "en", "Hong Kong"),
        ("MO", "en", "Macao"),
        ("TR", "en", "Türkiye"),
        ("CI", "en", "Côte d’Ivoire"),
        ("TW", "en", "Taiwan"),
    ],
)
def test_a_country_has_its_name_in_each_language(code, language, name):
    assert country_name(code, language) == name


def test_the_short_names_are_of_english_alone():
    assert country_name("HK", "de") == Locale("de").territories["HK"]


@pytest.mark.parametrize(
    "code", ["", "jp", "Jp", "JPN", "J", " JP", "JP\n", "001", "ＪＰ", "UK", "EU", "UN", "EZ", "ZZ"]
)
def test_what_is_no_country_is_answered_with_the_form_of_its_code(code):
    with pytest.raises(ValueError, match="no country: two capital letters, as in JP") as error:
        country_name(code, "en")
    assert f"“{code}”" in str(error.value)


# CLDR carries these for purposes of its own: a reader would meet "Pseudo-Bidi" in an infobox.
@pytest.mark.parametrize("code", ["QO", "XA", "XB", "AC", "IC"])
def test_what_cldr_lists_beside_countries_is_no_country(code):
    with pytest.raises(ValueError, match="is no country"):
        country_name(code, "en")


@given(ANY_TEXT)
def test_any_text_is_a_country_or_a_sentence(code):
    try:
        assert country_name(code, "en")
    except ValueError as error:
        assert "is no country" in str(error)  # noqa: PT017  (either outcome is right)


@pytest.mark.parametrize("tag", ["ja", "de", "zh-Hant", "zh-Hant-TW", "sr-Latn-RS", "pt-BR"])
def test_a_language_is_a_bcp_47_tag(tag):
    assert parse_language(tag) == tag


@pytest.mark.parametrize(
    "tag",
    ["", "j", "ja_JP", "ja ", "ja\n", "Japanese", "xx", "en-", "-", "日本語", "\x00", "a" * 999],
)
def test_what_is_no_language_is_answered_with_examples(tag):
    with pytest.raises(ValueError, match="no language tag: write ja, de or zh-Hant") as error:
        parse_language(tag)
    assert f"“{tag}”" in str(error.value)


# These are names of POSIX locales: an attribute lang with one of them is invalid HTML.
@pytest.mark.parametrize("tag", ["en.UTF-8", "de@euro", "root"])
def test_the_name_of_a_locale_is_no_language(tag):
    with pytest.raises(ValueError, match="no language tag"):
        parse_language(tag)


@given(ANY_TEXT | st.text("aehjnt-@._TZ", max_size=9))
def test_any_text_is_a_language_or_a_sentence(tag):
    try:
        assert parse_language(tag) == tag
    except ValueError as error:
        assert "is no language tag" in str(error)  # noqa: PT017  (either outcome is right)


@pytest.mark.parametrize(
    ("text", "runs"),
    [
        ("", []),
        ("Marugame", [("Marugame", None)]),
        ("ありがとう", [("ありがとう", "ja")]),
        ("丸亀市", [("丸亀市", "ja")]),
        ("北市", [("北市", "zh-Hant")]),
        ("北市の川", [("北市の川", "ja")]),
        ("in 北市, by", [("in ", None), ("北市", "zh-Hant"), (", by", None)]),
        ("佐々木", [("佐々木", "ja")]),
        ("𠮷野家", [("𠮷野家", "ja")]),
        ("ラーメン", [("ラーメン", "ja")]),
        ("ﾗｰﾒﾝ", [("ﾗｰﾒﾝ", "ja")]),
        # Japanese punctuation joins a run but neither begins nor ends one.
        ("東京、大阪", [("東京、大阪", "ja")]),
        ("ジョン・スミス", [("ジョン・スミス", "ja")]),
        ("川と海。 x", [("川と海", "ja"), ("。 x", None)]),
        ("「川と海」", [("「", None), ("川と海", "ja"), ("」", None)]),
        # A space and Latin letters end it.
        ("川 海", [("川", "ja"), (" ", None), ("海", "ja")]),
        ("JR四国", [("JR", None), ("四国", "ja")]),
        ("한국", [("한국", None)]),
    ],
)
def test_a_text_is_split_into_runs_with_their_language(text, runs):
    assert list(japanese_runs(text, {"北市": "zh-Hant"})) == runs


@given(MIXED)
def test_the_runs_of_a_text_join_to_that_text(text):
    runs = list(japanese_runs(text, {"丸": "zh-Hant"}))
    assert "".join(run for run, _ in runs) == text
    assert all(run for run, _ in runs)
    assert {language for _, language in runs} <= {None, "ja", "zh-Hant"}
    # Two neighbours in the document's language would be one run.
    assert not any(a is b is None for (_, a), (_, b) in itertools.pairwise(runs))


@given(st.text(st.characters(max_codepoint=0x2FFF)))
def test_a_text_without_japanese_is_one_run(text):
    assert list(japanese_runs(text.replace("々", ""), {})) == ([(text, None)] if text else [])


@pytest.mark.parametrize(
    ("text", "runs"),
    [
        ("Marugame", [("Marugame", "en")]),
        ("18–19 July 2023", [("18–19 July 2023", "en")]),
        ("2023", [("2023", None)]),
        ("丸亀市", [("丸亀市", None)]),
        ("北市", [("北市", "zh-Hant")]),
        # In a line of Japanese a date's figures are Japanese too.
        (
            "7日; friendship 6",
            [("7", None), ("日", None), ("; ", None), ("friendship", "en"), (" 6", None)],
        ),
        ("JR四国", [("JR", "en"), ("四国", None)]),
    ],
)
def test_on_a_japanese_page_the_words_of_a_text_in_english_are_marked(text, runs):
    languages = Languages({"北市": "zh-Hant"}, page="ja", documents="en")

    assert list(languages.runs(text)) == runs


@given(MIXED, st.sampled_from(["ja", "en", "de"]), st.sampled_from(["ja", "en"]))
def test_the_runs_join_to_the_text_in_every_frame(text, page, documents):
    languages = Languages({"丸": "zh-Hant"}, page, documents)

    assert "".join(run for run, _ in languages.runs(text)) == text
    assert page not in {language for _, language in languages.runs(text)}


def test_a_publication_that_is_in_japanese_marks_no_word_of_it():
    assert [*Languages({}, "ja", "ja").runs("JR四国")] == [("JR", None), ("四国", None)]


def test_only_a_run_without_kana_depends_on_the_registry():
    assert is_han_run("丸亀市")
    assert not is_han_run("丸がめ市")
    assert not is_han_run("マルガメ")


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("", 0),
        (" … — !", 0),
        ("Two towns, one river.", 4),
        ("the mayor’s folder's end", 4),
        ("a well-known river", 3),
        ("18–19 July 2031", 4),
        ("丸", 1),
        ("丸亀", 1),
        ("丸亀市", 2),
        ("Marugame (丸亀市)", 3),
        ("ラーメン and 川", 4),
        ("snake_case", 2),
    ],
)
def test_two_japanese_characters_count_as_a_word(text, words):
    assert count_words(text) == words


@given(st.lists(st.text("abcdeé", min_size=1, max_size=8), max_size=9))
def test_a_latin_text_has_as_many_words_as_it_has_gaps(words):
    assert count_words(" ".join(words)) == len(words)


@given(MIXED)
def test_any_text_has_at_most_a_word_a_character(text):
    assert 0 <= count_words(text) <= len(text)
