"""Planned changes to the register as a preview: cell by cell, old and new."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from decimal import Decimal
from enum import StrEnum

from pmf_cli.analysis.scope.planned import PlannedChange, RowEdit
from pmf_cli.assessment import Assessment
from pmf_cli.register.figures import plain
from pmf_cli.register.register import Register
from pmf_cli.register.sheets.layout import by_name, columns_of
from pmf_cli.register.sheets.rows import RegisterRow
from pmf_cli.views.base import Block, Column, Entry, Paragraph, Section, Table, TextStyle, Tone
from pmf_cli.views.listing import Datum, Listing
from pmf_cli.words import counted

SCHEMA = "pmf/planned/1"
NOTHING = "Nothing"
COLUMNS = (
    Column("Where", 3.0),
    Column("Column", 1.6),
    Column("Now", 2.6),
    Column("Will be", 3.2),
)
NEW_ROW = (Column("Column", 1.6), Column("Will be", 5.0))
UNCHANGED = "Nothing is to change: the register says so already."


def planned_listing(
    assessment: Assessment,
    planned: PlannedChange,
    heading: str,
    *,
    more: Sequence[Section] = (),
    items: Sequence[Mapping[str, Datum]] = (),
    said: Sequence[str] = (),
) -> Listing:
    """A preview in three formats.

    Args:
        assessment: the register on its date.
        planned: what is to change.
        heading: what is planned, in words.
        more: further sections: what it brings about.
        items: the same as data.
        said: sentences that come first.
    """
    cells = tuple(_items(assessment.register, planned))
    blocks: list[Block] = [Paragraph(words) for words in said]
    if planned.is_empty:
        blocks.append(Paragraph(UNCHANGED, TextStyle.LEAD))
    else:
        blocks += changes_blocks(assessment.register, planned)
    return Listing(
        schema=SCHEMA,
        register=assessment.register.name,
        period=str(assessment.period),
        as_of=assessment.as_of,
        counts={
            "cells": sum(len(edit.fields) for edit in planned.edits),
            "rows": sum(len(rows) for rows in planned.rows.values()),
        },
        key="items",
        items=(*cells, *items),
        sections=(Section(heading, 1, tuple(blocks)), *more),
    )


def changes_blocks(register: Register, planned: PlannedChange) -> Iterator[Block]:
    """Every cell that would change, now and then; every row that would be added, column by column."""
    cells = tuple(item for edit in planned.edits for item in _edit_items(edit))
    if cells:
        rows = tuple(
            (
                Entry(str(one["where"])),
                Entry(str(one["what"])),
                _value_entry(one["before"]),
                _value_entry(one["after"]),
            )
            for one in cells
        )
        yield Table("planned", f"{counted(len(cells), 'cell')} to change", COLUMNS, rows)
    for number, (place, row) in enumerate(_new_rows(register, planned), 1):
        yield Paragraph(f"A new row in {place}:")
        told = tuple((Entry(title), Entry(value)) for title, value in _filled(row))
        yield Table(f"new_row_{number}", f"New row in {place}", NEW_ROW, told)


def _value_entry(value: Datum) -> Entry:
    return Entry(str(value)) if value else Entry(NOTHING, tone=Tone.MUTED)


def _items(register: Register, planned: PlannedChange) -> Iterator[Mapping[str, Datum]]:
    for edit in planned.edits:
        yield from _edit_items(edit)
    for place, row in _new_rows(register, planned):
        for title, value in _filled(row):
            where = f"{place}, new row"
            yield item("cell", title, where=where, after=value, kpi=_kpi_of(row))


def _edit_items(edit: RowEdit) -> Iterator[Mapping[str, Datum]]:
    titles = _titles(edit.row)
    for name, value in edit.fields.items():
        yield item(
            "cell",
            titles[name],
            where=str(edit.row.source.at(name)),
            before=shown(getattr(edit.row, name)),
            after=shown(value),
            kpi=_kpi_of(edit.row),
        )


def _new_rows(register: Register, planned: PlannedChange) -> Iterator[tuple[str, RegisterRow]]:
    """Each new row with the workbook and sheet that get it."""
    for sheet, rows in planned.rows.items():
        workbook, tab = register.present.get(sheet, (by_name()[sheet].workbook, sheet))
        for row in rows:
            yield f"{workbook}, {tab}", row


def _filled(row: RegisterRow) -> Iterator[tuple[str, str]]:
    for name, title in _titles(row).items():
        if value := shown(getattr(row, name)):
            yield title, value


def item(
    kind: str,
    what: str,
    *,
    where: str | None = None,
    before: str | None = None,
    after: str | None = None,
    kpi: str | None = None,
) -> Mapping[str, Datum]:
    """One line of a preview as data."""
    return {
        "kind": kind,
        "what": what,
        "kpi": kpi,
        "where": where,
        "before": before or None,
        "after": after or None,
    }


def _titles(row: RegisterRow) -> Mapping[str, str]:
    return {column.field: column.heading.text for column in columns_of(type(row))}


def _kpi_of(row: RegisterRow) -> str | None:
    return getattr(row, "kpi_ref", None) or getattr(row, "ref", None)


def shown(value: object) -> str:
    """A cell's value in words: as the register would show it."""
    if value is None or value == ():
        return ""
    if isinstance(value, tuple):
        return "; ".join(shown(part) for part in value)
    if isinstance(value, StrEnum):
        return value.value
    return plain(value) if isinstance(value, bool | date | Decimal | str) else str(value)
