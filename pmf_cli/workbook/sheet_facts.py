"""What a sheet says of itself besides its cells: hidden columns and merged ranges."""

from __future__ import annotations

from pmf_cli.workbook import refusals
from pmf_cli.workbook.cells import SheetFacts
from pmf_cli.workbook.markup import Attributes
from pmf_cli.workbook.package import Package
from pmf_cli.workbook.structure import SheetPart

MOST_MERGED = 200_000
"""Merged ranges in one sheet."""
_MOST_COLUMNS = 2 * 16_384
"""Columns described, counting those described twice."""
_TRUE = ("1", "true", "on")


class FactsSeen:
    """Collects a sheet's facts while its XML is walked; knows where in the XML it stands."""

    def __init__(self, package: Package, sheet: SheetPart) -> None:
        self._package = package
        self._sheet = sheet
        self._hidden: set[int] = set()
        self._described = 0
        self._merged: list[str] = []
        self.path: list[str] = []
        self.data_seen = 0
        """How often the element that holds the rows was met; once in an honest sheet."""

    def start(self, name: str, attributes: Attributes) -> None:
        """An element begins.

        Raises:
            UnreadableWorkbookError: there are unreasonably many, or they make no sense.
        """
        self.path.append(name)
        depth = len(self.path)
        if depth == 2 and name == "sheetData":
            self.data_seen += 1
        elif depth == 3 and name == "col" and self.path[1] == "cols":
            self._column(attributes)
        elif depth == 3 and name == "mergeCell" and self.path[1] == "mergeCells":
            self._merged.append(attributes.get("ref", ""))
            if len(self._merged) > MOST_MERGED:
                raise self._damaged("holds more merged ranges than can be")

    def end(self, _: str) -> None:
        """An element ends."""
        self.path.pop()

    def facts(self, *, date_1904: bool) -> SheetFacts:
        """What was seen, after the walk.

        Raises:
            UnreadableWorkbookError: the sheet holds no rows element, or more than one.
        """
        if self.data_seen != 1:
            raise self._damaged("has no place for rows, or several")
        return SheetFacts(
            self._sheet.hidden, frozenset(self._hidden), tuple(self._merged), date_1904
        )

    def _column(self, attributes: Attributes) -> None:
        try:
            first, last = int(attributes.get("min", "")), int(attributes.get("max", ""))
        except ValueError as error:
            raise self._damaged("describes columns that do not exist") from error
        self._described += max(last - first + 1, 1)
        if not 1 <= first <= last or self._described > _MOST_COLUMNS:
            raise self._damaged("describes columns that do not exist")
        if attributes.get("hidden", "").lower() in _TRUE or attributes.get("width") == "0":
            self._hidden.update(range(first, last + 1))

    def _damaged(self, what: str) -> Exception:
        return refusals.damaged(self._package.name, f'its sheet "{self._sheet.name}" {what}')
