"""Write the lock files: every package with its hashes, no address of a registry.

`requirements/site.txt` is what a build needs, the build backend included;
`requirements/dev.txt` adds what tests and linting need. One version of each package serves
every supported Python.
"""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parent.parent
UV = [sys.executable, "-m", "uv", "pip", "compile", "--quiet", "--universal"]
OPTIONS = [
    "--python-version=3.11",
    "--fork-strategy=fewest",
    "--generate-hashes",
    "--no-emit-index-url",
    "--no-emit-find-links",
    "--no-annotate",
    "--no-strip-extras",  # pip asks for the newest of a package whose extra has no pin of its own
    "--custom-compile-command=make lock",
    "--upgrade",
    "--constraint=requirements/constraints.txt",
]


def compile_lock(output: str, *inputs: str) -> None:
    """Resolve *inputs* into the lock file *output*."""
    command = [*UV, *OPTIONS, *inputs, f"--output-file=requirements/{output}"]
    subprocess.run(command, check=True, cwd=ROOT)  # noqa: S603  (our own command line)


compile_lock("site.txt", "pyproject.toml", "requirements/backend.in")
compile_lock(
    "dev.txt",
    "pyproject.toml",
    "requirements/backend.in",
    "--group=dev",
    "-c",
    "requirements/site.txt",
)
