"""Whatever an officer types into the sheet Timetable, it is planned, shown and given out without a crash."""

from __future__ import annotations

from datetime import date, timedelta

from hypothesis import given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st

from pmf_cli.cycle.timetable.clash import ClashKind
from pmf_cli.cycle.timetable.year_plan import TimetableRequest, plan_year, standing_year
from pmf_cli.post.calendars import calendar_bytes, given_now
from pmf_cli.register.periods.period import financial_year, half, month, quarter, snapshot
from pmf_cli.register.terms import StepStatus, TimetableStep
from pmf_cli.render.data import csv_text, json_text
from pmf_cli.settings import Settings
from pmf_cli.views.appointments import calendars_of
from pmf_cli.views.lists.timetable import planner_sections, timetable_listing, timetable_paper
from pmf_cli.views.lists.timetable_plan import plan_listing
from pmf_cli.views.lists.timetable_words import ShownTimetable
from tests.make import make_register, make_step

AS_OF = date(2025, 2, 3)
YEAR = financial_year(2024)
CYCLES = (
    *(quarter(2024, number) for number in range(1, 5)),
    month(2024, 11),
    half(2024, 1),
    financial_year(2024),
    snapshot(date(2024, 9, 30)),
)
NEAR = st.integers(-150, 300).map(lambda days: date(2024, 12, 31) + timedelta(days=days))
DAYS = st.one_of(st.none(), NEAR, st.sampled_from([date.min, date.max, date(1899, 1, 1)]))
BODIES = st.sampled_from([None, "CLT", "clt", "Communities DMT", "Nobody knows", "=1+1", "a\nb"])
ROWS = st.builds(
    lambda cycle, **fields: make_step(cycle, **fields),
    st.sampled_from(CYCLES),
    step=st.sampled_from([None, *TimetableStep]),
    body=BODIES,
    on=DAYS,
    at=st.sampled_from([None, "10:00", "10:00:00", "noon"]),
    meeting_ref=st.sampled_from([None, "M-1"]),
    working_days_before=st.sampled_from([None, 0, -5, 17, 900]),
    responsible=st.sampled_from([None, "C02", "Performance Manager"]),
    status=st.sampled_from([None, *StepStatus]),
    done_on=st.one_of(st.none(), NEAR),
)


@given(st.lists(ROWS, max_size=14), st.booleans())
@hypothesis_settings(max_examples=50, deadline=None)
def test_any_timetable(rows, anew) -> None:
    """Every row stands in the list and in the plan once; planning what was planned changes nothing."""
    register = make_register(timetable=rows)
    settings = Settings()
    standing = standing_year(register, settings, TimetableRequest(AS_OF, YEAR))
    shown = ShownTimetable(register, settings, AS_OF, standing)
    assert len(shown.entries) == len(rows)
    listing = timetable_listing(shown)
    assert json_text(listing)
    assert csv_text(listing)
    assert planner_sections(shown)
    assert timetable_paper(shown)
    for mine in calendars_of(register, settings, standing, AS_OF).values():
        state = given_now(mine, {}, (), AS_OF)
        entries = [one for one in mine if one.key in state]
        assert calendar_bytes(entries, state, register="Any", name="Any")
    made = plan_year(register, settings, TimetableRequest(AS_OF, YEAR, anew=anew))
    assert json_text(plan_listing(register, made, AS_OF))
    assert sorted(s.before.source.row for s in made.steps if s.before is not None) == sorted(
        row.source.row for row in register.timetable
    )
    if any(one.kind is ClashKind.FAR for one in made.clashes):
        return  # a mistyped CLT date may be out of the reach of any lead time
    after = make_register(timetable=[step.entry for step in made.steps])
    assert not plan_year(after, settings, TimetableRequest(AS_OF, YEAR, anew=anew)).has_changes
