"""Returns that came back: which files are looked at, and what each says, judged; nothing is written."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING

from pmf_cli.assessment import Assessment
from pmf_cli.cycle.ledger_facts import RETURN_TAKEN_IN
from pmf_cli.errors import DiskError, PmfError, UsageError
from pmf_cli.frozen import frozen
from pmf_cli.pipeline.collect.return_forms import ARCHIVE
from pmf_cli.pipeline.read.opening import OpenedRegister, Progress, no_progress
from pmf_cli.words import listed

if TYPE_CHECKING:
    from pmf_cli.collect.returned.judge import Key
    from pmf_cli.collect.returned.verdicts import JudgedReturn
    from pmf_cli.ledger.row import LedgerRow
    from pmf_cli.ledger.store import Ledger
    from pmf_cli.register.sheets.record import Return
    from pmf_cli.views.listing import Listing

ENDINGS = (".xlsx", ".xlsm")
"""Files looked at in a folder; a file named by itself may be anything."""
OTHER_SHEETS = (".xls", ".xlsb", ".ods", ".csv", ".numbers", ".pdf", ".docx")
OURS = ("thumbs.db", "desktop.ini", ARCHIVE)
"""What Windows lays into folders, and the folder of forms of earlier cycles."""
WRAPPED = (".zip", ".eml", ".msg")
"""Files in which returns come by mistake."""
HIDDEN = (".", "~$")
"""How the names of files begin that programs lay down for themselves."""


@frozen
class ReadReturns:
    """Returns as judged, in the order of the files, and what should be known of the files.

    Attributes:
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
    """Every return in files and folders, judged.

    Args:
        accept_questions: whether figures that are only questioned are taken in.

    Raises:
        UsageError: a place does not exist, or there is no workbook at all.
        DiskError: a file may not be read.
    """
    from pmf_cli.collect.returned.duplicates import beside_each_other
    from pmf_cli.ledger.store import read_ledger
    from pmf_cli.workbook.write.locks import holders

    judging = _Judging(
        opened, assessment, read_ledger(opened.folder), accept_questions=accept_questions
    )
    found: list[JudgedReturn] = []
    remarks: list[str] = []
    files, passed_over = _files_in(places)
    for path in files:
        progress(f"Reading {path.name}")
        remarks += [holder.words for holder in holders(path)]
        judged, said = judging.judged(path)
        found.append(judged)
        remarks += said
    return ReadReturns(beside_each_other(found), (*remarks, *passed_over), len(passed_over))


def _files_in(places: Sequence[Path]) -> tuple[tuple[Path, ...], tuple[str, ...]]:
    """The files named and those in the folders named, each once; and what was passed over."""
    found: dict[Path, Path] = {}
    remarks: list[str] = []
    for place, path in chain.from_iterable(map(_named_by, places)):
        if path.is_file() and (path == place or _may_be_return(path)):
            found.setdefault(path.resolve(), path)
        else:
            remarks += _passed_over(path)
    if not found:
        save = "Save the forms that came back as attachments there, or name the folder with them."
        raise UsageError(
            f"There is no workbook (.xlsx) in {listed(map(str, places))}.",
            " ".join(remarks) or save,
        )
    return tuple(found.values()), tuple(remarks)


def _named_by(place: Path) -> Iterator[tuple[Path, Path]]:
    """What was named, beside each file that this means."""
    if not place.exists():
        raise UsageError(f"{place} does not exist.", "Name the file that came back, or a folder.")
    yield from ((place, path) for path in (sorted(place.iterdir()) if place.is_dir() else [place]))


def _may_be_return(path: Path) -> bool:
    return path.suffix.lower() in ENDINGS and not path.name.startswith(HIDDEN)


def _passed_over(path: Path) -> Iterator[str]:
    """Why something in the folder is no return, so that none is overlooked."""
    from pmf_cli.workbook.guard import shown_name

    name, ending = shown_name(path), path.suffix.lower()
    if path.name.startswith(HIDDEN) or path.name.lower() in OURS:
        return
    if path.is_dir():
        yield (
            f"{name} is a folder inside and was not looked into; name it too if returns lie there."
        )
    elif ending in OTHER_SHEETS:
        yield (
            f"{name} was passed over: it is no Excel workbook (.xlsx). If it is a return, ask the"
            " contact to save the form as one and send it again."
        )
    elif ending in WRAPPED:
        yield f"{name} was passed over: if a return is in it, save that beside it first."
    else:
        yield f"{name} was passed over: it is no workbook."


@frozen(kw_only=True)
class _Beside:
    """What record and register know of one return: its rows, what they gave, its row in Returns."""

    rows: tuple[LedgerRow, ...]
    given: Mapping[Key, str]
    receipt: Return | None

    def taken_in_on(self, one: JudgedReturn) -> date | None:
        """When the same was taken in, whatever it was named and by what it was saved."""
        if same := self.same(one):
            return same[-1].on
        # The record may be lost; the register's row says when this very file was taken in.
        is_same = self.receipt is not None and self.receipt.fingerprint == one.fingerprint
        return self.receipt.received_on if is_same and self.receipt is not None else None

    def same(self, one: JudgedReturn) -> list[LedgerRow]:
        """The rows by which a return with the same content, or the same file, was taken in."""
        return [row for row in self.rows if _is_of(row.body["details"], one)]

    def later(self, one: JudgedReturn) -> str:
        """The file of a later copy of the return, which counts and not this one; empty for none."""
        same = self.same(one)
        newest = self.rows[-1] if same else None
        return "" if newest is None or same[-1] is newest else _file(newest)


def _is_of(details: Mapping[str, object], one: JudgedReturn) -> bool:
    content, file = details.get("content"), details.get("fingerprint")
    return bool(one.content == content or one.fingerprint == file)


def _file(row: LedgerRow) -> str:
    return str(row.body["details"].get("file", ""))


@frozen
class _Judging:
    """What every return of a run is held against."""

    opened: OpenedRegister
    assessment: Assessment
    ledger: Ledger
    accept_questions: bool

    def judged(self, path: Path) -> tuple[JudgedReturn, tuple[str, ...]]:
        """The return in a file, and remarks on the file."""
        from pmf_cli.collect.returned.examine import judged_return, no_form
        from pmf_cli.collect.returned.read import raw_form
        from pmf_cli.collect.returned.verdicts import JudgedReturn, ReturnRefusal, ReturnVerdict
        from pmf_cli.findings import CellRef
        from pmf_cli.workbook.guard import shown_name
        from pmf_cli.workbook.read import read_book

        try:
            book = read_book(path, self.opened.settings.limits)
            form = raw_form(book)
            if form is None:
                return no_form(book), book.remarks
            beside = self._beside(form.facts.get("ref", ""))
            judged = judged_return(
                form, self.assessment, beside.given, accept_questions=self.accept_questions
            )
        except DiskError:
            raise
        except PmfError as error:
            where = CellRef(shown_name(path), "", "")
            refusal = ReturnRefusal(where, ReturnVerdict.FOREIGN, error.message, _advice_on(error))
            return JudgedReturn(shown_name(path), refusals=(refusal,), is_unreadable=True), ()
        return self._read_again(judged, beside), book.remarks

    def _beside(self, ref: str) -> _Beside:
        prints = self.opened.register.fingerprints
        rows = self.ledger.carried_out(prints, RETURN_TAKEN_IN, ref) if ref else ()
        given = {
            (kpi, period, split): held
            for row in rows
            for kpi, period, split, held in row.body["details"].get("figures", ())
        }
        return _Beside(rows=rows, given=given, receipt=receipt_of(self.opened, ref))

    def _read_again(self, one: JudgedReturn, beside: _Beside) -> JudgedReturn:
        """A return as judged; one that was taken in before by what the register holds of it."""
        from pmf_cli.collect.returned.duplicates import read_again

        on = None if not one.ref or one.refusals else beside.taken_in_on(one)
        if on is None:
            return one
        has_receipt = beside.receipt is not None or "Returns" not in self.opened.register.present
        return read_again(
            one, self.assessment, on, beside.given, has_receipt=has_receipt, later=beside.later(one)
        )


def receipt_of(opened: OpenedRegister, ref: str) -> Return | None:
    """The register's row of a return, if one was taken in before."""
    return next((row for row in opened.register.returns if row.return_ref == ref), None)


def _advice_on(error: PmfError) -> str:
    """What to ask of the contact whose file cannot be read."""
    if "password" in error.message:
        return "Ask the contact to take the password off and send the form again."
    if "DOCTYPE" in error.message:
        return error.advice
    return (
        "Ask the contact to fill in the form as it was sent, save it as an Excel workbook (.xlsx)"
        " and send it again."
    )
