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
    assert failed == {}
    for address, [run] in found.items():
        assert run["error"] is None, pages[address]
        assert set(run["scores"].values()) == {100}, pages[address]
