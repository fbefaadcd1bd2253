"""One register on one date: findings and ratings together, worked out once and pure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property

from pmf_cli.findings import Finding
from pmf_cli.rag.base import KpiRating
from pmf_cli.rag.rate import Colours, rate_all, rate_splits
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
        findings: from reading and from checks, after selection; empty where not asked for.
        ratings: one per KPI in scope (wholes), in the order of the sheet.
        split_ratings: ratings of splits that have a target of their own.
        changed: settings that the last issue froze and that are others now; empty where not asked for.
    """

    register: Register
    settings: Settings
    period: Period
    as_of: date
    findings: tuple[Finding, ...] = ()
    ratings: tuple[KpiRating, ...] = ()
    split_ratings: tuple[KpiRating, ...] = ()
    changed: tuple[ChangedSetting, ...] = ()

    @property
    def words(self) -> RatingWords:
        """The council's words for the ratings."""
        return self.register.rating_words

    @cached_property
    def rating_of(self) -> dict[str, KpiRating]:
        """KPI reference → rating of the whole."""
        return {rating.kpi.ref: rating for rating in self.ratings}


def assess(
    register: Register,
    settings: Settings,
    *,
    period: Period,
    as_of: date,
    reading: Sequence[Finding] = (),
    with_checks: bool = True,
    changed: tuple[ChangedSetting, ...] = (),
) -> Assessment:
    """The register rated, then checked with the ratings to hand.

    Args:
        register: the register.
        settings: the council's settings.
        period: the reporting period.
        as_of: the date of the question.
        reading: findings from reading the workbooks.
        with_checks: false leaves the findings empty, for commands that only show ratings.
        changed: settings that the last issue froze and that are others now, for the checks.
    """
    ratings = rate_all(register, settings, period, as_of)
    findings: tuple[Finding, ...] = ()
    if with_checks:
        # A third of the start-up of a command that only shows ratings.
        from pmf_cli.checks import run_checks
        from pmf_cli.checks.base import CheckContext

        rags = {rating.kpi.ref: rating.rag for rating in ratings if rating.rag is not None}
        colours = Colours(register, settings, period, as_of)
        findings = run_checks(
            CheckContext(register, settings, as_of, period, rags, colours, changed), reading
        )
    return Assessment(
        register,
        settings,
        period,
        as_of,
        findings,
        ratings,
        rate_splits(register, settings, period, as_of),
        changed,
    )
