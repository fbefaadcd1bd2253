"""Text as Excel and Word can hold it: printable and not too long."""

from __future__ import annotations

from pmf_cli.workbook.text import printable

CELL_LIMIT = 32_767
"""Most characters that Excel keeps in a cell; it would cut the rest in silence."""
CUT_MARK = " […cut]"
"""Ends a text that was too long."""


def fitting(text: str, limit: int = CELL_LIMIT) -> str:
    """The printable text, cut with a mark where it is longer than a cell holds."""
    words = printable(text)
    return words if len(words) <= limit else words[: limit - len(CUT_MARK)] + CUT_MARK
