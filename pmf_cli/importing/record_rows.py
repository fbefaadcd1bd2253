"""Rows for ``Results`` and ``Commentary`` from what the scorecard tells of each period."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from decimal import Decimal

from pmf_cli.importing.cell_fates import Accounts
from pmf_cli.importing.column_meanings import YEARS
from pmf_cli.importing.fields import ScorecardField, plain_heading
from pmf_cli.importing.figures import Figure, figure_in, figure_of, in_unit, printed_text
from pmf_cli.importing.guesses import LEAVE_OUT, Guess, GuessBook, Sureness, Topic
from pmf_cli.importing.mapping import ImportMapping
from pmf_cli.importing.observations import SeenCell
from pmf_cli.importing.period_words import taken_apart
from pmf_cli.importing.readings import ReadSighting, mapping_words
from pmf_cli.importing.revisions import PRINTED_AS
from pmf_cli.importing.target_text import TargetReading
from pmf_cli.importing.why_left import (
    EARLIER,
    EARLIER_UNREAD,
    NO_FIGURE,
    NO_RATING,
    OTHER_TAKEN,
    OTHER_UNIT,
    SAID_TWICE,
    SAYS_NOTHING,
    WhyLeft,
)
from pmf_cli.register.periods.period import (
    FINANCIAL_START,
    Period,
    PeriodKind,
    financial_year,
)
from pmf_cli.register.periods.steps import shift, year_earlier
from pmf_cli.register.sheets.kpis import Kpi
from pmf_cli.register.sheets.record import Commentary, Forecast, Result, ResultValue
from pmf_cli.register.terms import CommentaryKind, DataType, EntrySource, Polarity, Rag

_KINDS = {
    ScorecardField.CONTEXT.value: CommentaryKind.CONTEXT,
    ScorecardField.REASON.value: CommentaryKind.REASON,
    ScorecardField.ACTION.value: CommentaryKind.ACTION,
}


TWO_FIGURES = "two figures for one KPI and period"
"""What all such cells are asked about together; each is named in the account."""


def result_rows(
    kpi: Kpi,
    read: tuple[ReadSighting, ...],
    mapping: ImportMapping,
    book: GuessBook,
    accounts: Accounts,
) -> tuple[Result, ...]:
    """One result for each period with a value or a reason for none; the first of two wins."""
    found: dict[Period, Result] = {}
    for one in read:
        seen = one.sighting.cell(ScorecardField.VALUE)
        if seen is None or one.figure is None or one.figure.is_forecast:
            continue
        period = one.sighting.period
        row = _result(kpi, one, one.figure, seen, accounts)
        if row is None:
            continue
        known = found.get(period)
        if known is None:
            found[period] = row
            accounts.taken(seen.sheet, seen.cell, f"Results, {kpi.ref}, {period}")
        elif known.value == row.value:
            accounts.left(
                seen.sheet,
                seen.cell,
                SAID_TWICE.of(f"it says again what {known.source.at('value').cell} says"),
            )
        else:
            _clash(known, seen, mapping, book, accounts)
    return tuple(found.values())


def _result(
    kpi: Kpi, one: ReadSighting, figure: Figure, seen: SeenCell, accounts: Accounts
) -> Result | None:
    """The row of a period's result; ``None`` where neither a value nor a reason for none is read."""
    value = _value(figure, kpi)
    if value is None and figure.reason is None:
        accounts.left(seen.sheet, seen.cell, _why_no_value(figure, kpi))
        return None
    firm = one.sighting.cell(ScorecardField.FIRMNESS)
    if firm is not None:
        where = f"Results, Value status of {kpi.ref}, {one.sighting.period}"
        accounts.taken(firm.sheet, firm.cell, where)
    return Result(
        kpi_ref=kpi.ref,
        period=one.sighting.period,
        value=value,
        numerator=_number(one, ScorecardField.NUMERATOR, kpi, accounts),
        denominator=_number(one, ScorecardField.DENOMINATOR, kpi, accounts),
        value_status=figure.status or seen.meaning.status or one.sighting.status,
        no_data_reason=None if value is not None else figure.reason,
        note=_as_printed(figure, seen),
        entry_source=EntrySource.IMPORT,
        source=seen.source("value"),
    )


def forecast_rows(
    kpi: Kpi, read: tuple[ReadSighting, ...], accounts: Accounts
) -> tuple[Forecast, ...]:
    """What is expected of a KPI: columns of forecasts, and results marked as such; the first of two wins.

    A figure for the year is kept for the year, so that no part of it is taken for the whole.
    """
    found: dict[tuple[Period, Period], Forecast] = {}
    for one in read:
        seen, figure = _expected(one)
        if seen is None or figure is None:
            continue
        value = None if figure.number is None else in_unit(figure.number, figure.unit, kpi.unit)
        period = one.sighting.period
        made_in = one.sighting.said_in or period
        known = found.get((period, made_in))
        if value is None:
            accounts.left(seen.sheet, seen.cell, _why_no_value(figure, kpi))
        elif known is not None:
            why = f"{known.source.at('value').cell} gives a forecast of {period} already"
            accounts.left(seen.sheet, seen.cell, SAID_TWICE.of(why))
        else:
            found[period, made_in] = Forecast(
                kpi_ref=kpi.ref, for_period=period, made_in=made_in, value=value,
                by=kpi.key_contact, source=seen.source("value"),
            )  # fmt: skip
            for cell in (seen, *one.sighting.cells_of(ScorecardField.FIRMNESS)):
                accounts.taken(cell.sheet, cell.cell, f"Forecasts, {kpi.ref}, {period}")
    return tuple(found.values())


def _expected(one: ReadSighting) -> tuple[SeenCell | None, Figure | None]:
    """What is expected for a period, with its cell: a result marked so, else a column of forecasts."""
    if one.figure is not None and one.figure.is_forecast:
        return one.sighting.cell(ScorecardField.VALUE), one.figure
    return one.sighting.cell(ScorecardField.FORECAST), one.expected


def _clash(
    known: Result,
    seen: SeenCell,
    mapping: ImportMapping,
    book: GuessBook,
    accounts: Accounts,
) -> None:
    where = known.source.at("value")
    why = f"{where.cell} gives {_shown(known.value)} for the same KPI and period; that one is taken"
    accounts.left(seen.sheet, seen.cell, OTHER_TAKEN.of(why))
    text = TWO_FIGURES
    sure = Sureness.DOUBTFUL if mapping.settled(Topic.VALUE, text) is None else Sureness.SETTLED
    book.note(Guess(Topic.VALUE, text, seen.where, LEAVE_OUT, sure, why))


def _shown(value: ResultValue | None) -> str:
    return f"{value:f}" if isinstance(value, Decimal) else str(value)


def _value(figure: Figure, kpi: Kpi) -> ResultValue | None:
    """The value as the KPI's kind of figure holds it."""
    if figure.number is not None:
        return in_unit(figure.number, figure.unit, kpi.unit)
    fits = _FITTING.get(type(figure.other))
    return figure.other if fits in (None, kpi.data_type) else None


_FITTING: dict[type, DataType] = {str: DataType.GRADE, bool: DataType.YES_NO, date: DataType.DATE}
"""What is no number → the only kind of figure that it can be."""


def _why_no_value(figure: Figure, kpi: Kpi) -> WhyLeft:
    if figure.number is not None:
        return OTHER_UNIT.of(f"it is in {figure.unit}, which cannot be told in {kpi.unit}")
    if figure.other is not None:
        kind = str(kpi.data_type or "other")
        return NO_FIGURE.of(f"it is none of the KPI's kind of figure ({kind})")
    return NO_FIGURE.of(figure.why)


def _as_printed(figure: Figure, seen: SeenCell) -> str | None:
    """A note with the cell's text, where the number is not all that it says."""
    text = " ".join(printed_text(seen.cell).split())
    is_plain = figure_of(seen.cell).sure is Sureness.CERTAIN and figure.sure is Sureness.CERTAIN
    if is_plain or text in ("", mapping_words(figure)):
        return None
    return f"{PRINTED_AS}{text}"


def _number(
    one: ReadSighting, field: ScorecardField, kpi: Kpi, accounts: Accounts
) -> Decimal | None:
    seen = one.sighting.cell(field)
    if seen is None:
        return None
    figure = figure_of(seen.cell)
    if figure.number is None:
        accounts.left(seen.sheet, seen.cell, NO_FIGURE.of(figure.why))
        return None
    accounts.taken(seen.sheet, seen.cell, f"Results, {kpi.ref}, {one.sighting.period}")
    return figure.number


def commentary_rows(
    kpi: Kpi, read: tuple[ReadSighting, ...], accounts: Accounts
) -> tuple[Commentary, ...]:
    """Comments, and the published status as judged status, in the order of the scorecard."""
    found: list[Commentary] = []
    spanning = next((one.target for one in read if one.sighting.spans), None)
    for one in read:
        found += _judged(kpi, one, accounts)
        for field, seen in one.sighting.cells:
            if field not in _KINDS:
                continue
            if " ".join(printed_text(seen.cell).split()) in ("-", "–", "n/a", "N/A", "x"):
                accounts.left(seen.sheet, seen.cell, SAYS_NOTHING)
                continue
            kind = _KINDS[field]
            if kind is CommentaryKind.CONTEXT and _falls_short(one, spanning, kpi):
                kind = CommentaryKind.REASON
            words = printed_text(seen.cell).strip()
            found.append(_comment(kpi, one, kind, words, seen, accounts))
    return tuple(found)


def _judged(kpi: Kpi, one: ReadSighting, accounts: Accounts) -> tuple[Commentary, ...]:
    """The published status of a period as judged status, where it is one."""
    seen, status = one.sighting.cell(ScorecardField.STATUS), one.status
    if seen is None or status is None:
        return ()
    if status.text:
        return (_comment(kpi, one, CommentaryKind.JUDGED, status.text, seen, accounts),)
    if status.tracker:
        accounts.taken(seen.sheet, seen.cell, f"Targets, Tracker of {kpi.ref}")
    else:
        accounts.left(seen.sheet, seen.cell, NO_RATING.of(status.why))
    return ()


def _falls_short(one: ReadSighting, spanning: TargetReading | None, kpi: Kpi) -> bool:
    """Whether a result is published as Red or Amber, or not rated there and worse than its target.

    A comment beside it is what papers print as the reason for the result.
    """
    if one.status is not None and one.status.text in (Rag.RED, Rag.AMBER, Rag.GREEN):
        return one.status.text != Rag.GREEN
    reading = one.target or spanning
    if one.figure is None or reading is None or not isinstance(reading.value, Decimal):
        return False
    value, target = _value(one.figure, kpi), in_unit(reading.value, reading.unit, kpi.unit)
    if not isinstance(value, Decimal) or target is None:
        return False
    return (
        value < target
        if kpi.polarity is Polarity.HIGHER
        else (kpi.polarity is Polarity.LOWER and value > target)
    )


def _comment(
    kpi: Kpi, one: ReadSighting, kind: CommentaryKind, text: str, seen: SeenCell, accounts: Accounts
) -> Commentary:
    accounts.taken(seen.sheet, seen.cell, f"Commentary, {kind} of {kpi.ref}, {one.sighting.period}")
    return Commentary(
        kpi_ref=kpi.ref,
        period=one.sighting.period,
        kind=kind,
        text=text,
        source=seen.source("text"),
    )


_SAME_LAST_YEAR = re.compile(
    r"same (?:period|quarter|month) (?:(?:last|previous|prior) year|a year ago)"
)
# "last year" alone may be of the whole year or of the same part of it.
_YEAR_BEFORE = re.compile(
    r"(?:last|previous|prior) years? ?(?P<whole>outturn|out turn|result|actual|year end|full year)?"
)
_PREVIOUS = re.compile(
    r"(?:last|previous|prior) (?:quarter|period|month|result|value)|previous(?: outturn)?|comparator"
)


def earlier_rows(
    kpi: Kpi,
    read: tuple[ReadSighting, ...],
    results: tuple[Result, ...],
    accounts: Accounts,
    *,
    asked: bool,
) -> tuple[Result, ...]:
    """Results of earlier periods that the scorecard prints beside the current one."""
    held = {row.period: row for row in results if row.period is not None}
    found: list[Result] = []
    for one in read:
        for seen in one.sighting.cells_of(ScorecardField.EARLIER):
            if not asked and seen.meaning.sure is not Sureness.SETTLED:
                accounts.left(seen.sheet, seen.cell, EARLIER)
                continue
            made, left = _earlier_results(kpi, seen, one.sighting.period, held)
            why_left = "; ".join(left)
            if made:
                rest = f"; not taken: {why_left}" if left else ""
                taken = ", ".join(str(row.period) for row in made)
                accounts.taken(seen.sheet, seen.cell, f"Results, {kpi.ref}, {taken}{rest}")
            else:
                accounts.left(seen.sheet, seen.cell, EARLIER_UNREAD.of(why_left))
            found += made
    return tuple(found)


def _earlier_results(
    kpi: Kpi, seen: SeenCell, current: Period, held: dict[Period, Result]
) -> tuple[list[Result], list[str]]:
    """The results of a cell that nothing is held for yet, and why others are not taken."""
    made: list[Result] = []
    left: list[str] = []
    for shown, period, figure in _earlier_figures(seen, current):
        if period is None or figure.number is None:
            left.append(
                f"“{shown}” names no period and figure that fit; under Your columns “Value, 2023/24”,"
                " say, names the period"
            )
        elif period.kind not in (current.kind, PeriodKind.FINANCIAL_YEAR):
            left.append(f"“{shown}” is for {period}, which is no period of this KPI")
        elif period in held:
            value = held[period].value
            which = "this" if value == figure.number else f"another ({value})"
            left.append(f"“{shown}”: {period} has {which} result already")
        else:
            held[period] = Result(
                kpi_ref=kpi.ref,
                period=period,
                value=figure.number,
                note=f"From the comparator printed beside {current}",
                entry_source=EntrySource.IMPORT,
                source=seen.source("value"),
            )
            made.append(held[period])
    return made, left


def _earlier_figures(
    seen: SeenCell, current: Period
) -> Iterator[tuple[str, Period | None, Figure]]:
    """Each figure of a cell with the words that it is shown with and the period that they name."""
    heading = plain_heading(seen.meaning.heading.text)
    is_text = isinstance(seen.cell.value, str)
    for words, text in _parts(printed_text(seen.cell), heading):
        figure = figure_in(text) if is_text else figure_of(seen.cell)
        yield f"{words} {text}".strip(), _earlier_period(words, current), figure


def _parts(text: str, heading: str) -> tuple[tuple[str, str], ...]:
    """Pairs of what an earlier figure is and the figure itself."""
    shown = " ".join(text.split())
    if re.fullmatch(r"[£+\-−\d.,%\s]+\*?", shown):
        return ((heading, shown),)
    found = []
    for part in (one.strip() for one in shown.split(";")):
        ends = re.search(r"(?:(?<=\s)|^)[£+\-−]?[\d.,]*\d\s?%?$", part)
        found.append(
            (part[: ends.start()].strip(" :"), part[ends.start() :]) if ends else (part, "")
        )
    return tuple(found)


def _year_before(current: Period) -> Period:
    """The financial year before the one in which a period ends."""
    begins = current.end.year - (current.end.month < FINANCIAL_START)
    return financial_year(begins - 1)


def _earlier_period(words: str, current: Period) -> Period | None:
    low = words.casefold().strip()
    if _SAME_LAST_YEAR.search(low):
        return year_earlier(current)
    year = _YEAR_BEFORE.fullmatch(low)
    if year is not None and current.kind in YEARS:
        return year_earlier(current)
    if year is not None:
        return _year_before(current) if year["whole"] else None
    if _PREVIOUS.fullmatch(low):
        return shift(current, -1)
    apart = taken_apart(words, None, 4)
    return apart.reading.period if apart is not None and not apart.rest.strip() else None
