"""The website: Sphinx's HTML builder made exact.

What is stale is written, what is not is left alone, what no source owns any longer is removed,
so that a build after any change leaves the same bytes as a build from nothing.
"""

from __future__ import annotations

import itertools
import re
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

from babel.numbers import format_decimal
from markupsafe import Markup
from sphinx.builders.html import INVENTORY_FILENAME
from sphinx.builders.html._build_info import BuildInfo
from sphinx.locale import get_translation
from sphinx.util.inventory import InventoryFile
from sphinx.util.osutil import relative_uri

from glocal_ext.builders.addresses import Addresses
from glocal_ext.builders.companions import Companions
from glocal_ext.builders.fonts import PageFonts
from glocal_ext.builders.index import FILTER_SCRIPT, SEARCH_SCRIPTS, SearchIndex
from glocal_ext.builders.maps import MapFiles
from glocal_ext.builders.notfound import NotFoundPage
from glocal_ext.builders.registry import RegistryPages
from glocal_ext.builders.static import UNUSED, ExactStatic, asset_name, files_in
from glocal_ext.builders.views import EnlargedViews
from glocal_ext.clock import shows_drafts
from glocal_ext.config import publication
from glocal_ext.core import ledger, renditions
from glocal_ext.log import Warn, warn
from glocal_ext.photos.publish import Picture, site_files
from glocal_ext.render.html import HTMLTranslator
from glocal_ext.site.editions import EPUB, PDF, Editions
from glocal_ext.site.front import Links
from glocal_ext.site.head import NOT_FOUND, Head
from glocal_ext.site.indices import Indices
from glocal_ext.site.manifest import FOLDER, Manifest, changed_only, digest, files_digest
from glocal_ext.site.pages import Pages
from glocal_ext.site.records import RecordPages
from glocal_ext.site.templates import prepare

if TYPE_CHECKING:
    from collections.abc import Iterator
    from collections.abc import Set as AbstractSet

    from sphinx.application import Sphinx
    from sphinx.environment import BuildEnvironment

    from glocal_ext.core.renditions import Rendition

_ = get_translation("glocal")


_LIST = re.compile(r'class="[^"]*\b(issue|article|correction|partnership|anniversary|year)-list\b')
"""A list in the body of a page."""


class SiteBuilder(
    NotFoundPage,
    ExactStatic,
    EnlargedViews,
    PageFonts,
    SearchIndex,
    RegistryPages,
    MapFiles,
    Companions,
    Addresses,
):
    """Builds the site; registered in the place of Sphinx's ``html``."""

    name = "html"
    default_translator_class = HTMLTranslator
    has_record_pages = True

    def init(self) -> None:
        """Read the manifest of what the folder holds."""
        super().init()
        prepare(self.templates.environment, self.env)
        self.manifest = Manifest(Path(self.outdir))
        self.other_files: set[str] = set()

    # -- what is stale --------------------------------------------------------------------------

    def get_outdated_docs(self) -> Iterator[str]:
        """Name nothing: what is stale is known once everything is read (`plan`)."""
        return iter(())

    def plan(self) -> set[str]:
        """Return the documents whose pages differ from what they were last made from."""
        self.navigation = self._published("glocal_navigation")
        self.colophon = self._published("glocal_colophon")
        self.made_with = self._made_with()
        self.frame = digest(self.made_with, self.navigation, self.colophon)
        self.shown = Pages(self.env)
        self.records = RecordPages(self.env)
        self.record_pages = {page: (kind, key) for page, kind, key in self.records.pages()}
        self.head = Head(self.env, self.records, self.imagedir)
        editions = Editions(self, self.shown)
        folders = {EPUB: self.config.glocal_epub_folder, PDF: self.config.glocal_pdf_folder}
        self.offers = [
            offer
            for ending, folder in folders.items()
            for offer in editions.offers(Path(self.confdir, folder), ending)
        ]
        current = {docname: self.shown.digest(docname) for docname in self.env.found_docs}
        current |= {
            page: self.records.digest(kind, key) for page, (kind, key) in self.record_pages.items()
        }
        self.indices = Indices(self.records.domain, {*current})
        current |= self.indices.digests()
        current["search"] = digest(self.names_not_japanese())
        current.setdefault(NOT_FOUND, "")
        self.digests = {
            page: digest(self.frame, seen, self.head.digest(page), self._offered(page))
            for page, seen in sorted(current.items())
        }
        self.stale = {
            page
            for page, seen in self.digests.items()
            if self.manifest.pages.get(page) != seen
            or not self.get_output_path(page).is_file()
            or not self.index_file.is_file()
            or (self.font_file(page) in self.manifest.files and not self.has_font(page))
        }
        self.views = dict(self.find_views())
        for document, pages in self.views.items():
            if not all(self.get_output_path(page).is_file() for page in pages):
                self.stale.add(document)
        self.plan_companions()
        self.plan_maps()
        self.check_addresses()
        return self.stale & self.env.found_docs

    def _offered(self, page: str) -> list[dict[str, Any]]:
        """Return what *page* says of the editions that it offers."""
        return [
            {
                "href": offer.name.rpartition("/")[2],
                "kind": offer.file.suffix,
                "megabytes": format_decimal(offer.size / 1e6, "0.0", locale=self.config.language),
                "pages": offer.pages,
            }
            for offer in self.offers
            if offer.document == page
        ]

    def _made_with(self) -> str:
        """Digest what every page is made with: settings, templates, stylesheets, versions."""
        # Sphinx's account of the settings, private as it is, says what a page depends on;
        # a change of it would fail the tests of settings in tests/outputs/test_exact.py.
        info = BuildInfo(self.config, self.tags, frozenset({"html", "env"}))
        return digest(
            info.config_hash,
            info.tags_hash,
            files_digest(self.static_files()),
            files_digest(self.template_files()),
            self.picture_formats,
            dict(self.env.version),
        )

    def _published(self, option: str) -> list[tuple[str, str]]:
        """Return the links of a value of conf.py whose pages are published."""
        others = {"search", *self.config.html_additional_pages}
        shown = []
        for document, text in getattr(self.config, option):
            if document in self.env.found_docs or document in others:
                shown.append((document, str(_(text))))
            elif not self.env.doc2path(document).is_file():
                message = f"{option} names “{document}”, and there is no such document."
                warn(Warn.CONFIG, message, "conf.py:1")
        return shown

    # -- writing --------------------------------------------------------------------------------

    def prepare_writing(self, docnames: AbstractSet[str]) -> None:
        """Prepare as Sphinx does, with this package's index; note what is about to change."""
        if docnames >= self.env.found_docs:  # all were asked for, by -a or by a first build
            self.stale |= docnames
        same_pages = self.manifest.pages.keys() == self.digests.keys()
        self.index_is_current = same_pages and not self.stale
        super().prepare_writing(docnames)
        # Were this build to break off, the next one must find these pages stale, and their
        # files known as this builder's.
        known = self.manifest.pages.items()
        self.manifest.pages = {
            page: seen for page, seen in known if page in self.digests and page not in self.stale
        }
        self.manifest.files |= {self._page_file(page) for page in self.digests}
        self.manifest.files |= {self.font_file(page) for page in self.stale}
        for document in self.stale & self.views.keys():
            for page in self.views[document]:
                self.manifest.files |= {self._page_file(page), self.font_file(page)}
        self.manifest.files |= {f"{self.imagedir}/{name}" for name in self.picture_files()}
        self.expect_companions()
        self.expect_maps()
        self.examine_static()
        self.manifest.save()

    def write_documents(self, docnames: AbstractSet[str]) -> None:
        """Write what is stale; Sphinx's *docnames* hold what it takes to be besides."""
        del docnames
        due = self.stale & self.env.found_docs
        if due:
            super().write_documents(due)

    def get_doc_context(self, docname: str, body: str, metatags: str) -> dict[str, Any]:
        """Return what the templates need of a document.

        Sphinx's own context renders the tree of all documents for every page, which is most of
        a large build's time and nothing that these pages show.
        """
        del metatags  # docutils': the templates write the head
        title = self.env.longtitles.get(docname)
        context = {
            "title": Markup(self.render_partial(title)["title"]) if title is not None else "",  # noqa: S704  (docutils escapes)
            "body": body,
            "editions": self._offered(docname),
            "map": next((view["title"] for view in self.enlarged if view["map"]), ""),
            "meta": self.env.metadata.get(docname),
            **self.shown.context(docname, self.links_of(docname)),
        }
        home = context["home"]
        if home:
            home["map"] = self.world_map(home["plot"]) if home["plot"] else ""
        issue = self.shown.issues.issue(docname)
        if issue:
            self.citing.add(docname, issue, context)
        return context

    def _navigation(self, page: str, links: list[tuple[str, str]]) -> list[tuple[str, str, bool]]:
        """Return *links* with their addresses from *page*, each with whether it is that page."""
        return [
            (self.get_relative_uri(page, document), text, document == page)
            for document, text in links
        ]

    def links_of(self, page: str) -> Links:
        """Return how *page* addresses documents and pictures."""
        target = self.get_target_uri(page)
        return Links(
            lambda document: self.get_relative_uri(page, document),
            f"{relative_uri(target, self.imagedir)}/",
            self.picture_formats,
        )

    def handle_page(
        self,
        pagename: str,
        addctx: dict[str, Any],
        templatename: str = "page.html",
        *,
        outfilename: Path | None = None,
        event_arg: Any = None,
    ) -> None:
        """Write a page where it differs, with what all templates of this publication need."""
        context = {
            "navigation": self._navigation(pagename, self.navigation),
            "colophon": self._navigation(pagename, self.colophon),
            "publisher": self.config.glocal_publisher,
            "description": self.config.glocal_description,
            "licence": publication(self.config).licence,
            "text_language": self.records.languages.of_text,
            **self.head.context(pagename),
            "issue": None,
            "held": None,
            "home": None,
            "articles": [],
            "previous": None,
            "following": None,
            "volume": None,
            "editions": [],
            "meta": {},
        }
        context["font"] = self.write_font(pagename, context | addctx)
        target = Path(outfilename or self.get_output_path(pagename))
        self.other_files.add(target.relative_to(self.outdir).as_posix())
        with changed_only(target) as file:
            super().handle_page(
                pagename, context | addctx, templatename, outfilename=file, event_arg=event_arg
            )

    def update_page_context(
        self, pagename: str, templatename: str, ctx: dict[str, Any], event_arg: Any
    ) -> None:
        """Leave scripts and style sheets to the pages that need them."""
        super().update_page_context(pagename, templatename, ctx, event_arg)
        needed = {
            "lists.css": bool(ctx["home"] or _LIST.search(ctx.get("body", ""))),
            "rare.css": bool(ctx["held"] or "picture" in ctx),
            "record.css": "record" in ctx or "index" in ctx,
            "search.css": pagename == "search",
        }
        needed |= dict.fromkeys(UNUSED, False)  # code, rare as it is here, has one colour
        ctx["css_files"] = [css for css in ctx["css_files"] if needed.get(asset_name(css), True)]
        scripts = {*SEARCH_SCRIPTS} if pagename == "search" else set()
        if "index" in ctx and ctx["index"]["is_long"]:
            scripts = {FILTER_SCRIPT}
        ctx["script_files"] = [js for js in ctx["script_files"] if asset_name(js) in scripts]

    def _page_file(self, page: str) -> str:
        return f"{page}{self.out_suffix}"

    # -- the rest of the site -------------------------------------------------------------------

    def renditions_of(self, name: str, picture: Picture) -> dict[str, Rendition]:
        """Return what pages show of *picture*."""
        return site_files(name, picture, self.picture_formats)

    @cached_property
    def picture_formats(self) -> tuple[str, ...]:
        """The formats of pictures: a preview does without the one that takes long."""
        return (renditions.JPEG,) if shows_drafts() else renditions.BOTH

    def copy_image_files(self) -> None:
        """Publish the pictures of all documents."""
        names = self.publish_pictures(self._images_dir)
        self.other_files |= {f"{self.imagedir}/{name}" for name in names}

    def gen_additional_pages(self) -> None:
        """Write the search page and the one for lost readers where the frame has changed."""
        if "search" in self.stale:
            super().gen_additional_pages()
        if NOT_FOUND in self.stale:
            self.write_not_found()

    def finish(self) -> None:
        """Finish as Sphinx does, then remove what no source owns and keep the account."""
        super().finish()
        self.finish_tasks.join()
        self.write_companions()
        self.write_maps()
        self.write_addresses()
        files = {self._page_file(page) for page in self.digests} | self.other_files
        files |= {self.font_file(page) for page in self.digests if self.has_font(page)}
        for page in itertools.chain(*self.views.values()):
            files.add(self._page_file(page))
            if self.has_font(page):
                files.add(self.font_file(page))
        files |= set(self._fixed_files())
        self.manifest.sweep(files)
        self.manifest.pages = self.digests
        self.manifest.save()

    def _fixed_files(self) -> Iterator[str]:
        """Yield the files of the site that are no pages and no pictures."""
        yield from ("objects.inv", "searchindex.js", ".buildinfo")
        yield from (f"{FOLDER}/manifest.json", ledger.BUILT)
        yield from (f"_downloads/{name}" for _docs, name in self.env.dlfiles.values())
        yield from (self._page_file(page) for page in self.config.html_additional_pages)
        for folder in self.config.html_extra_path:
            for name, _path in files_in([self.confdir / folder]):
                yield name

    def write_buildinfo(self) -> None:
        """Write Sphinx's account of the settings where they have changed."""
        with changed_only(Path(self.outdir) / ".buildinfo") as temporary:
            self.build_info.dump(temporary)

    def dump_inventory(self) -> None:
        """Write the inventory of objects where it has changed."""
        with changed_only(Path(self.outdir) / INVENTORY_FILENAME) as temporary:
            InventoryFile.dump(temporary, self.env, self)


def stale_documents(app: Sphinx, _env: BuildEnvironment) -> set[str]:
    """Return the documents that the site has to write though they were not read."""
    return app.builder.plan() if isinstance(app.builder, SiteBuilder) else set()
