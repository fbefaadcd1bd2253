"""Ratings that hang on little: a step of the last digit, rounding, a reading, a few cases, a figure that may change.

Each is found by rating the figure again with that one thing changed, as the register's own rules rate it.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from decimal import Decimal, localcontext
from enum import StrEnum

from pmf_cli.assessment import Assessment
from pmf_cli.checks.numerators import multiplier
from pmf_cli.frozen import frozen
from pmf_cli.rag.base import KpiRating, Rating
from pmf_cli.rag.rate import EXACT_DIGITS, PeriodRater
from pmf_cli.rag.rating_input import RatingDetail
from pmf_cli.rag.rules import RuleBook, Rules
from pmf_cli.register.figures import as_printed, decimals_printed, figure, is_percentage, plain
from pmf_cli.register.periods.period import Period
from pmf_cli.register.sheets.kpis import Kpi
from pmf_cli.register.sheets.record import Result
from pmf_cli.register.terms import Rag, ToleranceBasis, ValueStatus

MOST_CASES = 15
"""No more cases than this are a few ..."""
MOST_SHARE = Decimal("0.025")
"""... nor a larger share of the denominator, save ..."""
LEAST_CASES = 5
"""... so many, however small it is."""


class HangsOn(StrEnum):
    """What a rating hangs on."""

    STEP = "The last digit"
    ROUNDING = "Rounding"
    READING = "How the tolerance is read"
    CASES = "A few cases"
    STATUS = "A figure that may change"


@frozen
class FragileRating:
    """A rating and one thing that it hangs on.

    Attributes:
        would_be: the colour with that thing changed; ``None`` where it is not known.
        how: what would make it so, in a sentence but for the colour's word.
    """

    rating: KpiRating
    hangs_on: HangsOn
    would_be: Rag | None
    how: str


def fragile_ratings(
    assessment: Assessment, ratings: Sequence[KpiRating]
) -> tuple[FragileRating, ...]:
    """Everything that the ratings hang on, KPI by KPI in their order; nothing for those not rated."""
    with localcontext() as context:
        context.prec = EXACT_DIGITS
        trier = _Trier(assessment)
        return tuple(found for rating in ratings for found in trier.of(rating))


class _OtherReading(RuleBook):
    """The rules with per cent of target read as percentage points, and the other way round."""

    def rules_for(self, kpi: Kpi, period: Period) -> Rules:
        rules = super().rules_for(kpi, period)
        other = _READ_AS.get(rules.basis)
        return rules if other is None else replace(rules, basis=other, tolerance_is_default=True)


_READ_AS = {
    ToleranceBasis.RELATIVE: ToleranceBasis.POINTS,
    ToleranceBasis.POINTS: ToleranceBasis.RELATIVE,
}
_BASIS_WORDS = {
    ToleranceBasis.RELATIVE: "per cent of the target",
    ToleranceBasis.POINTS: "percentage points",
}


class _Trier:
    """Rates one figure of a period with one thing changed."""

    def __init__(self, assessment: Assessment) -> None:
        asked = (
            assessment.register,
            assessment.settings,
            assessment.period,
            assessment.as_of,
        )
        self._rater = PeriodRater(*asked)
        rules = _OtherReading(assessment.register.rating_rules, assessment.settings.rating)
        self._otherwise = PeriodRater(*asked, rules)

    def of(self, rating: KpiRating) -> Iterator[FragileRating]:
        """What one rating hangs on, what is surest first."""
        row = rating.result
        if row is None or not isinstance(rating.outcome, Rating):
            return
        if isinstance(row.value, Decimal):
            yield from self._step(rating, row, row.value)
            yield from self._rounding(rating, row)
            yield from self._reading(rating, row)
            yield from self._cases(rating, row, row.value)
        if row.value_status in (ValueStatus.PROVISIONAL, ValueStatus.ESTIMATED):
            how = f"The figure is {row.value_status.lower()}"
            yield FragileRating(rating, HangsOn.STATUS, None, how)

    def _colour(self, rater: PeriodRater, kpi: Kpi, rating: KpiRating, row: Result) -> Rag | None:
        found = rater.outcome_of(kpi, rating.split, row, detail=RatingDetail.COLOUR)
        return found.rag if isinstance(found, Rating) else None

    def _with_value(self, rating: KpiRating, row: Result, value: Decimal) -> Rag | None:
        return self._colour(self._rater, rating.kpi, rating, replace(row, value=value))

    def _step(self, rating: KpiRating, row: Result, value: Decimal) -> Iterator[FragileRating]:
        """The next figure that can be printed on either side."""
        places = rating.kpi.decimal_places
        if places is None:
            return
        step = Decimal(1).scaleb(-decimals_printed(places))
        for way in (step, -step):
            near = as_printed(value, places) + way
            colour = self._with_value(rating, row, near)
            if colour not in (None, rating.rag):
                yield FragileRating(rating, HangsOn.STEP, colour, figure(near, rating.kpi))

    def _rounding(self, rating: KpiRating, row: Result) -> Iterator[FragileRating]:
        """The figure without rounding, where it is rated as printed; as printed where it is not."""
        exact = replace(rating.kpi, decimal_places=None)
        colour = self._colour(self._rater, exact, rating, row)
        if colour not in (None, rating.rag):
            how = f"{plain(row.value)}, which is the figure without rounding,"
            yield FragileRating(rating, HangsOn.ROUNDING, colour, how)

    def _reading(self, rating: KpiRating, row: Result) -> Iterator[FragileRating]:
        """The rule's tolerance read the other way; of percentages, where alone both make sense."""
        if not is_percentage(rating.kpi) or row.period is None:
            return
        colour = self._colour(self._otherwise, rating.kpi, rating, row)
        if colour not in (None, rating.rag):
            rules = self._otherwise.rules.rules_for(rating.kpi, row.period)
            how = f"A tolerance of {plain(rules.tolerance)} {_BASIS_WORDS[rules.basis]}"
            yield FragileRating(rating, HangsOn.READING, colour, how)

    def _cases(self, rating: KpiRating, row: Result, value: Decimal) -> Iterator[FragileRating]:
        """So many more or fewer cases of the denominator."""
        parts = _counted(rating.kpi, row, value)
        if parts is None:
            return
        above, below, times = parts
        most = min(MOST_CASES, max(LEAST_CASES, int(below * MOST_SHARE)))
        for way, words in ((1, "more"), (-1, "fewer")):
            room = int(above) if way < 0 else most
            number = self._fewest(rating, row, parts, way, min(most, room))
            if number:
                colour = self._with_value(rating, row, (above + way * number) / below * times)
                # Of a rate the cases are a few of those that happened, not of all people.
                whole = (
                    f"of {plain(below)}" if is_percentage(rating.kpi) else f"than {plain(above)}"
                )
                how = f"{number:,} {words} {whole}"
                yield FragileRating(rating, HangsOn.CASES, colour, how)

    def _fewest(
        self,
        rating: KpiRating,
        row: Result,
        parts: tuple[Decimal, Decimal, Decimal],
        way: int,
        most: int,
    ) -> int:
        """The smallest number of cases, up to ``most``, after which the colour is another one; 0 for none.

        Colours follow each other along the line, so the first other one is found by halving.
        """
        above, below, times = parts

        def is_other(number: int) -> bool:
            value = (above + way * number) / below * times
            return self._with_value(rating, row, value) not in (None, rating.rag)

        if most < 1 or not is_other(most):
            return 0
        low, high = 0, most
        while high - low > 1:
            middle = (low + high) // 2
            low, high = (low, middle) if is_other(middle) else (middle, high)
        return high


def _counted(kpi: Kpi, row: Result, value: Decimal) -> tuple[Decimal, Decimal, Decimal] | None:
    """Cases, of how many, and what their division is multiplied with; ``None`` unless they make the figure."""
    times, above, below = multiplier(kpi), row.numerator, row.denominator
    if None in (times, above, below, kpi.decimal_places):
        return None
    assert times is not None
    assert above is not None
    assert below is not None
    is_whole = all(one == one.to_integral_value() for one in (above, below))
    if below <= 0 or not is_whole:
        return None
    places = kpi.decimal_places
    makes_it = as_printed(above / below * times, places) == as_printed(value, places)
    return (above, below, times) if makes_it else None
