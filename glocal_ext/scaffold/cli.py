"""The commands ``issue``, ``place``, ``partnership``, ``registry import`` and ``snapshot``."""

from __future__ import annotations

import argparse
import datetime as dt
import functools
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from glocal_ext.core.model import Registry
from glocal_ext.core.registry import Loaded
from glocal_ext.scaffold.files import Refused
from glocal_ext.scaffold.issue import make_issue
from glocal_ext.scaffold.record import RECORDS, Registered, make_record
from glocal_ext.scaffold.snapshot import keep
from glocal_ext.scaffold.table import import_table

if TYPE_CHECKING:
    from collections.abc import Sequence

    from glocal_ext.scaffold.record import Record


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command in *arguments*; return 0, or 2 where it was refused."""
    options = _parser().parse_args(arguments)
    try:
        lines: list[str] = options.run(options)
    except Refused as refused:
        sys.stderr.writelines(f"{sentence}\n" for sentence in refused.sentences)
        return 2
    except OSError as error:
        sys.stderr.write(f"A file cannot be read or written: {error}.\n")
        return 2
    sys.stdout.writelines(f"{line}\n" for line in lines)
    return 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="python -m glocal_ext",
        description="Begin an issue, add to the registry. Nothing is overwritten that you wrote.",
        allow_abbrev=False,
    )
    commands = parser.add_subparsers(dest="command", required=True, metavar="COMMAND")
    issue = commands.add_parser(
        "issue",
        help="begin the issue of a month",
        description="Begin the issue of a month: its document, and the year's page if it has none.",
    )
    issue.add_argument("month", metavar="MONTH", help="year and month, such as 2023-10")
    _add_path(issue, "--source", "source", "the folder of the documents")
    issue.set_defaults(run=lambda options: make_issue(options.month, options.source))
    for record in RECORDS:
        _add_record_command(commands, record)
    _add_registry_command(commands)
    _add_snapshot_command(commands)
    return parser


def _add_snapshot_command(
    commands: argparse._SubParsersAction[argparse.ArgumentParser],
) -> None:
    parser = commands.add_parser(
        "snapshot",
        help="keep what was published with the latest issue",
        description="Keep the registry as it was published with the latest issue, and add every "
        "address of the site to the list of those that have to stay.",
        allow_abbrev=False,
    )
    _add_path(parser, "--site", "_build/html", "the site as it was built")
    _add_path(parser, "--data", "data", "the registry")
    parser.add_argument(
        "--date",
        type=dt.date.fromisoformat,
        default=dt.datetime.now().astimezone().date(),
        metavar="DAY",
        help="the day of publication, such as 2023-09-01 (default: today)",
    )
    parser.set_defaults(run=lambda options: keep(options.site, options.data, options.date))


def _add_registry_command(
    commands: argparse._SubParsersAction[argparse.ArgumentParser],
) -> None:
    registry = commands.add_parser("registry", help="import a table of partnerships")
    actions = registry.add_subparsers(dest="action", required=True, metavar="ACTION")
    parser = actions.add_parser(
        "import",
        help="make records of the rows of a table",
        description="Make records of the rows of a table (CSV, UTF-8). What somebody wrote or "
        "changed by hand stays as it is; the same table can be imported again.",
        allow_abbrev=False,
    )
    parser.add_argument("file", type=Path, metavar="FILE.csv", help="the table")
    parser.add_argument(
        "--columns",
        type=Path,
        required=True,
        metavar="FILE.toml",
        help="which columns there are; docs/registry.md shows one",
    )
    _add_registered(parser)
    parser.set_defaults(
        run=lambda options: import_table(options.file, options.columns, _registered(options))
    )


def _add_registered(parser: argparse.ArgumentParser) -> None:
    """Add where the records are."""
    _add_path(parser, "--data", "data", "the registry")
    _add_path(parser, "--bibliography", "source/references.bib", "the file of sources")
    parser.add_argument(
        "--extra-kind",
        action="append",
        default=[],
        metavar="KIND",
        help="a kind of partnership that conf.py adds (glocal_partnership_kinds); repeatable",
    )


def _registered(options: argparse.Namespace) -> Registered:
    return Registered(options.data, options.bibliography, options.extra_kind)


def _add_record_command(
    commands: argparse._SubParsersAction[argparse.ArgumentParser], record: Record
) -> None:
    keys = [
        f"  {field.key}: {field.meaning}{' (required)' if field.required else ''}"
        for field in record.fields(Path(), Loaded(Registry()), ())
    ]
    parser = commands.add_parser(
        record.name,
        help=f"add a {record.name} to the registry",
        description=f"Add a {record.name} to the registry. A terminal asks for what is missing.",
        epilog="\n".join(["keys:", *keys]),
        formatter_class=argparse.RawDescriptionHelpFormatter,
        allow_abbrev=False,
    )
    parser.add_argument("words", nargs="*", metavar="KEY=VALUE", help="what the record says")
    _add_registered(parser)
    parser.set_defaults(run=functools.partial(_make_record, record))


def _add_path(parser: argparse.ArgumentParser, flag: str, default: str, meaning: str) -> None:
    parser.add_argument(
        flag,
        type=Path,
        default=default,
        metavar="PATH",
        help=f"{meaning} (default: {default})",
    )


def _make_record(record: Record, options: argparse.Namespace) -> list[str]:
    ask = _ask if sys.stdin and sys.stdin.isatty() else None
    return make_record(record, options.words, _registered(options), ask)


def _ask(prompt: str) -> str:
    try:
        return input(prompt)
    except (EOFError, KeyboardInterrupt, UnicodeDecodeError):
        raise Refused("\nNothing was written.") from None
