"""What clashes in a timetable: each kind with a case that fires and one that stays silent."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from pmf_cli.cycle.timetable.clash import ClashKind
from pmf_cli.cycle.timetable.year_plan import TimetableRequest, plan_year, standing_year
from pmf_cli.findings import Severity
from pmf_cli.register.periods.period import financial_year
from pmf_cli.register.terms import BodyKind, Frequency, StepStatus, TimetableStep
from pmf_cli.settings import PreElection, Settings
from tests.make import make_board, make_kpi, make_register, make_step

STEP = TimetableStep
KIND = ClashKind
AS_OF = date(2025, 2, 3)
YEAR = financial_year(2025)
BOARDS = (
    make_board("CLT"),
    make_board("Communities DMT", kind=BodyKind.DMT),
    make_board("Executive Board", kind=BodyKind.EXECUTIVE, public_paper=True),
    make_board("Environment Board", kind=BodyKind.SCRUTINY, public_paper=True),
)
CLEAN = {
    STEP.FORMS_SENT: date(2025, 7, 4),
    STEP.DATA_DUE: date(2025, 7, 25),
    STEP.COMMENTARY_DUE: date(2025, 7, 31),
    STEP.DMT_REVIEW: date(2025, 8, 6),
    STEP.DRAFT: date(2025, 8, 11),
    STEP.CLT: date(2025, 8, 19),
    STEP.PORTFOLIO: date(2025, 8, 26),
    STEP.CABINET: date(2025, 9, 17),
    STEP.SCRUTINY: date(2025, 9, 18),
    STEP.PUBLICATION: date(2025, 9, 24),
    STEP.LESSONS: date(2025, 9, 29),
}
BODIES = {
    STEP.DMT_REVIEW: "Communities DMT",
    STEP.CLT: "CLT",
    STEP.CABINET: "Executive Board",
    STEP.SCRUTINY: "Environment Board",
}


def rows(cycle="2025/26 Q1", over=None, **fields):
    """A clean cycle with some days changed; ``None`` leaves a step out."""
    made = []
    for step, on in (CLEAN | (over or {})).items():
        if on is not None:
            own = {"status": StepStatus.PLANNED, "done_on": None, "responsible": f"C-{step}"}
            made.append(make_step(cycle, step=step, on=on, body=BODIES.get(step), **own, **fields))
    return made


def kinds(timetable, settings=None, as_of=AS_OF, kpis=None, boards=BOARDS):
    """Kinds and severities of what is wrong with a timetable as it stands, but the other quarters."""
    kpis = [make_kpi(lag_days=10)] if kpis is None else kpis
    register = make_register(kpis, timetable=timetable, boards=boards)
    made = standing_year(register, settings or Settings(), TimetableRequest(as_of, YEAR))
    others = {"2025/26 Q2", "2025/26 Q3", "2025/26 Q4"}
    return [
        (one.kind, one.severity)
        for one in made.clashes
        if not (one.kind is KIND.NO_CLT and str(one.cycle) in others)
    ]


W, E, A = Severity.WARNING, Severity.ERROR, Severity.ADVICE


def test_nothing_is_wrong_with_a_clean_cycle():
    """All the cases below differ from this one in one thing."""
    assert kinds(rows()) == []


@pytest.mark.parametrize(
    ("over", "found"),
    [
        ({STEP.CLT: None}, (KIND.NO_CLT, E)),
        ({STEP.DRAFT: date(2025, 8, 9)}, (KIND.CLOSED_DAY, W)),  # a Saturday
        ({STEP.PORTFOLIO: date(2025, 8, 25)}, (KIND.CLOSED_DAY, W)),  # the summer bank holiday
        ({STEP.DATA_DUE: date(2025, 6, 30)}, (KIND.BEFORE_END, E)),
        ({STEP.FORMS_SENT: date(2025, 7, 14)}, (KIND.SHORT_DATA, W)),
        ({STEP.COMMENTARY_DUE: date(2025, 7, 29)}, (KIND.SHORT_COMMENTARY, W)),
        ({STEP.DATA_DUE: date(2025, 7, 9), STEP.FORMS_SENT: None}, (KIND.NO_FIGURES, W)),
        ({STEP.CABINET: date(2025, 8, 26), STEP.PORTFOLIO: None}, (KIND.AGENDA, W)),
        ({STEP.PORTFOLIO: date(2025, 9, 15)}, (KIND.TOLD_LATE, W)),
        ({STEP.DMT_REVIEW: date(2025, 8, 20)}, (KIND.ORDER, W)),
        ({STEP.CLT: date(2025, 8, 28)}, (KIND.ORDER, W)),  # after portfolio holders
        ({STEP.SCRUTINY: date(2025, 9, 16)}, (KIND.ORDER, A)),  # before Cabinet
        ({STEP.SCRUTINY: date(2025, 8, 22)}, (KIND.ORDER, W)),  # before portfolio holders
        ({STEP.PUBLICATION: date(2025, 9, 16)}, (KIND.ORDER, W)),  # before Cabinet
        ({STEP.LESSONS: date(2025, 9, 12)}, (KIND.ORDER, W)),
        ({STEP.LESSONS: date(2052, 9, 30)}, (KIND.FAR, W)),
    ],
)
def test_each_thing_that_is_wrong_is_found(over, found):
    """One change from the clean cycle, one finding at least, of that kind and severity."""
    assert found in kinds(rows(over=over))


def test_done_and_cancelled_steps_are_nobodys_finding():
    """What is over cannot be moved any more."""
    over = {STEP.DRAFT: date(2025, 8, 9), STEP.DMT_REVIEW: date(2025, 8, 20)}
    done = [replace(row, status=StepStatus.DONE) for row in rows(over=over)]
    assert kinds(done) == []
    cancelled = make_step(
        "2025/26 Q1", step=STEP.DRAFT, on=date(2025, 8, 9), status=StepStatus.CANCELLED
    )
    assert kinds([*rows(), cancelled]) == []


def test_a_day_that_has_passed():
    """Not marked done, or not to be kept any more because the lead time is too long."""
    assert (KIND.PAST, W) in kinds(rows(), as_of=date(2025, 7, 7))
    register = make_register(timetable=[rows()[5]], boards=BOARDS)
    made = plan_year(register, Settings(), TimetableRequest(date(2025, 7, 7), YEAR))
    late = [one for one in made.clashes if one.kind is KIND.PAST]
    assert [one.entry.step for one in late if one.entry] == [STEP.FORMS_SENT]
    assert "32 working days before CLT" in late[0].message


@pytest.mark.parametrize(
    ("first", "last", "number"),
    [
        (date(2025, 9, 22), date(2025, 9, 26), 1),  # the publication
        (date(2025, 9, 15), date(2025, 9, 19), 2),  # Cabinet and scrutiny
        (date(2025, 9, 8), date(2025, 9, 10), 2),  # only their agendas
        (date(2025, 8, 1), date(2025, 8, 31), 0),  # nothing public
    ],
)
def test_pre_election_periods(first, last, number):
    """Publication, public meetings and the publication of their agendas are told; others not."""
    period = PreElection.model_validate({"label": "by-election", "from": first, "to": last})
    found = kinds(rows(), Settings(pre_election=(period,)))
    assert found == [(KIND.PRE_ELECTION, W)] * number


def test_figures_that_cannot_be_had_yet_are_named():
    """Some KPIs late is advice and names them; half of them late is a warning."""
    slow = make_kpi("SL-01", lag_days=60)
    yearly = make_kpi("YR-01", lag_days=200, frequency=Frequency.ANNUAL)  # no figure for Q1 at all
    quick = [make_kpi(f"QU-0{n}", lag_days=10) for n in range(3)]
    register = make_register([slow, yearly, *quick], timetable=rows(), boards=BOARDS)
    made = standing_year(register, Settings(), TimetableRequest(AS_OF, YEAR))
    late = [one for one in made.clashes if one.kind is KIND.NO_FIGURES]
    assert [one.severity for one in late] == [A]
    assert "SL-01 (29/08/2025)" in late[0].message
    assert "YR-01" not in late[0].message
    assert kinds(rows(), kpis=[slow, quick[0], replace(slow, ref="SL-02")]) == [
        (KIND.NO_FIGURES, W)
    ]


def test_a_private_meeting_needs_no_agenda_day():
    """Where Boards says that the paper is not public, no clear days are asked for."""
    boards = (*BOARDS[:2], make_board("Executive Board", kind=BodyKind.EXECUTIVE), BOARDS[3])
    over = {STEP.CABINET: date(2025, 8, 29)}
    assert (KIND.TOLD_LATE, W) in kinds(rows(over=over))
    assert (KIND.TOLD_LATE, W) not in kinds(rows(over=over), boards=boards)


def test_one_body_does_not_take_two_cycles_on_one_day():
    """A slip of the pen; another day is fine."""
    both = [*rows(), *rows("2025/26 Q2")]
    same = [kind for kind, _ in kinds(both) if kind is KIND.SAME_DAY]
    assert len(same) == 4  # DMT, CLT, Cabinet, scrutiny


def test_one_person_is_not_asked_for_too_much_on_a_day():
    """More than three steps a day is advice; two meetings at one time is a warning."""
    at = {"on": date(2025, 8, 6), "status": StepStatus.PLANNED, "done_on": None}
    many = [make_step("2025/26 Q1", step=STEP.DMT_REVIEW, body=f"D{n}", **at) for n in range(4)]
    assert (KIND.BUSY, A) in kinds([*rows(), *many])
    assert (KIND.BUSY, A) not in kinds([*rows(), *many[:3]])
    timed = [replace(row, at="09:30") for row in many[:2]]
    assert (KIND.BUSY, W) in kinds([*rows(), *timed])
    timed = [replace(many[0], at="09:30"), replace(many[1], at="11:00")]
    assert (KIND.BUSY, W) not in kinds([*rows(), *timed])


def test_a_body_without_a_meeting_in_the_year_is_named():
    """Advice only: some boards do not meet on performance every year."""
    assert kinds(rows(over={STEP.SCRUTINY: None})) == [(KIND.NO_MEETING, A)]
