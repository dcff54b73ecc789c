"""Begin an issue: its document and, where it is the year's first, the volume's page."""

from __future__ import annotations

from typing import TYPE_CHECKING

from glocal_ext.core.dates import Month
from glocal_ext.core.editions import issue_document, volume_document
from glocal_ext.scaffold.files import Refused, require_folder, taken, write_new

if TYPE_CHECKING:
    from pathlib import Path

# What an editor may forget is held back by itself: the summary is a comment until it is written
# (without a space, so that the line is in order once the sign is gone), the photo is announced.
_ISSUE = """\
---
issue: {month}
# In the line below, say in one or two sentences what the issue brings, and take its # out.
#summary: ""
draft: true  # in no output but the preview; take this line out to publish
---
# {title}

% A line that begins with a percent sign is a note: no reader sees it. Take these out.
% Each line that begins with ## is the headline of an article. The word in parentheses above it is
% the article's permanent address: lower-case letters, digits and hyphens, beginning with a letter,
% unlike any other in the issue.

(first-article)=
## Overwrite this headline

:::{{article}}
:short: Overwrite this short title for lists
:::

Overwrite this text.

% The photo below is announced only. When its file lies beside this document, write the file's name
% behind {{photo}}, and under it a line that says what the photo shows to somebody who does not
% see it:
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
    issue = source / f"{issue_document(month)}.md"
    if not write_new(issue, _ISSUE.format(month=month, title=month.format("en"))):
        raise Refused(taken(issue))
    lines = [f"Written: {issue.as_posix()}"]
    page = source / f"{volume_document(month.year)}.md"
    if write_new(page, _VOLUME.format(year=f"{month.year:04}")):
        lines.append(f"Written: {page.as_posix()} (the first issue of its year)")
    lines.append(f"Open {issue.as_posix()} and overwrite what stands in it.")
    lines.append("“make serve” shows it while you write.")
    return lines
