"""A rating is explained to the cell, and a missing one says what is needed."""

from __future__ import annotations

import pytest

from pmf_cli.errors import UsageError
from pmf_cli.rag.base import UnratedReason
from pmf_cli.register import terms
from pmf_cli.views.lists.explain import NEEDED, explain_listing
from pmf_cli.views.rating_key import REASON_MEANINGS
from pmf_cli.views.references import kpi_named
from tests.assessed import assessed, quarterly, register_of, tables_of, words_of
from tests.make import make_result, make_target


def explain(ref, *series, **over):
    return explain_listing(assessed(register_of(*series, **over)), ref)


def test_every_figure_names_workbook_sheet_and_cell():
    """Result, target, tolerance, comparator and rule set with their places."""
    listing = explain("A-1", quarterly("A-1", ["91", "86"]))
    (item,) = listing.items
    cells = {part["what"]: part["cell"] for part in item["figures"]}
    assert cells["result"] == "KPI Data Record.xlsx, Results!D3"
    assert cells["target"] == "KPI Supporting Information.xlsx, Targets!F2"
    assert cells["tolerance"].startswith("KPI Supporting Information.xlsx, Rating rules!")
    assert cells["comparator"] == "KPI Data Record.xlsx, Results!D2"
    assert item["rating"] == "Amber"
    assert item["approved"] == "approved by CLT on 15/03/2022"


def test_the_sum_and_the_edges_are_told():
    """The steps end in the colour; each colour's figures are named."""
    words = words_of(explain("A-1", quarterly("A-1", ["91", "86"])).sections)
    assert "4.0 points ÷ 90.0%" in words
    assert "85.4% or below" in words
    assert "85.5% to 89.9%" in words
    assert "rule set 2022/23" in words


def test_another_value_in_the_cell_changes_the_sentence():
    """The explanation is worked out, not stored."""
    one = words_of(explain("A-1", quarterly("A-1", ["86"])).sections)
    other = words_of(explain("A-1", quarterly("A-1", ["70"])).sections)
    assert one != other
    assert "70.0%" in other


def test_without_rule_rows_the_defaults_are_named_as_such():
    """A default of the tool has no cell and says so."""
    listing = explain("A-1", quarterly("A-1", ["86"]), rating_rules=())
    words = words_of(listing.sections)
    assert "defaults of the tool" in words
    assert "no cell" in words


def test_unrated_says_why_and_what_is_needed():
    """A tracker is explained too, with its latest figure."""
    target = make_target("A-1", target_type=terms.TargetType.TRACKER, target=None)
    listing = explain("A-1", quarterly("A-1", ["86"]), targets=[target])
    (item,) = listing.items
    assert item["rating"] is None
    assert item["not_rated_because"] == "Tracker"
    assert item["needed"]
    assert "86.0%" in words_of(listing.sections)


def test_every_reason_for_no_rating_is_worded():
    """The closed list of reasons is covered in the key and in the explanation."""
    assert set(NEEDED) == set(UnratedReason) == set(REASON_MEANINGS)


@pytest.mark.parametrize(
    ("asked", "found"),
    [("WM-04", "WM-04"), ("wm-04", "WM-04"), (" wm 4 ", "WM-04"), ("WM04", "WM-04")],
)
def test_a_reference_is_found_whatever_its_spelling(asked, found):
    """Case, blanks, dashes and leading zeros do not matter where only one fits."""
    register = register_of(quarterly("WM-04", ["91"]), quarterly("WM-14", ["91"]))
    assert kpi_named(register, asked).ref == found


def test_an_unknown_reference_gets_suggestions():
    """Near references and KPIs whose name holds the word."""
    register = register_of(quarterly("WM-04", ["91"]), quarterly("HR-01", ["9"], name="Sickness"))
    with pytest.raises(UsageError) as trouble:
        kpi_named(register, "WN-04")
    assert "WM-04" in trouble.value.advice
    with pytest.raises(UsageError) as trouble:
        kpi_named(register, "sickness")
    assert "HR-01" in trouble.value.advice


def test_two_references_that_differ_by_zeros_are_not_mixed_up():
    """``A-1`` and ``A-01`` are two KPIs; each is found by its own spelling only."""
    register = register_of(quarterly("A-1", ["91"]), quarterly("A-01", ["91"]))
    assert kpi_named(register, "A-01").ref == "A-01"
    assert kpi_named(register, "A-1").ref == "A-1"
    with pytest.raises(UsageError):
        kpi_named(register, "a1")


def test_a_split_is_explained_and_an_unknown_one_refused():
    """Its own target and result are used."""
    kpi, rows = quarterly("A-1", ["91"])
    rows = [*rows, make_result("A-1", "2024/25 Q3", "50", split="Northside")]
    register = register_of(
        (kpi, rows),
        targets=[make_target("A-1"), make_target("A-1", split="Northside", target="60")],
    )
    listing = explain_listing(assessed(register), "A-1", "northside")
    assert listing.items[0]["split"] == "Northside"
    assert "50.0%" in words_of(listing.sections)
    with pytest.raises(UsageError) as trouble:
        explain_listing(assessed(register), "A-1", "Southside")
    assert "Northside" in trouble.value.advice


def test_a_kpi_out_of_scope_says_so():
    """An ended KPI has no rating for the period, and the message says since when."""
    with pytest.raises(UsageError, match="2023/24 Q4"):
        explain("A-1", quarterly("A-1", ["91"], last_period="2023/24 Q4"))


def test_figures_table_is_complete():
    """No empty cell even for defaults."""
    listing = explain("A-1", quarterly("A-1", ["86"]), rating_rules=())
    table = tables_of(listing.sections)["figures_used"]
    assert all(entry.text for row in table.rows for entry in row)
