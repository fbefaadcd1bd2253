"""The KPIs of a register as a list: what each is, who answers for it, how it stands."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from pmf_cli.analysis.series.series import known_rows
from pmf_cli.assessment import Assessment
from pmf_cli.register.figures import figure
from pmf_cli.register.sheets.kpis import Kpi
from pmf_cli.register.sheets.record import Result
from pmf_cli.views.base import Column, Entry, Paragraph, Section, Table, TextStyle, Tone
from pmf_cli.views.entries import rating_entry, text_entry
from pmf_cli.views.listing import Datum, Listing
from pmf_cli.views.roles import role_of
from pmf_cli.views.selection import Selection, selected_kpis
from pmf_cli.views.wording import are
from pmf_cli.words import counted

SCHEMA = "pmf/kpis/1"
COLUMNS = (
    Column("Ref", 1.0, key="ref"),
    Column("KPI", 3.6, key="name"),
    Column("Directorate", 1.8, key="directorate"),
    Column("Frequency", 1.2, key="frequency"),
    Column("Status", 1.2, key="status"),
    Column("Latest", 1.4, key="latest"),
    Column("Rating", 1.4, key="rating"),
    Column("Responsible", 2.0, key="responsible"),
)


def kpi_listing(assessment: Assessment, wanted: Selection | None = None) -> Listing:
    """The KPIs wanted, those outside the period's scope too.

    Raises:
        UsageError: a value asked for is not in the register.
    """
    asked = wanted or Selection()
    kpis = selected_kpis(assessment, asked)
    in_scope = sum(1 for kpi in kpis if kpi.ref in assessment.rating_of)
    heading = f"{assessment.register.name or 'KPI Register'}: KPIs"
    if asked.words:
        heading += f" ({asked.words})"
    table = Table(
        "kpis", "KPIs", COLUMNS, tuple(_row(assessment, kpi) for kpi in kpis), "KPIs found."
    )
    words = (
        f"{counted(len(kpis), 'KPI')} of {len(assessment.register.kpis):,} in the register; "
        f"{in_scope:,} {are(in_scope)} in scope for {assessment.period}."
    )
    closing = Section("Counts", 2, (Paragraph(words, TextStyle.LEAD),))
    return Listing(
        schema=SCHEMA,
        register=assessment.register.name,
        period=str(assessment.period),
        as_of=assessment.as_of,
        counts={
            "in_register": len(assessment.register.kpis),
            "found": len(kpis),
            "in_scope": in_scope,
        },
        key="kpis",
        items=_items(assessment, kpis),
        sections=(Section(heading, 1, (table,)), closing),
    )


def _latest(assessment: Assessment, kpi: Kpi) -> Result | None:
    """The figure that is rated, or the latest that could be."""
    rating = assessment.rating_of.get(kpi.ref)
    if rating is not None and rating.shown is not None:
        return rating.shown
    rows = [row for row in known_rows(assessment, kpi, 4) if row.value is not None]
    return rows[-1] if rows else None


def _responsible(assessment: Assessment, kpi: Kpi) -> str:
    return role_of(assessment.register, kpi.responsible_officer)


def _row(assessment: Assessment, kpi: Kpi) -> tuple[Entry, ...]:
    rating = assessment.rating_of.get(kpi.ref)
    latest = _latest(assessment, kpi)
    told = "No result" if latest is None else f"{figure(latest.value, kpi)} ({latest.period})"
    return (
        Entry(kpi.ref, ref=kpi.source.at("ref")),
        text_entry(kpi.name, missing="No name"),
        text_entry(kpi.directorate),
        text_entry(None if kpi.frequency is None else str(kpi.frequency)),
        text_entry(None if kpi.status is None else str(kpi.status)),
        Entry(told),
        Entry("Not in scope", tone=Tone.MUTED) if rating is None else rating_entry(rating),
        text_entry(_responsible(assessment, kpi)),
    )


def _items(assessment: Assessment, kpis: Sequence[Kpi]) -> tuple[Mapping[str, Datum], ...]:
    frameworks: dict[str, list[str]] = {}
    for place in assessment.register.frameworks:
        if place.kpi_ref is not None:
            frameworks.setdefault(place.kpi_ref, []).append(place.framework)
    found = []
    for kpi in kpis:
        rating = assessment.rating_of.get(kpi.ref)
        latest = _latest(assessment, kpi)
        row = None if rating is None else rating.target_row
        found.append(
            {
                "ref": kpi.ref,
                "name": kpi.name,
                "directorate": kpi.directorate,
                "service": kpi.service,
                "portfolio": kpi.portfolio,
                "scrutiny_board": kpi.scrutiny_board,
                "frequency": None if kpi.frequency is None else str(kpi.frequency),
                "status": None if kpi.status is None else str(kpi.status),
                "target_type": None
                if row is None or row.target_type is None
                else str(row.target_type),
                "responsible": _responsible(assessment, kpi) or None,
                "latest_period": None if latest is None else str(latest.period),
                "latest_text": None if latest is None else figure(latest.value, kpi),
                "rating": None if rating is None or rating.rag is None else str(rating.rag),
                "frameworks": tuple(frameworks.get(kpi.ref, ())),
            }
        )
    return tuple(found)
