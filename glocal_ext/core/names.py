"""Names of countries, and the languages of names and of runs in a text."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from babel import Locale, UnknownLocaleError
from babel.core import get_global

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

# CLDR's own names where they read badly in running text. Reviewed by hand; no entry takes a
# side on a territory: it only shortens or spells what CLDR says.
_COUNTRY_NAMES = {
    "en": {"HK": "Hong Kong", "MO": "Macao", "TR": "Türkiye", "CI": "Côte d’Ivoire"},
}


# What CLDR lists beside countries: unions, islands that ISO 3166-1 only reserves a code for,
# pseudo-locales, and "unknown".
_NO_COUNTRIES = frozenset({
    "AC", "CP", "CQ", "DG", "EA", "EU", "EZ", "IC", "QO", "TA", "UN", "XA", "XB", "ZZ",
})  # fmt: skip


def locale_of(language: str) -> str:
    """Return Babel's name for a language as BCP 47 or Sphinx writes it: ``pt-BR``, ``pt_BR``."""
    return language.replace("-", "_")


# CLDR's "en" puts the month before the day; here it is written "7 July 2023".
_WRITTEN = {"en": "en_GB"}


def written_locale(language: str) -> str:
    """Return Babel's name for a language as it is written here: ``en_GB`` for ``en``."""
    return _WRITTEN.get(language, locale_of(language))


def territorial(language: str) -> str:
    """Return a language with its territory, as Open Graph asks for it: ``ja_JP`` for ``ja``."""
    locale = Locale.parse(written_locale(language))
    likely = get_global("likely_subtags").get(locale.language, "")
    territory = locale.territory or likely.rpartition("_")[2]
    return f"{locale.language}_{territory}" if territory else locale.language


def language_name(tag: str, language: str) -> str:
    """Return the name of the language *tag* in *language*: "Japanese"."""
    name = Locale.parse(locale_of(tag)).get_display_name(locale_of(language)) or tag
    return name[0].upper() + name[1:]


def country_name(code: str, language: str) -> str:
    """Return the name of the country with ISO 3166-1 alpha-2 *code* in *language* (BCP 47).

    Raises `ValueError` with a sentence where CLDR knows no such country.
    """
    override = _COUNTRY_NAMES.get(language, {}).get(code)
    if override:
        return override
    name = Locale.parse(locale_of(language)).territories.get(code)
    if name is None or not re.fullmatch(r"[A-Z]{2}", code) or code in _NO_COUNTRIES:
        raise ValueError(f"“{code}” is no country: two capital letters, as in JP (ISO 3166-1).")
    return str(name)


def parse_language(tag: str) -> str:
    """Return *tag* if it is a BCP 47 tag of a language that CLDR knows; else `ValueError`."""
    try:
        if not re.fullmatch(r"[A-Za-z]{2,3}(?:-[A-Za-z0-9]{2,8})*", tag):
            raise ValueError
        Locale.parse(tag, sep="-")
    except (UnknownLocaleError, ValueError):
        raise ValueError(
            f"“{tag}” is no language tag: write ja, de or zh-Hant, for example."
        ) from None
    return tag


HAN = "\u3005-\u3007\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0002ffff"
KANA = "\u3041-\u3096\u309d-\u309f\u30a1-\u30fa\u30fc-\u30ff\uff66-\uff9f"
# What stands between Japanese characters without ending the run: the comma and the stop,
# brackets, the wave dash, the middle dot, full-width forms.
_JOINING = "\u3000-\u3002\u3008-\u3011\u3014-\u301f\u30fb\uff01-\uff65"
_RUN = re.compile(f"[{HAN}{KANA}](?:[{HAN}{KANA}{_JOINING}]*[{HAN}{KANA}])?")
_HAS_KANA = re.compile(f"[{KANA}]")


def japanese_runs(text: str, languages: Mapping[str, str]) -> Iterator[tuple[str, str | None]]:
    """Split *text* into runs, each with its language, `None` where it is the document's.

    A run with kana is ``ja``; a run of Chinese characters alone has the language that
    *languages* (name → BCP 47 tag) gives for it, else ``ja``.
    """
    position = 0
    for match in _RUN.finditer(text):
        if match.start() > position:
            yield text[position : match.start()], None
        run = match.group()
        yield run, "ja" if _HAS_KANA.search(run) else languages.get(run, "ja")
        position = match.end()
    if position < len(text):
        yield text[position:], None


_LETTER = rf"[^\W\d_{HAN}{KANA}]"
_WORDS = re.compile(f"{_LETTER}(?:.*{_LETTER})?", re.DOTALL)


@dataclass(frozen=True, slots=True)
class Languages:
    """Tells the languages of the runs in a text, as BCP 47 tags.

    *names* gives those of names in Chinese characters. *page* is the language of the page and
    *documents* the one in which its texts are written: they differ where the frame is in another.
    """

    names: Mapping[str, str] = field(default_factory=dict)
    page: str = "en"
    documents: str = "en"

    @property
    def of_text(self) -> str:
        """The language of a text on a page that is in another; empty where both are in one."""
        return "" if self.documents == self.page else self.documents

    def runs(self, text: str) -> Iterator[tuple[str, str | None]]:
        """Split *text* into runs, each with its language, `None` where it is the page's."""
        found = [*japanese_runs(text, self.names)]
        if not self.page.startswith("ja"):
            yield from found
            return
        for run, language in found:
            if language:
                yield run, None if language == "ja" else language
            else:
                yield from self._words(run, among_japanese=len(found) > 1)

    def _words(self, run: str, *, among_japanese: bool) -> Iterator[tuple[str, str | None]]:
        """Yield the words of a run on a Japanese page; the figures of a date there are its own."""
        match = _WORDS.search(run)
        if not match or not self.of_text:
            yield run, None
            return
        start, end = match.span() if among_japanese else (0, len(run))
        parts = ((run[:start], None), (run[start:end], self.of_text), (run[end:], None))
        yield from (part for part in parts if part[0])


def has_japanese(text: str) -> bool:
    """Tell whether *text* has a run in Japanese or Chinese characters."""
    return not text.isascii() and _RUN.search(text) is not None


def is_han_run(run: str) -> bool:
    """Tell whether the language of *run* depends on the registry: no kana in it."""
    return not _HAS_KANA.search(run)


_WORD = re.compile(rf"[{HAN}{KANA}]|[^\W_{HAN}{KANA}](?:[^\W_{HAN}{KANA}]|['’\-])*")


def count_words(text: str) -> int:
    """Count the words of *text*; two Japanese characters count as one word.

    Two characters a word is the usual reckoning of translators between Japanese and English.
    """
    japanese = other = 0
    for match in _WORD.finditer(text):
        if _RUN.match(match.group()):
            japanese += 1
        else:
            other += 1
    return other + (japanese + 1) // 2


_STOP = re.compile(r"(?<=[.!?])[\"”’)]*\s+(?=[\"“‘(]?[A-ZÀ-Þ0-9])|(?<=[。！？])(?![」』）])")
_ABBREVIATED = re.compile(r"(?:\b[A-Z]|\b(?:Mr|Ms|Mrs|Dr|Prof|St|No|vol|Vol|Co|Ltd|Inc))\.$")


def sentences(text: str) -> Iterator[str]:
    """Yield the sentences of *text*, each in one line.

    The stop of an initial or of a title (“Mr. Y”) ends none.
    """
    text = " ".join(text.split())
    begin = 0
    for stop in _STOP.finditer(text):
        if not _ABBREVIATED.search(text[: stop.start()]):
            yield text[begin : stop.start()].rstrip()
            begin = stop.end()
    if begin < len(text) or not text:
        yield text[begin:].rstrip()


def opening_sentence(text: str, limit: int = 240) -> str:
    """Return the first sentence of *text*, cut at a word behind *limit* characters."""
    sentence = next(sentences(text))
    if len(sentence) <= limit:
        return sentence
    return f"{sentence[: limit - 1].rpartition(' ')[0] or sentence[: limit - 1]}…"
