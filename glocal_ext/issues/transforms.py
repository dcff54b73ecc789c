"""Smaller changes to what was parsed: rows of photos, own targets, languages, placeholders."""

from __future__ import annotations

from docutils import nodes as docnodes
from sphinx.transforms import SphinxTransform

from glocal_ext import nodes
from glocal_ext.core.slips import PLACEHOLDER
from glocal_ext.issues.domain import issues_domain
from glocal_ext.issues.matter import front_matter
from glocal_ext.log import Warn, warn
from glocal_ext.partnerships.domain import partnerships_domain
from glocal_ext.text import mark_runs


class PhotoRows(SphinxTransform):
    """Put photos that follow one another with no text between into a row."""

    default_priority = 240

    def apply(self, **_kwargs: object) -> None:
        """Wrap each run of two photos or more."""
        for photo in list(self.document.findall(nodes.photo)):
            parent = photo.parent
            if isinstance(parent, nodes.photo_row):
                continue
            run = [photo]
            for sibling in parent.children[parent.index(photo) + 1 :]:
                if isinstance(sibling, docnodes.comment):
                    continue
                if not isinstance(sibling, nodes.photo):
                    break
                run.append(sibling)
            if len(run) > 1:
                row = nodes.photo_row()
                row.source, row.line = photo.source, photo.line
                parent.insert(parent.index(photo), row)
                for member in run:
                    parent.remove(member)
                row += run


class Placeholders(SphinxTransform):
    """Tell what `make issue` wrote and nobody overwrote, once the issue is no draft.

    Runs before `Articles` takes in the short titles (priority 250).
    """

    default_priority = 248

    def apply(self, **_kwargs: object) -> None:
        """Warn at each title, paragraph and short title that says so."""
        matter, _lines = front_matter(self.env)
        if matter.month is None or matter.draft:
            return
        for node in self.document.findall(docnodes.Element):
            text = node.get("short", "") if isinstance(node, nodes.article_options) else ""
            if isinstance(node, (docnodes.title, docnodes.paragraph)):
                text = node.astext()
            if text.startswith(PLACEHOLDER):
                line = text.partition("\n")[0]
                warn(
                    Warn.PLACEHOLDER, f"“{line}” still stands here: write what belongs there.", node
                )


class OwnTargets(SphinxTransform):
    """Keep a document's targets to it: two issues may each have an article “lavender”.

    Sphinx's labels are one for the whole project, with the last one read winning, which an
    incremental build reads in another order; so they go to `IssuesDomain`, and to MyST's table
    of a document's own anchors. Runs just before Sphinx collects labels (priority 850).
    """

    default_priority = 849

    def apply(self, **_kwargs: object) -> None:
        """Note every explicit target, and take it off docutils' list."""
        found: dict[str, tuple[str, str]] = {}
        for name, explicit in self.document.nametypes.items():
            own = self.document.nameids.get(name) or ""
            node = self.document.ids.get(own)
            if isinstance(node, docnodes.target) and "refid" in node:
                node = self.document.ids.get(node["refid"])
            if not explicit or node is None or isinstance(node, docnodes.footnote):
                continue
            title = node.next_node(docnodes.title) if isinstance(node, docnodes.section) else None
            anchor = own if own in node["ids"] else node["ids"][0]  # one of several may be older
            found[name] = anchor, title.astext() if title is not None else ""
        for name in found:
            self.document.nametypes[name] = False
        if found:
            anchors = {name: (0, anchor, title) for name, (anchor, title) in found.items()}
            slugs = getattr(self.document, "myst_slugs", {}) | anchors
            self.document.myst_slugs = slugs  # type: ignore[attr-defined]  # MyST's own table
            self.env.metadata[self.env.docname]["myst_slugs"] = slugs
            issues_domain(self.env).data["targets"][self.env.docname] = found


class MonthTitle(SphinxTransform):
    """Give an issue that is called by its month the month's name in the frame's language."""

    default_priority = 860  # before the titles are collected

    def apply(self, **_kwargs: object) -> None:
        """Change the title in a frame in another language than the document's."""
        languages = partnerships_domain(self.env).languages
        month = front_matter(self.env)[0].month
        title = self.document.next_node(docnodes.title)
        if not languages.of_text or not month or title is None:
            return
        if title.astext() == month.format(languages.documents):
            title.children = [docnodes.Text(month.format(languages.page))]
            title.children[0].parent = title


class LanguageRuns(SphinxTransform):
    """Mark what is written in another language's characters and nobody marked."""

    default_priority = 870  # before what is collected of a document that is read, at 880

    def apply(self, **_kwargs: object) -> None:
        """Wrap each run."""
        mark_runs(self.document, partnerships_domain(self.env).with_runs)
