"""Other libraries that make renditions, and the quality at which two renditions look alike."""

from __future__ import annotations

import bisect
import functools
import json
import shutil
import subprocess
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from glocal_ext.photos.encode import FAST_ABOVE

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from glocal_ext.core.renditions import Rendition

SCRIPTS = Path(__file__).parent / "peers"
COLOUR, LUMA = "RGB", "L"
OURS, THEIRS = (3, 1), (4, 4)
"""Efforts of AVIF, for pages and for the enlarged view: 9 less our speeds, and the libraries'."""


@dataclass(frozen=True)
class Peer:
    """Another library: *command* runs in *folder*, where it is installed."""

    title: str
    command: tuple[str, ...]
    folder: Path
    efforts: tuple[int, int] = OURS

    def make(
        self, source: Path, wanted: Sequence[Rendition], qualities: dict[str, int], folder: Path
    ) -> tuple[float, str]:
        """Write renditions to *folder*; return CPU seconds and the versions."""
        renditions = [
            {
                "width": each.width,
                "height": each.height,
                "format": each.format,
                "quality": qualities[each.format],
                "effort": self.efforts[max(each.width, each.height) > FAST_ABOVE],
            }
            for each in sorted(wanted, reverse=True)
        ]
        task = {"source": str(source), "folder": str(folder), "wanted": renditions}
        said = subprocess.run(
            self.command,
            cwd=self.folder,
            input=json.dumps(task),
            stdout=subprocess.PIPE,
            text=True,
            check=True,
        )
        found = json.loads(said.stdout)
        return found["cpu"], found["version"]


def peers(folder: Path) -> tuple[list[Peer], list[str]]:
    """Return the libraries that are installed below *folder*, and the names of those that are not.

    Without scikit-image nothing can be compared at equal DSSIM.
    """
    npm = folder / "npm"
    sharp, vips = ("node", str(SCRIPTS / "sharp.mjs")), (_python(folder), str(SCRIPTS / "vips.py"))
    known = {
        "sharp": [
            Peer("sharp, at our speeds", sharp, npm),
            Peer("sharp, at its own", sharp, npm, THEIRS),
        ],
        "libvips": [Peer("libvips, at our speeds", vips, folder)],
        "scikit-image": [],
    }
    there = {
        "sharp": (npm / "node_modules" / "sharp").is_dir() and shutil.which("node") is not None,
        "libvips": _has(folder, "pyvips"),
        "scikit-image": _has(folder, "skimage"),
    }
    found = [peer for name, each in known.items() if there[name] for peer in each]
    return found, [name for name, is_there in there.items() if not is_there]


def _python(folder: Path) -> str:
    return str(folder / "bin" / "python")


def _has(folder: Path, module: str) -> bool:
    return any(folder.glob(f"lib/*/site-packages/{module}"))


class Dssim:
    """Says how unlike two pictures are; peers/dssim.py does the work."""

    def __init__(self, folder: Path) -> None:
        self._process = subprocess.Popen(
            [_python(folder), SCRIPTS / "dssim.py"],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )
        self.version = self._answer()

    def __call__(self, reference: Path, picture: Path, mode: str = COLOUR) -> float:
        """Return the DSSIM of *picture*, in colour or luma: 0 where it is *reference*."""
        assert self._process.stdin
        self._process.stdin.write(f"{reference}\t{picture}\t{mode}\n")
        self._process.stdin.flush()
        return float(self._answer())

    def _answer(self) -> str:
        assert self._process.stdout
        return self._process.stdout.readline().rstrip("\n")


def nearest(target: float, dssim_at: Callable[[int], float]) -> int:
    """Return the quality, 1 to 100, whose DSSIM is nearest to *target*."""
    known = functools.cache(dssim_at)
    first = bisect.bisect_left(range(1, 101), -target, key=lambda quality: -known(quality)) + 1
    candidates = [each for each in (first - 1, first) if 1 <= each <= 100]
    return min(candidates, key=lambda quality: abs(known(quality) - target))
