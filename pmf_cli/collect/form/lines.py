"""One figure that a form asks for, with what is known of it: earlier results, target, usual range."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal

from pmf_cli.assessment import Assessment
from pmf_cli.checks.plausibility import learned_range
from pmf_cli.cycle.due import SETTLED, DueItem
from pmf_cli.frozen import frozen
from pmf_cli.rag.methods import target_words
from pmf_cli.register.figures import figure, is_percentage, stated
from pmf_cli.register.periods.period import Period
from pmf_cli.register.register import SeriesKey
from pmf_cli.register.sheets.kpis import Kpi
from pmf_cli.register.sheets.record import Result
from pmf_cli.register.sheets.targets import Target
from pmf_cli.register.terms import DataType
from pmf_cli.register.time.aims import aim_for
from pmf_cli.register.time.expected import Known
from pmf_cli.register.time.targets_in_force import in_force

FRACTIONS = (DataType.PERCENTAGE, DataType.RATE, DataType.RATIO)
"""Kinds that are one count divided by another."""
NUMBERS = (*FRACTIONS, DataType.NUMBER, DataType.MONEY, DataType.DURATION)
"""Kinds of figure that are typed as numbers."""


@frozen
class Usual:
    """The range in which a figure usually lies, as stated or as learned from earlier figures."""

    low: Decimal | None
    high: Decimal | None
    is_learned: bool = False


@frozen
class FormLine:
    """One figure that is asked for.

    Attributes:
        base: the row that the register holds for it when the form is made.
        earlier: earlier figures with their periods, the newest first, one a line.
        split_evenly: whether that is an even share of a longer time's target.
        sizes: the sizes of the figure that are usual, for telling a hundredfold slip.
    """

    kpi: Kpi
    period: Period
    split: str | None
    base: Result | None
    earlier: str
    target: str
    split_evenly: bool
    usual: Usual | None
    sizes: tuple[Decimal, Decimal] | None
    asks_parts: bool


def form_lines(
    assessment: Assessment, item: DueItem, targets: Mapping[SeriesKey, Sequence[Target]]
) -> Iterator[FormLine]:
    """The line for the whole KPI, then one for each split that is not in yet."""
    for split in (None, *_splits(assessment, item)):
        base = assessment.register.results_of(item.kpi.ref, split).get(item.period)
        settled = base is not None and (base.value is not None or base.no_data_reason in SETTLED)
        if split is None or not settled:
            yield _line(assessment, item, split, base, targets)


def _splits(assessment: Assessment, item: DueItem) -> tuple[str, ...]:
    """The splits asked for with a figure: those expected, and those that came last time."""
    ref = item.kpi.ref
    before = [p for p in assessment.register.own_results_of(item.kpi) if p.end < item.period.end]
    last = before[-1] if before else None
    came = (
        split
        for (kpi_ref, split), rows in assessment.register.series.items()
        if kpi_ref == ref and split is not None and last in rows
    )
    return tuple(dict.fromkeys((*item.kpi.splits_expected, *came)))


def _line(
    assessment: Assessment,
    item: DueItem,
    split: str | None,
    base: Result | None,
    targets: Mapping[SeriesKey, Sequence[Target]],
) -> FormLine:
    kpi, period = item.kpi, item.period
    results = assessment.register.results_of(kpi.ref, split)
    known = Known(results, assessment.period.end, assessment.as_of, kpi)
    rows = [row for row in known.newest_first() if _is_before(row, period)]
    most = assessment.settings.collect.last_values
    held = targets.get((kpi.ref, split), ())
    row = in_force(held, period)
    year_start = assessment.settings.financial_year_start
    aim = aim_for(row, kpi, period, known, year_start, held) if row is not None else None
    numbers = [row.value for row in reversed(rows) if isinstance(row.value, Decimal)]
    return FormLine(
        kpi=kpi,
        period=period,
        split=split,
        base=base,
        earlier="\n".join(f"{row.period}: {figure(row.value, kpi)}" for row in rows[:most]),
        target=target_words(kpi, row, aim),
        split_evenly=aim is not None and aim.split_evenly,
        usual=_usual(kpi, numbers),
        sizes=_sizes(kpi, numbers, None if aim is None else aim.value),
        asks_parts=_asks_parts(kpi, rows),
    )


def _is_before(row: Result, period: Period) -> bool:
    return row.value is not None and row.period is not None and row.period.end < period.end


def _usual(kpi: Kpi, numbers: Sequence[Decimal]) -> Usual | None:
    if kpi.data_type not in NUMBERS and kpi.data_type is not None:
        return None
    low, high = kpi.plausible_min, kpi.plausible_max
    if low is not None or high is not None:
        return Usual(low, high)
    learned = learned_range(numbers)
    return None if learned is None else Usual(*learned, is_learned=True)


def _sizes(kpi: Kpi, numbers: Sequence[Decimal], aimed: object) -> tuple[Decimal, Decimal] | None:
    """The smallest and largest size that a percentage has had; its target's where it is new."""
    if not is_percentage(kpi):
        return None
    found = [abs(number) for number in numbers if number != 0]
    if len(found) < 3 and isinstance(aimed, Decimal) and aimed:
        found.append(abs(aimed))
    return (min(found), max(found)) if found else None


def _asks_parts(kpi: Kpi, rows: Sequence[Result]) -> bool:
    """Whether a figure has a numerator and denominator: the KPI names them, or they came before."""
    if kpi.data_type not in FRACTIONS:
        return False
    named = kpi.numerator_label is not None or kpi.denominator_label is not None
    return named or any(row.denominator is not None for row in rows)


def counted_words(line: FormLine) -> str:
    """What is counted, in words: definition, calculation, and what the two counts are."""
    kpi = line.kpi
    parts = [kpi.definition or "", f"Calculation: {kpi.calculation}" if kpi.calculation else ""]
    if line.asks_parts:
        parts += [
            f"Numerator: {kpi.numerator_label}" if kpi.numerator_label else "",
            f"Denominator: {kpi.denominator_label}" if kpi.denominator_label else "",
        ]
    return "\n".join(part for part in parts if part)


def usual_words(line: FormLine) -> str:
    """The usual range in words; empty where there is none."""
    usual, kpi = line.usual, line.kpi
    if usual is None:
        return ""
    shown = figure if usual.is_learned else stated
    if usual.low is None:
        return f"up to {shown(usual.high, kpi)}"
    if usual.high is None:
        return f"{shown(usual.low, kpi)} or more"
    low, high = shown(usual.low, kpi), shown(usual.high, kpi)
    # “1.72 to 1 to 7.36 to 1” is no range that anybody reads.
    return f"between {low} and {high}" if " to " in low else f"{low} to {high}"
