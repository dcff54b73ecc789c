"""``{photo}`` and ``{photo-grid}``."""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING

from docutils import nodes as docnodes

from glocal_ext import nodes
from glocal_ext.core.dates import PartialDate, parse_day
from glocal_ext.core.licences import licence_address, parse_licence
from glocal_ext.core.options import attempts, opened_fence
from glocal_ext.core.problems import listed, nearest, one_of, plain
from glocal_ext.directive import EditorDirective
from glocal_ext.log import Warn
from glocal_ext.partnerships.domain import partnerships_domain
from glocal_ext.paths import published_file
from glocal_ext.photos import checks
from glocal_ext.photos.cache import Cache
from glocal_ext.photos.files import PhotoFile, examine

if TYPE_CHECKING:
    from docutils.nodes import Element, Node

CONSENTS = ("given", "not-needed", "missing")
SIZES = ("column", "wide", "half")
# A line that says something of consent, misspelt or misplaced as it may be: a photo whose
# people did not agree must not come out because of a typing error.
_CONSENT_LINE = re.compile(
    r"^[ \t]*[:：]?[ \t]*[\"']?con?s[a-z]{0,3}n?t\b[\"']?[ \t]*[:： ]", re.IGNORECASE | re.MULTILINE
)

_HEADING = re.compile(r"\s{0,3}#{1,6}\s")


def parse_focus(text: str) -> tuple[int, int]:
    """Read a point of a picture: ``40% 30%``, from the left and from the top."""
    match = re.fullmatch(r"(\d{1,3})%\s+(\d{1,3})%", text.strip())
    if not match or max(int(match[1]), int(match[2])) > 100:
        raise ValueError(f"“{text}” is no point: write 40% 30%, from the left and from the top.")
    return int(match[1]), int(match[2])


LEFT_OUT_KEY = "glocal_left_out"
"""Where the names of photos are kept whose mistake is told, so that what names them is not."""


class Photo(EditorDirective):
    """A photograph with its caption, alternative text and rights."""

    option_names = (
        "name", "alt", "decorative", "description", "credit", "licence", "rights", "date",
        "place", "consent", "withdrawn", "reason", "focus", "size", "pending", "class",
    )  # fmt: skip
    option_warning = Warn.PHOTO_OPTION

    def build(self) -> list[Node]:
        """Return the photo; what follows a forgotten fence stands behind it."""
        caption, first, rest, rest_line = self._split_body()
        photo = self._photo(caption, first)
        found: list[Node] = [photo] if photo is not None else []
        if photo is None and self.option("consent") != "missing":
            told: set[str] = self.env.current_document.get(LEFT_OUT_KEY) or set()
            self.env.current_document[LEFT_OUT_KEY] = told | {self.option("name") or ""}
        if rest:
            if any(map(opened_fence, rest)) and not any(map(_is_closing, rest)):
                rest.append(":" * 9)  # this photo took the line that ends the next one
            holder = docnodes.Element()
            self.parse_lines(rest, rest_line, holder)
            found += holder.children
        return found

    def _photo(self, caption: list[str], first: int) -> nodes.photo | None:
        """Return the photo; `None`, with a warning, where it cannot be shown."""
        consent = self._consent()
        if consent in ("missing", "unknown"):
            return None
        if attempts(self.block_text, "withdrawn"):
            return self._withdrawn()
        photo = nodes.photo()
        self.set_source_info(photo)
        file = self._file()
        if file is None:
            return None
        if isinstance(file, PhotoFile):
            if not self._describe(photo):
                return None
            photo["width"], photo["height"] = file.width, file.height
            photo["digest"] = file.digest
            photo["ground"], photo["look"] = file.ground, file.look
            self._picture(photo, file)
        else:
            photo["pending"] = True
            photo["alt"] = self.option("alt") or ""
        self._facts(photo, consent)
        if any(line.strip() for line in caption):
            captioned = nodes.photo_caption()
            self.parse_lines(caption, first, captioned)
            photo += captioned
            if plain(captioned.astext()) == plain(photo["alt"]) != "":
                message = "The alt text is the caption again: say what is to be seen."
                self.warn(Warn.PHOTO_ALT, message, self.option_line("alt"))
        description = self.convert("description", str)
        if description:
            described = nodes.photo_description()
            line = next(each.text_line for each in self.block.options if each.name == "description")
            self.parse_lines(description.splitlines(), line, described)
            photo += described
        if isinstance(file, PhotoFile):
            self._remark(photo, file)
        return photo

    def _remark(self, photo: nodes.photo, file: PhotoFile) -> None:
        """Say what an editor may want to know of a photo that is shown all the same."""
        required = self.config.glocal_require_credit
        for name, message in (
            *checks.of_file(self.argument, file, self._size()),
            *checks.of_rights(photo, file, required=required),
            *checks.of_caption(photo),
        ):
            self.warn(name, message)

    def _withdrawn(self) -> nodes.photo | None:
        """Return the note that stands for a photo that was withdrawn; its words went with it.

        Where the day cannot be read there is no note, but no photo either.
        """
        day = self.convert("withdrawn", parse_day)
        if day is None:
            if self.option("withdrawn") is None:
                message = "The photo is left out: write :withdrawn: and the day, 2031-06-01."
                self.warn(Warn.PHOTO_OPTION, message)
            return None
        photo = nodes.photo(
            pending=True, withdrawn=day.isoformat(), reason=self.convert("reason", str) or "",
            file=self.argument, alt="", decorative=False, size=self._size(),
            credit="", rights="", licence="", licence_url="", date="", place="", place_name="",
            focus=[], consent="",
        )  # fmt: skip
        self.set_source_info(photo)
        self._name(photo)  # what leads to the photo leads to the note
        return photo

    def _split_body(self) -> tuple[list[str], int, list[str], int]:
        """Return the caption with its line, and what cannot belong to it with its line."""
        lines, first = [*self.block.body], self.block.body_line
        for number, text in enumerate(lines):
            named = re.match(r"\s*:([a-z]+):\s", text)
            if named and named[1] in self.option_names:
                message = (
                    f"“{text.strip()}” looks like an option: options stand directly under "
                    "{photo}, above the caption. It is left out."
                )
                self.warn(Warn.PHOTO_CAPTION, message, first + number)
                lines[number] = ""
            heading = bool(_HEADING.match(text))
            if heading or opened_fence(text):
                if heading:
                    message = (
                        "A heading stands inside this photo: most often the ::: that ends it "
                        "was forgotten."
                    )
                    self.warn(Warn.PHOTO_CAPTION, message)
                return lines[:number], first, lines[number:], first + number
        return lines, first, [], first

    # -- the file -----------------------------------------------------------------------------

    def _file(self) -> PhotoFile | str | None:
        """Return the examined file, "pending" where it may still come, `None` where it may not."""
        name, config, pending = self.argument, self.config, self.flag("pending")
        try:
            path = self._path(name) if name else None
            if path is not None and path.is_file():
                limits = config.glocal_max_photo_bytes, config.glocal_max_photo_pixels
                return examine(path, *limits, Cache.of(self.config))
        except ValueError as error:
            self.warn(Warn.PHOTO_FILE, f"The photo “{name}” is left out: {error}")
            return None
        if pending:
            return self._pending()
        if path is None:
            message = "The photo is left out: no file is named. Write :::{photo} file.jpg."
        else:
            message = f"The photo is left out: there is no “{name}”{_near(path)}."
        self.warn(Warn.PHOTO_FILE, f"{message} If it is still to come, add :pending:")
        return None

    def _pending(self) -> str | None:
        policy = self.config.glocal_pending_photos
        if policy == "omit":
            return None
        if policy == "error":
            self.warn(Warn.PHOTO_PENDING, f"The photo “{self.argument}” has not arrived.")
        return "pending"

    def _path(self, name: str) -> Path:
        """Return the file that *name* means; `ValueError` where it can never be published."""
        if re.match(r"[A-Za-z][A-Za-z0-9+.\-]*:|//", name):
            raise ValueError("it is an address elsewhere; put the file beside the document.")
        return published_file(self.env, name)

    def _picture(self, photo: nodes.photo, file: PhotoFile) -> None:
        """Add the picture itself, which Sphinx collects and each builder publishes."""
        uri = self.argument
        image = docnodes.image(uri=uri, alt=photo["alt"], digest=file.digest)
        image["is_drawing"] = file.is_drawing
        self.set_source_info(image)
        photo += image

    # -- the options --------------------------------------------------------------------------

    def _size(self) -> str:
        text = self.option("size")
        return text if text in SIZES else "column"

    def _consent(self) -> str:
        text = self.option("consent")
        mentions = _CONSENT_LINE.findall(self.block_text)
        if len(mentions) != (text is not None):
            message = "The photo is left out: what it says of consent cannot be read as it stands."
            self.warn(Warn.PHOTO_CONSENT, message)
            return "unknown"
        if text is None:
            if self.config.glocal_require_consent:
                message = f"The photo is left out: it needs :consent: {listed(CONSENTS)}."
                self.warn(Warn.PHOTO_CONSENT, message)
                return "unknown"
            return ""
        try:
            return one_of(CONSENTS)(text)
        except ValueError as error:
            message = f"The photo is left out: {error}"
            self.warn(Warn.PHOTO_CONSENT, message, self.option_line("consent"))
            return "unknown"

    def _describe(self, photo: nodes.photo) -> bool:
        """Take the alternative text; tell whether the photo can be shown with it."""
        alt = " ".join((self.option("alt") or "").split())
        decorative = self.flag("decorative")
        line = self.option_line("alt")
        if alt and decorative:
            message = "A photo has “alt” or “decorative”, not both: the alt text holds."
            self.warn(Warn.PHOTO_ALT, message, line)
            decorative = False
        if not alt and not decorative and self.has_mistakes:
            return False  # the option that was meant is told already
        if not alt and not decorative:
            message = (
                "The photo is left out: it needs :alt: and a sentence that says what it shows "
                "to somebody who does not see it (or :decorative: if it says nothing)."
            )
            self.warn(Warn.PHOTO_ALT, message, line)
            return False
        if alt in (self.argument, Path(self.argument).name, Path(self.argument).stem):
            message = (
                "The photo is left out: its alt text is the file’s name. Say what is to be seen."
            )
            self.warn(Warn.PHOTO_ALT, message, line)
            return False
        photo["alt"] = alt
        photo["decorative"] = decorative
        return True

    def _facts(self, photo: nodes.photo, consent: str) -> None:
        photo["size"] = self.convert("size", one_of(SIZES)) or "column"
        photo["credit"] = self.convert("credit", str) or ""
        photo["rights"] = self.convert("rights", str) or ""
        photo["consent"] = consent
        licence = self.convert("licence", parse_licence)
        # What holds for all photos is not said below each; an editor's own words go before it.
        default = "" if photo["rights"] else licence_address(self.config.glocal_photo_licence)
        photo["licence"], photo["licence_url"] = licence or ("", default)
        date = self.convert("date", PartialDate.parse)
        photo["date"] = str(date) if date else ""
        focus = self.convert("focus", parse_focus)
        photo["focus"] = list(focus) if focus else []
        domain = partnerships_domain(self.env)
        place = self.convert("place", lambda text: domain.require("place", text))
        photo["place"] = place or ""
        photo["place_name"] = domain.title("place", place) if place else ""
        photo["classes"] += (self.option("class") or "").split()
        self._name(photo)

    def _name(self, photo: nodes.photo) -> None:
        """Give the photo its address, unless something of the page has it."""
        name = self.option("name")
        if name:
            photo["name"] = name
            target = docnodes.fully_normalize_name(name)
            if self.state.document.nametypes.get(target):  # an article would lose its address
                message = f"“{name}” is an address of this page already: give the photo another."
                self.warn(Warn.ARTICLE_TARGET_TWICE, message, self.option_line("name"))
            else:
                photo["names"].append(target)
                self.state.document.note_explicit_target(photo, photo)


def _is_closing(line: str) -> bool:
    return bool(re.fullmatch(r"\s*:{3,}\s*", line))


def _near(path: Path) -> str:
    """Return " (did you mean “x.jpg”?)" where a file of the folder has nearly the name."""
    if not path.parent.is_dir():
        return ""
    match = nearest(path.name, [file.name for file in path.parent.iterdir() if file.is_file()])
    return f" (did you mean “{match}”?)" if match else ""


class PhotoGrid(EditorDirective):
    """Photos with a caption of their own as a group: what is no photo is the caption."""

    optional_arguments = 0
    option_names = ("name", "class")

    def build(self) -> list[Node]:
        """Return the row; what it holds as it is, with a warning, where no photo is in it."""
        holder = docnodes.Element()
        self.parse_body(holder)
        row = nodes.photo_row()
        caption = nodes.photo_caption()
        for child in holder.children:
            if isinstance(child, nodes.photo_row):
                row += child.children
            else:
                target: Element = row if isinstance(child, nodes.photo) else caption
                target += child
        if not any(isinstance(child, nodes.photo) for child in row):
            self.warn(Warn.PHOTO_GRID, "A {photo-grid} holds photos; here is none.")
            return list(caption.children)
        if any(not isinstance(child, (docnodes.paragraph, docnodes.comment)) for child in caption):
            message = "A {photo-grid} holds photos and a caption of plain text, nothing else."
            self.warn(Warn.PHOTO_GRID, message)
        if caption.children:
            row += caption
        row["classes"] += (self.option("class") or "").split()
        name = self.option("name")
        if name:
            row["names"].append(docnodes.fully_normalize_name(name))
            self.state.document.note_explicit_target(row, row)
        self.set_source_info(row)
        return [row]
