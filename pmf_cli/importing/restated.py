"""What answers make of the rows that an earlier import wrote from the same scorecard.

Read without the answers, a scorecard says what was written then. Where a cell of the register still holds that,
and the answers read its place in the scorecard otherwise, it is put right. Where somebody has typed since, the
register's stays, and is told of.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any

from pmf_cli.findings import CellRef
from pmf_cli.frozen import frozen
from pmf_cli.importing.kpi_rows import NEEDED_TO_RATE
from pmf_cli.importing.plan import ImportPlan
from pmf_cli.register.assumption import PROFILE
from pmf_cli.register.register import Register
from pmf_cli.register.sheets.kpis import Kpi
from pmf_cli.register.sheets.layout import SHEETS, columns_of, layout_of_row
from pmf_cli.register.sheets.row_cells import cells_of_row, name_of, recorded

_PLACES = {
    "KPIs": "name", "Targets": "target", "Results": "value", "Commentary": "text", "Forecasts": "value",
}  # fmt: skip
"""Sheet → the field whose cell in the scorecard a row of it comes from."""
_NAMED_BY = {
    "KPIs": ("ref",),
    "Targets": ("kpi_ref", "from_period", "to_period"),
    "Results": ("kpi_ref", "period", "split"),
    "Commentary": ("kpi_ref", "period", "kind", "text"),
    "Forecasts": ("kpi_ref", "for_period", "made_in"),
}
"""Sheet → the fields by which a row of it is found in the register."""
_WORKED_OUT = frozenset({"first_period", "year_basis"})
"""Fields of a KPI that nobody answers: other scorecards may have given them otherwise."""
_HOLDS = {layout.name: layout.holds for layout in SHEETS}
CellOnRecord = tuple[str, frozenset[tuple[str, str]], str]
"""A cell as the ledger knows it: sheet, what names its row, and field."""
OnRecord = Mapping[CellOnRecord, str | None]
"""Cells that were changed → what an import wrote last; ``None`` where something else than an import did."""


def cell_on_record(sheet: str, row: Mapping[str, str], field: str) -> CellOnRecord:
    """A cell as the ledger knows it."""
    return sheet, frozenset(row.items()), field


@frozen
class PutRight:
    """A row of the register that the answers put right; ``after`` is ``None`` where they leave it out."""

    held: Any
    after: Any

    @property
    def kpi_ref(self) -> str:
        """The KPI, by the reference that the register has."""
        return _ref(self.held)

    @property
    def cells(self) -> Iterator[tuple[str, str, str]]:
        """Heading, what stands there, and what will: of each cell that changes."""
        headings = _headings(self.held)
        after = {} if self.after is None else cells_of_row(self.after)
        for name, value in cells_of_row(self.held).items():
            if value != after.get(name):
                yield headings[name], recorded(value), recorded(after.get(name))

    @property
    def sheet(self) -> str:
        """The register's sheet."""
        return layout_of_row(self.held).name


@frozen
class Contradiction:
    """An answer that the register does not take: its cell holds something else than was imported."""

    ref: str
    what: str
    held: str
    said: str

    @property
    def words(self) -> str:
        """It as it is told."""
        return f"{self.what} of {self.ref} ({self.held}; by your answers {self.said})"


@frozen
class Restated:
    """What answers put right in a register.

    Attributes:
        register: as it will be.
        rows: what changes, each row of the register once.
        contradictions: what stays, although the answers say otherwise.
    """

    register: Register
    rows: tuple[PutRight, ...] = ()
    contradictions: tuple[Contradiction, ...] = ()


def restated(
    register: Register,
    before: Sequence[ImportPlan],
    now: ImportPlan,
    on_record: OnRecord | None = None,
) -> Restated:
    """A register as the answers put it right.

    Args:
        before: what may have been written from the same scorecards: without answers, or with earlier ones.
        now: what they say with the answers.
        on_record: what the ledger says of cells that were changed since.
    """
    record = on_record or {}
    made = register
    for plan in before:
        made = _with_references(made, renamed_kpis(plan, now))
        made = _put_right(made, plan, now, record)
    told = dict.fromkeys(one for plan in before for one in _contradictions(made, plan, now))
    gone = {id(row) for plan in before for row in _left_out(made, plan, now, record)}
    rows = tuple(_changed_rows(register, made, gone))
    return Restated(_without(made, gone), rows, tuple(told))


def renamed_kpis(before: ImportPlan, now: ImportPlan) -> dict[str, str]:
    """Reference of a KPI without the answers → with them, where that is another; by its place in the scorecard."""
    kept = {kpi.ref for kpi in before.kpis} & {kpi.ref for kpi in now.kpis}
    return {
        old.ref: new.ref
        for old, new in _pairs("KPIs", before.kpis, now.kpis)
        if old.ref != new.ref and not {old.ref, new.ref} & kept
    }


def _pairs(sheet: str, before: Iterable[Any], now: Iterable[Any]) -> Iterator[tuple[Any, Any]]:
    """Rows of two plans that come from the same cell of the scorecard; none of cells that give several in one."""
    told, said = _by_place(sheet, before), _by_place(sheet, now)
    for place, rows in told.items():
        others = said.get(place, ())
        if len(rows) == len(others):
            yield from zip(rows, others, strict=True)


def _by_place(sheet: str, rows: Iterable[Any]) -> dict[CellRef, list[Any]]:
    found: dict[CellRef, list[Any]] = {}
    for row in rows:
        if row.source.row:
            found.setdefault(row.source.at(_PLACES[sheet]), []).append(row)
    return found


def _with_references(register: Register, renamed: Mapping[str, str]) -> Register:
    """The register with KPIs under other references, in every sheet; one that is taken already is not given."""
    held = register.kpi_by_ref
    free = {old: new for old, new in renamed.items() if old in held and new not in held}
    if not free:
        return register
    rows: dict[str, Any] = {
        name: tuple(_under(row, free) for row in found) for name, found in _rows_of(register)
    }
    return replace(register, **rows)


def _rows_of(register: Register) -> Iterator[tuple[str, tuple[Any, ...]]]:
    """Attribute of a register → the rows of its sheet."""
    for layout in SHEETS:
        yield layout.holds, getattr(register, layout.holds)


def _under(row: Any, renamed: Mapping[str, str]) -> Any:  # noqa: ANN401 - a row of any sheet
    """A row under the new reference of its KPI."""
    field = "ref" if isinstance(row, Kpi) else "kpi_ref"
    ref = str(getattr(row, field, None))
    return replace(row, **{field: renamed[ref]}) if ref in renamed else row


def _put_right(
    register: Register, before: ImportPlan, now: ImportPlan, record: OnRecord
) -> Register:
    renamed = renamed_kpis(before, now)
    update: dict[str, Any] = {}
    for sheet in _PLACES:
        held = getattr(register, _HOLDS[sheet])
        told = [_under(row, renamed) for row in before.rows[sheet]]
        pairs = tuple(_pairs(sheet, told, now.rows[sheet]))
        update[_HOLDS[sheet]] = _sheet_put_right(sheet, held, pairs, record)
    return replace(register, **update)


def _sheet_put_right(
    sheet: str, held: tuple[Any, ...], pairs: Sequence[tuple[Any, Any]], record: OnRecord
) -> tuple[Any, ...]:
    """The rows of a sheet as the answers put them right; none comes to stand where another does."""
    places = {_name(sheet, row): at for at, row in enumerate(held)}
    found: dict[int, Any] = {}
    for told, said in pairs:
        at = places.get(_name(sheet, told))
        if at is not None:
            found[at] = _row_put_right(held[at], told, said, record)
    stays = {name for name, at in places.items() if _name(sheet, found.get(at, held[at])) == name}
    return tuple(
        row if (made := found.get(at, row)) is row or _is_free(sheet, row, made, stays) else made
        for at, row in enumerate(held)
    )


def _is_free(sheet: str, row: Any, made: Any, stays: Collection[tuple[Any, ...]]) -> bool:  # noqa: ANN401 - rows of any sheet
    """Whether another row stands already where a row would come to stand."""
    return _name(sheet, made) != _name(sheet, row) and _name(sheet, made) in stays


def _left_out(
    register: Register, before: ImportPlan, now: ImportPlan, record: OnRecord
) -> Iterator[Any]:
    """Rows that stand as they were written, and of which the answers take nothing in any more."""
    renamed = renamed_kpis(before, now)
    for sheet in _PLACES:
        held = {_name(sheet, row): row for row in getattr(register, _HOLDS[sheet])}
        said = _by_place(sheet, now.rows[sheet])
        names = {_name(sheet, row) for row in now.rows[sheet]}
        for told in before.rows[sheet] if sheet != "KPIs" else ():
            was = _under(told, renamed)
            row = held.get(_name(sheet, was))
            is_said = told.source.at(_PLACES[sheet]) in said or _name(sheet, was) in names
            if row is not None and not is_said and _is_all_as_written(row, was, record):
                yield row


def _name(sheet: str, row: Any) -> tuple[Any, ...]:  # noqa: ANN401 - a row of any sheet
    return tuple(getattr(row, name) for name in _NAMED_BY[sheet])


def _row_put_right(held: Any, told: Any, said: Any, record: OnRecord) -> Any:  # noqa: ANN401 - rows of any sheet
    """A register's row with what the answers say where it still holds what was written."""
    found = {
        name: getattr(said, name)
        for name in _answered_otherwise(told, said)
        if _is_as_written(held, told, name, record)
    }
    return replace(held, **found) if found else held


def _is_as_written(held: Any, told: Any, name: str, record: OnRecord) -> bool:  # noqa: ANN401 - rows of any sheet
    """Whether a cell holds what the last import wrote: by the record, else what the scorecard says unanswered."""
    value = cells_of_row(held)[name]
    key = cell_on_record(layout_of_row(held).name, name_of(held), name)
    return record[key] == recorded(value) if key in record else value == cells_of_row(told)[name]


def _is_all_as_written(held: Any, told: Any, record: OnRecord) -> bool:  # noqa: ANN401 - rows of any sheet
    return all(_is_as_written(held, told, name, record) for name in cells_of_row(held))


def _answered_otherwise(told: Any, said: Any) -> Iterator[str]:  # noqa: ANN401 - rows of any sheet
    """The fields that the answers give another reading; what a rating needs is never emptied."""
    before, now = cells_of_row(told), cells_of_row(said)
    for name, value in now.items():
        is_of_kpi = isinstance(told, Kpi)
        # Blanks of a KPI, and what a year's target means, are filled in elsewhere.
        is_filled = before[name] is None and (is_of_kpi or name == PROFILE)
        is_kept = is_filled or (is_of_kpi and value is None and name in NEEDED_TO_RATE)
        if value != before[name] and not is_kept:
            yield name


def _changed_rows(register: Register, made: Register, gone: Collection[int]) -> Iterator[PutRight]:
    for (name, rows), (_, after) in zip(_rows_of(register), _rows_of(made), strict=True):
        del name
        for row, new in zip(rows, after, strict=True):
            if id(new) in gone:
                yield PutRight(row, None)
            elif new != row:
                yield PutRight(row, new)


def _without(register: Register, gone: Collection[int]) -> Register:
    if not gone:
        return register
    left: dict[str, Any] = {
        name: tuple(row for row in rows if id(row) not in gone) for name, rows in _rows_of(register)
    }
    return replace(register, **left)


def _contradictions(
    register: Register, before: ImportPlan, now: ImportPlan
) -> Iterator[Contradiction]:
    """What the answers say otherwise than the register, which does not hold what was written any more."""
    renamed = renamed_kpis(before, now)
    for old, new in renamed.items():
        if old in register.kpi_by_ref:
            yield Contradiction(old, "KPI reference", old, f"{new}, which stands there too")
    for sheet in _PLACES:
        told = [_under(row, renamed) for row in before.rows[sheet]]
        held = {_name(sheet, row): row for row in getattr(register, _HOLDS[sheet])}
        for was, said in _pairs(sheet, told, now.rows[sheet]):
            row = held.get(_name(sheet, was))
            yield from () if row is None else _of_row(row, was, said)


def _of_row(held: Any, told: Any, said: Any) -> Iterator[Contradiction]:  # noqa: ANN401 - rows of any sheet
    headings = _headings(held)
    stands, wanted = cells_of_row(held), cells_of_row(said)
    for name in _answered_otherwise(told, said):
        if name not in _WORKED_OUT and stands[name] not in (None, wanted[name]):
            yield Contradiction(
                _ref(held), headings[name], recorded(stands[name]), recorded(wanted[name]) or "none"
            )


def _headings(row: Any) -> dict[str, str]:  # noqa: ANN401 - a row of any sheet
    return {one.field: one.heading.text for one in columns_of(type(row))}  # type: ignore[arg-type]


def _ref(row: Any) -> str:  # noqa: ANN401 - a row of any sheet
    return str(row.ref if isinstance(row, Kpi) else row.kpi_ref)
