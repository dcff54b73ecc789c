from __future__ import annotations

import gzip
import json
import shutil
import subprocess
import sys
import unicodedata
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import glocal_ext
from glocal_ext.core.search import decode, fold, split
from glocal_ext.site.search import English, SiteIndexer
from outputs import tools

if TYPE_CHECKING:
    from collections.abc import Callable

    from conftest import Project
    from outputs.conftest import Site

SCRIPT = Path(glocal_ext.__file__).parent / "theme" / "static" / "search.js"


class Found(NamedTuple):
    """A unit of the index: an article of an issue, a record, a page."""

    kind: str
    page: str
    target: str
    title: str
    excerpt: str


class Index:
    """What a site's search knows."""

    def __init__(self, folder: Path) -> None:
        text = (folder / "searchindex.js").read_text(encoding="utf-8")
        self.data = json.loads(text.removeprefix("glocalSearch(").removesuffix(")\n"))
        self.units: list[Found] = []
        for line in self.data["units"].split("\n"):
            kind, address, title, excerpt = line.split("\t")
            page = self.units[-1].page if kind == "a" else address
            self.units.append(Found(kind, page, address if kind == "a" else "", title, excerpt))

    @property
    def pages(self) -> set[str]:
        return {unit.page for unit in self.units}

    def places(self, word: str) -> set[tuple[str, str]]:
        """Return the page and the target of each unit with a word, in a text or in a name."""
        words = self.data["words"].split(" ")
        if word not in words:
            return set()
        place = words.index(word)
        numbers = [
            number
            for table in ("texts", "names")
            for number in decode(self.data[table].split(" ")[place])
        ]
        return {(self.units[number].page, self.units[number].target) for number in numbers}


ISSUE = "issues/2031/05/index"


def test_words_of_an_article_its_captions_and_its_infoboxes_lead_to_it(real: Site) -> None:
    index = Index(real.folder)
    issue = "issues/2023/09/index"

    assert (issue, "lavender") in index.places("lavend")  # a headline
    assert (issue, "willich-marugame") in index.places("prospect")  # a paragraph
    assert (issue, "willich-marugame") in index.places("pagoda")  # a caption
    assert (issue, "lusterware") in index.places("municip")  # an infobox


def test_a_result_has_the_title_the_month_and_the_opening_of_its_article(real: Site) -> None:
    units = Index(real.folder).units
    place = next(place for place, unit in enumerate(units) if unit.target == "lavender")

    assert units[place] == (
        "a",
        "issues/2023/09/index",
        "lavender",
        "Lavender links Kamaishi and Digne-les-Bains",
        (
            "Kamaishi City and Digne-les-Bains City will celebrate the 30th anniversary of their "
            "Sister City relationship next year."
        ),
    )
    assert units[0][:4] == ("i", "issues/2023/09/index", "", "September 2023")


def test_alternative_texts_and_credits_are_found_in_their_article(kitchen: Site) -> None:
    index = Index(kitchen.folder)
    article = (ISSUE, "north-river")

    assert index.places("folder") == {article}  # of an alternative text
    assert index.places("permiss") == {article}


def test_all_that_a_record_is_called_leads_to_its_page(kitchen: Site, real: Site) -> None:
    assert ("places/eastbay/index", "") in Index(kitchen.folder).places("東灣")
    index = Index(real.folder)
    marugame = ("places/marugame/index", "")

    assert marugame in index.places("丸亀") & index.places("亀市")
    assert {page for page, _target in index.places("willich")} >= {
        "issues/2023/09/index",
        "partnerships/marugame-willich/index",
        "places/willich/index",
    }


def test_what_a_list_shows_of_others_is_found_where_it_is_said(real: Site) -> None:
    index = Index(real.folder)

    assert {page for page, _target in index.places("lusterwar")} == {"issues/2023/09/index"}


def test_the_index_knows_the_pages_of_the_site_and_no_others(sites: list[Site]) -> None:
    for site in sites:
        beside = ("/photo-", "/map.", "/boat-race/")  # beside an issue; of a record that is gone
        shown = (name for name in site.pages if not any(each in name for each in beside))
        pages = {name.removesuffix(".html") for name in shown} - {"search", "404"}

        assert Index(site.folder).pages == pages


def test_every_address_in_the_index_is_there(sites: list[Site]) -> None:
    for site in sites:
        for unit in Index(site.folder).units:
            page = site.pages[f"{unit.page}.html"]
            assert not unit.target or page.find(id=unit.target), unit


def test_what_is_not_published_is_not_found(make_project: Callable[..., Project]) -> None:
    project = make_project({"source/quiet.md": "---\nnosearch: true\n---\n# Quiet quark\n"})
    project.write_issue("(a)=\n## A\n\nThe zeppelin.\n", front="draft: true\n", month="2031-06")
    project.write_issue(
        "(b)=\n## B\n\nThe quincunx.\n", front="published: 9999-01-01\n", month="2031-07"
    )
    project.write_issue(
        "(c)=\n## C\n\n:::{photo} c.jpg\n:alt: A xylophone.\n:consent: missing\nA yurt\n:::\n"
    )

    index = (project.build().out / "searchindex.js").read_text(encoding="utf-8").lower()

    assert "news" in index
    for word in ("quark", "quiet", "zeppelin", "quincunx", "xylophon", "yurt"):
        assert word not in index


def test_a_removed_issues_words_are_gone_after_the_next_build(
    make_project: Callable[..., Project],
) -> None:
    project = make_project()
    project.write_issue("(gone)=\n## A zeppelin lands\n\nThe quincunx.\n", month="2031-06")
    first = Index(project.build().out)
    (project.root / "source/issues/2031/06/index.md").unlink()

    second = Index(project.build().out)

    assert first.places("quincunx") == {("issues/2031/06/index", "gone")}
    assert "zeppelin" not in json.dumps(second.data)
    assert "quincunx" not in json.dumps(second.data)
    assert ISSUE in second.pages


def test_a_removed_records_words_are_gone_after_the_next_build(
    make_project: Callable[..., Project],
) -> None:
    project = make_project(
        {"data/places/eastbay.toml": 'name = "Zanzi"\nkind = "city"\ncountry = "AU"\n'}
    )
    first = Index(project.build().out)
    (project.root / "data/places/eastbay.toml").unlink()

    second = Index(project.build().out)

    assert ("places/eastbay/index", "") in first.places("zanzi")
    assert "zanzi" not in json.dumps(second.data).lower()


@pytest.mark.parametrize("folder", ["real", "kitchen"])
def test_an_index_taken_over_as_a_whole_is_written_as_it_was(
    folder: str, sites: list[Site], make_project: Callable[..., Project]
) -> None:
    site = next(site for site in sites if site.name == folder)
    file = site.folder / "searchindex.js"
    index = Index(site.folder)
    indexer = SiteIndexer(make_project().build().app.env, "en", {}, "")

    assert indexer.restore(file, index.pages)

    assert indexer.written(index.data["languages"]) == file.read_text(encoding="utf-8")


@pytest.mark.parametrize(
    "content", ["", "glocalSearch({})\n", "Search.setIndex({})", 'glocalSearch({"version":0})\n']
)
def test_what_is_no_index_is_not_taken_over(
    content: str, make_project: Callable[..., Project], tmp_path: Path
) -> None:
    indexer = SiteIndexer(make_project().build().app.env, "en", {}, "")
    file = tmp_path / "searchindex.js"
    file.write_text(content, encoding="utf-8")

    assert not indexer.restore(file, {"index"})
    assert not indexer.restore(tmp_path / "missing.js", {"index"})


def test_a_japanese_site_has_the_same_splitter(make_project: Callable[..., Project]) -> None:
    project = make_project()
    project.options["language"] = "ja"
    project.write_issue("(a)=\n## 丸亀市の架け橋\n\nZeppelins.\n")

    built = project.build()

    index = Index(built.out)
    assert index.places("架け") == index.places("zeppelin") == {(ISSUE, "a")}
    language_data = (built.out / "_static/language_data.js").read_text(encoding="utf-8")
    assert "window.Stemmer = EnglishStemmer" in language_data


def test_the_script_is_small_and_asks_for_nothing_that_the_policy_refuses() -> None:
    script = SCRIPT.read_bytes()

    assert len(gzip.compress(script, 9)) <= 6 * 1024
    for refused in (b"innerHTML", b"eval(", b"fetch(", b".style", b"import ", b"Function("):
        assert refused not in script


# -- the script does as the build does ------------------------------------------------------------

RUN = """
const vm = require("node:vm"), fs = require("node:fs");
const [scripts, body] = JSON.parse(fs.readFileSync(0, "utf8"));
const context = vm.createContext({});
vm.runInContext("var window = globalThis;", context);
for (const script of scripts) vm.runInContext(fs.readFileSync(script, "utf8"), context);
context.load = (file) => {
  let data;
  vm.runInNewContext(fs.readFileSync(file, "utf8"), { glocalSearch: (given) => (data = given) });
  return data;
};
const result = vm.runInContext(`(${body[0]})`, context)(...body.slice(1));
fs.writeSync(1, JSON.stringify(result));
"""


def javascript(function: str, *values: Any, site: Site | None = None) -> Any:
    """Return what a function of JavaScript makes of *values*, with the search at hand."""
    tools.need("node")
    node = shutil.which("node")
    assert node
    scripts = [str(site.folder / "_static/language_data.js")] if site else []
    given = json.dumps([[*scripts, str(SCRIPT)], [function, *values]])
    done = subprocess.run(
        [node, "-e", RUN], input=given, capture_output=True, text=True, encoding="utf-8",
        check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)


def test_every_character_is_folded_and_split_by_the_script_as_by_the_build() -> None:
    # The characters that both know: one of them may have a newer Unicode.
    characters = [
        chr(code)
        for code in range(sys.maxunicode + 1)
        if unicodedata.category(chr(code)) not in {"Cn", "Cs", "Co"}
    ]
    texts = [f"a{character}b" for character in characters]

    split_here = [split(text) for text in texts]
    split_there = javascript("texts => texts.map(text => glocalSearch.split(text))", texts)

    differing = [
        (hex(ord(character)), here, there)
        for character, here, there in zip(characters, split_here, split_there, strict=True)
        if here != there
    ]
    assert differing == []


LETTERS = st.sampled_from("abzÅōŌß'’-_ .,1２・丸亀市姉妹のカーｶﾞがか\u3099ŁΣσςİıïe\u0301𠮟髙")


@settings(max_examples=20, deadline=None, suppress_health_check=list(HealthCheck))
@given(
    st.lists(
        st.text(LETTERS) | st.text(st.characters(exclude_categories=["Cn", "Cs", "Co"])),
        min_size=50,
        max_size=100,
    )
)
def test_texts_are_folded_and_split_by_the_script_as_by_the_build(texts: list[str]) -> None:
    there = javascript(
        "texts => texts.map(text => [glocalSearch.fold(text), glocalSearch.split(text)])", texts
    )

    assert there == [[fold(text), split(text)] for text in texts]


def test_the_script_has_the_stems_of_the_build(real: Site, sites: list[Site]) -> None:
    words = sorted({
        word
        for site in sites
        for page in site.pages.values()
        for word in split(page.get_text(" "))
    })  # fmt: skip
    stem = English({}).stem

    there = javascript("words => words.map(word => glocalSearch.stem(word))", words, site=real)

    assert len(words) > 500
    assert dict(zip(words, there, strict=True)) == {word: fold(stem(word)) for word in words}


FIND = """(file, queries) => {
  const index = new glocalSearch.Index(load(file));
  return queries.map((query) => {
    const asked = index.understand(query);
    return [index.find(asked).map((number) => index.unit(number).title),
            index.suggest(query, asked)];
  });
}"""


def search(site: Site, folder: Path, *queries: str) -> list[Any]:
    return javascript(FIND, str(folder / "searchindex.js"), queries, site=site)


@pytest.mark.parametrize(
    ("query", "first"),
    [
        ("lavender", "Lavender links Kamaishi and Digne-les-Bains"),
        ("LAVENDER Kamaishi", "Lavender links Kamaishi and Digne-les-Bains"),
        ("lav", "Lavender links Kamaishi and Digne-les-Bains"),
        ("pagoda trees", "Willich and Marugame become sister cities"),
        ("lavender September 2023", "Lavender links Kamaishi and Digne-les-Bains"),
        ("丸亀", "Marugame"),
        ("丸亀市", "Marugame"),
        ("丸", "Marugame"),
        ("Marugame", "Marugame"),
        ("Marugame and Willich", "Marugame and Willich"),
        ("Osaka", "Osaka Prefecture"),
        ("Ōsaka", "Osaka Prefecture"),
        ("Digne", "Digne-les-Bains"),
        ("September 2023", "September 2023"),
    ],
)
def test_what_a_reader_looks_for_comes_first(real: Site, query: str, first: str) -> None:
    [[found, _suggestions]] = search(real, real.folder, query)

    assert found[0] == first


ARTICLES = """\
(one)=
## 丸亀市の姉妹都市

:::{article}
:short: One
:::

加藤 was there.

(two)=
## Two of Katō

Everybody came to Vava'u.

(three)=
## Three of boats

Kato stayed away.
"""


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("姉妹都市", ["One"]),
        ("姉妹", ["One"]),
        ("都市", ["One"]),
        ("市都", []),
        ("Kato", ["Two of Katō", "Three of boats"]),
        ("Katō", ["Two of Katō", "Three of boats"]),
        ("加藤", ["One"]),
        ("vavau", ["Two of Katō"]),
        ("Vava’u", ["Two of Katō"]),
        ("kato boat", ["Three of boats"]),
        ("everybod", ["Two of Katō"]),
        ("everyb ", []),  # a space ends the word
        ("kato zeppelin", []),
        ("", []),
        ("…", []),
    ],
)
def test_words_are_found_however_they_are_written(
    query: str, expected: list[str], real: Site, articles: Path
) -> None:
    [[found, _suggestions]] = search(real, articles, query)

    assert found == expected


@pytest.fixture(scope="module")
def articles(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a site with one issue of three articles."""
    from conftest import BASE, Project

    project = Project(tmp_path_factory.mktemp("articles"))
    for name, content in BASE.items():
        if not name.startswith("data/"):
            project.write(name, content)
    project.write_issue(ARTICLES)
    return project.build().out


def test_the_newest_comes_first_among_equals(
    real: Site, make_project: Callable[..., Project]
) -> None:
    project = make_project()
    for month in ("2031-04", "2032-01", "2031-11"):
        project.write_issue(f"(a)=\n## A fair of {month}\n\nText.\n", month=month)

    [[found, _suggestions]] = search(real, project.build().out, "fair")

    assert found == ["A fair of 2032-01", "A fair of 2031-11", "A fair of 2031-04"]


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("Kamaisih", ["Kamaishi"]),
        ("Osako Qeensland", ["Osaka Queensland"]),
        ("lavender zeppelin", []),
        ("lavender Gifu", ["lavender", "Gifu"]),
        ("zeppelin", []),
    ],
)
def test_where_nothing_is_found_the_nearest_words_are_offered(
    real: Site, query: str, expected: list[str]
) -> None:
    [[found, suggestions]] = search(real, real.folder, query)

    assert found == []
    assert suggestions == expected
