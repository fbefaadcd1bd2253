"""Which column of a table holds what: heading words first, then what stands in the cells."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace

from pmf_cli.importing.column_meanings import (
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
    field_named,
    meanings,
    plain_heading,
)
from pmf_cli.importing.figures import figure_of
from pmf_cli.importing.guesses import LEAVE_OUT, Sureness, Topic
from pmf_cli.importing.mapping import ImportMapping
from pmf_cli.importing.period_words import PeriodReading, period_in, period_of_day, taken_apart
from pmf_cli.importing.polarity_words import polarity_in
from pmf_cli.importing.status_words import is_status
from pmf_cli.importing.tables import ColumnHeading, SourceTable
from pmf_cli.workbook.cells import Cell, column_letter


def columns_meant(
    table: SourceTable, mapping: ImportMapping, year: int | None, year_start: int
) -> tuple[ColumnMeaning, ...]:
    """What each column of a table holds.

    Args:
        year: the financial year named in a title, tab or file name, by the year it begins in.
    """
    found = []
    for heading in table.headings:
        said = _said(heading, mapping, year_start)
        cells = [row.cells[heading.column] for row in table.body if heading.column in row.cells]
        found.append(said or _seen(_guessed(heading, year, year_start), cells))
    return tuple(with_name(without_weaker(beside_figures_of_parts(found)), table))


def _said(heading: ColumnHeading, mapping: ImportMapping, year_start: int) -> ColumnMeaning | None:
    letter = column_letter(heading.column)
    words = mapping.settled(Topic.HEADING, f"{heading.text} @{letter}")
    if words is None:
        words = mapping.settled(Topic.HEADING, heading.text)
    if words is None:
        return None
    field, _, period = words.partition(",")
    name = None if words.strip().casefold() == LEAVE_OUT else field_named(field)
    if name is None and words.strip().casefold() != LEAVE_OUT:
        why = f"the answers say “{words}”, which is no column of a register"
        return ColumnMeaning(heading, None, None, Sureness.DOUBTFUL, why)
    if name == ScorecardField.TARGET and period.strip().casefold() == YEAR:
        why = "your answers say so"
        return ColumnMeaning(heading, name, None, Sureness.SETTLED, why, of_year=True)
    if name == ScorecardField.VALUE and TO_DATE.fullmatch(period.strip()):
        period = ""
    reading = period_in(period, year_start) if period.strip() else None
    if reading is not None and reading.period is None:
        return ColumnMeaning(heading, None, None, Sureness.DOUBTFUL, reading.why)
    return ColumnMeaning(
        heading,
        name,
        reading.period if reading else None,
        Sureness.SETTLED,
        "your answers say so",
    )


def _guessed(heading: ColumnHeading, year: int | None, year_start: int) -> ColumnMeaning:
    """The meaning that the heading's words have, before looking at the cells."""
    text = heading.text
    plain = plain_heading(text)
    if plain in meanings():
        why = "a usual heading for this"
        return ColumnMeaning(heading, meanings()[plain], None, Sureness.CERTAIN, why)
    reading, rest = _period_apart(heading, year, year_start)
    if reading is None:
        return _by_words(heading, plain)
    return _periodic(heading, reading, plain_heading(rest))


def _period_apart(
    heading: ColumnHeading, year: int | None, year_start: int
) -> tuple[PeriodReading | None, str]:
    if heading.day is not None:
        return period_of_day(heading.day), heading.words_beside_day
    apart = taken_apart(heading.text, year, year_start)
    return (None, heading.text) if apart is None else (apart.reading, apart.rest)


def _periodic(heading: ColumnHeading, reading: PeriodReading, rest: str) -> ColumnMeaning:
    """The meaning of a heading that names a period."""
    field = meanings().get(rest) or meanings().get(_bare(rest))
    if not rest or not _bare(rest):
        field = ScorecardField.VALUE.value
    if field == ScorecardField.EARLIER:
        field = ScorecardField.VALUE.value
    if field is None or field not in {f.value for f in PERIODIC}:
        known = meanings().get(plain_heading(heading.text))
        if field is not None or known is not None:
            return ColumnMeaning(
                heading, field or known, None, Sureness.LIKELY, "the period is left aside"
            )
        weaker = _by_words(heading, rest)
        if weaker.field is None or weaker.field not in {f.value for f in PERIODIC}:
            why = "the heading holds a period and words that are not known"
            return ColumnMeaning(heading, None, None, Sureness.LIKELY, why)
        return replace(weaker, period=reading.period)
    if reading.period is None:
        why = f"it seems to hold a period: {reading.why}"
        return ColumnMeaning(heading, None, None, Sureness.DOUBTFUL, why)
    return ColumnMeaning(heading, field, reading.period, reading.sure, reading.why)


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
    known = meanings()
    if bare in known:
        return ColumnMeaning(
            heading, known[bare], None, Sureness.LIKELY, "its main words are usual for this"
        )
    words = bare.split()
    near = []
    for spelling, field in known.items():
        told = [word for word in spelling.split() if word not in NOISE]
        if (
            field in _PARTLY
            and told
            and len(words) - len(told) == 1
            and set(told) <= set(words)
            and len(spelling) > 3
        ):
            near.append((len(told), field))
    if near:
        field = max(near)[1]
        return ColumnMeaning(
            heading, field, None, Sureness.DOUBTFUL, "only some of its words are known"
        )
    return ColumnMeaning(heading, None, None, Sureness.LIKELY, "no known heading")


def _seen(meaning: ColumnMeaning, cells: Sequence[Cell]) -> ColumnMeaning:
    """The meaning, after a look at what stands in the column."""
    look = _LOOKS.get(meaning.field)
    texts = [cell.value for cell in cells if isinstance(cell.value, str) and cell.value.strip()]
    return meaning if look is None else look(meaning, cells, texts)


def _seen_status(
    meaning: ColumnMeaning, _cells: Sequence[Cell], texts: Sequence[str]
) -> ColumnMeaning:
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
    if meaning.field == "kpis.polarity":
        return replace(meaning, field=ScorecardField.POLARITY.value) if texts else meaning
    good = sum(polarity_in(text).polarity is not None for text in texts)
    if plain_heading(meaning.heading.text) != "direction" or good * 2 >= len(texts):
        return meaning
    why, field = "its cells are no polarities", ScorecardField.TRAVEL.value
    return replace(meaning, field=field, sure=Sureness.LIKELY, why=why)


def _seen_value(
    meaning: ColumnMeaning, cells: Sequence[Cell], _texts: Sequence[str]
) -> ColumnMeaning:
    readable = sum(not figure_of(cell).says_nothing for cell in cells)
    if readable * 2 >= len(cells):
        return meaning
    why = "most of its cells hold no figures"
    return replace(meaning, sure=Sureness.DOUBTFUL, why=why)


def _seen_unknown(
    meaning: ColumnMeaning, cells: Sequence[Cell], _texts: Sequence[str]
) -> ColumnMeaning:
    """A column of no known heading: a question where figures would be lost."""
    figures = sum(_is_figure(cell) for cell in cells)
    if meaning.sure is not Sureness.LIKELY or not figures or figures * 2 < len(cells):
        return meaning
    why = f"no known heading, and its {figures} figures would be lost"
    return replace(meaning, sure=Sureness.DOUBTFUL, why=why)


def _seen_name(
    meaning: ColumnMeaning, cells: Sequence[Cell], _texts: Sequence[str]
) -> ColumnMeaning:
    if not cells or any(isinstance(cell.value, str) for cell in cells):
        return meaning
    return replace(meaning, field=None, why="its cells hold no words")


_LOOKS: Mapping[
    str | None, Callable[[ColumnMeaning, Sequence[Cell], Sequence[str]], ColumnMeaning]
] = {
    ScorecardField.STATUS: _seen_status,
    "kpis.status": _seen_status,
    "kpis.polarity": _seen_polarity,
    ScorecardField.POLARITY: _seen_polarity,
    ScorecardField.VALUE: _seen_value,
    ScorecardField.NAME: _seen_name,
    None: _seen_unknown,
}
"""Meaning of a heading → how its cells may change it."""


def _is_figure(cell: Cell) -> bool:
    """True for a number, or a text that is one and nothing else."""
    figure = figure_of(cell)
    return figure.number is not None and figure.sure is Sureness.CERTAIN


def _may_be_status(text: str) -> bool:
    return len(text.split()) <= 8
