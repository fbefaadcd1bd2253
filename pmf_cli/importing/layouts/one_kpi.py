"""A tab a KPI: what it is stands above as headings with their texts, its figures in a table below."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from pmf_cli.frozen import frozen
from pmf_cli.importing.fields import ScorecardField, meanings, plain_heading
from pmf_cli.importing.layouts.beneath import measures_beneath
from pmf_cli.importing.layouts.marks import cell_words, measure_in, names_a_period
from pmf_cli.importing.layouts.relaid import MadeText, NewCell, RelaidSheet, relaid
from pmf_cli.importing.tables import filled
from pmf_cli.workbook.cells import Cell, Row, Sheet

_NAMED = frozenset({ScorecardField.NAME, ScorecardField.REFERENCE})
_WHEN = frozenset({ScorecardField.PERIOD, ScorecardField.YEAR})
_TOLD_ONCE = frozenset({ScorecardField.CONTEXT, ScorecardField.REASON, ScorecardField.ACTION})
_REFERENCE = re.compile(r"[A-Z]{1,8}[ -]?\d{1,4}[a-z]?|\d{1,3}(?:\.\d{1,3}){1,2}")


@frozen
class KpiTab:
    """A tab about one KPI.

    Attributes:
        above: rows that are neither facts nor the table.
        facts: each heading of the KPI's own with its text.
        head: the row that heads the figures.
        body: the rows of figures.
    """

    above: tuple[Row, ...]
    facts: tuple[tuple[NewCell, NewCell], ...]
    head: Row
    body: tuple[Row, ...]

    def relaid(self, sheet: Sheet) -> RelaidSheet:
        """The sheet with the KPI's facts beside each row of its figures."""
        own = {_field(cell) for cell in filled(self.head)}
        facts = [(label, text) for label, text in self.facts if _field_of(label) not in own]
        columns = range(1, max(max(row.cells) for row in (self.head, *self.body)) + 1)
        lines: list[Sequence[NewCell]] = [filled(row) for row in self.above]
        lines.append([*(label for label, _ in facts), *self._headings(columns)])
        often = [None if _field_of(label) in _TOLD_ONCE else text for label, text in facts]
        for row in self.body:
            told = [text for _, text in facts] if row is self.body[-1] else often
            lines.append([*told, *map(row.cells.get, columns)])
        made = relaid(sheet, lines)
        beneath = measures_beneath(made)
        return made if beneath is None else beneath.relaid(made)

    def _headings(self, columns: Sequence[int]) -> Iterator[NewCell]:
        """The row's headings; a column of periods without one is headed as such."""
        for column in columns:
            cell = self.head.cells.get(column)
            below = [row.cells[column] for row in self.body if column in row.cells]
            is_periods = bool(below) and all(map(names_a_period, below))
            yield MadeText("Period", below[0]) if cell is None and is_periods else cell


def kpi_tab(sheet: Sheet) -> KpiTab | None:
    """The layout, where a sheet has it: the KPI's name in a row of its own, and a table of measures below."""
    rows = [row for row in sheet.rows() if filled(row)]
    head = next((row for row in rows if _heads(row)), None)
    if head is None:
        return None
    facts: list[tuple[NewCell, NewCell]] = []
    above: list[Row] = []
    body: list[Row] = []
    for row in rows:
        found = () if row is head else tuple(_facts(row))
        facts += found
        if not found and row is not head:
            is_figures = row.number > head.number and len(row.cells) > 1
            (body if is_figures else above).append(row)
    names = [text for label, text in facts if _field_of(label) == ScorecardField.NAME]
    if len(names) != 1 or not body:
        return None
    own = tuple(_reference(sheet, names[0], facts))
    return KpiTab(tuple(above), (*own, *facts), head, tuple(body))


def _reference(
    sheet: Sheet, name: NewCell, facts: Sequence[tuple[NewCell, NewCell]]
) -> Iterator[tuple[NewCell, NewCell]]:
    """The tab's name as the KPI's reference, where it looks like one and no other is given."""
    words = sheet.name.strip()
    of = name.of if isinstance(name, MadeText) else name
    is_given = any(_field_of(label) == ScorecardField.REFERENCE for label, _ in facts)
    if of is not None and not is_given and _REFERENCE.fullmatch(words):
        yield MadeText("KPI reference", of), MadeText(words, of)


def _heads(row: Row) -> bool:
    """Whether a row heads figures: two periods at least, or measures beside a period's heading."""
    cells = filled(row)
    if len(cells) < 2 or any(_field(cell) in _NAMED for cell in cells):
        return False
    periods = sum(map(names_a_period, cells))
    measures = [measure_in(cell) for cell in cells]
    has_measure = ScorecardField.VALUE in measures
    dated = any(_field(cell) in _WHEN for cell in cells)
    return periods > 1 or (has_measure and (dated or sum(one is not None for one in measures) > 1))


def _facts(row: Row) -> Iterator[tuple[NewCell, NewCell]]:
    """The headings of a row with their texts: ``Indicator | Missed bins``, or ``Indicator: Missed bins``."""
    cells = filled(row)
    if len(cells) == 1:
        label, colon, text = cell_words(cells[0]).partition(":")
        if colon and text.strip() and _known(label):
            yield MadeText(label, cells[0]), MadeText(text.strip(), cells[0])
        return
    pairs = list(zip(cells[::2], cells[1::2], strict=False))
    if len(cells) % 2 == 0 and all(_known(cell_words(label)) for label, _ in pairs):
        yield from pairs


def _known(label: str) -> bool:
    return meanings().get(plain_heading(label)) not in (None, ScorecardField.VALUE)


def _field(cell: Cell) -> str | None:
    return meanings().get(plain_heading(cell_words(cell)))


def _field_of(cell: NewCell) -> str | None:
    text = cell.text if isinstance(cell, MadeText) else "" if cell is None else cell_words(cell)
    return meanings().get(plain_heading(text))
