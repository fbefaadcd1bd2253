"""Value axes: they hold every figure, in round steps."""

from __future__ import annotations

from decimal import Decimal

from hypothesis import given, settings
from hypothesis import strategies as st

from pmf_cli.views.trend_chart import value_axis

FIGURES = st.lists(
    st.decimals(-(10**9), 10**9, places=3, allow_nan=False, allow_infinity=False), max_size=20
)


@settings(max_examples=200, deadline=None)
@given(FIGURES, st.booleans())
def test_every_figure_lies_on_the_axis(figures: list[Decimal], from_zero: bool) -> None:
    """No figure is cut, there are few steps, and the ends stand on steps."""
    axis = value_axis(figures, from_zero=from_zero)
    assert axis.low < axis.high
    assert all(axis.low <= figure <= axis.high for figure in figures)
    assert axis.low % axis.step == axis.high % axis.step == 0
    assert 2 <= (axis.high - axis.low) / axis.step <= 9
    if from_zero:
        assert axis.low <= 0 <= axis.high


def test_figures_above_zero_keep_an_axis_above_zero() -> None:
    """A share of 1% does not get an axis that begins at -1%."""
    assert value_axis([Decimal(1), Decimal(30)], from_zero=False).low == 0
    assert value_axis([Decimal(-30), Decimal(-1)], from_zero=False).high == 0


def test_labels_have_the_decimals_that_steps_need() -> None:
    """Steps of 0.25 want two decimals, steps of 10 none."""
    assert value_axis([Decimal("0.1"), Decimal("0.2")], from_zero=False).decimals == 2
    assert value_axis([Decimal(10), Decimal(80)], from_zero=False).decimals == 0
