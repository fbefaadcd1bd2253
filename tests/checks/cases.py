"""Small registers in which one thing is wrong, and what a check must say of them.

A case names a code, a register, and the cells where the code must be found, written as
``"Sheet!field"`` for row 2 and ``"Sheet!field@3"`` for row 3; ``"Sheet!"`` is the sheet itself.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

import pytest

from pmf_cli.checks import CHECKS, CheckContext, examine
from pmf_cli.rag.rate import Colours
from pmf_cli.register import terms
from pmf_cli.register.periods.steps import shift
from pmf_cli.register.periods.text import parse_period
from pmf_cli.register.register import Register
from pmf_cli.register.sheets import plan, supporting
from pmf_cli.register.sheets.rows import RowSource
from pmf_cli.register.terms import Rag
from pmf_cli.settings import Settings
from tests.make import (
    AS_OF,
    PERIOD,
    make_comment,
    make_kpi,
    make_register,
    make_result,
    make_step,
    make_target,
    place_of,
)

PHONES = "Ring 01632 960123."


def scene(
    register: Register, rags: Mapping[str, Rag] | None = None, **settings: Any
) -> CheckContext:
    """A register on the factories' date, in their reporting period."""
    own, period = Settings(**settings), parse_period(PERIOD)
    colours = Colours(register, own, period, AS_OF)
    return CheckContext(register, own, AS_OF, period, rags or {}, colours)


def source(sheet: str, row: int = 2) -> RowSource:
    """The place of a row of a sheet that has every column."""
    return RowSource(place_of(sheet), row)


def comments(*rows: Any, value: object = "91.2", **kpi: Any) -> Register:
    """A register of one KPI with these comments."""
    return make_register(
        (make_kpi(**kpi),), (make_result("WM-01", "2024/25 Q3", value),), commentary=rows
    )


def comment(**over: Any) -> Register:
    """A register with one comment, changed."""
    return comments(make_comment(**over))


def change(kpi: dict[str, Any] | None = None, **over: Any) -> Register:
    """A register with one scope change, reported everywhere unless changed."""
    fields: dict[str, Any] = {
        "change_ref": "SC-1",
        "kpi_ref": "WM-01",
        "changed_on": day("01/04/2024"),
        "from_period": make_step("2024/25 Q1").cycle,
        "kind": terms.ScopeChangeKind.DEFINITION,
        "before": "All waste",
        "after": "Household waste",
        "reason": "National definition changed",
        "break_in_series": False,
        "agreed_by": "CLT",
        "reported_to_dmt": day("10/04/2024"),
        "reported_to_clt": day("10/04/2024"),
        "reported_to_scrutiny": day("10/05/2024"),
        "source": source("Scope changes"),
    }
    kpis = (make_kpi(**{"definition_version": 2, **(kpi or {})}),)
    return make_register(kpis, scope_changes=(supporting.ScopeChange(**(fields | over)),))


def action(**over: Any) -> plan.Action:
    """An action on its way."""
    fields: dict[str, Any] = {
        "ref": "A1",
        "belongs_to": "WM-01",
        "owner": "C01",
        "due": day("31/03/2025"),
        "start": day("01/10/2024"),
        "status": terms.ActionStatus.ON_TRACK,
        "last_update": day("15/12/2024"),
        "source": source("Actions"),
    }
    return plan.Action(**(fields | over))


def one_kpi(**over: Any) -> Register:
    """A register of one KPI, changed."""
    return make_register((make_kpi(**over),))


def one_target(kpi: Mapping[str, Any] | None = None, **over: Any) -> Register:
    """A register of one KPI with one target, changed."""
    return make_register((make_kpi(**(kpi or {})),), None, (make_target(**over),))


def targets(*rows: Mapping[str, Any], kpi: Mapping[str, Any] | None = None) -> Register:
    """A register of one KPI with several target rows."""
    made = [make_target(**row) for row in rows]
    return make_register((make_kpi(**(kpi or {})),), None, made)


def one_result(
    value: object = "91.2",
    kpi: Mapping[str, Any] | None = None,
    period: str = PERIOD,
    target: Mapping[str, Any] | None = None,
    **over: Any,
) -> Register:
    """A register of one KPI with one result, changed."""
    return make_register(
        (make_kpi(**(kpi or {})),),
        (make_result("WM-01", period, value, **over),),
        (make_target(**(target or {})),),
    )


def series(
    *values: object,
    kpi: Mapping[str, Any] | None = None,
    target: Mapping[str, Any] | None = None,
    last: str = PERIOD,
    each: Sequence[Mapping[str, Any]] = (),
) -> Register:
    """A register of one KPI with results up to a period, one after another, oldest first."""
    newest = parse_period(last)
    rows = []
    for place, value in enumerate(values):
        period = shift(newest, place + 1 - len(values))
        assert period is not None
        over = each[place] if each else {}
        rows.append(make_result("WM-01", period, value, **over))
    return make_register((make_kpi(**(kpi or {})),), rows, (make_target(**(target or {})),))


@dataclass(frozen=True)
class Case:
    """A register and where a code must be found in it; nowhere means that it must be silent."""

    code: str
    register: Register
    where: tuple[str, ...] = ()
    rags: Mapping[str, Rag] = field(default_factory=dict)


def fires(code: str, register: Register, *where: str, rags: Mapping[str, Rag] | None = None) -> Any:
    """A case in which the code is found at these cells and nowhere else."""
    assert where
    return pytest.param(Case(code, register, where, rags or {}), id=code)


def silent(code: str, why: str, register: Register, rags: Mapping[str, Rag] | None = None) -> Any:
    """A case in which the code is not found, though it is near."""
    return pytest.param(Case(code, register, (), rags or {}), id=f"{code} {why}")


def cell(place: str) -> tuple[str, str]:
    """Sheet and address of a written place."""
    sheet, _, rest = place.partition("!")
    name, _, row = rest.partition("@")
    return sheet, f"{place_of(sheet).columns[name]}{row or 2}" if name else ""


def assert_found(case: Case) -> None:
    """The code is found at the cells of the case, and nowhere else."""
    checked = examine(scene(case.register, case.rags))
    found = [(f.where.sheet, f.where.cell) for f in checked.findings if f.code == case.code]
    others = {f.code for f in checked.findings} - {case.code}
    assert found == [cell(place) for place in case.where], f"also found: {sorted(others)}"


def assert_every_rule_has_a_case(cases: Sequence[Any], *themes: str) -> None:
    """The cases of a module fire for every check code that begins with one of these, and for no other."""
    fired = {param.values[0].code for param in cases if param.values[0].where}
    wanted = {code for code in CHECKS if code.startswith(themes)}
    assert not (left := wanted - fired), (
        f"{sorted(left)} never fire here: add fires(...) and silent(...) to CASES of this module "
        "(for a column of KPIs with Blank(...) beside it: a line of BLANK in test_kpi_sheet)."
    )
    assert not (strange := fired - wanted), (
        f"{sorted(strange)} are no checks of {', '.join(themes)}: their cases belong in CASES of "
        "another module in tests/checks, or the check is gone."
    )


def day(text: str) -> date:
    """A date as papers write it."""
    dd, mm, yyyy = text.split("/")
    return date(int(yyyy), int(mm), int(dd))
