"""What a build takes from its surroundings: the day, and whether drafts are shown."""

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


def shows_drafts() -> bool:
    """Tell whether ``GLOCAL_DRAFTS`` asks for drafts and what is under embargo."""
    return os.environ.get("GLOCAL_DRAFTS", "") not in ("", "0")
