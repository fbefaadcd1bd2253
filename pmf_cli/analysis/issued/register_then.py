"""The register as it stood on a past day: what pmf wrote after that day is taken back, in memory.

A past answer never changes. What pmf writes, it writes into the record too, each cell with what it
held before; so the answer of a day can be given again after a correction, a new comment, target or
change of scope, and after a backup was put back: what that undid was there until then. What people
changed by hand is known only as far as the register says so itself (``register.replaced``). The same
holds for the KPIs that a scorecard brought in: of days before them there was no answer, and what came
with them is told of as if it had been typed.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date
from decimal import Decimal, InvalidOperation
from typing import Any

from pmf_cli.analysis.issued.issue_history import RecordedCellChange, WrittenCell
from pmf_cli.analysis.scope.request import context_of
from pmf_cli.cycle.ledger_facts import SCORECARD_TAKEN_IN
from pmf_cli.register.periods.text import FINANCIAL_CONTEXT
from pmf_cli.register.reading.converters import converter
from pmf_cli.register.register import Register
from pmf_cli.register.replaced import known_then
from pmf_cli.register.sheets.layout import SHEETS, SheetLayout
from pmf_cli.register.sheets.record import Result
from pmf_cli.register.sheets.row_cells import RECEIPT, name_of, naming, recorded_texts
from pmf_cli.register.sheets.rows import NOWHERE, RowSource
from pmf_cli.register.values.exact import Doubt
from pmf_cli.register.values.measure import MeasuredAs
from pmf_cli.workbook.cells import Cell

_Texts = Sequence[Mapping[str, str]]
_Name = tuple[tuple[str, str], ...]
"""Field and text of all that names a row, sorted."""
# A cell as the ledger names it, "B12"; older rows wrote it as Excel pins it, "$B$12".
_ADDRESS = re.compile(r"\$?([A-Z]+)\$?(\d+)")


def register_then(
    register: Register,
    later: Sequence[RecordedCellChange],
    undone: Sequence[RecordedCellChange],
    as_of: date,
    year_start: int,
) -> Register:
    """The register as it was known on a day.

    Args:
        later: what pmf wrote that is in it now and was not on that day, oldest first.
        undone: what was in it on that day and was taken out since, oldest first.
    """
    sheets: dict[str, _Rows] = {}

    def touched(change: RecordedCellChange) -> Iterator[tuple[_Rows, _Texts, list[WrittenCell]]]:
        for sheet in SHEETS:
            start = "{}, {}!".format(*register.present.get(sheet.name, ("", "")))
            cells = [
                cell
                for cell in change.written
                if (cell.sheet == sheet.name if cell.sheet else cell.where.startswith(start))
            ]
            added = change.added.get(sheet.name, ())
            if cells or added:
                if sheet.name not in sheets:
                    sheets[sheet.name] = _Rows(register, sheet, year_start)
                yield sheets[sheet.name], added, cells

    for change in reversed([_kept_from_the_first(one, later) for one in later]):
        for rows, added, cells in touched(change):
            for texts in added:
                rows.take_away(texts)
            rows.give_back(cells, change.key)
    for change in undone:
        for rows, added, cells in touched(change):
            again = [replace(one, before=one.after, after=one.before) for one in cells]
            rows.give_back(again, change.key)
            for texts in added:
                rows.bring_back(texts)
    held: dict[str, Any] = {rows.sheet.holds: rows.now() for rows in sheets.values()}
    return known_then(replace(register, **held), as_of)


def _kept_from_the_first(
    change: RecordedCellChange, changes: Sequence[RecordedCellChange]
) -> RecordedCellChange:
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
    def __init__(self, register: Register, sheet: SheetLayout, year_start: int) -> None:
        self.sheet = sheet
        self._kpis = register.kpi_by_ref
        self._columns = {column.field: column for column in sheet.columns}
        self._year_start = year_start
        self._rows: dict[int, Any] = dict(enumerate(getattr(register, sheet.holds)))
        self._by_number = {row.source.row: at for at, row in self._rows.items()}
        self._last = len(self._rows)
        self._place = next((row.source.place for row in self._rows.values()), NOWHERE.place)
        self._fields = {letters: name for name, letters in self._place.columns.items()}
        self._by_name: dict[_Name, list[int]] = {}
        for at, row in self._rows.items():
            self._by_name.setdefault(_key(name_of(row)), []).append(at)

    def now(self) -> tuple[Any, ...]:
        """The rows as far as they have been taken back."""
        return tuple(self._rows.values())

    def take_away(self, texts: Mapping[str, str]) -> None:
        """Takes away a row that was added: the one most like it of those with its name."""
        alike = self._named(naming(texts))
        if not alike:
            return

        def likeness(at: int) -> int:
            held = recorded_texts(self._rows[at])
            return sum(held.get(name) == text for name, text in texts.items())

        del self._rows[max(alike, key=likeness)]

    def bring_back(self, texts: Mapping[str, str]) -> None:
        """Brings back a row that stands in no workbook any more; one typed in again gives way to it."""
        alike = self._named(naming(texts))
        measure = self._measure(texts)
        read = {name: self._value(name, text, measure) for name, text in texts.items()}
        fields: dict[str, Any] = {
            name: made.value if isinstance(made, Doubt) else made for name, made in read.items()
        }
        row = self.sheet.model(**fields, source=RowSource(self._place, 0))
        for at in alike:
            if self.sheet.model is Result or recorded_texts(self._rows[at]) == texts:
                del self._rows[at]
        self._last += 1
        self._rows[self._last] = row
        self._by_name.setdefault(_key(naming(texts)), []).append(self._last)

    def give_back(self, cells: Sequence[WrittenCell], key: str) -> None:
        """Gives each row what its cells held before they were written.

        A row whose name is on record is found by it, wherever it stands by now, and is given back
        all that was written, also where somebody has typed over it since.
        """
        by_row: dict[tuple[int, _Name], dict[str, WrittenCell]] = {}
        for cell in cells:
            address = _ADDRESS.fullmatch(cell.where.rpartition("!")[2])
            if address is not None:
                name = cell.name or self._fields.get(address[1], "")
                row = by_row.setdefault((int(address[2]), _key(cell.row)), {})
                row[name] = cell
        for (number, name), written in by_row.items():
            at = self._standing(number, name, written, key)
            if at is not None:
                self._rows[at] = self._before(self._rows[at], written)

    def _standing(
        self, number: int, name: _Name, written: Mapping[str, WrittenCell], key: str
    ) -> int | None:
        """The row that a change wrote to.

        By its name; of several alike, and where the record gives no name, by its old place if what
        was written stands there, else where alone it can have gone.
        """
        named = self._named(dict(name))
        if len(named) == 1 or (name and not named):
            return next(iter(named), None)
        rows = [at for at in named or self._rows if _holds(self._rows[at], written)]
        there = self._by_number.get(number, -1)
        if there in rows:
            return there
        own = self._received(rows, key) or rows
        return own[0] if len(own) == 1 or (own and name) else None

    def _received(self, rows: Sequence[int], key: str) -> list[int]:
        """Those of some rows that came with a return."""
        return [at for at in rows if getattr(self._rows[at], RECEIPT, "") == key]

    def _named(self, name: Mapping[str, str]) -> list[int]:
        return [at for at in self._by_name.get(_key(name), ()) if at in self._rows]

    def _before(self, row: Any, written: Mapping[str, WrittenCell]) -> Any:  # noqa: ANN401 - any sheet's
        measure = self._measure({name: getattr(row, name, None) for name in ("kpi_ref", "ref")})
        back: dict[str, Any] = {}
        for name in self._columns.keys() & written.keys():
            made = self._value(name, written[name].before, measure)
            back[name] = made.value if isinstance(made, Doubt) else made
            if name == "value" and row.source.place.is_by_period:
                back["no_data_reason"] = made.reason if isinstance(made, Doubt) else None
        return replace(row, **back)

    def _measure(self, names: Mapping[str, str | None]) -> MeasuredAs:
        kpi = self._kpis.get(names.get("kpi_ref") or names.get("ref") or "")
        if kpi is None:
            return MeasuredAs(context=FINANCIAL_CONTEXT)
        return MeasuredAs(kpi.data_type, kpi.unit, context_of(kpi))

    def _value(self, name: str, text: str, measure: MeasuredAs) -> object:
        column = self._columns[name]
        if not text:
            return () if column.several else None
        read = converter(self.sheet, column, self._year_start)
        return read(Cell(1, 1, text), measure)


def _key(name: Mapping[str, str]) -> _Name:
    return tuple(sorted(name.items()))


def _holds(row: Any, written: Mapping[str, WrittenCell]) -> bool:  # noqa: ANN401 - a row of any sheet
    texts = recorded_texts(row)
    return all(_same(texts.get(name, ""), cell.after) for name, cell in written.items())


def _same(one: str, other: str) -> bool:
    """Whether two texts are one value: 38.0 and 38 are."""
    if one == other:
        return True
    try:
        return Decimal(one) == Decimal(other)
    except InvalidOperation:
        return False
