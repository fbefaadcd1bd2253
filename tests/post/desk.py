"""A register in a folder whose people can be written to, and the settings of a trap beside it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import Any

import pytest
import tomli_w

from pmf_cli.ledger.messages import messages_of
from pmf_cli.ledger.store import read_ledger
from pmf_cli.register.register import Register
from pmf_cli.register.sheets import layout
from pmf_cli.register.sheets.kpis import Kpi
from pmf_cli.render.starting.register_book import USUAL_WORKBOOKS, register_workbooks
from tests.make import CONTACTS, make_contact, make_kpi, make_register, make_step
from tests.post.trap import PASSWORD, USER, Trap
from tests.running import Ran, pmf

DUE = "2025-01-20"
"""The day on which data is due: a Monday."""


def late_register(people: int = 4) -> Register:
    """So many KPIs without a result, each with a key contact of its own from C02 on.

    The responsible officer of all is C01. Data is due on 20/01/2025, commentary on 27/01/2025.
    """
    refs = [f"C{number + 2:02d}" for number in range(people)]
    kpis = [make_kpi(f"WM-{n:02d}", key_contact=ref) for n, ref in enumerate(refs, 1)]
    contacts = {one.ref: one for one in (*CONTACTS, *(make_contact(ref) for ref in refs))}
    return make_register(
        kpis, results=(), contacts=tuple(contacts.values()), timetable=(make_step(status=None),)
    )


def put(folder: Path, register: Register, **settings: Any) -> Path:
    """Writes a register's workbooks and ``pmf.toml`` into a folder."""
    folder.mkdir(parents=True, exist_ok=True)
    rows = {
        sheet.name: [
            {column.field: getattr(row, column.field, None) for column in sheet.columns}
            for row in getattr(register, sheet.holds)
        ]
        for sheet in layout.SHEETS
        if getattr(register, sheet.holds, ())
    }
    for name, data in register_workbooks(rows, workbooks=USUAL_WORKBOOKS).items():
        (folder / name).write_bytes(data)
    text = {
        "period": "2024/25 Q3",
        "council": {"name": "Anyborough Council"},
        "mail": {"sender": "team@example.org", **settings.pop("mail", {})},
        **settings,
    }
    (folder / "pmf.toml").write_text(tomli_w.dumps(text), encoding="utf-8")
    return folder


def mail_to(trap: Trap, **over: Any) -> dict[str, Any]:
    """The section ``[mail]`` for a trap."""
    found = {"host": "localhost", "port": trap.port, "user": USER, "timeout": 2}
    if trap.ca_file is not None:
        found["ca_file"] = str(trap.ca_file)
    return found | over


def remind(folder: Path, *words: str, on: str = DUE, **env: str) -> Ran:
    """Runs ``pmf remind`` with the canary password in its environment.

    In this process; that cron's own hears nothing is shown in ``tests/cli/test_scheduled.py``, and runs
    that are killed are processes of their own.
    """
    with pytest.MonkeyPatch.context() as patch:
        for name, value in ({"PMF_SMTP_PASSWORD": PASSWORD} | env).items():
            patch.setenv(name, value)
        return pmf("remind", *words, "--as-of", on, "--register", folder)


def states(folder: Path) -> dict[str, list[str]]:
    """State → contacts of the messages on record."""
    found: dict[str, list[str]] = {}
    for message in messages_of(read_ledger(folder)).values():
        found.setdefault(message.state.value, []).append(message.contact)
    return found


def kpis_of(register: Register, refs: Sequence[str]) -> list[Kpi]:
    """Some KPIs of a register."""
    return [register.kpi_by_ref[ref] for ref in refs]


def day(text: str) -> date:
    """An ISO date."""
    return date.fromisoformat(text)
