"""A trend holds the targets of their own time, comparators, markers, and says what it shows."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from pmf_cli.analysis.series.trends import comparison_words, trend_of
from pmf_cli.analysis.series.year_end import newest_forecast
from pmf_cli.register import terms
from pmf_cli.register.periods.text import parse_period
from pmf_cli.settings import ChartMarker, Settings
from pmf_cli.views.trend_chart import trend_chart
from tests.assessed import assessed, quarterly, register_of
from tests.make import make_benchmark, make_event, make_forecast, make_target

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


def test_the_newest_figure_of_each_comparator_stands_beside_the_trend():
    """An older one gives way, and one from long before is left out."""
    rows = (
        make_benchmark("A-1", "2024/25 Q1", "89"),
        make_benchmark("A-1", "2024/25 Q2", "91"),
        make_benchmark("A-1", "2019/20", "70"),
    )
    assessment, found = trend(benchmarks=rows)
    (other,) = found.comparators
    assert (str(other.period), str(other.value)) == ("2024/25 Q2", "91")
    chart = trend_chart(assessment, found)
    assert f"{other.name} 91.0" in chart.comparators[0].label
    assert chart.comparators_period == "Jul–Sep 2024"
    assert f"{other.name} 91.0 for Jul–Sep 2024" in chart.alt
    assert comparison_words(assessment, found)


@pytest.mark.parametrize(
    ("begins", "kpis", "is_drawn"),
    [
        (date(2024, 5, 1), (), True),
        (date(2024, 5, 1), ("B-1",), False),
        (date(2023, 3, 1), (), False),
        (date(2024, 3, 1), (), False),
        (date(2025, 1, 2), (), False),
    ],
    ids=["within", "other KPI", "long before", "before the second figure", "after"],
)
def test_a_marker_is_drawn_where_it_is_of_use(begins, kpis, is_drawn):
    """It begins among the figures shown, and concerns the KPI."""
    marker = ChartMarker(label="Strike", kpis=kpis, **{"from": begins, "to": date(2025, 6, 1)})
    assessment, found = trend(Settings(markers=(marker,)))
    assert [one.words for one in found.events] == (["Strike"] if is_drawn else [])
    assert ("Strike" in trend_chart(assessment, found).alt) is is_drawn


def test_events_of_the_kpi_stand_at_their_day():
    """Those of another KPI, and those before the first figure, are not drawn."""
    rows = (
        make_event("A-1", date(2024, 5, 7), "new system"),
        make_event("A-1", date(2022, 5, 7), "old system"),
        make_event("B-1", date(2024, 5, 7), "not ours"),
    )
    assessment, found = trend(events=rows)
    (event,) = trend_chart(assessment, found).events
    assert (event.label, event.on) == ("7 May: new system", date(2024, 5, 7))


def test_a_forecast_goes_on_after_the_last_figure_with_the_targets_of_its_time():
    """Of two for one period the one made last counts; what is past, or made later, does not."""
    rows = (
        make_forecast("A-1", "2024/25 Q4", "80", "2024/25 Q2"),
        make_forecast("A-1", "2024/25 Q4", "94", "2024/25 Q3"),
        make_forecast("A-1", "2025/26 Q1", "97", "2025/26 Q1"),
        make_forecast("A-1", "2024/25 Q2", "50", "2024/25 Q1"),
    )
    assessment, found = trend(forecasts=rows)
    assert [(str(one.period), str(one.value)) for one in found.forecasts] == [("2024/25 Q4", "94")]
    assert [(str(one.period), str(one.target)) for one in found.ahead] == [("2024/25 Q4", "90")]
    chart = trend_chart(assessment, found)
    assert chart.points[-1].value is None
    assert [one.label for one in chart.forecasts] == ["94 forecast"]
    assert "Forecast: 94.0 for Jan–Mar 2025" in chart.alt
    assert chart.axis.high >= 94


def test_without_a_forecast_nothing_is_drawn_ahead():
    """Nobody gave a figure, so the chart ends with the last one."""
    assessment, found = trend()
    chart = trend_chart(assessment, found)
    assert (found.ahead, chart.forecasts, chart.points[-1].value is None) == ((), (), False)


def test_the_chart_says_what_it_shows():
    """Alternative text holds the sentence and the target's steps; a note says that zero is left out."""
    assessment, found = trend()
    chart = trend_chart(assessment, found)
    assert found.sentence in chart.alt
    assert "target was 85, then 90 from Apr–Jun 2024" in chart.alt
    assert "does not begin at zero" in chart.note
    assert (chart.label, chart.last_label) == (found.kpi.short_name or found.kpi.name, "92.0")
    assert chart.target_labels == ((0, "Target 85"), (2, "Target 90"))
    assert chart.edge_label == f"{assessment.words.amber} to 85.5"
    assert chart.unit == "%"
    assert (str(chart.points[0].edge), str(chart.points[0].target)) == ("80.8", "85")


def test_targets_of_a_kpi_with_seasons_are_told_from_the_period_they_began_in():
    """Its figures are told at the same time of each year, but a target holds from its own first period."""
    kpi, rows = quarterly(
        "A-1", ["20", "30", "40", "50", "21", "31", "41", "51", "22"], seasonal=True
    )
    targets = [
        make_target("A-1", to_period="2023/24 Q2", target="25"),
        make_target("A-1", from_period="2023/24 Q3", target="35"),
    ]
    assessment = assessed(register_of((kpi, rows), targets=targets))
    chart = trend_chart(assessment, trend_of(assessment, kpi))
    assert "target was 25, then 35 from Oct–Dec 2023" in chart.alt


def test_targets_that_add_up_are_told_for_the_same_time_of_each_year():
    """The target of a first quarter did not hold before it, nor until the next."""
    over = {"time_basis": terms.TimeBasis.CUMULATIVE, "year_value": terms.YearValue.LAST}
    kpi, rows = quarterly("A-1", ["20", "30", "40", "50", "21", "31", "41"], **over)
    targets = [
        make_target("A-1", to_period="2023/24 Q4", target=60, profile=terms.Profile.OWN, q1=20, q2=30, q3=40, q4=60),
        make_target("A-1", from_period="2024/25 Q1", target=70, profile=terms.Profile.OWN, q1=25, q2=35, q3=45, q4=70),
    ]  # fmt: skip
    assessment = assessed(register_of((kpi, rows), targets=targets))
    chart = trend_chart(assessment, trend_of(assessment, kpi))
    assert "target was 40 for Oct–Dec 2023 and 45 for Oct–Dec 2024" in chart.alt


def test_a_line_leads_to_what_is_expected_only_where_no_period_lies_between():
    """What nobody gave a figure for is not drawn: a service may get worse before it gets better."""
    rows = (
        make_forecast("A-1", "2024/25 Q4", "93", "2024/25 Q3"),
        make_forecast("A-1", "2025/26 Q3", "95", "2024/25 Q3"),
    )
    chart = trend_chart(*trend(forecasts=rows))
    assert [one.is_joined for one in chart.forecasts] == [True, False]


def test_another_place_has_the_same_mark_in_every_chart():
    """Whichever other places a KPI is held against, a reader knows England by its shape."""
    both = [
        make_benchmark("A-1", "2024/25 Q2", "91", comparator="Core Cities"),
        make_benchmark("A-1", "2024/25 Q2", "92", comparator="England"),
        make_benchmark("B-1", "2024/25 Q2", "93", comparator="England"),
    ]
    assessment, found = trend(benchmarks=both)
    marks = {one.name: one.mark for one in trend_chart(assessment, found).comparators}
    kpi, rows = quarterly("B-1", VALUES)
    other = assessed(register_of((kpi, rows), benchmarks=both))
    (alone,) = trend_chart(other, trend_of(other, kpi)).comparators
    assert marks == {"England": 0, "Core Cities": 1}
    assert (alone.name, alone.mark) == ("England", 0)


def test_a_band_too_narrow_to_be_seen_is_not_drawn():
    """A hair of Amber beside the target would only lie over the result."""
    kpi, rows = quarterly("A-1", ["500", "600", "90"], data_type=terms.DataType.NUMBER, unit="x")
    assessment = assessed(register_of((kpi, rows)))
    chart = trend_chart(assessment, trend_of(assessment, kpi))
    assert not any(point.edge for point in chart.points)
    assert not chart.edge_label


@pytest.mark.parametrize(
    ("values", "is_from_zero"), [(["45", "60", "50"], True), (["84", "86", "88"], False)]
)
def test_an_axis_begins_at_zero_unless_the_line_would_be_flat(values, is_from_zero):
    """A rate from 45 to 60 is read best from zero; one that hardly moves would show nothing."""
    kpi, rows = quarterly("A-1", values)
    assessment = assessed(register_of((kpi, rows), targets=[make_target("A-1", target="55")]))
    if not is_from_zero:
        assessment = assessed(register_of((kpi, rows)))
    chart = trend_chart(assessment, trend_of(assessment, kpi))
    assert (chart.axis.low == 0) is is_from_zero
    assert chart.axis.high <= 100
    assert bool(chart.note) is not is_from_zero


def test_one_figure_is_no_chart():
    """Nothing is drawn from a single point."""
    kpi, rows = quarterly("A-1", ["90"])
    assessment = assessed(register_of((kpi, rows)))
    assert trend_chart(assessment, trend_of(assessment, kpi)) is None


def test_a_range_shows_its_two_edges():
    """A range target has no single line, but two."""
    row = make_target(
        "A-1", target=None, target_type=terms.TargetType.RANGE, range_low="80", range_high="95"
    )
    kpi, rows = quarterly("A-1", VALUES, polarity=terms.Polarity.RANGE)
    assessment = assessed(register_of((kpi, rows), targets=[row]))
    found = trend_of(assessment, kpi)
    assert {(str(point.target), str(point.top)) for point in found.points} == {("80", "95")}
    assert trend_chart(assessment, found).target_labels == ((0, "Target 80 to 95"),)


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
    chart = trend_chart(assessment, found)
    assert "The target was 400 throughout." in chart.alt
    assert [one.value for one in chart.points] == [160, 290, 455, None]
    assert [one.target for one in chart.points] == [150, 250, 400, 600]
    (before,) = chart.lines
    assert before.values == (150, 270, 430, 605)
    assert "605" in before.label


def test_figures_that_add_up_have_no_story_within_one_year():
    """There is nothing to compare the third quarter with."""
    kpi, assessment = yearly(RISING[-3:])
    found = trend_of(assessment, kpi)
    assert "no figure for the same time of another year" in found.sentence


@pytest.mark.parametrize(
    ("basis", "drawn"),
    [
        (terms.TimeBasis.CUMULATIVE, [("2024/25 Q4", "94")]),
        (terms.TimeBasis.SNAPSHOT, [("2024/25 Q4", "94")]),
        (terms.TimeBasis.WITHIN, []),
    ],
)
def test_what_is_expected_for_a_year_is_drawn_where_its_last_figure_is_the_years(basis, drawn):
    """Of a figure of each quarter, no quarter shows the year's."""
    kpi, rows = quarterly("A-1", VALUES)
    kpi = replace(kpi, time_basis=basis, year_value=None)
    forecast = make_forecast("A-1", "2024/25", "94", "2024/25 Q3")
    assessment = assessed(register_of((kpi, rows), forecasts=(forecast,)))
    shown = [(str(one.period), str(one.value)) for one in trend_of(assessment, kpi).forecasts]
    assert shown == drawn
    found = newest_forecast(assessment, kpi, parse_period("2024/25 Q4"))
    assert (found is not None) == bool(drawn)
