"""The words of contacts, changes of scope, bodies and the reporting cycle."""

from __future__ import annotations

from enum import StrEnum


class ContactRole(StrEnum):
    """What a contact does for a KPI."""

    RESPONSIBLE_OFFICER = "Responsible officer"
    KEY_CONTACT = "Key contact"
    DEPUTY = "Deputy"
    PERFORMANCE_LEAD = "Performance lead"
    PORTFOLIO_HOLDER = "Portfolio holder"
    BOARD_CLERK = "Board clerk"


class PreferredForm(StrEnum):
    """How a contact likes to send results."""

    RETURN_FORM = "Return form"
    EMAIL = "E-mail"


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
