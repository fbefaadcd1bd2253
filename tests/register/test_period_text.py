"""Reading periods: every written form of the field, and refusing what is ambiguous."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pmf_cli.register.periods import period as periods
from pmf_cli.register.periods import steps as period_steps
from pmf_cli.register.periods.period import Period
from pmf_cli.register.periods.text import PeriodContext, PeriodError, parse_period, read_period
from pmf_cli.register.terms import Frequency, TimeBasis, ValueStatus, YearBasis

MONTHLY = PeriodContext(Frequency.MONTHLY, YearBasis.FINANCIAL)
QUARTERLY = PeriodContext(Frequency.QUARTERLY, YearBasis.FINANCIAL)
QUARTERLY_CALENDAR = PeriodContext(Frequency.QUARTERLY, YearBasis.CALENDAR)
ANNUAL = PeriodContext(Frequency.ANNUAL, YearBasis.FINANCIAL)
ACADEMIC = PeriodContext(Frequency.ANNUAL, YearBasis.ACADEMIC)
CALENDAR = PeriodContext(Frequency.ANNUAL, YearBasis.CALENDAR)
POOLED = PeriodContext(Frequency.ANNUAL, YearBasis.CALENDAR, TimeBasis.POOLED)
ROLLING = PeriodContext(Frequency.QUARTERLY, YearBasis.FINANCIAL, TimeBasis.ROLLING)
SNAPSHOT = PeriodContext(Frequency.ANNUAL, YearBasis.FINANCIAL, TimeBasis.SNAPSHOT)

years = st.integers(1950, 2090)
year_starts = st.integers(1, 12)
months = st.integers(1, 12)


@st.composite
def dated(draw: st.DrawFn) -> tuple[Period, int]:
    """Any period that periods.py makes, with the year start that its label is read with."""
    start, year = draw(year_starts), draw(years)
    first, last = sorted((year, draw(years)))
    made = draw(
        st.sampled_from(
            [
                periods.month(year, draw(months)),
                periods.quarter(year, draw(st.integers(1, 4)), start),
                periods.half(year, draw(st.integers(1, 2)), start),
                periods.term(year, draw(st.sampled_from(periods.TERMS))),
                periods.financial_year(year, start),
                periods.academic_year(year),
                periods.calendar_year(year),
                periods.rolling(year, draw(months), draw(st.integers(1, 36))),
                periods.pooled(first, last),
                periods.pooled(first, last, start),
                periods.snapshot(draw(st.dates(date(1950, 1, 1), date(2090, 12, 31)))),
                periods.survey(year),
            ]
        )
    )
    return made, start


@given(dated())
@settings(max_examples=200, deadline=None)
def test_label_read_again_gives_the_same_period(case):
    """parse → print → parse is the identity for every period and every start of the year."""
    period, start = case
    again = parse_period(period.label, year_start=start)
    assert again == period
    assert again.label == period.label


@given(dated(), st.integers(-30, 30))
@settings(max_examples=300, deadline=None)
def test_moved_periods_keep_their_kind_and_print_readably(case, moved):
    """Moving by any number of months keeps the kind, and the label reads back."""
    period, start = case
    there = period_steps.moved_by_months(period, moved)
    assert there.kind == period.kind
    assert parse_period(there.label, year_start=start) == there


@given(dated(), st.integers(-5, 5))
@settings(max_examples=300, deadline=None)
def test_moving_by_whole_years_there_and_back_is_no_move(case, count):
    """A year on and a year back is the same period (29 February apart)."""
    period, _ = case
    if (period.start.month, period.start.day) == (2, 29):
        return
    there = period_steps.moved_by_months(period, 12 * count)
    back = period_steps.moved_by_months(there, -12 * count)
    assert back == period or period.start.month == 2


@pytest.mark.parametrize(
    ("text", "label"),
    [
        ("Q3 24/25", "2024/25 Q3"),
        ("Q3 2024-25", "2024/25 Q3"),
        ("Quarter 3 2024/25", "2024/25 Q3"),
        ("first quarter 2024/25", "2024/25 Q1"),
        ("second quarter 2024/25", "2024/25 Q2"),
        ("third quarter 2024/25", "2024/25 Q3"),
        ("fourth quarter 2024/25", "2024/25 Q4"),
        ("quarter 3, 2024/2025", "2024/25 Q3"),
        ("2018-19;Q1", "2018/19 Q1"),
        ("2024/25Q3", "2024/25 Q3"),
        ("Q3 (Oct-Dec) 2024/25", "2024/25 Q3"),
        ("third quarter 2024/25", "2024/25 Q3"),
        ("Jan-Mar 2024", "2023/24 Q4"),
        ("July to September 2024", "2024/25 Q2"),
        ("Quarter Ending: Saturday 30 June 2018", "2018/19 Q1"),
        ("2018-01-01/P1Y", "2018"),
        ("2018-01-01T00:00:00/P1Y", "2018"),
        ("2018-01-01/P3Y", "2018–20"),
        ("Jan 2018 to Dec 2019", "2018 and 2019"),
        ("2018-04-01/P1Y", "2018/19"),
        ("2014-16", "2014–16"),
        ("2010 - 12", "2010–2012"),
        ("2021–23", "2021–23"),
        ("2018/19 - 22/23", "2018/19–2022/23"),
        ("2013/14-15/16", "2013/14–2015/16"),
        ("2014 and 2015", "2014 and 2015"),
        ("20 Jun 2021", "as at 20/06/2021"),
        ("week ending 20 Jun 2021", "as at 20/06/2021"),
        ("20140401", "as at 01/04/2014"),
        ("as at 30/09/2024", "as at 30/09/2024"),
        ("As at 30th September 2024", "as at 30/09/2024"),
        ("April 2021", "Apr 2021"),
        ("August 2014", "Aug 2014"),
        ("2021-07", "Jul 2021"),
        ("Nov-24", "Nov 2024"),
        ("Sept 2024", "Sep 2024"),
        ("M7 2024/25", "Oct 2024"),
        ("12 months to Jun 2024", "12 months to Jun 2024"),
        ("year ending June 2024", "12 months to Jun 2024"),
        ("12 months to 30/06/2024", "12 months to Jun 2024"),
        ("Oct 2023 - Sep 2024", "12 months to Sep 2024"),
        ("1 months to Jun 2024", "1 months to Jun 2024"),
        ("36 months to Jun 2024", "36 months to Jun 2024"),
        ("120 months to Jun 2024", "120 months to Jun 2024"),
        ("120 months to 30/06/2024", "120 months to Jun 2024"),
        ("2018-01-01/P1M", "Jan 2018"),
        ("2018-01-01/P3M", "2017/18 Q4"),
        ("2018-01-01/P120M", "2018–27"),
        ("2018-01-01/P1D", "as at 01/01/2018"),
        ("01/04/2023 to 30/04/2023", "Apr 2023"),
        ("01/10/2023 - 31/12/2023", "2023/24 Q3"),
        ("1 April 2023 to 30 September 2023", "2023/24 H1"),
        ("01/04/2023 to 31/03/2024", "2023/24"),
        ("2023-04-01 to 2024-03-31", "2023/24"),
        ("1 Jan 2024 to 31 Dec 2024", "2024"),
        ("1 Sep 2023 to 31 Aug 2024", "2023/24 AY"),
        ("1 Jul 2023 to 30 Jun 2024", "12 months to Jun 2024"),
        ("1 Jan 2023 to 31 Dec 2024", "2023 and 2024"),
        ("1 Feb 2024 to 29 Feb 2024", "Feb 2024"),
        ("Jan 69", "Jan 2069"),
        ("Jan 70", "Jan 1970"),
        ("Nov-99", "Nov 1999"),
        ("Nov-00", "Nov 2000"),
        ("31/03/69", "as at 31/03/2069"),
        ("31/03/70", "as at 31/03/1970"),
        ("Q1 69/70", "2069/70 Q1"),
        ("Q1 70/71", "1970/71 Q1"),
        ("2024 survey", "2024 survey"),
        ("2023/24 AY", "2023/24 AY"),
        ("Academic year 2023/24", "2023/24 AY"),
        ("2024/25 Autumn", "2024/25 Autumn"),
        ("Autumn term 2024/25", "2024/25 Autumn"),
        ("Spring 2025", "2024/25 Spring"),
        ("2024/25 H1", "2024/25 H1"),
        ("Half year 1 2024/25", "2024/25 H1"),
        ("Half year ending 30 September 2024", "2024/25 H1"),
        ("half-year ended March 2025", "2024/25 H2"),
        ("FY24/25", "2024/25"),
        ("Apr 2023 to Mar 2024", "2023/24"),
        ("Apr 2023 to Sep 2023", "2023/24 H1"),
        ("Oct 2023 to Mar 2024", "2023/24 H2"),
        ("Jul 2023 to Sep 2023", "2023/24 Q2"),
        ("2024/25 outturn", "2024/25"),
        ("1999/00", "1999/00"),
        ("\ufeff2024/25\u00a0Q3\u200b ", "2024/25 Q3"),
    ],
)
def test_forms_of_the_field_are_read(text, label):
    assert parse_period(text).label == label


@pytest.mark.parametrize(
    "text",
    [
        "2024 Q3",
        "Q3",
        "Q3 2024",
        "H1 2024",
        "2014-15",
        "2024-2025",
        "2010-12",
        "FY25",
        "January 2021 – March 2022",
        "2024/26",
        "2018/20–2022/23",
        "2018/19–2022/24",
        "2022/23–2018/19",
        "2014 and 2017",
        "2024/25 Q5",
        "Q3 (Jan-Mar) 2024/25",
        "31/02/2024",
        "0 months to Jun 2024",
        "121 months to Jun 2024",
        "12 months to 29/06/2024",
        "2018-01-01/P0M",
        "2018-01-01/P121M",
        "2018-01-02/P1Y",
        "02/04/2023 to 31/03/2024",
        "01/04/2023 to 30/03/2024",
        "01/04/2024 to 31/03/2024",
        "1 Feb 2024 to 28 Feb 2024",
        "12/25/2024",
        "Jan-Mar / Q4",
        "2025 [f]",
        "",
        "soon",
        "0000",
        "99999999",
    ],
)
def test_ambiguous_or_impossible_is_refused_with_a_sentence(text):
    """Nothing is guessed; the reason is a sentence without Python's words."""
    with pytest.raises(PeriodError) as caught:
        parse_period(text)
    words = str(caught.value)
    assert words.endswith(".")
    assert "Error" not in words
    assert "None" not in words


@pytest.mark.parametrize(
    ("text", "context", "label"),
    [
        ("2014-15", ANNUAL, "2014/15"),
        ("2014-15", QUARTERLY, "2014/15"),
        ("2014-15", ACADEMIC, "2014/15 AY"),
        ("2014/15", ACADEMIC, "2014/15 AY"),
        ("2014-15", POOLED, "2014 and 2015"),
        ("2010-12", MONTHLY, "Dec 2010"),
        ("2010-12", POOLED, "2010–2012"),
        ("2020-12-31", QUARTERLY, "2020/21 Q3"),
        ("30/06/2024", MONTHLY, "Jun 2024"),
        ("01/06/2024", MONTHLY, "Jun 2024"),
        ("31 March 2024", ANNUAL, "2023/24"),
        ("31/12/2023", CALENDAR, "2023"),
        ("31/08/2024", ACADEMIC, "2023/24 AY"),
        ("30/06/2024", SNAPSHOT, "as at 30/06/2024"),
        ("31/03/2024", ROLLING, "12 months to Mar 2024"),
        ("Apr 2023 - Mar 2024", ROLLING, "12 months to Mar 2024"),
        ("2024", CALENDAR, "2024"),
        ("Q3 2024", QUARTERLY_CALENDAR, "2024/25 Q2"),
        ("202425", ANNUAL, "2024/25"),
    ],
)
def test_the_kpi_decides_what_is_doubtful(text, context, label):
    assert parse_period(text, context=context).label == label


@pytest.mark.parametrize(
    ("text", "context"),
    [
        ("2024", ANNUAL),
        ("2014-15", CALENDAR),
        ("15/11/2024", QUARTERLY),
        ("01/10/2024", QUARTERLY),
        ("30/09/2024", ANNUAL),
    ],
)
def test_what_the_kpi_does_not_decide_is_refused(text, context):
    with pytest.raises(PeriodError):
        parse_period(text, context=context)


@pytest.mark.parametrize(
    ("text", "status"),
    [
        ("2025 (prov)", ValueStatus.PROVISIONAL),
        ("2018 (Rev)", ValueStatus.REVISED),
        ("2020 (Final)", ValueStatus.FINAL),
        ("2024/25 Q3 [p]", ValueStatus.PROVISIONAL),
        ("2024/25 Q3 provisional", ValueStatus.PROVISIONAL),
        ("2024/25 Q3", None),
    ],
)
def test_a_mark_beside_the_period_is_the_status_of_the_value(text, status):
    assert read_period(text).status is status


@pytest.mark.parametrize(
    ("context", "first"), [(ANNUAL, date(2018, 4, 1)), (ACADEMIC, date(2018, 9, 1))]
)
def test_several_years_together_begin_as_the_kpis_year_does(context, first):
    assert parse_period("2018/19–2022/23", context=context).start == first


def test_footnote_mark_is_left_aside_and_said():
    assert read_period("2024/25 Q3*").footnote == "*"
    assert read_period("2024/25 Q3 [1]").period == parse_period("2024/25 Q3")


def test_quarters_of_another_year_start_are_read_with_it():
    """With a year from July, 2024/25 Q1 is July to September."""
    assert parse_period("2024/25 Q1", year_start=7).start == date(2024, 7, 1)
    assert parse_period("2024 Q1", year_start=1).start == date(2024, 1, 1)


@given(st.text(max_size=30))
@settings(max_examples=200, deadline=None)
def test_any_text_is_a_period_or_a_period_error(text):
    """No text brings reading down."""
    try:
        parse_period(text)
    except PeriodError as error:
        assert str(error)


@given(st.from_regex(r"[Qq]?[0-9]{1,4}[ /-][0-9]{1,4}( ?[-/] ?[0-9]{1,4})?", fullmatch=True))
@settings(max_examples=200, deadline=None)
def test_any_row_of_figures_is_a_period_or_a_period_error(text):
    for context in (ANNUAL, MONTHLY, POOLED):
        try:
            parse_period(text, context=context)
        except PeriodError as error:
            assert str(error)
