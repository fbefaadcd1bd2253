"""Rows for the sheet ``Targets``: one for each stretch of periods with the same target."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal

from pmf_cli.frozen import frozen
from pmf_cli.importing.cell_fates import Accounts
from pmf_cli.importing.column_meanings import YEARS
from pmf_cli.importing.fields import ScorecardField
from pmf_cli.importing.figures import in_unit
from pmf_cli.importing.guesses import LEAVE_OUT, Guess, GuessBook, Sureness, Topic
from pmf_cli.importing.mapping import TARGET_KIND, YEARS_TARGET, ImportMapping
from pmf_cli.importing.observations import SeenCell
from pmf_cli.importing.readings import ReadSighting
from pmf_cli.importing.target_text import TargetReading
from pmf_cli.importing.why_left import (
    NO_TARGET,
    OTHER_TAKEN,
    OTHER_UNIT,
    PART_OF_PERIOD,
    SAID_TWICE,
    WhyLeft,
)
from pmf_cli.register.choices import choice_in
from pmf_cli.register.periods.period import (
    FINANCIAL_START,
    Period,
    PeriodKind,
    financial_year,
    quarter,
)
from pmf_cli.register.periods.steps import shift
from pmf_cli.register.sheets.kpis import Kpi
from pmf_cli.register.sheets.targets import Target
from pmf_cli.register.terms import Polarity, Profile, TargetType, TimeBasis


@frozen
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
        found = _stated(one)
        if found is None:
            continue
        reading, seen = found
        told = _meant_for(kpi, reading)
        when = _time_meant(reading, one.sighting.period)
        if isinstance(told, WhyLeft):
            accounts.left(seen.sheet, seen.cell, told)
        elif when is None:
            why = f"it is for a part of {one.sighting.period}, for which the figure is"
            accounts.left(seen.sheet, seen.cell, PART_OF_PERIOD.of(why))
        else:
            aim = _Aim(when, when, told, seen, one.sighting.spans and reading.at is None)
            _add(aims, aim, mapping, book, accounts, kpi.ref)
    said = choice_in(str(mapping.facts_of(kpi.ref, kpi.name or "").get(YEARS_TARGET, "")), Profile)
    of_year = said if isinstance(said, Profile) else None
    return tuple(_row(aim, kpi, of_year) for aim in aims)


def _stated(one: ReadSighting) -> tuple[TargetReading, SeenCell] | None:
    """The target of a period with its cell; a tracker by the status where no target is printed."""
    seen, status = map(one.sighting.cell, (ScorecardField.TARGET, ScorecardField.STATUS))
    is_unsaid = one.target is None or one.target.kind is None
    if is_unsaid and status is not None and one.status is not None and one.status.tracker:
        return TargetReading(TargetType.TRACKER), status
    return None if one.target is None or seen is None else (one.target, seen)


def _meant_for(kpi: Kpi, reading: TargetReading) -> TargetReading | WhyLeft:
    """The target as the KPI holds it, in its unit; or why it is not taken in."""
    if reading.kind is None:
        return NO_TARGET.of(reading.why)
    if reading.is_improvement and kpi.polarity not in (Polarity.HIGHER, Polarity.LOWER):
        return NO_TARGET.of(
            "whether better is up or down is asked under Your KPIs (Polarity); then it is taken in"
        )
    told = _in_unit_of(kpi, reading)
    if told is None:
        return OTHER_UNIT.of(f"it is in {reading.unit}, which cannot be told in {kpi.unit}")
    if reading.is_improvement and kpi.polarity is Polarity.LOWER:
        return replace(told, kind=TargetType.DECREASE)
    return told


def _time_meant(reading: TargetReading, stands: Period) -> Period | None:
    """The period that a target is for; ``None`` where its words name one shorter than the figure's."""
    if reading.at is not None:
        return reading.at
    kind = reading.for_each
    if kind is None or kind is stands.kind or stands.kind in YEARS:
        return stands if kind in (None, stands.kind, PeriodKind.FINANCIAL_YEAR) else None
    begins = stands.end.year - (stands.end.month < FINANCIAL_START)
    if kind is PeriodKind.FINANCIAL_YEAR:
        return financial_year(begins)
    if kind is PeriodKind.QUARTER and stands.kind is PeriodKind.MONTH:
        return quarter(begins, (stands.end.month - FINANCIAL_START) % 12 // 3 + 1)
    return None


KINDS_ALONE = (
    TargetType.TRACKER, TargetType.TO_BE_AGREED, TargetType.INCREASE, TargetType.DECREASE, TargetType.MAINTAIN,
)  # fmt: skip
"""Types of target that need no figure."""


def kind_alone(kpi: Kpi, mapping: ImportMapping) -> tuple[Target, ...]:
    """The target row of a KPI without a printed target, of which the answers say what is meant."""
    said = mapping.facts_of(kpi.ref, kpi.name or "").get(TARGET_KIND)
    kind = None if said is None else choice_in(str(said), TargetType)
    if not isinstance(kind, TargetType) or kind not in KINDS_ALONE:
        return ()
    interim = True if kind.is_direction else None
    return (
        Target(
            kpi_ref=kpi.ref, from_period=kpi.first_period, target_type=kind, interim=interim, source=kpi.source
        ),
    )  # fmt: skip


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


def _add(
    aims: list[_Aim],
    aim: _Aim,
    mapping: ImportMapping,
    book: GuessBook,
    accounts: Accounts,
    ref: str,
) -> None:
    """Adds a target, or carries on the one of the period before where it is the same."""
    seen, first = aim.seen, aim.first
    known = next((one for one in aims if one.first == first), None)
    if known is not None and _same(known.reading, aim.reading):
        why = f"it says again what {known.seen.where.cell} says"
        accounts.left(seen.sheet, seen.cell, SAID_TWICE.of(why))
    elif known is not None:
        why = f"{known.seen.where.cell} gives {known.reading.words} for the same KPI and period; that one is taken"
        accounts.left(seen.sheet, seen.cell, OTHER_TAKEN.of(why))
        is_settled = mapping.settled(Topic.TARGET, TWO_TARGETS) is not None
        sure = Sureness.SETTLED if is_settled else Sureness.DOUBTFUL
        book.note(Guess(Topic.TARGET, TWO_TARGETS, seen.where, LEAVE_OUT, sure, why))
    else:
        accounts.taken(seen.sheet, seen.cell, f"Targets, {ref}, from {first}")
        before = aims[-1] if aims else None
        if before and _same(before.reading, aim.reading) and shift(before.last, 1) == first:
            aims[-1] = replace(before, last=aim.last, open_ended=aim.open_ended)
        else:
            aims.append(aim)


TWO_TARGETS = "two targets for one KPI and period"


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
