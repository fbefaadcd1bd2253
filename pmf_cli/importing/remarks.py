"""What is odd about the cells of a scorecard, said without changing anything."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from pmf_cli.findings import CellRef
from pmf_cli.workbook.cells import Book, Cell

_NUMBER = re.compile(r"[+\-−]?[\d,]*\.?\d+%?")


@dataclass(frozen=True, slots=True)
class Remark:
    """Something odd at a cell."""

    where: CellRef
    text: str


def remarks_on(books: Sequence[Book]) -> tuple[Remark, ...]:
    """Hidden rows and columns, numbers with blanks around them, invisible signs; in order."""
    found: list[Remark] = []
    for book in books:
        found += [Remark(CellRef(book.name), words) for words in book.remarks]
        for sheet in book.sheets:
            if sheet.facts.hidden:
                found.append(Remark(sheet.ref(), "the sheet is hidden; it is read all the same"))
            for row in sheet.rows():
                if row.hidden and row.cells:
                    where = sheet.ref(next(iter(row.cells.values())).address)
                    found.append(
                        Remark(where, f"row {row.number} is hidden; it is read all the same")
                    )
                for cell in row.cells.values():
                    if words := _odd(cell):
                        found.append(Remark(sheet.ref(cell.address), words))
    return tuple(found)


def _odd(cell: Cell) -> str:
    value = cell.value
    if not isinstance(value, str):
        return ""
    stripped = value.strip()
    if stripped != value and _NUMBER.fullmatch(stripped):
        return f"the number {stripped} is typed with a blank beside it; it is taken as {stripped}"
    if "\u200b" in value or "\ufeff" in value:
        return "the cell holds an invisible sign, which is left aside"
    return ""
