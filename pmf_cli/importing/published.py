"""Published figures of many places in one file: LAIT, Fingertips, LG Inform, the LGBF and the ONS, known by their headings.

Every one of these files is long: a row a measure, place and period. Their headings differ, and so do the columns
beside them that split a figure further (sex, age, inequality), which must be settled before anything is taken.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from functools import cached_property

from pmf_cli.errors import UsageError
from pmf_cli.findings import CellRef
from pmf_cli.frozen import frozen
from pmf_cli.importing.figures import figure_of, printed_text
from pmf_cli.importing.period_words import period_in
from pmf_cli.register.periods.period import Period
from pmf_cli.register.terms import ValueStatus
from pmf_cli.tabular.cell_text import decimal_of
from pmf_cli.words import counted, listed, listed_shortly
from pmf_cli.workbook.cells import Book, Row, Sheet


class Role(StrEnum):
    """What a column of a published file holds."""

    CODE = "the measure's code"
    MEASURE = "the measure"
    PLACE = "the place"
    PERIOD = "the period"
    VALUE = "the value"
    LOW = "the lower limit"
    HIGH = "the upper limit"


NEEDED = (Role.MEASURE, Role.PLACE, Role.PERIOD, Role.VALUE)
"""Without these a table is no such file; a code does for a measure, and limits are taken where they are given."""
HEADINGS: Mapping[Role, tuple[str, ...]] = {
    # LAIT names a measure on the rows of one year alone, and gives its short name on all of them.
    Role.CODE: ("short desc", "code", "indicator id", "metric code"),
    Role.MEASURE: (
        "data item", "indicator name", "indicator", "metric", "metric type", "measure name", "measure", "title",
    ),
    Role.PLACE: (
        "la and regions", "area name", "areanm", "local authority", "localauthority", "la name", "authority", "area",
        "geography name", "council",
    ),
    Role.PERIOD: ("years", "time period", "period", "year", "date"),
    Role.VALUE: ("values", "value", "observation"),
    Role.LOW: ("lci 95", "lower ci 95 0 limit", "lower ci limit", "lower limit", "lower confidence limit"),
    Role.HIGH: ("uci 95", "upper ci 95 0 limit", "upper ci limit", "upper limit", "upper confidence limit"),
}  # fmt: skip
"""Role → the headings that files give it, in small letters; where two stand in one file the first of these is meant."""
SEARCHED = 20
"""Rows from the top among which the headings stand."""
SPLITTING = frozenset(
    ("sex", "age", "inequality", "category", "category type", "measure", "unit", "split", "breakdown", "characteristic", "group")
)  # fmt: skip
"""Headings of columns that tell figures of one place, measure and period apart."""
REGIONS = frozenset(
    ("england", "wales", "scotland", "northern ireland", "great britain", "united kingdom", "uk", "england and wales",
     "north east", "north west", "yorkshire and the humber", "yorkshire and humber", "east midlands", "west midlands",
     "east of england", "london", "south east", "south west", "inner london", "outer london", "statistical neighbours")
)  # fmt: skip
"""Places that are no councils, in small letters."""


SHORT_WORD = 3
"""Letters of words that say nothing of a measure."""


@frozen
class PublishedFigure:
    """One figure of one place, with the limits that the file gives it."""

    measure: str
    place: str
    period: Period
    value: Decimal
    low: Decimal | None
    high: Decimal | None
    where: CellRef
    is_provisional: bool = False


@dataclass(frozen=True)
class PublishedFile:
    """A file of published figures: the columns by their roles, and those that split figures further."""

    name: str
    sheet: Sheet
    head: int
    columns: Mapping[Role, int]
    others: Mapping[int, str]

    @cached_property
    def _named(self) -> Mapping[str, str]:
        """Code of each measure, else its name → its name, else its code, in the file's order."""
        found: dict[str, str] = {}
        for row in self._rows():
            code, name = self._code(row), _text(row, self.columns[Role.MEASURE])
            if code and found.get(code) in (None, code):
                found[code] = name or code
        return found

    def _code(self, row: Row) -> str:
        return _text(row, self.columns.get(Role.CODE, self.columns[Role.MEASURE]))

    @property
    def measures(self) -> tuple[str, ...]:
        """The measures that it names, each once, in its order."""
        return tuple(dict.fromkeys(self._named.values()))

    def measure_named(self, asked: str) -> str:
        """The measure asked for, in full or by words that only one has.

        UsageError: none or several fit; some are listed.
        """
        words = plain_place(asked)
        by_code = {plain_place(code): name for code, name in self._named.items()}
        if words in by_code:
            return by_code[words]
        near = self._measures_like(words)
        if len(near) == 1:
            return near[0]
        why = "fits several measures" if near else "is no measure of this file"
        raise UsageError(f'{self.name}: "{asked}" {why}.', self.measures_words(near, asked))

    def measures_words(self, near: Sequence[str] = (), like: str = "") -> str:
        """Some of its measures in a sentence: those near to what was meant, else those with most words of it."""
        wanted = {word for word in plain_heading(like).split() if len(word) > SHORT_WORD}

        def shared(name: str) -> int:
            return len(wanted & set(plain_heading(name).split()))

        names = near or sorted(self.measures, key=shared, reverse=True)
        return f"It holds {listed_shortly([f'“{name}”' for name in names], 8)}."

    def _measures_like(self, words: str) -> list[str]:
        """The measures of exactly some words, else those that hold them."""
        plain = {name: plain_place(name) for name in self.measures}
        same = [name for name, its in plain.items() if its == words]
        return same or [name for name, its in plain.items() if words and words in its]

    def figures(
        self, measure: str, chosen: Mapping[str, str], year_start: int
    ) -> tuple[PublishedFigure, ...]:
        """The figures of one measure.

        Args:
            chosen: heading → the value that its column must have, where a figure is split further.

        Raises:
            UsageError: a heading is none of the file's, or one place and period has several figures.
        """
        rows = list(self._rows_of(measure, chosen))
        self._refuse_split(rows, measure)
        found: dict[tuple[str, Period], PublishedFigure] = {}
        for one in filter(None, (self._figure(row, measure, year_start) for row in rows)):
            key = (one.place, one.period)
            # A year may stand twice, "2025 (prov)" and "2025 (Rev)": the firmer figure holds, else the later row.
            if key not in found or found[key].is_provisional or not one.is_provisional:
                found[key] = one
        return tuple(found.values())

    def _rows(self) -> Iterator[Row]:
        return (row for row in self.sheet.rows() if row.number > self.head)

    def _column(self, heading: str) -> int:
        found = [
            at for at, name in self.others.items() if plain_place(name) == plain_place(heading)
        ]
        if not found:
            raise UsageError(
                f'{self.name} has no column "{heading}" that splits its figures.',
                f"It has {listed(self.others.values()) or 'none'}.",
            )
        return found[0]

    def _rows_of(self, measure: str, chosen: Mapping[str, str]) -> Iterator[Row]:
        wanted = {self._column(heading): plain_place(value) for heading, value in chosen.items()}
        for row in self._rows():
            is_meant = self._named.get(self._code(row)) == measure
            if is_meant and all(plain_place(_text(row, at)) == one for at, one in wanted.items()):
                yield row

    def _told_apart(self, rows: Sequence[Row]) -> tuple[str, list[str]] | None:
        """The column by which rows differ, with its values; of several the one that splits most."""
        values = {
            name: list(dict.fromkeys(_text(row, at) for row in rows))
            for at, name in self.others.items()
        }
        differing = [(name, some) for name, some in values.items() if len(some) > 1]
        return min(differing, key=lambda one: _splits_less(one[0]), default=None)

    def _refuse_split(self, rows: Sequence[Row], measure: str) -> None:
        """Refuses several figures of one place and period, and says by which column they differ."""
        seen: dict[tuple[str, str], list[Row]] = {}
        for row in rows:
            key = (_text(row, self.columns[Role.PLACE]), _text(row, self.columns[Role.PERIOD]))
            seen.setdefault(key, []).append(row)
        double = next((found for found in seen.values() if len(found) > 1), None)
        if double is None:
            return
        place, period = (_text(double[0], self.columns[one]) for one in (Role.PLACE, Role.PERIOD))
        told = self._told_apart(double)
        if told is None:
            raise UsageError(
                f"{self.name} has {counted(len(double), 'figure')} of “{measure}” for {place}, {period}, and no column "
                "tells them apart.",
                "Take the wrong rows out of a copy of the file.",
            )
        name, values = told
        raise UsageError(
            f"{self.name} has {counted(len(double), 'figure')} of “{measure}” for {place}, {period}: they differ in "
            f"{name} ({listed_shortly(values, 6)}).",
            f'Say which is meant: --where "{name}={values[0]}"',
        )

    def _figure(self, row: Row, measure: str, year_start: int) -> PublishedFigure | None:
        """The figure in a row; ``None`` where there is none, or its period cannot be read."""
        when = period_in(_text(row, self.columns[Role.PERIOD]), year_start)
        value, low, high = (
            _number(row, self.columns.get(one)) for one in (Role.VALUE, Role.LOW, Role.HIGH)
        )
        if when.period is None or value is None:
            return None
        cell = row.cells[self.columns[Role.VALUE]]
        where = self.sheet.ref(cell.address)
        place = _text(row, self.columns[Role.PLACE])
        is_provisional = when.status is ValueStatus.PROVISIONAL
        return PublishedFigure(measure, place, when.period, value, low, high, where, is_provisional)


def _splits_less(heading: str) -> bool:
    return plain_heading(heading) not in SPLITTING


def _text(row: Row, column: int) -> str:
    cell = row.cells.get(column)
    return "" if cell is None else " ".join(printed_text(cell).split())


def _number(row: Row, column: int | None) -> Decimal | None:
    cell = None if column is None else row.cells.get(column)
    number = None if cell is None else figure_of(cell).number
    # Files of text carry the tails of binary floats (94.899999999999991), which part a tie.
    return None if number is None else decimal_of(float(number))


def plain_heading(text: str) -> str:
    """A heading in small letters, its signs as blanks: ``Lower CI 95.0 limit`` → ``lower ci 95 0 limit``."""
    return " ".join(re.sub(r"[^a-z0-9]+", " ", text.casefold()).split())


_STYLES = re.compile(
    r"\b(?:city of|county of|royal borough of|london borough of|borough of|council|city council|county council|borough"
    r"|district|metropolitan|mbc|ua|upon|the)\b"
)


def plain_place(text: str) -> str:
    """A place as it is compared: ``Bristol, City of``, ``Bristol City Council`` and ``Bristol`` are one."""
    plain = plain_heading(text)
    return " ".join(_STYLES.sub(" ", plain).removesuffix(" city").split()) or plain


def is_region(text: str) -> bool:
    """Whether a place is a region, a nation or a mean, and no council."""
    return plain_heading(text) in REGIONS


def published_file(book: Book) -> PublishedFile:
    """The file by its headings.

    UsageError: no sheet has the headings of such a file.
    """
    lacking: list[tuple[int, str]] = []
    for sheet in book.sheets:
        for row in sheet.rows():
            if row.number > SEARCHED:
                break
            names = {at: _text(row, at) for at in row.cells}
            columns = _roles(names)
            missing = [role for role in NEEDED if role not in columns]
            if not missing:
                others = {at: name for at, name in names.items() if at not in columns.values()}
                return PublishedFile(book.name, sheet, row.number, columns, others)
            lacking.append((len(missing), f"{sheet.name or book.name}: {listed(missing)}"))
    nearest = min(lacking, default=(0, ""))[1]
    raise UsageError(
        f"{book.name} is no file of published figures that is known: a column is missing ({nearest}).",
        "It needs a row a measure, place and period, as LAIT, Fingertips, LG Inform, the LGBF and the ONS publish them: "
        "columns such as Indicator, Area, Period and Value.",
    )


def _roles(names: Mapping[int, str]) -> dict[Role, int]:
    """Role → its column, of those that a row of headings names."""
    plain = {plain_heading(name): at for at, name in reversed(list(names.items()))}
    found = {
        role: plain[next(one for one in known if one in plain)]
        for role, known in HEADINGS.items()
        if any(one in plain for one in known)
    }
    if Role.CODE in found:
        found.setdefault(Role.MEASURE, found[Role.CODE])
    return found
