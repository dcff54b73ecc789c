"""Typst code: whatever an editor writes is a string, and formulas are calls."""

from __future__ import annotations

import json

import pytest
import typst
from hypothesis import given
from hypothesis import strategies as st

from glocal_ext.render.typst.code import Code, array, call, content, dictionary, literal, string
from glocal_ext.render.typst.math import formula


def evaluated(code: str) -> object:
    """Return what Typst makes of an expression."""
    return json.loads(typst.Compiler(b"").eval(code))


ATTACKS = [
    '"',
    '\\"',
    '"]) #read("/etc/passwd")',
    "#eval",
    "$x$",
    "\\u{41}",
    "a\nb",
    "*bold*",
    "// x",
]


@pytest.mark.parametrize("text", ATTACKS)
def test_a_text_is_never_code(text: str) -> None:
    assert evaluated(string(text)) == text


@given(st.text(st.characters(exclude_categories=["Cc", "Cs", "Cn"]), max_size=60))
def test_every_text_comes_back_as_it_was(text: str) -> None:
    assert evaluated(string(text)) == text


def test_what_no_font_shows_is_left_out() -> None:
    assert evaluated(string("a\x00b\x1bc\x7f")) == "abc"


@pytest.mark.parametrize(
    "value", [None, True, False, 3, 1.5, "a", ["a"], ["a", 2], [], {"a": 1, "b-c": ["d"]}, {}]
)
def test_plain_values_come_back_as_they_were(value: object) -> None:
    assert evaluated(literal(value)) == value


def test_calls_and_content_are_what_typst_takes() -> None:
    assert call("par", content([string("a")]), leading=Code("2pt"), x_y=1) == (
        'par({[]\n"a"\n}, leading: 2pt, x-y: 1)'
    )
    assert array([]) == "()"
    assert dictionary({}) == "(:)"
    assert content([]) == "[]"


FORMULAS = [
    "a^2 + b^2 = c^2", "e = m c^2", r"\frac{a}{b}", r"\sqrt{x}", r"\sqrt[3]{x}", r"x_i^2", "x_i",
    r"\sum_{i=0}^n i", r"\int_0^1 f(x)\,dx", r"\begin{pmatrix}a&b\\c&d\end{pmatrix}", r"\vec{v}",
    r"\hat{x}", r"\overline{ab}", r"\sin x", r"\text{if } x > 0", r"\left(\frac a b\right)",
    r"\alpha\beta", r"\mathbf{x}", r"\lim_{x\to 0} x", r"\underline{a}", r"\mathbb{R}", "12.5\\%",
]  # fmt: skip


@pytest.mark.parametrize("tex", FORMULAS)
def test_a_formula_is_set(tex: str) -> None:
    helpers = "#let table-of(rows) = math.mat(delim: none, ..rows)\n"
    body = call("math.equation", formula(tex, block=True), block=True, alt=tex)

    made = typst.compile(f"{helpers}#{body}".encode(), format="svg")

    assert b"<path" in made or b"<use" in made
