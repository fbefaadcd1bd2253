"""How far parts of the whole lie behind what they are compared with, and whether that grows (2024 report, ¶64 and ¶66).

Each part is set beside the split that its row of ``Splits`` names, such as the least deprived tenth, or beside the whole. Of
counts that add up to the whole a part says nothing beside it, so there is no gap. A figure of few people is shown and never
flagged; suppressed ones are not there to be compared.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import Decimal

from pmf_cli.analysis.series.splits import Parts, is_target_of_parts, masked_splits
from pmf_cli.assessment import Assessment
from pmf_cli.frozen import frozen
from pmf_cli.rag.base import KpiRating
from pmf_cli.register.periods.period import Period
from pmf_cli.register.periods.steps import year_earlier
from pmf_cli.register.sheets.record import Result
from pmf_cli.register.sheets.supporting import Split
from pmf_cli.register.terms import Polarity

WHOLE = "Whole"
"""What a part is compared with where its row of ``Splits`` names no other."""
LEAST_CHANGE = Decimal("0.1")
"""A gap is about the same while it changes by no more than this share of the wider of the two."""


@frozen
class Gap:
    """A part beside what it is compared with, in one period.

    Attributes:
        difference: the part's figure less the other's.
        better_by: the same with worse as negative; ``None`` where no way is better.
    """

    period: Period
    value: Decimal
    against: Decimal
    difference: Decimal
    better_by: Decimal | None


@frozen
class PartGap:
    """A part of a KPI beside what it is compared with.

    Attributes:
        kind: by what the whole is split: ward, sex.
        row: its figure.
        against: the split that it is compared with, or ``Whole``.
        gap: ``None`` where there is nothing to compare with, or the parts add up to the whole.
        before: the gap a year earlier, else in the newest period before in which both had figures.
        is_small: whether it is of so few that it is never flagged.
        is_masked: whether it would have the worst rating by the whole's own rule, and the whole has the best.
    """

    rating: KpiRating
    kind: str
    name: str
    row: Result
    against: str
    gap: Gap | None
    before: Gap | None
    is_small: bool
    is_masked: bool

    @property
    def overlaps(self) -> bool:
        """Whether the gap before is of some of the same time."""
        gap, before = self.gap, self.before
        return gap is not None and before is not None and before.period.end >= gap.period.start

    @property
    def widens(self) -> bool | None:
        """Whether the part falls further behind than before; ``None`` where that cannot be said, or it is about the same.

        Of figures of years that overlap, as those pooled over three, it cannot.
        """
        gap, before = self.gap, self.before
        if gap is None or before is None or self.overlaps:
            return None
        now, then = gap.better_by, before.better_by
        if (
            now is None
            or then is None
            or abs(now - then) <= LEAST_CHANGE * max(abs(now), abs(then))
        ):
            return None
        return now < then


def part_gaps(assessment: Assessment, ratings: Sequence[KpiRating]) -> tuple[PartGap, ...]:
    """Every part with a figure for the period of its KPI's result: KPI by KPI, parts in the order of ``Splits``."""
    rows = {row.name: row for row in assessment.register.splits}
    masked, parts = masked_splits(assessment), Parts(assessment)
    found = (
        _of_kpi(assessment, rating, rows, parts, masked.get(rating.kpi.ref, ()))
        for rating in ratings
    )
    return tuple(one for gaps in found for one in gaps)


def _of_kpi(
    assessment: Assessment,
    rating: KpiRating,
    rows: dict[str, Split],
    parts: Parts,
    masked: Sequence[str],
) -> Iterator[PartGap]:
    period = None if rating.shown is None else rating.shown.period
    if period is None:
        return
    order = {name: number for number, name in enumerate(rows)}
    for name, row in sorted(
        parts.at(rating.kpi, period), key=lambda one: order.get(one[0], len(order))
    ):
        kind, against = _told_by(rows.get(name))
        gaps = tuple(_gaps(assessment, rating, name, against))
        now = next((one for one in gaps if one.period == period), None)
        before = None if now is None else _before(gaps, period)
        is_small = parts.is_small(name, row)
        yield PartGap(rating, kind, name, row, against, now, before, is_small, name in masked)


def _told_by(split: Split | None) -> tuple[str, str]:
    """The kind of a part, and what it is compared with."""
    if split is None:
        return "Part", WHOLE
    return str(split.kind or "Part"), split.gap_compared_with or WHOLE


def _gaps(assessment: Assessment, rating: KpiRating, name: str, against: str) -> Iterator[Gap]:
    """The gaps of a part in every period in which both have figures, the oldest first."""
    kpi, register = rating.kpi, assessment.register
    if against.casefold() == WHOLE.casefold() and not is_target_of_parts(kpi):
        return
    other = None if against.casefold() == WHOLE.casefold() else against
    sign = {Polarity.HIGHER: 1, Polarity.LOWER: -1}.get(kpi.polarity) if kpi.polarity else None
    beside = register.results_of(kpi.ref, other)
    for period, row in register.results_of(kpi.ref, name).items():
        theirs = beside.get(period)
        if row.number is None or theirs is None or theirs.number is None:
            continue
        difference = row.number - theirs.number
        better = None if sign is None else sign * difference
        yield Gap(period, row.number, theirs.number, difference, better)


def _before(gaps: Sequence[Gap], period: Period) -> Gap | None:
    """The gap a year earlier, since parts of a year differ; else the newest before of the same kind of period."""
    earlier = [
        one for one in gaps if one.period.kind is period.kind and one.period.end < period.end
    ]
    a_year = year_earlier(period)
    return next((one for one in earlier if one.period == a_year), earlier[-1] if earlier else None)


def widest(gaps: Sequence[PartGap]) -> tuple[PartGap, ...]:
    """Of each KPI and kind of part the one furthest behind, the widest first; a part of few people is none."""
    found: dict[tuple[str, str], PartGap] = {}
    for one in gaps:
        if one.is_small or one.gap is None or one.gap.better_by is None or one.gap.better_by >= 0:
            continue
        key = (one.rating.kpi.ref, one.kind)
        if key not in found or _behind(one) < _behind(found[key]):
            found[key] = one
    return tuple(sorted(found.values(), key=_behind_in_shares))


def _behind(one: PartGap) -> Decimal:
    """How far behind, the furthest lowest."""
    return Decimal(0) if one.gap is None or one.gap.better_by is None else one.gap.better_by


def _behind_in_shares(one: PartGap) -> Decimal:
    """The same in shares of what it is compared with, so that KPIs of all units stand in one order."""
    return (
        _behind(one) / abs(one.gap.against)
        if one.gap is not None and one.gap.against
        else Decimal(0)
    )
