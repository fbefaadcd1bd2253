"""A seeded officer plays quarters against the real commands; after each step the laws are held.

Steps are methods whose names begin with ``do_``; a quarter is a list of them with their days.
"""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from hashlib import sha256
from pathlib import Path
from typing import Any

import openpyxl

from pmf_cli.collect.form.layout import RESULT_COLUMNS, form_column
from pmf_cli.collect.returned.verdicts import ReturnVerdict
from pmf_cli.ledger.messages import State
from pmf_cli.post.smtp import Ending
from pmf_cli.workbook.write.form_looks import HEADING_ROW
from tests.officer.at_work import JUDGED, AtWork, Key, Setting
from tests.officer.desk import Quarter, quarter, right_answer
from tests.officer.excel import at_work, row_where, rows_of, scorecard_of, type_over
from tests.officer.laws import (
    LAWS,
    Answer,
    adds_up,
    answer,
    diff_names_what_differs_and_nothing_else,
)
from tests.running import Ran

WRONG: tuple[Any, ...] = (
    date(1900, 1, 30), True, "=1+1", "12,5", "to follow", 1e20, "31/02/2025", "see mail", -5,
)  # fmt: skip
"""What people type by mistake."""
READY = (ReturnVerdict.NEW.value, ReturnVerdict.CHANGED.value)
KPIS = ("K-01", "K-02", "K-03", "K-04", "K-05", "K-06")
NAMED = re.compile(r"\[([a-z-]+|[A-Z]{3}\d{3})\]$", re.MULTILINE)
"""The name by which an obstacle to an issue can be waived."""


class Broken(AssertionError):
    """A law that does not hold, with the seed and the steps that led there."""


@dataclass
class Issue:
    """A paper that went out.

    Attributes:
        cycle: its period.
        printed: KPI reference → result and rating, as its scorecard prints them.
        settings: what judged its KPIs when it was recorded.
        is_withdrawn: whether it was taken back.
    """

    cycle: Quarter
    printed: Mapping[str, tuple[Any, Any]]
    settings: Mapping[Setting, object] = field(default_factory=dict)
    is_withdrawn: bool = False


@dataclass(frozen=True)
class Content:
    """What a workbook held when it had certain bytes.

    Attributes:
        held: the figures.
        by_hand: each KPI that was worked on by hand in it, with the step.
    """

    held: Mapping[Key, object]
    by_hand: frozenset[tuple[str, int]]


class Officer(AtWork):
    """One officer with a register; the arguments are those of ``AtWork``."""

    def __init__(self, folder: Path, seed: int, quarters: int, *, with_kills: bool = False) -> None:
        super().__init__(folder, seed, quarters, with_kills=with_kills)
        self.back = folder / "back"
        self.held: dict[Key, object] = {}
        """What the register must hold, from what runs printed and what was done by hand."""
        self.past: dict[tuple[str, date], Answer] = {}
        """Period and day → what was answered in the evening of that day."""
        self.touched: set[str] = set()
        """KPIs worked on by hand in this step: their past answers may be others from now on."""
        self.by_hand: dict[Path, frozenset[tuple[str, int]]] = {
            self.record: frozenset(),
            self.supporting: frozenset(),
        }
        self.contents: dict[str, Content] = {}
        """Fingerprint of a workbook → what it held."""
        self.issues: dict[str, Issue] = {}
        self.paper: Issue | None = None
        """The paper of the cycle, written and not issued yet."""
        self.is_stale = False
        """Whether something was done by hand, or put back, since the paper was written."""
        self.steps: list[str] = []
        self.is_last_step = False

    def play(self) -> None:
        """Plays every quarter.

        Raises:
            Broken: a law does not hold.
        """
        with self.mail_servers():
            for number in range(self.quarters):
                self._quarter(quarter(number))

    def _quarter(self, cycle: Quarter) -> None:
        self.cycle = cycle
        self.back = self.folder.parent / f"back {cycle.name.replace('/', '-')}"
        by_hand = (self.do_lose_a_row, self.do_put_yesterday_over, self.do_restore)
        after = (self.do_correct_by_hand, self.do_change_settings, self.do_change_scope)
        last = (self.do_withdraw, self.do_restore, self.do_correct_by_return)
        meeting = (
            self.do_issue,
            self.do_correct_by_return,
            self.do_restore,
            self.do_correct_by_hand,
        )
        days = timedelta
        plan: list[tuple[Callable[[], None], date]] = [
            (self.do_make_forms, cycle.forms),
            (self.do_remind, cycle.due - days(7)),
            (self.do_take_in, cycle.due),
            (self.chance.choice(by_hand), cycle.due + days(1)),
            (self.do_take_in, cycle.due + days(2)),
            (self.do_remind, cycle.late - days(1)),
            (self.do_take_in_late, cycle.late),
            (self.chance.choice(after), cycle.late + days(2)),
            (self.do_take_in, cycle.clt - days(1)),
            (self.do_write_paper, cycle.clt),
            (self.chance.choice(meeting), cycle.clt + days(1)),
            (self.do_issue, cycle.clt + days(3)),
            (self.do_correct_by_return, cycle.clt + days(5)),
            (self.do_tell_scope, cycle.clt + days(6)),
            (self.chance.choice(last), cycle.clt + days(8)),
            (self.do_ask_what_changed, cycle.clt + days(9)),
        ]
        for step, on in plan:
            self._step(step, on, is_last=(step, on) == plan[-1])

    def _step(self, step: Callable[[], None], on: date, *, is_last: bool) -> None:
        self.on = on
        self.is_last_step = is_last
        self.steps.append(f"{self.on} {step.__name__}")
        self.count["steps"] += 1
        try:
            self._note_contents()
            step()
            self._note_contents()
            for law in LAWS:
                law(self)
            if is_last or self.paper or self.chance.random() < 0.4:
                self.past[self.cycle.name, on] = answer(self, self.cycle.name, on)
        except Exception as error:
            told = "\n".join(self.steps[-16:])
            raise Broken(f"seed {self.seed}, in {self.folder}:\n{told}\n{error!r}") from error

    def _note_contents(self) -> None:
        for path, touched in self.by_hand.items():
            self.contents[_fingerprint(path)] = Content(dict(self.held), touched)

    def _worked_on(self, path: Path, *kpis: str) -> None:
        """Notes that KPIs were worked on by hand in a workbook."""
        self.by_hand[path] |= {(kpi, len(self.steps)) for kpi in kpis}
        self.touched.update(kpis)
        self.is_stale = True

    # Forms and returns.

    def do_make_forms(self) -> None:
        """Makes the forms; each contact fills theirs in, or not, or wrongly, or twice."""
        ran = self.in_cycle("collect", "make", "--format", "json", "-q")
        assert ran.code in (0, 1), ran.all
        self.back.mkdir()
        for path in self._forms():
            if self.chance.random() < 0.15:
                continue
            self._fill(path, self.back / path.name)

    def _forms(self) -> list[Path]:
        return sorted((self.folder / "forms").glob(f"*{self.cycle.name[-2:]}*/*.xlsx")) or sorted(
            path for path in (self.folder / "forms").rglob("*.xlsx") if "archive" not in path.parts
        )

    def _fill(self, form: Path, into: Path, filled: float = 0.9) -> None:
        book = openpyxl.load_workbook(form)
        sheet = book["Results"]
        columns = {one.field: form_column(RESULT_COLUMNS, one.field) for one in RESULT_COLUMNS}
        for row in range(HEADING_ROW + 1, sheet.max_row + 1):
            ref = sheet.cell(row, columns["ref"]).value
            if not ref or self.chance.random() > filled:
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
        self._read_back(self.back)

    def do_take_in_late(self) -> None:
        """Whoever sent nothing sends it now; others send a corrected copy of what was wrong."""
        late = self.back.with_name(self.back.name + " late")
        late.mkdir()
        for path in self._forms():
            there = self.back / path.name
            if there.exists() and self.chance.random() < 0.5:
                continue
            self._fill(there if there.exists() else path, late / path.name)
        self._read_back(late)
        self.back = late if any(late.iterdir()) else self.back

    def do_correct_by_return(self) -> None:
        """After the meeting some send their form again with other figures."""
        again = self.back.with_name(f"{self.back.name} {len(self.steps)}")
        again.mkdir()
        for path in sorted(self.back.glob("*.xlsx")):
            if self.chance.random() < 0.7:
                self._fill(path, again / path.name, filled=0.4)
        self._read_back(again)
        self.back = again if any(again.iterdir()) else self.back

    def _read_back(self, folder: Path) -> None:
        if not any(folder.glob("*.xlsx")):
            return
        words = ("collect", "read", folder, "--period", self.cycle.name)
        before = self.record.read_bytes()
        looked = json.loads(self.run(*words, "--format", "json").out)
        assert self.record.read_bytes() == before, "a preview changed the register"
        self.perhaps_interrupted(*words, "--write", "-q")
        ran = self.run(*words, "--format", "json", "--write")
        assert ran.code in (0, 1, 2), ran.all
        done = json.loads(ran.out)
        for found in (looked, done):
            self._counts(found)
        if not self.with_kills:
            assert _figures(looked) == _figures(done), "the preview promised something else"
        for item in looked["items"]:
            if item["what"] == "figure" and item["verdict"] in READY:
                self.held[item["kpi"], item["period"]] = item["returned"]
                self.count["figures taken in"] += 1

    def _counts(self, found: Mapping[str, Any]) -> None:
        counts = found["counts"]
        told = Counter(i["verdict"] for i in found["items"] if i["what"] in ("figure", "comment"))
        for verdict in ReturnVerdict:
            assert counts[verdict.name.lower()] == told[verdict.value], verdict

    # By hand.

    def do_lose_a_row(self) -> None:
        """A row of Results is deleted by hand; the return is still in the folder."""
        with at_work(self.record, "Results") as sheet:
            rows = [
                (number, (row["KPI reference"], row["Period"]))
                for number, row in rows_of(sheet)
                if (row["KPI reference"], row["Period"]) in self.held
            ]
            if not rows:
                return
            number, key = self.chance.choice(rows)
            sheet.delete_rows(number)
        del self.held[key]
        self._worked_on(self.record, key[0])

    def do_put_yesterday_over(self) -> None:
        """The newest copy of before is saved over the workbook of today, and by Excel once more."""
        copies = sorted((self.folder / "backups").glob("KPI Data Record*"))
        if not copies:
            return
        held = self.contents[_fingerprint(copies[-1])].held
        self.record.write_bytes(copies[-1].read_bytes())
        with at_work(self.record, "Results"):
            pass
        lost = {key for key in {*held, *self.held} if held.get(key) != self.held.get(key)}
        self.held = dict(held)
        self._worked_on(self.record, *(key[0] for key in lost))

    def do_correct_by_hand(self) -> None:
        """A figure is put right in the register; a return read again leaves it alone."""
        keys = [key for key in self.held if key[0] in ("K-02", "K-05")]
        if not keys:
            return
        key = self.chance.choice(keys)
        value = 450 + self.chance.randrange(9)
        with at_work(self.record, "Results") as sheet:
            row = row_where(sheet, KPI_reference=key[0], Period=key[1])
            type_over(sheet, row, "Value", value)
        self.held[key] = f"{value} visits"
        self._worked_on(self.record, key[0])

    def do_change_settings(self) -> None:
        """A cell of KPIs, Targets or Boards, or a line of pmf.toml, is changed by hand."""
        kpi = self.chance.choice(JUDGED)
        place = self.chance.choice(("Target", "Tolerance", "Decimal places", "Boards", "pmf.toml"))
        self.steps[-1] += f" {place} {kpi}"
        if place in ("Target", "Tolerance"):
            with at_work(self.supporting, "Targets") as sheet:
                row = row_where(sheet, KPI_reference=kpi)
                if place == "Target":
                    type_over(sheet, row, "Target", 40 if kpi == "K-01" else 405)
                else:
                    type_over(sheet, row, "Tolerance", 2 + self.chance.randrange(5))
                    type_over(sheet, row, "Tolerance basis", "% of target")
        elif place == "Decimal places":
            with at_work(self.supporting, "KPIs") as sheet:
                row = row_where(sheet, KPI_reference="K-01")
                type_over(sheet, row, place, self.chance.choice((1, 2)))
            kpi = "K-01"
        elif place == "Boards":
            with at_work(self.folder / "Reporting Process.xlsx", "Boards") as sheet:
                type_over(sheet, row_where(sheet, Body="CLT"), "History", "4 quarters")
            return
        else:
            self._change_toml()
            return
        self._worked_on(self.supporting, kpi)

    def _change_toml(self) -> None:
        path = self.folder / "pmf.toml"
        kept = path.read_text(encoding="utf-8").partition("\n[rating]")[0]
        within = self.chance.choice(("0", "1"))
        path.write_text(f"{kept}\n[rating]\nsimilar_within = {within}\n", encoding="utf-8")
        self.touched.update(KPIS)
        self.is_stale = True

    # Ways back, and changes of scope.

    def do_restore(self) -> None:
        """A copy is put back by pmf: previewed, then written."""
        listed = json.loads(self.run("restore", "--format", "json", "-q").out)["backups"]
        copies = [one for one in listed if not one["is_present"]][:6]
        if not copies:
            return
        copy = self.chance.choice(copies)
        self.steps[-1] += f" {copy['backup']}"
        path = self.folder / copy["workbook"]
        content = self.contents.get(_fingerprint(self.folder / "backups" / copy["backup"]))
        if content is None:
            return
        before = self.state()
        ran = self.run("restore", copy["backup"])
        assert ran.code == 0 and self.state() == before, ran.all
        words = ("restore", copy["backup"], "--why", "The wrong file.", "--write")
        self.perhaps_interrupted(*words)
        ran = self.run(*words)
        assert ran.code == 0, ran.all
        if path == self.record:
            self.held = dict(content.held)
        self.touched |= {kpi for kpi, _ in self.by_hand[path] ^ content.by_hand}
        self.by_hand[path] = content.by_hand
        self.is_stale = True
        self.count["restores"] += 1

    def do_change_scope(self) -> None:
        """A target is changed by the program, from the next quarter or this one on."""
        kpi = self.chance.choice(JUDGED)
        to = 38 + self.chance.randrange(3) if kpi == "K-01" else 395 + self.chance.randrange(9)
        words = (
            "scope", "change", kpi, "--kind", "Target", "--to", str(to), "--from", self.cycle.name,
            "--reason", f"Agreed anew {self.on}.", "--agreed-by", "CLT",
        )  # fmt: skip
        before = self.state()
        ran = self.run(*words)
        assert self.state() == before, "a preview changed the register"
        if ran.code:
            return
        self.perhaps_interrupted(*words, "--write")
        ran = self.run(*words, "--write")
        assert ran.code == 0, ran.all
        self.count["changes of scope"] += 1

    def do_tell_scope(self) -> None:
        """Whoever must still be told of a change of scope is told."""
        for change in self.opened().register.scope_changes:
            if change.reported_to_scrutiny is None and self.chance.random() < 0.7:
                ran = self.run(
                    "scope", "told", change.change_ref, "--body", "Scrutiny", "--on",
                    self.on.isoformat(), "--write",
                )  # fmt: skip
                assert ran.code == 0, ran.all

    # Papers.

    def do_write_paper(self) -> None:
        """The paper is written, and the counts of the quarter are asked for."""
        ran = self.in_cycle("report", "clt", "--output", self.reports)
        assert ran.code in (0, 1), ran.all
        found = [Path(line) for line in ran.out.split("\n") if line.endswith(".xlsx")]
        assert len(found) == 1, ran.all
        self.paper = Issue(self.cycle, scorecard_of(found[0]))
        self.is_stale = False
        adds_up(json.loads(self.in_cycle("status", "--format", "json", "-q").out)["counts"])

    def do_issue(self) -> None:
        """What is shown is what is recorded, once, on the day or late."""
        if self.paper is None:
            return
        words: list[str | Path] = ["issue", "clt", "--reports", self.reports, "--period"]
        words.append(self.cycle.name)
        before = self.state()
        refused = self.run(*words)
        for name in dict.fromkeys(NAMED.findall(refused.err)):
            words += ["--override", name, "--why", f"Decided on {self.on}."]
        shown = self.run(*words, "--format", "json")
        assert self.state() == before, "a preview changed the register"
        if shown.code:
            assert self.is_stale, refused.all
            self.count["issues refused"] += 1
            return
        self.perhaps_interrupted(*words, "--write")
        ran = self.run(*words, "--format", "json", "--write")
        assert ran.code == 0, ran.all
        items = json.loads(shown.out)["items"]
        if not self.with_kills:
            assert json.loads(ran.out)["items"] == items, "the preview promised something else"
        self.paper.settings = self.settings(self.cycle)
        self.issues[items[0]["issue"]] = self.paper
        self.paper = None
        self.count["issues"] += 1

    def do_withdraw(self) -> None:
        """An issue is taken back: shown, written, and a second time nothing is added."""
        standing = [ref for ref, issue in self.issues.items() if not issue.is_withdrawn]
        if not standing:
            return
        ref = self.chance.choice(standing)
        words = ("issue", "--withdraw", ref, "--why", "The wrong file went out.")
        before = self.state()
        ran = self.run(*words)
        assert ran.code == 0 and self.state() == before, ran.all
        self.perhaps_interrupted(*words, "--write")
        ran = self.run(*words, "--write")
        assert ran.code == 0, ran.all
        done = self.state()
        assert self.run(*words, "--write").code == 0 and self.state() == done
        self.issues[ref].is_withdrawn = True
        self.count["withdrawals"] += 1

    def do_ask_what_changed(self) -> None:
        """``pmf diff`` names each figure that differs from what was told, and no other."""
        standing = [ref for ref, issue in self.issues.items() if not issue.is_withdrawn]
        if not standing:
            return
        diff_names_what_differs_and_nothing_else(self, self.chance.choice(standing))
        self.count["issues held against the register"] += 1

    def changed_since(self, issue: Issue) -> set[Setting]:
        """The settings that judged an issue and that are others now."""
        now = self.settings(issue.cycle)
        return {name for name, held in issue.settings.items() if now[name] != held}

    # Reminders.

    def do_remind(self) -> None:
        """Messages go out; now and then the server refuses one or nobody knows."""
        self.perhaps_interrupted("remind", "send", "--period", self.cycle.name)
        self.post.ending = self.chance.choice(
            (Ending.SENT, Ending.SENT, Ending.SENT, Ending.PERMANENT, Ending.UNKNOWN)
        )
        ran = self.in_cycle("remind", "send")
        assert ran.code in (0, 1, 3), ran.all
        self.post.ending = Ending.SENT
        ran = self.in_cycle("remind", "send")
        self._deal_with_open(ran)

    def _deal_with_open(self, ran: Ran) -> None:
        """A run says what failed or is unknown for as long as it is; the officer asks and deals with it."""
        trouble = [m for m in self.messages() if m.state in (State.UNKNOWN, State.FAILED_PERMANENT)]
        assert ran.code != 3 or trouble, ran.all
        came = {re.findall(rb"Message-ID: (\S+)", data)[0].decode() for _, data in self.mails()}
        for message in trouble:
            if self.chance.random() < 0.5:
                word = "came" if message.message_id in came else "resend"
                if word == "came" and message.state is not State.UNKNOWN:
                    continue
                ran = self.in_cycle("remind", word, message.key)
                assert ran.code in (0, 3), ran.all


def _figures(found: Mapping[str, Any]) -> list[tuple[Any, ...]]:
    return [
        (i["file"], i["kpi"], i["period"], i["verdict"], i["returned"])
        for i in found["items"]
        if i["what"] == "figure"
    ]


def _fingerprint(path: Path) -> str:
    return sha256(path.read_bytes()).hexdigest()
