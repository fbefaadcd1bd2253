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
from pmf_cli.register.sheets.rows import NOWHERE, RowSource
from pmf_cli.register.values.exact import Doubt
from pmf_cli.register.values.measure import Measure
from pmf_cli.workbook.cells import Cell

KEYS = (
    "ref", "change_ref", "return_ref", "kpi_ref", "split", "period", "cycle", "from_period",
    "number", "body", "step",
)  # fmt: skip
"""Fields by which a row that was added is known again after somebody has worked on it."""
_Texts = Sequence[Mapping[str, str]]
_ADDRESS = re.compile(r"\$?([A-Z]+)\$?(\d+)")


def register_then(
    register: Register,
    later: Sequence[RecordedChange],
    undone: Sequence[RecordedChange],
    as_of: date,
    year_start: int,
) -> Register:
    """The register as it was known on a day.

    Args:
        register: the register as it stands.
        later: what pmf wrote that is in it now and was not on that day, oldest first.
        undone: what was in it on that day and was taken out since, oldest first.
        as_of: the day.
        year_start: month in which the financial year begins.
    """
    sheets: dict[str, _Rows] = {}

    def touched(change: RecordedChange) -> Iterator[tuple[_Rows, _Texts, list[WrittenCell]]]:
        for sheet in SHEETS:
            start = "{}, {}!".format(*register.present.get(sheet.name, ("", "")))
            cells = [cell for cell in change.written if cell.where.startswith(start)]
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
            again = [WrittenCell(one.where, one.after, one.before) for one in cells]
            rows.give_back(again, change.key)
            for texts in added:
                rows.bring_back(texts)
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

    def bring_back(self, texts: Mapping[str, str]) -> None:
        """Brings back a row that stands in no workbook any more."""
        place = next((row.source.place for row in self._rows.values()), NOWHERE.place)
        measure = self._measure(texts)
        fields = {name: self._value(name, text, measure) for name, text in texts.items()}
        row = self.sheet.model(**fields, source=RowSource(place, 0))
        at = max((*self._rows, *self._by_number.values()), default=-1) + 1
        # It stood right below the last row, where later changes on record found it.
        last = max(
            (number for number, one in self._by_number.items() if one in self._rows), default=1
        )
        self._by_number[last + 1] = at
        self._rows[at] = row
        self._by_key.setdefault(_key(texts), []).append(at)

    def give_back(self, cells: Sequence[WrittenCell], key: str) -> None:
        """Gives each row what its cells held before they were written.

        Args:
            cells: the cells of one change.
            key: what the change was about.
        """
        by_row: dict[int, dict[str, WrittenCell]] = {}
        for cell in cells:
            address = _ADDRESS.fullmatch(cell.where.rpartition("!")[2])
            if address is not None:
                by_row.setdefault(int(address[2]), {})[address[1]] = cell
        for number, at in self._standing(by_row, key).items():
            self._rows[at] = self._before(self._rows[at], by_row[number])

    def _standing(
        self, by_row: Mapping[int, Mapping[str, WrittenCell]], key: str
    ) -> dict[int, int]:
        """The rows that hold what was written: in their old places, else moved together, else where each alone can have gone."""
        there = {number: self._by_number.get(number, -1) for number in by_row}
        if all(at in self._rows and _holds(self._rows[at], by_row[n]) for n, at in there.items()):
            return there
        found = {number: self._holding(written, key) for number, written in by_row.items()}
        shifts = [{place - number for place in places} for number, places in found.items()]
        if together := set.intersection(*shifts):
            shift = min(together, key=abs)
            return {number: places[number + shift] for number, places in found.items()}
        return {n: next(iter(places.values())) for n, places in found.items() if len(places) == 1}

    def _holding(self, written: Mapping[str, WrittenCell], key: str) -> dict[int, int]:
        """Every row that holds what was written, by its number: the return's own where there are such."""
        rows = {
            number: at
            for number, at in self._by_number.items()
            if at in self._rows and _holds(self._rows[at], written)
        }
        own = {n: at for n, at in rows.items() if getattr(self._rows[at], "return_ref", "") == key}
        return own or rows

    def _before(self, row: Any, written: Mapping[str, WrittenCell]) -> Any:  # noqa: ANN401 - any sheet's
        measure = self._measure({name: getattr(row, name, None) for name in ("kpi_ref", "ref")})
        back: dict[str, Any] = {}
        for name, letters in row.source.place.columns.items():
            if letters in written:
                back[name] = self._value(name, written[letters].before, measure)
        return replace(row, **back) if isinstance(row, Result) else row.model_copy(update=back)

    def _measure(self, names: Mapping[str, str | None]) -> Measure:
        kpi = self._kpis.get(names.get("kpi_ref") or names.get("ref") or "")
        if kpi is None:
            return Measure(context=FINANCIAL_CONTEXT)
        return Measure(kpi.data_type, kpi.unit, context_of(kpi))

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
