"""From tables to sightings: one KPI in one period, with the cells that tell of it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import field
from types import MappingProxyType

from pmf_cli.findings import CellRef
from pmf_cli.frozen import frozen
from pmf_cli.importing.column_meanings import ColumnMeaning
from pmf_cli.importing.fields import ScorecardField
from pmf_cli.importing.figures import figure_of
from pmf_cli.register.periods.period import Period
from pmf_cli.register.sheets.rows import RowSource, SheetPlace
from pmf_cli.register.terms import ValueStatus
from pmf_cli.workbook.cells import Cell, Sheet, box_of, column_letter


@frozen
class SeenCell:
    """A cell of the scorecard with its sheet and what its column was taken for."""

    sheet: Sheet
    cell: Cell
    meaning: ColumnMeaning

    @property
    def where(self) -> CellRef:
        """The cell's place."""
        return self.sheet.ref(self.cell.address)

    def source(self, *fields: str) -> RowSource:
        """The cell as the source of a register row's fields."""
        found = box_of(self.where.cell)
        assert found is not None
        letters = dict.fromkeys(fields or ("value",), column_letter(found[1]))
        return RowSource(SheetPlace(self.where.workbook, self.where.sheet, letters), found[0])


@frozen
class SeenRow:
    """A row that tells of a KPI.

    Attributes:
        group: the council, where the scorecard has a column for it; else empty.
        facts: the cells that say something of the KPI itself, by field.
        directorate, service: from section rows, tab names or titles.
        unit: what its section, else a title, states figures to be in; empty where none does.
    """

    sheet: Sheet
    number: int
    name: str
    ref: str
    group: str = ""
    facts: Mapping[str, SeenCell] = field(default_factory=lambda: MappingProxyType({}))
    directorate: str = ""
    service: str = ""
    unit: str = ""

    @property
    def place(self) -> str:
        """The directorate it stands under, from its own column, a section or the tab."""
        seen = self.facts.get("kpis.directorate")
        return self.directorate if seen is None else " ".join(str(seen.cell.value).split())

    @property
    def named(self) -> SeenCell | None:
        """The cell of the KPI's name, else of its reference."""
        return self.facts.get(ScorecardField.NAME) or self.facts.get(ScorecardField.REFERENCE)

    @property
    def where(self) -> CellRef:
        """The cell of the KPI's name, else of its reference, else the sheet."""
        return self.sheet.ref() if self.named is None else self.named.where


@frozen
class Sighting:
    """What a row tells of one period.

    Attributes:
        cells: the cells by field; several comments stand one after another.
        status: how firm the period's own text says the figure is.
        spans: true where the target's column names no period of its own.
        said_in: the period reported on by the row, in which it tells of longer and later times too.
    """

    row: SeenRow
    period: Period
    cells: tuple[tuple[str, SeenCell], ...]
    status: ValueStatus | None = None
    spans: bool = False
    said_in: Period | None = None

    @property
    def holds_figure(self) -> bool:
        """Whether it has a figure, and not only a reason for none."""
        seen = self.cell(ScorecardField.VALUE)
        return seen is not None and figure_of(seen.cell).reason is None

    def cells_of(self, name: str) -> list[SeenCell]:
        """The cells of a field."""
        return [seen for field_name, seen in self.cells if field_name == name]

    def cell(self, name: str) -> SeenCell | None:
        """The first cell of a field."""
        return next(iter(self.cells_of(name)), None)
