"""Rows for ``Results`` and ``Commentary`` from what the scorecard tells of each period."""

from __future__ import annotations

from decimal import Decimal

from pmf_cli.importing.cell_fates import Accounts
from pmf_cli.importing.fields import Field
from pmf_cli.importing.figure import Figure, in_unit
from pmf_cli.importing.figures import figure_of, printed_text
from pmf_cli.importing.guesses import LEAVE_OUT, Guess, GuessBook, Sureness, Topic
from pmf_cli.importing.mapping import ImportMapping
from pmf_cli.importing.observations import SeenCell
from pmf_cli.importing.readings import ReadSighting, words_of
from pmf_cli.importing.target_text import TargetReading
from pmf_cli.register.periods.period import Period
from pmf_cli.register.sheets.kpis import Kpi
from pmf_cli.register.sheets.record import Commentary, Result, ResultValue
from pmf_cli.register.sheets.rows import RowSource, SheetPlace
from pmf_cli.register.terms import CommentaryKind, DataType, EntrySource, Polarity, Rag

_KINDS = {
    Field.CONTEXT.value: CommentaryKind.CONTEXT,
    Field.REASON.value: CommentaryKind.REASON,
    Field.ACTION.value: CommentaryKind.ACTION,
}


TWO_FIGURES = "two figures for one KPI and period"
"""What all such cells are asked about together; each is named in the account."""


def source_of(seen: SeenCell, *fields: str) -> RowSource:
    """The scorecard cell as the source of a register row's fields."""
    letters = seen.where.cell.rstrip("0123456789")
    place = SheetPlace(
        seen.where.workbook, seen.where.sheet, dict.fromkeys(fields or ("value",), letters)
    )
    return RowSource(place, seen.cell.row)


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
        seen = one.sighting.cell(Field.VALUE)
        if seen is None or one.figure is None:
            continue
        period, figure = one.sighting.period, one.figure
        value = _value(figure, kpi)
        if value is None and figure.reason is None:
            accounts.left(seen.sheet, seen.cell, _why_no_value(figure, kpi))
            continue
        row = Result(
            kpi_ref=kpi.ref,
            period=period,
            value=value,
            numerator=_number(one, Field.NUMERATOR, kpi, accounts),
            denominator=_number(one, Field.DENOMINATOR, kpi, accounts),
            value_status=figure.status or one.sighting.status,
            no_data_reason=None if value is not None else figure.reason,
            note=_as_printed(figure, seen),
            entry_source=EntrySource.IMPORT,
            source=source_of(seen, "value"),
        )
        known = found.get(period)
        if known is None:
            found[period] = row
            accounts.taken(seen.sheet, seen.cell, f"Results, {kpi.ref}, {period}")
        elif known.value == row.value:
            accounts.left(
                seen.sheet, seen.cell, f"it says again what {known.source.at('value').cell} says"
            )
        else:
            _clash(known, seen, mapping, book, accounts)
    return tuple(found.values())


def _clash(
    known: Result,
    seen: SeenCell,
    mapping: ImportMapping,
    book: GuessBook,
    accounts: Accounts,
) -> None:
    where = known.source.at("value")
    why = f"{where.cell} gives {_shown(known.value)} for the same KPI and period; that one is taken"
    accounts.left(seen.sheet, seen.cell, why)
    text = TWO_FIGURES
    sure = Sureness.DOUBTFUL if mapping.settled(Topic.VALUE, text) is None else Sureness.SETTLED
    book.note(Guess(Topic.VALUE, text, seen.where, LEAVE_OUT, sure, why))


def _shown(value: ResultValue | None) -> str:
    return f"{value:f}" if isinstance(value, Decimal) else str(value)


def _value(figure: Figure, kpi: Kpi) -> ResultValue | None:
    """The value as the KPI's kind of figure holds it."""
    if figure.number is not None:
        return in_unit(figure.number, figure.unit, kpi.unit)
    if isinstance(figure.other, str) and kpi.data_type is not DataType.GRADE:
        return None
    return figure.other


def _why_no_value(figure: Figure, kpi: Kpi) -> str:
    if figure.number is not None:
        return f"it is in {figure.unit}, which cannot be told in {kpi.unit}"
    return figure.why or "no figure can be read"


def _as_printed(figure: Figure, seen: SeenCell) -> str | None:
    """A note with the cell's text, where the number is not all that it says."""
    text = " ".join(printed_text(seen.cell).split())
    is_plain = figure_of(seen.cell).sure is Sureness.CERTAIN and figure.sure is Sureness.CERTAIN
    if is_plain or text in ("", words_of(figure)):
        return None
    return f"As printed: {text}"


def _number(one: ReadSighting, field: Field, kpi: Kpi, accounts: Accounts) -> Decimal | None:
    seen = one.sighting.cell(field)
    if seen is None:
        return None
    figure = figure_of(seen.cell)
    if figure.number is None:
        accounts.left(seen.sheet, seen.cell, figure.why or "no figure can be read")
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
        status = one.sighting.cell(Field.STATUS)
        if status is not None and one.status is not None:
            if one.status.text:
                found.append(
                    _comment(kpi, one, CommentaryKind.JUDGED, one.status.text, status, accounts)
                )
            elif one.status.tracker:
                accounts.taken(status.sheet, status.cell, f"Targets, Tracker of {kpi.ref}")
            else:
                accounts.left(status.sheet, status.cell, one.status.why)
        for field, seen in one.sighting.cells:
            if field in _KINDS:
                text = " ".join(printed_text(seen.cell).split())
                if text in ("-", "–", "n/a", "N/A", "x"):
                    accounts.left(seen.sheet, seen.cell, "it says nothing")
                    continue
                kind = _KINDS[field]
                if kind is CommentaryKind.CONTEXT and _falls_short(one, spanning, kpi):
                    kind = CommentaryKind.REASON
                words = printed_text(seen.cell).strip()
                found.append(_comment(kpi, one, kind, words, seen, accounts))
    return tuple(found)


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
        source=source_of(seen, "text"),
    )
