"""What tells a layout: words that name a measure, and cells that name a period."""

from __future__ import annotations

import re
from datetime import date

from pmf_cli.importing.fields import ScorecardField, meanings, plain_heading
from pmf_cli.importing.figures import figure_of, printed_text
from pmf_cli.importing.period_words import taken_apart
from pmf_cli.importing.tables import filled
from pmf_cli.workbook.cells import Cell, Row

MEASURES = frozenset(
    {
        ScorecardField.VALUE,
        ScorecardField.TARGET,
        ScorecardField.STATUS,
        ScorecardField.TRAVEL,
        ScorecardField.NUMERATOR,
        ScorecardField.DENOMINATOR,
        ScorecardField.CONTEXT,
        ScorecardField.EARLIER,
        ScorecardField.FORECAST,
        ScorecardField.BASELINE,
        ScorecardField.TOLERANCE,
        ScorecardField.BENCHMARK,
    }
)
"""What a figure or word in the line of a KPI can be."""


LONGEST_PERIOD = 60
"""Characters; a longer text is a sentence, and no period."""


def cell_words(cell: Cell) -> str:
    """The cell's text with single blanks."""
    return " ".join(printed_text(cell).split())


def measure_in(cell: Cell) -> str | None:
    """The measure that a cell names, such as ``Actual`` or ``Target``; ``None`` for other cells."""
    if not isinstance(cell.value, str):
        return None
    field = meanings().get(plain_heading(cell.value))
    return field if field in MEASURES else None


def names_a_period(cell: Cell) -> bool:
    """Whether a cell is a period and nothing else: ``Q1``, ``Apr-24``, ``2024/25``, a date."""
    if isinstance(cell.value, date):
        return True
    words = cell_words(cell)
    if len(words) > LONGEST_PERIOD:
        return False
    # "33,954" and "4920" are numbers: only years of our time are written as one.
    if re.fullmatch(r"[\d,. ]+", words) and not re.fullmatch(r"(?:19|20)\d\d", words):
        return False
    apart = taken_apart(words, 2000, 4)
    return apart is not None and not apart.rest


def periods_of(row: Row) -> tuple[int, ...]:
    """The columns of a row whose cells name periods."""
    return tuple(column for column, cell in row.cells.items() if names_a_period(cell))


def is_figure(cell: Cell) -> bool:
    """Whether a cell holds a figure."""
    return figure_of(cell).number is not None


def only_text(row: Row) -> Cell | None:
    """The one text that a row holds; ``None`` for other rows."""
    cells = filled(row)
    is_one = len({cell_words(cell) for cell in cells}) == 1 and isinstance(cells[0].value, str)
    return cells[0] if is_one else None
