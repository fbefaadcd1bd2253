"""Returns that came back: read, judged, and written where the officer says so."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from pmf_cli.assessment import Assessment
from pmf_cli.errors import DiskError, LockedError, PmfError, UsageError
from pmf_cli.pipeline.change.changing import Change, apply_changes
from pmf_cli.pipeline.collect.accept_return import change_of_return, receipt_of, taken_in
from pmf_cli.pipeline.collect.return_files import advice_on, return_files
from pmf_cli.pipeline.read.opening import OpenedRegister, Progress, no_progress
from pmf_cli.words import counted

if TYPE_CHECKING:
    from pmf_cli.collect.returned.judge import Key
    from pmf_cli.collect.returned.verdicts import JudgedReturn
    from pmf_cli.ledger.row import LedgerRow
    from pmf_cli.ledger.store import Ledger
    from pmf_cli.register.sheets.record import Return
    from pmf_cli.views.listing import Listing


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

    @property
    def is_clean(self) -> bool:
        """Whether nothing is refused, questioned, missing or lost."""
        return all(one.is_clean for one in self.returns)

    @property
    def has_ready(self) -> bool:
        """Whether something could be taken in."""
        return any(one.accepted and not one.refusals for one in self.returns)

    @property
    def has_unreadable(self) -> bool:
        """Whether a file could not be read."""
        return any(one.is_unreadable for one in self.returns)


def returns_read(assessment: Assessment, found: ReadReturns) -> Listing:
    """What is new, changed, questioned and refused, return by return."""
    from pmf_cli.collect.preview import returns_listing

    return returns_listing(assessment, found.returns, found.passed_over)


def read_returns(
    opened: OpenedRegister,
    assessment: Assessment,
    places: Sequence[Path],
    *,
    accept_questions: bool = False,
    progress: Progress = no_progress,
) -> ReadReturns:
    """Every return judged; nothing is written.

    Args:
        places: files and folders.
        accept_questions: whether figures that are only questioned are taken in.

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
    from pmf_cli.collect.returned.examine import judged_return, no_form
    from pmf_cli.collect.returned.read import raw_form
    from pmf_cli.collect.returned.verdicts import JudgedReturn, ReturnRefusal, ReturnVerdict
    from pmf_cli.findings import CellRef
    from pmf_cli.workbook.guard import shown_name
    from pmf_cli.workbook.read import read_book

    try:
        book = read_book(path, opened.settings.limits)
        form = raw_form(book)
        if form is None:
            return no_form(book), book.remarks
        ref = form.facts.get("ref", "")
        rows = taken_in(opened, ledger, ref) if ref else ()
        given = _given(rows)
        judged = judged_return(form, assessment, given, accept_questions=accept_questions)
    except DiskError:
        raise
    except PmfError as error:
        where = CellRef(shown_name(path), "", "")
        refusal = ReturnRefusal(where, ReturnVerdict.FOREIGN, error.message, advice_on(error))
        return JudgedReturn(shown_name(path), refusals=(refusal,), is_unreadable=True), ()
    return _beside_the_record(opened, assessment, rows, given, judged), book.remarks


def _given(rows: Sequence[LedgerRow]) -> dict[Key, str]:
    """The figures that copies of a return gave, as the register then held them."""
    return {
        (kpi, period, split): held
        for row in rows
        for kpi, period, split, held in row.body["details"].get("figures", ())
    }


def _beside_the_record(
    opened: OpenedRegister,
    assessment: Assessment,
    rows: Sequence[LedgerRow],
    given: Mapping[Key, str],
    one: JudgedReturn,
) -> JudgedReturn:
    """A return that was taken in before, whatever it was named and by what it was saved."""
    from pmf_cli.collect.returned.again import read_again

    if not one.ref or one.refusals:
        return one
    receipt = receipt_of(opened, one.ref)
    same = [row for row in rows if _is_of(row, one)]
    on = same[-1].on if same else _received_on(receipt, one)
    if on is None:
        return one
    # A later copy of the return counts, and not this one, where the record's newest is another.
    later = "" if not same or same[-1] is rows[-1] else rows[-1].body["details"].get("file", "")
    has_receipt = receipt is not None or "Returns" not in opened.register.present
    return read_again(one, assessment, on, given, has_receipt=has_receipt, later=str(later))


def _received_on(receipt: Return | None, one: JudgedReturn) -> date | None:
    """When the register says that this very file was taken in."""
    is_same = receipt is not None and receipt.fingerprint == one.fingerprint
    return receipt.received_on if is_same and receipt is not None else None


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
    progress: Progress = no_progress,
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
        key, reasons = one.ref or one.fingerprint, _reasons(one)
        last = ledger.last(RowKind.REFUSED, key)
        body = {"file": one.file, "fingerprint": one.fingerprint, "reasons": reasons}
        if reasons and key and (last is None or last.body != body):
            rows.append((key, body))
    if rows:
        with (
            register_lock(opened.folder, "recording refused returns"),
            writing_ledger(opened.folder) as new,
        ):
            for key, body in rows:
                new.append(RowKind.REFUSED, key, body, on)


def _reasons(one: JudgedReturn) -> list[str]:
    """Why nothing of a return was taken in; empty where something was, or need not be."""
    if one.twin or one.taken_in_on is not None:
        return []
    if one.refusals:
        return [f"{refusal.where}: {refusal.reason}" for refusal in one.refusals]
    refused = [line for line in one.lines if line.verdict.is_refused]
    return [] if one.accepted else [f"{line.where}: {line.reason}" for line in refused]
