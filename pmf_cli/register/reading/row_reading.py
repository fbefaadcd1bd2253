"""From rows of cells to rows of the register, with a finding for each cell that does not fit."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from pydantic import ValidationError

from pmf_cli.register.periods.text import PeriodContext
from pmf_cli.register.reading.converters import FINANCIAL, Converter, converter, needs_measure
from pmf_cli.register.reading.guards import lost_columns
from pmf_cli.register.reading.notes import Notes, Shares
from pmf_cli.register.reading.tables import data_rows, odd_columns
from pmf_cli.register.reading.tabs import Tab
from pmf_cli.register.sheets.layout import SheetColumn
from pmf_cli.register.sheets.record import Result
from pmf_cli.register.sheets.rows import RowSource, SheetPlace
from pmf_cli.register.values.exact import Doubt
from pmf_cli.register.values.measure import UNKNOWN, MeasuredAs
from pmf_cli.register.values.value_cells import is_unread
from pmf_cli.settings import Settings
from pmf_cli.tabular.cell_text import is_blank, named
from pmf_cli.tabular.headings import Headings
from pmf_cli.workbook.cells import Cell, Row, column_letter

Measures = Mapping[str, MeasuredAs]
"""KPI reference → how its cells are read."""


@dataclass(frozen=True)
class Reading:
    """What the reading of one tab needs to know.

    Attributes:
        measures: of the KPIs read so far.
        settings: the council's settings.
        notes: receives the findings.
        shares: receives how percentages are written.
    """

    measures: Measures
    settings: Settings
    notes: Notes
    shares: Shares

    @property
    def year_start(self) -> int:
        """Month in which the financial year begins."""
        return self.settings.financial_year_start


@dataclass(frozen=True, slots=True)
class _Plan:
    """One column to read: its number, field and converter."""

    number: int
    column: SheetColumn
    convert: Converter


def place_of(tab: Tab, headings: Headings[SheetColumn]) -> SheetPlace:
    """The place of a tab's rows: file, tab and column letters by field."""
    letters = {c.field: column_letter(n) for n, c in headings.columns.items()}
    return SheetPlace(tab.sheet.workbook, tab.sheet.name, letters)


def read_rows(tab: Tab, headings: Headings[SheetColumn], reading: Reading) -> Iterator[Any]:
    """The register rows of a tab in its order."""
    odd_columns(tab, headings, reading.notes)
    lost_columns(tab, headings, reading.settings, reading.notes)
    place = place_of(tab, headings)
    reader = RowReader(tab, headings, reading)
    for row in data_rows(tab, headings, reading.notes):
        fields = reader.fields(row)
        if fields is not None:
            made = reader.made(fields, RowSource(place, row.number))
            if made is not None:
                yield made


def _plans(tab: Tab, headings: Headings[SheetColumn], reading: Reading) -> list[_Plan]:
    known, from_1904 = reading.measures.keys(), tab.sheet.facts.date_1904
    return [
        _Plan(
            number,
            column,
            converter(tab.layout, column, reading.year_start, known, from_1904=from_1904),
        )
        for number, column in headings.columns.items()
    ]


class RowReader:
    """Reads the rows of one tab, column by column."""

    def __init__(self, tab: Tab, headings: Headings[SheetColumn], reading: Reading) -> None:
        self._tab = tab
        self._reading = reading
        self._model = tab.layout.model
        self._naming = headings.naming
        plans = _plans(tab, headings, reading)
        self._first = [(p, p.number, p.column.field) for p in plans if not needs_measure(p.column)]
        self._then = [(p, p.number, p.column.field) for p in plans if needs_measure(p.column)]
        self._named = headings.columns[self._naming]
        self._of_own = tab.layout.name == "KPIs"
        self._of_kpi = any(c.field == "kpi_ref" for c in tab.layout.columns)
        self._heading = {p.column.field: p.column.heading.text for p in plans}
        self._fallback = UNKNOWN if self._of_kpi or self._of_own else FINANCIAL
        self._own: dict[PeriodContext, MeasuredAs] = {}

    def fields(self, row: Row) -> dict[str, Any] | None:
        """The values of a row by field, or ``None`` where it does not say what it belongs to."""
        cells = row.cells
        found: dict[str, Any] = {}
        for plan, number, field in self._first:
            if (cell := cells.get(number)) is not None:
                value = plan.convert(cell, FINANCIAL)
                if type(value) is Doubt:
                    value = self._settled(value, plan, cell, row, found)
                if value is not None:
                    found[field] = value
        measure = self.measure(found)
        for plan, number, field in self._then:
            if (cell := cells.get(number)) is not None:
                value = plan.convert(cell, measure)
                if type(value) is Doubt:
                    value = self._settled(value, plan, cell, row, found)
                elif field == "value":
                    self._reading.shares.add(found, cell, value, self._tab.sheet)
                if value is not None:
                    found[field] = value
        return found if self._named.field in found or self._nameless(row) else None

    def add_value(
        self, fields: dict[str, Any], row: Row, number: int, cell: Cell, measure: MeasuredAs
    ) -> None:
        """Adds the value of one cell to the fields of a row, as a wide sheet needs it."""
        plan = next(p for p, at, _ in self._then if at == number)
        value = plan.convert(cell, measure)
        if type(value) is Doubt:
            value = self._settled(value, plan, cell, row, fields)
        else:
            self._reading.shares.add(fields, cell, value, self._tab.sheet)
        if value is not None:
            fields["value"] = value

    def measure(self, found: Mapping[str, Any]) -> MeasuredAs:
        """How the cells of a row's KPI are read."""
        if self._of_own:
            context = PeriodContext(
                found.get("frequency"), found.get("year_basis"), found.get("time_basis")
            )
            base = self._own.setdefault(context, MeasuredAs(context=context))
            return MeasuredAs(
                found.get("data_type"), found.get("unit"), context, base.known_periods
            )
        if not self._of_kpi:
            return FINANCIAL
        return self._reading.measures.get(found.get("kpi_ref", ""), self._fallback)

    def _nameless(self, row: Row) -> bool:
        """Notes a row that does not say what it belongs to; always false."""
        self._reading.notes.add(
            "SHT013",
            self._tab.sheet.ref(f"{column_letter(self._naming)}{row.number}"),
            f"Row {row.number} of {self._tab.sheet.name} is not used, since its"
            f" {self._named.heading.text} is empty or cannot be read.",
        )
        return False

    def _settled(
        self, doubt: Doubt, plan: _Plan, cell: Cell, row: Row, found: dict[str, Any]
    ) -> Any:  # noqa: ANN401 - whatever the column holds
        """The usable part of a doubtful cell, once its remarks are noted."""
        name, heading = self._name(found, row), plan.column.heading.text
        where = self._tab.sheet.ref(cell.address)
        ref = found.get("kpi_ref") or (found.get("ref") if self._of_own else None)
        for code, words in doubt.remarks:
            joint = f", {heading}: " if words.startswith("“") else f": {heading} "
            message = f"{name}{joint}{words}"
            self._reading.notes.add(code, where, message.rstrip(".") + ".", ref)
        if self._model is Result:
            if doubt.status is not None:
                found.setdefault("value_status", doubt.status)
            if doubt.reason is not None:
                found.setdefault("no_data_reason", doubt.reason)
            if plan.column.field == "value" and doubt.value is None and doubt.reason is None:
                came = is_unread(cell)
                found["unread" if came else "to_come"] = (
                    doubt.remarks[0][1] if came else " ".join(str(cell.value).split())
                )
        return doubt.value

    def _name(self, found: Mapping[str, Any], row: Row) -> str:
        """What a row is called in messages: its reference, and its period where it has one."""
        cell = row.cells.get(self._naming)
        name = f"Row {row.number}" if cell is None or is_blank(cell.value) else named(cell)
        period = found.get("period") if self._model is Result else None
        return f"{name} {period}" if period is not None else name

    def made(self, fields: dict[str, Any], source: RowSource) -> Any:  # noqa: ANN401 - a model
        """The model's row, or ``None`` where a value is refused, which is noted."""
        try:
            return self._model(source=source, **fields)
        except ValidationError as error:
            for fault in error.errors(include_url=False):
                field = str(fault["loc"][0]) if fault["loc"] else ""
                heading = self._heading.get(field, field)
                self._reading.notes.add(
                    "CEL019",
                    source.at(field),
                    f"Row {source.row} of {self._tab.sheet.name} is not used: {heading} does not"
                    f" fit ({fault['input']}).",
                )
            return None
