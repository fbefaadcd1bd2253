"""Bars in cells: as long as their share, with lines at what they are held against, and read back with their words."""

from __future__ import annotations

import re
from decimal import Decimal

from pmf_cli.render.templates import templates_for
from pmf_cli.render.theme import theme_of
from pmf_cli.render.word.gauges import HEIGHT, SIGN, gauge_run
from pmf_cli.render.word.markup import EMU_PER_DXA
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


def test_a_bar_may_begin_along_the_scale_and_leaves_room_for_longer_words():
    """From a quarter to a half it is as long as one from the edge to a quarter."""
    half, quarter = Decimal("0.5"), Decimal("0.25")
    mark = (GaugeMark(half),)
    later = gauge_run(Gauge(half, "bar", mark, begin=quarter), 1, THEME, 4000)
    early = gauge_run(Gauge(quarter, "bar", mark), 1, THEME, 4000)
    assert lengths(later) == lengths(early)
    assert f'<a:off x="{lengths(early)[0]}" y="0"/>' in later
    short = gauge_run(Gauge(half, "bar", mark, words=20), 1, THEME, 4000)
    assert lengths(short) == [(4000 - 20 * SIGN) * EMU_PER_DXA // 2]


def test_no_shape_of_two_bars_has_the_same_number():
    """Word wants every shape's number once; a bar takes two drawings' numbers."""
    marks = (GaugeMark(Decimal("0.3")), GaugeMark(Decimal("0.6")))
    gauge = Gauge(Decimal("0.5"), "bar", marks)
    drawn = gauge_run(gauge, 1, THEME, 4000) + gauge_run(gauge, 3, THEME, 4000)
    numbers = re.findall(r' id="(\d+)"', drawn)
    assert len(numbers) == len(set(numbers))
