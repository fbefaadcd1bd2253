"""What a draft was made with that nobody has said yet: facts of KPIs, and readings of a scorecard.

A guess may rate a draft only; the register's cells stay blank until somebody has answered, and
nothing that was assumed is issued.
"""

from __future__ import annotations

from typing import Any

from pmf_cli.findings import CellRef
from pmf_cli.frozen import frozen

PROFILE = "profile"
"""Stands for the profile of a KPI's targets for a year, where a field of ``Kpi`` is named."""


@frozen
class Assumption:
    """One thing assumed.

    Attributes:
        about: what it is about: ``Polarity``, ``Heading``, ``Value``.
        text: what stands in the scorecard, or the KPI's reference and name.
        taken_as: what it was taken for, in words.
        where: the first cell where it was seen.
        count: in how many cells.
        is_weak: whether somebody should look at it first.
        kpi_ref: the KPI whose blank it fills; empty for the reading of a cell.
        field: the field of ``Kpi`` that it fills, or ``PROFILE``; with ``value``.
    """

    about: str
    text: str
    taken_as: str
    why: str
    where: CellRef
    count: int = 1
    is_weak: bool = True
    kpi_ref: str = ""
    field: str = ""
    value: Any = None
