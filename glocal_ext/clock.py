"""What a build takes from its surroundings: the day, the address, whether drafts are shown."""

from __future__ import annotations

import datetime as dt
import os
import time
import zoneinfo

from glocal_ext.log import Warn, warn


def build_day(timezone: str) -> dt.date:
    """Return the day of the build in *timezone*: ``SOURCE_DATE_EPOCH`` where it is set.

    Only what is published yet depends on it; no output shows it.
    """
    epoch = os.environ.get("SOURCE_DATE_EPOCH", "")
    zone = zoneinfo.ZoneInfo(timezone)
    try:
        return dt.datetime.fromtimestamp(int(epoch) if epoch else time.time(), zone).date()
    except (ValueError, OverflowError, OSError):
        warn(Warn.BUILD_DATE, f"SOURCE_DATE_EPOCH is no time: {epoch!r}. Today holds.", None)
        return dt.datetime.now(zone).date()


def hosted_address() -> str:
    """Return the public address of the site being built, as Read the Docs says it; else nothing."""
    return os.environ.get("READTHEDOCS_CANONICAL_URL", "")


def renditions_folder() -> str:
    """Return the folder that ``GLOCAL_RENDITIONS`` names for what is made of photos; else nothing.

    Machines and checkouts that see one folder make each rendition once between them.
    """
    return os.environ.get("GLOCAL_RENDITIONS", "")


def shows_drafts() -> bool:
    """Tell whether ``GLOCAL_DRAFTS`` asks for drafts and what is under embargo."""
    return os.environ.get("GLOCAL_DRAFTS", "") not in ("", "0")
