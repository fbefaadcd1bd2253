"""A period that stands on a cover tab alone: the guess for the tabs without one, listed as an assumption."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from pmf_cli.importing.assumed import assumptions_of
from pmf_cli.importing.guesses import Sureness, Topic
from pmf_cli.importing.mapping import ImportMapping, MappedSheet
from pmf_cli.importing.plan import ImportPlan, plan_import
from pmf_cli.settings import Settings
from pmf_cli.workbook.cells import Book
from tests.importing.test_meaning import results
from tests.make import sheet_of

TABLE = [["Ref", "KPI", "Target", "Actual"], ["A1", "% of calls answered", "80%", "81%"]]
OTHER = [["Ref", "KPI", "Target", "Actual"], ["B1", "Bins missed", "40", "38"]]
COVER = [["Anytown Council"], ["Quarter 3 2024/25 performance report"], ["Cabinet, 18 February 2025"]]  # fmt: skip


def plan(
    tabs: Mapping[str, Sequence[Sequence[object]]], answers: ImportMapping | None = None
) -> ImportPlan:
    """The plan for a workbook of several tabs."""
    sheets = [sheet_of("card.xlsx", name, [list(r) for r in rows]) for name, rows in tabs.items()]
    return plan_import([Book("card.xlsx", tuple(sheets))], answers or ImportMapping(), Settings())


def test_a_period_on_the_cover_is_the_guess_for_the_tabs_that_name_none() -> None:
    made = plan({"Cover": COVER, "People": TABLE, "Place": OTHER})
    assert set(results(made)) == {("A1", "2024/25 Q3"), ("B1", "2024/25 Q3")}
    assert not made.doubts
    said = {(one.about, one.text, one.taken_as) for one in assumptions_of(made)}
    assert {("Sheet", tab, "period 2024/25 Q3") for tab in ("People", "Place")} <= said
    assert all("Cover" not in account.where.sheet for account in made.left_out if "Quarter" in account.text)  # fmt: skip


def test_a_tab_that_names_its_own_period_keeps_it() -> None:
    made = plan({"Cover": COVER, "Q2 2024-25": TABLE, "Place": OTHER})
    assert set(results(made)) == {("A1", "2024/25 Q2"), ("B1", "2024/25 Q3")}
    assert not made.doubts


def test_a_cover_in_another_year_says_nothing_of_a_tab_that_names_its_year() -> None:
    made = plan({"Cover": COVER, "Outturn 2023-24": TABLE})
    assert set(results(made)) == {("A1", "2023/24")}


def test_two_periods_on_the_cover_are_asked_about() -> None:
    cover = [*COVER, ["Next report: Quarter 4 2024/25"]]
    made = plan({"Cover": cover, "People": TABLE})
    assert [(one.topic, one.text) for one in made.doubts] == [(Topic.SHEET, "People")]


def test_the_year_of_the_cover_is_that_of_quarters_without_one() -> None:
    rows = [["Ref", "KPI", "Q1", "Q2"], ["A1", "% of calls answered", "80%", "81%"]]
    made = plan({"Front page": [["Performance scorecard 2024/25"]], "People": rows})
    assert set(results(made)) == {("A1", "2024/25 Q1"), ("A1", "2024/25 Q2")}
    assert not made.doubts
    assert ("People", "year 2024/25") in {(one.text, one.taken_as) for one in assumptions_of(made)}


def test_an_answer_stands_above_the_cover() -> None:
    said = ImportMapping(sheets={"People": MappedSheet(period="2024/25 Q2")})
    made = plan({"Cover": COVER, "People": TABLE}, said)
    assert set(results(made)) == {("A1", "2024/25 Q2")}
    (guess,) = (one for one in made.guesses if one.topic is Topic.SHEET)
    assert guess.sure is Sureness.SETTLED


def test_sentences_days_and_long_tabs_of_notes_are_no_cover() -> None:
    sentence = "Targets were agreed by the Executive Board in Quarter 4 2023/24 after consultation with all partners."
    notes = [[f"Note {number}: reported in Q1 2024/25"] for number in range(50)]
    for rows in ([["18 February 2025"]], [[sentence]], notes):
        made = plan({"Notes": rows, "People": TABLE})
        assert [one.meaning for one in made.doubts] == ["period not known"]
