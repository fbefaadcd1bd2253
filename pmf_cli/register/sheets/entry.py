"""The entry sheet: a row a KPI, with target, actual and rating of each quarter across.

One tab that ``pmf.toml`` names for three sheets of the register: its rows are read as KPIs, its columns
of targets and actuals as rows of ``Targets`` and ``Results``. The columns of ratings, and the workings
behind them, are formulas for the eye of whoever types and are not read.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping
from enum import StrEnum

from pmf_cli.register.periods.period import Period
from pmf_cli.register.terms import TargetType

ENTRY_SHEET = "Entry sheet"
"""The tab, as ``pmf init --wide`` calls it."""
ENTRY_SHEETS = ("KPIs", "Targets", "Results")
"""The sheets of the register that it holds; the first has a row a KPI."""
ENTRY_TARGET_FIELDS = ("target_type", "tolerance", "tolerance_basis")
"""Columns of ``Targets`` that hold for the whole row of a KPI."""
ENTRY_RESULT_FIELDS = ("restricted",)
"""Columns of ``Results`` that hold for all figures of a row, where somebody adds them."""
WITHOUT_FIGURE = frozenset(
    {
        TargetType.INCREASE,
        TargetType.DECREASE,
        TargetType.MAINTAIN,
        TargetType.TRACKER,
        TargetType.TO_BE_AGREED,
    }
)
"""Target types that hold from the first quarter on, whatever targets are typed."""
WORKINGS = "Workings"
"""How the headings of columns begin that hold the workings of a rating."""
KEY = "Key"
"""The sheet beside it that says how its colours are made, and holds what its formulas look up."""
KEY_SETTINGS: Mapping[str, str] = {
    "tolerance": "B6",
    "financial_tolerance": "B7",
    "similar_within": "B8",
}
"""Setting of ``[rating]`` → the cell of the sheet ``Key`` that holds it for the formulas."""
_OWN_FORMULAS = re.compile(rf"{WORKINGS}\b.*|.*\bRating", re.IGNORECASE)


class EntryPart(StrEnum):
    """What a quarter's columns hold."""

    TARGET = "Target"
    ACTUAL = "Actual"
    RATING = "Rating"


def entry_heading(period: Period | str, part: EntryPart) -> str:
    """The heading of a column of a period: ``2024/25 Q1 Actual``."""
    return f"{period} {part}"


def is_of_entries(columns: Collection[str]) -> bool:
    """Whether some columns, by field or heading, are those of an entry sheet: actuals of periods are among them."""
    return any(name.endswith(f" {EntryPart.ACTUAL}") for name in columns)


def columns_not_read(headings: Mapping[int, str]) -> frozenset[int]:
    """The numbers of the columns whose cells are formulas for the eye: ratings and their workings."""
    return frozenset(n for n, text in headings.items() if _OWN_FORMULAS.fullmatch(text))
