"""Which bodies are given a paper on a reporting period, and why the others are not."""

from __future__ import annotations

import pytest

from pmf_cli.cycle.bodies import month_of_meeting, paper_after, paper_before, why_not_due
from pmf_cli.register.periods.text import parse_period
from pmf_cli.register.terms import BodyKind, StepStatus, TimetableStep
from tests.make import make_board, make_register, make_step

Q3 = parse_period("2024/25 Q3")
SCRUTINY = TimetableStep.SCRUTINY


def panel(**row):
    fields = {"kind": BodyKind.SCRUTINY, "frequency": "Twice yearly", "months": None, **row}
    return make_board("Panel", **fields)


@pytest.mark.parametrize(
    ("row", "period", "is_due"),
    [
        ({"months": "March; September"}, "2024/25 Q3", True),
        ({"months": "Mar, Sep"}, "2024/25 Q3", True),
        ({"months": "march and september"}, "2024/25 Q2", False),
        ({"months": "April"}, "2024/25 Q3", False),
        ({"months": "December"}, "2024/25 Q3", False),
        ({"months": "January"}, "Dec 2024", True),
        ({"months": "February"}, "Dec 2024", False),
        ({"months": "July", "frequency": "Yearly"}, "2023/24", True),
        ({"months": "when it likes"}, "2024/25 Q3", False),
        ({}, "2024/25 Q3", False),
        ({"frequency": "Quarterly"}, "2024/25 Q3", True),
        ({"frequency": "monthly"}, "Dec 2024", True),
        ({"frequency": None}, "2024/25 Q3", True),
        ({"frequency": "Quarterly", "months": "May"}, "2024/25 Q3", False),
    ],
)
def test_months_decide_else_how_often_it_meets(row, period, is_due):
    """One of its months lies between the end of the period and that of the next; without months its frequency."""
    board = panel(**row)
    why = why_not_due(make_register(boards=[board]), board, parse_period(period))
    assert (why == "") == is_due
    if row.get("months") in ("April", "May"):
        assert row["months"] in why


@pytest.mark.parametrize(
    ("step", "is_due"),
    [
        ({}, True),
        ({"status": StepStatus.CANCELLED}, False),
        ({"on": None}, False),
        ({"body": "Another"}, False),
        ({"cycle": "2024/25 Q2"}, False),
    ],
)
def test_a_meeting_in_the_timetable_comes_before_the_months(step, is_due):
    """A meeting of its own on the period makes it due, whatever its months; cancelled or undated it does not."""
    board = panel(months="July")
    fields = {"step": SCRUTINY, "body": "Panel", **step}
    row = make_step(fields.pop("cycle", "2024/25 Q3"), **fields)
    register = make_register(boards=[board], timetable=[row])
    assert (why_not_due(register, board, Q3) == "") == is_due


@pytest.mark.parametrize(
    ("row", "before", "after", "month"),
    [
        ({"months": "March; September"}, "2024/25 Q1", "2025/26 Q1", "2025-03-01"),
        ({"months": "January; July"}, "2024/25 Q1", "2025/26 Q1", "2025-01-01"),
        ({"months": "February", "frequency": "Yearly"}, "2023/24 Q3", "2025/26 Q3", "2025-02-01"),
        ({"frequency": "Quarterly", "months": "March; June"}, "2024/25 Q2", "2024/25 Q4", "2025-03-01"),
        ({}, "None", "None", "None"),
    ],
)  # fmt: skip
def test_a_bodys_papers_follow_its_own_meetings(row, before, after, month):
    """The paper before and after is on the periods on which it meets, not on the quarter beside."""
    register = make_register(boards=[panel(**row)])
    assert str(paper_before(register, "Panel", Q3)) == before
    assert str(paper_after(register, "Panel", Q3)) == after
    assert str(month_of_meeting(register, "Panel", Q3)) == month


def test_a_meeting_of_the_timetable_gives_a_paper_though_no_month_names_it():
    """The timetable comes before the months."""
    row = make_step("2024/25 Q4", step=SCRUTINY, body="Panel")
    register = make_register(boards=[panel(months="March; September")], timetable=[row])
    assert str(paper_after(register, "Panel", Q3)) == "2024/25 Q4"
