"""Periods as Excel holds them: dates in disguise, years as numbers."""

from __future__ import annotations

from datetime import date, datetime, time

import pytest

from pmf_cli.register.periods import period as periods
from pmf_cli.register.periods import steps as period_steps
from pmf_cli.register.periods.cells import period
from pmf_cli.register.periods.context import beginning
from pmf_cli.register.periods.text import NO_CONTEXT, PeriodContext, parse_period
from pmf_cli.register.terms import Frequency, ValueStatus, YearBasis
from pmf_cli.register.values.exact import Doubt
from pmf_cli.workbook.cells import Cell, ErrorValue

QUARTERLY = PeriodContext(Frequency.QUARTERLY, YearBasis.FINANCIAL)
ANNUAL = PeriodContext(Frequency.ANNUAL, YearBasis.FINANCIAL)


@pytest.mark.parametrize(
    ("value", "number_format", "context", "label"),
    [
        (date(2024, 11, 1), "mmm-yy", NO_CONTEXT, "Nov 2024"),
        (date(2024, 11, 1), "[$-809]mmmm yyyy;@", NO_CONTEXT, "Nov 2024"),
        (datetime.fromisoformat("2024-12-31"), "dd/mm/yyyy", QUARTERLY, "2024/25 Q3"),
        (date(2024, 12, 31), "dd/mm/yyyy", NO_CONTEXT, "as at 31/12/2024"),
        (2024, "General", NO_CONTEXT, "2024"),
        (2024.0, "General", NO_CONTEXT, "2024"),
        (202407, "General", NO_CONTEXT, "Jul 2024"),
        (202425, "General", ANNUAL, "2024/25"),
        (20140401, "General", NO_CONTEXT, "as at 01/04/2014"),
    ],
)
def test_typed_cells_are_periods(value, number_format, context, label):
    made = period(Cell(2, 2, value, number_format), context, 4)
    assert isinstance(made, periods.Period)
    assert made.label == label


@pytest.mark.parametrize(
    ("text", "label", "status", "code"),
    [
        ("2024/25 Q3 (prov)", "2024/25 Q3", ValueStatus.PROVISIONAL, "PER002"),
        ("2024/25 Q3*", "2024/25 Q3", None, "PER002"),
        ("03/04/2024", "as at 03/04/2024", None, "CEL018"),
        ("12/04/2024", "as at 12/04/2024", None, "CEL018"),
    ],
)
def test_what_stands_beside_a_period_or_makes_it_doubtful_is_said(text, label, status, code):
    made = period(Cell(2, 2, text), NO_CONTEXT, 4)
    assert isinstance(made, Doubt)
    assert (str(made.value), made.status) == (label, status)
    assert [each for each, _ in made.remarks] == [code]


@pytest.mark.parametrize("value", [2024.25, True, 7, -1, float("nan"), date(2024, 11, 15)])
def test_what_is_no_period_is_said(value):
    made = period(Cell(2, 2, value), QUARTERLY, 4)
    assert isinstance(made, Doubt)
    assert made.value is None
    assert [code for code, _ in made.remarks] == ["PER001"]


@pytest.mark.parametrize(
    ("cell", "codes"),
    [
        (Cell(2, 2, None), None),
        (Cell(2, 2, ""), None),
        (Cell(2, 2, " "), None),
        (Cell(2, 2, None, formula=True), ["CEL004"]),
        (Cell(2, 2, ErrorValue("#REF!")), ["CEL003"]),
    ],
)
def test_a_blank_is_none_and_what_excel_could_not_work_out_is_said_to_be_that(cell, codes):
    made = period(cell, QUARTERLY, 4)
    assert ([code for code, _ in made.remarks] if made else None) == codes


@pytest.mark.parametrize(
    ("value", "shown"),
    [(True, "Yes"), (False, "No"), (time(12, 30), "12:30:00"), (2024.25, "2024.25")],
)
def test_what_no_text_of_a_period_could_say_is_only_shown(value, shown):
    """A yes is not the number 1, and an hour of the day no number at all."""
    made = period(Cell(2, 2, value), QUARTERLY, 4)
    assert made.remarks == (("PER001", f"is no period but {shown}"),)


@pytest.mark.parametrize(
    ("value", "context", "shown"),
    [
        (7, QUARTERLY, "7"),
        (99999999, NO_CONTEXT, "99999999"),
        (2024, ANNUAL, "2024"),
        (date(2024, 11, 15), QUARTERLY, "15/11/2024"),
        (date(2024, 9, 30), ANNUAL, "30/09/2024"),
    ],
)
def test_a_cell_that_is_no_period_is_named_once_with_the_reason(value, context, shown):
    made = period(Cell(2, 2, value), context, 4)
    ((_, words),) = made.remarks
    assert words.startswith(f"“{shown}” is not read as a period: ")
    assert words.count("is not read as a period") == 1
    assert words.endswith(".")


@pytest.mark.parametrize("text", ["13/04/2024", "31/12/2024", "12/12/2024", "2024-04-03"])
def test_a_day_that_reads_one_way_only_is_taken_without_a_word(text):
    made = period(Cell(2, 2, text), NO_CONTEXT, 4)
    assert isinstance(made, periods.Period)


def test_years_that_begin_in_january_are_calendar_years():
    """One stretch of days has one kind, so that labels read back."""
    assert periods.financial_year(2024, 1) == periods.calendar_year(2024)


def test_parts_of_years_that_begin_in_january_are_named_after_one_year():
    assert [str(periods.quarter(2024, 3, start)) for start in (1, 4)] == ["2024 Q3", "2024/25 Q3"]
    assert [str(periods.half(2024, 2, start)) for start in (1, 4)] == ["2024 H2", "2024/25 H2"]


def test_a_quarter_moved_by_a_month_is_the_one_that_it_then_begins_in():
    first = periods.quarter(2024, 1)
    moved = [str(period_steps.moved_by_months(first, months)) for months in (-1, 1, 4)]
    assert moved == ["2023/24 Q4", "2024/25 Q1", "2024/25 Q2"]


def test_terms_move_by_months_to_the_term_of_that_month():
    autumn = periods.term(2024, "Autumn")
    assert period_steps.year_earlier(autumn) == periods.term(2023, "Autumn")
    assert period_steps.moved_by_months(autumn, 4) == periods.term(2024, "Spring")
    assert period_steps.moved_by_months(autumn, -1) == periods.term(2023, "Summer")


def test_terms_follow_each_other_through_the_school_years():
    terms = ["2023/24 Summer", "2024/25 Autumn", "2024/25 Spring", "2024/25 Summer"]
    found = [
        [str(period_steps.shift(parse_period(name), to - at)) for to in range(4)]
        for at, name in enumerate(terms)
    ]
    assert found == [terms] * 4


@pytest.mark.parametrize(
    ("day", "months", "there"),
    [
        (date(2024, 8, 30), -12, date(2023, 8, 30)),
        (date(2024, 8, 31), -12, date(2023, 8, 31)),
        (date(2024, 2, 29), 12, date(2025, 2, 28)),
        (date(2023, 2, 28), 12, date(2024, 2, 29)),
        (date(2024, 2, 28), 12, date(2025, 2, 28)),
        (date(2024, 2, 27), 1, date(2024, 3, 27)),
        (date(2024, 6, 30), 1, date(2024, 7, 31)),
        (date(2024, 6, 29), 1, date(2024, 7, 29)),
        (date(2024, 1, 30), 1, date(2024, 2, 29)),
    ],
)
def test_only_the_last_day_of_a_month_moves_to_the_last_day_of_another(day, months, there):
    moved = period_steps.moved_by_months(periods.snapshot(day), months)
    assert moved == periods.snapshot(there)


@pytest.mark.parametrize(
    ("on", "context", "label"),
    [
        (date(2024, 10, 1), QUARTERLY, "2024/25 Q3"),
        (date(2024, 4, 1), ANNUAL, "2024/25"),
        (date(2024, 10, 2), QUARTERLY, None),
        (date(2024, 10, 1), ANNUAL, None),
        (date(2024, 4, 1), PeriodContext(Frequency.AD_HOC), None),
        (date(2024, 4, 1), PeriodContext(Frequency.TWO_YEARLY), None),
        (date(2024, 4, 1), NO_CONTEXT, None),
    ],
)
def test_a_period_begins_on_its_first_day_alone(on, context, label):
    """A KPI without a calendar, and one of which nothing is known, begins none."""
    found = beginning(on, context, 4)
    assert (None if found is None else str(found)) == label


def test_years_moved_by_half_a_year_stay_whole_years():
    assert period_steps.moved_by_months(periods.financial_year(2024), 6) == periods.financial_year(
        2024
    )
    assert period_steps.moved_by_months(periods.academic_year(2024), 5) == periods.academic_year(
        2024
    )


def test_pooled_labels_cannot_be_taken_for_years_or_months():
    assert periods.pooled(2021, 2023).label == "2021–23"
    assert periods.pooled(2021, 2022).label == "2021 and 2022"
    assert periods.pooled(2010, 2012).label == "2010–2012"


def test_periods_within_a_year_follow_its_start():
    year = periods.financial_year(2024, 7)
    quarters = period_steps.within(year, Frequency.QUARTERLY, YearBasis.FINANCIAL, 7)
    assert [str(q) for q in quarters] == [f"2024/25 Q{n}" for n in (1, 2, 3, 4)]
