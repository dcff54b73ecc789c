"""A PDF as a test reads it."""

from __future__ import annotations

import re
import subprocess
from functools import cached_property
from typing import TYPE_CHECKING

import pikepdf
from PIL import Image

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

OURS = ("Suspects object is wrong type", "Attribute BorderColor value is of wrong type")
"""What poppler says of every file that Typst writes: both are right by the standard."""


def poppler(*command: str | Path) -> tuple[str, list[str]]:
    """Return what a program of poppler prints, and the warnings that are not `OURS`.

    It prints the title of a heading as the file has it, which may be in UTF-16.
    """
    done = subprocess.run([*map(str, command)], capture_output=True, check=True, timeout=60)
    said = done.stderr.decode().splitlines()
    return done.stdout.decode(errors="replace"), [
        line for line in said if not any(each in line for each in OURS)
    ]


class Pdf:
    """A PDF: its structure, its pages, its links."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.file = pikepdf.open(path)
        self.root = self.file.Root

    @cached_property
    def structure(self) -> str:
        """The structure tree with its text, as poppler prints it."""
        return poppler("pdfinfo", "-struct-text", self.path)[0]

    @cached_property
    def words(self) -> str:
        """The text in the order of the structure tree, with single spaces."""
        parts: list[str] = []
        for line in self.structure.splitlines():
            text = re.fullmatch(r'\s*"(.*)"', line)
            if text:
                parts.append(text[1])
            elif "(inline)" not in line and not re.match(r"\s*(Object \d|/)", line):
                parts.append(" ")
        return " ".join("".join(parts).split())

    def elements(self, *kinds: str) -> Iterator[pikepdf.Dictionary]:
        """Yield the elements of the structure tree, in order; of *kinds* only, if any is named."""
        waiting = [self.root.StructTreeRoot]
        while waiting:
            element = waiting.pop()
            if not isinstance(element, pikepdf.Dictionary):
                continue
            if "/S" in element and (not kinds or str(element.S)[1:] in kinds):
                yield element
            inside = element.get("/K", [])
            found = [*inside] if isinstance(inside, pikepdf.Array) else [inside]
            waiting += reversed(found)

    def kinds(self) -> list[str]:
        """Return the kinds of all elements, in order."""
        return [str(element.S)[1:] for element in self.elements()]

    @cached_property
    def links(self) -> list[pikepdf.Dictionary]:
        """The link annotations."""
        annotations = [each for page in self.file.pages for each in page.get("/Annots", [])]
        return [each for each in annotations if each.Subtype == "/Link"]

    @cached_property
    def addresses(self) -> set[str]:
        """Where the links lead that lead out."""
        return {str(link.A.URI) for link in self.links if "/A" in link}

    @cached_property
    def destinations(self) -> dict[str, int]:
        """The named places, each with the number of its page, from 1 on."""
        numbers = {page.objgen: number for number, page in enumerate(self.file.pages, 1)}
        names = self.root.get("/Names", {}).get("/Dests")
        if names is None:
            return {}
        tree = pikepdf.NameTree(names)
        return {
            name: numbers[(place.D if isinstance(place, pikepdf.Dictionary) else place)[0].objgen]
            for name, place in tree.items()
        }

    @cached_property
    def bookmarks(self) -> list[str]:
        """The titles of the bookmarks, in order, each indented by its level."""
        found = []

        def go(items: list[pikepdf.OutlineItem], level: int) -> None:
            for item in items:
                found.append("  " * level + item.title)
                go(item.children, level + 1)

        with self.file.open_outline() as outline:
            go(outline.root, 0)
        return found

    def fonts(self) -> Iterator[tuple[str, bool]]:
        """Yield the names of the fonts on the pages, and whether each is embedded."""
        for page in self.file.pages:
            for font in page.get("/Resources", {}).get("/Font", {}).values():
                [inside] = font.get("/DescendantFonts", [font])
                descriptor = inside.get("/FontDescriptor", {})
                files = ("/FontFile", "/FontFile2", "/FontFile3")
                yield str(font.BaseFont)[1:], any(file in descriptor for file in files)

    def fills(self, folder: Path) -> list[float]:
        """Return how far down each A4 page, of the text's height, there is something."""
        poppler("pdftoppm", "-r", "25", "-gray", self.path, folder / "page")
        return [_fill(path) for path in sorted(folder.glob("page*.pgm"))]

    def text(self, *options: str) -> str:
        """Return the text of the pages as poppler lays it out."""
        return poppler("pdftotext", *options, self.path, "-")[0]


def _fill(path: Path) -> float:
    with Image.open(path) as image:
        width, height = image.size
        shown = image.convert("L").point(lambda value: 255 * (value < 250))
        box = shown.crop((0, 0, width, round(height * (1 - 20 / 297)))).getbbox()
    return (box[3] / height * 297 - 22) / 255 if box else 0.0
