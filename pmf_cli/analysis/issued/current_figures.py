"""How figures that were told once stand in the register now.

A figure that had been rated is rated again as if its own period had been the reporting period, by
the targets and rule sets that hold for that period: whether it was new or late when it was
reported, and what has come in since, makes no difference to it.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date

from pmf_cli.analysis.issued.figures_to_record import (
    TARGET_TERMS,
    reported_figure,
    reported_part,
    target_reason,
    terms_of,
)
from pmf_cli.analysis.issued.frozen_settings import told_period
from pmf_cli.analysis.issued.issue_history import FigureKey, History, ReportedFigure
from pmf_cli.analysis.issued.reported_figures import ReportedEarlier
from pmf_cli.assessment import Assessment
from pmf_cli.rag.base import KpiRating
from pmf_cli.rag.rate import rate_named
from pmf_cli.register.periods.period import Period
from pmf_cli.register.register import Register, SeriesKey
from pmf_cli.register.sheets.record import Result
from pmf_cli.register.sheets.targets import Target
from pmf_cli.register.time.targets_in_force import in_force
from pmf_cli.settings import Settings

NOT_APPROVED = "no reason or approval is recorded"
"""What is said of a target that is another one than was told, where nothing newer vouches for it."""


@dataclass(frozen=True, slots=True)
class Standing:
    """A told figure as it stands now.

    Attributes:
        figure: the same figure now; ``None`` where the KPI is no longer in the register.
        row: its row in the record; ``None`` where there is none any more.
        is_rated: true where it could be rated again as it had been.
    """

    figure: ReportedFigure | None
    row: Result | None = None
    is_rated: bool = False


def standings(assessment: Assessment, told: Iterable[ReportedEarlier]) -> dict[FigureKey, Standing]:
    """Key → how each told figure stands in the register on the assessment's date.

    A figure received after that date is not known yet, so it counts as unchanged.
    """
    asked = {one.figure.key: one for one in told}
    rows = {key: _row_of(assessment, key) for key in asked}
    rated = _rated_again(assessment, asked, rows)
    return {
        key: _standing(assessment, one, rows[key], rated.get(key)) for key, one in asked.items()
    }


def _row_of(assessment: Assessment, key: FigureKey) -> Result | None:
    ref, split, period = key
    for own, row in assessment.register.results_of(ref, split).items():
        if str(own) == period:
            return row
    return None


def _rated_again(
    assessment: Assessment,
    asked: Mapping[FigureKey, ReportedEarlier],
    rows: Mapping[FigureKey, Result | None],
) -> dict[FigureKey, KpiRating]:
    by_period: dict[Period, list[FigureKey]] = {}
    for key, one in asked.items():
        row = rows[key]
        if not one.figure.rating or row is None or row.value is None or row.period is None:
            continue
        by_period.setdefault(row.period, []).append(key)
    found: dict[FigureKey, KpiRating] = {}
    for period, keys in by_period.items():
        ratings = _ratings(assessment, period, keys)
        for key in keys:
            rating = ratings.get(key[:2])
            if rating is not None and _own_period(rating) == key[2]:
                found[key] = rating
    return found


def _ratings(
    assessment: Assessment, period: Period, keys: Iterable[FigureKey]
) -> Mapping[SeriesKey, KpiRating]:
    named = [key[:2] for key in keys]
    return rate_named(assessment.register, assessment.settings, period, assessment.as_of, named)


def _own_period(rating: KpiRating) -> str:
    shown = rating.shown
    return "" if shown is None else str(shown.period)


def _standing(
    assessment: Assessment, told: ReportedEarlier, row: Result | None, rating: KpiRating | None
) -> Standing:
    figure = told.figure
    kpi = assessment.register.kpi_by_ref.get(figure.kpi_ref)
    if row is not None and row.received_on is not None and row.received_on > assessment.as_of:
        return Standing(figure, row, is_rated=bool(figure.rating))
    if kpi is None:
        return Standing(None, row)
    if rating is not None:
        return Standing(credited(told, rating), row, is_rated=True)
    bare = reported_part(kpi, row)
    now = replace(
        figure,
        value=bare.value,
        value_text=bare.value_text if row is not None else "No longer in the record",
        value_status=bare.value_status,
        replaces=bare.replaces,
        cell=bare.cell,
    )
    if now.value is None and not told.as_comparator:
        now = replace(now, rating="", not_rated=now.value_text)
    return Standing(now, row)


def credited(told: ReportedEarlier, rating: KpiRating) -> ReportedFigure:
    """A figure as it would be reported now, its target vouched for only by what is newer.

    A target that was typed over still stands beside the reason and the approval of the one before:
    these say nothing of it. A row counts as newer where it was agreed after the paper's day, or
    where it gives another reason and no earlier day.
    """
    figure = reported_figure(rating)
    row = rating.target_row
    if row is None or told.figure.target_terms == figure.target_terms:
        return figure
    is_other = figure.target_reason != told.figure.target_reason
    is_later = row.agreed_on is None or row.agreed_on >= told.paper.as_at
    return figure if is_other and is_later else replace(figure, target_reason="")


TargetKey = tuple[str, str | None, str]
"""KPI reference, split and first period: what names a row of ``Targets``."""


def target_key(row: Target) -> TargetKey:
    """What names a row of ``Targets``."""
    return (row.kpi_ref, row.split, str(row.from_period))


def unvouched(
    register: Register, settings: Settings, history: History, as_of: date
) -> frozenset[TargetKey]:
    """Target rows that were typed over, by their keys.

    A body was told another target for a period of the row, with the very reason and approval that
    stand there now; so these say nothing of the figure beside them.
    """
    found = set()
    for paper in history.standing(as_of):
        for figure in paper.figures:
            period = told_period(register, settings, figure) if figure.target_terms else None
            if period is not None:
                rows = register.targets_by_kpi.get(figure.kpi_ref, ())
                found |= {target_key(row) for row in rows if _is_typed_over(row, figure, period)}
    return frozenset(found)


def _is_typed_over(row: Target, figure: ReportedFigure, period: Period) -> bool:
    """Whether a row of a told figure's period asks for something else, by the same approval."""
    return (
        row.split == figure.split
        and in_force((row,), period) is row
        and terms_of(row, TARGET_TERMS) != figure.target_terms
        and target_reason(row) == figure.target_reason
    )
