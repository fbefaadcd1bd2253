"""Where a KPI stands among other places, held against a computation of its own with pandas on published figures."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from functools import cache
from pathlib import Path

import pandas as pd
import pytest

from pmf_cli.analysis.benchmarking import Standing, standings
from pmf_cli.importing.period_words import period_in
from pmf_cli.importing.published import PublishedFile, published_file
from pmf_cli.importing.published_rows import WantedBenchmarks, benchmark_rows
from pmf_cli.pipeline.read.scorecard_books import scorecard_book
from pmf_cli.register.terms import BenchmarkGroup, BenchmarkStatistic, Frequency, Polarity
from pmf_cli.settings import Limits
from pmf_cli.views.lists.benchmarks import standing_words
from tests.assessed import assessed
from tests.make import make_benchmark, make_kpi, make_register, make_result

LAIT = Path(__file__).parent.parent / "data" / "lait_core_cities.csv"
CITIES = (
    "Birmingham",
    "Bristol",
    "Liverpool",
    "Manchester",
    "Newcastle upon Tyne",
    "Nottingham",
    "Sheffield",
)
NEIGHBOURS = ("Portsmouth", "Sheffield", "Kirklees", "Bristol, City of", "Salford")
POLARITIES = {"High": Polarity.HIGHER, "Low": Polarity.LOWER, "-": Polarity.NONE}
PRINTED = {"Bristol": "Bristol, City of"}


@cache
def frame() -> pd.DataFrame:
    """The file as pandas reads it: one row a measure, place and year with a number, without the tail of its binary float."""
    read = pd.read_csv(LAIT, dtype=str)
    read["number"] = pd.to_numeric(read["Values"].str.replace("%", ""), errors="coerce")
    read["number"] = [float(f"{number:.15g}") for number in read["number"]]
    return read.dropna(subset=["number"])


@cache
def lait() -> PublishedFile:
    return published_file(scorecard_book(LAIT, Limits()))


def ours(code: str, group: BenchmarkGroup, members: tuple[str, ...]) -> list[Standing]:
    """Leeds against a group, by the register that an import would make."""
    own = frame()[(frame()["Short Desc"] == code) & (frame()["LA and Regions"] == "Leeds")]
    kpi = make_kpi(
        code, frequency=Frequency.ANNUAL, decimal_places=6, numerator_label=None,
        polarity=POLARITIES[frame()[frame()["Short Desc"] == code]["Polarity"].iloc[0]],
    )  # fmt: skip
    results = [
        make_result(code, str(period_in(year).period), value, received_on=None)
        for year, value in zip(own["Years"], own["number"], strict=True)
    ]
    register = make_register([kpi], list({one.period: one for one in results}.values()), [])
    wanted = WantedBenchmarks(
        group, members, "Leeds", "LAIT", "https://www.example.org", date(2025, 12, 1)
    )
    measure = lait().measure_named(code)
    found = benchmark_rows(register, kpi, lait().figures(measure, {}, 4), wanted)
    full = make_register([kpi], register.results, [], benchmarks=list(found.rows))
    return list(standings(assessed(full, period="2025/26 Q4", as_of=date(2026, 6, 1)), [kpi]))


def by_pandas(code: str, members: tuple[str, ...]) -> dict[str, object] | None:
    """The same worked out apart: newest year that Leeds and a member share, median of the others, rank among all."""
    names = {PRINTED.get(name, name) for name in members}
    rows = frame()[frame()["Short Desc"] == code].copy()
    rows["period"] = [period_in(year).period for year in rows["Years"]]
    rows["is_firm"] = [int("prov" not in year) for year in rows["Years"]]
    rows = rows.sort_values("is_firm", kind="stable").drop_duplicates(
        ["LA and Regions", "period"], keep="last"
    )
    newest = max((one for one in rows["period"]), key=lambda one: one.sort_key)
    rows = rows[[one.kind is newest.kind for one in rows["period"]]]
    wide = rows.pivot(index="period", columns="LA and Regions", values="number")
    held = wide.reindex(columns=sorted(names))
    shared = [
        one
        for one in wide.index
        if pd.notna(wide.loc[one].get("Leeds")) and held.loc[one].notna().any()
    ]
    if not shared:
        return None
    period = max(shared, key=lambda one: one.sort_key)
    others = held.loc[period].dropna()
    leeds = wide.loc[period]["Leeds"]
    better = {"High": others > leeds, "Low": others < leeds}.get(rows["Polarity"].iloc[0])
    return {
        "period": str(period),
        "median": others.median(),
        "rank": None if better is None or len(others) < 2 else int(better.sum()) + 1,
        "size": len(others) + 1,
    }


CODES = tuple(pd.read_csv(LAIT, dtype=str)["Short Desc"].unique())


@pytest.mark.parametrize("code", CODES)
@pytest.mark.parametrize(
    ("group", "members"),
    [(BenchmarkGroup.CORE_CITIES, CITIES), (BenchmarkGroup.STATISTICAL, NEIGHBOURS)],
    ids=["core cities", "neighbours"],
)
def test_leeds_stands_where_pandas_puts_it(
    code: str, group: BenchmarkGroup, members: tuple[str, ...]
):
    expected = by_pandas(code, members)
    assert expected is not None
    (found,) = ours(code, group, members)
    assert str(found.period) == expected["period"]
    assert float(found.figures.median) == pytest.approx(expected["median"], rel=1e-12)
    assert (found.rank, found.size) == (expected["rank"], expected["size"])


def standing_of(kpi_value: object, others: dict[str, object], **over: object) -> Standing:
    kpi = make_kpi("K-1", frequency=Frequency.ANNUAL, numerator_label=None, **over)
    rows = [
        make_benchmark("K-1", "2023/24", value, comparator=name, group=BenchmarkGroup.CORE_CITIES,
                       statistic=BenchmarkStatistic.VALUE, group_size=None)
        for name, value in others.items()
    ]  # fmt: skip
    register = make_register([kpi], [make_result("K-1", "2023/24", kpi_value)], [], benchmarks=rows)
    (found,) = standings(assessed(register), [kpi])
    return found


def test_the_best_has_rank_1_whichever_way_is_better():
    """Those level share the better place; good gaps are told as well as bad."""
    others = {"A": 10, "B": 20, "C": 30}
    best = standing_of(30, others, polarity=Polarity.HIGHER)
    assert (best.rank, best.size, best.better_by) == (1, 4, Decimal(10))
    worst = standing_of(30, others, polarity=Polarity.LOWER)
    assert (worst.rank, worst.size, worst.better_by) == (3, 4, Decimal(-10))
    assert best.best is not None and best.best.comparator == "C"
    assert worst.best is not None and worst.best.comparator == "A"
    assert "10" in standing_words(best) and "better" in standing_words(best)
    assert "worse" in standing_words(worst)


def test_where_neither_way_is_better_nobody_is_ranked():
    found = standing_of(30, {"A": 10, "B": 20}, polarity=Polarity.NONE)
    assert found.rank is None and found.better_by is None and found.best is None
    assert "better" in standing_words(found) and "than" not in standing_words(found)


def test_a_place_without_a_figure_for_the_shared_year_is_named_and_not_counted():
    """So is one abolished before it."""
    kpi = make_kpi("K-1", frequency=Frequency.ANNUAL, numerator_label=None)
    figures = [
        ("A", "2022/23", 10),
        ("B", "2022/23", 20),
        ("A", "2023/24", 12),
        ("C", "2023/24", 14),
    ]
    rows = [
        make_benchmark("K-1", period, value, comparator=name, group=BenchmarkGroup.CORE_CITIES,
                       statistic=BenchmarkStatistic.VALUE)
        for name, period, value in figures
    ]  # fmt: skip
    results = [make_result("K-1", year, 13) for year in ("2022/23", "2023/24")]
    (found,) = standings(assessed(make_register([kpi], results, [], benchmarks=rows)), [kpi])
    assert (str(found.period), found.size, found.missing) == ("2023/24", 3, ("B",))


def test_figures_that_may_not_be_compared_or_are_of_other_years_are_not():
    kpi = make_kpi("K-1", frequency=Frequency.ANNUAL, numerator_label=None)
    rows = [
        make_benchmark("K-1", "2023/24", 40, comparable="No: counted otherwise"),
        make_benchmark("K-1", "2021/22", 40),
    ]
    register = make_register([kpi], [make_result("K-1", "2023/24", 44)], [], benchmarks=rows)
    assert standings(assessed(register), [kpi]) == ()


def test_a_published_mean_stands_for_its_group_without_a_rank():
    kpi = make_kpi(
        "K-1", frequency=Frequency.ANNUAL, numerator_label=None, polarity=Polarity.HIGHER
    )
    rows = [make_benchmark("K-1", "2023/24", 40, group_size=11)]
    register = make_register([kpi], [make_result("K-1", "2023/24", 44)], [], benchmarks=rows)
    (found,) = standings(assessed(register), [kpi])
    assert (found.rank, found.size, found.better_by) == (None, 11, Decimal(4))
