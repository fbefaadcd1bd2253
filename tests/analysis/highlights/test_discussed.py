"""What a body discussed comes back in its next paper, and in no other's."""

from __future__ import annotations

from datetime import date

from pmf_cli.analysis.highlights.discussed import decided_by_clt, discussed_before
from pmf_cli.register.periods.text import parse_period
from pmf_cli.register.sheets.process import Board, Highlight, TimetableEntry
from pmf_cli.register.terms import BodyKind, TimetableStep
from tests.assessed import assessed, quarterly, register_of

Q1, Q2, Q3 = (parse_period(f"2024/25 Q{number}") for number in (1, 2, 3))
CLT, CABINET = "Leadership Team", "Cabinet"
AUGUST, NOVEMBER, DECEMBER = date(2024, 8, 20), date(2024, 11, 19), date(2024, 12, 11)


def highlight(ref: str, cycle=Q2, on: date | None = NOVEMBER, **over: object) -> Highlight:
    """A chosen highlight with what was agreed."""
    given = {"chosen": True, "follow_up": "Weekly figures.", "discussed_on": on, **over}
    return Highlight(cycle=cycle, kpi_ref=ref, **given)


def an_assessment(*highlights: Highlight, as_of: date = date(2025, 1, 31)):
    """Three KPIs, and meetings of CLT and Cabinet."""
    register = register_of(
        *(quarterly(ref, ["91", "80"]) for ref in ("A-1", "A-2", "A-3")),
        highlights=highlights,
        boards=(
            Board(body=CLT, kind=BodyKind.CLT),
            Board(body=CABINET, kind=BodyKind.EXECUTIVE),
        ),
        timetable=(
            TimetableEntry(cycle=Q1, step=TimetableStep.CLT, on=AUGUST),
            TimetableEntry(cycle=Q2, step=TimetableStep.CLT, body=CLT, on=NOVEMBER),
            TimetableEntry(cycle=Q2, step=TimetableStep.CABINET, body=CABINET, on=DECEMBER),
        ),
    )
    return assessed(register, as_of=as_of)


def refs(found) -> list[str]:
    """The KPIs told of."""
    return [one.rating.kpi.ref for one in found]


def test_each_body_is_told_of_its_own_last_meeting():
    """By the day on which the body met; of two meetings the later."""
    held = an_assessment(
        highlight("A-1", cycle=Q1, on=AUGUST), highlight("A-2"), highlight("A-3", on=DECEMBER)
    )
    assert refs(discussed_before(held, CLT)) == ["A-2"]
    assert refs(discussed_before(held, CABINET)) == ["A-3"]


def test_a_day_without_a_meeting_is_the_leaders():
    """A register without a timetable still tells what was agreed, to those who choose highlights."""
    held = an_assessment(highlight("A-1", on=date(2024, 11, 5)))
    assert refs(discussed_before(held, CLT)) == ["A-1"]
    assert refs(discussed_before(held, CABINET)) == []


def test_nothing_comes_back_that_was_not_agreed_is_of_this_cycle_or_still_to_come():
    """Nor a KPI that is not in scope."""
    held = an_assessment(
        highlight("A-1", follow_up=None),
        highlight("A-2", cycle=Q3, on=date(2025, 1, 20)),
        highlight("A-3", on=date(2025, 2, 20)),
        highlight("GONE"),
    )
    assert refs(discussed_before(held, CLT)) == []


def test_those_who_hear_next_are_told_what_clt_agreed_on_this_cycle():
    """Once it has met."""
    of_this_cycle = highlight("A-2", cycle=Q3, on=date(2025, 2, 18))
    assert refs(decided_by_clt(an_assessment(of_this_cycle))) == []
    held = an_assessment(of_this_cycle, as_of=date(2025, 2, 24))
    assert refs(decided_by_clt(held)) == ["A-2"]
