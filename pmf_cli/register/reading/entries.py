"""The targets and results in the columns of an entry sheet; its rows are told as KPIs."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from pmf_cli.register.periods.steps import shift
from pmf_cli.register.reading.guards import lost_columns, near_columns
from pmf_cli.register.reading.notes import Notes, Reading
from pmf_cli.register.reading.period_headings import EntryColumns, entry_columns
from pmf_cli.register.reading.tables import data_rows
from pmf_cli.register.reading.tabs import Tab
from pmf_cli.register.reading.wide import WideReader
from pmf_cli.register.sheets.entry import ENTRY_RESULT_FIELDS, ENTRY_TARGET_FIELDS
from pmf_cli.register.sheets.layout import SheetColumn
from pmf_cli.register.sheets.record import Result
from pmf_cli.register.sheets.targets import Target
from pmf_cli.tabular.headings import Headings
from pmf_cli.workbook.cells import column_letter


def read_entries(
    tab: Tab, headings: Headings[SheetColumn], reading: Reading
) -> Iterator[Result | Target]:
    """The results, or the targets, that stand in the columns of an entry sheet; its rows are told as KPIs."""
    held = entry_columns(tab, reading.settings)
    model = tab.layout.model
    is_target = model is Target
    fields = ENTRY_TARGET_FIELDS if is_target else ENTRY_RESULT_FIELDS
    kept = {"kpi_ref", *fields}
    narrow = replace(
        headings, columns={n: c for n, c in headings.columns.items() if c.field in kept}
    )
    if is_target:
        lost_columns(tab, replace(narrow, extra=held.unread), reading, ENTRY_TARGET_FIELDS)
        _note_unread(tab, held, reading.notes, headings.last)
    else:
        near_columns(tab, replace(narrow, extra=held.unread), reading, ENTRY_RESULT_FIELDS)
    columns = held.targets if is_target else held.results
    if not columns:
        return
    reader = WideReader(tab, narrow, reading, columns)
    for row in data_rows(tab, narrow, Notes()):
        found = list(reader.rows(row))
        if is_target:
            yield from reader.from_the_first(row, found)
            found = list(_until_the_next(found))
        yield from found


def _note_unread(tab: Tab, held: EntryColumns, notes: Notes, row: int) -> None:
    """Notes the columns about periods that are not read."""
    told = (
        (
            held.unclear,
            "PER001",
            "is neither the target nor the actual of a certain period, as 2024/25 Q3 Target is",
        ),
        (held.others, "SHT017", "is neither a target nor an actual"),
    )
    for columns, code, why in told:
        for number, text in sorted(columns.items()):
            letter = column_letter(number)
            words = f"Column {letter} of {tab.sheet.name} is not read: its heading “{text}” {why}."
            notes.add(code, tab.sheet.ref(f"{letter}{row}"), words)


def _until_the_next(rows: Sequence[Target]) -> Iterator[Target]:
    """Targets of one KPI, each until the next of its kind begins: quarter by quarter for each alone."""
    begun = [row.from_period for row in rows if row.from_period is not None]
    for one in rows:
        own = one.from_period
        later = [next_ for next_ in begun if own and next_.kind is own.kind and own < next_]
        yield replace(one, to_period=one.to_period or (shift(min(later), -1) if later else None))
