"""Changes of scope with who was told and who must still be told."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from pmf_cli.assessment import Assessment
from pmf_cli.register.scope_telling import TOLD_FIELDS
from pmf_cli.register.sheets.supporting import ScopeChange
from pmf_cli.views.base import Column, Entry, Paragraph, Section, Table, TextStyle
from pmf_cli.views.entries import date_entry, text_entry
from pmf_cli.views.listing import Datum, Listing
from pmf_cli.views.lists.rag import cell_text
from pmf_cli.views.references import kpi_named
from pmf_cli.views.scope_bodies import Telling, tellings_of, told_entry
from pmf_cli.words import counted

SCHEMA = "pmf/scope/1"
COLUMNS = (
    Column("Change", 1.2),
    Column("KPI", 2.4),
    Column("Kind", 1.0),
    Column("From", 1.2),
    Column("As it is now", 3.0),
    Column("DMT told", 1.2),
    Column("CLT told", 1.2),
    Column("Scrutiny told", 1.2),
)


def scope_listing(assessment: Assessment, *, only_open: bool = False, kpi_ref: str = "") -> Listing:
    """The changes of scope, newest last, in three formats.

    Args:
        assessment: the register on its date.
        only_open: only changes of which somebody must still be told.
        kpi_ref: only this KPI's changes; empty for all.

    Raises:
        UsageError: there is no such KPI.
    """
    register = assessment.register
    ref = kpi_named(register, kpi_ref).ref if kpi_ref else ""
    rows = [
        (change, tellings_of(register, change, assessment.period, assessment.as_of))
        for change in register.scope_changes
        if not ref or change.kpi_ref == ref
    ]
    still = sum(one.told is None for _, tellings in rows for one in tellings)
    if only_open:
        rows = [(change, all_) for change, all_ in rows if any(one.told is None for one in all_)]
    return Listing(
        schema=SCHEMA,
        register=register.name,
        period=str(assessment.period),
        as_of=assessment.as_of,
        counts={"changes": len(rows), "still_to_tell": still},
        key="items",
        items=tuple(item for change, all_ in rows for item in _items(assessment, change, all_)),
        sections=tuple(_sections(assessment, rows, still)),
    )


def _sections(
    assessment: Assessment,
    rows: Sequence[tuple[ScopeChange, Sequence[Telling]]],
    still: int,
) -> Iterator[Section]:
    title = f"{assessment.register.name or 'KPI Register'}: changes of scope"
    table = Table(
        "scope", "Changes of scope", COLUMNS, tuple(_row(assessment, change) for change, _ in rows)
    )
    yield Section(title, 1, (table,) if rows else ())
    to_tell = [
        (
            Entry(change.change_ref),
            text_entry(change.kpi_ref),
            Entry(one.body),
            date_entry(one.next_meeting, "Not in the timetable"),
        )
        for change, tellings in rows
        for one in tellings
        if one.told is None
    ]
    if to_tell:
        columns = (
            Column("Change", 1.2),
            Column("KPI", 1.0),
            Column("Body", 3.4),
            Column("Next meeting", 1.6),
        )
        told = "To record that a body was told: pmf scope told CHANGE --body BODY --on DATE --write"
        blocks = (Table("to_tell", "Still to tell", columns, tuple(to_tell)), Paragraph(told))
        yield Section("Still to tell", 2, blocks)
    words = "Everybody has been told of every change."
    if not rows:
        words = "There is no change of scope to show."
    if still:
        words = f"{counted(still, 'report')} still to be made to a body."
    yield Section("Counts", 2, (Paragraph(words, TextStyle.LEAD),))


def _row(assessment: Assessment, change: ScopeChange) -> tuple[Entry, ...]:
    kpi = assessment.register.kpi_by_ref.get(change.kpi_ref or "")
    name = "" if kpi is None else f" {kpi.short_name or kpi.name or ''}"
    return (
        Entry(change.change_ref, ref=change.source.at("change_ref")),
        text_entry(f"{change.kpi_ref or 'Not stated'}{name}"),
        text_entry(None if change.kind is None else str(change.kind)),
        text_entry(None if change.from_period is None else str(change.from_period)),
        text_entry(change.after),
        *(told_entry(assessment.register, change, kind) for kind in TOLD_FIELDS),
    )


def _items(
    assessment: Assessment, change: ScopeChange, tellings: Sequence[Telling]
) -> Iterator[Mapping[str, Datum]]:
    kpi = assessment.register.kpi_by_ref.get(change.kpi_ref or "")
    head: dict[str, Datum] = {
        "change": change.change_ref,
        "kpi": change.kpi_ref,
        "name": None if kpi is None else kpi.name,
        "kind": None if change.kind is None else str(change.kind),
        "from_period": None if change.from_period is None else str(change.from_period),
        "before": change.before,
        "after": change.after,
        "reason": change.reason,
        "break_in_series": change.break_in_series,
    }
    for one in tellings or (None,):
        yield head | {
            "body_kind": None if one is None else str(one.kind),
            "body": None if one is None else one.body,
            "told_on": None if one is None or one.told is None else one.told.isoformat(),
            "next_meeting": _iso(one),
            "where": None if one is None else cell_text(change.source.at(TOLD_FIELDS[one.kind])),
        }


def _iso(one: Telling | None) -> str | None:
    return None if one is None or one.next_meeting is None else one.next_meeting.isoformat()
