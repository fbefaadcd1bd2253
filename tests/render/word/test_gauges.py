"""Bars in cells: as long as their share, with lines at what they are held against, and read back with their words."""

from __future__ import annotations

import re
from decimal import Decimal

from pmf_cli.render.templates import templates_for
from pmf_cli.render.theme import theme_of
from pmf_cli.render.word.gauges import HEIGHT, gauge_run
from pmf_cli.views.base import Gauge, GaugeMark

THEME = theme_of(templates_for())


def lengths(drawn: str) -> list[int]:
    """How long the rectangles of a drawing are."""
    return [int(one) for one in re.findall(rf'<a:ext cx="(\d+)" cy="{HEIGHT}"/></a:xfrm><a:prst', drawn)]  # fmt: skip


def test_a_bar_is_as_long_as_its_share_of_the_scale():
    """Without lines the frame shows where the scale ends."""
    frame, half = lengths(gauge_run(Gauge(Decimal("0.5"), "bar"), 1, THEME, 4000))
    assert abs(half * 2 - frame) <= 1
    frame, whole = lengths(gauge_run(Gauge(Decimal(1), "bar"), 1, THEME, 4000))
    assert whole == frame


def test_what_it_is_held_against_is_a_line_dotted_where_that_is_asked():
    """A line and the white beside it; no frame then."""
    marks = (GaugeMark(Decimal("0.3")), GaugeMark(Decimal("0.6"), is_dotted=True))
    drawn = gauge_run(Gauge(Decimal("0.5"), "bar", marks), 1, THEME, 4000)
    assert len(lengths(drawn)) == 1
    assert drawn.count("sysDash") == 1
    assert drawn.count(THEME.charts.target) == 2


def test_no_shape_of_two_bars_has_the_same_number():
    """Word wants every shape's number once; a bar takes two drawings' numbers."""
    marks = (GaugeMark(Decimal("0.3")), GaugeMark(Decimal("0.6")))
    gauge = Gauge(Decimal("0.5"), "bar", marks)
    drawn = gauge_run(gauge, 1, THEME, 4000) + gauge_run(gauge, 3, THEME, 4000)
    numbers = re.findall(r' id="(\d+)"', drawn)
    assert len(numbers) == len(set(numbers))
