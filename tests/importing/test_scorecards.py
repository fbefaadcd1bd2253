"""Believable scorecards, made as workbooks and imported: headings, periods, sections, two tabs."""

import io
from collections.abc import Sequence
from datetime import date
from decimal import Decimal

import openpyxl
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from pmf_cli.importing.cell_fates import Fate
from pmf_cli.importing.guesses import Sureness, Topic
from pmf_cli.importing.mapping import ImportMapping
from pmf_cli.importing.plan import ImportPlan, plan_import
from pmf_cli.register.terms import NoDataReason, Polarity, Rag, TargetType
from pmf_cli.settings import Limits, Settings
from pmf_cli.workbook.cells import Book
from pmf_cli.workbook.read import book_of
from tests.make import sheet_of

Rows = Sequence[Sequence[object]]


def workbook(
    *tabs: tuple[str, Rows], merged: Sequence[str] = (), formats: dict[str, str] | None = None
) -> bytes:
    """A workbook with these tabs; merges and number formats in each tab alike."""
    book = openpyxl.Workbook()
    book.remove(book.active)
    for name, rows in tabs:
        sheet = book.create_sheet(name)
        for row in rows:
            sheet.append(list(row))
        for area in merged:
            sheet.merge_cells(area)
        for cell, shown in (formats or {}).items():
            sheet[cell].number_format = shown
    buffer = io.BytesIO()
    book.save(buffer)
    return buffer.getvalue()


def imported(
    data: bytes, name: str = "scorecard.xlsx", mapping: ImportMapping | None = None
) -> ImportPlan:
    """The plan for one workbook."""
    return plan_import([book_of(name, data, Limits())], mapping or ImportMapping(), Settings())


def values(plan: ImportPlan) -> dict[tuple[str, str], Decimal | None]:
    """Reference and period → result."""
    return {(r.kpi_ref, str(r.period)): r.number for r in plan.results}


def left(plan: ImportPlan) -> dict[str, str]:
    """Address → reason of cells not taken in."""
    return {account.where.cell: account.words for account in plan.left_out}


def test_a_column_per_quarter_with_the_year_in_the_title() -> None:
    """Q1 to Q3 take their year from the title; percent formats and plain numbers are told apart."""
    plan = imported(
        workbook(
            (
                "Scorecard",
                [
                    ["Corporate Scorecard 2024/25"],
                    [],
                    ["Ref", "Indicator", "Good is", "Target", "Q1", "Q2", "Q3", "Comments"],
                    ["Adults and Health"],
                    [
                        "AH01",
                        "% of assessments completed in 28 days",
                        "High",
                        "85%",
                        0.81,
                        0.83,
                        0.86,
                        "New team",
                    ],
                    ["AH02", "Average days to first visit", "Low", 20, 22, 21, None, None],
                    ["Children and Families"],
                    ["CF01", "Number of children in care", "Low", "Tracker", 451, 0, "TBC", None],
                    ["* provisional figures"],
                ],
            ),
            formats={"E5": "0.0%", "F5": "0.0%", "G5": "0.0%"},
        )
    )
    assert plan.doubts == ()
    assert values(plan) == {
        ("AH01", "2024/25 Q1"): Decimal(81),
        ("AH01", "2024/25 Q2"): Decimal(83),
        ("AH01", "2024/25 Q3"): Decimal(86),
        ("AH02", "2024/25 Q1"): Decimal(22),
        ("AH02", "2024/25 Q2"): Decimal(21),
        ("CF01", "2024/25 Q1"): Decimal(451),
        ("CF01", "2024/25 Q2"): Decimal(0),
        ("CF01", "2024/25 Q3"): None,
    }
    assert [k.directorate for k in plan.kpis] == ["Adults and Health"] * 2 + [
        "Children and Families"
    ]
    assert plan.kpis[0].decimal_places == 1
    assert plan.results[-1].no_data_reason is NoDataReason.OVERDUE
    assert [t.target_type for t in plan.targets] == [
        TargetType.VALUE,
        TargetType.VALUE,
        TargetType.TRACKER,
    ]
    assert left(plan) == {"A9": "a note under the table"}


def test_quarters_by_actual_target_and_rag_under_merged_headings_on_two_tabs() -> None:
    """Two heading rows give each column its period; the tab or title gives the directorate."""
    head = [
        ["KPI", "Owner", "Q1 2024/25", None, None, "Q2 2024/25", None, None],
        [None, None, "Actual", "Target", "RAG", "Actual", "Target", "RAG"],
    ]
    plan = imported(
        workbook(
            (
                "Place",
                [*head, ["Missed bins per 100,000", "Head of Waste", 48, 50, "G", 55, 50, "R"]],
            ),
            (
                "Resources",
                [
                    *head,
                    ["Council tax collected", "Head of Revenues", 28.4, 28, "G", 55.2, 56, "A"],
                ],
            ),
            merged=("C1:E1", "F1:H1", "A1:A2", "B1:B2"),
        )
    )
    assert plan.doubts == ()
    assert values(plan) == {
        ("KPI-001", "2024/25 Q1"): Decimal(48),
        ("KPI-001", "2024/25 Q2"): Decimal(55),
        ("KPI-002", "2024/25 Q1"): Decimal("28.4"),
        ("KPI-002", "2024/25 Q2"): Decimal("55.2"),
    }
    assert [(t.kpi_ref, str(t.from_period), str(t.to_period), t.target) for t in plan.targets] == [
        ("KPI-001", "2024/25 Q1", "2024/25 Q2", 50),
        ("KPI-002", "2024/25 Q1", "2024/25 Q1", 28),
        ("KPI-002", "2024/25 Q2", "2024/25 Q2", 56),
    ]
    assert [c.text for c in plan.commentary] == [Rag.GREEN, Rag.RED, Rag.GREEN, Rag.AMBER]
    assert [k.directorate for k in plan.kpis] == ["Place", "Resources"]
    assert [c.name for c in plan.contacts] == ["Head of Waste", "Head of Revenues"]
    assert plan.left_out == ()


def test_unmerged_group_headings_reach_to_the_next_one() -> None:
    """As in a CSV file, where no cell is merged."""
    rows: list[list[object]] = [
        ["KPI", "Q1 2024/25", "", "Q2 2024/25", ""],
        ["", "Actual", "Target", "Actual", "Target"],
        ["Visits to libraries", 100, 90, 120, 95],
    ]
    book = Book("a.csv", (sheet_of("a.csv", "a", rows),))  # type: ignore[arg-type]
    plan = plan_import([book], ImportMapping(), Settings())
    assert list(values(plan).values()) == [100, 120]
    assert [t.target for t in plan.targets] == [90, 95]


def single_period(title: str = "Performance report: Quarter 3 2024/25") -> bytes:
    """A report of one quarter with the quarter before beside it."""
    return workbook(
        (
            "Sheet1",
            [
                [title],
                ["PI code", "Performance indicator", "Pref'd Outcm", "Last period", "This period", "Target",
                 "RAG status", "Commentary"],
                ["BV8", "Invoices paid on time", "Higher", "92.1%", "93.4%", "95%", "Amber", "Backlog cleared"],
                ["BV12", "Days lost (Minimise)", None, 8.9, 9.2, "<8.4", "Red", None],
            ],
        )
    )  # fmt: skip


def test_a_report_of_one_quarter_takes_its_period_from_the_title() -> None:
    """Earlier results beside it are reported as not taken in."""
    plan = imported(single_period())
    assert values(plan) == {
        ("BV8", "2024/25 Q3"): Decimal("93.4"),
        ("BV12", "2024/25 Q3"): Decimal("9.2"),
    }
    assert [k.polarity for k in plan.kpis] == [Polarity.HIGHER, Polarity.LOWER]
    assert set(left(plan)) == {"D3", "D4"}


def test_earlier_results_are_taken_when_asked() -> None:
    """Last period is the quarter before."""
    plan = imported(single_period(), mapping=ImportMapping(earlier_results=True))
    assert values(plan)["BV8", "2024/25 Q2"] == Decimal("92.1")
    assert plan.left_out == ()


def test_figures_without_any_period_are_a_doubt_until_one_is_given() -> None:
    """Nothing is taken from the sheet, and the doubt says what to do; --period settles it."""
    data = single_period("Performance report")
    plan = imported(data)
    assert plan.results == ()
    assert [g.topic for g in plan.doubts] == [Topic.SHEET]
    settled = imported(data, mapping=ImportMapping(period="2024/25 Q3"))
    assert settled.doubts == ()
    assert len(settled.results) == 2


def test_a_title_and_a_tab_that_disagree_on_the_quarter_are_a_doubt() -> None:
    """A stale title is the commonest fault of a copied file."""
    plan = imported(single_period("Quarter 1 2024/25"), name="Q3 2024-25.xlsx")
    assert any("elsewhere" in guess.why for guess in plan.doubts)


def test_months_as_dates_and_a_target_for_the_year() -> None:
    """Date headings are months; a year's target holds for the year's months; 0 is a result."""
    plan = imported(
        workbook(
            (
                "Monthly",
                [
                    [
                        "Measure",
                        "Unit",
                        "Target 2024/25",
                        date(2024, 4, 1),
                        date(2024, 5, 1),
                    ],
                    ["Calls answered in 20 seconds", "%", 0.8, 0.78, 0.812],
                    ["Complaints received", "Number", "No target", 12, 0],
                ],
            ),
            formats={"C2": "0%", "D2": "0.0%", "E2": "0.0%", "D1": "mmm-yy", "E1": "mmm-yy"},
        )
    )
    assert plan.doubts == ()
    assert values(plan)["KPI-001", "May 2024"] == Decimal("81.2")
    assert values(plan)["KPI-002", "May 2024"] == 0
    assert (str(plan.targets[0].from_period), str(plan.targets[0].to_period)) == (
        "2024/25",
        "2024/25",
    )


def test_a_fraction_among_percentages_is_a_doubt() -> None:
    """0.82 beside 79.9 is asked about, and 0 is not."""
    plan = imported(
        workbook(
            (
                "A",
                [
                    ["KPI", "Q1 2024/25", "Q2 2024/25", "Q3 2024/25"],
                    ["% of calls answered", 79.9, 0.82, 0],
                ],
            )
        )
    )
    assert [(g.text, g.meaning) for g in plan.doubts] == [("0.82 of KPI % of calls answered", "82")]


def test_a_section_row_of_a_service_below_a_directorate_column() -> None:
    """Where the directorate has a column, a section row names the service."""
    plan = imported(
        workbook(
            (
                "A",
                [
                    ["KPI", "Directorate", "Q1 2024/25"],
                    ["Waste"],
                    ["Bins missed", "Place", 5],
                    ["Highways"],
                    ["Potholes mended", "Place", 7],
                ],
            )
        )
    )
    assert [(k.directorate, k.service) for k in plan.kpis] == [
        ("Place", "Waste"),
        ("Place", "Highways"),
    ]


def test_the_same_name_under_two_directorates_is_two_kpis() -> None:
    """Sickness in Place is not sickness in Resources."""
    rows = [
        ["KPI", "Q1 2024/25"], ["Place"], ["Sickness days", 2], ["Resources"], ["Sickness days", 3],
    ]  # fmt: skip
    plan = imported(workbook(("A", rows)))
    assert len(plan.kpis) == 2
    assert sorted(values(plan).values(), key=str) == [2, 3]


def test_two_different_figures_for_one_kpi_and_period_are_a_doubt() -> None:
    """The first is kept, the second named with its cell."""
    rows = [["Ref", "KPI", "Q1 2024/25"], ["A1x", "Bins missed", 5], ["A1x", "Bins missed", 6]]
    plan = imported(workbook(("A", rows)))
    assert list(values(plan).values()) == [5]
    assert [guess.where.cell for guess in plan.doubts] == ["C3"]


def test_a_renamed_measure_is_asked_about() -> None:
    """Alike names whose periods differ may be one KPI; the mapping file says so."""
    rows = [
        ["KPI", "Period", "Value"],
        ["Children in care (5-16yrs) placed nearby", "2023/24 Q1", 5],
        ["Children in care (5 to 16 years) placed nearby", "2023/24 Q2", 6],
        ["Visits to the museum and gallery", "2023/24 Q1", 5],
        ["Maidstone: Visits to the museum and gallery", "2023/24 Q2", 6],
    ]
    plan = imported(workbook(("A", rows)))
    assert len(plan.kpis) == 3
    assert [guess.topic for guess in plan.doubts] == [Topic.SAME]
    said = ImportMapping(
        same={"Maidstone: Visits to the museum and gallery": "Visits to the museum and gallery"}
    )
    assert len(imported(workbook(("A", rows)), mapping=said).kpis) == 2


def test_measures_that_differ_only_in_a_number_are_never_one() -> None:
    """Within 5 days is not within 10 days."""
    rows = [
        ["KPI", "Period", "Value"],
        ["Answered within 5 days", "2023/24 Q1", 5],
        ["Answered within 10 days", "2023/24 Q2", 6],
    ]
    plan = imported(workbook(("A", rows)))
    assert len(plan.kpis) == 2
    assert plan.doubts == ()


def test_an_unreadable_period_is_a_doubt_and_its_rows_are_left_with_the_reason() -> None:
    """Apr-May 2008 is refused in words; other rows are read."""
    rows = [
        ["KPI", "Period", "Value"],
        ["Bins missed", "Apr-May 2008", 5],
        ["Bins missed", "Apr-Jun 2008", 6],
    ]
    plan = imported(workbook(("A", rows)))
    assert values(plan) == {("KPI-001", "2008/09 Q1"): 6}
    assert [guess.text for guess in plan.doubts] == ["Apr-May 2008"]
    assert set(left(plan)) == {"A2", "B2", "C2"}
    said = ImportMapping(periods={"Apr-May 2008": "leave out"})
    assert imported(workbook(("A", rows)), mapping=said).doubts == ()


def test_a_sheet_without_a_table_is_reported_cell_by_cell() -> None:
    """A cover is no table of KPIs."""
    rows = [["KPI", "Q1 2024/25"], ["Bins missed", 5]]
    plan = imported(
        workbook(("Cover", [["Our performance"], ["Made by the officer"]]), ("A", rows))
    )
    assert {a.where.sheet for a in plan.left_out} == {"Cover"}


def test_hidden_tabs_and_repeated_headings_do_not_become_kpis() -> None:
    """A heading row repeated in the middle of the table is a heading."""
    rows = [
        ["KPI", "Q1 2024/25"],
        ["Bins missed", 5],
        ["KPI", "Q1 2024/25"],
        ["Potholes mended", 7],
    ]
    plan = imported(workbook(("A", rows)))
    assert [k.name for k in plan.kpis] == ["Bins missed", "Potholes mended"]
    assert plan.left_out == ()


@pytest.mark.parametrize("words", ["Value, 2024/25 Q1", "leave out"])
def test_the_mapping_file_decides_what_a_column_is(words: str) -> None:
    """A heading nobody knows is taken or left as the officer says."""
    rows = [["KPI", "Flurb"], ["Bins missed", 5]]
    plan = imported(
        workbook(("A", rows)), mapping=ImportMapping(headings={"KPI": "KPI name", "Flurb": words})
    )
    assert [g.sure for g in plan.guesses if g.topic is Topic.HEADING] == [Sureness.SETTLED] * 2
    assert len(plan.results) == (1 if words.startswith("Value") else 0)


def test_figures_of_a_tab_whose_titles_name_two_periods_wait_for_the_answer():
    """The tab is called Q2, its title says Q3: a draft takes the one, the register neither."""
    rows = [
        ["Performance, quarter 3 2024/25"],
        ["Ref", "KPI", "Target", "Actual"],
        ["A1", "Calls answered in time (%)", "90%", "88%"],
    ]
    sheet = sheet_of("a.xlsx", "Quarter 2 2024-25", rows)  # type: ignore[arg-type]
    book = Book("a.xlsx", (sheet,))
    plan = plan_import([book], ImportMapping(), Settings())
    assert len(plan.results) == 1
    assert any(
        one.topic is Topic.SHEET and one.meaning.startswith("period ") for one in plan.doubts
    )
    assert plan_import([book], plan.without_doubts, Settings()).results == ()


cell = st.one_of(
    st.none(),
    st.integers(-5, 2030),
    st.floats(0, 1),
    st.sampled_from(
        ["", " ", "KPI", "Ref", "Actual", "Target", "RAG", "Q1 2024/25", "2023/24", "Period", "Value", "Place", "85%",
         "<5", "n/a", "TBC", "Green", "High", "Comments", "AH01 Bins missed", "% of calls", "Increase", "Directorate"]
    ),
)  # fmt: skip


@settings(max_examples=150, deadline=None)
@example([[0, 1, None, None, "KPI", "Q1 2024/25"], [0, 0, None, None, None, "<5"]])
@example([["Waits", "Calls", "KPI", "Value", "Period"], [3, 4, None, "<5", "Q1 2024/25"]])
@given(st.lists(st.lists(cell, min_size=1, max_size=6), min_size=1, max_size=9))
def test_filled_cells_are_taken_headings_or_reported(rows: list[list[object]]) -> None:
    """Whatever a sheet looks like, no filled cell goes missing, and nothing stops the reading."""
    book = Book("a.csv", (sheet_of("a.csv", "a", rows),))  # type: ignore[arg-type]
    plan = plan_import([book], ImportMapping(), Settings())
    filled = [
        value
        for row in rows
        for value in row
        if value is not None and (not isinstance(value, str) or value.strip())
    ]
    counts = {fate: sum(a.fate is fate for a in plan.accounts) for fate in Fate}
    assert sum(counts.values()) == len(filled)
    assert all(a.words for a in plan.accounts)
    taken = sum(a.fate is Fate.TAKEN and a.words.startswith("Results") for a in plan.accounts)
    assert len(plan.results) <= taken
