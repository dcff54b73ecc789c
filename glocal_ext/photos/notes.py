"""What stands in the place of a photo that is not shown."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sphinx.locale import get_translation

from glocal_ext.core.dates import PartialDate
from glocal_ext.partnerships.facts import shown_date

if TYPE_CHECKING:
    from docutils.nodes import Element

_ = get_translation("glocal")


def instead(photo: Element, language: str) -> str:
    """Return the note for a photo that is to come, or was withdrawn: when and, if said, why."""
    if "withdrawn" not in photo:
        return str(_("Photograph to come"))
    day = shown_date(PartialDate.parse(photo["withdrawn"]), language)
    note = str(_("Photograph withdrawn on %s")) % day
    return f"{note}. {photo['reason']}" if photo["reason"] else note
