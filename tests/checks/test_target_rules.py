"""What is asked of targets."""

import pytest

from pmf_cli.register import terms
from pmf_cli.register.register import Register
from pmf_cli.register.terms import (
    DataType,
    Polarity,
    Profile,
    TargetType,
    ToleranceBasis,
)
from tests.checks.cases import (
    Case,
    assert_every_rule_has_a_case,
    assert_found,
    day,
    fires,
    one_result,
    one_target,
    silent,
    targets,
)
from tests.make import make_kpi, make_register, make_result, make_target

LOWER = {"polarity": Polarity.LOWER}

COMPARED_WITH_NOTHING = {"comparator": terms.ComparatorRule.NONE}

GRADED = {"data_type": DataType.GRADE, "grade_order": ("Good", "Fair", "Poor"), "unit": None}

RANGE = {
    "target_type": TargetType.RANGE,
    "target": None,
    "range_low": 85,
    "range_high": 95,
    "kpi": {"polarity": Polarity.RANGE},
}

OWN = {"profile": Profile.OWN, "target": 80, "q1": 20, "q2": 40, "q3": 60, "q4": 80}

RANGE_ROW = {name: value for name, value in RANGE.items() if name != "kpi"}


def profiles(older: tuple[int, ...], newer: tuple[int, ...]) -> Register:
    """Two years with a profile each: the year's target, and what it asks for until Q1, Q2 and Q3."""
    rows = (
        {"profile": Profile.OWN, "target": year, "q1": q1, "q2": q2, "q3": q3, "q4": year}
        for year, q1, q2, q3 in (older, newer)
    )
    ends = ({"to_period": "2023/24 Q4"}, {"from_period": "2024/25 Q1"})
    adds_up = {
        "time_basis": terms.TimeBasis.CUMULATIVE,
        "comparator": terms.ComparatorRule.SAME_PERIOD_LAST_YEAR,
        "data_type": DataType.NUMBER,
        "unit": "homes",
        "decimal_places": 0,
        "plausible_max": None,
    }
    return targets(*({**row, **end} for row, end in zip(rows, ends, strict=True)), kpi=adds_up)


def yearly(first: int, second: int, third: int) -> Register:
    """The targets of three years, and a result of 88.2% in the third."""
    ends = (
        {"from_period": "2022/23 Q1", "to_period": "2022/23 Q4"},
        {"from_period": "2023/24 Q1", "to_period": "2023/24 Q4"},
        {"from_period": "2024/25 Q1"},
    )
    rows = [
        make_target(target=value, **end)
        for value, end in zip((first, second, third), ends, strict=True)
    ]
    return make_register((make_kpi(),), (make_result(value="88.2"),), rows)


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
    silent(
        "TGT002",
        "for the year's target beside its quarters'",
        targets(
            {"from_period": "2024/25", "to_period": "2024/25"},
            *({"from_period": f"2024/25 Q{n}", "to_period": f"2024/25 Q{n}"} for n in range(1, 5)),
        ),
    ),
    silent(
        "TGT003",
        "where the year's target holds between two quarters'",
        targets(
            {"from_period": "2024/25", "to_period": "2024/25"},
            {"from_period": "2024/25 Q1", "to_period": "2024/25 Q1"},
            {"from_period": "2024/25 Q3", "to_period": "2024/25 Q3"},
        ),
    ),
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
    fires("TGT008", one_target(reviewed_on=day("01/02/2025")), "Targets!reviewed_on"),
    fires("TGT008", one_target(agreed_on=day("13/03/2042")), "Targets!agreed_on"),
    silent("TGT008", "on the day", one_target(reviewed_on=day("31/01/2025"))),
    silent(
        "TGT008",
        "when agreed lately",
        one_target(reviewed_on=None, agreed_on=day("01/03/2024"), from_period="2024/25 Q1"),
    ),
    silent(
        "TGT008",
        "for a row whose place was taken",
        targets({"reviewed_on": day("15/03/2022")}, {"from_period": "2024/25 Q1"}),
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
    fires("TGF002", one_target(**{**RANGE, "range_low": 95}), "Targets!range_low"),
    silent("TGF002", "for a narrow range", one_target(**{**RANGE, "range_low": 94})),
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
    fires(
        "TGF007",
        one_target(COMPARED_WITH_NOTHING, target_type=TargetType.INCREASE, target=None),
        "KPIs!comparator",
    ),
    silent("TGF007", "for a value", one_target(COMPARED_WITH_NOTHING)),
    fires("TGF008", one_target({"polarity": Polarity.RANGE}), "Targets!target_type"),
    fires("TGF008", one_target({"polarity": Polarity.NONE}), "Targets!target_type"),
    silent(
        "TGF008",
        "for a tracker without polarity",
        one_target({"polarity": Polarity.NONE}, target_type=TargetType.TRACKER, target=None),
    ),
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
    fires(
        "TGF011",
        targets(
            {"target": 84, "to_period": "2023/24 Q4"},
            {"target": "8.5", "from_period": "2024/25 Q1", "previous_target": 84},
        ),
        "Targets!target@3",
    ),
    fires("TGF011", one_target(amber_boundary=855, target=90), "Targets!amber_boundary"),
    fires(
        "TGF015",
        targets(
            {"target": 48, "to_period": "2023/24 Q4"},
            {"target": 85, "from_period": "2024/25 Q1", "previous_target": 84},
        ),
        "Targets!target",
    ),
    fires(
        "TGF015",
        targets(
            {"target": 95, "to_period": "2023/24 Q4"},
            {"target": 59, "from_period": "2024/25 Q1"},
        ),
        "Targets!target@3",
    ),
    silent(
        "TGF015",
        "where no colour hangs on it",
        targets(
            {"target": 85, "to_period": "2023/24 Q4"},
            {"target": 58, "from_period": "2024/25 Q1"},
        ),
    ),
    fires("TGF015", profiles((80, 20, 40, 60), (84, 21, 54, 63)), "Targets!q2@3"),
    silent(
        "TGF015", "for a profile of the same shape", profiles((80, 20, 40, 60), (84, 21, 42, 63))
    ),
    silent(
        "TGF015", "for a profile of another shape", profiles((80, 20, 40, 60), (84, 10, 30, 75))
    ),
    fires(
        "TGF015",
        targets(
            {"target": 80, "profile": Profile.EVEN, "to_period": "2023/24 Q4"},
            {"target": 80, "profile": Profile.LEVEL, "from_period": "2024/25 Q1"},
        ),
        "Targets!profile@3",
    ),
    fires(
        "TGF015",
        targets(
            {**RANGE_ROW, "to_period": "2023/24 Q4"},
            {**RANGE_ROW, "range_high": None, "from_period": "2024/25 Q1"},
            kpi={"polarity": Polarity.RANGE},
        ),
        "Targets!range_high@3",
    ),
    fires("TGF015", yearly(86, 87, 95), "Targets!target@4"),
    silent("TGF015", "for a target moved about as far before", yearly(82, 87, 92)),
    fires("TGF016", yearly(85, 88, 88), "Targets!target@4"),
    silent("TGF016", "for a target that was moved", yearly(85, 88, 91)),
    silent("TGF016", "for one that stood still before", yearly(88, 88, 88)),
    silent("TGF016", "where no colour hangs on it", yearly(70, 73, 73)),
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
]


@pytest.mark.parametrize("case", CASES)
def test_targets(case: Case) -> None:
    """Each rule names the cell, and stays silent where the rule does not apply."""
    assert_found(case)


def test_every_rule_has_a_case() -> None:
    """No rule of these themes is left untried."""
    assert_every_rule_has_a_case(CASES, "TGT", "TGF")
