"""Who answers for a KPI, by post and service only: papers carry no names or contact details."""

from __future__ import annotations

from pmf_cli.register.register import Register
from pmf_cli.register.sheets.kpis import Kpi
from pmf_cli.views.wording import one_line


def role_of(register: Register, contact_ref: str | None) -> str:
    """The post of a contact: ``Head of Waste Services``; empty where the sheet has none."""
    contact = register.contact_by_ref.get(contact_ref or "")
    if contact is None or not contact.job_title:
        return ""
    return contact.job_title


def post_and_ref(register: Register, contact_ref: str) -> str:
    """A contact by post and reference, ``Head of Waste Services (C-110)``, or by reference alone."""
    role = role_of(register, contact_ref)
    return f"{role} ({contact_ref})" if role else one_line(contact_ref)


def responsible_for(register: Register, kpi: Kpi) -> str:
    """Who answers for the KPI, in words: the responsible officer's post and the service."""
    role = role_of(register, kpi.responsible_officer) or role_of(register, kpi.key_contact)
    if not role:
        role = "No responsible officer with a job title in the register"
    place = [part for part in (kpi.service, kpi.directorate) if part and part not in role]
    return f"{role} ({', '.join(place)})" if place else role
