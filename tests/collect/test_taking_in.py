"""A return taken in: all of it or nothing, once, on record; who comes second changes nothing."""

from __future__ import annotations

import errno
import json
import os
import random
import signal
import subprocess
import sys
import time
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from pmf_cli.analysis.collection import ReturnState
from pmf_cli.ledger.row import RowKind
from pmf_cli.ledger.store import read_ledger
from pmf_cli.pipeline.collect.collecting import collecting
from pmf_cli.pipeline.read.cycle_record import facts_in
from pmf_cli.register.sheets.layout import DATA_RECORD
from pmf_cli.register.sheets.record import Result
from pmf_cli.register.terms import EntrySource
from tests.collect.desk import CYCLE, Desk, changed, filled, small_desk
from tests.running import ROOT, Ran, pmf, pmf_child

GOOD: dict[str, Any] = {
    "Results!value 1": 38.5,
    "Results!numerator 1": 385,
    "Results!denominator 1": 1000,
    "Results!value 2": 375.1,
    "Comments!answer 2": "New rounds from May.",
    "Other concern!B4": "The depot floods.",
}


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    return small_desk(tmp_path)


@pytest.fixture
def back(desk: Desk) -> Path:
    """The folder with the one form that came back, filled in rightly."""
    pmf("collect", "make", "--register", desk.folder, "--as-of", "2025-01-21", "--period", CYCLE)
    return filled(desk.form(on=date(2025, 1, 21)), desk.folder / "back" / "r.xlsx", GOOD).parent


def words(desk: Desk, back: Path, *more: str) -> list[str | Path]:
    on = ("--as-of", "2025-02-03", "--period", CYCLE)
    return ["collect", "read", back, "--register", desk.folder, *on, *more]


def taken(desk: Desk, back: Path, *more: str) -> Ran:
    return pmf(*words(desk, back, "--write", *more))


def rows(desk: Desk) -> dict[str, Result]:
    return {row.kpi_ref: row for row in desk.opened().register.results if str(row.period) == CYCLE}


def test_without_write_nothing_is_changed(desk: Desk, back: Path) -> None:
    """A preview leaves no file and no row behind."""
    before = {path: path.read_bytes() for path in desk.folder.rglob("*") if path.is_file()}
    ran = pmf(*words(desk, back))
    assert ran.code == 0
    assert "WM-01" in ran.out
    assert {p: p.read_bytes() for p in desk.folder.rglob("*") if p.is_file()} == before


def test_figures_answers_receipt_backup_and_ledger_say_the_same(desk: Desk, back: Path) -> None:
    """One change: cells of the row that stood there, a new row, a comment, a receipt."""
    before = desk.record.read_bytes()
    assert taken(desk, back, "--by", "C01").code == 0
    register = desk.opened().register
    first, second = rows(desk)["WM-01"], rows(desk)["WM-02"]
    assert (first.value, first.numerator, first.denominator) == (Decimal("38.5"), 385, 1000)
    assert second.value == Decimal("375.1")
    for row in (first, second):
        assert (row.received_on, row.received_from) == (date(2025, 2, 3), "C02")
        assert (row.entry_source, row.return_ref) == (EntrySource.RETURN_FORM, "R-2024-25-Q3-C02")
    assert [comment.text for comment in register.commentary] == ["New rounds from May."]
    (receipt,) = register.returns
    assert (receipt.accepted, receipt.questioned, receipt.refused) == (3, 0, 0)
    assert (receipt.concern, receipt.accepted_by) == ("The depot floods.", "C01")
    assert (receipt.sent_on, receipt.file_name) == (date(2025, 1, 21), "r.xlsx")
    row = read_ledger(desk.folder).last(RowKind.CHANGE)
    assert row is not None
    assert row.key == "R-2024-25-Q3-C02"
    assert row.body["details"]["fingerprint"] == receipt.fingerprint
    fact = row.body["workbooks"][DATA_RECORD]
    assert (desk.folder / fact["backup"]).read_bytes() == before


def test_nothing_in_a_folder_of_returns_is_passed_over_in_silence(desk: Desk, back: Path) -> None:
    """A form saved by LibreOffice, letters and folders are named, with what to do about each."""
    (back / "saved.ods").write_bytes(b"PK\x03\x04")
    (back / "letter.eml").write_text("Dear team")
    (back / "old").mkdir()
    for name in ("Thumbs.db", "~$return.xlsx", ".hidden.xlsx"):
        (back / name).write_bytes(b"x")
    ran = pmf(*words(desk, back))
    told = [line for line in ran.err.splitlines() if line.startswith("Note: ")]
    assert [
        name for name in ("letter.eml", "old", "saved.ods") if any(name in t for t in told)
    ] == [
        "letter.eml",
        "old",
        "saved.ods",
    ]
    assert len(told) == 3
    assert not {"Thumbs", "~$return", ".hidden"} & set(ran.all.replace(".xlsx", " ").split())


def test_a_folder_without_a_return_says_what_lies_in_it(desk: Desk, tmp_path: Path) -> None:
    """Exit code 2: somebody laid the letters there instead of what was attached to them."""
    (tmp_path / "mail").mkdir()
    (tmp_path / "mail" / "letter.eml").write_text("Dear team")
    ran = pmf(*words(desk, tmp_path / "mail"))
    assert ran.code == 2
    assert "letter.eml" in ran.err


def test_a_second_time_changes_nothing(desk: Desk, back: Path) -> None:
    """Renamed or not, it says when it was taken in, and exits 0."""
    taken(desk, back)
    after, ledger = desk.record.read_bytes(), len(read_ledger(desk.folder).rows())
    (back / "r.xlsx").rename(back / "Q3 return FINAL (2).xlsx")
    ran = taken(desk, back)
    assert ran.code == 0
    assert "lready taken in on 03/02/2025" in ran.out
    assert desk.record.read_bytes() == after
    assert len(read_ledger(desk.folder).rows()) == ledger


def test_a_corrected_copy_is_a_change_and_the_first_copy_again_is_nothing(
    desk: Desk, back: Path
) -> None:
    """The contact may correct what came from the same form; nobody else's figure is lost."""
    taken(desk, back)
    first = (back / "r.xlsx").read_bytes()
    changed(back / "r.xlsx", {"Results!value 2": 376.0})
    assert taken(desk, back).code == 0
    assert rows(desk)["WM-02"].value == 376
    assert rows(desk)["WM-02"].replaces
    assert len(desk.opened().register.returns) == 1
    after = desk.record.read_bytes()
    (back / "r.xlsx").write_bytes(first)
    assert taken(desk, back).code == 0
    assert desk.record.read_bytes() == after


def test_questions_can_be_taken_in_later_from_the_same_file(desk: Desk, back: Path) -> None:
    """The rest is in already, and what is open is said again; a third time changes nothing."""
    changed(back / "r.xlsx", {"Results!value 2": 3751})
    assert taken(desk, back).code == 1
    assert "WM-02" not in rows(desk)
    again = taken(desk, back)
    assert again.code == 1
    assert "r.xlsx, Results!J6, WM-02" in again.out
    assert taken(desk, back, "--accept-questions").code == 0
    assert rows(desk)["WM-02"].value == 3751
    after = desk.record.read_bytes()
    assert taken(desk, back, "--accept-questions").code == 0
    assert desk.record.read_bytes() == after


def test_a_run_that_was_ended_half_way_is_finished_by_the_next(desk: Desk, back: Path) -> None:
    """The ledger has the row, the workbook is as it was: the return is not in yet."""
    before = desk.record.read_bytes()
    taken(desk, back)
    after = desk.record.read_bytes()
    desk.record.write_bytes(before)
    assert facts_in(desk.opened()).returns == ()
    (standing,) = collecting(desk.opened(), desk.assessment())
    assert (standing.traffic.received_on, standing.state) == (None, ReturnState.LATE)
    assert taken(desk, back).code == 0
    assert [one.ref for one in facts_in(desk.opened()).returns] == ["R-2024-25-Q3-C02"]
    assert desk.record.read_bytes() == after
    assert len(read_ledger(desk.folder).rows(RowKind.CHANGE)) == 1


def test_a_return_that_did_not_reach_the_register_is_not_counted_as_in(
    desk: Desk, back: Path
) -> None:
    """Neither for the step that waits for returns, nor on the list of who is still out."""
    before = desk.record.read_bytes()
    taken(desk, back)
    assert len(facts_in(desk.opened()).returns) == 1
    desk.record.write_bytes(before)
    opened = desk.opened()
    assert facts_in(opened).returns == ()
    assert collecting(opened, desk.assessment())[0].traffic.received_on is None


def test_what_is_refused_whole_is_on_record_once(desk: Desk, back: Path) -> None:
    """Only with --write, and shown by pmf collect status until a good one comes."""
    changed(back / "r.xlsx", {"About this form!B7": "C01"})
    assert pmf(*words(desk, back)).code == 1
    assert read_ledger(desk.folder).rows(RowKind.REFUSED) == ()
    for _ in range(2):
        assert taken(desk, back).code == 1
    assert len(read_ledger(desk.folder).rows(RowKind.REFUSED)) == 1


@pytest.mark.parametrize(
    ("name", "content"),
    [
        (f".~lock.{DATA_RECORD}#", b",Pat Officer,pc,03.02.2025 09:00,file:///x;"),
        (
            f"~${DATA_RECORD}",
            b"\x0bPat Officer".ljust(55) + b"\x0b\0" + "Pat Officer".encode("utf-16-le"),
        ),
    ],
)
def test_a_workbook_open_elsewhere_is_left_alone(
    name: str, content: bytes, desk: Desk, back: Path
) -> None:
    """Exit code 4 with the name of who has it open; --ignore-lock goes on."""
    before = desk.record.read_bytes()
    (desk.folder / name).write_bytes(content)
    ran = taken(desk, back)
    assert ran.code == 4
    assert "Pat Officer" in ran.err
    assert desk.record.read_bytes() == before
    assert taken(desk, back, "--ignore-lock").code == 0
    assert (desk.folder / name).read_bytes() == content


def test_a_full_disk_changes_nothing(
    desk: Desk, back: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Exit code 5, in words."""

    def full(*_: Any) -> None:
        raise OSError(errno.ENOSPC, "no space")

    before = desk.record.read_bytes()
    with monkeypatch.context() as patch:
        patch.setattr(os, "fsync", full)
        ran = taken(desk, back)
    assert ran.code == 5
    assert "Traceback" not in ran.all
    assert desk.record.read_bytes() == before
    assert taken(desk, back).code == 0


def test_the_list_can_be_had_as_data(desk: Desk, back: Path) -> None:
    """Every figure and answer with verdict, cell and exact words."""
    found = json.loads(pmf(*words(desk, back, "--format", "json")).out)
    assert found["schema"] == "pmf/returns/1"
    assert found["counts"]["new"] == 3
    assert {item["what"] for item in found["items"]} == {"figure", "comment", "concern", "rating"}


def test_status_tells_what_is_made_received_and_missing(desk: Desk, back: Path) -> None:
    """Exit code 1 while a figure is missing, 0 when all is in."""
    ask = (
        "collect",
        "status",
        "--register",
        desk.folder,
        "--as-of",
        "2025-02-03",
        "--period",
        CYCLE,
    )
    made = json.loads(pmf(*ask, "--format", "json").out)["items"][0]
    assert (made["form_made_on"], made["state"]) == ("2025-01-21", "Late")
    assert pmf(*ask).code == 1
    taken(desk, back)
    ran = pmf(*ask, "--format", "json")
    (item,) = json.loads(ran.out)["items"]
    assert ran.code == 0
    assert (item["state"], item["received_on"]) == ("Received", "2025-02-03")
    assert item["concern"] == "The depot floods."
    assert item["missing"] == item["late"] == []


def test_the_status_of_a_past_day_knows_nothing_of_what_came_later(desk: Desk, back: Path) -> None:
    """The form was made on 21 January, a copy came on 3 February and another on the 10th."""
    taken(desk, back)
    changed(back / "r.xlsx", {"Other concern!B4": "The depot is closed."})
    later = ("collect", "read", back, "--register", desk.folder, "--period", CYCLE, "--write")
    assert pmf(*later, "--as-of", "2025-02-10").code == 0

    def on(day: int, month: int) -> tuple[object, ...]:
        assessment = desk.assessment(date(2025, month, day))
        (one,) = collecting(desk.opened(), assessment)
        return one.traffic.made_on, one.traffic.received_on, one.traffic.concern.splitlines()[-1:]

    made = date(2025, 1, 21)
    assert on(20, 1) == (None, None, [])
    assert on(2, 2) == (made, None, [])
    assert on(9, 2) == (made, date(2025, 2, 3), ["The depot floods."])
    assert on(10, 2) == (made, date(2025, 2, 10), ["The depot is closed."])


def test_making_forms_again_writes_nothing_new_and_keeps_what_was_filled_in(
    desk: Desk, back: Path
) -> None:
    """A form in the folder that somebody filled in stays beside the new one."""
    ask = ("collect", "make", "--register", desk.folder, "--as-of", "2025-01-21", "--period", CYCLE)
    rows_before = len(read_ledger(desk.folder).rows(RowKind.FORM))
    assert pmf(*ask).code == 0
    assert len(read_ledger(desk.folder).rows(RowKind.FORM)) == rows_before == 1
    form = desk.folder / "forms" / "return-R-2024-25-Q3-C02.xlsx"
    assert pmf(*ask[:-3], "2025-01-22", *ask[-2:]).code == 0
    assert [path.name for path in form.parent.iterdir()] == [form.name]
    changed(form, {"Results!value 1": 38.5})
    typed = form.read_bytes()
    assert pmf(*ask).code == 0
    assert form.with_name("return-R-2024-25-Q3-C02 (earlier 1).xlsx").read_bytes() == typed
    assert pmf(*ask, "--contact", "C99").code == 2


def end_state(desk: Desk) -> tuple[object, ...]:
    """What the register holds of the cycle, and how often it says so."""
    register = desk.opened().register
    found = sorted((r.kpi_ref, str(r.value)) for r in register.results if str(r.period) == CYCLE)
    return tuple(found), len(register.returns), len(register.commentary)


DONE = ((("WM-01", "38.5"), ("WM-02", "375.1")), 1, 1)


def started(desk: Desk, back: Path) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, "-m", "pmf_cli", *map(str, words(desk, back, "--write", "-q"))],
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        encoding="utf-8",
        start_new_session=True,
    )


@pytest.mark.slow
def test_two_at_once_do_the_work_once(tmp_path: Path) -> None:
    """Twenty times: the loser exits 0 (it came after) or 4 (told who is at work)."""
    for number in range(20):
        desk = small_desk(tmp_path / str(number))
        folder = filled(
            desk.form(on=date(2025, 1, 21)), desk.folder / "back" / "r.xlsx", GOOD
        ).parent
        runs = [started(desk, folder) for _ in range(2)]
        said = [run.communicate(timeout=60) for run in runs]
        assert sorted({run.returncode for run in runs} | {0, 4}) == [0, 4]
        assert 0 in [run.returncode for run in runs]
        assert "Traceback" not in str(said)
        assert end_state(desk) == DONE


@pytest.mark.slow
def test_killed_at_any_moment_it_is_old_or_new_and_the_next_run_finishes(tmp_path: Path) -> None:
    """Forty kills at random moments leave the record as it was or as it should be, whole."""
    desk = small_desk(tmp_path)
    back = filled(desk.form(on=date(2025, 1, 21)), desk.folder / "back" / "r.xlsx", GOOD).parent
    before = desk.record.read_bytes()
    began = time.monotonic()
    assert pmf_child(*words(desk, back, "--write", "-q")).code == 0
    length = time.monotonic() - began
    after = desk.record.read_bytes()
    chance = random.Random(7)
    for number in range(40):
        trial = small_desk(tmp_path / str(number))
        folder = trial.folder / "back"
        folder.mkdir()
        (folder / "r.xlsx").write_bytes((back / "r.xlsx").read_bytes())
        run = started(trial, folder)
        time.sleep(chance.uniform(0, length))
        os.killpg(run.pid, signal.SIGKILL)
        run.communicate()
        assert trial.record.read_bytes() in (before, after)
        assert pmf(*words(trial, folder, "--write", "-q")).code == 0
        assert trial.record.read_bytes() == after
        assert end_state(trial) == DONE
