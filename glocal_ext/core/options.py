"""The options at the head of a directive, read so that nothing is cut off in silence.

MyST reads them as YAML, which cuts a value at `` #``, loses every option over one unbalanced
quotation mark and prints what runs on in a second line as text. Here each of these is a
`Problem`, and the value is taken as the editor meant it.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import yaml
from rapidfuzz.distance import OSA

from glocal_ext.core.problems import Problem, split_lines
from glocal_ext.core.yamlnodes import compose, scalar

if TYPE_CHECKING:
    from collections.abc import Iterator

_SYNTAX = "directive-option-syntax"
_OPTION = re.compile(r"\s*:([A-Za-z][\w-]*):(?:[ \t]+(.*))?$")
_ATTEMPT = re.compile(r"\s*[:：](?!::)(?:\w|\s+\w[\w-]*[:：])")
_MEANT = re.compile(
    r"\s*[:：]\s*[\"']?([\w-]+)[\"']?(?:\s|[:：]|$)|\s*[\"']?([\w-]+)[\"']?\s*[:：]"
)
_OPENER = re.compile(r"\s*(:{3,}|`{3,}|~{3,})\s*\{")


@dataclass(frozen=True, slots=True)
class Option:
    """One option: its *name*, its *value* (empty for a flag) and its 1-based *line*.

    *text_line* is the line on which the value begins.
    """

    name: str
    value: str
    line: int
    text_line: int = field(default=0, compare=False)


@dataclass(frozen=True, slots=True)
class Block:
    """A directive's text: its options, the lines of its body and the line of the first."""

    options: tuple[Option, ...]
    body: tuple[str, ...]
    body_line: int
    problems: tuple[Problem, ...] = ()


def looks_like_option(line: str, *, attempts: bool = True) -> bool:
    """Tell whether *line* is an option or, with *attempts*, was meant as one: ``:alt …``."""
    return bool((_ATTEMPT if attempts else _OPTION).match(line))


def attempts(text: str, name: str) -> bool:
    """Tell whether a line of *text* was meant to be the option *name*, however it is written.

    It has a colon before or behind it; two letters may be wrong. For options whose loss would
    publish what must not be published.
    """
    words = (found[1] or found[2] for found in map(_MEANT.match, split_lines(text)) if found)
    return any(OSA.distance(word.casefold(), name, score_cutoff=2) <= 2 for word in words)


def opened_fence(line: str) -> str | None:
    """Return the fence (``:::``) with which *line* opens a directive, if it does."""
    match = _OPENER.match(line)
    return match[1] if match else None


def read_block(content: str, first_line: int, *, scattered: bool = False) -> Block:
    """Read a directive's *content*, whose first line is line *first_line* of the document.

    With *scattered*, an option below an empty line is a mistake that is mended; without, it is
    the directive's text, which may be code.
    """
    lines = split_lines(content)
    if lines and lines[0].rstrip() == "---":
        return _read_yaml(lines, first_line)
    problems: list[Problem] = []
    options: dict[str, Option] = {}
    position = 0
    while (found := _next_option(lines, position, scattered=scattered)) is not None:
        if found > position:
            message = "Options stand directly under the directive, with no empty line among them."
            problems.append(Problem(_SYNTAX, first_line + found, message))
        position = _read_option(lines, found, first_line, options, problems)
    if position < len(lines) and not lines[position].strip():
        position += 1
    body = tuple(lines[position:])
    return Block(tuple(options.values()), body, first_line + position, tuple(problems))


def _next_option(lines: list[str], position: int, *, scattered: bool) -> int | None:
    """Return where the next option stands: at *position*, or below empty lines if *scattered*."""
    while scattered and position < len(lines) and not lines[position].strip():
        position += 1
    if position < len(lines) and looks_like_option(lines[position], attempts=scattered):
        return position
    return None


def _read_option(
    lines: list[str],
    position: int,
    first_line: int,
    options: dict[str, Option],
    problems: list[Problem],
) -> int:
    """Add the option at *position* to *options*; return the position behind it."""
    line = first_line + position
    match = _OPTION.match(lines[position])
    if not match:
        found = re.search(r"\w[\w-]*", lines[position])
        word = found[0] if found else "alt"
        message = f"An option is written “:{word}: value”; this line is left out."
        problems.append(Problem(_SYNTAX, line, message))
        return position + 1
    name, raw = match[1], (match[2] or "").strip()
    position += 1
    if raw in ("|", ">"):
        indented = list(_indented(lines, position))
        position += len(indented)
        value = "\n".join(text.strip() for text in indented).strip()
    else:
        continued = _continuation(lines, position)
        if continued:
            message = (
                f"“:{name}:” runs on in the next line. Write “:{name}: |” and indent all of its "
                "lines under it."
            )
            problems.append(Problem(_SYNTAX, line, message))
        raw = " ".join([raw, *(text.strip() for text in continued)]).strip()
        position += len(continued)
        value = _scalar(name, raw, line, problems)
    text_line = line + 1 if raw in ("|", ">") else line
    first = options.setdefault(name, Option(name, value, line, text_line))
    if first.line != line:
        message = f"“:{name}:” stands twice; the first, in line {first.line}, holds."
        problems.append(Problem(_SYNTAX, line, message))
    return position


def _indented(lines: list[str], position: int) -> Iterator[str]:
    """Yield the lines from *position* that are indented, and blank ones between them."""
    blank: list[str] = []
    for line in lines[position:]:
        if not line.strip():
            blank.append(line)
        elif line[:1].isspace() and not opened_fence(line):
            yield from blank
            blank = []
            yield line
        else:
            return


def _continuation(lines: list[str], position: int) -> list[str]:
    """Return the indented lines that follow an option directly and are no option themselves."""
    found = []
    for line in lines[position:]:
        if not line[:1].isspace() or not line.strip() or opened_fence(line):
            break
        if _OPTION.match(line):
            break
        found.append(line)
    return found


def _scalar(name: str, raw: str, line: int, problems: list[Problem]) -> str:
    """Return the value that *raw* stands for, noting what YAML would have cut off."""
    quote = raw[:1]
    if quote in ('"', "'"):
        if quote not in raw[1:]:
            message = f"The quotation mark at the head of “:{name}:” never closes."
            text = raw[1:].replace(quote, "")
            message += f" Write :{name}: {quote}{text}{quote}"
            problems.append(Problem(_SYNTAX, line, message))
            return raw
        if len(raw) > 1 and raw.endswith(quote):
            inner = raw[1:-1]
            doubled = "''" if quote == "'" else '\\"'
            if quote not in inner.replace(doubled, ""):
                return inner.replace(doubled, quote)
        problems.append(
            Problem(
                _SYNTAX,
                line,
                f"The value of “:{name}:” begins with a quotation mark: put the whole value in "
                f"quotes, as in :{name}: {_quoted(raw)}",
            )
        )
        return raw
    if re.search(r"\s#|^#", raw):
        problems.append(
            Problem(
                _SYNTAX,
                line,
                f"The value of “:{name}:” holds a # that would cut it off: put it in quotes, "
                f"as in :{name}: {_quoted(raw)}",
            )
        )
    return raw


def _quoted(raw: str) -> str:
    return "'" + raw.replace("'", "''") + "'"


def _read_yaml(lines: list[str], first_line: int) -> Block:
    """Read the other form that MyST knows: YAML between two lines of three hyphens."""
    end = next((i for i, line in enumerate(lines[1:], 1) if line.rstrip() == "---"), None)
    if end is None:
        problem = Problem(
            _SYNTAX, first_line, "The options have no end: put a line with --- under them."
        )
        return Block((), (), first_line + len(lines), (problem,))
    problems: list[Problem] = []
    options: dict[str, Option] = {}

    def note(line: int, message: str) -> None:
        problems.append(Problem(_SYNTAX, line, message))

    try:
        root = compose("\n".join(lines[1:end]))
    except (yaml.YAMLError, ValueError, RecursionError) as error:
        mark = getattr(error, "problem_mark", None)
        note(first_line + 1 + (mark.line if mark else 0), "The options cannot be read here (YAML).")
        root = None
    if root is not None and not isinstance(root, yaml.MappingNode):
        note(first_line + 1, "The options are no list of keys: write “name: value” lines.")
    for key, value in root.value if isinstance(root, yaml.MappingNode) else ():
        line = first_line + 1 + key.start_mark.line
        text = scalar(value)
        if not isinstance(key, yaml.ScalarNode) or text is None:
            note(line, "An option takes one value, no list.")
            continue
        text_line = first_line + 1 + value.start_mark.line
        option = Option(key.value, text, line, text_line)
        first = options.setdefault(key.value, option)
        if first is not option:
            note(line, f"“:{key.value}:” stands twice; the first, in line {first.line}, holds.")
    body = lines[end + 1 :]
    return Block(tuple(options.values()), tuple(body), first_line + end + 1, tuple(problems))
