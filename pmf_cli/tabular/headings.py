"""Which row of a table holds its headings, and which column each heading names.

Headings may stand in any order and below title rows, carry footnote marks, line breaks and
invisible characters, or spread over two rows with merged group cells above them.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import replace
from functools import lru_cache
from itertools import islice
from typing import Generic, Protocol, TypeVar

from pmf_cli.frozen import frozen
from pmf_cli.tabular.cell_text import clean, is_blank, shown_as
from pmf_cli.tabular.merges import MergedArea, merged_areas
from pmf_cli.tabular.names import plain_key
from pmf_cli.workbook.cells import Cell, Row, Sheet


class TableColumn(Protocol):
    """A column that a table may have."""

    @property
    def field(self) -> str:
        """What its cells are."""

    @property
    def identifies(self) -> bool:
        """Whether its cells say what their row belongs to."""


C = TypeVar("C", bound=TableColumn)

SEARCHED_ROWS = 60
"""Filled rows from the top among which the heading is looked for."""
ENOUGH = 2
"""Known columns, the naming one among them, that make the first such row the heading row."""
# Footnote marks stand behind a heading, or stars before it: "Target*", "Result [1]", "Value:".
_MARKS = r"(?:\[(?:note )?\w{1,3}\]|[*#?!]+|[¹²³⁴-⁹†‡]+|:)"
_FOOTNOTE = re.compile(rf"^(?:[*#†‡]+\s*)+|(?:\s*{_MARKS})+$", re.IGNORECASE)
# Brackets without brackets inside them; "%" and "£" say the unit as a bracket does.
_BRACKETS = re.compile(r"\([^()]*\)|\[[^\[\]]*\]|\{[^{}]*\}|[%£]")
_ANOTHER_THING = re.compile(
    r"\b(?:last|previous|prior|past|next|year|annual|forecast|projected|predicted|targets?|old|former"
    r"|draft|national|england|average|benchmark|baseline|cumulative|ytd|month|quarter|q[1-4]|20\d\d"
    r"|internal|superseded|archived?|do not use)\b",
    re.IGNORECASE,
)
"""Words in brackets by which a heading is another column's: "Value (last year)"."""
_WIDEST = 500
"""Columns over which a merged heading is taken to reach."""
BARE = 1000
"""Rank of a heading that is known only without what stands in brackets: trusted least."""

Words = Mapping[str, tuple[C, int]]
"""Heading key → the column it names and how far the word is trusted, 0 most."""
IsPeriod = Callable[[str], bool]
"""Whether a heading is a period."""


@frozen
class Headings(Generic[C]):
    """What the headings of a sheet say.

    Attributes:
        first: number of the first heading row.
        last: number of the last heading row; data begin below.
        columns: column number → known column, each field once.
        doubled: column numbers whose heading names a field that another column already holds.
        extra: column number → heading text of columns that are not known.
        cells: column number → the heading cell, for periods as headings.
        texts: column number → heading text, group and sub-heading joined.
        periods: how many columns are headed by a period, where such columns are results.
        above: filled rows above the headings.
        bare: numbers of columns whose heading is known only without its brackets.
    """

    first: int
    last: int
    columns: Mapping[int, C]
    doubled: tuple[int, ...]
    extra: Mapping[int, str]
    cells: Mapping[int, Cell]
    texts: Mapping[int, str]
    periods: int = 0
    above: tuple[Row, ...] = ()
    bare: tuple[int, ...] = ()

    @property
    def naming(self) -> int:
        """The number of the column that says what a row belongs to; 0 where none does."""
        return next((number for number, c in self.columns.items() if c.identifies), 0)

    @property
    def score(self) -> tuple[bool, int]:
        """Whether the naming column was found, and how many columns are known or are periods."""
        return self.naming > 0, len(self.columns) + self.periods

    def number_of(self, field: str) -> int | None:
        """The number of the column that holds a field."""
        return next((n for n, c in self.columns.items() if c.field == field), None)


@lru_cache(4096)
def heading_key(text: str) -> str:
    """A heading without footnote marks, case, blanks and dashes, for comparing."""
    return plain_key(_FOOTNOTE.sub("", " ".join(clean(text).split())))


@lru_cache(4096)
def bare_key(text: str) -> str:
    """A heading's key without what stands in brackets and signs of units: ``Tolerance (%)``.

    Empty where nothing stands in brackets, or where they make it another column.
    """
    tidy = " ".join(clean(text).split())
    inside = " ".join(_BRACKETS.findall(tidy))
    if not inside or _ANOTHER_THING.search(inside):
        return ""
    return heading_key(_BRACKETS.sub(" ", tidy))


def headings_in(
    sheet: Sheet, words: Words[C], is_period: IsPeriod, *, periods_count: bool
) -> Headings[C] | None:
    """The headings of a sheet, or ``None`` where no row holds a known one.

    ``periods_count`` where columns headed by periods speak for a row of headings.
    """
    seen = _Seen(merged_areas(sheet), words, is_period)
    top = list(islice(filter(_is_filled, sheet.rows()), SEARCHED_ROWS))
    best: list[Headings[C]] = []
    for place, row in enumerate(top):
        for candidate in _candidates(row, top[place + 1 : place + 2], seen):
            periods = seen.periods_in(candidate) if periods_count else 0
            best.append(replace(candidate, periods=periods, above=tuple(top[:place])))
        best = [max(best, key=lambda found: found.score)]  # of equals the uppermost
        if best[0].score >= (True, ENOUGH):
            break
    return best[0] if best and best[0].columns else None


def _is_filled(row: Row) -> bool:
    return any(not is_blank(cell.value) for cell in row.cells.values())


@frozen
class _Seen(Generic[C]):
    """What headings are read by: the merged cells of their sheet, the accepted words, and periods."""

    areas: Sequence[MergedArea]
    words: Words[C]
    is_period: IsPeriod

    def periods_in(self, headings: Headings[C]) -> int:
        """How many of the unknown headings are periods."""
        return sum(map(self.is_period, headings.extra.values()))

    def known(self, texts: Sequence[str]) -> tuple[C, int] | None:
        """What the first known of some texts is known as: as it stands, else without its brackets."""
        for text in texts:
            if hit := self.words.get(heading_key(text)):
                return hit
            if bare := self.words.get(bare_key(text)):
                return bare[0], BARE + bare[1]
        return None


def _candidates(row: Row, below: Sequence[Row], seen: _Seen[C]) -> Iterator[Headings[C]]:
    """A row as headings, and together with the row below it where that is no row of data."""
    single = _headings([row], seen)
    yield single
    if not below or below[0].number != row.number + 1:
        return
    if single.naming and not is_blank(below[0].value(single.naming)):
        return
    under, together = _headings(below, seen), _headings([row, *below], seen)
    together = replace(together, periods=seen.periods_in(together))
    if together.score > replace(under, periods=seen.periods_in(under)).score:
        yield together


def _headings(rows: Sequence[Row], seen: _Seen[C]) -> Headings[C]:
    texts, cells = _texts(rows, seen.areas)
    hits = {number: hit for number, parts in texts.items() if (hit := seen.known(parts))}
    columns, doubled = _trusted(hits)
    first = {number: parts[0] for number, parts in texts.items()}
    return Headings(
        rows[0].number,
        rows[-1].number,
        columns,
        doubled,
        {number: text for number, text in first.items() if number not in {*columns, *doubled}},
        cells,
        first,
        bare=tuple(number for number in columns if hits[number][1] >= BARE),
    )


def _trusted(hits: Mapping[int, tuple[C, int]]) -> tuple[dict[int, C], tuple[int, ...]]:
    """Of two headings of one field the more trusted, then the first; and those trusted as much."""
    best: dict[str, tuple[int, int]] = {}
    for number, (column, rank) in hits.items():
        best[column.field] = min(best.get(column.field, (rank, number)), (rank, number))
    columns = {n: column for n, (column, rank) in hits.items() if best[column.field] == (rank, n)}
    doubled = tuple(
        number
        for number, (column, rank) in hits.items()
        if number not in columns and rank == best[column.field][0]
    )
    return columns, doubled


def _texts(
    rows: Sequence[Row], areas: Sequence[MergedArea]
) -> tuple[dict[int, tuple[str, ...]], dict[int, Cell]]:
    """For each column the texts to try, the fullest first, and the cell nearest the data."""
    bottom = _filled_cells(rows[-1])
    tops = _spread(rows[0], rows[-1].cells.keys(), areas) if len(rows) > 1 else {}
    found: dict[int, tuple[str, ...]] = {}
    cells: dict[int, Cell] = {}
    for number in sorted({*tops, *bottom}):
        sub, over = (_heading_text(row[number]) if number in row else "" for row in (bottom, tops))
        if texts := _to_try(over, sub):
            found[number] = texts
            cells[number] = bottom[number] if sub else tops[number]
    return found, cells


def _to_try(over: str, sub: str) -> tuple[str, ...]:
    if over and sub:
        return f"{over} {sub}", sub, f"{sub} {over}"
    return (over or sub,) if over or sub else ()


def _filled_cells(row: Row) -> dict[int, Cell]:
    return {number: cell for number, cell in row.cells.items() if not is_blank(cell.value)}


def _spread(row: Row, under: Collection[int], areas: Sequence[MergedArea]) -> dict[int, Cell]:
    """The cells of a row, a group's cell standing in every column that it covers.

    Without merged cells a group reaches to the next filled cell, over the columns ``under`` it.
    """
    cells = _filled_cells(row)
    if merged := [a for a in areas if a.top == row.number and a.left in cells]:
        for area in merged:
            for number in range(area.left, min(area.right, area.left + _WIDEST) + 1):
                cells.setdefault(number, cells[area.left])
        return cells
    group: Cell | None = None
    for number in range(1, max(under, default=0) + 1):
        group = cells.get(number, group)
        if number in under and group is not None:
            cells.setdefault(number, group)
    return cells


def _heading_text(cell: Cell) -> str:
    value = cell.value
    return " ".join(clean(value if isinstance(value, str) else shown_as(cell)).split())
