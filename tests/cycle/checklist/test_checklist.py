"""The checklist of a cycle on a day: the step of each day of a quarter, and what always holds."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from functools import cache

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pmf_cli.cycle.checklist.checklist import Calendar, checklist_of
from pmf_cli.cycle.checklist.checklist_step import StepState
from pmf_cli.cycle.current_cycle import cycles_at_work
from pmf_cli.cycle.ledger_facts import CycleFacts, Form, Tick
from pmf_cli.pipeline import open_register
from pmf_cli.pipeline.read.cycle_record import calendar_of
from pmf_cli.pipeline.read.opening import OpenedRegister
from pmf_cli.register import terms
from pmf_cli.register.periods.text import parse_period
from pmf_cli.settings import Settings
from pmf_cli.views.lists.next_steps import next_up
from tests.make import PERIOD, make_checklist_step, make_register, make_step
from tests.running import EXAMPLE

STEP = terms.TimetableStep
CYCLE = parse_period(PERIOD)


@cache
def opened() -> OpenedRegister:
    """The example."""
    return open_register(EXAMPLE)


@cache
def calendar() -> Calendar:
    """Its working days."""
    return calendar_of(opened())


Q3 = parse_period("2024/25 Q3")
OPEN = {"status": terms.StepStatus.PLANNED, "done_on": None}


def played(until: date) -> list[tuple[date, str]]:
    """The quarter played by somebody who does each day what is asked and ticks it off at once."""
    rows = tuple(replace(row, last_done_on=None) for row in opened().register.checklist)
    steps = tuple(
        replace(row, status=terms.StepStatus.PLANNED, done_on=None)
        for row in opened().register.timetable
        if row.cycle == Q3
    )
    register = make_register(checklist=rows, timetable=steps)
    ticks: list[Tick] = []
    did = []
    on = date(2024, 12, 20)
    while on <= until:
        found = checklist_of(register, Q3, on, CycleFacts(tuple(ticks)), calendar())
        first = next_up(step for step in found if step.cycle == str(Q3)).first
        if first is None:
            on += timedelta(days=1)
            continue
        did.append((on, first.entry.number))
        ticks.append(Tick(first.entry.number, first.cycle, on))
    return did


def test_a_quarter_from_day_to_day():
    """On each day the step that its sheets ask for, in order, none twice and none left out.

    Over Christmas, working days count: five before 6 January is 27 December.
    """
    assert played(date(2025, 3, 31)) == [
        (date(2024, 12, 27), "Q01"),
        (date(2025, 1, 6), "Q02"),
        (date(2025, 1, 24), "Q03"),
        (date(2025, 1, 27), "Q04"),
        (date(2025, 1, 27), "Q05"),
        (date(2025, 1, 28), "Q06"),
        (date(2025, 1, 28), "Q07"),
        (date(2025, 2, 3), "Q08"),
        (date(2025, 2, 3), "Q09"),
        (date(2025, 2, 3), "Q10"),
        (date(2025, 2, 6), "Q11"),
        (date(2025, 2, 7), "Q12"),
        (date(2025, 2, 10), "Q13"),
        (date(2025, 2, 13), "Q14"),
        (date(2025, 2, 18), "Q15"),
        (date(2025, 2, 19), "Q16"),
        (date(2025, 2, 24), "Q17"),
        (date(2025, 3, 19), "Q18"),
        (date(2025, 3, 26), "Q19"),
        (date(2025, 3, 26), "Q20"),
        (date(2025, 3, 31), "Q21"),
    ]


def a_register(**over):
    steps = (
        make_step(step=STEP.FORMS_SENT, on=date(2025, 1, 6), **OPEN),
        make_step(step=STEP.DATA_DUE, on=date(2025, 1, 20), **OPEN),
        make_step(step=STEP.DRAFT, on=date(2025, 2, 3), depends_on="Data due", **OPEN),
        make_step(step=STEP.CLT, on=date(2025, 2, 11), depends_on="Draft to directors", **OPEN),
    )
    rows = (
        make_checklist_step("1", timing="0 before Forms sent", last_done_on=date(2024, 10, 4)),
        make_checklist_step("2", timing="1 before Draft to directors", last_done_on=None),
        make_checklist_step("3", timing="0 after Draft to directors", last_done_on=None),
        make_checklist_step("4", timing="0 after CLT", last_done_on=None),
    )
    return make_register(**({"timetable": steps, "checklist": rows} | over))


def state_of(number, on, register=None, ticks=()):
    found = checklist_of(register or a_register(), CYCLE, on, CycleFacts(tuple(ticks)))
    return next(step for step in found if step.entry.number == number)


def test_a_date_in_the_sheet_is_about_the_cycle_whose_day_is_nearest():
    """Done on 4 October was last quarter; done early on 3 January is this one."""
    assert state_of("1", date(2025, 1, 6)).state is StepState.TODAY
    assert state_of("1", date(2025, 1, 6)).last.on == date(2024, 10, 4)
    early = a_register(
        checklist=(
            make_checklist_step("1", timing="0 before Forms sent", last_done_on=date(2025, 1, 3)),
        )
    )
    assert state_of("1", date(2025, 1, 6), early).state is StepState.DONE
    assert state_of("1", date(2025, 1, 2), early).state is StepState.COMING


def test_a_step_waits_for_what_its_meeting_depends_on():
    """Until the draft has gone, CLT waits; a tick in the ledger lets it go on, without the sheet."""
    on = date(2025, 2, 11)
    waiting = state_of("4", on)
    assert (waiting.state, waiting.waits_for) == (StepState.WAITING, ("Draft to directors",))
    assert state_of("4", on, ticks=[Tick("3", PERIOD, on)]).state is StepState.TODAY


def test_a_deadline_of_others_holds_nothing_up_once_it_is_past():
    """Nobody ticks off that data was due; what did not come is told elsewhere."""
    assert state_of("3", date(2025, 2, 3)).state is StepState.TODAY


def test_a_tick_taken_back_counts_for_nothing_nor_does_what_the_sheet_said_until_then():
    on, slip = date(2025, 1, 7), date(2025, 1, 6)
    typed = a_register(
        checklist=(make_checklist_step("1", timing="0 before Forms sent", last_done_on=slip),)
    )
    ticks = [Tick("1", PERIOD, slip), Tick("1", PERIOD, slip, is_taken_back=True)]
    assert state_of("1", on, typed, ticks).state is StepState.LATE
    assert state_of("1", on, typed, [*ticks, Tick("1", PERIOD, on)]).state is StepState.DONE


def test_a_step_of_the_timetable_without_a_step_of_the_checklist_is_not_lost():
    """Portfolio holders stand in the timetable alone: they come up on their day all the same."""
    steps = (make_step(step=STEP.PORTFOLIO, on=date(2025, 2, 17), **OPEN),)
    register = a_register(timetable=steps)
    found = state_of("Portfolio holders", date(2025, 2, 17), register)
    assert found.state is StepState.TODAY
    assert found.entry.how
    done = state_of(
        "Portfolio holders",
        date(2025, 2, 18),
        register,
        [Tick("Portfolio holders", PERIOD, date(2025, 2, 17))],
    )
    assert done.state is StepState.DONE


def test_a_timing_that_cannot_be_read_is_said_at_the_step():
    """In words, with the others still standing."""
    rows = (
        make_checklist_step("1", timing="a week before Data due"),
        make_checklist_step("2", timing=None),
        make_checklist_step("3", timing="in March"),
        make_checklist_step("4", timing="0 after Scrutiny"),
    )
    register = a_register(checklist=rows)
    on = date(2025, 1, 10)
    assert "is not understood" in state_of("1", on, register).trouble
    assert "does not say when" in state_of("2", on, register).trouble
    assert "monthly and annual" in state_of("3", on, register).trouble
    assert state_of("4", on, register).state is StepState.LEFT_OUT


@pytest.mark.parametrize(
    ("kind", "timing", "last", "on", "state", "due"),
    [
        ("Monthly", "by 15", "2025-01-15", "2025-02-03", StepState.COMING, "2025-02-15"),
        ("Monthly", "by 15", "2025-01-15", "2025-02-16", StepState.LATE, "2025-02-15"),
        ("Monthly", "by 31", "2025-01-15", "2025-02-28", StepState.TODAY, "2025-02-28"),
        ("Monthly", None, "2025-01-31", "2025-02-03", StepState.COMING, "2025-02-28"),
        ("Monthly", None, "2025-02-01", "2025-02-03", StepState.DONE, "2025-02-28"),
        ("Annual", "in March", "2024-03-13", "2025-02-03", StepState.COMING, "2025-03-31"),
        ("Annual", "in October", "2024-10-04", "2024-11-20", StepState.DONE, "2024-10-31"),
        ("Annual", None, "2024-03-13", "2025-03-13", StepState.TODAY, "2025-03-13"),
        ("Annual", None, "2024-02-29", "2025-03-01", StepState.LATE, "2025-02-28"),
        ("Annual", "in June", None, "2025-02-03", StepState.COMING, "2025-06-30"),
        ("Annual", "in March", "2025-04-03", "2025-04-10", StepState.DONE, "2025-03-31"),
        ("Annual", "in March", "2024-04-03", "2025-03-31", StepState.TODAY, "2025-03-31"),
        ("Annual", "in March", "2023-03-30", "2025-03-31", StepState.LATE, "2024-03-31"),
        ("Monthly", "by 15", "2024-11-15", "2025-02-03", StepState.LATE, "2024-12-15"),
        ("Monthly", "by 31", "2025-01-31", "2025-02-03", StepState.DONE, "2025-01-31"),
    ],
)
def test_monthly_and_annual_steps_have_their_turn(kind, timing, last, on, state, due):
    """Each month or financial year once; without a named day, a month or year after the last time.

    What is done a little after the turn of the year is last year's work, and what was left out is late.
    """
    row = make_checklist_step(
        "M",
        cycle_kind=terms.CycleKind(kind),
        timing=timing,
        last_done_on=None if last is None else date.fromisoformat(last),
    )
    found = state_of("M", date.fromisoformat(on), a_register(checklist=(row,)))
    assert (found.state, found.on) == (state, date.fromisoformat(due))


def test_two_cycles_are_at_work_while_one_ends_and_the_next_begins():
    """On 28 March scrutiny of Q3 is not over and the register is made ready for Q4."""
    on = date(2025, 3, 28)
    found = cycles_at_work(opened().register, Settings(), on, calendar=calendar())
    assert [str(cycle) for cycle in found] == ["2024/25 Q3", "2024/25 Q4"]


def test_what_is_on_record_speaks_for_a_step_but_does_not_tick_it_off():
    """Two forms were made and one came back: the words say so, the steps stay open."""
    rows = (
        make_checklist_step("1", timing="0 before Forms sent", command="pmf collect make"),
        make_checklist_step("2", timing="0 before Data due", command="pmf collect read x.xlsx"),
    )
    register = a_register(checklist=tuple(replace(r, last_done_on=None) for r in rows))
    on = date(2025, 1, 20)
    facts = CycleFacts(
        forms=tuple(Form(f"R{n}", PERIOD, f"C0{n}", date(2025, 1, 6)) for n in (1, 2)),
        returns=(Form("R1", PERIOD, "C01", date(2025, 1, 10)),),
    )
    made, read = checklist_of(register, CYCLE, on, facts)[:2]
    assert (made.evidence.words, made.evidence.is_enough) == (
        "2 return forms were made by 06/01/2025.",
        True,
    )
    assert (read.evidence.words, read.evidence.is_enough) == (
        "1 of 2 return forms has come back.",
        False,
    )
    assert {made.state, read.state} == {StepState.LATE, StepState.TODAY}
    up = next_up((made, read))
    assert (up.first, up.seems_done) == (read, (made,))


DAYS = st.dates(date(2024, 9, 1), date(2025, 7, 31))


@settings(max_examples=120, deadline=None)
@given(
    DAYS,
    st.lists(st.tuples(st.sampled_from([f"Q{n:02d}" for n in range(1, 22)]), DAYS)),
    st.integers(0, 99),
)
def test_every_step_is_in_one_state_and_a_tick_makes_it_done(on, ticked, chosen):
    """Whatever was ticked when: sorted once, done never late, and ticking ends it."""
    ticks = tuple(Tick(number, str(Q3), day) for number, day in sorted(ticked, key=lambda t: t[1]))
    found = checklist_of(opened().register, Q3, on, CycleFacts(ticks), calendar())
    up = next_up(found)
    groups = (up.due, up.seems_done, up.waiting, up.coming, up.no_day, up.left_out, up.done)
    sorted_once = [step for group in groups for step in group] + ([up.first] if up.first else [])
    assert sorted(map(id, sorted_once)) == sorted(map(id, found))
    for step in found:
        assert (step.state is StepState.DONE) == (step.done is not None)
        assert (step.state is StepState.LATE) <= (step.on is not None and step.on < on)
    step = found[chosen % len(found)]
    if step.state is StepState.LEFT_OUT:
        return
    more = CycleFacts((*ticks, Tick(step.entry.number, step.cycle, on)))
    again = checklist_of(opened().register, Q3, on, more, calendar())
    [same] = [s for s in again if s.entry.number == step.entry.number]
    # Whoever catches up a month that was left out has a later one before them.
    is_later = same.cycle != step.cycle and same.on > step.on
    assert same.state is StepState.DONE or is_later
