"""Workbooks: figures as figures, text as text, and looks that follow the words."""

from __future__ import annotations

import gc
import io
import re
import warnings
import zipfile
from dataclasses import replace
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from openpyxl.worksheet.cell_range import CellRange
from xlsxwriter.worksheet import Worksheet

from pmf_cli.errors import UsageError
from pmf_cli.findings import CellRef
from pmf_cli.gc_pause import gc_paused
from pmf_cli.render.accessibility import excel_problems, published_problems
from pmf_cli.render.excel.book import excel_report
from pmf_cli.render.reading_back.sheets import FoundBook
from pmf_cli.render.templates import templates_for
from pmf_cli.render.theme import theme_of
from pmf_cli.views.base import (
    Align,
    Column,
    Entry,
    Fact,
    Paragraph,
    Report,
    Section,
    Table,
    Tone,
    Words,
)
from tests.render.specimens import AWKWARD, chart, report
from tests.render.under_trends import empty_under_trends

PLACES = templates_for()
THEME = theme_of(PLACES)
SPARKLINE = r"<xm:f>([^<]*)</xm:f><xm:sqref>([^<]*)</xm:sqref>"


def data_of(one: Report, *, published: bool = False) -> bytes:
    """The workbook's bytes."""
    return excel_report(one, THEME, PLACES, published=published)


def opened(data: bytes) -> Any:
    """The workbook read again; openpyxl warns of sparklines, which it drops."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        return openpyxl.load_workbook(io.BytesIO(data))


def of_tables(*tables: Table, **over: Any) -> Report:
    """A report whose workbook has a cover and one sheet a table."""
    sections = tuple(Section(table.name, 1, (table,)) for table in tables)
    return replace(report(0, charts=0), workbook=(Section("Cover", 1, ()), *sections), **over)


def part(data: bytes, name: str) -> str:
    """A part of the file as text."""
    with zipfile.ZipFile(io.BytesIO(data)) as parts:
        return parts.read(name).decode()


def rows_of(sheet: Any) -> list[list[Any]]:
    """The cells of the sheet's table, heading first."""
    (table,) = sheet.tables.values()
    return [[cell.value for cell in row] for row in sheet[table.ref]]


def links_of(sheet: Any) -> list[tuple[str | None, str | None]]:
    """Where the sheet's links lead: file and place."""
    linked = [cell.hyperlink for row in sheet.iter_rows() for cell in row if cell.hyperlink]
    return [(link.target, link.location) for link in linked]


def test_figures_and_dates_stay_figures_and_dates() -> None:
    """A value is written with its format, not as text."""
    rows = (
        (
            Entry("38.2%", Decimal("38.2"), '#,##0.0"%"'),
            Entry("30/09/2024", date(2024, 9, 30), "dd/mm/yyyy"),
        ),
        (Entry("0", Decimal(0), "0"), Entry("Not stated", tone=Tone.MUTED)),
        (
            Entry("38.2% (provisional)", Decimal("38.2"), '0.0"%"'),
            Entry("1/1/1850", date(1850, 1, 1)),
        ),
    )
    sheet = opened(
        data_of(of_tables(Table("t", "T", (Column("A", 1, Align.NUMBER), Column("B")), rows)))
    )["t"]
    cells = list(sheet[next(iter(sheet.tables.values())).ref])[1:]
    assert [row[0].value for row in cells] == [38.2, 0, 38.2]
    assert cells[0][0].number_format == '#,##0.0"%"'
    assert cells[2][0].number_format == '0.0"%"" (provisional)"'
    assert cells[0][1].value.date() == date(2024, 9, 30)
    assert cells[1][1].value == "Not stated"
    assert cells[2][1].value == "1/1/1850"


def test_further_words_stand_in_the_cell_and_beside_figures() -> None:
    """Below it, behind it, or in the number's format; what the format says already is not said twice."""
    name = Entry(
        "Re-let days", more=(Words("days", is_muted=True), Words("Since 2019", new_line=True))
    )
    change = Entry("▲ 7", Decimal(7), '"▲ "0;"▼ "0', more=(Words("than 2022"),), is_strong=True)
    marked = Entry("37.4 (p)", Decimal("37.4"), '0.0" (p)"')
    columns = (Column("A"), Column("B"), Column("C"))
    sheet = opened(data_of(of_tables(Table("t", "T", columns, ((name, change, marked),)))))["t"]
    cells = list(sheet[next(iter(sheet.tables.values())).ref])[1]
    assert [cell.value for cell in cells] == ["Re-let days days\nSince 2019", 7, 37.4]
    assert cells[1].number_format == '"▲ "0" than 2022";"▼ "0" than 2022"'
    assert cells[2].number_format == '0.0" (p)"'
    assert [bool(cell.font.bold) for cell in cells] == [False, True, False]


def test_text_never_becomes_a_formula_or_a_link() -> None:
    """What begins like a formula is marked as text; no formula stands anywhere."""
    texts = (*AWKWARD, "+44", "-5 points", "＝1", "https://example.org", "007", "TRUE")
    table = Table(
        "t", "=T", (Column("=1+1"), Column("@b")), tuple((Entry(t), Entry("x")) for t in texts)
    )
    one = of_tables(table, title="=title", facts=(Fact("=a", "=b"),))
    one = replace(one, workbook=(Section("Cover", 1, (Paragraph("=1+1"),)), *one.workbook[1:]))
    data = data_of(one)
    with zipfile.ZipFile(io.BytesIO(data)) as parts:
        sheets = [
            parts.read(n).decode() for n in parts.namelist() if n.startswith("xl/worksheets/sheet")
        ]
    assert not any(re.search(r"<f[ >]", sheet) for sheet in sheets)
    book = opened(data)
    printed = [row[0] for row in book["t"][next(iter(book["t"].tables.values())).ref]][1:]
    clean = [text.replace("\x07", "").replace("\x1b", "") for text in texts]
    assert [cell.value for cell in printed] == clean
    assert all(cell.data_type == "s" for cell in printed)
    for cell in printed:
        assert bool(cell.quotePrefix) is cell.value.startswith(("=", "+", "-", "@", "＝"))


def test_long_text_is_cut_with_a_mark() -> None:
    """Excel would cut at 32,767 characters in silence."""
    table = Table("t", "T", (Column("A"),), ((Entry("x" * 40_000),),))
    value = rows_of(opened(data_of(of_tables(table)))["t"])[1][0]
    assert len(value) == 32_767
    assert value.endswith("[…cut]")


def test_an_edited_word_changes_its_colour() -> None:
    """Rating columns are coloured by their words, not by fills that would stay behind."""
    book = opened(data_of(report(12)))
    rules = [
        (rule.text, rule.dxf.font.color.rgb[-6:])
        for sheet in (book["Place"],)
        for formats in sheet.conditional_formatting
        for rule in formats.rules
    ]
    assert rules == [("Red", "FFFFFF"), ("Amber", "1A1A1A"), ("Green", "0B5D45")]
    values = [row[6] for row in rows_of(book["Place"])]
    assert values[1:5] == ["Red", "Amber (interim)", "Green", "Tracker"]


def test_the_theme_words_reach_cells_and_rules(tmp_path: Path) -> None:
    """A rating in the theme's word is coloured by a rule that follows that word."""
    (tmp_path / "templates").mkdir()
    (tmp_path / "templates" / "theme.toml").write_text('[tones.red]\nword = "Off target"\n')
    places = templates_for(tmp_path)
    rows = ((Entry("Off target (interim)", tone=Tone.RED),), (Entry("Green", tone=Tone.GREEN),))
    table = Table("place", "Place", (Column("Rating"),), rows)
    book = opened(excel_report(of_tables(table), theme_of(places), places))
    assert rows_of(book["place"])[1][0] == "Off target (interim)"
    rules = [r.text for f in book["place"].conditional_formatting for r in f.rules]
    assert rules[0] == "Off target"


def test_a_sparkline_is_drawn_from_the_figures_of_its_own_row() -> None:
    """So sorting, which moves the cells of a row and not its sparkline, cannot part the two."""
    one = report(12, charts=0)
    data = data_of(one)
    book = opened(data)
    sheet = book["Place"]
    drawn = part(data, f"xl/worksheets/sheet{book.sheetnames.index('Place') + 1}.xml")
    ranges = dict(reversed(pair) for pair in re.findall(SPARKLINE, drawn))
    (area,) = (CellRange(table.ref) for table in sheet.tables.values())
    (table,) = (table for table in one.tables() if table.name == "scorecard_place")
    assert len(ranges) == len(table.rows) == 6
    for number, row in enumerate(table.rows, area.min_row + 1):
        range_ = ranges[f"I{number}"].rpartition("!")[2]
        (cells,) = sheet[range_]
        assert CellRange(range_).issubset(area)
        assert {cell.row for cell in cells} == {number}
        spark = row[8].spark
        values = () if spark is None else spark.values
        wanted = [None if value is None else float(value) for value in values]
        assert [cell.value for cell in cells] == [None] * (len(cells) - len(wanted)) + wanted
        assert sheet[f"I{number}"].value == (row[8].text if spark is None else spark.alt)


def test_empty_cells_lie_under_sparklines_alone_and_are_explained_over_the_table() -> None:
    """Every row's sparkline lies over the same columns, so that sorting puts no word under one."""
    data = data_of(report(12, charts=0))
    book = opened(data)
    empty = {
        sheet.title: sum(cell is None for row in rows_of(sheet) for cell in row)
        for sheet in book.worksheets
        if len(sheet.tables) == 1
    }
    assert {name: count for name, count in empty.items() if count} == empty_under_trends(data)
    assert empty["Place"] > 0
    assert "empty cell" in book["Place"]["A2"].value
    trends = FoundBook(data).sheets["Place"].trends.values()
    assert len({(area.left, area.right) for area in trends if area is not None}) == 1


def test_working_sheets_can_be_filtered_and_keep_headings_in_sight() -> None:
    """Filters, frozen headings, print set-up, cursor in A1."""
    sheet = opened(data_of(report(12, charts=0)))["Place"]
    (table,) = sheet.tables.values()
    assert table.autoFilter is not None
    assert table.displayName == "scorecard_place"
    top = int(re.search(r"\d+", table.ref).group())
    assert sheet.freeze_panes.endswith(str(top + 1))
    assert sheet.print_title_rows == f"${top}:${top}"
    assert sheet.page_setup.orientation == "landscape"
    assert not sheet.sheet_properties.pageSetUpPr.fitToPage
    assert sheet.page_setup.scale * THEME.excel.size / 100 >= 8
    assert sheet.sheet_view.selection[0].activeCell == "A1"


def test_published_workbooks_follow_the_checklist() -> None:
    """No fills, filters, frozen panes, sparklines or hidden formats: words and figures."""
    data = data_of(report(12, charts=0), published=True)
    book = opened(data)
    for sheet in book.worksheets:
        assert sheet.freeze_panes is None
        assert not sheet.oddHeader.center.text
        assert not sheet.oddFooter.center.text
        assert not list(sheet.conditional_formatting)
        for table in sheet.tables.values():
            assert table.autoFilter is None
        for row in sheet.iter_rows():
            assert all(cell.fill.fill_type is None for cell in row)
    place = book.sheetnames.index("Place") + 1
    assert "sparkline" not in part(data, f"xl/worksheets/sheet{place}.xml")
    assert "Trend data" not in book.sheetnames
    assert "from" in rows_of(book["Place"])[1][8]
    assert (*excel_problems(data), *published_problems(data)) == ()


def test_what_a_published_workbook_must_not_have_is_heard() -> None:
    """Of the working one each such thing, by its kind."""
    told = " ".join(published_problems(data_of(report(12, charts=0))))
    for words in ("frozen", "heads or feet", "follow words", "trends", "filters", "fills"):
        assert words in told


def test_shorthand_in_a_published_workbook_is_explained_on_its_cover_or_notes() -> None:
    """Else it is not made: a figure that is not shown, say, in a column that the key knows nothing of."""
    columns = (Column("Place", 2), Column("Figure", 1))
    table = Table(
        "figures", "Figures", columns, ((Entry("Elms"), Entry("[c]")),), "One row a place."
    )
    with pytest.raises(UsageError, match=re.escape("[c]")):
        data_of(of_tables(table), published=True)
    notes = Section("Notes", 1, (Paragraph("[c] not shown, since it counts few people"),))
    told = of_tables(table)
    data = data_of(replace(told, workbook=(*told.workbook, notes)), published=True)
    assert not published_problems(data)


def test_sheets_of_the_same_or_forbidden_names_all_appear() -> None:
    """Names are made legal and unique; every table is there."""
    names = ("A/B: costs [x]", "a/b: costs [x]", "History", "x" * 40, "x" * 40, "'q'")
    tables = tuple(
        Table("c1", name, (Column("A"), Column("a")), ((Entry("1"), Entry("2")),)) for name in names
    )
    sections = tuple(Section(name, 1, (table,)) for name, table in zip(names, tables, strict=True))
    book = opened(data_of(replace(report(0, charts=0), workbook=sections)))
    assert len(book.sheetnames) == len(set(map(str.casefold, book.sheetnames))) == 7
    assert all(len(name) <= 31 for name in book.sheetnames)
    assert len({t.displayName for s in book.worksheets for t in s.tables.values()}) == 6
    assert rows_of(book.worksheets[1])[0] == ["A", "a (2)"]


def test_links_lead_to_register_cells_only_where_the_way_is_known() -> None:
    """A report without a way to the register has no links; one with it has them."""
    ref = CellRef("KPI Data Record.xlsx", "Rating rules", "F7")
    table = Table(
        "t",
        "T",
        (Column("Ref", key="ref"), Column("Cell", key="cell")),
        ((Entry("WM-1", ref=ref), Entry(str(ref), ref=ref)),),
    )
    assert not links_of(opened(data_of(of_tables(table)))["t"])
    sheet = opened(data_of(of_tables(table, links="../my register")))["t"]
    links = {((target or "").replace("\\", "/"), place) for target, place in links_of(sheet)}
    assert links == {("../my%20register/KPI%20Data%20Record.xlsx", "'Rating rules'!F7")}
    assert rows_of(sheet)[1] == ["WM-1", "KPI Data Record.xlsx, Rating rules!F7"]


def test_the_cover_has_facts_summary_counts_and_a_list_of_sheets() -> None:
    """The first sheet says what the workbook is and leads to the others."""
    counts = Table(
        "n",
        "Counts",
        (Column("Directorate"), Column("Red", 1, Align.NUMBER)),
        ((Entry("Place"), Entry("1", Decimal(1), "0")),),
    )
    cover = Section("Cover", 1, (Paragraph("3 Red."), counts))
    sheet = opened(
        data_of(replace(report(0, charts=0), workbook=(cover, Section("Scorecard", 1, (counts,)))))
    )["Cover"]
    texts = [row[0].value for row in sheet.iter_rows()]
    assert texts[0] == "Performance report to the Corporate Leadership Team"
    assert "As at: 31/12/2024" in texts
    assert "3 Red." in texts
    assert rows_of(sheet) == [["Directorate", "Red"], ["Place", 1]]
    assert [place for _, place in links_of(sheet)] == ["'Scorecard'!A1"]


def test_charts_have_their_figures_as_a_table() -> None:
    """The chart's sheet has no empty cells in its table, and the chart its sentence."""
    one = replace(report(0, charts=0), workbook=(Section("Trend", 1, (chart(),)),))
    data = data_of(one)
    book = opened(data)
    rows = rows_of(book.worksheets[-1])
    assert rows[0] == ["Period", "Result", "Target", "Year before 39.1", "Expected"]
    assert rows[4][1] == "No figure"
    assert "Below target in 8 of the 11" in part(data, "xl/drawings/drawing1.xml")


def test_properties_and_date_are_those_of_the_data() -> None:
    """Title with council and period, and the date of the data; not the clock."""
    properties = opened(data_of(report(2))).properties
    assert properties.title == report(2).full_title
    assert properties.created.date() == date(2024, 12, 31)


@pytest.mark.parametrize("published", [False, True])
def test_a_table_without_rows_says_so(published: bool) -> None:
    """Excel needs a row; the word None stands in it."""
    table = Table("t", "T", (Column("A"), Column("B")), ())
    assert rows_of(opened(data_of(of_tables(table), published=published))["t"]) == [
        ["A", "B"],
        ["None", "None"],
    ]


def test_nothing_of_a_workbooks_making_is_kept_while_it_is_read_back(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """A large one would stand in memory twice."""
    alive = []

    def sheets(*_: object, **__: object) -> None:
        alive.append({id(one) for one in gc.get_objects() if isinstance(one, Worksheet)})

    monkeypatch.setattr("pmf_cli.render.excel.book.excel_gaps", sheets)
    monkeypatch.setattr("pmf_cli.render.excel.book.refuse_incomplete", lambda *_: None)
    with gc_paused():
        # What other tests left behind is none of this workbook's.
        gc.collect()
        sheets()
        excel_report(report(2, charts=1), THEME)
    assert alive[1] == alive[0]
