"""What all tests share: small projects made in a temporary folder, and builds of them."""

from __future__ import annotations

import io
import os
import re
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from sphinx.application import Sphinx
from sphinx.locale import translators
from sphinx.util.console import strip_colors
from sphinx.util.docutils import docutils_namespace, patch_docutils

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence

    from docutils import nodes

ROOT = Path(__file__).parent.parent

# What is made of the few pictures of the tests is made once, for all projects and workers.
os.environ.setdefault("GLOCAL_RENDITIONS", str(ROOT / "_build" / "test-renditions"))

CONF = """\
project = "River News"
extensions = ["glocal_ext"]
html_theme = "glocal"
glocal_publisher = ["Office of Rivers"]
"""

NORTH_RIVER = 'name = "North River"\nkind = "town"\ncountry = "JP"\nwithin = "north"\n'
NORTH = 'name = "North Prefecture"\nkind = "prefecture"\ncountry = "JP"\n'
SOUTHPORT = 'name = "Southport"\nkind = "city"\ncountry = "AU"\n'
TIE = """\
kind = "sister city"
parties = ["north-river", "southport"]
established = "2001-05-06"
sources = ["rivers"]
"""
BIBLIOGRAPHY = """\
@online{rivers,
  organization = {Office of Rivers},
  title = {On rivers},
  url = {https://example.org/rivers},
  year = {2001},
}
"""

ISSUE = """\
---
issue: 2031-05
---
# May 2031

(north-river)=
## North River and Southport

A sentence of the article.
"""

ISSUE_PATH = "source/issues/2031/05/index.md"

BASE: dict[str, str] = {
    "conf.py": CONF,
    "source/index.md": "# River News\n",
    "source/issues/2031/index.md": "# 2031\n",
    ISSUE_PATH: ISSUE,
    "source/references.bib": BIBLIOGRAPHY,
    "data/places/north-river.toml": NORTH_RIVER,
    "data/places/north.toml": NORTH,
    "data/places/southport.toml": SOUTHPORT,
    "data/partnerships/north-river-southport.toml": TIE,
}
"""A project with one issue, a volume's page and a registry of one partnership."""


def pytest_report_header() -> list[str]:
    """Name what is absent before the first test, not only where a test is skipped."""
    from outputs.tools import missing

    return [f"missing: {reason}" for reason in missing().values()]


@contextmanager
def one_build(root: Path) -> Iterator[None]:
    """Keep what a build of *root* sets in Sphinx and docutils from the builds that follow.

    Sphinx itself forgets nodes and directives, but not the words of a language.
    """
    with patch_docutils(str(root)), docutils_namespace():
        try:
            yield
        finally:
            translators.clear()


@dataclass
class Built:
    """What a build left: the folder of its output, its warnings, its environment, what it said."""

    out: Path
    warnings: list[str]
    app: Sphinx
    said: str

    def page(self, name: str) -> str:
        """Return a page of the site: ``issues/2031/05``."""
        return (self.out / name / "index.html").read_text(encoding="utf-8")

    def doctree(self, docname: str) -> nodes.document:
        return self.app.env.get_doctree(docname)


@dataclass
class Project:
    """A project in a folder, to be changed and built again and again."""

    root: Path
    doctrees: str = "doctrees"
    options: dict[str, object] = field(default_factory=dict)

    def write(self, name: str, content: str | bytes) -> Path:
        path = self.root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        if isinstance(content, bytes):
            path.write_bytes(content)
        else:
            path.write_text(content, encoding="utf-8", newline="\n")
        return path

    def write_issue(self, body: str, front: str = "", month: str = "2031-05") -> None:
        """Write an issue whose articles are *body*; the title is given."""
        folder = month.replace("-", "/")
        text = f"---\nissue: {month}\n{front}---\n# An issue\n\n{body}"
        self.write(f"source/issues/{folder}/index.md", text)

    def build(
        self,
        builder: str = "html",
        out: str | None = None,
        parallel: int = 0,
        tags: Sequence[str] = (),
        **options: object,
    ) -> Built:
        """Build with *builder* into *out*; doctrees are shared between builders."""
        warnings, said = io.StringIO(), io.StringIO()
        folder = self.root / "_build" / (out or builder)
        with one_build(self.root):
            app = Sphinx(
                self.root / "source",
                self.root,
                folder,
                self.root / "_build" / self.doctrees,
                builder,
                confoverrides=self.options | options,
                status=said,
                warning=warnings,
                parallel=parallel,
                tags=tags,
            )
            app.build()
        text = strip_colors(warnings.getvalue()).replace(f"{self.root}/", "")
        lines = re.split(r"\n(?=\S+?(?::\d+)?: (?:WARNING|ERROR|CRITICAL)|WARNING|ERROR)", text)
        found = [line.strip() for line in lines if line.strip()]
        return Built(folder, found, app, strip_colors(said.getvalue()))


@pytest.fixture
def make_project(tmp_path: Path) -> Callable[..., Project]:
    """Make a project of files; what is not given is `BASE`, `None` removes a file."""

    def make(
        files: Mapping[str, str | bytes | None] | None = None, folder: str = "project"
    ) -> Project:
        project = Project(tmp_path / folder)
        for name, content in (BASE | dict(files or {})).items():
            if content is not None:
                project.write(name, content)
        return project

    return make
