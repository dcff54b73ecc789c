"""Make the outlines of land from the unmodified files of world-atlas (Natural Earth).

``tools/land.py FOLDER`` looks for the sources in FOLDER, by name and SHA-256; where they come
from is said in docs/maps.md. The same sources give the same bytes. It needs Shapely 2.

Land alone is taken, without any border. A ring that crosses the antimeridian goes on beyond
180° (raw, it would draw a bar across the map), and what lies south of 60° S is left out: only
Antarctica does, and no ring is left that goes around a pole.
"""

from __future__ import annotations

import hashlib
import itertools
import json
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

from shapely import LineString

if TYPE_CHECKING:
    from collections.abc import Iterator

TARGET = Path(__file__).parent.parent / "glocal_ext" / "geodata"
SOURCES = {
    "land-110m.json": "ead5f68119c49a9250902e7da303bcb209341bbb8fefe7369a439b48b704658a",
    "land-50m.json": "619477ff690c086885e45cb91707d783805561bd75ae8e437b7d4694b0204e0f",
}
"""The files of world-atlas 2.0.2, with their SHA-256."""

TARGETS = {
    "land-50m.json": ("land-50m.json", 0.0),
    "land-110m.json": ("land-110m.json", 0.0),
    "land-wide.json": ("land-110m.json", 0.2),
}
"""What is written: from which source, and by how many degrees a line may be off."""

UNITS = 100
"""How many units a degree has in what is written: 0.01° is 1.1 km."""

_SOUTH = -60.0


def rings(topology: dict[str, Any]) -> Iterator[list[tuple[float, float]]]:
    """Yield the rings of a TopoJSON file as longitudes and latitudes in degrees."""
    scale, move = topology["transform"]["scale"], topology["transform"]["translate"]
    arcs = []
    for arc in topology["arcs"]:
        steps = itertools.accumulate(arc, lambda a, b: (a[0] + b[0], a[1] + b[1]))
        arcs.append([(x * scale[0] + move[0], y * scale[1] + move[1]) for x, y in steps])
    for geometry in topology["objects"]["land"]["geometries"]:
        for polygon in geometry["arcs"]:
            for ring in polygon:
                found: list[tuple[float, float]] = []
                for number in ring:
                    arc = arcs[number] if number >= 0 else arcs[~number][::-1]
                    found += arc[1:] if found else arc
                yield found


def unwrapped(ring: list[tuple[float, float]]) -> list[tuple[float, float]]:
    """Return *ring* with no step of more than 180° of longitude."""
    found = ring[:1]
    for longitude, latitude in ring[1:]:
        before = found[-1][0]
        found.append((longitude - 360 * round((longitude - before) / 360), latitude))
    return found


def simplified(ring: list[tuple[float, float]], off: float) -> list[tuple[float, float]]:
    """Return *ring* with as few points as stay within *off* degrees (Douglas and Peucker, 1973)."""
    return [*LineString(ring).simplify(off, preserve_topology=False).coords] if off else ring


def written(ring: list[tuple[float, float]]) -> list[int]:
    """Return the steps of a ring in units, longitude before latitude; the first is a place."""
    points = [(round(x * UNITS), round(y * UNITS)) for x, y in ring]
    points = [point for point, _same in itertools.groupby(points)]
    first, last = points[0], points[-1]
    if first == last:
        points.pop()
    steps = [b - a for pair in itertools.pairwise(points) for a, b in zip(*pair, strict=True)]
    return [*first, *steps]


def main() -> None:
    """Write the outlines."""
    folder = Path(sys.argv[1])
    for name, (source, off) in TARGETS.items():
        data = (folder / source).read_bytes()
        if hashlib.sha256(data).hexdigest() != SOURCES[source]:
            sys.exit(f"{source} is not the file of world-atlas 2.0.2.")
        found = (unwrapped(ring) for ring in rings(json.loads(data)))
        found = (simplified(ring, off) for ring in found if max(y for _x, y in ring) > _SOUTH)
        land = [written(ring) for ring in found]
        land = sorted(
            (ring for ring in land if len(ring) >= 6), key=lambda ring: (-len(ring), ring)
        )
        lines = ",\n".join(json.dumps(ring, separators=(",", ":")) for ring in land)
        text = f'{{"units": {UNITS}, "rings": [\n{lines}\n]}}\n'
        (TARGET / name).write_text(text, encoding="utf-8", newline="\n")
        sys.stdout.write(f"{name}: {len(land)} rings, {sum(map(len, land)) // 2} points\n")


if __name__ == "__main__":
    main()
