"""What pages, and the files beside them, say to machines."""

from __future__ import annotations

import json
import subprocess
from typing import TYPE_CHECKING, Any
from urllib.parse import urljoin

import pytest
import rispy
from bs4 import BeautifulSoup
from lxml import etree
from PIL import Image
from pybtex.database import parse_file

from conftest import CONF, ISSUE, ISSUE_PATH
from outputs import exact, tools

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from conftest import Project
    from outputs.conftest import Site

    Makes = Callable[..., Project]

HOME = "https://river.example/news/"
MAY = "issues/2031/05/index.html"
BASE = f'{CONF}html_baseurl = "https://example.org/"\n'


@pytest.fixture(autouse=True)
def _june(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", exact.JUNE_15_2031)
    monkeypatch.delenv("READTHEDOCS_CANONICAL_URL", raising=False)


def soup(text: str) -> BeautifulSoup:
    return BeautifulSoup(text, "html5lib")


def properties(page: BeautifulSoup) -> dict[str, str]:
    return {each["property"]: each["content"] for each in page.select("meta[property]")}


def data(page: BeautifulSoup) -> dict[str, Any]:
    (script,) = page.select('script[type="application/ld+json"]')
    found: dict[str, Any] = json.loads(script.string)
    return found


# -- the head ---------------------------------------------------------------------------------


def test_an_issue_is_shared_with_its_cover(kitchen: Site) -> None:
    said = properties(kitchen.pages[MAY])

    assert said["og:type"] == "article"
    assert said["og:title"] == "May 2031"
    assert said["og:site_name"] == "River News"
    assert said["og:locale"] == "en_GB"
    assert said["og:url"] == f"{HOME}issues/2031/05/"
    assert said["og:description"].endswith("<everything> that an issue may hold.")
    picture = said["og:image"].removeprefix(HOME)
    assert (kitchen.folder / picture).is_file()
    shown = kitchen.pages[MAY].select_one("#signing img")
    with Image.open(kitchen.folder / picture) as image:
        assert image.size == (1200, 630)
        assert (said["og:image:width"], said["og:image:height"]) == tuple(map(str, image.size))
    assert said["og:image:alt"] == shown["alt"]
    card = kitchen.pages[MAY].select_one('meta[name="twitter:card"]')
    assert card["content"] == "summary_large_image"


def test_other_pages_are_shared_with_the_cover_of_the_newest_issue_that_has_one(
    kitchen: Site,
) -> None:
    cover = properties(kitchen.pages[MAY])["og:image"]

    for name in ("index.html", "about/index.html", "issues/2031/index.html"):
        said = properties(kitchen.pages[name])
        assert (said["og:type"], said["og:image"]) == ("website", cover)
    # An issue without pictures has none: another month's would be wrong under its title.
    assert "og:image" not in properties(kitchen.pages["issues/2031/04/index.html"])


def test_a_page_says_its_colours_its_icon_and_its_feeds(sites: list[Site]) -> None:
    for site in sites:
        for page in site.pages.values():
            colours = {each["media"]: each["content"] for each in page.select("[name=theme-color]")}
            assert colours == {
                "(prefers-color-scheme: light)": "#FCFBF7",
                "(prefers-color-scheme: dark)": "#15171A",
            }
            feeds = page.select('link[type="application/atom+xml"]')
            assert len(feeds) == (0 if site.name == "real" else 2)


def test_neighbours_are_named_in_the_head(kitchen: Site) -> None:
    assert kitchen.pages[MAY].select_one("link[rel=prev]")["href"] == "../04/index.html"
    april = kitchen.pages["issues/2031/04/index.html"]
    assert april.select_one("link[rel=next]")["href"] == "../05/index.html"
    assert april.select("link[rel=prev]") == []


def test_the_page_for_lost_readers_says_nothing_to_a_search_engine(kitchen: Site) -> None:
    page = kitchen.pages["404.html"]

    assert properties(page) == {}
    assert page.select('script[type="application/ld+json"]') == []


# -- structured data --------------------------------------------------------------------------


def test_an_issue_describes_each_of_its_articles(kitchen: Site) -> None:
    page = kitchen.pages[MAY]
    said = data(page)

    assert said["@type"] == "PublicationIssue"
    assert said["isPartOf"]["name"] == "River News"
    assert [each["url"].partition("#")[2] for each in said["hasPart"]] == [
        article["id"] for article in page.select("main article")
    ]
    for each, article in zip(said["hasPart"], page.select("main article"), strict=True):
        assert each["@type"] == "NewsArticle"
        assert each["headline"] == article.h2.get_text()
        assert len(each.get("image", ())) == len(article.select(".photo img"))
        for picture in each.get("image", ()):
            assert (kitchen.folder / picture["contentUrl"].removeprefix(HOME)).is_file()
            assert picture["width"] > 0
            assert picture["height"] > 0


def test_no_title_ends_the_data_block(make_project: Makes) -> None:
    title = "`</script><script>alert(1)</script>` & `<!--`"
    text = ISSUE.replace("North River and Southport", title)
    page = soup(make_project({ISSUE_PATH: text}).build().page("issues/2031/05"))

    assert len(page.select("script")) == 1
    assert data(page)["hasPart"][0]["headline"] == title.replace("`", "")


def test_the_block_follows_a_record_that_the_issue_names(make_project: Makes) -> None:
    body = "{partnership}`north-river-southport`"
    project = make_project({ISSUE_PATH: ISSUE.replace("A sentence", body)})
    project.build()

    project.write(
        "data/places/southport.toml", 'name = "Sunnyport"\nkind = "city"\ncountry = "AU"\n'
    )
    (article,) = data(soup(project.build().page("issues/2031/05")))["hasPart"]

    assert [each["name"] for each in article["about"]] == ["North River", "Sunnyport"]


# -- citations --------------------------------------------------------------------------------


def test_an_issue_and_each_article_have_their_citations_beside_the_page(kitchen: Site) -> None:
    folder = (kitchen.folder / MAY).parent
    page = kitchen.pages[MAY]
    stems = ["2031-05", *(article["id"] for article in page.select("main article"))]

    for stem in stems:
        (ris,) = rispy.loads((folder / f"{stem}.ris").read_text(encoding="utf-8"))
        (bib,) = parse_file(str(folder / f"{stem}.bib"), "bibtex").entries.values()
        (csl,) = json.loads((folder / f"{stem}.json").read_text(encoding="utf-8"))
        address = f"{HOME}issues/2031/05/"
        address += "" if stem == "2031-05" else f"#{stem}"
        assert ris["urls"] == [address]
        assert bib.fields["url"] == csl["URL"] == address
        assert ris["title"] == csl["title"]
    assert sorted(path.stem for path in folder.glob("*.ris")) == sorted(stems)
    linked = {link["href"] for link in page.select(".exports a[download]")}
    assert {f"2031-05{suffix}" for suffix in (".ris", ".bib", ".json")} <= linked


def test_templates_are_given_the_citations(make_project: Makes) -> None:
    template = (
        '{% extends "!page.html" %}{% block body %}{% if issue %}<i>{{ issue.citation.text }}</i>'
        "{% for article in articles %}<b>{{ article.citation.text }}</b>"
        "{% for export in article.citation.exports %}"
        '<a href="{{ export.href }}" type="{{ export.type }}">{{ export.name }}</a>'
        "{% endfor %}{% endfor %}{% endif %}{% endblock %}"
    )
    conf = f'{BASE}templates_path = ["_templates"]\nglocal_issn = "0317-8471"\n'
    files = {"conf.py": conf, "_templates/page.html": template}
    built = make_project(
        files | {ISSUE_PATH: ISSUE.replace("2031-05\n", "2031-05\nnumber: 3\n", 1)}
    ).build()
    page = soup(built.page("issues/2031/05"))

    assert page.i.get_text() == (
        "Office of Rivers. River News, May 2031, No. 3. ISSN 0317-8471. "
        "https://example.org/issues/2031/05/"
    )
    assert page.b.get_text() == (
        "Office of Rivers. “North River and Southport”. River News, May 2031, No. 3. "
        "ISSN 0317-8471. https://example.org/issues/2031/05/#north-river"
    )
    links = page.select("main a[type]")
    assert [link.get_text() for link in links] == ["RIS", "BibTeX", "CSL-JSON"]
    assert all((built.out / "issues/2031/05" / link["href"]).is_file() for link in links)


def test_a_wrong_serial_number_is_told_and_left_out(make_project: Makes) -> None:
    built = make_project({"conf.py": f'{BASE}glocal_issn = "0317-8470"\n'}).build()

    assert "here it is 1" in built.warnings[0]
    assert "0317" not in built.page("issues/2031/05")


# -- the map ----------------------------------------------------------------------------------


def sitemap(folder: Path) -> dict[str, str | None]:
    root = etree.fromstring((folder / "sitemap.xml").read_bytes())
    space = "{http://www.sitemaps.org/schemas/sitemap/0.9}"
    return {each.findtext(f"{space}loc"): each.findtext(f"{space}lastmod") for each in root}


def test_the_map_has_every_page_but_those_that_are_for_no_search_engine(kitchen: Site) -> None:
    pages = {f"{HOME}{name.removesuffix('index.html')}" for name in kitchen.pages}

    unlisted = {f"{HOME}404.html", f"{HOME}partnerships/boat-race/"}
    unlisted |= {page for page in pages if "/photo-" in page}
    assert sitemap(kitchen.folder).keys() == pages - unlisted


def test_the_map_tells_days_that_documents_state_and_no_others(make_project: Makes) -> None:
    stated = "2031-05\npublished: 2031-05-02\n"
    corrected = f"{stated}corrections:\n  - date: 2031-05-20\n    text: One thing.\n"
    project = make_project({
        "conf.py": BASE,
        ISSUE_PATH: ISSUE.replace("2031-05\n", corrected, 1),
        exact.issue_path("2031-04"): ISSUE.replace("2031-05", "2031-04"),
        "source/hidden/index.md": "---\norphan: true\nnosearch: true\n---\n# Hidden\n",
    })  # fmt: skip

    found = sitemap(project.build().out)

    assert found["https://example.org/issues/2031/05/"] == "2031-05-20"
    assert {url for url, day in found.items() if day} == {"https://example.org/issues/2031/05/"}
    assert "https://example.org/hidden/" not in found


def test_robots_txt_names_the_map_where_a_robot_reads_it(make_project: Makes) -> None:
    project = make_project({"conf.py": BASE})
    robots = project.build().out / "robots.txt"
    assert robots.read_text(encoding="utf-8").endswith("Sitemap: https://example.org/sitemap.xml\n")

    project.write("extra/robots.txt", "User-agent: none\n")
    project.write("conf.py", f'{BASE}html_extra_path = ["extra"]\n')
    project.build()
    assert robots.read_text(encoding="utf-8") == "User-agent: none\n"

    project.write("conf.py", BASE.replace("org/", "org/news/"))
    project.build()
    assert not robots.exists()


# -- pages that moved -------------------------------------------------------------------------


def redirecting(make_project: Makes, redirects: dict[str, str], conf: str = BASE) -> Project:
    lines = "".join(f'    "{old}": "{new}",\n' for old, new in redirects.items())
    return make_project({"conf.py": f"{conf}glocal_redirects = {{\n{lines}}}\n"})


@pytest.mark.parametrize(
    ("old", "file"),
    [
        ("old/page", "old/page.html"),
        ("old/page.html", "old/page.html"),
        ("/old/", "old/index.html"),
        ("issues/2031/may/index", "issues/2031/may/index.html"),
    ],
)
def test_an_old_address_leads_to_the_new_one_without_script(
    old: str, file: str, make_project: Makes
) -> None:
    project = redirecting(make_project, {old: "issues/2031/05/index#north-river"})
    built = project.build()
    page = soup((built.out / file).read_text(encoding="utf-8"))

    assert built.warnings == []
    link = page.select_one("main a")["href"]
    assert page.select_one('meta[http-equiv="refresh"]')["content"] == f"0; url={link}"
    assert urljoin(f"https://example.org/{file}", link) == (
        "https://example.org/issues/2031/05/index.html#north-river"
    )
    assert page.select_one("link[rel=canonical]")["href"] == "https://example.org/issues/2031/05/"
    assert page.select_one("meta[name=robots]")["content"] == "noindex"
    assert page.select("script") == []
    assert f"https://example.org/{file}" not in sitemap(built.out)


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ("old", "issues/2031/06/index", "no page “issues/2031/06/index”. Did you mean"),
        ("old", "issues/2031/05/#north-rivers", "Did you mean “north-river”?"),
        ("issues/2031/05/", "index", "is a page of this site"),
        ("places/southport/index", "index", "is a page of this site"),
        ("search", "index", "is a page of this site"),
        ("../old", "index", "is no page of a site"),
        ("https://example.org/old", "index", "is no page of a site"),
    ],
)
def test_a_redirect_that_leads_nowhere_or_from_a_page_is_told_at_its_line(
    old: str, new: str, message: str, make_project: Makes
) -> None:
    project = redirecting(make_project, {"fine": "index", old: new})
    built = project.build()

    (warning,) = built.warnings
    assert warning.startswith(f"conf.py:{len(BASE.splitlines()) + 3}: WARNING: ")
    assert message in warning
    assert (built.out / "fine.html").is_file()
    assert not (built.out / "old.html").exists()


def test_a_redirect_may_lead_to_a_record_and_is_swept_when_it_goes(make_project: Makes) -> None:
    project = redirecting(make_project, {"towns/south/": "places/southport/"})
    built = project.build()
    assert (built.out / "towns/south/index.html").is_file()
    before = exact.stamps(built.out)
    project.build()
    assert exact.stamps(built.out) == before

    project.write("conf.py", BASE)
    project.build()

    assert not (built.out / "towns").exists()


def test_the_page_of_a_redirect_is_valid(make_project: Makes) -> None:
    tools.need("java", "vnu-jar")
    built = redirecting(make_project, {"old": "issues/2031/05/index"}).build()
    command = ["java", "-jar", str(tools.NU), "--format", "json", "--exit-zero-always"]

    result = subprocess.run(
        [*command, str(built.out / "old.html")], capture_output=True, text=True, check=True
    )

    assert [each for each in json.loads(result.stderr)["messages"] if each["type"] != "info"] == []
