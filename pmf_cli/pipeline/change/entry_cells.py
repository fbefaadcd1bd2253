"""Figures that have a cell of their own on an entry sheet are written there; others become rows of their sheets."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import fields
from typing import TypeVar

from pmf_cli.pipeline.change.changing import CellChange
from pmf_cli.register.periods.period import Period
from pmf_cli.register.register import Register
from pmf_cli.register.sheets.entry import EntryPart, entry_heading
from pmf_cli.register.sheets.record import Result
from pmf_cli.register.sheets.row_cells import cells_by_period
from pmf_cli.register.sheets.targets import Target

RowT = TypeVar("RowT", Result, Target)
_RESULT = frozenset({"kpi_ref", "period", "value", "no_data_reason", "source"})
"""What an entry sheet holds of a result: its row, its column, its cell with the figure or why there is none."""
_OF_RETURN = frozenset({"received_on", "received_from", "entry_source", "return_ref"})
"""How a result came in: the ledger keeps it, a cell cannot."""
_TARGET = frozenset({"kpi_ref", "from_period", "target_type", "target", "source"})
"""What it holds of a target, with a type that is the whole row's."""


def entered_results(
    register: Register, results: Iterable[Result]
) -> tuple[list[CellChange], tuple[Result, ...]]:
    """The cells of an entry sheet that take some of the new results, and the results that need rows.

    A result that says more than its figure, or why there is none (a numerator, a status, a split), needs a
    row, and so does one for which the sheet has no column, or has a figure already.
    """
    cells: list[CellChange] = []
    rows: list[Result] = []
    for one in results:
        is_new = one.period not in register.results_of(one.kpi_ref)
        said = cells_by_period(one)["value"]
        is_fit = is_new and said is not None and _says_only(one, _RESULT | _OF_RETURN)
        where = (one.period, EntryPart.ACTUAL, "value") if is_fit else None
        _put(register, one, where, cells, rows)
    return cells, tuple(rows)


def entered_targets(
    register: Register, targets: Iterable[Target]
) -> tuple[list[CellChange], tuple[Target, ...]]:
    """The same of targets: a figure of the type that the KPI's row has, from a quarter on, has its cell there."""
    cells: list[CellChange] = []
    rows: list[Target] = []
    for one in targets:
        is_fit = one.target is not None and _says_only(one, _TARGET) and _joins(register, one)
        where = (one.from_period, EntryPart.TARGET, "target") if is_fit else None
        _put(register, one, where, cells, rows)
    return cells, tuple(rows)


def _joins(register: Register, one: Target) -> bool:
    """Whether all targets of its KPI stand on the KPI's own row, of the same type, none at the same quarter."""
    kpi = register.kpi(one.kpi_ref)
    beside = register.targets_by_kpi.get(one.kpi_ref, ())
    return (
        kpi is not None
        and bool(beside)
        and all(
            row.target_type is one.target_type
            and row.source.place.sheet == kpi.source.place.sheet
            and (row.from_period != one.from_period or row.target is None)
            for row in beside
        )
    )


def _says_only(one: Result | Target, held: frozenset[str]) -> bool:
    more = (getattr(one, field.name) for field in fields(one) if field.name not in held)
    return all(value in (None, "", ()) for value in more)


def _put(
    register: Register,
    one: RowT,
    where: tuple[Period | None, EntryPart, str] | None,
    cells: list[CellChange],
    rows: list[RowT],
) -> None:
    """Adds a row to the cells, where it has one on the entry sheet, else to the rows."""
    kpi = register.kpi(one.kpi_ref)
    if where is not None and where[0] is not None and kpi is not None:
        name = entry_heading(where[0], where[1])
        if name in kpi.source.place.columns:
            value = cells_by_period(one)[where[2]]
            cells.append(CellChange(kpi.source.at(name), value, "", where[2], one))
            return
    rows.append(one)
