"""PDFs for a printer: crop marks, 3 mm of bleed, pictures at 300 dots an inch."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING

from glocal_ext.builders.pdf import PdfBuilder
from glocal_ext.core import renditions
from glocal_ext.core.renditions import MM_PER_INCH

if TYPE_CHECKING:
    from glocal_ext.builders.editiontext import EditionText
    from glocal_ext.builders.pdf.magazine import Magazine
    from glocal_ext.core.renditions import Rendition
    from glocal_ext.photos.publish import Picture

BLEED = 3.0
"""How far beyond the trimmed page a picture may go, in millimetres; `magazine.typ` has it too."""

_WIDEST = 174.0
"""The width of the widest picture in millimetres, which is the text's."""


class PressBuilder(PdfBuilder):
    """Writes a PDF an edition for a printer."""

    name = "press"
    epilog = "The PDFs for the printer are in %(outdir)s."
    ending = "-print.pdf"
    progress = "writing PDFs for the printer… "
    mode = "press"
    long_edges = (0,)  # a picture's own, whatever the file weighs

    def file_of(self, text: EditionText) -> bytes:
        """Return a PDF whose boxes say where it is trimmed and how far it bleeds.

        Typst has the bleed reach as far as the marks do.
        """
        import pikepdf  # noqa: PLC0415  (every build would wait for it, whatever it builds)

        with pikepdf.open(io.BytesIO(super().file_of(text))) as pdf:
            for page in pdf.pages:
                left, bottom, right, top = (float(each) for each in page.TrimBox)
                room = BLEED / MM_PER_INCH * 72
                page.BleedBox = [left - room, bottom - room, right + room, top + room]
            data = io.BytesIO()
            pdf.save(data, deterministic_id=True)
        return data.getvalue()

    def tell_size(self, text: Magazine, size: int, long_edge: int, most: int) -> None:
        """Say nothing: a printer's file may be large."""

    def rendition(self, picture: Picture, long_edge: int) -> Rendition:
        """Return a picture with 300 dots an inch where it is at its widest."""
        del long_edge
        return renditions.printed(picture.width, picture.height, _WIDEST)
