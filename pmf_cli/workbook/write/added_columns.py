"""Headings put beside those of a table, and whole sheets put into a workbook that a person made.

As in ``patch`` only the parts concerned change: the sheet and its table, or, for a new sheet, the
workbook's own list of sheets. Every other part stays byte for byte.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from html import unescape
from itertools import count
from xml.sax.saxutils import escape, quoteattr

from pmf_cli.errors import PmfError
from pmf_cli.frozen import frozen
from pmf_cli.settings import Limits
from pmf_cli.workbook.cells import box_of, column_letter, reference_of
from pmf_cli.workbook.guard import guarded_bytes
from pmf_cli.workbook.sheet_scan import scan
from pmf_cli.workbook.structure import SheetPart
from pmf_cli.workbook.styles import ShownAs, styles_of
from pmf_cli.workbook.write.patch import to_recalculate
from pmf_cli.workbook.write.patch_cell import Formula, NewValue, PatchedLooks, cell_xml
from pmf_cli.workbook.write.patch_growth import Parts, table_box
from pmf_cli.workbook.write.patch_sheet import SheetText, unusual
from pmf_cli.workbook.write.raw_zip import with_parts

ROWS_WITH_CHOICES = 2000
"""Rows below the headings that have a drop-down."""
LONGEST_LIST = 255
"""Characters that Excel allows in the words of a drop-down."""
LONGEST_TITLE = 32
"""Characters that Excel allows in the title of a prompt."""
ROW = "¤"
"""Stands in a formula where the number of its row belongs."""
TEXT = "@"
"""The number format of cells whose content Excel is to leave as typed."""
_MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_STRICT = "http://purl.oclc.org/ooxml"
"""The names of the strict form of workbooks, which Excel writes only when told to."""
_SHEET_KIND = "application/vnd.openxmlformats-officedocument.spreadsheetml.worksheet+xml"
# What may stand behind the drop-downs of a sheet (ECMA-376 part 1, 18.3.1.99): they go before the first.
_AFTER_CHOICES = re.compile(
    r"<(?:hyperlinks|printOptions|pageMargins|pageSetup|headerFooter|rowBreaks|colBreaks"
    r"|customProperties|cellWatches|ignoredErrors|smartTags|drawing|legacyDrawing|legacyDrawingHF"
    r"|drawingHF|picture|oleObjects|controls|webPublishItems|tableParts|extLst)[\s/>]|</worksheet>"
)
_CHOICES = re.compile(r"<dataValidations(\s[^<>]*)?>")
_COLUMN = re.compile(r"<col\s[^<>]*>")
_FILTER = re.compile(r'<autoFilter\s[^<>]*?ref="(?P<box>[A-Z]+[0-9]+:[A-Z]+[0-9]+)"')
_RULE = re.compile(r'<cfRule\s[^<>]*?type="cellIs".*?</cfRule>', re.DOTALL)
_COLOURS = re.compile(
    r'<conditionalFormatting\s[^<>]*?sqref="(?P<boxes>[A-Z0-9: ]+)"[^<>]*>(?P<rules>.*?)</conditionalFormatting>',
    re.DOTALL,
)
_TABLE_COLUMNS = re.compile(r"<tableColumns(?:\s[^<>]*)?>.*?</tableColumns>", re.DOTALL)


@frozen
class NewColumn:
    """A column to add.

    Attributes:
        heading: its heading.
        width: its width in characters.
        choices: the words of its drop-down.
        is_date: whether its cells are shown as days.
        is_text: whether they are left as typed.
        like: the number of a column that it looks like, cell by cell, colours by rule included; 0 for none.
        formula: the formula of each row in which that column has one, with ``ROW`` for the row's number.
        prompt: what is said beside a cell that is chosen.
        is_hidden: whether it is hidden.
    """

    heading: str
    width: float = 16.0
    choices: tuple[str, ...] = ()
    is_date: bool = False
    is_text: bool = False
    like: int = 0
    formula: str = ""
    prompt: str = ""
    is_hidden: bool = False


@frozen
class Widened:
    """A tab that gets columns: the row of its headings and the first free column, from 1."""

    sheet: str
    row: int
    first: int
    columns: tuple[NewColumn, ...]


@frozen
class NewSheet:
    """A sheet to add behind the others, its headings looking like those of a tab (its name and row)."""

    name: str
    columns: tuple[NewColumn, ...]
    like: str
    like_row: int


def extended(
    data: bytes,
    widened: Sequence[Widened],
    new: Sequence[NewSheet],
    *,
    name: str,
    limits: Limits,
) -> bytes:
    """A workbook's bytes with columns and sheets added.

    PmfError: a sheet is not there, something covers the place of a heading, or a part's inner form is unusual.
    """
    book = _Extension(name, data, limits)
    for one in widened:
        book.widen(one)
    for sheet in new:
        book.add(sheet)
    return book.result()


class _Extension:
    """A workbook being extended: which parts get new content, and which are new."""

    def __init__(self, name: str, data: bytes, limits: Limits) -> None:
        self._name = name
        self._data = data
        self._parts = Parts(guarded_bytes(name, data, limits))
        structure = self._parts.structure
        self._styles = styles_of(self._parts.package, structure.styles)
        self._looks = PatchedLooks(self._styles, structure.date_1904, len(self._styles))
        self._new: dict[str, str] = {}

    def widen(self, wanted: Widened) -> None:
        """Puts headings beside those of a tab; its table, if they stand right beside it, takes them in."""
        part, sheet = self._sheet(wanted.sheet)
        last = wanted.first + len(wanted.columns) - 1
        beside = sheet.styles_in(wanted.row)
        style = beside.get(wanted.first - 1) or next(iter(beside.values()), "")
        columns = dict(enumerate(wanted.columns, wanted.first))
        cells: dict[int, dict[int, NewValue]] = {
            wanted.row: {number: one.heading for number, one in columns.items()}
        }
        looks = {
            (wanted.row, number): beside.get(one.like, style) for number, one in columns.items()
        }
        if any(one.formula for one in wanted.columns):
            cells |= _formulas(sheet, wanted, looks)
            self._recalculate()
        text = sheet.changed(cells, looks=looks)
        text = self._with_widths(text, wanted.first, wanted.columns)
        text = with_colours(text, {n: one.like for n, one in columns.items() if one.like})
        text = _with_choices(text, wanted.row, wanted.first, wanted.columns)
        text = self._with_filter(text, wanted, last)
        self._parts.store(part.part, text)
        self._grow_tables(part.part, wanted, last)

    def _grow_tables(self, part: str, wanted: Widened, last: int) -> None:
        """Takes the new headings into the table that they stand right beside."""
        place = f"{self._name}, {wanted.sheet}"
        for table in self._parts.linked(part, "table"):
            told = self._parts.text(table) or ""
            box = table_box(table, told, place).box
            if (box[0], box[3]) == (wanted.row, wanted.first - 1) and "queryTable" not in told:
                headings = [one.heading for one in wanted.columns]
                self._parts.store(table, _table_with(told, place, last, headings))

    def _recalculate(self) -> None:
        part = self._parts.structure.workbook
        self._parts.store(part, to_recalculate(self._parts.text(part) or "", self._name))

    def _with_filter(self, text: str, wanted: Widened, last: int) -> str:
        """A sheet's text with its own filter, if it reaches right up to the new columns, over them too.

        Else whoever sorts by it would leave them behind. Excel keeps the same range as a hidden name.
        """
        old = _FILTER.search(text)
        box = None if old is None else box_of(old["box"])
        if old is None or box is None or (box[0], box[3]) != (wanted.row, wanted.first - 1):
            return text
        ends = (f"${column_letter(box[3])}${box[2]}", f"${column_letter(last)}${box[2]}")
        part = self._parts.structure.workbook
        book = self._parts.text(part) or ""
        named = f"{wanted.sheet.replace(chr(39), chr(39) * 2)}"
        name = re.compile(
            rf"(_FilterDatabase\"[^<>]*>'?{re.escape(escape(named))}'?![^<]*:){re.escape(ends[0])}<"
        )
        if name.search(book):
            self._parts.store(part, name.sub(lambda m: f"{m[1]}{ends[1]}<", book))
        new = reference_of((*box[:3], last))
        return text[: old.start("box")] + new + text[old.end("box") :]

    def add(self, wanted: NewSheet) -> None:
        """Puts a sheet of headings behind the others."""
        _, sheet = self._sheet(wanted.like)
        style = next(iter(sheet.styles_in(wanted.like_row).values()), "")
        workbook = self._parts.structure.workbook
        book = self._parts.text(workbook) or ""
        if "</sheets>" not in book or _STRICT in book:
            raise unusual(self._name)
        there = {part.part.lower() for part in self._parts.structure.sheets} | set(self._new)
        number = 1
        while self._parts.package.has(part := f"xl/worksheets/sheet{number}.xml") or part in there:
            number += 1
        self._new[part] = self._sheet_xml(wanted.columns, style)
        ids = [int(found) for found in re.findall(r'\ssheetId="([0-9]+)"', book)]
        link = f"pmfSheet{number}"
        # The prefix is declared here, since some programs declare it at each sheet and not above.
        entry = (
            f'<sheet xmlns:r="{_OFFICE}" name={quoteattr(wanted.name)} sheetId="{max(ids) + 1}" '
            f'r:id="{link}"/>'
        )
        self._parts.store(workbook, book.replace("</sheets>", f"{entry}</sheets>", 1))
        folder, _, own = workbook.rpartition("/")
        self._put_before(
            f"{folder}/_rels/{own}.rels",
            "</Relationships>",
            f'<Relationship Id="{link}" Type="{_OFFICE}/worksheet" Target="/{part}"/>',
        )
        self._put_before(
            "[Content_Types].xml",
            "</Types>",
            f'<Override PartName="/{part}" ContentType="{_SHEET_KIND}"/>',
        )

    def _put_before(self, part: str, end: str, entry: str) -> None:
        text = self._parts.text(part)
        if text is None or end not in text:
            raise unusual(self._name)
        self._parts.store(part, text.replace(end, entry + end, 1))

    def result(self) -> bytes:
        """The new file."""
        entries = self._parts.package.entries
        changes = {entries[part].filename: new for part, new in self._parts.changes.items()}
        added = {part: text.encode("utf-8") for part, text in self._new.items()}
        try:
            return with_parts(self._data, changes, added)
        except ValueError as error:
            raise PmfError(f"{self._name} would be too large for Excel.", "") from error

    def _sheet(self, name: str) -> tuple[SheetPart, SheetText]:
        for part in self._parts.structure.sheets:
            if part.name == name:
                text = self._parts.text(part.part)
                place = f"{self._name}, {name}"
                if text is None or not scan(part).usual:
                    raise unusual(place)
                return part, SheetText(text, self._looks, place)
        raise PmfError(f"{self._name} has no sheet called {name}.", "")

    def _sheet_xml(self, columns: Sequence[NewColumn], style: str) -> str:
        headings = "".join(
            cell_xml(1, number, one.heading, style, date_1904=False)
            for number, one in enumerate(columns, 1)
        )
        text = (
            f'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n<worksheet xmlns="{_MAIN}">'
            f'<dimension ref="A1:{column_letter(len(columns))}1"/><sheetViews><sheetView '
            'workbookViewId="0"><pane ySplit="1" topLeftCell="A2" activePane="bottomLeft" '
            'state="frozen"/></sheetView></sheetViews><sheetFormatPr defaultRowHeight="15"/>'
            f'<sheetData><row r="1" ht="45" customHeight="1">{headings}</row></sheetData>'
            '<pageMargins left="0.7" right="0.7" top="0.75" bottom="0.75" header="0.3" '
            'footer="0.3"/></worksheet>'
        )
        return _with_choices(self._with_widths(text, 1, columns), 1, 1, columns)

    def _with_widths(self, text: str, first: int, columns: Sequence[NewColumn]) -> str:
        """The sheet's text with the widths and number formats of new columns, where none are stated yet."""
        start = text.index("<sheetData")
        head = text[:start]
        ends = [re.search(r'\smax="([0-9]+)"', tag) for tag in _COLUMN.findall(head)]
        if any(found is None or int(found.group(1)) >= first for found in ends):
            return text
        made = "".join(
            f'<col min="{number}" max="{number}" width="{one.width:g}" customWidth="1"'
            f"{self._look_of(one, head)}{' hidden=' + chr(34) + '1' + chr(34) if one.is_hidden else ''}/>"
            for number, one in enumerate(columns, first)
        )
        if "</cols>" in head:
            return head.replace("</cols>", f"{made}</cols>", 1) + text[start:]
        return f"{head}<cols>{made}</cols>{text[start:]}"

    def _look_of(self, column: NewColumn, head: str) -> str:
        """The style of a column's empty cells: that of the one it looks like, or one for what it holds."""
        if column.like:
            return _look_in(head, column.like)
        for number, style in enumerate(self._styles):
            fits_text = column.is_text and style.number_format == TEXT
            if fits_text or (column.is_date and style.shown is ShownAs.DATE):
                return f' style="{number}"'
        return ""


def _formulas(
    sheet: SheetText, wanted: Widened, looks: dict[tuple[int, int], str]
) -> dict[int, dict[int, NewValue]]:
    """Row → column → formula, in each row that has them beside; what they look like goes to ``looks``."""
    new = [(n, one) for n, one in enumerate(wanted.columns, wanted.first) if one.formula]
    rows: dict[int, dict[int, NewValue]] = {}
    for row in (number for number in sheet.rows if number > wanted.row):
        with_formula = sheet.formulas_in(row)
        if not all(one.like in with_formula for _, one in new):
            continue
        styles = sheet.styles_in(row)
        rows[row] = {n: Formula(one.formula.replace(ROW, str(row))) for n, one in new}
        looks |= {(row, n): styles.get(one.like, "") for n, one in new}
    return rows


def _look_in(head: str, number: int) -> str:
    """The style that a sheet's head gives to a column, as an attribute; empty where it gives none."""
    for tag in _COLUMN.findall(head):
        ends = [re.search(rf'\s{name}="([0-9]+)"', tag) for name in ("min", "max", "style")]
        if all(ends) and int(ends[0][1]) <= number <= int(ends[1][1]):  # type: ignore[index]
            return f' style="{ends[2][1]}"'  # type: ignore[index]
    return ""


def with_colours(text: str, like: Mapping[int, int]) -> str:
    """A sheet's text with the colours by rule of some columns for others, new column → the one it looks like.

    Only rules on what a cell itself says; those that look at other cells are the sheet's own.
    """
    said = re.findall(r'<cfRule\s[^<>]*?\spriority="([0-9]+)"', text)
    priorities = count(max(map(int, said), default=0) + 1)
    made = [
        one
        for found in _COLOURS.finditer(text)
        for new, old in like.items()
        for one in _rules_for(found, old, new, priorities)
    ]
    if not made:
        return text
    end = text.rindex("</conditionalFormatting>") + len("</conditionalFormatting>")
    return text[:end] + "".join(made) + text[end:]


def _rules_for(
    found: re.Match[str], old: int, new: int, priorities: Iterator[int]
) -> Iterator[str]:
    """The rules of one column, if they are its alone, for another."""
    boxes = [box_of(one) for one in found["boxes"].split()]
    own = [box for box in boxes if box and (box[1], box[3]) == (old, old)]
    if not own:
        return
    places = " ".join(reference_of((box[0], new, box[2], new)) for box in own)
    for rule in _RULE.findall(found["rules"]):
        ranked = re.sub(r'\spriority="[0-9]+"', f' priority="{next(priorities)}"', rule, count=1)
        yield f'<conditionalFormatting sqref="{places}">{ranked}</conditionalFormatting>'


def _choices_of(one: NewColumn, places: str) -> Iterator[str]:
    """The drop-down of a column, or what is said beside its cells; none where it has neither."""
    words = ",".join(one.choices)
    if one.prompt and not words:
        title, said = one.heading[:LONGEST_TITLE], one.prompt[:LONGEST_LIST]
        yield (
            f'<dataValidation allowBlank="1" showInputMessage="1" promptTitle={quoteattr(title)} '
            f'prompt={quoteattr(said)} sqref="{places}"/>'
        )
    if words and len(words) <= LONGEST_LIST and not any("," in word for word in one.choices):
        yield (
            '<dataValidation type="list" allowBlank="1" showInputMessage="1" showErrorMessage="1" '
            f'sqref="{places}">'
            f"<formula1>{escape(chr(34) + words + chr(34))}</formula1></dataValidation>"
        )


def _with_choices(text: str, row: int, first: int, columns: Sequence[NewColumn]) -> str:
    """A sheet's text with drop-downs below some headings."""
    made = [
        rule
        for number, one in enumerate(columns, first)
        for letter in [column_letter(number)]
        for rule in _choices_of(one, f"{letter}{row + 1}:{letter}{row + ROWS_WITH_CHOICES}")
    ]
    if not made:
        return text
    end = text.index("</sheetData>")
    head, tail = text[:end], text[end:]
    there = _CHOICES.search(tail)
    if there is not None and not there.group().endswith("/>"):
        count = len(re.findall(r"<dataValidation[\s>]", tail)) + len(made)
        tag = re.sub(r'\scount="[0-9]+"', f' count="{count}"', there.group())
        tail = tail[: there.start()] + tag + tail[there.end() :]
        return head + tail.replace("</dataValidations>", "".join(made) + "</dataValidations>", 1)
    behind = _AFTER_CHOICES.search(tail)
    if there is not None or behind is None:
        return text
    whole = f'<dataValidations count="{len(made)}">{"".join(made)}</dataValidations>'
    return head + tail[: behind.start()] + whole + tail[behind.start() :]


def _table_with(text: str, place: str, last: int, headings: Sequence[str]) -> str:
    """A table's part with columns added, its extent reaching to the last of them."""
    columns = _TABLE_COLUMNS.search(text)
    if columns is None:
        raise unusual(f"{place}: a table")
    box = table_box("", text, place).box
    ids = [int(found) for found in re.findall(r'<tableColumn\s[^<>]*?\bid="([0-9]+)"', text)]
    names = [
        unescape(found) for found in re.findall(r'<tableColumn\s[^<>]*?\sname="([^"]*)"', text)
    ]
    taken = {one.casefold() for one in names} & {one.casefold() for one in headings}
    if taken or len(ids) != box[3] - box[1] + 1:
        raise unusual(f"{place}: a table")
    new = "".join(
        f'<tableColumn id="{max(ids) + n}" name={quoteattr(one)}/>'
        for n, one in enumerate(headings, 1)
    )
    whole = columns.group().replace("</tableColumns>", f"{new}</tableColumns>")
    whole = re.sub(r'\scount="[0-9]+"', f' count="{len(ids) + len(headings)}"', whole, count=1)
    text = text[: columns.start()] + whole + text[columns.end() :]
    text = text.replace(f' ref="{reference_of(box)}"', f' ref="{reference_of((*box[:3], last))}"')
    return re.sub(
        r'(<autoFilter\s[^<>]*?ref="[A-Z]+[0-9]+:)[A-Z]+([0-9]+")',
        lambda found: f"{found[1]}{column_letter(last)}{found[2]}",
        text,
    )
