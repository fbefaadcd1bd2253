"""Rows of the ``KPIs`` sheet: what each KPI is, who owns it and how it behaves."""

from datetime import date
from decimal import Decimal
from typing import Annotated

from pmf_cli.findings import Severity
from pmf_cli.frozen import frozen
from pmf_cli.register import terms
from pmf_cli.register.periods.period import Period
from pmf_cli.register.sheets.rows import Blank, Guard, Need, RegisterRow, column

NUMBERLESS = (terms.DataType.DATE, terms.DataType.YES_NO, terms.DataType.GRADE)
"""Data types that have neither decimals nor, as a rule, a unit."""
IN_YEAR = (
    terms.Frequency.MONTHLY,
    terms.Frequency.QUARTERLY,
    terms.Frequency.TERMLY,
    terms.Frequency.SIX_MONTHLY,
)
"""Frequencies whose periods make a year's figure."""


# Of which KPIs a column is asked. Functions, since a lambda inside an annotation is evaluated
# among the names of the class and would not find those of the module.
def _has_ended(kpi: "Kpi") -> bool:
    return kpi.status is terms.KpiStatus.ENDED


def _has_polarity(kpi: "Kpi") -> bool:
    return kpi.data_type is not terms.DataType.YES_NO


def _has_tolerance(kpi: "Kpi") -> bool:
    return kpi.accountability is not terms.Accountability.POPULATION


def _has_number(kpi: "Kpi") -> bool:
    return kpi.data_type not in NUMBERLESS


def _is_annual(kpi: "Kpi") -> bool:
    return kpi.frequency is terms.Frequency.ANNUAL


def _is_reported_in_year(kpi: "Kpi") -> bool:
    return kpi.frequency in IN_YEAR


def _comes_without_words(kpi: "Kpi") -> bool:
    return kpi.available_from is None


@frozen(kw_only=True)
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
        Blank(
            "CMP001",
            Severity.WARNING,
            "Every KPI has a name.",
            "Papers and return forms print it; nobody knows a KPI by its reference alone (2024 report, ¶14).",
            "Type the KPI's name in plain English.",
            says="has no name",
        ),
    ] = None
    """Unique, in plain English, without its target."""
    short_name: Annotated[str | None, column("Short name")] = None
    """For charts and narrow tables; up to 40 characters."""
    plain_name: Annotated[str | None, column("Plain name", Need.OPTIONAL, "Plain English name")] = (
        None
    )
    """As a resident would say it, with the unit in words: ``Bins missed, per 100,000 collections``. For first
    pages; up to 60 characters."""
    definition: Annotated[
        str | None,
        column("Definition", Need.REQUIRED),
        Blank(
            "CMP002",
            Severity.WARNING,
            "Every KPI has a definition.",
            "Without it two people will count two things; the Supporting Information explains each indicator (2024 report, ¶18).",
            "Say what is counted, for whom and when.",
            says="has no definition",
        ),
    ] = None
    """What is counted, for whom and when."""
    calculation: Annotated[
        str | None,
        column("Calculation", Need.REQUIRED),
        Blank(
            "CMP003",
            Severity.WARNING,
            "Every KPI says how its figure is worked out.",
            "A stand-in must be able to make the same figure from the same data (2024 report, ¶18).",
            "Write the numerator ÷ denominator, or the count, in words.",
            says="does not say how it is calculated",
        ),
    ] = None
    """Numerator ÷ denominator in words, or how the figure is counted."""
    numerator_label: Annotated[str | None, column("Numerator label", Need.CONDITIONAL)] = None
    """What the numerator counts; needed for rates and percentages."""
    denominator_label: Annotated[str | None, column("Denominator label", Need.CONDITIONAL)] = None
    """What the denominator counts; needed for rates and percentages."""
    rationale: Annotated[
        str | None,
        column("Rationale", Need.REQUIRED, "Why it matters"),
        Blank(
            "CMP005",
            Severity.ADVICE,
            "Every KPI says why it matters.",
            "A KPI should answer whether this is worthwhile and fits other needs (key performance indicators guidance, criterion Relevant).",
            "Say in a sentence why the figure matters.",
            says="does not say why it matters",
        ),
    ] = None
    """Why the figure matters to residents or to the council."""
    scope: Annotated[
        terms.Scope | None,
        column("Scope", Need.REQUIRED, guards=Guard.RATING),
        Blank(
            "CMP006",
            Severity.ADVICE,
            "Every KPI says whether it shows the council's own performance or the wider area's.",
            "The single list of KPIs is made of these two kinds (2024 report, ¶14).",
            "Choose Council performance or Wider city or district.",
            says="does not say whose performance it shows",
        ),
    ] = None
    """Council performance, or wider city or district performance (2024 report, ¶14)."""
    accountability: Annotated[
        terms.Accountability | None, column("Accountability", guards=Guard.RATING)
    ] = None
    """Performance, or population outcome: the latter has no target by design and is not rated."""
    influence: Annotated[
        terms.Influence | None,
        column("Influence", Need.REQUIRED),
        Blank(
            "CMP007",
            Severity.ADVICE,
            "Every KPI says how far the council can move the figure.",
            "Members ask for what is outside the council's control to be marked; trackers are those that the council cannot have an effect on (2024 report, ¶54).",
            "Choose Direct, Shared or None.",
            says="does not say how far the council can move it",
        ),
    ] = None
    """How far the council can move the figure: direct, shared or none."""
    kpi_class: Annotated[
        terms.KpiClass | None,
        column("KPI class", Need.REQUIRED, "Class", guards=Guard.RATING),
        Blank(
            "CMP008",
            Severity.WARNING,
            "Every KPI has a class: strategic, business as usual, corporate health or statutory.",
            "The class decides which papers carry it and may decide its tolerance (performance framework 2023, types of KPI).",
            "Choose the class from the list.",
            says="has no class",
        ),
    ] = None
    """Strategic, business as usual, corporate health or statutory."""
    tier: Annotated[terms.Tier | None, column("Tier", guards=Guard.RATING)] = None
    """Who deals with it first: corporate, directorate or service."""
    financial: Annotated[
        bool | None,
        column("Financial", Need.REQUIRED, "Financial KPI", guards=Guard.RATING),
        Blank(
            "MEA002",
            Severity.ERROR,
            "Every KPI says whether it is financial.",
            "The tolerance is 5%, or 10% for financial KPIs (performance framework 2023, reporting via red, amber, green). 5% is never assumed: without the flag the KPI is not rated.",
            "Choose Yes (10% tolerance) or No (5%).",
            says="does not say whether it is financial and is not rated",
            asked_of=_has_tolerance,
        ),
    ] = None
    """Yes gives a tolerance of 10% instead of 5%; never assumed."""
    measure_type: Annotated[terms.MeasureType | None, column("Measure type")] = None
    """Input, activity, output, outcome, satisfaction or efficiency."""
    data_type: Annotated[
        terms.DataType | None,
        column("Data type", Need.REQUIRED, guards=Guard.RATING),
        Blank(
            "MEA003",
            Severity.ERROR,
            "Every KPI says what kind of figure it has.",
            "Percentage, number, money, date, yes/no or grade decides how values are read, rated and printed; without it the KPI is not rated.",
            "Choose the data type from the list.",
            says="has no data type and is not rated",
        ),
    ] = None
    """The kind of figure: percentage, number, money, rate, ratio, duration, date, yes/no, grade."""
    unit: Annotated[
        str | None,
        column("Unit", Need.REQUIRED, "Units", "Unit of measure", guards=Guard.RATING),
        Blank(
            "MEA004",
            Severity.WARNING,
            "Every figure has a unit.",
            "A number without a unit cannot be understood by a councillor, nor checked.",
            "Type the unit printed with every value: %, days, £.",
            says="has no unit",
            asked_of=_has_number,
        ),
    ] = None
    """The unit printed with every value: %, days, £, per 1,000."""
    decimal_places: Annotated[
        int | None,
        column("Decimal places", Need.REQUIRED, "Decimals", "DP", guards=Guard.RATING),
        Blank(
            "MEA005",
            Severity.WARNING,
            "Every figure has its number of decimals.",
            "Ratings are made on the value as printed, so that a paper never shows 90.0 against 90.0 as Amber; that needs the decimals.",
            "Type how many decimals are printed: 0, 1 or 2.",
            says="does not say how many decimals are printed",
            asked_of=_has_number,
        ),
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
        Blank(
            "MEA001",
            Severity.ERROR,
            "Every KPI says which way is better.",
            'Higher or lower is never assumed: without polarity the KPI is not rated. "Below target" in the performance framework (2023) is only true of KPIs where higher is better.',
            "Choose the polarity from the list.",
            says="does not say which way is better and is not rated",
            asked_of=_has_polarity,
        ),
    ] = None
    """Which way is better; never assumed."""
    time_basis: Annotated[
        terms.TimeBasis | None,
        column("Time basis", Need.REQUIRED, guards=Guard.RATING),
        Blank(
            "MEA007",
            Severity.WARNING,
            "Every KPI says what stretch of time one figure covers.",
            "A cumulative figure may only be compared with the same point of another year, and needs a profiled target.",
            "Choose the time basis from the list.",
            says="does not say what stretch of time a figure covers",
        ),
    ] = None
    """What stretch of time one figure covers."""
    frequency: Annotated[
        terms.Frequency | None,
        column("Frequency", Need.REQUIRED, guards=Guard.RATING),
        Blank(
            "MEA008",
            Severity.ERROR,
            "Every KPI says how often a figure comes.",
            "The Supporting Information holds the frequency and timetable of results (2024 report, ¶36); without it nobody can say whether a figure is due, early or late.",
            "Choose the frequency from the list.",
            says="has no frequency, so that nobody knows when it is due",
        ),
    ] = None
    """How often a figure comes."""
    year_basis: Annotated[
        terms.YearBasis | None,
        column("Year basis", Need.REQUIRED, guards=Guard.RATING),
        Blank(
            "MEA009",
            Severity.WARNING,
            "An annual KPI says which year its figures belong to.",
            "2023/24 may be a financial or a school year: half a year apart.",
            "Choose Financial, Calendar or Academic.",
            says="is annual but does not say for which kind of year",
            asked_of=_is_annual,
        ),
    ] = None
    """Which year an annual figure belongs to: financial, calendar or academic."""
    year_value: Annotated[
        terms.YearValue | None,
        column("Year value", Need.REQUIRED, guards=Guard.RATING),
        Blank(
            "MEA010",
            Severity.ADVICE,
            "A KPI reported in the year says how its periods make the year's figure.",
            "The annual report must not average what should be added up (2024 report, ¶71).",
            "Choose Last, Sum, Weighted average, Simple average or As published.",
            says="does not say how its periods make the year's figure",
            asked_of=_is_reported_in_year,
        ),
    ] = None
    """How the periods make the year's figure."""
    comparator: Annotated[
        terms.ComparatorRule | None,
        column("Comparator", Need.REQUIRED, guards=Guard.RATING),
        Blank(
            "MEA011",
            Severity.WARNING,
            "Every KPI says what its result is compared with.",
            "The CLT Scorecard shows a previous month, quarter or year, depending on the KPI (2024 report, ¶50).",
            "Choose what the result is compared with, or None.",
            says="does not say what it is compared with",
        ),
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
        int | None,
        column("Lag in days", Need.REQUIRED, "Lag", guards=Guard.RATING),
        Blank(
            "SRC004",
            Severity.WARNING,
            "Every KPI says how many days after the period its figure is available.",
            "The timetable of when results are available is part of the Supporting Information (2024 report, ¶36); without it a figure is chased from the day after the period ends.",
            "Type the days from the end of the period until the figure comes.",
            says="does not say when its figure is available",
            asked_of=_comes_without_words,
        ),
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
    data_source: Annotated[
        str | None,
        column("Data source", Need.REQUIRED, "Source of data"),
        Blank(
            "SRC001",
            Severity.WARNING,
            "Every KPI names the source of its data.",
            "The source is the first thing the Supporting Information explains (2024 report, ¶36).",
            "Name the system, return or publication.",
            says="does not name its data source",
        ),
    ] = None
    """The system, return or publication the figure comes from."""
    source_owner: Annotated[terms.SourceOwner | None, column("Source owner")] = None
    """Who holds the data."""
    source_assurance: Annotated[
        terms.SourceAssurance | None,
        column("Source assurance", Need.REQUIRED),
        Blank(
            "SRC003",
            Severity.ADVICE,
            "Every KPI says who has checked its source.",
            "Many results are subject to independent rigorous checks, by audit, inspection or national publication (2024 report, ¶67); the assurance report counts them.",
            "Choose who has checked the source, or None.",
            says="does not say who has checked its source",
        ),
    ] = None
    """Who has checked the source (2024 report, ¶67)."""
    known_limitations: Annotated[
        str | None,
        column("Known limitations", Need.REQUIRED, "Limitations"),
        Blank(
            "SRC002",
            Severity.WARNING,
            "Every KPI names the known limitations of its data.",
            'Known weaknesses or limitations are part of the Supporting Information (2024 report, ¶36). "None known" is an answer; a blank is not.',
            'Type the weaknesses of the data, or "None known".',
            says="does not say what limits its data",
        ),
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
        str | None,
        column("Directorate", Need.REQUIRED, "Department", guards=Guard.RATING),
        Blank(
            "CMP009",
            Severity.WARNING,
            "Every KPI belongs to a directorate.",
            "Directorate Management Teams review results before CLT sees them (2024 report, ¶24); without a directorate the KPI is in no team's paper.",
            "Choose the directorate whose management team reviews it.",
            says="has no directorate",
        ),
    ] = None
    """The directorate whose management team reviews the result."""
    service: Annotated[
        str | None,
        column("Service", Need.REQUIRED, "Service area", guards=Guard.RATING),
        Blank(
            "CMP010",
            Severity.ADVICE,
            "Every KPI names its service.",
            "Reasons for adverse results are asked from the service (2024 report, ¶50).",
            "Choose the service that produces the performance.",
            says="has no service",
        ),
    ] = None
    """The service that produces the performance."""
    portfolio: Annotated[str | None, column("Portfolio", guards=Guard.RATING)] = None
    """The executive member's portfolio."""
    priorities: Annotated[
        tuple[str, ...],
        column("Priority", Need.OPTIONAL, "Priorities", guards=Guard.RATING),
    ] = ()
    """References from the sheet ``Priorities`` that it shows the way to, separated by semicolons; the first is
    the one it is grouped under."""
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
        str | None,
        column("Responsible officer", Need.REQUIRED, guards=Guard.MESSAGE),
        Blank(
            "OWN002",
            Severity.WARNING,
            "Every KPI has a responsible officer.",
            "The register names the staff with high level responsibility, a Chief Officer or Head of Service (2024 report, ¶43); late figures are taken up with them.",
            "Type the contact reference of the chief officer or head of service.",
            says="has no responsible officer",
        ),
    ] = None
    """Contact reference of the chief officer or head of service (2024 report, ¶43)."""
    key_contact: Annotated[
        str | None,
        column("Key contact", Need.REQUIRED, "Owner", "Contact", guards=Guard.MESSAGE),
        Blank(
            "OWN001",
            Severity.ERROR,
            "Every KPI has a key contact.",
            "Key contacts are reminded and send the results (2024 report, ¶35 and ¶50); without one nobody is asked and the figure does not come.",
            "Type the contact reference of who produces the figure.",
            says="has no key contact, so that nobody is asked for its figure",
        ),
    ] = None
    """Contact reference of who produces the figure."""
    deputy_contact: Annotated[
        str | None, column("Deputy contact", Need.CONDITIONAL, guards=Guard.MESSAGE)
    ] = None
    """Contact reference of who stands in."""
    performance_lead: Annotated[str | None, column("Performance lead")] = None
    """Contact reference of the directorate's performance lead."""
    status: Annotated[
        terms.KpiStatus | None,
        column("Status", Need.REQUIRED, "KPI status", guards=Guard.RATING),
        Blank(
            "CMP011",
            Severity.WARNING,
            "Every KPI says where it stands in its life.",
            "Only active KPIs are chased and counted; the list is reviewed each year (2024 report, ¶15).",
            "Choose Active, Under development, Paused or Ended.",
            says="has no status and is taken for active",
        ),
    ] = None
    """Active, under development, paused or ended."""
    first_period: Annotated[
        Period | None,
        column("First period", Need.REQUIRED, guards=Guard.RATING),
        Blank(
            "CMP012",
            Severity.WARNING,
            "Every KPI has a first period.",
            "It tells a figure that is missing from one that was never asked for.",
            "Type the first period that was reported.",
            says="has no first period",
        ),
    ] = None
    """The first period reported."""
    last_period: Annotated[
        Period | None,
        column("Last period", Need.CONDITIONAL, guards=Guard.RATING),
        Blank(
            "CMP013",
            Severity.WARNING,
            "An ended KPI has a last period.",
            "It stays in papers up to that period and is chased no longer after it.",
            "Type the last period that is reported.",
            says="is ended but has no last period",
            asked_of=_has_ended,
            every_row=True,
        ),
    ] = None
    """The last period reported; needed when ended."""
    replaced_by: Annotated[str | None, column("Replaced by")] = None
    """The KPI that took its place."""
    public: Annotated[
        bool | None,
        column("Public", Need.REQUIRED, guards=Guard.PUBLICATION),
        Blank(
            "CMP014",
            Severity.WARNING,
            "Every KPI says whether it may appear in public files.",
            "Public papers carry only KPIs marked Yes, so a blank keeps the KPI out of them (2024 report, ¶29 and ¶31: lists and reports available to the public).",
            "Choose Yes or No.",
            says="does not say whether it is public and is left out of public papers",
        ),
    ] = None
    """Whether the KPI may appear in public files."""
    reviewed_on: Annotated[
        date | None,
        column("Supporting Information reviewed on", Need.REQUIRED, "Reviewed on", "Last reviewed"),
        Blank(
            "CMP015",
            Severity.WARNING,
            "Every KPI's Supporting Information has been reviewed.",
            "It is kept up to date through regular review (2024 report, ¶18, second bullet).",
            "Review the row with the service and type the date.",
            says="has no date on which its Supporting Information was reviewed",
        ),
    ] = None
    """When this row was last reviewed; older than 12 months is a finding."""
    definition_version: Annotated[
        int | None,
        column("Definition version", Need.REQUIRED),
        Blank(
            "CMP016",
            Severity.ADVICE,
            "Every KPI has a definition version.",
            "A figure can be compared only with figures of the same definition (2024 report, ¶82).",
            "Type 1 for a KPI whose definition has never changed.",
            says="has no definition version",
        ),
    ] = None
    """Whole number, raised by each change of definition."""
    grade_order: Annotated[
        tuple[str, ...], column("Grade order", Need.CONDITIONAL, "Grades", guards=Guard.RATING)
    ] = ()
    """For grades: best first, separated by semicolons (Outstanding; Good; Requires improvement; Inadequate)."""

    @property
    def known_as(self) -> str:
        """What it is called where room is short."""
        return self.short_name or self.name or self.ref
