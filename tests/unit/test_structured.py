from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from glocal_ext.core import structured
from glocal_ext.core.publication import Publication

RIVERS = Publication(
    "River News",
    description="Towns on rivers.",
    publishers=("Office of Rivers", "Ministry of Water"),
    kind="GovernmentOrganization",
    address="https://example.org/",
    issn="0317-8471",
    rights="Office of Rivers",
)
PICTURE = structured.Picture(
    "https://example.org/_images/a.jpg",
    40,
    30,
    "A bridge",
    "Town of X",
    "https://spdx.org/licenses/CC0",
)
ARTICLE = structured.Article(
    title="Letters from abroad",
    short="Letters",
    words=120,
    topics=("letters", "post"),
    places=("North River",),
    pictures=(PICTURE,),
    corrected="2031-05-20",
    address="https://example.org/issues/2031/05/#letters",
)
MAY = structured.Issue(
    title="May 2031",
    published="2031-05",
    number=12,
    address="https://example.org/issues/2031/05/",
    articles=(ARTICLE,),
)


def test_an_issue_is_part_of_its_periodical() -> None:
    data = structured.issue(RIVERS, MAY)

    assert data["@context"] == "https://schema.org"
    assert data["@type"] == "PublicationIssue"
    assert (data["issueNumber"], data["datePublished"], data["inLanguage"]) == (12, "2031-05", "en")
    assert data["isPartOf"]["@type"] == "Periodical"
    assert data["isPartOf"]["issn"] == "0317-8471"
    assert data["isPartOf"]["publisher"] == {"@id": "_:publisher"}
    assert data["publisher"] == {
        "@id": "_:publisher",
        "@type": "GovernmentOrganization",
        "name": "Office of Rivers",
        "parentOrganization": {"@type": "GovernmentOrganization", "name": "Ministry of Water"},
    }


def test_an_article_has_what_search_engines_ask_for() -> None:
    issue = structured.issue(RIVERS, MAY)
    (data,) = issue["hasPart"]

    assert data["@type"] == "NewsArticle"
    assert (data["headline"], data["alternativeHeadline"]) == ("Letters from abroad", "Letters")
    assert (data["datePublished"], data["dateModified"]) == ("2031-05", "2031-05-20")
    assert (data["articleSection"], data["keywords"]) == ("letters", ["letters", "post"])
    assert (data["wordCount"], data["url"]) == (120, ARTICLE.address)
    assert data["author"] == data["publisher"] == {"@id": issue["publisher"]["@id"]}
    assert issue["publisher"]["name"] == "Office of Rivers"
    assert data["isPartOf"] == {"@id": MAY.address}
    assert data["about"] == [{"@type": "Place", "name": "North River"}]


def test_a_picture_has_its_credit_and_licence() -> None:
    assert structured.issue(RIVERS, MAY)["hasPart"][0]["image"] == [
        {
            "@type": "ImageObject",
            "contentUrl": PICTURE.address,
            "width": 40,
            "height": 30,
            "caption": "A bridge",
            "creditText": "Town of X",
            "license": "https://spdx.org/licenses/CC0",
        }
    ]


def test_what_is_not_known_is_not_said() -> None:
    bare = structured.Issue("May 2031", "2031-05", articles=(structured.Article("A"),))

    assert structured.issue(Publication("N"), bare) == {
        "@context": "https://schema.org",
        "@type": "PublicationIssue",
        "name": "May 2031",
        "inLanguage": "en",
        "datePublished": "2031-05",
        "isPartOf": {"@type": "Periodical", "name": "N", "inLanguage": "en"},
        "hasPart": [
            {
                "@type": "NewsArticle",
                "headline": "A",
                "wordCount": 0,
                "inLanguage": "en",
                "datePublished": "2031-05",
            }
        ],
    }


def test_the_home_page_and_a_year_say_what_they_are() -> None:
    assert structured.periodical(RIVERS)["description"] == "Towns on rivers."
    year = structured.volume(RIVERS, 2031, "2031", "https://example.org/issues/2031/")
    assert (year["@type"], year["volumeNumber"]) == ("PublicationVolume", "2031")


@pytest.mark.parametrize(
    "text", ["</script>", "<!--<script>", "]]>", "&lt;", "\u2028\u2029", '"\\']
)
def test_no_text_ends_the_element_that_holds_it(text: str) -> None:
    written = structured.script_text({"a": text})

    assert not set(written) & set("<>&\u2028\u2029")
    assert json.loads(written) == {"a": text}


@given(st.text())
def test_any_text_comes_back_as_it_was(text: str) -> None:
    written = structured.script_text({text: [text]})

    assert "<" not in written
    assert json.loads(written) == {text: [text]}
