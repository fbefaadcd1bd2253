"""Is a target of the size of the targets beside it, of its profile and of its results?

A target typed as 150 for 15, or 8.5 for 85, makes every result Green or Red without a word.
Targets set too high or too low undermine the monitoring (2023 framework, targets).
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from decimal import Decimal
from itertools import pairwise
from statistics import median

from pmf_cli.checks.base import CheckContext
from pmf_cli.checks.plausibility import limit_passed
from pmf_cli.checks.sizes import misplaced, slip_words
from pmf_cli.checks.words import figure_text, plain_number, series_name
from pmf_cli.findings import Problem, advice, warning
from pmf_cli.frozen import frozen
from pmf_cli.register.register import SeriesKey
from pmf_cli.register.sheets.kpis import Kpi
from pmf_cli.register.sheets.record import Result
from pmf_cli.register.sheets.targets import Target
from pmf_cli.register.terms import AMBER_BOUNDARY, DataType, Rag, TargetType, TimeBasis, YearValue
from pmf_cli.register.time.times import quarter_figures

FIGURES = (
    ("target", "target"),
    ("range_low", "range's lower edge"),
    ("range_high", "range's upper edge"),
    ("q1", "target for Q1"),
    ("q2", "target for Q2"),
    ("q3", "target for Q3"),
    ("q4", "target for Q4"),
    ("amber_boundary", AMBER_BOUNDARY),
    ("stretch_target", "stretch target"),
)
"""Fields of a target row in the KPI's unit, with their names in a sentence."""
QUARTERS = ("q1", "q2", "q3", "q4")
HUNDRED = Decimal(100)
NEWEST = 8
"""Results of a row that are looked at, the newest."""
FEW = 3
"""Results that a target is held against where nothing else speaks for or against it."""


@frozen
class Placed:
    """A target row with its KPI, its neighbours in time, and what its results say of each field.

    Attributes:
        beside: the rows just before and after it that are of the same type.
        said_later: what the next row says that the target before it was.
        shares: field → results ÷ what the row asked for, for the figures that came from it.
    """

    row: Target
    kpi: Kpi
    beside: tuple[Target, ...]
    said_later: Decimal | None
    shares: dict[str, list[Decimal]]


def placed_targets(context: CheckContext) -> Iterator[Placed]:
    """Every target row in figures, past rows too."""
    for key, rows in context.target_rows.items():
        kpi = context.register.kpi(key[0])
        if kpi is None:
            continue
        shares = _shares(context, key, kpi)
        for place, row in enumerate(rows):
            if row.target_type not in (TargetType.VALUE, TargetType.RANGE):
                continue
            near = (*rows[max(place - 1, 0) : place], *rows[place + 1 : place + 2])
            beside = tuple(one for one in near if one.target_type is row.target_type)
            later = rows[place + 1].previous_target if place + 1 < len(rows) else None
            yield Placed(row, kpi, beside, later, shares.get(id(row), {}))


def _shares(context: CheckContext, key: SeriesKey, kpi: Kpi) -> dict[int, dict[str, list[Decimal]]]:
    """Row → field → results ÷ what was asked for by it, newest first, at most so many."""
    found: dict[int, dict[str, list[Decimal]]] = {}
    series = context.register.results_of(*key)
    for period, result in reversed(tuple(series.items())):
        row = None if result.number is None else context.target_at(*key, period)
        if row is None or row.target_type not in (TargetType.VALUE, TargetType.RANGE):
            continue
        held = found.setdefault(id(row), {})
        if sum(map(len, held.values())) >= NEWEST:
            continue
        for field, share in _shares_of(context, kpi, row, result):
            held.setdefault(field, []).append(share)
    return found


def _shares_of(
    context: CheckContext, kpi: Kpi, row: Target, result: Result
) -> Iterator[tuple[str, Decimal]]:
    period, number = result.period, result.number
    if period is None or number is None or number == 0:
        return
    aim = context.aim_of(row, kpi, period)
    asked = ((aim.field, aim.value), ("range_low", aim.low), ("range_high", aim.high))
    for field, value in asked:
        if isinstance(value, Decimal) and value != 0:
            yield field, number / value


@warning(
    "TGF011",
    cure="Compare with what was agreed; look for a lost point, a fraction (0.95 for 95%) or a sign.",
    requires=("TGF003",),
)
def of_another_size(context: CheckContext) -> Iterator[Problem]:
    """A target is of the size of the targets beside it, of its profile and of its results.

    150 where 15 was agreed, 0.95 beside results such as 93.1, 389% for a quarter of 38.9%: every
    result is then Green, or Red. Held against each figure of a target row, its quarters, edges,
    Amber boundary and stretch included: the rows before and after, the previous target, the other
    figures of the row, the results, the KPI's plausible limits, and 100%. One of them of the same
    size is enough to believe it.
    """
    for one in placed_targets(context):
        for field, name in FIGURES:
            number = getattr(one.row, field)
            if isinstance(number, Decimal):
                why = _why(one, field, number)
                if why is not None:
                    message = f"The {name} of {series_name(one.row)} from {one.row.from_period} is {figure_text(number, one.kpi)}, {why}"
                    yield Problem(one.row.source.at(field), message, one.kpi.ref)
        yield from _months(one)


def _why(one: Placed, field: str, number: Decimal) -> str | None:
    """Why a figure of a row cannot be believed, in words; ``None`` where it can."""
    kpi = one.kpi
    witnesses = _witnesses(one, field, number)
    times = misplaced(number, witnesses)
    if times is not None:
        near = median(sorted(witnesses))
        return f"while the figures beside it are near {figure_text(_short(near), kpi)}: {slip_words(times)}?"
    if side := limit_passed(kpi, number, "the KPI's"):
        return f"{side}."
    held = [share * number for shares in one.shares.values() for share in shares]
    if kpi.plausible_max is None and _alone_above_100(kpi, number, (*witnesses, *held)):
        return "above 100%, as no other figure of this KPI is."
    return None


def _alone_above_100(kpi: Kpi, number: Decimal, others: Sequence[Decimal]) -> bool:
    """Whether a percentage goes beyond the whole while none of the others does."""
    is_over = kpi.data_type is DataType.PERCENTAGE and number > HUNDRED
    return is_over and not any(other > HUNDRED for other in others)


def _short(number: Decimal) -> Decimal:
    """Four digits are enough to tell a size."""
    return Decimal(f"{number:.4g}")


def _witnesses(one: Placed, field: str, number: Decimal) -> list[Decimal]:
    """The figures that should be of the size of one figure of a row."""
    row = one.row
    found = [getattr(other, field) for other in one.beside]
    found += _of_the_row(row, one.kpi, field)
    if field == "target":
        found.append(one.said_later)
    known = [value for value in found if isinstance(value, Decimal)]
    shares = one.shares.get(field, ())
    # A percentage of 1 or less beside results in the tens is a fraction, by one result too.
    fraction = one.kpi.data_type is DataType.PERCENTAGE and abs(number) <= 1
    if len(shares) >= (1 if known or fraction else FEW):
        known.append(number * median(shares))
    return known


def _of_the_row(row: Target, kpi: Kpi, field: str) -> list[object]:
    """Other figures of the same row that should be of the size of one of its figures."""
    if field == "target":
        return [row.previous_target, row.stretch_target, *_year_by_profile(row, kpi)]
    if field in ("range_low", "range_high"):
        return [row.range_high if field == "range_low" else row.range_low]
    if field in QUARTERS:
        return _sisters(row, kpi, QUARTERS.index(field))
    return [row.target]


def _year_by_profile(row: Target, kpi: Kpi) -> list[object]:
    """The year's figure that a profile of four quarters comes to."""
    parts = [part for part in quarter_figures(row) if part is not None]
    if kpi.time_basis is TimeBasis.CUMULATIVE:
        return [row.months[-1] if row.months else row.q4]
    if len(parts) < 4:
        return []
    return [sum(parts, Decimal(0)) if kpi.year_value is YearValue.SUM else median(parts)]


def _sisters(row: Target, kpi: Kpi, place: int) -> list[object]:
    """What the year's figure and the other quarters lead one to expect of a quarter."""
    year = row.number
    parts = quarter_figures(row)
    if kpi.time_basis is TimeBasis.CUMULATIVE:
        return [None if year is None else year * (place + 1) / 4]
    others = [part for n, part in enumerate(parts) if n != place and part is not None]
    found: list[object] = [median(others)] if others else []
    if year is not None and kpi.year_value is YearValue.SUM:
        year /= 4
    return [*found, year]


def _months(one: Placed) -> Iterator[Problem]:
    """A problem for the first month target that is not of the size of those beside it."""
    row, kpi = one.row, one.kpi
    rising = kpi.time_basis is TimeBasis.CUMULATIVE
    for place, number in enumerate(row.months):
        same = [other.months[place] for other in one.beside if len(other.months) > place]
        # The first month of a running total is too small to stand beside the second.
        first = place if place == 1 and rising else max(place - 1, 0)
        near = (*row.months[first:place], *row.months[place + 1 : place + 2])
        times = misplaced(number, same or near)
        if times is not None or _alone_above_100(kpi, number, (*same, *near)):
            why = slip_words(times) if times is not None else "above 100%"
            message = f"The target for month {place + 1} of {series_name(row)} from {row.from_period} is {figure_text(number, kpi)}: {why}?"
            yield Problem(row.source.at("months"), message, kpi.ref)
            return


LIKE, UNLIKE = Decimal("0.025"), Decimal("0.1")
"""How far a quarter's target is from the shape of the row before where it keeps it, and where not."""
YEAR = 360
"""Days."""
JUMP = Decimal("0.2")
"""A change of a target, as a share of the one before, from which it is looked at."""


NUDGE = Decimal("0.08")
"""The same where every other change of the KPI's targets was a third of it or less."""
TIMES = 3


@warning(
    "TGF015",
    cure="Compare with what was agreed; correct the target, or the previous target beside it.",
    requires=("TGF011", "TGT002"),
)
def unlike_the_one_before(context: CheckContext) -> Iterator[Problem]:
    """A target follows from the one before it.

    Where the next row says what the target before was, the two agree: a past target that was
    typed over shows. And a target that moves by a fifth or more, away from where the results are,
    and changes a colour by it, is looked at: 58 for 85 stands within the usual range. A twelfth is
    enough where no other change of it was a third as large. An own
    profile keeps the shape that it had: a quarter that alone is not where the year before had it
    is asked about, and so are another kind of profile and the edge of a range that had one.
    """
    for key, rows in context.target_rows.items():
        kpi = context.register.kpi(key[0])
        if kpi is None:
            continue
        for older, row in pairwise(rows):
            yield from _out_of_shape(kpi, older, row)
        for place, row in enumerate(rows):
            if not isinstance(row.target, Decimal):
                continue
            newer = rows[place + 1] if place + 1 < len(rows) else None
            if newer is not None and newer.previous_target not in (None, row.target):
                message = f"The target of {series_name(row)} from {row.from_period} is {figure_text(row.target, kpi)}, but the row from {newer.from_period} says that the target before it was {figure_text(newer.previous_target, kpi)}."
                yield Problem(row.source.at("target"), message, kpi.ref)
            elif place:
                yield from _jump(context, key, kpi, rows[place - 1], row)


@advice(
    "TGF016",
    cure="Compare with what was agreed; type this year's target, or confirm the old one.",
    requires=("TGF015", "TGT002"),
)
def left_standing(context: CheckContext) -> Iterator[Problem]:
    """A target that was moved each year before is moved this year too.

    The row was copied for the new year and its figure left as it was. Asked where all earlier
    targets were moved the same way, and where the newest result has another colour by a target
    moved on by as little as ever. One target in twenty is kept on purpose, so that it is advice.
    """
    for key, rows in context.target_rows.items():
        kpi = context.register.kpi(key[0])
        moved = _step_left_out(rows)
        held = _held_against(context, key, rows[-1]) if kpi is not None and moved else []
        row = rows[-1]
        if kpi is None or not held or not isinstance(row.target, Decimal):
            continue
        last = held[-1]
        onward = replace(row, target=row.target + moved)
        colours = _colours(context, kpi, last, row, onward)
        if colours is not None:
            message = f"The target of {series_name(row)} from {row.from_period} is {figure_text(row.target, kpi)} as before, though it was moved each time until then; {last.period} is {colours[0]} by it, and would be {colours[1]} by {figure_text(onward.target, kpi)}."
            yield Problem(row.source.at("target"), message, kpi.ref)


def _step_left_out(rows: Sequence[Target]) -> Decimal:
    """The smallest step of yearly targets that moved one way each time until the newest; else 0."""
    figures = [row.number for row in rows if row.number is not None]
    *moved, newest = [now - before for before, now in pairwise(figures)] or [Decimal(1)]
    if not moved or len(figures) < len(rows) or newest != 0:
        return Decimal(0)
    smallest = min(moved, key=abs)
    one_way = all(step * smallest > 0 for step in moved)
    in_years = all(_a_year_apart(older, newer) for older, newer in pairwise(rows))
    return smallest if one_way and in_years else Decimal(0)


def _held_against(context: CheckContext, key: SeriesKey, row: Target) -> list[Result]:
    """The figures of a series that a row is held against, oldest first."""
    return [
        result
        for period, result in context.register.results_of(*key).items()
        if result.number is not None and context.target_at(*key, period) is row
    ]


def _colours(
    context: CheckContext, kpi: Kpi, result: Result, row: Target, instead: Target
) -> tuple[Rag, Rag] | None:
    """A figure's colours by a row and by another one; ``None`` where they are not two."""
    colour = context.colour_of(kpi, row.split, result, row)
    other = context.colour_of(kpi, row.split, result, instead)
    return None if colour is None or other is None or colour is other else (colour, other)


def _out_of_shape(kpi: Kpi, older: Target, row: Target) -> Iterator[Problem]:
    """Problems for edges and a profile that the row before had, and for quarters that alone moved."""
    if row.target_type is older.target_type is TargetType.RANGE:
        yield from _edges_lost(kpi, older, row)
    if not _a_year_apart(older, row):
        return
    if None not in (older.profile, row.profile) and older.profile is not row.profile:
        message = f"The profile of {series_name(row)} from {row.from_period} is {row.profile}; that of the row before is {older.profile}."
        yield Problem(row.source.at("profile"), message, kpi.ref)
    if not row.months and not older.months:
        yield from _quarters_moved_alone(kpi, older, row)


def _edges_lost(kpi: Kpi, older: Target, row: Target) -> Iterator[Problem]:
    for field, name in (("range_low", "lower"), ("range_high", "upper")):
        edge = getattr(older, field)
        if edge is not None and getattr(row, field) is None:
            message = f"The range of {series_name(row)} from {row.from_period} has no {name} edge; the row before had {figure_text(edge, kpi)}."
            yield Problem(row.source.at(field), message, kpi.ref)


def _quarters_moved_alone(kpi: Kpi, older: Target, row: Target) -> Iterator[Problem]:
    """Problems for quarters that are not where the shape of the row before has them."""
    pairs = _in_the_shape_of(older, row)
    unit = Decimal(1).scaleb(-(kpi.decimal_places or 0))
    if sum(abs(now - asked) > max(LIKE * asked, unit) for now, asked in pairs) > 2:
        return
    for place, (now, asked) in enumerate(pairs, 1):
        if abs(now - asked) > max(UNLIKE * asked, 2 * unit):
            near = figure_text(_short(asked), kpi)
            message = f"The target for Q{place} of {series_name(row)} from {row.from_period} is {figure_text(now, kpi)}; by the profile of the row before it would be near {near}."
            yield Problem(row.source.at(f"q{place}"), message, kpi.ref)


def _in_the_shape_of(older: Target, row: Target) -> list[tuple[Decimal, Decimal]]:
    """Each quarter's figure and the one that the shape of the row before asks for; none where one lacks."""
    both = zip(quarter_figures(row), quarter_figures(older), strict=True)
    given = [(now, then) for now, then in both if now is not None and then is not None and then > 0]
    if len(given) < len(QUARTERS):
        return []
    grown = median(now / then for now, then in given)
    return [(now, then * grown) for now, then in given]


def _jump(
    context: CheckContext, key: SeriesKey, kpi: Kpi, older: Target, row: Target
) -> Iterator[Problem]:
    """A problem where a target moved by a fifth, away from its results, and a colour with it."""
    before, now = older.target, row.target
    if not isinstance(before, Decimal) or not isinstance(now, Decimal) or before == 0:
        return
    if not _is_of_the_kind_of(older, row) or not _a_year_apart(older, row):
        return
    moved = abs(now - before) / abs(before)
    if moved < _least_jump(context.target_rows[key], older):
        return
    held = _held_against(context, key, row)
    if not held or not _away_from(kpi, context, held, row, older):
        return
    last = held[-1]
    colours = _colours(context, kpi, last, row, replace(row, target=before))
    if colours is not None:
        share = plain_number(Decimal(f"{moved * 100:.0f}"))
        message = f"The target of {series_name(row)} went from {figure_text(before, kpi)} to {figure_text(now, kpi)} from {row.from_period}, by {share}%, away from where its results are; {last.period} is {colours[0]} by it, and would be {colours[1]}."
        yield Problem(row.source.at("target"), message, kpi.ref)


def _is_of_the_kind_of(older: Target, row: Target) -> bool:
    return row.target_type is older.target_type and row.profile is older.profile


def _least_jump(rows: Sequence[Target], older: Target) -> Decimal:
    """The change, as a share, from which one is looked at: less where the others were small."""
    others = [
        abs(after.target - first.target) / abs(first.target)
        for first, after in pairwise(rows)
        if first is not older
        if isinstance(first.target, Decimal) and isinstance(after.target, Decimal)
        if first.target != 0
    ]
    return min(JUMP, max(NUDGE, TIMES * max(others))) if others else JUMP


def _a_year_apart(older: Target, row: Target) -> bool:
    """Whether two rows are for the same time of two years: a year's quarters have their own."""
    if older.from_period is None or row.from_period is None:
        return False
    return (row.from_period.start - older.from_period.start).days >= YEAR


def _away_from(
    kpi: Kpi, context: CheckContext, held: Sequence[Result], row: Target, older: Target
) -> bool:
    """Whether results are nearer to what the older figure would ask for than to the newer one."""
    nearer = 0
    newest = held[-4:]
    as_before = replace(row, target=older.target)
    for result in newest:
        if result.period is None or result.number is None:
            continue
        asked = context.aim_of(row, kpi, result.period).value
        earlier = context.aim_of(as_before, kpi, result.period).value
        if isinstance(asked, Decimal) and isinstance(earlier, Decimal):
            nearer += abs(result.number - earlier) < abs(result.number - asked)
    return nearer * 2 > len(newest)
