"""What a row below the headings of a table is: data, a title, a total, the headings again, or blank."""

from __future__ import annotations

import re
from collections.abc import Sequence
from enum import Enum

from pmf_cli.tabular.cell_text import clean, is_filled
from pmf_cli.tabular.headings import C, Headings, heading_key
from pmf_cli.workbook.cells import Cell, Row

# "Total", "Grand total 2024" and "Sub-total", but not "Totally satisfied".
_TOTAL = re.compile(r"(?:grand |sub-? ?)?totals?\b|overall total\b", re.IGNORECASE)


class TableRowKind(Enum):
    """What a row is."""

    DATA = "data"
    BLANK = "blank"
    REPEATED = "the headings again"
    TOTAL = "total"
    TITLE = "title or note"
    NAMELESS = "data that do not say what they belong to"


def kind_of(row: Row, headings: Headings[C], *, named_by_reference: bool) -> TableRowKind:
    """What a row below the headings is; references, where rows are named by such, are no sentences."""
    filled = list(filter(is_filled, row.cells.values()))
    if not filled:
        return TableRowKind.BLANK
    name = row.value(headings.naming)
    if headings.naming in row.cells and not isinstance(name, str):
        return TableRowKind.DATA
    text = _text(name)
    if _repeats(text, filled, headings):
        return TableRowKind.REPEATED
    if named_by_reference and _TOTAL.match(_lead(text, filled)):
        return TableRowKind.TOTAL
    if len(filled) == 1 and _is_title(
        text, filled[0], headings, named_by_reference=named_by_reference
    ):
        return TableRowKind.TITLE
    return TableRowKind.DATA if text else TableRowKind.NAMELESS


def _text(value: object) -> str:
    return clean(value) if isinstance(value, str) else ""


def _lead(text: str, filled: Sequence[Cell]) -> str:
    """The text by which a row begins: its name, else that of its first cell of text."""
    return text or next((clean(cell.value) for cell in filled if isinstance(cell.value, str)), "")


def _is_title(text: str, only: Cell, headings: Headings[C], *, named_by_reference: bool) -> bool:
    """Whether the only filled cell of a row, which names it with ``text`` or stands elsewhere, is a title."""
    if not text:
        return isinstance(only.value, str)
    # One sentence alone is a title; one word alone may be a reference with all else blank.
    spoken = " " in text or text.endswith((">", ":"))
    return named_by_reference and spoken and len(headings.columns) > 1


def _repeats(text: str, filled: Sequence[Cell], headings: Headings[C]) -> bool:
    """Whether most cells of a row, its name among them, say what their headings say."""
    if not text or heading_key(text) != heading_key(headings.texts.get(headings.naming, "")):
        return False
    alike = sum(
        isinstance(cell.value, str)
        and heading_key(cell.value) == heading_key(headings.texts.get(cell.column, "\0"))
        for cell in filled
    )
    return 2 * alike > len(filled)
