"""Rows join a table: every part of the workbook that tells of the rows beneath, or of the table.

The sheet itself is told in ``grown_sheet``. Here are its tables, pictures, notes and pivot tables,
the charts and formulas of other sheets, names, the sources of pivot tables, and the order of
calculation. A part in which nothing changes stays byte for byte.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import partial
from html import unescape

from pmf_cli.errors import PmfError
from pmf_cli.frozen import frozen
from pmf_cli.words import counted, listed
from pmf_cli.workbook.cells import Box, box_of, reference_of
from pmf_cli.workbook.package import Package
from pmf_cli.workbook.structure import SheetPart, links_of, structure_of
from pmf_cli.workbook.write.grown_sheet import (
    Change,
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

# Formulas know a table by its display name, not by the name beside it.
_TABLE_NAME = re.compile(r'<table\s[^<>]*?\sdisplayName="([^"]*)"')
_NAMED = re.compile(r'<definedName\s[^<>]*?\bname="([^"]*)"[^<>]*>([^<]*)<')


class Parts:
    """The parts of a workbook as they are by now, and how one is put down anew."""

    def __init__(self, package: Package) -> None:
        self.package = package
        self.structure = structure_of(package)
        self.changes: dict[str, bytes] = {}

    def text(self, part: str) -> str | None:
        """A part's text, new or old; ``None`` where it is not UTF-8, so that it stays itself."""
        data = self.changes.get(part.lower())
        if data is None:
            data = b"".join(self.package.pieces(part))
        try:
            return data.decode("utf-8")
        except UnicodeDecodeError:
            return None

    def store(self, part: str, text: str) -> None:
        """Puts a part's new text down."""
        self.changes[part.lower()] = text.encode("utf-8")

    def change(self, part: str, change: Change) -> bool:
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


@frozen
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

    ``own_table`` is the part of the table that they join, empty where there is none. PmfError where
    something stands in the way and cannot be moved safely.
    """
    return _Joining(parts, sheet, growth, own_table).told()


class _Joining:
    """Rows join a sheet of a workbook, and the table of ``own_table`` where there is one."""

    def __init__(self, parts: Parts, sheet: SheetPart, growth: Growth, own_table: str) -> None:
        self._parts = parts
        self._sheet = sheet
        self._growth = growth
        self._own_table = own_table
        self._place = f"{parts.package.name}, {sheet.name}"
        self._by_text: list[str] = []

    def told(self) -> tuple[str, ...]:
        """Changes every part concerned; what cannot follow, a sentence each."""
        parts, growth = self._parts, self._growth
        self._beside()
        for one in parts.structure.sheets:
            if one.name == growth.sheet or _mentions(parts.text(one.part), growth.sheet):
                self._other_sheet(one)
        book = parts.structure.workbook
        parts.change(book, lambda text: in_texts(text, "definedName", growth.formula))
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
            number = _sheet_id(parts.text(book) or "", self._sheet.name)
            parts.change("xl/calcChain.xml", lambda text: _calculated(text, number, growth))
        self._let_go_of_results()
        return tuple(f"{self._place}: {words}" for words in self._said(pivots=bool(pivots)))

    def _let_go_of_results(self) -> None:
        """Takes out the stored results of formulas that are worked out from the new rows."""
        parts, growth = self._parts, self._growth
        formulas: dict[Place, str] = {}
        for one in parts.structure.sheets:
            text = parts.text(one.part) or ""
            if "<f" in text:
                formulas |= formulas_in(text, one.name)
        if not formulas:
            return
        tag = _TABLE_NAME.search(parts.text(self._own_table) or "") if self._own_table else None
        named = _NAMED.findall(parts.text(parts.structure.workbook) or "")
        names = {unescape(name): unescape(text) for name, text in named}
        first, last = growth.columns
        new = growth.sheet, (growth.last + 1, first, growth.new_last, last)
        found = stale_results(formulas, new, [unescape(tag[1])] if tag else [], names)
        for one in parts.structure.sheets:
            places = {place[1:] for place in found if place[0] == one.name}
            if places:
                parts.change(one.part, partial(without_results, places=places))

    def _other_sheet(self, sheet: SheetPart) -> None:
        """Formulas, formats and drop-downs of a sheet, and of its tables' calculated columns."""
        parts, growth = self._parts, self._growth

        def changed(text: str) -> str:
            made = GrownSheet(growth, sheet.name, text, f"{parts.package.name}, {sheet.name}")
            new = made.changed()
            self._by_text.extend(made.by_text)
            return new

        def formula(text: str) -> str:
            return growth.formula(text, sheet.name)

        parts.change(sheet.part, changed)
        for table in parts.linked(sheet.part, "table"):
            parts.change(table, lambda text: in_texts(text, _COLUMN_FORMULAS, formula))

    def _beside(self) -> None:
        """Tables, pivot tables, pictures and notes of the sheet itself."""
        growth, own = self._growth, self._own_table
        if own:
            self._parts.change(own, lambda text: table_to(text, self._place, growth.new_last))
        if not growth.by:
            return

        def each(kinds: tuple[str, ...], change: Change) -> None:
            for part in self._parts.linked(self._sheet.part, *kinds):
                if part != own:
                    self._parts.change(part, change)

        def formula(text: str) -> str:
            return growth.formula(text, self._sheet.name)

        each(("table",), self._moved("another table"))
        each(("pivotTable",), self._moved("a pivot table"))
        each(("drawing",), lambda text: anchored(text, growth))
        each(
            ("comments", "threadedComment"),
            lambda text: in_attributes(text, "comment|threadedComment", "ref", growth.cell),
        )
        each(("vmlDrawing",), lambda text: _notes(text, growth))
        each(("ctrlProp",), lambda text: in_attributes(text, "formControlPr", _LINKED, formula))

    def _moved(self, what: str) -> Change:
        """Moves a table or pivot table that stands beneath."""

        def moved(text: str) -> str:
            if any(is_covered(self._growth, ref) for ref in _REF.findall(text)):
                raise cannot_move(self._place, self._growth, what)
            kinds = "table|autoFilter|sortState|sortCondition|location"
            return in_attributes(text, kinds, "ref", self._growth.cell)

        return moved

    def _said(self, *, pivots: bool) -> Iterator[str]:
        growth = self._growth
        if growth.by:
            yield (
                f"what stood beneath row {growth.end} moved down by {counted(growth.by, 'row')}, "
                "so that the new rows join the others."
            )
        if growth.left:
            yield (
                f"ranges that end at row {growth.last} and do not begin at the first row were left "
                f"as they are: {_some(growth.left)}."
            )
        if self._by_text:
            yield (
                "formulas with INDIRECT name their range as text, which cannot follow: "
                f"{_some(self._by_text)}. Look whether they are still right."
            )
        if pivots:
            yield "pivot tables take in the new rows when they are refreshed (Data > Refresh All)."
        if self._parts.structure.macros and growth.by:
            yield "its macros were not changed; look whether they name rows."


def _mentions(text: str | None, name: str) -> bool:
    """Whether another sheet's text may speak of the sheet, also where its name is escaped."""
    if text is None:
        return False
    word = max(re.findall(r"\w+", name) or [name], key=len)
    return word.casefold() in text.casefold()


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


def _sheet_id(workbook: str, sheet: str) -> str:
    for tag in re.findall(r"<(?:\w+:)?sheet\s[^<>]*>", workbook):
        name = re.search(r'\sname="([^"]*)"', tag)
        number = re.search(r'\ssheetId="([0-9]+)"', tag)
        if name and number and unescape(name[1]) == sheet:
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


def _some(places: list[str]) -> str:
    more = len(places) - MOST_NAMED
    return listed([*places[:MOST_NAMED], *([f"{more} more"] if more > 0 else [])])
