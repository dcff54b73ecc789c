"""Every conf.py value of this package, declared once."""

from __future__ import annotations

import re
import zoneinfo
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from glocal_ext.core.issn import parse_issn
from glocal_ext.core.licences import licence_address
from glocal_ext.core.names import country_name, parse_language
from glocal_ext.core.problems import listed, one_of
from glocal_ext.core.publication import Publication
from glocal_ext.core.toml import line_of
from glocal_ext.log import Warn, warn

if TYPE_CHECKING:
    from collections.abc import Callable

    from sphinx.application import Sphinx
    from sphinx.config import Config, _ConfigRebuild

PUBLISHER_TYPES = (
    "Organization",
    "GovernmentOrganization",
    "EducationalOrganization",
    "NGO",
    "NewsMediaOrganization",
)

CONTRACT = 1
"""The version of the authoring contract that this package keeps."""


@dataclass(frozen=True, slots=True)
class Option:
    """One conf.py value: *rebuild* as Sphinx takes it ("env" reads anew, "html" writes anew).

    *check* raises `ValueError` with a sentence; the default then stands in its place.
    """

    name: str
    default: Any
    types: tuple[type, ...]
    rebuild: _ConfigRebuild
    meaning: str
    check: Callable[[Any], object] = lambda value: None  # noqa: ARG005  (most values need no check)


def _is_timezone(value: str) -> None:
    try:
        zoneinfo.ZoneInfo(value)
    except (zoneinfo.ZoneInfoNotFoundError, ValueError):
        raise ValueError("expected a name of the time zone database, such as Asia/Tokyo.") from None


def _is_country(value: str) -> None:
    country_name(value, "en")


def _is_contract(value: int) -> None:
    if value != CONTRACT:
        raise ValueError(f"this package keeps version {CONTRACT}.")


def _is_strings(value: Any) -> None:
    if not all(isinstance(item, str) for item in value):
        raise ValueError("expected a list of texts.")


def _is_navigation(value: Any) -> None:
    for entry in value:
        if not isinstance(entry, (list, tuple)) or len(entry) != 2:
            raise ValueError('expected pairs such as ("index", "Issues").')
        _is_strings(entry)


def _is_language(value: str) -> None:
    if value:
        parse_language(value)


def _is_issn(value: str) -> None:
    if value:
        parse_issn(value)


def _is_prefix(value: str) -> None:
    if value and not re.fullmatch(
        r"(https?://[^\s/]+/(\S*/)?|tag:[^\s,]+,\d{4}[-\d]*:(\S*[/:])?)", value
    ):
        raise ValueError(
            "expected an address that ends in /, or a tag: URI such as tag:example.org,2031:"
        )


def _is_redirects(value: dict[Any, Any]) -> None:
    _is_strings([*value, *value.values()])


def _is_positive(value: int) -> None:
    if value <= 0:
        raise ValueError("expected a number above 0.")


def _is_sizes(value: dict[Any, Any]) -> None:
    if value.keys() != {"issue", "volume"}:
        raise ValueError('expected {"issue": …, "volume": …}.')
    for each in value.values():
        if not isinstance(each, int):
            raise ValueError("expected numbers of bytes.")
        _is_positive(each)


OPTIONS = (
    Option(
        "glocal_contract",
        CONTRACT,
        (int,),
        "env",
        "the version of the authoring contract that the documents are written to",
        _is_contract,
    ),
    Option(
        "glocal_publisher",
        (),
        (list, tuple),
        "html",
        "who publishes: the names in the masthead, the smallest unit first",
        _is_strings,
    ),
    Option(
        "glocal_publisher_type",
        "Organization",
        (str,),
        "html",
        "what the publisher is in the words of schema.org",
        one_of(PUBLISHER_TYPES),
    ),
    Option(
        "glocal_issn",
        "",
        (str,),
        "html",
        "the International Standard Serial Number, where there is one",
        _is_issn,
    ),
    Option(
        "glocal_text_licence",
        "",
        (str,),
        "html",
        "the licence of the text: an SPDX id or an address",
        licence_address,
    ),
    Option(
        "glocal_photo_licence",
        "",
        (str,),
        "env",
        "the licence of photos that state neither a licence nor rights: an SPDX id or an address",
        licence_address,
    ),
    Option(
        "glocal_data_licence",
        "",
        (str,),
        "html",
        "the licence of what is published in data/: an SPDX id or an address",
        licence_address,
    ),
    Option(
        "glocal_feed_ids",
        "",
        (str,),
        "html",
        "what the ids of the feeds’ entries and of e-books begin with; without it, html_baseurl",
        _is_prefix,
    ),
    Option(
        "glocal_redirects",
        {},
        (dict,),
        "html",
        "pages that moved: the old page and the new one, with a target where it has one",
        _is_redirects,
    ),
    Option(
        "glocal_language",
        "",
        (str,),
        "env",
        "the language that documents are written in, where the frame’s is another",
        _is_language,
    ),
    Option("glocal_description", "", (str,), "html", "what this publication is, in one sentence"),
    Option(
        "glocal_navigation",
        (),
        (list, tuple),
        "html",
        "the links in the masthead: (document, text) pairs",
        _is_navigation,
    ),
    Option(
        "glocal_colophon",
        (),
        (list, tuple),
        "html",
        "the links at the foot of a page: (document, text) pairs",
        _is_navigation,
    ),
    Option("glocal_registry", "data", (str,), "env", "the registry's folder, beside conf.py"),
    Option(
        "glocal_bibliography",
        "references.bib",
        (str,),
        "env",
        "the file of sources (BibTeX), in the source folder",
    ),
    Option(
        "glocal_timezone",
        "Asia/Tokyo",
        (str,),
        "env",
        "the time zone in which a day of publication begins",
        _is_timezone,
    ),
    Option(
        "glocal_home_country",
        "JP",
        (str,),
        "env",
        "the country whose towns an infobox names first (ISO 3166-1 alpha-2)",
        _is_country,
    ),
    Option(
        "glocal_partnership_kinds",
        (),
        (list, tuple),
        "env",
        "kinds of partnership beside the built-in ones",
        _is_strings,
    ),
    Option(
        "glocal_require_consent",
        False,
        (bool,),
        "env",
        "whether every photo has to state `consent`",
    ),
    Option(
        "glocal_require_credit", False, (bool,), "env", "whether every photo has to have a credit"
    ),
    Option(
        "glocal_pending_photos",
        "frame",
        (str,),
        "env",
        "what stands in the place of a photo that has not arrived: frame, omit or error",
        one_of(("frame", "omit", "error")),
    ),
    Option(
        "glocal_issue_directives",
        (),
        (list, tuple),
        "env",
        "directives that an issue may use beside the built-in list",
        _is_strings,
    ),
    Option(
        "glocal_issue_roles",
        (),
        (list, tuple),
        "env",
        "roles that an issue may use beside the built-in list",
        _is_strings,
    ),
    Option(
        "glocal_renditions",
        "_build/renditions",
        (str,),
        "",
        "the folder, beside conf.py, that keeps what was made of photos",
    ),
    Option(
        "glocal_editions",
        "",
        (str,),
        "",
        "the month or the year of which alone editions are made: 2023-09, 2023",
    ),
    Option(
        "glocal_epub_folder",
        "_build/epub",
        (str,),
        "",
        "the folder, beside conf.py, with the e-books that pages offer",
    ),
    Option(
        "glocal_epub_bytes",
        {"issue": 1_800_000, "volume": 20_000_000},
        (dict,),
        "",
        "the size in bytes that an e-book has at most, of an issue and of a volume",
        _is_sizes,
    ),
    Option(
        "glocal_epub_certifier",
        "",
        (str,),
        "html",
        "who certifies that the e-books conform to EPUB Accessibility 1.1, if anybody does",
    ),
    Option(
        "glocal_pdf_folder",
        "_build/pdf",
        (str,),
        "",
        "the folder, beside conf.py, with the PDFs that pages offer",
    ),
    Option(
        "glocal_pdf_paper",
        "a4",
        (str,),
        "",
        "the paper of PDFs: a4 or us-letter",
        one_of(("a4", "us-letter")),
    ),
    Option(
        "glocal_pdf_bytes",
        {"issue": 1_500_000, "volume": 20_000_000},
        (dict,),
        "",
        "the size in bytes that a PDF has at most, of an issue and of a volume",
        _is_sizes,
    ),
    Option(
        "glocal_max_photo_bytes",
        64_000_000,
        (int,),
        "env",
        "the largest file, in bytes, that is taken for a photo",
        _is_positive,
    ),
    Option(
        "glocal_max_photo_pixels",
        80_000_000,
        (int,),
        "env",
        "the largest picture, in pixels, that is decoded",
        _is_positive,
    ),
)


def register(app: Sphinx) -> None:
    """Register all values with Sphinx and have them checked once they are read."""
    for option in OPTIONS:
        app.add_config_value(
            option.name, option.default, option.rebuild, option.types, option.meaning
        )
    app.connect("config-inited", _check)


def publication(config: Config) -> Publication:
    """Return what conf.py says of the periodical."""
    base = config.html_baseurl
    rights = config.copyright
    return Publication(
        name=config.project,
        language=str(config.glocal_language or config.language).replace("_", "-"),
        description=config.glocal_description,
        publishers=tuple(config.glocal_publisher),
        kind=config.glocal_publisher_type,
        address=f"{base.rstrip('/')}/" if base else "",
        issn=config.glocal_issn,
        rights=rights if isinstance(rights, str) else ", ".join(rights),
        licence=licence_address(config.glocal_text_licence),
    )


def _check(app: Sphinx, config: Config) -> None:
    file = Path(app.confdir) / "conf.py"
    text = file.read_text(encoding="utf-8") if file.is_file() else ""
    for option in OPTIONS:
        value = getattr(config, option.name)
        try:
            if not isinstance(value, option.types):
                kinds = listed(kind.__name__ for kind in option.types)
                raise ValueError(f"expected {kinds}.")
            option.check(value)
        except ValueError as error:
            message = f"{option.name} = {value!r} ({option.meaning}): {error}"
            location = f"conf.py:{line_of(text, option.name)}"
            warn(Warn.CONFIG, f"{message} The default holds: {option.default!r}.", location)
            setattr(config, option.name, option.default)
