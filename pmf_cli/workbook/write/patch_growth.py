"""Rows join a table: every part of the workbook that tells of the rows beneath, or of the table.

The sheet itself is told in ``grown_sheet``. Here are its tables, pictures, notes and pivot tables,
the charts and formulas of other sheets, names, the sources of pivot tables, and the order of
calculation. A part in which nothing changes stays byte for byte.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from html import unescape

from pmf_cli.errors import PmfError
from pmf_cli.words import counted, listed
from pmf_cli.workbook.cells import Box, box_of, reference_of
from pmf_cli.workbook.package import Package
from pmf_cli.workbook.structure import SheetPart, Structure, links_of
from pmf_cli.workbook.write.grown_sheet import (
    GrownSheet,
    anchored,
    cannot_move,
    formulas_in,
    grown_box,
    in_attributes,
    in_texts,
    is_covered,
    without_results,
)
from pmf_cli.workbook.write.growth import Growth
from pmf_cli.workbook.write.patch_sheet import unusual
from pmf_cli.workbook.write.stale_results import Place, stale_results

MOST_NAMED = 5
"""Places named in one remark."""
_TABLE = re.compile(r"<table\s[^<>]*>")
_TABLE_REF = re.compile(r'\sref="([A-Z0-9:]+)"')
_REF = re.compile(r'\sref="([A-Z]{1,3}[0-9]+(?::[A-Z]{1,3}[0-9]+)?)"')

_SHAPES, _SHOWN = "sp|cxnSp|cameraTool", "textlink|cellRange"
"""Shapes that show a cell, and the attributes that say which."""
_LINKED = "fmlaLink|fmlaRange|fmlaTxbx|fmlaGroup"
_COLUMN_FORMULAS = "calculatedColumnFormula|totalsRowFormula"

_TABLE_NAME = re.compile(r'<table\s[^<>]*?\sdisplayName="([^"]*)"')
_NAMED = re.compile(r'<definedName\s[^<>]*?\bname="([^"]*)"[^<>]*>([^<]*)<')

TextOf = Callable[[str], str | None]
Store = Callable[[str, str], None]


@dataclass(frozen=True)
class Parts:
    """How the parts of a workbook are read and put down anew.

    A part's text is as it is by now; ``None`` where it is not UTF-8.
    """

    package: Package
    structure: Structure
    text: TextOf
    store: Store

    def change(self, part: str, change: Callable[[str], str]) -> bool:
        """Changes a part's text; whether anything in it changed. PmfError where it is not UTF-8."""
        text = self.text(part)
        if text is None:
            raise PmfError(
                f"{self.package.name}: its inner part {part} is written in an unusual form and is "
                "not changed.",
                "Open the workbook in Excel, save it, and run again.",
            )
        new = change(text)
        if new == text:
            return False
        self.store(part, new)
        return True

    def linked(self, part: str, *kinds: str) -> Iterator[str]:
        """The parts of some kinds that a part leads to."""
        for link in links_of(self.package, part).values():
            if link.kind in kinds and not link.outside and self.package.has(link.target):
                yield link.target

    def named(self, *beginnings: str) -> Iterator[str]:
        """The XML parts whose names begin so, in order."""
        for key in sorted(self.package.entries):
            if key.startswith(beginnings) and key.endswith(".xml") and "/_rels/" not in key:
                yield key


@dataclass(frozen=True)
class TableBox:
    """Where a table stands: its part, its whole extent, its rows of data without the row of totals."""

    part: str
    box: Box
    first: int
    last: int


def table_box(part: str, text: str, place: str) -> TableBox:
    """Where the table of a part stands; PmfError where the part is unusual."""
    tag = _TABLE.search(text)
    ref = _TABLE_REF.search(tag.group()) if tag else None
    box = box_of(ref.group(1)) if ref else None
    if tag is None or box is None:
        raise unusual(f"{place}: a table")
    headings = re.search(r'\sheaderRowCount="([0-9]+)"', tag.group())
    totals = re.search(r'\stotalsRowCount="([0-9]+)"', tag.group())
    return TableBox(
        part,
        box,
        box[0] + (int(headings.group(1)) if headings else 1),
        box[2] - (int(totals.group(1)) if totals else 0),
    )


def table_to(text: str, place: str, last: int) -> str:
    """A table's part with its extent grown so that its data reaches a row; never smaller."""
    there = table_box("", text, place)
    more = last - there.last
    if more <= 0:
        return text
    old = reference_of(there.box)
    grown = reference_of((*there.box[:2], there.box[2] + more, there.box[3]))
    text = text.replace(f' ref="{old}"', f' ref="{grown}"')
    filtered = reference_of((*there.box[:2], there.last, there.box[3]))
    return text.replace(
        f'<autoFilter ref="{filtered}"',
        f'<autoFilter ref="{reference_of((*there.box[:2], last, there.box[3]))}"',
    )


def grow(parts: Parts, sheet: SheetPart, growth: Growth, own_table: str) -> tuple[str, ...]:
    """Moves and grows whatever the new rows of a sheet concern; what cannot follow, a sentence each.

    Args:
        parts: the workbook.
        sheet: the sheet that grows.
        growth: its rows.
        own_table: the part of the table that they join; empty where there is none.

    Raises:
        PmfError: something stands in the way and cannot be moved safely.
    """
    place = f"{parts.package.name}, {sheet.name}"
    _beside(parts, sheet, growth, own_table, place)
    by_text = _sheets(parts, growth)
    parts.change(
        parts.structure.workbook, lambda text: in_texts(text, "definedName", growth.formula)
    )
    for part in parts.named("xl/charts/"):
        parts.change(part, lambda text: in_texts(text, "f", growth.formula))
    for part in parts.named("xl/drawings/"):
        parts.change(part, lambda text: in_attributes(text, _SHAPES, _SHOWN, growth.formula))
    pivots = [
        part
        for part in parts.named("xl/pivotcache/pivotcachedefinition")
        if parts.change(part, lambda text: _pivot_source(text, growth))
    ]
    if growth.by and parts.package.has("xl/calcChain.xml"):
        number = _sheet_id(parts, sheet)
        parts.change("xl/calcChain.xml", lambda text: _calculated(text, number, growth))
    _let_go_of_results(parts, growth, own_table)
    return _told(parts, growth, place, by_text, pivots=bool(pivots))


def _let_go_of_results(parts: Parts, growth: Growth, own_table: str) -> None:
    """Takes out the stored results of formulas that are worked out from the new rows."""
    formulas: dict[Place, str] = {}
    for one in parts.structure.sheets:
        text = parts.text(one.part)
        if text is not None and "<f" in text:
            formulas |= formulas_in(text, one.name)
    if not formulas:
        return
    tag = _TABLE_NAME.search(parts.text(own_table) or "") if own_table else None
    names = {
        unescape(name): unescape(text)
        for name, text in _NAMED.findall(parts.text(parts.structure.workbook) or "")
    }
    first, last = growth.columns
    new = growth.sheet, (growth.last + 1, first, growth.new_last, last)
    tables = [unescape(tag[1])] if tag else []
    found = stale_results(formulas, new, tables, names)
    for one in parts.structure.sheets:
        places = {place[1:] for place in found if place[0] == one.name}
        if places:
            parts.change(one.part, lambda text, at=places: without_results(text, at))  # type: ignore[misc]


def _sheets(parts: Parts, growth: Growth) -> list[str]:
    """Formulas, formats and drop-downs of every sheet; the cells whose formulas name texts."""
    by_text: list[str] = []
    for one in parts.structure.sheets:
        if one.name != growth.sheet and not _mentions(parts.text(one.part), growth.sheet):
            continue
        place = f"{parts.package.name}, {one.name}"

        def changed(text: str, one: SheetPart = one, place: str = place) -> str:
            made = GrownSheet(growth, one.name, text, place)
            new = made.changed()
            by_text.extend(made.by_text)
            return new

        parts.change(one.part, changed)
        for table in parts.linked(one.part, "table"):
            parts.change(
                table,
                lambda text, home=one.name: in_texts(  # type: ignore[misc]
                    text, _COLUMN_FORMULAS, lambda formula: growth.formula(formula, home)
                ),
            )
    return by_text


def _mentions(text: str | None, name: str) -> bool:
    """Whether another sheet's text may speak of the sheet, also where its name is escaped."""
    if text is None:
        return False
    word = max(re.findall(r"\w+", name) or [name], key=len)
    return word.casefold() in text.casefold()


def _beside(parts: Parts, sheet: SheetPart, growth: Growth, own_table: str, place: str) -> None:
    """Tables, pivot tables, pictures and notes of the sheet itself."""
    if own_table:
        parts.change(own_table, lambda text: table_to(text, place, growth.new_last))
    if not growth.by:
        return
    for part in parts.linked(sheet.part, "table"):
        if part != own_table:
            _moved_ref(parts, part, growth, place, "another table")
    for part in parts.linked(sheet.part, "pivotTable"):
        _moved_ref(parts, part, growth, place, "a pivot table")
    for part in parts.linked(sheet.part, "drawing"):
        parts.change(part, lambda text: anchored(text, growth))
    for part in parts.linked(sheet.part, "comments", "threadedComment"):
        parts.change(
            part, lambda text: in_attributes(text, "comment|threadedComment", "ref", growth.cell)
        )
    for part in parts.linked(sheet.part, "vmlDrawing"):
        parts.change(part, lambda text: _notes(text, growth))
    for part in parts.linked(sheet.part, "ctrlProp"):
        parts.change(
            part,
            lambda text: in_attributes(
                text, "formControlPr", _LINKED, lambda one: growth.formula(one, sheet.name)
            ),
        )


def _moved_ref(parts: Parts, part: str, growth: Growth, place: str, what: str) -> None:
    def moved(text: str) -> str:
        if any(is_covered(growth, ref) for ref in _REF.findall(text)):
            raise cannot_move(place, growth, what)
        return in_attributes(
            text, "table|autoFilter|sortState|sortCondition|location", "ref", growth.cell
        )

    parts.change(part, moved)


def _notes(text: str, growth: Growth) -> str:
    """The old drawing of notes and controls: rows count from 0."""

    def row(number: str) -> str:
        return str(growth.row(int(number) + 1) - 1)

    def anchor(found: str) -> str:
        numbers = [one.strip() for one in found.split(",")]
        if len(numbers) != 8 or not all(one.isdigit() for one in numbers):
            return found
        if row(numbers[2]) != numbers[2]:
            numbers[2], numbers[6] = row(numbers[2]), row(numbers[6])
        return ", ".join(numbers)

    text = in_texts(text, "Row", row)
    text = in_texts(text, "FmlaLink|FmlaRange|FmlaTxbx", lambda f: growth.formula(f, growth.sheet))
    return in_texts(text, "Anchor", anchor)


def _pivot_source(text: str, growth: Growth) -> str:
    def source(match: re.Match[str]) -> str:
        found = match.group()
        if f' sheet="{growth.sheet}"' not in unescape(found) or "r:id=" in found:
            return found
        return in_attributes(found, "worksheetSource", "ref", grown_box(growth))

    return re.sub(r"<(?:\w+:)?worksheetSource\s[^<>]*>", source, text)


def _sheet_id(parts: Parts, sheet: SheetPart) -> str:
    text = parts.text(parts.structure.workbook) or ""
    for tag in re.findall(r"<(?:\w+:)?sheet\s[^<>]*>", text):
        name = re.search(r'\sname="([^"]*)"', tag)
        number = re.search(r'\ssheetId="([0-9]+)"', tag)
        if name and number and unescape(name[1]) == sheet.name:
            return number[1]
    return ""


def _calculated(text: str, sheet: str, growth: Growth) -> str:
    """The order of calculation: a cell named there that holds no formula is damage to Excel."""
    current = ""

    def cell(match: re.Match[str]) -> str:
        nonlocal current
        number = re.search(r'\si="([0-9]+)"', match.group())
        current = number[1] if number else current
        if current != sheet:
            return match.group()
        return in_attributes(match.group(), "c", "r", growth.cell)

    return re.sub(r"<(?:\w+:)?c\s[^<>]*>", cell, text)


def _told(
    parts: Parts, growth: Growth, place: str, by_text: list[str], *, pivots: bool
) -> tuple[str, ...]:
    said = []
    if growth.by:
        said.append(
            f"{place}: what stood beneath row {growth.end} moved down by "
            f"{counted(growth.by, 'row')}, so that the new rows join the others."
        )
    if growth.left:
        said.append(
            f"{place}: ranges that end at row {growth.last} and do not begin at the first row were "
            f"left as they are: {_some(growth.left)}."
        )
    if by_text:
        said.append(
            f"{place}: formulas with INDIRECT name their range as text, which cannot follow: "
            f"{_some(by_text)}. Look whether they are still right."
        )
    if pivots:
        said.append(
            f"{place}: pivot tables take in the new rows when they are refreshed (Data > Refresh "
            "All)."
        )
    if parts.structure.macros and growth.by:
        said.append(f"{place}: its macros were not changed; look whether they name rows.")
    return tuple(said)


def _some(places: list[str]) -> str:
    more = len(places) - MOST_NAMED
    return listed([*places[:MOST_NAMED], *([f"{more} more"] if more > 0 else [])])
