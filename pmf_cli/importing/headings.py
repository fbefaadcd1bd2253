"""Which column of a table holds what: heading words first, then what stands in the cells."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from functools import cache
from operator import or_

from pmf_cli.findings import CellRef
from pmf_cli.importing.codes import are_codes
from pmf_cli.importing.column_meanings import (
    OF_A_YEAR,
    TO_DATE,
    YEAR,
    ColumnMeaning,
    beside_figures_of_parts,
    with_name,
    without_weaker,
)
from pmf_cli.importing.fields import (
    NOISE,
    PERIODIC,
    ScorecardField,
    field_beside_time,
    field_named,
    meanings,
    plain_heading,
)
from pmf_cli.importing.figures import figure_of, printed_text
from pmf_cli.importing.firmness_words import (
    EXPECTED,
    PLAIN_FORECAST,
    Firmness,
    are_firmness,
    firmness_in,
)
from pmf_cli.importing.guesses import LEAVE_OUT, Sureness, Topic, heading_keys
from pmf_cli.importing.mapping import ImportMapping
from pmf_cli.importing.period_words import (
    NO_YEAR,
    PeriodReading,
    heading_apart,
    period_in,
    period_of_day,
    says_school_years,
    taken_apart,
    unless_a_season,
)
from pmf_cli.importing.plan_years import field_and_year, without_count
from pmf_cli.importing.polarity_words import column_of_polarities, polarity_in
from pmf_cli.importing.quarter_ends import headings_by_quarter
from pmf_cli.importing.sections import Sections, is_footnote
from pmf_cli.importing.status_words import is_colour, is_status
from pmf_cli.importing.tables import ColumnHeading, SourceTable, speaks_of_schools
from pmf_cli.importing.totals import is_total
from pmf_cli.importing.units import without_unit
from pmf_cli.register.choices import choice_in
from pmf_cli.register.periods.period import FINANCIAL_START, Period, PeriodKind, academic_year
from pmf_cli.register.terms import Frequency, TimeBasis
from pmf_cli.workbook.cells import Cell, column_letter


def columns_meant(
    table: SourceTable,
    mapping: ImportMapping,
    year: int | None,
    year_start: int,
    stands: Period | None = None,
    *,
    has_own_time: bool = False,
    plan_begins: int | None = None,
) -> tuple[ColumnMeaning, ...]:
    """What each column of a table holds.

    Args:
        year: the financial year named in a title, tab or file name, by the year it begins in.
        stands: the period of figures whose heading and row name none.
        has_own_time: whether a text above its rows names a year or period for this table alone.
        plan_begins: the year in which Year 1 of its headings begins.
    """
    found = []
    of_schools = speaks_of_schools(table)
    for heading in table.headings:
        where = table.sheet.ref(heading.cells[-1].address)
        said = _said(heading, where, mapping, year_start)
        if has_own_time and said is not None and said.period is not None:
            # Where the year stands above the rows, one answer cannot be for the rows of every year.
            said = None
        cells = [row.cells[heading.column] for row in table.body if heading.column in row.cells]
        of_plan = _of_plan(heading, plan_begins)
        found.append(
            said
            or of_plan
            or _seen(_guessed(heading, year, year_start, of_schools=of_schools), cells)
        )
    titles = [table.sheet.name, table.sheet.workbook, *map(printed_text, table.titles)]
    found = _of_school_years(headings_by_quarter(found, titles, year_start), titles)
    found = _settled_arrows(beside_figures_of_parts(found, stands))
    return tuple(with_name(without_weaker(_with_period(found, table)), table))


def _of_school_years(found: Sequence[ColumnMeaning], titles: Sequence[str]) -> list[ColumnMeaning]:
    """Years in headings, taken for school years where a title or the heading itself says so."""
    return [
        replace(one, period=academic_year(one.period.start.year), why="a title says school years")
        if one.period is not None
        and one.period.kind is PeriodKind.FINANCIAL_YEAR
        and one.sure is not Sureness.SETTLED
        and any(map(says_school_years, (*titles, one.heading.text)))
        else one
        for one in found
    ]


def _with_period(found: Sequence[ColumnMeaning], table: SourceTable) -> list[ColumnMeaning]:
    """A table of which no heading names a time: a column whose cells are all times says it, by whatever name."""
    dated = (ScorecardField.PERIOD, ScorecardField.YEAR)
    if any(one.period is not None or one.field in dated for one in found):
        return list(found)
    of_time = [one for one in found if _may_be_period(one, table)]
    if len(of_time) != 1:
        return list(found)
    named = _TIME_WORDS.search(of_time[0].heading.text) is not None
    taken = replace(
        of_time[0],
        field=ScorecardField.PERIOD.value,
        sure=Sureness.LIKELY if named else Sureness.DOUBTFUL,
        why="its cells are periods, and no heading names one",
    )
    return [taken if one is of_time[0] else one for one in found]


_TIME_WORDS = re.compile(r"\b(?:period|quarter|qtr|month|year|date)s?\b", re.I)


def _may_be_period(meaning: ColumnMeaning, table: SourceTable) -> bool:
    """Whether an unknown or doubtful column holds nothing but periods."""
    column = meaning.heading.column
    cells = [row.cells[column] for row in table.body if column in row.cells]
    is_open = meaning.field is None or meaning.sure is Sureness.DOUBTFUL
    texts = [cell.value for cell in cells if isinstance(cell.value, str)]
    is_text = bool(texts) and len(texts) == len(cells) and meaning.sure is not Sureness.SETTLED
    return is_open and is_text and all(map(_in_words_a_time, texts))


def _said(
    heading: ColumnHeading, where: CellRef, mapping: ImportMapping, year_start: int
) -> ColumnMeaning | None:
    text = heading.text
    keys = (*reversed(heading_keys(text, where)), f"{text} @{column_letter(heading.column)}")
    answers = (mapping.settled(Topic.HEADING, key) for key in keys)
    words = next((one for one in answers if one is not None), None)
    if words is None:
        return None
    settled = ColumnMeaning(heading, None, None, Sureness.SETTLED, "your answers say so")
    if words.strip().casefold() == LEAVE_OUT:
        return settled
    field, _, period = words.partition(",")
    name, period = field_named(field), period.strip()
    if name is None:
        why = f"the answers say “{words}”, which is no column of a register"
        return replace(settled, sure=Sureness.DOUBTFUL, why=why)
    if name in OF_A_YEAR and period.casefold() == YEAR:
        return replace(settled, field=name, of_year=True)
    if not period or (name == ScorecardField.VALUE and TO_DATE.fullmatch(period)):
        return replace(settled, field=name)
    reading = period_in(period, year_start)
    if reading.period is None:
        return replace(settled, sure=Sureness.DOUBTFUL, why=reading.why)
    return replace(settled, field=name, period=reading.period)


def _of_plan(heading: ColumnHeading, begins: int | None) -> ColumnMeaning | None:
    """The meaning of a heading that counts the years of a plan; ``None`` where it names its year."""
    found = field_and_year(heading.text, begins)
    if found is None or taken_apart(heading.text, None, FINANCIAL_START) is not None:
        return None
    field, period = found
    if period is None:
        # Asked for the tab alone: nobody confirms that the column is left out meanwhile.
        why = f"a year of a plan, and {NO_YEAR}"
        return ColumnMeaning(heading, None, None, Sureness.LIKELY, why)
    return ColumnMeaning(heading, field, period, Sureness.LIKELY, "a year of the tab's plan")


def _guessed(
    heading: ColumnHeading, year: int | None, year_start: int, *, of_schools: bool
) -> ColumnMeaning:
    """The meaning that the heading's words have, before looking at the cells."""
    plain = plain_heading(without_unit(heading.text))
    if plain in meanings():
        why = "a usual heading for this"
        return ColumnMeaning(heading, meanings()[plain], None, Sureness.CERTAIN, why)
    reading, rest = _period_apart(heading, year, year_start)
    if reading is not None:
        reading = unless_a_season(reading, heading.text, of_schools=of_schools)
    if reading is None:
        return _by_words(heading, plain)
    if _SAME_PART.search(rest):
        why = "the same part of an earlier year, and not that year"
        return ColumnMeaning(heading, ScorecardField.EARLIER.value, None, Sureness.LIKELY, why)
    return _periodic(heading, reading, plain_heading(rest))


_SAME_PART = re.compile(r"\bsame (?:period|quarter|month|time|point)\b", re.I)


def _period_apart(
    heading: ColumnHeading, year: int | None, year_start: int
) -> tuple[PeriodReading | None, str]:
    if heading.day is not None:
        return period_of_day(heading.day), without_unit(heading.words_beside_day)
    apart = heading_apart(without_unit(heading.text), year, year_start)
    return (None, heading.text) if apart is None else (apart.reading, apart.rest)


_PLAN_YEAR = re.compile(r"(?:y|yr|year) ?\d{1,2}")


def _periodic(heading: ColumnHeading, reading: PeriodReading, rest: str) -> ColumnMeaning:
    """The meaning of a heading that names a period."""
    firmness, rest = _firmness_apart(rest)
    rest = without_count(rest)
    status = reading.status if firmness is None else firmness.status
    field = _field_of_period(rest)
    if firmness is Firmness.FORECAST and field == ScorecardField.VALUE:
        field = ScorecardField.FORECAST.value
    if _PLAN_YEAR.fullmatch(rest) and reading.period is not None:
        target, why = ScorecardField.TARGET.value, "a year of a plan, taken for its target"
        return ColumnMeaning(heading, target, reading.period, Sureness.DOUBTFUL, why)
    if field not in _PERIODIC:
        return _with_period_aside(heading, reading, rest, field)
    if reading.period is None:
        why = f"it seems to hold a period: {reading.why}"
        return ColumnMeaning(heading, None, None, Sureness.DOUBTFUL, why)
    return ColumnMeaning(heading, field, reading.period, reading.sure, reading.why, status=status)


_PERIODIC = frozenset(field.value for field in PERIODIC)


def _field_of_period(rest: str) -> str | None:
    """What the words beside a period mean: without any, or for an earlier one, a result."""
    if not _bare(rest):
        return ScorecardField.VALUE.value
    if rest == "t":
        return ScorecardField.TARGET.value
    field = meanings().get(rest) or meanings().get(_bare(rest))
    dated = (ScorecardField.EARLIER.value, ScorecardField.BASELINE.value)
    return ScorecardField.VALUE.value if field in dated else field


def _firmness_apart(rest: str) -> tuple[Firmness | None, str]:
    """How firm the words beside a period say that its figures are, and the other words."""
    words = rest.split()
    told = {word: firmness_in(word) for word in words}
    for word, firmness in told.items():
        # A letter alone says it only where nothing else stands beside the period.
        if firmness not in (None, Firmness.ACTUAL) and (len(word) > 1 or len(words) == 1):
            return firmness, " ".join(one for one in words if one != word)
    return None, rest


def _with_period_aside(
    heading: ColumnHeading, reading: PeriodReading, rest: str, field: str | None
) -> ColumnMeaning:
    """The meaning of a heading with a period beside words that need none, or that are not known."""
    known = field or meanings().get(plain_heading(heading.text))
    if known is not None:
        return ColumnMeaning(heading, known, None, Sureness.LIKELY, "the period is left aside")
    weaker = _by_words(heading, rest)
    if reading.period is None:
        why = f"it seems to hold a period: {reading.why}"
        return ColumnMeaning(heading, None, None, Sureness.DOUBTFUL, why)
    if weaker.field not in _PERIODIC:
        why = "the heading holds a period and words that are not known"
        return ColumnMeaning(heading, None, None, Sureness.LIKELY, why)
    return replace(weaker, period=reading.period)


def _bare(plain: str) -> str:
    return " ".join(word for word in plain.split() if word not in NOISE)


KPI_STATUSES = ("active", "ended", "paused", "under development")
_PARTLY = frozenset(
    {
        ScorecardField.REFERENCE,
        ScorecardField.NAME,
        ScorecardField.VALUE,
        ScorecardField.TARGET,
        ScorecardField.STATUS,
        ScorecardField.POLARITY,
    }
)
"""Fields important enough to ask about where a heading holds only some known words."""


def _by_words(heading: ColumnHeading, plain: str) -> ColumnMeaning:
    """The meaning of a heading that is not word for word a known one."""
    bare = _bare(plain)
    unknown = ColumnMeaning(heading, None, None, Sureness.LIKELY, "no known heading")
    if bare in meanings():
        return replace(unknown, field=meanings()[bare], why="its main words are usual for this")
    dated = field_beside_time(plain)
    if dated is not None:
        return replace(unknown, field=dated, why="a usual heading beside words of time")
    own = meanings().get(plain_heading(printed_text(heading.cells[-1])))
    if own is not None and own not in _PERIODIC:
        why = "its own line is usual for this; the words above it are of a group of columns"
        return replace(unknown, field=own, why=why)
    if EXPECTED.search(plain) and "target" not in plain:
        is_plain = PLAIN_FORECAST.fullmatch(plain) is not None
        sure = Sureness.LIKELY if is_plain else Sureness.DOUBTFUL
        return replace(unknown, field=ScorecardField.FORECAST.value, sure=sure, why="a forecast")
    near = _nearest(bare.split())
    if near is None:
        return unknown
    why = "only some of its words are known"
    return replace(unknown, field=near, sure=Sureness.DOUBTFUL, why=why)


def _nearest(words: Sequence[str]) -> str | None:
    """The important field of which a known heading has all of these words but one."""
    near = [
        (len(told), field)
        for told, field in _partly_known()
        if len(words) - len(told) == 1 and told <= set(words)
    ]
    return max(near)[1] if near else None


@cache
def _partly_known() -> tuple[tuple[frozenset[str], str], ...]:
    """The words of headings of important fields, without those that say nothing."""
    told = (
        (frozenset(word for word in spelling.split() if word not in NOISE), field)
        for spelling, field in meanings().items()
        if field in _PARTLY and len(spelling) > 3
    )
    return tuple((words, field) for words, field in told if words)


def _seen(meaning: ColumnMeaning, cells: Sequence[Cell]) -> ColumnMeaning:
    """The meaning, after a look at what stands in the column."""
    texts = [cell.value for cell in cells if isinstance(cell.value, str) and cell.value.strip()]
    look = _LOOKS.get(meaning.field)
    seen = meaning if look is None else look(meaning, cells, texts)
    is_open = seen.field is None or seen.sure is Sureness.DOUBTFUL
    if is_open and seen.period is None and len(texts) == len(cells):
        return _told_by_cells(seen, texts) or seen
    return seen


def _told_by_cells(meaning: ColumnMeaning, texts: Sequence[str]) -> ColumnMeaning | None:
    """What a column holds that its heading does not tell and its cells do: which way is better, or ratings."""
    sure = column_of_polarities(meaning.heading.text, texts)
    if sure is not None:
        why = "its cells say which way is better"
        return replace(meaning, field=ScorecardField.POLARITY.value, sure=sure, why=why)
    if _are_ratings(texts):
        why = "its cells are ratings: the council's own"
        status = ScorecardField.STATUS.value
        return replace(meaning, field=status, sure=Sureness.LIKELY, why=why)
    field = _choices_held(texts)
    if field is not None:
        why = "its cells are words for this"
        return replace(meaning, field=field, sure=Sureness.LIKELY, why=why)
    return None


def _choices_held(texts: Sequence[str]) -> str | None:
    """The column of ``KPIs`` of which every text is a choice; a time basis may stand among frequencies."""
    bases = [choice_in(text, TimeBasis) is not None for text in texts]
    often = [choice_in(text, Frequency) is not None for text in texts]
    if len(texts) < 2 or not all(map(or_, bases, often)):
        return None
    return "kpis.time_basis" if any(bases) else "kpis.frequency"


def _are_ratings(texts: Sequence[str]) -> bool:
    """Whether texts are ratings: colours in full, most of them, and nothing but short words beside."""
    colours = sum(map(is_colour, texts))
    if set(map(str.casefold, texts)) <= {"r", "a", "g"} and len(set(texts)) > 1:
        return True
    rated = sum(map(is_status, texts))
    is_short = all(len(text.split()) <= 3 for text in texts)
    return colours > 1 and is_short and rated * 2 > len(texts)


def _seen_status(
    meaning: ColumnMeaning, _cells: Sequence[Cell], texts: Sequence[str]
) -> ColumnMeaning:
    if texts and are_firmness(texts):
        why = "its cells say how firm the figures are"
        return replace(meaning, field=ScorecardField.FIRMNESS.value, why=why)
    if not texts or any(map(is_status, texts)):
        return meaning
    if all(text.strip().casefold() in KPI_STATUSES for text in texts):
        return replace(meaning, field="kpis.status", why="its cells say how the KPI stands")
    if not any(map(_may_be_status, texts)):
        why = "its cells hold no status that is known"
        return replace(meaning, sure=Sureness.DOUBTFUL, why=why)
    return meaning


def _seen_polarity(
    meaning: ColumnMeaning, _cells: Sequence[Cell], texts: Sequence[str]
) -> ColumnMeaning:
    good = sum(polarity_in(text).polarity is not None for text in texts)
    is_open = plain_heading(meaning.heading.text) == "direction"
    is_arrows = bool(texts) and all(text.strip() in _ARROWS for text in texts)
    says_it = not is_open or (good * 2 >= len(texts) and not is_arrows)
    if meaning.field == "kpis.polarity" and says_it:
        return replace(meaning, field=ScorecardField.POLARITY.value) if texts else meaning
    if is_open and is_arrows:
        why = "arrows: read as which way the figures went, not as which way is better"
        return replace(meaning, field=ScorecardField.TRAVEL.value, sure=Sureness.DOUBTFUL, why=why)
    if not is_open or good * 2 >= len(texts):
        return meaning
    why, field = "its cells are no polarities", ScorecardField.TRAVEL.value
    return replace(meaning, field=field, sure=Sureness.LIKELY, why=why)


_ARROWS = frozenset("▲▼►◄▶◀↑↓→←↗↘⇑⇓⇒⬆⬇➡⬈⬊△▽🔺🔻🔼🔽-–=")
"""Signs of a direction of travel."""


def _settled_arrows(found: Sequence[ColumnMeaning]) -> list[ColumnMeaning]:
    """Arrows beside a column that says which way is better leave no question."""
    told = any(one.field == ScorecardField.POLARITY for one in found)
    return [
        replace(one, sure=Sureness.LIKELY)
        if told and one.field == ScorecardField.TRAVEL and one.sure is Sureness.DOUBTFUL
        else one
        for one in found
    ]


def _seen_value(
    meaning: ColumnMeaning, cells: Sequence[Cell], _texts: Sequence[str]
) -> ColumnMeaning:
    readable = sum(not figure_of(cell).says_nothing for cell in cells)
    if readable * 2 >= len(cells):
        return meaning
    why = "most of its cells hold no figures"
    return replace(meaning, sure=Sureness.DOUBTFUL, why=why)


def _seen_forecast(
    meaning: ColumnMeaning, cells: Sequence[Cell], _texts: Sequence[str]
) -> ColumnMeaning:
    """A column of forecasts: one of colours is left, since the light of the year's end is worked out."""
    if not cells or any(figure_of(cell).number is not None for cell in cells):
        return meaning
    why = "no figures stand in it; what is expected is rated from forecast figures"
    return replace(meaning, field=None, period=None, sure=Sureness.LIKELY, why=why)


def _seen_comment(
    meaning: ColumnMeaning, cells: Sequence[Cell], _texts: Sequence[str]
) -> ColumnMeaning:
    """A heading of comments above figures: they would be kept as words."""
    figures = sum(_is_figure(cell) for cell in cells)
    if not figures or figures * 2 < len(cells) or meaning.sure is Sureness.SETTLED:
        return meaning
    why = f"a heading of comments, but {figures} figures stand beneath it: taken as results"
    return replace(meaning, field=ScorecardField.VALUE.value, sure=Sureness.DOUBTFUL, why=why)


def _seen_unknown(
    meaning: ColumnMeaning, cells: Sequence[Cell], _texts: Sequence[str]
) -> ColumnMeaning:
    """A column of no known heading: a question where figures would be lost."""
    if is_total(meaning.heading.text, Sections()):
        return replace(meaning, why="a total, average or count of the others")
    figures = sum(_is_figure(cell) for cell in cells)
    if meaning.sure is not Sureness.LIKELY or not figures or figures * 2 < len(cells):
        return meaning
    why = f"no known heading, and its {figures} figures would be lost"
    return replace(meaning, sure=Sureness.DOUBTFUL, why=why)


def _seen_name(
    meaning: ColumnMeaning, cells: Sequence[Cell], _texts: Sequence[str]
) -> ColumnMeaning:
    told = [cell for cell in cells if not is_footnote(cell)]
    if len(told) > 1 and are_codes([str(cell.value) for cell in told]):
        why, field = "its cells are references", ScorecardField.REFERENCE.value
        return replace(meaning, field=field, sure=Sureness.LIKELY, why=why)
    if not cells or any(isinstance(cell.value, str) for cell in cells):
        return meaning
    return replace(meaning, field=None, why="its cells hold no words")


def _names_only_a_time(text: str) -> bool:
    """Whether a text is a period, with no other figure beside it."""
    apart = taken_apart(text, None, FINANCIAL_START)
    return apart is not None and not re.search(r"\d", apart.rest)


def _in_words_a_time(text: str) -> bool:
    """Whether a text is a period that no figure is written as: ``2024/25 Q1``, and not ``2000``."""
    return re.search(r"[A-Za-z/]", text) is not None and _names_only_a_time(text)


def _seen_earlier(
    meaning: ColumnMeaning, cells: Sequence[Cell], texts: Sequence[str]
) -> ColumnMeaning:
    """No earlier results where most cells name a time: "Previous period" beside "Previous result"."""
    named = [text for text in texts if _in_words_a_time(text)]
    if not named or len(named) * 2 < len(cells):
        return meaning
    return replace(meaning, field=None, why="its cells name periods, and hold no figures")


_LOOKS: Mapping[
    str | None, Callable[[ColumnMeaning, Sequence[Cell], Sequence[str]], ColumnMeaning]
] = {
    ScorecardField.STATUS: _seen_status,
    "kpis.status": _seen_status,
    "kpis.polarity": _seen_polarity,
    ScorecardField.POLARITY: _seen_polarity,
    ScorecardField.VALUE: _seen_value,
    ScorecardField.NAME: _seen_name,
    ScorecardField.FORECAST: _seen_forecast,
    ScorecardField.EARLIER: _seen_earlier,
    ScorecardField.CONTEXT: _seen_comment,
    ScorecardField.REASON: _seen_comment,
    ScorecardField.ACTION: _seen_comment,
    None: _seen_unknown,
}
"""Meaning of a heading → how its cells may change it."""


def _is_figure(cell: Cell) -> bool:
    """True for a number, or a text that is one and nothing else."""
    figure = figure_of(cell)
    return figure.number is not None and figure.sure is Sureness.CERTAIN


def _may_be_status(text: str) -> bool:
    return len(text.split()) <= 8
