"""What every command has in common: its options, declared once, and the ``Run`` it is given.

A common option is a field of ``Run``: its annotation says what is typed, what the help says, and
by its group which commands take it. A command is a function whose parameter ``run`` stands where
these options stand among its own; ``command`` puts them there. A command that declares a parameter
of the same name (another ``--format``) has that in the place of the common one.
"""

from __future__ import annotations

import functools
import inspect
import sys
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from contextlib import contextmanager, nullcontext
from dataclasses import dataclass, fields
from datetime import date
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, NoReturn, get_type_hints

import typer

from pmf_cli import words
from pmf_cli.cli.faults import errors_in_words, remark
from pmf_cli.cli.options import ListFormat, set_or_today, typed_day
from pmf_cli.errors import ExitCode, UsageError

if TYPE_CHECKING:
    from pmf_cli.pipeline import Assessment, Listing, OpenedRegister, Progress, Section
    from pmf_cli.pipeline.change.planned_changes import PreviewedChange
    from pmf_cli.pipeline.lists import Selection

Command = Callable[..., Any]
CONTEXT = inspect.Parameter(
    "context", inspect.Parameter.POSITIONAL_OR_KEYWORD, annotation=typer.Context
)
"""How a command hears whether it was called for a command of its group; Typer fills it in."""
Writes = Callable[[Mapping[str, Any]], Any]
"""Whether a command writes this time, from its options by name."""


class Group(StrEnum):
    """Which commands take a common option."""

    ASKING = "every command about a register, unless it says without"
    CHOOSING = "lists of KPIs"
    WRITING = "commands that change workbooks"
    LISTING = "every command that prints a list, unless it says without"
    FILES = "commands that write files into a folder"
    EVERY = "every command"


class AtWork:
    """What a run has opened; apart, since every field of ``Run`` is an option."""

    __slots__ = ("_opened",)

    def use(self, opened: OpenedRegister) -> OpenedRegister:
        """Works on a register from here on."""
        self._opened = opened
        return opened

    @property
    def opened(self) -> OpenedRegister:
        """The register, once the run has opened it."""
        return self._opened

    @property
    def is_open(self) -> bool:
        """Whether it has."""
        return hasattr(self, "_opened")


@dataclass(slots=True)
class Run(AtWork):
    """One run of a command: what the common options say, the register, and where to say things."""

    register: Annotated[
        Path | None,
        typer.Option(
            "--register",
            envvar="PMF_REGISTER",
            metavar="FOLDER",
            help="The register's folder. Default: the nearest folder upwards with a pmf.toml.",
        ),
        Group.ASKING,
    ] = None
    period: Annotated[
        str,
        typer.Option(
            "--period",
            metavar="PERIOD",
            help='The reporting period, for example "2024/25 Q3". Default: the one at work by the '
            "timetable; without a timetable the latest quarter with results.",
        ),
        Group.ASKING,
    ] = ""
    as_of: Annotated[
        str,
        typer.Option(
            "--as-of",
            metavar="DATE",
            help="The date to work on, 2025-02-03 or 03/02/2025. Default: today in London.",
        ),
        Group.ASKING,
    ] = ""
    directorate: Annotated[
        list[str] | None,
        typer.Option(
            "--directorate", metavar="NAME", help="Only this directorate; may be given twice."
        ),
        Group.CHOOSING,
    ] = None
    board: Annotated[
        list[str] | None,
        typer.Option("--board", metavar="NAME", help="Only KPIs of this board or body."),
        Group.CHOOSING,
    ] = None
    portfolio: Annotated[
        list[str] | None,
        typer.Option("--portfolio", metavar="NAME", help="Only this executive member's portfolio."),
        Group.CHOOSING,
    ] = None
    framework: Annotated[
        list[str] | None,
        typer.Option("--framework", metavar="NAME", help="Only KPIs of this framework."),
        Group.CHOOSING,
    ] = None
    tier: Annotated[
        list[str] | None,
        typer.Option("--tier", metavar="NAME", help="Only Corporate, Directorate or Service KPIs."),
        Group.CHOOSING,
    ] = None
    rating: Annotated[
        list[str] | None,
        typer.Option("--rating", metavar="NAME", help='Only Red, Amber, Green or "Not rated".'),
        Group.CHOOSING,
    ] = None
    text: Annotated[
        str,
        typer.Option(
            "--text", metavar="WORDS", help="Only KPIs with these words in name or definition."
        ),
        Group.CHOOSING,
    ] = ""
    write: Annotated[
        bool,
        typer.Option(
            "--write",
            help="Write it into the register's workbooks. Without it nothing is changed; with it the old "
            "files are kept in backups.",
        ),
        Group.WRITING,
    ] = False
    ignore_lock: Annotated[
        bool,
        typer.Option(
            "--ignore-lock",
            help="Go on although a file beside the workbook says that somebody has it open.",
        ),
        Group.WRITING,
    ] = False
    change_protected: Annotated[
        bool,
        typer.Option(
            "--change-protected",
            help="Write also into a workbook that is signed, marked as final or read-only, or whose sheet "
            "is protected.",
        ),
        Group.WRITING,
    ] = False
    form: Annotated[
        ListFormat,
        typer.Option(
            "--format", help="A table to read, a page (html), or JSON or CSV for other programs."
        ),
        Group.LISTING,
    ] = ListFormat.TABLE
    output: Annotated[
        Path | None,
        typer.Option(
            "--output",
            metavar="FOLDER",
            help="Where files are written; nothing is written anywhere else. Default: the register's folder "
            "reports.",
        ),
        Group.FILES,
    ] = None
    quiet: Annotated[
        bool, typer.Option("--quiet", "-q", help="Say nothing but the result."), Group.EVERY
    ] = False
    debug: Annotated[
        bool,
        typer.Option("--debug", help="After a fault, show where in the program it happened."),
        Group.EVERY,
    ] = False

    @property
    def output_folder(self) -> Path:
        """The folder that files are written into; UsageError where there is no register."""
        from pmf_cli.places import reports_folder

        return reports_folder(self.register) if self.output is None else self.output

    @property
    def selection(self) -> Selection:
        """Which KPIs the options choose."""
        from pmf_cli.pipeline.lists import Selection

        return Selection(
            directorate=tuple(self.directorate or ()),
            board=tuple(self.board or ()),
            portfolio=tuple(self.portfolio or ()),
            framework=tuple(self.framework or ()),
            tier=tuple(self.tier or ()),
            rating=tuple(self.rating or ()),
            text=self.text,
        )

    def assess(
        self,
        *,
        with_checks: bool = False,
        to_check: bool = False,
        as_it_stands: bool = False,
        against_issue: bool = False,
        for_people: bool | None = None,
        templates: Path | None = None,
        body: Callable[[OpenedRegister], str] | None = None,
    ) -> Assessment:
        """The register opened and assessed as the options ask; says what is met.

        Where no period is asked for, it is the one at work, the same in every command.

        Args:
            with_checks: whether the checks run too.
            to_check: open it also where nothing can be rated, so that this can be told.
            as_it_stands: take what the register holds now, whatever the date, for commands that
                change it or say what is wrong with it.
            against_issue: hold its settings against those of the last issue.
            for_people: whether sentences have the council's words; by the format where not said, since
                JSON and CSV keep Red, Amber and Green.
            templates: a folder to look in first for the council's own words.
            body: the body that alone is told; all that there is in the register where not given.

        Raises:
            PmfError: no register, an unreadable file, or options that do not fit.
        """
        from pmf_cli.pipeline.read.opening import (
            assessed,
            cycle_notes,
            notes_on,
            open_register,
        )

        with self.progress_bar() as progress:
            opened = self.use(
                open_register(
                    self.register,
                    progress,
                    to_check=to_check,
                    for_people=self._is_for(for_people),
                    templates=templates,
                )
            )
            assessment = assessed(
                opened,
                period=self.period,
                as_of=self.date_in(opened),
                with_checks=with_checks,
                as_it_stands=as_it_stands,
                against_issue=against_issue,
                body="" if body is None else body(opened),
                progress=progress,
            )
        notes: tuple[str, ...] = ()
        if not self.quiet:
            notes = cycle_notes(opened, assessment, self.period) or notes_on(opened, assessment)
        self.print_notes(notes)
        return assessment

    def open(self, *, for_people: bool | None = None) -> date:
        """Opens the register for commands that settle the reporting period themselves; the date.

        PmfError: no register, an unreadable file, or a date that is none.
        """
        from pmf_cli.pipeline import open_register

        with self.progress_bar() as progress:
            self.use(open_register(self.register, progress, for_people=self._is_for(for_people)))
        on = self.date_in(self.opened)
        self.print_notes()
        return on

    def date_in(self, opened: OpenedRegister | None) -> date:
        """The date asked for, else the settings' rehearsal date, else today in London."""
        if self.as_of:
            return typed_day(self.as_of)
        return set_or_today(None if opened is None else opened.settings.as_of)

    @property
    def date_alone(self) -> date:
        """As ``date_in``, for commands that do not read the workbooks."""
        if self.as_of:
            return typed_day(self.as_of)
        from pmf_cli.pipeline import load_settings
        from pmf_cli.places import register_folder

        return set_or_today(load_settings(register_folder(self.register)).as_of)

    @contextmanager
    def progress_bar(self) -> Iterator[Progress]:
        """Progress on a terminal while something long runs; nothing in cron or when quiet."""
        if self.quiet or not sys.stderr.isatty():
            yield lambda _: None
            return
        from rich.console import Console
        from rich.text import Text

        console = Console(stderr=True, markup=False, emoji=False, highlight=False)
        with console.status(Text("Starting")) as status:
            yield lambda doing: status.update(Text(doing))

    def print_notes(self, notes: Iterable[str] = ()) -> None:
        """Says on the error stream what may have fallen away, however quiet, and what is odd."""
        self.print_lost()
        self.say(*(f"Note: {note}" for note in (*self.opened.remarks, *notes)))
        if not self.as_of and (on := self.opened.settings.as_of) is not None:
            self.say(f"Note: pmf.toml sets the date to {words.day(on)}, for rehearsal.")

    def print_lost(self) -> None:
        """Says which rules, marks or restrictions may have fallen away, however quiet it is to be."""
        for lost in self.opened.lost:
            remark(f"Note: {lost}")

    def say(self, *lines: str) -> None:
        """Remarks on the error stream, unless nothing but the result is wanted."""
        for line in () if self.quiet else lines:
            remark(line)

    def data(self, *lines: str) -> None:
        """Lines on the standard output: the result, printed however quiet it is to be."""
        for line in lines:
            typer.echo(line)

    def _is_for(self, people: bool | None) -> bool:
        return not self.is_data if people is None else people

    @property
    def is_data(self) -> bool:
        """Whether what is given is for other programs, and not a table, page or workbook to read."""
        return self.form in (ListFormat.JSON, ListFormat.CSV)

    @property
    def is_one_file(self) -> bool:
        """Whether what is printed is one file, data or a page, with nothing else beside it."""
        return self.is_data or self.form == ListFormat.HTML

    def print(self, listing: Listing, *, is_news: bool = True) -> None:
        """Prints a list in the format asked for: data to stdout, nothing else there.

        Args:
            is_news: whether a reader who asked for quiet wants to see it.
        """
        if self.quiet and not is_news and not self.is_one_file:
            return
        if not self.is_one_file:
            self.print_sections(listing.sections)
            return
        from pmf_cli.pipeline.lists import listing_text

        text = listing_text(listing, self.form, self.opened if self.is_open else None)
        sys.stdout.write(text.replace("\r\n", "\n"))

    def print_sections(self, sections: Collection[Section]) -> None:
        """Prints sections to read, with the council's own words and marks once its register is open."""
        from pmf_cli.pipeline.lists import print_sections

        print_sections(sections, self.opened.theme if self.is_open else None)
        sys.stdout.flush()

    def say_how_to_write(self, sheets: Collection[str], advice: str) -> None:
        """Ends a preview: which workbooks ``--write`` would refuse to change, and what to type."""
        if self.quiet:
            return
        from pmf_cli.pipeline.change.consent import protected_before

        refused = protected_before(self.opened, sheets) if self.is_open else ()
        self.say(*(f"Note: {one}" for one in refused), advice)

    def carry_out(self, previewed: PreviewedChange) -> None:
        """Prints the preview of a change, then makes it where ``--write`` was given.

        Raises:
            PmfError: the change cannot be made; nothing was written.
        """
        from pmf_cli.pipeline.change.changing import apply_change, sheets_of

        change = previewed.change
        for warning in previewed.warnings:
            remark(f"Note: {warning}")
        self.say(*(f"Note: {one}" for one in previewed.notes))
        self.print(previewed.preview)
        if change.is_empty:
            return
        if self.write:
            done = apply_change(self.opened, change, previewed.on, ignore_lock=self.ignore_lock)
            self.say(*done)
            return
        self.say_how_to_write(
            sheets_of(self.opened, change),
            "Nothing was written. To record it, run the same command with --write.",
        )

    def end(self, *, is_due: object) -> NoReturn:
        """Ends the command: exit code 1 where something is found or due, else 0."""
        raise typer.Exit(ExitCode.FINDINGS if is_due else ExitCode.DONE)


def with_write(given: Mapping[str, Any]) -> bool:
    """Of commands that show what they would do until ``--write`` is given."""
    return bool(given.get("write"))


def always(_: Mapping[str, Any]) -> bool:
    """Of commands that write whenever they run."""
    return True


def command(
    *groups: Group, doing: str = "", writes: Writes = with_write, without: Collection[str] = ()
) -> Callable[[Command], Command]:
    """A function as a command with the common options, which it gets as one ``Run``.

    A command that writes has the register to itself from its beginning to its end. Reading a
    register takes seconds: a run that asked only after it had read would keep its user waiting for
    the news that somebody else is at work, and would then have read what that run changes. A run
    that only shows something never asks.

    Args:
        groups: whose options it takes beside those that every command takes.
        doing: what the command does, told to whoever comes second: ``taking in returns``; empty for
            one that never writes.
        writes: whether it writes this time.
        without: options that it does not take, by name: common ones, or its own where several
            commands are made of one function.
    """
    taken = {Group.ASKING, Group.LISTING, Group.EVERY, *groups}

    def declared(function: Command) -> Command:
        own = inspect.signature(function, eval_str=True)
        own = own.replace(
            parameters=[one for one in own.parameters.values() if one.name not in without]
        )
        common = [
            one
            for group, one in common_options()
            if group in taken and one.name not in (*without, *own.parameters)
        ]
        names = [one.name for one in fields(Run)]

        @functools.wraps(function)
        def start(context: typer.Context, **given: Any) -> Any:  # noqa: ANN401 - passes on what it was given
            if context.invoked_subcommand is not None:
                return refuse_options_before(context, context.invoked_subcommand)
            run = Run(**{name: given[name] for name in names if name in given})
            theirs = {name: value for name, value in given.items() if name in own.parameters}
            if not doing:
                return function(run=run, **theirs)
            from pmf_cli.pipeline.change.consent import consent, writing_run

            is_writing = bool(writes(given))
            alone = writing_run(run.register, doing) if is_writing else nullcontext()
            with alone, consent(given=run.change_protected):
                return function(run=run, **theirs)

        parameters = [CONTEXT, *_in_order(own, common)]
        start.__signature__ = own.replace(parameters=parameters)  # type: ignore[attr-defined]
        start.__annotations__ = {one.name: one.annotation for one in parameters}
        return errors_in_words(start)

    return declared


def refuse_options_before(context: typer.Context, name: str) -> None:
    """Of a group that also runs by itself: its own options do nothing for a command of the group.

    UsageError: one was typed before the command's name, where it would be passed over in silence.
    """
    for option in context.command.params:
        source = context.get_parameter_source(option.name or "")
        if source is not None and source.name == "COMMANDLINE":
            raise UsageError(
                f"{option.opts[0]} stands before {name}, where it says nothing to it.",
                f"Write it after the name: {context.command_path} {name} {option.opts[0]} ...",
            )


@functools.cache
def common_options() -> tuple[tuple[Group, inspect.Parameter], ...]:
    """Every common option with its group, in the order of the help."""
    hints = get_type_hints(Run, include_extras=True)
    return tuple(
        (
            hints[one.name].__metadata__[1],
            inspect.Parameter(
                one.name,
                inspect.Parameter.KEYWORD_ONLY,
                default=one.default,
                annotation=hints[one.name],
            ),
        )
        for one in fields(Run)
    )


def _in_order(
    own: inspect.Signature, common: Iterable[inspect.Parameter]
) -> Iterator[inspect.Parameter]:
    """The options as the help names them: the register's where ``run`` stands, the last ones last."""
    groups = {one.name: group for group, one in common_options()}
    first = {Group.ASKING, Group.CHOOSING}
    for one in own.parameters.values():
        if one.name == "run":
            yield from (other for other in common if groups[other.name] in first)
        else:
            yield one.replace(kind=inspect.Parameter.KEYWORD_ONLY)
    yield from (other for other in common if groups[other.name] not in first)
