"""Charts of any figures: they are read back as they should be, and their words stay in sight."""

from __future__ import annotations

from datetime import date, timedelta
from itertools import pairwise

from hypothesis import given, settings
from hypothesis import strategies as st

from pmf_cli.render.chart_layout import LINE
from pmf_cli.render.chart_picture import picture_of
from pmf_cli.render.office_file import parsed_part
from pmf_cli.render.reading_back.drawn import series_faults
from pmf_cli.render.reading_back.sheets import FoundBook
from pmf_cli.render.templates import templates_for
from pmf_cli.render.theme import theme_of
from pmf_cli.render.word.drawings import chart_for_word
from pmf_cli.views.base import (
    Chart,
    ChartComparator,
    ChartEvent,
    ChartForecast,
    ChartLine,
    ChartPoint,
    ChartTick,
)
from pmf_cli.views.trend_chart import value_axis

THEME = theme_of(templates_for())
FIGURES = st.decimals(-1000, 5000, places=1, allow_nan=False, allow_infinity=False)
MAYBE = st.none() | FIGURES
WORDS = st.text(alphabet="abcdefgh WM", min_size=1, max_size=40).map(
    lambda text: f"x{text.strip()}"
)


@st.composite
def charts(draw: st.DrawFn) -> Chart:
    """A chart of up to 24 periods, with any of what a chart may show."""
    count, days = draw(st.integers(2, 24)), draw(st.sampled_from((30, 91, 365)))
    first = date(2021, 3, 31)
    on = [first + timedelta(days=days * at) for at in range(count)]
    points = [
        ChartPoint(f"P{at}", day, draw(MAYBE), draw(MAYBE), draw(MAYBE), None)
        for at, day in enumerate(on)
    ]
    points[0] = ChartPoint("P0", first, draw(FIGURES))
    points = [
        point if point.target is not None else ChartPoint(point.label, point.on, point.value)
        for point in points
    ]
    known = max(at for at, point in enumerate(points) if point.value is not None)
    forecasts = [ChartForecast("9 expected", day, draw(FIGURES)) for day in on[known + 1 :][-1:]]
    others = [
        ChartComparator(f"Place {at}", f"{draw(WORDS)} {at}", draw(FIGURES))
        for at in range(draw(st.integers(0, 3)))
    ]
    lines = [ChartLine("Year before 7", tuple(draw(MAYBE) for _ in on))] * draw(st.booleans())
    events = [
        ChartEvent(f"{draw(WORDS)} e{at}", draw(st.dates(on[0], on[-1])))
        for at in range(draw(st.integers(0, 4)))
    ]
    figures = [
        *(one for point in points for one in (point.value, point.target, point.edge)),
        *(one.value for one in (*forecasts, *others)),
        *(value for line in lines for value in line.values),
    ]
    axis = value_axis((one for one in figures if one is not None), from_zero=draw(st.booleans()))
    return Chart(
        "c", "T", "A.", "%", tuple(points), axis, draw(WORDS), f"{points[known].value}",
        tuple((at, "Target 5") for at, one in enumerate(points) if one.target is not None),
        "Amber to 4", tuple(ChartTick(f"T\n{one.label}", one.on) for one in points[:: count // 2]),
        tuple(lines), tuple(events), tuple(forecasts), tuple(others), draw(st.sampled_from(("", "both 2023"))),
        is_path=draw(st.booleans()),
    )  # fmt: skip


@settings(max_examples=20, deadline=None)
@given(charts())
def test_any_chart_is_read_back_as_it_should_be(one: Chart) -> None:
    """Gaps, single figures, steps, bands that turn over, negative figures: nothing is lost."""
    drawn, figures = chart_for_word(one, THEME, date(2024, 12, 31))
    assert list(series_faults(one, parsed_part(drawn), FoundBook(figures).cells_of)) == []


@settings(max_examples=50, deadline=None)
@given(charts())
def test_the_words_of_any_chart_hang_where_they_are_drawn(one: Chart) -> None:
    """Their places lie in the plot; those at the right edge stand a line apart; the last figure is said."""
    drawn = picture_of(one, THEME, 170, 50)
    frame = drawn.frame
    assert frame.plot.right - frame.plot.left > 60
    assert frame.plot.bottom - frame.plot.top > 20
    for words in drawn.words:
        assert frame.first - 1e-6 <= words.time <= frame.last + 1e-6
        assert frame.low - 1e-6 <= words.value <= frame.high + 1e-6
    edge = sorted(frame.y(words.value) for words in drawn.words if words.position == "right")
    assert all(after - before >= LINE - 1e-6 for before, after in pairwise(edge))
    assert any(one.last_label in words.text for words in drawn.words)
