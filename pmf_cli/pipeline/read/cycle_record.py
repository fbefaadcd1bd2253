"""The work of a cycle on a day: what the ledger says of it, as plain facts, and the checklist's steps."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import TYPE_CHECKING, Any

from pmf_cli.cycle.checklist.checklist import Calendar, checklist_of
from pmf_cli.cycle.checklist.checklist_step import PlannedStep
from pmf_cli.cycle.current_cycle import cycles_at_work
from pmf_cli.cycle.ledger_facts import RETURN_TAKEN_IN, CycleFacts, Form, PaperOnRecord, Tick
from pmf_cli.cycle.working_days import working_days
from pmf_cli.pipeline.read.opening import OpenedRegister, wrong_period

if TYPE_CHECKING:
    from pmf_cli.ledger.row import LedgerRow


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
    return CycleFacts(
        tuple(map(_tick, ledger.rows(RowKind.STEP))),
        tuple(_form(row, row.body) for row in ledger.rows(RowKind.FORM)),
        tuple(
            _form(row, details)
            for row in ledger.carried_out(opened.register.fingerprints, RETURN_TAKEN_IN)
            if isinstance(details := row.body.get("details"), Mapping)
        ),
        tuple(_paper(row, withdrawn.get(row.key)) for row in ledger.rows(RowKind.PAPER)),
        tuple(row.on for row in ledger.rows(RowKind.RUN)),
    )


def _tick(row: LedgerRow) -> Tick:
    cycle, by, note = (_text(row.body, name) for name in ("cycle", "by", "note"))
    return Tick(row.key, cycle, row.on, by, note, row.body.get("taken_back") is True)


def _form(row: LedgerRow, said: Mapping[str, Any]) -> Form:
    return Form(row.key, _text(said, "period"), _text(said, "contact"), row.on)


def _paper(row: LedgerRow, withdrawn: date | None) -> PaperOnRecord:
    cycle, body, paper = (_text(row.body, name) for name in ("period", "body", "report"))
    return PaperOnRecord(row.key, cycle, body, row.on, withdrawn, paper)


def _text(body: Mapping[str, Any], name: str) -> str:
    found = body.get(name)
    return found if isinstance(found, str) else ""


def calendar_of(opened: OpenedRegister) -> Calendar:
    """The working days and the year of a register: bank holidays and the council's closed days."""
    years = {row.on.year for row in opened.register.timetable if row.on is not None}
    return Calendar(working_days(opened.settings, years), opened.settings.financial_year_start)


def steps_at_work(opened: OpenedRegister, as_of: date, period: str = "") -> tuple[PlannedStep, ...]:
    """The steps of the cycles that are worked on, with the monthly and annual ones once.

    Args:
        period: one cycle in words; empty for the settings' one, else for all at work.

    Raises:
        UsageError: the words are no period.
    """
    facts, calendar = facts_in(opened), calendar_of(opened)
    try:
        cycles = cycles_at_work(
            opened.register, opened.settings, as_of, period, facts=facts, calendar=calendar
        )
    except ValueError as error:
        raise wrong_period(period, error) from error
    found: dict[tuple[str, str], PlannedStep] = {}
    for cycle in cycles:
        for step in checklist_of(opened.register, cycle, as_of, facts, calendar):
            found.setdefault((step.entry.number, step.cycle), step)
    return tuple(sorted(found.values(), key=lambda step: (step.on is None, step.on or date.max)))
