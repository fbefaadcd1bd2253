"""One series of results in order of time, as the checks that learn from history see it."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from pmf_cli.register.register import Register
from pmf_cli.register.sheets.kpis import Kpi
from pmf_cli.register.sheets.record import Result


@dataclass(frozen=True, slots=True)
class History:
    """The results of one KPI and split, oldest first.

    Attributes:
        kpi: the KPI.
        split: the split, ``None`` for the whole.
        results: every row that has a period, with a value or not.
        figures: those whose value is a number.
        numbers: their values, place by place with ``figures``.
    """

    kpi: Kpi
    split: str | None
    results: tuple[Result, ...]
    figures: tuple[Result, ...]
    numbers: tuple[Decimal, ...]

    @property
    def latest(self) -> Result | None:
        """The newest row that has a value of any kind."""
        for result in reversed(self.results):
            if result.value is not None:
                return result
        return None

    @property
    def name(self) -> str:
        """The reference, with the split where there is one: ``WM-01 (Ward 3)``."""
        return self.kpi.ref if self.split is None else f"{self.kpi.ref} ({self.split})"


def histories(register: Register) -> tuple[History, ...]:
    """Every series of a known KPI, in the order in which the record first names them."""
    found = []
    for (ref, split), rows in register.series.items():
        kpi = register.kpi_by_ref.get(ref)
        if kpi is None:
            continue
        results = tuple(rows.values())
        figures = tuple(row for row in results if isinstance(row.value, Decimal))
        numbers = tuple(row.value for row in figures if isinstance(row.value, Decimal))
        found.append(History(kpi, split, results, figures, numbers))
    return tuple(found)
