"""The wide view loses no result, mixes no kinds of period, and keeps the order asked for."""

from __future__ import annotations

from datetime import date

from pmf_cli.analysis.series.results_by_period import wide_tables
from pmf_cli.register.periods.period import PeriodKind
from tests.make import make_kpi, make_register, make_result

END = date(2024, 12, 31)


def _register():
    return make_register(
        kpis=[make_kpi("B-01"), make_kpi("A-01"), make_kpi("M-01")],
        results=[
            make_result("A-01", "2024/25 Q3", "0"),
            make_result("A-01", "2024/25 Q1", "81.5"),
            make_result("B-01", "2024/25 Q2", "70"),
            make_result("B-01", "2024/25 Q2", "60", split="North"),
            make_result("B-01", "2024/25 Q4", "99"),
            make_result("M-01", "Dec 2024", "5"),
        ],
    )


def _values(table):
    return [
        (row.kpi_ref, row.split, [None if one is None else str(one.value) for one in row.results])
        for row in table.rows
    ]


def test_each_series_is_a_row_and_each_period_a_column() -> None:
    """Quarters stand side by side oldest first; a gap is a gap, 0 is a figure, the future is left out."""
    quarters, months = wide_tables(_register(), ["B-01", "A-01", "M-01"], up_to=END, most=8)
    assert quarters.kind is PeriodKind.QUARTER
    assert [str(period) for period in quarters.periods] == [
        "2024/25 Q1",
        "2024/25 Q2",
        "2024/25 Q3",
    ]
    assert _values(quarters) == [
        ("B-01", None, [None, "70", None]),
        ("A-01", None, ["81.5", None, "0"]),
    ]
    assert _values(months) == [("M-01", None, ["5"])]


def test_splits_follow_their_whole_when_asked_for() -> None:
    """With splits the parts stand below the whole."""
    table, *_ = wide_tables(_register(), ["B-01"], up_to=END, most=8, with_splits=True)
    assert [(row.kpi_ref, row.split) for row in table.rows] == [("B-01", None), ("B-01", "North")]


def test_the_newest_periods_are_kept() -> None:
    """Fewer columns than periods keeps the newest, and drops rows that have none of them."""
    table, *_ = wide_tables(_register(), ["B-01", "A-01"], up_to=END, most=1)
    assert [str(period) for period in table.periods] == ["2024/25 Q3"]
    assert _values(table) == [("A-01", None, ["0"])]


def test_nothing_asked_for_gives_nothing() -> None:
    """No KPI, no table."""
    assert wide_tables(_register(), [], up_to=END, most=8) == ()
