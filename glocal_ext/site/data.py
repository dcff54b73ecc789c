"""The files of data: which there are, what each holds, from what they are made."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING

from glocal_ext.config import publication
from glocal_ext.core import ledger, opendata
from glocal_ext.core.structured import known
from glocal_ext.issues.domain import issues_domain
from glocal_ext.partnerships.domain import FOLDERS, record_page

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path

    from sphinx.environment import BuildEnvironment

    from glocal_ext.core.model import Source
    from glocal_ext.issues.domain import ArticleRow, IssueRow, PhotoRow
    from glocal_ext.site.atlas import Atlas

_LICENCES = ("data", "text", "photo")

FILES = tuple(
    f"{opendata.FOLDER}/{name}"
    for name in (
        "partnerships.json", "partnerships.schema.json", "partnerships.csv",
        "partnerships.geojson", "issues.json", "SHA256SUMS",
    )
)  # fmt: skip


def snapshots(folder: Path) -> dict[str, Path]:
    """Return the snapshots that the project keeps in *folder*, by their addresses in the site."""
    found = sorted(each for each in folder.glob("*.json") if each.is_file())
    return {f"{opendata.FOLDER}/{ledger.SNAPSHOTS}/{path.name}": path for path in found}


class Data:
    """The data of one build, with the *kept* ones of before."""

    def __init__(self, env: BuildEnvironment, atlas: Atlas, kept: Mapping[str, Path]) -> None:
        self._atlas, self._registry, self._kept = atlas, atlas.registry, kept
        self._publication = publication(env.config)
        self._licences = [getattr(env.config, f"glocal_{each}_licence") for each in _LICENCES]
        self._issues = issues_domain(env).issues()

    def files(self) -> Iterator[tuple[str, bytes]]:
        """Yield the snapshots, and `FILES` in their order; the last has all others' digests."""
        prefix = f"{opendata.FOLDER}/"
        rows = [*self._partnerships()]
        contents = (
            opendata.written({
                "$schema": "partnerships.schema.json",
                **self._about(),
                **known({"snapshots": [name.removeprefix(prefix) for name in self._kept]}),
                "partnerships": rows,
                "places": [opendata.place(each) for each in self._registry.places.values()],
                "sources": [opendata.source(each) for each in self._sources()],
                **known({"withdrawn": {
                    folder: opendata.withdrawn(self._registry, folder)
                    for folder in FOLDERS.values()
                }}),
            }),
            opendata.written(opendata.SCHEMA),
            opendata.table(self._registry, rows),
            opendata.geojson(self._registry, rows),
            opendata.written({
                **self._about(),
                "issues": [self._issue(document, row) for document, row in self._issues],
            }),
        )  # fmt: skip
        sums = []
        before = ((name, path.read_bytes()) for name, path in self._kept.items())
        for name, content in (*zip(FILES, contents, strict=False), *before):
            sums.append(f"{hashlib.sha256(content).hexdigest()}  {name.removeprefix(prefix)}\n")
            yield name, content
        yield FILES[-1], "".join(sums).encode()

    def _about(self) -> opendata.Record:
        about, month = self._publication, self._atlas.month
        named = about.name, about.publisher, str(month or ""), about.address
        return opendata.About(*named, *self._licences).head()

    def _partnerships(self) -> Iterator[opendata.Record]:
        for key, record in sorted(self._registry.partnerships.items()):
            articles = [
                opendata.Said(
                    each.issue.month,
                    each.article.title,
                    self._address(each.document, each.article),
                )
                for each in self._atlas.mentions.get(("partnership", key), ())
            ]
            address = self._publication.page(record_page("partnership", key))
            yield opendata.partnership(self._registry, record, address, articles)

    def _sources(self) -> Iterator[Source]:
        cited = {key for each in self._registry.partnerships.values() for key in each.cited}
        cited |= {key for each in self._registry.places.values() for key in each.cited}
        yield from (self._registry.sources[key] for key in sorted(cited))

    def _address(self, document: str, article: ArticleRow) -> str:
        return self._publication.page(document, article.target)

    # -- issues -----------------------------------------------------------------------------------

    def _issue(self, document: str, row: IssueRow) -> opendata.Record:
        return known({
            "issue": row.month,
            "title": row.title,
            "number": row.number,
            "published": row.published,
            "summary": row.summary,
            "address": self._publication.page(document),
            "articles": [self._article(document, each) for each in row.articles],
            "version": row.version,
            "corrections": [each._asdict() for each in row.corrections],
        })  # fmt: skip

    def _article(self, document: str, row: ArticleRow) -> opendata.Record:
        about = [*self._registry.about(row.partnerships, row.places)]
        return known({
            "id": row.target,
            "title": row.title,
            "short": row.short,
            "byline": row.byline,
            "kind": row.kind,
            "withdrawn": row.is_withdrawn or None,
            "topics": list(row.topics),
            "places": [key for kind, key in about if kind == "place"],
            "partnerships": [key for kind, key in about if kind == "partnership"],
            "words": row.words,
            "address": self._address(document, row),
            "photos": [self._photo(each) for each in row.photos],
        })  # fmt: skip

    def _photo(self, row: PhotoRow) -> opendata.Record:
        return known({
            "name": row.name,
            "caption": row.caption,
            "alt": row.alt,
            "credit": row.credit,
            "licence": row.licence_url,
            "width": row.width,
            "height": row.height,
        })  # fmt: skip
