"""The documents say what is so: their examples build, their lists are the code's."""

from __future__ import annotations

import io
import pkgutil
import re
from typing import TYPE_CHECKING, NamedTuple

import pytest
from PIL import Image

import glocal_ext
from conftest import ISSUE, ISSUE_PATH, NORTH_RIVER, ROOT, Built, Project
from glocal_ext.config import OPTIONS
from glocal_ext.core.frontmatter import ISSUE_KEYS, PAGE_KEYS
from glocal_ext.core.model import PARTNERSHIP_KINDS, PLACE_KINDS, STATUSES
from glocal_ext.core.records import PARTNERSHIP_KEYS, PLACE_KEYS
from glocal_ext.issues.directives import Article, ArticleList, IssueList, PartnershipList
from glocal_ext.issues.policy import ISSUE_DIRECTIVES, ISSUE_ROLES
from glocal_ext.log import Warn
from glocal_ext.photos.directives import Photo, PhotoGrid

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

GUIDE = ROOT / "docs" / "editing.md"
WARNINGS = ROOT / "docs" / "warnings.md"
ARCHITECTURE = ROOT / "docs" / "architecture.md"
README = ROOT / "README.md"

LATER = "2000000000"
"""A build day in 2033, by which everything in the examples is published."""


class Block(NamedTuple):
    """A fenced example: its language, its text and the line on which it begins."""

    language: str
    text: str
    line: int


def read(path: Path) -> str:
    return path.read_text(encoding="utf-8")


def blocks(path: Path, *languages: str) -> list[Block]:
    """Return the fenced examples in *languages*; those in ``text`` are never built."""
    text = read(path)
    return [
        Block(match[1], match[2], text.count("\n", 0, match.start()) + 1)
        for match in re.finditer(r"^```(\w+)\n(.*?)^```$", text, re.MULTILINE | re.DOTALL)
        if match[1] in languages
    ]


def without_examples(text: str) -> str:
    return re.sub(r"^```.*?^```$", "", text, flags=re.MULTILINE | re.DOTALL)


def section(path: Path, heading: str) -> str:
    """Return what stands below *heading*, up to the next heading of its level or above."""
    level = heading.partition(" ")[0]
    text = without_examples(read(path))
    assert f"\n{heading}\n" in text
    rest = text.split(f"\n{heading}\n", 1)[1]
    return re.split(rf"^#{{1,{len(level)}}} ", rest, maxsplit=1, flags=re.MULTILINE)[0]


def picture(name: str) -> bytes:
    content = io.BytesIO()
    kind = "PNG" if name.endswith(".png") else "JPEG"
    Image.new("RGB", (1200, 800), "green").save(content, kind)
    return content.getvalue()


def registry_of_the_guide() -> Iterator[tuple[str, str]]:
    for block in blocks(GUIDE, "toml"):
        yield block.text.splitlines()[0].removeprefix("# "), block.text
    sources = "\n".join(block.text for block in blocks(GUIDE, "bibtex"))
    yield "source/references.bib", sources


def as_issue(block: Block) -> str:
    """Return an example as a whole issue of May 2031."""
    if block.language == "yaml":
        return ISSUE.replace("issue: 2031-05\n", f"issue: 2031-05\n{block.text}")
    if block.text.startswith("---\n"):
        return block.text
    return f"---\nissue: 2031-05\n---\n# May 2031\n\n{block.text}"


def build_example(
    make_project: Callable[..., Project], block: Block, files: dict[str, str] | None = None
) -> Built:
    """Build an example in the small project, with the photos and files that it names."""
    earlier = ISSUE.replace("2031-05", "2031-01").replace("(north-river)=", "(river-news)=")
    text = as_issue(block)
    project = make_project({
        "source/issues/2031/01/index.md": earlier,
        ISSUE_PATH: text,
        "source/issues/2031/05/programme.pdf": "%PDF-1.4",
        **(files or {}),
    })  # fmt: skip
    for name, pending in re.findall(r"^:::\{photo\} (.+)\n(:pending:)?", text, re.MULTILINE):
        folder = "source" if name.startswith("/") else "source/issues/2031/05"
        if not pending:
            project.write(f"{folder}/{name.lstrip('/')}", picture(name))
    return project.build()


def line_of(block: Block) -> str:
    return f"line-{block.line}"


@pytest.fixture(autouse=True)
def _later(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", LATER)
    monkeypatch.delenv("GLOCAL_DRAFTS", raising=False)


# -- the editor's guide ---------------------------------------------------------------------------


@pytest.mark.parametrize("block", blocks(GUIDE, "markdown", "yaml"), ids=line_of)
def test_each_example_of_the_guide_builds_without_a_warning(
    block: Block, make_project: Callable[..., Project]
) -> None:
    built = build_example(make_project, block, dict(registry_of_the_guide()))
    assert built.warnings == []
    assert "<article" in built.page("issues/2031/05")


@pytest.mark.parametrize(
    ("heading", "allowed"), [("### Directives", ISSUE_DIRECTIVES), ("### Roles", ISSUE_ROLES)]
)
def test_the_guide_lists_exactly_what_an_issue_takes(heading: str, allowed: frozenset[str]) -> None:
    listed = re.findall(r"`\{([\w-]+)\}`", section(GUIDE, heading))
    assert sorted(listed) == sorted(allowed)


def test_the_guide_shows_every_directive_and_role_in_an_example() -> None:
    examples = "\n".join(block.text for block in blocks(GUIDE, "markdown"))
    assert set(re.findall(r"^:{3,}\{([\w-]+)\}", examples, re.MULTILINE)) == ISSUE_DIRECTIVES
    assert set(re.findall(r"\{([\w-]+)\}`", examples)) == ISSUE_ROLES


@pytest.mark.parametrize(
    "directive", [Article, ArticleList, IssueList, PartnershipList, Photo, PhotoGrid]
)
def test_the_guide_explains_every_option_and_shows_it_in_an_example(directive: type) -> None:
    examples = "\n".join(block.text for block in blocks(GUIDE, "markdown"))
    shown = set(re.findall(r"^:([\w-]+):", examples, re.MULTILINE))
    assert set(directive.option_names) - shown == set()
    assert [name for name in directive.option_names if f"`{name}`" not in read(GUIDE)] == []


def test_the_guide_shows_every_key_of_the_front_matter() -> None:
    table = section(GUIDE, "## The head of a document")
    example = next(b.text for b in blocks(GUIDE, "markdown") if b.text.startswith("---"))
    assert set(re.findall(r"^(\w+):", example, re.MULTILINE)) == set(ISSUE_KEYS)
    assert set(re.findall(r"^\| `(\w+)` \|", table, re.MULTILINE)) == set(ISSUE_KEYS)
    assert [key for key in PAGE_KEYS if f"`{key}" not in table] == []


@pytest.mark.parametrize(
    ("heading", "keys", "words"),
    [
        ("### A place", PLACE_KEYS, PLACE_KINDS),
        ("### A partnership", PARTNERSHIP_KEYS, (*PARTNERSHIP_KINDS, *STATUSES)),
    ],
)
def test_the_guide_lists_the_keys_and_kinds_of_a_record(
    heading: str, keys: dict[str, str], words: tuple[str, ...]
) -> None:
    text = section(GUIDE, heading)
    listed = re.findall(r"^\| `\[*(\w+)\]*`(?:, `(\w+)`)* \|", text, re.MULTILINE)
    assert {name for names in listed for name in names if name} == set(keys)
    assert [word for word in words if f"`{word}`" not in text] == []


PHOTO = ":::{photo} signing.jpg\n:alt: Two people sign.\nThe signing\n:::\n"
OPEN_PHOTO = PHOTO.removesuffix(":::\n")


def article(body: str) -> str:
    return f"---\nissue: 2031-05\n---\n# May 2031\n\n(river)=\n## River\n\n{body}"


def front(line: str) -> str:
    return ISSUE.replace("issue: 2031-05\n", f"issue: 2031-05\n{line}\n")


MISTAKES: list[dict[str, str]] = [
    {ISSUE_PATH: article(PHOTO.replace(":alt: Two people sign.\n", ""))},
    {ISSUE_PATH: article(PHOTO.replace("signing.jpg", "sining.jpg"))},
    {ISSUE_PATH: article(f"{OPEN_PHOTO}\n{PHOTO}")},
    {ISSUE_PATH: article(f":::{{photo-grid}}\nThe day\n\n{PHOTO}\n{PHOTO}:::\n")},
    {ISSUE_PATH: article(PHOTO.replace(":alt:", "\n:alt:"))},
    {ISSUE_PATH: article(PHOTO.replace("people sign", "people sign\n  two folders"))},
    {ISSUE_PATH: article(PHOTO.replace("Two people sign.", '"Welcome" on a banner.'))},
    {ISSUE_PATH: article(PHOTO.replace("The signing", ":caption: The signing"))},
    {ISSUE_PATH: article("![The signing](signing.jpg)\n")},
    {ISSUE_PATH: ISSUE.replace("(north-river)=\n", "")},
    {ISSUE_PATH: f"{ISSUE}\n(north-river)=\n## Once more\n\nText.\n"},
    {ISSUE_PATH: article(f":::{{article}}\n:short: {'x' * 61}\n:::\n")},
    {ISSUE_PATH: front("summary: Three towns: one river")},
    {ISSUE_PATH: front("published: May 2031")},
    {ISSUE_PATH: front("sumary: Three towns")},
    {ISSUE_PATH: article(":::{partnership} north-river-southprot\n:::\n")},
    {ISSUE_PATH: article(":::{infobox} Study tour\nDates: 18 July\n:::\n")},
    {ISSUE_PATH: article(":::{sidebar} From elsewhere\nText\n:::\n")},
    {ISSUE_PATH: article("This is <b>bold</b>.\n")},
    {"data/places/north-river.toml": NORTH_RIVER.replace('"North River"', "North River")},
]
"""What the guide's table of mistakes describes, row by row."""


def rows_of_mistakes() -> list[tuple[str, str]]:
    table = section(GUIDE, "## The twenty most likely mistakes")
    return re.findall(r"^\| (\d+) \|.*?\| `glocal\.([\w-]+)` \|", table, re.MULTILINE)


def test_the_table_of_mistakes_is_numbered_and_complete() -> None:
    numbers = [int(number) for number, _name in rows_of_mistakes()]
    assert numbers == list(range(1, len(MISTAKES) + 1))


@pytest.mark.parametrize(
    ("row", "files"),
    list(zip(rows_of_mistakes(), MISTAKES, strict=False)),
    ids=lambda value: "-".join(value) if isinstance(value, tuple) else "",
)
def test_each_mistake_of_the_table_gives_the_warning_that_stands_beside_it(
    row: tuple[str, str], files: dict[str, str], make_project: Callable[..., Project]
) -> None:
    project = make_project(files)
    project.write("source/issues/2031/05/signing.jpg", picture("signing.jpg"))
    path = next(iter(files))
    expected = rf"{re.escape(path)}:\d+: WARNING: .*\[glocal\.{row[1]}\]"
    assert any(re.fullmatch(expected, each, re.DOTALL) for each in project.build().warnings)


# -- the other documents --------------------------------------------------------------------------


def test_every_warning_stands_once_in_the_list_of_warnings() -> None:
    listed = re.findall(r"^\| `glocal\.([\w-]+)` \|", read(WARNINGS), re.MULTILINE)
    assert sorted(listed) == sorted(name.value for name in Warn)


def test_every_value_of_conf_py_stands_in_the_architecture_with_its_default() -> None:
    listed = re.findall(r"^\| `(glocal_\w+)` \| `(.*?)` \|", read(ARCHITECTURE), re.MULTILINE)
    assert listed == [(option.name, shown(option.default)) for option in OPTIONS]


def shown(default: object) -> str:
    if isinstance(default, str):
        return f'"{default}"'
    return "[]" if default == () else str(default)


def test_every_name_in_the_architecture_is_one_of_the_package() -> None:
    packages = "|".join(module.name for module in pkgutil.iter_modules(glocal_ext.__path__))
    names = re.findall(rf"`((?:{packages})\.\w[\w.]*)`", read(ARCHITECTURE))
    names = [name for name in names if not name.endswith(".py")]
    assert len(names) > 30
    for name in names:
        assert pkgutil.resolve_name(f"glocal_ext.{name}") is not None


def test_the_settings_of_another_publisher_build_a_site(
    make_project: Callable[..., Project],
) -> None:
    (conf,) = blocks(ARCHITECTURE, "python")
    built = make_project({"conf.py": conf.text}).build()
    assert built.warnings == []
    assert "What towns on the river do together." in built.page("issues/2031/05")


def test_the_issue_in_the_readme_has_thirty_lines_at_most_and_builds(
    make_project: Callable[..., Project],
) -> None:
    (block,) = blocks(README, "markdown")
    assert block.text.startswith("---\nissue: 2031-05\n")
    assert len(block.text.splitlines()) <= 30
    assert build_example(make_project, block).warnings == []


def test_the_readme_names_every_target_of_make() -> None:
    targets = re.findall(r"^([a-z-]+):.*?## ", read(ROOT / "Makefile"), re.MULTILINE)
    named = re.findall(r"^\| `make ([a-z-]+)", read(README), re.MULTILINE)
    assert sorted(named) == sorted(targets)


DOCUMENTS = [
    *sorted((ROOT / "docs").glob("*.md")),
    *(ROOT / name for name in ("README.md", "CONTRIBUTING.md", "SECURITY.md", "CHANGELOG.md")),
    ROOT / "LICENSE-CONTENT.md",
]


def anchors(path: Path) -> set[str]:
    """Return the anchors that a viewer of Markdown makes of a document's headings."""
    headings = re.findall(r"^#+ (.*)$", read(path), re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", name).strip().lower().replace(" ", "-") for name in headings}


@pytest.mark.parametrize("path", DOCUMENTS, ids=lambda path: path.name)
def test_links_between_the_documents_lead_somewhere(path: Path) -> None:
    text = without_examples(read(path))
    text = re.sub(r"``.+?``|`[^`\n]+`", "", text)
    for target in re.findall(r"\]\(([^)]+)\)", text):
        if "://" in target:
            continue
        name, _hash, anchor = target.partition("#")
        linked = path.parent / name if name else path
        assert linked.exists(), target
        assert not anchor or anchor in anchors(linked), target
