"""Each written form of a period at both its ends: what it is, and beside it what is refused and why."""

from datetime import date
from itertools import product

import pytest

from pmf_cli.register.periods.text import PeriodContext, PeriodError, parse_period, read_period
from pmf_cli.register.terms import Frequency, TimeBasis, ValueStatus, YearBasis

FREQ, BASIS = Frequency, YearBasis
FINANCIAL = PeriodContext(year_basis=BASIS.FINANCIAL)
ACADEMIC = PeriodContext(year_basis=BASIS.ACADEMIC)
CALENDAR = PeriodContext(year_basis=BASIS.CALENDAR)
POOLED = PeriodContext(time_basis=TimeBasis.POOLED)
POOLED_FY = PeriodContext(year_basis=BASIS.FINANCIAL, time_basis=TimeBasis.POOLED)
MONTHLY = PeriodContext(FREQ.MONTHLY)
MONTHLY_FY = PeriodContext(FREQ.MONTHLY, BASIS.FINANCIAL)
QUARTERLY = PeriodContext(FREQ.QUARTERLY, BASIS.FINANCIAL)
ANNUAL_FY = PeriodContext(FREQ.ANNUAL, BASIS.FINANCIAL)
ANNUAL_AY = PeriodContext(FREQ.ANNUAL, BASIS.ACADEMIC)
NONE = PeriodContext()


def read(text: str, context: PeriodContext = NONE, start: int = 4) -> str | None:
    try:
        return parse_period(text, context=context, year_start=start).label
    except PeriodError as error:
        assert str(error)
        return None


# --- quarters, halves, months, terms, in every order of words


@pytest.mark.parametrize("year", ["2024/25", "24/25", "2024-25", "2024/2025", "FY 2024/25"])
def test_quarters_halves_months_and_terms_are_read_before_and_after_their_year(year):
    names = {
        **{f"2024/25 Q{n}": (f"Q{n}", f"qtr {n}", f"Quarter {n}", f"q {n}") for n in range(1, 5)},
        "2024/25 H1": ("H1", "half 1", "half-year 1", "1st half", "first half", "first half-year"),
        "2024/25 H2": ("H2", "half 2", "half year 2", "2nd half", "second half"),
        "2024/25 Autumn": ("Autumn", "Autumn term"),
        "2024/25 Spring": ("Spring", "spring term"),
        "2024/25 Summer": ("SUMMER", "Summer Term"),
        "2024/25 Q1 ": ("1st quarter", "first quarter", "Q1 Apr-Jun", "Q1 April to June"),
        "2024/25 Q2 ": ("2nd quarter", "second quarter", "Q2 Jul/Sep"),
        "2024/25 Q3 ": ("3rd qtr", "third quarter", "Q3 Oct-Dec"),
        "2024/25 Q4 ": ("4th quarter", "fourth quarter", "Q4 January to March"),
        "Apr 2024": ("M1", "month 1", "P1", "period 1"),
        "Dec 2024": ("M9", "m09"),
        "Jan 2025": ("M10", "month 10"),
        "Mar 2025": ("M12", "period 12"),
    }
    wrong = [
        (text, read(text))
        for expected, forms in names.items()
        for form, joint in product(forms, (" ", ", ", " of "))
        for text in (f"{form}{joint}{year}", f"{year} {form}")
        if read(text) != expected.strip()
    ]
    assert not wrong


@pytest.mark.parametrize(
    ("text", "context", "start", "expected"),
    [
        ("Q1 Jul-Sep 2024/25", NONE, 4, None),
        ("Q1 Apr-Jul 2024/25", NONE, 4, None),
        ("Q1 May-Jun 2024/25", NONE, 4, None),
        ("Q1 Jul-Sep 2024/25", NONE, 7, "2024/25 Q1"),
        ("Q5 2024/25", NONE, 4, None),
        ("Q0 2024/25", NONE, 4, None),
        ("M0 2024/25", NONE, 4, None),
        ("M13 2024/25", NONE, 4, None),
        ("M1 2024/25", NONE, 7, "Jul 2024"),
        ("2024/26", NONE, 4, None),
        ("2024/24", NONE, 4, None),
        ("1999/00", NONE, 4, "1999/00"),
        ("1999/2000", NONE, 4, "1999/00"),
        ("69/70", NONE, 4, "2069/70"),
        ("70/71", NONE, 4, "1970/71"),
        ("99/00", NONE, 4, "1999/00"),
        # one year beside a quarter or half
        ("Q3 2024", NONE, 4, None),
        ("Q3 2024", FINANCIAL, 4, None),
        ("Q3 2024", NONE, 1, "2024 Q3"),
        ("Q1 2024", CALENDAR, 4, "2023/24 Q4"),
        ("Q2 2024", CALENDAR, 4, "2024/25 Q1"),
        ("Q3 2024", CALENDAR, 4, "2024/25 Q2"),
        ("Q4 2024", CALENDAR, 4, "2024/25 Q3"),
        ("H1 2024", NONE, 4, None),
        ("H1 2024", NONE, 1, "2024 H1"),
        ("H2 2024", NONE, 1, "2024 H2"),
        ("Autumn 2024", NONE, 4, "2024/25 Autumn"),
        ("Spring 2025", NONE, 4, "2024/25 Spring"),
        ("Summer 2025", NONE, 4, "2024/25 Summer"),
        # years by their kind
        ("2024/25", NONE, 4, "2024/25"),
        ("2024/25", ACADEMIC, 4, "2024/25 AY"),
        ("2024/25 AY", FINANCIAL, 4, "2024/25 AY"),
        ("academic year 2024/25", NONE, 4, "2024/25 AY"),
        ("school year 2024/25", NONE, 4, "2024/25 AY"),
        ("FY 2024/25", ACADEMIC, 4, "2024/25"),
        ("financial year 2024/25", ACADEMIC, 4, "2024/25"),
        ("calendar year 2024", FINANCIAL, 4, "2024"),
        ("CY 2024", NONE, 4, "2024"),
        ("2024 survey", NONE, 4, "2024 survey"),
        ("survey wave 2024", NONE, 4, "2024 survey"),
        ("2024", NONE, 4, "2024"),
        ("2024", CALENDAR, 4, "2024"),
        ("2024", QUARTERLY, 4, None),
        ("2024", ANNUAL_FY, 4, None),
        ("2024", ANNUAL_AY, 4, None),
        ("2024", ANNUAL_FY, 1, "2024"),
        ("2024", FINANCIAL, 4, "2024"),
        ("2024", PeriodContext(FREQ.AD_HOC, BASIS.FINANCIAL), 4, "2024"),
        ("2024", PeriodContext(FREQ.TWO_YEARLY, BASIS.FINANCIAL), 4, "2024"),
        ("2024", PeriodContext(FREQ.THREE_YEARLY, BASIS.ACADEMIC), 4, "2024"),
        ("0000", NONE, 4, None),
        # two years with a hyphen
        ("2014-15", FINANCIAL, 4, "2014/15"),
        ("2014-15", ACADEMIC, 4, "2014/15 AY"),
        ("2014-15", CALENDAR, 4, None),
        ("2014-15", NONE, 4, None),
        ("2014-15", POOLED, 4, "2014 and 2015"),
        ("2014-15", POOLED_FY, 4, None),
        ("14-15", FINANCIAL, 4, "2014/15"),
        ("14-15", NONE, 4, None),
        ("2014-2015", FINANCIAL, 4, "2014/15"),
        ("2014-16", NONE, 4, "2014–16"),
        ("2014-2016", NONE, 4, "2014–16"),
        ("2014-13", NONE, 4, None),
        ("2014-2013", NONE, 4, None),
        ("2014 - 12", NONE, 4, None),
        ("2014-12", NONE, 4, "Dec 2014"),
        ("2014-01", NONE, 4, "Jan 2014"),
        ("2014-00", NONE, 4, None),
        ("2010-12", NONE, 4, None),
        ("2010-12", MONTHLY, 4, "Dec 2010"),
        ("2010-12", POOLED, 4, "2010–2012"),
        ("2010 - 12", NONE, 4, "2010–2012"),
        ("2010-2012", NONE, 4, "2010–2012"),
        ("2010-13", NONE, 4, "2010–13"),
        ("2010-11", MONTHLY_FY, 4, "Nov 2010"),
        ("2010 - 11", MONTHLY_FY, 4, "2010/11"),
        ("2010-11", FINANCIAL, 4, "2010/11"),
        ("2011-12", MONTHLY_FY, 4, "Dec 2011"),
        ("2012-13", MONTHLY_FY, 4, "2012/13"),
        ("2014 and 2015", NONE, 4, "2014 and 2015"),
        ("2014 & 2015", NONE, 4, "2014 and 2015"),
        ("2014 and 2016", NONE, 4, None),
        ("2014 and 2014", NONE, 4, None),
        ("2018/19-2022/23", NONE, 4, "2018/19–2022/23"),
        ("2018/19 to 2018/19", NONE, 4, "2018/19–2018/19"),
        ("2018/19-2017/18", NONE, 4, None),
        ("2018/20-2022/23", NONE, 4, None),
        ("2018/19-2022/24", NONE, 4, None),
        ("2018/2019-2022/2023", NONE, 4, "2018/19–2022/23"),
        # six figures
        ("202425", FINANCIAL, 4, "2024/25"),
        ("202425", NONE, 4, None),
        ("202401", NONE, 4, "Jan 2024"),
        ("202412", NONE, 4, "Dec 2024"),
        ("202413", NONE, 4, None),
        ("202400", NONE, 4, None),
        ("201112", FINANCIAL, 4, "2011/12"),
        # months
        ("Nov 2024", NONE, 4, "Nov 2024"),
        ("Nov-24", NONE, 4, "Nov 2024"),
        ("Nov '24", NONE, 4, "Nov 2024"),
        ("2024 November", NONE, 4, "Nov 2024"),
        ("Sept. 2024", NONE, 4, "Sep 2024"),
        ("Smarch 2024", NONE, 4, None),
        # month to month
        ("Apr-Jun 2024", NONE, 4, "2024/25 Q1"),
        ("Apr 2024 to Jun 2024", NONE, 4, "2024/25 Q1"),
        ("Apr to Sep 2024", NONE, 4, "2024/25 H1"),
        ("Apr 2024 - Mar 2025", NONE, 4, "2024/25"),
        ("Apr - Mar 2025", NONE, 4, "2024/25"),
        ("Apr - Apr 2025", NONE, 4, "Apr 2025"),
        ("Sep 2024 to Aug 2025", NONE, 4, "2024/25 AY"),
        ("Jan to Dec 2024", NONE, 4, "2024"),
        ("Jun 2024 to Apr 2024", NONE, 4, None),
        ("May to Jul 2024", NONE, 4, None),
        # rolling
        ("12 months to Jun 2024", NONE, 4, "12 months to Jun 2024"),
        ("year to Jun 2024", NONE, 4, "12 months to Jun 2024"),
        ("rolling year to Jun 2024", NONE, 4, "12 months to Jun 2024"),
        ("1 month to Jun 2024", NONE, 4, "1 months to Jun 2024"),
        ("120 months to Jun 2024", NONE, 4, "120 months to Jun 2024"),
        ("121 months to Jun 2024", NONE, 4, None),
        ("0 months to Jun 2024", NONE, 4, None),
        ("12 months ending 30 June 2024", NONE, 4, "12 months to Jun 2024"),
        ("12 months ending 29 June 2024", NONE, 4, None),
        ("12 months to 29/02/2024", NONE, 4, "12 months to Feb 2024"),
        ("12 months to 28/02/2023", NONE, 4, "12 months to Feb 2023"),
        ("12 months to 28/02/2024", NONE, 4, None),
        # known by the end
        ("quarter ending Dec 2024", NONE, 4, "2024/25 Q3"),
        ("quarter ending 31 December 2024", NONE, 4, "2024/25 Q3"),
        ("quarter ended 30/12/2024", NONE, 4, None),
        ("quarter ending Nov 2024", NONE, 4, None),
        ("month ending 30/11/2024", NONE, 4, "Nov 2024"),
        ("half year to Mar 2025", NONE, 4, "2024/25 H2"),
        ("half-year to Sep 2024", NONE, 4, "2024/25 H1"),
        ("week ending 5 July 2024", NONE, 4, "as at 05/07/2024"),
        ("week ending July 2024", NONE, 4, None),
        ("as at 30/09/2024", QUARTERLY, 4, "as at 30/09/2024"),
        ("on 30 Sep 2024", NONE, 4, "as at 30/09/2024"),
        ("snapshot at 30/09/2024", NONE, 4, "as at 30/09/2024"),
        ("30/09/2024", QUARTERLY, 4, "2024/25 Q2"),
        ("30/09/2024", NONE, 4, "as at 30/09/2024"),
        ("29/09/2024", QUARTERLY, 4, None),
        ("31/09/2024", NONE, 4, None),
        ("00/09/2024", NONE, 4, None),
        # intervals and pairs of days
        ("2024-04-01/P3M", NONE, 4, "2024/25 Q1"),
        ("2024-04-01/P1Y", NONE, 4, "2024/25"),
        ("2024-04-01/P1D", NONE, 4, "as at 01/04/2024"),
        ("2024-04-01/P2D", NONE, 4, None),
        ("2024-04-01/P1W", NONE, 4, None),
        ("2024-04-02/P1M", NONE, 4, None),
        ("2024-04-02/P1D", NONE, 4, "as at 02/04/2024"),
        ("2024-04-01/P0M", NONE, 4, None),
        ("2015-01-01/P120M", NONE, 4, "2015–24"),
        ("2015-01-01/P121M", NONE, 4, None),
        ("2015-01-01/P120Y", NONE, 4, "2015–2134"),
        ("01/04/2024 to 30/06/2024", NONE, 4, "2024/25 Q1"),
        ("01/04/2024-31/03/2025", NONE, 4, "2024/25"),
        ("2024-04-01 - 2024-06-30", NONE, 4, "2024/25 Q1"),
        ("01/04/2024 to 29/06/2024", NONE, 4, None),
        ("02/04/2024 to 30/06/2024", NONE, 4, None),
        ("01/07/2024 to 30/06/2024", NONE, 4, None),
        ("01/06/2024 to 30/06/2024", NONE, 4, "Jun 2024"),
        ("01/11/2024 to 31/01/2025", NONE, 4, None),
        ("01/04/2024 to 31/03/2026", NONE, 4, "2024/25–2025/26"),
        ("01/09/2024 to 31/08/2025", NONE, 4, "2024/25 AY"),
        ("01/11/2024 to 31/10/2025", NONE, 4, "12 months to Oct 2025"),
    ],
)  # fmt: skip
def test_each_form_is_one_period_or_refused(text, context, start, expected):
    assert read(text, context, start) == expected


@pytest.mark.parametrize(
    ("text", "context", "says"),
    [
        ("Q3 2024", NONE, ("2024/25 Q3", "2023/24 Q3")),
        ("H1 2024", NONE, ("2024/25 H1",)),
        ("2014-15", NONE, ("2014/15", "2014 and 2015")),
        ("2010-12", NONE, ("Dec 2010", "2010 - 12")),
        ("2024", QUARTERLY, ("2023/24", "2024/25")),
        ("2014 and 2016", NONE, ("2014–2016",)),
        ("2024/26", NONE, ("2024/25",)),
        ("29/09/2024", QUARTERLY, ("2024/25 Q1", "as at 29/09/2024", "last day of a quarter")),
        ("Q1 Jul-Sep 2024/25", NONE, ("Apr to Jun",)),
        ("May to Jul 2024", NONE, ("3 months to Jul 2024",)),
        ("0000", NONE, ("no such year",)),
        ("31/09/2024", NONE, ("no such day",)),
        ("12 months ending 29 June 2024", NONE, ("last day of a month",)),
        ("121 months to Jun 2024", NONE, ("1 to 120",)),
        ("M13 2024/25", NONE, ("12 months",)),
        ("2018/20-2022/23", NONE, ("2018/20 is no year", "2018/19")),
        ("2018/19-2022/24", NONE, ("2022/24 is no year", "2022/23")),
    ],
)
def test_what_is_refused_says_what_to_write(text, context, says):
    with pytest.raises(PeriodError) as told:
        parse_period(text, context=context)
    assert all(words in str(told.value) for words in says)


def test_a_year_has_the_days_of_its_own_beginning():
    for start in (1, 4, 7):
        made = parse_period("2024/25" if start > 1 else "2024", year_start=start)
        assert made.start == date(2024, start, 1)


@pytest.mark.parametrize(
    ("text", "shown", "says"),
    [
        ("x" * 60, "x" * 60, "write for example"),
        ("x" * 61, "x" * 57 + "...", "write for example"),
        ("Q3", "Q3", "the year is missing"),
        ("Oct-Dec", "Oct-Dec", "the year is missing"),
        ("Q5", "Q5", "quarters 1 to 4"),
        ("Q7 2024/25", "Q7 2024/25", "quarters 1 to 4"),
        ("FY24", "FY24", "begins or ends"),
        ("FY 2024", "FY 2024", "begins or ends"),
        ("()", "()", "it is blank"),
        ("2025 (forecast)", "2025 (forecast)", "a forecast is no result"),
        ("2025 (f)", "2025 (f)", "a forecast is no result"),
    ],
)
def test_what_is_no_period_is_told_with_its_own_words(text, shown, says):
    with pytest.raises(PeriodError) as told:
        parse_period(text)
    assert str(told.value).startswith(f"“{shown}” is not read as a period: ")
    assert says in str(told.value)


@pytest.mark.parametrize(
    ("text", "label", "status", "footnote"),
    [
        ("2024/25", "2024/25", None, ""),
        ("2024/25 (p)", "2024/25", ValueStatus.PROVISIONAL, ""),
        ("2024/25 [prov.]", "2024/25", ValueStatus.PROVISIONAL, ""),
        ("2024/25 provisional", "2024/25", ValueStatus.PROVISIONAL, ""),
        ("2024/25 (r)", "2024/25", ValueStatus.REVISED, ""),
        ("2024/25 - revised", "2024/25", ValueStatus.REVISED, ""),
        ("(est) 2024/25", "2024/25", ValueStatus.ESTIMATED, ""),
        ("2024/25 (estimates)", "2024/25", ValueStatus.ESTIMATED, ""),
        ("2024/25 final", "2024/25", ValueStatus.FINAL, ""),
        ("2024/25*", "2024/25", None, "*"),
        ("2024/25 [1]", "2024/25", None, "[1]"),
        ("2024/25 [note 12] ", "2024/25", None, "[note 12]"),
        ("2024/25¹", "2024/25", None, "¹"),
        ("2024/25 (p)†", "2024/25", ValueStatus.PROVISIONAL, "†"),
        ("Outturn 2024/25", "2024/25", None, ""),
        ("2024/25 full year", "2024/25", None, ""),
        ("2024\u201325 Q3.", "2024/25 Q3", None, ""),
        ("\ufeff2024/25 Q3", "2024/25 Q3", None, ""),
        ("2024-04-01T00:00:00/P3M", "2024/25 Q1", None, ""),
    ],
)
def test_marks_beside_a_period_are_taken_off_and_told(text, label, status, footnote):
    made = read_period(text)
    assert (made.period.label, made.status, made.footnote) == (label, status, footnote)
