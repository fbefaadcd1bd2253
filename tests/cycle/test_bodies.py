"""When a body meets on a period: its own step of the timetable, else the step that names nobody."""

from __future__ import annotations

from datetime import date

from pmf_cli.cycle.bodies import clt_name, meeting_on
from pmf_cli.register.periods.text import parse_period
from pmf_cli.register.terms import BodyKind, StepStatus, TimetableStep
from tests.make import PERIOD, make_board, make_register, make_step

BOARD = "Environment Scrutiny Board"
Q3 = parse_period(PERIOD)


def step(day: int, step: TimetableStep, body: str | None, **over: object):
    return make_step(step=step, body=body, on=date(2025, 3, day), **over)


def test_a_body_meets_on_its_own_step():
    """Each board has its own day; a cancelled meeting does not count."""
    register = make_register(
        timetable=(
            step(3, TimetableStep.SCRUTINY, "Another Board"),
            step(4, TimetableStep.SCRUTINY, None),
            step(5, TimetableStep.SCRUTINY, BOARD, status=StepStatus.CANCELLED),
            step(6, TimetableStep.SCRUTINY, BOARD),
        )
    )
    assert meeting_on(register, BOARD, Q3) == date(2025, 3, 6)
    assert meeting_on(register, BOARD, parse_period("2024/25 Q4")) is None


def test_clt_meets_on_the_step_clt_whatever_the_row_calls_it():
    register = make_register(
        boards=(make_board("Strategic Directors", kind=BodyKind.CLT),),
        timetable=(step(6, TimetableStep.CLT, "CLT"),),
    )
    assert clt_name(register) == "Strategic Directors"
    assert meeting_on(register, "Strategic Directors", Q3) == date(2025, 3, 6)


def test_a_body_without_a_step_of_its_kind_has_no_day():
    """An audit committee stands in no quarter's timetable; its meeting has to be given."""
    register = make_register(boards=(make_board("Audit", kind=BodyKind.AUDIT),))
    assert meeting_on(register, "Audit", Q3) is None
    assert meeting_on(register, "Nobody", Q3) is None
