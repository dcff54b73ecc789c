"""The colophon: who publishes, when, where the same is to be found, what it is set in."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sphinx.locale import get_translation

from glocal_ext.core.dates import PartialDate
from glocal_ext.partnerships.facts import shown_date
from glocal_ext.render.typst.code import Code, call, content, string

if TYPE_CHECKING:
    from collections.abc import Iterator

    from glocal_ext.builders.editiontext import EditionText
    from glocal_ext.issues.domain import IssueRow
    from glocal_ext.render.typst.figures import TypstTranslator

_ = get_translation("glocal")


def colophon(text: EditionText, row: IssueRow, visitor: TypstTranslator) -> Code:
    """Return the colophon of an edition whose newest issue is *row*."""
    lines = (call("par", each) for each in _lines(text, row, visitor))
    title = _("About this volume") if text.edition.is_volume else _("About this issue")
    return call("end-section", string(title), content(lines))


def _lines(text: EditionText, row: IssueRow, visitor: TypstTranslator) -> Iterator[Code]:
    about, edition = text.about, text.edition
    number = f", {_('No. %s') % row.number}" if row.number and not edition.is_volume else ""
    yield content([call("strong", visitor.marked(f"{about.name}, {edition.title}{number}"))])
    if about.publishers:
        yield visitor.marked(", ".join(about.publishers))
    if not edition.is_volume and row.published:
        day = shown_date(PartialDate.parse(row.published), text.language)
        yield string(_("Published on %s.") % day)
    if text.version:
        yield string(text.version)
    if about.issn:
        yield string(f"ISSN {about.issn}")
    address = about.page(edition.document)
    if address:
        yield content([string(_("On the web:") + " "), call("web", address, string(address))])
    if about.rights:
        yield visitor.marked(about.rights)
    if about.licence:
        said = string(_("Licence of the text:") + " ")
        yield content([said, call("web", about.licence, string(about.licence))])
    yield string(_("Set in Source Serif, Source Sans and BIZ UDPGothic."))
