"""The values of a record's keys, as TOML gives them; each reader refuses with a `ValueError`."""

from __future__ import annotations

import datetime as dt
import re
from collections import Counter
from typing import Any

from glocal_ext.core.dates import PartialDate, parse_day
from glocal_ext.core.names import country_name, parse_language


def string(value: Any) -> str:
    """Read a text of one line."""
    if not isinstance(value, str) or not value.strip() or "\n" in value.strip():
        raise ValueError("expected a text of one line in double quotes.")
    if not value.isprintable():
        raise ValueError("it has a character that cannot be seen: delete it.")
    return " ".join(value.split())


def strings(value: Any) -> tuple[str, ...]:
    """Read a list of texts, each once."""
    if not isinstance(value, list):
        raise ValueError('expected a list in square brackets, such as ["a", "b"].')
    found = tuple(string(item) for item in value)
    twice = [item for item, count in Counter(found).items() if count > 1]
    if twice:
        raise ValueError(f"“{twice[0]}” stands in it twice.")
    return found


def date(value: Any) -> PartialDate:
    """Read a date in quotes; TOML's own dates and numbers are taken as well."""
    if isinstance(value, (dt.date, int)) and not isinstance(value, (dt.datetime, bool)):
        value = str(value)
    return PartialDate.parse(string(value))


def day(value: Any) -> dt.date:
    """Read a date that is known to the day."""
    return parse_day(str(date(value)))


def coordinates(value: Any) -> tuple[float, float]:
    """Read latitude and longitude in degrees."""
    numbers = value if isinstance(value, list) else []
    if len(numbers) != 2 or not all(
        isinstance(number, (int, float)) and not isinstance(number, bool) for number in numbers
    ):
        raise ValueError("expected [latitude, longitude] in degrees, such as [34.289, 133.798].")
    latitude, longitude = numbers
    if not (-90 <= latitude <= 90 and -180 <= longitude <= 180):
        raise ValueError(
            "latitude lies between -90 and 90, longitude between -180 and 180, in this order."
        )
    return float(latitude), float(longitude)


def government_code(value: Any) -> str:
    """Read a local government code with its check digit.

    The digit is (11 − Σ digit × weight) mod 10 with the weights 6 to 2, the rule of JIS X 0401
    and X 0402 as the Ministry of Internal Affairs and Communications publishes it.
    """
    text = string(value)
    if not re.fullmatch(r"[0-9]{6}", text):
        raise ValueError('expected six digits in quotes, such as "372021".')
    total = sum(
        int(digit) * weight for digit, weight in zip(text[:5], (6, 5, 4, 3, 2), strict=True)
    )
    check = (11 - total % 11) % 10
    if int(text[5]) != check:
        raise ValueError(f"the check digit of {text[:5]} is {check}, not {text[5]}.")
    return text


def names(value: Any) -> tuple[tuple[str, str], ...]:
    """Read a table of names by language."""
    if not isinstance(value, dict):
        raise ValueError('expected a table: a line [names], then lines such as ja = "丸亀市".')
    return tuple(sorted((parse_language(tag), string(name)) for tag, name in value.items()))


def identifiers(value: Any) -> tuple[tuple[str, str], ...]:
    """Read a table of identifiers by scheme."""
    if not isinstance(value, dict):
        raise ValueError('expected a table: a line [ids], then lines such as wikidata = "Q1".')
    found = []
    for scheme, identifier in sorted(value.items()):
        text = string(identifier)
        if scheme == "wikidata" and not re.fullmatch(r"Q[1-9][0-9]*", text):
            raise ValueError(f"“{text}” is no Wikidata id: Q and digits.")
        found.append((scheme, text))
    return tuple(found)


def country(value: Any) -> str:
    """Read the code of a country."""
    code = string(value)
    country_name(code, "en")
    return code
