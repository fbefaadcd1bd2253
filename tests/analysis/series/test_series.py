"""A series shows what was known on the date, gaps as gaps and breaks as breaks."""

from __future__ import annotations

from datetime import date

from pmf_cli.analysis.series.series import points_of, rows_to_show
from tests.assessed import assessed, quarterly, register_of
from tests.make import make_kpi, make_result


def labels(points):
    return [str(point.period) for point in points]


def test_missing_periods_between_known_ones_are_points_without_value():
    """A quarter that was never recorded is a gap, not left out."""
    series = quarterly("A-1", ["1", None, None, "4"])
    points = points_of(assessed(register_of(series)), series[0], 13)
    assert [point.value is None for point in points] == [False, True, True, False]
    assert labels(points) == ["2023/24 Q4", "2024/25 Q1", "2024/25 Q2", "2024/25 Q3"]


def test_nothing_after_the_reporting_period_is_shown():
    """An earlier report is not made from later figures."""
    series = quarterly("A-1", ["1", "2", "3"])
    points = points_of(assessed(register_of(series), period="2024/25 Q2"), series[0], 13)
    assert labels(points)[-1] == "2024/25 Q2"


def test_what_came_in_later_is_not_known_yet():
    """A figure received after the date is left out."""
    kpi = make_kpi("A-1")
    rows = [
        make_result("A-1", "2024/25 Q2", "1", received_on=date(2024, 10, 9)),
        make_result("A-1", "2024/25 Q3", "2", received_on=date(2025, 1, 9)),
    ]
    points = points_of(assessed(register_of((kpi, rows)), as_of=date(2025, 1, 8)), kpi, 13)
    assert labels(points) == ["2024/25 Q2"]


def test_at_most_so_many_periods():
    """The newest are kept."""
    series = quarterly("A-1", [str(number) for number in range(11)])
    points = points_of(assessed(register_of(series)), series[0], 4)
    assert [str(point.value) for point in points] == ["7", "8", "9", "10"]


def test_no_results_no_points():
    """A new KPI has no series."""
    series = quarterly("A-1", [None])
    assert points_of(assessed(register_of(series)), series[0], 4) == ()


def test_year_totals_among_quarters_do_not_disturb_the_series():
    """Only periods of the newest figure's kind belong together."""
    kpi, rows = quarterly("A-1", ["1", "2", "3", "4"])
    rows = [*rows, make_result("A-1", "2023/24", "99")]
    points = points_of(assessed(register_of((kpi, rows))), kpi, 13)
    assert [str(point.value) for point in points] == ["1", "2", "3", "4"]


def test_lists_hold_the_outturn_beside_its_quarters_and_lines_do_not():
    """The year's figure is shown where each period is named, and drawn nowhere."""
    kpi, rows = quarterly("A-1", ["9", "20", "9", "7", "9", "21", "8"])
    outturn = make_result("A-1", "2023/24", "45")
    assessment = assessed(register_of((kpi, [*rows, outturn])))
    listed = [str(row.period) for row in rows_to_show(assessment, kpi, 4)]
    assert listed == ["2023/24", "2023/24 Q4", "2024/25 Q1", "2024/25 Q2", "2024/25 Q3"]
    assert {str(point.period.kind) for point in points_of(assessment, kpi, 12)} == {"quarter"}
