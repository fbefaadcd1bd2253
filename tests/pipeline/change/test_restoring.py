"""A backup is put back as any other write is done, and the record knows what that undid."""

from __future__ import annotations

import json
import os
from datetime import date
from pathlib import Path

import pytest

from pmf_cli.cycle.ledger_facts import RETURN_TAKEN_IN
from pmf_cli.errors import LockedError, UsageError
from pmf_cli.ledger.row import RowKind
from pmf_cli.ledger.store import read_ledger
from pmf_cli.pipeline import OpenedRegister, open_register
from pmf_cli.pipeline.change import restoring as module
from pmf_cli.pipeline.change.changing import Change, apply_change
from pmf_cli.pipeline.change.restoring import put_back, restoring
from pmf_cli.register.sheets.layout import DATA_RECORD, REPORTING_PROCESS
from pmf_cli.register.sheets.record import Return
from pmf_cli.workbook.write import save
from pmf_cli.workbook.write.patch import Edit, patched
from tests.pipeline.change.test_changing import ON, a_change, bytes_in, register
from tests.running import pmf

__all__ = ["register"]
LATER = date(2025, 2, 4)


def copy(number: int, workbook: str = DATA_RECORD) -> str:
    return f"{workbook.removesuffix('.xlsx')} (before change {number:04}).xlsx"


def written_twice(register: OpenedRegister) -> list[dict[str, bytes]]:
    """The workbooks at the beginning, after a first change, and after a second."""
    states = [bytes_in(register.folder)]
    for value in ("41.5", "42.5"):
        opened = open_register(register.folder)
        apply_change(opened, a_change(opened, value), ON)
        states.append(bytes_in(register.folder))
    return states


def counted(folder: Path) -> list[str]:
    """What the changes that count made of the first cell."""
    return [
        row.body["cells"][0]["after"] for row in read_ledger(folder).changes("result corrected")
    ]


def test_every_state_can_be_had_back_byte_for_byte(register: OpenedRegister) -> None:
    """Back to the beginning, on to the end again by the copy kept then, and to the middle."""
    first, middle, last = written_twice(register)
    folder = register.folder
    assert counted(folder) == ["41.5", "42.5"]
    put_back(restoring(folder, [copy(1)]), LATER, why="Wrong file.")
    assert bytes_in(folder) == first
    assert counted(folder) == []
    put_back(restoring(folder, [copy(3)]), LATER)
    assert bytes_in(folder) == last
    assert counted(folder) == ["41.5", "42.5"]
    put_back(restoring(folder, ["2"]), LATER)
    assert bytes_in(folder) == middle
    assert counted(folder) == ["41.5"]
    row = read_ledger(folder).rows(RowKind.CHANGE)[2]
    assert row.body["action"] == module.ACTION
    assert row.body["details"]["why"] == "Wrong file."


def test_the_present_workbook_is_kept_before_another_takes_its_place(
    register: OpenedRegister,
) -> None:
    """What was typed by hand since the last write is in a copy afterwards."""
    written_twice(register)
    path = register.folder / DATA_RECORD
    by_hand = (register.folder / "Delivery Plan.xlsx").read_bytes()
    path.write_bytes(by_hand)
    put_back(restoring(register.folder, [copy(1)]), LATER)
    assert (register.folder / "backups" / copy(3)).read_bytes() == by_hand


def test_a_workbook_that_is_gone_or_damaged_is_put_back(register: OpenedRegister) -> None:
    """No command can read the register, and this one need not."""
    states = written_twice(register)
    path = register.folder / DATA_RECORD
    path.write_bytes(b"damaged")
    put_back(restoring(register.folder, [copy(1)]), LATER)
    assert bytes_in(register.folder) == states[0]
    path.unlink()
    put_back(restoring(register.folder, [copy(2)]), LATER)
    assert bytes_in(register.folder) == states[1]


def test_a_second_time_changes_nothing(register: OpenedRegister) -> None:
    """Neither the workbooks nor the record."""
    written_twice(register)
    planned = restoring(register.folder, [copy(1)])
    assert put_back(planned, LATER)
    rows = len(read_ledger(register.folder).rows())
    assert not put_back(restoring(register.folder, [copy(1)]), LATER)
    assert len(read_ledger(register.folder).rows()) == rows


def test_an_open_workbook_and_an_unknown_copy_are_refused(register: OpenedRegister) -> None:
    """As for every other write; a name that is none says where the names are."""
    states = written_twice(register)
    (register.folder / f"~${DATA_RECORD}").write_bytes(b"")
    planned = restoring(register.folder, [copy(1)])
    with pytest.raises(LockedError, match="open in Excel"):
        put_back(planned, LATER)
    with pytest.raises(UsageError, match="no backup"):
        restoring(register.folder, [copy(9)])
    with pytest.raises(UsageError, match="Two backups"):
        restoring(register.folder, [copy(1), copy(2)])
    (register.folder / f"~${DATA_RECORD}").unlink()
    assert bytes_in(register.folder) == states[-1]
    (register.folder / f"~${DATA_RECORD}").write_bytes(b"")
    assert put_back(planned, LATER, ignore_lock=True)


def test_a_change_of_two_workbooks_is_undone_with_both(register: OpenedRegister) -> None:
    """With one of them only the half is named, and the change goes on counting."""
    before = bytes_in(register.folder)
    apply_change(register, a_change(register, both=True), ON)
    half = restoring(register.folder, [copy(1)])
    assert [one.workbooks for one in half.halves] == [(DATA_RECORD, REPORTING_PROCESS)]
    whole = restoring(register.folder, [copy(1), copy(1, REPORTING_PROCESS)])
    assert not whole.halves
    assert "Data came late again." in whole.undone[0].added[0]
    put_back(whole, LATER)
    assert bytes_in(register.folder) == before
    assert not read_ledger(register.folder).changes("result corrected")


def test_a_run_that_was_ended_is_finished_by_the_next(
    register: OpenedRegister, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Between the ledger's row and the file the change still counts; afterwards it does not."""
    states = written_twice(register)

    def ended(*_: object, **__: object) -> None:
        os._exit(9)

    child = os.fork()
    if child == 0:
        monkeypatch.setattr(save.Staged, "put", ended)
        put_back(restoring(register.folder, [copy(1)]), LATER)
    os.waitpid(child, 0)
    assert bytes_in(register.folder) == states[-1]
    put_back(restoring(register.folder, [copy(1)]), LATER)
    assert bytes_in(register.folder) == states[0]
    assert counted(register.folder) == []
    rows = read_ledger(register.folder).rows(RowKind.CHANGE)
    assert [row.body["action"] for row in rows].count(module.ACTION) == 1


def test_the_list_says_what_each_write_changed(register: OpenedRegister) -> None:
    """When, by which command, and which cells; the preview says what would be undone."""
    states = written_twice(register)
    listed = pmf("restore", "--register", register.folder, "--format", "json")
    found = json.loads(listed.out)["backups"]
    assert [one["number"] for one in found] == [2, 1]
    assert [change["key"] for one in found for change in one["changes"]] == ["WM-01", "WM-01"]
    assert "42.5" in found[0]["changes"][0]["changed"]
    shown = pmf("restore", copy(1), "--register", register.folder)
    assert shown.code == 0
    assert "2 changes on record" in " ".join(shown.out.split())
    assert "--write" in shown.err
    assert bytes_in(register.folder) == states[-1]
    done = pmf("restore", copy(1), "--register", register.folder, "--write")
    assert done.code == 0
    assert bytes_in(register.folder) == states[0]


def test_a_workbook_put_back_by_hand_is_said_wherever_the_register_is_opened(
    register: OpenedRegister,
) -> None:
    """The record is newer than the workbook: status, validate and ledger verify say by how much."""
    states = written_twice(register)
    path = register.folder / DATA_RECORD
    assert not open_register(register.folder).remarks
    path.write_bytes(states[1][DATA_RECORD])
    for words in (("status",), ("validate",), ("ledger", "verify")):
        told = " ".join(pmf(*words, "--register", register.folder).all.split())
        assert "older than the record" in told
        assert "1 change on record is not in it" in told
    path.write_bytes(states[0][DATA_RECORD])
    [remark] = open_register(register.folder).remarks
    assert "2 changes on record are not in it" in remark
    put_back(restoring(register.folder, [copy(2)]), LATER)
    assert not open_register(register.folder).remarks


def test_returns_that_a_workbook_lacks_are_named(register: OpenedRegister) -> None:
    """Also where the workbook was edited since, so that no copy of it is the same."""
    opened = register
    last = opened.register.results[-1]
    again = Return(return_ref="R-2024-25-Q4-C-777", contact="C-112K", period=last.period)
    change = Change(RETURN_TAKEN_IN, again.return_ref, rows={"Returns": (again,)})
    apply_change(opened, change, ON)
    assert not open_register(register.folder).remarks
    path = register.folder / DATA_RECORD
    path.write_bytes((register.folder / "backups" / copy(1)).read_bytes())
    edited = open_register(register.folder)
    unrecorded = patched(path.read_bytes(), [Edit("Results", 2, 4, 1)])
    assert edited.remarks
    path.write_bytes(unrecorded)
    [remark] = open_register(register.folder).remarks
    assert "R-2024-25-Q4-C-777" in remark
    assert "pmf collect read" in remark
