"""What an e-book can hold of XHTML that somebody else made."""

from __future__ import annotations

import pytest

from glocal_ext.render.wellformed import fault


@pytest.mark.parametrize(
    "fragment",
    [
        "",
        "Text &amp; <b>bold</b>",
        '<p epub:type="pagebreak">a<br/>b</p>',
        '<a href="https://example.org/">a link</a>',
        '<svg xmlns="http://www.w3.org/2000/svg"><path d="M0 0"/></svg>',
    ],
)
def test_what_reads_well_is_taken(fragment):
    assert fault(fragment) == ""


@pytest.mark.parametrize(
    ("fragment", "said"),
    [
        ("a<br>b", "no well-formed XHTML"),
        ("</div>", "no well-formed XHTML"),
        ("a & b", "no well-formed XHTML"),
        ("&nbsp;", "no well-formed XHTML"),
        ("<script>go()</script>", "<script>"),
        ('<iframe src="https://example.org/"></iframe>', "<iframe>"),
        ('<img src="https://example.org/a.jpg" alt="A"/>', "“https://example.org/a.jpg” is not in"),
        ('<p onclick="go()">a</p>', "“onclick”"),
        ('<a href=" JavaScript:go()">a</a>', "leads to"),
        ("<svg><path/></svg>", "<svg> has no namespace"),
        ("<form><input/></form>", "<form>"),
    ],
)
def test_what_breaks_a_book_is_told(fragment, said):
    assert said in fault(fragment)
