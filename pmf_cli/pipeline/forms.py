"""Return forms for contacts: what each would be sent, and writing them beside the register."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from pmf_cli.assessment import Assessment
from pmf_cli.pipeline.opening import OpenedRegister

if TYPE_CHECKING:
    from pmf_cli.collect.content import FormContent


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


def form_for(opened: OpenedRegister, assessment: Assessment, contact_ref: str) -> FormFile | None:
    """The form of one contact; ``None`` where nothing is due from them.

    Args:
        opened: the register.
        assessment: its assessment for the cycle and date.
        contact_ref: contact reference.
    """
    from pmf_cli.collect.content import contents_of

    content = contents_of(assessment).get(contact_ref)
    return None if content is None else file_of(content)


def forms_of(opened: OpenedRegister, assessment: Assessment) -> tuple[FormFile, ...]:
    """The forms of every contact from whom something is due, in the order of their references."""
    from pmf_cli.collect.content import contents_of

    return tuple(
        file_of(content) for ref, content in contents_of(assessment).items() if ref is not None
    )


def file_of(content: FormContent) -> FormFile:
    """A form's content as a file."""
    from pmf_cli.collect.make import form_bytes

    return FormFile(content.ref, f"return-{content.ref}.xlsx", form_bytes(content), content)
