"""Is the reporting itself arranged (bodies, timetable, checklist, who leads), and are plans owned and kept up to date?

Each financial year a timetable is made and shared; a checklist holds the steps should members
of the team be unavailable (assurance report 2024, ¶18 and ¶35).
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator
from datetime import date
from itertools import pairwise

from pmf_cli.checks.base import CheckContext, stands_again
from pmf_cli.checks.commentary import CLOSED, unexplained
from pmf_cli.checks.words import listed_few
from pmf_cli.errors import UsageError
from pmf_cli.findings import CellRef, Problem, advice, error, warning
from pmf_cli.register.kpi_filters import body_test
from pmf_cli.register.periods.period import Period
from pmf_cli.register.sheets.layout import by_name
from pmf_cli.register.sheets.process import TimetableEntry
from pmf_cli.register.terms import BodyKind, ReportMode, StepStatus, TimetableStep
from pmf_cli.register.time.timings import timing_for
from pmf_cli.words import day

ORDER = {
    TimetableStep.FORMS_SENT: 0,
    TimetableStep.DATA_DUE: 1,
    TimetableStep.COMMENTARY_DUE: 2,
    TimetableStep.DMT_REVIEW: 3,
    TimetableStep.DRAFT: 4,
    TimetableStep.CLT: 5,
    TimetableStep.PORTFOLIO: 6,
    TimetableStep.CABINET: 6,
    TimetableStep.SCRUTINY: 6,
    TimetableStep.LESSONS: 7,
}
"""Places of steps that must follow each other. Councils differ in whether Cabinet or scrutiny comes
first, and papers are published before the meeting."""
SATURDAY = 5
MOST_RECOMMENDED = 3
LONGEST_MESSAGE = 60
ANSWER_DAYS = 61
"""Days within which a body's recommendation is answered."""


def sheet_cell(context: CheckContext, sheet: str) -> CellRef:
    """The place of a sheet as a whole, where it stands or would stand."""
    workbook, tab = context.register.present.get(sheet, (by_name()[sheet].workbook, sheet))
    return CellRef(workbook, tab)


@advice("PRC001", cure="Agree with the chair and type the date.")
def board_not_agreed(context: CheckContext) -> Iterator[Problem]:
    """A scrutiny board's chair has agreed what the board sees.

    Chairs are involved in the agreement of the KPIs and the depth of information (2024 report,
    ¶26).
    """
    for board in context.register.boards:
        if board.kind is BodyKind.SCRUTINY and board.chair_agreed_on is None:
            message = f"The chair of {board.body} has not agreed what the board sees."
            yield Problem(board.source.at("chair_agreed_on"), message)


@warning("PRC002", cure="Add a row of the kind CLT to the sheet Boards.")
def no_leadership_team(context: CheckContext) -> Iterator[Problem]:
    """The register knows the Corporate Leadership Team.

    The CLT receives the KPI results each quarter (2024 report, ¶47); its row says how.
    """
    boards = context.register.boards
    if boards and not any(board.kind is BodyKind.CLT for board in boards):
        yield Problem(
            sheet_cell(context, "Boards"), "No body in the sheet Boards is of the kind CLT."
        )


@warning("PRC003", cure="Add the steps of the cycle to the sheet Timetable.", sheets=("Timetable",))
def no_timetable(context: CheckContext) -> Iterator[Problem]:
    """The timetable has the reporting period, with the day on which data is due.

    It is shared with key contacts so that they provide the information at the correct time
    (2024 report, ¶35); without the day nobody can be reminded.
    """
    steps = [step for step in context.register.timetable if step.cycle == context.period]
    if not steps:
        message = f"The timetable has no steps for {context.period}."
    elif not any(step.step is TimetableStep.DATA_DUE and step.on for step in steps):
        message = f"The timetable does not say when data is due for {context.period}."
    else:
        return
    yield Problem(sheet_cell(context, "Timetable"), message)


@warning("PRC004", cure="Correct the date that is wrong.")
def steps_out_of_order(context: CheckContext) -> Iterator[Problem]:
    """The steps of a cycle follow each other in their usual order.

    Results are reviewed by the management team before CLT, and by CLT before members see them
    (2024 report, ¶24).
    """
    cycles: dict[object, dict[int, tuple[date, TimetableEntry]]] = defaultdict(dict)
    for step in context.register.timetable:
        if step.step in ORDER and step.on is not None and step.status is not StepStatus.CANCELLED:
            first = cycles[step.cycle].setdefault(ORDER[step.step], (step.on, step))
            if step.on < first[0]:
                cycles[step.cycle][ORDER[step.step]] = (step.on, step)
    for firsts in cycles.values():
        for (_, (on, step)), (_, (after_on, after)) in pairwise(sorted(firsts.items())):
            if after_on < on:
                message = f"In the timetable for {step.cycle}, {after.step} ({day(after_on)}) comes before {step.step} ({day(on)})."
                yield Problem(after.source.at("on"), message)


@warning("PRC005", cure="Name who can stand in.")
def nobody_stands_in(context: CheckContext) -> Iterator[Problem]:
    """Every step of the checklist names somebody who can stand in.

    That is what the checklist is for (2024 report, ¶18, third bullet).
    """
    steps = context.register.checklist
    if len(steps) > 1 and all(step.stand_in is None for step in steps):
        message = (
            f"Nobody is named to stand in for any of the {len(steps):,} steps of the checklist."
        )
        yield Problem(steps[0].source.at("stand_in"), message, person=steps[0].who_normally)
        return
    for step in steps:
        if step.stand_in is None:
            message = f"Nobody is named to stand in for step {step.number} of the checklist."
            yield Problem(step.source.at("stand_in"), message, person=step.who_normally)
        elif step.stand_in == step.who_normally:
            message = f"{step.stand_in} stands in for nobody else than {step.who_normally} in step {step.number} of the checklist."
            yield Problem(step.source.at("stand_in"), message, person=step.who_normally)


@warning("PRC006", cure="Say how, so that somebody else could do it.")
def step_without_how(context: CheckContext) -> Iterator[Problem]:
    """Every step of the checklist says how it is done.

    All necessary information is held in one place (2024 report, ¶18, third bullet).
    """
    for step in context.register.checklist:
        if step.how is None and step.command is None:
            message = f"Step {step.number} of the checklist does not say how it is done."
            yield Problem(step.source.at("how"), message, person=step.who_normally)


@warning("PRC007", cure="Agree the lead board and choose it.")
def no_lead_board(context: CheckContext) -> Iterator[Problem]:
    """A KPI that goes to several boards has a lead board.

    Ensure that a clear lead Board is agreed for cross-cutting issues (performance framework
    2011).
    """
    for kpi in context.kept:
        others = [body for body in kpi.also_to if body != kpi.scrutiny_board]
        boards = len(others) + (kpi.scrutiny_board is not None)
        if others and boards > 1 and kpi.lead_board is None:
            message = f"{kpi.ref} goes to {boards} boards, but no lead board is agreed."
            yield Problem(kpi.source.at("lead_board"), message, kpi.ref)


@advice("PRC008", cure="Type when it was done, or a new date.")
def step_not_done(context: CheckContext) -> Iterator[Problem]:
    """A step of the timetable whose day has passed is marked done.

    Otherwise nobody knows whether the step is late or only not ticked.
    """
    over = (StepStatus.DONE, StepStatus.CANCELLED)
    for step in context.register.timetable:
        if step.on is None or step.on >= context.as_of or step.status in over or step.done_on:
            continue
        message = f"{step.step or 'A step'} for {step.cycle} was due on {day(step.on)} and is not marked done."
        yield Problem(step.source.at("status"), message, person=step.responsible)


@advice("PRC009", cure="Move it to a working day.")
def step_at_weekend(context: CheckContext) -> Iterator[Problem]:
    """No step of the timetable falls on a Saturday or Sunday.

    Nobody sends results then, and five clear working days before a meeting are counted wrong.
    """
    for step in context.register.timetable:
        if step.on is not None and step.on.weekday() >= SATURDAY:
            message = (
                f"{step.step or 'A step'} for {step.cycle} falls on {step.on:%A}, {day(step.on)}."
            )
            yield Problem(step.source.at("on"), message, person=step.responsible)


@warning("PRC010", cure="Keep one of the rows.")
def body_twice(context: CheckContext) -> Iterator[Problem]:
    """No body stands in the sheet Boards twice.

    It would get two papers, with two settings.
    """
    for board, first in stands_again(context.register.boards, lambda row: row.body.casefold()):
        message = (
            f"{board.body} stands twice in the sheet Boards: here and in row {first.source.row}."
        )
        yield Problem(board.source.at("body"), message)


@warning("PRC011", cure="Ask for the answer and type it.")
def unanswered_recommendation(context: CheckContext) -> Iterator[Problem]:
    """A recommendation is answered within two months.

    Scrutiny makes recommendations and is owed an answer (strategic approach 2004, 3.18).
    """
    for row in context.register.recommendations:
        if row.answer is not None or row.answered_on is not None or row.meeting_on is None:
            continue
        if (context.as_of - row.meeting_on).days > ANSWER_DAYS and row.status != "Closed":
            message = f"Recommendation {row.ref} of {row.body}, made on {day(row.meeting_on)}, has no answer."
            yield Problem(row.source.at("answer"), message)


@warning("PRC012", cure="Close it, or agree a new date.")
def escalation_overdue(context: CheckContext) -> Iterator[Problem]:
    """An issue that was taken up is settled by its date.

    Matters are raised so that something is done (2024 report, ¶39 and ¶68).
    """
    for row in context.register.escalations:
        if row.due is not None and row.due < context.as_of and row.status != "Closed":
            message = f"Issue {row.ref} was to be settled by {day(row.due)} and is still {str(row.status or 'open').lower()}."
            yield Problem(row.source.at("due"), message)


@warning("PRC013", cure="Write it as “3 before Data due”, or “in March” for an annual step.")
def step_without_day(context: CheckContext) -> Iterator[Problem]:
    """The checklist says of every step when it is due, so that it can be worked out.

    A stand-in is told each day what steps are needed (2024 report, ¶18); a step without a day is
    not among them.
    """
    for step in context.register.checklist:
        try:
            timing_for(step)
        except ValueError as error:
            message = f"When step {step.number} of the checklist is due is not clear: {error}."
            yield Problem(step.source.at("timing"), message, person=step.who_normally)


@warning("PRC015", cure="Choose Full and Yes, or shorten the paper by hand.")
def not_obeyed_for_clt(context: CheckContext) -> Iterator[Problem]:
    """What the row of CLT asks for is what its paper does.

    The paper for CLT is written in full, with parts of the whole among the highlights: another choice
    would look as if it were obeyed.
    """
    for board in context.register.boards:
        if board.kind is not BodyKind.CLT:
            continue
        if board.mode not in (None, ReportMode.FULL):
            message = f"{board.body} asks for {board.mode}, but its paper is written in full."
            yield Problem(board.source.at("mode"), message)
        if board.splits_shown is False:
            message = f"{board.body} asks for no splits, but highlights name those behind a result."
            yield Problem(board.source.at("splits_shown"), message)


@warning("PRC016", cure="Keep three, or put the others into one.")
def too_many_recommendations(context: CheckContext) -> Iterator[Problem]:
    """A paper recommends three things at most.

    A body agrees to what it can keep in mind; the fourth stands in no paper.
    """
    papers: Counter[tuple[Period, str | None]] = Counter()
    for row in context.register.paper_recommendations:
        papers[row.cycle, row.body] += 1
        if papers[row.cycle, row.body] == MOST_RECOMMENDED + 1:
            message = f"{row.body or 'A body'} is recommended more than {MOST_RECOMMENDED} things for {row.cycle}."
            yield Problem(row.source.at("text"), message)


@warning("PRC017", cure="Write the body as in the sheet Boards.", sheets=("Boards",))
def recommended_to_nobody(context: CheckContext) -> Iterator[Problem]:
    """What is recommended is recommended to a body of the sheet Boards.

    Else it is printed in no paper.
    """
    bodies = {board.body for board in context.register.boards}
    for row in context.register.paper_recommendations:
        if row.body is not None and row.body not in bodies:
            message = (
                f'There is a recommendation for "{row.body}", which is not in the sheet Boards.'
            )
            yield Problem(row.source.at("body"), message)


@advice("PRC018", cure="Shorten it to 60 characters.")
def long_message(context: CheckContext) -> Iterator[Problem]:
    """The message of a highlight has at most 60 characters.

    It is the title of the highlight, on one line.
    """
    for row in context.register.highlights:
        if row.message is not None and len(row.message) > LONGEST_MESSAGE:
            message = f"The message of the highlight on {row.kpi_ref} for {row.cycle} has {len(row.message)} characters; {LONGEST_MESSAGE} fit."
            yield Problem(row.source.at("message"), message, row.kpi_ref)


@error(
    "PRC014",
    cure="Write it like: directorate = Resources; tier = Corporate. Leave it blank for all KPIs.",
)
def unusable_filter(context: CheckContext) -> Iterator[Problem]:
    """The filter of every body can be used, and lets some KPI through.

    A misspelt field or value, or a directorate renamed in the sheet KPIs alone, would give the body the
    wrong KPIs or none.
    """
    for board in context.register.boards:
        if not (board.filter or "").strip():
            continue
        try:
            wanted = body_test(context.register, board.filter or "", context.period)
        except UsageError as error:
            yield Problem(
                board.source.at("filter"),
                f"{board.body}: {error.message} {error.advice}".rstrip(".") + ".",
            )
            continue
        if context.register.kpis and not any(wanted(kpi) for kpi in context.register.kpis):
            message = f'The filter of {board.body}, "{board.filter}", lets no KPI through.'
            yield Problem(board.source.at("filter"), message)


UPDATE_DAYS = 122
PARTS = {
    "issues": "the issues",
    "action": "the action to be taken",
    "timescales": "the timescales",
    "resources": "the resources required",
    "monitoring": "how progress will be monitored and by whom",
    "success": "the measure of success",
}
"""The six parts of an improvement plan (performance framework 2023)."""


@warning("PLN001", cure="Name the owner, and the day by which it is done.")
def action_without_owner(context: CheckContext) -> Iterator[Problem]:
    """An action has an owner and a date.

    Commit to a deadline (KPI criterion Timely); what belongs to all is done by none.
    """
    for action in context.register.actions:
        if action.status in CLOSED:
            continue
        if action.owner is None:
            yield Problem(action.source.at("owner"), f"The action {action.ref} has no owner.")
        elif action.due is None and action.revised_due is None:
            message = f"The action {action.ref} has no date by which it is done."
            yield Problem(action.source.at("due"), message, person=action.owner)


@warning("PLN002", cure="Mark it completed, or agree a new date.")
def action_overdue(context: CheckContext) -> Iterator[Problem]:
    """An open action is not past its date.

    A plan whose dates have passed tells CLT nothing of what will happen.
    """
    for action in context.register.actions:
        due = action.revised_due or action.due
        if action.status not in CLOSED and due is not None and due < context.as_of:
            message = f"The action {action.ref} was due on {day(due)} and is {str(action.status or 'without status').lower()}."
            yield Problem(
                action.source.at("revised_due" if action.revised_due else "due"),
                message,
                person=action.owner,
            )


@advice("PLN003", cure="Ask the owner where it stands.")
def action_not_updated(context: CheckContext) -> Iterator[Problem]:
    """An open action that has begun was updated within the last four months.

    Action plans are kept live (performance framework 2011).
    """
    for action in context.register.actions:
        begun = action.start is None or action.start <= context.as_of
        seen = action.last_update or action.start
        if action.status in CLOSED or not begun or seen is None:
            continue
        if (context.as_of - seen).days > UPDATE_DAYS:
            message = f"The action {action.ref} was last updated on {day(seen)}."
            yield Problem(action.source.at("last_update"), message, person=action.owner)


@warning("PLN004", cure="Fill the parts that are missing.")
def incomplete_plan(context: CheckContext) -> Iterator[Problem]:
    """An improvement plan has all six parts.

    Issues, action, timescales, resources, monitoring and measure of success are required
    (performance framework 2023, improvement plans).
    """
    for plan in context.register.improvement_plans:
        missing = [field for field in PARTS if getattr(plan, field) is None]
        if missing and plan.status != "Closed":
            message = f"The improvement plan {plan.ref} lacks {listed_few(PARTS[field] for field in missing)}."
            yield Problem(plan.source.at(missing[0]), message, person=plan.owner)


@warning("PLN005", cure="Correct the status or the date.")
def done_without_date(context: CheckContext) -> Iterator[Problem]:
    """A milestone that is past its date was reached or has a forecast.

    Otherwise it is late, and nobody has said for how long.
    """
    for milestone in context.register.milestones:
        over = milestone.achieved_on is not None or milestone.status in CLOSED
        expected = milestone.forecast or milestone.due
        if not over and expected is not None and expected < context.as_of:
            message = (
                f"The milestone {milestone.ref} was expected on {day(expected)} and is not reached."
            )
            yield Problem(milestone.source.at("forecast" if milestone.forecast else "due"), message)


@warning("PLN006", cure="Say why, beside the judged status.")
def priority_without_reason(context: CheckContext) -> Iterator[Problem]:
    """A judged status of a priority that differs from the suggested one has a reason.

    The board assigns the overall status after sign-off (performance framework 2011); the
    difference must be explained.
    """
    for row in context.register.priorities:
        said = row.reason is not None
        if unexplained(row.judged_status, row.suggested_status, has_reason=said):
            message = f"The priority {row.ref} is judged {row.judged_status}, {row.suggested_status} is suggested, and no reason is given."
            yield Problem(row.source.at("reason"), message, person=row.lead_officer)
