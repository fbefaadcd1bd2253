"""From ledger and register to where the collecting of a cycle stood on a day."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from pmf_cli.analysis.collection import ReturnStanding, Traffic, return_standings
from pmf_cli.assessment import Assessment
from pmf_cli.cycle.due import SETTLED
from pmf_cli.cycle.form_names import reference_of
from pmf_cli.cycle.ledger_facts import RETURN_TAKEN_IN
from pmf_cli.pipeline.change.unfinished import carried_out
from pmf_cli.pipeline.read.opening import OpenedRegister
from pmf_cli.register.terms import NoDataReason

if TYPE_CHECKING:
    from datetime import date

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

    ledger = read_ledger(opened.folder)
    return return_standings(assessment, _traffic(opened, ledger, assessment))


def _traffic(opened: OpenedRegister, ledger: Ledger, assessment: Assessment) -> dict[str, Traffic]:
    """Contact → what ledger and register knew of the cycle's forms on the date."""
    from pmf_cli.ledger.row import RowKind

    cycle, on = str(assessment.period), assessment.as_of

    def known(kind: RowKind) -> Iterator[LedgerRow]:
        return (row for row in ledger.rows(kind) if row.on <= on)

    forms = {
        row.body["contact"]: row for row in known(RowKind.FORM) if row.body.get("period") == cycle
    }
    sent = {
        row.body["contact"]: row
        for row in known(RowKind.MESSAGE)
        if row.body.get("cycle") == cycle and row.body.get("state") == "sent"
    }
    taken: dict[str, list[LedgerRow]] = {}
    for row in carried_out(ledger, opened.register.fingerprints, RETURN_TAKEN_IN):
        if _details(row).get("period") == cycle and row.on <= on:
            taken.setdefault(_details(row)["contact"], []).append(row)
    receipts = _receipts(opened, cycle, on)
    refused = {row.key: row for row in known(RowKind.REFUSED)}
    return {
        contact: _traffic_with(
            forms.get(contact),
            sent.get(contact),
            taken.get(contact, ()),
            receipts.get(contact),
            refused.get(reference_of(assessment.period, contact)),
        )
        for contact in {*forms, *sent, *taken, *receipts}
    }


def _traffic_with(
    form: LedgerRow | None,
    message: LedgerRow | None,
    taken: Sequence[LedgerRow],
    receipt: Return | None,
    refused: LedgerRow | None,
) -> Traffic:
    """What is known of one contact; a refusal counts no more once a later return was taken in."""
    last = taken[-1] if taken else None
    if refused is not None and last is not None and last.number > refused.number:
        refused = None
    return Traffic(
        made_on=form.on if form is not None else None,
        sent_on=message.on if message is not None else None,
        refused_on=refused.on if refused is not None else None,
        reasons=tuple(refused.body["reasons"]) if refused is not None else (),
        given=frozenset(figure for row in taken for figure in _given(row)),
        **_received(receipt, last),
    )


def _receipts(opened: OpenedRegister, cycle: str, on: date) -> dict[str, Return]:
    """Contact → the register's row of the return last taken in, by a day.

    A row of Returns holds the newest copy only: of one that came later the ledger knows the copy
    before.
    """
    return {
        row.contact: row
        for row in opened.register.returns
        if row.contact
        and str(row.period) == cycle
        and (row.received_on is None or row.received_on <= on)
    }


def _received(receipt: Return | None, last: LedgerRow | None) -> dict[str, Any]:
    """What is known of the return last taken in, from its receipt, else from the ledger."""
    if receipt is not None:
        return {
            "received_on": receipt.received_on,
            "questioned": receipt.questioned or 0,
            "refused_rows": receipt.refused or 0,
            "concern": receipt.concern or "",
        }
    if last is None:
        return {}
    details = _details(last)
    return {
        "received_on": last.on,
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
