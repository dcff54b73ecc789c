"""The ways round the rules: each is tried in an issue and on a plain page, and fails with a word.

`SECRET` stands in files that no page may publish, and in code that no page may run. In an
attack, ``UP`` is the way from the document's folder out of the source folder and ``ROOT`` the
address of that place.
"""

from __future__ import annotations

import io
import json
import re

import pytest
from bs4 import BeautifulSoup
from PIL import Image

SECRET = "zq7secret"
PAGES = {"source/issues/2031/05/index.md": "../../../..", "source/about/index.md": "../.."}

FILES = {
    "csv-table-file": "```{csv-table} Towns\n:file: UP/secret.csv\n```",
    "csv-table-file-in-capitals": "```{csv-table} Towns\n:FILE: UP/secret.csv\n```",
    "csv-table-file-in-colons": ":::{csv-table} Towns\n:file: UP/secret.csv\n:::",
    "csv-table-file-as-yaml": "```{csv-table} Towns\n---\nfile: UP/secret.csv\n---\n```",
    "csv-table-file-quoted-key": '```{csv-table} Towns\n---\n"file": UP/secret.csv\n---\n```',
    "csv-table-file-after-mistake": "```{csv-table} Towns\n:bad\n:file: UP/secret.csv\n```",
    "csv-table-file-in-a-note": "````{note}\n```{csv-table}\n:file: UP/secret.csv\n```\n````",
    "csv-table-file-in-a-quote": "> ```{csv-table}\n> :file: UP/secret.csv\n> ```",
    "csv-table-url": "```{csv-table} Towns\n:url: file://ROOT/secret.csv\n```",
    "include": "```{include} UP/secret.txt\n```",
    "include-in-capitals": "```{Include} UP/secret.txt\n```",
    "include-in-mixed-case": "```{inClude} UP/secret.txt\n:literal:\n```",
    "include-in-colons": ":::{include} UP/secret.txt\n:::",
    "include-as-code": "```{include} UP/secret.txt\n:literal:\n```",
    "include-in-a-list": "- A\n\n  ```{include} UP/secret.txt\n  ```",
    "include-from-root": "```{include} /../secret.txt\n```",
    "include-of-the-system": "```{include} ROOT/secret.txt\n```",
    "literalinclude": "```{literalinclude} UP/secret.txt\n```",
    "literalinclude-after-space": "``` {literalinclude} UP/secret.txt\n```",
    "raw": f"```{{raw}} html\n<script>{SECRET}</script>\n```",
    "raw-in-capitals": f"```{{RAW}} html\n<script>{SECRET}</script>\n```",
    "raw-file": "```{raw} html\n:file: UP/secret.txt\n```",
    "raw-url": "```{raw} html\n:url: file://ROOT/secret.txt\n```",
    "raw-in-colons": f":::{{raw}} html\n<script>{SECRET}</script>\n:::",
    "raw-in-a-table": f":::{{list-table}}\n* - ```{{raw}} html\n    <i>{SECRET}</i>\n    ```\n:::",
    "rst": f"```{{eval-rst}}\n.. raw:: html\n\n   <script>{SECRET}</script>\n```",
    "rst-include": "```{eval-rst}\n.. include:: UP/secret.txt\n```",
    "rst-in-capitals": "```{Eval-RST}\n.. include:: UP/secret.txt\n```",
    "rst-in-tildes": "~~~{eval-rst}\n.. include:: UP/secret.txt\n~~~",
    "rst-in-colons": ":::{eval-rst}\n.. include:: UP/secret.txt\n:::",
    "rst-after-space": "``` {eval-rst}\n.. include:: UP/secret.txt\n```",
    "download": "See {download}`this <UP/secret.txt>`",
    "download-from-root": "See {download}`this </../secret.txt>`",
    "download-in-capitals": "See {Download}`this <UP/secret.txt>`",
    "download-of-a-dotfile": "See {download}`.env`",
    "image": "```{image} UP/secret.jpg\n:alt: A\n```",
    "image-in-capitals": "```{IMAGE} UP/secret.jpg\n:alt: A\n```",
    "image-from-root": "```{image} /../secret.jpg\n:alt: A\n```",
    "image-symlink": "```{image} linked.jpg\n:alt: A\n```",
    "image-with-script": "```{image} secret.svg\n:alt: A\n```",
    "image-elsewhere": f"```{{image}} https://example.org/{SECRET}.jpg\n:alt: A\n```",
    "figure": "```{figure} UP/secret.jpg\nA caption\n```",
    "figure-elsewhere": f"```{{figure}} https://example.org/{SECRET}.jpg\n```",
    "figure-md": "```{figure-md}\n![A](UP/secret.jpg)\n\nA caption\n```",
    "picture": "![A](UP/secret.jpg)",
    "picture-from-root": "![A](/../secret.jpg)",
    "picture-symlink": "![A](linked.jpg)",
    "picture-in-linked-folder": "![A](linked/secret.jpg)",
    "picture-with-script": "![A](secret.svg)",
    "picture-elsewhere": f"![A](https://example.org/{SECRET}.jpg)",
    "picture-elsewhere-without-scheme": f"![A](//example.org/{SECRET}.jpg)",
    "picture-in-its-address": f"![A](data:image/svg+xml,{SECRET})",
    "picture-by-reference": "![A][a]\n\n[a]: UP/secret.jpg",
    "picture-from-the-system": "![A](file://ROOT/secret.jpg)",
    "photo": ":::{photo} UP/secret.jpg\n:alt: A\n:::",
    "photo-symlink": ":::{photo} linked.jpg\n:alt: A\n:::",
    "photo-in-linked-folder": ":::{photo} linked/secret.jpg\n:alt: A\n:::",
    "photo-with-script": ":::{photo} secret.svg\n:alt: A\n:::",
    "photo-licence": f":::{{photo}} river.jpg\n:alt: A\n:licence: javascript:{SECRET}()\n:::",
    "link": "[A](UP/secret.txt)",
    "link-in-percents": "[A](%2e%2e/UP/%2e/secret.txt)",
    "link-from-root": "[A](/../secret.txt)",
    "link-to-a-place-in-it": "[A](UP/secret.txt#a)",
    "link-by-reference": "[A][a]\n\n[a]: UP/secret.txt",
    "link-by-path": "[A](path:UP/secret.txt)",
    "link-by-path-in-angles": "<path:UP/secret.txt>",
    "link-by-path-in-capitals": "[A](PATH:UP/secret.txt)",
    "link-by-project": "[A](project:UP/secret.txt)",
    "link-by-inventory": "[A](inv:UP/secret.txt)",
    "link-to-the-system": "[A](file://ROOT/secret.txt)",
    "link-to-the-system-in-angles": "<file://ROOT/secret.txt>",
    "link-symlink": "[A](linked.txt)",
    "link-linked-folder": "[A](linked/secret.txt)",
    "link-dotfile": "[A](.env)",
    "link-dotfile-by-path": "[A](path:.env)",
    "link-dotfolder": "[A](.hidden/secret.txt)",
    "link-bibliography": "[A](/references.bib)",
    "link-bibliography-by-path": "[A](path:/references.bib)",
    "link-photo": "[A](secret.jpg)",
    "link-photo-in-capitals": "[A](SECRET.JPG)",
    "link-photo-with-question": "[A](secret.jpg?a)",
    "link-photo-by-path": "[A](path:secret.jpg)",
    "link-draft": "[A](/issues/2031/06/index.md)",
    "link-draft-by-path": "[A](path:/issues/2031/06/index.md)",
    "link-own-source": f"% {SECRET}\n\n[A](index.md?a)",
    "link-own-source-by-path": f"% {SECRET}\n\n[A](path:index.md)",
    "link-web-page": "[A](secret.html)",
}
"""What would publish a file that is none of the page's, or markup that is not checked."""

LINKS = {
    "inline": f"[A](javascript:{SECRET}())",
    "in-angles": f"[A](<javascript:{SECRET}()>)",
    "with-title": f'[A](javascript:{SECRET}() "B")',
    "by-reference": f"[A][a]\n\n[a]: javascript:{SECRET}()",
    "by-collapsed-reference": f"[a][]\n\n[a]: javascript:{SECRET}()",
    "by-shortcut": f"[a]\n\n[a]: <javascript:{SECRET}()>",
    "autolink": f"<javascript:{SECRET}()>",
    "in-mixed-case": f"[A](JaVaScRiPt:{SECRET}())",
    "with-entity-for-colon": f"[A](javascript&#58;{SECRET}())",
    "with-hexadecimal-entity": f"[A](&#x6A;avascript:{SECRET}())",
    "with-named-entity": f"[A](javascript&colon;{SECRET}())",
    "with-entity-in-reference": f"[A][a]\n\n[a]: javascript&#58;{SECRET}()",
    "with-tab": f"[A](java&#9;script:{SECRET}())",
    "with-line-break": f"[A](java&#10;script:{SECRET}())",
    "with-space-before": f"[A](<&#32;javascript:{SECRET}()>)",
    "with-control-before": f"[A](&#1;javascript:{SECRET}())",
    "with-backslash": f"[A](javascript\\:{SECRET}())",
    "with-percent": f"[A](javascript%3A{SECRET}())",
    "visual-basic": f"[A](vbscript:{SECRET})",
    "data": f"[A](data:text/html,{SECRET})",
    "data-autolink": f"<data:text/html,{SECRET}>",
    "data-in-mixed-case": f"[A](DaTa:text/html;base64,{SECRET})",
    "around-a-word-in-bold": f"**[A](javascript:{SECRET}())**",
    "around-a-picture": f"[![A](river.jpg)](javascript:{SECRET}())",
    "in-a-table": f"| A |\n| --- |\n| [A](javascript:{SECRET}()) |",
    "in-a-footnote": f"A[^a]\n\n[^a]: [A](javascript:{SECRET}())",
    "in-a-heading": f"### [A](javascript:{SECRET}())",
    "in-a-caption": f":::{{photo}} river.jpg\n:alt: A\n[A](javascript:{SECRET}())\n:::",
    "in-a-description": (
        f":::{{photo}} river.jpg\n:alt: A\n:description: |\n  [A](javascript:{SECRET}())\n:::"
    ),
    "in-an-infobox": f":::{{infobox}} [A](javascript:{SECRET}())\nA\n: B\n:::",
    "in-a-quote": f":::{{pull-quote}}\nA\n\n— [A](javascript:{SECRET}())\n:::",
    "in-a-role-text": f"{{place}}`A <javascript:{SECRET}()>`",
    "in-a-contents-list": f"```{{toctree}}\nA <javascript://%0a{SECRET}()>\n```",
    "behind-an-image": f"```{{image}} river.jpg\n:target: javascript:{SECRET}()\n```",
    "behind-a-figure": f"```{{figure}} river.jpg\n:target: javascript:{SECRET}()\n```",
}
"""Links that would run in a reader's browser."""

HTML = {
    "element": f"<script>{SECRET}</script>",
    "in-a-sentence": f'A <b onclick="{SECRET}">word</b>',
    "picture": f"A <img src=x onerror={SECRET}> word",
    "frame": f'<iframe src="javascript:{SECRET}"></iframe>',
    "drawing": f"<svg onload={SECRET}></svg>",
    "behind-a-comment": f"<!-- A --><script>{SECRET}</script>",
    "in-a-comment-for-one-browser": f"<!--[if IE]>{SECRET}<![endif]--><p>",
    "cdata": f"<![CDATA[<script>{SECRET}</script>]]>",
    "instruction": f"<?php {SECRET} ?>",
    "declaration": f"<!DOCTYPE {SECRET}>",
    "in-a-caption": f":::{{photo}} river.jpg\n:alt: A\n<b onclick={SECRET}>A</b>\n:::",
    "in-a-table": f"| A |\n| --- |\n| <b onclick={SECRET}>A</b> |",
    "refresh": f"```{{meta}}\n:http-equiv=refresh: 0;url=javascript:{SECRET}\n```",
    "refresh-as-yaml": f"```{{meta}}\n---\nhttp-equiv=refresh: 0;url={SECRET}\n---\n```",
    "raw-role": "A {raw}`<iframe></iframe>` word",
    "raw-role-in-capitals": "A {RAW}`<iframe></iframe>` word",
    "raw-role-of-its-own-in-capitals": (
        "```{Role} shown(raw)\n:format: html\n```\n\nA {shown}`<iframe></iframe>` word"
    ),
    "raw-role-of-its-own": (
        "```{role} shown(raw)\n:format: html\n```\n\nA {shown}`<iframe></iframe>` word"
    ),
}
"""Markup that goes round the rules for links and pictures."""

ATTRIBUTES = {
    "on-a-run": f'[A]{{onclick="{SECRET}"}}',
    "on-a-link": f'[A](https://example.org/){{onclick="{SECRET}"}}',
    "style-on-a-run": f'[A]{{style="background:url({SECRET})"}}',
    "address-on-a-link": f'[A](https://example.org/){{refuri="javascript:{SECRET}"}}',
}
"""Attributes that Markdown carries to no page; MyST passes over them without a word."""


@pytest.fixture(scope="session")
def photo() -> bytes:
    """Make a photo whose metadata say what no page may say."""
    file = io.BytesIO()
    Image.new("RGB", (1000, 600), "teal").save(file, "JPEG", comment=SECRET.encode())
    return file.getvalue()


@pytest.fixture
def build_attack(make_project, photo):
    """Build an attack on both pages; the files that it is after are there."""

    def build(attack: str):
        project = make_project({"source/issues/2031/05/index.md": None})
        project.write("secret.txt", SECRET)
        project.write("secret.csv", f"{SECRET},{SECRET}\n")
        project.write("secret.jpg", photo)
        project.write("source/references.bib", f"@comment{{{SECRET}}}\n")
        draft = f"---\nissue: 2031-06\ndraft: true\n---\n# June 2031\n\n{SECRET}\n"
        project.write("source/issues/2031/06/index.md", draft)
        script = f"<script>{SECRET}</script>"
        for name, up in PAGES.items():
            page = project.root / name
            folder = f"{name.removesuffix('/index.md')}/"
            text = attack.replace("UP", up).replace("ROOT", str(project.root))
            front = "---\nissue: 2031-05\n---\n" if "2031" in name else ""
            head = f"{front}# May 2031\n\n(north-river)=\n## North River\n\n"
            project.write(name, f"{head}{text}\n\nThe rest of the page.\n")
            for photo_name in ("river.jpg", "secret.jpg", "SECRET.JPG"):
                project.write(folder + photo_name, photo)
            project.write(f"{folder}secret.html", f"<!DOCTYPE html><title>A</title>{script}")
            drawing = f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9">{script}</svg>'
            project.write(f"{folder}secret.svg", drawing)
            project.write(f"{folder}.env", SECRET)
            project.write(f"{folder}.hidden/secret.txt", SECRET)
            for link, target in {"linked.txt": "secret.txt", "linked.jpg": "secret.jpg"}.items():
                (page.parent / link).symlink_to(project.root / target)
            outside = project.root / "outside"
            outside.mkdir(exist_ok=True)
            (outside / "secret.txt").write_text(SECRET, encoding="utf-8")
            (outside / "secret.jpg").write_bytes(photo)
            (page.parent / "linked").symlink_to(outside)
        return project.build()

    return build


def _assert_published_nothing(built) -> None:
    """No file of the site holds the secret or is a file that was refused."""
    for path in sorted(built.out.rglob("*")):
        name = path.relative_to(built.out).as_posix()
        assert not re.search(r"secret|linked|\.env|references", name, re.IGNORECASE), name
        if path.is_file():
            assert SECRET.encode() not in path.read_bytes().lower(), name


def _assert_runs_nothing(built) -> None:
    """No page has a script, a frame or an address that the site's own templates do not write."""
    for path in sorted(built.out.rglob("*.html")):
        soup = BeautifulSoup(path.read_text(encoding="utf-8"), "html.parser")
        for tag in soup.find_all(True):
            assert tag.name not in {"base", "embed", "iframe", "object", "style", "svg"}, path
            if tag.get("type") == "application/ld+json":  # data, which no browser runs
                json.loads(tag.string)
            else:
                assert tag.name != "script" or tag.get("src"), path
            assert tag.get("http-equiv", "").lower() != "refresh", path
            for attribute, value in tag.attrs.items():
                assert not attribute.startswith("on"), path
                address = re.sub(r"[\x00-\x20]", "", str(value)).lower()
                assert not re.match(r"(javascript|vbscript|data|file):", address), path


def _assert_both_pages_say_so(built) -> None:
    for page in PAGES:
        assert any(warning.startswith(f"{page}:") for warning in built.warnings), built.warnings
        assert "The rest of the page." in built.page(
            page.removeprefix("source/").removesuffix("/index.md")
        )


@pytest.mark.parametrize("attack", FILES.values(), ids=FILES)
def test_no_page_publishes_a_file_that_is_not_its_own(attack, build_attack):
    built = build_attack(attack)
    _assert_published_nothing(built)
    _assert_runs_nothing(built)
    _assert_both_pages_say_so(built)


@pytest.mark.parametrize("attack", LINKS.values(), ids=LINKS)
def test_no_link_runs_what_an_editor_wrote(attack, build_attack):
    built = build_attack(attack)
    _assert_runs_nothing(built)
    _assert_both_pages_say_so(built)


@pytest.mark.parametrize("attack", HTML.values(), ids=HTML)
def test_no_page_takes_html(attack, build_attack):
    built = build_attack(attack)
    _assert_published_nothing(built)
    _assert_runs_nothing(built)
    _assert_both_pages_say_so(built)


@pytest.mark.parametrize("attack", ATTRIBUTES.values(), ids=ATTRIBUTES)
def test_an_attribute_reaches_no_page(attack, build_attack):
    built = build_attack(attack)
    _assert_published_nothing(built)
    _assert_runs_nothing(built)
