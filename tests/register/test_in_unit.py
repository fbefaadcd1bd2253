"""A figure shown in another unit or form is turned into the KPI's unit exactly, or refused."""

from __future__ import annotations

from datetime import date, datetime, time
from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pmf_cli.register.terms import DataType
from pmf_cli.register.values.exact import Doubt
from pmf_cli.register.values.in_unit import figure_in_unit
from pmf_cli.register.values.measure import MeasuredAs, asked_in
from pmf_cli.tabular.lengths import length_of
from pmf_cli.tabular.units import Measured, unit_of
from pmf_cli.workbook.cells import Cell
from pmf_cli.workbook.number_forms import form_of


def read(value: object, unit: str | None, number_format: str = "General", kind=None):
    """The figure and the codes of what is said about it."""
    made = figure_in_unit(Cell(7, 6, value, number_format), MeasuredAs(kind, unit))
    if isinstance(made, Doubt):
        return made.value, [code for code, _ in made.remarks], made.remarks[0][1]
    return made, [], ""


THIRTY_FIFTEEN = 1.2604166666666667
"""30 hours and 15 minutes, as Excel holds them: in days."""


@pytest.mark.parametrize(
    ("value", "number_format", "unit", "exact"),
    [
        (THIRTY_FIFTEEN, "[h]:mm", "hours", "30.25"),
        (THIRTY_FIFTEEN, "[h]:mm:ss", "minutes", "1815"),
        (THIRTY_FIFTEEN, "[hh]:mm", "hours per case", "30.25"),
        (2.5, "[h]:mm", "days", "2.5"),
        (465 / 86400, "[mm]:ss", "minutes", "7.75"),
        (465 / 86400, "[mm]:ss", "seconds", "465"),
        (465 / 86400, "[s]", "minutes", "7.75"),
        (1 / 3, "[h]:mm", "hours", "8"),
        (0, "[h]:mm", "hours", "0"),
        (time(6, 15), "h:mm", "hours", "6.25"),
        (time(0, 7, 45), "h:mm:ss", "minutes", "7.75"),
        (time(0, 7, 45), "mm:ss", "minutes", "7.75"),
        (time(12, 0), "h:mm", "days", "0.5"),
        (datetime.fromisoformat("1900-01-01T06:15"), "dd/mm/yyyy hh:mm", "hours", "30.25"),
        (date(1900, 1, 2), "yyyy-mm-dd h:mm:ss", "hours", "48"),
        (date(1900, 2, 28), "[h]:mm", "days", "59"),
        (date(1900, 3, 1), "[h]:mm", "days", "61"),
        (datetime.fromisoformat("1900-03-02T12:00"), "[h]:mm", "days", "62.5"),
        (datetime.fromisoformat("1900-12-31T12:00"), "[h]:mm", "days", "366.5"),
        (0.26041666666666669, "yyyy-mm-dd h:mm:ss", "hours", "6.25"),
    ],
)
def test_a_length_of_time_is_told_in_the_kpis_unit(value, number_format, unit, exact):
    assert read(value, unit, number_format)[:2] == (Decimal(exact), ["CEL021"])


@pytest.mark.parametrize(
    ("value", "number_format", "unit"),
    [
        (THIRTY_FIFTEEN, "[h]:mm", "visits"),
        (THIRTY_FIFTEEN, "[h]:mm", "%"),
        (THIRTY_FIFTEEN, "[h]:mm", None),
        (THIRTY_FIFTEEN, "[h]:mm", "working days"),
        (-0.5, "[h]:mm", "hours"),
        (datetime.fromisoformat("1900-01-01T06:15"), "h:mm", "hours"),
        (datetime.fromisoformat("2024-04-01T06:15"), "h:mm", "hours"),
        (time(12, 30), "h:mm", "minutes"),
        (time(12, 30), "h:mm AM/PM", "hours"),
        (time(1, 5), "mm:ss", "minutes"),
        (time(4, 1), "h:mm", "ratio"),
        (date(1900, 1, 30), "dd/mm/yyyy", "days"),
        (0.5, "dd/mm/yyyy", "hours"),
    ],
)
def test_a_time_that_may_mean_something_else_is_refused(value, number_format, unit):
    """Hours that the format hides, minutes typed as hours, a time of the day, a ratio."""
    made, codes, words = read(value, unit, number_format)
    assert (made, codes) == (None, ["CEL001"])
    assert "type the number alone" in words


def test_a_date_where_a_number_belongs_says_what_may_have_been_typed():
    made, codes, words = read(date(2024, 10, 5), "days", "d-mmm")
    assert (made, codes) == (None, ["CEL001"])
    assert "5-10" in words


@pytest.mark.parametrize(("year", "is_told"), [(1900, False), (1901, True)])
def test_dates_of_1900_are_lengths_that_nobody_typed_as_a_day_and_month(year: int, is_told: bool):
    """Excel's first year is what it makes of a length; from 1901 on somebody typed a date."""
    _, _, words = read(date(year, 3, 5), "days", "dd/mm/yyyy")
    assert ("Excel makes dates" in words) is is_told


@pytest.mark.parametrize(
    ("text", "unit", "exact"),
    [
        ("£1.2m", "£", "1200000"),
        ("£1.2m", "£k", "1200"),
        ("£1.2m", "£m", "1.2"),
        ("£1,200k", "£m", "1.2"),
        ("-£1.2m", "£000s", "-1200"),
        ("£1.2 million", "£ million", "1.2"),
        ("1.2 million", "£'000", "1200"),
        ("1.2m", "£", "1200000"),
        ("£8.50 per head", "£ per head", "8.50"),
        ("50p", "£", "0.5"),
        ("1.2 million", "visits", "1200000"),
        ("1.2 million", "number", "1200000"),
        ("1,200k", "visits (000s)", "1200"),
        ("90 minutes", "hours", "1.5"),
        ("1.5 hours", "minutes", "90"),
        ("30h 15m", "hours", "30.25"),
        ("2 hours 30 mins", "minutes", "150"),
        ("30:15:00", "hours", "30.25"),
        ("1:07:45", "minutes", "67.75"),
        ("2 years", "months", "24"),
        ("1.2 tonnes", "kg", "1200"),
        ("2,500 g", "kg", "2.5"),
        ("500 kg per household", "tonnes", "0.5"),
        ("4.5 to 1", "ratio", "4.5"),
        ("4.5:1", "ratio", "4.5"),
        ("4.5 : 1", ":1", "4.5"),
        ("18:1", "to 1", "18"),
        ("1 in 4", "%", "25"),
        ("3 out of 4", "%", "75"),
        ("1 in 3", "%", "33.3333333333333"),
        ("1 in 4", "per 1,000", "250"),
        ("12 per 1,000", "%", "1.2"),
        ("12 per 1,000", "per 10,000", "120"),
        ("1.2%", "per 1,000", "12"),
        ("12 per 1,000 residents", "incidents per 1,000 residents", "12"),
        ("21 out of 24", "out of 24", "21"),
        ("12 new homes", "number", "12"),
        ("1.2 million", "million visits", "1.2"),
        ("£3.4m", "£ million", "3.4"),
        ("90 minutes", "(hours)", "1.5"),
        ("90m", "hours", "1.5"),
        ("2,500 g", "(kg)", "2.5"),
        ("2½", "days", "2.5"),
        ("2 1/2", "days", "2.5"),
        ("2 3/4", "days", "2.75"),
        ("2 0/3", "days", "2"),
        ("2 1/3", "days", "2.33333333333333"),
        ("½", "days", "0.5"),
        ("⅔", "days", "0.666666666666667"),
        ("4.5 x to 1", "ratio", "4.5"),
        ("4.5 n:1", "ratio", "4.5"),
        ("4.5 times", "ratio", "4.5"),
        ("1.2 thousand hours", "minutes", "72000"),
        ("1.2 thousand kg", "tonnes", "1.2"),
        ("1.2k tonnes", "kg", "1200000"),
        ("2 thousand working days", "working days", "2000"),
        ("1.2 million km", "metres", "1200000000"),
        ("1 mwh", "kwh", "1000"),
        ("30 seconds", "minutes", "0.5"),
        ("12 new affordable homes", "number", "12"),
        ("12 quite new affordable council homes", "number", "12"),
        ("£1234567890123456.78k", "£", "1234567890123456780"),
        ("12345678901234567.5 km", "metres", "12345678901234567500"),
    ],
)
def test_a_text_in_another_unit_or_form_is_told_in_the_kpis_unit(text, unit, exact):
    assert read(text, unit)[:2] == (Decimal(exact), ["CEL012"])


@pytest.mark.parametrize(
    ("text", "unit"),
    [
        ("£1.2m", "days"),
        ("£1.2m", "visits"),
        ("£1,200", "£k"),
        ("$1.2m", "£"),
        ("1.2m", "visits"),
        ("1.2 million", "%"),
        ("1.2 million", None),
        ("90M", "hours"),
        ("90mm", "hours"),
        ("2 days", "hours"),
        ("3 weeks", "days"),
        ("12 hours", "visits"),
        ("5 days", "working days"),
        ("45 people", "%"),
        ("48.6%", "days"),
        ("48.6%", "ratio"),
        ("12 per 1,000", "number"),
        ("£5 per week", "£ per month"),
        ("30:15", "hours"),
        ("12:30", "minutes"),
        ("3:2", "ratio"),
        ("1:4", "%"),
        ("1 in 4", "ratio"),
        ("1 in 4", "number"),
        ("4 in 1", "%"),
        ("3/4", "%"),
        ("¾", "%"),
        ("1.2E+05", "visits"),
        ("1.234,5", "visits"),
        ("45 of 60", "%"),
        ("0 out of 0", "%"),
        ("2 1/0", "days"),
        ("4.5 x to 2", "ratio"),
        ("1.2 thousand", "hours"),
        ("1.2 million", "tonnes"),
        ("2 thousand hours", "days"),
        ("12 quite new and affordable council homes", "number"),
        ("12 sent back", "number"),
        ("81 days vs 15 day target", "days"),
        ("12’000", "number"),
        ("12 noon", "number"),
        ("3 days late", "days"),
        (">95%", "%"),
    ],
)
def test_a_text_that_cannot_be_told_in_the_kpis_unit_gives_no_figure(text, unit):
    made, codes, words = read(text, unit)
    assert (made, codes) == (None, ["CEL001"])
    assert "type the number" in words


@pytest.mark.parametrize(
    ("text", "unit"),
    [
        ("1.2 thousand", "hours"),
        ("1.2 million", "tonnes"),
        ("2 thousand tonnes", "hours"),
        ("2 days", "hours"),
        ("12 hours", "% of homes"),
        ("45 people", "%"),
        ("45 people", "hours"),
        ("45 homes", "ratio"),
        ("£1.2m", "days"),
        ("48.6%", "days"),
    ],
)
def test_what_a_figure_should_have_been_given_in_is_said(text, unit):
    """Refused for its unit, and not as something that is no number at all."""
    made, _, words = read(text, unit)
    assert made is None
    assert f"and is asked in {unit};" in words


@pytest.mark.parametrize(
    ("value", "number_format", "unit", "exact"),
    [
        (1_200_000, '£0.0,,"m"', "£m", "1.2"),
        (1_200_000, '£0.0,,"m"', "£k", "1200"),
        (1_200_000, '£0.0,,"m"', "£", "1200000"),
        (1_200_000, "#,##0,", "£k", "1200"),
        (1_200_000, "#,##0,", "£", "1200000"),
        (1_200_000, '#,##0,"k"', "visits", "1200000"),
        (-1_200_000, '£0.0,,"m";[Red]-£0.0,,"m"', "£m", "-1.2"),
        (1.2, '£0.0"m"', "£m", "1.2"),
        (1.2, '£0.0"m"', "£k", "1200"),
        (1.2, r"0.0\m", "£", "1200000"),
        (1.2, '0.0"k"', "visits", "1200"),
        (90, '0" mins"', "hours", "1.5"),
        (90, '0" mins"', "minutes", "90"),
        (12, '0" per 1,000"', "%", "1.2"),
        (38.2, '0.0"%"', "%", "38.2"),
        (4.5, '0.0" to 1"', "ratio", "4.5"),
        (1200, "£#,##0", "£k", "1200"),
        (1200, '_-£* #,##0.00_-;-£* #,##0.00_-;_-£* "-"??_-;_-@_-', "£", "1200"),
        (1200, "_-[$£-809]* #,##0.00_-", "£", "1200"),
        (21, '0" *"', "visits", "21"),
        (0.75, "# ?/?", "days", "0.75"),
    ],
)
def test_what_a_number_format_adds_or_takes_away_is_counted_in(value, number_format, unit, exact):
    assert read(value, unit, number_format)[0] == Decimal(exact)


@pytest.mark.parametrize(
    ("value", "number_format", "unit", "words"),
    [
        (1_500, "#,##0,", "£k", "holds 1500 and is shown in thousands; read as 1.5"),
        (1_500, '£#,##0,"k"', "£k", "holds 1500 and shows “£… k”; read as 1.5"),
        (90, '0" mins"', "hours", "holds 90 and shows “… mins”; read as 1.5"),
        (12, '0" days"', "hours", "holds 12 and shows “… days”, and is asked in hours"),
    ],
)
def test_what_a_number_format_adds_is_said(value, number_format, unit, words):
    """Its words as they are printed; where commas alone divide, that the figure is in thousands."""
    assert read(value, unit, number_format)[2].startswith(words)


@pytest.mark.parametrize(
    ("value", "number_format", "unit"),
    [
        (1_200_000, '0.0,"m"', "£"),
        (85_000, "0,", "%"),
        (1.2, '0.0"m"', "visits"),
        (12, '0" days"', "hours"),
        (12, '0" days"', "%"),
        (0.75, "# ?/?", "%"),
        (0.95, "0%", "days"),
        (0.95, "0%", "ratio"),
        (1.5, '0.0"%"', "days"),
    ],
)
def test_a_number_format_that_contradicts_the_kpis_unit_is_an_error(value, number_format, unit):
    made, codes, words = read(value, unit, number_format)
    assert (made, codes) == (None, ["CEL001"])
    assert "type the number alone" in words


def test_a_percentage_is_read_as_shown_where_the_kpi_may_be_one():
    assert read(0.382, "%", "0.0%")[:2] == (Decimal("38.2"), [])
    assert read(0.382, None, "0.0%")[:2] == (Decimal("38.2"), [])
    assert read(0.382, "number", "0.0%", DataType.PERCENTAGE)[:2] == (Decimal("38.2"), [])
    assert read(0.012, "per 1,000", "0.0%")[:2] == (Decimal(12), ["CEL021"])


def test_a_number_as_text_with_a_pound_sign_is_only_a_number_as_text():
    assert read("£850", "£ per household")[:2] == (Decimal(850), ["CEL002"])
    assert read("£850", "number")[:2] == (Decimal(850), ["CEL002"])


@pytest.mark.parametrize(
    ("text", "unit", "words"),
    [
        ("a lot", "homes", "says “a lot”, which is no number; type the number alone, in homes"),
        ("a lot", None, "says “a lot”, which is no number"),
        (
            "3 or so",
            None,
            "says “3 or so”, which is no number; nothing is taken from it, though it holds the"
            " number 3",
        ),
        (
            "1.23E+11",
            "homes",
            "says “1.23E+11”, a form in which Excel drops digits; type the number in full",
        ),
        ("3:4", "homes", "says “3:4”, a ratio; type the number alone, in homes"),
        (
            "2:30",
            "ratio",
            "says “2:30”, a ratio that is not to 1; type the number alone, in ratio",
        ),
        (
            "2:30",
            "hours",
            "says “2:30”, which may be hours and minutes, minutes and seconds, or a ratio; type the"
            " number alone, in hours",
        ),
        ("2:30:00", "homes", "says “2:30:00”, a length of time; type the number alone, in homes"),
        ("3 in 4", None, "says “3 in 4”, a share; type the number alone"),
    ],
)
def test_what_to_type_instead_is_said(text, unit, words):
    assert read(text, unit) == (None, ["CEL001"], words)


SIGNS = "½1/2 ⅓1/3 ⅔2/3 ¼1/4 ¾3/4 ⅕1/5 ⅖2/5 ⅗3/5 ⅘4/5 ⅙1/6 ⅚5/6 ⅐1/7 ⅛1/8 ⅜3/8 ⅝5/8 ⅞7/8 ⅑1/9 ⅒1/10"


@pytest.mark.parametrize(("sign", "text"), [(one[0], one[1:]) for one in SIGNS.split()])
def test_every_sign_of_a_fraction_is_the_number_that_it_shows(sign: str, text: str):
    made = read(f"12{sign}", "days")[0]
    assert abs(Fraction(made) - 12 - Fraction(text)) < Fraction(1, 10**12)
    assert read(f"12 {text}", "days")[0] == made


@pytest.mark.parametrize("text", ["", " ", "\u00a0 "])
def test_a_text_of_blanks_is_a_blank_cell(text):
    assert figure_in_unit(Cell(7, 6, text), MeasuredAs(None, "homes")) is None


def test_a_yes_is_no_number():
    for value in (True, False):
        made, codes, words = read(value, "%")
        assert (made, codes) == (None, ["CEL001"])
        assert "type the number" in words


@given(st.integers(0, 10**6), st.sampled_from(["hours", "minutes", "seconds"]))
@settings(max_examples=200, deadline=None)
def test_no_second_is_lost_between_excels_days_and_the_kpis_unit(seconds, unit):
    """Excel's float of days gives back the seconds that were typed."""
    sizes = {"hours": 3600, "minutes": 60, "seconds": 1}
    made = read(seconds / 86400, unit, "[h]:mm:ss")[0]
    assert abs(Fraction(made) * sizes[unit] - seconds) < Fraction(1, 10**6)
    if seconds % sizes[unit] == 0:
        assert made == seconds // sizes[unit]


@given(
    st.decimals(min_value=-(10**6), max_value=10**6, places=2),
    st.sampled_from(["£", "£k", "£m"]),
)
@settings(max_examples=200, deadline=None)
def test_money_in_thousands_is_money_in_pounds_times_a_thousand(amount, unit):
    """Whatever the KPI's unit, the amount in pounds is the same."""
    sizes = {"£": 1, "£k": 1_000, "£m": 10**6}
    made = read(f"£{amount:,}k" if amount >= 0 else f"-£{-amount:,}k", unit)[0]
    assert Fraction(made) * sizes[unit] == Fraction(amount) * 1000


@given(st.text(max_size=12), st.sampled_from(["%", "£m", "hours", "ratio", "visits", None]))
@settings(max_examples=200, deadline=None)
def test_any_text_any_format_and_any_unit_is_read_or_refused(text, unit):
    read(text, unit)
    read(1.5, unit, text)
    form_of(text, negative=True)
    unit_of(text)
    asked_in(None, text)


def test_a_single_letter_before_other_words_is_no_unit():
    """``S 106 agreements`` are no seconds, and ``t shirts`` weigh no tonnes."""
    assert unit_of("s 106 agreements") is None
    assert unit_of("t shirts") is None
    assert unit_of("kg of waste") == unit_of("kg")


@pytest.mark.parametrize(
    ("words", "like"),
    [
        ("calendar days", "days"),
        ("calendar days lost", "days"),
        ("metric tonnes of waste", "tonnes"),
        ("working days lost", "wd"),
        ("hours of delay", "hrs"),
        ("percentage points gained", "%"),
        ("months late", None),
        ("number of homes", None),
    ],
)
def test_of_words_that_begin_with_a_unit_the_longest_unit_counts(words, like):
    """Two words where they are one unit, else one; months and numbers of things are no measure."""
    assert unit_of(words) == (unit_of(like) if like else None)


def test_a_working_day_has_no_fixed_number_of_hours():
    assert unit_of("working days").measured is not unit_of("days").measured
    assert unit_of("days").measured is not Measured.CLOCK


def test_thousandths_of_a_second_are_exact():
    """Excel keeps 1.237 seconds as a fraction of a day with an endless row of digits."""
    cell = Cell(1, 1, 1.237 / 86_400, "[h]:mm:ss.000")
    assert length_of(cell) == Fraction(1237, 1000)
    a_millionth_more = Cell(1, 1, 3.009375e-07, "[h]:mm:ss.000")
    assert length_of(a_millionth_more) == Fraction(26, 1000)
    typed = Cell(1, 1, time(0, 0, 1, 237_000), "h:mm:ss.000")
    assert length_of(typed) == Fraction(1237, 1000)
    moment = datetime.fromisoformat("1900-01-02T00:00:01.237")
    assert length_of(Cell(1, 1, moment, "[h]:mm:ss.000")) == 2 * 86_400 + Fraction(1237, 1000)


def test_a_second_of_hundreds_of_thousands_of_hours_is_whole():
    """The 15 digits of 12,500 days leave more than a millionth of a second of doubt."""
    seconds = 12_500 * 86_400 + 80
    assert length_of(Cell(1, 1, seconds / 86_400, "[h]:mm:ss")) == seconds


@pytest.mark.parametrize(
    ("words", "of"),
    [
        ("‰", 1_000),
        ("per hundred households", 100),
        ("collections missed per 100,000", 100_000),
        ("per thousand", 1_000),
        ("cases per million people", 1_000_000),
    ],
)
def test_a_rate_is_a_share_of_the_number_it_is_per(words, of):
    unit = unit_of(words)
    assert unit is not None
    assert (unit.measured, unit.size) == (Measured.SHARE, Fraction(1, of))
