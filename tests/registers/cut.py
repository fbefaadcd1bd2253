"""The example with few of its KPIs: opened and written in a fraction of the time, where a test needs no more."""

from __future__ import annotations

import shutil
import tempfile
from functools import cache
from pathlib import Path
from typing import Any

from pmf_cli.errors import UsageError
from pmf_cli.pipeline import open_register
from pmf_cli.register.kpi_filters import body_test
from pmf_cli.register.periods.text import parse_period
from pmf_cli.register.register import Register
from tests.registers.build import SETTINGS, TARGET, Rows, files_of, rows_from_text

FEW = (
    "AC-01", "AC-05", "AC-06", "CS-03", "CO-01", "CO-02", "CU-01", "ED-08", "FI-01", "HO-01", "HO-06", "HO-09",
    "IT-01", "PH-07", "PL-03", "PL-05", "WM-01", "WM-02", "WM-03", "WM-04",
)  # fmt: skip
"""A few of each directorate; financial ones, highlights and such with small numbers among them."""


def cut_example(folder: Path, *further: str) -> Path:
    """The folder, made, with a copy of the example that has few KPIs, and what belongs to them.

    Bodies that would have no KPI are left out as well; what is not of a KPI stays.

    Args:
        folder: where it shall be; not there yet.
        further: references of KPIs that it shall have as well.
    """
    shutil.copytree(_cut(frozenset((*FEW, *further))), folder)
    return folder


@cache
def _cut(refs: frozenset[str]) -> Path:
    """A folder with the cut example; it stays as long as the program runs."""
    folder = Path(tempfile.mkdtemp(dir=_kept().name))
    for name, data in files_of(_rows_of(refs)).items():
        (folder / name).write_bytes(data)
    return folder


@cache
def _kept() -> tempfile.TemporaryDirectory[str]:
    return tempfile.TemporaryDirectory()


def _rows_of(refs: frozenset[str]) -> Rows:
    """The rows of the example's text that are of these KPIs, or of none."""
    rows = rows_from_text()
    known, actions = _refs(rows, "KPIs"), _refs(rows, "Actions")
    assert known.issuperset(refs), refs
    rows["KPIs"] = [row for row in rows["KPIs"] if row["ref"] in refs]
    rows = _without(rows, known.difference(refs))
    rows = _without(rows, actions - _refs(rows, "Actions"))
    rows["Boards"] = [row for row in rows["Boards"] if _lets_some(refs, row.get("filter", ""))]
    return rows


def _refs(rows: Rows, sheet: str) -> set[str]:
    return {row["ref"] for row in rows[sheet]}


def _without(rows: Rows, gone: set[str]) -> Rows:
    """The rows without those that name one of these; a KPI's own row and a list in a cell only lose the name."""
    return {
        sheet: [
            {
                field: left
                for field, value in row.items()
                if (left := _left(value, gone)) not in (None, ())
            }
            for row in found
            if sheet == "KPIs" or gone.isdisjoint(row.values())
        ]
        for sheet, found in rows.items()
    }


def _left(value: Any, gone: set[str]) -> Any:
    """What is left of a cell; ``None`` where it held such a name alone."""
    if isinstance(value, tuple):
        return tuple(one for one in value if one not in gone)
    return None if value in gone else value


def _lets_some(refs: frozenset[str], text: str) -> bool:
    """Whether a body's filter lets one of these KPIs through."""
    register = _whole()
    try:
        wanted = body_test(register, text, parse_period(SETTINGS["period"]))
    except UsageError:
        return False
    return any(wanted(kpi) for kpi in register.kpis if kpi.ref in refs)


@cache
def _whole() -> Register:
    return open_register(TARGET).register
