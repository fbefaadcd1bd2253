"""Are the contacts' own details right, so that a message reaches them?"""

from __future__ import annotations

import re
from collections.abc import Iterator

from pmf_cli.checks.base import CheckContext, Problem, check
from pmf_cli.checks.ownership import named_contacts
from pmf_cli.findings import Severity
from pmf_cli.register.sheets.supporting import Contact
from pmf_cli.register.terms import ContactRole
from pmf_cli.words import day

CONFIRMED_DAYS = 183
"""Details are confirmed twice a year."""
_ADDRESS = re.compile(r"[A-Za-z0-9.!#$%&'*+/=?^_`{|}~-]+@[A-Za-z0-9-]+(\.[A-Za-z0-9-]+)+")
_SEVERAL = re.compile(r"[;/\n]|,\s|\s(and|or)\s|@.+@", re.IGNORECASE)


def in_use(context: CheckContext) -> Iterator[Contact]:
    """The contacts that some KPI names and who have not left, in the order of their sheet."""
    refs = {ref for _, _, ref in named_contacts(context)}
    for contact in context.register.contacts:
        if contact.ref in refs and not contact.has_left(context.as_of):
            yield contact


@check("CON001", Severity.ERROR, cure="Give one of the two a new reference.")
def duplicate_contact(context: CheckContext) -> Iterator[Problem]:
    """No contact reference stands twice.

    Only the first row counts; messages would go to that person alone.
    """
    seen: set[str] = set()
    for contact in context.register.contacts:
        if contact.ref in seen:
            message = f"The contact {contact.ref} stands twice; this row is not used."
            yield Problem(contact.source.at("ref"), message, person=contact.ref)
        seen.add(contact.ref)


@check("CON003", Severity.WARNING, cure="Type one e-mail address.")
def no_address(context: CheckContext) -> Iterator[Problem]:
    """Every contact that a KPI names has an e-mail address.

    Key contacts send results by e-mail and are reminded the same way (2024 report, ¶35, ¶50).
    """
    for contact in in_use(context):
        if contact.email is None or not contact.email.strip():
            message = f"The contact {contact.ref} has no e-mail address and cannot be reminded."
            yield Problem(contact.source.at("email"), message, person=contact.ref)


@check(
    "CON004",
    Severity.WARNING,
    cure="Keep one address; name the other person as a contact of their own.",
)
def several_addresses(context: CheckContext) -> Iterator[Problem]:
    """A contact has one e-mail address, not several in one cell.

    A mail server refuses "a@example.org; b@example.org" as one address, and nobody gets it.
    """
    for contact in context.register.contacts:
        text = (contact.email or "").strip()
        if text.count("@") > 1 or (text.count("@") == 1 and _SEVERAL.search(text)):
            message = f'The contact {contact.ref} has more than one address in one cell: "{text}".'
            yield Problem(contact.source.at("email"), message, person=contact.ref)


@check("CON005", Severity.WARNING, cure="Correct the address.", requires=("CON004",))
def bad_address(context: CheckContext) -> Iterator[Problem]:
    """An e-mail address looks like one.

    A comma for a dot or a missing @ is found here and not by the mail server on the last day.
    """
    for contact in context.register.contacts:
        text = (contact.email or "").strip()
        if text and not _ADDRESS.fullmatch(text):
            message = f'"{text}", the address of {contact.ref}, is no e-mail address.'
            yield Problem(contact.source.at("email"), message, person=contact.ref)


@check("CON006", Severity.ADVICE, cure="Ask the person to confirm, and type the date.")
def unconfirmed(context: CheckContext) -> Iterator[Problem]:
    """A contact has confirmed the details within the last six months.

    The register is updated to reflect staffing changes (2024 report, ¶43); people move without
    saying so.
    """
    for contact in in_use(context):
        on = contact.confirmed_on
        if on is not None and (context.as_of - on).days > CONFIRMED_DAYS:
            message = f"The contact {contact.ref} last confirmed the details on {day(on)}, more than six months ago."
            yield Problem(contact.source.at("confirmed_on"), message, person=contact.ref)


@check("CON008", Severity.WARNING, cure="Name a deputy who is in the sheet Contacts and in post.")
def deputy_of_no_use(context: CheckContext) -> Iterator[Problem]:
    """A contact's deputy is somebody else, known and in post.

    Messages to an absent contact go to the deputy.
    """
    known = context.register.contact_by_ref
    for contact in context.register.contacts:
        if contact.deputy is None:
            continue
        deputy = known.get(contact.deputy)
        if deputy is None:
            why = "is not in the sheet Contacts"
        elif contact.deputy == contact.ref:
            why = "is the same person"
        elif deputy.to_date is not None and deputy.has_left(context.as_of):
            why = f"left on {day(deputy.to_date)}"
        else:
            continue
        message = f"The deputy of {contact.ref}, {contact.deputy}, {why}."
        yield Problem(contact.source.at("deputy"), message, person=contact.ref)


@check("CON009", Severity.ADVICE, cure="Name the KPIs of this contact, or delete the row.")
def contact_without_kpi(context: CheckContext) -> Iterator[Problem]:
    """A key contact or responsible officer is named by some KPI.

    One who is not is either forgotten in the list of KPIs or no longer needed here.
    """
    refs = {ref for _, _, ref in named_contacts(context)}
    owners = {ContactRole.RESPONSIBLE_OFFICER, ContactRole.KEY_CONTACT}
    for contact in context.register.contacts:
        left = contact.has_left(context.as_of)
        if contact.ref not in refs and not left and owners.intersection(contact.role):
            roles = " and ".join(str(role).lower() for role in contact.role if role in owners)
            message = f"No KPI names {contact.ref}, who is a {roles}."
            yield Problem(contact.source.at("ref"), message, person=contact.ref)


@check("CON010", Severity.WARNING, cure="Correct the one of the two dates that is wrong.")
def dates_swapped(context: CheckContext) -> Iterator[Problem]:
    """A contact's first day is not after the last.

    Swapped dates make a leaver of somebody in post.
    """
    for contact in context.register.contacts:
        first, last = contact.from_date, contact.to_date
        if first is not None and last is not None and first > last:
            message = (
                f"The contact {contact.ref} starts on {day(first)}, after the last day {day(last)}."
            )
            yield Problem(contact.source.at("to_date"), message, person=contact.ref)
