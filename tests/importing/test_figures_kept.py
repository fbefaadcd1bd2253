"""No figure of a scorecard is taken for another time, another KPI or another size, nor lost unasked."""

from __future__ import annotations

import io
from collections.abc import Sequence
from datetime import date, time, timedelta
from decimal import Decimal
from pathlib import Path

import openpyxl
import pytest

from pmf_cli.importing.guesses import Sureness, Topic
from pmf_cli.importing.mapping import ImportMapping, parse_mapping
from pmf_cli.importing.plan import ImportPlan, plan_import
from pmf_cli.importing.questions.answers import answers_in
from pmf_cli.importing.questions.book import questions_book
from pmf_cli.importing.questions.content import questions_of
from pmf_cli.pipeline.read.opening import open_register
from pmf_cli.register.terms import CommentaryKind, Frequency, TimeBasis
from pmf_cli.settings import Limits, Settings
from pmf_cli.workbook.cells import Book, Cell
from pmf_cli.workbook.read import book_of
from tests.importing.answered import say_yes
from tests.make import sheet_of
from tests.running import pmf

Rows = Sequence[Sequence[object]]


def plan(rows: Rows, mapping: str = "") -> ImportPlan:
    """The plan for a scorecard of one sheet, with what the officer has settled."""
    book = Book("card.xlsx", (sheet_of("card.xlsx", "Card 2024-25", [list(r) for r in rows]),))
    return plan_import(
        [book], parse_mapping(mapping, "m") if mapping else ImportMapping(), Settings()
    )


def looked_through(asked: bytes) -> bytes:
    """The workbook of questions with Yes at the top of every tab."""
    book = openpyxl.load_workbook(io.BytesIO(asked))
    say_yes(book)
    buffer = io.BytesIO()
    book.save(buffer)
    return buffer.getvalue()


def doubts(made: ImportPlan) -> dict[str, str]:
    """Text → meaning of what somebody must decide."""
    return {guess.text: guess.meaning for guess in made.doubts}


def results(made: ImportPlan) -> dict[tuple[str, str], object]:
    return {(r.kpi_ref, str(r.period)): r.value for r in made.results}


def targets(made: ImportPlan) -> dict[tuple[str, str], object]:
    return {(t.kpi_ref, str(t.from_period)): t.target for t in made.targets}


ANNUAL = [
    ["Ref", "Indicator", "Good is", "Annual target", "Q1", "Q2"],
    ["V1", "Country park visitors", "High", "52,000", "9,400", "21,300"],
    ["V2", "Museum school visits", "High", "8,000", "1,950", "2,240"],
]


def test_an_annual_target_beside_quarters_is_asked_about_once_for_the_sheet() -> None:
    made = plan(ANNUAL)
    assert doubts(made) == {"Annual target": "Target, year"}
    assert targets(made) == {("V1", "2024/25"): 52000, ("V2", "2024/25"): 8000}
    assert {str(t.to_period) for t in made.targets} == {"2024/25"}


def test_the_answer_to_that_question_is_obeyed() -> None:
    each = plan(ANNUAL, '[headings]\n"Annual target" = "Target"')
    assert not each.doubts
    assert targets(each) == {("V1", "2024/25 Q1"): 52000, ("V2", "2024/25 Q1"): 8000}
    year = plan(ANNUAL, '[headings]\n"Annual target" = "Target, year"')
    assert not year.doubts
    assert targets(year) == {("V1", "2024/25"): 52000, ("V2", "2024/25"): 8000}


def test_an_annual_target_and_a_quarters_target_are_both_kept() -> None:
    made = plan(
        [
            ["Ref", "Indicator", "Annual target", "Q1 target", "Q1 actual"],
            ["T1", "Homes built", 60, 12, 9],
        ],
        '[headings]\n"Annual target" = "Target, year"',
    )
    assert targets(made) == {("T1", "2024/25"): 60, ("T1", "2024/25 Q1"): 12}
    assert not [a for a in made.left_out if a.text in ("60", "12")]


def test_an_annual_target_beside_rows_for_months_is_the_year_of_each_row() -> None:
    made = plan(
        [
            ["KPI", "Month", "Annual target", "Actual"],
            ["Homes built", "March 2024", 50, 5],
            ["Homes built", "April 2024", 60, 6],
        ]
    )
    assert doubts(made)["Annual target"] == "Target, year"
    assert set(targets(made).values()) == {50, 60}
    assert {period for _, period in targets(made)} == {"2023/24", "2024/25"}


YTD = [
    ["Ref", "Indicator", "Month", "Target", "YTD Actual", "Monthly Actual"],
    ["Y1", "Homes built", "May 2024", 20, 35, 17],
    ["Y1", "Homes built", "June 2024", 20, 58, 23],
]


def test_figures_of_the_year_to_date_are_never_taken_for_the_months() -> None:
    made = plan(YTD)
    assert doubts(made) == {"YTD Actual": "leave out"}
    assert results(made) == {("Y1", "May 2024"): 17, ("Y1", "Jun 2024"): 23}
    assert made.kpis[0].time_basis is None


def test_figures_of_the_year_to_date_taken_by_choice_make_the_kpi_cumulative() -> None:
    settled = '[headings]\n"YTD Actual" = "Value"\n"Monthly Actual" = "leave out"'
    made = plan(YTD, settled)
    assert not made.doubts
    assert results(made) == {("Y1", "May 2024"): 35, ("Y1", "Jun 2024"): 58}
    assert made.kpis[0].time_basis is TimeBasis.CUMULATIVE
    alone = plan([[*row[:5]] for row in YTD])
    assert "YTD Actual" in doubts(alone)
    assert alone.kpis[0].time_basis is TimeBasis.CUMULATIVE


def test_a_year_to_date_column_beside_quarters_is_no_outturn() -> None:
    made = plan(
        [
            ["Ref", "Indicator", "Q1", "Q2", "Year to date"],
            ["C1", "Council tax collected (%)", "29.1%", "57.2%", "57.2%"],
        ]
    )
    assert doubts(made) == {"Year to date": "leave out"}
    assert results(made) == {("C1", "2024/25 Q1"): Decimal("29.1"), ("C1", "2024/25 Q2"): Decimal("57.2")}  # fmt: skip


def test_monthly_and_quarterly_figures_of_one_kpi_ask_which_is_reported() -> None:
    rows = [
        ["KPI", "Apr 2024", "May 2024", "Jun 2024", "Q1 2024/25"],
        ["Calls answered (%)", "81%", "82%", "90%", "68.9%"],
    ]
    assert plan(rows).doubts
    made = plan(rows, '[defaults]\nFrequency = "Quarterly"')
    assert not made.doubts
    assert made.kpis[0].frequency is Frequency.QUARTERLY
    assert results(made)["KPI-001", "2024/25 Q1"] == Decimal("68.9")


OFTEN = [
    ["Ref", "KPI", "Frequency", "Q1 2024/25", "Q2 2024/25", "Q4 2024/25"],
    ["A1", "% of calls answered", "Monthly", "81%", "82%", "80%"],
    ["A2", "% of bins emptied", "Quarterly", "91%", "92%", "90%"],
    ["A3", "% of tenants satisfied", "Annual", "Annual", "Annual", "77%"],
]


def test_a_frequency_that_no_figure_has_is_asked_about() -> None:
    """The figures are rated by their own until somebody answers."""
    made = plan(OFTEN)
    asked = {one.text: one for one in made.doubts}
    assert set(asked) == {"A1", "A3"}
    assert "column says Monthly" in asked["A1"].why
    assert asked["A1"].field == "frequency"
    assert {kpi.frequency for kpi in made.kpis} == {Frequency.QUARTERLY}


def test_what_is_answered_of_a_frequency_stands_above_its_column_and_the_figures() -> None:
    """An annual KPI's one figure, under the quarter that ends the year, is the year's."""
    said = '[kpis.A1]\nFrequency = "Quarterly"\n[kpis.A3]\nFrequency = "Annual"'
    made = plan(OFTEN, said)
    assert not made.doubts
    assert [kpi.frequency for kpi in made.kpis] == [
        Frequency.QUARTERLY,
        Frequency.QUARTERLY,
        Frequency.ANNUAL,
    ]
    assert results(made)["A3", "2024/25"] == Decimal("77")
    assert ("A3", "2024/25 Q4") not in results(made)
    assert results(made)["A1", "2024/25 Q4"] == Decimal("80")


def test_figures_of_several_quarters_are_no_years_figures_whatever_is_answered() -> None:
    made = plan(OFTEN, '[kpis.A2]\nFrequency = "Annual"')
    assert results(made)["A2", "2024/25 Q4"] == Decimal("90")


def test_an_annual_kpi_that_is_only_not_due_is_not_asked_about() -> None:
    rows = [OFTEN[0], ["A3", "% of tenants satisfied", "Annual", "Annual", "Not due", ""]]
    assert not plan(rows).doubts


def test_a_length_of_time_is_imported_in_the_kpis_unit() -> None:
    thirty = timedelta(hours=30, minutes=15).total_seconds() / 86400
    rows = [
        ["Ref", "Indicator", "Good is", "Target", "Q1"],
        ["E1", "Average time to answer (minutes)", "Low", 5, Cell(1, 1, 465 / 86400, "[mm]:ss")],
        ["E2", "Hours of cleansing lost", "Low", 20, Cell(1, 1, thirty, "[h]:mm")],
        ["E3", "Average call", "Low", Cell(1, 1, time(0, 5), "h:mm"), Cell(1, 1, time(0, 7), "h:mm")],
    ]  # fmt: skip
    made = plan(rows)
    assert results(made)["E1", "2024/25 Q1"] == Decimal("7.75")
    assert results(made)["E2", "2024/25 Q1"] == Decimal("30.25")
    assert (made.kpis[0].unit, made.kpis[1].unit) == ("minutes", "hours")
    assert {"E3", "00:07:00", "00:05:00"} <= doubts(made).keys()
    asked = questions_book(
        questions_of(made), fingerprints=[], command="", made_on=date(2025, 2, 3)
    )
    answers = answers_in(book_of("questions.xlsx", looked_through(asked), Limits()))
    again = plan_import(
        [Book("c.xlsx", (sheet_of("c.xlsx", "Card 2024-25", rows),))], answers, Settings()
    )
    assert results(again) == results(made)


def test_text_in_another_unit_is_told_in_the_kpis_or_left_out() -> None:
    made = plan(
        [
            ["Ref", "Indicator", "Unit", "Q1", "Q2", "Q3"],
            ["U1", "Time to repair", "hours", "90 minutes", "2 hours", "3 days"],
            ["U2", "Spend", "£", "£1.2m", "£900k", "12 hours"],
        ]
    )
    assert results(made) == {
        ("U1", "2024/25 Q1"): Decimal("1.5"),
        ("U1", "2024/25 Q2"): 2,
        ("U2", "2024/25 Q1"): 1_200_000,
        ("U2", "2024/25 Q2"): 900_000,
    }
    assert {"U1", "U2"} <= doubts(made).keys()


def test_figures_in_rows_without_a_kpi_or_under_no_heading_are_a_doubt() -> None:
    made = plan(
        [
            ["Service", "KPI", "Q1", "Q2"],
            ["Waste", "Missed bins", 31, 35],
            [None, None, 40, 40],
        ]
    )
    (doubt,) = made.doubts
    assert (doubt.topic, doubt.meaning, doubt.count) == (Topic.VALUE, "leave out", 2)
    unknown = plan([["KPI", "Zeta", "Q1"], ["Missed bins", 12, 31]])
    assert doubts(unknown) == {"Zeta": "leave out"}


def test_a_sheet_of_figures_without_a_table_is_a_doubt() -> None:
    card = sheet_of("c.xlsx", "Card 2024-25", [["KPI", "Q1"], ["Missed bins", 31]])
    other = sheet_of("c.xlsx", "Housing", [["Month", "Rent %"], ["April", 98.1]])
    book = Book("c.xlsx", (card, other))
    made = plan_import([book], ImportMapping(), Settings())
    assert doubts(made) == {"Housing": "leave out"}
    settled = parse_mapping('[sheets]\n"Housing" = { leave_out = true }', "m")
    assert not plan_import([book], settled, Settings()).doubts


TWO_NAMES = [
    ["Ref", "Indicator", "Target", "Q1"],
    ["1.1", "Repairs finished on time (%)", 80, 81],
    ["1.1", "Rents paid on time (%)", 95, 90],
]


def test_two_names_under_one_reference_are_kept_apart() -> None:
    made = plan(TWO_NAMES)
    assert doubts(made) == {"Rents paid on time (%)": "separate"}
    assert {k.ref: k.name for k in made.kpis} == {
        "1.1": "Repairs finished on time (%)",
        "1.1-2": "Rents paid on time (%)",
    }
    assert results(made) == {("1.1", "2024/25 Q1"): 81, ("1.1-2", "2024/25 Q1"): 90}


@pytest.mark.parametrize(("said", "kpis"), [("separate", 2), ("1.1", 1)])
def test_what_is_said_of_two_names_is_obeyed_and_confirmed_only_then(said, kpis) -> None:
    made = plan(TWO_NAMES, f'[same]\n"Rents paid on time (%)" = "{said}"')
    assert len(made.kpis) == kpis
    (guess,) = [g for g in made.guesses if g.topic is Topic.SAME]
    assert (guess.meaning, guess.sure) == (said, Sureness.SETTLED)


def test_separate_is_obeyed_where_nothing_has_a_reference() -> None:
    rows = [["KPI", "Q1"], ["Missed bins per week", 3], ["KPI", "Q2"], ["Missed bins a week", 4]]
    made = plan(rows, '[same]\n"Missed bins a week" = "separate"')
    assert {k.name for k in made.kpis} == {"Missed bins per week", "Missed bins a week"}


@pytest.mark.parametrize("answer", ["No", "Yes", "N"])
def test_an_answer_in_a_row_of_figures_is_no_heading(answer: str) -> None:
    made = plan(
        [
            ["Ref", "Indicator", "Q1", "Q2"],
            ["A1", "Missed bins", 31, 35],
            ["A2", "Plan adopted", answer, "Target"],
            ["A3", "Calls", 81, 82],
        ]
    )
    assert [k.ref for k in made.kpis] == ["A1", "A2", "A3"]


def test_references_are_read_as_they_are_shown() -> None:
    made = plan(
        [
            ["Ref", "Indicator", "Q1"],
            [Cell(1, 1, 7, "000"), "Empty homes", 1],
            [Cell(1, 1, 1.1, "0.00"), "Repairs done", 2],
            [Cell(1, 1, 1.1, "0.0"), "Rents paid", 3],
            [Cell(1, 1, 4, '"KPI-"00'), "Calls", 4],
            ["007", "Empty shops", 5],
        ]
    )
    assert [k.ref for k in made.kpis] == ["007", "1.10", "1.1", "KPI-04", "007-2"]


@pytest.mark.parametrize("unit", ["-", "n/a", "N/A", "–", "TBC"])
def test_a_unit_column_that_names_no_unit_gives_none(unit: str) -> None:
    made = plan([["KPI", "Unit", "Q1"], ["Missed bins", unit, 31]])
    assert made.kpis[0].unit == "number"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Mar 2026", None),
        ("1.1m", "Value 1100000"),
        ("3/4", None),
        ("Maintain below 9%", "Value 9 %"),
        ("Keep under 20 days", "Value 20 days"),
        ("Maintain 9% or above", "Value 9 %"),
        ("Increase to 45%", "Value 45 %"),
        ("Reduce to below 10%", "Value 10 %"),
        ("1 in 4", "Value 25 %"),
    ],
)
def test_no_number_is_made_of_a_target_that_says_another_thing(text, expected) -> None:
    made = plan([["KPI", "Target", "Q1"], ["Vacancy rate", text, 8]])
    meaning = next((g.meaning for g in made.guesses if g.topic is Topic.TARGET), None)
    assert meaning == (expected or "leave out")
    if expected is None:
        assert made.doubts
        assert not made.targets


def test_a_limit_that_is_to_be_kept_is_a_maximum() -> None:
    made = plan([["KPI", "Target", "Q1"], ["Vacancy rate", "Maintain below 9%", "8.4%"]])
    assert str(made.kpis[0].polarity) == "Lower is better"


def test_a_direction_whose_figure_would_be_lost_is_a_doubt() -> None:
    assert plan([["KPI", "Target", "Q1"], ["Visits", "Increase on 1,200 last year", 8]]).doubts
    assert not plan([["KPI", "Target", "Q1"], ["Visits", "Increase on 2015/16", 8]]).doubts


def test_a_comment_beside_a_red_or_a_missed_target_is_the_results_reason() -> None:
    made = plan(
        [
            ["Ref", "Indicator", "Good is", "Target", "Q1", "RAG", "Comments"],
            ["C1", "Calls (%)", "High", "90%", "70%", "Red", "Two vacancies"],
            ["C2", "Bins", "Low", 40, 31, "Green", "A dry quarter"],
            ["C3", "Rents (%)", "High", "95%", "90%", None, "Fewer direct debits"],
            ["C4", "Homes", "High", 10, 12, None, "On programme"],
        ]
    )
    kinds = {c.kpi_ref: c.kind for c in made.commentary if c.kind is not CommentaryKind.JUDGED}
    assert kinds == {
        "C1": CommentaryKind.REASON,
        "C2": CommentaryKind.CONTEXT,
        "C3": CommentaryKind.REASON,
        "C4": CommentaryKind.CONTEXT,
    }


def _csv(folder: Path, text: str) -> Path:
    path = folder / "card.csv"
    path.write_text(text, encoding="utf-8")
    return path


def test_import_says_what_became_of_the_cells_and_fails_where_nothing_was_taken(tmp_path) -> None:
    card = _csv(tmp_path, "Ref,Indicator,Target,Q1 2024/25\nM1,Missed bins,40,31\n")
    first = pmf("import", card, "--register", tmp_path / "r", "--write")
    assert first.code == 0
    assert "4 taken in, 0 there already, 0 not taken in" in first.all
    again = pmf("import", card, "--register", tmp_path / "r", "--write")
    assert again.code == 0
    assert "holds all of this already" in again.all
    assert "0 taken in, 4 there already, 0 not taken in" in again.all
    blank = pmf(
        "import", card, "--register", tmp_path / "r", "--write", "--default", "Financial=No"
    )  # fmt: skip
    assert blank.code == 0
    assert "holds all of this already" not in blank.all
    assert open_register(tmp_path / "r").register.kpis[0].financial is False
    nothing = _csv(tmp_path, "Ref,Indicator,Target,Q1 2024/25\nM1,,,\n,,x,\n")
    empty = pmf("import", nothing, "--register", tmp_path / "r", "--write", "--accept-doubts")
    assert empty.code == 1
    assert "holds all of this already" not in empty.all
