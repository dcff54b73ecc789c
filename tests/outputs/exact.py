"""A publication to edit in every way, and what a build left of it, byte for byte."""

from __future__ import annotations

import io
import os
import shutil
import subprocess
import sys
from typing import TYPE_CHECKING

from PIL import Image

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

JUNE_15_2031 = "1939291200"
"""Before this second 2031-06 is out, and what says 2031-08-01 is under embargo."""

AUGUST_2_2031 = "1943438400"

Tree = dict[str, bytes]
"""Every file of a folder: its path from there → its bytes."""


def tree(folder: Path) -> Tree:
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if not path.is_dir()
    }


def differences(found: Tree, expected: Tree) -> list[str]:
    """Say file by file where two folders differ, with the place where they part."""
    lines = [f"too much: {name}" for name in sorted(found.keys() - expected.keys())]
    lines += [f"missing: {name}" for name in sorted(expected.keys() - found.keys())]
    for name in sorted(found.keys() & expected.keys()):
        one, other = found[name], expected[name]
        if one != other:
            start = max(0, _parting(one, other) - 60)
            lines.append(f"differs: {name}: {one[start:][:160]!r} for {other[start:][:160]!r}")
    return lines


def _parting(one: bytes, other: bytes) -> int:
    pairs = enumerate(zip(one, other, strict=False))
    return next((place for place, (a, b) in pairs if a != b), min(len(one), len(other)))


def stamps(folder: Path) -> dict[str, tuple[int, int]]:
    """Return when each file was written last, and its size."""
    found = {}
    for path in folder.rglob("*"):
        if not path.is_dir():
            status = path.stat()
            found[path.relative_to(folder).as_posix()] = status.st_mtime_ns, status.st_size
    return found


def jpeg(grey: int, size: tuple[int, int] = (40, 30)) -> bytes:
    file = io.BytesIO()
    Image.new("L", size, grey).save(file, "JPEG")
    return file.getvalue()


def speckled(size: tuple[int, int] = (40, 30)) -> bytes:
    """Return a picture with detail, which shows with what quality it was published."""
    file = io.BytesIO()
    Image.linear_gradient("L").resize(size).rotate(30).save(file, "JPEG")
    return file.getvalue()


def sphinx(
    root: Path,
    outs: Sequence[str] = ("html",),
    *,
    package: Path,
    before: str = "",
    environment: Mapping[str, str] | None = None,
) -> subprocess.CompletedProcess[str]:
    """Build *root* in another process with the package in *package*, once for each of *outs*.

    The folder ``html`` has the doctrees that the tests' own builds use, others have their own.
    *before* is run first.
    """
    commands = []
    for out in outs:
        doctrees = "doctrees" if out == "html" else f"doctrees-{out}"
        build = root / "_build"
        commands.append([
            "-q", "-c", str(root), "-d", str(build / doctrees), str(root / "source"),
            str(build / out),
        ])  # fmt: skip
    code = (
        f"{before}\nimport sys\nfrom sphinx.cmd.build import build_main\n"
        f"sys.exit(max([build_main(each) for each in {commands!r}]))\n"
    )
    surroundings = dict(os.environ)
    surroundings |= {"PYTHONPATH": str(package), "PYTHONDONTWRITEBYTECODE": "1"}
    surroundings |= environment or {}
    return subprocess.run(
        [sys.executable, "-c", code],
        env=surroundings,
        cwd=root,
        capture_output=True,
        text=True,
        check=False,
    )


def restore(snapshot: Path, folder: Path) -> None:
    """Put *folder* back as it was, with the times of its files."""
    shutil.rmtree(folder, ignore_errors=True)
    shutil.copytree(snapshot, folder)


CONF = """\
project = "River News"
copyright = "Office of Rivers"
version = release = "1"
extensions = ["glocal_ext"]
templates_path = ["_templates"]
html_static_path = ["_static"]
html_css_files = ["river.css"]
html_theme = "glocal"
html_baseurl = "https://example.org/"
html_extra_path = ["extra"]
glocal_publisher = ["Office of Rivers"]
glocal_description = "Towns on rivers."
glocal_navigation = [("index", "Issues"), ("about/index", "About"), ("search", "Search")]
glocal_redirects = {"old/about": "about/index"}
suppress_warnings = ["glocal.photo-small"]
epub_show_urls = "no"
"""

ABOUT = """\
# About

:::{issue-list}
:limit: 3
:::

:::{article-list}
:topic: fairs
:::

:::{article-list}
:place: westbay
:::

:::{article-list}
:partnership: north-river-southport
:::

:::{partnership-list}
:::

:::{correction-list}
:::
"""

NOVEMBER = """\
---
issue: 2030-11
number: 1
published: 2030-11-01
summary: One river, one meadow.
---
# November 2030

(meadow)=
## A meadow opens

Beside {place}`north-river` lies a meadow.
"""

DECEMBER = """\
---
issue: 2030-12
---
# December 2030

(winter-fair)=
## The winter fair

:::{article}
:topics: fairs
:::

Stalls stand on the ice.

(snow)=
## Snow falls

Nobody counts the flakes.
"""

MARCH = """\
---
issue: 2031-03
---
# March 2031

(bridge)=
## A bridge between two towns

:::{article}
:short: Letters from 西湾市
:::

Both say so {cite}`rivers`.

:::{photo} bridge.jpg
:name: bridge-photo
:alt: A bridge of wood.
The bridge in spring
:::

:::{partnership} north-river-southport
:::
"""

APRIL = """\
---
issue: 2031-04
---
# April 2031

(boats)=
## Boats from 西湾市

The [programme](programme.pdf) is out.

:::{photo} boat.jpg
:alt: A boat.
:pending:
The first boat
:::
"""

MAY = """\
---
issue: 2031-05
corrections:
  - date: 2031-05-20
    article: after-the-fair
    text: There were nine stalls.
---
# May 2031

(after-the-fair)=
## After the fair

:::{article}
:topics: fairs
:::

It began with [](#winter-fair), and [the meadow](#meadow) was full. See [](../../2030/12/index.md).

:::{photo} stall.jpg
:alt: Fruit on a table.
A stall
:::

:::{photo} crowd.jpg
:alt: Many people in a street.
:place: eastfield
A crowd
:::

:::{partnership} eastfield-westbay
:::
"""

JUNE = """\
---
issue: 2031-06
---
# June 2031

(guests)=
## Guests

From {place}`westbay` they came for the {anniversary}`north-river-southport` time.

They came by boat.
"""

JULY = """\
---
issue: 2031-07
draft: true
---
# July 2031

(regatta)=
## The regatta

:::{photo} regatta.jpg
:alt: A regatta.
Rowers of {place}`southport`
:::
"""

AUGUST = """\
---
issue: 2031-08
published: 2031-08-01
---
# August 2031

(harvest)=
## The harvest

{place}`eastfield` has apples.
"""

NORTH_RIVER = """\
name = "North River"
kind = "town"
country = "JP"
within = "north"
[names]
ja = "北川町"
"""

NORTH = 'name = "North Prefecture"\nkind = "prefecture"\ncountry = "JP"\n'

WESTBAY = 'name = "Westbay"\nkind = "city"\ncountry = "SG"\n'

TIE = """\
kind = "sister city"
parties = ["north-river", "southport"]
established = "2001-05-06"
sources = ["rivers"]
note = "A bell from 西湾市 hangs in the hall."
[[history]]
date = "1999-01-01"
event = "Friendship declaration"
sources = ["harbour"]
"""

BIBLIOGRAPHY = """\
@online{rivers,
  organization = {Office of Rivers},
  title = {On rivers},
  url = {https://example.org/rivers},
  year = {2001},
}

@online{harbour,
  organization = {Harbour Board},
  title = {On harbours},
  year = {1999},
}

@online{tides,
  organization = {Harbour Board},
  title = {On tides},
  year = {2000},
}
"""


def issue_path(month: str) -> str:
    return f"source/issues/{month.replace('-', '/')}/index.md"


def files() -> dict[str, str | bytes | None]:
    """Return the files of the publication: two volumes, six issues out and two to come."""
    return {
        "conf.py": CONF,
        "_static/river.css": "p { color: navy }\n",
        "_templates/.keep": "",
        "extra/robots.txt": "User-agent: *\n",
        "source/index.md": "# River News\n",
        "source/about/index.md": ABOUT,
        "source/issues/2030/index.md": "# 2030\n",
        "source/issues/2031/index.md": "# 2031\n",
        issue_path("2030-11"): NOVEMBER,
        issue_path("2030-12"): DECEMBER,
        issue_path("2031-03"): MARCH,
        issue_path("2031-04"): APRIL,
        issue_path("2031-05"): MAY,
        issue_path("2031-06"): JUNE,
        issue_path("2031-07"): JULY,
        issue_path("2031-08"): AUGUST,
        "source/issues/2031/03/bridge.jpg": speckled(),
        "source/issues/2031/04/programme.pdf": b"%PDF-1.4 first",
        "source/issues/2031/05/stall.jpg": jpeg(20),
        "source/issues/2031/05/crowd.jpg": jpeg(40),
        "source/issues/2031/07/regatta.jpg": jpeg(60),
        "source/references.bib": BIBLIOGRAPHY,
        "data/places/north.toml": NORTH,
        "data/places/north-river.toml": NORTH_RIVER,
        "data/places/eastfield.toml": 'name = "Eastfield"\nkind = "city"\ncountry = "JP"\n',
        "data/places/southport.toml": 'name = "Southport"\nkind = "city"\ncountry = "AU"\n',
        "data/places/westbay.toml": WESTBAY,
        "data/places/lakeside.toml": 'name = "Lakeside"\nkind = "village"\ncountry = "NZ"\n',
        "data/partnerships/north-river-southport.toml": TIE,
        "data/partnerships/eastfield-westbay.toml": (
            'kind = "friendship city"\nparties = ["eastfield", "westbay"]\nestablished = "2011"\n'
        ),
        "data/partnerships/north-river-westbay.toml": (
            'kind = "exchange"\nparties = ["north-river", "westbay"]\nestablished = "2031-07"\n'
            'published = "2031-08-01"\n'
        ),
    }
