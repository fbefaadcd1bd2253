"""The figures of a text that are in a KPI's own unit: percentages, money in its scale, days, homes."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from pmf_cli.register.figures import SINGULAR, UNSPOKEN, is_percentage
from pmf_cli.register.rounding import as_printed
from pmf_cli.register.sheets.kpis import Kpi
from pmf_cli.register.terms import DataType

MOST_FIGURES = 15
"""A longer figure is a code."""
NEAR = 60
"""Signs before and after a figure that say what it is."""
FIGURE = re.compile(
    r"(?<![\w.,/£$€–-])(?P<pound>£\s?)?(?P<number>\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?)"
    r"(?P<scale>\s?(?:million|billion|thousand|bn|m|k)\b)?"
    r"(?P<unit>\s?%|\s(?:per cent|percent)\b|(?:\s[a-z][\w’'-]*)?)",
    re.IGNORECASE,
)
_SCALES = {"k": 3, "thousand": 3, "m": 6, "million": 6, "bn": 9, "billion": 9}


@dataclass(frozen=True, slots=True)
class Said:
    """A figure in a text.

    Attributes:
        written: the number as it is written.
        places: the decimals it is written with.
        move: by how many places it moves to the KPI's unit: 3 for thousands of a KPI in pounds.
        start: where it begins.
        end: where it ends, with its unit.
        after: where the number itself ends.
    """

    written: Decimal
    places: int
    move: int
    start: int
    end: int
    after: int

    @property
    def value(self) -> Decimal:
        """The figure in the KPI's unit."""
        return self.written.scaleb(self.move)

    def means(self, known: Decimal, decimals: int | None) -> bool:
        """Whether it is a known figure, as exactly as it is written or as the KPI is printed."""
        if as_printed(known.scaleb(-self.move), self.places) == self.written:
            return True
        return as_printed(self.value, decimals) == as_printed(known, decimals)


def figures_said(text: str, kpi: Kpi) -> Iterator[Said]:
    """The figures of a text that are in the KPI's unit."""
    for found in FIGURE.finditer(text):
        digits = found["number"].replace(",", "")
        unit = (found["unit"] or "").strip().casefold()
        if len(digits) > MOST_FIGURES:
            continue
        places = len(digits.partition(".")[2])
        move = _scale(kpi, bool(found["pound"]), (found["scale"] or "").strip().casefold(), unit)
        if move is None:
            continue
        end = found.end() if unit in ("%", "per cent", "percent") else found.end("number")
        yield Said(Decimal(digits), places, move, found.start(), found.end(), end)


def _scale(kpi: Kpi, pound: bool, scale: str, unit: str) -> int | None:  # noqa: FBT001 - a value
    """By how many places a figure moves to the KPI's unit; ``None`` where it is in another."""
    written = _SCALES.get(scale, 0)
    own = (kpi.unit or "").strip().casefold()
    if is_percentage(kpi):
        is_share = unit in ("%", "per cent", "percent")
        return 0 if is_share and not pound and not scale else None
    if kpi.data_type is DataType.MONEY or own.startswith("£"):
        if not pound:
            return None
        rest = own.lstrip("£ ").split(" ")[0].strip("'’")
        mine = _SCALES.get(rest, 3 if rest in ("000", "000s") else 0)
        return written - mine
    if pound or not own or own in UNSPOKEN:
        return None
    words = own.split()
    if words[0] in _SCALES:
        return written - _SCALES[words[0]] if scale else None
    one = SINGULAR.get(words[0], words[0])
    return written if unit in (words[0], one) else None
