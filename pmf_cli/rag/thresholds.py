"""Where Green, Amber and Red begin, in figures as they are printed."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from pmf_cli.rag.bands import Band, merged
from pmf_cli.rag.base import Threshold
from pmf_cli.rag.scales import Scale
from pmf_cli.register.terms import Rag


def thresholds_of(
    bands: Sequence[Band], scale: Scale, *, higher: bool | None, exact: bool
) -> tuple[Threshold, ...]:
    """One threshold for each colour that a printed value can have, Green first.

    Where values are rated as printed, a colour begins at the first value that can be printed:
    for a boundary of 85.5% Red begins at 85.4%. The number of a threshold is the colour's worst
    value for Green and Amber and its best one for Red.

    Args:
        bands: the bands of the rating.
        scale: the words of the KPI's values.
        higher: which way is better; ``None`` where neither is.
        exact: true where exact values are rated, so that there is no next printed value.
    """
    together = merged(bands)
    found = []
    for rag in (Rag.GREEN, Rag.AMBER, Rag.RED):
        own = [band for band in together if band.rag is rag]
        shown = _shown(own, scale, None if exact else scale.places)
        if shown:
            one = len(shown) == 1 and scale.is_number
            value = _begins(shown[0][0], rag, higher=higher) if one else None
            found.append(Threshold(rag, ", or ".join(text for _, text in shown), value))
    return tuple(found)


def _shown(bands: Sequence[Band], scale: Scale, places: int | None) -> list[tuple[Band, str]]:
    """Bands with their words: as printed with so many places, exact where there are none."""
    if places is None:
        return [(band, _exactly(band, scale)) for band in bands]
    printed = (band.printable(places) for band in bands)
    return [(band, scale.reach(band.low, band.high)) for band in printed if band is not None]


def _begins(band: Band, rag: Rag, *, higher: bool | None) -> Decimal | None:
    if band.low is None or band.high is None:
        return band.high if band.low is None else band.low
    if higher is None:
        return None
    takes_low = higher is not (rag is Rag.RED)
    return band.low if takes_low else band.high


def _exactly(band: Band, scale: Scale) -> str:
    if band.low is not None and band.low == band.high:
        return f"exactly {scale.words(band.low)}"
    parts = []
    if band.low is not None:
        parts.append(f"{'from' if band.low_in else 'above'} {scale.words(band.low)}")
    if band.high is not None:
        parts.append(f"{'up to' if band.high_in else 'below'} {scale.words(band.high)}")
    return " and ".join(parts) or "any result"
