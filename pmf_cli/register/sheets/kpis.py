"""Rows of the ``KPIs`` sheet: what each KPI is, who owns it and how it behaves."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Annotated

from pmf_cli.register import terms
from pmf_cli.register.periods.period import Period
from pmf_cli.register.sheets.rows import Guard, Need, RegisterRow, column


class Kpi(RegisterRow):
    """One KPI (KPI Supporting Information, sheet ``KPIs``).

    Fields other than the reference may be missing; what is missing is a finding, and a KPI
    without polarity, financial flag or data type is not rated.
    """

    ref: Annotated[
        str,
        column(
            "KPI reference",
            Need.REQUIRED,
            "Ref",
            "KPI ref",
            "Reference",
            "PI code",
            "KPI code",
            "Code",
            identifies=True,
        ),
    ]
    """Unique and never reused; text such as WM-04, never a number."""
    name: Annotated[
        str | None,
        column("KPI name", Need.REQUIRED, "Name", "Indicator", "KPI", "KPI title", "Measure"),
    ] = None
    """Unique, in plain English, without its target."""
    short_name: Annotated[str | None, column("Short name")] = None
    """For charts and narrow tables; up to 40 characters."""
    definition: Annotated[str | None, column("Definition", Need.REQUIRED)] = None
    """What is counted, for whom and when."""
    calculation: Annotated[str | None, column("Calculation", Need.REQUIRED)] = None
    """Numerator ÷ denominator in words, or how the figure is counted."""
    numerator_label: Annotated[str | None, column("Numerator label", Need.CONDITIONAL)] = None
    """What the numerator counts; needed for rates and percentages."""
    denominator_label: Annotated[str | None, column("Denominator label", Need.CONDITIONAL)] = None
    """What the denominator counts; needed for rates and percentages."""
    rationale: Annotated[str | None, column("Rationale", Need.REQUIRED, "Why it matters")] = None
    """Why the figure matters to residents or to the council."""
    scope: Annotated[terms.Scope | None, column("Scope", Need.REQUIRED, guards=Guard.RATING)] = None
    """Council performance, or wider city or district performance (2024 report, ¶14)."""
    accountability: Annotated[
        terms.Accountability | None, column("Accountability", guards=Guard.RATING)
    ] = None
    """Performance, or population outcome: the latter has no target by design and is not rated."""
    influence: Annotated[terms.Influence | None, column("Influence", Need.REQUIRED)] = None
    """How far the council can move the figure: direct, shared or none."""
    kpi_class: Annotated[
        terms.KpiClass | None, column("KPI class", Need.REQUIRED, "Class", guards=Guard.RATING)
    ] = None
    """Strategic, business as usual, corporate health or statutory."""
    tier: Annotated[terms.Tier | None, column("Tier", guards=Guard.RATING)] = None
    """Who deals with it first: corporate, directorate or service."""
    financial: Annotated[
        bool | None, column("Financial", Need.REQUIRED, "Financial KPI", guards=Guard.RATING)
    ] = None
    """Yes gives a tolerance of 10% instead of 5%; never assumed."""
    measure_type: Annotated[terms.MeasureType | None, column("Measure type")] = None
    """Input, activity, output, outcome, satisfaction or efficiency."""
    data_type: Annotated[
        terms.DataType | None, column("Data type", Need.REQUIRED, guards=Guard.RATING)
    ] = None
    """The kind of figure: percentage, number, money, rate, ratio, duration, date, yes/no, grade."""
    unit: Annotated[
        str | None, column("Unit", Need.REQUIRED, "Units", "Unit of measure", guards=Guard.RATING)
    ] = None
    """The unit printed with every value: %, days, £, per 1,000."""
    decimal_places: Annotated[
        int | None, column("Decimal places", Need.REQUIRED, "Decimals", "DP", guards=Guard.RATING)
    ] = None
    """Decimals printed; ratings are made on the value as printed. 0 to 6."""
    polarity: Annotated[
        terms.Polarity | None,
        column(
            "Polarity",
            Need.REQUIRED,
            "Good is",
            "Good to be",
            "Direction",
            "Bigger or smaller is better",
            guards=Guard.RATING,
        ),
    ] = None
    """Which way is better; never assumed."""
    time_basis: Annotated[
        terms.TimeBasis | None, column("Time basis", Need.REQUIRED, guards=Guard.RATING)
    ] = None
    """What stretch of time one figure covers."""
    frequency: Annotated[
        terms.Frequency | None, column("Frequency", Need.REQUIRED, guards=Guard.RATING)
    ] = None
    """How often a figure comes."""
    year_basis: Annotated[
        terms.YearBasis | None, column("Year basis", Need.REQUIRED, guards=Guard.RATING)
    ] = None
    """Which year an annual figure belongs to: financial, calendar or academic."""
    year_value: Annotated[
        terms.YearValue | None, column("Year value", Need.REQUIRED, guards=Guard.RATING)
    ] = None
    """How the periods make the year's figure."""
    comparator: Annotated[
        terms.ComparatorRule | None, column("Comparator", Need.REQUIRED, guards=Guard.RATING)
    ] = None
    """What the result is compared with for the direction of travel."""
    baseline_period: Annotated[
        Period | None, column("Baseline period", Need.CONDITIONAL, guards=Guard.RATING)
    ] = None
    """The period of a fixed baseline."""
    baseline_value: Annotated[
        Decimal | None, column("Baseline value", Need.CONDITIONAL, guards=Guard.RATING)
    ] = None
    """The value of a fixed baseline, in the KPI's unit."""
    seasonal: Annotated[bool | None, column("Seasonal", guards=Guard.RATING)] = None
    """Yes where the time of year moves the figure; then the previous period is no comparator."""
    lag_days: Annotated[
        int | None, column("Lag in days", Need.REQUIRED, "Lag", guards=Guard.RATING)
    ] = None
    """Days from the end of the period until the figure is available."""
    available_from: Annotated[str | None, column("Available from")] = None
    """When the figure comes, in words: mid-February, ONS release."""
    longest_age: Annotated[str | None, column("Longest age to report", guards=Guard.RATING)] = None
    """How old a latest result may be and still be shown as current: ``2 quarters``, ``18 months``."""
    plausible_min: Annotated[Decimal | None, column("Plausible minimum", guards=Guard.RATING)] = (
        None
    )
    """Lowest believable value; learned from history where blank."""
    plausible_max: Annotated[Decimal | None, column("Plausible maximum", guards=Guard.RATING)] = (
        None
    )
    """Highest believable value; learned from history where blank."""
    data_source: Annotated[str | None, column("Data source", Need.REQUIRED, "Source of data")] = (
        None
    )
    """The system, return or publication the figure comes from."""
    source_owner: Annotated[terms.SourceOwner | None, column("Source owner")] = None
    """Who holds the data."""
    source_assurance: Annotated[
        terms.SourceAssurance | None, column("Source assurance", Need.REQUIRED)
    ] = None
    """Who has checked the source (2024 report, ¶67)."""
    known_limitations: Annotated[
        str | None, column("Known limitations", Need.REQUIRED, "Limitations")
    ] = None
    """Weaknesses of the data; ``None known`` is an answer, blank is not."""
    supply_risk: Annotated[terms.SupplyRisk | None, column("Supply risk")] = None
    """Whether the data may stop coming (2011 framework, data supply)."""
    small_number_rule: Annotated[
        terms.SmallNumberRule | None, column("Small-number rule", guards=Guard.PUBLICATION)
    ] = None
    """When a count is too small to print in public."""
    splits_expected: Annotated[tuple[str, ...], column("Splits expected")] = ()
    """Names from the ``Splits`` sheet, separated by semicolons."""
    benchmarks_expected: Annotated[tuple[str, ...], column("Benchmarks expected")] = ()
    """Comparator groups expected, separated by semicolons."""
    directorate: Annotated[
        str | None, column("Directorate", Need.REQUIRED, "Department", guards=Guard.RATING)
    ] = None
    """The directorate whose management team reviews the result."""
    service: Annotated[
        str | None, column("Service", Need.REQUIRED, "Service area", guards=Guard.RATING)
    ] = None
    """The service that produces the performance."""
    portfolio: Annotated[str | None, column("Portfolio", guards=Guard.RATING)] = None
    """The executive member's portfolio."""
    scrutiny_board: Annotated[
        str | None, column("Scrutiny board", Need.OPTIONAL, "Board", guards=Guard.RATING)
    ] = None
    """The one scrutiny board that receives it; others stand in ``Also to``."""
    lead_board: Annotated[
        str | None, column("Lead board for cross-cutting", Need.CONDITIONAL, guards=Guard.RATING)
    ] = None
    """The lead board where the KPI cuts across several."""
    also_to: Annotated[tuple[str, ...], column("Also to", guards=Guard.RATING)] = ()
    """Other boards that receive it, separated by semicolons."""
    responsible_officer: Annotated[
        str | None, column("Responsible officer", Need.REQUIRED, guards=Guard.MESSAGE)
    ] = None
    """Contact reference of the chief officer or head of service (2024 report, ¶43)."""
    key_contact: Annotated[
        str | None, column("Key contact", Need.REQUIRED, "Owner", "Contact", guards=Guard.MESSAGE)
    ] = None
    """Contact reference of who produces the figure."""
    deputy_contact: Annotated[
        str | None, column("Deputy contact", Need.CONDITIONAL, guards=Guard.MESSAGE)
    ] = None
    """Contact reference of who stands in."""
    performance_lead: Annotated[str | None, column("Performance lead")] = None
    """Contact reference of the directorate's performance lead."""
    status: Annotated[
        terms.KpiStatus | None, column("Status", Need.REQUIRED, "KPI status", guards=Guard.RATING)
    ] = None
    """Active, under development, paused or ended."""
    first_period: Annotated[
        Period | None, column("First period", Need.REQUIRED, guards=Guard.RATING)
    ] = None
    """The first period reported."""
    last_period: Annotated[
        Period | None, column("Last period", Need.CONDITIONAL, guards=Guard.RATING)
    ] = None
    """The last period reported; needed when ended."""
    replaced_by: Annotated[str | None, column("Replaced by")] = None
    """The KPI that took its place."""
    public: Annotated[bool | None, column("Public", Need.REQUIRED, guards=Guard.PUBLICATION)] = None
    """Whether the KPI may appear in public files."""
    reviewed_on: Annotated[
        date | None,
        column("Supporting Information reviewed on", Need.REQUIRED, "Reviewed on", "Last reviewed"),
    ] = None
    """When this row was last reviewed; older than 12 months is a finding."""
    definition_version: Annotated[int | None, column("Definition version", Need.REQUIRED)] = None
    """Whole number, raised by each change of definition."""
    grade_order: Annotated[
        tuple[str, ...], column("Grade order", Need.CONDITIONAL, "Grades", guards=Guard.RATING)
    ] = ()
    """For grades: best first, separated by semicolons (Outstanding; Good; Requires improvement; Inadequate)."""
