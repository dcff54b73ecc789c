"""What is coming: the anniversaries of ties between one month and another."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from glocal_ext.core.dates import Month, anniversary

if TYPE_CHECKING:
    from collections.abc import Iterable

    from glocal_ext.core.dates import Anniversary
    from glocal_ext.core.model import Partnership


class Coming(NamedTuple):
    """An anniversary of a tie."""

    record: Partnership
    anniversary: Anniversary

    @property
    def order(self) -> tuple[str, str]:
        """By what it is sorted: what is known to the year only stands behind its months."""
        return self.anniversary.date.iso.ljust(10, "~"), self.record.id


def twelve_months(first: Month) -> tuple[Month, Month]:
    """Return *first* and the last of the twelve months that begin with it."""
    year, month = divmod(first.year * 12 + first.month - 1 + 11, 12)
    return first, Month(year, month + 1)


def between(records: Iterable[Partnership], first: Month, last: Month) -> list[Coming]:
    """Return the anniversaries from *first* to *last*, both included, the nearest first.

    Where only the year is known, an anniversary is in each of its months. An ended tie has none.
    """
    found = []
    for record in records:
        if record.status == "ended":
            continue
        for year in range(first.year, last.year + 1):
            each = anniversary(record.established, year)
            month = record.established.month
            if each and (month is None or first <= Month(year, month) <= last):
                found.append(Coming(record, each))
    return sorted(found, key=lambda each: each.order)
