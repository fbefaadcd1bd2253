"""Do the targets of the year's parts fit the year, and do results say that they are too easy?"""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from itertools import pairwise

from pmf_cli.checks.base import CheckContext, Problem, check
from pmf_cli.checks.history import ResultHistory
from pmf_cli.checks.target_figures import with_kpi
from pmf_cli.checks.words import figure_text, series_name
from pmf_cli.findings import Severity
from pmf_cli.register import terms
from pmf_cli.register.periods.period import Period, PeriodKind
from pmf_cli.register.sheets.kpis import Kpi
from pmf_cli.register.sheets.record import Result
from pmf_cli.register.sheets.targets import Target
from pmf_cli.register.terms import Frequency, Profile, TimeBasis
from pmf_cli.register.time.aims import is_missed
from pmf_cli.register.time.times import YEARS, adds_up, quarter_figures

GROWN = Decimal("1.5")
"""A cumulative result that has grown this much needs a target that has moved on."""
NEAR = Decimal("0.5")
"""A first result of at least this share of a target shows a target for that part of the year."""
EASY_PERIODS = 8
EASY_MARGIN = Decimal("0.10")


@check("PRO002", Severity.ERROR, cure="Fill Q1 to Q4, or the twelve month targets.")
def incomplete_profile(context: CheckContext) -> Iterator[Problem]:
    """An own profile has all four quarters, or all twelve months.

    A quarter that is missing cannot be rated.
    """
    for row, _ in with_kpi(context):
        if row.profile is not Profile.OWN:
            continue
        parts = quarter_figures(row)
        if row.months:
            if len(row.months) != 12:
                message = f"The own profile of {series_name(row)} has {len(row.months)} month targets; 12 are needed."
                yield Problem(row.source.at("months"), message, row.kpi_ref)
        elif None in parts:
            number = parts.index(None) + 1
            message = f"The own profile of {series_name(row)} has no target for Q{number}."
            yield Problem(row.source.at(f"q{number}"), message, row.kpi_ref)


@check(
    "PRO003",
    Severity.WARNING,
    cure="Let Q4, or the last month, be the year's target.",
    requires=("PRO002",),
)
def profile_misses_year(context: CheckContext) -> Iterator[Problem]:
    """An own profile makes the year's target: it ends there, or its parts add up to it.

    Else a service may meet every quarter and miss the year, or the other way round.
    """
    for row, kpi in with_kpi(context):
        if row.profile is not Profile.OWN or not adds_up(kpi):
            continue
        if not isinstance(row.target, Decimal):
            continue
        parts = _parts_of(row)
        is_cumulative = kpi.time_basis is TimeBasis.CUMULATIVE
        makes = parts[-1] if is_cumulative else sum(parts, Decimal(0))
        if makes != row.target:
            way = "ends at" if is_cumulative else "adds up to"
            message = f"The profile of {series_name(row)} {way} {figure_text(makes, kpi)}, but the year's target is {figure_text(row.target, kpi)}."
            yield Problem(row.source.at("months" if row.months else "q4"), message, row.kpi_ref)


@check(
    "PRO004",
    Severity.WARNING,
    cure="Type each target from the start of the year, not for the quarter alone.",
    requires=("PRO002",),
)
def profile_falls(context: CheckContext) -> Iterator[Problem]:
    """A cumulative profile does not fall.

    What adds up over the year cannot be less in the second quarter than in the first; targets
    for each quarter alone were typed, perhaps.
    """
    for row, kpi in with_kpi(context):
        if kpi.time_basis is not TimeBasis.CUMULATIVE:
            continue
        parts = _parts_of(row)
        for before, after in pairwise(parts):
            if after < before:
                message = f"The profile of {series_name(row)} falls from {figure_text(before, kpi)} to {figure_text(after, kpi)}, though its figures add up over the year."
                yield Problem(row.source.at("months" if row.months else "q1"), message, row.kpi_ref)
                break


@check(
    "PRO005",
    Severity.WARNING,
    cure="Type the target up to the end of this quarter, or give a profile.",
    requires=("PRO004",),
)
def target_not_rolled_forward(context: CheckContext) -> Iterator[Problem]:
    """The target of a cumulative KPI moves on with the year.

    A result of 59.3% set against the first quarter's 24.5% is green whatever happens (seen in
    a district's published figures: the first quarter's profile was left in place). Where the
    time basis is blank, a KPI that missed its target in the first quarter and met it later has
    recovered rather than added up, and nothing is asked.
    """
    for history in context.histories:
        kpi = history.kpi
        in_quarters = kpi.frequency in (Frequency.QUARTERLY, None)
        if kpi.time_basis not in (TimeBasis.CUMULATIVE, None) or not in_quarters:
            continue
        first: tuple[Decimal, Decimal, Period] | None = None
        for period, number, value, row, target in _by_quarter(context, history):
            if row is None or target is None or target <= 0:
                first = None if number == 1 else first
            elif number == 1:
                first = (value, target, period)
            elif first is not None and _left_behind(kpi, first, value, target, period):
                message = (
                    f"{history.name} grew from {figure_text(first[0], kpi)} in {first[2]} to "
                    f"{figure_text(value, kpi)} in {period}, but its target is still {figure_text(target, kpi)}."
                )
                yield Problem(row.source.at(_figure_field(row, number)), message, kpi.ref)


def _by_quarter(
    context: CheckContext, history: ResultHistory
) -> Iterator[tuple[Period, int, Decimal, Target | None, Decimal | None]]:
    """Each figure of a quarter: its period and number, the figure, the target row and its figure."""
    for result, value in history.points:
        number = None if result.period is None else quarter_number(result.period)
        if result.period is not None and number is not None:
            row = context.target_at(history.kpi.ref, history.split, result.period)
            target = None if row is None else stated_for(row, result.period)
            yield result.period, number, value, row, target


def _parts_of(row: Target) -> list[Decimal]:
    return [part for part in (row.months or quarter_figures(row)) if part is not None]


def _left_behind(
    kpi: Kpi,
    first: tuple[Decimal, Decimal, Period],
    value: Decimal,
    target: Decimal,
    period: Period,
) -> bool:
    """Whether a target is still the first quarter's while the result has moved on."""
    value_then, target_then, then = first
    if kpi.time_basis is None and is_missed(value_then, target_then, kpi) is not False:
        return False
    same_year = (period.end - then.end).days < 300
    return (
        same_year
        and target == target_then
        and value_then >= NEAR * target_then
        and value >= GROWN * value_then
        and value > target
    )


def _figure_field(row: Target, number: int) -> str:
    return f"q{number}" if row.profile is Profile.OWN else "target"


@check(
    "PRO006", Severity.ADVICE, cure="Look at the target at the next review: is it still a stretch?"
)
def too_easy(context: CheckContext) -> Iterator[Problem]:
    """A target that is beaten by more than 10% in each of the last eight periods is looked at.

    Targets set too low undermine the monitoring process (2023 framework, targets).
    """
    for history in context.histories:
        kpi = history.kpi
        newest = list(history.points)[-EASY_PERIODS:]
        beaten = (_beaten_by(context, history, *point) > EASY_MARGIN for point in newest)
        if len(newest) < EASY_PERIODS or not all(beaten):
            continue
        last = newest[-1][0].period
        row = None if last is None else context.target_at(kpi.ref, history.split, last)
        if row is not None:
            message = f"{history.name} has beaten its target by more than 10% in each of the last {EASY_PERIODS} periods."
            yield Problem(row.source.at("target"), message, kpi.ref)


def _beaten_by(
    context: CheckContext, history: ResultHistory, result: Result, value: Decimal
) -> Decimal:
    """By how much of its target a figure beats it; 0 where it does not, or none is known."""
    kpi, period = history.kpi, result.period
    target = None if period is None else context.asked_for(kpi, history.split, period)
    if target is None or target == 0 or is_missed(value, target, kpi) is not False:
        return Decimal(0)
    return abs(value - target) / abs(target)


def quarter_number(period: Period) -> int | None:
    """1 to 4 for a quarter, 2 or 4 for a half, ``None`` for other kinds."""
    if period.kind is PeriodKind.QUARTER:
        return int(period.label[-1])
    if period.kind is PeriodKind.HALF:
        return 2 * int(period.label[-1])
    return None


def stated_for(row: Target, period: Period) -> Decimal | None:
    """The number that a value target states for a period.

    ``None`` where the figure follows only from a split of the year (even or as last year),
    since what is looked at here is what somebody typed; what is asked for is ``register.aims``'
    to say.
    """
    if row.target_type is not terms.TargetType.VALUE:
        return None
    if row.profile is terms.Profile.OWN:
        number = quarter_number(period)
        if number is not None:
            return quarter_figures(row)[number - 1]
    if row.profile in (terms.Profile.EVEN, terms.Profile.LAST_YEAR) and period.kind not in YEARS:
        return None
    return row.target if isinstance(row.target, Decimal) else None
