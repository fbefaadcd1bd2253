"""Where a KPI will stand at the year's end, what that asks of the periods to come, and what its service expects.

Worked out by simple rules tried on the KPI's own past (``series/back_test.py``), never across a break; the target and
the colour are those that ``pmf rag`` would give the figure expected. Arithmetic that can be followed by hand (2004
approach, l.294: credible projections), and never a current rating.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import timedelta
from decimal import Decimal

from pmf_cli.analysis.forecast.need import Need, needed
from pmf_cli.analysis.forecast.record import Record, record_of
from pmf_cli.analysis.forecast.year_so_far import WhyNone, YearSoFar, possible, year_so_far
from pmf_cli.analysis.series.back_test import Expected, Method, expected
from pmf_cli.analysis.series.year_end import (
    newest_forecast,
    reported_year,
    year_end_of,
)
from pmf_cli.analysis.series.year_view import FINEST, is_taken_together
from pmf_cli.assessment import Assessment
from pmf_cli.frozen import frozen
from pmf_cli.rag.base import KpiRating, Rating
from pmf_cli.rag.rate import rate_named
from pmf_cli.register.figures import as_printed
from pmf_cli.register.periods.period import Period
from pmf_cli.register.sheets.kpis import Kpi
from pmf_cli.register.sheets.record import Forecast, Result
from pmf_cli.register.terms import Rag

A_YEAR = timedelta(days=366)
EDGE = Decimal("0.1")
"""How far out of a range a figure still lies at its edge, as a share of the range."""


@frozen
class Foresight:
    """A KPI at the year's end.

    Attributes:
        period: the KPI's own period with which the year ends; ``None`` where there is none.
        value: the figure expected; ``None`` with its reason in ``why_none``.
        low: the lowest that past cases let expect; ``None`` with too few of them.
        basis: the rule used and how it held.
        at_end: the rating that ``pmf rag`` would give the figure expected, never one of now.
        need: ``None`` without a target that is one figure, or where no way is better.
        own: what the service expects: of the year's figure, else of its last period.
        record: how its earlier forecasts held.
    """

    rating: KpiRating
    period: Period | None
    why_none: WhyNone | None = None
    value: Decimal | None = None
    low: Decimal | None = None
    high: Decimal | None = None
    basis: Expected | None = None
    at_end: KpiRating | None = None
    need: Need | None = None
    own: Forecast | None = None
    record: Record = Record()

    @property
    def kpi(self) -> Kpi:
        """The KPI."""
        return self.rating.kpi

    @property
    def rag_at_end(self) -> Rag | None:
        """The colour that the figure expected would have."""
        return None if self.at_end is None else self.at_end.rag

    @property
    def target(self) -> Decimal | None:
        """The target at the year's end; ``None`` where it is not one figure."""
        outcome = None if self.at_end is None else self.at_end.outcome
        target = outcome.target if isinstance(outcome, Rating) else None
        return target if isinstance(target, Decimal) else None

    @property
    def is_own_of_end(self) -> bool:
        """Whether what the service expects is the same figure; of a year's average its last period is another."""
        own = self.own
        is_of_last = own is not None and own.for_period == self.period
        return own is not None and not (is_of_last and is_taken_together(self.kpi))

    @property
    def is_own_beyond(self) -> bool:
        """Whether the service expects a figure that lies clearly out of the range of past cases."""
        own, low, high = None if self.own is None else self.own.value, self.low, self.high
        if own is None or low is None or high is None or not self.is_own_of_end:
            return False
        edge = (high - low) * EDGE
        return not low - edge <= own <= high + edge


def foresights(assessment: Assessment, ratings: Sequence[KpiRating]) -> tuple[Foresight, ...]:
    """Each KPI at the end of the year in which the period lies, in the order of the ratings."""
    pairs = [_looked_ahead(assessment, rating) for rating in ratings]
    at_end = _rated_at_year_end(assessment, [one for one, _ in pairs])
    return tuple(_with_need(one, so_far, at_end.get(one.kpi.ref)) for one, so_far in pairs)


def _looked_ahead(assessment: Assessment, rating: KpiRating) -> tuple[Foresight, YearSoFar | None]:
    kpi = rating.kpi
    period = year_end_of(rating, assessment.settings.financial_year_start)
    found = Foresight(rating, period, record=record_of(assessment, kpi))
    if period is None:
        return replace(found, why_none=WhyNone.NO_YEAR), None
    found = replace(found, own=_own(assessment, kpi, period))
    so_far = year_so_far(assessment, kpi, period)
    if isinstance(so_far, WhyNone):
        return replace(found, why_none=so_far), None
    basis = expected(so_far.values, so_far.task, so_far.methods)
    if basis is None:
        return replace(found, why_none=WhyNone.TOO_SHORT), None
    inside = possible(kpi, so_far)
    middle = so_far.base + basis.value
    reach = basis.reach
    low, high = (None, None) if reach is None else (inside(middle - reach), inside(middle + reach))
    return replace(found, value=inside(middle), low=low, high=high, basis=basis), so_far


def _own(assessment: Assessment, kpi: Kpi, period: Period) -> Forecast | None:
    """What the service expects of the year's figure, else of the period with which the year ends."""
    year = reported_year(assessment.period, assessment.settings.financial_year_start)
    of_year = newest_forecast(assessment, kpi, year) if is_taken_together(kpi) else None
    return of_year or newest_forecast(assessment, kpi, period)


def _rated_at_year_end(
    assessment: Assessment, found: Iterable[Foresight]
) -> Mapping[str, KpiRating]:
    """The figures expected as ``pmf rag`` would rate them for the year, as if they had come."""
    year = reported_year(assessment.period, assessment.settings.financial_year_start)
    rows = [
        Result(
            kpi_ref=one.kpi.ref,
            period=year if is_taken_together(one.kpi) else one.period,
            value=as_printed(one.value, FINEST),
        )
        for one in found
        if one.value is not None
    ]
    tried = replace(assessment.register, results=(*assessment.register.results, *rows))
    asked = [(row.kpi_ref, None) for row in rows]
    rated = rate_named(
        tried, assessment.settings, year, max(assessment.as_of, year.end + A_YEAR), asked
    )
    return {ref: rating for (ref, _), rating in rated.items()}


def _with_need(one: Foresight, so_far: YearSoFar | None, at_end: KpiRating | None) -> Foresight:
    found = replace(one, at_end=None if _says_nothing(one, at_end) else at_end)
    if so_far is None or found.target is None:
        return found
    return replace(found, need=needed(found.kpi, so_far, found.target))


def _says_nothing(one: Foresight, at_end: KpiRating | None) -> bool:
    """Whether last year's figure, expected again, would be held against last year's figure alone."""
    row = None if at_end is None else at_end.target_row
    is_direction = row is not None and row.target_type is not None and row.target_type.is_direction
    return is_direction and one.basis is not None and one.basis.method is Method.SAME
