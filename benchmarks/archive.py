"""Make an archive of any number of issues, as a project of each tool that is measured.

Every issue has the shape of the publication's own: five articles, fourteen captions, three
partnerships and two plain infoboxes. Words, names and towns are invented, from a seed: the same
number of issues gives the same archive, and a larger archive begins with the smaller one, so
that "one issue more" is the same archive made one longer.
"""

from __future__ import annotations

import argparse
import calendar
import itertools
import os
import random
import shutil
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from PIL import Image

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

SEED = "archive"
FIRST_MONTH = 1925 * 12 + 6  # July, so that the issue after a full century opens no new year
CAPTIONS = (2, 3, 3, 3, 3)
ISSUES_PER_PARTNERSHIP = 10
TOPICS = ("sister cities", "anniversaries", "study tours", "culture", "trade", "education")
KINDS = ("sister city", "friendship city", "host town", "cooperation agreement")
ABROAD = {"AU": "Australia", "BR": "Brazil", "DE": "Germany", "FR": "France", "KE": "Kenya"}
LATER = "\nA sentence that was added later.\n"


@dataclass(frozen=True)
class Place:
    """A place; *native* is its name in katakana."""

    id: str
    name: str
    kind: str
    country: str
    native: str = ""
    within: Place | None = None

    @property
    def doc(self) -> str:
        """The place's page."""
        return f"places/{self.id}/index"


@dataclass(frozen=True)
class Partnership:
    """A partnership of two places."""

    home: Place
    abroad: Place
    kind: str
    established: tuple[int, int, int]
    fields: tuple[str, ...]

    @property
    def id(self) -> str:
        """The record's id."""
        return f"{self.home.id}-{self.abroad.id}"

    @property
    def name(self) -> str:
        """The record's name, as pages show it."""
        return f"{self.home.name} and {self.abroad.name}"

    @property
    def doc(self) -> str:
        """The partnership's page."""
        return f"partnerships/{self.id}/index"

    @property
    def since(self) -> str:
        """The day on which it was established, for readers."""
        year, month, day = self.established
        return f"{day} {calendar.month_name[month]} {year}"


@dataclass(frozen=True)
class Article:
    """An article; one without a partnership has a plain infobox on its place."""

    target: str
    title: str
    short: str
    topic: str
    paragraphs: list[str]
    captions: list[str]
    place: Place
    partnership: Partnership | None = None


@dataclass(frozen=True)
class Issue:
    """An issue of a month."""

    year: int
    month: int
    summary: str
    articles: list[Article]

    @property
    def title(self) -> str:
        """The issue's title."""
        return f"{calendar.month_name[self.month]} {self.year}"

    @property
    def doc(self) -> str:
        """The issue's page."""
        return f"issues/{self.year}/{self.month:02}/index"


def _random(what: str) -> random.Random:
    return random.Random(f"{SEED}: {what}")  # noqa: S311  (nothing here is a secret)


def _coordinates(place: Place) -> tuple[float, float]:
    """Return where a place is: one of Japan there, others anywhere but near the poles."""
    rng = _random(f"coordinates of {place.id}")
    if place.country == "JP":
        return rng.uniform(32, 43), rng.uniform(131, 142)
    return rng.uniform(-45, 60), rng.uniform(-179, 179)


class Words:
    """An invented language: a few words are frequent and most are rare, as in any other."""

    _SYLLABLES = tuple("".join(pair) for pair in itertools.product("bdfgklmnprstvz", "aeiou"))
    _KANA = "アイウエオカキクケコサシスセソタチツテトナニヌネノマミムメモラリルレロ"

    def __init__(self) -> None:
        rng = _random("words")
        made: dict[str, None] = {}
        while len(made) < 12_000:
            syllables = rng.choices(self._SYLLABLES, k=rng.choice((1, 2, 2, 3, 3, 4, 5)))
            made["".join([*syllables, rng.choice(("", "", "n", "r", "s", "l"))])] = None
        self._words = list(made)
        self._weights = list(itertools.accumulate(1 / (n + 10) for n in range(len(self._words))))

    def words(self, rng: random.Random, count: int) -> str:
        """Return *count* words, the first with a capital."""
        text = " ".join(rng.choices(self._words, cum_weights=self._weights, k=count))
        return text[0].upper() + text[1:]

    def paragraph(self, rng: random.Random) -> str:
        """Return four sentences."""
        return " ".join(f"{self.words(rng, rng.randint(12, 22))}." for _ in range(4))

    def name(self, rng: random.Random, number: int) -> str:
        """Return a town's name; *number* keeps it unlike any other."""
        high, low = divmod(number, len(self._SYLLABLES))
        own = self._SYLLABLES[high] + self._SYLLABLES[low]
        return ("".join(rng.choices(self._SYLLABLES, k=2)) + own).capitalize()

    def katakana(self, rng: random.Random) -> str:
        """Return a name in katakana."""
        return "".join(rng.choices(self._KANA, k=4))


@dataclass
class Archive:
    """An archive of *size* issues with the registry that it has by then.

    *captions* is how many photos each article of an issue has.
    """

    size: int
    captions: tuple[int, ...] = CAPTIONS
    partnerships: list[Partnership] = field(default_factory=list)
    issues: list[Issue] = field(default_factory=list)

    def __post_init__(self) -> None:
        words = Words()
        for number in range(max(3, self.size // ISSUES_PER_PARTNERSHIP)):
            self.partnerships.append(self._partnership(words, number))
        for number in range(self.size):
            self.issues.append(self._issue(words, number))

    def _partnership(self, words: Words, number: int) -> Partnership:
        rng = _random(f"region {number // 10}")
        name = f"{words.name(rng, 1000 + number // 10)} Prefecture"
        region = Place(name.lower().replace(" ", "-"), name, "prefecture", "JP")
        rng = _random(f"partnership {number}")
        home = words.name(rng, 2 * number)
        abroad = words.name(rng, 2 * number + 1)
        return Partnership(
            Place(home.lower(), home, "city", "JP", words.katakana(rng), region),
            Place(abroad.lower(), abroad, "city", rng.choice([*ABROAD])),
            rng.choice(KINDS),
            (rng.randint(1950, 2020), rng.randint(1, 12), rng.randint(1, 28)),
            tuple(rng.sample(("students", "trade", "culture", "farming", "sport"), 2)),
        )

    def _issue(self, words: Words, number: int) -> Issue:
        rng = _random(f"issue {number}")
        year, month = divmod(FIRST_MONTH + number, 12)
        known = self.partnerships[: max(3, number // ISSUES_PER_PARTNERSHIP)]
        named = iter(rng.sample(known, 3))
        articles = []
        for place, captions in enumerate(self.captions):
            partnership = next(named) if place in {0, 1, 4} else None
            articles.append(
                Article(
                    target=f"article-{number}-{place + 1}",
                    title=words.words(rng, rng.randint(6, 14)),
                    short=words.words(rng, 4)[:60].strip(),
                    topic=rng.choice(TOPICS),
                    paragraphs=[words.paragraph(rng) for _ in range(rng.randint(1, 2))],
                    captions=[words.words(rng, rng.randint(3, 12)) for _ in range(captions)],
                    place=partnership.home if partnership else rng.choice(known).home,
                    partnership=partnership,
                )
            )
        return Issue(year, month + 1, f"{words.words(rng, 20)}.", articles)

    def places(self) -> list[Place]:
        """Return all places, each once."""
        found = [p for tie in self.partnerships for p in (tie.home.within, tie.home, tie.abroad)]
        return list(dict.fromkeys(place for place in found if place))

    def years(self) -> dict[int, list[Issue]]:
        """Return the issues of each year, newest first."""
        newest = reversed(self.issues)
        return {year: list(group) for year, group in itertools.groupby(newest, lambda i: i.year)}


# -- this project ---------------------------------------------------------------------------------


def glocal(archive: Archive, *, photos: bool = False) -> Iterator[tuple[str, str]]:
    """Yield the documents of a publication that is made with this package.

    Its photos are still to come, or they are there (see `_photos`).
    """
    yield "conf.py", GLOCAL_CONF
    yield "source/index.md", "# River News\n\nWhat towns do across borders, month by month.\n"
    yield "source/about/index.md", ABOUT
    yield "source/partnerships/index.md", "# Partnerships\n\n:::{partnership-list}\n:::\n"
    bibliography = (
        f"@online{{{tie.id},\n  organization = {{City of {tie.home.name}}},\n"
        f"  title = {{Website}},\n  url = {{https://example.org/{tie.id}}},\n}}\n"
        for tie in archive.partnerships
    )
    yield "source/references.bib", "\n".join(bibliography)
    for place in archive.places():
        lines = [f'name = "{place.name}"', f'kind = "{place.kind}"', f'country = "{place.country}"']
        lines += [f'within = "{place.within.id}"'] if place.within else []
        lines.append("coordinates = [{:.3f}, {:.3f}]".format(*_coordinates(place)))
        lines += ["[names]", f'ja = "{place.native}"'] if place.native else []
        yield f"data/places/{place.id}.toml", "\n".join([*lines, ""])
    for tie in archive.partnerships:
        yield f"data/partnerships/{tie.id}.toml", "\n".join([
            f'kind = "{tie.kind}"',
            f'parties = ["{tie.home.id}", "{tie.abroad.id}"]',
            'established = "{:04}-{:02}-{:02}"'.format(*tie.established),
            "fields = [{}]".format(", ".join(f'"{name}"' for name in tie.fields)),
            f'sources = ["{tie.id}"]\n',
        ])  # fmt: skip
    for year in archive.years():
        yield f"source/issues/{year}/index.md", f"# {year}\n"
    for issue in archive.issues:
        yield f"source/{issue.doc}.md", _glocal_issue(issue, photos=photos)


def _glocal_issue(issue: Issue, *, photos: bool) -> str:
    matter = f'issue: {issue.year}-{issue.month:02}\nsummary: "{issue.summary}"'
    blocks = [f"---\n{matter}\n---\n# {issue.title}"]
    for article in issue.articles:
        blocks.append(f"({article.target})=\n## {article.title}")
        blocks.append(f":::{{article}}\n:short: {article.short}\n:topics: {article.topic}\n:::")
        blocks += article.paragraphs
        for number, caption in enumerate(article.captions, 1):
            photo = f"{article.target}-{number}.jpg"
            facts = f":alt: What {caption} shows\n:credit: {article.place.name}"
            facts = facts if photos else ":pending:"
            blocks.append(f":::{{photo}} {photo}\n{facts}\n{caption}\n:::")
        if article.partnership:
            blocks.append(f":::{{partnership}} {article.partnership.id}\n:::")
        else:
            facts = f"Dates\n: 18–19 July\n\nPlace\n: {{place}}`{article.place.id}`"
            blocks.append(f":::{{infobox}} Study tour, {article.place.name}\n{facts}\n:::")
    return "\n\n".join(blocks) + "\n"


def _photos(archive: Archive, folder: Path) -> None:
    """Give every photo its file: fourteen plain pictures of 2,400 × 1,600 pixels, over and over.

    What is made of a picture is made once, so that a build's time is that of keeping account of
    all photos and of writing all files; what a photo costs to make, photos.py measures.
    """
    made: dict[int, Path] = {}
    for issue in archive.issues:
        names = (
            f"{article.target}-{number}.jpg"
            for article in issue.articles
            for number in range(1, len(article.captions) + 1)
        )
        for number, name in enumerate(names):
            path = folder / "source" / Path(issue.doc).parent / name
            if path.is_file():
                continue
            if number not in made:
                Image.new("RGB", (2400, 1600), (60 + 12 * number, 120, 110)).save(path)
                made[number] = path
            else:
                shutil.copy2(made[number], path)


# -- the same content as plain Markdown -----------------------------------------------------------


@dataclass(frozen=True)
class Dialect:
    """What differs between tools that take plain Markdown.

    *path* is a document's file, *link* an address in one document of another, *tree* what makes
    documents part of the navigation.
    """

    extra: dict[str, str]
    path: Callable[[str], str]
    link: Callable[[str, str], str]
    heading: Callable[[Article], str]
    front: Callable[[str, str], str] = lambda title, _summary: f"# {title}"
    tree: Callable[..., str] = lambda *_globs: ""


class Plain:
    """An archive as plain Markdown: what a registry would say is written out."""

    def __init__(self, archive: Archive, dialect: Dialect) -> None:
        self.archive = archive
        self.dialect = dialect
        self.mentions: dict[str, list[tuple[Issue, Article]]] = {}
        for issue in reversed(archive.issues):
            for article in issue.articles:
                tie = article.partnership
                for record in (article.place, tie, tie and tie.abroad):
                    if record:
                        self.mentions.setdefault(record.doc, []).append((issue, article))

    def files(self) -> Iterator[tuple[str, str]]:
        """Yield all files."""
        yield from self.dialect.extra.items()
        for doc, text in self.documents():
            yield self.dialect.path(doc), text + "\n"

    def documents(self) -> Iterator[tuple[str, str]]:
        """Yield all documents with their text."""
        front, tree = self.dialect.front, self.dialect.tree
        years = self.archive.years()
        about, partnerships = "about/index", "partnerships/index"
        intro = "What towns do across borders, month by month."
        navigation = tree("issues/*/index", partnerships, about)
        issues = [issue for group in years.values() for issue in group]
        yield "index", "\n\n".join([
            front("River News", intro), intro, self.issue_list("index", issues), navigation,
        ])  # fmt: skip
        yield about, front("About", "") + ABOUT.removeprefix("# About")
        lines = (
            f"- {self.link(partnerships, tie.doc, tie.name)}: {tie.kind}, {tie.since}"
            for tie in self.archive.partnerships
        )
        navigation = tree("*/index", "../places/*/index")
        yield partnerships, "\n\n".join([front("Partnerships", ""), "\n".join(lines), navigation])
        for place in self.archive.places():
            yield place.doc, self.record(place.doc, place.name, self.place_facts(place))
        for tie in self.archive.partnerships:
            facts = [*self.facts(tie.doc, tie), ("Source", _source(tie))]
            yield tie.doc, self.record(tie.doc, tie.name, facts)
        for year, issues in years.items():
            doc = f"issues/{year}/index"
            yield doc, "\n\n".join([
                front(str(year), ""), self.issue_list(doc, issues), tree("*/index"),
            ])  # fmt: skip
        for issue in self.archive.issues:
            yield issue.doc, self.issue(issue)

    def link(self, source: str, target: str, text: str) -> str:
        """Return a link from the document *source* to *target*."""
        return f"[{text}]({self.dialect.link(source, target)})"

    def issue_list(self, doc: str, issues: list[Issue]) -> str:
        """Return a list of issues with the short titles of their articles."""
        return "\n".join(
            f"- {self.link(doc, issue.doc, issue.title)}: "
            + "; ".join(article.short for article in issue.articles)
            for issue in issues
        )

    def record(self, doc: str, title: str, facts: list[tuple[str, str]]) -> str:
        """Return the page of a record."""
        lines = (
            f"- {self.link(doc, issue.doc, article.short)}, {issue.title}"
            for issue, article in self.mentions.get(doc, [])
        )
        return "\n\n".join([
            self.dialect.front(title, ""), _definitions(facts), "## Articles", "\n".join(lines),
        ])  # fmt: skip

    def facts(self, doc: str, tie: Partnership) -> list[tuple[str, str]]:
        """Return what an infobox says of a partnership."""
        home, abroad = tie.home, tie.abroad
        region = f", {home.within.name}" if home.within else ""
        return [
            ("In Japan", f"{self.link(doc, home.doc, home.name)}{region} {home.native}"),
            ("Abroad", f"{self.link(doc, abroad.doc, abroad.name)}, {ABROAD[abroad.country]}"),
            ("Kind", tie.kind.capitalize()),
            ("Since", tie.since),
            ("Fields", ", ".join(tie.fields).capitalize()),
        ]

    def place_facts(self, place: Place) -> list[tuple[str, str]]:
        """Return what a place's page says."""
        facts = [("Kind", place.kind.capitalize())]
        if place.within:
            facts.append(("Part of", self.link(place.doc, place.within.doc, place.within.name)))
        facts.append(("Country", ABROAD.get(place.country, "Japan")))
        facts += [("Japanese", place.native)] if place.native else []
        ties = [tie for tie in self.archive.partnerships if place in (tie.home, tie.abroad)]
        facts += [("Partnership", self.link(place.doc, tie.doc, tie.name)) for tie in ties]
        return facts

    def issue(self, issue: Issue) -> str:
        """Return an issue's document."""
        blocks = [self.dialect.front(issue.title, issue.summary)]
        for article in issue.articles:
            blocks += [self.dialect.heading(article), *article.paragraphs]
            blocks += [f"*Photograph to come.* {caption}" for caption in article.captions]
            tie = article.partnership
            if tie:
                blocks.append(f"**{self.link(issue.doc, tie.doc, tie.name)}**")
                blocks.append(_definitions(self.facts(issue.doc, tie)))
            else:
                place = self.link(issue.doc, article.place.doc, article.place.name)
                blocks.append(f"**Study tour, {article.place.name}**")
                blocks.append(_definitions([("Dates", "18–19 July"), ("Place", place)]))
        sources = [f"- {_source(a.partnership)}" for a in issue.articles if a.partnership]
        return "\n\n".join([*blocks, "## Sources", "\n".join(sources)])


def _definitions(facts: list[tuple[str, str]]) -> str:
    return "\n\n".join(f"{label}\n: {value}" for label, value in facts)


def _source(tie: Partnership) -> str:
    address = f"https://example.org/{tie.id}"
    return f"City of {tie.home.name}. *Website*. [{address}]({address})"


def _relative(source: str, target: str) -> str:
    return os.path.relpath(target, Path(source).parent) + ".md"


def _toctree(*globs: str) -> str:
    return "\n".join(["```{toctree}", ":glob:", ":hidden:", "", *globs, "```"])


def _hugo_path(doc: str) -> str:
    is_year = doc.startswith("issues/") and doc.count("/") == 2
    branch = is_year or doc in {"index", "partnerships/index"}
    return f"content/{doc.removesuffix('index')}{'_index' if branch else 'index'}.md"


ABOUT = "# About\n\nRiver News tells what towns do across borders. All of it is invented.\n"
GLOCAL_CONF = """\
project = "River News"
extensions = ["glocal_ext"]
html_theme = "glocal"
glocal_publisher = ["Office of Rivers"]
glocal_description = "What towns do across borders."
glocal_navigation = [
    ("index", "Issues"),
    ("partnerships/index", "Partnerships"),
    ("about/index", "About"),
    ("search", "Search"),
]
"""
SPHINX_CONF = """\
project = "River News"
extensions = ["myst_parser"]
myst_enable_extensions = ["deflist"]
html_theme = "{theme}"
"""
MKDOCS_CONF = """\
site_name: River News
theme: {name: material, font: false}
plugins: [search]
markdown_extensions: [attr_list, def_list]
"""
HUGO_CONF = """\
baseURL = "https://example.org/"
title = "River News"
disableKinds = ["taxonomy", "term", "RSS", "sitemap", "404"]
[menu]
main = [
  {name = "Issues", url = "/", weight = 1},
  {name = "Partnerships", url = "/partnerships/", weight = 2},
  {name = "About", url = "/about/", weight = 3},
]
"""
HUGO_FRAME = """\
<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>{{ .Title }} – {{ site.Title }}</title>
{{ with .Description }}<meta name="description" content="{{ . }}">{{ end }}
<link rel="canonical" href="{{ .Permalink }}">
</head>
<body>
<header><p><a href="/">{{ site.Title }}</a></p>
<nav aria-label="Main"><ul>
{{- $here := .RelPermalink }}
{{- range site.Menus.main }}
<li><a href="{{ .URL }}"{{ if eq .URL $here }} aria-current="page"{{ end }}>{{ .Name }}</a></li>
{{- end }}
</ul></nav></header>
<main>
<h1>{{ .Title }}</h1>
{{ .Content }}
{{ if and .IsPage (eq .Section "issues") }}
{{ .TableOfContents }}
<nav aria-label="Issues"><ul>
{{ with .PrevInSection }}<li><a rel="prev" href="{{ .RelPermalink }}">{{ .Title }}</a></li>{{ end }}
{{ with .NextInSection }}<li><a rel="next" href="{{ .RelPermalink }}">{{ .Title }}</a></li>{{ end }}
<li><a href="{{ .CurrentSection.RelPermalink }}">{{ .CurrentSection.Title }}</a></li>
</ul></nav>
{{ end }}
</main>
</body>
</html>
"""


def _sphinx(theme: str) -> Dialect:
    return Dialect(
        extra={"source/conf.py": SPHINX_CONF.format(theme=theme)},
        path=lambda doc: f"source/{doc}.md",
        link=_relative,
        heading=lambda article: f"({article.target})=\n## {article.title}",
        tree=_toctree,
    )


DIALECTS = {
    "alabaster": _sphinx("alabaster"),
    "furo": _sphinx("furo"),
    "mkdocs": Dialect(
        extra={"mkdocs.yml": MKDOCS_CONF},
        path=lambda doc: f"docs/{doc}.md",
        link=_relative,
        heading=lambda article: f"## {article.title} {{#{article.target}}}",
    ),
    "hugo": Dialect(
        extra={
            "config.toml": HUGO_CONF,
            "layouts/_default/single.html": HUGO_FRAME,
            "layouts/_default/list.html": HUGO_FRAME,
        },
        path=_hugo_path,
        link=lambda _source, target: f"/{target.removesuffix('index')}",
        heading=lambda article: f"## {article.title} {{#{article.target}}}",
        front=lambda title, summary: f'---\ntitle: "{title}"\ndescription: "{summary}"\n---',
    ),
}
PHOTOS = "glocal-photos"
FLAVOURS = ("glocal", PHOTOS, *DIALECTS)


def write(folder: Path, flavour: str, archive: Archive) -> None:
    """Write the archive's files into *folder*; what is there already and equal is not touched."""
    dialect = DIALECTS.get(flavour)
    ours = glocal(archive, photos=flavour == PHOTOS)
    for name, text in Plain(archive, dialect).files() if dialect else ours:
        path = folder / name
        if path.is_file() and path.read_text(encoding="utf-8") == text:
            continue
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8", newline="\n")
    if flavour == PHOTOS:
        _photos(archive, folder)


def edit(folder: Path, flavour: str, archive: Archive) -> None:
    """Add a sentence to the issue in the middle of the archive."""
    doc = archive.issues[archive.size // 2].doc
    dialect = DIALECTS.get(flavour)
    path = folder / (dialect.path(doc) if dialect else f"source/{doc}.md")
    path.write_text(path.read_text(encoding="utf-8") + LATER, encoding="utf-8", newline="\n")


def main() -> None:
    """Write one archive, to look at or to profile."""
    parser = argparse.ArgumentParser(description=main.__doc__)
    parser.add_argument("flavour", choices=FLAVOURS)
    parser.add_argument("issues", type=int)
    parser.add_argument("folder", type=Path)
    arguments = parser.parse_args()
    write(arguments.folder, arguments.flavour, Archive(arguments.issues))


if __name__ == "__main__":
    main()
