"""What the tests of the core share: one profile for Hypothesis, and registries made of texts."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

import pytest
from hypothesis import settings

from glocal_ext.core.registry import load

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from glocal_ext.core.registry import Loaded

# The same examples on every machine and on every run: a failure can be repeated.
settings.register_profile("unit", derandomize=True, deadline=None, max_examples=100)
settings.load_profile("unit")

TODAY = dt.date(2031, 5, 1)


# For the session, because a property test asks for it once and loads a hundred registries.
@pytest.fixture(scope="session")
def load_files(tmp_path_factory: pytest.TempPathFactory) -> Callable[..., Loaded]:
    """Load a registry of *files* (``places/x.toml``, ``references.bib``) on 1 May 2031."""

    def load_them(
        files: Mapping[str, str | bytes], today: dt.date = TODAY, kinds: tuple[str, ...] = ()
    ) -> Loaded:
        folder = tmp_path_factory.mktemp("registry")
        for name, content in files.items():
            path = folder / name
            path.parent.mkdir(exist_ok=True)
            path.write_bytes(content if isinstance(content, bytes) else content.encode())
        return load(folder, folder / "references.bib", today, kinds)

    return load_them
