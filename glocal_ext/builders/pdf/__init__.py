"""PDF: every issue and every year as a printed magazine, set by Typst."""

from __future__ import annotations

import calendar
import datetime as dt
import json
import re
import shutil
import tempfile
import unicodedata
from pathlib import Path
from typing import TYPE_CHECKING, ClassVar
from xml.etree import ElementTree as ET

from docutils.frontend import get_default_settings
from sphinx.locale import get_translation
from sphinx.writers.text import TextWriter

from glocal_ext.builders.editions import EditionBuilder
from glocal_ext.builders.pdf.magazine import Magazine
from glocal_ext.builders.pdf.typesetter import MAIN, Fault, Refused, Typesetter
from glocal_ext.core import renditions
from glocal_ext.log import Warn, warn
from glocal_ext.photos.files import clean_svg
from glocal_ext.render.typst.figures import TypstTranslator
from glocal_ext.site.editions import PDF
from glocal_ext.site.templates import MAGAZINE, template

if TYPE_CHECKING:
    from collections.abc import Sequence
    from collections.abc import Set as AbstractSet

    from glocal_ext.builders.editiontext import EditionText
    from glocal_ext.builders.pdf.flow import FlowBlock
    from glocal_ext.core.editions import Edition
    from glocal_ext.core.renditions import Rendition
    from glocal_ext.photos.publish import Picture
    from glocal_ext.site.editions import Editions

_ = get_translation("glocal")

_GETA = "〓"
"""What printers in Japan set for a type that they do not have, since the days of metal."""

_STRING = re.compile(r'"(?:[^"\\]|\\.)*"', re.DOTALL)
"""A string literal of Typst's."""

_FRAME = (
    '<svg xmlns="http://www.w3.org/2000/svg" width="{width}" height="{height}">'
    '<image href="{name}" width="{width}" height="{height}"/></svg>'
)
"""A drawing that shows a photo: Typst decodes photos, and keeps them so, but not those in drawings.

Of both it puts the JPEG into the PDF as it is.
"""

_TEXT = 150_000
"""About how many bytes an issue has without its pictures."""


class PdfBuilder(EditionBuilder):
    """Writes a PDF an edition: PDF/UA-1 and PDF/A-2a in one file.

    *mode* is what the template knows of it; *long_edges* are those of pictures, in pixels: the
    first with which the file is small enough.
    """

    name = "pdf"
    format = "typst"
    epilog = "The PDFs are in %(outdir)s."
    default_translator_class = TypstTranslator
    kind = ending = PDF
    progress = "writing PDFs… "
    faults = (OSError, ET.ParseError, Refused)
    mode: ClassVar[str] = ""
    long_edges: ClassVar[tuple[int, ...]] = renditions.BOOK

    def prepare_writing(self, docnames: AbstractSet[str]) -> None:
        """Prepare the settings of docutils."""
        del docnames
        self.docsettings = get_default_settings(TextWriter)
        vars(self.docsettings).update(self.env.settings)

    def text_of(self, editions: Editions, edition: Edition) -> Magazine:
        """Return a magazine."""
        return Magazine(self, editions, edition)

    def file_of(self, text: EditionText) -> bytes:
        """Return a magazine's PDF, its pictures as large as its limit allows."""
        assert isinstance(text, Magazine)
        most = self.config.glocal_pdf_bytes["volume" if text.edition.is_volume else "issue"]
        with tempfile.TemporaryDirectory(prefix="glocal-pdf-") as name:
            folder = Path(name)
            typesetter = self._typesetter(folder)
            for long_edge in self.long_edges:
                size = self._write_pictures(text, folder / "pictures", long_edge)
                if size + _TEXT * len(text.rows) > most and long_edge != self.long_edges[-1]:
                    continue
                made = self._typeset(text, folder / MAIN, typesetter)
                if len(made) <= most:
                    return made
        self.tell_size(text, len(made), long_edge, most)
        return made

    def tell_size(self, text: Magazine, size: int, long_edge: int, most: int) -> None:
        """Tell that a file is larger than conf.py allows."""
        message = (
            f"The PDF {text.edition.name} has {size / 1e6:.1f} MB with pictures of "
            f"{long_edge} pixels; glocal_pdf_bytes allows {most / 1e6:.1f} MB."
        )
        warn(Warn.EDITION_SIZE, message, None)

    def rendition(self, picture: Picture, long_edge: int) -> Rendition:
        """Return what a PDF shows of *picture*."""
        return renditions.book(picture.width, picture.height, long_edge)

    def appendix(self, text: Magazine) -> list[FlowBlock]:
        """Return what stands behind everything else."""
        del text
        return []

    def _typesetter(self, folder: Path) -> Typesetter:
        """Return what sets the files in *folder*, and put the template there."""
        shutil.copyfile(template(self, "magazine.typ"), folder / "magazine.typ")
        words = {
            "contents": str(_("In this issue")),
            "year": str(_("Contents")),
            "index": str(_("Index")),
            "draft": str(_("Draft")),
        }
        settings = {
            "words": json.dumps(words),
            "paper": self.config.glocal_pdf_paper,
            "mode": self.mode,
        }
        return Typesetter(folder, MAGAZINE / "fonts", settings)

    def _typeset(self, text: Magazine, main: Path, typesetter: Typesetter) -> bytes:
        """Return the PDF; for a character that no font has, a sign stands, and it is told."""
        source, flows = text.compose()
        missing: dict[int, str] = {}
        while True:
            shown = _STRING.sub(lambda found: found[0].translate(missing), source)
            main.write_text(shown, encoding="utf-8")
            for drawing in (main.parent / "pictures").glob("*.svg"):
                _rewrite(drawing, missing)
            try:
                made = typesetter.pdf(flows, _seconds(text.edition.modified))
            except Refused as refused:
                before = len(missing)
                for fault in reversed(refused.faults):  # the article before its title in contents
                    self._replace(fault, text, missing)
                if len(missing) == before:  # nothing that a sign could stand for
                    self._tell(refused.faults, text, "The PDF is refused: %s.")
                    raise
            else:
                self._tell(made.faults, text, "Typst warns: %s.")
                text.length = made.length
                return made.data

    def _tell(self, faults: Sequence[Fault], text: Magazine, sentence: str) -> None:
        """Tell what Typst refuses, or warns of, at the line of the document it comes from."""
        if not self.told.issuperset(text.edition.issues):  # an issue has told it already
            for each in faults:
                warn(Warn.PDF_CONTENT, sentence % each.message, text.place(each.place))

    def _replace(self, fault: Fault, text: Magazine, missing: dict[int, str]) -> None:
        """Have a sign stand for each character that no font has; tell it, once.

        What only changes how another character looks goes first, without a word: that other one
        may be there.
        """
        unseen = {each for each in fault.characters if _is_unseen(each)} - {*map(chr, missing)}
        if unseen:
            missing.update({ord(each): "" for each in unseen})
            return
        for character in fault.characters:
            if ord(character) not in missing and not character.isascii() and character != _GETA:
                missing[ord(character)] = _GETA
                name = unicodedata.name(character, f"U+{ord(character):04X}")
                message = (
                    f"“{character}” ({name}) is in no font of the PDF: “{_GETA}” stands for it"
                )
                self._tell([Fault(message, fault.place)], text, "%s.")

    def _write_pictures(self, text: Magazine, folder: Path, long_edge: int) -> int:
        """Write the files of pictures and return how many bytes they have.

        What cannot be made is told and left out.
        """
        folder.mkdir(exist_ok=True)
        wanted, files = {}, {}
        for name, ending in text.pictures.items():
            picture = self.known_pictures[name]
            if ending == ".svg":
                data = clean_svg(Path(self.env.srcdir, picture.uri).read_bytes())
                files[f"{name}.svg"] = ET.tostring(data, encoding="utf-8")
            else:
                wanted[f"{name}.jpg"] = picture, self.rendition(picture, long_edge)
        made = dict(self.jpegs(wanted))
        text.leave_out({name.removesuffix(".jpg") for name in wanted.keys() - made.keys()})
        for name in made:
            rendition = wanted[name][1]
            frame = _FRAME.format(name=name, width=rendition.width, height=rendition.height)
            (folder / name).with_suffix(".svg").write_text(frame, encoding="utf-8")
        for name, each in (files | made).items():
            (folder / name).write_bytes(each)
        return sum(map(len, (files | made).values()))


def _rewrite(drawing: Path, missing: dict[int, str]) -> None:
    """Replace what is *missing* in the words of a drawing."""
    if missing:
        text = drawing.read_text(encoding="utf-8")
        drawing.write_text(text.translate(missing), encoding="utf-8")


def _is_unseen(character: str) -> bool:
    """Tell whether *character* is seen only in what it makes of its neighbour."""
    return unicodedata.category(character) == "Cf" or "VARIATION SELECTOR" in unicodedata.name(
        character, ""
    )


def _seconds(day: str) -> int:
    """Return the seconds since 1970 at the beginning of an ISO day in UTC."""
    return calendar.timegm(dt.date.fromisoformat(day).timetuple())
