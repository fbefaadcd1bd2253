"""Figures, dates and lists as the messages of checks print them."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from decimal import Context, Decimal

from pmf_cli.register import figures
from pmf_cli.register.kpis import Kpi
from pmf_cli.register.record import ResultValue

MOST_NAMED = 5
"""Longer lists in a message end with "and n more"."""


def plain(number: Decimal) -> str:
    """A number with thousands commas and without needless zeros: ``73,390``, ``38.2``."""
    return figures.number(number, None)


def short(number: Decimal, digits: int = 15) -> Decimal:
    """A number with so many significant digits; works for any size."""
    return Context(prec=digits).plus(number)


def day(on: date) -> str:
    """A date as papers print it: 30/09/2024."""
    return f"{on:%d/%m/%Y}"


def figure(value: ResultValue | None, kpi: Kpi) -> str:
    """A value with all its own decimals and the KPI's unit; grades in quotation marks."""
    if value is None:
        return "no value"
    if isinstance(value, str):
        return f'"{value}"'
    return figures.stated(value, kpi)


def listed(words: Iterable[str]) -> str:
    """Words joined for a sentence: ``a, b and c``; the rest counted when there are many."""
    names = list(words)
    if len(names) > MOST_NAMED:
        return f"{', '.join(names[:MOST_NAMED])} and {len(names) - MOST_NAMED} more"
    if len(names) < 2:
        return "".join(names)
    return f"{', '.join(names[:-1])} and {names[-1]}"


def counted(number: int, one: str, several: str = "") -> str:
    """A count with its noun: ``1 KPI``, ``3 KPIs``."""
    return f"{number:,} {one if number == 1 else several or one + 's'}"
