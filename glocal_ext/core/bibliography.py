"""references.bib: the sources that records and documents name, read with pybtex."""

from __future__ import annotations

import codecs
import re
from typing import TYPE_CHECKING

import latexcodec  # noqa: F401  (registers the codec)
from pybtex.database import BibliographyDataError
from pybtex.database.input.bibtex import Parser
from pybtex.exceptions import PybtexError

from glocal_ext.core.dates import PartialDate
from glocal_ext.core.model import Source
from glocal_ext.core.problems import Problem, parse_url

if TYPE_CHECKING:
    from pybtex.database import Entry


def read(text: str) -> tuple[dict[str, Source], list[Problem]]:
    """Return the sources of a BibTeX file by key, and its mistakes."""
    try:
        entries = Parser(encoding="utf-8").parse_string(text).entries
    except (PybtexError, BibliographyDataError, RecursionError, ValueError) as error:
        message = " ".join((getattr(error, "message", None) or str(error)).split()).rstrip(".")
        line = getattr(error, "lineno", None) or _line_of_entry(text, message)
        message = f"The bibliography cannot be read here: {message}."
        return {}, [Problem("bibliography", line, message)]
    sources: dict[str, Source] = {}
    problems: list[Problem] = []
    for key, entry in entries.items():
        try:
            sources[key] = _source(key, entry)
        except ValueError as error:
            line = _line_of_entry(text, f"key {key}")
            problems.append(Problem("bibliography", line, f"{key}: {error}"))
    return sources, problems


def _line_of_entry(text: str, message: str) -> int:
    """Return the line of the entry that pybtex's *message* names; of a repeated one, the last."""
    named = re.search(r"(?:repeated bibliography entry:|key) (\S+)", message)
    if not named:
        return 1
    found = list(re.finditer(rf"@\s*\w+\s*[{{(]\s*{re.escape(named[1])}\s*,", text))
    return text.count("\n", 0, found[-1].start()) + 1 if found else 1


def _source(key: str, entry: Entry) -> Source:
    """Make a source of a BibTeX entry; raises `ValueError` where author or title is missing."""
    fields = entry.fields
    persons = [" ".join(str(person).replace(",", "").split()) for person in _persons(entry)]
    author = fields.get("organization") or fields.get("institution") or " and ".join(persons)
    title = fields.get("title")
    if not author or not title:
        raise ValueError("a source needs author (or organization) and title.")
    url = fields.get("url")
    date = fields.get("date") or fields.get("year")
    accessed = fields.get("urldate")
    return Source(
        key=key,
        author=_plain_tex(author),
        title=_plain_tex(title),
        url=parse_url(url) if url else None,
        date=PartialDate.parse(date) if date else None,
        accessed=PartialDate.parse(accessed) if accessed else None,
    )


def _persons(entry: Entry) -> list[str]:
    found = []
    for person in entry.persons.get("author", ()):
        parts = [*person.first_names, *person.middle_names]
        parts += [*person.prelast_names, *person.last_names, *person.lineage_names]
        found.append(" ".join(parts))
    return found


def _plain_tex(text: str) -> str:
    """Return *text* without TeX's escapes, accents as letters, groups without their braces."""
    decode = codecs.lookup("ulatex").decode
    plain = decode(text)[0] if "\\" in text else text  # type: ignore[arg-type]  # takes text
    return " ".join(re.sub(r"[{}]", "", plain).split())
