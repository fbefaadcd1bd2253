"""Returns that came back: read, judged, and written where the officer says so."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from pmf_cli.assessment import Assessment
from pmf_cli.errors import DiskError, PmfError
from pmf_cli.pipeline.changing import Change, apply_changes
from pmf_cli.pipeline.opening import OpenedRegister, Progress, silent
from pmf_cli.pipeline.return_files import advice_on, return_files
from pmf_cli.pipeline.taking_in import change_of_return, receipt_of, taken_in
from pmf_cli.words import counted

if TYPE_CHECKING:
    from pmf_cli.collect.returned.verdicts import JudgedReturn
    from pmf_cli.ledger.store import Ledger


@dataclass(frozen=True)
class ReadReturns:
    """Returns as judged, and what should be known of the files.

    Attributes:
        returns: in the order of the files.
        remarks: files that are open elsewhere, macros, files passed over.
    """

    returns: tuple[JudgedReturn, ...]
    remarks: tuple[str, ...] = ()


def read_returns(
    opened: OpenedRegister,
    assessment: Assessment,
    places: Sequence[Path],
    *,
    accept_questions: bool = False,
    progress: Progress = silent,
) -> ReadReturns:
    """Every return judged; nothing is written.

    Args:
        opened: the register.
        assessment: its assessment for the cycle and date.
        places: files and folders.
        accept_questions: whether figures that are only questioned are taken in.
        progress: told what is being done.

    Raises:
        UsageError: a place does not exist.
        DiskError: a file may not be read.
    """
    from pmf_cli.collect.returned.together import beside_each_other
    from pmf_cli.ledger.store import read_ledger
    from pmf_cli.workbook.locks import holders

    ledger = read_ledger(opened.folder)
    found: list[JudgedReturn] = []
    remarks: list[str] = []
    files, passed_over = return_files(places)
    for path in files:
        progress(f"Reading {path.name}")
        remarks += [holder.words for holder in holders(path)]
        judged, said = _judged(path, opened, assessment, ledger, accept_questions=accept_questions)
        found.append(judged)
        remarks += said
    return ReadReturns(beside_each_other(found), (*remarks, *passed_over))


def _judged(
    path: Path,
    opened: OpenedRegister,
    assessment: Assessment,
    ledger: Ledger,
    *,
    accept_questions: bool,
) -> tuple[JudgedReturn, tuple[str, ...]]:
    from pmf_cli.collect.returned.examine import judged_return
    from pmf_cli.collect.returned.verdicts import JudgedReturn, Refusal, Verdict
    from pmf_cli.findings import CellRef
    from pmf_cli.workbook.guard import shown_name
    from pmf_cli.workbook.read import read_book

    try:
        book = read_book(path, opened.settings.limits)

        def given_by(ref: str) -> dict[tuple[str, str, str], str]:
            return {
                (kpi, period, split): held
                for row in taken_in(opened, ledger, ref)
                for kpi, period, split, held in row.body["details"].get("figures", ())
            }

        judged = judged_return(
            book, assessment, given_by=given_by, accept_questions=accept_questions
        )
    except DiskError:
        raise
    except PmfError as error:
        where = CellRef(shown_name(path), "", "")
        refusal = Refusal(where, Verdict.FOREIGN, error.message, advice_on(error))
        return JudgedReturn(shown_name(path), refusals=(refusal,), is_unreadable=True), ()
    before = _before(opened, ledger, judged)
    if accept_questions and judged.accepted and _is_newest(opened, ledger, judged):
        # Questions of a return that is in already, now answered.
        before = None
    return replace(judged, taken_in_on=before), book.remarks


def _is_newest(opened: OpenedRegister, ledger: Ledger, one: JudgedReturn) -> bool:
    """Whether what was last taken in of a return is what it says."""
    rows = taken_in(opened, ledger, one.ref)
    return bool(rows) and rows[-1].body["details"].get("content") == one.content


def _before(opened: OpenedRegister, ledger: Ledger, one: JudgedReturn) -> date | None:
    """When the same return was taken in, whatever it was named and by what it was saved."""
    if not one.ref:
        return None
    for row in taken_in(opened, ledger, one.ref):
        details = row.body["details"]
        if one.content == details.get("content") or one.fingerprint == details.get("fingerprint"):
            return row.on
    return next(
        (
            row.received_on
            for row in opened.register.returns
            if row.return_ref == one.ref and row.fingerprint == one.fingerprint
        ),
        None,
    )


def write_returns(
    opened: OpenedRegister,
    read: ReadReturns,
    on: date,
    *,
    by: str = "",
    ignore_lock: bool = False,
    progress: Progress = silent,
) -> Iterator[str]:
    """Writes what is ready, all returns at once, and says what was done, a line each.

    The workbook is written once and keeps one copy of how it was; the ledger gets a row for each
    return.

    Raises:
        LockedError: somebody has a workbook open, or another run is writing; no return is in.
        DiskError: full or read-only; as above.
        UsageError: a sheet is missing; as above.
    """
    from pmf_cli.ledger.store import read_ledger

    ledger = read_ledger(opened.folder)
    changes: list[Change] = []
    said: list[str] = []
    for one in read.returns:
        if one.refusals or one.twin or one.is_empty or one.taken_in_on is not None:
            continue
        if not one.accepted and not _is_news(opened, one):
            continue
        change, remarks = change_of_return(opened, one, on, _sent_on(ledger, one.ref), by)
        changes.append(change)
        said += [f"{one.ref}: {one.accepted} taken in from {one.file}.", *remarks]
    progress(f"Taking in {counted(len(changes), 'return')}")
    done = apply_changes(opened, changes, on, ignore_lock=ignore_lock)
    yield from (*said, *done)
    _record_refusals(opened, read, on)


def _is_news(opened: OpenedRegister, one: JudgedReturn) -> bool:
    """Whether a return without a new figure or answer is to be put on record all the same."""
    from pmf_cli.collect.returned.verdicts import Verdict

    there = receipt_of(opened, one.ref)
    if there is None:
        return bool(one.concern) or one.count(Verdict.SAME) > 0
    return bool(one.concern) and one.concern not in (there.concern or "")


def _sent_on(ledger: Ledger, ref: str) -> date | None:
    from pmf_cli.ledger.row import Kind

    row = ledger.last(Kind.FORM, ref)
    return None if row is None else row.on


def _record_refusals(opened: OpenedRegister, read: ReadReturns, on: date) -> None:
    """Puts on record which returns could not be taken in, each once."""
    from pmf_cli.ledger.row import Kind
    from pmf_cli.ledger.store import read_ledger, writing_ledger
    from pmf_cli.workbook.turns import turn

    ledger = read_ledger(opened.folder)
    rows = []
    for one in read.returns:
        if one.twin or one.taken_in_on is not None:
            continue
        whole = [f"{r.where}: {r.reason}" for r in one.refusals]
        parts = [f"{line.where}: {line.reason}" for line in one.lines if line.verdict.is_refused]
        reasons = whole or (parts if not one.accepted else [])
        body = {"file": one.file, "fingerprint": one.fingerprint, "reasons": reasons}
        key = one.ref or one.fingerprint
        last = ledger.last(Kind.REFUSED, key)
        if reasons and key and (last is None or last.body != body):
            rows.append((key, body))
    if rows:
        with turn(opened.folder, "recording refused returns"), writing_ledger(opened.folder) as new:
            for key, body in rows:
                new.append(Kind.REFUSED, key, body, on)
