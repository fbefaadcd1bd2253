"""The cells of a form that came back, found by headings and not by place.

So a renamed sheet, a moved row or a column put between does no harm.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from pmf_cli.collect.form.comment_sheet import NOT_ASKED
from pmf_cli.collect.form.labels import about_of, is_about, label_words, labelled, plain_label
from pmf_cli.collect.form.layout import (
    ABOUT,
    AUTHOR_LABEL,
    COMMENT_COLUMNS,
    COMMENTS,
    CONCERN,
    CONCERN_LABEL,
    RESULT_COLUMNS,
    RESULTS,
    FormColumn,
)
from pmf_cli.collect.form.result_sheet import NOT_NEEDED
from pmf_cli.collect.returned.verdicts import ReturnRefusal, ReturnVerdict
from pmf_cli.findings import CellRef
from pmf_cli.fingerprints import fingerprint
from pmf_cli.tabular.cell_text import is_filled
from pmf_cli.words import day
from pmf_cli.workbook.cells import Book, Cell, Row, Sheet, column_letter

NEVER_LOOKED = 40
"""Rows from the top in which headings are looked for."""


@dataclass(frozen=True)
class FormRow:
    """One row of a table of the form: its place, its cells by column."""

    sheet: Sheet
    number: int
    cells: Mapping[str, Cell]
    columns: Mapping[str, int]

    def at(self, field: str) -> CellRef:
        """The cell of a column."""
        return self.sheet.ref(f"{column_letter(self.columns.get(field, 1))}{self.number}")

    def text(self, field: str) -> str:
        """The words of a cell; empty where there are none."""
        cell = self.cells.get(field)
        return "" if cell is None else label_words(cell)

    def shown(self, field: str) -> str:
        """The words of a cell for people: dates as they are printed."""
        cell = self.cells.get(field)
        if cell is None or not isinstance(cell.value, date):
            return self.text(field)
        return day(cell.value)

    def filled(self, columns: Sequence[FormColumn]) -> bool:
        """Whether anything was filled in."""
        return any(
            column.side == "fill"
            and (cell := self.cells.get(column.field)) is not None
            and is_filled(cell)
            and label_words(cell) not in (NOT_NEEDED, NOT_ASKED)
            for column in columns
        )


@dataclass(frozen=True)
class RawForm:
    """A form as it came back, nothing judged.

    Attributes:
        file: file name.
        fingerprint: SHA-256 of the file.
        facts: identification by field.
        lines: rows of the table of what the register held, as texts.
        questions: rows of the table of questions, as texts.
        results: rows of ``Results``.
        comments: rows of ``Comments``.
        concern: the cell of any other concern.
        author: the cell of who filled it in.
        faults: what is missing or altered so that the form cannot be used.
        beside: filled cells below and beside the tables, which nobody was asked for.
    """

    file: str
    fingerprint: str
    facts: Mapping[str, str]
    lines: tuple[tuple[str, ...], ...]
    questions: tuple[tuple[str, ...], ...]
    results: tuple[FormRow, ...]
    comments: tuple[FormRow, ...]
    concern: Cell | None
    author: Cell | None
    concern_at: CellRef
    faults: tuple[ReturnRefusal, ...]
    beside: tuple[tuple[CellRef, str], ...] = ()

    @property
    def is_filled_in(self) -> bool:
        """Whether anything may have been typed that the form did not hold when it was made."""
        cells = [self.concern, self.author]
        return (
            bool(self.faults)
            or any(self._typed_into(row) for row in self.results)
            or any(row.filled(COMMENT_COLUMNS) for row in self.comments)
            or any(cell is not None and is_filled(cell) for cell in cells)
        )

    def _typed_into(self, row: FormRow) -> bool:
        """Whether a row of ``Results`` says more than the reason that the form came with."""
        key = [row.text("ref"), row.text("period"), row.text("split")]
        held = next((line[4] for line in self.lines if list(line[1:4]) == key), "").split("; ")
        reason, expected = row.text("reason"), row.cells.get("expected_by")
        day = expected.value if expected is not None else None
        if reason != held[0] or (
            isinstance(day, date) and f"expected by {day:%Y-%m-%d}" not in held
        ):
            return row.filled(RESULT_COLUMNS)
        came_with = ("reason", "expected_by")
        return row.filled([column for column in RESULT_COLUMNS if column.field not in came_with])

    @property
    def content(self) -> str:
        """The hash of all that people can fill in, the same however the file was saved."""
        said: list[list[str]] = [[self.facts.get("seal", "")]]
        for rows, columns in ((self.results, RESULT_COLUMNS), (self.comments, COMMENT_COLUMNS)):
            said += sorted(
                [_said(row.cells.get(column.field)) for column in columns if column.side != "live"]
                for row in rows
            )
        for cell in (self.concern, self.author):
            said.append([_said(cell)])
        return fingerprint(json.dumps(said).encode())


def raw_form(book: Book) -> RawForm | None:
    """The form in a workbook; ``None`` where the workbook is no return form at all."""
    tops = [(sheet, _top(sheet)) for sheet in book.sheets]
    results = _tables(tops, RESULT_COLUMNS)
    comments = _tables(tops, COMMENT_COLUMNS)
    abouts = [sheet for sheet, rows in tops if is_about(rows)]
    concerns = [(sheet, rows) for sheet, rows in tops if labelled(rows, CONCERN_LABEL) is not None]
    if not abouts and not (results and comments):
        return None
    counts: dict[str, Sequence[object]] = {
        RESULTS: results,
        COMMENTS: comments,
        CONCERN: concerns,
        ABOUT: abouts,
    }
    facts, lines, questions = about_of(abouts[0]) if abouts else ({}, (), ())
    concern, author, concern_at = _concern(book, concerns)
    return RawForm(
        book.name,
        book.fingerprint,
        facts,
        lines,
        questions,
        _rows(results[0], RESULT_COLUMNS) if results else (),
        _rows(comments[0], COMMENT_COLUMNS) if comments else (),
        concern,
        author,
        concern_at,
        tuple(_fault(book, name, len(found)) for name, found in counts.items() if len(found) != 1),
        (
            *(_beside(results[0], RESULT_COLUMNS) if results and lines else ()),
            *(_beside(comments[0], COMMENT_COLUMNS) if comments and questions else ()),
        ),
    )


def _concern(
    book: Book, found: Sequence[tuple[Sheet, list[Row]]]
) -> tuple[Cell | None, Cell | None, CellRef]:
    """The cell of any other concern, that of who filled it in, and where the first one is."""
    if not found:
        return None, None, CellRef(book.name, CONCERN, "")
    sheet, rows = found[0]
    concern, author = labelled(rows, CONCERN_LABEL), labelled(rows, AUTHOR_LABEL)
    return (
        concern[1] if concern else None,
        author[1] if author else None,
        CellRef(book.name, sheet.name, f"B{concern[0]}" if concern else ""),
    )


def _beside(table: _Table, columns: Sequence[FormColumn]) -> Iterator[tuple[CellRef, str]]:
    """The filled cells of a table's sheet that belong to none of its columns or rows."""
    sheet, heading, places = table
    fields = {number: field for field, number in places.items()}
    for row in sheet.rows():
        if row.number < heading:
            continue
        cells = {field: row.cells[n] for field, n in places.items() if n in row.cells}
        made = FormRow(sheet, row.number, cells, places)
        is_ours = row.number == heading or made.text("period") or made.filled(columns)
        for number, cell in row.cells.items():
            if is_filled(cell) and not (is_ours and number in fields):
                yield sheet.ref(f"{column_letter(number)}{row.number}"), label_words(cell)


def _said(cell: Cell | None) -> str:
    """What counts of a cell when two files are compared.

    White space does not; of a formula only that it is one, since programs work it out on saving.
    """
    if cell is None:
        return ""
    return "=" if cell.formula else " ".join(label_words(cell).split())


def _top(sheet: Sheet) -> list[Row]:
    found = []
    for row in sheet.rows():
        if row.number > NEVER_LOOKED:
            break
        found.append(row)
    return found


_Table = tuple[Sheet, int, dict[str, int]]
"""A sheet, the row of its headings, and the columns of its fields."""


def _tables(tops: Iterable[tuple[Sheet, list[Row]]], columns: Sequence[FormColumn]) -> list[_Table]:
    """The sheets with a row of all the headings."""
    found = []
    for sheet, rows in tops:
        for row in rows:
            places = _headings(row, columns)
            if len(places) == len(columns):
                found.append((sheet, row.number, places))
                break
    return found


def _headings(row: Row, columns: Sequence[FormColumn]) -> dict[str, int]:
    named = {plain_label(column.heading): column.field for column in columns}
    places: dict[str, int] = {}
    twice: set[str] = set()
    for number, cell in row.cells.items():
        if isinstance(cell.value, str):
            field = named.get(plain_label(cell.value))
            if field in places:
                twice.add(field)
            if field is not None:
                places.setdefault(field, number)
    # Of two columns of one heading nobody knows which was filled in.
    return {field: number for field, number in places.items() if field not in twice}


def _rows(table: _Table, columns: Sequence[FormColumn]) -> tuple[FormRow, ...]:
    sheet, heading, places = table
    found = []
    for row in sheet.rows():
        if row.number <= heading:
            continue
        cells = {field: row.cells[n] for field, n in places.items() if n in row.cells}
        made = FormRow(sheet, row.number, cells, places)
        if made.text("period") or made.filled(columns):
            found.append(made)
    return tuple(found)


def _fault(book: Book, name: str, count: int) -> ReturnRefusal:
    there = any(sheet.name == name for sheet in book.sheets)
    if count > 1:
        reason = f"The sheet {name} stands in it {count} times."
    elif there:
        reason = f"The headings of the sheet {name} are not as they were made."
    else:
        reason = f"The sheet {name} is missing."
    where = CellRef(book.name, name if there else "", "")
    return ReturnRefusal(
        where, ReturnVerdict.ALTERED, reason, "Ask for the form as it was sent, filled in."
    )
