"""What a sentence says of a tie, against what the registry says of it.

Read is English as newsletters write it: “the 30th anniversary … next year”, “established a
sister city relationship in July”. What a sentence leaves open is taken to be right, so that a
finding is worth an editor's minute.
"""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

from babel.dates import get_month_names

from glocal_ext.core.dates import anniversary, ordinal

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from glocal_ext.core.dates import Month, PartialDate
    from glocal_ext.core.model import Partnership


class Finding(NamedTuple):
    """A disagreement: its *name* (``text-date``), the *words* of the text and the *sum*."""

    name: str
    words: str
    sum: str


@dataclass(frozen=True, slots=True)
class Tie:
    """A record and, for each of its parties, what it is called."""

    record: Partnership
    parties: tuple[tuple[str, ...], ...]

    def is_named(self, sentence: str) -> bool:
        """Tell whether *sentence* names two of the parties."""
        return sum(any(name in sentence for name in names) for names in self.parties) >= 2

    @property
    def starts(self) -> list[PartialDate]:
        """The days from which its anniversaries are counted."""
        later = (party.since for party in self.record.parties if party.since)
        return [self.record.established, *later]


def findings(sentence: str, issue: Month, ties: Sequence[Tie]) -> Iterator[Finding]:
    """Yield what *sentence* says and none of *ties* does, in an issue of the month *issue*.

    What is behind a semicolon says something else. A sentence about what somebody has “with” a
    third is passed over.
    """
    if not ties or (_WITH.search(sentence) and not any(tie.is_named(sentence) for tie in ties)):
        return
    for clause in sentence.split(";"):
        yield from _anniversaries(clause, issue, ties)
        yield from _beginnings(clause, issue, ties)
        yield from _kinds(clause, ties)


_WITH = re.compile(r"\bwith\s+(?:the\s+)?(?![a-z])[^\W\d_]")


# -- dates in a sentence ---------------------------------------------------------------------


class Said(NamedTuple):
    """A date that a sentence gives, as far as it gives one, and its *words*."""

    words: str
    year: int | None
    month: int | None = None
    day: int | None = None

    def may_be(self, known: PartialDate) -> bool:
        """Tell whether *known* may be the same date.

        The day beside it may: one signing has two days where two time zones see it.
        """
        if known.approximate:
            return True
        if self.year and self.month and self.day and known.month and known.day:
            said = dt.date(self.year, self.month, self.day)
            return abs((said - dt.date(known.year, known.month, known.day)).days) <= 1
        parts = zip(self[1:], (known.year, known.month, known.day), strict=True)
        return all(mine == theirs for mine, theirs in parts if mine and theirs)


_MONTHS = {name: number for number, name in get_month_names("wide", locale="en").items()}
_RELATIVE = {"last": -1, "this": 0, "next": 1}
_DATE = re.compile(
    rf"""
    (?:\b(?P<before>\d{{1,2}})(?:st|nd|rd|th)?\s+(?:of\s+)?)?
    \b(?P<month>{"|".join(_MONTHS)})\b
    (?:\s+(?P<after>\d{{1,2}})(?:st|nd|rd|th)?(?![\d:]))?
    (?:,?\s+(?:of\s+)?(?:(?P<year>[12]\d{{3}})\b|(?P<relative>(?i:this|last|next))\s+year\b))?
    | (?:\b(?:in|of|since|until|from|by|during|early|late|year)\s+|[(–]\s*)
      (?P<bare>1[5-9]\d\d|20\d\d)\b(?!\s+[a-z]+s\b)
    | \b(?P<only>(?i:this|last|next))\s+year\b
    """,
    re.VERBOSE,
)
_BEFORE_MAY = re.compile(r"\b(?:in|of|since|until|from|by|last|this|next|early|late|mid)[\s-]+$")


def dates(sentence: str, issue: Month) -> Iterator[Said]:
    """Yield the dates in *sentence*; “next year” is counted from the year of *issue*.

    A number above 1499 is a year behind “in” and the like, unless it counts something.
    """
    for match in _DATE.finditer(sentence):
        found = match.groupdict()
        year = int(found["year"] or found["bare"] or 0) or None
        if relative := found["relative"] or found["only"]:
            year = issue.year + _RELATIVE[relative.casefold()]
        day = int(found["before"] or found["after"] or 0) or None
        month = _MONTHS.get(found["month"] or "")
        may = found["month"] == "May" and not (day or year)
        if may and not _BEFORE_MAY.search(sentence[: match.start()]):
            continue  # “May it last”
        try:
            dt.date(year or 2000, month or 1, day or 1)
        except ValueError:
            continue  # “April 31”
        yield Said(match.group().lstrip("(–").strip(), year, month, day)


# -- anniversaries ---------------------------------------------------------------------------


_UNITS = ("first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth")
_TEENS = (
    "tenth", "eleventh", "twelfth", "thirteenth", "fourteenth", "fifteenth", "sixteenth",
    "seventeenth", "eighteenth", "nineteenth",
)  # fmt: skip
_TENS = ("twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety")
_ORDINALS = {word: number for number, word in enumerate((*_UNITS, *_TEENS), 1)}
for _tens, _word in enumerate(_TENS, 2):
    _ORDINALS[f"{_word[:-1]}ieth"] = 10 * _tens
    _ORDINALS |= {f"{_word}-{unit}": 10 * _tens + one for one, unit in enumerate(_UNITS, 1)}

_ANNIVERSARY = re.compile(
    rf"""
    (?P<anothers>\b(?:city|town|village|prefecture|state|school|company|museum|festival)['’]s\s+)?
    \b(?P<words>(?:(?P<figure>\d{{1,3}})(?:st|nd|rd|th)|(?P<word>{"|".join(_ORDINALS)}))
    (?:[\s-]+year)?[\s-]+anniversary)\b
    (?P<of>\s+(?:of|since)\s+[^,.;:()]*)?
    """,
    re.VERBOSE | re.IGNORECASE,
)
_OF_A_TIE = re.compile(
    r"\b(?:relation(?:ship|s)?|partnership|ties?|twinning|affiliation|sister|friendship)\b",
    re.IGNORECASE,
)
_DIPLOMATIC = re.compile(r"\bdiplomatic\b", re.IGNORECASE)


def _anniversaries(sentence: str, issue: Month, ties: Sequence[Tie]) -> Iterator[Finding]:
    """Yield the anniversaries that fall in another year than the sentence says.

    Where it says none, each that is not later than next year may be right. A sentence that
    speaks of no tie and does not name its parties is about something else.
    """
    is_about_ties = _OF_A_TIE.search(sentence) or any(tie.is_named(sentence) for tie in ties)
    if _DIPLOMATIC.search(sentence) or not is_about_ties:
        return
    starts = [start for tie in ties for start in tie.starts]
    years = {date.year for date in dates(sentence, issue) if date.year}
    years -= {start.year for start in starts}
    for match in _ANNIVERSARY.finditer(sentence):
        if match["anothers"] or (match["of"] and not _OF_A_TIE.search(match["of"])):
            continue
        figure = match["figure"]
        count = int(figure) if figure else _ORDINALS[match["word"].casefold()]
        due = {start.year + count for start in starts}
        if any(start.approximate for start in starts):
            continue
        if due & years or (not years and min(due) <= issue.year + 1):
            continue
        yield Finding("text-anniversary", match["words"], _sum(ties[0], min(years or {issue.year})))


def _sum(tie: Tie, year: int) -> str:
    since = tie.record.established
    found = anniversary(since, year)
    which = f"the {ordinal(found.years)}" if found else "none"
    begun = f"“{tie.record.id}” was established {since.format('en')}"
    return f"{begun}, and {year} − {since.year} = {year - since.year}: {which} in {year}"


# -- beginnings and kinds --------------------------------------------------------------------

_PLACE = (
    r"(?:cit(?:y|ies)|towns?|villages?|wards?|states?|prefectures?|regions?|provinces?|ports?"
    r"|schools?)"
)
_BOND = r"(?:relation(?:ship|s)?|ties?|affiliation|partnership)"
_KIND = re.compile(
    rf"\b(?P<family>sister|friendship)[\s-]+(?P<noun>{_PLACE}|(?<=sister[\s-]){_BOND})\b",
    re.IGNORECASE,
)
"""A kind of tie: “friendship relations” may be those of sister cities."""

_MADE = r"(?:establish(?:ed)?|conclude[sd]?|signed?|entered\s+into|formed)"
_WHOLE = rf"(?:sister|friendship)(?:[\s-]+{_PLACE})?[\s-]+(?:{_BOND}|agreement)"
_BEGINNING = re.compile(
    rf"""
    \b{_MADE}\s+(?:(?:an?|the|their|its|this|new|formal|official)\s+){{0,3}}{_WHOLE}\b
    | \b{_WHOLE}\s+(?:was|were|has\s+been)\s+{_MADE}\b
    | \bbec(?:ame|ome)\s+(?:an?\s+|each\s+other[’']s\s+)?(?:sister|friendship)[\s-]+{_PLACE}\b
    | \b(?:sister|friendship)[\s-]+{_PLACE}\s+since\s+(?=\d|[A-Z])
    """,
    re.VERBOSE | re.IGNORECASE,
)
_OF_BEFORE = re.compile(r"\b(?:since|when|after|before|until|years?|renew\w*)\b", re.IGNORECASE)
"""What makes of the words behind it something that a sentence only refers to."""


def _beginnings(sentence: str, issue: Month, ties: Sequence[Tie]) -> Iterator[Finding]:
    """Yield the first date of a sentence about a beginning, where no record has any of them."""
    begun = _BEGINNING.search(sentence)
    refers = begun and _OF_BEFORE.search(sentence[: begun.start()].replace("this year", ""))
    if not begun or refers:
        return
    known = [start for tie in ties for start in tie.starts]
    known += [event.date for tie in ties for event in tie.record.history]
    said = [*dates(sentence, issue)]
    if said and not any(date.may_be(each) for date in said for each in known):
        record = ties[0].record
        since = record.established.format("en")
        history = ", and its history has no such day" if record.history else ""
        yield Finding("text-date", said[0].words, f"“{record.id}” was established {since}{history}")


_TIERS = {
    "city": "municipal", "town": "municipal", "village": "municipal", "ward": "municipal",
    "state": "regional", "prefecture": "regional", "region": "regional", "province": "regional",
}  # fmt: skip
"""Nouns of kinds that stand for one another: a city and a town are “sister cities”."""


def _kinds(sentence: str, ties: Sequence[Tie]) -> Iterator[Finding]:
    """Yield the kinds of tie that none of the records is, and none ever was by its history."""
    for match in _KIND.finditer(sentence):
        family = match["family"].casefold()
        noun = match["noun"].casefold().removesuffix("s").replace("citie", "city")
        if not any(_is_of(tie.record, family, noun) for tie in ties):
            record = ties[0].record
            yield Finding("text-kind", match.group(), f"“{record.id}” is a {record.kind}")


def _is_of(record: Partnership, family: str, noun: str) -> bool:
    if any(family in event.event.casefold() for event in record.history):
        return True
    own_family, _space, own_noun = record.kind.partition(" ")
    tier, own_tier = _TIERS.get(noun), _TIERS.get(own_noun)
    return own_family == family and (not tier or not own_tier or tier == own_tier)
