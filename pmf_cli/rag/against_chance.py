"""Ratings by the confidence interval of a result: better, similar or worse than its target by more than chance.

As OHID's Fingertips compares areas (Public health technical guidance, "Confidence intervals"): Wilson's interval for
proportions, Byar's for rates of counted events. Only a result that tells its numerator and denominator has one.
"""

from __future__ import annotations

from decimal import Decimal
from statistics import NormalDist

from pmf_cli.rag.bands import Band, band_of, with_shades
from pmf_cli.rag.base import Evidence, UnratedReason
from pmf_cli.rag.rating_input import NotRated, RatedBy, RatingInput, RatingResult
from pmf_cli.rag.scales import Scale
from pmf_cli.rag.target_cells import target_used
from pmf_cli.rag.widths import Width
from pmf_cli.register.figures import is_percentage
from pmf_cli.register.terms import Rag

CHANCE = RatedBy(name="confidence interval", polarity=True)
MOST = Decimal(100)
"""Percent; nobody can be so sure."""


def by_chance(
    case: RatingInput, scale: Scale, base: Decimal, at: Decimal, width: Width, *, higher: bool
) -> RatingResult | NotRated:
    """Green where the whole interval is better than the target, Red where it is worse, Amber where it holds the target."""
    if not 0 < width.amount < MOST:
        return NotRated(
            UnratedReason.DEFINITION,
            f"A confidence of {width.amount:f}% is none; 95 is usual ({width.source}).",
        )
    ends = interval(case, at, width.amount)
    if ends is None:
        return NotRated(
            UnratedReason.DEFINITION,
            "Rated by its confidence interval, the result needs its numerator and denominator.",
            tuple(
                Evidence(name, "missing", case.result.source.at(name))
                for name in ("numerator", "denominator")
            ),
        )
    low, high = ends
    bands = _bands(base, base + (at - low), base - (high - at), higher=higher)
    bands = with_shades(bands, base, case.rules.exceeding, higher=higher)
    place = band_of(bands, at)
    rag = place.rag
    reach = f"{scale.words(scale.printed(low))} to {scale.words(scale.printed(high))}"
    interval_words = f"with {width.text} from {reach}"
    side = {Rag.GREEN: "better than", Rag.AMBER: "similar to", Rag.RED: "worse than"}[rag]
    because = f"{scale.words(scale.printed(at))}, {interval_words}, is {side} the target of {scale.words(base)}"
    steps = (
        *case.aim.steps,
        f"Target: {scale.words(base)}, {'higher' if higher else 'lower'} is better.",
        f"Interval: {case.result.numerator} of {case.result.denominator}, {interval_words} ({width.source}).",
        f"Therefore {case.words.called(rag, place.shade)}.",
    )
    gap = base - at if higher else at - base
    return RatingResult(
        rag, CHANCE, because, steps, scale, bands, higher,
        target=case.aim.value, target_text=scale.words(base), shortfall=gap, better_by=-gap,
        used=(*target_used(case.kpi, case.target, case.aim), Evidence("confidence", width.text, width.where)),
        marks=case.marks, shade=place.shade,
    )  # fmt: skip


def _bands(base: Decimal, green: Decimal, red: Decimal, *, higher: bool) -> tuple[Band, ...]:
    """Green above the target by more than the interval reaches down, Red below by more than it reaches up."""
    if not higher:
        # Of a result that is better low the interval's other ends count.
        up, down = green - base, base - red
        return (
            Band(Rag.GREEN, None, base - down),
            Band(Rag.AMBER, base - down, base + up, low_in=True, high_in=True),
            Band(Rag.RED, base + up, None),
        )
    return (
        Band(Rag.GREEN, green, None),
        Band(Rag.AMBER, red, green, low_in=True, high_in=True),
        Band(Rag.RED, None, red),
    )


def interval(case: RatingInput, at: Decimal, confidence: Decimal) -> tuple[Decimal, Decimal] | None:
    """The lower and upper limit of a result, in the KPI's unit; ``None`` without its parts."""
    count, whole = case.result.numerator, case.result.denominator
    if count is None or whole is None or whole <= 0 or count < 0:
        return None
    z = Decimal(str(NormalDist().inv_cdf(float(50 + confidence / 2) / 100)))
    if is_percentage(case.kpi):
        return _wilson(count, whole, z) if count <= whole else None
    return None if count == 0 else _byar(count, at / count, z)


def _wilson(count: Decimal, whole: Decimal, z: Decimal) -> tuple[Decimal, Decimal]:
    """Limits of a proportion in percent (Wilson's score method)."""
    share, squared = count / whole, z * z
    middle = share + squared / (2 * whole)
    reach = z * (share * (1 - share) / whole + squared / (4 * whole * whole)).sqrt()
    below = 1 + squared / whole
    return (middle - reach) / below * 100, (middle + reach) / below * 100


def _byar(count: Decimal, each: Decimal, z: Decimal) -> tuple[Decimal, Decimal]:
    """Limits of a rate by its number of events (Byar's method), each event being worth so much of it."""
    after = count + 1
    low = count * (1 - 1 / (9 * count) - z / (3 * count.sqrt())) ** 3
    high = after * (1 - 1 / (9 * after) + z / (3 * after.sqrt())) ** 3
    return max(low, Decimal(0)) * each, high * each
