"""The return forms that go along with reminders: made for each person, put on record when sent."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING

from pmf_cli.assessment import Assessment
from pmf_cli.cycle.reminders import Notice, Track
from pmf_cli.ledger.row import RowKind
from pmf_cli.ledger.store import Ledger
from pmf_cli.pipeline.collect.return_forms import FormFile, file_of, form_record, is_unrecorded
from pmf_cli.post.message import Attachment

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from pmf_cli.collect.form.content import FormContent


class AttachedForms:
    """The forms of one day, each made when it is first asked for."""

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
        """Puts a form that goes out on record, unless it stands there already as it is.

        Raises:
            PmfError: the row could not be written.
        """
        form = self._form(contact)
        if form is not None and is_unrecorded(ledger, form):
            ledger.append(RowKind.FORM, form.ref, form_record(form), self._assessment.as_of)
