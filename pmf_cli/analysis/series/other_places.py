"""Comparison with other places, for the same period and only where it is comparable.

The 2024 report (¶56, ¶66) names core cities, neighbours, the region and England. Figures of
another period or marked as not comparable are never set beside a result.
"""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from pmf_cli.frozen import frozen
from pmf_cli.register.periods.period import Period
from pmf_cli.register.register import Register
from pmf_cli.register.sheets.kpis import Kpi
from pmf_cli.register.sheets.record import Benchmark
from pmf_cli.register.terms import BenchmarkStatistic, Polarity
from pmf_cli.register.time.benchmark_aims import is_comparable

AVERAGES = (BenchmarkStatistic.MEAN, BenchmarkStatistic.MEDIAN, BenchmarkStatistic.VALUE, None)
"""Statistics that a result may fairly be set beside."""


@frozen
class BenchmarkGap:
    """A result and a comparator's figure of the same period.

    Attributes:
        per_cent: by how many per cent of the comparator's figure ours is worse; negative
            where ours is better; 0 where polarity does not say.
    """

    label: str
    period: Period
    ours: Decimal
    theirs: Decimal
    per_cent: Decimal
    row: Benchmark


def label_of(row: Benchmark) -> str:
    """What the comparator is called: ``England (mean)``; a single place without statistic."""
    name = row.comparator or str(row.group or "Comparator")
    if row.statistic in (None, BenchmarkStatistic.VALUE):
        return name
    return f"{name} ({str(row.statistic).lower()})"


def benchmarks_by_kpi(register: Register) -> dict[str, tuple[Benchmark, ...]]:
    """KPI reference → its usable benchmark rows in the order of the sheet."""
    found: dict[str, list[Benchmark]] = {}
    for row in register.benchmarks:
        if row.period is not None and row.value is not None and is_comparable(row):
            found.setdefault(row.kpi_ref, []).append(row)
    return {ref: tuple(rows) for ref, rows in found.items()}


def latest_gaps(
    register: Register, kpi: Kpi, rows: Sequence[Benchmark], until: Period
) -> tuple[BenchmarkGap, ...]:
    """The newest gap to each comparator, up to the end of a period, in the sheet's order."""
    own = register.results_of(kpi.ref)
    newest: dict[str, BenchmarkGap] = {}
    for row in rows:
        if row.period is None or row.value is None or row.period.end > until.end:
            continue
        result = own.get(row.period)
        ours = None if result is None else result.number
        if ours is None or row.statistic not in AVERAGES:
            continue
        label = label_of(row)
        if label in newest and newest[label].period.end >= row.period.end:
            continue
        worse = _worse_by(kpi, ours, row.value)
        newest[label] = BenchmarkGap(label, row.period, ours, row.value, worse, row)
    return tuple(newest.values())


def _worse_by(kpi: Kpi, ours: Decimal, theirs: Decimal) -> Decimal:
    if theirs == 0 or kpi.polarity not in (Polarity.HIGHER, Polarity.LOWER):
        return Decimal(0)
    difference = theirs - ours if kpi.polarity is Polarity.HIGHER else ours - theirs
    return difference / abs(theirs) * 100


def widest_gap(gaps: Sequence[BenchmarkGap]) -> BenchmarkGap | None:
    """The comparator that the result is furthest behind; ``None`` where behind none."""
    behind = [gap for gap in gaps if gap.per_cent > 0]
    return max(behind, key=lambda gap: gap.per_cent) if behind else None
