"""Ranges, directions, levels to keep, days and grades, held against the rules as the documents word them."""

import random
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from itertools import product

import pytest

from pmf_cli.rag.base import KpiRating, Mark
from pmf_cli.rag.rate import rate_all
from pmf_cli.register.periods.text import parse_period
from pmf_cli.settings import Settings
from tests.make import make_kpi, make_register, make_result, make_rule, make_target
from tests.rag.desk import AS_OF, LAST_QUARTER, PERIOD, POINTS, RELATIVE, UNITS, terms
from tests.rag.rules_in_words import (
    COUNT,
    PER_CENT,
    POUNDS,
    Judged,
    Measure,
    Scheme,
    cells_used,
    colour_by,
    field_of,
    green_reach,
    green_used,
    key_of,
    printed_stretches,
    told_key,
)

RED, AMBER, GREEN = terms.Rag.RED, terms.Rag.AMBER, terms.Rag.GREEN
OWN = (None, None, (4, RELATIVE), (3, POINTS), (3, UNITS), (2, None), (0, UNITS))
TARGET = terms.TargetType
STEPS = tuple(map(Decimal, ("-1", "-0.4", "0", "0.4", "1")))


def scheme_of(chance: random.Random) -> Scheme | None:
    if chance.random() < 0.1:
        return None
    tolerance, basis = chance.choice(((None, None), (6, None), (6, POINTS), (6, UNITS)))
    return Scheme(
        tolerance=None if tolerance is None else Decimal(tolerance),
        basis=basis,
        green=chance.choice((None, None, Decimal(2), Decimal(7))),
        at_boundary=chance.choice((None, AMBER, RED)),
        at_green=chance.choice((None, GREEN, AMBER, RED)),
        exact=chance.random() < 0.3,
    )


@dataclass(frozen=True)
class Kept(Judged):
    """A figure with all that it is held against, of whatever form of target."""

    measure: Measure
    kind: TARGET
    value: Decimal
    scheme: Scheme | None
    own: tuple[object, object] | None = None
    low: Decimal | None = None
    high: Decimal | None = None
    boundary: Decimal | None = None
    level: Decimal | None = None
    before: Decimal | None = None
    interim: bool | None = None
    colours: tuple[terms.Rag | None, ...] = (None, None, None, None)


def rated(cases: Sequence[Kept], similar: Decimal = Decimal(0)) -> list[KpiRating]:
    """Each case in one register, as a KPI of its own with its own rule, in order."""
    kpis, targets, results, rules = [], [], [], []
    for number, case in enumerate(cases):
        ref = f"T{number:04}"
        kpis.append(make_kpi(ref, **case.measure.kpi, polarity=terms.Polarity.RANGE))
        amount, basis = case.own or (None, None)
        targets.append(
            make_target(
                ref,
                target_type=case.kind,
                target=case.level,
                range_low=case.low,
                range_high=case.high,
                tolerance=amount,
                tolerance_basis=basis,
                amber_boundary=case.boundary,
                interim=case.interim,
            )
        )
        results.append(make_result(ref, PERIOD, case.value))
        if case.before is not None:
            results.append(make_result(ref, LAST_QUARTER, case.before))
        if case.scheme is not None:
            better, same, within, beyond = case.colours
            own = {
                "direction_better": better,
                "direction_same": same,
                "direction_worse_within": within,
                "direction_worse_beyond": beyond,
            }
            rules.append(make_rule(applies_to=ref, **case.scheme.row, **own))
    register = make_register(kpis, results, targets, rating_rules=tuple(rules))
    chosen = Settings.model_validate({"rating": {"similar_within": similar}})
    return list(rate_all(register, chosen, parse_period(PERIOD), AS_OF))


def tried(case: Kept, colour_of: Callable[[Decimal], str], middle: Decimal, reach: Decimal):
    step = case.measure.step
    start, end = (case.measure.printed(middle + side * reach) for side in (-1, 1))
    return printed_stretches(colour_of, start, end, step)


def common_cells(case: Kept) -> list[tuple[str, str | None]]:
    """The cells that every figure's rating ends with."""
    return [
        ("financial", "financial"),
        ("decimal places", "decimal_places"),
        ("rule set", None if case.scheme is None else "rule_set"),
    ]


def tolerance_cell(case: Kept) -> tuple[str, str | None]:
    rule = case.scheme
    fits = rule is None or rule.basis is not POINTS or case.measure.is_percentage
    by_rule = rule is not None and rule.tolerance is not None and fits
    return ("tolerance", "tolerance" if case.own is not None or by_rule else None)


# --- ranges


def sides(case: Kept) -> tuple[tuple[Decimal, Decimal], tuple[Decimal, Decimal]]:
    """How far Green and Amber reach beyond the lower and beyond the upper edge.

    An Amber boundary holds for the side on which it stands.
    """
    found = []
    for edge, sign in ((case.low, -1), (case.high, 1)):
        assert edge is not None
        green = green_reach(case.measure, case.own is not None, case.scheme, case.width, edge)
        amber = case.width.of(edge)
        if case.boundary is not None and (case.boundary - edge) * sign > 0:
            amber = abs(case.boundary - edge)
        found.append((green, amber))
    return found[0], found[1]


def range_colour(case: Kept, value: Decimal) -> str:
    """The worse of what the two edges give: inside both, Green."""
    assert case.low is not None
    assert case.high is not None
    below, above = sides(case)
    order = ("Green", "Amber", "Red")
    return max(
        colour_by(case.low - value, *below, case.scheme),
        colour_by(value - case.high, *above, case.scheme),
        key=order.index,
    )


def ranges(number: int) -> list[Kept]:
    chance = random.Random(11)
    found = []
    for _ in range(number):
        measure = chance.choice((PER_CENT, COUNT, POUNDS))
        low = measure.target
        high = low + chance.choice((0, 3, 40)) * measure.step
        boundary = chance.choice(
            (None, None, low - 2 * measure.step, high + 3 * measure.step, low, high)
        )
        start = Kept(
            measure, TARGET.RANGE, low, scheme_of(chance), chance.choice(OWN), low, high, boundary
        )
        (g_low, a_low), (g_high, a_high) = sides(start)
        ends = {low, low - g_low, low - a_low, high, high + g_high, high + a_high, (low + high) / 2}
        values = [end + by * measure.step for end, by in product(sorted(ends), STEPS)]
        found += [
            Kept(measure, TARGET.RANGE, value, start.scheme, start.own, low, high, boundary)
            for value in chance.sample(values, min(len(values), 7))
        ]
    return found


def test_a_figure_is_held_against_the_nearer_edge_of_its_range():
    cases, wrong, keys = ranges(45), [], set()
    for case, found in zip(cases, rated(cases), strict=True):
        out, value = found.outcome, case.rated(case.value)
        colour, exact = range_colour(case, value), range_colour(case, case.value)
        edge = case.low if value < case.low else case.high
        outside = max(case.low - value, value - case.high)
        width = case.width if case.boundary is None else None
        share = case.width.measures(max(outside, Decimal(0)), edge)
        worse, by_boundary = outside > 0 and colour != "Green", False
        if case.boundary is not None:
            by_boundary = (
                case.boundary < case.low if value < case.low else case.boundary > case.high
            )
        edges = [("range low", "range_low"), ("range high", "range_high")]
        amber = tolerance_cell(case)
        if case.boundary is not None:
            amber = ("Amber boundary", "amber_boundary")
        told = [
            out.rag.value,
            None if out.shortfall is None else round(out.shortfall, 12),
            (out.tolerance, out.tolerance_basis),
            Mark.ROUNDING in out.marks,
            cells_used(out),
            "within the range" in out.because,
            "range's lower edge" in out.because,
            "range's upper edge" in out.because,
            f"the Amber boundary of {case.measure.words(case.boundary or 0)}" in out.because,
            any(step.startswith("Amber boundary:") for step in out.steps),
            "the tolerance of" in out.because,
            any(step.startswith("Tolerance:") for step in out.steps),
            f"Therefore {colour}." in out.steps,
            any(step.startswith("Range:") for step in out.steps),
        ]
        expected = [
            colour,
            round(share, 12),
            (width and width.amount, width and width.basis),
            exact != colour and not case.rates_exactly,
            [
                ("result", "value"),
                *edges,
                amber,
                *green_used(case.measure, case.scheme),
                *common_cells(case),
            ],
            outside <= 0,
            value < case.low,
            value > case.high,
            worse and by_boundary,
            outside > 0 and by_boundary,
            worse and not by_boundary,
            outside > 0 and not by_boundary,
            outside > 0,
            True,
        ]
        if told != expected:
            wrong.append((case, told, expected))
        config = (case.measure.step, case.low, case.high, case.own, case.boundary, case.scheme)
        if not case.rates_exactly and config not in keys:
            keys.add(config)
            reach = case.high - case.low + max(*sides(case)[0], *sides(case)[1])
            tries = tried(
                case, lambda v, case=case: range_colour(case, v), case.low,
                reach + 5 * case.measure.step,
            )  # fmt: skip
            key = key_of(tries, case.measure.words, higher=None)
            if told_key(out) != key:
                wrong.append((case, told_key(out), key))
    assert not wrong


# --- directions


def direction_colour(case: Kept, value: Decimal, before: Decimal, near: Decimal) -> str:
    """Better than the figure before, the same, worse within the tolerance, worse beyond it."""
    better, same, within, beyond = (
        said or usual for said, usual in zip(case.colours, (GREEN, AMBER, AMBER, RED), strict=True)
    )
    if case.scheme is None:
        better, same, within, beyond = GREEN, AMBER, AMBER, RED
    worse_by = before - value if case.kind is TARGET.INCREASE else value - before
    reach = case.width.of(before)
    at_end_is_red = case.scheme is not None and case.scheme.at_boundary is RED
    if worse_by < -near:
        return better.value
    if worse_by <= near:
        return same.value
    if worse_by < reach or (worse_by == reach and not at_end_is_red):
        return within.value
    return beyond.value


COLOURS = (
    (None, None, None, None),
    (None, GREEN, None, None),
    (AMBER, RED, None, None),
    (None, RED, RED, None),
    (None, None, GREEN, AMBER),
)


def compared(kinds: Sequence[TARGET], number: int, near: Decimal) -> list[Kept]:
    """Figures around the figure before, with or without a level of the row's own."""
    chance = random.Random(13)
    found = []
    for _ in range(number):
        measure = chance.choice((PER_CENT, COUNT, POUNDS))
        kind = chance.choice(kinds)
        before = measure.target + Decimal(chance.choice(("0", "0.4", "-0.4"))) * measure.step
        level = measure.target + 7 if kind is TARGET.MAINTAIN and chance.random() < 0.4 else None
        start = Kept(
            measure, kind, before, scheme_of(chance), chance.choice(OWN), level=level,
            before=chance.choice((before, None)) if level is not None else before,
            interim=chance.choice((None, True, False)), colours=chance.choice(COLOURS),
        )  # fmt: skip
        base = level if level is not None else start.rated(before)
        reach = start.width.of(base)
        ends = {Decimal(0), near, -near, reach, -reach, 2 * reach, -2 * reach}
        values = [base + end + by * measure.step for end, by in product(sorted(ends), STEPS)]
        found += [
            Kept(
                measure, kind, value, start.scheme, start.own, level=level, before=start.before,
                interim=start.interim, colours=start.colours,
            )
            for value in chance.sample(values, min(len(values), 8))
        ]  # fmt: skip
    return found


@pytest.mark.parametrize("near", [Decimal(0), Decimal(2), Decimal(60)])
def test_an_increase_or_decrease_is_held_against_the_figure_before(near):
    """Up to a change of ``near`` two figures count as the same."""
    cases, wrong, keys = compared((TARGET.INCREASE, TARGET.DECREASE), 30, near), [], set()
    for case, found in zip(cases, rated(cases, near), strict=True):
        out, value, before = found.outcome, case.rated(case.value), case.rated(case.before)
        colour = direction_colour(case, value, before, near)
        exact = direction_colour(case, case.value, case.before, near)
        is_up = case.kind is TARGET.INCREASE
        worse_by = before - value if is_up else value - before
        share = case.width.measures(worse_by, before)
        reach = case.width.of(before)
        place = "exactly at" if worse_by == reach else "within" if worse_by < reach else "outside"
        said = f"{place} the tolerance of" if worse_by > near else "better than"
        said = "counts as the same as" if abs(worse_by) <= near else said
        said = "is the same as" if worse_by == 0 else said
        told = [
            out.rag.value,
            round(out.shortfall, 12),
            (out.tolerance, out.tolerance_basis),
            Mark.ROUNDING in out.marks,
            Mark.INTERIM in out.marks,
            cells_used(out),
            said in out.because,
            f"({LAST_QUARTER})" in out.because,
            f"Therefore {colour}." in out.steps,
            out.target_text,
            any("which counts as the same" in step for step in out.steps),
            any("which reaches to" in step for step in out.steps),
        ]
        expected = [
            colour,
            round(share, 12),
            (case.width.amount, case.width.basis),
            value != case.value and exact != colour,
            case.interim is not False,
            [
                ("result", "value"),
                ("target", "target_type"),
                ("comparator", "value"),
                tolerance_cell(case),
                *common_cells(case),
            ],
            True,
            True,
            True,
            "Increase" if is_up else "Decrease",
            0 < abs(worse_by) <= near,
            True,
        ]
        if told != expected:
            wrong.append((case, told, expected))
        config = (case.measure.step, case.before, case.kind, case.own, case.scheme, case.colours)
        if not case.rates_exactly and config not in keys:
            keys.add(config)
            tries = tried(
                case, lambda v, case=case, before=before: direction_colour(case, v, before, near),
                before, max(reach, near) + 5 * case.measure.step,
            )  # fmt: skip
            key = [(rag, text) for rag, text, _ in key_of(tries, case.measure.words, higher=is_up)]
            if [(rag, text) for rag, text, _ in told_key(out)] != key:
                wrong.append((case, told_key(out), key))
    assert not wrong


def kept_colour(case: Kept, value: Decimal, level: Decimal, near: Decimal) -> str:
    """Within the tolerance either way Green, up to twice it Amber, beyond that Red."""
    reach = max(case.width.of(level), near)
    off = abs(value - level)
    at_end_is_red = case.scheme is not None and case.scheme.at_boundary is RED
    if off <= reach:
        return "Green"
    if off < 2 * reach or (off == 2 * reach and not at_end_is_red):
        return "Amber"
    return "Red"


@pytest.mark.parametrize("near", [Decimal(0), Decimal(12)])
def test_a_level_is_kept_within_the_tolerance_either_way(near):
    """The level is the row's own where it gives one, else the figure before as printed."""
    cases, wrong, keys = compared((TARGET.MAINTAIN,), 40, near), [], set()
    for case, found in zip(cases, rated(cases, near), strict=True):
        out, value = found.outcome, case.rated(case.value)
        level = case.level if case.level is not None else case.rated(case.before)
        exactly = case.level if case.level is not None else case.before
        colour = kept_colour(case, value, level, near)
        exact = kept_colour(case, case.value, exactly, near)
        off, reach = abs(value - level), case.width.of(level)
        place = "within" if off <= reach else "up to twice" if colour == "Amber" else "beyond twice"
        limit = "the tolerance of" if reach >= near or off <= reach else "the change of"
        said = "is the same as" if off == 0 else f"{place} {limit}"
        if reach < off <= near:
            said = "counts as the same as"
        where = "the target row" if case.level is not None else LAST_QUARTER
        comparator = [("target", "target_type"), ("comparator", "value")]
        told = [
            out.rag.value,
            round(out.shortfall, 12),
            Mark.ROUNDING in out.marks,
            Mark.INTERIM in out.marks,
            cells_used(out),
            said in out.because,
            off == 0 or reach < off <= near or (" above " in out.because) is (value > level),
            f"({where})" in out.because,
            f"Therefore {colour}." in out.steps,
            any("counts as the same" in step for step in out.steps),
            out.target_text,
        ]
        expected = [
            colour,
            round(case.width.measures(off, level), 12),
            value != case.value and exact != colour,
            case.interim is not False,
            [
                ("result", "value"),
                *(comparator if case.level is None else [("target", "target")]),
                tolerance_cell(case),
                *common_cells(case),
            ],
            True,
            True,
            True,
            True,
            near > reach,
            "Maintain" if case.level is None else f"Maintain {case.measure.words(level)}",
        ]
        if told != expected:
            wrong.append((case, told, expected))
        config = (case.measure.step, case.before, case.level, case.own, case.scheme)
        if not case.rates_exactly and config not in keys:
            keys.add(config)
            tries = tried(
                case, lambda v, case=case, level=level: kept_colour(case, v, level, near),
                level, 2 * max(reach, near) + 5 * case.measure.step,
            )  # fmt: skip
            key = key_of(tries, case.measure.words, higher=None)
            if told_key(out) != key:
                wrong.append((case, told_key(out), key))
    assert not wrong


# --- days and grades


ORDER = ("Outstanding", "Good", "Requires improvement", "Inadequate")
DAY = date(2024, 12, 1)
DAYS = {"data_type": terms.DataType.DATE, "unit": None}
GRADES = {"data_type": terms.DataType.GRADE, "unit": None, "grade_order": ORDER}


@pytest.mark.parametrize("by_date", [True, False])
@pytest.mark.parametrize("own", [None, 2, 1])
@pytest.mark.parametrize("polarity", [terms.Polarity.HIGHER, None])
def test_a_day_or_a_grade_is_late_by_days_or_grades_alone(by_date, own, polarity):
    """Only the row's own tolerance counts, in days or grades; no percentage of a rule's reaches it.

    Neither does an Amber boundary, and no end of a colour is a number.
    """
    schemes = [
        None if row is None else Scheme(**row)
        for row in (
            None,
            {},
            {"tolerance": Decimal(50)},
            {"tolerance": Decimal(2), "basis": UNITS},
            {"green": Decimal(5)},
            {"green": Decimal(2), "basis": UNITS},
            {"at_boundary": RED},
            {"at_green": AMBER},
            {"at_green": RED},
        )
    ]
    kpi = (DAYS if by_date else GRADES) | {"polarity": polarity}
    asked = DAY if by_date else "Good"
    steps = range(-2, 5) if by_date else range(-1, 3)
    kpis, targets, results, rules, expected = [], [], [], [], []
    for scheme, late in product(schemes, steps):
        ref = f"D{len(kpis):03}"
        value = DAY + timedelta(late) if by_date else ORDER[1 + late]
        kpis.append(make_kpi(ref, **kpi))
        targets.append(
            make_target(
                ref,
                target_type=TARGET.DATE if by_date else TARGET.VALUE,
                target=asked,
                tolerance=own,
                tolerance_basis=None if own is None else RELATIVE,
                amber_boundary=1,
            )
        )
        results.append(make_result(ref, PERIOD, value))
        if scheme is not None:
            rules.append(make_rule(applies_to=ref, **scheme.row))
        expected.append(
            [
                colour_by(Decimal(late), Decimal(0), Decimal(own or 0), scheme),
                late,
                [
                    ("result", "value"),
                    ("target", "target"),
                    ("tolerance", None if own is None else "tolerance"),
                    ("rule set", None if scheme is None else "rule_set"),
                ],
                (Decimal(own or 0), UNITS),
                "date" if by_date else "grade",
                {None},
            ]
        )
    register = make_register(kpis, results, targets, rating_rules=tuple(rules))
    told = [
        [
            found.outcome.rag.value,
            found.outcome.shortfall,
            [(one.label, field_of(one.where)) for one in found.outcome.used],
            (found.outcome.tolerance, found.outcome.tolerance_basis),
            found.outcome.method,
            {one.value for one in found.outcome.thresholds},
        ]
        for found in rate_all(register, Settings(), parse_period(PERIOD), AS_OF)
    ]
    wrong = [pair for pair in zip(told, expected, strict=True) if pair[0] != pair[1]]
    assert not wrong
