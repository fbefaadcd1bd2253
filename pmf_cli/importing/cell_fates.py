"""The account of a scorecard: what became of each filled cell."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from enum import StrEnum

from pmf_cli.findings import CellRef
from pmf_cli.frozen import frozen
from pmf_cli.importing.figures import printed_text
from pmf_cli.importing.why_left import NOT_KNOWN, WhyLeft
from pmf_cli.workbook.cells import Book, Cell, Sheet


class Fate(StrEnum):
    """What became of a cell."""

    TAKEN = "taken in"
    HEADING = "heading or title"
    LEFT = "not taken in"


@frozen
class CellAccount:
    """One filled cell of the scorecard.

    Attributes:
        fate: what became of it.
        words: where it went, or why it was not taken in.
        why: the cause for which it was left out; ``None`` where it was not.
    """

    where: CellRef
    text: str
    fate: Fate
    words: str
    why: WhyLeft | None = None


WITHOUT_A_HOME = "figures without a heading or a KPI"
"""What all such cells are asked about together; each is named in the account."""


class Accounts:
    """Every filled cell of the books, each with what became of it.

    Cells that hold only blanks count as empty.
    """

    def __init__(self, books: Iterable[Book]) -> None:
        self._cells: dict[CellRef, CellAccount] = {}
        for book in books:
            for sheet in book.sheets:
                for row in sheet.rows():
                    for cell in row.cells.values():
                        text = printed_text(cell)
                        if text.strip() or cell.formula:
                            where = sheet.ref(cell.address)
                            words = NOT_KNOWN.words
                            self._cells[where] = CellAccount(
                                where, text, Fate.LEFT, words, NOT_KNOWN
                            )

    def taken(self, sheet: Sheet, cell: Cell, words: str) -> None:
        """Notes that a cell was taken in, and where it went."""
        self._set(sheet.ref(cell.address), Fate.TAKEN, words)

    def heading(self, sheet: Sheet, cell: Cell) -> None:
        """Notes that a cell is a heading or a title."""
        self._set(sheet.ref(cell.address), Fate.HEADING, "heading or title")

    def told_layout(self, where: CellRef) -> None:
        """Notes that a cell only told how the sheet is laid out."""
        self._set(where, Fate.HEADING, "it tells the layout")

    def left(self, sheet: Sheet, cell: Cell, why: WhyLeft) -> None:
        """Notes why a cell is not taken in; a cell taken in elsewhere stays taken."""
        where = sheet.ref(cell.address)
        known = self._cells.get(where)
        if known is not None and known.fate is Fate.LEFT:
            self._cells[where] = replace(known, words=why.words, why=why)

    def _set(self, where: CellRef, fate: Fate, words: str) -> None:
        known = self._cells.get(where)
        if known is not None:
            self._cells[where] = CellAccount(where, known.text, fate, words)

    def all(self) -> tuple[CellAccount, ...]:
        """Every filled cell, in the order of books, sheets and rows."""
        return tuple(self._cells.values())
