"""What a directorate's management team looks at before others see its results: its own data, questions, sign-off.

Directorate management teams review the results they are responsible for before these are reported (2024 report,
¶24), answer for reasons and actions (¶50), may raise any other performance issue (2011 framework, directorate
scorecard), and sign off.
"""

from __future__ import annotations

from datetime import date

from pmf_cli.analysis.commentary.explanations import Ask, asks_of
from pmf_cli.analysis.priorities import PriorityStanding, priority_standings
from pmf_cli.assessment import Assessment
from pmf_cli.cycle.bodies import STEPS, meeting_on
from pmf_cli.cycle.due import DueItem, DueStatus, due_items
from pmf_cli.cycle.timetable.cycle_steps import date_of_step
from pmf_cli.frozen import frozen
from pmf_cli.rag.counts import counts_of
from pmf_cli.register.sheets.kpis import Kpi
from pmf_cli.register.sheets.process import Escalation
from pmf_cli.register.terms import Frequency, OpenStatus, TimetableStep
from pmf_cli.register.time.expected import Known, in_scope
from pmf_cli.views.audience import Audience, is_of_a_month
from pmf_cli.views.base import Block, Entry, Fact, Paragraph, Section, TableLook
from pmf_cli.views.entries import judged_entry, named_entry, rag_entry
from pmf_cli.views.listing import Field, table_column, table_of
from pmf_cli.views.parts.head import head_facts
from pmf_cli.views.parts.part import part
from pmf_cli.views.parts.risks import issue_entry
from pmf_cli.views.references import role_of
from pmf_cli.views.selection import Selection, selected_kpis
from pmf_cli.views.service_words import NO_DATE, day_or_none_given
from pmf_cli.views.wording import (
    are,
    number_in_words,
    ratings_listed,
    sentence,
    short_period,
)
from pmf_cli.words import counted, day_in_words, short_day

AT_THE_MEETING = "to be filled in at the meeting"
"""What stands on lines that a team fills in by hand: the paper goes to it with these open."""
SIGNATURE = "Director"
OPEN = (DueStatus.DUE, DueStatus.LATE, DueStatus.UNREAD)


@frozen
class FiguresDelivered:
    """How complete and how timely the figures are that a body's KPIs owe for a period.

    Attributes:
        items: figures that were due by the day, one or more a KPI.
        late: how many of those that are in came after their day; known where the record has the day.
        dated: of how many of those in the record has the day.
    """

    items: tuple[DueItem, ...]
    late: int
    dated: int

    @property
    def received(self) -> int:
        """How many are in."""
        return sum(item.status is DueStatus.IN for item in self.items)

    @property
    def explained(self) -> int:
        """Of how many the record says why there is no figure, so that nobody is asked for it."""
        return sum(item.status is DueStatus.REASON for item in self.items)

    @property
    def missing(self) -> tuple[DueItem, ...]:
        """Those that are not, the latest first."""
        found = (item for item in self.items if item.status in OPEN)
        return tuple(sorted(found, key=lambda item: -item.days_late))


def delivery_of(assessment: Assessment) -> FiguresDelivered:
    """What the KPIs of an assessment owe for its period, and when it came."""
    register, period, as_of = assessment.register, assessment.period, assessment.as_of
    year_start = assessment.settings.financial_year_start
    owed = due_items(register, period, as_of, year_start)
    items = tuple(
        item
        for item in owed
        if item.kpi.ref in assessment.rating_of and item.status is not DueStatus.NOT_DUE
    )
    came_in = (item for item in items if item.status is DueStatus.IN)
    days = [(item.due, _received(assessment, item)) for item in came_in]
    known = [(due, came) for due, came in days if came is not None]
    return FiguresDelivered(items, sum(came > due for due, came in known), len(known))


def _received(assessment: Assessment, item: DueItem) -> date | None:
    row = assessment.register.results_of(item.kpi.ref).get(item.period)
    return None if row is None else row.received_on


def team_facts(assessment: Assessment, audience: Audience) -> tuple[Fact, ...]:
    """As over every paper; in a month also how many KPIs are left out since they come less often."""
    facts = head_facts(assessment, audience)
    if not is_of_a_month(assessment, audience.kind):
        return facts
    found = selected_kpis(assessment, Selection(board=(audience.body,)))
    rarer = [
        kpi
        for kpi in found
        if kpi.frequency is not Frequency.MONTHLY and _is_there(assessment, kpi)
    ]
    if not rarer:
        return facts
    number = counted(len(rarer), "KPI")
    words = f"{number} that {'comes' if len(rarer) == 1 else 'come'} less often than every month"
    return (
        *facts,
        Fact("", f"{words} {are(len(rarer))} left out here; the quarter’s paper has them."),
    )


def _is_there(assessment: Assessment, kpi: Kpi) -> bool:
    results = assessment.register.results_of(kpi.ref)
    period = assessment.period
    return in_scope(kpi, period, Known(results, period.end, assessment.as_of, kpi))


@part("own data")
def own_data_part(assessment: Assessment, audience: Audience) -> Section:
    """How complete and timely the body's own figures are, and which are missing from whom."""
    found = delivery_of(assessment)
    blocks: list[Block] = [Paragraph(_delivery_words(found))]
    if found.missing:
        title = f"{counted(len(found.missing), 'figure')} still to come"
        summary = "Each missing figure, since when it is due and from whom."
        table = table_of(
            _missing_columns(assessment),
            "own_missing",
            title,
            found.missing,
            summary,
            has_caption=False,
        )
        blocks.append(table)
    return Section("Our own data", 1, tuple(blocks), key="own data")


def _delivery_words(found: FiguresDelivered) -> str:
    number = len(found.items)
    if not number:
        return "No figure was due for this period."
    share = "All" if found.received == number else f"{found.received:,} of"
    words = f"{share} {counted(number, 'figure')} due {are(number)} in."
    if found.explained:
        of_them = number_in_words(found.explained)
        words += f" Of {of_them} the record gives the reason why there is none."
    if not found.dated:
        return f"{words} The record does not say when they came."
    known = (
        "" if found.dated == found.received else f" of the {found.dated:,} whose day is recorded"
    )
    if not found.late:
        return f"{words} None{known} came late."
    return f"{words} {number_in_words(found.late).capitalize()}{known} came late."


def _missing_columns(assessment: Assessment) -> tuple[Field[DueItem], ...]:
    def why(item: DueItem) -> Entry:
        if item.status is DueStatus.UNREAD:
            return Entry("The cell cannot be read")
        if item.days_late:
            return Entry(f"{counted(item.days_late, 'day')} late", is_strong=True)
        return Entry("Due")

    return (
        table_column("KPI", lambda item: named_entry(item.kpi), 5),
        table_column("Period", lambda item: short_period(item.period), 2),
        table_column("Due", lambda item: short_day(item.due), 2),
        table_column("Stands", why, 2),
        table_column(
            "From", lambda item: role_of(assessment.register, item.contact), 4,
            missing="Nobody can be asked",
        ),
    )  # fmt: skip


@part("questions")
def questions_part(assessment: Assessment, audience: Audience) -> Section:
    """What the services must still answer, and by when, before other bodies see the results."""
    asks = [one for one in asks_of(assessment) if one.unanswered]
    until = date_of_step(assessment.register, assessment.period, TimetableStep.COMMENTARY_DUE)
    day = "" if until is None else f", by {day_in_words(until)}"
    heading = "Questions to answer before others see this"
    if not asks:
        return Section.saying(heading, "Every result that needs words has them.")
    words = f"{counted(len(asks), 'result')} {'needs' if len(asks) == 1 else 'need'} words{day}."
    columns: tuple[Field[Ask], ...] = (
        table_column("KPI", lambda ask: named_entry(ask.rating.kpi), 4),
        table_column("Why it is asked", lambda ask: ask.why, 2),
        table_column(
            "Question", lambda ask: " ".join(one.text for one in ask.unanswered), 6
        ),
        table_column(
            "From", lambda ask: role_of(assessment.register, ask.contact), 3.4,
            missing="Nobody can be asked",
        ),
    )  # fmt: skip
    table = table_of(
        columns,
        "questions",
        "Questions",
        asks,
        "Each result with its open questions.",
        has_caption=False,
    )
    return Section(heading, 1, (Paragraph(words), table))


@part("contribution")
def contribution_part(assessment: Assessment, audience: Audience) -> Section | None:
    """What the body's KPIs add to the priorities of the whole council; left out where none is linked to one."""
    refs = audience.kpi_refs
    shown = [
        one
        for one in priority_standings(assessment)
        if any(rating.kpi.ref in refs for rating in one.ratings)
    ]
    if not shown:
        return None
    words = assessment.words

    def own(one: PriorityStanding) -> str:
        ours = [rating for rating in one.ratings if rating.kpi.ref in refs]
        return "; ".join(f"{r.kpi.known_as}: {rag_entry(r.outcome).text}" for r in ours)

    def others(one: PriorityStanding) -> str:
        theirs = [rating for rating in one.ratings if rating.kpi.ref not in refs]
        return ratings_listed(counts_of(theirs).by_rag, words) if theirs else "None"

    columns: tuple[Field[PriorityStanding], ...] = (
        table_column("Priority", lambda one: one.priority.priority or one.priority.ref, 4),
        table_column("Judged", lambda one: judged_entry(one.priority.judged_status, words), 1.8),
        table_column("Our KPIs", own, 6),
        table_column("KPIs of others", others, 3),
    )
    summary = "Each priority with its judged status and the ratings of the KPIs linked to it."
    table = table_of(
        columns, "contribution", "Contribution to priorities", shown, summary, has_caption=False
    )
    return Section("What we add to the council's priorities", 1, (table,))


@part("other issues")
def other_issues_part(assessment: Assessment, audience: Audience) -> Section:
    """Open issues about the body's KPIs at every level, and room for what it wants to raise."""
    issues = [
        issue
        for issue in assessment.register.escalations
        if issue.status is not OpenStatus.CLOSED and issue.topic in assessment.rating_of
    ]
    blocks: list[Block] = []
    if issues:
        columns: tuple[Field[Escalation], ...] = (
            table_column("Issue", issue_entry, 6),
            table_column("Level", lambda one: one.level, 1.6),
            table_column("Asked for", lambda one: one.asked_for, 4, missing="Nothing"),
            table_column("Due", lambda one: day_or_none_given(one.due), 1.8),
        )
        summary = "Open issues about these KPIs."
        table = table_of(
            columns, "own_issues", "Issues already raised", issues, summary, has_caption=False
        )
        blocks.append(table)
    blocks.append(
        Paragraph(
            f"Any other performance issue, and to whom it should go: {AT_THE_MEETING}.",
            label="To raise.",
        )
    )
    return Section("Other performance issues", 1, tuple(blocks))


@part("sign-off")
def sign_off_part(assessment: Assessment, audience: Audience) -> Section:
    """Who agreed these results and when; lines to fill in by hand until the team has met."""
    register = assessment.register
    meets = meeting_on(register, audience.body, assessment.period)
    step = STEPS.get(audience.kind) if audience.kind is not None else None
    done = [
        row.done_on
        for row in register.timetable
        if row.cycle == assessment.period and row.step is step and row.body == audience.body
    ]
    signed = next((on for on in done if on is not None), None)
    columns: tuple[Field[date | None], ...] = (
        table_column("Results agreed by", lambda _: audience.body, 4),
        table_column(
            "Meeting", lambda _: NO_DATE if meets is None else short_day(meets), 2
        ),
        table_column(
            "Agreed on", lambda on: sentence(AT_THE_MEETING)[:-1] if on is None else short_day(on), 3
        ),
        table_column("Signed", lambda _: SIGNATURE, 4),
    )  # fmt: skip
    table = table_of(
        columns,
        "sign_off",
        "Sign-off",
        [signed],
        "Who agreed the results, and when.",
        look=TableLook.STRIP,
        has_caption=False,
    )
    return Section("Sign-off", 1, (table,))
