"""Which cycle is worked on, on any day, and that everything that names one names the same."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import pytest

from pmf_cli.cycle.current_cycle import cycle_at_work, cycles_at_work, is_begun, none_begun
from pmf_cli.cycle.ledger_facts import CycleFacts
from pmf_cli.cycle.working_days import working_days
from pmf_cli.pipeline import OpenedRegister, assessed
from pmf_cli.pipeline.collect.collecting import collecting
from pmf_cli.pipeline.read.cycle_record import steps_at_work
from pmf_cli.pipeline.read.opening import cycle_notes
from pmf_cli.register.periods.period import Period
from pmf_cli.register.periods.text import parse_period
from pmf_cli.register.sheets.process import TimetableEntry
from pmf_cli.register.terms import StepStatus, TimetableStep
from pmf_cli.settings import Settings
from pmf_cli.views.lists.collect_status import collect_status_listing
from pmf_cli.views.lists.next_steps import next_listing
from pmf_cli.views.lists.reminders import reminders_listing
from pmf_cli.views.lists.step_words import Typing, is_of_a_quarter
from pmf_cli.views.reminders import reminders_due
from tests.assessed import quarterly, register_of
from tests.make import make_checklist_step, make_register, make_step

SETTINGS = Settings()


def cycle_of(label: str, forms: date, due: date, lessons: date) -> tuple[TimetableEntry, ...]:
    """The steps of a cycle of which none is done."""
    days = ((TimetableStep.FORMS_SENT, forms), (TimetableStep.DATA_DUE, due))
    days += ((TimetableStep.LESSONS, lessons),)
    return tuple(
        make_step(label, step=step, on=on, status=StepStatus.PLANNED, done_on=None)
        for step, on in days
    )


TIMETABLE = (
    *cycle_of("2024/25 Q1", date(2024, 7, 3), date(2024, 7, 24), date(2024, 9, 30)),
    *cycle_of("2024/25 Q2", date(2024, 10, 2), date(2024, 10, 24), date(2024, 12, 20)),
    *cycle_of("2024/25 Q3", date(2025, 1, 6), date(2025, 1, 24), date(2025, 3, 31)),
    *cycle_of("2024/25 Q4", date(2025, 4, 3), date(2025, 4, 25), date(2025, 6, 30)),
)
DONE = tuple(replace(step, status=StepStatus.DONE, done_on=step.on) for step in TIMETABLE)
YEAR = sorted(
    {date(2024, 6, 1) + timedelta(days=number) for number in range(0, 430, 9)}
    | {step.on + timedelta(days=beside) for step in TIMETABLE for beside in (-1, 0, 1) if step.on}
)
"""From before the first cycle of the timetable to after the last, with every turning point."""
EARLY = tuple(
    make_checklist_step(name, timing=timing, last_done_on=None)
    for name, timing in (("1", "70 before Forms sent"), ("2", "0 after Lessons"))
)
"""A checklist whose first step comes a quarter before forms go out."""


@pytest.mark.parametrize("timetable", [TIMETABLE, DONE], ids=["nothing is done", "all is done"])
@pytest.mark.parametrize(
    "checklist",
    [(), pytest.param(EARLY, marks=pytest.mark.slow)],
    ids=["usual", "early"],
)
def test_next_collecting_and_reminders_name_the_same_cycle_on_every_day(
    timetable: tuple[TimetableEntry, ...], checklist: tuple[object, ...], tmp_path: Path
) -> None:
    """Also before the first cycle, between two, after the last, and whatever the checklist begins."""
    register = register_of(
        quarterly("WM-01", ["88", "70", None, None]), timetable=timetable, checklist=checklist
    )
    opened = OpenedRegister(tmp_path, SETTINGS, register, ())
    named: set[str] = set()
    for on in YEAR:
        found = assessed(opened, period="", as_of=on, with_checks=True)
        steps = steps_at_work(opened, on)
        reminders = reminders_due(found, working_days(SETTINGS, (on.year,)))
        cycle = str(found.period)
        assert next_listing(found, steps, CycleFacts(), Typing("", {}, {})).period == cycle
        assert cycle in {step.cycle for step in steps if is_of_a_quarter(step)}, on
        assert collect_status_listing(found, collecting(opened, found)).period == cycle
        assert reminders_listing(found, ()).period == cycle
        assert not reminders or on >= date(2024, 7, 3), on
        named.add(cycle)
    assert named == {f"2024/25 Q{number}" for number in (1, 2, 3, 4)}


def test_before_the_first_cycle_begins_it_is_the_one_made_ready_and_nobody_is_written_to() -> None:
    """The quarter before has results and Reds, but the timetable does not hold it."""
    register = register_of(quarterly("WM-01", ["88", "70", "70", "70"]), timetable=TIMETABLE)
    on = date(2024, 7, 2)
    first = none_begun(register, SETTINGS, on)
    assert first is not None
    assert (str(first.cycle), first.on) == ("2024/25 Q1", date(2024, 7, 3))
    assert str(cycle_at_work(register, SETTINGS, on)) == "2024/25 Q1"
    assert none_begun(register, SETTINGS, date(2024, 7, 3)) is None
    assert none_begun(register, SETTINGS, on, "2023/24 Q4") is None
    assert none_begun(make_register(timetable=()), SETTINGS, on) is None


def test_where_no_result_of_the_period_at_work_is_in_the_one_before_is_named(
    tmp_path: Path,
) -> None:
    """Its figures are one option away; where a result is in, nothing needs saying."""
    for newest, notes in (("2024/25 Q2", 1), ("2024/25 Q3", 0)):
        register = register_of(
            quarterly("WM-01", ["88", None] if notes else ["88", "70"]), timetable=TIMETABLE
        )
        opened = OpenedRegister(tmp_path, SETTINGS, register, ())
        found = assessed(opened, period="", as_of=date(2025, 1, 8))
        told = cycle_notes(opened, found, "")
        assert len(told) == notes, newest
        assert all('--period "2024/25 Q2"' in note for note in told)
        assert cycle_notes(opened, found, "2024/25 Q3") == ()


@pytest.mark.parametrize(
    ("period", "on", "begun"),
    [
        ("2024/25 Q1", date(2024, 7, 2), False),
        ("2024/25 Q1", date(2024, 7, 3), True),
        ("2023/24 Q4", date(2024, 10, 1), False),
        ("2024/25 Q4", date(2025, 4, 2), False),
        ("May 2024", date(2024, 7, 3), True),
        ("May 2024", date(2024, 7, 2), False),
        ("2024/25", date(2024, 7, 3), True),
    ],
)
def test_a_period_is_begun_with_the_timetable_of_its_cycle(
    period: str, on: date, begun: bool
) -> None:
    """A month or a year goes with the quarters that it shares days with."""
    register = make_register(timetable=TIMETABLE)
    assert is_begun(register, SETTINGS, parse_period(period), on) is begun
    assert is_begun(make_register(timetable=()), SETTINGS, parse_period(period), on)


def test_a_cycle_that_is_done_is_listed_with_the_one_to_come() -> None:
    """Forms of the next quarter are not out yet: the commands still work on the one that is done."""
    register = make_register(timetable=DONE, checklist=(EARLY[1],))
    on = date(2024, 12, 27)
    found: tuple[Period, ...] = cycles_at_work(register, SETTINGS, on)
    assert [str(cycle) for cycle in found] == ["2024/25 Q2", "2024/25 Q3"]
