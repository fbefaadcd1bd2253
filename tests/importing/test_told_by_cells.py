"""What the cells and the rest of a sheet tell where headings do not: codes, times, notes, counted months."""

from decimal import Decimal
from pathlib import Path

import pytest
from typer.testing import CliRunner

from pmf_cli.cli import application
from pmf_cli.importing.guesses import Sureness, Topic
from pmf_cli.importing.plan import ImportPlan
from pmf_cli.importing.sections import Sections
from pmf_cli.importing.totals import is_total
from pmf_cli.pipeline.read.opening import open_register
from pmf_cli.places import ANSWERS
from pmf_cli.register.periods.text import read_period
from pmf_cli.register.terms import Frequency, NoDataReason, Polarity, TargetType, TimeBasis
from tests.importing.answered import look_through
from tests.importing.test_scorecards import Rows, imported, left, values, workbook

NOTE = (
    "c = suppressed because of small numbers. Cumulative indicators run from 1 April of the year; their"
    " quarterly targets are cumulative too."
)


def plan_of(*rows: list[object], tab: str = "Scorecard") -> ImportPlan:
    """The plan for one tab."""
    return imported(workbook((tab, rows)))


def meanings(plan: ImportPlan) -> dict[str, tuple[str, Sureness]]:
    """Heading → what it was read as, and how surely."""
    return {g.text: (g.meaning, g.sure) for g in plan.guesses if g.topic is Topic.HEADING}


def test_a_long_note_under_a_table_is_no_kpi() -> None:
    """Neither is a key to the colours, whose words stand under the headings of figures."""
    plan = plan_of(
        ["No.", "Indicator", "Q1 2024/25", "Q2 2024/25"],
        [1, "Homes completed", 142, 301],
        [NOTE],
        [None, "Key", "On target", "Within 5%"],
    )
    assert [kpi.ref for kpi in plan.kpis] == ["1"]
    assert left(plan)["A3"] == left(plan)["C4"] == "a note under the table"


def test_codes_under_a_heading_of_names_are_references_and_the_words_beside_them_names() -> None:
    """``KPI | Description``, with a note below the codes."""
    plan = plan_of(
        ["KPI", "Description", "Aim to", "Q1 2024/25"],
        ["CV01", "Defects repaired in time", "Maximise", 97],
        ["CV02", "Days to let a home", "Minimise", 31],
        ["* Provisional"],
    )
    assert [(kpi.ref, kpi.name) for kpi in plan.kpis] == [
        ("CV01", "Defects repaired in time"),
        ("CV02", "Days to let a home"),
    ]
    assert plan.doubts == ()


def test_short_names_name_the_kpis_where_nothing_else_does_and_a_column_of_periods_is_the_period() -> (
    None
):
    """An export of a performance system: no name of a person is taken for a KPI's."""
    plan = plan_of(
        ["Code", "Short name", "Managed By", "Collection Period", "Value", "Target"],
        ["LPI 04a", "Invoices paid in time", "Jane Doe", "Q1 2024/25", "97%", "95%"],
        ["LPI 04a", "Invoices paid in time", "K. Iqbal", "Q2 2024/25", "93%", "95%"],
    )
    assert [kpi.name for kpi in plan.kpis] == ["Invoices paid in time"]
    assert values(plan) == {
        ("LPI 04a", "2024/25 Q1"): Decimal(97),
        ("LPI 04a", "2024/25 Q2"): Decimal(93),
    }
    assert plan.doubts == ()


def test_a_column_of_periods_under_a_heading_without_a_word_of_time_is_asked_about() -> None:
    """It may be when something was counted for another purpose."""
    plan = plan_of(
        ["Ref", "Indicator", "Collected", "Value"], ["A1", "Homes completed", "Q1 2024/25", 4]
    )
    assert meanings(plan)["Collected"] == ("Period", Sureness.DOUBTFUL)


def test_a_column_of_periods_beside_dated_headings_is_left() -> None:
    """Figures that have a period keep it."""
    plan = plan_of(
        ["Ref", "Indicator", "Next survey period", "Q1 2024/25"],
        ["A1", "Homes completed", "Q3 2025/26", 4],
    )
    assert values(plan) == {("A1", "2024/25 Q1"): Decimal(4)}


def test_a_column_of_words_for_time_bases_is_one_whatever_its_heading() -> None:
    """``Quarterly`` among them says no time basis and is left; a column of frequencies alone is that."""
    plan = plan_of(
        ["Ref", "Indicator", "Type", "Q1 2024/25"],
        ["A1", "Homes completed", "Cumulative", 4],
        ["A2", "Homes empty", "Snapshot", 9],
        ["A3", "Homes sold", "Quarterly", 2],
    )
    bases = [TimeBasis.CUMULATIVE, TimeBasis.SNAPSHOT]
    assert [kpi.time_basis for kpi in plan.kpis][:2] == bases
    assert "C4" in left(plan)
    often = plan_of(
        ["Ref", "Indicator", "Type", "Q1 2024/25"],
        ["A1", "Homes completed", "Quarterly", 4],
        ["A2", "Homes empty", "Annual", 9],
    )
    assert meanings(often)["Type"][0] == "Frequency"
    assert often.kpis[0].frequency is Frequency.QUARTERLY


@pytest.mark.parametrize(
    ("heading", "read_as"),
    [
        ("P9", "Value, Dec 2024"),
        ("Period 10", "Value, Jan 2025"),
        ("P09 Target", "Target, Dec 2024"),
        ("P1 calls answered", "leave out"),
        ("P13", "leave out"),
    ],
)
def test_counted_months_are_months_of_the_year_in_the_title(heading: str, read_as: str) -> None:
    """P1 beside other words is of a priority, and a thirteenth period is no month."""
    plan = plan_of(
        ["Monitor 2024/25"], ["Ref", "Indicator", "Target", heading], ["A1", "Voids", 12, 14]
    )
    assert meanings(plan)[heading][0] == read_as


def test_years_are_school_years_where_a_title_says_so() -> None:
    """Without the title they are financial years; a title of both leaves them so."""
    rows: Rows = [["Ref", "Indicator", "2022/23", "2023/24"], ["A1", "Good development", 66, 67]]
    for title, period in [
        ("Academic years; latest results", "2023/24 AY"),
        ("Results by school year", "2023/24 AY"),
        ("Academic years and financial years", "2023/24"),
        ("Results", "2023/24"),
    ]:
        plan = plan_of([title], [], *map(list, rows))
        assert ("A1", period) in values(plan)


def test_a_target_without_a_year_is_of_the_newest_year_of_the_figures() -> None:
    """December a year ago is held against no target of this year."""
    plan = plan_of(
        ["Ref", "Indicator", "Target", "Dec 2023", "Apr 2024", "May 2024"],
        ["A1", "Calls answered", 92, 99, 91, 93],
    )
    assert [str(target.from_period) for target in plan.targets] == ["Apr 2024"]


def test_the_same_part_of_an_earlier_year_is_no_figure_of_that_year() -> None:
    """It is an earlier result, which is asked for."""
    plan = plan_of(
        ["Ref", "Indicator", "Q3 2024/25", "Same period 2023/24"], ["A1", "Visits", 92, 99]
    )
    assert values(plan) == {("A1", "2024/25 Q3"): Decimal(92)}
    assert meanings(plan)["Same period 2023/24"][0] == "Earlier result"


@pytest.mark.parametrize(
    ("name", "text", "number", "sure"),
    [
        ("Wait for calls", "3m 30s", "3.5", Sureness.LIKELY),
        ("Wait for calls", "1 hr 3 mins", "63", Sureness.LIKELY),
        ("Wait for calls (min:sec)", "3:30", "3.5", Sureness.LIKELY),
        ("Response (hours:minutes)", "3:30", "210", Sureness.LIKELY),
        ("Wait for calls", "3:30", "3.5", Sureness.DOUBTFUL),
    ],
)
def test_lengths_of_time_in_words_and_on_a_clock(
    name: str, text: str, number: str, sure: Sureness
) -> None:
    """Which clock 3:30 is, the KPI's name says; else it is asked. 3m 30s is never three million."""
    plan = plan_of(
        ["Ref", "Indicator", "Unit", "Target", "Q1 2024/25"], ["A1", name, "minutes", text, text]
    )
    assert values(plan) == {("A1", "2024/25 Q1"): Decimal(number)}
    assert [target.target for target in plan.targets] == [Decimal(number)]
    told = [guess.sure for guess in plan.guesses if guess.text == text]
    assert told == [sure, sure]


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("Annual survey", NoDataReason.NOT_DUE),
        ("Not measured for Quarters", NoDataReason.NOT_DUE),
        ("c", NoDataReason.SUPPRESSED),
        ("*", NoDataReason.SUPPRESSED),
    ],
)
def test_usual_words_for_no_figure(text: str, reason: NoDataReason) -> None:
    """A letter or a star alone is asked about, with what it usually means as the guess."""
    plan = plan_of(["Ref", "Indicator", "Q1 2024/25", "Q2 2024/25"], ["A1", "Visits", 9, text])
    assert plan.results[-1].no_data_reason is reason
    assert bool(plan.doubts) == (len(text) == 1)


def test_which_way_the_figures_went_is_no_polarity() -> None:
    """A column *Direction* of improving and declining contends with none that says which way is better."""
    plan = plan_of(
        ["Ref", "Indicator", "Aim to", "Q1 2024/25", "Direction"],
        ["A1", "Visits", "Maximise", 9, "Improving"],
        ["A2", "Empty homes", "Minimise", 9, "Declining"],
    )
    assert [kpi.polarity for kpi in plan.kpis] == [Polarity.HIGHER, Polarity.LOWER]
    assert plan.doubts == ()


def test_a_budget_is_a_target_and_a_total_with_a_bracket_a_total() -> None:
    """The year's budget beside months is asked about as a year's target is."""
    plan = plan_of(
        ["Monitor 2024/25"],
        ["Measure", "Full year budget", "P8", "P9"],
        ["Agency spend (£m)", 4.8, 0.4, 0.5],
        ["Total (excluding HRA)", 4.8, 0.4, 0.5],
    )
    assert meanings(plan)["Full year budget"] == ("Target, year", Sureness.DOUBTFUL)
    assert [kpi.name for kpi in plan.kpis] == ["Agency spend (£m)"]
    assert not is_total("Total recorded crime (excluding fraud)", Sections())


QUARTERS: Rows = [["Indicator", "Target", "Actual"], ["Calls answered", 90, 91], ["Visits", 5, 4]]
DEFINITIONS: Rows = [
    ["Indicator", "Definition", "Good is"],
    ["Calls answered", "Calls answered of calls made", "High"],
    ["Visits", "All visits", "High"],
]


def start_and_answer(folder: Path, data: bytes) -> Path:
    """The register after ``pmf start`` and Yes to every question."""
    scorecard = folder / "scores.xlsx"
    scorecard.write_bytes(data)
    CliRunner().invoke(application(), ["start", str(scorecard), "--as-of", "2025-02-03", "-q"])
    register = folder / "scores register"
    look_through(next((register / ANSWERS).glob("*.xlsx")))
    words = ["import", str(scorecard), "--register", str(register), "--write", "-q"]
    done = CliRunner().invoke(application(), [*words, "--as-of", "2025-02-03"])
    assert done.exit_code in (0, 1), done.output
    return register


def test_kpis_without_references_beside_their_definitions_are_each_one_after_the_answers(
    tmp_path: Path,
) -> None:
    """A tab of definitions is no directorate, and the answers make no second KPI of any name."""
    data = workbook(("Q1 2024-25", QUARTERS), ("Appendix – definitions", DEFINITIONS))
    register = open_register(start_and_answer(tmp_path, data)).register
    assert [(kpi.name, kpi.directorate) for kpi in register.kpis] == [
        ("Calls answered", None),
        ("Visits", None),
    ]
    other = workbook(("Q1 2024-25", QUARTERS), ("Housing list", DEFINITIONS))
    (tmp_path / "other").mkdir()
    assert len(open_register(start_and_answer(tmp_path / "other", other)).register.kpis) == 2


def test_no_kpi_is_kept_under_a_name_that_is_still_a_question(tmp_path: Path) -> None:
    """The tab waits: the KPIs come with their name, and none stays that another column named."""
    rows: Rows = [
        ["Measure", "Description", "Q1 2024/25"],
        ["Calls", "Calls answered of all calls made", 91],
        ["Visits", "Visits of libraries", 4],
    ]
    register = open_register(start_and_answer(tmp_path, workbook(("Sheet", rows)))).register
    assert [kpi.name for kpi in register.kpis] == ["Calls", "Visits"]
    assert len(register.results) == 2


def test_a_kpi_without_figures_of_which_the_target_is_to_be_agreed_is_taken_in(
    tmp_path: Path,
) -> None:
    """It has no period from which its target holds, and is there once after a second import."""
    rows: Rows = [
        ["Ref", "Indicator", "Target", "Q1 2024/25"],
        ["A1", "Visits", 5, 4],
        ["A2", "Loans", None, None],
    ]
    register = start_and_answer(tmp_path, workbook(("Sheet", rows)))
    kinds = {t.kpi_ref: t.target_type for t in open_register(register).register.targets}
    assert kinds == {"A1": TargetType.VALUE, "A2": TargetType.TO_BE_AGREED}


def test_an_outturn_of_a_year_before_a_kpis_own_periods_is_rated(tmp_path: Path) -> None:
    """A figure stored for exactly the year asked for is rated against that year's target."""
    rows: Rows = [
        ["Ref", "Indicator", "Good is", "2023/24", "Target 2023/24", "Q1 2024/25", "Q2 2024/25"],
        ["A1", "Calls answered (%)", "High", "91%", "90%", "88%", "89%"],
    ]
    register = start_and_answer(tmp_path, workbook(("Sheet", rows)))
    words = ["rag", "--register", str(register), "--period", "2023/24", "--as-of", "2025-02-03"]
    shown = CliRunner().invoke(application(), [*words, "--format", "csv"]).stdout
    assert "Green" in shown
    assert str(read_period("2023/24").period) in shown


def test_yes_under_a_heading_that_asks_which_way_is_better_is_its_answer() -> None:
    """``Low is good?`` with Yes and No needs no answer to what these words mean."""
    plan = plan_of(
        ["Ref", "Indicator", "Low is good?", "Q1 2024/25", "Q2 2024/25"],
        ["A1", "Days to let a home", "Yes", 31, 29],
        ["A2", "Homes let in time", "No", 90, 91],
    )
    assert [kpi.polarity for kpi in plan.kpis] == [Polarity.LOWER, Polarity.HIGHER]
    assert plan.doubts == ()


def test_a_tick_and_a_cross_are_the_councils_ratings_and_other_signs_are_asked_about() -> None:
    """The usual meaning of the two; a wave may mean anything."""
    plan = plan_of(
        ["Ref", "Indicator", "Q1 2024/25", "Status"],
        ["A1", "Homes let in time", 90, "✔"],
        ["A2", "Days to let a home", 31, "✖"],
        ["A3", "Repairs in time", 92, "~"],
    )
    assert [row.text for row in plan.commentary] == ["Green", "Red"]
    assert [one.text for one in plan.doubts if one.topic is Topic.STATUS] == ["~"]


def test_one_figure_among_kpis_with_several_is_asked_how_often_it_comes() -> None:
    """It may be yearly; in a file that begins, where each has one, nothing is asked."""
    heads = ["Ref", "Indicator", "Q1 2024/25", "Q2 2024/25", "Q3 2024/25"]
    plan = plan_of(heads, ["A1", "Calls", 90, 91, 92], ["A2", "Survey", None, 71, None])
    (doubt,) = plan.doubts
    assert (doubt.text, doubt.field) == ("A2", "frequency")
    first = plan_of(heads, ["A1", "Calls", 90, None, None], ["A2", "Survey", 71, None, None])
    assert first.doubts == ()


def test_two_years_on_one_tab_are_asked_about_where_headings_name_none() -> None:
    """The tab's title may be last year's; the file's name, which outlives years, is no such doubt."""
    rows: list[list[object]] = [
        ["Scorecard 2023/24"],
        ["Ref", "Indicator", "Q1", "Q2"],
        ["A1", "Calls", 90, 91],
    ]
    (doubt,) = plan_of(*rows, tab="2024-25").doubts
    assert doubt.topic is Topic.SHEET and doubt.meaning == "year 2023/24"
    assert plan_of(*rows, tab="2023-24").doubts == ()


def test_a_kpi_with_years_alone_begins_with_its_first_year() -> None:
    """Quarters that only say why there is no figure are not when it began."""
    plan = plan_of(
        ["Ref", "Indicator", "2022/23", "2023/24", "Q1 2024/25", "Q2 2024/25"],
        ["A1", "Employment rate", 76.1, 75.4, "Annual", "Annual"],
        ["A2", "Homes let in time", 90, 91, 92, 93],
    )
    assert [str(kpi.first_period) for kpi in plan.kpis] == ["2022/23", "2024/25 Q1"]
