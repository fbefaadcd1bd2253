"""Is each column filled that must be? One check for every column whose model says what a blank means.

Code, rule, reason and cure stand on the column (``Blank(...)`` in its annotation); here stands of
which rows of a sheet they are asked, and what a message calls a row.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import Any

from pmf_cli.checks.base import CheckContext, RegisterCheck, unfilled
from pmf_cli.checks.benchmarks import benchmark_name
from pmf_cli.checks.ownership import in_use
from pmf_cli.checks.scope_changes import change_name
from pmf_cli.checks.targets import current, name_of_current
from pmf_cli.checks.words import series_name
from pmf_cli.findings import Problem
from pmf_cli.register.sheets.layout import SHEETS, SheetColumn, SheetLayout
from pmf_cli.register.sheets.rows import Blank

IN_FORCE: Mapping[str, Callable[[CheckContext], Iterable[Any]]] = {
    "KPIs": lambda context: context.kept,
    "Targets": current,
    "Contacts": in_use,
}
"""Sheet → its rows that count; every row where the sheet is not named."""

CURRENT_NAMES: Mapping[str, Callable[[Any], str]] = {"Targets": name_of_current}
NAMES: Mapping[str, Callable[[Any], str]] = {
    "KPIs": lambda kpi: kpi.ref,
    "Targets": lambda target: f"A target of {series_name(target)}",
    "Contacts": lambda contact: f"The contact {contact.ref}",
    "Benchmarks": lambda row: f"The {benchmark_name(row)}",
    "Commentary": lambda row: f"The comment on {row.kpi_ref} for {row.period}",
    "Scope changes": change_name,
}
"""Sheet → how a message names one of its rows; ``CURRENT_NAMES`` one of those in force."""


def required_checks(layouts: Sequence[SheetLayout]) -> tuple[RegisterCheck, ...]:
    """The checks that follow from the columns of sheets, in the order of sheets and columns."""
    return tuple(
        _check(layout, column, column.blank)
        for layout in layouts
        for column in layout.columns
        if column.blank is not None
    )


def _check(layout: SheetLayout, column: SheetColumn, blank: Blank) -> RegisterCheck:
    name = NAMES.get(layout.name, lambda row: f"Row {row.source.row} of {layout.name}")
    rows: Callable[[CheckContext], Iterable[Any]] | None = None
    if not blank.every_row:
        name = CURRENT_NAMES.get(layout.name, name)
        rows = IN_FORCE.get(layout.name)

    def run(context: CheckContext) -> Iterator[Problem]:
        found = getattr(context.register, layout.holds) if rows is None else rows(context)
        asked = (row for row in found if blank.asked_of(row))
        yield from unfilled(asked, column.field, lambda row: f"{name(row)} {blank.says}")

    return RegisterCheck(blank.code, blank.severity, blank.title, blank.reason, blank.cure, run)


REQUIRED = required_checks(SHEETS)
"""A check for each column that says what a blank means."""
