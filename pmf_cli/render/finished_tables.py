"""Tables of finished papers read again by their headings, with the words that stand over them."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence

from pmf_cli.frozen import frozen
from pmf_cli.render.excel.names import TREND
from pmf_cli.render.reading_back.html import page_lines, page_tables
from pmf_cli.render.reading_back.pages import FoundPaper, Kind
from pmf_cli.settings import Limits
from pmf_cli.workbook.cells import Row
from pmf_cli.workbook.read import book_of


@frozen
class FinishedTable:
    """A table as a reader sees it.

    Attributes:
        before: the words over it.
        rows: its cells as text, without the headings.
    """

    headings: tuple[str, ...]
    before: str
    rows: tuple[tuple[str, ...], ...]


def finished_tables(
    data: bytes, kind: str, wanted: Collection[tuple[str, ...]]
) -> tuple[FinishedTable, ...]:
    """The tables of a file that have one of the headings wanted, in order.

    Args:
        kind: ``docx``, ``xlsx`` or ``html``.

    Raises:
        UsageError: it is no such file, is damaged or too large.
        UnreadableWorkbookError: it is no readable workbook.
    """
    by_text = {_joined(one): one for one in wanted}
    readers = {"docx": _in_word, "html": _in_page}
    return tuple(readers.get(kind, _in_excel)(data, by_text))


def finished_lines(data: bytes, kind: str) -> tuple[str, ...]:
    """The paragraphs of a Word file or page that can be seen, with the words of its charts; nothing of a workbook."""
    if kind == "html":
        return page_lines(data)
    if kind != "docx":
        return ()
    lines = FoundPaper(data).lines
    return tuple(line.text for line in lines if line.kind in (Kind.WORDS, Kind.CHART))


def _joined(cells: Collection[str]) -> tuple[str, ...]:
    return tuple(" ".join(cell.split()) for cell in cells)


def _in_word(
    data: bytes, wanted: dict[tuple[str, ...], tuple[str, ...]]
) -> Iterator[FinishedTable]:
    before = ""
    for line in FoundPaper(data).lines:
        if line.kind is not Kind.TABLE:
            before = line.text
        elif line.rows and _joined(line.rows[0]) in wanted:
            rows = tuple(_joined(row) for row in line.rows[1:])
            yield FinishedTable(wanted[_joined(line.rows[0])], before, rows)


def _in_page(
    data: bytes, wanted: dict[tuple[str, ...], tuple[str, ...]]
) -> Iterator[FinishedTable]:
    for before, rows in page_tables(data):
        if rows and _joined(rows[0]) in wanted:
            yield FinishedTable(wanted[_joined(rows[0])], before, tuple(map(tuple, rows[1:])))


def _in_excel(
    data: bytes, wanted: dict[tuple[str, ...], tuple[str, ...]]
) -> Iterator[FinishedTable]:
    for sheet in book_of("paper.xlsx", data, Limits()).sheets:
        rows = [(row.number, _cells(row)) for row in sheet.rows()]
        for at, (number, cells) in enumerate(rows):
            headings = wanted.get(_without_trend(_joined(cells)))
            if headings is None:
                continue
            before = rows[at - 1][1][:1] if at else ()
            held = _under(rows[at + 1 :], number, len(headings))
            yield FinishedTable(headings, "".join(before), tuple(held))


def _without_trend(headings: tuple[str, ...]) -> tuple[str, ...]:
    """A row of headings without those of the figures that its small trends are drawn from."""
    return tuple(one for one in headings if not one.startswith(TREND))


def _under(
    rows: Sequence[tuple[int, tuple[str, ...]]], number: int, columns: int
) -> Iterator[tuple[str, ...]]:
    """The rows right under a row of headings, as wide as they are, up to one that begins with nothing."""
    for at, cells in rows:
        number += 1
        if at != number or not cells or not cells[0]:
            return
        yield (*cells, *[""] * columns)[:columns]


def _cells(row: Row) -> tuple[str, ...]:
    """The cells of a row up to the last that holds something."""
    by_column = {
        cell.column: str(cell.value).strip()
        for cell in row.cells.values()
        if cell.value is not None
    }
    return tuple(by_column.get(at, "") for at in range(1, max(by_column, default=0) + 1))
