"""Lighthouse finds nothing in what it can find out in one run; its speeds are benchmarks/'s."""

from __future__ import annotations

import importlib.util
from typing import TYPE_CHECKING

import nginx
from outputs import tools

if TYPE_CHECKING:
    from pathlib import Path
    from types import ModuleType

    from outputs.conftest import Site

CATEGORIES = ("accessibility", "best-practices", "seo")

NOT_INDEXED = {"search": ["is-crawlable: Page is blocked from indexing"]}
"""The search page asks not to be taken up by search engines."""


def benchmark() -> ModuleType:
    path = tools.ROOT / "benchmarks" / "lighthouse.py"
    specification = importlib.util.spec_from_file_location("lighthouse", path)
    module = importlib.util.module_from_spec(specification)
    specification.loader.exec_module(module)
    return module


def test_lighthouse_gives_every_kind_of_page_full_marks(real: Site, tmp_path: Path) -> None:
    tools.need("chromium", "nginx", "node", "lighthouse")
    lighthouse = benchmark()
    with nginx.serving(real.folder, tmp_path) as home:
        pages = {home + path: page for page, path in lighthouse.PAGES.items()}
        found = lighthouse.measured(list(pages), CATEGORIES, runs=1)

    failed = {pages[address]: run["failed"] for address, [run] in found.items() if run["failed"]}
    assert failed == NOT_INDEXED
    for address, [run] in found.items():
        page = pages[address]
        assert run["error"] is None, page
        low = {name: score for name, score in run["scores"].items() if score < 100}
        assert set(low) == ({"seo"} if page in NOT_INDEXED else set()), page
