"""Walking the rows below the headings: which are rows of the register and which are not.

Blank rows, titles of sections, repeated headings and totals are told apart and reported; the
value of merged cells is given to every row that the merge covers. Hidden rows are rows.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from dataclasses import dataclass, field, replace
from decimal import Decimal

from pmf_cli.register.reading.headings import Headings, heading_key
from pmf_cli.register.reading.merges import MergedArea, merged_areas
from pmf_cli.register.reading.notes import Notes, rows_in_words
from pmf_cli.register.reading.tabs import Tab
from pmf_cli.register.values.exact import clean, is_blank, is_filled, shown
from pmf_cli.register.values.references import is_reference
from pmf_cli.workbook.cells import Cell, Row, column_letter

MOST_IN_TITLE = 2
"""Filled cells of a row above the headings up to which it is taken for a title."""
_TOTAL = re.compile(r"(?:grand |sub-? ?)?totals?\b|overall total\b", re.IGNORECASE)


@dataclass
class _Seen:
    """Row numbers by what the rows were, for one finding of each sort per sheet."""

    hidden: list[int] = field(default_factory=list)
    blank: list[int] = field(default_factory=list)
    trailing: list[int] = field(default_factory=list)
    repeated: list[int] = field(default_factory=list)
    totals: list[int] = field(default_factory=list)
    titles: list[int] = field(default_factory=list)
    outside: dict[int, list[int]] = field(default_factory=dict)
    cleaned: list[str] = field(default_factory=list)


def data_rows(tab: Tab, headings: Headings, notes: Notes) -> Iterator[Row]:
    """The rows of a tab that belong to the register, from the top.

    What else stands below the headings is noted, at the latest when the last row is taken.
    """
    naming = next(n for n, c in headings.columns.items() if c.heading.identifies)
    fill = _Merges(tab, headings, notes)
    headed = frozenset((*headings.columns, *headings.doubled, *headings.extra))
    seen = _Seen()
    expected = headings.last + 1
    ordinary: set[str] = set()
    for bare in tab.sheet.rows():
        if bare.number <= headings.last:
            continue
        row = fill.filled(bare) if fill else bare
        cells = row.cells
        name = cells.get(naming)
        is_plain = name is not None and len(cells) > 2 and name.value in ordinary
        if not is_plain and not any(is_filled(c) for c in cells.values()):
            continue
        if row.number != expected:
            seen.blank.extend(range(expected, min(row.number, expected + 1000)))
        expected = row.number + 1
        if not headed.issuperset(cells):
            for number in cells.keys() - headed:
                if is_filled(cells[number]):
                    seen.outside.setdefault(number, []).append(row.number)
        if not is_plain and (name is None or isinstance(name.value, str)):
            sort = _sort(row, name, headings, tab, notes)
            if sort != "row":
                if sort:
                    getattr(seen, sort).append(row.number)
                continue
            if name is not None and isinstance(name.value, str):
                ordinary.add(name.value)
        if row.cleaned:
            seen.cleaned.extend(f"{column_letter(n)}{row.number}" for n in row.cleaned)
        if row.hidden:
            seen.hidden.append(row.number)
        yield row
    _report(tab, seen, naming, notes)


def _sort(row: Row, name: Cell | None, headings: Headings, tab: Tab, notes: Notes) -> str:
    """What a row is: a list of ``_Seen``, ``row``, or empty where it was noted already."""
    column = next(c for c in headings.columns.values() if c.heading.identifies)
    text = clean(name.value) if name is not None and isinstance(name.value, str) else ""
    if name is not None and not text and not is_blank(name.value):
        return "row"
    filled = [c for c in row.cells.values() if is_filled(c)]
    lead = text or next((clean(c.value) for c in filled if isinstance(c.value, str)), "")
    if text and heading_key(text) == heading_key(
        headings.texts.get(name.column, "") if name else ""
    ):
        alike = sum(
            isinstance(c.value, str)
            and heading_key(c.value) == heading_key(headings.texts.get(c.column, "\0"))
            for c in filled
        )
        if 2 * alike > len(filled):
            return "repeated"
    if is_reference(column.field) and lead and _TOTAL.match(lead):
        return "totals"
    if text:
        spoken = " " in text or text.endswith((">", ":"))
        is_title = len(filled) == 1 and is_reference(column.field) and spoken
        return "titles" if is_title and len(headings.columns) > 1 else "row"
    if len(filled) == 1 and isinstance(filled[0].value, str):
        return "titles"
    where = f"{column_letter(_naming(headings))}{row.number}"
    content = ", ".join(f"{c.address} “{shown(c)}”" for c in filled[:4])
    more = f" and {len(filled) - 4} more" if len(filled) > 4 else ""
    notes.add(
        "SHT013",
        tab.sheet.ref(where),
        f"Row {row.number} of {tab.sheet.name} has no {column.heading.text} but holds"
        f" {content}{more}.",
    )
    return ""


def _naming(headings: Headings) -> int:
    return next(n for n, c in headings.columns.items() if c.heading.identifies)


def _report(tab: Tab, seen: _Seen, naming: int, notes: Notes) -> None:
    name = tab.sheet.name
    for code, rows, verb in (
        ("SHT006", seen.hidden, "{} of {} hidden; {} read all the same."),
        ("SHT010", seen.repeated, "{} of {} a repetition of the headings; {} left out."),
        ("SHT011", seen.totals, "{} of {} a total; {} left out."),
        ("SHT012", seen.titles, "{} of {} only a title or note; {} left out."),
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


class _Merges:
    """Merged cells below the headings: their value, given to each row that they cover."""

    def __init__(self, tab: Tab, headings: Headings, notes: Notes) -> None:
        self._kept: dict[MergedArea, Cell] = {}
        self._waiting: list[MergedArea] = []
        self._open: list[MergedArea] = []
        for area in merged_areas(tab.sheet):
            covered = [n for n in headings.columns if area.left <= n <= area.right]
            if area.top <= headings.last or not covered:
                continue
            words = f"The cells {area.text} of {tab.sheet.name} are merged"
            spread = area.bottom > area.top and _may_spread(headings, area.left)
            words += "; each of the rows is read with the same value." if spread else "."
            notes.add("SHT009", tab.sheet.ref(f"{column_letter(area.left)}{area.top}"), words)
            if spread:
                self._waiting.append(area)
        self._waiting.sort(key=lambda area: -area.top)

    def __bool__(self) -> bool:
        return bool(self._waiting or self._open)

    def filled(self, row: Row) -> Row:
        """The row with the values of merges that began above it."""
        while self._waiting and self._waiting[-1].top <= row.number:
            self._open.append(self._waiting.pop())
        added: dict[int, Cell] = {}
        for area in self._open:
            if area.top == row.number and (first := row.cells.get(area.left)):
                self._kept[area] = first
            elif area.top < row.number <= area.bottom and (kept := self._kept.get(area)):
                added[area.left] = replace(kept, row=row.number)
        self._open = [area for area in self._open if area.bottom > row.number]
        if not added or not row.cells:
            return row
        return replace(row, cells=dict(sorted({**added, **row.cells}.items())))


def _may_spread(headings: Headings, number: int) -> bool:
    """Figures are not spread over merged rows: one figure for two rows is a guess."""
    column = headings.columns.get(number)
    return column is not None and Decimal not in column.types and int not in column.types


def odd_columns(tab: Tab, headings: Headings, notes: Notes, periods: Collection[int] = ()) -> None:
    """Notes headings that stand twice or are merged, columns not known, and hidden columns.

    ``periods`` are columns of results by period, which are read too.
    """
    sheet = tab.sheet
    for number in headings.doubled:
        words = f"The heading “{headings.texts[number]}” of {sheet.name} stands twice; "
        words += f"column {column_letter(number)} is not read."
        notes.add("SHT004", sheet.ref(f"{column_letter(number)}{headings.last}"), words)
    if headings.extra:
        first = min(headings.extra)
        listed = ", ".join(f"{column_letter(n)} “{t}”" for n, t in sorted(headings.extra.items()))
        words = f"{sheet.name} has columns that are not read: {listed}."
        notes.add("SHT005", sheet.ref(f"{column_letter(first)}{headings.last}"), words)
    if headings.bare:
        first = min(headings.bare)
        listed = ", ".join(
            f"{column_letter(n)} “{headings.texts[n]}” as {headings.columns[n].heading.text}"
            for n in headings.bare
        )
        words = f"Headings of {sheet.name} are read without their brackets: {listed}."
        notes.add("SHT028", sheet.ref(f"{column_letter(first)}{headings.last}"), words)
    for row in headings.above:
        filled = [c for c in row.cells.values() if is_filled(c)]
        if len(filled) > MOST_IN_TITLE:
            words = f"Row {row.number} of {sheet.name} stands above the headings; it is not read."
            notes.add("SHT021", sheet.ref(filled[0].address), words)
    merged = [a for a in merged_areas(sheet) if headings.first <= a.top <= headings.last]
    if merged:
        listed = ", ".join(area.text for area in merged)
        words = f"Headings of {sheet.name} are merged, and hold for each column below: {listed}."
        notes.add("SHT009", sheet.ref(merged[0].text.partition(":")[0]), words)
    hidden = sorted(sheet.facts.hidden_columns & {*headings.columns, *periods})
    if hidden:
        listed = ", ".join(f"{column_letter(n)} “{headings.texts[n]}”" for n in hidden)
        words = f"Hidden columns of {sheet.name} are read all the same: {listed}."
        notes.add("SHT008", sheet.ref(f"{column_letter(hidden[0])}{headings.last}"), words)
