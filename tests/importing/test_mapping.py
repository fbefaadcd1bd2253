"""What somebody has settled is obeyed, from answers or a mapping file of old."""

import pytest

from pmf_cli.errors import UsageError
from pmf_cli.importing.guesses import Sureness
from pmf_cli.importing.mapping import ImportMapping, parse_mapping
from pmf_cli.importing.plan import ImportPlan, plan_import
from pmf_cli.settings import Settings
from pmf_cli.workbook.cells import Book
from tests.make import sheet_of

ROWS: list[list[object]] = [
    ["KPI", "Period", "Actual", "Target", "Polarity", "RAG"],
    ['Bins "missed" \\ per 100,000', "Q1 2024/25", 48, "<50", "Low", "G"],
    ["Visits", "Q1 2024/25", "8 with plans for 4", "Top quartile", "Rise", "Blue"],
    ["Visits", "Q2 2024/25", "n/a", "5.4% (2023-24) 6.3% (2024-25)", "Ascending", "A"],
]


def planned(mapping: ImportMapping, rows: list[list[object]] = ROWS) -> ImportPlan:
    """The plan for the rows."""
    book = Book("a.csv", (sheet_of("a.csv", "a", rows),))  # type: ignore[arg-type]
    return plan_import([book], mapping, Settings())


def test_what_the_file_says_is_taken() -> None:
    """Values, targets, polarity and facts from the file, marked as said."""
    said = ImportMapping(
        values={"8 with plans for 4": "12"},
        targets={"Top quartile": "Value 90"},
        polarity={"Rise": "Lower is better"},
        defaults={"Financial": False},
        kpis={"KPI-002": {"Unit": "visits"}},
    )
    plan = planned(said)
    visits = next(k for k in plan.kpis if k.name == "Visits")
    assert (visits.unit, visits.polarity, visits.financial) == ("visits", "Lower is better", False)
    assert next(r.number for r in plan.results if r.kpi_ref == visits.ref) == 12
    assert next(t.target for t in plan.targets if t.kpi_ref == visits.ref) == 90
    assert {g.sure for g in plan.guesses if g.text == "Top quartile"} == {Sureness.SETTLED}


def test_facts_for_one_kpi_win_over_patterns_and_these_over_defaults() -> None:
    """The narrowest statement wins."""
    text = """
[defaults]
Financial = false
[[patterns]]
match = "RB*"
facts = { Financial = true }
[kpis]
"RB02" = { Financial = false }
"""
    mapping = parse_mapping(text, "m.toml")
    assert mapping.facts_of("CS01", "a")["Financial"] is False
    assert mapping.facts_of("RB01", "a")["Financial"] is True
    assert mapping.facts_of("RB02", "a")["Financial"] is False


@pytest.mark.parametrize(
    ("text", "named"),
    [
        ("[headings", "m.toml"),
        ("[heading]\n", "heading"),
        ("[defaults]\nColour = 'red'\n", "Colour"),
        ("[kpis]\n'A' = { Flavour = 1 }\n", "Flavour"),
    ],
)
def test_what_the_file_cannot_mean_is_refused_by_name(text: str, named: str) -> None:
    """A misspelt table or fact is not lost silently."""
    with pytest.raises(UsageError) as caught:
        parse_mapping(text, "m.toml")
    assert named in caught.value.message


def test_a_fact_that_does_not_fit_its_column_is_refused() -> None:
    """Frequency = often is no frequency."""
    with pytest.raises(UsageError) as caught:
        planned(ImportMapping(defaults={"Frequency": "often"}))
    assert "Frequency" in caught.value.message


def test_only_rows_of_one_council_are_taken_when_asked() -> None:
    """Several councils in a file are a doubt; --only takes one."""
    rows: list[list[object]] = [
        ["Council", "KPI", "Period", "Value"],
        ["Northby", "Homes built", "2023/24", 5],
        ["Southby", "Homes built", "2023/24", 7],
    ]
    both = planned(ImportMapping(), rows)
    assert len(both.doubts) == 1
    assert len(both.kpis) == 2
    one = planned(ImportMapping(only={"council": "Southby"}), rows)
    assert one.doubts == ()
    assert one.council == "Southby"
    assert [r.number for r in one.results] == [7]
    assert all("Southby" in account.words for account in one.left_out)
