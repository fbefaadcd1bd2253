"""Highlights: what a person chose, or else what the tool puts forward with reasons and score.

A choice in the ``Highlights`` sheet for the period always wins; what was turned down stays
out, with its reason (2024 report, ¶65). Nothing is chosen by the tool: without a choice its
best candidates are shown as candidates.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from pmf_cli.analysis.highlights.candidates import MISSED_SHARE, RULES, HighlightCase, Reason
from pmf_cli.analysis.series.other_places import benchmarks_by_kpi, latest_gaps, widest_gap
from pmf_cli.analysis.series.rating_history import misses
from pmf_cli.analysis.series.runs import latest_run
from pmf_cli.analysis.series.series import points_of
from pmf_cli.analysis.series.splits import masked_splits
from pmf_cli.assessment import Assessment
from pmf_cli.rag.base import KpiRating
from pmf_cli.register.register import SeriesKey
from pmf_cli.register.sheets.process import Highlight
from pmf_cli.register.sheets.record import Benchmark
from pmf_cli.register.sheets.targets import Target
from pmf_cli.register.terms import BodyKind, HighlightKind, Rag
from pmf_cli.register.time.targets_in_force import targets_in_order

LEAST_SCORE = 14
"""A KPI with a lower score is no candidate."""
FAVOURABLE_SHARE = 3
"""One place in so many is kept for good news, so that a paper tells neither only good nor only
bad news (Huntingdonshire and Leeds minutes)."""
RUN_POINTS = 13
"""Periods looked at for runs."""


@dataclass(frozen=True, slots=True)
class Candidate:
    """A KPI put forward, or chosen.

    Attributes:
        rating: its rating.
        kind: adverse, favourable, watch or other.
        score: the sum of the reasons' weights; 0 where only a person chose it.
        reasons: why the tool put it forward, in the rules' order.
        choice: the row of the sheet, where a person decided.
    """

    rating: KpiRating
    kind: HighlightKind
    score: int
    reasons: tuple[Reason, ...]
    choice: Highlight | None = None


@dataclass(frozen=True, slots=True)
class Highlights:
    """The highlights of a period.

    Attributes:
        shown: in the order of the paper.
        chosen: true where people chose them, false where they are only put forward.
        others: candidates that are not shown, best first.
        turned_down: what people turned down, with their rows.
        unknown: chosen rows whose KPI is not in scope.
    """

    shown: tuple[Candidate, ...]
    chosen: bool
    others: tuple[Candidate, ...]
    turned_down: tuple[Candidate, ...]
    unknown: tuple[Highlight, ...] = ()


def highlights_of(assessment: Assessment, most: int | None = None) -> Highlights:
    """The highlights of the assessment's period.

    Args:
        assessment: the assessment.
        most: how many are put forward at most; as CLT wants them where not given.
    """
    candidates = {one.rating.kpi.ref: one for one in candidates_of(assessment)}
    rows = [row for row in assessment.register.highlights if row.cycle == assessment.period]
    decided = {row.kpi_ref: row for row in rows if row.chosen is not None and row.kpi_ref}
    ratings = assessment.rating_of
    unknown = tuple(row for ref, row in decided.items() if ref not in ratings and row.chosen)
    judged = [
        _decided(ratings[ref], row, candidates.get(ref))
        for ref, row in decided.items()
        if ref in ratings
    ]
    picked = tuple(filter(_is_chosen, judged))
    refused = tuple(one for one in judged if not _is_chosen(one))
    free = [one for ref, one in candidates.items() if ref not in decided]
    most = quota_of(assessment) if most is None else most
    shown = picked or within_quota(free, most)
    kept = {one.rating.kpi.ref for one in shown}
    others = tuple(one for one in free if one.rating.kpi.ref not in kept)
    return Highlights(shown, bool(picked), others, refused, unknown)


def _is_chosen(one: Candidate) -> bool:
    return one.choice is not None and one.choice.chosen is True


def _decided(rating: KpiRating, row: Highlight, found: Candidate | None) -> Candidate:
    if found is not None:
        return Candidate(rating, row.kind or found.kind, found.score, found.reasons, row)
    return Candidate(rating, row.kind or HighlightKind.OTHER, 0, (), row)


def quota_of(assessment: Assessment) -> int:
    """The most highlights: the ``Boards`` row of CLT, else the settings."""
    for board in assessment.register.boards:
        if board.kind is BodyKind.CLT and board.most_highlights is not None:
            return max(board.most_highlights, 0)
    return assessment.settings.clt.highlights


def within_quota(candidates: list[Candidate], most: int) -> tuple[Candidate, ...]:
    """The best candidates, a third of the places kept for favourable ones where there are any."""
    good = [one for one in candidates if one.kind is HighlightKind.FAVOURABLE]
    rest = [one for one in candidates if one.kind is not HighlightKind.FAVOURABLE]
    places_for_good = min(len(good), max(most // FAVOURABLE_SHARE, most - len(rest)))
    taken = rest[: most - places_for_good] + good[:places_for_good]
    return tuple(sorted(taken, key=_order))


def _order(one: Candidate) -> tuple[int, int, str]:
    kinds = (HighlightKind.ADVERSE, HighlightKind.WATCH, HighlightKind.OTHER)
    place = kinds.index(one.kind) if one.kind in kinds else len(kinds)
    return (place, -one.score, one.rating.kpi.ref)


def candidates_of(assessment: Assessment) -> tuple[Candidate, ...]:
    """Every KPI that a rule puts forward, highest score first, ties by reference."""
    aids = Aids(
        benchmarks_by_kpi(assessment.register),
        masked_splits(assessment),
        targets_in_order(assessment.register),
    )
    found = []
    for rating in assessment.ratings:
        if rating.result is None:
            continue
        case = case_of(assessment, rating, aids)
        reasons = tuple(reason for rule in RULES if (reason := rule(case)) is not None)
        score = sum(reason.weight for reason in reasons)
        if score >= LEAST_SCORE:
            found.append(Candidate(rating, _kind(reasons), score, reasons))
    return tuple(sorted(found, key=lambda one: (-one.score, one.rating.kpi.ref)))


@dataclass(frozen=True, slots=True)
class Aids:
    """What is worked out once for all KPIs.

    Attributes:
        benchmarks: KPI reference → usable benchmark rows.
        masked: KPI reference → parts that are clearly worse than a Green whole.
        targets: target rows in order.
    """

    benchmarks: Mapping[str, tuple[Benchmark, ...]]
    masked: Mapping[str, tuple[str, ...]]
    targets: Mapping[SeriesKey, tuple[Target, ...]]


def case_of(assessment: Assessment, rating: KpiRating, aids: Aids) -> HighlightCase:
    """What the rules look at for one KPI; past targets only where they can matter."""
    register, kpi = assessment.register, rating.kpi
    points = points_of(assessment, kpi, RUN_POINTS)
    gap = None
    if kpi.ref in aids.benchmarks:
        rows = aids.benchmarks[kpi.ref]
        gap = widest_gap(latest_gaps(register, kpi, rows, assessment.period))
    missed = judged = 0
    if rating.rag in (Rag.RED, Rag.AMBER):
        missed, judged = misses(assessment, kpi, points[-MISSED_SHARE[1] :], aids.targets)
    run = latest_run(kpi, points)
    return HighlightCase(rating, run, missed, judged, gap, aids.masked.get(kpi.ref, ()))


def _kind(reasons: tuple[Reason, ...]) -> HighlightKind:
    """Adverse where any reason is, then watch, then favourable."""
    kinds = {reason.kind for reason in reasons}
    for kind in (HighlightKind.ADVERSE, HighlightKind.WATCH, HighlightKind.FAVOURABLE):
        if kind in kinds:
            return kind
    return HighlightKind.OTHER
