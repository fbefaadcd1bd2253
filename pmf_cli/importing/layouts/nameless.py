"""Tables that name no KPI column: a blank or unknown heading above the names, or no names at all."""

from __future__ import annotations

from collections.abc import Sequence

from pmf_cli.importing.fields import ScorecardField, meanings, plain_heading
from pmf_cli.importing.layouts.marks import (
    cell_words,
    is_figure,
    measure_in,
    names_a_period,
)
from pmf_cli.importing.layouts.relaid import MadeText, NewCell, RelaidSheet, relaid
from pmf_cli.importing.layouts.several import SeveralMeasures, several_measures
from pmf_cli.importing.tables import SourceTable, filled, headings_of
from pmf_cli.workbook.cells import Row, Sheet


def with_name_column(sheet: Sheet) -> RelaidSheet | None:
    """The sheet with the heading "KPI name" above the wordiest column left of its periods."""
    rows = [row for row in sheet.rows() if filled(row)]
    for at, head in enumerate(rows):
        figures = [c for c, cell in head.cells.items() if names_a_period(cell) or measure_in(cell)]
        body = rows[at + 1 :]
        if len(figures) < 2 or not _tells(head, figures) or not _hold_figures(body, figures):
            continue
        before = min(figures)
        names = max(range(1, before), key=lambda column: _wordiness(body, column), default=0)
        if not names or not _wordiness(body, names):
            return None
        return relaid(sheet, _named(rows, at, names, figures))
    return None


def _named(rows: Sequence[Row], at: int, names: int, figures: Sequence[int]) -> list[list[NewCell]]:
    """The rows with a heading above the names; where it is repeated with other words, these head a section."""
    width = max(max(row.cells) for row in rows)
    head, first = rows[at], next(row.cells[names] for row in rows[at + 1 :] if names in row.cells)
    heads = [row for row in rows[at:] if _repeats(row, head, figures)]
    is_of_sections = len({cell_words(row.cells[names]) for row in heads if names in row.cells}) > 1
    table: list[list[NewCell]] = []
    for row in rows:
        line = _line(row, width)
        if row in heads:
            if is_of_sections and names in row.cells:
                table.append([*([None] * (names - 1)), row.cells[names]])
            line[names - 1] = MadeText("KPI name", row.cells.get(names, first))
        table.append(line)
    return table


def _repeats(row: Row, head: Row, columns: Sequence[int]) -> bool:
    """Whether a row has the words of another in some columns."""
    return all(
        column in row.cells and cell_words(row.cells[column]) == cell_words(head.cells[column])
        for column in columns
    )


def without_names(sheet: Sheet) -> SeveralMeasures | None:
    """A table of several measures a row whose rows are services, places or periods."""
    rows = [row for row in sheet.rows() if filled(row)]
    for at, head in enumerate(rows):
        cells, body = filled(head), rows[at + 1 :]
        known = [meanings().get(plain_heading(cell_words(cell))) for cell in cells]
        if len(cells) < 3 or not any(known) or not all(isinstance(c.value, str) for c in cells):
            continue
        headings, heading_cells = headings_of([head], sheet)
        titles = tuple(cell for row in rows[:at] for cell in filled(row))
        found = several_measures(SourceTable(sheet, titles, headings, heading_cells, tuple(body)))
        if found is not None:
            return found
    return None


def _tells(head: Row, columns: Sequence[int]) -> bool:
    """Whether a period or a result is among the headings: Red and Amber alone head a count."""
    cells = [head.cells[column] for column in columns]
    return any(names_a_period(one) or measure_in(one) == ScorecardField.VALUE for one in cells)


def _hold_figures(body: Sequence[Row], columns: Sequence[int]) -> bool:
    cells = [row.cells[column] for row in body for column in columns if column in row.cells]
    return bool(cells) and sum(map(is_figure, cells)) * 2 > len(cells)


def _wordiness(body: Sequence[Row], column: int) -> float:
    """Words a filled cell, in a column of texts."""
    cells = [row.cells[column] for row in body if column in row.cells]
    texts = [cell.value for cell in cells if isinstance(cell.value, str) and not is_figure(cell)]
    return sum(len(text.split()) for text in texts) / len(body) if body else 0


def _line(row: Row, width: int) -> list[NewCell]:
    return [row.cells.get(column) for column in range(1, width + 1)]
