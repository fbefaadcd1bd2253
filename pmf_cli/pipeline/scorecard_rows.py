"""The rows of a finished paper's scorecard, held against those that the register gives.

A row is read by its headings, so that a figure beside its unit, one of an earlier period and one in a sentence
are not taken for each other.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping, Sequence
from datetime import date
from decimal import Decimal
from itertools import chain

from pmf_cli.findings import CellRef
from pmf_cli.frozen import frozen
from pmf_cli.register.figures import plain
from pmf_cli.register.sheets.kpis import Kpi
from pmf_cli.render.excel.planning import sheet_sections
from pmf_cli.render.finished_tables import FinishedTable, finished_tables
from pmf_cli.views.base import Entry, Report, Section, Table


@frozen
class PrintedScorecard:
    """A table with a row a KPI, as the report has it.

    Attributes:
        ref: the column that says which KPI it is, alone in a cell or among other words.
        refs: the KPIs of the body.
        names: what that column says of KPIs that it gives by their names alone.
        rows: the rows by KPI.
        is_whole: whether each KPI of the body stands in it or in another one like it.
    """

    headings: tuple[str, ...]
    ref: int
    result: int
    rating: int
    refs: frozenset[str]
    names: Mapping[str, str]
    rows: Mapping[str, tuple[Entry, ...]]
    is_whole: bool

    def ref_in(self, cells: Sequence[str]) -> str:
        """The reference of a row's KPI; the words of the cell where none of the body's stands in it."""
        words = cells[self.ref]
        return self.names.get(words) or _ref_in(words, self.refs)


def _ref_in(words: str, refs: Collection[str]) -> str:
    return next((word for word in words.split() if word in refs), words)


ONE_EACH = ("scorecard", "appendix", "tracker", "indicators", "year")
"""How the names of tables begin in which each KPI of a body stands once."""
SOME = ("off_target", "highlights")
"""How those begin in which some of them stand."""


def scorecards_of(report: Report, kind: str, kpis: Collection[Kpi]) -> tuple[PrintedScorecard, ...]:
    """The tables of a paper that have a row a KPI: its scorecard, or the appendices that share it out.

    Args:
        kind: ``docx``, or ``xlsx`` for its workbooks: the one to work with, and that for the public.
        kpis: the KPIs of the body.
    """
    sections = _sheets_of(report) if kind == "xlsx" else report.sections
    blocks = chain.from_iterable(section.plain_blocks for section in sections)
    refs = frozenset(kpi.ref for kpi in kpis)
    named_at = {kpi.source.at("name"): kpi.ref for kpi in kpis}
    made = (
        _scorecard(one, refs, named_at)
        for one in blocks
        if isinstance(one, Table) and one.name.startswith((*ONE_EACH, *SOME))
    )
    return tuple(one for one in made if one is not None)


def _sheets_of(report: Report) -> tuple[Section, ...]:
    """The sections of its workbook, and with fewer columns those of the workbook that is published."""
    own = sheet_sections(report, published=False)
    return (*own, *(sheet_sections(report, published=True) if report.is_public else ()))


def _scorecard(
    table: Table, refs: frozenset[str], named_at: Mapping[CellRef, str]
) -> PrintedScorecard | None:
    """A table by its columns: by their keys, else by their headings; ``None`` where it gives no ratings.

    Args:
        named_at: the cells in which the KPIs' names stand, by which a row without a reference is known.
    """
    keys = [column.key or column.title.casefold() for column in table.columns]
    if not {"result", "rating"} <= set(keys):
        return None
    ref = keys.index("ref") if "ref" in keys else 0
    rows: dict[str, tuple[Entry, ...]] = {}
    names: dict[str, str] = {}
    for row in table.rows:
        entry = row[ref]
        found = _ref_in(entry.whole, refs)
        if found not in refs and entry.ref is not None and entry.ref in named_at:
            found = names[" ".join(entry.whole.split())] = named_at[entry.ref]
        rows[found] = row
    return PrintedScorecard(
        tuple(column.title for column in table.columns),
        ref,
        keys.index("result"),
        keys.index("rating"),
        refs,
        names,
        rows,
        table.name.startswith(ONE_EACH),
    )


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
