"""Sequential upward reporting: each body after the one below it, public papers out in time."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from itertools import pairwise

from pmf_cli.cycle.timetable.clash import Clash, ClashKind
from pmf_cli.cycle.timetable.clash_context import ClashContext, entry_of, named
from pmf_cli.cycle.timetable.meetings import agenda_day, is_open, is_public
from pmf_cli.findings import Severity
from pmf_cli.register.sheets.process import TimetableEntry
from pmf_cli.register.terms import TimetableStep
from pmf_cli.words import day

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
        f"{named(after)} ({day(after.on)}) comes before {first.step}"
        f"{f' ({first.body})' if first.body else ''} ({day(first.on)}).",
        cure,
        after.cycle,
        after if is_open(after) else first,
    )


def late_agendas(watch: ClashContext, entries: Sequence[TimetableEntry]) -> Iterator[Clash]:
    """Public papers are out in time, after CLT has agreed them and portfolio holders know."""
    clear = watch.settings.timetable.agenda
    clt, told = entry_of(entries, STEP.CLT), entry_of(entries, STEP.PORTFOLIO)
    for entry in entries:
        if entry.on is None or not is_open(entry) or not is_public(watch.register, entry):
            continue
        out = agenda_day(entry.on, clear, watch.calendar)
        for_it = (
            f"For {clear} clear working days the agenda of {named(entry)} on {day(entry.on)} must be "
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


def _is_between(step: TimetableEntry | None, first: date, meeting: date) -> bool:
    """Whether a step is on a day from the first up to, and not on, that of a meeting."""
    return step is not None and step.on is not None and first <= step.on < meeting


def _on(step: TimetableEntry | None) -> str:
    return day(step.on) if step is not None and step.on is not None else ""
