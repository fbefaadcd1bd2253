"""Lead times that people cannot keep: too few days for an answer, or figures that do not exist yet."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date, timedelta

from pmf_cli.cycle.due.kpis_due import kpis_of_cycle, late_figures, usual_lag
from pmf_cli.cycle.timetable.clash import Clash, ClashKind
from pmf_cli.cycle.timetable.clash_context import ClashContext, entry_of, named
from pmf_cli.cycle.timetable.meetings import is_open
from pmf_cli.findings import Severity
from pmf_cli.register.periods.period import Period
from pmf_cli.register.sheets.process import TimetableEntry
from pmf_cli.register.terms import TimetableStep
from pmf_cli.words import counted, day, listed_shortly

STEP = TimetableStep


def short_gaps(
    watch: ClashContext, cycle: Period, entries: Sequence[TimetableEntry]
) -> Iterator[Clash]:
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
        first, after = entry_of(entries, first_step), entry_of(entries, next_step, last=False)
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


def early_data(
    watch: ClashContext, cycle: Period, entries: Sequence[TimetableEntry]
) -> Iterator[Clash]:
    """Data cannot be due before the period is over, nor before the figures exist."""
    due = entry_of(entries, STEP.DATA_DUE)
    clt = entry_of(entries, STEP.CLT, last=False)
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
    if due is not None and due.on is not None and is_open(due) and due.on > cycle.end:
        yield from _without_figures(watch, cycle, due, due.on)


def _without_figures(
    watch: ClashContext, cycle: Period, due: TimetableEntry, on: date
) -> Iterator[Clash]:
    """Data due before the KPIs can have their figures."""
    year_start = watch.settings.financial_year_start
    asked = kpis_of_cycle(watch.register, cycle, year_start)
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
            f"{named(due)} is on {day(on)}, but half of the KPIs have their figures only"
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
        f"{named(due)} is on {day(on)}, before {counted(len(refs), 'KPI')} can have figures:"
        f" {listed_shortly([f'{kpi.ref} ({day(ready)})' for kpi, ready in late])}.",
        "They will show their figure before, and are asked for in the next cycle. Nothing to do"
        " where that is agreed.",
        cycle,
        due,
    )
