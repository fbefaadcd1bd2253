"""How each column of a register workbook is set out: width, number format and drop-down.

Everything follows from the column's type in ``register/sheets/layout.py``, so a new column needs nothing
here.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from decimal import Decimal
from enum import StrEnum
from textwrap import wrap

from pmf_cli.register.periods.period import Period
from pmf_cli.register.sheets.layout import SheetColumn
from pmf_cli.register.sheets.rows import Need

SPARE_ROWS = 500
"""Empty rows below the last one that have drop-downs and formats too."""
LINE_HEIGHT = 13.5
"""Points of one line of text in a cell."""
MOST_LINES = 14
DATE_FORMAT = "dd/mm/yyyy"
TEXT_FORMAT = "@"

LONG_TEXTS = frozenset(
    {
        *("definition", "calculation", "rationale", "known_limitations", "text", "issue", "before"),
        *(
            "after",
            "reason",
            "meaning",
            "step",
            "why",
            "how",
            "note",
            "last_note",
            "action",
            "risk",
        ),
        *("issues", "timescales", "resources", "monitoring", "success", "update_text", "decision"),
        *(
            "asked_for",
            "answer",
            "reasons_found",
            "follow_up",
            "standing_recommendation",
            "comment",
        ),
        *("blockages", "started_because", "outcome", "evidence", "improvement", "question"),
        *("closed_because", "milestone", "concern", "replaces", "web_address"),
    }
)
"""Fields that hold sentences."""
_NAMES = frozenset(
    {
        *("name", "priority", "data_source", "numerator_label", "denominator_label", "service"),
        *("scrutiny_board", "lead_board", "also_to", "body", "entry", "job_title", "email"),
        *("available_from", "agreed_by", "filter", "comparator", "grade_order", "splits_expected"),
        *("benchmarks_expected", "topic", "timing", "command", "decision_report"),
    }
)
"""Fields that hold a few words."""


def choice_of(column: SheetColumn) -> type[StrEnum] | None:
    """The set of choices that a column allows, or ``None``."""
    kind = column.types[0]
    return kind if isinstance(kind, type) and issubclass(kind, StrEnum) else None


def heading_text(need: Need) -> str:
    """Whether a column must be filled, in words."""
    return {
        Need.REQUIRED: "Required",
        Need.CONDITIONAL: "Required in some cases",
        Need.OPTIONAL: "Optional",
    }[need]


def width_of(column: SheetColumn) -> float:
    """The width of a column in characters."""
    longest_word = max(len(word) for word in column.heading.text.split()) + 4
    kind = column.types[0]
    if column.field in LONG_TEXTS:
        typical = 48
    elif column.field in _NAMES or column.several:
        typical = 30
    elif kind is str or Period in column.types:
        typical = 16
    elif choice := choice_of(column):
        typical = min(30, max(len(member) for member in choice) + 4)
    else:
        typical = 13
    return float(max(longest_word, typical, 12))


def row_height(texts: Iterable[tuple[str, float]]) -> float:
    """The height in points of a row that shows its wrapped texts in full.

    LibreOffice keeps the height of a new row as it is, so it is given.

    Args:
        texts: each text with the width of its column in characters.
    """
    lines = max((_lines(words, width) for words, width in texts), default=1)
    return LINE_HEIGHT * min(lines, MOST_LINES) + 3


def _lines(words: str, width: float) -> int:
    """How many lines a text takes, breaking between words."""
    room = max(int(width * 1.05) - 2, 1)
    return sum(len(wrap(part, room)) or 1 for part in words.splitlines())


def format_of(column: SheetColumn) -> str:
    """The number format of the empty cells of a column; ``""`` for Excel's own.

    References, periods and short texts are text, so that Excel makes no dates or numbers of them.
    """
    if column.several or Period in column.types:
        return TEXT_FORMAT
    if column.types == (date,):
        return DATE_FORMAT
    if column.types == (str,) and column.field not in LONG_TEXTS:
        return TEXT_FORMAT
    return ""


def number_format(value: Decimal) -> str:
    """A number's format: as many decimals as it is written with."""
    exponent = value.as_tuple().exponent
    places = max(0, -exponent) if isinstance(exponent, int) else 0
    return "#,##0" + ("." + "0" * places if places else "")
