"""Laws of the engine: better is never worse, order never matters, key and colour agree."""

from decimal import Decimal

from hypothesis import assume, given, settings
from hypothesis import strategies as st

from pmf_cli.rag.base import Rating
from pmf_cli.rag.counts import counts_of
from pmf_cli.rag.rate import rate_all, rate_kpi
from pmf_cli.register import terms
from pmf_cli.register.periods.text import parse_period
from pmf_cli.settings import Settings
from tests.make import (
    AS_OF,
    PERIOD,
    make_kpi,
    make_register,
    make_result,
    make_rule,
    make_target,
)

LAW = settings(max_examples=150, deadline=None)
THE_PERIOD = parse_period(PERIOD)
FIGURE = st.decimals(-500, 500, places=2)
PRINTED = st.decimals(-300, 300, places=1)
WIDTH = st.one_of(st.none(), st.decimals(0, 40, places=1))
# A confidence interval is one of the result itself, so it moves with it: its law stands in test_schemes_of_all_kinds.
BASIS = st.sampled_from(
    [one for one in terms.ToleranceBasis if one is not terms.ToleranceBasis.CONFIDENCE]
)
RULE = st.fixed_dictionaries(
    {
        "tolerance": WIDTH,
        "tolerance_basis": BASIS,
        "green_tolerance": st.one_of(st.none(), st.decimals(0, 20, places=1)),
        "at_boundary": st.sampled_from([None, terms.Rag.AMBER, terms.Rag.RED]),
        "at_green_boundary": st.sampled_from([None, terms.Rag.GREEN, terms.Rag.AMBER]),
        "rated_on": st.sampled_from([None, *terms.RatedOn]),
        "improved_rule": st.sampled_from([None, *terms.ImprovedRule]),
    }
)
TARGET = st.fixed_dictionaries(
    {
        "target": FIGURE,
        "tolerance": WIDTH,
        "tolerance_basis": BASIS,
        "amber_boundary": st.one_of(st.none(), FIGURE),
    }
)
POLARITY = st.sampled_from([terms.Polarity.HIGHER, terms.Polarity.LOWER])
BEFORE = st.one_of(st.none(), FIGURE)


def outcome(value, polarity, rule, target, before, *, places=1, similar=Decimal(0)):
    """The outcome of one value by one rule row, target row and figure of last year."""
    kpi = make_kpi(
        "WM-01",
        polarity=polarity,
        decimal_places=places,
        comparator=terms.ComparatorRule.SAME_PERIOD_LAST_YEAR,
    )
    results = [make_result("WM-01", PERIOD, value)]
    if before is not None:
        results.append(make_result("WM-01", "2023/24 Q3", before))
    register = make_register(
        [kpi], results, [make_target("WM-01", **target)], rating_rules=(make_rule(**rule),)
    )
    own = Settings.model_validate({"rating": {"similar_within": similar}})
    found = rate_kpi(register, own, THE_PERIOD, AS_OF, "WM-01")
    assert found is not None
    return found.outcome


@LAW
@given(FIGURE, FIGURE, POLARITY, RULE, TARGET, BEFORE)
def test_a_better_value_never_gets_a_worse_rating(one, other, polarity, rule, target, before):
    better, worse = (
        (one, other) if (one > other) is (polarity is terms.Polarity.HIGHER) else (other, one)
    )
    assume(one != other)
    first, second = (outcome(v, polarity, rule, target, before) for v in (better, worse))
    assert isinstance(first, Rating)
    assert isinstance(second, Rating)
    assert first.rag.rank >= second.rag.rank


@LAW
@given(FIGURE, FIGURE, st.booleans(), RULE, TARGET, FIGURE, st.decimals(0, 5, places=1))
def test_a_better_value_never_gets_a_worse_rating_by_direction(
    one, other, increase, rule, target, before, similar
):
    assume(one != other)
    kind = terms.TargetType.INCREASE if increase else terms.TargetType.DECREASE
    row = target | {"target_type": kind, "target": None}
    better, worse = (one, other) if (one > other) is increase else (other, one)
    first, second = (
        outcome(v, terms.Polarity.HIGHER, rule, row, before, similar=similar)
        for v in (better, worse)
    )
    assert first.rag.rank >= second.rag.rank


@LAW
@given(FIGURE, FIGURE, RULE, TARGET, FIGURE, st.decimals(0, 300, places=1))
def test_nearer_to_a_range_never_gets_a_worse_rating(one, other, rule, target, low, size):
    high = low + size
    row = target | {
        "target_type": terms.TargetType.RANGE,
        "target": None,
        "range_low": low,
        "range_high": high,
        "amber_boundary": None,
    }
    # On one side of the range; the two sides have tolerances of their own.
    assume((one < low) == (other < low) and one != other)
    nearer, further = sorted((one, other), key=lambda v: max(low - v, v - high))
    first, second = (outcome(v, terms.Polarity.RANGE, rule, row, None) for v in (nearer, further))
    assert first.rag.rank >= second.rag.rank


@LAW
@given(PRINTED, POLARITY, RULE, TARGET, BEFORE)
def test_the_thresholds_give_each_printed_value_its_rating(value, polarity, rule, target, before):
    assume(rule["rated_on"] is not terms.RatedOn.EXACT)
    found = outcome(value, polarity, rule, target, before)
    begins = {t.rag: t.value for t in found.thresholds}
    sign = 1 if polarity is terms.Polarity.HIGHER else -1
    by_key = terms.Rag.RED
    for rag in (terms.Rag.GREEN, terms.Rag.AMBER):
        begin = begins.get(rag)
        if begin is not None and value * sign >= begin * sign:
            by_key = rag
            break
    assert by_key is found.rag
    red = begins.get(terms.Rag.RED)
    assert red is not None
    assert (value * sign <= red * sign) is (found.rag is terms.Rag.RED)


@LAW
@given(FIGURE, POLARITY, RULE, TARGET, BEFORE)
def test_ten_times_the_figures_keep_a_relative_rating(value, polarity, rule, target, before):
    row = target | {"tolerance_basis": terms.ToleranceBasis.RELATIVE}
    rule = rule | {"tolerance_basis": terms.ToleranceBasis.RELATIVE}
    ten = row | {
        "target": row["target"] * 10,
        "amber_boundary": None if row["amber_boundary"] is None else row["amber_boundary"] * 10,
    }
    first = outcome(value, polarity, rule, row, before, places=2)
    second = outcome(
        value * 10, polarity, rule, ten, None if before is None else before * 10, places=1
    )
    assert first.rag is second.rag


@settings(max_examples=40, deadline=None)
@given(st.randoms(use_true_random=False), st.lists(FIGURE, min_size=4, max_size=4))
def test_the_order_of_rows_never_matters(chance, values):
    kpis = [make_kpi(f"K{n}", financial=n % 2 == 0) for n in range(4)]
    results = [make_result(k.ref, PERIOD, v) for k, v in zip(kpis, values, strict=True)]
    results += [make_result(k.ref, "2024/25 Q2", 88) for k in kpis[:2]]
    targets = [make_target(k.ref) for k in kpis]
    targets += [make_target(k.ref, target=80, from_period="2024/25 Q1") for k in kpis[1:]]
    rules = [
        make_rule(),
        make_rule(tolerance=7, from_period="2024/25"),
        make_rule(applies_to="Financial", tolerance=10),
        make_rule(applies_to="K3", tolerance=1),
        make_rule(applies_to="Communities", tolerance=3, from_period="2024/25 Q3"),
    ]
    straight = make_register(kpis, results, targets, rating_rules=tuple(rules))

    def mixed(rows):
        chosen = list(rows)
        chance.shuffle(chosen)
        return tuple(chosen)

    # make_register numbers rows, so the mixed register is made from the numbered ones.
    shuffled = type(straight)(
        kpis=mixed(straight.kpis),
        results=mixed(straight.results),
        targets=mixed(straight.targets),
        rating_rules=mixed(straight.rating_rules),
    )
    bare = type(straight)(
        kpis=straight.kpis,
        results=straight.results,
        targets=straight.targets,
        rating_rules=straight.rating_rules,
    )
    first = {r.kpi.ref: r for r in rate_all(bare, Settings(), THE_PERIOD, AS_OF)}
    second = {r.kpi.ref: r for r in rate_all(shuffled, Settings(), THE_PERIOD, AS_OF)}
    assert first == second


@settings(max_examples=60, deadline=None)
@given(
    st.lists(
        st.tuples(
            st.sampled_from([None, *terms.KpiStatus]),
            st.sampled_from([None, *terms.TargetType]),
            st.sampled_from([None, *terms.NoDataReason]),
            st.one_of(st.none(), FIGURE),
            st.sampled_from(["2022/23 Q1", "2024/25 Q4"]),
        ),
        max_size=12,
    )
)
def test_counts_add_up_to_the_kpis_in_scope(rows):
    kpis, results, targets = [], [], []
    for number, (status, kind, reason, value, first) in enumerate(rows):
        ref = f"K{number}"
        kpis.append(make_kpi(ref, status=status, first_period=first))
        results.append(make_result(ref, PERIOD, value, no_data_reason=reason))
        if kind is not None:
            targets.append(make_target(ref, target_type=kind))
    found = rate_all(make_register(kpis, results, targets), Settings(), THE_PERIOD, AS_OF)
    counted = counts_of(found)
    assert counted.rated + counted.unrated == counted.in_scope == len(found)
    in_scope = [
        k
        for k, row in zip(kpis, rows, strict=True)
        if row[4] != "2024/25 Q4" and not (k.status is terms.KpiStatus.ENDED and row[3] is None)
    ]
    assert [r.kpi.ref for r in found] == [k.ref for k in in_scope]
