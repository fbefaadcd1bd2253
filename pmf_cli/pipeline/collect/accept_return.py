"""Returns written into the register: each whole or not at all, and those that it cannot hold refused."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING, Any

from pmf_cli.cycle.ledger_facts import RETURN_TAKEN_IN
from pmf_cli.errors import DiskError, LockedError, PmfError, UsageError
from pmf_cli.findings import CellRef
from pmf_cli.frozen import frozen
from pmf_cli.pipeline.change.changing import (
    CellChange,
    Change,
    apply_changes,
    changed_cells,
    unheld_said,
)
from pmf_cli.pipeline.change.entry_cells import entered_results
from pmf_cli.pipeline.collect.returns import ReadReturns, receipt_of
from pmf_cli.pipeline.read.opening import OpenedRegister, Progress, no_progress
from pmf_cli.register.sheets.record import Commentary, Result, Return
from pmf_cli.words import counted

if TYPE_CHECKING:
    from pmf_cli.collect.returned.verdicts import JudgedReturn
    from pmf_cli.ledger.store import Ledger


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

    Args:
        by: contact reference of who accepts them; empty where not said.

    Returns:
        The returns as they ended, and what was done, a line each.

    Raises:
        LockedError: somebody has a workbook open, or another run is writing; no return is in.
        DiskError: full or read-only; as above.
        UsageError: a sheet is missing; as above.
        PmfError: the register's workbook cannot be changed; as above.
    """
    from pmf_cli.ledger.store import read_ledger

    taking = _Taking(opened, read_ledger(opened.folder), on, by, ignore_lock=ignore_lock)
    ready = [one for one in read.returns if _is_ready(opened, one)]
    progress(f"Taking in {counted(len(ready), 'return')}")
    written, done = taking.written(ready)
    ended = {
        id(one): replace(end, is_written=not end.refusals)
        for one, end in zip(ready, written, strict=True)
    }
    read = replace(read, returns=tuple(ended.get(id(one), one) for one in read.returns))
    said = [
        line
        for one in written
        if not one.refusals
        for line in (f"{one.ref}: {one.accepted} taken in from {one.file}.", *taking.lacking(one))
    ]
    _record_refusals(opened, read, on)
    return read, (*said, *done)


@frozen
class _Taking:
    """One taking in: the register as it was read, what the record knows of forms, when and by whom."""

    opened: OpenedRegister
    ledger: Ledger
    on: date
    by: str
    ignore_lock: bool

    def written(
        self, ready: Sequence[JudgedReturn]
    ) -> tuple[Sequence[JudgedReturn], tuple[str, ...]]:
        """Writes returns together; where the register cannot hold one, the others without it."""
        try:
            return ready, self._applied(ready)
        except (DiskError, LockedError, UsageError):
            raise
        except PmfError as error:
            found = self._without_unfit(ready, error)
            return found, self._applied([one for one in found if not one.refusals])

    def _applied(self, returns: Sequence[JudgedReturn]) -> tuple[str, ...]:
        changes = [self._change(one) for one in returns]
        return apply_changes(self.opened, changes, self.on, ignore_lock=self.ignore_lock)

    def lacking(self, one: JudgedReturn) -> tuple[str, ...]:
        """What of a return the register has no column for."""
        return unheld_said(self._change(one).unheld)

    def _change(self, one: JudgedReturn) -> Change:
        """What a return changes in the register."""
        unheld: list[CellChange] = []
        rows: list[Result] = []
        cells: list[CellChange] = []
        for line in one.lines:
            if not line.verdict.is_ready or line.result is None:
                continue
            if line.before is not None and line.before.source.row:
                cells += changed_cells(line.before, line.result, unheld)
            else:
                rows.append(line.result)
        entries, needing_rows = entered_results(self.opened.register, rows)
        cells += entries
        there = receipt_of(self.opened, one.ref)
        for answer in one.comments:
            if answer.verdict.is_ready and answer.before and answer.comment:
                cells += changed_cells(answer.before, answer.comment, unheld)
        receipt = self._receipt(one, there)
        if there is not None:
            cells += changed_cells(there, receipt, unheld)
        added: dict[str, Sequence[Any]] = {
            "Results": needing_rows,
            "Commentary": _answers(one),
            "Forecasts": [
                answer.forecast
                for answer in one.comments
                if answer.verdict.is_ready and answer.forecast
            ],
            "Returns": [] if there is not None else [receipt],
        }
        return Change(RETURN_TAKEN_IN, one.ref, tuple(cells), added, _details(one), tuple(unheld))

    def _receipt(self, one: JudgedReturn, there: Return | None) -> Return:
        """The row of ``Returns``; what an earlier copy of the return said stays."""
        from pmf_cli.collect.returned.verdicts import ReturnVerdict
        from pmf_cli.ledger.row import RowKind
        from pmf_cli.register.periods.text import FINANCIAL_CONTEXT, read_period

        start = self.opened.settings.financial_year_start
        period = read_period(one.facts["cycle"], year_start=start, context=FINANCIAL_CONTEXT).period
        form = self.ledger.last(RowKind.FORM, one.ref)
        same = one.count(ReturnVerdict.SAME)
        row = Return(
            return_ref=one.ref,
            contact=one.contact,
            period=period,
            sent_on=form.on if form is not None else None,
            due_on=date.fromisoformat(one.facts["due"]),
            received_on=one.lost_since or self.on,
            file_name=one.file,
            fingerprint=one.fingerprint,
            accepted=one.accepted,
            questioned=one.questioned,
            refused=one.refused,
            concern=one.concern or None,
            accepted_by=self.by or None,
        )
        if there is None:
            return row
        return replace(
            row,
            sent_on=row.sent_on or there.sent_on,
            accepted=one.accepted + same,
            concern=_concern(one.concern, there.concern or ""),
            accepted_by=row.accepted_by or there.accepted_by,
        )

    def _without_unfit(
        self, returns: Sequence[JudgedReturn], error: PmfError
    ) -> tuple[JudgedReturn, ...]:
        """Returns of which one or more cannot be written, those refused with form, KPI and cell.

        PmfError: ``error``, where the register itself is the reason and not a return.
        """
        if self._trouble(_part(returns[0])) is not None:
            raise error
        found = tuple(
            one if (why := self._trouble(one)) is None else self._refused(one, why)
            for one in returns
        )
        if found == tuple(returns):
            raise error
        return found

    def _trouble(self, one: JudgedReturn) -> PmfError | None:
        """Why the register cannot hold a return, or a part of one; nothing is written."""
        from pmf_cli.pipeline.change.changed_bytes import changed_bytes

        change = self._change(one)
        try:
            changed_bytes(self.opened, change.values, change.rows, ignore_lock=self.ignore_lock)
        except (DiskError, LockedError, UsageError):
            raise
        except PmfError as found:
            return found
        return None

    def _refused(self, one: JudgedReturn, why: PmfError) -> JudgedReturn:
        from pmf_cli.collect.returned.verdicts import ReturnRefusal, ReturnVerdict

        where, name = CellRef(one.file, "", ""), ""
        for at, called, part in _parts(one):
            if (found := self._trouble(part)) is not None:
                where, name, why = at, called, found
                break
        reason = f"{name}: {why.message}" if name else why.message
        refusal = ReturnRefusal(
            where,
            ReturnVerdict.IMPOSSIBLE,
            f"The register cannot hold what the form says. {reason}",
            "Nothing of this return was taken in. Ask what was meant, correct it in the form, and take it in again.",
        )
        return replace(one, refusals=(refusal,), lines=(), comments=(), ratings=())


def _answers(one: JudgedReturn) -> list[Commentary]:
    ready = (
        answer.comment
        for answer in one.comments
        if answer.verdict.is_ready and answer.before is None
    )
    return [comment for comment in ready if comment is not None]


def _parts(one: JudgedReturn) -> Iterator[tuple[CellRef, str, JudgedReturn]]:
    """Each figure and answer by itself, with its cell and the KPI that it is about."""
    for line in one.lines:
        if line.verdict.is_ready:
            yield line.where, line.name, replace(_part(one), lines=(line,))
    for answer in one.comments:
        if answer.verdict.is_ready:
            yield answer.where, answer.kpi_ref, replace(_part(one), comments=(answer,))


def _part(one: JudgedReturn) -> JudgedReturn:
    """A return without figures, answers and concern."""
    return replace(one, lines=(), comments=(), concern="")


def _concern(said: str, before: str) -> str | None:
    """The concern, after one raised before that it does not repeat."""
    if before and before not in said:
        return f"{before}\n{said}" if said and said not in before else before
    return said or None


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


def _is_ready(opened: OpenedRegister, one: JudgedReturn) -> bool:
    """Whether anything of a return is to be written, or it is to be put on record all the same."""
    from pmf_cli.collect.returned.verdicts import ReturnVerdict

    if one.refusals or one.twin or one.is_empty or one.taken_in_on is not None:
        return False
    there = receipt_of(opened, one.ref)
    is_receipt_due = there is None and one.count(ReturnVerdict.SAME) > 0
    is_concern_new = there is None or one.concern not in (there.concern or "")
    return bool(one.accepted or one.lost or is_receipt_due or (one.concern and is_concern_new))


def _record_refusals(opened: OpenedRegister, read: ReadReturns, on: date) -> None:
    """Puts on record which returns could not be taken in, each once."""
    from pmf_cli.ledger.row import RowKind
    from pmf_cli.ledger.store import locked_ledger, read_ledger

    ledger = read_ledger(opened.folder)
    rows = []
    for one in read.returns:
        key, reasons = one.ref or one.fingerprint, _reasons(one)
        last = ledger.last(RowKind.REFUSED, key)
        body = {"file": one.file, "fingerprint": one.fingerprint, "reasons": reasons}
        if reasons and key and (last is None or last.body != body):
            rows.append((key, body))
    if rows:
        with locked_ledger(opened.folder, "recording refused returns") as new:
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
