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
        figures = _figure_columns(head, rows[at + 1 :])
        if figures:
            names = _wordiest(rows[at + 1 :], min(figures))
            return relaid(sheet, _named(rows, at, names, figures)) if names else None
    return None


def _figure_columns(head: Row, body: Sequence[Row]) -> list[int]:
    """The columns under periods and measures, where a row heads figures; none for other rows."""
    found = [c for c, cell in head.cells.items() if names_a_period(cell) or measure_in(cell)]
    is_head = len(found) > 1 and _tells(head, found) and _hold_figures(body, found)
    return found if is_head else []


def _wordiest(body: Sequence[Row], before: int) -> int:
    """The column of most words left of another; 0 where none holds a word."""
    best = max(range(1, before), key=lambda column: _wordiness(body, column), default=0)
    return best if best and _wordiness(body, best) else 0


def _named(rows: Sequence[Row], at: int, names: int, figures: Sequence[int]) -> list[list[NewCell]]:
    """The rows with a heading above the names; where it is repeated with other words, these head a section."""
    width = max(max(row.cells) for row in rows)
    first = next(row.cells[names] for row in rows[at + 1 :] if names in row.cells)
    heads = [row for row in rows[at:] if _repeats(row, rows[at], figures)]
    words = {cell_words(row.cells[names]) for row in heads if names in row.cells}
    table: list[list[NewCell]] = []
    for row in rows:
        line = _line(row, width)
        if row in heads:
            above = row.cells.get(names)
            if above is not None and len(words) > 1:
                table.append([*([None] * (names - 1)), above])
            line[names - 1] = MadeText("KPI name", above or first)
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
        if not _heads_measures(head):
            continue
        headings, heading_cells = headings_of([head], sheet)
        titles = tuple(cell for row in rows[:at] for cell in filled(row))
        table = SourceTable(sheet, titles, headings, heading_cells, tuple(rows[at + 1 :]))
        if (found := several_measures(table)) is not None:
            return found
    return None


def _heads_measures(row: Row) -> bool:
    """Whether a row holds three texts at least, one of them a heading that is known."""
    cells = filled(row)
    are_words = len(cells) > 2 and all(isinstance(cell.value, str) for cell in cells)
    return are_words and any(meanings().get(plain_heading(cell_words(cell))) for cell in cells)


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
