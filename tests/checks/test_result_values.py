"""What is asked of a value: its bounds, its history, its two counts."""

from dataclasses import replace

import pytest

from pmf_cli.checks import CHECKS
from pmf_cli.register import terms
from pmf_cli.register.periods.text import parse_period
from pmf_cli.register.register import Register
from pmf_cli.register.terms import (
    DataType,
    Polarity,
    TimeBasis,
)
from tests.checks.cases import (
    Case,
    assert_every_rule_has_a_case,
    assert_found,
    fires,
    one_result,
    scene,
    series,
    silent,
)
from tests.make import PERIOD, make_kpi, make_register, make_result, make_target

ADDS_UP = {
    "time_basis": TimeBasis.CUMULATIVE,
    "comparator": terms.ComparatorRule.SAME_PERIOD_LAST_YEAR,
    "data_type": DataType.NUMBER,
    "unit": "homes",
    "decimal_places": 0,
    "plausible_max": None,
}

COUNT = {
    "data_type": DataType.NUMBER,
    "unit": "homes",
    "decimal_places": 0,
    "plausible_min": None,
    "plausible_max": None,
}

STEADY = (1000, 1002, 999, 1001, 1003, 1000, 1002)

MONEY = {**COUNT, "data_type": DataType.MONEY, "unit": "£"}

DAYS = {**COUNT, "data_type": DataType.DURATION, "unit": "days", "decimal_places": 1}

OPEN = {"plausible_min": None, "plausible_max": None}

GRADED = {"data_type": DataType.GRADE, "grade_order": ("Good", "Fair", "Poor"), "unit": None}

SEVEN = ("90.1", "91.4", "92.2", "90.9", "91.7", "93.0", "92.6")


def pasted(then: str) -> Register:
    """Four KPIs whose newest figures are those of another period."""
    kpis = [make_kpi(f"K{n}", **COUNT) for n in range(4)]
    rows = []
    for n, kpi in enumerate(kpis):
        value = 511 + 37 * n
        rows.append(
            make_result(kpi.ref, "2024/25 Q1" if then == "2024/25 Q1" else "2023/24 Q1", value)
        )
        rows.append(make_result(kpi.ref, "2024/25 Q2", value + 13))
        rows.append(make_result(kpi.ref, "2024/25 Q3", value))
    if then == "2024/25 Q1":
        rows = [
            replace(row, period=parse_period("2023/24 Q3")) if str(row.period) == then else row
            for row in rows
        ]
    return make_register(kpis, rows, [make_target(kpi.ref, target=500) for kpi in kpis])


def counted(*denominators: int) -> Register:
    """A series of 880 of about 1,000, with these denominators, against a target of 90%."""
    each = [{"numerator": 880, "denominator": below} for below in denominators]
    return series(*(f"{88000 / below:.1f}" for below in denominators), each=each)


CASES = [
    fires("NUM008", counted(*STEADY, 1002, 900), "Results!denominator@10"),
    silent("NUM008", "where no colour hangs on it", counted(*STEADY, 1002, 985)),
    silent("NUM008", "where it often moves", counted(*STEADY[:4], 900, 1000, 1003, 1002, 900)),
    silent("NUM008", "where the move lasts", counted(*STEADY, 900, 902)),
    fires("VAL001", one_result("Excellent", kpi=GRADED), "Results!value"),
    silent("VAL001", "in small letters", one_result("good", kpi=GRADED)),
    fires("VAL002", series("99", "98", "104", kpi=OPEN), "Results!value@4"),
    fires("VAL002", series("9", "8", "-4", kpi=OPEN), "Results!value@4"),
    silent("VAL002", "when others are too", series("103", "98", "104", kpi=OPEN)),
    silent(
        "VAL002", "when the limits allow it", series("99", "98", "104", kpi={"plausible_max": 150})
    ),
    fires("VAL003", series("31", "28", "-30", kpi=COUNT), "Results!value@4"),
    silent("VAL003", "for variances", series("-28", "12", "-30", kpi=COUNT)),
    fires("VAL004", one_result("96.96"), "Results!value"),
    silent("VAL004", "for needless zeros", one_result("97.00")),
    fires("VAL005", series("0.79", "0.82", "0.81"), "Results!value@4"),
    silent("VAL005", "for small shares", series("0.79", "0.82", "0.81", target={"target": "0.9"})),
    fires(
        "VAL005",
        series("0.94", "0.85", kpi={**OPEN, "decimal_places": 1}, target={"target": "0.95"}),
        "Results!value@3",
    ),
    silent(
        "VAL005",
        "for small shares printed as typed",
        series("0.94", "0.85", kpi={**OPEN, "decimal_places": 2}, target={"target": "0.95"}),
    ),
    fires("PLA001", one_result("73390", COUNT, target={"target": 420}), "Results!value"),
    silent("PLA001", "up to 24 times", one_result("2400", COUNT, target={"target": 100})),
    fires(
        "PLA002",
        series("420", "415", "4310", "431", "428", kpi=COUNT, target={"target": 400}),
        "Results!value@4",
    ),
    fires(
        "PLA002",
        series("420", "415", "41", "431", "428", kpi=COUNT, target={"target": 400}),
        "Results!value@4",
    ),
    silent(
        "PLA002",
        "for small counts",
        series("1", "12", "3", "2", "9", kpi=COUNT, target={"target": 5}),
    ),
    silent("PLA002", "over a cumulative year", series("20", "41", "62", "80", "19", kpi=ADDS_UP)),
    fires("PLA003", series("79.9", "81.2", "0.82", kpi=OPEN), "Results!value@4"),
    fires("PLA003", series("0.79", "0.81", "82", kpi=OPEN), "Results!value@4"),
    fires("PLA003", series("91", "0.85", kpi=OPEN, target={"target": "90"}), "Results!value@3"),
    fires("PLA003", one_result("0.85", OPEN, target={"target": "90"}), "Results!value"),
    silent("PLA001", "a hundredfold slip", one_result("95", OPEN, target={"target": "0.95"})),
    silent("PLA003", "far below target", one_result("0.85", OPEN, target={"target": "20"})),
    silent("PLA003", "for a share that fell", series("12.1", "6.4", "1.2", kpi=OPEN)),
    fires("PLA004", one_result("101"), "Results!value"),
    silent("PLA004", "at the limit", one_result("100")),
    fires("PLA005", series(*SEVEN, "91.9", "75.0"), "Results!value@10"),
    silent("PLA005", "within its range", series(*SEVEN, "91.9", "89.5")),
    silent("PLA005", "with a short history", series(*SEVEN, "75.0")),
    fires(
        "PLA002",
        series("7", "8", "6", "9", "8", "75", kpi=COUNT, target={"target": 8}),
        "Results!value@7",
    ),
    fires("PLA002", series("412", "405", "-398", "420", kpi=MONEY), "Results!value@4"),
    fires("PLA002", series("48", "52", "44", "4.9", "61", kpi=COUNT), "Results!value@5"),
    fires("PLA007", series(*SEVEN, "92.0", "91.9", "85.9"), "Results!value@11"),
    silent("PLA007", "where the colour is the same", series(*SEVEN, "92.0", "91.9", "97.9")),
    silent("PLA007", "where the move lasts", series(*SEVEN, "92.0", "85.9", "85.7", "86.1")),
    silent("PLA007", "with a short history", series("91.2", "91.9", "85.9")),
    fires("PLA006", series("99.6", "0", kpi=OPEN), "Results!value@3"),
    fires("PLA006", series("412", "405", "398", "0", kpi=COUNT), "Results!value@5"),
    fires(
        "PLA006",
        series("0", "0", kpi={**COUNT, "polarity": Polarity.LOWER}, target={"target": 40}),
        "Results!value@2",
        "Results!value@3",
    ),
    silent("PLA006", "for small counts", series("2", "1", "0", "3", kpi=COUNT)),
    silent("PLA006", "for changes", series("0", "10", kpi={**OPEN, "polarity": Polarity.HIGHER})),
    fires("REP001", series("18.77", "19.94", "19.94", kpi=DAYS), "Results!value@4"),
    fires(
        "REP001",
        series("90.1", "90.1", each=[{"numerator": 901, "denominator": 1000}] * 2),
        "Results!value@3",
    ),
    fires(
        "REP001",
        series("90.1", "90.1", each=[{"numerator": 901, "denominator": 1000}, {}]),
        "Results!value@3",
    ),
    silent("REP001", "for everyday percentages", series("99.9", "99.9")),
    silent("REP001", "at 100", series("100", "100", "100")),
    silent(
        "REP001",
        "from other counts",
        series(
            "37.55",
            "37.55",
            kpi={"decimal_places": 2},
            each=[
                {"numerator": 751, "denominator": 2000},
                {"numerator": 1502, "denominator": 4000},
            ],
        ),
    ),
    fires("REP002", series("99.9", "99.9", "99.9"), "Results!value@4"),
    silent("REP002", "for one digit", series("3", "3", "3", kpi=COUNT)),
    fires("REP003", series("28", "28", last="2024/25 Q2", kpi=ADDS_UP), "Results!value@3"),
    silent("REP003", "in a new year", series("28", "28", last="2024/25 Q1", kpi=ADDS_UP)),
    fires("REP004", series("28", "24", last="2024/25 Q2", kpi=ADDS_UP), "Results!value@3"),
    silent("REP004", "in a new year", series("80", "24", last="2024/25 Q1", kpi=ADDS_UP)),
    fires(
        "REP005",
        pasted("2024/25 Q1"),
        *(f"Results!value@{row}" for row in (4, 7, 10, 13)),
    ),
    silent("REP005", "of another quarter", pasted("2024/25 Q2")),
    fires("VAL006", series("91.12", "91.41", "91.23", "89.96"), "KPIs!decimal_places"),
    silent("VAL006", "where no colour hangs on it", series("91.12", "91.41", "91.23", "91.96")),
    silent("VAL006", "for one finer figure", series("91.1", "91.4", "91.2", "89.96")),
    fires("NUM001", one_result("91.2", numerator=412, denominator=530), "Results!value"),
    silent("NUM001", "as printed", one_result("77.7", numerator=412, denominator=530)),
    silent(
        "NUM001",
        "per 1,000",
        one_result(
            "12.5",
            kpi={"data_type": DataType.RATE, "unit": "per 1,000 people"},
            numerator=25,
            denominator=2000,
        ),
    ),
    silent(
        "NUM001",
        "in whole per cent",
        one_result("78", kpi={"decimal_places": 0}, numerator=412, denominator=530),
    ),
    fires("NUM002", one_result("91.2", numerator=0, denominator=0), "Results!denominator"),
    fires("NUM003", one_result("91.2", numerator=412), "Results!denominator"),
    fires("NUM003", one_result("91.2", denominator=412), "Results!numerator"),
    fires("NUM004", one_result("100", numerator=530, denominator=412), "Results!numerator"),
    silent(
        "NUM004",
        "when it can be",
        one_result("128.6", kpi={"plausible_max": 150}, numerator=530, denominator=412),
    ),
    fires(
        "NUM005",
        series(
            "50",
            "50",
            each=[{"numerator": 50, "denominator": 100}, {"numerator": 100, "denominator": 200}],
        ),
        "Results!denominator@3",
    ),
    silent(
        "NUM005",
        "when it grows",
        series(
            "50",
            "50",
            each=[{"numerator": 50, "denominator": 100}, {"numerator": 95, "denominator": 190}],
        ),
    ),
    fires(
        "NUM006",
        series("50", "51", each=[{"numerator": 50, "denominator": 100}, {}]),
        "Results!numerator@3",
    ),
    silent("NUM006", "when it never came", series("50", "51")),
    fires("NUM007", one_result("9", numerator=-9, denominator=100), "Results!numerator"),
]


@pytest.mark.parametrize("case", CASES)
def test_values(case: Case) -> None:
    """Each rule names the cell, and stays silent where the rule does not apply."""
    assert_found(case)


def test_every_rule_has_a_case() -> None:
    """No rule of these themes is left untried."""
    assert_every_rule_has_a_case(CASES, "VAL", "PLA", "REP", "NUM")


def test_a_figure_that_is_another_kpis_too_is_asked_about_where_its_kpi_alone_is_looked_at():
    own = series(*SEVEN, "92.0", "91.8", "89.9")
    other = make_result("WM-02", PERIOD, "89.9")
    two = replace(own, kpis=(*own.kpis, make_kpi("WM-02")), results=(*own.results, other))
    run = CHECKS["PLA007"].run
    assert list(run(scene(own))) == []
    (found,) = run(scene(two).of_kpis(["WM-01"]))
    assert "It is also the figure of WM-02 for the same period." in found.message
