"""What is asked of each row of the sheet KPIs: description, measurement, source, identity."""

from typing import Any

import pytest

from pmf_cli.register import terms
from pmf_cli.register.register import Register
from pmf_cli.register.terms import DataType, Frequency, KpiStatus
from tests.checks.cases import (
    Case,
    assert_every_rule_has_a_case,
    assert_found,
    day,
    fires,
    one_kpi,
    series,
    silent,
    targets,
)
from tests.make import make_kpi, make_register

ENDED = {"status": KpiStatus.ENDED, "last_period": "2023/24 Q4"}


def two(
    first: dict[str, Any], second: dict[str, Any], refs: tuple[str, str] = ("A-1", "B-2")
) -> Any:
    """A register of two KPIs."""
    return make_register((make_kpi(refs[0], **first), make_kpi(refs[1], **second)))


BLANK = {
    "CMP001": "name",
    "CMP002": "definition",
    "CMP003": "calculation",
    "CMP004": "denominator_label",
    "CMP005": "rationale",
    "CMP006": "scope",
    "CMP007": "influence",
    "CMP008": "kpi_class",
    "CMP009": "directorate",
    "CMP010": "service",
    "CMP011": "status",
    "CMP012": "first_period",
    "CMP014": "public",
    "CMP015": "reviewed_on",
    "CMP016": "definition_version",
    "MEA001": "polarity",
    "MEA002": "financial",
    "MEA003": "data_type",
    "MEA004": "unit",
    "MEA005": "decimal_places",
    "MEA007": "time_basis",
    "MEA008": "frequency",
    "MEA010": "year_value",
    "MEA011": "comparator",
    "SRC001": "data_source",
    "SRC002": "known_limitations",
    "SRC003": "source_assurance",
}


def aimed_at(*figures: int, **kpi: Any) -> Register:
    """One KPI with a target for each year, the last for the factories' period."""
    years = ("2022/23", "2023/24", "2024/25")[-len(figures) :]
    rows = [
        {"target": figure, "from_period": f"{year} Q1", "to_period": f"{year} Q4"}
        for year, figure in zip(years, figures, strict=True)
    ]
    return targets(*rows, kpi=kpi)


RENT = {"name": "Rent collected", "financial": True}

NOT_FINANCIAL = {"financial": False}

CASES = [
    *(fires(code, one_kpi(**{name: None}), f"KPIs!{name}") for code, name in BLANK.items()),
    silent("CMP002", "for ended KPIs", one_kpi(definition=None, **ENDED)),
    silent(
        "CMP004",
        "for counts",
        one_kpi(denominator_label=None, data_type=DataType.NUMBER, unit="homes"),
    ),
    fires("CMP013", one_kpi(status=KpiStatus.ENDED), "KPIs!last_period"),
    silent("CMP013", "when given", one_kpi(**ENDED)),
    silent("MEA001", "for yes/no", one_kpi(polarity=None, data_type=DataType.YES_NO)),
    silent(
        "MEA002",
        "for outcomes",
        one_kpi(financial=None, accountability=terms.Accountability.POPULATION),
    ),
    silent("MEA004", "for grades", one_kpi(unit=None, data_type=DataType.GRADE)),
    silent("MEA005", "for dates", one_kpi(decimal_places=None, data_type=DataType.DATE)),
    fires("MEA006", one_kpi(decimal_places=9), "KPIs!decimal_places"),
    silent("MEA006", "at 0", one_kpi(decimal_places=0)),
    fires("MEA009", one_kpi(frequency=Frequency.ANNUAL, year_basis=None), "KPIs!year_basis"),
    silent("MEA009", "for quarters", one_kpi(year_basis=None)),
    silent("MEA010", "for annual KPIs", one_kpi(year_value=None, frequency=Frequency.ANNUAL)),
    fires("MEA012", one_kpi(comparator=terms.ComparatorRule.FIXED_BASELINE), "KPIs!baseline_value"),
    silent(
        "MEA012",
        "with a baseline of 0",
        one_kpi(comparator=terms.ComparatorRule.FIXED_BASELINE, baseline_value=0),
    ),
    fires("MEA013", one_kpi(seasonal=True), "KPIs!comparator"),
    silent(
        "MEA013",
        "against last year",
        one_kpi(seasonal=True, comparator=terms.ComparatorRule.SAME_PERIOD_LAST_YEAR),
    ),
    fires("MEA014", one_kpi(unit="days"), "KPIs!unit"),
    silent("MEA014", "with words after %", one_kpi(unit="% of cases")),
    silent("MEA014", "for thousands of pounds", one_kpi(unit="£000", data_type=DataType.MONEY)),
    fires("MEA015", one_kpi(data_type=DataType.GRADE), "KPIs!grade_order"),
    silent(
        "MEA015", "with grades", one_kpi(data_type=DataType.GRADE, grade_order=("Good", "Poor"))
    ),
    fires("MEA016", one_kpi(plausible_min=90, plausible_max=10), "KPIs!plausible_min"),
    silent("MEA016", "when equal", one_kpi(plausible_min=100, plausible_max=100)),
    fires("MEA017", one_kpi(polarity=terms.Polarity.NONE), "KPIs!polarity"),
    silent(
        "MEA017",
        "without influence",
        one_kpi(polarity=terms.Polarity.NONE, influence=terms.Influence.NONE),
    ),
    fires("MEA022", aimed_at(92, 90, 88), "KPIs!polarity"),
    fires("MEA022", aimed_at(88, 90, 92, polarity=terms.Polarity.LOWER), "KPIs!polarity"),
    silent("MEA022", "for ambition", aimed_at(88, 90, 92)),
    silent("MEA022", "for one step", aimed_at(92, 90)),
    silent("MEA022", "for a target relaxed in large steps", aimed_at(92, 75, 60)),
    fires("MEA023", one_kpi(financial=True), "KPIs!financial"),
    silent("MEA023", "for money", one_kpi(financial=True, unit="£", data_type=DataType.MONEY)),
    silent("MEA023", "by the name", one_kpi(financial=True, name="Rent collected")),
    fires(
        "MEA023", two({"name": "Council tax collected", **NOT_FINANCIAL}, RENT), "KPIs!financial"
    ),
    silent(
        "MEA023",
        "for invoices paid in time",
        two({"name": "Invoices paid within 30 days", **NOT_FINANCIAL}, RENT),
    ),
    silent(
        "MEA023",
        "where no KPI is called financial",
        one_kpi(name="Council tax collected", **NOT_FINANCIAL),
    ),
    fires("SRC004", one_kpi(lag_days=None, available_from=None), "KPIs!lag_days"),
    silent("SRC004", "at 0 days", one_kpi(lag_days=0, available_from=None)),
    fires("SRC005", one_kpi(reviewed_on=day("30/01/2024")), "KPIs!reviewed_on"),
    silent("SRC005", "after a leap year", one_kpi(reviewed_on=day("31/01/2024"))),
    fires("SRC006", one_kpi(reviewed_on=day("01/02/2025")), "KPIs!reviewed_on"),
    silent("SRC006", "on the day", one_kpi(reviewed_on=day("31/01/2025"))),
    fires("SRC007", one_kpi(supply_risk=terms.SupplyRisk.AT_RISK), "KPIs!known_limitations"),
    silent(
        "SRC007",
        "when said",
        one_kpi(
            supply_risk=terms.SupplyRisk.AT_RISK, known_limitations="Partner may stop in April."
        ),
    ),
    fires("SRC008", one_kpi(source_assurance=terms.SourceAssurance.NONE), "KPIs!source_assurance"),
    silent(
        "SRC008",
        "for daily business",
        one_kpi(
            source_assurance=terms.SourceAssurance.NONE, kpi_class=terms.KpiClass.BUSINESS_AS_USUAL
        ),
    ),
    fires("SRC009", one_kpi(lag_days=None), "KPIs!lag_days"),
    silent("SRC009", "at 0 days", one_kpi(lag_days=0)),
    fires("IDN001", two({"name": "Same"}, {"name": "same "}, ("A-1", "A-1")), "KPIs!ref@3"),
    silent(
        "IDN001", "when the name differs", two({"name": "One"}, {"name": "Two"}, ("A-1", "A-1"))
    ),
    fires("IDN002", two({"name": "One"}, {"name": "Two"}, ("A-1", "A-1")), "KPIs!name@3"),
    silent(
        "IDN002", "when the name is the same", two({"name": "One"}, {"name": "ONE"}, ("A-1", "A-1"))
    ),
    fires("IDN003", two({}, {}, ("WM-04", "wm 4")), "KPIs!ref@3"),
    silent("IDN003", "for members of a family", two({}, {}, ("CS02a", "CS02b"))),
    silent("IDN003", "for other numbers", two({}, {}, ("WM-1.1", "WM-11.1"))),
    fires("IDN004", two({"name": "Same name"}, {"name": "same  NAME"}), "KPIs!name@3"),
    silent("IDN004", "for ended KPIs", two({"name": "Same"}, {"name": "Same", **ENDED})),
    fires("IDN005", one_kpi(name="Homes built (target 500)"), "KPIs!name"),
    fires("IDN005", one_kpi(name="Reduce carbon emissions by 50%"), "KPIs!name"),
    silent("IDN005", "for time limits", one_kpi(name="% of calls answered within 30 seconds")),
    silent("IDN005", "for ages", one_kpi(name="Rate of children under 18 in care per 10,000")),
    fires("IDN006", one_kpi(short_name="x" * 41), "KPIs!short_name"),
    silent("IDN006", "at 40", one_kpi(short_name="x" * 40)),
    fires("IDN010", one_kpi(plain_name="x" * 61), "KPIs!plain_name"),
    silent("IDN010", "at 60", one_kpi(plain_name="x" * 60)),
    fires("IDN007", two({"short_name": "Waste"}, {"short_name": "waste"}), "KPIs!short_name@3"),
    silent("IDN007", "when blank", two({"short_name": None}, {"short_name": None})),
    fires("IDN008", two({"name": "One"}, {"name": "Other"}), "KPIs!definition@3"),
    silent("IDN008", "for one family", two({"name": "Calls (15 s)"}, {"name": "Calls (30 s)"})),
    fires("IDN009", make_register((make_kpi("1042"),)), "KPIs!ref"),
    silent("IDN009", "with a letter", make_register((make_kpi("7a"),))),
]


@pytest.mark.parametrize("case", CASES)
def test_kpi_rows(case: Case) -> None:
    """Each rule names the cell, and stays silent where the rule does not apply."""
    assert_found(case)


def test_every_rule_has_a_case() -> None:
    """No rule of these themes is left untried."""
    assert_every_rule_has_a_case(CASES, "CMP", "MEA", "SRC", "IDN")


def test_a_clean_series_is_clean() -> None:
    """A KPI with eight quarters and nothing wrong gives no finding of these themes."""
    register = series("90.1", "91.4", "92.2", "90.9", "91.7", "93.0", "92.6", "91.2")
    from pmf_cli.checks import run_checks
    from tests.checks.cases import scene

    assert run_checks(scene(register)) == ()
