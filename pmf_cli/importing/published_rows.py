"""From published figures to rows of the sheet ``Benchmarks``: the places of one group, or of all places what stands in the middle."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date
from decimal import Decimal
from enum import StrEnum
from typing import Any

from pmf_cli.analysis.benchmarking import group_figures
from pmf_cli.errors import UsageError
from pmf_cli.frozen import frozen
from pmf_cli.importing.published import PublishedFigure, is_region, plain_place
from pmf_cli.register.figures import as_printed, figure, is_percentage
from pmf_cli.register.periods.period import Period, PeriodKind, academic_year, financial_year
from pmf_cli.register.register import Register
from pmf_cli.register.sheets.kpis import Kpi
from pmf_cli.register.sheets.record import Benchmark
from pmf_cli.register.terms import BenchmarkGroup, BenchmarkStatistic, YearBasis
from pmf_cli.words import counted, listed_shortly

CORE_CITIES = (
    "Belfast", "Birmingham", "Bristol", "Cardiff", "Glasgow", "Leeds", "Liverpool", "Manchester", "Newcastle upon Tyne",
    "Nottingham", "Sheffield",
)  # fmt: skip
"""The cities of the Core Cities group, whose members need not be typed."""
ALL = "all"
"""Stands for every council of the file: only what stands in the middle and the quarters are kept of so many."""
STATISTICS = (
    BenchmarkStatistic.MEDIAN,
    BenchmarkStatistic.BEST_QUARTER,
    BenchmarkStatistic.WORST_QUARTER,
)


class SingleYears(StrEnum):
    """Which year of the KPI's kind a file means by a single one: 2016 is 2015/16 or 2016/17."""

    ENDING = "ending"
    BEGINNING = "beginning"


@frozen
class WantedBenchmarks:
    """Which published figures are wanted, and what the register is to say of them.

    Attributes:
        group: what the places are to the council.
        members: the places' names, ``all`` alone for every council; empty for those that the register has of the group, the
            cities of Core Cities, or England.
        council: the council's own name in the file.
        periods: how many periods at most, the newest.
        times: what each figure is multiplied by: 100 for shares of one of a KPI in percent.
        years: which of the KPI's years one such as ``2016`` is; ``None`` where calendar years are meant.
    """

    group: BenchmarkGroup
    members: tuple[str, ...]
    council: str
    source: str
    web: str
    retrieved: date
    comparable: str = ""
    periods: int = 5
    times: Decimal = Decimal(1)
    years: SingleYears | None = None


@frozen
class FoundBenchmarks:
    """The rows that published figures make for one KPI, and what should be known of them."""

    rows: tuple[Benchmark, ...]
    notes: tuple[str, ...]


def benchmark_rows(
    register: Register, kpi: Kpi, figures: Sequence[PublishedFigure], wanted: WantedBenchmarks
) -> FoundBenchmarks:
    """The rows for one KPI: a place and period each, or a statistic and period each of all councils.

    Raises:
        UsageError: none of the places is in the file, the figures are shares of one, or nobody said who is in the group.
    """
    if not figures:
        raise UsageError(
            f"{kpi.ref}: the file has no figure of its measure that can be read.",
            "Look at its column of values, and at --where if that was given.",
        )
    figures = [replace(one, period=_own_year(one.period, kpi, wanted.years)) for one in figures]
    _refuse_shares(register, kpi, figures, wanted)
    own = {one.period: one for one in figures if _is(one.place, wanted.council)}
    others = [one for one in figures if not _is(one.place, wanted.council)]
    comparable, notes = _comparable(register, kpi, own, wanted)
    facts: dict[str, Any] = {
        "comparable": wanted.comparable or comparable,
        "data_source": f"{wanted.source}: {figures[0].measure}",
        "web_address": wanted.web or None,
        "retrieved_on": wanted.retrieved,
    }
    if wanted.members == (ALL,):
        rows, left = _statistics(kpi, others, wanted, facts)
    else:
        rows, left = _places(register, kpi, others, wanted, facts)
    return FoundBenchmarks(tuple(rows), (*notes, *left))


def _own_year(period: Period, kpi: Kpi, years: SingleYears | None) -> Period:
    """A year as the KPI counts its own: 2023/24 is a school year for one of schools, 2016 what was said of it."""
    is_academic = kpi.year_basis is YearBasis.ACADEMIC
    if period.kind is PeriodKind.FINANCIAL_YEAR and is_academic:
        return academic_year(period.start.year)
    if period.kind is PeriodKind.CALENDAR_YEAR and years is not None:
        begins = period.start.year - (years is SingleYears.ENDING)
        return academic_year(begins) if is_academic else financial_year(begins)
    return period


def _is(place: str, name: str) -> bool:
    return bool(name) and plain_place(place) == plain_place(name)


def _newest(figures: Sequence[PublishedFigure], most: int) -> list[Period]:
    """The newest periods of the kind that the newest figures are of."""
    periods = sorted({one.period for one in figures}, key=lambda one: one.sort_key, reverse=True)
    return [one for one in periods if one.kind is periods[0].kind][:most]


def _places(
    register: Register,
    kpi: Kpi,
    figures: Sequence[PublishedFigure],
    wanted: WantedBenchmarks,
    facts: Mapping[str, Any],
) -> tuple[list[Benchmark], list[str]]:
    members = _members(register, kpi, wanted)
    names = {plain_place(one): one for one in members if not _is(one, wanted.council)}
    found = [one for one in figures if plain_place(one.place) in names]
    if not found:
        places = listed_shortly(list(dict.fromkeys(one.place for one in figures)), 8)
        raise UsageError(
            f"None of {listed_shortly(list(names.values()), 8)} is in the file.",
            f"It has {places}.",
        )
    periods = _newest(found, wanted.periods)
    in_order = sorted(found, key=lambda one: (one.period.sort_key, plain_place(one.place)))
    rows = [
        _row(
            kpi, one.period, names[plain_place(one.place)], wanted, facts,
            value=one.value * wanted.times, lower_limit=_times(one.low, wanted), upper_limit=_times(one.high, wanted),
        )
        for one in in_order
        if one.period in periods
    ]  # fmt: skip
    return rows, _absent_words(kpi, names, found)


def _absent_words(
    kpi: Kpi, names: Mapping[str, str], found: Sequence[PublishedFigure]
) -> list[str]:
    """Which places of the group the file does not have."""
    there = {plain_place(one.place) for one in found}
    absent = [name for plain, name in names.items() if plain not in there]
    return [f"{kpi.ref}: the file has no figure for {listed_shortly(absent, 8)}."] if absent else []


def _members(register: Register, kpi: Kpi, wanted: WantedBenchmarks) -> Sequence[str]:
    """Who is in the group: as said, as the register has it, or as everybody knows."""
    usual = {
        BenchmarkGroup.ENGLAND: ("England",),
        BenchmarkGroup.CORE_CITIES: CORE_CITIES,
    }.get(wanted.group, ())
    if wanted.group is BenchmarkGroup.ENGLAND:
        return wanted.members or usual
    found = wanted.members or _remembered(register, kpi, wanted.group) or usual
    if not found:
        raise UsageError(
            f"Nobody has said who is among the {wanted.group}.",
            '--members "Sheffield; Bristol; Salford", a CSV file with a column of them, or all for every council.',
        )
    return found


def _remembered(register: Register, kpi: Kpi, group: BenchmarkGroup) -> tuple[str, ...]:
    """The places that the register has of a group: those of the KPI, else those of any."""
    rows = [
        row
        for row in register.benchmarks
        if row.group is group and row.statistic is BenchmarkStatistic.VALUE and row.comparator
    ]
    own = [row for row in rows if row.kpi_ref == kpi.ref]
    return tuple(dict.fromkeys(row.comparator or "" for row in own or rows))


def _times(value: Decimal | None, wanted: WantedBenchmarks) -> Decimal | None:
    return None if value is None else value * wanted.times


def _row(
    kpi: Kpi,
    period: Period,
    comparator: str,
    wanted: WantedBenchmarks,
    facts: Mapping[str, Any],
    **more: Any,  # noqa: ANN401 - values of any column
) -> Benchmark:
    statistic = more.pop("statistic", BenchmarkStatistic.VALUE)
    return Benchmark(
        kpi_ref=kpi.ref, period=period, comparator=comparator, group=wanted.group, statistic=statistic,
        **more, **facts,
    )  # fmt: skip


def _by_period(
    periods: Sequence[Period], figures: Sequence[PublishedFigure]
) -> dict[Period, list[Decimal]]:
    """The figures of each of some periods, in their order; a period without any is left out."""
    found: dict[Period, list[Decimal]] = {period: [] for period in periods}
    for one in figures:
        if one.period in found:
            found[one.period].append(one.value)
    return {period: some for period, some in found.items() if some}


def _statistics(
    kpi: Kpi,
    figures: Sequence[PublishedFigure],
    wanted: WantedBenchmarks,
    facts: Mapping[str, Any],
) -> tuple[list[Benchmark], list[str]]:
    """Median and quarters of all councils; regions are none, nor is one abolished before the newest period."""
    councils = [one for one in figures if not is_region(one.place)]
    if not councils:
        raise UsageError("The file has no council but this one.")
    periods = _newest(councils, wanted.periods)
    today = {plain_place(one.place) for one in councils if one.period == periods[0]}
    still = [one for one in councils if plain_place(one.place) in today]
    rows: list[Benchmark] = []
    for period, some in _by_period(periods, still).items():
        rows += _middle_rows(kpi, period, [value * wanted.times for value in some], wanted, facts)
    left = _left_words(figures, councils, today)
    number = counted(len(today), "council")
    return rows, [f"{kpi.ref}: left out of the middle of {number}: {left}."] if left else []


def _middle_rows(
    kpi: Kpi,
    period: Period,
    values: Sequence[Decimal],
    wanted: WantedBenchmarks,
    facts: Mapping[str, Any],
) -> Iterator[Benchmark]:
    """Median and quarters of one period, a row each."""
    found = group_figures(values, kpi)
    figures = (found.median, found.best_quarter, found.worst_quarter)
    for statistic, value in zip(STATISTICS, figures, strict=True):
        name = f"{wanted.group} councils"
        yield _row(
            kpi,
            period,
            name,
            wanted,
            facts,
            value=value,
            statistic=statistic,
            group_size=len(values),
        )


def _left_words(
    figures: Sequence[PublishedFigure], councils: Sequence[PublishedFigure], today: set[str]
) -> str:
    """Which places are no councils, or none any more; empty where there are none such."""
    regions = {one.place for one in figures if is_region(one.place)}
    gone = list(dict.fromkeys(one.place for one in councils if plain_place(one.place) not in today))
    parts = [counted(len(regions), "region")] if regions else []
    parts += [f"without a figure for the newest period {listed_shortly(gone, 8)}"] if gone else []
    return ", and ".join(parts)


def _refuse_shares(
    register: Register, kpi: Kpi, figures: Sequence[PublishedFigure], wanted: WantedBenchmarks
) -> None:
    """Refuses shares of one for a KPI in percent, of which nobody has said that they are."""
    results = (row.number for row in register.results_of(kpi.ref).values())
    largest = max((abs(one) for one in results if one is not None), default=Decimal(0))
    are_shares = all(abs(one.value) <= 1 for one in figures)
    if is_percentage(kpi) and are_shares and largest > 1 and wanted.times == 1:
        raise UsageError(
            f"{kpi.ref} is in percent, and the file's figures are shares of one ({figures[0].where}).",
            "Say so: --times 100",
        )


def _comparable(
    register: Register,
    kpi: Kpi,
    own: Mapping[Period, PublishedFigure],
    wanted: WantedBenchmarks,
) -> tuple[str, Iterator[str]]:
    """Whether the file counts as the register does, by its figures for the council itself; and what to know of it."""
    held = register.results_of(kpi.ref)
    pairs = [
        (period, as_printed(value, kpi.decimal_places), one.value * wanted.times)
        for period, one in own.items()
        if period in held and (value := held[period].number) is not None
    ]
    unlike = [
        (period, ours, theirs)
        for period, ours, theirs in pairs
        if ours != as_printed(theirs, kpi.decimal_places)
    ]
    if unlike:
        period, ours, theirs = max(unlike, key=lambda one: one[0].sort_key)
        said = f"for {period} it gives us {figure(theirs, kpi)}, the register {figure(ours, kpi)}"
        return f"With care: {said}", iter(
            [f"{kpi.ref}: the file counts otherwise than the register: {said}."]
        )
    if pairs:
        return "Yes: its figures for us are the register's", iter(())
    why = f"{kpi.ref}: no period of the file's own figures for us is in the register, so that definitions could not be compared."
    return "With care: definitions were not compared", iter([why])
