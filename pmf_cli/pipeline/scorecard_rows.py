"""The rows of a finished paper's scorecard, held against those that the register gives.

A row is read by its headings, so that a figure beside its unit, one of an earlier period and one in a sentence
are not taken for each other.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from pmf_cli.register.figures import plain
from pmf_cli.render.finished_tables import FinishedTable, finished_tables
from pmf_cli.views.base import Entry, Report, Table


@dataclass(frozen=True, slots=True)
class PrintedScorecard:
    """A table with a row a KPI, as the report has it.

    Attributes:
        ref: the column that says which KPI it is, alone in a cell or among other words.
        refs: the KPIs of the body.
        rows: the rows by KPI.
    """

    headings: tuple[str, ...]
    ref: int
    result: int
    rating: int
    refs: frozenset[str]
    rows: Mapping[str, tuple[Entry, ...]]

    def ref_in(self, cells: Sequence[str]) -> str:
        """The reference of a row's KPI; the words of the cell where none of the body's stands in it."""
        return _ref_in(cells[self.ref], self.refs)


def _ref_in(words: str, refs: Collection[str]) -> str:
    return next((word for word in words.split() if word in refs), words)


ONE_EACH = ("scorecard", "appendix", "tracker", "indicators")
"""How the names of tables begin in which each KPI of a body stands once."""


def scorecards_of(report: Report, kind: str, refs: Collection[str]) -> tuple[PrintedScorecard, ...]:
    """The tables of a paper that have a row a KPI: its scorecard, or the appendices that share it out.

    Args:
        kind: ``docx``, or ``xlsx`` for its workbook.
        refs: the KPIs of the body.
    """
    sections = report.workbook if kind == "xlsx" else report.sections
    blocks = (block for section in sections for block in section.plain_blocks)
    tables = (one for one in blocks if isinstance(one, Table) and one.name.startswith(ONE_EACH))
    made = (_scorecard(table, frozenset(refs)) for table in tables)
    return tuple(one for one in made if one is not None)


def _scorecard(table: Table, refs: frozenset[str]) -> PrintedScorecard | None:
    """A table by its columns: by their keys, else by their headings; ``None`` where it gives no ratings."""
    names = [column.key or column.title.casefold() for column in table.columns]
    if not {"result", "rating"} <= set(names):
        return None
    ref = names.index("ref") if "ref" in names else 0
    rows = {_ref_in(row[ref].whole, refs): row for row in table.rows}
    headings = tuple(column.title for column in table.columns)
    return PrintedScorecard(headings, ref, names.index("result"), names.index("rating"), refs, rows)


def scorecard_tables(
    data: bytes, kind: str, scorecards: Sequence[PrintedScorecard]
) -> tuple[FinishedTable, ...]:
    """The same tables as a finished file has them."""
    return finished_tables(data, kind, {one.headings for one in scorecards})


def other_rows(
    tables: Sequence[FinishedTable], scorecards: Sequence[PrintedScorecard]
) -> tuple[str, ...]:
    """The KPIs whose row gives another figure or rating than the register does."""
    found = dict.fromkeys(
        ref
        for table in tables
        for card in scorecards
        if card.headings == table.headings
        for cells in table.rows
        if (row := card.rows.get(ref := card.ref_in(cells))) is not None
        and not all(_shows(cells[at], row[at]) for at in (card.result, card.rating))
    )
    return tuple(found)


def printed_rows(
    tables: Sequence[FinishedTable], scorecards: Sequence[PrintedScorecard]
) -> tuple[str, ...]:
    """The reference of each row."""
    cards = {one.headings: one for one in scorecards}
    return tuple(cards[one.headings].ref_in(row) for one in tables for row in one.rows)


def _shows(cell: str, entry: Entry) -> bool:
    """Whether a cell has the words of an entry, or its figure as a workbook stores it."""
    if isinstance(entry.value, date) and cell[:10] == entry.value.isoformat():
        return True
    if isinstance(entry.value, Decimal) and _is_number(cell, entry.value):
        return True
    words = re.escape(" ".join(entry.text.split()))
    return re.search(rf"(?:^|\s){words}(?:$|\s)", cell) is not None


def _is_number(cell: str, value: Decimal) -> bool:
    try:
        return plain(Decimal(cell)) == plain(value)
    except ArithmeticError:
        return False
