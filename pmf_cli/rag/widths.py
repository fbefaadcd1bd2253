"""The tolerance in force: the KPI's own, else the rule's, else the tool's default."""

from __future__ import annotations

from decimal import Decimal

from pmf_cli.findings import CellRef
from pmf_cli.frozen import frozen
from pmf_cli.rag.base import Evidence
from pmf_cli.rag.rules import Rules
from pmf_cli.rag.scales import Scale
from pmf_cli.register.figures import is_percentage, number
from pmf_cli.register.sheets.kpis import Kpi
from pmf_cli.register.sheets.record import Result
from pmf_cli.register.sheets.rows import RegisterRow
from pmf_cli.register.sheets.targets import Target
from pmf_cli.register.terms import TargetType, ToleranceBasis


@frozen
class Width:
    """A tolerance.

    Attributes:
        amount: 0 or more, in the measure of ``basis``.
        basis: % of target, percentage points or units.
        text: in words: ``5%``, ``5 points``, ``3 days``.
    """

    amount: Decimal
    basis: ToleranceBasis
    text: str
    source: str
    where: CellRef | None = None
    is_own: bool = False

    def around(self, base: Decimal) -> Decimal:
        """How far it reaches from a target, in the KPI's unit.

        The size of the target is the base of a percentage, so negative targets work alike.
        """
        return distance(self.amount, self.basis, base)

    def share(self, gap: Decimal, base: Decimal) -> Decimal | None:
        """A gap in the tolerance's own measure; ``None`` for a percentage of 0."""
        if self.basis is not ToleranceBasis.RELATIVE:
            return gap
        return None if base == 0 else gap * 100 / abs(base)


def distance(amount: Decimal, basis: ToleranceBasis, base: Decimal) -> Decimal:
    """How far an amount reaches from a base, in the KPI's unit, exactly."""
    if basis is ToleranceBasis.RELATIVE:
        # scaleb divides by 100 without rounding: a boundary must be exact.
        return (amount * abs(base)).scaleb(-2)
    return amount


def stands(past: Decimal, *, within: str = "within", outside: str = "outside") -> str:
    """On which side of a limit a figure is that lies so far past it; below 0 is short of it."""
    return {-1: within, 0: "exactly at", 1: outside}[int(past.compare(0))]


def width_for(kpi: Kpi, target: Target, rules: Rules, scale: Scale) -> Width:
    """The tolerance in force for a KPI's target.

    The KPI's own wins. Percentage points only fit percentages: for other figures a KPI's own
    points are read as units, and a rule's give way to the default, each said in words. Dates and
    grades have a tolerance only where the target row gives one, in days or grades.
    """
    asked = target.tolerance_basis if target.tolerance is not None else rules.basis
    if asked is ToleranceBasis.CONFIDENCE and not _may_be_by_chance(target, scale):
        text = _words(rules.usual, ToleranceBasis.RELATIVE, scale)
        source = "the default, since a confidence interval is held against a single figure alone"
        return Width(rules.usual, ToleranceBasis.RELATIVE, text, source)
    if target.tolerance is not None:
        return _own_width(abs(target.tolerance), kpi, target, rules, scale)
    if not scale.is_number:
        unit = "days" if scale.kind == "date" else "grades"
        return Width(
            Decimal(0), ToleranceBasis.UNITS, f"0 {unit}", f"the target row gives none in {unit}"
        )
    if rules.basis is ToleranceBasis.POINTS and not is_percentage(kpi):
        text = _words(rules.usual, ToleranceBasis.RELATIVE, scale)
        source = f"the default, since {rules.in_words} is in percentage points and this KPI is not a percentage"
        return Width(rules.usual, ToleranceBasis.RELATIVE, text, source)
    return _rules_width(rules, scale)


def _rules_width(rules: Rules, scale: Scale) -> Width:
    """The tolerance of a rule set, with its cell where it is not the tool's own."""
    own = None if rules.tolerance_is_default else rules.row
    where = None if own is None else cell(own, "tolerance")
    text = _words(rules.tolerance, rules.basis, scale)
    return Width(rules.tolerance, rules.basis, text, rules.tolerance_source, where)


def _may_be_by_chance(target: Target, scale: Scale) -> bool:
    return scale.is_number and target.target_type in (TargetType.VALUE, TargetType.BENCHMARK)


def _own_width(amount: Decimal, kpi: Kpi, target: Target, rules: Rules, scale: Scale) -> Width:
    basis = target.tolerance_basis or rules.basis
    if not scale.is_number or (basis is ToleranceBasis.POINTS and not is_percentage(kpi)):
        basis = ToleranceBasis.UNITS
    source = "the KPI's own tolerance"
    if target.tolerance_basis is None:
        source += ", read as the rule set's since the row does not say what it is measured in"
    where = cell(target, "tolerance")
    return Width(amount, basis, _words(amount, basis, scale), source, where, is_own=True)


def green_distance(
    rules: Rules, width: Width, base: Decimal, scale: Scale, own: Decimal | None = None
) -> Decimal:
    """How far on the worse side is still Green, never further than the KPI's own tolerance.

    A rule's green tolerance is one of figures: a day or a grade is no size to take 5% of.

    Args:
        own: the KPI's own green tolerance, measured as its tolerance is.
    """
    if own is not None:
        reach = distance(abs(own), width.basis, base)
        return min(reach, width.around(base)) if width.is_own else reach
    if rules.green_tolerance is None:
        return width.around(base)
    if not _is_of_figures(rules.green_basis, scale):
        return Decimal(0)
    reach = distance(rules.green_tolerance, rules.green_basis, base)
    return min(reach, width.around(base)) if width.is_own else reach


def _is_of_figures(basis: ToleranceBasis, scale: Scale) -> bool:
    """Whether a rule's green tolerance can be taken of a KPI's figures."""
    return scale.is_number and (basis is not ToleranceBasis.POINTS or is_percentage(scale.kpi))


def green_used(target: Target, rules: Rules, width: Width, scale: Scale) -> tuple[Evidence, ...]:
    """The green tolerance in force, with its cell; nothing where there is none."""
    if target.green_tolerance is not None:
        words = _words(abs(target.green_tolerance), width.basis, scale)
        return (Evidence("green tolerance", words, cell(target, "green_tolerance")),)
    if not rules.green_tolerance or not _is_of_figures(rules.green_basis, scale):
        return ()
    words = _words(rules.green_tolerance, rules.green_basis, scale)
    where = None if rules.row is None else cell(rules.row, "green_tolerance")
    return (Evidence("green tolerance", words, where),)


def cell(row: RegisterRow | Result, field: str) -> CellRef | None:
    """The cell of a row's field; ``None`` for rows that no workbook holds."""
    return row.source.at(field) if row.source.row else None


def _words(amount: Decimal, basis: ToleranceBasis, scale: Scale) -> str:
    if basis is ToleranceBasis.RELATIVE:
        return f"{number(amount, None)}%"
    if basis is ToleranceBasis.POINTS:
        return f"{number(amount, None)} point{'' if amount == 1 else 's'}"
    if basis is ToleranceBasis.CONFIDENCE:
        return f"{number(amount, None)}% confidence"
    return scale.gap(amount)
