"""Rows of the Reporting Process workbook: bodies, timetable, checklist and follow-up."""

from datetime import date
from typing import Annotated

from pmf_cli.frozen import frozen
from pmf_cli.register import terms
from pmf_cli.register.periods.period import Period
from pmf_cli.register.sheets.rows import Guard, Need, RegisterRow, column


@frozen(kw_only=True)
class Board(RegisterRow):
    """A body that receives papers, and what it wants to see (sheet ``Boards``; 2024 report, ¶26)."""

    body: Annotated[str, column("Body", Need.REQUIRED, identifies=True)]
    """CLT, a DMT, a scrutiny board, Cabinet, the audit committee, a partnership."""
    short_name: Annotated[str | None, column("Short name")] = None
    """What it is called in running text, where the name is long: CLT."""
    kind: Annotated[terms.BodyKind | None, column("Kind", Need.REQUIRED, guards=Guard.RATING)] = (
        None
    )
    """What kind of body it is."""
    filter: Annotated[str | None, column("Filter", guards=Guard.PUBLICATION)] = None
    """Which KPIs: ``directorate = Resources; tier = Corporate``; blank for all. Fields: {FILTER_FIELDS}."""
    frequency: Annotated[str | None, column("Frequency", Need.REQUIRED)] = None
    """Quarterly, twice yearly, yearly: with which cycles the year's timetable gives it a step."""
    months: Annotated[str | None, column("Months")] = None
    """The months in which it meets on performance, as a note for people; the days stand in ``Timetable``."""
    mode: Annotated[terms.ReportMode | None, column("Mode", guards=Guard.RATING)] = None
    """Full or by exception. The paper for CLT is always in full."""
    history: Annotated[str | None, column("History", guards=Guard.RATING)] = None
    """How much history: ``8 quarters``, ``from 2018/19``. The paper for CLT takes it from ``pmf.toml``,
    ``history`` under ``[clt]``."""
    benchmarks_shown: Annotated[bool | None, column("Benchmarks shown", guards=Guard.RATING)] = None
    """Whether comparisons are shown. The paper for CLT does not depend on it."""
    splits_shown: Annotated[bool | None, column("Splits shown", guards=Guard.RATING)] = None
    """Whether splits are shown. The paper for CLT shows those among the highlights."""
    most_highlights: Annotated[int | None, column("Highlights, at most", guards=Guard.RATING)] = (
        None
    )
    """How many highlights its paper has at most; for CLT where blank as ``pmf.toml`` says."""
    comment_words: Annotated[int | None, column("Comment length, at most", guards=Guard.RATING)] = (
        None
    )
    """Words per comment at most; a longer one is cut in its scorecard, and COM010 tells of it."""
    public_paper: Annotated[bool | None, column("Public paper", guards=Guard.PUBLICATION)] = None
    """Whether the paper is published: then it holds no KPI that is not public, and no small number."""
    suppressed_shown: Annotated[bool | None, column("Suppressed figures shown")] = None
    """Yes prints figures marked Suppressed (small numbers) in its papers; blank is No. A paper that is
    published never shows them."""
    grouped_by: Annotated[terms.GroupedBy | None, column("Grouped by", guards=Guard.RATING)] = None
    """What its scorecard is grouped by: directorate, plan outcome, portfolio, class, or scope (the council's own
    performance or the wider area's); where blank directorate, for Cabinet portfolio."""
    author: Annotated[str | None, column("Author")] = None
    """Contact reference of who writes its paper; page 1 gives the post and the telephone."""
    report_of: Annotated[str | None, column("Report of")] = None
    """Contact reference of the director whose report it is."""
    classification: Annotated[str | None, column("Classification", guards=Guard.RATING)] = None
    """The marking at the head of each page, in the council's words: Official."""
    standing_recommendation: Annotated[str | None, column("Standing recommendation")] = None
    """The recommendation of each paper for which ``Recommendations for this paper`` has none (2008/09 scrutiny
    report, 7.1)."""
    access: Annotated[str | None, column("Access")] = None
    """Whether its paper is exempt or open, in the council's words: Open to the press and public."""
    wards_affected: Annotated[str | None, column("Wards affected")] = None
    """What its front sheet says of wards: All; blank leaves a place to fill in."""
    implications_for: Annotated[str | None, column("Specific implications for")] = None
    """What its front sheet says of equality, community cohesion and others; blank leaves a place to fill in."""
    governance_implications: Annotated[
        str | None, column("Implications for policy and governance")
    ] = None
    """What its paper says each time under that heading; blank leaves a place to fill in."""
    resource_implications: Annotated[str | None, column("Legal and resource implications")] = None
    """The same of legal and resource implications."""
    background_papers: Annotated[str | None, column("Background papers")] = None
    """What its paper names each time as background papers; None where there are none."""
    template: Annotated[str | None, column("Template", guards=Guard.RATING)] = None
    """File name of the council's own Word template for its papers, in the register's folder or in ``templates``; made
    by ``pmf template adopt``."""
    chair_agreed_on: Annotated[date | None, column("Chair agreed on")] = None
    """When the chair agreed these settings (2024 report, ¶26); PRC001 asks it of scrutiny boards."""


@frozen(kw_only=True)
class TimetableEntry(RegisterRow):
    """A step of a reporting cycle with its date (sheet ``Timetable``; 2024 report, ¶35)."""

    cycle: Annotated[Period, column("Cycle", Need.REQUIRED, identifies=True)]
    """The reporting period, for example 2024/25 Q3."""
    step: Annotated[
        terms.TimetableStep | None, column("Step", Need.REQUIRED, guards=Guard.MESSAGE)
    ] = None
    """Which step."""
    body: Annotated[str | None, column("Body", guards=Guard.MESSAGE)] = None
    """The body concerned."""
    on: Annotated[date | None, column("Date", Need.REQUIRED, guards=Guard.MESSAGE)] = None
    """The day."""
    at: Annotated[str | None, column("Time")] = None
    """The time of day as text, 10:00."""
    meeting_ref: Annotated[str | None, column("Meeting reference")] = None
    """The meeting."""
    item: Annotated[str | None, column("Item", Need.OPTIONAL, "Item number", "Agenda item")] = None
    """The paper's number on the agenda."""
    extra_kpis: Annotated[tuple[str, ...], column("Extra KPIs", guards=Guard.RATING)] = ()
    """References of further KPIs that the body wants at this meeting, separated by semicolons (2024 report, ¶27)."""
    working_days_before: Annotated[int | None, column("Working days before meeting")] = None
    """Lead time that gave the date."""
    responsible: Annotated[str | None, column("Responsible")] = None
    """Contact reference or role."""
    depends_on: Annotated[str | None, column("Depends on")] = None
    """The step that must come first."""
    status: Annotated[terms.StepStatus | None, column("Status", guards=Guard.MESSAGE)] = None
    """Planned, done, late or cancelled."""
    done_on: Annotated[date | None, column("Done on", guards=Guard.MESSAGE)] = None
    """When it was done."""
    note: Annotated[str | None, column("Note")] = None
    """Anything else."""


@frozen(kw_only=True)
class ChecklistStep(RegisterRow):
    """A step that a stand-in can carry out (sheet ``Checklist``; 2024 report, ¶18)."""

    number: Annotated[str, column("Number", Need.REQUIRED, "No", identifies=True)]
    """Place in the cycle."""
    cycle_kind: Annotated[terms.CycleKind | None, column("Cycle kind", Need.REQUIRED)] = None
    """Monthly, quarterly or annual."""
    step: Annotated[str | None, column("Step", Need.REQUIRED)] = None
    """What is done."""
    why: Annotated[str | None, column("Why")] = None
    """What it is for."""
    how: Annotated[str | None, column("How")] = None
    """How, in words."""
    command: Annotated[str | None, column("Command")] = None
    """The command to type; several stand on lines of their own."""
    who_normally: Annotated[str | None, column("Who normally")] = None
    """Contact reference or role."""
    stand_in: Annotated[str | None, column("Who can stand in")] = None
    """Contact reference or role."""
    timing: Annotated[
        str | None, column("Days before or after which timetable step", Need.OPTIONAL, "When")
    ] = None
    """Working days: ``3 before Data due``, ``0 after CLT``. Monthly: ``by 15``. Annual: ``in March``."""
    link: Annotated[str | None, column("File or link")] = None
    """Where the material is."""
    last_done_on: Annotated[date | None, column("Last done on")] = None
    """When it was last done."""
    last_done_by: Annotated[str | None, column("Last done by")] = None
    """Who did it."""
    last_note: Annotated[str | None, column("Note from last time")] = None
    """What to watch for."""


@frozen(kw_only=True)
class Highlight(RegisterRow):
    """A highlight chosen or turned down by a person (sheet ``Highlights``; 2024 report, ¶65)."""

    cycle: Annotated[Period, column("Cycle", Need.REQUIRED, identifies=True)]
    """The reporting period."""
    kpi_ref: Annotated[str | None, column("KPI reference", Need.REQUIRED, guards=Guard.RATING)] = (
        None
    )
    """The KPI."""
    kind: Annotated[terms.HighlightKind | None, column("Kind", guards=Guard.RATING)] = None
    """Adverse, favourable, watch or other."""
    reasons_found: Annotated[str | None, column("Reasons found by the tool")] = None
    """Why the tool put it forward."""
    chosen: Annotated[bool | None, column("Chosen", guards=Guard.RATING)] = None
    """Whether a person chose it."""
    chosen_by: Annotated[str | None, column("By")] = None
    """Who decided."""
    why: Annotated[str | None, column("Why")] = None
    """The person's reason."""
    message: Annotated[str | None, column("Message")] = None
    """The finding as title, up to 60 characters: ``Missed bins nearly doubled when the new routes began``."""
    asked: Annotated[str | None, column("What is asked")] = None
    """What the body is asked to do, after the words “is asked”: ``to have weekly reports until April``. It
    stands among the recommendations of that body's paper, and in no other body's."""
    asked_of: Annotated[str | None, column("Asked of", guards=Guard.RATING)] = None
    """The body of which it is asked, as in the sheet ``Boards``; CLT where blank."""
    asked_on: Annotated[date | None, column("Commentary asked on")] = None
    """When the service was asked."""
    received_on: Annotated[date | None, column("Commentary received on")] = None
    """When the answer came."""
    discussed_on: Annotated[date | None, column("Discussed on")] = None
    """When it was discussed."""
    follow_up: Annotated[str | None, column("Follow-up")] = None
    """What was agreed."""


@frozen(kw_only=True)
class Escalation(RegisterRow):
    """An issue taken up (sheet ``Escalations and issues``; 2024 report, ¶76–78)."""

    ref: Annotated[str, column("Reference", Need.REQUIRED, identifies=True)]
    """Unique reference."""
    raised_on: Annotated[date | None, column("Raised on", Need.REQUIRED)] = None
    """When."""
    raised_by: Annotated[str | None, column("Raised by")] = None
    """Contact reference or body."""
    level: Annotated[terms.IssueLevel | None, column("Level", Need.REQUIRED)] = None
    """How far up it has gone; a partnership where the council alone cannot settle it."""
    topic: Annotated[str | None, column("KPI or topic")] = None
    """KPI reference or topic."""
    issue_source: Annotated[terms.IssueSource | None, column("Source")] = None
    """Where it came from."""
    issue: Annotated[str | None, column("Issue", Need.REQUIRED)] = None
    """What is wrong."""
    asked_for: Annotated[str | None, column("Asked for")] = None
    """What is wanted."""
    decision: Annotated[str | None, column("Decision")] = None
    """What was decided."""
    due: Annotated[date | None, column("Due")] = None
    """By when."""
    status: Annotated[terms.OpenStatus | None, column("Status", Need.REQUIRED)] = None
    """Open, in hand or closed."""


@frozen(kw_only=True)
class Recommendation(RegisterRow):
    """What a body recommended and the answer (sheet ``Recommendations``; 2004 approach, 3.18)."""

    ref: Annotated[str, column("Reference", Need.REQUIRED, identifies=True)]
    """Unique reference."""
    body: Annotated[str | None, column("Body", Need.REQUIRED)] = None
    """Who recommended."""
    meeting_on: Annotated[date | None, column("Meeting date", Need.REQUIRED)] = None
    """When."""
    kind: Annotated[terms.RecommendationKind | None, column("Kind")] = None
    """What kind of follow-up."""
    text: Annotated[str | None, column("Text", Need.REQUIRED)] = None
    """The words."""
    addressed_to: Annotated[str | None, column("Addressed to")] = None
    """Who must answer."""
    answer: Annotated[str | None, column("Answer")] = None
    """The answer."""
    answered_on: Annotated[date | None, column("Answered on")] = None
    """When it was answered."""
    status: Annotated[terms.OpenStatus | None, column("Status")] = None
    """Open, in hand or closed."""


@frozen(kw_only=True)
class PaperRecommendation(RegisterRow):
    """What a body is recommended to do in one paper (sheet ``Recommendations for this paper``)."""

    cycle: Annotated[Period, column("Cycle", Need.REQUIRED, identifies=True)]
    """The reporting period of the paper."""
    body: Annotated[str | None, column("Body", Need.REQUIRED)] = None
    """The body, as in the sheet ``Boards``."""
    text: Annotated[str | None, column("Text", Need.REQUIRED, "Recommendation")] = None
    """What it is recommended to do, after the words “is recommended to”; three a paper at most."""
    about: Annotated[tuple[str, ...], column("About")] = ()
    """References of the KPIs whose highlights ask for it, and of issues, separated by semicolons. What a
    highlight asks of the body and no row is about stands after these."""
