"""Typst as a library: an edition's source in, its PDF out, what it refuses told by its place."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, Any, Literal, NamedTuple

import typst

from glocal_ext.core.pagination import ROW_HEIGHTS, Block, Form, Placed, paginate
from glocal_ext.core.renditions import MM_PER_INCH
from glocal_ext.render.typst.inline import PLACE

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

    from glocal_ext.builders.pdf.flow import Flow, FlowBlock

MAIN = "main.typ"
STANDARDS: list[Literal["ua-1", "a-2a"]] = ["ua-1", "a-2a"]
"""PDF/UA-1 (ISO 14289-1), accessible, and PDF/A-2a (ISO 19005-2), for archives."""

_MM_PER_POINT = MM_PER_INCH / 72
_ERROR = re.compile(r"^(?:error|warning): (?:.* error: )?", re.MULTILINE)
"""With what each fault begins; one of a standard says of which."""

_LINE = re.compile(rf"(?:┌─|─) (?:\S*/)?{re.escape(MAIN)}:(\d+):")
_UNKNOWN = re.compile(r'the text `"(?P<text>.+)"` could not be displayed')


class Fault(NamedTuple):
    """What Typst refuses or warns of: a sentence, the number of its place, -1 if it is unknown.

    *characters* is what no font has, if that is what is wrong.
    """

    message: str
    place: int
    characters: str = ""


class Typeset(NamedTuple):
    """A PDF, the number of its pages, and what Typst warns of."""

    data: bytes
    length: int
    faults: list[Fault]


class Refused(Exception):  # noqa: N818  (it says what happened; the faults are what is wrong)
    """An edition that Typst does not set."""

    def __init__(self, faults: Sequence[Fault]) -> None:
        super().__init__(faults[0].message if faults else "Typst refuses it")
        self.faults = faults


class Plan(NamedTuple):
    """How the pages are filled.

    Of each flow it has the places of its blocks, of each front page what the template found to
    fit on it.
    """

    flows: dict[str, list[Placed]]
    fronts: dict[str, Any]

    def loose(self) -> Plan:
        """Return the plan without ends of pages."""
        flows = self.flows.items()
        return self._replace(
            flows={key: [each._replace(begins=False) for each in found] for key, found in flows}
        )

    def written(self) -> str:
        """Return the plan as the template reads it."""
        return json.dumps(self._asdict())


class Typesetter:
    """Sets what lies in *folder*, whose main file is `MAIN`, in the fonts of the folder *fonts*."""

    def __init__(self, folder: Path, fonts: Path, settings: dict[str, str]) -> None:
        self._main = folder / MAIN
        self._settings = {"heights": json.dumps(ROW_HEIGHTS), **settings}
        self._fonts = typst.Fonts(include_system_fonts=False, font_paths=[fonts])

    def pdf(self, flows: Sequence[Flow], timestamp: int) -> Typeset:
        """Return the PDF, with its pages planned; raise `Refused` where it cannot be."""
        plan = self._plan(flows)
        compiler = self._compiler(plan=plan.written())
        made, faults = self._compiled(compiler, timestamp)
        if not self._is_as_planned(compiler, plan):
            # A text broke elsewhere than foreseen: no page is ended where it would be cut short.
            compiler = self._compiler(plan=plan.loose().written())
            made, faults = self._compiled(compiler, timestamp)
        [length] = json.loads(compiler.query("<length>", field="value"))
        return Typeset(made, length, faults)

    def _compiler(self, **settings: str) -> typst.Compiler:
        return typst.Compiler(
            self._main,
            root=self._main.parent,
            font_paths=self._fonts,
            ignore_system_fonts=True,
            sys_inputs=self._settings | settings,
        )

    def _compiled(self, compiler: typst.Compiler, timestamp: int) -> tuple[bytes, list[Fault]]:
        """Return a PDF, and what Typst warns of."""
        try:
            made, warned = compiler.compile_with_warnings(
                format="pdf", pdf_standards=[*STANDARDS], timestamp=timestamp
            )
        except typst.TypstError as error:
            raise Refused([*self._faults(error.diagnostic)]) from error
        assert isinstance(made, bytes)
        return made, [fault for each in warned for fault in self._faults(each.diagnostic)]

    def _plan(self, flows: Sequence[Flow]) -> Plan:
        """Return how all pages are to be filled."""
        compiler = self._compiler(measuring="yes")
        try:
            measured, fronts = (
                json.loads(compiler.query(label, field="value"))
                for label in ("<measured>", "<fronts>")
            )
        except RuntimeError as error:  # without the places, which a compilation tells
            self._compiled(compiler, 0)
            raise Refused([Fault(str(error), -1)]) from error
        heights = {each["key"]: each for each in measured}
        places = {}
        for flow in flows:
            found = heights[flow.key]
            blocks = [
                _block(each, seen) for each, seen in zip(flow.blocks, found["blocks"], strict=True)
            ]
            places[flow.key] = paginate(blocks, found["page"] * _MM_PER_POINT)
        return Plan(places, dict(fronts))

    def _is_as_planned(self, compiler: typst.Compiler, plan: Plan) -> bool:
        """Tell whether each block is on its page; one that is not leaves a page nearly empty."""
        pages: dict[str, list[int]] = {}
        for key, page in json.loads(compiler.query("<placed>", field="value")):
            pages.setdefault(key, []).append(page)
        return all(
            [page - found[0] for page in found] == [each.page for each in plan.flows[key]]
            for key, found in pages.items()
        )

    def _faults(self, diagnostic: str) -> Iterator[Fault]:
        """Yield what is wrong, each with its place."""
        lines = self._main.read_text(encoding="utf-8").splitlines()
        for part in _ERROR.split(diagnostic)[1:] or [diagnostic]:
            message = part.partition("\n")[0]
            line, unknown = _LINE.search(part), _UNKNOWN.search(message)
            characters = _unescaped(unknown["text"]) if unknown else ""
            # Typst does not always know where a text comes from.
            number = int(line[1]) if line else _last_with(characters, lines)
            yield Fault(message, _place(lines, number), characters)


def _block(block: FlowBlock, measured: dict[str, Any]) -> Block:
    """Return *block* as it was measured, in points."""
    forms = tuple(
        Form(tuple(height * _MM_PER_POINT for height in heights), costs)
        for heights, costs in zip(measured["forms"], block.costs, strict=True)
    )
    lines = max(1, round(measured["forms"][0][0] / measured["pitch"])) if block.breaks else 0
    return Block(forms, block.space, lines, block.stays, block.opens, block.whole)


def _last_with(characters: str, lines: Sequence[str]) -> int:
    """Return the number of the last line that has one of *characters*; 0 if none has."""
    found = (
        number
        for number, line in reversed([*enumerate(lines, 1)])
        if any(each in line for each in characters)
    )
    return next(found, 0)


def _unescaped(text: str) -> str:
    """Return a text as it was before Typst quoted it, with escapes for what is not seen."""
    found = re.sub(r"\\u\{(\w+)\}", lambda match: chr(int(match[1], 16)), text)
    return re.sub(r"\\(.)", r"\1", found)


def _place(lines: Sequence[str], number: int) -> int:
    """Return the number of the place that stands before line *number*; -1 if none does."""
    for line in reversed(lines[:number]):
        found = re.search(rf"{PLACE}(\d+)$", line)
        if found:
            return int(found[1])
    return -1
