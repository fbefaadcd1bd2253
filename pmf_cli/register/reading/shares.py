"""How the percentages of each KPI are written: as fractions shown with %, or as plain numbers."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from pmf_cli.findings import CellRef
from pmf_cli.register.reading.notes import Notes
from pmf_cli.workbook.cells import Cell, Sheet


@dataclass
class _Sort:
    """Value cells written in one way: the first of them and how many there are."""

    first: CellRef
    count: int = 1


class Shares:
    """Counts, for each KPI, value cells of either sort; zeros are of both."""

    def __init__(self) -> None:
        self._fractions: dict[str, _Sort] = {}
        self._plain: dict[str, _Sort] = {}

    def add(self, found: Mapping[str, Any], cell: Cell, value: object, sheet: Sheet) -> None:
        """Counts one value cell of a KPI."""
        if not isinstance(value, Decimal) or not value:
            return
        kept = self._fractions if cell.is_percentage else self._plain
        ref = found.get("kpi_ref", "")
        seen = kept.get(ref)
        if seen is None:
            kept[ref] = _Sort(sheet.ref(cell.address))
        else:
            seen.count += 1

    def note_mixed(self, notes: Notes) -> None:
        """Notes each KPI whose percentages are written in two ways, at the rarer sort."""
        for ref, fractions in self._fractions.items():
            plain = self._plain.get(ref)
            if plain is None:
                continue
            rarer, words = min(
                (fractions, "a fraction shown as a percentage"),
                (plain, "a plain number"),
                key=lambda pair: pair[0].count,
            )
            total = fractions.count + plain.count
            message = (
                f"{ref}: {rarer.count} of {total} values are written as {words}, the rest not."
            )
            notes.add("CEL015", rarer.first, message, ref)
