"""What the ledger says about the work of a cycle, as plain facts for the core."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from pmf_cli.cycle.checklist.checklist import Calendar
from pmf_cli.cycle.ledger_facts import RETURN_TAKEN_IN, CycleFacts, Form, Paper, Tick
from pmf_cli.cycle.working_days import working_days
from pmf_cli.pipeline.change.unfinished import carried_out
from pmf_cli.pipeline.read.opening import OpenedRegister


def facts_in(opened: OpenedRegister) -> CycleFacts:
    """What the ledger of a register says about its cycles.

    A return counts as taken in once it has reached the workbooks.

    Raises:
        LedgerError: the ledger is damaged or was altered.
    """
    from pmf_cli.ledger.row import RowKind
    from pmf_cli.ledger.store import read_ledger

    ledger = read_ledger(opened.folder)
    withdrawn = {row.key: row.on for row in ledger.rows(RowKind.PAPER_WITHDRAWN)}
    taken_in = carried_out(ledger, opened.register.fingerprints, RETURN_TAKEN_IN)
    return CycleFacts(
        tuple(
            Tick(
                row.key,
                _text(row.body, "cycle"),
                row.on,
                _text(row.body, "by"),
                _text(row.body, "note"),
                row.body.get("taken_back") is True,
            )
            for row in ledger.rows(RowKind.STEP)
        ),
        tuple(
            Form(row.key, _text(row.body, "period"), _text(row.body, "contact"), row.on)
            for row in ledger.rows(RowKind.FORM)
        ),
        tuple(
            Form(row.key, _text(details, "period"), _text(details, "contact"), row.on)
            for row in taken_in
            if isinstance(details := row.body.get("details"), Mapping)
        ),
        tuple(
            Paper(
                row.key,
                _text(row.body, "period"),
                _text(row.body, "body"),
                row.on,
                withdrawn.get(row.key),
            )
            for row in ledger.rows(RowKind.PAPER)
        ),
        tuple(row.on for row in ledger.rows(RowKind.RUN)),
    )


def calendar_of(opened: OpenedRegister) -> Calendar:
    """The working days and the year of a register: bank holidays and the council's closed days."""
    years = {row.on.year for row in opened.register.timetable if row.on is not None}
    return Calendar(working_days(opened.settings, years), opened.settings.financial_year_start)


def _text(body: Mapping[str, Any], name: str) -> str:
    found = body.get(name)
    return found if isinstance(found, str) else ""
