"""Maps as SVG: for the site, where a screen may be narrow, and for books, which have one size.

Colours are the style sheets'; without one a map is drawn in the colour of the text.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from markupsafe import Markup

from glocal_ext.core.maps import Spot, locator

if TYPE_CHECKING:
    from collections.abc import Iterator

    from docutils.nodes import Element

    from glocal_ext.core.maps import Map

_SVG = Markup('<svg xmlns="http://www.w3.org/2000/svg"')

_BOOK = 2
"""Units of a map to a pixel of a book, where a locator has 480 by 240."""


def map_of(node: Element) -> Map:
    """Return the map that a locator shows."""
    found = locator(tuple(Spot(name, (north, east)) for name, north, east in node["spots"]))
    assert found is not None  # a locator has two places or more
    return found


def fluid(found: Map, alt: str) -> Markup:
    """Return a map whose dots and labels keep their size, however wide it is shown.

    The outer picture has no view box: its lengths are shares and pixels. The inner one has the
    map's, and scales. The style sheet gives the outer one its proportion.
    """
    return Markup("").join(_fluid(found, alt))


def _fluid(found: Map, alt: str) -> Iterator[Markup]:
    yield _SVG + Markup(' role="img" aria-label="{}">').format(alt)
    yield Markup('<svg viewBox="0 0 {} {}">').format(found.width, found.height)
    yield from _land(found, 'stroke-width="2" vector-effect="non-scaling-stroke"')
    yield Markup("</svg>")
    across, down = found.width / 100, found.height / 100
    dot = Markup('<circle class="dot" fill="currentColor" cx="{:.2f}%" cy="{:.2f}%" r="4.5"/>')
    for x, y in found.dots:
        yield dot.format(x / across, y / down)
    text = Markup('<text x="{:.2f}%" y="{:.2f}%" dx="{}" dy="{}" text-anchor="{}">{}</text>')
    for label in found.labels:
        at = label.x / across, label.y / down
        yield text.format(*at, label.dx, label.dy, label.anchor, label.text)
    yield Markup("</svg>")


def fixed(found: Map, alt: str) -> Markup:
    """Return a map that scales as a whole, for readers that know nothing else."""
    return Markup("").join(_fixed(found, alt))


def _fixed(found: Map, alt: str) -> Iterator[Markup]:
    size = (found.width // _BOOK, found.height // _BOOK)
    yield _SVG + Markup(' viewBox="0 0 {} {}" role="img" aria-label="{}">').format(*size, alt)
    yield Markup('<g transform="scale({})">').format(1 / _BOOK)
    yield from _land(found, f'stroke-width="{2 * _BOOK}"')
    yield Markup("</g>")
    for x, y in found.dots:
        yield Markup('<circle fill="currentColor" cx="{:g}" cy="{:g}" r="5"/>').format(
            x / _BOOK, y / _BOOK
        )
    text = Markup(
        '<text fill="currentColor" font-family="sans-serif" font-weight="bold" font-size="16" '
        'x="{:g}" y="{:g}" text-anchor="{}">{}</text>'
    )
    for label in found.labels:
        at = label.x / _BOOK + label.dx, label.y / _BOOK + label.dy
        yield text.format(*at, label.anchor, label.text)
    yield Markup("</svg>")


def _land(found: Map, stroke: str) -> Iterator[Markup]:
    """Yield land and great circles in the map's units."""
    land = Markup('<path class="land" fill="currentColor" fill-opacity=".14" d="{}"/>')
    yield land.format(found.land)
    arc = Markup('<path class="arc" fill="none" stroke="currentColor" {} d="{}"/>')
    yield arc.format(Markup(stroke), found.arcs)  # noqa: S704  (our own attributes)


def standalone(found: Map, land: str, arc: str) -> str:
    """Return land and great circles as a picture of its own, in the colours *land* and *arc*."""
    return _SVG + Markup(
        ' viewBox="0 0 {0} {1}" width="{0}" height="{1}"><path fill="{2}" d="{3}"/>'
        '<path fill="none" stroke="{4}" stroke-width="7" stroke-linejoin="round" d="{5}"/></svg>'
    ).format(found.width, found.height, land, found.land, arc, found.arcs)
