"""``{place}``, ``{partnership}``, ``{anniversary}`` and ``{cite}``."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from docutils import nodes
from sphinx.util.docutils import ReferenceRole, SphinxRole

from glocal_ext.core.dates import anniversary, ordinal
from glocal_ext.core.editions import issue_month
from glocal_ext.log import Warn, warn
from glocal_ext.partnerships.domain import partnerships_domain
from glocal_ext.partnerships.facts import shown_date
from glocal_ext.text import record_link, source_link

if TYPE_CHECKING:
    from docutils.nodes import Node, system_message


class RecordRole(ReferenceRole):
    """A link to a record's page, with its name or a text of one's own."""

    def run(self) -> tuple[list[Node], list[system_message]]:
        """Return the link; the text alone, with a warning, where there is no such record."""
        domain = partnerships_domain(self.env)
        location = (self.env.docname, self.lineno)
        if not domain.lookup(self.name, self.target, location):
            return [nodes.Text(self.title)], []
        text = self.title if self.has_explicit_title else domain.title(self.name, self.target)
        return [record_link(self.name, self.target, domain.with_runs(text))], []


class AnniversaryRole(SphinxRole):
    """The ordinal of a partnership's anniversary: "30th"."""

    def run(self) -> tuple[list[Node], list[system_message]]:
        """Return the ordinal; the role's text, with a warning, where there is none."""
        match = re.fullmatch(r"(\S+?)(?:\s+(\d{4}))?", self.text.strip())
        month = issue_month(self.env.docname)
        year = int(match[2]) if match and match[2] else (month.year if month else None)
        location = (self.env.docname, self.lineno)
        if not match or year is None:
            message = (
                "An anniversary is written {anniversary}`id 2024`; in an issue without the year."
            )
            warn(Warn.ANNIVERSARY, message, location)
            return [nodes.Text(self.text)], []
        domain = partnerships_domain(self.env)
        if not domain.lookup("partnership", match[1], location):
            return [nodes.Text(self.text)], []
        record = domain.registry.partnerships[match[1]]
        found = anniversary(record.established, year) if record.status != "ended" else None
        if found is None:
            reason = (
                f"it ended in {record.ended.year}"
                if record.ended
                else f"it was established {shown_date(record.established, 'en')}"
            )
            message = f"{match[1]} has no anniversary in {year}: {reason}."
            warn(Warn.ANNIVERSARY, message, location)
            return [nodes.Text(self.text)], []
        return [nodes.Text(ordinal(found.years))], []


class CiteRole(SphinxRole):
    """A source of the bibliography, named in the text and listed at the page's end."""

    def run(self) -> tuple[list[Node], list[system_message]]:
        """Return the citations of one key or of several, separated by commas."""
        domain = partnerships_domain(self.env)
        found: list[Node] = []
        for key in self.text.split(","):
            source = domain.source(key.strip(), (self.env.docname, self.lineno))
            found.append(nodes.Text("; " if found else "("))
            if source is None:
                found.append(nodes.Text(key.strip()))
                continue
            text = f"{source.author}, {source.date.year}" if source.date else source.author
            found.append(source_link(source, text))
        if not any(isinstance(node, nodes.reference) for node in found):
            return [nodes.Text(self.text)], []
        found.append(nodes.Text(")"))
        return found, []
