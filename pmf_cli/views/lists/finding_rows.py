"""One finding as a row of a table and as data."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from pmf_cli.checks import KINDS
from pmf_cli.checks.urgency import urgency_of
from pmf_cli.findings import Finding, Severity
from pmf_cli.views.base import Column, Entry
from pmf_cli.views.entries import text_entry
from pmf_cli.views.listing import Datum
from pmf_cli.views.lists.finding_codes import TONES, URGENCIES, URGENCY_TONES

COLUMNS = (
    Column("Code", 0.8, key="code"),
    Column("KPI", 0.9, key="kpi"),
    Column("What is wrong", 5.0, key="message"),
    Column("What to do", 3.0, key="cure"),
    Column("Where", 3.0, key="where"),
)


def finding_row(finding: Finding) -> tuple[Entry, ...]:
    """Code, KPI, sentence, cure and place of one finding; the place carries the cell."""
    return (
        Entry(finding.code, tone=TONES[finding.severity]),
        text_entry(finding.kpi_ref, "All"),
        Entry(finding.message),
        Entry(cure_of(finding)),
        Entry(str(finding.where) or "The register", ref=finding.where),
    )


def cure_of(finding: Finding) -> str:
    """What to do: the finding's own cure, else its code's."""
    kind = KINDS.get(finding.code)
    return finding.cure or (kind.cure if kind is not None else "") or "Look at the cell."


def finding_item(finding: Finding) -> Mapping[str, Datum]:
    """One finding as data."""
    return {
        "code": finding.code,
        "severity": str(finding.severity),
        "urgency": str(urgency_of(finding.code, finding.severity)),
        "message": finding.message,
        "cure": cure_of(finding),
        "kpi": finding.kpi_ref,
        "person": finding.person,
        "workbook": finding.where.workbook,
        "sheet": finding.where.sheet,
        "cell": finding.where.cell,
        "where": str(finding.where),
    }


def number_of(found: Iterable[Finding], severity: Severity) -> int:
    """How many findings are of a severity."""
    return sum(finding.severity is severity for finding in found)


def urgency_entry(finding: Finding) -> Entry:
    """What it asks, as words with their tone."""
    urgency = urgency_of(finding.code, finding.severity)
    return Entry(URGENCIES[urgency].title, tone=URGENCY_TONES[urgency])
