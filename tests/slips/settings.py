"""Slips in the settings, counts and periods of a sound register, by which a colour changes.

Each is made in the part of the register that concerns one KPI: in its row, its newest target row
or its newest result.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from decimal import Decimal
from typing import Any

from pmf_cli.checks import CHECKS
from pmf_cli.checks.selection import silenced
from pmf_cli.findings import Finding, Severity
from pmf_cli.register import terms
from pmf_cli.register.figures import as_printed
from pmf_cli.register.periods.steps import shift, year_earlier
from pmf_cli.register.sheets.record import Result
from pmf_cli.register.sheets.targets import Target
from tests.slips.planted import LOOKED_AT, Sound

Slips = Iterator[tuple[str, Sound]]
"""What was done, and the register after it."""
REQUIRES = {code: one.requires for code, one in CHECKS.items() if one.requires}


@dataclass
class Told:
    """Of the slips that change a colour: how many there are, and how many are told."""

    changed: Counter[str] = field(default_factory=Counter)
    told: Counter[str] = field(default_factory=Counter)
    advised: Counter[str] = field(default_factory=Counter)

    def lines(self) -> list[str]:
        """Kind, told, of, of these as advice only."""
        return [
            f"{kind:40} {self.told[kind]:4} of {count:4}, and {self.advised[kind]} as advice"
            for kind, count in self.changed.items()
        ]


def told_of(sound: Sound) -> Told:
    """Makes each slip for each KPI of a register, one at a time."""
    found = Told()
    for ref in sound.register.kpi_by_ref:
        part = sound.part(ref)
        before, colours = _findings(part), _colours(part, part)
        for kind, after in (*of_the_kpi(part), *of_the_target(part), *of_the_result(part)):
            if _colours(after, part) == colours:
                continue
            found.changed[kind] += 1
            new = {severity for key, severity in _findings(after).items() if key not in before}
            if new - {Severity.ADVICE}:
                found.told[kind] += 1
            elif new:
                found.advised[kind] += 1
    return found


def _findings(sound: Sound) -> dict[tuple[str, object], Severity]:
    found = [
        Finding(one.code, one.severity, problem.where, problem.message, problem.kpi_ref)
        for one in CHECKS.values()
        for problem in one.run(sound.scene)
    ]
    return {(one.code, one.where): one.severity for one in silenced(found, REQUIRES)}


def _colours(sound: Sound, part: Sound) -> list[terms.Rag | None]:
    """The colours of the KPI for the newest periods that held a figure before the slip."""
    before, kpi = part.register.kpis[0], sound.register.kpis[0]
    rows = part.register.own_results_of(before)
    asked = [period for period, row in rows.items() if row.value is not None][-LOOKED_AT:]
    held = sound.register.results_of(kpi.ref)
    silent = (terms.KpiStatus.PAUSED, terms.KpiStatus.DEVELOPMENT, terms.KpiStatus.ENDED)
    if kpi.status in silent:
        return [None for _ in asked]
    return [
        sound.scene.colour_of(kpi, None, held[period]) if period in held else None
        for period in asked
    ]


def _kpi(part: Sound, **over: Any) -> Sound:
    kpi = replace(part.register.kpis[0], **over)
    return replace(part, register=replace(part.register, kpis=(kpi,)))


def of_the_kpi(part: Sound) -> Slips:
    """Slips in the KPI's own row."""
    kpi = part.register.kpis[0]
    turned = {
        terms.Polarity.HIGHER: terms.Polarity.LOWER,
        terms.Polarity.LOWER: terms.Polarity.HIGHER,
    }
    yield "financial flag turned round", _kpi(part, financial=not kpi.financial)
    if kpi.polarity in turned:
        yield "polarity turned round", _kpi(part, polarity=turned[kpi.polarity])
        yield "polarity none", _kpi(part, polarity=terms.Polarity.NONE)
    yield "comparator none", _kpi(part, comparator=terms.ComparatorRule.NONE)
    if kpi.status is terms.KpiStatus.ACTIVE:
        yield "status paused", _kpi(part, status=terms.KpiStatus.PAUSED)
        yield "status ended", _kpi(part, status=terms.KpiStatus.ENDED)
    if kpi.decimal_places:
        yield "no decimals", _kpi(part, decimal_places=0)


def of_the_target(part: Sound) -> Slips:
    """Slips in the KPI's newest target row."""
    kpi = part.register.kpis[0]
    rows = part.scene.target_rows.get((kpi.ref, None), ())
    if not rows:
        return
    row = rows[-1]

    def over(**fields: Any) -> Sound:
        return part.with_target(row, replace(row, **fields))

    if isinstance(row.target, Decimal):
        relative = terms.ToleranceBasis.RELATIVE
        yield "tolerance as a fraction", over(tolerance=Decimal("0.05"), tolerance_basis=relative)
        yield "tolerance ten times too wide", over(tolerance=Decimal(50), tolerance_basis=relative)
        half = kpi.polarity is terms.Polarity.HIGHER
        far = row.target / 2 if half else row.target * 2
        yield "amber boundary far off", over(amber_boundary=far)
        yield "target a tenth too high", over(target=_tenth_more(row.target))
        if row.previous_target not in (None, row.target):
            yield "target as before", over(target=row.previous_target)
    if row.tolerance is not None:
        for basis in terms.ToleranceBasis:
            yield "tolerance in another basis", over(tolerance_basis=basis)
    yield from _of_the_shape(row, over)
    yield "first period a year late", over(from_period=_shifted(row, 4))


def _tenth_more(target: Decimal) -> Decimal:
    step = Decimal(1).scaleb(min(0, int(target.as_tuple().exponent)))
    return (target * Decimal("1.1")).quantize(step)


def _of_the_shape(row: Target, over: Any) -> Slips:
    """Slips in profile and range."""
    if row.q2 is not None and row.q3 is not None:
        yield "quarters swapped", over(q2=row.q3, q3=row.q2)
        yield "quarter as the one before", over(q3=row.q2)
        yield "quarter a fifth too high", over(q3=row.q3 * Decimal("1.2"))
    if row.profile is not None:
        for profile in (terms.Profile.LEVEL, terms.Profile.EVEN):
            yield "another profile", over(profile=profile)
    if row.range_low is not None and row.range_high is not None:
        yield "edges the same", over(range_low=row.range_high)
        yield "edge deleted", over(range_high=None)


def _shifted(row: Target, steps: int) -> object:
    return None if row.from_period is None else shift(row.from_period, steps)


def of_the_result(part: Sound) -> Slips:
    """Slips in the KPI's newest result, and in the two newest."""
    kpi = part.register.kpis[0]
    rows = [row for row in part.register.own_results_of(kpi).values() if row.number is not None]
    if not rows or rows[-1].period is None:
        return
    row = rows[-1]

    def over(**fields: Any) -> Sound:
        return part.with_result(row, replace(row, **fields))

    periods = {
        "a year early": year_earlier(rows[-1].period),
        "early": shift(rows[-1].period, -1),
        "late": shift(rows[-1].period, 1),
    }
    for words, period in periods.items():
        if period is not None:
            yield f"period {words}", over(period=period)
    yield from _of_the_counts(row, kpi.decimal_places, over)
    if len(rows) > 1:
        before = rows[-2]
        yield (
            "the period before left standing",
            over(value=before.value, numerator=None, denominator=None),
        )
        swapped = over(
            value=before.value, numerator=before.numerator, denominator=before.denominator
        )
        yield (
            "two periods swapped",
            swapped.with_result(
                before,
                replace(
                    before, value=row.value, numerator=row.numerator, denominator=row.denominator
                ),
            ),
        )


def _of_the_counts(row: Result, places: int | None, over: Any) -> Slips:
    """A count mistyped, where the result is worked out from it."""
    above, below, value = row.numerator, row.denominator, row.number
    if not above or not below or value is None:
        return
    for words, factor in (("a numerator", Decimal("1.1")), ("a denominator", Decimal("0.85"))):
        fields: dict[str, object] = {"value": as_printed(value * factor, places)}
        if words == "a numerator":
            fields["numerator"] = (above * factor).quantize(Decimal(1))
        else:
            fields["value"] = as_printed(value / factor, places)
            fields["denominator"] = (below * factor).quantize(Decimal(1))
        yield f"{words} mistyped, the result follows", over(**fields)
