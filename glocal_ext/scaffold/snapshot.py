"""Keep what was published: the registry as it was with an issue, and every address."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, TypeVar

from glocal_ext.core import ledger
from glocal_ext.core.dates import Month
from glocal_ext.core.opendata import FOLDER, written
from glocal_ext.scaffold.files import Refused, require_folder, taken, write_new

if TYPE_CHECKING:
    import datetime as dt
    from pathlib import Path

T = TypeVar("T", dict[str, object], list[str])


def keep(site: Path, registry: Path, today: dt.date) -> list[str]:
    """Keep what *site*, a built one, publishes, in the folder of the *registry*; say what.

    Raises `Refused` where there is no such site. A snapshot that is there stays as it is.
    """
    require_folder(registry, "--data")
    data = _published(site / FOLDER / "partnerships.json", dict)
    addresses = _published(site / ledger.BUILT, list)
    month = str(data.get("issue", ""))
    if not month:
        raise Refused(f"There is no issue in {site.as_posix()} yet: publish one first.")
    snapshot = registry / ledger.SNAPSHOTS / f"{Month.parse(month)}.json"
    text = written({"version": data.pop("version"), "snapshot": today.isoformat(), **data}).decode()
    said = [snapshot.as_posix() if write_new(snapshot, text) else taken(snapshot)]
    path = registry / ledger.FILE
    try:
        before = path.read_text(encoding="utf-8-sig") if path.is_file() else ""
    except UnicodeDecodeError:
        raise Refused(f"{path.as_posix()} cannot be read: save it as UTF-8.") from None
    after = ledger.merged(before, "\n".join(addresses))
    added = after.count("\n") - ledger.merged(before).count("\n")
    if after != before:
        temporary = path.with_name(f"{path.name}.tmp")
        temporary.write_text(after, encoding="utf-8", newline="\n")
        temporary.replace(path)  # whole or not at all
    return [*said, f"{path.as_posix()}: {added} new addresses"]


def _published(path: Path, kind: type[T]) -> T:
    try:
        data = json.loads(path.read_bytes())
    except (OSError, ValueError):
        data = None
    if not isinstance(data, kind):
        raise Refused(f"There is no {path.as_posix()}: run `make site` first.")
    return data
