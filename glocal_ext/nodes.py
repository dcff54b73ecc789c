"""The semantic nodes: what a document means, without saying how it looks.

Every output renders every node (`glocal_ext.render`). All attributes are plain values, so
that a doctree can be pickled and digested.
"""

from __future__ import annotations

from docutils import nodes


class article(nodes.section):
    """A section of the second level in an issue.

    Attributes are those of ``{article}``: *short*, *summary*, *standfirst*, *byline*, *kind*,
    *topics*, *places*, *partnerships*, *sic*, *original*, and of one that was
    withdrawn *withdrawn* (the ISO day) and *reason*; *target*, the permanent address, and
    *words*, the number of words.
    """

    # Sphinx finds titles for its labels by this name; translators go by the class's.
    tagname = "section"


class article_options(nodes.Invisible, nodes.Element):
    """What an ``{article}`` said, until the article's transform takes it in."""


class photo(nodes.General, nodes.Element):
    """A photograph: an ``image`` where its file is there, a `photo_caption`, a description.

    Attributes: *alt*, *decorative*, *credit*, *licence*, *licence_url*, *rights*, *date* (ISO,
    with ``~``), *place* (a registry id), *place_name*, *consent*, *focus* (two percentages),
    *size*, *pending*, *digest* (of the file's bytes), *width* and *height* (pixels, upright),
    *ground* (the class of its mean colour), *look* (what copies of it have in common), *page*
    (the name of its enlarged view), *withdrawn* (the ISO day since which a note stands for it),
    *reason* and *file* (of one that was withdrawn: why, and what its file was called).
    """

    def caption_text(self) -> str:
        """Return the caption as plain text in one line."""
        place = self.first_child_matching_class(photo_caption)
        if place is None:
            return ""
        # A line break is raw HTML and TeX beside each other, and neither is text.
        texts = self[place].findall(nodes.Text)
        shown = (text for text in texts if not isinstance(text.parent, nodes.raw))
        return " ".join(" ".join(shown).split())


class photo_caption(nodes.General, nodes.Element):
    """A photo's or a row's caption: body elements."""


class photo_description(nodes.General, nodes.Element):
    """A photo's long description: body elements."""


class photo_row(nodes.General, nodes.Element):
    """Photos that belong together, with a `photo_caption` of their own or without one."""


class infobox(nodes.General, nodes.Element):
    """A box of facts: `infobox_title`, a definition list of facts, further body elements.

    *partnership* is the record's id where the facts are the registry's.
    """


class infobox_title(nodes.General, nodes.TextElement):
    """The title of an infobox: inline text, perhaps a link to the record's page."""


class infobox_sources(nodes.General, nodes.TextElement):
    """Whose facts an infobox shows: inline text with links."""


class place_map(nodes.General, nodes.TextElement):
    """A map of places; its text is the caption.

    *spots* are triples of a name, latitude and longitude (degrees), *joined* pairs of their
    numbers that great circles join; *of_world* tells a map of the world from one of what is
    around the places. *alt* names what is seen.
    """


class pull_quote(nodes.block_quote):
    """A sentence of the article repeated for the eye; *attribution* as in a block quote."""


class ruby(nodes.Inline, nodes.TextElement):
    """A name in Japanese with its *reading*, which is set above it."""


class issue_list(nodes.General, nodes.Element):
    """A list of issues, filled when a page is written: *year*, *limit*."""


class article_list(nodes.General, nodes.Element):
    """A list of articles: *partnership*, *place*, *topic*, *limit*."""


class partnership_list(nodes.General, nodes.Element):
    """A list of partnerships: *kind*, *country*, *within*, *since*."""


class anniversary_list(nodes.General, nodes.Element):
    """A list of anniversaries: *year*, or *from* and *to*; *round* for round ones alone."""


class correction_list(nodes.General, nodes.Element):
    """A list of corrections, the newest first: *year* (of the issue), *limit*."""


class partnership_map(nodes.General, nodes.Element):
    """A map of the world with partnerships, and their list; it has the attributes of that."""


LISTS = (
    issue_list, article_list, correction_list, partnership_list, anniversary_list, partnership_map,
)  # fmt: skip

RENDERED = (
    article,
    photo,
    photo_caption,
    photo_description,
    photo_row,
    infobox,
    infobox_title,
    infobox_sources,
    place_map,
    pull_quote,
    ruby,
)
"""The nodes that reach a translator; the lists become ordinary nodes before."""
