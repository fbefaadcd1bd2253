"""Every KPI of a register rated for one reporting period on one date.

Each KPI in scope gets exactly one outcome: a colour with its reasons, or one reason for none.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from decimal import localcontext

from pmf_cli.rag.base import (
    KpiRating,
)
from pmf_cli.rag.period_rater import PeriodRater
from pmf_cli.register.periods.period import Period
from pmf_cli.register.register import Register, SeriesKey
from pmf_cli.settings import Settings

EXACT_DIGITS = 400
"""Digits of the sums: more than the largest number that a cell can hold (309), so that nothing is
rounded and no figure, however absurd, stops a run."""


def rate_all(
    register: Register, settings: Settings, period: Period, as_of: date
) -> tuple[KpiRating, ...]:
    """The ratings of all KPIs in scope (wholes), in the order of the sheet.

    Args:
        register: the register.
        settings: the council's settings.
        period: the reporting period.
        as_of: the date of the question; results received later are not known yet.
    """
    with localcontext() as context:
        context.prec = EXACT_DIGITS
        desk = PeriodRater(register, settings, period, as_of)
        rated = (desk.rate(kpi, None) for kpi in register.kpi_by_ref.values())
        return tuple(rating for rating in rated if rating is not None)


def rate_splits(
    register: Register, settings: Settings, period: Period, as_of: date
) -> tuple[KpiRating, ...]:
    """The ratings of splits: those with a target row of their own, or all where settings say so."""
    with localcontext() as context:
        context.prec = EXACT_DIGITS
        desk = PeriodRater(register, settings, period, as_of)
        return tuple(desk.splits())


def rate_kpi(
    register: Register,
    settings: Settings,
    period: Period,
    as_of: date,
    ref: str,
    split: str | None = None,
) -> KpiRating | None:
    """The rating of one KPI or split; ``None`` where it is unknown or out of scope."""
    kpi = register.kpi_by_ref.get(ref)
    if kpi is None:
        return None
    with localcontext() as context:
        context.prec = EXACT_DIGITS
        return PeriodRater(register, settings, period, as_of).rate(kpi, split)


def rate_named(
    register: Register,
    settings: Settings,
    period: Period,
    as_of: date,
    series: Iterable[SeriesKey],
) -> dict[SeriesKey, KpiRating]:
    """The ratings of the series named (KPI reference and split), for one reporting period.

    Series that are unknown or out of scope are left out.
    """
    with localcontext() as context:
        context.prec = EXACT_DIGITS
        desk = PeriodRater(register, settings, period, as_of)
        found = {}
        for ref, split in series:
            kpi = register.kpi_by_ref.get(ref)
            rating = None if kpi is None else desk.rate(kpi, split)
            if rating is not None:
                found[ref, split] = rating
        return found
