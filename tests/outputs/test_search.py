from __future__ import annotations

import io
import json
from typing import TYPE_CHECKING

import pytest
from sphinx.search import IndexBuilder, js_index

from glocal_ext.site.search import SiteIndexer

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from conftest import Project
    from outputs.conftest import Site

TABLES = {
    "_titles", "_filenames", "_mapping", "_title_mapping", "_all_titles", "_index_entries",
    "_objtypes", "_objnames",
}  # fmt: skip
"""What Sphinx's index builder keeps of pages; `SiteIndexer` empties and fills them."""


def index_of(folder: Path) -> dict[str, object]:
    text = (folder / "searchindex.js").read_text(encoding="utf-8")
    return json.loads(text.removeprefix("Search.setIndex(").removesuffix(")"))


def pages_with(index: dict[str, object], *words: str) -> set[str]:
    """Return the pages that hold a word, in their text or in a title."""
    found: set[str] = set()
    for table in (index["terms"], index["titleterms"]):
        for word in words:
            numbers = table.get(word, [])
            numbers = numbers if isinstance(numbers, list) else [numbers]
            found |= {index["docnames"][number] for number in numbers}
    return found


def test_words_of_an_issue_its_captions_and_its_infoboxes_lead_to_it(real: Site) -> None:
    index = index_of(real.folder)
    issue = "issues/2023/09/index"

    assert issue in pages_with(index, "lavend")  # a headline
    assert issue in pages_with(index, "prospect")  # a paragraph
    assert issue in pages_with(index, "pagoda")  # a caption
    assert issue in pages_with(index, "municip")  # an infobox


def test_words_of_a_record_lead_to_its_page_and_to_what_names_it(real: Site) -> None:
    index = index_of(real.folder)

    assert pages_with(index, "willich") >= {
        "issues/2023/09/index",
        "partnerships/marugame-willich/index",
        "places/willich/index",
    }


def test_the_index_knows_the_pages_of_the_site_and_no_others(sites: list[Site]) -> None:
    for site in sites:
        index = index_of(site.folder)
        pages = {name.removesuffix(".html") for name in site.pages} - {"search", "404"}

        assert set(index["docnames"]) == pages


def test_a_removed_issues_words_are_gone_after_the_next_build(
    make_project: Callable[..., Project],
) -> None:
    project = make_project()
    project.write_issue("(gone)=\n## A zeppelin lands\n\nThe quincunx.\n", month="2031-06")
    first = index_of(project.build().out)
    (project.root / "source/issues/2031/06/index.md").unlink()

    second = index_of(project.build().out)

    assert pages_with(first, "quincunx") == {"issues/2031/06/index"}
    assert pages_with(second, "quincunx", "zeppelin") == set()
    assert "zeppelin" not in json.dumps(second)
    assert "issues/2031/05/index" in second["docnames"]


def test_a_removed_records_words_are_gone_after_the_next_build(
    make_project: Callable[..., Project],
) -> None:
    project = make_project(
        {"data/places/eastbay.toml": 'name = "Zanzi"\nkind = "city"\ncountry = "AU"\n'}
    )
    first = index_of(project.build().out)
    (project.root / "data/places/eastbay.toml").unlink()

    second = index_of(project.build().out)

    assert "places/eastbay/index" in pages_with(first, "zanzi")
    assert "zanzi" not in json.dumps(second).lower()


def test_sphinxs_index_builder_keeps_the_tables_that_are_filled_here(
    make_project: Callable[..., Project],
) -> None:
    env = make_project().build().app.env

    tables = {
        name
        for name, value in vars(IndexBuilder(env, "en", {}, "")).items()
        if name.startswith("_") and value == {}
    }

    assert tables - {"_stem_cache"} == TABLES


@pytest.mark.parametrize("docname", ["issues/2031/05/index", "index"])
def test_what_is_kept_of_an_index_is_what_sphinx_wrote(
    make_project: Callable[..., Project], docname: str, tmp_path: Path
) -> None:
    built = make_project().build()
    env, doctree = built.app.env, built.doctree(docname)
    stock = IndexBuilder(env, "en", {}, "")
    stock.feed(docname, "file.md", "A title", doctree)
    file = tmp_path / "searchindex.js"
    with file.open("w", encoding="utf-8") as stream:
        stock.dump(stream, js_index)

    ours = SiteIndexer(env, "en", {}, "")
    ours.restore(file, {docname})
    ours.sort()

    assert dumped(ours) == dumped(stock)


def dumped(indexer: IndexBuilder) -> object:
    file = io.StringIO()
    indexer.dump(file, "json")
    return json.loads(file.getvalue())
