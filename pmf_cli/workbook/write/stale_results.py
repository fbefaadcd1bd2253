"""Stored results of formulas that hold no longer, since rows joined the data they are worked out from.

Excel works every formula out anew when it opens the workbook, as it is asked to; other programs, and
pmf itself, show the result that is stored. So a result that was worked out over fewer rows is taken
out, and so is each that was worked out from it: nothing is shown rather than the old figure.
"""

from __future__ import annotations

import bisect
import re
from collections.abc import Collection, Iterable, Mapping

from pmf_cli.frozen import frozen
from pmf_cli.workbook.cells import Box, box_of
from pmf_cli.workbook.write.growth import rewritten, sheet_named

Place = tuple[str, int, int]
"""Sheet, row and column of a cell."""
# Whole rows and whole columns of other sheets: new rows change what such a formula sees.
_WHOLE = re.compile(r"\$?([0-9]{1,7}):\$?([0-9]{1,7})")
_COLUMNS = re.compile(r"(?<![\w$.!:\]])((?:'(?:[^']|'')*+'!|[\w.]++!)?)\$?([A-Z]{1,3}):\$?([A-Z]{1,3})(?![\w(.!:])")  # fmt: skip
# A quotation mark inside a text is doubled; taken whole and without going back (``*+``).
_TEXT = re.compile(r'"(?:[^"]|"")*+"?')
_OWN_ROW = re.compile(
    r"\w*+\[(?:\[#This Row\],\[[^\[\]]*+\](?::\[[^\[\]]*+\])?|@[^\[\]]*+)\]", re.IGNORECASE
)
"""What a formula in a table says of its own row, which new rows do not change."""
_OWN_TABLE = re.compile(r"(?<![\w\]\[])\[(?![0-9]+\])")
"""A column of the table that the formula itself stands in: ``SUBTOTAL(109,[Value])``."""


@frozen
class Sources:
    """What a formula is worked out from: ranges by sheet, and names of tables and ranges, in lower case."""

    boxes: tuple[tuple[str, Box], ...]
    names: frozenset[str]


def sources_of(formula: str, home: str) -> Sources:
    """What a formula that stands on a sheet is worked out from; without a sheet, of a name."""
    boxes: list[tuple[str, Box]] = []
    formula = _OWN_ROW.sub("", _TEXT.sub("", formula))
    names = {"["} if _OWN_TABLE.search(formula) else set()

    def seen(match: re.Match[str]) -> str:
        sheet = (sheet_named(match["sheet"]) if match["sheet"] else home).casefold()
        if match["range"] and (box := box_of(match["range"])) is not None:
            boxes.append((sheet, box))
        elif match["rows"] and (rows := _WHOLE.fullmatch(match["rows"])):
            boxes.append((sheet, (int(rows[1]), 1, int(rows[2]), 16_384)))
        elif match["name"]:
            names.add(match["name"].casefold())
        return match.group()

    rewritten(formula, seen)
    for prefix, first, last in _COLUMNS.findall(formula.upper()):
        sheet = sheet_named(prefix).casefold() if prefix else home.casefold()
        box = box_of(f"{first}1:{last}1048576")
        if box is not None:
            boxes.append((sheet, box))
    return Sources(tuple(boxes), frozenset(names))


class _Stale:
    """Cells whose content is another by now, found quickly by range."""

    def __init__(self) -> None:
        self._rows: dict[tuple[str, int], list[int]] = {}

    def add(self, place: Place) -> None:
        bisect.insort(self._rows.setdefault((place[0].casefold(), place[2]), []), place[1])

    def meets_any(self, boxes: Iterable[tuple[str, Box]]) -> bool:
        """Whether any of them lies in some ranges of sheets."""
        return any(self._meets(sheet, box) for sheet, box in boxes)

    def _meets(self, sheet: str, box: Box) -> bool:
        for (name, column), rows in self._rows.items():
            if name == sheet and box[1] <= column <= box[3]:
                found = bisect.bisect_left(rows, box[0])
                if found < len(rows) and rows[found] <= box[2]:
                    return True
        return False


def stale_results(
    formulas: Mapping[Place, str],
    new: tuple[str, Box],
    tables: Collection[str],
    names: Mapping[str, str],
) -> set[Place]:
    """The cells whose stored result no longer holds, of all cells with formulas as they are now.

    ``new`` is the sheet and range in which cells are new, ``tables`` are the names of those that they
    joined, ``names`` the defined names with what they stand for.
    """
    sheet, box = new[0].casefold(), new[1]
    moved = {name.casefold() for name in tables} | ({"["} if tables else set())
    for name, text in names.items():
        if _meets_new(sources_of(text, ""), sheet, box, moved):
            moved.add(name.casefold())
    waiting = {place: sources_of(text, place[0]) for place, text in formulas.items()}
    fresh = [place for place, one in waiting.items() if _meets_new(one, sheet, box, moved)]
    found: set[Place] = set()
    stale = _Stale()
    while fresh:
        found.update(fresh)
        for place in fresh:
            stale.add(place)
            del waiting[place]
        fresh = [place for place, one in waiting.items() if stale.meets_any(one.boxes)]
    return found


def _meets_new(one: Sources, sheet: str, box: Box, moved: Collection[str]) -> bool:
    return not one.names.isdisjoint(moved) or any(
        name == sheet
        and over[0] <= box[2]
        and over[2] >= box[0]
        and over[1] <= box[3]
        and over[3] >= box[1]
        for name, over in one.boxes
    )
