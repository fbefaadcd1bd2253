"""Whatever stands in the cells, every KPI in scope gets an outcome and nothing fails."""

from datetime import date

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from pmf_cli.assessment import assess
from pmf_cli.cycle.due import due_items
from pmf_cli.register import terms
from pmf_cli.register.periods.text import parse_period
from pmf_cli.settings import Settings
from tests.make import (
    AS_OF,
    PERIOD,
    Decimal,
    make_kpi,
    make_register,
    make_result,
    make_rule,
    make_target,
)

PERIODS = [
    None,
    *map(
        parse_period,
        (
            "2024/25 Q3", "2024/25 Q2", "2023/24 Q3", "Dec 2024", "2023/24", "2024/25", "2023/24 AY",
            "2024", "12 months to Dec 2024", "12 months to Sep 2024", "2021–23", "2020–22",
            "as at 31/12/2024", "as at 29/02/2024", "2024 survey", "2024/25 Autumn", "2024/25 H1",
            "2019/20", "2030/31",
        ),
    ),
]  # fmt: skip
NUMBER = st.one_of(
    st.decimals(-1000, 1000, places=2),
    st.sampled_from([Decimal(0), Decimal("1E+308"), Decimal("-1E+308"), Decimal("1E-300")]),
)
VALUE = st.one_of(
    NUMBER,
    st.dates(),
    st.booleans(),
    st.sampled_from(["", "Good", "Bad", "n/a", "yes"]),
)


def maybe(strategy):
    return st.one_of(st.none(), strategy)


def any_of(kind):
    return maybe(st.sampled_from(kind))


KPI = st.fixed_dictionaries(
    {},
    optional={
        "status": any_of(terms.KpiStatus),
        "accountability": any_of(terms.Accountability),
        "financial": maybe(st.booleans()),
        "data_type": any_of(terms.DataType),
        "unit": st.sampled_from([None, "", "%", "£", "£k", "days", "per 1,000", ":1"]),
        "decimal_places": st.sampled_from([None, 0, 1, 6, -3, 40, 10**9]),
        "polarity": any_of(terms.Polarity),
        "time_basis": any_of(terms.TimeBasis),
        "frequency": any_of(terms.Frequency),
        "year_basis": any_of(terms.YearBasis),
        "year_value": any_of(terms.YearValue),
        "comparator": any_of(terms.ComparatorRule),
        "seasonal": maybe(st.booleans()),
        "lag_days": st.sampled_from([None, 0, 60, -5, 10**12]),
        "longest_age": st.sampled_from(
            [None, "", "2 quarters", "99999999 years", "soon", "3 days"]
        ),
        "baseline_period": st.sampled_from(PERIODS),
        "baseline_value": maybe(NUMBER),
        "first_period": st.sampled_from(PERIODS),
        "last_period": st.sampled_from(PERIODS),
        "grade_order": st.sampled_from([(), ("Good", "Bad"), ("Good",)]),
    },
)
TARGET = st.fixed_dictionaries(
    {},
    optional={
        "target_type": any_of(terms.TargetType),
        "target": maybe(VALUE),
        "range_low": maybe(NUMBER),
        "range_high": maybe(NUMBER),
        "profile": any_of(terms.Profile),
        "q1": maybe(NUMBER),
        "q3": maybe(NUMBER),
        "months": st.lists(NUMBER, max_size=13).map(tuple),
        "tolerance": maybe(NUMBER),
        "tolerance_basis": any_of(terms.ToleranceBasis),
        "amber_boundary": maybe(NUMBER),
        "from_period": st.sampled_from(PERIODS),
        "to_period": st.sampled_from(PERIODS),
        "interim": maybe(st.booleans()),
    },
)
RESULT = st.fixed_dictionaries(
    {"period": st.sampled_from(PERIODS), "value": maybe(VALUE)},
    optional={
        "value_status": any_of(terms.ValueStatus),
        "no_data_reason": any_of(terms.NoDataReason),
        "expected_by": maybe(st.dates()),
        "received_on": maybe(st.dates(date(2024, 1, 1), date(2025, 12, 31))),
    },
)
RULE = st.fixed_dictionaries(
    {},
    optional={
        "applies_to": st.sampled_from([None, "", "All", "Financial", "Communities", "WM-01"]),
        "from_period": st.sampled_from(PERIODS),
        "tolerance": maybe(NUMBER),
        "tolerance_basis": any_of(terms.ToleranceBasis),
        "green_tolerance": maybe(NUMBER),
        "at_boundary": any_of(terms.AmberEnd),
        "at_green_boundary": any_of(terms.GreenEnd),
        "rated_on": any_of(terms.RatedOn),
        "direction_same": any_of(terms.Rag),
        "improved_rule": any_of(terms.ImprovedRule),
        "exceeding_mark": maybe(NUMBER),
        "when_stale": any_of(terms.StaleRule),
    },
)


@settings(max_examples=200, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(
    KPI,
    st.lists(TARGET, max_size=2),
    st.lists(RESULT, max_size=5),
    st.lists(RULE, max_size=2),
    st.sampled_from([PERIOD, "Dec 2024", "2023/24", "2024", "2024/25 Autumn"]),
)
def test_odd_content_never_stops_a_run(kpi, targets, results, rules, period):
    register = make_register(
        [make_kpi("WM-01", **kpi)],
        [
            make_result(
                "WM-01",
                r["period"],
                r["value"],
                **{k: v for k, v in r.items() if k not in ("period", "value")},
            )
            for r in results
        ],
        [make_target("WM-01", **t) for t in targets],
        rating_rules=tuple(make_rule(**r) for r in rules),
    )
    own = parse_period(period)
    found = assess(register, Settings(), period=own, as_of=AS_OF, with_checks=False)
    for rating in found.ratings:
        assert rating.outcome.sentence
        assert rating.direction.text
    due_items(register, own, AS_OF)
