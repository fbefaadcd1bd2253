"""Tests of a single KPI, from which selections and the filters of bodies are made."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from pmf_cli.register.known_values import chosen_values, distinct
from pmf_cli.register.periods.period import Period
from pmf_cli.register.register import Register
from pmf_cli.register.sheets.kpis import Kpi

Test = Callable[[Kpi], bool]
"""Whether a KPI is wanted."""


def one_of(
    label: str,
    asked: tuple[str, ...],
    register: Register,
    values: Callable[[Kpi], Iterable[str | None]],
    also: tuple[str, ...] = (),
) -> Test | None:
    """Whether one of a KPI's values is among those asked for; ``None`` where none is.

    Raises:
        UsageError: a value is unknown.
    """
    if not asked:
        return None
    known = distinct((*(value for kpi in register.kpis for value in values(kpi)), *also))
    names = chosen_values(label, asked, known)
    return lambda kpi: any(value is not None and str(value) in names for value in values(kpi))


def in_framework(register: Register, asked: tuple[str, ...], period: Period) -> Test | None:
    """Whether a KPI is in one of the frameworks asked for during a period.

    Raises:
        UsageError: a framework is unknown.
    """
    if not asked:
        return None
    names = chosen_values(
        "framework", asked, distinct(row.framework for row in register.frameworks)
    )
    refs = {
        row.kpi_ref
        for row in register.frameworks
        if row.framework in names
        and (row.from_period is None or row.from_period.start <= period.end)
        and (row.to_period is None or row.to_period.end >= period.start)
    }
    return lambda kpi: kpi.ref in refs


def boards_of(kpi: Kpi) -> tuple[str | None, ...]:
    """The boards that a KPI goes to."""
    return (kpi.scrutiny_board, kpi.lead_board, *kpi.also_to)


def containing(text: str) -> Test | None:
    """Whether all words stand in what is said of a KPI; ``None`` for no words."""
    words = text.casefold().split()
    if not words:
        return None

    def test(kpi: Kpi) -> bool:
        parts = (kpi.ref, kpi.name, kpi.short_name, kpi.definition, kpi.service)
        stands = " ".join(part for part in parts if part is not None).casefold()
        return all(word in stands for word in words)

    return test
