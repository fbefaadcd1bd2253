"""The pack for the yearly choice of KPIs: each KPI once, counts that are those of the list, gaps first."""

from __future__ import annotations

from pmf_cli.analysis.set_review import Covered
from pmf_cli.register.sheets.plan import Priority
from pmf_cli.views.parts.set_review import coverage_words
from tests.assessed import assessed, column_of, quarterly, register_of, tables_of
from tests.papers import made

PRIORITIES = (Priority(ref="P1", priority="Homes"), Priority(ref="P2", priority="Roads"))


def report():
    return made(
        "review",
        assessed(
            register_of(
                quarterly("A-1", ["95"] * 4, directorate="Growth", priorities=("P1",)),
                quarterly("B-1", ["20"] * 4, directorate="Homes", priorities=()),
                priorities=PRIORITIES,
            )
        ),
    )


def test_each_kpi_stands_once_in_paper_and_workbook():
    shown = report()
    tables = [one for name, one in tables_of(shown).items() if name.startswith("review_g") or name.startswith("review_h")]  # fmt: skip
    assert [entry.text for table in tables for entry in column_of(table, "Ref")] == ["A-1", "B-1"]
    rows = tables_of(shown.workbook)["review_rows"]
    assert [entry.text for entry in column_of(rows, "Ref")] == ["A-1", "B-1"]


def test_the_counts_are_those_of_what_the_list_says():
    shown = report()
    kinds = tables_of(shown)["review_kinds"]
    known = [one.text for one in column_of(tables_of(shown.workbook)["review_rows"], "To know")]
    for row in kinds.rows:
        kind, number = row[0].text, row[1].text
        assert int(number) == sum(kind.casefold() in words.casefold() for words in known), kind


def test_what_no_kpi_covers_stands_first():
    table = tables_of(report())["review_coverage"]
    assert [entry.text for entry in column_of(table, "Name")] == ["Roads", "Homes"]


def test_how_much_is_covered_is_said_from_the_counts():
    none, some = Covered("Priority", "Roads", ()), Covered("Priority", "Homes", ("A-1",))
    service = Covered("Service", "Parks", ())
    assert coverage_words([some]) == "Everything listed has a KPI."
    assert coverage_words([none, some]) == "No KPI covers 1 of 2 priorities."
    assert (
        coverage_words([none, some, service])
        == "No KPI covers 1 of 2 priorities and 1 of 1 services."
    )
