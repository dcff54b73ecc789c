"""The package's templates: where they lie, and how they are filled in."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from jinja2 import Environment, FileSystemLoader, StrictUndefined, select_autoescape

from glocal_ext import words
from glocal_ext.partnerships.domain import partnerships_domain
from glocal_ext.render.strict import marked

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sphinx.builders import Builder
    from sphinx.environment import BuildEnvironment

THEME = Path(__file__).parent.parent / "theme"
BOOK = "epub"
"""The folder of an e-book's templates in the theme, and in the project's own templates."""

MAGAZINE = THEME / "pdf"
"""The folder of a PDF's template and fonts; the project's own templates have one of that name."""


def prepare(environment: Environment, env: BuildEnvironment) -> None:
    """Have templates use the words of this build, escape, and refuse names that they misspell."""
    environment.undefined = StrictUndefined
    words.install(environment)
    # Pages are escaped; Sphinx's scripts, which come from templates too, are not HTML.
    environment.autoescape = select_autoescape(
        ("html", "ncx", "opf", "xhtml"), default_for_string=False, default=False
    )
    languages = partnerships_domain(env).languages
    environment.filters["runs"] = lambda text: marked(text, languages)


def _folders(builder: Builder) -> list[Path]:
    own = [Path(builder.confdir, folder) for folder in builder.config.templates_path]
    return [*own, THEME]


def books(builder: Builder) -> Environment:
    """Return the templates of e-books, the project's own before the package's."""
    environment = Environment(
        loader=FileSystemLoader([*(folder / BOOK for folder in _folders(builder)), THEME]),
        autoescape=True,
        extensions=["jinja2.ext.i18n"],
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
    prepare(environment, builder.env)
    return environment


def template(builder: Builder, name: str) -> Path:
    """Return the template *name* of PDFs, the project's own before the package's."""
    own = (folder / MAGAZINE.name / name for folder in _folders(builder))
    return next(path for path in own if path.is_file())


def template_files(builder: Builder, kind: str) -> Iterator[tuple[str, Path]]:
    """Yield the templates of editions of a *kind*, each with the name by which it counts."""
    for number, folder in enumerate(_folders(builder)):
        for path in sorted((folder / kind).rglob("*")):
            if path.is_file():
                yield f"{number}/{path.relative_to(folder).as_posix()}", path
