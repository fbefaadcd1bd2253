"""Text as XML and Excel can hold it: no control characters, no half characters, not too long."""

from __future__ import annotations

import re

CELL_LIMIT = 32_767
"""Most characters that Excel keeps in a cell; it would cut the rest in silence."""
CUT_MARK = " […cut]"
"""Ends a text that was too long."""
_UNPRINTABLE = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x84\x86-\x9f\ud800-\udfff\ufdd0-\ufdef\ufffe\uffff\u202a-\u202e\u2066-\u2069]"
)


def printable(text: str) -> str:
    """The text without what no paper can hold; tab and new line stay, other breaks become one."""
    return _UNPRINTABLE.sub("", text.replace("\r\n", "\n").replace("\r", "\n"))


def cut(text: str, limit: int = CELL_LIMIT) -> str:
    """The printable text, cut with a mark where it is longer than a cell holds."""
    words = printable(text)
    return words if len(words) <= limit else words[: limit - len(CUT_MARK)] + CUT_MARK
