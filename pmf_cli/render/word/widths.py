"""Widths of columns: by their shares, but never so narrow that an ordinary word breaks."""

from __future__ import annotations

from collections.abc import Sequence

from pmf_cli.render.theme import RATED, Theme
from pmf_cli.views.base import Align, Table

EM = 180
"""Twentieths of a point in the em of 9 pt, the size of cells."""
PADDING = 190
"""Room beside the words of a cell, with a little to spare for other fonts."""
LONGEST_WORD = 1750
"""Longer words may break; a column is not widened for them."""
LONGEST_FIGURE = 1500
SPARKLINE = 1300
"""Least room of a trend."""
_NARROW, _WIDE = frozenset("iljtfrI.,:;'!()[]|/ -"), frozenset("mwMWQOGD%@—&")


def column_widths(table: Table, room: int, theme: Theme) -> tuple[int, ...]:
    """Widths in twentieths of a point that fill ``room`` exactly.

    Each column keeps at least the room of its longest ordinary word (figures do not wrap); what is
    then over is shared out as ``Column.width`` says.
    """
    least = [_least(table, at, theme) for at in range(len(table.columns))]
    shares = [max(column.width, 0.1) for column in table.columns]
    total = sum(least)
    if total >= room:
        widths = [room * part // total for part in least]
    else:
        widths = _shared(least, shares, room)
    widths[-1] += room - sum(widths)
    return tuple(widths)


def length_of(word: str, *, bold: bool = False) -> int:
    """About how long a word of 9 pt Arial is, in twentieths of a point."""
    ems = sum(
        0.3
        if letter in _NARROW
        else 0.82
        if letter in _WIDE
        else 0.68
        if letter.isupper()
        else 0.56
        for letter in word
    )
    return int(ems * EM * (1.07 if bold else 1))


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


def _least(table: Table, at: int, theme: Theme) -> int:
    column = table.columns[at]
    entries = [row[at] for row in table.rows]
    plain = {one.text for one in entries if one.spark is None and one.tone not in RATED}
    rated = {(one.text, one.tone) for one in entries if one.spark is None and one.tone in RATED}
    bold = column.title.split()
    for text, tone in rated:
        mark = theme.look(tone).mark
        first, *rest = text.split() or [""]
        bold += [f"{mark} {first}" if mark else first, *rest]
    words = {part for text in plain for part in text.replace("-", "- ").split()}
    lengths = [*(length_of(word) for word in words), *(length_of(word, bold=True) for word in bold)]
    most = LONGEST_FIGURE if column.align is Align.NUMBER else LONGEST_WORD
    trend = SPARKLINE if any(one.spark is not None for one in entries) else 0
    return max(min(max(lengths, default=0), most) + PADDING, trend)
