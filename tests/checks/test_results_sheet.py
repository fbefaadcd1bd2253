"""What is asked of results: their period, their time, their value, and reasons for none."""

from typing import Any

import pytest

from pmf_cli.register import terms
from pmf_cli.register.register import Register
from pmf_cli.register.terms import (
    DataType,
    Frequency,
    KpiStatus,
    NoDataReason,
    Polarity,
    TimeBasis,
    ValueStatus,
)
from tests.checks.cases import (
    Case,
    all_codes,
    assert_found,
    codes_of,
    day,
    fires,
    one_kpi,
    one_result,
    series,
    silent,
)
from tests.make import make_kpi, make_register, make_result

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
DAYS = {**COUNT, "data_type": DataType.DURATION, "unit": "days", "decimal_places": 1}
OPEN = {"plausible_min": None, "plausible_max": None}
GRADED = {"data_type": DataType.GRADE, "grade_order": ("Good", "Fair", "Poor"), "unit": None}
AD_HOC = {"frequency": Frequency.AD_HOC}
WAITING = NoDataReason.AWAITING_PUBLICATION
SEVEN = ("90.1", "91.4", "92.2", "90.9", "91.7", "93.0", "92.6")


def rows(*made: Any, **kpi: Any) -> Register:
    """A register of one KPI with these results."""
    return make_register((make_kpi(**kpi),), made)


def blank(reason: NoDataReason | None = None, **over: Any) -> Any:
    """A result without a value."""
    return make_result(
        "WM-01", over.pop("period", "2024/25 Q3"), None, no_data_reason=reason, **over
    )


def without(reason: NoDataReason, number: int, **kpi: Any) -> Register:
    """So many periods in a row without a figure."""
    each = [{"no_data_reason": reason, "expected_by": day("01/03/2025")}] * number
    return series(*[None] * number, each=each, kpi=kpi)


CASES = [
    fires("RES001", one_result(period="2024/25"), "Results!period"),
    fires(
        "RES001",
        one_result(period="2024/25 AY", kpi={"frequency": Frequency.ANNUAL, "lag_days": 900}),
        "Results!period",
    ),
    silent(
        "RES001",
        "for a day in a snapshot KPI",
        one_result(period="as at 31/12/2024", kpi={"time_basis": TimeBasis.SNAPSHOT}),
    ),
    silent(
        "RES001",
        "for rolling years",
        one_result(period="12 months to Dec 2024", kpi={"time_basis": TimeBasis.ROLLING}),
    ),
    silent("RES001", "for ad hoc KPIs", one_result(period="2024/25", kpi=AD_HOC)),
    fires(
        "RES002",
        rows(make_result(), make_result("WM-01", "2024/25 Q3", "91.2")),
        "Results!period@3",
    ),
    silent("RES002", "for another split", rows(make_result(), make_result(split="North"))),
    fires("RES003", rows(make_result(), make_result("WM-01", None)), "Results!period@3"),
    fires("RES004", one_result(period="2024/25 Q4"), "Results!period"),
    silent(
        "RES004",
        "without a value",
        rows(make_result(), blank(NoDataReason.NOT_DUE, period="2024/25 Q4")),
    ),
    fires("RES005", one_result(kpi={"first_period": "2024/25 Q4"}), "Results!period"),
    fires("RES006", one_result(kpi={"last_period": "2024/25 Q2"}), "Results!period"),
    silent("RES006", "in the last period", one_result(kpi={"last_period": "2024/25 Q3"})),
    fires("RES007", rows(make_result("WM-01", "2024/25 Q1"), make_result()), "Results!period@3"),
    fires(
        "RES007",
        rows(
            make_result("WM-01", "Sep 2024"),
            make_result("WM-01", "Dec 2024"),
            frequency=Frequency.MONTHLY,
        ),
        "Results!period@3",
    ),
    silent(
        "RES007",
        "when a row says why",
        rows(
            make_result("WM-01", "2024/25 Q1"), blank(WAITING, period="2024/25 Q2"), make_result()
        ),
    ),
    silent(
        "RES007",
        "over the summer term",
        rows(
            make_result("WM-01", "2023/24 Summer"),
            make_result("WM-01", "2024/25 Autumn"),
            frequency=Frequency.TERMLY,
        ),
    ),
    fires("RES008", one_result(period="2023/24 Q2", kpi=AD_HOC), "KPIs!frequency"),
    silent("RES008", "within a year", one_result(kpi=AD_HOC)),
    fires("RES009", one_kpi(last_period="2022/23", first_period="2024/25 Q1"), "KPIs!last_period"),
    fires("TIM001", rows(make_result("WM-01", "2024/25 Q2")), "KPIs!ref"),
    silent(
        "TIM001",
        "when a row says why",
        rows(blank(NoDataReason.OVERDUE, expected_by=day("07/02/2025"))),
    ),
    silent(
        "TIM001",
        "before it is due",
        make_register((make_kpi(lag_days=31),), [make_result("WM-01", "2024/25 Q2")]),
    ),
    silent("TIM001", "for a new KPI", make_register((make_kpi(first_period="2024/25 Q4"),), ())),
    silent("TIM001", "when paused", make_register((make_kpi(status=KpiStatus.PAUSED),), ())),
    fires("TIM002", rows(blank(WAITING, expected_by=day("30/01/2025"))), "Results!expected_by"),
    silent("TIM002", "on the day", rows(blank(WAITING, expected_by=day("31/01/2025")))),
    fires(
        "TIM003",
        one_result("91.2", {"lag_days": 7}, "2024/25 Q2", received_on=day("07/11/2024")),
        "Results!received_on",
    ),
    silent(
        "TIM003",
        "within a month of the lag",
        one_result("91.2", {"lag_days": 8}, "2024/25 Q2", received_on=day("07/11/2024")),
    ),
    fires(
        "TIM004",
        one_result(
            period="2022/23",
            kpi={"longest_age": "18 months", "frequency": Frequency.ANNUAL, "lag_days": 999},
        ),
        "Results!period",
    ),
    silent(
        "TIM004",
        "within its age",
        one_result(
            period="2022/23",
            kpi={"longest_age": "2 years", "frequency": Frequency.ANNUAL, "lag_days": 999},
        ),
    ),
    fires("TIM005", one_kpi(longest_age="a while"), "KPIs!longest_age"),
    silent("TIM005", "in days", one_kpi(longest_age="90 days")),
    fires(
        "TIM006",
        one_kpi(frequency=Frequency.TWO_YEARLY, available_from=None),
        "KPIs!available_from",
    ),
    fires("TIM007", rows(blank(NoDataReason.NOT_DUE)), "Results!no_data_reason"),
    silent(
        "TIM007",
        "when it is not",
        rows(make_result(), blank(NoDataReason.NOT_DUE, period="2024/25 Q4")),
    ),
    fires("TIM008", one_result(received_on=day("29/12/2024")), "Results!received_on"),
    fires("TIM008", one_result(received_on=day("01/02/2025")), "Results!received_on"),
    silent(
        "TIM008",
        "for estimates",
        one_result(received_on=day("29/12/2024"), value_status=ValueStatus.ESTIMATED),
    ),
    fires(
        "TIM009",
        one_result(period="2023/24 Q2", value_status=ValueStatus.PROVISIONAL),
        "Results!value_status",
    ),
    silent("TIM009", "within a year", one_result(value_status=ValueStatus.PROVISIONAL)),
    fires("RSN001", rows(blank()), "Results!value"),
    silent("RSN001", "at 0", rows(make_result("WM-01", "2024/25 Q3", 0))),
    fires("RSN002", one_result("0", no_data_reason=WAITING), "Results!no_data_reason"),
    silent(
        "RSN002", "for suppressed values", one_result("3", no_data_reason=NoDataReason.SUPPRESSED)
    ),
    fires("RSN003", rows(blank(WAITING)), "Results!expected_by"),
    fires("RSN004", rows(blank(NoDataReason.SUPPRESSED)), "KPIs!small_number_rule"),
    silent(
        "RSN004",
        "with a rule",
        rows(blank(NoDataReason.SUPPRESSED), small_number_rule=terms.SmallNumberRule.UNDER_5),
    ),
    fires("RSN005", one_result(value_status=ValueStatus.REVISED), "Results!replaces"),
    silent(
        "RSN005",
        "when said",
        one_result(value_status=ValueStatus.REVISED, replaces="90.2 on 20/01/2025, late returns"),
    ),
    fires("RSN006", rows(blank(NoDataReason.DISCONTINUED)), "Results!no_data_reason"),
    silent(
        "RSN006",
        "under development",
        rows(blank(NoDataReason.DEVELOPMENT), status=KpiStatus.DEVELOPMENT),
    ),
    fires("RSN007", without(WAITING, 4), "Results!no_data_reason@5"),
    silent("RSN007", "after three", without(WAITING, 3)),
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
    silent("PLA003", "for a share that fell", series("12.1", "6.4", "1.2", kpi=OPEN)),
    fires("PLA004", one_result("101"), "Results!value"),
    silent("PLA004", "at the limit", one_result("100")),
    fires("PLA005", series(*SEVEN, "91.9", "75.0"), "Results!value@10"),
    silent("PLA005", "within its range", series(*SEVEN, "91.9", "89.5")),
    silent("PLA005", "with a short history", series(*SEVEN, "75.0")),
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
def test_results(case: Case) -> None:
    """Each rule names the cell, and stays silent where the rule does not apply."""
    assert_found(case)


def test_every_rule_has_a_case() -> None:
    """No rule of these themes is left untried."""
    prefixes = ("RES", "TIM", "RSN", "VAL", "PLA", "REP", "NUM")
    assert codes_of(CASES) == all_codes(prefixes)
