"""Number formats of cells, and which of them show a number as a date or time."""

from __future__ import annotations

import re
from enum import Enum
from functools import cache

from pmf_cli.frozen import frozen
from pmf_cli.workbook import refusals
from pmf_cli.workbook.markup import elements
from pmf_cli.workbook.number_forms import ELAPSED, LITERAL
from pmf_cli.workbook.package import Package

GENERAL = "General"

BUILT_IN = {
    0: GENERAL, 1: "0", 2: "0.00", 3: "#,##0", 4: "#,##0.00",
    5: '"$"#,##0_);("$"#,##0)', 6: '"$"#,##0_);[Red]("$"#,##0)',
    7: '"$"#,##0.00_);("$"#,##0.00)', 8: '"$"#,##0.00_);[Red]("$"#,##0.00)',
    9: "0%", 10: "0.00%", 11: "0.00E+00", 12: "# ?/?", 13: "# ??/??",
    14: "mm-dd-yy", 15: "d-mmm-yy", 16: "d-mmm", 17: "mmm-yy",
    18: "h:mm AM/PM", 19: "h:mm:ss AM/PM", 20: "h:mm", 21: "h:mm:ss", 22: "m/d/yy h:mm",
    37: "#,##0_);(#,##0)", 38: "#,##0_);[Red](#,##0)", 39: "#,##0.00_);(#,##0.00)",
    40: "#,##0.00_);[Red](#,##0.00)",
    41: '_(* #,##0_);_(* \\(#,##0\\);_(* "-"_);_(@_)',
    42: '_("$"* #,##0_);_("$"* \\(#,##0\\);_("$"* "-"_);_(@_)',
    43: '_(* #,##0.00_);_(* \\(#,##0.00\\);_(* "-"??_);_(@_)',
    44: '_("$"* #,##0.00_)_("$"* \\(#,##0.00\\)_("$"* "-"??_)_(@_)',
    45: "mm:ss", 46: "[h]:mm:ss", 47: "mmss.0", 48: "##0.0E+0", 49: "@",
    **dict.fromkeys((27, 28, 29, 30, 31, 36, 50, 51, 52, 53, 54, 57, 58), "yyyy/mm/dd"),
    **dict.fromkeys((32, 33, 34, 35, 55, 56), "h:mm:ss"),
}  # fmt: skip
"""Formats that files name by number only (ECMA-376 part 1, 18.8.30); 27 to 36 and 50 to 58 are
the dates and times of East Asian versions, whose exact looks do not matter here."""

_ALIGNMENT = ("styleSheet", "cellXfs", "xf", "alignment")


class ShownAs(Enum):
    """What a number format makes of a number."""

    NUMBER = "number"
    DATE = "date"
    """A day, with or without a time."""
    TIME = "time"
    """A time of day without a day."""


@frozen
class Style:
    """A cell's number format, what it makes of a number, and whether long text is wrapped."""

    number_format: str = GENERAL
    shown: ShownAs = ShownAs.NUMBER
    wraps: bool = False


def number_shown_as(number_format: str) -> ShownAs:
    """What a number format makes of a positive number.

    Elapsed time such as ``[h]:mm`` stays a number: it is a length, not a point in time.
    """
    if number_format == GENERAL:
        return ShownAs.NUMBER
    letters = LITERAL.sub("", number_format.split(";")[0]).lower()
    if letters.strip() == "general" or ELAPSED.search(number_format):
        return ShownAs.NUMBER
    if any(letter in letters for letter in "yd"):
        return ShownAs.DATE
    if any(letter in letters for letter in "hs"):
        return ShownAs.TIME
    return ShownAs.DATE if "m" in letters else ShownAs.NUMBER


def shows_whole_numbers(number_format: str) -> bool:
    """Whether a number format rounds to whole numbers: ``0``, ``#,##0``."""
    plain = LITERAL.sub("", number_format.split(";")[0])
    return bool(re.search("[0#?]", plain)) and not re.search(r"[.%eE/@]", plain)


def styles_of(package: Package, part: str) -> tuple[Style, ...]:
    """The style of each style number; without a part, one plain style."""
    if not part:
        return (Style(),)
    own: dict[int, str] = {}
    used: list[int] = []
    wrapped: set[int] = set()
    try:
        for path, attributes in elements(package, part):
            if path == ("styleSheet", "numFmts", "numFmt"):
                own[int(attributes.get("numFmtId", "0"))] = attributes.get("formatCode", GENERAL)
            elif path == ("styleSheet", "cellXfs", "xf"):
                used.append(int(attributes.get("numFmtId", "0")))
            elif path == _ALIGNMENT and attributes.get("wrapText") in ("1", "true"):
                wrapped.add(len(used) - 1)
    except ValueError as error:
        raise refusals.damaged_part(package.name, part) from error
    return tuple(
        _style(own.get(number) or BUILT_IN.get(number, GENERAL), wraps=place in wrapped)
        for place, number in enumerate(used)
    ) or (Style(),)


@cache
def _style(number_format: str, *, wraps: bool) -> Style:
    return Style(number_format, number_shown_as(number_format), wraps)
