"""A year worked back from its meetings: what is new, what moves, and what never does."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st

from pmf_cli.cycle.timetable.clash import ClashKind
from pmf_cli.cycle.timetable.meetings import MEETINGS, Meeting, meetings_of
from pmf_cli.cycle.timetable.step_plan import StepMove
from pmf_cli.cycle.timetable.year_plan import TimetableRequest, YearPlan, plan_year
from pmf_cli.pipeline import open_register
from pmf_cli.register.periods.period import financial_year, quarter
from pmf_cli.register.register import Register
from pmf_cli.register.terms import BodyKind, StepStatus, TimetableStep
from pmf_cli.settings import Settings, Timetable
from tests.make import make_board, make_register, make_step
from tests.running import EXAMPLE

STEP = TimetableStep
AS_OF = date(2025, 2, 3)
YEAR = financial_year(2025)
Q1 = quarter(2025, 1)
BOARDS = (
    make_board("CLT"),
    make_board("Communities DMT", kind=BodyKind.DMT),
    make_board("Executive Board", kind=BodyKind.EXECUTIVE, public_paper=True),
    make_board("Environment Board", kind=BodyKind.SCRUTINY, public_paper=True),
)
CLT_DAY = date(2025, 8, 19)
BEFORE = (STEP.FORMS_SENT, STEP.DATA_DUE, STEP.COMMENTARY_DUE, STEP.DMT_REVIEW, STEP.DRAFT)
AFTER = (STEP.PORTFOLIO, STEP.PUBLICATION, STEP.LESSONS)


def clt(on: date = CLT_DAY, cycle=Q1) -> Meeting:
    return Meeting(cycle, STEP.CLT, "CLT", on, "14:00", "M-1")


def cabinet(on: date, cycle=Q1) -> Meeting:
    return Meeting(cycle, STEP.CABINET, "Executive Board", on)


def plan(
    *meetings: Meeting, rows=(), settings: Settings | None = None, as_of=AS_OF, anew=False
) -> YearPlan:
    register = make_register(timetable=rows, boards=BOARDS)
    asked = TimetableRequest(as_of, YEAR, meetings=meetings, anew=anew)
    return plan_year(register, settings or Settings(), asked)


def days(made: YearPlan) -> dict[TimetableStep | None, date | None]:
    return {step.entry.step: step.entry.on for step in made.steps}


def taken_over(register: Register, made: YearPlan) -> Register:
    """The register as if the plan had been written: moved rows changed, new ones below."""
    kept = [row for row in register.timetable if row.cycle not in made.cycles]
    return make_register(
        timetable=(*kept, *(step.entry for step in made.steps)), boards=register.boards
    )


def test_the_steps_of_a_cycle_follow_from_its_clt_date() -> None:
    """Worked out by hand from the calendar of 2025, over the bank holiday of 25 August."""
    made = plan(clt(), cabinet(date(2025, 9, 17)))
    assert days(made) == {
        STEP.FORMS_SENT: date(2025, 7, 4),
        STEP.DATA_DUE: date(2025, 7, 25),
        STEP.COMMENTARY_DUE: date(2025, 7, 31),
        STEP.DMT_REVIEW: date(2025, 8, 6),
        STEP.DRAFT: date(2025, 8, 11),
        STEP.CLT: CLT_DAY,
        STEP.PORTFOLIO: date(2025, 8, 26),
        STEP.CABINET: date(2025, 9, 17),
        STEP.PUBLICATION: date(2025, 9, 24),
        STEP.LESSONS: date(2025, 9, 29),
    }
    assert {step.move for step in made.steps} == {StepMove.NEW}


def test_closed_days_of_the_council_count() -> None:
    """A closed day between pushes every step before it a day forward."""
    closed = Settings(timetable=Timetable(closed_days=(date(2025, 8, 18),)))
    assert days(plan(clt(), settings=closed))[STEP.DRAFT] == date(2025, 8, 8)


def test_a_new_row_is_filled_in_as_the_last_cycle_had_it() -> None:
    """Responsible, body and what comes first are carried on; the lead time is written down."""
    rows = (
        make_step("2024/25 Q4", step=STEP.DATA_DUE, body=None, responsible="C04"),
        make_step("2024/25 Q4", step=STEP.PUBLICATION, body="The website", responsible="C03"),
    )
    made = {step.entry.step: step.entry for step in plan(clt(), rows=rows).steps}
    assert made[STEP.DATA_DUE].responsible == "C04"
    assert made[STEP.DATA_DUE].working_days_before == 17
    assert made[STEP.DATA_DUE].depends_on == "Forms sent"
    assert made[STEP.DATA_DUE].status is StepStatus.PLANNED
    assert (made[STEP.PUBLICATION].body, made[STEP.PUBLICATION].responsible) == (
        "The website",
        "C03",
    )
    assert (made[STEP.CLT].at, made[STEP.CLT].meeting_ref) == ("14:00", "M-1")


def test_portfolio_holders_are_told_before_the_agenda_is_public() -> None:
    """With Cabinet ten working days after CLT, five clear days leave four; with nine, three."""
    early = plan(clt(), cabinet(date(2025, 8, 29)))
    assert days(early)[STEP.PORTFOLIO] == date(2025, 8, 20)
    late = plan(clt(), cabinet(date(2025, 9, 17)))
    assert days(late)[STEP.PORTFOLIO] == date(2025, 8, 26)


def test_a_team_with_a_meeting_of_its_own_reviews_there() -> None:
    """The others review by the lead time; a team that meets yearly is not asked each quarter."""
    meeting = Meeting(Q1, STEP.DMT_REVIEW, "communities dmt", date(2025, 8, 7))
    boards = (
        *BOARDS,
        make_board("Adults DMT", kind=BodyKind.DMT),
        make_board("Property DMT", kind=BodyKind.DMT, frequency="Yearly"),
    )
    register = make_register(timetable=(), boards=boards)
    made = plan_year(register, Settings(), TimetableRequest(AS_OF, YEAR, meetings=(clt(), meeting)))
    reviews = {s.entry.body: s.entry.on for s in made.steps if s.entry.step is STEP.DMT_REVIEW}
    assert reviews == {"communities dmt": date(2025, 8, 7), "Adults DMT": date(2025, 8, 6)}


def row(step: TimetableStep, on: date | None, **over: object):
    fields = {"status": StepStatus.PLANNED, "done_on": None, "body": None} | over
    return make_step("2025/26 Q1", step=step, on=on, **fields)


CLT_ROW = row(STEP.CLT, CLT_DAY, body="CLT", working_days_before=0)


@pytest.mark.parametrize(
    ("typed", "move", "on"),
    [
        (row(STEP.DATA_DUE, date(2025, 7, 25), working_days_before=17), StepMove.STAYS, None),
        (row(STEP.DATA_DUE, date(2025, 7, 22), working_days_before=17), StepMove.MOVES, (7, 25)),
        # a lead time of the row's own counts, not that of the settings
        (row(STEP.DATA_DUE, date(2025, 7, 22), working_days_before=20), StepMove.STAYS, None),
        # without a lead time the date is the officer's own, and stays while it fits
        (row(STEP.DATA_DUE, date(2025, 7, 22)), StepMove.STAYS, None),
        (row(STEP.DATA_DUE, date(2025, 7, 26)), StepMove.MOVES, (7, 25)),  # a Saturday
        (row(STEP.DATA_DUE, date(2025, 8, 20)), StepMove.MOVES, (7, 25)),  # after CLT
        (row(STEP.DATA_DUE, None), StepMove.MOVES, (7, 25)),
        (row(STEP.PORTFOLIO, date(2025, 9, 1)), StepMove.STAYS, None),
        (row(STEP.PORTFOLIO, date(2025, 8, 18)), StepMove.MOVES, (8, 26)),  # before CLT
        (row(STEP.PUBLICATION, date(2025, 8, 30)), StepMove.MOVES, (9, 2)),  # a Saturday
        (row(STEP.PUBLICATION, date(2052, 9, 3)), StepMove.MOVES, (9, 2)),  # mistyped
        # done and cancelled steps never move, however odd their day
        (row(STEP.DATA_DUE, date(2025, 7, 26), status=StepStatus.DONE), StepMove.DONE, None),
        (row(STEP.DATA_DUE, date(2025, 7, 26), done_on=date(2025, 7, 26)), StepMove.DONE, None),
        (
            row(STEP.DATA_DUE, date(2025, 7, 26), status=StepStatus.CANCELLED),
            StepMove.CANCELLED,
            None,
        ),
    ],
)
def test_what_the_officer_typed_stays_while_it_fits(typed, move, on) -> None:
    """A date moves only where it came from a lead time or no longer fits."""
    made = next(s for s in plan(rows=(CLT_ROW, typed)).steps if s.entry.step is typed.step)
    assert made.move is move
    assert made.entry.on == (typed.on if on is None else date(2025, *on))


def test_anew_works_out_dates_and_lead_times_of_ones_own_too() -> None:
    """But a step that is done stays."""
    rows = (
        CLT_ROW,
        row(STEP.FORMS_SENT, date(2025, 7, 1), status=StepStatus.DONE, done_on=date(2025, 7, 1)),
        row(STEP.DATA_DUE, date(2025, 7, 22), working_days_before=20),
        row(STEP.PORTFOLIO, date(2025, 9, 1)),
    )
    made = plan(rows=rows, anew=True)
    assert days(made)[STEP.FORMS_SENT] == date(2025, 7, 1)
    assert days(made)[STEP.DATA_DUE] == date(2025, 7, 25)
    assert days(made)[STEP.PORTFOLIO] == date(2025, 8, 26)


def test_a_meeting_that_moves_takes_its_steps_with_it() -> None:
    """CLT a week later in the file: CLT and what hangs on it move, with from and to."""
    first = plan(clt())
    register = taken_over(make_register(timetable=(), boards=BOARDS), first)
    later = TimetableRequest(AS_OF, YEAR, meetings=(clt(CLT_DAY + timedelta(days=7)),))
    made = plan_year(register, Settings(), later)
    moves = {
        s.entry.step: (s.before.on, s.entry.on) for s in made.steps if s.move is StepMove.MOVES
    }
    assert moves[STEP.CLT] == (CLT_DAY, date(2025, 8, 26))
    assert moves[STEP.DRAFT] == (date(2025, 8, 11), date(2025, 8, 15))  # 25 August is closed
    assert set(moves) >= {STEP.FORMS_SENT, STEP.DATA_DUE, STEP.COMMENTARY_DUE, STEP.DMT_REVIEW}


def test_no_step_is_invented_for_a_cycle_that_is_over() -> None:
    """In a register begun in the middle of the year, last quarter's missing rows stay missing."""
    made = plan(rows=(CLT_ROW,), as_of=date(2026, 1, 5))
    assert [step.entry.step for step in made.steps] == [STEP.CLT]


def test_the_example_moves_only_what_overlooked_a_bank_holiday() -> None:
    """Three dates of 2024/25 Q4 do not have the lead time written beside them; nothing else moves."""
    opened = open_register(EXAMPLE)
    made = plan_year(opened.register, opened.settings, TimetableRequest(AS_OF))
    moved = {s.entry.step: (s.before.on, s.entry.on) for s in made.steps if s.before != s.entry}
    assert moved == {
        STEP.FORMS_SENT: (date(2025, 4, 3), date(2025, 4, 1)),
        STEP.DATA_DUE: (date(2025, 4, 25), date(2025, 4, 24)),
        STEP.COMMENTARY_DUE: (date(2025, 5, 1), date(2025, 4, 30)),
    }
    assert not made.moves(StepMove.NEW)
    assert [clash.severity.value for clash in made.clashes] == ["advice"]


LEADS = st.integers(0, 60)


@st.composite
def years(draw: st.DrawFn) -> tuple[list[Meeting], Settings]:
    """Four cycles with CLT on any day, perhaps Cabinet and scrutiny, and any lead times."""
    meetings = []
    for number in range(1, 5):
        cycle = quarter(2025, number)
        on = cycle.end + timedelta(days=draw(st.integers(-20, 120)))
        if draw(st.booleans()) or number == 1:
            meetings.append(clt(on, cycle))
        if draw(st.booleans()):
            meetings.append(cabinet(on + timedelta(days=draw(st.integers(-10, 60))), cycle))
        if draw(st.booleans()):
            after = on + timedelta(days=draw(st.integers(-10, 60)))
            meetings.append(Meeting(cycle, STEP.SCRUTINY, "Environment Board", after))
    names = ("forms_sent", "data_due", "commentary_due", "dmt_review", "draft", "agenda")
    names = (*names, "portfolio_holders", "publication", "lessons")
    lead = {name: draw(LEADS) for name in names}
    closed = tuple(draw(st.lists(st.dates(date(2025, 4, 1), date(2026, 12, 31)), max_size=8)))
    return meetings, Settings(timetable=Timetable(**lead, closed_days=closed))


@given(years(), st.dates(date(2025, 1, 1), date(2026, 12, 31)))
@hypothesis_settings(max_examples=40, deadline=None)
def test_laws_of_every_plan(year, as_of) -> None:
    """Worked-out steps fall on working days, those before CLT not after it, those after not before.

    A plan that was written and made again changes nothing; no meeting is ever moved or lost.
    """
    meetings, settings = year
    made = plan(*meetings, settings=settings, as_of=as_of)
    for step in made.steps:
        entry = step.entry
        clts = [m.on for m in meetings if m.cycle == entry.cycle and m.step is STEP.CLT]
        if entry.step in MEETINGS and entry.step is not STEP.DMT_REVIEW:
            continue
        assert made.calendar.is_working(entry.on)
        if entry.step in BEFORE:
            assert entry.on <= clts[0]
        if entry.step in AFTER:
            assert entry.on >= clts[0]
    given_days = sorted((m.cycle.sort_key, m.step, m.on) for m in meetings)
    assert given_days == sorted(
        (s.entry.cycle.sort_key, s.entry.step, s.entry.on)
        for s in made.steps
        if s.entry.step in MEETINGS and s.entry.step is not STEP.DMT_REVIEW
    )
    register = taken_over(make_register(timetable=(), boards=BOARDS), made)
    for again in (
        TimetableRequest(as_of, YEAR),
        TimetableRequest(as_of, YEAR, meetings=tuple(meetings)),
    ):
        assert not plan_year(register, settings, again).has_changes


def test_meetings_are_known_by_their_body() -> None:
    """The kind in Boards says which step it is; what cannot be used is named, never dropped."""
    register = make_register(boards=(*BOARDS, make_board("Audit", kind=BodyKind.AUDIT)))
    rows = [
        make_step("2025/26 Q1", step=None, body="executive  board", on=date(2025, 9, 17)),
        make_step("2025/26 Q1", step=STEP.CLT, body=None, on=CLT_DAY),
        make_step("2025/26 Q1", step=None, body="Executiv Board", on=date(2025, 9, 18)),
        make_step("2025/26 Q1", step=None, body="Audit", on=date(2025, 9, 18)),
        make_step("2025/26 Q1", step=None, body=None, on=date(2025, 9, 18)),
        make_step("2025/26 Q1", step=None, body="Environment Board", on=None),
        make_step("2025/26 Q1", step=STEP.DATA_DUE, body=None, on=date(2025, 9, 18)),
        make_step("2025/26 Q1", step=None, body="Executive Board", on=date(2025, 9, 24)),
    ]
    found, clashes = meetings_of(rows, register)
    assert [(m.step, m.body) for m in found] == [
        (STEP.CABINET, "Executive Board"),
        (STEP.CLT, ""),
    ]
    assert len(found) + len(clashes) == len(rows)
    assert "perhaps Executive Board" in clashes[0].cure


@pytest.mark.parametrize(
    ("said", "is_time"),
    [("14:00", True), ("2pm", True), ("noon", True), ("", True), ("25:99", False), ("tbc", False)],
)
def test_a_time_that_is_none_is_named(said: str, is_time: bool) -> None:
    """The meeting counts all the same; people's calendars should not show 25:99."""
    register = make_register(boards=BOARDS)
    row = make_step("2025/26 Q1", step=STEP.CLT, body=None, on=CLT_DAY, at=said or None)
    found, clashes = meetings_of([row], register)
    assert len(found) == 1
    assert [said in clash.message for clash in clashes] == ([] if is_time else [True])


def test_years_follow_from_the_date_and_what_is_there() -> None:
    """This year, and the next as soon as a meeting of it is known; a year asked for wins."""
    register = make_register(boards=BOARDS)  # one step of 2024/25 Q3
    settings = Settings()
    assert plan_year(register, settings, TimetableRequest(AS_OF)).label == "2024/25"
    both = plan_year(register, settings, TimetableRequest(AS_OF, meetings=(clt(),)))
    assert both.label == "2024/25 and 2025/26"
    assert plan_year(register, settings, TimetableRequest(AS_OF, YEAR)).label == "2025/26"
    example = open_register(EXAMPLE).register  # CLT of 2024/25 Q4 meets on 20/05/2025
    assert plan_year(example, settings, TimetableRequest(date(2025, 5, 12))).label == "2024/25"
    assert plan_year(example, settings, TimetableRequest(date(2025, 7, 1))).label == "2025/26"
    assert plan_year(
        register, settings, TimetableRequest(AS_OF, cycle=Q1, meetings=(clt(),))
    ).cycles == (Q1,)


def test_a_meeting_of_a_year_not_asked_for_is_named() -> None:
    """It is left out, and the command that plans it is told."""
    far = clt(date(2027, 8, 17), quarter(2027, 1))
    made = plan_year(
        make_register(boards=BOARDS), Settings(), TimetableRequest(AS_OF, meetings=(far,))
    )
    told = [one.cure for one in made.clashes if one.kind is ClashKind.OUTSIDE]
    assert len(told) == 1
    assert "--year 2027/28" in told[0]
