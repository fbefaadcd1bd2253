"""Finding the heading row of a sheet and which column holds what.

Headings may stand in any order and below title rows, carry footnote marks, line breaks and
invisible characters, or spread over two rows with merged group cells above them. The words of
``layout`` and the council's own words from ``pmf.toml`` are accepted, in that order of trust:
the council's, the heading itself, built-in synonyms.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import islice

from pmf_cli.register.choices import plain_key
from pmf_cli.register.periods.text import FINANCIAL_CONTEXT, PeriodError, read_period
from pmf_cli.register.reading.merges import MergedArea, merged_areas
from pmf_cli.register.sheets.layout import SheetColumn, SheetLayout
from pmf_cli.register.sheets.record import Result
from pmf_cli.register.values.exact import clean, is_blank, shown_as
from pmf_cli.settings import Settings
from pmf_cli.workbook.cells import Cell, Row, Sheet

SEARCHED_ROWS = 60
"""Filled rows from the top among which the heading is looked for."""
ENOUGH = 2
"""Known columns, the naming one among them, that make the first such row the heading row."""
_MARKS = r"(?:\[(?:note )?\w{1,3}\]|[*#?!]+|[¹²³⁴-⁹†‡]+|:)"
_FOOTNOTE = re.compile(rf"^(?:[*#†‡]+\s*)+|(?:\s*{_MARKS})+$", re.IGNORECASE)
_BRACKETS = re.compile(r"\([^()]*\)|\[[^\[\]]*\]|\{[^{}]*\}|[%£]")
_ANOTHER_THING = re.compile(
    r"\b(?:last|previous|prior|past|next|year|annual|forecast|projected|predicted|targets?|old|former"
    r"|draft|national|england|average|benchmark|baseline|cumulative|ytd|month|quarter|q[1-4]|20\d\d"
    r"|internal|superseded|archived?|do not use)\b",
    re.IGNORECASE,
)
"""Words in brackets by which a heading is another column's: "Value (last year)"."""
BARE = 1000
"""Rank of a heading that is known only without what stands in brackets: trusted least."""

Words = Mapping[str, tuple[SheetColumn, int]]
"""Heading key → the column it names and how far the word is trusted, 0 most."""


@dataclass(frozen=True)
class Headings:
    """What the headings of a sheet say.

    Attributes:
        first: number of the first heading row.
        last: number of the last heading row; data begin below.
        columns: column number → column of the register, each field once.
        doubled: column numbers whose heading names a field that another column already holds.
        extra: column number → heading text of columns that the register does not know.
        cells: column number → the heading cell, for periods as headings.
        texts: column number → heading text, group and sub-heading joined.
        periods: how many columns are headed by a period, where such columns are results.
        above: filled rows above the headings.
        bare: numbers of columns whose heading is known only without its brackets.
    """

    first: int
    last: int
    columns: Mapping[int, SheetColumn]
    doubled: tuple[int, ...]
    extra: Mapping[int, str]
    cells: Mapping[int, Cell]
    texts: Mapping[int, str]
    periods: int = 0
    above: tuple[Row, ...] = ()
    bare: tuple[int, ...] = ()

    @property
    def score(self) -> tuple[bool, int]:
        """Whether the naming column was found, and how many columns are known or are periods."""
        is_named = any(c.heading.identifies for c in self.columns.values())
        return is_named, len(self.columns) + self.periods

    def number_of(self, field: str) -> int | None:
        """The number of the column that holds a field."""
        return next((n for n, c in self.columns.items() if c.field == field), None)


def heading_key(text: str) -> str:
    """A heading without footnote marks, case, blanks and dashes, for comparing."""
    return plain_key(_FOOTNOTE.sub("", " ".join(clean(text).split())))


def bare_key(text: str) -> str:
    """A heading's key without what stands in brackets and signs of units: ``Tolerance (%)``.

    Empty where nothing stands in brackets, or where they make it another column.
    """
    tidy = " ".join(clean(text).split())
    inside = " ".join(_BRACKETS.findall(tidy))
    if not inside or _ANOTHER_THING.search(inside):
        return ""
    return heading_key(_BRACKETS.sub(" ", tidy))


def words_of(layout: SheetLayout, settings: Settings) -> Words:
    """Every accepted heading of a sheet with the column it names."""
    words: dict[str, tuple[SheetColumn, int]] = {}
    by_heading = {heading_key(c.heading.text): c for c in layout.columns}
    for name, own in settings.headings.get(layout.name, {}).items():
        if column := by_heading.get(heading_key(name)):
            for word in own:
                words[heading_key(word)] = (column, 0)
    for key, column in by_heading.items():
        words.setdefault(key, (column, 1))
    for column in layout.columns:
        for rank, word in enumerate(column.heading.synonyms, 2):
            words.setdefault(heading_key(word), (column, rank))
        if bare := bare_key(column.heading.text):  # "Payment at risk (£)", whatever the bracket
            words.setdefault(bare, (column, BARE))
    return words


def unknown_settings(layouts: Sequence[SheetLayout], settings: Settings) -> Iterator[str]:
    """Sheet and heading names in the settings that the register does not have, in words."""
    by_name = {layout.name: layout for layout in layouts}
    for sheet in sorted({*settings.headings, *settings.sheets, *settings.holds, *settings.guards}):
        if sheet not in by_name:
            yield f"the sheet “{sheet}”"
            continue
        known = {heading_key(c.heading.text) for c in by_name[sheet].columns}
        named = (settings.headings.get(sheet, {}), settings.holds.get(sheet, ()))
        for name in (*named[0], *named[1], *settings.guards.get(sheet, {})):
            if heading_key(name) not in known:
                yield f"the heading “{name}” of the sheet {sheet}"


def find_headings(sheet: Sheet, layout: SheetLayout, settings: Settings) -> Headings | None:
    """The headings of a sheet, or ``None`` where no row holds a known one."""
    words = words_of(layout, settings)
    areas = merged_areas(sheet)
    top = list(islice(_filled(sheet), SEARCHED_ROWS))
    best: Headings | None = None
    for place, row in enumerate(top):
        single = _headings([row], words, areas)
        below = top[place + 1] if place + 1 < len(top) else None
        for candidate in (single, _double(row, below, single, words, areas)):
            if candidate is None:
                continue
            periods = _periods(candidate) if layout.model is Result else 0
            scored = replace(candidate, periods=periods, above=tuple(top[:place]))
            if best is None or scored.score > best.score:
                best = scored
        if best is not None and best.score[0] and best.score[1] >= ENOUGH:
            break
    return best if best and best.columns else None


def _filled(sheet: Sheet) -> Iterator[Row]:
    return (row for row in sheet.rows() if any(not is_blank(c.value) for c in row.cells.values()))


def _double(
    row: Row, below: Row | None, single: Headings, words: Words, areas: Sequence[MergedArea]
) -> Headings | None:
    """Two heading rows taken together, where the second is no row of data."""
    if below is None or below.number != row.number + 1:
        return None
    under = _headings([below], words, areas)
    if any(c.heading.identifies for c in single.columns.values()):
        naming = next(n for n, c in single.columns.items() if c.heading.identifies)
        if not is_blank(below.value(naming)):
            return None
    together = _headings([row, below], words, areas)
    together = replace(together, periods=_periods(together))
    under = replace(under, periods=_periods(under))
    return together if together.score > under.score else None


def _periods(headings: Headings) -> int:
    """How many of the unknown headings are periods."""
    found = 0
    for text in headings.extra.values():
        try:
            read_period(text, context=FINANCIAL_CONTEXT)
        except PeriodError:
            continue
        found += 1
    return found


def _headings(rows: list[Row], words: Words, areas: Sequence[MergedArea]) -> Headings:
    texts, cells = _texts(rows, areas)
    ranked: dict[str, tuple[int, int]] = {}
    matches: dict[int, tuple[SheetColumn, int]] = {}
    for number, parts in texts.items():
        for part in parts:
            if hit := _known(part, words):
                matches[number] = hit
                column, rank = hit
                if column.field not in ranked or rank < ranked[column.field][0]:
                    ranked[column.field] = (rank, number)
                break
    columns = {
        number: column
        for number, (column, _) in sorted(matches.items())
        if ranked[column.field][1] == number
    }
    doubled = tuple(
        number
        for number, (column, rank) in sorted(matches.items())
        if number not in columns and rank == ranked[column.field][0]
    )
    extra = {
        number: parts[0]
        for number, parts in sorted(texts.items())
        if number not in columns and number not in doubled
    }
    return Headings(
        rows[0].number,
        rows[-1].number,
        columns,
        doubled,
        extra,
        cells,
        {number: parts[0] for number, parts in texts.items()},
        bare=tuple(n for n in columns if matches[n][1] >= BARE),
    )


def _known(text: str, words: Words) -> tuple[SheetColumn, int] | None:
    """What a heading is known as: as it stands, else without its brackets."""
    if hit := words.get(heading_key(text)):
        return hit
    bare = words.get(bare_key(text))
    return None if bare is None else (bare[0], BARE + bare[1])


def _texts(
    rows: list[Row], areas: Sequence[MergedArea]
) -> tuple[dict[int, tuple[str, ...]], dict[int, Cell]]:
    """For each column the texts to try, the fullest first, and the cell nearest the data."""
    top, bottom = rows[0], rows[-1]
    tops = _spread(top, bottom.cells.keys(), areas) if len(rows) > 1 else {}
    found: dict[int, tuple[str, ...]] = {}
    cells: dict[int, Cell] = {}
    for number in sorted(set(tops) | set(bottom.cells)):
        cell = bottom.cells.get(number)
        sub = "" if cell is None or is_blank(cell.value) else _heading_text(cell)
        group = tops.get(number)
        over = "" if group is None else _heading_text(group)
        parts = (f"{over} {sub}", sub, f"{sub} {over}") if over and sub else (over or sub,)
        if parts[0]:
            found[number] = parts
            nearest = cell if sub and cell is not None else group
            if nearest is not None:
                cells[number] = nearest
    return found, cells


def _spread(row: Row, under: Collection[int], areas: Sequence[MergedArea]) -> dict[int, Cell]:
    """The cells of a row, a group's cell standing in every column that it covers.

    Without merged cells a group reaches to the next filled cell, over the columns ``under`` it.
    """
    cells = {n: c for n, c in row.cells.items() if not is_blank(c.value)}
    merged = [a for a in areas if a.top == row.number and a.left in cells]
    for area in merged:
        for number in range(area.left, min(area.right, area.left + 500) + 1):
            cells.setdefault(number, cells[area.left])
    if not merged:
        group: Cell | None = None
        for number in range(1, max(under, default=0) + 1):
            group = cells.get(number, group)
            if number in under and group is not None:
                cells.setdefault(number, group)
    return cells


def _heading_text(cell: Cell) -> str:
    value = cell.value
    return " ".join(clean(value if isinstance(value, str) else shown_as(cell)).split())
