"""Who answers for a KPI, by post and service only: papers carry no names or contact details."""

from __future__ import annotations

from pmf_cli.register.kpis import Kpi
from pmf_cli.register.register import Register


def role_of(register: Register, contact_ref: str | None) -> str:
    """The post of a contact, with the service: ``Head of Waste, Environment``; else empty."""
    contact = register.contact_by_ref.get(contact_ref or "")
    if contact is None or not contact.job_title:
        return ""
    return contact.job_title


def responsible_for(register: Register, kpi: Kpi) -> str:
    """Who answers for the KPI, in words: the responsible officer's post and the service."""
    role = role_of(register, kpi.responsible_officer) or role_of(register, kpi.key_contact)
    if not role:
        role = "No responsible officer with a job title in the register"
    place = [part for part in (kpi.service, kpi.directorate) if part and part not in role]
    return f"{role} ({', '.join(place)})" if place else role
