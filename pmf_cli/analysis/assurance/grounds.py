"""What is counted for assurance and of what: the register, what was issued, the last four quarters."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from functools import cached_property

from pmf_cli.analysis.issued.issue_history import History
from pmf_cli.assessment import Assessment
from pmf_cli.checks.base import CheckContext
from pmf_cli.cycle.due import DueItem, DueStatus, due_items
from pmf_cli.findings import CellRef
from pmf_cli.frozen import frozen
from pmf_cli.register.periods.period import Period
from pmf_cli.register.periods.steps import latest_ended, shift
from pmf_cli.register.register import Register
from pmf_cli.register.sheets.kpis import Kpi
from pmf_cli.register.sheets.rows import RegisterRow
from pmf_cli.register.terms import ControlAspect, Frequency, KpiStatus, NoDataReason, YearBasis

CYCLES = 4
"""Quarters that the counts of work done look back over: a year of reporting."""
A_YEAR = timedelta(days=366)
"""How long ago something may have been reviewed to count as reviewed within the year."""


NOT_OWED = (NoDataReason.NOT_APPLICABLE, NoDataReason.DISCONTINUED)
"""Reasons for which a figure is not missing: there is none to be had."""


class AssuranceTest(StrEnum):
    """What the committee is to be assured of (2024 report, ¶1)."""

    UP_TO_DATE = "Up to date"
    FIT = "Fit for purpose"
    EMBEDDED = "Embedded"
    APPLIED = "Routinely applied"


@frozen
class Piece:
    """One thing that was counted, and the cell that decides it.

    Attributes:
        what: its reference or name: ``WM-03``, ``SC-2024-01``.
        says: what the register or ledger says of it, in few words.
        where: ``None`` for what stands in no workbook.
    """

    what: str
    holds: bool
    says: str = ""
    where: CellRef | None = None


@frozen
class Proof:
    """One count: of so many things so many have it.

    Attributes:
        title: what was counted: ``KPIs with a definition``.
        pieces: every thing that was asked, in the order of the register.
    """

    key: str
    aspect: ControlAspect
    test: AssuranceTest
    title: str
    pieces: tuple[Piece, ...]

    @property
    def of(self) -> int:
        """How many were asked."""
        return len(self.pieces)

    @property
    def having(self) -> int:
        """How many have it."""
        return sum(one.holds for one in self.pieces)

    @property
    def lacking(self) -> tuple[str, ...]:
        """What lacks it, each named once."""
        return tuple(dict.fromkeys(one.what for one in self.pieces if not one.holds))

    @property
    def is_whole(self) -> bool:
        """Whether everything that was asked has it."""
        return self.having == self.of > 0

    @property
    def per_cent(self) -> int | None:
        """The share in whole per cent, halves up, but 100 only of all and 0 only of none; ``None`` of nothing."""
        if self.of == 0 or self.having in (0, self.of):
            return 100 * self.having // self.of if self.of else None
        return min(max((200 * self.having + self.of) // (2 * self.of), 1), 99)


@dataclass(frozen=True)
class Grounds:
    """What is counted from.

    Attributes:
        kpis: the KPIs of which the reader may be told, ended ones among them.
    """

    assessment: Assessment
    history: History
    kpis: tuple[Kpi, ...]

    @property
    def register(self) -> Register:
        """The register."""
        return self.assessment.register

    @property
    def as_of(self) -> date:
        """The day."""
        return self.assessment.as_of

    @cached_property
    def refs(self) -> frozenset[str]:
        """References of the KPIs."""
        return frozenset(kpi.ref for kpi in self.kpis)

    @cached_property
    def kept(self) -> tuple[Kpi, ...]:
        """The KPIs that are not ended."""
        return tuple(kpi for kpi in self.kpis if kpi.status is not KpiStatus.ENDED)

    @cached_property
    def cycles(self) -> tuple[Period, ...]:
        """The last four quarters that ended with the period or before, oldest first."""
        start, end = self.assessment.settings.financial_year_start, self.assessment.period.end
        found: list[Period] = []
        one = latest_ended(Frequency.QUARTERLY, YearBasis.FINANCIAL, end, start)
        while one is not None and len(found) < CYCLES:
            found.insert(0, one)
            one = shift(one, -1)
        return tuple(found)

    @cached_property
    def start(self) -> date:
        """The first day of these quarters."""
        return min((one.start for one in self.cycles), default=self.assessment.period.start)

    def is_in_time(self, on: date | None) -> bool:
        """Whether a day lies between the first day of these quarters and the day."""
        return on is not None and self.start <= on <= self.as_of

    def is_of_cycle(self, period: Period | None) -> bool:
        """Whether a period ended in these quarters."""
        last = self.cycles[-1].end if self.cycles else date.min
        return period is not None and self.start <= period.end <= last

    def is_recent(self, on: date | None) -> bool:
        """Whether a day lies within the last twelve months."""
        return on is not None and self.as_of - A_YEAR <= on <= self.as_of

    def may_tell_of(self, ref: str | None) -> bool:
        """Whether the reader may be told of what concerns a KPI; of what concerns none, always."""
        return ref not in self.register.kpi_by_ref or ref in self.refs

    @cached_property
    def context(self) -> CheckContext:
        """The register as checks look at it, with the colours of the period."""
        one = self.assessment
        rags = {ref: rating.rag for ref, rating in one.rating_of.items() if rating.rag}
        return CheckContext(one.register, one.settings, one.as_of, one.period, rags)

    @cached_property
    def owed(self) -> tuple[tuple[Period, DueItem], ...]:
        """Each quarter with the newest figure that each KPI owed for it and that was due by the day.

        One for which the record gives a reason and a later day was due too.
        """
        start = self.assessment.settings.financial_year_start
        found: dict[tuple[str, Period], tuple[Period, DueItem]] = {}
        for cycle in self.cycles:
            for item in due_items(self.register, cycle, self.as_of, start):
                if item.kpi.ref in self.refs and self._was_due(item, cycle):
                    found.setdefault((item.kpi.ref, item.period), (cycle, item))
        return tuple(found.values())

    def _was_due(self, item: DueItem, cycle: Period) -> bool:
        """Whether a figure is one of the quarter's own, that is in or should be."""
        is_own = cycle.start <= item.period.end <= cycle.end and not item.is_earlier
        if not is_own or item.status is DueStatus.NOT_DUE:
            return False
        reason = self.reason_of(item)
        if reason is None:
            return item.status is not DueStatus.DUE
        return reason not in NOT_OWED

    def reason_of(self, item: DueItem) -> NoDataReason | None:
        """Why the record has no figure; ``None`` where it has one, or says nothing."""
        row = self.register.results_of(item.kpi.ref).get(item.period)
        return None if row is None or row.value is not None else row.no_data_reason


def cell_of(row: RegisterRow | None, field: str) -> CellRef | None:
    """The cell of a row's field; ``None`` for a row that no workbook holds."""
    return row.source.at(field) if row is not None and row.source.row else None


Counting = Callable[[Grounds], Iterator[Piece]]


@frozen
class Measure:
    """A count before it was made: what is asked, and the function that goes through it."""

    key: str
    aspect: ControlAspect
    test: AssuranceTest
    title: str
    pieces: Counting

    def of(self, grounds: Grounds) -> Proof:
        """The count."""
        return Proof(self.key, self.aspect, self.test, self.title, tuple(self.pieces(grounds)))
