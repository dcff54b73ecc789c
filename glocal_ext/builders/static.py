"""The folder ``_static``: copied anew where its sources changed, and nothing else in it."""

from __future__ import annotations

import shutil
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

import rcssmin
from sphinx.builders.html import StandaloneHTMLBuilder

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sphinx.builders.html._assets import _CascadingStyleSheet, _JavaScript

    from glocal_ext.site.manifest import Manifest


UNUSED = frozenset({
    "basic.css", "doctools.js", "documentation_options.js", "file.png", "minus.png", "plus.png",
    "pygments.css", "searchtools.js", "sphinx_highlight.js", "translations.js",
})  # fmt: skip
"""What Sphinx and its theme "basic" bring along, and no page here loads."""


class ExactStatic(StandaloneHTMLBuilder):
    """A builder of HTML that owns the files it copied to ``_static``, and no others there.

    *manifest* knows what earlier builds copied, *made_with* digests what it is copied from,
    *other_files* collects what this build made beside pages.
    """

    manifest: Manifest
    made_with: str
    other_files: set[str]

    def static_files(self) -> Iterator[tuple[str, Path]]:
        """Yield what is copied to ``_static``: the theme's files, then the project's."""
        folders = [Path(folder) / "static" for folder in self.theme.get_theme_dirs()]
        yield from files_in([*folders, *self._own_folders()])

    def _own_folders(self) -> list[Path]:
        return [self.confdir / name for name in self.config.html_static_path]

    def template_files(self) -> Iterator[tuple[str, Path]]:
        """Yield the templates, the theme's and the project's."""
        folders = [Path(folder) for folder in self.theme.get_theme_dirs()]
        folders += [self.confdir / name for name in self.config.templates_path]
        yield from files_in(folders)

    def examine_static(self) -> None:
        """Find out whether ``_static`` is as it has to be; forget the account where it is not."""
        files = [Path(self.outdir) / name for name in self._known_static()]
        current = self.manifest.static == self.made_with
        self._static_is_current = current and all(file.is_file() for file in files)
        if not self._static_is_current:
            self.manifest.static = ""

    def copy_static_files(self) -> None:
        """Make ``_static`` anew where what it is copied from has changed."""
        if self._static_is_current:
            self.other_files |= set(self._known_static())
            return
        for name in self._known_static():
            (Path(self.outdir) / name).unlink(missing_ok=True)
        own = {name for name, _path in files_in(self._own_folders())}
        # Copied elsewhere first: what was in ``_static`` and no build made is not ours to remove.
        target = self._static_dir
        with tempfile.TemporaryDirectory() as folder:
            self._static_dir = Path(folder)
            try:
                super().copy_static_files()
            finally:
                self._static_dir = target
            for name, path in files_in([Path(folder)]):
                # Stemmers stand in language_data.js, too.
                if (name in UNUSED or name.endswith("-stemmer.js")) and name not in own:
                    continue
                (target / name).parent.mkdir(parents=True, exist_ok=True)
                if path.suffix == ".css":
                    text = rcssmin.cssmin(path.read_text(encoding="utf-8"))
                    (target / name).write_text(f"{text}\n", encoding="utf-8", newline="\n")
                else:
                    shutil.copyfile(path, target / name)
                self.other_files.add(f"_static/{name}")
        self.manifest.files |= self.other_files
        self.manifest.static = self.made_with

    def _known_static(self) -> list[str]:
        """Return the files in ``_static`` that earlier builds copied."""
        return sorted(name for name in self.manifest.files if name.startswith("_static/"))


def asset_name(asset: _CascadingStyleSheet | _JavaScript) -> str:
    """Return the name of a style sheet's or a script's file, without its folder."""
    return str(asset.filename).rpartition("/")[2]


def files_in(folders: list[Path]) -> Iterator[tuple[str, Path]]:
    """Yield the files below *folders*, each with its path from its folder."""
    for folder in folders:
        for path in sorted(folder.rglob("*")) if folder.is_dir() else ():
            relative = path.relative_to(folder)
            if path.is_file() and "__pycache__" not in relative.parts:
                yield relative.as_posix(), path
