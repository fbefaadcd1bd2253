"""What a result is compared with, by rule, or why with nothing; and how it has moved against it.

Seasonal and cumulative KPIs compare with the same period last year even where the register
asks for the previous period; rolling and pooled figures never with one that overlaps them.
Nothing is compared across a break in the series. Figures that add up are only compared with
figures for as long a time. Direction of travel comes from values and polarity, never from ratings.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date
from decimal import Decimal

from pmf_cli.findings import CellRef
from pmf_cli.frozen import frozen
from pmf_cli.rag.base import Direction, Travel
from pmf_cli.rag.scales import Scale, scale_kind
from pmf_cli.rag.widths import cell
from pmf_cli.register.figures import plain
from pmf_cli.register.periods.period import (
    FINANCIAL_START,
    Period,
    PeriodKind,
    snapshot,
)
from pmf_cli.register.periods.steps import moved_by_months, year_earlier
from pmf_cli.register.register import Register
from pmf_cli.register.sheets.kpis import Kpi
from pmf_cli.register.sheets.record import Result, ResultValue
from pmf_cli.register.sheets.supporting import ScopeChange
from pmf_cli.register.sheets.targets import Target
from pmf_cli.register.terms import (
    BackSeries,
    ComparatorRule,
    Frequency,
    NoDataReason,
    Polarity,
    TargetType,
    TimeBasis,
    YearValue,
)
from pmf_cli.register.time.aims import Aim
from pmf_cli.register.time.expected import STEP_MONTHS, Known, period_before
from pmf_cli.register.time.times import YEARS, adds_up, covered, kpi_year

EVERY_FEW_YEARS = (Frequency.TWO_YEARLY, Frequency.THREE_YEARLY)
"""Frequencies of which the year before has no figure."""


@frozen
class Comparator:
    """What a result is compared with.

    Attributes:
        rule: what is compared with, in words: ``same period last year``.
        result: the row it stands in; ``None`` for a baseline given with the KPI.
    """

    rule: str
    value: ResultValue | None = None
    period: Period | None = None
    result: Result | None = None
    where: CellRef | None = None
    why_none: str = ""


def comparator_of(
    kpi: Kpi,
    result: Result,
    known: Known,
    breaks: Sequence[ScopeChange] = (),
    year_start: int = FINANCIAL_START,
) -> Comparator:
    """The comparator that the KPI's rule gives a result."""
    rule = kpi.comparator
    if rule is None:
        return Comparator("", why_none="the register names no comparator")
    if rule is ComparatorRule.NONE:
        return Comparator("none", why_none="by design it is compared with nothing")
    if result.period is None:
        return Comparator(rule.value.lower(), why_none="the result has no period")
    if rule is ComparatorRule.FIXED_BASELINE:
        found = _baseline(kpi, result.period, known, year_start)
    elif rule is ComparatorRule.PREVIOUS_YEAR:
        found = _previous_year(kpi, result.period, known, year_start)
    elif rule is ComparatorRule.PREVIOUS_PERIOD and not moves_with_the_year(kpi):
        found = _previous_period(kpi, result.period, known)
    else:
        found = last_year(kpi, result.period, known)
    return _unless_broken(found, result, known, breaks)


def moves_with_the_year(kpi: Kpi) -> bool:
    """True where the time of year moves the figure, so that the period before says little."""
    return kpi.seasonal is True or kpi.time_basis is TimeBasis.CUMULATIVE


def last_year_comparator(
    kpi: Kpi, result: Result, known: Known, breaks: Sequence[ScopeChange] = ()
) -> Comparator:
    """The same period last year, whatever the KPI's own rule; for schemes of improvement."""
    if result.period is None:
        return Comparator("same period last year", why_none="the result has no period")
    return _unless_broken(last_year(kpi, result.period, known), result, known, breaks)


def previous_comparator(
    kpi: Kpi, result: Result, known: Known, breaks: Sequence[ScopeChange] = ()
) -> Comparator:
    """The period before, whatever the KPI's own rule; for schemes of improvement that ask for it."""
    if result.period is None:
        return Comparator("previous period", why_none="the result has no period")
    return _unless_broken(_previous_period(kpi, result.period, known), result, known, breaks)


def last_year(kpi: Kpi, period: Period, known: Known) -> Comparator:
    """The result of the same period a year before; for longer periods of the last before it."""
    rule = "same period last year"
    if period.kind in YEARS or period.kind is PeriodKind.SURVEY:
        if kpi.frequency in EVERY_FEW_YEARS or period.kind is PeriodKind.SURVEY:
            return _previous_period(kpi, period, known)
        rule = "previous year"
    if _months(period) > 12:
        return _not_overlapping(kpi, period, known)
    return _found(rule, year_earlier(period), known, kpi)


def _previous_period(kpi: Kpi, period: Period, known: Known) -> Comparator:
    if period.overlaps_neighbours:
        return _not_overlapping(kpi, period, known)
    before = period_before(kpi, period, known)
    if before is None:
        return Comparator("previous period", why_none="the record holds no earlier result")
    return _found(
        "previous year" if period.kind in YEARS else "previous period", before, known, kpi
    )


def _not_overlapping(kpi: Kpi, period: Period, known: Known) -> Comparator:
    months = _months(period)
    rule = "same period last year" if months == 12 else "last period that does not overlap"
    return _found(rule, moved_by_months(period, -months), known, kpi)


def _previous_year(kpi: Kpi, period: Period, known: Known, year_start: int) -> Comparator:
    """The figure of the year before: the year's own row, or its last period where that is it."""
    is_part = moves_with_the_year(kpi) or adds_up(kpi)
    if period.kind in YEARS or period.overlaps_neighbours or is_part:
        return last_year(kpi, period, known)
    year = kpi_year(kpi, period, year_start, back=1)
    row = known.at(year)
    if (row is None or row.value is None) and kpi.year_value is YearValue.LAST:
        row = _last_of(year, known)
    if row is not None and row.value is not None:
        return _of_row("previous year", row)
    found = last_year(kpi, period, known)
    return replace(found, rule=f"same period last year (the record has no figure for {year})")


def _last_of(year: Period, known: Known) -> Result | None:
    """The newest result up to a year's end, where its period ends with the year."""
    ended = ((row, row.period.end) for row in known.newest_first() if row.period is not None)
    row, end = next(((row, end) for row, end in ended if end <= year.end), (None, None))
    return row if end == year.end else None


def _baseline(kpi: Kpi, period: Period, known: Known, year_start: int) -> Comparator:
    rule = "fixed baseline"
    base = kpi.baseline_period
    if base is not None and base.end >= period.end:
        return Comparator(rule, period=base, why_none=f"the baseline {base} is not earlier")
    if base is not None and adds_up(kpi):
        then, now = covered(kpi, base, year_start), covered(kpi, period, year_start)
        if then != now:
            why = f"the baseline {base} is for another length of time, and the figures add up"
            return Comparator(rule, period=base, why_none=why)
    if kpi.baseline_value is not None:
        return Comparator(rule, kpi.baseline_value, base, None, cell(kpi, "baseline_value"))
    if base is None:
        return Comparator(rule, why_none="the register gives no baseline period or value")
    return _found(rule, base, known, kpi)


def _found(rule: str, wanted: Period, known: Known, kpi: Kpi) -> Comparator:
    row = known.at(wanted)
    if (row is None or row.value is None) and wanted.kind is PeriodKind.SNAPSHOT:
        row = _near_day(wanted, known, kpi)
    if row is None or row.value is None:
        why = f"there is no result for {wanted}"
        if row is not None and row.unread:
            why = f"the result for {wanted} cannot be read ({row.source.at('value')})"
        return Comparator(rule, period=wanted, why_none=why)
    return _of_row(rule, row)


def _near_day(wanted: Period, known: Known, kpi: Kpi) -> Result | None:
    """The snapshot nearest to a day, less than half the KPI's step away from it."""
    step = STEP_MONTHS.get(kpi.frequency, 12)
    reach = (wanted.end - moved_by_months(snapshot(wanted.end), -step).end).days / 2
    near = [
        row
        for row in known.newest_first()
        if row.period is not None
        and row.value is not None
        and row.period.kind is PeriodKind.SNAPSHOT
        and abs((row.period.end - wanted.end).days) < reach
    ]
    return min(near, key=lambda row: _away(row, wanted), default=None)


def _away(row: Result, wanted: Period) -> tuple[int, date]:
    end = row.period.end if row.period is not None else date.min
    return abs((end - wanted.end).days), end


def _of_row(rule: str, row: Result) -> Comparator:
    return Comparator(rule, row.value, row.period, row, cell(row, "value"))


def _unless_broken(
    found: Comparator, result: Result, known: Known, breaks: Sequence[ScopeChange]
) -> Comparator:
    """The comparator, or none where the series is broken between it and the result."""
    if found.value is None or result.period is None:
        return found
    why = broken_between(found.period, result, known, breaks)
    return replace(found, value=None, result=None, where=None, why_none=why) if why else found


def _months(period: Period) -> int:
    return (period.end.year - period.start.year) * 12 + period.end.month - period.start.month + 1


def breaks_of(register: Register) -> Mapping[str, tuple[ScopeChange, ...]]:
    """KPI reference → its changes after which figures cannot be compared with those before."""
    found: dict[str, tuple[ScopeChange, ...]] = {}
    for change in register.scope_changes:
        if (
            change.kpi_ref is not None
            and change.break_in_series
            and change.back_series is not BackSeries.YES
        ):
            found[change.kpi_ref] = (*found.get(change.kpi_ref, ()), change)
    return found


def broken_between(
    earlier: Period | None, result: Result, known: Known, breaks: Sequence[ScopeChange]
) -> str:
    """Why a result cannot be compared with an earlier period, in words; empty where it can.

    A change with a break counts from its first period on, unless past figures were all worked
    out anew; a result marked as not comparable cannot be compared with anything before it.
    """
    if result.period is None:
        return ""
    if result.no_data_reason is NoDataReason.NOT_COMPARABLE:
        return f"{result.period} is marked as not comparable (break in series)"
    if earlier is None:
        return ""
    return _by_change(earlier, result.period, breaks) or _by_mark(earlier, result.period, known)


def _by_change(earlier: Period, period: Period, breaks: Sequence[ScopeChange]) -> str:
    """That a change of scope lies between two periods, in words; empty where none does."""
    for change in breaks:
        since = change.from_period.start if change.from_period is not None else change.changed_on
        if since is not None and earlier.start < since <= period.end:
            return f"break in series from {change.from_period or plain(since)}"
    return ""


def _by_mark(earlier: Period, period: Period, known: Known) -> str:
    """That a result between two periods is marked as not comparable; empty where none is."""
    for row in known.newest_first():
        if row.period is None or row.period.end >= period.end:
            continue
        if row.period.end <= earlier.end:
            break
        if row.no_data_reason is NoDataReason.NOT_COMPARABLE:
            return f"break in series at {row.period}"
    return ""


UP, DOWN, LEVEL = "▲", "▼", "►"


def direction_of(
    kpi: Kpi,
    result: Result | None,
    came: Comparator,
    target: Target | None,
    aim: Aim | None,
    similar_within: Decimal,
) -> Direction:
    """The movement of a result against its comparator, both as printed.

    The arrow shows the number's direction, the word says better or worse. Without a polarity
    there is only up or down. Of a range, the value nearer to it is the better one.
    """
    if result is None or result.value is None:
        return _not_known("there is no result", came.rule)
    if came.value is None:
        return _not_known(came.why_none, came.rule, came.period)
    scale = Scale(kpi, scale_kind(kpi, target))
    now, then = _place(scale, result.value), _place(scale, came.value)
    if now is None or then is None:
        return _not_known("the two results are not of one kind", came.rule)
    now, then = scale.printed(now), scale.printed(then)
    moved = now - then
    better = _better(kpi, scale, target, aim, result.value, now, then)
    travel = _travel(moved, better, similar_within)
    is_number = isinstance(result.value, Decimal)
    return Direction(
        travel,
        came.result,
        came.period,
        came.value,
        came.where,
        moved if is_number or isinstance(result.value, date) else None,
        _text(scale, result.value, came, moved, travel),
        rule=came.rule,
    )


def _not_known(why: str, rule: str, period: Period | None = None) -> Direction:
    return Direction(
        Travel.NOT_KNOWN,
        comparator_period=period,
        text=f"No comparator: {why}",
        why_none=why,
        rule=rule,
    )


def _place(scale: Scale, value: ResultValue) -> Decimal | None:
    """Where a value stands; yes above no."""
    return Decimal(int(value)) if isinstance(value, bool) else scale.place(value)


def _better(
    kpi: Kpi,
    scale: Scale,
    target: Target | None,
    aim: Aim | None,
    value: ResultValue,
    now: Decimal,
    then: Decimal,
) -> bool | None:
    """Whether the newer of two unlike values is the better one; ``None`` where neither is."""
    is_range = target is not None and target.target_type is TargetType.RANGE
    if is_range and aim is not None and aim.low is not None and aim.high is not None:
        nearer = _outside(now, aim.low, aim.high) - _outside(then, aim.low, aim.high)
        return {-1: True, 0: None, 1: False}[int(nearer.compare(0))]
    higher = _higher_is_better(kpi, scale, target, is_yes_no=isinstance(value, bool))
    return None if higher is None else (now > then) is higher


def _higher_is_better(
    kpi: Kpi, scale: Scale, target: Target | None, *, is_yes_no: bool
) -> bool | None:
    """Which way on the scale is better; ``None`` where neither is."""
    asks = target.target_type if target is not None else None
    if asks in (TargetType.INCREASE, TargetType.DECREASE):
        return asks is TargetType.INCREASE
    if scale.kind == "grade":
        return True
    if asks is TargetType.DATE:
        return False
    if kpi.polarity in (Polarity.HIGHER, Polarity.LOWER):
        return kpi.polarity is Polarity.HIGHER
    wanted = target.target if target is not None else None
    return wanted if is_yes_no and isinstance(wanted, bool) else None


def _outside(at: Decimal, low: Decimal, high: Decimal) -> Decimal:
    return max(low - at, at - high, Decimal(0))


def _travel(moved: Decimal, better: bool | None, similar_within: Decimal) -> Travel:  # noqa: FBT001
    if abs(moved) <= abs(similar_within):
        return Travel.SIMILAR
    if better is None:
        return Travel.ROSE if moved > 0 else Travel.FELL
    return Travel.IMPROVED if better else Travel.WORSENED


def _text(
    scale: Scale, value: ResultValue, came: Comparator, moved: Decimal, travel: Travel
) -> str:
    when = str(came.period) if came.period is not None else "the baseline"
    if moved == 0:
        return f"{LEVEL} no change from {when}"
    arrow = UP if moved > 0 else DOWN
    size = scale.gap(moved) if not isinstance(value, bool) else "changed"
    match travel:
        case Travel.IMPROVED:
            return f"{arrow} {size}, better than {when}"
        case Travel.WORSENED:
            return f"{arrow} {size}, worse than {when}"
        case Travel.SIMILAR:
            return f"{arrow} {size}, similar to {when}"
        case _:
            return f"{arrow} {size} since {when}"
