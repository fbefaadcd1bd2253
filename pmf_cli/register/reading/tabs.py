"""Which tab of which workbook holds which sheet of the register, and what its headings mean.

A heading is known by the council's own words from ``pmf.toml``, by the heading itself, or by built-in
synonyms, in that order of trust.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from functools import cache
from itertools import chain

from pmf_cli.findings import CellRef
from pmf_cli.frozen import frozen
from pmf_cli.places import FILE_NAME
from pmf_cli.register.periods.text import FINANCIAL_CONTEXT, PeriodError, read_period
from pmf_cli.register.reading.notes import Notes
from pmf_cli.register.sheets.entry import ENTRY_SHEETS, columns_not_read
from pmf_cli.register.sheets.first_rating import marked_heading, needs_mark
from pmf_cli.register.sheets.layout import (
    RETIRED_SHEETS,
    SHEETS,
    SheetColumn,
    SheetLayout,
    by_name,
    is_retired,
)
from pmf_cli.register.sheets.record import Result
from pmf_cli.settings import Settings
from pmf_cli.tabular.cell_text import is_filled
from pmf_cli.tabular.headings import BARE, Headings, Words, bare_key, heading_key, headings_in
from pmf_cli.tabular.names import nearest, plain_key
from pmf_cli.workbook.cells import Book, Sheet

OTHER_SHEETS = frozenset(
    map(
        plain_key,
        (
            *("Guidance", "Guide", "Notes", "Cover", "Cover sheet", "Contents", "Read me"),
            *("How to use", "Key", "Instructions", "About", "Introduction", "Change log"),
            *("Version control", "Title", "Choices"),
            *RETIRED_SHEETS,
        ),
    )
)
"""Sheets for people: nothing is read from them and nothing is said of them."""


@frozen
class Tab:
    """A tab and the sheet of the register that it holds.

    Attributes:
        is_entry: whether it is an entry sheet, which holds other sheets of the register too.
    """

    layout: SheetLayout
    sheet: Sheet
    is_entry: bool = False

    @property
    def is_beside(self) -> bool:
        """Whether the tab is, first of all, another sheet: rows of this one stand in its columns."""
        return self.is_entry and self.layout.name != ENTRY_SHEETS[0]


def tabs_for(layouts: Iterable[SheetLayout], sheet: Sheet, settings: Settings) -> Iterator[Tab]:
    """A tab as the sheets of the register that it holds; of an entry sheet without the formulas for the eye."""
    is_entry = is_entry_sheet(sheet.name, settings)
    if is_entry:
        headings = find_headings(sheet, by_name()[ENTRY_SHEETS[0]], settings)
        dropped = columns_not_read({} if headings is None else headings.extra)
        # Read once for the three sheets that it holds: its formulas are long.
        rows = tuple(
            row._replace(cells={n: cell for n, cell in row.cells.items() if n not in dropped})
            for row in sheet.rows()
        )
        sheet = replace(sheet, rows=lambda: iter(rows))
    yield from (Tab(layout, sheet, is_entry) for layout in layouts)


def is_entry_sheet(name: str, settings: Settings) -> bool:
    """Whether the settings name a tab for KPIs and for their targets and results."""
    key = plain_key(name)
    return all(key in map(plain_key, settings.sheets.get(sheet, ())) for sheet in ENTRY_SHEETS)


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
            layouts = _layouts_of(sheet, settings)
            for tab in tabs_for(layouts, sheet, settings):
                by_layout[tab.layout.name].append(tab)
            if layouts:
                _note_hidden(sheet, notes)
            elif _has_cells(sheet):
                unread.append(sheet)
    return tuple(chain.from_iterable(by_layout.values())), tuple(unread)


def _note_hidden(sheet: Sheet, notes: Notes) -> None:
    if sheet.facts.hidden:
        words = f"The sheet {sheet.name} is hidden; it is read all the same."
        notes.add("SHT007", sheet.ref(), words)


def _layouts_of(sheet: Sheet, settings: Settings) -> tuple[SheetLayout, ...]:
    """The sheets of the register that a tab holds: one or none, but for an entry sheet."""
    if is_entry_sheet(sheet.name, settings):
        return tuple(by_name()[name] for name in ENTRY_SHEETS)
    layout = _layout_of(sheet, settings)
    return () if layout is None else (layout,)


def _layout_of(sheet: Sheet, settings: Settings) -> SheetLayout | None:
    """The sheet of the register that a tab holds.

    By the settings, by its name, or by the beginning of its name together with its headings:
    ``Results Adults`` with a column KPI reference holds results.
    """
    key = plain_key(sheet.name)
    for layout in SHEETS:
        if key in map(plain_key, settings.sheets.get(layout.name, ())):
            return layout
    if (known := _by_key().get(key)) is not None:
        return known if not known.has_a_common_name or _names_rows(sheet, known, settings) else None
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


def _names_rows(sheet: Sheet, layout: SheetLayout, settings: Settings) -> bool:
    """Whether a tab has the heading that names a sheet's rows, or one that may be meant for it."""
    headings = find_headings(sheet, layout, settings)
    if headings is None:
        return False
    naming = next(column.heading for column in layout.columns if column.identifies)
    names = (naming.text, *naming.synonyms)
    return headings.naming > 0 or any(
        nearest(text, names, by_words=False) for text in headings.extra.values()
    )


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


def words_of(layout: SheetLayout, settings: Settings) -> Words[SheetColumn]:
    """Every accepted heading of a sheet with the column it names."""
    words: dict[str, tuple[SheetColumn, int]] = {}
    by_heading = {heading_key(c.heading.text): c for c in layout.columns}
    for name, own in settings.headings.get(layout.name, {}).items():
        if column := by_heading.get(heading_key(name)):
            for word in own:
                words[heading_key(word)] = (column, 0)
    for key, column in by_heading.items():
        words.setdefault(key, (column, 1))
        if needs_mark(layout, column):
            words.setdefault(heading_key(marked_heading(column)), (column, 1))
    for column in layout.columns:
        for rank, word in enumerate(column.heading.synonyms, 2):
            words.setdefault(heading_key(word), (column, rank))
        if bare := bare_key(column.heading.text):  # "Payment at risk (£)", whatever the bracket
            words.setdefault(bare, (column, BARE))
    return words


def unknown_settings(layouts: Sequence[SheetLayout], settings: Settings) -> Iterator[str]:
    """Sheet and heading names in the settings that the register does not have, in words."""
    by_name = {layout.name: layout for layout in layouts}
    for sheet in sorted({*settings.headings, *settings.sheets, *settings.holds, *settings.guards}):
        if is_retired(sheet):
            continue
        if sheet not in by_name:
            yield f"the sheet “{sheet}”"
            continue
        known = {heading_key(c.heading.text) for c in by_name[sheet].columns}
        named = (settings.headings.get(sheet, {}), settings.holds.get(sheet, ()))
        for name in (*named[0], *named[1], *settings.guards.get(sheet, {})):
            if heading_key(name) not in known and not is_retired(sheet, name):
                yield f"the heading “{name}” of the sheet {sheet}"


def find_headings(
    sheet: Sheet, layout: SheetLayout, settings: Settings
) -> Headings[SheetColumn] | None:
    """The headings of a sheet, or ``None`` where no row holds a known one."""
    words = words_of(layout, settings)
    return headings_in(sheet, words, _is_period, periods_count=layout.model is Result)


def strange_headings(headings: Headings[SheetColumn], layout: SheetLayout) -> dict[int, str]:
    """Column number → heading of the columns that are not known, without those of earlier versions."""
    retired = set(map(heading_key, layout.retired))
    return {n: text for n, text in headings.extra.items() if heading_key(text) not in retired}


def _is_period(text: str) -> bool:
    try:
        read_period(text, context=FINANCIAL_CONTEXT)
    except PeriodError:
        return False
    return True
