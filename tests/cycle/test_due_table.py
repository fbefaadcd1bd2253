"""How a figure stands on a day: the day before, on and after each bound that decides it."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from pmf_cli.cycle.due import (
    DueStatus,
    asked_of_contacts,
    contact_for,
    due_items,
    kpis_of_cycle,
    late_figures,
    usual_lag,
)
from pmf_cli.cycle.reminders import officer_for
from pmf_cli.register.periods.text import parse_period
from pmf_cli.register.sheets.rows import NOWHERE
from pmf_cli.register.terms import Frequency, KpiStatus, NoDataReason, TimeBasis, YearBasis
from tests.make import PERIOD, make_contact, make_kpi, make_register, make_result, make_step

Q3 = parse_period(PERIOD)
ASKED = date(2025, 1, 20)
BEFORE, AFTER = ASKED - timedelta(days=1), ASKED + timedelta(days=1)
WHY = NoDataReason
IN, DUE, LATE = DueStatus.IN, DueStatus.DUE, DueStatus.LATE
REASON, NOT_DUE, UNREAD = DueStatus.REASON, DueStatus.NOT_DUE, DueStatus.UNREAD
ANNUAL = {"frequency": Frequency.ANNUAL, "first_period": None}
MONTHLY = {"frequency": Frequency.MONTHLY, "first_period": None}
A_DAY = {"time_basis": TimeBasis.SNAPSHOT, "frequency": Frequency.ANNUAL, "first_period": None}
Q4_ENDS = date(2025, 3, 31)


def only(kpi, row, on, **over):
    results = () if row is None else (make_result("WM-01", *row[:2], **(row[2:] or ({},))[0]),)
    found = due_items(make_register([make_kpi(**kpi)], results, **over), Q3, on)
    return found[-1] if found else None


def reasoned(why, **over):
    return (PERIOD, None, {"no_data_reason": why} | over)


@pytest.mark.parametrize(
    ("kpi", "row", "on", "status", "late", "period"),
    [
        # the day on which data is due
        ({}, None, BEFORE, DUE, 0, PERIOD),
        ({}, None, ASKED, DUE, 0, PERIOD),
        ({}, None, AFTER, LATE, 1, PERIOD),
        ({}, (PERIOD, None), ASKED, DUE, 0, PERIOD),
        ({}, (PERIOD, None), AFTER, LATE, 1, PERIOD),
        ({"lag_days": 30}, None, date(2025, 1, 30), DUE, 0, PERIOD),
        ({"lag_days": 30}, None, date(2025, 2, 2), LATE, 3, PERIOD),
        # a figure that can be had only after the next round
        ({"lag_days": 90}, None, BEFORE, DUE, 0, PERIOD),
        ({"lag_days": 91}, None, BEFORE, NOT_DUE, 0, PERIOD),
        ({"lag_days": 91}, None, date(2025, 4, 1), NOT_DUE, 0, PERIOD),
        ({"lag_days": 91}, None, date(2025, 4, 2), LATE, 1, PERIOD),
        # promised for a day
        ({}, reasoned(None, expected_by=date(2025, 2, 14)), date(2025, 2, 14), DUE, 0, PERIOD),
        ({}, reasoned(None, expected_by=date(2025, 2, 14)), date(2025, 2, 15), LATE, 1, PERIOD),
        ({}, reasoned(None, expected_by=Q4_ENDS), BEFORE, DUE, 0, PERIOD),
        ({}, reasoned(None, expected_by=date(2025, 4, 1)), BEFORE, NOT_DUE, 0, PERIOD),
        # in, whatever the value
        ({}, (PERIOD, 0), AFTER, IN, 0, PERIOD),
        ({}, (PERIOD, False), AFTER, IN, 0, PERIOD),
        ({}, (PERIOD, 9, {"no_data_reason": WHY.SUPPRESSED}), AFTER, IN, 0, PERIOD),
        # answered
        *(
            ({}, reasoned(why), AFTER, REASON, 0, PERIOD)
            for why in (
                WHY.AWAITING_PUBLICATION, WHY.SUPPRESSED, WHY.NOT_APPLICABLE, WHY.NOT_COMPARABLE,
                WHY.DEVELOPMENT, WHY.DISCONTINUED,
            )
        ),
        ({}, reasoned(WHY.NOT_DUE), AFTER, NOT_DUE, 0, PERIOD),
        ({}, reasoned(WHY.OVERDUE), AFTER, LATE, 1, PERIOD),
        ({}, reasoned(WHY.DATA_QUALITY), AFTER, LATE, 1, PERIOD),
        ({}, (PERIOD, None, {"unread": "9o"}), AFTER, UNREAD, 0, PERIOD),
        ({}, (PERIOD, None, {"unread": "9o"}), BEFORE, UNREAD, 0, PERIOD),
        # a year's figure: in only in the round in which its year ended
        (ANNUAL, ("2023/24", 9), AFTER, NOT_DUE, 0, "2024/25"),
        (ANNUAL, ("2023/24", None), AFTER, LATE, 282, "2023/24"),
        (A_DAY, ("as at 01/10/2024", 9), AFTER, IN, 0, "as at 01/10/2024"),
        (A_DAY, ("as at 30/09/2024", 9), AFTER, NOT_DUE, 0, "as at 30/09/2025"),
        # the first period of all
        (ANNUAL | {"first_period": "2024/25"}, None, AFTER, NOT_DUE, 0, "2024/25"),
        (ANNUAL | {"first_period": "2023/24"}, None, AFTER, LATE, 282, "2023/24"),
        ({"first_period": PERIOD}, None, AFTER, LATE, 1, PERIOD),
    ],
)  # fmt: skip
def test_how_a_figure_stands(kpi, row, on, status, late, period):
    """Data is due on 20/01/2025, and at the latest in the quarter after."""
    found = only(kpi, row, on)
    assert (found.status, found.days_late, str(found.period)) == (status, late, period)
    assert found.is_promised is False
    if row is not None:
        assert found.where.sheet == "Results"


@pytest.mark.parametrize(
    ("why", "by", "on", "status", "is_promised"),
    [
        (WHY.OVERDUE, date(2025, 2, 14), date(2025, 2, 14), DUE, True),
        (WHY.OVERDUE, date(2025, 2, 14), date(2025, 2, 15), LATE, False),
        (WHY.OVERDUE, None, ASKED, DUE, True),
        (None, date(2025, 2, 14), date(2025, 2, 14), DUE, False),
        (WHY.DATA_QUALITY, date(2025, 2, 14), date(2025, 2, 14), DUE, False),
    ],
)
def test_what_the_record_calls_overdue_and_promises_waits_for_its_day(
    why, by, on, status, is_promised
):
    found = only({}, reasoned(why, expected_by=by), on)
    assert (found.status, found.is_promised) == (status, is_promised)


@pytest.mark.parametrize(
    ("status", "is_asked"),
    [(None, True), *((status, status is KpiStatus.ACTIVE) for status in KpiStatus)],
)
def test_only_kpis_that_report_are_asked(status, is_asked):
    assert (only({"status": status}, None, AFTER) is not None) is is_asked


def test_a_kpi_without_a_calendar_and_without_a_row_owes_nothing():
    assert only({"frequency": Frequency.AD_HOC, "first_period": None}, None, AFTER) is None


def test_without_a_row_of_its_own_in_a_workbook_no_cell_is_named():
    kpi = replace(make_kpi(), source=NOWHERE)
    register = make_register([make_kpi()], ())
    bare = type(register)(**{"kpis": (kpi,), "timetable": register.timetable})
    (found,) = due_items(bare, Q3, AFTER)
    assert found.where is None
    (named,) = due_items(register, Q3, AFTER)
    assert (named.where.sheet, named.where) == ("KPIs", register.kpis[0].source.at("ref"))


AWAY = {"absent_until": ASKED}
LEFT = {"to_date": BEFORE}


@pytest.mark.parametrize(
    ("key", "deputy", "own_deputy", "expected"),
    [
        ({}, {}, None, ("C02", False, "")),
        (AWAY, {}, None, ("C03", True, "C02 is away until 20/01/2025")),
        (LEFT, {}, None, ("C03", True, "C02 has left")),
        (AWAY, AWAY, None, (None, False, "C02 is away until 20/01/2025, and nobody stands in")),
        (AWAY, AWAY, "C04", ("C04", True, "C02 is away until 20/01/2025")),
        (AWAY, {}, "C04", ("C03", True, "C02 is away until 20/01/2025")),
        (AWAY, LEFT, "C05", (None, False, "C02 is away until 20/01/2025, and nobody stands in")),
    ],
)
def test_who_is_asked_on_a_day(key, deputy, own_deputy, expected):
    """The KPI's deputy stands in first, then the contact's own."""
    contacts = (
        make_contact("C02", deputy=own_deputy, **key), make_contact("C03", **deputy),
        make_contact("C04"),
    )  # fmt: skip
    register = make_register([make_kpi()], (), contacts=contacts)
    assert contact_for(register, register.kpis[0], ASKED) == expected


@pytest.mark.parametrize(
    ("kpi", "key", "expected"),
    [
        ({"responsible_officer": None}, {}, (None, False, "no responsible officer")),
        ({"responsible_officer": "C09"}, {}, (None, False, "C09 is not in Contacts")),
        ({}, {}, ("C01", False, "")),
        ({}, AWAY | {"deputy": "C03"}, ("C03", True, "C01 is away until 20/01/2025")),
        ({}, LEFT | {"deputy": "C03"}, ("C03", True, "C01 has left")),
        ({}, LEFT, (None, False, "C01 has left, and nobody stands in")),
    ],
)
def test_who_answers_for_a_kpi_on_a_day(kpi, key, expected):
    contacts = (make_contact("C01", **key), make_contact("C03"))
    register = make_register([make_kpi(**kpi)], (), contacts=contacts)
    assert officer_for(register, register.kpis[0], ASKED) == expected


def test_beside_the_newest_only_blanks_that_can_be_sent_are_asked_for():
    """A month answered with a reason is none of them; the newest stands last."""
    monthly = {"frequency": Frequency.MONTHLY, "first_period": None, "lag_days": 0}
    results = (make_result("WM-01", "Jul 2024", 5), make_result("WM-01", "Nov 2024", None))
    steps = (make_step(on=ASKED),)
    register = make_register([make_kpi(**monthly)], results, timetable=steps)
    found = [
        (str(one.period), one.status, one.is_earlier) for one in due_items(register, Q3, ASKED)
    ]
    assert found == [
        ("Oct 2024", DUE, True),
        ("Nov 2024", DUE, True),
        ("Dec 2024", DUE, False),
    ]


@pytest.mark.parametrize(
    ("kpi", "is_asked"),
    [
        # a quarter's figure: of this one if it can be had by the day, else of the one before
        ({"lag_days": None}, True),
        ({"lag_days": -1}, True),
        ({"lag_days": 20}, True),
        ({"lag_days": 21}, True),
        # a year's figure, of the year to 31/03/2024 or to 31/03/2023
        (ANNUAL | {"lag_days": 203}, False),
        (ANNUAL | {"lag_days": 204}, True),
        (ANNUAL | {"lag_days": 295}, True),
        (ANNUAL | {"lag_days": 296}, False),
        (ANNUAL | {"lag_days": 204 + 366}, True),
        # a month's figure that takes 720 days: of January 2023, the 24th month back
        (MONTHLY | {"lag_days": 720}, True),
        (MONTHLY | {"lag_days": 751}, False),
        # what a KPI reports at all
        ({"first_period": PERIOD}, True),
        ({"first_period": "2024/25 Q4"}, False),
        ({"last_period": PERIOD}, True),
        ({"last_period": "2024/25 Q2"}, False),
        ({"last_period": "2024/25 Q2", "lag_days": 21}, True),
        ({"frequency": Frequency.AD_HOC, "first_period": None}, False),
        *(
            ({"status": status}, status in (KpiStatus.ACTIVE, None))
            for status in (*KpiStatus, None)
        ),
        ({"key_contact": None, "deputy_contact": None}, False),
        ({"key_contact": None, "deputy_contact": "C03"}, True),
    ],
)  # fmt: skip
def test_what_a_contact_is_asked_for_became_so_since_the_cycle_before(kpi, is_asked):
    """Data is due on 20/01/2025, so what could be had from 21/10/2024 on is of this round: 91 days."""
    contact = kpi.get("deputy_contact") or "C02"
    contacts = (make_contact("C02"), make_contact("C03"))
    register = make_register([make_kpi(**kpi)], (), contacts=contacts)
    asked = asked_of_contacts(register, Q3, ASKED, ASKED, 4)
    assert asked == ({contact: ("WM-01",)} if is_asked else {})


def lagging(*lags):
    return [(make_kpi(f"WM-{n:02d}", lag_days=lag), Q3) for n, lag in enumerate(lags, 1)]


@pytest.mark.parametrize(
    ("lags", "expected"),
    [
        ((), 0), ((None,), 0), ((-3,), 0), ((0,), 0), ((7,), 7), ((3, 9), 3), ((9, 3), 3),
        ((1, 5, 30), 5), ((None, None, 30), 0), ((None, 30, 30), 30), ((-9, 2, 2, 4), 2),
    ],
)  # fmt: skip
def test_half_of_the_figures_can_be_had_within_the_usual_lag(lags, expected):
    """Of an even number the smaller of the two in the middle; without a lag a figure is there at once."""
    assert usual_lag(lagging(*lags)) == expected


def test_figures_that_cannot_be_had_by_a_day_are_told_soonest_first():
    """The period ends on 31/12/2024: 20 days later is the day itself, and in time."""
    found = late_figures(lagging(30, 20, None, 21, 30), ASKED)
    assert [(kpi.ref, on) for kpi, on in found] == [
        ("WM-04", date(2025, 1, 21)), ("WM-01", date(2025, 1, 30)), ("WM-05", date(2025, 1, 30)),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("kpi", "cycle", "expected"),
    [
        ({}, PERIOD, PERIOD),
        ({"frequency": Frequency.MONTHLY, "first_period": None}, PERIOD, "Dec 2024"),
        ({"frequency": Frequency.TERMLY, "first_period": None}, PERIOD, "2024/25 Autumn"),
        ({"frequency": Frequency.TERMLY, "first_period": None}, "2024/25 Q2", "2023/24 Summer"),
        (ANNUAL, PERIOD, None),
        (ANNUAL, "2024/25 Q4", "2024/25"),
        (ANNUAL | {"year_basis": YearBasis.CALENDAR}, PERIOD, "2024"),
        (ANNUAL | {"year_basis": YearBasis.CALENDAR}, "2024/25 Q4", None),
        (ANNUAL | {"year_basis": None}, "2024/25 Q4", "2024/25"),
        ({"frequency": None}, PERIOD, None),
        ({"frequency": Frequency.AD_HOC}, PERIOD, None),
        ({"status": KpiStatus.PAUSED}, PERIOD, None),
        ({"first_period": "2024/25 Q4"}, PERIOD, None),
        ({"first_period": "as at 31/12/2024"}, PERIOD, PERIOD),
        ({"first_period": "as at 01/01/2025"}, PERIOD, None),
        ({"last_period": "2024/25 Q2"}, PERIOD, None),
        ({"last_period": PERIOD}, PERIOD, PERIOD),
    ],
)
def test_a_cycle_asks_for_the_periods_that_end_in_it(kpi, cycle, expected):
    asked = kpis_of_cycle(make_register([make_kpi(**kpi)], ()), parse_period(cycle), 4)
    assert [str(own) for _, own in asked] == ([expected] if expected else [])
