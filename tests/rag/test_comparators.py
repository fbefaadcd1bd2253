"""What a result is compared with, and when with nothing."""

from dataclasses import replace
from datetime import date

import pytest

from pmf_cli.rag.comparators import comparator_of
from pmf_cli.register.sheets.rows import NOWHERE
from pmf_cli.register.sheets.supporting import ScopeChange
from pmf_cli.register.time.expected import Known
from tests.make import AS_OF, make_kpi, make_result
from tests.rag.desk import LAST_QUARTER, LAST_YEAR, PERIOD, Decimal, rate, terms

RULE = terms.ComparatorRule
BASIS = terms.TimeBasis


def row(period, value, **over):
    return make_result("WM-01", period, value, **over)


def compared(kpi=None, *rows, **over):
    """The direction of the newest of some results."""
    found = rate(
        results=[row(*each) if isinstance(each, tuple) else each for each in rows],
        kpi={"first_period": None} | (kpi or {}),
        target=False,
        **over,
    )
    return found.direction


@pytest.mark.parametrize(
    ("kpi", "expected"),
    [
        ({"comparator": RULE.PREVIOUS_PERIOD}, LAST_QUARTER),
        ({"comparator": RULE.SAME_PERIOD_LAST_YEAR}, LAST_YEAR),
        ({"comparator": RULE.PREVIOUS_PERIOD, "seasonal": True}, LAST_YEAR),
        ({"comparator": RULE.PREVIOUS_PERIOD, "time_basis": BASIS.CUMULATIVE}, LAST_YEAR),
        ({"comparator": RULE.PREVIOUS_YEAR, "time_basis": BASIS.CUMULATIVE}, LAST_YEAR),
        ({"comparator": RULE.PREVIOUS_YEAR, "year_value": terms.YearValue.LAST}, "2023/24 Q4"),
        ({"comparator": RULE.PREVIOUS_YEAR}, LAST_YEAR),
        ({"comparator": RULE.FIXED_BASELINE, "baseline_period": "2022/23 Q1"}, "2022/23 Q1"),
    ],
)
def test_the_rule_names_the_period(kpi, expected):
    rows = [(p, 80) for p in ("2022/23 Q1", LAST_YEAR, "2023/24 Q4", LAST_QUARTER)]
    found = compared(kpi, *rows, (PERIOD, 90))
    assert found.comparator_period.label == expected
    assert found.comparator_where is not None
    assert expected in found.text


def test_the_previous_year_is_the_years_own_row_where_there_is_one():
    found = compared(
        {"comparator": RULE.PREVIOUS_YEAR}, ("2023/24", 85), (LAST_YEAR, 80), (PERIOD, 90)
    )
    assert found.comparator_period.label == "2023/24"


def test_a_baseline_value_needs_no_row():
    kpi = {"comparator": RULE.FIXED_BASELINE, "baseline_period": "2019/20", "baseline_value": 70}
    found = compared(kpi, (PERIOD, 90))
    assert found.comparator_value == Decimal(70)
    assert found.change == Decimal("20.0")


@pytest.mark.parametrize("is_in_a_workbook", [True, False])
def test_of_a_baseline_the_cell_is_named_where_a_workbook_holds_it(is_in_a_workbook):
    """A row taken out of the register since then is known from the record of changes alone."""
    kpi = make_kpi(comparator=RULE.FIXED_BASELINE, baseline_period="2019/20", baseline_value=70)
    kpi = kpi if is_in_a_workbook else replace(kpi, source=NOWHERE)
    result = make_result("WM-01", PERIOD, 90)
    found = comparator_of(kpi, result, Known({}, AS_OF, AS_OF, kpi))
    assert found.value == 70
    assert (found.where is not None) is is_in_a_workbook


def test_a_baseline_is_not_compared_with_itself():
    kpi = {"comparator": RULE.FIXED_BASELINE, "baseline_period": PERIOD}
    assert compared(kpi, (PERIOD, 90)).why_none


@pytest.mark.parametrize(
    ("time_basis", "now", "overlapping", "expected"),
    [
        (BASIS.ROLLING, "12 months to Dec 2024", "12 months to Sep 2024", "12 months to Dec 2023"),
        (BASIS.POOLED, "2021–23", "2020–22", "2018–20"),
    ],
)
@pytest.mark.parametrize("rule", [RULE.PREVIOUS_PERIOD, RULE.SAME_PERIOD_LAST_YEAR])
def test_overlapping_neighbours_are_never_compared(time_basis, now, overlapping, expected, rule):
    kpi = {"time_basis": time_basis, "comparator": rule}
    if time_basis is BASIS.POOLED:
        kpi |= {"frequency": terms.Frequency.ANNUAL, "lag_days": 365}
    found = compared(kpi, (expected, 80), (overlapping, 85), (now, 90))
    assert found.comparator_period.label == expected
    is_a_year = time_basis is BASIS.ROLLING
    assert found.rule == (
        "same period last year" if is_a_year else "last period that does not overlap"
    )


def test_only_an_overlapping_neighbour_is_no_comparator():
    found = compared(
        {"time_basis": BASIS.ROLLING}, ("12 months to Sep 2024", 85), ("12 months to Dec 2024", 90)
    )
    assert found.travel.value == "No comparator"
    assert "12 months to Dec 2023" in found.why_none


@pytest.mark.parametrize("rule", [None, RULE.NONE])
def test_no_rule_is_no_comparator(rule):
    assert compared({"comparator": rule}, (LAST_QUARTER, 80), (PERIOD, 90)).why_none


def test_a_gap_in_the_record_is_not_jumped_over():
    found = compared({}, ("2024/25 Q1", 80), (PERIOD, 90))
    assert found.comparator is None
    assert LAST_QUARTER in found.why_none


def test_snapshots_compare_with_the_one_before_and_the_one_nearest_a_year_ago():
    kpi = {"time_basis": BASIS.SNAPSHOT, "frequency": terms.Frequency.ANNUAL}
    rows = [("as at 02/11/2023", 80), ("as at 07/11/2024", 90)]
    for rule in (RULE.PREVIOUS_PERIOD, RULE.SAME_PERIOD_LAST_YEAR):
        found = compared(kpi | {"comparator": rule}, *rows)
        assert found.comparator_period.label == "as at 02/11/2023"


def test_a_days_figure_does_not_stand_for_a_quarters():
    found = compared(
        {"comparator": RULE.SAME_PERIOD_LAST_YEAR}, ("as at 31/12/2023", 80), (PERIOD, 90)
    )
    assert found.comparator is None
    assert f"no result for {LAST_YEAR}" in found.why_none


def test_figures_of_every_second_year_compare_with_the_one_before():
    kpi = {"frequency": terms.Frequency.TWO_YEARLY, "comparator": RULE.SAME_PERIOD_LAST_YEAR}
    found = compared(kpi, ("2021/22", 80), ("2023/24", 90))
    assert found.comparator_period.label == "2021/22"


@pytest.mark.parametrize(
    ("change", "is_broken"),
    [
        ({"break_in_series": True, "from_period": PERIOD}, True),
        ({"break_in_series": True, "from_period": LAST_QUARTER}, False),
        ({"break_in_series": True, "from_period": "2024/25 Q4"}, False),
        ({"break_in_series": False, "from_period": PERIOD}, False),
        (
            {
                "break_in_series": True,
                "from_period": PERIOD,
                "back_series": terms.BackSeries.YES,
            },
            False,
        ),
        (
            {
                "break_in_series": True,
                "from_period": PERIOD,
                "back_series": terms.BackSeries.PARTLY,
            },
            True,
        ),
        ({"break_in_series": True, "changed_on": date(2024, 11, 1)}, True),
    ],
)
def test_nothing_is_compared_across_a_break(change, is_broken):
    from pmf_cli.register.periods.text import parse_period

    fields = {k: parse_period(v) if k == "from_period" else v for k, v in change.items()}
    changes = (ScopeChange(change_ref="SC1", kpi_ref="WM-01", **fields),)
    found = compared({}, (LAST_QUARTER, 80), (PERIOD, 90), scope_changes=changes)
    assert (found.comparator is None) is is_broken
    assert ("break" in found.why_none) is is_broken


def test_a_result_marked_not_comparable_breaks_the_series_for_those_after_it():
    broken = make_result(
        "WM-01", LAST_QUARTER, 80, no_data_reason=terms.NoDataReason.NOT_COMPARABLE
    )
    kpi = {"comparator": RULE.SAME_PERIOD_LAST_YEAR}
    found = compared(kpi, (LAST_YEAR, 70), broken, (PERIOD, 90))
    assert found.comparator is None
    assert LAST_QUARTER in found.why_none


def test_a_comparator_received_later_is_not_known_yet():
    late = make_result("WM-01", LAST_QUARTER, 80, received_on=date(2025, 3, 1))
    assert compared({}, late, (PERIOD, 90)).comparator is None


SUMMED = {
    "data_type": terms.DataType.NUMBER,
    "unit": "visits",
    "decimal_places": 0,
    "year_value": terms.YearValue.SUM,
}


def test_figures_that_add_up_are_not_compared_with_a_whole_year():
    """9,400 visitors in a quarter are no fall from 45,700 in the year before."""
    rows = [(LAST_YEAR, 9000), ("2023/24", 45700), (PERIOD, 9400)]
    found = compared(SUMMED | {"comparator": RULE.PREVIOUS_YEAR}, *rows)
    assert found.comparator_period.label == LAST_YEAR
    average = compared({"comparator": RULE.PREVIOUS_YEAR}, *rows)
    assert average.comparator_period.label == "2023/24"


@pytest.mark.parametrize(
    ("base", "basis", "is_alike"),
    [
        ("2022/23", BASIS.WITHIN, False),
        ("2022/23 Q1", BASIS.WITHIN, True),
        ("2022/23", BASIS.CUMULATIVE, False),
        ("2022/23 Q1", BASIS.CUMULATIVE, False),
        ("2022/23 Q3", BASIS.CUMULATIVE, True),
    ],
)
def test_a_baseline_of_figures_that_add_up_is_for_as_long_a_time(base, basis, is_alike):
    kpi = SUMMED | {
        "comparator": RULE.FIXED_BASELINE,
        "time_basis": basis,
        "baseline_period": base,
        "baseline_value": 8000,
    }
    found = compared(kpi, (PERIOD, 9400))
    assert (found.comparator_value is not None) is is_alike
    assert is_alike or "another length of time" in found.why_none
