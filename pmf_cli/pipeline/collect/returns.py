"""Returns that came back: read, judged, and written where the officer says so."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from pmf_cli.assessment import Assessment
from pmf_cli.errors import DiskError, LockedError, PmfError, UsageError
from pmf_cli.pipeline.change.changing import Change, apply_changes
from pmf_cli.pipeline.collect.accept_return import change_of_return, receipt_of, taken_in
from pmf_cli.pipeline.collect.return_files import advice_on, return_files
from pmf_cli.pipeline.read.opening import OpenedRegister, Progress, silent
from pmf_cli.words import counted

if TYPE_CHECKING:
    from pmf_cli.collect.returned.judge import Key
    from pmf_cli.collect.returned.verdicts import JudgedReturn
    from pmf_cli.ledger.row import LedgerRow
    from pmf_cli.ledger.store import Ledger


@dataclass(frozen=True)
class ReadReturns:
    """Returns as judged, and what should be known of the files.

    Attributes:
        returns: in the order of the files.
        remarks: files that are open elsewhere, macros, files passed over.
        passed_over: how many files and folders were not looked at.
    """

    returns: tuple[JudgedReturn, ...]
    remarks: tuple[str, ...] = ()
    passed_over: int = 0


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
    from pmf_cli.collect.returned.duplicates import beside_each_other
    from pmf_cli.ledger.store import read_ledger
    from pmf_cli.workbook.write.locks import holders

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
    return ReadReturns(beside_each_other(found), (*remarks, *passed_over), len(passed_over))


def _judged(
    path: Path,
    opened: OpenedRegister,
    assessment: Assessment,
    ledger: Ledger,
    *,
    accept_questions: bool,
) -> tuple[JudgedReturn, tuple[str, ...]]:
    from pmf_cli.collect.returned.examine import judged_return
    from pmf_cli.collect.returned.verdicts import JudgedReturn, ReturnRefusal, ReturnVerdict
    from pmf_cli.findings import CellRef
    from pmf_cli.workbook.guard import shown_name
    from pmf_cli.workbook.read import read_book

    try:
        book = read_book(path, opened.settings.limits)
        judged = judged_return(
            book,
            assessment,
            given_by=lambda ref: _given(taken_in(opened, ledger, ref)),
            accept_questions=accept_questions,
        )
    except DiskError:
        raise
    except PmfError as error:
        where = CellRef(shown_name(path), "", "")
        refusal = ReturnRefusal(where, ReturnVerdict.FOREIGN, error.message, advice_on(error))
        return JudgedReturn(shown_name(path), refusals=(refusal,), is_unreadable=True), ()
    return _beside_the_record(opened, assessment, ledger, judged), book.remarks


def _given(rows: Sequence[LedgerRow]) -> dict[Key, str]:
    """The figures that copies of a return gave, as the register then held them."""
    return {
        (kpi, period, split): held
        for row in rows
        for kpi, period, split, held in row.body["details"].get("figures", ())
    }


def _beside_the_record(
    opened: OpenedRegister, assessment: Assessment, ledger: Ledger, one: JudgedReturn
) -> JudgedReturn:
    """A return that was taken in before, whatever it was named and by what it was saved."""
    from pmf_cli.collect.returned.again import read_again

    if not one.ref or one.refusals:
        return one
    rows = taken_in(opened, ledger, one.ref)
    same = [row for row in rows if _is_of(row, one)]
    receipt = receipt_of(opened, one.ref)
    if same:
        newest = rows[-1]
        later = "" if _is_of(newest, one) else str(newest.body["details"].get("file", ""))
        on = same[-1].on
    elif receipt is not None and receipt.fingerprint == one.fingerprint and receipt.received_on:
        later, on = "", receipt.received_on
    else:
        return one
    has_receipt = receipt is not None or "Returns" not in opened.register.present
    given = _given(rows)
    return read_again(one, assessment, on, given, has_receipt=has_receipt, later=later)


def _is_of(row: LedgerRow, one: JudgedReturn) -> bool:
    details = row.body["details"]
    content, file = details.get("content"), details.get("fingerprint")
    return bool(one.content == content or one.fingerprint == file)


def write_returns(
    opened: OpenedRegister,
    read: ReadReturns,
    on: date,
    *,
    by: str = "",
    ignore_lock: bool = False,
    progress: Progress = silent,
) -> tuple[ReadReturns, tuple[str, ...]]:
    """Writes what is ready, each return whole or not at all.

    The workbook is written once and keeps one copy of how it was; the ledger gets a row for each
    return. A return that the register cannot hold is refused and stops no other.

    Returns:
        The returns as they ended, and what was done, a line each.

    Raises:
        LockedError: somebody has a workbook open, or another run is writing; no return is in.
        DiskError: full or read-only; as above.
        UsageError: a sheet is missing; as above.
        PmfError: the register's workbook cannot be changed; as above.
    """
    from pmf_cli.ledger.store import read_ledger

    ledger = read_ledger(opened.folder)

    def whole_change(one: JudgedReturn) -> tuple[Change, tuple[str, ...]]:
        return change_of_return(opened, one, on, _sent_on(ledger, one.ref), by)

    ready = [one for one in read.returns if _is_ready(opened, one)]
    written: Sequence[JudgedReturn] = ready
    progress(f"Taking in {counted(len(ready), 'return')}")
    try:
        done = apply_changes(
            opened, [whole_change(one)[0] for one in ready], on, ignore_lock=ignore_lock
        )
    except (DiskError, LockedError, UsageError):
        raise
    except PmfError as error:
        written, done = _written_without_unfit(
            opened, ready, whole_change, error, on, ignore_lock=ignore_lock
        )
    ended = {
        id(one): replace(end, is_written=not end.refusals)
        for one, end in zip(ready, written, strict=True)
    }
    read = replace(read, returns=tuple(ended.get(id(one), one) for one in read.returns))
    said = [
        line
        for one in written
        if not one.refusals
        for line in (f"{one.ref}: {one.accepted} taken in from {one.file}.", *whole_change(one)[1])
    ]
    _record_refusals(opened, read, on)
    return read, (*said, *done)


def _written_without_unfit(
    opened: OpenedRegister,
    ready: Sequence[JudgedReturn],
    whole_change: Callable[[JudgedReturn], tuple[Change, tuple[str, ...]]],
    error: PmfError,
    on: date,
    *,
    ignore_lock: bool,
) -> tuple[tuple[JudgedReturn, ...], tuple[str, ...]]:
    from pmf_cli.pipeline.collect.unfit_returns import without_unfit

    found = without_unfit(
        opened, ready, lambda one: whole_change(one)[0], error, ignore_lock=ignore_lock
    )
    changes = [whole_change(one)[0] for one in found if not one.refusals]
    return found, apply_changes(opened, changes, on, ignore_lock=ignore_lock)


def _is_ready(opened: OpenedRegister, one: JudgedReturn) -> bool:
    """Whether anything of a return is to be written."""
    if one.refusals or one.twin or one.is_empty or one.taken_in_on is not None:
        return False
    return bool(one.accepted or one.lost) or _is_news(opened, one)


def _is_news(opened: OpenedRegister, one: JudgedReturn) -> bool:
    """Whether a return without a new figure or answer is to be put on record all the same."""
    from pmf_cli.collect.returned.verdicts import ReturnVerdict

    there = receipt_of(opened, one.ref)
    if there is None:
        return bool(one.concern) or one.count(ReturnVerdict.SAME) > 0
    return bool(one.concern) and one.concern not in (there.concern or "")


def _sent_on(ledger: Ledger, ref: str) -> date | None:
    from pmf_cli.ledger.row import RowKind

    row = ledger.last(RowKind.FORM, ref)
    return None if row is None else row.on


def _record_refusals(opened: OpenedRegister, read: ReadReturns, on: date) -> None:
    """Puts on record which returns could not be taken in, each once."""
    from pmf_cli.ledger.row import RowKind
    from pmf_cli.ledger.store import read_ledger, writing_ledger
    from pmf_cli.workbook.write.register_lock import register_lock

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
        last = ledger.last(RowKind.REFUSED, key)
        if reasons and key and (last is None or last.body != body):
            rows.append((key, body))
    if rows:
        with (
            register_lock(opened.folder, "recording refused returns"),
            writing_ledger(opened.folder) as new,
        ):
            for key, body in rows:
                new.append(RowKind.REFUSED, key, body, on)
