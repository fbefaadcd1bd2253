"""Charts: what is drawn where, and that no words lie over each other."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date
from decimal import Decimal
from itertools import combinations, pairwise

import pytest

from pmf_cli.render.chart_layout import LINE, Box, apart, text_width
from pmf_cli.render.chart_picture import (
    EDGE,
    EXPECTED,
    RESULT,
    TARGET,
    Dot,
    DrawnLine,
    DrawnWords,
    Picture,
    day_number,
    picture_of,
    seen_through,
)
from pmf_cli.render.charts import figures_behind
from pmf_cli.render.templates import templates_for
from pmf_cli.render.theme import theme_of
from pmf_cli.render.word.drawings import chart_for_word
from pmf_cli.views.base import Axis, Chart, ChartComparator, ChartEvent, ChartForecast, ChartPoint
from tests.render.specimens import chart

THEME = theme_of(templates_for())


def picture(one: Chart) -> Picture:
    return picture_of(one, THEME, 170, 50)


def line(one: Chart, name: str) -> DrawnLine:
    (found,) = (line for line in picture(one).lines if line.name == name)
    return found


def plain(*values: int | None, **over: object) -> Chart:
    """A chart of some months without anything but its figures."""
    points = tuple(
        ChartPoint(str(at), date(2024, at + 1, 28), None if value is None else Decimal(value))
        for at, value in enumerate(values)
    )
    bare = Chart("c", "T", "It rose.", "%", points, Axis(Decimal(0), Decimal(100), Decimal(25)))
    return replace(bare, **{"label": "Recycled", "last_label": "7", **over})


def test_a_target_steps_halfway_between_two_periods_with_two_points() -> None:
    """It is level over each period and upright where it changes, never a slope."""
    way = line(chart(), TARGET).way
    assert len(way) == 6
    for (begin, before), (end, after) in pairwise(way):
        assert begin == end or before == after
    at = (day_number(date(2021, 12, 28)) + day_number(date(2022, 3, 28))) / 2
    assert [value for day, value in way if day == at] == [40, 41]


def test_a_target_of_figures_that_add_up_is_a_path() -> None:
    """What is asked by each month of a year grows with it; a staircase would show other figures between."""
    one = chart()
    points = tuple(replace(point, edge=None) for point in one.points)
    way = line(replace(one, points=points, is_path=True), TARGET).way
    assert way == tuple((day_number(point.on), float(point.target or 0)) for point in points)


def test_a_target_that_was_not_set_for_a_time_leaves_a_gap() -> None:
    """No line is drawn from one target to another over periods that had none."""
    points = [replace(point, target=Decimal(50)) for point in plain(1, 2, 3, 4).points]
    points[1] = replace(points[1], target=None)
    way = line(plain(points=tuple(points)), TARGET).way
    assert [value for _, value in way] == [50, 50, None, 50, 50]


def test_the_band_is_filled_between_target_and_edge_and_stays_within_them() -> None:
    """Its strokes, half their width each way, reach both and go over neither."""
    one = chart()
    drawn = picture(one)
    (band,) = (line for line in drawn.lines if line.clearness)
    half = band.width * 25.4 / 72 / 2
    heights = [drawn.frame.y(value) for _, value in band.way if value is not None]
    edges = [
        drawn.frame.y(float(value))
        for point in one.points
        for value in (point.target, point.edge)
        if value
    ]
    assert min(heights) - half == pytest.approx(min(edges), abs=0.01)
    assert max(heights) + half == pytest.approx(max(edges), abs=0.01)
    assert line(one, EDGE).way


def test_a_clear_colour_looks_on_white_like_the_plain_one() -> None:
    """Result and target are seen through the band, whichever is drawn first."""
    for colour in ("FDF0D5", "FFE7A3", "808080", "000000"):
        clear, share = seen_through(colour)
        for at in (0, 2, 4):
            mixed = (int(clear[at : at + 2], 16) * (100 - share) + 255 * share) / 100
            assert mixed == pytest.approx(int(colour[at : at + 2], 16), abs=1)


def test_what_is_expected_goes_on_from_the_last_figure_and_has_hollow_points() -> None:
    """Its line begins at the latest result; without a forecast there is none."""
    one = chart()
    way = line(one, EXPECTED).way
    assert way[0] == (day_number(one.points[-2].on), float(one.last_label))
    assert way[1:] == ((day_number(one.forecasts[0].on), 41.0),)
    assert EXPECTED not in {line.name for line in picture(replace(one, forecasts=())).lines}


def test_no_line_is_drawn_over_periods_that_nobody_gave_a_figure_for() -> None:
    """The point stands alone; the line before it is open, or there is none at all."""
    on = date(2024, 12, 28)
    alone = ChartForecast("9 expected", on, Decimal(9), is_joined=False)
    points = (*plain(2, 3).points, ChartPoint("12", on, None))
    names = {line.name for line in picture(plain(points=points, forecasts=(alone,))).lines}
    assert EXPECTED not in names
    assert "Figures expected" in names
    near = ChartForecast("5", date(2024, 3, 28), Decimal(5))
    points = (*plain(2, 3, None).points, ChartPoint("12", on, None))
    way = line(plain(points=points, forecasts=(near, alone)), EXPECTED).way
    assert [value for _, value in way] == [3, 5, None, 9]


def test_the_result_is_drawn_over_the_band_in_every_program() -> None:
    """Some draw what comes first on top, others what comes last, so it comes before and after."""
    names = [line.name for line in picture(chart()).lines]
    (band,) = (at for at, line in enumerate(picture(chart()).lines) if line.clearness)
    assert names.index(f"{RESULT}: on top") < band < names.index(RESULT)


def test_other_places_differ_by_shape_and_keep_their_own() -> None:
    """A mark is a shape and a colour; two that would share one get the next."""

    def dots(*marks: int) -> list[str]:
        places = tuple(
            ChartComparator(f"P{at}", f"P{at} 1", Decimal(1), mark) for at, mark in enumerate(marks)
        )
        drawn = {one.name: one.dot for one in picture(plain(1, 2, comparators=places)).lines}
        return [drawn[f"P{at}"] for at in range(len(marks))]

    assert dots(0, 1) == [Dot.DIAMOND, Dot.RING]
    assert dots(1) == [Dot.RING]
    assert len(set(dots(0, 5, 10))) == 3


def test_a_gap_is_no_line_and_a_figure_alone_is_a_point() -> None:
    """A figure between two gaps would not be seen in a line."""
    names = {line.name: line for line in picture(plain(1, None, 3, None, 5, 6)).lines}
    assert [value for _, value in names[RESULT].way] == [1, None, 3, None, 5, 6]
    assert [value for _, value in names["Results by themselves"].way] == [1, 3]


def test_events_stand_at_their_day_over_the_whole_height() -> None:
    """An event is a line from the lower to the upper end of the axis."""
    (event,) = chart().events
    on = day_number(event.on)
    assert line(chart(), event.label).way == ((on, 35), (on, 45))


def boxes(drawn: Picture) -> list[Box]:
    """About where the words of a chart stand."""
    found = []
    for one in drawn.words:
        lines = one.text.split("\n")
        wide = max(text_width(part, bold=one.is_bold) for part in lines)
        found.append(_box(drawn, one, wide, len(lines) * (LINE - 0.4)))
    return found


def _box(drawn: Picture, one: DrawnWords, wide: float, high: float) -> Box:
    x, y = drawn.frame.x(one.time), drawn.frame.y(one.value)
    match one.position:
        case "right":
            return Box.around(x + wide / 2 + 1, y, wide, high)
        case "above":
            # Of several lines the first alone is seen.
            return Box(x - wide / 2, y - high, x + wide / 2, y - high + LINE - 0.6)
        case "below":
            return Box(x - wide / 2, y + 0.5, x + wide / 2, y + 0.5 + high)
    return Box.around(x, y, wide, high)


MANY = (
    ChartEvent("1 Mar: one thing here", date(2023, 3, 1)),
    ChartEvent("1 Apr: another thing there", date(2023, 4, 1)),
    ChartEvent("1 May: a third thing", date(2023, 5, 1)),
    ChartEvent("20 Mar: the last of all", date(2024, 3, 20)),
)


@pytest.mark.parametrize(
    "one",
    [
        chart(),
        replace(chart(), forecasts=(), points=chart().points[:-1]),
        replace(chart(), events=MANY),
        plain(
            *range(12), label="A name of a KPI that is far too long for the right edge of a chart"
        ),
        replace(
            chart(),
            comparators=(
                ChartComparator(
                    "A", "Yorkshire and the Humber, all councils, median 42.7", Decimal("42.7")
                ),
                ChartComparator(
                    "B", "Nearest statistical neighbours of the council 42.6", Decimal("42.6")
                ),
            ),
        ),
        plain(50, 60),
        plain(0, 100, 0, 100, 0, 100),
    ],
    ids=["all", "no forecast", "events", "long", "long others", "two", "up and down"],
)
def test_no_words_of_a_chart_lie_over_each_other_or_leave_it(one: Chart) -> None:
    """Each name and figure can be read, and its anchor lies where every program draws it."""
    drawn = picture(one)
    places = boxes(drawn)
    for (a, first), (b, second) in combinations(zip(drawn.words, places, strict=True), 2):
        assert not first.meets(second), (a.text, b.text)
    for words, box in zip(drawn.words, places, strict=True):
        assert box.left > -0.5, words.text
        assert box.right < 170.5, words.text
        assert drawn.frame.first <= words.time <= drawn.frame.last
        assert drawn.frame.low <= words.value <= drawn.frame.high
    assert any(one.last_label in words.text for words in drawn.words)


def test_names_at_the_edge_keep_a_line_apart_and_their_order() -> None:
    """The one that is fixed stays; others give way."""
    heights = apart([30.0, 30.5, 29.0, 60.0], 0, 5, 60)
    assert heights[0] == 30.0
    ordered = sorted(heights)
    assert all(after - before >= LINE - 1e-9 for before, after in pairwise(ordered))
    assert heights[2] < heights[0] < heights[1]


def test_a_chart_has_no_title_no_legend_and_keeps_its_words_whole() -> None:
    """Lines are named where they end; a program that breaks words would print over the plot."""
    drawn, workbook = chart_for_word(chart(), THEME, date(2024, 12, 31))
    text = drawn.decode()
    assert "<c:legend>" not in text
    assert '<c:autoTitleDeleted val="1"/>' in text
    assert re.findall(r"<c:rich><a:bodyPr([^>]*)/>", text) == [' wrap="none"'] * len(
        picture(chart()).words
    )
    assert text.count('<c:smooth val="0"/>') == text.count("<c:ser>")
    assert workbook.startswith(b"PK")


def test_figures_below_zero_have_their_line_at_zero() -> None:
    """An axis that goes below zero shows where zero is."""
    axis = Axis(Decimal(-10), Decimal(10), Decimal(5))
    assert line(plain(-5, 5, axis=axis), "Zero").way[0][1] == 0


def test_one_figure_or_equal_figures_can_be_drawn() -> None:
    """A flat or single-point series has a picture."""
    for values in ((0,), (7, 7, 7)):
        drawn, workbook = chart_for_word(plain(*values), THEME, date(2024, 1, 1))
        assert drawn.startswith(b"<?xml")
        assert workbook.startswith(b"PK")


def test_the_figures_behind_a_chart_stand_in_a_table_with_what_is_expected() -> None:
    """A row a period, ranges by both edges, what is expected in a column of its own."""
    ahead = ChartForecast("9 expected", date(2024, 2, 28), Decimal(9))
    points = tuple(
        replace(point, target=Decimal(1), top=Decimal(3)) for point in plain(2, None).points
    )
    headings, rows = figures_behind(plain(points=points, forecasts=(ahead,)))
    assert headings == ("Period", "Result", "Target, from", "Target, to", "Expected")
    assert rows == (("0", 2, 1, 3, None), ("1", None, 1, 3, 9))
