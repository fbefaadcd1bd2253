"""Which periods a row of a table tells of, and which of its cells belong to each."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date, datetime, timedelta

from pmf_cli.frozen import frozen
from pmf_cli.importing.column_meanings import YEARS, ColumnMeaning
from pmf_cli.importing.context import Surroundings
from pmf_cli.importing.fields import PERIODIC, ScorecardField
from pmf_cli.importing.figures import printed_text
from pmf_cli.importing.guesses import LEAVE_OUT, Guess, GuessBook, Sureness, Topic
from pmf_cli.importing.mapping import ImportMapping
from pmf_cli.importing.observations import SeenCell, SeenRow, Sighting
from pmf_cli.importing.period_words import (
    PeriodReading,
    beside_other_words,
    incomplete_period,
    is_of_schools,
    period_in,
    period_of_day,
    taken_apart,
    unless_a_season,
    year_in,
)
from pmf_cli.importing.plan_years import counts_years
from pmf_cli.importing.tables import SourceTable, speaks_of_schools
from pmf_cli.importing.why_left import NO_PERIOD, PERIOD_UNREAD, WhyLeft
from pmf_cli.register.periods.period import Period, PeriodKind, financial_year, month, quarter
from pmf_cli.words import MONTH_NAMES
from pmf_cli.workbook.cells import Cell

QUARTERS = 4
YEAR_OPEN = "year not known"
"""The meaning of a tab whose headings name parts of a year, of which nothing says which."""
PERIOD_OPEN = "period not known"
"""The meaning of a tab whose period nothing names, until somebody answers."""
_ENDS = re.compile(r"\b(?:end|ends|ended|ending)\b", re.I)
UNDER_A_PERIOD = frozenset(field.value for field in PERIODIC) | {ScorecardField.EARLIER.value}
"""Fields whose cells tell of a period."""


def slots_of(
    table: SourceTable,
    meanings: tuple[ColumnMeaning, ...],
    known: Surroundings,
    mapping: ImportMapping,
    book: GuessBook,
    year_start: int,
) -> RowPeriods:
    """How the rows of a table are given their periods; a table without any is a doubt."""
    values = [one for one in meanings if one.field == ScorecardField.VALUE]
    slots = _slots({one.period for one in values if one.period is not None})
    needs_one = any(one.period is None for one in values)
    _note_when(table, meanings, known, book, year_start, slots, needs_one=needs_one)
    ends = [
        one for one in meanings if one.field == ScorecardField.PERIOD and _states_ends(table, one)
    ]
    by_quarter = _are_ends_of_quarters(table, ends)
    of_schools = speaks_of_schools(table)
    return RowPeriods(slots, known, mapping, book, year_start, bool(ends), by_quarter, of_schools)


def _note_when(
    table: SourceTable,
    meanings: tuple[ColumnMeaning, ...],
    known: Surroundings,
    book: GuessBook,
    year_start: int,
    slots: tuple[Period, ...],
    *,
    needs_one: bool,
) -> None:
    """Notes from where a table has its time, or asks for it."""
    if known.plan is not None and any(counts_years(one.heading.text) for one in meanings):
        book.note(known.plan.guess)
    fields = {one.field for one in meanings}
    if ScorecardField.YEAR in fields:
        return
    if known.year_guess is not None and _lacks_year(table, meanings, year_start, every=True):
        book.note(known.year_guess)
    is_open = False
    if ScorecardField.PERIOD not in fields:
        is_open = _is_without_period(meanings, known, slots, needs_one=needs_one)
        if known.guess is not None and _is_used(meanings, known, slots, needs_one=needs_one):
            book.note(known.guess)
    _ask_when(table, meanings, known, book, year_start, is_open=is_open)


def _is_without_period(
    meanings: tuple[ColumnMeaning, ...],
    known: Surroundings,
    slots: tuple[Period, ...],
    *,
    needs_one: bool,
) -> bool:
    """Whether something of a table needs a period, and nothing around it names one."""
    is_wanted = needs_one or (not slots and _has_dated(meanings))
    return is_wanted and known.period is None


def _is_used(
    meanings: tuple[ColumnMeaning, ...],
    known: Surroundings,
    slots: tuple[Period, ...],
    *,
    needs_one: bool,
) -> bool:
    """Whether the period named around a table is that of something in it."""
    return needs_one or (_has_loose(meanings) and (not slots or known.period in slots))


def _ask_when(
    table: SourceTable,
    meanings: tuple[ColumnMeaning, ...],
    known: Surroundings,
    book: GuessBook,
    year_start: int,
    *,
    is_open: bool,
) -> None:
    """One question for the tab: the year of headings such as Q1, else the period of what names none."""
    words = ""
    if known.year is None and _lacks_year(table, meanings, year_start):
        words = YEAR_OPEN
        why = "nothing names the year of headings such as Q1: type it, as in year 2024/25"
    elif is_open:
        words = PERIOD_OPEN
        why = "no heading, row, title, tab or file name gives a period: type it, as in period 2024/25 Q3"
    if words:
        name, where = table.sheet.name, table.sheet.ref()
        book.note(Guess(Topic.SHEET, name, where, words, Sureness.DOUBTFUL, why))


def _lacks_year(
    table: SourceTable,
    meanings: tuple[ColumnMeaning, ...],
    year_start: int,
    *,
    every: bool = False,
) -> bool:
    """Whether headings, or the cells of a column of periods, name parts of a year and no year.

    Args:
        every: whether headings count that are understood by the year that something else names.
    """
    texts = [one.heading.text for one in meanings if _is_unread(one) or (every and one.period)]
    for one in meanings:
        if one.field == ScorecardField.PERIOD:
            texts += _words_in(table, one.heading.column)
    apart = (taken_apart(" ".join(text.split()), None, year_start) for text in texts)
    return any(one is not None and one.reading.period is None for one in apart)


def _is_unread(one: ColumnMeaning) -> bool:
    return one.period is None and one.field is None


def _words_in(table: SourceTable, column: int) -> list[str]:
    """The texts of a column."""
    cells = [row.cells[column] for row in table.body if column in row.cells]
    return [cell.value for cell in cells if isinstance(cell.value, str)]


def _slots(periods: set[Period]) -> tuple[Period, ...]:
    """The periods that cells without one of their own may belong to, oldest first.

    Beside the parts of a year, a column for a whole year holds an outturn to look back at.
    """
    parts = {period for period in periods if period.kind not in YEARS}
    return tuple(sorted(parts or periods, key=lambda period: period.sort_key))


def _states_ends(table: SourceTable, one: ColumnMeaning) -> bool:
    """Whether a column says on which day periods end: by its heading, or since each is a month's last."""
    if _ENDS.search(one.heading.text):
        return True
    days = [_day_in(row.cells.get(one.heading.column)) for row in table.body]
    held = [day for day in days if day is not None]
    return bool(held) and all((day + timedelta(days=1)).day == 1 for day in held)


def _are_ends_of_quarters(table: SourceTable, ends: Sequence[ColumnMeaning]) -> bool:
    """Whether the days in columns that end a period are several, and all ends of quarters."""
    cells = (row.cells.get(one.heading.column) for one in ends for row in table.body)
    days = [day for cell in cells if (day := _day_in(cell)) is not None]
    return len(set(days)) > 1 and all(day.month % 3 == 0 for day in days)


def _day_in(cell: Cell | None) -> date | None:
    """The day that a cell holds, as a date or in words."""
    if cell is None:
        return None
    if isinstance(cell.value, datetime):
        return cell.value.date()
    if isinstance(cell.value, date):
        return cell.value
    reading = period_in(printed_text(cell))
    is_day = reading.period is not None and reading.period.kind is PeriodKind.SNAPSHOT
    return reading.period.end if is_day and reading.period is not None else None


def _has_dated(meanings: tuple[ColumnMeaning, ...]) -> bool:
    """Whether a column holds what only a period makes sense of, and names none: a list of definitions does not."""
    dated = (ScorecardField.TARGET, ScorecardField.STATUS, ScorecardField.NUMERATOR)
    return any(one.field in dated and one.period is None for one in meanings)


def _has_loose(meanings: tuple[ColumnMeaning, ...]) -> bool:
    """Whether a column but a target's is of a period that its heading does not name."""
    loose = {one.field for one in meanings if one.period is None and not one.of_year}
    return bool(loose & (UNDER_A_PERIOD - {ScorecardField.TARGET}))


def _holds_value(group: Sequence[tuple[str, SeenCell]]) -> bool:
    return any(field == ScorecardField.VALUE for field, _ in group)


@frozen
class RowPeriods:
    """Gives the rows of one table their periods.

    Attributes:
        slots: the periods of the table's own value columns, oldest first.
        by_end: whether the rows state the day on which their period ends.
        by_quarter: whether these days are all ends of quarters, and several.
        of_schools: whether the table speaks of schools, so that Autumn is a term.
    """

    slots: tuple[Period, ...]
    known: Surroundings
    mapping: ImportMapping
    book: GuessBook
    year_start: int
    by_end: bool = False
    by_quarter: bool = False
    of_schools: bool = False

    def sightings(
        self, row: SeenRow, cells: tuple[SeenCell, ...]
    ) -> tuple[tuple[Sighting, ...], WhyLeft | None]:
        """The row's sightings, oldest period first, or why the row is left out."""
        stated = self._stated(row)
        if stated is not None and stated.period is None:
            return (), PERIOD_UNREAD.of(stated.why)
        own = stated.period if stated is not None else None
        groups, loose = self._grouped(cells, own)
        spans = self._place(groups, loose)
        status = stated.status if stated is not None else None
        found = [
            Sighting(row, at, tuple(group), status=status, said_in=own or self._newest(groups))
            for at, group in sorted(groups.items(), key=lambda item: item[0].sort_key)
        ]
        if spans:
            found.append(Sighting(row, self._first_of_year(), tuple(spans), spans=True))
        if not found and loose:
            return (), NO_PERIOD
        return tuple(found), None

    def _grouped(
        self, cells: tuple[SeenCell, ...], own: Period | None
    ) -> tuple[dict[Period, list[tuple[str, SeenCell]]], list[tuple[str, SeenCell]]]:
        """The cells of a row by the period that they state, and those that state none."""
        groups: dict[Period, list[tuple[str, SeenCell]]] = {}
        loose: list[tuple[str, SeenCell]] = []
        for seen in cells:
            field = seen.meaning.field
            if field not in UNDER_A_PERIOD or field is None:
                continue
            when = seen.meaning.period or own
            if seen.meaning.of_year:
                when = self._year_of(own or (self.slots[-1] if self.slots else self.known.period))
            if when is None:
                loose.append((field, seen))
            else:
                groups.setdefault(when, []).append((field, seen))
        return groups, loose

    def _newest(self, groups: dict[Period, list[tuple[str, SeenCell]]]) -> Period | None:
        """The newest period of the table's own of which a row holds a result; else the one named around it."""
        held = [at for at in self.slots if _holds_value(groups.get(at, ()))]
        return held[-1] if held else self.known.period

    def _first_of_year(self) -> Period:
        """The first of the table's periods in its newest year: a target without a year is of no earlier one."""
        newest = self._year_of(self.slots[-1])
        return next(at for at in self.slots if self._year_of(at) == newest)

    def _year_of(self, part: Period | None) -> Period | None:
        """The financial year in which a period lies; the one named around the table without."""
        if part is None:
            return None if self.known.year is None else financial_year(self.known.year)
        begins = part.end.year if part.end.month >= self.year_start else part.end.year - 1
        return financial_year(begins, self.year_start)

    def _place(
        self,
        groups: dict[Period, list[tuple[str, SeenCell]]],
        loose: list[tuple[str, SeenCell]],
    ) -> list[tuple[str, SeenCell]]:
        """Gives cells without a period of their own the table's; hands back spanning targets."""
        if not self.slots or any(field == ScorecardField.VALUE for field, _ in loose):
            if self.known.period is not None and loose:
                groups.setdefault(self.known.period, []).extend(loose)
            return []
        stands = self.known.period in self.slots
        held = [at for at in self.slots if _holds_value(groups.get(at, ()))]
        when = self.known.period if stands else held[-1] if held else self.slots[-1]
        assert when is not None
        rest = [one for one in loose if one[0] != ScorecardField.TARGET]
        if rest:
            groups.setdefault(when, []).extend(rest)
        return [one for one in loose if one[0] == ScorecardField.TARGET]

    def _stated(self, row: SeenRow) -> PeriodReading | None:
        """The period that the row itself states; ``None`` where it has no such column."""
        seen, year_cell = row.facts.get(ScorecardField.PERIOD), row.facts.get(ScorecardField.YEAR)
        if seen is None and year_cell is None:
            return None
        part = "" if seen is None else _part_of_year(seen)
        year = "" if year_cell is None else printed_text(year_cell.cell)
        text = " ".join(filter(None, (year, part))).strip()
        anchor = seen or year_cell
        assert anchor is not None
        said = self.mapping.settled(Topic.PERIOD, text)
        if said is not None:
            reading = self._said(said)
        elif seen is not None and self.by_end and (day := _day_in(seen.cell)) is not None:
            reading = self._ending(day)
        elif (
            seen is not None and isinstance(seen.cell.value, date | datetime) and year_cell is None
        ):
            reading = period_of_day(seen.cell.value)
        else:
            reading = self._read(text, part, year_cell)
            reading = unless_a_season(
                reading, text, of_schools=self.of_schools or _is_of_schools(row)
            )
        meaning = str(reading.period) if reading.period is not None else LEAVE_OUT
        if reading.sure is not Sureness.CERTAIN or meaning != text:
            self.book.note(
                Guess(Topic.PERIOD, text, anchor.where, meaning, reading.sure, reading.why)
            )
        return reading

    def _ending(self, day: date) -> PeriodReading:
        """The period that ends on a day: a quarter where every row's ends with one, else a month."""
        if not self.by_quarter:
            return PeriodReading(
                month(day.year, day.month), Sureness.LIKELY, "the month that ends then"
            )
        begins = day.year if day.month >= self.year_start else day.year - 1
        number = (day.month - self.year_start) % 12 // 3 + 1
        why = "taken for the quarter that ends then; it may be the month"
        return PeriodReading(quarter(begins, number, self.year_start), Sureness.DOUBTFUL, why)

    def _said(self, words: str) -> PeriodReading:
        if words.strip().casefold() == LEAVE_OUT:
            return PeriodReading(None, Sureness.SETTLED, "you left this period out")
        reading = period_in(words, self.year_start)
        if reading.period is None:
            return reading
        return PeriodReading(
            reading.period, Sureness.SETTLED, "your answers say so", reading.status
        )

    def _read(self, text: str, part: str, year_cell: SeenCell | None) -> PeriodReading:
        reading = period_in(text, self.year_start)
        if reading.period is not None:
            return reading
        year = year_in(printed_text(year_cell.cell)) if year_cell is not None else self.known.year
        whole = incomplete_period(part, year, self.year_start)
        return whole or beside_other_words(text, year, self.year_start) or reading


def _is_of_schools(row: SeenRow) -> bool:
    return is_of_schools(row.name, row.directorate, row.service)


def _part_of_year(seen: SeenCell) -> str:
    """The text of a period's cell; a bare number under "Month" or "Quarter" in words."""
    text = printed_text(seen.cell).strip()
    heading = seen.meaning.heading.text.casefold()
    if not text.isdecimal():
        return text
    if "month" in heading and 1 <= int(text) <= len(MONTH_NAMES):
        return MONTH_NAMES[int(text) - 1]
    return f"Q{int(text)}" if "q" in heading and 1 <= int(text) <= QUARTERS else text
