"""Rows for the sheet ``Targets``: one for each stretch of periods with the same target."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal

from pmf_cli.importing.cell_fates import Accounts
from pmf_cli.importing.fields import ScorecardField
from pmf_cli.importing.figures import in_unit
from pmf_cli.importing.guesses import LEAVE_OUT, Guess, GuessBook, Sureness, Topic
from pmf_cli.importing.mapping import YEARS_TARGET, ImportMapping
from pmf_cli.importing.observations import SeenCell
from pmf_cli.importing.readings import ReadSighting
from pmf_cli.importing.target_text import TargetReading
from pmf_cli.register.choices import choice_in
from pmf_cli.register.periods.period import Period, PeriodKind
from pmf_cli.register.periods.steps import shift
from pmf_cli.register.sheets.kpis import Kpi
from pmf_cli.register.sheets.targets import Target
from pmf_cli.register.terms import Profile, TargetType, TimeBasis


@dataclass(frozen=True)
class _Aim:
    """A target with the first and last period it is stated for."""

    first: Period
    last: Period
    reading: TargetReading
    seen: SeenCell
    open_ended: bool = False


def target_rows(
    kpi: Kpi,
    read: tuple[ReadSighting, ...],
    mapping: ImportMapping,
    book: GuessBook,
    accounts: Accounts,
) -> tuple[Target, ...]:
    """The targets of a KPI, oldest first; equal targets of neighbouring periods in one row.

    A tracker comes from a status that says so, where no target is printed.
    """
    aims: list[_Aim] = []
    for one in sorted(read, key=lambda r: r.sighting.period.sort_key):
        seen = one.sighting.cell(ScorecardField.TARGET)
        reading = one.target
        if reading is None or (reading.kind is None and _is_tracker(one)):
            status = one.sighting.cell(ScorecardField.STATUS)
            if not _is_tracker(one) or status is None:
                continue
            seen = status
            reading = TargetReading(TargetType.TRACKER)
        if seen is None:
            continue
        if reading.kind is None:
            accounts.left(seen.sheet, seen.cell, reading.why or "no target can be read")
            continue
        told = _in_unit_of(kpi, reading)
        if told is None:
            why = f"it is in {reading.unit}, which cannot be told in {kpi.unit}"
            accounts.left(seen.sheet, seen.cell, why)
            continue
        _add(aims, one, told, seen, kpi, mapping, book, accounts)
    said = choice_in(str(mapping.facts_of(kpi.ref, kpi.name or "").get(YEARS_TARGET, "")), Profile)
    of_year = said if isinstance(said, Profile) else None
    return tuple(_row(aim, kpi, of_year) for aim in aims)


def _in_unit_of(kpi: Kpi, reading: TargetReading) -> TargetReading | None:
    """The target in the KPI's unit; ``None`` where the unit printed with it is of another kind."""
    value = reading.value if isinstance(reading.value, Decimal) else None
    numbers = (value, reading.low, reading.high, reading.amber)
    told = [None if n is None else in_unit(n, reading.unit, kpi.unit) for n in numbers]
    if any(new is None and old is not None for new, old in zip(told, numbers, strict=True)):
        return None
    moved, low, high, amber = told
    kept = reading.value if value is None else moved
    return replace(reading, value=kept, low=low, high=high, amber=amber)


def _is_tracker(one: ReadSighting) -> bool:
    return one.status is not None and one.status.tracker


def _add(
    aims: list[_Aim],
    one: ReadSighting,
    reading: TargetReading,
    seen: SeenCell,
    kpi: Kpi,
    mapping: ImportMapping,
    book: GuessBook,
    accounts: Accounts,
) -> None:
    first = last = one.sighting.period
    same_start = [aim for aim in aims if aim.first == first]
    if same_start:
        known = same_start[0]
        if _same(known.reading, reading):
            accounts.left(seen.sheet, seen.cell, f"it says again what {known.seen.where.cell} says")
            return
        why = f"{known.seen.where.cell} gives {known.reading.words} for the same KPI and period; that one is taken"
        accounts.left(seen.sheet, seen.cell, why)
        text = "two targets for one KPI and period"
        sure = (
            Sureness.DOUBTFUL if mapping.settled(Topic.TARGET, text) is None else Sureness.SETTLED
        )
        book.note(Guess(Topic.TARGET, text, seen.where, LEAVE_OUT, sure, why))
        return
    accounts.taken(seen.sheet, seen.cell, f"Targets, {kpi.ref}, from {first}")
    if aims and _same(aims[-1].reading, reading) and shift(aims[-1].last, 1) == first:
        before = aims[-1]
        aims[-1] = _Aim(before.first, last, before.reading, before.seen, one.sighting.spans)
    else:
        aims.append(_Aim(first, last, reading, seen, one.sighting.spans))


def _same(one: TargetReading, two: TargetReading) -> bool:
    return (one.kind, one.value, one.low, one.high) == (two.kind, two.value, two.low, two.high)


def _row(aim: _Aim, kpi: Kpi, of_year: Profile | None) -> Target:
    reading = aim.reading
    value: Decimal | date | bool | None = reading.value
    is_of_year = aim.first.kind is PeriodKind.FINANCIAL_YEAR
    level = kpi.time_basis is TimeBasis.CUMULATIVE and not is_of_year
    stated = reading.kind is TargetType.VALUE and not aim.open_ended and level
    return Target(
        kpi_ref=kpi.ref,
        from_period=aim.first,
        to_period=None if aim.open_ended else aim.last,
        target_type=reading.kind,
        target=value,
        range_low=reading.low,
        range_high=reading.high,
        amber_boundary=reading.amber,
        profile=Profile.LEVEL if stated else of_year if is_of_year else None,
        interim=True if reading.kind is not None and reading.kind.is_direction else None,
        source=aim.seen.source("target", "from_period"),
    )
