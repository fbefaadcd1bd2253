"""Recording an issue, or taking one back: the row of the ledger, and the cells that say which body was told."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from itertools import product
from pathlib import Path

from pmf_cli.analysis.issued.issue_history import History, IssuedPaper, Withdrawal
from pmf_cli.cycle.bodies import board_of
from pmf_cli.errors import LockedError, UsageError
from pmf_cli.fingerprints import fingerprint
from pmf_cli.frozen import frozen
from pmf_cli.ledger.papers import paper_body, withdrawal_body, withdrawal_of
from pmf_cli.ledger.row import RowKind
from pmf_cli.ledger.store import locked_ledger
from pmf_cli.pipeline.change.changing import Change, change_of
from pmf_cli.pipeline.issue.issue_receipts import keep_receipt
from pmf_cli.pipeline.issue.issuing import PlannedIssue, refuse_unknown_contact
from pmf_cli.pipeline.read.issued_papers import any_issue_named, history_of_register
from pmf_cli.pipeline.read.opening import OpenedRegister
from pmf_cli.register.scope_telling import TOLD_FIELDS
from pmf_cli.register.sheets.row_cells import recorded
from pmf_cli.views.base import Section
from pmf_cli.views.lists.reported import withdrawal_section
from pmf_cli.workbook.text import printable

TOLD = "body told of changes of scope"
"""What the ledger calls the change by which an issue fills in the days in ``Scope changes``."""
UNTOLD = "telling of changes of scope taken back"
"""What the ledger calls the change that takes those days out again."""


def record_issue(opened: OpenedRegister, planned: PlannedIssue) -> IssuedPaper:
    """Writes the issue into the ledger.

    Raises:
        LockedError: another run is writing, or a workbook or file was saved since it was read.
        DiskError: full, read-only or forbidden; nothing was recorded.
        LedgerError: the ledger is damaged or was altered.
    """
    paper = planned.paper
    with locked_ledger(opened.folder, "issuing a paper") as ledger:
        for name, before in paper.workbooks.items():
            _unchanged(opened.folder / name, before)
        for file, kept in zip(planned.files, paper.files, strict=True):
            _unchanged(file.path, kept.fingerprint)
        if ledger.last(RowKind.PAPER, paper.ref) is not None:
            raise LockedError(
                f"{paper.ref} was issued by another run meanwhile. Nothing was recorded.",
                "Run the command again.",
            )
        row = ledger.append(RowKind.PAPER, paper.ref, paper_body(paper), paper.issued_on)
        keep_receipt(opened.folder, paper, row)
    return replace(paper, row=row.number)


def _unchanged(path: Path, before: str) -> None:
    try:
        now = fingerprint(path.read_bytes())
    except FileNotFoundError:
        now = ""
    if now != before:
        raise LockedError(
            f"{path.name} was saved by somebody else while pmf worked. Nothing was recorded.",
            "Run the command again, so that the newest content is used.",
        )


def told_change(opened: OpenedRegister, planned: PlannedIssue) -> Change:
    """The change that records in ``Scope changes`` that the body was told, by the issue on record.

    A day that stands there by now is left alone; UsageError where the sheet has no column for it.
    """
    board = board_of(opened.register, planned.paper.body)
    field = TOLD_FIELDS.get(board.kind) if board is not None and board.kind is not None else None
    told = {change.change_ref for change in planned.scope}
    cells = tuple(
        change_of(row, field, planned.paper.meeting_on)
        for row in opened.register.scope_changes
        if field and row.change_ref in told and getattr(row, field) is None
    )
    issued = planned.repeats or planned.paper
    return Change(TOLD, issued.ref, cells)


@frozen
class WithdrawalRequest:
    """An issue that is to be taken back: the issue, why, and the days that go out with it."""

    paper: IssuedPaper
    why: str
    change: Change

    @property
    def section(self) -> Section:
        """The same to read."""
        return withdrawal_section(self.paper, [str(one.where) for one in self.change.cells])


def requested_withdrawal(
    opened: OpenedRegister, on: date, asked: str, reasons: Sequence[str], by: str
) -> WithdrawalRequest:
    """What taking an issue back would do.

    UsageError: there is no such issue or contact, or no reason was given.
    """
    history = history_of_register(opened)
    paper = any_issue_named(history, asked, on)
    told = [printable(one).strip() for one in reasons]
    if paper.withdrawn is None and (len(told) != 1 or not told[0]):
        raise UsageError(
            "A withdrawal needs one reason: --why TEXT.", "It is kept beside what is taken back."
        )
    refuse_unknown_contact(opened.register, by)
    change = _withdrawn_change(opened, paper, history)
    return WithdrawalRequest(paper, told[0] if told else "", change)


def _withdrawn_change(opened: OpenedRegister, paper: IssuedPaper, history: History) -> Change:
    """The change that takes the days out of ``Scope changes`` that an issue had put there.

    A cell that says something else by now is left alone.
    """
    filled_in = [one for one in history.changes if (one.action, one.key) == (TOLD, paper.ref)]
    ours = [cell for change in filled_in for cell in change.written]
    cells = []
    for row, field in product(opened.register.scope_changes, TOLD_FIELDS.values()):
        told = getattr(row, field)
        is_ours = any(one.after == recorded(told) and one.is_of(row, field) for one in ours)
        if told is not None and is_ours:
            cells.append(change_of(row, field, None, recorded(told)))
    return Change(UNTOLD, paper.ref, tuple(cells))


def record_withdrawal(
    opened: OpenedRegister, paper: IssuedPaper, why: str, by: str, on: date
) -> Withdrawal:
    """Writes into the ledger that an issue is taken back; once is enough.

    Raises:
        LockedError: another run is writing.
        DiskError: full, read-only or forbidden; nothing was recorded.
        LedgerError: the ledger is damaged or was altered.
    """
    if paper.withdrawn is not None:
        return paper.withdrawn
    with locked_ledger(opened.folder, "withdrawing an issue") as ledger:
        if (there := ledger.last(RowKind.PAPER_WITHDRAWN, paper.ref)) is not None:
            return withdrawal_of(there)  # By a run that came first, since the ledger was read.
        body = withdrawal_body(paper, why, by)
        row = ledger.append(RowKind.PAPER_WITHDRAWN, paper.ref, body, on)
    return Withdrawal(on, why, by, row.number)
