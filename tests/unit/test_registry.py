"""The registry: what a record says, what an embargo hides, what leans on what is not there."""

from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from glocal_ext.core.dates import PartialDate
from glocal_ext.core.model import Event, Partnership, Party, Place, Registry, Source
from glocal_ext.core.registry import load

NORTH_RIVER = 'name = "North River"\nkind = "town"\ncountry = "JP"\n'
SOUTHPORT = 'name = "Southport"\nkind = "city"\ncountry = "AU"\n'
TIE = 'kind = "sister city"\nparties = ["north-river", "southport"]\nestablished = "2001-05-06"\n'
BIBLIOGRAPHY = """\
@online{rivers,
  organization = {Office of Rivers},
  title = {On rivers},
  url = {https://example.org/rivers},
  date = {2001-05},
  urldate = {2031-04-01},
}
"""
BASE = {
    "places/north-river.toml": NORTH_RIVER,
    "places/southport.toml": SOUTHPORT,
    "partnerships/north-river-southport.toml": TIE,
    "references.bib": BIBLIOGRAPHY,
}
TOMORROW = 'published = "2031-05-02"\n'

ANY_TEXT = st.text(st.characters())
ENCODABLE = st.text(st.characters(codec="utf-8"))
# Values of every type that TOML has, right and wrong ones, for every key that a record has.
VALUES = st.sampled_from(
    [
        *('"a"', '"x y"', '""', '" "', "'a'", '"""a\nb"""', '"2001"', '"2001-05-06~"', '"2001-13"'),
        *('"JP"', '"town"', '"sister city"', '"ended"', '"north-river"', '"丸亀市"', '"\\u0000"'),
        *(
            "1",
            "-1",
            "2001",
            "1_000",
            "0x7f",
            "9" * 40,
            "1.5",
            "inf",
            "-inf",
            "nan",
            "1e400",
            "true",
        ),
        *("2001-05-06", "2001-05-06T10:00:00Z", "2001-05-06T10:00:00", "10:00:00", "0001-01-01"),
        *(
            "[]",
            "[1, 2]",
            "[[]]",
            '["a"]',
            '["a", "a"]',
            '["north-river", "southport"]',
            "[nan, 1]",
        ),
        *(
            "[34.2, 133.7]",
            "[91, 0]",
            "[true, false]",
            "[1e400, 0]",
            "{}",
            '{ja = "川"}',
            "{a = 1}",
        ),
        *('{place = "north-river"}', '[{place = "north-river"}, "southport"]', "[{date = 2001}]"),
        *('[{date = 2001, event = "x"}]', '[{date = "2001", event = "x", sources = ["rivers"]}]'),
        *('"372021"', '"372022"', '"Q1"', '{wikidata = "Q1"}', "[" * 99 + "]" * 99, "", "?", '"'),
    ]
)
KEYS = st.sampled_from(
    [
        *(
            "name",
            "kind",
            "country",
            "within",
            "coordinates",
            "code",
            "aliases",
            "successor",
            "names",
        ),
        *("ids", "published", "parties", "established", "status", "ended", "fields", "sources"),
        *("checked", "note", "history", "naem", '"a b"', '""', "a.b", "[names]", "[[history]]"),
    ]
)
RECORDS = st.lists(st.builds("{} = {}".format, KEYS, VALUES), max_size=6).map("\n".join)
BIB = st.lists(
    st.sampled_from(
        [
            *(
                "@online{a,\n",
                "@book(b,\n",
                "@",
                "@string{s = ",
                "@string{t = s # t}\n",
                "@comment{",
                "}",
            ),
            *("@preamble{", "{", ")", '"', ",", "#", "=", "\n", "\\", "%", "author = {A and B},\n"),
            *(
                "author = {, , , , ,},\n",
                "organization = {O},\n",
                "title = {{T}},\n",
                "title = s,\n",
            ),
            *(
                "date = {2001-13},\n",
                "year = 2001,\n",
                "url = {x},\n",
                "urldate = {},\n",
                "s",
                "\x00",
            ),
            *(
                "crossref = {a},\n",
                "title = {\\'e},\n",
                "@online{a, author={A}, title={T}}\n",
                "丸",
            ),
        ]
    ),
    max_size=15,
).map("".join)


def problems(loaded) -> list[tuple[str, int, str]]:
    """Return file, line and name of each mistake."""
    return [
        (f"{each.path.parent.name}/{each.path.name}", each.problem.line, each.problem.name)
        for each in loaded.problems
    ]


# What a record says


def test_a_place_has_every_fact_that_its_record_has(load_files):
    record = """\
name = "North  River"
kind = "city"
country = "JP"
within = "north"
coordinates = [34, 133.798]
code = "372021"
aliases = ["North River City", "N. River"]
successor = "great-river"
published = "2031-05-01"
[names]
zh-Hant = "北川市"
ja = "北川市"
[ids]
wikidata = "Q1"
geonames = "12"
"""
    files = {
        "places/north-river.toml": record,
        "places/north.toml": 'name = "North"\nkind = "prefecture"\ncountry = "JP"\n',
        "places/great-river.toml": 'name = "Great River"\nkind = "city"\ncountry = "JP"\n',
    }
    loaded = load_files(files)
    assert loaded.problems == ()
    assert loaded.registry.places["north-river"] == Place(
        id="north-river",
        name="North River",
        kind="city",
        country="JP",
        within="north",
        coordinates=(34.0, 133.798),
        code="372021",
        aliases=("North River City", "N. River"),
        successor="great-river",
        names=(("ja", "北川市"), ("zh-Hant", "北川市")),
        ids=(("geonames", "12"), ("wikidata", "Q1")),
        published=dt.date(2031, 5, 1),
    )


def test_a_place_needs_a_name_a_kind_and_a_country(load_files):
    loaded = load_files({"places/north-river.toml": NORTH_RIVER})
    assert loaded.problems == ()
    assert loaded.registry.places == {
        "north-river": Place("north-river", "North River", "town", "JP")
    }


def test_a_partnership_has_every_fact_that_its_record_has(load_files):
    record = """\
name = "The River Tie"
kind = "friendship city"
parties = ["north-river", {place = "southport"}, {place = "west", since = "2010~"}]
established = "2001-05"
status = "ended"
ended = 2020
fields = ["student exchange", "rivers"]
sources = ["rivers"]
checked = 2031-04-30
published = 2031-05-01
note = "Renewed every year."
[[history]]
date = "2001-05-06"
event = "Declaration"
sources = ["rivers"]
[[history]]
date = 2011
event = "Renewal"
"""
    files = BASE | {
        "places/west.toml": 'name = "West"\nkind = "country"\ncountry = "NZ"\n',
        "partnerships/north-river-southport.toml": record,
    }
    loaded = load_files(files)
    assert loaded.problems == ()
    assert loaded.registry.partnerships["north-river-southport"] == Partnership(
        id="north-river-southport",
        name="The River Tie",
        kind="friendship city",
        parties=(
            Party("north-river"),
            Party("southport"),
            Party("west", PartialDate(2010, approximate=True)),
        ),
        established=PartialDate(2001, 5),
        status="ended",
        ended=PartialDate(2020),
        fields=("student exchange", "rivers"),
        sources=("rivers",),
        history=(
            Event(PartialDate(2001, 5, 6), "Declaration", ("rivers",)),
            Event(PartialDate(2011), "Renewal"),
        ),
        checked=dt.date(2031, 4, 30),
        note="Renewed every year.",
        published=dt.date(2031, 5, 1),
    )


def test_a_partnership_needs_a_kind_parties_and_a_date(load_files):
    loaded = load_files(BASE)
    assert loaded.problems == ()
    assert loaded.registry.partnerships == {
        "north-river-southport": Partnership(
            id="north-river-southport",
            kind="sister city",
            parties=(Party("north-river"), Party("southport")),
            established=PartialDate(2001, 5, 6),
        )
    }


@pytest.mark.parametrize("status", ["active", "suspended"])
def test_a_tie_that_has_not_ended_has_its_status(load_files, status):
    record = f'{TIE}status = "{status}"\n'
    loaded = load_files(BASE | {"partnerships/north-river-southport.toml": record})
    assert loaded.problems == ()
    assert loaded.registry.partnerships["north-river-southport"].status == status


def test_conf_py_can_add_kinds_of_partnerships(load_files):
    files = BASE | {"partnerships/x.toml": TIE.replace("sister city", "river tie")}
    assert "x" not in load_files(files).registry.partnerships
    loaded = load_files(files, kinds=("river tie",))
    assert loaded.problems == ()
    assert loaded.registry.partnerships["x"].kind == "river tie"


@pytest.mark.parametrize(
    "dates",
    [
        ["2001", "2001-05", "2001-05-06", "2001-05-06", "2002"],
        # What is known to the month only may stand under a day of that month.
        ["2001-05-06", "2001-05", "2001"],
        ["2001~", "2001-05-06~"],
    ],
)
def test_a_history_may_be_known_to_different_degrees(load_files, dates):
    events = "".join(f'[[history]]\ndate = "{date}"\nevent = "Meeting"\n' for date in dates)
    loaded = load_files(BASE | {"partnerships/north-river-southport.toml": TIE + events})
    assert loaded.problems == ()
    history = loaded.registry.partnerships["north-river-southport"].history
    assert [str(event.date) for event in history] == dates


def test_the_kind_of_line_end_of_a_record_does_not_matter(load_files):
    loaded = load_files({"places/north-river.toml": NORTH_RIVER.replace("\n", "\r\n")})
    assert loaded.problems == ()
    assert loaded.registry.places["north-river"].name == "North River"


def test_a_byte_order_mark_in_a_record_does_not_matter(load_files):
    loaded = load_files({"places/north-river.toml": f"\ufeff{NORTH_RIVER}"})
    assert loaded.problems == ()
    assert "north-river" in loaded.registry.places


@pytest.mark.parametrize("code", ["372021", "011002", "130001", "131016", "271004"])
def test_the_codes_of_real_places_have_their_check_digit(load_files, code):
    loaded = load_files({"places/x.toml": f'{NORTH_RIVER}code = "{code}"\n'})
    assert loaded.registry.places["x"].code == code


@given(st.text("0123456789", min_size=5, max_size=5))
def test_one_check_digit_of_ten_is_right(load_files, digits):
    a, b, c, d, e = map(int, digits)
    right = str(11 - (6 * a + 5 * b + 4 * c + 3 * d + 2 * e) % 11)[-1]
    files = {
        f"places/x{last}.toml": f'{NORTH_RIVER}code = "{digits}{last}"\n' for last in range(10)
    }
    loaded = load_files(files)
    assert list(loaded.registry.places) == [f"x{right}"]
    assert {each.problem.message for each in loaded.problems} == {
        f"“code”: the check digit of {digits} is {right}, not {last}."
        for last in "0123456789"
        if last != right
    }


# Sources


def test_a_source_has_author_title_address_and_dates(load_files):
    loaded = load_files({"references.bib": BIBLIOGRAPHY})
    assert loaded.problems == ()
    assert loaded.registry.sources == {
        "rivers": Source(
            key="rivers",
            author="Office of Rivers",
            title="On rivers",
            url="https://example.org/rivers",
            date=PartialDate(2001, 5),
            accessed=PartialDate(2031, 4, 1),
        )
    }


@pytest.mark.parametrize(
    ("fields", "author"),
    [
        ("author = {Yamada, Haruo}", "Haruo Yamada"),
        ("author = {Haruo Yamada and Ana de la Ribera}", "Haruo Yamada and Ana de la Ribera"),
        ("author = {{Office of Rivers}}", "Office of Rivers"),
        ("institution = {{Office} of\n Rivers}", "Office of Rivers"),
        ("organization = {O}, author = {Haruo Yamada}", "O"),
        ("author = {山田 春男}", "山田 春男"),
    ],
)
def test_the_author_of_a_source_is_a_person_or_an_office(load_files, fields, author):
    entry = f"@online{{x, {fields}, title = {{A {{River}} of\n ours}}, year = 2001}}"
    source = load_files({"references.bib": entry}).registry.sources["x"]
    assert (source.author, source.title) == (author, "A River of ours")
    assert (source.url, source.date, source.accessed) == (None, PartialDate(2001), None)


def test_a_source_needs_no_date(load_files):
    loaded = load_files({"references.bib": "@misc{x, organization = {O}, title = {T}}"})
    assert loaded.registry.sources == {"x": Source("x", "O", "T")}


def test_a_bibliography_may_begin_with_a_byte_order_mark(load_files):
    assert list(load_files({"references.bib": f"\ufeff{BIBLIOGRAPHY}"}).registry.sources) == [
        "rivers"
    ]


# Files and folders


def test_a_publication_without_a_registry_has_an_empty_one(tmp_path):
    loaded = load(tmp_path / "data", tmp_path / "references.bib", dt.date(2031, 5, 1))
    assert loaded.registry == Registry()
    assert loaded.problems == ()


def test_hidden_files_are_no_records(load_files):
    loaded = load_files(
        {"places/.north-river.toml.swp": "x", "places/.keep": "", "places/.toml": ""}
    )
    assert loaded.registry == Registry()
    assert loaded.problems == ()


def test_a_record_in_a_folder_below_is_told(load_files, tmp_path):
    (tmp_path / "places" / "japan").mkdir(parents=True)
    (tmp_path / "places" / "japan" / "north-river.toml").write_text(NORTH_RIVER, encoding="utf-8")
    loaded = load(tmp_path, tmp_path / "references.bib", dt.date(2031, 5, 1))
    assert problems(loaded) == [("places/japan", 1, "registry-file")]


def test_records_stand_in_the_order_of_their_ids(load_files):
    files = {f"places/{name}.toml": NORTH_RIVER for name in ("c", "a", "b-2", "b-10")}
    assert list(load_files(files).registry.places) == ["a", "b-10", "b-2", "c"]


# Embargoes


def test_an_embargo_hides_a_record_until_its_day_and_without_a_word(load_files):
    files = BASE | {"partnerships/north-river-southport.toml": TIE + TOMORROW}
    loaded = load_files(files)
    assert loaded.registry.partnerships == {}
    assert loaded.problems == ()
    later = load_files(files, today=dt.date(2031, 5, 2))
    assert list(later.registry.partnerships) == ["north-river-southport"]


def test_an_embargo_of_a_party_hides_the_partnership(load_files):
    loaded = load_files(BASE | {"places/southport.toml": SOUTHPORT + TOMORROW})
    assert list(loaded.registry.places) == ["north-river"]
    assert loaded.registry.partnerships == {}
    assert loaded.problems == ()


@pytest.mark.parametrize("key", ["within", "successor"])
def test_a_place_does_not_name_a_place_that_an_embargo_hides(load_files, key):
    files = {
        "places/north-river.toml": f'{NORTH_RIVER}{key} = "north"\n',
        "places/north.toml": f'name = "North"\nkind = "prefecture"\ncountry = "JP"\n{TOMORROW}',
    }
    loaded = load_files(files)
    assert loaded.problems == ()
    assert loaded.registry.places == {
        "north-river": Place("north-river", "North River", "town", "JP")
    }


def test_a_mistake_in_a_record_that_is_held_back_is_told_today(load_files):
    record = f"{TIE}{TOMORROW}feilds = []\n"
    loaded = load_files(BASE | {"partnerships/north-river-southport.toml": record})
    assert problems(loaded) == [("partnerships/north-river-southport.toml", 5, "registry-key")]


@pytest.mark.parametrize(
    ("record", "line"),
    [
        (TIE.replace("southport", "soutport"), 2),
        (f'{TIE}sources = ["rivrs"]\n', 4),
    ],
)
def test_what_a_record_that_is_held_back_names_is_looked_up_today(load_files, record, line):
    name = "partnerships/north-river-southport.toml"
    loaded = load_files(BASE | {name: record + TOMORROW})
    assert [each[:2] for each in problems(loaded)] == [(name, line)]
    assert loaded.registry.held == {name.removesuffix(".toml"): "has a mistake in its file"}


def test_a_place_that_is_held_back_is_looked_through_today(load_files):
    loaded = load_files({"places/north-river.toml": f'{NORTH_RIVER}{TOMORROW}within = "north"\n'})
    assert problems(loaded) == [("places/north-river.toml", 5, "registry-reference")]


# What leans on a mistake


def test_a_record_with_a_mistake_is_unknown_and_the_rest_is_known(load_files):
    files = BASE | {"places/west.toml": "name = 1\n", "partnerships/x.toml": "kind = 1\n"}
    loaded = load_files(files)
    assert list(loaded.registry.places) == ["north-river", "southport"]
    assert list(loaded.registry.partnerships) == ["north-river-southport"]
    assert [each[0] for each in problems(loaded)] == ["places/west.toml", "partnerships/x.toml"]


def test_a_partnership_falls_with_its_party(load_files):
    loaded = load_files(BASE | {"places/southport.toml": f"{SOUTHPORT}x = 1\n"})
    assert loaded.registry.partnerships == {}
    assert problems(loaded)[0] == ("places/southport.toml", 4, "registry-key")


def test_a_party_that_names_what_is_not_there_is_told_once(load_files):
    loaded = load_files(BASE | {"places/southport.toml": f'{SOUTHPORT}within = "south"\n'})
    assert loaded.registry.partnerships == {}
    assert problems(loaded) == [("places/southport.toml", 4, "registry-reference")]


def test_no_place_names_one_that_fell_for_its_own_mistake(load_files):
    files = {
        "places/north-river.toml": f'{NORTH_RIVER}within = "north"\n',
        "places/north.toml": f'{NORTH_RIVER}within = "nowhere"\n',
    }
    places = load_files(files).registry.places
    assert "north" not in places
    assert all(place.within is None for place in places.values())


def test_a_bibliography_that_cannot_be_read_leaves_the_places(load_files):
    loaded = load_files(BASE | {"references.bib": "@online{rivers, title = {T"})
    assert list(loaded.registry.places) == ["north-river", "southport"]
    assert list(loaded.registry.partnerships) == ["north-river-southport"]
    assert loaded.registry.sources == {}


# Languages of names


def test_a_name_in_chinese_characters_has_its_language(load_files):
    names = {"a": 'ja = "丸川"', "b": 'zh-Hant = "北市"', "c": 'zh-Hans = "丸川"', "d": 'ko = "川"'}
    files = {f"places/{key}.toml": f"{NORTH_RIVER}[names]\n{name}\n" for key, name in names.items()}
    files["places/e.toml"] = f'{NORTH_RIVER}[names]\nja = "まる川"\nzh-Hant = "北市"\n'
    files["places/f.toml"] = f'{NORTH_RIVER}{TOMORROW}[names]\nzh-Hant = "南市"\n'
    # Two languages share 丸川; a name with kana needs no registry; an embargo hides a name too.
    assert load_files(files).registry.name_languages == {
        "丸川": "ja",
        "北市": "zh-Hant",
        "川": "ko",
    }


# Questions to the registry


def tie(key: str, *parties: str, established: str = "2001", name: str | None = None) -> Partnership:
    return Partnership(
        key, "exchange", tuple(map(Party, parties)), PartialDate.parse(established), name=name
    )


def test_a_place_is_contained_in_a_region_but_a_country_is_none():
    places = {
        "town": Place("town", "Town", "town", "JP", within="north"),
        "north": Place("north", "North", "prefecture", "JP", within="land"),
        "land": Place("land", "Land", "country", "JP"),
    }
    registry = Registry(places=places)
    assert registry.container(places["town"]) == places["north"]
    assert registry.container(places["north"]) is None
    assert registry.container(places["land"]) is None
    assert registry.container(Place("x", "X", "town", "JP", within="gone")) is None


def test_a_partnership_is_called_by_its_parties_or_by_its_own_name():
    registry = Registry(places={key: Place(key, key.upper(), "town", "JP") for key in "abc"})
    assert registry.partnership_name(tie("x", "a", "b")) == "A and B"
    assert registry.partnership_name(tie("x", "c", "a", "b")) == "C, A and B"
    assert registry.partnership_name(tie("x", "a", "b", name="The River Tie")) == "The River Tie"


def test_the_partnerships_of_a_place_stand_oldest_first():
    ties = [
        tie("late", "a", "b", established="2010"),
        tie("z-early", "c", "a", established="2001-05"),
        tie("a-early", "a", "c", established="2001-05"),
        tie("other", "b", "c", established="1999"),
    ]
    registry = Registry(partnerships={each.id: each for each in ties})
    assert [each.id for each in registry.partnerships_of("a")] == ["a-early", "z-early", "late"]
    assert registry.partnerships_of("d") == []


def test_a_place_is_called_by_its_name_its_aliases_and_its_names_elsewhere():
    names = (("de", "Nordfluss"), ("ja", "北川市"))
    place = Place("north-river", "North River", "town", "JP", aliases=("N. River",), names=names)
    assert place.spellings == ("North River", "N. River", "Nordfluss", "北川市")


def test_a_partnership_cites_the_sources_of_its_history_too_and_each_once():
    events = [Event(PartialDate(2001), "x", ("b", "c")), Event(PartialDate(2002), "y", ("d", "c"))]
    record = Partnership(
        "x", "exchange", (), PartialDate(2001), sources=("a", "b"), history=tuple(events)
    )
    assert record.cited == ("a", "b", "c", "d")


# Any input


def check(loaded) -> None:
    """Check that every mistake has name, line and sentence, and that the registry is whole."""
    for each in loaded.problems:
        assert each.problem.name.startswith(("registry-", "bibliography"))
        assert each.problem.line >= 1
        assert each.problem.message.endswith((".", "?"))
    registry = loaded.registry
    for partnership in registry.partnerships.values():
        assert registry.partnership_name(partnership)
        assert set(partnership.sources) <= set(registry.sources)


@given(st.binary(max_size=200) | ENCODABLE.map(str.encode))
def test_any_bytes_are_a_record_or_a_problem(load_files, content):
    names = ("places/north-river.toml", "partnerships/x.toml")
    loaded = load_files(BASE | dict.fromkeys(names, content))
    check(loaded)
    assert {"places/north-river.toml", "partnerships/x.toml"} <= {
        each[0] for each in problems(loaded)
    }


@given(RECORDS)
def test_any_keys_and_values_are_a_place_or_one_problem(load_files, lines):
    for base in ("", NORTH_RIVER):
        loaded = load_files({"places/x.toml": f"{base}{lines}\n"})
        check(loaded)
        assert len(loaded.registry.places) + len(loaded.problems) == 1 or (
            loaded.problems == () and "published" in lines
        )


@given(RECORDS)
def test_any_keys_and_values_are_a_partnership_or_one_problem(load_files, lines):
    for base in ("", TIE):
        record = f"{base}{lines}\n"
        loaded = load_files(BASE | {"partnerships/north-river-southport.toml": record})
        check(loaded)
        assert len(loaded.registry.partnerships) + len(loaded.problems) == 1 or (
            loaded.problems == () and "published" in lines
        )


@given(BIB | ENCODABLE | st.binary(max_size=200))
def test_any_text_is_a_bibliography_or_problems(load_files, content):
    check(load_files({"references.bib": content}))


@given(ENCODABLE, ENCODABLE)
def test_any_title_and_author_are_a_source_or_a_problem(load_files, author, title):
    entry = f"@online{{x, author = {{{author}}}, title = {{{title}}}, url = {{{title}}}}}"
    loaded = load_files({"references.bib": entry})
    check(loaded)
    for source in loaded.registry.sources.values():
        assert source.author
        assert source.title
