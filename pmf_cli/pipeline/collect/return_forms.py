"""Return forms for contacts: what each would be sent, and writing them beside the register."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from pmf_cli.assessment import Assessment
from pmf_cli.errors import PmfError, UsageError
from pmf_cli.ledger.row import RowKind, body_text
from pmf_cli.pipeline.read.opening import OpenedRegister, Progress, no_progress

if TYPE_CHECKING:
    from datetime import date

    from pmf_cli.collect.form.content import FormContent
    from pmf_cli.ledger.store import Ledger
    from pmf_cli.views.listing import Listing


@dataclass(frozen=True)
class FormFile:
    """One contact's return form.

    Attributes:
        ref: return reference.
        name: file name.
        data: the workbook's bytes; the same whenever the register and the date are the same.
        content: what the form asks.
    """

    ref: str
    name: str
    data: bytes
    content: FormContent


def file_of(content: FormContent) -> FormFile:
    """A form's content as a file, read back before anyone is given it.

    Raises:
        PmfError: the finished form does not ask what it should.
    """
    from pmf_cli.collect.form.make import form_bytes
    from pmf_cli.collect.returned.as_made import refuse_unlike
    from pmf_cli.settings import Limits
    from pmf_cli.workbook.read import book_of

    name, data = f"return-{content.ref}.xlsx", form_bytes(content)
    refuse_unlike(content, book_of(name, data, Limits()))
    return FormFile(content.ref, name, data, content)


@dataclass(frozen=True)
class MadeForms:
    """Forms that were written.

    Attributes:
        forms: in the order of contacts.
        nobody: what nobody can be asked for; ``None`` for nothing.
        standing: file name → ``New``, or ``Unchanged`` where the same file stood there already.
        folder: where they lie.
        kept: earlier files that were kept beside new ones.
        remarks: what was done with forms of other cycles.
    """

    forms: tuple[FormFile, ...]
    nobody: FormContent | None
    standing: dict[str, str]
    folder: Path
    kept: tuple[str, ...] = ()
    remarks: tuple[str, ...] = ()


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
        DiskError: the folder cannot be written.
        LockedError: another run is writing.
    """
    from pmf_cli.collect.form.content import contents_of
    from pmf_cli.ledger.store import read_ledger
    from pmf_cli.pipeline.collect.old_forms import put_away
    from pmf_cli.pipeline.papers import write_files

    wanted = _contacts_named(opened, contacts)
    contents = contents_of(assessment)
    asked = (one for ref, one in contents.items() if ref is not None)
    forms = tuple(file_of(one) for one in asked if not wanted or one.contact in wanted)
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
    _record_forms(opened, ledger, forms, assessment.as_of)
    nobody = None if wanted else contents.get(None)
    # Only the register's own folder is tidied: what lies elsewhere is somebody else's.
    remarks = () if output else put_away(folder, opened, ledger, str(assessment.period))
    return MadeForms(forms, nobody, standing, folder, tuple(kept), remarks)


def _contacts_named(opened: OpenedRegister, asked: Sequence[str]) -> set[str]:
    """The contacts as the register writes them.

    Raises:
        UsageError: one is unknown.
    """
    known = {ref.casefold(): ref for ref in opened.register.contact_by_ref}
    for one in asked:
        if one.casefold() not in known:
            raise UsageError(
                f"There is no contact {one} in the register.",
                "Name a contact reference from the sheet Contacts: --contact C-110K",
            )
    return {known[one.casefold()] for one in asked}


def _record_forms(
    opened: OpenedRegister, ledger: Ledger, forms: Sequence[FormFile], on: date
) -> None:
    """Puts forms on record that do not stand there already as they are."""
    from pmf_cli.ledger.store import writing_ledger
    from pmf_cli.workbook.write.register_lock import register_lock

    new = [form for form in forms if is_unrecorded(ledger, form)]
    if new:
        with (
            register_lock(opened.folder, "making return forms"),
            writing_ledger(opened.folder) as writing,
        ):
            for form in new:
                writing.append(RowKind.FORM, form.ref, form_record(form), on)


def is_unrecorded(ledger: Ledger, form: FormFile) -> bool:
    """Whether a form is not on record as it is."""
    last = ledger.last(RowKind.FORM, form.ref)
    return last is None or body_text(last.body) != body_text(form_record(form))


def forms_made(assessment: Assessment, made: MadeForms) -> Listing:
    """The forms with what each asks, and what nobody can be asked for."""
    from pmf_cli.collect.sending import forms_listing

    pairs = [(one.content, one.name) for one in made.forms]
    return forms_listing(assessment, pairs, made.nobody, made.standing, str(made.folder))


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


def form_record(form: FormFile) -> dict[str, Any]:
    """A form as the ledger keeps it."""
    return {
        "contact": form.content.contact,
        "period": str(form.content.cycle),
        "file": form.name,
        "kpis": list(form.content.kpis),
        "due": form.content.due.isoformat(),
    }
