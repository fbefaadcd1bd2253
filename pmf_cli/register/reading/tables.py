"""Walking the rows below the headings: which are rows of the register and which are not.

Blank rows, titles of sections, repeated headings and totals are told apart and reported; the
value of merged cells is given to every row that the merge covers. Hidden rows are rows.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from decimal import Decimal

from pmf_cli.register.reading.notes import Notes, rows_in_words
from pmf_cli.register.reading.tabs import Tab, strange_headings
from pmf_cli.register.sheets.first_rating import FIRST_RATING, is_example
from pmf_cli.register.sheets.kpis import Kpi
from pmf_cli.register.sheets.layout import SheetColumn
from pmf_cli.register.values.references import is_reference
from pmf_cli.tabular.cell_text import is_filled, shown
from pmf_cli.tabular.headings import Headings
from pmf_cli.tabular.merges import MergedArea, MergedValues, merged_areas
from pmf_cli.tabular.rows import TableRowKind, kind_of
from pmf_cli.words import listed
from pmf_cli.workbook.cells import Row, Sheet, column_letter

MOST_IN_TITLE = 2
"""Filled cells of a row above the headings up to which it is taken for a title."""
_MOST_BLANK = 1000
"""Blank rows one after another that are told by number."""


class _Seen:
    """Row numbers by what the rows were, for one finding of each sort per sheet."""

    def __init__(self, headings: Headings[SheetColumn]) -> None:
        self._headed = frozenset((*headings.columns, *headings.doubled, *headings.extra))
        self._expected = headings.last + 1
        self.hidden: list[int] = []
        self.blank: list[int] = []
        self.left_out: dict[TableRowKind, list[int]] = {}
        self.outside: dict[int, list[int]] = {}
        self.cleaned: list[str] = []

    def passed(self, row: Row) -> None:
        """A row that is not blank, whatever it is."""
        if row.number != self._expected:
            last = min(row.number, self._expected + _MOST_BLANK)
            self.blank.extend(range(self._expected, last))
        self._expected = row.number + 1
        if not self._headed.issuperset(row.cells):
            for number in row.cells.keys() - self._headed:
                if is_filled(row.cells[number]):
                    self.outside.setdefault(number, []).append(row.number)

    def kept(self, row: Row) -> None:
        """A row of data."""
        if row.cleaned:
            self.cleaned.extend(f"{column_letter(n)}{row.number}" for n in row.cleaned)
        if row.hidden:
            self.hidden.append(row.number)


def data_rows(tab: Tab, headings: Headings[SheetColumn], notes: Notes) -> Iterator[Row]:
    """The rows of a tab that belong to the register; what else stands there is noted once the last row is taken."""
    naming = headings.naming
    by_reference = is_reference(headings.columns[naming].field)
    seen = _Seen(headings)
    ordinary: set[str] = set()
    for row in _rows_below(tab, headings, notes, seen, by_reference=by_reference):
        name = row.value(naming)
        # What names a row of data once names no title, total or heading in another, fuller row.
        if name in ordinary and len(row.cells) > 2:
            kind = TableRowKind.DATA
        else:
            kind = kind_of(row, headings, named_by_reference=by_reference)
        if kind is TableRowKind.BLANK:
            continue
        seen.passed(row)
        if kind is TableRowKind.DATA:
            if isinstance(name, str):
                ordinary.add(name)
            seen.kept(row)
            yield row
        elif kind is TableRowKind.NAMELESS:
            _note_nameless(row, tab, headings, notes)
        else:
            seen.left_out.setdefault(kind, []).append(row.number)
    _report(tab, seen, naming, notes)


def _rows_below(
    tab: Tab, headings: Headings[SheetColumn], notes: Notes, seen: _Seen, *, by_reference: bool
) -> Iterator[Row]:
    """The rows below the headings, merged cells filled; without the example's and what is left of it in others."""
    fill = MergedValues(_spread_areas(tab, headings, notes))
    naming, held = headings.naming, _columns_of_example(tab, headings)
    for bare in tab.sheet.rows():
        if bare.number <= headings.last:
            continue
        row = fill.filled(bare) if fill else bare
        if by_reference and is_example(row.value(naming)):
            seen.passed(row)
            _note_typed_over(row, tab, naming, notes)
        else:
            yield _without_example(row, row.cells if held is None else held, tab, notes)


def _columns_of_example(tab: Tab, headings: Headings[SheetColumn]) -> tuple[int, ...] | None:
    """The columns in which a row may still say what the example says; ``None`` for any, where a row is a KPI."""
    if tab.is_entry or tab.layout.model is Kpi:
        return None
    fields = FIRST_RATING.get(tab.layout.name, {})
    return tuple(n for n, c in headings.columns.items() if c.field in fields and not c.identifies)


def _note_typed_over(row: Row, tab: Tab, naming: int, notes: Notes) -> None:
    """Notes an example row in which somebody has typed; one that is still as it was is passed over."""
    own = [c for c in row.cells.values() if is_filled(c) and not is_example(c.value)]
    if own:
        content = ", ".join(f"{c.address} “{shown(c)}”" for c in own[:4])
        where = f"{column_letter(naming)}{row.number}"
        words = f"Row {row.number} of {tab.sheet.name} is the example with {content} typed into it"
        words += f", and is not read: {where} still says that it is the example."
        notes.add("SHT031", tab.sheet.ref(where), words)


def _without_example(row: Row, columns: Iterable[int], tab: Tab, notes: Notes) -> Row:
    """A row without what is left of the example in some of its columns."""
    held = row.cells
    left = [
        number
        for number in columns
        if (cell := held.get(number)) is not None
        and type(cell.value) is str
        and is_example(cell.value)
    ]
    if not left:
        return row
    cells = {number: cell for number, cell in held.items() if number not in left}
    places = [f"{column_letter(number)}{row.number}" for number in left]
    words = f"{listed(places)} of {tab.sheet.name} still {'says' if len(left) == 1 else 'say'}"
    words += " what the example says, which is not read."
    notes.add("SHT031", tab.sheet.ref(places[0]), words)
    return row._replace(cells=cells)


def _note_nameless(row: Row, tab: Tab, headings: Headings[SheetColumn], notes: Notes) -> None:
    filled = [c for c in row.cells.values() if is_filled(c)]
    content = ", ".join(f"{c.address} “{shown(c)}”" for c in filled[:4])
    more = f" and {len(filled) - 4} more" if len(filled) > 4 else ""
    notes.add(
        "SHT013",
        tab.sheet.ref(f"{column_letter(headings.naming)}{row.number}"),
        f"Row {row.number} of {tab.sheet.name} has no"
        f" {headings.columns[headings.naming].heading.text} but holds {content}{more}.",
    )


def _report(tab: Tab, seen: _Seen, naming: int, notes: Notes) -> None:
    name = tab.sheet.name
    for code, rows, verb in (
        ("SHT006", seen.hidden, "{} of {} hidden; {} read all the same."),
        (
            "SHT010",
            seen.left_out.get(TableRowKind.REPEATED),
            "{} of {} a repetition of the headings; {} left out.",
        ),
        ("SHT011", seen.left_out.get(TableRowKind.TOTAL), "{} of {} a total; {} left out."),
        (
            "SHT012",
            seen.left_out.get(TableRowKind.TITLE),
            "{} of {} only a title or note; {} left out.",
        ),
        ("SHT014", seen.blank, "{} of {} blank, with more rows below; {} passed over."),
    ):
        if rows:
            one = len(rows) == 1
            joined = "holds" if code == "SHT012" else "is"
            if not one:
                joined = "hold" if code == "SHT012" else "are"
            words = verb.format(
                rows_in_words(rows).capitalize(), f"{name} {joined}", "it is" if one else "they are"
            )
            notes.add(code, tab.sheet.ref(f"{column_letter(naming)}{rows[0]}"), words)
    if seen.cleaned:
        listed = ", ".join(seen.cleaned[:8]) + (", ..." if len(seen.cleaned) > 8 else "")
        words = f"Characters that nobody can see were left out in {name}: {listed}."
        notes.add("CEL020", tab.sheet.ref(seen.cleaned[0]), words)
    for number, rows in sorted(seen.outside.items()):
        letters = column_letter(number)
        words = (
            f"Column {letters} of {name} has no heading but holds something in"
            f" {rows_in_words(rows)}; it is not read."
        )
        notes.add("SHT021", tab.sheet.ref(f"{letters}{rows[0]}"), words)


def _spread_areas(tab: Tab, headings: Headings[SheetColumn], notes: Notes) -> Iterator[MergedArea]:
    """The merged cells below the headings whose value holds for each row; all are noted."""
    for area in merged_areas(tab.sheet):
        covered = any(area.left <= number <= area.right for number in headings.columns)
        if area.top <= headings.last or not covered:
            continue
        words = f"The cells {area.text} of {tab.sheet.name} are merged"
        spread = area.bottom > area.top and _may_spread(headings, area.left)
        words += "; each of the rows is read with the same value." if spread else "."
        notes.add("SHT009", tab.sheet.ref(f"{column_letter(area.left)}{area.top}"), words)
        if spread:
            yield area


def _may_spread(headings: Headings[SheetColumn], number: int) -> bool:
    """Figures are not spread over merged rows: one figure for two rows is a guess."""
    column = headings.columns.get(number)
    return column is not None and Decimal not in column.types and int not in column.types


def odd_columns(
    tab: Tab, headings: Headings[SheetColumn], notes: Notes, periods: Collection[int] = ()
) -> None:
    """Notes headings that stand twice or are merged, columns not known, and hidden ones; ``periods`` are read too."""
    for code, cell, words in (
        *_columns_left_out(tab, headings),
        *_read_without_brackets(tab.sheet, headings),
        *_rows_above(tab.sheet, headings),
        *_merged_or_hidden(tab.sheet, headings, periods),
    ):
        notes.add(code, tab.sheet.ref(cell), words)


_Noted = Iterator[tuple[str, str, str]]
"""Code, cell and words of findings."""


def _columns_left_out(tab: Tab, headings: Headings[SheetColumn]) -> _Noted:
    """Columns that are not read."""
    sheet, strange = tab.sheet, strange_headings(headings, tab.layout)
    for number in headings.doubled:
        words = f"The heading “{headings.texts[number]}” of {sheet.name} stands twice; "
        words += f"column {column_letter(number)} is not read."
        yield "SHT004", f"{column_letter(number)}{headings.last}", words
    if strange:
        listed = ", ".join(f"{column_letter(n)} “{t}”" for n, t in sorted(strange.items()))
        words = f"{sheet.name} has columns that are not read: {listed}."
        yield "SHT005", f"{column_letter(min(strange))}{headings.last}", words


def _read_without_brackets(sheet: Sheet, headings: Headings[SheetColumn]) -> _Noted:
    if headings.bare:
        listed = ", ".join(
            f"{column_letter(n)} “{headings.texts[n]}” as {headings.columns[n].heading.text}"
            for n in headings.bare
        )
        words = f"Headings of {sheet.name} are read without their brackets: {listed}."
        yield "SHT028", f"{column_letter(min(headings.bare))}{headings.last}", words


def _rows_above(sheet: Sheet, headings: Headings[SheetColumn]) -> _Noted:
    for row in headings.above:
        filled = [c for c in row.cells.values() if is_filled(c)]
        if len(filled) > MOST_IN_TITLE:
            words = f"Row {row.number} of {sheet.name} stands above the headings; it is not read."
            yield "SHT021", filled[0].address, words


def _merged_or_hidden(
    sheet: Sheet, headings: Headings[SheetColumn], periods: Collection[int]
) -> _Noted:
    merged = [a for a in merged_areas(sheet) if headings.first <= a.top <= headings.last]
    if merged:
        listed = ", ".join(area.text for area in merged)
        words = f"Headings of {sheet.name} are merged, and hold for each column below: {listed}."
        yield "SHT009", merged[0].text.partition(":")[0], words
    hidden = sorted(sheet.facts.hidden_columns & {*headings.columns, *periods})
    if hidden:
        listed = ", ".join(f"{column_letter(n)} “{headings.texts[n]}”" for n in hidden)
        words = f"Hidden columns of {sheet.name} are read all the same: {listed}."
        yield "SHT008", f"{column_letter(hidden[0])}{headings.last}", words
