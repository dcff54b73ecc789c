"""How an issue or an article is cited: one line for readers, three files for their programs.

The writers are here and in no library, because a file of this kind is a line a field: what
there is to get right is the escaping, and pybtex, a dependency already, escapes an address as
if it were text.
"""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from glocal_ext.core.problems import slug

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from glocal_ext.core.dates import PartialDate
    from glocal_ext.core.publication import Publication


@dataclass(frozen=True, slots=True)
class Citation:
    """What a reference to an issue or, with *article*, to an article of it says.

    *title* is the article's or the issue's; *issued* the day where it is known, else the month.
    """

    publication: Publication
    title: str
    issued: PartialDate
    article: str = ""
    number: int | None = None
    address: str = ""
    abstract: str = ""
    byline: str = ""
    topics: tuple[str, ...] = ()

    @property
    def key(self) -> str:
        """The name by which a program refers to it: ``river-news-2031-05-north-river``."""
        issue = f"{self.issued.year:04}-{self.issued.month or 1:02}"
        parts = (slug(self.publication.name) or "issue", issue, self.article)
        return "-".join(filter(None, parts))

    @property
    def author(self) -> str:
        """Who wrote it, as its byline says; without one, who published it."""
        return re.sub(r"^[Bb]y ", "", self.byline) or self.publication.publisher

    @property
    def heading(self) -> str:
        """The title by which a reference is found: a whole issue's begins with the name."""
        return self.title if self.article else f"{self.publication.name}, {self.title}"

    @property
    def container(self) -> str:
        """The name of what the work is a part of; a whole issue is its own."""
        return self.publication.name if self.article else ""

    def line(self, month: str, number: str) -> str:
        """Return the reference for readers; *month* and *number* as their language writes them.

        There is no day of access: it would be another one each time the page is built.
        """
        publication = self.publication
        place = [publication.name, month, number]
        parts = [self.author]
        if self.article or self.title != month:
            parts.append(f"“{self.title}”")
        parts.append(", ".join(filter(None, place)))
        if publication.issn:
            parts.append(f"ISSN {publication.issn}")
        said = " ".join(
            part if part.endswith((".", ".”", "?”", "!”")) else f"{part}." for part in parts if part
        )
        return f"{said} {self.address}".rstrip()


def ris(citation: Citation) -> str:
    """Return *citation* in RIS: a tag and a value a line, lines as the format asks for them.

    The tags are those of the RIS format's specification: MGZN is an article in a magazine,
    JFULL a whole issue.
    """
    issued, publication = citation.issued, citation.publication
    day = (f"{issued.year:04}", f"{issued.month or 0:02}", f"{issued.day or 0:02}", "")
    date = "/".join("" if part == "00" else part for part in day)
    fields: list[tuple[str, object]] = [
        ("TY", "MGZN" if citation.article else "JFULL"),
        ("ID", citation.key),
        ("AU", citation.author),
        ("TI", citation.heading),
        ("T2", citation.container),
        ("PY", f"{issued.year:04}"),
        ("DA", date),
        ("IS", citation.number),
        ("PB", publication.publisher),
        ("SN", publication.issn),
        ("UR", citation.address),
        ("AB", citation.abstract),
        ("LA", publication.language),
        *(("KW", topic) for topic in citation.topics),
    ]
    lines = [f"{tag}  - {_one_line(str(value))}" for tag, value in fields if value]
    return "".join(f"{line}\r\n" for line in [*lines, "ER  - "])


_TEX = str.maketrans({
    "\\": r"\textbackslash{}",
    "{": r"\textbraceleft{}",
    "}": r"\textbraceright{}",
    "~": r"\textasciitilde{}",
    "^": r"\textasciicircum{}",
    **{each: f"\\{each}" for each in "&%$#_"},
})  # fmt: skip


def bibtex(citation: Citation) -> str:
    """Return *citation* in BibTeX (UTF-8): the publisher as one name, the title as it is set."""
    issued, publication = citation.issued, citation.publication
    fields = {
        "author": _in_braces(citation.author),
        "title": _in_braces(citation.heading),
        "journal": _tex(citation.container),
        "year": f"{issued.year:04}",
        "month": str(issued.month or ""),
        "day": str(issued.day or ""),
        "number": str(citation.number or ""),
        "publisher": _in_braces(publication.publisher),
        "issn": publication.issn,
        "url": _one_line(citation.address).translate({ord(each): None for each in "{}\\"}),
        "abstract": _tex(citation.abstract),
        "keywords": _tex(", ".join(citation.topics)),
    }
    lines = [f"  {name} = {{{value}}},\n" for name, value in fields.items() if value]
    kind = "article" if citation.article else "misc"
    return f"@{kind}{{{citation.key},\n{''.join(lines)}}}\n"


def _tex(text: str) -> str:
    return _one_line(text).translate(_TEX)


def _in_braces(text: str) -> str:
    """Return *text* so that no program splits it into names or changes its capitals."""
    return f"{{{_tex(text)}}}" if text else ""


def csl_json(citation: Citation) -> str:
    """Return *citation* as the Citation Style Language's JSON, one item in a list."""
    issued, publication = citation.issued, citation.publication
    date = [part for part in (issued.year, issued.month, issued.day) if part]
    item: dict[str, Any] = {
        "id": citation.key,
        "type": "article-magazine" if citation.article else "periodical",
        "author": [{"literal": citation.author}] if citation.author else [],
        "title": citation.heading,
        "container-title": citation.container,
        "publisher": publication.publisher,
        "issued": {"date-parts": [date]},
        "issue": str(citation.number or ""),
        "ISSN": publication.issn,
        "URL": citation.address,
        "abstract": citation.abstract,
        "keyword": ", ".join(citation.topics),
        "language": publication.language,
    }
    item = {name: value for name, value in item.items() if value}
    return f"{json.dumps([item], ensure_ascii=False, indent=2)}\n"


@dataclass(frozen=True, slots=True)
class Export:
    """A format in which citations are handed out."""

    name: str
    suffix: str
    media_type: str
    write: Callable[[Citation], str]


EXPORTS = (
    Export("RIS", ".ris", "application/x-research-info-systems", ris),
    Export("BibTeX", ".bib", "application/x-bibtex", bibtex),
    Export("CSL-JSON", ".json", "application/vnd.citationstyles.csl+json", csl_json),
)


def exports(stem: str, citation: Citation) -> Iterable[tuple[str, str]]:
    """Yield the files of *citation*, each with its text; their names begin with *stem*."""
    for export in EXPORTS:
        yield f"{stem}{export.suffix}", export.write(citation)


def _one_line(text: str) -> str:
    return " ".join(text.split())
