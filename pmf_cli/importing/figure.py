"""A figure as read from a cell, and the words that stand where a figure should."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from fractions import Fraction

from pmf_cli.importing.guesses import Sureness
from pmf_cli.register.terms import NoDataReason, ValueStatus
from pmf_cli.tabular.units import Measured, Unit, told_in, unit_of


@dataclass(frozen=True, slots=True)
class Figure:
    """What a cell was read as.

    Attributes:
        number: the number as shown (38.2 for a cell that shows 38.2%); ``None`` where none.
        decimals: decimals printed.
        unit: the unit printed with it; empty where none.
        reason: why there is no number.
        status: provisional, revised or estimated, from a mark.
        other: a value that is no number: yes/no, a date or a grade.
        sure: how sure the reading is.
        why: what it rests on; empty for plain numbers.
        decimals_known: false where a workbook's number has no format that states its decimals.
    """

    number: Decimal | None = None
    decimals: int = 0
    unit: str = ""
    reason: NoDataReason | None = None
    status: ValueStatus | None = None
    other: bool | date | str | None = None
    sure: Sureness = Sureness.CERTAIN
    why: str = ""
    decimals_known: bool = True

    @property
    def says_nothing(self) -> bool:
        """True where neither a value nor a reason for none could be read."""
        return self.number is None and self.reason is None and self.other is None


ELAPSED = "hours and minutes"
"""The unit of a length of time that a cell shows as such; its number is of seconds."""
_SECONDS = Unit(Measured.CLOCK, Fraction(1))


def in_unit(number: Decimal, printed: str, unit: str | None) -> Decimal | None:
    """A figure printed in one unit, in the KPI's own: ``£1.25m`` is 1,250,000 in £.

    ``None`` where the two do not measure the same; a unit that is not known changes nothing.
    """
    if printed == unit or not printed:
        return number
    said = _SECONDS if printed == ELAPSED else unit_of(printed)
    asked = unit_of(unit or "")
    if printed == ELAPSED and asked is not None and asked.measured is Measured.DAYS:
        return told_in(number, Unit(Measured.DAYS, Fraction(1)), asked)
    if said is None or asked is None or asked.measured is Measured.COUNT:
        return None if printed == ELAPSED else number
    return told_in(number, said, asked)


_NOTHING = {
    "", "-", "–", "—", "--", "x", "?", "not available", "no data", "data not available", "not provided", "none",
    "unknown", "#n/a", "awaited",
}  # fmt: skip
_REASONS: tuple[tuple[str, NoDataReason, Sureness], ...] = (
    (r"\[c\]|suppressed", NoDataReason.SUPPRESSED, Sureness.CERTAIN),
    (r"\[z\]|not applicable", NoDataReason.NOT_APPLICABLE, Sureness.CERTAIN),
    (r"n/?a|n\.a\.?", NoDataReason.NOT_APPLICABLE, Sureness.DOUBTFUL),
    (r"(<|less than|under) ?(5|10)", NoDataReason.SUPPRESSED, Sureness.DOUBTFUL),
    (r"tb[cad]|to be (confirmed|advised|determined)|awaiting data|data awaited|not yet available",
     NoDataReason.OVERDUE, Sureness.LIKELY),
    (r"annual( kpi| pi| indicator| measure)?|annual(ly)? reported|(reported|collected) annually"
     r"|rep\w+ i\w? ?q[1-4]|report later|not due.*|due (in )?q[1-4]|reported (in|at) .*|.*not due this (quarter|period)",
     NoDataReason.NOT_DUE, Sureness.LIKELY),
    (r"(data )?not available until .*|awaiting (national )?publication|published in .*|available in .*",
     NoDataReason.AWAITING_PUBLICATION, Sureness.LIKELY),
    (r"#?div/0!?|#(ref|value|name|num|null)[!?]", NoDataReason.DATA_QUALITY, Sureness.LIKELY),
    (r"discontinued|deleted|no longer (published|collected|reported).*", NoDataReason.DISCONTINUED,
     Sureness.LIKELY),
    (r"under development|in development|new measure", NoDataReason.DEVELOPMENT, Sureness.LIKELY),
)  # fmt: skip


def no_figure(text: str) -> Figure | None:
    """What a text says that stands where a figure should; ``None`` where it may be a figure."""
    low = text.casefold().strip()
    if low in _NOTHING or low == "[x]":
        return Figure(
            sure=Sureness.LIKELY,
            why=f"“{text}” does not say why there is no figure" if text else "blank",
        )
    for pattern, reason, sure in _REASONS:
        if re.fullmatch(pattern, low):
            why = f"“{text}” is the usual way of writing this"
            if sure is Sureness.DOUBTFUL:
                why = f"“{text}” may also mean something else"
            return Figure(reason=reason, sure=sure, why=why)
    return None
