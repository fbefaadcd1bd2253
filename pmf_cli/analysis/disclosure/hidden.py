"""Which figures of a register are not published, each with its reason: the one place that decides.

A figure is withheld that is restricted, marked as suppressed, not published yet by its source, or a count of few
people by its KPI's own rule; and figures beside such ones by which they could be worked out (``secondary``).
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from datetime import date
from decimal import Decimal
from enum import StrEnum

from pmf_cli.analysis.disclosure.relations import Cell, Numbers
from pmf_cli.analysis.disclosure.secondary import Told, hidden_besides
from pmf_cli.frozen import frozen
from pmf_cli.register.periods.period import Period
from pmf_cli.register.register import Register
from pmf_cli.register.sheets.kpis import Kpi
from pmf_cli.register.sheets.record import Result
from pmf_cli.register.small_numbers import counts_in, limit_of, small_counts
from pmf_cli.register.terms import NoDataReason

FigureAt = tuple[str, str | None, Period]
"""KPI reference, split (``None`` for the whole) and period."""


class Why(StrEnum):
    """Why a figure is not published, in the order in which it is told."""

    RESTRICTED = "restricted"
    NOT_YET = "not published yet by its source"
    MARKED = "marked as suppressed"
    SMALL = "a count of few people"
    BESIDE = "hidden so that another cannot be worked out from it"


@frozen
class HiddenFigures:
    """The figures that are not published.

    Attributes:
        why: each with its reason.
        found_out: those that can be worked out all the same, since an earlier edition printed them or what would
            have to be hidden beside them.
    """

    why: Mapping[FigureAt, Why]
    found_out: frozenset[FigureAt] = frozenset()

    def of(self, refs: Collection[str]) -> HiddenFigures:
        """Those of some KPIs."""
        return HiddenFigures(
            {one: why for one, why in self.why.items() if one[0] in refs},
            frozenset(one for one in self.found_out if one[0] in refs),
        )


def reason_for(kpi: Kpi | None, row: Result, as_of: date) -> Why | None:
    """Why a figure by itself is not published; ``None`` where it may be."""
    if row.restricted is True:
        return Why.RESTRICTED
    if row.no_data_reason is NoDataReason.SUPPRESSED:
        return Why.MARKED
    if _is_not_out(row, as_of):
        return Why.NOT_YET
    return Why.SMALL if kpi is not None and small_counts(kpi, row) else None


def _is_not_out(row: Result, as_of: date) -> bool:
    """Whether a figure is held that its source has not published yet."""
    if row.value is None:
        return False
    if row.expected_by is not None:
        return row.expected_by > as_of
    return row.no_data_reason is NoDataReason.AWAITING_PUBLICATION


def hidden_figures(
    register: Register, as_of: date, known: Collection[FigureAt] = (), year_start: int = 4
) -> HiddenFigures:
    """The figures of public KPIs that are not published.

    Args:
        known: figures that were published before.
        year_start: the month in which the financial year begins.
    """
    why = dict(_by_themselves(register, as_of))
    found_out: set[FigureAt] = set()
    for kpi in register.kpis:
        told = Told(_of_kpi(kpi, why), _of_kpi(kpi, known), limit_of(kpi) or 0)
        if kpi.public is not True or not (told.secret or told.below):
            continue
        beside = hidden_besides(tuple(_tables(register, kpi, year_start)), told)
        why.update({(kpi.ref, *cell): Why.BESIDE for cell in beside.cells})
        found_out.update((kpi.ref, *cell) for cell in beside.found_out)
    return HiddenFigures(why, frozenset(found_out))


def _by_themselves(register: Register, as_of: date) -> Iterator[tuple[FigureAt, Why]]:
    """The figures that are not published whatever stands beside them."""
    for row in register.results:
        reason = reason_for(register.kpi(row.kpi_ref), row, as_of)
        if row.period is not None and reason is not None:
            yield (row.kpi_ref, row.split, row.period), reason


def _of_kpi(kpi: Kpi, figures: Iterable[FigureAt]) -> frozenset[Cell]:
    return frozenset(Cell(split, period) for ref, split, period in figures if ref == kpi.ref)


def _tables(register: Register, kpi: Kpi, year_start: int) -> Iterator[Numbers]:
    """Each number of a KPI's figures: of those that count at all, what every figure counts."""
    kinds = {one.name: str(one.kind or "") for one in register.splits}
    held = {
        cell: {one.what: one.number for one in counts_in(kpi, row)}
        for cell, row in _cells(register, kpi)
    }
    for what in dict.fromkeys(what for counts in held.values() for what in counts):
        values = {cell: counts.get(what) for cell, counts in held.items()}
        yield Numbers(kpi, _in_last_places(values), kinds, year_start)


def _cells(register: Register, kpi: Kpi) -> Iterator[tuple[Cell, Result]]:
    for (ref, split), rows in register.series.items():
        if ref == kpi.ref:
            yield from ((Cell(split, period), row) for period, row in rows.items())


def _in_last_places(values: Mapping[Cell, Decimal | None]) -> dict[Cell, int | None]:
    """Numbers in units of the last decimal place that any of them has."""
    exponents = [
        exponent
        for value in values.values()
        if value is not None and isinstance(exponent := value.normalize().as_tuple().exponent, int)
    ]
    places = max(0, -min(exponents, default=0))
    return {
        cell: None if value is None else int(value.scaleb(places)) for cell, value in values.items()
    }
