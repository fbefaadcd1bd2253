"""What a column is beside figures: earlier outturns, baselines, forecasts, targets of other times, words for targets."""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path

import openpyxl
import pytest

from pmf_cli.importing.assumed import assumptions_of
from pmf_cli.importing.figures import figure_in
from pmf_cli.importing.guesses import Sureness
from pmf_cli.importing.mapping import ImportMapping
from pmf_cli.importing.merge import merged
from pmf_cli.importing.plan import ImportPlan, plan_import
from pmf_cli.importing.questions.answers import answers_in
from pmf_cli.importing.questions.book import questions_book
from pmf_cli.importing.questions.content import QuestionTab, questions_of
from pmf_cli.importing.questions.kept import form_of
from pmf_cli.importing.readings import mapping_words
from pmf_cli.importing.target_text import target_from_words, target_in
from pmf_cli.register.sheets.rows import RowSource, SheetPlace
from pmf_cli.register.terms import ComparatorRule, Polarity, TargetType, ValueStatus
from pmf_cli.settings import Limits, Settings
from pmf_cli.workbook.cells import Book
from pmf_cli.workbook.read import book_of
from tests.importing.answered import say_yes
from tests.importing.test_merge import register_of
from tests.make import sheet_of

TEXTS = Path(__file__).parents[1] / "data" / "target_texts.csv"
PLAN_OF_YEARS = [
    ["Ref", "Indicator", "Good is", "Baseline", "2022/23 outturn", "2023/24 actual", "Target 24/25", "Target 25/26",
     "Q1 24/25", "Q2 24/25", "Year end forecast", "Lead officer"],
    ["A1", "% of calls answered", "High", "70%", "72%", "75%", "80%", "82%", "76%", "77%", "79%", "Jane Smith"],
    ["A2", "Fly tips", "Low", "400", "380", "350", "Reduce", "Reduce", "90", "85", "330", "Omar Ali"],
]  # fmt: skip


def plan(rows: Sequence[Sequence[object]], answers: ImportMapping | None = None) -> ImportPlan:
    """The plan for a scorecard of one sheet."""
    book = Book("card.xlsx", (sheet_of("card.xlsx", "Card 2024-25", [list(r) for r in rows]),))
    return plan_import([book], answers or ImportMapping(), Settings())


def results(made: ImportPlan) -> dict[tuple[str, str], str]:
    return {(r.kpi_ref, str(r.period)): str(r.value) for r in made.results}


def forecasts(made: ImportPlan) -> dict[tuple[str, str], tuple[str, str]]:
    """Reference and period → figure, and when it was made."""
    return {(f.kpi_ref, str(f.for_period)): (str(f.value), str(f.made_in)) for f in made.forecasts}


def targets(made: ImportPlan) -> dict[tuple[str, str], str]:
    return {(t.kpi_ref, str(t.from_period)): f"{t.target_type} {t.target}" for t in made.targets}


def answered(made: ImportPlan, tab: str = "", cells: dict[str, str] | None = None) -> ImportMapping:
    """The answers in a workbook of questions: every tab looked through, some cells of one typed over."""
    data = questions_book(
        questions_of(made), fingerprints=["f"], command="pmf", made_on=date(2025, 2, 3)
    )
    book = openpyxl.load_workbook(io.BytesIO(data))
    say_yes(book)
    for address, text in (cells or {}).items():
        book[tab][address] = text
    buffer = io.BytesIO()
    book.save(buffer)
    return answers_in(book_of("q.xlsx", buffer.getvalue(), Limits()))


@pytest.fixture(scope="module")
def years() -> ImportPlan:
    return plan(PLAN_OF_YEARS)


def test_outturns_of_earlier_years_are_results_of_those_years(years: ImportPlan) -> None:
    """And the KPI is a quarterly one that begins with its first quarter."""
    assert {key[1]: value for key, value in results(years).items() if key[0] == "A1"} == {
        "2022/23": "72", "2023/24": "75", "2024/25 Q1": "76", "2024/25 Q2": "77",
    }  # fmt: skip
    assert {str(kpi.frequency) for kpi in years.kpis} == {"Quarterly"}
    assert {str(kpi.first_period) for kpi in years.kpis} == {"2024/25 Q1"}


def test_a_baseline_is_kept_with_its_kpi_and_is_no_result(years: ImportPlan) -> None:
    assert [str(kpi.baseline_value) for kpi in years.kpis] == ["70", "400"]
    assert years.left_out == ()


def test_what_is_expected_for_the_year_is_a_forecast_of_the_year(years: ImportPlan) -> None:
    """Made in the newest quarter that has a figure, by the KPI's contact; no quarter is rated on it."""
    assert forecasts(years) == {
        ("A1", "2024/25"): ("79", "2024/25 Q2"),
        ("A2", "2024/25"): ("330", "2024/25 Q2"),
    }
    assert [row.by for row in years.forecasts] == [kpi.key_contact for kpi in years.kpis]


def test_targets_by_year_are_each_of_its_year(years: ImportPlan) -> None:
    found = targets(years)
    assert found["A1", "2024/25"] == "Value 80"
    assert found["A1", "2025/26"] == "Value 82"


def test_a_target_without_period_beside_earlier_outturns_begins_with_the_quarters() -> None:
    made = plan(
        [
            ["Ref", "Indicator", "2023/24 outturn", "Target", "Q1 24/25", "Q2 24/25"],
            ["A1", "% of calls answered", "75%", "80%", "76%", "77%"],
        ]
    )
    assert targets(made) == {("A1", "2024/25 Q1"): "Value 80"}


@pytest.mark.parametrize(
    ("heading", "period", "made_in"),
    [
        ("Q3 24/25 (forecast)", "2024/25 Q3", "2024/25 Q2"),
        ("Q4 24/25 F", "2024/25 Q4", "2024/25 Q2"),
        ("Projected outturn", "2024/25", "2024/25 Q2"),
        ("Forecast outturn 2024/25", "2024/25", "2024/25 Q2"),
    ],
)
def test_headings_of_forecasts(heading: str, period: str, made_in: str) -> None:
    """Whatever they are called, their figures are no results."""
    rows = [["Ref", "Indicator", "Target", "Q1 24/25", "Q2 24/25", heading],
            ["A1", "% of calls answered", "80%", "76%", "77%", "78%"]]  # fmt: skip
    made = plan(rows)
    assert forecasts(made) == {("A1", period): ("78", made_in)}
    assert set(results(made)) == {("A1", "2024/25 Q1"), ("A1", "2024/25 Q2")}


@pytest.mark.parametrize("words", [("A", "P", "F"), ("Actual", "Provisional", "Forecast")])
def test_a_column_that_says_how_firm_figures_are(words: tuple[str, str, str]) -> None:
    """What it calls a forecast is none of the results; it is no published rating."""
    rows = [["Ref", "Indicator", "Target", "Value", "Status", "Period"]]
    for word, value, quarter in zip(words, ("76%", "78%", "79%"), ("Q1", "Q2", "Q3"), strict=True):
        rows.append(["A1", "% of calls answered", "80%", value, word, f"2024/25 {quarter}"])
    made = plan(rows)
    assert [(str(r.period), r.value_status) for r in made.results] == [
        ("2024/25 Q1", None),
        ("2024/25 Q2", ValueStatus.PROVISIONAL),
    ]
    assert forecasts(made) == {("A1", "2024/25 Q3"): ("79", "2024/25 Q3")}
    assert made.commentary == ()


def test_a_column_of_letters_that_are_all_colours_is_one_of_ratings() -> None:
    rows = [["Ref", "Indicator", "Target", "Value", "Status", "Period"],
            ["A1", "% of calls answered", "80%", "76%", "A", "2024/25 Q1"],
            ["A1", "% of calls answered", "80%", "71%", "R", "2024/25 Q2"]]  # fmt: skip
    assert [row.text for row in plan(rows).commentary] == ["Amber", "Red"]


def test_a_forecast_that_the_register_has_is_not_added_again_and_another_is_named() -> None:
    first = plan(PLAN_OF_YEARS)
    register = register_of(first)
    assert merged(first, register).rows["Forecasts"] == ()
    changed = [row[:] for row in PLAN_OF_YEARS]
    changed[1][10] = "81%"
    (conflict,) = merged(plan(changed), register).conflicts
    assert (conflict.what, conflict.old, conflict.new) == ("Forecast", "79", "81")


def test_an_annual_target_beside_one_quarter_is_asked_about() -> None:
    """A scorecard of one quarter: its period stands in the title, not beside the target."""
    made = plan(
        [
            ["Corporate plan 2024/25 Q3"],
            ["Ref", "Indicator", "This quarter", "Annual target"],
            ["A1", "Visits", "800", "4000"],
        ]
    )
    assert [guess.meaning for guess in made.doubts] == ["Target, year"]
    assert targets(made) == {("A1", "2024/25"): "Value 4000"}


@pytest.mark.parametrize(
    ("text", "at"),
    [
        ("200 per annum", "2024/25"),
        ("200 (annual)", "2024/25"),
        ("200 a year", "2024/25"),
        ("200 per quarter", "2024/25 Q1"),
        ("200", "2024/25 Q1"),
    ],
)
def test_a_target_is_for_the_time_that_its_words_say(text: str, at: str) -> None:
    """Also once its reading was looked through."""
    rows = [["Ref", "Indicator", "Good is", "Target", "Q1 24/25", "Q2 24/25"],
            ["A1", "Visits", "High", text, "40", "50"]]  # fmt: skip
    made = plan(rows)
    assert targets(made) == {("A1", at): "Value 200"}
    assert targets(plan(rows, answered(made))) == {("A1", at): "Value 200"}


@pytest.mark.parametrize(
    ("text", "at"),
    [
        ("£11.2m by 31 March 2025", "2024/25"),
        ("£11.2m (by 31/03/2025)", "2024/25"),
        ("£11.2m by the end of March 2026", "2025/26"),
        ("£11.2m by 31 December 2024", "2024/25 Q3"),
        ("£11.2m by Q4 2024/25", "2024/25 Q4"),
        ("£11.2m by 30 November 2024", "Nov 2024"),
        ("£11.2m for 2025/26", "2025/26"),
        ("£11.2m by year end", "2024/25"),
    ],
)
def test_a_target_to_be_reached_by_a_day_is_for_what_ends_on_it_and_asked_about(
    text: str, at: str
) -> None:
    """Never for the quarter in which it stands; the answer may name another period."""
    rows = [["Ref", "Indicator", "Good is", "Q3 24/25 Target", "Q3 24/25 Actual"],
            ["A1", "Savings made (£m)", "High", text, "7.1"]]  # fmt: skip
    made = plan(rows)
    assert targets(made) == {("A1", at): "Value 11.2"}
    assert [one.text for one in made.doubts] == [text]
    again = plan(rows, ImportMapping(targets={text: made.doubts[0].meaning}))
    assert targets(again) == {("A1", at): "Value 11.2"}
    last = plan(rows, ImportMapping(targets={text: "Value 11.2 £m for 2024/25 Q4"}))
    assert targets(last) == {("A1", "2024/25 Q4"): "Value 11.2"}


def test_a_target_for_a_time_of_its_own_is_not_carried_on_over_the_columns() -> None:
    rows = [["Ref", "Indicator", "Target", "Q1 24/25", "Q2 24/25"],
            ["A1", "Homes let", "40 by 31 March 2025", "12", "14"]]  # fmt: skip
    (target,) = plan(rows).targets
    assert (str(target.from_period), str(target.to_period)) == ("2024/25", "2024/25")


def test_a_target_for_a_part_of_the_figures_period_is_named() -> None:
    rows = [["Ref", "Indicator", "Target", "Q1 24/25"], ["A1", "Complaints", "10 per month", "25"]]
    made = plan(rows)
    assert made.targets == ()
    assert [account.where.cell for account in made.left_out] == ["C2"]


@pytest.mark.parametrize(
    ("good", "kind"), [("High", TargetType.INCREASE), ("Low", TargetType.DECREASE), ("", None)]
)
def test_improve_is_up_or_down_by_the_polarity(good: str, kind: TargetType | None) -> None:
    """Without one it is named, and taken in once the polarity is answered."""
    rows = [["Ref", "Indicator", "Good is", "Target", "Q1 24/25", "Q2 24/25"],
            ["A1", "Bins emptied", good, "Improve", "90", "80"]]  # fmt: skip
    made = plan(rows)
    assert [row.target_type for row in made.targets] == ([kind] if kind else [])
    again = plan(rows, answered(made, QuestionTab.KPIS, {"D5": Polarity.LOWER.value}))
    assert [row.target_type for row in again.targets] == [TargetType.DECREASE]


def test_a_result_and_its_target_in_one_cell_are_both_taken() -> None:
    rows = [["Ref", "Indicator", "Q3 24/25"], ["A1", "Calls answered", "89% vs 85% target"]]
    made = plan(rows)
    assert results(made) == {("A1", "2024/25 Q3"): "89"}
    assert targets(made) == {("A1", "2024/25 Q3"): "Value 85"}


@pytest.mark.parametrize("row", list(csv.DictReader(TEXTS.read_text("utf-8").splitlines())))
def test_published_words_are_read_asked_or_named(row: dict[str, str]) -> None:
    """Each text that councils printed as a target or beside one: by hand, what it is and how sure that is."""
    if row["stands as"] == "target":
        reading = target_in(row["text"])
        words, sure, is_nothing = reading.words, reading.sure, reading.kind is None
        settled = target_from_words(words)
        assert is_nothing or (settled is not None and settled.words == words)
    else:
        figure = figure_in(row["text"])
        words, sure, is_nothing = mapping_words(figure), figure.sure, figure.says_nothing
    how = "asked" if sure is Sureness.DOUBTFUL else "named" if is_nothing else "right"
    assert (words, how) == (row["read as"], row["how"])


def test_a_year_among_words_is_no_figure_to_reach() -> None:
    reading = target_in("Adopt by Mar 2026")
    assert (reading.value, reading.sure) == (None, Sureness.DOUBTFUL)


@pytest.mark.parametrize(
    "text",
    ["Higher than England average", "3rd quartile", "± 2%", "10% (stretch 12%)", "125 per quarter / 500 per year",
     "500 (cumulative)", "80% by March 2026"],
)  # fmt: skip
def test_words_that_no_single_target_can_hold_are_asked_about(text: str) -> None:
    assert target_in(text).sure is Sureness.DOUBTFUL


@pytest.mark.parametrize(
    ("extra", "rule"),
    [
        ({"Q2 23/24": "95", "Q1 24/25": "90"}, ComparatorRule.SAME_PERIOD_LAST_YEAR),
        ({"Q1 24/25": "90"}, ComparatorRule.PREVIOUS_PERIOD),
        ({"Baseline": "400"}, ComparatorRule.FIXED_BASELINE),
        ({"2023/24 outturn": "350"}, ComparatorRule.PREVIOUS_YEAR),
        ({}, None),
    ],
)
def test_reduce_is_held_against_the_scorecards_own_earlier_figures(
    extra: dict[str, str], rule: ComparatorRule | None
) -> None:
    """The nearest in kind; asked, and written once looked through."""
    rows = [["Ref", "Indicator", "Good is", "Target", *extra, "Q2 24/25"],
            ["A1", "Fly tips", "Low", "Reduce", *extra.values(), "80"]]  # fmt: skip
    made = plan(rows)
    found = {one.field: one.value for one in assumptions_of(made)}
    assert found.get("comparator") == rule
    (kpi,) = plan(rows, answered(made)).kpis
    assert kpi.comparator == rule


def test_earlier_results_are_taken_once_their_heading_is_looked_through() -> None:
    """ "Last year" beside a quarter may be either: it is named, and never the quarter's."""
    rows = [
        ["Corporate plan 2024/25 Q3"],
        ["Ref", "Indicator", "Last year", "Last year outturn", "Same quarter last year", "Previous quarter",
         "This quarter", "Target"],
        ["A1", "Fly tips", "350", "340", "90", "85", "80", "100"],
    ]  # fmt: skip
    made = plan(rows)
    assert set(results(made)) == {("A1", "2024/25 Q3")}
    again = plan(rows, answered(made))
    assert results(again) == {
        ("A1", "2024/25 Q3"): "80", ("A1", "2024/25 Q2"): "85", ("A1", "2023/24 Q3"): "90",
        ("A1", "2023/24"): "340",
    }  # fmt: skip
    assert [account.where.cell for account in again.left_out] == ["C3"]


def test_what_is_meant_where_no_target_is_printed_is_asked_and_becomes_its_type() -> None:
    """Not of a KPI that has a target."""
    rows = [["Ref", "Indicator", "Target", "Q1 24/25"], ["A1", "Children in care", "", "451"],
            ["A2", "Calls answered", "80%", "75%"]]  # fmt: skip
    made = plan(rows)
    asked = questions_of(made).kpis
    assert [("Target type" in one.open) for one in asked] == [True, False]
    column = openpyxl.utils.get_column_letter(3 + list(asked[0].answers).index("Target type"))
    again = plan(rows, answered(made, QuestionTab.KPIS, {f"{column}5": "Tracker"}))
    assert targets(again)["A1", "2024/25 Q1"] == "Tracker None"


def test_people_without_an_address_are_kept_and_asked_for_it() -> None:
    """The address fills the contact's blank; one in the scorecard's own cell is taken at once."""
    rows = [["Ref", "Indicator", "Lead officer", "Q1 24/25"], ["A1", "Visits", "Jane Smith", "451"],
            ["A2", "Calls", "omar.ali@north.gov.uk", "75"]]  # fmt: skip
    made = plan(rows)
    assert [(one.name, one.email) for one in made.contacts] == [
        ("Jane Smith", None),
        ("Omar Ali", "omar.ali@north.gov.uk"),
    ]
    place = SheetPlace("KPI Supporting Information.xlsx", "Contacts", {"ref": "A", "email": "H"})
    held = tuple(replace(one, source=RowSource(place, 2)) for one in made.contacts)
    register = replace(register_of(made), contacts=held)
    answers = answered(made, QuestionTab.CONTACTS, {"B5": "jane@north.gov.uk"})
    book = Book("card.xlsx", (sheet_of("card.xlsx", "Card 2024-25", rows),))
    merge = merged(plan_import([book], answers, Settings(), register), register)
    assert [(one.ref, one.field, one.value) for one in merge.fills if one.field == "email"] == [
        ("C-001", "email", "jane@north.gov.uk")
    ]
    assert merge.rows["Contacts"] == ()


def test_a_fraction_that_agrees_with_two_other_percentages_needs_no_answer() -> None:
    """Far from them it is asked about."""
    rows = [["KPI", "Q1 24/25", "Q2 24/25", "Target"], ["% of rent collected", 97.9, 98.2, 0.985],
            ["% of homes let", 97.9, 98.2, 0.5]]  # fmt: skip
    made = plan(rows)
    assert [str(row.target) for row in made.targets] == ["98.5", "50"]
    assert [guess.text for guess in made.doubts] == ["0.5 of KPI % of homes let"]


FRACTIONS = [
    ["Ref", "KPI", "Q1 24/25", "Q2 24/25", "Target", "Year end forecast"],
    ["A1", "% of rent collected", 43.1, 0.43, 0.95, 0.9],
    ["A2", "% of homes let", 97.9, 0.43, 0.95, 97.2],
]


def test_a_bare_number_among_percentages_is_asked_kpi_by_kpi() -> None:
    made = plan(FRACTIONS)
    assert [guess.text for guess in made.doubts] == [
        "0.43 of KPI A1", "0.9 of KPI A1", "0.43 of KPI A2", "0.95 of KPI A1", "0.95 of KPI A2",
    ]  # fmt: skip


def test_an_answer_about_one_kpis_number_changes_no_other_kpis() -> None:
    said = ImportMapping(
        values={"0.43 of KPI A2": "0.43", "0.9 of KPI A1": "0.9"},
        targets={"0.95 of KPI A2": "0.95"},
    )
    made = plan(FRACTIONS, said)
    assert results(made)["A1", "2024/25 Q2"] == "43"
    assert results(made)["A2", "2024/25 Q2"] == "0.43"
    assert [str(row.target) for row in made.targets] == ["95", "0.95"]
    assert forecasts(made)["A1", "2024/25"][0] == "0.9"
    assert {one.text for one in made.doubts} == {"0.43 of KPI A1", "0.95 of KPI A1"}


def test_a_number_left_out_for_one_kpi_is_left_out_of_that_alone() -> None:
    made = plan(FRACTIONS, ImportMapping(values={"0.43 of KPI A2": "leave out"}))
    assert ("A2", "2024/25 Q2") not in results(made)
    assert ("A1", "2024/25 Q2") in results(made)


def test_what_is_answered_of_one_kpis_number_has_no_form_in_common_with_anothers() -> None:
    assert form_of("0.43 of KPI A1") == form_of("0.44 of KPI A1") != form_of("0.43 of KPI A2")


def test_direction_beside_good_is_is_the_direction_of_travel() -> None:
    rows = [["KPI", "Good is", "Direction", "Q1 24/25"], ["Calls answered", "High", "↓", "97"]]
    made = plan(rows)
    assert made.doubts == ()
    assert [(kpi.polarity) for kpi in made.kpis] == [Polarity.HIGHER]
    assert [account.where.cell for account in made.left_out] == ["C2"]


@pytest.mark.parametrize(
    ("name", "values", "target", "asked"),
    [
        ("Visits to museums", (20, 25), "100 per annum", set()),
        ("Visits to museums", (45, 48), "100 per annum", {"Year's target"}),
        ("Council tax collected in year, %", (28, 56), "98 per annum", {"Year's target"}),
        ("Invoices paid on time", (97, 98), "97", {"Financial"}),
        ("Budget spent, £m", (1, 2), "4", {"Time basis"}),
        ("Budget spent, £m", (2, 2), "4", set()),
    ],
)
def test_only_what_could_well_be_otherwise_wants_an_answer(
    name: str, values: tuple[int, int], target: str, asked: set[str]
) -> None:
    """A guess that everything speaks for is shown and listed, and not asked about."""
    rows = [["KPI", "Good is", "Target", "Q1 24/25", "Q2 24/25"], [name, "High", target, *values]]
    (kpi,) = questions_of(plan(rows)).kpis
    assert kpi.open == asked


def test_an_address_in_its_own_column_is_the_key_contacts() -> None:
    """Also where an earlier row of the same person has none."""
    rows = [["Ref", "Indicator", "Director", "Lead officer", "Email", "Q1 24/25"],
            ["A1", "Visits", "Bob Jones", "Jane Smith", "", "451"],
            ["A2", "Calls", "Bob Jones", "Jane Smith", "jane@north.gov.uk", "75"]]  # fmt: skip
    made = plan(rows)
    assert {one.name: one.email for one in made.contacts} == {
        "Bob Jones": None,
        "Jane Smith": "jane@north.gov.uk",
    }
    assert made.left_out == ()


def test_forecasts_in_rows_beneath_are_no_results() -> None:
    rows = [["Corporate scorecard 2024/25"], ["Indicator", "Measure", "Q1", "Q2", "Q3"],
            ["Calls answered", "Actual", "76%", "77%", ""], ["Calls answered", "Forecast", "", "", "78%"],
            ["Calls answered", "Target", "80%", "80%", "80%"],
            ["Fly tips", "Actual", "90", "85", ""], ["Fly tips", "Forecast", "", "", "80"],
            ["Fly tips", "Target", "85", "85", "80"]]  # fmt: skip
    made = plan(rows)
    assert {period for _, period in results(made)} == {"2024/25 Q1", "2024/25 Q2"}
    assert forecasts(made) == {
        ("KPI-001", "2024/25 Q3"): ("78", "2024/25 Q2"),
        ("KPI-002", "2024/25 Q3"): ("80", "2024/25 Q2"),
    }


def test_forecasts_in_rows_that_state_a_period_are_of_that_period() -> None:
    """A question, since they may be of the year."""
    rows = [["Indicator", "Period", "Actual", "Forecast"], ["Calls answered", "Q1 2024/25", "76%", "75%"],
            ["Calls answered", "Q2 2024/25", "", "78%"]]  # fmt: skip
    made = plan(rows)
    assert set(forecasts(made)) == {("KPI-001", "2024/25 Q1"), ("KPI-001", "2024/25 Q2")}
    assert [guess.text for guess in made.doubts] == ["Forecast"]


def test_words_beside_a_rows_period_leave_it_standing_and_are_asked_about_where_they_may_mean_more() -> (
    None
):
    rows = [["Ref", "Indicator", "Period", "Actual"], ["S1", "Savings delivered", "Q3 24/25 (cumulative)", "£7.9m"],
            ["S2", "Bins missed", "Q3 24/25 (excl. schools)", "41"],
            ["S3", "Calls", "Apr - Dec 2024 (YTD)", "12"]]  # fmt: skip
    made = plan(rows)
    sure = plan(rows, made.without_doubts)
    assert set(results(sure)) == {("S1", "2024/25 Q3")}
    guessed = {guess.text: guess.meaning for guess in made.doubts}
    assert guessed["Q3 24/25 (excl. schools)"] == "2024/25 Q3"
    assert guessed["Apr - Dec 2024 (YTD)"] == "leave out"
    confirmed = plan(rows, ImportMapping(periods={"Q3 24/25 (excl. schools)": "2024/25 Q3"}))
    assert ("S2", "2024/25 Q3") in results(confirmed)


def test_a_column_that_names_the_times_of_earlier_results_is_none_of_them() -> None:
    rows = [["Ref", "Indicator", "Q3 2024/25", "Previous result", "Previous period"],
            ["A1", "Low pay", "13.9%", "14.6%", "2023"], ["A2", "Calls", "91%", "88%", "Q2 24/25"],
            ["A3", "Bins missed", "41", "39", "Nov 2024"]]  # fmt: skip
    answers = ImportMapping(earlier_results=True)
    assert "2023" not in results(plan(rows, answers)).values()
    told = ["14.6% (Q2 2024/25)", "88% (Q2 2024/25)", "39 (Q2 2024/25)"]
    beside = [[*row[:3], text] for row, text in zip(rows, ["Previous", *told], strict=True)]
    meant = {guess.text: guess.meaning for guess in plan(beside, answers).guesses}
    assert meant["Previous"] == "Earlier result"
