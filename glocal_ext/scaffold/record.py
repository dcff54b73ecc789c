"""Add a record to the registry, from ``key=value`` words or from answers on a terminal."""

from __future__ import annotations

import datetime as dt
import shutil
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from glocal_ext.core.problems import did_you_mean
from glocal_ext.core.records import PARTNERSHIP_KEYS, PLACE_KEYS
from glocal_ext.core.registry import Loaded, load
from glocal_ext.scaffold.fields import partnership_fields, place_fields
from glocal_ext.scaffold.files import Refused, require_folder, taken, write_new
from glocal_ext.scaffold.toml import emit

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence

    from glocal_ext.scaffold.fields import Field
    from glocal_ext.scaffold.toml import Value

    Ask = Callable[[str], str]


@dataclass(frozen=True, slots=True)
class Registered:
    """Where the records are, and the kinds of partnership that conf.py adds."""

    folder: Path
    bibliography: Path
    extra_kinds: Sequence[str] = ()

    def load(self, folder: Path | None = None) -> Loaded:
        """Load the registry, or the copy of it in *folder*; no day is under embargo here."""
        return load(folder or self.folder, self.bibliography, dt.date.max, self.extra_kinds)


@dataclass(frozen=True, slots=True)
class Record:
    """What a command adds to the registry.

    *keys* are in the order of the file; *fields* takes the folder of such records, what is
    loaded, and the kinds of partnership that conf.py adds; *next_steps* tell of an ``{id}``.
    """

    name: str
    keys: Iterable[str]
    fields: Callable[[Path, Loaded, Sequence[str]], Sequence[Field]]
    next_steps: Sequence[str]


RECORDS = (
    Record(
        "place",
        PLACE_KEYS,
        lambda folder, loaded, _extra_kinds: place_fields(folder, loaded),
        ["A document names it as {{place}}`{id}`, a partnership as one of its parties."],
    ),
    Record(
        "partnership",
        PARTNERSHIP_KEYS,
        partnership_fields,
        [
            "An article shows it with two lines, :::{{partnership}} {id} and :::",
            "Its history goes into the file: [[history]], then date, event and sources.",
        ],
    ),
)


def make_record(
    record: Record, words: Sequence[str], registered: Registered, ask: Ask | None
) -> list[str]:
    """Write the file of a *record*; return what to say about it."""
    require_folder(registered.folder, "--data")
    folder = registered.folder / f"{record.name}s"
    fields = record.fields(folder, registered.load(), registered.extra_kinds)
    path = _write(folder, _answers(fields, words, ask), record.keys, registered)
    return [
        f"Written: {path.as_posix()}",
        *(step.format(id=path.stem) for step in record.next_steps),
    ]


def _answers(fields: Sequence[Field], words: Sequence[str], ask: Ask | None) -> dict[str, Value]:
    """Return the values of the record, its id among them.

    What stands in *words* is read first, so that nobody answers questions in vain. The terminal
    is asked only where something required is missing.
    """
    answers = _read_words(fields, words)
    missing = [field for field in fields if field.required and field.key not in answers]
    if missing and ask:
        for field in fields:
            if (field.required or field.asked) and field.key not in answers:
                _ask(field, answers, ask)
        return answers
    sentences = []
    for field in missing:
        offer = field.offer(answers)
        if not offer:
            sentences.append(f"“{field.key}” is missing: {field.key}=… ({field.meaning}).")
            continue
        try:
            answers[field.key] = field.read(offer)
        except ValueError as error:
            sentences.append(str(error))
    if sentences:
        raise Refused(*sentences)
    return answers


def _read_words(fields: Sequence[Field], words: Sequence[str]) -> dict[str, Value]:
    """Read ``key=value`` words; every mistake in them is said at once."""
    by_key = {field.key: field for field in fields}
    answers: dict[str, Value] = {}
    sentences: list[str] = []
    seen: set[str] = set()
    for word in words:
        name, sign, text = word.partition("=")
        text = text.strip()
        key, dot, entry = name.partition(".")
        field = by_key.get(key)
        if not sign:
            sentences.append(f"“{word}” is no key=value, such as name=Marugame.")
        elif field is None or field.table != bool(dot and entry):
            known = [f"{each.key}.…" if each.table else each.key for each in fields]
            sentences.append(
                f"“{name}” is no key of this record.{did_you_mean(name, known)} "
                f"Known: {', '.join(known)}."
            )
        elif name in seen:
            sentences.append(f"“{name}” stands twice.")
        elif text:
            try:
                value = field.read(f"{entry}={text}" if field.table else text)
            except ValueError as error:
                sentences.append(f"{name}: {error}")
            else:
                table = answers.setdefault(key, value)
                if isinstance(table, dict) and isinstance(value, dict):
                    table.update(value)
        seen.add(name)
    if sentences:
        raise Refused(*sentences)
    return answers


def _ask(field: Field, answers: dict[str, Value], ask: Ask) -> None:
    """Ask for *field* until the answer can be read; an empty answer takes the offer or skips."""
    entry = field.entry(answers)
    if field.table and not entry:
        return
    key = f"{field.key}.{entry}" if entry else field.key
    offer = field.offer(answers)
    empty = offer or ("asked again" if field.required else "none")
    prompt = f"{key} ({field.question or field.meaning}) [empty: {empty}]: "
    while True:
        text = ask(prompt).strip() or offer
        if not text:
            if not field.required:
                return
            sys.stderr.write("This one is needed.\n")
            continue
        if entry and "=" not in text:
            text = f"{entry}={text}"
        try:
            answers[field.key] = field.read(text)
        except ValueError as error:
            sys.stderr.write(f"{error}\n")
        else:
            return


def _write(
    folder: Path, answers: dict[str, Value], order: Iterable[str], registered: Registered
) -> Path:
    """Write the record once a copy of the registry that holds it is found to be sound."""
    path = folder / f"{answers['id']}.toml"
    text = emit({key: answers[key] for key in order if key in answers})
    found = mistakes({f"{folder.name}/{path.stem}": text}, registered)
    if found:
        raise Refused(*(sentence for _key, sentence in found), "Nothing was written.")
    if not write_new(path, text):
        raise Refused(taken(path))
    return path


def mistakes(texts: Mapping[str, str], registered: Registered) -> list[tuple[str, str]]:
    """Return what would be wrong if the registry held *texts*, by ``places/id`` and the like."""
    with tempfile.TemporaryDirectory() as name:
        copy = Path(name)
        for part in ("places", "partnerships"):
            (copy / part).mkdir()
            for record in (registered.folder / part).glob("*.toml"):
                shutil.copyfile(record, copy / part / record.name)
        trials = {copy / f"{key}.toml": key for key in texts}
        for path, key in trials.items():
            path.write_text(texts[key], encoding="utf-8", newline="\n")
        loaded = registered.load(copy)
    found = [
        (trials[each.path], each.problem.message) for each in loaded.problems if each.path in trials
    ]
    there = {f"places/{key}" for key in loaded.registry.places}
    there |= {f"partnerships/{key}" for key in loaded.registry.partnerships}
    assert texts.keys() <= there | {key for key, _sentence in found}
    return found
