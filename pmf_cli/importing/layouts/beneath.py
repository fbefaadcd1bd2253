"""Measures beneath each other: a KPI has a row for its actual, one for its target and so on."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import chain

from pmf_cli.frozen import frozen
from pmf_cli.importing.fields import ScorecardField
from pmf_cli.importing.layouts.marks import (
    cell_words,
    is_figure,
    measure_in,
    names_a_period,
    periods_of,
)
from pmf_cli.importing.layouts.relaid import NewCell, RelaidSheet, relaid
from pmf_cli.importing.tables import filled
from pmf_cli.workbook.cells import Cell, Row, Sheet

SHARE = 0.8
"""Share of the filled cells of a column that must name measures."""


@dataclass
class KpiLines:
    """The rows of one KPI, by the measure that each names."""

    lines: dict[str, Row] = field(default_factory=dict)

    def differs(self, row: Row, before: int) -> bool:
        """Whether a row tells of another KPI: something left of its measure is not what it was here."""
        known = {
            column: cell_words(cell)
            for line in reversed(self.lines.values())
            for column, cell in line.cells.items()
        }
        return any(
            column < before and cell_words(cell) not in ("", known.get(column))
            for column, cell in row.cells.items()
        )

    def cell(self, column: int, measure: str) -> Cell | None:
        """What stands in a column: of one measure, or of the first row that holds something."""
        rows = [self.lines[measure]] if measure in self.lines else []
        if not measure:
            rows = list(self.lines.values())
        return next((row.cells[column] for row in rows if column in row.cells), None)


@frozen
class MeasuresBeneath:
    """A sheet with a column that names measures.

    Attributes:
        head: the row whose cells name periods.
        body: what follows it: rows that belong to no KPI, and the rows of each KPI.
    """

    column: int
    above: tuple[Row, ...]
    head: Row
    body: tuple[Row | KpiLines, ...]

    @property
    def kpis(self) -> tuple[KpiLines, ...]:
        """The KPIs, in order."""
        return tuple(one for one in self.body if isinstance(one, KpiLines))

    @property
    def has_names(self) -> bool:
        """Whether a column beside the figures holds a text for most KPIs."""
        beside = [c for c, _ in self._columns() if c != self.column and not self._is_measured(c)]
        return any(
            sum(_is_text(one.cell(column, "")) for one in self.kpis) >= SHARE * len(self.kpis)
            for column in beside
        )

    def relaid(self, sheet: Sheet) -> RelaidSheet:
        """The sheet with a row a KPI, and under each period a column for each measure."""
        columns = tuple(self._columns())
        labels = {
            words: row.cells[self.column] for one in self.kpis for words, row in one.lines.items()
        }
        places = {old: new for new, (old, _) in reversed(list(enumerate(columns)))}
        table: list[list[NewCell]] = [list(_spread(row, {})) for row in self.above]
        table.append([self.head.cells.get(old) for old, _ in columns])
        table.append([labels.get(measure) for _, measure in columns])
        for one in self.body:
            if isinstance(one, Row):
                table.append(list(_spread(one, places)))
            else:
                table.append([one.cell(old, measure) for old, measure in columns])
        return relaid(sheet, table)

    def _columns(self) -> Iterator[tuple[int, str]]:
        """Each column of the new table: the column it comes from, and the measure in it."""
        measures = list(dict.fromkeys(chain.from_iterable(one.lines for one in self.kpis)))
        old = {c for one in self.kpis for row in one.lines.values() for c in row.cells}
        for column in sorted(old | set(self.head.cells)):
            if column == self.column:
                continue
            if self._is_measured(column):
                told = [m for m in measures if any(one.cell(column, m) for one in self.kpis)]
                yield from ((column, measure) for measure in told)
            else:
                yield column, ""

    def _is_measured(self, column: int) -> bool:
        """Whether each row of a KPI has its own figure there."""
        heading = self.head.cells.get(column)
        if heading is not None and names_a_period(heading):
            return True
        return any(
            len(
                {cell_words(row.cells[column]) for row in one.lines.values() if column in row.cells}
            )
            > 1
            for one in self.kpis
        )


def measures_beneath(sheet: Sheet) -> MeasuresBeneath | None:
    """The layout, where a sheet has it: two measures at least, the actual among them."""
    rows = tuple(row for row in sheet.rows() if filled(row))
    below = _MeasuresBelow(rows)
    if not below.columns:
        return None
    for at, head in enumerate(rows):
        first = min(periods_of(head), default=0)
        for column in (one for one in below.columns if one < first):
            if not below.named_from(at + 1, column):
                continue
            body = tuple(_grouped(rows[at + 1 :], column))
            found = MeasuresBeneath(column, rows[:at], head, body)
            if found.has_names:
                return found
    return None


class _MeasuresBelow:
    """In which columns of some rows measures are named, each cell read once."""

    def __init__(self, rows: Sequence[Row]) -> None:
        self._told: dict[int, list[tuple[int, str | None]]] = {}
        for at, row in enumerate(rows):
            for column, cell in row.cells.items():
                self._told.setdefault(column, []).append((at, measure_in(cell)))
        self.columns = tuple(
            column
            for column, told in sorted(self._told.items())
            if any(measure == ScorecardField.VALUE for _, measure in told)
        )

    def named_from(self, at: int, column: int) -> bool:
        """Whether most cells of a column, from a row on, name measures, the actual among two kinds at least."""
        below = [measure for place, measure in self._told[column] if place >= at]
        found = [measure for measure in below if measure is not None]
        kinds = set(found)
        is_most = len(found) >= SHARE * len(below)
        return ScorecardField.VALUE in kinds and len(kinds) > 1 and is_most


def _grouped(rows: Sequence[Row], column: int) -> Iterator[Row | KpiLines]:
    """Rows of one KPI together; a row without a measure stands for itself."""
    kpi: KpiLines | None = None
    for row in rows:
        label = row.cells.get(column)
        if label is None or measure_in(label) is None:
            if kpi is not None:
                yield kpi
            kpi = None
            yield row
            continue
        measure = cell_words(label)
        if kpi is None or measure in kpi.lines or kpi.differs(row, column):
            if kpi is not None:
                yield kpi
            kpi = KpiLines()
        kpi.lines[measure] = row
    if kpi is not None:
        yield kpi


def _is_text(cell: Cell | None) -> bool:
    return cell is not None and isinstance(cell.value, str) and not is_figure(cell)


def _spread(row: Row, places: dict[int, int]) -> list[NewCell]:
    """A row that belongs to no KPI, each cell in the new place of its column."""
    new = {places.get(column, column - 1): cell for column, cell in row.cells.items()}
    return [new.get(at) for at in range(max(new, default=-1) + 1)]
