"""Every word of a unit, and every unit told in every other: exactly, or not at all."""

from datetime import date, datetime, time
from decimal import Decimal
from fractions import Fraction
from itertools import product

import pytest

from pmf_cli.register.terms import DataType
from pmf_cli.register.values.exact import Doubt
from pmf_cli.register.values.in_unit import figure_in_unit
from pmf_cli.register.values.measure import MeasuredAs, asked_in
from pmf_cli.tabular.figures import (
    is_unit,
    is_whole,
    leading_number,
    number_in,
    says_more,
    tail_of,
    written_in,
)
from pmf_cli.tabular.lengths import clock_text, in_words, length_of
from pmf_cli.tabular.units import Measured, Unit, decimal_of_fraction, told_in, unit_of
from pmf_cli.workbook.cells import Cell

M = Measured
HUNDREDTH = Fraction(1, 100)
WORDS = {
    (M.CLOCK, 1): "s sec secs second seconds",
    (M.CLOCK, 60): "min mins minute minutes",
    (M.CLOCK, 3600): "h hr hrs hour hours",
    (M.DAYS, 86400): "day days calendar_day calendar_days",
    (M.WORKING_DAYS, 1): "working_day working_days wd school_day school_days",
    (M.WEEKS, 1): "week weeks wk wks",
    (M.CALENDAR, 1): "month months mth mths",
    (M.CALENDAR, 12): "year years yr yrs",
    (M.MONEY, 1): "£ £s gbp pound pounds pounds_sterling",
    (M.MONEY, HUNDREDTH): "p pence penny",
    (M.MONEY, 1000): "£k £000 £000s £'000 £’000 £_thousand (£k) £(000s) £_in_thousands gbp_k pounds_k thousands_£",
    (M.MONEY, 10**6): "£m £mn £million £_millions £mm m_£ £_(m)",
    (M.MONEY, 10**9): "£bn £billion £b",
    (M.FOREIGN, 1): "$ € usd eur dollars euros euro",
    (M.SHARE, HUNDREDTH): "% per_cent percent percentage pct percentages percentage_points pp ppt %_of_homes percentage_of_homes",
    (M.SHARE, Fraction(1, 1000)): "per_1,000 per_1000_people ‰ per_thousand deaths_per_1,000_births",
    (M.SHARE, Fraction(1, 10_000)): "per_10,000",
    (M.SHARE, Fraction(1, 100_000)): "per_100,000 crimes_per_100,000_residents",
    (M.SHARE, Fraction(1, 10**6)): "per_million",
    (M.RATIO, 1): "ratio :1 :_1 to_1 x:1 n:1 x_to_1 times",
    (M.COUNT, 1): "number whole_number integer numeric no. no count # number_(count)",
    (M.COUNT, 1000): "thousand thousands 000s visits_(000s) thousand_visits visits_'000",
    (M.COUNT, 10**6): "million millions million_visits",
    (M.WEIGHT, 1): "g gram grams grammes",
    (M.WEIGHT, 1000): "kg kgs kilo kilos kilogram kilograms kilogrammes kg_of_waste",
    (M.WEIGHT, 10**6): "t tonne tonnes metric_tonnes tonnes_collected",
    (M.LENGTH, 1): "metre metres",
    (M.LENGTH, 1000): "km kilometre kilometres kms",
    (M.MILES, 1): "mile miles",
    (M.ENERGY, 1000): "kwh",
    (M.ENERGY, 10**6): "mwh",
    (M.ENERGY, 10**9): "gwh",
}  # fmt: skip
"""What it measures and how much one is → the words, with ``_`` for a space."""


def test_each_word_of_a_unit_measures_what_it_says_in_any_case():
    wrong = []
    for (measured, size), words in WORDS.items():
        for word in words.replace("_", "\u00a0").split(" "):
            plain = word.replace("\u00a0", " ")
            forms = [plain, plain.upper(), f"  {plain} "]
            forms += [] if "(" in plain else [f"({plain})"]
            wrong += [form for form in forms if unit_of(form) != Unit(measured, Fraction(size))]
    assert not wrong


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("days per FTE", Unit(M.DAYS, Fraction(86400), "fte")),
        ("£ per household", Unit(M.MONEY, Fraction(1), "household")),
        ("kg/household", Unit(M.WEIGHT, Fraction(1000), "household")),
        ("hours per week", Unit(M.CLOCK, Fraction(3600), "week")),
        ("days lost", Unit(M.DAYS, Fraction(86400))),
        ("working days lost", Unit(M.WORKING_DAYS, Fraction(1))),
        ("hours of delay", Unit(M.CLOCK, Fraction(3600))),
        ("£ spent", Unit(M.MONEY, Fraction(1))),
        ("million tonnes", Unit(M.WEIGHT, Fraction(10**6))),
        ("", None),
        ("()", None),
        ("visits", None),
        ("homes", None),
        ("per 0", None),
        ("£ per 1,000 people", None),
        ("pounds per 100", None),
        ("per head", None),
        ("visits per head", None),
        ("months late", None),
        ("gbp spent", Unit(M.MONEY, Fraction(1))),
        ("visits £", None),
        ("saved pounds", None),
        ("visits in £", None),
        ("number of homes", None),
        ("k", None),
        ("m", None),
        ("visits (k)", None),
        ("s late", None),
        ("h late", None),
    ],
)
def test_words_around_a_unit(words, expected):
    found = unit_of(words)
    if words == "million tonnes":
        # A scale before a unit of measure is no count of a thousand of anything.
        assert found is None or found.measured is not M.COUNT
        return
    assert found == expected


UNITS = [Unit(measured, Fraction(size)) for measured, size in WORDS]


def test_a_unit_is_told_in_another_only_where_both_measure_the_same():
    wrong = []
    for said, asked in product(UNITS, UNITS):
        expected = None
        if said.measured is asked.measured:
            exact = Fraction(7) * said.size / asked.size
            expected = decimal_of_fraction(exact)
            if abs(Fraction(expected) - exact) > exact / 10**14:
                wrong.append((said, asked, expected))
        if told_in(Decimal(7), said, asked) != expected:
            wrong.append((said, asked, told_in(Decimal(7), said, asked)))
    assert not wrong
    hour, per = Unit(M.CLOCK, Fraction(3600)), Unit(M.CLOCK, Fraction(60), "case")
    assert told_in(Decimal(2), hour, per) == 120
    assert told_in(Decimal(120), per, hour) == 2
    assert told_in(Decimal(1), Unit(M.CLOCK, Fraction(60), "call"), per) is None
    assert told_in(Decimal(1), per, per) == 1


@pytest.mark.parametrize(
    ("top", "below", "expected"),
    [
        (1, 1, "1"), (3, 2, "1.5"), (1, 8, "0.125"), (1, 5, "0.2"), (7, 25, "0.28"), (-3, 4, "-0.75"),
        (1, 3, "0.333333333333333"), (2, 3, "0.666666666666667"), (0, 7, "0"), (10, 1, "10"),
        (100, 3, "33.3333333333333"), (1, 10, "0.1"), (123456789012345678, 1, "123456789012345678"),
        (123456789012345678, 5, "24691357802469135.6"), (123456789012345677, 2, "61728394506172838.5"),
        (123456789012345677, 20, "6172839450617283.85"), (123456789012345677, 3, "41152263004115200"),
    ],
)  # fmt: skip
def test_a_fraction_is_told_exactly_or_with_the_digits_that_excel_keeps(top, below, expected):
    """And without noughts behind the point, since the figure is quoted as it is told."""
    assert f"{decimal_of_fraction(Fraction(top, below)):f}" == expected


SAID = {
    "3 hours": (M.CLOCK, 3600),
    "3 minutes": (M.CLOCK, 60),
    "3 seconds": (M.CLOCK, 1),
    "3 days": (M.DAYS, 1),
    "3 working days": (M.WORKING_DAYS, 1),
    "3 weeks": (M.WEEKS, 1),
    "3 months": (M.CALENDAR, 1),
    "3 years": (M.CALENDAR, 12),
    "£3": (M.MONEY, 1),
    "3p": (M.MONEY, HUNDREDTH),
    "3%": (M.SHARE, HUNDREDTH),
    "3 per 1,000": (M.SHARE, Fraction(1, 1000)),
    "3 kg": (M.WEIGHT, 1000),
    "3 tonnes": (M.WEIGHT, 10**6),
    "3 g": (M.WEIGHT, 1),
    "3 km": (M.LENGTH, 1000),
    "3 metres": (M.LENGTH, 1),
    "3 miles": (M.MILES, 1),
    "3 kwh": (M.ENERGY, 1000),
    "3 mwh": (M.ENERGY, 10**6),
}
ASKED = {
    "hours": (M.CLOCK, 3600), "minutes": (M.CLOCK, 60), "seconds": (M.CLOCK, 1), "days": (M.DAYS, 1),
    "working days": (M.WORKING_DAYS, 1), "weeks": (M.WEEKS, 1), "months": (M.CALENDAR, 1),
    "years": (M.CALENDAR, 12), "£": (M.MONEY, 1), "£k": (M.MONEY, 1000), "£m": (M.MONEY, 10**6),
    "%": (M.SHARE, HUNDREDTH), "per 1,000": (M.SHARE, Fraction(1, 1000)),
    "per 100,000": (M.SHARE, Fraction(1, 100_000)), "kg": (M.WEIGHT, 1000), "tonnes": (M.WEIGHT, 10**6),
    "g": (M.WEIGHT, 1), "km": (M.LENGTH, 1000), "metres": (M.LENGTH, 1), "miles": (M.MILES, 1),
    "kwh": (M.ENERGY, 1000), "mwh": (M.ENERGY, 10**6), "gwh": (M.ENERGY, 10**9), "ratio": (M.RATIO, 1),
    "number": (M.COUNT, 1), "visits": (None, 1),
}  # fmt: skip


def read(text: str, unit: str | None, kind: DataType | None = None) -> Decimal | None:
    made = figure_in_unit(Cell(7, 6, text), MeasuredAs(kind, unit))
    assert isinstance(made, Doubt)
    assert made.remarks
    assert (made.remarks[0][0] == "CEL001") is (made.value is None)
    return made.value


def expected_of(said: str, asked: str) -> Fraction | None:
    """Of one measure exactly; a count takes what is no rate, ratio or pence; all else is refused."""
    (measured, size), (wanted, whole) = SAID[said], ASKED[asked]
    if wanted is M.COUNT:
        return None if measured is M.SHARE or said == "3p" else Fraction(3)
    if said == "£3" and asked in ("£k", "£m"):
        return None
    return Fraction(3) * size / whole if measured is wanted else None


def test_a_figure_with_a_unit_beside_it_is_told_in_the_kpis_unit_or_refused():
    wrong = []
    for said, asked in product(SAID, ASKED):
        expected, made = expected_of(said, asked), read(said, asked)
        exact = None if expected is None else decimal_of_fraction(expected)
        if made != exact:
            wrong.append((said, asked, made, exact))
    assert not wrong


@pytest.mark.parametrize(
    ("text", "unit", "kind", "expected"),
    [
        ("3k", "visits", None, 3000),
        ("3 thousand", "visits", None, 3000),
        ("3 thousand visits", "visits", None, 3000),
        ("3 thousand homes", "visits", None, 3000),
        ("3 thousand new green things", "visits", None, None),
        ("3bn", "visits", None, 3 * 10**9),
        ("3 million", "number", None, 3 * 10**6),
        ("3m", "number", None, None),
        ("3m", "£", None, 3 * 10**6),
        ("3m", "£k", None, 3000),
        ("3m", None, DataType.MONEY, 3 * 10**6),
        ("3m", "minutes", None, 3),
        ("3m", "hours", None, "0.05"),
        ("3M", "minutes", None, None),
        ("3b", "visits", None, None),
        ("£3b", "£m", None, 3000),
        ("£3m", "days", None, None),
        ("£3m", None, None, None),
        ("£3m", None, DataType.NUMBER, 3 * 10**6),
        ("£3", None, None, 3),
        ("£3", "rate", None, 3),
        ("£3", "pounds of flesh", None, 3),
        ("£3", "homes", None, None),
        ("$3", "£", None, None),
        ("3 thousand", "%", None, None),
        ("3 thousand", "days", None, None),
        ("3 thousand days", "days", None, 3000),
        ("3 thousand hours", "minutes", None, 180_000),
        ("3 thousand hours", "days", None, None),
        ("3 thousand", None, None, None),
        ("3 thousand", None, DataType.NUMBER, 3000),
        ("3 thousand", None, DataType.MONEY, 3000),
        ("3 thousand", None, DataType.RATE, None),
        ("3%", None, None, 3),
        ("3%", None, DataType.RATE, 3),
        ("3%", None, DataType.PERCENTAGE, 3),
        ("3%", "homes", DataType.PERCENTAGE, 3),
        ("3%", None, DataType.NUMBER, None),
        ("3%", None, DataType.MONEY, None),
        ("3%", None, DataType.DURATION, None),
        ("3%", "homes", None, None),
        ("3%", "homes", DataType.RATE, 3),
        ("3% of homes", "%", None, 3),
        ("3% better", "%", None, None),
        ("£3%", "%", None, None),
        ("3 people", "number", None, 3),
        ("3 people", None, None, 3),
        ("3 people", "people helped", None, 3),
        ("3 people", "homes", None, 3),
        ("3 people", "%", None, None),
        ("3 people", "days", None, None),
        ("3 homes", "days at homes", None, 3),
        ("3 days late", "days", None, None),
        ("3 days", "score", None, 3),
        ("3 hours", "homes", None, None),
        ("3 hours", None, None, 3),
        ("£3 per week", "£ per week", None, 3),
        ("£3 per week", "£ per head", None, None),
        ("£3 per week", "£", None, 3),
        ("3:1", "ratio", None, 3),
        ("3:1", None, DataType.RATIO, 3),
        ("3:1", "number", DataType.RATIO, 3),
        ("3:2", "ratio", None, None),
        ("3:1", "%", None, None),
        ("3:10", "ratio", None, None),
        ("1,000:1", "ratio", None, 1000),
        ("3 in 4", "%", None, 75),
        ("4 in 4", "%", None, 100),
        ("1 in 1", "%", None, 100),
        ("0 in 4", "%", None, 0),
        ("5 in 4", "%", None, None),
        ("0 in 0", "%", None, None),
        ("3 in 4", "days", None, None),
        ("3 in every 4", "per 1,000", None, 750),
        ("1:02:03", "seconds", None, 3723),
        ("1:02:03", "days", None, None),
        ("1:02:03", None, None, None),
        ("1h 2m 3s", "seconds", None, 3723),
        ("2m 1h", "seconds", None, None),
        ("1h 1h", "seconds", None, None),
        ("1 hour, 30 minutes", "minutes", None, 90),
        ("1 hour and 30 minutes", "minutes", None, 90),
        ("1 day 2 hours", "hours", None, None),
        ("1h 2m", "days", None, None),
        ("1h 2m", None, None, None),
        ("2½", "%", None, "2.5"),
        ("½", "%", None, None),
        ("½", "per 1,000", None, None),
        ("½", None, None, "0.5"),
        ("2 1/0", "days", None, None),
        ("2 4/4", "days", None, None),
        ("2 5/4", "days", None, None),
        ("2 3/4", "days", None, "2.75"),
        ("1.2E+05", "days", None, None),
        ("about 3", "days", None, None),
    ],
)  # fmt: skip
def test_scales_ratios_shares_and_lengths_beside_a_figure(text, unit, kind, expected):
    assert read(text, unit, kind) == (None if expected is None else Decimal(expected))


@pytest.mark.parametrize(
    ("kind", "unit", "expected"),
    [
        (DataType.PERCENTAGE, None, (M.SHARE, HUNDREDTH)),
        (DataType.PERCENTAGE, "homes", (M.SHARE, HUNDREDTH)),
        (DataType.PERCENTAGE, "days", (M.SHARE, HUNDREDTH)),
        (DataType.PERCENTAGE, "per 1,000", (M.SHARE, Fraction(1, 1000))),
        (DataType.MONEY, None, (M.MONEY, 1)),
        (DataType.MONEY, "", (M.MONEY, 1)),
        (DataType.MONEY, "£k", (M.MONEY, 1000)),
        (DataType.MONEY, "homes", None),
        (DataType.RATIO, None, (M.RATIO, 1)),
        (DataType.RATIO, "number", (M.RATIO, 1)),
        (DataType.RATIO, "days", (M.DAYS, 86400)),
        (DataType.NUMBER, None, None),
        (DataType.NUMBER, "number", (M.COUNT, 1)),
        (None, "%", (M.SHARE, HUNDREDTH)),
        (None, None, None),
    ],
)
def test_the_unit_in_which_a_kpis_figures_are(kind, unit, expected):
    wanted = None if expected is None else Unit(expected[0], Fraction(expected[1]))
    assert asked_in(kind, unit) == wanted


# --- lengths of time


@pytest.mark.parametrize(
    ("seconds", "said", "clock"),
    [
        (0, "0 seconds", "0:00:00"),
        (1, "1 second", "0:00:01"),
        (59, "59 seconds", "0:00:59"),
        (60, "1 minute", "0:01:00"),
        (61, "1 minute 1 second", "0:01:01"),
        (3600, "1 hour", "1:00:00"),
        (7325, "2 hours 2 minutes 5 seconds", "2:02:05"),
        (3_600_000, "1,000 hours", "1000:00:00"),
        (Fraction(3, 2), "1.5 seconds", "0:00:01"),
        (Fraction(1, 4), "0.25 seconds", "0:00:00"),
        (Fraction(121, 2), "1 minute 0.5 seconds", "0:01:00"),
    ],
)
def test_a_length_in_words_and_as_a_clock_shows_it(seconds, said, clock):
    assert in_words(Fraction(seconds)) == said
    assert clock_text(Fraction(seconds)) == clock


@pytest.mark.parametrize(
    ("held", "form", "seconds"),
    [
        ("0.5", "[h]:mm", 43200),
        ("0", "[h]:mm", 0),
        ("-0.5", "[h]:mm", None),
        ("999999", "[h]:mm", 999999 * 86400),
        ("1000000", "[h]:mm", None),
        ("0.5", "h:mm", 43200),
        ("0.5", "h:mm AM/PM", None),
        ("0.5", "0.00", None),
        ("0.5", "General", None),
        ("0.0000115740740740741", "[s]", 1),
        ("0.0000057870370370370", "[s].000", Fraction(1, 2)),
        ("0.000011585648148148", "[s].000", Fraction(1001, 1000) - Fraction(1, 1000)),
        ("0.000011597222222222", "[s].000", Fraction(1002, 1000)),
        ("0.0000116", "[s].000", Fraction(100224, 100_000)),
        ("0.0003009375", "[s].000", 26),  # 26.001 seconds exactly
        ("0.0000003009375", "[s].000", Fraction(26, 1000)),  # 0.026001 seconds exactly
        ("0.00000030094328", "[s].000", Fraction(26_001_499_392, 10**12)),
        (True, "[h]:mm", None),
        (date(1900, 1, 1), "[h]:mm", 86400),
        (datetime.fromisoformat("1900-01-01T06:00:05"), "[h]:mm", 86400 + 21605),
        (
            datetime.fromisoformat("1900-01-01T06:00:05.250"),
            "[h]:mm",
            86400 + 21605 + Fraction(1, 4),
        ),
        (datetime.fromisoformat("1900-02-28T23:59:59"), "[h]:mm", 60 * 86400 - 1),
        (datetime.fromisoformat("1900-03-01T00:00:00"), "[h]:mm", 61 * 86400),
        (date(1900, 12, 31), "[h]:mm", 366 * 86400),
        (date(1901, 1, 1), "[h]:mm", None),
        (date(2024, 12, 31), "[h]:mm", None),
        (date(1900, 1, 1), "dd/mm/yyyy", None),
        (time(1, 2, 3), "h:mm", 3723),
        (time(1, 2, 3, 500_000), "h:mm AM/PM", Fraction(7447, 2)),
    ],
)
def test_the_seconds_that_a_cell_with_a_clock_holds(held, form, seconds):
    """Whole seconds within a thousandth, thousandths where the time is finer, all where finer still.

    Excel counts a 29 February 1900 that never was, so that 1 March is its day 61.
    """
    value = float(held) if isinstance(held, str) else held
    assert length_of(Cell(1, 1, value, form)) == (None if seconds is None else Fraction(seconds))


# --- figures in words


@pytest.mark.parametrize(
    ("text", "value", "beside", "mark"),
    [
        ("12", 12, "", ""),
        ("-12", -12, "", ""),
        ("−12", -12, "", ""),
        ("- 12", -12, "", ""),
        ("+12", 12, "", ""),
        ("(12)", -12, "", ""),
        ("(0)", 0, "", ""),
        ("-0", 0, "", ""),
        ("£12", 12, "", ""),
        ("£ 12", 12, "", ""),
        ("-£12", -12, "", ""),
        ("£-12", -12, "", ""),
        ("-£-12", None, "", ""),
        ("(12", None, "", ""),
        ("12)", None, "", ""),
        (".5", "0.5", "", ""),
        ("1,234", 1234, "", ""),
        ("1 234", 1234, "", ""),
        ("1,234,567.8", "1234567.8", "", ""),
        ("1,5", None, "", ""),
        ("1,2345", None, "", ""),
        ("12.", None, "", ""),
        ("1.2.3", None, "", ""),
        ("1.2,3", None, "", ""),
        ("48.6%", "48.6", "", ""),
        ("48.6 %", "48.6", "", ""),
        ("48.6%*", "48.6", "*", "Provisional"),
        ("48.6%of homes", "48.6", "of homes", ""),
        ("48.6% of homes", "48.6", "of homes", ""),
        ("48.6% more", None, "", ""),
        ("12 (p)", 12, "(p)", "Provisional"),
        ("12*", 12, "*", "Provisional"),
        ("12 [prov]", 12, "[prov]", "Provisional"),
        ("12 (provisional)", 12, "(provisional)", "Provisional"),
        ("12 (r)", 12, "(r)", "Revised"),
        ("12 (rev.)", 12, "(rev.)", "Revised"),
        ("12 (revised)", 12, "(revised)", "Revised"),
        ("12 (e)", 12, "(e)", "Estimated"),
        ("12 (est.)", 12, "(est.)", "Estimated"),
        ("12 (estimate)", 12, "(estimate)", "Estimated"),
        ("12 (b)", 12, "(b)", ""),
        ("12 [note 1]", 12, "[note 1]", ""),
        ("12 (final)", 12, "(final)", ""),
        ("12 days (p)", 12, "days (p)", "Provisional"),
        ("12 days", 12, "days", ""),
        ("12 d", None, "", ""),
        ("12 p", 12, "p", ""),
        ("12 days late", None, "", ""),
        ("12 or 13", None, "", ""),
        ("12 days per week", 12, "days per week", ""),
        ("12 of 60", None, "", ""),
        ("about 12", None, "", ""),
        ("", None, "", ""),
        ("9" * 30, "9" * 30, "", ""),
        ("9" * 31, None, "", ""),
    ],
)
def test_the_number_that_a_text_certainly_is(text, value, beside, mark):
    found = number_in(text)
    if value is None:
        assert found is None
    else:
        assert (found.value, found.beside, found.mark) == (Decimal(value), beside, mark)
        assert not (found.value.is_zero() and found.value.is_signed())


@pytest.mark.parametrize(
    "text",
    [
        "1,5",
        "1,5 homes",
        "1.2.3",
        "1.2.3 homes",
        "1,2345",
        "1,2345 homes",
        "1 23456",
        "12²",
        "-(5",
        "",
    ],
)
def test_a_figure_that_runs_on_is_none(text):
    """Nothing is cut out of it, whatever is then made of what stands beside."""
    assert written_in(text) is None


@pytest.mark.parametrize(
    ("text", "value", "beside"),
    [("12.", 12, "."), ("12, then 5", 12, ", then 5"), ("12., 5", 12, "., 5"), ("1 2", 1, "2")],
)
def test_a_point_or_comma_that_no_figure_follows_ends_it(text, value, beside):
    found = written_in(text)
    assert (found.value, found.beside) == (value, beside)


@pytest.mark.parametrize(
    ("tail", "unit", "is_one", "compares"),
    [
        ("days", None, True, False),
        ("Days.", None, True, False),
        ("homes", None, True, False),
        ("x", None, False, False),
        ("ft", None, True, False),
        ("g", None, True, False),
        ("x", "x", True, False),
        ("X.", " x ", True, False),
        ("k", None, False, False),
        ("million", None, False, False),
        ("000s", None, False, True),
        ("new affordable homes", None, True, False),
        ("new green things", None, False, False),
        ("days of delay", None, False, True),
        ("things per head", None, True, False),
        ("per 1,000", None, True, False),
        ("one two three four days", None, True, False),
        ("days in hand", None, True, False),
        ("new days here", None, False, False),
        ("one two three four five days", None, False, False),
        ("better", None, False, True),
        ("below target", None, False, True),
        ("days vs", None, False, True),
        ("march", None, False, True),
        ("am", None, False, True),
        ("days 15", None, False, True),
        ("", None, False, False),
        ("--", None, False, False),
        ("co2", None, False, True),
    ],
)
def test_whether_words_after_a_figure_are_a_unit_or_say_more(tail, unit, is_one, compares):
    assert (is_unit(tail, unit), says_more(tail)) == (is_one, compares)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("12 days late", (12, "days late")),
        ("-12 days", (-12, "days")),
        ("−12; see note", (-12, "see note")),
        ("+12, see note", (12, "see note")),
        ("£12 spent", (12, "spent")),
        ("48.6% of homes", ("48.6", "of homes")),
        ("1,234 homes", (1234, "homes")),
        ("-0 homes", (0, "homes")),
        ("12", None),
        ("12days", None),
        ("12 5", None),
        ("days 12", None),
        ("9" * 30 + " homes", ("9" * 30, "homes")),
        ("9" * 31 + " homes", None),
    ],
)
def test_a_figure_and_the_words_that_follow(text, expected):
    wanted = None if expected is None else (Decimal(expected[0]), expected[1])
    assert tail_of(text) == wanted


def test_the_figure_that_a_text_begins_with_and_whether_words_name_a_whole():
    assert [leading_number(text) for text in ("£1,234 or so", "-12.5%", "x 12", "", "− 7")] == [
        "1,234", "12.5", "", "", "7",
    ]  # fmt: skip
    assert [is_whole(text) for text in ("of homes", "Of all homes", "of 60", "homes", "of ")] == [
        True, True, False, False, False,
    ]  # fmt: skip


# --- cells whose format shows the number in another form


TAKEN_AS_HELD = object()
HELD_1500 = dict.fromkeys(("visits", "kg", "tonnes", "km", "kwh"), 1500)
FORMS = {
    ("0.0%", 0.5): {"%": 50, "per 1,000": 500, None: 50},
    ("0%", 0): {"%": 0, "per 1,000": 0, None: 0},
    ("[h]:mm", 0.5): {"hours": 12, "minutes": 720, "seconds": 43200, "days": "0.5"},
    ("[h]:mm", 1.5): {"hours": 36, "minutes": 2160, "seconds": 129600, "days": "1.5"},
    ("h:mm", 0.5): {"hours": 12, "days": "0.5"},
    ("h:mm", 1.0): {},
    ("h:mm:ss", 0.5): {"hours": 12, "minutes": 720, "seconds": 43200, "days": "0.5"},
    ("h:mm:ss", 1.0): {},
    ("mm:ss", 1800 / 86400): {"hours": "0.5", "minutes": 30, "seconds": 1800, "days": "0.0208333333333333"},
    ("mm:ss", 3600 / 86400): {},
    ("[mm]:ss", 3600 / 86400): {"hours": 1, "minutes": 60, "seconds": 3600, "days": "0.0416666666666667"},
    ("h:mm AM/PM", 0.5): {},
    ("#,##0,", 1500): {
        "£": 1500, "£k": "1.5", "£m": "0.0015", "number": 1500, "visits": 1500, None: 1500, "kg": 1500,
        "tonnes": 1500, "km": 1500, "kwh": 1500,
    },
    ('£#,##0,"k"', 1500): {"£": 1500, "£k": "1.5", "£m": "0.0015", "number": 1500, None: 1500, **HELD_1500},
    ('£#,##0.0,,"m"', 1500000): {"£": 1500000, "£k": 1500, "£m": "1.5", "number": 1500000, None: 1500000, **dict.fromkeys(HELD_1500, 1500000)},
    ('#,##0,"m"', 1500): {},
    ('0.0"k"', 1.5): {"£": 1500, "£k": "1.5", "£m": "0.0015", "number": 1500, "visits": 1500},
    ('0" days"', 3): {"days": 3, "number": 3, None: 3},
    ('0" hours"', 3): {"hours": 3, "minutes": 180, "seconds": 10800, "number": 3, None: 3},
    ('0" kg"', 3): {"kg": 3, "tonnes": "0.003", "number": 3, None: 3},
    ('0" visits"', 3): {"visits": 3, "number": 3, None: 3},
    ('0"%"', 3): {"%": 3, "per 1,000": 30, None: 3},
    ("£#,##0", 3): TAKEN_AS_HELD,
    ("0.00", 3): TAKEN_AS_HELD,
}  # fmt: skip
"""Format and number held → unit of the KPI and what the figure then is; in all others it is refused."""
SHOWN_IN = (
    "hours",
    "minutes",
    "seconds",
    "days",
    "%",
    "per 1,000",
    "£",
    "£k",
    "£m",
    "number",
    "visits",
    "kg",
    "tonnes",
    "km",
    "kwh",
    "ratio",
    None,
)


def test_a_number_whose_format_shows_something_else_is_told_in_the_kpis_unit_or_refused():
    wrong = []
    for (form, held), wanted in FORMS.items():
        for unit in SHOWN_IN:
            made = figure_in_unit(Cell(7, 6, held, form), MeasuredAs(None, unit))
            told = made.value if isinstance(made, Doubt) else made
            expected = held if wanted is TAKEN_AS_HELD else wanted.get(unit)
            if told != (None if expected is None else Decimal(str(expected))):
                wrong.append((form, held, unit, told, expected))
    assert not wrong


@pytest.mark.parametrize(
    ("form", "unit", "expected"),
    [
        ("dd/mm/yyyy", "hours", None),
        ("dd/mm/yyyy", "days", None),
        ("dd/mm/yyyy", "visits", "0.5"),
        ("dd/mm/yyyy", None, "0.5"),
        ("# ?/?", "%", None),
        ("# ?/?", "per 1,000", None),
        ("# ?/?", "days", "0.5"),
        ("# ?/?", None, "0.5"),
    ],
)
def test_a_number_shown_as_a_day_or_a_fraction(form, unit, expected):
    """Where it may be meant as what it shows it is refused, else taken as held; 0 is 0 in any form."""
    made = figure_in_unit(Cell(7, 6, 0.5, form), MeasuredAs(None, unit))
    told = made.value if isinstance(made, Doubt) else made
    assert told == (None if expected is None else Decimal(expected))
    if form == "# ?/?":
        assert figure_in_unit(Cell(7, 6, 0, form), MeasuredAs(None, unit)) == 0


@pytest.mark.parametrize(
    ("kind", "expected"),
    [
        (DataType.PERCENTAGE, 50), (DataType.RATE, 50), (DataType.RATIO, None), (DataType.NUMBER, None),
        (DataType.MONEY, None), (DataType.DURATION, None), (None, 50),
    ],
)  # fmt: skip
def test_a_percentage_of_a_kpi_without_a_unit(kind, expected):
    made = figure_in_unit(Cell(7, 6, 0.5, "0%"), MeasuredAs(kind, None))
    told = made.value if isinstance(made, Doubt) else made
    assert told == expected
