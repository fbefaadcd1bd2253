"""How each column of a register workbook is set out: width, number format, drop-down, input message.

All follows from the column's type in ``register/sheets/layout.py``, so a new column needs nothing here.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from datetime import date
from decimal import Decimal
from enum import StrEnum
from functools import lru_cache
from textwrap import wrap
from typing import Any

from pmf_cli.frozen import frozen
from pmf_cli.places import SUPPORTING_INFORMATION
from pmf_cli.register.periods.period import Period
from pmf_cli.register.sheets.layout import SheetColumn, SheetLayout, by_name
from pmf_cli.register.sheets.meanings import meaning_of
from pmf_cli.register.sheets.rows import Need
from pmf_cli.register.values.references import CONTACT_FIELDS
from pmf_cli.workbook.cells import column_letter

SPARE_ROWS = 500
"""Empty rows below the last one that have drop-downs and formats too."""
LINE_HEIGHT = 13.5
"""Points of one line of text in a cell."""
MOST_LINES = 14
DATE_FORMAT = "dd/mm/yyyy"
TEXT_FORMAT = "@"

LONG_TEXTS = frozenset([
    "definition", "calculation", "rationale", "known_limitations", "text", "issue", "before",
    "after", "reason", "meaning", "step", "why", "how", "note", "last_note", "action", "risk",
    "issues", "timescales", "resources", "monitoring", "success", "update_text", "decision",
    "asked_for", "answer", "reasons_found", "follow_up", "standing_recommendation", "comment",
    "blockages", "started_because", "outcome", "evidence", "improvement", "question",
    "closed_because", "milestone", "concern", "replaces", "web_address", "in_ten_words",
    "message", "asked",
])  # fmt: skip
"""Fields that hold sentences."""
_NAMES = frozenset([
    "name", "priority", "data_source", "numerator_label", "denominator_label", "service",
    "scrutiny_board", "lead_board", "also_to", "body", "entry", "job_title", "email",
    "available_from", "agreed_by", "filter", "comparator", "grade_order", "splits_expected",
    "benchmarks_expected", "plain_name", "event", "topic", "timing", "command", "decision_report",
])  # fmt: skip
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
    """The height in points of a row that shows its wrapped texts, each with its column's width, in full.

    LibreOffice keeps the height of a new row as it is, so it is given.
    """
    lines = max((_lines(words, width) for words, width in texts), default=1)
    return LINE_HEIGHT * min(lines, MOST_LINES) + 3


@lru_cache(4096)
def _lines(words: str, width: float) -> int:
    room = max(int(width * 1.05) - 2, 1)
    return sum(_wrapped(part, room) for part in words.splitlines())


def _wrapped(part: str, room: int) -> int:
    """The lines that a line of a text takes; only a tab is wider than one character."""
    if len(part) <= room and "\t" not in part:
        return 1
    return len(wrap(part, room)) or 1


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


LAST_LISTED_ROW = 2000
"""Last row that a drop-down over another sheet looks at."""
_FROM_LISTS: Mapping[str, str] = {
    "directorate": "Directorate",
    "service": "Service",
    "portfolio": "Portfolio",
    "scrutiny_board": "Scrutiny board",
    "lead_board": "Scrutiny board",
}
"""Field → the list in the sheet ``Lists`` that holds its allowed values."""


@frozen
class ChoiceLists:
    """Where the sheet of choices keeps the words of each set of choices: its column, from 1."""

    columns: Mapping[type[StrEnum], int]

    def formula(self, kind: type[StrEnum]) -> str:
        """The range that holds the words of a set of choices."""
        letter = column_letter(self.columns[kind])
        return f"=Choices!${letter}$2:${letter}${len(kind) + 1}"


def validation_of(
    layout: SheetLayout, column: SheetColumn, choices: ChoiceLists, sheets: Collection[str]
) -> dict[str, Any]:
    """The drop-down or check of a column's cells with its input message, for XlsxWriter.

    A drop-down may point to the sheets of the same workbook only.
    """
    rule = _rule(layout, column, choices, sheets)
    rule["input_title"] = column.heading.text[:32]
    rule["input_message"] = _message(layout, column)
    rule["ignore_blank"] = True
    return rule


def _rule(
    layout: SheetLayout, column: SheetColumn, choices: ChoiceLists, sheets: Collection[str]
) -> dict[str, Any]:
    kind = column.types[0]
    choice = choice_of(column)
    if column.several or len(column.types) > 1:
        return {"validate": "any"}
    if kind is bool:
        return _list(["Yes", "No"], "Choose Yes or No, or leave the cell empty.")
    if choice is not None:
        return _list(choices.formula(choice), "Choose one of the words in the list.")
    if kind is date:
        return _between(
            "date", date(1990, 1, 1), date(2099, 12, 31), "date", "Type a date such as 30/09/2024."
        )
    if kind is int:
        most = 1_000_000_000
        return _between("integer", -most, most, "number", "Type a whole number.")
    if kind is Decimal:
        return _between("decimal", -1e12, 1e12, "number", "Type a number without its unit.")
    source = _other_sheet(layout, column, sheets)
    if source:
        return _list(
            source, "This is not in the list yet. Add it there, or go on.", error_type="warning"
        )
    return {"validate": "any"}


def _between(kind: str, low: object, high: object, needed: str, words: str) -> dict[str, Any]:
    return {
        "validate": kind,
        "criteria": "between",
        "minimum": low,
        "maximum": high,
        "error_title": f"A {needed} is needed",
        "error_message": words,
    }


def _list(source: str | list[str], words: str, error_type: str = "stop") -> dict[str, Any]:
    return {
        "validate": "list",
        "source": source,
        "error_type": error_type,
        "error_title": "Not in the list",
        "error_message": words,
    }


def _other_sheet(layout: SheetLayout, column: SheetColumn, sheets: Collection[str]) -> str:
    """The range of another sheet that holds what a column may hold; ``""`` where there is none."""
    field = column.field
    if layout.workbook == SUPPORTING_INFORMATION and field in _FROM_LISTS:
        words = _FROM_LISTS[field]
        return (
            f'=OFFSET(Lists!$B$1,MATCH("{words}",Lists!$A$1:$A${LAST_LISTED_ROW},0)-1,0,'
            f'COUNTIF(Lists!$A$1:$A${LAST_LISTED_ROW},"{words}"),1)'
        )
    target = {"kpi_ref": "KPIs", "split": "Splits", "action_ref": "Actions", "risk_ref": "Risks"}
    name = "Contacts" if field in CONTACT_FIELDS else target.get(field, "")
    if name not in sheets or name == layout.name:
        return ""
    first = by_name()[name].columns[0]
    place = column_letter(by_name()[name].columns.index(first) + 1)
    return f"={name}!${place}$2:${place}${LAST_LISTED_ROW}"


def _message(layout: SheetLayout, column: SheetColumn) -> str:
    """What stands beside a cell when it is chosen; Excel shows 255 characters."""
    words = f"{heading_text(column.heading.need)}. {meaning_of(layout.model, column.field)}"
    return words if len(words) <= 255 else words[:254].rsplit(" ", 1)[0] + " …"
