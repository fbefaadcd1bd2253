"""Planned changes before they are written: cell by cell, old and new, and what a change of scope brings about."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from decimal import Decimal
from enum import StrEnum

from pmf_cli.analysis.scope.effects import MOST_PERIODS, Effects, RatingMove, effects_of
from pmf_cli.analysis.scope.plan import ScopePlan
from pmf_cli.analysis.scope.planned import PlannedChange, RowEdit
from pmf_cli.assessment import Assessment
from pmf_cli.frozen import frozen
from pmf_cli.rag.base import KpiRating
from pmf_cli.register.figures import plain
from pmf_cli.register.kpi_filters import chosen_values, distinct
from pmf_cli.register.register import Register
from pmf_cli.register.sheets.kpis import Kpi
from pmf_cli.register.sheets.layout import by_name, columns_of
from pmf_cli.register.sheets.rows import RegisterRow
from pmf_cli.register.sheets.supporting import ScopeChange
from pmf_cli.register.terms import BodyKind, ScopeChangeKind
from pmf_cli.views.base import (
    Block,
    Entry,
    Paragraph,
    Section,
    lead,
)
from pmf_cli.views.entries import direction_entry, none_entry, rating_entry
from pmf_cli.views.listing import Field, ListDefinition, Listing, table_column, table_of
from pmf_cli.views.lists.findings import FINDINGS
from pmf_cli.views.lists.scope import NO_MEETING, Telling, tellings_of
from pmf_cli.views.references import contact_named
from pmf_cli.views.wording import are
from pmf_cli.words import counted, day

NOTHING = "Nothing"
NEW_ROW: tuple[Field[tuple[str, str]], ...] = (
    table_column("Column", lambda pair: pair[0], 1.6),
    table_column("Will be", lambda pair: pair[1], 5.0),
)
UNCHANGED = "Nothing is to change: the register says so already."


@frozen
class PlannedLine:
    """One thing that a command would change or bring about; the attributes are the list's fields."""

    kind: str
    what: str
    kpi: str | None = None
    where: str | None = None
    before: str | None = None
    after: str | None = None


PLANNED: ListDefinition[PlannedLine] = ListDefinition(
    "pmf/planned/1",
    "One item a thing that a command would change or bring about. From `pmf highlights choose`, "
    "`pmf scope change` and `pmf scope told`.",
    "items",
    (
        Field("kind", "", "cell, told, series, rating or finding."),
        Field("what", "Column", "The column's heading, the body, or what it is about.", width=1.6),
        Field("kpi", "", "The KPI or change concerned, if any."),
        Field("where", "Where", "The cell, the sheet of a new row, or the period.", width=3.0),
        Field(
            "before", "Now", "What is there now; empty for nothing.",
            shown=lambda one: _value_entry(one.before), width=2.6,
        ),
        Field(
            "after", "Will be", "What would be there.", shown=lambda one: _value_entry(one.after),
            width=3.2,
        ),
    ),
    ("where", "what", "before", "after"),
)  # fmt: skip


def planned_listing(
    assessment: Assessment,
    planned: PlannedChange,
    heading: str,
    *,
    more: Sequence[Section] = (),
    lines: Sequence[PlannedLine] = (),
    said: Sequence[str] = (),
) -> Listing:
    """A preview in three formats.

    Args:
        more: further sections: what it brings about.
        lines: the same as items.
        said: sentences that come first.
    """
    blocks: list[Block] = [Paragraph(words) for words in said]
    if planned.is_empty:
        blocks.append(lead(UNCHANGED))
    else:
        blocks += _blocks(assessment.register, planned)
    return PLANNED.listing_of(
        assessment,
        (*_lines(assessment.register, planned), *lines),
        {
            "cells": sum(len(edit.fields) for edit in planned.edits),
            "rows": sum(len(rows) for rows in planned.rows.values()),
        },
        (Section(heading, 1, tuple(blocks)), *more),
    )


def _blocks(register: Register, planned: PlannedChange) -> Iterator[Block]:
    """Every cell that would change, now and then; every row that would be added, column by column."""
    cells = [line for edit in planned.edits for line in _edit_lines(edit)]
    if cells:
        yield PLANNED.table("planned", f"{counted(len(cells), 'cell')} to change", cells)
    for number, (place, row) in enumerate(_new_rows(register, planned), 1):
        yield Paragraph(f"A new row in {place}:")
        yield table_of(NEW_ROW, f"new_row_{number}", f"New row in {place}", tuple(_filled(row)))


def _value_entry(value: str | None) -> Entry:
    return Entry(value) if value else none_entry(NOTHING)


def _lines(register: Register, planned: PlannedChange) -> Iterator[PlannedLine]:
    for edit in planned.edits:
        yield from _edit_lines(edit)
    for place, row in _new_rows(register, planned):
        for title, value in _filled(row):
            yield PlannedLine("cell", title, _kpi_of(row), f"{place}, new row", after=value)


def _edit_lines(edit: RowEdit) -> Iterator[PlannedLine]:
    titles = _titles(edit.row)
    for name, value in edit.fields.items():
        where = str(edit.row.source.at(name))
        before = _as_shown(getattr(edit.row, name))
        yield PlannedLine("cell", titles[name], _kpi_of(edit.row), where, before, _as_shown(value))


def _new_rows(register: Register, planned: PlannedChange) -> Iterator[tuple[str, RegisterRow]]:
    for sheet, rows in planned.rows.items():
        workbook, tab = register.present.get(sheet, (by_name()[sheet].workbook, sheet))
        for row in rows:
            yield f"{workbook}, {tab}", row


def _filled(row: RegisterRow) -> Iterator[tuple[str, str]]:
    for name, title in _titles(row).items():
        if value := _as_shown(getattr(row, name)):
            yield title, value


def _titles(row: RegisterRow) -> Mapping[str, str]:
    return {column.field: column.heading.text for column in columns_of(type(row))}  # type: ignore[arg-type]  # classes hash


def _kpi_of(row: RegisterRow) -> str | None:
    return getattr(row, "kpi_ref", None) or getattr(row, "ref", None)


def _as_shown(value: object) -> str:
    """A cell's value in words: as the register would show it."""
    if value is None or value == ():
        return ""
    if isinstance(value, tuple):
        return "; ".join(_as_shown(part) for part in value)
    if isinstance(value, StrEnum):
        return value.value
    return plain(value) if isinstance(value, bool | date | Decimal | str) else str(value)


OUT_OF_SCOPE = "Out of scope"


def scope_preview(assessment: Assessment, kpi: Kpi, plan: ScopePlan) -> Listing:
    """What a change would record, change and bring about, in three formats."""
    change = plan.change
    if plan.on_record is not None:
        said = [f"{change.change_ref} records this change already."]
        return planned_listing(assessment, plan.planned, _heading(kpi, change), said=said)
    effects = effects_of(assessment, kpi, change, plan.planned)
    tellings = tellings_of(
        plan.planned.applied_to(assessment.register), change, assessment.period, assessment.as_of
    )
    return planned_listing(
        assessment,
        plan.planned,
        _heading(kpi, change),
        more=(
            Section("Who must be told", 2, (_told(change, tellings),)),
            Section.saying("The series", series_words(change, effects), 2),
            Section("Ratings", 2, tuple(_ratings(assessment, kpi, change, effects))),
            Section("Findings", 2, tuple(_findings(effects))),
        ),
        lines=tuple(_effect_lines(kpi, change, tellings, effects)),
    )


def settled_value(register: Register, kind: ScopeChangeKind, field: str, text: str) -> str:
    """A typed value as the register writes it: a contact's reference, a board's name.

    Raises:
        UsageError: there is no such contact or board.
    """
    if text.strip() and kind is ScopeChangeKind.OWNER:
        return contact_named(register, text)
    if text.strip() and kind is ScopeChangeKind.BOARD:
        boards = (one.body for one in register.boards if one.kind is BodyKind.SCRUTINY)
        known = distinct((*boards, *(getattr(kpi, field) for kpi in register.kpis)))
        return min(chosen_values("board", (text,), known))
    return text


def _heading(kpi: Kpi, change: ScopeChange) -> str:
    name = kpi.short_name or kpi.name
    of = f"{kpi.ref} {name}" if name else kpi.ref
    return f"{change.change_ref}: {of} {_verb(change)} from {change.from_period}"


def _verb(change: ScopeChange) -> str:
    """What happens to the KPI: ``is new``, ``ends``, ``has another target``."""
    if change.kind is ScopeChangeKind.NEW:
        return "is new"
    if change.kind is ScopeChangeKind.ENDED:
        return "ends"
    return f"has another {str(change.kind).lower()}"


def _told(change: ScopeChange, tellings: Sequence[Telling]) -> Block:
    if not tellings:
        return Paragraph(f"A change of the kind {change.kind} need not be reported to members.")

    def recording(one: Telling) -> str:
        return f"pmf scope told {change.change_ref} --body {one.kind} --on DATE --write"

    columns: tuple[Field[Telling], ...] = (
        table_column("Body", lambda one: one.body, 3.0),
        table_column("Next meeting", lambda one: one.next_meeting, 1.4, missing=NO_MEETING),
        table_column("To record it", recording, 4.0),
    )
    return table_of(columns, "told", "Who must be told", tellings)


def series_words(change: ScopeChange, effects: Effects) -> str:
    """What becomes of the series, in a sentence."""
    if not change.break_in_series:
        return "The series goes on: figures before and after are compared."
    words = (
        f"The series breaks: {counted(effects.cut_off, 'result')} before {change.from_period} "
        f"{are(effects.cut_off)} not compared with later ones"
    )
    if change.back_series is not None and change.back_series.value == "Yes":
        return "Past figures were worked out anew, so the whole series is compared as before."
    return f"{words}, in directions of travel, runs and charts."


def _ratings(
    assessment: Assessment, kpi: Kpi, change: ScopeChange, effects: Effects
) -> Iterator[Block]:
    if not effects.moves:
        if effects.looked_at:
            periods = counted(effects.looked_at, "period")
            yield Paragraph(f"No rating changes ({periods} looked at).")
        else:
            yield Paragraph(
                f"No rating changes: {kpi.ref} has no result from {change.from_period} on that "
                f"stands in the papers for {assessment.period}."
            )
        return
    yield table_of(MOVES, "ratings", "Ratings that would change", effects.moves)
    first = change.from_period
    if first is not None and any(move.period.start < first.start for move in effects.moves):
        yield Paragraph(
            f"The sheet KPIs has no periods: ratings before {first} are worked out with the new "
            f"{str(change.kind).lower()} too."
        )
    words = "Papers that were issued keep their ratings; the next paper names the change."
    if effects.looked_at == MOST_PERIODS:
        words += f" The newest {MOST_PERIODS} periods were looked at."
    yield Paragraph(words)


MOVES: tuple[Field[RatingMove], ...] = (
    table_column("Period", lambda move: move.period, 1.4),
    table_column("Now", lambda move: _rating(move.before), 2.0),
    table_column("Would be", lambda move: _rating(move.after), 2.0),
    table_column("Target now", lambda move: _target(move.before), 1.6, missing="No target"),
    table_column("Target then", lambda move: _target(move.after), 1.6, missing="No target"),
    table_column(
        "Direction of travel then",
        lambda move: move.after and direction_entry(move.after.direction), 2.8, missing=OUT_OF_SCOPE,
    ),
)  # fmt: skip


def _rating(rating: KpiRating | None) -> Entry:
    return none_entry(OUT_OF_SCOPE) if rating is None else rating_entry(rating)


def _target(rating: KpiRating | None) -> str:
    return "" if rating is None else rating.outcome.target_text


def _findings(effects: Effects) -> Iterator[Block]:
    if effects.new:
        yield FINDINGS.table("findings", "Findings that the change would cause", effects.new)
    else:
        yield Paragraph("The change causes no finding.")
    if effects.mended:
        yield Paragraph(f"{counted(effects.mended, 'finding')} of today would be put right.")


def _effect_lines(
    kpi: Kpi, change: ScopeChange, tellings: Sequence[Telling], effects: Effects
) -> Iterator[PlannedLine]:
    for one in tellings:
        meets = None if one.next_meeting is None else day(one.next_meeting)
        yield PlannedLine("told", one.body, kpi.ref, str(one.kind), after=meets)
    yield PlannedLine("series", series_words(change, effects), kpi.ref)
    for move in effects.moves:
        before, after = _rating(move.before).text, _rating(move.after).text
        yield PlannedLine("rating", "Rating", kpi.ref, str(move.period), before, after)
    for finding in effects.new:
        what = f"{finding.code}: {finding.message}"
        yield PlannedLine("finding", what, finding.kpi_ref, str(finding.where))
