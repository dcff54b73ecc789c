"""Put what was measured into a document, between two marks that name it."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path


def refresh(document: Path | None, name: str, text: str) -> None:
    """Print *text*, and put it between the marks of *name* in *document* where one is given.

    Ends the program where the document has no such marks.
    """
    print(text)
    if document is None:
        return
    begin, end = f"<!-- begin: {name} -->", f"<!-- end: {name} -->"
    before, _, rest = document.read_text(encoding="utf-8").partition(begin)
    _, mark, after = rest.partition(end)
    if not mark:
        raise SystemExit(f"{document} has no {begin} … {end}")
    whole = f"{before}{begin}\n{text.rstrip()}\n{end}{after}"
    document.write_text(whole, encoding="utf-8", newline="\n")
