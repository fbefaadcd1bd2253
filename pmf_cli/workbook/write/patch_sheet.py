"""The XML of one sheet with cells changed in place; all else in it stays character for character."""

from __future__ import annotations

import bisect
import re
from collections.abc import Iterator, Mapping, Sequence
from types import MappingProxyType

from pmf_cli.errors import PmfError
from pmf_cli.frozen import frozen
from pmf_cli.workbook.cells import (
    Box,
    box_of,
    column_letter,
    column_number,
    is_within,
    reference_of,
    union,
)
from pmf_cli.workbook.write.patch_cell import Formula, NewValue, PatchedLooks, RowHeights, cell_xml

# Text, not a tree: lxml holds a sheet of 60,000 rows in 500 MB where this takes 140, and writes
# back declarations, quotes and empty elements in its own way. ``scan`` has ruled out comments,
# prefixes and CDATA before any of these patterns is used, so a tag is what it looks like.
_ROWS = re.compile(r"<sheetData(?:\s[^<>]*?)?(?:/>|>)")
_ROW = re.compile(r'<row r="([0-9]{1,7})"[^<>]*?(/?)>')
_CELL = re.compile(
    r'<c r="([A-Z]{1,3})[0-9]{1,7}"(?: s="([0-9]{1,6})")?[^<>]*?(?:/>|>(.*?)</c>)', re.DOTALL
)
_STYLE = re.compile(r'\ss="([0-9]{1,6})"')
_COLUMN = re.compile(r"<col\s[^<>]*>")

# A hint to Excel on the columns of a row; it must not leave out a cell.
_SPANS = re.compile(r'\sspans="([0-9]+):([0-9]+)"')
_DIMENSION = re.compile(r'(<dimension ref=")([A-Z]{1,3}[0-9]+)(?::([A-Z]{1,3}[0-9]+))?(")')
# The attributes of a formula come in either order.
_ARRAY = re.compile(r'<f\s[^<>]*t="array"[^<>]*ref="([A-Z0-9:]+)"|<f\s[^<>]*ref="([A-Z0-9:]+)"'
                    r'[^<>]*t="array"')  # fmt: skip
_MERGED = re.compile(r'<mergeCell ref="([A-Z]{1,3}[0-9]+):([A-Z]{1,3}[0-9]+)"')


@frozen
class _Spot:
    """Where a row stands in the text: the span of its element, and of what is in it."""

    number: int
    start: int
    head_end: int
    body_end: int
    end: int


class SheetText:
    """The text of a sheet, written in the usual way, its rows found; ``name`` is for messages."""

    def __init__(self, text: str, looks: PatchedLooks, name: str) -> None:
        opening = _ROWS.search(text)
        if opening is None:
            raise unusual(name)
        if opening.group().endswith("/>"):
            filled = opening.group()[:-2].rstrip() + "></sheetData>"
            text = text[: opening.start()] + filled + text[opening.end() :]
            opening = _ROWS.search(text)
            if opening is None:
                raise unusual(name)
        self.text = text
        self._looks = looks
        self._name = name
        self._start = opening.end()
        self._end = text.index("</sheetData>", self._start)
        self._spots = self._found()
        self._head, self._tail = text[: self._start], text[self._end :]

    def _found(self) -> dict[int, _Spot]:
        spots: dict[int, _Spot] = {}
        for match in _ROW.finditer(self.text, self._start, self._end):
            number = int(match.group(1))
            if match.group(2):
                spot = _Spot(number, match.start(), match.end(), match.end(), match.end())
            else:
                close = self.text.index("</row>", match.end())
                spot = _Spot(number, match.start(), match.end(), close, close + len("</row>"))
            spots[number] = spot
        return spots

    @property
    def last_filled(self) -> int:
        """The number of the last row with a filled cell; 0 where there is none."""
        return next((row for row in reversed(self.rows) if self._is_filled(row)), 0)

    def last_value(self, first: int, last: int, columns: tuple[int, int]) -> int:
        """The last of some rows that holds a value in some columns, formulas left out; else 0."""
        for number in reversed(self.rows):
            if first <= number <= last and any(
                columns[0] <= column <= columns[1] and "<f" not in inside
                for column, inside in self._filled_cells(number)
            ):
                return number
        return 0

    def first_filled_below(self, row: int, columns: tuple[int, int]) -> int:
        """The first row below another that holds anything in some columns; 0 where none does."""
        for number in self.rows:
            if number > row and any(
                columns[0] <= column <= columns[1] for column, _ in self._filled_cells(number)
            ):
                return number
        return 0

    def filled_columns(self, row: int) -> list[int]:
        """The columns of a row that hold something."""
        return [column for column, _ in self._filled_cells(row)]

    def _filled_cells(self, row: int) -> Iterator[tuple[int, str]]:
        spot = self._spots.get(row)
        if spot is None or not self._is_filled(row):
            return
        for match in _CELL.finditer(self.text[spot.head_end : spot.body_end]):
            inside = match.group(3) or ""
            if _is_something(inside):
                yield column_number(match.group(1)), inside

    def _is_filled(self, row: int) -> bool:
        spot = self._spots[row]
        return _is_something(self.text[spot.head_end : spot.body_end])

    def changed(
        self,
        edits: Mapping[int, Mapping[int, NewValue]],
        like: Mapping[int, int] = MappingProxyType({}),
        looks: Mapping[tuple[int, int], str] = MappingProxyType({}),
    ) -> str:
        """The text with cells changed, row → column → value, new ones looking as those of the rows ``like``.

        ``looks`` gives the style number of single cells by row and column. PmfError where a cell holds a formula or lies under a merged range or array formula.
        """
        _refuse_covered(edits, self.text, self._tail, self._name)
        made: list[tuple[int, int, str]] = []
        styles_above = StylesAbove(self, like, looks)
        heights = RowHeights(self._head)
        numbers = self.rows
        for number in sorted(edits):
            spot = self._spots.get(number)
            if spot is None:
                next_row = bisect.bisect_right(numbers, number)
                place = (
                    self._spots[numbers[next_row]].start if next_row < len(numbers) else self._end
                )
                cells = self._cells(number, "", edits[number], styles_above, "")
                head = self._new_head(number, cells, edits[number], heights)
                made.append((place, place, f"{head}{cells}</row>"))
                continue
            head = self.text[spot.start : spot.head_end]
            body = self.text[spot.head_end : spot.body_end]
            style = _STYLE.search(head)
            cells = self._cells(
                number, body, edits[number], styles_above, style.group(1) if style else ""
            )
            head = _spanning(head, edits[number]).removesuffix("/>").rstrip(">") + ">"
            made.append((spot.start, spot.end, f"{head}{cells}</row>"))
        pieces = []
        place = self._start
        for start, end, text in made:
            pieces += [self.text[place:start], text]
            place = end
        pieces.append(self.text[place : self._end])
        box = _box_of_edits(edits)
        return _dimensioned(self._head, box) + "".join(pieces) + self._tail

    def _new_head(
        self, number: int, cells: str, values: Mapping[int, NewValue], heights: RowHeights
    ) -> str:
        """The tag of a new row, high enough for its wrapped texts."""
        wrapped: dict[int, str] = {}
        for match in _CELL.finditer(cells):
            text = values.get(column_number(match.group(1)))
            is_text = isinstance(text, str) and not isinstance(text, Formula)
            if is_text and self._looks.wraps(match.group(2) or ""):
                wrapped[column_number(match.group(1))] = str(text)
        height = heights.needed(wrapped)
        return f'<row r="{number}">' if height is None else f'<row r="{number}" ht="{height:g}">'

    def _cells(
        self,
        number: int,
        body: str,
        values: Mapping[int, NewValue],
        above: StylesAbove,
        row_style: str,
    ) -> str:
        """The cells of a row with the new ones among them, in order of columns."""
        there = [(column_number(match.group(1)), match) for match in _CELL.finditer(body)]
        if len(there) != body.count("<c "):
            raise unusual(self._name)
        pieces: list[str] = []
        place = 0
        waiting = sorted(values)
        for column, match in there:
            while waiting and waiting[0] < column:
                new = waiting.pop(0)
                pieces.append(body[place : match.start()])
                place = match.start()
                pieces.append(self._made(number, new, values[new], above, [row_style]))
            if waiting and waiting[0] == column:
                waiting.pop(0)
                self._refuse_formula(number, column, match.group(3) or "")
                pieces.append(body[place : match.start()])
                place = match.end()
                style = match.group(2) or "0"
                pieces.append(self._made(number, column, values[column], above, [style]))
        pieces.append(body[place:])
        pieces += [self._made(number, new, values[new], above, [row_style]) for new in waiting]
        return "".join(pieces)

    def _made(
        self, row: int, column: int, value: NewValue, above: StylesAbove, own: Sequence[str]
    ) -> str:
        pattern = above.pattern(row, column)
        candidates = [style for style in own if style]
        if pattern and not self._looks.hides_decimals(pattern, value):
            candidates.append(pattern)
        if not candidates or value is not None:
            # The row above may belong to a KPI in per cent, and this one to a KPI in days.
            others = above.styles(row, column)
            candidates += [
                style
                for style in others
                if not self._looks.is_percentage(style)
                and not self._looks.hides_decimals(style, value)
            ]
        style = self._looks.fitting(value, candidates)
        stored = self._looks.stored(value, style)
        return cell_xml(row, column, stored, style, date_1904=self._looks.date_1904)

    def styles_in(self, row: int) -> dict[int, str]:
        """Column → style number of the cells of a row."""
        spot = self._spots.get(row)
        if spot is None:
            return {}
        body = self.text[spot.head_end : spot.body_end]
        return {
            column_number(match.group(1)): match.group(2) or "" for match in _CELL.finditer(body)
        }

    def formulas_in(self, row: int) -> frozenset[int]:
        """The columns of a row that hold formulas."""
        spot = self._spots[row]
        found = _CELL.finditer(self.text[spot.head_end : spot.body_end])
        return frozenset(
            column_number(one.group(1)) for one in found if "<f" in (one.group(3) or "")
        )

    @property
    def rows(self) -> list[int]:
        """The numbers of the rows there are, rising."""
        return sorted(self._spots)

    def column_styles(self) -> dict[int, str]:
        """Column → style number that the sheet gives whole columns."""
        found = {}
        for tag in _COLUMN.findall(self._head):
            style = re.search(r'\sstyle="([0-9]+)"', tag)
            first, last = re.search(r'\smin="([0-9]+)"', tag), re.search(r'\smax="([0-9]+)"', tag)
            if style and first and last:
                for column in range(int(first.group(1)), min(int(last.group(1)), 16_384) + 1):
                    found[column] = style.group(1)
        return found

    def _refuse_formula(self, row: int, column: int, inside: str) -> None:
        if "<f" in inside:
            raise PmfError(
                f"{self._name}!{column_letter(column)}{row} holds a formula and is not written "
                "over.",
                "Change the cells that the formula takes its result from, or delete the formula "
                "in Excel first.",
            )


class StylesAbove:
    """Styles of the cells above a place, nearest first, then of its column.

    ``like`` gives for a row the one whose cells its new cells should look like, ``looks`` the style
    of single cells by row and column.
    """

    def __init__(
        self,
        sheet: SheetText,
        like: Mapping[int, int],
        looks: Mapping[tuple[int, int], str],
    ) -> None:
        self._sheet = sheet
        self._like = like
        self._looks = looks
        self._rows: dict[int, dict[int, str]] = {}
        self._columns: dict[int, str] | None = None
        self._numbers = sheet.rows

    def pattern(self, row: int, column: int) -> str:
        """The style of the cell that a new one should look like; empty where there is none."""
        if own := self._looks.get((row, column)):
            return own
        number = self._like.get(row)
        return "" if number is None else self._of(number).get(column, "")

    def _of(self, number: int) -> dict[int, str]:
        if number not in self._rows:
            self._rows[number] = self._sheet.styles_in(number)
        return self._rows[number]

    def styles(self, row: int, column: int) -> list[str]:
        """At most a few candidates: looking far up would slow appending down."""
        found = []
        place = bisect.bisect_left(self._numbers, row)
        for number in reversed(self._numbers[max(place - 5, 0) : place]):
            style = self._of(number).get(column)
            if style is not None and number > 1:
                found.append(style)
        if self._columns is None:
            self._columns = self._sheet.column_styles()
        style = self._columns.get(column)
        return [*found, style] if style is not None else found


def _is_something(inside: str) -> bool:
    return "</v>" in inside or "<f" in inside or "<is>" in inside


def unusual(name: str) -> PmfError:
    """The refusal of a sheet whose inner form is not the usual one."""
    return PmfError(
        f"{name} is written in an unusual inner form and is not changed.",
        "Open the workbook in Excel, save it, and run again.",
    )


def _refuse_covered(
    edits: Mapping[int, Mapping[int, NewValue]], text: str, tail: str, name: str
) -> None:
    """Refuses cells inside a merged range (but its first) or an array formula."""
    for box, what in _covers(text, tail):
        for row, values in edits.items():
            if not box[0] <= row <= box[2]:
                continue
            for column in values:
                first = (row, column) == box[:2] and what == "merged cells"
                if is_within(row, column, box) and not first:
                    raise PmfError(
                        f"{name}!{column_letter(column)}{row} is part of {what} and is not written.",
                        "Unmerge the cells or remove the formula in Excel first.",
                    )


def _covers(text: str, tail: str) -> list[tuple[Box, str]]:
    found = [(f"{first}:{last}", "merged cells") for first, last in _MERGED.findall(tail)]
    if 't="array"' in text:
        arrays = [one or other for one, other in _ARRAY.findall(text)]
        found += [(ref, "an array formula") for ref in arrays]
    return [(box, what) for ref, what in found if (box := box_of(ref)) is not None]


def _spanning(head: str, values: Mapping[int, NewValue]) -> str:
    """The row's tag with its stretch of columns reaching to the new cells."""

    def wider(match: re.Match[str]) -> str:
        first, last = int(match.group(1)), int(match.group(2))
        return f' spans="{min(first, *values)}:{max(last, *values)}"'

    return _SPANS.sub(wider, head)


def _dimensioned(head: str, box: Box) -> str:
    """The stretch of text before the rows with the sheet's stated extent reaching to the box."""

    def wider(match: re.Match[str]) -> str:
        stated = box_of(f"{match.group(2)}:{match.group(3) or match.group(2)}")
        reach = box if stated is None else union(stated, box)
        return match.group(1) + reference_of(reach) + match.group(4)

    return _DIMENSION.sub(wider, head, count=1)


def _box_of_edits(edits: Mapping[int, Mapping[int, NewValue]]) -> Box:
    columns = [column for values in edits.values() for column in values]
    return min(edits), min(columns), max(edits), max(columns)
