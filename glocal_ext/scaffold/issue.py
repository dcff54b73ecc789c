"""Begin an issue: its document and, where it is the year's first, the volume's page."""

from __future__ import annotations

from typing import TYPE_CHECKING

from glocal_ext.core.dates import Month
from glocal_ext.scaffold.files import Refused, require_folder, taken, write_new

if TYPE_CHECKING:
    from pathlib import Path

_ISSUE = """\
---
issue: {month}
summary: "Overwrite this: what the issue brings, for the home page, the feed and the cover."
draft: true  # in no output but the preview; take the line out to publish
---
# {title}

% A line that begins with a percent sign is a note: no reader sees it. Take these out.
% Each line that begins with ## is the headline of an article. The word in brackets above it is
% the article's permanent address: small letters, digits and hyphens, unlike any other in the issue.

(first-article)=
## Overwrite this headline

:::{{article}}
:short: A short title for lists
:::

Overwrite this text.

% A photo stands here as soon as its file lies beside this document. Then take :pending: out and
% say in its place what the picture shows to somebody who does not see it:
% :alt: Two people at a table sign two folders.
% Worth saying too:
% :credit: who made the photo or lent it
% :consent: given, not-needed or missing (whether the people in it agreed)
% :size: column, wide or half

:::{{photo}} first-photo.jpg
:pending:
Overwrite this caption.
:::
"""

_VOLUME = "# {year}\n"


def make_issue(text: str, source: Path) -> list[str]:
    """Write the issue of the month *text* under *source*; return what to say about it."""
    try:
        month = Month.parse(text)
    except ValueError as error:
        raise Refused(str(error)) from None
    require_folder(source, "--source")
    volume = source / "issues" / f"{month.year:04}"
    issue = volume / f"{month.month:02}" / "index.md"
    if not write_new(issue, _ISSUE.format(month=month, title=month.format("en"))):
        raise Refused(taken(issue))
    lines = [f"Written: {issue.as_posix()}"]
    page = volume / "index.md"
    if write_new(page, _VOLUME.format(year=f"{month.year:04}")):
        lines.append(f"Written: {page.as_posix()} (the first issue of its year)")
    lines.append(f"Open {issue.as_posix()} and overwrite what stands in it.")
    lines.append("“make serve” shows it while you write.")
    return lines
