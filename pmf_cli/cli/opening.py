"""What every command over a register does first: open it, say what is met, settle the date."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path

from pmf_cli import words
from pmf_cli.assessment import Assessment
from pmf_cli.cli.faults import remark
from pmf_cli.cli.options import day, today_in_london, within_years
from pmf_cli.pipeline import (
    OpenedRegister,
    Progress,
    assessed,
    load_settings,
    open_register,
    silent,
)
from pmf_cli.places import register_folder


@contextmanager
def watched(*, quiet: bool) -> Iterator[Progress]:
    """Progress on a terminal while something long runs; nothing in cron or when quiet."""
    if quiet or not sys.stderr.isatty():
        yield silent
        return
    from rich.console import Console
    from rich.text import Text

    console = Console(stderr=True, markup=False, emoji=False, highlight=False)
    with console.status(Text("Starting")) as status:
        yield lambda told: status.update(Text(told))


def opened_and_assessed(
    register: Path | None,
    *,
    period: str = "",
    as_of: str = "",
    quiet: bool = False,
    with_checks: bool = False,
    to_check: bool = False,
    as_it_stands: bool = False,
    against_issue: bool = False,
    for_people: bool = True,
    templates: Path | None = None,
) -> tuple[OpenedRegister, Assessment]:
    """The register and its assessment, as the common options ask.

    Where no period is asked for, it is the one at work, the same in every command. With ``to_check``
    the register is opened also where nothing can be rated, so that this can be told.
    With ``as_it_stands``, commands that change the register or say what is wrong with it take what
    it holds now, whatever the date; with ``against_issue`` its settings are held against those of
    the last issue.

    Raises:
        PmfError: no register, an unreadable file, or options that do not fit.
    """
    with watched(quiet=quiet) as progress:
        opened = open_register(
            register, progress, to_check=to_check, for_people=for_people, templates=templates
        )
        on = working_date(as_of, opened)
        assessment = assessed(
            opened,
            period=period,
            as_of=on,
            with_checks=with_checks,
            as_it_stands=as_it_stands,
            against_issue=against_issue,
            progress=progress,
        )
    tell_lost(opened)
    if not quiet:
        notes = cycle_notes(opened, assessment, period) or notes_on(opened, assessment)
        tell((*opened.remarks, *notes), opened, as_of)
    return opened, assessment


def opened_on(
    register: Path | None, *, as_of: str = "", quiet: bool = False, for_people: bool = True
) -> tuple[OpenedRegister, date]:
    """The register and the date, for commands that settle the reporting period themselves.

    Raises:
        PmfError: no register, an unreadable file, or a date that is none.
    """
    with watched(quiet=quiet) as progress:
        opened = open_register(register, progress, for_people=for_people)
    on = working_date(as_of, opened)
    tell_lost(opened)
    if not quiet:
        tell(opened.remarks, opened, as_of)
    return opened, on


def tell_lost(opened: OpenedRegister) -> None:
    """Says which rules, marks or restrictions may have fallen away, however quiet it is to be."""
    for told in opened.lost:
        remark(f"Note: {told}")


def tell(notes: Iterable[str], opened: OpenedRegister, as_of: str) -> None:
    """Says on the error stream what is odd, and that the date is the settings' rehearsal date."""
    for told in notes:
        remark(f"Note: {told}")
    if not as_of and (on := opened.settings.as_of) is not None:
        remark(f"Note: pmf.toml sets the date to {words.day(on)}, for rehearsal.")


def notes_on(opened: OpenedRegister, assessment: Assessment) -> tuple[str, ...]:
    """What is odd about what was asked for: no KPIs, a period to come, a period without results."""
    register, period, on = assessment.register, assessment.period, assessment.as_of
    if not register.kpis and opened.register.kpis:
        number = words.counted(len(opened.register.kpis), "KPI")
        return (
            f"on {words.day(on)} the register held no KPI yet: {number} that it holds now came in "
            "later. Ask for a later day with --as-of.",
        )
    if not register.kpis:
        return (
            "the register holds no KPI yet. Fill in its sheet KPIs, or bring in the scorecard "
            "you have: pmf import FILE",
        )
    if period.start > on:
        return (f"{period} has not begun on {words.day(on)}.",)
    if period.end > on:
        return (f"{period} ends on {words.day(period.end)}, after {words.day(on)}.",)
    held = any(
        row.period is not None and row.period.start <= period.end and row.period.end >= period.start
        for row in register.results
    )
    return () if held else (f"no result in the register is for {period} or a part of it.",)


def cycle_notes(opened: OpenedRegister, assessment: Assessment, period: str) -> tuple[str, ...]:
    """That no cycle has begun yet, or that none of its results is in; the same in every command."""
    from pmf_cli.cycle.current_cycle import none_begun
    from pmf_cli.cycle.period import reporting_period

    if period.strip() or opened.settings.period.strip():
        return ()
    on = assessment.as_of
    other = reporting_period(opened.register, opened.settings, on)
    hint = f'For the quarter with the latest results: --period "{other}".'
    first = none_begun(opened.register, opened.settings, on, period)
    if first is not None:
        return (
            f"no cycle of the timetable has begun on {words.day(on)}; the first, {first.cycle}, "
            f"begins on {words.day(first.on)}. {hint}",
        )
    if other.end < assessment.period.start:
        return (f"work is on {assessment.period} by the timetable; no result is in yet. {hint}",)
    return ()


def silence_notes(opened: OpenedRegister, assessment: Assessment) -> tuple[str, ...]:
    """That nobody is written to about a period of which the timetable holds no day that has come."""
    from pmf_cli.cycle.current_cycle import is_begun

    period, on = assessment.period, assessment.as_of
    if is_begun(opened.register, opened.settings, period, on):
        return ()
    return (
        f"the timetable holds no day of {period} up to {words.day(on)}, so nobody is written to "
        "about it.",
    )


def working_date(as_of: str, opened: OpenedRegister | None) -> date:
    """The date asked for, else the settings' rehearsal date, else today in London.

    Args:
        as_of: as it was typed.
        opened: the register; ``None`` where it is still to be made.
    """
    if as_of:
        return day(as_of)
    return _set_or_today(None if opened is None else opened.settings.as_of)


def date_of_question(as_of: str, register: Path | None) -> date:
    """As ``working_date``, for commands that do not read the workbooks.

    Raises:
        PmfError: no register, or settings that do not fit.
    """
    if as_of:
        return day(as_of)
    settings = load_settings(register_folder(register))
    return _set_or_today(settings.as_of)


def _set_or_today(on: date | None) -> date:
    return within_years(on, "as_of in pmf.toml") if on is not None else today_in_london()
