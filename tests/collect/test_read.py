"""Each figure and answer of a return gets the right verdict, with the reason at its cell."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path

import openpyxl
import pytest

from pmf_cli.collect.returned.read import raw_form
from pmf_cli.collect.returned.verdicts import JudgedReturn, ReturnVerdict
from pmf_cli.errors import UsageError
from pmf_cli.pipeline.collect.returns import read_returns
from pmf_cli.register.sheets.layout import DATA_RECORD
from pmf_cli.register.terms import CommentaryKind, NoDataReason, ValueStatus
from pmf_cli.settings import Limits
from pmf_cli.workbook.cells import box_of
from pmf_cli.workbook.read import read_book
from pmf_cli.workbook.write.patch import Edit, patched
from pmf_cli.workbook.write.patch_cell import NewValue
from tests.collect.desk import (
    BACK_ON,
    MADE_ON,
    Desk,
    address,
    changed,
    desk_of,
    filled,
    small_desk,
    small_register,
)
from tests.make import make_result

GOOD = {"Results!value 1": 38.5, "Results!value 2": 375.1}
ONE = {"Results!value 2": 375.1}
"""Fills in WM-02 rightly, so that WM-01 is what a case is about."""

COUNTS = {"Results!value 1": 38.5, "Results!numerator 1": 385, "Results!denominator 1": 1000}
"""WM-01 with its two counts."""

Spoil = Callable[[openpyxl.Workbook], object]


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    """The small register."""
    return small_desk(tmp_path)


def typed(desk: Desk, ref: str, field: str, value: NewValue) -> None:
    """What somebody types into the record while the form is out."""
    row = next(
        row
        for row in desk.opened().register.results
        if row.kpi_ref == ref and str(row.period) == "2024/25 Q3"
    )
    box = box_of(row.source.at(field).cell)
    assert box is not None
    edit = Edit("Results", box[0], box[1], value)
    desk.record.write_bytes(patched(desk.record.read_bytes(), [edit], name=DATA_RECORD))


def judged(desk: Desk, answers: dict[str, object], *, accept: bool = False) -> JudgedReturn:
    path = filled(desk.form(), desk.folder / "back" / "r.xlsx", answers)
    (found,) = desk.judged(path, accept=accept)
    return found


def spoilt(desk: Desk, spoil: Spoil) -> JudgedReturn:
    """The verdicts on a form filled in rightly and then spoilt."""
    path = filled(desk.form(), desk.folder / "back" / "r.xlsx", GOOD)
    book = openpyxl.load_workbook(path)
    spoil(book)
    book.save(path)
    (found,) = desk.judged(path)
    return found


def test_a_form_filled_in_rightly_is_ready(desk: Desk) -> None:
    """Every figure is new, and says what it would hold and from whom."""
    one = judged(desk, GOOD)
    assert one.is_clean
    assert [line.verdict for line in one.lines] == [ReturnVerdict.NEW, ReturnVerdict.NEW]
    row = one.lines[0].result
    assert row is not None
    assert (row.value, row.received_from, row.return_ref) == (Decimal("38.5"), "C02", one.ref)
    assert {change.kpi_ref for change in one.ratings} == {"WM-01", "WM-02"}


IMPOSSIBLE = [
    ("text where a number belongs", {"Results!value 1": "about forty"}, "value"),
    ("a date where a number belongs", {"Results!value 1": date(2024, 12, 31)}, "value"),
    ("yes where a number belongs", {"Results!value 1": True}, "value"),
    ("a formula", {"Results!value 1": "=19+19.5"}, "value"),
    ("a formula that fetches", {"Results!value 1": '=WEBSERVICE("http://x.example/")'}, "value"),
    ("a DDE formula", {"Results!value 1": "=cmd|'/c calc'!A0"}, "value"),
    ("a word for no data", {"Results!value 1": "n/a"}, "value"),
    ("value and reason", {"Results!value 1": 38.5, "Results!reason 1": "Not applicable"}, "reason"),
    ("an unknown reason", {"Results!reason 1": "Dog ate it"}, "reason"),
    ("denominator 0", COUNTS | {"Results!denominator 1": 0}, "denominator"),
    ("counts that contradict", COUNTS | {"Results!denominator 1": 500}, "value"),
    ("counts with a reason", {"Results!numerator 1": 9, "Results!reason 1": "Suppressed"}, "value"),
    ("an unknown status", COUNTS | {"Results!value_status 1": "perhaps"}, "value_status"),
    ("no day", {"Results!reason 1": "Overdue", "Results!expected_by 1": "soon"}, "expected_by"),
]


@pytest.mark.parametrize(
    ("answers", "field"), [c[1:] for c in IMPOSSIBLE], ids=[c[0] for c in IMPOSSIBLE]
)
def test_what_cannot_be_is_refused_at_its_cell(
    answers: dict[str, object], field: str, desk: Desk
) -> None:
    """The row is refused, the other row of the form is not."""
    one = judged(desk, ONE | answers)
    first, second = one.lines
    assert first.verdict is ReturnVerdict.IMPOSSIBLE
    assert first.where.cell == address("Results", f"{field} 1")
    assert first.reason
    assert first.advice
    assert second.verdict is ReturnVerdict.NEW
    assert not one.is_clean


ANOTHER_KIND = [
    ("a comma for a point", {"Results!value 1": "38,5"}, "comma is no decimal point"),
    ("money for a percentage", {"Results!value 1": "£1,200"}, "amount of money"),
    ("a percentage for kilos", {"Results!value 2": "37%"}, "a percentage"),
    ("more digits than Excel keeps", {"Results!value 1": 1e308}, "309 digits"),
    ("nearly nothing", {"Results!value 1": 1e-300}, "near to 0"),
    ("more digits in a count", COUNTS | {"Results!numerator 1": 10**17}, "18 digits"),
    ("hours and minutes", {"Results!value 1": timedelta(hours=30)}, "length of time"),
    ("not a number", {"Results!value 1": "NaN"}, "no number"),
    ("a range", {"Results!value 1": "38-40"}, "no number"),
]


@pytest.mark.parametrize(
    ("answers", "words"), [c[1:] for c in ANOTHER_KIND], ids=[c[0] for c in ANOTHER_KIND]
)
def test_a_number_that_means_something_else_is_refused_even_when_questions_are_accepted(
    answers: dict[str, object], words: str, desk: Desk
) -> None:
    """What it is is said at its cell, with what to type instead; the officer cannot wave it through."""
    one = judged(desk, GOOD | answers, accept=True)
    (bad,) = [line for line in one.lines if line.verdict is ReturnVerdict.IMPOSSIBLE]
    assert words in bad.reason
    assert bad.advice


def test_a_percent_sign_on_what_is_no_percentage_is_refused(desk: Desk) -> None:
    """Who types 375% into a cell leaves 3.75 there; it is not taken for 375 kilos unasked."""
    path = filled(desk.form(), desk.folder / "back" / "r.xlsx", GOOD)
    book = openpyxl.load_workbook(path)
    cell = book["Results"][address("Results", "value 2")]
    cell.value, cell.number_format = 3.75, "0%"
    book.save(path)
    (one,) = desk.judged(path)
    assert one.lines[1].verdict is ReturnVerdict.IMPOSSIBLE
    assert "375%" in one.lines[1].reason


def test_a_number_typed_as_text_is_held_against_its_counts_too(desk: Desk) -> None:
    """Accepting that it is text does not accept that it contradicts its counts, or is unlikely."""
    text = COUNTS | {"Results!value 1": "38.5"}
    assert judged(desk, text, accept=True).lines[0].verdict is ReturnVerdict.NEW
    contradicts = judged(desk, text | {"Results!denominator 1": 500}, accept=True)
    assert contradicts.lines[0].verdict is ReturnVerdict.IMPOSSIBLE
    unlikely = judged(desk, {"Results!value 1": "138.5"})
    assert unlikely.lines[0].verdict is ReturnVerdict.QUESTION
    assert "as text" in unlikely.lines[0].reason
    assert "plausible maximum" in unlikely.lines[0].reason


QUESTIONS = [
    ("a fraction for a percentage", {"Results!value 1": 0.385}),
    ("outside its limits", {"Results!value 1": 138.5}),
    ("a number as text", {"Results!value 1": "38.5"}),
    ("a number with its unit", {"Results!value 1": "38.5%"}),
    ("overdue without a day", {"Results!reason 1": "Return overdue"}),
    ("half a fraction", {"Results!value 1": 38.5, "Results!numerator 1": 385}),
]


@pytest.mark.parametrize("answers", [c[1] for c in QUESTIONS], ids=[c[0] for c in QUESTIONS])
def test_what_is_unlikely_is_a_question(answers: dict[str, object], desk: Desk) -> None:
    """It is not taken in by itself, but the officer may take it in."""
    one = judged(desk, ONE | answers)
    assert one.lines[0].verdict is ReturnVerdict.QUESTION
    assert one.lines[0].reason
    assert judged(desk, ONE | answers, accept=True).lines[0].verdict.is_ready


def test_a_percentage_typed_with_its_sign_is_read_as_shown(desk: Desk) -> None:
    """Excel stores 38.5% as 0.385 and shows it so; people mean 38.5."""
    path = filled(desk.form(), desk.folder / "back" / "r.xlsx", GOOD)
    book = openpyxl.load_workbook(path)
    cell = book["Results"][address("Results", "value 1")]
    cell.value, cell.number_format = 0.385, "0.0%"
    book.save(path)
    (one,) = desk.judged(path)
    assert one.lines[0].result is not None
    assert one.lines[0].result.value == Decimal("38.5")


def test_blank_rows_are_missing_and_keep_nothing_back(desk: Desk) -> None:
    """A half-filled form is taken in by half; a note alone is no answer."""
    one = judged(desk, ONE | {"Results!note 1": "to follow"})
    assert [line.verdict for line in one.lines] == [ReturnVerdict.MISSING, ReturnVerdict.NEW]
    assert "Half filled" in one.lines[0].reason


def test_a_reason_for_no_data_is_taken_in(desk: Desk) -> None:
    """With the day by which the figure is expected."""
    on = date(2025, 2, 20)
    said = {"Results!reason 1": "Awaiting national publication", "Results!expected_by 1": on}
    line = judged(desk, ONE | said).lines[0]
    assert line.verdict.is_ready
    assert line.result is not None
    assert line.result.value is None
    assert line.result.no_data_reason is NoDataReason.AWAITING_PUBLICATION
    assert line.result.expected_by == on


def test_a_value_typed_beside_the_reason_that_the_form_came_with_counts(tmp_path: Path) -> None:
    """Who types the figure that was overdue does not think of clearing the reason; another reason
    chosen beside a value is still refused.
    """
    overdue = make_result(
        "WM-02",
        "2024/25 Q3",
        None,
        no_data_reason=NoDataReason.OVERDUE,
        expected_by=date(2025, 1, 31),
    )
    desk = desk_of(small_register(overdue), tmp_path / "late")
    one = judged(desk, GOOD)
    assert [line.verdict for line in one.lines] == [ReturnVerdict.NEW, ReturnVerdict.NEW]
    row = one.lines[1].result
    assert row is not None
    assert (row.value, row.no_data_reason, row.expected_by) == (Decimal("375.1"), None, None)
    other = judged(desk, GOOD | {"Results!reason 2": "Suppressed"})
    assert other.lines[1].verdict is ReturnVerdict.IMPOSSIBLE
    untouched = judged(desk, {"Results!value 1": 38.5})
    assert untouched.lines[1].verdict is ReturnVerdict.MISSING


def test_a_register_changed_since_is_a_conflict_not_an_overwrite(desk: Desk) -> None:
    """Old, base and new are named; the other figure is taken in."""
    path = filled(desk.form(), desk.folder / "back" / "r.xlsx", GOOD)
    typed(desk, "WM-01", "value", Decimal("39.9"))
    (one,) = desk.judged(path)
    first, second = one.lines
    assert first.verdict is ReturnVerdict.CONFLICT
    assert (first.old, first.base, first.new) == ("39.9%", "Nothing", "38.5%")
    assert second.verdict is ReturnVerdict.NEW


def test_what_the_register_holds_by_now_is_the_same(desk: Desk) -> None:
    """Nothing is new where somebody typed the same figure meanwhile."""
    path = filled(desk.form(), desk.folder / "back" / "r.xlsx", GOOD)
    typed(desk, "WM-01", "value", Decimal("38.5"))
    (one,) = desk.judged(path)
    assert one.lines[0].verdict is ReturnVerdict.SAME


def test_a_final_figure_that_is_replaced_is_marked_revised(tmp_path: Path) -> None:
    """And says what it replaces, when and why."""
    held = make_result(
        "WM-02",
        "2024/25 Q3",
        "371.2",
        value_status=ValueStatus.FINAL,
        received_on=date(2025, 1, 25),
    )
    desk = desk_of(small_register(held), tmp_path / "register")
    one = judged(
        desk, {"Results!value 2": 375.1, "Results!note 2": "two lorries were counted twice"}
    )
    line = one.lines[1]
    assert line.verdict is ReturnVerdict.CHANGED
    assert line.result is not None
    assert line.result.value_status is ValueStatus.REVISED
    assert line.result.replaces == (
        "371.2 kg per household (received 25/01/2025), replaced on 03/02/2025: two lorries were counted twice"
    )


def column(field: str) -> str:
    return address("Results", f"{field} 1").rstrip("0123456789")


def set_cell(sheet: str, cell: str, value: object) -> Spoil:
    def spoil(book: openpyxl.Workbook) -> None:
        book[sheet][address(sheet, cell)] = value

    return spoil


def add_row(book: openpyxl.Workbook) -> None:
    sheet = book["Results"]
    for field, value in (
        ("ref", "ZZ-98"),
        ("period", "2024/25 Q3"),
        ("split", "Whole"),
        ("value", 5),
    ):
        sheet[f"{column(field)}7"] = value


def double_row(book: openpyxl.Workbook) -> None:
    sheet = book["Results"]
    for cell in sheet[5]:
        sheet.cell(7, cell.column).value = cell.value


ALTERED_ROWS = [
    (
        "a definition",
        set_cell("Results", "counted 1", "Something else"),
        ReturnVerdict.ALTERED,
        "counted",
    ),
    ("a target", set_cell("Results", "target 1", "1%"), ReturnVerdict.ALTERED, "target"),
    ("a split added", set_cell("Results", "split 1", "North"), ReturnVerdict.FOREIGN, "ref"),
    ("another KPI", set_cell("Results", "ref 1", "ZZ-98"), ReturnVerdict.FOREIGN, "ref"),
    ("an unknown KPI", set_cell("Results", "ref 1", "ZZ-99"), ReturnVerdict.FOREIGN, "ref"),
    ("another period", set_cell("Results", "period 1", "2024/25 Q2"), ReturnVerdict.FOREIGN, "ref"),
]


@pytest.mark.parametrize(
    ("spoil", "verdict", "field"), [c[1:] for c in ALTERED_ROWS], ids=[c[0] for c in ALTERED_ROWS]
)
def test_a_row_whose_grey_cells_were_changed_is_refused(
    spoil: Spoil, verdict: ReturnVerdict, field: str, desk: Desk
) -> None:
    """The cell is named; the other row is still good."""
    one = spoilt(desk, spoil)
    found = [line for line in one.lines if line.verdict is verdict]
    assert [line.where.cell for line in found] == [address("Results", f"{field} 1")]
    assert [line.verdict for line in one.lines if line.kpi_ref == "WM-02"] == [ReturnVerdict.NEW]
    assert all(line.verdict.is_refused for line in one.lines if line.kpi_ref != "WM-02")


def test_a_row_that_was_added_or_doubled_is_refused(desk: Desk) -> None:
    """An added KPI is not asked here; of a doubled row nobody knows which holds."""
    added = spoilt(desk, add_row)
    assert added.lines[-1].verdict is ReturnVerdict.FOREIGN
    assert added.lines[-1].where.cell == "A7"
    doubled = spoilt(desk, double_row)
    assert [line.verdict for line in doubled.lines if line.kpi_ref == "WM-01"] == [
        ReturnVerdict.DOUBLED
    ] * 2


def drop(name: str) -> Spoil:
    return lambda book: book.remove(book[name])


def about(label: str, value: str) -> Spoil:
    def spoil(book: openpyxl.Workbook) -> None:
        for row in book["About this form"].iter_rows(max_col=2):
            if row[0].value == label:
                row[1].value = value

    return spoil


WHOLE = [
    ("no Results", drop("Results"), ReturnVerdict.ALTERED),
    ("no Comments", drop("Comments"), ReturnVerdict.ALTERED),
    ("no concern", drop("Other concern"), ReturnVerdict.ALTERED),
    ("no identification", drop("About this form"), ReturnVerdict.ALTERED),
    ("another contact", about("Contact", "C03"), ReturnVerdict.ALTERED),
    ("another cycle", about("Reporting period", "2024/25 Q2"), ReturnVerdict.ALTERED),
    ("another version", about("Form version", "0"), ReturnVerdict.ALTERED),
    ("a heading twice", set_cell("Results", "R4", "Value"), ReturnVerdict.ALTERED),
    ("a heading gone", set_cell("Results", "J4", "Wert"), ReturnVerdict.ALTERED),
    ("what the register held", set_cell("About this form", "E15", "7"), ReturnVerdict.ALTERED),
]


@pytest.mark.parametrize(("spoil", "verdict"), [c[1:] for c in WHOLE], ids=[c[0] for c in WHOLE])
def test_a_form_that_cannot_be_trusted_is_refused_whole(
    spoil: Spoil, verdict: ReturnVerdict, desk: Desk
) -> None:
    """Nothing of it is taken in, with one reason."""
    one = spoilt(desk, spoil)
    assert [refusal.verdict for refusal in one.refusals][:1] == [verdict]
    assert one.refusals[0].reason
    assert not one.accepted


def test_another_register_and_another_cycle_are_foreign(desk: Desk, tmp_path: Path) -> None:
    """A form of a neighbour, and one of the quarter before, belong elsewhere."""
    path = filled(desk.form(), desk.folder / "back" / "r.xlsx", GOOD)
    settings = desk.folder / "pmf.toml"
    text = settings.read_text(encoding="utf-8")
    settings.write_text(text.replace("Anyborough Council", "Elsewhere"), encoding="utf-8")
    (one,) = desk.judged(path)
    assert [refusal.verdict for refusal in one.refusals] == [ReturnVerdict.FOREIGN]
    settings.write_text(text, encoding="utf-8")
    assessment = desk.assessment(period="2024/25 Q2")
    (late,) = read_returns(desk.opened(), assessment, [path]).returns
    assert [refusal.verdict for refusal in late.refusals] == [ReturnVerdict.FOREIGN]


def insert_column(book: openpyxl.Workbook) -> None:
    book["Results"].insert_cols(8)


def rename(book: openpyxl.Workbook) -> None:
    book["Results"].title = "Sheet1"
    book["About this form"].title = "x"


@pytest.mark.parametrize("spoil", [insert_column, rename], ids=["column put between", "renamed"])
def test_what_does_no_harm_is_borne(spoil: Spoil, desk: Desk) -> None:
    """Cells are found by their headings, not by their place."""
    assert [line.verdict for line in spoilt(desk, spoil).lines] == [
        ReturnVerdict.NEW,
        ReturnVerdict.NEW,
    ]


def test_answers_become_comments_of_their_kind(desk: Desk) -> None:
    """By the contact, on the day, with the period by which it is back on target."""
    one = judged(
        desk,
        GOOD
        | {
            "Comments!answer 1": "=HYPERLINK is text here?",
            "Comments!answer 2": "New rounds from May [c] {{7*7}}.",
            "Comments!back 3": "2025/26 Q1",
            "Other concern!B4": "The depot floods.",
            "Other concern!B6": "c03",
        },
    )
    first, second, third = one.comments
    assert first.verdict is ReturnVerdict.IMPOSSIBLE
    assert second.comment is not None
    assert second.comment.kind is CommentaryKind.ACTION
    assert second.comment.text == "New rounds from May [c] {{7*7}}."
    assert (second.comment.author, second.comment.written_on) == ("C03", BACK_ON)
    assert third.comment is not None
    assert str(third.comment.back_on_target) == "2025/26 Q1"
    assert one.concern == "The depot floods."


def test_an_error_is_no_answer_and_blanks_are_none_at_all(desk: Desk) -> None:
    """#NAME? is refused at its cell; spaces are no comment; marks that turn text round are dropped."""
    one = judged(
        desk,
        GOOD
        | {
            "Comments!answer 1": "#NAME?",
            "Comments!answer 2": "   ",
            "Comments!answer 3": "By \u202eyaM\u202c.",
            "Other concern!B4": " \u200b ",
        },
    )
    first, third = one.comments
    assert (first.verdict, first.where.cell) == (
        ReturnVerdict.IMPOSSIBLE,
        address("Comments", "answer 1"),
    )
    assert third.text == "By yaM."
    assert one.concern == ""


def test_a_recovery_date_that_is_none_is_refused(desk: Desk) -> None:
    """With the cell; the figures are taken in all the same."""
    one = judged(desk, GOOD | {"Comments!answer 3": "We try.", "Comments!back 3": "soonish"})
    assert [answer.verdict for answer in one.comments] == [ReturnVerdict.IMPOSSIBLE]
    assert one.comments[0].where.cell == address("Comments", "back 3")
    assert one.accepted == 2


def test_a_name_instead_of_a_reference_is_kept_nowhere(desk: Desk) -> None:
    """Who filled it in is a contact reference, else the contact the form was made for."""
    assert judged(desk, GOOD | {"Other concern!B6": "Jo Bloggs"}).author == "C02"


def test_a_file_that_is_no_form_or_no_workbook_is_refused_and_keeps_no_other_back(
    desk: Desk,
) -> None:
    """Each with its own reason."""
    good = filled(desk.form(), desk.folder / "back" / "r.xlsx", GOOD)
    (desk.folder / "back" / "text.xlsx").write_bytes(b"not a workbook")
    (desk.folder / "back" / "record.xlsx").write_bytes(desk.record.read_bytes())
    (desk.folder / "back" / "~$r.xlsx").write_bytes(b"x")
    (desk.folder / "back" / ".~lock.r.xlsx#").write_bytes(b"x")
    (desk.folder / "back" / "note.txt").write_bytes(b"x")
    found = {one.file: one for one in desk.judged(good.parent)}
    assert set(found) == {"r.xlsx", "text.xlsx", "record.xlsx"}
    assert found["r.xlsx"].is_clean
    assert found["text.xlsx"].is_unreadable
    assert found["record.xlsx"].refusals[0].verdict is ReturnVerdict.FOREIGN


def test_what_is_passed_over_in_a_folder_is_named(desk: Desk) -> None:
    """A return saved as .ods, or still in its message, is not overlooked in silence."""
    good = filled(desk.form(), desk.folder / "back" / "r.xlsx", GOOD)
    (desk.folder / "back" / "other.ods").write_bytes(b"x")
    (desk.folder / "back" / "mail.msg").write_bytes(b"x")
    (desk.folder / "back" / "~$r.xlsx").write_bytes(b"x")
    (desk.folder / "back" / "older").mkdir()
    read = read_returns(desk.opened(), desk.assessment(), [good.parent])
    said = [line for line in read.remarks if "open in Excel" not in line]
    assert [line.split()[0] for line in said] == ["mail.msg", "older", "other.ods"]
    good.unlink()
    with pytest.raises(UsageError, match="no workbook") as none:
        read_returns(desk.opened(), desk.assessment(), [good.parent])
    assert "other.ods" in none.value.advice


def test_two_copies_of_a_form_that_differ_are_both_refused(desk: Desk) -> None:
    """Nobody but the contact knows which holds; two that say the same are one."""
    one = filled(desk.form(), desk.folder / "back" / "a.xlsx", GOOD)
    two = filled(desk.form(), desk.folder / "back" / "b.xlsx", GOOD)
    first, second = desk.judged(one, two)
    assert (first.accepted, second.twin) == (2, "a.xlsx")
    changed(two, {"Results!value 2": 376.0})
    assert all(r.refusals[0].verdict is ReturnVerdict.DOUBLED for r in desk.judged(one, two))
    empty = filled(desk.form(), desk.folder / "back" / "c.xlsx", {})
    assert desk.judged(one, empty)[0].accepted == 2


def test_an_empty_form_is_no_return(desk: Desk) -> None:
    """Every figure is still missing."""
    one = judged(desk, {})
    assert one.is_empty
    assert one.count(ReturnVerdict.MISSING) == 2


def test_the_form_was_made_before_anything_was_known() -> None:
    """The dates of these tests are in the order of real life."""
    assert MADE_ON < BACK_ON


def test_a_form_with_the_reason_that_it_came_with_is_still_empty(tmp_path: Path) -> None:
    """So the next form takes its place; one with another reason, or a value, was filled in."""
    overdue = make_result(
        "WM-02",
        "2024/25 Q3",
        None,
        no_data_reason=NoDataReason.OVERDUE,
        expected_by=date(2025, 1, 31),
    )
    desk = desk_of(small_register(overdue), tmp_path / "late")
    later = {"Results!expected_by 2": date(2025, 2, 28)}
    for answers, is_filled_in in (
        ({}, False),
        ({"Results!reason 2": "Suppressed"}, True),
        ({"Results!value 2": 375.1}, True),
        (later, True),
    ):
        path = filled(desk.form(), desk.folder / "back" / "r.xlsx", answers)
        form = raw_form(read_book(path, Limits()))
        assert form is not None
        assert form.is_filled_in is is_filled_in
