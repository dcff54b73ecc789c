"""A site depends on its sources alone: not on how, where, when or after what it was built."""

from __future__ import annotations

import contextlib
import dataclasses
import datetime as dt
import os
import shutil
import signal
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

import glocal_ext
from glocal_ext.builders.site import SiteBuilder
from glocal_ext.site.manifest import Manifest
from outputs import exact

if TYPE_CHECKING:
    from collections.abc import Callable

    from conftest import Project

    Edit = Callable[[Project], object]
    Makes = Callable[..., Project]

PACKAGE = Path(glocal_ext.__file__).parent

STATE = {
    ".buildinfo",
    ".glocal/manifest.json",
    "articles.xml",
    "data/v1/SHA256SUMS",
    "data/v1/issues.json",
    "data/v1/partnerships.csv",
    "data/v1/partnerships.geojson",
    "data/v1/partnerships.json",
    "feed.xml",
    "objects.inv",
    "searchindex.js",
    "sitemap.xml",
}
"""What is of the whole site and no page."""


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a folder that stays the same, since Sphinx reads all anew in another one."""
    return tmp_path_factory.mktemp("exact")


@pytest.fixture(autouse=True)
def june(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", exact.JUNE_15_2031)
    monkeypatch.delenv("GLOCAL_DRAFTS", raising=False)


@pytest.fixture
def project(place: Path, make_project: Makes) -> Project:
    """Return the publication as a build left it, its site in ``_build/html``."""
    made = make_project(exact.files())
    snapshot, root = place / "snapshot", place / "project"
    project = dataclasses.replace(made, root=root)
    if not snapshot.exists():
        shutil.copytree(made.root, root)
        assert project.build().warnings == []
        root.rename(snapshot)
    exact.restore(snapshot, root)
    return project


@pytest.fixture
def before(place: Path, project: Project) -> exact.Tree:
    return exact.tree(place / "snapshot" / "_build" / "html")


@pytest.fixture
def package(place: Path) -> Path:
    """Return a folder with a copy of the package, for builds in another process."""
    folder = place / "package"
    shutil.rmtree(folder, ignore_errors=True)
    shutil.copytree(PACKAGE, folder / "glocal_ext", ignore=shutil.ignore_patterns("__pycache__"))
    return folder


def site(project: Project) -> Path:
    return project.root / "_build" / "html"


def clean(project: Project, **options: object) -> exact.Tree:
    """Build from nothing beside the site that is there."""
    other = dataclasses.replace(project, doctrees="clean-doctrees")
    return exact.tree(other.build(out="clean", **options).out)


def change(project: Project, name: str, old: str, new: str) -> None:
    path = project.root / name
    text = path.read_text(encoding="utf-8")
    assert old in text
    project.write(name, text.replace(old, new))


def change_issue(project: Project, month: str, old: str, new: str) -> None:
    change(project, exact.issue_path(month), old, new)


def remove(project: Project, name: str) -> None:
    (project.root / name).unlink()


def age(path: Path) -> None:
    """Give a file an older time, as a copy from a camera or an archive has it."""
    os.utime(path, (1_000_000_000, 1_000_000_000))


# -- surroundings ---------------------------------------------------------------------------------


def test_two_processes_write_the_same_bytes_as_one(project: Project, before: exact.Tree) -> None:
    assert exact.differences(clean(project, parallel=2), before) == []


SURROUNDINGS = {
    "time zone and hash seed": {"TZ": "Pacific/Kiritimati", "PYTHONHASHSEED": "4711"},
    "language and day": {
        "LANG": "ja_JP.UTF-8",
        "LC_ALL": "C",
        "LANGUAGE": "de",
        "PYTHONHASHSEED": "0",
        "SOURCE_DATE_EPOCH": "1939550400",
    },
}


@pytest.mark.parametrize("name", SURROUNDINGS)
def test_the_surroundings_of_a_build_change_no_byte(
    name: str, project: Project, before: exact.Tree
) -> None:
    result = exact.sphinx(
        project.root, ["clean"], package=PACKAGE.parent, environment=SURROUNDINGS[name]
    )

    assert result.returncode == 0, result.stderr
    assert exact.differences(exact.tree(project.root / "_build" / "clean"), before) == []


def test_the_year_of_the_build_does_not_change_the_copyright(
    project: Project, monkeypatch: pytest.MonkeyPatch
) -> None:
    this_year = dt.datetime.now(dt.UTC).year
    change(project, "conf.py", '"Office of Rivers"\nv', f'"{this_year}, Office of Rivers"\nv')
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1000000000")  # in 2001

    built = project.build()

    assert f"{this_year}, Office of Rivers" in built.page("about")


def test_a_site_is_the_same_at_another_path_whatever_the_order_of_its_files(
    project: Project, before: exact.Tree, make_project: Makes
) -> None:
    backwards = dict(reversed(exact.files().items()))
    other = make_project(backwards, folder="elsewhere, 別の所")

    assert exact.differences(exact.tree(other.build().out), before) == []


# -- edits ----------------------------------------------------------------------------------------


def nothing(project: Project) -> None:
    pass


def text(project: Project) -> None:
    change_issue(project, "2031-06", "by boat", "by ship")


def text_of_the_same_size_with_an_old_time(project: Project) -> None:
    change_issue(project, "2030-11", "lies", "lied")
    age(project.root / exact.issue_path("2030-11"))


def source_touched(project: Project) -> None:
    (project.root / exact.issue_path("2031-05")).touch()


def photo_touched(project: Project) -> None:
    (project.root / "source/issues/2031/03/bridge.jpg").touch()


def issue_title(project: Project) -> None:
    change_issue(project, "2031-04", "# April 2031", "# All of April")


def volume_title(project: Project) -> None:
    change(project, "source/issues/2031/index.md", "# 2031", "# The year 2031")


def home_title(project: Project) -> None:
    change(project, "source/index.md", "# River News", "# News from rivers")


def article_title(project: Project) -> None:
    change_issue(project, "2031-05", "## After the fair", "## The day after the fair")


def title_of_an_article_that_another_issue_links_to(project: Project) -> None:
    change_issue(project, "2030-12", "## The winter fair", "## The great winter fair")


def target_that_another_issue_links_to_moved(project: Project) -> None:
    change_issue(project, "2030-12", "(winter-fair)=", "(ice-fair)=")
    change_issue(project, "2031-04", "(boats)=", "(winter-fair)=")


def target_that_another_issue_links_to_removed(project: Project) -> None:
    change_issue(project, "2030-12", "(winter-fair)=", "(ice-fair)=")


def title_of_an_issue_that_another_links_to(project: Project) -> None:
    change_issue(project, "2030-12", "# December 2030", "# Winter 2030")


def article_short(project: Project) -> None:
    change_issue(project, "2031-03", "Letters from", "Post from")


def article_topics(project: Project) -> None:
    change_issue(project, "2031-05", ":topics: fairs", ":topics: education")


def article_new(project: Project) -> None:
    change_issue(project, "2031-06", "# June 2031\n", "# June 2031\n\n(dew)=\n## Dew\n\nWet.\n")


def article_removed(project: Project) -> None:
    change_issue(project, "2030-12", "(snow)=\n## Snow falls\n\nNobody counts the flakes.\n", "")


def articles_swapped(project: Project) -> None:
    source = exact.DECEMBER
    fair, snow = source.index("(winter-fair)="), source.index("(snow)=")
    swapped = f"{source[:fair]}{source[snow:]}\n{source[fair:snow]}"
    project.write(exact.issue_path("2030-12"), swapped)


def photo_replaced(project: Project) -> None:
    project.write("source/issues/2031/03/bridge.jpg", exact.jpeg(99, (60, 20)))


def photo_replaced_by_an_older_file(project: Project) -> None:
    age(project.write("source/issues/2031/03/bridge.jpg", exact.jpeg(99, (60, 20))))


def photo_replaced_by_one_of_the_same_size(project: Project) -> None:
    old = (project.root / "source/issues/2031/05/stall.jpg").read_bytes()
    new = exact.jpeg(21)
    assert len(new) == len(old)
    assert new != old
    project.write("source/issues/2031/05/stall.jpg", new)


def photos_swapped(project: Project) -> None:
    folder = project.root / "source/issues/2031/05"
    (folder / "stall.jpg").rename(folder / "one.jpg")
    (folder / "crowd.jpg").rename(folder / "stall.jpg")
    (folder / "one.jpg").rename(folder / "crowd.jpg")


def photo_removed(project: Project) -> None:
    remove(project, "source/issues/2031/03/bridge.jpg")


def photo_and_its_directive_removed(project: Project) -> None:
    photo = ":::{photo} stall.jpg\n:alt: Fruit on a table.\nA stall\n:::\n\n"
    change_issue(project, "2031-05", photo, "")
    remove(project, "source/issues/2031/05/stall.jpg")


def photo_damaged(project: Project) -> None:
    project.write("source/issues/2031/05/stall.jpg", exact.jpeg(20)[:60])


def pending_photo_arrived(project: Project) -> None:
    project.write("source/issues/2031/04/boat.jpg", exact.jpeg(80))


def pending_photo_arrived_with_an_old_time(project: Project) -> None:
    age(project.write("source/issues/2031/04/boat.jpg", exact.jpeg(80)))


def caption(project: Project) -> None:
    change_issue(project, "2031-03", "The bridge in spring", "The bridge, in spring")


def alt_text(project: Project) -> None:
    change_issue(project, "2031-03", "A bridge of wood.", "A bridge of stone.")


def record_edited(project: Project) -> None:
    change(project, "data/partnerships/north-river-southport.toml", "2001-05-06", "2002-05-06")


def record_removed(project: Project) -> None:
    remove(project, "data/partnerships/eastfield-westbay.toml")


def record_broken(project: Project) -> None:
    change(project, "data/places/westbay.toml", "kind =", "kind")


def record_that_nothing_names_removed(project: Project) -> None:
    remove(project, "data/places/lakeside.toml")


def record_that_nothing_names_edited(project: Project) -> None:
    change(project, "data/places/lakeside.toml", "village", "town")


def record_replaced_by_an_older_file(project: Project) -> None:
    change(project, "data/places/southport.toml", "Southport", "Sunnyport")
    age(project.root / "data/places/southport.toml")


def record_new(project: Project) -> None:
    project.write("data/places/hilltown.toml", 'name = "Hilltown"\nkind = "town"\ncountry = "NZ"\n')


def record_touched(project: Project) -> None:
    (project.root / "data/places/north-river.toml").touch()


def place_renamed(project: Project) -> None:
    change(project, "data/places/westbay.toml", "Westbay", "Westhaven")


def containing_place_renamed(project: Project) -> None:
    change(project, "data/places/north.toml", "North Prefecture", "Prefecture of the North")


def native_name_that_changes_the_language_of_a_run(project: Project) -> None:
    project.write("data/places/westbay.toml", f'{exact.WESTBAY}[names]\nzh = "西湾市"\n')


def native_name_of_a_place_that_nothing_names(project: Project) -> None:
    name = "data/places/lakeside.toml"
    text = (project.root / name).read_text(encoding="utf-8")
    project.write(name, f'{text}[names]\nzh = "西湾市"\n')


def source_of_the_bibliography_edited(project: Project) -> None:
    change(project, "source/references.bib", "On rivers", "On all rivers")


def source_of_a_history_edited(project: Project) -> None:
    change(project, "source/references.bib", "On harbours", "On all harbours")


def source_of_the_bibliography_removed(project: Project) -> None:
    entry = exact.BIBLIOGRAPHY.split("\n\n")[0]
    change(project, "source/references.bib", f"{entry}\n\n", "")


def source_of_the_bibliography_that_nothing_cites_removed(project: Project) -> None:
    entry = exact.BIBLIOGRAPHY.split("\n\n")[2]
    change(project, "source/references.bib", f"\n{entry}", "")


def stylesheet_of_the_project(project: Project) -> None:
    change(project, "_static/river.css", "navy", "teal")


def stylesheet_with_an_old_time(project: Project) -> None:
    change(project, "_static/river.css", "navy", "teal")
    age(project.root / "_static/river.css")


def static_file_new(project: Project) -> None:
    project.write("_static/icons/river.svg", "<svg/>\n")


def static_file_that_hides_the_packages_stylesheet(project: Project) -> None:
    project.write("_static/glocal.css", "p { color: red }\n")


def stylesheet_removed(project: Project) -> None:
    remove(project, "_static/river.css")
    change(project, "conf.py", 'html_css_files = ["river.css"]\n', "")


def extra_file_edited(project: Project) -> None:
    project.write("extra/robots.txt", "User-agent: none\n")


def extra_file_removed(project: Project) -> None:
    remove(project, "extra/robots.txt")


TEMPLATE = '{% extends "!page.html" %}{% block body %}<p>Own</p>{{ super() }}{% endblock %}\n'


def template_added(project: Project) -> None:
    project.write("_templates/page.html", TEMPLATE)


def conf_value_of_the_frame(project: Project) -> None:
    change(project, "conf.py", "Towns on rivers.", "Towns on big rivers.")


def conf_value_of_the_reading(project: Project) -> None:
    project.write("conf.py", f'{exact.CONF}glocal_home_country = "SG"\n')


def conf_value_of_pending_photos(project: Project) -> None:
    project.write("conf.py", f'{exact.CONF}glocal_pending_photos = "omit"\n')


def conf_value_of_the_address(project: Project) -> None:
    change(project, "conf.py", "https://example.org/", "https://example.net/news/")


def conf_value_of_the_address_removed(project: Project) -> None:
    change(project, "conf.py", 'html_baseurl = "https://example.org/"\n', "")


def conf_value_of_the_serial_number(project: Project) -> None:
    project.write("conf.py", f'{exact.CONF}glocal_issn = "0317-8471"\n')


def conf_value_of_the_feeds_ids(project: Project) -> None:
    project.write("conf.py", f'{exact.CONF}glocal_feed_ids = "tag:example.org,2030:"\n')


def conf_value_of_a_page_that_moved(project: Project) -> None:
    moved = '{"about/us": "issues/2031/05/index#after-the-fair"}'
    change(project, "conf.py", '{"old/about": "about/index"}', moved)


def page_that_an_old_address_leads_to_removed(project: Project) -> None:
    shutil.rmtree(project.root / "source/about")
    change(project, "conf.py", 'glocal_redirects = {"old/about": "about/index"}\n', "")


def conf_value_of_the_language(project: Project) -> None:
    project.write("conf.py", f'{exact.CONF}language = "de"\n')


def conf_value_of_the_navigation(project: Project) -> None:
    change(project, "conf.py", ', ("search", "Search")', "")


def conf_value_that_leaves_out_documents(project: Project) -> None:
    project.write("conf.py", f'{exact.CONF}exclude_patterns = ["issues/2030/**"]\n')


def conf_value_of_the_copyright(project: Project) -> None:
    change(project, "conf.py", '"Office of Rivers"\nv', '"Board of Rivers"\nv')


def issue_new(project: Project) -> None:
    project.write_issue("(late)=\n## Late news\n\nIt is late.\n", month="2031-09")


def issue_new_between_two(project: Project) -> None:
    project.write_issue("(ice)=\n## Ice\n\n{place}`southport`\n", month="2031-01")


def issue_removed(project: Project) -> None:
    shutil.rmtree(project.root / "source/issues/2031/05")


def issue_that_another_links_to_removed(project: Project) -> None:
    shutil.rmtree(project.root / "source/issues/2030/12")


def issue_drafted(project: Project) -> None:
    change_issue(project, "2031-03", "issue: 2031-03", "issue: 2031-03\ndraft: true")


def issue_kept_back_by_its_front_matter(project: Project) -> None:
    change_issue(project, "2031-03", "issue: 2031-03", "issue: 2031-03\npublished: soon")


def issue_no_draft_any_longer(project: Project) -> None:
    change_issue(project, "2031-07", "draft: true\n", "")


def draft_edited(project: Project) -> None:
    change_issue(project, "2031-07", "Rowers", "Swimmers")


def volume_new(project: Project) -> None:
    project.write("source/issues/2032/index.md", "# 2032\n")
    project.write_issue("(ice)=\n## Ice\n\nCold.\n", month="2032-01")


def volume_removed(project: Project) -> None:
    shutil.rmtree(project.root / "source/issues/2030")


def page_of_a_volume_removed(project: Project) -> None:
    remove(project, "source/issues/2030/index.md")


def page_with_a_list_edited(project: Project) -> None:
    change(project, "source/about/index.md", ":limit: 3", ":limit: 2")


def page_new(project: Project) -> None:
    project.write("source/north/index.md", "# North\n\n:::{issue-list}\n:year: 2030\n:::\n")


def page_removed(project: Project) -> None:
    shutil.rmtree(project.root / "source/about")


def page_of_a_record_written_by_hand(project: Project) -> None:
    project.write("source/places/lakeside/index.md", "# Lakeside\n\nBy the lake.\n")


def linked_file_replaced(project: Project) -> None:
    project.write("source/issues/2031/04/programme.pdf", b"%PDF-1.4 second, longer")


def linked_file_replaced_by_an_older_one(project: Project) -> None:
    age(project.write("source/issues/2031/04/programme.pdf", b"%PDF-1.4 third"))


def linked_file_removed(project: Project) -> None:
    remove(project, "source/issues/2031/04/programme.pdf")


def link_to_a_file_removed(project: Project) -> None:
    change_issue(project, "2031-04", "[programme](programme.pdf)", "programme")


def front_matter_summary(project: Project) -> None:
    change_issue(project, "2030-11", "One river, one meadow.", "One meadow.")


def front_matter_number(project: Project) -> None:
    change_issue(project, "2030-11", "number: 1", "number: 2")


def front_matter_published(project: Project) -> None:
    change_issue(project, "2030-11", "published: 2030-11-01", "published: 2030-11-02")


def front_matter_cover(project: Project) -> None:
    change_issue(project, "2031-05", "corrections:", "cover: crowd\ncorrections:")
    change_issue(project, "2031-05", ":alt: Many", ":name: crowd\n:alt: Many")


def article_that_the_newest_correction_names(project: Project) -> None:
    change_issue(project, "2031-05", "    article: after-the-fair\n", "")


def article_withdrawn(project: Project) -> None:
    lines = ":topics: fairs\n:withdrawn: 2031-06-01\n:reason: There was no fair."
    change_issue(project, "2031-05", ":topics: fairs", lines)


def photo_withdrawn(project: Project) -> None:
    change_issue(
        project, "2031-03", ":name: bridge-photo", ":name: bridge-photo\n:withdrawn: 2031-06-01"
    )


def record_withdrawn(project: Project) -> None:
    record = project.root / "data/places/lakeside.toml"
    text = record.read_text(encoding="utf-8")
    record.write_text(f'withdrawn = "2031-06-01"\nreason = "No such town."\n{text}', "utf-8")


def photo_credit(project: Project) -> None:
    change_issue(project, "2031-03", ":name: bridge-photo", ":credit: Town of North River")


def front_matter_corrections(project: Project) -> None:
    change_issue(project, "2031-05", "nine stalls", "ten stalls")


EDITS = (
    text,
    text_of_the_same_size_with_an_old_time,
    issue_title,
    volume_title,
    home_title,
    article_title,
    title_of_an_article_that_another_issue_links_to,
    target_that_another_issue_links_to_moved,
    target_that_another_issue_links_to_removed,
    title_of_an_issue_that_another_links_to,
    article_short,
    article_topics,
    article_new,
    article_removed,
    articles_swapped,
    photo_replaced,
    photo_replaced_by_an_older_file,
    photo_replaced_by_one_of_the_same_size,
    photos_swapped,
    photo_removed,
    photo_and_its_directive_removed,
    photo_damaged,
    pending_photo_arrived,
    pending_photo_arrived_with_an_old_time,
    caption,
    alt_text,
    record_edited,
    record_removed,
    record_broken,
    record_that_nothing_names_removed,
    record_that_nothing_names_edited,
    record_replaced_by_an_older_file,
    record_new,
    place_renamed,
    containing_place_renamed,
    native_name_that_changes_the_language_of_a_run,
    native_name_of_a_place_that_nothing_names,
    source_of_the_bibliography_edited,
    source_of_a_history_edited,
    source_of_the_bibliography_removed,
    issue_new,
    issue_new_between_two,
    issue_removed,
    issue_that_another_links_to_removed,
    issue_drafted,
    issue_kept_back_by_its_front_matter,
    issue_no_draft_any_longer,
    volume_new,
    volume_removed,
    page_of_a_volume_removed,
    page_with_a_list_edited,
    page_new,
    page_removed,
    page_of_a_record_written_by_hand,
    linked_file_replaced,
    linked_file_replaced_by_an_older_one,
    linked_file_removed,
    link_to_a_file_removed,
    front_matter_summary,
    front_matter_number,
    front_matter_published,
    front_matter_corrections,
    article_withdrawn,
    photo_withdrawn,
    record_withdrawn,
    front_matter_cover,
    article_that_the_newest_correction_names,
    photo_credit,
    extra_file_edited,
    extra_file_removed,
)
"""Edits that concern some pages."""

EDITS_OF_THE_FRAME = (
    stylesheet_of_the_project,
    stylesheet_with_an_old_time,
    static_file_new,
    static_file_that_hides_the_packages_stylesheet,
    stylesheet_removed,
    template_added,
    conf_value_of_the_frame,
    conf_value_of_the_reading,
    conf_value_of_pending_photos,
    conf_value_of_the_address,
    conf_value_of_the_address_removed,
    conf_value_of_the_serial_number,
    conf_value_of_the_feeds_ids,
    conf_value_of_a_page_that_moved,
    page_that_an_old_address_leads_to_removed,
    conf_value_of_the_navigation,
    conf_value_that_leaves_out_documents,
    conf_value_of_the_copyright,
)
"""Edits that concern all pages."""

NO_EDITS = (
    nothing,
    source_touched,
    photo_touched,
    record_touched,
    draft_edited,
    source_of_the_bibliography_that_nothing_cites_removed,
)
"""What changes no page."""


@pytest.mark.parametrize("edit", EDITS)
def test_a_site_after_an_edit_is_a_clean_one_and_no_page_is_written_in_vain(
    edit: Edit, project: Project, before: exact.Tree
) -> None:
    written = exact.stamps(site(project))
    edit(project)

    project.build()

    found = exact.tree(site(project))
    expected = clean(project)
    assert exact.differences(found, expected) == []
    assert found != before, "the edit changed nothing, so that this test shows nothing"
    again = {
        name
        for name, state in exact.stamps(site(project)).items()
        if name not in STATE and before.get(name) == found[name] and written[name] != state
    }
    assert again == set()


@pytest.mark.parametrize(
    ("edit", "parallel"),
    [
        *((edit, 0) for edit in EDITS_OF_THE_FRAME),
        (stylesheet_of_the_project, 2),
        (conf_value_of_the_reading, 2),
        (volume_removed, 2),
    ],
)
def test_a_site_after_an_edit_of_its_frame_is_a_clean_one(
    edit: Edit, parallel: int, project: Project, before: exact.Tree
) -> None:
    edit(project)

    project.build(parallel=parallel)

    found = exact.tree(site(project))
    assert exact.differences(found, clean(project)) == []
    assert found != before


def test_a_site_in_another_language_is_a_clean_one(project: Project, before: exact.Tree) -> None:
    # In another process: Sphinx keeps a language for the builds that follow in the same one.
    conf_value_of_the_language(project)

    result = exact.sphinx(project.root, ["html", "clean"], package=PACKAGE.parent)

    assert result.returncode == 0, result.stderr
    found = exact.tree(site(project))
    assert exact.differences(found, exact.tree(project.root / "_build" / "clean")) == []
    assert found != before


@pytest.mark.parametrize("edit", NO_EDITS)
def test_a_build_with_nothing_to_do_writes_nothing(edit: Edit, project: Project) -> None:
    edit(project)
    written = exact.stamps(site(project))

    project.build()

    found = exact.stamps(site(project))
    assert {name for name in found if found[name] != written.get(name)} == set()


def undo(project: Project, place: Path) -> None:
    """Put all sources back as they were, with their old times; what was built stays."""
    built = project.root / "_build"
    built.rename(place / "kept")
    exact.restore(place / "snapshot", project.root)
    shutil.rmtree(built)
    (place / "kept").rename(built)


@pytest.mark.parametrize(
    "edit",
    [
        record_edited,
        record_removed,
        photo_removed,
        issue_removed,
        volume_new,
        native_name_that_changes_the_language_of_a_run,
        conf_value_of_the_reading,
    ],
)
def test_the_way_back_is_exact_too(
    edit: Edit, project: Project, before: exact.Tree, place: Path
) -> None:
    edit(project)
    project.build()
    undo(project, place)

    project.build()

    assert exact.differences(exact.tree(site(project)), before) == []


@pytest.mark.parametrize(
    "text", [TEMPLATE.replace("Own", "Ours"), None], ids=["changed", "removed"]
)
def test_a_template_of_the_project_may_change_and_go(
    text: str | None, project: Project, before: exact.Tree
) -> None:
    project.write("_templates/page.html", TEMPLATE)
    project.build()
    with_template = exact.tree(site(project))
    if text is None:
        remove(project, "_templates/page.html")
    else:
        project.write("_templates/page.html", text)

    project.build()

    found = exact.tree(site(project))
    assert exact.differences(found, clean(project)) == []
    assert found != with_template
    assert b"<p>Own</p>" in with_template["issues/2031/06/index.html"]


def test_a_file_that_a_page_links_to_may_arrive_later(project: Project) -> None:
    remove(project, "source/issues/2031/04/programme.pdf")
    project.build()
    project.write("source/issues/2031/04/programme.pdf", b"%PDF-1.4 late")

    project.build()

    assert exact.differences(exact.tree(site(project)), clean(project)) == []


def test_a_document_that_a_page_links_to_may_come_out_later(
    project: Project, monkeypatch: pytest.MonkeyPatch
) -> None:
    link = "\nSee [the harvest](../08/index.md), [](../08/index.md) and [](#harvest).\n"
    change_issue(project, "2031-06", "\nFrom", f"{link}\nFrom")
    project.build()
    monkeypatch.setenv("SOURCE_DATE_EPOCH", exact.AUGUST_2_2031)

    built = project.build()

    assert exact.differences(exact.tree(site(project)), clean(project)) == []
    assert 'href="../08/index.html#harvest"' in built.page("issues/2031/06")


def test_a_file_beside_an_issue_under_embargo_is_handed_out_from_its_day(
    project: Project, monkeypatch: pytest.MonkeyPatch
) -> None:
    project.write("source/issues/2031/08/menu.pdf", b"%PDF-1.4")
    change_issue(project, "2031-06", "\nFrom", "\nSee [the menu](../08/menu.pdf).\n\nFrom")
    held = project.build()
    assert not list(held.out.glob("_downloads/**/menu.pdf"))
    monkeypatch.setenv("SOURCE_DATE_EPOCH", exact.AUGUST_2_2031)

    built = project.build()

    assert exact.differences(exact.tree(site(project)), clean(project)) == []
    assert list(built.out.glob("_downloads/**/menu.pdf"))


def test_a_target_that_two_pages_have_leads_to_the_same_page_after_any_edit(
    project: Project,
) -> None:
    for name in ("one", "two"):
        text = f"# Page {name}\n\n(shared)=\n## A section of {name}\n\nText.\n"
        project.write(f"source/{name}.md", text)
    project.write("source/three.md", "# Page three\n\nSee [](#shared).\n")
    project.build()
    change(project, "source/one.md", "Text.", "Other text.")

    project.build()

    assert exact.differences(exact.tree(site(project)), clean(project)) == []


def test_a_document_under_embargo_is_not_handed_out_by_a_link_to_it(project: Project) -> None:
    change_issue(project, "2031-06", "\nFrom", "\nSee [the harvest](../08/index.md).\n\nFrom")

    project.build()

    found = exact.tree(site(project))
    assert [name for name, content in found.items() if b"has apples" in content] == []


def test_a_draft_that_a_page_links_to_may_be_shown_and_hidden_again(
    project: Project, monkeypatch: pytest.MonkeyPatch
) -> None:
    link = "\nSee [the regatta](../07/index.md), [](../07/index.md) and [](#regatta).\n"
    change_issue(project, "2031-06", "\nFrom", f"{link}\nFrom")
    monkeypatch.setenv("GLOCAL_DRAFTS", "1")
    project.build()
    monkeypatch.delenv("GLOCAL_DRAFTS")

    project.build()

    found = exact.tree(site(project))
    assert exact.differences(found, clean(project)) == []
    assert [name for name, content in found.items() if b"Rowers of" in content] == []


def test_a_record_with_a_page_written_by_hand_is_renamed(project: Project) -> None:
    page_of_a_record_written_by_hand(project)
    project.build()
    change(project, "data/places/lakeside.toml", "Lakeside", "Lakehead")

    project.build()

    assert exact.differences(exact.tree(site(project)), clean(project)) == []


def test_a_page_of_ones_own_template_stays_when_nothing_has_changed(project: Project) -> None:
    project.write("conf.py", f'{exact.CONF}html_additional_pages = {{"legal": "legal.html"}}\n')
    project.write("_templates/legal.html", '{% extends "layout.html" %}{% set title = "Legal" %}\n')
    project.build()
    change_issue(project, "2031-06", "they came", "nobody left")

    project.build()

    assert exact.differences(exact.tree(site(project)), clean(project)) == []


@pytest.mark.parametrize("parallel", [0, 2])
def test_drafts_come_and_go_with_their_files(
    parallel: int, project: Project, before: exact.Tree, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("GLOCAL_DRAFTS", "1")

    project.build(parallel=parallel)

    shown = exact.tree(site(project))
    assert exact.differences(shown, clean(project)) == []
    assert "issues/2031/07/index.html" in shown
    monkeypatch.delenv("GLOCAL_DRAFTS")
    project.build(parallel=parallel)
    assert exact.differences(exact.tree(site(project)), before) == []


@pytest.mark.parametrize("between", [None, "epub"])
def test_what_was_under_embargo_comes_out_on_its_day(
    between: str | None, project: Project, before: exact.Tree, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", exact.AUGUST_2_2031)
    if between:
        project.build(between)

    project.build()

    found = exact.tree(site(project))
    assert exact.differences(found, clean(project)) == []
    added = {"issues/2031/08/index.html", "partnerships/north-river-westbay/index.html"}
    assert added <= found.keys() - before.keys()


# -- the package ----------------------------------------------------------------------------------


PACKAGE_EDITS = {
    "stylesheet": ("theme/static/glocal.css", "", "\nmain { color: navy }\n"),
    "template": ("theme/page.html", "Next issue", "The issue after this"),
    "rendering": ("photos/notes.py", "Photograph to come", "Picture to come"),
    "directive": ("partnerships/facts.py", '_("Since")', '_("From")'),
    "record page": ("theme/record.html", '_("Timeline")', '_("History")'),
    "quality of pictures": ("photos/encode.py", '"quality": 78', '"quality": 30'),
}


@pytest.mark.parametrize("name", PACKAGE_EDITS)
def test_a_change_of_the_package_reaches_every_page(
    name: str, package: Path, project: Project, before: exact.Tree
) -> None:
    file, old, new = PACKAGE_EDITS[name]
    path = package / "glocal_ext" / file
    code = path.read_text(encoding="utf-8")
    assert old in code
    path.write_text(code.replace(old, new) if old else code + new, encoding="utf-8")

    result = exact.sphinx(project.root, ["html", "clean"], package=package)

    assert result.returncode == 0, result.stderr
    found = exact.tree(site(project))
    expected = exact.tree(project.root / "_build" / "clean")
    assert exact.differences(found, expected) == []
    ours = {key for key in found if not key.startswith(".") and before.get(key) != found[key]}
    assert ours, "the edit changed nothing, so that this test shows nothing"


# -- another builder in between -------------------------------------------------------------------


@pytest.mark.parametrize(
    ("edit", "between"),
    [
        (text, "text"),
        (text, "dummy"),
        (photo_replaced, "dummy"),
        (issue_removed, "dummy"),
        (issue_title, "html"),
        (record_edited, "html"),
        (photo_replaced, "epub"),
        (pending_photo_arrived, "epub"),
        (place_renamed, "epub"),
        (native_name_that_changes_the_language_of_a_run, "epub"),
        (source_of_the_bibliography_edited, "epub"),
        (issue_new_between_two, "epub"),
        (issue_removed, "epub"),
        (linked_file_removed, "epub"),
        (conf_value_of_the_reading, "epub"),
        (template_added, "epub"),
    ],
)
def test_another_builder_in_between_changes_no_byte(
    edit: Edit, between: str, project: Project
) -> None:
    edit(project)
    project.build(between, out="between")

    project.build()

    assert exact.differences(exact.tree(site(project)), clean(project)) == []


# -- what is written ------------------------------------------------------------------------------


def page(*names: str) -> set[str]:
    return {f"{name}/index.html".removeprefix("/") for name in names}


def cited(*stems: str) -> set[str]:
    return {f"{stem}{suffix}" for stem in stems for suffix in (".ris", ".bib", ".json")}


BRIDGE = {
    "_images/bridge-*.avif",
    "_images/bridge-*.jpg",
    "issues/2031/03/card.jpg",
    "issues/2031/03/photo-bridge-photo.html",
}
"""What shows a photo beside the issue's page."""

BRIDGE_PAGES = page(
    "issues/2031/03",
    "places/north-river",
    "places/southport",
    "partnerships/north-river-southport",
)
"""The issue with the photo, and the records whose timelines show it."""

WRITTEN = {
    text: page("issues/2031/06"),
    caption: BRIDGE_PAGES | BRIDGE,
    front_matter_summary: page("issues/2030/11") | cited("issues/2030/11/2030-11"),
    front_matter_corrections: page("issues/2031/05", "about"),
    photo_replaced: BRIDGE_PAGES | BRIDGE,
    issue_title: page("issues/2031", "issues/2031/03", "issues/2031/04", "issues/2031/05", "about")
    | cited("issues/2031/04/2031-04"),
    volume_title: page(
        "issues/2031", "issues/2031/03", "issues/2031/04", "issues/2031/05", "issues/2031/06"
    ),
    title_of_an_article_that_another_issue_links_to: page(
        "", "issues/2030", "issues/2030/12", "issues/2031/05", "about"
    )
    | cited("issues/2030/12/winter-fair"),
    place_renamed: page(
        "",
        "issues/2031/05",
        "issues/2031/06",
        "about",
        "places/westbay",
        "places/eastfield",
        "partnerships/eastfield-westbay",
        "partnerships/by-country",
        "partnerships/by-kind",
        "partnerships/by-prefecture",
        "partnerships/by-year",
    )
    | {"anniversaries.ics"},
    record_that_nothing_names_edited: page("places/lakeside"),
    source_of_a_history_edited: page("partnerships/north-river-southport"),
    linked_file_replaced: {"_downloads/*/programme.pdf"},
}


@pytest.mark.parametrize("edit", WRITTEN)
def test_an_edit_writes_the_pages_that_it_changes_and_no_other(
    edit: Edit, project: Project
) -> None:
    edit(project)
    known = exact.stamps(site(project))

    project.build()

    found = exact.stamps(site(project))
    written = {name for name, state in found.items() if known.get(name) != state}
    shown = {_without_digest(name) for name in written - STATE}
    assert sorted(shown) == sorted(WRITTEN[edit])


@pytest.mark.parametrize("edit", [text, caption, front_matter_summary, issue_title])
def test_the_index_and_the_account_are_written_where_they_differ(
    edit: Edit, project: Project, before: exact.Tree
) -> None:
    edit(project)
    known = exact.stamps(site(project))

    project.build()

    found, written = exact.tree(site(project)), exact.stamps(site(project))
    assert {name for name in STATE if written[name] != known[name]} == {
        name for name in STATE if found[name] != before[name]
    }


def _without_digest(name: str) -> str:
    folder, _slash, file = name.rpartition("/")
    if folder == "_images":
        return f"{folder}/{file.rsplit('-', 2)[0]}-*{Path(file).suffix}"
    return f"_downloads/*/{file}" if folder.startswith("_downloads/") else name


# -- builds that break off ------------------------------------------------------------------------


class BrokenOff(Exception):  # noqa: N818  (what happened to the build)
    pass


BREAKS = {
    "stylesheets copied": (SiteBuilder, "copy_static_files"),
    "first page written": (SiteBuilder, "handle_page"),
    "pictures published": (SiteBuilder, "copy_image_files"),
    "index written": (SiteBuilder, "dump_search_index"),
    "feeds written": (SiteBuilder, "_write_feeds"),
    "map and old addresses written": (SiteBuilder, "write_companions"),
    "files swept": (Manifest, "sweep"),
}


def break_off(project: Project, point: str) -> None:
    """Build, and break off behind *point*."""
    owner, name = BREAKS[point]
    original = getattr(owner, name)

    def breaking(*args: object, **kwargs: object) -> None:
        original(*args, **kwargs)
        raise BrokenOff

    with (
        pytest.MonkeyPatch.context() as patch,
        contextlib.suppress(BrokenOff),  # some edits write no page
    ):
        patch.setattr(owner, name, breaking)
        project.build()


@pytest.mark.parametrize("point", BREAKS)
def test_the_next_build_repairs_one_that_broke_off(
    point: str, project: Project, place: Path
) -> None:
    for edit in (photo_replaced, record_removed, issue_new_between_two):
        exact.restore(place / "snapshot", project.root)
        edit(project)
        break_off(project, point)

        project.build()

        assert exact.differences(exact.tree(site(project)), clean(project)) == []


@pytest.mark.parametrize("point", BREAKS)
@pytest.mark.parametrize(
    "edit",
    [
        photo_replaced,
        stylesheet_of_the_project,
        record_that_nothing_names_removed,
        issue_new_between_two,
    ],
)
def test_an_edit_undone_after_a_build_that_broke_off_leaves_no_trace(
    edit: Edit, point: str, project: Project, before: exact.Tree, place: Path
) -> None:
    edit(project)
    break_off(project, point)
    undo(project, place)

    project.build()

    assert exact.differences(exact.tree(site(project)), before) == []


KILL = """
import os, signal
from glocal_ext.builders.site import SiteBuilder
original = SiteBuilder.handle_page
def kill(*args, **kwargs):
    original(*args, **kwargs)
    os.kill(os.getpid(), signal.SIGKILL)
SiteBuilder.handle_page = kill
"""


@pytest.mark.parametrize("edit", [nothing, template_added, issue_title])
def test_a_build_that_was_killed_is_repaired(edit: Edit, project: Project) -> None:
    edit(project)
    if edit is nothing:  # the first build of all
        shutil.rmtree(project.root / "_build")
    result = exact.sphinx(project.root, package=PACKAGE.parent, before=KILL)
    assert result.returncode == -signal.SIGKILL

    project.build()

    assert exact.differences(exact.tree(site(project)), clean(project)) == []


@pytest.mark.parametrize(
    "lost",
    [
        "issues/2031/06/index.html",
        "places/westbay/index.html",
        "search.html",
        "searchindex.js",
        "objects.inv",
        ".glocal/manifest.json",
        ".glocal",
        "_static",
        "_static/river.css",
        "_images",
        "_downloads",
        "robots.txt",
        "feed.xml",
        "articles.xml",
        "sitemap.xml",
        "old/about.html",
        "issues/2031/05/2031-05.bib",
        "issues/2031/05/after-the-fair.ris",
    ],
)
def test_what_is_lost_of_a_site_is_made_again(
    lost: str, project: Project, before: exact.Tree
) -> None:
    path = site(project) / lost
    if path.is_dir():
        shutil.rmtree(path)
    else:
        path.unlink()

    project.build()

    assert exact.differences(exact.tree(site(project)), before) == []


@pytest.mark.parametrize("content", [None, "", "glocalSearch({})\n", "no index"])
def test_pages_stay_in_the_search_when_the_index_is_lost(
    project: Project, content: str | None
) -> None:
    remove(project, "_build/html/searchindex.js")
    if content is not None:
        project.write("_build/html/searchindex.js", content)
    text(project)

    project.build()

    assert exact.differences(exact.tree(site(project)), clean(project)) == []


FOREIGN = (
    "CNAME",
    ".well-known/security.txt",
    "issues/2031/05/notes.txt",
    "_static/own.css",
    "_images/own.jpg",
    "_downloads/own.pdf",
    ".glocal/own.json",
)


@pytest.mark.parametrize("edit", [issue_removed, stylesheet_of_the_project, template_added])
def test_files_that_no_build_made_stay(edit: Edit, project: Project) -> None:
    for name in FOREIGN:
        project.write(f"_build/html/{name}", "own")
    project.build()
    edit(project)

    project.build()
    project.build()

    found = exact.tree(site(project))
    assert {name for name in FOREIGN if found.pop(name, None) != b"own"} == set()
    assert exact.differences(found, clean(project)) == []


def test_a_site_built_over_a_site_of_another_builder_is_whole(
    project: Project, before: exact.Tree
) -> None:
    shutil.rmtree(project.root / "_build")
    project.build("dummy")
    project.build("epub")

    project.build()

    assert exact.differences(exact.tree(site(project)), before) == []
