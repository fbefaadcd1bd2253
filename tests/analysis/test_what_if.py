"""What another rule would make of the ratings: exactly what rating the changed register again finds."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from decimal import Decimal

from hypothesis import given, settings
from hypothesis import strategies as st

from pmf_cli.analysis.what_if import Trial, TriedTolerance, WhatIf, tried
from pmf_cli.rag.base import KpiRating, Unrated
from pmf_cli.rag.rate import rate_all
from pmf_cli.register.periods.text import parse_period
from pmf_cli.register.register import Register
from pmf_cli.register.terms import ImprovedRule, Rag, ToleranceBasis
from pmf_cli.settings import Settings
from tests.assessed import QUARTERS, assessed, quarterly, register_of
from tests.make import AS_OF, make_register, make_rule, make_target

RELATIVE, POINTS = ToleranceBasis.RELATIVE, ToleranceBasis.POINTS
AMOUNT = st.decimals(0, 15, places=1)
RULE = st.fixed_dictionaries(
    {
        "tolerance": AMOUNT,
        "tolerance_basis": st.sampled_from([RELATIVE, POINTS]),
        "green_tolerance": st.one_of(st.none(), st.decimals(0, 5, places=1)),
        "at_boundary": st.sampled_from([None, Rag.AMBER, Rag.RED]),
        "improved_rule": st.sampled_from([None, *ImprovedRule]),
    }
)
PLAIN_RULE = RULE.map(lambda row: row | {"green_tolerance": None})
"""Without a green tolerance, which is in the measure of its rule's own tolerance."""
FIGURES = st.lists(st.decimals(60, 100, places=1).map(str), min_size=1, max_size=len(QUARTERS))


def told(rating: KpiRating) -> str:
    """The colour, or the reason for none."""
    outcome = rating.outcome
    return str(outcome.reason if isinstance(outcome, Unrated) else outcome.rag)


def moved(now: Register, then: Register) -> dict[tuple[str, str], tuple[str, str]]:
    """Quarter and KPI → both ratings, where rating each register from the start gives two."""
    found = {}
    for words in QUARTERS:
        period = parse_period(words)
        both = [
            {one.kpi.ref: told(one) for one in rate_all(register, Settings(), period, AS_OF)}
            for register in (now, then)
        ]
        found |= {
            (words, ref): (was, both[1][ref]) for ref, was in both[0].items() if was != both[1][ref]
        }
    return found


def listed(found: WhatIf) -> dict[tuple[str, str], tuple[str, str]]:
    """The same as the trial tells it."""
    return {
        (str(one.period), one.before.kpi.ref): (told(one.before), told(one.after))
        for one in found.moves
    }


def try_on(register: Register, trial: Trial, **how: bool) -> WhatIf:
    """The trial with nobody to tell of its progress."""
    return tried(assessed(register), trial, lambda _: None, **how)


def with_rules(register: Register, *rows: Mapping[str, object]) -> Register:
    """The register under such rule rows."""
    return replace(register, rating_rules=tuple(make_rule(**row) for row in rows))


@settings(max_examples=20)
@given(FIGURES, FIGURES, PLAIN_RULE, PLAIN_RULE, AMOUNT, AMOUNT)
def test_a_tried_tolerance_lists_exactly_what_rating_the_changed_register_again_finds(
    one, other, rule, financial_rule, amount, financial_amount
):
    rows = (rule | {"applies_to": "All"}, financial_rule | {"applies_to": "Financial"})
    register = with_rules(
        register_of(quarterly("A-01", one), quarterly("B-01", other, financial=True)), *rows
    )
    found = try_on(
        register,
        Trial(
            frozenset({"A-01", "B-01"}),
            tolerance=TriedTolerance(amount, RELATIVE),
            financial=TriedTolerance(financial_amount, POINTS),
        ),
    )
    then = with_rules(
        register,
        rows[0] | {"tolerance": amount, "tolerance_basis": RELATIVE},
        rows[1] | {"tolerance": financial_amount, "tolerance_basis": POINTS},
    )
    assert listed(found) == moved(register, then)
    assert all(one.before.in_scope == one.after.in_scope for one in found.periods)


@settings(max_examples=20)
@given(FIGURES, RULE, RULE)
def test_a_tried_rule_set_lists_exactly_what_rating_under_it_finds(figures, rule, other):
    register = with_rules(register_of(quarterly("A-01", figures)), rule)
    rows = (make_rule(**other, from_period=None),)
    found = try_on(register, Trial(frozenset({"A-01"}), rules=rows))
    assert listed(found) == moved(register, with_rules(register, other))


@settings(max_examples=10)
@given(FIGURES, RULE)
def test_todays_rules_change_nothing(figures, rule):
    register = with_rules(register_of(quarterly("A-01", figures)), rule)
    assert not try_on(register, Trial(frozenset({"A-01"}), rules=register.rating_rules)).moves


def test_only_the_kpis_named_are_tried_on():
    """Both are 4% below 90; a tolerance of 3% makes the one that is tried Red."""
    register = register_of(quarterly("A-01", ["86.4"]), quarterly("B-01", ["86.4"]))
    found = try_on(
        register, Trial(frozenset({"A-01"}), tolerance=TriedTolerance(Decimal(3), RELATIVE))
    )
    assert listed(found) == {("2024/25 Q3", "A-01"): ("Amber", "Red")}
    assert found.moves[0].change == -1


def test_a_kpi_keeps_its_own_tolerance_unless_that_too_is_tried():
    kpi, results = quarterly("A-01", ["86.4"])
    register = make_register(
        [kpi], results, [make_target("A-01", tolerance=10, tolerance_basis=RELATIVE)]
    )
    trial = Trial(frozenset({"A-01"}), tolerance=TriedTolerance(Decimal(3), RELATIVE))
    kept = try_on(register, trial)
    assert [one.ref for one in kept.keep] == ["A-01"]
    assert not kept.moves
    over = try_on(register, replace(trial, over_own=True))
    assert not over.keep
    assert listed(over) == {("2024/25 Q3", "A-01"): ("Amber", "Red")}


def test_percentage_points_leave_a_count_as_it_is_and_say_so():
    register = register_of(quarterly("A-01", ["86.4"], unit="days", data_type=None))
    found = try_on(
        register, Trial(frozenset({"A-01"}), tolerance=TriedTolerance(Decimal(1), POINTS))
    )
    assert [one.ref for one in found.misfits] == ["A-01"]
    assert not found.moves


def test_a_target_tried_takes_the_place_of_that_in_force_in_every_period():
    register = register_of(quarterly("A-01", ["80.0", "88.0", "91.0"]))
    found = try_on(register, Trial(frozenset({"A-01"}), target={"target": Decimal(80)}))
    assert listed(found) == {
        ("2024/25 Q1", "A-01"): ("Red", "Green"),
        ("2024/25 Q2", "A-01"): ("Amber", "Green"),
    }


def test_a_kpi_without_a_target_is_rated_by_the_one_tried():
    kpi, results = quarterly("A-01", ["80.0"])
    register = make_register([kpi], results, [])
    target = make_target("A-01", target=80)
    found = try_on(
        register,
        Trial(
            frozenset({"A-01"}), target={"target_type": target.target_type, "target": target.target}
        ),
    )
    assert listed(found) == {("2024/25 Q3", "A-01"): ("No target yet", "Green")}
    assert found.moves[0].change == 0


def test_this_period_alone_is_tried_where_that_is_asked():
    register = register_of(quarterly("A-01", ["86.4", "86.4"]))
    trial = Trial(frozenset({"A-01"}), tolerance=TriedTolerance(Decimal(3), RELATIVE))
    assert [str(one.period) for one in try_on(register, trial).periods] == [
        "2024/25 Q3",
        "2024/25 Q2",
    ]
    assert [str(one.period) for one in try_on(register, trial, only_this_period=True).periods] == [
        "2024/25 Q3"
    ]
