"""What sentences say of a tie, and whether it is told where the registry says otherwise."""

from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from glocal_ext.core.claims import Tie, dates, findings
from glocal_ext.core.dates import Month, PartialDate, ordinal
from glocal_ext.core.model import Event, Partnership, Party

ISSUE = Month(2031, 5)
PARTIES = (Party("north-river"), Party("southport"))
NAMES = (("North River", "北川町"), ("Southport",))


def tie(
    established: str, kind: str = "sister city", *history: tuple[str, str], later: str | None = None
) -> Tie:
    parties = (*PARTIES, Party("east-bay", PartialDate.parse(later))) if later else PARTIES
    events = tuple(Event(PartialDate.parse(date), text) for date, text in history)
    since = PartialDate.parse(established)
    return Tie(Partnership("the-tie", kind, parties, since, history=events), NAMES)


def told(sentence: str, *ties: Tie) -> list[tuple[str, str]]:
    return [(found.name, found.words) for found in findings(sentence, ISSUE, ties)]


RIGHT = {
    "the year after": ("They celebrate the 30th anniversary of their tie next year.", "2002-05-06"),
    "no year said": ("Legacy of the 30th anniversary of the sister city relationship", "2002"),
    "since when": ("Sister cities since 2002, the two celebrate the 29th anniversary.", "2002"),
    "in words": ("This year is the thirtieth anniversary of the tie.", "2001"),
    "a year of the past": ("In 2011, on the tenth anniversary, a bridge was built.", "2001"),
    "its own": ("The choir of Southport sang at its 60th anniversary concert in 2031.", "2001"),
    "the noughth": ("It was the 0th anniversary of the tie.", "2031"),
    "a guest book": ("On 5 May 2031 he signed the guest book of the sister city.", "2001"),
    "renewed": ("In April 2031 they signed a paper to renew the sister city agreement.", "2001"),
    "a form": ("The form for the sister city exchange is due on 5 June 2031.", "2001"),
    "significant": ("A significant step for the sister city relationship in June 2030", "2001"),
    "a dinner": ("The visit concluded with a dinner in the sister city in June 2030.", "2001"),
    "years since": ("May 2031 marked the 30 years since they became sister cities.", "2001"),
    "friendly": ("Fairs strengthen friendship relations and friendship ties.", "2001"),
    "another's": ("It was the town’s 130th anniversary this year.", "2001"),
    "of something else": ("A fair for the 55th anniversary of the station in 2031.", "2001"),
    "diplomacy": ("To mark the 70th anniversary of diplomatic relations this year", "2001"),
    "about": ("This year is the 31st anniversary of the tie.", "2001~"),
    "a month": ("In May 2001 they established a sister city relationship.", "2001-05-06"),
    "the day after": ("They signed a sister-city agreement on 7 May 2001.", "2001-05-06"),
    "American": ("They became sister cities on May 6, 2001.", "2001-05-06"),
    "this year": ("In May of this year they established a sister city relationship.", "2031-05-06"),
    "no date": ("They established a sister city relationship.", "2001-05-06"),
    "a verb": ("May the sister city relationship that they established last.", "2001-06"),
    "another clause": ("They celebrate the 30th anniversary; a bridge was built in 2026.", "2001"),
    "people": ("In front of 2000 people they became sister cities in May 2001.", "2001-05-06"),
    "city and town": ("The sister town was glad.", "2001"),
    "with a third": ("It signed a friendship city agreement with Westville in 1999.", "2001"),
}  # fmt: skip


@pytest.mark.parametrize("case", RIGHT)
def test_what_is_right_or_left_open_is_passed_over(case):
    sentence, established = RIGHT[case]
    assert told(sentence, tie(established)) == []


WRONG = {
    "a year late": (
        "The towns will celebrate the 31st anniversary of their tie next year.",
        ("text-anniversary", "31st anniversary"),
    ),
    "this year": (
        "This year is the thirtieth anniversary of the tie.",
        ("text-anniversary", "thirtieth anniversary"),
    ),
    "far ahead": (
        "Legacy of the 40th anniversary of the sister city relationship",
        ("text-anniversary", "40th anniversary"),
    ),
    "the month": (
        "In July 2002 they established a sister city relationship.",
        ("text-date", "July 2002"),
    ),
    "the day": ("They became sister cities on 16 May 2002.", ("text-date", "16 May 2002")),
    "the month alone": ("They became sister cities in July.", ("text-date", "July")),
    "since": ("Sister cities since 1999, they are friends.", ("text-date", "since 1999")),
    "the kind": ("The friendship city was glad.", ("text-kind", "friendship city")),
    "the tier": ("The sister states were glad.", ("text-kind", "sister states")),
}


@pytest.mark.parametrize("case", WRONG)
def test_what_the_registry_has_otherwise_is_told(case):
    sentence, finding = WRONG[case]
    assert told(sentence, tie("2002-05-06")) == [finding]


def test_a_finding_shows_the_sum():
    found = [*findings("The 31st anniversary of the tie is next year.", ISSUE, [tie("2002-05-06")])]

    assert [each.sum for each in found] == [
        "“the-tie” was established 6 May 2002, and 2032 − 2002 = 30: the 30th in 2032"
    ]


def test_what_its_history_tells_is_right():
    upgraded = tie("2023-07-07", "sister city", ("2018-07-06", "Friendship declaration"))

    assert told("They signed a friendship agreement in July 2018.", upgraded) == []
    assert told("Once it was a friendship city.", upgraded) == []
    assert told("They signed a friendship agreement in July 2019.", upgraded)


def test_one_of_several_ties_is_enough():
    both = tie("2001-05-06"), tie("1999-01-02", "friendship city")

    assert told("They became friendship cities in January 1999.", *both) == []
    assert told("This year is the 32nd anniversary of the friendship.", *both) == []
    assert told("This year is the 33rd anniversary of the friendship.", *both)


def test_a_party_that_joined_later_has_anniversaries_of_its_own():
    assert told("The 20th anniversary of the tie is this year.", tie("2001", later="2011-03")) == []
    assert told("The 20th anniversary of the tie is this year.", tie("2001"))


def test_an_article_about_no_tie_is_passed_over():
    assert told("This year is the 31st anniversary of the sister city relationship.") == []


days = st.dates(dt.date(1600, 1, 1), dt.date(2090, 12, 31))


@given(days, st.integers(1, 99), st.integers(-1, 1), st.sampled_from([Month(2031, 5)]))
def test_an_anniversary_is_told_exactly_where_the_years_differ(day, count, shift, issue):
    when = {-1: "last", 0: "this", 1: "next"}[shift]
    sentence = f"The {ordinal(count)} anniversary of the tie was {when} year."

    found = [*findings(sentence, issue, [tie(day.isoformat())])]

    assert bool(found) is (day.year + count != issue.year + shift)


FORMS = ("{0.day} {0:%B} {0.year}", "{0:%B} {0.day}, {0.year}", "the {0.day}th of {0:%B} {0.year}")


@given(days, st.sampled_from(FORMS))
def test_a_day_is_read_in_each_way_in_which_it_is_written(day, form):
    sentence = f"It was signed on {form.format(day)}, and they were glad."

    assert [each[1:] for each in dates(sentence, ISSUE)] == [(day.year, day.month, day.day)]


@given(days, days)
def test_a_day_is_told_exactly_where_it_is_more_than_one_day_off(said, known):
    sentence = f"They became sister cities on {FORMS[0].format(said)}."

    found = told(sentence, tie(known.isoformat()))

    assert bool(found) is (abs((said - known).days) > 1)


@given(st.text(alphabet="MayJuly 0123456789stthofin,.–(", max_size=60))
def test_no_text_stops_the_reading(text):
    for date in dates(text, ISSUE):
        assert date.words in text
    told(f"{text} became a sister city on its 30th anniversary", tie("2001"))
