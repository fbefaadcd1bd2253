"""A list that can be read on a screen and by other programs: one object, three formats.

``render/data.py`` prints the items as JSON or CSV, ``render/terminal.py`` the sections as
text; both come from the same rows, so they cannot disagree.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from pmf_cli.rag.counts import Counts
from pmf_cli.views.base import Section

Datum = (
    str
    | int
    | bool
    | None
    | tuple[str, ...]
    | tuple[Mapping[str, str | None], ...]
    | Mapping[str, Any]
)
"""What a field of an item may hold. Figures are strings of exact decimals, dates ISO strings; an
object of any shape stays one in JSON and becomes its JSON text in CSV."""


@dataclass(frozen=True)
class Listing:
    """A list with its counts.

    Attributes:
        schema: name and version of the data format: ``pmf/rag/1``.
        register: the register's name.
        period: the reporting period as printed.
        as_of: the date the list was made for.
        counts: what was counted, in the order to print.
        key: the name of the list in data formats: ``kpis``, ``findings`` or ``items``.
        items: one mapping an item, every one with the same fields.
        sections: the same for readers.
    """

    schema: str
    register: str
    period: str
    as_of: date
    counts: Mapping[str, int]
    key: str
    items: tuple[Mapping[str, Datum], ...]
    sections: tuple[Section, ...]


def counts_as_data(counts: Counts) -> dict[str, int]:
    """Counts of ratings under the fixed names of data formats, then one entry a reason."""
    return {
        "in_scope": counts.in_scope,
        "rated": counts.rated,
        "green": counts.green,
        "amber": counts.amber,
        "red": counts.red,
        "not_rated": counts.unrated,
    } | {f"not_rated: {reason}": number for reason, number in counts.by_reason.items()}
