"""Which rating is to be explained, and the figures it was made from, each with its cell."""

from __future__ import annotations

from pmf_cli.assessment import Assessment
from pmf_cli.errors import UsageError
from pmf_cli.findings import CellRef
from pmf_cli.rag.base import Evidence, KpiRating
from pmf_cli.rag.rate import rate_kpi
from pmf_cli.rag.target_cells import target_used_of
from pmf_cli.register.figures import figure, plain
from pmf_cli.register.register import Register
from pmf_cli.register.sheets.kpis import Kpi
from pmf_cli.register.sheets.rows import RowSource
from pmf_cli.views.references import kpi_named
from pmf_cli.views.wording import sentence
from pmf_cli.words import listed_shortly


def explained(assessment: Assessment, ref: str, split: str | None = None) -> KpiRating:
    """The rating of a KPI, or of one of its splits.

    Raises:
        UsageError: the KPI or split is unknown, or the KPI is out of scope for the period.
    """
    kpi = kpi_named(assessment.register, ref)
    if split is None:
        rating = assessment.rating_of.get(kpi.ref)
    else:
        name = _split_named(assessment.register, kpi, split)
        rating = rate_kpi(
            assessment.register, assessment.settings, assessment.period, assessment.as_of,
            kpi.ref, name,
        )  # fmt: skip
    if rating is None:
        raise UsageError(
            f"{kpi.ref} is not in scope for {assessment.period}.{_scope_words(kpi)}",
            f"Name another period with --period, or see: pmf kpi show {kpi.ref}",
        )
    return rating


def _split_named(register: Register, kpi: Kpi, split: str) -> str:
    names = {name for ref, name in register.series if ref == kpi.ref and name is not None}
    names |= {row.split for row in register.targets_by_kpi.get(kpi.ref, ()) if row.split}
    for name in names:
        if name.casefold() == split.strip().casefold():
            return name
    raise UsageError(
        f'{kpi.ref} has no split "{split}".',
        f"Its splits are: {listed_shortly(sorted(names), 30)}." if names else "It has no splits.",
    )


def _scope_words(kpi: Kpi) -> str:
    parts = []
    if kpi.status is not None:
        parts.append(f"its status is {kpi.status}")
    if kpi.first_period is not None:
        parts.append(f"it is reported from {kpi.first_period}")
    if kpi.last_period is not None:
        parts.append(f"up to {kpi.last_period}")
    return f" {sentence(', '.join(parts))}" if parts else ""


def figures_of(rating: KpiRating) -> tuple[Evidence, ...]:
    """Every figure used, the result, target and comparator among them, each once."""
    used = list(rating.outcome.used)
    labels = {one.label.casefold() for one in used}
    shown = rating.shown
    if shown is not None and shown.value is not None and "result" not in labels:
        used.insert(0, Evidence("latest result", _value(rating), _cell(shown.source, "value")))
    if not any("target" in label or label.startswith("range") for label in labels):
        used += target_used_of(rating)
    where = rating.direction.comparator_where
    if where is not None and all(one.where != where for one in used):
        used.append(Evidence("comparator", comparator_words(rating), where))
    if shown is not None:
        used += [
            Evidence(label, plain(value), _cell(shown.source, label))
            for label, value in (
                ("numerator", shown.numerator),
                ("denominator", shown.denominator),
            )
            if value is not None
        ]
    return tuple(used)


def _value(rating: KpiRating) -> str:
    shown = rating.shown
    return "" if shown is None else f"{figure(shown.value, rating.kpi)} for {shown.period}"


def comparator_words(rating: KpiRating) -> str:
    """The figure compared with and its period: ``36.9% for 2023/24 Q3``."""
    direction = rating.direction
    value = direction.comparator_value
    if value is None and direction.comparator is not None:
        value = direction.comparator.value
    told = figure(value, rating.kpi)
    period = direction.comparator_period
    return told if period is None else f"{told} for {period}"


def _cell(source: RowSource, field: str) -> CellRef | None:
    return source.at(field) if source.row else None
