"""From ledger and register to where the collecting of a cycle stood on a day."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any

from pmf_cli.analysis.collection import ReturnStanding, Traffic, return_standings
from pmf_cli.assessment import Assessment
from pmf_cli.cycle.due import SETTLED
from pmf_cli.cycle.form_names import reference_of
from pmf_cli.cycle.ledger_facts import RETURN_TAKEN_IN
from pmf_cli.pipeline.read.opening import OpenedRegister
from pmf_cli.register.terms import NoDataReason

if TYPE_CHECKING:
    from pmf_cli.ledger.row import LedgerRow
    from pmf_cli.ledger.store import Ledger
    from pmf_cli.register.sheets.record import Return

UNSETTLED = frozenset(reason.value for reason in NoDataReason if reason not in SETTLED)
"""Reasons that are no answer for good."""


def collecting(opened: OpenedRegister, assessment: Assessment) -> tuple[ReturnStanding, ...]:
    """Where the collecting of the cycle stood on the assessment's date, contact by contact.

    Raises:
        LedgerError: the ledger is damaged or was altered.
    """
    from pmf_cli.ledger.store import read_ledger

    return return_standings(assessment, _traffic(opened, read_ledger(opened.folder), assessment))


def _traffic(opened: OpenedRegister, ledger: Ledger, assessment: Assessment) -> dict[str, Traffic]:
    """Contact → what ledger and register knew of the cycle's forms on the date.

    A row of Returns holds the newest copy of a return only: of one that came later the ledger knows
    the copy before. A refusal counts no more once a later return was taken in.
    """
    from pmf_cli.ledger.row import RowKind

    cycle, on = str(assessment.period), assessment.as_of

    def known(kind: RowKind) -> list[LedgerRow]:
        return [row for row in ledger.rows(kind) if row.on <= on]

    forms = {
        row.body["contact"]: row.on
        for row in known(RowKind.FORM)
        if row.body.get("period") == cycle
    }
    sent = {
        row.body["contact"]: row.on
        for row in known(RowKind.MESSAGE)
        if row.body.get("cycle") == cycle and row.body.get("state") == "sent"
    }
    taken: dict[str, list[LedgerRow]] = {}
    for row in ledger.carried_out(opened.register.fingerprints, RETURN_TAKEN_IN):
        if _details(row).get("period") == cycle and row.on <= on:
            taken.setdefault(_details(row)["contact"], []).append(row)
    receipts = {
        row.contact: row
        for row in opened.register.returns
        if row.contact and str(row.period) == cycle and (row.received_on or on) <= on
    }
    refused = {row.key: row for row in known(RowKind.REFUSED)}
    found = {}
    for contact in {*forms, *sent, *taken, *receipts}:
        rows = taken.get(contact, [])
        refusal = refused.get(reference_of(assessment.period, contact))
        if refusal is not None and rows and rows[-1].number > refusal.number:
            refusal = None
        found[contact] = Traffic(
            made_on=forms.get(contact),
            sent_on=sent.get(contact),
            refused_on=None if refusal is None else refusal.on,
            reasons=() if refusal is None else tuple(refusal.body["reasons"]),
            given=frozenset(figure for row in rows for figure in _given(row)),
            **_received(receipts.get(contact), rows),
        )
    return found


def _received(receipt: Return | None, rows: list[LedgerRow]) -> dict[str, Any]:
    """What is known of the return last taken in, from its receipt, else from the ledger."""
    if receipt is not None:
        return {
            "received_on": receipt.received_on,
            "questioned": receipt.questioned or 0,
            "refused_rows": receipt.refused or 0,
            "concern": receipt.concern or "",
        }
    if not rows:
        return {}
    details = _details(rows[-1])
    return {
        "received_on": rows[-1].on,
        "questioned": details.get("questioned", 0),
        "refused_rows": details.get("refused", 0),
        "concern": details.get("concern", ""),
    }


def _given(row: LedgerRow) -> Iterator[tuple[str, str]]:
    """KPI and period of what a return gave; a reason that leaves the figure due gave nothing."""
    for kpi, period, _, held in _details(row).get("figures", ()):
        if not any(part in UNSETTLED for part in held.split("; ")):
            yield kpi, period


def _details(row: LedgerRow) -> Mapping[str, Any]:
    found = row.body.get("details")
    return found if isinstance(found, Mapping) else {}
