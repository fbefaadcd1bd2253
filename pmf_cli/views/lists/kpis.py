"""The KPIs of a register: what each is, who answers for it, how it stands; and their results side by side."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from pmf_cli.analysis.series.results_by_period import WideRow, WideTable, wide_tables
from pmf_cli.analysis.series.series import known_rows
from pmf_cli.assessment import Assessment
from pmf_cli.frozen import frozen
from pmf_cli.rag.base import KpiRating
from pmf_cli.register.figures import figure
from pmf_cli.register.periods.period import PeriodKind
from pmf_cli.register.sheets.kpis import Kpi
from pmf_cli.register.sheets.record import Result
from pmf_cli.views.base import Align, Column, Entry, Paragraph, Report, Section, Tone, lead
from pmf_cli.views.entries import NO_FIGURE, rating_entry, value_entry
from pmf_cli.views.listing import (
    Field,
    ListDefinition,
    Listing,
    exact_figure,
    register_title,
)
from pmf_cli.views.references import role_of
from pmf_cli.views.scorecard_entries import bare_entry, unit_entry
from pmf_cli.views.selection import NO_DIRECTORATE, Selection, selected_kpis
from pmf_cli.views.wording import are, part_name
from pmf_cli.words import counted


@frozen
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


TITLE = "Results side by side"
KIND_WORDS = {PeriodKind.ROLLING: "rolling period"}
"""Kinds whose own word does not stand alone in a heading."""


@frozen
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
    groups = _groups(assessment, wanted, most, with_splits=with_splits)
    opening = _opening(assessment, groups)
    heading = Section(register_title(assessment.register, TITLE.lower()), 1, (opening,))
    lines = [line for group in groups for line in group]
    sections = (heading, *(_section(group, with_units=True) for group in groups))
    return RESULTS.listing_of(assessment, lines, {"rows": len(lines)}, sections)


def _groups(
    assessment: Assessment, wanted: Selection, most: int, *, with_splits: bool
) -> list[list[ResultsLine]]:
    """The lines wanted, those of one kind of period together."""
    tables = wide_tables(
        assessment.register,
        [kpi.ref for kpi in selected_kpis(assessment, wanted)],
        up_to=assessment.period.end,
        most=most,
        with_splits=with_splits,
    )
    kpis = assessment.register.kpi_by_ref
    return [[ResultsLine(kpis[row.kpi_ref], table, row) for row in table.rows] for table in tables]


def _opening(assessment: Assessment, groups: Sequence[Sequence[ResultsLine]]) -> Paragraph:
    return Paragraph(
        f"Up to {assessment.period}. {NO_FIGURE} means that the record has no figure for the period."
        if groups
        else f"The record holds no results up to {assessment.period} for the KPIs asked for."
    )


def results_report(
    assessment: Assessment, wanted: Selection, *, most: int, with_splits: bool = False
) -> Report:
    """The same as a workbook: one sheet for each kind of period, figures as numbers, their unit beside them.

    Raises:
        UsageError: a value asked for is not in the register.
    """
    listing = results_listing(assessment, wanted, most=most, with_splits=with_splits)
    groups = _groups(assessment, wanted, most, with_splits=with_splits)
    cover = Section("Cover", 1, (_opening(assessment, groups),))
    sheets = (cover, *(_section(group, with_units=False) for group in groups))
    return listing.report("results", TITLE, about=f"up to {assessment.period}", workbook=sheets)


def _section(lines: Sequence[ResultsLine], *, with_units: bool) -> Section:
    """The lines of one kind of period; their figures ``with_units``, or the units in a column before them."""
    kind, periods = lines[0].table.kind, lines[0].table.periods
    title = f"By {KIND_WORDS.get(kind, kind)} ({counted(len(lines), 'row')})"
    table = RESULTS.table(part_name("results", kind), title, lines)
    units = () if with_units else (Column("Unit", 1.6, key="unit"),)
    figures = [Column(str(period), 1.2, Align.NUMBER) for period in periods]
    rows = tuple(
        (
            *row,
            *(unit_entry(line.kpi) for _ in units),
            *(_figure_entry(result, line.kpi, with_unit=with_units) for result in line.row.results),
        )
        for row, line in zip(table.rows, lines, strict=True)
    )
    columns = (*table.columns, *units, *figures)
    return Section(title, 2, (replace(table, columns=columns, rows=rows),))


def _figure_entry(result: Result | None, kpi: Kpi, *, with_unit: bool = True) -> Entry:
    if result is None or result.value is None:
        return Entry(NO_FIGURE)
    as_shown = value_entry if with_unit else bare_entry
    return as_shown(result.value, kpi, result.source.at("value"))
