"""Make renditions of a photo with libvips, on one thread.

The task comes as JSON on standard input; what is printed is the CPU seconds that it took, and
with which versions.
"""

from __future__ import annotations

import importlib.metadata
import json
import os
import sys
import time
from pathlib import Path

os.environ["VIPS_CONCURRENCY"] = "1"  # read when libvips starts

import pyvips


def main() -> None:
    """Make each size from the one above it, as this package does."""
    task = json.load(sys.stdin)
    pyvips.cache_set_max(0)
    start = time.process_time()
    picture = None
    for each in task["wanted"]:
        width, height = each["width"], each["height"]
        if picture is None:
            picture = pyvips.Image.thumbnail(task["source"], width, height=height, size="force")
            picture = picture.copy_memory()
        elif (picture.width, picture.height) != (width, height):
            picture = picture.resize(width / picture.width, vscale=height / picture.height)
            picture = picture.copy_memory()
        path = str(Path(task["folder"]) / f"{width}.{each['format']}")
        common = {"Q": each["quality"], "subsample_mode": "on", "keep": "none"}
        if each["format"] == "avif":
            picture.heifsave(path, compression="av1", effort=each["effort"], **common)
        else:
            picture.jpegsave(path, interlace=True, optimize_coding=True, **common)
    library = ".".join(str(pyvips.version(part)) for part in range(3))
    version = f"libvips {library} with pyvips {importlib.metadata.version('pyvips')}"
    print(json.dumps({"cpu": time.process_time() - start, "version": version}))


if __name__ == "__main__":
    main()
