"""A finished workbook read again: cells, tables, sparklines, rules of colour, charts and links."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from functools import cached_property

from pmf_cli.frozen import frozen
from pmf_cli.render.office_file import XmlElement, opened_parts, parsed_part, related
from pmf_cli.render.reading_back.drawn import Area, DrawnFigure, area_of, area_on
from pmf_cli.workbook.cells import column_number

_S = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
_R = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
_X14 = "{http://schemas.microsoft.com/office/spreadsheetml/2009/9/main}"
_XM = "{http://schemas.microsoft.com/office/excel/2006/main}"
_DRAWING = "{http://schemas.openxmlformats.org/drawingml/2006/spreadsheetDrawing}"
_C = "{http://schemas.openxmlformats.org/drawingml/2006/chart}"
# F7, without dollars: as cells, links and sparklines are addressed.
_CELL = re.compile(r"([A-Z]+)(\d+)")
# A sheet that pmf wrote has one form of cell; only another form is parsed, which takes ten times as long.
_ROWS = re.compile(rb"<sheetData>.*</sheetData>", re.DOTALL)
_WRITTEN = re.compile(
    rb'<c r="([A-Z]+)(\d+)"(?: s="(\d+)")?(?: t="(\w+)")?(?:/>|><v>([^<&]*)</v></c>)'
)
_Written = tuple[bytes, bytes, bytes, bytes, bytes]
"""A cell as it is written: column, row, format, kind and value."""
BOOK = "xl/workbook.xml"
PlaceOnSheet = tuple[int, int]
"""Row and column of a cell, from 1."""


@frozen
class FoundTable:
    """A marked-up table: its title, where it lies, its headings, and where its filter lies."""

    title: str
    area: Area
    headings: tuple[str, ...]
    filtered: Area | None


@frozen
class FoundChart:
    """A chart: the words for those who cannot see it, and its part."""

    alt: str
    part: XmlElement


@frozen
class FoundSheet:
    """A sheet.

    Attributes:
        cells: what stands in each cell that holds something.
        forms: the number formats of cells with a number.
        trends: cell → the cells that its sparkline is drawn from.
        rules: rules of colour: where they hold, and the word that they look for.
        links: cell → where its link leads inside a workbook.
        headings: the rows printed on every page, from 1.
    """

    name: str
    cells: Mapping[PlaceOnSheet, DrawnFigure]
    forms: Mapping[PlaceOnSheet, str]
    tables: tuple[FoundTable, ...]
    trends: Mapping[PlaceOnSheet, Area | None]
    rules: tuple[tuple[Area, str], ...]
    charts: tuple[FoundChart, ...]
    links: Mapping[PlaceOnSheet, str]
    headings: tuple[int, int] | None


class FoundBook:
    """A finished workbook; UsageError where the bytes are none, or damaged."""

    def __init__(self, data: bytes) -> None:
        self._parts = opened_parts(data)
        self._texts = tuple(self._strings())
        self._forms = tuple(self._formats())
        self._titles = dict(self._print_titles())

    @cached_property
    def sheets(self) -> dict[str, FoundSheet]:
        """Its sheets by name, in order."""
        targets = {key: path for key, _, path in related(self._parts, BOOK)}
        found = {}
        for at, entry in enumerate(parsed_part(self._parts[BOOK]).iter(f"{_S}sheet")):
            name, path = str(entry.get("name")), targets.get(entry.get(f"{_R}id"), "")
            if path in self._parts:
                found[name] = self._sheet(name, path, self._titles.get(at))
        return found

    def cells_of(self, sheet: str) -> Mapping[PlaceOnSheet, DrawnFigure] | None:
        """The cells of a sheet; ``None`` where there is none."""
        found = self.sheets.get(sheet)
        return None if found is None else found.cells

    def _strings(self) -> Iterator[str]:
        part = self._parts.get("xl/sharedStrings.xml")
        for item in parsed_part(part) if part else ():
            yield "".join(text.text or "" for text in item.iter(f"{_S}t"))

    def _formats(self) -> Iterator[str]:
        styles = parsed_part(self._parts["xl/styles.xml"])
        own = {one.get("numFmtId"): one.get("formatCode") for one in styles.iter(f"{_S}numFmt")}
        for cell in styles.find(f"{_S}cellXfs"):
            number = cell.get("numFmtId")
            yield own.get(number) or _BUILT_IN.get(number, "General")

    def _print_titles(self) -> Iterator[tuple[int, tuple[int, int]]]:
        for name in parsed_part(self._parts[BOOK]).iter(f"{_S}definedName"):
            rows = re.search(r"!\$(\d+):\$(\d+)$", name.text or "")
            if name.get("name") == "_xlnm.Print_Titles" and rows:
                yield int(name.get("localSheetId")), (int(rows[1]), int(rows[2]))

    def _sheet(self, name: str, path: str, headings: tuple[int, int] | None) -> FoundSheet:
        part = self._parts[path]
        cells, forms = self._cells(part)
        # Without its rows, which are read off the text, a sheet is parsed in no time.
        root = parsed_part(_ROWS.sub(b"", part))
        tables: list[FoundTable] = []
        charts: list[FoundChart] = []
        for _, kind, other in related(self._parts, path):
            if kind.endswith("/table"):
                tables.append(_table(name, parsed_part(self._parts[other])))
            elif kind.endswith("/drawing"):
                charts += self._charts(other)
        return FoundSheet(
            name,
            cells,
            forms,
            tuple(tables),
            dict(_trends(root)),
            tuple(_rules(name, root)),
            tuple(charts),
            dict(_links(root)),
            headings,
        )

    def _cells(
        self, part: bytes
    ) -> tuple[dict[PlaceOnSheet, DrawnFigure], dict[PlaceOnSheet, str]]:
        """What stands in the cells, and the formats of the numbers.

        Read off the text, since parsing a large sheet takes as long as writing it, where the text is ours.
        """
        cells: dict[PlaceOnSheet, DrawnFigure] = {}
        forms: dict[PlaceOnSheet, str] = {}
        found = _WRITTEN.findall(part)
        if len(found) != part.count(b"<c "):
            found = list(_parsed_cells(parsed_part(part)))
        columns = {letters: column_number(letters.decode()) for letters in {c[0] for c in found}}
        for letters, row, form, kind, value in found:
            if not value:
                continue
            place = (int(row), columns[letters])
            if kind == b"s":
                cells[place] = self._texts[int(value)]
            elif kind in (b"str", b"e", b"b"):
                cells[place] = value.decode()
            else:
                cells[place] = float(value)
                forms[place] = self._forms[int(form or 0)]
        return cells, forms

    def _charts(self, drawing: str) -> Iterator[FoundChart]:
        parts = {key: path for key, _, path in related(self._parts, drawing)}
        for frame in parsed_part(self._parts[drawing]).iter(f"{_DRAWING}graphicFrame"):
            named = next(frame.iter(f"{_DRAWING}cNvPr"))
            link = next(frame.iter(f"{_C}chart"), None)
            path = "" if link is None else parts.get(link.get(f"{_R}id"), "")
            if path in self._parts:
                yield FoundChart(named.get("descr") or "", parsed_part(self._parts[path]))


_BUILT_IN = {
    "1": "0", "2": "0.00", "3": "#,##0", "4": "#,##0.00", "9": "0%", "10": "0.00%",
    "14": "dd/mm/yyyy", "49": "@",
}  # fmt: skip
"""Excel's own numbers of formats that a file does not spell out."""


def _parsed_cells(root: XmlElement) -> Iterator[_Written]:
    for cell in root.iter(f"{_S}c"):
        found = _CELL.fullmatch(cell.get("r") or "")
        if found is not None:
            texts = (*found.groups(), cell.get("s"), cell.get("t"), cell.findtext(f"{_S}v"))
            column, row, form, kind, value = ((text or "").encode() for text in texts)
            yield column, row, form, kind, value


def _place(ref: str | None) -> PlaceOnSheet:
    found = _CELL.fullmatch(ref or "")
    return (0, 0) if found is None else (int(found[2]), column_number(found[1]))


def _table(sheet: str, root: XmlElement) -> FoundTable:
    alt = next(root.iter(f"{_X14}table"), None)
    filtered = root.find(f"{_S}autoFilter")
    return FoundTable(
        "" if alt is None else alt.get("altText") or "",
        area_on(sheet, root.get("ref")) or Area(sheet, 0, 0, 0, 0),
        tuple(column.get("name") for column in root.iter(f"{_S}tableColumn")),
        None if filtered is None else area_on(sheet, filtered.get("ref")),
    )


def _trends(root: XmlElement) -> Iterator[tuple[PlaceOnSheet, Area | None]]:
    for one in root.iter(f"{_X14}sparkline"):
        cells = _CELL.fullmatch(one.findtext(f"{_XM}sqref") or "")
        if cells is not None:
            place = int(cells[2]), column_number(cells[1])
            yield place, area_of(one.findtext(f"{_XM}f") or "")


def _rules(sheet: str, root: XmlElement) -> Iterator[tuple[Area, str]]:
    for formats in root.iter(f"{_S}conditionalFormatting"):
        area = area_on(sheet, formats.get("sqref"))
        for rule in formats.iter(f"{_S}cfRule"):
            if area is not None:
                yield area, rule.get("text") or ""


def _links(root: XmlElement) -> Iterator[tuple[PlaceOnSheet, str]]:
    for link in root.iter(f"{_S}hyperlink"):
        yield _place(link.get("ref")), link.get("location") or ""
