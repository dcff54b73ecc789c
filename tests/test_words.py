"""The interface's words: each is in the catalogue, and a page is in one language."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from babel.messages.extract import extract_from_dir
from babel.messages.pofile import read_po

from glocal_ext.core.model import PARTNERSHIP_KINDS, PLACE_KINDS
from glocal_ext.words import CATALOGUE, LOCALE, catalogue
from outputs.tools import ROOT

if TYPE_CHECKING:
    from collections.abc import Callable

    from conftest import Project

METHODS = [("**.py", "python"), ("**.html", "jinja2"), ("**.xhtml", "jinja2")]
KEYWORDS = {"_": None, "ngettext": (1, 2)}


@pytest.mark.parametrize("language", ["ja"])
def test_every_word_of_the_interface_is_in_the_catalogue_and_no_other(language: str) -> None:
    found = extract_from_dir(ROOT / "glocal_ext", METHODS, keywords=KEYWORDS)
    words = {message[0] if isinstance(message, tuple) else message for _f, _l, message, *_ in found}
    with (LOCALE / language / "LC_MESSAGES" / f"{CATALOGUE}.po").open("rb") as file:
        known = {
            message.id[0] if isinstance(message.id, tuple) else message.id: message.string
            for message in read_po(file)
            if message.id
        }

    words |= {*PLACE_KINDS, *PARTNERSHIP_KINDS}
    words |= {"About", "Accessibility"}  # what conf.py calls its links
    assert known.keys() == words
    assert all(map(any, known.values()))


def test_a_language_without_a_catalogue_is_english() -> None:
    assert catalogue("de").gettext("Contents") == "Contents"
    assert catalogue("ja_JP").gettext("Contents") == "目次"


def test_a_frame_in_japanese_has_its_language_its_words_and_its_dates(
    make_project: Callable[..., Project], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1939291200")  # 15 June 2031
    project = make_project()
    project.options["language"] = "ja"
    project.write_issue(
        "(a)=\n## A river\n\nText.\n\n(b)=\n## A lake\n\nText.\n",
        "published: 2031-05-01\n",
    )

    page = project.build().page("issues/2031/05")

    assert '<html lang="ja"' in page
    assert "2031年5月1日" in page
    for word in ("次の記事：", "目次", "本文へ", "記事2本"):
        assert word in page
    assert "Contents" not in page


def test_a_build_in_english_after_one_in_japanese_is_english(
    make_project: Callable[..., Project],
) -> None:
    project = make_project()
    project.options["language"] = "ja"
    project.build()
    project.options["language"] = "en"

    page = project.build(out="english").page("issues/2031/05")

    assert "本文へ" not in page
    assert "Skip to the text" in page
