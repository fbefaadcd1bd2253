"""Recording an issue: the row of the ledger, and the cells that say which body was told."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from pmf_cli.analysis.issued import IssuedPaper
from pmf_cli.cycle.bodies import board_of
from pmf_cli.errors import LockedError
from pmf_cli.fingerprints import fingerprint
from pmf_cli.pipeline.changing import Change, change_of
from pmf_cli.pipeline.issue_files import FoundFile
from pmf_cli.pipeline.issuing import Planned
from pmf_cli.pipeline.opening import OpenedRegister
from pmf_cli.register.scope_telling import TOLD_FIELDS


def record_issue(
    opened: OpenedRegister, planned: Planned, files: tuple[FoundFile, ...]
) -> IssuedPaper:
    """Writes the issue into the ledger.

    Raises:
        LockedError: another run is writing, or a workbook or file was saved since it was read.
        DiskError: full, read-only or forbidden; nothing was recorded.
        LedgerError: the ledger is damaged or was altered.
    """
    from pmf_cli.ledger.papers import paper_body
    from pmf_cli.ledger.row import Kind
    from pmf_cli.ledger.store import writing_ledger
    from pmf_cli.workbook.turns import turn

    paper = planned.paper
    with turn(opened.folder, "issuing a paper"), writing_ledger(opened.folder) as ledger:
        for name, before in paper.workbooks.items():
            _unchanged(opened.folder / name, before)
        for file, recorded in zip(files, paper.files, strict=True):
            _unchanged(file.path, recorded.fingerprint)
        if ledger.last(Kind.PAPER, paper.ref) is not None:
            raise LockedError(
                f"{paper.ref} was issued by another run meanwhile. Nothing was recorded.",
                "Run the command again.",
            )
        row = ledger.append(Kind.PAPER, paper.ref, paper_body(paper), paper.issued_on)
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


def told_change(opened: OpenedRegister, planned: Planned) -> Change:
    """The change that records in ``Scope changes`` that the body was told, by the issue on record.

    Raises:
        UsageError: the sheet has no column for that.
    """
    board = board_of(opened.register, planned.paper.body)
    field = TOLD_FIELDS.get(board.kind) if board is not None and board.kind is not None else None
    cells = tuple(change_of(row, field, planned.paper.meeting_on) for row in planned.scope if field)
    issued = planned.repeats or planned.paper
    return Change("body told of changes of scope", issued.ref, cells)
