"""Dates that say no more than is known, months of issues, anniversaries and ordinals."""

from __future__ import annotations

import calendar
import datetime as dt
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from glocal_ext.core.dates import (
    Anniversary,
    Month,
    PartialDate,
    anniversary,
    coming,
    is_jubilee,
    is_round,
    ordinal,
    parse_day,
)

DAYS = st.dates()
PARTIAL = st.builds(
    lambda day, parts, approximate: PartialDate(
        *((day.year, day.month, day.day)[:parts]), approximate=approximate
    ),
    DAYS,
    st.integers(1, 3),
    st.booleans(),
)
# Short texts over the signs of a date meet its edges; the other half is any text at all.
DATE_LIKE = st.text("0123~- 29", max_size=12) | st.text(st.characters())


@pytest.mark.parametrize(
    ("text", "date"),
    [
        ("2023", PartialDate(2023)),
        ("2023-07", PartialDate(2023, 7)),
        ("2023-07-09", PartialDate(2023, 7, 9)),
        ("2023~", PartialDate(2023, approximate=True)),
        ("2023-07~", PartialDate(2023, 7, approximate=True)),
        ("2023-07-09~", PartialDate(2023, 7, 9, approximate=True)),
        ("  2023 ", PartialDate(2023)),
        ("2024-02-29", PartialDate(2024, 2, 29)),
        ("0001-01-01", PartialDate(1, 1, 1)),
        ("9999-12-31", PartialDate(9999, 12, 31)),
    ],
)
def test_a_date_is_known_to_the_year_the_month_or_the_day(text, date):
    assert PartialDate.parse(text) == date


@pytest.mark.parametrize(
    "text",
    [
        "",
        " ",
        "~",
        "23",
        "02023",
        "2023-7",
        "2023-07-9",
        "2023-07-",
        "2023 ~",
        "2023~~",
        "about 2023",
        "2023/07/09",
        "7 July 2023",
        "2023-07-09T10:00",
        "-2023",
        "2023-07-09\n2024",
        "\x00",
    ],
)
def test_what_is_no_date_is_answered_with_the_three_forms(text):
    with pytest.raises(ValueError, match="no date: write 2023, 2023-07 or 2023-07-07, with ~") as e:
        PartialDate.parse(text)
    assert f"“{text}”" in str(e.value)


@pytest.mark.parametrize("text", ["0000", "2023-13", "2023-02-29", "2023-04-31", "2100-02-29~"])
def test_a_date_that_never_was_is_not_in_the_calendar(text):
    with pytest.raises(ValueError, match=f"“{text}” is not in the calendar"):
        PartialDate.parse(text)


@pytest.mark.parametrize("text", ["2023-00", "2023-00-01", "2023-07-00", "2023-00-00", "2023-00~"])
def test_there_is_no_month_and_no_day_0(text):
    with pytest.raises(ValueError, match=f"“{text}” is not in the calendar"):
        PartialDate.parse(text)


@given(PARTIAL)
def test_a_date_is_written_as_it_is_read(date):
    assert PartialDate.parse(str(date)) == date


@given(DATE_LIKE)
def test_any_text_is_a_date_that_can_be_shown_or_a_sentence(text):
    try:
        date = PartialDate.parse(text)
    except ValueError as error:
        assert str(error).endswith(".")  # noqa: PT017  (either outcome is right)
    else:
        assert str(date) == unicodedata.normalize("NFKC", text).strip()
        assert date.month is None or 1 <= date.month <= 12
        assert date.day is None or 1 <= date.day <= calendar.monthrange(date.year, date.month)[1]
        assert date.format("en") and date.format("ja")  # noqa: PT018  (either may be what is empty)


@given(DATE_LIKE)
def test_any_text_is_a_day_a_month_or_a_sentence(text):
    for parse in (parse_day, Month.parse):
        try:
            assert str(parse(text))
        except ValueError as error:
            assert f"“{text}” is " in str(error)  # noqa: PT017  (either outcome is right)


@pytest.mark.parametrize(
    ("text", "iso"), [("2023~", "2023"), ("2023-07", "2023-07"), ("2023-07-09~", "2023-07-09")]
)
def test_the_date_for_machines_has_no_sign_of_approximation(text, iso):
    assert PartialDate.parse(text).iso == iso


@pytest.mark.parametrize(
    ("text", "language", "shown"),
    [
        ("2023", "en", "2023"),
        ("2023-07", "en", "July 2023"),
        ("2023-07-07", "en", "7 July 2023"),
        ("2023-07-07", "en-US", "July 7, 2023"),
        ("2023", "ja", "2023年"),
        ("2023-07", "ja", "2023年7月"),
        ("2023-07-07", "ja", "2023年7月7日"),
        ("2023-07", "de", "Juli 2023"),
        ("2023-07-07", "zh-Hant", "2023年7月7日"),
    ],
)
def test_a_date_is_shown_as_far_as_it_is_known(text, language, shown):
    assert PartialDate.parse(text).format(language) == shown


@given(PARTIAL)
def test_a_date_shows_no_month_and_no_day_that_is_not_known(date):
    shown = date.format("en").split()
    known = [date.day, date.month and calendar.month_name[date.month], date.year]
    assert shown == [str(part) for part in known if part is not None]


def test_a_day_needs_year_month_and_day():
    assert parse_day("2023-09-01") == dt.date(2023, 9, 1)
    for text in ("2023", "2023-09", "2023-09-01~"):
        with pytest.raises(ValueError, match=f"“{text}” is no day: .* such as 2023-09-01"):
            parse_day(text)


def test_an_issue_s_month_is_year_and_month():
    month = Month.parse(" 2031-05 ")
    assert month == Month(2031, 5)
    assert str(month) == "2031-05"
    assert month.format("en") == "May 2031"
    assert month.format("ja") == "2031年5月"
    assert str(Month(31, 5)) == "0031-05"


@pytest.mark.parametrize(
    "text", ["", "2031", "2031-00", "2031-13", "0000-01", "2031-5", "2031-05-01"]
)
def test_what_is_no_month_is_answered_with_an_example(text):
    with pytest.raises(ValueError, match=f"“{text}” is no month: .* such as 2023-09"):
        Month.parse(text)


@given(st.lists(st.builds(Month, st.integers(1, 9999), st.integers(1, 12)), max_size=5))
def test_months_stand_in_the_order_of_their_names(months):
    assert [str(month) for month in sorted(months)] == sorted(map(str, months))


@given(DAYS, st.integers(1, 9999))
def test_an_anniversary_is_the_same_day_of_a_later_year(day, year):
    found = anniversary(PartialDate(day.year, day.month, day.day), year)
    if year <= day.year:
        assert found is None
        return
    try:
        expected = day.replace(year=year)
    except ValueError:  # 29 February
        expected = dt.date(year, 2, 28)
    assert found.years == year - day.year
    assert parse_day(str(found.date)) == expected


@given(PARTIAL, st.integers(1, 9999))
def test_an_anniversary_is_known_no_better_than_its_beginning(since, year):
    found = anniversary(since, year)
    if found is not None:
        assert found.date.approximate == since.approximate
        assert len(found.date.iso) == len(since.iso)
        assert found.date.month == since.month


@given(
    PARTIAL.filter(lambda day: day.year < 9000),
    st.builds(Month, st.integers(1, 9000), st.integers(1, 12)),
)
def test_what_is_coming_is_the_first_anniversary_that_is_not_past(since, month):
    """Against a plain search through the years."""
    years = (anniversary(since, year) for year in range(since.year + 1, 9999))
    expected = next(
        found
        for found in years
        if (found.date.year, found.date.month or 12) >= (month.year, month.month)
    )

    assert coming(since, month) == expected


def test_jubilees_are_the_tens_and_the_quarters_of_a_hundred():
    found = [years for years in range(-5, 110) if is_jubilee(years)]
    assert found == [10, 20, 25, 30, 40, 50, 60, 70, 75, 80, 90, 100]


def test_anniversaries_are_counted_by_the_year_where_only_the_year_is_known():
    assert anniversary(PartialDate(1994), 2024) == Anniversary(30, PartialDate(2024))
    assert anniversary(PartialDate(1994, 4), 2024) == Anniversary(30, PartialDate(2024, 4))
    assert anniversary(PartialDate(1994), 1994) is None
    assert anniversary(PartialDate(1994), 1993) is None


@pytest.mark.parametrize(
    ("year", "day"), [(2028, 29), (2029, 28), (2100, 28), (2400, 29), (2000, 29), (2096, 29)]
)
def test_29_february_returns_on_the_28th_except_in_leap_years(year, day):
    assert PartialDate(1996, 2, 29).on(year) == PartialDate(year, 2, day)


def test_the_1st_and_every_fifth_anniversary_is_round():
    assert [years for years in range(-10, 31) if is_round(years)] == [1, 5, 10, 15, 20, 25, 30]


@pytest.mark.parametrize(
    ("number", "text"),
    [
        (1, "1st"),
        (2, "2nd"),
        (3, "3rd"),
        (4, "4th"),
        (10, "10th"),
        (11, "11th"),
        (12, "12th"),
        (13, "13th"),
        (21, "21st"),
        (22, "22nd"),
        (23, "23rd"),
        (30, "30th"),
        (100, "100th"),
        (101, "101st"),
        (111, "111th"),
        (112, "112th"),
        (113, "113th"),
        (122, "122nd"),
    ],
)
def test_an_ordinal_is_written_in_english(number, text):
    assert ordinal(number) == text


@given(st.integers(1, 10**9))
def test_an_ordinal_ends_by_its_last_digit_outside_the_teens(number):
    tens, last = divmod(number % 100, 10)
    suffix = ("th", "st", "nd", "rd", *["th"] * 6)[last]
    assert ordinal(number) == f"{number}{'th' if tens == 1 else suffix}"
