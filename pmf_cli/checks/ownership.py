"""Is there somebody in post to ask about each KPI?

The Supporting Information names the responsible officer and the key contacts, and is updated
with staffing changes (assurance report 2024, ¶43).
"""

from __future__ import annotations

from collections.abc import Iterator

from pmf_cli.checks.base import CheckContext, Problem, check
from pmf_cli.findings import Severity
from pmf_cli.register.sheets.kpis import Kpi
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


@check(
    "OWN003", Severity.ERROR, cure="Correct the reference, or add the person to the sheet Contacts."
)
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


@check("OWN004", Severity.ERROR, cure="Type the reference of the successor.")
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


@check("OWN005", Severity.WARNING, cure="Correct the date, or name who is in post until then.")
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


@check(
    "OWN006", Severity.ADVICE, cure="Name a second person who can explain the figure to members."
)
def same_person_twice(context: CheckContext) -> Iterator[Problem]:
    """The responsible officer and the key contact are two people.

    One answers for the performance, the other makes the figure (2024 report, ¶43); a second
    pair of eyes is the cheapest check there is.
    """
    for kpi in context.active:
        if kpi.key_contact is not None and kpi.key_contact == kpi.responsible_officer:
            message = f"{kpi.key_contact} is both responsible officer and key contact of {kpi.ref}."
            yield Problem(kpi.source.at("key_contact"), message, kpi.ref)


@check("OWN007", Severity.ADVICE, cure="Name a deputy for the KPI or for the contact.")
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


@check(
    "OWN008",
    Severity.WARNING,
    cure="Name a deputy who is in post, so that messages reach somebody.",
)
def absent_without_deputy(context: CheckContext) -> Iterator[Problem]:
    """A key contact who is away has a deputy who is there.

    Until the date in Absent until, messages go to the deputy; without one they wait.
    """
    known = context.register.contact_by_ref
    for kpi in context.active:
        contact = known.get(kpi.key_contact or "")
        if contact is None or contact.absent_until is None or not contact.is_away(context.as_of):
            continue
        refs = (kpi.deputy_contact, contact.deputy)
        deputies = [known[ref] for ref in refs if ref is not None and ref in known]
        if not any(deputy.is_there(context.as_of) for deputy in deputies):
            message = f"The key contact of {kpi.ref}, {contact.ref}, is away until {day(contact.absent_until)}, and no deputy is there."
            yield Problem(kpi.source.at("deputy_contact"), message, kpi.ref)
