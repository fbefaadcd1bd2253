"""Widths of columns: by their shares, but never so narrow that an ordinary word breaks."""

from __future__ import annotations

from collections.abc import Sequence

from pmf_cli.views.base import Align, Table

LETTER = 98
"""Width of a common letter of 9 pt Arial in twentieths of a point, a little on the wide side."""
PADDING = 200
LONGEST_WORD = 16
"""Longer words may break; a column is not widened for them."""
LONGEST_FIGURE = 14


def column_widths(table: Table, room: int) -> tuple[int, ...]:
    """Widths in twentieths of a point that fill ``room`` exactly.

    Each column keeps at least the room of its longest ordinary word (figures do not wrap); what is
    then over is shared out as ``Column.width`` says.
    """
    least = [_least(table, at) for at in range(len(table.columns))]
    shares = [max(column.width, 0.1) for column in table.columns]
    total = sum(least)
    if total >= room:
        widths = [room * part // total for part in least]
    else:
        widths = _shared(least, shares, room)
    widths[-1] += room - sum(widths)
    return tuple(widths)


def _shared(least: Sequence[int], shares: Sequence[float], room: int) -> list[int]:
    """Shares of the room, columns that would fall below their least held at it."""
    held: set[int] = set()
    while True:
        free = room - sum(least[at] for at in held)
        parts = sum(share for at, share in enumerate(shares) if at not in held)
        widths = [
            least[at] if at in held else int(free * share / parts)
            for at, share in enumerate(shares)
        ]
        short = {at for at, width in enumerate(widths) if width < least[at]} - held
        if not short:
            return widths
        held |= short


def _least(table: Table, at: int) -> int:
    column = table.columns[at]
    most = LONGEST_FIGURE if column.align is Align.NUMBER else LONGEST_WORD
    words = column.title.split()
    for row in table.rows:
        if row[at].spark is None:
            words.extend(row[at].text.replace("-", "- ").replace("/", "/ ").split())
    longest = max((min(len(word), most) for word in words), default=1)
    has_spark = any(row[at].spark is not None for row in table.rows)
    return max(longest * LETTER + PADDING, 1300 if has_spark else 0)
