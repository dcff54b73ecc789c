"""The draft of an issue for who has to agree: numbered, marked, with a list of open points."""

from __future__ import annotations

import copy
import logging
import re
from pathlib import Path
from typing import TYPE_CHECKING, Any

from docutils import nodes as docnodes
from sphinx.locale import get_translation
from sphinx.util.logging import WarningLogRecordTranslator, WarningSuppressor
from sphinx.util.nodes import get_node_line

from glocal_ext import nodes
from glocal_ext.builders.pdf import PdfBuilder
from glocal_ext.builders.pdf.flow import plain_block
from glocal_ext.partnerships.domain import partnerships_domain
from glocal_ext.render.typst.code import array, call, string

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sphinx.application import Sphinx

    from glocal_ext.builders.pdf.flow import FlowBlock
    from glocal_ext.builders.pdf.magazine import Magazine
    from glocal_ext.core.editions import Edition
    from glocal_ext.site.editions import Editions

_ = get_translation("glocal")


_NAME = re.compile(r" \[[\w.-]+\]$")
"""The name of a warning, with which Sphinx ends its line."""


class _Heard(logging.Handler):
    """Keeps what a build warns of: the place and the sentence, once each.

    Sphinx holds warnings back while it reads, and lets them come by again afterwards; its own
    handler may have been before this one, or not.
    """

    def __init__(self, app: Sphinx) -> None:
        super().__init__(logging.WARNING)
        self.addFilter(WarningSuppressor(app))
        self._translator = WarningLogRecordTranslator(app)
        self.records: dict[tuple[str, str], None] = {}

    def emit(self, record: logging.LogRecord) -> None:
        """Keep a warning."""
        own: Any = copy.copy(record)  # others' handlers see what this one leaves of it
        if not isinstance(getattr(own, "location", None) or "", str):
            self._translator.filter(own)
        place = getattr(own, "location", None) or ""
        self.records[str(place), _NAME.sub("", own.getMessage())] = None


class DraftBuilder(PdfBuilder):
    """Writes a draft an issue; it is made anew each time, since it shows what was warned of."""

    name = "draft"
    epilog = "The drafts are in %(outdir)s."
    ending = "-draft.pdf"
    progress = "writing drafts… "
    mode = "draft"

    def init(self) -> None:
        """Begin to listen: documents are read after this."""
        super().init()
        self.manifest.made = {}
        self._heard = _Heard(self._app)
        logging.getLogger("sphinx").addHandler(self._heard)
        self.events.connect("build-finished", lambda *_: self._end_listening(), 500)

    def _end_listening(self) -> None:
        logging.getLogger("sphinx").removeHandler(self._heard)

    def chosen(self, editions: Editions) -> list[Edition]:
        """Return issues alone: nobody agrees to a year."""
        return [each for each in super().chosen(editions) if not each.is_volume]

    # -- open points ----------------------------------------------------------------------------

    def appendix(self, text: Magazine) -> list[FlowBlock]:
        """Return the page of open points."""
        sections = [
            (title, [*points])
            for title, points in (
                (_("Photographs to come"), self._pending(text)),
                (_("Photographs without a credit"), self._lacking(text, "credit")),
                (_("Photographs that do not say whether people agreed"), self._consent(text)),
                (_("Facts that nobody has checked"), self._facts(text)),
                (_("Warnings"), self._warnings(text)),
            )
        ]
        found = [
            call("open-points", string(title), array(map(string, points)))
            for title, points in sections
            if points
        ]
        none = string(_("There are none."))
        code = call("open-page", string(_("Open points")), array(found or [none]))
        return [plain_block(code, space=9.0, breaks=True, opens=True)]

    def _photos(self, text: Magazine) -> Iterator[tuple[nodes.photo, str]]:
        """Yield the photos of an issue, each with what it is called here."""
        for chapter in text.chapters:
            for photo in chapter.find(nodes.photo):
                assert isinstance(photo, nodes.photo)
                image = photo.next_node(docnodes.image)
                file = Path(image["uri"]).name if image is not None else ""
                name = photo.caption_text() or photo["alt"] or file
                line = get_node_line(photo)
                yield photo, f"{name} ({_line(line)})" if line else name

    def _pending(self, text: Magazine) -> Iterator[str]:
        return (name for photo, name in self._photos(text) if photo.get("pending"))

    def _lacking(self, text: Magazine, option: str) -> Iterator[str]:
        return (
            name
            for photo, name in self._photos(text)
            if not photo.get(option) and not photo.get("decorative")
        )

    def _consent(self, text: Magazine) -> Iterator[str]:
        return (
            name
            for photo, name in self._photos(text)
            if not photo.get("consent") and not photo.get("pending") and not photo.get("decorative")
        )

    def _facts(self, text: Magazine) -> Iterator[str]:
        """Yield the partnerships of which no check is on record, and those without a source."""
        domain = partnerships_domain(self.env)
        ids = (each for row in text.rows.values() for a in row.articles for each in a.partnerships)
        for each in dict.fromkeys(ids):
            record = domain.registry.partnerships.get(each)
            if record and not record.checked:
                yield _("%s: no day of a check") % domain.title("partnership", each)
            if record and not record.sources:
                yield _("%s: no source") % domain.title("partnership", each)

    def _warnings(self, text: Magazine) -> Iterator[str]:
        """Yield what the build warned of in the issue, and in no document."""
        root = f"{self.confdir}/"
        paths = [str(self.env.doc2path(document)) for document in text.edition.issues]
        others = {str(self.env.doc2path(document)) for document in self.env.found_docs}
        for place, message in self._heard.records:
            file, _colon, line = place.rpartition(":")
            if file in paths or (file or place) not in others:
                where = f"{place.removeprefix(root)}: " if file not in paths else ""
                where = where or f"{_line(line)}: "
                yield f"{where}{message}"


def _line(number: object) -> str:
    return str(_("line %s") % number)
