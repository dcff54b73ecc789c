from __future__ import annotations

import pytest

from glocal_ext.core.issn import check_digit, parse_issn


@pytest.mark.parametrize("issn", ["0317-8471", "0378-5955", "1050-124X", "2049-3630"])
def test_numbers_that_are_in_use_pass(issn: str) -> None:
    assert parse_issn(issn) == issn


@pytest.mark.parametrize("digit", "0123456789X")
def test_one_check_digit_of_eleven_is_right(digit: str) -> None:
    number = f"0317-847{digit}"
    if digit == "1":
        assert parse_issn(number) == number
    else:
        with pytest.raises(ValueError, match="here it is 1"):
            parse_issn(number)


@pytest.mark.parametrize(
    "text",
    ["", "03178471", "0317-847", "0317-847x", "0317–8471", "０３１７-8471", "ISSN 0317-8471"],
)
def test_what_is_no_issn_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match="is no ISSN"):
        parse_issn(text)


def test_ten_is_written_as_x() -> None:
    assert check_digit("1050124") == "X"
