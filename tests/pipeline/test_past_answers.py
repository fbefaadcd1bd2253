"""A past answer never changes: what was known on a day is answered the same after every later change."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from decimal import Decimal
from pathlib import Path

import openpyxl
import pytest

from pmf_cli.analysis.issued.register_then import register_then
from pmf_cli.collect.returned.cells import Entered
from pmf_cli.collect.returned.form_and_register import as_result
from pmf_cli.ledger.papers import history_of
from pmf_cli.ledger.store import read_ledger
from pmf_cli.pipeline import open_register
from pmf_cli.pipeline.change.changing import Change, apply_change, changed_cells
from pmf_cli.places import DATA_RECORD
from pmf_cli.register.periods.text import parse_period
from pmf_cli.register.sheets.record import Commentary, Result
from pmf_cli.register.terms import CommentaryKind, NoDataReason
from tests.registers.cut import cut_example
from tests.running import pmf

Q3 = parse_period("2024/25 Q3")
PAPER = ("--period", "2024/25 Q3", "--as-of", "2025-02-03")
NO_FIGURE = ("CX-04", "CX-06")
"""KPIs that have no figure for the quarter: one has a reason in its place, one is under development."""
JUNE = date(2025, 6, 10)


@pytest.fixture(scope="module")
def before(tmp_path_factory: pytest.TempPathFactory) -> list[dict[str, object]]:
    """The answer before anything later."""
    return ratings(cut_example(tmp_path_factory.mktemp("before") / "register", *NO_FIGURE))


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    cut_example(tmp_path / "register", *NO_FIGURE)
    return tmp_path / "register"


def ratings(folder: Path) -> list[dict[str, object]]:
    """What ``pmf rag`` answers for the paper's day, cells aside: rows may move."""
    ran = pmf("rag", "--register", folder, *PAPER, "--format", "json", "-q")
    found: list[dict[str, object]] = json.loads(ran.out)["kpis"]
    return found


def row_of(folder: Path, ref: str) -> Result:
    return open_register(folder).register.results_of(ref)[Q3]


def returned(folder: Path, ref: str, on: date = JUNE, **said: object) -> None:
    """A return corrects a KPI's figure for the quarter, as taking in writes it."""
    opened = open_register(folder)
    row = opened.register.results_of(ref)[Q3]
    entered = Entered(**{"value": None, "note": "", **said})  # type: ignore[arg-type]
    kpi = opened.register.kpi_by_ref[ref]
    after = as_result(entered, kpi, Q3, None, row, {"ref": "R-9", "contact": "C-901"}, on)
    change = Change("return taken in", "R-9", tuple(changed_cells(row, after, [])))
    apply_change(opened, change, on)


def corrected(folder: Path) -> None:
    returned(folder, "CO-01", value=Decimal(3912))


def corrected_twice(folder: Path) -> None:
    returned(folder, "CO-01", value=Decimal(3912))
    returned(folder, "CO-01", date(2025, 7, 1), value=Decimal(3950), note="Counted again.")


def withdrawn(folder: Path) -> None:
    returned(folder, "CO-01", reason=NoDataReason.DATA_QUALITY)


def commented(folder: Path) -> None:
    comment = Commentary(
        kpi_ref="WM-03",
        period=Q3,
        kind=CommentaryKind.REASON,
        text="Fog.",
        written_on=date(2025, 2, 1),
    )
    apply_change(open_register(folder), Change("x", "x", rows={"Commentary": (comment,)}), JUNE)


def target_changed(folder: Path) -> None:
    ran = pmf(
        "scope", "change", "WM-01", "--register", folder, "--kind", "Target", "--from", "2024/25 Q3",
        "--to", "30", "--profile", "30; 30; 30; 30", "--reason", "New contract.", "--as-of",
        "2025-06-10", "--write",
    )  # fmt: skip
    assert ran.code == 0, ran.all


def polarity_changed(folder: Path) -> None:
    ran = pmf(
        "scope", "change", "CO-02", "--register", folder, "--kind", "Polarity", "--from", "2024/25 Q3",
        "--to", "Lower is better", "--reason", "Wrong before.", "--as-of", "2025-06-10", "--write",
    )  # fmt: skip
    assert ran.code == 0, ran.all


LATER: dict[str, Callable[[Path], None]] = {
    "a correction": corrected,
    "two corrections of one figure": corrected_twice,
    "a figure withdrawn": withdrawn,
    "a comment": commented,
    "a target": target_changed,
    "a polarity": polarity_changed,
}


@pytest.mark.parametrize("later", LATER)
def test_the_answer_of_the_papers_day_is_the_same_after(
    later: str, folder: Path, before: list[dict[str, object]]
):
    """``pmf rag --as-of`` the paper's day, before and after something that came in later."""
    LATER[later](folder)
    assert ratings(folder) == before


def test_a_blank_with_its_reason_stays_one_until_the_figure_came(
    folder: Path, before: list[dict[str, object]]
):
    """Where a figure replaces "data quality problem": known from its day of receipt on, not before."""
    ref = next(
        row.kpi_ref
        for row in open_register(folder).register.results
        if row.no_data_reason is NoDataReason.DATA_QUALITY and row.period == Q3
    )
    (was,) = (one["not_rated_because"] for one in before if one["ref"] == ref)
    assert "data quality problem" in str(was)
    returned(folder, ref, value=Decimal(12))
    assert ratings(folder) == before
    for name in ("pmf-ledger.sqlite", "pmf-ledger.seal"):
        (folder / name).unlink()
    assert was in (one["not_rated_because"] for one in ratings(folder) if one["ref"] == ref)
    row = row_of(folder, ref)
    assert (row.value, row.received_on) == (Decimal(12), JUNE)


def test_a_correction_typed_by_hand_leaves_the_past_where_it_says_what_it_replaces(
    folder: Path, before: list[dict[str, object]]
):
    """No record knows of it: *Replaces* and *Received on* answer."""
    row = row_of(folder, "CO-01")
    path = folder / DATA_RECORD
    book = openpyxl.load_workbook(path)
    sheet = book[row.source.place.sheet]
    for field, value in (
        ("value", 3912), ("received_on", JUNE), ("replaces", "3,384 on 23/01/2025; counted twice"),
    ):  # fmt: skip
        sheet[row.source.at(field).cell] = value
    book.save(path)
    then = {one["ref"]: one["rating"] for one in ratings(folder)}
    assert then == {one["ref"]: one["rating"] for one in before}
    assert row_of(folder, "CO-01").value == Decimal(3912)


def test_a_row_that_somebody_moved_is_found_by_what_was_written(
    folder: Path, before: list[dict[str, object]]
):
    """The sheet was sorted since: the row is known by what pmf wrote into it."""
    corrected(folder)
    turned_over(folder)
    said = ("ref", "rating", "not_rated_because", "reason", "result_text", "direction_text")
    assert [[one.get(name) for name in said] for one in ratings(folder)] == [
        [one.get(name) for name in said] for one in before
    ]


@pytest.mark.slow
def test_a_row_that_moved_and_was_typed_over_since_was_what_the_record_says_before(
    folder: Path, before: list[dict[str, object]]
):
    """The record names the row, not only its cell; another row in its old place is left alone."""
    corrected(folder)
    turned_over(folder)
    row = row_of(folder, "CO-01")
    book = openpyxl.load_workbook(folder / DATA_RECORD)
    book["Results"][row.source.at("value").cell] = 3955
    book.save(folder / DATA_RECORD)
    then = {one["ref"]: without_cells(one) for one in ratings(folder)}
    assert then == {str(one["ref"]): without_cells(one) for one in before}


def test_a_record_without_the_names_of_rows_is_read_by_what_was_written(folder: Path):
    """Records of earlier versions give the cell alone."""
    corrected(folder)
    (change,) = history_of(read_ledger(folder)).changes
    bare = replace(
        change, written=tuple(replace(one, sheet="", name="", row={}) for one in change.written)
    )
    turned_over(folder)
    register = open_register(folder).register
    found = [register_then(register, (one,), (), date(2025, 2, 3), 4) for one in (change, bare)]
    assert found[0].results == found[1].results
    assert found[0].results_of("CO-01")[Q3].value == Decimal(3384)


@pytest.mark.slow
def test_a_figure_whose_row_was_lost_by_hand_counts_from_the_day_on_which_it_came_again(
    folder: Path,
):
    """The row came by a return, was corrected by another, deleted by hand, and came a third time."""
    missing = str(next(one["ref"] for one in ratings(folder) if one["result_text"] == "No result"))
    came = Result(kpi_ref=missing, period=Q3, value=Decimal(12), received_on=date(2025, 2, 1))
    for on in (date(2025, 2, 1), date(2025, 7, 1)):
        if on == date(2025, 7, 1):
            returned(folder, missing, JUNE, value=Decimal(13))
            book = openpyxl.load_workbook(folder / DATA_RECORD)
            book["Results"].delete_rows(row_of(folder, missing).source.row)
            book.save(folder / DATA_RECORD)
        row = replace(came, received_on=on, return_ref=f"R-{on:%m}")
        change = Change("return taken in", f"R-{on:%m}", rows={"Results": (row,)})
        apply_change(open_register(folder), change, on)
    (found,) = (one for one in ratings(folder) if one["ref"] == missing)
    assert found["result_text"] == "No result"
    assert row_of(folder, missing).value == Decimal(12)


def test_what_a_backup_put_back_undid_was_known_until_then(folder: Path) -> None:
    """A figure came in, two were corrected, and in June the workbook of before is put back."""
    missing = next(one["ref"] for one in ratings(folder) if one["result_text"] == "No result")
    came = Result(kpi_ref=str(missing), period=Q3, value=Decimal(12), received_on=date(2025, 2, 1))
    change = Change("return taken in", "R-9", rows={"Results": (came,)})
    apply_change(open_register(folder), change, date(2025, 2, 1))
    returned(folder, str(missing), date(2025, 2, 2), value=Decimal(13))
    returned(folder, "CO-01", date(2025, 2, 3), value=Decimal(3912))
    known = ratings(folder)
    ran = pmf(
        "restore", "KPI Data Record (before change 0001).xlsx", "--register", folder,
        "--why", "The wrong file.", "--as-of", JUNE.isoformat(), "--write",
    )  # fmt: skip
    assert ran.code == 0, ran.all
    then = {one["ref"]: without_cells(one) for one in ratings(folder)}
    assert then == {one["ref"]: without_cells(one) for one in known}
    assert then["CO-01"]["result"] == "3912" and then[missing]["result"] == "13"
    assert row_of(folder, "CO-01").value == Decimal(3384)


def turned_over(folder: Path) -> None:
    """Somebody sorts the results the other way round."""
    book = openpyxl.load_workbook(folder / DATA_RECORD)
    sheet = book["Results"]
    rows = [[cell.value for cell in row] for row in sheet.iter_rows(min_row=2)]
    for at, row in enumerate(reversed(rows), 2):
        for column, value in enumerate(row, 1):
            sheet.cell(at, column).value = value
    book.save(folder / DATA_RECORD)


def without_cells(said: dict[str, object]) -> dict[str, object]:
    """A row that no workbook holds any more has no cell."""
    return {name: held for name, held in said.items() if not name.endswith("_cell")}


def test_a_damaged_record_is_said_where_the_answer_depends_on_it(folder: Path):
    """A past day after which pmf wrote cannot be answered from a record that was altered."""
    corrected(folder)
    path = folder / "pmf-ledger.sqlite"
    path.write_bytes(path.read_bytes().replace(b"3912", b"3913"))
    then = pmf("rag", "--register", folder, *PAPER, "-q")
    assert then.code == 2, then.all
    assert "pmf ledger verify" in then.err
    now = pmf("rag", "--register", folder, "--period", "2024/25 Q3", "--as-of", "2025-06-10", "-q")
    assert now.code == 0, now.all


QUARTERS = "Ref,Indicator,Good is,Target,Q1 2024/25,Q2 2024/25,Q3 2024/25\n"


def taken_in(folder: Path, on: date, row: str) -> None:
    """A scorecard of one row, brought in on a day."""
    scorecard = folder.parent / "scorecard.csv"
    scorecard.write_text(QUARTERS + row, encoding="utf-8")
    ran = pmf(
        "import", scorecard, "--register", folder, "--default", "Financial=No", "--accept-doubts",
        "--write", "--as-of", on.isoformat(),
    )  # fmt: skip
    assert ran.code == 0, ran.all


@pytest.mark.parametrize(
    ("second", "then"),
    [(date(2025, 3, 1), ("Red", "2024/25 Q3")), (date(2025, 3, 2), (None, "2024/25 Q2"))],
)
def test_a_scorecard_that_brings_a_kpi_answers_for_its_past_and_a_later_one_does_not(
    second: date, then: tuple[str | None, str], tmp_path: Path
):
    """Of days before the KPI came there was no answer that could change; from then on there was one."""
    folder = tmp_path / "new"
    assert pmf("init", folder).code == 0
    taken_in(folder, date(2025, 3, 1), "H1,Homes built,High,20,21,21,\n")
    taken_in(folder, second, "H1,Homes built,High,20,21,21,15\n")
    (found,) = ratings(folder)
    assert (found["rating"], found["result_period"]) == then
