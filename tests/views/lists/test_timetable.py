"""The timetable for reading: no step is lost in list, planner or workbook, and none is told twice."""

from __future__ import annotations

import io
from dataclasses import replace
from datetime import date, timedelta
from functools import cache

import openpyxl
from hypothesis import given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st

from pmf_cli.cycle.timetable.year_plan import TimetableRequest, standing_year
from pmf_cli.pipeline import OpenedRegister, open_register, paper_files
from pmf_cli.register.periods.period import quarter
from pmf_cli.register.terms import StepStatus, TimetableStep
from pmf_cli.render.accessibility import faults_of
from pmf_cli.render.terminal import text_of
from pmf_cli.settings import PreElection, Settings
from pmf_cli.views.base import Tone
from pmf_cli.views.lists.timetable import (
    planner_section,
    planner_sections,
    timetable_listing,
    timetable_paper,
)
from pmf_cli.views.lists.timetable_words import ShownTimetable
from tests.assessed import column_of, tables_of
from tests.make import make_register, make_step
from tests.running import EXAMPLE

STEP = TimetableStep
AS_OF = date(2025, 2, 3)
Q3 = quarter(2024, 3)


@cache
def example() -> OpenedRegister:
    """The example."""
    return open_register(EXAMPLE)


def shown(rows, settings=None, opened: OpenedRegister | None = None) -> ShownTimetable:
    register = opened.register if opened else make_register(timetable=rows)
    plan = standing_year(register, settings or Settings(), TimetableRequest(AS_OF))
    return ShownTimetable(register, settings or Settings(), AS_OF, plan)


def step(on: date | None, step=STEP.CLT, body="Board", **over):
    return make_step(
        step=step,
        on=on,
        body=body,
        **({"status": StepStatus.PLANNED, "done_on": None} | over),
    )


def planner_of(rows, settings=None, *, every_week=True):
    return tables_of([planner_section(shown(rows, settings), every_week=every_week)])["planner"]


NEAR = st.integers(-200, 300).map(lambda days: Q3.end + timedelta(days=days))


@given(st.lists(st.tuples(NEAR, st.sampled_from(list(STEP))), min_size=1, max_size=12))
@hypothesis_settings(max_examples=40, deadline=None)
def test_every_dated_step_stands_in_the_planner(days) -> None:
    """In the row of its week, under its day, weekends too; all cells hold something."""
    rows = [step(on, what, body=f"Body {n}") for n, (on, what) in enumerate(days)]
    table = planner_of(rows)
    mondays = [row[0].value for row in table.rows]
    assert mondays == [mondays[0] + timedelta(days=7 * n) for n in range(len(mondays))]
    for on, what in days:
        cells = table.rows[mondays.index(on - timedelta(days=on.weekday()))]
        assert str(what) in cells[1 + min(on.weekday(), 5)].text
    assert all(cell.text for row in table.rows for cell in row)


def test_closed_days_and_pre_election_periods_are_words_and_colours() -> None:
    """Never colour alone."""
    period = PreElection.model_validate(
        {"label": "elections", "from": date(2025, 4, 14), "to": date(2025, 4, 25)}
    )
    rows = [step(date(2025, 4, 16)), step(date(2025, 4, 30))]
    table = planner_of(rows, Settings(pre_election=(period,)))
    friday, monday = column_of(table, "Friday")[0], column_of(table, "Monday")
    assert "Good Friday" in friday.text
    assert friday.tone is Tone.CLOSED
    assert "pre-election" in monday[0].text
    assert monday[0].tone is Tone.ELECTION
    assert "pre-election" not in monday[2].text


def test_cancelled_and_mistyped_steps_stand_only_in_the_list() -> None:
    """A date in 2052 does not make a planner of thirty years; the planner says so."""
    rows = [
        step(date(2025, 2, 18)),
        step(date(2052, 2, 18), STEP.LESSONS),
        step(date(2025, 2, 25), STEP.DRAFT, status=StepStatus.CANCELLED),
    ]
    assert len(planner_of(rows).rows) == 1
    assert "1 step over a year" in text_of(planner_sections(shown(rows)))
    listing = timetable_listing(shown(rows))
    assert [item["step"] for item in listing.items] == ["CLT", "Draft to directors", "Lessons"]


def test_a_timetable_without_a_date_still_prints() -> None:
    """Nothing to draw: a sentence, no empty table."""
    text = text_of(planner_sections(shown([step(None)])))
    assert "no dated step" in text
    assert "No date" in text_of(timetable_listing(shown([step(None)])).sections)


def test_what_was_typed_stays_text() -> None:
    """Markup, formulas and control characters in a body do nothing."""
    rows = [step(date(2025, 2, 18), STEP.SCRUTINY, body="=1+1 [c] {{7*7}}\n[bold]x[/bold]")]
    assert "=1+1 [c] {{7*7}} [bold]x[/bold]" in text_of(planner_sections(shown(rows)))
    paper = timetable_paper(shown(rows))
    data = paper_files(example(), paper, ["xlsx"])["timetable-2024-25.xlsx"]
    book = openpyxl.load_workbook(io.BytesIO(data))
    cells = [cell for sheet in book for row in sheet.iter_rows() for cell in row]
    assert not [cell for cell in cells if cell.data_type == "f"]


def test_the_workbook_is_accessible_and_the_same_each_time() -> None:
    """List, planner on A4 and findings; posts instead of names and addresses; the same bytes twice."""
    whole = shown((), example().settings, example())
    paper = timetable_paper(whole)
    made = paper_files(example(), paper, ["xlsx"])
    assert made == paper_files(example(), timetable_paper(whole), ["xlsx"])
    data = made["timetable-2024-25.xlsx"]
    assert not faults_of(data, "xlsx")
    book = openpyxl.load_workbook(io.BytesIO(data))
    assert book.sheetnames == ["Cover", "List", "Planner", "Findings"]
    assert str(book["Planner"].page_setup.paperSize) == "9"
    assert book["Planner"].page_setup.orientation == "landscape"
    text = " ".join(
        str(cell.value) for sheet in book for row in sheet.iter_rows() for cell in row if cell.value
    )
    assert not [c.email for c in example().register.contacts if c.email and c.email in text]


def test_one_contact_sees_their_own_steps() -> None:
    """What they are responsible for, and nothing of others."""
    whole = shown((), example().settings, example())
    mine = replace(whole, contact="C-901")
    assert {entry.responsible for entry in mine.entries} == {"C-901"}
    assert len(mine.entries) < len(whole.entries)
