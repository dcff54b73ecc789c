"""Every mistake in a registry file: its name, its line, and what its sentence says.

A case puts a record's text in place of a sound one; exactly one mistake is told.
"""

from __future__ import annotations

import datetime as dt
from typing import NamedTuple

import pytest

from glocal_ext.core.registry import load

PLACE = 'name = "North River"\nkind = "town"\ncountry = "JP"\n'
SOUTHPORT = 'name = "Southport"\nkind = "city"\ncountry = "AU"\n'
CALLED = 'aliases = ["South Port City"]\n[names]\nde = "Südhafen"\nja = "南港市"\n'
TIE = 'kind = "sister city"\nparties = ["north-river", "southport"]\nestablished = "2001-05-06"\n'
BIBLIOGRAPHY = "@online{rivers,\n  organization = {Office of Rivers},\n  title = {On rivers},\n}\n"
BASE = {
    "places/north-river.toml": PLACE,
    "places/southport.toml": SOUTHPORT + CALLED,
    "references.bib": BIBLIOGRAPHY,
}

TEXT = "expected a text of one line in double quotes."
LIST = 'expected a list in square brackets, such as ["a", "b"].'
PARTIES = "“parties”: "
EVENTS = "“history”: "
EVENT = '[[history]]\ndate = "2010"\nevent = "Renewal"\n'


class Case(NamedTuple):
    """A record with one mistake, and what is told of it."""

    text: str | bytes
    line: int
    name: str
    sentence: str


def value(text: str, line: int, sentence: str) -> Case:
    return Case(text, line, "registry-value", sentence)


def place(key: str, written: str, sentence: str) -> Case:
    """Return the case of a further *key* in the fourth line of a place."""
    return value(f"{PLACE}{key} = {written}\n", 4, f"“{key}”: {sentence}")


def tie(key: str, written: str, sentence: str) -> Case:
    """Return the case of a further *key* in the fourth line of a partnership."""
    return value(f"{TIE}{key} = {written}\n", 4, f"“{key}”: {sentence}")


def without(key: str, record: str) -> str:
    return "".join(line for line in record.splitlines(True) if not line.startswith(key))


PLACES = [
    # Keys
    Case(f"{PLACE}aliasses = []\n", 4, "registry-key", "“aliasses” is no key of this record."),
    Case(f"{PLACE}aliasses = []\n", 4, "registry-key", "Did you mean “aliases”?"),
    Case(f"{PLACE}x = 1\n", 4, "registry-key", "Known: name, kind, country, within, coordinates, "),
    Case(f'{PLACE}"Kind" = 1\n', 4, "registry-key", "Did you mean “kind”?"),
    Case(f'# aside\n{PLACE}[nmaes]\nja = "川"\n', 5, "registry-key", "Did you mean “names”?"),
    Case(f'{PLACE}nmaes.ja = "川"\n', 4, "registry-key", "Did you mean “names”?"),
    Case(
        f'{PLACE}parties = ["a", "b"]\n', 4, "registry-key", "“parties” is no key of this record."
    ),
    *(
        Case(without(key, PLACE), 1, "registry-missing", f"“{key}” is missing ({meaning}")
        for key, meaning in {
            "name": "the English name in running text).",
            "kind": "city, town, prefecture, country …).",
            "country": "ISO 3166-1 alpha-2, such as JP).",
        }.items()
    ),
    Case("", 1, "registry-missing", "“country” is missing"),
    # Values
    value(without("name", PLACE) + "name = 7\n", 3, f"“name”: {TEXT}"),
    value(without("name", PLACE) + 'name = ""\n', 3, f"“name”: {TEXT}"),
    value(without("name", PLACE) + 'name = " "\n', 3, f"“name”: {TEXT}"),
    value(without("name", PLACE) + 'name = """North\nRiver"""\n', 3, f"“name”: {TEXT}"),
    value(without("name", PLACE) + 'name = ["North"]\n', 3, f"“name”: {TEXT}"),
    value(without("name", PLACE) + 'name = "North\\u0000"\n', 3, "“name”: "),
    value(PLACE.replace("town", "twon"), 2, "“kind”: “twon” is none of borough, city, "),
    value(PLACE.replace("town", "twon"), 2, "village or ward. Did you mean “town”?"),
    value(PLACE.replace("town", "Town"), 2, "Did you mean “town”?"),
    value(PLACE.replace("JP", "Japan"), 3, "“Japan” is no country: two capital letters, as in JP"),
    value(PLACE.replace("JP", "jp"), 3, "“jp” is no country"),
    value(PLACE.replace('"JP"', "81"), 3, f"“country”: {TEXT}"),
    place("within", "[]", TEXT),
    place("coordinates", "34.289", "expected [latitude, longitude] in degrees, such as [34.289"),
    place("coordinates", "[34.289]", "expected [latitude, longitude] in degrees"),
    place("coordinates", "[1, 2, 3]", "expected [latitude, longitude] in degrees"),
    place("coordinates", '["34", "133"]', "expected [latitude, longitude] in degrees"),
    place("coordinates", "[true, false]", "expected [latitude, longitude] in degrees"),
    place(
        "coordinates", "[133.798, 34.289]", "latitude lies between -90 and 90, longitude between"
    ),
    place("coordinates", "[0, 180.1]", "latitude lies between -90 and 90, longitude between"),
    place("coordinates", "[-90.1, 0]", "latitude lies between -90 and 90"),
    place("coordinates", "[nan, nan]", "latitude lies between -90 and 90"),
    place("coordinates", "[inf, 0]", "latitude lies between -90 and 90"),
    place("coordinates", f"[1{'0' * 400}, 0]", "latitude lies between -90 and 90"),
    place("code", "372021", TEXT),
    place("code", '"37202"', 'expected six digits in quotes, such as "372021".'),
    place("code", '"３７２０２１"', "expected six digits in quotes"),
    place("code", '"372022"', "the check digit of 37202 is 1, not 2."),
    value(f'{SOUTHPORT}code = "372021"\n', 4, "“code” is for places in Japan only."),
    place("aliases", '"N. River"', LIST),
    place("aliases", "[1]", TEXT),
    place("aliases", '["N. River", "N.  River"]', "“N. River” stands in it twice."),
    place("names", '"川"', 'expected a table: a line [names], then lines such as ja = "丸亀市".'),
    value(
        f'{PLACE}[names]\nJapanese = "川"\n', 4, "“names”: “Japanese” is no language tag: write ja"
    ),
    value(f"{PLACE}[names]\nja = 1\n", 4, f"“names”: {TEXT}"),
    place("ids", '"Q1"', 'expected a table: a line [ids], then lines such as wikidata = "Q1".'),
    value(f'{PLACE}[ids]\nwikidata = "1"\n', 4, "“ids”: “1” is no Wikidata id: Q and digits."),
    value(f'{PLACE}[ids]\nwikidata = "Q0"\n', 4, "“Q0” is no Wikidata id"),
    value(f"{PLACE}[ids]\ngeonames = 1\n", 4, f"“ids”: {TEXT}"),
    place("published", '"soon"', "“soon” is no date: write 2023, 2023-07 or 2023-07-07"),
    place("published", '"2031-05"', "“2031-05” is no day: write year, month and day, such as"),
    place("published", '"2031-05-01~"', "“2031-05-01~” is no day"),
    place("published", '"2031-02-29"', "“2031-02-29” is not in the calendar."),
    place("published", "2031", "“2031” is no day"),
    place("published", "true", TEXT),
    place("published", "2031-05-01T09:00:00", TEXT),
    # References
    Case(f'{PLACE}within = "soutport"\n', 4, "registry-reference", "There is no place “soutport”."),
    Case(f'{PLACE}within = "soutport"\n', 4, "registry-reference", "Did you mean “southport”?"),
    Case(
        f'{PLACE}# within\nwithin = "great"\n',
        5,
        "registry-reference",
        "A record for it would be data/places/great.toml.",
    ),
    Case(
        f'{PLACE}within = "Great Lake"\n',
        4,
        "registry-reference",
        "There is no place “Great Lake”. A record for it would be data/places/great-lake.toml.",
    ),
    Case(f'{PLACE}within = "丸亀"\n', 4, "registry-reference", "There is no place “丸亀”."),
    Case(f'{PLACE}successor = "great"\n', 4, "registry-reference", "There is no place “great”."),
    value(f'{PLACE}within = "southport"\n', 4, "“Southport” is in AU, this place in JP."),
    # What is no record
    Case("name: North River\n", 1, "registry-toml", "This is not TOML: "),
    Case(f"{PLACE}within = north\n", 4, "registry-toml", "Text stands in double quotes, lists in"),
    Case(f'{PLACE}name = "N. River"\n', 4, "registry-toml", "This is not TOML: Cannot overwrite"),
    Case(f'{PLACE}within = "north\n', 4, "registry-toml", "This is not TOML: "),
    Case(f"{PLACE}aliases = [\n", 4, "registry-toml", "This is not TOML: "),
    Case(f'{PLACE}within = "\x00"\n', 4, "registry-toml", "This is not TOML: Illegal character"),
    Case(f"{PLACE}x = {'[' * 20_000}\n", 4, "registry-toml", "This is not TOML: "),
    Case(f"{PLACE}x = {'9' * 5000}\n", 4, "registry-toml", "This is not TOML: "),
    Case(PLACE.encode("utf-16"), 1, "registry-file", "The file is not in UTF-8: save it as UTF-8."),
    Case('name = "Süd"\n'.encode("latin-1"), 1, "registry-file", "not in UTF-8: save it as UTF-8."),
    Case(PLACE + "#" * 65_536, 1, "registry-file", "A record has at most 65,536 bytes."),
]

PARTNERSHIPS = [
    # Keys
    Case(
        f"{TIE}feilds = []\n", 4, "registry-key", "“feilds” is no key of this record. Did you mean"
    ),
    Case(f"{TIE}feilds = []\n", 4, "registry-key", "Did you mean “fields”?"),
    Case(f"{TIE}[[histroy]]\n", 4, "registry-key", "Did you mean “history”?"),
    Case(f'{TIE}country = "JP"\n', 4, "registry-key", "Known: name, kind, parties, established, "),
    *(
        Case(without(key, TIE), 1, "registry-missing", f"“{key}” is missing ({meaning}).")
        for key, meaning in {
            "kind": "sister city, friendship city …",
            "parties": "a list of two or more place ids",
            "established": "a date",
        }.items()
    ),
    # Values
    value(
        TIE.replace("sister city", "sistr city"), 1, "“kind”: “sistr city” is none of cooperation"
    ),
    value(TIE.replace("sister city", "sistr city"), 1, "Did you mean “sister city”?"),
    value(
        TIE.replace("2001-05-06", "6 May 2001"), 3, "“established”: “6 May 2001” is no date: write"
    ),
    value(TIE.replace("2001-05-06", "2001-05-32"), 3, "“2001-05-32” is not in the calendar."),
    value(TIE.replace('"2001-05-06"', "2001.5"), 3, f"“established”: {TEXT}"),
    value(TIE.replace('"2001-05-06"', "20"), 3, "“established”: “20” is no date"),
    tie(
        "status", '"endde"', "“endde” is none of active, suspended or ended. Did you mean “ended”?"
    ),
    tie("ended", '"once"', "“once” is no date"),
    value(f'{TIE}status = "ended"\n', 4, '“ended” (a date) and status = "ended" go together.'),
    value(f'{TIE}ended = "2020"\n', 4, '“ended” (a date) and status = "ended" go together.'),
    value(f'{TIE}status = "active"\nended = "2020"\n', 5, "go together."),
    value(f'{TIE}status = "ended"\nended = "2000"\n', 5, "It ended before it was established."),
    value(f'{TIE}status = "ended"\nended = "2001-04"\n', 5, "It ended before it was established."),
    tie("fields", '"sports"', LIST),
    tie("fields", '["sports", "sports"]', "“sports” stands in it twice."),
    tie("sources", '"rivers"', LIST),
    tie("checked", '"2031"', "“2031” is no day"),
    tie("published", '"2031-05"', "“2031-05” is no day"),
    tie("note", "7", TEXT),
    tie("name", '""', TEXT),
    # Parties
    value(
        TIE.replace(', "southport"', ""), 2, f"{PARTIES}expected a list of two or more place ids."
    ),
    value(
        TIE.replace('["north-river", "southport"]', '"a"'), 2, "a list of two or more place ids."
    ),
    value(TIE.replace('"southport"', '"north-river"'), 2, "“north-river” is a party twice."),
    value(TIE.replace('"southport"', "7"), 2, f"{PARTIES}{TEXT}"),
    value(
        TIE.replace('"southport"', '{place = "southport", sinse = "2010"}'),
        2,
        f'{PARTIES}expected {{place = "…", since = "…"}}.',
    ),
    value(
        TIE.replace('"southport"', '{since = "2010"}'), 2, 'expected {place = "…", since = "…"}.'
    ),
    value(TIE.replace('"southport"', '{place = "southport", since = "x"}'), 2, "“x” is no date"),
    # History
    tie("history", '"2010"', "expected tables: a line [[history]], then date, event and sources."),
    tie("history", "[1]", "expected tables: a line [[history]]"),
    value(f"{TIE}[history]\n", 4, f"{EVENTS}expected tables: a line [[history]]"),
    value(f'{TIE}[[history]]\ndate = "2010"\n', 4, f"{EVENTS}an event has both date and event."),
    value(f'{TIE}[[history]]\nevent = "Renewal"\n', 4, "an event has both date and event."),
    value(f'{TIE}{EVENT}place = "x"\n', 4, "an event has date, event and sources, no “place”."),
    value(f'{TIE}{EVENT}sources = "rivers"\n', 4, f"{EVENTS}{LIST}"),
    value(TIE + EVENT.replace("Renewal", ""), 4, f"{EVENTS}{TEXT}"),
    value(
        TIE + EVENT + EVENT.replace("2010", "2009-12"), 7, "oldest first, please: 2009-12 stands"
    ),
    value(TIE + EVENT + EVENT.replace("2010", "2009-12"), 7, "stands under 2010."),
    # References
    *(
        Case(
            TIE.replace("southport", named),
            2,
            "registry-reference",
            f"There is no place “{named}”. Did you mean “southport”?",
        )
        for named in ("Southport", "SOUTHPORT", "South Port City", "südhafen", "南港市")
    ),
    Case(
        TIE.replace("southport", "soutport"),
        2,
        "registry-reference",
        "There is no place “soutport”. Did you mean “southport”? "
        "A record for it would be data/places/soutport.toml.",
    ),
    Case(
        TIE.replace('"north-river", "southport"', '\n  "north-river",\n  "great",\n'),
        4,
        "registry-reference",
        "There is no place “great”.",
    ),
    Case(
        TIE.replace('["north-river", "southport"]', "['north-river', 'great']"),
        2,
        "registry-reference",
        "There is no place “great”.",
    ),
    Case(
        f'{TIE}sources = ["rivrs"]\n',
        4,
        "registry-source",
        "“rivrs” is no key of the bibliography.",
    ),
    Case(f'{TIE}sources = ["rivrs"]\n', 4, "registry-source", "Did you mean “rivers”?"),
    Case(
        f"{TIE}sources = [\n  'rivers',\n  'rivrs',\n]\n",
        6,
        "registry-source",
        "Did you mean “rivers”?",
    ),
    Case(
        f'{TIE}sources = ["rivers"]\n{EVENT}sources = ["rivrs"]\n',
        8,
        "registry-source",
        "“rivrs” is no",
    ),
]

BIBLIOGRAPHIES = [
    ("@online{x, title = {T}}", 1, "x: a source needs author (or organization) and title."),
    ("@online{x, organization = {O}}", 1, "x: a source needs author (or organization) and title."),
    ("@online{x,\n organization = {O},\n title = {},\n}", 1, "x: a source needs author"),
    (f"{BIBLIOGRAPHY}@online{{x, title = {{T}}}}", 5, "x: a source needs author"),
    (f"{BIBLIOGRAPHY}@online{{ x, title = {{T}}}}", 5, "x: a source needs author"),
    (f"{BIBLIOGRAPHY}@online{{river, title = {{T}}}}", 5, "river: a source needs author"),
    ("@online{x, organization={O}, title={T}, url={x.org}}", 1, "x: “x.org” is no web address"),
    ("@online{x, organization={O}, title={T}, year={c. 2001}}", 1, "x: “c. 2001” is no date"),
    ("@online{x, organization={O}, title={T}, date={2001-13}}", 1, "is not in the calendar."),
    ("@online{x, organization={O}, title={T}, urldate={May}}", 1, "x: “May” is no date"),
    (f"{BIBLIOGRAPHY}@online{{x, title = {{T", 5, "cannot be read here: syntax error in line 5"),
    (f"{BIBLIOGRAPHY}@online{{, title = {{T}}}}", 5, "cannot be read here: syntax error"),
    (
        f"{BIBLIOGRAPHY}@online{{x, title = t}}",
        5,
        "cannot be read here: undefined string in line 5: t.",
    ),
    ("@string{a = b}\n@string{b = a}", 1, "cannot be read here: undefined string in line 1: b."),
    ("@string{a = a # a}", 1, "cannot be read here: undefined string in line 1: a."),
    (f"@online{{x, title = {{{'{' * 9000}", 1, "cannot be read here: "),
    (
        f"{BIBLIOGRAPHY}{BIBLIOGRAPHY}",
        5,
        "cannot be read here: repeated bibliography entry: rivers.",
    ),
    (
        "\n@online{x, title={T}, title={U}}",
        2,
        "cannot be read here: entry with key x has a duplicate",
    ),
    ("@online{x, author={a, b, c, d, e}, title={T}}", 1, "cannot be read here: Too many commas in"),
    (
        "@online{x, title = {Süd}}".encode("latin-1"),
        1,
        "The file is not in UTF-8: save it as UTF-8.",
    ),
]


def told(load_files, files: dict[str, str | bytes], name: str):
    """Return the registry and the one mistake, which is in the file *name*."""
    loaded = load_files(files)
    [found] = loaded.problems
    assert found.path.parts[-len(name.split("/")) :] == tuple(name.split("/"))
    return loaded.registry, found.problem


def case_id(case: Case) -> str:
    return f"{case.name}-{case.line}-{case.sentence[:40]}"


@pytest.mark.parametrize("case", PLACES, ids=case_id)
def test_a_mistake_in_a_place_is_told_at_its_line(load_files, case):
    registry, problem = told(load_files, BASE | {"places/x.toml": case.text}, "places/x.toml")
    assert (problem.name, problem.line) == (case.name, case.line)
    assert case.sentence in problem.message
    assert list(registry.places) == ["north-river", "southport"]


@pytest.mark.parametrize("case", PARTNERSHIPS, ids=case_id)
def test_a_mistake_in_a_partnership_is_told_at_its_line(load_files, case):
    name = "partnerships/x.toml"
    registry, problem = told(load_files, BASE | {name: case.text}, name)
    assert (problem.name, problem.line) == (case.name, case.line)
    assert case.sentence in problem.message
    assert registry.partnerships == {}


@pytest.mark.parametrize(("text", "line", "sentence"), BIBLIOGRAPHIES)
def test_a_mistake_in_the_bibliography_is_told_at_its_line(load_files, text, line, sentence):
    registry, problem = told(load_files, {"references.bib": text}, "references.bib")
    assert problem.name == "bibliography"
    assert sentence in problem.message
    assert problem.line == line
    assert set(registry.sources) <= {"rivers"}


def test_a_source_with_a_mistake_leaves_the_others(load_files):
    files = {"references.bib": f"{BIBLIOGRAPHY}@online{{x, title = {{T}}}}"}
    assert list(load_files(files).registry.sources) == ["rivers"]


@pytest.mark.parametrize(
    ("name", "offer"),
    [
        ("North River", "“north-river” would be one."),
        ("north_river", "“north-river” would be one."),
        ("1st", "“st” would be one."),
        ("north.old", "“north-old” would be one."),
        ("丸亀", "beginning with a letter."),
    ],
)
def test_a_file_s_name_is_the_record_s_id(load_files, name, offer):
    path = f"places/{name}.toml"
    registry, problem = told(load_files, {path: PLACE}, path)
    assert (problem.name, problem.line) == ("registry-id", 1)
    assert problem.message.startswith(f"The file’s name is the record’s id. “{name}” is no id: ")
    assert problem.message.endswith(offer)
    assert registry.places == {}


@pytest.mark.parametrize("name", ["north-river.txt", "north-river", "NORTH.TOML", "x.toml~"])
def test_what_is_no_toml_file_is_told(load_files, name):
    registry, problem = told(load_files, {f"places/{name}": PLACE}, f"places/{name}")
    assert (problem.name, problem.line) == ("registry-file", 1)
    assert problem.message == "Only .toml files are records; passed over."
    assert registry.places == {}


@pytest.mark.parametrize("target", ["nowhere", "x.toml"])
def test_a_link_that_leads_nowhere_is_told(tmp_path, target):
    (tmp_path / "places").mkdir()
    (tmp_path / "places/x.toml").symlink_to(target)
    loaded = load(tmp_path, tmp_path / "references.bib", dt.date(2031, 5, 1))
    [found] = loaded.problems
    assert (found.problem.name, found.problem.line) == ("registry-file", 1)
    assert found.problem.message.startswith("It cannot be read: ")


@pytest.mark.parametrize("key", ["within", "successor"])
def test_a_place_that_names_itself_is_refused(load_files, key):
    files = {"places/x.toml": f'{PLACE}{key} = "x"\n'}
    registry, problem = told(load_files, files, "places/x.toml")
    assert registry.places == {}
    assert (problem.name, problem.line) == ("registry-reference", 4)


@pytest.mark.parametrize("key", ["within", "successor"])
def test_a_place_that_names_itself_is_not_said_to_be_missing(load_files, key):
    files = {"places/x.toml": f'{PLACE}{key} = "x"\n'}
    _, problem = told(load_files, files, "places/x.toml")
    assert "There is no place “x”" not in problem.message


# An unknown key may be anything; a digit in it is no line.
@pytest.mark.parametrize("key", ["1", "999", "²", "٣", "a b", "日"])
def test_an_unknown_key_is_told_at_its_line(load_files, key):
    files = {"places/x.toml": f'{PLACE}"{key}" = 1\n'}
    _, problem = told(load_files, files, "places/x.toml")
    assert problem.name == "registry-key"
    assert problem.message.startswith(f"“{key}” is no key of this record.")
    assert problem.line == 4


# The second event has the mistake: the line of the first would send an editor astray.
@pytest.mark.parametrize(
    ("event", "line"),
    [
        ('date = "2010-13"\nevent = "Renewal"', 8),
        ('date = "2011"\nevnt = "Renewal"', 9),
        ('date = "2009"\nevent = "Renewal"', 8),
    ],
)
def test_a_mistake_in_a_later_event_is_told_at_that_event(load_files, event, line):
    name = "partnerships/x.toml"
    files = BASE | {name: f"{TIE}{EVENT}[[history]]\n{event}\n"}
    _, problem = told(load_files, files, name)
    assert problem.line in (7, line)
