"""What the reading of a tab needs, and gathers: findings, so that no sheet can bury the rest, and how percentages are written."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from pmf_cli.findings import CellRef, Finding
from pmf_cli.frozen import frozen
from pmf_cli.register.reading.reading_codes import found
from pmf_cli.register.values.measure import MeasuredAs
from pmf_cli.settings import Settings
from pmf_cli.workbook.cells import Cell, Sheet

MOST_ALIKE = 1000
"""Findings of one code on one sheet that are listed singly; the rest are counted."""


class Notes:
    """The findings of one reading, in the order in which they were met."""

    def __init__(self) -> None:
        self._findings: list[Finding] = []
        self._counts: dict[tuple[str, str, str], int] = {}

    def add(self, code: str, where: CellRef, message: str, kpi_ref: str | None = None) -> None:
        """Notes a finding; beyond ``MOST_ALIKE`` of a code on a sheet it is only counted."""
        key = (code, where.workbook, where.sheet)
        count = self._counts.get(key, 0) + 1
        self._counts[key] = count
        if count <= MOST_ALIKE:
            self._findings.append(found(code, where, message, kpi_ref))

    def findings(self) -> tuple[Finding, ...]:
        """All findings, with one for each code and sheet that says how many were left out."""
        more = [
            found(
                code,
                CellRef(workbook, sheet),
                f"{count - MOST_ALIKE:,} more cells or rows of {sheet} are like the"
                f" {MOST_ALIKE:,} listed.",
            )
            for (code, workbook, sheet), count in self._counts.items()
            if count > MOST_ALIKE
        ]
        return (*self._findings, *more)


def rows_in_words(numbers: list[int], most: int = 8) -> str:
    """Row numbers as words: ``row 7``, ``rows 3 to 5, 9 and 12``."""
    runs: list[tuple[int, int]] = []
    for number in sorted(set(numbers)):
        if runs and number == runs[-1][1] + 1:
            runs[-1] = (runs[-1][0], number)
        else:
            runs.append((number, number))
    words = [str(a) if a == b else f"{a} to {b}" for a, b in runs]
    if len(words) > most:
        words = [*words[: most - 1], f"{len(words) - most + 1} more places"]
    plural = "row" if len(set(numbers)) == 1 else "rows"
    listed = ", ".join(words[:-1]) + f" and {words[-1]}" if len(words) > 1 else words[0]
    return f"{plural} {listed}"


@dataclass(slots=True)
class _Sort:
    """Value cells written in one way: the first of them and how many there are."""

    first: CellRef
    count: int = 1


class Shares:
    """Counts, for each KPI, percentages written as fractions shown with %, and as plain numbers; zeros are both."""

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


Measures = Mapping[str, MeasuredAs]
"""KPI reference → how its cells are read."""


@frozen
class Reading:
    """What the reading of a tab needs to know, and what receives its findings and how percentages are written."""

    measures: Measures
    settings: Settings
    notes: Notes
    shares: Shares

    @property
    def year_start(self) -> int:
        """Month in which the financial year begins."""
        return self.settings.financial_year_start
