"""Load the registry: one TOML file a record, validated whole, once a build.

A record with a mistake is not in the registry; what leans on it falls with it, and each
mistake is one `RecordProblem` with its file and line.
"""

from __future__ import annotations

import functools
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, TypeVar

from glocal_ext.core import bibliography as references
from glocal_ext.core import records
from glocal_ext.core.model import PARTNERSHIP_KINDS, Place, Registry
from glocal_ext.core.names import is_han_run
from glocal_ext.core.problems import Problem, did_you_mean, did_you_mean_id, parse_id, slug
from glocal_ext.core.toml import Refused, line_of, line_of_string

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Callable, Iterable, Mapping
    from pathlib import Path

    from glocal_ext.core.model import Partnership, Source, Withdrawal

T = TypeVar("T")

# A record is a page of facts; what is larger was put here by mistake.
MAX_BYTES = 65_536


@dataclass(frozen=True, slots=True)
class RecordProblem:
    """A mistake in a registry file: *path* as it was given to `load`."""

    path: Path
    problem: Problem


@dataclass(frozen=True, slots=True)
class Loaded:
    """The registry, and the mistakes in its files."""

    registry: Registry
    problems: tuple[RecordProblem, ...] = ()


def load(
    folder: Path, bibliography: Path, today: dt.date, extra_kinds: Iterable[str] = ()
) -> Loaded:
    """Read ``folder/places``, ``folder/partnerships`` and *bibliography*.

    Records with a ``published`` after *today* are left out without a word; *extra_kinds* are
    kinds of partnership that conf.py adds.
    """
    loader = _Loader(today)
    loader.read_sources(bibliography)
    convert = functools.partial(
        records.partnership, kinds=sorted((*PARTNERSHIP_KINDS, *extra_kinds))
    )
    places = loader.read_folder(folder / "places", records.place)
    partnerships = loader.read_folder(folder / "partnerships", convert)
    places, partnerships = loader.check_references(places, partnerships)
    registry = Registry(
        places=places,
        partnerships=partnerships,
        sources=loader.sources,
        name_languages=_name_languages(places.values()),
        held=loader.held(places, partnerships),
        withdrawn=loader.withdrawn(places, partnerships),
    )
    return Loaded(registry, tuple(loader.problems))


def _name_languages(places: Iterable[Place]) -> dict[str, str]:
    """Map names in Chinese characters alone to their language; what two languages share is ja."""
    found: dict[str, str] = {}
    for place in places:
        for language, name in place.names:
            if is_han_run(name) and found.setdefault(name, language) != language:
                found[name] = "ja"
    return found


class _Loader:
    """Reads records as of *today*, collecting problems."""

    def __init__(self, today: dt.date) -> None:
        self.today = today
        self.sources: dict[str, Source] = {}
        self.problems: list[RecordProblem] = []
        self._texts: dict[str, tuple[Path, str]] = {}
        self._seen: dict[str, set[str]] = {"places": set(), "partnerships": set()}
        self._embargoes: dict[str, dt.date] = {}
        self._withdrawn: dict[str, Withdrawal] = {}

    def note(self, path: Path, line: int, name: str, message: str) -> None:
        """Collect a problem."""
        self.problems.append(RecordProblem(path, Problem(name, line, message)))

    # -- reading ------------------------------------------------------------------------------

    def read_sources(self, path: Path) -> None:
        """Read references.bib; a file that is not there has no sources."""
        if not path.is_file():
            return
        try:
            self.sources, problems = references.read(_text(path, limit=None))
        except Refused as refused:
            problems = [Problem("bibliography", refused.line, refused.message)]
        self.problems += [RecordProblem(path, problem) for problem in problems]

    def read_folder(self, folder: Path, convert: Callable[[str, str], T]) -> dict[str, T]:
        """Read the records of *folder* by id; a folder that is not there has none."""
        found: dict[str, T] = {}
        for path in sorted(folder.glob("*")) if folder.is_dir() else ():
            if path.name.startswith("."):
                continue
            if path.suffix != ".toml" or path.is_dir():
                self.note(path, 1, "registry-file", "Only .toml files are records; passed over.")
                continue
            self._seen[folder.name].add(path.stem)
            text = ""
            try:
                record_id = _record_id(path)
                text = _text(path)
                self._texts[f"{folder.name}/{record_id}"] = path, text
                if gone := records.withdrawal(text):
                    self._withdrawn[f"{folder.name}/{record_id}"] = gone
                else:
                    found[record_id] = convert(record_id, text)
            except Refused as refused:
                line = refused.line or line_of(text, refused.key)
                self.note(path, line, refused.name, refused.message)
        return found

    # -- what records say of each other -------------------------------------------------------

    def check_references(
        self, places: dict[str, Place], partnerships: dict[str, Partnership]
    ) -> tuple[dict[str, Place], dict[str, Partnership]]:
        """Drop what is embargoed, and records that name what is not there, until none is left."""
        stands = {
            key
            for key, place in places.items()
            if self._place_stands(place, places) and self._sources_stand("places", place)
        }
        visible = {key for key in stands if self._is_open("places", places[key])}
        sound = {key: _without(places[key], visible) for key in places if key in visible}
        kept = {
            key: partnership
            for key, partnership in partnerships.items()
            if self._parties_stand(partnership, places)
            and self._sources_stand("partnerships", partnership)
            and self._is_open("partnerships", partnership)
            and all(party.place in sound for party in partnership.parties)
        }
        return sound, kept

    def held(self, *kept: Mapping[str, object]) -> dict[str, str]:
        """Say of each record that has a file and is not in *kept* why it is not."""
        found = {}
        for folder, loaded in zip(("places", "partnerships"), kept, strict=True):
            for key in sorted(self._seen[folder] - loaded.keys()):
                found[f"{folder}/{key}"] = self._why(f"{folder}/{key}")
        return found

    def _why(self, record: str) -> str:
        """Say why a record that has a file is not in the registry."""
        if record in self._embargoes:
            return f"is not published before {self._embargoes[record]}"
        if record not in self._withdrawn:
            return "has a mistake in its file"
        gone = self._withdrawn[record]
        instead = f" (“{gone.replaced_by}” stands for it)" if gone.replaced_by else ""
        return f"was withdrawn on {gone.day}{instead}: {gone.reason.rstrip('.')}"

    def withdrawn(self, *kept: Mapping[str, object]) -> dict[str, Withdrawal]:
        """Return what was withdrawn; what is to stand for it has to be among *kept*."""
        found = dict(self._withdrawn)
        by_folder = dict(zip(("places", "partnerships"), kept, strict=True))
        for record, gone in self._withdrawn.items():
            folder = record.partition("/")[0]
            known = by_folder[folder]
            if gone.replaced_by and gone.replaced_by not in known:
                path, text = self._texts[record]
                offer = did_you_mean(gone.replaced_by, known)
                message = f"“replaced_by”: there is no “{gone.replaced_by}” in {folder}.{offer}"
                self.note(path, line_of(text, "replaced_by"), "registry-reference", message)
                found[record] = replace(gone, replaced_by=None)
        return found

    def _is_open(self, folder: str, record: Place | Partnership) -> bool:
        if record.published is None or record.published <= self.today:
            return True
        self._embargoes[f"{folder}/{record.id}"] = record.published
        return False

    def _place_stands(self, place: Place, places: Mapping[str, Place]) -> bool:
        path, text = self._texts[f"places/{place.id}"]
        for key in ("within", "successor"):
            named = getattr(place, key)
            message = ""
            if named == place.id:
                message = f"“{key}” names the place itself."
            elif named is not None and named not in places:
                others = {key: other for key, other in places.items() if key != place.id}
                message = self._no_such_place(named, others)
            if message:
                self.note(path, line_of(text, key), "registry-reference", message)
                return False
        within = places.get(place.within or "")
        if within is None or within.country == place.country:
            return True
        message = f"“{within.name}” is in {within.country}, this place in {place.country}."
        self.note(path, line_of(text, "within"), "registry-value", message)
        return False

    def _no_such_place(self, named: str, places: Mapping[str, Place]) -> str:
        if named in self._seen["places"]:
            return f"The place “{named}” {self._why(f'places/{named}')}."
        offer = did_you_mean_id(named, {key: place.spellings for key, place in places.items()})
        stub = slug(named)
        to_add = f" A record for it would be data/places/{stub}.toml." if stub else ""
        return f"There is no place “{named}”.{offer}{to_add}"

    def _parties_stand(self, partnership: Partnership, places: Mapping[str, Place]) -> bool:
        for party in partnership.parties:
            if party.place not in places:
                path, text = self._texts[f"partnerships/{partnership.id}"]
                line = line_of_string(text, party.place)
                message = self._no_such_place(party.place, places)
                self.note(path, line, "registry-reference", message)
                return False
        return True

    def _sources_stand(self, folder: str, record: Place | Partnership) -> bool:
        for key in record.cited:
            if key not in self.sources:
                path, text = self._texts[f"{folder}/{record.id}"]
                message = f"“{key}” is no key of the bibliography.{did_you_mean(key, self.sources)}"
                self.note(path, line_of_string(text, key), "registry-source", message)
                return False
        return True


def _without(place: Place, visible: set[str]) -> Place:
    """Return *place* without the places that an embargo or a mistake of theirs hides."""
    within = place.within if place.within in visible else None
    successor = place.successor if place.successor in visible else None
    return replace(place, within=within, successor=successor)


def _record_id(path: Path) -> str:
    try:
        return parse_id(path.stem)
    except ValueError as error:
        message = f"The file’s name is the record’s id. {error}"
        raise Refused("registry-id", message, line=1) from None


def _text(path: Path, limit: int | None = MAX_BYTES) -> str:
    try:
        if limit and path.stat().st_size > limit:
            raise Refused("registry-file", f"A record has at most {limit:,} bytes.", line=1)
        return path.read_text(encoding="utf-8-sig")
    except UnicodeDecodeError:
        message = "The file is not in UTF-8: save it as UTF-8."
        raise Refused("registry-file", message, line=1) from None
    except OSError as error:
        raise Refused("registry-file", f"It cannot be read: {error.strerror}.", line=1) from None
