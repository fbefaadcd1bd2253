"""Results side by side: the wide view of the record, one table for each kind of period."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from pmf_cli.analysis.series.results_by_period import WideRow, WideTable, wide_tables
from pmf_cli.assessment import Assessment
from pmf_cli.register.periods.period import PeriodKind
from pmf_cli.register.sheets.kpis import Kpi
from pmf_cli.register.sheets.record import Result
from pmf_cli.views.base import Align, Column, Entry, Paragraph, Report, Section
from pmf_cli.views.entries import NO_FIGURE, value_entry
from pmf_cli.views.listing import (
    Field,
    ListDefinition,
    Listing,
    exact_figure,
    register_title,
)
from pmf_cli.views.selection import NO_DIRECTORATE, Selection, selected_kpis
from pmf_cli.views.wording import part_name
from pmf_cli.words import counted

TITLE = "Results side by side"
KIND_WORDS = {PeriodKind.ROLLING: "rolling period"}
"""Kinds whose own word does not stand alone in a heading."""


@dataclass(frozen=True, slots=True)
class ResultsLine:
    """A row of a table of results: its KPI, and its results by period."""

    kpi: Kpi
    table: WideTable
    row: WideRow


RESULTS: ListDefinition[ResultsLine] = ListDefinition(
    "pmf/results/1",
    "One item a KPI (or split) and kind of period: its results side by side. From `pmf kpi results`.",
    "items",
    (
        Field("ref", "Ref", "KPI reference.", lambda one: one.kpi.ref),
        Field("name", "KPI", "KPI name.", lambda one: one.kpi.name, missing="No name", width=3.0),
        Field(
            "split", "Split", "The split; empty for the whole.", lambda one: one.row.split,
            lambda one: Entry(one.row.split or "Whole"), width=1.2,
        ),
        Field("directorate", "", "Directorate.", lambda one: one.kpi.directorate or NO_DIRECTORATE),
        Field("unit", "", "The KPI's unit.", lambda one: one.kpi.unit),
        Field(
            "period_kind", "", "Month, quarter, financial year and so on.",
            lambda one: one.table.kind,
        ),
        Field(
            "results", "",
            "Oldest first: period, value as exact decimals, text as printed, and the cell.",
            lambda one: tuple(
                {
                    "period": period,
                    "value": exact_figure(result.value) if result else None,
                    "text": _figure_entry(result, one.kpi).text,
                    "cell": result and result.source.at("value"),
                }
                for period, result in zip(one.table.periods, one.row.results, strict=True)
            ),
        ),
    ),
)  # fmt: skip


def results_listing(
    assessment: Assessment, wanted: Selection, *, most: int, with_splits: bool = False
) -> Listing:
    """The results of the KPIs wanted, up to the reporting period, in every format.

    Args:
        most: periods at most, the newest.

    Raises:
        UsageError: a value asked for is not in the register.
    """
    refs = [kpi.ref for kpi in selected_kpis(assessment, wanted)]
    tables = wide_tables(
        assessment.register,
        refs,
        up_to=assessment.period.end,
        most=most,
        with_splits=with_splits,
    )
    kpis = assessment.register.kpi_by_ref
    groups = [
        [ResultsLine(kpis[row.kpi_ref], table, row) for row in table.rows] for table in tables
    ]
    lines = [line for group in groups for line in group]
    opening = Paragraph(
        f"Up to {assessment.period}. {NO_FIGURE} means that the record has no figure for the period."
        if tables
        else f"The record holds no results up to {assessment.period} for the KPIs asked for."
    )
    heading = Section(register_title(assessment.register, TITLE.lower()), 1, (opening,))
    sections = (heading, *(_section(group) for group in groups))
    return RESULTS.listing_of(assessment, lines, {"rows": len(lines)}, sections)


def results_report(
    assessment: Assessment, wanted: Selection, *, most: int, with_splits: bool = False
) -> Report:
    """The same as a workbook: one sheet for each kind of period, figures as numbers.

    Raises:
        UsageError: a value asked for is not in the register.
    """
    listing = results_listing(assessment, wanted, most=most, with_splits=with_splits)
    about = f"up to {assessment.period}"
    return listing.report("results", TITLE, about=about, workbook=listing.sections[1:])


def _section(lines: Sequence[ResultsLine]) -> Section:
    kind, periods = lines[0].table.kind, lines[0].table.periods
    title = f"By {KIND_WORDS.get(kind, kind)} ({counted(len(lines), 'row')})"
    table = RESULTS.table(part_name("results", kind), title, lines)
    figures = [Column(str(period), 1.2, Align.NUMBER) for period in periods]
    rows = tuple(
        (*row, *(_figure_entry(result, line.kpi) for result in line.row.results))
        for row, line in zip(table.rows, lines, strict=True)
    )
    return Section(title, 2, (replace(table, columns=(*table.columns, *figures), rows=rows),))


def _figure_entry(result: Result | None, kpi: Kpi) -> Entry:
    if result is None or result.value is None:
        return Entry(NO_FIGURE)
    return value_entry(result.value, kpi, result.source.at("value"))
