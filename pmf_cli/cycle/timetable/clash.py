"""What is wrong with a timetable: one record, the kinds there are, and what the rules look at."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from pmf_cli.cycle.working_days import WorkingDays
from pmf_cli.findings import CellRef, Severity
from pmf_cli.register.periods.period import Period
from pmf_cli.register.register import Register
from pmf_cli.register.sheets.process import TimetableEntry
from pmf_cli.register.terms import TimetableStep
from pmf_cli.settings import Settings


class ClashKind(StrEnum):
    """What sort of clash it is; the names stand in data formats and do not change."""

    CELL = "cell not understood"
    NO_STEP = "no step for the body"
    TWICE = "meeting named twice"
    CANCELLED = "meeting cancelled"
    OUTSIDE = "meeting of another year"
    NO_CLT = "no CLT date"
    NO_MEETING = "no meeting in the year"
    CLOSED_DAY = "closed day"
    FAR = "far from its period"
    PAST = "day has passed"
    BEFORE_END = "before the period ends"
    NO_FIGURES = "before figures can be had"
    SHORT_DATA = "too few days for data"
    SHORT_COMMENTARY = "too few days for commentary"
    AGENDA = "agenda too late"
    TOLD_LATE = "portfolio holders told too late"
    ORDER = "out of order"
    PRE_ELECTION = "pre-election period"
    SAME_DAY = "one body, two cycles, one day"
    BUSY = "too much on one day"


@dataclass(frozen=True, slots=True)
class Clash:
    """One thing that is wrong with a timetable.

    Attributes:
        kind: what sort of clash it is.
        severity: error where no timetable can be made or kept, warning where somebody should look
            first, advice where it may well be wanted.
        message: what is wrong, in one sentence.
        cure: what to do about it.
        cycle: the cycle concerned, if one is.
        entry: the step concerned, if one is.
        where: the cell, where it is not the step's date.
    """

    kind: ClashKind
    severity: Severity
    message: str
    cure: str
    cycle: Period | None = None
    entry: TimetableEntry | None = None
    where: CellRef | None = None

    @property
    def place(self) -> CellRef | None:
        """The cell to look at; ``None`` where the step stands in no sheet yet."""
        if self.where is not None or self.entry is None or not self.entry.source.row:
            return self.where
        return self.entry.source.at("on")


@dataclass(frozen=True)
class ClashContext:
    """What clashes are looked for with: register, settings, calendar, date."""

    register: Register
    settings: Settings
    calendar: WorkingDays
    as_of: date


def step_in_cycle(entry: TimetableEntry) -> str:
    """A step in a sentence: ``Data due for 2024/25 Q3``, ``Cabinet (Executive Board) for ...``."""
    body = f" ({entry.body})" if entry.body and entry.body != entry.step else ""
    return f"{entry.step or 'A step'}{body} for {entry.cycle}"


def entry_of(
    entries: Sequence[TimetableEntry], step: TimetableStep, *, last: bool = True
) -> TimetableEntry | None:
    """The last (or first) entry of a step."""
    mine = [entry for entry in entries if entry.step is step and entry.on is not None]
    if not mine:
        return None
    pick = max if last else min
    return pick(mine, key=lambda entry: entry.on or date.min)
