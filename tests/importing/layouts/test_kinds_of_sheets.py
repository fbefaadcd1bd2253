"""Sheets as councils keep them, each a kind of its own: figures find their KPI and period, or are asked about."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from pmf_cli.importing.guesses import Topic
from pmf_cli.importing.mapping import ImportMapping, MappedSheet
from pmf_cli.importing.plan import ImportPlan, plan_import
from pmf_cli.importing.questions.answers import answers_in
from pmf_cli.importing.questions.content import questions_of
from pmf_cli.settings import Settings
from pmf_cli.workbook.cells import Book
from tests.importing.answered import answered_book
from tests.make import sheet_of

Rows = list[list[object]]


def planned(*tabs: tuple[str, Rows], mapping: ImportMapping | None = None) -> ImportPlan:
    sheets = tuple(sheet_of("card.xlsx", name, rows) for name, rows in tabs)  # type: ignore[arg-type]
    return plan_import([Book("card.xlsx", sheets)], mapping or ImportMapping(), Settings())


def figures(plan: ImportPlan) -> dict[tuple[str, str], object]:
    names = {kpi.ref: kpi.name for kpi in plan.kpis}
    return {(names[row.kpi_ref] or "", str(row.period)): row.value for row in plan.results}


def targets(plan: ImportPlan) -> dict[str, object]:
    names = {kpi.ref: kpi.name for kpi in plan.kpis}
    return {names[row.kpi_ref] or "": row.target for row in plan.targets}


def test_letters_beside_periods_are_target_and_actual() -> None:
    plan = planned(("2024-25", [["Indicator", "Q1 T", "Q1 A"], ["Bins missed", 40, 31]]))
    assert figures(plan) == {("Bins missed", "2024/25 Q1"): Decimal(31)}
    assert targets(plan) == {"Bins missed": Decimal(40)}


def test_a_column_of_dates_says_the_month_and_last_days_of_quarters_are_asked() -> None:
    rows: Rows = [["Date", "Indicator", "Value"], [date(2024, 4, 1), "Void homes", 41]]
    assert figures(planned(("Data", rows))) == {("Void homes", "Apr 2024"): Decimal(41)}
    ends: Rows = [
        ["Date", "KPI", "Value"],
        [date(2024, 6, 30), "Void homes", 41],
        [date(2024, 9, 30), "Void homes", 39],
    ]
    plan = planned(("Data", ends))
    assert set(figures(plan)) == {("Void homes", "2024/25 Q1"), ("Void homes", "2024/25 Q2")}
    assert plan.doubts


def test_the_year_of_quarters_is_asked_once_for_the_tab() -> None:
    rows: Rows = [["KPI", "Q1 cumulative actual", "Q2 cumulative actual"], ["Homes", 20, 47]]
    plan = planned(("Sheet1", rows))
    assert not plan.results
    asked = [
        one.answer for found in questions_of(plan).tabs.values() for one in found if one.is_open
    ]
    assert asked == ["year not known"]
    mapping = ImportMapping(sheets={"Sheet1": MappedSheet(year="2024/25")})
    assert set(figures(planned(("Sheet1", rows), mapping=mapping)).values()) == {20, 47}


def test_an_average_beneath_periods_is_no_period_and_no_question() -> None:
    rows: Rows = [
        ["2024/25"],
        ["Month", "Calls answered %", "Visits"],
        ["April", 81, 1200],
        ["May", 79, 1300],
        ["Average", 80, 1250],
    ]
    plan = planned(("S", rows))
    assert len(figures(plan)) == 4
    assert not plan.doubts
    assert {one.text for one in plan.left_out} == {"80", "1250"}


def test_headings_repeated_with_the_name_of_each_service_are_no_kpis() -> None:
    rows: Rows = [
        ["2024/25"],
        ["Customer Services", "Target", "Q1"],
        ["Calls answered in time", "80%", "81%"],
        ["Waste", "Target", "Q1"],
        ["Recycling rate overall", "45%", "46%"],
    ]
    plan = planned(("S", rows))
    assert [(kpi.name, kpi.directorate) for kpi in plan.kpis] == [
        ("Calls answered in time", "Customer Services"),
        ("Recycling rate overall", "Waste"),
    ]


def test_a_directorate_written_once_holds_for_the_kpis_below_it() -> None:
    rows: Rows = [
        ["Directorate", "Service", "KPI", "Q1 2024/25"],
        ["Place", "Waste", "Bins missed", 31],
        [None, None, "Fly-tips", 12],
        ["People", None, "Visits made", 7],
    ]
    found = {kpi.name: (kpi.directorate, kpi.service) for kpi in planned(("S", rows)).kpis}
    assert found == {
        "Bins missed": ("Place", "Waste"),
        "Fly-tips": ("Place", "Waste"),
        "Visits made": ("People", None),
    }


def test_a_list_of_definitions_needs_no_period() -> None:
    rows: Rows = [
        ["Ref", "Indicator", "Description", "Good is"],
        ["A1", "Void homes", "Homes empty on the last day", "Low"],
    ]
    plan = planned(("Dictionary", rows))
    assert [(kpi.ref, kpi.definition) for kpi in plan.kpis] == [
        ("A1", "Homes empty on the last day")
    ]
    assert not [guess for guess in plan.doubts if guess.topic is Topic.SHEET]


def test_titles_above_several_tables_name_their_directorates() -> None:
    rows: Rows = [["Scorecard 2024/25"], []]
    for place, name in (("Place", "Bins missed"), ("People", "Visits made")):
        rows += [[place], ["KPI", "Q1"], [name, 5], []]
    found = {kpi.name: kpi.directorate for kpi in planned(("S", rows)).kpis}
    assert found == {"Bins missed": "Place", "Visits made": "People"}


def test_a_tab_a_kpi_is_known_by_its_tab_and_belongs_to_no_directorate_of_that_name() -> None:
    def tab(name: str, figure: int) -> Rows:
        facts: Rows = [["Indicator", name], ["Good is", "Low"], ["Owner: J. Marsh"]]
        return [["KPIs 2024/25"], *facts, [], ["Quarter", "Actual", "Target"], ["Q1", figure, 40]]

    plan = planned(("HR11", tab("Days lost", 31)), ("HR12", tab("Leavers", 12)))
    assert [(kpi.ref, kpi.name, kpi.directorate) for kpi in plan.kpis] == [
        ("HR11", "Days lost", None),
        ("HR12", "Leavers", None),
    ]
    assert figures(plan) == {("Days lost", "2024/25 Q1"): 31, ("Leavers", "2024/25 Q1"): 12}
    assert [person.name for person in plan.contacts] == ["J. Marsh"]


@pytest.mark.parametrize("gap", [True, False])
def test_tables_side_by_side_are_read_one_after_the_other(gap: bool) -> None:
    between: list[object] = [None] if gap else []
    rows: Rows = [
        ["2024/25"],
        ["Place", None, None, *between, "People"],
        ["KPI", "Target", "Q1", *between, "KPI", "Target", "Q1"],
        ["Bins missed", 40, 31, *between, "Visits made", 5, 7],
        ["Fly-tips", 10, 12],
    ]
    plan = planned(("S", rows))
    assert figures(plan) == {
        ("Bins missed", "2024/25 Q1"): 31,
        ("Fly-tips", "2024/25 Q1"): 12,
        ("Visits made", "2024/25 Q1"): 7,
    }
    assert targets(plan)["Visits made"] == 5
    assert {kpi.name: kpi.directorate for kpi in plan.kpis}["Visits made"] == "People"


def test_a_long_table_that_says_of_each_row_what_it_is() -> None:
    rows: Rows = [
        ["KPI", "Quarter", "Type", "Value"],
        ["Bins missed", "Q1 2024/25", "Actual", 31],
        ["Bins missed", "Q1 2024/25", "Target", 40],
    ]
    plan = planned(("S", rows))
    assert figures(plan) == {("Bins missed", "2024/25 Q1"): 31}
    assert targets(plan) == {"Bins missed": 40}
    assert not plan.doubts


def test_this_quarter_beside_the_year_to_date_under_merged_headings() -> None:
    rows: Rows = [
        ["Scorecard Q2 2024/25"],
        [
            "KPI",
            "This quarter Actual",
            "This quarter Target",
            "YTD Actual",
            "YTD Target",
            "YTD RAG",
        ],
        ["Bins missed", 31, 40, 66, 80, "G"],
    ]
    plan = planned(("S", rows))
    assert figures(plan) == {("Bins missed", "2024/25 Q2"): 31}
    assert targets(plan) == {"Bins missed": 40}
    assert {one.text for one in plan.left_out} == {"66", "80", "G"}
    assert not plan.commentary


def test_figures_under_a_heading_of_comments_are_asked_and_never_kept_as_words() -> None:
    rows: Rows = [["KPI", "Q1 2024/25 update"], ["Visits", "310,000"], ["Leavers", 12]]
    plan = planned(("S", rows))
    assert not plan.commentary
    assert [guess.meaning for guess in plan.doubts] == ["Value, 2024/25 Q1"]


def test_a_title_right_above_the_headings_groups_none_of_them() -> None:
    rows: Rows = [
        [None, None, "Plan measures 2024-25"],
        ["Ref", "KPI", "Target", "Q1"],
        ["M1", "Visits", 5, 7],
    ]
    plan = planned(("S", rows))
    assert figures(plan) == {("Visits", "2024/25 Q1"): 7}
    assert targets(plan) == {"Visits": 5}
    assert not plan.doubts


def test_numbered_rows_above_numbered_kpis_are_sections() -> None:
    rows: Rows = [
        ["No", "KPI", "Q1 2024/25"],
        ["1", "Housing"],
        ["1.1", "Void days", 27],
        ["2", "Leavers"],
        ["3", "Visits", 4],
    ]
    found = [(kpi.ref, kpi.directorate) for kpi in planned(("S", rows)).kpis]
    assert found == [("1.1", "Housing"), ("2", "Housing"), ("3", "Housing")]


def test_rows_of_further_periods_belong_to_the_kpi_named_above_them() -> None:
    rows: Rows = [
        ["KPI", "Period", "Actual"],
        ["Bins missed", "Q1 24/25", 31],
        [None, "Q2 24/25", 45],
        ["Visits", "Q1 24/25", 7],
    ]
    assert figures(planned(("S", rows))) == {
        ("Bins missed", "2024/25 Q1"): 31,
        ("Bins missed", "2024/25 Q2"): 45,
        ("Visits", "2024/25 Q1"): 7,
    }


@pytest.mark.parametrize(
    ("text", "kept"),
    [("Green - on target", "Green"), ("Red (worse)", "Red"), ("Amber/Red", "Amber/Red"), ("Y", "")],
)
def test_a_rating_with_words_behind_it_is_that_rating_and_a_bare_y_is_asked(
    text: str, kept: str
) -> None:
    rows: Rows = [["KPI", "Q1 2024/25", "RAG"], ["Visits", 7, text]]
    plan = planned(("S", rows))
    assert [row.text for row in plan.commentary] == ([kept] if kept else [])
    assert bool(plan.doubts) == (not kept)


YEARS = {("Bins", "2023/24 Q1"): 44, ("Bins", "2024/25 Q1"): 31}


@pytest.mark.parametrize(
    "tabs",
    [
        (("KPIs", [["KPI", "Q1"], ["2023/24"], ["Bins", 44], ["2024/25"], ["Bins", 31]]),),
        (
            (
                "KPIs",
                [
                    ["2023/24"],
                    ["KPI", "Q1"],
                    ["Bins", 44],
                    [],
                    ["2024/25"],
                    ["KPI", "Q1"],
                    ["Bins", 31],
                ],
            ),
        ),
        (("2023-24", [["KPI", "Q1"], ["Bins", 44]]), ("2024-25", [["KPI", "Q1"], ["Bins", 31]])),
    ],
)
def test_each_year_keeps_its_figures_also_once_every_guess_is_answered(
    tabs: tuple[tuple[str, Rows], ...],
) -> None:
    """The year stands above the rows, above the table, or on the tab."""
    plan = planned(*tabs)
    assert figures(plan) == YEARS
    answered = answers_in(answered_book(questions_of(plan), {}))
    again = planned(*tabs, mapping=answered)
    assert figures(again) == YEARS
    assert not again.doubts


def test_quarters_above_their_rows_are_their_period() -> None:
    rows: Rows = [
        ["2024/25"],
        ["KPI", "Actual"],
        ["First quarter"],
        ["Bins", 44],
        ["Second quarter"],
        ["Bins", 31],
    ]
    assert set(figures(planned(("S", rows)))) == {("Bins", "2024/25 Q1"), ("Bins", "2024/25 Q2")}
