"""The KPIs of a register as a list: what each is, who answers for it, how it stands."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from pmf_cli.analysis.series.series import known_rows
from pmf_cli.assessment import Assessment
from pmf_cli.rag.base import KpiRating
from pmf_cli.register.figures import figure
from pmf_cli.register.sheets.kpis import Kpi
from pmf_cli.register.sheets.record import Result
from pmf_cli.views.base import Entry, Section, Tone, lead
from pmf_cli.views.entries import rating_entry
from pmf_cli.views.listing import Field, ListDefinition, Listing, register_title
from pmf_cli.views.roles import role_of
from pmf_cli.views.selection import Selection, selected_kpis
from pmf_cli.views.wording import are
from pmf_cli.words import counted


@dataclass(frozen=True, slots=True)
class KpiLine:
    """A KPI with what a list tells of it.

    Attributes:
        rating: its rating for the period; ``None`` where it is not in scope.
        latest: the figure that is rated, or the latest that could be.
        responsible: the post that answers for it.
    """

    kpi: Kpi
    rating: KpiRating | None
    latest: Result | None
    responsible: str
    frameworks: tuple[str, ...]


KPIS: ListDefinition[KpiLine] = ListDefinition(
    "pmf/kpis/1",
    "One item a KPI of the register. From `pmf kpi list`.",
    "kpis",
    (
        Field(
            "ref", "Ref", "KPI reference.", lambda one: one.kpi.ref,
            lambda one: Entry(one.kpi.ref, ref=one.kpi.source.at("ref")),
        ),
        Field("name", "KPI", "KPI name.", lambda one: one.kpi.name, missing="No name", width=3.6),
        Field("directorate", "Directorate", "Directorate.", lambda one: one.kpi.directorate, width=1.8),
        Field("service", "", "Service.", lambda one: one.kpi.service),
        Field("portfolio", "", "Portfolio.", lambda one: one.kpi.portfolio),
        Field("scrutiny_board", "", "Scrutiny board.", lambda one: one.kpi.scrutiny_board),
        Field("frequency", "Frequency", "How often a figure comes.", lambda one: one.kpi.frequency, width=1.2),
        Field("status", "Status", "Active, under development, paused or ended.", lambda one: one.kpi.status, width=1.2),
        Field(
            "target_type", "",
            "The type of target in force: value, range, direction, tracker and so on.",
            lambda one: one.rating and one.rating.target_row and one.rating.target_row.target_type,
        ),
        Field("responsible", "Responsible", "The post that answers for it.", width=2.0),
        Field(
            "latest_period", "Latest", "The period of the latest figure.",
            lambda one: one.latest and one.latest.period, lambda one: Entry(_latest_words(one)), width=1.4,
        ),
        Field(
            "latest_text", "", "The latest figure as printed.",
            lambda one: one.latest and figure(one.latest.value, one.kpi),
        ),
        Field(
            "rating", "Rating",
            "The rating for the reporting period; empty where not rated or not in scope.",
            lambda one: one.rating and one.rating.rag,
            lambda one: rating_entry(one.rating) if one.rating else Entry("Not in scope", tone=Tone.MUTED),
            width=1.4,
        ),
        Field("frameworks", "", "Frameworks it belongs to."),
    ),
    (
        "ref", "name", "directorate", "frequency", "status", "latest_period", "rating", "responsible",
    ),
)  # fmt: skip


def kpi_listing(assessment: Assessment, wanted: Selection | None = None) -> Listing:
    """The KPIs wanted, those outside the period's scope too.

    Raises:
        UsageError: a value asked for is not in the register.
    """
    asked = wanted or Selection()
    kpis = selected_kpis(assessment, asked)
    in_scope = sum(1 for kpi in kpis if kpi.ref in assessment.rating_of)
    heading = register_title(assessment.register, "KPIs")
    if asked.words:
        heading += f" ({asked.words})"
    lines = _lines(assessment, kpis)
    words = (
        f"{counted(len(kpis), 'KPI')} of {len(assessment.register.kpis):,} in the register; "
        f"{in_scope:,} {are(in_scope)} in scope for {assessment.period}."
    )
    closing = Section("Counts", 2, (lead(words),))
    return KPIS.listing_of(
        assessment,
        lines,
        {"in_register": len(assessment.register.kpis), "found": len(kpis), "in_scope": in_scope},
        (Section(heading, 1, (KPIS.table("kpis", "KPIs", lines, "KPIs found."),)), closing),
    )


def _lines(assessment: Assessment, kpis: Sequence[Kpi]) -> tuple[KpiLine, ...]:
    frameworks: dict[str, list[str]] = {}
    for place in assessment.register.frameworks:
        if place.kpi_ref is not None:
            frameworks.setdefault(place.kpi_ref, []).append(place.framework)
    return tuple(
        KpiLine(
            kpi,
            assessment.rating_of.get(kpi.ref),
            _latest(assessment, kpi),
            role_of(assessment.register, kpi.responsible_officer),
            tuple(frameworks.get(kpi.ref, ())),
        )
        for kpi in kpis
    )


def _latest(assessment: Assessment, kpi: Kpi) -> Result | None:
    """The figure that is rated, or the latest that could be."""
    rating = assessment.rating_of.get(kpi.ref)
    if rating is not None and rating.shown is not None:
        return rating.shown
    rows = [row for row in known_rows(assessment, kpi, 4) if row.value is not None]
    return rows[-1] if rows else None


def _latest_words(one: KpiLine) -> str:
    if one.latest is None:
        return "No result"
    return f"{figure(one.latest.value, one.kpi)} ({one.latest.period})"
