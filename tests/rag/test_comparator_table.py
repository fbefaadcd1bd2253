"""What each kind of figure is compared with: one row of the table a case, the record beside it."""

from datetime import date

import pytest

from pmf_cli.rag.comparators import (
    breaks_of,
    broken_between,
    comparator_of,
    last_year_comparator,
)
from pmf_cli.register.periods.period import financial_year
from pmf_cli.register.periods.text import parse_period
from pmf_cli.register.sheets.supporting import ScopeChange
from pmf_cli.register.time.expected import Known
from tests.make import make_kpi, make_register, make_result
from tests.rag.desk import terms

RULE, BASIS, FREQ, YEAR = (
    terms.ComparatorRule,
    terms.TimeBasis,
    terms.Frequency,
    terms.YearValue,
)
LATE = date(2030, 1, 1)
PREVIOUS = {"comparator": RULE.PREVIOUS_PERIOD}
LAST_YEAR = {"comparator": RULE.SAME_PERIOD_LAST_YEAR}
A_YEAR_BEFORE = {"comparator": RULE.PREVIOUS_YEAR}
BASELINE = {"comparator": RULE.FIXED_BASELINE}
ROLLING = {"time_basis": BASIS.ROLLING}
POOLED = {"time_basis": BASIS.POOLED, "frequency": FREQ.ANNUAL}
DAY = {"time_basis": BASIS.SNAPSHOT}
SUM = {"year_value": YEAR.SUM}
LAST = {"year_value": YEAR.LAST}
Q3, Q2, THEN = "2024/25 Q3", "2024/25 Q2", "2023/24 Q3"
BLANK, UNREAD = object(), object()


def known(kpi, record):
    """The record as it is known: period → figure, ``BLANK`` or ``UNREAD``."""
    rows = {}
    for label, value in record.items():
        over = {"unread": "“9o” is no number"} if value is UNREAD else {}
        row = make_result("WM-01", label, None if value in (BLANK, UNREAD) else value, **over)
        rows[row.period] = row
    ordered = dict(sorted(rows.items(), key=lambda each: (each[0].end, each[0].start)))
    return Known(ordered, LATE, LATE, kpi)


# the KPI, the period, the record → the period compared with, and the rule or why with nothing
TABLE = [
    # no rule, nothing by design
    ({"comparator": None}, Q3, {Q2: 1}, None, "names no comparator"),
    ({"comparator": RULE.NONE}, Q3, {Q2: 1}, None, "by design"),
    # previous period
    (PREVIOUS, Q3, {Q2: 1, THEN: 1}, Q2, "previous period"),
    (PREVIOUS, "2024/25 Q1", {"2023/24 Q4": 1, Q2: 1}, "2023/24 Q4", "previous period"),
    (PREVIOUS, Q3, {"2024/25 Q1": 1, THEN: 1}, None, f"there is no result for {Q2}"),
    (PREVIOUS, Q3, {Q2: BLANK}, None, f"there is no result for {Q2}"),
    (PREVIOUS, Q3, {Q2: UNREAD}, None, f"the result for {Q2} cannot be read"),
    (PREVIOUS, Q3, {Q2: 0}, Q2, "previous period"),
    (PREVIOUS | {"frequency": FREQ.MONTHLY}, "Dec 2024", {"Nov 2024": 1}, "Nov 2024", "previous period"),
    (PREVIOUS | {"frequency": FREQ.TERMLY}, "2024/25 Autumn", {"2023/24 Summer": 1}, "2023/24 Summer", "previous period"),
    (PREVIOUS | {"frequency": FREQ.SIX_MONTHLY}, "2024/25 H1", {"2023/24 H2": 1}, "2023/24 H2", "previous period"),
    (PREVIOUS | {"frequency": FREQ.ANNUAL}, "2024/25", {"2023/24": 1}, "2023/24", "previous year"),
    (PREVIOUS | {"frequency": FREQ.ANNUAL}, "2024/25 AY", {"2023/24 AY": 1}, "2023/24 AY", "previous year"),
    (PREVIOUS | {"frequency": FREQ.ANNUAL}, "2024", {"2023": 1}, "2023", "previous year"),
    (PREVIOUS | {"frequency": FREQ.AD_HOC}, Q3, {"2023/24 Q1": 1, "2022/23 Q1": 1}, "2023/24 Q1", "previous period"),
    (PREVIOUS | {"frequency": FREQ.AD_HOC}, Q3, {}, None, "holds no earlier result"),
    (PREVIOUS | {"frequency": FREQ.ANNUAL}, "2024 survey", {"2022 survey": 1}, "2022 survey", "previous period"),
    (PREVIOUS | {"frequency": FREQ.ANNUAL}, "2024 survey", {}, None, "holds no earlier result"),
    # the time of year moves the figure
    (PREVIOUS | {"seasonal": True}, Q3, {Q2: 1, THEN: 1}, THEN, "same period last year"),
    (PREVIOUS | {"seasonal": None}, Q3, {Q2: 1, THEN: 1}, Q2, "previous period"),
    (PREVIOUS | {"time_basis": BASIS.CUMULATIVE}, Q3, {Q2: 1, THEN: 1}, THEN, "same period last year"),
    # same period last year
    (LAST_YEAR, Q3, {Q2: 1, THEN: 1}, THEN, "same period last year"),
    (LAST_YEAR | {"frequency": FREQ.MONTHLY}, "Feb 2024", {"Feb 2023": 1}, "Feb 2023", "same period last year"),
    (LAST_YEAR | {"frequency": FREQ.ANNUAL}, "2024/25", {"2023/24": 1}, "2023/24", "previous year"),
    (LAST_YEAR | {"frequency": None}, "2024/25", {"2023/24": 1, "2022/23": 1}, "2023/24", "previous year"),
    (LAST_YEAR | {"frequency": FREQ.AD_HOC}, "2024/25", {"2023/24": 1}, "2023/24", "previous year"),
    (LAST_YEAR | {"frequency": FREQ.AD_HOC}, "2024/25", {"2022/23": 1}, None, "there is no result for 2023/24"),
    (LAST_YEAR | {"frequency": FREQ.TWO_YEARLY}, "2024/25", {"2023/24": 1, "2022/23": 2}, "2022/23", "previous year"),
    (LAST_YEAR | {"frequency": FREQ.THREE_YEARLY}, "2024/25", {"2021/22": 1, "2022/23": 2}, "2021/22", "previous year"),
    (LAST_YEAR | {"frequency": FREQ.ANNUAL}, "2024 survey", {"2021 survey": 1}, "2021 survey", "previous period"),
    # overlapping neighbours
    (PREVIOUS | ROLLING, "12 months to Dec 2024", {"12 months to Sep 2024": 1, "12 months to Dec 2023": 1}, "12 months to Dec 2023", "same period last year"),
    (PREVIOUS | ROLLING, "6 months to Dec 2024", {"6 months to Sep 2024": 1, "6 months to Jun 2024": 1}, "6 months to Jun 2024", "last period that does not overlap"),
    (LAST_YEAR | ROLLING, "12 months to Dec 2024", {"12 months to Dec 2023": 1}, "12 months to Dec 2023", "same period last year"),
    (LAST_YEAR | ROLLING, "6 months to Dec 2024", {"6 months to Jun 2024": 1, "6 months to Dec 2023": 2}, "6 months to Dec 2023", "same period last year"),
    (LAST_YEAR | ROLLING, "24 months to Dec 2024", {"24 months to Dec 2023": 1, "24 months to Dec 2022": 2}, "24 months to Dec 2022", "last period that does not overlap"),
    (LAST_YEAR | ROLLING, "13 months to Dec 2024", {"13 months to Dec 2023": 1, "13 months to Nov 2023": 2}, "13 months to Nov 2023", "last period that does not overlap"),
    (LAST_YEAR | POOLED, "2022–24", {"2021–23": 1, "2019–21": 1}, "2019–21", "last period that does not overlap"),
    (PREVIOUS | POOLED, "2022–24", {"2021–23": 1, "2019–21": 1}, "2019–21", "last period that does not overlap"),
    (A_YEAR_BEFORE | POOLED, "2022–24", {"2021–23": 1, "2019–21": 1}, "2019–21", "last period that does not overlap"),
    (A_YEAR_BEFORE | ROLLING, "12 months to Dec 2024", {"2023/24": 1, "12 months to Dec 2023": 1}, "12 months to Dec 2023", "same period last year"),
    # previous year
    (A_YEAR_BEFORE, Q3, {Q2: 1, THEN: 1, "2023/24": 1}, "2023/24", "previous year"),
    (A_YEAR_BEFORE, Q3, {THEN: 1, "2023/24": BLANK}, THEN, "same period last year (the record has no figure for 2023/24)"),
    (A_YEAR_BEFORE, Q3, {THEN: 1, "2023/24 Q4": 1}, THEN, "same period last year (the record has no figure for 2023/24)"),
    (A_YEAR_BEFORE | LAST, Q3, {THEN: 1, "2023/24 Q4": 1, Q2: 1}, "2023/24 Q4", "previous year"),
    (A_YEAR_BEFORE | LAST, Q3, {THEN: 1, "2023/24 Q4": 1, "2023/24": 2}, "2023/24", "previous year"),
    (A_YEAR_BEFORE | LAST, Q3, {THEN: 1, "2023/24 Q4": 1, "2023/24": BLANK}, "2023/24 Q4", "previous year"),
    (A_YEAR_BEFORE | LAST, Q3, {THEN: 1, Q2: 1}, THEN, "same period last year (the record has no figure for 2023/24)"),
    (A_YEAR_BEFORE | LAST, Q3, {THEN: 1, "2023/24 Q4": BLANK}, THEN, "same period last year (the record has no figure for 2023/24)"),
    (A_YEAR_BEFORE | SUM, Q3, {THEN: 1, "2023/24": 1}, THEN, "same period last year"),
    (A_YEAR_BEFORE | {"seasonal": True}, Q3, {THEN: 1, "2023/24": 1}, THEN, "same period last year"),
    (A_YEAR_BEFORE | {"frequency": FREQ.ANNUAL}, "2024/25", {"2023/24": 1}, "2023/24", "previous year"),
    (A_YEAR_BEFORE | {"year_basis": terms.YearBasis.CALENDAR}, Q3, {"2023": 1, "2023/24": 2}, "2023", "previous year"),
    # fixed baseline
    (BASELINE | {"baseline_period": "2022/23 Q1"}, Q3, {"2022/23 Q1": 1, Q2: 1}, "2022/23 Q1", "fixed baseline"),
    (BASELINE | {"baseline_period": "2022/23 Q1"}, Q3, {Q2: 1}, None, "there is no result for 2022/23 Q1"),
    (BASELINE | {"baseline_period": Q3}, Q3, {}, None, "is not earlier"),
    (BASELINE | {"baseline_period": "2024/25 Q4"}, Q3, {}, None, "is not earlier"),
    (BASELINE | {"baseline_period": Q3, "baseline_value": 5}, Q3, {}, None, "is not earlier"),
    (BASELINE | {"baseline_period": Q2, "baseline_value": 5}, Q3, {Q2: 1}, Q2, "fixed baseline"),
    (BASELINE, Q3, {Q2: 1}, None, "gives no baseline period or value"),
    (BASELINE | SUM | {"baseline_period": "2022/23"}, Q3, {"2022/23": 1}, None, "another length of time"),
    (BASELINE | SUM | {"baseline_period": "2022/23 Q1"}, Q3, {"2022/23 Q1": 1}, "2022/23 Q1", "fixed baseline"),
    (BASELINE | {"baseline_period": "2022/23"}, Q3, {"2022/23": 1}, "2022/23", "fixed baseline"),
    # a day: the nearest, less than half the step away
    (LAST_YEAR | DAY, "as at 31/12/2024", {"as at 31/12/2023": 1}, "as at 31/12/2023", "same period last year"),
    (LAST_YEAR | DAY, "as at 31/12/2024", {"as at 15/11/2023": 1, "as at 16/11/2023": 2}, "as at 16/11/2023", "same period last year"),
    (LAST_YEAR | DAY, "as at 31/12/2024", {"as at 15/11/2023": 1}, None, "no result for as at 31/12/2023"),
    (LAST_YEAR | DAY, "as at 31/12/2024", {"as at 16/11/2023": 1}, "as at 16/11/2023", "same period last year"),
    (LAST_YEAR | DAY, "as at 31/12/2024", {"as at 14/02/2024": 1}, "as at 14/02/2024", "same period last year"),
    (LAST_YEAR | DAY, "as at 31/12/2024", {"as at 15/02/2024": 1}, None, "no result for as at 31/12/2023"),
    (LAST_YEAR | DAY, "as at 31/12/2024", {"as at 30/12/2023": 1, "as at 01/01/2024": 2}, "as at 30/12/2023", "same period last year"),
    (LAST_YEAR | DAY, "as at 31/12/2024", {"as at 20/12/2023": 1, "as at 02/01/2024": 2}, "as at 02/01/2024", "same period last year"),
    (LAST_YEAR | DAY, "as at 31/12/2024", {"as at 31/12/2023": BLANK, "as at 02/01/2024": 2}, "as at 02/01/2024", "same period last year"),
    (LAST_YEAR | DAY, "as at 31/12/2024", {"as at 01/01/2024": BLANK, "as at 20/12/2023": 2}, "as at 20/12/2023", "same period last year"),
    (LAST_YEAR | DAY | {"frequency": FREQ.ANNUAL}, "as at 31/12/2024", {"as at 15/11/2023": 1}, "as at 15/11/2023", "same period last year"),
    (LAST_YEAR | DAY | {"frequency": None}, "as at 31/12/2024", {"as at 02/07/2023": 1}, "as at 02/07/2023", "same period last year"),
    (LAST_YEAR | DAY | {"frequency": None}, "as at 31/12/2024", {"as at 01/07/2023": 1}, None, "no result for"),
    (LAST_YEAR | DAY | {"frequency": FREQ.TERMLY}, "as at 31/12/2024", {"as at 02/07/2023": 1}, "as at 02/07/2023", "same period last year"),
    (LAST_YEAR | DAY | {"frequency": FREQ.MONTHLY}, "as at 31/12/2024", {"as at 15/11/2023": 1, "as at 18/12/2023": 2}, "as at 18/12/2023", "same period last year"),
    (LAST_YEAR | DAY | {"frequency": FREQ.MONTHLY}, "as at 31/12/2024", {"as at 15/12/2023": 1}, None, "no result for"),
]  # fmt: skip


@pytest.mark.parametrize("row", TABLE, ids=range(len(TABLE)))
def test_each_figure_is_compared_with_the_period_that_the_rule_names(row):
    fields, period, record, expected, said = row
    kpi = make_kpi("WM-01", **{"first_period": None} | fields)
    result = make_result("WM-01", period, 9)
    found = comparator_of(kpi, result, known(kpi, {**record, period: 9}))
    if expected is None:
        assert found.value is None
        assert said in found.why_none
        return
    assert (str(found.period), found.rule, found.why_none) == (expected, said, "")
    assert found.value == fields.get("baseline_value", record.get(expected))
    assert found.where is not None
    own = fields.get("baseline_value") is not None
    assert (found.result is None) is own
    assert found.where.sheet == ("KPIs" if own else "Results")


@pytest.mark.parametrize("start", [1, 4, 7])
def test_the_year_before_is_the_councils_own(start):
    """The figure for a quarter is held against the year that ended before its own year began."""
    kpi = make_kpi("WM-01", first_period=None, **A_YEAR_BEFORE)
    period = parse_period("Dec 2024")
    before = make_result("WM-01", financial_year(2023, start), 5)
    record = Known({before.period: before}, LATE, LATE, kpi)
    found = comparator_of(kpi, make_result("WM-01", period, 9), record, (), start)
    assert (found.value, found.period) == (5, before.period)


@pytest.mark.parametrize("rule", RULE)
def test_a_figure_without_a_period_is_compared_with_nothing(rule):
    kpi = make_kpi("WM-01", comparator=rule, baseline_period="2022/23", baseline_value=5)
    bare = make_result("WM-01", None, 9)
    record = known(kpi, {Q2: 1, THEN: 1, "2023/24": 1})
    found = comparator_of(kpi, bare, record)
    assert found.value is None
    if rule is not RULE.NONE:
        assert (found.rule, found.why_none) == (rule.value.lower(), "the result has no period")
    assert last_year_comparator(kpi, bare, record).why_none == "the result has no period"
    assert broken_between(parse_period(Q2), bare, record, ()) == ""


def test_a_scheme_of_improvement_takes_last_year_whatever_the_kpis_rule():
    kpi = make_kpi("WM-01", first_period=None, **PREVIOUS)
    record = known(kpi, {Q2: 1, THEN: 2, Q3: 9})
    result = make_result("WM-01", Q3, 9)
    found = last_year_comparator(kpi, result, record)
    assert (found.value, str(found.period), found.rule) == (2, THEN, "same period last year")
    change = ScopeChange(change_ref="SC1", kpi_ref="WM-01", from_period=parse_period(Q2))
    broken = last_year_comparator(kpi, result, record, (change,))
    assert (broken.value, broken.where, broken.result) == (None, None, None)
    assert broken.why_none == f"break in series from {Q2}"


# from period, changed on → what is compared with it and what is not
BREAKS = [
    (Q3, None, True),
    (Q2, None, False),  # it begins with the earlier period: that one is on the new side already
    ("Sep 2024", None, True),
    ("Jul 2024", None, False),
    ("Dec 2024", None, True),
    ("Jan 2025", None, False),
    (None, date(2024, 7, 1), False),
    (None, date(2024, 7, 2), True),
    (None, date(2024, 12, 31), True),
    (None, date(2025, 1, 1), False),
    (None, None, False),
    (Q2, date(2024, 10, 1), False),
]


@pytest.mark.parametrize(("since", "changed_on", "is_broken"), BREAKS)
def test_a_break_lies_between_where_it_begins_after_the_earlier_and_by_the_laters_end(
    since, changed_on, is_broken
):
    change = ScopeChange(
        change_ref="SC1",
        kpi_ref="WM-01",
        from_period=parse_period(since) if since else None,
        changed_on=changed_on,
    )
    unlike = ScopeChange(change_ref="SC2", kpi_ref="WM-01", changed_on=date(2020, 1, 1))
    kpi = make_kpi("WM-01", first_period=None, **PREVIOUS)
    result = make_result("WM-01", Q3, 9)
    record = known(kpi, {Q2: 1, Q3: 9})
    why = broken_between(parse_period(Q2), result, record, (unlike, change))
    assert bool(why) is is_broken
    found = comparator_of(kpi, result, record, (unlike, change))
    assert (found.value is None, found.where is None, found.result is None) == (is_broken,) * 3
    assert broken_between(None, result, record, (unlike, change)) == ""


@pytest.mark.parametrize(
    ("marked", "said"),
    [
        (Q3, f"{Q3} is marked as not comparable"),
        (Q2, f"break in series at {Q2}"),
        ("2023/24 Q4", "break in series at 2023/24 Q4"),
        (THEN, ""),
        ("2023/24 Q2", ""),
        ("2024/25 Q4", ""),
        (None, ""),
    ],
)
def test_a_mark_of_not_comparable_cuts_off_what_is_before_it(marked, said):
    kpi = make_kpi("WM-01", first_period=None, **LAST_YEAR)
    rows = {}
    for label in ("2023/24 Q2", THEN, "2023/24 Q4", "2024/25 Q1", Q2, Q3, "2024/25 Q4"):
        why = terms.NoDataReason.NOT_COMPARABLE if label == marked else None
        row = make_result("WM-01", label, 5, no_data_reason=why)
        rows[row.period] = row
    record = Known(rows, LATE, LATE, kpi)
    found = comparator_of(kpi, rows[parse_period(Q3)], record)
    assert (found.value is None) is bool(said)
    assert said in found.why_none
    if marked == Q3:
        assert "not comparable" in broken_between(None, rows[parse_period(Q3)], record, ())


def test_a_change_counts_as_a_break_where_it_says_so_and_not_all_past_figures_were_made_anew():
    def change(ref, kpi, is_break, back):
        return ScopeChange(change_ref=ref, kpi_ref=kpi, break_in_series=is_break, back_series=back)

    series = terms.BackSeries
    rows = [
        change("A", "WM-01", True, None),
        change("B", "WM-01", True, series.YES),
        change("C", "WM-01", False, None),
        change("D", "WM-01", None, None),
        change("E", "WM-02", True, series.PARTLY),
        change("F", None, True, None),
        change("G", "WM-01", True, series.PARTLY),
    ]
    found = breaks_of(make_register(scope_changes=tuple(rows)))
    refs = {ref: [one.change_ref for one in changes] for ref, changes in found.items()}
    assert refs == {"WM-01": ["A", "G"], "WM-02": ["E"]}


def test_where_there_is_no_result_a_break_is_not_the_reason():
    kpi = make_kpi("WM-01", first_period=None, **PREVIOUS)
    change = ScopeChange(change_ref="SC1", kpi_ref="WM-01", from_period=parse_period(Q3))
    found = comparator_of(kpi, make_result("WM-01", Q3, 9), known(kpi, {Q3: 9}), (change,))
    assert found.why_none == f"there is no result for {Q2}"
    assert str(found.period) == Q2


def test_a_mark_on_another_figure_that_ends_with_the_result_breaks_nothing():
    """A count of the quarter's last day is marked; the quarter's own figure is not."""
    kpi = make_kpi("WM-01", first_period=None, **PREVIOUS)
    why = terms.NoDataReason.NOT_COMPARABLE
    made = [
        make_result("WM-01", Q2, 5),
        make_result("WM-01", "as at 31/12/2024", 7, no_data_reason=why),
        make_result("WM-01", Q3, 9),
    ]
    rows = {row.period: row for row in made}
    for order in (rows, dict(reversed(rows.items()))):
        assert comparator_of(kpi, made[2], Known(order, LATE, LATE, kpi)).value == 5
