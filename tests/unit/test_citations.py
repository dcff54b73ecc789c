"""What this package writes of a citation, libraries that did not write it read."""

from __future__ import annotations

import dataclasses
import json
import warnings
from typing import Any

import pytest
import rispy
from pybtex.database import parse_string

from glocal_ext.core.citations import Citation, bibtex, csl_json, exports, ris
from glocal_ext.core.dates import PartialDate
from glocal_ext.core.publication import Publication

RIVERS = Publication(
    "River News", publishers=("Office of Rivers", "Ministry of Water"), issn="0317-8471"
)
ARTICLE = Citation(
    RIVERS,
    title="Letters from 西湾市 & “the bay” {100% of 3_4} #1 ~x^2\\",
    issued=PartialDate(2031, 5, 7),
    article="letters",
    number=12,
    address="https://example.org/a_b/issues/2031/05/#letters",
    abstract="Two lines\nin one.",
    topics=("sister cities", "letters"),
)
ISSUE = Citation(RIVERS, title="May 2031", issued=PartialDate(2031, 5))
HOSTILE = ["}", "{", "{{", "a}b{c", "\\", "\\}", "%", "@article{x,", '"', "TY  - JOUR\nER  - ", "“"]


def citeproc(text: str) -> Any:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # citeproc-py's own
        from citeproc.source.json import CiteProcJSON

        return CiteProcJSON(json.loads(text))


def citeproc_line(text: str) -> str:
    """Return a reference as citeproc-py prints it in the style that it brings along."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        from citeproc import Citation as Cited
        from citeproc import (
            CitationItem,
            CitationStylesBibliography,
            CitationStylesStyle,
            formatter,
        )

        style = CitationStylesStyle("harvard-cite-them-right", validate=False)
        source = citeproc(text)
        bibliography = CitationStylesBibliography(style, source, formatter.plain)
        bibliography.register(Cited([CitationItem(json.loads(text)[0]["id"])]))
        return str(bibliography.bibliography()[0])


def test_rispy_reads_an_article() -> None:
    (entry,) = rispy.loads(ris(ARTICLE))

    assert entry["type_of_reference"] == "MGZN"
    assert entry["title"] == ARTICLE.title
    assert entry["authors"] == ["Office of Rivers, Ministry of Water"]
    assert entry["secondary_title"] == "River News"
    assert (entry["year"], entry["date"]) == ("2031", "2031/05/07/")
    assert (entry["number"], entry["issn"]) == ("12", "0317-8471")
    assert entry["urls"] == [ARTICLE.address]
    assert entry["abstract"] == "Two lines in one."
    assert entry["keywords"] == ["sister cities", "letters"]


def test_rispy_reads_an_issue() -> None:
    (entry,) = rispy.loads(ris(ISSUE))

    assert entry["type_of_reference"] == "JFULL"
    assert entry["title"] == "River News, May 2031"
    assert entry["date"] == "2031/05//"
    assert not entry.keys() & {"secondary_title", "number", "urls", "abstract"}


def test_ris_ends_every_line_as_the_format_asks() -> None:
    lines = ris(ARTICLE).split("\r\n")

    assert lines[-2:] == ["ER  - ", ""]
    assert all(line[2:6] == "  - " and "\n" not in line for line in lines[:-1])


def test_pybtex_reads_an_article_and_its_author_is_one_institution() -> None:
    entry = parse_string(bibtex(ARTICLE), "bibtex").entries["river-news-2031-05-letters"]

    assert entry.type == "article"
    (author,) = entry.persons["author"]
    assert author.last_names == ["{Office of Rivers, Ministry of Water}"]
    assert not author.first_names
    assert entry.fields["journal"] == "River News"
    assert (entry.fields["year"], entry.fields["month"], entry.fields["day"]) == ("2031", "5", "7")
    assert entry.fields["issn"] == "0317-8471"
    assert entry.fields["url"] == ARTICLE.address
    assert entry.fields["title"] == (
        r"{Letters from 西湾市 \& “the bay” \textbraceleft{}100\% of 3\_4\textbraceright{} "
        r"\#1 \textasciitilde{}x\textasciicircum{}2\textbackslash{}}"
    )


def test_pybtex_reads_an_issue() -> None:
    entry = parse_string(bibtex(ISSUE), "bibtex").entries["river-news-2031-05"]

    assert entry.type == "misc"
    assert entry.fields["title"] == "{River News, May 2031}"
    assert "url" not in entry.fields


@pytest.mark.parametrize("title", HOSTILE)
def test_no_title_breaks_out_of_its_field(title: str) -> None:
    citation = Citation(
        RIVERS, title, PartialDate(2031, 5), article="a", address=f"https://x/{title}"
    )

    assert list(parse_string(bibtex(citation), "bibtex").entries) == ["river-news-2031-05-a"]
    assert [each["title"] for each in rispy.loads(ris(citation))] == [" ".join(title.split())]
    assert json.loads(csl_json(citation))[0]["title"] == title


def test_citeproc_sets_a_reference_from_the_json() -> None:
    source = citeproc(csl_json(ARTICLE))
    reference = source["river-news-2031-05-letters"]

    assert reference.type == "article-magazine"
    assert str(reference.title) == ARTICLE.title
    assert str(reference.container_title) == "River News"
    assert (reference.issued.year, reference.issued.month, reference.issued.day) == (2031, 5, 7)


def test_citeproc_sets_a_reference_in_a_style() -> None:
    assert citeproc_line(csl_json(ARTICLE)).startswith("Office of Rivers, Ministry of Water")
    assert "River News" in citeproc_line(csl_json(ARTICLE))
    assert "River News, May 2031" in citeproc_line(csl_json(ISSUE))


def test_json_says_nothing_that_is_not_known() -> None:
    (item,) = json.loads(csl_json(Citation(Publication("N"), "T", PartialDate(2031, 5), "a")))

    assert item == {
        "id": "n-2031-05-a",
        "type": "article-magazine",
        "title": "T",
        "container-title": "N",
        "issued": {"date-parts": [[2031, 5]]},
        "language": "en",
    }


def test_the_line_for_readers_ends_every_part_once() -> None:
    assert ISSUE.line("May 2031", "") == (
        "Office of Rivers, Ministry of Water. River News, May 2031. ISSN 0317-8471."
    )
    ends = Citation(Publication("N"), "All about it.", PartialDate(2031, 5), "a", 3, "https://x/#a")
    assert ends.line("May 2031", "No. 3") == "“All about it.” N, May 2031, No. 3. https://x/#a"


def test_there_are_three_files() -> None:
    assert [name for name, _text in exports("a/b", ARTICLE)] == ["a/b.ris", "a/b.bib", "a/b.json"]


@pytest.mark.parametrize("byline", ["Ann Stone", "By Ann Stone"])
def test_an_article_is_cited_by_who_wrote_it(byline: str) -> None:
    signed = dataclasses.replace(ARTICLE, byline=byline)

    assert rispy.loads(ris(signed))[0]["authors"] == ["Ann Stone"]
    assert json.loads(csl_json(signed))[0]["author"] == [{"literal": "Ann Stone"}]
    [entry] = parse_string(bibtex(signed), "bibtex").entries.values()
    assert str(entry.persons["author"][0]) == "{Ann Stone}"
    assert signed.line("May 2031", "").startswith("Ann Stone. “Letters")
