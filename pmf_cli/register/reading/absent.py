"""Which columns and sheets of the present layout a register lacks without harm: those that ``pmf upgrade`` adds.

What was lost is not among them: a heading near to a missing one, a sheet or column that ``pmf.toml``
lists, and what must be filled are found while reading or by a check, and an empty column in their
place would hide it.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence

from pmf_cli.findings import Finding
from pmf_cli.frozen import frozen
from pmf_cli.register.reading.notes import Notes
from pmf_cli.register.reading.period_headings import entry_columns
from pmf_cli.register.reading.tabs import Tab, find_headings, is_entry_sheet, tabs_of
from pmf_cli.register.reading.wide import is_wide
from pmf_cli.register.sheets.entry import ENTRY_SHEETS, ENTRY_TARGET_FIELDS, columns_not_read
from pmf_cli.register.sheets.layout import SHEETS, SheetColumn, SheetLayout, by_name
from pmf_cli.register.sheets.rows import Need
from pmf_cli.settings import Settings
from pmf_cli.tabular.cell_text import is_filled
from pmf_cli.tabular.headings import Headings
from pmf_cli.workbook.cells import Book, Sheet, column_letter


@frozen
class Absent:
    """What one tab lacks, or a whole sheet that is not there.

    Attributes:
        layout: the sheet.
        workbook: the workbook that holds the tab, or is to hold the sheet.
        tab: the tab's name.
        columns: the columns that it lacks, in order.
        row: the row of the headings.
        first: the number of the first free column; 1 where the sheet is new.
        is_new: whether the whole sheet is missing.
    """

    layout: SheetLayout
    workbook: str
    tab: str
    columns: tuple[SheetColumn, ...]
    row: int = 1
    first: int = 1
    is_new: bool = False

    def cell_of(self, place: int) -> str:
        """The address of the heading of a column, by its place among those that are missing."""
        return f"{column_letter(self.first + place)}{self.row}"


def absent_in(
    books: Sequence[Book], settings: Settings, findings: Collection[Finding]
) -> tuple[Absent, ...]:
    """What a register lacks of the present columns and sheets and may be given without hiding a loss.

    Args:
        books: its workbooks.
        settings: its settings.
        findings: what was found while reading them.
    """
    tabs, _ = tabs_of(books, settings, Notes())
    whole = {(book.name, sheet.name): sheet for book in books for sheet in book.sheets}
    return (*_in_tabs(tabs, whole, settings, findings), *_sheets(books, tabs, findings))


@frozen
class EntryTab:
    """An entry sheet as it stands.

    Attributes:
        workbook: its workbook.
        tab: its name.
        row: the row of the headings.
        first: the number of the first free column.
        fields: field of a KPI or of its target → letters of its column.
        columns: heading of a column of periods or formulas → its letters.
    """

    workbook: str
    tab: str
    row: int
    first: int
    fields: Mapping[str, str]
    columns: Mapping[str, str]


def entry_tabs(books: Sequence[Book], settings: Settings) -> Iterator[EntryTab]:
    """The entry sheets of a register, with the columns of formulas that are not read."""
    for book in books:
        for sheet in (sheet for sheet in book.sheets if is_entry_sheet(sheet.name, settings)):
            found = [find_headings(sheet, by_name()[name], settings) for name in ENTRY_SHEETS[:2]]
            if found[0] is not None and found[1] is not None:
                yield _entry_tab(book.name, sheet, found[0], found[1], settings)


def _entry_tab(
    workbook: str,
    sheet: Sheet,
    kpis: Headings[SheetColumn],
    targets: Headings[SheetColumn],
    settings: Settings,
) -> EntryTab:
    asked = {c.field: n for n, c in targets.columns.items() if c.field in ENTRY_TARGET_FIELDS}
    fields = asked | {column.field: number for number, column in kpis.columns.items()}
    formulas = columns_not_read(kpis.extra)
    columns = {kpis.extra[number]: column_letter(number) for number in sorted(formulas)}
    tab = Tab(by_name()[ENTRY_SHEETS[0]], sheet, is_entry=True)
    return EntryTab(
        workbook,
        sheet.name,
        kpis.last,
        _first_free(sheet, kpis),
        {field: column_letter(number) for field, number in fields.items()},
        columns | entry_columns(tab, settings).letters(kpis),
    )


def required_and_absent(books: Sequence[Book], settings: Settings) -> Mapping[str, tuple[str, ...]]:
    """Sheet → headings of columns that must be filled and are not there: a person adds them with what they hold."""
    found: dict[str, tuple[str, ...]] = {}
    for tab in tabs_of(books, settings, Notes())[0]:
        headings = _headings(tab, settings)
        lacking = () if headings is None else _lacking(tab, headings)
        if asked := tuple(c.heading.text for c in lacking if _is_asked_for(c)):
            found.setdefault(tab.layout.name, asked)
    return found


def _in_tabs(
    tabs: Sequence[Tab],
    whole: Mapping[tuple[str, str], Sheet],
    settings: Settings,
    findings: Collection[Finding],
) -> Iterator[Absent]:
    """The columns that tabs lack; ``whole`` are the sheets with what is not read of them."""
    for tab in tabs:
        headings = _headings(tab, settings)
        if headings is None:
            continue
        told = {
            field
            for finding in findings
            if (finding.where.workbook, finding.where.sheet) == (tab.sheet.workbook, tab.sheet.name)
            for field in finding.where.lacks
        }
        columns = tuple(
            column
            for column in _lacking(tab, headings)
            if not _is_asked_for(column) and column.field not in told
        )
        if columns:
            first = _first_free(whole[tab.sheet.workbook, tab.sheet.name], headings)
            yield Absent(
                tab.layout, tab.sheet.workbook, tab.sheet.name, columns, headings.last, first
            )


def _headings(tab: Tab, settings: Settings) -> Headings[SheetColumn] | None:
    """The headings of a tab that is read row by row; ``None`` where columns cannot be added to it."""
    headings = find_headings(tab.sheet, tab.layout, settings)
    if headings is None or not headings.naming:
        return None
    return None if is_wide(tab, headings, settings.financial_year_start) else headings


def _lacking(tab: Tab, headings: Headings[SheetColumn]) -> tuple[SheetColumn, ...]:
    there = {column.field for column in headings.columns.values()}
    return tuple(column for column in tab.layout.columns if column.field not in there)


def _is_asked_for(column: SheetColumn) -> bool:
    """Whether a check tells of the column's blanks, so that an empty one would be no help."""
    return column.heading.need is Need.REQUIRED or column.blank is not None


def _first_free(sheet: Sheet, headings: Headings[SheetColumn]) -> int:
    """The first column right of everything that stands in the table's rows."""
    used = [
        number
        for row in sheet.rows()
        if row.number >= headings.first
        for number, cell in row.cells.items()
        if is_filled(cell)
    ]
    return max((*used, *headings.texts)) + 1


def _sheets(
    books: Sequence[Book], tabs: Sequence[Tab], findings: Collection[Finding]
) -> Iterator[Absent]:
    """Whole sheets that are missing, each for the workbook that holds what usually stands beside it."""
    known = {tab.layout.name for tab in tabs}
    known.update(name for finding in findings for name in finding.where.lacks)
    names = {sheet.name.casefold() for book in books for sheet in book.sheets}
    for layout in SHEETS:
        if layout.name in known or layout.needed or layout.name.casefold() in names:
            continue
        home = _workbook_for(layout, tabs)
        if home:
            yield Absent(layout, home, layout.name, layout.columns, is_new=True)


def _workbook_for(layout: SheetLayout, tabs: Sequence[Tab]) -> str:
    """The workbook that a sheet usually stands in, else the one that its neighbours stand in now."""
    beside = [tab.sheet.workbook for tab in tabs if tab.layout.workbook == layout.workbook]
    return layout.workbook if layout.workbook in beside else next(iter(beside), "")
