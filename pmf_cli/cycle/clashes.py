"""What is wrong within one cycle: closed days, lead times that cannot be kept, the wrong order."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import pairwise

from pmf_cli.cycle.clash import Clash, ClashKind
from pmf_cli.cycle.kpis_due import kpis_of_cycle, late_figures, usual_lag
from pmf_cli.cycle.meetings import agenda_day, is_far, is_open, is_public
from pmf_cli.cycle.planned import Move, PlannedStep
from pmf_cli.cycle.working_days import WorkingDays
from pmf_cli.findings import CellRef, Severity
from pmf_cli.register.layout import REPORTING_PROCESS
from pmf_cli.register.periods import Period
from pmf_cli.register.process import TimetableEntry
from pmf_cli.register.register import Register
from pmf_cli.register.terms import StepStatus, TimetableStep
from pmf_cli.settings import Settings
from pmf_cli.words import counted, day, listed_shortly

STEP = TimetableStep
UPWARD = (
    STEP.FORMS_SENT,
    STEP.DATA_DUE,
    STEP.COMMENTARY_DUE,
    STEP.DMT_REVIEW,
    STEP.DRAFT,
    STEP.CLT,
    STEP.PORTFOLIO,
    STEP.CABINET,
    STEP.PUBLICATION,
    STEP.LESSONS,
)
"""Sequential upward reporting: each of these comes after the one before it."""


@dataclass(frozen=True)
class Watch:
    """What clashes are looked for with: register, settings, calendar, date."""

    register: Register
    settings: Settings
    calendar: WorkingDays
    as_of: date


def named(entry: TimetableEntry) -> str:
    """A step in a sentence: ``Data due for 2024/25 Q3``, ``Cabinet (Executive Board) for ...``."""
    body = f" ({entry.body})" if entry.body and entry.body != entry.step else ""
    return f"{entry.step or 'A step'}{body} for {entry.cycle}"


def clashes_of_cycle(watch: Watch, cycle: Period, steps: Sequence[PlannedStep]) -> Iterator[Clash]:
    """Everything that is wrong with one cycle."""
    rows = [s for s in steps if s.entry.status is not StepStatus.CANCELLED and s.entry.on]
    entries = [step.entry for step in rows]
    if not any(entry.step is STEP.CLT for entry in entries):
        yield _no_clt(watch, cycle, steps)
    for step in rows:
        if is_open(step.entry):
            yield from _of_step(watch, step)
    yield from _gaps(watch, cycle, entries)
    yield from _figures(watch, cycle, entries)
    yield from _order(entries)
    yield from _agendas(watch, entries)


def _no_clt(watch: Watch, cycle: Period, steps: Sequence[PlannedStep]) -> Clash:
    place = watch.register.present.get("Timetable", (REPORTING_PROCESS, "Timetable"))
    row = next((one.before for one in steps if one.before is not None), None)
    return Clash(
        ClashKind.NO_CLT,
        Severity.ERROR,
        f"{cycle} has no date for CLT, so nothing can be worked back from it.",
        "Type the meeting into the sheet Timetable (Step: CLT), or name it in the file given with"
        " --meetings.",
        cycle,
        where=row.source.at("cycle") if row is not None and row.source.row else CellRef(*place),
    )


def _of_step(watch: Watch, step: PlannedStep) -> Iterator[Clash]:
    entry, on = step.entry, step.entry.on
    assert on is not None
    closed = watch.calendar.why_not(on)
    if closed:
        yield Clash(
            ClashKind.CLOSED_DAY,
            Severity.WARNING,
            f"{named(entry)} falls on {day(on)}: {closed}.",
            f"Move it, for example to {day(watch.calendar.on_or_before(on))} or"
            f" {day(watch.calendar.on_or_after(on))}.",
            entry.cycle,
            entry,
        )
    if is_far(entry):
        yield Clash(
            ClashKind.FAR,
            Severity.WARNING,
            f"{named(entry)} is on {day(on)}, over a year from the end of its period"
            f" ({day(entry.cycle.end)}).",
            "Check the year of the date, and the cycle.",
            entry.cycle,
            entry,
        )
        return
    if on < watch.as_of:
        gone = counted(max(watch.calendar.between(on, watch.as_of), 1), "working day")
        if step.move in (Move.NEW, Move.MOVES):
            message = f"{named(entry)} would have to be on {day(on)}, {gone} ago ({step.why})."
            cure = "Do it at once and shorten the lead time, or ask for a later meeting."
        else:
            message = f"{named(entry)} was to be on {day(on)}, {gone} ago, and is not marked done."
            cure = "Type when it was done, or a new date."
        yield Clash(ClashKind.PAST, Severity.WARNING, message, cure, entry.cycle, entry)
    for period in watch.settings.pre_election:
        if entry.step in (STEP.PUBLICATION, STEP.CABINET, STEP.SCRUTINY) and (
            period.start <= on <= period.end
        ):
            yield Clash(
                ClashKind.PRE_ELECTION,
                Severity.WARNING,
                f"{named(entry)} on {day(on)} falls in the pre-election period ({period.label},"
                f" {day(period.start)} to {day(period.end)}).",
                "Ask the monitoring officer, or move it out of the period.",
                entry.cycle,
                entry,
            )


def _day(
    entries: Sequence[TimetableEntry], step: TimetableStep, *, last: bool = True
) -> TimetableEntry | None:
    """The last (or first) entry of a step."""
    mine = [entry for entry in entries if entry.step is step and entry.on is not None]
    if not mine:
        return None
    pick = max if last else min
    return pick(mine, key=lambda entry: entry.on or date.min)


def _gaps(watch: Watch, cycle: Period, entries: Sequence[TimetableEntry]) -> Iterator[Clash]:
    """Days that people have for their answers."""
    times = watch.settings.timetable
    for first_step, next_step, least, kind, who in (
        (STEP.FORMS_SENT, STEP.DATA_DUE, times.least_for_data, ClashKind.SHORT_DATA, "results"),
        (
            STEP.DATA_DUE,
            STEP.COMMENTARY_DUE,
            times.least_for_commentary,
            ClashKind.SHORT_COMMENTARY,
            "reasons and actions",
        ),
    ):
        first, after = _day(entries, first_step), _day(entries, next_step, last=False)
        if first is None or after is None or not is_open(after):
            continue
        assert first.on is not None
        assert after.on is not None
        days = watch.calendar.between(first.on, after.on)
        if 0 <= days < least:
            yield Clash(
                kind,
                Severity.WARNING,
                f"For {cycle} contacts have {counted(days, 'working day')} for {who}, from"
                f" {first.step} ({day(first.on)}) to {after.step} ({day(after.on)}); at least"
                f" {least} are wanted.",
                f"Move {first.step} forward or {after.step} back.",
                cycle,
                after,
            )


def _figures(watch: Watch, cycle: Period, entries: Sequence[TimetableEntry]) -> Iterator[Clash]:
    """Data cannot be due before the period is over, nor before the figures exist."""
    due = _day(entries, STEP.DATA_DUE)
    clt = _day(entries, STEP.CLT, last=False)
    for entry in (due, clt):
        if entry is not None and entry.on is not None and entry.on <= cycle.end and is_open(entry):
            yield Clash(
                ClashKind.BEFORE_END,
                Severity.ERROR,
                f"{named(entry)} is on {day(entry.on)}, but the period ends on {day(cycle.end)}.",
                "Check the cycle and the date; a meeting takes the papers of a period that is over.",
                cycle,
                entry,
            )
    if due is None or due.on is None or not is_open(due) or due.on <= cycle.end:
        return
    year_start = watch.settings.financial_year_start
    asked = kpis_of_cycle(watch.register, cycle, year_start)
    late = late_figures(asked, due.on)
    if not late:
        return
    lag = usual_lag(asked)
    ready = cycle.end + timedelta(days=lag)
    refs = [kpi.ref for kpi, _ in late]
    if ready > due.on:
        yield Clash(
            ClashKind.NO_FIGURES,
            Severity.WARNING,
            f"{named(due)} is on {day(due.on)}, but half of the KPIs have their figures only"
            f" {counted(lag, 'day')} after the period, on {day(ready)} or later:"
            f" {listed_shortly(refs)}.",
            "Move data due and CLT back, or agree earlier figures with the services.",
            cycle,
            due,
        )
        return
    yield Clash(
        ClashKind.NO_FIGURES,
        Severity.ADVICE,
        f"{named(due)} is on {day(due.on)}, before {counted(len(refs), 'KPI')} can have figures:"
        f" {listed_shortly([f'{kpi.ref} ({day(on)})' for kpi, on in late])}.",
        "They will show their figure before, and are asked for in the next cycle. Nothing to do"
        " where that is agreed.",
        cycle,
        due,
    )


def _order(entries: Sequence[TimetableEntry]) -> Iterator[Clash]:
    """Each step comes after the one below it (upward reporting)."""
    chain = [step for step in UPWARD if any(entry.step is step for entry in entries)]
    for lower, upper in pairwise(chain):
        yield from _wrong_way(entries, lower, upper, Severity.WARNING)
    if STEP.PORTFOLIO in chain:
        yield from _wrong_way(entries, STEP.PORTFOLIO, STEP.SCRUTINY, Severity.WARNING)
    elif STEP.CLT in chain:
        yield from _wrong_way(entries, STEP.CLT, STEP.SCRUTINY, Severity.WARNING)
    yield from _wrong_way(entries, STEP.CABINET, STEP.SCRUTINY, Severity.ADVICE)
    yield from _wrong_way(entries, STEP.SCRUTINY, STEP.LESSONS, Severity.WARNING)


def _wrong_way(
    entries: Sequence[TimetableEntry], lower: TimetableStep, upper: TimetableStep, how: Severity
) -> Iterator[Clash]:
    first, after = _day(entries, lower), _day(entries, upper, last=False)
    if first is None or after is None or first.on is None or after.on is None:
        return
    if after.on >= first.on or not (is_open(first) or is_open(after)):
        return
    cure = "Move one of the two."
    if how is Severity.ADVICE:
        cure = (
            "Nothing to do where scrutiny looks before a decision; otherwise move one of the two."
        )
    yield Clash(
        ClashKind.ORDER,
        how,
        f"{named(after)} ({day(after.on)}) comes before {first.step}"
        f"{f' ({first.body})' if first.body else ''} ({day(first.on)}).",
        cure,
        after.cycle,
        after if is_open(after) else first,
    )


def _agendas(watch: Watch, entries: Sequence[TimetableEntry]) -> Iterator[Clash]:
    """Public papers are out in time, after CLT has agreed them and portfolio holders know."""
    clear = watch.settings.timetable.agenda
    clt, told = _day(entries, STEP.CLT), _day(entries, STEP.PORTFOLIO)
    for entry in entries:
        if entry.on is None or not is_open(entry) or not is_public(watch.register, entry):
            continue
        out = agenda_day(entry.on, clear, watch.calendar)
        for_it = f"the agenda of {named(entry)} on {day(entry.on)} must be out by {day(out)}"
        days = f"{clear} clear working days"
        if clt is not None and clt.on is not None and clt.on < entry.on and out <= clt.on:
            yield Clash(
                ClashKind.AGENDA,
                Severity.WARNING,
                f"For {days} {for_it}, but CLT meets only on {day(clt.on)}.",
                "Ask for a later meeting, an earlier CLT, or agree a late paper with the chair.",
                entry.cycle,
                entry,
            )
        elif told is not None and told.on is not None and out < told.on < entry.on:
            yield Clash(
                ClashKind.TOLD_LATE,
                Severity.WARNING,
                f"For {days} {for_it}, but portfolio holders are told only on {day(told.on)}.",
                "Tell portfolio holders before the agenda is public.",
                entry.cycle,
                told if is_open(told) else entry,
            )
        for period in watch.settings.pre_election:
            if period.start <= out <= period.end < entry.on:
                yield Clash(
                    ClashKind.PRE_ELECTION,
                    Severity.WARNING,
                    f"The agenda of {named(entry)} would be published by {day(out)}, in the"
                    f" pre-election period ({period.label}).",
                    "Ask the monitoring officer, or move the meeting.",
                    entry.cycle,
                    entry,
                )
