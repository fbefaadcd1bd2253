"""Who owns KPIs, and whether they can be reached."""

from dataclasses import replace
from typing import Any

import pytest

from pmf_cli.checks import run_checks
from pmf_cli.register.register import Register
from pmf_cli.register.terms import ContactRole
from tests.checks.cases import (
    Case,
    assert_every_rule_has_a_case,
    assert_found,
    day,
    fires,
    one_kpi,
    scene,
    silent,
)
from tests.make import CONTACTS, make_board, make_contact, make_register


def contact(ref: str = "C02", **over: Any) -> Register:
    """A register in which one contact is changed; C02 is the key contact, in row 3."""
    changed = [replace(person, **over) if person.ref == ref else person for person in CONTACTS]
    return make_register(contacts=changed)


def further(**over: Any) -> Register:
    """A register with a fifth contact, in row 6."""
    return make_register(contacts=(*CONTACTS, make_contact(**{"ref": "C05", **over})))


PAST, TODAY, TO_COME = day("30/01/2025"), day("31/01/2025"), day("01/02/2025")

CASES = [
    fires("OWN001", one_kpi(key_contact=None), "KPIs!key_contact"),
    fires("OWN002", one_kpi(responsible_officer=None), "KPIs!responsible_officer"),
    fires("OWN003", one_kpi(performance_lead="C99"), "KPIs!performance_lead"),
    silent("OWN003", "when blank", one_kpi(performance_lead=None)),
    fires("OWN004", contact(to_date=PAST), "KPIs!key_contact"),
    silent("OWN004", "on the last day", contact(to_date=TODAY)),
    fires("OWN005", contact(from_date=TO_COME), "KPIs!key_contact"),
    silent("OWN005", "on the first day", contact(from_date=TODAY)),
    fires("OWN006", one_kpi(key_contact="C01"), "KPIs!key_contact"),
    fires("OWN007", one_kpi(key_contact="C01", deputy_contact=None), "KPIs!deputy_contact"),
    silent("OWN007", "with a deputy of the contact", one_kpi(deputy_contact=None)),
    fires(
        "OWN008",
        make_register(contacts=[replace(c, absent_until=TO_COME) for c in CONTACTS]),
        "KPIs!deputy_contact",
    ),
    silent("OWN008", "when the deputy is there", contact(absent_until=TO_COME)),
    silent("OWN008", "when back", contact("C02", absent_until=PAST, deputy=None)),
    fires("CON001", further(ref="C02"), "Contacts!ref@6"),
    fires("CON002", contact(name=None), "Contacts!name@3"),
    fires("CON003", contact(email=None), "Contacts!email@3"),
    silent(
        "CON003", "for contacts without KPI", further(email=None, role=(ContactRole.BOARD_CLERK,))
    ),
    fires("CON004", contact(email="a@example.org; b@example.org"), "Contacts!email@3"),
    silent("CON004", "for one address", contact(email="a.b-c+d@mail.example.org")),
    fires("CON005", contact(email="officer@example,org"), "Contacts!email@3"),
    fires("CON005", contact(email="officer.example.org"), "Contacts!email@3"),
    silent("CON005", "beside several addresses", contact(email="a@example.org, b@example.org")),
    fires("CON006", contact(confirmed_on=day("31/07/2024")), "Contacts!confirmed_on@3"),
    silent("CON006", "within six months", contact(confirmed_on=day("01/08/2024"))),
    fires("CON007", contact(confirmed_on=None), "Contacts!confirmed_on@3"),
    fires("CON008", contact(deputy="C99"), "Contacts!deputy@3"),
    fires("CON008", contact(deputy="C02"), "Contacts!deputy@3"),
    fires("CON009", further(role=(ContactRole.KEY_CONTACT,)), "Contacts!ref@6"),
    silent("CON009", "for leavers", further(role=(ContactRole.KEY_CONTACT,), to_date=PAST)),
    silent(
        "CON009",
        "for the director whose report it is",
        replace(
            further(role=(ContactRole.RESPONSIBLE_OFFICER,)),
            boards=(make_board(report_of="C05"),),
        ),
    ),
    silent("CON009", "for clerks", further(role=(ContactRole.BOARD_CLERK,))),
    fires("CON010", further(from_date=TO_COME, to_date=TODAY, role=()), "Contacts!to_date@6"),
    silent("CON010", "for one day", further(from_date=TODAY, to_date=TODAY, role=())),
]


@pytest.mark.parametrize("case", CASES)
def test_people(case: Case) -> None:
    """Each rule names the cell, and stays silent where the rule does not apply."""
    assert_found(case)


def test_every_rule_has_a_case() -> None:
    """No rule of these themes is left untried."""
    assert_every_rule_has_a_case(CASES, "OWN", "CON")


def test_a_finding_goes_to_somebody_in_post() -> None:
    """Where the key contact has left, the deputy can put the KPI right."""
    register = contact(to_date=PAST)
    [finding] = [f for f in run_checks(scene(register)) if f.code == "OWN004"]
    assert finding.person == "C03"


def test_without_contacts_nobody_is_called_unknown() -> None:
    """A missing sheet is one finding of reading, not one for each KPI."""
    register = make_register(contacts=())
    assert not [f for f in run_checks(scene(register)) if f.code == "OWN003"]
