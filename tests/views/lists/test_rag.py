"""The rating table: the same rows on the screen, in JSON and in CSV, with counts that add up."""

from __future__ import annotations

import csv
import io
import json
from datetime import date

import pytest

from pmf_cli.pipeline.data_formats import LISTS
from pmf_cli.register import terms
from pmf_cli.render.data import csv_text, json_text
from pmf_cli.render.terminal import text_of
from pmf_cli.views.listing import Listing
from pmf_cli.views.lists.explain import explain_listing
from pmf_cli.views.lists.kpi_page import kpi_page
from pmf_cli.views.lists.kpis import kpi_listing
from pmf_cli.views.lists.rag import rag_listing
from pmf_cli.views.lists.status import status_listing
from pmf_cli.views.selection import Selection
from tests.assessed import assessed, column_of, quarterly, register_of, tables_of, words_of
from tests.data_formats import definition_of, names_of
from tests.make import make_target

REGISTER = register_of(
    quarterly("A-1", ["91", "80.25"], directorate="Resources"),
    quarterly("A-2", ["91", None], directorate="Resources"),
    quarterly("A-3", ["91", "0"], directorate="Communities"),
    quarterly("A-4", ["1"], directorate="Communities"),
    targets=[
        make_target("A-1"),
        make_target("A-2"),
        make_target("A-3"),
        make_target("A-4", target_type=terms.TargetType.TRACKER, target=None),
    ],
)
ASSESSMENT = assessed(REGISTER)
LISTINGS = {
    "rag": rag_listing(ASSESSMENT),
    "explain": explain_listing(ASSESSMENT, "A-1"),
    "explain unrated": explain_listing(ASSESSMENT, "A-4"),
    "kpis": kpi_listing(ASSESSMENT),
    "kpi": kpi_page(ASSESSMENT, "A-1"),
    "status": status_listing(ASSESSMENT),
}


@pytest.mark.parametrize("listing", LISTINGS.values(), ids=LISTINGS.keys())
def test_items_have_exactly_the_fields_of_their_schema(listing: Listing):
    """What the manual says and what is printed cannot part."""
    assert listing.key == definition_of(listing.schema).key
    assert listing.items
    for item in listing.items:
        assert list(item) == names_of(listing.schema)


@pytest.mark.parametrize("listing", LISTINGS.values(), ids=LISTINGS.keys())
def test_json_is_one_object_with_the_named_parts(listing: Listing):
    """schema, register, period, as_of, counts and one list; figures are strings."""
    data = json.loads(json_text(listing))
    assert list(data) == ["schema", "register", "period", "as_of", "counts", listing.key]
    assert data["as_of"] == "2025-01-31"
    assert not any(
        isinstance(value, float) for item in data[listing.key] for value in item.values()
    )


@pytest.mark.parametrize("listing", LISTINGS.values(), ids=LISTINGS.keys())
def test_csv_has_a_row_an_item(listing: Listing):
    """Headings are the fields; Excel is told that it is UTF-8."""
    text = csv_text(listing)
    assert text.startswith("\ufeff")
    rows = list(csv.reader(io.StringIO(text.removeprefix("\ufeff"), newline="")))
    assert rows[0] == names_of(listing.schema)
    assert len(rows) == len(listing.items) + 1


def test_every_schema_says_what_each_field_means():
    """The generated manual has no empty meaning."""
    assert len({one.schema for one in LISTS}) == len(LISTS)
    for one in LISTS:
        assert one.meaning
        assert one.data_fields
        assert len({field.key for field in one.fields}) == len(one.fields)
        assert all(field.title for field in one.chosen())


def test_counts_add_up_in_data_and_words():
    """Rated and not rated make the whole; each reason is counted."""
    counts = LISTINGS["rag"].counts
    assert counts["rated"] + counts["not_rated"] == counts["in_scope"] == 4
    assert counts["green"] + counts["amber"] + counts["red"] == counts["rated"] == 2
    reasons = [number for name, number in counts.items() if name.startswith("not_rated: ")]
    assert sum(reasons) == counts["not_rated"]
    assert "2 of 4 KPIs are rated" in words_of(LISTINGS["rag"].sections)


def test_figures_keep_their_exact_decimals_beside_the_printed_text():
    """80.25 stays 80.25 though the paper prints 80.3%; 0 is a value."""
    items = {item["ref"]: item for item in LISTINGS["rag"].items}
    assert (items["A-1"]["result"], items["A-1"]["result_text"]) == ("80.25", "80.3%")
    assert (items["A-3"]["result"], items["A-3"]["rating"]) == ("0", "Red")
    assert items["A-1"]["result_cell"] == "KPI Data Record.xlsx, Results!D3"
    assert items["A-2"]["result"] == "91"
    assert items["A-2"]["result_is_latest_only"] is True
    assert items["A-2"]["not_rated_because"] == "No data: return overdue"


def test_the_latest_available_figure_is_shown_with_its_own_period():
    """Nothing stale passes as fresh."""
    table = tables_of(LISTINGS["rag"].sections)["rag_2_resources"]
    assert [entry.text for entry in column_of(table, "Period")] == [
        "2024/25 Q3",
        "2024/25 Q2 (latest)",
    ]


def test_a_selection_is_named_and_the_rest_counted():
    """Nobody takes a part for the whole."""
    listing = rag_listing(ASSESSMENT, Selection(directorate=("Resources",)))
    words = words_of(listing.sections)
    assert "directorate Resources" in words
    assert "2 other KPIs in scope" in words
    assert [item["ref"] for item in listing.items] == ["A-1", "A-2"]


def test_new_and_provisional_are_said_in_words():
    """A figure that came in now for an earlier period is NEW, a provisional one says so."""
    kpi, rows = quarterly(
        "A-1", ["91", "92"], first_period="2022/23", frequency=terms.Frequency.ANNUAL
    )
    from tests.make import make_result

    rows = [
        make_result(
            "A-1",
            "2023/24",
            "91",
            received_on=date(2024, 12, 1),
            value_status=terms.ValueStatus.PROVISIONAL,
        )
    ]
    listing = rag_listing(assessed(register_of((kpi, rows))))
    (item,) = listing.items
    assert item["is_new"] is True
    assert "provisional" in item["marks"]
    text = text_of(listing.sections)
    assert "2023/24 NEW" in text
    assert "provisional" in text


def test_in_brief_each_kpi_is_one_line_of_80_columns_worst_first():
    """An officer sees what is Red without scrolling past reasons; data formats are the same."""
    brief = rag_listing(ASSESSMENT, is_brief=True)
    lines = text_of(brief.sections, width=80).splitlines()
    assert max(map(len, lines)) <= 80
    found = [line.split()[0] for line in lines if line.startswith("A-")]
    assert found == ["A-3", "A-4", "A-1", "A-2"]
    assert "not rated" in lines[-1] + lines[-2]
    assert json_text(brief) == json_text(rag_listing(ASSESSMENT))
