"""How the officer runs pmf: in this process, as a process that is killed, or two at once."""

from __future__ import annotations

import os
import random
import signal
import subprocess
import sys
import time
from collections import Counter
from contextlib import ExitStack
from datetime import date
from hashlib import sha256
from pathlib import Path
from unittest.mock import patch

import tomli_w

from pmf_cli.ledger.messages import Message, messages_of
from pmf_cli.ledger.store import read_ledger
from pmf_cli.pipeline import OpenedRegister, open_register
from pmf_cli.pipeline.reminders import sending
from pmf_cli.register.sheets.layout import DATA_RECORD, SUPPORTING_INFORMATION
from tests.officer.desk import Post, Quarter, put_down, quarter
from tests.post.desk import mail_to
from tests.post.trap import PASSWORD, Trap, trap
from tests.running import ROOT, Ran, pmf

Key = tuple[str, str]
"""KPI reference and period as printed."""
Setting = tuple[str, str, str | None]
"""Sheet, heading and KPI reference; ``None`` where it concerns a whole paper."""
BEFORE_ALL = "2022/23 Q4"
"""The period of a figure that stood in the register before the first quarter."""
JUDGED = ("K-01", "K-02", "K-05")
"""KPIs whose settings are changed by hand."""


class AtWork:
    """A register on disk, a day, and commands run on it.

    Args:
        folder: where the register is put.
        seed: of the officer's chance.
        quarters: how many quarters are played.
        with_kills: whether runs are killed and run beside each other, as processes.
    """

    def __init__(self, folder: Path, seed: int, quarters: int, *, with_kills: bool) -> None:
        self.chance = random.Random(seed)
        self.seed = seed
        self.quarters = quarters
        self.with_kills = with_kills
        self.folder = put_down(folder / "register", quarters)
        self.record = self.folder / DATA_RECORD
        self.supporting = self.folder / SUPPORTING_INFORMATION
        self.reports = folder / "reports"
        self.count: Counter[str] = Counter()
        """What was done, for the account at the end."""
        self.on = date.min
        self.cycle: Quarter = quarter(0)
        self.post = Post()
        self._trap: Trap | None = None
        self._seconds = 1.5
        """How long a process takes, as the last one took."""
        self._read: tuple[object, OpenedRegister] | None = None

    def mail_servers(self) -> ExitStack:
        """The servers that take the messages until the block ends: none of them leaves this computer."""
        stack = ExitStack()
        stack.enter_context(patch.object(sending, "server_for", lambda *_: self.post))
        if self.with_kills:
            self._trap = stack.enter_context(trap(self.folder.parent / "trap"))
            mail = {"mail": {"sender": "team@example.org", **mail_to(self._trap)}}
            text = {"council": {"name": "Anyborough Council"}, **mail}
            (self.folder / "pmf.toml").write_text(tomli_w.dumps(text), encoding="utf-8")
        return stack

    def mails(self) -> list[tuple[str, bytes]]:
        """Recipient and bytes of every message that a server took."""
        kept = [] if self._trap is None else [(one.to[0], one.data) for one in self._trap.kept]
        return self.post.sent + kept

    def messages(self) -> list[Message]:
        """Every message on record, as it stands."""
        return list(messages_of(read_ledger(self.folder)).values())

    def opened(self) -> OpenedRegister:
        """The register, read again where a file of it is another one."""
        paths = sorted((*self.folder.glob("*.xlsx"), self.folder / "pmf.toml"))
        now = [(path, path.stat().st_mtime_ns, path.stat().st_ino) for path in paths]
        if self._read is None or self._read[0] != now:
            self._read = now, open_register(self.folder)
        return self._read[1]

    def in_register(self) -> dict[Key, object]:
        """The figures of the quarters played that the register holds."""
        return {
            (row.kpi_ref, str(row.period)): row.value
            for row in self.opened().register.results
            if row.value is not None and str(row.period) != BEFORE_ALL
        }

    def settings(self, cycle: Quarter) -> dict[Setting, object]:
        """What judges the KPIs in a quarter and may be changed by hand, as it stands."""
        opened = self.opened()
        register = opened.register
        found: dict[Setting, object] = {
            ("pmf.toml", "similar_within", None): opened.settings.rating.similar_within,
            ("Boards", "History", None): register.boards[0].history,
        }
        for kpi in JUDGED:
            found["KPIs", "Decimal places", kpi] = register.kpi_by_ref[kpi].decimal_places
            begun = (
                row
                for row in register.targets
                if row.kpi_ref == kpi and row.from_period and row.from_period.start <= cycle.end
            )
            row = max(begun, key=lambda row: row.from_period.start if row.from_period else date.min)
            found["Targets", "Target", kpi] = row.target
            found["Targets", "Tolerance", kpi] = row.tolerance
        return found

    def state(self) -> str:
        """A fingerprint of every file of the register: workbooks, settings, record, receipts."""
        found = sha256()
        for path in sorted(self.folder.rglob("*")):
            if path.is_file():
                found.update(str(path).encode() + b"\0" + path.read_bytes())
        return found.hexdigest()

    def run(self, *words: str | Path) -> Ran:
        """A command on the day at work; a traceback ends the game."""
        return pmf(*words, "--register", self.folder, "--as-of", self.on.isoformat())

    def in_cycle(self, *words: str | Path) -> Ran:
        """A command for the cycle played."""
        return self.run(*words, "--period", self.cycle.name)

    def perhaps_interrupted(self, *words: str | Path) -> None:
        """Where kills are played: the command is killed at some moment, or run twice at once, before it is run."""
        if not self.with_kills:
            return
        if self.chance.random() < 0.5:
            self._killed(*words)
            self.opened()
        if self.chance.random() < 0.25:
            self._two_at_once(*words)

    def _child(self, *words: str | Path) -> subprocess.Popen[str]:
        return subprocess.Popen(
            [sys.executable, "-m", "pmf_cli", *map(str, words), "--register", str(self.folder),
             "--as-of", self.on.isoformat()],
            env={**os.environ, "PYTHONPATH": str(ROOT), "PMF_SMTP_PASSWORD": PASSWORD},
            stdout=subprocess.PIPE, stderr=subprocess.PIPE, encoding="utf-8", start_new_session=True,
        )  # fmt: skip

    def _killed(self, *words: str | Path) -> None:
        run = self._child(*words)
        time.sleep(self.chance.uniform(0.4, 1.1) * self._seconds)
        if run.poll() is None:
            os.killpg(run.pid, signal.SIGKILL)
            self.count["kills"] += 1
        said = run.communicate()
        assert "Traceback" not in str(said), said

    def _two_at_once(self, *words: str | Path) -> None:
        begun = time.monotonic()
        runs = [self._child(*words) for _ in range(2)]
        said = [run.communicate(timeout=120) for run in runs]
        self._seconds = time.monotonic() - begun
        assert "Traceback" not in str(said), said
        assert {run.returncode for run in runs} <= {0, 1, 2, 3, 4}, said
        self.count["two at once"] += 1
