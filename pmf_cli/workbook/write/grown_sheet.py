"""The text of one sheet once rows have joined a table: rows renumbered, ranges moved and grown."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection
from html import unescape
from xml.sax.saxutils import escape

from pmf_cli.errors import PmfError
from pmf_cli.workbook.cells import box_of, column_number, reference_of
from pmf_cli.workbook.write.growth import Growth, shifted

Change = Callable[[str], str]

MOVABLE = frozenset([
    "sheetPr", "dimension", "sheetViews", "sheetFormatPr", "cols", "sheetCalcPr",
    "sheetProtection", "protectedRanges", "autoFilter", "sortState", "mergeCells", "phoneticPr",
    "conditionalFormatting", "dataValidations", "hyperlinks", "printOptions", "pageMargins",
    "pageSetup", "headerFooter", "rowBreaks", "colBreaks", "customProperties", "cellWatches",
    "ignoredErrors", "drawing", "legacyDrawing", "legacyDrawingHF", "drawingHF", "picture",
    "oleObjects", "controls", "tableParts", "extLst", "AlternateContent",
])  # fmt: skip
"""What may stand beside the rows of a sheet whose rows are moved; all else is not known well."""

# Only the number between the quotation marks is changed, so the rest of the tag stays as it was.
_ROW = re.compile(r'(<row r=")([0-9]{1,7})(")')
_CELL = re.compile(
    r'(<c r="([A-Z]{1,3})([0-9]{1,7})"[^<>]*>)<f(\s[^<>]*?)?(?:/>|>([^<]*)</f>)',
    re.DOTALL,
)
"""A cell with a formula: its tag, column, row, and the formula's attributes and text."""
# The tag and formula of a cell, kept, and the stored result behind them, which may go.
_RESULT = re.compile(
    r'(<c r="([A-Z]{1,3})([0-9]{1,7})"[^<>]*><f(?:\s[^<>]*?)?(?:/>|>[^<]*</f>))(\s*<v>[^<]*</v>)'
)
_ADDRESS = re.compile(r'(<c r="[A-Z]{1,3})([0-9]{1,7})(")')
# INDIRECT takes its range from a text, which nothing can follow when rows move.
_INDIRECT = re.compile(r"\bINDIRECT\s*\(", re.IGNORECASE)
_TAG = re.compile(r"<(/?)(?:\w+:)?(\w+)(?:\s[^<>]*?)?(/?)>")


def in_texts(text: str, names: str, change: Change) -> str:
    """The text with what stands inside elements of some names changed, whatever their prefix.

    ``names`` have ``|`` between; ``change`` is given what stands there, unescaped.
    """

    def one(match: re.Match[str]) -> str:
        new = _changed(match[2], change)
        return match[1] + new + match[3]

    return re.sub(
        rf"(<(?:\w+:)?(?:{names})(?:\s[^<>]*)?>)([^<]+)(</(?:\w+:)?(?:{names})>)", one, text
    )


def in_attributes(text: str, elements: str, names: str, change: Change) -> str:
    """The text with attributes of some elements changed, as ``in_texts``."""

    def tag(match: re.Match[str]) -> str:
        return re.sub(
            rf'(\s(?:{names})=")([^"]*)(")',
            lambda found: found[1] + _changed(found[2], change).replace('"', "&quot;") + found[3],
            match.group(),
        )

    return re.sub(rf"<(?:\w+:)?(?:{elements})\s[^<>]*>", tag, text)


def _changed(written: str, change: Change) -> str:
    plain = unescape(written)
    new = change(plain)
    return written if new == plain else escape(new)


def formulas_in(text: str, sheet: str) -> dict[tuple[str, int, int], str]:
    """Every cell of a sheet's text that has a formula, with that; shared ones worked out."""
    found: dict[tuple[str, int, int], str] = {}
    shared: dict[str, tuple[str, tuple[int, int]]] = {}
    for match in _CELL.finditer(text):
        place = int(match[3]), column_number(match[2])
        plain, number = unescape(match[5] or ""), _attribute(match[4] or "", "si")
        if plain and number:
            shared[number] = plain, place
        elif number in shared:
            master, first = shared[number]
            plain = shifted(master, *_offset(first, place))
        if plain:
            found[sheet, *place] = plain
    return found


def without_results(text: str, places: Collection[tuple[int, int]]) -> str:
    """A sheet's text without the stored results of some cells with formulas, row and column."""

    def cell(match: re.Match[str]) -> str:
        whole, letters, row, result = match[1], match[2], int(match[3]), match[4]
        return whole if (row, column_number(letters)) in places else whole + result

    return _RESULT.sub(cell, text)


class GrownSheet:
    """One sheet of a workbook in which rows join a table of this or another sheet.

    Its text is written in the usual way where it is the one that grows; ``place`` is workbook and
    sheet, for messages.
    """

    def __init__(self, growth: Growth, sheet: str, text: str, place: str) -> None:
        self._growth = growth
        self._sheet = sheet
        self._place = place
        self._is_own = sheet == growth.sheet
        self._text = text
        self.by_text: list[str] = []
        """Cells whose formula names ranges in a text, which nothing can follow."""

    def changed(self) -> str:
        """The new text; PmfError where rows cannot be moved safely."""
        start = self._text.find("<sheetData")
        end = self._text.rfind("</sheetData>")
        if start < 0 or end < start:
            return self._text
        head, rows, tail = self._text[:start], self._text[start:end], self._text[end:]
        if self._is_own and self._growth.by:
            self._refuse_unknown(head, tail)
        if "<f" in rows:
            rows = self._with_formulas(rows)
        if self._is_own and self._growth.by:
            rows = self._renumbered(rows)
        return self._around(head) + rows + self._around(tail)

    def _formula(self, text: str, row: int = 0, cell: str = "") -> str:
        where = f"{self._sheet}!{cell}" if cell else ""
        return self._growth.formula(text, self._sheet, row, where)

    def _around(self, text: str) -> str:
        """What stands before or after the rows."""
        text = in_texts(text, "f|formula|formula1|formula2", self._formula)
        text = in_attributes(text, "hyperlink", "location", self._formula)
        text = in_attributes(text, "cfvo", "val", self._formula_in_scale)
        if not self._is_own:
            return text
        growth = self._growth
        kinds = "conditionalFormatting|dataValidation|ignoredError|protectedRange"
        text = in_attributes(text, kinds, "sqref", growth.ranges)
        text = in_texts(text, "sqref", growth.ranges)
        text = in_attributes(text, "autoFilter|sortState|sortCondition", "ref", grown_box(growth))
        text = in_attributes(text, "mergeCell|hyperlink|dimension", "ref", growth.cell)
        text = in_attributes(text, "cellWatch", "r", growth.cell)
        text = re.sub(
            r"<rowBreaks(?:(?!<rowBreaks).)*?</rowBreaks>", self._breaks, text, flags=re.DOTALL
        )
        return anchored(text, growth)

    def _formula_in_scale(self, text: str) -> str:
        return text if re.fullmatch(r"-?[0-9.]+", text) else self._formula(text)

    def _breaks(self, match: re.Match[str]) -> str:
        return in_attributes(
            match.group(), "brk", "id", lambda row: str(self._growth.row(int(row)))
        )

    def _renumbered(self, rows: str) -> str:
        def moved(match: re.Match[str]) -> str:
            return f"{match[1]}{self._growth.row(int(match[2]))}{match[3]}"

        return _ADDRESS.sub(moved, _ROW.sub(moved, rows))

    def _with_formulas(self, rows: str) -> str:
        shared = self._shared(rows)
        apart = {
            number for number, group in shared.items() if not self._moves_as_one(*group)
        }  # Groups whose cells no longer follow one another.

        def cell(match: re.Match[str]) -> str:
            attributes, written = match[4] or "", match[5] or ""
            row, name = int(match[3]), f"{match[2]}{match[3]}"
            plain = unescape(written)
            kind = _attribute(attributes, "t")
            number = _attribute(attributes, "si")
            if kind == "dataTable" and self._is_own and self._growth.by:
                raise self._refusal("a data table of what-if analysis")
            if kind == "shared" and number in apart:
                master, places = shared[number]
                here = shifted(master, *_offset(places[0], (row, column_number(match[2]))))
                return f"{match[1]}<f>{escape(self._formula(here, row, name))}</f>"
            if _INDIRECT.search(plain) and self._names_rows(plain):
                self.by_text.append(f"{self._sheet}!{name}")
            new = self._formula(plain, row, name)
            inner = written if new == plain else escape(new)
            return match[1] + self._formula_tag(attributes, inner)

        return _CELL.sub(cell, rows)

    def _formula_tag(self, attributes: str, inner: str) -> str:
        ref = _attribute(attributes, "ref")
        box = box_of(ref) if ref and self._is_own else None
        if ref and box is not None:
            if self._growth.crosses(box) and _attribute(attributes, "t") == "array":
                raise self._refusal("an array formula")
            attributes = attributes.replace(f'ref="{ref}"', f'ref="{self._growth.cell(ref)}"')
        return f"<f{attributes}>{inner}</f>" if inner else f"<f{attributes.rstrip('/')}/>"

    @staticmethod
    def _shared(rows: str) -> dict[str, tuple[str, list[tuple[int, int]]]]:
        """Shared formulas by number: the text, and the cells that have it, its own first."""
        found: dict[str, tuple[str, list[tuple[int, int]]]] = {}
        for match in _CELL.finditer(rows):
            attributes = match[4] or ""
            number = _attribute(attributes, "si")
            if _attribute(attributes, "t") != "shared" or not number:
                continue
            place = int(match[3]), column_number(match[2])
            if match[5]:
                found[number] = (unescape(match[5]), [place])
            elif number in found:
                found[number][1].append(place)
        return found

    def _moves_as_one(self, master: str, places: list[tuple[int, int]]) -> bool:
        """Whether every cell of a shared formula still says the same as its first cell."""
        first = places[0]
        new = self._formula(master, first[0])
        start = self._row(first[0])
        return all(
            self._formula(shifted(master, *_offset(first, place)), place[0])
            == shifted(new, self._row(place[0]) - start, place[1] - first[1])
            for place in places[1:]
        )

    def _row(self, row: int) -> int:
        return self._growth.row(row) if self._is_own else row

    def _names_rows(self, formula: str) -> bool:
        texts = re.findall(r'"((?:[^"]|"")*+)"', formula)
        numbers = [int(number) for text in texts for number in re.findall(r"[0-9]{1,7}", text)]
        return any(number >= self._growth.last for number in numbers)

    def _refuse_unknown(self, head: str, tail: str) -> None:
        depth = 0
        for close, name, empty in _TAG.findall(head[head.find("<worksheet") :] + tail):
            if name in ("sheetData", "worksheet"):
                depth = 1
            elif close:
                depth -= 1
            else:
                if depth == 1 and name not in MOVABLE:
                    raise self._refusal(f"what Excel keeps as {name}")
                depth += not empty

    def _refusal(self, what: str) -> PmfError:
        return cannot_move(self._place, self._growth, what)


def cannot_move(place: str, growth: Growth, what: str) -> PmfError:
    """The refusal of rows that would have to move something that cannot be moved safely."""
    return PmfError(
        f"{place}: new rows must go between row {growth.end} and what stands beneath it, and {what} "
        "is in the way. Nothing was changed.",
        f"In Excel, move what stands beneath row {growth.end} to another sheet, save, and run again.",
    )


def grown_box(growth: Growth) -> Change:
    """Changes one range as sums and filters have it."""

    def change(text: str) -> str:
        box = box_of(text)
        return text if box is None else reference_of(growth.box(box))

    return change


def anchored(text: str, growth: Growth) -> str:
    """XML with the anchors of pictures, charts and controls moved with the rows they stand on.

    What begins above the new rows keeps its size.
    """
    if not growth.by:
        return text

    def moved(match: re.Match[str]) -> str:
        start = int(match[2])
        if growth.row(start + 1) == start + 1:
            return match.group()
        return re.sub(
            r"(<(?:\w+:)?row>)([0-9]+)(</)",
            lambda row: f"{row[1]}{growth.row(int(row[2]) + 1) - 1}{row[3]}",
            match.group(),
        )

    return re.sub(
        r"<(?:\w+:)?from>(?:(?!</?(?:\w+:)?from>).)*?(<(?:\w+:)?row>)([0-9]{1,7})</(?:\w+:)?row>"
        r"(?:(?!<(?:\w+:)?from>).)*?</(?:\w+:)?from>"
        r"(?:\s*<(?:\w+:)?to>(?:(?!<(?:\w+:)?(?:from|to)>).)*?</(?:\w+:)?to>)?",
        moved,
        text,
        flags=re.DOTALL,
    )


def is_covered(growth: Growth, ref: str) -> bool:
    """Whether a range lies on both sides of the place where rows are put in."""
    box = box_of(ref)
    return box is not None and growth.crosses(box)


def _attribute(attributes: str, name: str) -> str:
    found = re.search(rf'\s{name}="([^"]*)"', attributes)
    return found[1] if found else ""


def _offset(one: tuple[int, int], other: tuple[int, int]) -> tuple[int, int]:
    return other[0] - one[0], other[1] - one[1]
