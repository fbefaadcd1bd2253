"""Figures as a paper gives them, ready to be kept: value, rating, target, rule and definition."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import fields, replace
from datetime import date
from enum import StrEnum
from typing import Any

from pmf_cli.analysis.issued.frozen_settings import frozen_terms
from pmf_cli.analysis.issued.issue_history import ReportedFigure
from pmf_cli.rag.base import KpiRating, Rating, Travel
from pmf_cli.register.figures import figure, plain
from pmf_cli.register.periods.period import Period
from pmf_cli.register.sheets.kpis import Kpi
from pmf_cli.register.sheets.record import Result
from pmf_cli.register.sheets.targets import RatingRule, Target
from pmf_cli.words import yes_or_no

TARGET_TERMS = (
    "target_type", "target", "range_low", "range_high", "profile", "q1", "q2", "q3", "q4",
    "months", "amber_boundary", "interim",
)  # fmt: skip
"""What a target row asks for; tolerance stands apart, reasons and dates are no part of it."""
RULE_TERMS = tuple(
    field.name
    for field in fields(RatingRule)
    if field.name not in ("from_period", "approved_by", "approved_on", "source", "rule_set")
)
"""What a rule row says on how ratings are made."""


def reported_figure(rating: KpiRating) -> ReportedFigure:
    """One rating as a paper prints it."""
    outcome, direction, kpi = rating.outcome, rating.direction, rating.kpi
    compared = direction.comparator_value
    from_record = direction.comparator is not None and direction.comparator_period is not None
    figure_said = replace(
        reported_part(kpi, rating.shown),
        split=rating.split,
        sentence=outcome.sentence,
        target_text=rating.beside.text,
        target_terms=terms_of(rating.target_row, TARGET_TERMS),
        target_reason=target_reason(rating.target_row),
        comparator=compared,
        comparator_text=figure(compared, kpi),
        comparator_period=str(direction.comparator_period) if from_record else "",
        direction="" if direction.travel is Travel.NOT_KNOWN else str(direction.travel),
        direction_text=direction.text or direction.why_none,
        polarity=_text(kpi.polarity),
        rated_for="" if rating.result_period is None else str(rating.result_period),
        terms=frozen_terms(rating),
    )
    if not isinstance(outcome, Rating):
        return replace(figure_said, not_rated=str(outcome.reason))
    return replace(
        figure_said,
        rating=str(outcome.rag),
        reason=outcome.reason,
        words=outcome.words,
        target=outcome.target,
        tolerance=outcome.tolerance,
        tolerance_basis=_text(outcome.tolerance_basis),
        rule_set=outcome.rule_set,
        rule_terms=terms_of(outcome.rule, RULE_TERMS),
    )


def reported_part(kpi: Kpi, row: Result | None) -> ReportedFigure:
    """What a figure says by itself: a split's that a paper prints beside the whole, unrated."""
    made = ReportedFigure(
        kpi_ref=kpi.ref,
        name=kpi.name or kpi.short_name or "",
        split=None if row is None else row.split,
        value_text=value_words(kpi, row),
        definition=kpi.definition_version,
        unit=kpi.unit or "",
        cell=cell_of(row),
    )
    if row is None:
        return made
    return replace(
        made,
        period="" if row.period is None else str(row.period),
        value=row.value,
        value_status=_text(row.value_status),
        replaces=_line(row.replaces),
    )


def value_words(kpi: Kpi, row: Result | None) -> str:
    """A result as printed; the reason for none where it has no value."""
    if row is None:
        return "No result"
    if row.value is None:
        return str(row.no_data_reason or "No result")
    return figure(row.value, kpi)


def cell_of(row: Result | None) -> str:
    """Where a result's value stands, as the ledger names cells; empty for none."""
    return str(row.source.at("value")) if row is not None and row.source.row else ""


def terms_of(row: Target | RatingRule | None, fields: Iterable[str]) -> str:
    """The filled fields of a row in words: ``Target type Value; Target 40``."""
    parts = []
    for name in fields:
        value = getattr(row, name, None)
        if value is not None and value != ():
            parts.append(f"{name.replace('_', ' ').capitalize()} {_plain(value)}")
    return "; ".join(parts)


def target_reason(row: Target | None) -> str:
    """Why a target was set, who agreed it and when; empty where the register does not say."""
    if row is None:
        return ""
    agreed = f"agreed by {_line(row.agreed_by)}" if row.agreed_by else ""
    if row.agreed_on is not None:
        agreed = f"{agreed or 'agreed'} on {plain(row.agreed_on)}"
    return "; ".join(part for part in (_line(row.rationale).rstrip(".;"), agreed) if part)


def _plain(value: Any) -> str:  # noqa: ANN401 - a cell of any column
    if isinstance(value, tuple):
        return ", ".join(_plain(part) for part in value)
    if isinstance(value, bool):
        return yes_or_no(value)
    if isinstance(value, StrEnum | Period | date | int):
        return plain(value) if type(value) is date else str(value)
    return plain(value)


def _text(value: object | None) -> str:
    return "" if value is None else str(value)


def _line(text: str | None) -> str:
    return " ".join(text.split()) if text else ""
