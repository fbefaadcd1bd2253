"""Which ratings moved between two periods, and why: the causes told apart.

Where target or rule changed as well as the figure, the earlier figure is rated by the later terms:
what the colour is then says which of them moved it.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from enum import StrEnum

from pmf_cli.analysis.issued.corrections import same_figure
from pmf_cli.analysis.issued.issue_history import ReportedFigure
from pmf_cli.assessment import Assessment
from pmf_cli.frozen import frozen
from pmf_cli.rag.rate import rate_named
from pmf_cli.register.register import Register
from pmf_cli.register.sheets.record import Result, ResultValue
from pmf_cli.register.sheets.supporting import ScopeChange
from pmf_cli.register.terms import Rag, ScopeChangeKind


class RatingChange(StrEnum):
    """What became of a rating; each KPI falls under exactly one."""

    UP = "Moved up"
    DOWN = "Moved down"
    SAME = "Same rating"
    NOW_RATED = "Rated now"
    NO_LONGER = "No longer rated"
    UNRATED = "Not rated in either"
    ENTERED = "New in scope"
    LEFT = "No longer in scope"


class Cause(StrEnum):
    """Why a rating moved."""

    VALUE = "Figure"
    TARGET = "Target"
    TOLERANCE = "Tolerance"
    RULES = "Rule set"
    COMPARATOR = "Comparator"
    DEFINITION = "Definition"
    CAME_IN = "Figure came in"
    NO_FIGURE = "No figure now"
    SCOPE = "Scope"
    OTHER = "Other terms"


COLOURS_APART = (RatingChange.UP, RatingChange.DOWN)
WHY_UNRATED = {
    "No target yet": Cause.TARGET,
    "Tracker": Cause.TARGET,
    "Outcome indicator (no target by design)": Cause.TARGET,
    "No comparator yet": Cause.COMPARATOR,
    "Definition incomplete": Cause.DEFINITION,
}
"""Reasons for no rating that say what else than the figure is missing."""
MEANING = (
    ScopeChangeKind.DEFINITION,
    ScopeChangeKind.SOURCE,
    ScopeChangeKind.FREQUENCY,
    ScopeChangeKind.POLARITY,
)
"""Changes of scope after which a figure means something else."""


@frozen
class Movement:
    """One KPI's rating at two times.

    Attributes:
        causes: why, the decisive first; empty where nothing moved.
        also: what changed too, but did not move the rating.
    """

    kpi_ref: str
    name: str
    before: ReportedFigure | None
    after: ReportedFigure | None
    move: RatingChange
    causes: tuple[Cause, ...] = ()
    also: tuple[Cause, ...] = ()


def movements(
    before: Sequence[ReportedFigure],
    after: Sequence[ReportedFigure],
    assessment: Assessment,
    scope: Iterable[ScopeChange] = (),
) -> tuple[Movement, ...]:
    """Every KPI of either time, once; ``scope`` are the changes of scope that began in between."""
    then, now = _wholes(before), _wholes(after)
    redefined = {one.kpi_ref for one in scope if one.kind in MEANING or one.break_in_series}
    moved = {ref: one for ref, one in then.items() if move_of(one, now.get(ref)) in COLOURS_APART}
    tried = _by_later_terms(moved, now, assessment)
    return tuple(
        _movement(ref, then.get(ref), now.get(ref), tried.get(ref), redefined=ref in redefined)
        for ref in dict.fromkeys((*now, *then))
    )


def _wholes(figures: Iterable[ReportedFigure]) -> dict[str, ReportedFigure]:
    return {one.kpi_ref: one for one in figures if one.split is None}


def move_of(before: ReportedFigure | None, after: ReportedFigure | None) -> RatingChange:
    """What became of a rating."""
    if before is None:
        return RatingChange.ENTERED
    if after is None:
        return RatingChange.LEFT
    match bool(before.rating), bool(after.rating):
        case True, True:
            change = Rag(after.rating).rank - Rag(before.rating).rank
            if change == 0:
                return RatingChange.SAME
            return RatingChange.UP if change > 0 else RatingChange.DOWN
        case False, True:
            return RatingChange.NOW_RATED
        case True, False:
            return RatingChange.NO_LONGER
    return RatingChange.UNRATED


def _movement(
    ref: str,
    before: ReportedFigure | None,
    after: ReportedFigure | None,
    tried: str | None,
    *,
    redefined: bool,
) -> Movement:
    move = move_of(before, after)
    name = (after or before or ReportedFigure(ref)).name
    causes: tuple[Cause, ...] = ()
    also: tuple[Cause, ...] = ()
    if before is None or after is None:
        causes = (Cause.SCOPE,)
    elif move in COLOURS_APART:
        causes, also = _causes(before, after, tried)
    elif move in (RatingChange.NOW_RATED, RatingChange.NO_LONGER):
        causes = _unrated_causes(before, after)
    if redefined and causes and Cause.SCOPE not in causes:
        causes = (*causes, Cause.DEFINITION)
    return Movement(ref, name, before, after, move, causes, also)


def _causes(
    before: ReportedFigure, after: ReportedFigure, tried: str | None
) -> tuple[tuple[Cause, ...], tuple[Cause, ...]]:
    """The causes of a move between colours, and what changed without moving it."""
    value = () if same_figure(before.value, after.value) else (Cause.VALUE,)
    terms = tuple(_terms(before, after))
    if not terms:
        return (value or _rest(before, after)), ()
    if not value:
        return terms, ()
    if tried == before.rating:
        return value, terms
    if tried == after.rating:
        return terms, value
    return (*value, *terms), ()


def _terms(before: ReportedFigure, after: ReportedFigure) -> Iterable[Cause]:
    """Terms set by people that differ; a profile's next figure is no changed target."""
    if before.target_terms != after.target_terms:
        yield Cause.TARGET
    if (before.tolerance, before.tolerance_basis) != (after.tolerance, after.tolerance_basis):
        yield Cause.TOLERANCE
    if before.rule_terms != after.rule_terms:
        yield Cause.RULES


def _rest(before: ReportedFigure, after: ReportedFigure) -> tuple[Cause, ...]:
    if before.target_text != after.target_text:
        return (Cause.TARGET,)
    if not same_figure(before.comparator, after.comparator):
        return (Cause.COMPARATOR,)
    return (Cause.OTHER,)


def _unrated_causes(before: ReportedFigure, after: ReportedFigure) -> tuple[Cause, ...]:
    came = bool(after.rating)
    unrated = before if came else after
    return (WHY_UNRATED.get(unrated.not_rated, Cause.CAME_IN if came else Cause.NO_FIGURE),)


def _by_later_terms(
    moved: Mapping[str, ReportedFigure], now: Mapping[str, ReportedFigure], assessment: Assessment
) -> dict[str, str]:
    """KPI → the colour of its earlier figure by the later target, tolerance and rule."""
    values = {
        (ref, now[ref].period): one.value for ref, one in moved.items() if one.value is not None
    }
    if not values:
        return {}
    register = _with_values(assessment.register, values)
    period, as_of = assessment.period, assessment.as_of
    wholes = [(ref, None) for ref, _ in values]
    ratings = rate_named(register, assessment.settings, period, as_of, wholes)
    return {ref: str(rating.rag) for (ref, _), rating in ratings.items() if rating.rag is not None}


def _with_values(register: Register, values: Mapping[tuple[str, str], ResultValue]) -> Register:
    def changed(row: Result) -> Result:
        value = values.get((row.kpi_ref, str(row.period))) if row.split is None else None
        return row if value is None else replace(row, value=value)

    refs = {ref for ref, _ in values}
    return replace(
        register,
        results=tuple(changed(row) if row.kpi_ref in refs else row for row in register.results),
    )
