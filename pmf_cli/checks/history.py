"""One series of results in order of time, as the checks that learn from history see it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from pmf_cli.register.periods.period import PeriodKind
from pmf_cli.register.register import Register
from pmf_cli.register.sheets.kpis import Kpi
from pmf_cli.register.sheets.record import Result
from pmf_cli.register.time.times import is_own


@dataclass(frozen=True, slots=True)
class ResultHistory:
    """The results of one KPI and split for periods of its own length, oldest first.

    Figures of longer periods stored beside them, such as the year's outturn of a quarterly KPI,
    make a history of their own for each kind of period.

    Attributes:
        kpi: the KPI.
        split: the split, ``None`` for the whole.
        results: every row that has a period, with a value or not.
        figures: those whose value is a number.
        numbers: their values, place by place with ``figures``.
        is_own: whether the periods are as long as the KPI's own.
    """

    kpi: Kpi
    split: str | None
    results: tuple[Result, ...]
    figures: tuple[Result, ...]
    numbers: tuple[Decimal, ...]
    is_own: bool = True

    @property
    def points(self) -> Iterator[tuple[Result, Decimal]]:
        """Each row whose value is a number, with that number."""
        return zip(self.figures, self.numbers, strict=True)

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


def histories(register: Register) -> tuple[ResultHistory, ...]:
    """Every series of a known KPI, in the order in which the record first names them."""
    found = []
    for (ref, split), rows in register.series.items():
        kpi = register.kpi_by_ref.get(ref)
        if kpi is None:
            continue
        own = tuple(row for period, row in rows.items() if is_own(kpi, period))
        if own:
            found.append(_history(kpi, split, own))
        others: dict[PeriodKind, list[Result]] = {}
        for period, row in rows.items():
            if not is_own(kpi, period):
                others.setdefault(period.kind, []).append(row)
        found += [_history(kpi, split, tuple(of), is_own=False) for of in others.values()]
    return tuple(found)


def _history(
    kpi: Kpi, split: str | None, results: tuple[Result, ...], *, is_own: bool = True
) -> ResultHistory:
    figures = tuple(row for row in results if isinstance(row.value, Decimal))
    numbers = tuple(row.value for row in figures if isinstance(row.value, Decimal))
    return ResultHistory(kpi, split, results, figures, numbers, is_own)
