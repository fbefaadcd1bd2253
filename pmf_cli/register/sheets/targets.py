"""Rows of the ``Targets`` and ``Rating rules`` sheets: what is aimed at and how it is judged."""

from datetime import date
from decimal import Decimal
from typing import Annotated

from pmf_cli.findings import Severity
from pmf_cli.frozen import frozen
from pmf_cli.register import terms
from pmf_cli.register.periods.period import Period
from pmf_cli.register.sheets.rows import Blank, Guard, Need, RegisterRow, column

SET_ASIDE = (terms.TargetType.TRACKER, terms.TargetType.TO_BE_AGREED)
"""Types that ask for nothing."""


def _asks_for_something(row: "Target") -> bool:
    return row.target_type not in SET_ASIDE


@frozen(kw_only=True)
class Target(RegisterRow):
    """One target with the periods it holds for (sheet ``Targets``)."""

    kpi_ref: Annotated[
        str, column("KPI reference", Need.REQUIRED, "Ref", "KPI ref", "Reference", identifies=True)
    ]
    """The KPI it is for."""
    split: Annotated[str | None, column("Split", guards=Guard.RATING)] = None
    """The split it is for; blank for the whole."""
    from_period: Annotated[
        Period | None,
        column("From period", Need.REQUIRED, "From", guards=Guard.RATING),
        Blank(
            "TGT005",
            Severity.WARNING,
            "Every target row says from which period it holds.",
            "Without it the row is taken to hold from the beginning, also for years long reported.",
            "Type the first period the target holds for.",
            says="has no first period and is taken to hold from the beginning",
            every_row=True,
        ),
    ] = None
    """First period it holds for; one longer than the KPI's own, such as 2024/25 beside quarters, makes the target one for each such period."""
    to_period: Annotated[
        Period | None, column("To period", Need.OPTIONAL, "To", guards=Guard.RATING)
    ] = None
    """Last period it holds for; blank holds until a later row begins."""
    target_type: Annotated[
        terms.TargetType | None,
        column("Target type", Need.REQUIRED, guards=Guard.RATING),
        Blank(
            "TGT004",
            Severity.ERROR,
            "Every target row says what type of target it is.",
            "A value, a range, a direction, a date, or none by design are rated in different ways.",
            "Choose the type from the list.",
            says="has no type",
            every_row=True,
        ),
    ] = None
    """Value, range, direction, date, yes/no, tracker or to be agreed."""
    target: Annotated[
        Decimal | date | bool | str | None,
        column("Target", Need.CONDITIONAL, "Target value", guards=Guard.RATING),
    ] = None
    """The figure aimed at, in the KPI's unit; a date, yes/no or grade where the type is such."""
    range_low: Annotated[
        Decimal | None, column("Range low", Need.CONDITIONAL, guards=Guard.RATING)
    ] = None
    """Lower edge of a range."""
    range_high: Annotated[
        Decimal | None, column("Range high", Need.CONDITIONAL, guards=Guard.RATING)
    ] = None
    """Upper edge of a range."""
    profile: Annotated[terms.Profile | None, column("Profile", guards=Guard.RATING)] = None
    """How the year's target spreads over its periods where figures add up; Level where it is the target of each period."""
    q1: Annotated[
        Decimal | None, column("Q1", Need.CONDITIONAL, "Q1 target", guards=Guard.RATING)
    ] = None
    """Own profile: target at the end of quarter 1."""
    q2: Annotated[
        Decimal | None, column("Q2", Need.CONDITIONAL, "Q2 target", guards=Guard.RATING)
    ] = None
    """Own profile: target at the end of quarter 2."""
    q3: Annotated[
        Decimal | None, column("Q3", Need.CONDITIONAL, "Q3 target", guards=Guard.RATING)
    ] = None
    """Own profile: target at the end of quarter 3."""
    q4: Annotated[
        Decimal | None, column("Q4", Need.CONDITIONAL, "Q4 target", guards=Guard.RATING)
    ] = None
    """Own profile: target at the end of quarter 4."""
    months: Annotated[
        tuple[Decimal, ...], column("Month targets", Need.CONDITIONAL, guards=Guard.RATING)
    ] = ()
    """Own profile by month: twelve figures from the first month of the year, separated by semicolons."""
    tolerance: Annotated[Decimal | None, column("Tolerance", guards=Guard.RATING)] = None
    """The KPI's own tolerance; blank takes the rule set's 5, or 10 for financial KPIs."""
    tolerance_basis: Annotated[
        terms.ToleranceBasis | None,
        column("Tolerance basis", Need.CONDITIONAL, guards=Guard.RATING),
    ] = None
    """What the tolerance is measured in; needed with a tolerance."""
    green_tolerance: Annotated[Decimal | None, column("Green tolerance", guards=Guard.RATING)] = (
        None
    )
    """How far on the worse side still counts as Green for this KPI, measured as its tolerance is; blank takes the rule set's."""
    amber_boundary: Annotated[Decimal | None, column(terms.AMBER_BOUNDARY, guards=Guard.RATING)] = (
        None
    )
    """The figure beyond which Red begins, where the council sets one directly; it moves in step with the target where that is shared out."""
    upper_boundary: Annotated[
        Decimal | None, column(f"{terms.AMBER_BOUNDARY}, upper side", guards=Guard.RATING)
    ] = None
    """The figure above which Red begins for a range whose two sides have different outer limits; the other column then holds below it."""
    benchmark: Annotated[str | None, column("Benchmark", Need.CONDITIONAL, guards=Guard.RATING)] = (
        None
    )
    """Of a target of that type: whose figure in the sheet Benchmarks is the target, for the same period: England; Core Cities: Median; Core Cities: Best quarter."""
    interim: Annotated[bool | None, column("Interim", guards=Guard.RATING)] = None
    """Yes for interim direction targets (2024 report, ¶54)."""
    stretch_target: Annotated[Decimal | None, column("Stretch target")] = None
    """A stretch target that earns money (2004 approach, 2.20)."""
    payment_at_risk: Annotated[Decimal | None, column("Payment at risk (£)")] = None
    """Pounds that depend on the stretch target."""
    target_basis: Annotated[
        terms.TargetBasis | None,
        column("Target basis", Need.REQUIRED),
        Blank(
            "TGT010",
            Severity.ADVICE,
            "Every target says where its figure comes from.",
            "Statutory, contract, benchmark, past trend or policy: a target nobody can trace is not defended well (KPI criterion Achievable).",
            "Choose where the figure comes from.",
            says="does not say what it is based on",
            asked_of=_asks_for_something,
        ),
    ] = None
    """Where the figure comes from."""
    rationale: Annotated[
        str | None,
        column("Rationale", Need.REQUIRED),
        Blank(
            "TGT009",
            Severity.ADVICE,
            "Every target says why it is this figure.",
            "Members ask why a target was chosen or changed; the list of changes prints the reason.",
            "Say in a sentence why this figure.",
            says="gives no reason for its figure",
        ),
    ] = None
    """Why this figure."""
    previous_target: Annotated[Decimal | None, column("Previous target", guards=Guard.RATING)] = (
        None
    )
    """The target before, for the list of changes."""
    agreed_by: Annotated[str | None, column("Agreed by", Need.REQUIRED)] = None
    """The meeting or officer that agreed it."""
    agreed_on: Annotated[date | None, column("Agreed on", Need.REQUIRED)] = None
    """When it was agreed."""
    reviewed_on: Annotated[date | None, column("Reviewed on", Need.REQUIRED)] = None
    """When it was last reviewed; at least yearly (2023 framework)."""

    @property
    def number(self) -> Decimal | None:
        """The target where it is a number."""
        return self.target if isinstance(self.target, Decimal) else None


@frozen(kw_only=True)
class RatingRule(RegisterRow):
    """One row of a rule set: how ratings are made from a period on (sheet ``Rating rules``).

    The narrowest row that applies wins: KPI reference, then class, then directorate, then
    financial, then all. Among equals the newest ``from_period`` not after the period rated.
    """

    rule_set: Annotated[str, column("Rule set", Need.REQUIRED, identifies=True)]
    """The name printed in papers, usually the year: 2024/25."""
    applies_to: Annotated[str | None, column("Applies to", Need.REQUIRED, guards=Guard.RATING)] = (
        None
    )
    """All; Financial; a KPI class; a directorate; or a KPI reference."""
    from_period: Annotated[
        Period | None, column("From period", Need.REQUIRED, "From", guards=Guard.RATING)
    ] = None
    """First period the row holds for."""
    tolerance: Annotated[Decimal | None, column("Tolerance", guards=Guard.RATING)] = None
    """How far on the worse side Amber reaches; 0 gives a two-way light without Amber."""
    tolerance_basis: Annotated[
        terms.ToleranceBasis | None, column("Tolerance basis", guards=Guard.RATING)
    ] = None
    """What tolerances are measured in."""
    green_tolerance: Annotated[Decimal | None, column("Green tolerance", guards=Guard.RATING)] = (
        None
    )
    """How far on the worse side a result still counts as Green; 0 where blank."""
    at_boundary: Annotated[
        terms.AmberEnd | None, column("At exactly the boundary", guards=Guard.RATING)
    ] = None
    """Exactly at the end of the tolerance: Amber (default, "up to 5%") or Red ("less than 5%")."""
    at_green_boundary: Annotated[
        terms.GreenEnd | None, column("At exactly the green boundary", guards=Guard.RATING)
    ] = None
    """Exactly on the target, or at the end of the green tolerance: Green (default); Amber; or Red, where "<5" means that 5 is not met. With a tolerance of 0 choose Green or Red."""
    rated_on: Annotated[terms.RatedOn | None, column("Rated on", guards=Guard.RATING)] = None
    """Rounded value as printed (default) or exact value."""
    direction_better: Annotated[
        terms.Rag | None, column("Direction: better", guards=Guard.RATING)
    ] = None
    """Rating of a direction-only target when better; Green by default."""
    direction_same: Annotated[terms.Rag | None, column("Direction: same", guards=Guard.RATING)] = (
        None
    )
    """When the same; Amber by default."""
    direction_worse_within: Annotated[
        terms.Rag | None, column("Direction: worse within tolerance", guards=Guard.RATING)
    ] = None
    """When worse within tolerance; Amber by default."""
    direction_worse_beyond: Annotated[
        terms.Rag | None, column("Direction: worse beyond", guards=Guard.RATING)
    ] = None
    """When worse beyond tolerance; Red by default."""
    improved_rule: Annotated[
        terms.ImprovedRule | None, column("Amber only if improved", guards=Guard.RATING)
    ] = None
    """None; Havering style (beyond tolerance Amber if better than the same period last year, else Red; within it Green unless a green tolerance is given); Havering style, improved or maintained (the same, and as good as last year is enough); Thurrock style (below target Amber if better than last year, else Red)."""
    improved_on: Annotated[terms.ImprovedOn | None, column("Improved on", guards=Guard.RATING)] = (
        None
    )
    """What is improved on in a scheme of improvement: the same period last year (default) or the previous period."""
    boundary_rule: Annotated[
        terms.BoundaryRule | None, column("Where both stand", guards=Guard.RATING)
    ] = None
    """Where a KPI has an Amber boundary: it stands in place of the tolerance (default), or the narrower of the two holds."""
    exceeding_mark: Annotated[Decimal | None, column("Exceeding mark", guards=Guard.RATING)] = None
    """% better than target from which a Green is marked as exceeding; blank for none."""
    provisional_values: Annotated[
        terms.ProvisionalRule | None, column("Provisional values", guards=Guard.RATING)
    ] = None
    """Rate and mark (default) or do not rate."""
    when_stale: Annotated[
        terms.StaleRule | None, column("Rated when older than", guards=Guard.RATING)
    ] = None
    """What is done with a result older than its longest age: mark stale (default) or do not rate."""
    approved_by: Annotated[str | None, column("Approved by", Need.REQUIRED)] = None
    """Who approved the rule set."""
    approved_on: Annotated[date | None, column("Approved on", Need.REQUIRED)] = None
    """When it was approved."""
