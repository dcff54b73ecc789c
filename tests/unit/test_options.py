"""A directive's options: nothing is cut off in silence, every line keeps its number."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from glocal_ext.core.options import Block, Option, looks_like_option, opened_fence, read_block

# The lines that a directive's content is made of, in any order, and any text.
LINES = st.sampled_from(
    [
        *("", " ", "---", ":alt: A bridge", ":alt:", ":alt: |", ":credit: >", ":alt: |-"),
        *("  on a second line", "\tunder a tab", "  :date: 2023", ":alt text: x", ": a: b", ":a:b"),
        *(':alt: "open', ":alt: 'it''s'", ':alt: "a" b', ":alt: a #b", ":alt: #", "A caption."),
        *(
            "::::{photo} a.jpg",
            "  ```{note}",
            ":::",
            "alt: a",
            "- a",
            "a: [b",
            "a: &x {b: *x}",
            "[[",
        ),
    ]
)
ANY_TEXT = st.text(st.characters())
CONTENT = st.lists(LINES, max_size=9).map("\n".join) | ANY_TEXT | ANY_TEXT.map("---\n{}".format)


def read(content: str) -> Block:
    """Read *content* as if it began in line 10."""
    return read_block(content, 10)


def options(content: str) -> list[tuple[str, str, int]]:
    """Return the options of *content*, in which there is nothing wrong."""
    block = read(content)
    assert block.problems == ()
    return [(each.name, each.value, each.line) for each in block.options]


def only_problem(content: str) -> tuple[int, str]:
    """Return the line and the sentence of the one mistake in *content*."""
    [problem] = read(content).problems
    assert problem.name == "directive-option-syntax"
    return problem.line, problem.message


def test_options_stand_above_the_body_each_with_its_line():
    block = read(":alt: A bridge\n:pending:\n\nA caption.\nIts second line.")
    assert block == Block(
        options=(Option("alt", "A bridge", 10), Option("pending", "", 11)),
        body=("A caption.", "Its second line."),
        body_line=13,
    )


@pytest.mark.parametrize(
    ("content", "body", "line"),
    [
        ("", (), 10),
        ("A caption.", ("A caption.",), 10),
        (":alt: x", (), 11),
        (":alt: x\nA caption.", ("A caption.",), 11),
        (":alt: x\n\nA caption.", ("A caption.",), 12),
        # One blank line ends the options, the next belongs to the body.
        (":alt: x\n\n\nA caption.", ("", "A caption."), 12),
        ("\n:alt: x", (":alt: x",), 11),
        (":alt: x\r\n\r\nA caption.\r\n", ("A caption.",), 12),
        ("---\nalt: x\n---\nA caption.", ("A caption.",), 13),
        (":::{photo} a.jpg\n:alt: x\n:::", (":::{photo} a.jpg", ":alt: x", ":::"), 10),
        ("Dates\n: 18–19 July", ("Dates", ": 18–19 July"), 10),
    ],
)
def test_the_body_keeps_its_lines_and_their_number(content, body, line):
    block = read(content)
    assert (block.body, block.body_line) == (body, line)
    assert block.problems == ()


@pytest.mark.parametrize(
    ("written", "value"),
    [
        ("A bridge", "A bridge"),
        ("  A bridge  ", "A bridge"),
        ("", ""),
        ("40% 30%", "40% 30%"),
        ("Bridge: a view", "Bridge: a view"),
        ("Bridge no.#3", "Bridge no.#3"),
        ("[丸亀市]{.language-ja}", "[丸亀市]{.language-ja}"),
        ("The “old” bridge", "The “old” bridge"),
        ('North\'s "old" bridge', 'North\'s "old" bridge'),
        ('"Bridge #3"', "Bridge #3"),
        ("'Bridge #3'", "Bridge #3"),
        ("'It''s old'", "It's old"),
        (r'"The \"old\" bridge"', 'The "old" bridge'),
        ('""', ""),
        ("- a", "- a"),
        ("@home", "@home"),
        ("{a: b}", "{a: b}"),
        ("true", "true"),
        ("null", "null"),
    ],
)
def test_a_value_is_the_text_of_its_line(written, value):
    assert options(f":alt: {written}") == [("alt", value, 10)]


@pytest.mark.parametrize(
    ("content", "value", "body"),
    [
        (":alt: |\n  Two people\n  at a table.", "Two people\nat a table.", ()),
        (
            ":alt: |\n  Two people\n\n  at a table.\n\nA caption.",
            "Two people\n\nat a table.",
            ("A caption.",),
        ),
        (":alt: |\n\tTwo people\nA caption.", "Two people", ("A caption.",)),
        (":alt: |\n  Time: noon\n  :date: 2023", "Time: noon\n:date: 2023", ()),
        (":alt: |\nA caption.", "", ("A caption.",)),
        (":alt: |\n  Two\n  :::{photo} a.jpg", "Two", ("  :::{photo} a.jpg",)),
    ],
)
def test_a_long_value_stands_indented_under_a_bar(content, value, body):
    block = read(content)
    assert [option.value for option in block.options] == [value]
    assert block.body == body
    assert block.problems == ()


def test_the_options_go_on_under_a_long_value():
    assert options(":alt: |\n  Two\n  people\n:date: 2023") == [
        ("alt", "Two\npeople", 10),
        ("date", "2023", 13),
    ]


def test_an_indented_option_is_an_option():
    assert options(":alt: x\n  :date: 2023") == [("alt", "x", 10), ("date", "2023", 11)]


def test_a_value_that_runs_on_is_taken_whole_and_told():
    content = ":pending:\n:alt: Two people\n  at a table,\n  and flags.\n:date: 2023\nA caption."
    line, message = only_problem(content)
    assert line == 11
    assert "“:alt:” runs on in the next line. Write “:alt: |” and indent" in message
    block = read(content)
    assert [(each.name, each.value, each.line) for each in block.options] == [
        ("pending", "", 10),
        ("alt", "Two people at a table, and flags.", 11),
        ("date", "2023", 14),
    ]
    assert block.body == ("A caption.",)


def test_a_fence_that_is_indented_does_not_continue_a_value():
    block = read(":alt: x\n  :::{photo} a.jpg")
    assert block.options == (Option("alt", "x", 10),)
    assert block.body == ("  :::{photo} a.jpg",)
    assert block.problems == ()


def test_a_blank_line_ends_a_value():
    block = read(":alt: x\n\n  A caption.")
    assert block.options == (Option("alt", "x", 10),)
    assert block.body == ("  A caption.",)


@pytest.mark.parametrize(
    ("raw", "offer"),
    [
        ('"Old" bridge', "'\"Old\" bridge'"),
        ('"a" and "b"', '\'"a" and "b"\''),
        ("'Old' bridge", "'''Old'' bridge'"),
    ],
)
def test_a_quotation_mark_that_begins_a_value_is_told_with_the_line_to_paste(raw, offer):
    line, message = only_problem(f":date: 2023\n:alt: {raw}")
    assert line == 11
    assert "“:alt:” begins with a quotation mark" in message
    assert message.endswith(f":alt: {offer}")
    assert read(f":alt: {raw}").options[0].value == raw
    assert options(f":alt: {offer}") == [("alt", raw, 10)]


@pytest.mark.parametrize("raw", ["Bridge #3", "#3", "Bridge\t#3"])
def test_a_number_sign_that_would_cut_a_value_off_is_told_with_the_line_to_paste(raw):
    line, message = only_problem(f":alt: {raw}")
    assert line == 10
    assert "“:alt:” holds a # that would cut it off: put it in quotes" in message
    assert message.endswith(f":alt: '{raw}'")
    assert read(f":alt: {raw}").options[0].value == raw


def test_an_option_that_stands_twice_is_told_and_the_first_holds():
    content = ":alt: One\n:date: 2023\n:alt: Two\nA caption."
    line, message = only_problem(content)
    assert line == 12
    assert message == "“:alt:” stands twice; the first, in line 10, holds."
    block = read(content)
    assert [(each.name, each.value) for each in block.options] == [("alt", "One"), ("date", "2023")]
    assert block.body == ("A caption.",)


@pytest.mark.parametrize(
    ("written", "word"),
    [
        (":alt:A bridge", "alt"),
        (":alt A bridge: old", "alt"),
        (":alt A bridge", "alt"),
        ("：alt： A bridge", "alt"),
        (":alt text: A bridge", "alt"),
        (":10: A bridge", "10"),
        (":説明: A bridge", "説明"),
        (": alt: A bridge", "alt"),
    ],
)
def test_what_was_meant_as_an_option_is_left_out_and_told(written, word):
    content = f":date: 2023\n{written}\nA caption."
    block = read_block(content, 10, scattered=True)
    [problem] = block.problems
    assert problem.line == 11
    assert problem.message == f"An option is written “:{word}: value”; this line is left out."
    assert block.body == ("A caption.",)
    assert block.options == (Option("date", "2023", 10),)


# Elsewhere it is the text: a sample of code may begin so.
def test_what_may_be_code_is_no_option():
    assert read(":caption: x\n:alt A bridge").body == (":alt A bridge",)


def test_a_quotation_mark_that_never_closes_is_told_with_the_line_to_paste():
    line, message = only_problem(':date: 2023\n:alt: "Old bridge')
    assert line == 11
    assert message.endswith('never closes. Write :alt: "Old bridge"')


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        (":alt: A bridge", True),
        ("  :alt: A bridge", True),
        (":pending:", True),
        (":alt A bridge: old", True),
        (": alt: A bridge", True),
        (":説明: A bridge", True),
        (":alt A bridge", True),
        ("：alt：A bridge", True),
        (":::{photo} a.jpg", False),
        (":::", False),
        (": 18–19 July", False),
        (":", False),
        (":-)", False),
        ("", False),
        ("A caption: old", False),
        ("https://example.org", False),
    ],
)
def test_a_line_looks_like_an_option_or_not(line, expected):
    assert looks_like_option(line) is expected


@pytest.mark.parametrize(
    ("line", "fence"),
    [
        (":::{photo} a.jpg", ":::"),
        ("  ::::{photo-grid}", "::::"),
        ("```{note}", "```"),
        ("~~~~ {note}", "~~~~"),
        (":::", None),
        ("::{photo}", None),
        ("```python", None),
        ("A :::{photo}", None),
        ("", None),
    ],
)
def test_a_line_opens_a_directive_or_not(line, fence):
    assert opened_fence(line) == fence


def test_an_option_below_an_empty_line_is_taken_and_told_where_it_cannot_be_text():
    content = ":alt: x\n\n:date: 2023\n\n\nA caption."
    block = read_block(content, 10, scattered=True)
    [problem] = block.problems
    assert (problem.name, problem.line) == ("directive-option-syntax", 12)
    assert "directly under the directive, with no empty line" in problem.message
    assert block.options == (Option("alt", "x", 10), Option("date", "2023", 12))
    assert (block.body, block.body_line) == (("", "A caption."), 14)
    assert read(content).body == (":date: 2023", "", "", "A caption.")
    assert read_block("\n \n", 10, scattered=True).options == ()


def test_options_may_be_yaml_between_two_lines():
    content = "---\nalt: 'It''s old'\npending:\ncredit: |\n  A\n  B\n---\nA caption."
    assert options(content) == [
        ("alt", "It's old", 11),
        ("pending", "", 12),
        ("credit", "A\nB", 13),
    ]
    assert read("--- \nalt: x\n---  \nA caption.").body == ("A caption.",)


def test_yaml_without_an_end_is_told_at_its_beginning():
    content = "---\nalt: x\nA caption."
    line, message = only_problem(content)
    assert line == 10
    assert "no end: put a line with --- under them" in message
    assert read(content) == Block((), (), 13, read(content).problems)


@pytest.mark.parametrize(
    ("yaml", "line"),
    [("alt: x\ncredit: a: b", 12), ("alt: 'x", 11), ("alt: \x07", 11), ("[" * 400, 11)],
)
def test_yaml_that_cannot_be_read_is_told_and_the_body_stays(yaml, line):
    content = f"---\n{yaml}\n---\nA caption."
    found, message = only_problem(content)
    assert found >= line
    assert "options cannot be read" in message
    assert read(content).options == ()
    assert read(content).body == ("A caption.",)


@pytest.mark.parametrize("value", ["[a, b]", "{a: b}", "\n- a"])
def test_an_option_in_yaml_takes_one_value(value):
    line, message = only_problem(f"---\nalt: x\ndate: {value}\n---\n")
    assert (line, message) == (12, "An option takes one value, no list.")


def test_a_key_in_yaml_that_is_no_word_is_told():
    assert only_problem("---\n[a]: x\n---\n")[0] == 11


def test_empty_yaml_has_no_options():
    assert options("---\n---\nA caption.") == []
    assert options("---\n# a remark\n---\n") == []


def test_an_option_that_stands_twice_in_yaml_is_told():
    line, message = only_problem("---\nalt: One\nalt: Two\n---\n")
    assert line == 12
    assert "“:alt:” stands twice" in message


@pytest.mark.parametrize("yaml", ["- alt", "A bridge"])
def test_yaml_that_has_no_keys_is_told(yaml):
    assert only_problem(f"---\n{yaml}\n---\nA caption.")[0] == 11


# Markdown and every editor count lines by the line feed; a word processor leaves these in a text.
@pytest.mark.parametrize("sign", ["\x0b", "\x85", "\u2028"])
def test_a_sign_that_is_no_line_feed_begins_no_line(sign):
    block = read(f":alt: x\n\nA{sign}caption.\nIts second line.")
    assert block.body == (f"A{sign}caption.", "Its second line.")
    assert block.body_line == 12


@given(CONTENT, st.booleans())
def test_any_text_is_a_block_with_problems_in_its_own_lines(content, scattered):
    block = read_block(content, 10, scattered=scattered)
    last = 10 + len(content.splitlines())
    assert 10 <= block.body_line <= last
    for option in block.options:
        assert 10 <= option.line < last
    for problem in block.problems:
        assert problem.name == "directive-option-syntax"
        assert 10 <= problem.line <= last
        assert problem.message


@given(st.lists(LINES, max_size=12))
def test_every_body_line_keeps_its_number(lines):
    block = read("\n".join(lines))
    rest = "\n".join(lines).splitlines()[block.body_line - 10 :]
    assert list(block.body) == rest


@given(st.lists(LINES, max_size=12))
def test_no_line_is_dropped_in_silence(lines):
    block = read("\n".join(lines))
    # What runs on below an option that stands twice goes with it, and that is told once.
    if lines[:1] == ["---"] or any("stands twice" in each.message for each in block.problems):
        return
    values = " ".join(option.value for option in block.options)
    told = {problem.line for problem in block.problems}
    told |= {option.line for option in block.options}
    for number, line in enumerate(lines[: block.body_line - 10], start=10):
        assert number in told or line.strip() in values


@given(
    st.text("abc \"'#:|>-\\é丸", min_size=1).map(str.strip).filter(bool),
)
def test_no_value_loses_a_sign(raw):
    block = read(f":alt: {raw}")
    if raw in ("|", ">"):
        return
    [option] = block.options
    quoted = len(raw) > 1 and raw[0] == raw[-1] and raw[0] in "\"'"
    assert option.value == raw or (quoted and not block.problems)


@given(st.text("abc \"'#:é丸", min_size=1).map(str.strip).filter(bool))
def test_a_text_in_quotes_is_that_text(text):
    quoted = "'" + text.replace("'", "''") + "'"
    assert options(f":alt: {quoted}") == [("alt", text, 10)]
