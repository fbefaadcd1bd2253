"""From rows of cells to rows of the register, with a finding for each cell that does not fit."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from typing import Any, NamedTuple

from pmf_cli.quick_records import quick_maker
from pmf_cli.register.periods.text import PeriodContext
from pmf_cli.register.reading.converters import FINANCIAL, Converter, converter, needs_measure
from pmf_cli.register.reading.guards import lost_columns
from pmf_cli.register.reading.notes import Reading
from pmf_cli.register.reading.period_headings import entry_columns
from pmf_cli.register.reading.tables import data_rows, odd_columns
from pmf_cli.register.reading.tabs import Tab
from pmf_cli.register.sheets.layout import SheetColumn
from pmf_cli.register.sheets.record import Result
from pmf_cli.register.sheets.rows import RowSource, SheetPlace, quick_source
from pmf_cli.register.values.exact import Doubt
from pmf_cli.register.values.measure import UNKNOWN, MeasuredAs
from pmf_cli.register.values.value_cells import is_unread
from pmf_cli.tabular.cell_text import is_blank, named
from pmf_cli.tabular.headings import Headings
from pmf_cli.workbook.cells import Cell, Row, column_letter

_MOST_KNOWN = 50_000
"""Texts of a column that are remembered."""


class _TextsRead(dict[object, object]):
    """Texts of a column that every KPI writes alike, and what they say: each is read once."""

    def __init__(self, convert: Converter) -> None:
        self._convert = convert

    def __missing__(self, text: str) -> object:
        made = self._convert(Cell(0, 0, text), FINANCIAL)
        if len(self) < _MOST_KNOWN:
            self[text] = made
        return made


class ColumnPlan(NamedTuple):
    """How one column is read; a tuple, since it is taken apart for every cell."""

    number: int
    field: str
    convert: Converter
    column: SheetColumn
    texts: _TextsRead | None


def _keep_what_it_says(doubt: Doubt, field: str, cell: Cell, found: dict[str, Any]) -> None:
    """Keeps what a doubtful cell of a result says beside its value: a status, a reason, a promise."""
    if doubt.status is not None:
        found.setdefault("value_status", doubt.status)
    if doubt.reason is not None:
        found.setdefault("no_data_reason", doubt.reason)
    if field != "value" or doubt.value is not None or doubt.reason is not None:
        return
    if is_unread(cell):
        found["unread"] = doubt.remarks[0][1]
    else:
        found["to_come"] = " ".join(str(cell.value).split())


def place_of(tab: Tab, headings: Headings[SheetColumn]) -> SheetPlace:
    """The place of a tab's rows: file, tab and column letters by field."""
    letters = {c.field: column_letter(n) for n, c in headings.columns.items()}
    return SheetPlace(tab.sheet.workbook, tab.sheet.name, letters)


def read_rows(tab: Tab, headings: Headings[SheetColumn], reading: Reading) -> Iterator[Any]:
    """The register rows of a tab in its order."""
    place, noted = place_of(tab, headings), headings
    if tab.is_entry:
        beside = entry_columns(tab, reading.settings)
        noted = replace(headings, extra=beside.unread)
        place = replace(place, columns={**place.columns, **beside.letters(headings)})
    odd_columns(tab, noted, reading.notes)
    lost_columns(tab, noted, reading)
    reader = RowReader(tab, headings, reading)
    for row in data_rows(tab, headings, reading.notes):
        fields = reader.fields(row)
        if fields is not None:
            made = reader.made(fields, quick_source(place, row.number))
            if made is not None:
                yield made


class RowReader:
    """Reads the rows of one tab, column by column."""

    def __init__(self, tab: Tab, headings: Headings[SheetColumn], reading: Reading) -> None:
        self._tab = tab
        self._reading = reading
        self._model = tab.layout.model
        self._make = quick_maker(self._model) if self._model is Result else self._model
        self._naming = headings.naming
        plans = [self.plan(number, column) for number, column in headings.columns.items()]
        self._first = [plan for plan in plans if not needs_measure(plan.column)]
        self._then = [plan for plan in plans if needs_measure(plan.column)]
        self._named = headings.columns[self._naming]
        self._of_own = tab.layout.name == "KPIs"
        self._of_kpi = any(c.field == "kpi_ref" for c in tab.layout.columns)
        self._fallback = UNKNOWN if self._of_kpi or self._of_own else FINANCIAL
        self._own: dict[PeriodContext, MeasuredAs] = {}

    def plan(self, number: int, column: SheetColumn) -> ColumnPlan:
        """How the cells of a column are read."""
        convert = converter(
            self._tab.layout,
            column,
            self._reading.year_start,
            self._reading.measures.keys(),
            from_1904=self._tab.sheet.facts.date_1904,
        )
        texts = None if needs_measure(column) else _TextsRead(convert)
        return ColumnPlan(number, column.field, convert, column, texts)

    def fields(self, row: Row) -> dict[str, Any] | None:
        """The values of a row by field, or ``None`` where it does not say what it belongs to."""
        found: dict[str, Any] = {}
        self.fill(found, row, self._first, FINANCIAL)
        self.fill(found, row, self._then, self.measure(found))
        return found if self._named.field in found or self._nameless(row) else None

    def fill(
        self, found: dict[str, Any], row: Row, plans: Iterable[ColumnPlan], measure: MeasuredAs
    ) -> None:
        """Adds the values of some columns of a row, by field."""
        cells = row.cells
        for plan in plans:
            number, field, convert, _, texts = plan
            if (cell := cells.get(number)) is not None:
                is_text = texts is not None and type(cell.value) is str
                value = texts[cell.value] if is_text else convert(cell, measure)  # type: ignore[index]
                if type(value) is Doubt:
                    value = self._settled(value, plan, cell, row, found)
                elif field == "value":
                    self._reading.shares.add(found, cell, value, self._tab.sheet)
                if value is not None:
                    found[field] = value

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
        self, doubt: Doubt, plan: ColumnPlan, cell: Cell, row: Row, found: dict[str, Any]
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
            _keep_what_it_says(doubt, plan.field, cell, found)
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
            return self._make(source=source, **fields)
        except TypeError as error:  # a net: what a row needs is known before it is made
            words = f"Row {source.row} of {self._tab.sheet.name} is not used: {error}."
            self._reading.notes.add("CEL019", source.at(self._named.field), words)
            return None
