"""What is asked of profiles, tolerances and rule sets."""

from typing import Any

import pytest

from pmf_cli.register import terms
from pmf_cli.register.register import Register
from pmf_cli.register.terms import (
    AmberEnd,
    DataType,
    GreenEnd,
    ImprovedOn,
    ImprovedRule,
    Polarity,
    Profile,
    Rag,
    TimeBasis,
    ToleranceBasis,
)
from tests.checks.cases import (
    Case,
    assert_every_rule_has_a_case,
    assert_found,
    fires,
    one_target,
    series,
    silent,
    targets,
)
from tests.make import make_kpi, make_register, make_rule

SUMMED = {
    "data_type": DataType.NUMBER,
    "unit": "visits",
    "decimal_places": 0,
    "year_value": terms.YearValue.SUM,
    "plausible_max": None,
}

ADDS_UP = {
    "time_basis": TimeBasis.CUMULATIVE,
    "comparator": terms.ComparatorRule.SAME_PERIOD_LAST_YEAR,
}

LOWER = {"polarity": Polarity.LOWER}

OWN = {"profile": Profile.OWN, "target": 80, "q1": 20, "q2": 40, "q3": 60, "q4": 80}

YEAR = {"from_period": "2024/25", "to_period": "2024/25"}


def rules(*rows: Any) -> Register:
    """A register with these rule rows."""
    return make_register(rating_rules=rows)


IN_POINTS = make_rule(tolerance_basis=ToleranceBasis.POINTS)


def one_financial(*rows: Any) -> Register:
    """A register of one financial KPI with these rule rows."""
    return make_register(kpis=[make_kpi(financial=True)], rating_rules=rows)


CASES = [
    fires("PRO001", one_target({**ADDS_UP, "data_type": DataType.NUMBER}), "Targets!profile"),
    silent("PRO001", "for a percentage, which is not split", one_target(ADDS_UP)),
    fires("TTM006", one_target(ADDS_UP), "Targets!profile"),
    fires("TTM006", one_target(ADDS_UP, profile=Profile.LAST_YEAR), "Targets!profile"),
    silent("TTM006", "with an even split", one_target(ADDS_UP, profile=Profile.EVEN)),
    silent("TTM006", "for averages within the period", one_target(**YEAR)),
    fires("PRO001", one_target(SUMMED, target=52000, **YEAR), "Targets!profile"),
    fires(
        "TTM006",
        one_target({**SUMMED, "data_type": DataType.RATE}, target=8, **YEAR),
        "Targets!profile",
    ),
    silent("PRO001", "for a target of each quarter", one_target(SUMMED, target=13000)),
    silent("PRO001", "for averages of the year", one_target(**YEAR)),
    silent("PRO001", "with an even split", one_target(ADDS_UP, profile=Profile.EVEN)),
    silent(
        "PRO001",
        "for a quarter's row",
        one_target(ADDS_UP, from_period="2024/25 Q3", to_period="2024/25 Q3"),
    ),
    fires("TTM001", one_target(ADDS_UP, **{**OWN, "profile": None}), "Targets!profile"),
    fires("TTM001", one_target(ADDS_UP, **{**OWN, "profile": Profile.EVEN}), "Targets!profile"),
    silent("TTM001", "with an own profile", one_target(ADDS_UP, **OWN)),
    fires(
        "TTM002",
        one_target({**SUMMED, "year_value": None}, target=52000, **YEAR),
        "KPIs!year_value",
    ),
    fires(
        "TTM002",
        one_target({**SUMMED, "time_basis": None}, target=52000, **YEAR),
        "KPIs!time_basis",
    ),
    silent(
        "TTM002",
        "for a target of each quarter",
        one_target({**SUMMED, "year_value": None}, target=13000),
    ),
    fires("TTM003", one_target(profile=Profile.EVEN, **YEAR), "Targets!profile"),
    silent("TTM003", "where they add up", one_target(SUMMED, profile=Profile.EVEN, **YEAR)),
    fires(
        "TTM004",
        one_target(ADDS_UP, **{**OWN, "target": 0, "amber_boundary": 70}),
        "Targets!amber_boundary",
    ),
    silent("TTM004", "with a target", one_target(ADDS_UP, **{**OWN, "amber_boundary": 70})),
    fires(
        "TTM005",
        series("12900", "13100", kpi=SUMMED, target={"target": 52000}),
        "Targets!target",
    ),
    fires(
        "TTM005",
        series("12900", "13100", kpi=SUMMED, target={"target": 13000, **YEAR}),
        "Targets!target",
    ),
    silent(
        "TTM005",
        "for a target of each quarter",
        series("12900", "13100", kpi=SUMMED, target={"target": 13000}),
    ),
    silent(
        "TTM005",
        "for a target of the year",
        series("12900", "13100", kpi=SUMMED, target={"target": 52000, **YEAR}),
    ),
    silent(
        "TTM005",
        "with the profile Level",
        series("12900", "13100", kpi=SUMMED, target={"target": 52000, "profile": Profile.LEVEL}),
    ),
    fires("PRO002", one_target(ADDS_UP, **{**OWN, "q3": None}), "Targets!q3"),
    fires("PRO002", one_target(ADDS_UP, profile=Profile.OWN, months=(1, 2, 3)), "Targets!months"),
    silent("PRO002", "with a quarter of 0", one_target(ADDS_UP, **{**OWN, "q1": 0})),
    fires("PRO003", one_target(ADDS_UP, **{**OWN, "q4": 75}), "Targets!q4"),
    fires("PRO003", one_target(SUMMED, **{**OWN, "q4": 75}), "Targets!q4"),
    silent("PRO003", "for averages", one_target(**{**OWN, "q4": 75})),
    fires("PRO004", one_target(ADDS_UP, **{**OWN, "q2": 15}), "Targets!q1"),
    silent("PRO004", "when level", one_target(ADDS_UP, **{**OWN, "q2": 20})),
    fires(
        "PRO005",
        series("33.6", "57.4", last="2024/25 Q2", kpi=ADDS_UP, target={"target": "24.6", **YEAR}),
        "Targets!target",
    ),
    fires(
        "PRO005",
        series(
            "30.5",
            "59.3",
            last="2024/25 Q2",
            kpi={"time_basis": None},
            target={"target": "24.5", **YEAR},
        ),
        "Targets!target",
    ),
    silent(
        "PRO005",
        "for a recovery, where nobody says that the figures add up",
        series(
            "42.5",
            "79.3",
            last="2024/25 Q2",
            kpi={"time_basis": None},
            target={"target": "60", **YEAR},
        ),
    ),
    silent(
        "PRO005",
        "for a target of the year",
        series("25", "52", last="2024/25 Q2", kpi=ADDS_UP, target={"target": 98, **YEAR}),
    ),
    silent(
        "PRO005",
        "for averages",
        series("33.6", "57.4", last="2024/25 Q2", target={"target": "24.6"}),
    ),
    fires("PRO006", series(*["99.5", "99.6"] * 4), "Targets!target"),
    silent("PRO006", "when met by less once", series(*["99.5", "99.6"] * 3, "98.9", "99.6")),
    fires("TOL001", one_target(tolerance=5), "Targets!tolerance_basis"),
    fires("TOL001", one_target(tolerance_basis=ToleranceBasis.POINTS), "Targets!tolerance"),
    silent(
        "TOL001",
        "for the usual basis typed all the way down",
        one_target(tolerance_basis=ToleranceBasis.RELATIVE),
    ),
    fires(
        "TOL002",
        one_target(tolerance=-5, tolerance_basis=ToleranceBasis.RELATIVE),
        "Targets!tolerance",
    ),
    fires(
        "TOL003",
        one_target(tolerance=0, tolerance_basis=ToleranceBasis.RELATIVE),
        "Targets!tolerance",
    ),
    silent("TOL003", "when blank", one_target()),
    fires(
        "TOL004",
        one_target(
            {"data_type": DataType.MONEY, "unit": "£"},
            tolerance=5,
            tolerance_basis=ToleranceBasis.POINTS,
        ),
        "Targets!tolerance_basis",
    ),
    silent(
        "TOL004", "for percentages", one_target(tolerance=5, tolerance_basis=ToleranceBasis.POINTS)
    ),
    fires(
        "TOL005",
        one_target(tolerance=100, tolerance_basis=ToleranceBasis.RELATIVE),
        "Targets!tolerance",
    ),
    fires(
        "TOL005",
        one_target(tolerance=90, tolerance_basis=ToleranceBasis.POINTS),
        "Targets!tolerance",
    ),
    silent(
        "TOL005", "when narrower", one_target(tolerance=20, tolerance_basis=ToleranceBasis.POINTS)
    ),
    fires(
        "TOL005",
        targets(
            {"tolerance": 5, "tolerance_basis": ToleranceBasis.RELATIVE, "to_period": "2023/24 Q4"},
            {
                "tolerance": "0.5",
                "tolerance_basis": ToleranceBasis.RELATIVE,
                "from_period": "2024/25 Q1",
            },
        ),
        "Targets!tolerance@3",
    ),
    fires(
        "TOL005",
        one_target(tolerance="0.01", tolerance_basis=ToleranceBasis.POINTS),
        "Targets!tolerance",
    ),
    silent(
        "TOL005",
        "for a target of 0",
        one_target(target=0, tolerance=2, tolerance_basis=ToleranceBasis.UNITS),
    ),
    fires(
        "TOL005",
        one_target(tolerance="0.05", tolerance_basis=ToleranceBasis.RELATIVE, target=382_500),
        "Targets!tolerance",
    ),
    silent(
        "TOL005",
        "for half a per cent",
        one_target(tolerance="0.5", tolerance_basis=ToleranceBasis.RELATIVE),
    ),
    fires(
        "TOL005",
        targets(
            {"tolerance": 5, "tolerance_basis": ToleranceBasis.RELATIVE, "to_period": "2023/24 Q4"},
            {"tolerance": 5, "tolerance_basis": ToleranceBasis.POINTS, "from_period": "2024/25 Q1"},
        ),
        "Targets!tolerance_basis@3",
    ),
    fires("TOL005", one_target(amber_boundary=45), "Targets!amber_boundary"),
    silent("TOL005", "for a boundary near the target", one_target(amber_boundary=60)),
    fires("TOL006", one_target(amber_boundary=95), "Targets!amber_boundary"),
    fires("TOL006", one_target(LOWER, amber_boundary=85), "Targets!amber_boundary"),
    silent("TOL006", "on the worse side", one_target(amber_boundary=85)),
    fires(
        "TOL007",
        one_target(amber_boundary=85, tolerance=5, tolerance_basis=ToleranceBasis.RELATIVE),
        "Targets!amber_boundary",
    ),
    fires("TOL008", rules(make_rule(from_period="2025/26")), "Rating rules!applies_to"),
    fires("TOL008", rules(), "Rating rules!"),
    fires("TOL020", rules(make_rule(tolerance=50)), "Rating rules!tolerance"),
    fires(
        "TOL020",
        rules(make_rule(), make_rule(from_period="2024/25", tolerance="0.5")),
        "Rating rules!tolerance@3",
    ),
    fires(
        "TOL020",
        rules(make_rule(tolerance="0.05"), make_rule(applies_to="Financial", tolerance="0.1")),
        "Rating rules!tolerance",
        "Rating rules!tolerance@3",
    ),
    silent("TOL020", "of another width", rules(make_rule(), make_rule(tolerance=10))),
    fires("TOL009", rules(make_rule(approved_on=None)), "Rating rules!approved_on"),
    fires("TOL010", rules(make_rule(), make_rule(applies_to="all")), "Rating rules!applies_to@3"),
    fires(
        "TOL014",
        make_register(
            kpis=[make_kpi(data_type=terms.DataType.DURATION, unit="days")],
            rating_rules=[IN_POINTS],
        ),
        "Rating rules!tolerance_basis",
    ),
    silent("TOL014", "for percentages", rules(IN_POINTS)),
    fires("TOL013", one_financial(make_rule()), "Rating rules!applies_to"),
    silent("TOL013", "with a row", one_financial(make_rule(), make_rule(applies_to="Financial"))),
    silent("TOL013", "without financial KPIs", rules(make_rule())),
    fires(
        "TOL013",
        one_financial(
            make_rule(),
            make_rule(applies_to="Financial", tolerance=10),
            make_rule(applies_to="Communities", tolerance=5),
        ),
        "Rating rules!applies_to@4",
    ),
    silent(
        "TOL013",
        "where the directorate's tolerance is theirs too",
        one_financial(
            make_rule(),
            make_rule(applies_to="Financial", tolerance=10),
            make_rule(applies_to="Communities", tolerance=10),
        ),
    ),
    silent(
        "TOL013",
        "with a row of its own",
        one_financial(
            make_rule(),
            make_rule(applies_to="Financial", tolerance=10),
            make_rule(applies_to="Communities", tolerance=5),
            make_rule(applies_to="WM-01", tolerance=10),
        ),
    ),
    fires(
        "TOL015",
        rules(make_rule(tolerance=0, at_boundary=AmberEnd.RED)),
        "Rating rules!at_boundary",
    ),
    fires(
        "TOL015", rules(make_rule(at_green_boundary=GreenEnd.RED)), "Rating rules!at_green_boundary"
    ),
    silent(
        "TOL015",
        "for a light without Amber that excludes the target",
        rules(make_rule(tolerance=0, at_green_boundary=GreenEnd.RED)),
    ),
    fires(
        "TOL015",
        rules(make_rule(direction_worse_beyond=Rag.GREEN)),
        "Rating rules!direction_worse_beyond",
    ),
    fires(
        "TOL015",
        rules(make_rule(tolerance=None, tolerance_basis=ToleranceBasis.UNITS)),
        "Rating rules!tolerance_basis",
    ),
    fires(
        "TOL015",
        rules(make_rule(improved_on=ImprovedOn.PREVIOUS)),
        "Rating rules!improved_on",
    ),
    fires("TOL015", rules(make_rule(exceeding_mark="-5")), "Rating rules!exceeding_mark"),
    silent(
        "TOL015",
        "for a scheme of improvement that says on what",
        rules(make_rule(improved_on=ImprovedOn.PREVIOUS, improved_rule=ImprovedRule.THURROCK)),
    ),
    silent("TOL015", "for colours that fit", rules(make_rule(at_boundary=AmberEnd.RED))),
    fires(
        "TOL016",
        rules(make_rule(rule_set="2022/23", from_period="2023/24")),
        "Rating rules!from_period",
    ),
    fires(
        "TOL016",
        rules(
            make_rule(rule_set="Main", from_period="2022/23"),
            make_rule(rule_set="Main", applies_to="Financial", from_period="2023/24"),
        ),
        "Rating rules!from_period@3",
    ),
    fires(
        "TOL016",
        rules(
            make_rule(),
            make_rule(applies_to="Financial", tolerance=10),
            make_rule(rule_set="2024/25", from_period="2024/25"),
        ),
        "Rating rules!applies_to@4",
    ),
    fires("TOL016", rules(make_rule(from_period=None)), "Rating rules!from_period"),
    silent(
        "TOL016",
        "for the year it is named after",
        rules(make_rule(rule_set="2022/23", from_period="2022/23")),
    ),
    silent("TOL010", "for another period", rules(make_rule(), make_rule(from_period="2024/25"))),
    fires(
        "TOL011",
        rules(make_rule(), make_rule(applies_to="Comunities")),
        "Rating rules!applies_to@3",
    ),
    silent(
        "TOL011",
        "for a directorate, a class and a KPI",
        rules(
            make_rule(), *(make_rule(applies_to=a) for a in ("Communities", "Strategic", "WM-01"))
        ),
    ),
    fires("TOL012", rules(make_rule(tolerance=-1)), "Rating rules!tolerance"),
    fires("TOL012", rules(make_rule(tolerance_basis=None)), "Rating rules!tolerance_basis"),
    fires("TOL012", rules(make_rule(green_tolerance=6)), "Rating rules!green_tolerance"),
    silent("TOL012", "for a light without Amber", rules(make_rule(tolerance=0))),
]


@pytest.mark.parametrize("case", CASES)
def test_profiles(case: Case) -> None:
    """Each rule names the cell, and stays silent where the rule does not apply."""
    assert_found(case)


def test_every_rule_has_a_case() -> None:
    """No rule of these themes is left untried."""
    assert_every_rule_has_a_case(CASES, "PRO", "TOL", "TTM")
