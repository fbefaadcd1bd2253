"""Where a rule, mark or restriction may have fallen away, no paper is recorded and none is published."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import openpyxl
import pytest
from openpyxl.workbook import Workbook

from pmf_cli.pipeline import open_register
from pmf_cli.places import DATA_RECORD, REPORTING_PROCESS, SUPPORTING_INFORMATION
from tests.cli.issuing import LATE, Q3, issue
from tests.running import pmf


def renamed_tab(book: Workbook) -> None:
    book["Rating rules"].title = "Rules 24-25"


def deleted_tab(book: Workbook) -> None:
    del book["Rating rules"]


def heading(sheet: str, old: str, new: str) -> Callable[[Workbook], None]:
    def change(book: Workbook) -> None:
        cell = next(c for row in book[sheet].iter_rows(max_row=5) for c in row if c.value == old)
        cell.value = new

    return change


def deleted_rows(sheet: str, start: str) -> Callable[[Workbook], None]:
    def change(book: Workbook) -> None:
        table = book[sheet]
        for row in range(table.max_row, 1, -1):
            if str(table.cell(row, 1).value or "").startswith(start):
                table.delete_rows(row)

    return change


LOSSES = {
    "the newest rule set deleted": (
        SUPPORTING_INFORMATION,
        deleted_rows("Rating rules", "2024/25"),
    ),
    "a public body deleted": (REPORTING_PROCESS, deleted_rows("Boards", "Executive Board")),
    "a rule's tab renamed": (SUPPORTING_INFORMATION, renamed_tab),
    "a rule's tab deleted": (SUPPORTING_INFORMATION, deleted_tab),
    "a restriction's heading misspelt": (
        DATA_RECORD,
        heading("Results", "Restricted", "Restrictd"),
    ),
    "a restriction's heading renamed": (DATA_RECORD, heading("Results", "Restricted", "Keep back")),
    "the financial flag's heading lost": (
        SUPPORTING_INFORMATION,
        heading("KPIs", "Financial", "Finacial"),
    ),
}


def changed(folder: Path, workbook: str, change: Callable[[Workbook], None]) -> None:
    book = openpyxl.load_workbook(folder / workbook)
    change(book)
    book.save(folder / workbook)


@pytest.mark.parametrize("loss", LOSSES)
def test_nothing_is_recorded_where_a_guard_is_lost(folder: Path, loss: str):
    """Nor can that be waived: what it would say of ratings and restrictions is not known."""
    changed(folder, *LOSSES[loss])
    ledger = sorted(path.name for path in (folder / ".pmf").glob("*"))
    ran = issue(folder, *LATE, "--override", "SHT030", "--why", "We know.", "--write")
    assert ran.code == 2, ran.all
    assert "Nothing was written." in ran.err
    assert sorted(path.name for path in (folder / ".pmf").glob("*")) == ledger
    assert not any(row.reported_to_clt for row in _told_today(folder))


def _told_today(folder: Path):
    return [
        row
        for row in open_register(folder, to_check=True).register.scope_changes
        if row.reported_to_clt is not None and str(row.reported_to_clt) == "2025-02-03"
    ]


def test_a_public_paper_is_refused_where_a_guard_is_lost_and_an_internal_one_says_so(folder: Path):
    """Quiet or not, the internal paper's run names the heading."""
    changed(folder, *LOSSES["a restriction's heading misspelt"])
    out = folder.parent / "out"
    inside = pmf(
        "report", "clt", "--register", folder, *Q3, "--output", out, "--format", "xlsx", "-q"
    )
    assert inside.code == 0, inside.all
    assert "Restrictd" in inside.err
    made = sorted(path.name for path in out.iterdir())
    changed(folder, REPORTING_PROCESS, published)
    ran = pmf("report", "clt", "--register", folder, *Q3, "--output", out, "--format", "docx")
    assert ran.code == 2
    assert "Restrictd" in ran.err
    assert sorted(path.name for path in out.iterdir()) == made


def published(book: Workbook) -> None:
    """The leadership team's paper is a public one."""
    sheet = book["Boards"]
    head = {c.value: c.column for row in sheet.iter_rows(max_row=5) for c in row}
    for row in range(2, sheet.max_row + 1):
        if sheet.cell(row, head["Kind"]).value == "CLT":
            sheet.cell(row, head["Public paper"]).value = "Yes"


def test_a_paper_is_refused_where_it_cannot_be_known_whether_it_is_published(folder: Path):
    changed(folder, REPORTING_PROCESS, heading("Boards", "Public paper", "Pubic paper"))
    ran = pmf("report", "clt", "--register", folder, *Q3, "--output", folder / "out")
    assert ran.code == 2
    assert "Pubic paper" in ran.err
    assert not (folder / "out").exists()


@pytest.mark.parametrize("command", [("rag",), ("kpi", "list"), ("status",), ("highlights",)])
def test_being_quiet_does_not_hide_that_a_rule_is_lost(folder: Path, command: tuple[str, ...]):
    changed(folder, *LOSSES["a rule's tab renamed"])
    assert "Rules 24-25" in pmf(*command, "--register", folder, "-q").err


def test_what_was_given_up_on_purpose_is_accepted_by_making_the_list_anew(folder: Path):
    changed(folder, *LOSSES["the newest rule set deleted"])
    lost = pmf("rag", "--register", folder, "-q")
    assert "2024/25 All" in lost.err
    assert "Rating rules, Rule set: 2024/25 All" in " ".join(
        pmf("files", "--register", folder).out.split()
    )
    accepted = pmf("files", "--register", folder, "--write")
    assert accepted.code == 0, accepted.all
    assert "Given up, and no longer asked for: Rating rules, Rule set: 2024/25 All" in accepted.out
    assert "lost" not in pmf("rag", "--register", folder, "-q").err
    again = pmf("files", "--register", folder, "--write")
    assert "nothing was changed" in again.out
