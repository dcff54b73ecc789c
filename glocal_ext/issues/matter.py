"""The front matter of the document being read, between the event that reads it and its users."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

from glocal_ext.core.frontmatter import FrontMatter

if TYPE_CHECKING:
    from sphinx.environment import BuildEnvironment

MATTER_KEY = "glocal_front_matter"
"""Where the front matter of the document being read is kept, with the lines of its keys."""


def front_matter(env: BuildEnvironment) -> tuple[FrontMatter, dict[str, int]]:
    """Return the front matter of the document being read, and the line of each key."""
    found = env.current_document.get(MATTER_KEY, (FrontMatter(), {}))
    return cast("tuple[FrontMatter, dict[str, int]]", found)
