"""Return forms for contacts: made, written beside the register or sent along, and put away."""

from __future__ import annotations

import re
from collections.abc import Sequence
from contextlib import suppress
from datetime import date
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

from pmf_cli.assessment import Assessment
from pmf_cli.cycle.form_names import part_of_name
from pmf_cli.cycle.reminders import Notice, Track
from pmf_cli.errors import PmfError, UsageError
from pmf_cli.fingerprints import fingerprint
from pmf_cli.frozen import frozen
from pmf_cli.ledger.row import RowKind, body_text
from pmf_cli.ledger.store import Ledger, locked_ledger, read_ledger
from pmf_cli.pipeline.papers import free_name, write_files
from pmf_cli.pipeline.read.opening import OpenedRegister, Progress, no_progress
from pmf_cli.post.message import Attachment
from pmf_cli.words import counted

if TYPE_CHECKING:
    from collections.abc import Mapping

    from pmf_cli.collect.form.content import FormContent
    from pmf_cli.views.listing import Listing

ARCHIVE = "archive"
"""The folder in the folder of forms for those of earlier cycles; a folder a cycle in it."""
# Also the names of copies that were kept beside a newer form.
_NAME = re.compile(r"return-(.+?)(?: \(earlier \d+\))?\.xlsx")


@frozen
class FormFile:
    """One contact's return form.

    Attributes:
        data: the workbook's bytes; the same whenever the register and the date are the same.
        content: what the form asks.
    """

    data: bytes
    content: FormContent

    @property
    def ref(self) -> str:
        """Its return reference."""
        return self.content.ref

    @property
    def name(self) -> str:
        """Its file name."""
        return f"return-{self.ref}.xlsx"

    @property
    def record(self) -> dict[str, Any]:
        """It as the ledger keeps it."""
        return {
            "contact": self.content.contact,
            "period": str(self.content.cycle),
            "file": self.name,
            "kpis": list(self.content.kpis),
            "due": self.content.due.isoformat(),
        }

    def is_unrecorded(self, ledger: Ledger) -> bool:
        """Whether it is not on record as it is."""
        last = ledger.last(RowKind.FORM, self.ref)
        return last is None or body_text(last.body) != body_text(self.record)


def file_of(content: FormContent) -> FormFile:
    """A form's content as a file, read back before anyone is given it.

    PmfError: the finished form does not ask what it should.
    """
    from pmf_cli.collect.form.make import form_bytes
    from pmf_cli.collect.returned.read import refuse_unlike
    from pmf_cli.settings import Limits
    from pmf_cli.workbook.read import book_of

    form = FormFile(form_bytes(content), content)
    refuse_unlike(content, book_of(form.name, form.data, Limits()))
    return form


class AttachedForms:
    """The forms that go along with the reminders of a day, each made when it is first asked for."""

    def __init__(self, assessment: Assessment) -> None:
        self._assessment = assessment
        self._made: dict[str, FormFile | None] = {}

    @cached_property
    def _contents(self) -> Mapping[str | None, FormContent]:
        from pmf_cli.collect.form.content import contents_of

        return contents_of(self._assessment)

    def _form(self, contact: str) -> FormFile | None:
        if contact not in self._made:
            content = self._contents.get(contact)
            self._made[contact] = None if content is None else file_of(content)
        return self._made[contact]

    def of(self, contact: str, notices: Sequence[Notice]) -> tuple[Attachment, ...]:
        """The form for a message; none where it only tells of what others owe."""
        if all(one.stage.track is Track.ESCALATION for one in notices):
            return ()
        form = self._form(contact)
        return () if form is None else (Attachment(form.name, form.data),)

    def recorded(self, ledger: Ledger, contact: str) -> None:
        """Puts a form that goes out on record, unless it stands there already as it is."""
        form = self._form(contact)
        if form is not None and form.is_unrecorded(ledger):
            ledger.append(RowKind.FORM, form.ref, form.record, self._assessment.as_of)


@frozen
class MadeForms:
    """Forms that were written.

    Attributes:
        listing: the forms with what each asks, and what nobody can be asked for.
        is_complete: whether there is somebody to ask for everything that is due.
        kept: earlier files that were kept beside new ones.
        remarks: what was done with forms of other cycles.
    """

    listing: Listing
    is_complete: bool
    kept: tuple[str, ...]
    remarks: tuple[str, ...]


def make_forms(
    opened: OpenedRegister,
    assessment: Assessment,
    *,
    contacts: Sequence[str] = (),
    output: Path | None = None,
    progress: Progress = no_progress,
) -> MadeForms:
    """Writes a form for every contact from whom something is due, and puts each on record.

    A form that stands there and was filled in is kept beside the new one.

    Args:
        contacts: only these contacts; empty for all.
        output: the folder; the settings' folder beside ``pmf.toml`` where not given.

    Raises:
        UsageError: a contact is unknown.
        DiskError, LockedError: the folder cannot be written, or another run is writing.
    """
    from pmf_cli.collect.form.content import contents_of
    from pmf_cli.collect.sending import forms_listing

    wanted = _contacts_named(opened, contacts)
    contents = contents_of(assessment)
    asked = [ref for ref in contents if ref is not None and (not wanted or ref in wanted)]
    forms = tuple(file_of(contents[ref]) for ref in asked)
    folder = output if output is not None else opened.folder / opened.settings.collect.folder
    standing: dict[str, str] = {}
    kept: list[str] = []
    for form in forms:
        progress(f"Writing {form.name}")
        keep = may_be_filled_in(folder / form.name, opened)
        *aside, said = write_files(folder, {form.name: form.data}, keep_earlier=keep)
        standing[form.name] = "New" if said == str(folder / form.name) else "Unchanged"
        kept += aside
    ledger = read_ledger(opened.folder)
    _put_on_record([one for one in forms if one.is_unrecorded(ledger)], opened, assessment.as_of)
    nobody = None if wanted else contents.get(None)
    pairs = [(one.content, one.name) for one in forms]
    # Only the register's own folder is tidied: what lies elsewhere is somebody else's.
    remarks = () if output else _put_away(folder, opened, ledger, str(assessment.period))
    return MadeForms(
        forms_listing(assessment, pairs, nobody, standing, str(folder)),
        nobody is None,
        tuple(kept),
        remarks,
    )


def _put_on_record(forms: Sequence[FormFile], opened: OpenedRegister, on: date) -> None:
    if forms:
        with locked_ledger(opened.folder, "making return forms") as ledger:
            for form in forms:
                ledger.append(RowKind.FORM, form.ref, form.record, on)


def _contacts_named(opened: OpenedRegister, asked: Sequence[str]) -> set[str]:
    """The contacts as the register writes them; UsageError where one is unknown."""
    known = {ref.casefold(): ref for ref in opened.register.contact_by_ref}
    for one in asked:
        if one.casefold() not in known:
            raise UsageError(
                f"There is no contact {one} in the register.",
                "Name a contact reference from the sheet Contacts: --contact C-110K",
            )
    return {known[one.casefold()] for one in asked}


def may_be_filled_in(path: Path, opened: OpenedRegister) -> bool:
    """Whether a file may hold what somebody typed: all but a form of pmf's that is still empty."""
    from pmf_cli.collect.returned.read import raw_form
    from pmf_cli.workbook.read import read_book

    if not path.is_file():
        return False
    try:
        form = raw_form(read_book(path, opened.settings.limits))
    except PmfError:
        return True
    return form is None or form.is_filled_in


def _put_away(folder: Path, opened: OpenedRegister, ledger: Ledger, cycle: str) -> tuple[str, ...]:
    """Moves forms of other cycles into the archive, and says so; one that cannot be moved stays.

    Only forms that pmf made and recorded are moved. One that somebody filled in, and whose content
    was not taken in, stays where it is: nobody would look for it in an archive.
    """
    taken = {row.body.get("details", {}).get("fingerprint") for row in ledger.changes()}
    moved = waiting = 0
    with suppress(OSError):
        for path, of in _of_other_cycles(folder, ledger, cycle):
            if fingerprint(path.read_bytes()) not in taken and may_be_filled_in(path, opened):
                waiting += 1
            elif _moved(path, folder / ARCHIVE / part_of_name(of)):
                moved += 1
    said = []
    if moved:
        said.append(f"{counted(moved, 'form')} of other cycles moved to {folder / ARCHIVE}.")
    if waiting:
        said.append(
            f"{counted(waiting, 'form')} of other cycles in {folder} "
            f"{'is' if waiting == 1 else 'are'} filled in and not taken in: pmf collect read shows "
            "them."
        )
    return tuple(said)


def _of_other_cycles(folder: Path, ledger: Ledger, cycle: str) -> list[tuple[Path, str]]:
    """The forms on record that are of another cycle, each with its own."""
    cycles = {row.key: str(row.body.get("period", "")) for row in ledger.rows(RowKind.FORM)}
    return [
        (path, of)
        for path in sorted(folder.iterdir())
        if (match := _NAME.fullmatch(path.name))
        and (of := cycles.get(match[1], ""))
        and of != cycle
        and path.is_file()
        and not path.is_symlink()
    ]


def _moved(path: Path, folder: Path) -> bool:
    try:
        folder.mkdir(parents=True, exist_ok=True)
        target = folder / path.name
        path.rename(free_name(target) if target.exists() else target)
    except OSError:
        return False
    return True
