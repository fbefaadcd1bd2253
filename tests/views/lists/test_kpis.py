"""Results side by side: every figure on the screen is the one in the data, with its cell."""

from __future__ import annotations

from pmf_cli.views.entries import NO_FIGURE
from pmf_cli.views.lists.kpis import results_listing, results_report
from pmf_cli.views.selection import Selection
from tests.assessed import assessed, quarterly, register_of, tables_of
from tests.data_formats import names_of


def test_screen_and_data_agree_and_no_cell_is_blank() -> None:
    """The table's figures are those of the items; a gap is [x] in both."""
    assessment = assessed(register_of(quarterly("WM-01", ["0", None, "91.5"])))
    listing = results_listing(assessment, Selection(), most=8)
    (item,) = listing.items
    assert list(item) == names_of(listing.schema)
    results = item["results"]
    assert isinstance(results, tuple)
    told = [one["text"] for one in results if not isinstance(one, str)]
    (section,) = listing.sections[1:]
    (table,) = section.blocks
    assert [entry.text for entry in table.rows[0][3:]] == told
    assert told[0] == "0.0%"
    assert all(entry.text for row in table.rows for entry in row)


def test_the_workbook_has_a_sheet_for_each_kind_of_period() -> None:
    """One table a sheet after the cover, each with the unit in a column and numbers behind the words."""
    assessment = assessed(register_of(quarterly("WM-01", ["88.1", "91.5"])))
    report = results_report(assessment, Selection(), most=8)
    cover, *sheets = report.workbook
    assert NO_FIGURE in cover.blocks[0].text
    assert len(sheets) == len(list(tables_of(report))) == 1
    table = sheets[0].blocks[0]
    assert [column.title for column in table.columns][3] == "Unit"
    entries = table.rows[0]
    assert [entry.value for entry in entries[3:]][-1] is not None
