"""A trend holds the targets of their own time, comparators, markers, and says what it shows."""

from __future__ import annotations

from datetime import date

from pmf_cli.analysis.series.trends import comparison_words, trend_of
from pmf_cli.register import terms
from pmf_cli.settings import Marker, Settings
from pmf_cli.views.trend_chart import trend_chart
from tests.assessed import assessed, quarterly, register_of
from tests.make import make_benchmark, make_target

VALUES = ["84", "86", "88", "90", "92"]


def trend(settings=None, **over):
    kpi, rows = quarterly("A-1", VALUES)
    targets = over.pop("targets", None) or [
        make_target("A-1", to_period="2023/24 Q4", target="85"),
        make_target("A-1", from_period="2024/25 Q1"),
    ]
    assessment = assessed(register_of((kpi, rows), targets=targets, **over), settings=settings)
    return assessment, trend_of(assessment, kpi)


def test_each_period_has_the_target_that_was_in_force():
    """A raised target does not reach back, nor does its amber band."""
    _, found = trend()
    assert [str(point.target) for point in found.points] == ["85", "85", "90", "90", "90"]
    assert [str(point.edge) for point in found.points] == ["80.8", "80.8", "85.5", "85.5", "85.5"]
    assert [point.rag for point in found.points] == [
        terms.Rag.AMBER,
        terms.Rag.GREEN,
        terms.Rag.AMBER,
        terms.Rag.GREEN,
        terms.Rag.GREEN,
    ]


def test_the_sentence_tells_the_run_and_the_misses():
    """Words and counts agree with the points."""
    _, found = trend()
    assert "rose in each of the last 4 quarters" in found.sentence
    assert "from 84.0% in 2023/24 Q3 to 92.0% in 2024/25 Q3" in found.sentence
    assert "below target in 2 of the 5 quarters rated" in found.sentence


def test_comparators_are_lines_place_by_place():
    """A figure of another period is not drawn beside the KPI's own."""
    rows = (
        make_benchmark("A-1", "2024/25 Q1", "89"),
        make_benchmark("A-1", "2024/25 Q3", "91"),
        make_benchmark("A-1", "2019/20", "70"),
    )
    assessment, found = trend(benchmarks=rows)
    (line,) = found.lines
    assert [None if value is None else str(value) for value in line.values] == [
        None,
        None,
        "89",
        None,
        "91",
    ]
    words = comparison_words(assessment, found)
    assert "2024/25 Q3" in words
    assert "91.0%" in words
    assert "92.0%" in words


def test_markers_become_bands():
    """The marker covers the periods that it touches."""
    marker = Marker(label="Strike", **{"from": date(2024, 3, 1), "to": date(2024, 7, 2)})
    _, found = trend(Settings(markers=(marker,)))
    (band,) = found.bands
    assert (band.label, band.first, band.last) == ("Strike", 1, 3)


def test_the_chart_says_what_it_shows():
    """Alternative text holds the sentence and the target; the note says where the axis begins."""
    assessment, found = trend()
    chart = trend_chart(found, assessment.settings.charts)
    assert chart is not None
    assert found.sentence in chart.alt
    assert "target went from 85.0% to 90.0%" in chart.alt
    assert "does not begin at zero" in chart.note
    assert chart.unit == "%"
    first = chart.points[0]
    assert (str(first.amber_low), str(first.amber_high)) == ("80.8", "85")


def test_one_figure_is_no_chart():
    """Nothing is drawn from a single point."""
    kpi, rows = quarterly("A-1", ["90"])
    assessment = assessed(register_of((kpi, rows)))
    assert trend_chart(trend_of(assessment, kpi), assessment.settings.charts) is None


def test_a_range_shows_its_two_edges():
    """A range target has no single line, but two."""
    row = make_target(
        "A-1", target=None, target_type=terms.TargetType.RANGE, range_low="80", range_high="95"
    )
    kpi, rows = quarterly("A-1", VALUES, polarity=terms.Polarity.RANGE)
    assessment = assessed(register_of((kpi, rows), targets=[row]))
    found = trend_of(assessment, kpi)
    assert [line.label for line in found.lines] == [
        "Lower edge of the range",
        "Upper edge of the range",
    ]


def yearly(values, **kpi):
    """A cumulative KPI with a target of 400 by the third quarter of each year."""
    own = {
        "data_type": terms.DataType.NUMBER,
        "unit": "homes",
        "decimal_places": 0,
        "time_basis": terms.TimeBasis.CUMULATIVE,
        "year_value": terms.YearValue.LAST,
        **kpi,
    }
    made, rows = quarterly("A-1", values, **own)
    targets = [
        make_target("A-1", target=600, profile=terms.Profile.OWN, q1=150, q2=250, q3=400, q4=600)
    ]
    return made, assessed(register_of((made, rows), targets=targets))


RISING = ["155", "280", "420", "610", "150", "270", "430", "605", "160", "290", "455"]


def test_figures_that_add_up_are_told_at_the_same_point_of_each_year():
    """155 in a first quarter and 455 in a third are no growth: 420 two years earlier is told."""
    kpi, assessment = yearly(RISING)
    found = trend_of(assessment, kpi)
    assert "from 420 homes in 2022/23 Q3 to 455 homes in 2024/25 Q3" in found.sentence
    assert "155" not in found.sentence
    chart = trend_chart(found, assessment.settings.charts)
    assert "The target was 400 homes throughout." in chart.alt


def test_figures_that_add_up_have_no_story_within_one_year():
    """There is nothing to compare the third quarter with."""
    kpi, assessment = yearly(RISING[-3:])
    found = trend_of(assessment, kpi)
    assert "no figure for the same time of another year" in found.sentence
