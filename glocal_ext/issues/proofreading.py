"""What an article says of towns and ties is read against the registry."""

from __future__ import annotations

from typing import TYPE_CHECKING

from docutils import nodes as docnodes
from sphinx.transforms import SphinxTransform

from glocal_ext import nodes
from glocal_ext.core.claims import Finding, Tie, findings
from glocal_ext.core.editions import issue_month
from glocal_ext.core.names import country_name, sentences
from glocal_ext.core.spelling import Names, folded
from glocal_ext.issues.articles import records_of
from glocal_ext.log import Warn, warn
from glocal_ext.partnerships.domain import partnerships_domain

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from docutils.nodes import Node

    from glocal_ext.core.model import Place, Registry

_LONGEST = 160
"""The most characters of a sentence that a warning repeats."""


class Proofreading(SphinxTransform):
    """Tell where an issue in English and the records that its articles name disagree.

    Runs once `Articles` has made them (priority 250).
    """

    default_priority = 255

    def apply(self, **_kwargs: object) -> None:
        """Read each article; what its ``:sic:`` lists is as it should be."""
        domain = partnerships_domain(self.env)
        month = issue_month(self.env.docname)
        if month is None or not domain.languages.documents.startswith("en"):
            return
        registry = domain.registry
        for article in self.document.findall(nodes.article):
            named = records_of(article, "partnership"), records_of(article, "place")
            about = [*registry.about(*named)]
            ties = [_tie(registry, record) for kind, record in about if kind == "partnership"]
            names = _names(registry, (place for kind, place in about if kind == "place"))
            passed = [_bare(words) for words in article["sic"]]
            for node, text in _texts(article):
                for sentence in sentences(text):
                    for found in (
                        *findings(sentence, month, ties),
                        *_misspelt(sentence, names, registry),
                    ):
                        if not any(words in _bare(found.words) for words in passed):
                            _tell(found, sentence, node)


def _tie(registry: Registry, record_id: str) -> Tie:
    record = registry.partnerships[record_id]
    return Tie(record, tuple(registry.places[party.place].spellings for party in record.parties))


def _names(registry: Registry, places: Iterable[str]) -> Names:
    """Return all that *places*, what contains them and their countries are called."""
    found: set[str] = set()
    for place in (registry.places[each] for each in places):
        found |= {*place.spellings, country_name(place.country, "en")}
        container = registry.container(place)
        found |= {*container.spellings} if container else set()
    return Names(found)


def _misspelt(sentence: str, names: Names, registry: Registry) -> Iterator[Finding]:
    """Yield what is nearly one of *names*, and not what another place is called."""
    for words, name in names.misspelt(sentence):
        if not any(_is_called(place, words) for place in registry.places.values()):
            yield Finding("text-name", words, f"the name is “{name}”")


def _is_called(place: Place, words: str) -> bool:
    return any(folded(spelling) == folded(words) for spelling in place.spellings)


def _texts(article: nodes.article) -> Iterator[tuple[Node, str]]:
    """Yield what the editor wrote for readers, with its place.

    What the build made of the registry stands in no line of the document.
    """
    for option in ("short", "standfirst", "summary"):
        yield article, article[option]
    for node in article.findall(docnodes.TextElement):
        is_block = not isinstance(node, (docnodes.Inline, docnodes.FixedTextElement))
        if is_block and node.line is not None:
            parts = node.findall(docnodes.Text)
            yield (
                node,
                "".join(" " if isinstance(each.parent, _NO_TEXT) else each for each in parts),
            )


_NO_TEXT = (docnodes.literal, docnodes.math, docnodes.raw)
"""Code, formulas, and what a line break is for one output."""


def _bare(words: str) -> str:
    """Return *words* as a comma list may hold them."""
    return " ".join(words.replace(",", " ").split()).casefold()


def _tell(found: Finding, sentence: str, node: Node) -> None:
    shown = sentence if len(sentence) <= _LONGEST else f"{sentence[:_LONGEST].rpartition(' ')[0]} …"
    message = (
        f"“{found.words}” disagrees with the registry: {found.sum}. It stands in “{shown}”. Mend "
        f"the one that is wrong; where both are right, write :sic: {found.words.replace(',', '')} "
        "in the {article} of this article."
    )
    warn(Warn(found.name), message, node)
