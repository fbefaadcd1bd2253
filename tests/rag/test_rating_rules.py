"""Which rule row is in force."""

from datetime import date

import pytest

from tests.rag.desk import colour, rate, terms

ALL = {"tolerance": 5}


@pytest.mark.parametrize(
    ("rows", "expected"),
    [
        ([ALL], 5),
        ([ALL, {"applies_to": "Financial", "tolerance": 10}], 10),
        ([ALL, {"applies_to": "Financial", "tolerance": 10}, {"applies_to": "communities", "tolerance": 4}], 4),
        ([{"applies_to": "Communities", "tolerance": 4}, {"applies_to": "Strategic", "tolerance": 3}], 3),
        ([{"applies_to": "WM-01", "tolerance": 2}, {"applies_to": "Strategic", "tolerance": 3}], 2),
        ([ALL, {"applies_to": "WM-02", "tolerance": 2}], 5),
        ([ALL, {"applies_to": "Statutory", "tolerance": 2}], 5),
        ([{"applies_to": None, "tolerance": 6}], 6),
        ([ALL, {"tolerance": 8, "from_period": "2024/25"}], 8),
        ([{"tolerance": 8, "from_period": "2024/25"}, ALL], 8),
        ([ALL, {"tolerance": 8, "from_period": "2025/26"}], 5),
        ([{"tolerance": 8, "from_period": "2025/26"}], 10),
        ([{"applies_to": "WM-01", "tolerance": 2, "from_period": "2025/26"}, ALL], 5),
        ([{"tolerance": None}], 10),
        ([], 10),
    ],
)  # fmt: skip
def test_the_narrowest_and_then_the_newest_row_wins(rows, expected):
    """For a financial KPI of class Strategic in Communities; 10% is its default."""
    found = rate("91", kpi={"financial": True}, rules=rows)
    assert found.outcome.tolerance == expected


def test_the_rule_set_and_who_approved_it_are_named():
    rule = {
        "rule_set": "2024/25",
        "approved_by": "Executive Board",
        "approved_on": date(2024, 3, 12),
    }
    outcome = rate("91", rules=[rule]).outcome
    assert outcome.rule_set == "2024/25"
    assert "Executive Board" in outcome.approved
    assert "12/03/2024" in outcome.approved


def test_past_periods_keep_their_rule_set():
    rows = [ALL, {"tolerance": 1, "from_period": "2024/25 Q3"}]
    assert colour("87", rules=rows) == "Red"
    assert colour(before="87", rules=rows, period="2024/25 Q2", as_of=date(2024, 10, 31)) == "Amber"


def test_overlapping_targets_the_latest_to_begin_wins():
    from pmf_cli.rag.rate import rate_all
    from pmf_cli.register.periods.text import parse_period
    from pmf_cli.settings import Settings
    from tests.make import AS_OF, PERIOD, make_kpi, make_register, make_result, make_target

    rows = [
        make_target("WM-01", target=95, from_period="2024/25"),
        make_target("WM-01", target=80),
        make_target("WM-01", target=70, from_period="2024/25 Q1", to_period="2024/25 Q2"),
    ]
    register = make_register([make_kpi()], [make_result("WM-01", PERIOD, 90)], rows)
    (found,) = rate_all(register, Settings(), parse_period(PERIOD), AS_OF)
    assert found.outcome.target == 95


def test_a_target_of_pooled_years_does_not_reach_back():
    """A row from 2022–24 begins with that pool, not with the pools that overlap its first day."""
    from tests.make import make_result

    kpi = {
        "time_basis": terms.TimeBasis.POOLED,
        "frequency": terms.Frequency.ANNUAL,
        "lag_days": 365,
        "first_period": None,
    }
    found = rate(
        results=[make_result("WM-01", "2021–23", 90)], kpi=kpi, target={"from_period": "2022–24"}
    )
    assert found.outcome.reason.name == "TO_BE_AGREED"


@pytest.mark.parametrize(
    ("value", "expected"),
    [("86", "Green"), ("85", "Amber"), ("82", "Amber"), ("76", "Red")],
)
def test_without_a_rule_set_a_direction_is_rated_by_the_tools_own_colours(value, expected):
    """Better than the comparator Green, the same or worse within tolerance Amber, beyond it Red."""
    increase = {"target": None, "target_type": terms.TargetType.INCREASE}
    found = colour(value, before="85", target=increase, rules=[])
    assert found == expected
