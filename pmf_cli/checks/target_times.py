"""Is a target held against figures that are for the same time, and do the targets of parts fit the year?

A target for the year is not a target for a quarter. What is said here and what the rating does
come from one value (``register.aims``); the rules are in ``docs/time.md``.
"""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from itertools import pairwise

from pmf_cli.checks.base import CheckContext, ResultHistory, worked_out_once
from pmf_cli.checks.targets import with_kpi
from pmf_cli.checks.words import figure_text, series_name
from pmf_cli.findings import Problem, advice, error, warning
from pmf_cli.register import terms
from pmf_cli.register.periods.period import Period, PeriodKind, noun_of
from pmf_cli.register.sheets.kpis import Kpi
from pmf_cli.register.sheets.record import Result
from pmf_cli.register.sheets.targets import Target
from pmf_cli.register.terms import (
    AMBER_BOUNDARY,
    Frequency,
    Profile,
    TargetType,
    TimeBasis,
    YearValue,
)
from pmf_cli.register.time.aims import Aim, is_missed
from pmf_cli.register.time.times import (
    SHARES,
    STEPS,
    YEARS,
    Bearing,
    adds_up,
    kpi_year,
    own_parts,
    quarter_figures,
    typed_figures,
    uses_typed_figures,
)

CLOSE = (Decimal("0.65"), Decimal("1.6"))
"""A target that is this many times the usual figure is taken to be for the same time."""
FEWEST = 2
"""Figures from which a usual figure is known."""


@worked_out_once
def asked_in_parts(context: CheckContext) -> Iterator[tuple[Target, Kpi, Period, Aim]]:
    """Each current target row with one of the KPI's own periods, and what it asks for there.

    The period is the newest of the reporting year up to the reporting period for which the
    target is not simply the row's own, else the first such of the year.
    """
    for row, kpi in with_kpi(context):
        if row.target_type not in (TargetType.VALUE, TargetType.RANGE, TargetType.MAINTAIN):
            continue
        aims = list(_aims_of_year(context, row, kpi))
        other = [(part, aim) for part, aim in aims if _is_worked_out(aim)]
        upto = [one for one in other if one[0].end <= context.period.end]
        for part, aim in (*upto[-1:], *other, *aims)[:1]:
            yield row, kpi, part, aim


def _aims_of_year(context: CheckContext, row: Target, kpi: Kpi) -> Iterator[tuple[Period, Aim]]:
    """The KPI's own periods of the reporting year for which a row holds, and what it asks for."""
    year_start = context.settings.financial_year_start
    year = kpi_year(kpi, context.period, year_start)
    for part in own_parts(kpi, year, year_start):
        if context.target_at(row.kpi_ref, row.split, part) is row:
            yield part, context.aim_of(row, kpi, part)


def _is_worked_out(aim: Aim) -> bool:
    return aim.bearing is not Bearing.SAME or bool(aim.refused)


@warning(
    "PRO001",
    cure="Choose a profile: own figures for Q1 to Q4, an even split, last year's shares, or Level.",
)
def missing_profile(context: CheckContext) -> Iterator[Problem]:
    """A target for a longer time than the KPI's figures has a profile where the figures add up.

    A target of 80 for the year says nothing of the first quarter; members asked whether 0 of
    80 is green (West Berkshire). Without a profile numbers and money are split evenly, and
    marked on every page.
    """
    for row, kpi, part, aim in asked_in_parts(context):
        if row.profile is None and aim.split_evenly and row.target != 0 and aim.time is not None:
            share = (
                figure_text(aim.value, kpi)
                if isinstance(aim.value, Decimal)
                else f"{figure_text(aim.low, kpi)} to {figure_text(aim.high, kpi)}"
            )
            message = (
                f"{series_name(row)} adds up over the year, but its target for {aim.time} has no profile; "
                f"it is split evenly: {share} for {part}."
            )
            yield Problem(row.source.at("profile"), message, row.kpi_ref)


@error(
    "TTM006",
    cure="Choose a profile: own figures for Q1 to Q4, an even split, last year's shares, or Level.",
)
def needs_a_profile(context: CheckContext) -> Iterator[Problem]:
    """A percentage, rate, ratio or duration that adds up over the year has a profile.

    98.5% of council tax by the year's end, or eight days of sickness a head, say nothing of
    December; nothing is rated until a profile is given. Each profile is offered with what it would
    ask for.
    """
    for row, _, _, aim in asked_in_parts(context):
        if aim.refused and aim.bearing in (Bearing.SHARED, Bearing.NEEDS_PROFILE):
            message = f"{series_name(row)} is not rated. {aim.refused}"
            yield Problem(row.source.at("profile"), message, row.kpi_ref)


@warning(
    "TTM001", cure="Choose Own profile, or delete the targets under Q1 to Q4 and Month targets."
)
def typed_without_profile(context: CheckContext) -> Iterator[Problem]:
    """Targets typed for quarters or months go with the profile Own profile.

    With a blank profile they are used, since somebody typed them; with another profile they are
    not, and a reader of the sheet would think that they are.
    """
    for row, _ in with_kpi(context):
        if not typed_figures(row) or row.profile is Profile.OWN:
            continue
        if uses_typed_figures(row):
            what = "has targets typed for parts of the year but no profile; they are used"
        else:
            what = f"has targets typed for parts of the year that are not used: its profile is {row.profile}"
        yield Problem(row.source.at("profile"), f"{series_name(row)} {what}.", row.kpi_ref)


@warning(
    "TTM002",
    cure="Fill in Time basis and Year value of the KPI, or give the target for each of its periods.",
)
def not_said_whether_it_adds_up(context: CheckContext) -> Iterator[Problem]:
    """A KPI whose target is for a longer time says whether its figures add up.

    52,000 visitors in the year are 13,000 a quarter; 52 days on average are 52 days in each
    quarter. Where the register does not say which, nothing is rated.
    """
    for row, kpi, _, aim in asked_in_parts(context):
        if aim.bearing is Bearing.UNKNOWN:
            field = "time_basis" if kpi.time_basis is None else "year_value"
            message = f"{series_name(row)} is not rated. {aim.refused}"
            yield Problem(kpi.source.at(field), message, row.kpi_ref)


@warning("TTM003", cure="Delete the profile, or correct Time basis or Year value.")
def profile_without_effect(context: CheckContext) -> Iterator[Problem]:
    """A target is shared out only where the figures add up over the year.

    An even split of 95% in time is no target of 23.75% a quarter; the profile is passed over.
    """
    for row, _, _, aim in asked_in_parts(context):
        if row.profile in SHARES and aim.bearing in (Bearing.HOLDS, Bearing.SAME):
            message = f"The profile {row.profile} of {series_name(row)} has no effect, since its figures do not add up over the year."
            yield Problem(row.source.at("profile"), message, row.kpi_ref)


@error(
    "TTM004",
    cure=f"Type the figure that is missing, or a tolerance in place of the {AMBER_BOUNDARY}.",
)
def no_figure_for_part(context: CheckContext) -> Iterator[Problem]:
    """An own profile gives everything that a rating of the parts needs.

    An Amber boundary beside the year's target moves in step with the targets of its parts; where
    the year's target is missing or 0 there is nothing to move it by.
    """
    for row, _, _, aim in asked_in_parts(context):
        if aim.refused and uses_typed_figures(row) and aim.bearing is Bearing.SAME:
            field = "amber_boundary" if row.amber_boundary is not None else "profile"
            message = f"{series_name(row)} is not rated. {aim.refused}"
            yield Problem(row.source.at(field), message, row.kpi_ref)


@warning(
    "TTM005",
    cure="For the year's target type the year under From and To period; for one of each period choose the profile Level.",
    requires=("TTM001",),
)
def looks_like_another_time(context: CheckContext) -> Iterator[Problem]:
    """A target is of the size of the figures that it is held against.

    52,000 visitors beside 12,900 a quarter is the year's target in a row that gives it to each
    quarter; 13,000 beside 12,900 in a row of the year is a quarter's, and a quarter of it is
    always met.
    """
    for row, kpi, part, aim in asked_in_parts(context):
        usual = _usual(context, row, kpi)
        if usual is None or row.profile is not None or row.number is None:
            continue
        parts, times = _parts_of_year(kpi), row.number / usual
        noun, near = noun_of(part), figure_text(usual, kpi)
        if aim.bearing is Bearing.SAME and parts > 1 and _is_close(times / parts, parts):
            what = (
                f"is held against each {noun}, whose figures are near {near}: is it for the year?"
            )
        elif aim.bearing is Bearing.SHARED and aim.split_evenly and _is_close(times, parts):
            what = f"is shared out over the year, but each {noun}'s figures are near {near}: is it for each {noun}?"
        else:
            continue
        message = f"The target of {series_name(row)}, {figure_text(row.target, kpi)}, {what}"
        yield Problem(row.source.at("target"), message, row.kpi_ref)


def _is_close(times: Decimal, parts: int) -> bool:
    low, high = CLOSE
    # Of two halves the one is not far from the whole, so that they must be closer still.
    return (Decimal("0.8") if parts == 2 else low) <= times <= high


def _parts_of_year(kpi: Kpi) -> int:
    return 12 // STEPS[kpi.frequency] if kpi.frequency in STEPS else 1


def _usual(context: CheckContext, row: Target, kpi: Kpi) -> Decimal | None:
    """The average of the last year's figures of a KPI whose figures add up; ``None`` unless more than 0."""
    if kpi.time_basis is not TimeBasis.WITHIN or kpi.year_value is not YearValue.SUM:
        return None
    rows = context.register.own_results_of(kpi, row.split)
    parts = _parts_of_year(kpi)
    numbers = [result.number for result in rows.values() if result.number is not None][-parts:]
    if len(numbers) < FEWEST:
        return None
    average = sum(numbers, Decimal(0)) / len(numbers)
    return average if average > 0 else None


GROWN = Decimal("1.5")
"""A cumulative result that has grown this much needs a target that has moved on."""
NEAR = Decimal("0.5")
"""A first result of at least this share of a target shows a target for that part of the year."""
EASY_PERIODS = 8
EASY_MARGIN = Decimal("0.10")


@error("PRO002", cure="Fill Q1 to Q4, or the twelve month targets.")
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


@warning("PRO003", cure="Let Q4, or the last month, be the year's target.", requires=("PRO002",))
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


@warning(
    "PRO004",
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


@warning(
    "PRO005",
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
        is_in_quarters = kpi.frequency in (Frequency.QUARTERLY, None)
        if is_in_quarters and kpi.time_basis in (TimeBasis.CUMULATIVE, None):
            yield from _left_in_place(context, history)


def _left_in_place(context: CheckContext, history: ResultHistory) -> Iterator[Problem]:
    """Problems for quarters of a series whose target is still that of the first."""
    kpi = history.kpi
    first: tuple[Decimal, Decimal, Period] | None = None
    for period, number, value, row, target in _by_quarter(context, history):
        if number == 1:
            first = None
        if row is None or target is None or target <= 0:
            continue
        if number == 1:
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


@advice("PRO006", cure="Look at the target at the next review: is it still a stretch?")
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
    return row.number
