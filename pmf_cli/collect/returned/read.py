"""The cells of a form that came back, found by headings and not by place.

So a renamed sheet, a moved row or a column put between does no harm. A form that was made is read
back the same way before it is given out.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from itertools import takewhile

from pmf_cli.collect.form.comment_sheet import NOT_ASKED
from pmf_cli.collect.form.content import FormContent
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
    WHOLE,
)
from pmf_cli.collect.form.result_sheet import NOT_NEEDED
from pmf_cli.collect.returned.verdicts import ReturnRefusal, ReturnVerdict
from pmf_cli.errors import PmfError
from pmf_cli.findings import CellRef
from pmf_cli.fingerprints import fingerprint
from pmf_cli.frozen import frozen
from pmf_cli.tabular.cell_text import is_filled
from pmf_cli.words import day
from pmf_cli.workbook.cells import Book, Cell, Row, Sheet, column_letter
from pmf_cli.workbook.write.form_looks import FormColumn

NEVER_LOOKED = 40
"""Rows from the top in which headings are looked for."""
ASK_AGAIN = "Ask for the form as it was sent, filled in."


@frozen
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


@frozen
class RawForm:
    """A form as it came back, nothing judged.

    Attributes:
        lines: rows of the table of what the register held, as texts.
        questions: rows of the table of questions, as texts.
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
    results, comments = _tables(tops, RESULT_COLUMNS), _tables(tops, COMMENT_COLUMNS)
    abouts = [sheet for sheet, rows in tops if is_about(rows)]
    concerns = [(sheet, rows) for sheet, rows in tops if labelled(rows, CONCERN_LABEL) is not None]
    if not abouts and not (results and comments):
        return None
    counts = {RESULTS: len(results), COMMENTS: len(comments)}
    counts |= {CONCERN: len(concerns), ABOUT: len(abouts)}
    facts, lines, questions = about_of(abouts[0]) if abouts else ({}, (), ())
    return RawForm(
        book.name,
        book.fingerprint,
        facts,
        lines,
        questions,
        _own_rows(results),
        _own_rows(comments),
        *_concern(book, concerns),
        _faults(book, counts),
        (*_beside(results, lines), *_beside(comments, questions)),
    )


def _own_rows(tables: Sequence[_Table]) -> tuple[FormRow, ...]:
    return tuple(row for table in tables[:1] for row in table.rows() if table.is_own(row))


def _beside(tables: Sequence[_Table], asked: Sequence[object]) -> Iterable[tuple[CellRef, str]]:
    """What stands beside a table, where the form has one and asks for something in it."""
    return tables[0].beside() if tables and asked else ()


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


def _said(cell: Cell | None) -> str:
    """What counts of a cell when two files are compared.

    White space does not; of a formula only that it is one, since programs work it out on saving.
    """
    if cell is None:
        return ""
    return "=" if cell.formula else " ".join(label_words(cell).split())


def _top(sheet: Sheet) -> list[Row]:
    return list(takewhile(lambda row: row.number <= NEVER_LOOKED, sheet.rows()))


@frozen
class _Table:
    """A table of the form: its sheet, the row of its headings, and the columns of its fields."""

    sheet: Sheet
    heading: int
    places: Mapping[str, int]
    columns: Sequence[FormColumn]

    def rows(self) -> Iterator[FormRow]:
        """Every row below the headings."""
        for row in self.sheet.rows():
            if row.number > self.heading:
                yield self._row(row)

    def is_own(self, row: FormRow) -> bool:
        """Whether a row asks for something, or something was filled into it."""
        return bool(row.text("period")) or row.filled(self.columns)

    def beside(self) -> Iterator[tuple[CellRef, str]]:
        """The filled cells from the headings down that belong to none of its columns or rows."""
        own_columns = set(self.places.values())
        for row in self.sheet.rows():
            if row.number >= self.heading:
                is_ours = row.number == self.heading or self.is_own(self._row(row))
                for number, cell in row.cells.items():
                    if is_filled(cell) and not (is_ours and number in own_columns):
                        where = self.sheet.ref(f"{column_letter(number)}{row.number}")
                        yield where, label_words(cell)

    def _row(self, row: Row) -> FormRow:
        cells = {field: row.cells[n] for field, n in self.places.items() if n in row.cells}
        return FormRow(self.sheet, row.number, cells, self.places)


def _tables(tops: Iterable[tuple[Sheet, list[Row]]], columns: Sequence[FormColumn]) -> list[_Table]:
    """The sheets with a row of all the headings."""
    found = []
    for sheet, rows in tops:
        for row in rows:
            places = _headings(row, columns)
            if len(places) == len(columns):
                found.append(_Table(sheet, row.number, places, columns))
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


def _faults(book: Book, counts: Mapping[str, int]) -> tuple[ReturnRefusal, ...]:
    return tuple(_fault(book, name, count) for name, count in counts.items() if count != 1)


def _fault(book: Book, name: str, count: int) -> ReturnRefusal:
    there = any(sheet.name == name for sheet in book.sheets)
    if count > 1:
        reason = f"The sheet {name} stands in it {count} times."
    elif there:
        reason = f"The headings of the sheet {name} are not as they were made."
    else:
        reason = f"The sheet {name} is missing."
    where = CellRef(book.name, name if there else "", "")
    return ReturnRefusal(where, ReturnVerdict.ALTERED, reason, ASK_AGAIN)


def refuse_unlike(content: FormContent, book: Book) -> None:
    """Stops where a finished form, read again, does not ask for each figure and each answer once.

    Raises:
        PmfError: what is wrong with it.
    """
    what = _unlike(content, raw_form(book))
    if what:
        raise PmfError(
            f"The return form {content.ref} {what}, so it was not given out.",
            "Run the command again; if it is refused again, report it as a fault of pmf.",
        )


def _unlike(content: FormContent, form: RawForm | None) -> str:
    asked = [_plain(line.kpi.ref, line.period, line.split or WHOLE) for line in content.lines]
    questions = [_plain(one.kpi_ref, one.period, one.kind.value) for one in content.questions]
    if form is None or form.faults or form.facts.get("ref") != content.ref:
        return "could not be read again"
    if _keys(form.results, "split") != asked:
        return "does not ask for each figure that is due"
    if _keys(form.comments, "kind") != questions:
        return "does not put each question"
    return "is not empty where people fill in" if form.is_filled_in else ""


def _keys(rows: Sequence[FormRow], last: str) -> list[tuple[str, ...]]:
    return [_plain(*map(row.text, ("ref", "period", last))) for row in rows]


def _plain(*texts: object) -> tuple[str, ...]:
    """Texts as they are compared, without regard to white space."""
    return tuple(" ".join(str(text).split()) for text in texts)
