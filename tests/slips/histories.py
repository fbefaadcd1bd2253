"""Registers without a slip, made up by a seeded generator: what a council's figures are like.

Shares of a whole with their counts or without, counts large and small, money, rates, durations and
totals that add up over the year; trends, seasons, noise, steps that last, and targets that are
moved a little each year.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from math import sqrt
from random import Random
from typing import Any

from pmf_cli.register import terms
from pmf_cli.register.periods.steps import shift
from pmf_cli.register.periods.text import parse_period
from pmf_cli.register.register import Register
from pmf_cli.register.sheets.kpis import Kpi
from pmf_cli.register.sheets.record import Result
from pmf_cli.register.sheets.targets import Target
from pmf_cli.settings import Settings
from tests.make import PERIOD, make_kpi, make_register, make_result, make_target
from tests.slips.planted import Sound

KPIS = 24
YEARS = ("2022/23", "2023/24", "2024/25")
AS_OF = date(2025, 1, 31)
SEASON = (0.0, 0.6, -0.4, -0.2)


@dataclass(frozen=True)
class Course:
    """The course of a figure before noise: level, trend, season and one lasting step."""

    level: float
    trend: float
    season: float
    step_at: int
    step: float

    def at(self, place: int, in_year: float) -> float:
        """The expected figure of a period."""
        moved = self.trend * place + (self.step if place >= self.step_at else 0.0)
        return self.level * (1 + moved + self.season * SEASON[int(in_year * 4) % 4])


def sound(seed: int) -> Sound:
    """A register of a seed, on the factories' date in their period."""
    random = Random(seed)
    kpis: list[Kpi] = []
    results: list[Result] = []
    targets: list[Target] = []
    for number in range(KPIS):
        make = random.choice(KINDS)
        ref = f"K{number:02}-{seed}"
        kpi, rows, aims = make(random, ref)
        kpis.append(kpi)
        results += rows
        targets += aims
    return Sound(_numbered(kpis, results, targets), Settings(), parse_period(PERIOD), AS_OF)


def _numbered(kpis: list[Kpi], results: list[Result], targets: list[Target]) -> Register:
    return make_register(kpis, results, targets)


def _course(random: Random, level: float, *, widest: float = 0.12) -> Course:
    return Course(
        level,
        random.gauss(0, 0.004),
        random.choice([0.0, 0.0, random.uniform(0, widest)]),
        random.choice([99, 99, 99, random.randrange(3, 11)]),
        random.uniform(-0.2, 0.2),
    )


def _periods(random: Random) -> tuple[terms.Frequency, list[Any]]:
    monthly = random.random() < 0.25
    newest = parse_period("Dec 2024" if monthly else PERIOD)
    count = 33 if monthly else 11
    frequency = terms.Frequency.MONTHLY if monthly else terms.Frequency.QUARTERLY
    return frequency, [shift(newest, place + 1 - count) for place in range(count)]


def _in_year(period: Any) -> float:
    return ((period.end.month - 4) % 12) / 12


def _rounded(value: float, places: int) -> Decimal:
    return Decimal(f"{value:.{places}f}")


def _targets(
    random: Random, ref: str, middle: float, places: int, *, higher: bool, **over: Any
) -> list[Target]:
    """A target a year, each a little more ambitious, somewhere near the middle of the results."""
    aim = middle * random.uniform(0.94, 1.06)
    rows = []
    before: Decimal | None = None
    for number, year in enumerate(YEARS):
        value = _rounded(aim, places)
        last = number == len(YEARS) - 1
        rows.append(
            make_target(
                ref,
                from_period=f"{year} Q1",
                to_period=None if last else f"{year} Q4",
                target=value,
                previous_target=before,
                **over,
            )
        )
        before = value
        aim *= 1 + (1 if higher else -1) * random.choice([0.0, random.uniform(0.0, 0.06)])
    return rows


def _series(
    random: Random,
    ref: str,
    draw: Callable[[float], tuple[Decimal, dict[str, Any]]],
    course: Course,
    kpi: dict[str, Any],
    places: int,
) -> tuple[Kpi, list[Result], list[Target]]:
    frequency, periods = _periods(random)
    higher = random.random() < 0.6
    rows = []
    for place, period in enumerate(periods):
        value, counts = draw(course.at(place * 11 // len(periods), _in_year(period)))
        rows.append(make_result(ref, period, value, **counts))
    made = make_kpi(
        ref,
        frequency=frequency,
        polarity=terms.Polarity.HIGHER if higher else terms.Polarity.LOWER,
        decimal_places=places,
        plausible_min=None,
        plausible_max=None,
        seasonal=course.season > 0.05,
        comparator=terms.ComparatorRule.SAME_PERIOD_LAST_YEAR,
        **kpi,
    )
    middle = sum(float(row.number or 0) for row in rows) / len(rows)
    return made, rows, _targets(random, ref, middle, places, higher=higher)


def _percentage(random: Random, ref: str) -> tuple[Kpi, list[Result], list[Target]]:
    level = random.choice([random.uniform(5, 40), random.uniform(40, 92)])
    base = int(10 ** random.uniform(1.7, 4))
    with_counts = random.random() < 0.5
    extra = random.uniform(0, 0.02)

    def draw(expected: float) -> tuple[Decimal, dict[str, Any]]:
        share = min(max(expected / 100, 0.01), 0.99)
        below = max(20, round(random.gauss(base, base * 0.06)))
        spread = sqrt(below * share * (1 - share)) + extra * below
        above = min(below, max(1, round(random.gauss(below * share, spread))))
        counts = {"numerator": Decimal(above), "denominator": Decimal(below)}
        return _rounded(above / below * 100, 1), counts if with_counts else {}

    kpi = {"data_type": terms.DataType.PERCENTAGE, "unit": "%"}
    return _series(random, ref, draw, _course(random, level), kpi, 1)


def _count(random: Random, ref: str) -> tuple[Kpi, list[Result], list[Target]]:
    level = 10 ** random.uniform(0.2, 4)
    extra = random.uniform(0.0, 0.1)

    def draw(expected: float) -> tuple[Decimal, dict[str, Any]]:
        spread = sqrt(max(expected, 0.1)) + extra * expected
        return _rounded(max(0.0, random.gauss(expected, spread)), 0), {}

    kpi = {"data_type": terms.DataType.NUMBER, "unit": "cases"}
    return _series(random, ref, draw, _course(random, level, widest=0.3), kpi, 0)


def _measured(
    data_type: terms.DataType, unit: str, places: int, low: float, high: float, noise: float
) -> Callable[[Random, str], tuple[Kpi, list[Result], list[Target]]]:
    def make(random: Random, ref: str) -> tuple[Kpi, list[Result], list[Target]]:
        level = random.uniform(low, high)
        spread = random.uniform(noise / 3, noise)

        def draw(expected: float) -> tuple[Decimal, dict[str, Any]]:
            return _rounded(max(0.0, random.gauss(expected, spread * level)), places), {}

        kpi = {"data_type": data_type, "unit": unit}
        return _series(random, ref, draw, _course(random, level), kpi, places)

    return make


def _total(random: Random, ref: str) -> tuple[Kpi, list[Result], list[Target]]:
    """A count that adds up over the year, with an even split or a profile of its own."""
    each = 10 ** random.uniform(1, 3)
    newest = parse_period(PERIOD)
    total, rows = Decimal(0), []
    for place in range(11):
        period = shift(newest, place - 10)
        assert period is not None
        total = Decimal(0) if period.label.endswith("Q1") else total
        total += _rounded(max(1.0, random.gauss(each, each * random.uniform(0.05, 0.2))), 0)
        rows.append(make_result(ref, period, total))
    kpi = make_kpi(
        ref,
        time_basis=terms.TimeBasis.CUMULATIVE,
        data_type=terms.DataType.NUMBER,
        unit="homes",
        decimal_places=0,
        plausible_min=None,
        plausible_max=None,
        comparator=terms.ComparatorRule.SAME_PERIOD_LAST_YEAR,
    )
    year = each * 4
    targets = []
    before = None
    own = random.random() < 0.5
    for number, name in enumerate(YEARS):
        aim = _rounded(year, 0)
        parts = {f"q{n}": _rounded(year * n / 4, 0) for n in range(1, 5)} if own else {}
        profile = terms.Profile.OWN if own else terms.Profile.EVEN
        ends = None if number == 2 else f"{name} Q4"
        targets.append(
            make_target(
                ref,
                from_period=f"{name} Q1",
                to_period=ends,
                target=aim,
                profile=profile,
                previous_target=before,
                **parts,
            )
        )
        before = aim
        year *= random.uniform(0.98, 1.12)
    return kpi, rows, targets


KINDS = (
    _percentage,
    _percentage,
    _percentage,
    _count,
    _count,
    _measured(terms.DataType.MONEY, "£", 0, 2_000, 900_000, 0.12),
    _measured(terms.DataType.RATE, "per 10,000 people", 1, 3, 400, 0.1),
    _measured(terms.DataType.DURATION, "days", 1, 3, 90, 0.12),
    _total,
)


def registers(first: int, count: int) -> Iterator[Sound]:
    """So many registers, from a seed on."""
    for seed in range(first, first + count):
        yield sound(seed)
