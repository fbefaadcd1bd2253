"""The facts beside each target, and for a KPI without one the targets that its figures suggest: never a verdict.

"Quality checking targets are SMART and sufficiently challenging" (performance officer's role, line 259): what a
directorate needs to judge that, worked out from the register. A candidate is tried on every figure held.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date
from decimal import Decimal

from pmf_cli.analysis.series.other_places import benchmarks_by_kpi, label_of
from pmf_cli.analysis.series.process_limits import ProcessLimits
from pmf_cli.analysis.series.series import Point, points_of
from pmf_cli.analysis.signals import Assurance, signals
from pmf_cli.assessment import Assessment
from pmf_cli.frozen import frozen
from pmf_cli.rag.base import KpiRating
from pmf_cli.rag.comparators import moves_with_the_year
from pmf_cli.rag.rate import Colours
from pmf_cli.register.figures import as_printed
from pmf_cli.register.periods.period import Period
from pmf_cli.register.periods.steps import year_earlier
from pmf_cli.register.sheets.kpis import Kpi
from pmf_cli.register.sheets.record import Benchmark
from pmf_cli.register.sheets.targets import Target
from pmf_cli.register.terms import (
    Accountability,
    BenchmarkStatistic,
    Frequency,
    Polarity,
    Rag,
    TargetType,
    TimeBasis,
    ToleranceBasis,
)

EVERY = 400
"""More figures than any series holds."""
USUAL_TOLERANCES = (Decimal(3), Decimal(5), Decimal(10))
"""Tolerances that councils use, in per cent of the target."""
LEAST_PLACES = 4
"""With fewer places a quartile is one of them."""
ONCE_A_YEAR = (Frequency.ANNUAL, Frequency.TWO_YEARLY, Frequency.THREE_YEARLY)
WITHOUT = (
    None,
    TargetType.TO_BE_AGREED,
    TargetType.INCREASE,
    TargetType.DECREASE,
    TargetType.MAINTAIN,
)
"""Types of target under which a figure is still to be agreed; trackers are meant to have none."""


@frozen
class Candidate:
    """A figure that might be the target, and what it would have made of the figures held.

    Attributes:
        why: what it is: ``the best so far``.
        colours: colour → how many of the KPI's figures would have had it.
    """

    figure: Decimal
    why: str
    colours: Mapping[Rag, int]


@frozen
class OtherPlaces:
    """The newest period for which other places have figures: quartiles in the KPI's unit, worst first.

    Attributes:
        names: the place, or how many there are.
    """

    period: Period
    places: int
    names: str
    quartiles: tuple[Decimal, Decimal, Decimal] | None
    median: Decimal


@frozen
class TargetFacts:
    """What the register knows beside one KPI's target.

    Attributes:
        met: how many of its figures were Green by the target of their own time.
        judged: how many had a colour.
        best: the best figure of all, and its period.
        limits: natural limits that stand, as ``pmf analyse spc`` has them.
        assurance: how the target lies to them, by the same.
        reviewed: when the target was last agreed or reviewed; ``None`` where nothing says so.
        tolerances: tolerances of the target in force to choose from, in per cent of it, each tried on every figure held.
        unanswered: the questions of SMART to which the register has no answer, by their headings.
        is_one_figure: whether one figure a year leaves no time to correct anything before its end.
        candidates: targets to choose from, where a figure is still to be agreed.
    """

    rating: KpiRating
    met: int
    judged: int
    best: tuple[Decimal, Period] | None
    limits: ProcessLimits | None
    assurance: Assurance | None
    others: OtherPlaces | None
    reviewed: date | None
    is_one_figure: bool
    candidates: tuple[Candidate, ...]
    unanswered: tuple[str, ...] = ()
    tolerances: tuple[Candidate, ...] = ()

    @property
    def kpi(self) -> Kpi:
        """The KPI."""
        return self.rating.kpi

    @property
    def never_met(self) -> bool:
        """Whether there were figures to meet it with, and none did."""
        return self.judged > 0 and self.met == 0

    @property
    def lacks_target(self) -> bool:
        """Whether a figure is still to be agreed."""
        return has_no_figure(self.rating)


def has_no_figure(rating: KpiRating) -> bool:
    """Whether a KPI's target has no figure yet, though it is meant to have one."""
    row = rating.target_row
    is_outcome = rating.kpi.accountability is Accountability.POPULATION
    return not is_outcome and (None if row is None else row.target_type) in WITHOUT


def target_facts(assessment: Assessment, ratings: Sequence[KpiRating]) -> tuple[TargetFacts, ...]:
    """The facts of each KPI, in the order of the ratings."""
    colours = assessment.colours
    benchmarks = benchmarks_by_kpi(assessment.register)
    return tuple(
        _facts(assessment, colours, rating, benchmarks.get(rating.kpi.ref, ()))
        for rating in ratings
    )


def _facts(
    assessment: Assessment, colours: Colours, rating: KpiRating, rows: Sequence[Benchmark]
) -> TargetFacts:
    kpi, row = rating.kpi, rating.target_row
    points = points_of(assessment, kpi, EVERY)
    told = Counter(
        colour
        for point in points
        if point.result is not None and (colour := colours(kpi, None, point.result)) is not None
    )
    others = _other_places(kpi, rows, assessment.period)
    (signal,) = signals(assessment, [rating])
    days = () if row is None else (row.reviewed_on, row.agreed_on)
    return TargetFacts(
        rating,
        told[Rag.GREEN],
        sum(told.values()),
        _best(kpi, points),
        signal.limits if signal.is_telling else None,
        signal.assurance,
        others,
        max((on for on in days if on is not None), default=None),
        kpi.frequency in ONCE_A_YEAR,
        tuple(_candidates(colours, kpi, points, others)) if has_no_figure(rating) else (),
        tuple(_unanswered(kpi, row)),
        tuple(_tolerances(colours, kpi, points, row)),
    )


def _unanswered(kpi: Kpi, row: Target | None) -> Iterator[str]:
    """The headings of SMART under which the register says nothing; why a figure can be reached only where there is one."""
    answers = {
        "specific": kpi.definition,
        "measurable": kpi.calculation,
        "achievable": "No figure" if row is None or row.number is None else row.rationale,
        "relevant": kpi.rationale,
        "timely": kpi.frequency,
    }
    yield from (heading for heading, answer in answers.items() if not answer)


def _best(kpi: Kpi, points: Sequence[Point]) -> tuple[Decimal, Period] | None:
    """The best figure; the newest of equals. None of those that add up within the year, of which the first is least."""
    found = [(point.value, point.period) for point in points if point.value is not None]
    if not found or kpi.polarity not in BETTER_BY or kpi.time_basis is TimeBasis.CUMULATIVE:
        return None
    sign = BETTER_BY[kpi.polarity]
    return max(found, key=lambda one: (sign * one[0], one[1].end))


BETTER_BY: Mapping[Polarity | None, int] = {Polarity.HIGHER: 1, Polarity.LOWER: -1}
"""Which way is better: by what a figure is multiplied so that more is better."""


def _other_places(kpi: Kpi, rows: Sequence[Benchmark], until: Period) -> OtherPlaces | None:
    """Median and quartiles of single places in the newest period that any of them has, up to a period's end."""
    single = list(_single_places(rows))
    ended = [period for period, _, _ in single if period.end <= until.end]
    sign = BETTER_BY.get(kpi.polarity)
    if not ended or sign is None:
        return None
    newest = max(ended, key=lambda one: one.end)
    same = {name: value for period, value, name in single if period == newest}
    values = sorted(same.values(), key=lambda value: sign * value)
    lower, median, upper = (_quantile(values, Decimal(part) / 4) for part in (1, 2, 3))
    return OtherPlaces(
        newest,
        len(values),
        next(iter(same)) if len(same) == 1 else f"{len(values)} places",
        (lower, median, upper) if len(values) >= LEAST_PLACES else None,
        median,
    )


def _single_places(rows: Iterable[Benchmark]) -> Iterator[tuple[Period, Decimal, str]]:
    """Period, figure and name of each place, without averages of several."""
    for row in rows:
        is_single = row.statistic in (None, BenchmarkStatistic.VALUE)
        if is_single and row.period is not None and row.value is not None:
            yield row.period, row.value, label_of(row)


def _quantile(ordered: Sequence[Decimal], share: Decimal) -> Decimal:
    """The figure below which a share lies, between two of them in proportion (Excel's QUARTILE.INC)."""
    at = share * (len(ordered) - 1)
    low = int(at)
    high = min(low + 1, len(ordered) - 1)
    return ordered[low] + (at - low) * (ordered[high] - ordered[low])


def _candidates(
    colours: Colours, kpi: Kpi, points: Sequence[Point], others: OtherPlaces | None
) -> Iterator[Candidate]:
    """What the KPI's own figures and other places suggest, each figure once, tried on every figure held.

    Where the time of year moves them, on those of the same time of year: December's is no target for June.
    """
    if kpi.polarity not in BETTER_BY:
        return
    if moves_with_the_year(kpi) and points:
        newest = points[-1].period
        points = [one for one in points if one.period.start.month == newest.start.month]
    found: dict[Decimal, str] = {}
    for figure, why in _suggested(kpi, points, others):
        found.setdefault(as_printed(figure, kpi.decimal_places), why)
    for figure, why in found.items():
        target = Target(kpi_ref=kpi.ref, target_type=TargetType.VALUE, target=figure)
        yield Candidate(figure, why, _tried(colours, kpi, points, target))


def _tried(
    colours: Colours, kpi: Kpi, points: Sequence[Point], target: Target
) -> Mapping[Rag, int]:
    """How many of the figures held would have had which colour by a target."""
    found = Counter(
        colour
        for point in points
        if point.result is not None
        and (colour := colours(kpi, None, point.result, target)) is not None
    )
    return {rag: found[rag] for rag in Rag}


def _tolerances(
    colours: Colours, kpi: Kpi, points: Sequence[Point], row: Target | None
) -> Iterator[Candidate]:
    """Usual tolerances of the target in force, tried on every figure held as if target and tolerance had held then."""
    if row is None or row.target_type is not TargetType.VALUE or kpi.polarity not in BETTER_BY:
        return
    for size in USUAL_TOLERANCES:
        target = replace(
            row,
            tolerance=size,
            tolerance_basis=ToleranceBasis.RELATIVE,
            amber_boundary=None,
        )
        yield Candidate(size, f"{size}% of target", _tried(colours, kpi, points, target))


def _suggested(
    kpi: Kpi, points: Sequence[Point], others: OtherPlaces | None
) -> Iterator[tuple[Decimal, str]]:
    held = {point.period: point.value for point in points if point.value is not None}
    if not held:
        return
    year_ago = year_earlier(max(held, key=lambda period: period.end))
    if year_ago in held:
        yield held[year_ago], f"the figure of {year_ago}".replace("of as at", "as at")
    if not moves_with_the_year(kpi):
        yield from _of_its_own(
            sorted(held.values(), key=lambda value: BETTER_BY[kpi.polarity] * value)
        )
    # Those of other places are of whole years, and no targets for a part of one.
    if others is not None and not moves_with_the_year(kpi):
        median = others.names if others.places == 1 else f"the median of {others.names}"
        yield others.median, f"{median}, {others.period}"
        if others.quartiles is not None:
            yield (
                others.quartiles[2],
                f"reached by one in four of {others.names}, {others.period}",
            )


def _of_its_own(worst_first: Sequence[Decimal]) -> Iterator[tuple[Decimal, str]]:
    if len(worst_first) >= LEAST_PLACES:
        yield _quantile(worst_first, Decimal("0.5")), "the median of its own figures"
        yield (
            _quantile(worst_first, Decimal("0.75")),
            "reached by one in four of its own figures",
        )
    yield worst_first[-1], "the best so far"
