"""A seeded officer plays quarters against the real commands; after each step the laws are held.

Steps are methods whose names begin with ``do_``; a quarter is a list of them. A law is a method
whose name begins with ``law_``; all are held after every step that changes something.
"""

from __future__ import annotations

import json
import os
import random
import signal
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Callable, Mapping
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import openpyxl

from pmf_cli.collect.form.layout import HEADING_ROW, RESULT_COLUMNS, column_of
from pmf_cli.collect.returned.verdicts import Verdict
from pmf_cli.ledger.messages import State, messages_of
from pmf_cli.ledger.store import read_ledger
from pmf_cli.ledger.verify import verified
from pmf_cli.pipeline import assessed, open_register, sending
from pmf_cli.post.smtp import Ending
from pmf_cli.register.sheets.layout import DATA_RECORD
from pmf_cli.register.values.exact import decimal_of
from tests.officer.desk import Post, Quarter, put_down, quarter, right_answer
from tests.running import ROOT, Ran, pmf

WRONG: tuple[Any, ...] = (
    date(1900, 1, 30), True, "=1+1", "12,5", "to follow", 1e20, "31/02/2025", "see mail", -5,
)  # fmt: skip
"""What people type by mistake."""
READY = (Verdict.NEW.value, Verdict.CHANGED.value)

Key = tuple[str, str]
"""KPI reference and period as printed."""


class Broken(AssertionError):
    """A law that does not hold, with the seed and the steps that led there."""


class Officer:
    """One officer with a register.

    Args:
        folder: where the register is put.
        seed: of the officer's chance.
        quarters: how many quarters are played.
        with_kills: whether runs are killed and run beside each other, as processes.
    """

    def __init__(self, folder: Path, seed: int, quarters: int, *, with_kills: bool = False) -> None:
        self.chance = random.Random(seed)
        self.seed = seed
        self.quarters = quarters
        self.with_kills = with_kills
        self.folder = put_down(folder / "register", quarters)
        self.back = folder / "back"
        self.record = self.folder / DATA_RECORD
        self.held: dict[Key, object] = {}
        """What the register must hold, from what runs printed and what was done by hand."""
        self.past: dict[tuple[str, str], object] = {}
        """Period and date → the ratings that were answered."""
        self.steps: list[str] = []
        self.post = Post()
        self.on = date.min
        self.cycle = quarter(0)

    def play(self) -> None:
        """Plays every quarter.

        Raises:
            Broken: a law does not hold.
        """
        sending.server_for, true_server = (lambda *_: self.post), sending.server_for
        try:
            for number in range(self.quarters):
                self._quarter(quarter(number))
        finally:
            sending.server_for = true_server

    def _quarter(self, cycle: Quarter) -> None:
        self.cycle = cycle
        self.back = self.folder.parent / f"back {cycle.name.replace('/', '-')}"
        self._step(self.do_make_forms, cycle.forms)
        self._step(self.do_remind, cycle.due - timedelta(days=7))
        self._step(self.do_take_in, cycle.due)
        self._step(self.chance.choice((self.do_lose_a_row, self.do_put_yesterday_over)), cycle.due)
        self._step(self.do_take_in_again, cycle.due + timedelta(days=1))
        self._step(self.do_remind, cycle.late - timedelta(days=1))
        self._step(self.do_take_in_late, cycle.late)
        self._step(self.do_remind, cycle.late)
        self._step(self.do_correct_by_hand, cycle.clt)
        self._step(self.do_take_in_again, cycle.clt)

    def _step(self, step: Callable[[], None], on: date) -> None:
        self.on = max(on, self.on)
        self.steps.append(f"{self.on} {step.__name__}")
        try:
            step()
            for name in dir(self):
                if name.startswith("law_"):
                    getattr(self, name)()
        except AssertionError as error:
            told = "\n".join(self.steps[-12:])
            raise Broken(f"seed {self.seed}, in {self.folder}:\n{told}\n{error}") from error

    def run(self, *words: str | Path) -> Ran:
        """A command on the day at work; a traceback breaks the first law."""
        return pmf(*words, "--register", self.folder, "--as-of", self.on.isoformat())

    def in_cycle(self, *words: str | Path) -> Ran:
        """A command for the cycle played."""
        return self.run(*words, "--period", self.cycle.name)

    # What the officer does.

    def do_make_forms(self) -> None:
        """Makes the forms; each contact fills theirs in, or not, or wrongly, or twice."""
        ran = self.in_cycle("collect", "make", "--format", "json", "-q")
        assert ran.code in (0, 1), ran.all
        self.back.mkdir()
        for path in sorted((self.folder / "forms").rglob("*.xlsx")):
            if self.chance.random() < 0.15:
                continue
            self._fill(path, self.back / path.name)

    def _fill(self, form: Path, into: Path) -> None:
        book = openpyxl.load_workbook(form)
        sheet = book["Results"]
        columns = {one.field: column_of(RESULT_COLUMNS, one.field) for one in RESULT_COLUMNS}
        for row in range(HEADING_ROW + 1, sheet.max_row + 1):
            ref = sheet.cell(row, columns["ref"]).value
            if not ref or self.chance.random() < 0.1:
                continue
            value = right_answer(
                ref, str(sheet.cell(row, columns["period"]).value), self.chance.randrange(9)
            )
            if self.chance.random() < 0.12:
                value = self.chance.choice(WRONG)
            sheet.cell(row, columns["value"]).value = value
        book.save(into)

    def do_take_in(self) -> None:
        """Looks first, then writes: what the second prints is what the first promised."""
        self._read(self.back)

    do_take_in_again = do_take_in

    def do_take_in_late(self) -> None:
        """Whoever sent nothing sends it now; others send a corrected copy of what was wrong."""
        late = self.back.with_name(self.back.name + " late")
        late.mkdir()
        for path in sorted((self.folder / "forms").rglob("*.xlsx")):
            there = self.back / path.name
            if there.exists() and self.chance.random() < 0.5:
                continue
            self._fill(there if there.exists() else path, late / path.name)
        self._read(late)
        self.back = late if any(late.iterdir()) else self.back

    def _read(self, folder: Path) -> None:
        if not any(folder.glob("*.xlsx")):
            return
        words = ("collect", "read", folder, "--format", "json")
        before = self.record.read_bytes()
        looked = json.loads(self.in_cycle(*words).out)
        assert self.record.read_bytes() == before, "a preview changed the register"
        if self.with_kills and self.chance.random() < 0.5:
            self._killed(folder)
            assert not self._differs_from(before) or self._is_whole()
        if self.with_kills and self.chance.random() < 0.3:
            self._two_at_once(folder)
        ran = self.in_cycle(*words, "--write")
        assert ran.code in (0, 1, 2), ran.all
        done = json.loads(ran.out)
        for found in (looked, done):
            self._adds_up(found)
        if not self.with_kills:
            assert _figures(looked) == _figures(done), "the preview promised something else"
        self._note_taken(looked)

    def _note_taken(self, found: Mapping[str, Any]) -> None:
        for item in found["items"]:
            if item["what"] == "figure" and item["verdict"] in READY:
                self.held[item["kpi"], item["period"]] = item["returned"]

    def _adds_up(self, found: Mapping[str, Any]) -> None:
        counts = found["counts"]
        told = Counter(i["verdict"] for i in found["items"] if i["what"] in ("figure", "comment"))
        for verdict in Verdict:
            assert counts[verdict.name.lower()] == told[verdict.value], verdict

    def _child(self, *words: str | Path) -> subprocess.Popen[str]:
        return subprocess.Popen(
            [sys.executable, "-m", "pmf_cli", *map(str, words), "--register", str(self.folder),
             "--as-of", self.on.isoformat(), "--period", self.cycle.name],
            env={**os.environ, "PYTHONPATH": str(ROOT)}, stdout=subprocess.PIPE,
            stderr=subprocess.PIPE, encoding="utf-8", start_new_session=True,
        )  # fmt: skip

    def _killed(self, folder: Path) -> None:
        run = self._child("collect", "read", folder, "--write", "-q")
        time.sleep(self.chance.uniform(0, 3))
        if run.poll() is None:
            os.killpg(run.pid, signal.SIGKILL)
        run.communicate()

    def _two_at_once(self, folder: Path) -> None:
        runs = [self._child("collect", "read", folder, "--write", "-q") for _ in range(2)]
        said = [run.communicate(timeout=120) for run in runs]
        assert "Traceback" not in str(said)
        assert {run.returncode for run in runs} <= {0, 1, 2, 4}

    def _differs_from(self, before: bytes) -> bool:
        return self.record.read_bytes() != before

    def _is_whole(self) -> bool:
        open_register(self.folder)
        return True

    def do_lose_a_row(self) -> None:
        """A row of Results is deleted by hand; the return is still in the folder."""
        book = openpyxl.load_workbook(self.record)
        sheet = book["Results"]
        headings = [cell.value for cell in sheet[1]]
        ref, period = headings.index("KPI reference"), headings.index("Period")
        rows = [
            row[0].row
            for row in sheet.iter_rows(min_row=2)
            if (row[ref].value, row[period].value) in self.held
        ]
        if not rows:
            return
        gone = self.chance.choice(rows)
        key = (sheet.cell(gone, ref + 1).value, sheet.cell(gone, period + 1).value)
        sheet.delete_rows(gone)
        book.save(self.record)
        del self.held[key]

    def do_put_yesterday_over(self) -> None:
        """The newest copy of before is saved over the workbook of today."""
        copies = sorted((self.folder / "backups").glob("KPI Data Record*"))
        if not copies:
            return
        self.record.write_bytes(copies[-1].read_bytes())
        book = openpyxl.load_workbook(self.record)
        book.save(self.record)
        there = self._in_register()
        self.held = {key: value for key, value in self.held.items() if key in there}

    def do_correct_by_hand(self) -> None:
        """A figure is put right in the register; a return read again leaves it alone."""
        keys = [key for key in self.held if key[0] in ("K-02", "K-05")]
        if not keys:
            return
        key = self.chance.choice(keys)
        book = openpyxl.load_workbook(self.record)
        sheet = book["Results"]
        headings = [cell.value for cell in sheet[1]]
        places = [headings.index(name) for name in ("KPI reference", "Period", "Value")]
        for row in sheet.iter_rows(min_row=2):
            if (row[places[0]].value, row[places[1]].value) == key:
                row[places[2]].value = 450
        book.save(self.record)
        self.held[key] = "450 visits"

    def do_remind(self) -> None:
        """Messages go out; now and then the server refuses one or nobody knows."""
        self.post.ending = self.chance.choice(
            (Ending.SENT, Ending.SENT, Ending.SENT, Ending.PERMANENT, Ending.UNKNOWN)
        )
        ran = self.in_cycle("remind", "--send")
        assert ran.code in (0, 1, 3), ran.all
        self.post.ending = Ending.SENT
        ran = self.in_cycle("remind", "--send")
        is_open = any(m.state in (State.UNKNOWN, State.FAILED_PERMANENT) for m in self._messages())
        assert ran.code != 3 or is_open, ran.all

    # What must hold.

    def _messages(self) -> list[Any]:
        return list(messages_of(read_ledger(self.folder)).values())

    def _in_register(self) -> dict[Key, object]:
        register = open_register(self.folder).register
        return {
            (row.kpi_ref, str(row.period)): row.value
            for row in register.results
            if row.value is not None and row.split is None
        }

    def law_no_figure_is_lost_or_doubled(self) -> None:
        """The register holds what was printed and done by hand, each once, and nothing else."""
        register = open_register(self.folder).register
        rows = Counter((row.kpi_ref, str(row.period)) for row in register.results)
        assert not [key for key, number in rows.items() if number > 1]
        there = self._in_register()
        there.pop(("K-01", "2022/23 Q4"), None)
        assert set(there) == set(self.held), set(there) ^ set(self.held)
        for key, value in there.items():
            assert _number(value) == _number(self.held[key]), (key, value, self.held[key])

    def law_nobody_is_told_twice(self) -> None:
        """A matter at a stage stands in one sent message only; no bytes go out twice."""
        told = Counter(
            (one.contact, *said.__dict__.values())
            for one in self._messages()
            if one.state is State.SENT
            for said in one.notices
        )
        assert not [matter for matter, number in told.items() if number > 1]
        assert not [data for data, number in Counter(self.post.sent).items() if number > 1]

    def law_validate_never_accuses_what_pmf_wrote(self) -> None:
        """No error stands at a row that came by a return."""
        opened = open_register(self.folder)
        found = assessed(opened, period=self.cycle.name, as_of=self.on, with_checks=True).findings
        ours = {
            (row.source.place.sheet, row.source.row)
            for row in opened.register.results
            if row.return_ref
            and (row.kpi_ref, str(row.period)) in self.held
            and self.held[row.kpi_ref, str(row.period)] != "450 visits"
        }
        rows = [
            f"{one.code} {one.where}: {one.message}"
            for one in found
            if one.severity.value == "error"
            and (one.where.sheet, int("".join(filter(str.isdigit, one.where.cell)) or 0)) in ours
        ]
        assert not rows, rows

    def law_the_record_can_be_verified(self) -> None:
        """The chain of the ledger is whole."""
        faults = verified(self.folder).faults
        assert not faults, faults


def _figures(found: Mapping[str, Any]) -> list[tuple[Any, ...]]:
    return [
        (i["file"], i["kpi"], i["period"], i["verdict"], i["returned"])
        for i in found["items"]
        if i["what"] == "figure"
    ]


def _number(value: object) -> object:
    """A figure however it is written: 40.5%, 400 visits, 01/01/2027."""
    if isinstance(value, date):
        return f"{value:%d/%m/%Y}"
    text = str(value).removesuffix("%").removesuffix(" visits").replace(",", "")
    try:
        return decimal_of(float(text))
    except ValueError:
        return text
