"""The text of an edition: articles, and what stands before and behind them, a chapter each."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, NamedTuple
from urllib.parse import quote

from docutils import nodes as docnodes
from sphinx import addnodes
from sphinx.locale import get_translation

from glocal_ext import nodes

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from docutils.nodes import Element, Node

    from glocal_ext.core.publication import Publication

_ = get_translation("glocal")

SCHEME = "doc:"
"""With what a link begins that leads to a document, until it is known where that is."""

BEHIND = ("notes", "places", "corrections", "sources")
"""The classes of the sections behind an issue's articles, which no heading of an editor's has."""


class Heading(NamedTuple):
    """A heading within a chapter: its text, the id to link to, the headings below it."""

    title: str
    anchor: str
    below: tuple[Heading, ...] = ()


class Illustration(NamedTuple):
    """A picture in a list of illustrations: its chapter's name and the id to link to."""

    title: str
    chapter: str
    anchor: str


@dataclass(slots=True)
class Chapter:
    """A part of an edition: *kind* says what it is, *title* is what the contents call it.

    *kind* is ``opening``, ``article``, ``notes``, ``places``, ``corrections`` or ``sources``;
    *document* is the one that it comes from, and *nodes* is what it holds of it. *name* is no
    other chapter's.
    """

    document: str
    name: str
    kind: str
    title: str
    nodes: list[Node] = field(default_factory=list)
    footnotes: list[docnodes.footnote] = field(default_factory=list)

    def find(self, kind: type[Element]) -> Iterator[Element]:
        """Yield the nodes of a kind, footnotes' among them."""
        for node in (*self.nodes, *self.footnotes):
            yield from node.findall(kind)

    @property
    def ids(self) -> set[str]:
        """What links within the document may lead to here."""
        return {each for node in self.find(docnodes.Element) for each in node["ids"]}

    def headings(self) -> tuple[Heading, ...]:
        """Return the headings below the chapter's own."""
        return tuple(heading for node in self.nodes for heading in _headings(node))

    def illustrations(self) -> Iterator[Illustration]:
        """Yield the photos that are there and say something; each is given an id to link to."""
        for number, photo in enumerate(self.find(nodes.photo), 1):
            assert isinstance(photo, nodes.photo)
            if not photo.get("pending") and photo["alt"]:
                if not photo["ids"]:
                    photo["ids"].append(f"photo_{number}")
                title = photo.caption_text() or photo["alt"]
                yield Illustration(title, self.name, photo["ids"][0])


def _headings(node: Node) -> Iterator[Heading]:
    sections = [each for each in node.children if isinstance(each, docnodes.section)]
    for section in sections:
        text, below = _heading(section), tuple(_headings(section))
        if text and section["ids"]:
            yield Heading(text, section["ids"][0], below)
        else:
            yield from below


def chapters(document: str, stem: str, doctree: docnodes.document) -> list[Chapter]:
    """Return the chapters of an issue's *doctree*; their names begin with *stem*.

    An article's chapter is called by its target, which has no underscore; all others have one.
    """
    found = [Chapter(document, stem, "opening", "")]
    notes: dict[str, docnodes.footnote] = {}
    for number, block in enumerate(_blocks(doctree)):
        name = _behind(block)
        if isinstance(block, nodes.article):
            target = next(iter(block["ids"]), "")
            own = f"{stem}-{target}" if target else f"{stem}_{number}"
            found.append(Chapter(document, own, "article", _title(block), [block]))
        elif name == "notes":
            notes = {note["ids"][0]: note for note in block.findall(docnodes.footnote)}
        elif name:
            found.append(Chapter(document, f"{stem}_{name}", name, _title(block), [block]))
        else:
            found[-1].nodes.append(block)
    uncited = _give_footnotes(found, notes)
    if uncited:
        end = Chapter(document, f"{stem}_notes", "notes", _("Notes"), footnotes=uncited)
        found.append(end)
    unseen = (docnodes.Invisible, docnodes.target)
    return [each for each in found if each.footnotes or any(
        not isinstance(node, unseen) for node in each.nodes
    )]  # fmt: skip


def _blocks(doctree: docnodes.document) -> Iterator[Any]:
    """Yield what a document holds below its title; a second title is kept as a small heading."""
    titled = False
    for child in doctree.children:
        if type(child) is docnodes.section and not _behind(child):
            title, *rest = child.children
            if titled:
                yield docnodes.rubric("", "", *title.children, ids=child["ids"])
            titled = True
            yield from rest
        else:
            yield child


def _behind(block: Element) -> str:
    """Return which of `BEHIND` *block* is; empty if it is none."""
    name = next(iter(block["classes"]), "")
    return name if type(block) is docnodes.section and name in BEHIND else ""


def _title(section: Element) -> str:
    """Return what the contents call a section; one without a name has a sign to press."""
    return section.get("short", "") or _heading(section) or "–"


def _heading(section: Element) -> str:
    """Return a section's heading as text, without marks of footnotes and breaks of lines."""
    title = section.next_node(docnodes.title)
    if title is None:
        return ""
    texts = title.findall(docnodes.Text)
    marks = (docnodes.footnote_reference, docnodes.raw)
    return " ".join(
        "".join(str(text) for text in texts if not isinstance(text.parent, marks)).split()
    )


def _give_footnotes(
    found: list[Chapter], notes: dict[str, docnodes.footnote]
) -> list[docnodes.footnote]:
    """Put each footnote into every chapter that refers to it; return those that none does."""
    left = dict(notes)
    for chapter in found:
        cited: dict[str, docnodes.footnote] = {}
        waiting = [*chapter.nodes]
        while waiting:
            for reference in waiting.pop().findall(docnodes.footnote_reference):
                name = reference.get("refid", "")
                if name in notes and name not in cited:
                    cited[name] = notes[name].deepcopy()
                    left.pop(name, None)
                    waiting.append(cited[name])
        chapter.footnotes = [cited[name] for name in notes if name in cited]
        ids = chapter.ids
        for note in chapter.footnotes:
            note["backrefs"] = [each for each in note["backrefs"] if each in ids]
    return [*left.values()]


class Links:
    """Where the links of an edition's chapters lead: within it, or to public addresses.

    A link within leads to a chapter's name with *suffix*, or to ``#`` and an id in its own
    chapter, or to both. *linked* are the ids to which those lead that stay within.
    """

    def __init__(
        self, found: Iterable[Chapter], publication: Publication, suffix: str = ""
    ) -> None:
        self._publication, self._suffix = publication, suffix
        self._chapters: dict[tuple[str, str], str] = {}
        self.linked: set[str] = set()
        for chapter in found:
            self._chapters.setdefault((chapter.document, ""), chapter.name)
            for anchor in chapter.ids:
                self._chapters.setdefault((chapter.document, anchor), chapter.name)

    def set(self, chapter: Chapter) -> None:
        """Give each link of *chapter* its address; one that leads nowhere keeps its text alone."""
        for reference in [*chapter.find(docnodes.reference)]:
            if "refid" in reference:
                address = self._address(chapter, chapter.document, reference["refid"])
            elif reference.get("refuri", "").startswith(SCHEME):
                document, _hash, anchor = reference["refuri"].removeprefix(SCHEME).partition("#")
                address = self._address(chapter, document, anchor)
            else:
                continue
            _lead(reference, address)
        for download in [*chapter.find(addnodes.download_reference)]:
            base, file = self._publication.address, quote(download.get("filename", ""))
            link = docnodes.reference("", "", *download.children)
            download.replace_self(link)
            _lead(link, f"{base}_downloads/{file}" if base and file else "")

    def _address(self, chapter: Chapter, document: str, anchor: str) -> str:
        within = self._within(chapter, document, anchor) or self._within(chapter, document, "")
        return within or self._publication.page(document, anchor)

    def _within(self, chapter: Chapter, document: str, anchor: str) -> str:
        name = self._chapters.get((document, anchor))
        if name is None:
            return ""
        self.linked.add(anchor)
        # A document's own first chapter stands for it as a whole, and so has no id there.
        place = f"#{anchor}" if anchor else ""
        return place if name == chapter.name and place else f"{name}{self._suffix}{place}"


def _lead(reference: Element, address: str) -> None:
    """Have *reference* lead to *address*; without one its text stays."""
    if not address:
        reference.replace_self(reference.children)
        return
    reference.attributes.pop("refid", None)
    reference["refuri"] = address
    reference["internal"] = "://" not in address
