"""Licences, as SPDX names them or by the address of their text."""

from __future__ import annotations

from packaging.licenses import InvalidLicenseExpression, canonicalize_license_expression

from glocal_ext.core.problems import parse_url


def parse_licence(text: str) -> tuple[str, str]:
    """Read an SPDX id or the address of a licence; return its name and its address.

    Raises `ValueError` with a sentence.
    """
    if "://" in text:
        return text, parse_url(text)
    try:
        name = str(canonicalize_license_expression(text))
    except InvalidLicenseExpression:
        name = ""
    if not name or " " in name:
        raise ValueError(f"“{text}” is no SPDX id (such as CC-BY-4.0) and no address.")
    return name, f"https://spdx.org/licenses/{name}.html"


def licence_address(text: str) -> str:
    """Return the address of a licence; empty where none is stated."""
    return parse_licence(text)[1] if text else ""
