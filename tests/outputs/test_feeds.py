"""Feeds that readers can use: valid, absolute, permanent, and no newer than what they tell."""

from __future__ import annotations

import itertools
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

import pytest
from bs4 import BeautifulSoup
from lxml import etree

from conftest import CONF, ROOT
from glocal_ext.builders.site import SiteBuilder
from outputs import exact

if TYPE_CHECKING:
    from collections.abc import Callable

    from conftest import Built, Project
    from outputs.conftest import Site

    Makes = Callable[..., Project]

ATOM = "{http://www.w3.org/2005/Atom}"
BASE = f'{CONF}html_baseurl = "https://example.org/news/"\n'
FEEDS = ("feed.xml", "articles.xml")


@pytest.fixture(autouse=True)
def july(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", exact.AUGUST_2_2031)
    monkeypatch.delenv("READTHEDOCS_CANONICAL_URL", raising=False)


def parsed(content: bytes) -> Any:
    return etree.fromstring(content)


def feed(built: Built, name: str = "feed.xml") -> Any:
    return parsed((built.out / name).read_bytes())


def texts(root: Any, path: str) -> list[str]:
    return [each.text for each in root.findall("/".join(f"{ATOM}{n}" for n in path.split("/")))]


def links(entry: Any, rel: str) -> list[str]:
    return [each.get("href") for each in entry.findall(f"{ATOM}link") if each.get("rel") == rel]


def body(entry: Any) -> BeautifulSoup:
    return BeautifulSoup(entry.find(f"{ATOM}content").text, "html5lib")


def issue(month: str, *articles: str, front: str = "") -> str:
    text = f"---\nissue: {month}\n{front}---\n# The issue of {month}\n"
    return text + "".join(f"\n({each})=\n## About {each}\n\nText of {each}.\n" for each in articles)


def archive(months: int, articles: int) -> dict[str, str]:
    names = [f"a{number}" for number in range(articles)]
    found = {}
    for count in range(months):
        month = f"{2001 + count // 12}-{count % 12 + 1:02}"
        found[exact.issue_path(month)] = issue(month, *names)
    return found


@pytest.mark.parametrize("name", FEEDS)
def test_a_feed_is_valid_by_the_schema_of_the_standard(kitchen: Site, name: str) -> None:
    schema = etree.RelaxNG(etree.parse(str(ROOT / "tests" / "data" / "atom.rng")))
    root = parsed((kitchen.folder / name).read_bytes())

    assert schema.validate(root), schema.error_log
    assert root.find(f"{ATOM}author/{ATOM}name").text == "Office of Rivers, North River"
    for entry in root.findall(f"{ATOM}entry"):
        assert links(entry, "alternate")
        assert entry.find(f"{ATOM}content").get("type") == "html"


def test_the_schema_refuses_what_is_no_feed() -> None:
    schema = etree.RelaxNG(etree.parse(str(ROOT / "tests" / "data" / "atom.rng")))
    good = (
        '<feed xmlns="http://www.w3.org/2005/Atom"><title>T</title><id>urn:x</id>'
        "<updated>2031-05-01T00:00:00+09:00</updated></feed>"
    )
    assert schema.validate(parsed(good.encode()))
    for old, new in (
        ("<title>T</title>", ""),
        ("<id>urn:x</id>", ""),
        ("2031-05-01T00:00:00+09:00", "2031-05-01"),
        ("</title>", "</title><link/>"),
        ("</title>", "</title><title>T</title>"),
        ("</title>", "</title><unknown/>"),
    ):
        assert not schema.validate(parsed(good.replace(old, new, 1).encode())), new


@pytest.mark.parametrize("name", FEEDS)
def test_every_address_in_a_feed_is_absolute_and_every_picture_is_there(
    kitchen: Site, name: str
) -> None:
    home = "https://river.example/news/"
    root = parsed((kitchen.folder / name).read_bytes())

    assert links(root, "self") == [f"{home}{name}"]
    assert links(root, "alternate") == [home]
    pictures = 0
    for entry in root.findall(f"{ATOM}entry"):
        for element in body(entry).find_all(True):
            for address in (element.get("href"), element.get("src")):
                assert address is None or urlsplit(address).scheme, address
                assert not (address or "").startswith(home) or "index.html" not in address
            if element.name == "img":
                pictures += 1
                assert (kitchen.folder / element["src"].removeprefix(home)).is_file()
                assert element["alt"] is not None
    assert pictures == 7


def test_a_feed_of_issues_has_all_of_their_text_and_one_of_articles_each_articles_own(
    kitchen: Site,
) -> None:
    page = kitchen.pages["issues/2031/05/index.html"]
    entry = parsed((kitchen.folder / "feed.xml").read_bytes()).find(f"{ATOM}entry")
    whole = body(entry)

    for paragraph in page.select("main article p:not(.onward, .enlarge)"):
        if not paragraph.find_parent("nav"):
            assert paragraph.get_text() in whole.get_text()
    assert whole.h1 is None
    articles = parsed((kitchen.folder / "articles.xml").read_bytes()).findall(f"{ATOM}entry")
    assert [links(each, "alternate")[0].partition("#")[2] for each in articles][:2] == [
        each["id"] for each in page.select("main article")
    ][:2]
    for each in articles:
        assert each.find(f"{ATOM}title").text not in [
            heading.get_text() for heading in body(each).select("h1, h2")
        ]


def test_an_entry_has_the_time_of_its_day_its_month_or_its_newest_correction(
    make_project: Makes,
) -> None:
    corrected = (
        "published: 2031-05-07\ncorrections:\n"
        "  - date: 2031-05-20\n    text: One thing.\n"
        "  - date: 2031-06-02\n    article: two\n    text: Another.\n"
    )
    built = make_project({
        "conf.py": BASE,
        exact.issue_path("2031-05"): issue("2031-05", "one", "two", front=corrected),
        exact.issue_path("2031-04"): issue("2031-04", "three", front="published: 2031-04-03\n"),
        exact.issue_path("2031-03"): issue("2031-03", "four"),
    }).build()  # fmt: skip

    issues, articles = feed(built), feed(built, "articles.xml")

    assert texts(issues, "entry/updated") == [
        "2031-06-02T00:00:00+09:00",
        "2031-04-03T00:00:00+09:00",
        "2031-03-01T00:00:00+09:00",
    ]
    assert texts(issues, "entry/published") == [
        "2031-05-07T00:00:00+09:00",
        "2031-04-03T00:00:00+09:00",
    ]
    assert texts(articles, "entry/updated") == [
        "2031-05-07T00:00:00+09:00",
        "2031-06-02T00:00:00+09:00",
        "2031-04-03T00:00:00+09:00",
        "2031-03-01T00:00:00+09:00",
    ]
    assert texts(issues, "updated") == texts(articles, "updated") == ["2031-06-02T00:00:00+09:00"]


def test_ids_are_the_addresses_unless_conf_py_says_what_they_begin_with(
    make_project: Makes,
) -> None:
    project = make_project({"conf.py": BASE})
    ids = "glocal_feed_ids"

    plain = project.build(out="plain")
    tagged = project.build(out="tagged", **{ids: "tag:example.org,2031:"})

    assert texts(feed(plain), "id") == ["https://example.org/news/"]
    assert texts(feed(plain), "entry/id") == ["https://example.org/news/issues/2031/05/"]
    assert texts(feed(tagged), "entry/id") == ["tag:example.org,2031:issues/2031/05/"]
    assert texts(feed(tagged, "articles.xml"), "id") == ["tag:example.org,2031:articles.xml"]
    assert texts(feed(tagged, "articles.xml"), "entry/id") == [
        "tag:example.org,2031:issues/2031/05/#north-river"
    ]
    assert project.build(**{ids: "example.org"}).warnings[0].startswith("conf.py:1: WARNING: ")


def test_a_feed_ends_with_the_newest_24_issues_or_60_articles(make_project: Makes) -> None:
    built = make_project({"conf.py": BASE} | archive(26, 7)).build()

    issues, articles = feed(built), feed(built, "articles.xml")

    months = [each[-8:-1] for each in texts(issues, "entry/id")]
    assert (len(months), months[0], months[1], months[-1]) == (24, "2031/05", "2003/02", "2001/04")
    found = texts(articles, "entry/id")
    assert len(found) == len(set(found)) == 60
    assert found[-1].endswith("/issues/2002/06/#a2")


def test_there_is_no_feed_and_no_address_without_a_public_one(make_project: Makes) -> None:
    built = make_project().build()
    page = BeautifulSoup(built.page("issues/2031/05"), "html5lib")

    assert not [
        name for name in (*FEEDS, "sitemap.xml", "robots.txt") if (built.out / name).exists()
    ]
    assert page.select('link[type="application/atom+xml"], link[rel="canonical"]') == []
    assert page.select('meta[property="og:url"], meta[property="og:image"]') == []
    assert "https://" not in page.find("script").string.replace("https://schema.org", "")


def test_the_address_may_come_from_the_host(
    make_project: Makes, monkeypatch: pytest.MonkeyPatch
) -> None:
    project = make_project()
    monkeypatch.setenv("READTHEDOCS_CANONICAL_URL", "https://rivers.example/en/latest/")
    ours = project.build()
    assert texts(feed(ours), "id") == ["https://rivers.example/en/latest/"]

    project.write("conf.py", BASE)
    assert texts(feed(project.build()), "id") == ["https://example.org/news/"]


def test_feeds_go_when_the_address_goes(make_project: Makes) -> None:
    project = make_project({"conf.py": BASE})
    built = project.build()
    assert (built.out / "feed.xml").exists()

    project.write("conf.py", CONF)
    project.build()

    assert not [name for name in (*FEEDS, "sitemap.xml") if (built.out / name).exists()]


def test_what_xml_cannot_hold_and_what_it_could_take_for_markup(make_project: Makes) -> None:
    text = issue("2031-05", "one", front='summary: "Rivers <b>& towns</b>"\n')
    text = text.replace("Text of one.", "A form feed\x0c, an escape\x1b, ]]> and `<script>`.")
    built = make_project({"conf.py": BASE, exact.issue_path("2031-05"): text}).build()

    (entry,) = feed(built).findall(f"{ATOM}entry")

    assert "]]> and <script>." in " ".join(body(entry).get_text().split())
    summary = BeautifulSoup(entry.find(f"{ATOM}summary").text, "html5lib").body
    assert summary.get_text() == "Rivers <b>& towns</b>"


def test_an_edit_renders_issues_for_the_feeds_only_where_one_of_theirs_changed(
    make_project: Makes, monkeypatch: pytest.MonkeyPatch
) -> None:
    project = make_project({"conf.py": BASE} | archive(26, 4))
    project.build()
    rendered: list[str] = []
    original = SiteBuilder._render

    def render(self: SiteBuilder, document: str) -> object:
        rendered.append(document)
        return original(self, document)

    monkeypatch.setattr(SiteBuilder, "_render", render)
    steps = itertools.count()

    def edit(month: str) -> int:
        """Edit an issue, and tell how many were rendered."""
        rendered.clear()
        path = project.root / exact.issue_path(month)
        text = path.read_text(encoding="utf-8")
        project.write(exact.issue_path(month), f"{text}\nMore, {next(steps)}.\n")
        project.build()
        return len(rendered)

    assert edit("2001-01") == 0
    assert edit("2003-02") == 24
    assert edit("2001-01") == 0


def test_a_feed_repeats_no_warning_of_a_page(make_project: Makes) -> None:
    text = issue("2031-05", "one").replace("Text", "[Nothing](#nothing)")
    built = make_project({"conf.py": BASE, exact.issue_path("2031-05"): text}).build()

    assert len(built.warnings) == 1


def test_a_feed_names_the_serial_number(make_project: Makes) -> None:
    built = make_project({"conf.py": f'{BASE}glocal_issn = "0317-8471"\n'}).build()

    (issn,) = feed(built).findall("{http://prismstandard.org/namespaces/basic/2.0/}issn")
    assert issn.text == "0317-8471"


def test_the_home_page_says_where_to_subscribe(kitchen: Site, real: Site) -> None:
    links = kitchen.pages["index.html"].select('main a[type="application/atom+xml"]')

    assert {link["href"]: link.get_text() for link in links} == {
        "feed.xml": "River News",
        "articles.xml": "River News: Articles",
    }
    assert "feed" not in real.pages["index.html"].main.get_text()
