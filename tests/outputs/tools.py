"""The programs that check the built pages, and what is missing of them."""

from __future__ import annotations

import os
import shutil
from pathlib import Path

import pytest

import nginx

ROOT = Path(__file__).parent.parent.parent
PACKAGES = ROOT / "tests" / "tools" / "node_modules"
AXE = PACKAGES / "axe-core" / "axe.min.js"
READER = PACKAGES / "@guidepup" / "virtual-screen-reader" / "lib" / "esm" / "index.browser.js"
NU = PACKAGES / "vnu-jar" / "build" / "dist" / "vnu.jar"
ACE = PACKAGES / ".bin" / "ace-cli"
EPUBJS = PACKAGES / "epubjs" / "dist" / "epub.min.js"
JSZIP = PACKAGES / "jszip" / "dist" / "jszip.min.js"

LIGHTHOUSE = ROOT / "benchmarks" / "tools" / "node_modules" / "lighthouse"

PROGRAMS = ("chromium", "java", "nginx", "node", "pdfinfo")

NO_BROWSER = "GLOCAL_NO_BROWSER"
REQUIRED = "GLOCAL_REQUIRE_TOOLS"


def missing(*names: str) -> dict[str, str]:
    """Return what is missing of *names* (default: of all tools), each with the reason."""
    found = {
        "chromium": shutil.which("chromium"),
        "java": shutil.which("java"),
        "node": shutil.which("node"),
        "nginx": nginx.executable(),
        "pdfinfo": shutil.which("pdfinfo"),
        "axe-core": AXE.is_file(),
        "vnu-jar": NU.is_file(),
        "virtual-screen-reader": READER.is_file(),
        "ace-cli": ACE.is_file(),
        "epubjs": EPUBJS.is_file() and JSZIP.is_file(),
        "lighthouse": LIGHTHOUSE.is_dir(),
    }
    absent = {name: _absence(name) for name, there in found.items() if not there}
    return {name: why for name, why in absent.items() if not names or name in names}


def _absence(name: str) -> str:
    if name in PROGRAMS:
        return f"{name} is not on PATH"
    folder = "benchmarks/tools" if name == "lighthouse" else "tests/tools"
    return f"{name} is not installed (make {folder}/node_modules/.stamp)"


def need(*names: str) -> None:
    """Skip the test where a tool is missing; fail it where tools are required."""
    if {"chromium", "java"} & {*names} and os.environ.get(NO_BROWSER) == "1":
        pytest.skip(f"{NO_BROWSER}=1 asks for no browser, and no checker in Java")
    reasons = "; ".join(missing(*names).values())
    if not reasons:
        return
    if os.environ.get(REQUIRED) == "1":
        pytest.fail(f"{REQUIRED}=1, but {reasons}")
    pytest.skip(reasons)
