"""Issues and volumes: where they lie, and the editions that files for readers are made from."""

from __future__ import annotations

import re
import uuid
from dataclasses import dataclass

from glocal_ext.core.dates import Month
from glocal_ext.core.problems import slug
from glocal_ext.core.publication import page_path

ALL_ISSUES = "issues/index"
"""The document that lists the issues of all years."""

_ISSUE = re.compile(r"issues/(\d{4})/(\d{2})/index", re.ASCII)
_VOLUME = re.compile(r"issues/(\d{4})/index", re.ASCII)


def issue_document(month: Month) -> str:
    """Return the document of the issue of *month*: ``issues/2023/09/index``."""
    return f"issues/{month.year:04}/{month.month:02}/index"


def volume_document(year: int) -> str:
    """Return the document of the volume of *year*: ``issues/2023/index``."""
    return f"issues/{year:04}/index"


def issue_month(docname: str) -> Month | None:
    """Return the month that the document *docname* is the issue of, if it is one."""
    match = _ISSUE.fullmatch(docname)
    if not match or int(match[1]) == 0 or not 1 <= int(match[2]) <= 12:
        return None
    return Month(int(match[1]), int(match[2]))


def volume_year(docname: str) -> int | None:
    """Return the year that the document *docname* is the volume of, if it is one."""
    match = _VOLUME.fullmatch(docname)
    return int(match[1]) or None if match else None


@dataclass(frozen=True, slots=True)
class Edition:
    """An issue, or a volume of a year, as one file holds it, whatever the file's format.

    *key* is the month or the year (``2023-09``, ``2023``), *name* the file's name without its
    ending, *document* the page on which the site offers it, *issues* the documents that it
    holds, the oldest first. *published* is an ISO day, month or year, *modified* the ISO day of
    the newest change that its issues state, *corrected* that of the newest correction (empty
    without one); *version* counts from 1. *identifier* is a URN that a new title leaves as it
    is; *position* counts months of the series, so that readers sort by it.
    """

    key: str
    name: str
    title: str
    language: str
    document: str
    issues: tuple[str, ...]
    identifier: str
    published: str
    modified: str
    corrected: str = ""
    version: int = 1

    @property
    def is_volume(self) -> bool:
        """Whether it holds a year."""
        return "-" not in self.key

    @property
    def position(self) -> int:
        """The place in the series: 202309, and 202300 for the year (2023.9 would sort wrongly)."""
        return int(self.key.replace("-", "")) * (100 if self.is_volume else 1)


def edition_name(publication: str, key: str) -> str:
    """Return the name of an edition's file: ``monthly-glocal-news-2023-09``."""
    return f"{slug(publication) or 'issue'}-{key}"


def edition_identifier(base: str, document: str) -> str:
    """Return the URN of the edition of *document*; *base* is what all ids begin with.

    It is a UUID of version 5 (RFC 9562) of the page's address.
    """
    return uuid.uuid5(uuid.NAMESPACE_URL, f"{base}{page_path(document)}").urn


def first_day(date: str) -> str:
    """Return the first day of an ISO day, month or year."""
    return f"{date}-01-01"[:10]
