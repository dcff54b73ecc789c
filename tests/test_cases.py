"""What an editor writes, right and wrong, and what the build makes of it.

A case is an issue in ``cases/``; the file beside it says what is expected. After a change that
is meant, ``pytest tests/test_cases.py --force-regen`` writes these files anew: read the diff.
"""

from __future__ import annotations

import io
import re
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from docutils import nodes as docnodes
from PIL import Image

from glocal_ext import nodes

if TYPE_CHECKING:
    from collections.abc import Iterator

CASES = Path(__file__).parent / "cases"
FOLDER = "source/issues/2031/05"
DOCNAME = "issues/2031/05/index"

REGISTRY = {
    "data/places/lakeside.toml": (
        'name = "Lakeside"\nkind = "city"\ncountry = "TW"\n[names]\nzh-Hant = "湖畔市"\n'
    ),
    "data/places/hillside.toml": 'name = "Hillside"\nkind = "town"\ncountry = "NZ"\n',
    "data/partnerships/north-river-hillside.toml": (
        'kind = "friendship city"\nparties = ["north-river", "hillside"]\n'
        'established = "1981"\nstatus = "ended"\nended = "2011"\n'
    ),
    "source/issues/2031/06/index.md": "---\nissue: 2031-06\ndraft: true\n---\n# June 2031\n",
}
"""Records beside the base project's: a Chinese name, a tie that ended; and a draft."""

COMPANIONS: dict[str, dict[str, str | bytes]] = {
    "partnership-record-with-mistake": {
        "data/partnerships/hill-and-dale.toml": (
            'kind = "sister city"\nparties = ["hillside", "southport"]\nestablished = "last year"\n'
        )
    },
    "photo-file-bytes": {f"{FOLDER}/large.jpg": b"\xff\xd8" * 1_000_000},
    "partnership-embargoed": {
        "data/partnerships/north-river-lakeside.toml": (
            'kind = "sister city"\nparties = ["north-river", "lakeside"]\n'
            'established = "2031-05-01"\npublished = "2999-01-01"\n'
        )
    },
}
"""Files that one case needs."""

SETTINGS: dict[str, dict[str, object]] = {
    "photo-consent-required": {"glocal_require_consent": True},
    "photo-file-bytes": {"glocal_max_photo_bytes": 1_000_000},
    "photo-file-pixels": {"glocal_max_photo_pixels": 1_000_000},
    "photo-pending-not-wanted": {"glocal_pending_photos": "error"},
    "photo-pending-omitted": {"glocal_pending_photos": "omit"},
}
"""Values of conf.py that one case needs."""

SVG = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 40 30">{}</svg>'


def _picture(width: int, height: int, kind: str, **options: object) -> bytes:
    file = io.BytesIO()
    Image.new("RGB", (width, height), "teal").save(file, kind, **options)
    return file.getvalue()


@pytest.fixture(scope="session")
def photos() -> dict[str, bytes]:
    """Make the files beside the issue."""
    photo = _picture(1000, 600, "JPEG")
    frames = [Image.new("RGB", (900, 600), colour) for colour in ("teal", "navy")]
    animated = io.BytesIO()
    frames[0].save(animated, "WEBP", save_all=True, append_images=frames[1:])
    return {
        "signing.jpg": photo,
        "river.jpg": _picture(1000, 600, "JPEG", quality=30),
        "祭り 1.jpg": _picture(1000, 600, "JPEG", quality=40),
        "panorama.jpg": _picture(1300, 400, "JPEG"),
        "small.jpg": _picture(300, 200, "JPEG"),
        "huge.png": _picture(1500, 1500, "PNG"),
        "still.gif": _picture(900, 600, "GIF"),
        "animated.webp": animated.getvalue(),
        "broken.jpg": photo[: len(photo) // 2],
        "empty.jpg": b"",
        "text.jpg": b"Not a picture\n",
        "drawing.svg": SVG.format('<path d="M0 0h40v30z"/>').encode(),
        "script.svg": SVG.format("<script>alert(1)</script>").encode(),
        "external.svg": SVG.format('<image href="https://example.org/a.png"/>').encode(),
        "programme.pdf": b"%PDF-1.4\n",
    }


@pytest.fixture
def build_case(make_project, photos):
    """Build the issue of a case."""

    def build(case: Path):
        files = {f"{FOLDER}/{name}": content for name, content in photos.items()}
        issue = {f"{FOLDER}/index.md": case.read_text(encoding="utf-8")}
        project = make_project(REGISTRY | files | issue | COMPANIONS.get(case.stem, {}))
        outside = project.write("outside.jpg", photos["signing.jpg"])
        (project.root / FOLDER / "linked.jpg").symlink_to(outside)
        return project.build(**SETTINGS.get(case.stem, {}))

    return build


def _cases(kind: str) -> list:
    return [pytest.param(path, id=path.stem) for path in sorted((CASES / kind).glob("*.md"))]


def _entry(warning: str) -> str:
    """Return a warning as an editor reads it: line, name, sentence; the file where another."""
    match = re.fullmatch(
        r"(?P<file>\S+?)(?::(?P<line>\d+))?: \w+: (?P<text>.*) \[(?P<name>[\w.-]+)\]",
        warning,
        re.DOTALL,
    )
    assert match, warning
    file = "" if match["file"] == f"{FOLDER}/index.md" else f"{match['file']} "
    return f"{file}{match['line']} {match['name']}: {match['text']}"


def _shown(element: docnodes.Element) -> Iterator[str]:
    """Yield what a page shows, a line for each block."""
    for node in element.children:
        if isinstance(node, nodes.article):
            yield f"[article {node['target']}]"
        if isinstance(node, nodes.photo):
            state = "pending" if node.get("pending") else node.next_node(docnodes.image)["uri"]
            yield f"[photo {Path(state).name}: {node['alt']}]"
        if isinstance(node, nodes.infobox):
            yield "[infobox]"
        if isinstance(node, (docnodes.TextElement, docnodes.Text)):
            yield from [node.astext()] * bool(node.astext())
        elif isinstance(node, docnodes.Element):
            yield from _shown(node)


@pytest.mark.parametrize("case", _cases("mistakes"))
def test_a_mistake_is_one_warning_and_the_rest_is_shown(
    case, build_case, file_regression, tmp_path
):
    built = build_case(case)
    lines = [_entry(warning) for warning in built.warnings]
    kept = case.stem.startswith("kept-")
    assert (built.out / "issues/2031/05/index.html").exists() is not kept
    if not kept:
        assert "The rest of the page." in built.page("issues/2031/05")
        lines += ["", "Shown:", *_shown(built.doctree(DOCNAME))]
    file_regression.check(
        "\n".join(lines) + "\n",
        encoding="utf-8",
        fullpath=case.with_suffix(".txt"),
        obtained_filename=tmp_path / "obtained.txt",
    )


@pytest.mark.parametrize("case", _cases("constructs"))
def test_what_is_right_becomes_its_nodes_without_a_word(
    case, build_case, file_regression, tmp_path
):
    built = build_case(case)
    assert built.warnings == []
    text = built.doctree(DOCNAME).pformat().replace(str(built.app.srcdir), "source")
    text = re.sub(r'(digest|published)="[^"]*"', r'\1="…"', text)
    text = re.sub(r' (\w+=""(?=[ >])|(candidates|translation_progress)="[^"]*")', "", text)
    file_regression.check(
        text,
        encoding="utf-8",
        fullpath=case.with_suffix(".txt"),
        obtained_filename=tmp_path / "obtained.txt",
    )
