"""A register assessed for tests: ratings as the tool gives them, findings only where given."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from pmf_cli.assessment import Assessment
from pmf_cli.findings import Finding
from pmf_cli.rag.rate import rate_all, rate_splits
from pmf_cli.register.periods.period import month
from pmf_cli.register.periods.text import parse_period
from pmf_cli.register.register import Register
from pmf_cli.register.sheets.kpis import Kpi
from pmf_cli.register.sheets.record import Result
from pmf_cli.register.terms import Frequency
from pmf_cli.settings import Settings
from pmf_cli.views.base import Entry, Paragraph, Report, Section, Table
from tests.make import AS_OF, PERIOD, make_kpi, make_register, make_result, make_target

QUARTERS = tuple(
    f"{year}/{(year + 1) % 100:02d} Q{number}"
    for year in (2022, 2023, 2024)
    for number in range(1, 5)
)[:11]
"""2022/23 Q1 to 2024/25 Q3, oldest first."""


def assessed(
    register: Register,
    *,
    period: str = PERIOD,
    as_of: date = AS_OF,
    settings: Settings | None = None,
    findings: Sequence[Finding] = (),
) -> Assessment:
    """The register rated for a period on a date."""
    own = settings or Settings()
    asked = parse_period(period)
    return Assessment(
        register,
        own,
        asked,
        as_of,
        rate_all(register, own, asked, as_of),
        rate_splits(register, own, asked, as_of),
        tuple(findings),
    )


def quarterly(ref: str, values: Sequence[str | None], **kpi: object) -> tuple[Kpi, list[Result]]:
    """A KPI and its results for the newest quarters up to 2024/25 Q3, oldest first."""
    rows = [
        make_result(ref, period, value)
        for period, value in zip(QUARTERS[len(QUARTERS) - len(values) :], values, strict=True)
        if value is not None
    ]
    return make_kpi(ref, **kpi), rows


def monthly(ref: str, figures: Sequence[str], **kpi: object) -> tuple[Kpi, list[Result]]:
    """A KPI and its figures of the newest months up to December 2024."""
    first = 2024 * 12 + 12 - len(figures)
    rows = [
        make_result(ref, month((first + at) // 12, (first + at) % 12 + 1), value)
        for at, value in enumerate(figures)
    ]
    return make_kpi(ref, frequency=Frequency.MONTHLY, short_name=ref, **kpi), rows


def register_of(*series: tuple[Kpi, list[Result]], **over: object) -> Register:
    """A register of several such KPIs, each with a target of 90, higher is better."""
    kpis = [kpi for kpi, _ in series]
    results = [row for _, rows in series for row in rows]
    targets = over.pop("targets", None) or [make_target(kpi.ref) for kpi in kpis]
    return make_register(kpis, results, targets, **over)  # type: ignore[arg-type]


def tables_of(report: Report | Sequence[Section]) -> dict[str, Table]:
    """Table name → table."""
    sections = report.sections if isinstance(report, Report) else report
    return {
        block.name: block
        for section in sections
        for block in section.plain_blocks
        if isinstance(block, Table)
    }


def column_of(table: Table, title: str) -> list[Entry]:
    """The entries of one column."""
    at = [column.title for column in table.columns].index(title)
    return [row[at] for row in table.rows]


def words_of(sections: Sequence[Section]) -> str:
    """All words of some sections in one text."""
    parts: list[str] = []
    for section in sections:
        parts.append(section.heading)
        for block in section.plain_blocks:
            if isinstance(block, Paragraph):
                parts.append(f"{block.label} {block.text}")
            elif isinstance(block, Table):
                parts += [entry.whole for row in block.rows for entry in row]
    return "\n".join(parts)
