"""A cover tab: the one place where some scorecards say which period they report."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from pmf_cli.findings import CellRef
from pmf_cli.importing.figures import printed_text
from pmf_cli.importing.period_words import taken_apart, year_in
from pmf_cli.register.periods.period import FINANCIAL_START, PeriodKind
from pmf_cli.workbook.cells import Cell, Sheet

MOST_CELLS = 40
"""Filled cells that a cover has at most; more are a tab of notes, whose periods may be of anything."""
LONGEST = 80
"""Characters of a title; a longer text is a sentence."""


def cover_titles(sheet: Sheet, cells: Sequence[Cell]) -> Iterator[tuple[Cell, CellRef]]:
    """The titles of a tab without a table of KPIs that name a period or a year."""
    if len(cells) > MOST_CELLS:
        return
    for cell in cells:
        if isinstance(cell.value, str) and len(cell.value) <= LONGEST and _names_time(cell):
            yield cell, sheet.ref(cell.address)


def _names_time(cell: Cell) -> bool:
    """Whether a text names a year, or part of one; a day is when something was printed or met."""
    words = " ".join(printed_text(cell).split())
    apart = taken_apart(words, None, FINANCIAL_START)
    period = None if apart is None else apart.reading.period
    if apart is None or period is None:
        return year_in(words) is not None
    if taken_apart(apart.rest, None, FINANCIAL_START) is not None:
        return False
    return period.kind not in (PeriodKind.SNAPSHOT, PeriodKind.CALENDAR_YEAR)
