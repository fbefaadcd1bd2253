"""Cells become exact values; what does not fit is said and never lost or guessed."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pmf_cli.register.choices import allowed_words, choice_in
from pmf_cli.register.figures import as_printed
from pmf_cli.register.terms import (
    DataType,
    Frequency,
    NoDataReason,
    Polarity,
    TargetType,
    ValueStatus,
)
from pmf_cli.register.values import dates
from pmf_cli.register.values import exact as values
from pmf_cli.register.values.exact import Doubt
from pmf_cli.register.values.measure import MeasuredAs
from pmf_cli.register.values.references import reference
from pmf_cli.register.values.value_cells import result_value, target_value
from pmf_cli.tabular.figures import number_in
from pmf_cli.workbook.cells import Cell, ErrorValue

PERCENTAGE = MeasuredAs(DataType.PERCENTAGE, "%")
COUNT = MeasuredAs(DataType.NUMBER, "families")


def cell(value: object, number_format: str = "General", formula: bool = False) -> Cell:
    return Cell(7, 6, value, number_format, formula)


def codes(doubt: object) -> list[str]:
    assert isinstance(doubt, Doubt)
    return [code for code, _ in doubt.remarks]


@pytest.mark.parametrize(
    ("value", "number_format", "exact"),
    [
        (0.1 + 0.2, "General", "0.3"),
        (0.382, "0.0%", "38.2"),
        (0.07, "0%", "7"),
        (1, "0%", "100"),
        (1.06, "0.00%", "106"),
        (85.5, "General", "85.5"),
        (0, "General", "0"),
        (-0.0, "General", "0"),
        (1e20, "General", "100000000000000000000"),
        (38.2, "0.0", "38.2"),
    ],
)
def test_numbers_are_exact_decimals(value, number_format, exact):
    """A float is read to 15 digits once; a percentage format gives the number people see."""
    made = values.number(cell(value, number_format))
    assert made == Decimal(exact)
    assert str(made) == exact


@given(st.decimals(min_value=-(10**9), max_value=10**9, places=4, allow_nan=False))
@settings(max_examples=200, deadline=None)
def test_a_typed_decimal_comes_back_exactly(number):
    """parse → print → parse is the identity: through Excel's float and through text."""
    assert values.number(cell(float(number))) == number
    found = number_in(str(number))
    assert found is not None
    assert found.value == number
    again = number_in(f"{as_printed(number, 4):,}")
    assert again is not None
    assert again.value == number


@given(st.decimals(min_value=-(10**6), max_value=10**6, places=5), st.integers(0, 4))
@settings(max_examples=200, deadline=None)
def test_printed_values_print_as_themselves(number, places):
    """Rounding twice is rounding once, halves away from zero, and never minus zero."""
    once = as_printed(number, places)
    assert as_printed(once, places) == once
    assert abs(once - number) <= Decimal(5).scaleb(-places - 1)
    assert not str(as_printed(Decimal("-0.04"), 1)).startswith("-")
    assert as_printed(Decimal("2.5"), 0) == 3
    assert as_printed(Decimal("-2.5"), 0) == -3


@pytest.mark.parametrize(
    ("text", "unit", "exact", "code"),
    [
        ("48.6%", "%", "48.6", "CEL002"),
        ("1,489", "families", "1489", "CEL002"),
        ("1\u2009489", "families", "1489", "CEL002"),
        ("1\u202f489\u00a0300", "families", "1489300", "CEL002"),
        ("£154,681.30", "£", "154681.30", "CEL002"),
        ("£23,771,451.95", "£", "23771451.95", "CEL002"),
        ("-£12.50", "£", "-12.50", "CEL002"),
        ("(12.5)", "families", "-12.5", "CEL002"),
        ("−5", "families", "-5", "CEL002"),
        ("+1.09%", "%", "1.09", "CEL002"),
        ("176.000", "families", "176.000", "CEL002"),
        ("5,822 tonnes", "tonnes", "5822", "CEL012"),
        ("209.03kg", "kg per household", "209.03", "CEL012"),
        ("99 kg", "number", "99", "CEL012"),
        ("22 Days", "days", "22", "CEL012"),
        ("2.1 days per FTE", "days", "2.1", "CEL012"),
        ("2.1 days", "days lost per FTE", "2.1", "CEL012"),
        ("12 families", "families", "12", "CEL012"),
        ("3.4 per 1,000", "per 1,000", "3.4", "CEL012"),
        ("3.4 per 1,000", "rate", "3.4", "CEL012"),
        ("1.5% of workforce", "%", "1.5", "CEL012"),
        ("3,190*", "families", "3190", "CEL012"),
        ("44.1 (p)", "families", "44.1", "CEL012"),
        ("-4.82% Jan-Dec 2023", "%", "-4.82", "CEL012"),
    ],
)
def test_figures_written_as_text_are_read_and_reported(text, unit, exact, code):
    made = result_value(cell(text), MeasuredAs(None, unit))
    assert made.value == Decimal(exact)
    assert codes(made) == [code]


@pytest.mark.parametrize(
    "text",
    [
        "1.5m",
        "£1.2 million",
        "48.6%",
        "5,822 tonnes",
        "22 days",
        "3.4 per 1,000",
        "9kg better than our target",
        "8 with plans for an additional 4",
        "100 (24 x SAF assessments and 76 x SAF reviews)",
        "618 SAFs in 2015/16",
        "81 days vs 15 day target",
        "1,48",
        "1.234,5",
        "12 of 30",
        "about 5",
        "--5",
        "(5",
        "5-6",
        "20 Jun 2021",
        "5 Oct",
        "65,000 then 60,000",
    ],
)
def test_text_with_a_doubtful_figure_gives_no_number(text):
    made = result_value(cell(text), COUNT)
    assert made.value is None
    assert codes(made) == ["CEL013"]


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("[c]", NoDataReason.SUPPRESSED),
        ("<5", NoDataReason.SUPPRESSED),
        ("[z]", NoDataReason.NOT_APPLICABLE),
        ("Discontinued", NoDataReason.DISCONTINUED),
        ("Annual KPI", NoDataReason.NOT_DUE),
        ("Reports in Q4", NoDataReason.NOT_DUE),
        ("Reposts in Q4", NoDataReason.NOT_DUE),
        ("Return overdue", NoDataReason.OVERDUE),
        ("Awaiting national publication", NoDataReason.AWAITING_PUBLICATION),
    ],
)
def test_words_of_certain_meaning_become_the_reason(text, reason):
    made = result_value(cell(text), COUNT)
    assert (made.value, made.reason) == (None, reason)
    assert codes(made) == ["CEL014"]


@pytest.mark.parametrize(
    "text",
    [
        *("N/A", "n/a", "-", "x", "TBC", "TBA", "[x]", "Not available", "DIV/0"),
        *("Data not available until 2024", "No longer published at Local Authority level"),
    ],
)
def test_words_of_uncertain_meaning_are_never_silent(text):
    """No number and no reason is made of them, for any kind of figure."""
    for kind in DataType:
        made = result_value(cell(text), MeasuredAs(kind))
        if kind is DataType.GRADE and not isinstance(made, Doubt):
            continue
        assert made.value is None
        assert made.reason is None
        assert made.remarks


@pytest.mark.parametrize("reason", list(NoDataReason))
def test_a_reason_typed_in_its_own_words_where_the_figure_should_stand_is_that_reason(reason):
    for kind in DataType:
        for text in (reason.value, f" {reason.value.upper()}. "):
            made = result_value(cell(text), MeasuredAs(kind))
            assert (made.value, made.reason, codes(made)) == (None, reason, ["CEL014"])


@pytest.mark.parametrize("kind", [*DataType, None])
def test_a_word_that_says_that_nothing_is_there_is_never_a_grade_nor_called_an_odd_figure(kind):
    for text in ("x", "nil", "unknown", "Missing", "no data", "to be agreed", "not collected"):
        made = result_value(cell(text), MeasuredAs(kind))
        ((code, words),) = made.remarks
        assert (made.value, made.reason, code) == (None, None, "CEL013")
        assert "does not say why there is none" in words


def test_small_numbers_are_suppressed_only_where_things_are_counted():
    assert result_value(cell("<5"), PERCENTAGE).reason is None


def test_a_star_marks_a_provisional_figure():
    assert result_value(cell("3,190*"), COUNT).status is ValueStatus.PROVISIONAL
    assert result_value(cell("3,190 (Rev)"), COUNT).status is ValueStatus.REVISED


def test_blank_is_no_value_and_zero_is_one():
    assert result_value(cell("  \u200b"), COUNT) is None
    assert result_value(cell(0), COUNT) == 0
    assert result_value(cell(False), MeasuredAs(DataType.YES_NO)) is False


def test_an_error_or_a_blank_is_no_reference():
    assert codes(reference(cell(ErrorValue("#N/A")))) == ["CEL003"]
    assert codes(reference(cell(None, formula=True))) == ["CEL004"]
    assert reference(cell(None)) is None


@pytest.mark.parametrize(
    "read", [values.number, values.whole, values.text, values.yes_no, dates.day]
)
def test_a_text_of_blanks_is_as_good_as_nothing(read):
    assert read(cell("  \u200b")) is None
    assert read(cell(None)) is None


@pytest.mark.parametrize("kind", [*DataType, None])
def test_errors_and_uncalculated_formulas_are_told_apart_from_blanks(kind):
    measure = MeasuredAs(kind)
    assert codes(result_value(cell(ErrorValue("#N/A")), measure)) == ["CEL003"]
    assert codes(result_value(cell(None, formula=True), measure)) == ["CEL004"]
    assert result_value(cell(None), measure) is None
    assert codes(values.text(cell(ErrorValue("#REF!")))) == ["CEL003"]


def test_the_data_type_decides_what_a_cell_should_hold():
    assert result_value(cell("Good"), MeasuredAs(DataType.GRADE)) == "Good"
    assert result_value(cell("Y"), MeasuredAs(DataType.YES_NO)) is True
    on = datetime.fromisoformat("2024-03-31")
    assert result_value(cell(on), MeasuredAs(DataType.DATE)) == date(2024, 3, 31)
    assert codes(result_value(cell(on), COUNT)) == ["CEL001"]
    assert codes(result_value(cell(True), COUNT)) == ["CEL001"]
    assert codes(result_value(cell(3), MeasuredAs(DataType.YES_NO))) == ["CEL008"]


def test_target_words_are_not_taken_for_figures():
    assert codes(target_value(cell("<5"), COUNT)) == ["CEL001"]
    assert codes(target_value(cell("Establish baseline"), COUNT)) == ["CEL001"]
    assert codes(target_value(cell("n/a"), COUNT)) == ["CEL016"]
    assert target_value(cell("90% minimum"), PERCENTAGE).value == 90
    assert target_value(cell(90), COUNT) == 90


@pytest.mark.parametrize(("text", "is_to_come"), [("TBC", True), ("Establish baseline", False)])
def test_only_for_a_target_still_to_come_a_target_type_is_proposed(text, is_to_come):
    ((_, words),) = target_value(cell(text), COUNT).remarks
    assert (str(TargetType.TO_BE_AGREED) in words) is is_to_come


@pytest.mark.parametrize(
    ("value", "made", "expected"),
    [
        (datetime.fromisoformat("2024-09-30"), date(2024, 9, 30), None),
        ("30/09/2024", date(2024, 9, 30), "CEL006"),
        ("30 September 2024", date(2024, 9, 30), "CEL006"),
        ("2024-09-30", date(2024, 9, 30), "CEL006"),
        ("03/04/2024", date(2024, 4, 3), "CEL018"),
        ("03/03/2024", date(2024, 3, 3), "CEL006"),
        ("12/01/2024", date(2024, 1, 12), "CEL018"),
        ("13/01/2024", date(2024, 1, 13), "CEL006"),
        ("12/12/2024", date(2024, 12, 12), "CEL006"),
        (45809, date(2025, 6, 1), "CEL017"),
        ("45809", date(2025, 6, 1), "CEL017"),
        ("20140401", date(2014, 4, 1), "CEL006"),
        ("09/30/2024", None, "CEL005"),
        ("soon", None, "CEL005"),
        (7, None, "CEL005"),
        (date(1900, 1, 30), None, "CEL005"),
        (datetime(2204, 3, 31, 12), None, "CEL005"),  # noqa: DTZ001 - as Excel gives it
        ("30/01/1900", None, "CEL005"),
        (date(1950, 1, 1), date(1950, 1, 1), None),
        ("01/01/1950", date(1950, 1, 1), "CEL006"),
        ("31/12/1949", None, "CEL005"),
        ("31/12/2099", date(2099, 12, 31), "CEL006"),
        ("01/01/2100", None, "CEL005"),
        ("N/A", None, "CEL016"),
    ],
)
def test_dates_are_read_day_first(value, made, expected):
    found = dates.day(cell(value))
    if expected is None:
        assert found == made
    else:
        assert found.value == made
        assert codes(found) == [expected]


@pytest.mark.parametrize(
    ("value", "number"),
    [(date(1900, 1, 30), 30), (date(1900, 2, 28), 59), (date(1900, 3, 1), 61)],
)
def test_a_number_shown_as_a_date_is_named_as_excel_counts(value, number):
    """Excel counts a 29 February 1900 that never was."""
    ((_, words),) = dates.day(cell(value)).remarks
    assert f"such as {number}," in words


@pytest.mark.parametrize("value", [date(1901, 1, 1), date(2204, 3, 31)])
def test_no_number_is_behind_a_day_that_excel_would_not_make_of_a_small_one(value):
    ((_, words),) = dates.day(cell(value)).remarks
    assert "number" not in words


@pytest.mark.parametrize(
    ("value", "code"), [(date(1901, 1, 1), "CEL005"), (date(1900, 12, 31), "CEL001")]
)
def test_without_a_data_type_a_moment_of_1900_is_a_length_of_time_and_later_days_are_days(
    value, code
):
    assert codes(result_value(cell(value), MeasuredAs(None))) == [code]


@pytest.mark.parametrize(("text", "code"), [("12", "CEL002"), ("5%", "CEL002"), ("12*", "CEL012")])
def test_a_number_as_text_is_told_from_a_number_with_a_mark_beside_it(text, code):
    assert codes(values.number(cell(text))) == [code]


@pytest.mark.parametrize(
    ("value", "made", "expected"),
    [(2, 2, None), (2.0, 2, None), (2.5, None, "CEL009"), ("two", None, "CEL009")],
)
def test_whole_numbers_are_whole(value, made, expected):
    found = values.whole(cell(value))
    if expected is None:
        assert found == made
    else:
        assert found.value == made
        assert codes(found) == [expected]


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        *((w, Polarity.HIGHER) for w in ("HIGH", "Higher", "(Maximise)", "Ascending", "Rise")),
        *(
            (w, Polarity.HIGHER)
            for w in ("Bigger is better", "higher-is-better", "aim to maximise")
        ),
        *((w, Polarity.LOWER) for w in ("LOW", "Lower", "Minimise", "desc", "DESC", "Fall")),
        ("Goldilocks", Polarity.RANGE),
        ("None", Polarity.NONE),
        ("-", None),
        ("Representative of the borough", None),
    ],
)
def test_polarity_is_known_by_many_words_and_never_guessed(text, meant):
    assert choice_in(text, Polarity) is meant


def test_a_message_holds_sixty_characters_of_a_cell():
    assert values.short("x" * 60) == values.shown(cell("x" * 60)) == "x" * 60
    cut = values.short("x" * 61)
    assert cut == values.shown(cell("x" * 61))
    assert (len(cut), cut[57:]) == (60, "...")


def test_every_choice_is_known_by_its_own_words_however_written():
    """Case, spaces and dashes make no difference."""
    for kind in (Polarity, Frequency, NoDataReason, DataType):
        for member in kind:
            assert choice_in(f" {member.value.upper()} ", kind) is member
            assert choice_in(member.value.replace(" ", "-"), kind) is member
    assert allowed_words(Polarity).endswith("or No polarity")


def test_extreme_content_is_read_or_refused():
    """The largest numbers of Excel print; endless rows of figures are refused."""
    for value in (1e308, -1e308, 5e-324, 1e-10, 10**18):
        made = values.number(cell(value))
        assert isinstance(made, Decimal)
        assert as_printed(made, 6) == as_printed(as_printed(made, 6), 6)
    for text in ("9" * 5000, "<" + "9" * 5000, "¹", "٣" * 40, "2024/" + "9" * 5000):
        for kind in DataType:
            result_value(cell(text), MeasuredAs(kind))
        values.whole(cell(text))
        dates.day(cell(text))
    assert number_in("1234567890123456789012345678.9").value == Decimal(
        "1234567890123456789012345678.9"
    )
    assert number_in("-1234567890123456789012345678.9").value == Decimal(
        "-1234567890123456789012345678.9"
    )
    assert number_in("1234567890123456789012345678.91") is None


@given(st.one_of(st.text(max_size=20), st.floats(), st.integers(), st.booleans(), st.datetimes()))
@settings(max_examples=300, deadline=None)
def test_no_cell_brings_reading_down(value):
    """Any content gives a value or a doubt for every kind of column."""
    held = cell(value)
    for kind in (*DataType, None):
        result_value(held, MeasuredAs(kind))
    for read in (values.text, values.number, values.whole, dates.day, values.yes_no):
        read(held)


@pytest.mark.parametrize(
    ("number_format", "shown"),
    [("0.0%", "38.2"), ('0.0"%"', "0.382"), (r"0.0\%", "0.382"), ('0.0" of 100%"', "0.382")],
)
def test_a_percent_sign_that_is_only_a_letter_multiplies_nothing(
    number_format: str, shown: str
) -> None:
    """Excel multiplies by 100 for a percent sign of the format, not for one in quotation marks."""
    assert values.number(Cell(2, 1, 0.382, number_format)) == Decimal(shown)
