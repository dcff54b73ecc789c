"""The names of all warnings, and the one function that emits them.

A name is stable: ``suppress_warnings = ["glocal.photo-small"]`` in conf.py silences it.
"""

from __future__ import annotations

from enum import Enum
from typing import TYPE_CHECKING

from sphinx.util import logging

if TYPE_CHECKING:
    from docutils import nodes

_logger = logging.getLogger(__name__)


class Warn(Enum):
    """Every warning of this package; the value is its name behind ``glocal.``."""

    ARTICLE_PLACE = "article-place"
    """``{article}`` that is not directly under an article's heading."""
    ARTICLE_TWICE = "article-twice"
    """A second ``{article}`` under one heading."""
    ARTICLE_OPTION = "article-option"
    """An option of ``{article}`` with a value that it does not take."""
    ARTICLE_TARGET = "article-target"
    """An article without a permanent address, or with one that is none."""
    ARTICLE_TARGET_TWICE = "article-target-twice"
    """Two articles of an issue with one address."""
    BIBLIOGRAPHY = "bibliography"
    """references.bib cannot be read, or an entry lacks what a source needs."""
    BUILD_DATE = "build-date"
    """``SOURCE_DATE_EPOCH`` is no whole number of seconds."""
    CITE = "cite"
    """``{cite}`` with a key that the bibliography does not have."""
    CONFIG = "config"
    """A value in conf.py that it does not take."""
    COVER = "cover"
    """The front matter's ``cover`` names no photo of the issue."""
    DIRECTIVE = "directive"
    """A directive that an issue, or any page, does not take."""
    DIRECTIVE_OPTION = "directive-option"
    """An option that a directive does not have, or a value that it does not take."""
    DIRECTIVE_OPTION_SYNTAX = "directive-option-syntax"
    """An option that would be cut off, lost or printed as text."""
    DIRECTIVE_FENCE = "directive-fence"
    """A directive whose fence ends too early, or never."""
    EDITION_FILE = "edition-file"
    """An edition that cannot be written; the file of before stays."""
    EDITION_SIZE = "edition-size"
    """An edition that is larger than conf.py allows, its pictures as small as they may be."""
    ENCODING = "encoding"
    """A document that is not in UTF-8."""
    EPUB_CONTENT = "epub-content"
    """What another extension makes and an e-book cannot hold."""
    FOOTNOTE = "footnote"
    """``[^1]`` in the text without its note."""
    FRONT_MATTER_COVER = "front-matter-cover"
    FRONT_MATTER_CORRECTIONS = "front-matter-corrections"
    FRONT_MATTER_DRAFT = "front-matter-draft"
    FRONT_MATTER_END = "front-matter-end"
    FRONT_MATTER_ISSUE = "front-matter-issue"
    FRONT_MATTER_KEY = "front-matter-key"
    FRONT_MATTER_NUMBER = "front-matter-number"
    FRONT_MATTER_ORIGINAL = "front-matter-original"
    FRONT_MATTER_PUBLISHED = "front-matter-published"
    FRONT_MATTER_SUMMARY = "front-matter-summary"
    FRONT_MATTER_TWICE = "front-matter-twice"
    FRONT_MATTER_YAML = "front-matter-yaml"
    HEADING = "heading"
    """An issue without a title, or with more than one."""
    HTML = "html"
    """Raw HTML, which no page takes."""
    IMAGE = "image"
    """A picture that goes round ``{photo}``."""
    INFOBOX = "infobox"
    """An infobox without title or without entries."""
    LINK = "link"
    """A link with a scheme that is refused, or to a file that is not published."""
    LINK_MISSING = "link-missing"
    """A link to a document, a target or a file that is not there."""
    LIST_OPTION = "list-option"
    """A list that asks for a year, a place or a partnership that does not exist."""
    MATH = "math"
    """A formula that cannot be read as TeX."""
    PARTNERSHIP_UNKNOWN = "partnership-unknown"
    """A partnership that the registry does not have."""
    PDF_CONTENT = "pdf-content"
    """What another extension makes and a PDF does not know, or a character that no font has."""
    PHOTO_ALT = "photo-alt"
    """A photo without alternative text."""
    PHOTO_CAPTION = "photo-caption"
    """A caption with something in it that belongs outside."""
    PHOTO_CONSENT = "photo-consent"
    """An unknown ``consent``, or none where conf.py requires one."""
    PHOTO_FILE = "photo-file"
    """A photo's file that is missing, outside the tree, remote, broken, animated or too large."""
    PHOTO_GRID = "photo-grid"
    """A ``{photo-grid}`` with something else than photos in it, or with none."""
    PHOTO_LOOK = "photo-look"
    """A picture that is too dark, blurred all over, or in the document already."""
    PHOTO_OPTION = "photo-option"
    """An option of a photo that is left out because of its value."""
    PHOTO_PENDING = "photo-pending"
    """A photo that has not arrived, where conf.py asks for all of them."""
    PHOTO_RIGHTS = "photo-rights"
    """A credit, a licence or a caption that the photo's file has and the document has not."""
    PHOTO_SMALL = "photo-small"
    """A picture with fewer pixels than its place needs."""
    PLACE_UNKNOWN = "place-unknown"
    """A place that the registry does not have."""
    PLACEHOLDER = "placeholder"
    """What ``make issue`` wrote and nobody overwrote, in an issue that is no draft."""
    ANNIVERSARY = "anniversary"
    """An ``{anniversary}`` that does not fall in the year it names."""
    REGISTRY_FILE = "registry-file"
    REGISTRY_ID = "registry-id"
    REGISTRY_KEY = "registry-key"
    REGISTRY_MISSING = "registry-missing"
    REGISTRY_REFERENCE = "registry-reference"
    REGISTRY_SOURCE = "registry-source"
    REGISTRY_TOML = "registry-toml"
    REGISTRY_VALUE = "registry-value"
    ROLE = "role"
    """A role that an issue does not take."""
    SOURCE_NAME = "source-name"
    """A file whose name is another's but for case, a page's of the site, or a linked folder's."""
    TABLE = "table"
    """Lines of a table without the rule that makes them one."""


def warn(
    name: Warn, message: str, location: nodes.Node | tuple[str, int | None] | str | None
) -> None:
    """Emit a warning; *location* is a node, a document and its line, or ``file:line``."""
    _logger.warning(message, location=location, type="glocal", subtype=name.value)


def info(message: str) -> None:
    """Say something that is no warning, on the terminal alone."""
    _logger.info(message)
