"""No heading or tab is lost in silence: a sweep over every sheet and column of the example.

Each heading is misspelt by one letter, broken into two lines, written in the other case, given a
bracket or a mark, put in the plural, deleted; each tab is renamed by one word and deleted. Either the
same rows are read, or an error or warning names the sheet.
"""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pytest

from pmf_cli.assessment import assess
from pmf_cli.findings import Finding, Severity
from pmf_cli.pipeline.read.opening import load_settings
from pmf_cli.pipeline.read.register_files import files_of
from pmf_cli.register.periods.text import parse_period
from pmf_cli.register.reading.build import build
from pmf_cli.register.reading.tabs import find_headings
from pmf_cli.register.sheets.layout import SHEETS, SheetColumn, SheetLayout, by_name
from pmf_cli.register.sheets.rows import Need
from pmf_cli.settings import Settings
from pmf_cli.tabular.headings import Headings
from pmf_cli.workbook.cells import Book, Row, Sheet
from pmf_cli.workbook.read import read_book
from tests.registers.cut import cut_example

EXAMPLE = Path(__file__).parents[2] / "register_example"
SETTINGS = load_settings(EXAMPLE)
UNLISTED = SETTINGS.model_copy(update={"holds": {}, "guards": {}})
"""As of a register that has no list of its sheets yet."""
WITHOUT_LIST = ("deleted", "replaced")
"""A column that is gone without a trace is missed only where the list of ``pmf.toml`` names it."""


@cache
def example() -> tuple[Book, ...]:
    """The example with few rows, so that each column is filled in one of them at least."""
    return tuple(replace(book, sheets=tuple(map(shortened, book.sheets))) for book in whole())


@cache
def whole() -> tuple[Book, ...]:
    """The example with few KPIs."""
    with TemporaryDirectory() as place:
        folder = cut_example(Path(place) / "register")
        return tuple(read_book(path, SETTINGS.limits) for path in files_of(folder, SETTINGS).read)


def with_rows(sheet: Sheet, rows: list[Row]) -> Sheet:
    return replace(sheet, rows=lambda: iter(rows))


def headings_of(sheet: Sheet) -> Headings | None:
    layout = by_name().get(sheet.name)
    return None if layout is None else find_headings(sheet, layout, SETTINGS)


def shortened(sheet: Sheet) -> Sheet:
    headings = headings_of(sheet)
    rows = list(sheet.rows())
    if headings is None:
        return with_rows(sheet, rows)
    data = [row for row in rows if row.number > headings.last]
    kept = {next((i for i, r in enumerate(data) if n in r.cells), 0) for n in headings.columns}
    short = [row for row in rows if row.number <= headings.last]
    for place, row in enumerate((data[i] for i in sorted(kept) if data), headings.last + 1):
        cells = {n: cell._replace(row=place) for n, cell in row.cells.items()}
        short.append(row._replace(number=place, cells=cells))
    return with_rows(sheet, short)


def sheets() -> Iterator[tuple[Book, Sheet, SheetLayout]]:
    for book in example():
        for sheet in book.sheets:
            if sheet.name in by_name():
                yield book, sheet, by_name()[sheet.name]


def changed_headings(text: str, dice: random.Random) -> Iterator[tuple[str, str]]:
    letters = [place for place, letter in enumerate(text) if letter.isalpha()]
    at = dice.choice(letters)
    other = dice.choice([letter for letter in "abdegiklmnoprstu" if letter != text[at].lower()])
    yield "one letter", text[:at] + other + text[at + 1 :]
    yield "left out", text[:at] + text[at + 1 :]
    yield "line break", text.replace(" ", "\n", 1) if " " in text else f"{text}\n"
    yield "case", text.swapcase()
    yield "bracket", f"{text} (actual)"
    yield "mark", f"{text} *"
    yield "blanks", f"\u00a0{text.replace(' ', '  ')} "
    yield "plural", f"{text}s"
    yield "replaced", "Something else"
    yield "deleted", ""


def renamed(name: str) -> Iterator[str | None]:
    words = name.split()
    yield f"2024-25 {words[-1]}"
    yield f"{words[0]} 24-25" if len(words) > 1 else f"{name[:-1]}"
    yield None


def rows_of(books: tuple[Book, ...], settings: Settings) -> tuple[dict[str, Any], list[Finding]]:
    """The rows read, without their places, and the errors and warnings."""
    register, findings = build(books, settings)
    rows = {
        layout.holds: [
            {c.field: getattr(row, c.field) for c in layout.columns}
            for row in getattr(register, layout.holds)
        ]
        for layout in SHEETS
    }
    return rows, [f for f in findings if f.severity is not Severity.ADVICE]


def silent_losses(settings: Settings, *, of: int, seed: int) -> tuple[int, list[str]]:
    """How many changes were tried, and those that changed rows without a word.

    Args:
        settings: with the list of what the register holds, or without.
        of: every so many changes is tried.
        seed: of the dice.
    """
    dice = random.Random(seed)
    tried, silent = 0, []
    kpis = next(sheet for _, sheet, layout in sheets() if layout.name == "KPIs")
    for book, sheet, layout in sheets():
        headings = headings_of(sheet)
        assert headings is not None
        beside = (sheet,) if sheet is kpis else (sheet, kpis)
        before, told = rows_of((replace(book, sheets=beside),), settings)
        known = {finding.message for finding in told}
        for number, column in headings.columns.items():
            for kind, text in changed_headings(column.heading.text, dice):
                given_up = settings is UNLISTED or not column.heading.guards
                if (kind in WITHOUT_LIST and given_up) or dice.randrange(of):
                    continue
                tried += 1
                odd = with_rows(sheet, list(with_heading(sheet, headings.last, number, text)))
                swapped = tuple(odd if one is sheet else one for one in beside)
                after, findings = rows_of((replace(book, sheets=swapped),), settings)
                new = [f for f in findings if f.message not in known]
                if after != before and not any(f.where.sheet == sheet.name for f in new):
                    silent.append(f"{layout.name}, {column.heading.text}: {kind} {text!r}")
    return tried, silent


def with_heading(sheet: Sheet, at: int, column: int, text: str) -> Iterator[Row]:
    for row in sheet.rows():
        if row.number != at:
            yield row
            continue
        cells = {**row.cells, column: row.cells[column]._replace(value=text)}
        if not text:
            del cells[column]
        yield row._replace(cells=cells)


def test_a_heading_changed_by_a_slip_is_read_or_named():
    """One change in forty of the whole sweep."""
    tried, silent = silent_losses(SETTINGS, of=40, seed=7)
    assert tried > 30
    assert silent == []


@pytest.mark.slow
@pytest.mark.parametrize("settings", [SETTINGS, UNLISTED], ids=["listed", "not listed"])
def test_every_heading_changed_in_every_way_is_read_or_named(settings: Settings):
    tried, silent = silent_losses(settings, of=1, seed=1)
    assert tried > 1500
    assert silent == []


@pytest.mark.parametrize(
    "name", ["Rating rules", "Results", "KPIs", "Boards", "Scope changes", "Splits", "Commentary"]
)
def test_a_tab_renamed_by_a_word_or_deleted_is_named(name: str):
    assert silent_tabs((name,)) == []


@pytest.mark.parametrize(
    "name", ["Targets", "Contacts", "Timetable", "Rating rules", "Boards", "Splits"]
)
def test_what_follows_from_a_lost_sheet_is_held_back(name: str):
    """One finding says that it is lost; not one more for every KPI."""
    before, after = (codes_without(lost) for lost in ("", name))
    [new] = set(after) - set(before)
    assert new in {("SHT001", name), ("SHT024", name)}
    assert after[new] == 1


@pytest.mark.parametrize(
    ("name", "heading"),
    [("Results", "Split"), ("Targets", "From period"), ("Targets", "Split")],
)
def test_what_follows_from_a_column_that_tells_rows_apart_is_held_back(name: str, heading: str):
    """Without it rows look like repetitions of each other: one finding, not hundreds."""
    new = found_in(tuple(reheaded(book, name, heading) for book in whole())) - found_in(whole())
    assert any(sheet == name for _, sheet in new)
    assert sum(new.values()) <= 3, new


MAY_BE_BLANK = [
    (layout.name, column)
    for layout in SHEETS
    for column in layout.columns
    if column.heading.need is Need.REQUIRED
    and not (column.heading.guards or column.heading.identifies)
    and column.blank is not None
    and column.blank.severity is not Severity.ERROR
]
"""Required columns whose loss changes no rating and no paper in silence, and stops nothing."""


@pytest.mark.parametrize(
    ("name", "column"), MAY_BE_BLANK, ids=[f"{name} {one.field}" for name, one in MAY_BE_BLANK]
)
def test_a_lost_column_that_guards_nothing_is_told_once_as_its_blanks_are(
    name: str, column: SheetColumn
) -> None:
    """A register from before the column came is no error: one finding for the sheet, by the column's own severity."""
    lost = tuple(reheaded(book, name, column.heading.text, "") for book in whole())
    new = found_in(lost, is_listed=False) - found_in(whole(), is_listed=False)
    assert column.blank is not None
    assert new == {(column.blank.code, name): 1}


def test_a_lost_column_that_identifies_guards_or_whose_blank_is_an_error_is_an_error() -> None:
    """Nothing is then said row by row of what is missing for all of them."""
    for name, heading in (("KPIs", "Polarity"), ("KPIs", "Scope"), ("Splits", "Kind")):
        lost = tuple(reheaded(book, name, heading, "") for book in whole())
        new = found_in(lost, is_listed=False) - found_in(whole(), is_listed=False)
        assert new["SHT015", name] == 1, new


def reheaded(book: Book, name: str, heading: str, words: str = "Something else") -> Book:
    """The workbook with one heading of one sheet in other words; without any, the column is gone."""
    sheets = []
    for sheet in book.sheets:
        headings = headings_of(sheet) if sheet.name == name else None
        if headings is not None:
            [at] = [n for n, c in headings.columns.items() if c.heading.text == heading]
            rows = list(with_heading(sheet, headings.last, at, words))
            if not words:
                rows = [without_cell(row, at) for row in rows]
            sheet = with_rows(sheet, rows)
        sheets.append(sheet)
    return replace(book, sheets=tuple(sheets))


def without_cell(row: Row, column: int) -> Row:
    return row._replace(cells={n: cell for n, cell in row.cells.items() if n != column})


def codes_without(lost: str) -> Counter[tuple[str, str]]:
    """Code and sheet of what is found in the example without a sheet."""
    books = tuple(
        replace(book, sheets=tuple(one for one in book.sheets if one.name != lost))
        for book in example()
    )
    return found_in(books)


@cache
def found_in(books: tuple[Book, ...], *, is_listed: bool = True) -> Counter[tuple[str, str]]:
    """Code and sheet of what is found in workbooks, as the example is checked."""
    settings = SETTINGS if is_listed else UNLISTED
    register, reading = build(books, settings)
    period, on = parse_period("2024/25 Q3"), date(2025, 2, 3)
    made = assess(
        register, settings, period=period, as_of=on, reading=reading, with_checks=True, changed=()
    )
    return Counter((one.code, one.where.sheet) for one in made.findings)


@pytest.mark.slow
def test_every_tab_renamed_or_deleted_is_named():
    assert silent_tabs([layout.name for _, _, layout in sheets()]) == []


def silent_tabs(names: Any) -> list[str]:
    before, _ = rows_of(example(), SETTINGS)
    silent = []
    for name in names:
        for new in renamed(name):
            books = tuple(
                replace(
                    book,
                    sheets=tuple(
                        replace(s, name=new or "") if s.name == name else s
                        for s in book.sheets
                        if new is not None or s.name != name
                    ),
                )
                for book in example()
            )
            after, findings = rows_of(books, SETTINGS)
            if after != before and not any(name in finding.message for finding in findings):
                silent.append(f"{name} as {new}")
    return silent
