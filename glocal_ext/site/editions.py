"""The editions of a publication, and what each of them is made from."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from sphinx.builders.html._build_info import BuildInfo

from glocal_ext.config import publication
from glocal_ext.core.editions import (
    Edition,
    edition_identifier,
    edition_name,
    first_day,
    issue_month,
    volume_document,
)
from glocal_ext.issues.domain import issues_domain
from glocal_ext.log import info
from glocal_ext.site.manifest import Manifest, digest, files_digest
from glocal_ext.site.pages import Pages
from glocal_ext.site.templates import template_files

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from sphinx.builders import Builder
    from sphinx.config import Config

    from glocal_ext.issues.domain import IssueRow


EPUB, PDF = ".epub", ".pdf"
"""The endings of the files that editions are."""


class Offer(NamedTuple):
    """An edition that a page offers: the page, its path in the site, its file, its digest.

    *pages* is how many pages of paper it has; an e-book has none.
    """

    document: str
    name: str
    file: Path
    digest: str
    pages: int

    @property
    def size(self) -> int:
        """Its size in bytes."""
        return self.file.stat().st_size


class Editions:
    """The editions of one build: *all* of them by their keys, the oldest first.

    *shown* is what this build's pages show, where a builder has it already.
    """

    def __init__(self, builder: Builder, shown: Pages | None = None) -> None:
        self.env, self.config = builder.env, builder.config
        self.publication = publication(self.config)
        self.rows: dict[str, IssueRow] = dict(reversed(issues_domain(self.env).issues()))
        self._shown = shown or Pages(self.env)
        # Sphinx's account of the settings, private as it is (see `SiteBuilder`).
        settings = BuildInfo(self.config, builder.tags, frozenset({"html", "env"}))
        self._made_with = {
            ending: digest(
                settings.config_hash,
                files_digest(template_files(builder, ending[1:])),
                self.publication,
                self._shown.runs(repr(self.publication)),
                own(self.config),
            )
            for ending, own in _MADE_WITH.items()
        }
        self.all = {edition.key: edition for edition in (*self._issues(), *self._volumes())}

    def _issues(self) -> list[Edition]:
        return [self._edition(row.month, doc, row.title, (doc,)) for doc, row in self.rows.items()]

    def _volumes(self) -> list[Edition]:
        years: dict[int, list[str]] = {}
        for document in self.rows:
            month = issue_month(document)
            if month:
                years.setdefault(month.year, []).append(document)
        found = []
        for year, issues in years.items():
            title = self.env.titles.get(volume_document(year))
            text = title.astext() if title is not None else str(year)
            found.append(self._edition(f"{year:04}", volume_document(year), text, tuple(issues)))
        return found

    def _edition(self, key: str, document: str, title: str, issues: tuple[str, ...]) -> Edition:
        about, rows = self.publication, [self.rows[issue] for issue in issues]
        days = [day for row in rows for day in (row.published or row.month, row.corrected()) if day]
        base = self.config.glocal_feed_ids or about.address or f"{about.name}/"
        return Edition(
            key=key,
            name=edition_name(about.name, key),
            title=title,
            language=about.language,
            document=document,
            issues=issues,
            identifier=edition_identifier(base, document),
            published=rows[0].published or key if len(key) > 4 else key,
            modified=max(map(first_day, days)),
            corrected=max(row.corrected() for row in rows),
            version=1 + len({each.date for row in rows for each in row.corrections}),
        )

    def offers(self, folder: Path, ending: str) -> Iterator[Offer]:
        """Yield the files in *folder* with this *ending* that hold what their issues hold now.

        One of before might hold what was withdrawn since.
        """
        manifest, others = Manifest(folder), []
        for edition in self.all.values():
            file = f"{edition.name}{ending}"
            seen = manifest.made.get(file)
            if seen and edition.document in self.env.found_docs and (folder / file).is_file():
                if seen == self.digest(edition, ending):
                    beside = f"{edition.document.rpartition('/')[0]}/{file}"
                    pages = manifest.lengths.get(file, 0)
                    yield Offer(edition.document, beside, folder / file, seen, pages)
                else:
                    others.append(file)
        if others:
            these = f"{others[0]} and {len(others) - 1} more" if len(others) > 1 else others[0]
            info(f"not offered, since made of something else than there is now: {these}")

    def digest(self, edition: Edition, kind: str) -> str:
        """Return a digest of all that the file of *edition* of a *kind* is made from."""
        documents = [*edition.issues, edition.document]
        return digest(
            self._made_with[kind],
            edition,
            [self._shown.text_digest(document) for document in documents],
            [repr(self.rows[issue]) for issue in edition.issues],
        )


_MADE_WITH: dict[str, Callable[[Config], object]] = {
    EPUB: lambda config: sorted(config.glocal_epub_bytes.items()),
    PDF: lambda config: (config.glocal_pdf_paper, sorted(config.glocal_pdf_bytes.items())),
}
"""The settings that shape one kind of file alone, and that Sphinx's account leaves out."""
