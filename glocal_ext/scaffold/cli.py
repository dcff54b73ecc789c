"""The commands ``issue``, ``place`` and ``partnership``."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from glocal_ext.core.model import PARTNERSHIP_KINDS, Registry
from glocal_ext.core.registry import Loaded
from glocal_ext.scaffold.fields import partnership_fields, place_fields
from glocal_ext.scaffold.files import Refused
from glocal_ext.scaffold.issue import make_issue
from glocal_ext.scaffold.record import Registered, make_partnership, make_place

if TYPE_CHECKING:
    from collections.abc import Sequence

    from glocal_ext.scaffold.fields import Field


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command in *arguments*; return 0, or 2 where it was refused."""
    options = _parser().parse_args(arguments)
    try:
        lines = _run(options)
    except Refused as refused:
        sys.stderr.writelines(f"{sentence}\n" for sentence in refused.sentences)
        return 2
    except OSError as error:
        sys.stderr.write(f"A file cannot be read or written: {error}.\n")
        return 2
    sys.stdout.writelines(f"{line}\n" for line in lines)
    return 0


def _run(options: argparse.Namespace) -> list[str]:
    if options.command == "issue":
        return make_issue(options.month, options.source)
    ask = _ask if sys.stdin and sys.stdin.isatty() else None
    if options.command == "place":
        return make_place(options.words, Registered(options.data, options.bibliography), ask)
    registered = Registered(options.data, options.bibliography, tuple(options.extra_kind))
    return make_partnership(options.words, registered, ask)


def _ask(prompt: str) -> str:
    try:
        return input(prompt)
    except (EOFError, KeyboardInterrupt, UnicodeDecodeError):
        raise Refused("\nNothing was written.") from None


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="python -m glocal_ext",
        description="Begin an issue, or add a record to the registry. Nothing is overwritten.",
        allow_abbrev=False,
    )
    commands = parser.add_subparsers(dest="command", required=True, metavar="COMMAND")
    issue = commands.add_parser(
        "issue",
        help="begin the issue of a month",
        description="Begin the issue of a month: its document, and the year's page if it has none.",
    )
    issue.add_argument("month", metavar="MONTH", help="year and month, such as 2023-10")
    issue.add_argument(
        "--source",
        type=Path,
        default=Path("source"),
        metavar="FOLDER",
        help="the folder of the documents (default: source)",
    )
    nothing = Path(), Loaded(Registry())
    _add_record_command(commands, "place", place_fields(*nothing))
    partnership = _add_record_command(
        commands, "partnership", partnership_fields(*nothing, PARTNERSHIP_KINDS)
    )
    partnership.add_argument(
        "--extra-kind",
        action="append",
        default=[],
        metavar="KIND",
        help="a kind that conf.py adds (glocal_partnership_kinds); may be given again",
    )
    return parser


def _add_record_command(
    commands: argparse._SubParsersAction[argparse.ArgumentParser],
    name: str,
    fields: Sequence[Field],
) -> argparse.ArgumentParser:
    keys = [
        f"  {field.key}: {field.meaning}{' (required)' if field.required else ''}"
        for field in fields
    ]
    parser = commands.add_parser(
        name,
        help=f"add a {name} to the registry",
        description=f"Add a {name} to the registry. A terminal asks for what is missing.",
        epilog="\n".join(["keys:", *keys]),
        formatter_class=argparse.RawDescriptionHelpFormatter,
        allow_abbrev=False,
    )
    parser.add_argument("words", nargs="*", metavar="KEY=VALUE", help="what the record says")
    parser.add_argument(
        "--data",
        type=Path,
        default=Path("data"),
        metavar="FOLDER",
        help="the registry (default: data)",
    )
    parser.add_argument(
        "--bibliography",
        type=Path,
        default=Path("source/references.bib"),
        metavar="FILE",
        help="the file of sources (default: source/references.bib)",
    )
    return parser
