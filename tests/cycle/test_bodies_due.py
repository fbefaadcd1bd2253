"""Which bodies are given a paper on a reporting period, and why the others are not."""

from __future__ import annotations

import pytest

from pmf_cli.cycle.bodies import why_not_due
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
