"""Which rule is in force for a KPI and period, from the ``Rating rules`` sheet or the defaults.

The narrowest row that applies wins as a whole: KPI reference, then class, then directorate,
then Financial, then All; among equals the newest that has begun by the last day of the period
rated. A cell left blank in that row takes the tool's default, never another row's figure.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from decimal import Decimal

from pmf_cli.frozen import frozen
from pmf_cli.register.figures import plain
from pmf_cli.register.periods.period import Period
from pmf_cli.register.sheets.kpis import Kpi
from pmf_cli.register.sheets.targets import RatingRule
from pmf_cli.register.terms import (
    BoundaryRule,
    ImprovedOn,
    ImprovedRule,
    ProvisionalRule,
    Rag,
    RatedOn,
    StaleRule,
    ToleranceBasis,
)
from pmf_cli.settings import RatingSettings as Defaults

ALL = "all"
FINANCIAL = "financial"


@frozen
class Rules:
    """The rule in force with every blank filled.

    Attributes:
        row: the row; ``None`` where the tool's defaults serve.
        tolerance: how far on the worse side Amber reaches.
        tolerance_is_default: true where the row (if any) gives no tolerance.
        usual: the tool's own tolerance for the KPI, % of target.
        green_tolerance: how far on the worse side is still Green; ``None`` for as far as the
            tolerance itself (Havering's schemes).
        at_boundary: the colour exactly at the end of Amber.
        at_green_boundary: the colour exactly at the end of Green.
        exact: true where the exact value is rated, not the printed one.
        better, same, worse_within, worse_beyond: colours for direction-only targets.
        improved: the scheme in which Amber depends on movement.
        improved_on: what a result must be better than for it.
        takes_narrower: whether of a KPI's Amber boundary and the tolerance the narrower holds.
        exceeding: % better than target from which a Green is marked; ``None`` for none.
        rate_stale: whether results older than their limit are rated (and marked).
    """

    row: RatingRule | None
    tolerance: Decimal
    basis: ToleranceBasis
    tolerance_source: str
    tolerance_is_default: bool
    usual: Decimal
    green_tolerance: Decimal | None
    green_basis: ToleranceBasis = ToleranceBasis.RELATIVE
    at_boundary: Rag = Rag.AMBER
    at_green_boundary: Rag = Rag.GREEN
    exact: bool = False
    better: Rag = Rag.GREEN
    same: Rag = Rag.AMBER
    worse_within: Rag = Rag.AMBER
    worse_beyond: Rag = Rag.RED
    improved: ImprovedRule = ImprovedRule.NONE
    improved_on: ImprovedOn = ImprovedOn.LAST_YEAR
    takes_narrower: bool = False
    exceeding: Decimal | None = None
    rate_provisional: bool = True
    rate_stale: bool = True

    @property
    def name(self) -> str:
        """The rule set's name; empty for the tool's defaults."""
        return self.row.rule_set if self.row is not None else ""

    @property
    def in_words(self) -> str:
        """The rule set and whom the row is for: ``rule set 2024/25 for Financial``."""
        if self.row is None:
            return "the default rule (there is no row in Rating rules for this period)"
        return f"rule set {self.row.rule_set} for {self.row.applies_to or 'All'}"

    @property
    def approved(self) -> str:
        """Who approved the row and when, in words; empty where unknown."""
        if self.row is None or self.row.approved_by is None:
            return ""
        on = f" on {plain(self.row.approved_on)}" if self.row.approved_on is not None else ""
        return f"approved by {self.row.approved_by}{on}"


class RuleBook:
    """All rule rows, ready to be asked for one KPI and period."""

    def __init__(self, rows: Iterable[RatingRule], defaults: Defaults) -> None:
        self._defaults = defaults
        self._rows: dict[str, list[RatingRule]] = {}
        self._filled: dict[tuple[int, bool], Rules] = {}
        for row in rows:
            self._rows.setdefault((row.applies_to or ALL).strip().casefold(), []).append(row)
        for same in self._rows.values():
            same.sort(key=_age, reverse=True)

    def rules_for(self, kpi: Kpi, period: Period) -> Rules:
        """The rule in force for a KPI's period; the tool's defaults where no row applies."""
        row = self._narrowest(kpi, period)
        financial = kpi.financial is True
        key = (id(row), financial)
        if key not in self._filled:
            self._filled[key] = _filled(row, self._defaults, financial=financial)
        return self._filled[key]

    def _narrowest(self, kpi: Kpi, period: Period) -> RatingRule | None:
        financial = FINANCIAL if kpi.financial else None
        names = (kpi.ref, kpi.kpi_class, kpi.directorate, financial, ALL)
        for name in filter(None, names):
            for row in self._rows.get(name.strip().casefold(), ()):
                if row.from_period is None or row.from_period.start <= period.end:
                    return row
        return None


def _age(row: RatingRule) -> tuple[date, date, str, int]:
    begins = row.from_period.start if row.from_period is not None else date.min
    return (begins, row.approved_on or date.min, row.rule_set, row.source.row)


def _filled(row: RatingRule | None, defaults: Defaults, *, financial: bool) -> Rules:
    """The row with its blanks filled; the defaults' own tolerance where it has none."""
    usual = defaults.financial_tolerance if financial else defaults.tolerance
    source = f"the default for {'financial KPIs' if financial else 'KPIs that are not financial'}"
    if row is None:
        return Rules(
            None, usual, ToleranceBasis.RELATIVE, source,
            tolerance_is_default=True, usual=usual, green_tolerance=Decimal(0),
        )  # fmt: skip
    tolerance, basis = usual, ToleranceBasis.RELATIVE
    where = f"rule set {row.rule_set} for {row.applies_to or 'All'}"
    if row.tolerance is not None:
        tolerance, basis, source = row.tolerance, row.tolerance_basis or basis, where
    else:
        source = f"{source}, since {where} gives none"
    improved = row.improved_rule or ImprovedRule.NONE
    return Rules(
        row=row,
        tolerance=abs(tolerance),
        basis=basis,
        tolerance_source=source,
        tolerance_is_default=row.tolerance is None,
        usual=usual,
        green_tolerance=_green_tolerance(row, improved),
        green_basis=row.tolerance_basis or ToleranceBasis.RELATIVE,
        exact=row.rated_on is RatedOn.EXACT,
        improved=improved,
        improved_on=row.improved_on or ImprovedOn.LAST_YEAR,
        takes_narrower=row.boundary_rule is BoundaryRule.NARROWER,
        exceeding=row.exceeding_mark,
        rate_provisional=row.provisional_values is not ProvisionalRule.DO_NOT_RATE,
        rate_stale=row.when_stale is not StaleRule.DO_NOT_RATE,
        **_colours(row),
    )


def _green_tolerance(row: RatingRule, improved: ImprovedRule) -> Decimal | None:
    """How far Green reaches; ``None`` leaves it to a rule that holds results that haver."""
    if row.green_tolerance is not None:
        return abs(row.green_tolerance)
    return None if improved in HAVERING else Decimal(0)


def _colours(row: RatingRule) -> dict[str, Rag]:
    """What the row says in place of the usual colours, by the field of ``Rules``."""
    said = {field: getattr(row, column) for field, column in _COLOURS.items()}
    return {field: Rag(colour) for field, colour in said.items() if colour is not None}


_COLOURS = {
    "at_boundary": "at_boundary",
    "at_green_boundary": "at_green_boundary",
    "better": "direction_better",
    "same": "direction_same",
    "worse_within": "direction_worse_within",
    "worse_beyond": "direction_worse_beyond",
}
"""Colour of a rule → column that gives it; a blank leaves the rule's default."""
HAVERING = (ImprovedRule.HAVERING, ImprovedRule.HAVERING_MAINTAINED)
"""The schemes in which within tolerance is Green and beyond it Amber only if improved."""
