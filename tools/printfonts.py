"""Put the fonts of the PDFs into the package, from their unmodified sources.

``tools/printfonts.py FOLDER`` looks for the sources in FOLDER and below, by name and SHA-256;
where they come from is said in docs/fonts.md. All are copied as they are but one: of Noto Sans
CJK, which has 65,535 glyphs, a part is made for names in Chinese and Korean.
"""

from __future__ import annotations

import logging
import sys
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING

from fontTools.ttLib import TTCollection

from fonts import ROOT, read_source, subset

if TYPE_CHECKING:
    from collections.abc import Iterator

FONTS = ROOT / "glocal_ext" / "theme" / "pdf" / "fonts"

COPIED = {
    "SourceSerif4-Regular.otf": "edf160d0d584deee8a3bb2c3371b2a7624ca63580fbe02c57c1f4c91e84d8787",
    "SourceSerif4-It.otf": "f8062257f4693e438a8e317c9fe2b4393f0d4eed84d897edcbfd733c30a1c1a1",
    "SourceSerif4-Semibold.otf": "25e034392847d9965c92f98971b3646436b7ab919ece9118b0c0e5ec94c02efc",
    "SourceSerif4-SemiboldIt.otf": (
        "fc22addcea5d5ab982dfef6d388fff6bdb3e31ae46c37e0015b8312e634a6e9b"
    ),
    "SourceSerif4Display-Semibold.otf": (
        "0f2b3699c57dd032db8c8d93b34f7dac72e60fa2638d209aa2e428dfb6eb6400"
    ),
    "SourceSans3-Regular.otf": "08df266400933d3178d081a45f94a08814c3e55b4b7dd2e0ff69cb1329f13ab6",
    "SourceSans3-It.otf": "430b9f0eb1170be0981706d14b6cf87122efba9d86c373bbdf69daf276421462",
    "SourceSans3-Semibold.otf": "36f1cd2c344aa3109e64429bce41a41e4b2b923beb2db19b8dbf9bb56f05a4f9",
    "BIZUDPGothic-Regular.ttf": "8d4fd9568ad662d9eb1bc8ca8663dcd76a6336373e3e3f32d634978db4c7388e",
    "NotoSansHebrew-Regular.ttf": (
        "436900d5ad77d33e4234247f3076eaecd25b92b9bea0519514f684140e3566a7"
    ),
    "NotoNaskhArabic-Regular.ttf": (
        "8c67eaa2f0086872628fc3f7f760386f83c8be5c5e9a1ba3a38891237b2ac7cb"
    ),
    "NotoSansThai-Regular.ttf": "dfbd5ed0f1e68c3cbc51aa08f646d1ab0e68e7c4ceab70a69e465225ff701f93",
    "NotoSansDevanagari-Regular.ttf": (
        "79a470365ccb210fa3c7d8d8ff2e005ef9d983cfd067f735a0caf7e15070ca9f"
    ),
}
COLLECTION = "NotoSansCJK-Regular.ttc"
COLLECTION_SUM = "b76b0433203017ca80401b2ee0dd69350349871c4b19d504c34dbdd80541690a"
PART = "NotoSansCJKsc-names.otf"
FACE = "Noto Sans CJK SC"
PUNCTUATION = "，。、；：？！（）《》「」"


def double_bytes(encoding: str, first: int, last: int) -> Iterator[int]:
    """Yield the characters of a double-byte *encoding* whose first byte is in a range."""
    for lead in range(first, last + 1):
        for trail in range(0xA1, 0xFF):
            try:
                yield ord(bytes([lead, trail]).decode(encoding))
            except UnicodeDecodeError:
                continue


def chinese_and_korean(data: bytes) -> bytes:
    """Return the part of the collection *data* that GB 2312 and KS X 1001 have."""
    fonts = TTCollection(BytesIO(data)).fonts
    font = next(each for each in fonts if each["name"].getDebugName(1) == FACE)
    font.recalcTimestamp = False
    hanzi, hangul = double_bytes("gb2312", 0xB0, 0xF7), double_bytes("euc_kr", 0xB0, 0xC8)
    subset(font, {*hanzi, *hangul, *map(ord, PUNCTUATION)}, [])
    file = BytesIO()
    font.save(file)
    return file.getvalue()


def main(folder: Path) -> None:
    """Write the fonts from the sources in *folder*."""
    logging.getLogger("fontTools").setLevel(logging.ERROR)
    for name in COPIED:
        (FONTS / name).write_bytes(read_source(folder, name, COPIED))
    collection = read_source(folder, COLLECTION, {COLLECTION: COLLECTION_SUM})
    (FONTS / PART).write_bytes(chinese_and_korean(collection))


if __name__ == "__main__":
    main(Path(sys.argv[1]))
