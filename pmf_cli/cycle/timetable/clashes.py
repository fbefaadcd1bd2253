"""What is wrong with a timetable: within a cycle, from body to body, and between cycles.

Within a cycle: no meeting, closed days, days gone by, pre-election periods, lead times that people
cannot keep, steps before the one below them. Between cycles: one body twice on a day, too much for
one person, bodies left out.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from datetime import date, timedelta
from itertools import pairwise

from pmf_cli.cycle.due.kpis_due import kpis_of_cycle, late_figures, usual_lag
from pmf_cli.cycle.timetable.clash import Clash, ClashContext, ClashKind, entry_of, step_in_cycle
from pmf_cli.cycle.timetable.meetings import (
    MEETINGS,
    agenda_day,
    body_key,
    is_far,
    is_open,
    is_public_meeting,
)
from pmf_cli.cycle.timetable.step_plan import StepMove, StepPlan
from pmf_cli.findings import CellRef, Severity
from pmf_cli.places import REPORTING_PROCESS
from pmf_cli.register.periods.period import Period
from pmf_cli.register.sheets.process import Board, TimetableEntry
from pmf_cli.register.terms import BodyKind, StepStatus, TimetableStep
from pmf_cli.words import counted, day, listed, listed_shortly

STEP = TimetableStep


def clashes_of_cycle(
    context: ClashContext, cycle: Period, steps: Sequence[StepPlan]
) -> Iterator[Clash]:
    """Everything that is wrong with one cycle."""
    rows = [s for s in steps if s.entry.status is not StepStatus.CANCELLED and s.entry.on]
    entries = [step.entry for step in rows]
    if not any(entry.step is STEP.CLT for entry in entries):
        yield _no_clt(context, cycle, steps)
    for step in rows:
        if is_open(step.entry):
            yield from _of_step(context, step)
    yield from short_gaps(context, cycle, entries)
    yield from early_data(context, cycle, entries)
    yield from wrong_order(entries)
    yield from late_agendas(context, entries)


def _no_clt(context: ClashContext, cycle: Period, steps: Sequence[StepPlan]) -> Clash:
    place = context.register.present.get("Timetable", (REPORTING_PROCESS, "Timetable"))
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


def _of_step(context: ClashContext, step: StepPlan) -> Iterator[Clash]:
    entry, on = step.entry, step.entry.on
    assert on is not None
    closed = context.calendar.why_not(on)
    if closed:
        yield Clash(
            ClashKind.CLOSED_DAY,
            Severity.WARNING,
            f"{step_in_cycle(entry)} falls on {day(on)}: {closed}.",
            f"Move it, for example to {day(context.calendar.on_or_before(on))} or"
            f" {day(context.calendar.on_or_after(on))}.",
            entry.cycle,
            entry,
        )
    if is_far(entry):
        yield Clash(
            ClashKind.FAR,
            Severity.WARNING,
            f"{step_in_cycle(entry)} is on {day(on)}, over a year from the end of its period"
            f" ({day(entry.cycle.end)}).",
            "Check the year of the date, and the cycle.",
            entry.cycle,
            entry,
        )
        return
    if on < context.as_of:
        gone = counted(max(context.calendar.between(on, context.as_of), 1), "working day")
        if step.move in (StepMove.NEW, StepMove.MOVES):
            message = (
                f"{step_in_cycle(entry)} would have to be on {day(on)}, {gone} ago ({step.why})."
            )
            cure = "Do it at once and shorten the lead time, or ask for a later meeting."
        else:
            message = f"{step_in_cycle(entry)} was to be on {day(on)}, {gone} ago, and is not marked done."
            cure = "Type when it was done, or a new date."
        yield Clash(ClashKind.PAST, Severity.WARNING, message, cure, entry.cycle, entry)
    for period in context.settings.pre_election:
        if entry.step in (STEP.PUBLICATION, STEP.CABINET, STEP.SCRUTINY) and (
            period.start <= on <= period.end
        ):
            yield Clash(
                ClashKind.PRE_ELECTION,
                Severity.WARNING,
                f"{step_in_cycle(entry)} on {day(on)} falls in the pre-election period ({period.label},"
                f" {day(period.start)} to {day(period.end)}).",
                "Ask the monitoring officer, or move it out of the period.",
                entry.cycle,
                entry,
            )


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


def wrong_order(entries: Sequence[TimetableEntry]) -> Iterator[Clash]:
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
    first, after = entry_of(entries, lower), entry_of(entries, upper, last=False)
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
        f"{step_in_cycle(after)} ({day(after.on)}) comes before {first.step}"
        f"{f' ({first.body})' if first.body else ''} ({day(first.on)}).",
        cure,
        after.cycle,
        after if is_open(after) else first,
    )


def late_agendas(context: ClashContext, entries: Sequence[TimetableEntry]) -> Iterator[Clash]:
    """Public papers are out in time, after CLT has agreed them and portfolio holders know."""
    clear = context.settings.timetable.agenda
    clt, told = entry_of(entries, STEP.CLT), entry_of(entries, STEP.PORTFOLIO)
    for entry in entries:
        if entry.on is None or not is_open(entry) or not is_public_meeting(context.register, entry):
            continue
        out = agenda_day(entry.on, clear, context.calendar)
        for_it = (
            f"For {clear} clear working days the agenda of {step_in_cycle(entry)} on {day(entry.on)} must be "
            f"out by {day(out)}"
        )
        if _is_between(clt, out, entry.on):
            yield Clash(
                ClashKind.AGENDA,
                Severity.WARNING,
                f"{for_it}, but CLT meets only on {_on(clt)}.",
                "Ask for a later meeting, an earlier CLT, or agree a late paper with the chair.",
                entry.cycle,
                entry,
            )
        elif _is_between(told, out + timedelta(days=1), entry.on):
            yield Clash(
                ClashKind.TOLD_LATE,
                Severity.WARNING,
                f"{for_it}, but portfolio holders are told only on {_on(told)}.",
                "Tell portfolio holders before the agenda is public.",
                entry.cycle,
                told if told is not None and is_open(told) else entry,
            )
        for period in context.settings.pre_election:
            if period.start <= out <= period.end < entry.on:
                yield Clash(
                    ClashKind.PRE_ELECTION,
                    Severity.WARNING,
                    f"The agenda of {step_in_cycle(entry)} would be published by {day(out)}, in the"
                    f" pre-election period ({period.label}).",
                    "Ask the monitoring officer, or move the meeting.",
                    entry.cycle,
                    entry,
                )


def _is_between(step: TimetableEntry | None, first: date, meeting: date) -> bool:
    """Whether a step is on a day from the first up to, and not on, that of a meeting."""
    return step is not None and step.on is not None and first <= step.on < meeting


def _on(step: TimetableEntry | None) -> str:
    return day(step.on) if step is not None and step.on is not None else ""


def short_gaps(
    context: ClashContext, cycle: Period, entries: Sequence[TimetableEntry]
) -> Iterator[Clash]:
    """Days that people have for their answers."""
    times = context.settings.timetable
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
        first, after = entry_of(entries, first_step), entry_of(entries, next_step, last=False)
        if first is None or after is None or not is_open(after):
            continue
        assert first.on is not None
        assert after.on is not None
        days = context.calendar.between(first.on, after.on)
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


def early_data(
    context: ClashContext, cycle: Period, entries: Sequence[TimetableEntry]
) -> Iterator[Clash]:
    """Data cannot be due before the period is over, nor before the figures exist."""
    due = entry_of(entries, STEP.DATA_DUE)
    clt = entry_of(entries, STEP.CLT, last=False)
    for entry in (due, clt):
        if entry is not None and entry.on is not None and entry.on <= cycle.end and is_open(entry):
            yield Clash(
                ClashKind.BEFORE_END,
                Severity.ERROR,
                f"{step_in_cycle(entry)} is on {day(entry.on)}, but the period ends on {day(cycle.end)}.",
                "Check the cycle and the date; a meeting takes the papers of a period that is over.",
                cycle,
                entry,
            )
    if due is not None and due.on is not None and is_open(due) and due.on > cycle.end:
        yield from _without_figures(context, cycle, due, due.on)


def _without_figures(
    context: ClashContext, cycle: Period, due: TimetableEntry, on: date
) -> Iterator[Clash]:
    """Data due before the KPIs can have their figures."""
    year_start = context.settings.financial_year_start
    asked = kpis_of_cycle(context.register, cycle, year_start)
    late = late_figures(asked, on)
    if not late:
        return
    lag = usual_lag(asked)
    ready = cycle.end + timedelta(days=lag)
    refs = [kpi.ref for kpi, _ in late]
    if ready > on:
        yield Clash(
            ClashKind.NO_FIGURES,
            Severity.WARNING,
            f"{step_in_cycle(due)} is on {day(on)}, but half of the KPIs have their figures only"
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
        f"{step_in_cycle(due)} is on {day(on)}, before {counted(len(refs), 'KPI')} can have figures:"
        f" {listed_shortly([f'{kpi.ref} ({day(ready)})' for kpi, ready in late])}.",
        "They will show their figure before, and are asked for in the next cycle. Nothing to do"
        " where that is agreed.",
        cycle,
        due,
    )


MOST_A_DAY = 3
"""Steps that one person can see to on one day."""
EXPECTED = (BodyKind.CLT, BodyKind.EXECUTIVE, BodyKind.SCRUTINY)
"""Bodies that a year without a meeting is told of."""


def clashes_between(
    context: ClashContext,
    entries: Sequence[TimetableEntry],
    years: Mapping[Period, Sequence[TimetableEntry]],
) -> Iterator[Clash]:
    """Everything that is wrong across cycles.

    Args:
        context: register, settings, calendar, date.
        entries: every step of the plan.
        years: the same by year, for the years whose bodies must all meet.
    """
    still = [entry for entry in entries if is_open(entry) and entry.on is not None]
    yield from _same_day(still)
    yield from _busy(still)
    for year, rows in years.items():
        yield from _left_out(context, year, rows)


def _same_day(entries: Sequence[TimetableEntry]) -> Iterator[Clash]:
    """One body takes the papers of two cycles on the same day: one of them is a slip."""
    met: dict[tuple[str, date], TimetableEntry] = {}
    for entry in entries:
        if entry.step not in MEETINGS or entry.body is None or entry.on is None:
            continue
        first = met.setdefault((body_key(entry.body), entry.on), entry)
        if first.cycle != entry.cycle:
            yield Clash(
                ClashKind.SAME_DAY,
                Severity.WARNING,
                f"{entry.body} meets on {day(entry.on)} for both {first.cycle} and {entry.cycle}.",
                "Correct the date or the cycle of one of them.",
                entry.cycle,
                entry,
            )


def _busy(entries: Sequence[TimetableEntry]) -> Iterator[Clash]:
    """One person cannot see to many steps on one day, nor be in two meetings at once."""
    days: dict[tuple[str, date], list[TimetableEntry]] = defaultdict(list)
    for entry in entries:
        if entry.responsible and entry.on is not None:
            days[entry.responsible, entry.on].append(entry)
    for (who, on), mine in days.items():
        at: dict[str, list[TimetableEntry]] = defaultdict(list)
        for entry in mine:
            if entry.at:
                at[entry.at].append(entry)
        for time, both in at.items():
            if len(both) > 1:
                yield Clash(
                    ClashKind.BUSY,
                    Severity.WARNING,
                    f"{who} is responsible for {counted(len(both), 'meeting')} on {day(on)} at"
                    f" {time}: {listed(step_in_cycle(entry) for entry in both)}.",
                    "Move one of them, or name somebody else under Responsible.",
                    both[-1].cycle,
                    both[-1],
                )
        if len(mine) > MOST_A_DAY:
            yield Clash(
                ClashKind.BUSY,
                Severity.ADVICE,
                f"{who} is responsible for {counted(len(mine), 'step')} on {day(on)}:"
                f" {listed(step_in_cycle(entry) for entry in mine)}.",
                "Spread them, or name somebody else under Responsible.",
                mine[0].cycle,
                mine[0],
            )


def _left_out(
    context: ClashContext, year: Period, rows: Sequence[TimetableEntry]
) -> Iterator[Clash]:
    """A body that receives papers has a meeting in the year."""
    have = {body_key(row.body) for row in rows if row.on is not None}
    for board in context.register.boards:
        if board.kind not in EXPECTED or body_key(board.body) in have:
            continue
        if board.kind is BodyKind.CLT and any(not row.body for row in rows):
            continue
        yield Clash(
            ClashKind.NO_MEETING,
            Severity.ADVICE,
            f"{board.body} ({(board.frequency or 'no frequency given').lower()}) has no meeting in"
            f" the timetable for {year}.",
            "Add its meetings, or take it out of the sheet Boards.",
            where=_cell(board),
        )


def _cell(board: Board) -> CellRef | None:
    return board.source.at("body") if board.source.row else None
