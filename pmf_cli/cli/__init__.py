"""The commands: options in, words and exit code out; one thin file per command.

A command is a plain function listed in ``COMMANDS``. Registering happens here, once, so that
every command turns errors into words in the same way. Nothing heavy is imported before a
command runs.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import typer

from pmf_cli.cli import commentary
from pmf_cli.cli.collect import make as make_forms
from pmf_cli.cli.collect import read as read_returns
from pmf_cli.cli.collect import status as collect_status
from pmf_cli.cli.diff import diff
from pmf_cli.cli.faults import PlainWords, told_in_words
from pmf_cli.cli.files import files
from pmf_cli.cli.highlights import choose, highlights
from pmf_cli.cli.import_ import import_scorecard
from pmf_cli.cli.init import init
from pmf_cli.cli.issue import issue
from pmf_cli.cli.kpi import list_kpis, results, show
from pmf_cli.cli.ledger import export, reported, verify
from pmf_cli.cli.next_ import next_step
from pmf_cli.cli.rag import compare, explain, rate
from pmf_cli.cli.remind import remind
from pmf_cli.cli.report import check_files, paper_command
from pmf_cli.cli.restore import restore
from pmf_cli.cli.scope import change
from pmf_cli.cli.scope_told import list_changes, told
from pmf_cli.cli.status import status
from pmf_cli.cli.timetable import make as make_timetable
from pmf_cli.cli.timetable import show as show_timetable
from pmf_cli.cli.validate import validate
from pmf_cli.views.papers import PAPERS

GROUPS: dict[str, str] = {
    "timetable": "Work the year's timetable back from its meetings, and give it out.",
    "collect": "Send return forms out and take returns in.",
    "kpi": "Find KPIs, and see everything about one.",
    "rag": "Rate every KPI for the period, with reason and direction of travel.",
    "highlights": "Candidates for highlights with score and reasons, and what people chose.",
    "commentary": "Who must explain what, and questions about what was written.",
    "report": "Write a paper.",
    "scope": "Record a change to what a KPI is, and who has been told.",
    "ledger": "What pmf has done, for the record: check it, hand it on, see what bodies were told.",
}
"""Groups of commands, with the help of each; some also run by themselves."""

COMMANDS: tuple[tuple[str, Callable[..., Any]], ...] = (
    ("init", init),
    ("import", import_scorecard),
    ("next", next_step),
    ("status", status),
    ("validate", validate),
    ("files", files),
    ("remind", remind),
    ("issue", issue),
    ("diff", diff),
    ("restore", restore),
    ("timetable make", make_timetable),
    ("timetable show", show_timetable),
    ("collect make", make_forms),
    ("collect read", read_returns),
    ("collect status", collect_status),
    ("kpi list", list_kpis),
    ("kpi show", show),
    ("kpi results", results),
    ("rag", rate),
    ("rag explain", explain),
    ("rag compare", compare),
    ("highlights", highlights),
    ("highlights choose", choose),
    ("commentary request", commentary.request),
    ("commentary check", commentary.check),
    *((f"report {name}", paper_command(paper)) for name, paper in PAPERS.items()),
    ("report check", check_files),
    ("scope change", change),
    ("scope told", told),
    ("scope list", list_changes),
    ("ledger reported", reported),
    ("ledger verify", verify),
    ("ledger export", export),
)
"""Every command by the words typed after ``pmf``, in the order of the help."""


def _version(asked: bool) -> None:
    if asked:
        from pmf_cli import __version__

        typer.echo(f"pmf {__version__}")
        raise typer.Exit


def _root(
    version: bool = typer.Option(
        False,
        "--version",
        "-V",
        callback=_version,
        is_eager=True,
        help="Show the version and stop.",
    ),
) -> None:
    """Check, rate and report a council's KPI Register.

    Start with: pmf init --example my-register. Then, in that folder: pmf validate, pmf rag,
    pmf report clt. Each command explains itself with --help.
    """


def _empty() -> typer.Typer:
    root = typer.Typer(
        name="pmf",
        cls=PlainWords,
        no_args_is_help=True,
        rich_markup_mode=None,
        pretty_exceptions_enable=False,
        context_settings={"help_option_names": ["-h", "--help"]},
    )
    root.callback()(_root)
    return root


def overview() -> typer.Typer:
    """The commands by name and help alone, which is all that ``pmf --help`` prints.

    Their options are left out, since working out a hundred of them takes longer than the rest.
    """
    root = _empty()
    for words, function in COMMANDS:
        group, _, name = words.partition(" ")
        if group not in GROUPS:
            root.command(words, help=function.__doc__)(_nothing)
        elif not name or dict(COMMANDS).get(group) is None:
            groups = {info.name for info in root.registered_commands}
            if group not in groups:
                root.command(group, help=GROUPS[group])(_nothing)
    return root


def _nothing() -> None:
    """Stands where a command would, in the overview."""


def _built() -> typer.Typer:
    root = _empty()
    groups: dict[str, typer.Typer] = {}
    commands = dict(COMMANDS)
    for words, function in COMMANDS:
        group, _, name = words.partition(" ")
        if group not in GROUPS:
            root.command(words)(told_in_words(function))
            continue
        if group not in groups:
            own = commands.get(group)
            groups[group] = typer.Typer(
                name=group,
                help=GROUPS[group],
                no_args_is_help=own is None,
                invoke_without_command=own is not None,
                rich_markup_mode=None,
                callback=told_in_words(own) if own is not None else None,
            )
            root.add_typer(groups[group])
        if name:
            groups[group].command(name)(told_in_words(function))
    return root


app = _built()
"""The Typer application."""
