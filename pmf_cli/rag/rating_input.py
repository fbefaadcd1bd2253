"""What a rating method is given, and what it gives back."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal
from enum import IntEnum

from pmf_cli.frozen import frozen
from pmf_cli.rag.bands import Band, colour_of
from pmf_cli.rag.base import Evidence, Mark, UnratedReason
from pmf_cli.rag.comparators import Comparator
from pmf_cli.rag.rules import Rules
from pmf_cli.rag.scales import Scale, scale_kind
from pmf_cli.rag.widths import Width
from pmf_cli.register.figures import as_printed
from pmf_cli.register.periods.period import Period
from pmf_cli.register.sheets.kpis import Kpi
from pmf_cli.register.sheets.record import Result, ResultValue
from pmf_cli.register.sheets.targets import Target
from pmf_cli.register.terms import Rag, RatingWords, Shade
from pmf_cli.register.time.aims import Aim


class RatingDetail(IntEnum):
    """How much of a rating is wanted; what nobody reads is not worked out."""

    COLOUR = 1
    """The colour, or the reason for none."""
    SENTENCE = 2
    """Also why, in a sentence."""
    FULL = 3
    """Also the sum, the cells and the thresholds."""


@frozen
class RatingInput:
    """One result and all that it is held against.

    Attributes:
        comparator: gives what the KPI's own rule compares with; asked where that is the target.
        last_year: gives the same period last year; asked only by schemes of improvement.
        similar_within: change up to which two values count as the same, in the KPI's unit.
        assumed: fields of the KPI that nobody has filled and a draft assumes.
    """

    kpi: Kpi
    period: Period
    result: Result
    value: ResultValue
    target: Target
    aim: Aim
    rules: Rules
    comparator: Callable[[], Comparator]
    last_year: Callable[[], Comparator]
    similar_within: Decimal
    words: RatingWords
    assumed: frozenset[str]
    detail: RatingDetail

    @property
    def scale(self) -> Scale:
        """The scale on which the KPI's values stand."""
        return Scale(self.kpi, scale_kind(self.kpi, self.target))

    @property
    def marks(self) -> tuple[Mark, ...]:
        """What the target's figure makes it necessary to say beside the rating."""
        return (Mark.EVEN_SPLIT,) if self.aim.split_evenly else ()

    @property
    def boundary(self) -> Decimal | None:
        """The council's own Amber boundary; days and grades have none."""
        amber = self.aim.amber
        return amber if amber is not None and self.scale.is_number else None

    @property
    def upper_boundary(self) -> Decimal | None:
        """The Amber boundary above a range, moved in step with its upper edge where that is shared out."""
        own, edge, stated = self.target.upper_boundary, self.aim.high, self.target.range_high
        if own is None or edge is None or not stated or edge == stated:
            return own
        return as_printed(own * edge / stated, self.kpi.decimal_places)

    def rated(self, scale: Scale, at: Decimal) -> Decimal:
        """The place that is rated: as printed, or exact where the rule says so."""
        return at if self.rules.exact else scale.printed(at)


@frozen
class NotRated:
    """Why a method gives no colour."""

    reason: UnratedReason
    sentence: str
    used: tuple[Evidence, ...] = ()


@frozen(kw_only=True)
class RatedBy:
    """What a method is called, and what of the register decides its sum: each method says all of it.

    Attributes:
        polarity: whether the KPI's polarity says which side is better.
    """

    name: str
    polarity: bool


@frozen
class RatingResult:
    """A method's colour and how it came about.

    Attributes:
        because: why, up to the colour's word; empty where only the colour is wanted.
        shortfall: how far on the worse side, in the tolerance's own measure.
        better_by: how far on the better side of a target, in the KPI's unit.
        rounding: the colour that the exact value would have, where it is another one.
        boundary: the council's own Amber boundary, where it stood in the tolerance's place.
        shade: the finer state of a Green.
    """

    rag: Rag
    method: RatedBy
    because: str
    steps: tuple[str, ...]
    scale: Scale | None = None
    bands: tuple[Band, ...] = ()
    higher: bool | None = None
    target: ResultValue | None = None
    target_text: str = ""
    width: Width | None = None
    shortfall: Decimal | None = None
    better_by: Decimal | None = None
    used: tuple[Evidence, ...] = ()
    marks: tuple[Mark, ...] = ()
    rounding: Rag | None = None
    boundary: Decimal | None = None
    shade: Shade | None = None


def other_colour(
    rag: Rag, exact_bands: tuple[Band, ...], exact: Decimal, rated: Decimal
) -> Rag | None:
    """The colour of the exact value, where it is another than the printed value's."""
    if exact == rated:
        return None
    colour = colour_of(exact_bands, exact)
    return None if colour is rag else colour


def gap_words(share: Decimal, limit: Decimal) -> str:
    """A percentage in words that stand on the same side of the limit as the figure itself.

    One decimal, more where rounding would make 5.04% read as 5%.
    """
    for places in range(1, 9):
        text = as_printed(share, places)
        if text != 0 and text.compare(limit) == share.compare(limit):
            return f"{text.normalize():f}%"
    return f"{share.normalize():f}%"
