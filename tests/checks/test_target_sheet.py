"""What is asked of targets, profiles, tolerances and rule sets."""

from typing import Any

import pytest

from pmf_cli.register import terms
from pmf_cli.register.register import Register
from pmf_cli.register.terms import (
    DataType,
    Polarity,
    Profile,
    TargetType,
    TimeBasis,
    ToleranceBasis,
)
from tests.checks.cases import (
    Case,
    all_codes,
    assert_found,
    codes_of,
    day,
    fires,
    one_result,
    one_target,
    series,
    silent,
    targets,
)
from tests.make import make_kpi, make_register, make_rule

ADDS_UP = {
    "time_basis": TimeBasis.CUMULATIVE,
    "comparator": terms.ComparatorRule.SAME_PERIOD_LAST_YEAR,
}
LOWER = {"polarity": Polarity.LOWER}
GRADED = {"data_type": DataType.GRADE, "grade_order": ("Good", "Fair", "Poor"), "unit": None}
OWN = {"profile": Profile.OWN, "target": 80, "q1": 20, "q2": 40, "q3": 60, "q4": 80}
YEAR = {"from_period": "2024/25", "to_period": "2024/25"}


def rules(*rows: Any) -> Register:
    """A register with these rule rows."""
    return make_register(rating_rules=rows)


CASES = [
    fires("TGT001", make_register(None, None, ()), "KPIs!ref"),
    fires("TGT001", one_target(to_period="2024/25 Q2"), "KPIs!ref"),
    silent(
        "TGT001",
        "for outcomes",
        make_register((make_kpi(accountability=terms.Accountability.POPULATION),), None, ()),
    ),
    silent(
        "TGT001",
        "before the first period",
        make_register((make_kpi(first_period="2025/26 Q1"),), (), ()),
    ),
    silent(
        "TGT001",
        "under development",
        make_register((make_kpi(status=terms.KpiStatus.DEVELOPMENT),), None, ()),
    ),
    fires(
        "TGT002",
        targets({"to_period": "2024/25 Q2"}, {"from_period": "2024/25 Q2"}),
        "Targets!from_period@3",
    ),
    fires("TGT002", targets({}, {}), "Targets!from_period@3"),
    silent("TGT002", "when an open row gives way", targets({}, {"from_period": "2024/25 Q1"})),
    fires(
        "TGT003",
        targets({"to_period": "2023/24 Q4"}, {"from_period": "2024/25 Q2"}),
        "Targets!from_period@3",
    ),
    silent(
        "TGT003",
        "when one follows the other",
        targets({"to_period": "2023/24 Q4"}, {"from_period": "2024/25"}),
    ),
    fires("TGT004", one_target(target_type=None), "Targets!target_type"),
    fires("TGT005", one_target(from_period=None), "Targets!from_period"),
    fires("TGT006", one_target(to_period="2021/22"), "Targets!to_period"),
    fires("TGT007", one_target(agreed_by=None), "Targets!agreed_by"),
    fires("TGT007", one_target(agreed_on=None), "Targets!agreed_on"),
    silent(
        "TGT007",
        "for trackers",
        one_target(agreed_by=None, target_type=TargetType.TRACKER, target=None),
    ),
    silent(
        "TGT007",
        "for old rows",
        targets({"agreed_by": None, "to_period": "2023/24 Q4"}, {"from_period": "2024/25 Q1"}),
    ),
    fires("TGT008", one_target(reviewed_on=day("30/01/2024")), "Targets!reviewed_on"),
    fires("TGT008", one_target(reviewed_on=None, agreed_on=None), "Targets!reviewed_on"),
    silent(
        "TGT008",
        "when agreed lately",
        one_target(reviewed_on=None, agreed_on=day("01/03/2024"), from_period="2024/25 Q1"),
    ),
    fires("TGT009", one_target(rationale=None), "Targets!rationale"),
    fires("TGT010", one_target(target_basis=None), "Targets!target_basis"),
    fires(
        "TGT011",
        one_target(target_type=TargetType.INCREASE, target=None, interim=True),
        "Targets!target_type",
    ),
    silent(
        "TGT011",
        "in the first two years",
        one_target(target_type=TargetType.TO_BE_AGREED, target=None, from_period="2024/25 Q1"),
    ),
    fires(
        "TGT012",
        one_target(from_period="2024/25 Q1", agreed_on=day("01/07/2024")),
        "Targets!agreed_on",
    ),
    silent(
        "TGT012",
        "on the last day",
        one_target(from_period="2024/25 Q1", agreed_on=day("30/06/2024")),
    ),
    fires("TGF001", one_target(target=None), "Targets!target"),
    fires(
        "TGF001",
        one_target(target_type=TargetType.RANGE, target=None, kpi={"polarity": Polarity.RANGE}),
        "Targets!range_low",
    ),
    silent("TGF001", "at 0", one_target(target=0)),
    silent("TGF001", "with a profile", one_target(**{**OWN, "target": None})),
    fires(
        "TGF002",
        one_target(
            target_type=TargetType.RANGE,
            target=None,
            range_low=95,
            range_high=85,
            kpi={"polarity": Polarity.RANGE},
        ),
        "Targets!range_low",
    ),
    fires("TGF003", one_target(target=0), "Targets!target"),
    silent(
        "TGF003",
        "with a tolerance in units",
        one_target(target=0, tolerance=2, tolerance_basis=ToleranceBasis.UNITS),
    ),
    silent("TGF003", "for a tracker", one_target(target=0, target_type=TargetType.TRACKER)),
    fires("TGF004", one_target(target=-5), "Targets!target"),
    fires(
        "TGF005",
        one_target({"accountability": terms.Accountability.POPULATION}),
        "Targets!target_type",
    ),
    silent(
        "TGF005",
        "for trackers",
        one_target(
            {"accountability": terms.Accountability.POPULATION},
            target_type=TargetType.TRACKER,
            target=None,
        ),
    ),
    fires("TGF006", one_target(target_type=TargetType.TRACKER), "Targets!target"),
    fires("TGF006", one_target(target_type=TargetType.INCREASE, target=0), "Targets!target"),
    fires(
        "TGF007", one_target(target_type=TargetType.DECREASE, target=None), "Targets!target_type"
    ),
    silent(
        "TGF007", "when they agree", one_target(LOWER, target_type=TargetType.DECREASE, target=None)
    ),
    silent(
        "TGF007",
        "without polarity",
        one_target({"polarity": None}, target_type=TargetType.DECREASE, target=None),
    ),
    fires("TGF008", one_target({"polarity": Polarity.RANGE}), "Targets!target_type"),
    fires(
        "TGF008",
        one_target(target_type=TargetType.RANGE, target=None, range_low=80, range_high=95),
        "Targets!target_type",
    ),
    fires(
        "TGF009",
        one_target(target_type=TargetType.DATE, target=day("31/03/2025")),
        "Targets!target_type",
    ),
    fires("TGF009", one_target({"data_type": DataType.YES_NO}), "Targets!target_type"),
    silent("TGF009", "for grades", one_target(GRADED, target="Good")),
    fires("TGF010", one_target(GRADED, target="Excellent"), "Targets!target"),
    silent("TGF010", "in small letters", one_target(GRADED, target="good ")),
    fires("TGF011", one_target(target="0.9"), "Targets!target"),
    silent("TGF011", "for small shares", one_result("0.7", target={"target": "0.9"})),
    fires("TGF012", one_target(stretch_target=90), "Targets!stretch_target"),
    silent("TGF012", "when lower is better", one_target(LOWER, stretch_target=80)),
    fires("TGF013", one_target(payment_at_risk=335000), "Targets!stretch_target"),
    fires(
        "TGF014",
        one_target(
            {"data_type": DataType.DATE}, target_type=TargetType.DATE, target=day("30/01/2025")
        ),
        "Targets!target",
    ),
    silent(
        "TGF014",
        "on the day",
        one_target(
            {"data_type": DataType.DATE}, target_type=TargetType.DATE, target=day("31/01/2025")
        ),
    ),
    fires("PRO001", one_target(ADDS_UP), "Targets!profile"),
    silent("PRO001", "with an even split", one_target(ADDS_UP, profile=Profile.EVEN)),
    silent(
        "PRO001",
        "for a quarter's row",
        one_target(ADDS_UP, from_period="2024/25 Q3", to_period="2024/25 Q3"),
    ),
    fires("PRO002", one_target(ADDS_UP, **{**OWN, "q3": None}), "Targets!q3"),
    fires("PRO002", one_target(ADDS_UP, profile=Profile.OWN, months=(1, 2, 3)), "Targets!months"),
    silent("PRO002", "with a quarter of 0", one_target(ADDS_UP, **{**OWN, "q1": 0})),
    fires("PRO003", one_target(ADDS_UP, **{**OWN, "q4": 75}), "Targets!q4"),
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
        "TOL005", "when narrower", one_target(tolerance=89, tolerance_basis=ToleranceBasis.POINTS)
    ),
    silent(
        "TOL005",
        "for a target of 0",
        one_target(target=0, tolerance=2, tolerance_basis=ToleranceBasis.UNITS),
    ),
    fires("TOL006", one_target(amber_boundary=95), "Targets!amber_boundary"),
    fires("TOL006", one_target(LOWER, amber_boundary=85), "Targets!amber_boundary"),
    silent("TOL006", "on the worse side", one_target(amber_boundary=85)),
    fires(
        "TOL007",
        one_target(amber_boundary=85, tolerance=5, tolerance_basis=ToleranceBasis.RELATIVE),
        "Targets!amber_boundary",
    ),
    fires("TOL008", rules(make_rule(from_period="2025/26")), "Rating rules!applies_to"),
    silent("TOL008", "without any rules", rules()),
    fires("TOL009", rules(make_rule(approved_on=None)), "Rating rules!approved_on"),
    fires("TOL010", rules(make_rule(), make_rule(applies_to="all")), "Rating rules!applies_to@3"),
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
def test_targets(case: Case) -> None:
    """Each rule names the cell, and stays silent where the rule does not apply."""
    assert_found(case)


def test_every_rule_has_a_case() -> None:
    """No rule of these themes is left untried."""
    assert codes_of(CASES) == all_codes(("TGT", "TGF", "PRO", "TOL"))
