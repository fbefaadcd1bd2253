"""Ratings that a scorecard shows by colour alone, as the council's own: never as ones that pmf worked out."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from pmf_cli.importing.column_meanings import ColumnMeaning
from pmf_cli.importing.fields import ScorecardField, meanings, plain_heading
from pmf_cli.importing.figures import printed_text
from pmf_cli.importing.guesses import Sureness
from pmf_cli.importing.observations import SeenCell
from pmf_cli.importing.period_words import taken_apart
from pmf_cli.importing.status_words import FILLED
from pmf_cli.importing.tables import SourceTable, filled
from pmf_cli.workbook.cells import MOST_COLUMNS, Cell, Row, Sheet, box_of
from pmf_cli.workbook.colours import is_sign


def with_ratings_in_words(sheet: Sheet) -> Sheet:
    """The sheet with words in the empty cells and signs that are red, amber or green under a heading such as RAG.

    A row of which other cells have the same colour is only decorated.
    """
    if not sheet.facts.fills:
        return sheet
    rows = tuple(_painted(tuple(sheet.rows()), _by_row(sheet)))
    return replace(sheet, rows=lambda: iter(rows))


def unread_fills(sheet: Sheet) -> tuple[str, ...]:
    """The empty cells that are filled red, amber or green and stand under no heading of ratings."""
    filled_in = {cell.address for row in sheet.rows() for cell in row.cells.values()}
    return tuple(address for address in sheet.facts.fills if address not in filled_in)


def _by_row(sheet: Sheet) -> dict[int, dict[int, str]]:
    """Row → column → colour."""
    found: dict[int, dict[int, str]] = {}
    for address, colour in sheet.facts.fills.items():
        box = box_of(address)
        if box is not None:
            found.setdefault(box[0], {})[box[1]] = colour
    return found


def _painted(rows: Sequence[Row], colours: dict[int, dict[int, str]]) -> Iterator[Row]:
    headed: set[int] = set()
    for row in rows:
        named = {cell.column for cell in filled(row) if _names_rating(cell)}
        right_of = min(named, default=MOST_COLUMNS)
        made = {
            column: Cell(row.number, column, f"{FILLED}{colour}")
            for column, colour in _speaking(row, colours.get(row.number, {})).items()
            if column in headed or column > right_of
        }
        yield row._replace(cells=dict(sorted({**row.cells, **made}.items()))) if made else row
        headed |= named


def _speaking(row: Row, colours: dict[int, str]) -> dict[int, str]:
    """The colours of a row that may be ratings: in cells without words, and in none that has words."""
    worded = {column for column, cell in row.cells.items() if not is_sign(cell.value)}
    decorated = {colour for column, colour in colours.items() if column in worded}
    return {c: one for c, one in colours.items() if c not in worded and one not in decorated}


def _names_rating(cell: Cell) -> bool:
    text = " ".join(printed_text(cell).split())
    apart = taken_apart(text, 2000, 4) if len(text) < 60 else None
    return _is_rating(text) or (apart is not None and _is_rating(apart.rest))


def _is_rating(text: str) -> bool:
    return meanings().get(plain_heading(text)) == ScorecardField.STATUS


def has_painted_figures(table: SourceTable, found: Sequence[ColumnMeaning]) -> bool:
    """Whether the colours of a table's figures rate them.

    They do where no column holds ratings and a column of figures has two colours: a column of one colour is only
    decorated.
    """
    if any(one.field == ScorecardField.STATUS for one in found):
        return False
    columns = (one.heading.column for one in found if one.field == ScorecardField.VALUE)
    return any(
        len({table.sheet.fill_of(row.cells[at]) for row in table.body if at in row.cells} - {""})
        > 1
        for at in columns
    )


def painted_rating(seen: SeenCell) -> SeenCell | None:
    """The rating that a figure's own colour is, as if it stood in a column of its own."""
    colour = seen.sheet.fill_of(seen.cell)
    if seen.meaning.field != ScorecardField.VALUE or not colour:
        return None
    why = "the colour of the figure's cell"
    status = replace(seen.meaning, field=ScorecardField.STATUS.value, sure=Sureness.LIKELY, why=why)
    text = f"{FILLED}{colour}"
    cell = seen.cell._replace(value=text, number_format="General", formula=False)
    return SeenCell(seen.sheet, cell, status)
