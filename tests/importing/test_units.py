"""In what unit figures are: by the KPI's name, the heading over them, a section or a title."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from pmf_cli.importing.guesses import Topic
from pmf_cli.importing.mapping import ImportMapping
from pmf_cli.importing.plan import ImportPlan, plan_import
from pmf_cli.importing.units import unit_stated
from pmf_cli.settings import Settings
from pmf_cli.workbook.cells import Book
from tests.make import sheet_of

HEAD = ["Ref", "Indicator", "Target 2024/25", "Q1 2024/25", "Q2 2024/25"]


def plan(*rows: Sequence[object], answers: ImportMapping | None = None) -> ImportPlan:
    """The plan for a scorecard of one sheet."""
    book = Book("card.xlsx", (sheet_of("card.xlsx", "Card 2024-25", [list(r) for r in rows]),))
    return plan_import([book], answers or ImportMapping(), Settings())


def read(made: ImportPlan) -> tuple[str | None, list[str], list[str]]:
    """The first KPI's unit, figures and targets."""
    ref = made.kpis[0].ref
    values = [str(r.value) for r in made.results if r.kpi_ref == ref]
    return made.kpis[0].unit, values, [str(t.target) for t in made.targets if t.kpi_ref == ref]


def asked(made: ImportPlan) -> str:
    """Why somebody is asked about a KPI; empty where nobody is."""
    return "".join(one.why for one in made.doubts if one.topic is Topic.KPI)


@pytest.mark.parametrize(
    ("text", "unit"),
    [
        ("Rent arrears (£000)", "£k"), ("Void rent loss (£000s)", "£k"), ("Debt, £'000", "£k"), ("Savings (£k)", "£k"),
        ("Budget variance (£m)", "£m"), ("Capital spend £ million", "£m"), ("Reserves in millions of pounds", "£m"),
        ("All figures in £000s unless stated", "£k"), ("Finance (figures in £m)", "£m"), ("Average rent (£)", "£"),
        ("Residual waste per household (kg)", "kg"), ("Calls answered (%)", "%"), ("Re-let time (days)", "days"),
        ("Crimes (per 1,000)", "per 1,000"), ("Visits (000s)", "thousands"),
        ("Contracts above £5m", ""), ("Spend above £100k", ""), ("Adults (65+)", ""), ("Young people (NEET)", ""),
        ("Invoices (p)", ""), ("Homes built (year)", ""), ("Recycling (2024/25)", ""),
    ],
)  # fmt: skip
def test_a_unit_is_what_the_words_say_and_no_mark_or_amount_within_them(
    text: str, unit: str
) -> None:
    assert unit_stated(text) == unit


def test_bare_figures_are_in_the_amount_that_the_name_states() -> None:
    made = plan(HEAD, ["A1", "Former tenant arrears (£000s)", 1200, 1180, 1210])
    assert read(made) == ("£k", ["1180", "1210"], ["1200"])


def test_an_amount_within_a_name_is_no_unit() -> None:
    assert read(plan(HEAD, ["A1", "Number of invoices over £500", 12, 11, 10]))[0] == "number"


def test_figures_printed_in_another_size_are_brought_into_the_names() -> None:
    made = plan(HEAD, ["A1", "Arrears (£000)", "£1.2m", "£1.18m", "950"])
    assert read(made) == ("£k", ["1180", "950"], ["1200"])


def test_a_plain_pound_beside_thousands_is_a_sign_and_asked_about() -> None:
    made = plan(HEAD, ["A1", "Arrears (£000)", "£1,200", "£1,180", "£1,210"])
    assert read(made) == ("£k", ["1180", "1210"], ["1200"])
    assert "plain £" in asked(made)
    answers = ImportMapping.model_validate({"kpis": {"A1": {"Unit": "£"}}})
    said = plan(HEAD, ["A1", "Arrears (£000)", "£1,200", "£1,180", "£1,210"], answers=answers)
    assert read(said) == ("£", ["1180", "1210"], ["1200"])
    assert not asked(said)


def test_a_name_and_its_figures_of_different_measures_are_asked_about() -> None:
    made = plan(HEAD, ["A1", "Time to let (days)", "12%", "11%", "13%"])
    assert "name says days" in asked(made)


def test_a_heading_says_in_what_its_bare_figures_are() -> None:
    head = ["Ref", "Indicator", "Target 2024/25 (£m)", "Q1 2024/25 (£m)"]
    made = plan(head, ["A1", "Capital spend", 2.5, 1.62], ["A2", "Calls answered", "90%", "88%"])
    assert read(made) == ("£m", ["1.62"], ["2.5"])
    assert made.kpis[1].unit == "%"


@pytest.mark.parametrize(
    "rows",
    [(["Finance (£000)"],), ()],
    ids=["section", "title"],
)
def test_a_section_or_title_says_it_for_its_kpis_and_is_asked_about(
    rows: tuple[list[object], ...],
) -> None:
    title = [] if rows else [["All figures in £000"]]
    made = plan(*title, HEAD, *rows, ["A1", "Capital spend", 2500, 1620, 1700])
    assert read(made) == ("£k", ["1620", "1700"], ["2500"])
    assert "£k" in asked(made)


def test_a_name_in_the_column_of_references_states_the_unit_too() -> None:
    made = plan(["PI", "Q1 2024/25", "Q2 2024/25"], ["Arrears (£000)", 1180, 1210])
    assert made.kpis[0].unit == "£k"


def test_pounds_too_many_for_millions_are_pounds_and_a_bare_number_of_that_size_is_asked_about() -> (
    None
):
    pounds = plan(HEAD, ["A1", "Debt (£m)", "£9,000,000", "£8,100,000", "£7,000,000"])
    assert read(pounds) == ("£m", ["8.1", "7"], ["9"])
    assert not asked(pounds)
    assert "8100000" in asked(plan(HEAD, ["A1", "Debt (£m)", 9, 8100000, 7]))


def test_a_figure_in_another_unit_of_its_measure_is_told_in_the_names() -> None:
    made = plan(HEAD, ["A1", "Time lost (hours)", 5, "90 minutes", 4])
    assert read(made) == ("hours", ["1.5", "4"], ["5"])


def test_a_letter_for_a_reference_is_not_taken_from_the_name() -> None:
    assert plan(HEAD, ["A", "Arrears (£000)", 9, 8, 7]).kpis[0].name == "Arrears (£000)"
