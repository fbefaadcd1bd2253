"""A long table in which figure and target of a KPI and period stand in rows of their own, named in a column."""

from __future__ import annotations

from collections.abc import Sequence

from pmf_cli.frozen import frozen
from pmf_cli.importing.fields import ScorecardField, meanings, plain_heading
from pmf_cli.importing.layouts.marks import cell_words, measure_in
from pmf_cli.importing.layouts.relaid import NewCell, RelaidSheet, relaid
from pmf_cli.importing.tables import SourceTable
from pmf_cli.workbook.cells import Cell, Row, Sheet

SHARE = 0.8
"""Share of the filled cells of a column that must name measures."""


@frozen
class LongMeasures:
    """A table with a column that names measures and one that holds their figures."""

    table: SourceTable
    named: int
    value: int

    def relaid(self, sheet: Sheet) -> RelaidSheet:
        """The sheet with a row for each KPI and period, and a column for each measure."""
        kept = [one for one in self.table.headings if one.column not in (self.named, self.value)]
        groups: dict[tuple[str, ...], dict[str, Row]] = {}
        labels: dict[str, Cell] = {}
        for row in self.table.body:
            label = row.cells.get(self.named)
            if label is not None:
                labels.setdefault(cell_words(label), label)
            key = tuple(
                cell_words(row.cells[one.column]) if one.column in row.cells else "" for one in kept
            )
            group = groups.setdefault(key, {})
            group.setdefault("" if label is None else cell_words(label), row)
        lines: list[Sequence[NewCell]] = [[cell] for cell in self.table.titles]
        lines.append([*(one.cells[-1] for one in kept), *labels.values()])
        for rows in groups.values():
            first = next(iter(rows.values()))
            told = [first.cells.get(one.column) for one in kept]
            lines.append([*told, *(_figure(rows, words, self.value) for words in labels)])
        return relaid(sheet, lines)


def _figure(rows: dict[str, Row], words: str, column: int) -> Cell | None:
    return rows[words].cells.get(column) if words in rows else None


def long_measures(table: SourceTable) -> LongMeasures | None:
    """The layout, where a table has it: one column of figures, and one whose cells name measures, the actual among them."""
    fields = {one.column: meanings().get(plain_heading(one.text)) for one in table.headings}
    values = [column for column, field in fields.items() if field == ScorecardField.VALUE]
    if len(values) != 1 or ScorecardField.TARGET in fields.values():
        return None
    kept = (ScorecardField.NAME, ScorecardField.REFERENCE, ScorecardField.VALUE)
    for column, field in fields.items():
        if field not in kept and _names_measures(table.body, column):
            return LongMeasures(table, column, values[0])
    return None


def _names_measures(body: Sequence[Row], column: int) -> bool:
    cells = [row.cells[column] for row in body if column in row.cells]
    found = [measure for cell in cells if (measure := measure_in(cell)) is not None]
    is_most = bool(found) and len(found) >= SHARE * len(cells)
    return is_most and ScorecardField.VALUE in found and len(set(found)) > 1
