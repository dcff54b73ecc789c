"""What is registered with Sphinx, in order: the table of contents of this package."""

from __future__ import annotations

import functools
import gc
import importlib.metadata
from pathlib import Path
from typing import TYPE_CHECKING

from glocal_ext import config, nodes, words
from glocal_ext.builders.epub import EpubBuilder
from glocal_ext.builders.pdf import PdfBuilder
from glocal_ext.builders.pdf.draft import DraftBuilder
from glocal_ext.builders.pdf.press import PressBuilder
from glocal_ext.builders.photos import PhotosBuilder
from glocal_ext.builders.pictures import collect_pictures
from glocal_ext.builders.site import SiteBuilder, stale_documents
from glocal_ext.clock import hosted_address, renditions_folder
from glocal_ext.issues.articles import Articles
from glocal_ext.issues.collect import collect, keep_front_matter
from glocal_ext.issues.directives import (
    AnniversaryList,
    Article,
    ArticleList,
    CorrectionList,
    Epigraph,
    IssueList,
    PartnershipList,
    PartnershipMap,
    PullQuote,
)
from glocal_ext.issues.domain import IssuesDomain, resolve_label
from glocal_ext.issues.endmatter import EndSections, Notes
from glocal_ext.issues.links import MissingFootnotes, MissingTargets
from glocal_ext.issues.lists import DefaultLists, FillLists
from glocal_ext.issues.parser import Parser
from glocal_ext.issues.proofreading import Proofreading
from glocal_ext.issues.roles import RubyRole
from glocal_ext.issues.sources import (
    exclude_linked_folders,
    report_front_matter,
    select_documents,
)
from glocal_ext.issues.transforms import (
    LanguageRuns,
    MonthTitle,
    OwnTargets,
    PhotoRows,
    Placeholders,
)
from glocal_ext.partnerships.directives import Infobox, PartnershipInfobox
from glocal_ext.partnerships.domain import PartnershipsDomain, load_registry, outdated_documents
from glocal_ext.partnerships.roles import AnniversaryRole, CiteRole, RecordRole
from glocal_ext.photos.checks import SamePictures
from glocal_ext.photos.directives import Photo, PhotoGrid
from glocal_ext.render import math
from glocal_ext.render.html import HTMLTranslator
from glocal_ext.render.text import TextTranslator
from glocal_ext.render.xhtml import XHTMLTranslator
from glocal_ext.site.manifest import digest, files_digest
from glocal_ext.site.pages import connect_tree
from glocal_ext.site.search import English, Japanese
from glocal_ext.tracking import TrackingDomain

if TYPE_CHECKING:
    from sphinx.application import Sphinx
    from sphinx.config import Config
    from sphinx.util.typing import ExtensionMetadata

PACKAGE = Path(__file__).parent
THEME = PACKAGE / "theme"

_TRANSFORMS = (
    DefaultLists, PhotoRows, EndSections, Placeholders, Articles, Proofreading, MissingFootnotes,
    OwnTargets, LanguageRuns, MonthTitle, Notes, SamePictures,
)  # fmt: skip

MYST_EXTENSIONS = frozenset({"attrs_inline", "colon_fence", "deflist", "linkify"})


_BUILDERS = (SiteBuilder, EpubBuilder, PdfBuilder, PressBuilder, DraftBuilder, PhotosBuilder)

_SHAPING = (
    "babel", "docutils", "feedgenerator", "fonttools", "jinja2", "latexcodec", "linkify-it-py",
    "markdown-it-py", "mdit-py-plugins", "myst-parser", "pillow", "pybtex", "pygments", "pyyaml",
    "snowballstemmer", "sphinx", "typst",
)  # fmt: skip
"""The packages on whose versions the bytes of an output depend."""


_ASKED_FOR = ("version", "epub_author", "epub_copyright", "epub_publisher", "epub_title")
"""What Sphinx asks conf.py for where a builder is called "epub", and ours does not need."""


_DIRECTIVES = {
    "anniversary-list": AnniversaryList,
    "article": Article,
    "article-list": ArticleList,
    "correction-list": CorrectionList,
    "infobox": Infobox,
    "issue-list": IssueList,
    "partnership": PartnershipInfobox,
    "partnership-list": PartnershipList,
    "partnership-map": PartnershipMap,
    "photo": Photo,
    "photo-grid": PhotoGrid,
}


def setup(app: Sphinx) -> ExtensionMetadata:
    """Register everything."""
    app.setup_extension("myst_parser")
    config.register(app)
    words.register(app)
    app.add_config_value(
        "glocal_code", "", "env", (str,), "set by the build: a digest of the package"
    )
    app.add_config_value(
        "glocal_copyright", "", "", (str, list, tuple), "set by the build: as conf.py has it"
    )
    app.connect("config-inited", _settle, priority=400)
    app.connect("config-inited", exclude_linked_folders)
    app.connect("config-inited", _restore_copyright, priority=900)
    app.add_source_parser(Parser, override=True)

    app.add_domain(TrackingDomain)
    app.add_domain(IssuesDomain)
    app.add_domain(PartnershipsDomain)
    app.connect("builder-inited", load_registry)
    app.connect("builder-inited", _forget_absent_pages)
    app.connect("builder-inited", _collect_rarely)
    app.connect("env-get-outdated", select_documents)
    app.connect("env-get-outdated", outdated_documents)
    app.connect("env-before-read-docs", report_front_matter)

    for name, directive in _DIRECTIVES.items():
        app.add_directive(name, directive)
    app.add_directive("pull-quote", PullQuote, override=True)
    app.add_directive("epigraph", Epigraph, override=True)
    app.add_role("place", RecordRole())
    app.add_role("partnership", RecordRole())
    app.add_role("anniversary", AnniversaryRole())
    app.add_role("cite", CiteRole())
    app.add_role("ruby", RubyRole())

    app.connect("source-read", keep_front_matter)
    for transform in _TRANSFORMS:
        app.add_transform(transform)
    app.connect("doctree-read", collect_pictures, priority=800)
    app.connect("doctree-read", collect, priority=900)
    app.connect("env-updated", connect_tree)
    app.connect("env-get-updated", stale_documents, priority=900)
    app.connect("missing-reference", resolve_label)
    app.add_post_transform(FillLists)
    app.add_post_transform(MissingTargets)

    for node in nodes.RENDERED:
        app.add_node(node)
    app.set_translator("html", HTMLTranslator, override=True)
    app.set_translator("epub", XHTMLTranslator, override=True)
    app.set_translator("text", TextTranslator, override=True)
    math.register(app)
    app.add_html_theme("glocal", THEME)
    for builder in _BUILDERS:
        app.add_builder(builder, override=True)
    for language in (English, Japanese):
        app.add_search_language(language)
    return {"parallel_read_safe": True, "parallel_write_safe": True, "env_version": 2}


@functools.cache
def _versions() -> tuple[str, ...]:
    """Return the versions of what shapes an output; they do not change while Python runs."""
    return tuple(importlib.metadata.version(name) for name in _SHAPING)


def _collect_rarely(app: Sphinx) -> None:
    """Have Python look for garbage rarely while a build runs.

    Reading makes millions of small objects that live to its end; with Python's own threshold
    the collector goes over all of them again and again, a quarter of a large build's time.
    """
    before = gc.get_threshold()
    gc.set_threshold(100_000, 50, 50)
    app.connect("build-finished", lambda _app, _error: gc.set_threshold(*before))


def _forget_absent_pages(app: Sphinx) -> None:
    """Take the labels of indices that Sphinx would make, and this site has not, off its list.

    Else the inventory leads to nowhere, and so does ``{ref}`genindex```.
    """
    standard = app.env.domains.standard_domain
    for labels in (standard.labels, standard.anonlabels):
        for name in ("genindex", "modindex", "py-modindex"):
            labels.pop(name, None)


def _restore_copyright(_app: Sphinx, config: Config) -> None:
    """Undo Sphinx's change of the year, which looks at the clock (at priority 800)."""
    config.copyright = config.glocal_copyright


def _settle(app: Sphinx, config: Config) -> None:
    """Set what the authoring contract demands of Sphinx and MyST, whatever conf.py says."""
    config.myst_enable_extensions = MYST_EXTENSIONS | set(config.myst_enable_extensions)
    config.myst_url_schemes = ["http", "https", "mailto", "tel"]
    config.source_suffix = {".md": "markdown"}  # the contract is MyST's; nothing goes round it
    config.myst_ref_domains = ["std", "issue"]  # records are linked by roles
    config.myst_footnote_transition = False  # they have a section of their own
    config.myst_linkify_fuzzy_links = False  # “K.K.” and “vol.2.It” are no addresses
    config.smartquotes = False
    folder = renditions_folder() or config.glocal_renditions
    config.glocal_renditions = str(app.confdir / folder)
    config.html_baseurl = config.html_baseurl or hosted_address()
    config.figure_language_filename = "{root}{ext}"  # the file that was examined, and no other
    for name in _ASKED_FOR:
        if not getattr(config, name):
            setattr(config, name, "–")
    config.glocal_copyright = config.copyright
    config.html_copy_source = False
    config.html_show_sourcelink = False
    config.html_use_index = False
    config.html_domain_indices = False
    config.html_scaled_image_link = False
    config.html_show_search_summary = False
    config.html_permalinks = False
    config.html_math_renderer = "mathml"
    code = files_digest(
        (path.relative_to(PACKAGE).as_posix(), path) for path in PACKAGE.rglob("*.py")
    )
    config.glocal_code = digest(code, _versions())
