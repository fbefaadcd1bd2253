"""Every KPI of a register rated for one reporting period on one date.

Each KPI in scope gets exactly one outcome: a colour with its reasons, or one reason for none. A check
may ask for the colour of one figure, as held or as it would be.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from decimal import localcontext
from functools import cached_property

from pmf_cli.rag.base import (
    KpiRating,
    Rating,
)
from pmf_cli.rag.period_rater import PeriodRater
from pmf_cli.register.periods.period import Period
from pmf_cli.register.register import Register, SeriesKey
from pmf_cli.register.sheets.kpis import Kpi
from pmf_cli.register.sheets.record import Result
from pmf_cli.register.sheets.targets import Target
from pmf_cli.register.terms import Rag
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
        rater = PeriodRater(register, settings, period, as_of)
        rated = (rater.rate(kpi, None) for kpi in register.kpi_by_ref.values())
        return tuple(rating for rating in rated if rating is not None)


def rate_splits(
    register: Register, settings: Settings, period: Period, as_of: date
) -> tuple[KpiRating, ...]:
    """The ratings of splits: those with a target row of their own, or all where settings say so."""
    with localcontext() as context:
        context.prec = EXACT_DIGITS
        rater = PeriodRater(register, settings, period, as_of)
        return tuple(rater.splits())


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
        rater = PeriodRater(register, settings, period, as_of)
        found = {}
        for ref, split in series:
            kpi = register.kpi_by_ref.get(ref)
            rating = None if kpi is None else rater.rate(kpi, split)
            if rating is not None:
                found[ref, split] = rating
        return found


class Colours:
    """Answers by the council's own rules; nothing is worked out before it is asked.

    Args:
        register: the register.
        settings: the council's settings.
        period: the reporting period.
        as_of: the date of the question.
    """

    def __init__(self, register: Register, settings: Settings, period: Period, as_of: date) -> None:
        self._asked = (register, settings, period, as_of)

    @cached_property
    def _rater(self) -> PeriodRater:
        return PeriodRater(*self._asked)

    def __call__(
        self, kpi: Kpi, split: str | None, row: Result, target: Target | None = None
    ) -> Rag | None:
        """The colour of a figure in its own period; ``None`` where it has none.

        Args:
            kpi: the KPI, as it is or as it would be.
            split: the split.
            row: the figure, as held or as it would be.
            target: held against this row instead of the one in force.
        """
        with localcontext() as context:
            context.prec = EXACT_DIGITS
            outcome = self._rater.outcome_of(kpi, split, row, target)
        return outcome.rag if isinstance(outcome, Rating) else None
