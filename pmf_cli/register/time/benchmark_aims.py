"""Targets that are another place's figure: the row of the sheet ``Benchmarks`` for the very period, or none."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from pmf_cli.register.figures import stated
from pmf_cli.register.periods.period import Period
from pmf_cli.register.sheets.kpis import Kpi
from pmf_cli.register.sheets.record import Benchmark
from pmf_cli.register.sheets.targets import Target
from pmf_cli.register.terms import BenchmarkStatistic
from pmf_cli.register.time.aims import Aim


def is_comparable(row: Benchmark) -> bool:
    """True unless the row says that the figures must not be compared."""
    return not (row.comparable or "").strip().casefold().startswith("no")


def _named(benchmarks: Sequence[Benchmark], asked: str) -> Iterator[Benchmark]:
    """The rows of a place or group, of the statistic that is asked for."""
    name, _, statistic = (part.strip() for part in asked.partition(":"))
    return (one for one in benchmarks if _is(one, name) and _is_of(one, statistic))


def benchmark_aim(target: Target, kpi: Kpi, period: Period, benchmarks: Sequence[Benchmark]) -> Aim:
    """What a benchmark asks for in a period: its figure for that period, by the same definition; refused without one.

    ``England`` names a comparator or a group; ``Core Cities: Median`` which figure of the group.
    """
    asked = target.benchmark or ""
    named = list(_named(benchmarks, asked))
    found = [one for one in named if one.period == period and one.value is not None]
    usable = next(filter(is_comparable, found), None)
    if usable is None:
        why = _why_none(named, found, period)
        return Aim(None, refused=f"The target is the figure of {asked or 'a benchmark'}; {why}.")
    whose, where = usable.comparator or str(usable.group), usable.source.at("value")
    step = f"Benchmark: {whose}, {stated(usable.value, kpi)} for {period} ({where})."
    return Aim(usable.value, steps=(step,), benchmark=usable)


def _why_none(named: Sequence[Benchmark], found: Sequence[Benchmark], period: Period) -> str:
    """Why no figure of a benchmark can be the target of a period."""
    if found:
        return f"its figure for {period} is marked as not comparable ({found[0].comparable})"
    if named:
        held = ", ".join(dict.fromkeys(str(one.period) for one in named if one.period is not None))
        return f"the sheet Benchmarks has it for {held}, not for {period}"
    return "the sheet Benchmarks has no such row for this KPI"


def _is(row: Benchmark, name: str) -> bool:
    asked = name.casefold()
    return asked in ((row.comparator or "").strip().casefold(), str(row.group or "").casefold())


def _is_of(row: Benchmark, statistic: str) -> bool:
    """Whether a row holds the figure asked for; without one a place's own or a group's mean."""
    if statistic:
        return str(row.statistic or "").casefold() == statistic.casefold()
    return row.statistic in (None, BenchmarkStatistic.VALUE, BenchmarkStatistic.MEAN)
