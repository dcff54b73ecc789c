"""What is coming, against a plain look at every month."""

from __future__ import annotations

import datetime as dt

from hypothesis import given
from hypothesis import strategies as st

from glocal_ext.core.anniversaries import between, twelve_months
from glocal_ext.core.dates import Month, PartialDate
from glocal_ext.core.model import Partnership, Party

months = st.builds(Month, st.integers(1900, 2100), st.integers(1, 12))
dates = st.builds(
    lambda day, parts: PartialDate(*((day.year, day.month, day.day)[:parts])),
    st.dates(dt.date(1900, 1, 1), dt.date(2100, 12, 31)),
    st.integers(1, 3),
)


def tie(number: int, established: PartialDate, status: str = "active") -> Partnership:
    parties = (Party("here"), Party("there"))
    return Partnership(f"tie-{number}", "sister city", parties, established, status)


@given(st.lists(dates, max_size=5), months, st.integers(0, 40))
def test_every_anniversary_of_a_span_is_found_once_and_no_other(
    established: list[PartialDate], first: Month, span: int
) -> None:
    year, month = divmod(first.year * 12 + first.month - 1 + span, 12)
    last = Month(year, month + 1)
    records = [tie(number, date) for number, date in enumerate(established)]

    found = between(records, first, last)

    expected = set()
    for record in records:
        since = record.established
        for number in range(first.year * 12 + first.month - 1, year * 12 + month + 1):
            this = Month(number // 12, number % 12 + 1)
            if since.month in (None, this.month) and this.year > since.year:
                expected.add((record.id, this.year - since.year))
    assert sorted((each.record.id, each.anniversary.years) for each in found) == sorted(expected)


@given(st.lists(dates, max_size=6), months)
def test_what_is_nearest_comes_first(established: list[PartialDate], first: Month) -> None:
    records = [tie(number, date) for number, date in enumerate(established)]

    found = between(records, *twelve_months(first))

    known = [each.anniversary.date.iso for each in found if each.anniversary.date.day]
    assert known == sorted(known)


def test_an_ended_tie_has_none() -> None:
    records = [tie(1, PartialDate(2000, 5), "ended"), tie(2, PartialDate(2000, 5), "suspended")]

    found = between(records, Month(2025, 1), Month(2025, 12))

    assert [each.record.id for each in found] == ["tie-2"]


def test_what_is_known_to_the_year_stands_behind_its_months() -> None:
    records = [
        tie(1, PartialDate(2000)),
        tie(2, PartialDate(2000, 12)),
        tie(3, PartialDate(2001, 1)),
    ]

    found = between(records, Month(2025, 6), Month(2026, 1))

    assert [(each.record.id, each.anniversary.date.iso) for each in found] == [
        ("tie-2", "2025-12"),
        ("tie-1", "2025"),
        ("tie-3", "2026-01"),
        ("tie-1", "2026"),
    ]


@given(months)
def test_twelve_months_end_a_year_before_the_next(first: Month) -> None:
    begin, end = twelve_months(first)

    assert begin == first
    assert (end.year * 12 + end.month) - (begin.year * 12 + begin.month) == 11
