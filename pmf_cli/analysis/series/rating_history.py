"""The ratings of a KPI's earlier periods, by the targets and rule sets in force then."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from pmf_cli.assessment import Assessment
from pmf_cli.rag.base import KpiRating
from pmf_cli.rag.rate import rate_kpi
from pmf_cli.register.periods.period import Period
from pmf_cli.register.register import Register
from pmf_cli.register.sheets.kpis import Kpi


def past_ratings(
    assessment: Assessment, kpi: Kpi, periods: Iterable[Period], split: str | None = None
) -> tuple[KpiRating | None, ...]:
    """One rating a period, ``None`` where the KPI had no result of that very period to rate.

    Each is worked out as if the period had been the reporting period, with what is known on
    the assessment's date.
    """
    wanted = tuple(periods)
    if not wanted:
        return ()
    alone = register_for_one_kpi(assessment.register, kpi, split)
    found = []
    for period in wanted:
        rating = rate_kpi(alone, assessment.settings, period, assessment.as_of, kpi.ref, split)
        is_own = rating is not None and rating.shown is not None and rating.shown.period == period
        found.append(rating if is_own else None)
    return tuple(found)


def register_for_one_kpi(register: Register, kpi: Kpi, split: str | None = None) -> Register:
    """The register with one KPI's rows alone (of the whole and one split), cheap to rate again."""
    results = tuple(register.results_of(kpi.ref).values())
    if split is not None:
        results += tuple(register.results_of(kpi.ref, split).values())
    return replace(
        register,
        kpis=(kpi,),
        targets=register.targets_by_kpi.get(kpi.ref, ()),
        scope_changes=tuple(row for row in register.scope_changes if row.kpi_ref == kpi.ref),
        results=results,
        commentary=(),
        benchmarks=(),
    )
