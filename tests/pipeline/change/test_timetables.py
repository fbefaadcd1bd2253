"""Meetings from a file become rows of the sheet Timetable, once, and nothing typed is lost."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from datetime import date, time
from pathlib import Path

import openpyxl
import pytest

from pmf_cli.cycle.timetable.clash import ClashKind
from pmf_cli.errors import ExitCode, UsageError
from pmf_cli.ledger.row import RowKind
from pmf_cli.ledger.store import read_ledger
from pmf_cli.pipeline import open_register
from pmf_cli.pipeline.change.timetables import days_wanted, meetings_in
from pmf_cli.register.sheets.layout import REPORTING_PROCESS
from pmf_cli.register.terms import StepStatus, TimetableStep
from tests.registers.cut import cut_example
from tests.running import pmf

MEETINGS = """Cycle,Body,Date,Time,Meeting reference
2025/26 Q1,Corporate Leadership Team,19/08/2025,14:00,25Q1-10
2025/26 Q1,Adults and Health DMT,05/08/2025,09:30,25Q1-04
2025/26 Q1,Executive Board,17/09/2025,13:00,25Q1-17
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A copy of the example."""
    cut_example(tmp_path / "register")
    return tmp_path / "register"


def file_of(folder: Path, text: str = MEETINGS, name: str = "meetings.csv") -> Path:
    path = folder.parent / name
    path.write_text(text, encoding="utf-8")
    return path


def make(folder: Path, *words: str | Path):
    return pmf("timetable", "make", "--register", folder, *words)


def steps(folder: Path, cycle: str):
    rows = open_register(folder).register.timetable
    return [row for row in rows if str(row.cycle) == cycle]


def test_the_year_is_written_once_and_a_second_run_changes_nothing(folder: Path) -> None:
    """Without --write nothing changes; with it rows stand below; again, the file stays as it is."""
    book = folder / REPORTING_PROCESS
    before = book.read_bytes()
    words = ("--year", "2025/26", "--meetings", file_of(folder))
    assert "--write" in make(folder, *words).err
    assert book.read_bytes() == before
    make(folder, *words, "--write")
    found = {row.step: row for row in steps(folder, "2025/26 Q1")}
    assert found[TimetableStep.CLT].on == date(2025, 8, 19)
    assert found[TimetableStep.CLT].at == "14:00"
    assert found[TimetableStep.DATA_DUE].on == date(2025, 7, 25)
    assert found[TimetableStep.DATA_DUE].responsible == "C-901"
    assert found[TimetableStep.CABINET].meeting_ref == "25Q1-17"
    after = book.read_bytes()
    again = make(folder, *words, "--write")
    assert book.read_bytes() == after
    assert "nothing was changed" in again.err
    assert json.loads(make(folder, *words, "--format", "json").out)["counts"]["new"] == 0


def test_done_rows_notes_and_times_stay_as_typed(folder: Path) -> None:
    """Of the example only three dates move; every other cell of every row is as it was."""
    before = open_register(folder).register.timetable
    assert make(folder, "--write").code == ExitCode.DONE
    after = open_register(folder).register.timetable
    assert len(before) == len(after)
    changed = [
        (old.step, new.on) for old, new in zip(before, after, strict=True) if old.on != new.on
    ]
    assert changed == [
        (TimetableStep.FORMS_SENT, date(2025, 4, 1)),
        (TimetableStep.DATA_DUE, date(2025, 4, 24)),
        (TimetableStep.COMMENTARY_DUE, date(2025, 4, 30)),
    ]
    same = {"on": None}
    for old, new in zip(before, after, strict=True):
        assert replace(old, **same) == replace(new, **same)
    row = read_ledger(folder).last(RowKind.CHANGE)
    assert row is not None
    assert [cell["after"] for cell in row.body["cells"]] == [
        "2025-04-01",
        "2025-04-24",
        "2025-04-30",
    ]


def test_a_meeting_that_moved_moves_its_steps_and_a_done_one_does_not(folder: Path) -> None:
    """CLT of Q3 a week later moves the draft; what is done keeps its day; a new time is taken."""
    text = MEETINGS.splitlines()[0] + (
        "\n2024/25 Q3,Corporate Leadership Team,25/02/2025,15:30,24Q3-10"
        "\n2024/25 Q2,Corporate Leadership Team,26/11/2024,,\n"
    )
    make(folder, "--meetings", file_of(folder, text), "--write")
    found = {row.step: row for row in steps(folder, "2024/25 Q3")}
    assert found[TimetableStep.CLT].on == date(2025, 2, 25)
    assert found[TimetableStep.CLT].at == "15:30"
    assert found[TimetableStep.DRAFT].on == date(2025, 2, 17)
    assert found[TimetableStep.DATA_DUE].on == date(2025, 1, 24)
    earlier = {row.step: row for row in steps(folder, "2024/25 Q2")}
    assert earlier[TimetableStep.CLT].on == date(2024, 11, 19)


def test_every_odd_cell_of_the_file_is_named(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Each row is used or named with its place; texts that look like formulas stay texts."""
    text = MEETINGS + (
        "2025/26 Q2,Corporate Leadership Team,next Tuesday,,\n"
        "banana,Executive Board,17/03/2026,,\n"
        "2025/26 Q3,Executiv Board,17/03/2026,,\n"
        "2025/26 Q4,Corporate Leadership Team,19/05/2026,{{7*7}},=1+1\n"
    )
    path = file_of(folder, text)
    found, clashes = meetings_in(path, open_register(folder))
    assert len(found) == 4
    assert {clash.where.cell for clash in clashes if clash.where} == {"C5", "A6", "C7"}
    assert {clash.kind for clash in clashes} == {ClashKind.CELL}
    monkeypatch.setenv("COLUMNS", "300")
    ran = make(folder, "--year", "2025/26", "--meetings", path, "--write")
    assert ran.code == ExitCode.FINDINGS
    assert all(name in ran.out for name in ("next Tuesday", "banana", "Executiv Board"))
    last = {row.step: row for row in steps(folder, "2025/26 Q4")}[TimetableStep.CLT]
    assert (last.at, last.meeting_ref) == ("{{7*7}}", "=1+1")


def test_a_workbook_of_meetings_reads_as_a_csv_file_does(folder: Path) -> None:
    """Headings below a title, dates and times as Excel holds them."""
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.append(["Meetings of 2025/26"])
    sheet.append(["Body", "Date", "Cycle", "Time", "Clerk"])
    sheet.append(["Corporate Leadership Team", date(2025, 8, 19), "2025/26 Q1", time(14, 0), "Sam"])
    path = folder.parent / "meetings.xlsx"
    book.save(path)
    found, clashes = meetings_in(path, open_register(folder))
    assert [(m.step, m.on, m.at) for m in found] == [
        (TimetableStep.CLT, date(2025, 8, 19), "14:00")
    ]
    assert not clashes


@pytest.mark.parametrize("text", ["a,b\n1,2\n", "Cycle,Body\n2025/26 Q1,CLT\n"])
def test_a_file_without_the_headings_is_refused(folder: Path, text: str) -> None:
    """The message names the headings it should have; nothing is written."""
    with pytest.raises(UsageError, match="headings"):
        meetings_in(file_of(folder, text), open_register(folder))
    assert make(folder, "--meetings", "nowhere.csv").code == ExitCode.CANNOT_READ


def test_a_cancelled_meeting_is_not_brought_back(folder: Path) -> None:
    """The sheet says cancelled, the file has the meeting: told, and left as it is."""
    book = openpyxl.load_workbook(folder / REPORTING_PROCESS)
    sheet = book["Timetable"]
    status = [cell.value for cell in sheet[1]].index("Status")
    for row in sheet.iter_rows(min_row=2):
        if row[0].value == "2024/25 Q4" and row[1].value == "Cabinet":
            row[status].value = "Cancelled"
    book.save(folder / REPORTING_PROCESS)
    text = MEETINGS.splitlines()[0] + "\n2024/25 Q4,Executive Board,25/06/2025,,\n"
    ran = make(folder, "--meetings", file_of(folder, text), "--write", "--format", "json")
    items = json.loads(ran.out)["items"]
    assert [item["finding"] for item in items if item["severity"] == "warning"] == [
        "meeting cancelled"
    ]
    cabinet = {row.step: row for row in steps(folder, "2024/25 Q4")}[TimetableStep.CABINET]
    assert (cabinet.on, cabinet.status) == (date(2025, 6, 18), StepStatus.CANCELLED)


@pytest.mark.parametrize(
    "words", [("--year", "Q3"), ("--year", "2025/26 Q1"), ("--period", "soon")]
)
def test_a_year_or_period_that_is_none_is_refused(folder: Path, words: tuple[str, str]) -> None:
    """With what would be accepted."""
    assert make(folder, *words).code == ExitCode.CANNOT_READ


def test_a_register_without_a_timetable_says_what_to_do(folder: Path) -> None:
    """Every quarter lacks its CLT date, and the meetings are asked for."""
    ran = make(folder, "--year", "2030/31", "--format", "json")
    assert ran.code == ExitCode.FINDINGS
    found = [item for item in json.loads(ran.out)["items"] if item["severity"] == "error"]
    assert [item["cycle"][-2:] for item in found] == ["Q1", "Q2", "Q3", "Q4"]
    assert all("--meetings" in item["cure"] for item in found)


def test_no_day_that_has_passed_is_given_as_an_example_of_a_meeting(tmp_path: Path) -> None:
    """Late in a quarter the seventh week after the last one is over; the example is a Tuesday to come."""
    cut_example(tmp_path / "register")
    opened = open_register(tmp_path / "register")
    opened = replace(opened, register=replace(opened.register, timetable=()))
    on = date(2025, 3, 3)
    wanted = days_wanted(opened, on)
    assert wanted is not None
    days = [
        date(int(y), int(m), int(d))
        for d, m, y in re.findall(r"(\d\d)/(\d\d)/(\d{4})", wanted.command)
    ]
    assert len(days) == 4
    assert min(days) >= on and all(one.weekday() == 1 for one in days)
