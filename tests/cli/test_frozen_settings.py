"""After an issue: what somebody changes in a cell or a setting is named by validate and by diff."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import date
from enum import StrEnum
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from pmf_cli.pipeline import open_register
from pmf_cli.register.sheets.layout import by_name
from tests.cli.issuing import copied
from tests.running import pmf

ON = ("--period", "2024/25 Q3", "--as-of", "2025-02-03")
CHANGED: dict[tuple[str, str, str], object] = {
    ("KPIs", "WM-03", "polarity"): "Higher is better",
    ("KPIs", "FI-02", "financial"): "No",
    ("KPIs", "HO-06", "status"): "Paused",
    ("KPIs", "CO-02", "decimal_places"): 3,
    ("KPIs", "ED-08", "public"): "No",
    ("Targets", "AC-02", "target"): 70,
    ("Targets", "AC-03", "tolerance"): 40,
    ("Rating rules", "2024/25", "at_boundary"): "Red",
    ("Results", "WM-01", "restricted"): "Yes",
}
"""Sheet, row and field → what somebody types there."""


def typed(folder: Path, cells: dict[tuple[str, str, str], object]) -> list[str]:
    """Types into cells of the rows that served for the quarter; the cells."""
    register = open_register(folder).register
    books: dict[str, openpyxl.Workbook] = {}
    wheres = []
    for (sheet, ref, field), value in cells.items():
        rows = getattr(register, by_name()[sheet].holds)
        row = next(one for one in rows if _serves(sheet, one, ref))
        where = row.source.at(field)
        if where.workbook not in books:
            books[where.workbook] = openpyxl.load_workbook(folder / where.workbook)
        books[where.workbook][where.sheet][where.cell] = value
        wheres.append(str(where))
    for name, book in books.items():
        book.save(folder / name)
    return wheres


def _serves(sheet: str, row: Any, ref: str) -> bool:
    match sheet:
        case "Results":
            return bool(row.kpi_ref == ref and str(row.period) == "2024/25 Q3" and not row.split)
        case "Targets":
            begun = row.from_period is not None and row.from_period.start <= date(2024, 12, 31)
            goes_on = row.to_period is None or row.to_period.end >= date(2024, 12, 31)
            return bool(row.kpi_ref == ref and not row.split and begun and goes_on)
        case "Rating rules":
            return bool(row.rule_set == ref)
    return bool(row.ref == ref)


def named(folder: Path) -> tuple[set[str], set[str]]:
    """The cells that validate and diff name."""
    checked = pmf("validate", "--register", folder, *ON, "--select", "FRZ", "--format", "json")
    told = pmf("diff", "--register", folder, "--as-of", "2025-02-03", "--format", "json")
    findings, items = json.loads(checked.out)["findings"], json.loads(told.out)["items"]
    return {json.dumps(one) for one in findings}, {json.dumps(one) for one in items}


@pytest.mark.slow
def test_what_was_frozen_and_is_changed_by_hand_is_named_by_validate_and_diff(q3: Path):
    """Polarity, financial flag, status, decimals, target, tolerance, a rule, a restriction, pmf.toml."""
    wheres = typed(q3, CHANGED)
    settings = (q3 / "pmf.toml").read_text(encoding="utf-8")
    assert "# similar_within = 0" in settings
    (q3 / "pmf.toml").write_text(
        settings.replace("# similar_within = 0", "similar_within = 2"), encoding="utf-8"
    )
    validated, differs = named(q3)
    for (sheet, ref, field), where in zip(CHANGED, wheres, strict=True):
        cell = where.rpartition("!")[2]
        heading = next(c.heading.text for c in by_name()[sheet].columns if c.field == field)
        assert any(f'"{cell}"' in one and heading in one for one in validated), (field, validated)
        kpi = ref if sheet != "Rating rules" else ""
        assert any(
            kpi in one and (cell in one or "Target" in one or "Rule" in one) for one in differs
        )
    assert any("similar_within" in one for one in validated)
    assert any("similar_within" in one for one in differs)
    assert any("no scope change is recorded" in one for one in validated)


def test_other_decimals_are_a_changed_setting_and_no_changed_target(q3: Path):
    """83.0% printed as 83% is the same target, so nobody need have agreed it."""
    typed(q3, {("KPIs", "AC-03", "decimal_places"): 0})
    told = pmf("diff", "--register", q3, "--as-of", "2025-02-03", "--format", "json")
    items = json.loads(told.out)["items"]
    assert {one["what"] for one in items if one["ref"] == "AC-03"} == {"Setting"}


@pytest.mark.slow
def test_what_pmf_writes_itself_is_never_called_unrecorded(q3: Path):
    """A scope change of each kind that changes a cell: validate says by what it is recorded."""
    for ref, kind, to in (
        ("WM-03", "Polarity", "Higher is better"),
        ("AC-02", "Tolerance", "3 points"),
        ("AC-03", "Target", "80"),
    ):
        ran = pmf(
            "scope", "change", ref, "--register", q3, "--kind", kind, "--to", to, "--from",
            "2024/25 Q3", "--reason", "Agreed with members.", "--agreed-by", "Cabinet", "--as-of",
            "2025-02-04", "--write",
        )  # fmt: skip
        assert ran.code == 0, ran.all
    later = ("--period", "2024/25 Q3", "--as-of", "2025-02-05", "--select", "FRZ")
    ran = pmf("validate", "--register", q3, *later, "--format", "json")
    findings = json.loads(ran.out)["findings"]
    assert {one["code"] for one in findings} == {"FRZ002"}, findings
    assert ran.code == 0


def every_choice() -> Iterator[tuple[str, str, str]]:
    for sheet in ("KPIs", "Targets", "Rating rules", "Results"):
        for column in by_name()[sheet].columns:
            kind = column.types[0]
            if column.several:
                continue
            if isinstance(kind, type) and issubclass(kind, StrEnum):
                yield from ((sheet, column.field, str(one)) for one in kind)
            elif kind is bool:
                yield from ((sheet, column.field, one) for one in ("Yes", "No"))


@pytest.mark.slow
def test_a_choice_of_a_drop_down_set_after_an_issue_is_named(told_q3: Path, tmp_path: Path):
    """In the workbook itself, some of the choices: none that changes a colour or mark is silent.

    All of them are gone through in memory in ``tests/analysis/issued/test_frozen_settings.py``.
    """
    rows = {"KPIs": "WM-01", "Targets": "WM-01", "Rating rules": "2024/25", "Results": "WM-01"}
    before = _rated(told_q3)
    silent = []
    for number, (sheet, field, choice) in enumerate(list(every_choice())[::25]):
        folder = copied(told_q3, tmp_path / str(number))
        typed(folder, {(sheet, rows[sheet], field): choice})
        validated, differs = named(folder)
        if (not validated or not differs) and _rated(folder) != before:
            silent.append((sheet, field, choice, bool(validated), bool(differs)))
    assert silent == []


def _rated(folder: Path) -> list[tuple[object, ...]]:
    ran = pmf("rag", "--register", folder, *ON, "--format", "json", "-q")
    said = ("ref", "rating", "not_rated_because", "marks", "direction_text", "value_status")
    return [tuple(str(one.get(name)) for name in said) for one in json.loads(ran.out)["kpis"]]
