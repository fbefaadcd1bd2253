"""Counts of KPIs: what is written down of each, its target, its source, what the checks find."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from pmf_cli.analysis.assurance.grounds import Counting, Grounds, Piece, cell_of
from pmf_cli.checks.coverage import measures_of
from pmf_cli.findings import CellRef, Severity
from pmf_cli.register.sheets.kpis import Kpi
from pmf_cli.register.sheets.targets import Target
from pmf_cli.register.terms import SourceAssurance, SupplyRisk
from pmf_cli.words import counted, day

OF_THE_TARGET = {
    "target": "target_type",
    "specific_target": "target",
    "tolerance": "tolerance",
}
"""What is asked of a KPI's target row → the field that answers."""
OF_THE_KPI = {
    "contact": "key_contact",
    "reviewed": "reviewed_on",
    "definition": "definition",
    "data_source": "data_source",
    "limitations": "known_limitations",
}
"""What is asked of a KPI's own row → the field that answers."""
CHECKED_BY_OTHERS = (
    SourceAssurance.EXTERNAL_AUDIT,
    SourceAssurance.INSPECTION,
    SourceAssurance.NATIONAL_STATISTICS,
    SourceAssurance.INTERNAL_AUDIT,
)
"""Who has checked a source that was not the service itself (2024 report, ¶67)."""


def covered(key: str) -> Counting:
    """A count of ``pmf validate --coverage``, of the KPIs of which the reader may be told."""

    def pieces(grounds: Grounds) -> Iterator[Piece]:
        context = grounds.context
        measure = next(one for one in measures_of(context) if one.key == key)
        for kpi in grounds.kept:
            if measure.asked(context, kpi):
                where = _where(grounds, key, kpi)
                yield Piece(kpi.ref, measure.has(context, kpi), _told(grounds, key, kpi), where)

    return pieces


def _where(grounds: Grounds, key: str, kpi: Kpi) -> CellRef | None:
    if key in OF_THE_TARGET:
        row = grounds.context.target_at(kpi.ref, None, grounds.assessment.period)
        return cell_of(row, OF_THE_TARGET[key]) or cell_of(kpi, "ref")
    return cell_of(kpi, OF_THE_KPI.get(key, "ref"))


def _told(grounds: Grounds, key: str, kpi: Kpi) -> str:
    if key == "reviewed":
        return "Never" if kpi.reviewed_on is None else day(kpi.reviewed_on)
    if key in OF_THE_TARGET:
        row = grounds.context.target_at(kpi.ref, None, grounds.assessment.period)
        return str((row and row.target_type) or "No target")
    return ""


def targets_reviewed(grounds: Grounds) -> Iterator[Piece]:
    """KPIs whose target was agreed or reviewed within the year (performance officer's role, line 213)."""
    context = grounds.context
    has_target = next(one for one in measures_of(context) if one.key == "target")
    for kpi in grounds.kept:
        row = context.target_at(kpi.ref, None, grounds.assessment.period)
        if row is None or not (has_target.asked(context, kpi) and has_target.has(context, kpi)):
            continue
        seen, field = _last_seen(row)
        says = "No date" if seen is None else day(seen)
        yield Piece(kpi.ref, grounds.is_recent(seen), says, cell_of(row, field))


def _last_seen(row: Target) -> tuple[date | None, str]:
    """When a target was last agreed or reviewed, and the field that says so."""
    days = {"reviewed_on": row.reviewed_on, "agreed_on": row.agreed_on}
    known = [(on, field) for field, on in days.items() if on is not None]
    return max(known, default=(None, "reviewed_on"))


def officers(grounds: Grounds) -> Iterator[Piece]:
    """KPIs whose responsible officer is in the contacts and has not left."""
    for kpi in grounds.kept:
        contact = grounds.register.contact(kpi.responsible_officer)
        is_there = contact is not None and not contact.has_left(grounds.as_of)
        says = kpi.responsible_officer or "Nobody named"
        yield Piece(kpi.ref, is_there, says, cell_of(kpi, "responsible_officer"))


def checked_sources(grounds: Grounds) -> Iterator[Piece]:
    """KPIs whose source somebody else than the service has checked."""
    for kpi in grounds.kept:
        by = kpi.source_assurance
        holds = by in CHECKED_BY_OTHERS
        yield Piece(kpi.ref, holds, str(by or "Not stated"), cell_of(kpi, "source_assurance"))


def supply(grounds: Grounds) -> Iterator[Piece]:
    """KPIs whose data are not at risk of no longer coming, nor watched for that (2011 framework, line 159)."""
    for kpi in grounds.kept:
        risk = kpi.supply_risk
        holds = risk is SupplyRisk.NONE
        yield Piece(kpi.ref, holds, str(risk or "Not stated"), cell_of(kpi, "supply_risk"))


def without_errors(grounds: Grounds) -> Iterator[Piece]:
    """KPIs in which the checks find no error."""
    errors: dict[str, list[CellRef]] = {}
    for one in grounds.assessment.findings:
        if one.severity is Severity.ERROR and one.kpi_ref is not None:
            errors.setdefault(one.kpi_ref, []).append(one.where)
    for kpi in grounds.kept:
        found = errors.get(kpi.ref, [])
        says = counted(len(found), "error") if found else "No error"
        yield Piece(kpi.ref, not found, says, found[0] if found else cell_of(kpi, "ref"))
