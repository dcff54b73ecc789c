"""What the package document says of a book: its makers and subjects, its accessibility."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from docutils import nodes as docnodes
from sphinx.locale import get_translation

from glocal_ext import nodes
from glocal_ext.core.accessibility import (
    HAZARDS,
    Content,
    access_modes,
    features,
    sufficient_modes,
)

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from glocal_ext.builders.chapters import Chapter
    from glocal_ext.core.publication import Publication
    from glocal_ext.issues.domain import IssueRow

_ = get_translation("glocal")

STANDARD = "EPUB Accessibility 1.1 - WCAG 2.2 Level AA"
"""What a certifier says that a book conforms to, as that standard has it written."""


def makers_and_subjects(about: Publication, rows: Sequence[IssueRow]) -> dict[str, Any]:
    """Return *creators*, who wrote the articles (else the publisher), and *subjects*."""
    articles = [article for row in rows for article in row.articles]
    bylines = dict.fromkeys(article.byline for article in articles if article.byline)
    subjects = [topic for each in articles for topic in each.topics]
    subjects += [name for each in articles for name in each.kicker]
    return {
        "creators": [*bylines] or [about.publisher or about.name],
        "subjects": [*dict.fromkeys(subjects)],
    }


def content_of(chapters: Sequence[Chapter], *, has_cover_photo: bool) -> Content:
    """Return what there is in *chapters* and, if it shows a photo, on the cover."""
    photos = [
        photo
        for chapter in chapters
        for photo in chapter.find(nodes.photo)
        if not photo.get("pending")
    ]
    found = [each for chapter in chapters for each in chapter.find(docnodes.Element)]
    return Content(
        pictures=len(photos) + has_cover_photo,
        described=sum(bool(photo["alt"]) for photo in photos) + has_cover_photo,
        decorative=sum(photo["decorative"] for photo in photos),
        long_descriptions=sum(isinstance(each, nodes.photo_description) for each in found),
        formulas=sum(isinstance(each, (docnodes.math, docnodes.math_block)) for each in found),
    )


def claims(content: Content, certifier: str) -> Iterator[tuple[str, str]]:
    """Yield the properties that say how accessible a book is; *certifier* may be empty."""
    for mode in access_modes(content):
        yield "schema:accessMode", mode
    for modes in sufficient_modes(content):
        yield "schema:accessModeSufficient", modes
    for feature in features(content):
        yield "schema:accessibilityFeature", feature
    for hazard in HAZARDS:
        yield "schema:accessibilityHazard", hazard
    yield "schema:accessibilitySummary", _summary(content)
    if certifier:
        yield "dcterms:conformsTo", STANDARD
        yield "a11y:certifiedBy", certifier


def _summary(content: Content) -> str:
    """Return in sentences what the book does for who reads it otherwise."""
    said = [_("The text can be read in any size, colour and font, and aloud.")]
    said.append(_("Headings and contents lead to every article."))
    if content.pictures and content.is_described:
        said.append(_("Every picture has a text in its place."))
    if content.long_descriptions:
        said.append(_("Long descriptions stand beside their pictures."))
    return " ".join(said)
