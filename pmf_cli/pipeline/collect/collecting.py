"""From ledger and register to where the collecting of a cycle stood on a day."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from itertools import chain
from typing import TYPE_CHECKING, Any

from pmf_cli.analysis.collection import ReturnStanding, Traffic, return_standings
from pmf_cli.assessment import Assessment
from pmf_cli.cycle.due import SETTLED
from pmf_cli.cycle.form_names import return_reference
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
    known: dict[RowKind, list[LedgerRow]] = {kind: [] for kind in RowKind}
    for row in ledger.rows():
        if row.on <= on:
            known[row.kind].append(row)
    forms = _days(known[RowKind.FORM], "period", cycle)
    messages = (row for row in known[RowKind.MESSAGE] if row.body.get("state") == "sent")
    sent = _days(messages, "cycle", cycle)
    refused = {row.key: row for row in known[RowKind.REFUSED]}
    taken = _taken_in(opened, ledger, cycle, on)
    receipts = _receipts(opened, cycle, on)
    return {
        contact: Traffic(
            made_on=forms.get(contact),
            sent_on=sent.get(contact),
            given=frozenset(chain.from_iterable(map(_given, taken.get(contact, ())))),
            **_refused(
                refused.get(return_reference(assessment.period, contact)), taken.get(contact)
            ),
            **_received(receipts.get(contact), taken.get(contact)),
        )
        for contact in {*forms, *sent, *taken, *receipts}
    }


def _taken_in(
    opened: OpenedRegister, ledger: Ledger, cycle: str, on: date
) -> dict[str, list[LedgerRow]]:
    """Contact → the rows of the ledger by which its returns of a cycle were taken in."""
    found: dict[str, list[LedgerRow]] = {}
    for row in ledger.carried_out(opened.register.fingerprints, RETURN_TAKEN_IN):
        if _details(row).get("period") == cycle and row.on <= on:
            found.setdefault(_details(row)["contact"], []).append(row)
    return found


def _days(rows: Iterable[LedgerRow], named: str, cycle: str) -> dict[str, date]:
    """Contact → the day of the newest of some rows that are of a cycle."""
    return {row.body["contact"]: row.on for row in rows if row.body.get(named) == cycle}


def _receipts(opened: OpenedRegister, cycle: str, on: date) -> dict[str, Return]:
    """Contact → the register's row of the return last taken in, by a day."""
    return {
        row.contact: row
        for row in opened.register.returns
        if row.contact and str(row.period) == cycle and (row.received_on or on) <= on
    }


def _refused(refusal: LedgerRow | None, taken: Sequence[LedgerRow] | None) -> dict[str, Any]:
    if refusal is None or (taken and taken[-1].number > refusal.number):
        return {}
    return {"refused_on": refusal.on, "reasons": tuple(refusal.body["reasons"])}


def _received(receipt: Return | None, rows: Sequence[LedgerRow] | None) -> dict[str, Any]:
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
