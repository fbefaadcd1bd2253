"""One register on one date: findings and ratings together, worked out once and pure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property

from pmf_cli.findings import Finding
from pmf_cli.rag.base import KpiRating
from pmf_cli.rag.rate import Colours, PastRatings, rate_all, rate_splits
from pmf_cli.register.changed_settings import ChangedSetting
from pmf_cli.register.periods.period import Period
from pmf_cli.register.register import Register
from pmf_cli.register.terms import RatingWords
from pmf_cli.settings import Settings


@dataclass(frozen=True)
class Assessment:
    """What is known of a register for one reporting period on one date.

    Attributes:
        register: the register.
        settings: the council's settings.
        period: the reporting period.
        as_of: the date.
        ratings: one per KPI in scope (wholes), in the order of the sheet.
        split_ratings: ratings of splits that have a target of their own.
        checked: what ``findings`` gives; ``None`` where no check was run.
        changed: settings that the last issue froze and that are others now; empty where not asked for.
        only: references of the KPIs that were asked about; ``None`` for all.
    """

    register: Register
    settings: Settings
    period: Period
    as_of: date
    ratings: tuple[KpiRating, ...] = ()
    split_ratings: tuple[KpiRating, ...] = ()
    checked: tuple[Finding, ...] | None = None
    changed: tuple[ChangedSetting, ...] = ()
    only: frozenset[str] | None = None

    @property
    def findings(self) -> tuple[Finding, ...]:
        """What was found while reading and by checks, after selection.

        ValueError: no check was run, so that nobody can say what is wrong, nor that nothing is.
        """
        if self.checked is None:
            raise ValueError(
                "nothing can be said of findings: the register was rated without checks"
            )
        return self.checked

    @property
    def words(self) -> RatingWords:
        """The council's words for the ratings."""
        return self.register.rating_words

    @cached_property
    def rating_of(self) -> dict[str, KpiRating]:
        """KPI reference → rating of the whole."""
        return {rating.kpi.ref: rating for rating in self.ratings}

    @cached_property
    def past(self) -> PastRatings:
        """What KPIs were rated in earlier periods, asked for one by one."""
        return PastRatings(self.register, self.settings, self.as_of)

    @cached_property
    def colours(self) -> Colours:
        """The colours of single figures, each worked out once."""
        return Colours(self.register, self.settings, self.period, self.as_of)

    def told_of(
        self,
        ratings: tuple[KpiRating, ...],
        split_ratings: tuple[KpiRating, ...],
        checked: tuple[Finding, ...] | None,
    ) -> Assessment:
        """The same register, period and date with other ratings and findings; no colour is worked out anew."""
        found = replace(self, ratings=ratings, split_ratings=split_ratings, checked=checked)
        # Both go by what stays the same here. A paper about some KPIs goes back through years of Red.
        vars(found).update(colours=self.colours, past=self.past)
        return found


def assess(
    register: Register,
    settings: Settings,
    *,
    period: Period,
    as_of: date,
    reading: Sequence[Finding] = (),
    with_checks: bool = True,
    changed: tuple[ChangedSetting, ...] = (),
    only: frozenset[str] | None = None,
) -> Assessment:
    """The register rated, then checked with the ratings to hand.

    Args:
        register: the register.
        settings: the council's settings.
        period: the reporting period.
        as_of: the date of the question.
        reading: findings from reading the workbooks.
        with_checks: false leaves the findings unknown, for commands that only show ratings.
        changed: settings that the last issue froze and that are others now, for the checks.
        only: references of the KPIs asked about, where nobody is told of others.
    """
    ratings = rate_all(register, settings, period, as_of, only)
    splits = rate_splits(register, settings, period, as_of, only)
    rated = Assessment(register, settings, period, as_of, ratings, splits, None, changed, only)
    if not with_checks:
        return rated
    # A third of the start-up of a command that only shows ratings.
    from pmf_cli.checks import run_checks
    from pmf_cli.checks.base import CheckContext

    rags = {rating.kpi.ref: rating.rag for rating in ratings if rating.rag is not None}
    context = CheckContext(register, settings, as_of, period, rags, rated.colours, changed)
    return rated.told_of(ratings, splits, run_checks(context, reading, only))
