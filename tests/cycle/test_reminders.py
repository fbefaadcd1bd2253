"""Who is told what on which day: stages by working days, once each, the newest only."""

from __future__ import annotations

import hashlib
from datetime import date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pmf_cli.cli.options import london_date
from pmf_cli.cycle.reminders import (
    Notice,
    Stage,
    Track,
    commentary_stage,
    message_key,
    not_yet_told,
    officer_for,
    result_notices,
)
from pmf_cli.cycle.working_days import working_days
from pmf_cli.register import terms
from pmf_cli.register.periods.text import parse_period
from pmf_cli.register.register import Register
from pmf_cli.settings import Settings
from tests.make import (
    CONTACTS,
    PERIOD,
    make_contact,
    make_kpi,
    make_register,
    make_result,
    make_step,
)

SETTINGS = Settings()
THE_PERIOD = parse_period(PERIOD)
DUE = date(2025, 1, 20)
"""The Monday on which the register below wants its data."""


def register(results=(), due=DUE, cycle=PERIOD, **kpi: object) -> Register:
    """One KPI whose result is wanted from C02 on a day, C01 answering for it."""
    return make_register(
        [make_kpi("WM-01", **kpi)], results, timetable=(make_step(cycle, on=due, status=None),)
    )


def notices(on: date, held: Register | None = None, period=THE_PERIOD) -> tuple[Notice, ...]:
    days = working_days(SETTINGS, (on.year,))
    return result_notices(held or register(), SETTINGS, period, on, days)


def stages(on: date, held: Register | None = None, period=THE_PERIOD) -> dict[str | None, Stage]:
    return {one.contact: one.stage for one in notices(on, held, period)}


@pytest.mark.parametrize(
    ("on", "expected"),
    [
        ("2025-01-05", {}),
        ("2025-01-06", {"C02": Stage.COMING}),
        ("2025-01-14", {"C02": Stage.COMING}),
        ("2025-01-15", {"C02": Stage.SOON}),
        ("2025-01-19", {"C02": Stage.SOON}),
        ("2025-01-20", {"C02": Stage.DUE}),
        ("2025-01-21", {"C02": Stage.DUE}),
        ("2025-01-22", {"C02": Stage.OVERDUE}),
        ("2025-01-26", {"C02": Stage.OVERDUE}),
        ("2025-01-27", {"C02": Stage.OVERDUE, "C01": Stage.ESCALATED}),
        ("2025-03-08", {"C02": Stage.OVERDUE, "C01": Stage.ESCALATED}),
    ],
)
def test_stages_follow_working_days_around_the_due_date(
    on: str, expected: dict[str, Stage]
) -> None:
    """Ten and three working days before, on the day, two after; five after to the officer."""
    assert stages(date.fromisoformat(on)) == expected


def test_easter_is_no_working_time() -> None:
    """Due on the Tuesday after Easter 2025: three working days before is the Tuesday before."""
    held = register(due=date(2025, 4, 22), cycle="2024/25 Q4")
    period = parse_period("2024/25 Q4")
    assert stages(date(2025, 4, 14), held, period) == {"C02": Stage.COMING}
    assert stages(date(2025, 4, 15), held, period) == {"C02": Stage.SOON}


def test_a_leap_day_is_a_day_like_any_other() -> None:
    """Due on Thursday 29/02/2024: overdue on Monday 4 March, escalated on Thursday 7 March."""
    held = register(due=date(2024, 2, 29), cycle="2023/24 Q3")
    period = parse_period("2023/24 Q3")
    found = [
        stages(date(2024, 2, 29) + timedelta(days=number), held, period) for number in (0, 3, 4, 7)
    ]
    both = {"C02": Stage.OVERDUE, "C01": Stage.ESCALATED}
    assert found == [{"C02": Stage.DUE}, {"C02": Stage.DUE}, {"C02": Stage.OVERDUE}, both]


@pytest.mark.parametrize(
    ("moment", "stage"),
    [
        ("2025-06-30T22:59+00:00", Stage.SOON),
        ("2025-06-30T23:00+00:00", Stage.DUE),
        ("2025-06-30T23:30+00:00", Stage.DUE),
        ("2025-07-01T22:59+00:00", Stage.DUE),
    ],
)
def test_londons_midnight_in_summer_begins_the_day(moment: str, stage: Stage) -> None:
    """Data is due on 1 July: the plan at 23:30 UTC on 30 June is that of 1 July."""
    held = register(due=date(2025, 7, 1), cycle="2025/26 Q1", lag_days=0)
    on = london_date(datetime.fromisoformat(moment))
    assert stages(on, held, parse_period("2025/26 Q1")) == {"C02": stage}


@pytest.mark.parametrize(
    ("change", "cycle"), [("2025-03-30", PERIOD), ("2025-10-26", "2025/26 Q2")]
)
def test_a_change_of_the_clock_changes_no_plan(change: str, cycle: str) -> None:
    """Every half hour of the day on which the clock changes gives the plan of that day."""
    on = date.fromisoformat(change)
    held, period = register(due=on, cycle=cycle), parse_period(cycle)
    plan = stages(on, held, period)
    start = datetime.fromisoformat(f"{change}T00:00+00:00")
    moments = [start + timedelta(minutes=30 * number) for number in range(-4, 50)]
    seen = [moment for moment in moments if london_date(moment) == on]
    assert 45 <= len(seen) <= 50
    assert all(stages(london_date(moment), held, period) == plan for moment in seen)
    assert plan == {"C02": Stage.DUE}


def test_the_deputy_is_told_while_the_key_contact_is_away() -> None:
    """And the key contact again from the day after."""
    away = make_contact("C02", deputy="C03", absent_until=DUE)
    held = make_register(
        [make_kpi("WM-01")],
        (),
        contacts=(*(one for one in CONTACTS if one.ref != "C02"), away),
        timetable=(make_step(status=None),),
    )
    (deputy,) = notices(DUE, held)
    assert (deputy.contact, deputy.stands_in) == ("C03", True)
    assert [one.contact for one in notices(DUE + timedelta(days=1), held)] == ["C02"]


def test_a_result_that_nobody_can_be_asked_for_is_told_apart_with_the_reason() -> None:
    """It is not left out in silence, and the responsible officer hears of it when late."""
    held = register(key_contact=None, deputy_contact=None)
    found = notices(date(2025, 1, 27), held)
    assert [(one.contact, one.stage) for one in found] == [
        (None, Stage.OVERDUE),
        ("C01", Stage.ESCALATED),
    ]
    assert found[0].why_contact


def test_nobody_is_told_of_what_they_were_asked_for_themselves() -> None:
    """Where the responsible officer is the key contact, there is nobody to escalate to."""
    held = register(responsible_officer="C02")
    assert stages(date(2025, 2, 20), held) == {"C02": Stage.OVERDUE}


def test_a_kpi_that_is_due_later_has_its_own_stages() -> None:
    """A blank row's "Expected by" counts for that KPI alone."""
    later = make_result("WM-02", PERIOD, None, expected_by=date(2025, 2, 3))
    held = make_register(
        [make_kpi("WM-01"), make_kpi("WM-02")], [later], timetable=(make_step(status=None),)
    )
    found = {(one.kpi.ref, one.stage) for one in notices(date(2025, 1, 22), held)}
    assert found == {("WM-01", Stage.OVERDUE), ("WM-02", Stage.COMING)}
    found = {(one.kpi.ref, one.stage) for one in notices(date(2025, 2, 5), held)}
    assert ("WM-02", Stage.OVERDUE) in found


def test_a_key_says_whom_and_what_and_neither_the_day_nor_the_order() -> None:
    """The same notices on another day or in another order have the same key."""
    first, second = notices(date(2025, 1, 22))[0], notices(date(2025, 1, 20))[0]
    later = notices(date(2025, 1, 24))[0]
    key = message_key("Anyborough", THE_PERIOD, "C02", (first, second))
    assert key == message_key("Anyborough", THE_PERIOD, "C02", (second, later))
    assert key != message_key("Anyborough", THE_PERIOD, "C03", (first, second))
    assert key != message_key("Elsewhere", THE_PERIOD, "C02", (first, second))
    assert key != message_key("Anyborough", THE_PERIOD, "C02", (first,))


def test_a_key_stays_the_same_from_one_version_to_the_next() -> None:
    """Else what waits in the ledger would be written anew: the words are written out here."""
    first, second = notices(date(2025, 1, 22))[0], notices(date(2025, 1, 20))[0]
    whole = (
        '["Sgr\\u00ecobh", "2024/25 Q3", "C02",'
        ' [["Result", "WM-01", "2024/25 Q3", "2025-01-20", "Due"],'
        ' ["Result", "WM-01", "2024/25 Q3", "2025-01-20", "Overdue"]]]'
    )
    key = message_key("Sgrìobh", THE_PERIOD, "C02", (first, second))
    assert key == hashlib.sha256(whole.encode()).hexdigest()


ARRIVALS = st.lists(st.one_of(st.none(), st.integers(-14, 50)), min_size=1, max_size=4)
"""Days from the due date on which each KPI's result comes in; never for ``None``."""
RUNS = st.lists(st.integers(-20, 70), min_size=1, max_size=25)
"""Days from the due date on which the command runs, in any order: a clock may be set back."""


@given(ARRIVALS, RUNS)
def test_whatever_days_it_runs_on_nobody_is_told_twice_and_the_newest_stage_is_told(
    arrivals: list[int | None], runs: list[int]
) -> None:
    """One message a person and run; no stage twice or backwards; no key twice; nothing missed."""
    kpis = [make_kpi(f"WM-{n:02d}", key_contact=f"C{2 + n % 2:02d}") for n in range(len(arrivals))]
    results = [
        make_result(kpi.ref, PERIOD, 91, received_on=DUE + timedelta(days=after))
        for kpi, after in zip(kpis, arrivals, strict=True)
        if after is not None
    ]
    held = make_register(kpis, results, timetable=(make_step(status=None),))
    told: dict[tuple[str, ...], int] = {}
    keys: set[str] = set()
    for run in runs:
        on = DUE + timedelta(days=run)
        found = notices(on, held)
        new = not_yet_told(found, told)
        for contact in {one.contact for one in new}:
            assert contact is not None
            theirs = [one for one in new if one.contact == contact]
            key = message_key("Anyborough", THE_PERIOD, contact, theirs)
            assert key not in keys
            keys.add(key)
        for one in new:
            assert one.stage.rank > told.get(one.matter, -1)
            told[one.matter] = one.stage.rank
        assert all(told[one.matter] >= one.stage.rank for one in found)
        assert not_yet_told(found, told) == ()


@pytest.mark.parametrize("gap", [1, 3, 40])
def test_missed_days_are_caught_up_once_with_the_newest_stage(gap: int) -> None:
    """It ran daily until a day, missed some, and runs again: each person is told at most once."""
    held = register()
    for last in range(-16, 12):
        told: dict[tuple[str, ...], int] = {}
        for number in range(-20, last + 1):
            for one in not_yet_told(notices(DUE + timedelta(days=number), held), told):
                told[one.matter] = one.stage.rank
        on = DUE + timedelta(days=last + gap + 1)
        new = not_yet_told(notices(on, held), told)
        people = [one.contact for one in new]
        assert len(people) == len(set(people))
        now = stages(on, held)
        assert all(now[one.contact] is one.stage for one in new)
        again = not_yet_told(notices(on, held), told | {one.matter: one.stage.rank for one in new})
        assert again == ()


def test_nothing_is_due_for_kpis_that_are_paused() -> None:
    """KPIs under development or paused are asked for nothing."""
    assert notices(DUE, register(status=terms.KpiStatus.PAUSED)) == ()


@pytest.mark.parametrize(
    ("officer", "deputy", "expected"),
    [
        ({}, {}, ("C01", False)),
        ({"to_date": DUE}, {}, ("C01", False)),
        ({"to_date": date(2025, 1, 19)}, {}, ("C03", True)),
        ({"absent_until": date(2025, 1, 19)}, {}, ("C01", False)),
        ({"absent_until": DUE}, {}, ("C03", True)),
        ({"absent_until": DUE, "deputy": None}, {}, (None, False)),
        ({"absent_until": DUE}, {"to_date": DUE}, ("C03", True)),
        ({"absent_until": DUE}, {"to_date": date(2025, 1, 19)}, (None, False)),
        ({"absent_until": DUE}, {"absent_until": date(2025, 1, 19)}, ("C03", True)),
        ({"absent_until": DUE}, {"absent_until": DUE}, (None, False)),
    ],
)
def test_the_officer_answers_or_the_deputy_or_nobody(
    officer: dict[str, object], deputy: dict[str, object], expected: tuple[str | None, bool]
) -> None:
    """The last day of a contract still counts, and so does the last day of a leave."""
    contacts = (
        make_contact("C01", **{"deputy": "C03"} | officer),
        make_contact("C02"),
        make_contact("C03", **deputy),
    )
    held = make_register([make_kpi("WM-01")], contacts=contacts)
    found, stands_in, why = officer_for(held, held.kpis[0], DUE)
    assert (found, stands_in) == expected
    assert bool(why) is (found != "C01")
    assert ("nobody stands in" in why) is (found is None)
    away = bool(officer.get("absent_until")) and found != "C01"
    assert ("is away until 20/01/2025" in why) is away


@pytest.mark.parametrize("ref", [None, "X"])
def test_a_kpi_without_an_officer_in_contacts_has_nobody_who_answers(ref: str | None) -> None:
    held = make_register([make_kpi("WM-01", responsible_officer=ref)])
    found, stands_in, why = officer_for(held, held.kpis[0], DUE)
    assert (found, stands_in) == (None, False)
    assert ("no responsible officer" in why) is (ref is None)


@pytest.mark.parametrize(
    ("on", "answers_due", "expected"),
    [
        ("2025-01-19", date(2025, 1, 31), None),
        ("2025-01-20", date(2025, 1, 31), Stage.ASKED),
        ("2025-01-28", date(2025, 1, 31), Stage.ASKED),
        ("2025-01-29", date(2025, 1, 31), Stage.ASKED_AGAIN),
        ("2025-02-14", date(2025, 1, 31), Stage.ASKED_AGAIN),
        ("2025-01-19", date(2025, 1, 21), None),
        ("2025-01-20", date(2025, 1, 21), Stage.ASKED_AGAIN),
        ("2025-02-14", None, Stage.ASKED),
    ],
)
def test_commentary_is_asked_for_when_results_are_due_and_again_before_answers_are(
    on: str, answers_due: date | None, expected: Stage | None
) -> None:
    """Again two working days before, never before it was asked at all, and not without a day."""
    days = working_days(SETTINGS, (2025,))
    asked = commentary_stage(DUE, answers_due, date.fromisoformat(on), SETTINGS.reminders, days)
    assert asked is expected


def test_stages_follow_each_other_within_their_track() -> None:
    """What is kept in the ledger: four stages of a result, the escalation, two of commentary."""
    order = [Stage.COMING, Stage.SOON, Stage.DUE, Stage.OVERDUE, Stage.ESCALATED]
    assert sorted(Stage, key=lambda stage: stage.rank) == [*order, Stage.ASKED, Stage.ASKED_AGAIN]
    assert [stage.track for stage in order] == [Track.RESULT] * 4 + [Track.ESCALATION]
    assert {Stage.ASKED.track, Stage.ASKED_AGAIN.track} == {Track.COMMENTARY}
