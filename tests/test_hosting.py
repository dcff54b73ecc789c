"""What hosts are told: the commands that they run, and the headers that they send."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest
import yaml
from bs4 import BeautifulSoup

from conftest import ROOT
from outputs.visits import POLICY

PUBLIC = "https://glocal.example.org/en/latest/"

PRESENT = ("make", "python3")
"""What the image of Read the Docs has, and every machine of a developer."""


def commands() -> list[str]:
    """Return the commands of .readthedocs.yaml in the order in which they are run."""
    jobs = yaml.safe_load((ROOT / ".readthedocs.yaml").read_text(encoding="utf-8"))["build"]["jobs"]
    return [*jobs["create_environment"], *jobs["install"], *jobs["build"]["html"]]


def run(command: str, folder: Path, environment: dict[str, str]) -> str:
    result = subprocess.run(
        ["sh", "-euc", command],
        cwd=folder,
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )
    assert result.returncode == 0, f"{command}\n{result.stdout}\n{result.stderr}"
    return result.stdout


@pytest.fixture
def clone(tmp_path: Path) -> Path:
    """Copy what a clone of the repository holds."""
    for name in PRESENT:
        if shutil.which(name) is None:
            pytest.skip(f"{name} is not on PATH")
    unowned = shutil.ignore_patterns("_build", ".*_cache", "__pycache__", "node_modules", "*.pyc")
    folder = tmp_path / "clone"
    folder.mkdir()
    for path in ROOT.iterdir():
        if path.name in {".git", ".venv", "_build", "tests"}:
            continue
        if path.is_dir():
            shutil.copytree(path, folder / path.name, ignore=unowned)
        else:
            shutil.copy(path, folder / path.name)
    return folder


@pytest.fixture
def surroundings(tmp_path: Path) -> dict[str, str]:
    """Return the environment of a build at Read the Docs, which knows nothing of these tests'."""
    inherited = ("HOME", "LANG", "PATH", "TMPDIR")
    return {name: os.environ[name] for name in inherited if name in os.environ} | {
        "READTHEDOCS": "True",
        "READTHEDOCS_CANONICAL_URL": PUBLIC,
        "READTHEDOCS_OUTPUT": str(tmp_path / "output"),
    }


def lend_environment(folder: Path) -> None:
    """Give *folder* a .venv that is this test's own, installed and up to date.

    So the commands are run as they stand, and nothing is fetched: make finds its stamps newer
    than the lock file.
    """
    environment = folder / ".venv"
    environment.mkdir()
    for path in Path(sys.prefix).iterdir():
        if path.suffix != ".stamp":
            (environment / path.name).symlink_to(path)
    (environment / "site.stamp").touch()


def test_read_the_docs_finds_the_site_where_it_looks_for_it(
    clone: Path, surroundings: dict[str, str], tmp_path: Path
) -> None:
    lend_environment(clone)

    said = "".join(run(command, clone, surroundings) for command in commands())

    assert "build succeeded." in said
    assert {path.name for path in (tmp_path / "output").iterdir()} == {"html"}
    site = tmp_path / "output" / "html"
    issue = BeautifulSoup((site / "issues/2023/09/index.html").read_bytes(), "html5lib")
    assert issue.select_one('link[rel="canonical"]')["href"] == f"{PUBLIC}issues/2023/09/"
    assert (site / "_static" / "glocal.css").is_file()
    assert {path.name for path in site.iterdir()} >= {"index.html", "search.html", "searchindex.js"}


def test_read_the_docs_installs_from_the_lock_file_alone(
    clone: Path, surroundings: dict[str, str]
) -> None:
    made = [command for command in commands() if command.startswith("make ")]

    shown = "".join(run(f"{command} --dry-run", clone, surroundings) for command in made)

    installs = {line for line in shown.splitlines() if " pip install " in line}
    assert installs
    for line in installs:
        assert "--require-hashes -r requirements/site.txt" in line or "--no-deps" in line


def test_the_lock_file_has_every_package_that_is_declared() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    declared = {re.match(r"[\w.-]+", each)[0] for each in project["dependencies"]}

    lock = (ROOT / "requirements" / "site.txt").read_text(encoding="utf-8")
    assert declared <= {*re.findall(r"^([\w.-]+)==", lock, re.MULTILINE)}


HOSTING = ROOT / "hosting"

POLICIES = ("Cross-Origin-Opener-Policy", "Permissions-Policy", "Referrer-Policy")


def headers(name: str) -> dict[str, set[str]]:
    """Return the headers that a host's configuration sets, each with its values."""
    text = (HOSTING / name).read_text(encoding="utf-8")
    if name == "_headers":
        found = re.findall(r"^  ([\w-]+): (.+)$", text, re.MULTILINE)
    else:
        found = re.findall(
            r'^ *(?:add_header|Header always set) ([\w-]+) "([^"]+)"', text, re.MULTILINE
        )
    values: dict[str, set[str]] = {}
    for header, value in found:
        values.setdefault(header, set()).add(value)
    return values


@pytest.mark.parametrize("name", ["nginx.conf", "_headers", "htaccess"])
def test_every_host_sends_the_policy_that_the_browser_checks_are_run_under(name: str) -> None:
    sent, ours = headers(name), headers("nginx.conf")

    assert sent["Content-Security-Policy"] == {POLICY}
    assert sent["Strict-Transport-Security"] == {"max-age=31536000"}
    assert sent["X-Content-Type-Options"] == {"nosniff"}
    for header in POLICIES:
        assert sent[header] == ours[header]
        assert len(sent[header]) == 1


def test_the_document_says_every_header_and_quotes_the_configuration_letter_for_letter() -> None:
    document = (ROOT / "docs" / "hosting.md").read_text(encoding="utf-8")
    configuration = (HOSTING / "nginx.conf").read_text(encoding="utf-8")

    quoted = re.findall(r"^```nginx\n(.*?)^```$", document, re.MULTILINE | re.DOTALL)

    assert quoted
    for text in quoted:
        assert text in configuration
    assert [header for header in headers("nginx.conf") if f"`{header}`" not in document] == []
    for path in HOSTING.iterdir():
        assert f"(../hosting/{path.name})" in document
