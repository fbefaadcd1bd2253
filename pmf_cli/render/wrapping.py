"""Text broken into lines that fit a width on a terminal; no sign is ever lost."""

from __future__ import annotations

import unicodedata

from pmf_cli.workbook.text import printable


def cell_width(text: str) -> int:
    """How many places a text takes on a terminal: wide signs two, combining marks none."""
    if text.isascii():
        return len(text)
    return sum(_sign_width(sign) for sign in text)


def _sign_width(sign: str) -> int:
    if unicodedata.combining(sign):
        return 0
    return 2 if unicodedata.east_asian_width(sign) in "WF" else 1


def wrapped(text: str, width: int, indent: int = 0) -> list[str]:
    """The text in lines of at most a width; longer words are broken; never no line at all."""
    words = printable(text).split(" ") if "\n" not in text else printable(text).split()
    lines: list[str] = []
    line = ""
    for word in words:
        rest = word
        joined = f"{line} {rest}" if line else rest
        if cell_width(joined) <= width:
            line = joined
            continue
        if line:
            lines.append(line)
        line = ""
        start = " " * indent if lines else ""
        while cell_width(start + rest) > width:
            at = _fits(rest, width - len(start))
            lines.append(start + rest[:at])
            rest = rest[at:]
            start = " " * indent
        line = start + rest
    if line or not lines:
        lines.append(line)
    return lines


def _fits(word: str, width: int) -> int:
    """How many signs of a word fit; at least one, so that every loop ends."""
    taken = 0
    for at, sign in enumerate(word):
        taken += _sign_width(sign)
        if taken > width:
            return max(1, at)
    return max(1, len(word))
