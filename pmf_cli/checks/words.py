"""Figures and lists as the messages of checks print them."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Context, Decimal

from pmf_cli.register import figures
from pmf_cli.register.sheets.kpis import Kpi
from pmf_cli.register.sheets.record import Result, ResultValue
from pmf_cli.register.sheets.targets import Target
from pmf_cli.words import listed_shortly

MOST_NAMED = 5
"""Longer lists in a message end with "and n more"."""


def plain_number(number: Decimal) -> str:
    """A number with thousands commas and without needless zeros: ``73,390``, ``38.2``."""
    return figures.number(number, None)


def short_number(number: Decimal, digits: int = 15) -> Decimal:
    """A number with so many significant digits; works for any size."""
    return Context(prec=digits).plus(number)


def figure_text(value: ResultValue | None, kpi: Kpi) -> str:
    """A value with all its own decimals and the KPI's unit; grades in quotation marks."""
    if value is None:
        return "no value"
    if isinstance(value, str):
        return f'"{value}"'
    return figures.stated(value, kpi)


def listed_few(words: Iterable[str]) -> str:
    """Words joined for a sentence: ``a, b and c``; the rest counted when there are many."""
    return listed_shortly(list(words), MOST_NAMED)


def series_name(row: Result | Target) -> str:
    """The KPI and split of a result or target: ``WM-01 (North)``."""
    return row.kpi_ref if row.split is None else f"{row.kpi_ref} ({row.split})"
