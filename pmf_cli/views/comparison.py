"""What a body's ratings are compared with: its last paper, by the record or its own meetings; the same on every page."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from pmf_cli.analysis.issued.issue_history import IssuedPaper, earlier_papers
from pmf_cli.analysis.movement import EarlierRatings, RatedThen, RatingsMoved, moved_since
from pmf_cli.analysis.series.red_runs import RedRun, red_runs
from pmf_cli.analysis.series.year_view import unless_part_of_a_sum
from pmf_cli.analysis.signals import Signal, beyond_chance, signals
from pmf_cli.assessment import Assessment
from pmf_cli.cycle.bodies import paper_before
from pmf_cli.rag.rate import rate_named
from pmf_cli.rag.rating_input import RatingDetail
from pmf_cli.register.periods.context import FINANCIAL_CONTEXT, PeriodError
from pmf_cli.register.periods.period import Period
from pmf_cli.register.periods.steps import shift
from pmf_cli.register.periods.text import parse_period
from pmf_cli.views.audience import Audience, kpis_of, once_for_audience
from pmf_cli.views.papers import is_yearly, names_signals

EARLIER = 4
"""Periods before this one on the first page."""


@once_for_audience
def ratings_moved(assessment: Assessment, audience: Audience) -> RatingsMoved | None:
    """How the audience's ratings moved; ``None`` where it had no KPI then."""
    then = compared_with(assessment, audience)
    if then is None or not then.kpis:
        return None
    return moved_since(assessment.period, then, audience.ratings)


@once_for_audience
def signals_of(assessment: Assessment, audience: Audience) -> tuple[Signal, ...]:
    """Whether the figures of each of the audience's KPIs move by more than chance."""
    return signals(assessment, audience.ratings)


@once_for_audience
def moved_beyond_chance(assessment: Assessment, audience: Audience) -> Mapping[str, bool]:
    """KPI reference → whether a rating that rose or fell stands on figures that moved beyond chance; where that can be told."""
    moved = ratings_moved(assessment, audience)
    return {} if moved is None else beyond_chance(moved, signals_of(assessment, audience))


def told_beyond_chance(assessment: Assessment, audience: Audience) -> Mapping[str, bool]:
    """The same for a sentence on all ratings; nothing where the paper does not name the KPIs, which nobody could then look up."""
    return moved_beyond_chance(assessment, audience) if names_signals(audience.paper) else {}


@once_for_audience
def reds_of(assessment: Assessment, audience: Audience) -> tuple[RedRun, ...]:
    """Every Red KPI of the audience, the longest Red first."""
    return red_runs(assessment, audience.ratings)


@once_for_audience
def earlier_periods(assessment: Assessment, audience: Audience) -> tuple[EarlierRatings, ...]:
    """The ratings of the periods before this one, newest first, without those before the record."""
    found = []
    period: Period | None = assessment.period
    for _ in range(EARLIER):
        period = None if period is None else shift(period, -1)
        if period is None:
            break
        earlier = _ratings_at(assessment, audience, period)
        if not any(one.rag for one in earlier.kpis.values()):
            break
        found.append(earlier)
    return tuple(found)


def compared_with(assessment: Assessment, audience: Audience) -> EarlierRatings | None:
    """The ratings that those of now are compared with; ``None`` for a period that has none before it."""
    papers = _papers_by_period(assessment, audience)
    period = max(papers, default=None) or _paper_before(assessment, audience)
    if period is None:
        return None
    known = {one.period: one for one in earlier_periods(assessment, audience)}
    return known.get(period) or _ratings_at(assessment, audience, period)


def _paper_before(assessment: Assessment, audience: Audience) -> Period | None:
    """The period of the body's last paper by its own meetings, where that is not on record; else the period before."""
    before = paper_before(assessment.register, audience.body, assessment.period)
    return shift(assessment.period, -1) if before is None else before


def _papers_by_period(assessment: Assessment, audience: Audience) -> dict[Period, IssuedPaper]:
    """The last issue to the body of this paper on each period before the present one."""
    known = audience.history.to(audience.body, assessment.as_of)
    asked = (audience.paper, audience.body, str(assessment.period))
    before, _ = earlier_papers(known, *asked, _about(audience))
    found = {}
    for paper in before:
        period = _period_named(assessment, paper.period)
        is_earlier = period is not None and period.end < assessment.period.end
        if period is not None and is_earlier and _has_ratings(paper, audience):
            found[period] = paper
    return found


def _about(audience: Audience) -> str:
    return audience.subject.name if audience.subject else ""


def _has_ratings(paper: IssuedPaper, audience: Audience) -> bool:
    """Whether it is an earlier issue of the same paper, and holds ratings."""
    is_same = (paper.report, paper.about) == (audience.paper, _about(audience))
    return is_same and any(one.split is None for one in paper.figures)


def _period_named(assessment: Assessment, words: str) -> Period | None:
    start = assessment.settings.financial_year_start
    try:
        return parse_period(words, year_start=start, context=FINANCIAL_CONTEXT)
    except PeriodError:
        return None


def _ratings_at(assessment: Assessment, audience: Audience, period: Period) -> EarlierRatings:
    """The ratings of a period as the body was told them, those that it was not told worked out."""
    paper = _papers_by_period(assessment, audience).get(period)
    then = replace(assessment, period=period)
    given = {kpi.ref for kpi in kpis_of(then, audience.body)}
    figures = () if paper is None else paper.figures
    told = {one.kpi_ref: RatedThen.told(one) for one in figures if one.split is None}
    if audience.subject is not None:
        given &= audience.subject.all_refs
        told = {ref: told[ref] for ref in told if ref in given}
    unknown = given - told.keys()
    asked = [(kpi.ref, None) for kpi in then.register.kpis if kpi.ref in unknown]
    rated = rate_named(then.register, then.settings, period, then.as_of, asked, RatingDetail.COLOUR)
    if is_yearly(audience.paper):
        rated = {key: unless_part_of_a_sum(then, rating) for key, rating in rated.items()}
    worked_out = {ref: RatedThen.worked_out(rating) for (ref, _), rating in rated.items()}
    return EarlierRatings(period, {**told, **worked_out}, paper)
