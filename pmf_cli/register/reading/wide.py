"""A results sheet with a column for each period, as most scorecards are kept.

Each filled cell under a period becomes a result whose source is that very cell. Columns of
another kind beside a period (``Q1 2024/25 Target``) are named and left to ``pmf import``.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any

from pmf_cli.register.periods.cells import period
from pmf_cli.register.periods.period import Period
from pmf_cli.register.periods.text import PeriodContext
from pmf_cli.register.reading.converters import Converter
from pmf_cli.register.reading.guards import lost_columns
from pmf_cli.register.reading.notes import Reading, rows_in_words
from pmf_cli.register.reading.period_headings import (
    PeriodColumn,
    period_columns,
    without_year,
)
from pmf_cli.register.reading.row_reading import RowReader
from pmf_cli.register.reading.tables import data_rows, odd_columns
from pmf_cli.register.reading.tabs import Tab
from pmf_cli.register.sheets.entry import (
    WITHOUT_FIGURE,
)
from pmf_cli.register.sheets.layout import SheetColumn
from pmf_cli.register.sheets.record import Result
from pmf_cli.register.sheets.rows import RowSource, SheetPlace
from pmf_cli.register.sheets.targets import Target
from pmf_cli.register.terms import TimeBasis
from pmf_cli.register.values.exact import Doubt
from pmf_cli.register.values.measure import MeasuredAs
from pmf_cli.tabular.cell_text import is_filled
from pmf_cli.tabular.headings import Headings
from pmf_cli.workbook.cells import Cell, Row, column_letter

KEPT = frozenset({"kpi_ref", "split", "restricted", "received_from", "entry_source", "note"})
"""Columns beside the periods that hold for the whole row."""


def is_wide(tab: Tab, headings: Headings[SheetColumn], year_start: int) -> bool:
    """Whether a results tab has a column for each period, as an entry sheet has for targets too."""
    if tab.is_beside:
        return True
    if tab.layout.model is not Result or headings.number_of("period") is not None:
        return False
    if period_columns(headings, year_start)[0]:
        return True
    return headings.number_of("value") is None and bool(without_year(headings, year_start))


def read_wide(tab: Tab, headings: Headings[SheetColumn], reading: Reading) -> Iterator[Result]:
    """The results of a wide tab, row by row and period by period."""
    columns, others = period_columns(headings, reading.year_start)
    doubtful = without_year(headings, reading.year_start)
    narrow = _narrowed(headings, {c.number for c in columns} | set(others) | set(doubtful))
    for number, words in doubtful.items():
        where = tab.sheet.ref(f"{column_letter(number)}{headings.last}")
        message = f"Column {column_letter(number)} of {tab.sheet.name} is left out: {words}"
        reading.notes.add("PER001", where, message)
    odd_columns(tab, narrow, reading.notes, [c.number for c in columns])
    lost_columns(tab, narrow, reading, KEPT)
    for number, text in sorted(others.items()):
        words = f"The column “{text}” of {tab.sheet.name} is not read as results."
        where = tab.sheet.ref(f"{column_letter(number)}{headings.last}")
        reading.notes.add("SHT017", where, words)
    reader = WideReader(tab, narrow, reading, columns)
    without = []
    for row in data_rows(tab, replace(headings, columns=narrow.columns), reading.notes):
        results: list[Any] = list(reader.rows(row))
        yield from results
        if not results and not reader.has_figures(row):
            without.append(row.number)
    if without and columns:
        where = tab.sheet.ref(f"A{without[0]}")
        words = f"{rows_in_words(without).capitalize()} of {tab.sheet.name}: no period is filled."
        reading.notes.add("SHT022", where, words)


class WideReader:
    """Reads the cells of one row as results, or targets, of one KPI."""

    def __init__(
        self,
        tab: Tab,
        narrow: Headings[SheetColumn],
        reading: Reading,
        columns: tuple[PeriodColumn, ...],
    ) -> None:
        self._reader = RowReader(tab, narrow, reading)
        self._tab, self._reading, self._columns = tab, reading, columns
        self._periods: dict[tuple[int, PeriodContext], Period | Doubt | None] = {}
        self._noted: set[tuple[int, str]] = set()
        self._model = tab.layout.model
        self._figure, self._when = (
            ("target", "from_period") if self._model is Target else ("value", "period")
        )
        naming = {c.field: column_letter(n) for n, c in narrow.columns.items()}
        self._places = {
            c.number: SheetPlace(
                tab.sheet.workbook,
                tab.sheet.name,
                naming | dict.fromkeys((self._figure, self._when), column_letter(c.number)),
            )
            for c in columns
        }
        figure = next(c for c in tab.layout.columns if c.field == self._figure)
        plans = (self._reader.plan(c.number, figure) for c in columns)
        self._figures = {
            plan.number: plan._replace(convert=_with_reason(plan.convert)) for plan in plans
        }

    def has_figures(self, row: Row) -> bool:
        """Whether anything stands below a period in a row."""
        held = (row.cells.get(column.number) for column in self._columns)
        return any(c is not None and is_filled(c) for c in held)

    def from_the_first(self, row: Row, found: Sequence[Any]) -> Iterator[Any]:
        """The target that a row asks for without a figure, from the first of its columns on.

        So that a direction, a tracker and a target that lacks its figure are known as such, too.
        """
        shared = self._reader.fields(row)
        first = self._columns[0]
        asks = None if shared is None else shared.get("target_type")
        if shared is None or asks is None or (found and asks not in WITHOUT_FIGURE):
            return
        begins = period(
            first.heading, self._reader.measure(shared).context, self._reading.year_start
        )
        typed = any(row.from_period == begins and row.to_period is None for row in found)
        if isinstance(begins, Period) and not typed:
            yield self._made(first, row, {**shared, self._when: begins})

    def rows(self, row: Row) -> Iterator[Any]:
        """The results, or targets, of a row; blank cells give none."""
        shared: Mapping[str, Any] | None = None
        for column in self._columns:
            cell = row.cells.get(column.number)
            if cell is None or not is_filled(cell):
                continue
            if shared is None:
                shared = self._reader.fields(row)
                if shared is None:
                    return
            made = self._one(row, column, cell, shared)
            if made is not None:
                yield made

    def _one(self, row: Row, column: PeriodColumn, cell: Cell, shared: Mapping[str, Any]) -> Any:  # noqa: ANN401 - a row of the tab's model
        measure = self._reader.measure(shared)
        key = (column.number, measure.context)
        if key not in self._periods:
            self._periods[key] = period(column.heading, measure.context, self._reading.year_start)
        when = self._periods[key]
        fields = dict(shared)
        if isinstance(when, Doubt):
            self._note(when, column, cell, shared["kpi_ref"])
            if when.status is not None and self._model is Result:
                fields.setdefault("value_status", when.status)
        fields[self._when] = when.value if isinstance(when, Doubt) else when
        if not isinstance(fields[self._when], Period):
            return None
        if self._model is Target and measure.context.time_basis is TimeBasis.CUMULATIVE:
            # What is cumulative has one target a year, unless a row is for one period alone.
            fields["to_period"] = fields[self._when]
        self._reader.fill(fields, row, (self._figures[column.number],), measure)
        return self._made(column, row, fields)

    def _made(self, column: PeriodColumn, row: Row, fields: Mapping[str, Any]) -> Any:  # noqa: ANN401 - a row of the tab's model
        return self._model(source=RowSource(self._places[column.number], row.number), **fields)

    def _note(self, doubt: Doubt, column: PeriodColumn, cell: Cell, ref: str) -> None:
        """Notes what is doubtful of a heading: once, or at every cell that is lost by it."""
        sheet, heading = self._tab.sheet, column.heading.address
        for code, words in doubt.remarks:
            if doubt.value is None:
                message = f"{ref}: {words.rstrip('.')}; {cell.address} is not read."
                self._reading.notes.add(code, sheet.ref(cell.address), message, ref)
            elif (column.number, code) not in self._noted:
                self._noted.add((column.number, code))
                message = f"The heading {heading} of {sheet.name} {words}."
                self._reading.notes.add(code, sheet.ref(heading), message)


def _with_reason(convert: Converter) -> Converter:
    """Reads a cell that holds a figure or the reason why there is none: it has no other place there."""

    def read(cell: Cell, measure: MeasuredAs) -> object:
        made = convert(cell, measure)
        if isinstance(made, Doubt) and made.reason is not None:
            return replace(made, remarks=tuple(one for one in made.remarks if one[0] != "CEL014"))
        return made

    return read


def _narrowed(headings: Headings[SheetColumn], taken: set[int]) -> Headings[SheetColumn]:
    """The headings without the period columns and without columns of single results."""
    columns: dict[int, SheetColumn] = {n: c for n, c in headings.columns.items() if c.field in KEPT}
    dropped = {n: headings.texts[n] for n in headings.columns if n not in columns}
    extra = {n: t for n, t in {**headings.extra, **dropped}.items() if n not in taken}
    return replace(headings, columns=columns, extra=extra)
