"""What is wrong between cycles: one body twice on a day, too much for one person, bodies left out."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from datetime import date

from pmf_cli.cycle.timetable.clash import Clash, ClashKind
from pmf_cli.cycle.timetable.clash_context import ClashContext, named
from pmf_cli.cycle.timetable.meetings import MEETINGS, is_open, same
from pmf_cli.findings import CellRef, Severity
from pmf_cli.register.periods.period import Period
from pmf_cli.register.sheets.process import Board, TimetableEntry
from pmf_cli.register.terms import BodyKind
from pmf_cli.words import counted, day, listed

MOST_A_DAY = 3
"""Steps that one person can see to on one day."""
EXPECTED = (BodyKind.CLT, BodyKind.EXECUTIVE, BodyKind.SCRUTINY)
"""Bodies that a year without a meeting is told of."""


def clashes_between(
    watch: ClashContext,
    entries: Sequence[TimetableEntry],
    years: Mapping[Period, Sequence[TimetableEntry]],
) -> Iterator[Clash]:
    """Everything that is wrong across cycles.

    Args:
        watch: register, settings, calendar, date.
        entries: every step of the plan.
        years: the same by year, for the years whose bodies must all meet.
    """
    still = [entry for entry in entries if is_open(entry) and entry.on is not None]
    yield from _same_day(still)
    yield from _busy(still)
    for year, rows in years.items():
        yield from _left_out(watch, year, rows)


def _same_day(entries: Sequence[TimetableEntry]) -> Iterator[Clash]:
    """One body takes the papers of two cycles on the same day: one of them is a slip."""
    met: dict[tuple[str, date], TimetableEntry] = {}
    for entry in entries:
        if entry.step not in MEETINGS or entry.body is None or entry.on is None:
            continue
        first = met.setdefault((same(entry.body), entry.on), entry)
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
                    f" {time}: {listed(named(entry) for entry in both)}.",
                    "Move one of them, or name somebody else under Responsible.",
                    both[-1].cycle,
                    both[-1],
                )
        if len(mine) > MOST_A_DAY:
            yield Clash(
                ClashKind.BUSY,
                Severity.ADVICE,
                f"{who} is responsible for {counted(len(mine), 'step')} on {day(on)}:"
                f" {listed(named(entry) for entry in mine)}.",
                "Spread them, or name somebody else under Responsible.",
                mine[0].cycle,
                mine[0],
            )


def _left_out(watch: ClashContext, year: Period, rows: Sequence[TimetableEntry]) -> Iterator[Clash]:
    """A body that receives papers has a meeting in the year."""
    have = {same(row.body) for row in rows if row.on is not None}
    for board in watch.register.boards:
        if board.kind not in EXPECTED or same(board.body) in have:
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
