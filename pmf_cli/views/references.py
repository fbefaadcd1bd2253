"""What a reference stands for: the KPI, contact or change meant, near ones where there is none; posts, never names."""

from __future__ import annotations

import difflib

from pmf_cli.errors import UsageError
from pmf_cli.register.register import Register
from pmf_cli.register.sheets.kpis import Kpi
from pmf_cli.register.sheets.supporting import Contact, ScopeChange
from pmf_cli.views.wording import one_line
from pmf_cli.words import listed, listed_shortly

MOST_SUGGESTED = 5


def kpi_named(register: Register, ref: str) -> Kpi:
    """The KPI of a reference, whatever its letters' case and spaces.

    Raises:
        UsageError: there is none; near references, and KPIs whose name holds the words, are
            suggested.
    """
    exact = register.kpi(ref)
    if exact is not None:
        return exact
    plain = _plain(ref)
    same = [kpi for kpi in register.kpi_by_ref.values() if _plain(kpi.ref) == plain]
    if len(same) == 1:
        return same[0]
    near = near_references(register, ref)
    advice = (
        f"Did you mean {listed(near, 'or')}?"
        if near
        else "pmf kpi list shows every reference in the register."
    )
    raise UsageError(f'There is no KPI "{ref}" in the register.', advice)


def near_references(register: Register, asked: str) -> tuple[str, ...]:
    """References like the one asked for, then those whose name holds its words, with names."""
    by_plain = {_plain(ref): ref for ref in register.kpi_by_ref}
    close = difflib.get_close_matches(_plain(asked), list(by_plain), n=MOST_SUGGESTED, cutoff=0.6)
    found = [by_plain[one] for one in close]
    words = asked.casefold().split()
    for kpi in register.kpi_by_ref.values():
        name = (kpi.name or "").casefold()
        if words and all(word in name for word in words) and kpi.ref not in found:
            found.append(kpi.ref)
    return tuple(_told(register.kpi_by_ref[ref]) for ref in found[:MOST_SUGGESTED])


def change_named(register: Register, asked: str) -> ScopeChange:
    """The scope change of a reference, whatever its case and dashes.

    Raises:
        UsageError: there is none, or several.
    """
    plain = _plain(asked)
    found = [change for change in register.scope_changes if _plain(change.change_ref) == plain]
    if len(found) == 1:
        return found[0]
    if found:
        raise UsageError(
            f"{len(found)} rows of the sheet Scope changes have the reference {asked}.",
            "Give each its own reference, then run again.",
        )
    known = listed_shortly([change.change_ref for change in register.scope_changes][-8:], 8)
    raise UsageError(
        f'There is no change "{asked}" in the sheet Scope changes.',
        f"The newest are: {known}." if known else "None recorded yet: pmf scope change REF",
    )


def contact_named(register: Register, asked: str) -> str:
    """The reference of the contact meant, whatever its case.

    Raises:
        UsageError: there is none.
    """
    plain = asked.strip().casefold()
    for ref in register.contact_by_ref:
        if ref.casefold() == plain:
            return ref
    known = listed_shortly(sorted(register.contact_by_ref), 8) or "none"
    raise UsageError(f'There is no contact "{asked}" in the sheet Contacts.', f"It holds: {known}.")


def _told(kpi: Kpi) -> str:
    name = kpi.short_name or kpi.name
    return f"{kpi.ref} ({name})" if name else kpi.ref


def _plain(ref: str) -> str:
    """A reference without case, spaces, dashes and leading zeros of its number."""
    kept = "".join(sign for sign in ref.casefold() if sign.isalnum())
    head = kept.rstrip("0123456789")
    tail = kept[len(head) :].lstrip("0")
    return f"{head}{tail}" if head else kept


def role_of(register: Register, contact_ref: str | None) -> str:
    """The post of a contact: ``Head of Waste Services``; empty where the sheet has none."""
    contact = register.contact(contact_ref)
    if contact is None or not contact.job_title:
        return ""
    return contact.job_title


def brief_post(register: Register, contact_ref: str | None) -> str:
    """The post of a contact where a table is narrow; empty where the sheet has none."""
    contact = register.contact(contact_ref)
    return "" if contact is None else contact.short_title or contact.job_title or ""


def post_and_ref(register: Register, contact_ref: str) -> str:
    """A contact by post and reference, ``Head of Waste Services (C-110)``, or by reference alone."""
    role = role_of(register, contact_ref)
    return f"{role} ({contact_ref})" if role else one_line(contact_ref)


def _answering(register: Register, kpi: Kpi) -> Contact | None:
    """The responsible officer, else the key contact, whose post is known."""
    refs = (kpi.responsible_officer, kpi.key_contact)
    contacts = (register.contact(ref) for ref in refs)
    return next((one for one in contacts if one is not None and one.job_title), None)


def owner_of(register: Register, kpi: Kpi) -> str:
    """The post that answers for the KPI, with the organisation where it is a partner's; empty where none is named."""
    contact = _answering(register, kpi)
    if contact is None:
        return ""
    return ", ".join(filter(None, (contact.job_title, contact.organisation)))


def short_post(register: Register, kpi: Kpi) -> str:
    """The same where a table is narrow: ``Waste Services`` for their head."""
    contact = _answering(register, kpi)
    if contact is None:
        return ""
    return contact.short_title or (contact.job_title or "").removeprefix("Head of ")


def responsible_for(register: Register, kpi: Kpi) -> str:
    """Who answers for the KPI, in words: the responsible officer's post and the service."""
    role = role_of(register, kpi.responsible_officer) or role_of(register, kpi.key_contact)
    if not role:
        role = "No responsible officer with a job title in the register"
    place = [part for part in (kpi.service, kpi.directorate) if part and part not in role]
    return f"{role} ({', '.join(place)})" if place else role
