"""The rating rules as the documents state them, worked out a second time: no band, no method.

What ``docs/ratings.md`` says in words, for one figure against one target: how far it is worse,
where Green and Amber end, and what that makes of it. The tests hold the tool against it.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

from pmf_cli.findings import CellRef
from pmf_cli.rag.base import KpiRating, Rating
from pmf_cli.rag.rate import rate_all
from pmf_cli.register.periods.text import parse_period
from pmf_cli.register.sheets import layout
from pmf_cli.settings import Settings
from pmf_cli.workbook.cells import column_number
from tests.make import make_kpi, make_register, make_result, make_rule, make_target
from tests.rag.desk import AS_OF, HIGHER, LAST_YEAR, PERIOD, POINTS, RELATIVE, UNITS, terms

Havering = terms.ImprovedRule.HAVERING
Maintained = terms.ImprovedRule.HAVERING_MAINTAINED
Thurrock = terms.ImprovedRule.THURROCK


@dataclass(frozen=True)
class Measure:
    """What is measured: the KPI's fields, a target, and the last printed place."""

    kpi: dict[str, Any]
    target: Decimal
    step: Decimal

    @property
    def is_percentage(self) -> bool:
        return self.kpi.get("data_type", terms.DataType.PERCENTAGE) is terms.DataType.PERCENTAGE

    @property
    def usual(self) -> Decimal:
        """5% of the target, for financial KPIs 10%."""
        return Decimal(10 if self.kpi.get("financial") else 5)

    def words(self, value: Decimal) -> str:
        """A value in the words of papers."""
        unit = self.kpi.get("unit", "%")
        if unit == "%":
            return f"{value:,.1f}%"
        sign, size = "-" if value < 0 else "", f"{abs(value):,f}"
        return f"{sign}£{size}k" if unit == "£k" else f"{sign}{size}"

    def printed(self, value: Decimal) -> Decimal:
        if self.kpi.get("decimal_places", 1) is None:
            return value
        return value.quantize(self.step, ROUND_HALF_UP)


PER_CENT = Measure({}, Decimal(90), Decimal("0.1"))
COUNT = Measure(
    {"data_type": terms.DataType.NUMBER, "unit": "Number", "decimal_places": 0},
    Decimal(200),
    Decimal(1),
)
POUNDS = Measure(
    {"data_type": terms.DataType.MONEY, "unit": "£k", "decimal_places": 0, "financial": True},
    Decimal(1000),
    Decimal(1),
)
OVERSPENT = Measure(POUNDS.kpi, Decimal(-500), Decimal(1))
NOUGHT = Measure(COUNT.kpi, Decimal(0), Decimal(1))
UNROUNDED = Measure({"decimal_places": None}, Decimal(90), Decimal("0.01"))
MEASURES = (PER_CENT, COUNT, POUNDS, OVERSPENT, NOUGHT, UNROUNDED)


@dataclass(frozen=True)
class Scheme:
    """A rule of the council, a row of ``Rating rules``; blanks are ``None``."""

    tolerance: Decimal | None = None
    basis: Any = None
    green: Decimal | None = None
    at_boundary: Any = None
    at_green: Any = None
    exact: bool = False
    improved: Any = None
    exceeding: Decimal | None = None

    @property
    def row(self) -> dict[str, Any]:
        return {
            "tolerance": self.tolerance,
            "tolerance_basis": self.basis,
            "green_tolerance": self.green,
            "at_boundary": self.at_boundary,
            "at_green_boundary": self.at_green,
            "rated_on": terms.RatedOn.EXACT if self.exact else None,
            "improved_rule": self.improved,
            "exceeding_mark": self.exceeding,
        }


@dataclass(frozen=True)
class Tolerance:
    """How far Amber reaches on the worse side, and in which measure."""

    amount: Decimal
    basis: Any

    def of(self, base: Decimal) -> Decimal:
        return self.amount * abs(base) / 100 if self.basis is RELATIVE else self.amount

    def measures(self, gap: Decimal, base: Decimal) -> Decimal | None:
        """A distance in the tolerance's own measure; none for a share of nothing."""
        if self.basis is not RELATIVE:
            return gap
        return gap * 100 / abs(base) if base else None


def tolerance_of(measure: Measure, own: tuple[Any, Any] | None, scheme: Scheme | None) -> Tolerance:
    """The KPI's own wins, then the rule's, then 5% (10% of money).

    Points fit only percentages: the KPI's own become units, a rule's give way to the default.
    """
    by_rule = Tolerance(measure.usual, RELATIVE)
    if scheme is not None and scheme.tolerance is not None:
        by_rule = Tolerance(scheme.tolerance, scheme.basis or RELATIVE)
    if own is not None:
        found = Tolerance(abs(Decimal(own[0])), own[1] or by_rule.basis)
        misfits = found.basis is POINTS and not measure.is_percentage
        return Tolerance(found.amount, UNITS) if misfits else found
    if by_rule.basis is POINTS and not measure.is_percentage:
        return Tolerance(measure.usual, RELATIVE)
    return by_rule


def green_reach(
    measure: Measure, own: bool, scheme: Scheme | None, width: Tolerance, base: Decimal
):
    """How far on the worse side still counts as met."""
    if scheme is None or scheme.green is None:
        whole = scheme is not None and scheme.improved in (Havering, Maintained)
        return width.of(base) if whole else Decimal(0)
    basis = scheme.basis or RELATIVE
    if basis is POINTS and not measure.is_percentage:
        return Decimal(0)
    reach = Tolerance(scheme.green, basis).of(base)
    return min(reach, width.of(base)) if own else reach


def printed_stretches(
    colour_of: Callable[[Decimal], str], start: Decimal, end: Decimal, step: Decimal
) -> dict[str, list[tuple[Decimal, Decimal]]]:
    """Each colour's printed values between two, as stretches from low to high, tried one by one."""
    found: dict[str, list[tuple[Decimal, Decimal]]] = {}
    before, value = None, start
    while value <= end:
        colour = colour_of(value)
        rows = found.setdefault(colour, [])
        if colour == before:
            rows[-1] = (rows[-1][0], value)
        else:
            rows.append((value, value))
        before, value = colour, value + step
    return found


def key_of(
    tried: dict[str, list[tuple[Decimal, Decimal]]],
    words: Callable[[Decimal], str],
    *,
    higher: bool | None,
) -> list[tuple[str, str, Decimal | None]]:
    """What the key says of each colour: in words, and in one number where it is one.

    The number is Green's and Amber's worst value and Red's best.
    """
    lowest = min(low for rows in tried.values() for low, _ in rows)
    highest = max(high for rows in tried.values() for _, high in rows)

    def text(low: Decimal, high: Decimal) -> str:
        if low == lowest:
            return f"{words(high)} or below"
        if high == highest:
            return f"{words(low)} or above"
        return words(low) if low == high else f"{words(low)} to {words(high)}"

    found = []
    for colour in ("Green", "Amber", "Red"):
        rows = tried.get(colour, [])
        if rows:
            low, high = rows[0]
            value = None if len(rows) > 1 or higher is None else low
            if value is not None and higher is (colour == "Red"):
                value = high
            found.append((colour, ", or ".join(text(*row) for row in rows), value))
    return found


def told_key(rating: Rating) -> list[tuple[str, str, Decimal | None]]:
    """What the tool's key says of each colour."""
    return [(one.rag.value, one.text, one.value) for one in rating.thresholds]


def field_of(where: CellRef | None) -> str | None:
    """The field of the column in which a cell stands."""
    if where is None:
        return None
    letters = "".join(filter(str.isalpha, where.cell))
    return layout.by_name()[where.sheet].columns[column_number(letters) - 1].field


def cells_used(rating: Rating) -> list[tuple[str, str | None]]:
    """What each figure used is, with the field of its column."""
    return [(one.label, field_of(one.where)) for one in rating.used]


def green_used(measure: Measure, scheme: Scheme | None) -> list[tuple[str, str]]:
    """The rule's green tolerance among the figures used, where it has one that fits the measure."""
    if scheme is None or not scheme.green or (scheme.basis is POINTS and not measure.is_percentage):
        return []
    return [("green tolerance", "green_tolerance")]


def colour_by(worse_by: Decimal, green: Decimal, amber: Decimal, scheme: Scheme | None) -> str:
    """The colour of a figure so far on the worse side of its target, between the two ends."""
    at_amber_is_red = scheme is not None and scheme.at_boundary is terms.Rag.RED
    at_green = (scheme.at_green if scheme is not None else None) or terms.Rag.GREEN
    if worse_by < green or (worse_by == green and at_green is terms.Rag.GREEN):
        return "Green"
    if worse_by == green and at_green is terms.Rag.RED:
        return "Red"
    if worse_by < amber or (worse_by == amber and not at_amber_is_red):
        return "Amber"
    return "Red"


class Judged:
    """A figure of a measure under a scheme, however it is held against its target."""

    measure: Measure
    scheme: Scheme | None
    own: tuple[Any, Any] | None

    @property
    def width(self) -> Tolerance:
        return tolerance_of(self.measure, self.own, self.scheme)

    @property
    def rates_exactly(self) -> bool:
        return self.scheme is not None and self.scheme.exact

    def rated(self, value: Decimal) -> Decimal:
        return value if self.rates_exactly else self.measure.printed(value)


@dataclass(frozen=True)
class Case(Judged):
    """One figure against one target."""

    measure: Measure
    higher: bool
    value: Decimal
    own: tuple[Any, Any] | None = None
    boundary: Decimal | None = None
    scheme: Scheme | None = field(default_factory=Scheme)
    last_year: Decimal | None = None

    @property
    def target(self) -> Decimal:
        return self.measure.target

    def worse_by(self, value: Decimal) -> Decimal:
        return self.target - value if self.higher else value - self.target

    @property
    def ends(self) -> tuple[Decimal, Decimal]:
        """How far on the worse side Green and Amber reach."""
        green = green_reach(
            self.measure, self.own is not None, self.scheme, self.width, self.target
        )
        amber = self.width.of(self.target)
        if self.boundary is not None:
            amber = self.worse_by(self.boundary)
            green = min(green, amber) if amber >= 0 else green
        return green, amber

    def colour_of(self, value: Decimal) -> str:
        """The colour of a value that is rated as it stands."""
        green, amber = self.ends
        said = colour_by(self.worse_by(value), green, amber, self.scheme)
        improved = self.scheme.improved if self.scheme is not None else None
        if improved in (None, terms.ImprovedRule.NONE) or said == "Green":
            return said
        at_green_end = self.worse_by(value) == green
        if at_green_end and self.scheme is not None and self.scheme.at_green is terms.Rag.RED:
            return "Red"
        if improved is Thurrock:
            return "Amber" if at_green_end or self.is_better(value) else "Red"
        return "Amber" if said == "Amber" or self.is_better(value) else "Red"

    def is_better(self, value: Decimal) -> bool:
        """Better than last year, or as good where the scheme counts that."""
        if self.last_year is None:
            return False
        last = self.rated(self.last_year)
        as_good = self.scheme is not None and self.scheme.improved is Maintained
        return as_good if value == last else (self.worse_by(value) < self.worse_by(last))

    @property
    def colour(self) -> str:
        return self.colour_of(self.rated(self.value))


def rated(cases: list[Case]) -> list[KpiRating]:
    """Each case in one register, as a KPI of its own with its own rule, in order."""
    kpis, targets, results, rules = [], [], [], []
    for number, case in enumerate(cases):
        ref = f"T{number:04}"
        rule = terms.ComparatorRule.SAME_PERIOD_LAST_YEAR
        kpis.append(
            make_kpi(
                ref,
                **case.measure.kpi,
                polarity=HIGHER if case.higher else terms.Polarity.LOWER,
                comparator=rule,
            )
        )
        amount, basis = case.own or (None, None)
        targets.append(
            make_target(
                ref,
                target=case.target,
                tolerance=amount,
                tolerance_basis=basis,
                amber_boundary=case.boundary,
            )
        )
        results.append(make_result(ref, PERIOD, case.value))
        if case.last_year is not None:
            results.append(make_result(ref, LAST_YEAR, case.last_year))
        if case.scheme is not None:
            rules.append(make_rule(applies_to=ref, **case.scheme.row))
    register = make_register(kpis, results, targets, rating_rules=tuple(rules))
    return list(rate_all(register, Settings(), parse_period(PERIOD), AS_OF))
