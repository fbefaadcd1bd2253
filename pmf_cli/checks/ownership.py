"""Is there somebody in post to ask about each KPI, and does a message reach them?

The Supporting Information names the responsible officer and the key contacts, and is updated
with staffing changes (assurance report 2024, ¶43).
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from pmf_cli.checks.base import CheckContext, stands_again
from pmf_cli.findings import Problem, advice, error, warning
from pmf_cli.register.sheets.kpis import Kpi
from pmf_cli.register.sheets.plan import Action, ImprovementPlan, Risk
from pmf_cli.register.sheets.supporting import Contact
from pmf_cli.register.terms import ContactRole
from pmf_cli.words import day

FIELDS = {
    "responsible_officer": "responsible officer",
    "key_contact": "key contact",
    "deputy_contact": "deputy contact",
    "performance_lead": "performance lead",
}
"""The columns of ``KPIs`` that name a contact, and what each is called."""


def named_contacts(context: CheckContext) -> Iterator[tuple[Kpi, str, str]]:
    """Every contact reference in the list of KPIs: the KPI, the column, the reference."""
    for kpi in context.kept:
        for field in FIELDS:
            ref = getattr(kpi, field)
            if ref is not None:
                yield kpi, field, ref


def answers_for(kpi: Kpi, context: CheckContext) -> str | None:
    """Who can put a KPI right: the first in post of key contact, deputy, officer and lead.

    The reference as it stands where none of them is known to be in post.
    """
    refs = [kpi.key_contact, kpi.deputy_contact, kpi.responsible_officer, kpi.performance_lead]
    named_here = [ref for ref in refs if ref is not None]
    known = context.register.contact_by_ref
    for ref in named_here:
        contact = known.get(ref)
        if contact is not None and not contact.has_left(context.as_of):
            return ref
    return named_here[0] if named_here else None


@error("OWN003", cure="Correct the reference, or add the person to the sheet Contacts.")
def unknown_contact(context: CheckContext) -> Iterator[Problem]:
    """Every contact that a KPI names stands in the sheet Contacts.

    People are named only there; a reference that is not there has no address to write to.
    """
    known = context.register.contact_by_ref
    if not known:
        return
    for kpi, field, ref in named_contacts(context):
        if ref not in known:
            message = (
                f'{kpi.ref} names "{ref}" as {FIELDS[field]}, who is not in the sheet Contacts.'
            )
            yield Problem(kpi.source.at(field), message, kpi.ref)


@error("OWN004", cure="Type the reference of the successor.")
def leaver(context: CheckContext) -> Iterator[Problem]:
    """No KPI names somebody who has left.

    Supporting Information reflects any staffing changes (2024 report, ¶43); a reminder to a
    leaver is read by nobody.
    """
    known = context.register.contact_by_ref
    for kpi, field, ref in named_contacts(context):
        contact = known.get(ref)
        if contact is not None and contact.to_date is not None and contact.has_left(context.as_of):
            message = f"The {FIELDS[field]} of {kpi.ref}, {ref}, left on {day(contact.to_date)}."
            yield Problem(kpi.source.at(field), message, kpi.ref)


@warning("OWN005", cure="Correct the date, or name who is in post until then.")
def not_yet_in_post(context: CheckContext) -> Iterator[Problem]:
    """No KPI names somebody who has not started yet.

    A message would go to a person who is not there.
    """
    known = context.register.contact_by_ref
    for kpi, field, ref in named_contacts(context):
        contact = known.get(ref)
        if (
            contact is not None
            and contact.from_date is not None
            and contact.from_date > context.as_of
        ):
            message = (
                f"The {FIELDS[field]} of {kpi.ref}, {ref}, starts only on {day(contact.from_date)}."
            )
            yield Problem(kpi.source.at(field), message, kpi.ref)


@advice("OWN006", cure="Name a second person who can explain the figure to members.")
def same_person_twice(context: CheckContext) -> Iterator[Problem]:
    """The responsible officer and the key contact are two people.

    One answers for the performance, the other makes the figure (2024 report, ¶43); a second
    pair of eyes is the cheapest check there is.
    """
    for kpi in context.active:
        if kpi.key_contact is not None and kpi.key_contact == kpi.responsible_officer:
            message = f"{kpi.key_contact} is both responsible officer and key contact of {kpi.ref}."
            yield Problem(kpi.source.at("key_contact"), message, kpi.ref)


@advice("OWN007", cure="Name a deputy for the KPI or for the contact.")
def no_deputy(context: CheckContext) -> Iterator[Problem]:
    """Somebody can stand in for every key contact.

    The checklist exists so that work goes on should people be unavailable (2024 report, ¶18,
    third bullet); the same holds for those who send results.
    """
    known = context.register.contact_by_ref
    for kpi in context.active:
        contact = known.get(kpi.key_contact or "")
        if contact is not None and kpi.deputy_contact is None and contact.deputy is None:
            message = f"Nobody stands in for {contact.ref}, the key contact of {kpi.ref}."
            yield Problem(kpi.source.at("deputy_contact"), message, kpi.ref)


@warning("OWN008", cure="Name a deputy who is in post, so that messages reach somebody.")
def absent_without_deputy(context: CheckContext) -> Iterator[Problem]:
    """A key contact who is away has a deputy who is there.

    Until the date in Absent until, messages go to the deputy; without one they wait.
    """
    register = context.register
    for kpi in context.active:
        contact = register.contact(kpi.key_contact)
        if contact is None or contact.absent_until is None or not contact.is_away(context.as_of):
            continue
        deputies = map(register.contact, (kpi.deputy_contact, contact.deputy))
        if not any(deputy and deputy.is_there(context.as_of) for deputy in deputies):
            message = f"The key contact of {kpi.ref}, {contact.ref}, is away until {day(contact.absent_until)}, and no deputy is there."
            yield Problem(kpi.source.at("deputy_contact"), message, kpi.ref)


CONFIRMED_DAYS = 183
"""Details are confirmed twice a year."""
# What a mail server takes for one address: a name, one @, a domain with a dot.
_ADDRESS = re.compile(r"[A-Za-z0-9.!#$%&'*+/=?^_`{|}~-]+@[A-Za-z0-9-]+(\.[A-Za-z0-9-]+)+")
# Whatever people put between two addresses; a comma only with a blank, since a lone one is a slip for a dot.
_SEVERAL = re.compile(r"[;/\n]|,\s|\s(and|or)\s|@.+@", re.IGNORECASE)


def in_use(context: CheckContext) -> Iterator[Contact]:
    """The contacts that some KPI names and who have not left, in the order of their sheet."""
    refs = {ref for _, _, ref in named_contacts(context)}
    for contact in context.register.contacts:
        if contact.ref in refs and not contact.has_left(context.as_of):
            yield contact


@error("CON001", cure="Give one of the two a new reference.")
def duplicate_contact(context: CheckContext) -> Iterator[Problem]:
    """No contact reference stands twice.

    Only the first row counts; messages would go to that person alone.
    """
    for contact, _ in stands_again(context.register.contacts, lambda row: row.ref):
        message = f"The contact {contact.ref} stands twice; this row is not used."
        yield Problem(contact.source.at("ref"), message, person=contact.ref)


@warning("CON003", cure="Type one e-mail address.")
def no_address(context: CheckContext) -> Iterator[Problem]:
    """Every contact that a KPI names has an e-mail address.

    Key contacts send results by e-mail and are reminded the same way (2024 report, ¶35, ¶50).
    """
    for contact in in_use(context):
        if contact.email is None or not contact.email.strip():
            message = f"The contact {contact.ref} has no e-mail address and cannot be reminded."
            yield Problem(contact.source.at("email"), message, person=contact.ref)


@warning("CON004", cure="Keep one address; name the other person as a contact of their own.")
def several_addresses(context: CheckContext) -> Iterator[Problem]:
    """A contact has one e-mail address, not several in one cell.

    A mail server refuses "a@example.org; b@example.org" as one address, and nobody gets it.
    """
    for contact in context.register.contacts:
        text = (contact.email or "").strip()
        if text.count("@") > 1 or (text.count("@") == 1 and _SEVERAL.search(text)):
            message = f'The contact {contact.ref} has more than one address in one cell: "{text}".'
            yield Problem(contact.source.at("email"), message, person=contact.ref)


@warning("CON005", cure="Correct the address.", requires=("CON004",))
def bad_address(context: CheckContext) -> Iterator[Problem]:
    """An e-mail address looks like one.

    A comma for a dot or a missing @ is found here and not by the mail server on the last day.
    """
    for contact in context.register.contacts:
        text = (contact.email or "").strip()
        if text and not _ADDRESS.fullmatch(text):
            message = f'"{text}", the address of {contact.ref}, is no e-mail address.'
            yield Problem(contact.source.at("email"), message, person=contact.ref)


@advice("CON006", cure="Ask the person to confirm, and type the date.")
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


@warning("CON008", cure="Name a deputy who is in the sheet Contacts and in post.")
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


@advice("CON009", cure="Name the KPIs of this contact, or delete the row.")
def contact_without_kpi(context: CheckContext) -> Iterator[Problem]:
    """A key contact or responsible officer is named by some KPI, paper, action, plan or risk.

    One who is not is either forgotten in the list of KPIs or no longer needed here.
    """
    refs = {ref for _, _, ref in named_contacts(context)} | _named_elsewhere(context)
    owners = {ContactRole.RESPONSIBLE_OFFICER, ContactRole.KEY_CONTACT}
    for contact in context.register.contacts:
        left = contact.has_left(context.as_of)
        if contact.ref not in refs and not left and owners.intersection(contact.role):
            roles = " and ".join(str(role).lower() for role in contact.role if role in owners)
            message = f"No KPI names {contact.ref}, who is a {roles}."
            yield Problem(contact.source.at("ref"), message, person=contact.ref)


def _named_elsewhere(context: CheckContext) -> set[str | None]:
    """Who writes papers or answers for them, and owns actions, plans, risks and priorities."""
    register = context.register
    owned: tuple[Action | ImprovementPlan | Risk, ...] = (
        *register.actions,
        *register.improvement_plans,
        *register.risks,
    )
    return {
        *(ref for board in register.boards for ref in (board.author, board.report_of)),
        *(row.owner for row in owned),
        *(row.lead_officer for row in register.priorities),
    }


@warning("CON010", cure="Correct the one of the two dates that is wrong.")
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
