"""What a target row asks for in one period: a year's target spread over its periods.

Ratings, checks, forms and highlights ask here, so that none of them holds a result against another
figure than the others. For which time a row's figure is, is worked out in ``times.py``.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal

from pmf_cli.frozen import frozen
from pmf_cli.register.figures import as_printed, stated
from pmf_cli.register.periods.period import (
    FINANCIAL_START,
    Period,
    PeriodKind,
    noun_of,
)
from pmf_cli.register.periods.steps import months_of, year_earlier
from pmf_cli.register.sheets.kpis import Kpi
from pmf_cli.register.sheets.record import Benchmark, Result, ResultValue
from pmf_cli.register.sheets.targets import Target
from pmf_cli.register.terms import (
    AMBER_BOUNDARY,
    Polarity,
    Profile,
    TargetType,
    TimeBasis,
    YearValue,
)
from pmf_cli.register.time.expected import Known
from pmf_cli.register.time.targets_in_force import in_force
from pmf_cli.register.time.times import (
    AVERAGES,
    LENGTHS,
    SHARES,
    YEARS,
    Bearing,
    TargetTime,
    adds_up,
    covered,
    months_gone,
    months_to_end,
    own_parts,
    quarter_figures,
    target_time,
    typed_figures,
    uses_typed_figures,
)


@frozen
class Aim:
    """What a target row asks for in one period.

    Attributes:
        value: the target, in the KPI's unit, profiles applied; ``None`` where it has none.
        low: lower edge of a range.
        high: upper edge of a range.
        amber: the council's own Amber boundary.
        steps: how it was worked out, where it is not the row's own figure.
        split_evenly: true where the year's target was shared out evenly, which is said beside
            the rating.
        field: the row's field that the figure comes from.
        results: last year's results, where the year's target is shared out like them.
        bearing: how the row's figure, which may be for another time, bears on the period.
        time: the period that the row's figure is for, where it is another one.
        remark: what a rating must say of it, as a sentence; empty where nothing.
        refused: why the row's figure cannot be held against the period's, as a sentence; empty
            where it can. There is no value then.
        benchmark: the row of another place whose figure it is.
    """

    value: ResultValue | None
    low: Decimal | None = None
    high: Decimal | None = None
    amber: Decimal | None = None
    steps: tuple[str, ...] = ()
    split_evenly: bool = False
    field: str = "target"
    results: tuple[Result, ...] = ()
    bearing: Bearing = Bearing.SAME
    time: Period | None = None
    remark: str = ""
    refused: str = ""
    benchmark: Benchmark | None = None

    @property
    def number(self) -> Decimal | None:
        """The target where it is a number."""
        return self.value if isinstance(self.value, Decimal) else None


@frozen
class _Question:
    """A target row of a KPI, and the period that it is asked about."""

    row: Target
    kpi: Kpi
    period: Period
    known: Known
    year_start: int
    rows: Sequence[Target]

    @property
    def figure(self) -> str:
        """The row's own figure as stated."""
        if self.row.target_type is TargetType.RANGE:
            low, high = stated(self.row.range_low, self.kpi), stated(self.row.range_high, self.kpi)
            return f"{low} to {high}"
        return stated(self.row.target, self.kpi)

    def words_of(self, aim: Aim) -> str:
        """The figure, or the range, that an aim gives, as stated."""
        if self.row.target_type is TargetType.RANGE:
            return f"{stated(aim.low, self.kpi)} to {stated(aim.high, self.kpi)}"
        return stated(aim.value, self.kpi)


def aim_for(
    row: Target,
    kpi: Kpi,
    period: Period,
    known: Known,
    year_start: int = FINANCIAL_START,
    rows: Sequence[Target] = (),
) -> Aim:
    """What the row asks for in a period.

    A target for a longer time than the period's figure is shared out where the figures add up
    (evenly, and marked, without a profile), holds for each part where they do not, and is refused
    where it takes a profile that the row does not give. Figures worked out here are rounded as
    they are printed, like the result they are held against, and so that all parts add up to the
    whole; a target that the row states itself is never rounded.

    ``rows`` are all of the KPI and split, the latest to begin first: asked where the targets of
    shorter periods are taken together.
    """
    whole = Aim(row.target, row.range_low, row.range_high, row.amber_boundary)
    if not _has_figure(row):
        return whole
    is_typed = typed_figures(row)
    time = target_time(row, kpi, period, year_start)
    if time.bearing is Bearing.SAME and not is_typed and row.profile is not Profile.OWN:
        return whole
    asked = _Question(row, kpi, period, known, year_start, rows or (row,))
    if row.target_type is not TargetType.RANGE and uses_typed_figures(row):
        own = _own(asked)
        if own is not None:
            return own
    aim = _borne(asked, whole, time)
    steps = (*aim.steps, *_unused(row)) if aim.steps or is_typed else ()
    other = time.period if time.period != period else None
    return replace(aim, bearing=time.bearing, time=other, steps=steps)


def _has_figure(row: Target) -> bool:
    """Whether a row asks for a figure that is for a time: no date, grade or direction alone."""
    match row.target_type:
        case TargetType.VALUE:
            return row.target is None or isinstance(row.target, Decimal)
        case TargetType.MAINTAIN:
            return isinstance(row.target, Decimal)
        case _:
            return row.target_type is TargetType.RANGE


def _borne(asked: _Question, whole: Aim, time: TargetTime) -> Aim:
    """The row's figure as it bears on the period."""
    match time.bearing:
        case Bearing.SHARED:
            return _shared_out(asked, time.period)
        case Bearing.HOLDS:
            return _holds(asked, whole, time.period)
        case Bearing.NEEDS_PROFILE:
            why = "the target row gives no profile"
            if asked.row.profile is not None or typed_figures(asked.row):
                why = "its own profile has no figure for it"
            return _needs_profile(asked, time.period, why)
        case Bearing.UNKNOWN:
            return _unknown(asked, time.period)
        case Bearing.PARTS:
            return _of_parts(asked)
        case _:
            return whole


def is_missed(value: Decimal, target: Decimal, kpi: Kpi) -> bool | None:
    """Whether a value as printed is on the worse side of a target; ``None`` without a polarity."""
    printed = as_printed(value, kpi.decimal_places)
    if kpi.polarity is Polarity.HIGHER:
        return printed < target
    if kpi.polarity is Polarity.LOWER:
        return printed > target
    return None


def _unused(row: Target) -> tuple[str, ...]:
    """That figures typed for quarters or months are not used, where another profile is chosen."""
    if uses_typed_figures(row) or not typed_figures(row):
        return ()
    return (f"The targets typed for parts of the year are not used: the profile is {row.profile}.",)


def _holds(asked: _Question, whole: Aim, time: Period) -> Aim:
    """The longer time's figure as it stands, and that it is for the longer time."""
    said = f"The target is for {time} and holds for each {noun_of(asked.period)}."
    steps: tuple[str, ...] = (said,)
    if asked.row.profile in SHARES:
        steps = (
            *steps,
            f"The profile {asked.row.profile} has no effect: the figures do not add up.",
        )
    return replace(whole, steps=steps, remark=said)


def _needs_profile(asked: _Question, time: Period, why: str) -> Aim:
    """No figure; the profiles are offered, each with the figure that it would give."""
    even = (Profile.EVEN, _even(asked, time))
    last = (Profile.LAST_YEAR, _like_last_year(asked, time))
    offers = [
        f"{profile} would ask for {asked.words_of(aim)}" for profile, aim in (even, last) if aim
    ]
    upto = "up to the end of" if asked.kpi.time_basis is TimeBasis.CUMULATIVE else "for"
    return Aim(
        None,
        refused=(
            f"The target of {asked.figure} is for {time}, and the figure {upto} {asked.period} "
            f"cannot be held against it: {why}. {'; '.join(offers)}; {Profile.LEVEL} would ask for "
            f"{asked.figure} each {noun_of(asked.period)}, {Profile.OWN} for the targets typed "
            "under Q1 to Q4."
        ),
    )


def _unknown(asked: _Question, time: Period) -> Aim:
    """No figure, since the KPI does not say whether its figures add up."""
    kpi = asked.kpi
    fields = (("Time basis", kpi.time_basis), ("Year value", kpi.year_value))
    lacks = " and no ".join(name for name, said in fields if said is None)
    either = ""
    if LENGTHS[time.kind] > LENGTHS[asked.period.kind]:
        share, noun = asked.words_of(_even(asked, time)), noun_of(asked.period)
        either = (
            f" If they do, an even split asks for {share}; if not, {asked.figure} holds for each "
            f"{noun}."
        )
    return Aim(
        None,
        refused=(
            f"The target of {asked.figure} is for {time}, and the figure for {asked.period}; the "
            f"register gives no {lacks}, so nobody can say whether the figures add up over the "
            f"year.{either}"
        ),
    )


def _own(asked: _Question) -> Aim | None:
    """The figure typed for the period, with its Amber boundary; ``None`` where none is typed."""
    aim = _own_part(asked) if asked.kpi.time_basis is TimeBasis.WITHIN else _own_point(asked)
    if aim is None or aim.refused:
        return aim
    if asked.row.profile is None:
        steps = ("The profile is blank; the targets typed for parts of the year are used.",)
        aim = replace(aim, steps=(*aim.steps, *steps))
    return _with_own_amber(asked, aim)


def _with_own_amber(asked: _Question, aim: Aim) -> Aim:
    """The own figure with the row's Amber boundary, moved in step with the target."""
    row, amber = asked.row, asked.row.amber_boundary
    if amber is None or not isinstance(aim.value, Decimal):
        return aim
    base = row.target
    if base is None and adds_up(asked.kpi):
        base = row.months[-1] if row.months else row.q4
    if aim.value == base:
        return replace(aim, amber=amber)
    if not isinstance(base, Decimal) or base == 0:
        return Aim(
            None,
            refused=(
                f"The {AMBER_BOUNDARY} of {stated(amber, asked.kpi)} goes with a target of the year "
                f"that is {'0' if base == 0 else 'missing'}, so that it cannot be moved in step "
                "with the targets of its parts; give a tolerance instead."
            ),
        )
    moved = as_printed(amber * aim.value / base, asked.kpi.decimal_places)
    step = (
        f"{AMBER_BOUNDARY}: {stated(amber, asked.kpi)} beside {stated(base, asked.kpi)} is "
        f"{stated(moved, asked.kpi)} beside {stated(aim.value, asked.kpi)}."
    )
    return replace(aim, amber=moved, steps=(*aim.steps, step))


def _own_point(asked: _Question) -> Aim | None:
    """The own figure at the period's end; a straight line between quarters for cumulative months."""
    row, kpi = asked.row, asked.kpi
    months = months_gone(kpi, asked.period, asked.year_start)
    if months is None:
        return None
    if len(row.months) >= months:
        step = (f"Own profile: the target for month {months} of the year.",)
        return Aim(row.months[months - 1], steps=step, field="months")
    quarters = quarter_figures(row)
    number, rest = divmod(months, 3)
    if rest == 0:
        return _own_quarter(quarters[number - 1], number)
    after = quarters[number]
    if kpi.time_basis is not TimeBasis.CUMULATIVE:
        return _own_quarter(after, number + 1)
    before = quarters[number - 1] if number else Decimal(0)
    if before is None or after is None:
        return None
    value = as_printed(before + (after - before) * rest / 3, kpi.decimal_places)
    said = f"on a straight line from {stated(before, kpi)} to {stated(after, kpi)}"
    step = (f"Own profile: {said}, {rest} of 3 months on, is {stated(value, kpi)}.",)
    return Aim(value, steps=step, field=f"q{number + 1}")


def _own_quarter(figure: Decimal | None, number: int) -> Aim | None:
    if figure is None:
        return None
    return Aim(
        figure, steps=(f"Own profile: the target for quarter {number}.",), field=f"q{number}"
    )


def _own_part(asked: _Question) -> Aim | None:
    """The own figure for the period alone: of its month or quarter, or of several together."""
    row, period = asked.row, asked.period
    length, gone = LENGTHS.get(period.kind), months_gone(asked.kpi, period, asked.year_start)
    if length is None or gone is None or gone < length:
        return None
    if length == 12 and isinstance(row.target, Decimal):
        return Aim(row.target)
    if len(row.months) >= gone:
        names = _numbered("month", gone - length, gone)
        return _of_typed(asked, row.months[gone - length : gone], names, "months")
    if length == 1:
        return _third_of_quarter(asked, gone)
    if length % 3 or gone % 3:
        return None
    begin, end = (gone - length) // 3, gone // 3
    names = _numbered("quarter", begin, end)
    return _of_typed(asked, quarter_figures(row)[begin:end], names, f"q{end}")


def _numbered(noun: str, before: int, last: int) -> str:
    return f"{noun} {last}" if last - before == 1 else f"{noun}s {before + 1} to {last}"


def _of_typed(
    asked: _Question, pieces: Sequence[Decimal | None], names: str, field: str
) -> Aim | None:
    """The figure that those typed for months or quarters make; ``None`` where one is blank."""
    if None in pieces:
        return None
    value = _together(asked.kpi, pieces)
    if value is None:
        return Aim(None, refused=_apart(asked, f"{names} of its own profile"))
    return Aim(value, steps=(f"Own profile: the target for {names}.",), field=field)


def _third_of_quarter(asked: _Question, gone: int) -> Aim | None:
    """What a quarter's own figure asks for in one of its months."""
    number, place = (gone - 1) // 3 + 1, (gone - 1) % 3
    figure = quarter_figures(asked.row)[number - 1]
    if figure is None:
        return None
    if not adds_up(asked.kpi):
        said = f"The target is for quarter {number} and holds for each month."
        step = f"Own profile: the target for quarter {number}."
        return Aim(figure, steps=(step, said), field=f"q{number}", remark=said)
    value = _share(figure, place, place + 1, 3, asked.kpi)
    step = (
        f"Own profile: 1 of 3 months of the target for quarter {number}, "
        f"{stated(figure, asked.kpi)}, is {stated(value, asked.kpi)}."
    )
    return Aim(value, steps=(step,), split_evenly=True, field=f"q{number}")


def _of_parts(asked: _Question) -> Aim:
    """The targets of the KPI's own periods taken together, for a longer one without its own."""
    kpi = asked.kpi
    aims = []
    for part in own_parts(kpi, asked.period, asked.year_start):
        row = in_force(asked.rows, part)
        if row is None:
            return Aim(None, refused=_apart(asked, f"{part}, which has none"))
        aims.append(aim_for(row, kpi, part, asked.known, asked.year_start, asked.rows))
    refused = next((aim.refused for aim in aims if aim.refused), "")
    if refused or not aims:
        return Aim(None, refused=refused or _apart(asked, "shorter periods"))
    return _joined(asked, aims)


def _joined(asked: _Question, aims: Sequence[Aim]) -> Aim:
    """The figures of all parts made one; refused where a figure or Amber boundary is made by none."""
    kpi = asked.kpi
    value = _together(kpi, [aim.value for aim in aims])
    low = _together(kpi, [aim.low for aim in aims])
    high = _together(kpi, [aim.high for aim in aims])
    ambers = [aim.amber for aim in aims]
    amber = _together(kpi, ambers)
    asked_for = (low, high) if asked.row.target_type is TargetType.RANGE else (value,)
    if None in asked_for or (amber is None and ambers.count(None) < len(ambers)):
        return Aim(None, refused=_apart(asked, f"its {noun_of(asked.period)}'s parts"))
    together = Aim(value, low, high, amber)
    said = f"The targets of the {len(aims)} parts of {asked.period} together: "
    steps = (f"{said}{asked.words_of(together)}.",)
    return replace(together, steps=steps, split_evenly=any(aim.split_evenly for aim in aims))


def _apart(asked: _Question, what: str) -> str:
    """Why the targets of shorter periods make none for a longer one."""
    return (
        f"The register gives targets for {what}, but none for {asked.period}; type a target row "
        f"from {asked.period} to {asked.period}."
    )


def _together(kpi: Kpi, figures: Sequence[ResultValue | None]) -> Decimal | None:
    """The figure of a longer period that those of its parts make; ``None`` where they make none.

    Figures that add up are added; else they must be the same, or the KPI's *Year value* must say
    that the last or their simple average counts.
    """
    numbers = [figure for figure in figures if isinstance(figure, Decimal)]
    if len(numbers) < len(figures):
        return None
    if kpi.time_basis is TimeBasis.WITHIN and kpi.year_value is YearValue.SUM:
        return sum(numbers, Decimal(0))
    if len(set(numbers)) == 1 or kpi.year_value is YearValue.LAST:
        return numbers[-1]
    if kpi.year_value is YearValue.SIMPLE:
        return as_printed(sum(numbers, Decimal(0)) / len(numbers), kpi.decimal_places)
    return None


def _shared_out(asked: _Question, time: Period) -> Aim:
    """The period's share of a longer time's target, by the row's profile, else evenly."""
    if asked.row.profile is Profile.LAST_YEAR:
        shared = _like_last_year(asked, time)
        if shared is not None:
            return shared
        if asked.kpi.data_type in AVERAGES:
            return _needs_profile(asked, time, "last year's figures are not known")
    return _even(asked, time)


def _even(asked: _Question, time: Period) -> Aim:
    row = asked.row
    before, upto, whole = _stretch(asked, time)
    why = ""
    if row.profile is None:
        why = " The target row gives no profile."
    elif row.profile is not Profile.EVEN:
        why = f" The profile asked for ({row.profile}) has no figure for this period."
    said = f"Even split: {upto - before} of {whole} months"
    ends = (Decimal(before), Decimal(upto), Decimal(whole))
    return replace(_scaled(asked, time, ends, said, why), split_evenly=True)


def _stretch(asked: _Question, time: Period) -> tuple[int, int, int]:
    """Months of a longer time gone before the figure's stretch, at its end, and in all."""
    kpi, period, year_start = asked.kpi, asked.period, asked.year_start
    if kpi.time_basis is TimeBasis.CUMULATIVE:
        upto, whole = covered(kpi, period, year_start), covered(kpi, time, year_start)
        # Else the target's time would not be known to be another one.
        assert upto is not None
        assert whole is not None
        return 0, upto, whole
    length, whole = LENGTHS[period.kind], LENGTHS[time.kind]
    if period.kind is PeriodKind.TERM:
        upto = months_to_end(period)
    else:
        upto = months_of(period.end) - months_of(time.start) + 1
    return upto - length, upto, whole


def _like_last_year(asked: _Question, time: Period) -> Aim | None:
    """The target times last year's share by the same period; ``None`` without figures.

    Only figures of the period's own kind count, so that a year's figure stored beside quarters
    changes nothing.
    """
    then = asked.known.at(year_earlier(asked.period))
    if then is None or then.number is None or then.period is None:
        return None
    rows = _rows_of_last_year(asked, year_earlier(time), then.period, then)
    ends = _stretch_of_last_year(asked.kpi, rows, then)
    if ends is None:
        return None
    said = (
        f"Same share as last year: {stated(then.number, asked.kpi)} of "
        f"{stated(ends[2], asked.kpi)} by {then.period}"
    )
    shared = _scaled(asked, time, ends, said, "")
    others = [row for row in reversed(rows) if row is not then]
    return replace(shared, results=(then, *others))


def _rows_of_last_year(
    asked: _Question, time: Period, period: Period, then: Result
) -> tuple[Result, ...]:
    """Last year's rows that make a longer time's figure, the oldest first; none where one is missing.

    Where figures are cumulative these are the row for the period and the one at the end.
    """
    rows = asked.known.within(time, period.kind)
    last = next(reversed(rows), None)
    if last is None or last.end != time.end:
        return ()
    if asked.kpi.time_basis is TimeBasis.CUMULATIVE:
        return (then, rows[last])
    whole = LENGTHS[time.kind] // LENGTHS[period.kind]
    return tuple(rows.values()) if len(rows) == whole else ()


def _stretch_of_last_year(
    kpi: Kpi, rows: Sequence[Result], then: Result
) -> tuple[Decimal, Decimal, Decimal] | None:
    """Last year's figures before the row's stretch, at its end, and in all; ``None`` without them."""
    numbers = [row.number for row in rows if row.number is not None]
    if not rows or len(numbers) < len(rows):
        return None
    before = Decimal(0)
    if kpi.time_basis is TimeBasis.CUMULATIVE:
        upto, total = numbers[0], numbers[-1]
    else:
        place = next(n for n, row in enumerate(rows) if row.period == then.period)
        before, upto = sum(numbers[:place], before), sum(numbers[: place + 1], before)
        total = sum(numbers, Decimal(0))
    return (before, upto, total) if total else None


def _scaled(
    asked: _Question, time: Period, ends: tuple[Decimal, Decimal, Decimal], said: str, why: str
) -> Aim:
    """The row's figures shared out between two places of a whole, rounded as printed."""
    row, kpi = asked.row, asked.kpi

    def share(figure: Decimal | None) -> Decimal | None:
        return None if figure is None else _share(figure, *ends, kpi)

    value = share(row.number)
    low, high = share(row.range_low), share(row.range_high)
    of = "the year's" if time.kind in YEARS else f"{time}'s"
    if value is not None:
        sum_ = f"{said} of {of} target {stated(row.target, kpi)} is {stated(value, kpi)}.{why}"
    else:
        sum_ = f"{said} of {of} range.{why}"
    return Aim(value, low, high, share(row.amber_boundary), (sum_,))


def _share(
    figure: Decimal, before: Decimal | int, upto: Decimal | int, whole: Decimal | int, kpi: Kpi
) -> Decimal:
    """The part of a figure between two places of a whole, rounded so that all parts add up to it.

    What is asked for up to each place is rounded as printed, and the part is the difference: 32
    in thirds are 11, 10 and 11, not three times 11.
    """
    places = kpi.decimal_places
    start = as_printed(figure * before / whole, places)
    return as_printed(figure * upto / whole, places) - start
