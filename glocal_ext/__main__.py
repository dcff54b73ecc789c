"""``python -m glocal_ext``: begin an issue, add a place or a partnership."""

from __future__ import annotations

import io
import sys

from glocal_ext.scaffold.cli import main

if __name__ == "__main__":
    # A console that cannot show a character of a name shows a sign for it instead.
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="replace")
    sys.exit(main())
