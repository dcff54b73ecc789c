"""The plain text of an issue: every word of the page, and what its pictures show."""

from __future__ import annotations

from typing import TYPE_CHECKING

from outputs import exact

if TYPE_CHECKING:
    from collections.abc import Callable

    from conftest import Project

BODY = """\
(river)=
## A river between two towns

Rowers came.

:::{photo} river.jpg
:alt: Boats on a river.
:credit: Town of North River
The first boats
:::

:::{photo} later.jpg
:pending:
The second boats
:::

:::{partnership} north-river-southport
:::

:::{infobox} The regatta
Dates
: 18 July 2031
:::

:::{pull-quote}
We came by water.

— A rower
:::
"""


def test_the_plain_text_has_every_word_and_what_pictures_show(
    make_project: Callable[..., Project],
) -> None:
    project = make_project({"source/issues/2031/05/river.jpg": exact.jpeg(90, (900, 600))})
    project.write_issue(BODY)

    built = project.build("text")

    text = (built.out / "issues/2031/05/index.txt").read_text(encoding="utf-8")
    lines = [line.strip() for line in text.splitlines() if line.strip()]
    for line in (
        "Rowers came.",
        "[Photograph: Boats on a river.]",
        "The first boats",
        "Town of North River",
        "[Photograph to come]",
        "The second boats",
        "North River and Southport",
        "Since",
        "The regatta",
        "18 July 2031",
        "We came by water.",
    ):
        assert line in lines
    assert "[image" not in text
