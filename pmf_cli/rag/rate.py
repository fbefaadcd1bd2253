"""Every KPI of a register rated for one reporting period on one date.

One KPI or split at a time: its result chosen, its target and comparator found, its outcome told. Each
in scope gets exactly one: a colour with its reasons, or one reason for none. A check may ask for the
colour of one figure, as held or as it would be.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator
from copy import copy
from datetime import date
from decimal import localcontext
from functools import cached_property
from math import inf

from pmf_cli.rag.base import (
    Direction,
    Evidence,
    KpiRating,
    Outcome,
    Rating,
    StandsBeside,
    Travel,
    Unrated,
    UnratedReason,
)
from pmf_cli.rag.choice import ChosenResult, choose_result
from pmf_cli.rag.comparators import (
    Comparator,
    breaks_of,
    comparator_of,
    direction_of,
    last_year_comparator,
    previous_comparator,
)
from pmf_cli.rag.methods import method_for, never_rated, target_words
from pmf_cli.rag.rating import rating_of, reason_used, value_cell
from pmf_cli.rag.rating_input import NotRated, RatingDetail, RatingInput, RatingResult
from pmf_cli.rag.rules import RuleBook
from pmf_cli.rag.target_cells import target_used
from pmf_cli.register.figures import figure
from pmf_cli.register.periods.period import Period
from pmf_cli.register.register import Register, SeriesKey
from pmf_cli.register.sheets.kpis import Kpi
from pmf_cli.register.sheets.record import Result
from pmf_cli.register.sheets.targets import Target
from pmf_cli.register.terms import ImprovedOn, Rag, TargetType, ValueStatus
from pmf_cli.register.time.aims import Aim, aim_for
from pmf_cli.register.time.benchmark_aims import benchmark_aim
from pmf_cli.register.time.expected import Known, in_scope, period_before
from pmf_cli.register.time.owed import DueDates
from pmf_cli.register.time.targets_in_force import in_force, targets_in_order
from pmf_cli.settings import Settings


class PeriodRater:
    """A register laid out for rating one period: rows in order, rules and breaks to hand."""

    def __init__(
        self,
        register: Register,
        settings: Settings,
        period: Period,
        as_of: date,
        rules: RuleBook | None = None,
    ) -> None:
        self.register = register
        self.settings = settings
        self.period = period
        self.as_of = as_of
        self.rules = rules or RuleBook(register.rating_rules, settings.rating)
        self.targets = targets_in_order(register)
        self.breaks = breaks_of(register)
        self.dates = DueDates(register)

    def at(self, period: Period) -> PeriodRater:
        """The same register as it is laid out, for rating another period."""
        other = copy(self)
        other.period = period
        return other

    def splits(self, kpis: Iterable[Kpi]) -> Iterator[KpiRating]:
        """The rated splits of some KPIs, KPI by KPI, splits by their own order."""
        order = {row.name: row.order for row in self.register.splits if row.order is not None}
        found: dict[str, set[str]] = {}
        for ref, split in (*self.targets, *self.register.series):
            if split is not None:
                found.setdefault(ref, set()).add(split)
        for kpi in kpis:
            names = sorted(found.get(kpi.ref, ()), key=lambda name: (order.get(name, inf), name))
            for name in names:
                if (kpi.ref, name) in self.targets or self.settings.rating.rate_splits:
                    rating = self.rate(kpi, name)
                    if rating is not None:
                        yield rating

    def rate(
        self, kpi: Kpi, split: str | None, detail: RatingDetail = RatingDetail.FULL
    ) -> KpiRating | None:
        """The rating of a KPI or split; ``None`` where the KPI is out of scope.

        Args:
            detail: direction and period before are those of a full rating alone.
        """
        is_brief = detail is not RatingDetail.FULL
        known = Known(self.register.results_of(kpi.ref, split), self.period.end, self.as_of, kpi)
        whole = Known(self.register.results_of(kpi.ref), self.period.end, self.as_of, kpi)
        if not in_scope(kpi, self.period, whole):
            return None
        choice = choose_result(
            kpi, known, self.period, self.as_of, self.dates, self.settings.financial_year_start
        )
        own = choice.period or self.period
        target = self._target(kpi, split, own)
        aim = self._aim(target, kpi, split, own, known)
        shown = choice.result if choice.result is not None else choice.latest
        comparator = self._comparator(kpi, shown, known)
        before = None if is_brief or split is not None else period_before(kpi, own, known)
        beside = self._beside(kpi, split, choice, (own, target, aim), known)
        direction = NOT_ASKED
        if not is_brief:
            similar = self.settings.rating.similar_within
            direction = direction_of(kpi, shown, comparator, beside.row, beside.aim, similar)
        return KpiRating(
            kpi=kpi,
            split=split,
            period=self.period,
            result_period=choice.period,
            result=choice.result,
            latest=choice.latest,
            next_due=choice.next_due,
            target_row=target,
            beside=beside,
            outcome=self._outcome(
                kpi,
                own,
                choice,
                target,
                aim,
                lambda: comparator,
                known,
                detail,
            ),
            direction=direction,
            is_new=choice.is_new,
            previous=None if before is None else self._previous(kpi, split, before, known),
            aim=aim,
        )

    def _rows(self, kpi: Kpi, split: str | None) -> tuple[Target, ...]:
        rows = self.targets.get((kpi.ref, split), ())
        if not rows and self.settings.rating.rate_splits:
            rows = self.targets.get((kpi.ref, None), ())
        return rows

    def _target(self, kpi: Kpi, split: str | None, period: Period) -> Target | None:
        return in_force(self._rows(kpi, split), period)

    def _aim(
        self, target: Target | None, kpi: Kpi, split: str | None, period: Period, known: Known
    ) -> Aim | None:
        if target is None:
            return None
        if target.target_type is TargetType.BENCHMARK:
            rows = self.register.benchmarks_by_kpi.get(kpi.ref, ())
            return benchmark_aim(target, kpi, period, rows)
        year_start = self.settings.financial_year_start
        return aim_for(target, kpi, period, known, year_start, self._rows(kpi, split))

    def _beside(
        self,
        kpi: Kpi,
        split: str | None,
        choice: ChosenResult,
        asked: tuple[Period, Target | None, Aim | None],
        known: Known,
    ) -> StandsBeside:
        """The target for the time of the figure shown: the latest there is has that of its own time."""
        own, target, aim = asked
        earlier = (
            None if choice.result is not None or choice.latest is None else choice.latest.period
        )
        if earlier is not None and never_rated(kpi, target, own) is None:
            target = self._target(kpi, split, earlier)
            aim = self._aim(target, kpi, split, earlier, known)
        return StandsBeside(target, aim, target_words(kpi, target, aim))

    def _comparator(self, kpi: Kpi, result: Result | None, known: Known) -> Comparator:
        if result is None:
            return Comparator("", why_none="there is no result")
        return comparator_of(
            kpi, result, known, self.breaks.get(kpi.ref, ()), self.settings.financial_year_start
        )

    def _previous(
        self, kpi: Kpi, split: str | None, before: Period, known: Known
    ) -> Outcome | None:
        """The outcome of the KPI's own period before, by the rules and target in force then.

        Without its cells and thresholds: it only serves to name the movement between ratings.
        """
        row = known.at(before)
        if row is None or row.value is None:
            return None
        return self.outcome_of(kpi, split, row)

    def outcome_of(
        self,
        kpi: Kpi,
        split: str | None,
        row: Result,
        target: Target | None = None,
        detail: RatingDetail = RatingDetail.SENTENCE,
    ) -> Outcome | None:
        """The outcome of one figure in its own period; ``None`` for a row without a period.

        Args:
            target: held against this row instead of the one in force.
        """
        period = row.period
        if period is None:
            return None
        known = Known(self.register.results_of(kpi.ref, split), period.end, self.as_of, kpi)
        held = target if target is not None else self._target(kpi, split, period)
        return self._outcome(
            kpi,
            period,
            ChosenResult(period, row, row),
            held,
            self._aim(held, kpi, split, period, known),
            lambda: self._comparator(kpi, row, known),
            known,
            detail,
        )

    def _outcome(
        self,
        kpi: Kpi,
        period: Period,
        choice: ChosenResult,
        target: Target | None,
        aim: Aim | None,
        comparator: Callable[[], Comparator],
        known: Known,
        detail: RatingDetail,
    ) -> Outcome:
        refused = never_rated(kpi, target, period)
        if refused is not None:
            return _unrated(refused, target_words(kpi, target, aim))
        result = choice.result
        if result is None or result.value is None or target is None or aim is None:
            reason = choice.reason or UnratedReason.NOT_DUE
            words = target_words(kpi, target, aim)
            return Unrated(reason, choice.sentence, reason_used(choice.row), words)
        breaks = self.breaks.get(kpi.ref, ())
        rules = self.rules.rules_for(kpi, period)
        case = RatingInput(
            kpi,
            period,
            result,
            result.value,
            target,
            aim,
            rules,
            comparator,
            lambda: IMPROVED_ON[rules.improved_on](kpi, result, known, breaks),
            self.settings.rating.similar_within,
            self.register.rating_words,
            self.register.assumed_fields.get(kpi.ref, frozenset()),
            detail,
        )
        held_back = _held_back(case, is_stale=choice.is_stale)
        verdict = method_for(kpi, target)(case) if held_back is None else held_back
        if isinstance(verdict, RatingResult):
            return rating_of(case, choice, verdict)
        own = Evidence("result", figure(result.value, kpi), value_cell(result))
        return _unrated(verdict, target_words(kpi, target, aim), (own,))


IMPROVED_ON = {
    ImprovedOn.LAST_YEAR: last_year_comparator,
    ImprovedOn.PREVIOUS: previous_comparator,
}
"""What a scheme of improvement holds a result against."""
NOT_ASKED = Direction(Travel.NOT_KNOWN)
"""The direction of ratings that are made for their colour alone."""


def _held_back(case: RatingInput, *, is_stale: bool) -> NotRated | None:
    """Why a figure that is there is not rated: by the rule in force, or for want of its target."""
    result, rules, value = case.result, case.rules, figure(case.result.value, case.kpi)
    if is_stale and not rules.rate_stale:
        return NotRated(
            UnratedReason.STALE,
            f"{value} for {case.period} is older than the {case.kpi.longest_age} allowed; {rules.in_words} does not rate it.",
        )
    if result.value_status is ValueStatus.PROVISIONAL and not rules.rate_provisional:
        return NotRated(
            UnratedReason.AWAITING_PUBLICATION,
            f"{value} is provisional; {rules.in_words} does not rate provisional values.",
        )
    if case.aim.refused:
        is_benchmark = case.target.target_type is TargetType.BENCHMARK
        reason = UnratedReason.NO_COMPARATOR if is_benchmark else UnratedReason.DEFINITION
        return NotRated(reason, case.aim.refused, target_used(case.kpi, case.target, case.aim))
    return None


def _unrated(why: NotRated, target_text: str, used: tuple[Evidence, ...] = ()) -> Unrated:
    return Unrated(why.reason, why.sentence, (*used, *why.used), target_text)


EXACT_DIGITS = 400
"""Digits of the sums: more than the largest number that a cell can hold (309), so that nothing is
rounded and no figure, however absurd, stops a run."""


def rate_all(
    register: Register,
    settings: Settings,
    period: Period,
    as_of: date,
    only: Collection[str] | None = None,
) -> tuple[KpiRating, ...]:
    """The ratings of all KPIs in scope (wholes), in the order of the sheet.

    Args:
        as_of: the date of the question; results received later are not known yet.
        only: references of the KPIs asked about; all where not given.
    """
    # No rounding at 28 digits: a sum of a boundary is compared for being equal.
    with localcontext() as context:
        context.prec = EXACT_DIGITS
        rater = PeriodRater(register, settings, period, as_of)
        rated = (rater.rate(kpi, None) for kpi in _asked_about(register, only))
        return tuple(rating for rating in rated if rating is not None)


def rate_splits(
    register: Register,
    settings: Settings,
    period: Period,
    as_of: date,
    only: Collection[str] | None = None,
) -> tuple[KpiRating, ...]:
    """The ratings of splits: those with a target row of their own, or all where settings say so.

    Args:
        only: references of the KPIs asked about; all where not given.
    """
    with localcontext() as context:
        context.prec = EXACT_DIGITS
        rater = PeriodRater(register, settings, period, as_of)
        return tuple(rater.splits(_asked_about(register, only)))


def _asked_about(register: Register, only: Collection[str] | None) -> tuple[Kpi, ...]:
    return tuple(kpi for ref, kpi in register.kpi_by_ref.items() if only is None or ref in only)


def rate_kpi(
    register: Register,
    settings: Settings,
    period: Period,
    as_of: date,
    ref: str,
    split: str | None = None,
) -> KpiRating | None:
    """The rating of one KPI or split; ``None`` where it is unknown or out of scope."""
    kpi = register.kpi(ref)
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
    detail: RatingDetail = RatingDetail.FULL,
    rules: RuleBook | None = None,
) -> dict[SeriesKey, KpiRating]:
    """The ratings of the series named (KPI reference and split), for one reporting period.

    Series that are unknown or out of scope are left out.

    Args:
        detail: direction and period before are those of a full rating alone.
        rules: other rules than the register's own, to be tried.
    """
    with localcontext() as context:
        context.prec = EXACT_DIGITS
        rater = PeriodRater(register, settings, period, as_of, rules)
        found = {}
        for ref, split in series:
            kpi = register.kpi(ref)
            rating = None if kpi is None else rater.rate(kpi, split, detail)
            if rating is not None:
                found[ref, split] = rating
        return found


class PastRatings:
    """Answers what a KPI was rated in its earlier periods, by the targets and rule sets in force then.

    The register is laid out once, however many periods are asked for.
    """

    def __init__(self, register: Register, settings: Settings, as_of: date) -> None:
        self._asked = (register, settings)
        self._as_of = as_of
        self._raters: dict[Period, PeriodRater] = {}

    def __call__(
        self, kpi: Kpi, periods: Iterable[Period], split: str | None = None
    ) -> tuple[KpiRating | None, ...]:
        """One rating a period, as if it had been the reporting period; ``None`` where it had no result of its own to rate."""
        with localcontext() as context:
            context.prec = EXACT_DIGITS
            return tuple(self._rated(kpi, period, split) for period in periods)

    def _rated(self, kpi: Kpi, period: Period, split: str | None) -> KpiRating | None:
        rating = self._rater(period).rate(kpi, split)
        is_own = rating is not None and rating.shown is not None and rating.shown.period == period
        return rating if is_own else None

    def _rater(self, period: Period) -> PeriodRater:
        if period not in self._raters:
            first = next(iter(self._raters.values()), None)
            made = (
                PeriodRater(*self._asked, period, self._as_of)
                if first is None
                else first.at(period)
            )
            self._raters[period] = made
        return self._raters[period]


class Colours:
    """Answers by the council's own rules; nothing is worked out before it is asked, nor asked for again."""

    def __init__(self, register: Register, settings: Settings, period: Period, as_of: date) -> None:
        self._asked = (register, settings, period, as_of)
        # By what they are, not what they hold: a long row takes as long to hash as its colour to work out.
        # What is known keeps its KPI and row, so that nothing else takes their place.
        self._known: dict[tuple[int, str | None, int], tuple[Kpi, Result, Rag | None]] = {}

    @cached_property
    def _rater(self) -> PeriodRater:
        return PeriodRater(*self._asked)

    def __call__(
        self, kpi: Kpi, split: str | None, row: Result, target: Target | None = None
    ) -> Rag | None:
        """The colour of a figure in its own period; ``None`` where it has none.

        Args:
            target: held against this row instead of the one in force.
        """
        if target is not None:
            return self._worked_out(kpi, split, row, target)
        key = (id(kpi), split, id(row))
        if key not in self._known:
            self._known[key] = (kpi, row, self._worked_out(kpi, split, row, None))
        return self._known[key][-1]

    def _worked_out(
        self, kpi: Kpi, split: str | None, row: Result, target: Target | None
    ) -> Rag | None:
        with localcontext() as context:
            context.prec = EXACT_DIGITS
            outcome = self._rater.outcome_of(kpi, split, row, target, RatingDetail.COLOUR)
        return outcome.rag if isinstance(outcome, Rating) else None
