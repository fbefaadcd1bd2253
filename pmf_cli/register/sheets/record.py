"""Rows of the KPI Data Record: results, commentary, benchmarks, returns, what was reported."""

from datetime import date
from decimal import Decimal
from typing import Annotated

from pmf_cli.findings import Severity
from pmf_cli.frozen import frozen
from pmf_cli.register import terms
from pmf_cli.register.periods.period import Period
from pmf_cli.register.sheets.rows import Blank, Guard, Need, RegisterRow, column

ResultValue = Decimal | date | bool | str
"""A result: a number, a date, yes/no, or a grade as text."""


@frozen(kw_only=True)
class Result(RegisterRow):
    """One KPI's result for one period and split (KPI Data Record, sheet ``Results``)."""

    kpi_ref: Annotated[
        str, column("KPI reference", Need.REQUIRED, "Ref", "KPI ref", "Reference", identifies=True)
    ]
    """The KPI it belongs to."""
    period: Annotated[
        Period | None, column("Period", Need.REQUIRED, "Reporting period", guards=Guard.EVERYTHING)
    ] = None
    """The period the figure is for; it must fit the KPI's frequency."""
    split: Annotated[str | None, column("Split", guards=Guard.RATING)] = None
    """The split it is for; blank means the whole."""
    value: Annotated[
        ResultValue | None,
        column("Value", Need.CONDITIONAL, "Result", "Actual", guards=Guard.EVERYTHING),
    ] = None
    """The figure in the KPI's unit; percentages as shown (38.2 for 38.2%). Blank only with a reason."""
    numerator: Annotated[
        Decimal | None, column("Numerator", Need.CONDITIONAL, guards=Guard.RATING)
    ] = None
    """The count above the line, where the KPI is a rate."""
    denominator: Annotated[
        Decimal | None, column("Denominator", Need.CONDITIONAL, guards=Guard.RATING)
    ] = None
    """The count below the line; more than 0."""
    value_status: Annotated[
        terms.ValueStatus | None, column("Value status", guards=Guard.PUBLICATION)
    ] = None
    """Final (default), provisional, estimated or revised."""
    no_data_reason: Annotated[
        terms.NoDataReason | None,
        column("Reason for no data", Need.CONDITIONAL, guards=Guard.PUBLICATION),
    ] = None
    """Why there is no value."""
    expected_by: Annotated[
        date | None, column("Expected by", Need.CONDITIONAL, guards=Guard.RATING)
    ] = None
    """When the value is expected; with awaiting publication and overdue."""
    restricted: Annotated[bool | None, column("Restricted", guards=Guard.PUBLICATION)] = None
    """Yes never enters a public file."""
    note: Annotated[str | None, column("Note on data", Need.OPTIONAL, "Note", "Notes")] = None
    """Printed as a note."""
    received_on: Annotated[date | None, column("Received on", guards=Guard.RATING)] = None
    """When the figure came in."""
    received_from: Annotated[str | None, column("Received from")] = None
    """Contact reference of the sender."""
    entry_source: Annotated[terms.EntrySource | None, column("Source of entry")] = None
    """How it came in."""
    return_ref: Annotated[str | None, column("Return reference")] = None
    """Row of the ``Returns`` sheet."""
    replaces: Annotated[str | None, column("Replaces", Need.CONDITIONAL, guards=Guard.RATING)] = (
        None
    )
    """With revised: earlier value, date and reason."""
    to_come: str = ""
    """What the value's cell says where it says that the figure is still to come: TBC."""
    unread: str = ""
    """What is wrong with the value's cell, where something stands in it that cannot be read."""

    @property
    def number(self) -> Decimal | None:
        """The value where it is a number."""
        return self.value if isinstance(self.value, Decimal) else None


@frozen(kw_only=True)
class Commentary(RegisterRow):
    """A comment on a result (sheet ``Commentary``)."""

    kpi_ref: Annotated[
        str, column("KPI reference", Need.REQUIRED, "Ref", "KPI ref", "Reference", identifies=True)
    ]
    """The KPI (or priority or action) it is about."""
    period: Annotated[Period | None, column("Period", Need.REQUIRED, guards=Guard.RATING)] = None
    """The period it explains."""
    kind: Annotated[
        terms.CommentaryKind | None, column("Kind", Need.REQUIRED, guards=Guard.RATING)
    ] = None
    """What the comment is for."""
    text: Annotated[
        str | None,
        column("Text", Need.REQUIRED, "Comment", "Commentary", guards=Guard.RATING),
        Blank(
            "COM007",
            Severity.WARNING,
            "A row of commentary has its words.",
            "A blank comment beside a Red result looks as if nobody cared.",
            "Type the comment, or delete the row.",
            says="has no text",
        ),
    ] = None
    """The words, printed as they stand."""
    in_ten_words: Annotated[str | None, column("In ten words")] = None
    """The same in about ten words, for first pages: ``Six hired vehicles; four rounds re-cut``."""
    back_on_target: Annotated[
        Period | date | None, column("Expected back on target", Need.CONDITIONAL)
    ] = None
    """When the result is expected back on target; for Red."""
    blockages: Annotated[str | None, column("Resources or blockages")] = None
    """What stands in the way (2008/09 scrutiny report, 3.2)."""
    author: Annotated[str | None, column("Author", Need.REQUIRED)] = None
    """Contact reference."""
    written_on: Annotated[date | None, column("Date", Need.REQUIRED)] = None
    """When it was written."""
    approved_by: Annotated[str | None, column("Approved by")] = None
    """Contact reference of who signed it off."""
    approved_on: Annotated[date | None, column("Approved on", guards=Guard.PUBLICATION)] = None
    """When it was signed off."""
    use_in: Annotated[tuple[terms.UseIn, ...], column("Use in", guards=Guard.PUBLICATION)] = ()
    """Papers it may be used in; blank for all internal papers."""


@frozen(kw_only=True)
class Benchmark(RegisterRow):
    """A comparator's figure (sheet ``Benchmarks``)."""

    kpi_ref: Annotated[
        str, column("KPI reference", Need.REQUIRED, "Ref", "KPI ref", "Reference", identifies=True)
    ]
    """The KPI it is compared with."""
    period: Annotated[Period | None, column("Period", Need.REQUIRED, guards=Guard.RATING)] = None
    """The comparator's own period."""
    comparator: Annotated[str | None, column("Comparator", Need.REQUIRED, guards=Guard.RATING)] = (
        None
    )
    """Council, group average, region or England."""
    group: Annotated[
        terms.BenchmarkGroup | None, column("Group", Need.REQUIRED, guards=Guard.RATING)
    ] = None
    """The comparator group."""
    statistic: Annotated[
        terms.BenchmarkStatistic | None, column("Statistic", Need.REQUIRED, guards=Guard.RATING)
    ] = None
    """Which figure of the group."""
    value: Annotated[Decimal | None, column("Value", Need.REQUIRED, guards=Guard.RATING)] = None
    """The figure in the KPI's unit."""
    lower_limit: Annotated[Decimal | None, column("Lower limit")] = None
    """Lower confidence limit when published."""
    upper_limit: Annotated[Decimal | None, column("Upper limit")] = None
    """Upper confidence limit when published."""
    group_size: Annotated[int | None, column("Group size", Need.CONDITIONAL)] = None
    """Members of the group; for averages and ranks."""
    comparable: Annotated[
        str | None,
        column("Comparable", Need.REQUIRED, guards=Guard.RATING),
        Blank(
            "BEN002",
            Severity.WARNING,
            "A benchmark says whether it can be compared.",
            "Councils count differently; the reader of a league table is owed the caution.",
            "Write Yes, With care or No, and why.",
            says="does not say whether it is comparable",
        ),
    ] = None
    """Yes; With care; No: and why."""
    data_source: Annotated[str | None, column("Source", Need.REQUIRED)] = None
    """Where the figure was published."""
    web_address: Annotated[str | None, column("Web address", Need.REQUIRED)] = None
    """The page it was taken from."""
    retrieved_on: Annotated[date | None, column("Retrieved on", Need.REQUIRED)] = None
    """When it was taken."""


@frozen(kw_only=True)
class Forecast(RegisterRow):
    """What somebody expects a result to be (sheet ``Forecasts``)."""

    kpi_ref: Annotated[
        str, column("KPI reference", Need.REQUIRED, "Ref", "KPI ref", "Reference", identifies=True)
    ]
    """The KPI it belongs to."""
    for_period: Annotated[Period | None, column("For period", Need.REQUIRED)] = None
    """The period whose result is expected; for the year-end light the last of the year."""
    made_in: Annotated[Period | None, column("Made in", Need.REQUIRED, "Made in period")] = None
    """The period in which it was made; of several for one period the newest counts."""
    value: Annotated[Decimal | None, column("Value", Need.REQUIRED, "Forecast")] = None
    """The figure expected, in the KPI's unit."""
    low: Annotated[Decimal | None, column("Low")] = None
    """The lowest that is thought likely, in the KPI's unit."""
    high: Annotated[Decimal | None, column("High")] = None
    """The highest that is thought likely, in the KPI's unit."""
    confidence: Annotated[terms.Confidence | None, column("Confidence")] = None
    """How sure the owner is: high, medium or low."""
    by: Annotated[str | None, column("By", Need.REQUIRED)] = None
    """Contact reference of who expects it."""


@frozen(kw_only=True)
class Event(RegisterRow):
    """A day that explains one KPI's figures, marked on its chart (sheet ``Events``)."""

    kpi_ref: Annotated[
        str, column("KPI reference", Need.REQUIRED, "Ref", "KPI ref", "Reference", identifies=True)
    ]
    """The KPI it concerns; what concerns all KPIs stands in ``pmf.toml`` under ``[[markers]]``."""
    on: Annotated[date | None, column("Date", Need.REQUIRED)] = None
    """The day."""
    event: Annotated[str | None, column("Event", Need.REQUIRED)] = None
    """What happened, in two to four words: ``new routes``."""


@frozen(kw_only=True)
class Return(RegisterRow):
    """A return sent out and taken in (sheet ``Returns``, written by the tool)."""

    return_ref: Annotated[str, column("Return reference", Need.REQUIRED, identifies=True)]
    """Unique reference."""
    contact: Annotated[str | None, column("Contact")] = None
    """Contact reference."""
    period: Annotated[Period | None, column("Period")] = None
    """The reporting period."""
    sent_on: Annotated[date | None, column("Sent on")] = None
    """When the form went out."""
    due_on: Annotated[date | None, column("Due on")] = None
    """When it was due back."""
    received_on: Annotated[date | None, column("Received on")] = None
    """When it came back."""
    file_name: Annotated[str | None, column("File name")] = None
    """The file that came back."""
    fingerprint: Annotated[str | None, column("File fingerprint")] = None
    """SHA-256 of that file."""
    accepted: Annotated[int | None, column("Rows accepted")] = None
    """How many rows were taken in."""
    questioned: Annotated[int | None, column("Rows questioned")] = None
    """How many were asked about."""
    refused: Annotated[int | None, column("Rows refused")] = None
    """How many were refused."""
    concern: Annotated[str | None, column("Concern raised")] = None
    """Any other concern the contact raised."""
    accepted_by: Annotated[str | None, column("Accepted by")] = None
    """Who accepted it."""
