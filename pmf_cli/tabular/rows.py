"""What a row below the headings of a table is: data, a title, a total, the headings again, or blank."""

from __future__ import annotations

import re
from collections.abc import Sequence
from enum import Enum

from pmf_cli.tabular.cell_text import clean, is_filled
from pmf_cli.tabular.headings import C, Headings, heading_key
from pmf_cli.workbook.cells import Cell, Row

_TOTAL = re.compile(r"(?:grand |sub-? ?)?totals?\b|overall total\b", re.IGNORECASE)


class RowKind(Enum):
    """What a row is."""

    DATA = "data"
    BLANK = "blank"
    REPEATED = "the headings again"
    TOTAL = "total"
    TITLE = "title or note"
    NAMELESS = "data that do not say what they belong to"


def kind_of(row: Row, headings: Headings[C], *, named_by_reference: bool) -> RowKind:
    """What a row is.

    Args:
        row: a row below the headings.
        headings: the table's headings.
        named_by_reference: whether rows are named by references, which are no sentences.
    """
    filled = [cell for cell in row.cells.values() if is_filled(cell)]
    if not filled:
        return RowKind.BLANK
    name = row.value(headings.naming)
    if headings.naming in row.cells and not isinstance(name, str):
        return RowKind.DATA
    text = clean(name) if isinstance(name, str) else ""
    if text and _repeats(text, filled, headings):
        return RowKind.REPEATED
    lead = text or next((clean(c.value) for c in filled if isinstance(c.value, str)), "")
    if named_by_reference and _TOTAL.match(lead):
        return RowKind.TOTAL
    if len(filled) == 1:
        # One sentence alone is a title; one word alone may be a reference with all else blank.
        spoken = " " in text or text.endswith((">", ":"))
        alone = named_by_reference and spoken and len(headings.columns) > 1
        if alone if text else isinstance(filled[0].value, str):
            return RowKind.TITLE
    return RowKind.DATA if text else RowKind.NAMELESS


def _repeats(text: str, filled: Sequence[Cell], headings: Headings[C]) -> bool:
    """Whether most cells of a row, its name among them, say what their headings say."""
    if heading_key(text) != heading_key(headings.texts.get(headings.naming, "")):
        return False
    alike = sum(
        isinstance(cell.value, str)
        and heading_key(cell.value) == heading_key(headings.texts.get(cell.column, "\0"))
        for cell in filled
    )
    return 2 * alike > len(filled)
