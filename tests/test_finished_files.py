"""Every range of every finished file, of the example and of real figures, held against the register.

Read with openpyxl and from the parts themselves: nothing that wrote the files takes part.
"""

from __future__ import annotations

import io
import re
import warnings
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path, PureWindowsPath
from typing import Any
from xml.etree import ElementTree

import openpyxl
import pytest
from openpyxl.worksheet.cell_range import CellRange

from pmf_cli.pipeline.read.opening import open_register
from pmf_cli.register.register import Register
from tests.running import EXAMPLE, ROOT, pmf

DATA = ROOT / "tests" / "data"
SPARKLINE = re.compile(r"<xm:f>([^<]*)</xm:f><xm:sqref>([A-Z]+)(\d+)</xm:sqref>")
C = "{http://schemas.openxmlformats.org/drawingml/2006/chart}"
DOC_PROPERTIES = "{http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing}docPr"


@dataclass(frozen=True)
class Made:
    """A register and the files made from it."""

    folder: Path
    register: Register
    files: tuple[Path, ...]
    workbooks: tuple[tuple[Path, Any], ...]


def read(path: Path) -> Any:
    """A workbook as openpyxl reads it; it warns of sparklines, which it drops."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        return openpyxl.load_workbook(path)


@pytest.fixture(scope="module", params=["example", pytest.param("hart", marks=pytest.mark.slow)])
def made(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Made:
    """All papers and workbooks of a register, by the commands."""
    base = tmp_path_factory.mktemp("made")
    folder, when = EXAMPLE, ()
    if request.param == "hart":
        folder, when = base / "register", ("--period", "2014/15 Q2", "--as-of", "2014-11-30")
        source, mapping = DATA / "hart_2014_15.csv", DATA / "hart_mapping.toml"
        ran = pmf("import", source, "--answers", mapping, "--register", folder, "--write")
        assert ran.code == 0, ran.all
    output = base / "out"
    for words in (
        ("report", "clt"),
        ("report", "changes"),
        ("validate", "--format", "xlsx"),
        ("validate", "--coverage", "--format", "xlsx"),
        ("kpi", "results", "--format", "xlsx"),
        ("timetable", "show", "--format", "xlsx"),
    ):
        if words[0] == "timetable" and request.param == "hart":
            continue
        dates = when[2:] if words[0] == "timetable" else when
        ran = pmf(*words, "--register", folder, "--output", output, *dates)
        assert ran.code in (0, 1), (words, ran.all)
    files = tuple(sorted(output.glob("*.*")))
    assert len(files) >= 7
    books = tuple((path, read(path)) for path in files if path.suffix == ".xlsx")
    return Made(folder, open_register(folder).register, files, books)


def sheet_parts(path: Path, book: Any) -> Iterator[tuple[Any, str]]:
    """Each sheet and the text of its part."""
    with zipfile.ZipFile(path) as parts:
        for number, sheet in enumerate(book.worksheets, 1):
            yield sheet, parts.read(f"xl/worksheets/sheet{number}.xml").decode()


def figures_of(register: Register, ref: str) -> set[tuple[float, ...]]:
    """The KPI's figures for each kind of period, oldest first."""
    by_kind: dict[Any, list[tuple[Any, float]]] = {}
    for period, row in register.series.get((ref, None), {}).items():
        if row.number is not None:
            by_kind.setdefault(period.kind, []).append((period.end, float(row.number)))
    return {tuple(figure for _, figure in sorted(rows)) for rows in by_kind.values()}


def is_run_of(figures: tuple[float, ...], series: set[tuple[float, ...]]) -> bool:
    """Whether some figures stand one after another in one of the series."""
    count = len(figures)
    return any(
        one[at : at + count] == figures for one in series for at in range(len(one) - count + 1)
    )


def test_each_sparkline_draws_the_figures_of_the_kpi_in_its_own_row(made: Made) -> None:
    """Place, range and figures; all in one row of one table, so that sorting keeps them together."""
    drawn = 0
    for path, book in made.workbooks:
        for sheet, part in sheet_parts(path, book):
            for range_, _, row in SPARKLINE.findall(part):
                name, _, place = range_.rpartition("!")
                assert name.strip("'") == sheet.title
                area = CellRange(place)
                tables = [CellRange(table.ref) for table in sheet.tables.values()]
                assert any(area.issubset(table) for table in tables)
                assert area.min_row == area.max_row == int(row)
                head = [cell.value for cell in sheet[tables[0].min_row]]
                named = next(at for at, one in enumerate(head, 1) if one in ("Ref", "Reference"))
                ref = sheet.cell(int(row), named).value
                values = [cell.value for (cell,) in zip(*sheet[place], strict=True)]
                figures = tuple(float(value) for value in values if value is not None)
                assert not figures or is_run_of(figures, figures_of(made.register, ref)), ref
                drawn += len(figures) > 1
    assert drawn > 80 or made.folder != EXAMPLE
    assert drawn


def test_tables_filters_colours_and_printed_headings_cover_what_they_should(made: Made) -> None:
    """Each range ends with its table: not a row too few, too many or too high."""
    assert any(sheet.tables for _, book in made.workbooks for sheet in book.worksheets)
    for path, book in made.workbooks:
        for sheet in book.worksheets:
            tables = [CellRange(table.ref) for table in sheet.tables.values()]
            last = max((row for row, _ in sheet._cells), default=0)
            for table, area in zip(sheet.tables.values(), tables, strict=True):
                heads = [cell.value for cell in sheet[area.min_row][: area.max_col]]
                assert heads == [column.name for column in table.tableColumns], (path, sheet.title)
                assert table.autoFilter.ref == table.ref
                below = [sheet.cell(area.max_row + 1, at).value for at in (1, 2)]
                assert area.max_row == last or below[0] is None
            for formats in sheet.conditional_formatting:
                coloured = CellRange(str(formats.sqref))
                assert any(
                    (coloured.min_row, coloured.max_row) == (table.min_row + 1, table.max_row)
                    for table in tables
                )
            titles = sheet.print_title_rows
            if titles and tables:
                assert titles == f"${tables[0].min_row}:${tables[0].min_row}"


def test_links_lead_to_sheets_that_exist_and_to_the_cells_they_name(made: Made) -> None:
    """Contents lead to each sheet; links into the register lead to the cell that is written."""
    registers: dict[str, Any] = {}
    assert made.workbooks
    for path, book in made.workbooks:
        names = set(book.sheetnames)
        inside = set()
        for sheet in book.worksheets:
            for cell in (cell for row in sheet.iter_rows() for cell in row if cell.hyperlink):
                place = cell.hyperlink.location
                target, _, where = (place or "").rpartition("!")
                if cell.hyperlink.target is None:
                    inside.add(target.strip("'"))
                    continue
                workbook = (
                    made.folder / PureWindowsPath(cell.hyperlink.target.replace("%20", " ")).name
                )
                assert workbook.is_file()
                if place:
                    if workbook.name not in registers:
                        registers[workbook.name] = read(workbook)
                    assert target.strip("'") in registers[workbook.name].sheetnames
                    if " " not in str(cell.value) and "!" not in str(cell.value):
                        found = registers[workbook.name][target.strip("'")][where].value
                        assert found is None or str(cell.value) == str(found)
        assert inside == names - {book.sheetnames[0]}, path


def test_each_chart_of_a_paper_draws_the_figures_of_its_kpi(made: Made) -> None:
    """What Word shows and what its small workbook holds are the register's own figures."""
    shown = 0
    for path in (one for one in made.files if one.suffix == ".docx"):
        with zipfile.ZipFile(path) as parts:
            document = ElementTree.fromstring(parts.read("word/document.xml"))
            links = {
                link.get("Id"): link.get("Target")
                for link in ElementTree.fromstring(parts.read("word/_rels/document.xml.rels"))
            }
            drawings = [one for one in document.iter() if one.tag.endswith("}inline")]
            for drawing in drawings:
                chart = next(iter(drawing.iter(f"{C}chart")), None)
                if chart is None:
                    continue
                named = next(iter(drawing.iter(DOC_PROPERTIES))).get("name") or ""
                (link,) = chart.attrib.values()
                part = f"word/{(links[link] or '').removeprefix('/word/')}"
                folder, _, file = part.rpartition("/")
                (back,) = ElementTree.fromstring(parts.read(f"{folder}/_rels/{file}.rels"))
                figures = parts.read(f"word/embeddings/{(back.get('Target') or '').split('/')[-1]}")
                sheet = openpyxl.load_workbook(io.BytesIO(figures)).worksheets[0]
                root = ElementTree.fromstring(parts.read(part))
                if root.find(f".//{C}barChart") is not None:
                    # Counts of ratings, no KPI's figures.
                    continue
                (result,) = (s for s in root.iter(f"{C}ser") if _name(s) == "Result")
                place = result.findtext(f"{C}yVal/{C}numRef/{C}f") or ""
                kept = [float(v.text or "") for v in result.iterfind(f"{C}yVal//{C}v")]
                cells = [row[0].value for row in sheet[place.rpartition("!")[2].replace("$", "")]]
                values = tuple(float(value) for value in cells if value is not None)
                assert list(values) == kept
                assert is_run_of(values, figures_of(made.register, named.split()[0])), named
                shown += 1
    assert shown or made.folder != EXAMPLE


def _name(series: ElementTree.Element) -> str:
    named = series.find(f"{C}tx")
    return "" if named is None else "".join(named.itertext())
