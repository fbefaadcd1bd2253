"""What a column was taken for, and which of two columns for one thing is believed."""

from __future__ import annotations

import re
from dataclasses import replace

from pmf_cli.frozen import frozen
from pmf_cli.importing.fields import ScorecardField, field_words, plain_heading
from pmf_cli.importing.guesses import LEAVE_OUT, Guess, Sureness, Topic
from pmf_cli.importing.tables import ColumnHeading, SourceTable
from pmf_cli.register.periods.period import Period, PeriodKind
from pmf_cli.register.terms import ValueStatus

YEARS = (PeriodKind.FINANCIAL_YEAR, PeriodKind.CALENDAR_YEAR, PeriodKind.ACADEMIC_YEAR)


# Figures of the year so far are never a period's own; both must be known by the heading.
TO_DATE = re.compile(r"\bytd\b|\byear[ -]to[ -]date\b|\bcumulative\b", re.IGNORECASE)
OF_YEAR = re.compile(
    r"\bannual\b|\byear[ -]?end\b|\bfull[ -]year\b|\bfor (?:the )?year\b|^year target$",
    re.IGNORECASE,
)
_OUTTURN = re.compile(r"\bout-?turn\b", re.IGNORECASE)
YEAR = "year"
"""The period, in the answers, of a column that is for the year of its row."""
OF_A_YEAR = (ScorecardField.TARGET, ScorecardField.FORECAST)
"""Fields of which a column may be for the year in which the periods beside it lie."""


@frozen
class ColumnMeaning:
    """What one column was taken for.

    Attributes:
        field: a ``ScorecardField`` word or ``kpis.`` and a field; ``None`` where it is left out.
        period: the period of its figures, where the heading names one.
        of_year: true for targets and forecasts of the year in which its row's periods lie.
        status: how firm the heading says that its figures are.
    """

    heading: ColumnHeading
    field: str | None
    period: Period | None
    sure: Sureness
    why: str
    of_year: bool = False
    status: ValueStatus | None = None

    @property
    def when(self) -> Period | bool | None:
        """The time that its figures are for: two columns of one field and time contend."""
        return self.period or self.of_year or None

    @property
    def to_date(self) -> bool:
        """Whether the heading says that its figures are counted from the beginning of the year."""
        return TO_DATE.search(self.heading.text) is not None

    @property
    def words(self) -> str:
        """The meaning in the words of the answers."""
        if self.field is None:
            return LEAVE_OUT
        words = field_words(self.field)
        if self.of_year:
            return f"{words}, {YEAR}"
        return words if self.period is None else f"{words}, {self.period}"

    def guess(self, table: SourceTable) -> Guess:
        """The guess to show for it."""
        where = table.sheet.ref(self.heading.cells[-1].address)
        return Guess(Topic.HEADING, self.heading.text, where, self.words, self.sure, self.why)


def beside_figures_of_parts(
    found: list[ColumnMeaning], stands: Period | None
) -> list[ColumnMeaning]:
    """Columns for another time than the figures beside them, each a question for the table.

    Figures of the year to date are never taken beside a period's own, nor alone without a word;
    a target or forecast of the year beside figures of its parts is not that of each part.

    Args:
        stands: the period of figures whose heading and row name none.
    """
    values = [m for m in found if m.field == ScorecardField.VALUE]
    own = [m for m in values if not m.to_date]
    own.sort(key=lambda m: m.period is not None and m.period.kind in YEARS)
    times = [m.period or stands for m in values]
    by_row = any(m.field in (ScorecardField.PERIOD, ScorecardField.YEAR) for m in found)
    in_parts = by_row or any(when is not None and when.kind not in YEARS for when in times)
    return [_of_its_time(meaning, own, in_parts=in_parts, by_row=by_row) for meaning in found]


def _of_its_time(
    meaning: ColumnMeaning, own: list[ColumnMeaning], *, in_parts: bool, by_row: bool
) -> ColumnMeaning:
    if meaning.sure is Sureness.SETTLED:
        return meaning
    if meaning.to_date and meaning.field in (ScorecardField.VALUE, ScorecardField.TARGET):
        return _to_date(meaning, own)
    if meaning.to_date and meaning.field == ScorecardField.STATUS and own:
        why = "the rating of the year to date beside figures of a period's own"
        return replace(meaning, field=None, period=None, sure=Sureness.LIKELY, why=why)
    if meaning.field not in OF_A_YEAR or meaning.period is not None or not in_parts:
        return meaning
    is_annual = OF_YEAR.search(meaning.heading.text) is not None
    if meaning.field == ScorecardField.FORECAST:
        is_annual = is_annual or _OUTTURN.search(meaning.heading.text) is not None
        return _of_forecast(meaning, is_annual=is_annual, by_row=by_row)
    if not is_annual:
        return meaning
    why = (
        "a target of the year beside figures of its parts: “Target, year” holds it for the"
        " year, “Target” for each part"
    )
    return replace(meaning, of_year=True, sure=Sureness.DOUBTFUL, why=why)


def _of_forecast(meaning: ColumnMeaning, *, is_annual: bool, by_row: bool) -> ColumnMeaning:
    """A column of forecasts: of the year, unless the rows state periods and its heading no year."""
    if is_annual:
        return replace(meaning, of_year=True, why="what is expected for the year")
    if by_row:
        why = "what is expected for the period of its row; “Forecast, year” is of the year"
        return replace(meaning, sure=Sureness.DOUBTFUL, why=why)
    why = "what is expected for the year; it may be of a part of it"
    return replace(meaning, of_year=True, sure=Sureness.DOUBTFUL, why=why)


def _words_of(columns: list[ColumnMeaning]) -> str:
    """Columns by their headings or, where several, the first and last of their periods."""
    times = sorted(
        (one.period for one in columns if one.period is not None), key=lambda at: at.sort_key
    )
    if len(columns) == 1 or len(times) < 2:
        return repr(columns[0].heading.text)
    return f"those of {times[0]} to {times[-1]}"


def _to_date(meaning: ColumnMeaning, own: list[ColumnMeaning]) -> ColumnMeaning:
    """A column of the year to date: left out beside a period's own figures, else cumulative; a doubt."""
    if own:
        why = (
            f"figures of the year to date beside {_words_of(own)}, which {'are' if len(own) > 1 else 'is'} taken. To take"
            f" these instead, say so here and leave {'those columns' if len(own) > 1 else 'that column'} out; the KPIs are then cumulative"
        )
        return replace(meaning, field=None, period=None, sure=Sureness.DOUBTFUL, why=why)
    if meaning.field != ScorecardField.VALUE:
        return meaning
    why = "figures of the year to date: the KPIs are taken as cumulative"
    return replace(meaning, sure=Sureness.DOUBTFUL, why=why)


DEFINITION = "kpis.definition"
SHORT_NAME = "kpis.short_name"


_RANKS = {Sureness.SETTLED: 0, Sureness.CERTAIN: 1, Sureness.LIKELY: 2, Sureness.DOUBTFUL: 3}
_SEVERAL = (
    ScorecardField.CONTEXT,
    ScorecardField.REASON,
    ScorecardField.ACTION,
    ScorecardField.TRAVEL,
    ScorecardField.EARLIER,
    ScorecardField.BENCHMARK,
    ScorecardField.TOLERANCE,
)
"""Fields of which a table may have several columns."""


def without_weaker(found: list[ColumnMeaning]) -> list[ColumnMeaning]:
    """Of two columns for one field and period, the surer; both doubtful where equally sure."""
    ranks: dict[tuple[str, Period | bool | None], list[int]] = {}
    for meaning in found:
        if meaning.field is not None:
            told = ranks.setdefault((meaning.field, meaning.when), [])
            told.append(_RANKS[meaning.sure])
    return [
        meaning
        if meaning.field is None or meaning.field in _SEVERAL
        else _beside_others(meaning, ranks[meaning.field, meaning.when], found)
        for meaning in found
    ]


def _beside_others(
    meaning: ColumnMeaning, ranks: list[int], found: list[ColumnMeaning]
) -> ColumnMeaning:
    """A column beside others of its field and period, of which so sure each is."""
    best = min(ranks)
    if _RANKS[meaning.sure] > best:
        why = f"another column is surer to be {field_words(meaning.field or '')}"
        # Figures must not be lost unasked; where somebody has settled it, nothing is asked.
        is_open = best > 0 and meaning.field in (ScorecardField.VALUE, ScorecardField.TARGET)
        sure = Sureness.DOUBTFUL if is_open else Sureness.LIKELY
        return replace(meaning, field=None, period=None, sure=sure, why=why)
    if ranks.count(best) > 1 and meaning.sure is not Sureness.SETTLED:
        return _one_of_two(meaning, found)
    return meaning


def _one_of_two(meaning: ColumnMeaning, found: list[ColumnMeaning]) -> ColumnMeaning:
    """A column that shares its field with another: a name beside a name is its description."""
    rivals = [m for m in found if (m.field, m.when) == (meaning.field, meaning.when)]
    if meaning is rivals[0]:
        why = (
            f"{len(rivals)} columns could be {field_words(meaning.field or '')}; the first is taken"
        )
        return replace(meaning, sure=Sureness.DOUBTFUL, why=why)
    is_open = not any(one.field == DEFINITION for one in found)
    if (
        meaning.field == ScorecardField.NAME
        and is_open
        and "description" in plain_heading(meaning.heading.text)
    ):
        why = "a description beside the KPI's name"
        return replace(meaning, field=DEFINITION, period=None, sure=Sureness.LIKELY, why=why)
    why = f"{rivals[0].heading.text!r} is taken for {field_words(meaning.field or '')} instead"
    return replace(meaning, field=None, period=None, sure=Sureness.DOUBTFUL, why=why)


def with_name(found: list[ColumnMeaning], table: SourceTable) -> list[ColumnMeaning]:
    """A table with references but no names: their short names, else the wordiest column left over."""
    if any(meaning.field == ScorecardField.NAME for meaning in found):
        return found
    name = next((one for one in found if one.field == SHORT_NAME), None)
    sure, why = Sureness.LIKELY, "no other column names the KPIs"
    if name is None:
        name = _wordiest(found, table)
        sure, why = Sureness.DOUBTFUL, "the wordiest column without a known heading"
    taken = name and replace(name, field=ScorecardField.NAME.value, sure=sure, why=why)
    return [taken if taken and meaning is name else meaning for meaning in found]


def _wordiest(found: list[ColumnMeaning], table: SourceTable) -> ColumnMeaning | None:
    """The column of most words of those without a meaning; ``None`` where none has two a row."""

    def wordiness(meaning: ColumnMeaning) -> float:
        texts = [row.value(meaning.heading.column) for row in table.body]
        words = [len(text.split()) for text in texts if isinstance(text, str)]
        return sum(words) / len(table.body) if table.body else 0

    free = [m for m in found if m.field is None and m.sure is not Sureness.SETTLED]
    best = max(free, key=wordiness, default=None)
    return best if best is not None and wordiness(best) >= 2 else None
