"""Stretch targets: each judged on its own, nothing below three fifths, never more than all."""

from __future__ import annotations

from datetime import date

import pytest

from pmf_cli.analysis.stretch import stretch_targets
from pmf_cli.register.terms import Polarity
from tests.assessed import assessed
from tests.make import make_kpi, make_register, make_result, make_target


def found(value: str, polarity: Polarity = Polarity.HIGHER, **target: object):
    """The stretch targets of a KPI whose figure of 2023/24 Q4 is this."""
    usual = {
        "target": "100",
        "stretch_target": "110",
        "payment_at_risk": "335000",
        "from_period": "2023/24 Q1",
    }
    register = make_register(
        [make_kpi("A-1", polarity=polarity)],
        [make_result("A-1", "2023/24 Q4", value), make_result("A-1", "2024/25 Q2", "104")],
        [make_target("A-1", **(usual | target))],
    )
    return stretch_targets(assessed(register, period="2023/24", as_of=date(2025, 2, 3)))


@pytest.mark.parametrize(
    ("value", "share", "earned"),
    [
        ("110", "1", 335000), ("130", "1", 335000), ("106", "0.6", 201000), ("105.9", "0.59", 0),
        ("100", "0", 0), ("90", "0", 0),
    ],
)  # fmt: skip
def test_the_share_of_the_stretch_that_is_reached_earns_its_part_of_the_grant(value, share, earned):
    """At the stretch target all of it; at the target, or below three fifths, nothing."""
    (one,) = found(value)
    assert (str(one.share.normalize()), one.earned) == (share, earned)


def test_where_lower_is_better_the_stretch_lies_below_the_target():
    """From 100 down to 90."""
    (one,) = found("92", Polarity.LOWER, stretch_target="90")
    assert (one.share, one.earned) == (one.share.__class__("0.8"), 268000)


def test_a_stretch_target_of_the_running_year_is_told_but_not_judged():
    """Its newest figure stands beside it; nothing is earned yet."""
    (one,) = found("110", from_period="2024/25 Q1")
    assert one.result.number == 104
    assert one.is_over is False and one.earned is None


@pytest.mark.parametrize(
    "over", [{"stretch_target": None}, {"from_period": "2025/26 Q1"}, {"split": "Ward A"}]
)
def test_what_has_no_stretch_or_has_not_begun_is_left_out(over):
    """Nor a part of the whole."""
    assert not found("110", **over)


def test_a_stretch_without_money_earns_none_and_one_on_the_target_has_no_share():
    """Nothing is worked out where nothing can be."""
    assert found("110", payment_at_risk=None)[0].earned is None
    assert found("110", stretch_target="100")[0].share is None
