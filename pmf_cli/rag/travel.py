"""Direction of travel: from values and polarity, never from ratings."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from pmf_cli.rag.base import Direction, Travel
from pmf_cli.rag.comparators import Comparator
from pmf_cli.rag.rating_input import scale_kind
from pmf_cli.rag.scales import Scale
from pmf_cli.register.sheets.kpis import Kpi
from pmf_cli.register.sheets.record import Result, ResultValue
from pmf_cli.register.sheets.targets import Target
from pmf_cli.register.terms import Polarity, TargetType
from pmf_cli.register.time.aims import Aim

UP, DOWN, LEVEL = "▲", "▼", "►"


def direction_of(
    kpi: Kpi,
    result: Result | None,
    came: Comparator,
    target: Target | None = None,
    aim: Aim | None = None,
    similar_within: Decimal = Decimal(0),
) -> Direction:
    """The movement of a result against its comparator, both as printed.

    The arrow shows the number's direction, the word says better or worse. Without a polarity
    there is only up or down. Of a range, the value nearer to it is the better one.
    """
    none = Direction(
        Travel.NOT_KNOWN, comparator_period=came.period, why_none=came.why_none, rule=came.rule,
        text=f"No comparator: {came.why_none}" if came.why_none else "No comparator",
    )  # fmt: skip
    if result is None or result.value is None:
        why = "there is no result"
        return Direction(
            Travel.NOT_KNOWN, why_none=why, rule=came.rule, text=f"No comparator: {why}"
        )
    if came.value is None:
        return none
    scale = Scale(kpi, scale_kind(kpi, target))
    now, then = _place(scale, result.value), _place(scale, came.value)
    if now is None or then is None:
        why = "the two results are not of one kind"
        return Direction(
            Travel.NOT_KNOWN, why_none=why, rule=came.rule, text=f"No comparator: {why}"
        )
    now, then = scale.printed(now), scale.printed(then)
    moved = now - then
    better = _better(kpi, scale, target, aim, result.value, now, then)
    travel = _travel(moved, better, similar_within)
    is_number = isinstance(result.value, Decimal)
    return Direction(
        travel,
        came.result,
        came.period,
        came.value,
        came.where,
        moved if is_number or isinstance(result.value, date) else None,
        _text(scale, result.value, came, moved, travel),
        rule=came.rule,
    )


def _place(scale: Scale, value: ResultValue) -> Decimal | None:
    """Where a value stands; yes above no."""
    return Decimal(int(value)) if isinstance(value, bool) else scale.place(value)


def _better(
    kpi: Kpi,
    scale: Scale,
    target: Target | None,
    aim: Aim | None,
    value: ResultValue,
    now: Decimal,
    then: Decimal,
) -> bool | None:
    """Whether the newer value is the better one; ``None`` where neither is."""
    if now == then:
        return None
    is_range = target is not None and target.target_type is TargetType.RANGE
    if is_range and aim is not None and aim.low is not None and aim.high is not None:
        nearer = _outside(now, aim.low, aim.high) - _outside(then, aim.low, aim.high)
        return None if nearer == 0 else nearer < 0
    higher = _higher_is_better(kpi, scale, target, is_yes_no=isinstance(value, bool))
    return None if higher is None else (now > then) is higher


def _higher_is_better(
    kpi: Kpi, scale: Scale, target: Target | None, *, is_yes_no: bool
) -> bool | None:
    """Which way on the scale is better; ``None`` where neither is."""
    asks = target.target_type if target is not None else None
    if asks in (TargetType.INCREASE, TargetType.DECREASE):
        return asks is TargetType.INCREASE
    if scale.kind == "grade":
        return True
    if asks is TargetType.DATE:
        return False
    if kpi.polarity in (Polarity.HIGHER, Polarity.LOWER):
        return kpi.polarity is Polarity.HIGHER
    wanted = target.target if target is not None else None
    return wanted if is_yes_no and isinstance(wanted, bool) else None


def _outside(at: Decimal, low: Decimal, high: Decimal) -> Decimal:
    return max(low - at, at - high, Decimal(0))


def _travel(moved: Decimal, better: bool | None, similar_within: Decimal) -> Travel:  # noqa: FBT001
    if abs(moved) <= abs(similar_within):
        return Travel.SIMILAR
    if better is None:
        return Travel.ROSE if moved > 0 else Travel.FELL
    return Travel.IMPROVED if better else Travel.WORSENED


def _text(
    scale: Scale, value: ResultValue, came: Comparator, moved: Decimal, travel: Travel
) -> str:
    when = str(came.period) if came.period is not None else "the baseline"
    if moved == 0:
        return f"{LEVEL} no change from {when}"
    arrow = UP if moved > 0 else DOWN
    size = scale.gap(moved) if not isinstance(value, bool) else "changed"
    match travel:
        case Travel.IMPROVED:
            return f"{arrow} {size}, better than {when}"
        case Travel.WORSENED:
            return f"{arrow} {size}, worse than {when}"
        case Travel.SIMILAR:
            return f"{arrow} {size}, similar to {when}"
        case _:
            return f"{arrow} {size} since {when}"
