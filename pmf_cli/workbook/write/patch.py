"""Cells changed or rows appended inside a workbook that a person made; nothing else is touched.

Loading and saving a workbook with a library loses stored formula results, shapes, controls and
more. So only the XML of the sheet concerned changes (and, where needed, what tells of the rows of a
table that grows, and the request to work formulas out anew on opening); every other part stays byte
for byte.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping, Sequence

from pmf_cli.errors import PmfError
from pmf_cli.frozen import frozen
from pmf_cli.settings import Limits
from pmf_cli.workbook.guard import guarded_bytes
from pmf_cli.workbook.sheet_scan import scan
from pmf_cli.workbook.structure import SheetPart
from pmf_cli.workbook.styles import ShownAs, styles_of
from pmf_cli.workbook.write.grown_sheet import formulas_in
from pmf_cli.workbook.write.patch_cell import NewValue, PatchedLooks
from pmf_cli.workbook.write.patch_growth import Parts, grow
from pmf_cli.workbook.write.patch_sheet import SheetText, unusual
from pmf_cli.workbook.write.place_of_rows import end_of_data, filled_down
from pmf_cli.workbook.write.raw_zip import with_parts

# Also <f/>, the place of a shared formula whose text stands in another cell.
_FORMULA = re.compile(r"<f[ >/]")
_MOST_ROWS = 1_048_576


_DATE_STYLE = (
    '<xf numFmtId="14" fontId="0" fillId="0" borderId="0" xfId="0" applyNumberFormat="1"/>'
)
# ``calcPr`` must stand exactly here among the children of ``workbook``, or Excel offers a repair.
_AFTER_SHEETS = re.compile(
    r"</sheets>(?:\s*<functionGroups.*?</functionGroups>)?"
    r"(?:\s*<externalReferences.*?</externalReferences>)?"
    r"(?:\s*<definedNames.*?</definedNames>|\s*<definedNames\s*/>)?",
    re.DOTALL,
)


@frozen
class Edit:
    """One cell to change, row and column from 1; ``None`` empties it."""

    sheet: str
    row: int
    column: int
    value: NewValue


def patched(
    data: bytes, edits: Sequence[Edit], *, name: str = "The workbook", limits: Limits | None = None
) -> bytes:
    """The workbook's bytes with cells changed; of two edits of one cell the later counts.

    A cell keeps its style; a new one takes the style of the cells above it or of its column. Text
    is stored as text and never becomes a formula.

    Raises:
        PmfError: a sheet is not there, a cell holds a formula or a merged range covers it, Excel
            cannot hold a value, or the sheet's inner form is unusual.
    """
    if not edits:
        return data
    by_sheet: dict[str, dict[int, dict[int, NewValue]]] = {}
    for edit in edits:
        if not (1 <= edit.row <= _MOST_ROWS and 1 <= edit.column <= 16_384):
            raise PmfError(
                f"{name}, {edit.sheet}: row {edit.row}, column {edit.column} is no cell.", ""
            )
        by_sheet.setdefault(edit.sheet, {}).setdefault(edit.row, {})[edit.column] = edit.value
    book = _Patch(name, data, limits or Limits())
    for sheet, rows in by_sheet.items():
        book.change(sheet, rows)
    return book.result()


@frozen
class AddedRows:
    """A workbook with rows added: its new bytes, and sentences on what moved and what could not follow."""

    data: bytes
    remarks: tuple[str, ...] = ()


def append_rows(
    data: bytes,
    sheet: str,
    rows: Sequence[Mapping[int, NewValue]],
    *,
    like: Sequence[int | None] = (),
    held: Collection[int] = (),
    headings: int = 0,
    name: str = "The workbook",
    limits: Limits | None = None,
) -> AddedRows:
    """A workbook with rows added after the last row of a table, or of a sheet's rows.

    The table grows with them, and with it the ranges that cover it to its end. What stands beneath
    moves down. A new cell takes the style of its pattern row, if it has one, else of the cells above.

    Args:
        data: the workbook's bytes.
        sheet: the tab's name.
        rows: column number → value for each new row.
        like: for each new row the number of a row that it should look like; may be empty.
        held: numbers of the rows that hold what the new ones hold, where that is known: what stands
            beneath them in a sheet without a table is a note or a total, and no row of data.
        headings: the last row of headings, where it is known and no row holds data yet.
        name: the file's name, for messages.
        limits: what the workbook may hold.

    Raises:
        PmfError: as ``patched``; also where something beneath the table cannot be moved safely, or
            the sheet is full.
    """
    patterns = like or [None] * len(rows)
    filled = [pair for pair in zip(rows, patterns, strict=True) if pair[0]]
    if not filled:
        return AddedRows(data)
    book = _Patch(name, data, limits or Limits())
    said = book.append(
        sheet, [row for row, _ in filled], [pattern for _, pattern in filled], held, headings
    )
    return AddedRows(book.result(), said)


class _Patch:
    """A workbook being changed: which parts get new content."""

    def __init__(self, name: str, data: bytes, limits: Limits) -> None:
        self._name = name
        self._data = data
        self._parts = Parts(guarded_bytes(name, data, limits))
        self._structure = self._parts.structure
        styles = styles_of(self._parts.package, self._structure.styles)
        self._looks = PatchedLooks(styles, self._structure.date_1904, len(styles))

    def change(self, sheet: str, rows: Mapping[int, Mapping[int, NewValue]]) -> None:
        """Changes cells of one sheet."""
        part = self._sheet(sheet)
        self._parts.store(part.part, self._text_of(part).changed(rows))

    def append(
        self,
        sheet: str,
        rows: Sequence[Mapping[int, NewValue]],
        like: Sequence[int | None],
        held: Collection[int],
        headings: int,
    ) -> tuple[str, ...]:
        """Adds rows to one sheet, where its table or its data ends; what should be known of it."""
        part = self._sheet(sheet)
        place = f"{self._name}, {sheet}"
        parts = self._parts
        end = end_of_data(parts, part, self._text_of(part), rows, held, headings)
        growth = end.growth
        if max(growth.new_last, growth.row(end.last_filled)) > _MOST_ROWS or (
            growth.by and end.last_filled + growth.by > _MOST_ROWS
        ):
            raise PmfError(
                f"{place} has no room for {len(rows):,} more rows.",
                "Move old rows to another workbook.",
            )
        said = grow(parts, part, growth, end.table)
        first = growth.new_last - len(rows) + 1
        patterns = {first + n: growth.row(row) for n, row in enumerate(like) if row is not None}
        edits: dict[int, Mapping[int, NewValue]] = {
            first + number: row for number, row in enumerate(rows)
        }
        written = self._parts.text(part.part) or ""
        calculated = filled_down(formulas_in(written, sheet), growth)
        for row, cells in edits.items():
            edits[row] = {**calculated.get(row, {}), **cells}
        text = SheetText(written, self._looks, place)
        self._parts.store(part.part, text.changed(edits, patterns))
        return said

    def result(self) -> bytes:
        """The new file."""
        if self._uses_new_date():
            self._add_date_style()
        if self._has_formulas():
            self._recalculate()
        try:
            return with_parts(
                self._data,
                {
                    self._parts.package.entries[part].filename: new
                    for part, new in self._parts.changes.items()
                },
            )
        except ValueError as error:
            raise PmfError(f"{self._name} would be too large for Excel.", "") from error

    def _sheet(self, name: str) -> SheetPart:
        for part in self._structure.sheets:
            if part.name == name:
                return part
        names = ", ".join(part.name for part in self._structure.sheets)
        raise PmfError(f"{self._name} has no sheet called {name}.", f"Its sheets are: {names}.")

    def _text_of(self, part: SheetPart) -> SheetText:
        place = f"{self._name}, {part.name}"
        seen = scan(part)
        text = self._parts.text(part.part)
        if not seen.usual or text is None:
            raise unusual(place)
        return SheetText(text, self._looks, place)

    def _uses_new_date(self) -> bool:
        if any(style.shown is ShownAs.DATE for style in self._looks.styles):
            return False
        sign = f' s="{self._looks.new_date}"'.encode()
        return any(sign in content for content in self._parts.changes.values())

    def _add_date_style(self) -> None:
        part = self._structure.styles
        text = self._parts.text(part) if part else None
        if part is None or text is None:
            raise unusual(f"{self._name}: its list of styles")
        self._parts.store(part, with_date_style(text, self._name, self._looks.new_date))

    def _has_formulas(self) -> bool:
        for part in self._structure.sheets:
            tail = ""
            for piece in self._parts.package.text(part.part):
                if _FORMULA.search(tail + piece):
                    return True
                tail = piece[-3:]
        return False

    def _recalculate(self) -> None:
        part = self._structure.workbook
        self._parts.store(part, to_recalculate(self._parts.text(part) or "", self._name))


def with_date_style(text: str, name: str, number: int) -> str:
    """The list of styles with a style for dates added, as the one of this number from 0."""
    formats = re.search(r"<cellXfs(?:\s[^<>]*)?>(.*?)</cellXfs>", text, re.DOTALL)
    if formats is None:
        raise unusual(f"{name}: its list of styles")
    whole = formats.group()
    grown = whole.replace("</cellXfs>", f"{_DATE_STYLE}</cellXfs>")
    grown = re.sub(r'\scount="[0-9]+"', f' count="{number + 1}"', grown, count=1)
    return text.replace(whole, grown)


def to_recalculate(text: str, name: str) -> str:
    """The workbook's own part, asking Excel to work all formulas out anew when it opens it."""
    there = re.search(r"<calcPr(?:\s[^<>]*?)?(/?)>", text)
    if there is not None:
        tag = re.sub(r'\sfullCalcOnLoad="[^"]*"', "", there.group())
        changed = tag.replace("<calcPr", '<calcPr fullCalcOnLoad="1"', 1)
        return text[: there.start()] + changed + text[there.end() :]
    after = _AFTER_SHEETS.search(text)
    if after is None:
        raise unusual(name)
    return text[: after.end()] + '<calcPr fullCalcOnLoad="1"/>' + text[after.end() :]
