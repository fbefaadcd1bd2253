"""The steps of a cycle."""

from datetime import date

from pmf_cli.cycle.timetable.cycle_steps import date_of_step, steps_ahead, steps_of
from pmf_cli.register import terms
from pmf_cli.register.periods.text import parse_period
from tests.make import PERIOD, make_register, make_step

STEP = terms.TimetableStep
THE_PERIOD = parse_period(PERIOD)
OPEN = {"status": terms.StepStatus.PLANNED, "done_on": None}


def register():
    return make_register(
        timetable=(
            make_step(
                step=STEP.CLT,
                on=date(2025, 2, 11),
                depends_on="DMT review; Draft to directors",
                **OPEN,
            ),
            make_step(step=STEP.DATA_DUE, on=date(2025, 1, 20)),
            make_step(step=STEP.DMT_REVIEW, on=date(2025, 1, 28), **OPEN),
            make_step(
                step=STEP.DRAFT,
                on=date(2025, 2, 4),
                status=terms.StepStatus.CANCELLED,
                done_on=None,
            ),
            make_step("2024/25 Q2", step=STEP.CLT, on=date(2024, 11, 12), **OPEN),
        )
    )


def test_steps_stand_in_order_of_their_day():
    found = steps_of(register(), THE_PERIOD, date(2025, 1, 31))
    assert [s.entry.step for s in found] == [STEP.DATA_DUE, STEP.DMT_REVIEW, STEP.DRAFT, STEP.CLT]


def test_what_is_late_and_what_it_holds_up_is_named():
    late, coming = steps_ahead(register(), THE_PERIOD, date(2025, 1, 31))
    assert (late.entry.step, late.is_late, late.days) == (STEP.DMT_REVIEW, True, -3)
    assert (coming.entry.step, coming.is_late, coming.days) == (STEP.CLT, False, 11)
    assert coming.waits_for == ("DMT review",)


def test_a_step_done_later_was_not_done_then():
    found = steps_of(register(), THE_PERIOD, date(2025, 1, 15))
    assert not found[0].is_done


def test_the_day_of_a_step():
    assert date_of_step(register(), THE_PERIOD, STEP.CLT) == date(2025, 2, 11)
    assert date_of_step(register(), THE_PERIOD, STEP.DRAFT) is None
