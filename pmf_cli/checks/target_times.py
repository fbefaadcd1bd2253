"""Is a target held against figures that are for the same time?

A target for the year is not a target for a quarter. What is said here and what the rating does
come from one value (``register.aims``); the rules are in ``docs/time.md``.
"""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from pmf_cli.checks.base import CheckContext, Problem, check
from pmf_cli.checks.target_figures import with_kpi
from pmf_cli.checks.words import figure_text, series_name
from pmf_cli.findings import Severity
from pmf_cli.register.periods.period import Period, noun_of
from pmf_cli.register.sheets.kpis import Kpi
from pmf_cli.register.sheets.targets import Target
from pmf_cli.register.terms import AMBER_BOUNDARY, Profile, TargetType, TimeBasis, YearValue
from pmf_cli.register.time.aims import Aim
from pmf_cli.register.time.times import (
    SHARES,
    STEPS,
    Bearing,
    kpi_year,
    own_parts,
    typed_figures,
    uses_typed_figures,
)

CLOSE = (Decimal("0.65"), Decimal("1.6"))
"""A target that is this many times the usual figure is taken to be for the same time."""
FEWEST = 2
"""Figures from which a usual figure is known."""


def asked_in_parts(context: CheckContext) -> Iterator[tuple[Target, Kpi, Period, Aim]]:
    """Each current target row with one of the KPI's own periods, and what it asks for there.

    The period is the newest of the reporting year up to the reporting period for which the
    target is not simply the row's own, else the first such of the year.
    """
    for row, kpi in with_kpi(context):
        if row.target_type not in (TargetType.VALUE, TargetType.RANGE, TargetType.MAINTAIN):
            continue
        year_start = context.settings.financial_year_start
        year = kpi_year(kpi, context.period, year_start)
        parts = [part for part in own_parts(kpi, year, year_start) if _holds(context, row, part)]
        aims = [(part, context.aim_of(row, kpi, part)) for part in parts]
        other = [(part, aim) for part, aim in aims if _is_worked_out(aim)]
        upto = [one for one in other if one[0].end <= context.period.end]
        for part, aim in (*upto[-1:], *other, *aims)[:1]:
            yield row, kpi, part, aim


def _is_worked_out(aim: Aim) -> bool:
    return aim.bearing is not Bearing.SAME or bool(aim.refused)


def _holds(context: CheckContext, row: Target, part: Period) -> bool:
    return context.target_at(row.kpi_ref, row.split, part) is row


@check(
    "PRO001",
    Severity.WARNING,
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


@check(
    "TTM006",
    Severity.ERROR,
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


@check(
    "TTM001",
    Severity.WARNING,
    cure="Choose Own profile, or delete the targets under Q1 to Q4 and Month targets.",
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


@check(
    "TTM002",
    Severity.WARNING,
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


@check("TTM003", Severity.WARNING, cure="Delete the profile, or correct Time basis or Year value.")
def profile_without_effect(context: CheckContext) -> Iterator[Problem]:
    """A target is shared out only where the figures add up over the year.

    An even split of 95% in time is no target of 23.75% a quarter; the profile is passed over.
    """
    for row, _, _, aim in asked_in_parts(context):
        if row.profile in SHARES and aim.bearing in (Bearing.HOLDS, Bearing.SAME):
            message = f"The profile {row.profile} of {series_name(row)} has no effect, since its figures do not add up over the year."
            yield Problem(row.source.at("profile"), message, row.kpi_ref)


@check(
    "TTM004",
    Severity.ERROR,
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


@check(
    "TTM005",
    Severity.WARNING,
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
        if usual is None or row.profile is not None or not isinstance(row.target, Decimal):
            continue
        parts = _parts_of_year(kpi)
        times = row.target / usual
        noun = noun_of(part)
        if aim.bearing is Bearing.SAME and parts > 1 and _is_close(times / parts, parts):
            what = (
                f"is held against each {noun}, whose figures are near {figure_text(usual, kpi)}: is it "
                "for the year?"
            )
        elif aim.bearing is Bearing.SHARED and aim.split_evenly and _is_close(times, parts):
            what = (
                f"is shared out over the year, but each {noun}'s figures are near "
                f"{figure_text(usual, kpi)}: is it for each {noun}?"
            )
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
