"""Which result is rated in a reporting period, and why there may be none."""

import pytest

from pmf_cli.rag.base import Mark
from tests.make import make_result
from tests.rag.desk import LAST_QUARTER, PERIOD, Decimal, colour, date, rate, terms

ANNUAL = {"frequency": terms.Frequency.ANNUAL, "first_period": "2019/20", "longest_age": None}
MONTHLY = {"frequency": terms.Frequency.MONTHLY, "first_period": "Apr 2022"}
NO_TIMETABLE = {"timetable": ()}


def row(period, value=None, **over):
    return make_result("WM-01", period, value, **over)


def test_the_figure_of_the_period_is_rated_and_not_new():
    found = rate("91")
    assert found.result.value == Decimal("91")
    assert not found.is_new
    assert found.next_due == date(2025, 4, 14)


def test_a_blank_figure_is_not_due_until_the_lag_has_passed():
    found = rate(as_of=date(2025, 1, 14), **NO_TIMETABLE)
    assert found.outcome.reason.name == "NOT_DUE"
    assert found.next_due == date(2025, 1, 14)
    late = rate(as_of=date(2025, 1, 15), **NO_TIMETABLE)
    assert late.outcome.reason.name == "OVERDUE"


@pytest.mark.parametrize(
    ("kpi", "results", "expected"),
    [
        ({}, (), "Not due yet. 2024/25 Q3 is due on 20/01/2025."),
        (
            ANNUAL,
            (row("2023/24", "91", received_on=date(2024, 5, 9)),),
            "Not due in 2024/25 Q3. 2024/25 is due on 14/04/2025. Latest available: 2023/24.",
        ),
        (
            {},
            (row(PERIOD, None, no_data_reason=terms.NoDataReason.NOT_DUE),),
            "The record marks 2024/25 Q3 as not due.",
        ),
        (
            {"frequency": terms.Frequency.AD_HOC, "longest_age": None},
            (row("2023/24", "91", received_on=date(2024, 5, 9)),),
            "Not due in 2024/25 Q3. Latest available: 2023/24.",
        ),
    ],
)
def test_what_is_not_due_says_when_it_is(kpi, results, expected):
    """What can be had in this period is not due yet, what only a later one brings not in this one."""
    assert rate(results=results, kpi=kpi, as_of=date(2025, 1, 20)).outcome.sentence == expected


@pytest.mark.parametrize(
    ("over", "expected"),
    [
        ({"no_data_reason": terms.NoDataReason.SUPPRESSED}, [("reason", "no_data_reason")]),
        ({"unread": "“9o” is no number"}, [("result", "value")]),
        ({}, []),
    ],
)
def test_what_stands_instead_of_a_figure_is_named_with_its_cell(over, expected):
    result = row(PERIOD, None, **over)
    used = rate(results=[result]).outcome.used
    cells = [(label, result.source.at(field)) for label, field in expected]
    assert [(each.label, each.where) for each in used] == cells


def test_nobody_is_late_before_the_timetable_asks_for_data():
    assert colour(as_of=date(2025, 1, 20)) == "NOT_DUE"
    assert colour(as_of=date(2025, 1, 21)) == "OVERDUE"


def test_the_latest_available_is_shown_with_its_period_when_overdue():
    found = rate(before="88", as_of=date(2025, 2, 28))
    assert found.outcome.reason.name == "OVERDUE"
    assert found.result is None
    assert found.shown.value == Decimal("88")
    assert LAST_QUARTER in found.outcome.sentence
    assert found.result_period.label == PERIOD


def test_a_figure_slow_to_come_is_rated_in_the_period_it_arrives_in():
    """Lag of 60 days: the Q3 paper of 31/01/2025 carries Q2, marked new."""
    found = rate(before="91", kpi={"lag_days": 60})
    assert found.rag is terms.Rag.GREEN
    assert found.result_period.label == LAST_QUARTER
    assert found.is_new
    assert Mark.NEW in found.outcome.marks
    assert found.next_due == date(2025, 3, 1)


def test_a_figure_that_came_in_an_earlier_round_is_not_rated_twice():
    results = [row(LAST_QUARTER, "91", received_on=date(2024, 10, 20))]
    found = rate(results=results, kpi={"lag_days": 60})
    assert found.outcome.reason.name == "NOT_DUE"
    assert found.latest.value == Decimal("91")


def test_an_annual_figure_is_rated_when_it_arrives_and_marked_new():
    """The year 2023/24 comes in December 2024: in the Q3 paper it is new."""
    results = [row("2023/24", "91", received_on=date(2024, 12, 9))]
    found = rate(results=results, kpi=ANNUAL)
    assert found.rag is terms.Rag.GREEN
    assert found.is_new
    assert found.result_period.label == "2023/24"


def test_an_annual_figure_that_came_earlier_is_not_due_and_shown():
    results = [row("2023/24", "91", received_on=date(2024, 5, 9))]
    found = rate(results=results, kpi=ANNUAL)
    assert found.outcome.reason.name == "NOT_DUE"
    assert found.shown.value == Decimal("91")
    assert found.next_due == date(2025, 4, 14)
    assert "2024/25" in found.outcome.sentence


@pytest.mark.parametrize(
    ("came", "as_of", "is_rated"),
    [
        (date(2024, 10, 31), date(2025, 1, 31), False),
        (date(2024, 11, 1), date(2025, 1, 31), True),
        (date(2025, 1, 31), date(2025, 1, 31), True),
        (date(2024, 12, 29), date(2025, 6, 30), False),
        (date(2024, 12, 30), date(2025, 6, 30), True),
        (date(2025, 3, 31), date(2025, 6, 30), True),
        (date(2025, 4, 1), date(2025, 6, 30), False),
    ],
)
def test_a_late_figure_is_rated_once_in_the_round_whose_days_it_comes_in(came, as_of, is_rated):
    """A round is as many days as the quarter, up to the day asked for, and ends with the next."""
    results = [row("2023/24", "91", received_on=came)]
    found = rate(results=results, kpi=ANNUAL | {"lag_days": 400}, as_of=as_of)
    assert (found.rag is not None) is is_rated


@pytest.mark.parametrize(
    ("came", "is_rated"),
    [(date(2024, 1, 31), False), (date(2024, 2, 1), True), (date(2025, 1, 31), True)],
)
def test_the_round_of_a_survey_wave_ends_with_the_day_asked_for(came, is_rated):
    """No wave follows it by a calendar; the round is as long as its year, here of 366 days."""
    waves = [row("2023 survey", "91", received_on=came)]
    kpi = ANNUAL | {"first_period": None, "lag_days": 400}
    found = rate(results=waves, kpi=kpi, period="2024 survey")
    assert (found.rag is not None) is is_rated


def test_an_annual_figure_that_never_came_is_overdue_not_forgotten():
    assert colour(results=[row("2022/23", "91")], kpi=ANNUAL) == "OVERDUE"


def test_an_annual_figure_ends_within_the_fourth_quarter():
    found = rate(
        results=[row("2023/24", "91")], kpi=ANNUAL, period="2023/24 Q4", as_of=date(2024, 4, 30)
    )
    assert found.rag is terms.Rag.GREEN
    assert not found.is_new


def test_a_monthly_kpi_gives_its_newest_month_to_a_quarter():
    results = [row("Nov 2024", "80"), row("Dec 2024", "91")]
    assert rate(results=results, kpi=MONTHLY).result_period.label == "Dec 2024"


def test_a_month_not_yet_due_gives_way_to_the_one_before():
    found = rate(results=[row("Nov 2024", "80")], kpi=MONTHLY | {"lag_days": 40}, **NO_TIMETABLE)
    assert found.result_period.label == "Nov 2024"
    assert not found.is_new


def test_a_reporting_period_may_be_a_month_or_a_year():
    results = [row("Nov 2024", "91"), row("Dec 2024", "80")]
    assert rate(results=results, kpi=MONTHLY, period="Nov 2024").rag is terms.Rag.GREEN
    annual = [row("2023/24", "91")]
    assert rate(results=annual, kpi=ANNUAL, period="2023/24").rag is terms.Rag.GREEN


def test_results_of_later_periods_are_never_used():
    found = rate(before="88", results=[row("2024/25 Q4", "95")], as_of=date(2025, 6, 1))
    assert found.outcome.reason.name == "OVERDUE"
    assert found.latest.value == Decimal("88")


def test_a_result_received_later_is_not_known_yet():
    results = [row(PERIOD, "91", received_on=date(2025, 2, 10))]
    assert colour(results=results) == "OVERDUE"
    assert colour(results=results, as_of=date(2025, 2, 10)) == "Green"


@pytest.mark.parametrize(
    ("reason", "expected"),
    [
        (terms.NoDataReason.NOT_DUE, "NOT_DUE"),
        (terms.NoDataReason.OVERDUE, "OVERDUE"),
        (terms.NoDataReason.AWAITING_PUBLICATION, "AWAITING_PUBLICATION"),
        (terms.NoDataReason.DATA_QUALITY, "DATA_QUALITY"),
        (terms.NoDataReason.SUPPRESSED, "SUPPRESSED"),
        (terms.NoDataReason.NOT_APPLICABLE, "NOT_APPLICABLE"),
        (terms.NoDataReason.DEVELOPMENT, "DEVELOPMENT"),
        (terms.NoDataReason.DISCONTINUED, "NOT_APPLICABLE"),
    ],
)
def test_a_reason_in_the_cell_is_the_reason(reason, expected):
    found = rate(results=[row(PERIOD, None, no_data_reason=reason)])
    assert found.outcome.reason.name == expected
    assert found.rag is None
    if reason is not terms.NoDataReason.NOT_DUE:
        assert found.outcome.sentence == f"There is no figure for {PERIOD}: {reason.told.lower()}."


def test_of_a_figure_that_is_not_shown_nobody_is_told_that_it_is_small():
    """Figures that are hidden for other reasons bear the same mark."""
    found = rate(results=[row(PERIOD, None, no_data_reason=terms.NoDataReason.SUPPRESSED)])
    assert "small" not in found.outcome.sentence


@pytest.mark.parametrize(
    ("reason", "as_of", "expected"),
    [
        (None, date(2025, 1, 10), "Nov 2024"),
        (None, date(2025, 3, 1), "OVERDUE"),
        (terms.NoDataReason.NOT_DUE, date(2025, 3, 1), "Nov 2024"),
        (terms.NoDataReason.AWAITING_PUBLICATION, date(2025, 3, 1), "Nov 2024"),
        (terms.NoDataReason.SUPPRESSED, date(2025, 1, 10), "SUPPRESSED"),
        (terms.NoDataReason.SUPPRESSED, date(2025, 3, 1), "SUPPRESSED"),
        (terms.NoDataReason.OVERDUE, date(2025, 1, 10), "OVERDUE"),
    ],
)
def test_an_earlier_month_is_rated_only_while_the_newest_is_still_to_come(reason, as_of, expected):
    """What is overdue or will not come is told, and no older figure hides it."""
    months = [row("Nov 2024", "80"), row("Dec 2024", None, no_data_reason=reason)]
    found = rate(results=months, kpi=MONTHLY, as_of=as_of, **NO_TIMETABLE)
    told = found.outcome.reason.name if found.rag is None else str(found.result_period)
    assert told == expected


def test_not_comparable_is_no_reason_against_a_rating():
    results = [row(PERIOD, "91", no_data_reason=terms.NoDataReason.NOT_COMPARABLE)]
    found = rate(results=results, before="80")
    assert found.rag is terms.Rag.GREEN
    assert Mark.NOT_COMPARABLE in found.outcome.marks
    assert found.direction.comparator is None
    assert found.direction.why_none


def test_zero_is_a_value():
    assert colour("0") == "Red"


@pytest.mark.parametrize(
    ("frequency", "expected"),
    [(terms.Frequency.QUARTERLY, date(2025, 7, 14)), (terms.Frequency.AD_HOC, None)],
)
def test_beside_a_years_own_figure_the_next_of_the_kpis_own_periods_is_due(frequency, expected):
    kpi = {"frequency": frequency, "first_period": None}
    found = rate(results=[row("2024/25", "91")], kpi=kpi, period="2024/25", as_of=date(2025, 5, 1))
    assert found.result_period.label == "2024/25"
    assert found.next_due == expected
    assert (found.is_new, found.outcome.marks) == (False, ())


def test_the_day_expected_is_the_day_due():
    late = row(
        PERIOD,
        None,
        no_data_reason=terms.NoDataReason.AWAITING_PUBLICATION,
        expected_by=date(2025, 2, 14),
    )
    found = rate(results=[late])
    assert found.next_due == date(2025, 2, 14)
    assert "14/02/2025" in found.outcome.sentence


def test_a_latest_result_past_its_age_is_stale():
    results = [row("2022/23", "91", received_on=date(2023, 5, 9)), row("2023/24")]
    over = {"kpi": ANNUAL | {"longest_age": "18 months", "lag_days": 400}}
    found = rate(results=results, **over)
    assert found.outcome.reason.name == "STALE"
    assert found.shown.value == Decimal("91")


@pytest.mark.parametrize(
    ("age", "marked"),
    [
        ("2 quarters", True),
        ("9 months", False),
        ("1 year", False),
        ("three quarters", False),
        ("soon", False),
    ],
)
def test_a_result_that_arrives_old_is_marked(age, marked):
    """2023/24 ends nine months before the end of 2024/25 Q3."""
    results = [row("2023/24", "91", received_on=date(2024, 12, 9))]
    found = rate(results=results, kpi=ANNUAL | {"longest_age": age})
    assert (Mark.STALE in found.outcome.marks) is marked


def test_a_rule_may_refuse_what_is_stale():
    results = [row("2023/24", "91", received_on=date(2024, 12, 9))]
    rule = {"when_stale": terms.StaleRule.DO_NOT_RATE}
    kpi = ANNUAL | {"longest_age": "2 quarters"}
    assert colour(results=results, kpi=kpi, rules=[rule]) == "STALE"


@pytest.mark.parametrize(
    ("kpi", "in_scope"),
    [
        ({"status": terms.KpiStatus.ENDED, "last_period": "2024/25 Q2"}, False),
        ({"status": terms.KpiStatus.ENDED, "last_period": "2024/25 Q3"}, True),
        ({"status": terms.KpiStatus.ENDED, "last_period": "2024/25 Q4"}, True),
        ({"first_period": "2024/25 Q4"}, False),
        ({"first_period": "2024/25 Q3"}, True),
        ({"first_period": None}, True),
    ],
)
def test_ended_kpis_and_those_to_come_are_out_of_scope(kpi, in_scope):
    assert (rate("91", kpi=kpi) is not None) is in_scope


def test_the_first_figure_of_a_new_kpi_is_not_due_before_its_period():
    found = rate(kpi=ANNUAL | {"first_period": "2024/25"})
    assert found.outcome.reason.name == "NOT_DUE"
    assert found.next_due == date(2025, 4, 14)


@pytest.mark.parametrize(
    ("kpi", "earlier", "expected"),
    [
        ({"time_basis": terms.TimeBasis.ROLLING}, "12 months to Sep 2024", "12 months to Dec 2024"),
        ({"time_basis": terms.TimeBasis.SNAPSHOT}, "as at 30/09/2024", "as at 31/12/2024"),
        (
            {"time_basis": terms.TimeBasis.POOLED, "frequency": terms.Frequency.ANNUAL},
            "2020–22",
            "2022–24",
        ),
        (
            {"frequency": terms.Frequency.ANNUAL, "year_basis": terms.YearBasis.ACADEMIC},
            "2022/23 AY",
            "2023/24 AY",
        ),
        ({"frequency": terms.Frequency.ANNUAL}, "2023", "2024"),
        ({"frequency": terms.Frequency.TERMLY}, "2023/24 Summer", "2024/25 Autumn"),
        ({"frequency": terms.Frequency.SIX_MONTHLY}, "2023/24 H2", "2024/25 H1"),
        ({"frequency": terms.Frequency.ANNUAL}, "2023 survey", "2024 survey"),
        ({"frequency": terms.Frequency.TWO_YEARLY}, "2022/23", "2022/23"),
        ({"frequency": terms.Frequency.AD_HOC}, "2024/25 Q1", "2024/25 Q1"),
    ],
)
def test_the_record_decides_the_kind_of_period_expected(kpi, earlier, expected):
    found = rate(results=[row(earlier, "91")], kpi=kpi | {"first_period": None})
    assert found.result_period.label == expected


def test_a_snapshot_taken_on_another_day_is_the_one_expected():
    kpi = {"time_basis": terms.TimeBasis.SNAPSHOT, "frequency": terms.Frequency.ANNUAL}
    results = [row("as at 02/11/2023", "80"), row("as at 07/11/2024", "91")]
    found = rate(results=results, kpi=kpi | {"first_period": None})
    assert found.result_period.label == "as at 07/11/2024"
    assert found.rag is terms.Rag.GREEN


def test_an_overdue_figure_says_when_the_latest_is_too_old_to_stand_for_it():
    """Shown with its period, not counted, and told to be older than the register allows."""
    told = rate(
        kpi={"longest_age": "2 quarters"}, results=[make_result("WM-01", "2023/24 Q4", 90)]
    ).outcome
    assert told.reason == "No data: return overdue"
    assert "2023/24 Q4" in told.sentence
    assert "2 quarters" in told.sentence


def test_a_figure_marked_not_due_is_given_no_day_that_has_passed():
    """The record's word and a due day before today would contradict each other."""
    marked = make_result("WM-01", PERIOD, None, no_data_reason=terms.NoDataReason.NOT_DUE)
    told = rate(results=[marked], kpi={"lag_days": 0}).outcome
    assert told.reason == "Not due this period"
    assert "is due on" not in told.sentence


@pytest.mark.parametrize(
    ("results", "shown"),
    [
        ((row("2024/25 Q1", "80"), row("12 months to Nov 2024", "85")), "2024/25 Q1"),
        ((row("2024/25 Q1"), row("12 months to Nov 2024", "85")), "12 months to Nov 2024"),
    ],
)
def test_the_latest_of_the_kpis_own_kind_is_shown_before_any_other(results, shown):
    found = rate(results=results, kpi={"first_period": None}, as_of=date(2025, 3, 1))
    assert found.outcome.reason.name == "OVERDUE"
    assert str(found.latest.period) == shown


DAYS = {"time_basis": terms.TimeBasis.SNAPSHOT, "first_period": None}


@pytest.mark.parametrize(
    ("day", "is_new"), [("as at 01/10/2024", False), ("as at 30/09/2024", True)]
)
def test_a_figure_of_the_periods_first_day_is_of_the_period(day, is_new):
    """One that ends the day before is of an earlier one, and new where it came in the round."""
    annual = DAYS | {"frequency": terms.Frequency.ANNUAL}
    found = rate(results=[row(day, "91")], kpi=annual)
    assert (found.rag is None) is is_new
    monthly = DAYS | {"frequency": terms.Frequency.MONTHLY, "lag_days": 60}
    slow = rate(results=[row(day, "91")], kpi=monthly, as_of=date(2025, 1, 20), **NO_TIMETABLE)
    assert (slow.result.value, slow.is_new) == (Decimal(91), is_new)


def test_the_first_result_of_all_is_overdue_like_any_other():
    found = rate(kpi={"first_period": PERIOD}, as_of=date(2025, 3, 1))
    assert found.outcome.reason.name == "OVERDUE"


@pytest.mark.parametrize("as_of", [date(2025, 1, 20), date(2025, 3, 1)])
@pytest.mark.parametrize(
    ("over", "is_said"),
    [
        ({"to_come": "tbc"}, True),
        ({}, False),
        ({"to_come": "tbc", "no_data_reason": terms.NoDataReason.NOT_DUE}, False),
        ({"to_come": "tbc", "no_data_reason": terms.NoDataReason.SUPPRESSED}, False),
    ],
)
def test_a_word_for_still_to_come_is_told_with_its_cell_where_no_reason_is_given(
    as_of, over, is_said
):
    """Not yet due or overdue alike: "tbc" says nothing that the register's own reason does not."""
    sentence = rate(results=[row(PERIOD, None, **over)], as_of=as_of).outcome.sentence
    told = " Its cell says “tbc” (KPI Data Record.xlsx, Results!D2)."
    assert sentence.endswith(told) is is_said
    assert ("tbc" in sentence) is is_said


@pytest.mark.parametrize("as_of", [date(2025, 1, 20), date(2025, 3, 1)])
@pytest.mark.parametrize(
    ("reason", "expected", "said"),
    [
        (None, "DATA_QUALITY", "The result for 2024/25 Q3 cannot be read (KPI Data Record.xlsx,"),
        (terms.NoDataReason.SUPPRESSED, "SUPPRESSED", "There is no figure for 2024/25 Q3"),
    ],
)
def test_a_cell_that_cannot_be_read_is_told_unless_a_reason_is_given(as_of, reason, expected, said):
    """Whether due or not: somebody has sent something, and it must be put right."""
    broken = row(PERIOD, None, unread="“9o” is no number", no_data_reason=reason)
    found = rate(before="88", results=[broken], as_of=as_of)
    assert found.outcome.reason.name == expected
    assert found.outcome.sentence.startswith(said)
    assert LAST_QUARTER in found.outcome.sentence
