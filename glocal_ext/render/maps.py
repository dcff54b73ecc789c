"""Maps as SVG: for the site, where a screen may be narrow, and for books, which have one size.

Lines, dots and names have the colours of the style sheet; without one they have the text's.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from markupsafe import Markup

from glocal_ext.core.maps import Map, Plot, Spot, draw, outlines

if TYPE_CHECKING:
    from collections.abc import Iterator

    from docutils.nodes import Element

    from glocal_ext.core.labels import Label

_SVG = Markup('<svg xmlns="http://www.w3.org/2000/svg"')

_BOOK = 2
"""Units of a map to a pixel of a book, where a locator has 480 by 240."""

_COLOURS = Markup(
    "<style>svg>path{fill:#e3ddcf}.line{stroke:#a6321e}"
    "@media(prefers-color-scheme:dark){svg>path{fill:#33373d}.line{stroke:#f0907a}}</style>"
)
"""The colours of a map that is a file of its own, where the page's style does not reach.

The line's are the style sheet's ``--red``, light and dark; a test compares them.
"""


def plot_of(node: Element) -> Plot:
    """Return what a `place_map` says."""
    spots = (Spot(name, (north, east)) for name, north, east in node["spots"])
    return Plot(tuple(spots), tuple(map(tuple, node["joined"])), node["of_world"])


def picture(plot: Plot) -> str:
    """Return a map without its names as a picture of its own, for pages.

    However large it is shown, lines are 2 pixels wide and dots 9.
    """
    found = draw(plot)
    head = Markup(' viewBox="0 0 {0} {1}" width="{0}" height="{1}">').format(
        found.width, found.height
    )
    land = Markup('<path d="{}"/>').format(outlines(plot))
    line = Markup(
        '<g class="line" fill="none" stroke-linecap="round">'
        '<path fill="none" stroke-width="2" vector-effect="non-scaling-stroke" d="{}"/>'
        '<path fill="none" stroke-width="9" vector-effect="non-scaling-stroke" d="{}"/></g>'
    ).format(found.arcs, "".join(f"M{x} {y}h0" for x, y in found.dots))
    return f"{_SVG}{head}{_COLOURS}{land}{line}</svg>\n"


def names(found: Map, language: str) -> Markup:
    """Return the names that stand over that picture, as large on a narrow screen as on a wide one.

    The drawing has no view box: its lengths are shares and pixels. *language* is that of names,
    where it is not the page's.
    """
    across, down = found.width / 100, found.height / 100
    said = Markup(' lang="{}"').format(language) if language else ""
    shown = (
        Markup('<text x="{:.1f}%" y="{:.1f}%"{}>{}</text>').format(
            label.x / across, label.y / down, _beside(label), label.text
        )
        for label in found.labels
    )
    return Markup('<svg aria-hidden="true"{}>{}</svg>').format(said, Markup("").join(shown))


def _beside(label: Label) -> Markup:
    """Return how a name stands beside its dot, as far as it is not how texts stand anyway."""
    said = {"dx": label.dx, "dy": label.dy, "text-anchor": label.anchor}
    usual = (0, "start")
    return Markup("").join(
        Markup(' {}="{}"').format(name, value) for name, value in said.items() if value not in usual
    )


def fixed(plot: Plot, alt: str) -> Markup:
    """Return a map that scales as a whole, for readers that know nothing else."""
    return Markup("").join(_fixed(plot, alt))


def _fixed(plot: Plot, alt: str) -> Iterator[Markup]:
    found = draw(plot)
    size = (found.width // _BOOK, found.height // _BOOK)
    yield _SVG + Markup(' viewBox="0 0 {} {}" role="img" aria-label="{}">').format(*size, alt)
    yield Markup('<g transform="scale({})">').format(1 / _BOOK)
    yield Markup('<path fill="currentColor" fill-opacity=".14" d="{}"/>').format(outlines(plot))
    yield _arcs(found, f'stroke-width="{2 * _BOOK}"')
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


def _arcs(found: Map, stroke: str) -> Markup:
    """Return the great circles in the map's units."""
    arc = Markup('<path class="arc" fill="none" stroke="currentColor" {} d="{}"/>')
    return arc.format(Markup(stroke), found.arcs)  # noqa: S704  (our own attributes)


def standalone(plot: Plot, land: str, arc: str) -> str:
    """Return land and great circles as a picture of its own, in the colours *land* and *arc*."""
    found = draw(plot)
    return _SVG + Markup(
        ' viewBox="0 0 {0} {1}" width="{0}" height="{1}"><path fill="{2}" d="{3}"/>'
        '<path fill="none" stroke="{4}" stroke-width="7" stroke-linejoin="round" d="{5}"/></svg>'
    ).format(found.width, found.height, land, outlines(plot), arc, found.arcs)
