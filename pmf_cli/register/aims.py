"""What a target row asks for in one period: a year's target spread over its periods.

Ratings, checks and highlights ask here, so that none of them holds a result against another figure
than the others.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from decimal import Decimal

from pmf_cli.register.expected import Known
from pmf_cli.register.figures import stated
from pmf_cli.register.periods.kpi_years import YEARS, rows_of_year, year_begins
from pmf_cli.register.periods.period import FINANCIAL_START, Period, PeriodKind
from pmf_cli.register.periods.steps import year_earlier
from pmf_cli.register.rounding import as_printed
from pmf_cli.register.sheets.kpis import Kpi
from pmf_cli.register.sheets.record import Result, ResultValue
from pmf_cli.register.sheets.targets import Target
from pmf_cli.register.terms import (
    DataType,
    Polarity,
    Profile,
    TargetType,
    TimeBasis,
    YearValue,
)

AVERAGES = (DataType.PERCENTAGE, DataType.RATE, DataType.RATIO, DataType.DURATION)
"""Figures that do not add up over the year: 90% in the year is 90% in each quarter."""


@dataclass(frozen=True, slots=True)
class Aim:
    """What a target row asks for in one period.

    Attributes:
        value: the target, in the KPI's unit, profiles applied; ``None`` where it has none.
        low: lower edge of a range.
        high: upper edge of a range.
        amber: the council's own Amber boundary.
        steps: how it was worked out, where it is not the row's own figure.
        split_evenly: true where the year's target was shared out evenly, which is said beside
            the rating.
        field: the row's field that the figure comes from.
        results: last year's results, where the year's target is shared out like them.
    """

    value: ResultValue | None
    low: Decimal | None = None
    high: Decimal | None = None
    amber: Decimal | None = None
    steps: tuple[str, ...] = ()
    split_evenly: bool = False
    field: str = "target"
    results: tuple[Result, ...] = ()


def aim_for(
    row: Target, kpi: Kpi, period: Period, known: Known, year_start: int = FINANCIAL_START
) -> Aim:
    """What the row asks for in a period.

    A year's target of a cumulative KPI is spread by its profile; without one evenly, and marked.
    Figures worked out here are rounded as they are printed, like the result they are held
    against; a target that the row states itself is never rounded.
    """
    whole = Aim(row.target, row.range_low, row.range_high, row.amber_boundary)
    if row.target_type not in (TargetType.VALUE, TargetType.RANGE):
        return whole
    is_number = row.target is None or isinstance(row.target, Decimal)
    if row.target_type is TargetType.VALUE and not is_number:
        return whole
    months = _months_gone(kpi, period, year_start)
    if row.profile is Profile.OWN:
        own = _own(row, kpi, period, months)
        if own is not None:
            return own
    if months is None or months >= 12 or not _is_shared_out(row, kpi, period):
        return whole
    if row.profile is Profile.LAST_YEAR:
        shared = _like_last_year(row, kpi, period, known, year_start)
        if shared is not None:
            return shared
    return _even(row, kpi, period, months)


def is_missed(value: Decimal, target: Decimal, kpi: Kpi) -> bool | None:
    """Whether a value as printed is on the worse side of a target; ``None`` without a polarity."""
    printed = as_printed(value, kpi.decimal_places)
    if kpi.polarity is Polarity.HIGHER:
        return printed < target
    if kpi.polarity is Polarity.LOWER:
        return printed > target
    return None


def _is_shared_out(row: Target, kpi: Kpi, period: Period) -> bool:
    """Whether the row's figure is for a year and a period is asked for its part of it."""
    if row.profile is Profile.LEVEL:
        return False
    asked = row.profile in (Profile.EVEN, Profile.OWN, Profile.LAST_YEAR)
    if kpi.time_basis is TimeBasis.CUMULATIVE:
        if asked:
            return True
        return kpi.data_type not in AVERAGES and not _is_for_one(row, period)
    adds_up = kpi.time_basis is TimeBasis.WITHIN and kpi.year_value is YearValue.SUM
    return adds_up and asked


def _is_for_one(row: Target, period: Period) -> bool:
    """True where the row holds for one period of the KPI's own kind only."""
    return (
        row.from_period is not None
        and row.from_period == row.to_period
        and row.from_period.kind is period.kind
    )


def _months_gone(kpi: Kpi, period: Period, year_start: int) -> int | None:
    """How many months of the KPI's year have passed at a period's end; ``None`` unless 1 to 12."""
    if period.kind is PeriodKind.TERM:
        return {"Autumn": 4, "Spring": 8, "Summer": 12}[period.label.split()[-1]]
    if period.kind in YEARS:
        return 12
    if period.kind not in (
        PeriodKind.MONTH,
        PeriodKind.QUARTER,
        PeriodKind.HALF,
        PeriodKind.SNAPSHOT,
    ):
        return None
    begins = year_begins(kpi, year_start)
    return (period.end.month - begins) % 12 + 1


def _length(kpi: Kpi, period: Period, months: int) -> int:
    """How many months of the year's figure a period's own figure covers."""
    if kpi.time_basis is TimeBasis.CUMULATIVE:
        return months
    if period.kind is PeriodKind.TERM:
        return 4
    return {PeriodKind.MONTH: 1, PeriodKind.QUARTER: 3, PeriodKind.HALF: 6}.get(period.kind, 12)


def _own(row: Target, kpi: Kpi, period: Period, months: int | None) -> Aim | None:
    """The row's own figure for the period; a straight line between quarters for months."""
    if months is None:
        return None
    amber = row.amber_boundary if months >= 12 else None
    if len(row.months) >= months:
        step = (f"Own profile: the target for month {months} of the year.",)
        return Aim(row.months[months - 1], amber=amber, steps=step, field="months")
    quarters = (row.q1, row.q2, row.q3, row.q4)
    number, rest = divmod(months, 3)
    if rest == 0 and quarters[number - 1] is not None:
        step = (f"Own profile: the target for quarter {number}.",)
        return Aim(quarters[number - 1], amber=amber, steps=step, field=f"q{number}")
    if rest and kpi.time_basis is TimeBasis.CUMULATIVE:
        before = quarters[number - 1] if number else Decimal(0)
        after = quarters[number]
        if before is not None and after is not None:
            value = as_printed(before + (after - before) * rest / 3, kpi.decimal_places)
            said = f"on a straight line from {stated(before, kpi)} to {stated(after, kpi)}"
            step = (f"Own profile: {said}, {rest} of 3 months on, is {stated(value, kpi)}.",)
            return Aim(value, steps=step, field=f"q{number + 1}")
    if rest and kpi.time_basis is not TimeBasis.CUMULATIVE and quarters[number] is not None:
        step = (f"Own profile: the target for quarter {number + 1}.",)
        return Aim(quarters[number], steps=step, field=f"q{number + 1}")
    return None


def _even(row: Target, kpi: Kpi, period: Period, months: int) -> Aim:
    part = _length(kpi, period, months)
    said = f"{part} of 12 months"
    why = ""
    if row.profile is None:
        why = " The target row gives no profile."
    elif row.profile is not Profile.EVEN:
        why = f" The profile asked for ({row.profile}) has no figure for this period."
    return _scaled(row, kpi, Decimal(part), Decimal(12), f"Even split: {said}", why, evenly=True)


def _like_last_year(
    row: Target, kpi: Kpi, period: Period, known: Known, year_start: int
) -> Aim | None:
    """The year's target times last year's share by the same period; ``None`` without figures."""
    then = known.at(year_earlier(period))
    if then is None or then.number is None:
        return None
    rows = rows_of_year(kpi, then.period or period, known, year_start)
    total = sum((row.number for row in rows if row.number is not None), Decimal(0))
    if total == 0:
        return None
    said = (
        f"Same share as last year: {stated(then.number, kpi)} of {stated(total, kpi)}"
        f" by {then.period}"
    )
    shared = _scaled(row, kpi, then.number, total, said, "", evenly=False)
    return replace(shared, results=(then, *(one for one in rows if one is not then)))


def _scaled(
    row: Target,
    kpi: Kpi,
    part: Decimal,
    whole: Decimal,
    said: str,
    why: str,
    *,
    evenly: bool,
) -> Aim:
    """The row's figures times ``part ÷ whole``, rounded as printed."""

    def share(figure: Decimal | None) -> Decimal | None:
        return None if figure is None else as_printed(figure * part / whole, kpi.decimal_places)

    value = share(row.target if isinstance(row.target, Decimal) else None)
    low, high = share(row.range_low), share(row.range_high)
    if value is not None:
        sum_ = (
            f"{said} of the year's target {stated(row.target, kpi)} is {stated(value, kpi)}.{why}"
        )
    else:
        sum_ = f"{said} of the year's range.{why}"
    return Aim(value, low, high, share(row.amber_boundary), (sum_,), evenly)
