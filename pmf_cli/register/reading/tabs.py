"""Which tab of which workbook holds which sheet of the register."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import chain

from pmf_cli.findings import CellRef
from pmf_cli.places import FILE_NAME
from pmf_cli.register.reading.headings import find_headings, unknown_settings
from pmf_cli.register.reading.notes import Notes
from pmf_cli.register.sheets.layout import SHEETS, SheetLayout
from pmf_cli.settings import Settings
from pmf_cli.tabular.cell_text import is_filled
from pmf_cli.tabular.names import plain_key
from pmf_cli.workbook.cells import Book, Sheet

OTHER_SHEETS = frozenset(
    map(
        plain_key,
        (
            *("Guidance", "Guide", "Notes", "Cover", "Cover sheet", "Contents", "Read me"),
            *("How to use", "Key", "Instructions", "About", "Introduction", "Change log"),
            *("Version control", "Title", "Choices"),
        ),
    )
)
"""Sheets for people: nothing is read from them and nothing is said of them."""


@dataclass(frozen=True, slots=True)
class Tab:
    """A tab and the sheet of the register that it holds."""

    layout: SheetLayout
    sheet: Sheet


def tabs_of(
    books: Sequence[Book], settings: Settings, notes: Notes
) -> tuple[tuple[Tab, ...], tuple[Sheet, ...]]:
    """The tabs to read, in the order of the layout, and the others that hold anything; what is odd goes to ``notes``."""
    by_layout: dict[str, list[Tab]] = {layout.name: [] for layout in SHEETS}
    unread: list[Sheet] = []
    for name in unknown_settings(SHEETS, settings):
        notes.add("SHT018", CellRef(FILE_NAME), f"{FILE_NAME} names {name}, which is not known.")
    for book in _different(books, notes):
        for remark in book.remarks:
            notes.add("SHT019", CellRef(book.name), f"{book.name}: {remark}")
        for sheet in book.sheets:
            layout = layout_of(sheet, settings)
            if layout is not None:
                by_layout[layout.name].append(Tab(layout, sheet))
                _note_hidden(sheet, notes)
            elif _has_cells(sheet):
                unread.append(sheet)
    return tuple(chain.from_iterable(by_layout.values())), tuple(unread)


def _note_hidden(sheet: Sheet, notes: Notes) -> None:
    if sheet.facts.hidden:
        words = f"The sheet {sheet.name} is hidden; it is read all the same."
        notes.add("SHT007", sheet.ref(), words)


def layout_of(sheet: Sheet, settings: Settings) -> SheetLayout | None:
    """The sheet of the register that a tab holds.

    By the settings, by its name, or by the beginning of its name together with its headings:
    ``Results Adults`` with a column KPI reference holds results.
    """
    key = plain_key(sheet.name)
    for layout in SHEETS:
        if key in map(plain_key, settings.sheets.get(layout.name, ())):
            return layout
    if known := _by_key().get(key):
        return known
    longest_first = sorted(_by_key().items(), key=lambda named: -len(named[0]))
    begun = (layout for start, layout in longest_first if key.startswith(start))
    return next((layout for layout in begun if _fits(sheet, layout, settings)), None)


@cache
def _by_key() -> Mapping[str, SheetLayout]:
    """Every name of a sheet, made plain → the sheet."""
    return {plain_key(name): one for one in SHEETS for name in (one.name, *one.synonyms)}


def _fits(sheet: Sheet, layout: SheetLayout, settings: Settings) -> bool:
    headings = find_headings(sheet, layout, settings)
    return headings is not None and headings.naming > 0


def _different(books: Sequence[Book], notes: Notes) -> Iterator[Book]:
    seen: dict[str, str] = {}
    for book in books:
        first = seen.setdefault(book.fingerprint, book.name) if book.fingerprint else book.name
        if first != book.name:
            words = f"{book.name} holds the same as {first}; only {first} is read."
            notes.add("SHT016", CellRef(book.name), words)
            continue
        yield book


def _has_cells(sheet: Sheet) -> bool:
    return any(is_filled(c) for row in sheet.rows() for c in row.cells.values())
