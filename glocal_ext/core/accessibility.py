"""What an e-book says of its accessibility, reckoned from what it holds.

The terms are schema.org's, as EPUB Accessibility 1.1 (W3C, section 2) takes them.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Content:
    """What there is in an e-book: *pictures*, those of them with an alternative text, and more.

    *decorative* pictures say nothing that the text does not, and need no text of their own.
    """

    pictures: int = 0
    described: int = 0
    decorative: int = 0
    long_descriptions: int = 0
    formulas: int = 0

    @property
    def is_described(self) -> bool:
        """Whether somebody who sees no picture misses nothing."""
        return self.described + self.decorative == self.pictures


def access_modes(content: Content) -> tuple[str, ...]:
    """Return the senses through which the content comes (``accessMode``)."""
    return ("textual", "visual") if content.pictures else ("textual",)


def sufficient_modes(content: Content) -> tuple[str, ...]:
    """Return sets of senses each of which is enough (``accessModeSufficient``)."""
    whole = ",".join(access_modes(content))
    return tuple(dict.fromkeys(["textual", whole] if content.is_described else [whole]))


def features(content: Content) -> tuple[str, ...]:
    """Return what helps readers (``accessibilityFeature``)."""
    found = ["displayTransformability", "readingOrder", "structuralNavigation", "tableOfContents"]
    if content.described and content.is_described:
        found.append("alternativeText")
    if content.long_descriptions:
        found.append("longDescription")
    if content.formulas:
        found.append("MathML")
    return tuple(sorted([*found, "unlocked"], key=str.casefold))


HAZARDS = ("none",)
"""Nothing moves, flashes or sounds (``accessibilityHazard``)."""
