"""Headings that name a period: which columns hold its results, its targets, or something else beside it."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping
from datetime import date
from itertools import combinations

from pmf_cli.frozen import frozen
from pmf_cli.register.periods.cells import period
from pmf_cli.register.periods.context import NO_CONTEXT
from pmf_cli.register.periods.period import Period, PeriodKind
from pmf_cli.register.periods.text import FINANCIAL_CONTEXT
from pmf_cli.register.periods.words import MONTH
from pmf_cli.register.reading.tabs import Tab, find_headings
from pmf_cli.register.sheets.entry import (
    ENTRY_RESULT_FIELDS,
    ENTRY_SHEETS,
    ENTRY_TARGET_FIELDS,
    EntryPart,
    entry_heading,
)
from pmf_cli.register.sheets.layout import SheetColumn, by_name
from pmf_cli.register.values.exact import Doubt
from pmf_cli.settings import Settings
from pmf_cli.tabular.cell_text import clean
from pmf_cli.tabular.headings import Headings
from pmf_cli.workbook.cells import Cell, column_letter


def _beside(words: str) -> re.Pattern[str]:
    """Words beside a period; each goes with the dash or bracket next to it."""
    return re.compile(rf"[\s\-–:(]*\b(?:{words})\b[\s\-–:)]*", re.IGNORECASE)


# "Q1 2024/25 Actual" and "Result - Q1 2024/25" are results of the period.
_RESULT_WORDS = _beside("results?|actuals?|values?|outturn|performance|figures?")
_TARGET_WORDS = _beside("targets?")
_OWN = (
    "rag|status|rating|dot|direction(?: of travel)?|comments?|commentary|numerator|denominator"
    "|variance|forecast|trend|notes?"
)
_OWN_WORDS = _beside(_OWN)
# "Q1 2024/25 Target" is no result, though a period is left once the word is gone.
_OTHER_WORDS = _beside(rf"targets?|tolerance|profile|{_OWN}")
_PART_OF_YEAR = re.compile(
    r"(?:q|qtr|quarter|h|half) ?[1-4](?:[ -]*\d{2,4})?|(?:\d{2,4}[ -]*)?(?:q|qtr|quarter|h) ?[1-4]"
    rf"|{MONTH}(?: ?[-–] ?{MONTH})?",
    re.IGNORECASE,
)
"""A part of a year that may lack its year."""
_OF_PERIOD = re.compile(r".+ (?:Target|Actual)", re.IGNORECASE)
_MOST_WORDS = 8
"""Words of a heading among which a period is looked for."""


@frozen
class PeriodColumn:
    """A column of results or targets of a period.

    Attributes:
        number: the column's number.
        heading: the heading cell, whose text is the period alone.
        period: the period, as a KPI of the financial year reads it.
    """

    number: int
    heading: Cell
    period: Period


@frozen
class EntryColumns:
    """What the columns of an entry sheet hold beside KPIs.

    Attributes:
        results: columns of results, in order of time.
        targets: columns of targets, in order of time.
        shared: numbers of columns of Targets and Results that hold for a whole row.
        others: number → heading of columns of something else beside a period, such as a comment.
        unclear: number → heading of columns that may hold figures, though of what they do not say.
        unread: number → heading of all other columns that no sheet of the register knows.
    """

    results: tuple[PeriodColumn, ...]
    targets: tuple[PeriodColumn, ...]
    shared: frozenset[int]
    others: Mapping[int, str]
    unclear: Mapping[int, str]
    unread: Mapping[int, str]

    def letters(self, headings: Headings[SheetColumn]) -> dict[str, str]:
        """Heading → column letters of what is read; of periods as the sheet is made: ``2024/25 Q1 Target``."""
        parts = ((self.targets, EntryPart.TARGET), (self.results, EntryPart.ACTUAL))
        of_periods = {
            entry_heading(column.period, part): column_letter(column.number)
            for columns, part in parts
            for column in columns
        }
        return {headings.texts[n]: column_letter(n) for n in sorted(self.shared)} | of_periods


def entry_columns(tab: Tab, settings: Settings) -> EntryColumns:
    """What the columns of an entry sheet hold beside those of KPIs."""
    headings = find_headings(tab.sheet, by_name()[ENTRY_SHEETS[0]], settings)
    if headings is None:
        return EntryColumns((), (), frozenset(), {}, {}, {})
    shared = frozenset(_shared(tab, settings)).intersection(headings.extra)
    year_start = settings.financial_year_start
    results, others = period_columns(headings, year_start)
    targets = tuple(_targets(headings, others, year_start))
    periods = (*results, *targets)
    read = shared.union(column.number for column in periods)
    kinds = {column.period.kind for column in periods}
    left = _left_over(headings, read, others, kinds, year_start)
    own, aims = (tuple(sorted(columns, key=_in_time)) for columns in (results, targets))
    return EntryColumns(own, aims, shared, *left)


def _left_over(
    headings: Headings[SheetColumn],
    read: Collection[int],
    others: Collection[int],
    kinds: Collection[PeriodKind],
    year_start: int,
) -> tuple[dict[int, str], dict[int, str], dict[int, str]]:
    """What is not read: columns of something else beside a period, those that may hold figures, all others."""
    beside: dict[int, str] = {}
    unclear: dict[int, str] = {}
    unread: dict[int, str] = {}
    for number in headings.extra.keys() - read:
        text = headings.extra[number]
        if _may_hold_figures(text, headings.cells[number], kinds, year_start):
            unclear[number] = text
        else:
            (beside if number in others else unread)[number] = text
    return beside, unclear, unread


def _shared(tab: Tab, settings: Settings) -> Iterator[int]:
    """The columns of Targets and Results that hold for a whole row."""
    fields = {*ENTRY_TARGET_FIELDS, *ENTRY_RESULT_FIELDS}
    for name in ENTRY_SHEETS[1:]:
        found = find_headings(tab.sheet, by_name()[name], settings)
        columns = {} if found is None else found.columns
        yield from (number for number, column in columns.items() if column.field in fields)


def _in_time(column: PeriodColumn) -> tuple[date, date]:
    return column.period.start, column.period.end


def _targets(
    headings: Headings[SheetColumn], others: Mapping[int, str], year_start: int
) -> Iterator[PeriodColumn]:
    for number, text in others.items():
        heading = headings.cells[number]._replace(value=clean(_TARGET_WORDS.sub(" ", text)))
        found = _period_of(heading, year_start)
        if found is not None:
            yield PeriodColumn(number, heading, found)


def _may_hold_figures(
    text: str, cell: Cell, kinds: Collection[PeriodKind], year_start: int
) -> bool:
    """Whether targets or figures may stand below a heading that does not say of which period they are."""
    if _OWN_WORDS.search(text):
        return False
    bare = clean(_TARGET_WORDS.sub(" ", _RESULT_WORDS.sub(" ", text)))
    if not bare or _OF_PERIOD.fullmatch(text) or _PART_OF_YEAR.fullmatch(bare):
        return True
    words = bare.split()[:_MOST_WORDS]
    spans = combinations(range(len(words) + 1), 2)
    periods = (_period_of(cell._replace(value=" ".join(words[a:b])), year_start) for a, b in spans)
    return any(found is not None and found.kind in kinds for found in periods)


def period_columns(
    headings: Headings[SheetColumn], year_start: int
) -> tuple[tuple[PeriodColumn, ...], dict[int, str]]:
    """The columns of results by period, and columns of other kinds beside a period."""
    found, others = [], {}
    for number, text in headings.extra.items():
        cell = headings.cells[number]
        heading = _with_text(cell, clean(_RESULT_WORDS.sub(" ", text)), text)
        if (own := _period_of(heading, year_start)) is not None:
            found.append(PeriodColumn(number, heading, own))
            continue
        rest = clean(_OTHER_WORDS.sub(" ", text))
        if rest != text and _period_of(cell._replace(value=rest), year_start) is not None:
            others[number] = text
    return tuple(found), others


def without_year(headings: Headings[SheetColumn], year_start: int) -> dict[int, str]:
    """Columns headed by a quarter, half or month that says no certain year, with the reason."""
    found: dict[int, str] = {}
    for number, text in headings.extra.items():
        bare = clean(_RESULT_WORDS.sub(" ", text))
        if _PART_OF_YEAR.fullmatch(bare):
            made = period(_with_text(headings.cells[number], bare, text), NO_CONTEXT, year_start)
            if isinstance(made, Doubt) and made.value is None:
                found[number] = made.remarks[0][1]
    return found


def _with_text(cell: Cell, bare: str, text: str) -> Cell:
    """The heading cell as it is where it alone is the heading, else with the joined text."""
    alone = not isinstance(cell.value, str) and str(text).count(" ") == 0
    return cell if alone else cell._replace(value=bare)


def _period_of(cell: Cell, year_start: int) -> Period | None:
    """The period that a cell names, for a KPI of the financial year or for any."""
    made = (period(cell, context, year_start) for context in (FINANCIAL_CONTEXT, NO_CONTEXT))
    found = (one.value if isinstance(one, Doubt) else one for one in made)
    return next((one for one in found if isinstance(one, Period)), None)
