from __future__ import annotations

import posixpath
from typing import TYPE_CHECKING
from urllib.parse import unquote, urlsplit

from sphinx.util.inventory import InventoryFile

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from bs4 import BeautifulSoup

    from conftest import Project
    from outputs.conftest import Site

NOT_FOUND = "404.html"
"""Shown at any depth, its links begin at the root of the site."""

GONE = "partnerships/boat-race/index.html"
"""The page of a record that was withdrawn: only an old link leads to it."""

ROOTS = {"real": "/", "kitchen": "/news/", "long": "/news/"}

ADDRESSES = ("href", "src", "action", "poster", "data")


def internal(page: BeautifulSoup) -> Iterator[str]:
    """Yield the addresses of a page that lead into its own site."""
    for element in page.find_all(True):
        addresses = [element[name] for name in ADDRESSES if name in element.attrs]
        addresses += [part.split()[0] for part in element.get("srcset", "").split(",") if part]
        for address in addresses:
            parts = urlsplit(address)
            if not parts.scheme and not parts.netloc:
                yield address


def broken(site: Site) -> Iterator[str]:
    """Yield each internal link that leads nowhere, and to no place on a page."""
    for name, page in site.pages.items():
        for address in internal(page):
            root = ROOTS[site.name] if name == NOT_FOUND else ""
            if not address.startswith((root, "#")):
                yield f"{name}: {address} does not begin at the root of the site"
            parts = urlsplit(address.removeprefix(root))
            target = posixpath.normpath(
                posixpath.join(posixpath.dirname(name), unquote(parts.path)) if parts.path else name
            )
            if parts.path.startswith("/") or target.startswith(".."):
                yield f"{name}: {address} leads out of the site"
            elif not (site.folder / target).is_file():
                yield f"{name}: {address} leads to no file"
            elif parts.fragment and not site.pages[target].find(id=unquote(parts.fragment)):
                yield f"{name}: {address} leads to no place on its page"


def test_every_internal_link_and_fragment_leads_somewhere(sites: list[Site]) -> None:
    for site in sites:
        assert list(broken(site)) == []


def test_every_page_is_reached_from_the_home_page(sites: list[Site]) -> None:
    for site in sites:
        seen: set[str] = set()
        waiting = ["index.html"]
        while waiting:
            name = waiting.pop()
            if name in seen or name not in site.pages:
                continue
            seen.add(name)
            waiting += [
                posixpath.normpath(posixpath.join(posixpath.dirname(name), urlsplit(each).path))
                for each in internal(site.pages[name])
                if urlsplit(each).path
            ]

        assert seen == set(site.pages) - {NOT_FOUND, GONE}


def test_public_addresses_end_in_a_slash_and_are_the_pages_own(kitchen: Site) -> None:
    canonical = {
        name: [link["href"] for link in page.select('link[rel="canonical"]')]
        for name, page in kitchen.pages.items()
        if name not in (NOT_FOUND, GONE) and not is_enlarged(name)
    }

    assert canonical == {
        name: [f"https://river.example/news/{name.removesuffix('index.html')}"]
        for name in canonical
    }


def is_enlarged(name: str) -> bool:
    """Tell whether the page *name* shows a photo enlarged, or the map of an issue."""
    return posixpath.basename(name).startswith(("photo-", "map."))


def test_lost_readers_pages_and_enlarged_photos_ask_not_to_be_indexed(kitchen: Site) -> None:
    unlisted = [name for name in kitchen.pages if name in (NOT_FOUND, GONE) or is_enlarged(name)]

    assert len(unlisted) > 2
    for page in map(kitchen.pages.get, unlisted):
        assert page.select_one('meta[name="robots"]')["content"] == "noindex"
        assert page.select('link[rel="canonical"]') == []


def test_a_publication_may_have_a_page_of_its_own_for_readers_who_are_lost(
    make_project: Callable[..., Project],
) -> None:
    project = make_project(
        {"source/404.md": "---\norphan: true\n---\n# Lost\n\n[Home](index.md).\n"}
    )

    built = project.build(html_baseurl="https://river.example/news/")

    page = (built.out / "404.html").read_text(encoding="utf-8")
    assert built.warnings == []
    assert ">Lost</h1>" in page
    assert 'href="/news/index.html"' in page
    assert 'href="/news/_static/glocal.css?v=' in page


def test_articles_of_two_issues_may_have_the_same_target(
    make_project: Callable[..., Project],
) -> None:
    project = make_project()
    for month in ("2031-05", "2031-06"):
        project.write_issue(
            "(calls)=\n## Calls\n\nA date.\n\n(more)=\n## More\n\nSee [above](#calls).\n",
            month=month,
        )

    built = project.build()

    assert built.warnings == []
    for month in ("05", "06"):
        assert '<a href="#calls">' in built.page(f"issues/2031/{month}")


def pictures(page: BeautifulSoup) -> Iterator[str]:
    """Yield the addresses of all files that a browser may choose for the pictures of a page."""
    for element in page.select("img, source"):
        yield element.get("src", "")
        yield from (part.split()[0] for part in element.get("srcset", "").split(", ") if part)
    for shared in page.select('meta[property="og:image"]'):
        yield shared["content"]


def test_every_published_file_of_a_photo_is_shown_somewhere(sites: list[Site]) -> None:
    for site in sites:
        shown = {
            address.rpartition("/")[2] for page in site.pages.values() for address in pictures(page)
        }

        files = {path.name for path in (site.folder / "_images").iterdir()}
        assert shown - {"", "card.jpg"} == files


def test_the_inventory_leads_to_records_and_articles_that_are_there(sites: list[Site]) -> None:
    for site in sites:
        inventory = InventoryFile.loads((site.folder / "objects.inv").read_bytes(), uri="")
        addresses = [item.uri for found in inventory.data.values() for item in found.values()]

        for uri in addresses:
            path, _, fragment = uri.partition("#")
            page = site.pages[f"{path}index.html" if path.endswith("/") or not path else path]
            assert not fragment or page.find(id=fragment), uri


def test_the_inventory_has_every_record_that_has_a_page(kitchen: Site) -> None:
    inventory = InventoryFile.loads((kitchen.folder / "objects.inv").read_bytes(), uri="")

    assert set(inventory.data["glocal:place"]) == {"eastbay", "north", "north-river", "southport"}
    assert set(inventory.data["glocal:partnership"]) == {
        "east-bay-north-river",
        "north-river-southport",
    }


def test_every_script_and_style_sheet_of_the_site_is_loaded_by_a_page(sites: list[Site]) -> None:
    for site in sites:
        loaded = {
            posixpath.normpath(posixpath.join(posixpath.dirname(name), address.partition("?")[0]))
            for name, page in site.pages.items()
            if name != NOT_FOUND
            for address in internal(page)
        }
        files = {
            path.relative_to(site.folder).as_posix()
            for path in (*site.folder.rglob("*.js"), *site.folder.rglob("*.css"))
        }

        # The filter's is for an index of more lines than these have (test_filter.py).
        assert files - loaded == {"_static/filter.js"}
