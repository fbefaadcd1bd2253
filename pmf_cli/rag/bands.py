"""Bands of colour along a line of values: from them come both the rating and the key to it.

A rating method draws the bands; the colour of a result is that of the band it lies in. Where
Red, Amber and Green begin is read off the same bands, so the two cannot disagree.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from decimal import ROUND_CEILING, ROUND_FLOOR, Decimal

from pmf_cli.frozen import frozen
from pmf_cli.register.terms import Rag, Shade

Ends = tuple[Decimal | None, Decimal | None]
"""The lowest and the highest value of a stretch of the line, ``None`` for no end."""


@frozen
class Band:
    """A stretch of the line that has one colour.

    Attributes:
        low: lower end, ``None`` for no end.
        high: upper end, ``None`` for no end.
        shade: the finer state of a Green; ``None`` for none.
    """

    rag: Rag
    low: Decimal | None
    high: Decimal | None
    low_in: bool = False
    high_in: bool = False
    shade: Shade | None = None

    def holds(self, value: Decimal) -> bool:
        """True where the value lies in the band."""
        if self.low is not None and (value < self.low or (value == self.low and not self.low_in)):
            return False
        return self.high is None or value < self.high or (value == self.high and self.high_in)

    @property
    def is_empty(self) -> bool:
        """True where no value at all lies in the band."""
        if self.low is None or self.high is None or self.low < self.high:
            return False
        return self.low > self.high or not (self.low_in and self.high_in)

    @property
    def mirrored(self) -> Band:
        """The same band with plus and minus changed over."""
        return Band(
            self.rag,
            None if self.high is None else -self.high,
            None if self.low is None else -self.low,
            self.high_in,
            self.low_in,
            self.shade,
        )

    def printable(self, places: int) -> Ends | None:
        """The band's first and last value with so many decimals; ``None`` where it holds none."""
        # The first value that can be printed inside: Red begins at 85.4%, not below 85.5%.
        step = Decimal(1).scaleb(-places)
        low, high = self.low, self.high
        if low is not None:
            up = low.quantize(step, ROUND_CEILING)
            low = up + step if up == low and not self.low_in else up
        if high is not None:
            down = high.quantize(step, ROUND_FLOOR)
            high = down - step if down == high and not self.high_in else down
        if low is not None and high is not None and low > high:
            return None
        return low, high


@frozen
class Edge:
    """Where a colour stops on the way to the worse side, and whether the edge still has it."""

    at: Decimal
    inside: bool = True


def band_of(bands: Sequence[Band], value: Decimal) -> Band:
    """The band in which a value lies; the bands together cover the whole line."""
    for band in bands:
        if band.holds(value):
            return band
    raise ValueError(f"no band holds {value}")


def colour_of(bands: Sequence[Band], value: Decimal) -> Rag:
    """The colour of a value."""
    return band_of(bands, value).rag


def one_sided(green: Edge, amber: Edge, *, higher: bool) -> tuple[Band, ...]:
    """Green, then Amber, then Red towards the worse side.

    Args:
        green: the worst value that can be Green.
        amber: the worst value that can be Amber; where it is no worse than ``green`` there is
            no Amber.
    """
    if not higher:
        bands = one_sided(replace(green, at=-green.at), replace(amber, at=-amber.at), higher=True)
        return tuple(band.mirrored for band in bands)
    if amber.at > green.at or (amber.at == green.at and green.inside):
        amber = green
    bands = (
        Band(Rag.GREEN, green.at, None, low_in=green.inside),
        Band(Rag.AMBER, amber.at, green.at, low_in=amber.inside, high_in=not green.inside),
        Band(Rag.RED, None, amber.at, high_in=not amber.inside),
    )
    return tuple(band for band in bands if not band.is_empty)


def two_sided(low: tuple[Edge, Edge], high: tuple[Edge, Edge]) -> tuple[Band, ...]:
    """Green in the middle, Amber and Red on both sides.

    Args:
        low: the edges of Green and of Amber on the lower side.
    """
    below = one_sided(*low, higher=True)[1:]
    above = one_sided(*high, higher=False)[1:]
    green = Band(Rag.GREEN, low[0].at, high[0].at, low[0].inside, high[0].inside)
    return (*reversed(below), green, *above)


def with_point(bands: Sequence[Band], at: Decimal, rag: Rag) -> tuple[Band, ...]:
    """The bands with another colour at one single value, where that was to be worse than it is.

    Args:
        bands: the bands; together they cover the whole line.
        rag: its colour; a value that is no better than that already stays as it is.
    """
    found: list[Band] = []
    for band in bands:
        if not band.holds(at) or band.rag.rank <= rag.rank:
            found.append(band)
            continue
        pieces = (
            replace(band, high=at, high_in=False),
            Band(rag, at, at, low_in=True, high_in=True),
            replace(band, low=at, low_in=False),
        )
        found += [piece for piece in pieces if not piece.is_empty]
    return tuple(found)


def with_shades(
    bands: Sequence[Band], target: Decimal, exceeding: Decimal | None, *, higher: bool
) -> tuple[Band, ...]:
    """The bands, with Green parted where it is worse than a target, or better by a share of it.

    Args:
        exceeding: % better than target from which a Green is a state of its own; ``None`` for none.
        higher: which way is better.
    """
    if not higher:
        mirrored = with_shades([band.mirrored for band in bands], -target, exceeding, higher=True)
        return tuple(band.mirrored for band in mirrored)
    found = _parted(bands, target, below=Shade.NEAR)
    if exceeding is None or not target:
        return found
    begins = target + abs(exceeding * target) / 100
    # What is exactly on target exceeds nothing.
    return _parted(found, begins, above=Shade.EXCEEDED, with_end=begins != target)


def _parted(
    bands: Sequence[Band],
    at: Decimal,
    *,
    below: Shade | None = None,
    above: Shade | None = None,
    with_end: bool = True,
) -> tuple[Band, ...]:
    """The bands with Green parted at a value, which goes with the upper part where ``with_end``."""
    found: list[Band] = []
    for band in bands:
        if band.rag is not Rag.GREEN:
            found.append(band)
            continue
        lower, upper = _halves(band, at, with_end=with_end)
        pieces = (
            replace(lower, shade=below or band.shade),
            replace(upper, shade=above or band.shade),
        )
        found += [piece for piece in pieces if not piece.is_empty]
    return tuple(found)


def _halves(band: Band, at: Decimal, *, with_end: bool) -> tuple[Band, Band]:
    """What of a band lies below a value, and what above; a band wholly on one side comes back as it is there."""
    lower, upper = band, band
    if band.high is None or band.high >= at:
        lower = replace(band, high=at, high_in=not with_end and band.holds(at))
    if band.low is None or band.low <= at:
        upper = replace(band, low=at, low_in=with_end and band.holds(at))
    return lower, upper


def merged_bands(bands: Sequence[Band]) -> tuple[Band, ...]:
    """The bands from low to high, neighbours of one colour and state made one."""
    in_order = sorted(bands, key=_place)
    found: list[Band] = []
    for band in in_order:
        if found and (found[-1].rag, found[-1].shade) == (band.rag, band.shade):
            found[-1] = replace(found[-1], high=band.high, high_in=band.high_in)
        else:
            found.append(band)
    return tuple(found)


def _place(band: Band) -> tuple[bool, Decimal, bool]:
    """Sorts from low to high; a band of one single value comes before the one that follows."""
    return (band.low is not None, band.low or Decimal(0), not band.low_in)
