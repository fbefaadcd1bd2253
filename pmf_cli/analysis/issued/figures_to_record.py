"""Figures as a paper gives them, ready to be kept: value, rating, target, rule and definition."""

from __future__ import annotations

from collections.abc import Iterable
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
from pmf_cli.register.terms import RATING_WORDS
from pmf_cli.words import yes_or_no

TARGET_TERMS = (
    "target_type", "target", "range_low", "range_high", "profile", "q1", "q2", "q3", "q4",
    "months", "amber_boundary", "interim",
)  # fmt: skip
"""What a target row asks for; tolerance stands apart, reasons and dates are no part of it."""
RULE_TERMS = tuple(
    name
    for name in RatingRule.model_fields
    if name not in ("from_period", "approved_by", "approved_on", "source", "rule_set")
)
"""What a rule row says on how ratings are made."""


def reported(rating: KpiRating) -> ReportedFigure:
    """One rating as a paper prints it."""
    outcome, direction, kpi = rating.outcome, rating.direction, rating.kpi
    shown = rating.shown
    rated = outcome if isinstance(outcome, Rating) else None
    compared = direction.comparator_value
    if compared is None and direction.comparator is not None:
        compared = direction.comparator.value
    from_record = direction.comparator is not None and direction.comparator_period is not None
    target = rating.target_row
    return ReportedFigure(
        kpi_ref=kpi.ref,
        name=kpi.name or kpi.short_name or "",
        split=rating.split,
        period="" if shown is None or shown.period is None else str(shown.period),
        value=None if shown is None else shown.value,
        value_text=value_words(kpi, shown),
        value_status=_text(None if shown is None else shown.value_status),
        replaces=_line(None if shown is None else shown.replaces),
        rating="" if rated is None else str(rated.rag),
        not_rated="" if isinstance(outcome, Rating) else str(outcome.reason),
        sentence=outcome.sentence,
        target=None if rated is None else rated.target,
        target_text=outcome.target_text,
        target_terms=terms_of(target, TARGET_TERMS),
        target_reason=target_reason(target),
        tolerance=None if rated is None else rated.tolerance,
        tolerance_basis=_text(None if rated is None else rated.tolerance_basis),
        comparator=compared,
        comparator_text=figure(compared, kpi),
        comparator_period=str(direction.comparator_period) if from_record else "",
        direction="" if direction.travel is Travel.NOT_KNOWN else str(direction.travel),
        direction_text=direction.text or direction.why_none,
        rule_set="" if rated is None else rated.rule_set,
        rule_terms=terms_of(None if rated is None else rated.rule, RULE_TERMS),
        definition=kpi.definition_version,
        polarity=_text(kpi.polarity),
        unit=kpi.unit or "",
        cell=cell_of(shown),
        rated_for="" if rating.result_period is None else str(rating.result_period),
        terms=frozen_terms(rating),
        words=RATING_WORDS if rated is None else rated.words,
    )


def reported_part(kpi: Kpi, row: Result) -> ReportedFigure:
    """A split's figure that a paper prints beside the whole, without a rating of its own."""
    return ReportedFigure(
        kpi_ref=kpi.ref,
        name=kpi.name or kpi.short_name or "",
        split=row.split,
        period=str(row.period),
        value=row.value,
        value_text=value_words(kpi, row),
        value_status=_text(row.value_status),
        replaces=_line(row.replaces),
        definition=kpi.definition_version,
        unit=kpi.unit or "",
        cell=cell_of(row),
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
