"""The container of an e-book: a ZIP file whose bytes depend on what is in it alone."""

from __future__ import annotations

import io
import zipfile
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

MIMETYPE = "mimetype"
_FIRST_DAY = (1980, 1, 1, 0, 0, 0)
"""The earliest time that ZIP can state."""

_UNIX, _READABLE = 3, 0o100644 << 16


def archive(files: Mapping[str, bytes]) -> bytes:
    """Return *files* as a container of EPUB 3.3 (OCF, section 4.3), the type of it first.

    Nothing is compressed: pictures cannot be made smaller, what text would save is some 50 kB
    of an issue, and what each version of zlib makes of it differs.
    """
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w", zipfile.ZIP_STORED) as container:
        for name, content in {MIMETYPE: b"application/epub+zip", **files}.items():
            entry = zipfile.ZipInfo(name, _FIRST_DAY)
            entry.create_system, entry.external_attr = _UNIX, _READABLE
            container.writestr(entry, content)
    return data.getvalue()
