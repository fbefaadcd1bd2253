"""The rows of a finished paper's scorecard, held against those that the register gives.

A row is read by its headings, so that a figure beside its unit, one of an earlier period and one in a sentence
are not taken for each other.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from pmf_cli.register.figures import plain
from pmf_cli.render.finished_tables import FinishedTable, finished_tables
from pmf_cli.views.base import Entry, Report, Section, Table


@dataclass(frozen=True, slots=True)
class Scorecard:
    """A table with a row a KPI, as the report has it: its headings, where what stands, and its rows by KPI."""

    headings: tuple[str, ...]
    ref: int
    result: int
    rating: int
    rows: Mapping[str, tuple[Entry, ...]]


def scorecards_of(report: Report, kind: str) -> tuple[Scorecard, ...]:
    """The tables of a paper that have a row a KPI: its scorecard, or the appendices that share it out.

    Args:
        kind: ``docx``, or ``xlsx`` for its workbook.
    """
    return tuple(_scorecards(report.workbook if kind == "xlsx" else report.sections))


def _scorecards(sections: Sequence[Section]) -> Iterator[Scorecard]:
    for section in sections:
        for block in section.plain_blocks:
            if not isinstance(block, Table) or not block.name.startswith(("scorecard", "appendix")):
                continue
            keys = [column.key for column in block.columns]
            if {"ref", "result", "rating"} <= set(keys):
                ref, result, rating = (keys.index(key) for key in ("ref", "result", "rating"))
                rows = {row[ref].text: row for row in block.rows}
                headings = tuple(column.title for column in block.columns)
                yield Scorecard(headings, ref, result, rating, rows)


def scorecard_tables(
    data: bytes, kind: str, scorecards: Sequence[Scorecard]
) -> tuple[FinishedTable, ...]:
    """The same tables as a finished file has them."""
    return finished_tables(data, kind, {one.headings for one in scorecards})


def other_rows(tables: Sequence[FinishedTable], scorecards: Sequence[Scorecard]) -> tuple[str, ...]:
    """The KPIs whose row gives another figure or rating than the register does."""
    found = dict.fromkeys(
        ref
        for table in tables
        for card in scorecards
        if card.headings == table.headings
        for cells in table.rows
        if (row := card.rows.get(ref := cells[card.ref])) is not None
        and not all(_shows(cells[at], row[at]) for at in (card.result, card.rating))
    )
    return tuple(found)


def rows_of(tables: Sequence[FinishedTable], scorecards: Sequence[Scorecard]) -> tuple[str, ...]:
    """The reference of each row."""
    places = {one.headings: one.ref for one in scorecards}
    return tuple(row[places[one.headings]] for one in tables for row in one.rows)


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
