"""The data sheet of the CLT workbook: one row a result, each with the register cell it came from."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from pmf_cli.analysis.series.series import rows_to_show
from pmf_cli.assessment import Assessment
from pmf_cli.rag.base import KpiRating
from pmf_cli.register.sheets.kpis import Kpi
from pmf_cli.register.sheets.record import Result
from pmf_cli.views.base import Align, Column, Entry, Table, Tone
from pmf_cli.views.entries import (
    NO_FIGURE,
    date_entry,
    part_entry,
    text_entry,
    value_entry,
)
from pmf_cli.words import day

DATA_COLUMNS = (
    Column("Reference", 1.2, key="ref"),
    Column("KPI", 4.0, key="name"),
    Column("Period", 1.6, key="period"),
    Column("Period ends", 1.3, key="period_end"),
    Column("Split", 1.8, key="split"),
    Column("Value", 1.4, Align.NUMBER, key="value"),
    Column("Unit", 1.2, key="unit"),
    Column("Numerator", 1.3, Align.NUMBER, key="numerator"),
    Column("Denominator", 1.3, Align.NUMBER, key="denominator"),
    Column("Value status", 1.4, key="value_status"),
    Column("Reason for no data", 2.4, key="no_data_reason"),
    Column("Received on", 1.3, key="received_on"),
    Column("Register cell", 3.6, key="cell"),
)
"""The columns of the data sheet."""


def data_sheet(assessment: Assessment, ratings: Sequence[KpiRating]) -> Table:
    """The results behind the report, one row a figure, with the register cell of each."""
    return Table(
        "data",
        f"Results behind the report, {day(assessment.as_of)}",
        DATA_COLUMNS,
        tuple(_data_rows(assessment, ratings)),
        "One row for each result of the KPIs in scope within the periods shown.",
    )


def _data_rows(assessment: Assessment, ratings: Sequence[KpiRating]) -> Iterator[tuple[Entry, ...]]:
    splits: dict[str, list[str | None]] = {}
    for ref, split in assessment.register.series:
        splits.setdefault(ref, []).append(split)
    most = max(assessment.settings.clt.history, assessment.settings.charts.periods)
    for rating in ratings:
        kpi = rating.kpi
        known = (Entry(kpi.ref), text_entry(kpi.name), text_entry(kpi.unit))
        for split in sorted(splits.get(kpi.ref, ()), key=lambda name: (name is not None, name)):
            for result in rows_to_show(assessment, kpi, most, split):
                yield _data_row(kpi, result, known)


def _data_row(kpi: Kpi, result: Result, known: tuple[Entry, Entry, Entry]) -> tuple[Entry, ...]:
    ref, name, unit = known
    where = result.source.at("value")
    status, reason, period = result.value_status, result.no_data_reason, result.period
    return (
        ref,
        name,
        Entry(str(period)),
        date_entry(None if period is None else period.end),
        Entry(result.split or "Whole"),
        value_entry(result.value, kpi, where)
        if result.value is not None
        else Entry(NO_FIGURE, tone=Tone.MUTED, ref=where),
        unit,
        part_entry(result.numerator),
        part_entry(result.denominator),
        Entry("Final" if status is None else str(status)),
        Entry("None" if reason is None else str(reason)),
        date_entry(result.received_on),
        Entry(str(where), ref=where),
    )
