"""Building the register from workbooks: rows of cells in, a frozen ``Register`` out.

Nothing raises for content. Every filled cell becomes part of a row, or is in a column or row
named by a finding, or has a finding of its own.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from decimal import Decimal
from itertools import islice
from types import MappingProxyType
from typing import Any

from pmf_cli.findings import Finding
from pmf_cli.gc_pause import gc_paused
from pmf_cli.places import FILE_NAME
from pmf_cli.register.periods.text import PeriodContext
from pmf_cli.register.reading.entries import read_entries
from pmf_cli.register.reading.guards import STOPPING_SHEETS, lost_rows, lost_sheets
from pmf_cli.register.reading.notes import Notes, Reading, Shares
from pmf_cli.register.reading.row_reading import read_rows
from pmf_cli.register.reading.tabs import OTHER_SHEETS, Tab, find_headings, tabs_of
from pmf_cli.register.reading.wide import is_wide, read_wide
from pmf_cli.register.register import Register
from pmf_cli.register.sheets.entry import ENTRY_TARGET_FIELDS, KEY, KEY_SETTINGS
from pmf_cli.register.sheets.kpis import Kpi
from pmf_cli.register.sheets.layout import SHEETS
from pmf_cli.register.terms import RATING_WORDS, RatingWords
from pmf_cli.register.values.measure import KnownPeriods, MeasuredAs
from pmf_cli.settings import Settings
from pmf_cli.tabular.cell_text import decimal_of
from pmf_cli.tabular.names import plain_key
from pmf_cli.workbook.cells import Book, Sheet


def build(
    books: Sequence[Book],
    settings: Settings,
    name: str = "",
    rating_words: RatingWords = RATING_WORDS,
) -> tuple[Register, tuple[Finding, ...]]:
    """The register that workbooks hold, in the order of sheets and tabs, and what was found while reading.

    ``name`` is printed in titles where the settings name no council.
    """
    notes, shares = Notes(), Shares()
    tabs, unread = tabs_of(books, settings, notes)
    _note_unread(tabs, unread, settings, notes)
    rows: dict[str, list[Any]] = {layout.holds: [] for layout in SHEETS}
    held: dict[str, frozenset[str]] = {}
    # The KPIs first: by them the cells of all other sheets are read.
    with gc_paused():
        for of_kpis in (True, False):
            reading = Reading(_measures(rows["kpis"]), settings, notes, shares)
            for tab in (tab for tab in tabs if (tab.layout.model is Kpi) is of_kpis):
                rows[tab.layout.holds].extend(_rows(tab, reading, held))
    shares.note_mixed(notes)
    _note_other_key(books, tabs, settings, notes)
    present = _present(tabs)
    _note_empty(tabs, rows, notes)
    register = Register(
        name=settings.council.name or name,
        rating_words=rating_words,
        present=MappingProxyType(present),
        guarded=MappingProxyType(_guarded(tabs, held)),
        fingerprints=MappingProxyType({book.name: book.fingerprint for book in books}),
        **{holds: tuple(made) for holds, made in rows.items()},
    )
    lost_rows(register, settings, notes)
    return register, notes.findings()


def _present(tabs: Iterable[Tab]) -> dict[str, tuple[str, str]]:
    """Sheet → workbook and tab; rows are added to the workbook of the usual name, not to an earlier year's."""
    present: dict[str, tuple[str, str]] = {}
    # Rows are added to a sheet of their own, where there is one beside an entry sheet.
    for tab in sorted(tabs, key=lambda tab: tab.is_beside):
        place = (tab.sheet.workbook, tab.sheet.name)
        before, usual = present.setdefault(tab.layout.name, place)[0], tab.layout.workbook
        if before != usual and tab.sheet.workbook == usual:
            present[tab.layout.name] = place
    return present


def _rows(tab: Tab, reading: Reading, held: dict[str, frozenset[str]]) -> Iterator[Any]:
    headings = find_headings(tab.sheet, tab.layout, reading.settings)
    if headings is None or not headings.naming:
        _note_no_heading(tab, reading.notes)
        return
    fields = frozenset(column.field for column in headings.columns.values())
    if tab.is_beside:
        # What an entry sheet has no column for guards in the sheet of its own, where there is one.
        fields |= {column.field for column in tab.layout.columns}.difference(ENTRY_TARGET_FIELDS)
    held[tab.layout.name] = held.get(tab.layout.name, fields) & fields
    if tab.is_beside:
        yield from read_entries(tab, headings, reading)
    elif is_wide(tab, headings, reading.year_start):
        yield from read_wide(tab, headings, reading)
    else:
        yield from read_rows(tab, headings, reading)


def _note_no_heading(tab: Tab, notes: Notes) -> None:
    """Notes a tab that holds something and has no heading that names its rows."""
    if any(row.cells for row in tab.sheet.rows()):
        naming = next(c.heading.text for c in tab.layout.columns if c.heading.identifies)
        words = f"{tab.sheet.name} has no heading {naming}, so it is not read."
        code = "SHT029" if tab.layout.name in STOPPING_SHEETS else "SHT003"
        notes.add(code, tab.sheet.ref(), words)


def _guarded(tabs: Iterable[Tab], held: Mapping[str, frozenset[str]]) -> dict[str, tuple[str, ...]]:
    """Sheet → the headings of its guarding columns that every tab of it has."""
    own = {
        tab.layout.name: not tab.is_beside
        for tab in sorted(tabs, key=lambda tab: not tab.is_beside)
    }
    return {
        layout.name: tuple(
            column.heading.text
            for column in layout.guarding
            if column.field in held.get(layout.name, ())
            and (own[layout.name] or column.field in ENTRY_TARGET_FIELDS)
        )
        for layout in SHEETS
        if layout.name in own
    }


def _note_unread(
    tabs: Sequence[Tab], unread: Sequence[Sheet], settings: Settings, notes: Notes
) -> None:
    """Notes sheets that are missing and tabs that are not read."""
    present = {tab.layout.name for tab in tabs}
    own = [sheet for sheet in unread if plain_key(sheet.name) not in OTHER_SHEETS]
    told = lost_sheets(present, {tab.sheet.name for tab in tabs}, own, settings, notes)
    for sheet in own:
        if (sheet.workbook, sheet.name) not in told:
            words = f"The sheet {sheet.name} is not part of the register; it is not read."
            notes.add("SHT002", sheet.ref(), words)


def _measures(kpis: Sequence[Kpi]) -> dict[str, MeasuredAs]:
    """How each KPI's cells are read; KPIs alike share the periods already read."""
    shared: dict[PeriodContext, KnownPeriods] = {}
    found: dict[str, MeasuredAs] = {}
    for kpi in kpis:
        context = PeriodContext(kpi.frequency, kpi.year_basis, kpi.time_basis)
        known = shared.setdefault(context, {})
        found.setdefault(kpi.ref, MeasuredAs(kpi.data_type, kpi.unit, context, known))
    return found


def _note_empty(tabs: Sequence[Tab], rows: dict[str, list[Any]], notes: Notes) -> None:
    for layout in SHEETS:
        tab = next((t for t in tabs if t.layout is layout and not t.is_beside), None)
        if layout.needed and tab is not None and not rows[layout.holds]:
            notes.add("SHT020", tab.sheet.ref(), f"{tab.sheet.name} has no rows that can be used.")


def _note_other_key(
    books: Sequence[Book], tabs: Sequence[Tab], settings: Settings, notes: Notes
) -> None:
    """Notes where an entry sheet's own copy of the usual tolerances is not what the settings say."""
    with_entries = {tab.sheet.workbook for tab in tabs if tab.is_entry}
    for sheet in (sheet for book in books for sheet in book.sheets):
        if sheet.name != KEY or sheet.workbook not in with_entries:
            continue
        for name, cell, found in _key_settings(sheet):
            asked = getattr(settings.rating, name)
            if found != asked:
                words = f"{KEY} says {found:f} where {FILE_NAME} says {asked:f} ({name})."
                notes.add("SHT032", sheet.ref(cell), words)


def _key_settings(sheet: Sheet) -> Iterator[tuple[str, str, Decimal]]:
    """Setting, cell and number of those that the sheet Key holds for the formulas."""
    held = {c.address: c.value for row in islice(sheet.rows(), 20) for c in row.cells.values()}
    for name, cell in KEY_SETTINGS.items():
        value = held.get(cell)
        if isinstance(value, int | float):
            yield name, cell, decimal_of(value)
