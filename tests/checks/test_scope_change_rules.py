"""What is asked of changes to KPIs."""

import pytest

from pmf_cli.register import terms
from pmf_cli.register.terms import KpiStatus
from tests.checks.cases import (
    Case,
    assert_every_rule_has_a_case,
    assert_found,
    change,
    day,
    fires,
    one_kpi,
    silent,
    targets,
)

CASES = [
    fires("SCP001", change(reported_to_dmt=None), "Scope changes!reported_to_dmt"),
    fires("SCP002", change(reported_to_clt=None), "Scope changes!reported_to_clt"),
    fires("SCP003", change(reported_to_scrutiny=None), "Scope changes!reported_to_scrutiny"),
    silent(
        "SCP002", "in the first quarter", change(reported_to_clt=None, changed_on=day("31/10/2024"))
    ),
    silent(
        "SCP003", "without a board", change({"scrutiny_board": None}, reported_to_scrutiny=None)
    ),
    fires("SCP004", change(reason=None), "Scope changes!reason"),
    fires("SCP005", change(agreed_by=None), "Scope changes!agreed_by"),
    fires("SCP006", change(break_in_series=None), "Scope changes!break_in_series"),
    silent(
        "SCP006", "for a new owner", change(break_in_series=None, kind=terms.ScopeChangeKind.OWNER)
    ),
    fires("SCP007", change(from_period=None, break_in_series=True), "Scope changes!from_period"),
    fires("SCP008", change({"definition_version": 1}), "KPIs!definition_version"),
    silent("SCP008", "when raised", change()),
    fires("SCP009", targets({}, {"from_period": "2024/25 Q3", "target": 85}), "Targets!target@3"),
    silent("SCP009", "in a new year", targets({}, {"from_period": "2024/25 Q1", "target": 85})),
    silent(
        "SCP009",
        "for a target each quarter",
        targets({"to_period": "2022/23 Q1"}, {"from_period": "2022/23 Q2", "target": 85}),
    ),
    silent(
        "SCP009",
        "a year after a rolling one",
        targets(
            {"from_period": "12 months to Jun 2023"},
            {"from_period": "12 months to Jun 2024", "target": 85},
        ),
    ),
    fires("SCP010", one_kpi(status=KpiStatus.ENDED, last_period="2023/24 Q4"), "KPIs!status"),
    silent(
        "SCP010",
        "when written down",
        change(
            {"status": KpiStatus.ENDED, "last_period": "2023/24 Q4"},
            kind=terms.ScopeChangeKind.ENDED,
        ),
    ),
    fires("SCP011", change(after=None), "Scope changes!after"),
    silent("SCP011", "for a new KPI", change(after=None, kind=terms.ScopeChangeKind.NEW)),
]


@pytest.mark.parametrize("case", CASES)
def test_scope_changes(case: Case) -> None:
    """Each rule names the cell, and stays silent where the rule does not apply."""
    assert_found(case)


def test_every_rule_has_a_case() -> None:
    """No rule of these themes is left untried."""
    assert_every_rule_has_a_case(CASES, "SCP")
