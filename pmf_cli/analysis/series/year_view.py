"""A register as it is judged for a whole year: each KPI by the year's figure, as its *Year value* says it is made.

The annual report must not average what should be added up (2024 report, ¶71). What a KPI's own periods make
together is worked out only where all of them are known and the record holds no figure of the year itself.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from decimal import Decimal

from pmf_cli.analysis.series.year_end import reported_year
from pmf_cli.assessment import Assessment, assess
from pmf_cli.rag.base import KpiRating, Unrated, UnratedReason
from pmf_cli.rag.choice import REASONS
from pmf_cli.register.figures import as_printed
from pmf_cli.register.periods.period import Period, PeriodKind
from pmf_cli.register.periods.steps import shift
from pmf_cli.register.register import Register
from pmf_cli.register.sheets.kpis import Kpi
from pmf_cli.register.sheets.record import Result
from pmf_cli.register.terms import TimeBasis, ValueStatus, YearValue
from pmf_cli.register.time.times import made_of, own_parts

TAKEN_TOGETHER = (YearValue.SUM, YearValue.SIMPLE, YearValue.WEIGHTED)
"""How periods make a year's figure that is none of theirs."""


FINEST = 6
"""Decimals of a worked-out average: finer than any figure is printed, and a sheet holds no endless ones."""


def year_to_report(assessment: Assessment) -> Period:
    """The financial year asked for, else the last that was over by the end of the period."""
    period = assessment.period
    if period.kind is PeriodKind.FINANCIAL_YEAR:
        return period
    year = reported_year(period, assessment.settings.financial_year_start)
    before = shift(year, -1)
    return before if before is not None and period.end < year.end else year


def year_view(assessment: Assessment) -> Assessment:
    """The same register rated for the year to report, by the years' figures; findings stay those of the register."""
    settings = assessment.settings
    found = assess(
        with_year_figures(assessment.register, settings.financial_year_start),
        settings,
        period=year_to_report(assessment),
        as_of=assessment.as_of,
        with_checks=False,
        changed=assessment.changed,
        only=assessment.only,
    )
    ratings = tuple(unless_part_of_a_sum(found, one) for one in found.ratings)
    return replace(found, ratings=ratings, checked=assessment.checked)


def unless_part_of_a_sum(assessment: Assessment, rating: KpiRating) -> KpiRating:
    """A rating of the year that an assessment is of, or none where one period's figure would stand for the sum of all."""
    kpi, year, result = rating.kpi, assessment.period, rating.result
    is_sum = is_taken_together(kpi) and kpi.year_value is YearValue.SUM
    if not is_sum or result is None or result.period == year:
        return rating
    rows = assessment.register.results_of(kpi.ref)
    parts = own_parts(kpi, year, assessment.settings.financial_year_start)
    lacking = next((part for part in parts if part not in rows or rows[part].value is None), year)
    row, first = rows.get(lacking), kpi.first_period
    reason = UnratedReason.OVERDUE
    if first is not None and lacking.end < first.start:
        reason = UnratedReason.NOT_APPLICABLE
    elif row is not None and row.no_data_reason is not None:
        reason = REASONS[row.no_data_reason]
    words = f"The year adds up all its periods, and {lacking} has no figure."
    outcome = Unrated(reason, words, (), rating.outcome.target_text)
    return replace(rating, result=None, latest=None, outcome=outcome)


def with_year_figures(register: Register, year_start: int) -> Register:
    """The register with a result a year of each KPI whose periods are taken together for it."""
    made = (
        row for kpi in register.kpi_by_ref.values() for row in _years_of(register, kpi, year_start)
    )
    return replace(register, results=(*register.results, *made))


def is_taken_together(kpi: Kpi) -> bool:
    """Whether a year's figure is worked out from all of its periods."""
    return kpi.time_basis is TimeBasis.WITHIN and kpi.year_value in TAKEN_TOGETHER


def _years_of(register: Register, kpi: Kpi, year_start: int) -> Iterator[Result]:
    if not is_taken_together(kpi):
        return
    rows = register.results_of(kpi.ref)
    for year in dict.fromkeys(reported_year(period, year_start) for period in rows):
        parts = [rows[part] for part in own_parts(kpi, year, year_start) if part in rows]
        is_whole = len(parts) == len(own_parts(kpi, year, year_start)) > 0
        value = made_of(kpi, parts) if is_whole else None
        given = rows.get(year)
        if value is not None and (given is None or given.value is None):
            yield _year_result(parts, year, as_printed(value, FINEST))


def _year_result(parts: list[Result], year: Period, value: Decimal) -> Result:
    """The year's figure, as firm as the least firm of its parts, and known when the last of them came."""
    came = [part.received_on for part in parts if part.received_on is not None]
    status = next(
        (one for one in LEAST_FIRM_FIRST if any(part.value_status is one for part in parts)), None
    )
    return Result(
        kpi_ref=parts[-1].kpi_ref,
        period=year,
        value=value,
        value_status=status,
        restricted=True if any(part.restricted for part in parts) else None,
        received_on=max(came) if came else None,
    )


LEAST_FIRM_FIRST = (ValueStatus.ESTIMATED, ValueStatus.PROVISIONAL)
"""Statuses of a part that the year's figure has too."""
