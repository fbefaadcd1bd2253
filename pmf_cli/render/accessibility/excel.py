"""What keeps people from reading a workbook: checked on the finished file, part by part."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from pmf_cli.render.office_file import (
    XmlElement,
    opened_parts,
    parsed_part,
    related,
    title_of,
)
from pmf_cli.workbook.cells import column_number

_S = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
_R = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
_FORBIDDEN = {
    "vbaProject": "macros",
    "externalLinks/": "links to other workbooks",
    "xl/comments": "cell comments",
    "connections.xml": "data connections",
}
# Sheets are searched as bytes: parsing one of thousands of rows takes as long as writing it.
_CELL = re.compile(rb'<c r="([A-Z]+)(\d+)"[^>]*?(/?)>')
_MERGED = re.compile(rb"<(?:\w+:)?mergeCell\s")
_HIDDEN = re.compile(rb'<(?:\w+:)?(?:row|col)\s[^>]*\bhidden="(?:1|true)"')
_FORMULA = re.compile(rb"<(?:x:)?f[\s>/]")
_DRAWN_FROM = re.compile(rb"<xm:f>[^<!]*!([^<]*)</xm:f>")
_RANGE = re.compile(r"([A-Z]+)(\d+):([A-Z]+)(\d+)")


def excel_problems(data: bytes) -> tuple[str, ...]:
    """Everything that is wrong, each in a sentence; nothing for a good workbook."""
    return tuple(_problems(opened_parts(data)))


def _problems(parts: Mapping[str, bytes]) -> Iterator[str]:
    if not title_of(parts):
        yield "The workbook has no title (WCAG 2.4.2)."
    for sign, what in _FORBIDDEN.items():
        if any(sign in name for name in parts):
            yield f"The workbook holds {what}."
    for name, drawing in parts.items():
        if name.startswith("xl/drawings/drawing"):
            yield from _drawings(parsed_part(drawing))
    for title, part, tables in _sheets(parts):
        yield from _sheet(title, part, tables)


def _sheets(parts: Mapping[str, bytes]) -> Iterator[tuple[str, bytes, list[XmlElement]]]:
    book = "xl/workbook.xml"
    targets = {key: path for key, _, path in related(parts, book)}
    for entry in parsed_part(parts[book]).iter(f"{_S}sheet"):
        path = targets.get(entry.get(f"{_R}id"), "")
        if path.startswith("xl/worksheets/") and path in parts:
            tables = [
                parsed_part(parts[other])
                for _, kind, other in related(parts, path)
                if kind.endswith("/table") and other in parts
            ]
            yield entry.get("name"), parts[path], tables


def _sheet(title: str, part: bytes, tables: list[XmlElement]) -> Iterator[str]:
    for sign, what in (
        (_MERGED, "merged cells"), (_HIDDEN, "hidden rows or columns"), (_FORMULA, "formulas"),
    ):  # fmt: skip
        if sign.search(part):
            yield f"Sheet {title} has {what}."
    rows = _filled(part)
    for number, columns in _drawn_from(part).items():
        filled = rows.setdefault(number, [])
        filled.extend(columns - set(filled))
    if 1 not in rows.get(1, ()):
        yield f"Sheet {title} has no title in A1."
    if not tables and any(max(columns, default=0) > 2 for columns in rows.values()):
        yield f"Sheet {title} has figures that are not marked up as a table (WCAG 1.3.1)."
    for table in tables:
        yield from _table(title, table, rows)


def _filled(part: bytes) -> dict[int, list[int]]:
    """Row → numbers of the columns that hold something.

    Read off the text, since parsing a large sheet takes as long as writing it, where the text is ours.
    """
    rows: dict[int, list[int]] = {}
    cells = _CELL.findall(part)
    if len(cells) == part.count(b"<c "):
        numbers = {letters: column_number(letters.decode()) for letters in {c[0] for c in cells}}
        for letters, row, empty in cells:
            if not empty:
                rows.setdefault(int(row), []).append(numbers[letters])
        return rows
    for cell in parsed_part(part).iter(f"{_S}c"):
        found = re.fullmatch(r"([A-Z]+)(\d+)", cell.get("r") or "")
        if found and len(cell):
            rows.setdefault(int(found[2]), []).append(column_number(found[1]))
    return rows


def _drawn_from(part: bytes) -> dict[int, set[int]]:
    """Row → numbers of the columns that its sparklines are drawn from.

    These may be empty: Excel draws a word as 0, so that only an empty cell is a gap.
    """
    found: dict[int, set[int]] = {}
    for place in _DRAWN_FROM.findall(part):
        cells = _RANGE.fullmatch(place.decode().replace("$", ""))
        if cells is not None:
            for row in range(int(cells[2]), int(cells[4]) + 1):
                columns = range(column_number(cells[1]), column_number(cells[3]) + 1)
                found.setdefault(row, set()).update(columns)
    return found


def _table(title: str, table: XmlElement, rows: Mapping[int, list[int]]) -> Iterator[str]:
    found = _RANGE.fullmatch(table.get("ref"))
    if found is None:
        return
    first, last = column_number(found[1]), column_number(found[3])
    top, bottom = int(found[2]), int(found[4])
    if first != 1:
        yield f"The table on sheet {title} does not begin in column A."
    if table.get("headerRowCount") == "0":
        yield f"The table on sheet {title} has no heading row."
    empty = 0
    for number in range(top, bottom + 1):
        inside = sum(1 for column in rows.get(number, ()) if first <= column <= last)
        empty += last - first + 1 - inside
    if empty:
        yield f"The table on sheet {title} has {empty} empty cells."


def _drawings(drawing: XmlElement) -> Iterator[str]:
    for part in drawing.iter(
        "{http://schemas.openxmlformats.org/drawingml/2006/spreadsheetDrawing}cNvPr"
    ):
        if not (part.get("descr") or "").strip():
            yield f'The chart "{part.get("name")}" has no alternative text (WCAG 1.1.1).'
