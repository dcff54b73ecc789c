"""The pages of records: a map, facts, what happened, what is near, as a reader finds them."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING

import pytest
from bs4 import BeautifulSoup

from cameras import camera

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from bs4 import Tag

    from conftest import Project

TIE = "partnerships/north-river-southport"
RIVER = 'name = "North River"\nkind = "town"\ncountry = "JP"\nwithin = "north"\n'
HOME, ABROAD = "coordinates = [34.3, 133.8]\n", "coordinates = [-27.5, 153.0]\n"
SOUTHPORT = 'name = "Southport"\nkind = "city"\ncountry = "AU"\n'
BEGUN = 'kind = "sister city"\nparties = ["north-river", "southport"]\nestablished = "2001-05-06"\n'
PHOTO = (
    "\n:::{photo} river.jpg\n:alt: A river by a town\n:credit: Office of Rivers\nThe river\n:::\n"
)
BOX = "\n:::{partnership} north-river-southport\n:::\n"


@pytest.fixture
def project(make_project: Callable[..., Project], tmp_path: Path) -> Project:
    """Return a project whose issue of May 2031 has an article, with a photo, about a tie."""
    photo = camera(tmp_path / "river.jpg").read_bytes()
    project = make_project({
        "source/issues/2031/05/river.jpg": photo,
        "data/places/north-river.toml": RIVER + HOME,
        "data/places/southport.toml": SOUTHPORT + ABROAD,
    })  # fmt: skip
    project.write_issue(f"(a)=\n## Thirty years\n\nThey celebrate.\n{PHOTO}{BOX}")
    return project


def tie(project: Project, text: str) -> None:
    project.write(f"data/{TIE}.toml", BEGUN + text)


def page(project: Project, name: str) -> Tag:
    built = project.build()
    assert built.warnings == []
    found = BeautifulSoup(built.page(name), "html5lib").main
    assert found is not None
    return found


def facts(main: Tag) -> dict[str, str]:
    """Return the facts of a page or of a box."""
    terms = main.select("dl.facts dt")
    return {term.text.strip(): term.find_next("dd").text.strip() for term in terms}


def dots(project: Project, figure: Tag) -> int:
    """Return how many dots the map's file has."""
    name = figure.img["src"].rpartition("/")[2]
    return (project.root / "_build/html/_images" / name).read_text().count("h0")


def timeline(main: Tag) -> list[str]:
    return [" ".join(item.text.split()) for item in main.select(".timeline li")]


# -- maps -----------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", ["issues/2031/05", TIE])
def test_a_map_shows_both_places_and_says_how_far_apart_they_are(
    project: Project, name: str
) -> None:
    figure = page(project, name).select_one("figure.map")

    assert figure.img["alt"] == "Map: North River, Southport"
    assert figure.figcaption.text == "7,160 km by the great circle"
    assert [text.text for text in figure.find_all("text")] == ["North River", "Southport"]
    assert dots(project, figure) == 2


def test_lines_on_maps_have_the_red_of_the_style_sheet_in_light_and_in_dark(
    project: Project,
) -> None:
    built = project.build()
    style = (built.out / "_static" / "glocal.css").read_text()
    [drawn, *_others] = sorted((built.out / "_images").glob("map-*.svg"))

    reds = re.findall(r"--red:(#\w{6})", style)
    assert len(reds) == 2
    assert re.findall(r"stroke:(#\w{6})", drawn.read_text()) == reds


def test_where_a_place_has_no_coordinates_there_is_no_map_and_the_facts_stay(
    project: Project,
) -> None:
    project.write("data/places/southport.toml", SOUTHPORT)

    main = page(project, TIE)

    assert main.select_one("figure.map") is None
    assert facts(main)["Abroad"] == "Southport, Australia"


def test_a_tie_of_three_names_each_distance(project: Project) -> None:
    project.write("data/places/west.toml", 'name = "West"\nkind = "city"\ncountry = "BR"\n'
                  "coordinates = [-23.5, -46.6]\n")  # fmt: skip
    tie(project, "")
    project.write(f"data/{TIE}.toml", BEGUN.replace('"southport"', '"southport", "west"'))

    caption = page(project, TIE).select_one("figure.map figcaption").text

    assert caption.startswith("By the great circle: North River to Southport 7,160 km; ")
    assert caption.endswith("Southport to West 13,970 km")


def test_moving_a_place_draws_the_maps_that_show_it_again(project: Project) -> None:
    before = str(page(project, "issues/2031/05").select_one("figure.map"))
    project.write("data/places/southport.toml", SOUTHPORT + "coordinates = [-33.9, 151.2]\n")

    after = page(project, "issues/2031/05").select_one("figure.map")

    assert str(after) != before
    assert "7,8" in after.figcaption.text


def test_the_map_of_a_place_joins_it_to_all_that_it_is_tied_to(project: Project) -> None:
    project.write("data/places/west.toml", 'name = "West"\nkind = "city"\ncountry = "BR"\n'
                  "coordinates = [-23.5, -46.6]\n")  # fmt: skip
    other = BEGUN.replace("southport", "west").replace("2001", "2010")
    project.write("data/partnerships/north-river-west.toml", other)

    main = page(project, "places/north-river")

    assert main.select_one("figcaption").text == (
        "By the great circle: Southport 7,160 km; West 18,810 km"
    )
    assert dots(project, main.select_one("figure.map")) == 3


def test_a_place_without_ties_says_where_it_is(project: Project) -> None:
    project.write("data/places/alone.toml", 'name = "Alone"\nkind = "town"\ncountry = "JP"\n'
                  "coordinates = [35.5, 137.25]\n")  # fmt: skip

    main = page(project, "places/alone")

    assert main.select_one("figcaption").text == "35.5° N, 137.25° E"
    assert dots(project, main.select_one("figure.map")) == 1


def test_the_land_of_a_map_alone_has_an_area(project: Project) -> None:
    """A great circle that is filled is a wedge of land between two towns."""
    figure = page(project, TIE).select_one("figure.map")
    drawn = (
        project.root / "_build/html/_images" / figure.img["src"].rpartition("/")[2]
    ).read_text()

    filled = re.findall(r"([\w.>]+)\{fill:#", drawn.replace("<style>", "<style> "))
    assert {*filled} == {"svg>path"}
    assert re.findall(r'<path fill="none"', drawn.partition('class="line"')[2])


# -- what happened --------------------------------------------------------------------------------


def test_the_timeline_has_history_and_articles_the_newest_first(project: Project) -> None:
    tie(project, '[[history]]\ndate = "1999"\nevent = "First visit"\n')

    main = page(project, TIE)

    assert timeline(main) == [
        "May 2031 Thirty years They celebrate.",
        "6 May 2001 Established as sister city",
        "1999 First visit",
    ]
    assert main.select_one(".timeline li img")["alt"] == "A river by a town"
    assert main.select_one(".timeline h3 a")["href"] == "../../issues/2031/05/index.html#a"


def test_what_the_history_says_of_the_first_day_is_said_once(project: Project) -> None:
    tie(project, '[[history]]\ndate = "2001-05-06"\nevent = "Signed by the mayors"\n')

    assert timeline(page(project, TIE))[1:] == ["6 May 2001 Signed by the mayors"]


def test_a_tie_that_ended_says_so_and_has_nothing_coming(project: Project) -> None:
    tie(project, 'status = "ended"\nended = "2020-03"\n')

    main = page(project, TIE)

    assert "March 2020 Ended" in timeline(main)
    assert facts(main)["Until"] == "March 2020"
    assert not any("anniversary" in label for label in facts(main))


def test_what_is_coming_is_counted_from_the_latest_issue(project: Project) -> None:
    assert facts(page(project, TIE))["Next anniversary"] == "30th, 6 May 2031"

    project.write_issue("(b)=\n## Later\n\nText.\n", month="2031-06")

    found = facts(page(project, TIE))
    assert found["Next anniversary"] == "31st, 6 May 2032"
    assert found["Next round anniversary"] == "40th, 6 May 2041"


def test_who_joined_later_is_in_the_timeline(project: Project) -> None:
    project.write("data/places/west.toml", 'name = "West"\nkind = "city"\ncountry = "BR"\n')
    parties = '"southport", {place = "west", since = "2015-07"}'
    project.write(f"data/{TIE}.toml", BEGUN.replace('"southport"', parties))

    assert "July 2015 West joins" in timeline(page(project, TIE))


def test_a_place_has_the_ties_that_began_and_the_articles(project: Project) -> None:
    main = page(project, "places/southport")

    assert timeline(main) == [
        "May 2031 Thirty years They celebrate.",
        "6 May 2001 North River and Southport Established as sister city",
    ]
    assert [item.text.strip() for item in main.select(".records li p")] == [
        "North River and Southport",
        "sister city, 6 May 2001",
    ]


def test_a_town_may_be_tied_to_a_whole_country(project: Project) -> None:
    project.write("data/places/kenya.toml", 'name = "Kenya"\nkind = "country"\ncountry = "KE"\n')
    text = BEGUN.replace("sister city", "host town").replace("southport", "kenya")
    project.write("data/partnerships/north-river-kenya.toml", text)

    main = page(project, "partnerships/north-river-kenya")

    assert facts(main)["Abroad"] == "Kenya"  # and not “Kenya, Kenya”
    assert facts(main)["Kind"] == "Host town"
    assert timeline(main) == ["6 May 2001 Established as host town"]
    assert page(project, "places/kenya").h1.text == "Kenya"


def test_a_place_that_was_merged_leads_to_its_successor(project: Project) -> None:
    old = 'name = "Old River"\nkind = "village"\ncountry = "JP"\nsuccessor = "north-river"\n'
    project.write("data/places/old-river.toml", old)
    text = BEGUN.replace("north-river", "old-river").replace("2001", "1981")
    ended = 'status = "ended"\nended = "2005-03-31"\n[[history]]\ndate = "2005-03-31"\n'
    project.write(
        "data/partnerships/old-river-southport.toml",
        f'{text}{ended}event = "Old River is merged into North River"\n',
    )

    main = page(project, "places/old-river")

    assert facts(main)["Merged into"] == "North River"
    assert "Old River and Southport" in main.select_one(".records").text
    assert timeline(page(project, "partnerships/old-river-southport")) == [
        "31 March 2005 Old River is merged into North River",
        "6 May 1981 Established as sister city",
    ]


def test_a_tie_that_was_upgraded_says_what_it_was_before(project: Project) -> None:
    tie(project, '[[history]]\ndate = "1991-04-02"\nevent = "Friendship declaration"\n')

    main = page(project, TIE)

    assert facts(main)["Since"] == "6 May 2001; friendship declaration 2 April 1991"


def test_what_was_signed_on_two_days_in_two_time_zones_has_one_and_says_the_other(
    project: Project,
) -> None:
    event = "Signed in Southport (7 May in Japan)"
    tie(project, f'[[history]]\ndate = "2001-05-06"\nevent = "{event}"\n')

    assert timeline(page(project, TIE))[1:] == [f"6 May 2001 {event}"]
    assert facts(page(project, TIE))["Next anniversary"] == "30th, 6 May 2031"


def test_a_renamed_tie_is_told_and_found_by_its_former_names(project: Project) -> None:
    tie(project, 'name = "The river friends"\nformerly = ["River friends", "Friends"]\n')

    built = project.build()

    assert facts(page(project, TIE))["Formerly"] == "River friends; Friends"
    assert facts(page(project, "issues/2031/05"))["Formerly"] == "River friends; Friends"
    listed = page(project, "partnerships/by-year").select_one(".records .detail").text
    assert listed == "sister city, 6 May 2001; formerly River friends"
    data = json.loads((built.out / "data/v1/partnerships.json").read_bytes())
    assert data["partnerships"][0]["formerly"] == ["River friends", "Friends"]
    said = BeautifulSoup(built.page(TIE), "html5lib").select_one("script").string
    assert json.loads(said)["alternateName"] == ["River friends", "Friends"]
    assert "friend" in (built.out / "searchindex.js").read_text("utf-8")


def test_a_suspended_tie_says_so_wherever_it_is_named(project: Project) -> None:
    tie(project, 'status = "suspended"\n')

    assert facts(page(project, TIE))["Kind"] == "Sister city (suspended)"
    assert facts(page(project, "issues/2031/05"))["Kind"] == "Sister city (suspended)"
    listed = page(project, "places/southport").select_one(".records .detail").text
    assert listed == "sister city, 6 May 2001 (suspended)"


def test_what_is_about_is_never_said_as_if_it_were_known(project: Project) -> None:
    project.write(f"data/{TIE}.toml", BEGUN.replace("2001-05-06", "2001~"))

    main = page(project, TIE)

    assert facts(main)["Since"] == "about 2001"
    assert "about 2001 Established as sister city" in timeline(main)
    assert facts(main)["Next anniversary"] == "30th, about 2031"


# -- what is near ---------------------------------------------------------------------------------


def test_ties_of_the_same_places_and_of_their_prefecture_are_named(project: Project) -> None:
    lake = 'name = "Lake"\nkind = "town"\ncountry = "JP"\nwithin = "north"\n'
    project.write("data/places/lake.toml", lake)
    project.write("data/places/far.toml", 'name = "Far"\nkind = "town"\ncountry = "DE"\n')
    for name, parties in (("lake-far", '"lake", "far"'), ("southport-far", '"southport", "far"')):
        text = BEGUN.replace('"north-river", "southport"', parties)
        project.write(f"data/partnerships/{name}.toml", text)

    near = page(project, TIE).select('section[aria-labelledby="near"] a')

    assert [link.text for link in near] == ["Southport and Far", "Lake and Far"]


def test_a_prefecture_names_the_places_in_it(project: Project) -> None:
    inside = page(project, "places/north").select('section[aria-labelledby="within"] a')

    assert [link["href"] for link in inside] == ["../north-river/index.html"]


def test_a_record_says_how_to_cite_its_page(project: Project) -> None:
    tie(project, 'checked = "2031-04-30"\n')

    cited = page(project, TIE).select_one(".cite p").text

    assert cited == (
        "Office of Rivers. “North River and Southport”. River News. Last checked: 30 April 2031."
    )


def test_a_place_names_its_sources_and_when_somebody_looked(project: Project) -> None:
    place = 'name = "Southport"\nkind = "city"\ncountry = "AU"\n'
    project.write(
        "data/places/southport.toml", f'{place}sources = ["rivers"]\nchecked = "2031-04-30"\n'
    )

    shown = page(project, "places/southport")

    [source] = shown.select(".sources li")
    assert source.text.startswith("Office of Rivers. On rivers")
    assert shown.select_one(".sources .checked").text == "Last checked: 30 April 2031"
    assert shown.select_one(".cite p").text.endswith("Last checked: 30 April 2031.")
    rivers = (project.root / "source/references.bib").read_text("utf-8")
    project.write("source/references.bib", rivers.replace("On rivers", "On all rivers"))
    assert "On all rivers" in page(project, "places/southport").text


def test_a_source_of_a_place_is_in_the_bibliography(project: Project) -> None:
    place = 'name = "Southport"\nkind = "city"\ncountry = "AU"\nsources = ["river"]\n'
    project.write("data/places/southport.toml", place)

    [warning, *_others] = project.build().warnings

    assert warning.startswith("data/places/southport.toml:4: ")
    assert "Did you mean “rivers”?" in warning


# -- indices --------------------------------------------------------------------------------------


def groups(project: Project, name: str) -> dict[str, list[str]]:
    main = page(project, f"partnerships/{name}")
    return {
        section.h2.text: [link.text for link in section.select("li a")]
        for section in main.select("section.records")
    }


@pytest.fixture
def many(project: Project) -> Project:
    """Return a project with ties of several kinds, countries and years."""
    for name, text in {
        "places/lake": 'name = "Lake"\nkind = "town"\ncountry = "JP"\n',
        "places/west": 'name = "West"\nkind = "city"\ncountry = "BR"\n',
        "partnerships/lake-west": 'kind = "friendship city"\nparties = ["lake", "west"]\n'
        'established = "1995~"\n',
        "partnerships/three": 'name = "Three"\nkind = "sister city"\n'
        'parties = ["lake", "north-river", "southport"]\nestablished = "2001"\n',
        "partnerships/at-home": 'kind = "exchange"\nparties = ["lake", "north-river"]\n'
        'established = "2010"\nstatus = "ended"\nended = "2012"\n',
    }.items():
        project.write(f"data/{name}.toml", text)
    return project


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("by-country", {
            "Australia": ["North River and Southport", "Three"],
            "Brazil": ["Lake and West"],
            "Japan": ["Lake and North River"],
        }),
        ("by-prefecture", {
            "Lake": ["Lake and North River", "Lake and West", "Three"],
            "North Prefecture": ["Lake and North River", "North River and Southport", "Three"],
        }),
        ("by-kind", {
            "Exchange": ["Lake and North River"],
            "Friendship city": ["Lake and West"],
            "Sister city": ["North River and Southport", "Three"],
        }),
        ("by-year", {
            "2010": ["Lake and North River"],
            "2001": ["North River and Southport", "Three"],
            "1995": ["Lake and West"],
        }),
    ],
)  # fmt: skip
def test_partnerships_are_indexed(many: Project, name: str, expected: dict[str, list[str]]) -> None:
    found = groups(many, name)

    assert found == expected
    assert [*found] == [*expected]


def test_an_index_leads_to_the_records_and_to_the_other_indices(many: Project) -> None:
    main = page(many, "partnerships/by-kind")

    assert main.select_one(".records a")["href"] == "../at-home/index.html"
    assert main.select_one(".records .detail").text == "exchange, 2010, ended 2012"
    others = main.select(".indices a")
    assert [link.text for link in others] == ["By country", "By prefecture", "By kind", "By year"]
    assert others[2]["aria-current"] == "page"
    assert others[0]["href"] == "../by-country/index.html"


def test_an_edit_writes_the_indices_that_it_changes(many: Project) -> None:
    out = many.build().out / "partnerships"
    names = ("by-country", "by-prefecture", "by-kind", "by-year")
    before = {name: (out / name / "index.html").stat().st_mtime_ns for name in names}
    path = many.root / "data/places/west.toml"
    path.write_text(path.read_text().replace('"BR"', '"PE"'), encoding="utf-8")

    many.build()

    after = {name: (out / name / "index.html").stat().st_mtime_ns for name in names}
    assert {name for name in names if after[name] != before[name]} == {"by-country"}


def test_without_partnerships_there_is_no_index(project: Project) -> None:
    project.write_issue("(a)=\n## A river\n\nText.\n")
    (project.root / f"data/{TIE}.toml").unlink()

    assert not [*(project.build().out / "partnerships").glob("by-*")]


def test_the_map_of_all_leads_to_the_indices_and_to_the_data(many: Project) -> None:
    many.write(
        "source/partnerships/index.md",
        "---\norphan: true\n---\n# Ties\n\n:::{partnership-map}\n:::\n",
    )

    main = page(many, "partnerships")

    links = {link.text: link["href"] for link in main.select(".files a")}
    assert links["By country"] == "by-country/index.html"
    assert links["GeoJSON"] == "../data/v1/partnerships.geojson"
    assert main.select_one("figure.map.world figcaption").text == "4 partnerships"
    assert len(main.select(".partnership-list > li")) == 4
