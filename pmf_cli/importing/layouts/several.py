"""Several measures a row: each measure of each service, place or team is a KPI."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from pmf_cli.frozen import frozen
from pmf_cli.importing.fields import (
    ScorecardField,
    field_beside_time,
    meanings,
    plain_heading,
)
from pmf_cli.importing.layouts.marks import MEASURES, cell_words, is_figure
from pmf_cli.importing.layouts.relaid import MadeText, NewCell, RelaidSheet, relaid
from pmf_cli.importing.period_words import heading_apart, taken_apart
from pmf_cli.importing.tables import ColumnHeading, SourceTable, filled
from pmf_cli.workbook.cells import Cell, Row, Sheet

_FIGURES = frozenset({ScorecardField.VALUE, ScorecardField.TARGET, ScorecardField.STATUS})
"""What a word in a heading may say of the measure that the others name: ``Calls answered target``."""
_LETTERS = frozenset({"t", "a"})
"""Target and actual beside a period: ``Q1 T``, ``Q1 A``."""
_NO_ENTITY = frozenset({ScorecardField.PERIOD, ScorecardField.YEAR, *MEASURES})


@frozen
class MeasuredColumn:
    """A column of figures.

    Attributes:
        name: what is measured, without its period and without the word for its target or status.
        period: the period as its heading writes it; empty where the row names it.
        field: the figure, its target or its status.
    """

    column: int
    heading: Cell
    name: str
    period: str
    field: str


@frozen
class SeveralMeasures:
    """A table whose rows hold several measures."""

    table: SourceTable
    measured: tuple[MeasuredColumn, ...]

    def relaid(self, sheet: Sheet) -> RelaidSheet:
        """The sheet with a row for each measure of each row and period."""
        taken = {one.column for one in self.measured}
        kept = [one for one in self.table.headings if one.column not in taken]
        entity = self._entity(kept)
        fields = list(dict.fromkeys(one.field for one in self.measured))
        has_period = any(one.period for one in self.measured)
        corner = self.measured[0].heading
        heads: list[NewCell] = [
            None if _field(one.text) == ScorecardField.NAME else MadeText(one.text, one.cells[-1])
            for one in kept
        ]
        made = [
            MadeText(text, corner) for text in ("KPI name", *(["Period"] * has_period), *fields)
        ]
        lines: list[Sequence[NewCell]] = [[cell] for cell in self.table.titles]
        lines.append([*heads, *made])
        for row in self.table.body:
            lines += self._lines(row, kept, entity, fields, has_period=has_period)
        return relaid(sheet, lines)

    def _entity(self, kept: Sequence[ColumnHeading]) -> int:
        """The column that tells whose measures a row holds: a name, else the one that tells rows apart best."""
        named = next((one.column for one in kept if _field(one.text) == ScorecardField.NAME), 0)
        if named:
            return named
        may = [one.column for one in kept if _field(one.text) not in _NO_ENTITY]
        texts = {column: self._texts(column) for column in may}
        best = max(texts, key=lambda column: len(texts[column]), default=0)
        return best if texts.get(best) else 0

    def _texts(self, column: int) -> set[str]:
        cells = [row.cells[column] for row in self.table.body if column in row.cells]
        return {cell_words(cell) for cell in cells if isinstance(cell.value, str)}

    def _lines(
        self,
        row: Row,
        kept: Sequence[ColumnHeading],
        entity: int,
        fields: Sequence[str],
        *,
        has_period: bool,
    ) -> Iterator[list[NewCell]]:
        groups: dict[tuple[str, str], dict[str, MeasuredColumn]] = {}
        for one in self.measured:
            if one.column in row.cells:
                groups.setdefault((one.name, one.period), {})[one.field] = one
        if not groups:
            yield list(filled(row))
        for (name, period), columns in groups.items():
            first = next(iter(columns.values()))
            of = row.cells.get(entity)
            words = f"{cell_words(of)}: {name}" if of is not None else name
            told: list[NewCell] = [
                None if _field(one.text) == ScorecardField.NAME else row.cells.get(one.column)
                for one in kept
            ]
            told.append(MadeText(words, of or first.heading))
            told += [MadeText(period, first.heading)] * has_period
            told += [_cell(row, columns, field) for field in fields]
            yield told


def _cell(row: Row, columns: Mapping[str, MeasuredColumn], field: str) -> Cell | None:
    return row.cells.get(columns[field].column) if field in columns else None


def several_measures(table: SourceTable) -> SeveralMeasures | None:
    """The layout, where a table has it: two measures at least, and no column of figures that is known."""
    found = [one for heading in table.headings if (one := _measured(heading, table)) is not None]
    names = {one.name for one in found if one.field == ScorecardField.VALUE}
    if len(names) < 2 or any(_is_value(heading, table) for heading in table.headings):
        return None
    return SeveralMeasures(table, tuple(found))


def _is_value(heading: ColumnHeading, table: SourceTable) -> bool:
    """Whether a column holds results as its heading says, without naming a measure.

    Words such as ``<5`` are results too: kept beside each measure of their row, they would be
    results of all of these.
    """
    apart = heading_apart(heading.text, 2000, 4)
    rest = heading.text if apart is None else apart.rest
    is_known = _field(rest) == ScorecardField.VALUE or (apart is not None and not rest)
    return is_known and any(heading.column in row.cells for row in table.body)


def _measured(heading: ColumnHeading, table: SourceTable) -> MeasuredColumn | None:
    """The column as one of a measure; ``None`` where its words are known or it holds no figures."""
    apart = heading_apart(heading.text, 2000, 4)
    rest = heading.text if apart is None else apart.rest
    period = "" if apart is None else _without(heading.text, rest)
    if (
        not rest
        or rest.casefold() in _LETTERS
        or taken_apart(rest, 2000, 4) is not None
        or _field(rest) is not None
        or not _holds_figures(heading, table)
    ):
        return None
    name, field = _without_measure(rest)
    return MeasuredColumn(heading.column, heading.cells[-1], name, period, field)


def _without(text: str, rest: str) -> str:
    """The words of a heading that are its period."""
    left = rest.split()
    kept = []
    for word in text.split():
        if left and word.strip("()[]:|-–,;") == left[0].strip("()[]:|-–,;"):
            left.pop(0)
        else:
            kept.append(word)
    return " ".join(kept).strip(" -–,;:()")


def _without_measure(text: str) -> tuple[str, str]:
    """What is measured, and which figure of it a heading names: ``Calls answered target``."""
    words = text.split()
    for at in (len(words) - 1, 0):
        field = _field(words[at].strip("()-–:"))
        rest = words[:at] + words[at + 1 :]
        if field in _FIGURES and rest:
            return " ".join(rest).strip(" -–:"), str(field)
    return text, ScorecardField.VALUE.value


def _field(text: str) -> str | None:
    plain = plain_heading(text)
    return meanings().get(plain) or field_beside_time(plain)


def _holds_figures(heading: ColumnHeading, table: SourceTable) -> bool:
    cells = [row.cells[heading.column] for row in table.body if heading.column in row.cells]
    return bool(cells) and sum(map(is_figure, cells)) * 2 > len(cells)
