"""The words of the ``KPIs`` sheet."""

from __future__ import annotations

from enum import StrEnum


class Scope(StrEnum):
    """Whose performance a KPI shows (assurance report 2024, ¶14)."""

    COUNCIL = "Council performance"
    WIDER = "Wider city or district"


class Accountability(StrEnum):
    """A performance measure carries a target; a population outcome by design does not."""

    PERFORMANCE = "Performance"
    POPULATION = "Population outcome"


class Influence(StrEnum):
    """How far the council can move the figure."""

    DIRECT = "Direct"
    SHARED = "Shared"
    NONE = "None"


class KpiClass(StrEnum):
    """Why the KPI is kept (framework 2023, strategic and business-as-usual KPIs)."""

    STRATEGIC = "Strategic"
    BUSINESS_AS_USUAL = "Business as usual"
    CORPORATE_HEALTH = "Corporate health"
    STATUTORY = "Statutory"


class Tier(StrEnum):
    """Who deals with it first."""

    CORPORATE = "Corporate"
    DIRECTORATE = "Directorate"
    SERVICE = "Service"


class MeasureType(StrEnum):
    """What the KPI measures along the way from money to effect."""

    INPUT = "Input"
    ACTIVITY = "Activity"
    OUTPUT = "Output"
    OUTCOME = "Outcome"
    SATISFACTION = "Satisfaction"
    EFFICIENCY = "Efficiency"


class DataType(StrEnum):
    """The kind of figure; decides how values are read, rated and printed."""

    PERCENTAGE = "Percentage"
    NUMBER = "Number"
    MONEY = "Money"
    RATE = "Rate"
    RATIO = "Ratio"
    DURATION = "Duration"
    DATE = "Date"
    YES_NO = "Yes/No"
    GRADE = "Grade"


class Polarity(StrEnum):
    """Which way is better. There is no default: missing means not rated, with a finding."""

    HIGHER = "Higher is better"
    LOWER = "Lower is better"
    RANGE = "Within a range"
    NONE = "No polarity"


class TimeBasis(StrEnum):
    """What stretch of time one figure covers."""

    WITHIN = "Within the period"
    SNAPSHOT = "Snapshot at period end"
    CUMULATIVE = "Cumulative year to date"
    ROLLING = "Rolling 12 months"
    POOLED = "Pooled years"


class Frequency(StrEnum):
    """How often a figure comes."""

    MONTHLY = "Monthly"
    QUARTERLY = "Quarterly"
    TERMLY = "Termly"
    SIX_MONTHLY = "Six-monthly"
    ANNUAL = "Annual"
    TWO_YEARLY = "Every two years"
    THREE_YEARLY = "Every three years"
    AD_HOC = "Ad hoc"


class YearBasis(StrEnum):
    """Which year an annual figure belongs to."""

    FINANCIAL = "Financial"
    CALENDAR = "Calendar"
    ACADEMIC = "Academic"


class YearValue(StrEnum):
    """How the periods of a year make the year's figure."""

    LAST = "Last"
    SUM = "Sum"
    WEIGHTED = "Weighted average"
    SIMPLE = "Simple average"
    PUBLISHED = "As published"


class ComparatorRule(StrEnum):
    """What a result is compared with (assurance report 2024, ¶50)."""

    PREVIOUS_PERIOD = "Previous period"
    SAME_PERIOD_LAST_YEAR = "Same period last year"
    PREVIOUS_YEAR = "Previous year"
    FIXED_BASELINE = "Fixed baseline"
    NONE = "None"


class SourceOwner(StrEnum):
    """Who holds the data."""

    COUNCIL = "Council"
    PARTNER = "Partner"
    GOVERNMENT = "Government"
    REGULATOR = "Regulator"
    SURVEY = "Survey"


class SourceAssurance(StrEnum):
    """Who has checked the source (assurance report 2024, ¶67)."""

    EXTERNAL_AUDIT = "External audit"
    INSPECTION = "Inspection"
    NATIONAL_STATISTICS = "National statistics"
    INTERNAL_AUDIT = "Internal audit"
    SERVICE_CHECK = "Service check"
    NONE = "None"


class SupplyRisk(StrEnum):
    """Whether the data may stop coming."""

    NONE = "None"
    WATCH = "Watch"
    AT_RISK = "At risk"


class SmallNumberRule(StrEnum):
    """When a count is too small to print in public."""

    NONE = "None"
    UNDER_5 = "Suppress under 5"
    UNDER_10 = "Suppress under 10"
    OTHER = "Other"


class KpiStatus(StrEnum):
    """Where a KPI stands in its life."""

    ACTIVE = "Active"
    DEVELOPMENT = "Under development"
    PAUSED = "Paused"
    ENDED = "Ended"
