"""What is said of a KPI at the year's end, each sentence made from its numbers alone."""

from __future__ import annotations

from collections.abc import Callable
from decimal import ROUND_CEILING, ROUND_FLOOR, Decimal

from pmf_cli.analysis.forecast.foresight import Foresight
from pmf_cli.analysis.forecast.need import Need, Reach
from pmf_cli.analysis.forecast.record import Record
from pmf_cli.analysis.series.back_test import Expected, Method
from pmf_cli.register.figures import decimals_printed, figure, number, unitless
from pmf_cli.register.sheets.kpis import Kpi
from pmf_cli.register.terms import Polarity
from pmf_cli.views.wording import brief_period, number_in_words, short_period
from pmf_cli.words import counted, listed, lower_first

NONE = "–"
"""Where there is no such thing."""
InPrint = Callable[[Decimal, Kpi], str]
"""How a figure is printed: with its unit, or without where that stands elsewhere."""
MOST_NAMED = 3
"""Periods to come that are named; of more the number is said."""


def range_words(one: Foresight, in_print: InPrint = figure) -> str:
    """The figure expected with its range: ``91.2% (88.0 to 94.4)``; why there is none where nothing is expected."""
    if one.value is None:
        return str(one.why_none)
    said = in_print(one.value, one.kpi)
    if one.low is None or one.high is None:
        return f"{said} (too short a series for a range)"
    return f"{said} ({unitless(one.low, one.kpi)} to {unitless(one.high, one.kpi)})"


def need_words(kpi: Kpi, need: Need | None, in_print: InPrint = figure) -> str:
    """What the rest of the year must bring, beside the best ever: ``Needs 94.1% in Jan–Mar 2025; best ever 92.8, Jul–Sep 2023``."""
    if need is None:
        return NONE
    match need.reach:
        case Reach.SECURED:
            return "Target met whatever comes"
        case Reach.LOST:
            return "Target out of reach"
    words = f"Needs {_least(kpi, need.each, in_print)} {_when(need)}"
    best = need.best
    if best is None or best.value is None:
        return words
    which = "best year’s end" if need.is_of_season else "best ever"
    return f"{words}; {which} {unitless(best.value, kpi)}, {short_period(best.period)}"


def _least(kpi: Kpi, each: Decimal | None, in_print: InPrint) -> str:
    """A figure that is enough as it is printed: rounded to the side that is harder."""
    assert each is not None
    is_higher = kpi.polarity is Polarity.HIGHER
    last = Decimal(1).scaleb(-decimals_printed(kpi.decimal_places or 0))
    enough = each.quantize(last, ROUND_CEILING if is_higher else ROUND_FLOOR)
    return in_print(enough, kpi) if is_higher else f"at most {in_print(enough, kpi)}"


def _when(need: Need) -> str:
    if not need.is_of_each or len(need.periods) == 1:
        last = short_period(need.periods[-1])
        return f"in {'the ' if last.startswith('year to') else ''}{last}"
    if len(need.periods) > MOST_NAMED:
        return f"in each of the {number_in_words(len(need.periods))} periods to come"
    return f"in each of {listed(brief_period(one, one) for one in need.periods)}"


def method_words(basis: Expected | None, kpi: Kpi) -> str:
    """The rule used, why it and not another, and how far it erred: ``Same as last year: no other rule erred less in 9 cases``."""
    if basis is None:
        return NONE
    method, cases = basis.method, counted(basis.cases, "past case")
    if not basis.is_tested or basis.error is None:
        return f"{method}: too few past cases ({basis.cases:,}) to try others"
    erred = f"erred by {_size(basis.error, kpi)} in {cases}"
    if method is Method.SAME:
        return f"{method}, which {erred}: no other rule erred clearly less"
    if basis.same_error is None:
        return f"{method}, which {erred}"
    return (
        f"{method}, which {erred}; “{lower_first(Method.SAME)}” by {_size(basis.same_error, kpi)}"
    )


def own_words(one: Foresight, in_print: InPrint = figure) -> str:
    """What the service expects, and where that lies out of the range of its past: ``38 (36 to 41), low confidence; beyond the range``."""
    own = one.own
    if own is None or own.value is None:
        return NONE
    said = in_print(own.value, one.kpi)
    if own.low is not None and own.high is not None:
        said += f" ({unitless(own.low, one.kpi)} to {unitless(own.high, one.kpi)})"
    if own.confidence is not None:
        said += f", {lower_first(str(own.confidence))} confidence"
    if not one.is_own_of_end and own.for_period is not None:
        return f"{said}; for {short_period(own.for_period)} alone"
    return f"{said}; beyond what past cases show" if one.is_own_beyond else said


def record_words(record: Record, kpi: Kpi) -> str:
    """How a service's earlier forecasts held: ``3 forecasts erred by 1.2 points; “same as last year” by 2.0``."""
    if record.error is None:
        return NONE
    said = f"{counted(len(record.scored), 'forecast')} erred by {_size(record.error, kpi)}"
    if record.same_error is not None:
        said += f"; “{lower_first(Method.SAME)}” by {_size(record.same_error, kpi)}"
    within = record.within
    if within:
        said += f"; {sum(within):,} of {len(within):,} within the range given"
    return said


def _size(error: Decimal, kpi: Kpi) -> str:
    """An error with one decimal more than the KPI's figures, without unit."""
    return number(error, decimals_printed(kpi.decimal_places or 0) + 1)
