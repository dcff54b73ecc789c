"""The fonts that the site brings: their names, their rights, what they hold and what they weigh."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path

import pytest
from fontTools.ttLib import TTFont

ROOT = Path(__file__).parent.parent
STATIC = ROOT / "glocal_ext" / "theme" / "static"
FONTS = STATIC / "fonts"
STYLESHEET = (STATIC / "glocal.css").read_text(encoding="utf-8")
BLOCK = STYLESHEET.partition("/* begin: fonts (tools/fonts.py) */\n")[2].partition(
    "/* end: fonts */\n"
)[0]
JAPANESE = (STATIC.parent / "fonts-ja.css").read_text(encoding="utf-8")
SEED = (ROOT / "tests" / "data" / "seed-2023-09.txt").read_text(encoding="utf-8")
OFTEN = (ROOT / "tools" / "japanese.txt").read_text(encoding="utf-8")

KILOBYTE = 1024
LATIN = {
    "glocal-serif.woff2": ("Glocal Serif", 24),
    "glocal-serif-italic.woff2": ("Glocal Serif", 24),
    "glocal-serif-display.woff2": ("Glocal Serif Display", 27),
    "glocal-sans.woff2": ("Glocal Sans", 34),
}
SLICES = sorted(path.name for path in FONTS.glob("ja-*.woff2"))

COPYRIGHT, FAMILY, TRADEMARK, LICENCE, LICENCE_ADDRESS, WHOLE_FAMILY = 0, 1, 7, 13, 14, 16

every_latin = pytest.mark.parametrize("file", LATIN)


@cache
def opened(file):
    return TTFont(FONTS / file)


def characters(file):
    return set(opened(file).getBestCmap())


def name(file, record):
    return opened(file)["name"].getDebugName(record)


def rules(css):
    """Return the `@font-face` rules of *css* as dicts of their descriptors."""
    bodies = re.findall(r"@font-face \{ (.*?) \}", css)
    return [dict(each.split(": ", 1) for each in body.rstrip(";").split("; ")) for body in bodies]


def file_of(rule):
    found = re.match(r'url\("fonts/(.+?)"\) format\("woff2"\)', rule["src"])
    return found and found[1]


def range_of(rule):
    codes = set()
    for part in rule["unicode-range"].split(","):
        first, _, last = part.removeprefix("U+").partition("-")
        codes |= set(range(int(first, 16), int(last or first, 16) + 1))
    return codes


@cache
def japanese_slices():
    """Return the file of each code point: of ranges that overlap, a browser takes the last."""
    return {code: file_of(rule) for rule in rules(JAPANESE) for code in range_of(rule)}


def slices_of(text):
    """Return the file of each character that has one."""
    files = japanese_slices()
    return {each: files[ord(each)] for each in text if ord(each) in files}


@every_latin
def test_a_modified_font_does_not_bear_the_reserved_name(file):
    records = opened(file)["name"].names

    family = name(file, WHOLE_FAMILY) or name(file, FAMILY)

    assert family == LATIN[file][0]
    assert [
        str(record)
        for record in records
        if "source" in str(record).lower() and record.nameID not in (COPYRIGHT, TRADEMARK)
    ] == []


@pytest.mark.parametrize("file", [*LATIN, *SLICES])
def test_a_font_keeps_what_says_whose_it_is(file):
    holder = "Adobe" if file in LATIN else "The BIZ UDGothic Project Authors"

    assert holder in name(file, COPYRIGHT)
    assert name(file, TRADEMARK)
    assert "SIL Open Font License, Version 1.1" in name(file, LICENCE)
    assert name(file, LICENCE_ADDRESS).endswith("scripts.sil.org/OFL")


@pytest.mark.parametrize(
    ("file", "holder"),
    [
        ("OFL-Source-Serif.txt", "with Reserved Font Name ‘Source’"),
        ("OFL-Source-Sans.txt", "with Reserved Font Name 'Source'"),
        ("OFL-BIZ-UDPGothic.txt", "Copyright 2022 The BIZ UDGothic Project Authors"),
    ],
)
def test_the_licence_of_every_family_lies_beside_it(file, holder):
    text = (FONTS / file).read_text(encoding="utf-8")

    assert holder in text.partition("\n")[0]
    assert "SIL OPEN FONT LICENSE Version 1.1 - 26 February 2007" in text


@every_latin
def test_a_latin_font_has_what_the_seed_and_names_are_written_with(file):
    wanted = set(SEED) - {"\n"}
    wanted |= set("ŌōĀāĒēĪīŪū “Kato – Katō” ‘…’ — × · → ← € ß Łódź Đà Nẵng Hồ Chí Minh Çeşme ʻ")

    assert {each for each in wanted if ord(each) not in characters(file)} == set()


@every_latin
def test_a_latin_font_has_all_kinds_of_figures_and_kerning(file):
    font = opened(file)

    substitutions = {each.FeatureTag for each in font["GSUB"].table.FeatureList.FeatureRecord}

    # The sans has lining tabular figures without asking.
    assert substitutions == {"onum", "pnum"} | (set() if "sans" in file else {"lnum", "tnum"})
    assert {each.FeatureTag for each in font["GPOS"].table.FeatureList.FeatureRecord} == {"kern"}


def test_the_sans_has_its_weights_in_one_file():
    (axis,) = opened("glocal-sans.woff2")["fvar"].axes

    assert (axis.axisTag, axis.minValue, axis.defaultValue, axis.maxValue) == (
        "wght",
        400,
        400,
        600,
    )


@every_latin
def test_a_latin_font_is_light(file):
    assert (FONTS / file).stat().st_size <= LATIN[file][1] * KILOBYTE


def test_a_page_in_english_fetches_little():
    assert sum((FONTS / file).stat().st_size for file in LATIN) <= 120 * KILOBYTE


def test_the_japanese_slices_are_light_together():
    assert sum((FONTS / file).stat().st_size for file in SLICES) <= 2.5 * 1024 * KILOBYTE


@pytest.mark.parametrize("text", ["丸亀市", "釜石市", "北九州市", "髙﨑～"])
def test_a_name_fetches_few_slices(text):
    files = set(slices_of(text).values())

    assert sum((FONTS / file).stat().st_size for file in files) <= 40 * KILOBYTE


def test_every_character_is_in_the_slice_that_a_browser_takes_for_it():
    everything = {chr(code) for file in SLICES for code in characters(file)}
    assert len(everything) > 11_000
    assert everything >= set("丸亀市釜石市髙﨑～鷗①※いわき")

    missing = {
        character
        for character, file in slices_of(everything).items()
        if ord(character) not in characters(file)
    }

    assert missing == set()
    assert slices_of(everything).keys() == everything


def test_what_is_met_often_is_in_the_slices_made_for_it():
    lines = [line for line in OFTEN.splitlines() if line and not line.startswith("#")]
    frequent = SLICES[-len(lines) :]

    for line, file in zip(lines, frequent, strict=True):
        assert set(slices_of(line).values()) == {file}
        assert characters(file) == set(map(ord, line))


def test_no_slice_is_fetched_for_korean_or_pictographs():
    assert slices_of("한국서울🎌😀") == {}


def test_the_stylesheets_name_every_file_and_no_other():
    named = [file_of(rule) for rule in rules(BLOCK) if "url(" in rule["src"]]
    slices = [file_of(rule) for rule in rules(JAPANESE)]

    assert set(named) == set(LATIN)
    assert slices == SLICES
    assert {path.name for path in FONTS.glob("*.woff2")} == set(named) | set(slices)
    assert "url(" not in STYLESHEET.replace(BLOCK, "")


def test_every_font_of_ours_swaps_in_and_says_what_it_holds():
    for rule in rules(BLOCK) + rules(JAPANESE):
        if file := file_of(rule):
            assert rule["font-display"] == "swap"
            held = characters(file)
            assert len(held & range_of(rule)) >= 0.9 * len(held)


def test_every_stack_stands_on_local_fonts_that_take_the_same_room():
    stacks = dict(re.findall(r"--(serif|display|sans): (.+);", STYLESHEET))
    stretched = {}
    for rule in rules(BLOCK):
        if "size-adjust" in rule:
            stretched.setdefault(rule["font-family"].strip('"'), []).append(rule)

    assert stacks.keys() == {"serif", "display", "sans"}
    for stack in stacks.values():
        families = re.findall(r'"(.+?)"', stack)
        assert families[0] in {family for family, _ in LATIN.values()}
        assert families[-1] == "BIZ UDPGothic"
        assert set(families[1:-1]) <= stretched.keys()
        assert len(families) > 3
    for family, found in stretched.items():
        expected = {"400", "600 700"}
        assert {rule["font-weight"] for rule in found} == expected, family
        for rule in found:
            assert rule["src"].startswith("local(")
            assert 70 < float(rule["size-adjust"].rstrip("%")) < 120
            assert rule.keys() >= {"ascent-override", "descent-override", "line-gap-override"}
