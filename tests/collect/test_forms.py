"""What a form asks, from whom, and that it is a workbook in which only that can be filled in."""

from __future__ import annotations

import io
import re
import zipfile
from dataclasses import replace
from datetime import date
from decimal import Decimal
from pathlib import Path

import openpyxl
import pytest

from pmf_cli.assessment import assess
from pmf_cli.collect.form.about_sheet import identification
from pmf_cli.collect.form.content import contents_of
from pmf_cli.collect.form.layout import RESULTS, SHEETS
from pmf_cli.collect.form.lines import usual_words
from pmf_cli.collect.form.make import form_bytes
from pmf_cli.collect.form.result_sheet import known_texts
from pmf_cli.cycle.form_names import part_of_name, return_reference
from pmf_cli.register.periods.text import parse_period
from pmf_cli.register.register import Register
from pmf_cli.register.terms import CommentaryKind, DataType, NoDataReason, YearValue
from pmf_cli.settings import Settings
from tests.collect.desk import Desk, address, example_desk
from tests.make import make_contact, make_kpi, make_register, make_result, make_target
from tests.registers.cut import cut_example
from tests.running import pmf

ON = date(2025, 1, 21)
CYCLE = parse_period("2024/25 Q3")
BEFORE = ("2023/24 Q3", "2023/24 Q4", "2024/25 Q1", "2024/25 Q2")
NASTY = "=1+1 {{7*7}} [c] @SUM(A1) <b>&"


def asked(register: Register, contact: str = "C02", on: date = ON):  # type: ignore[no-untyped-def]
    return contents_of(assess(register, Settings(), period=CYCLE, as_of=on)).get(contact)


def due(**over: object) -> Register:
    """One KPI whose figure for the cycle is not in."""
    results = [make_result("WM-01", period, 40 + n) for n, period in enumerate(BEFORE)]
    return make_register(results=results, **over)


def test_a_line_holds_definition_last_four_values_target_and_range() -> None:
    """Beside the cell to fill in stands all that is needed to fill it in rightly."""
    content = asked(due())
    (line,) = content.lines
    assert line.earlier.splitlines() == [
        "2024/25 Q2: 43.0%", "2024/25 Q1: 42.0%", "2023/24 Q4: 41.0%", "2023/24 Q3: 40.0%",
    ]  # fmt: skip
    assert line.target == "90.0%"
    assert (line.usual.low, line.usual.high) == (0, 100)
    assert line.asks_parts
    assert content.kpis == ("WM-01",)


def test_a_form_asks_for_the_share_of_a_years_target_and_says_so() -> None:
    """Nobody is asked about 52,000 beside a quarter's figure; the outturn is no earlier quarter."""
    kpi = make_kpi(
        data_type=DataType.NUMBER, unit="visits", decimal_places=0, year_value=YearValue.SUM
    )
    target = make_target(target=52000, from_period="2024/25", to_period="2024/25")
    held = due(kpis=[kpi], targets=[target])
    beside = (*held.results, make_result("WM-01", "2023/24", 170))
    content = asked(replace(held, results=beside))
    (line,) = content.lines
    assert known_texts(line)["target"] == "13,000 visits (split evenly)"
    assert "2023/24:" not in line.earlier


def test_a_range_of_ratios_can_be_read() -> None:
    """“1.72 to 1 to 7.36 to 1” is no range that anybody reads."""
    ratio = make_kpi(
        data_type=DataType.RATIO, unit="to 1", decimal_places=2, plausible_min=Decimal("1.72"),
        plausible_max=Decimal("7.36"),
    )  # fmt: skip
    (line,) = asked(due(kpis=(ratio,))).lines
    assert usual_words(line) == "between 1.72 to 1 and 7.36 to 1"
    (share,) = asked(due()).lines
    assert usual_words(share) == "0.0% to 100.0%"


def test_nobody_is_asked_for_what_is_in() -> None:
    """A contact whose figures are in, and who has nothing to explain, gets no form."""
    assert asked(make_register()) is None


def test_who_stands_in_is_asked_and_told_so() -> None:
    """While the key contact is away the deputy has the form."""
    away = make_contact("C02", absent_until=date(2025, 3, 1), deputy="C03")
    content = asked(due(contacts=(away, make_contact("C03"))), "C03")
    assert content.stands_in_for == ("WM-01",)


def test_what_nobody_can_be_asked_for_is_kept_apart() -> None:
    """A KPI without any contact who is there is listed, not lost."""
    gone = make_contact("C02", to_date=date(2024, 6, 1))
    found = contents_of(assess(due(contacts=(gone,)), Settings(), period=CYCLE, as_of=ON))
    assert found[None].kpis == ("WM-01",)


def test_expected_splits_are_asked_for_too() -> None:
    """One line for the whole, then one for each split."""
    kpi = make_kpi(splits_expected=("North", "South"))
    content = asked(due(kpis=(kpi,)))
    assert [line.split for line in content.lines] == [None, "North", "South"]


def test_a_red_result_is_asked_about_with_its_questions() -> None:
    """Reason, action and recovery where the result is in and Red."""
    content = asked(make_register(results=[make_result("WM-01", "2024/25 Q3", 40)]))
    assert not content.lines
    assert [one.kind for one in content.questions] == [
        CommentaryKind.REASON, CommentaryKind.ACTION, CommentaryKind.RECOVERY,
    ]  # fmt: skip
    assert content.questions[0].about.startswith("40.0%")


def test_references_and_file_names_are_safe_and_never_shared() -> None:
    """Two contacts never share a file, whatever their references hold."""
    assert return_reference(CYCLE, "C-110K") == "R-2024-25-Q3-C-110K"
    odd = ["../../x", "..\\..\\x", "a/b", "a b", "CON", "Ä", "", "x" * 300, "x" * 301]
    names = [part_of_name(text) for text in odd]
    assert len(set(names)) == len(names)
    for name in names:
        assert name
        assert len(name) <= 70
        assert not set(name) & set('/\\:*?"<>|\0 ')
        assert not name.startswith((".", "-"))


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    return example_desk(tmp_path)


def test_only_cells_to_fill_in_are_open(desk: Desk) -> None:
    """Every sheet is protected; open are exactly the cells of the columns marked (fill in)."""
    for form in desk.forms():
        book = openpyxl.load_workbook(io.BytesIO(form.data))
        assert tuple(book.sheetnames) == SHEETS
        assert all(sheet.protection.sheet for sheet in book)
        for row in book[RESULTS].iter_rows(min_row=5):
            for cell in row:
                heading = str(book[RESULTS].cell(4, cell.column).value)
                is_open = not cell.protection.locked
                assert not is_open or "(fill\u00a0in)" in heading
                if "(fill\u00a0in)" in heading and cell.value is None and form.content.lines:
                    assert is_open


@pytest.mark.slow
def test_the_same_register_gives_the_same_bytes(desk: Desk) -> None:
    """Nothing comes from the clock or the order of a set."""
    assert [form.data for form in desk.forms()] == [form.data for form in desk.forms()]


def test_no_name_or_address_is_in_a_form(desk: Desk) -> None:
    """Forms carry posts and references, and nobody's name, e-mail or telephone number."""
    contacts = desk.opened().register.contacts
    posts = {contact.job_title for contact in contacts}
    words = [w for c in contacts for w in (c.name, c.email, c.telephone) if w and w not in posts]
    for form in desk.forms():
        with zipfile.ZipFile(io.BytesIO(form.data)) as package:
            text = "".join(package.read(n).decode("utf-8", "replace") for n in package.namelist())
        assert [word for word in words if word in text] == []


def test_text_of_the_register_never_becomes_a_formula() -> None:
    """The one formula a line has is the tool's own."""
    kpi = make_kpi("=A1", name=NASTY, definition=NASTY, numerator_label=NASTY, unit=NASTY)
    register = make_register(
        kpis=(kpi,), results=[make_result("=A1", "2024/25 Q2", 40)], targets=[make_target("=A1")]
    )
    book = openpyxl.load_workbook(io.BytesIO(form_bytes(asked(register))))
    formulas = [c.coordinate for s in book for row in s for c in row if c.data_type == "f"]
    assert formulas == [address(RESULTS, "check 1")]
    assert book[RESULTS]["B5"].value == NASTY


@pytest.mark.parametrize("kind", list(DataType))
def test_each_kind_of_figure_has_its_own_rule(kind: DataType) -> None:
    """Numbers and dates are checked as they are typed; Yes/No, grades and reasons are chosen."""
    kpi = make_kpi(data_type=kind, grade_order=("Good", "Poor"), plausible_min=None)
    register = make_register(kpis=(kpi,), results=[make_result("WM-01", "2024/25 Q2", None)])
    book = openpyxl.load_workbook(io.BytesIO(form_bytes(asked(register))))
    rules = {str(rule.sqref): rule for rule in book[RESULTS].data_validations.dataValidation}
    wanted = {DataType.DATE: "date", DataType.YES_NO: "list", DataType.GRADE: "list"}
    assert rules[address(RESULTS, "value 1")].type == wanted.get(kind, "decimal")
    reasons = rules[address(RESULTS, "reason 1")].formula1
    assert all(reason.value in reasons for reason in NoDataReason)


def test_a_form_identifies_itself() -> None:
    """Reference, register, cycle, contact and date stand in it, and the seal fits them."""
    facts = identification(asked(due()))
    assert facts["ref"] == "R-2024-25-Q3-C02"
    assert facts["register"] == "Anyborough Council"
    assert facts["cycle"] == "2024/25 Q3"
    assert facts["made_on"] == "2025-01-21"
    assert len(facts["seal"]) == 16


def test_before_the_forms_of_a_cycle_are_due_out_their_day_is_told(tmp_path: Path) -> None:
    """Where nothing is due yet, the officer is told when the next forms go out, and how to have them now."""
    cut_example(tmp_path / "register")
    settings = tmp_path / "register" / "pmf.toml"
    text = re.sub(r"^(period|as_of) = .*\n", "", settings.read_text(encoding="utf-8"), flags=re.M)
    settings.write_text(text, encoding="utf-8")
    ran = pmf("collect", "make", "--register", tmp_path / "register", "--as-of", "2025-04-01")
    assert ran.code == 0
    assert "03/04/2025" in ran.out
    assert 'pmf collect make --period "2024/25 Q4"' in ran.out
