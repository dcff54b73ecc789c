"""Which documents are taken in, and what a page says of one that is not out yet."""

from __future__ import annotations

import collections
import re
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from collections.abc import Callable

    from conftest import Project

    Makes = Callable[..., Project]

MAY_2_2031 = "1935446400"


def test_a_folder_that_is_a_link_is_passed_over_and_told(make_project: Makes) -> None:
    project = make_project()
    folder = project.root / "source" / "issues" / "2031"
    (folder / "[up]").symlink_to("..", target_is_directory=True)
    (folder / "round").symlink_to("../..", target_is_directory=True)

    built = project.build()

    assert built.app.env.found_docs == {"index", "issues/2031/index", "issues/2031/05/index"}
    told = [each for each in built.warnings if "glocal.source-name" in each]
    assert [re.findall("“(.*)”", each) for each in told] == [
        ["issues/2031/[up]"],
        ["issues/2031/round"],
    ]


def test_a_document_cannot_take_the_place_of_the_search(make_project: Makes) -> None:
    project = make_project({"source/search.md": "# A search of our own\n"})

    built = project.build()

    page = (built.out / "search.html").read_text(encoding="utf-8")
    assert "of our own" not in page
    [told] = built.warnings
    assert told.startswith("source/search.md: WARNING")


@pytest.mark.parametrize(
    ("front", "said"),
    [
        ("draft: true\n", "this page is a draft"),
        ("published: 2031-06-01\n", "published on 1 June 2031"),
        ("published: 2031-05-01\n", None),
        ("", None),
    ],
)
def test_a_preview_says_of_a_page_that_it_is_not_out_yet(
    front: str, said: str | None, make_project: Makes, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("GLOCAL_DRAFTS", "1")
    monkeypatch.setenv("SOURCE_DATE_EPOCH", MAY_2_2031)
    project = make_project()
    project.write_issue("(river)=\n## A river\n\nText.\n", front)

    page = project.build().page("issues/2031/05")

    assert (said in page) if said else ("A preview" not in page)


@pytest.mark.parametrize("name", ["content", "corrections", "sources", "contents", "top"])
def test_a_name_of_the_pages_own_is_given_to_nothing_else(name: str, make_project: Makes) -> None:
    front = "corrections:\n  - date: 2031-05-20\n    text: A word was wrong.\n"
    project = make_project()
    project.write_issue(
        f"({name})=\n## A river\n\nText {{cite}}`rivers`.\n\n"
        f":::{{photo}} river.jpg\n:name: {name}\n:pending:\nA caption\n:::\n\n"
        ":::{infobox} Box\nA\n: B\n:::\n\n"
        "(infobox-1)=\n## A second\n\nText.\n\n(source-rivers)=\n## A third\n\nText.\n",
        front,
    )

    page = project.build().page("issues/2031/05")

    ids = collections.Counter(re.findall(r' id="([^"]+)"', page))
    assert [key for key, count in ids.items() if count > 1] == []
