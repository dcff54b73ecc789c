"""Front matter: each key with its line, each mistake where it stands, and the safe side."""

from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from glocal_ext.core.corrections import Correction
from glocal_ext.core.dates import Month
from glocal_ext.core.frontkeys import MAX_CHARACTERS
from glocal_ext.core.frontmatter import FrontMatter, Reading, read
from glocal_ext.core.yamlnodes import MAX_DEPTH

ISSUE = "issues/2031/05/index"
VOLUME = "issues/2031/index"
PAGE = "about/index"
TODAY = dt.date(2031, 5, 1)
MAY = Month(2031, 5)

ANY_TEXT = st.text(st.characters())
# What YAML is made of, in any order: anchors, merges, tags, brackets, control characters.
YAML = st.lists(
    st.sampled_from(
        [
            *(
                "issue: 2031-05\n",
                "draft: ",
                "true",
                "false\n",
                "published: ",
                "2031-05-01\n",
                "\n",
            ),
            *(
                "summary: ",
                "number: 1\n",
                "corrections:\n",
                "  - date: 2031-05-02\n",
                "    text: x\n",
            ),
            *(
                "&a ",
                "*a",
                "<<: *a\n",
                "!!bool ",
                "!!null",
                "!x ",
                "? ",
                "- ",
                "[",
                "]",
                "{",
                "}",
                ",",
            ),
            *(
                "|\n  ",
                ">\n  ",
                '"',
                "'",
                "#",
                ": ",
                "%YAML 1.1\n",
                "...\n",
                "\t",
                "  ",
                "\r\n",
                "~",
            ),
            *("\x00", "\x07", "\x85", "\u2028", "\ufeff", "\ud800", "丸亀", "9" * 40, "cover: a\n"),
        ]
    ),
    max_size=20,
).map("".join)
DOCNAMES = st.sampled_from([ISSUE, VOLUME, PAGE])


def issue(*lines: str) -> Reading:
    """Read an issue whose front matter has *lines* below its month."""
    return read("\n".join(["---", "issue: 2031-05", *lines, "---", "# May 2031", ""]), ISSUE)


def page(*lines: str) -> Reading:
    """Read a page, no issue, whose front matter has *lines*."""
    return read("\n".join(["---", *lines, "---", "# About us", ""]), PAGE)


def sound(reading: Reading) -> FrontMatter:
    """Return the front matter of *reading*, in which there is nothing wrong."""
    assert reading.problems == ()
    assert reading.matter is not None
    return reading.matter


def mistake(reading: Reading) -> tuple[str, int, str]:
    """Return the one mistake of *reading*, which does not keep the document back."""
    assert reading.matter is not None
    [problem] = reading.problems
    return problem.name, problem.line, problem.message


def kept_back(reading: Reading) -> tuple[str, int, str]:
    """Return the one mistake for which the document of *reading* is kept back."""
    assert reading.matter is None
    [problem] = reading.problems
    assert problem.message.endswith("The document is kept back until then.")
    return problem.name, problem.line, problem.message


def is_hidden(matter: FrontMatter, today: dt.date) -> bool:
    return matter.visible_from > today


def is_visible(text: str, docname: str, today: dt.date = TODAY) -> bool:
    matter = read(text, docname).matter
    return matter is not None and not is_hidden(matter, today)


# What an editor may write


def test_an_issue_says_what_it_is():
    text = """\
---
issue: 2031-05            # required
published: 2031-05-01
number: 12
summary: "Three towns, one river: the sentences
  for the home page."
cover: signing
draft: false
original: https://example.org/ja/2031-05
corrections:
  - date: 2031-05-20
    article: north-river
    text: The name of the mayor was misspelled.
---
# May 2031
"""
    reading = read(text, ISSUE)
    assert sound(reading) == FrontMatter(
        month=MAY,
        published=dt.date(2031, 5, 1),
        number=12,
        summary="Three towns, one river: the sentences for the home page.",
        cover="signing",
        original="https://example.org/ja/2031-05",
        corrections=(
            Correction(
                dt.date(2031, 5, 20), "The name of the mayor was misspelled.", "north-river"
            ),
        ),
    )
    assert dict(reading.lines) == {
        "issue": 2,
        "published": 3,
        "number": 4,
        "summary": 5,
        "cover": 7,
        "draft": 8,
        "original": 9,
        "corrections": 10,
    }


def test_an_issue_needs_its_month_alone():
    assert sound(issue()) == FrontMatter(month=MAY)


@pytest.mark.parametrize("text", ["", "# About us\n", "---\n---\n", "---\n# a remark\n---\n"])
def test_a_page_needs_no_front_matter(text):
    assert sound(read(text, PAGE)) == FrontMatter()
    assert sound(read(text, VOLUME)) == FrontMatter()


def test_a_page_keeps_what_sphinx_understands():
    matter = sound(page("orphan: true", "nosearch:", "summary: Who we are."))
    assert matter == FrontMatter(
        summary="Who we are.",
        sphinx=(("orphan", "true"), ("nosearch", "")),
    )


def test_a_rule_further_down_is_no_front_matter():
    assert sound(read("# About us\n\n---\nA new part\n---\n", PAGE)) == FrontMatter()


# What was meant as front matter and is not read as such must not publish a draft.
@pytest.mark.parametrize("above", ["# About us\n\n", " ", "\u200b", "\n", "% a note\n", "+++\n"])
def test_a_draft_below_something_else_is_kept_back(above):
    assert read(f"{above}---\ndraft: true\n---\n", PAGE).matter is None


@pytest.mark.parametrize("newline", ["\n", "\r\n", "\r"])
@pytest.mark.parametrize("mark", ["", "\ufeff"])
def test_neither_a_byte_order_mark_nor_the_kind_of_line_end_matters(newline, mark):
    text = mark + newline.join(["---  ", "issue: 2031-05", "summary: x", "---\t", "# May 2031"])
    reading = read(text, ISSUE)
    assert sound(reading) == FrontMatter(month=MAY, summary="x")
    assert reading.lines == (("issue", 2), ("summary", 3))


@pytest.mark.parametrize(
    ("word", "draft"),
    [
        ("true", True),
        ("True", True),
        ("yes", True),
        ("on", True),
        ('"true"', True),
        ("false", False),
        ("FALSE", False),
        ("no", False),
        ("off", False),
        ("!!bool true", True),
    ],
)
def test_a_draft_is_true_or_false_in_yaml_s_words(word, draft):
    matter = sound(issue(f"draft: {word}"))
    assert matter.draft is draft
    assert is_hidden(matter, TODAY) is draft


@pytest.mark.parametrize(("day", "hidden"), [("04-30", False), ("05-01", False), ("05-02", True)])
def test_a_day_to_come_hides_a_document_until_it_comes(day, hidden):
    assert is_hidden(sound(issue(f"published: 2031-{day}")), TODAY) is hidden
    assert is_hidden(sound(page(f'published: "2031-{day}"')), TODAY) is hidden


def test_a_draft_whose_day_has_come_stays_hidden():
    assert is_hidden(sound(issue("published: 2031-04-01", "draft: true")), TODAY)


def test_values_are_the_words_that_stand_there():
    # YAML alone would make true of the one and a date of the other.
    matter = sound(issue("cover: yes", "summary: 2031-05-01"))
    assert (matter.cover, matter.summary) == ("yes", "2031-05-01")


@pytest.mark.parametrize("nothing", ["", "~", "null", '""'])
def test_a_key_without_a_value_says_nothing(nothing):
    keys = ("summary", "number", "cover", "original", "corrections")
    assert sound(issue(*(f"{key}: {nothing}" for key in keys))) == FrontMatter(month=MAY)


def test_a_summary_may_run_over_lines():
    assert sound(issue("summary: >", "  Three towns,", "", "  one river.")).summary == (
        "Three towns, one river."
    )


def test_corrections_stand_newest_first():
    reading = issue(
        "corrections:",
        "  - {date: 2031-05-02, text: Older.}",
        "  - date: 2031-05-20",
        "    text: >",
        "      Newer.",
        "    article:",
    )
    assert sound(reading).corrections == (
        Correction(dt.date(2031, 5, 20), "Newer."),
        Correction(dt.date(2031, 5, 2), "Older."),
    )


# Mistakes that lose a key


@pytest.mark.parametrize(
    ("lines", "name", "line", "sentence"),
    [
        (["sumary: x"], "front-matter-key", 3, "“sumary” means nothing in the front matter"),
        (["sumary: x"], "front-matter-key", 3, "Did you mean “summary”?"),
        (["x: 1"], "front-matter-key", 3, "Known: issue, published, number, summary, cover, "),
        (["? x"], "front-matter-key", 3, "“x” means nothing"),
        (["cover: a", "tocdepth: 2"], "front-matter-key", 4, "“tocdepth” means nothing"),
        (["number: twelve"], "front-matter-number", 3, "“twelve” is no running number"),
        (["number: 0"], "front-matter-number", 3, "write digits only, such as 12."),
        (["number: -1"], "front-matter-number", 3, "“-1” is no running number"),
        (["number: 1.5"], "front-matter-number", 3, "“1.5” is no running number"),
        (["number: 1234567"], "front-matter-number", 3, "“1234567” is no running number"),
        ([f"number: {'9' * 5000}"], "front-matter-number", 3, "is no running number"),
        (["number: [1]"], "front-matter-number", 3, "“number” takes one value, no list."),
        (["summary: [a, b]"], "front-matter-summary", 3, "“summary” takes one value, no list."),
        (["cover: {a: b}"], "front-matter-cover", 3, "“cover” takes one value, no list."),
        (
            ["original: 2031"],
            "front-matter-original",
            3,
            "“2031” is no web address: it begins with",
        ),
        (
            ["original: javascript:alert(1)"],
            "front-matter-original",
            3,
            "“javascript:alert(1)” is no web address",
        ),
        (["original: https://a b"], "front-matter-original", 3, "has no space."),
        (["corrections: misspelled"], "front-matter-corrections", 3, "each begins with “- date:”"),
        (
            ["corrections:", "  date: 2031"],
            "front-matter-corrections",
            3,
            "“corrections” is a list",
        ),
        (
            ["corrections:", "  - misspelled"],
            "front-matter-corrections",
            4,
            "has “date:” and “text:”",
        ),
        (
            ["corrections:", "  - date: 2031-05-20"],
            "front-matter-corrections",
            4,
            "needs both “date:” and “text:”",
        ),
        (
            ["corrections:", "  - text: x", "  - {date: 2031-05-20, text: x}"],
            "front-matter-corrections",
            4,
            "this one is left out",
        ),
        (
            ["corrections:", "  - text: x", "    date: May 2031"],
            "front-matter-corrections",
            5,
            "“May 2031” is no day",
        ),
        (
            ["corrections:", "  - text: x", "    date: 2031-05"],
            "front-matter-corrections",
            5,
            "“2031-05” is no day",
        ),
        (
            ["corrections:", "  - date: 2031-05-20", "    text: x", "    by: us"],
            "front-matter-corrections",
            6,
            "A correction has no “by”: date, text and article.",
        ),
        (
            ["corrections:", "  - date: 2031-05-20", "    text: x", "    article: North River"],
            "front-matter-corrections",
            6,
            "“north-river” would be one.",
        ),
        (
            ["corrections:", "  - date: 2031-05-20", "    text: x", "    article: [north-river]"],
            "front-matter-corrections",
            6,
            "article",
        ),
    ],
)
def test_a_mistake_is_told_at_the_line_of_its_key(lines, name, line, sentence):
    found = mistake(issue(*lines))
    assert found[:2] == (name, line)
    assert sentence in found[2]


def test_a_mistake_loses_its_key_alone():
    reading = issue("number: twelve", "summary: x", "original: none", "cover: signing")
    assert reading.matter == FrontMatter(month=MAY, summary="x", cover="signing")
    assert [problem.line for problem in reading.problems] == [3, 5]


def test_a_mistake_in_a_correction_loses_what_it_is_about():
    reading = issue(
        "corrections:",
        "  - {date: 2031-05-20, text: x, article: North River}",
        "  - {date: 20 May, text: y}",
    )
    assert reading.matter.corrections == (Correction(dt.date(2031, 5, 20), "x"),)


def test_a_page_has_keys_of_its_own():
    name, line, message = mistake(page("draft: false", "cover: signing"))
    assert (name, line) == ("front-matter-key", 3)
    assert "Known: draft, original, published, summary, nosearch, orphan." in message


def test_the_folder_says_the_month_where_the_two_differ():
    reading = read("---\nsummary: x\nissue: 2031-06\n---\n", ISSUE)
    name, line, message = mistake(reading)
    assert (name, line) == ("front-matter-issue", 3)
    assert "The folder says 2031-05, not 2031-06: the folder holds." in message
    assert reading.matter.month == MAY


def test_an_issue_outside_its_folder_is_a_page_and_told_where_it_belongs():
    reading = page("draft: false", "issue: 2031-05")
    name, line, message = mistake(reading)
    assert (name, line) == ("front-matter-issue", 3)
    assert "Only issues/2031/05/index.md is the issue of 2031-05" in message
    assert reading.matter.month is None


def test_a_key_that_is_passed_over_has_no_effect():
    reading = issue("orphan: true", "nosearch: true")
    assert [problem.name for problem in reading.problems] == ["front-matter-key"] * 2
    assert reading.matter.sphinx == ()


# Mistakes that keep the document back


@pytest.mark.parametrize(
    ("lines", "name", "line", "sentence"),
    [
        (["draft: maybe"], "front-matter-draft", 3, "“maybe” is neither true nor false."),
        (["draft: 1"], "front-matter-draft", 3, "“1” is neither true nor false."),
        (["draft:"], "front-matter-draft", 3, "neither true nor false"),
        (["draft: [true]"], "front-matter-draft", 3, "neither true nor false"),
        (["published: soon"], "front-matter-published", 3, "“soon” is no day"),
        (["published: 2031-05"], "front-matter-published", 3, "such as 2023-09-01"),
        (["published: 2031-05-01~"], "front-matter-published", 3, "“2031-05-01~” is no day"),
        (["published: 2031-02-30"], "front-matter-published", 3, "not in the calendar"),
        (["published: 1 May 2031"], "front-matter-published", 3, "“1 May 2031” is no day"),
        (["published: 2031-05-01 09:00"], "front-matter-published", 3, "is no day"),
        (["published:"], "front-matter-published", 3, "is no day"),
        (["cover: a", "cover: b"], "front-matter-twice", 4, "“cover” stands twice"),
        (["cover: a", "cover: b"], "front-matter-twice", 4, "(first in line 3): keep one."),
        (["draft: true", "draft: false"], "front-matter-twice", 4, "“draft” stands twice"),
        (
            ["corrections:", "  - {date: a, date: b}"],
            "front-matter-twice",
            4,
            "“date” stands twice",
        ),
        (["[a, b]: c"], "front-matter-yaml", 3, "A key in the front matter is no word."),
        (["summary: Rivers: a view"], "front-matter-yaml", 3, "whole value in double quotes"),
        (["cover: a", "summary: 'x"], "front-matter-yaml", 4, "never closes"),
        (["summary: @x"], "front-matter-yaml", 3, "cannot be read here"),
        (["cover: *x"], "front-matter-yaml", 3, "undefined alias"),
        (["\tcover: x"], "front-matter-yaml", 3, "cannot be read here"),
        (["...", "cover: a"], "front-matter-yaml", 4, "cannot be read here"),
        (["x: " + "[" * 5000], "front-matter-yaml", None, "nested too deeply"),
        (["x: " + "- " * 5000 + "a"], "front-matter-yaml", None, "cannot be read"),
        (["a: [\ud800]"], "front-matter-yaml", None, "cannot be read"),
        (["x: 1"] * 20_000, "front-matter-yaml", 1, "too long to be one: shorten it"),
    ],
)
def test_what_cannot_be_read_as_it_stands_keeps_the_document_back(lines, name, line, sentence):
    found = kept_back(issue(*lines))
    assert found[0] == name
    assert line in (None, found[1])
    assert sentence in found[2]


@pytest.mark.parametrize("sign", ["\x00", "\x07", "\x1b"])
def test_a_control_character_is_told_in_one_sentence_at_its_line(sign):
    name, line, message = kept_back(issue("cover: a", f"summary: a{sign}b"))
    assert (name, line) == ("front-matter-yaml", 4)
    assert "\n" not in message


# The lines that YAML counts are not those that an editor sees.
@pytest.mark.parametrize("sign", ["\x0b", "\x0c", "\x85", "\u2028", "\u2029"])
def test_a_sign_that_is_no_line_feed_moves_no_line(sign):
    reading = issue(f'summary: "a{sign}b"', "sumary: x")
    if reading.matter is None:  # a sign that YAML does not allow
        assert kept_back(reading)[1] == 3
    else:
        assert mistake(reading)[:2] == ("front-matter-key", 4)


# Word processors make curly quotation marks of straight ones; to YAML they are letters.
@pytest.mark.parametrize(
    ("lines", "line"),
    [
        (["summary: “Three towns: one river”"], 3),
        (["summary: ”Three towns: one river”"], 3),
        (["summary: „Three towns: one river“"], 3),
        (["cover: a", "summary: “Three towns,", "  two bridges and", "  one: river”"], 4),
        (["corrections:", "  - date: 2031-05-02", "    text: “Three: four”"], 5),
        (["corrections:", "  - text: “Three: four”", "    date: 2031-05-02"], 4),
    ],
)
def test_a_colon_between_curly_quotation_marks_is_told_with_the_marks(lines, line):
    name, found, message = kept_back(issue(*lines))
    assert (name, found) == ("front-matter-yaml", line)
    assert "begins with a curly quotation mark" in message
    assert 'write straight ones ("), before the value and behind it.' in message


@pytest.mark.parametrize(
    "lines",
    [
        ["summary: Three towns: “one river”"],
        ["summary: “Three towns”", "cover: a: b"],
        ["corrections:", "  - text: “Three”", "    date: a: b"],
        ["summary: “Three towns", "cover: a: b"],
    ],
)
def test_curly_quotation_marks_elsewhere_are_not_blamed(lines):
    _name, line, message = kept_back(issue(*lines))
    assert "curly" not in message
    assert "whole value in double quotes" in message
    assert line == len(lines) + 2


def test_a_value_in_curly_quotation_marks_keeps_them_where_yaml_can_read_it():
    assert sound(issue("summary: “Three towns”")).summary == "“Three towns”"


@pytest.mark.parametrize("mark", ['"', "'"])
def test_a_quotation_mark_that_never_closes_is_told_where_it_stands(mark):
    name, line, message = kept_back(issue(f"summary: {mark}Three towns", "cover: a"))
    assert (name, line) == ("front-matter-yaml", 3)
    assert "The quotation mark at the head of the value never closes." in message
    assert "curly" not in message


def test_a_curly_quotation_mark_closes_no_straight_one():
    name, line, message = kept_back(issue('summary: "Three towns”', "cover: a"))
    assert (name, line) == ("front-matter-yaml", 3)
    assert 'A curly one closes nothing: write a straight one (").' in message


@pytest.mark.parametrize("line", ["draft: “true”", "published: “2031-05-01”"])
def test_curly_quotation_marks_are_no_part_of_a_day_or_a_flag(line):
    assert "Take the curly quotation marks away." in kept_back(issue(line))[2]
    assert mistake(issue("number: “12”"))[2].endswith("Take the curly quotation marks away.")


@pytest.mark.parametrize("text", ["---", "---\nissue: 2031-05\n", "---\nissue: 2031-05\n---x\n"])
def test_front_matter_without_an_end_keeps_the_document_back(text):
    name, line, message = kept_back(read(text, ISSUE))
    assert (name, line) == ("front-matter-end", 1)
    assert "no end: put a line with --- under it" in message
    assert read(text, PAGE).matter is None


@pytest.mark.parametrize("text", ["---\nRivers\n---\n", "---\n- issue: 2031-05\n---\n"])
def test_front_matter_that_is_no_list_of_keys_keeps_the_document_back(text):
    name, line, message = kept_back(read(text, PAGE))
    assert (name, line) == ("front-matter-yaml", 2)
    assert "write “key: value” lines" in message


@pytest.mark.parametrize(
    "text", ["", "# May 2031\n", "---\nsummary: x\n---\n", "Text\n\n---\nsummary: x\n---\n"]
)
def test_an_issue_without_its_month_is_kept_back_with_the_line_to_paste(text):
    name, line, message = kept_back(read(text, ISSUE))
    assert (name, line) == ("front-matter-issue", 1)
    assert "Write “issue: 2031-05” between the --- lines at its head." in message


@pytest.mark.parametrize("month", ["May 2031", "2031", "2031-5", "2031-13", "", "[2031-05]"])
def test_an_issue_whose_month_is_none_is_kept_back(month):
    for docname in (ISSUE, PAGE):
        name, line, message = kept_back(read(f"---\nissue: {month}\n---\n", docname))
        assert (name, line) == ("front-matter-issue", 2)
        assert "is no month: write year and month" in message


def test_mistakes_found_before_the_one_that_keeps_back_are_told_too():
    reading = issue("sumary: x", "draft: maybe")
    assert reading.matter is None
    assert [problem.line for problem in reading.problems] == [3, 4]


def test_the_limits_are_far_above_what_a_page_needs():
    longest = f"summary: {'x' * (MAX_CHARACTERS - len('issue: 2031-05') - len('summary: ') - 1)}"
    assert sound(issue(longest)).summary
    assert kept_back(issue(f"{longest}x"))[0] == "front-matter-yaml"
    depth = MAX_DEPTH - 2  # the stream and its list of keys come first
    assert issue(f"x: {'[' * depth}{']' * depth}").matter is not None
    assert issue(f"x: {'[' * (depth + 1)}{']' * (depth + 1)}").matter is None


def test_a_value_that_yaml_repeats_a_billion_times_is_not_built():
    lines = ["a0: &a0 [x]"]
    lines += [f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 9)}]" for n in range(1, 10)]
    assert issue(*lines).matter == FrontMatter(month=MAY)


def test_a_correction_that_holds_itself_is_no_correction():
    assert mistake(issue("corrections: &a", "  - *a"))[0] == "front-matter-corrections"
    assert mistake(issue("corrections:", "  - &a", "    date: *a", "    text: x"))[1] == 5


# The safe side


DRAFTS = [
    "---\ndraft: true\n---\n",
    "\ufeff---\ndraft: true\n---\n",
    "---\r\ndraft: true\r\n---\r\n",
    "---\rdraft: true\r---\r",
    "--- \ndraft: true\n---\n",
    "---\n  draft: true\n---\n",
    "---\ndraft:   true   # until June\n---\n",
    "---\n'draft': 'true'\n---\n",
    "---\n{draft: true}\n---\n",
    "---\n? draft\n: true\n---\n",
    "---\ndraft: &a true\n---\n",
    "---\n!!map {draft: true}\n---\n",
    "---\ndraft: true\n...\n---\n",
    "---\ndraft: true\n",
    "---\ndraft: true\n----\n",
    "---\ndraft: true\ndraft: false\n---\n",
    "---\ndraft: true\nsummary: a: b\n---\n",
    "---\ndraft: true\nsummary: \x00\n---\n",
    "---\ndraft:\ttrue\n---\n",
    "---\ndraft:true\n---\n",
    "---\ndraft = true\n---\n",
]


@pytest.mark.parametrize("docname", [ISSUE, VOLUME, PAGE])
@pytest.mark.parametrize("text", DRAFTS)
def test_a_draft_is_never_visible(text, docname):
    assert not is_visible(text, docname)
    assert not is_visible(text.replace("draft", "issue: 2031-05\ndraft", 1), docname)


# MyST begins front matter with three hyphens or more, whatever follows them in the line.
@pytest.mark.parametrize("text", ["----\ndraft: true\n----\n", "--- # June\ndraft: true\n---\n"])
def test_a_draft_in_what_myst_takes_for_front_matter_is_not_visible(text):
    assert not is_visible(text, PAGE)


def test_a_draft_that_yaml_merges_in_is_not_visible():
    assert not is_visible("---\n<<: {draft: true}\n---\n", PAGE)


@pytest.mark.parametrize("key", ["Draft", "drafts", "drat", "DRAFT"])
def test_a_draft_whose_key_is_misspelt_is_not_visible(key):
    assert not is_visible(f"---\nissue: 2031-05\n{key}: true\n---\n", ISSUE)


@pytest.mark.parametrize("key", ["Published", "publish", "publised"])
def test_an_embargo_whose_key_is_misspelt_holds(key):
    assert not is_visible(f"---\nissue: 2031-05\n{key}: 2031-06-01\n---\n", ISSUE)


@given(YAML, YAML, DOCNAMES)
def test_nothing_around_a_draft_makes_it_visible(before, after, docname):
    # The line is a key, or what stands around it makes it a part of a quoted text.
    text = f"---\n{before}\ndraft: true\n{after}\n---\n"
    reading = read(text, docname)
    lines = dict(reading.lines)
    if reading.matter is not None and "draft" in lines:
        assert is_hidden(reading.matter, TODAY)


@given(
    st.lists(
        st.sampled_from(
            [
                *("issue: 2031-05", "summary: x", "summary: a: b", "x: [1, 2]", "[", "number: 0"),
                *("published: 2031-04-01", "published: x", "cover: 'a", "- a", "# a", "", "*a"),
                *("corrections:", "  - date: 2031-05-02", "    text: x", "<<: {}", "\x00", "\t"),
            ]
        ),
        max_size=6,
    ),
    st.integers(0, 6),
    DOCNAMES,
)
def test_a_draft_is_hidden_whether_the_rest_can_be_read_or_not(lines, place, docname):
    lines.insert(place, "draft: true")
    assert not is_visible("\n".join(["---", *lines, "---", ""]), docname)


@given(st.dates(min_value=TODAY + dt.timedelta(1)), YAML, DOCNAMES)
def test_no_embargo_ends_before_its_day(day, after, docname):
    text = f"---\npublished: {day}\n{after}\n---\n"
    matter = read(text, docname).matter
    assert matter is None or is_hidden(matter, TODAY)


@given(
    st.one_of(
        ANY_TEXT,
        ANY_TEXT.map("---\n{}\n---\n".format),
        ANY_TEXT.map("---\nissue: 2031-05\nsummary: {}\n---\n".format),
        YAML.map("---\n{}\n---\n".format),
        YAML.map("---\nissue: 2031-05\n{}\n---\n".format),
    ),
    DOCNAMES,
)
def test_any_text_is_front_matter_or_a_problem(text, docname):
    reading = read(text, docname)
    assert reading.matter is not None or reading.problems
    for problem in reading.problems:
        assert problem.name.startswith("front-matter-")
        assert problem.line >= 1
        assert problem.message.endswith(".")
