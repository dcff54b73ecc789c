"""Import a table of ties: its rows become records, and what cannot be placed is told.

A second file says which columns there are. Records that somebody wrote or changed by hand are
never touched: an imported record begins with a line that says so, and whoever edits it takes that
line out. The same table can therefore be imported again, newer ones too.
"""

from __future__ import annotations

import csv
import io
import re
import tomllib
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, NamedTuple

from glocal_ext.core.dates import PartialDate
from glocal_ext.core.model import PARTNERSHIP_KINDS, PLACE_KINDS
from glocal_ext.core.problems import did_you_mean, listed, slug
from glocal_ext.core.records import PARTNERSHIP_KEYS, PLACE_KEYS
from glocal_ext.scaffold.fields import find_country
from glocal_ext.scaffold.files import Refused, require_folder
from glocal_ext.scaffold.record import mistakes
from glocal_ext.scaffold.toml import emit

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping
    from pathlib import Path

    from glocal_ext.core.registry import Loaded
    from glocal_ext.scaffold.record import Registered
    from glocal_ext.scaffold.toml import Value

IMPORTED = "# Imported from a table. Take this line out to keep what you change here by hand.\n"
"""The first line of an imported record."""

MOST_BYTES = 50_000_000
"""How large a table may be: a registry of a country has some hundred kilobytes."""

_PLACE = {"name", "kind", "country", "within", "code", "ja"}
_TIE = {"kind", "established", "status", "ended", "fields", "sources", "checked", "note", "name"}
_SECTIONS = {"partnership", "parties", "kinds"}
_DATE = re.compile(r"(\d{4})[-/.年](\d{1,2})(?:[-/.月](\d{1,2})日?)?月?")


class Columns(NamedTuple):
    """Which columns of a table say what.

    *tie* and each of *parties* map a key of a record to the name of a column, or to ``=value``,
    the same in all rows; *kinds* maps what the table calls a kind to what it is called here.
    """

    tie: dict[str, str]
    parties: list[dict[str, str]]
    kinds: dict[str, str]


@dataclass
class Import:
    """What became of a table."""

    written: list[str] = field(default_factory=list)
    kept: list[str] = field(default_factory=list)
    unplaced: list[str] = field(default_factory=list)
    same: int = 0

    def lines(self) -> list[str]:
        """Return what to say about it."""
        said = [f"Written: {name}" for name in self.written]
        said += [f"{name} was changed by hand and stays as it is." for name in self.kept]
        said += self.unplaced
        counts = f"{len(self.written)} records written, {self.same} as they were"
        counts += f", {len(self.kept)} of somebody’s own left alone" if self.kept else ""
        return [*said, f"{counts}; {len(self.unplaced)} rows could not be placed."]


def import_table(file: Path, columns: Path, registered: Registered) -> list[str]:
    """Write the records of a table; return what to say. Raises `Refused` where none can be."""
    require_folder(registered.folder, "--data")
    found = read_columns(columns)
    rows = [*_rows(file, found)]
    done = Import()
    importer = _Importer(found, registered, done)
    for line, row in rows:
        try:
            importer.take(row)
        except ValueError as error:
            done.unplaced.append(f"{file.as_posix()}:{line}: {error}")
    importer.write()
    return done.lines()


def read_columns(path: Path) -> Columns:
    """Read which columns there are; raises `Refused` with a sentence for each mistake."""
    try:
        data = tomllib.loads(path.read_text(encoding="utf-8-sig"))
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise Refused(f"{path.as_posix()} cannot be read: {error}.") from None
    wrong = [
        f"“{name}” is no part of it.{did_you_mean(name, _SECTIONS)}"
        for name in sorted(data.keys() - _SECTIONS)
    ]
    tie, parties, kinds = (data.get(name, {}) for name in ("partnership", "parties", "kinds"))
    if not isinstance(parties, list) or len(parties) < 2:
        wrong.append("It needs two or more [[parties]], each with the column of its name.")
        parties = []
    for said, known in ((tie, _TIE), *((each, _PLACE) for each in parties)):
        for key, value in said.items():
            if key not in known:
                wrong.append(f"“{key}” is no key here.{did_you_mean(key, known)}")
            elif not isinstance(value, str):
                wrong.append(f"“{key}” is a column’s name or “=” and a value, in quotes.")
    wrong += [
        f"“{key}” is missing in [partnership]." for key in ("kind", "established") if key not in tie
    ]
    wrong += [
        f"“{key}” is missing in [[parties]]."
        for each in parties
        for key in ("name", "kind", "country")
        if key not in each
    ]
    if wrong:
        raise Refused(*(f"{path.as_posix()}: {sentence}" for sentence in wrong))
    return Columns(tie, parties, {" ".join(key.split()).casefold(): kinds[key] for key in kinds})


def _rows(file: Path, columns: Columns) -> Iterator[tuple[int, dict[str, str]]]:
    """Yield the rows of a table, each with its line."""
    try:
        if file.stat().st_size > MOST_BYTES:
            raise Refused(f"{file.as_posix()} has more than {MOST_BYTES:,} bytes.")
        text = file.read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        raise Refused(f"{file.as_posix()} cannot be read as UTF-8: {error}.") from None
    reader = csv.DictReader(io.StringIO(text, newline=""), strict=True)
    wanted = {
        name
        for said in (columns.tie, *columns.parties)
        for name in said.values()
        if not name.startswith("=")
    }
    try:
        there = set(reader.fieldnames or ())
        missing = sorted(wanted - there)
        if missing:
            raise Refused(*(
                f"{file.as_posix()} has no column “{name}”.{did_you_mean(name, there)}"
                for name in missing
            ))  # fmt: skip
        for row in reader:
            cells = {key: " ".join((row[key] or "").split()) for key in wanted}
            if any(cells.values()):
                yield reader.line_num, cells
    except csv.Error as error:
        raise Refused(f"{file.as_posix()}:{reader.line_num} cannot be read: {error}.") from None


def read_date(text: str) -> str:
    """Return a date as records have it, from ``1984-05-03``, ``1984/5/3`` or ``1984年5月3日``.

    Raises `ValueError` for one of which nobody can tell the day from the month.
    """
    found = _DATE.fullmatch(text)
    if found:
        year, *others = (part for part in found.groups() if part)
        text = "-".join([year, *(f"{int(part):02}" for part in others)])
    return str(PartialDate.parse(text.removesuffix("年")))


class _Importer:
    """Takes rows, then writes what became of them."""

    def __init__(self, columns: Columns, registered: Registered, done: Import) -> None:
        self._columns, self._registered, self._done = columns, registered, done
        self._loaded: Loaded = registered.load()
        self._kinds = sorted({*PARTNERSHIP_KINDS, *registered.extra_kinds})
        self._records: dict[str, dict[str, Value]] = {}
        self._names: dict[tuple[str, str], list[str]] = {}
        for place in self._loaded.registry.places.values():
            for spelling in place.spellings:
                self._names.setdefault((spelling.casefold(), place.country), []).append(place.id)

    # -- rows -------------------------------------------------------------------------------------

    def take(self, row: Mapping[str, str]) -> None:
        """Take a row; raises `ValueError` with a sentence where it cannot be placed."""
        places: dict[str, dict[str, Value]] = {}
        parties = [self._party(self._cells(said, row), places) for said in self._columns.parties]
        tie = self._tie(self._cells(self._columns.tie, row), parties)
        key = f"partnerships/{'-'.join(parties)}"
        if key in self._records:
            raise ValueError(f"it is the second row of {', '.join(parties)}.")
        self._records |= places
        for name, place in places.items():
            spelling = (str(place["name"]).casefold(), str(place["country"]))
            self._names[spelling] = [name.removeprefix("places/")]
        self._records[key] = tie

    def _cells(self, said: Mapping[str, str], row: Mapping[str, str]) -> dict[str, str]:
        cells = {key: name[1:] if name.startswith("=") else row[name] for key, name in said.items()}
        return {key: value for key, value in cells.items() if value}

    def _party(self, cells: dict[str, str], places: dict[str, dict[str, Value]]) -> str:
        """Return the id of a place: of the one that is called so, else of a new one."""
        if "name" not in cells or "country" not in cells:
            raise ValueError("a party has no name or no country.")
        country = find_country(cells["country"])
        found = self._names.get((cells["name"].casefold(), country), [])
        if len(found) > 1:
            raise ValueError(f"“{cells['name']}” is the name of {listed(sorted(found))}.")
        if found:
            return found[0]
        return self._new_place(cells, country, places)

    def _new_place(
        self, cells: dict[str, str], country: str, places: dict[str, dict[str, Value]]
    ) -> str:
        name, kind = cells["name"], cells.get("kind", "").casefold()
        if kind not in PLACE_KINDS:
            raise ValueError(f"“{kind}” is no kind of place.{did_you_mean(kind, PLACE_KINDS)}")
        place: dict[str, Value] = {"name": name, "kind": kind, "country": country}
        if "within" in cells:
            around = self._names.get((cells["within"].casefold(), country), [])
            if len(around) != 1:
                raise ValueError(f"the registry has no place “{cells['within']}” in {country} yet.")
            place["within"] = around[0]
        if "code" in cells:
            place["code"] = cells["code"]
        if "ja" in cells:
            place["names"] = {"ja": cells["ja"]}
        stem = slug(name)
        if not stem:
            raise ValueError(f"no id can be made of “{name}”: write the record by hand first.")
        taken = {key for key in (*self._records, *places) if key.startswith("places/")}
        taken |= {f"places/{key}" for key in self._loaded.registry.places}
        choices = (f"places/{each}" for each in (stem, f"{stem}-{country.lower()}"))
        key = next((each for each in choices if each not in taken), "")
        if not key:
            raise ValueError(f"there is another “{name}” in {country}: write the record by hand.")
        places[key] = place
        return key.removeprefix("places/")

    def _tie(self, cells: dict[str, str], parties: list[str]) -> dict[str, Value]:
        if len(set(parties)) < len(parties):
            raise ValueError(f"“{parties[0]}” is a party twice.")
        kind = " ".join(cells.get("kind", "").split())
        kind = self._columns.kinds.get(kind.casefold(), kind.casefold())
        if kind not in self._kinds:
            raise ValueError(
                f"“{kind}” is no kind of partnership.{did_you_mean(kind, self._kinds)} "
                "Name it under [kinds]."
            )
        if "established" not in cells:
            raise ValueError("it says no date.")
        tie: dict[str, Value] = {"kind": kind, "parties": parties}
        for key in ("established", "ended", "checked"):
            if key in cells:
                tie[key] = read_date(cells[key])
        for key in ("fields", "sources"):
            if key in cells:
                parts = re.split(r"[;,、]", cells[key])
                tie[key] = [part.strip() for part in parts if part.strip()]
        tie |= {key: cells[key] for key in ("status", "note", "name") if key in cells}
        if "ended" in tie:
            tie.setdefault("status", "ended")
        return tie

    # -- files ------------------------------------------------------------------------------------

    def write(self) -> None:
        """Write the records that are sound, and tell of those that are not."""
        texts = {
            key: IMPORTED + emit({name: record[name] for name in _order(key) if name in record})
            for key, record in self._records.items()
        }
        for key, sentence in mistakes(texts, self._registered):
            self._done.unplaced.append(f"{key}: {sentence}")
            texts.pop(key, None)
        for key, text in texts.items():
            self._write(self._registered.folder / f"{key}.toml", text)

    def _write(self, path: Path, text: str) -> None:
        name = path.as_posix()
        if path.exists():
            there = path.read_text(encoding="utf-8")
            if there == text:
                self._done.same += 1
                return
            if not there.startswith(IMPORTED):
                self._done.kept.append(name)
                return
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8", newline="\n")
        self._done.written.append(name)


def _order(key: str) -> Iterable[str]:
    """Return the keys of a record in the order of its file."""
    return PLACE_KEYS if key.startswith("places/") else PARTNERSHIP_KEYS
