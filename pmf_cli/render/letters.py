"""How much room words take: letters of Arial, in which papers are set until a council restyles them."""

from __future__ import annotations

from functools import lru_cache

_REGULAR = (
    278, 278, 355, 556, 556, 889, 667, 191, 333, 333, 389, 584, 278, 333, 278, 278, 556, 556, 556,
    556, 556, 556, 556, 556, 556, 556, 278, 278, 584, 584, 584, 556, 1015, 667, 667, 722, 722, 667,
    611, 778, 722, 278, 500, 667, 556, 833, 722, 778, 667, 778, 722, 667, 611, 722, 667, 944, 667,
    667, 611, 278, 278, 278, 469, 556, 333, 556, 556, 500, 556, 556, 278, 556, 556, 222, 222, 500,
    222, 833, 556, 556, 556, 556, 333, 500, 278, 556, 500, 722, 500, 500, 500, 334, 260, 334, 584,
)  # fmt: skip
_BOLD = (
    278, 333, 474, 556, 556, 889, 722, 238, 333, 333, 389, 584, 278, 333, 278, 278, 556, 556, 556,
    556, 556, 556, 556, 556, 556, 556, 333, 333, 584, 584, 584, 611, 975, 722, 722, 722, 722, 667,
    611, 778, 722, 278, 556, 722, 611, 833, 722, 778, 667, 778, 722, 667, 611, 722, 667, 944, 667,
    667, 611, 333, 278, 333, 584, 556, 333, 556, 611, 556, 611, 556, 333, 611, 611, 278, 278, 556,
    278, 889, 611, 611, 611, 611, 389, 556, 333, 611, 556, 778, 556, 556, 500, 389, 280, 389, 584,
)  # fmt: skip
_SIGNS = {"—": 1000, "…": 1000, "’": 278, "‘": 278, "“": 500, "”": 500, "·": 333, "−": 584}
_SIGNS |= dict.fromkeys("■●", 604) | dict.fromkeys("◆▲▼►", 990)
_OTHER = 556
"""Signs that are in neither table: as wide as a figure."""
_WIDTHS = tuple(
    {**_SIGNS, **{chr(32 + at): width for at, width in enumerate(widths)}}
    for widths in (_REGULAR, _BOLD)
)
TWENTIETHS = 20
"""Twentieths of a point in a point, the unit of Word's measures."""
LINE = 1.15
"""Height of a line of Arial in ems."""


@lru_cache(maxsize=16_384)
def words_width(text: str, points: float, *, bold: bool = False) -> int:
    """How long words on one line are, in twentieths of a point."""
    letters = _WIDTHS[bold]
    thousandths = sum(letters.get(letter, _OTHER) for letter in text)
    return round(thousandths * points * TWENTIETHS / 1000)


def line_count(text: str, room: int, points: float, *, bold: bool = False) -> int:
    """Lines that words fill in a room (twentieths of a point); a word too long for it breaks."""
    return sum(_lines(line, room, points, bold=bold) for line in text.split("\n"))


def _lines(text: str, room: int, points: float, *, bold: bool) -> int:
    space = words_width(" ", points, bold=bold)
    lines, used = 1, 0
    for word in _breakable(text):
        length = words_width(word, points, bold=bold)
        if used and used + length > room:
            lines, used = lines + 1, 0
        # What hangs over at the end of a line is broken off as often as it takes.
        over = max(length - 1, 0) // max(room, 1) if not used else 0
        lines += over
        used += length - over * room + space
    return lines


def _breakable(text: str) -> list[str]:
    """The pieces between which a line may end: words, and parts of words behind a hyphen."""
    pieces = []
    for word in text.split():
        *starts, last = word.split("-")
        pieces += [f"{part}-" for part in starts]
        pieces.append(last)
    return [piece for piece in pieces if piece]
