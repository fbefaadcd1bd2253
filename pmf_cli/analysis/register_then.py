"""The register as it stood on a past day: what pmf wrote after that day is taken back, in memory.

A past answer never changes. What pmf writes, it writes into the record too, each cell with what it
held before; so the answer of a day can be given again after a correction, a new comment, target or
change of scope. What people changed by hand is known only as far as the register says so itself
(``register.replaced``). The same holds for the KPIs that a scorecard brought in: of days before them
there was no answer, and what came with them is told of as if it had been typed.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date
from decimal import Decimal, InvalidOperation
from typing import Any

from pmf_cli.analysis.issued import RecordedChange, WrittenCell
from pmf_cli.analysis.scope_request import context_of
from pmf_cli.cycle.facts import SCORECARD_TAKEN_IN
from pmf_cli.register.periods.text import FINANCIAL_CONTEXT
from pmf_cli.register.reading.converters import converter
from pmf_cli.register.register import Register
from pmf_cli.register.replaced import known_then
from pmf_cli.register.sheets.layout import SHEETS, SheetLayout
from pmf_cli.register.sheets.record import Result
from pmf_cli.register.sheets.row_cells import recorded_texts
from pmf_cli.register.values.exact import Doubt
from pmf_cli.register.values.measure import Measure
from pmf_cli.workbook.cells import Cell

KEYS = (
    "ref", "change_ref", "return_ref", "kpi_ref", "split", "period", "cycle", "from_period",
    "number", "body", "step",
)  # fmt: skip
"""Fields by which a row that was added is known again after somebody has worked on it."""
_ADDRESS = re.compile(r"\$?([A-Z]+)\$?(\d+)")


def register_then(
    register: Register, changes: Sequence[RecordedChange], as_of: date, year_start: int
) -> Register:
    """The register as it was known on a day.

    Args:
        register: the register as it stands.
        changes: what pmf wrote into it, oldest first.
        as_of: the day.
        year_start: month in which the financial year begins.
    """
    later = [_kept_from_the_first(change, changes) for change in changes if change.on > as_of]
    sheets: dict[str, _Rows] = {}
    for change in reversed(later):
        for sheet in SHEETS:
            start = "{}, {}!".format(*register.present.get(sheet.name, ("", "")))
            cells = [cell for cell in change.written if cell.where.startswith(start)]
            added = change.added.get(sheet.name, ())
            if not cells and not added:
                continue
            if sheet.name not in sheets:
                sheets[sheet.name] = _Rows(register, sheet, year_start)
            for texts in added:
                sheets[sheet.name].take_away(texts)
            sheets[sheet.name].give_back(cells)
    held: dict[str, Any] = {rows.sheet.holds: rows.now() for rows in sheets.values()}
    return known_then(replace(register, **held), as_of)


def _kept_from_the_first(
    change: RecordedChange, changes: Sequence[RecordedChange]
) -> RecordedChange:
    """A change without the rows that stay: those brought in on the day on which their KPIs were."""
    new = {
        texts.get("ref", "")
        for other in changes
        if other.on == change.on
        for texts in other.added.get("KPIs", ())
    }
    if change.action != SCORECARD_TAKEN_IN or not new:
        return change
    added = {
        sheet: tuple(row for row in rows if row.get("kpi_ref") and row["kpi_ref"] not in new)
        for sheet, rows in change.added.items()
    }
    return replace(change, added=added)


class _Rows:
    """The rows of one sheet, on their way back in time."""

    def __init__(self, register: Register, sheet: SheetLayout, year_start: int) -> None:
        self.sheet = sheet
        self._kpis = register.kpi_by_ref
        self._columns = {column.field: column for column in sheet.columns}
        self._year_start = year_start
        self._rows: dict[int, Any] = dict(enumerate(getattr(register, sheet.holds)))
        self._by_number = {row.source.row: at for at, row in self._rows.items()}
        self._by_key: dict[tuple[str, ...], list[int]] = {}
        for at, row in self._rows.items():
            self._by_key.setdefault(_key(recorded_texts(row)), []).append(at)

    def now(self) -> tuple[Any, ...]:
        """The rows as far as they have been taken back."""
        return tuple(self._rows.values())

    def take_away(self, texts: Mapping[str, str]) -> None:
        """Takes away a row that was added: the one most like it of those with its name."""
        alike = [at for at in self._by_key.get(_key(texts), ()) if at in self._rows]
        if not alike:
            return

        def likeness(at: int) -> int:
            held = recorded_texts(self._rows[at])
            return sum(held.get(name) == text for name, text in texts.items())

        del self._rows[max(alike, key=likeness)]

    def give_back(self, cells: Sequence[WrittenCell]) -> None:
        """Gives each row what its cells held before they were written."""
        by_row: dict[int, dict[str, WrittenCell]] = {}
        for cell in cells:
            address = _ADDRESS.fullmatch(cell.where.rpartition("!")[2])
            if address is not None:
                by_row.setdefault(int(address[2]), {})[address[1]] = cell
        for number, written in by_row.items():
            at = self._standing(number, written)
            if at is not None:
                self._rows[at] = self._before(self._rows[at], written)

    def _standing(self, number: int, written: Mapping[str, WrittenCell]) -> int | None:
        """The row that holds what was written: in its old place, else where it alone can have gone."""
        at = self._by_number.get(number)
        if at in self._rows and _holds(self._rows[at], written):
            return at
        moved = [at for at, row in self._rows.items() if _holds(row, written)]
        return moved[0] if len(moved) == 1 else None

    def _before(self, row: Any, written: Mapping[str, WrittenCell]) -> Any:  # noqa: ANN401 - any sheet's
        kpi = self._kpis.get(str(getattr(row, "kpi_ref", None) or getattr(row, "ref", "")))
        measure = Measure(context=FINANCIAL_CONTEXT)
        if kpi is not None:
            measure = Measure(kpi.data_type, kpi.unit, context_of(kpi))
        back: dict[str, Any] = {}
        for name, letters in row.source.place.columns.items():
            if letters in written:
                back[name] = self._value(name, written[letters].before, measure)
        return replace(row, **back) if isinstance(row, Result) else row.model_copy(update=back)

    def _value(self, name: str, text: str, measure: Measure) -> object:
        column = self._columns[name]
        if not text:
            return () if column.several else None
        read = converter(self.sheet, column, self._year_start)
        value = read(Cell(1, 1, text), measure)
        return value.value if isinstance(value, Doubt) else value


def _key(texts: Mapping[str, str]) -> tuple[str, ...]:
    return tuple(texts.get(name, "") for name in KEYS)


def _holds(row: Any, written: Mapping[str, WrittenCell]) -> bool:  # noqa: ANN401 - a row of any sheet
    texts = recorded_texts(row)
    here = {letters: texts.get(name, "") for name, letters in row.source.place.columns.items()}
    return all(_same(here.get(letters, ""), cell.after) for letters, cell in written.items())


def _same(one: str, other: str) -> bool:
    """Whether two texts are one value: 38.0 and 38 are."""
    if one == other:
        return True
    try:
        return Decimal(one) == Decimal(other)
    except InvalidOperation:
        return False
