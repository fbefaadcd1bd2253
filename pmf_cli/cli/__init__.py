"""The commands: options in, words and exit code out; one thin file a group of commands.

A command is a function under ``@command()``, which gives it the common options and turns its errors
into words, and a line of ``COMMANDS``. Nothing heavy is imported before a command runs.
"""

from __future__ import annotations

import inspect
from collections.abc import Callable
from typing import Any

import typer

from pmf_cli.cli.analyse import show_benchmarks, show_forecast, show_signals, show_splits
from pmf_cli.cli.benchmark import import_benchmarks
from pmf_cli.cli.collect import make_return_forms, read_return_forms, show_collecting
from pmf_cli.cli.commentary import check_commentary, request_commentary
from pmf_cli.cli.export import export_figures
from pmf_cli.cli.faults import KnownCommands, PlainWords
from pmf_cli.cli.highlights import choose_highlights, show_highlights
from pmf_cli.cli.import_ import import_scorecard
from pmf_cli.cli.issue import issue
from pmf_cli.cli.kpi import list_kpis, show_kpi, show_results
from pmf_cli.cli.ledger import diff, export_ledger, show_reported, verify_ledger
from pmf_cli.cli.next_ import next_step, show_quarter
from pmf_cli.cli.rag import compare_ratings, explain_rating, rate_kpis, show_fragile, try_rule
from pmf_cli.cli.register import files, init, restore, upgrade
from pmf_cli.cli.remind import (
    close_message,
    fill_outbox,
    remind,
    resend_message,
    send_due_messages,
    show_messages,
)
from pmf_cli.cli.report import (
    KnownPapers,
    check_papers,
    paper_command,
    write_all_papers,
    write_own_papers,
    write_page,
)
from pmf_cli.cli.scope import change_scope, list_scope_changes, record_telling
from pmf_cli.cli.start import start
from pmf_cli.cli.targets import read_targets, review_targets
from pmf_cli.cli.template import adopt_template, check_template
from pmf_cli.cli.timetable import make_timetable, show_timetable
from pmf_cli.cli.validate import validate
from pmf_cli.views.papers import PAPERS

GROUPS: dict[str, str] = {
    "remind": "Remind people of results and commentary that are due: one message a person.",
    "timetable": "Work the year's timetable back from its meetings, and give it out.",
    "collect": "Send return forms out and take returns in.",
    "kpi": "Find KPIs, and see everything about one.",
    "rag": "Rate every KPI for the period, with reason and direction of travel.",
    "targets": "What is known beside each target, to choose the next ones by.",
    "analyse": "What the figures say over time.",
    "benchmark": "Figures of other places, from the files in which they are published.",
    "highlights": "Candidates for highlights with score and reasons, and what people chose.",
    "commentary": "Who must explain what, and questions about what was written.",
    "report": "Write a paper.",
    "template": "Papers in the council's own Word file.",
    "scope": "Record a change to what a KPI is, and who has been told.",
    "ledger": "What pmf has done, for the record: check it, hand it on, see what bodies were told.",
}
"""Groups of commands, with the help of each; some also run by themselves."""

COMMANDS: tuple[tuple[str, Callable[..., Any]], ...] = (
    ("init", init),
    ("start", start),
    ("import", import_scorecard),
    ("next", next_step),
    ("status", show_quarter),
    ("validate", validate),
    ("files", files),
    ("upgrade", upgrade),
    ("issue", issue),
    ("diff", diff),
    ("restore", restore),
    ("export", export_figures),
    ("remind", remind),
    ("remind send", send_due_messages),
    ("remind outbox", fill_outbox),
    ("remind status", show_messages),
    ("remind resend", resend_message),
    ("remind came", close_message),
    ("timetable make", make_timetable),
    ("timetable show", show_timetable),
    ("collect make", make_return_forms),
    ("collect read", read_return_forms),
    ("collect status", show_collecting),
    ("kpi list", list_kpis),
    ("kpi show", show_kpi),
    ("kpi results", show_results),
    ("rag", rate_kpis),
    ("rag explain", explain_rating),
    ("rag compare", compare_ratings),
    ("rag what-if", try_rule),
    ("rag fragile", show_fragile),
    ("targets review", review_targets),
    ("targets read", read_targets),
    ("analyse spc", show_signals),
    ("analyse forecast", show_forecast),
    ("analyse splits", show_splits),
    ("analyse benchmark", show_benchmarks),
    ("benchmark import", import_benchmarks),
    ("highlights", show_highlights),
    ("highlights choose", choose_highlights),
    ("commentary request", request_commentary),
    ("commentary check", check_commentary),
    ("report", write_own_papers),
    ("report all", write_all_papers),
    *((f"report {name}", paper_command(paper)) for name, paper in PAPERS.items()),
    ("report page", write_page),
    ("report check", check_papers),
    ("template check", check_template),
    ("template adopt", adopt_template),
    ("scope change", change_scope),
    ("scope told", record_telling),
    ("scope list", list_scope_changes),
    ("ledger reported", show_reported),
    ("ledger verify", verify_ledger),
    ("ledger export", export_ledger),
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


def _help_of(group: str, own: Callable[..., Any] | None) -> str:
    """A group's help; where it also runs by itself, with what its own function says beyond a line."""
    words = inspect.cleandoc((own.__doc__ if own is not None else "") or "")
    return f"{GROUPS[group]}\n\n{words.partition(chr(10))[2].strip()}".rstrip()


def _nothing() -> None:
    """Stands where a command would, in the overview."""


def application(first: str = "") -> typer.Typer:
    """The Typer application.

    Args:
        first: the first word of the command line. Where commands begin with it they alone are made,
            since working out every command's options costs more than many a command itself.
    """
    root = _empty()
    groups: dict[str, typer.Typer] = {}
    commands = {
        words: function for words, function in COMMANDS if words.partition(" ")[0] == first
    } or dict(COMMANDS)
    for words, function in commands.items():
        group, _, name = words.partition(" ")
        if group not in GROUPS:
            root.command(words)(function)
            continue
        if group not in groups:
            own = commands.get(group)
            groups[group] = typer.Typer(
                name=group,
                cls=KnownPapers if group == "report" else KnownCommands,
                help=_help_of(group, own),
                no_args_is_help=own is None,
                invoke_without_command=own is not None,
                rich_markup_mode=None,
                callback=own,
            )
            root.add_typer(groups[group])
        if name:
            groups[group].command(name)(function)
    return root
