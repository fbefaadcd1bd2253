"""How a body's ratings moved between an earlier period and now, KPI by KPI, so that they add up.

The one home of "rose", "fell", "rated now, not then" and of the matrix that proves the counts; papers
take them from here, so that no two pages can differ.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property

from pmf_cli.analysis.issued.issue_history import IssuedPaper, ReportedFigure
from pmf_cli.analysis.issued.rating_changes import RatingChange
from pmf_cli.frozen import frozen
from pmf_cli.rag.base import KpiRating, Rating
from pmf_cli.register.periods.period import Period
from pmf_cli.register.sheets.record import ResultValue
from pmf_cli.register.terms import Rag


class RatingPlace(StrEnum):
    """Where a KPI stands at one time: under a colour, without one, or not among the body's KPIs."""

    RED = Rag.RED.value
    AMBER = Rag.AMBER.value
    GREEN = Rag.GREEN.value
    UNRATED = "Not rated"
    ABSENT = "Absent"

    @property
    def rag(self) -> Rag | None:
        """The colour; ``None`` where there is none."""
        return Rag(self) if self in PLACES[:3] else None


PLACES = tuple(RatingPlace)
"""Every place, worst colour first."""


@frozen
class RatedThen:
    """A KPI as it stood at an earlier time.

    Attributes:
        period: its own period then, as printed; empty where it had no figure.
        why_none: the reason for no rating; empty where rated.
    """

    kpi_ref: str
    name: str
    rag: Rag | None
    value: ResultValue | None = None
    period: str = ""
    why_none: str = ""

    @classmethod
    def told(cls, figure: ReportedFigure) -> RatedThen:
        """As a paper gave it."""
        rag = Rag(figure.rating) if figure.rating else None
        why = "" if rag is not None else figure.outcome
        return cls(figure.kpi_ref, figure.name, rag, figure.value, figure.period, why)

    @classmethod
    def worked_out(cls, rating: KpiRating) -> RatedThen:
        """As the register has it now for that time."""
        outcome, shown, kpi = rating.outcome, rating.shown, rating.kpi
        why = "" if isinstance(outcome, Rating) else str(outcome.reason)
        has_figure = shown is not None and shown.value is not None
        value = shown.value if shown is not None else None
        period = str(shown.period) if has_figure and shown is not None else ""
        return cls(kpi.ref, kpi.name or kpi.short_name or "", rating.rag, value, period, why)

    @property
    def place(self) -> RatingPlace:
        """Where it stood."""
        return rating_place(self.rag)


def rating_place(rag: Rag | None) -> RatingPlace:
    """The place of a rating."""
    return RatingPlace.UNRATED if rag is None else RatingPlace(rag)


@dataclass(frozen=True)
class EarlierRatings:
    """How a body's KPIs stood for an earlier period.

    Attributes:
        kpis: reference → KPI as it stood then.
        paper: the paper that told the body so; ``None`` where its ratings are worked out again, by the
            targets and rules of that period and with what is known today.
    """

    period: Period
    kpis: Mapping[str, RatedThen]
    paper: IssuedPaper | None = None

    @cached_property
    def counts(self) -> Mapping[RatingPlace, int]:
        """Place → how many KPIs; every colour and none at all are there, also with 0."""
        found = Counter(one.place for one in self.kpis.values())
        return {place: found[place] for place in PLACES if place is not RatingPlace.ABSENT}


@frozen
class MovedKpi:
    """One KPI at both times; ``None`` where it was not among the body's KPIs."""

    ref: str
    then: RatedThen | None
    now: KpiRating | None

    @property
    def places(self) -> tuple[RatingPlace, RatingPlace]:
        """Where it stood then and stands now."""
        then, now = self.then, self.now
        return (
            RatingPlace.ABSENT if then is None else then.place,
            RatingPlace.ABSENT if now is None else rating_place(now.rag),
        )

    @property
    def change(self) -> RatingChange:
        """What became of its rating."""
        then, now = self.places
        if then is RatingPlace.ABSENT:
            return RatingChange.ENTERED
        if now is RatingPlace.ABSENT:
            return RatingChange.LEFT
        if then.rag is None or now.rag is None:
            return _UNRATED[then.rag is not None, now.rag is not None]
        rise = now.rag.rank - then.rag.rank
        if rise == 0:
            return RatingChange.SAME
        return RatingChange.UP if rise > 0 else RatingChange.DOWN


_UNRATED = {
    (False, True): RatingChange.NOW_RATED,
    (True, False): RatingChange.NO_LONGER,
    (False, False): RatingChange.UNRATED,
}
"""Rated then, rated now → what became of a rating that is missing at one time at least."""


@dataclass(frozen=True)
class RatingsMoved:
    """All KPIs of a body at either time, each once, in the order of the register; those gone at the end."""

    period: Period
    then: EarlierRatings
    kpis: tuple[MovedKpi, ...]

    @cached_property
    def matrix(self) -> Mapping[tuple[RatingPlace, RatingPlace], int]:
        """Then and now → how many KPIs; pairs that occur."""
        return Counter(one.places for one in self.kpis)

    def rag_then(self, ref: str) -> Rag | None:
        """How a KPI was rated then; ``None`` where it was not."""
        then = self.then.kpis.get(ref)
        return None if then is None else then.rag

    def count(self, then: RatingPlace, now: RatingPlace) -> int:
        """How many KPIs stood at one place and stand at another."""
        return self.matrix.get((then, now), 0)

    def all_then(self, place: RatingPlace) -> int:
        """How many stood there then, wherever they are now."""
        return sum(self.count(place, now) for now in PLACES)

    def all_now(self, place: RatingPlace) -> int:
        """How many stand there now, wherever they were."""
        return sum(self.count(then, place) for then in PLACES)

    def of(self, *changes: RatingChange) -> tuple[MovedKpi, ...]:
        """The KPIs whose ratings changed in some ways."""
        return tuple(one for one in self.kpis if one.change in changes)

    @property
    def rose(self) -> tuple[MovedKpi, ...]:
        """Ratings that rose, those that are best now first."""
        return tuple(sorted(self.of(RatingChange.UP), key=_best_first))

    @property
    def fell(self) -> tuple[MovedKpi, ...]:
        """Ratings that fell, those that are worst now first."""
        return tuple(sorted(self.of(RatingChange.DOWN), key=_best_first, reverse=True))


def _best_first(one: MovedKpi) -> tuple[int, int]:
    then, now = one.places
    return PLACES.index(now) * -1, PLACES.index(then)


def moved_since(period: Period, then: EarlierRatings, now: Iterable[KpiRating]) -> RatingsMoved:
    """The movement of a body's ratings since an earlier time."""
    present = {rating.kpi.ref: rating for rating in now}
    gone = [ref for ref in then.kpis if ref not in present]
    return RatingsMoved(
        period,
        then,
        tuple(MovedKpi(ref, then.kpis.get(ref), present.get(ref)) for ref in (*present, *gone)),
    )
