"""What is said of settings that the last issue froze and that are others now."""

from __future__ import annotations

from dataclasses import replace

import pytest

from pmf_cli.checks import examine
from pmf_cli.findings import CellRef
from pmf_cli.register.changed_settings import ChangedSetting
from tests.checks.cases import one_kpi, scene

WHERE = CellRef("KPI Supporting Information.xlsx", "KPIs", "Q2")
TURNED = ChangedSetting(
    "KPIs", "Polarity", "Lower is better", "Higher is better", WHERE, "CLT-1", ("WM-01",)
)


def found(*changed: ChangedSetting) -> list[tuple[str, CellRef, str]]:
    made = replace(scene(one_kpi()), changed=changed)
    return [
        (one.code, one.where, one.message)
        for one in examine(made).findings
        if one.code.startswith("FRZ")
    ]


def test_a_setting_changed_since_the_issue_is_named_at_its_cell():
    """With what it was, what it is, the issue, and that nothing records it."""
    ((code, where, message),) = found(TURNED)
    assert (code, where) == ("FRZ001", WHERE)
    for part in ("Polarity", "WM-01", "Lower is better", "Higher is better", "CLT-1"):
        assert part in message
    assert "no scope change is recorded" in message


def test_one_that_a_scope_change_records_is_no_accusation():
    ((code, _, message),) = found(replace(TURNED, recorded="SC-2025-01"))
    assert code == "FRZ002" and "SC-2025-01" in message


@pytest.mark.parametrize("changed", [()])
def test_nothing_is_said_where_nothing_changed(changed: tuple[ChangedSetting, ...]):
    assert found(*changed) == []
