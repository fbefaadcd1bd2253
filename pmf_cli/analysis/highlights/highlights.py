"""Highlights: what a person chose, or else what the tool puts forward with reasons and score.

A choice in the ``Highlights`` sheet for the period always wins; what was turned down stays
out, with its reason (2024 report, ¶65). Nothing is chosen by the tool: without a choice its
best candidates are shown as candidates.

The reasons, one small function each, follow the 2024 assurance report (¶50, ¶65: adverse results,
notably positive or negative trajectory; ¶66: sub-city analysis and comparison), the 2004 approach
(3.4: falling, static or targets consistently missed) and the 2023 framework (over- as well as
underperformance).
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from decimal import Decimal

from pmf_cli.analysis.interventions import OFF_TARGET, promises_since
from pmf_cli.analysis.series.other_places import (
    BenchmarkGap,
    benchmarks_by_kpi,
    latest_gaps,
    widest_gap,
)
from pmf_cli.analysis.series.rating_history import misses
from pmf_cli.analysis.series.red_runs import RedRun, red_runs, runs_in
from pmf_cli.analysis.series.series import (
    LatestRun,
    latest_run,
    points_of,
    run_words,
    standstill,
)
from pmf_cli.analysis.series.splits import masked_splits
from pmf_cli.assessment import Assessment
from pmf_cli.frozen import frozen
from pmf_cli.rag.base import KpiRating, Mark, Rating, Travel
from pmf_cli.register.comments import comments_known, has_passed, newest_promise, promised_day
from pmf_cli.register.figures import figure
from pmf_cli.register.register import SeriesKey
from pmf_cli.register.sheets.process import Highlight
from pmf_cli.register.sheets.record import Benchmark, Commentary
from pmf_cli.register.sheets.targets import Target
from pmf_cli.register.terms import BodyKind, HighlightKind, Rag
from pmf_cli.register.time.targets_in_force import targets_in_order

WORSENING_RUN = 3
"""Changes for the worse on end that count as a run."""
GAIN_RUN = 4
"""Changes for the better on end that count as a notable gain."""
MISSED_SHARE = (5, 8)
"""So many of the last so many periods off target make a persistent miss."""
LONG_RED = 3
"""Periods on end for which it has been Red that are said by their number."""
STATIC_RUN = 3
"""Changes on end over which a figure off target has hardly moved that make it static."""
BENCHMARK_GAP = Decimal(10)
"""Per cent of the comparator's figure by which a result must be worse to be put forward."""


@frozen
class HighlightCase:
    """All that the rules look at for one KPI.

    Attributes:
        missed: in how many of the periods looked at the KPI was not Green.
        looked_at: how many rated periods were looked at.
        masked: splits that would be Red or are clearly worse while the whole is Green.
        still: over how many changes on end the figure has stayed close to its latest.
        dates_passed: how many dates by which it was to be back on target have passed, where the newest has.
        red_run: for how long it has been Red; ``None`` for others.
    """

    rating: KpiRating
    run: LatestRun
    missed: int = 0
    looked_at: int = 0
    gap: BenchmarkGap | None = None
    masked: tuple[str, ...] = ()
    still: int = 0
    dates_passed: int = 0
    red_run: RedRun | None = None

    @property
    def is_off_target(self) -> bool:
        """Whether it is Red or Amber."""
        return self.rating.rag in (Rag.RED, Rag.AMBER)

    @property
    def now(self) -> Rating | None:
        """Its rating; ``None`` where it has none."""
        return self.rating.outcome if isinstance(self.rating.outcome, Rating) else None

    @property
    def before(self) -> Rating | None:
        """That of the period before."""
        return self.rating.previous if isinstance(self.rating.previous, Rating) else None


@frozen
class Reason:
    """One reason: what kind of highlight it makes, its weight and its sentence."""

    kind: HighlightKind
    weight: int
    text: str


Rule = Callable[[HighlightCase], Reason | None]


def red(case: HighlightCase) -> Reason | None:
    """Red now; the further outside tolerance, the more it weighs."""
    now = case.now
    if now is None or now.rag is not Rag.RED:
        return None
    weight = 40
    if now.shortfall is not None and now.tolerance:
        weight += min(20, int(now.shortfall / now.tolerance * 2))
    return Reason(HighlightKind.ADVERSE, weight, f"It is rated {now.word}.")


def moved_down(case: HighlightCase) -> Reason | None:
    """Red now, as before or as new; or Amber after Green."""
    now, before = case.now, case.before
    if now is None or before is None:
        return None
    word, words = before.word, before.words
    match before.rag, now.rag:
        case Rag.RED, Rag.RED:
            weight, text = 15, _red_before(case, word)
        case _, Rag.RED:
            weight, text = 20, f"It has become {words.red}; it was {word} before."
        case Rag.GREEN, Rag.AMBER:
            weight, text = 25, f"It has moved down from {words.green} to {words.amber}."
        case _:
            return None
    return Reason(HighlightKind.ADVERSE, weight, text)


def _red_before(case: HighlightCase, word: str) -> str:
    """For how long it has been Red where that is more than twice."""
    run = case.red_run
    if run is None or run.periods < LONG_RED:
        return f"It was {word} in the period before as well."
    return f"It has been {word} for {run.length} on end."


def worsening(case: HighlightCase) -> Reason | None:
    """Worse several times on end, whatever the colour."""
    if case.run.better is not False or case.run.length < WORSENING_RUN:
        return None
    kind = HighlightKind.WATCH if case.rating.rag is Rag.GREEN else HighlightKind.ADVERSE
    text = f"It {run_words(case.run)}, which is for the worse."
    return Reason(kind, 20 + min(case.run.length, 8), text)


def persistent_miss(case: HighlightCase) -> Reason | None:
    """Off target now and in most periods looked at."""
    least, of = MISSED_SHARE
    if not case.is_off_target or case.looked_at < least:
        return None
    if case.missed * of < case.looked_at * least:
        return None
    often = "each" if case.missed == case.looked_at else f"{case.missed}"
    words = f"It has been off target in {often} of the last {case.looked_at} {case.run.noun}s."
    return Reason(HighlightKind.ADVERSE, 15, words)


def static(case: HighlightCase) -> Reason | None:
    """Off target and standing still; small steps that all go one way are a run instead."""
    is_run = case.run.rising is not None and case.run.length >= WORSENING_RUN
    if not case.is_off_target or is_run or case.still < STATIC_RUN:
        return None
    text = f"It has hardly moved over the last {case.still} {case.run.noun}s."
    return Reason(HighlightKind.ADVERSE, 14, text)


def promised_day_passed(case: HighlightCase) -> Reason | None:
    """Still off target after the newest date by which it was to be back."""
    if not case.is_off_target or not case.dates_passed:
        return None
    text = "The date by which it was to be back on target has passed."
    if case.dates_passed > 1:
        text = f"{case.dates_passed} dates by which it was to be back on target have passed."
    return Reason(HighlightKind.ADVERSE, 18, text)


def behind_others(case: HighlightCase) -> Reason | None:
    """Clearly worse than a comparator for the same period."""
    gap, kpi = case.gap, case.rating.kpi
    if gap is None or gap.per_cent < BENCHMARK_GAP:
        return None
    theirs = f"{gap.label} ({figure(gap.theirs, kpi)})"
    text = f"At {figure(gap.ours, kpi)} it is behind {theirs} for {gap.period}."
    return Reason(HighlightKind.WATCH, 15, text)


def masked_split(case: HighlightCase) -> Reason | None:
    """The whole is Green while a part of it is not."""
    now = case.now
    if now is None or now.rag is not Rag.GREEN or not case.masked:
        return None
    parts = ", ".join(case.masked[:3])
    more = f" and {len(case.masked) - 3} more" if len(case.masked) > 3 else ""
    text = f"The whole is {now.word}, but by the same rule it would be {now.words.red} for "
    return Reason(HighlightKind.WATCH, 22, f"{text}{parts}{more}.")


def worse_though_green(case: HighlightCase) -> Reason | None:
    """Green with a figure that is worse than its comparator by more than a tenth of it."""
    now, direction = case.now, case.rating.direction
    change, value = direction.change, direction.comparator_value
    if now is None or now.rag is not Rag.GREEN or direction.travel is not Travel.WORSENED:
        return None
    if change is None or not isinstance(value, Decimal):
        return None
    if value == 0 or abs(change) * 10 < abs(value):
        return None
    text = f"It is {now.word}, but worse than its comparator by more than a tenth."
    return Reason(HighlightKind.WATCH, 14, text)


def moved_up(case: HighlightCase) -> Reason | None:
    """Up by a colour or two."""
    now, before = case.now, case.before
    if now is None or before is None or now.rag.rank <= before.rag.rank:
        return None
    weight = 30 if (before.rag, now.rag) == (Rag.RED, Rag.GREEN) else 18
    text = f"It has moved up from {before.word} to {now.word}."
    return Reason(HighlightKind.FAVOURABLE, weight, text)


def gaining(case: HighlightCase) -> Reason | None:
    """Better several times on end; said of a Red KPI too, but then it weighs nothing."""
    if case.run.better is not True or case.run.length < GAIN_RUN:
        return None
    text = f"It {run_words(case.run)}, which is for the better."
    weight = 0 if case.rating.rag is Rag.RED else 16 + min(case.run.length, 8)
    return Reason(HighlightKind.FAVOURABLE, weight, text)


def exceeding(case: HighlightCase) -> Reason | None:
    """Better than target by more than the rule set's mark; the target may be too easy."""
    if case.now is None or Mark.EXCEEDING not in case.now.marks:
        return None
    text = "It is far better than its target; the target may need another look."
    return Reason(HighlightKind.FAVOURABLE, 14, text)


RULES: tuple[Rule, ...] = (
    red,
    moved_down,
    worsening,
    persistent_miss,
    static,
    promised_day_passed,
    masked_split,
    behind_others,
    worse_though_green,
    moved_up,
    gaining,
    exceeding,
)
"""Every rule, in the order in which reasons are printed."""


LEAST_SCORE = 14
"""A KPI with a lower score is no candidate."""
FAVOURABLE_SHARE = 3
"""One place in so many is kept for good news, so that a paper tells neither only good nor only
bad news (Huntingdonshire and Leeds minutes)."""
RUN_POINTS = 13
"""Periods looked at for runs."""
PLACE = {
    HighlightKind.ADVERSE: 0,
    HighlightKind.WATCH: 1,
    HighlightKind.OTHER: 2,
    HighlightKind.FAVOURABLE: 3,
}
"""The order of kinds in a paper."""


@frozen
class Candidate:
    """A KPI put forward, or chosen; the score (sum of weights) is 0 where only a person chose it."""

    rating: KpiRating
    kind: HighlightKind
    score: int
    reasons: tuple[Reason, ...]
    choice: Highlight | None = None

    @property
    def is_chosen(self) -> bool:
        """True where a person chose it."""
        return self.choice is not None and self.choice.chosen is True


@frozen
class Highlights:
    """The highlights of a period.

    Attributes:
        others: candidates that are not shown, best first.
        unknown: chosen rows whose KPI is not in scope.
    """

    shown: tuple[Candidate, ...]
    chosen: bool
    others: tuple[Candidate, ...]
    turned_down: tuple[Candidate, ...]
    unknown: tuple[Highlight, ...] = ()


def highlights_of(assessment: Assessment, most: int | None = None) -> Highlights:
    """The highlights of the period; where none is chosen the best, at most as many as CLT wants."""
    candidates, in_scope = candidates_of(assessment), assessment.rating_of
    decided = _decisions(assessment)
    judged = _judged(decided, in_scope, candidates)
    picked = tuple(one for one in judged if one.is_chosen)
    free = [one for one in candidates if one.rating.kpi.ref not in decided]
    shown = picked or within_quota(free, quota_of(assessment) if most is None else most)
    return Highlights(
        shown,
        chosen=bool(picked),
        others=_without(shown, free),
        turned_down=_without(picked, judged),
        unknown=tuple(row for ref, row in decided.items() if ref not in in_scope and row.chosen),
    )


def _without(some: Sequence[Candidate], those: Sequence[Candidate]) -> tuple[Candidate, ...]:
    refs = {one.rating.kpi.ref for one in some}
    return tuple(one for one in those if one.rating.kpi.ref not in refs)


def _decisions(assessment: Assessment) -> dict[str, Highlight]:
    """KPI reference → the row of the period in which a person chose it or turned it down."""
    return {
        row.kpi_ref: row
        for row in assessment.register.highlights
        if row.cycle == assessment.period and row.chosen is not None and row.kpi_ref
    }


def _judged(
    decided: Mapping[str, Highlight],
    in_scope: Mapping[str, KpiRating],
    candidates: Sequence[Candidate],
) -> list[Candidate]:
    """Every decision on a KPI in scope, with what the tool found of it."""
    found = {one.rating.kpi.ref: one for one in candidates}
    judged = []
    for ref, row in decided.items():
        if ref in in_scope:
            one = found.get(ref) or Candidate(in_scope[ref], HighlightKind.OTHER, 0, ())
            judged.append(replace(one, kind=row.kind or one.kind, choice=row))
    return judged


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
    return tuple(sorted(taken, key=lambda one: (PLACE[one.kind], -one.score, one.rating.kpi.ref)))


def candidates_of(assessment: Assessment) -> tuple[Candidate, ...]:
    """Every KPI that a rule puts forward, highest score first, ties by reference."""
    shown = [one for one in assessment.ratings if one.result is not None]
    aids = Aids(
        benchmarks_by_kpi(assessment.register),
        masked_splits(assessment),
        targets_in_order(assessment.register),
        {run.rating.kpi.ref: run for run in red_runs(assessment, shown)},
        _dates_passed(assessment, shown),
    )
    found = []
    for rating in shown:
        case = case_of(assessment, rating, aids)
        reasons = tuple(reason for rule in RULES if (reason := rule(case)) is not None)
        score = sum(reason.weight for reason in reasons)
        if score >= LEAST_SCORE:
            found.append(Candidate(rating, _kind(reasons), score, reasons))
    return tuple(sorted(found, key=lambda one: (-one.score, one.rating.kpi.ref)))


@frozen
class Aids:
    """What is worked out once for all KPIs: benchmarks and masked parts by KPI, targets in order, runs of Red, dates passed."""

    benchmarks: Mapping[str, tuple[Benchmark, ...]]
    masked: Mapping[str, tuple[str, ...]]
    targets: Mapping[SeriesKey, tuple[Target, ...]]
    reds: Mapping[str, RedRun]
    dates_passed: Mapping[str, int]


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
    return HighlightCase(
        rating, run, missed, judged, gap, aids.masked.get(kpi.ref, ()),
        standstill(kpi, points), aids.dates_passed.get(kpi.ref, 0),
        aids.reds.get(kpi.ref),
    )  # fmt: skip


def _dates_passed(assessment: Assessment, ratings: Sequence[KpiRating]) -> dict[str, int]:
    """KPI reference → how many dates for its way back have passed, of those off target whose newest date has."""
    late = [one for one in ratings if one.rag in OFF_TARGET and _is_promise_over(assessment, one)]
    runs = {run.rating.kpi.ref: run for run in runs_in(assessment, late, OFF_TARGET)}
    known = {one.kpi.ref: _promises_known(assessment, one) for one in late}
    return {ref: max(len(promises_since(runs[ref], some)), 1) for ref, some in known.items()}


def _promises_known(assessment: Assessment, rating: KpiRating) -> list[Commentary]:
    """The comments given by now and for now, which may say when a result will be back on target."""
    period = assessment.period
    return [
        one
        for one in comments_known(assessment.register, rating.kpi.ref, assessment.as_of)
        if one.period is None or one.period.end <= period.end
    ]


def _is_promise_over(assessment: Assessment, rating: KpiRating) -> bool:
    """Whether the newest of the dates given by now and for now by which a result was to be back on target has passed."""
    period, as_of = assessment.period, assessment.as_of
    promise = newest_promise(_promises_known(assessment, rating))
    last = None if promise is None else promised_day(promise)
    return last is not None and has_passed(last, rating.result_period or period, period, as_of)


def _kind(reasons: tuple[Reason, ...]) -> HighlightKind:
    """The kind of the gravest reason."""
    return min((reason.kind for reason in reasons), key=PLACE.__getitem__)
