"""Changes of scope, targets and rule sets since a day, and what a changed rule set does."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from itertools import pairwise

from pmf_cli.assessment import Assessment
from pmf_cli.frozen import frozen
from pmf_cli.rag.base import KpiRating
from pmf_cli.rag.rate import rate_all
from pmf_cli.register.periods.period import Period
from pmf_cli.register.sheets.kpis import Kpi
from pmf_cli.register.sheets.supporting import ScopeChange
from pmf_cli.register.sheets.targets import RatingRule, Target


@frozen
class Since:
    """From when on changes count: decided after a day (``None``: no paper was issued), begun after an end."""

    day: date | None
    end: date


@frozen
class TargetChange:
    """A target or tolerance that is another one from a period on."""

    kpi: Kpi
    before: Target
    now: Target


def scope_since(
    assessment: Assessment, since: Since, kpis: frozenset[str]
) -> tuple[ScopeChange, ...]:
    """Changes of scope decided since, begun since, or not told to every body yet."""
    return tuple(
        change
        for change in assessment.register.scope_changes
        if (change.kpi_ref in kpis or change.kpi_ref not in assessment.register.kpi_by_ref)
        and (change.changed_on or assessment.as_of) <= assessment.as_of
        and (
            _decided(change.changed_on, since, assessment)
            or begins(change.from_period, since, assessment)
            or None in (change.reported_to_dmt, change.reported_to_clt, change.reported_to_scrutiny)
        )
    )


def _decided(on: date | None, since: Since, assessment: Assessment) -> bool:
    """Whether a day lies after the earlier one and is not to come."""
    return on is not None and since.day is not None and since.day < on <= assessment.as_of


def begins(period: Period | None, since: Since, assessment: Assessment) -> bool:
    """Whether a first period begins after the day and by the end of the reporting period."""
    return period is not None and since.end < period.start <= assessment.period.end


def targets_since(
    assessment: Assessment, since: Since, kpis: frozenset[str]
) -> tuple[TargetChange, ...]:
    """Targets and tolerances of wholes that are others than the row before, begun or agreed since."""
    found = []
    for kpi in assessment.register.kpi_by_ref.values():
        for before, now in pairwise(_of_whole(assessment, kpi) if kpi.ref in kpis else ()):
            agreed = _decided(now.agreed_on, since, assessment)
            is_now = agreed or begins(now.from_period, since, assessment)
            if is_now and _asks(before) != _asks(now):
                found.append(TargetChange(kpi, before, now))
    return tuple(found)


def _of_whole(assessment: Assessment, kpi: Kpi) -> list[Target]:
    rows = assessment.register.targets_by_kpi.get(kpi.ref, ())
    dated = [
        (row.from_period.sort_key, row)
        for row in rows
        if row.split is None and row.from_period is not None
    ]
    return [row for _, row in sorted(dated, key=lambda one: one[0])]


def _asks(row: Target) -> tuple[object, ...]:
    return (
        row.target_type, row.target, row.range_low, row.range_high, row.profile, row.q1, row.q2,
        row.q3, row.q4, row.months, row.tolerance, row.tolerance_basis, row.amber_boundary,
    )  # fmt: skip


def rules_since(assessment: Assessment, since: Since) -> tuple[RatingRule, ...]:
    """Rows of rule sets that begin since, or that were approved since for a period that has begun."""
    return tuple(
        row
        for row in assessment.register.rating_rules
        if begins(row.from_period, since, assessment)
        or (
            _decided(row.approved_on, since, assessment)
            and (row.from_period is None or row.from_period.start <= assessment.period.end)
        )
    )


def by_earlier_rules(
    assessment: Assessment, rules: tuple[RatingRule, ...]
) -> tuple[tuple[KpiRating, KpiRating], ...]:
    """KPIs whose rating would be another one without some rule rows: as it would be, and as it is."""
    if not rules:
        return ()
    asked = (assessment.settings, assessment.period, assessment.as_of, assessment.rating_of)
    register = replace(
        assessment.register,
        rating_rules=tuple(row for row in assessment.register.rating_rules if row not in rules),
    )
    earlier = {rating.kpi.ref: rating for rating in rate_all(register, *asked)}
    return tuple(
        (earlier[rating.kpi.ref], rating)
        for rating in assessment.ratings
        if rating.kpi.ref in earlier and earlier[rating.kpi.ref].rag is not rating.rag
    )
