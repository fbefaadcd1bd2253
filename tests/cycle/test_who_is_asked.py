"""Who is written to about a KPI on a day: the contact, the deputy, or nobody, with the reason."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from pmf_cli.cycle.due import contact_for
from pmf_cli.cycle.reminders import officer_for
from tests.make import make_contact, make_kpi, make_register

ON = date(2025, 1, 20)
BEFORE, AFTER = ON - timedelta(days=1), ON + timedelta(days=1)


@pytest.mark.parametrize(
    ("contact", "deputy", "asked", "why"),
    [
        ({}, {}, "C-1", ""),
        ({"to_date": ON}, {}, "C-1", ""),
        ({"to_date": AFTER}, {}, "C-1", ""),
        ({"to_date": BEFORE}, {}, "C-2", "C-1 has left"),
        ({"absent_until": BEFORE}, {}, "C-1", ""),
        ({"absent_until": ON}, {}, "C-2", "C-1 is away until 20/01/2025"),
        ({"to_date": BEFORE}, {"to_date": ON}, "C-2", "C-1 has left"),
        ({"to_date": BEFORE}, {"to_date": BEFORE}, None, "C-1 has left, and nobody stands in"),
        ({"to_date": BEFORE}, {"absent_until": BEFORE}, "C-2", "C-1 has left"),
        ({"to_date": BEFORE}, {"absent_until": ON}, None, "C-1 has left, and nobody stands in"),
        ({"to_date": BEFORE, "deputy": None}, {}, None, "C-1 has left, and nobody stands in"),
        (None, {}, None, "C-1 is not in Contacts, and nobody stands in"),
    ],
)
def test_a_contact_who_has_left_or_is_away_is_stood_in_for(contact, deputy, asked, why):
    """The last day at work counts as at work, the last day of an absence as away."""
    people = [make_contact("C-2", **deputy)]
    if contact is not None:
        people.append(make_contact("C-1", **{"deputy": "C-2", **contact}))
    kpi = make_kpi(key_contact="C-1", deputy_contact=None, responsible_officer="C-1")
    register = make_register([kpi], contacts=people)
    assert contact_for(register, kpi, ON) == (asked, asked == "C-2", why)
    told = officer_for(register, kpi, ON)
    assert told[:2] == (asked, asked == "C-2")
    assert told[2].split(", and")[0] == why.split(", and")[0]


def test_the_kpis_own_deputy_is_asked_before_the_contacts():
    people = [
        make_contact("C-1", to_date=BEFORE, deputy="C-2"),
        make_contact("C-2"),
        make_contact("C-3"),
    ]
    kpi = make_kpi(key_contact="C-1", deputy_contact="C-3")
    assert contact_for(make_register([kpi], contacts=people), kpi, ON)[0] == "C-3"
    left = [*people[:2], make_contact("C-3", absent_until=AFTER)]
    assert contact_for(make_register([kpi], contacts=left), kpi, ON)[0] == "C-2"


def test_a_kpi_without_a_contact_is_said_to_have_none():
    kpi = make_kpi(key_contact=None, deputy_contact="C-2", responsible_officer=None)
    register = make_register([kpi], contacts=[make_contact("C-2")])
    assert contact_for(register, kpi, ON) == ("C-2", True, "no key contact")
    assert officer_for(register, kpi, ON) == (None, False, "no responsible officer")
