"""Rows of the smaller sheets of the KPI Supporting Information."""

from datetime import date
from typing import Annotated

from pmf_cli.findings import Severity
from pmf_cli.frozen import frozen
from pmf_cli.register import terms
from pmf_cli.register.periods.period import Period
from pmf_cli.register.sheets.rows import Blank, Guard, Need, RegisterRow, column

ASKING_FOR_BREAKS = (
    terms.ScopeChangeKind.DEFINITION,
    terms.ScopeChangeKind.SOURCE,
    terms.ScopeChangeKind.FREQUENCY,
)
"""Changes after which figures may not be comparable with those before."""


def _may_break_series(change: "ScopeChange") -> bool:
    return change.kind in ASKING_FOR_BREAKS


@frozen(kw_only=True)
class Split(RegisterRow):
    """A part of the whole that results are given for (sheet ``Splits``)."""

    name: Annotated[str, column("Split name", Need.REQUIRED, "Split", identifies=True)]
    """The name used in ``Results``."""
    kind: Annotated[terms.SplitKind | None, column("Kind", Need.REQUIRED, guards=Guard.RATING)] = (
        None
    )
    """By what the whole is split."""
    order: Annotated[int | None, column("Order")] = None
    """Place in lists."""
    gap_compared_with: Annotated[str | None, column("Gap compared with", guards=Guard.RATING)] = (
        None
    )
    """The split, or ``Whole``, that the gap is measured against."""
    smallest_denominator: Annotated[
        int | None, column("Smallest denominator", guards=Guard.RATING)
    ] = None
    """Below this denominator a figure is shown but never flagged."""


@frozen(kw_only=True)
class Contact(RegisterRow):
    """A person, named only here (sheet ``Contacts``)."""

    ref: Annotated[
        str, column("Contact ref", Need.REQUIRED, "Contact reference", "Ref", identifies=True)
    ]
    """Unique reference used everywhere else."""
    name: Annotated[
        str | None,
        column("Name", Need.REQUIRED),
        Blank(
            "CON002",
            Severity.WARNING,
            "Every contact has a name.",
            "Return forms and letters begin with it.",
            "Type the person's or the role's name.",
            says="has no name",
            every_row=True,
        ),
    ] = None
    """The person's or the role's name."""
    job_title: Annotated[str | None, column("Job title")] = None
    """The post."""
    short_title: Annotated[str | None, column("Short title")] = None
    """The post where a table is narrow, without what all have in common: ``Waste Services`` for Head of Waste Services."""
    organisation: Annotated[str | None, column("Organisation")] = None
    """The partner organisation, where the person is not the council's."""
    directorate: Annotated[str | None, column("Directorate", Need.REQUIRED)] = None
    """The directorate."""
    service: Annotated[str | None, column("Service")] = None
    """The service."""
    email: Annotated[
        str | None, column("E-mail", Need.REQUIRED, "Email", "E-mail address", guards=Guard.MESSAGE)
    ] = None
    """One address."""
    telephone: Annotated[str | None, column("Telephone", Need.OPTIONAL, "Phone")] = None
    """One number; of a paper's author it stands on page 1."""
    role: Annotated[
        tuple[terms.ContactRole, ...], column("Role", Need.REQUIRED, guards=Guard.MESSAGE)
    ] = ()
    """What the person does; several separated by semicolons."""
    from_date: Annotated[date | None, column("From", guards=Guard.MESSAGE)] = None
    """In post since."""
    to_date: Annotated[date | None, column("To", guards=Guard.MESSAGE)] = None
    """Last day in post; a past date makes the person a leaver."""
    deputy: Annotated[str | None, column("Deputy", guards=Guard.MESSAGE)] = None
    """Contact reference of who stands in."""
    absent_until: Annotated[date | None, column("Absent until", guards=Guard.MESSAGE)] = None
    """Messages go to the deputy until then."""
    confirmed_on: Annotated[
        date | None,
        column("Confirmed on"),
        Blank(
            "CON007",
            Severity.ADVICE,
            "A contact has confirmed the details at least once.",
            "Details were collected through discussions with services (2024 report, ¶18); those never confirmed may be a predecessor's.",
            "Ask the person to confirm, and type the date.",
            says="has never confirmed the details",
        ),
    ] = None
    """When the person last confirmed these details; older than six months is advice."""

    def has_left(self, on: date) -> bool:
        """Whether the last day in post is before a day."""
        return self.to_date is not None and self.to_date < on

    def is_away(self, on: date) -> bool:
        """Whether messages of a day go to the deputy."""
        return self.absent_until is not None and self.absent_until >= on

    def is_there(self, on: date) -> bool:
        """In post, or not left yet, and not away."""
        return not self.has_left(on) and not self.is_away(on)


@frozen(kw_only=True)
class ScopeChange(RegisterRow):
    """A change to what a KPI is, and who has been told (sheet ``Scope changes``; 2024 report, ¶82)."""

    change_ref: Annotated[str, column("Change reference", Need.REQUIRED, identifies=True)]
    """Unique reference."""
    kpi_ref: Annotated[str | None, column("KPI reference", Need.REQUIRED, guards=Guard.RATING)] = (
        None
    )
    """The KPI changed."""
    changed_on: Annotated[date | None, column("Date", Need.REQUIRED)] = None
    """When it was decided."""
    from_period: Annotated[
        Period | None, column("From period", Need.REQUIRED, guards=Guard.RATING)
    ] = None
    """First period under the new scope."""
    kind: Annotated[
        terms.ScopeChangeKind | None, column("Kind", Need.REQUIRED, guards=Guard.RATING)
    ] = None
    """What was changed."""
    before: Annotated[str | None, column("Before")] = None
    """As it was."""
    after: Annotated[str | None, column("After")] = None
    """As it is now."""
    reason: Annotated[
        str | None,
        column("Reason", Need.REQUIRED),
        Blank(
            "SCP004",
            Severity.WARNING,
            "A scope change has a reason.",
            "Targets changed a lot with little explanation were called in (Lincoln scrutiny).",
            "Type the reason.",
            says="has no reason",
        ),
    ] = None
    """Why."""
    break_in_series: Annotated[
        bool | None,
        column("Break in series", Need.REQUIRED, guards=Guard.RATING),
        Blank(
            "SCP006",
            Severity.WARNING,
            "A change of definition, source or frequency says whether it breaks the series.",
            "No change, run or forecast is worked out across a break; not knowing means comparing what cannot be compared.",
            "Choose Yes if figures before and after cannot be compared, else No.",
            says="does not say whether it breaks the series",
            asked_of=_may_break_series,
        ),
    ] = None
    """Yes where figures before and after cannot be compared."""
    rebase_from: Annotated[Period | None, column("Rebase from", guards=Guard.RATING)] = None
    """First period from which run rules and limits are worked out anew."""
    back_series: Annotated[
        terms.BackSeries | None, column("Back series recalculated", guards=Guard.RATING)
    ] = None
    """Whether past figures were worked out anew."""
    proposed_by: Annotated[str | None, column("Proposed by")] = None
    """Who proposed it."""
    agreed_by: Annotated[
        str | None,
        column("Agreed by", Need.REQUIRED),
        Blank(
            "SCP005",
            Severity.WARNING,
            "A scope change was agreed by somebody.",
            "A KPI that was made easier without anybody's agreement is the first thing an auditor asks about.",
            "Type who agreed it.",
            says="does not say who agreed it",
        ),
    ] = None
    """Who agreed it."""
    reported_to_dmt: Annotated[date | None, column("Reported to DMT on", Need.REQUIRED)] = None
    """When the directorate management team was told."""
    reported_to_clt: Annotated[date | None, column("Reported to CLT on", Need.REQUIRED)] = None
    """When the leadership team was told."""
    reported_to_scrutiny: Annotated[
        date | None, column("Reported to scrutiny on", Need.REQUIRED)
    ] = None
    """When the scrutiny board was told."""
    minute_ref: Annotated[str | None, column("Minute reference")] = None
    """Where it is minuted."""


@frozen(kw_only=True)
class Framework(RegisterRow):
    """A place a KPI has in a framework (sheet ``Frameworks``)."""

    framework: Annotated[str, column("Framework", Need.REQUIRED, identifies=True)]
    """The framework's name."""
    code: Annotated[str | None, column("Code in the framework", Need.OPTIONAL, "Code")] = None
    """The measure's code there."""
    kpi_ref: Annotated[str | None, column("KPI reference", Need.REQUIRED, guards=Guard.RATING)] = (
        None
    )
    """The KPI."""
    match: Annotated[terms.FrameworkMatch | None, column("Exact match")] = None
    """Yes, near or proxy."""
    from_period: Annotated[Period | None, column("From", guards=Guard.RATING)] = None
    """First period."""
    to_period: Annotated[Period | None, column("To", guards=Guard.RATING)] = None
    """Last period."""


@frozen(kw_only=True)
class RiskLink(RegisterRow):
    """A KPI that shows how a risk moves (sheet ``Risk links``; 2024 report, ¶74)."""

    risk_ref: Annotated[str, column("Risk reference", Need.REQUIRED, identifies=True)]
    """The risk."""
    kpi_ref: Annotated[str | None, column("KPI reference", Need.REQUIRED)] = None
    """The KPI."""
    worsening_means: Annotated[terms.RiskMovement | None, column("Worsening means")] = None
    """What a worse result means for the risk."""


@frozen(kw_only=True)
class ListEntry(RegisterRow):
    """An allowed value of a council's own choice column (sheet ``Lists``)."""

    list_name: Annotated[str, column("List", Need.REQUIRED, identifies=True)]
    """The list, for example Directorate, Service, Portfolio, Scrutiny board."""
    entry: Annotated[str | None, column("Entry", Need.REQUIRED, guards=Guard.RATING)] = None
    """One allowed value."""
    short_name: Annotated[str | None, column("Short name")] = None
    """The entry where room is short; up to 30 characters."""


@frozen(kw_only=True)
class GlossaryTerm(RegisterRow):
    """A term or abbreviation and its meaning (sheet ``Glossary``)."""

    term: Annotated[str, column("Term", Need.REQUIRED, identifies=True)]
    """The term or abbreviation."""
    meaning: Annotated[str | None, column("Meaning", Need.REQUIRED)] = None
    """What it means in plain English."""
