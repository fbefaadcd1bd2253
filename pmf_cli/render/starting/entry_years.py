"""Further quarters of an entry sheet: their columns with the formulas behind their colours, for a sheet as it stands."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise

from pmf_cli.frozen import frozen
from pmf_cli.register.periods.period import Period, quarter
from pmf_cli.register.periods.steps import shift
from pmf_cli.register.sheets.entry import WORKINGS, EntryPart, entry_heading
from pmf_cli.register.terms import RATING_WORDS, RatingWords
from pmf_cli.render.starting.entry_formulas import (
    ROW_WORKINGS,
    WORKING_NAMES,
    EntryBlock,
    EntryRow,
)
from pmf_cli.render.starting.entry_sheet import PART_MESSAGES, PART_WIDTHS, ROW_MARK
from pmf_cli.workbook.cells import column_letter

_YEARS_LOOKED_AT = 30
"""Financial years back from the one asked for in which quarters of a sheet are looked for."""


_WORKINGS_WIDTH = 9.0
_MEANINGS = {
    EntryPart.TARGET: "The target from {period} on.",
    EntryPart.ACTUAL: "The figure of {period}.",
    EntryPart.RATING: "Its colour, as you type.",
}


@frozen
class FurtherColumn:
    """A column to add.

    Attributes:
        heading: its heading.
        like: the letters of the column of the newest whole quarter that it looks like.
        width: its width in characters.
        meaning: what belongs in it; empty for workings.
        prompt: what is said beside a cell that is chosen; empty where nobody types.
        formula: the formula of each row, with ``ROW_MARK`` where its number belongs; empty where people type.
        is_hidden: whether it holds workings.
    """

    heading: str
    like: str
    width: float
    meaning: str
    prompt: str = ""
    formula: str = ""
    is_hidden: bool = False


@dataclass(frozen=True)
class FurtherQuarters:
    """What a sheet lacks of the quarters up to the end of a year.

    Attributes:
        fields: field of a KPI or of its target → letters of its column on the sheet.
        columns: heading of a column of periods, or of workings → its letters.
        first: the number of the first free column.
        until: the first calendar year of the last financial year that the sheet should reach to.
        words: the council's words for the ratings.
    """

    fields: Mapping[str, str]
    columns: Mapping[str, str]
    first: int
    until: int
    words: RatingWords = RATING_WORDS

    @cached_property
    def _there(self) -> tuple[Period, ...]:
        """The quarters of which the sheet has a column, in order of time."""
        years = range(self.until - _YEARS_LOOKED_AT, self.until + _YEARS_LOOKED_AT)
        every = (quarter(year, number) for year in years for number in range(1, 5))
        return tuple(
            p for p in every if any(entry_heading(p, e) in self.columns for e in EntryPart)
        )

    def _is_whole(self, period: Period) -> bool:
        return all(heading in self.columns for heading in _headings(period))

    @cached_property
    def new(self) -> tuple[Period, ...]:
        """The quarters to add, or to complete: those after the newest whole one; none where the sheet has no whole one."""
        whole = [period for period in self._there if self._is_whole(period)]
        if not whole or not all(f"{WORKINGS} {name}" in self.columns for name in ROW_WORKINGS):
            return ()
        last = max(*self._there, quarter(self.until, 4))
        return tuple(p for p in _from_to(whole[-1], last) if not self._is_whole(p))

    @cached_property
    def added(self) -> tuple[FurtherColumn, ...]:
        """The columns, from left to right.

        Raises:
            KeyError: the sheet lacks a column that the formulas look at.
        """
        if not self.new:
            return ()
        letters = {**self.columns}
        for place, (_, heading) in enumerate(self._lacking, self.first):
            letters[heading] = column_letter(place)
        formulas = dict(self._formulas(letters))
        return tuple(
            self._column(period, heading, formulas.get(letters[heading], ""))
            for period, heading in self._lacking
        )

    @cached_property
    def _lacking(self) -> tuple[tuple[Period, str], ...]:
        """Quarter and heading of each column to add, workings behind what people see."""
        wanted = (
            *((period, entry_heading(period, part)) for period in self.new for part in EntryPart),
            *((period, heading) for period in self.new for heading in _workings(period)),
        )
        return tuple(pair for pair in wanted if pair[1] not in self.columns)

    def _column(self, period: Period, heading: str, formula: str) -> FurtherColumn:
        pattern = next(one for one in reversed(self._there) if self._is_whole(one))
        like = self.columns[heading.replace(str(period), str(pattern))]
        part = next((one for one in EntryPart if heading == entry_heading(period, one)), None)
        if part is None:
            return FurtherColumn(heading, like, _WORKINGS_WIDTH, "", "", formula, is_hidden=True)
        meaning = _MEANINGS[part].format(period=period)
        prompt = PART_MESSAGES.get(part, "").format(period=period)
        return FurtherColumn(heading, like, PART_WIDTHS[part], meaning, prompt, formula)

    def _formulas(self, letters: Mapping[str, str]) -> Iterator[tuple[str, str]]:
        """Letters → formula; of quarters without a gap up to the last, since each looks at those before it."""
        periods = tuple(_without_gap([p for p in self._there if self._is_whole(p)], self.new))
        fields = dict(self.fields) | {n: letters[f"{WORKINGS} {n}"] for n in ROW_WORKINGS}
        blocks = tuple(
            EntryBlock(
                letters[entry_heading(period, EntryPart.TARGET)],
                letters[entry_heading(period, EntryPart.ACTUAL)],
                letters[entry_heading(period, EntryPart.RATING)],
                {name: letters[f"{WORKINGS} {period} {name}"] for name in WORKING_NAMES},
            )
            for period in periods
        )
        yield from EntryRow(fields, blocks, ROW_MARK, self.words).formulas()


def _workings(period: Period) -> Iterator[str]:
    for name in WORKING_NAMES:
        yield f"{WORKINGS} {period} {name}"


def _headings(period: Period) -> Iterator[str]:
    for part in EntryPart:
        yield entry_heading(period, part)
    yield from _workings(period)


def _from_to(first: Period, last: Period) -> Iterator[Period]:
    period: Period | None = first
    while period is not None and not last < period:
        yield period
        period = shift(period, 1)


def _without_gap(whole: list[Period], new: tuple[Period, ...]) -> Iterator[Period]:
    """The quarters from the last gap on."""
    every = sorted({*whole, *new})
    begins = [after for before, after in pairwise(every) if shift(before, 1) != after]
    yield from (period for period in every if not begins or not period < begins[-1])
