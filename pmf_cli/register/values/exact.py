"""From a cell to an exact value: decimal, whole number, date, yes/no, text.

A cell that does not fit gives a ``Doubt``, which carries what can be used and what
must be said; a cell that fits gives the plain value. Nothing here raises for content, and
0 is a value like any other.
"""

from __future__ import annotations

import sys
from decimal import Decimal

from pmf_cli.frozen import frozen
from pmf_cli.register.terms import NoDataReason, ValueStatus
from pmf_cli.register.values.missing import is_not_applicable
from pmf_cli.tabular.cell_text import as_percentage, clean, decimal_of, short, shown, shown_as
from pmf_cli.tabular.figures import number_in
from pmf_cli.workbook.cells import Cell, ErrorValue

YES = frozenset({"yes", "y", "true", "✓", "✔"})
NO = frozenset({"no", "n", "false", "✗", "✘"})


@frozen
class Doubt:
    """A cell that does not fit quite or at all.

    Attributes:
        value: what is used; ``None`` where nothing can be.
        remarks: (code, words) for the findings at the cell.
        status: how firm the figure is, where a mark beside it says so.
        reason: why there is no figure, where the text says so with certainty.
    """

    value: object
    remarks: tuple[tuple[str, str], ...]
    status: ValueStatus | None = None
    reason: NoDataReason | None = None


def status_of(mark: str) -> ValueStatus | None:
    """How firm a figure is by the mark beside it; ``None`` where there is none."""
    return ValueStatus(mark) if mark else None


def unusable(cell: Cell) -> Doubt | None:
    """The doubt of an error cell or a formula without result; ``None`` for all others."""
    if isinstance(cell.value, ErrorValue):
        return Doubt(None, (("CEL003", f"shows the Excel error {cell.value}"),))
    if cell.value is None and cell.formula:
        return Doubt(None, (("CEL004", "holds a formula that has never been calculated"),))
    return None


def text(cell: Cell) -> str | Doubt | None:
    """The text of a cell; numbers and dates as people would write them."""
    value = cell.value
    if type(value) is str:
        return sys.intern(clean(value)) or None
    return unusable(cell) or (None if value is None else shown_as(cell))


def held(cell: Cell) -> Decimal | Doubt:
    """The number that a cell of a number holds, whatever its format makes of it."""
    try:
        return decimal_of(cell.value)  # type: ignore[arg-type]  # the caller knows
    except ValueError:
        return Doubt(None, (("CEL001", "holds no finite number"),))


def number(cell: Cell) -> Decimal | Doubt | None:
    """The plain number of a cell; percentages as shown, 38.2 for 0.382 shown as 38.2%."""
    value = cell.value
    if isinstance(value, (float, int)) and not isinstance(value, bool):
        made = held(cell)
        return made if isinstance(made, Doubt) or not cell.is_percentage else as_percentage(made)
    if isinstance(value, str):
        return number_from_text(value)
    return unusable(cell) or (
        None
        if value is None
        else Doubt(None, (("CEL001", f"should be a number but is {shown(cell)}"),))
    )


def number_from_text(written: str) -> Doubt | None:
    """The number that a text is; always a ``Doubt``, since a number should be no text."""
    plain = clean(written)
    if not plain:
        return None
    found = number_in(plain)
    if found is None:
        return not_applicable(plain) or Doubt(
            None, (("CEL001", f"should be a number but says “{short(plain)}”"),)
        )
    if found.beside:
        remark = ("CEL012", f"says “{short(plain)}”; read as {found.value}")
    else:
        remark = ("CEL002", f"holds the number {found.value} as text")
    return Doubt(found.value, (remark,), status_of(found.mark))


def whole(cell: Cell) -> int | Doubt | None:
    """The whole number of a cell."""
    made = number(cell)
    if isinstance(made, Doubt):
        codes = tuple(("CEL009" if c == "CEL001" else c, words) for c, words in made.remarks)
        if not isinstance(made.value, Decimal):
            return Doubt(None, codes)
        if made.value == made.value.to_integral_value():
            return Doubt(int(made.value), codes)
        made = made.value
    if made is None:
        return None
    if made != made.to_integral_value():
        return Doubt(None, (("CEL009", f"should be a whole number but is {made}"),))
    return int(made)


def yes_no(cell: Cell) -> bool | Doubt | None:
    """Yes or no."""
    value = cell.value
    if isinstance(value, bool):
        return value
    if isinstance(value, str):
        plain = clean(value)
        low = plain.lower()
        if not plain:
            return None
        if low in YES or low in NO:
            return low in YES
        return not_applicable(plain) or Doubt(
            None, (("CEL008", f"should say Yes or No but says “{short(plain)}”"),)
        )
    return unusable(cell) or (
        None
        if value is None
        else Doubt(None, (("CEL008", f"should say Yes or No but is {shown(cell)}"),))
    )


def not_applicable(plain: str) -> Doubt | None:
    """The doubt of a text that says there is nothing to fill in; ``None`` for other texts."""
    if is_not_applicable(plain):
        return Doubt(None, (("CEL016", f"says “{plain}”; read as blank"),))
    return None
