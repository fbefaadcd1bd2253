"""Where tables stand on a sheet: titles above, one to three heading rows, the rows below."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime

from pmf_cli.frozen import frozen
from pmf_cli.importing.fields import NOISE, ScorecardField, field_named, meanings, plain_heading
from pmf_cli.importing.figures import figure_in, printed_text
from pmf_cli.importing.period_words import heading_apart, is_of_schools, taken_apart
from pmf_cli.workbook.cells import Cell, Row, Sheet, column_number

_ANSWERS = frozenset({"no", "yes", "n", "y"})
LONGEST_HEADING = 120
"""Characters; longer texts are sentences, not headings."""


@frozen
class ColumnHeading:
    """The heading of one column.

    Attributes:
        cells: the cells it is made of, top line first; a merged group heading counts for each
            column under it.
    """

    column: int
    cells: tuple[Cell, ...]

    @property
    def text(self) -> str:
        """All lines in one, without repeats."""
        lines: list[str] = []
        for cell in self.cells:
            line = " ".join(printed_text(cell).split())
            if line and line not in lines:
                lines.append(line)
        return " ".join(lines)

    @property
    def day(self) -> date | None:
        """The date, where the heading holds a date cell."""
        for cell in self.cells:
            if isinstance(cell.value, datetime):
                return cell.value.date()
            if isinstance(cell.value, date):
                return cell.value
        return None

    @property
    def words_beside_day(self) -> str:
        """The other lines, where one is a date cell."""
        return " ".join(
            " ".join(printed_text(cell).split())
            for cell in self.cells
            if not isinstance(cell.value, date)
        )


def _is_filled(cell: Cell) -> bool:
    """True for a cell that holds more than blanks, or a formula."""
    return not (isinstance(cell.value, str) and not cell.value.strip()) and (
        cell.value is not None or cell.formula
    )


def filled(row: Row) -> tuple[Cell, ...]:
    """The cells of a row that hold more than blanks."""
    return tuple(cell for cell in row.cells.values() if _is_filled(cell))


def _is_word(cell: Cell) -> bool:
    return isinstance(cell.value, str) and len(cell.value) <= LONGEST_HEADING


def _meaning(cell: Cell) -> str | None:
    return meanings().get(plain_heading(str(cell.value))) if isinstance(cell.value, str) else None


def is_heading_row(row: Row, own: Mapping[str, str | None]) -> bool:
    """True where a row names a KPI column and at least one other known column or period.

    Args:
        own: plain headings that somebody has answered, with the field that each is.
    """
    cells = filled(row)
    if len(cells) < 2 or not all(map(_may_head, cells)):
        return False
    answered = [plain_heading(cell_text) if (cell_text := _text(cell)) else "" for cell in cells]
    fields = [
        field or own.get(words) for field, words in zip(_fields(cells), answered, strict=True)
    ]
    if {ScorecardField.NAME, ScorecardField.REFERENCE}.isdisjoint(fields):
        return False
    heads = (
        field is not None or words in own or _is_periodic(cell)
        for field, words, cell in zip(fields, answered, cells, strict=True)
    )
    return sum(heads) >= 2


def _text(cell: Cell) -> str:
    return cell.value if isinstance(cell.value, str) else ""


def _fields(cells: Sequence[Cell]) -> list[str | None]:
    """What each heading means, as far as its words are known."""
    fields = [_meaning(cell) for cell in cells]
    if ScorecardField.NAME in fields:
        return fields
    # An answer in a row of figures is no heading: "No" names a column only beside a name.
    is_answer = [printed_text(cell).strip().casefold() in _ANSWERS for cell in cells]
    return [None if said else field for said, field in zip(is_answer, fields, strict=True)]


def _may_head(cell: Cell) -> bool:
    """Whether a cell may stand in a heading: a word, a day or a year."""
    return _is_word(cell) or isinstance(cell.value, date | int)


def _is_periodic(cell: Cell) -> bool:
    """True for a cell that is a period, or a period with known words, or a known measure word."""
    if isinstance(cell.value, date):
        return True
    text = printed_text(cell)
    if not isinstance(cell.value, str) and not re.fullmatch(r"(19|20)\d\d", text):
        return False
    apart = heading_apart(" ".join(text.split()), 2000, 4)
    if apart is None:
        return _meaning(cell) is not None
    rest = [word for word in plain_heading(apart.rest).split() if word not in NOISE]
    return not rest or " ".join(rest) in meanings() or len(rest) <= 2


def band_around(
    rows: list[Row], base: int, sheet: Sheet, own: Mapping[str, str | None]
) -> tuple[int, int]:
    """First and last index of the heading rows around the row that names the KPI column."""
    cells = filled(rows[base])
    named = [
        c.column for c in cells if _meaning(c) in (ScorecardField.NAME, ScorecardField.REFERENCE)
    ]
    name_column = min(named, default=cells[0].column)
    first = last = base
    while base - first < 2 and _follow(rows, first - 1):
        above = rows[first - 1]
        is_group = _is_group_row(above, name_column, sheet) or is_heading_row(above, own)
        if not is_group:
            break
        first -= 1
    while last - base < 2 and _follow(rows, last):
        if not _is_sub_row(rows[last + 1], name_column):
            break
        last += 1
    return first, last


def _follow(rows: list[Row], at: int) -> bool:
    """Whether there is a row at a place, and one right below it on the sheet."""
    return 0 <= at < len(rows) - 1 and rows[at].number == rows[at + 1].number - 1


def _is_group_row(row: Row, name_column: int, sheet: Sheet) -> bool:
    cells = filled(row)
    right = [cell for cell in cells if cell.column > name_column]
    # A cell over the name column is a title, unless it only names the group of KPI columns.
    left = [cell for cell in cells if cell.column <= name_column]
    is_open = _are_told(right) or all(_merge_of(cell, sheet) for cell in left)
    if not right or not is_open or not all(map(_may_head, right)) or _is_title(cells, sheet):
        return False
    is_merged = len(right) >= 2 and all(_merge_of(cell, sheet) for cell in right)
    return is_merged or any(map(_is_periodic, right))


def _are_told(cells: Sequence[Cell]) -> bool:
    """Whether several cells are all periods or measures."""
    return len(cells) > 1 and all(map(_is_periodic, cells))


def _is_title(cells: Sequence[Cell], sheet: Sheet) -> bool:
    """Whether a text that stands alone and is not merged over several columns says more than a period."""
    if len(cells) != 1 or _merge_of(cells[0], sheet) is not None:
        return False
    apart = taken_apart(" ".join(printed_text(cells[0]).split()), 2000, 4)
    return apart is not None and bool(apart.rest)


def _is_sub_row(row: Row, name_column: int) -> bool:
    cells = filled(row)
    if len(cells) < 2 or any(cell.column <= name_column for cell in cells):
        return False
    if not all(_is_word(cell) or isinstance(cell.value, date) for cell in cells):
        return False
    if any(_is_other_figure(cell) for cell in cells):
        return False
    return sum(_is_periodic(cell) for cell in cells) * 2 >= len(cells)


def _is_other_figure(cell: Cell) -> bool:
    """Whether a text is a figure and no period."""
    is_figure = isinstance(cell.value, str) and figure_in(cell.value).number is not None
    return is_figure and not _is_periodic(cell)


def _merge_of(cell: Cell, sheet: Sheet) -> tuple[int, int, int, int] | None:
    """Rows and columns of the merged range that begins at a cell."""
    for text in sheet.facts.merged:
        found = re.fullmatch(r"\$?([A-Z]+)\$?(\d+):\$?([A-Z]+)\$?(\d+)", text)
        if found and (column_number(found[1]), int(found[2])) == (cell.column, cell.row):
            return cell.row, int(found[4]), cell.column, column_number(found[3])
    return None


def headings_of(
    band: list[Row], sheet: Sheet
) -> tuple[tuple[ColumnHeading, ...], tuple[Cell, ...]]:
    """The headings of the columns under the heading rows, and all cells of these rows."""
    cells = tuple(cell for row in band for cell in filled(row))
    width = max(cell.column for cell in cells)
    lines: dict[int, list[Cell]] = {}
    for row in band:
        here = filled(row)
        nexts = [*(cell.column for cell in here[1:]), width + 1]
        for cell, following in zip(here, nexts, strict=True):
            for column in range(cell.column, _reach(cell, following, band, row, sheet)):
                lines.setdefault(column, []).append(cell)
    headings = tuple(ColumnHeading(column, tuple(lines[column])) for column in sorted(lines))
    return headings, cells


def _reach(cell: Cell, following: int, band: list[Row], row: Row, sheet: Sheet) -> int:
    """The column before which a heading cell ends: its merged range, or the next group."""
    merge = _merge_of(cell, sheet)
    if merge is not None:
        return merge[3] + 1
    is_group = row is not band[-1] and _is_periodic(cell) and not _has_own_line(cell, band, row)
    return max(following, cell.column + 1) if is_group else cell.column + 1


def _has_own_line(cell: Cell, band: list[Row], row: Row) -> bool:
    """True where a group cell has no sub-heading beneath it, so that it stands for itself."""
    below = band[band.index(row) + 1 :]
    return not any(
        cell.column in lower.cells and _is_filled(lower.cells[cell.column]) for lower in below
    )


@frozen
class SourceTable:
    """One table of a sheet.

    Attributes:
        titles: filled cells above the heading that belong to no earlier table.
        caption: the one text right above the heading, where its sheet holds several tables.
        headings: the columns with a heading, from the left.
        heading_cells: every cell of the heading rows.
        body: the filled rows below, up to the next table.
    """

    sheet: Sheet
    titles: tuple[Cell, ...]
    headings: tuple[ColumnHeading, ...]
    heading_cells: tuple[Cell, ...]
    body: tuple[Row, ...]
    caption: Cell | None = None


def speaks_of_schools(table: SourceTable) -> bool:
    """Whether what stands around a table is of schools, or half of its rows are."""
    around = (table.sheet.workbook, table.sheet.name, *map(printed_text, table.titles))
    heads = map(printed_text, table.heading_cells)
    rows = sum(is_of_schools(*map(printed_text, filled(row))) for row in table.body)
    return is_of_schools(*around, *heads) or (rows > 0 and rows * 2 >= len(table.body))


def tables_of(
    sheet: Sheet, answered: Mapping[str, str] | None = None
) -> tuple[tuple[SourceTable, ...], tuple[Cell, ...]]:
    """The tables of a sheet, found by known headings and the answers, and the cells in none."""
    rows = [row for row in sheet.rows() if filled(row)]
    # The answers may name a column too: "Outturn @D".
    own = {
        plain_heading(word.rpartition(" @")[0] or word): field_named(answer.partition(",")[0])
        for word, answer in (answered or {}).items()
    }
    bands = _bands(rows, own, sheet)
    if not bands:
        return (), _cells_of(rows)
    captions = _captions(rows, [first for first, _ in bands])
    above = [caption is not None for caption in captions]
    begins = [first - is_one for (first, _), is_one in zip(bands, above, strict=True)]
    ends = [*begins[1:], len(rows)]
    titles = _cells_of(rows[: begins[0]])
    tables: list[SourceTable] = []
    for (first, last), end, caption in zip(bands, ends, captions, strict=True):
        headings, cells = headings_of(rows[first : last + 1], sheet)
        body = tuple(rows[last + 1 : end])
        tables += _by_time(SourceTable(sheet, titles, headings, cells, body, caption))
        titles = ()
    return tuple(tables), ()


def _by_time(table: SourceTable) -> Iterator[SourceTable]:
    """The table, parted at rows that hold nothing but a year or period, which is that of the rows below."""
    begins = [at for at, row in enumerate(table.body) if _is_time(row)]
    ends = [*begins, len(table.body)]
    parts = [(table.caption, table.body[: ends[0]])]
    for at, end in zip(begins, ends[1:], strict=True):
        parts.append((filled(table.body[at])[0], table.body[at + 1 : end]))
    if len(parts) > 1 and not parts[0][1] and table.caption is None:
        parts.pop(0)
    titles, cells = table.titles, table.heading_cells
    for caption, body in parts:
        yield replace(table, titles=titles, heading_cells=cells, body=body, caption=caption)
        titles, cells = (), ()


def _is_time(row: Row) -> bool:
    """Whether a row holds one text, which is a year, quarter or month and nothing else."""
    cells = filled(row)
    if len(cells) != 1 or not isinstance(cells[0].value, str):
        return False
    apart = taken_apart(" ".join(cells[0].value.split()), 2000, 4)
    return apart is not None and not apart.rest


def _cells_of(rows: Sequence[Row]) -> tuple[Cell, ...]:
    return tuple(cell for row in rows for cell in filled(row))


def _captions(rows: Sequence[Row], firsts: Sequence[int]) -> list[Cell | None]:
    """What stands right above each of several tables; a time above the first alone is the whole sheet's."""
    if len(firsts) < 2:
        return [None]
    first, *others = (_caption(rows, at) for at in firsts)
    of_time = [one is not None and _names_time(one) for one in (first, *others)]
    return [None if of_time[0] and not any(of_time[1:]) else first, *others]


def _names_time(cell: Cell) -> bool:
    return taken_apart(" ".join(printed_text(cell).split()), 2000, 4) is not None


def _caption(rows: Sequence[Row], first: int) -> Cell | None:
    """The text that stands alone right above a heading row."""
    if not first or rows[first - 1].number != rows[first].number - 1:
        return None
    cells = filled(rows[first - 1])
    is_one = len({printed_text(cell) for cell in cells}) == 1 and _is_word(cells[0])
    return cells[0] if is_one else None


def _bands(rows: list[Row], own: Mapping[str, str | None], sheet: Sheet) -> list[tuple[int, int]]:
    """First and last index of the heading rows of each table."""
    kept: list[tuple[int, int]] = []
    for base, row in enumerate(rows):
        if is_heading_row(row, own) and not _is_above_headings(rows, base, own):
            first, last = band_around(rows, base, sheet, own)
            if not kept or first > kept[-1][1]:
                kept.append((first, last))
    return kept


def _is_above_headings(rows: list[Row], base: int, own: Mapping[str, str | None]) -> bool:
    """Whether a row only groups the columns that the row below it heads: it fills fewer of the same columns."""
    if not _follow(rows, base) or not is_heading_row(rows[base + 1], own):
        return False
    groups, heads = ({cell.column for cell in filled(row)} for row in rows[base : base + 2])
    return groups < heads


def is_repeat(row: Row, table: SourceTable) -> bool:
    """True where a row of the body only repeats headings of its table."""
    texts = {heading.column: heading for heading in table.headings}
    cells = filled(row)
    return len(cells) >= 2 and all(
        cell.column in texts
        and plain_heading(printed_text(cell))
        in {plain_heading(printed_text(line)) for line in texts[cell.column].cells}
        for cell in cells
    )
