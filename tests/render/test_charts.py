"""Charts: the figures behind them, and what is drawn."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date
from decimal import Decimal

from pmf_cli.render.charts import chart_data
from pmf_cli.render.templates import templates_for
from pmf_cli.render.theme import theme_of
from pmf_cli.render.word.drawings import chart_for_word
from pmf_cli.views.base import ChartPoint
from tests.render.specimens import chart

THEME = theme_of(templates_for())


def test_the_band_is_stacked_from_its_lower_to_its_upper_edge() -> None:
    """Below, in and above the band add up to the axis's end in every period."""
    data = chart_data(chart())
    assert data.rows
    for row in data.rows:
        below, band, above = row[-3:]
        assert isinstance(below, Decimal)
        assert isinstance(band, Decimal)
        assert isinstance(above, Decimal)
        assert below + band + above == data.axis.high
        assert band > 0


def test_markers_keep_their_periods_when_gaps_are_left_out() -> None:
    """Leaving out a period without a figure shifts the marked stretch with it."""
    assert chart_data(chart()).marked == {1, 2, 3}
    assert chart_data(chart(), gaps=False).marked == {1, 2}


def test_figures_below_zero_draw_no_band_but_stay_on_the_axis() -> None:
    """Nothing can be stacked over a negative start; the line is still right."""
    points = tuple(
        ChartPoint(str(at), Decimal(at - 5), Decimal(0), Decimal(-1), Decimal(0)) for at in range(8)
    )
    data = chart_data(replace(chart(), points=points, lines=(), bands=()))
    assert data.axis.low <= -5
    assert not data.has_band


def test_only_what_is_there_stands_in_the_legend() -> None:
    """A chart without target, band, comparators and markers shows its result alone."""
    points = tuple(ChartPoint(str(at), Decimal(at)) for at in range(5))
    bare = replace(chart(), points=points, lines=(), bands=())
    drawn, _ = chart_for_word(bare, THEME, date(2024, 12, 31))
    text = drawn.decode()
    assert "Target" not in text
    assert len(re.findall("<c:legendEntry>", text)) == 3
    full, _ = chart_for_word(chart(), THEME, date(2024, 12, 31))
    assert len(re.findall("<c:legendEntry>", full.decode())) == 1


def test_the_axis_says_where_it_starts() -> None:
    """An axis that leaves out zero says so on the chart itself."""
    drawn, _ = chart_for_word(chart(), THEME, date(2024, 12, 31))
    assert "% (axis starts at 36)" in drawn.decode()
    from_zero, _ = chart_for_word(replace(chart(), from_zero=True), THEME, date(2024, 12, 31))
    assert "axis starts" not in from_zero.decode()


def test_one_figure_or_equal_figures_can_be_drawn() -> None:
    """A flat or single-point series has an axis with some height."""
    for points in (
        (ChartPoint("a", Decimal(0)),),
        tuple(ChartPoint(str(at), Decimal(7), Decimal(7)) for at in range(3)),
    ):
        drawn, workbook = chart_for_word(
            replace(chart(), points=points, lines=(), bands=()), THEME, date(2024, 1, 1)
        )
        assert drawn.startswith(b"<?xml")
        assert workbook.startswith(b"PK")
