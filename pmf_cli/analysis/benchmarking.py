"""How a KPI stands among other places: its rank, the median and the best and worst quarter of each group.

The 2024 report (¶56, ¶66) sets results beside core cities, statistical neighbours, the region and England, and wants
notable ones told, good gaps as well as bad. A group is compared in the newest period for which the KPI and the group both
have a figure; places without one then are named. Figures marked as not comparable are left out.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import Decimal

import pandas as pd

from pmf_cli.analysis.series.other_places import benchmarks_by_kpi
from pmf_cli.assessment import Assessment
from pmf_cli.frozen import frozen
from pmf_cli.register.periods.period import Period
from pmf_cli.register.sheets.kpis import Kpi
from pmf_cli.register.sheets.record import Benchmark, Result
from pmf_cli.register.terms import BenchmarkStatistic, Polarity
from pmf_cli.register.time.expected import Known

SINGLE = (BenchmarkStatistic.VALUE, None)
"""Statistics of a row that holds one place's own figure."""
ALONE = 1
"""Of a group of one place there is no rank."""


@frozen
class GroupFigures:
    """Median and quarters of some places, in the KPI's unit; the quarters by which way is better, lowest as worst where none is."""

    median: Decimal
    best_quarter: Decimal
    worst_quarter: Decimal


@frozen
class Standing:
    """A KPI beside one group in one period.

    Attributes:
        result: the council's own.
        rows: the group's own figures that it is set beside.
        figures: those of the group, without the council; of a published mean or median alone, that.
        rank: the council's place among ``size``, 1 for the best; ``None`` where no way is better, or the places' own figures are not held.
        size: how many places, the council among them.
        better_by: by how much better than the median the council is, negative where worse; ``None`` where no way is better.
        missing: places of the group that have figures of other periods alone.
    """

    kpi: Kpi
    group: str
    period: Period
    result: Result
    rows: tuple[Benchmark, ...]
    figures: GroupFigures
    rank: int | None
    size: int
    better_by: Decimal | None
    missing: tuple[str, ...]

    @property
    def ours(self) -> Decimal:
        """The council's figure."""
        assert self.result.number is not None
        return self.result.number

    @property
    def is_statistic(self) -> bool:
        """Whether the group publishes a mean or median alone."""
        return self.rows[0].statistic not in SINGLE

    @property
    def best(self) -> Benchmark | None:
        """The best place of several; ``None`` where no way is better."""
        if self.rank is None:
            return None
        sign = 1 if self.kpi.polarity is Polarity.HIGHER else -1
        return max(self.rows, key=lambda row: sign * (row.value or Decimal(0)))


def standings(assessment: Assessment, kpis: Sequence[Kpi]) -> tuple[Standing, ...]:
    """Each KPI beside each group of the sheet ``Benchmarks``, in the order of the KPIs and of the sheet."""
    held = benchmarks_by_kpi(assessment.register)
    found = (_of_kpi(assessment, kpi, held.get(kpi.ref, ())) for kpi in kpis)
    return tuple(one for standings_of_one in found for one in standings_of_one)


def _of_kpi(assessment: Assessment, kpi: Kpi, rows: Sequence[Benchmark]) -> Iterator[Standing]:
    groups: dict[str, list[Benchmark]] = {}
    for row in rows:
        groups.setdefault(str(row.group or row.comparator or "Others"), []).append(row)
    recorded = assessment.register.results_of(kpi.ref)
    known = Known(recorded, assessment.period.end, assessment.as_of, kpi)
    for group, members in groups.items():
        by_period: dict[Period, list[Benchmark]] = {}
        for row in members:
            assert row.period is not None
            by_period.setdefault(row.period, []).append(row)
        for period in sorted(by_period, key=lambda one: one.sort_key, reverse=True):
            own = known.at(period)
            if own is not None and own.number is not None:
                yield _standing(kpi, group, own, by_period[period], members)
                break


def _published_size(rows: Sequence[Benchmark]) -> int:
    """Of how many a group's published figures are; 0 where nobody says."""
    return max(row.group_size or 0 for row in rows)


def _standing(
    kpi: Kpi, group: str, own: Result, rows: Sequence[Benchmark], ever: Sequence[Benchmark]
) -> Standing:
    single = [row for row in rows if row.statistic in SINGLE]
    sign = _sign(kpi)
    ours = _number(own)
    values = [_value(row) for row in single]
    figures = group_figures(values, kpi) if single else _published(rows)
    size = len(single) + 1 if single else _published_size(rows)
    rank = _rank(ours, values, sign) if sign and len(single) > ALONE else None
    better = sign * (ours - figures.median) if sign else None
    assert own.period is not None
    used = tuple(single or rows)
    return Standing(
        kpi, group, own.period, own, used, figures, rank, size, better, _missing(single, ever)
    )


def _sign(kpi: Kpi) -> int:
    """1 where higher is better, -1 where lower is, 0 where no way is."""
    return {Polarity.HIGHER: 1, Polarity.LOWER: -1}.get(kpi.polarity, 0) if kpi.polarity else 0


def _number(own: Result) -> Decimal:
    assert own.number is not None
    return own.number


def _missing(there: Sequence[Benchmark], ever: Sequence[Benchmark]) -> tuple[str, ...]:
    """Places of a group that have figures of other periods alone."""
    names = {row.comparator for row in there}
    all_names = (row.comparator or "" for row in ever if row.statistic in SINGLE)
    return tuple(dict.fromkeys(name for name in all_names if name not in names))


def _value(row: Benchmark) -> Decimal:
    assert row.value is not None
    return row.value


def _rank(ours: Decimal, others: Sequence[Decimal], sign: int) -> int:
    """The place of a figure among others; those that are level share the better place."""
    ranks = pd.Series([ours, *others]).rank(method="min", ascending=sign < 0)
    return int(ranks.iloc[0])


def group_figures(values: Sequence[Decimal], kpi: Kpi) -> GroupFigures:
    """Median and quarters of some figures, exact to the 15 digits that a cell shows."""
    quarters = pd.Series([float(one) for one in values]).quantile([0.25, 0.5, 0.75])
    low, median, high = (Decimal(f"{one:.15g}") for one in quarters)
    best, worst = (low, high) if kpi.polarity is Polarity.LOWER else (high, low)
    return GroupFigures(median, best, worst)


def _published(rows: Sequence[Benchmark]) -> GroupFigures:
    """What a group publishes of itself: its median, else its mean; its quarters, else the same."""
    of = {row.statistic: _value(row) for row in rows}
    middle = of.get(BenchmarkStatistic.MEDIAN, of.get(BenchmarkStatistic.MEAN, _value(rows[0])))
    return GroupFigures(
        middle,
        of.get(BenchmarkStatistic.BEST_QUARTER, middle),
        of.get(BenchmarkStatistic.WORST_QUARTER, middle),
    )
