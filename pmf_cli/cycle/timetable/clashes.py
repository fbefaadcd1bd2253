"""What is wrong within one cycle: no meeting, closed days, days gone by, pre-election periods."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from pmf_cli.cycle.timetable.clash import Clash, ClashKind
from pmf_cli.cycle.timetable.clash_context import ClashContext, named
from pmf_cli.cycle.timetable.clashes_of_answers import early_data, short_gaps
from pmf_cli.cycle.timetable.clashes_upward import late_agendas, wrong_order
from pmf_cli.cycle.timetable.meetings import is_far, is_open
from pmf_cli.cycle.timetable.step_plan import StepMove, StepPlan
from pmf_cli.findings import CellRef, Severity
from pmf_cli.places import REPORTING_PROCESS
from pmf_cli.register.periods.period import Period
from pmf_cli.register.terms import StepStatus, TimetableStep
from pmf_cli.words import counted, day

STEP = TimetableStep


def clashes_of_cycle(
    watch: ClashContext, cycle: Period, steps: Sequence[StepPlan]
) -> Iterator[Clash]:
    """Everything that is wrong with one cycle."""
    rows = [s for s in steps if s.entry.status is not StepStatus.CANCELLED and s.entry.on]
    entries = [step.entry for step in rows]
    if not any(entry.step is STEP.CLT for entry in entries):
        yield _no_clt(watch, cycle, steps)
    for step in rows:
        if is_open(step.entry):
            yield from _of_step(watch, step)
    yield from short_gaps(watch, cycle, entries)
    yield from early_data(watch, cycle, entries)
    yield from wrong_order(entries)
    yield from late_agendas(watch, entries)


def _no_clt(watch: ClashContext, cycle: Period, steps: Sequence[StepPlan]) -> Clash:
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


def _of_step(watch: ClashContext, step: StepPlan) -> Iterator[Clash]:
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
        if step.move in (StepMove.NEW, StepMove.MOVES):
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
