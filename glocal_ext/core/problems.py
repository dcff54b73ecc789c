"""A mistake that an editor can mend, and the helpers that make its sentence useful."""

from __future__ import annotations

import difflib
import re
import unicodedata
from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeVar

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence


T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Problem:
    """One mistake: its stable *name* (`front-matter-key`), 1-based *line* and sentence."""

    name: str
    line: int
    message: str


def listed(values: Iterable[str]) -> str:
    """Join *values* as a sentence does: "a, b or c"."""
    *head, tail = list(values) or ["nothing"]
    return f"{', '.join(head)} or {tail}" if head else tail


def nearest(word: str, known: Iterable[str]) -> str | None:
    """Return the one of *known* that *word* was most likely meant to be, if any is near.

    A word that lacks an accent, has another case or a space for a hyphen counts as near.
    """
    by_plain = {plain(candidate): candidate for candidate in sorted(known)}
    found = difflib.get_close_matches(plain(word), by_plain, n=1, cutoff=0.6)
    return by_plain[found[0]] if found else None


def did_you_mean(word: str, known: Iterable[str]) -> str:
    """Return " Did you mean “x”?", or an empty string where nothing is near."""
    match = nearest(word, known)
    return f" Did you mean “{match}”?" if match else ""


def did_you_mean_id(word: str, names: Mapping[str, Iterable[str]]) -> str:
    """Return " Did you mean “x”?" for an id of *names*, which gives what else each is called.

    Where *word* is nearest to what several are called, all of them are offered.
    """
    ids: dict[str, list[str]] = {}
    for key in sorted(names):
        for spelling in {plain(each) for each in (key, *names[key])}:
            ids.setdefault(spelling, []).append(key)
    found = ids.get(nearest(word, ids) or "")
    return f" Did you mean {listed(f'“{key}”' for key in found)}?" if found else ""


def plain(text: str) -> str:
    """Return *text* without accents, in lower case, with hyphens for what separates words."""
    letters = unicodedata.normalize("NFKD", text)
    letters = "".join(letter for letter in letters if not unicodedata.combining(letter))
    return re.sub(r"[\W_]+", "-", letters.casefold()).strip("-")


def slug(text: str) -> str:
    """Return an id for *text*: lower-case ASCII letters, digits and hyphens, a letter first.

    Empty where *text* has no Latin letter to begin with.
    """
    ascii_only = plain(text).encode("ascii", "ignore").decode()
    return re.sub(r"-{2,}", "-", re.sub(r"^[^a-z]+", "", ascii_only)).strip("-")


def split_lines(text: str) -> list[str]:
    """Return the lines of *text* as Markdown counts them.

    `str.splitlines` also ends a line at form feeds and the like, which would move every line
    number below.
    """
    lines = re.split(r"\r\n|\n|\r", text)
    return lines[:-1] if lines[-1] == "" else lines


ID = re.compile(r"[a-z][a-z0-9-]*")


def parse_id(value: str) -> str:
    """Return *value* if it can be an id; raise `ValueError` with a sentence otherwise."""
    if not ID.fullmatch(value):
        better = slug(value)
        offer = f" “{better}” would be one." if better else ""
        raise ValueError(
            f"“{value}” is no id: lower-case letters, digits and hyphens, "
            f"beginning with a letter.{offer}"
        )
    return value


def parse_url(text: str) -> str:
    """Return *text* if it is a web address; raise `ValueError` with a sentence otherwise."""
    if not re.fullmatch(r"https?://[^\s/<>\"][^\s<>\"]*", text):
        raise ValueError(f"“{text}” is no web address: it begins with https:// and has no space.")
    return text


def one_of(allowed: Sequence[str]) -> Callable[[str], str]:
    """Return what takes a text of *allowed*, listed in that order where it is another."""

    def parse(text: str) -> str:
        if text in allowed:
            return text
        if len(allowed) == 2:
            refusal = f"“{text}” is neither {' nor '.join(allowed)}."
        else:
            refusal = f"“{text}” is none of {listed(allowed)}."
        raise ValueError(refusal + did_you_mean(text, allowed))

    return parse


def attempt(
    parse: Callable[[str], T], value: str, name: str, line: int, problems: list[Problem]
) -> T | None:
    """Return ``parse(value)``; a `ValueError` becomes a `Problem` and `None` is returned."""
    try:
        return parse(value)
    except ValueError as error:
        problems.append(Problem(name, line, str(error)))
        return None
