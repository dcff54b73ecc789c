"""``{partnership}`` and ``{infobox}``."""

from __future__ import annotations

import itertools
import re
from typing import TYPE_CHECKING

from docutils import nodes as docnodes
from sphinx.locale import get_translation

from glocal_ext import nodes
from glocal_ext.core.editions import issue_month
from glocal_ext.directive import EditorDirective
from glocal_ext.log import Warn
from glocal_ext.partnerships.domain import partnerships_domain
from glocal_ext.partnerships.facts import Facts, definition_list
from glocal_ext.partnerships.maps import tie_map
from glocal_ext.text import record_link, source_link

if TYPE_CHECKING:
    from collections.abc import Sequence

    from docutils.nodes import Element, Node

_ = get_translation("glocal")


class PartnershipInfobox(EditorDirective):
    """The facts of a partnership, from the registry."""

    def build(self) -> list[Node]:
        """Return the infobox; none, with a warning, where the registry has no such record."""
        domain = partnerships_domain(self.env)
        if not self.argument:
            message = "The infobox is left out: no partnership is named. Write :::{partnership} id"
            self.warn(Warn.PARTNERSHIP_UNKNOWN, message)
            return []
        if not domain.lookup("partnership", self.argument, (self.env.docname, self.lineno)):
            return []
        record = domain.registry.partnerships[self.argument]
        box = nodes.infobox(partnership=record.id)
        name = domain.with_runs(domain.registry.partnership_name(record))
        box += nodes.infobox_title("", "", record_link("partnership", record.id, name))
        config = self.config
        found = tie_map(domain.registry, record, config.language)
        box += [found] if found else []
        facts = Facts(domain.registry, config.language, config.glocal_home_country)
        month = issue_month(self.env.docname)
        box += definition_list(facts.partnership(record, month.year if month else None))
        if any(line.strip() for line in self.block.body):
            self.parse_body(box)
        sources = [domain.registry.sources[key] for key in record.sources]
        for source in sources:
            domain.note_use(f"source:{source.key}")
        if sources:
            label = _("Source: ") if len(sources) == 1 else _("Sources: ")
            line = nodes.infobox_sources("", label)
            for number, source in enumerate(sources):
                line += [docnodes.Text("; ")] * bool(number)
                line += source_link(source, source.author)
            box += line
        self.set_source_info(box)
        return [box]


_DEFINITION = re.compile(r"\s{0,3}:\s+\S")


class Infobox(EditorDirective):
    """A box with a title and a definition list, for what is no partnership."""

    def build(self) -> list[Node]:
        """Return the infobox; none, with a warning, where title or entries are missing."""
        box = nodes.infobox()
        if not self.argument:
            message = (
                "The infobox is left out: it needs a title behind its name, as in "
                ":::{infobox} Study tour, North River"
            )
            self.warn(Warn.INFOBOX, message)
            return []
        title = nodes.infobox_title()
        self.set_source_info(title)
        self._parse_title(title)
        box += title
        body = docnodes.Element()
        self._parse_entries(self.block.body, self.block.body_line, body)
        entries = [node for node in body if isinstance(node, docnodes.definition_list)]
        if not entries:
            message = (
                "An infobox has entries: a line, and under it another that begins with “: ”. "
                "The text is shown without a box."
            )
            self.warn(Warn.INFOBOX, message)
            return list(body.children)
        for entry in entries:
            entry["classes"].append("facts")
        box += body.children
        self.set_source_info(box)
        return [box]

    def _parse_title(self, title: Element) -> None:
        holder = docnodes.Element()
        self.parse_lines([self.argument], self.lineno, holder)
        for child in holder:
            title += (
                child.children
                if isinstance(child, docnodes.paragraph)
                else [docnodes.Text(child.astext())]
            )

    def _parse_entries(self, lines: Sequence[str], first: int, body: Element) -> None:
        """Parse entry by entry.

        Without an empty line between two entries, Markdown reads the second term as a
        continuation of the first definition; here each entry is parsed by itself, so that
        every line keeps its number, and the lists are joined.
        """
        starts = [
            number
            for number in range(len(lines) - 1)
            if lines[number].strip()
            and not lines[number][:1].isspace()
            and not _DEFINITION.match(lines[number])
            and _DEFINITION.match(lines[number + 1])
        ]
        bounds = [0, *starts, len(lines)]
        for start, end in itertools.pairwise(bounds):
            if start == end:
                continue
            part = docnodes.Element()
            self.parse_lines(lines[start:end], first + start, part)
            for node in part.children:
                last = body.children[-1] if body.children else None
                both = isinstance(node, docnodes.definition_list)
                if both and isinstance(last, docnodes.definition_list):
                    last += node.children
                else:
                    body += node
