"""Where issues and volumes lie."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from glocal_ext.core.dates import Month
from glocal_ext.core.editions import issue_document, issue_month, volume_document, volume_year

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
