"""Names that Excel takes: of sheets, of tables, and unique headings."""

from __future__ import annotations

import re
from collections.abc import Iterable

SHEET_LENGTH = 31
TREND = "Trend:"
"""How the headings of the figures begin that small trends are drawn from."""
# Excel takes AB12, R1C1, R and C for places of cells, so none can name a table.
_CELL_LIKE = re.compile(r"[A-Za-z]{1,3}\d+$|[rR]\d*[cC]\d*$|[rRcC]$")
# Where a phrase ends: "What grows, and which KPIs say so".
_PHRASE = re.compile(r"[,;:(–]\s|\s[(–-]")
# Words that nothing ends with.
_TRAILING = re.compile(
    r"(?:[\s,;:–-]+(?:a|an|and|are|as|at|by|for|from|in|is|of|on|or|the|to|which|with)\b)*[\s,;:–-]*$",
    re.IGNORECASE,
)


def _allowed(words: str) -> str:
    """Words without the signs that Excel forbids in the names of sheets."""
    return " ".join(re.sub(r"[\[\]:*?/\\]", " ", words).split()).strip("' ")


class Names:
    """Gives each wish a legal name that nobody else has."""

    def __init__(self) -> None:
        # Excel keeps this name for itself.
        self._sheets: set[str] = {"history"}
        self._tables: set[str] = set()

    def sheet(self, wish: str, otherwise: str = "") -> str:
        """A sheet's name: without the signs Excel forbids, at most 31 characters, unique.

        A wish that is too long gives its first phrase; where that is too long, ``otherwise`` serves,
        so that no name breaks off in the middle.
        """
        words = _allowed(wish) or "Sheet"
        if len(words) > SHEET_LENGTH:
            phrase = _allowed(_PHRASE.split(wish, maxsplit=1)[0])
            whole = phrase if phrase and len(phrase) <= SHEET_LENGTH else _allowed(otherwise)
            words = whole or words
        return self._free(self._sheets, words, SHEET_LENGTH, " {}")

    def table(self, wish: str) -> str:
        """A table's name: a letter, then letters, digits and underscores, unique."""
        name = re.sub(r"\W", "_", wish, flags=re.ASCII) or "table"
        if not name[0].isalpha() or _CELL_LIKE.match(name):
            name = f"table_{name}"
        return self._free(self._tables, name, 200, "_{}")

    @staticmethod
    def _free(taken: set[str], wish: str, most: int, pattern: str) -> str:
        name, number = _shortened(wish, most), 2
        while name.casefold() in taken:
            ending = pattern.format(number)
            name, number = _shortened(wish, most - len(ending)) + ending, number + 1
        taken.add(name.casefold())
        return name


def _shortened(text: str, most: int) -> str:
    if len(text) <= most:
        return text
    cut = text[:most]
    whole = _TRAILING.sub("", cut.rpartition(" ")[0])
    return whole if len(whole) > most // 2 else cut.rstrip()


def unique_headings(titles: Iterable[str]) -> tuple[str, ...]:
    """Headings of one table; a second one of the same words gets a number."""
    taken: set[str] = set()
    named = []
    for title in titles:
        words = " ".join(title.split()) or "Column"
        name, number = words, 2
        while name.casefold() in taken:
            name, number = f"{words} ({number})", number + 1
        taken.add(name.casefold())
        named.append(name)
    return tuple(named)
