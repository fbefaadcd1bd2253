"""What is asked of the period and time of a result, and of reasons for none."""

from typing import Any

import pytest

from pmf_cli.checks import examine
from pmf_cli.checks.base import CheckContext
from pmf_cli.register import terms
from pmf_cli.register.periods.text import parse_period
from pmf_cli.register.register import Register
from pmf_cli.register.terms import (
    Frequency,
    KpiStatus,
    NoDataReason,
    TimeBasis,
    ValueStatus,
    YearValue,
)
from pmf_cli.settings import Settings
from tests.checks.cases import (
    Case,
    assert_every_rule_has_a_case,
    assert_found,
    day,
    fires,
    one_kpi,
    one_result,
    series,
    silent,
)
from tests.make import make_kpi, make_register, make_result

AD_HOC = {"frequency": Frequency.AD_HOC}

WAITING = NoDataReason.AWAITING_PUBLICATION


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


def year_of(outturn: object, **kpi: Any) -> Register:
    """The four quarters of 2023/24 with the year's figure beside them."""
    quarters = [
        make_result("WM-01", f"2023/24 Q{n}", value)
        for n, value in enumerate(("40", "42", "44", "50"), 1)
    ]
    return rows(*quarters, make_result("WM-01", "2023/24", outturn), **kpi)


def rolling(*ends: str) -> Register:
    """A quarterly KPI over rolling 12 months, with results up to these months."""
    made = [make_result("WM-01", f"12 months to {end}") for end in ends]
    return rows(*made, time_basis=TimeBasis.ROLLING)


CASES = [
    silent("RES001", "for the year's outturn beside its quarters", year_of("44")),
    fires(
        "RES001",
        rows(make_result(), make_result("WM-01", "Nov 2024", "91.2")),
        "Results!period@3",
    ),
    fires(
        "RES001",
        rows(make_result(), make_result("WM-01", "2023", "91.2")),
        "Results!period@3",
    ),
    silent("RES007", "where the outturn stands between two quarters", year_of("44")),
    fires("RES010", year_of("50", year_value=YearValue.SUM), "Results!value@6"),
    silent("RES010", "for the sum", year_of("176", year_value=YearValue.SUM)),
    fires("RES010", year_of("44", year_value=YearValue.LAST), "Results!value@6"),
    silent("RES010", "for the last", year_of("50", year_value=YearValue.LAST)),
    silent("RES010", "for the simple average", year_of("44", year_value=YearValue.SIMPLE)),
    fires("RES010", year_of("51", year_value=YearValue.WEIGHTED), "Results!value@6"),
    silent("RES010", "for an average between its parts", year_of("47")),
    silent("RES010", "as published", year_of("51", year_value=YearValue.PUBLISHED)),
    fires(
        "RES010",
        year_of("176", time_basis=TimeBasis.CUMULATIVE, year_value=YearValue.SUM),
        "Results!value@6",
    ),
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
    fires("RES001", rolling("Mar 2024", "Jun 2024", "Sep 2024", "Nov 2024"), "Results!period@5"),
    silent(
        "RES001",
        "for rolling years a quarter apart",
        rolling("Feb 2024", "May 2024", "Aug 2024", "Nov 2024"),
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
    silent(
        "TIM008",
        "for a survey within its year",
        one_result(period="2024 survey", received_on=day("09/12/2024")),
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
    fires("RSN006", one_result(kpi={"status": KpiStatus.PAUSED}), "KPIs!status"),
    fires("RSN006", one_result(kpi={"status": KpiStatus.ENDED}), "KPIs!status"),
    silent(
        "RSN006",
        "for a KPI paused since",
        one_result(
            kpi={"status": KpiStatus.PAUSED},
            period="2024/25 Q1",
            received_on=day("20/07/2024"),
        ),
    ),
    silent(
        "RSN006",
        "in the last period of a KPI",
        one_result(kpi={"status": KpiStatus.ENDED, "last_period": "2024/25 Q3"}),
    ),
    silent(
        "RSN006",
        "for trials of a tracker",
        one_result(
            kpi={"status": KpiStatus.DEVELOPMENT},
            target={"target_type": terms.TargetType.TRACKER, "target": None},
        ),
    ),
    fires("RSN007", without(WAITING, 4), "Results!no_data_reason@5"),
    silent("RSN007", "after three", without(WAITING, 3)),
]


@pytest.mark.parametrize("case", CASES)
def test_times(case: Case) -> None:
    """Each rule names the cell, and stays silent where the rule does not apply."""
    assert_found(case)


def test_a_year_from_january_is_the_calendar_year() -> None:
    """Where the council's financial year is the calendar year, a financial KPI has that year."""
    held = rows(
        make_result("WM-01", "2024", "91"),
        frequency=Frequency.ANNUAL,
        lag_days=10,
        first_period=None,
    )
    for start, found in ((1, []), (4, ["RES001"])):
        asked = CheckContext(
            held,
            Settings(financial_year_start=start),
            day("31/01/2025"),
            parse_period("2024/25 Q3"),
        )
        assert [one.code for one in examine(asked, select=("RES001",)).findings] == found


def test_every_rule_has_a_case() -> None:
    """No rule of these themes is left untried."""
    assert_every_rule_has_a_case(CASES, "RES", "TIM", "RSN")
