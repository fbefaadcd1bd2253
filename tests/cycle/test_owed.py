"""What a form asks, what a reminder chases and what the checks call missing is one thing."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from types import MappingProxyType
from typing import Any

import pytest

from pmf_cli.assessment import assess
from pmf_cli.collect.form.content import contents_of
from pmf_cli.cycle.due import DueStatus, due_items
from pmf_cli.cycle.reminders import result_notices
from pmf_cli.cycle.working_days import working_days
from pmf_cli.register.periods.text import parse_period
from pmf_cli.register.register import Register
from pmf_cli.register.terms import Frequency, KpiStatus, NoDataReason, TimeBasis, TimetableStep
from pmf_cli.settings import Settings
from tests.make import make_kpi, make_register, make_result, make_step, make_target

ON = date(2025, 2, 20)
CYCLE = parse_period("2024/25 Q3")
OPEN = (DueStatus.DUE, DueStatus.LATE)


def asked(register: Register, on: date = ON) -> list[str]:
    items = due_items(register, CYCLE, on)
    return [str(item.period) for item in items if item.status in OPEN]


Blanks = Mapping[str, NoDataReason | None]


def register_of(
    periods: list[str], blanks: Blanks = MappingProxyType({}), /, **over: Any
) -> Register:
    """One KPI with a figure for each period, and for each blank a row with the reason for it."""
    kpi = make_kpi(lag_days=14, **over)
    results = [make_result("WM-01", p, 40 + n % 3) for n, p in enumerate(periods)]
    results += [make_result("WM-01", p, None, no_data_reason=why) for p, why in blanks.items()]
    steps = [
        make_step("2024/25 Q2", step=TimetableStep.DATA_DUE, on=date(2024, 10, 25)),
        make_step("2024/25 Q3", step=TimetableStep.DATA_DUE, on=date(2025, 1, 24)),
    ]
    return make_register((kpi,), results, [make_target()], timetable=steps)


def rolling(*months: str) -> list[str]:
    return [f"12 months to {month}" for month in months]


MONTHLY: dict[str, Any] = {"frequency": Frequency.MONTHLY}
ROLLING: dict[str, Any] = {**MONTHLY, "time_basis": TimeBasis.ROLLING}
QUARTER = ("Oct 2024", "Nov 2024", "Dec 2024")


def test_a_monthly_figure_over_twelve_months_is_asked_for_each_month_of_the_quarter() -> None:
    """Its periods begin a year before the quarter and end in it (FAULTS 5.17)."""
    register = register_of(rolling("Jul 2024", "Aug 2024", "Sep 2024"), **ROLLING)
    assert asked(register) == rolling(*QUARTER)
    register = register_of(rolling("Aug 2024", "Sep 2024", "Oct 2024", "Dec 2024"), **ROLLING)
    assert asked(register) == rolling("Nov 2024")


@pytest.mark.parametrize(
    ("over", "known", "wanted"),
    [
        (MONTHLY, ["Sep 2024"], list(QUARTER)),
        (MONTHLY, ["Sep 2024", "Dec 2024"], ["Oct 2024", "Nov 2024"]),
        ({**MONTHLY, "first_period": "Nov 2024"}, [], ["Nov 2024", "Dec 2024"]),
        ({**MONTHLY, "last_period": "Nov 2024"}, ["Sep 2024"], ["Oct 2024", "Nov 2024"]),
        ({**MONTHLY, "status": KpiStatus.PAUSED}, ["Sep 2024"], []),
        ({"frequency": Frequency.TERMLY}, ["2024/25 Autumn"], []),
        ({"frequency": Frequency.TERMLY}, ["2023/24 Summer"], ["2024/25 Autumn"]),
        ({"frequency": Frequency.SIX_MONTHLY}, ["2024/25 H1"], []),
        ({"frequency": Frequency.ANNUAL}, ["2023/24"], []),
        ({}, ["2024/25 Q2"], ["2024/25 Q3"]),
        ({"last_period": "2024/25 Q2"}, ["2024/25 Q1"], []),
    ],
)
def test_each_frequency_is_asked_for_what_it_owes(
    over: dict[str, Any], known: list[str], wanted: list[str]
) -> None:
    """Begun or ended within the quarter it owes the months between."""
    assert asked(register_of(known, **over)) == wanted


def test_a_figure_missing_from_the_cycle_before_is_still_asked_for() -> None:
    """Where the timetable asked for it and a series was there already; with a reason it is answered."""
    assert asked(register_of(["2024/25 Q1"])) == ["2024/25 Q2", "2024/25 Q3"]
    assert asked(register_of(["2024/25 Q1", "2024/25 Q3"])) == ["2024/25 Q2"]
    assert asked(register_of([])) == ["2024/25 Q3"]
    untimed = register_of(["2023/24 Q4"])
    assert asked(untimed) == ["2024/25 Q2", "2024/25 Q3"]


@pytest.mark.parametrize(
    ("over", "known"),
    [
        (ROLLING, rolling("Jun 2024", "Aug 2024", "Dec 2024")),
        (MONTHLY, ["Jun 2024", "Aug 2024", "Nov 2024"]),
        ({}, ["2024/25 Q1"]),
    ],
)
def test_form_reminder_and_checks_name_the_same_periods(
    over: dict[str, Any], known: list[str]
) -> None:
    """What is called missing or late is asked for, and chased under the same name."""
    register = register_of(known, **over)
    assessment = assess(register, Settings(), period=CYCLE, as_of=ON)
    owed = asked(register)
    (form,) = contents_of(assessment).values()
    assert [str(line.period) for line in form.lines] == owed
    notices = result_notices(register, Settings(), CYCLE, ON, working_days(Settings(), (2025,)))
    assert list(dict.fromkeys(str(one.period) for one in notices)) == owed
    late = [one.message for one in assessment.findings if one.code == "TIM001"]
    assert all(any(f"nothing for {period}," in told for period in owed) for told in late)
    gaps = [one for one in assessment.findings if one.code == "RES007"]
    assert len(owed) > len(late) or not gaps
    assert late or gaps


@pytest.mark.parametrize("reason", [None, *NoDataReason])
def test_an_earlier_row_without_a_figure_is_asked_for_unless_it_says_why(
    reason: NoDataReason | None,
) -> None:
    """That the return is overdue is no reason why."""
    known = ["Sep 2024", "Oct 2024", "Dec 2024"]
    wanted = ["Nov 2024"] if reason in (None, NoDataReason.OVERDUE) else []
    assert asked(register_of(known, {"Nov 2024": reason}, **MONTHLY)) == wanted


def test_an_earlier_month_is_asked_for_from_the_very_day_on_which_it_can_be_had() -> None:
    """November's figure can be had 14 days after its end: on 14 December, not on the 13th."""
    register = register_of(["Sep 2024", "Oct 2024"], **MONTHLY)
    assert asked(register, date(2024, 12, 13)) == ["Dec 2024"]
    assert asked(register, date(2024, 12, 14)) == ["Nov 2024", "Dec 2024"]
