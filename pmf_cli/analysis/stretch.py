"""Stretch targets and the money that depends on them: each judged on its own (2004 approach, 2.20 and 2.21).

The stretch is what lies between the target and the stretch target. Where at least three fifths of it are reached,
the grant is paid in the share reached, at most in full; below that nothing is (local public service agreements,
schedule 4).
"""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from pmf_cli.assessment import Assessment
from pmf_cli.frozen import frozen
from pmf_cli.rag.base import KpiRating
from pmf_cli.register.sheets.kpis import Kpi
from pmf_cli.register.sheets.record import Result
from pmf_cli.register.sheets.targets import Target

LEAST_PAID = Decimal("0.6")
"""Share of a stretch below which nothing is paid."""


@frozen
class StretchTarget:
    """A stretch target and how much of it is reached.

    Attributes:
        row: the target row that has it.
        result: the figure that it is judged by; ``None`` where there is none yet.
        is_over: whether its year is the one reported, so that the figure decides.
    """

    kpi: Kpi
    row: Target
    result: Result | None
    is_over: bool

    @property
    def share(self) -> Decimal | None:
        """How much of the stretch is reached, from 0 to 1; ``None`` where that cannot be said."""
        figure = None if self.result is None else self.result.number
        target, stretch = self.row.target, self.row.stretch_target
        if figure is None or not isinstance(target, Decimal) or stretch in (None, target):
            return None
        reached = (figure - target) / (stretch - target)
        return min(max(reached, Decimal(0)), Decimal(1))

    @property
    def earned(self) -> Decimal | None:
        """Pounds that the share earns; ``None`` where the year is not over or nothing depends on it."""
        share, payment = self.share, self.row.payment_at_risk
        if share is None or payment is None or not self.is_over:
            return None
        return payment * share if share >= LEAST_PAID else Decimal(0)


def stretch_targets(assessment: Assessment) -> tuple[StretchTarget, ...]:
    """The stretch targets of the period's year, and those that have begun since and run on."""
    return tuple(one for rating in assessment.ratings for one in _of(assessment, rating))


def _of(assessment: Assessment, rating: KpiRating) -> Iterator[StretchTarget]:
    for row in assessment.register.targets_by_kpi.get(rating.kpi.ref, ()):
        if row.stretch_target is None or row.split is not None:
            continue
        begins = row.from_period
        if row is rating.target_row:
            yield StretchTarget(rating.kpi, row, rating.result, is_over=True)
        elif begins is not None and assessment.period.end < begins.start <= assessment.as_of:
            yield StretchTarget(rating.kpi, row, _latest(assessment, row), is_over=False)


def _latest(assessment: Assessment, row: Target) -> Result | None:
    """The newest figure since the target began, as known on the day."""
    assert row.from_period is not None
    begins, as_of = row.from_period.start, assessment.as_of
    known = [
        (period.end, result)
        for period, result in assessment.register.results_of(row.kpi_ref).items()
        if period.start >= begins
        and result.value is not None
        and (result.received_on or period.end) <= as_of
    ]
    return max(known, key=lambda one: one[0])[1] if known else None
