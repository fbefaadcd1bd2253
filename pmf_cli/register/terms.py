"""The words of the field: every choice a register column allows, as the register writes it.

The values are the exact texts of the drop-downs (sheet ``Lists``). Reading accepts other
spellings (``choices.py``); the register and the papers use these.
"""

from __future__ import annotations

from enum import StrEnum

from pmf_cli.frozen import frozen

# The words of the ``KPIs`` sheet.


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


# The words of targets, tolerances and ratings.


class TargetType(StrEnum):
    """The form of a target."""

    VALUE = "Value"
    RANGE = "Range"
    INCREASE = "Direction: increase"
    DECREASE = "Direction: decrease"
    MAINTAIN = "Direction: maintain"
    DATE = "Date"
    YES_NO = "Yes/No"
    BENCHMARK = "Benchmark"
    TRACKER = "Tracker"
    TO_BE_AGREED = "To be agreed"

    @property
    def is_direction(self) -> bool:
        """True for increase, decrease and maintain."""
        return self in (TargetType.INCREASE, TargetType.DECREASE, TargetType.MAINTAIN)


class Profile(StrEnum):
    """How a year's target spreads over its periods."""

    LEVEL = "Level"
    EVEN = "Even split"
    OWN = "Own profile"
    LAST_YEAR = "Same share as last year"


class ToleranceBasis(StrEnum):
    """What a tolerance is measured in."""

    RELATIVE = "% of target"
    POINTS = "Percentage points"
    UNITS = "Units"
    CONFIDENCE = "% confidence"
    """As far as chance reaches: the confidence interval of the result itself, from its numerator and denominator."""


class TargetBasis(StrEnum):
    """Where a target comes from."""

    STATUTORY = "Statutory"
    CONTRACT = "Contract"
    BENCHMARK = "Benchmark"
    PAST_TREND = "Past trend"
    POLICY = "Policy"
    GOVERNMENT = "Government"
    OTHER = "Other"


class Rag(StrEnum):
    """The three ratings, worst first."""

    RED = "Red"
    AMBER = "Amber"
    GREEN = "Green"

    @property
    def rank(self) -> int:
        """0 for Red, 1 for Amber, 2 for Green."""
        return list(Rag).index(self)


class Shade(StrEnum):
    """A finer state of a Green, which a council may call and colour by itself; it counts with the Green."""

    EXCEEDED = "exceeded"
    """Better than target by the rule set's exceeding mark or more."""
    NEAR = "near"
    """Worse than target, and met by a green tolerance."""


@frozen
class RatingWords:
    """The council's words for the three ratings, with which every sentence for people is built.

    The register's cells, the record and data formats keep the words of ``Rag``.

    Attributes:
        exceeded: what a Green is called that is better than target by more than the rule set's exceeding mark; empty
            where it is called like any other.
        near: the same of one that is worse than target and counts as met by a green tolerance.
    """

    red: str = str(Rag.RED)
    amber: str = str(Rag.AMBER)
    green: str = str(Rag.GREEN)
    exceeded: str = ""
    near: str = ""

    def __getitem__(self, rag: Rag) -> str:
        """The word for a rating."""
        return (self.red, self.amber, self.green)[rag.rank]

    def own(self, shade: Shade | None) -> str:
        """The council's own word for a finer state; empty where it has none."""
        return {Shade.EXCEEDED: self.exceeded, Shade.NEAR: self.near, None: ""}[shade]

    @property
    def in_data(self) -> RatingWords:
        """The words of data formats: the three of ``Rag``, which finer states that the council tells apart share."""
        green = str(Rag.GREEN)
        return RatingWords(exceeded=green if self.exceeded else "", near=green if self.near else "")

    def called(self, rag: Rag, shade: Shade | None) -> str:
        """What a rating is called: by its finer state where the council has a word for that."""
        return self.own(shade) or self[rag]


RATING_WORDS = RatingWords()
"""The words of councils without a theme of their own."""
AMBER_BOUNDARY = "Amber boundary"
"""The column in which a target says where Red begins; the register's name for it, whatever the words for ratings."""
ANY_RATING = f"{Rag.RED}, {Rag.AMBER} or {Rag.GREEN}"
"""The three as the register's cells and data formats hold them."""


class AmberEnd(StrEnum):
    """The colour of a result exactly at the end of the tolerance."""

    AMBER = "Amber"
    RED = "Red"


class GreenEnd(StrEnum):
    """The colour of a result exactly at the end of Green, which is the target as a rule."""

    GREEN = "Green"
    AMBER = "Amber"
    RED = "Red"


class RatedOn(StrEnum):
    """Which figure a rating is worked out from."""

    ROUNDED = "Rounded value as printed"
    EXACT = "Exact value"


class ImprovedRule(StrEnum):
    """Schemes in which Amber depends on movement (Havering 2012 to 2015, Thurrock 2014/15)."""

    NONE = "None"
    HAVERING = "Havering style"
    HAVERING_MAINTAINED = "Havering style, improved or maintained"
    THURROCK = "Thurrock style"


class ImprovedOn(StrEnum):
    """What a scheme of improvement holds a result against."""

    LAST_YEAR = "Same period last year"
    PREVIOUS = "Previous period"


class BoundaryRule(StrEnum):
    """What holds where a KPI has an Amber boundary and a tolerance besides."""

    IN_PLACE = "In place of the tolerance"
    NARROWER = "The narrower of the two"


class ProvisionalRule(StrEnum):
    """What is done with provisional values."""

    RATE_AND_MARK = "Rate and mark"
    DO_NOT_RATE = "Do not rate"


class StaleRule(StrEnum):
    """What is done with a result older than its KPI's longest age to report."""

    MARK = "Mark stale"
    DO_NOT_RATE = "Do not rate"


# The words of results, commentary, benchmarks and splits.


class ValueStatus(StrEnum):
    """How firm a result is."""

    FINAL = "Final"
    PROVISIONAL = "Provisional"
    ESTIMATED = "Estimated"
    REVISED = "Revised"


class NoDataReason(StrEnum):
    """Why a result is blank; blank without one of these means nobody has answered."""

    NOT_DUE = "Not due this period"
    OVERDUE = "Return overdue"
    AWAITING_PUBLICATION = "Awaiting national publication"
    DATA_QUALITY = "Data quality problem"
    SUPPRESSED = "Suppressed (small numbers)"
    NOT_APPLICABLE = "Not applicable"
    NOT_COMPARABLE = "Not comparable (break in series)"
    DEVELOPMENT = "Under development"
    DISCONTINUED = "Discontinued"

    @property
    def told(self) -> str:
        """As papers say it: of a figure that is suppressed not for which reason, which they hold for others too."""
        return "Suppressed" if self is NoDataReason.SUPPRESSED else self.value


class EntrySource(StrEnum):
    """How a result came into the record."""

    RETURN_FORM = "Return form"
    EMAIL = "E-mail"
    IMPORT = "Import"
    TYPED = "Typed"
    NATIONAL = "National source"


class CommentaryKind(StrEnum):
    """What a comment is for."""

    REASON = "Reason for result"
    ACTION = "Action being taken"
    RECOVERY = "Recovery forecast"
    GOOD_PRACTICE = "Good practice"
    CONTEXT = "Context"
    DATA_QUALITY = "Data quality"
    JUDGED = "Judged status"


class UseIn(StrEnum):
    """The kinds of paper a comment may be used in."""

    CLT = "CLT"
    DMT = "DMT"
    SCRUTINY = "Scrutiny"
    CABINET = "Cabinet"
    PARTNERSHIP = "Partnership"
    ANNUAL = "Annual"
    PUBLIC = "Public"


class Confidence(StrEnum):
    """How sure the owner of a forecast is."""

    HIGH = "High"
    MEDIUM = "Medium"
    LOW = "Low"


class BenchmarkGroup(StrEnum):
    """Who a council compares itself with."""

    CORE_CITIES = "Core Cities"
    CIPFA = "CIPFA nearest neighbours"
    STATISTICAL = "Children's services statistical neighbours"
    REGION = "Region"
    ENGLAND = "England"
    FAMILY = "Family group"
    OTHER = "Other"


class BenchmarkStatistic(StrEnum):
    """What figure of the group is given."""

    VALUE = "Value"
    MEAN = "Mean"
    MEDIAN = "Median"
    BEST_QUARTER = "Best quarter"
    WORST_QUARTER = "Worst quarter"


class SplitKind(StrEnum):
    """By what a result is split."""

    WARD = "Ward"
    COMMITTEE_AREA = "Community committee area"
    TOWN = "Town"
    DEPRIVATION = "Deprivation tenth"
    SEX = "Sex"
    AGE = "Age"
    ETHNICITY = "Ethnicity"
    TENURE = "Tenure"
    OTHER = "Other"


# The words of contacts, changes of scope, bodies and the reporting cycle.


class ContactRole(StrEnum):
    """What a contact does for a KPI."""

    RESPONSIBLE_OFFICER = "Responsible officer"
    KEY_CONTACT = "Key contact"
    DEPUTY = "Deputy"
    PERFORMANCE_LEAD = "Performance lead"
    PORTFOLIO_HOLDER = "Portfolio holder"
    BOARD_CLERK = "Board clerk"


class ScopeChangeKind(StrEnum):
    """What about a KPI was changed."""

    NEW = "New"
    ENDED = "Ended"
    DEFINITION = "Definition"
    SOURCE = "Source"
    FREQUENCY = "Frequency"
    OWNER = "Owner"
    TARGET = "Target"
    TOLERANCE = "Tolerance"
    POLARITY = "Polarity"
    BOARD = "Board"


class BackSeries(StrEnum):
    """Whether past figures were worked out anew."""

    YES = "Yes"
    NO = "No"
    PARTLY = "Partly"


class FrameworkMatch(StrEnum):
    """How well a KPI fits a framework's measure."""

    YES = "Yes"
    NEAR = "Near"
    PROXY = "Proxy"


class BodyKind(StrEnum):
    """The kinds of body that receive papers."""

    CLT = "CLT"
    DMT = "DMT"
    SCRUTINY = "Scrutiny"
    EXECUTIVE = "Executive"
    AUDIT = "Audit"
    PARTNERSHIP = "Partnership"
    PUBLIC = "Public"


class ReportMode(StrEnum):
    """How much a body wants to see."""

    FULL = "Full"
    EXCEPTION = "Exception amber and red"
    EXCEPTION_RED = "Exception red"
    RED_AND_EXCEEDING = "Red and exceeding"
    HIGHLIGHTS = "Highlights"


class GroupedBy(StrEnum):
    """What the KPIs of a body's scorecard are grouped by."""

    DIRECTORATE = "Directorate"
    PLAN_OUTCOME = "Plan outcome"
    PORTFOLIO = "Portfolio"
    CLASS = "Class"
    SCOPE = "Scope"


class TimetableStep(StrEnum):
    """The steps of a reporting cycle, in their usual order."""

    FORMS_SENT = "Forms sent"
    DATA_DUE = "Data due"
    COMMENTARY_DUE = "Commentary due"
    DMT_REVIEW = "DMT review"
    DRAFT = "Draft to directors"
    CLT = "CLT"
    PORTFOLIO = "Portfolio holders"
    CABINET = "Cabinet"
    SCRUTINY = "Scrutiny"
    PUBLICATION = "Publication"
    LESSONS = "Lessons"


class StepStatus(StrEnum):
    """Where a timetable step stands."""

    PLANNED = "Planned"
    DONE = "Done"
    LATE = "Late"
    CANCELLED = "Cancelled"


class CycleKind(StrEnum):
    """Which cycle a checklist step belongs to."""

    MONTHLY = "Monthly"
    QUARTERLY = "Quarterly"
    ANNUAL = "Annual"


class HighlightKind(StrEnum):
    """What kind of highlight it is."""

    ADVERSE = "Adverse"
    FAVOURABLE = "Favourable"
    WATCH = "Watch"
    OTHER = "Other"


class IssueLevel(StrEnum):
    """How far up an issue has been taken."""

    SERVICE = "Service"
    DMT = "DMT"
    CLT = "CLT"
    EXECUTIVE = "Executive"
    PARTNERSHIP = "Partnership"


class IssueSource(StrEnum):
    """Where an issue came from."""

    KPI_RESULT = "KPI result"
    CONTACT_CENTRE = "Contact centre"
    COMPLAINT = "Complaint"
    AUDIT = "Audit"
    INSPECTION = "Inspection"
    OTHER = "Other"


class RecommendationKind(StrEnum):
    """What a body asked for (strategic approach 2004, 3.18)."""

    FURTHER_ACTION = "Further action"
    SCRUTINY_TOPIC = "Topic for scrutiny"
    IN_DEPTH_REVIEW = "In-depth review"
    EXPLANATION = "Explanation in person"
    DATA_REQUEST = "Data request"
    OTHER = "Other"


class OpenStatus(StrEnum):
    """Whether an issue, recommendation or improvement is still open."""

    OPEN = "Open"
    IN_HAND = "In hand"
    CLOSED = "Closed"


# The words of risks, actions, milestones and improvements.


class RiskMovement(StrEnum):
    """What a worsening KPI means for the risk."""

    RISES = "Risk rises"
    FALLS = "Risk falls"


class ActionPurpose(StrEnum):
    """Why an action stands in a plan."""

    COUNCIL_PRIORITY = "Council priority"
    EFFICIENCY = "Efficiency"
    STATUTORY = "Statutory"


class ActionStatus(StrEnum):
    """Where an action stands."""

    NOT_STARTED = "Not started"
    ON_TRACK = "On track"
    AT_RISK = "At risk"
    OFF_TRACK = "Off track"
    COMPLETED = "Completed"
    CANCELLED = "Cancelled"


class MilestoneKind(StrEnum):
    """What kind of milestone it is."""

    MILESTONE = "Milestone"
    STAGE_GATE = "Stage gate"
    DECISION = "Decision"


class ImprovementKind(StrEnum):
    """What an improvement is about."""

    ASSURANCE = "Assurance"
    DATA_DEVELOPMENT = "Data development"


class ControlAspect(StrEnum):
    """The five aspects of the cycle of internal control (assurance report 2024, ¶4)."""

    DEFINE = "Define and Document"
    COMMUNICATE = "Clearly Communicate"
    EMBED = "Effectively Embed"
    MONITOR = "Meaningfully Monitor"
    REVIEW = "Review and Refine"
