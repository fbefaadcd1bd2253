"""Rows for a sheet of a register that is in use, put below its last row."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from pmf_cli.errors import UsageError
from pmf_cli.pipeline.read.opening import OpenedRegister
from pmf_cli.register.reading.tabs import Tab, find_headings
from pmf_cli.register.reading.wide import is_wide
from pmf_cli.register.sheets.layout import SheetColumn, SheetLayout, by_name
from pmf_cli.register.sheets.record import Result
from pmf_cli.register.sheets.row_cells import RegisterValue, cells_of_row
from pmf_cli.settings import Settings
from pmf_cli.tabular.headings import Headings
from pmf_cli.words import counted
from pmf_cli.workbook.cells import column_number

NEEDED = frozenset(
    {"kpi_ref", "ref", "period", "value", "text", "kind", "target", "target_type", "from_period"}
)
"""Columns without which an added row would say something else."""


@dataclass(frozen=True)
class Appended:
    """A workbook with rows added.

    Attributes:
        workbook: its file name.
        data: its new bytes.
        remarks: what was done, one line each.
    """

    workbook: str
    data: bytes
    remarks: tuple[str, ...]


def place_of(opened: OpenedRegister, sheet: str) -> tuple[str, str]:
    """The workbook and tab that hold a sheet of the register.

    Raises:
        UsageError: the register has no such sheet.
    """
    found = opened.register.present.get(sheet)
    if found is None:
        raise UsageError(
            f"The register has no sheet {sheet}, and there are rows for it.",
            f"Add a sheet {sheet} with its headings to {by_name()[sheet].workbook}"
            " (pmf init makes one to copy from), then run again.",
        )
    return found


def appended(
    opened: OpenedRegister, sheet: str, rows: Sequence[Any], workbook: str, data: bytes
) -> Appended:
    """A workbook's bytes with rows of the register added to a sheet.

    Args:
        sheet: the sheet's name as ``pmf`` writes it.
        rows: rows of its model.
        workbook: the workbook that holds the sheet.
        data: its bytes as they are by now.

    Raises:
        UsageError: a needed column is missing, or results stand by column.
        PmfError: the workbook cannot be changed.
    """
    from pmf_cli.workbook.write.patch import append_rows

    layout = by_name()[sheet]
    tab_name = place_of(opened, sheet)[1]
    numbers = _known_columns(opened, layout, (workbook, tab_name))
    begins = 0
    if numbers is None:
        headings = _headings(data, workbook, tab_name, layout, opened.settings)
        numbers = {column.field: number for number, column in headings.columns.items()}
        begins = headings.last
    filled, missing = _by_column(rows, layout, numbers)
    remarks = [
        f"{workbook}, {tab_name} has no column {heading}: {count} entries were not written."
        for heading, count in missing.items()
    ]
    new = append_rows(
        data,
        tab_name,
        filled,
        like=[_last_of_its_kind(opened, row, (workbook, tab_name)) for row in rows],
        held=_held(opened, layout, (workbook, tab_name)),
        headings=begins,
        name=workbook,
        limits=opened.settings.limits,
    )
    return Appended(
        workbook,
        new.data,
        (
            *remarks,
            f"{workbook}, {tab_name}: {counted(len(filled), 'row')} added.",
            *new.remarks,
        ),
    )


def _known_columns(
    opened: OpenedRegister, layout: SheetLayout, tab: tuple[str, str]
) -> dict[str, int] | None:
    """Field → column of a tab, where rows were read from it; ``None`` where it must be looked at.

    The workbook is the one that was read: that is settled before anything is written into it.
    """
    rows = getattr(opened.register, layout.holds)
    if not rows:
        return None
    place = rows[-1].source.place
    if (place.workbook, place.sheet) != tab or (
        layout.name == "Results" and "period" not in place.columns
    ):
        return None
    return {field: column_number(letters) for field, letters in place.columns.items()}


def _held(opened: OpenedRegister, layout: SheetLayout, tab: tuple[str, str]) -> set[int]:
    """The numbers of the rows of a tab that were read as rows of the sheet."""
    return {
        row.source.row
        for row in getattr(opened.register, layout.holds)
        if (row.source.place.workbook, row.source.place.sheet) == tab and row.source.row
    }


def _headings(
    data: bytes, workbook: str, tab_name: str, layout: SheetLayout, settings: Settings
) -> Headings[SheetColumn]:
    from pmf_cli.workbook.read import book_of

    book = book_of(workbook, data, settings.limits)
    sheet = next(sheet for sheet in book.sheets if sheet.name == tab_name)
    headings = find_headings(sheet, layout, settings)
    if headings is None or not headings.score[0]:
        raise UsageError(
            f"{workbook}, {tab_name} has no heading that names the KPI.",
            "Put the heading KPI reference back, then run again.",
        )
    if is_wide(Tab(layout, sheet), headings, settings.financial_year_start):
        raise UsageError(
            f"{workbook}, {tab_name} has a column for each period; rows cannot be added to it.",
            "Make a sheet Results with the columns KPI reference, Period and Value (pmf init makes"
            " one to copy from) and put it before this one.",
        )
    return headings


def _last_of_its_kind(opened: OpenedRegister, row: Any, tab: tuple[str, str]) -> int | None:  # noqa: ANN401 - rows of any sheet
    """The row of a KPI's newest result, so that a new one shows as many decimals."""
    if not isinstance(row, Result):
        return None
    numbers = [
        result.source.row
        for result in opened.register.series.get((row.kpi_ref, row.split), {}).values()
        if result.value is not None
        and (result.source.place.workbook, result.source.place.sheet) == tab
    ]
    return max(numbers, default=None)


def _by_column(
    rows: Sequence[Any], layout: SheetLayout, numbers: Mapping[str, int]
) -> tuple[list[dict[int, RegisterValue]], dict[str, int]]:
    """Rows as column number → value, and the filled fields for which the tab has no column."""
    missing: dict[str, int] = {}
    filled = []
    for row in rows:
        cells: dict[int, RegisterValue] = {}
        for column in layout.columns:
            value = cells_of_row(row)[column.field]
            if value is None:
                continue
            if column.field in numbers:
                cells[numbers[column.field]] = _plain(value)
            else:
                missing[column.heading.text] = missing.get(column.heading.text, 0) + 1
        filled.append(cells)
    needed = {c.heading.text for c in layout.columns if c.field in NEEDED}
    if lost := needed & set(missing):
        raise UsageError(
            f"The sheet {layout.name} lacks the column {', '.join(sorted(lost))}.",
            "Put the heading back, then run again. Nothing was changed.",
        )
    return filled, missing


def _plain(value: RegisterValue) -> RegisterValue:
    """Whole numbers without a trailing .0; everything else as it is."""
    if isinstance(value, Decimal) and value == value.to_integral_value():
        return Decimal(int(value))
    return value
