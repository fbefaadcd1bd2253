"""A table on a sheet: marked up, with filters, frozen headings and colours that follow the words.

The figures that small trends are drawn from stand in the row of the trend: sorting moves the cells of
a row but not its sparkline, which goes on drawing the figures of the row in which it stands. A period
without a figure is an empty cell there, since Excel draws a word as 0.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import replace
from decimal import Decimal
from functools import lru_cache
from itertools import compress

from pmf_cli.frozen import frozen
from pmf_cli.render.excel.cells import Cells, Looks, SheetWriter, WorkbookWriter, cell_text
from pmf_cli.render.excel.names import TREND, Names, unique_headings
from pmf_cli.render.excel.print_setup import fitted
from pmf_cli.render.theme import RATED, Theme
from pmf_cli.views.base import Align, Column, Entry, Spark, Table, TableLook, Tone
from pmf_cli.workbook.cells import column_letter
from pmf_cli.workbook.text import fitting

CHARACTERS_A_SHARE = 8
"""Characters of width for each share of a column."""
NARROWEST, WIDEST = 8, 100
LEAST_HEADING, TALLEST_ROW = 30, 545
"""Pixels of rows; the tallest is Excel's."""
LINES = 20
"""Lines of a cell that a row of Excel can show (it cannot be taller than 409 points)."""
LONGEST_WORD = 48
LONGEST_WHOLE = 48
"""Characters of a number or link that stands on one line."""
SHORT_IN_FIGURES = 14
"""Characters of words among figures that do the same: ``104 of 104``."""
INDENT = 1.3
"""Characters by which figures stand off from the next column."""
BUTTON = 2
"""Characters that the button of a filter takes from a heading."""
LETTERS_A_CHARACTER = 1.15
"""Widths count digits of the default font; running text has more letters in that room."""
FROZEN_WIDTH = 90
"""Most characters of frozen columns, so that a laptop's screen keeps room for the others."""
LINKED_KEYS = frozenset(["ref", "cell", "where", "place"])
"""Columns whose entries link to the register."""
_NONE = Entry("None", tone=Tone.MUTED)


@frozen
class Pen:
    """What is needed to write a sheet of a workbook."""

    workbook: WorkbookWriter
    theme: Theme
    looks: Looks
    cells: Cells
    names: Names
    published: bool
    sheet: SheetWriter


@frozen
class LaidTable:
    """A table as it will stand on its sheet.

    Attributes:
        table: with the columns behind its trends.
        trend: where these are; ``None`` where no trend is drawn.
        widths: of its columns, in characters.
        printed: how many of them, from the left, are printed.
    """

    table: Table
    trend: TrendColumns | None
    headings: tuple[str, ...]
    widths: tuple[float, ...]
    printed: int

    @property
    def printed_widths(self) -> tuple[float, ...]:
        """The widths of the columns that are printed."""
        return self.widths[: self.printed]


def laid_out(pen: Pen, table: Table, *, first_width: float = 0.0) -> LaidTable:
    """A table with its columns as wide as a printed page allows.

    Where it has small trends, the figures that they are drawn from stand in the same row, in columns
    behind the table's own where it does not show them, so that they move with the row when the table
    is sorted. ``first_width`` is a width that its first column has already, in characters.
    """
    trend = None if pen.published else with_trend_columns(table)
    whole = table if trend is None else trend.table
    printed = table.printed_columns or len(table.columns)
    chosen = [_width(pen, whole, at) for at in range(len(whole.columns))]
    if first_width:
        chosen[0] = first_width, first_width
    wished, least = zip(*chosen, strict=True)
    return LaidTable(
        whole,
        trend,
        unique_headings(fitting(column.title, 250) for column in whole.columns),
        (*fitted(wished[:printed], least[:printed], pen.theme), *wished[printed:]),
        printed,
    )


def write_table(pen: Pen, laid: LaidTable, top: int) -> int:
    """Writes a table with its heading in row ``top`` (from 0); gives the row after it."""
    table, trend = laid.table, laid.trend
    rows = table.rows or (tuple(_NONE for _ in table.columns),)
    last, places = top + len(rows), range(len(table.columns))
    pen.sheet.add_table(top, 0, last, places[-1], _marked_up(pen, table, laid.headings))
    rated = [_follows_words(pen, rows, at) for at in places]
    room = [
        width - (INDENT if column.align is Align.NUMBER else 0)
        for width, column in zip(laid.widths, table.columns, strict=True)
    ]
    # Beside a heading stands the button of its filter.
    beside = [max(width - BUTTON, 1) for width in room]
    height = max(row_pixels(laid.headings, beside, pen.theme), LEAST_HEADING)
    pen.sheet.set_row_pixels(top, height)
    for at, row in enumerate(rows):
        gaps = () if trend is None else trend.gaps_in(at)
        _write_row(pen, top + 1 + at, row, table, rated, gaps)
        pen.sheet.set_row_pixels(top + 1 + at, row_pixels(_shown(pen, row), room, pen.theme))
    if trend is not None:
        _draw_trends(pen, trend, top + 1)
    for at in compress(places, rated):
        _recolour(pen, top + 1, last, at)
    return last + 1


def _shown(pen: Pen, row: Sequence[Entry]) -> list[str]:
    """What takes room in the cells of a row: not the words under a sparkline."""
    return ["" if _is_drawn(pen, entry) else _said(entry) for entry in row]


def _marked_up(pen: Pen, table: Table, headings: Sequence[str]) -> dict[str, object]:
    return {
        "name": pen.names.table(table.name),
        "style": None,
        "autofilter": not pen.published,
        "banded_rows": False,
        "columns": [
            {"header": heading, "header_format": pen.looks.heading(column.align)}
            for heading, column in zip(headings, table.columns, strict=True)
        ],
        "description": fitting(table.summary or table.title, 2000),
        "title": fitting(table.title, 250),
    }


def _write_row(
    pen: Pen,
    number: int,
    row: Sequence[Entry],
    table: Table,
    rated: Sequence[bool],
    gaps: Collection[int],
) -> None:
    is_dense, may_link = table.look is TableLook.DENSE, pen.cells.has_links
    for at, (entry, column) in enumerate(zip(row, table.columns, strict=True)):
        if at in gaps:
            pen.cells.gap(pen.sheet, number, at, column.align)
        elif entry.spark is None:
            link = may_link and (column.key in LINKED_KEYS or entry.text == str(entry.ref))
            pen.cells.entry(
                pen.sheet, number, at, entry, column.align, link=link, recoloured=rated[at],
                dense=is_dense,
            )  # fmt: skip
        elif _is_drawn(pen, entry):
            pen.cells.hidden(pen.sheet, number, at, _said(entry), Align.CENTRE)
        else:
            said = Entry(_said(entry), tone=entry.tone)
            pen.cells.entry(pen.sheet, number, at, said, Align.TEXT, dense=is_dense)


def frozen_columns(columns: tuple[Column, ...], widths: tuple[float, ...]) -> int:
    """How many columns stay in sight: up to the KPI's name where there is room, else its reference."""
    for key in ("name", "ref"):
        at = next((at for at, column in enumerate(columns) if column.key == key), None)
        if at is not None and at < len(columns) - 2 and sum(widths[: at + 1]) <= FROZEN_WIDTH:
            return at + 1
    return 0


def _follows_words(pen: Pen, rows: tuple[tuple[Entry, ...], ...], at: int) -> bool:
    if pen.published:
        return False
    toned = [row[at] for row in rows if row[at].tone in RATED]
    return bool(toned) and all(entry.text.startswith(pen.theme.word(entry.tone)) for entry in toned)


def _recolour(pen: Pen, first: int, last: int, column: int) -> None:
    """Colours by the word in the cell, so that an edited word changes its colour."""
    for tone in RATED:
        pen.sheet.conditional_format(
            first,
            column,
            last,
            column,
            {
                "type": "text",
                "criteria": "begins with",
                "value": pen.theme.word(tone),
                "format": pen.looks.rated(tone),
            },
        )


def _draw_trends(pen: Pen, trend: TrendColumns, first: int) -> None:
    """One group of sparklines, each over the figures of its own row; ``first`` counts from 0."""
    drawn = [first + at for at in sorted(trend.drawn)]
    letters = [column_letter(at + 1) for at in (trend.at, trend.first, trend.last)]
    if drawn:
        name = pen.sheet.get_name().replace("'", "''")
        pen.sheet.add_sparkline(
            f"{letters[0]}{drawn[0] + 1}",
            {
                "location": [f"{letters[0]}{row + 1}" for row in drawn],
                "range": [f"'{name}'!{letters[1]}{row + 1}:{letters[2]}{row + 1}" for row in drawn],
                "series_color": f"#{pen.theme.charts.line}",
                "last_point": True,
                "last_color": f"#{pen.theme.charts.line}",
                "weight": 1.5,
            },
        )


def _said(entry: Entry) -> str:
    return cell_text(entry) if entry.spark is None else entry.spark.alt or entry.text


def _is_drawn(pen: Pen, entry: Entry) -> bool:
    return entry.trend is not None and not pen.published


def _width(pen: Pen, table: Table, at: int) -> tuple[float, float]:
    """Characters that a column should have, its share or what its text needs, and has at least.

    At least its longest word, and enough that no text needs too many lines.
    """
    column = table.columns[at]
    entries = [row[at] for row in table.rows if row[at].spark is None]
    texts = {cell_text(entry) for entry in entries}
    longest = max(min(_longest_word(texts), LONGEST_WORD), _whole(pen, column, entries))
    beside = INDENT if column.align is Align.NUMBER else 0.0
    least = max(_longest_word([column.title]) + BUTTON, longest + 1) + beside
    tall = max(map(len, texts), default=0) / LINES
    lowest = min(max(least, tall, NARROWEST), WIDEST)
    return min(max(column.width * CHARACTERS_A_SHARE, lowest), WIDEST), lowest


def _whole(pen: Pen, column: Column, entries: Iterable[Entry]) -> int:
    """Characters of the longest entry that stands on one line.

    Numbers do not wrap: what has no room is not shown at all. Nor do links, in some programs.
    """
    is_linked = pen.cells.has_links and column.key in LINKED_KEYS
    is_number = column.align is Align.NUMBER
    lengths = [0]
    for entry in entries:
        length = len(cell_text(entry))
        if is_linked or entry.value is not None:
            lengths.append(min(length, LONGEST_WHOLE))
        elif is_number and length <= SHORT_IN_FIGURES:
            lengths.append(length)
    return max(lengths)


def _longest_word(texts: Iterable[str]) -> int:
    return max((len(word) for text in texts for word in text.split()), default=0)


def row_pixels(texts: Sequence[str], widths: Sequence[float], theme: Theme) -> int:
    """Pixels of a row in which no text is cut, whichever program opens it."""
    lines = 1
    for text, width in zip(texts, widths, strict=True):
        # Nearly all are so short that nothing need be worked out.
        if len(text) > width or "\n" in text:
            lines = max(lines, lines_in(text, width))
    return min(round(lines * theme.excel.size * 1.75) + 6, TALLEST_ROW)


@lru_cache(maxsize=4096)
def lines_in(text: str, width: float) -> int:
    """Lines that a text takes in a column of so many characters, rather one too many."""
    if len(text) <= width and "\n" not in text:
        return 1
    room = max(width * LETTERS_A_CHARACTER, 4.0)
    lines = 0
    for part in text.split("\n"):
        used, lines = 0.0, lines + 1
        for word in part.split():
            if used and used + 1 + len(word) > room:
                lines, used = lines + 1, 0.0
            used += len(word) + (1 if used else 0)
            while used > room:
                lines, used = lines + 1, used - room
    return lines


SAID = (
    "The last columns hold the figures that the trend is drawn from; an empty cell there is a "
    "period without a figure."
)
_GAP = Entry("", tone=Tone.MUTED)


@frozen
class TrendColumns:
    """A table with columns for the figures behind its trends, all places from 0.

    Attributes:
        at: the column of the trends.
        first: the column of the oldest figures, as ``last`` of the newest.
        drawn: the rows that hold nothing but figures and gaps in these columns.
    """

    table: Table
    at: int
    first: int
    last: int
    drawn: frozenset[int]

    @classmethod
    def of(cls, table: Table, at: int, first: int, last: int) -> TrendColumns:
        """The columns ``first`` to ``last`` of a table as those behind its column ``at``."""
        drawn = frozenset(
            number
            for number, row in enumerate(table.rows)
            if all(_is_figure(one) or _is_missing(one) for one in row[first : last + 1])
        )
        return cls(table, at, first, last, drawn)

    def gaps_in(self, row: int) -> tuple[int, ...]:
        """The columns that are a period without a figure, in a row whose trend is drawn."""
        if row not in self.drawn:
            return ()
        entries = self.table.rows[row]
        return tuple(at for at in range(self.first, self.last + 1) if _is_missing(entries[at]))

    def figures_of(self, row: int) -> tuple[Decimal | None, ...]:
        """What the trend of a row is drawn from, oldest first."""
        entries = self.table.rows[row][self.first : self.last + 1]
        return tuple(one.value if isinstance(one.value, Decimal) else None for one in entries)


def with_trend_columns(table: Table) -> TrendColumns | None:
    """A table with the figures behind its trends; ``None`` where it has no trend to draw.

    ValueError where the columns that the table names for it do not lie side by side.
    """
    at = next((at for at in range(len(table.columns)) if _sparks(table, at)), None)
    if at is None:
        return None
    if table.drawn_from:
        keys = [column.key for column in table.columns]
        places = [keys.index(key) for key in table.drawn_from]
        if places != list(range(places[0], places[0] + len(places))):
            raise ValueError(f"the columns behind the trends of {table.name} lie apart")
        return TrendColumns.of(table, at, places[0], places[-1])
    most = max(len(spark.values) for spark in _sparks(table, at))
    columns = (*table.columns, *_trend_headings(most))
    rows = tuple((*row, *_trend_figures(row[at].spark, most)) for row in table.rows)
    made = replace(table, columns=columns, rows=rows, summary=f"{table.summary} {SAID}".strip())
    return TrendColumns.of(made, at, len(table.columns), len(columns) - 1)


def _sparks(table: Table, at: int) -> list[Spark]:
    return [trend for row in table.rows if (trend := row[at].trend) is not None]


def _trend_headings(most: int) -> Iterator[Column]:
    for back in range(most - 1, -1, -1):
        yield Column(f"{TREND} {'newest' if back == 0 else f'{back} before'}", 1.2, Align.NUMBER)


def _trend_figures(spark: Spark | None, most: int) -> Iterator[Entry]:
    """The figures of a row, the newest in the last column."""
    values = () if spark is None else spark.values
    yield from (_GAP for _ in range(most - len(values)))
    for value in values:
        yield _GAP if value is None else Entry(f"{value:f}", value, "General")


def _is_figure(entry: Entry) -> bool:
    return isinstance(entry.value, Decimal)


def _is_missing(entry: Entry) -> bool:
    """A muted entry without a value: ``[x]``, or nothing."""
    return entry.value is None and entry.tone is Tone.MUTED
