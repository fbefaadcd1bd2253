"""Which ratings moved and why: causes told apart, every KPI counted once."""

from __future__ import annotations

from collections import Counter

from hypothesis import given, settings
from hypothesis import strategies as st

from pmf_cli.analysis.issued.figures_to_record import reported_figure
from pmf_cli.analysis.issued.rating_changes import Cause, RatingChange, movements
from pmf_cli.register.register import Register
from pmf_cli.views.lists.differences import compare_listing
from tests.assessed import assessed, quarterly, register_of, tables_of
from tests.make import make_rule, make_target

Q2, Q3 = "2024/25 Q2", "2024/25 Q3"


def moved(register: Register):
    then, now = assessed(register, period=Q2), assessed(register, period=Q3)
    before, after = ([reported_figure(one) for one in side.ratings] for side in (then, now))
    return movements(before, after, now)


def only(values: list[str | None], **over: object):
    (one,) = moved(register_of(quarterly("A-1", values), **over))
    return one


def raised(target: int, **over: object):
    return [
        make_target("A-1", to_period=Q2),
        make_target("A-1", from_period=Q3, target=target, **over),
    ]


def test_the_figure_moved_it():
    one = only(["91", "80"])
    assert (one.move, one.causes, one.also) == (RatingChange.DOWN, (Cause.VALUE,), ())


def test_the_target_moved_it():
    """The same figure against a higher target; and a figure that rose in vain."""
    assert only(["91", "91"], targets=raised(95)).causes == (Cause.TARGET,)
    one = only(["91", "92"], targets=raised(95))
    assert (one.causes, one.also) == ((Cause.TARGET,), (Cause.VALUE,))


def test_the_figure_moved_it_though_the_target_changed_too():
    one = only(["91", "70"], targets=raised(89))
    assert (one.causes, one.also) == ((Cause.VALUE,), (Cause.TARGET,))


def test_neither_alone_would_have_moved_it():
    """Green to Red where the old figure would be Amber: both are named."""
    one = only(["91", "86"], targets=raised(95))
    assert one.causes == (Cause.VALUE, Cause.TARGET)


def test_a_tighter_rule_moved_it():
    rules = (make_rule(), make_rule(rule_set="2024/25 b", from_period=Q3, tolerance=1))
    one = only(["87", "87"], rating_rules=rules)
    assert one.move is RatingChange.DOWN
    assert set(one.causes) == {Cause.TOLERANCE, Cause.RULES}


def test_a_figure_that_is_missing_or_came_in():
    assert only(["91", None]).causes == (Cause.NO_FIGURE,)
    assert only([None, "91"]).move is RatingChange.NOW_RATED
    assert only([None, "91"]).causes == (Cause.CAME_IN,)


@settings(max_examples=40, deadline=None)
@given(
    st.lists(st.tuples(*[st.integers(60, 100).map(str) | st.none()] * 2), min_size=1, max_size=6)
)
def test_counts_add_up(pairs):
    """Every KPI falls under one move; the table's rows and columns add up to all."""
    register = register_of(*(quarterly(f"A-{n}", list(pair)) for n, pair in enumerate(pairs)))
    found = moved(register)
    assert sorted(one.kpi_ref for one in found) == sorted(kpi.ref for kpi in register.kpis)
    assert sum(Counter(one.move for one in found).values()) == len(register.kpis)
    listing = compare_listing(assessed(register, period=Q3), Q2, Q3, found)
    numbers = dict(listing.counts)
    assert numbers.pop("kpis") == sum(numbers.values())
    rows = [
        [int(entry.text) for entry in row[1:]]
        for row in tables_of(listing.sections)["moves_counts"].rows
    ]
    assert all(sum(row[:-1]) == row[-1] for row in rows)
    assert [sum(column) for column in zip(*rows[:-1], strict=True)] == rows[-1]


@settings(max_examples=40, deadline=None)
@given(st.integers(60, 100), st.integers(60, 100))
def test_a_move_always_has_a_cause(before, after):
    """And a rating that did not move has none."""
    one = only([str(before), str(after)])
    assert bool(one.causes) == (one.move is not RatingChange.SAME)
