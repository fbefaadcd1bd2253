"""What a change of scope would bring about: ratings, directions and findings, tried in memory."""

from __future__ import annotations

from pmf_cli.analysis.scope.planned import PlannedChange
from pmf_cli.analysis.scope.request import KPI_FIELDS
from pmf_cli.analysis.series.rating_history import past_ratings
from pmf_cli.assessment import Assessment, assess
from pmf_cli.findings import Finding
from pmf_cli.frozen import frozen
from pmf_cli.rag.base import KpiRating
from pmf_cli.register.periods.period import Period
from pmf_cli.register.sheets.kpis import Kpi
from pmf_cli.register.sheets.supporting import ScopeChange

MOST_PERIODS = 13
"""The newest periods for which ratings are worked out both ways."""


@frozen
class RatingMove:
    """One period's rating now and as it would be."""

    period: Period
    before: KpiRating | None
    after: KpiRating | None


@frozen
class Effects:
    """What a change brings about.

    Attributes:
        moves: periods whose rating or direction of travel would be another, oldest first.
        cut_off: how many results lie before the break; 0 without one.
    """

    moves: tuple[RatingMove, ...]
    looked_at: int
    cut_off: int
    new: tuple[Finding, ...]
    mended: int


def effects_of(
    assessment: Assessment, kpi: Kpi, change: ScopeChange, planned: PlannedChange
) -> Effects:
    """The change applied in memory and compared with the register as it is."""
    register = planned.applied_to(assessment.register)
    settings, period, as_of = assessment.settings, assessment.period, assessment.as_of
    now = assess(assessment.register, settings, period=period, as_of=as_of)
    then = assess(register, settings, period=period, as_of=as_of)
    periods = _periods(assessment, kpi, change)
    moves = tuple(_moves(assessment, then, kpi, periods))
    known = {_key(finding) for finding in now.findings}
    left = {_key(finding) for finding in then.findings}
    first = change.from_period
    before = [
        own
        for own, row in register.own_results_of(kpi).items()
        if first is not None and own.start < first.start and row.value is not None
    ]
    return Effects(
        moves,
        len(periods),
        len(before) if change.break_in_series else 0,
        tuple(finding for finding in then.findings if _key(finding) not in known),
        len(known - left),
    )


def _periods(assessment: Assessment, kpi: Kpi, change: ScopeChange) -> tuple[Period, ...]:
    """The KPI's own periods with a result, from the first under the new scope on, oldest first.

    The sheet ``KPIs`` has no periods: what is changed there reaches back to the first result.
    """
    first = None if change.kind in KPI_FIELDS else change.from_period
    found = [
        own
        for own, row in assessment.register.own_results_of(kpi).items()
        if row.value is not None
        and own.end <= assessment.period.end
        and (first is None or own.end >= first.end)
    ]
    return tuple(found[-MOST_PERIODS:])


def _moves(
    now: Assessment, then: Assessment, kpi: Kpi, periods: tuple[Period, ...]
) -> list[RatingMove]:
    after_kpi = then.register.kpi_by_ref[kpi.ref]
    pairs = zip(
        periods,
        past_ratings(now, kpi, periods),
        past_ratings(then, after_kpi, periods),
        strict=True,
    )
    moves = [RatingMove(own, old, new) for own, old, new in pairs if _told(old) != _told(new)]
    ours, theirs = now.rating_of.get(kpi.ref), then.rating_of.get(kpi.ref)
    shown = None if ours is None else ours.result_period
    if _told(ours) != _told(theirs) and shown not in {move.period for move in moves}:
        moves.append(RatingMove(shown or now.period, ours, theirs))
    return moves


def _told(rating: KpiRating | None) -> tuple[str, ...]:
    """What a paper would say of it, but for the words of the reason."""
    if rating is None:
        return ()
    outcome = rating.outcome
    return (type(outcome).__name__, str(rating.rag), outcome.target_text, rating.direction.text)


def _key(finding: Finding) -> tuple[str, str | None, str]:
    return finding.code, finding.kpi_ref, finding.message
