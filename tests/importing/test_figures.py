"""Figures as councils print them are read with unit, decimals, marks and reasons."""

from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pmf_cli.importing.figures import figure_in, figure_of, in_unit
from pmf_cli.importing.guesses import Sureness
from pmf_cli.register.terms import NoDataReason, ValueStatus
from pmf_cli.workbook.cells import Cell, ErrorValue


@pytest.mark.parametrize(
    ("text", "number", "decimals", "unit"),
    [
        ("48.6%", "48.6", 1, "%"),
        ("-16", "-16", 0, ""),
        ("+1.09%", "1.09", 2, "%"),
        ("209.03kg", "209.03", 2, "kg"),
        ("99 kg", "99", 0, "kg"),
        ("5,822 tonnes", "5822", 0, "tonnes"),
        ("2.1 days per FTE", "2.1", 1, "days per FTE"),
        ("£154,681.30", "154681.30", 2, "£"),
        ("1,847,000.4", "1847000.4", 1, ""),
        ("22 Days", "22", 0, "days"),
        (" 0 ", "0", 0, ""),
        ("106%", "106", 0, "%"),
        ("-£5", "-5", 0, "£"),
        ("£1.2m", "1.2", 1, "£m"),
    ],
)
def test_a_printed_number_is_read_surely(text: str, number: str, decimals: int, unit: str) -> None:
    """Number, decimals and unit as printed; no doubt."""
    figure = figure_in(text)
    assert (figure.number, figure.decimals, figure.unit) == (Decimal(number), decimals, unit)
    assert figure.sure is Sureness.CERTAIN


@pytest.mark.parametrize(
    "text",
    [
        "8 with plans for an additional 4",
        "100 (24 x SAF assessments and 76 x SAF reviews)",
        "-4.82% Jan-Dec 2023",
        "12,34",
        "1.2.3",
        "(3.2)",
        "N/A",
        "<5",
        "12m",
        "Outstanding",
    ],
)
def test_what_may_mean_something_else_is_a_doubt(text: str) -> None:
    """Several numbers in a cell, brackets, n/a: somebody decides."""
    assert figure_in(text).sure is Sureness.DOUBTFUL


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("[c]", NoDataReason.SUPPRESSED),
        ("TBC", NoDataReason.OVERDUE),
        ("Annual KPI", NoDataReason.NOT_DUE),
        ("Reports in Q4", NoDataReason.NOT_DUE),
        ("Reposts in Q4", NoDataReason.NOT_DUE),
        ("Reports I Q4", NoDataReason.NOT_DUE),
        ("Data not available until 2024", NoDataReason.AWAITING_PUBLICATION),
        ("DIV/0", NoDataReason.DATA_QUALITY),
        ("Discontinued", NoDataReason.DISCONTINUED),
    ],
)
def test_words_for_no_data_give_their_reason(text: str, reason: NoDataReason) -> None:
    """The reason, and never a number."""
    figure = figure_in(text)
    assert figure.reason is reason
    assert figure.number is None


@pytest.mark.parametrize("text", ["-", "x", "[x]", "Not available", "no data"])
def test_words_that_say_nothing_give_neither_value_nor_reason(text: str) -> None:
    """They say that there is no figure, not why."""
    assert figure_in(text).says_nothing


def test_a_star_marks_a_provisional_figure() -> None:
    """``9,000*`` is 9000, provisional, likely."""
    figure = figure_in("9,000*")
    assert (figure.number, figure.status) == (Decimal(9000), ValueStatus.PROVISIONAL)
    assert figure.sure is Sureness.LIKELY


def test_a_percentage_cell_is_read_as_it_shows() -> None:
    """0.486 shown as 48.6% is 48.6 with one decimal."""
    figure = figure_of(Cell(1, 1, 0.486, "0.0%"))
    assert (figure.number, figure.decimals, figure.unit) == (Decimal("48.6"), 1, "%")


def test_zero_in_a_cell_is_zero() -> None:
    """0 is a figure, also as a percentage."""
    assert figure_of(Cell(1, 1, 0)).number == 0
    assert figure_of(Cell(1, 1, 0.0, "0%")).number == 0


def test_an_error_cell_is_no_blank() -> None:
    """#N/A stays a doubt with its reason."""
    figure = figure_of(Cell(1, 1, ErrorValue("#N/A")))
    assert figure.reason is NoDataReason.DATA_QUALITY
    assert figure.sure is Sureness.DOUBTFUL


@settings(max_examples=200, deadline=None)
@given(st.decimals(-10_000_000, 10_000_000, places=2, allow_nan=False))
def test_any_number_printed_with_commas_reads_back(number: Decimal) -> None:
    """Printing and reading are each other's inverse."""
    assert figure_in(f"{number:,}").number == number
    assert figure_in(f"{number}%").number == number


@settings(max_examples=200, deadline=None)
@given(st.text(max_size=40))
def test_no_text_stops_the_reading(text: str) -> None:
    """Whatever stands in a cell gives a figure, a reason or a doubt."""
    figure = figure_in(text)
    assert figure.number is None or figure.number.is_finite()


@pytest.mark.parametrize(
    ("number", "printed", "unit", "expected"),
    [
        ("1.25", "£m", "£", "1250000"),
        ("1150000", "£", "£k", "1150"),
        ("1234567", "£", "£m", "1.234567"),
        ("0", "£m", "£", "0"),
        ("-2.5", "£bn", "£m", "-2500"),
        ("5", "", "£m", "5"),
        ("5", "homes", "number", "5"),
        ("90", "minutes", "hours", "1.5"),
        ("5", "days", "£", "None"),
        ("5", "£m", "%", "None"),
    ],
)
def test_a_figure_is_told_in_the_kpis_unit_or_not_at_all(number, printed, unit, expected) -> None:
    """£1.25m beside £1,200,000 is no £1.25, whichever unit the KPI is given."""
    assert str(in_unit(Decimal(number), printed, unit)) == expected


def test_weeks_and_days_are_told_in_days_and_days_in_weeks_where_that_is_exact() -> None:
    assert (figure_in("4 weeks 2 days").number, figure_in("4 weeks 2 days").unit) == (30, "days")
    assert in_unit(Decimal(6), "weeks", "days") == 42
    assert in_unit(Decimal(28), "days", "weeks") == 4
    assert in_unit(Decimal(30), "days", "weeks") is None
