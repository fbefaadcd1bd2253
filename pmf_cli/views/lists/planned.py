"""Planned changes to the register as a preview: cell by cell, old and new."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum

from pmf_cli.analysis.scope.planned import PlannedChange, RowEdit
from pmf_cli.assessment import Assessment
from pmf_cli.register.figures import plain
from pmf_cli.register.register import Register
from pmf_cli.register.sheets.layout import by_name, columns_of
from pmf_cli.register.sheets.rows import RegisterRow
from pmf_cli.views.base import (
    Block,
    Column,
    Entry,
    Paragraph,
    Section,
    Table,
    Tone,
    lead,
)
from pmf_cli.views.listing import Field, ListDefinition, Listing
from pmf_cli.words import counted

NOTHING = "Nothing"
NEW_ROW = (Column("Column", 1.6), Column("Will be", 5.0))
UNCHANGED = "Nothing is to change: the register says so already."


@dataclass(frozen=True, slots=True)
class PlannedLine:
    """One thing that a command would change or bring about; the attributes are the list's fields."""

    kind: str
    what: str
    kpi: str | None = None
    where: str | None = None
    before: str | None = None
    after: str | None = None


PLANNED: ListDefinition[PlannedLine] = ListDefinition(
    "pmf/planned/1",
    "One item a thing that a command would change or bring about. From `pmf highlights choose`, "
    "`pmf scope change` and `pmf scope told`.",
    "items",
    (
        Field("kind", "", "cell, told, series, rating or finding."),
        Field("what", "Column", "The column's heading, the body, or what it is about.", width=1.6),
        Field("kpi", "", "The KPI or change concerned, if any."),
        Field("where", "Where", "The cell, the sheet of a new row, or the period.", width=3.0),
        Field(
            "before", "Now", "What is there now; empty for nothing.",
            shown=lambda one: _value_entry(one.before), width=2.6,
        ),
        Field(
            "after", "Will be", "What would be there.", shown=lambda one: _value_entry(one.after),
            width=3.2,
        ),
    ),
    ("where", "what", "before", "after"),
)  # fmt: skip


def planned_listing(
    assessment: Assessment,
    planned: PlannedChange,
    heading: str,
    *,
    more: Sequence[Section] = (),
    lines: Sequence[PlannedLine] = (),
    said: Sequence[str] = (),
) -> Listing:
    """A preview in three formats.

    Args:
        more: further sections: what it brings about.
        lines: the same as items.
        said: sentences that come first.
    """
    blocks: list[Block] = [Paragraph(words) for words in said]
    if planned.is_empty:
        blocks.append(lead(UNCHANGED))
    else:
        blocks += _blocks(assessment.register, planned)
    return PLANNED.listing_of(
        assessment,
        (*_lines(assessment.register, planned), *lines),
        {
            "cells": sum(len(edit.fields) for edit in planned.edits),
            "rows": sum(len(rows) for rows in planned.rows.values()),
        },
        (Section(heading, 1, tuple(blocks)), *more),
    )


def _blocks(register: Register, planned: PlannedChange) -> Iterator[Block]:
    """Every cell that would change, now and then; every row that would be added, column by column."""
    cells = [line for edit in planned.edits for line in _edit_lines(edit)]
    if cells:
        yield PLANNED.table("planned", f"{counted(len(cells), 'cell')} to change", cells)
    for number, (place, row) in enumerate(_new_rows(register, planned), 1):
        yield Paragraph(f"A new row in {place}:")
        told = tuple((Entry(title), Entry(value)) for title, value in _filled(row))
        yield Table(f"new_row_{number}", f"New row in {place}", NEW_ROW, told)


def _value_entry(value: str | None) -> Entry:
    return Entry(value) if value else Entry(NOTHING, tone=Tone.MUTED)


def _lines(register: Register, planned: PlannedChange) -> Iterator[PlannedLine]:
    for edit in planned.edits:
        yield from _edit_lines(edit)
    for place, row in _new_rows(register, planned):
        for title, value in _filled(row):
            yield PlannedLine("cell", title, _kpi_of(row), f"{place}, new row", after=value)


def _edit_lines(edit: RowEdit) -> Iterator[PlannedLine]:
    titles = _titles(edit.row)
    for name, value in edit.fields.items():
        where = str(edit.row.source.at(name))
        before = _as_shown(getattr(edit.row, name))
        yield PlannedLine("cell", titles[name], _kpi_of(edit.row), where, before, _as_shown(value))


def _new_rows(register: Register, planned: PlannedChange) -> Iterator[tuple[str, RegisterRow]]:
    """Each new row with the workbook and sheet that get it."""
    for sheet, rows in planned.rows.items():
        workbook, tab = register.present.get(sheet, (by_name()[sheet].workbook, sheet))
        for row in rows:
            yield f"{workbook}, {tab}", row


def _filled(row: RegisterRow) -> Iterator[tuple[str, str]]:
    for name, title in _titles(row).items():
        if value := _as_shown(getattr(row, name)):
            yield title, value


def _titles(row: RegisterRow) -> Mapping[str, str]:
    return {column.field: column.heading.text for column in columns_of(type(row))}


def _kpi_of(row: RegisterRow) -> str | None:
    return getattr(row, "kpi_ref", None) or getattr(row, "ref", None)


def _as_shown(value: object) -> str:
    """A cell's value in words: as the register would show it."""
    if value is None or value == ():
        return ""
    if isinstance(value, tuple):
        return "; ".join(_as_shown(part) for part in value)
    if isinstance(value, StrEnum):
        return value.value
    return plain(value) if isinstance(value, bool | date | Decimal | str) else str(value)
