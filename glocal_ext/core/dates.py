"""Dates that say no more than is known, months of issues, and anniversaries."""

from __future__ import annotations

import calendar
import datetime as dt
import re
from dataclasses import dataclass
from typing import Self

from babel.dates import format_date, format_skeleton

from glocal_ext.core.names import written_locale

_DATE = re.compile(r"(\d{4})(?:-(\d{2})(?:-(\d{2}))?)?(~?)", re.ASCII)
_DAY = re.compile(r"\d{4}-\d{2}-\d{2}", re.ASCII)
_MONTH = re.compile(r"(\d{4})-(\d{2})", re.ASCII)


@dataclass(frozen=True, slots=True)
class PartialDate:
    """A date known to the year, the month or the day; *approximate* where it is "about"."""

    year: int
    month: int | None = None
    day: int | None = None
    approximate: bool = False

    @classmethod
    def parse(cls, text: str) -> Self:
        """Read ``2023``, ``2023-07`` or ``2023-07-07``, each with an optional ``~`` behind.

        Raises `ValueError` with a sentence for an editor.
        """
        match = _DATE.fullmatch(text.strip())
        if not match:
            raise ValueError(
                f"“{text}” is no date: write 2023, 2023-07 or 2023-07-07, "
                "with ~ behind it where it is approximate."
            )
        year, month, day = (int(part) if part else None for part in match.group(1, 2, 3))
        assert year is not None
        try:
            dt.date(year, 1 if month is None else month, 1 if day is None else day)
        except ValueError:
            raise ValueError(f"“{text}” is not in the calendar.") from None
        return cls(year, month, day, bool(match.group(4)))

    @classmethod
    def of(cls, day: dt.date) -> Self:
        """Return *day*, which is known whole."""
        return cls(day.year, day.month, day.day)

    def __str__(self) -> str:
        parts = [f"{self.year:04}"]
        parts += [f"{part:02}" for part in (self.month, self.day) if part is not None]
        return "-".join(parts) + "~" * self.approximate

    @property
    def iso(self) -> str:
        """The date for machines, as HTML's ``datetime`` takes it (no sign of approximation)."""
        return str(self).rstrip("~")

    def format(self, language: str) -> str:
        """Return "2023", "July 2023" or "7 July 2023" in *language* (BCP 47), never more."""
        date = dt.date(self.year, self.month or 1, self.day or 1)
        if self.day:
            return format_date(date, "long", locale=written_locale(language))
        return format_skeleton(
            "yMMMM" if self.month else "y", date, locale=written_locale(language)
        )

    def on(self, year: int) -> PartialDate:
        """Return the same day in *year*, as far as it is known (29 February: 28 in most years)."""
        day = self.day
        if (self.month, day) == (2, 29) and not calendar.isleap(year):
            day = 28
        return PartialDate(year, self.month, day, self.approximate)


@dataclass(frozen=True, slots=True, order=True)
class Month:
    """The month of an issue."""

    year: int
    month: int

    @classmethod
    def parse(cls, text: str) -> Self:
        """Read ``2023-09``; raises `ValueError` with a sentence for an editor."""
        match = _MONTH.fullmatch(text.strip())
        if not match or not 1 <= int(match[2]) <= 12 or int(match[1]) < 1:
            raise ValueError(f"“{text}” is no month: write year and month, such as 2023-09.")
        return cls(int(match[1]), int(match[2]))

    def __str__(self) -> str:
        return f"{self.year:04}-{self.month:02}"

    def format(self, language: str) -> str:
        """Return "September 2023" in *language*."""
        return PartialDate(self.year, self.month).format(language)

    def name(self, language: str) -> str:
        """Return "September" in *language*."""
        day = dt.date(self.year, self.month, 1)
        return str(format_date(day, "LLLL", locale=written_locale(language)))


def parse_day(text: str) -> dt.date:
    """Read a whole ISO date; raises `ValueError` with a sentence for an editor."""
    if not _DAY.fullmatch(text.strip()):
        raise ValueError(f"“{text}” is no day: write year, month and day, such as 2023-09-01.")
    date = PartialDate.parse(text)
    assert date.month is not None and date.day is not None  # noqa: PT018  (one fact)
    return dt.date(date.year, date.month, date.day)


@dataclass(frozen=True, slots=True)
class Anniversary:
    """The *years*th return of a day: *date* says when, as far as that is known."""

    years: int
    date: PartialDate


def anniversary(since: PartialDate, year: int) -> Anniversary | None:
    """Return the anniversary of *since* that falls in *year*; none before the first."""
    years = year - since.year
    return Anniversary(years, since.on(year)) if years > 0 and year <= dt.MAXYEAR else None


def coming(since: PartialDate, month: Month) -> Anniversary | None:
    """Return the first anniversary of *since* in *month* or later, as far as dates are known.

    Where only the year is known, the anniversary is in all of its year.
    """
    over = since.month is not None and since.month < month.month
    return anniversary(since, max(month.year + over, since.year + 1))


def is_jubilee(years: int) -> bool:
    """Tell whether an anniversary is marked in a list: the 10th, 20th, 25th, 30th and so on."""
    return years > 0 and (years % 10 == 0 or years % 25 == 0)


def is_round(years: int) -> bool:
    """Tell whether an infobox mentions the anniversary: the 1st and every fifth."""
    return years == 1 or (years > 0 and years % 5 == 0)


def ordinal(number: int) -> str:
    """Return the English ordinal of a whole *number* above 0: "1st", "22nd", "30th", "111th"."""
    suffix = "th"
    if number % 100 not in (11, 12, 13):
        suffix = {1: "st", 2: "nd", 3: "rd"}.get(number % 10, "th")
    return f"{number}{suffix}"
