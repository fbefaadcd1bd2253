"""Finished papers of Word and Excel read again: date, words, the figures of rows, what is unfinished."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import field
from datetime import date, datetime
from decimal import Decimal

from pmf_cli.errors import UsageError
from pmf_cli.frozen import frozen
from pmf_cli.register.figures import plain
from pmf_cli.register.sheets.record import ResultValue
from pmf_cli.register.values.exact import number
from pmf_cli.render.office_file import CORE, XmlElement, opened_parts, parsed_part
from pmf_cli.render.word.markup import text_under, w
from pmf_cli.settings import Limits
from pmf_cli.views.wording import TO_WRITE
from pmf_cli.workbook.cells import Cell, Sheet
from pmf_cli.workbook.read import book_of

CREATED = "{http://purl.org/dc/terms/}created"
DOCUMENT = "word/document.xml"
COMMENTS = "word/comments.xml"
# Fields of templates, words in brackets that ask for others, what drafts say, what Word itself leaves.
PLACEHOLDERS = (
    re.compile(r"\{\{|\}\}|\{%|%\}"),
    re.compile(
        r"\[(?:insert|tbc|to be confirmed|to be added|to follow|date|name|text)\b[^\]]*\]", re.I
    ),
    re.compile(r"\b(?:TBC|TODO|XXX+|Lorem ipsum)\b"),
    re.compile(r"Click or tap (?:here )?to enter (?:text|a date)|Choose an item\.", re.I),
    re.compile(r"Error! (?:Bookmark not defined|Reference source not found)", re.I),
)
"""What people and Word leave where something is still to be filled in."""
_TO_WRITE = re.compile(re.escape(TO_WRITE) + r"[^\]]*\]")


def places_to_write(texts: Iterable[str]) -> tuple[str, ...]:
    """The places in some texts that pmf left for a person to fill in, each once."""
    return tuple(dict.fromkeys(match[0] for text in texts for match in _TO_WRITE.finditer(text)))


@frozen
class FinishedPaper:
    """A Word paper that may have been worked on: the text of paragraphs (in tables too) and of rows' cells.

    ``made_on`` is the date of its data, which pmf writes as the date of creation and Word keeps;
    ``tracked`` counts changes that nobody has accepted or turned down.
    """

    made_on: date | None
    paragraphs: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    tracked: int
    comments: int

    def placeholders(self, but: FinishedPaper | None = None) -> tuple[str, ...]:
        """Places still to be filled in, as they stand, each once.

        Those of the paper ``but``, as pmf writes it, are the register's own words.
        """
        own = frozenset() if but is None else frozenset(but.paragraphs)
        found: dict[str, None] = {}
        for text in self.paragraphs:
            if text not in own:
                for one in PLACEHOLDERS:
                    found.update(dict.fromkeys(match[0] for match in one.finditer(text)))
        return tuple(found)

    @property
    def references(self) -> frozenset[str]:
        """The texts with which rows begin, references among them."""
        return frozenset(row[0] for row in self.rows if row)

    def shows(self, ref: str, texts: Sequence[str], marks: Sequence[str] = ()) -> bool | None:
        """Whether the rows that begin with a reference hold texts; ``None`` without a row.

        A cell may say more after a text: ``38.2% (412 of 530)``, ``● Green (provisional)``. Rows known by
        their ``marks`` must all hold the texts, since one of several may have been typed over.
        """
        rows = [row for row in self.rows if row[:1] == (ref,)]
        if not rows:
            return None
        meant = [row for row in rows if marks and _holds(row, filter(None, marks))]
        held = [_holds(row, texts) for row in meant or rows]
        return all(held) if meant else any(held)


def _holds(row: Sequence[str], texts: Iterable[str]) -> bool:
    return all(_stands(text, row) for text in texts)


def _stands(text: str, row: Sequence[str]) -> bool:
    # Not inside another figure: 8% is not in 38%, nor 1.2 in 1.25, but 38.2% is in "38.2% (412 of 530)".
    whole = re.compile(rf"(?:^|[^\w.,£-]){re.escape(text)}(?:$|[^\w.,%]|[.,](?:\s|$))")
    return any(cell == text or whole.search(cell) for cell in row[1:])


def finished_paper(data: bytes) -> FinishedPaper:
    """A Word file read with care; UsageError where it is none, is damaged or too large."""
    parts = opened_parts(data)
    if DOCUMENT not in parts:
        raise UsageError("The file is no .docx file inside.", "Save it in Word as .docx.")
    document = parsed_part(parts[DOCUMENT])
    tracked = sum(1 for _ in document.iter(w("ins"), w("del"), w("moveFrom"), w("moveTo")))
    comments = parsed_part(parts[COMMENTS]).iter(w("comment")) if COMMENTS in parts else ()
    return FinishedPaper(
        made_on_of(parts.get(CORE)),
        tuple(text for text in (text_under(one) for one in document.iter(w("p"))) if text.strip()),
        tuple(_cells(row) for row in document.iter(w("tr"))),
        tracked,
        sum(1 for _ in comments),
    )


def _cells(row: XmlElement) -> tuple[str, ...]:
    return tuple(text_under(cell).strip() for cell in row.iter(w("tc")))


def made_on_of(core: bytes | None) -> date | None:
    """The day of creation in the part that says who made a Word or Excel file, and when."""
    text = "" if core is None else str(parsed_part(core).findtext(CREATED) or "")
    try:
        return date.fromisoformat(text[:10])
    except ValueError:
        return None


RESULT = "Result"
"""The heading under which a scorecard gives its figures."""


@frozen
class FinishedWorkbook:
    """An Excel paper: the date of its data, every text in it, and the cells of every row.

    ``results`` gives for the identity of a row the column of its figure, where the table has a
    heading for it.
    """

    made_on: date | None
    paragraphs: tuple[str, ...]
    rows: tuple[tuple[Cell, ...], ...]
    results: Mapping[int, int] = field(default_factory=dict, repr=False)

    @property
    def references(self) -> frozenset[str]:
        """Every text that stands alone in a cell, references among them."""
        return frozenset(self.paragraphs)

    def shows(
        self, ref: str, value: ResultValue | None, text: str, rating: str, period: str
    ) -> bool | None:
        """Whether the rows of a reference give a figure with its rating; ``None`` without a row.

        Every row that gives the rating for the period must give the figure too, since one of several
        may have been typed over.

        Args:
            ref: the reference, alone in a cell.
            value: the exact figure; ``None`` where none was to be given.
            text: the figure as printed, unit and all.
            rating: the rating, or the reason for none, alone or at the beginning of a cell.
            period: the figure's own period in words; empty for none.
        """
        rows = self._rows_of(ref)
        rated = [row for row in rows if _says(row, rating)]
        meant = [row for row in rated if period and _says(row, period)]
        held = (self._gives(row, value, text) for row in meant or rated)
        if meant:
            return all(held)
        return any(held) if rows else None

    def _rows_of(self, ref: str) -> list[tuple[Cell, ...]]:
        return [row for row in self.rows if any(cell.value == ref for cell in row)]

    def _gives(self, row: tuple[Cell, ...], value: ResultValue | None, text: str) -> bool:
        return value is None or any(_is(cell, value, text) for cell in self._figures_of(row))

    def _figures_of(self, row: tuple[Cell, ...]) -> tuple[Cell, ...]:
        """The cell below the heading Result, where the table has one; else every cell of the row.

        Figures of other periods may stand in the same row.
        """
        column = self.results.get(id(row))
        return row if column is None else tuple(cell for cell in row if cell.column == column)


def _is(cell: Cell, value: ResultValue, text: str) -> bool:
    if isinstance(value, Decimal) and isinstance(cell.value, int | float):
        held = number(cell)
        return held == value or (isinstance(held, Decimal) and plain(held) == plain(value))
    if isinstance(cell.value, datetime | date):
        return plain(_day_of(cell.value)) == plain(value)
    return isinstance(cell.value, str) and cell.value.strip() in (text, plain(value))


def _day_of(value: date) -> date:
    return value.date() if isinstance(value, datetime) else value


def _says(row: tuple[Cell, ...], text: str) -> bool:
    """Whether a cell of a row is a text, or begins with it."""
    held = (cell.value.strip() for cell in row if isinstance(cell.value, str))
    return any(one == text or one.startswith((f"{text} (", f"{text}:", f"{text};")) for one in held)


def finished_workbook(name: str, data: bytes) -> FinishedWorkbook:
    """An Excel file read with care.

    Raises:
        UsageError: it is no Excel file, is damaged or too large.
        UnreadableWorkbookError: it is no readable workbook.
    """
    rows: list[tuple[Cell, ...]] = []
    results: dict[int, int] = {}
    for sheet in book_of(name, data, Limits()).sheets:
        for cells, column in _rows_of(sheet):
            rows.append(cells)
            if column is not None:
                results[id(cells)] = column
    texts = (cell.value for row in rows for cell in row)
    return FinishedWorkbook(
        made_on_of(opened_parts(data).get(CORE)),
        tuple(text.strip() for text in texts if isinstance(text, str) and text.strip()),
        tuple(rows),
        results,
    )


def _rows_of(sheet: Sheet) -> Iterator[tuple[tuple[Cell, ...], int | None]]:
    """The filled cells of each row, and the column of the figures by the last heading above it."""
    column = None
    for row in sheet.rows():
        cells = tuple(cell for cell in row.cells.values() if cell.value is not None)
        column = next((cell.column for cell in cells if cell.value == RESULT), column)
        yield cells, column
