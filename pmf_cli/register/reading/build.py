"""Building the register from workbooks: rows of cells in, a frozen ``Register`` out.

Nothing raises for content. Every filled cell becomes part of a row, or is in a column or row
named by a finding, or has a finding of its own.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from types import MappingProxyType
from typing import Any

from pmf_cli.findings import Finding
from pmf_cli.pause import collector_paused
from pmf_cli.register.periods.text import PeriodContext
from pmf_cli.register.reading.headings import find_headings
from pmf_cli.register.reading.notes import Notes
from pmf_cli.register.reading.row_reading import Reading, read_rows
from pmf_cli.register.reading.shares import Shares
from pmf_cli.register.reading.tabs import Tab, tabs_of
from pmf_cli.register.reading.wide import is_wide, read_wide
from pmf_cli.register.register import Register
from pmf_cli.register.sheets.kpis import Kpi
from pmf_cli.register.sheets.layout import SHEETS
from pmf_cli.register.values.measure import KnownPeriods, Measure
from pmf_cli.settings import Settings
from pmf_cli.workbook.cells import Book


def build(
    books: Sequence[Book], settings: Settings, name: str = ""
) -> tuple[Register, tuple[Finding, ...]]:
    """The register that a set of workbooks holds, and what was found while reading.

    Args:
        books: the workbooks, in the order in which they count.
        settings: the council's settings.
        name: printed in titles where the settings name no council.

    Returns:
        The register with its rows in the order of sheets and tabs, and the findings.
    """
    notes, shares = Notes(), Shares()
    tabs = tabs_of(books, settings, notes)
    rows: dict[str, list[Any]] = {layout.holds: [] for layout in SHEETS}
    present: dict[str, tuple[str, str]] = {}
    start = settings.financial_year_start
    with collector_paused():
        for tab in (t for t in tabs if t.layout.model is Kpi):
            reading = Reading({}, start, notes, shares)
            rows[tab.layout.holds].extend(_rows(tab, settings, reading))
        measures = _measures(rows["kpis"])
        reading = Reading(measures, start, notes, shares)
        for tab in tabs:
            present.setdefault(tab.layout.name, (tab.sheet.workbook, tab.sheet.name))
            if tab.layout.model is not Kpi:
                rows[tab.layout.holds].extend(_rows(tab, settings, reading))
    shares.note_mixed(notes)
    _note_empty(tabs, rows, notes)
    register = Register(
        name=settings.council.name or name,
        present=MappingProxyType(present),
        fingerprints=MappingProxyType({book.name: book.fingerprint for book in books}),
        **{holds: tuple(made) for holds, made in rows.items()},
    )
    return register, notes.findings()


def _rows(tab: Tab, settings: Settings, reading: Reading) -> Iterator[Any]:
    headings = find_headings(tab.sheet, tab.layout, settings)
    if headings is None or not headings.score[0]:
        naming = next(c.heading.text for c in tab.layout.columns if c.heading.identifies)
        if any(row.cells for row in tab.sheet.rows()):
            words = f"{tab.sheet.name} has no heading {naming}, so it is not read."
            reading.notes.add("SHT003", tab.sheet.ref(), words)
        return
    if is_wide(tab, headings, reading.year_start):
        yield from read_wide(tab, headings, reading)
    else:
        yield from read_rows(tab, headings, reading)


def _measures(kpis: Sequence[Kpi]) -> dict[str, Measure]:
    """How each KPI's cells are read; KPIs alike share the periods already read."""
    shared: dict[PeriodContext, KnownPeriods] = {}
    found: dict[str, Measure] = {}
    for kpi in kpis:
        context = PeriodContext(kpi.frequency, kpi.year_basis, kpi.time_basis)
        known = shared.setdefault(context, {})
        found.setdefault(kpi.ref, Measure(kpi.data_type, kpi.unit, context, known))
    return found


def _note_empty(tabs: Sequence[Tab], rows: dict[str, list[Any]], notes: Notes) -> None:
    for layout in SHEETS:
        tab = next((t for t in tabs if t.layout is layout), None)
        if layout.needed and tab is not None and not rows[layout.holds]:
            notes.add("SHT020", tab.sheet.ref(), f"{tab.sheet.name} has no rows that can be used.")
