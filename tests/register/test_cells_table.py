"""What a cell is read as: every word, both ends of every bound, each kind of content for each kind of figure."""

from datetime import date, datetime, timedelta
from decimal import Decimal

import pytest

from pmf_cli.register.periods.cells import period
from pmf_cli.register.periods.context import PeriodContext
from pmf_cli.register.terms import DataType, Frequency, NoDataReason, ValueStatus, YearBasis
from pmf_cli.register.values import exact
from pmf_cli.register.values.dates import could_be_american, day
from pmf_cli.register.values.exact import Doubt
from pmf_cli.register.values.measure import MeasuredAs
from pmf_cli.register.values.missing import (
    is_missing_word,
    is_not_applicable,
    is_to_come,
    reason_in,
)
from pmf_cli.register.values.references import is_reference, reference
from pmf_cli.register.values.value_cells import is_unread, result_value, target_value
from pmf_cli.workbook.cells import Cell, ErrorValue

WHY = NoDataReason


def taken(made):
    """What is used of a cell, and the codes of what is said of it."""
    if isinstance(made, Doubt):
        return made.value, [code for code, _ in made.remarks]
    return made, []


def said(made) -> str:
    return " ".join(words for _, words in made.remarks) if isinstance(made, Doubt) else ""


# --- days


@pytest.mark.parametrize(
    ("value", "expected", "code"),
    [
        (date(2024, 9, 30), date(2024, 9, 30), None),
        (datetime.fromisoformat("2024-09-30T23:59"), date(2024, 9, 30), None),
        (date(1950, 1, 1), date(1950, 1, 1), None),
        (date(1949, 12, 31), None, "CEL005"),
        (date(2099, 12, 31), date(2099, 12, 31), None),
        (date(2100, 1, 1), None, "CEL005"),
        ("01/01/1950", date(1950, 1, 1), "CEL006"),
        ("31/12/1949", None, "CEL005"),
        ("31/12/2099", date(2099, 12, 31), "CEL006"),
        ("01/01/2100", None, "CEL005"),
        ("30/09/2024", date(2024, 9, 30), "CEL006"),
        ("30 September 2024", date(2024, 9, 30), "CEL006"),
        ("Monday, 30 September 2024", date(2024, 9, 30), "CEL006"),
        ("2024-09-30", date(2024, 9, 30), "CEL006"),
        ("20240930", date(2024, 9, 30), "CEL006"),
        ("1 sept 24", date(2024, 9, 1), "CEL006"),
        ("1/4/69", date(2069, 4, 1), "CEL018"),
        ("1/4/70", date(1970, 4, 1), "CEL018"),
        ("05/04/2024", date(2024, 4, 5), "CEL018"),
        ("12/11/2024", date(2024, 11, 12), "CEL018"),
        ("13/11/2024", date(2024, 11, 13), "CEL006"),
        ("04/4/2024", date(2024, 4, 4), "CEL006"),
        ("31/06/2024", None, "CEL005"),
        ("29/02/2023", None, "CEL005"),
        ("09/30/2024", None, "CEL005"),
        ("soon", None, "CEL005"),
        ("n/a", None, "CEL016"),
        ("32874", date(1990, 1, 1), "CEL017"),
        ("32873", None, "CEL005"),
        ("58439", date(2059, 12, 30), "CEL017"),
        ("58440", date(2059, 12, 31), "CEL017"),
        ("58441", None, "CEL005"),
        (32874, date(1990, 1, 1), "CEL017"),
        (32873, None, "CEL005"),
        (58440, date(2059, 12, 31), "CEL017"),
        (58441, None, "CEL005"),
        (45565.75, date(2024, 9, 30), "CEL017"),
        (True, None, "CEL005"),
        ("", None, None),
        (None, None, None),
        (ErrorValue("#REF!"), None, "CEL003"),
    ],
)
def test_a_day_is_read_day_first_within_what_a_register_can_mean(value, expected, code):
    made = day(Cell(1, 1, value))
    assert taken(made) == (expected, [code] if code else [])
    if isinstance(value, int) or (isinstance(value, str) and value.isdigit() and len(value) == 5):
        assert taken(day(Cell(1, 1, value), from_1904=True)) == (None, ["CEL005"])


@pytest.mark.parametrize(
    ("held", "number"),
    [
        (date(1900, 1, 1), 1),
        (date(1900, 1, 30), 30),
        (date(1900, 2, 28), 59),
        (date(1900, 3, 1), 61),
        (date(1900, 12, 31), 366),
        (date(1901, 1, 1), None),
    ],
)
def test_a_number_shown_as_a_day_of_1900_is_told(held, number):
    words = said(day(Cell(1, 1, held)))
    assert ("a number such as" in words) is (number is not None)
    assert number is None or f"a number such as {number}," in words


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("05/04/2024", True), ("5.4.24", True), ("5-4-2024", True), ("12/1/2024", True),
        ("13/1/2024", False), ("5/5/2024", False), ("05/5/2024", False), ("30 June 2018", False),
        ("2024-05-04", False), ("1/13/2024", True),
    ],
)  # fmt: skip
def test_whether_the_month_may_have_been_written_first(text, expected):
    assert could_be_american(text) is expected


# --- words where a figure should stand


CERTAIN = {
    WHY.SUPPRESSED: "[c]; suppressed; confidential; Suppressed.; <5; < 10; <1; <0",
    WHY.NOT_APPLICABLE: "[z]; not applicable",
    WHY.DISCONTINUED: "discontinued",
    WHY.NOT_DUE: (
        "annual kpi; annual pi; annual indicator; annual measure; not due; reports in q4;"
        " reported in q 4; report in q1; report i q2; reposts in q3; report later; reported annually"
    ),
    WHY.OVERDUE: "return overdue; overdue; OVERDUE",
    WHY.AWAITING_PUBLICATION: (
        "awaiting publication; awaiting national publication; not yet published"
    ),
    WHY.DEVELOPMENT: "under development; in development",
    WHY.DATA_QUALITY: "data quality problem; data quality issues; data quality issue",
    WHY.NOT_COMPARABLE: "not comparable",
}
OPEN = (
    "x; [x]; ..; nil; new; unavailable; missing; unknown; div/0; #div/0; ref; not available; no data;"
    " not known; to be agreed; data not available; not collected; n/a; N/A; na; n.a.; n.a; -; –; —; none;"
    " nil return"
)
TO_COME = (
    "tbc; TBC; tba; tbd; to be confirmed; to be advised; to follow; pending; awaiting; awaiting data;"
    " awaited; (tbc); [tbc]; TBC."
)
NOT_THERE = "n/a; NA; n.a.; n.a; -; –; —; none; Nil  return; [z]"


def words_of(text: str) -> list[str]:
    return [word.strip() for word in text.split(";")]


def test_each_word_in_place_of_a_figure_means_what_the_documents_say():
    count = MeasuredAs(DataType.NUMBER, "homes")
    wrong = []
    for reason, words in [*CERTAIN.items(), *((reason, reason.value) for reason in WHY)]:
        for word in words_of(words):
            made = result_value(Cell(1, 1, word), count)
            is_right = (
                reason_in(word, counts=True) is reason
                and is_missing_word(word)
                and taken(made) == (None, ["CEL014"])
                and made.reason is reason
                and is_unread(Cell(1, 1, word))
            )
            wrong += [] if is_right else [(word, made)]
    for word in words_of(OPEN) + words_of(TO_COME):
        made = result_value(Cell(1, 1, word), count)
        comes = word in words_of(TO_COME)
        is_right = (
            reason_in(word, counts=True) is None
            and is_missing_word(word)
            and taken(made) == (None, ["CEL013"])
            and is_to_come(word) is comes
            and ("still to come" in said(made)) is comes
            and is_unread(Cell(1, 1, word)) is not comes
        )
        wrong += [] if is_right else [(word, made)]
    for word in words_of(NOT_THERE):
        made = target_value(Cell(1, 1, word), count)
        is_right = is_not_applicable(word) and taken(made) == (None, ["CEL016"])
        wrong += [] if is_right else [(word, made)]
    assert not wrong


@pytest.mark.parametrize("word", ["c", "z", "12", "0", "tbc later", "<11", "<5 homes", "good", ""])
def test_what_is_none_of_these_words(word):
    assert not is_missing_word(word)
    assert not is_to_come(word)
    assert not is_not_applicable(word)
    assert reason_in(word, counts=True) is None


def test_a_small_number_is_hidden_only_where_things_are_counted():
    assert reason_in("<5", counts=False) is None
    kinds = {
        kind: taken(result_value(Cell(1, 1, "<5"), MeasuredAs(kind, None))) for kind in DataType
    }
    hidden = [kind for kind, made in kinds.items() if made == (None, ["CEL014"])]
    assert hidden == [DataType.NUMBER]
    assert taken(result_value(Cell(1, 1, "<5"), MeasuredAs(None, None))) == (None, ["CEL014"])


# --- a cell by the kind of its KPI


DAYS = date(2024, 9, 30)


@pytest.mark.parametrize(
    ("kind", "value", "expected", "code"),
    [
        (DataType.NUMBER, 12, Decimal(12), None),
        (DataType.NUMBER, "12", Decimal(12), "CEL002"),
        (DataType.NUMBER, True, None, "CEL001"),
        (DataType.NUMBER, DAYS, None, "CEL001"),
        (DataType.NUMBER, "Good", None, "CEL013"),
        (DataType.PERCENTAGE, 12.5, Decimal("12.5"), None),
        (DataType.DATE, DAYS, DAYS, None),
        (DataType.DATE, "30/09/2024", DAYS, "CEL006"),
        (DataType.DATE, 45565, DAYS, "CEL017"),
        (DataType.DATE, 12, None, "CEL005"),
        (DataType.DATE, "Good", None, "CEL005"),
        (DataType.YES_NO, True, True, None),
        (DataType.YES_NO, False, False, None),
        (DataType.YES_NO, "yes", True, None),
        (DataType.YES_NO, "N", False, None),
        (DataType.YES_NO, "✓", True, None),
        (DataType.YES_NO, "✘", False, None),
        (DataType.YES_NO, "perhaps", None, "CEL008"),
        (DataType.YES_NO, 1, None, "CEL008"),
        (DataType.GRADE, "Good", "Good", None),
        (DataType.GRADE, " Good ", "Good", None),
        (DataType.GRADE, 4, "4", None),
        (DataType.GRADE, "x", None, "CEL013"),
        (None, 12, Decimal(12), None),
        (None, True, True, None),
        (None, DAYS, DAYS, None),
        (None, date(1900, 1, 2), None, "CEL001"),
        (None, "12", Decimal(12), "CEL002"),
        (None, "", None, None),
        (DataType.NUMBER, "  ", None, None),
        (DataType.DATE, " ", None, None),
        (DataType.YES_NO, " ", None, None),
        (DataType.GRADE, " ", None, None),
        (DataType.NUMBER, None, None, None),
        (DataType.DATE, None, None, None),
        (DataType.NUMBER, ErrorValue("#N/A"), None, "CEL003"),
        (DataType.GRADE, ErrorValue("#N/A"), None, "CEL003"),
    ],
)
def test_the_kind_of_the_kpi_decides_what_a_cell_holds(kind, value, expected, code):
    made = result_value(Cell(1, 1, value), MeasuredAs(kind, None))
    assert taken(made) == (expected, [code] if code else [])
    assert type(taken(made)[0]) is type(expected)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("12 (2023/24)", (Decimal(12), ["CEL012"])),
        ("12 2023/24", (None, ["CEL013"])),  # no fraction of 2023 twenty-fourths
        ("12, Q3 2024/25", (Decimal(12), ["CEL012"])),
        ("12 (last week)", (Decimal(12), ["CEL012"])),
        ("12 September 2024", (None, ["CEL013"])),
        ("12 Dec", (None, ["CEL013"])),
    ],
)
def test_a_period_beside_a_figure_is_left_aside(text, expected):
    assert taken(result_value(Cell(1, 1, text), MeasuredAs(DataType.NUMBER, "homes"))) == expected


@pytest.mark.parametrize(
    ("text", "expected", "proposes"),
    [
        ("12", (Decimal(12), ["CEL002"]), False),
        ("12 homes", (Decimal(12), ["CEL012"]), False),
        ("tbc", (None, ["CEL001"]), True),
        ("to be agreed", (None, ["CEL001"]), True),
        ("suppressed", (None, ["CEL001"]), True),
        ("n/a", (None, ["CEL016"]), False),
        ("a lot", (None, ["CEL001"]), False),
        ("", (None, []), False),
    ],
)
def test_a_target_takes_figures_only(text, expected, proposes):
    made = target_value(Cell(1, 1, text), MeasuredAs(DataType.NUMBER, "homes"))
    assert taken(made) == expected
    assert ("as target type" in said(made)) is proposes
    assert target_value(Cell(1, 1, 12), MeasuredAs(DataType.NUMBER, None)) == 12


# --- numbers, whole numbers, yes and no, text


@pytest.mark.parametrize(
    ("value", "form", "number", "whole"),
    [
        (12, "General", (Decimal(12), []), (12, [])),
        (12.0, "General", (Decimal(12), []), (12, [])),
        (12.5, "General", (Decimal("12.5"), []), (None, ["CEL009"])),
        (0, "General", (Decimal(0), []), (0, [])),
        (0.382, "0.0%", (Decimal("38.2"), []), (None, ["CEL009"])),
        (0.38, "0%", (Decimal(38), []), (38, [])),
        (True, "General", (None, ["CEL001"]), (None, ["CEL009"])),
        ("12", "General", (Decimal(12), ["CEL002"]), (12, ["CEL002"])),
        ("12.5", "General", (Decimal("12.5"), ["CEL002"]), (None, ["CEL009"])),
        ("12 days", "General", (Decimal(12), ["CEL012"]), (12, ["CEL012"])),
        ("12 (p)", "General", (Decimal(12), ["CEL012"]), (12, ["CEL012"])),
        ("many", "General", (None, ["CEL001"]), (None, ["CEL009"])),
        ("n/a", "General", (None, ["CEL016"]), (None, ["CEL016"])),
        ("", "General", (None, []), (None, [])),
        (None, "General", (None, []), (None, [])),
        (DAYS, "dd/mm/yyyy", (None, ["CEL001"]), (None, ["CEL009"])),
        (float("inf"), "General", (None, ["CEL001"]), (None, ["CEL009"])),
        (float("nan"), "General", (None, ["CEL001"]), (None, ["CEL009"])),
    ],
)
def test_numbers_and_whole_numbers(value, form, number, whole):
    cell = Cell(1, 1, value, form)
    assert taken(exact.number(cell)) == number
    assert taken(exact.whole(cell)) == whole


def test_a_formula_never_calculated_is_said_and_a_mark_beside_a_figure_kept():
    cell = Cell(1, 1, None, formula=True)
    for read in (exact.number, exact.whole, exact.yes_no, exact.text, day, reference):
        assert taken(read(cell)) == (None, ["CEL004"])
    assert exact.number(Cell(1, 1, "12 (p)")).status is ValueStatus.PROVISIONAL
    assert exact.number(Cell(1, 1, "12 days")).status is None


@pytest.mark.parametrize(
    ("value", "expected", "code"),
    [
        (True, True, None), (False, False, None), ("Yes", True, None), ("y", True, None),
        ("TRUE", True, None), ("✓", True, None), ("✔", True, None), ("no", False, None),
        ("N", False, None), ("False", False, None), ("✗", False, None), ("✘", False, None),
        ("", None, None), (None, None, None), ("n/a", None, "CEL016"), ("maybe", None, "CEL008"),
        (1, None, "CEL008"), (0, None, "CEL008"), (DAYS, None, "CEL008"),
    ],
)  # fmt: skip
def test_yes_and_no(value, expected, code):
    made = exact.yes_no(Cell(1, 1, value))
    assert taken(made) == (expected, [code] if code else [])


@pytest.mark.parametrize(
    ("value", "form", "expected"),
    [
        (" a  b ", "General", "a  b"), ("", "General", None), (None, "General", None), (12, "General", "12"),
        (DAYS, "dd/mm/yyyy", "30/09/2024"), (True, "General", "TRUE"),
    ],
)  # fmt: skip
def test_text_of_any_cell(value, form, expected):
    made = exact.text(Cell(1, 1, value, form))
    assert made == expected or (expected == "TRUE" and str(made).casefold() in ("true", "yes"))


# --- references


KNOWN = ("WM-01", "MAR-1", "0012", "12.50", "7")


@pytest.mark.parametrize(
    ("value", "form", "known", "expected", "code", "perhaps"),
    [
        ("WM-01", "General", KNOWN, "WM-01", None, None),
        (" WM-01  b ", "General", KNOWN, "WM-01 b", None, None),
        ("", "General", KNOWN, None, None, None),
        (None, "General", KNOWN, None, None, None),
        (date(2024, 3, 1), "d-mmm", KNOWN, "1-Mar", "CEL010", "MAR-1"),
        (date(2024, 3, 1), "d-mmm", ("3-1",), "1-Mar", "CEL010", "3-1"),
        (date(2024, 3, 1), "d-mmm", ("mar24",), "1-Mar", "CEL010", "MAR24"),
        (date(2024, 3, 1), "d-mmm", ("01/03",), "1-Mar", "CEL010", "01/03"),
        (date(2024, 3, 1), "d-mmm", ("2024 MAR",), "1-Mar", "CEL010", "2024 MAR"),
        (date(2024, 3, 2), "d-mmm", KNOWN, "2-Mar", "CEL010", None),
        (12, "General", KNOWN, "12", "CEL011", "0012"),
        (12.5, "General", KNOWN, "12.5", "CEL011", "12.50"),
        (7, "General", KNOWN, "7", "CEL011", None),
        (7, "0", KNOWN, "7", "CEL011", None),
        (7, "0000", ("0007",), "0007", "CEL011", None),
        (8, "General", KNOWN, "8", "CEL011", None),
        (0, "General", ("000",), "0", "CEL011", "000"),
        (ErrorValue("#REF!"), "General", KNOWN, None, "CEL003", None),
    ],
)
def test_a_reference_is_the_text_that_excel_shows(value, form, known, expected, code, perhaps):
    made = reference(Cell(1, 1, value, form), known)
    assert taken(made) == (expected, [code] if code else [])
    assert ("perhaps" in said(made)) is (perhaps is not None)
    assert perhaps is None or f"perhaps {perhaps} was meant" in said(made)


def test_which_fields_hold_references():
    assert all(map(is_reference, ("ref", "kpi_ref", "change_ref", "key_contact", "lead_officer")))
    assert not any(map(is_reference, ("reference", "name", "reflection", "contact", "refs")))


# --- periods as Excel holds them


QUARTERLY = PeriodContext(Frequency.QUARTERLY, YearBasis.FINANCIAL)


@pytest.mark.parametrize(
    ("value", "form", "expected"),
    [
        (DAYS, "mmm-yy", "Sep 2024"),
        (DAYS, "mmmm yyyy", "Sep 2024"),
        (DAYS, "[$-809]mmm yy;@", "Sep 2024"),
        (DAYS, "dd/mm/yyyy", "2024/25 Q2"),
        (DAYS, "General", "2024/25 Q2"),
        (DAYS, "yyyy", "2024/25 Q2"),
        (DAYS, "hh:mm", "2024/25 Q2"),
        (DAYS, 'mmm "d" yy', "Sep 2024"),
        (DAYS, '"d" mmm yy', "Sep 2024"),
        (DAYS, '"mmm" yyyy', "2024/25 Q2"),
        (DAYS + timedelta(days=1), "dd/mm/yyyy", None),
        (datetime.fromisoformat("2024-09-30T00:00"), "dd/mm/yyyy", "2024/25 Q2"),
        (202409, "General", "Sep 2024"),
        (202409.0, "General", "Sep 2024"),
        (2024.5, "General", None),
        (2024, "General", None),
        (True, "General", None),
    ],
)
def test_a_cell_of_a_date_or_number_is_the_period_that_it_shows(value, form, expected):
    made = period(Cell(1, 1, value, form), QUARTERLY, 4)
    if expected is None:
        assert taken(made) == (None, ["PER001"])
    else:
        assert str(made) == expected
