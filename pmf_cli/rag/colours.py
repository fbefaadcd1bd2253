"""The colour of one figure in its own period, as held or as it would be, for checks that ask."""

from __future__ import annotations

from datetime import date
from decimal import localcontext
from functools import cached_property

from pmf_cli.rag.base import Rating
from pmf_cli.rag.period_rater import PeriodRater
from pmf_cli.rag.rate import EXACT_DIGITS
from pmf_cli.register.periods.period import Period
from pmf_cli.register.register import Register
from pmf_cli.register.sheets.kpis import Kpi
from pmf_cli.register.sheets.record import Result
from pmf_cli.register.sheets.targets import Target
from pmf_cli.register.terms import Rag
from pmf_cli.settings import Settings


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
    def _desk(self) -> PeriodRater:
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
            outcome = self._desk.outcome_of(kpi, split, row, target)
        return outcome.rag if isinstance(outcome, Rating) else None
