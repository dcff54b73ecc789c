"""The interface's words in other languages: gettext catalogues, compiled in memory."""

from __future__ import annotations

import io
from gettext import GNUTranslations, NullTranslations
from pathlib import Path
from typing import TYPE_CHECKING

from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from sphinx.locale import translators

if TYPE_CHECKING:
    from jinja2 import Environment
    from sphinx.application import Sphinx

CATALOGUE = "glocal"
LOCALE = Path(__file__).parent / "locale"


def catalogue(language: str) -> NullTranslations:
    """Return the words in *language* (``ja``, ``pt_BR``); English where there is no catalogue."""
    for name in (language, language.partition("_")[0]):
        source = LOCALE / name / "LC_MESSAGES" / f"{CATALOGUE}.po"
        if source.is_file():
            compiled = io.BytesIO()
            with source.open("rb") as words:
                write_mo(compiled, read_po(words))
            compiled.seek(0)
            return GNUTranslations(compiled)
    return NullTranslations()


def register(app: Sphinx) -> None:
    """Have `sphinx.locale.get_translation` find the words of this build's language.

    Sphinx's `add_message_catalog` wants compiled files, which are no sources, and keeps the
    language of the build before where one process builds twice; so its table is filled here.
    """
    translators["general", CATALOGUE] = catalogue(str(app.config.language).replace("-", "_"))


def install(environment: Environment) -> None:
    """Have templates use the same words."""
    words = translators["general", CATALOGUE]
    environment.install_gettext_callables(  # type: ignore[attr-defined]  # of jinja2.ext.i18n
        words.gettext, words.ngettext, newstyle=False
    )
