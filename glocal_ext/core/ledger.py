"""Every address that was ever published: a file with a line each, which only grows.

An address is a path from the site's root, with the target on the page where there is one:
``/issues/2031/05/#north-river``.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from glocal_ext.core.problems import Problem, did_you_mean, split_lines

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator

FILE = "addresses.txt"
"""Its name in the registry's folder."""

BUILT = ".glocal/addresses.json"
"""Where a built site has the list of its addresses."""

SNAPSHOTS = "snapshots"
"""The folder, in the registry's, that keeps the registry as it was with each issue."""


def merged(*texts: str) -> str:
    """Return the lines of all *texts*, sorted, each once."""
    lines = {line.strip() for text in texts for line in split_lines(text)} - {""}
    return "".join(f"{line}\n" for line in sorted(lines))


def gone(
    text: str, addresses: Collection[str], withdrawn: tuple[str, ...] = ()
) -> Iterator[Problem]:
    """Yield each line of the ledger's *text* that is none of the site's *addresses*.

    What stood in an article that was withdrawn went with it: of the issues with such an article,
    *withdrawn*, the pages alone are looked for.
    """
    for number, line in enumerate(split_lines(text), 1):
        address = line.strip()
        inside = address.startswith(withdrawn) and address not in withdrawn
        if address and address not in addresses and not inside:
            page = address.partition("#")[0]
            near = [each for each in addresses if each.startswith(page.rpartition("/")[0])]
            message = (
                f"“{address}” was published and is gone.{did_you_mean(address, near)} "
                f"{_remedy(address)} If it never was published, or must leave "
                "no trace, take this line out."
            )
            yield Problem("address-gone", number, message)


def _remedy(address: str) -> str:
    page, _hash, target = address.partition("#")
    file = page.rpartition("/")[2]
    if target:
        return (
            f"Put ({target})= above the target that stands for it now, or withdraw the article "
            "or photo (:withdrawn:)."
        )
    if file.startswith("photo-"):
        return "Withdraw the photo (:withdrawn:), and leave its name or its file’s."
    if page.startswith(("/places/", "/partnerships/")):
        return "Withdraw the record (withdrawn, reason, replaced_by), and leave its file."
    return "Say in conf.py’s glocal_redirects which page stands for it now."
