"""References such as KPI references, and what Excel does to them.

Excel turns ``MAR-1`` into a date and ``0012`` into 12 as they are typed. The row is kept under
the text that Excel shows; the finding says what the reference may have been.
"""

from __future__ import annotations

import sys
from collections.abc import Collection
from datetime import date
from itertools import product

from pmf_cli.register.values.exact import Doubt, unusable
from pmf_cli.tabular.cell_text import clean, shown_as
from pmf_cli.words import MONTHS
from pmf_cli.workbook.cells import Cell

CONTACT_FIELDS = frozenset(
    {
        "responsible_officer",
        "key_contact",
        "deputy_contact",
        "performance_lead",
        "received_from",
        "lead_officer",
    }
)
"""Fields that hold a contact reference under another name."""


def is_reference(field: str) -> bool:
    """Whether a field holds a reference: text that must match a reference elsewhere."""
    return field == "ref" or field.endswith("_ref") or field in CONTACT_FIELDS


def reference(cell: Cell, known: Collection[str] = ()) -> str | Doubt | None:
    """The reference of a cell, as text; ``known`` are those that exist, to say which one may have been meant."""
    value = cell.value
    if isinstance(value, str):
        return sys.intern(" ".join(clean(value).split())) or None
    if (doubt := unusable(cell)) or value is None:
        return doubt
    as_shown = sys.intern(shown_as(cell))
    if isinstance(value, date):
        code, words = "CEL010", f"is a date where a reference belongs ({as_shown})"
        meant = _as_typed(value) & {ref.upper() for ref in known}
    else:
        code, words = "CEL011", f"holds the reference {as_shown} as a number"
        meant = set() if as_shown in known else _alike(as_shown, known)
    perhaps = f"; perhaps {min(meant)} was meant" if meant else ""
    return Doubt(as_shown, ((code, f"{words}{perhaps}"),))


def _alike(as_shown: str, known: Collection[str]) -> set[str]:
    """The references that Excel shows so once it has dropped their zeros."""
    return {ref for ref in known if _stripped(ref) == _stripped(as_shown)}


def _stripped(ref: str) -> str:
    """A reference without the zeros that Excel drops of a number."""
    whole, _, places = ref.partition(".")
    return (whole.lstrip("0") or "0") + ("." + places.rstrip("0") if places.rstrip("0") else "")


def _as_typed(on: date) -> set[str]:
    """What may have been typed to give a date: MAR-1, 1-MAR, MAR1, MAR-25, 3-1, 1/3 ..."""
    name = MONTHS[on.month - 1].upper()
    numbers = (str(on.day), f"{on.day:02d}", f"{on.year % 100:02d}", str(on.year))
    forms = {
        *product((name,), ("-", " ", "/", ""), numbers),
        *product((str(on.month), f"{on.month:02d}"), ("-", "/"), numbers),
    }
    return {"".join(typed) for form in forms for typed in (form, form[::-1])}
