"""Make the web fonts, and the CSS that names them, from the unmodified sources.

``tools/fonts.py FOLDER`` looks for the sources in FOLDER and below, by name and SHA-256; where
they come from is said in docs/fonts.md. The same sources give the same bytes: nothing here asks
the clock.

The Latin fonts are modified versions, and their licence reserves the name "Source": they get
names of their own. The Japanese font is cut into slices; its licence reserves no name.
"""

from __future__ import annotations

import hashlib
import logging
import sys
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING

from fontTools.subset import Options, Subsetter
from fontTools.ttLib import TTFont
from fontTools.varLib.instancer import instantiateVariableFont

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

ROOT = Path(__file__).parent.parent
STATIC = ROOT / "glocal_ext" / "theme" / "static"
FONTS = STATIC / "fonts"
STYLESHEET = STATIC / "glocal.css"
JAPANESE_STYLESHEET = STATIC.parent / "fonts-ja.css"
BEGIN = "/* begin: fonts (tools/fonts.py) */\n"
END = "/* end: fonts */\n"

SOURCES = {
    "SourceSerif4-Regular.ttf": "e5a4ee6a3d87bb9024796be390c6771e2a0eb1883dae25effaf57ca01668e24b",
    "SourceSerif4-It.ttf": "9d2950a8f1da66e21502c35d646a1d2148e79f9ea43fd2158cf02f5232e7f430",
    "SourceSerif4Display-Semibold.ttf": (
        "ba711c7443224e9c95bc5fcd24a98f3d921e50b3873c27667884351067927a03"
    ),
    "SourceSans3VF-Upright.ttf": "1147db9a3f0edd4956068de77930148acce2742dd76d57f7239b2b1c687ac63f",
    "BIZUDPGothic-Regular.ttf": "8d4fd9568ad662d9eb1bc8ca8663dcd76a6336373e3e3f32d634978db4c7388e",
}

RESERVED = "Source"
RENAMED = {
    "Source Serif 4": "Glocal Serif",
    "SourceSerif4": "GlocalSerif",
    "SourceSans3VF-ExtraLight": "GlocalSans-Regular",  # the lightest that is left
    "SourceSans3VF": "GlocalSans",
    "SourceSans3": "GlocalSans",
}
FAMILY_RECORDS = {1: "Glocal Sans", 4: "Glocal Sans"}
KEPT_RECORDS = {0, 7, 13, 14}  # copyright, trademark, licence and its address
SANS_WEIGHTS = (400, 400, 600)

LATIN = [
    *((0x20, 0x7E), (0xA0, 0x17F)),  # Latin-1 and Extended-A, where the macrons are
    *((0x1A0, 0x1A1), (0x1AF, 0x1B0), (0x1EA0, 0x1EF9)),  # Vietnamese
    *((0x218, 0x21B), (0x2BB, 0x2BC), (0x1E9E, 0x1E9E)),  # Romanian, Hawaiian, capital sharp s
    *((0x2009, 0x200A), (0x2010, 0x2015), (0x2018, 0x201E), (0x2020, 0x2022), (0x2026, 0x2026)),
    *((0x202F, 0x2030), (0x2032, 0x2033), (0x2039, 0x203A), (0x2044, 0x2044), (0x20AC, 0x20AC)),
    *((0x2116, 0x2116), (0x2122, 0x2122), (0x2190, 0x2193), (0x2212, 0x2212)),
]
# Kerning and the kinds of figures. No ligatures: these letters do not collide without them.
FEATURES = ["kern", "lnum", "onum", "pnum", "tnum"]

JAPANESE_FAMILY = "BIZ UDPGothic"
JAPANESE_FROM = 0x2000  # what lies before is Latin, Greek or Cyrillic, and is for other fonts
OFTEN = ROOT / "tools" / "japanese.txt"
SLICE = 128
GAP = 1024  # code points without a character that a range may bridge: not Hangul, no emoji

SAMPLE = ROOT / "tests" / "data" / "seed-2023-09.txt"  # English text, to weigh the letters with


@dataclass(frozen=True)
class Face:
    """A Latin font: its source, its file, and its `@font-face` rules."""

    source: str
    file: str
    rules: tuple[tuple[str, str, str], ...]
    """Family, weight and style."""


REGULAR = Face(
    "SourceSerif4-Regular.ttf", "glocal-serif.woff2", (("Glocal Serif", "400", "normal"),)
)
ITALIC = Face(
    "SourceSerif4-It.ttf", "glocal-serif-italic.woff2", (("Glocal Serif", "400", "italic"),)
)
# Bold words in a text take the headlines' semibold: drawn, not smeared, and no further file.
DISPLAY = Face(
    "SourceSerif4Display-Semibold.ttf",
    "glocal-serif-display.woff2",
    (("Glocal Serif Display", "600 700", "normal"), ("Glocal Serif", "600 700", "normal")),
)
SANS = Face(
    "SourceSans3VF-Upright.ttf", "glocal-sans.woff2", (("Glocal Sans", "400 700", "normal"),)
)
FACES = [REGULAR, ITALIC, DISPLAY, SANS]


@dataclass(frozen=True)
class Cut:
    """What a font of the reader's own stands in for until ours is there."""

    face: Face
    weight: str
    style: str = "normal"
    at: int | None = None
    """The weight at which a variable font is compared."""


TEXT = Cut(REGULAR, "400")
SLANTED = Cut(ITALIC, "400", "italic")
STRONG = Cut(DISPLAY, "600 700")
SANS_TEXT = Cut(SANS, "400", at=400)
SANS_STRONG = Cut(SANS, "600 700", at=600)

# Each with its names, and with the mean advance of the characters of `SAMPLE` in thousandths of
# an em: what is narrower than ours is stretched. The advances were measured with these fonts, for
# Times New Roman and Arial with Liberation Serif and Sans, which share their widths. Georgia's is
# that of Times New Roman times the ratio of the two in @capsizecss/metrics 4.3.0.
FALLBACKS: dict[str, list[tuple[Cut, list[str], int]]] = {
    "Glocal Serif Georgia": [
        (TEXT, ["Georgia", "Gelasio"], 451),
        (SLANTED, ["Georgia Italic", "Gelasio Italic"], 460),
        (STRONG, ["Georgia Bold", "Gelasio Bold"], 525),
    ],
    "Glocal Serif Noto": [
        (TEXT, ["Noto Serif", "NotoSerif"], 484),
        (SLANTED, ["Noto Serif Italic", "NotoSerif-Italic"], 472),
        (STRONG, ["Noto Serif Bold", "NotoSerif-Bold"], 515),
    ],
    "Glocal Serif Times": [
        (TEXT, ["Times New Roman", "Liberation Serif"], 411),
        (SLANTED, ["Times New Roman Italic", "Liberation Serif Italic"], 413),
        (STRONG, ["Times New Roman Bold", "Liberation Serif Bold"], 439),
    ],
    "Glocal Serif DejaVu": [
        (TEXT, ["DejaVu Serif"], 520),
        (SLANTED, ["DejaVu Serif Italic"], 520),
        (STRONG, ["DejaVu Serif Bold"], 574),
    ],
    "Glocal Sans Arial": [
        (SANS_TEXT, ["Arial", "Liberation Sans"], 450),
        (SANS_STRONG, ["Arial Bold", "Liberation Sans Bold"], 485),
    ],
    "Glocal Sans Roboto": [
        (SANS_TEXT, ["Roboto"], 448),
        (SANS_STRONG, ["Roboto Bold"], 456),
    ],
    "Glocal Sans DejaVu": [
        (SANS_TEXT, ["DejaVu Sans"], 510),
        (SANS_STRONG, ["DejaVu Sans Bold"], 576),
    ],
}


# -- fonts ------------------------------------------------------------------------------------


def read_source(folder: Path, name: str, sources: dict[str, str] = SOURCES) -> bytes:
    """Return the source *name* from *folder* or below; a modified one is not taken."""
    for path in sorted(folder.rglob(name)):
        data = path.read_bytes()
        if hashlib.sha256(data).hexdigest() == sources[name]:
            return data
    sys.exit(f"{name}, as it was published, is not in {folder}. See docs/fonts.md.")


def opened(data: bytes) -> TTFont:
    """Open a font without taking note of the time."""
    return TTFont(BytesIO(data), recalcTimestamp=False)


def narrowed(font: TTFont, weights: tuple[int, int, int] | int) -> TTFont:
    """Return *font* with its axis of weight limited to *weights*: least, default, most."""
    instantiateVariableFont(font, {"wght": weights}, inplace=True)
    buffer = BytesIO()
    font.save(buffer)  # what the instancer left out is complete again when it is read
    return opened(buffer.getvalue())


def subset(font: TTFont, characters: set[int], features: list[str]) -> None:
    """Leave only *characters*, without hints; of the names, the English ones."""
    options = Options()
    options.hinting = False
    options.layout_features = features
    options.name_IDs = ["*"]
    options.name_languages = [0x409]
    options.notdef_outline = True
    options.drop_tables += ["DSIG", "meta", "vhea", "vmtx"]
    subsetter = Subsetter(options)
    subsetter.populate(unicodes=characters)
    subsetter.subset(font)


def rename(font: TTFont) -> None:
    """Take the reserved name out of all names, but leave the records of rights as they are."""
    for record in font["name"].names:
        if record.nameID in KEPT_RECORDS:
            continue
        text = record.toUnicode()
        for old, new in RENAMED.items():
            text = text.replace(old, new)
        if RESERVED.lower() in text.lower():
            sys.exit(f"The reserved name is left in a name record: {text}")
        # The variable source writes its family like a PostScript name.
        record.string = FAMILY_RECORDS[record.nameID] if text == "GlocalSans" else text


def save(font: TTFont, name: str) -> None:
    """Write *font* as WOFF2."""
    font.flavor = "woff2"
    font.save(FONTS / name, reorderTables=False)


def make_latin(folder: Path) -> Iterator[str]:
    """Write the Latin fonts; yield their CSS, then that of the fallbacks."""
    wanted = {code for first, last in LATIN for code in range(first, last + 1)}
    for face in FACES:
        font = opened(read_source(folder, face.source))
        if face is SANS:
            font = narrowed(font, SANS_WEIGHTS)
        subset(font, wanted & font.getBestCmap().keys(), FEATURES)
        rename(font)
        save(font, face.file)
        for family, weight, style in face.rules:
            source = f'url("fonts/{face.file}") format("woff2")'
            details = f"font-display: swap; {unicode_range(wanted, gap=0)}"
            yield rule(family, weight, style, source, details)
    for family, cuts in FALLBACKS.items():
        for cut, local, width in cuts:
            stretched = stretch(cut, width)
            names = ", ".join(f'local("{name}")' for name in local)
            yield rule(family, cut.weight, cut.style, names, stretched)


def make_japanese(folder: Path) -> Iterator[str]:
    """Write the slices of the Japanese font; yield their CSS.

    What is met often has slices of its own. It stands in the other slices too, whose ranges are
    short because they are whole runs of code points: of ranges that overlap, the last one counts.
    """
    data = read_source(folder, "BIZUDPGothic-Regular.ttf")
    there = sorted(code for code in opened(data).getBestCmap() if code >= JAPANESE_FROM)
    slices = [(there[start : start + SLICE], GAP) for start in range(0, len(there), SLICE)]
    lines = OFTEN.read_text(encoding="utf-8").splitlines()
    often = [line for line in lines if line and not line.startswith("#")]
    slices += [(sorted(map(ord, line)), 0) for line in often]
    for number, (codes, gap) in enumerate(slices):
        font = opened(data)
        subset(font, set(codes), [])
        name = f"ja-{number:03}.woff2"
        save(font, name)
        # No bold is shipped, and none is to be smeared: the one weight serves all.
        source = f'url("fonts/{name}") format("woff2")'
        details = f"font-display: swap; {unicode_range(codes, gap)}"
        yield rule(JAPANESE_FAMILY, "400 700", "normal", source, details)


# -- CSS --------------------------------------------------------------------------------------


def rule(family: str, weight: str, style: str, source: str, details: str) -> str:
    """Return an `@font-face` rule."""
    slant = f" font-style: {style};" if style != "normal" else ""
    return (
        f'@font-face {{ font-family: "{family}"; font-weight: {weight};{slant}'
        f" src: {source}; {details}; }}\n"
    )


def unicode_range(codes: Iterable[int], gap: int) -> str:
    """Return *codes* as a `unicode-range` whose parts bridge gaps of up to *gap* code points."""
    parts: list[list[int]] = []
    for code in sorted(codes):
        if parts and code - parts[-1][1] <= gap + 1:
            parts[-1][1] = code
        else:
            parts.append([code, code])
    shown = (f"U+{a:X}" if a == b else f"U+{a:X}-{b:X}" for a, b in parts)
    return f"unicode-range: {','.join(shown)}"


def stretch(cut: Cut, width: int) -> str:
    """Return what gives a font of mean advance *width* the room that our font takes."""
    font = TTFont(FONTS / cut.face.file)
    if cut.at is not None:
        font = narrowed(font, cut.at)
    em, line = font["head"].unitsPerEm, font["hhea"]
    widths, names = font["hmtx"], font.getBestCmap()
    text = " ".join(SAMPLE.read_text(encoding="utf-8").split())
    mean = sum(widths[names[ord(character)]][0] for character in text) / len(text)
    factor = 1000 * mean / em / width
    values = {
        "size-adjust": factor,
        "ascent-override": line.ascent / em / factor,
        "descent-override": -line.descent / em / factor,
        "line-gap-override": line.lineGap / em / factor,
    }
    return "; ".join(f"{name}: {100 * value:.4g}%" for name, value in values.items())


def write_between(path: Path, lines: Iterable[str]) -> None:
    """Write *lines* between the markers at the head of *path*."""
    before, _, rest = path.read_text(encoding="utf-8").partition(BEGIN)
    _old, _, after = rest.partition(END)
    path.write_text(f"{before}{BEGIN}{''.join(lines)}{END}{after}", encoding="utf-8", newline="\n")


def main(folder: Path) -> None:
    """Make everything anew from the sources in *folder*."""
    logging.getLogger("fontTools").setLevel(logging.ERROR)
    for old in FONTS.glob("*.woff2"):
        old.unlink()
    write_between(STYLESHEET, list(make_latin(folder)))
    head = "/* Made by tools/fonts.py: slices of the Japanese font, the frequent ones last. */\n"
    JAPANESE_STYLESHEET.write_text(
        head + "".join(make_japanese(folder)), encoding="utf-8", newline="\n"
    )


if __name__ == "__main__":
    main(Path(sys.argv[1]))
