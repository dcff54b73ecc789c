"""Photos as they come, and what becomes of them: renditions, their cache, what they say."""

from __future__ import annotations

import errno
import io
import os
import re
import signal
import struct
import zlib
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from PIL import Image, ImageFilter, TiffImagePlugin, UnidentifiedImageError

from cameras import camera, display_p3, scene
from glocal_ext.core import renditions
from glocal_ext.photos import cache as caches
from glocal_ext.photos.cache import Cache
from glocal_ext.photos.encode import encoded
from glocal_ext.photos.examination import alike, look
from glocal_ext.photos.files import examine
from glocal_ext.photos.metadata import Rights, fill, packet, read
from glocal_ext.photos.renditions import Job, make, make_all
from outputs.books import Book

if TYPE_CHECKING:
    from collections.abc import Callable

    from conftest import Project

LIMITS = 64_000_000, 80_000_000
SECRET = b"secret-place"
PHOTO = ":::{photo} river.jpg\n:alt: A river by a town\n:credit: Office of Rivers\nThe river\n:::\n"
ARTICLE = "(a)=\n## A river\n\nText.\n\n"


@pytest.fixture
def cache(tmp_path: Path) -> Cache:
    return Cache(tmp_path / "renditions")


def job(source: Path, *wanted: renditions.Rendition, cache: Cache, room: int = 0) -> Job:
    return Job(source, examine(source, *LIMITS, cache).digest, room, wanted)


def page(source: Path, cache: Cache, room: int = 0) -> Job:
    found = examine(source, *LIMITS, cache)
    return Job(source, found.digest, room, tuple(renditions.page(found.width, found.height)))


def opened(job: Job, cache: Cache) -> list[Image.Image]:
    return [Image.open(job.path(each, cache)) for each in job.wanted]


# -- the formats that photos come in ----------------------------------------------------------


def upright(folder: Path) -> Path:
    return camera(folder / "a.jpg", (600, 400))


def turned(folder: Path) -> Path:
    exif = Image.Exif()
    exif[0x0112] = 6
    scene((600, 400), 1).transpose(Image.Transpose.ROTATE_90).save(
        folder / "a.jpg", quality=95, exif=exif
    )
    return folder / "a.jpg"


def png(folder: Path) -> Path:
    scene((600, 400)).save(folder / "a.png")
    return folder / "a.png"


def webp(folder: Path) -> Path:
    scene((600, 400)).save(folder / "a.webp", quality=95)
    return folder / "a.webp"


def tiff(folder: Path) -> Path:
    scene((600, 400)).save(folder / "a.tif")
    return folder / "a.tif"


def transparent(folder: Path) -> Path:
    picture = scene((600, 400)).convert("RGBA")
    picture.putalpha(255)
    picture.save(folder / "a.png")
    return folder / "a.png"


@pytest.mark.parametrize("make_file", [upright, turned, png, webp, tiff, transparent])
def test_a_photo_looks_the_same_whatever_format_it_comes_in(
    make_file: Callable[[Path], Path], tmp_path: Path, cache: Cache
) -> None:
    due = page(make_file(tmp_path), cache)

    assert make(due, cache).problem == ""

    expected = scene((600, 400)).resize((48, 32), Image.Resampling.BOX)
    for picture in opened(due, cache):
        assert picture.mode == "RGB"
        assert picture.width / picture.height == pytest.approx(1.5, abs=0.01)
        small = picture.resize((48, 32), Image.Resampling.BOX)
        apart = [
            abs(one - other) for one, other in zip(small.tobytes(), expected.tobytes(), strict=True)
        ]
        assert sum(apart) / len(apart) < 5


def sixteen_bits(folder: Path) -> Path:
    Image.linear_gradient("L").resize((600, 400)).convert("I").point(lambda v: v * 257).convert(
        "I;16"
    ).save(folder / "a.png")
    return folder / "a.png"


def grey(folder: Path) -> Path:
    Image.linear_gradient("L").resize((600, 400)).save(folder / "a.jpg", quality=95)
    return folder / "a.jpg"


@pytest.mark.parametrize("make_file", [sixteen_bits, grey])
def test_a_grey_photo_keeps_its_tones(
    make_file: Callable[[Path], Path], tmp_path: Path, cache: Cache
) -> None:
    due = page(make_file(tmp_path), cache)

    assert make(due, cache).problem == ""

    for picture in opened(due, cache):
        tones = [
            picture.getpixel((picture.width // 2, picture.height * n // 8))[0] for n in range(8)
        ]
        assert tones == pytest.approx([0, 32, 64, 96, 128, 160, 192, 224], abs=4)


def test_cmyk_is_shown_in_its_colours(tmp_path: Path, cache: Cache) -> None:
    Image.new("CMYK", (600, 400), (255, 0, 255, 0)).save(tmp_path / "a.jpg", quality=95)
    due = page(tmp_path / "a.jpg", cache)

    assert make(due, cache).problem == ""

    for picture in opened(due, cache):
        red, green, blue = picture.getpixel((9, 9))
        assert green > 150 > max(red, blue)


def test_a_telephones_colours_are_kept(tmp_path: Path, cache: Cache) -> None:
    """The red that sRGB can just show is (234, 51, 35) in Display P3."""
    red = Image.new("RGB", (600, 400), (234, 51, 35))
    red.save(tmp_path / "a.jpg", quality=95, icc_profile=display_p3())
    due = page(tmp_path / "a.jpg", cache)

    assert make(due, cache).problem == ""

    for picture in opened(due, cache):
        assert picture.getpixel((9, 9)) == pytest.approx((255, 0, 0), abs=8)


# -- what is refused --------------------------------------------------------------------------


def truncated(folder: Path) -> Path:
    data = camera(folder / "a.jpg", (600, 400)).read_bytes()
    (folder / "a.jpg").write_bytes(data[: len(data) // 2])
    return folder / "a.jpg"


def animated(folder: Path) -> Path:
    frames = [Image.new("RGB", (60, 40), (n, 0, 0)) for n in (0, 250)]
    frames[0].save(folder / "a.webp", save_all=True, append_images=frames[1:])
    return folder / "a.webp"


def text(folder: Path) -> Path:
    (folder / "a.jpg").write_text("A river.", encoding="utf-8")
    return folder / "a.jpg"


def empty(folder: Path) -> Path:
    (folder / "a.jpg").touch()
    return folder / "a.jpg"


def heic(folder: Path) -> Path:
    (folder / "a.heic").write_bytes(b"\0\0\0\x18ftypheic\0\0\0\0mif1heic" + b"\0" * 200)
    return folder / "a.heic"


def bomb(folder: Path) -> Path:
    """Return a PNG of 80,000 × 80,000 pixels in a few hundred bytes."""
    header = struct.pack(">IIBBBBB", 80_000, 80_000, 8, 0, 0, 0, 0)
    chunks = [(b"IHDR", header), (b"IDAT", zlib.compress(b"\0" * 100)), (b"IEND", b"")]
    data = b"".join(
        struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))
        for kind, body in chunks
    )
    (folder / "a.png").write_bytes(b"\x89PNG\r\n\x1a\n" + data)
    return folder / "a.png"


def unreadable(folder: Path) -> Path:
    (folder / "a.jpg").symlink_to(folder / "a.jpg")
    return folder / "a.jpg"


@pytest.mark.parametrize(
    ("make_file", "said"),
    [
        (truncated, "damaged"),
        (animated, "animated"),
        (text, "no picture"),
        (empty, "empty"),
        (heic, "HEIC, as telephones keep photos: export it as JPEG"),
        (bomb, "pixels"),
        (unreadable, "cannot be read"),
    ],
)
def test_what_is_no_photo_is_told_in_a_sentence_and_leaves_nothing(
    make_file: Callable[[Path], Path], said: str, tmp_path: Path, cache: Cache
) -> None:
    source = make_file(tmp_path)

    with pytest.raises(ValueError, match=said):
        examine(source, *LIMITS, cache)

    assert [*cache.files()] == []


def test_a_picture_beyond_the_limit_is_refused_by_its_header(tmp_path: Path, cache: Cache) -> None:
    source = camera(tmp_path / "a.jpg", (600, 400))

    with pytest.raises(ValueError, match="megapixels"):
        examine(source, 10**9, 200_000, cache)
    with pytest.raises(ValueError, match="MB"):
        examine(source, 1000, 10**9, cache)


# -- the cache --------------------------------------------------------------------------------


def test_the_same_photo_gives_the_same_bytes_whatever_is_there_already(
    tmp_path: Path, cache: Cache
) -> None:
    whole = page(camera(tmp_path / "a.jpg"), cache)
    make(whole, cache)
    expected = {each: whole.path(each, cache).read_bytes() for each in whole.wanted}
    for path in cache.files():
        path.unlink()

    for rendition in reversed(whole.wanted):  # one by one, the smallest last
        make(Job(whole.source, whole.digest, whole.room, (rendition,)), cache)

    assert {each: whole.path(each, cache).read_bytes() for each in whole.wanted} == expected


def test_what_is_in_the_cache_is_not_made_again(tmp_path: Path, cache: Cache) -> None:
    due = page(camera(tmp_path / "a.jpg", (600, 400)), cache)
    assert [made.problem for made in make_all([due], cache)] == [""]

    assert [*make_all([due], cache)] == []
    due.path(due.wanted[0], cache).unlink()
    assert [made.job.wanted for made in make_all([due], cache)] == [due.wanted[:1]]


def test_a_photo_that_several_documents_show_is_made_once(tmp_path: Path, cache: Cache) -> None:
    source, other = camera(tmp_path / "a.jpg", (600, 400)), tmp_path / "copy.jpg"
    other.write_bytes(source.read_bytes())

    made = [*make_all([page(source, cache), page(other, cache)], cache)]

    assert [each.problem for each in made] == [""]


def test_another_photo_another_rendition_and_another_room_have_other_files(
    tmp_path: Path, cache: Cache
) -> None:
    one = page(camera(tmp_path / "a.jpg", (600, 400), seed=1), cache)
    other = page(camera(tmp_path / "b.jpg", (600, 400), seed=2), cache)
    roomy = Job(one.source, one.digest, 512, one.wanted)

    paths = [
        each.path(rendition, cache) for each in (one, other, roomy) for rendition in each.wanted
    ]

    assert len(set(paths)) == len(paths) == 12


def test_any_executor_makes_them(tmp_path: Path, cache: Cache) -> None:
    due = [page(camera(tmp_path / f"{n}.jpg", (600, 400), seed=n), cache) for n in range(3)]

    with ThreadPoolExecutor(2) as executor:
        made = [*make_all(due, cache, executor)]

    assert {each.job for each in made} == set(due)
    assert all(each.path(one, cache).is_file() for each in due for one in each.wanted)


def test_two_builds_at_once_share_a_cache(tmp_path: Path, cache: Cache) -> None:
    due = page(camera(tmp_path / "a.jpg"), cache)

    with ThreadPoolExecutor(4) as executor:
        futures = [executor.submit(make, due, cache) for _ in range(4)]

    assert [each.result().problem for each in futures] == [""] * 4
    assert all(picture.load() for picture in opened(due, cache))
    assert not [path for path in cache.files() if path.suffix == ".part"]


def test_a_full_disk_is_told_and_leaves_no_part_of_a_file(
    tmp_path: Path, cache: Cache, monkeypatch: pytest.MonkeyPatch
) -> None:
    due = page(camera(tmp_path / "a.jpg", (600, 400)), cache)
    before = set(cache.files())

    def full(*_arguments: Any) -> None:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    monkeypatch.setattr(caches.Path, "replace", full)

    assert make(due, cache).problem == os.strerror(errno.ENOSPC)
    assert set(cache.files()) == before


def test_an_ended_worker_takes_only_its_own_photo_along(tmp_path: Path, cache: Cache) -> None:
    good = [page(camera(tmp_path / f"{n}.jpg", (600, 400), seed=n), cache) for n in range(2)]
    deadly = Job(DeadlyPath(tmp_path / "0.jpg"), "deadly", 0, good[0].wanted)

    made = {each.job.digest: each.problem for each in make_all([good[0], deadly, good[1]], cache)}

    assert made == {
        good[0].digest: "",
        good[1].digest: "",
        "deadly": "the process that made it was ended",
    }
    assert all(picture.load() for each in good for picture in opened(each, cache))


class DeadlyPath(type(Path())):
    """A file whose reader is killed, as by a system that is out of memory."""

    def __fspath__(self) -> str:
        os.kill(os.getpid(), signal.SIGKILL)
        return ""


def test_what_no_document_uses_is_pruned(tmp_path: Path, cache: Cache) -> None:
    used, unused = (
        page(camera(tmp_path / f"{n}.jpg", (600, 400), seed=n), cache) for n in range(2)
    )
    for each in (used, unused):
        make(each, cache)
    kept = {used.path(each, cache) for each in used.wanted}

    assert cache.prune(kept) > 0

    assert set(cache.files()) == kept


# -- what is in a file beside its pixels ------------------------------------------------------

SAID = Rights(
    "The river & its <bank>", "Ann Stone", "https://spdx.org/licenses/CC0-1.0.html", "", "A bridge"
)


def telling(folder: Path) -> Path:
    """Write a JPEG with all that a camera and an agency put into one."""
    exif = Image.Exif()
    exif[0x010F] = SECRET.decode()
    gps = exif.get_ifd(0x8825)
    gps[1], gps[2] = (
        "N",
        (
            TiffImagePlugin.IFDRational(34),
            TiffImagePlugin.IFDRational(17),
            TiffImagePlugin.IFDRational(0),
        ),
    )
    exif[0x927C] = SECRET  # a maker's note
    scene((600, 400)).save(
        folder / "river.jpg", quality=95, exif=exif, comment=SECRET, xmp=packet(SAID)
    )
    return folder / "river.jpg"


def test_no_file_tells_more_of_a_photo_than_the_document(tmp_path: Path, cache: Cache) -> None:
    due = page(telling(tmp_path), cache, room=len(packet(SAID)))
    assert SECRET in due.source.read_bytes()

    assert make(due, cache).problem == ""

    for rendition in due.wanted:
        data = fill(due.path(rendition, cache).read_bytes(), packet(SAID))
        with Image.open(io.BytesIO(data)) as picture:
            assert read(picture) == SAID._replace(alt="", rights=SAID.licence)
            assert not dict(picture.getexif())
            assert not {"comment", "icc_profile", "photoshop"} & picture.info.keys()
        assert SECRET not in data
        assert b"A bridge" in data


def test_a_packet_has_room_for_another(tmp_path: Path) -> None:
    source = camera(tmp_path / "a.jpg", (600, 400))
    wanted = renditions.page(600, 400)
    other = packet(SAID._replace(caption="The river and its bank"))
    assert len(other) == len(packet(SAID))

    for data in encoded(source, wanted, len(other)):
        for said in (packet(SAID), other):
            with Image.open(io.BytesIO(fill(data, said))) as picture:
                picture.load()
                assert read(picture).credit == "Ann Stone"
    with pytest.raises(ValueError, match="no room"):
        fill(b"nothing", other)


@pytest.mark.parametrize(
    "xmp", [b"<!DOCTYPE x [<!ENTITY a 'b'>]><x>&a;</x>", b"<x", b"\xff\xfe", b""]
)
def test_a_file_that_speaks_in_riddles_says_nothing(tmp_path: Path, xmp: bytes) -> None:
    scene((60, 40)).save(tmp_path / "a.jpg", xmp=xmp)

    with Image.open(tmp_path / "a.jpg") as picture:
        assert read(picture) == Rights()


# -- what editors are told --------------------------------------------------------------------


def told(make_project: Callable[..., Project], source: Path, photo: str = PHOTO) -> list[str]:
    project = make_project({"source/issues/2031/05/river.jpg": source.read_bytes()})
    project.write_issue(ARTICLE + photo)
    return project.build().warnings


def test_a_good_photo_needs_no_word(make_project: Callable[..., Project], tmp_path: Path) -> None:
    assert told(make_project, camera(tmp_path / "a.jpg")) == []


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (lambda picture: picture.point(lambda value: value // 20), "so dark that nothing"),
        (lambda picture: picture.filter(ImageFilter.GaussianBlur(16)), "blurred all over"),
    ],
)
def test_a_photo_that_shows_nothing_is_told_and_shown(
    change: Callable[[Image.Image], Image.Image],
    said: str,
    make_project: Callable[..., Project],
    tmp_path: Path,
) -> None:
    change(scene((1500, 1000))).save(tmp_path / "a.jpg", quality=92)

    [warning] = told(make_project, tmp_path / "a.jpg")

    assert said in warning
    assert "[glocal.photo-look]" in warning


def test_a_long_caption_is_told(make_project: Callable[..., Project], tmp_path: Path) -> None:
    long = PHOTO.replace("The river", "The river. " * 40)

    [warning] = told(make_project, camera(tmp_path / "a.jpg"), long)

    assert "The caption has 439 characters" in warning


def test_the_same_picture_twice_is_told_saved_anew_as_it_may_be(
    make_project: Callable[..., Project], tmp_path: Path
) -> None:
    scene((1500, 1000)).save(tmp_path / "again.jpg", quality=40)
    project = make_project(
        {
            "source/issues/2031/05/river.jpg": camera(tmp_path / "a.jpg").read_bytes(),
            "source/issues/2031/05/again.jpg": (tmp_path / "again.jpg").read_bytes(),
            "source/issues/2031/05/other.jpg": camera(tmp_path / "b.jpg", seed=2).read_bytes(),
        }
    )
    again, other = (PHOTO.replace("river.jpg", name) for name in ("again.jpg", "other.jpg"))
    project.write_issue(f"{ARTICLE}{PHOTO}\n{other}\n{again}")

    [warning] = project.build().warnings

    assert "index.md:23: WARNING: This is the same picture as the one in line 11." in warning


def test_what_the_file_says_and_the_document_does_not_is_offered(
    make_project: Callable[..., Project], tmp_path: Path
) -> None:
    scene((1500, 1000)).save(tmp_path / "a.jpg", quality=92, xmp=packet(SAID))
    bare = ":::{photo} river.jpg\n:alt: A river by a town\n:::\n"

    [warning] = told(make_project, tmp_path / "a.jpg", bare)

    assert ":credit: Ann Stone and :licence: https://spdx.org/licenses/CC0-1.0.html" in warning
    assert "the caption “The river & its <bank>”" in warning


def test_a_publication_may_ask_for_credits(
    make_project: Callable[..., Project], tmp_path: Path
) -> None:
    project = make_project(
        {"source/issues/2031/05/river.jpg": camera(tmp_path / "a.jpg").read_bytes()}
    )
    project.options["glocal_require_credit"] = True
    project.write_issue(ARTICLE + PHOTO.replace(":credit: Office of Rivers\n", ""))

    [warning] = project.build().warnings

    assert "no :credit:" in warning


def test_a_table_says_what_each_photo_weighs(
    make_project: Callable[..., Project], tmp_path: Path
) -> None:
    project = make_project(
        {"source/issues/2031/05/写真.jpg": camera(tmp_path / "a.jpg").read_bytes()}
    )
    project.write_issue(ARTICLE + PHOTO.replace("river.jpg", "写真.jpg"))

    head, row = project.build("photos").said.splitlines()[-3:-1]

    assert head.split() == [
        "photo", "pixels", "kB", "in", "480", "800", "1200", "1600", "2400", "card", "e-book",
        "seconds",
    ]  # fmt: skip
    name, pixels, *sizes = re.split(r"  +", row)
    assert (name, pixels) == ("issues/2031/05/写真.jpg", "1500 × 1000")
    weights = [[float(part) for part in size.split(" + ")] for size in sizes[1:5]]
    assert all(avif < jpeg for avif, jpeg in weights)
    assert weights == sorted(weights)


# -- withdrawal -------------------------------------------------------------------------------


def words_and_pixels(folder: Path) -> list[str]:
    """Return the files in which a word or a picture of the photo is left."""
    left = []
    for path in folder.rglob("*"):
        if path.is_file():
            files = [path.read_bytes()]
            if path.suffix == ".epub":
                files = [*Book(path).files.values()]
            if any(map(tells_of_the_photo, files)):
                left.append(path.relative_to(folder).as_posix())
    return left


def tells_of_the_photo(data: bytes) -> bool:
    return b"by a town" in data or b"flood" in data.lower() or shows_the_photo(data)


def shows_the_photo(data: bytes) -> bool:
    try:
        with Image.open(io.BytesIO(data)) as picture:
            return alike(look(picture), look(scene((1500, 1000))))
    except UnidentifiedImageError:
        return False


@pytest.mark.parametrize("line", [":withdrawn: 2031-06-01", ":consent: missing"])
def test_a_withdrawn_photo_is_nowhere_after_the_next_build(
    line: str,
    make_project: Callable[..., Project],
    cache: Cache,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("GLOCAL_RENDITIONS", str(cache.folder))
    photo = PHOTO.replace("Office of Rivers", "Office of Flood")
    project = make_project(
        {"source/issues/2031/05/river.jpg": camera(tmp_path / "a.jpg").read_bytes()}
    )
    project.options["html_baseurl"] = "https://example.org/"
    project.write_issue(ARTICLE + photo)
    outputs = [project.build(name).out for name in ("epub", "html", "text")]
    left = words_and_pixels(outputs[1])
    assert {Path(name).suffix for name in left} >= {
        ".avif", ".epub", ".html", ".jpg", ".js", ".xml"
    }  # fmt: skip
    assert [*cache.files()]

    project.write_issue(ARTICLE + photo.replace(":alt:", f"{line}\n:alt:"))
    built = [project.build(name) for name in ("epub", "html", "text")]
    project.build("photos", tags=["prune"])

    assert [each.warnings for each in built] == [[], [], []]
    assert [words_and_pixels(each.out) for each in built] == [[], [], []]
    assert [*cache.files()] == []
    noted = "Photograph withdrawn on 1 June 2031" in built[1].page("issues/2031/05")
    assert noted == (line == ":withdrawn: 2031-06-01")


@pytest.mark.parametrize("line", [":withdrawn: soon", ":withdrawn:", ":withdrwn: 2031-06-01"])
def test_a_slip_in_a_withdrawal_publishes_nothing(
    line: str, make_project: Callable[..., Project], tmp_path: Path
) -> None:
    project = make_project(
        {"source/issues/2031/05/river.jpg": camera(tmp_path / "a.jpg").read_bytes()}
    )
    project.write_issue(ARTICLE + PHOTO.replace(":alt:", f"{line}\n:alt:"))

    built = project.build()

    assert built.warnings
    assert words_and_pixels(built.out) == []
