"""Returns written into the register: one change for each, all of it or nothing."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import TYPE_CHECKING, Any

from pmf_cli.cycle.ledger_facts import RETURN_TAKEN_IN
from pmf_cli.errors import UsageError
from pmf_cli.pipeline.change.changing import CellChange, Change, change_of
from pmf_cli.pipeline.change.unfinished import carried_out
from pmf_cli.pipeline.read.opening import OpenedRegister
from pmf_cli.register.sheets.record import Commentary, Result, Return
from pmf_cli.register.sheets.row_cells import recorded

if TYPE_CHECKING:
    from pmf_cli.collect.returned.verdicts import JudgedReturn
    from pmf_cli.ledger.row import LedgerRow
    from pmf_cli.ledger.store import Ledger


def change_of_return(
    opened: OpenedRegister, one: JudgedReturn, on: date, sent_on: date | None, by: str
) -> tuple[Change, tuple[str, ...]]:
    """What a return changes in the register, and remarks on what cannot be written.

    Args:
        one: the return.
        sent_on: when its form went out, where the ledger knows.
        by: contact reference of who accepts it; empty where not said.
    """
    cells: list[CellChange] = []
    rows: list[Result] = []
    lacking: dict[str, None] = {}
    for line in one.lines:
        if not line.verdict.is_ready or line.result is None:
            continue
        if line.before is None or not line.before.source.row:
            rows.append(line.result)
        else:
            cells += _cells_of(line.before, line.result, lacking)
    comments: tuple[Commentary, ...] = tuple(
        answer.comment
        for answer in one.comments
        if answer.verdict.is_ready and answer.comment is not None
    )
    there = receipt_of(opened, one.ref)
    receipt = _receipt(opened, one, on, sent_on, by, there)
    if there is not None:
        cells += _cells_of(there, receipt, lacking)
    change = Change(
        RETURN_TAKEN_IN,
        one.ref,
        tuple(cells),
        {
            "Results": tuple(rows),
            "Commentary": comments,
            "Returns": () if there is not None else (receipt,),
        },
        _details(one),
    )
    return change, tuple(
        f"The register has no column for {name.replace('_', ' ')}; that was not written."
        for name in lacking
    )


def taken_in(opened: OpenedRegister, ledger: Ledger, ref: str) -> tuple[LedgerRow, ...]:
    """The ledger's rows of a return that really reached the register, oldest first."""
    return carried_out(ledger, opened.register.fingerprints, RETURN_TAKEN_IN, ref)


def receipt_of(opened: OpenedRegister, ref: str) -> Return | None:
    """The register's row of a return, if one was taken in before."""
    return next((row for row in opened.register.returns if row.return_ref == ref), None)


def _receipt(
    opened: OpenedRegister,
    one: JudgedReturn,
    on: date,
    sent_on: date | None,
    by: str,
    there: Return | None,
) -> Return:
    """The row of ``Returns``; what an earlier copy of the return said stays."""
    from pmf_cli.collect.returned.verdicts import ReturnVerdict
    from pmf_cli.register.periods.text import FINANCIAL_CONTEXT, read_period

    start = opened.settings.financial_year_start
    period = read_period(one.facts["cycle"], year_start=start, context=FINANCIAL_CONTEXT).period
    return Return(
        return_ref=one.ref,
        contact=one.contact,
        period=period,
        sent_on=sent_on or (there.sent_on if there is not None else None),
        due_on=date.fromisoformat(one.facts["due"]),
        received_on=one.lost_since or on,
        file_name=one.file,
        fingerprint=one.fingerprint,
        accepted=one.accepted + (one.count(ReturnVerdict.SAME) if there is not None else 0),
        questioned=one.questioned,
        refused=one.refused,
        concern=_concern(one.concern, there),
        accepted_by=by or (there.accepted_by if there is not None else None),
    )


def _concern(said: str, there: Return | None) -> str | None:
    """The concern, after one raised before that it does not repeat."""
    before = (there.concern or "") if there is not None else ""
    if before and before not in said:
        return f"{before}\n{said}" if said and said not in before else before
    return said or None


def _cells_of(before: Any, after: Any, lacking: dict[str, None]) -> list[CellChange]:  # noqa: ANN401 - rows of any sheet
    """The cells in which a row changes; fields without a column are noted."""
    from pmf_cli.register.sheets.row_cells import cells_of_row

    old, new = cells_of_row(before), cells_of_row(after)
    found = []
    for name, value in new.items():
        if value == old[name] and type(value) is type(old[name]):
            continue
        try:
            found.append(change_of(before, name, value, recorded(old[name])))
        except UsageError:
            if name == "value":
                raise
            lacking[name] = None
    return found


def _details(one: JudgedReturn) -> Mapping[str, Any]:
    from pmf_cli.collect.form.layout import WHOLE
    from pmf_cli.collect.form.seals import held_words

    return {
        "contact": one.contact,
        "period": one.facts["cycle"],
        "file": one.file,
        "fingerprint": one.fingerprint,
        "content": one.content,
        "accepted": one.accepted,
        "questioned": one.questioned,
        "refused": one.refused,
        "concern": one.concern,
        "figures": [
            [line.kpi_ref, line.period, line.split or WHOLE, held_words(line.result)]
            for line in one.lines
            if line.verdict.is_ready
        ],
    }
