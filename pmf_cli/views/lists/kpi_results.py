"""Results side by side: the wide view of the record, one table for each kind of period."""

from __future__ import annotations

from collections.abc import Mapping

from pmf_cli.analysis.series.results_by_period import WideRow, WideTable, wide_tables
from pmf_cli.assessment import Assessment
from pmf_cli.register.figures import figure
from pmf_cli.register.periods.period import Period, PeriodKind
from pmf_cli.register.sheets.kpis import Kpi
from pmf_cli.register.sheets.record import Result
from pmf_cli.views.base import Align, Column, Entry, Fact, Paragraph, Report, Section, Table
from pmf_cli.views.entries import NO_FIGURE, text_entry, value_entry
from pmf_cli.views.listing import Datum, Listing
from pmf_cli.views.lists.rag import cell_text, exact
from pmf_cli.views.selection import NO_DIRECTORATE, Selection, selected_kpis
from pmf_cli.views.wording import file_stem, part_name
from pmf_cli.words import counted, day

SCHEMA = "pmf/results/1"
TITLE = "Results side by side"
KIND_WORDS = {PeriodKind.ROLLING: "rolling period"}
"""Kinds whose own word does not stand alone in a heading."""


def results_listing(
    assessment: Assessment, wanted: Selection, *, most: int, with_splits: bool = False
) -> Listing:
    """The results of the KPIs wanted, up to the reporting period, for screen and data.

    Args:
        assessment: the register and its reporting period.
        wanted: which KPIs.
        most: periods at most, the newest.
        with_splits: whether splits have rows of their own.

    Raises:
        UsageError: a value asked for is not in the register.
    """
    tables = _tables(assessment, wanted, most, with_splits=with_splits)
    items = tuple(_item(assessment, table, row) for table in tables for row in table.rows)
    return Listing(
        schema=SCHEMA,
        register=assessment.register.name,
        period=str(assessment.period),
        as_of=assessment.as_of,
        counts={"rows": len(items)},
        key="items",
        items=items,
        sections=_sections(assessment, tables),
    )


def results_report(
    assessment: Assessment, wanted: Selection, *, most: int, with_splits: bool = False
) -> Report:
    """The same as a workbook: one sheet for each kind of period, figures as numbers.

    Raises:
        UsageError: a value asked for is not in the register.
    """
    sections = _sections(assessment, _tables(assessment, wanted, most, with_splits=with_splits))
    return Report(
        name="results",
        title=TITLE,
        subtitle=f"{assessment.register.name}, up to {assessment.period}".lstrip(", "),
        facts=(Fact("As at", day(assessment.as_of)),),
        sections=sections,
        as_at=assessment.as_of,
        workbook=sections[1:],
        file_stem=file_stem("results", str(assessment.period)),
        footer=f"{TITLE}, up to {assessment.period}",
    )


def _tables(
    assessment: Assessment, wanted: Selection, most: int, *, with_splits: bool
) -> tuple[WideTable, ...]:
    refs = [kpi.ref for kpi in selected_kpis(assessment, wanted)]
    return wide_tables(
        assessment.register,
        refs,
        up_to=assessment.period.end,
        most=most,
        with_splits=with_splits,
    )


def _sections(assessment: Assessment, tables: tuple[WideTable, ...]) -> tuple[Section, ...]:
    opening = Paragraph(
        f"Up to {assessment.period}. {NO_FIGURE} means that the record has no figure for the period."
        if tables
        else f"The record holds no results up to {assessment.period} for the KPIs asked for."
    )
    heading = Section(
        f"{assessment.register.name or 'KPI Register'}: {TITLE.lower()}", 1, (opening,)
    )
    return (heading, *(_section(assessment, table) for table in tables))


def _section(assessment: Assessment, table: WideTable) -> Section:
    title = f"By {KIND_WORDS.get(table.kind, table.kind)} ({counted(len(table.rows), 'row')})"
    kpis = assessment.register.kpi_by_ref
    columns = (
        Column("Ref", 1.0),
        Column("KPI", 3.0),
        Column("Split", 1.2),
        *(Column(str(period), 1.2, Align.NUMBER) for period in table.periods),
    )
    rows = tuple(
        (
            Entry(row.kpi_ref),
            text_entry(kpis[row.kpi_ref].name, missing="No name"),
            Entry(row.split or "Whole"),
            *(_figure(result, kpis[row.kpi_ref]) for result in row.results),
        )
        for row in table.rows
    )
    return Section(title, 2, (Table(part_name("results", table.kind), title, columns, rows),))


def _figure(result: Result | None, kpi: Kpi) -> Entry:
    if result is None or result.value is None:
        return Entry(NO_FIGURE)
    return value_entry(result.value, kpi, result.source.at("value"))


def _item(assessment: Assessment, table: WideTable, row: WideRow) -> Mapping[str, Datum]:
    kpi = assessment.register.kpi_by_ref[row.kpi_ref]
    return {
        "ref": kpi.ref,
        "name": kpi.name,
        "split": row.split,
        "directorate": kpi.directorate or NO_DIRECTORATE,
        "unit": kpi.unit,
        "period_kind": str(table.kind),
        "results": tuple(
            _result(period, result, kpi)
            for period, result in zip(table.periods, row.results, strict=True)
        ),
    }


def _result(period: Period, result: Result | None, kpi: Kpi) -> Mapping[str, str | None]:
    known = result is not None and result.value is not None
    return {
        "period": str(period),
        "value": exact(result.value) if result is not None else None,
        "text": figure(result.value, kpi) if result is not None and known else NO_FIGURE,
        "cell": cell_text(result.source.at("value")) if result is not None else None,
    }
