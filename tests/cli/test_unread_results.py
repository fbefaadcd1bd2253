"""A result that came and cannot be read is a data quality problem at its cell, never overdue."""

from __future__ import annotations

import json
from datetime import timedelta
from pathlib import Path

import openpyxl
import pytest

from tests.registers.cut import cut_example
from tests.running import pmf

PERIOD, AS_OF = "2024/25 Q3", "2025-02-14"
UNREAD = {
    "EC-05": "a lot",
    "FI-06": "3:2",
    "CU-01": "245 hours",
    "AC-02": "£1.2m",
    "CO-01": timedelta(hours=30, minutes=15),
    "AC-04": True,
}
"""KPI → what stands in the cell of its result, of another kind than its unit."""
MARKS = {"CS-05": "x", "CS-06": "-", "WM-01": "n/a", "CO-03": "[x]", "HR-03": "nil return"}
"""KPI → a mark in the cell of its result that leaves open why there is no figure."""
NONE = UNREAD | MARKS
TO_COME = {"AC-07": "TBC", "TR-06": "to follow"}
"""KPI → a word in the cell of its result that says that it is still to come."""
READ = {"FI-03": ("£1.2m", "1.2"), "WM-02": ("0.12 tonnes", "120")}
"""KPI → what stands in its cell, and the figure in its unit."""


@pytest.fixture(scope="module")
def register(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("odd") / "register"
    cut_example(folder, *NONE, *TO_COME, *READ)
    file = folder / "KPI Data Record.xlsx"
    book = openpyxl.load_workbook(file)
    for row in book["Results"].iter_rows(min_row=2, max_col=4):
        ref, period, split, value = row
        if period.value == PERIOD and not split.value:
            if ref.value in NONE | TO_COME:
                value.value = (NONE | TO_COME)[ref.value]
            if ref.value in READ:
                value.value = READ[ref.value][0]
    book.save(file)
    return folder


def run(register: Path, *words: str) -> dict:
    return json.loads(
        pmf(
            *words, "--register", register, "--period", PERIOD, "--as-of", AS_OF,
            "--format", "json",
        ).out
    )  # fmt: skip


def test_what_cannot_be_read_is_not_rated_and_the_cell_is_named(register: Path) -> None:
    kpis = {one["ref"]: one for one in run(register, "rag")["kpis"]}
    for ref in NONE:
        assert kpis[ref]["rating"] is None
        said = json.dumps(kpis[ref])
        assert "data quality problem" in said
        assert "overdue" not in said
        assert "Results!D" in said
    for ref, (_, exact) in READ.items():
        assert kpis[ref]["result"] == exact
        assert kpis[ref]["rating"] is not None


def test_each_such_cell_has_an_error_that_says_what_to_type(register: Path) -> None:
    findings = run(register, "validate")["findings"]
    errors = {
        one["kpi"]: one["message"]
        for one in findings
        if one["severity"] == "error" and one["code"] in ("CEL001", "CEL013")
    }
    assert errors.keys() == {*NONE, *TO_COME}
    assert all("type the number alone" in errors[ref] for ref in UNREAD)
    assert all(f"“{mark}”" in errors[ref] for ref, mark in (MARKS | TO_COME).items())


def test_a_word_for_still_to_come_is_a_blank_with_a_name_and_is_asked_for(register: Path) -> None:
    kpis = {one["ref"]: one for one in run(register, "rag")["kpis"]}
    standing = run(register, "collect", "status")
    late = {ref for one in standing["items"] for ref in one["late"]}
    for ref, word in TO_COME.items():
        said = json.dumps(kpis[ref], ensure_ascii=False)
        assert kpis[ref]["rating"] is None
        assert f"Its cell says “{word}” (KPI Data Record.xlsx, Results!D" in said
        assert ref in late


def test_its_sender_is_not_chased_as_if_nothing_had_come(register: Path) -> None:
    told = pmf("remind", "--register", register, "--period", PERIOD, "--as-of", AS_OF).all
    standing = run(register, "collect", "status")
    chased = [line for line in told.splitlines() if "overdue" in line or "coming" in line]
    assert not [ref for ref in NONE for line in chased if ref in line]
    assert standing["counts"]["figures_unread"] == len(NONE)
    for one in standing["items"]:
        assert not NONE.keys() & {*one["missing"], *one["late"]}
    assert {ref for one in standing["items"] for ref in one["unread"]} == NONE.keys()


def test_the_status_says_which_cells_hold_up_the_paper(register: Path) -> None:
    status = run(register, "status")
    said = json.dumps(status)
    assert status["counts"]["figures: cannot be read"] == len(NONE)
    assert "cannot be read" in said and "(KPI Data Record.xlsx, Results!D" in said
    assert not [one for one in status["items"] if one["kind"] == "late" and one["kpi"] in NONE]
