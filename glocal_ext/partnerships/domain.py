"""The registry's records as objects that documents refer to.

The registry itself is no part of the environment: it is read once a build and kept as an
attribute, which workers inherit. The environment holds what each document used, with a digest
of what it saw there; a document is read again exactly when one of these digests differs.
"""

from __future__ import annotations

import datetime as dt
import hashlib
from pathlib import Path
from typing import TYPE_CHECKING, Any, ClassVar

from docutils import nodes
from sphinx.domains import ObjType
from sphinx.locale import _
from sphinx.util.nodes import make_refnode

from glocal_ext.clock import build_day, shows_drafts
from glocal_ext.config import publication
from glocal_ext.core.model import Registry
from glocal_ext.core.names import Languages, is_han_run, japanese_runs
from glocal_ext.core.problems import did_you_mean, did_you_mean_id, slug
from glocal_ext.core.registry import load
from glocal_ext.domain import DocumentDomain
from glocal_ext.log import Warn, warn
from glocal_ext.partnerships.indices import INDICES
from glocal_ext.text import runs

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from docutils.nodes import Element
    from sphinx.addnodes import pending_xref
    from sphinx.application import Sphinx
    from sphinx.builders import Builder
    from sphinx.environment import BuildEnvironment

    from glocal_ext.core.model import Partnership, Place, Source, Withdrawal

FOLDERS = {"place": "places", "partnership": "partnerships"}
_UNKNOWN = {"place": Warn.PLACE_UNKNOWN, "partnership": Warn.PARTNERSHIP_UNKNOWN}


def record_page(kind: str, record_id: str) -> str:
    """Return the page of a record, as a document would be named."""
    return f"{FOLDERS[kind]}/{record_id}/index"


class PartnershipsDomain(DocumentDomain):
    """Object types `place` and `partnership`; every record has a page of its own."""

    name = "glocal"
    label = "Partnerships"
    data_version = 1
    object_types: ClassVar[dict[str, ObjType]] = {
        "place": ObjType(_("place"), "place"),
        "partnership": ObjType(_("partnership"), "partnership"),
    }
    indices = INDICES
    by_document = ("uses",)
    initial_data: ClassVar[dict[str, Any]] = {
        "uses": {},  # docname → {key of what it used: digest, "" where there was none}
    }
    registry = Registry()
    today = dt.date.max
    """The day of the build; the last of days where drafts are shown."""

    def setup(self) -> None:
        """Make no labels of indices, as Sphinx does: it has other names for their pages.

        Those are there for a registry that has partnerships, which is read later than this.
        """

    # -- the registry -------------------------------------------------------------------------

    def records(self, kind: str) -> Mapping[str, Place | Partnership]:
        """Return the registry's records of a kind by id."""
        return self.registry.places if kind == "place" else self.registry.partnerships

    def withdrawn(self) -> Iterator[tuple[str, str, Withdrawal]]:
        """Yield each record that was withdrawn: its kind, its id, day and reason."""
        for kind, folder in FOLDERS.items():
            for key, gone in self.registry.withdrawn.items():
                if key.startswith(f"{folder}/"):
                    yield kind, key.removeprefix(f"{folder}/"), gone

    def title(self, kind: str, record_id: str) -> str:
        """Return the name of a record."""
        if kind == "place":
            return self.registry.places[record_id].name
        return self.registry.partnership_name(self.registry.partnerships[record_id])

    def page_of(self, kind: str, record_id: str) -> str:
        """Return the page of a record, as a document would be named."""
        return record_page(kind, record_id)

    def spellings(self, kind: str, record_id: str) -> tuple[str, ...]:
        """Return all that a record is called."""
        if kind == "place":
            return self.registry.places[record_id].spellings
        return (self.title(kind, record_id), *self.registry.partnerships[record_id].formerly)

    def require(self, kind: str, record_id: str) -> str:
        """Note that *record_id* is used and return it; `ValueError` where there is none."""
        records = self.records(kind)
        self.note_use(f"{kind}:{record_id}")
        if record_id in records:
            return record_id
        reason = self.registry.held.get(f"{FOLDERS[kind]}/{record_id}")
        if reason:
            raise ValueError(f"the {kind} “{record_id}” {reason}.")
        offer = did_you_mean_id(record_id, {key: self.spellings(kind, key) for key in records})
        stub = slug(record_id) or "id"
        raise ValueError(
            f"the registry has no {kind} “{record_id}”.{offer} "
            f"To add it: make {kind} ARGS='id={stub}' (writes data/{FOLDERS[kind]}/{stub}.toml)."
        )

    def lookup(self, kind: str, record_id: str, location: tuple[str, int]) -> bool:
        """Tell whether the registry has a record; where not, warn at *location*."""
        try:
            self.require(kind, record_id)
        except ValueError as error:
            message = str(error)
            warn(_UNKNOWN[kind], message[0].upper() + message[1:], location)
            return False
        return True

    def source(self, key: str, location: tuple[str, int]) -> Source | None:
        """Return an entry of the bibliography; where there is none, warn at *location*."""
        self.note_use(f"source:{key}")
        found = self.registry.sources.get(key)
        if found is None:
            offer = did_you_mean(key, self.registry.sources)
            file = self.env.config.glocal_bibliography
            warn(Warn.CITE, f"{file} has no source “{key}”.{offer}", location)
        return found

    @property
    def languages(self) -> Languages:
        """The languages of runs in a text of this publication."""
        config = self.env.config
        page = str(config.language).replace("_", "-")
        return Languages(self.registry.name_languages, page, config.glocal_language or page)

    def with_runs(self, text: str) -> list[nodes.Node]:
        """Return *text* with its runs in other languages marked; their names count as used."""
        self.note_names(text)
        return runs(text, self.languages)

    def note_names(self, text: str) -> None:
        """Note that the document's page depends on the language of the names in *text*."""
        for run, language in japanese_runs(text, {}):
            if language and is_han_run(run):
                self.note_use(f"name:{run}")

    # -- what documents used ------------------------------------------------------------------

    def note_use(self, key: str) -> None:
        """Remember that the document being read depends on *key* of the registry."""
        uses = self.data["uses"].setdefault(self.env.docname, {})
        uses[key] = self.digest(key)

    def digest(self, key: str) -> str:
        """Return a digest of all that a document can show of *key*, empty if there is none."""
        kind, _colon, name = key.partition(":")
        registry = self.registry
        seen: object
        if kind == "name":
            return registry.name_languages.get(name, "")
        if kind == "source":
            seen = registry.sources.get(name)
        elif kind == "place":
            seen = self._with_container(name)
        else:
            record = registry.partnerships.get(name)
            cited = [*record.sources] if record else []
            seen = record and (
                record,
                [self._with_container(party.place) for party in record.parties],
                [registry.sources[source] for source in cited],
            )
        return hashlib.sha256(repr(seen).encode()).hexdigest()[:16] if seen else ""

    def _with_container(self, place_id: str) -> tuple[Place, Place | None] | None:
        place = self.registry.places.get(place_id)
        return (place, self.registry.container(place)) if place else None

    def outdated(self) -> set[str]:
        """Return the documents that saw something else in the registry than there is now."""
        current: dict[str, str] = {}

        def digest(key: str) -> str:
            if key not in current:
                current[key] = self.digest(key)
            return current[key]

        return {
            docname
            for docname, uses in self.data["uses"].items()
            if any(digest(key) != seen for key, seen in uses.items())
        }

    # -- Sphinx's questions -------------------------------------------------------------------

    def get_objects(self) -> Iterator[tuple[str, str, str, str, str, int]]:
        """Yield every record with its page."""
        for kind in FOLDERS:
            for record_id in self.records(kind):
                title = self.title(kind, record_id)
                yield record_id, title, kind, record_page(kind, record_id), "", 1

    def resolve_xref(  # type: ignore[override]  # Sphinx takes any node, as its docs say
        self,
        env: BuildEnvironment,  # noqa: ARG002  (Sphinx's signature)
        fromdocname: str,
        builder: Builder,
        typ: str,
        target: str,
        node: pending_xref,  # noqa: ARG002  (Sphinx's signature)
        contnode: Element,
    ) -> Element | None:
        """Link to a record's page: within the site, else to its public address.

        An output without record pages and without a public address keeps the text.
        """
        if target not in self.records(typ):
            return None
        page = record_page(typ, target)
        if getattr(builder, "has_record_pages", False):
            return make_refnode(builder, fromdocname, page, "", [*contnode.children])
        address = publication(builder.config).page(page)
        if address:
            return nodes.reference("", "", contnode, refuri=address)
        return contnode


def partnerships_domain(env: BuildEnvironment) -> PartnershipsDomain:
    """Return the domain of *env*."""
    domain = env.domains["glocal"]
    assert isinstance(domain, PartnershipsDomain)
    return domain


def load_registry(app: Sphinx) -> None:
    """Read the registry, report its mistakes, and hand it to the domain."""
    config = app.config
    bibliography = app.srcdir / config.glocal_bibliography
    today = build_day(config.glocal_timezone)
    if shows_drafts():
        today = today.max
    folder = Path(app.confdir) / config.glocal_registry
    loaded = load(folder, bibliography, today, config.glocal_partnership_kinds)
    for found in loaded.problems:
        path = found.path
        if path.is_relative_to(app.confdir):
            path = path.relative_to(app.confdir)
        message = found.problem.message
        warn(Warn(found.problem.name), message, f"{path.as_posix()}:{found.problem.line}")
    domain = partnerships_domain(app.env)
    domain.registry, domain.today = loaded.registry, today


def outdated_documents(
    _app: Sphinx, env: BuildEnvironment, _added: set[str], _changed: set[str], _removed: set[str]
) -> set[str]:
    """Return the documents that a change of the registry touches."""
    return partnerships_domain(env).outdated()
