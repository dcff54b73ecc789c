"""Where issues and volumes lie, and what their editions are called."""

from __future__ import annotations

import uuid

import pytest
from hypothesis import given
from hypothesis import strategies as st

from glocal_ext.core.dates import Month
from glocal_ext.core.editions import (
    Edition,
    edition_identifier,
    edition_name,
    first_day,
    issue_document,
    issue_month,
    volume_document,
    volume_year,
)

MAY = Month(2031, 5)


@pytest.mark.parametrize(
    ("docname", "month"),
    [
        ("issues/2031/05/index", MAY),
        ("issues/2031/12/index", Month(2031, 12)),
        ("issues/2031/13/index", None),
        ("issues/2031/00/index", None),
        ("issues/0000/05/index", None),
        ("issues/2031/5/index", None),
        ("issues/2031/05/extra", None),
        ("issues/2031/05/index/x", None),
        ("old/issues/2031/05/index", None),
        ("issues/2031/index", None),
        ("", None),
    ],
)
def test_an_issue_is_where_its_month_is(docname, month):
    assert issue_month(docname) == month


@pytest.mark.parametrize(
    ("docname", "year"),
    [
        ("issues/2031/index", 2031),
        ("issues/31/index", None),
        ("issues/0000/index", None),
        ("issues/2031/05/index", None),
        ("issues/index", None),
    ],
)
def test_a_volume_is_where_its_year_is(docname, year):
    assert volume_year(docname) == year


@given(st.builds(Month, st.integers(1, 9999), st.integers(1, 12)))
def test_the_documents_of_a_month_and_of_its_year_are_known_by_it(month):
    assert issue_month(issue_document(month)) == month
    assert volume_year(volume_document(month.year)) == month.year
    assert issue_month(volume_document(month.year)) is None
    assert volume_year(issue_document(month)) is None


def edition(key, **changes):
    values = {
        "name": edition_name("River News", key), "title": "A title", "language": "en",
        "document": "issues/2031/05/index", "issues": (), "published": "2031-05",
        "identifier": "", "modified": "2031-05-01",
    }  # fmt: skip
    return Edition(key=key, **values | changes)


def test_an_edition_has_its_place_in_the_series():
    positions = [edition(key).position for key in ("2031", "2031-09", "2031-10", "2032")]

    assert positions == sorted(positions) == [203100, 203109, 203110, 203200]
    assert [edition(key).is_volume for key in ("2031", "2031-09")] == [True, False]


@pytest.mark.parametrize(
    ("publication", "name"),
    [
        ("Monthly Glocal News", "monthly-glocal-news-2031-05"),
        ("Köln & Kyōto", "koln-kyoto-2031-05"),
        ("川の便り", "issue-2031-05"),
    ],
)
def test_an_editions_file_is_called_by_the_publication_and_the_month(publication, name):
    assert edition_name(publication, "2031-05") == name


def test_an_identifier_depends_on_the_address_alone():
    address = "https://example.org/issues/2031/05/"
    expected = f"urn:uuid:{uuid.uuid5(uuid.NAMESPACE_URL, address)}"

    assert edition_identifier("https://example.org/", "issues/2031/05/index") == expected


@pytest.mark.parametrize(
    ("date", "day"),
    [("2031", "2031-01-01"), ("2031-05", "2031-05-01"), ("2031-05-20", "2031-05-20")],
)
def test_a_date_begins_on_its_first_day(date, day):
    assert first_day(date) == day
