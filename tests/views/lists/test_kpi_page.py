"""Everything about one KPI on one page, and lists of KPIs."""

from __future__ import annotations

from datetime import date

import pytest

from pmf_cli.errors import UsageError
from pmf_cli.findings import CellRef, Finding, Severity
from pmf_cli.register import terms
from pmf_cli.register.periods.text import parse_period
from pmf_cli.register.sheets.supporting import ScopeChange
from pmf_cli.views.lists.kpi_page import kpi_page
from pmf_cli.views.lists.kpis import kpi_listing
from tests.assessed import assessed, quarterly, register_of, tables_of, words_of
from tests.make import make_benchmark, make_comment, make_target


def test_the_page_holds_every_part():
    """Definition, targets, results, comments, benchmarks, changes and findings."""
    change = ScopeChange(
        change_ref="S-1",
        kpi_ref="A-1",
        from_period=parse_period("2024/25 Q1"),
        kind=terms.ScopeChangeKind.SOURCE,
        before="Paper",
        after="System",
        reason="New system.",
    )
    where = CellRef("KPI Data Record.xlsx", "Results", "D2")
    register = register_of(
        quarterly("A-1", ["84", "86"]),
        targets=[
            make_target("A-1", to_period="2024/25 Q2", target="85"),
            make_target("A-1", from_period="2024/25 Q3"),
        ],
        commentary=(make_comment("A-1", text="A dry summer."),),
        benchmarks=(make_benchmark("A-1"),),
        scope_changes=(change,),
    )
    findings = (Finding("VAL001", Severity.WARNING, where, "Looks odd.", "A-1"),)
    listing = kpi_page(assessed(register, findings=findings), "A-1")
    words = words_of(listing.sections)
    for part in (
        "Weighbridge returns",
        "85.0%",
        "A dry summer.",
        "England (mean)",
        "Paper became System",
        "Looks odd.",
        "Head of Service",
    ):
        assert part in words
    ratings = [item["rating"] for item in listing.items]
    assert ratings == ["Amber", "Amber"]
    assert [item["target_text"] for item in listing.items] == ["85.0%", "90.0%"]


def test_results_are_listed_newest_first_with_their_cells():
    """The screen begins with what matters now."""
    listing = kpi_page(assessed(register_of(quarterly("A-1", ["84", "86"]))), "A-1")
    rows = tables_of(listing.sections)["results"].rows
    assert [row[0].text for row in rows] == ["2024/25 Q3", "2024/25 Q2"]
    assert rows[0][-1].text == "KPI Data Record.xlsx, Results!D3"


def test_people_stand_as_posts():
    """The page may be shown to anybody."""
    words = words_of(kpi_page(assessed(register_of(quarterly("A-1", ["84"]))), "A-1").sections)
    assert "Officer C0" not in words
    assert "example.org" not in words


def test_a_kpi_without_results_or_targets_has_a_page():
    """What is missing is said."""
    register = register_of(quarterly("A-1", [None]), targets=[make_target("B-1")])
    words = words_of(kpi_page(assessed(register), "A-1").sections)
    assert "no result in the record" in words
    assert "no target in the register" in words


def test_an_ended_kpi_can_be_shown():
    """Out of scope for the period, but its history stands."""
    register = register_of(quarterly("A-1", ["84"] * 8, last_period="2023/24 Q4"))
    listing = kpi_page(assessed(register), "A-1")
    assert "not in scope" in words_of(listing.sections)
    assert listing.items


def test_an_unknown_kpi_is_refused():
    """With a suggestion."""
    with pytest.raises(UsageError):
        kpi_page(assessed(register_of(quarterly("A-1", ["84"]))), "Z-9")


def test_the_list_counts_what_is_in_scope():
    """Ended KPIs are listed, their rating says why there is none."""
    register = register_of(
        quarterly("A-1", ["91"]), quarterly("A-2", ["91"], last_period="2023/24 Q4")
    )
    listing = kpi_listing(assessed(register, as_of=date(2025, 1, 31)))
    assert listing.counts == {"in_register": 2, "found": 2, "in_scope": 1}
    assert [item["rating"] for item in listing.items] == ["Green", None]
