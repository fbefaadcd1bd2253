"""Where new rows go in a sheet: right below the data, and what stands in their way."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping, Sequence

from pmf_cli.frozen import frozen
from pmf_cli.workbook.structure import SheetPart
from pmf_cli.workbook.write.growth import Growth, shifted
from pmf_cli.workbook.write.patch_cell import Formula, NewValue
from pmf_cli.workbook.write.patch_growth import Parts, TableBox, table_box
from pmf_cli.workbook.write.patch_sheet import SheetText

# Where a picture or chart begins; its row counts from 0.
_ANCHOR = re.compile(r"<(?:\w+:)?from>.*?<(?:\w+:)?row>([0-9]{1,7})<", re.DOTALL)


@frozen
class EndOfData:
    """The new rows, the part of the table that they join (empty for none), and the last row with anything."""

    growth: Growth
    table: str
    last_filled: int


def end_of_data(
    parts: Parts,
    sheet: SheetPart,
    text: SheetText,
    rows: Sequence[Mapping[int, NewValue]],
    held: Collection[int],
    headings: int = 0,
) -> EndOfData:
    """Where rows go: into prepared empty rows of the table first, then right below it.

    Rows of data that an earlier run or a person put right beneath a table join it too. Without a
    table the rows that hold data (``held``, where they are known) say where it ends.
    """
    used = [column for row in rows for column in row]
    columns = min(used), max(used)
    table = _own_table(parts, sheet, columns, held)
    if table is not None:
        columns = min(columns[0], table.box[1]), max(columns[1], table.box[3])
        first, end = table.first, _end_of(table, held)
        inside = [row for row in held if first <= row <= end]
        last = max([first - 1, text.last_value(first, end, columns), *inside])
    else:
        last = max(held, default=headings) or text.last_filled
        first, end = min(held, default=last), last
        there = [*text.filled_columns(last), *text.filled_columns(first)]
        columns = min([columns[0], *there]), max([columns[1], *there])
    new_last = last + len(rows)
    growth = Growth(
        sheet.name, first, max(last, first), max(end, last), new_last, columns,
        _moves(parts, sheet, text, (max(end, last), new_last), columns),
    )  # fmt: skip
    return EndOfData(growth, "" if table is None else table.part, text.last_filled)


def _own_table(
    parts: Parts, sheet: SheetPart, columns: tuple[int, int], held: Collection[int]
) -> TableBox | None:
    """The table that rows of some columns belong to; ``None`` where there is none."""
    place = f"{parts.package.name}, {sheet.name}"
    found = [
        table_box(part, parts.text(part) or "", place) for part in parts.linked(sheet.part, "table")
    ]

    def worth(table: TableBox) -> tuple[int, int, int]:
        inside = sum(table.first <= row <= table.last for row in held)
        return inside, min(columns[1], table.box[3]) - max(columns[0], table.box[1]), -table.first

    over = [one for one in found if one.box[1] <= columns[1] and one.box[3] >= columns[0]]
    if held:
        over = [one for one in over if worth(one)[0]]
    return max(over, key=worth, default=None)


def _end_of(table: TableBox, held: Collection[int]) -> int:
    """The last row of a table's data, with rows of data that stand right beneath it."""
    below = sorted(row for row in held if row > table.last)
    if table.last == table.box[2] and below == [
        *range(table.last + 1, table.last + len(below) + 1)
    ]:
        return table.last + len(below)
    return table.last


def _moves(
    parts: Parts,
    sheet: SheetPart,
    text: SheetText,
    rows: tuple[int, int],
    columns: tuple[int, int],
) -> int:
    """How far what stands beneath must move down so that ``rows``, the end and the new last, find room."""
    end, new_last = rows
    if new_last <= end:
        return 0
    below = [text.first_filled_below(end, columns)]
    for part in parts.linked(sheet.part, "drawing"):
        below += [int(row) + 1 for row in _ANCHOR.findall(parts.text(part) or "")]
    # One row is left empty between the data and what stands beneath, so that they stay apart.
    is_tight = any(end < row <= new_last + 1 for row in below)
    return new_last - end if is_tight else 0


def filled_down(
    formulas: Mapping[tuple[str, int, int], str], growth: Growth
) -> dict[int, dict[int, NewValue]]:
    """The formulas of calculated columns for the new rows: new row → column → formula.

    A column is calculated where the last two rows of data have the same formula, filled down.
    """
    found: dict[int, dict[int, NewValue]] = {}
    sheet, last = growth.sheet, growth.last
    for column in range(growth.columns[0], growth.columns[1] + 1):
        pattern = formulas.get((sheet, last, column))
        above = formulas.get((sheet, last - 1, column))
        if pattern is None or above is None or last - 1 < growth.first:
            continue
        if shifted(above, 1, 0) != pattern:
            continue
        for row in range(last + 1, growth.new_last + 1):
            if (sheet, row, column) not in formulas:
                found.setdefault(row, {})[column] = Formula(shifted(pattern, row - last, 0))
    return found
