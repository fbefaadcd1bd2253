"""Ratings against a stated target: a value, a range, a date, yes or no, a grade.

In some schemes Amber depends on movement against the same period last year. Havering (2012 to 2015):
beyond the tolerance Amber if improved, else Red. Thurrock (2014/15): below target Amber if better than
last year, else Red. For a given figure of last year this too is a stretch of values, so it only moves
the edge of Amber.
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property

from pmf_cli.frozen import frozen
from pmf_cli.rag.against_chance import by_chance
from pmf_cli.rag.bands import Band, Edge, band_of, one_sided, two_sided, with_point, with_shades
from pmf_cli.rag.base import Evidence, UnratedReason
from pmf_cli.rag.comparators import Comparator
from pmf_cli.rag.rating_input import (
    NotRated,
    RatedBy,
    RatingDetail,
    RatingInput,
    RatingResult,
    gap_words,
    other_colour,
)
from pmf_cli.rag.rules import HAVERING
from pmf_cli.rag.scales import Scale
from pmf_cli.rag.target_cells import amber_used, target_used
from pmf_cli.rag.widths import Width, cell, green_distance, green_used, stands, width_for
from pmf_cli.register.figures import plain
from pmf_cli.register.sheets.record import ResultValue
from pmf_cli.register.terms import (
    AMBER_BOUNDARY,
    ImprovedOn,
    ImprovedRule,
    Polarity,
    Rag,
    RatingWords,
    ToleranceBasis,
)

BY_SCALE = {
    "number": RatedBy(name="value", polarity=True),
    "date": RatedBy(name="date", polarity=False),
    "grade": RatedBy(name="grade", polarity=False),
}
"""A single target by the scale on which it stands: dates and grades have one better side of themselves."""
YES_NO = RatedBy(name="yes/no", polarity=False)
RANGE = RatedBy(name="range", polarity=False)


def by_value(case: RatingInput) -> RatingResult | NotRated:
    """A figure, a date or a grade against a target: on or better is Green.

    Worse is Amber up to the tolerance (or the council's own Amber boundary), Red beyond. A date
    is met on or before its day, a grade by that grade or a better one.
    """
    scale = case.scale
    base = scale.place(case.aim.value)
    at = scale.place(case.value)
    if base is None:
        return NotRated(
            UnratedReason.DEFINITION,
            f"The target {plain(case.aim.value)} is not a {scale.kind}, as this KPI needs.",
        )
    if at is None:
        return not_of_its_kind(case)
    higher = _higher(case, scale)
    width = width_for(case.kpi, case.target, case.rules, scale)
    if width.basis is ToleranceBasis.CONFIDENCE:
        return by_chance(case, scale, base, at, width, higher=higher)
    better = improvement_of(case, scale, higher=higher)
    bands = _bands(case, scale, base, width, better, higher=higher)
    rated = case.rated(scale, at)
    place = band_of(bands, rated)
    rag, word = place.rag, case.words.called(place.rag, place.shade)
    if case.detail is RatingDetail.COLOUR:
        return RatingResult(rag, BY_SCALE[scale.kind], "", (), shade=place.shade)
    own = _narrower(case, case.boundary, base, width)
    words = Shortfall(case, width, base, rated, higher, own)
    used = _used(case, width, own) if case.detail is RatingDetail.FULL else ()
    if better is not None and better.at is not None:
        came = better.comparator
        used = (
            *used,
            Evidence(better.than, f"{scale.words(better.at)} ({came.period})", came.where),
        )
    return RatingResult(
        rag=rag,
        method=BY_SCALE[scale.kind],
        because=words.because(rag, better),
        steps=(*case.aim.steps, *words.steps(word, better))
        if case.detail is RatingDetail.FULL
        else (),
        scale=scale,
        bands=bands,
        higher=higher,
        target=case.aim.value,
        target_text=scale.words(base),
        width=width,
        shortfall=width.share(words.worse_by, base),
        better_by=-words.worse_by,
        used=used,
        marks=case.marks,
        rounding=other_colour(rag, bands, at, rated),
        boundary=own,
        shade=place.shade,
    )


def by_yes_no(case: RatingInput) -> RatingResult | NotRated:
    """Yes or no: as the target says is Green, else Red; there is no Amber."""
    asked, given = _answer(case.aim.value), _answer(case.value)
    if asked is None:
        return NotRated(UnratedReason.DEFINITION, "The target row does not say Yes or No.")
    if given is None:
        return NotRated(
            UnratedReason.DATA_QUALITY, f"The result {plain(case.value)} is neither Yes nor No."
        )
    rag = Rag.GREEN if asked is given else Rag.RED
    what = "as the target asks" if rag is Rag.GREEN else f"where the target is {plain(asked)}"
    because = f"The result is {plain(given)}, {what}"
    step = f"{because}: {case.words[rag]}."
    used = (Evidence("target", plain(asked), cell(case.target, "target")),)
    return RatingResult(
        rag, YES_NO, because, (step,), target=asked, target_text=plain(asked), used=used
    )


def by_range(case: RatingInput) -> RatingResult | NotRated:
    """Green inside a range; outside, the distance to the nearer edge against its tolerance."""
    scale = case.scale
    low, high = case.aim.low, case.aim.high
    at = scale.place(case.value)
    # A KPI whose row lacks an edge is never rated (``methods``).
    assert low is not None
    assert high is not None
    if low > high:
        return NotRated(
            UnratedReason.DEFINITION,
            f"The range's lower edge {scale.words(low)} is above its upper edge {scale.words(high)}.",
        )
    if at is None:
        return not_of_its_kind(case)
    if not scale.is_number:
        return NotRated(UnratedReason.DEFINITION, "A range needs a number.")
    width = width_for(case.kpi, case.target, case.rules, scale)
    lower, upper = _side(case, low, width, higher=True), _side(case, high, width, higher=False)
    bands = two_sided(lower, upper)
    for edge_of_green, _ in (lower, upper):
        bands = _at_green_end(bands, edge_of_green.at, case)
    bands = with_shades(with_shades(bands, low, None, higher=True), high, None, higher=False)
    rated = case.rated(scale, at)
    place = band_of(bands, rated)
    rag, word = place.rag, case.words.called(place.rag, place.shade)
    text = f"{scale.words(low)} to {scale.words(high)}"
    outside, edge, is_below = max((low - rated, low, True), (rated - high, high, False))
    worded = scale.words(rated)
    if outside <= 0:
        because = f"{worded} is within the range of {text}"
        steps: tuple[str, ...] = (f"Range: {text}.", f"{because}: {word}.")
    else:
        side = "lower" if is_below else "upper"
        own = _own_boundary(case, edge, width, higher=is_below)
        words = Shortfall(case, width, edge, rated, is_below, own)
        because = (
            f"{worded} is {words.gap} {scale.side(above=not is_below)} the range's {side} edge of "
            f"{scale.words(edge)}, {words.verdict(rag, None)}"
        )
        steps = (f"Range: {text}.", *words.sum(), f"Therefore {word}.")
    return RatingResult(
        rag, RANGE, because, (*case.aim.steps, *steps), scale, bands, None, None, text, width,
        width.share(max(outside, Decimal(0)), edge), None,
        (
            *target_used(case.kpi, case.target, case.aim),
            *tolerance_used(case, width, case.boundary),
        ),
        case.marks,
        other_colour(rag, bands, at, rated),
        case.boundary if case.boundary is not None else case.upper_boundary,
        place.shade,
    )  # fmt: skip


def _side(case: RatingInput, base: Decimal, width: Width, *, higher: bool) -> tuple[Edge, Edge]:
    """Where Green and Amber end on one side of a range (``higher`` for its lower edge)."""
    sign = 1 if higher else -1
    reach = green_distance(case.rules, width, base, case.scale, case.target.green_tolerance)
    green = base - sign * reach
    own = _own_boundary(case, base, width, higher=higher)
    amber = base - sign * width.around(base) if own is None else own
    return (
        Edge(green, case.rules.at_green_boundary is Rag.GREEN),
        Edge(amber, case.rules.at_boundary is not Rag.RED),
    )


def _own_boundary(
    case: RatingInput, edge: Decimal, width: Width, *, higher: bool
) -> Decimal | None:
    """The Amber boundary of one side of a range: its own where the two sides have different ones."""
    upper = case.upper_boundary
    own = upper if upper is not None and not higher else case.boundary
    if own is not None and upper is not None and higher and own >= edge:
        own = None
    return _narrower(case, _beyond_edge(own, edge, higher=higher), edge, width)


def _narrower(
    case: RatingInput, own: Decimal | None, base: Decimal, width: Width
) -> Decimal | None:
    """The Amber boundary, or none where the rule takes the narrower of the two and that is the tolerance."""
    if own is None or not case.rules.takes_narrower:
        return own
    return own if abs(own - base) < width.around(base) else None


def _beyond_edge(own: Decimal | None, edge: Decimal, *, higher: bool) -> Decimal | None:
    """The Amber boundary where it stands on an edge's own side of the range, for which it holds."""
    if own is None:
        return None
    return own if (own < edge if higher else own > edge) else None


def _bands(
    case: RatingInput,
    scale: Scale,
    base: Decimal,
    width: Width,
    better: Improvement | None,
    *,
    higher: bool,
) -> tuple[Band, ...]:
    """Green, Amber and Red around a target, worked out with higher as better."""
    sign = 1 if higher else -1
    target = base * sign
    reach = green_distance(case.rules, width, base, scale, case.target.green_tolerance)
    green_at = target - reach
    amber = Edge(target - width.around(base), case.rules.at_boundary is not Rag.RED)
    own = _narrower(case, case.boundary, base, width)
    if own is not None:
        amber = Edge(own * sign, amber.inside)
        if amber.at <= target:
            green_at = max(green_at, amber.at)
    green = Edge(green_at, case.rules.at_green_boundary is Rag.GREEN)
    if better is not None:
        amber = better.amber(amber, green)
    bands = one_sided(
        Edge(green.at * sign, green.inside), Edge(amber.at * sign, amber.inside), higher=higher
    )
    bands = _at_green_end(bands, green.at * sign, case)
    exceeding = case.rules.exceeding if scale.is_number else None
    # Most rules know no finer states, and a rating is worked out a million times.
    if exceeding is None and green.at == target:
        return bands
    return with_shades(bands, base, exceeding, higher=higher)


def _at_green_end(bands: tuple[Band, ...], at: Decimal, case: RatingInput) -> tuple[Band, ...]:
    """The bands with Red exactly at the end of Green, where the rule says so: "<5" excludes 5."""
    return with_point(bands, at, Rag.RED) if case.rules.at_green_boundary is Rag.RED else bands


def _higher(case: RatingInput, scale: Scale) -> bool:
    """Which way is better: as the register says; by the day for dates, good grades for grades."""
    if scale.is_number:
        return case.kpi.polarity is Polarity.HIGHER
    return scale.kind == "grade"


def not_of_its_kind(case: RatingInput) -> NotRated:
    """The refusal of a result that is not of the KPI's kind."""
    kind = {"date": "a date", "grade": "a grade of the KPI's order"}.get(
        case.scale.kind, "a number"
    )
    return NotRated(UnratedReason.DATA_QUALITY, f"The result {plain(case.value)} is not {kind}.")


def _used(case: RatingInput, width: Width, own: Decimal | None) -> tuple[Evidence, ...]:
    return (*target_used(case.kpi, case.target, case.aim), *tolerance_used(case, width, own))


def tolerance_used(case: RatingInput, width: Width, own: Decimal | None) -> tuple[Evidence, ...]:
    """The tolerance, or the Amber boundary that takes its place, and the green tolerance, with their cells."""
    green = green_used(case.target, case.rules, width, case.scale)
    if own is not None:
        return (amber_used(case.kpi, case.target, case.aim), *green)
    return (Evidence("tolerance", width.text, width.where), *green)


def _answer(value: ResultValue | None) -> bool | None:
    if isinstance(value, bool):
        return value
    if isinstance(value, str):
        return {"yes": True, "y": True, "no": False, "n": False}.get(value.strip().casefold())
    return None


@dataclass(frozen=True)
class Shortfall:
    """How far a result is from its target: the sentence and the sum.

    Attributes:
        base: the target, or the nearer edge of a range.
        boundary: the council's own Amber boundary, where it stands in the tolerance's place.
    """

    case: RatingInput
    width: Width
    base: Decimal
    rated: Decimal
    higher: bool
    boundary: Decimal | None

    @cached_property
    def scale(self) -> Scale:
        """The scale of the values."""
        return self.case.scale

    @property
    def worse_by(self) -> Decimal:
        """How far on the worse side; less than 0 on the better one."""
        return self._worse_by(self.rated)

    def _worse_by(self, at: Decimal) -> Decimal:
        return self.base - at if self.higher else at - self.base

    @property
    def past_amber(self) -> Decimal:
        """How far past the end of Amber, where no figure of last year moves it; below 0 short of it."""
        if self.boundary is not None:
            return self.worse_by - self._worse_by(self.boundary)
        return self.worse_by - self.width.around(self.base)

    @property
    def share(self) -> Decimal | None:
        """The same in the tolerance's own measure; ``None`` for a percentage of 0."""
        return self.width.share(self.worse_by, self.base)

    @property
    def gap(self) -> str:
        """The distance on the worse side in the tolerance's measure, in words."""
        is_relative = self.width.basis is ToleranceBasis.RELATIVE and self.boundary is None
        if is_relative and self.share is not None:
            return gap_words(self.share, self.width.amount)
        return self.scale.gap(self.worse_by)

    def because(self, rag: Rag, better: Improvement | None) -> str:
        """Why the colour is what it is, up to its word."""
        if self.worse_by == 0:
            head = f"{self.scale.words(self.rated)} is on the target"
            if rag is Rag.GREEN:
                return f"{head} of {self.scale.words(self.base)}"
            counts_as = self.case.words[rag]
            return f"{head}, which counts as {counts_as} under {self.case.rules.in_words}"
        side = self.scale.side(above=self.rated > self.base)
        hint = "" if self.higher or not self.scale.is_number else " (lower is better)"
        if self.worse_by < 0:
            return f"{self.scale.words(self.rated)} is {side} the target of {self.scale.words(self.base)}{hint}"
        return (
            f"{self.scale.words(self.rated)} is {self.gap} {side} the target of {self.scale.words(self.base)}{hint}, "
            f"{self.verdict(rag, better)}"
        )

    def verdict(self, rag: Rag, better: Improvement | None) -> str:
        """How a result on the worse side stands to the tolerance."""
        if rag is Rag.GREEN:
            return "which still counts as met"
        # A colour that an edge decides is told by the edge, whatever last year was.
        if better is None or better.shown_by(self.rated) is not (rag is Rag.AMBER):
            return self._place
        if better.rule not in HAVERING:
            return better.verdict(self.rated)
        at_end_is_red = self.case.rules.at_boundary is Rag.RED
        is_beyond = self.past_amber > 0 or (self.past_amber == 0 and at_end_is_red)
        if rag is Rag.AMBER and not is_beyond:
            return self._place
        return f"{self._place}, {better.verdict(self.rated)}"

    @property
    def _place(self) -> str:
        """On which side of the end of Amber the result is."""
        if self.boundary is not None:
            place = stands(self.past_amber, within="not beyond", outside="beyond")
            return f"{place} the {AMBER_BOUNDARY} of {self.scale.words(self.boundary)}"
        if self.share is None:
            return "and a percentage of 0 leaves no tolerance"
        return f"{stands(self.past_amber)} the tolerance of {self.width.text}"

    def steps(self, word: str, better: Improvement | None) -> tuple[str, ...]:
        """The sum, a line each."""
        way = "higher is better" if self.higher else "lower is better"
        if not self.scale.is_number:
            way = {"date": "on or before that day", "grade": "that grade or a better one"}[
                self.scale.kind
            ]
        lines = [f"Target: {self.scale.words(self.base)}, {way}.", *self.sum()]
        if better is not None:
            limit = "tolerance" if self.boundary is None else AMBER_BOUNDARY
            lines.append(better.step(limit))
        return (*lines, f"Therefore {word}.")

    def sum(self) -> tuple[str, ...]:
        """The distance from the target and how far the tolerance reaches."""
        scale, width = self.scale, self.width
        gap = scale.gap(self.worse_by)
        if self.worse_by <= 0:
            first = "No shortfall." if self.worse_by == 0 else f"Better than the target by {gap}."
        elif width.basis is ToleranceBasis.RELATIVE and self.share is not None:
            part = gap_words(self.share, width.amount)
            first = f"Shortfall: {gap} ÷ {scale.words(abs(self.base))} = {part} of the target."
        else:
            first = f"Shortfall: {gap}."
        if self.boundary is not None:
            return (first, f"{AMBER_BOUNDARY}: {scale.words(self.boundary)}, set for this KPI.")
        reach = width.around(self.base)
        edge = scale.words(self.base - reach if self.higher else self.base + reach)
        of = " of the target" if width.basis is ToleranceBasis.RELATIVE else ""
        last = f"Tolerance: {width.text}{of} ({width.source}), which reaches to {edge}."
        return (first, last)


@frozen
class Improvement:
    """The scheme in force and last year's figure.

    Attributes:
        at: last year's place, as rated; ``None`` without a figure.
    """

    comparator: Comparator
    scale: Scale
    at: Decimal | None
    rule: ImprovedRule
    higher: bool
    words: RatingWords
    on: ImprovedOn = ImprovedOn.LAST_YEAR

    @property
    def than(self) -> str:
        """What is to be improved on, in words."""
        return "last year" if self.on is ImprovedOn.LAST_YEAR else "the period before"

    @property
    def maintained_counts(self) -> bool:
        """Whether a figure as good as last year's counts as improved."""
        return self.rule is ImprovedRule.HAVERING_MAINTAINED

    def amber(self, amber: Edge, green: Edge) -> Edge:
        """Where Amber ends, on a line on which higher is better."""
        own = amber if self.rule in HAVERING else Edge(green.at, not green.inside)
        if self.at is None:
            return own
        last = Edge(self.at if self.higher else -self.at, self.maintained_counts)
        return min(own, last, key=_furthest)

    def shown_by(self, rated: Decimal) -> bool:
        """Whether a figure is better than last year's, or as good where that counts."""
        if self.at is None:
            return False
        better_by = rated - self.at if self.higher else self.at - rated
        return better_by > 0 or (better_by == 0 and self.maintained_counts)

    def verdict(self, rated: Decimal) -> str:
        """The movement in words."""
        if self.at is None:
            return f"and there is no improvement to show ({self.comparator.why_none})"
        if self.shown_by(rated):
            how = "but as good as" if rated == self.at else "but better than"
        else:
            how = "and worse than" if self.maintained_counts else "and no better than"
        return f"{how} {self.scale.words(self.at)} in {self.comparator.period}"

    def step(self, limit: str) -> str:
        """The scheme in words, for the sum; ``limit`` is what Amber's own end is called."""
        what = "improved or maintained" if self.maintained_counts else "improved"
        where = f"Beyond the {limit}" if self.rule in HAVERING else "Off target"
        last = self.comparator.why_none
        if self.at is not None:
            last = f"{self.scale.words(self.at)} in {self.comparator.period}"
        return f"{where} {self.words.amber} only if {what} on {self.than} ({last})."


def _furthest(edge: Edge) -> tuple[Decimal, bool]:
    """Sorts from the worst edge on; of two at one place the one that still holds it is further."""
    return edge.at, not edge.inside


def improvement_of(case: RatingInput, scale: Scale, *, higher: bool) -> Improvement | None:
    """The scheme of improvement in force for a case; ``None`` where the rule has none."""
    rule = case.rules.improved
    if rule is ImprovedRule.NONE:
        return None
    comparator = case.last_year()
    at = scale.place(comparator.value)
    if at is None and comparator.value is not None:
        is_year = case.rules.improved_on is ImprovedOn.LAST_YEAR
        whose = "last year's result" if is_year else "the result of the period before"
        comparator = Comparator(comparator.rule, why_none=f"{whose} is of another kind")
    place = None if at is None else case.rated(scale, at)
    on = case.rules.improved_on
    return Improvement(comparator, scale, place, rule, higher, case.words, on)
