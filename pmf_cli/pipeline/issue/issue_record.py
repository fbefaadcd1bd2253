"""Recording an issue: the row of the ledger, and the cells that say which body was told."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path

from pmf_cli.analysis.issued.issue_history import History, IssuedPaper, Withdrawal
from pmf_cli.cycle.bodies import board_of
from pmf_cli.errors import LockedError
from pmf_cli.fingerprints import fingerprint
from pmf_cli.pipeline.change.changing import Change, change_of
from pmf_cli.pipeline.issue.issue_files import FoundFile
from pmf_cli.pipeline.issue.issue_receipts import keep_receipt
from pmf_cli.pipeline.issue.issuing import PlannedIssue
from pmf_cli.pipeline.read.opening import OpenedRegister
from pmf_cli.register.scope_telling import TOLD_FIELDS
from pmf_cli.register.sheets.row_cells import recorded

TOLD = "body told of changes of scope"
"""What the ledger calls the change by which an issue fills in the days in ``Scope changes``."""
UNTOLD = "telling of changes of scope taken back"
"""What the ledger calls the change that takes those days out again."""


def record_issue(
    opened: OpenedRegister, planned: PlannedIssue, files: tuple[FoundFile, ...]
) -> IssuedPaper:
    """Writes the issue into the ledger.

    Raises:
        LockedError: another run is writing, or a workbook or file was saved since it was read.
        DiskError: full, read-only or forbidden; nothing was recorded.
        LedgerError: the ledger is damaged or was altered.
    """
    from pmf_cli.ledger.papers import paper_body
    from pmf_cli.ledger.row import RowKind
    from pmf_cli.ledger.store import writing_ledger
    from pmf_cli.workbook.write.register_lock import register_lock

    paper = planned.paper
    with register_lock(opened.folder, "issuing a paper"), writing_ledger(opened.folder) as ledger:
        for name, before in paper.workbooks.items():
            _unchanged(opened.folder / name, before)
        for file, recorded in zip(files, paper.files, strict=True):
            _unchanged(file.path, recorded.fingerprint)
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

    A day that stands there by now is left alone.

    Raises:
        UsageError: the sheet has no column for that.
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


def withdrawn_change(opened: OpenedRegister, paper: IssuedPaper, history: History) -> Change:
    """The change that takes the days out of ``Scope changes`` that an issue had put there.

    A cell that says something else by now is left alone.
    """
    ours = [
        cell
        for change in history.changes
        if change.action == TOLD and change.key == paper.ref
        for cell in change.written
    ]
    cells = tuple(
        change_of(row, field, None, recorded(told))
        for row in opened.register.scope_changes
        for field in TOLD_FIELDS.values()
        if (told := getattr(row, field)) is not None
        and any(one.after == recorded(told) and one.is_of(row, field) for one in ours)
    )
    return Change(UNTOLD, paper.ref, cells)


def record_withdrawal(
    opened: OpenedRegister, paper: IssuedPaper, why: str, by: str, on: date
) -> Withdrawal:
    """Writes into the ledger that an issue is taken back; once is enough.

    Raises:
        LockedError: another run is writing.
        DiskError: full, read-only or forbidden; nothing was recorded.
        LedgerError: the ledger is damaged or was altered.
    """
    from pmf_cli.ledger.papers import withdrawal_body, withdrawal_of
    from pmf_cli.ledger.row import RowKind
    from pmf_cli.ledger.store import writing_ledger
    from pmf_cli.workbook.write.register_lock import register_lock

    if paper.withdrawn is not None:
        return paper.withdrawn
    with (
        register_lock(opened.folder, "withdrawing an issue"),
        writing_ledger(opened.folder) as ledger,
    ):
        if (there := ledger.last(RowKind.PAPER_WITHDRAWN, paper.ref)) is not None:
            return withdrawal_of(there)  # By a run that came first, since the ledger was read.
        body = withdrawal_body(paper, why, by)
        row = ledger.append(RowKind.PAPER_WITHDRAWN, paper.ref, body, on)
    return Withdrawal(on, why, by, row.number)
