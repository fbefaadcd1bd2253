"""By what the KPIs of a page are chosen and grouped: directorate, portfolio, board, plan outcome, framework, post, movement."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence

from pmf_cli.analysis.issued.rating_changes import RatingChange
from pmf_cli.assessment import Assessment
from pmf_cli.rag.base import KpiRating
from pmf_cli.register.kpi_filters import boards_of, distinct
from pmf_cli.register.periods.period import Period
from pmf_cli.register.register import Register
from pmf_cli.register.terms import GroupedBy, Rag
from pmf_cli.views.audience import Audience
from pmf_cli.views.comparison import ratings_moved
from pmf_cli.views.page.edition import Edition, PagePart
from pmf_cli.views.page.page import Choice, Filter
from pmf_cli.views.parts.moved import is_missing
from pmf_cli.views.references import owner_of
from pmf_cli.views.selection import NO_DIRECTORATE, NO_GROUP, NOT_RATED, OF_A_FIELD

MISSING = "Missing"
"""What the KPIs are chosen by whose figure should be there and is not."""
RATING = "rating"
GROUPS = {
    GroupedBy.DIRECTORATE: "directorate",
    GroupedBy.PORTFOLIO: "portfolio",
    GroupedBy.PLAN_OUTCOME: "outcome",
    GroupedBy.CLASS: "class",
    GroupedBy.SCOPE: "scope",
}
"""What a body's scorecard is grouped by, and the filter of the same."""
_LABELS = {
    "directorate": "Directorate",
    "portfolio": "Portfolio",
    "board": "Board",
    "outcome": "Plan outcome",
    "framework": "Framework",
    "post": "Responsible post",
    "moved": "Moved",
    **{key: str(by) for by, key in GROUPS.items() if by in (GroupedBy.CLASS, GroupedBy.SCOPE)},
}
Belonging = Mapping[str, Mapping[str, tuple[str, ...]]]
"""KPI reference → filter's key → the values that the KPI has."""
ValuesOf = Callable[[KpiRating], Iterable[str | None]]


def belongings(
    assessment: Assessment, audience: Audience, edition: Edition
) -> dict[str, Mapping[str, tuple[str, ...]]]:
    """KPI reference → filter's key → the values that the KPI has, the rating as data formats have it."""
    asked = _values(assessment, audience, edition)
    return {
        rating.kpi.ref: {
            RATING: ratings_it_counts_with(rating),
            **{key: found for key, of in asked.items() if (found := distinct(of(rating)))},
        }
        for rating in audience.ratings
    }


def ratings_it_counts_with(rating: KpiRating) -> tuple[str, ...]:
    """The tiles that count a KPI: its rating or none, and whether its figure is missing."""
    place = NOT_RATED if rating.rag is None else str(rating.rag)
    return (place, MISSING) if is_missing(rating) else (place,)


def _values(assessment: Assessment, audience: Audience, edition: Edition) -> dict[str, ValuesOf]:
    register, period = assessment.register, assessment.period
    outcomes = {row.ref: row.priority or row.ref for row in register.priorities}
    frameworks = _frameworks(register, period)
    moved = _movements(assessment, audience)
    found: dict[str, ValuesOf] = {
        "directorate": lambda one: (one.kpi.directorate or NO_DIRECTORATE,),
        "portfolio": lambda one: (one.kpi.portfolio,),
        "board": lambda one: boards_of(one.kpi),
        "outcome": lambda one: (outcomes.get(ref) for ref in one.kpi.priorities),
        "framework": lambda one: frameworks.get(one.kpi.ref, ()),
        "post": lambda one: (owner_of(register, one.kpi),),
        "moved": lambda one: (moved.get(one.kpi.ref),),
    }
    if not edition.shows(PagePart.OWNERS):
        del found["post"]
    by = audience.grouped_by
    if by in OF_A_FIELD:
        field, _ = OF_A_FIELD[by]
        found[GROUPS[by]] = lambda one: (field(one.kpi) or NO_GROUP[by],)
    return found


def _frameworks(register: Register, period: Period) -> dict[str, list[str]]:
    """KPI reference → the frameworks that it is in during a period."""
    found: dict[str, list[str]] = {}
    for row in register.frameworks:
        is_begun = row.from_period is None or row.from_period.start <= period.end
        if is_begun and (row.to_period is None or row.to_period.end >= period.start):
            found.setdefault(row.kpi_ref or "", []).append(row.framework)
    return found


def _movements(assessment: Assessment, audience: Audience) -> dict[str, str]:
    moved = ratings_moved(assessment, audience)
    named = {
        RatingChange.UP: "Rating rose",
        RatingChange.DOWN: "Rating fell",
        RatingChange.NOW_RATED: str(RatingChange.NOW_RATED),
        RatingChange.NO_LONGER: str(RatingChange.NO_LONGER),
        RatingChange.ENTERED: str(RatingChange.ENTERED),
    }
    kpis = () if moved is None else moved.kpis
    return {one.ref: named[one.change] for one in kpis if one.change in named}


def filters_of(belonging: Iterable[Mapping[str, tuple[str, ...]]]) -> tuple[Filter, ...]:
    """The filters that tell some KPIs from others, their values in order of the alphabet."""
    found: dict[str, Counter[str]] = {key: Counter() for key in _LABELS}
    total = 0
    for values in belonging:
        total += 1
        for key, counts in found.items():
            counts.update(values.get(key, ()))
    return tuple(
        Filter(key, label, _choices(found[key]), groups=key != "moved")
        for key, label in _LABELS.items()
        if _tells_apart(found[key], total)
    )


def _tells_apart(counts: Mapping[str, int], total: int) -> bool:
    return len(counts) > 1 or any(number < total for number in counts.values())


def _choices(counts: Mapping[str, int]) -> tuple[Choice, ...]:
    return tuple(Choice(value, counts[value]) for value in sorted(counts))


TILES: Sequence[str] = (*map(str, Rag), NOT_RATED, MISSING)
"""What the tiles count, the worst rating first."""
