"""For which time a figure is, for which time a target is, and how the one bears on the other.

The one home of what ``docs/time.md`` says: ratings, checks, forms and papers ask here. A target
row does not say in words for how long a time its figure is; that follows from three of its
columns and three of its KPI's, and from nothing else:

* *Profile*: ``Even split``, ``Own profile`` and ``Same share as last year`` make the figure the
  year's; ``Level`` makes it one for each of the KPI's own periods.
* *From period*: a period longer than the KPI's own (a year beside quarters, a quarter beside
  months) makes the figure one for each such longer period. A period as long as the KPI's own, or
  shorter, says only from when the row is in force: the figure is for each of the KPI's periods.
* *Time basis*: what adds up from the start of the year has one target a year, unless the row is
  for a single period. Rolling and pooled figures cover the same time in every period.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal
from enum import StrEnum

from pmf_cli.frozen import frozen
from pmf_cli.register.periods.period import (
    FINANCIAL_START,
    TERMS,
    Period,
    PeriodKind,
    academic_year,
    add_months,
    calendar_year,
    financial_year,
    half,
    month,
    quarter,
)
from pmf_cli.register.periods.steps import term_of_month, within
from pmf_cli.register.sheets.kpis import Kpi
from pmf_cli.register.sheets.record import Result
from pmf_cli.register.sheets.targets import Target
from pmf_cli.register.terms import (
    DataType,
    Frequency,
    Profile,
    TimeBasis,
    YearBasis,
    YearValue,
)

LENGTHS = {
    PeriodKind.MONTH: 1,
    PeriodKind.QUARTER: 3,
    PeriodKind.TERM: 4,
    PeriodKind.HALF: 6,
    PeriodKind.FINANCIAL_YEAR: 12,
    PeriodKind.ACADEMIC_YEAR: 12,
    PeriodKind.CALENDAR_YEAR: 12,
}
"""Months that a period of the calendar covers; a term counts as a third of its year."""

STEPS: Mapping[Frequency | None, int] = {
    Frequency.MONTHLY: 1,
    Frequency.QUARTERLY: 3,
    Frequency.TERMLY: 4,
    Frequency.SIX_MONTHLY: 6,
    Frequency.ANNUAL: 12,
}
"""Months of a KPI's own period; frequencies of more than a year have no part of a year. Asked with
the frequency as the register gives it, which may be none."""

AVERAGES = (DataType.PERCENTAGE, DataType.RATE, DataType.RATIO, DataType.DURATION)
"""Figures that do not simply add up: 90% in the year is 90% in each quarter."""

SHARES = (Profile.EVEN, Profile.LAST_YEAR)
"""Profiles that share a year's figure out."""


class Bearing(StrEnum):
    """How a target for one time bears on a figure for another."""

    SAME = "for the same time"
    SHARED = "for a longer time, shared out"
    HOLDS = "for a longer time, holds for each part"
    NEEDS_PROFILE = "for a longer time, needs a profile"
    UNKNOWN = "for another time, and the register does not say how the year's figure is made"
    PARTS = "for shorter times, taken together"


@frozen
class TargetTime:
    """How a target row's figure bears on a period asked for, and the period that it is for, in which the asked one ends."""

    bearing: Bearing
    period: Period


def adds_up(kpi: Kpi) -> bool:
    """Whether the KPI's figures grow or add up over its year, whatever they count."""
    if kpi.time_basis is TimeBasis.CUMULATIVE:
        return True
    return kpi.time_basis is TimeBasis.WITHIN and kpi.year_value is YearValue.SUM


def is_own(kpi: Kpi, period: Period) -> bool:
    """Whether a period is as long as the KPI's own, or none of the calendar's: a year beside quarters is in no series of theirs."""
    length, own = LENGTHS.get(period.kind), STEPS.get(kpi.frequency)
    return length is None or own is None or length == own


def is_longer(kpi: Kpi, period: Period) -> bool:
    """Whether a period is one of the calendar and longer than the KPI's own."""
    length, own = LENGTHS.get(period.kind), STEPS.get(kpi.frequency)
    return length is not None and own is not None and length > own


def months_to_end(term: Period) -> int:
    """Months of the school year gone at a term's end: each term counts as a third of the year."""
    return 4 * (TERMS.index(term.label.rpartition(" ")[2]) + 1)


def months_gone(kpi: Kpi, period: Period, year_start: int = FINANCIAL_START) -> int | None:
    """Months of the KPI's year that have passed at a period's end; ``None`` unless 1 to 12."""
    if period.kind is PeriodKind.TERM:
        return months_to_end(period)
    if period.kind in YEARS:
        return 12
    if period.kind not in LENGTHS and period.kind is not PeriodKind.SNAPSHOT:
        return None
    return (period.end.month - year_begins(kpi, year_start)) % 12 + 1


def covered(kpi: Kpi, period: Period, year_start: int = FINANCIAL_START) -> int | None:
    """Months that the KPI's figure for a period covers: from the year's start where cumulative."""
    if kpi.time_basis is TimeBasis.CUMULATIVE:
        return months_gone(kpi, period, year_start)
    return LENGTHS.get(period.kind)


def target_time(
    row: Target, kpi: Kpi, period: Period, year_start: int = FINANCIAL_START
) -> TargetTime:
    """For which time the figure of the target row in force is, and how it bears on a period."""
    time = _time_of(row, kpi, period, year_start)
    asked, stated = covered(kpi, period, year_start), covered(kpi, time, year_start)
    if asked is None or stated is None or asked == stated:
        return TargetTime(Bearing.SAME, period)
    bearing = _bearing(row, kpi, longer=stated > asked)
    return TargetTime(bearing, period if bearing is Bearing.SAME else time)


def _bearing(row: Target, kpi: Kpi, *, longer: bool) -> Bearing:
    """How a row's figure for a longer or shorter time bears on a figure of the KPI."""
    if kpi.time_basis is TimeBasis.SNAPSHOT:
        return Bearing.HOLDS if longer else Bearing.SAME
    if adds_up(kpi) and longer:
        shared = kpi.data_type not in AVERAGES or row.profile in SHARES
        return Bearing.SHARED if shared else Bearing.NEEDS_PROFILE
    if not adds_up(kpi) and not _is_made_of_parts(kpi):
        return Bearing.UNKNOWN
    return Bearing.HOLDS if longer else Bearing.PARTS


def _is_made_of_parts(kpi: Kpi) -> bool:
    """Whether it is known that the year's figure is one for all its parts: an average, or as the register says."""
    is_said = kpi.time_basis is TimeBasis.WITHIN and kpi.year_value is not None
    return is_said or kpi.data_type in AVERAGES


def stated_months(row: Target, kpi: Kpi) -> int | None:
    """Months of the periods that a row's *From period* speaks of: at least the KPI's own step."""
    own = STEPS.get(kpi.frequency)
    stated = LENGTHS.get(row.from_period.kind) if row.from_period is not None else None
    if stated is None or own is None:
        return stated if own is None else own
    return max(stated, own)


def quarter_figures(row: Target) -> tuple[Decimal | None, ...]:
    """The four quarter targets of a row, ``None`` where not filled."""
    return (row.q1, row.q2, row.q3, row.q4)


_NO_QUARTERS = (None, None, None, None)


def typed_figures(row: Target) -> bool:
    """Whether targets are typed for quarters or months of the year."""
    return bool(row.months) or quarter_figures(row) != _NO_QUARTERS


def uses_typed_figures(row: Target) -> bool:
    """Whether those are the row's profile: chosen so, or with none chosen (a finding)."""
    return row.profile is Profile.OWN or (row.profile is None and typed_figures(row))


def own_parts(kpi: Kpi, period: Period, year_start: int = FINANCIAL_START) -> tuple[Period, ...]:
    """The KPI's own periods that make up a longer one, oldest first; none where it is not longer."""
    if kpi.frequency is None or not is_longer(kpi, period):
        return ()
    # Parts of a year are the same whichever year the KPI keeps.
    found = within(period, kpi.frequency, YearBasis.FINANCIAL, year_start)
    whole = LENGTHS[period.kind] // STEPS[kpi.frequency]
    is_whole = len(found) == whole and found[0].start == period.start
    return found if is_whole and found[-1].end == period.end else ()


def _time_of(row: Target, kpi: Kpi, period: Period, year_start: int) -> Period:
    """The period that a row's figure is for, the one in which the asked period ends."""
    is_cumulative = kpi.time_basis is TimeBasis.CUMULATIVE
    if kpi.frequency in _BEYOND_A_YEAR:
        return period
    if kpi.time_basis in (TimeBasis.ROLLING, TimeBasis.POOLED):
        return period
    months = _months_of_target(row, kpi, is_cumulative=is_cumulative)
    if months is None or months == LENGTHS.get(period.kind):
        return period
    return _containing(months, kpi, period, year_start)


_BEYOND_A_YEAR = (Frequency.TWO_YEARLY, Frequency.THREE_YEARLY, Frequency.AD_HOC)


def _months_of_target(row: Target, kpi: Kpi, *, is_cumulative: bool) -> int | None:
    """How long a time the row's figure is for, in months; ``None`` where nothing says so."""
    stated, own = stated_months(row, kpi), STEPS.get(kpi.frequency)
    is_single = row.from_period is not None and row.from_period == row.to_period
    if uses_typed_figures(row):
        return 12
    if row.profile is Profile.LEVEL:
        return own
    if row.profile in SHARES:
        is_longer_part = is_single and own is not None and stated != own
        return stated if is_longer_part else 12
    if is_cumulative and not is_single:
        return 12
    return stated


def _containing(months: int, kpi: Kpi, period: Period, year_start: int) -> Period:
    """The period of so many months in which a period ends."""
    end = period.end
    if months == 12:
        return kpi_year(kpi, period, year_start)
    if months == 4:
        return term_of_month(end.year, end.month)
    if months == 1:
        return month(end.year, end.month)
    gone = (end.month - year_start) % 12
    begins = add_months(end.year, end.month, -gone)[0]
    make = half if months == 6 else quarter
    return make(begins, gone // months + 1, year_start)


AT_THE_END = (TimeBasis.CUMULATIVE, TimeBasis.ROLLING, TimeBasis.POOLED)
"""Bases whose figure at a period's end is that of any longer period with the same end."""


def made_of(kpi: Kpi, parts: Sequence[Result]) -> Decimal | None:
    """What the figures of all own periods of a longer one, oldest first, make for it, exact and in the KPI's unit.

    ``None`` where a figure is missing, the average lacks its denominators, or the year's figure is
    published elsewhere.
    """
    numbers = [part.number for part in parts if part.number is not None]
    if not numbers or len(numbers) < len(parts):
        return None
    if kpi.time_basis in AT_THE_END:
        return numbers[-1]
    match kpi.year_value:
        case YearValue.SUM:
            return sum(numbers, Decimal(0))
        case YearValue.LAST:
            return numbers[-1]
        case YearValue.SIMPLE:
            return sum(numbers, Decimal(0)) / len(numbers)
        case YearValue.WEIGHTED:
            return _weighted(parts)
        case _:
            return None


def _weighted(parts: Sequence[Result]) -> Decimal | None:
    """The average weighted by denominators: each figure counts as often as its denominator says."""
    weights = [part.denominator for part in parts if part.denominator is not None]
    total = sum(weights, Decimal(0))
    if len(weights) < len(parts) or total <= 0:
        return None
    products = [(part.number or Decimal(0)) * (part.denominator or Decimal(0)) for part in parts]
    return sum(products, Decimal(0)) / total


def may_differ(kpi: Kpi, parts: Sequence[Result]) -> Decimal:
    """How far the whole may lie from what its parts make, since each was rounded for print.

    Nothing for whole numbers that are counted; half a last place a part for other sums; one
    last place for averages.
    """
    if kpi.time_basis in AT_THE_END or kpi.year_value is YearValue.LAST:
        return Decimal(0)
    places = kpi.decimal_places
    if places is None:
        return Decimal(0)
    last_place = Decimal(1).scaleb(-places)
    if kpi.year_value is YearValue.SUM:
        return Decimal(0) if places == 0 else last_place * len(parts) / 2
    return last_place


YEARS = (PeriodKind.FINANCIAL_YEAR, PeriodKind.ACADEMIC_YEAR, PeriodKind.CALENDAR_YEAR)
"""Kinds of period that are a whole year."""


def year_begins(kpi: Kpi, year_start: int) -> int:
    """The month in which the KPI's year begins."""
    return {YearBasis.CALENDAR: 1, YearBasis.ACADEMIC: 9}.get(
        kpi.year_basis or YearBasis.FINANCIAL, year_start
    )


def kpi_year(
    kpi: Kpi, period: Period, year_start: int = FINANCIAL_START, *, back: int = 0
) -> Period:
    """The KPI's whole year in which a period ends, or the one so many years before it."""
    begins = year_begins(kpi, year_start)
    first = period.end.year - (0 if period.end.month >= begins else 1) - back
    if kpi.year_basis is YearBasis.CALENDAR:
        return calendar_year(first)
    if kpi.year_basis is YearBasis.ACADEMIC:
        return academic_year(first)
    return financial_year(first, year_start)
