"""Where issues and volumes lie: the document of a month and of a year, both ways."""

from __future__ import annotations

import re

from glocal_ext.core.dates import Month

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
