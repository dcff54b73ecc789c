"""The registry and the issues as data for others: JSON, CSV and GeoJSON, version 1.

A name or a meaning of version 1 never changes; what is new gets a name of its own. docs/data.md
describes each; `SCHEMA` is the JSON Schema that is published beside the data. What is not known
is left out, and a date says how far it is known.
"""

from __future__ import annotations

import csv
import io
import json
from typing import TYPE_CHECKING, Any, NamedTuple

from glocal_ext.core.geo import apart, distance, great_circle
from glocal_ext.core.structured import known

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from glocal_ext.core.dates import PartialDate
    from glocal_ext.core.geo import Point
    from glocal_ext.core.model import Partnership, Party, Place, Registry, Source

VERSION = 1

FOLDER = f"data/v{VERSION}"
"""Where the data lie in the site."""

Record = dict[str, Any]


class Said(NamedTuple):
    """An article that names a record: its month, its title, its address."""

    issue: str
    title: str
    address: str


class About(NamedTuple):
    """What every file says of itself: who publishes it, up to which issue, under which licence.

    *licence* is that of the data, *text_licence* and *photo_licence* are those of what is
    published elsewhere; a photo may have its own.
    """

    publication: str
    publisher: str
    issue: str
    address: str
    licence: str
    text_licence: str
    photo_licence: str

    def head(self) -> Record:
        """Return it as the beginning of a file."""
        return {"version": VERSION, **known(self._asdict())}


def date(found: PartialDate) -> Record:
    """Return a date, to what it is known, and whether it is approximate."""
    known = "day" if found.day else "month" if found.month else "year"
    return {"date": found.iso, "known_to": known, "approximate": found.approximate}


def place(found: Place) -> Record:
    """Return a place; coordinates are latitude and longitude in degrees, WGS 84."""
    latitude, longitude = found.coordinates or (None, None)
    return known({
        "id": found.id,
        "name": found.name,
        "kind": found.kind,
        "country": found.country,
        "within": found.within,
        "latitude": latitude,
        "longitude": longitude,
        "code": found.code,
        "names": dict(found.names),
        "aliases": list(found.aliases),
        "successor": found.successor,
        "ids": dict(found.ids),
        "sources": list(found.cited),
        "checked": found.checked.isoformat() if found.checked else "",
    })  # fmt: skip


def source(found: Source) -> Record:
    """Return a source."""
    return known({
        "key": found.key,
        "author": found.author,
        "title": found.title,
        "url": found.url,
        "date": str(found.date) if found.date else "",
        "accessed": str(found.accessed) if found.accessed else "",
    })  # fmt: skip


def partnership(
    registry: Registry, found: Partnership, address: str, articles: Iterable[Said]
) -> Record:
    """Return a tie with its sources and with the articles about it."""
    return known({
        "id": found.id,
        "name": registry.partnership_name(found),
        "formerly": list(found.formerly),
        "kind": found.kind,
        "status": found.status,
        "established": date(found.established),
        "ended": date(found.ended) if found.ended else None,
        "parties": [_party(each) for each in found.parties],
        "distance_km": _apart(registry, found),
        "fields": list(found.fields),
        "history": [
            known({"event": each.event, **date(each.date), "sources": list(each.sources)})
            for each in found.history
        ],
        "note": found.note,
        "sources": list(found.cited),
        "checked": found.checked.isoformat() if found.checked else "",
        "address": address,
        "articles": [known(each._asdict()) for each in articles],
    })  # fmt: skip


def _party(found: Party) -> Record:
    return known({"place": found.place, "since": date(found.since) if found.since else None})


def _apart(registry: Registry, found: Partnership) -> int | None:
    """Return the distance of two parties in km by the great circle; `None` for more of them."""
    points = [registry.places[each.place].coordinates for each in found.parties]
    if len(points) != 2 or not points[0] or not points[1]:
        return None
    return round(distance(points[0], points[1]))


def withdrawn(registry: Registry, folder: str) -> list[Record]:
    """Return which records of ``places`` or ``partnerships`` were withdrawn, when and why."""
    return [
        known({
            "id": key.removeprefix(f"{folder}/"),
            "date": gone.day.isoformat(),
            "reason": gone.reason,
            "replaced_by": gone.replaced_by,
        })
        for key, gone in sorted(registry.withdrawn.items())
        if key.startswith(f"{folder}/")
    ]  # fmt: skip


def written(data: Any) -> bytes:
    """Return *data* as JSON, a line a value, in the order in which it is."""
    return f"{json.dumps(data, ensure_ascii=False, indent=1)}\n".encode()


COLUMNS = (
    "id", "name", "kind", "status", "established", "established_known_to",
    "established_approximate", "ended", "parties", "party_names", "countries", "distance_km",
    "fields", "sources", "checked", "address", "formerly",
)  # fmt: skip
"""The columns of the table; lists are parted by semicolons."""


def table(registry: Registry, rows: Iterable[Record]) -> bytes:
    """Return ties as CSV (RFC 4180, UTF-8): a row a tie."""
    text = io.StringIO(newline="")
    writer = csv.DictWriter(text, COLUMNS, extrasaction="ignore", lineterminator="\r\n")
    writer.writeheader()
    for row in rows:
        places = [registry.places[each["place"]] for each in row["parties"]]
        writer.writerow({
            **{key: _cell(value) for key, value in row.items()},
            "established": row["established"]["date"],
            "established_known_to": row["established"]["known_to"],
            "established_approximate": str(row["established"]["approximate"]).lower(),
            "ended": row.get("ended", {}).get("date", ""),
            "parties": ";".join(each.id for each in places),
            "party_names": ";".join(each.name for each in places),
            "countries": ";".join(dict.fromkeys(each.country for each in places)),
        })  # fmt: skip
    return text.getvalue().encode()


def _cell(value: object) -> object:
    """Return what stands in a cell; no program takes it for a formula."""
    if isinstance(value, list):
        value = ";".join(map(str, value))
    return f"'{value}" if isinstance(value, str) and value[:1] in {*"=+-@\t\r"} else value


def geojson(registry: Registry, rows: Sequence[Record]) -> bytes:
    """Return places and ties as GeoJSON (RFC 7946): points, and great circles between them."""
    tied = {each["place"] for row in rows for each in row["parties"]}
    features = [
        _feature(f"place/{found.id}", place(found), {
            "type": "Point",
            "coordinates": [found.coordinates[1], found.coordinates[0]],
        })
        for key, found in registry.places.items()
        if key in tied and found.coordinates
    ]  # fmt: skip
    for row in rows:
        points = [registry.places[each["place"]].coordinates for each in row["parties"]]
        here, *others = points
        lines = [line for there in others if here and there for line in _great_circle(here, there)]
        if lines:
            shown = ("id", "name", "kind", "status", "sources", "checked")
            properties = {key: row[key] for key in shown if key in row}
            properties["established"] = row["established"]["date"]
            geometry = {"type": "MultiLineString", "coordinates": lines}
            features.append(_feature(f"partnership/{row['id']}", properties, geometry))
    return written({"type": "FeatureCollection", "features": features})


def _feature(key: str, properties: Record, geometry: Record) -> Record:
    return {"type": "Feature", "id": key, "properties": properties, "geometry": geometry}


def _great_circle(here: Point, there: Point) -> list[list[list[float]]]:
    """Return the lines of a great circle, cut at 180° as RFC 7946 asks for it (3.1.9)."""
    steps = max(2, round(distance(here, there) / 300))
    lines: list[list[list[float]]] = [[]]
    before: Point | None = None
    for latitude, longitude in great_circle(here, there, steps):
        if before and abs(longitude - before[1]) > 180:
            side = 180.0 if before[1] > 0 else -180.0
            reach = apart(longitude, before[1])
            share = (side - before[1]) / reach if reach else 0.0
            cut = round(before[0] + (latitude - before[0]) * share, 4)
            lines[-1].append([side, cut])
            lines.append([[-side, cut]])
        lines[-1].append([round(longitude, 4), round(latitude, 4)])
        before = latitude, longitude
    return lines


# -- the schema -------------------------------------------------------------------------------

_TEXT = {"type": "string", "minLength": 1}
_TEXTS = {"type": "array", "items": _TEXT}
_DATED = {
    "date": {"type": "string", "pattern": r"^\d{4}(-\d{2}(-\d{2})?)?$"},
    "known_to": {"enum": ["year", "month", "day"]},
    "approximate": {"type": "boolean"},
}


def _object(properties: Record, *required: str) -> Record:
    return {
        "type": "object",
        "properties": properties,
        "required": list(required),
        "additionalProperties": False,
    }


_DATE = _object(_DATED, *_DATED)
_HEAD = {
    "version": {"const": VERSION},
    **dict.fromkeys(
        ("publication", "publisher", "address", "licence", "text_licence", "photo_licence"), _TEXT
    ),
    "issue": {"type": "string", "pattern": r"^\d{4}-\d{2}$"},
    "snapshot": {"type": "string", "pattern": r"^\d{4}-\d{2}-\d{2}$"},
    "snapshots": _TEXTS,
}

_WITHDRAWN = {
    "type": "array",
    "items": _object(
        dict.fromkeys(("id", "date", "reason", "replaced_by"), _TEXT), "id", "date", "reason"
    ),
}

SCHEMA = {
    "$schema": "https://json-schema.org/draft/2020-12/schema",
    "title": "Partnerships",
    **_object({
        "$schema": _TEXT,
        **_HEAD,
        "partnerships": {"type": "array", "items": _object({
            **dict.fromkeys(("id", "name", "kind", "note", "checked", "address"), _TEXT),
            "status": {"enum": ["active", "suspended", "ended"]},
            "established": _DATE,
            "ended": _DATE,
            "parties": {"type": "array", "minItems": 2,
                        "items": _object({"place": _TEXT, "since": _DATE}, "place")},
            "distance_km": {"type": "integer", "minimum": 0},
            "fields": _TEXTS,
            "formerly": _TEXTS,
            "sources": _TEXTS,
            "history": {"type": "array", "items": _object(
                {**_DATED, "event": _TEXT, "sources": _TEXTS}, "event", *_DATED)},
            "articles": {"type": "array", "items": _object(
                {"issue": _TEXT, "title": _TEXT, "address": _TEXT}, "issue", "title")},
        }, "id", "name", "kind", "status", "established", "parties")},
        "places": {"type": "array", "items": _object({
            **dict.fromkeys(
                ("id", "name", "kind", "within", "code", "successor", "checked"), _TEXT),
            "country": {"type": "string", "pattern": "^[A-Z]{2}$"},
            "latitude": {"type": "number", "minimum": -90, "maximum": 90},
            "longitude": {"type": "number", "minimum": -180, "maximum": 180},
            "names": {"type": "object", "additionalProperties": _TEXT},
            "aliases": _TEXTS,
            "sources": _TEXTS,
            "ids": {"type": "object", "additionalProperties": _TEXT},
        }, "id", "name", "kind", "country")},
        "sources": {"type": "array", "items": _object(
            dict.fromkeys(("key", "author", "title", "url", "date", "accessed"), _TEXT),
            "key", "author", "title")},
        "withdrawn": _object({"places": _WITHDRAWN, "partnerships": _WITHDRAWN}),
    }, "version", "publication", "partnerships", "places", "sources"),
}  # fmt: skip
"""The JSON Schema of `partnerships.json`."""
