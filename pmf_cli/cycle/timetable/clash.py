"""What is wrong with a timetable: one record, the kinds there are, and what a rule finds of them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from enum import StrEnum

from pmf_cli.findings import CellRef, Check, ContextT, Severity
from pmf_cli.frozen import frozen
from pmf_cli.register.periods.period import Period
from pmf_cli.register.sheets.process import TimetableEntry


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


@frozen
class Clash:
    """One thing that is wrong with a timetable.

    Attributes:
        severity: error where no timetable can be made or kept, warning where somebody should look
            first, advice where it may well be wanted.
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


@frozen
class TimetableProblem:
    """One place where a rule of the timetable does not hold.

    Attributes:
        cycle: the cycle concerned, where it is not the step's.
        where: the cell, where it is not the step's date.
        cure: what to do about it, where that is more than the rule's cure.
    """

    message: str
    entry: TimetableEntry | None = None
    cycle: Period | None = None
    where: CellRef | None = None
    cure: str = ""


ClashRule = Check[ContextT, TimetableProblem]


def clashes_by(rules: Iterable[ClashRule[ContextT]], context: ContextT) -> Iterator[Clash]:
    """What rules find wrong with a plan."""
    for rule in rules:
        for one in rule.run(context):
            cycle = one.entry.cycle if one.cycle is None and one.entry is not None else one.cycle
            cure = one.cure or rule.cure
            kind = ClashKind(rule.code)
            yield Clash(kind, rule.severity, one.message, cure, cycle, one.entry, one.where)
