"""Why a KPI may deserve a place among the highlights: one small function a reason.

The reasons follow the 2024 assurance report (¶50, ¶65: adverse results, notably positive or
negative trajectory; ¶66: sub-city analysis and comparison), the 2004 approach (3.4: falling,
static or targets consistently missed) and the 2023 framework (over- as well as
underperformance). A machine only puts forward; people choose.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal

from pmf_cli.analysis.series.other_places import BenchmarkGap
from pmf_cli.analysis.series.runs import Run, run_words
from pmf_cli.rag.base import KpiRating, Mark, Rating, Travel
from pmf_cli.register.figures import figure
from pmf_cli.register.terms import HighlightKind, Rag

WORSENING_RUN = 3
"""Changes for the worse on end that count as a run."""
GAIN_RUN = 4
"""Changes for the better on end that count as a notable gain."""
MISSED_SHARE = (5, 8)
"""So many of the last so many periods off target make a persistent miss."""
BENCHMARK_GAP = Decimal(10)
"""Per cent of the comparator's figure by which a result must be worse to be put forward."""


@dataclass(frozen=True, slots=True)
class HighlightCase:
    """All that the rules look at for one KPI.

    Attributes:
        rating: this period's rating.
        run: how the latest figures moved.
        missed: in how many of the periods looked at the KPI was not Green.
        looked_at: how many rated periods were looked at.
        gap: the widest unfavourable gap to a benchmark of the same period.
        masked: splits that would be Red or are clearly worse while the whole is Green.
    """

    rating: KpiRating
    run: Run
    missed: int = 0
    looked_at: int = 0
    gap: BenchmarkGap | None = None
    masked: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Reason:
    """One reason: what kind of highlight it makes, its weight and its sentence."""

    kind: HighlightKind
    weight: int
    text: str


Rule = Callable[[HighlightCase], Reason | None]


def _before(case: HighlightCase) -> Rating | None:
    previous = case.rating.previous
    return previous if isinstance(previous, Rating) else None


def red(case: HighlightCase) -> Reason | None:
    """Red now; the further outside tolerance, the more it weighs."""
    outcome = case.rating.outcome
    if not isinstance(outcome, Rating) or outcome.rag is not Rag.RED:
        return None
    weight = 40
    if outcome.shortfall is not None and outcome.tolerance:
        weight += min(20, int(outcome.shortfall / outcome.tolerance * 2))
    return Reason(HighlightKind.ADVERSE, weight, f"It is rated {outcome.word}.")


def red_twice(case: HighlightCase) -> Reason | None:
    """Red now and in the period before."""
    before = _before(case)
    if case.rating.rag is not Rag.RED or before is None or before.rag is not Rag.RED:
        return None
    return Reason(HighlightKind.ADVERSE, 15, f"It was {before.word} in the period before as well.")


def new_red(case: HighlightCase) -> Reason | None:
    """Red now though not in the period before."""
    before = _before(case)
    if case.rating.rag is not Rag.RED or before is None or before.rag is Rag.RED:
        return None
    text = f"It has become {before.words.red}; it was {before.word} before."
    return Reason(HighlightKind.ADVERSE, 20, text)


def moved_down(case: HighlightCase) -> Reason | None:
    """From Green to Amber."""
    before = _before(case)
    if case.rating.rag is not Rag.AMBER or before is None or before.rag is not Rag.GREEN:
        return None
    text = f"It has moved down from {before.words.green} to {before.words.amber}."
    return Reason(HighlightKind.ADVERSE, 25, text)


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
    if case.rating.rag not in (Rag.RED, Rag.AMBER) or case.looked_at < least:
        return None
    if case.missed * of < case.looked_at * least:
        return None
    often = "each" if case.missed == case.looked_at else f"{case.missed}"
    words = f"It has been off target in {often} of the last {case.looked_at} {_nouns(case)}."
    return Reason(HighlightKind.ADVERSE, 15, words)


def _nouns(case: HighlightCase) -> str:
    return f"{case.run.noun}s"


def behind_others(case: HighlightCase) -> Reason | None:
    """Clearly worse than a comparator for the same period."""
    if case.gap is None or case.gap.per_cent < BENCHMARK_GAP:
        return None
    ours, theirs = case.gap.ours, case.gap.theirs
    kpi = case.rating.kpi
    text = (
        f"At {figure(ours, kpi)} it is behind {case.gap.label} ({figure(theirs, kpi)}) "
        f"for {case.gap.period}."
    )
    return Reason(HighlightKind.WATCH, 15, text)


def masked_split(case: HighlightCase) -> Reason | None:
    """The whole is Green while a part of it is not."""
    outcome = case.rating.outcome
    if not isinstance(outcome, Rating) or outcome.rag is not Rag.GREEN or not case.masked:
        return None
    parts = ", ".join(case.masked[:3])
    more = f" and {len(case.masked) - 3} more" if len(case.masked) > 3 else ""
    return Reason(
        HighlightKind.WATCH,
        22,
        f"The whole is {outcome.word}, but by the same rule it would be {outcome.words.red} for "
        f"{parts}{more}.",
    )


def moved_up(case: HighlightCase) -> Reason | None:
    """Up by a colour or two."""
    before = _before(case)
    now = case.rating.rag
    if now is None or before is None or now.rank <= before.rag.rank:
        return None
    weight = 30 if now is Rag.GREEN and before.rag is Rag.RED else 18
    return Reason(
        HighlightKind.FAVOURABLE,
        weight,
        f"It has moved up from {before.word} to {before.words[now]}.",
    )


def gaining(case: HighlightCase) -> Reason | None:
    """Better several times on end; said of a Red KPI too, but then it weighs nothing."""
    if case.run.better is not True or case.run.length < GAIN_RUN:
        return None
    text = f"It {run_words(case.run)}, which is for the better."
    weight = 0 if case.rating.rag is Rag.RED else 16 + min(case.run.length, 8)
    return Reason(HighlightKind.FAVOURABLE, weight, text)


def exceeding(case: HighlightCase) -> Reason | None:
    """Better than target by more than the rule set's mark; the target may be too easy."""
    outcome = case.rating.outcome
    if not isinstance(outcome, Rating) or Mark.EXCEEDING not in outcome.marks:
        return None
    return Reason(
        HighlightKind.FAVOURABLE,
        14,
        "It is far better than its target; the target may need another look.",
    )


def worse_though_green(case: HighlightCase) -> Reason | None:
    """Green with a figure that went the wrong way by more than the tolerance."""
    rating = case.rating
    outcome, change = rating.outcome, rating.direction.change
    if not isinstance(outcome, Rating) or outcome.rag is not Rag.GREEN or change is None:
        return None
    if rating.direction.travel is not Travel.WORSENED:
        return None
    value = rating.direction.comparator_value
    if not isinstance(value, Decimal) or value == 0 or abs(change) * 10 < abs(value):
        return None
    return Reason(
        HighlightKind.WATCH,
        14,
        f"It is {outcome.word}, but worse than its comparator by more than a tenth.",
    )


RULES: tuple[Rule, ...] = (
    red,
    new_red,
    red_twice,
    moved_down,
    worsening,
    persistent_miss,
    masked_split,
    behind_others,
    worse_though_green,
    moved_up,
    gaining,
    exceeding,
)
"""Every rule, in the order in which reasons are printed."""
