"""What an editor may write: the directives and roles of an issue, and what no page takes."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from sphinx.config import Config

ISSUE_DIRECTIVES = frozenset({
    "admonition",
    "anniversary-list",
    "article",
    "article-list",
    "attention",
    "caution",
    "code",
    "code-block",
    "correction-list",
    "danger",
    "epigraph",
    "error",
    "hint",
    "important",
    "infobox",
    "issue-list",
    "list-table",
    "math",
    "note",
    "partnership",
    "partnership-list",
    "partnership-map",
    "photo",
    "photo-grid",
    "pull-quote",
    "rubric",
    "seealso",
    "table",
    "csv-table",
    "tip",
    "warning",
})  # fmt: skip

ISSUE_ROLES = frozenset({
    "abbr",
    "anniversary",
    "cite",
    "code",
    "doc",
    "emphasis",
    "literal",
    "math",
    "partnership",
    "place",
    "ref",
    "ruby",
    "strong",
    "sub",
    "subscript",
    "sup",
    "superscript",
})  # fmt: skip

# They read files, run other markup, or pass text through unchecked.
REFUSED_DIRECTIVES = frozenset({
    "eval-rst",
    "figure-md",
    "include",
    "literalinclude",
    "raw",
    "role",
    "toctree",
})  # fmt: skip

REFUSED_ROLES = frozenset({"download", "raw", "sub-ref"})

# Options of docutils' and Sphinx's directives that read a file or fetch an address.
FILE_OPTIONS = frozenset({"file", "url"})

# Every picture is a photo: these go round alt text, consent and privacy.
PICTURE_DIRECTIVES = frozenset({"figure", "image"})

# What a page may hand out as a file: nothing that a browser runs.
LINKED_SUFFIXES = frozenset({
    ".csv", ".docx", ".epub", ".ics", ".mp3", ".mp4", ".ods", ".odt", ".pdf", ".pptx", ".txt",
    ".xlsx", ".zip",
})  # fmt: skip

# What photographs come in: never published as they are, so never offered as a link.
PICTURE_SUFFIXES = frozenset({
    ".avif", ".bmp", ".gif", ".heic", ".heif", ".jfif", ".jpeg", ".jpg", ".png", ".svg", ".tif",
    ".tiff", ".webp",
})  # fmt: skip

LINK_SCHEMES = frozenset({"http", "https", "mailto", "project", "tel"})


def allowed_directives(config: Config) -> frozenset[str]:
    """Return the directives that an issue takes."""
    return ISSUE_DIRECTIVES | frozenset(config.glocal_issue_directives)


def allowed_roles(config: Config) -> frozenset[str]:
    """Return the roles that an issue takes."""
    return ISSUE_ROLES | frozenset(config.glocal_issue_roles)


def html_refusal(content: str) -> str | None:
    """Return what to say of raw HTML; `None` for a comment, which no output shows."""
    if re.fullmatch(r"<!--.*-->", content, re.DOTALL) and "-->" not in content[4:-3]:
        return None
    if content.startswith("<!--") and "-->" not in content:
        return (
            "A comment begins here and never ends: put --> behind it. What stands under it is "
            "left out."
        )
    start = content.partition("\n")[0][:40]
    way = "Write it as Markdown."
    if re.fullmatch(r"<br\s*/?>", content):
        way = "A line breaks at a \\ at its end."
    return f"HTML is refused, and “{start}” is left out. {way}"
