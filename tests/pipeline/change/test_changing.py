"""A change reaches every workbook and the ledger, or nothing at all; the old files are kept."""

from __future__ import annotations

import errno
import os
from contextlib import suppress
from contextvars import Context
from dataclasses import replace
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from pmf_cli.errors import DiskError, LockedError, PmfError
from pmf_cli.ledger.row import RowKind
from pmf_cli.ledger.store import read_ledger
from pmf_cli.pipeline import OpenedRegister, open_register
from pmf_cli.pipeline.change.changing import Change, apply_change, apply_changes, change_of
from pmf_cli.register.sheets.layout import DATA_RECORD, REPORTING_PROCESS
from pmf_cli.register.sheets.process import Escalation
from pmf_cli.register.terms import IssueLevel
from pmf_cli.workbook.write.patch import Edit, patched
from pmf_cli.workbook.write.patch_cell import Formula
from pmf_cli.workbook.write.register_lock import NOTE, register_lock
from tests.make import make_result
from tests.registers.cut import cut_example
from tests.running import EXAMPLE

ON = date(2025, 2, 3)


@pytest.fixture
def register(tmp_path: Path) -> OpenedRegister:
    """A copy of the example."""
    cut_example(tmp_path / "register")
    return open_register(tmp_path / "register")


def a_change(opened: OpenedRegister, value: str = "41.5", *, both: bool = False) -> Change:
    """The first result of WM-01 corrected; with ``both``, an issue in another workbook too."""
    row = next(row for row in opened.register.results if row.kpi_ref == "WM-01")
    issue = Escalation(
        ref="E-99", raised_on=ON, level=IssueLevel.SERVICE, issue="Data came late again."
    )
    return Change(
        "result corrected",
        "WM-01",
        (change_of(row, "value", Decimal(value), str(row.value)),),
        {"Escalations and issues": (issue,)} if both else {},
    )


def bytes_in(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in sorted(folder.glob("*.xlsx"))}


def value_in(folder: Path) -> Decimal | None:
    rows = open_register(folder).register.results
    return next(row.number for row in rows if row.kpi_ref == "WM-01")


def test_workbook_backup_and_ledger_say_the_same(register: OpenedRegister) -> None:
    """The new value stands there, the old file is kept byte for byte, the ledger says what changed."""
    before = bytes_in(register.folder)
    apply_change(register, a_change(register), ON)
    assert value_in(register.folder) == Decimal("41.5")
    after = bytes_in(register.folder)
    assert [name for name in before if before[name] != after[name]] == [DATA_RECORD]
    row = read_ledger(register.folder).last(RowKind.CHANGE)
    assert row is not None
    fact = row.body["workbooks"][DATA_RECORD]
    assert (register.folder / fact["backup"]).read_bytes() == before[DATA_RECORD]
    assert row.body["cells"][0]["after"] == "41.5"


def test_only_the_thirty_newest_backups_are_kept(register: OpenedRegister) -> None:
    """Old copies go, the newest stay."""
    settings = register.settings.model_copy(
        update={"files": register.settings.files.model_copy(update={"backups": 3})}
    )
    for number in range(5):
        opened = open_register(register.folder)
        opened = OpenedRegister(opened.folder, settings, opened.register, opened.findings)
        apply_change(opened, a_change(opened, f"4{number}.5"), ON)
    names = sorted(path.name for path in (register.folder / "backups").iterdir())
    assert [name[-10:-6] for name in names] == ["0003"[-4:], "0004", "0005"]


def test_a_workbook_open_elsewhere_or_saved_since_is_left_alone(register: OpenedRegister) -> None:
    """Excel's and LibreOffice's notes are respected and name who it is; so is a newer file."""
    before = bytes_in(register.folder)
    note = register.folder / f".~lock.{DATA_RECORD}#"
    note.write_text(",Pat Officer,host,03.02.2025 09:00,file:///x;", encoding="utf-8")
    with pytest.raises(LockedError, match="Pat Officer"):
        apply_change(register, a_change(register), ON)
    assert bytes_in(register.folder) == before
    assert apply_change(register, a_change(register), ON, ignore_lock=True)
    note.unlink()
    with pytest.raises(LockedError, match="saved by somebody else"):
        apply_change(register, a_change(register, "42"), ON)


def test_the_second_of_two_runs_is_told_who_is_at_work(register: OpenedRegister) -> None:
    """Exit code 4, nothing changed, and the run at work is named."""
    before = bytes_in(register.folder)
    with (
        register_lock(register.folder, "taking in returns"),
        pytest.raises(LockedError, match=f"process {os.getpid()}, taking in returns"),
    ):
        Context().run(apply_change, register, a_change(register), ON)
    assert bytes_in(register.folder) == before
    assert not (register.folder / NOTE).exists()


def test_a_run_that_has_the_turn_may_ask_for_it_again(register: OpenedRegister) -> None:
    """The command asked before it read, what it calls asks before it writes: one turn, once left."""
    with register_lock(register.folder, "taking in returns"):
        assert apply_change(register, a_change(register), ON)
        assert (register.folder / NOTE).exists()
    assert not (register.folder / NOTE).exists()


def test_a_note_of_another_computer_holds_until_it_is_old(register: OpenedRegister) -> None:
    """A network drive: the other computer's run is respected for a quarter of an hour."""
    note = register.folder / NOTE
    note.write_text('{"host": "other-pc", "process": 7, "user": "sam", "doing": "x"}')
    with pytest.raises(LockedError, match="sam on other-pc"):
        apply_change(register, a_change(register), ON)
    os.utime(note, (0, 0))
    assert apply_change(register, a_change(register), ON)


@pytest.mark.parametrize("both", [False, True])
@pytest.mark.parametrize("fault", range(1, 14))
def test_a_fault_at_any_step_leaves_old_or_new_and_the_next_run_finishes(
    fault: int, both: bool, register: OpenedRegister, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Whichever flush or replace fails, every workbook is old, or every one is new.

    The run after it ends in the same state as a run without a fault.
    """
    folder = register.folder
    before = bytes_in(folder)
    calls = 0

    def counted(real: Any) -> Any:
        def call(*args: Any, **keywords: Any) -> Any:
            nonlocal calls
            calls += 1
            if calls == fault:
                raise OSError(errno.EIO, "trouble")
            return real(*args, **keywords)

        return call

    with monkeypatch.context() as patch:
        patch.setattr(os, "fsync", counted(os.fsync))
        patch.setattr(Path, "replace", counted(Path.replace))
        with suppress(PmfError):
            apply_change(register, a_change(register, both=both), ON)
    assert not list(folder.glob("**/.*.tmp"))
    wanted = {DATA_RECORD, REPORTING_PROCESS} if both else {DATA_RECORD}
    if changed_in(folder, before) != wanted:
        assert changed_in(folder, before) == set()
        with suppress(LockedError):
            apply_change(register, a_change(register, both=both), ON)
    assert changed_in(folder, before) == wanted
    done = open_register(folder).register
    assert next(row.number for row in done.results if row.kpi_ref == "WM-01") == Decimal("41.5")
    assert [row.ref for row in done.escalations].count("E-99") == int(both)


def test_a_cell_that_shows_percentages_shows_the_new_figure(
    register: OpenedRegister, tmp_path: Path
) -> None:
    """38.2 in a cell formatted as a percentage is stored as 0.382, so nobody sees 3820%."""
    import openpyxl

    path = register.folder / DATA_RECORD
    row = next(row for row in register.register.results if row.kpi_ref == "WM-01")
    book = openpyxl.load_workbook(path)
    cell = book["Results"][row.source.at("value").cell]
    cell.value, cell.number_format = float(row.number or 0) / 100, "0.0%"
    book.save(path)
    opened = open_register(register.folder)
    new = make_result("WM-01", "2024/25 Q4", "39.5")
    changes = replace(a_change(opened, "41.5"), rows={"Results": (new,)})
    apply_change(opened, changes, ON)
    found = open_register(register.folder).register.results_of("WM-01")
    assert found[row.period].number == Decimal("41.5")
    assert found[new.period].number == Decimal("39.5")
    stored = openpyxl.load_workbook(path)["Results"][row.source.at("value").cell]
    assert (stored.value, stored.number_format) == (0.415, "0.0%")


def test_many_changes_are_written_at_once_with_a_row_each(register: OpenedRegister) -> None:
    """Three corrections: one new file, one backup, three rows in the ledger."""
    rows = [row for row in register.register.results if row.kpi_ref == "WM-01"][:3]
    changes = [
        Change("result corrected", f"R-{at}", (change_of(row, "value", Decimal(40 + at)),))
        for at, row in enumerate(rows)
    ]
    apply_changes(register, changes, ON)
    assert len(list((register.folder / "backups").iterdir())) == 1
    assert [row.key for row in read_ledger(register.folder).rows()] == ["R-0", "R-1", "R-2"]
    now = [row for row in open_register(register.folder).register.results if row.kpi_ref == "WM-01"]
    assert [row.number for row in now[:3]] == [40, 41, 42]
    assert apply_changes(open_register(register.folder), (), ON) == ()


def changed_in(folder: Path, before: dict[str, bytes]) -> set[str]:
    """The names of workbooks that differ from how they were."""
    return {name for name, data in bytes_in(folder).items() if data != before[name]}


def test_a_full_disk_changes_nothing(
    register: OpenedRegister, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Exit code 5, no new file but the lock's, and the workbooks as they were."""

    def full(*_: Any) -> None:
        raise OSError(errno.ENOSPC, "no space")

    before = bytes_in(register.folder)
    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(DiskError, match="full"):
        apply_change(register, a_change(register), ON)
    assert bytes_in(register.folder) == before
    assert not (register.folder / "backups").exists()
    assert read_ledger(register.folder).rows() == ()


@pytest.mark.parametrize("moment", ["staging", "recording", "between two workbooks"])
def test_what_somebody_saves_while_pmf_writes_is_never_written_over(
    moment: str, register: OpenedRegister, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Refused at the last moment; no workbook is changed, and the record says so."""
    from pmf_cli.pipeline.change import changing
    from pmf_cli.workbook.write import save

    path = register.folder / REPORTING_PROCESS
    before = bytes_in(register.folder)
    theirs = (EXAMPLE / "Delivery Plan.xlsx").read_bytes()
    put, staged, record = save.Staged.put, save.staged, changing.record

    def saving(step: Any, when: str) -> Any:
        def run(*given: Any, **named: Any) -> Any:
            done = step(*given, **named)
            if moment == when:
                path.write_bytes(theirs)
            return done

        return run

    monkeypatch.setattr(save, "staged", saving(staged, "staging"))
    monkeypatch.setattr(changing, "record", saving(record, "recording"))
    monkeypatch.setattr(save.Staged, "put", saving(put, "between two workbooks"))
    with pytest.raises(LockedError, match="saved by somebody else"):
        apply_change(register, a_change(register, both=True), ON)
    assert bytes_in(register.folder) == {**before, REPORTING_PROCESS: theirs}
    assert not read_ledger(register.folder).changes()
    assert not list(register.folder.glob(".*.tmp"))


@pytest.mark.parametrize("table", [True, False])
def test_new_rows_join_the_table_above_a_note_and_a_total(table: bool, tmp_path: Path) -> None:
    """In a register whose record ends in a note and a sum: both stay beneath, the sum takes them in."""
    folder = tmp_path / "register"
    cut_example(folder)
    path = folder / DATA_RECORD
    last = max(row.source.row for row in open_register(folder).register.results)
    beneath = [
        Edit("Results", last + 2, 1, "Note: some figures are provisional."),
        Edit("Results", last + 3, 1, "Total"),
        Edit("Results", last + 3, 4, Formula(f"SUM(D2:D{last})")),
    ]
    path.write_bytes(patched(path.read_bytes(), beneath))
    if not table:
        book = openpyxl.load_workbook(path)
        for name in list(book["Results"].tables):
            del book["Results"].tables[name]
        book.save(path)
    opened = open_register(folder)
    row = opened.register.results[0]
    new = [make_result(row.kpi_ref, period, "41") for period in ("2025/26 Q1", "2025/26 Q2")]
    said = apply_change(opened, Change("results", "WM-01", rows={"Results": new}), ON)
    sheet = openpyxl.load_workbook(path)["Results"]
    assert [sheet.cell(last + n, 2).value for n in (1, 2)] == ["2025/26 Q1", "2025/26 Q2"]
    assert str(sheet.cell(last + 4, 1).value).startswith("Note")
    assert sheet.cell(last + 5, 4).value == f"=SUM(D2:D{last + 2})"
    assert any("moved down by 2 rows" in line for line in said)
    assert len(open_register(folder).register.results) == len(opened.register.results) + 2
    if table:
        [ref] = [one.ref for one in sheet.tables.values()]
        assert ref.endswith(str(last + 2))
