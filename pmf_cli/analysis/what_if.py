"""Ratings under another tolerance, target or rule set, before anything is adopted: over every period held.

Nothing is worked out in another way than ``pmf rag`` does: the same register, with what is tried in the
place of what holds, is rated again for each reporting period, with what is known on the same day.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import field, replace
from decimal import Decimal
from typing import Any

from pmf_cli.assessment import Assessment
from pmf_cli.frozen import frozen
from pmf_cli.rag.base import KpiRating, Unrated
from pmf_cli.rag.counts import Counts, counts_of
from pmf_cli.rag.rate import rate_named
from pmf_cli.rag.rating_input import RatingDetail
from pmf_cli.rag.rules import RuleBook, Rules
from pmf_cli.register.figures import is_percentage
from pmf_cli.register.periods.period import Period
from pmf_cli.register.periods.steps import shift
from pmf_cli.register.register import Register, SeriesKey
from pmf_cli.register.sheets.kpis import Kpi
from pmf_cli.register.sheets.targets import RatingRule, Target
from pmf_cli.register.terms import ToleranceBasis

_OWN_WIDTH: Mapping[str, Any] = {
    "tolerance": None,
    "tolerance_basis": None,
    "amber_boundary": None,
}
"""A target row without a width of its own, so that the rule set's holds."""


@frozen
class TriedTolerance:
    """How far Amber is to reach: an amount of 0 or more, in the measure of its basis."""

    amount: Decimal
    basis: ToleranceBasis

    def fits(self, kpi: Kpi) -> bool:
        """Whether it can hold for a KPI: percentage points only for percentages."""
        return self.basis is not ToleranceBasis.POINTS or is_percentage(kpi)


@frozen
class Trial:
    """What is tried, and on which KPIs.

    Attributes:
        refs: the KPIs; the rest of the register stays as it is.
        tolerance: for KPIs that are not financial; ``None`` for that which holds.
        financial: the same for financial KPIs.
        over_own: whether it also takes the place of a KPI's own tolerance and Amber boundary.
        rules: rows in the place of the register's, held to be in force in every period; empty for
            the register's own.
        target: fields of ``Targets`` that are others in each row of these KPIs.
    """

    refs: frozenset[str]
    tolerance: TriedTolerance | None = None
    financial: TriedTolerance | None = None
    over_own: bool = False
    rules: tuple[RatingRule, ...] = ()
    target: Mapping[str, Any] = field(default_factory=dict)

    def tolerance_for(self, kpi: Kpi) -> TriedTolerance | None:
        """The tolerance tried on a KPI; ``None`` where that in force stays."""
        tried = self.financial if kpi.financial else self.tolerance
        is_tried = tried is not None and kpi.ref in self.refs and tried.fits(kpi)
        return tried if is_tried else None

    def applied_to(self, register: Register) -> Register:
        """The register with what is tried in its target rows."""
        rows = [self._row(register, row) for row in register.targets]
        if self.target:
            without = self.refs - {row.kpi_ref for row in rows if row.split is None}
            rows += [Target(kpi_ref=ref, **self.target) for ref in sorted(without)]
        return replace(register, targets=tuple(rows))

    def _row(self, register: Register, row: Target) -> Target:
        kpi = register.kpi(row.kpi_ref) if row.split is None else None
        if kpi is None or kpi.ref not in self.refs:
            return row
        is_widened = self.over_own and self.tolerance_for(kpi) is not None
        changes = {**self.target, **(_OWN_WIDTH if is_widened else {})}
        return replace(row, **changes) if changes else row


class TriedRules(RuleBook):
    """The rules in force, with what is tried in the place of their tolerance."""

    def __init__(self, assessment: Assessment, trial: Trial) -> None:
        register, defaults = assessment.register, assessment.settings.rating
        self._trial = trial
        self._now = RuleBook(register.rating_rules, defaults)
        super().__init__(trial.rules or register.rating_rules, defaults)

    def rules_for(self, kpi: Kpi, period: Period) -> Rules:
        """The rule for a KPI's period: the register's own where nothing is tried on the KPI."""
        if kpi.ref not in self._trial.refs:
            return self._now.rules_for(kpi, period)
        rules, tried = super().rules_for(kpi, period), self._trial.tolerance_for(kpi)
        if tried is None:
            return rules
        return replace(
            rules,
            tolerance=tried.amount,
            basis=tried.basis,
            tolerance_source="what is tried",
            tolerance_is_default=True,
        )


@frozen
class RatingTried:
    """A rating that would be another one, in one reporting period."""

    period: Period
    before: KpiRating
    after: KpiRating

    @property
    def change(self) -> int:
        """1 for a better rating, -1 for a worse one, 0 where one of the two is none."""
        before, after = self.before.outcome, self.after.outcome
        if isinstance(before, Unrated) or isinstance(after, Unrated):
            return 0
        return 1 if after.rank > before.rank else -1


@frozen
class PeriodTried:
    """One reporting period both ways.

    Attributes:
        moves: the ratings that would be others, in the order of the sheet.
    """

    period: Period
    before: Counts
    after: Counts
    moves: tuple[RatingTried, ...]


@frozen
class WhatIf:
    """What a trial would bring about.

    Attributes:
        periods: newest first, the reporting period itself first of all.
        keep: KPIs tried on whose own tolerance or Amber boundary stays in force.
        misfits: KPIs tried on that the tolerance cannot hold for.
    """

    trial: Trial
    periods: tuple[PeriodTried, ...]
    keep: tuple[Kpi, ...]
    misfits: tuple[Kpi, ...]

    @property
    def moves(self) -> tuple[RatingTried, ...]:
        """Every rating that would be another one, the newest period first."""
        return tuple(move for one in self.periods for move in one.moves)


def tried(
    assessment: Assessment,
    trial: Trial,
    progress: Callable[[str], None],
    *,
    only_this_period: bool = False,
) -> WhatIf:
    """Each reporting period from the present one back to the first result, rated both ways.

    Args:
        progress: told which period is rated.
    """
    register = trial.applied_to(assessment.register)
    rules = TriedRules(assessment, trial)
    kpis = [kpi for kpi in assessment.register.kpis if kpi.ref in trial.refs]
    periods = [assessment.period]
    if not only_this_period:
        periods += _earlier(assessment, kpis)
    found = []
    for period in periods:
        progress(f"Rating {period}")
        found.append(_both_ways(assessment, register, rules, kpis, period))
    keep, misfits = _keeping(assessment, trial, kpis), _misfits(trial, kpis)
    return WhatIf(trial, tuple(found), tuple(keep), tuple(misfits))


def _earlier(assessment: Assessment, kpis: Iterable[Kpi]) -> Iterator[Period]:
    """The reporting periods before the present one, newest first, back to the KPIs' first result."""
    ends = [
        row.period.end
        for kpi in kpis
        for row in assessment.register.results_of(kpi.ref).values()
        if row.period is not None and row.value is not None
    ]
    first = min(ends, default=assessment.period.end)
    period = shift(assessment.period, -1)
    while period is not None and period.end >= first:
        yield period
        period = shift(period, -1)


def _both_ways(
    now: Assessment, register: Register, rules: RuleBook, kpis: Sequence[Kpi], period: Period
) -> PeriodTried:
    ways = ((now.register, None), (register, rules))

    def rated(refs: Iterable[str], detail: RatingDetail) -> Iterator[dict[SeriesKey, KpiRating]]:
        asked = [(ref, None) for ref in refs]
        for held, by in ways:
            yield rate_named(held, now.settings, period, now.as_of, asked, detail, by)

    before, after = rated((kpi.ref for kpi in kpis), RatingDetail.COLOUR)
    moved = [key for key, one in before.items() if _told(one) != _told(after[key])]
    was, will = rated((ref for ref, _ in moved), RatingDetail.SENTENCE)
    moves = tuple(RatingTried(period, was[key], will[key]) for key in moved)
    return PeriodTried(period, counts_of(before.values()), counts_of(after.values()), moves)


def _told(rating: KpiRating) -> object:
    """The rating as the council tells it apart from others, or the reason for none."""
    outcome = rating.outcome
    return outcome.reason if isinstance(outcome, Unrated) else outcome.told_apart


def _keeping(assessment: Assessment, trial: Trial, kpis: Iterable[Kpi]) -> Iterator[Kpi]:
    """KPIs whose own tolerance or Amber boundary a tried tolerance leaves in force."""
    rows = assessment.register.targets_by_kpi
    for kpi in () if trial.over_own else kpis:
        own = any(
            row.split is None and (row.tolerance is not None or row.amber_boundary is not None)
            for row in rows.get(kpi.ref, ())
        )
        if own and trial.tolerance_for(kpi) is not None:
            yield kpi


def _misfits(trial: Trial, kpis: Iterable[Kpi]) -> Iterator[Kpi]:
    for kpi in kpis:
        wanted = trial.financial if kpi.financial else trial.tolerance
        if wanted is not None and not wanted.fits(kpi):
            yield kpi
