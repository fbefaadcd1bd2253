"""What is known, expected, due and too old on a day: the day before, on and after, for each rule."""

from datetime import date, timedelta

import pytest

from pmf_cli.register.periods.text import parse_period
from pmf_cli.register.terms import (
    Frequency,
    KpiStatus,
    NoDataReason,
    TimetableStep,
    YearBasis,
)
from pmf_cli.register.time.expected import (
    Known,
    expected_period,
    in_scope,
    period_after,
    period_before,
)
from pmf_cli.register.time.owed import (
    DueDates,
    asked_since,
    available_on,
    blanks_before,
    newest_owed,
    oldest_end,
)
from tests.make import make_kpi, make_register, make_result, make_step

FREQ, BASIS = Frequency, YearBasis
LATE = date(2030, 1, 1)
Q3 = parse_period("2024/25 Q3")
DAY = timedelta(days=1)


def rows_of(*rows):
    """Results by period, in order of time; each a label, or a label with its figure and fields."""
    made = []
    for row in rows:
        label, value, over = (row, 5, {}) if isinstance(row, str) else (*row, {})[:3]
        made.append(make_result("WM-01", label, value, **over))
    made.sort(key=lambda row: (row.period.end, row.period.start))
    return {row.period: row for row in made}


def known(kpi, *rows, upto=LATE, as_of=LATE):
    return Known(rows_of(*rows), upto, as_of, kpi)


# --- what is known


@pytest.mark.parametrize(
    ("value", "received", "upto", "as_of", "is_known"),
    [
        (5, None, Q3.end, Q3.end, True),
        (5, None, Q3.end - DAY, LATE, False),
        (5, None, LATE, Q3.end, True),
        (5, None, LATE, Q3.end - DAY, False),
        (None, None, LATE, Q3.end - DAY, True),
        (5, date(2024, 12, 1), LATE, date(2024, 11, 30), False),
        (5, date(2024, 12, 1), LATE, date(2024, 12, 1), True),
        (5, date(2025, 2, 10), LATE, date(2025, 2, 9), False),
        (5, date(2025, 2, 10), LATE, date(2025, 2, 10), True),
        (None, date(2025, 2, 10), LATE, date(2025, 2, 9), False),
    ],
)
def test_a_result_is_known_once_its_period_is_over_or_it_came_in(
    value, received, upto, as_of, is_known
):
    kpi = make_kpi()
    record = known(kpi, (Q3.label, value, {"received_on": received}), upto=upto, as_of=as_of)
    assert (record.at(Q3) is not None) is is_known
    assert len(list(record.newest_first())) == is_known
    assert len(list(record.newest_of_any())) == is_known
    assert (record.latest() is not None) is (is_known and value is not None)


def test_along_the_series_only_the_kpis_own_periods_are_seen():
    kpi = make_kpi(frequency=FREQ.QUARTERLY)
    record = known(
        kpi, "2024/25 Q1", "2024/25 Q2", ("2024/25 Q3", None), "Dec 2024", "2024/25 H1", "2023/24",
        "as at 31/12/2024", "12 months to Nov 2024",
    )  # fmt: skip

    def labels(rows):
        return [str(row.period) for row in rows]

    assert labels(record.newest_first()) == [
        "as at 31/12/2024", "2024/25 Q3", "12 months to Nov 2024", "2024/25 Q2", "2024/25 Q1",
    ]  # fmt: skip
    assert len(labels(record.newest_of_any())) == 8
    assert str(record.latest().period) == "as at 31/12/2024"
    assert str(record.latest(kind=Q3.kind).period) == "2024/25 Q2"
    before = parse_period("2024/25 Q2")
    assert str(record.latest(before=before).period) == "2024/25 Q1"
    assert str(record.latest(before=Q3, kind=Q3.kind).period) == "2024/25 Q2"
    assert record.latest(before=parse_period("2024/25 Q1")) is None


def test_inside_a_longer_time_only_whole_periods_of_one_kind_are_seen():
    kpi = make_kpi(frequency=FREQ.QUARTERLY)
    record = known(
        kpi, "2023/24 Q4", "2024/25 Q1", "2024/25 Q4", "2025/26 Q1", "2024/25 H1", "Apr 2024"
    )
    year = parse_period("2024/25")
    assert [str(period) for period in record.within(year, Q3.kind)] == ["2024/25 Q1", "2024/25 Q4"]
    assert [str(period) for period in record.within(Q3, Q3.kind)] == []


# --- the next and the last


@pytest.mark.parametrize(
    ("frequency", "label", "before", "after"),
    [
        (FREQ.MONTHLY, "Jan 2025", "Dec 2024", "Feb 2025"),
        (FREQ.QUARTERLY, "2024/25 Q1", "2023/24 Q4", "2024/25 Q2"),
        (FREQ.SIX_MONTHLY, "2024/25 H1", "2023/24 H2", "2024/25 H2"),
        (FREQ.TERMLY, "2024/25 Autumn", "2023/24 Summer", "2024/25 Spring"),
        (FREQ.TERMLY, "2024/25 Q3", "2024/25 Q2", "2024/25 Q4"),
        (FREQ.TERMLY, "12 months to Dec 2024", None, None),
        (FREQ.ANNUAL, "2024/25", "2023/24", "2025/26"),
        (FREQ.ANNUAL, "2024/25 AY", "2023/24 AY", "2025/26 AY"),
        (FREQ.ANNUAL, "2024", "2023", "2025"),
        (FREQ.ANNUAL, "2022–24", "2021–23", "2023–25"),
        (FREQ.TWO_YEARLY, "2024/25", "2022/23", "2026/27"),
        (FREQ.THREE_YEARLY, "2024/25", "2021/22", "2027/28"),
        (FREQ.MONTHLY, "12 months to Dec 2024", "12 months to Nov 2024", "12 months to Jan 2025"),
        (FREQ.QUARTERLY, "12 months to Dec 2024", "12 months to Sep 2024", "12 months to Mar 2025"),
        (FREQ.QUARTERLY, "Dec 2024", "Sep 2024", "Mar 2025"),
        (FREQ.MONTHLY, "2024/25 Q3", "2024/25 Q2", "2024/25 Q4"),
        (FREQ.QUARTERLY, "2024/25", "2023/24", "2025/26"),
        (FREQ.ANNUAL, "2024/25 Q3", "2023/24 Q3", "2025/26 Q3"),
        (None, "2024/25 Q3", "2024/25 Q2", "2024/25 Q4"),
        (None, "Dec 2024", "Nov 2024", "Jan 2025"),
        (None, "2024/25 H2", "2024/25 H1", "2025/26 H1"),
        (None, "2024/25", "2023/24", "2025/26"),
        (None, "2024/25 AY", "2023/24 AY", "2025/26 AY"),
        (None, "2024", "2023", "2025"),
        (None, "12 months to Dec 2024", None, None),
        (FREQ.AD_HOC, "2024/25 Q3", None, None),
        (FREQ.AD_HOC, "2024/25 Autumn", "2023/24 Summer", "2024/25 Spring"),
        (FREQ.ANNUAL, "as at 31/12/2024", None, "as at 31/12/2025"),
        (FREQ.QUARTERLY, "as at 31/12/2024", None, "as at 31/03/2025"),
        (FREQ.ANNUAL, "2024 survey", None, "2025 survey"),
    ],
)
def test_the_kpis_period_before_and_after(frequency, label, before, after):
    kpi = make_kpi(frequency=frequency)
    period, empty = parse_period(label), known(kpi)
    assert [None if one is None else str(one) for one in (
        period_before(kpi, period, empty), period_after(kpi, period),
    )] == [before, after]  # fmt: skip


@pytest.mark.parametrize(
    ("frequency", "label", "record", "expected"),
    [
        (FREQ.ANNUAL, "as at 31/12/2024", ["as at 02/11/2023", "as at 31/12/2022"], "as at 02/11/2023"),
        (FREQ.ANNUAL, "2024 survey", ["2021 survey", "2019 survey"], "2021 survey"),
        (FREQ.ANNUAL, "2024 survey", [("2023 survey", None), "2021 survey"], "2021 survey"),
        (FREQ.ANNUAL, "2024 survey", ["2023"], None),
        (FREQ.AD_HOC, "2024/25 Q3", ["2023/24 Q1", "2023/24", "2024/25 Q3"], "2023/24 Q1"),
        (FREQ.QUARTERLY, "2024/25 Q3", ["2023/24 Q1"], "2024/25 Q2"),
    ],
)  # fmt: skip
def test_where_days_move_the_record_says_which_was_before(frequency, label, record, expected):
    kpi = make_kpi(frequency=frequency)
    found = period_before(kpi, parse_period(label), known(kpi, *record))
    assert (None if found is None else str(found)) == expected


@pytest.mark.parametrize(
    ("kpi", "record", "on", "expected"),
    [
        ({}, [], date(2024, 12, 30), "2024/25 Q2"),
        ({}, [], date(2024, 12, 31), "2024/25 Q3"),
        ({}, ["2023/24 Q1"], date(2024, 12, 31), "2024/25 Q3"),
        ({"frequency": FREQ.ANNUAL, "year_basis": None}, [], date(2025, 3, 31), "2024/25"),
        ({"frequency": FREQ.ANNUAL, "year_basis": BASIS.CALENDAR}, [], date(2025, 3, 31), "2024"),
        ({"frequency": FREQ.ANNUAL, "year_basis": BASIS.ACADEMIC}, [], date(2025, 3, 31), "2023/24 AY"),
        ({"frequency": FREQ.ANNUAL}, ["2022"], date(2025, 3, 31), "2024"),
        ({"frequency": FREQ.ANNUAL}, ["2022", "2021/22"], date(2025, 3, 31), "2024/25"),
        ({"frequency": None}, [], date(2024, 12, 31), None),
        ({"frequency": None}, ["2023/24 Q1", "2024/25 Q1"], date(2024, 12, 31), "2024/25 Q1"),
        ({"frequency": FREQ.AD_HOC}, ["2023/24 Q1", "2024/25 Q4"], date(2024, 12, 31), "2023/24 Q1"),
        ({"frequency": FREQ.AD_HOC}, ["2024/25 Q3"], date(2024, 12, 31), "2024/25 Q3"),
        ({"frequency": FREQ.TWO_YEARLY}, ["2020/21"], date(2024, 12, 31), "2020/21"),
        ({}, ["12 months to Mar 2024"], date(2024, 12, 31), "12 months to Dec 2024"),
        ({}, ["12 months to Mar 2024"], date(2024, 12, 30), "12 months to Sep 2024"),
        ({"frequency": FREQ.ANNUAL}, ["as at 02/11/2022"], date(2024, 11, 1), "as at 02/11/2023"),
        ({"frequency": FREQ.ANNUAL}, ["as at 02/11/2022"], date(2024, 11, 2), "as at 02/11/2024"),
        ({"frequency": FREQ.ANNUAL}, ["as at 02/11/2025"], date(2024, 11, 2), "2023/24"),
    ],
)  # fmt: skip
def test_the_period_expected_is_the_newest_that_has_ended(kpi, record, on, expected):
    made = make_kpi(**{"first_period": None} | kpi)
    found = expected_period(made, known(made, *record), on)
    assert (None if found is None else str(found)) == expected


@pytest.mark.parametrize(
    ("kpi", "record", "is_in"),
    [
        ({"first_period": None}, [], True),
        ({"first_period": "2024/25 Q3"}, [], True),
        ({"first_period": "2024/25"}, [], True),
        ({"first_period": "Dec 2024"}, [], True),
        ({"first_period": "as at 31/12/2024"}, [], True),
        ({"first_period": "as at 01/01/2025"}, [], False),
        ({"first_period": "Jan 2025"}, [], False),
        ({"first_period": "2024/25 Q4"}, [], False),
        ({"last_period": "2024/25 Q2"}, [], False),
        ({"last_period": "Sep 2024"}, [], False),
        ({"last_period": "Oct 2024"}, [], True),
        ({"last_period": "as at 01/10/2024"}, [], True),
        ({"last_period": "2024/25 Q3"}, [], True),
        ({"status": KpiStatus.ENDED}, [], False),
        ({"status": KpiStatus.ENDED}, ["2024/25 Q2"], False),
        ({"status": KpiStatus.ENDED}, ["2024/25 Q3"], True),
        ({"status": KpiStatus.ENDED}, ["as at 01/10/2024"], True),
        ({"status": KpiStatus.ENDED}, ["as at 30/09/2024"], False),
        ({"status": KpiStatus.ENDED}, [("2024/25 Q3", None), "2024/25 Q2"], False),
        ({"status": KpiStatus.ENDED, "last_period": "2024/25 Q3"}, ["2024/25 Q2"], True),
        ({"status": KpiStatus.ENDED, "last_period": "2024/25 Q2"}, ["2024/25 Q3"], False),
        ({"status": KpiStatus.ACTIVE}, ["2023/24 Q2"], True),
    ],
)
def test_a_kpi_belongs_to_a_period_from_its_first_to_its_last(kpi, record, is_in):
    made = make_kpi(**{"first_period": None} | kpi)
    assert in_scope(made, Q3, known(made, *record)) is is_in


# --- what is owed


@pytest.mark.parametrize(
    ("kpi", "record", "expected"),
    [
        ({}, [], "2024/25 Q3"),
        ({"last_period": "2024/25 Q3"}, [], "2024/25 Q3"),
        ({"last_period": "2024/25 Q1"}, [], "2024/25 Q1"),
        ({"last_period": "2023/24"}, [], "2023/24 Q4"),
        ({"last_period": "2023/24 Q2"}, [], "2023/24 Q2"),
        ({"frequency": FREQ.ANNUAL, "last_period": "2022/23 Q2"}, [], "2022/23"),
        ({"frequency": FREQ.ANNUAL, "last_period": "2022/23 Q1"}, [], "2022/23"),
        ({"frequency": FREQ.AD_HOC, "last_period": "2022/23"}, ["2023/24 Q1"], None),
        ({"frequency": FREQ.MONTHLY, "last_period": "Jan 2010"}, [], "Dec 2019"),  # 60 steps back
    ],
)
def test_nothing_is_owed_after_a_kpis_last_period(kpi, record, expected):
    made = make_kpi(**{"first_period": None} | kpi)
    found = newest_owed(made, known(made, *record), Q3.end)
    assert (None if found is None else str(found)) == expected


MONTHLY = {"frequency": FREQ.MONTHLY, "first_period": None, "lag_days": 10}
OVERDUE = {"no_data_reason": NoDataReason.OVERDUE}
NOT_DUE = {"no_data_reason": NoDataReason.NOT_DUE}


@pytest.mark.parametrize(
    ("kpi", "record", "since", "as_of", "expected"),
    [
        ({}, ["Jul 2024"], Q3.start, LATE, ["Oct 2024", "Nov 2024"]),
        ({}, ["Jul 2024"], date(2024, 9, 30), LATE, ["Sep 2024", "Oct 2024", "Nov 2024"]),
        ({}, ["Jul 2024"], date(2024, 10, 31), LATE, ["Oct 2024", "Nov 2024"]),
        ({}, ["Jul 2024"], date(2024, 11, 1), LATE, ["Nov 2024"]),
        ({}, ["Jul 2024"], Q3.start, date(2024, 12, 9), ["Oct 2024"]),
        ({}, ["Jul 2024"], Q3.start, date(2024, 12, 10), ["Oct 2024", "Nov 2024"]),
        ({}, ["Jul 2024", "Nov 2024"], Q3.start, LATE, ["Oct 2024"]),
        ({}, ["Jul 2024", ("Nov 2024", None)], Q3.start, LATE, ["Oct 2024", "Nov 2024"]),
        ({}, ["Jul 2024", ("Nov 2024", None, OVERDUE)], Q3.start, LATE, ["Oct 2024", "Nov 2024"]),
        ({}, ["Jul 2024", ("Nov 2024", None, NOT_DUE)], Q3.start, LATE, ["Oct 2024"]),
        ({"first_period": "Nov 2024"}, [], Q3.start, LATE, ["Nov 2024"]),
        ({"first_period": "Dec 2024"}, [], Q3.start, LATE, []),
        ({}, [], date(2024, 7, 1), LATE, ["Oct 2024", "Nov 2024"]),
        ({}, ["Sep 2024"], date(2024, 7, 1), LATE, ["Oct 2024", "Nov 2024"]),
        ({}, ["Jul 2024", "Nov 2024"], date(2024, 7, 1), LATE, ["Aug 2024", "Sep 2024", "Oct 2024"]),
        ({}, ["Aug 2024"], date(2024, 7, 1), LATE, ["Sep 2024", "Oct 2024", "Nov 2024"]),
        ({}, [("Jul 2024", None)], date(2024, 7, 1), LATE, ["Jul 2024", "Aug 2024", "Sep 2024", "Oct 2024", "Nov 2024"]),
        ({"frequency": FREQ.AD_HOC}, [], Q3.start, LATE, []),
    ],
)  # fmt: skip
def test_earlier_blanks_are_owed_too_once_they_can_be_had(kpi, record, since, as_of, expected):
    made = make_kpi(**MONTHLY | kpi)
    own = parse_period("Dec 2024")
    found = blanks_before(made, own, known(made, *record), Q3, since, as_of)
    assert [str(one) for one in found] == expected


@pytest.mark.parametrize(
    ("asked", "expected"),
    [
        ([], "2024/25 Q3"),
        (["2024/25 Q3"], "2024/25 Q3"),
        (["2024/25 Q2"], "2024/25 Q2"),
        (["2024/25 Q1"], "2024/25 Q3"),
        (["2024/25 Q1", "2024/25 Q2"], "2024/25 Q1"),
        (["2023/24 Q3", "2023/24 Q4", "2024/25 Q1", "2024/25 Q2"], "2023/24 Q3"),
        (["2023/24 Q2", "2023/24 Q3", "2023/24 Q4", "2024/25 Q1", "2024/25 Q2"], "2023/24 Q3"),
    ],
)
def test_figures_are_asked_for_since_the_timetable_first_asked_for_data(asked, expected):
    """Four cycles back at most, without a gap; a step without a day, or of another kind, asks nobody."""
    steps = [make_step(cycle) for cycle in asked]
    steps.append(make_step("2024/25 Q2", on=None))
    steps.append(make_step("2024/25 Q2", step=TimetableStep.COMMENTARY_DUE))
    register = make_register(timetable=tuple(steps))
    assert asked_since(register, Q3) == parse_period(expected).start


@pytest.mark.parametrize(
    ("lag", "expected"),
    [(None, Q3.end), (0, Q3.end), (-5, Q3.end), (1, date(2025, 1, 1)), (14, date(2025, 1, 14)), (10**12, date.max)],
)  # fmt: skip
def test_a_figure_can_be_had_after_its_lag(lag, expected):
    assert available_on(make_kpi(lag_days=lag), Q3) == expected


PROMISED = date(2025, 2, 14)


@pytest.mark.parametrize(
    ("steps", "lag", "row", "expected"),
    [
        ([], 14, None, date(2025, 1, 14)),
        ([(Q3, date(2025, 1, 20))], 14, None, date(2025, 1, 20)),
        ([(Q3, date(2025, 1, 20))], 30, None, date(2025, 1, 30)),
        ([(Q3, date(2025, 1, 20)), (Q3, date(2025, 1, 25)), (Q3, date(2025, 1, 22))], 14, None, date(2025, 1, 25)),
        ([("2024/25 Q2", date(2025, 6, 1)), ("2024/25 Q4", date(2025, 6, 1))], 14, None, date(2025, 1, 14)),
        ([("2024/25", date(2025, 3, 1)), (Q3, date(2025, 1, 20))], 14, None, date(2025, 3, 1)),
        ([(Q3, None)], 14, None, date(2025, 1, 14)),
        ([], 14, (None, PROMISED), PROMISED),
        ([(Q3, date(2025, 6, 1))], 14, (None, PROMISED), PROMISED),
        ([], 14, (5, PROMISED), date(2025, 1, 14)),
        ([], 14, (None, None), date(2025, 1, 14)),
    ],
)  # fmt: skip
def test_nobody_is_late_before_data_is_asked_for_and_can_be_had(steps, lag, row, expected):
    register = make_register(timetable=tuple(make_step(cycle, on=on) for cycle, on in steps))
    result = None if row is None else make_result("WM-01", Q3, row[0], expected_by=row[1])
    dates = DueDates(register)
    for _ in range(2):
        assert dates.of(make_kpi(lag_days=lag), Q3, result) == expected
    other = make_register(timetable=(make_step(Q3, step=TimetableStep.COMMENTARY_DUE),))
    assert DueDates(other).of(make_kpi(lag_days=3), Q3) == date(2025, 1, 3)


ON = date(2024, 12, 31)


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("1 day", date(2024, 12, 30)),
        ("10 days", date(2024, 12, 21)),
        ("a week", date(2024, 12, 24)),
        ("2 weeks", date(2024, 12, 17)),
        ("one month", date(2024, 11, 30)),
        ("Two months", date(2024, 10, 31)),
        ("a quarter", date(2024, 9, 30)),
        ("2 quarters", date(2024, 6, 30)),
        ("three quarters", date(2024, 3, 31)),
        ("1 term", date(2024, 8, 31)),
        ("a half-year", date(2024, 6, 30)),
        ("an half-year", date(2024, 6, 30)),
        ("1.5 years", None),
        ("1,5 years", None),
        ("1-2 years", None),
        ("twenty-one months", None),
        ("two and a half years", None),
        ("older than year", None),
        ("an annual year", None),
        ("1 year", date(2023, 12, 31)),
        ("four months", date(2024, 8, 31)),
        ("five months", date(2024, 7, 31)),
        ("six months", date(2024, 6, 30)),
        ("seven months", date(2024, 5, 31)),
        ("eleven months", date(2024, 1, 31)),
        ("eight months", date(2024, 4, 30)),
        ("nine months", date(2024, 3, 31)),
        ("ten months", date(2024, 2, 29)),
        ("twelve months", date(2023, 12, 31)),
        ("18 months", date(2023, 6, 30)),
        ("eighteen months", date(2023, 6, 30)),
        ("no older than 2 years", date(2022, 12, 31)),
        ("99999999 years", None),
        ("99999999 days", None),
        ("soon", None),
        ("", None),
        ("months", None),
    ],
)
def test_how_old_a_figure_may_be(words, expected):
    assert oldest_end(words, ON) == expected
