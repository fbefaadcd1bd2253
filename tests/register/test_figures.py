"""Figures in words: unit, decimals, signs, and nothing lost."""

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pmf_cli.register import terms
from pmf_cli.register.figures import change, figure, number, stated
from tests.make import make_kpi

PERCENTAGE = make_kpi()
DAYS = make_kpi("D", data_type=terms.DataType.DURATION, unit="days", decimal_places=0)
COUNT = make_kpi("N", data_type=terms.DataType.NUMBER, unit="Number", decimal_places=0)


@pytest.mark.parametrize(
    ("unit", "places", "value", "printed"),
    [
        ("%", 1, "38.24", "38.2%"),
        ("% of homes", 0, "38.5", "39%"),
        ("£k", 0, "1000", "£1,000k"),
        ("£000", 0, "1000", "£1,000k"),
        ("£m", 1, "-1.25", "-£1.3m"),
        ("£", 2, "1234.5", "£1,234.50"),
        ("£ per head", 2, "12.4", "£12.40 per head"),
        ("days", 0, "20", "20 days"),
        ("working days", 0, "1", "1 working day"),
        ("days", 1, "1", "1.0 days"),
        ("parks", 0, "1", "1 park"),
        ("families", 0, "1", "1 family"),
        ("per 1,000", 1, "12.4", "12.4 per 1,000"),
        ("Number", 0, "1234", "1,234"),
        ("families", 0, "0", "0 families"),
        (":1", 1, "2.5", "2.5:1"),
        ("%", 1, "-0.04", "0.0%"),
        ("%", None, "0.20", "0.2%"),
        ("days", None, "100", "100 days"),
    ],
)
def test_a_number_is_printed_with_its_unit(unit, places, value, printed):
    kpi = make_kpi(data_type=terms.DataType.NUMBER, unit=unit, decimal_places=places)
    assert figure(Decimal(value), kpi) == printed


def test_dates_answers_and_grades_are_words_of_their_own():
    assert figure(date(2024, 12, 31), PERCENTAGE) == "31/12/2024"
    assert figure(True, PERCENTAGE) == "Yes"
    assert figure(False, PERCENTAGE) == "No"
    assert figure("Good", PERCENTAGE) == "Good"
    assert figure(None, PERCENTAGE) == ""


def test_a_target_keeps_the_decimals_it_was_stated_with():
    assert stated(Decimal("40"), PERCENTAGE) == "40.0%"
    assert stated(Decimal("40.25"), PERCENTAGE) == "40.25%"
    assert stated(Decimal("1000"), COUNT) == "1,000"


def test_a_change_in_a_percentage_is_in_points():
    assert change(Decimal("-1.2"), PERCENTAGE) == "1.2 points"
    assert change(Decimal("-3"), DAYS) == "3 days"


@given(
    st.decimals(-(10**9), 10**9, places=6),
    st.integers(0, 6),
)
def test_a_printed_number_reads_back_as_the_rounded_one(value, places):
    printed = number(value, places)
    assert abs(Decimal(printed.replace(",", "")) - value) <= Decimal(5).scaleb(-places - 1)
