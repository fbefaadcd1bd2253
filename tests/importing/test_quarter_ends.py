"""Dates at the end of quarters: months or quarters, by each KPI's own spacing, and always asked."""

from __future__ import annotations

from datetime import date

from pmf_cli.importing.guesses import Topic
from pmf_cli.importing.mapping import ImportMapping
from pmf_cli.importing.plan import ImportPlan
from pmf_cli.importing.questions.content import questions_of
from pmf_cli.register.terms import Frequency
from tests.importing.test_units import plan

LONG = [
    ["Ref", "Indicator", "Period ending", "Actual"],
    *(["M1", "Calls answered (%)", date(2024, month, day), 80 + month] for month, day in
      ((6, 30), (7, 31), (8, 31), (9, 30))),
    *(["Q1", "Invoices paid (%)", date(2024, month, day), 90 + month] for month, day in ((6, 30), (9, 30), (12, 31))),
]  # fmt: skip


def periods(made: ImportPlan, ref: str) -> list[str]:
    return [str(r.period) for r in made.results if r.kpi_ref == ref]


def said(frequency: str) -> ImportMapping:
    return ImportMapping.model_validate({"kpis": {"Q1": {"Frequency": frequency}}})


def test_each_kpi_of_a_long_table_has_the_frequency_of_its_own_dates_and_is_asked() -> None:
    made = plan(*LONG)
    assert periods(made, "M1") == ["Jun 2024", "Jul 2024", "Aug 2024", "Sep 2024"]
    assert periods(made, "Q1") == ["2024/25 Q1", "2024/25 Q2", "2024/25 Q3"]
    asked = {one.ref: one.reasons for one in questions_of(made).kpis}
    assert "Frequency" in asked["Q1"] and "Frequency" not in asked["M1"]


def test_the_answer_decides_and_leaves_no_question() -> None:
    quarterly, monthly = (plan(*LONG, answers=said(word)) for word in ("Quarterly", "Monthly"))
    assert periods(quarterly, "Q1") == ["2024/25 Q1", "2024/25 Q2", "2024/25 Q3"]
    assert periods(monthly, "Q1") == ["Jun 2024", "Sep 2024", "Dec 2024"]
    for made in (quarterly, monthly):
        assert not [one for one in made.doubts if one.topic is Topic.KPI]


def test_until_it_is_answered_the_figures_wait() -> None:
    sure = plan(*LONG, answers=plan(*LONG).without_doubts)
    assert periods(sure, "Q1") == []
    assert next(one for one in sure.kpis if one.ref == "Q1").frequency is None
    assert len(periods(sure, "M1")) == 4


def test_a_column_of_frequencies_says_it() -> None:
    rows = [
        [*row, word]
        for row, word in zip(LONG, ["Frequency"] + ["Monthly"] * 4 + ["Quarterly"] * 3, strict=True)
    ]
    made = plan(*rows)
    assert periods(made, "Q1") == ["2024/25 Q1", "2024/25 Q2", "2024/25 Q3"]
    assert made.kpis[1].frequency is Frequency.QUARTERLY
    assert not [one for one in made.doubts if one.topic is Topic.KPI]


def headed(*months: object) -> list[list[object]]:
    return [
        ["Ref", "Indicator", *months],
        ["A1", "Calls answered (%)", *range(80, 80 + len(months))],
    ]


def test_headings_of_months_that_end_quarters_are_quarters_and_asked() -> None:
    for heads in (
        ("Jun-24", "Sep-24", "Dec-24", "Mar-25"),
        (date(2024, 6, 30), date(2024, 9, 30), date(2024, 12, 31), date(2025, 3, 31)),
    ):
        made = plan(["Quarterly performance report"], *headed(*heads))
        assert periods(made, "A1") == ["2024/25 Q1", "2024/25 Q2", "2024/25 Q3", "2024/25 Q4"]
        assert sum(one.topic is Topic.HEADING for one in made.doubts) == 4


def test_one_month_is_a_quarter_only_where_the_title_speaks_of_quarters() -> None:
    assert periods(plan(["Quarterly report"], *headed("Dec-24")), "A1") == ["2024/25 Q3"]
    assert periods(plan(["Report"], *headed("Dec-24")), "A1") == ["Dec 2024"]


def test_december_beside_the_december_before_stays_a_month() -> None:
    assert periods(plan(["Report"], *headed("Dec-23", "Dec-24")), "A1") == ["Dec 2023", "Dec 2024"]


def test_a_last_day_beside_figures_of_quarters_is_asked_about() -> None:
    head = ["Ref", "Indicator", "Latest period", "Actual"]
    rows = (
        ["A1", "Calls", "Q3 24/25", 8],
        ["A2", "Visits", date(2024, 12, 31), 9],
        ["A3", "Claims", date(2024, 12, 1), 7],
    )
    made = plan(head, *rows)
    assert [periods(made, ref) for ref in ("A1", "A2", "A3")] == [
        ["2024/25 Q3"],
        ["2024/25 Q3"],
        ["Dec 2024"],
    ]
    assert [one.text for one in made.doubts] == ["A2"]


def test_months_of_every_month_stay_months() -> None:
    made = plan(["Quarterly report"], *headed("Apr-24", "May-24", "Jun-24"))
    assert periods(made, "A1") == ["Apr 2024", "May 2024", "Jun 2024"]


def test_the_autumn_of_a_survey_is_asked_about_and_that_of_schools_is_a_term() -> None:
    head = ["Ref", "Indicator", "Period", "Actual"]
    survey = plan(head, ["A1", "Residents satisfied (%)", "Autumn 2024", 71])
    school = plan(head, ["A1", "Pupils attending (%)", "Autumn 2024", 93])
    assert [one.topic for one in survey.doubts] == [Topic.PERIOD]
    assert not school.doubts
    wide = ["Ref", "Indicator", "Autumn 2024"]
    assert plan(wide, ["A1", "Residents satisfied (%)", 71]).doubts
    assert not plan(wide, ["A1", "Pupils attending (%)", 93]).doubts


def test_a_year_with_a_provisional_mark_is_that_year() -> None:
    wide = plan(["Ref", "Indicator", "2023", "2024 (prov)"], ["A1", "Smokers (%)", 13, 12])
    rows = (["A1", "Smokers (%)", "2023", 13], ["A1", "Smokers (%)", "2024 prov", 12])
    long = plan(["Ref", "Indicator", "Period", "Actual"], *rows)
    for made in (wide, long):
        assert [str(r.value_status or "") for r in made.results] == ["", "Provisional"]
        assert periods(made, "A1") == ["2023", "2024"]
