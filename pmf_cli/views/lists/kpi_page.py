"""Everything about one KPI on one page: what it is, its targets, figures, comments, changes."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date

from pmf_cli.analysis.scope.targets import target_in_words
from pmf_cli.analysis.series.other_places import label_of
from pmf_cli.analysis.series.rating_history import past_ratings
from pmf_cli.analysis.series.series import rows_to_show
from pmf_cli.analysis.series.splits import split_words
from pmf_cli.analysis.series.trends import trend_of
from pmf_cli.assessment import Assessment
from pmf_cli.findings import Finding
from pmf_cli.frozen import frozen
from pmf_cli.rag.base import KpiRating, Outcome
from pmf_cli.register.figures import stated
from pmf_cli.register.sheets.kpis import Kpi
from pmf_cli.register.sheets.layout import columns_of
from pmf_cli.register.sheets.record import Benchmark, Result
from pmf_cli.register.sheets.rows import Need
from pmf_cli.register.sheets.supporting import ScopeChange
from pmf_cli.register.sheets.targets import Target
from pmf_cli.register.terms import ValueStatus
from pmf_cli.views.base import Align, Block, Entry, Paragraph, Section, Table, TextStyle, Tone
from pmf_cli.views.entries import (
    NONE,
    NOT_STATED,
    direction_words,
    none_entry,
    parts_words,
    rating_entry,
    rating_lead,
    text_entry,
    value_entry,
)
from pmf_cli.views.listing import (
    Field,
    ListDefinition,
    Listing,
    exact_figure,
    table_column,
    table_of,
)
from pmf_cli.views.references import kpi_named, role_of
from pmf_cli.views.wording import one_line, sparkline
from pmf_cli.words import counted, day, listed, yes_or_no

MOST_PERIODS = 24
"""Periods listed, newest first."""
EVERY_PERIOD = 400
"""More periods than any KPI has."""


PEOPLE = ("responsible_officer", "key_contact", "deputy_contact", "performance_lead")
"""Fields that name a contact; pages print the post instead."""


@frozen
class PastResult:
    """A result of a KPI with the rating of its period; ``None`` where the KPI was not in scope."""

    kpi: Kpi
    result: Result
    rating: KpiRating | None

    @property
    def outcome(self) -> Outcome | None:
        """The rating, or the reason for none."""
        return self.rating.outcome if self.rating is not None else None


KPI_HISTORY: ListDefinition[PastResult] = ListDefinition(
    "pmf/kpi/1",
    "One item a period of one KPI: its results through time. From `pmf kpi show`.",
    "items",
    (
        Field("ref", "", "KPI reference.", lambda one: one.kpi.ref),
        Field("split", "", "The split; empty for the whole.", lambda one: one.result.split),
        Field("period", "Period", "The period.", lambda one: one.result.period, width=1.4),
        Field(
            "result", "Result", "The figure as exact decimals, ISO date, Yes/No or grade.",
            lambda one: exact_figure(one.result.value), lambda one: _result_entry(one), width=1.4,
            align=Align.NUMBER,
        ),
        Field(
            "result_text", "", "The same as printed, or the reason for no data.",
            lambda one: one.result.no_data_reason
            if one.result.value is None
            else value_entry(one.result.value, one.kpi).text,
        ),
        Field("numerator", "", "The count above the line.", lambda one: one.result.numerator),
        Field("denominator", "", "The count below the line.", lambda one: one.result.denominator),
        Field(
            "parts", "Parts", "", lambda one: parts_words(one.result), missing="Not given", width=1.6,
        ),
        Field(
            "target_text", "Target", "The target in force then, as printed.",
            lambda one: one.outcome and one.outcome.target_text, missing="No target", width=1.2,
            align=Align.NUMBER,
        ),
        Field(
            "rating", "Rating", "The rating then; empty where not rated.",
            lambda one: one.rating and one.rating.rag,
            lambda one: rating_entry(one.rating)
            if one.rating
            else Entry("Not rated", tone=Tone.UNRATED),
            width=1.4,
        ),
        Field(
            "reason", "", "Why, in one sentence.", lambda one: one.outcome and one.outcome.sentence,
        ),
        Field(
            "value_status", "", "Final, provisional, estimated or revised.",
            lambda one: one.result.value_status,
        ),
        Field(
            "note", "Note", "The note on the data.", lambda one: one.result.note,
            lambda one: _notes(one.result), width=2.6,
        ),
        Field(
            "result_cell", "Cell", "Where the result stands: workbook, sheet!cell.",
            lambda one: one.result.source.at("value") if one.result.source.row else None,
            lambda one: _cell_entry(one.result), width=3.0,
        ),
    ),
)  # fmt: skip


def kpi_page(assessment: Assessment, ref: str, most: int = MOST_PERIODS) -> Listing:
    """One KPI for the screen, its results through time for other programs.

    Raises:
        UsageError: there is no such KPI; near ones are suggested.
    """
    kpi = kpi_named(assessment.register, ref)
    rows = rows_to_show(assessment, kpi, most)
    periods = [row.period for row in rows if row.period is not None]
    past = past_ratings(assessment, kpi, periods)
    lines = [PastResult(kpi, row, rating) for row, rating in zip(rows, past, strict=True)]
    return KPI_HISTORY.listing_of(
        assessment, lines, {"periods": len(lines)}, tuple(_sections(assessment, kpi, lines))
    )


def _sections(assessment: Assessment, kpi: Kpi, lines: Sequence[PastResult]) -> Iterator[Section]:
    yield Section(f"{kpi.ref} {kpi.name or ''}".strip(), 1, _now(assessment, kpi))
    yield Section("What it is", 2, (_definition(assessment, kpi),))
    yield Section("Targets through time", 2, (_targets(assessment, kpi),))
    yield Section("Results and ratings", 2, (_results(lines),))
    yield Section("Commentary", 2, _comments(assessment, kpi))
    yield Section("Compared with others", 2, (_benchmarks(assessment, kpi),))
    parts = split_words(assessment, kpi)
    if parts:
        yield Section.saying("Parts of the whole", parts, 2)
    yield Section("Changes", 2, _changes(assessment, kpi))
    yield Section("Findings", 2, _findings(assessment, kpi))


def _now(assessment: Assessment, kpi: Kpi) -> tuple[Block, ...]:
    rating = assessment.rating_of.get(kpi.ref)
    if rating is None:
        return (Paragraph(f"It is not in scope for {assessment.period}."),)
    trend = trend_of(assessment, kpi)
    blocks: list[Block] = [
        rating_lead(rating, TextStyle.BODY),
        Paragraph(direction_words(rating), label="Direction of travel:"),
        Paragraph(trend.sentence, label="Trend:"),
    ]
    values = [point.value for point in trend.points]
    if sum(value is not None for value in values) > 1:
        words = f"{sparkline(values)}  {trend.points[0].period} to {trend.points[-1].period}"
        blocks.append(Paragraph(words, label="Sparkline:"))
    if rating.next_due is not None:
        blocks.append(Paragraph(f"{day(rating.next_due)}.", label="Next figure due:"))
    return tuple(blocks)


def _results(lines: Sequence[PastResult]) -> Block:
    if not lines:
        return Paragraph("There is no result in the record yet.")
    title = "Results and ratings, newest first"
    summary = "The KPI's results with the target and rating of each period."
    return KPI_HISTORY.table("results", title, lines[::-1], summary)


def _result_entry(one: PastResult) -> Entry:
    where = one.result.source.at("value")
    return value_entry(one.result.value, one.kpi, where, "No figure")


def _notes(row: Result) -> Entry:
    notes = (row.value_status, row.no_data_reason, row.note)
    told = [str(note) for note in notes if note is not None and note != ValueStatus.FINAL]
    return text_entry("; ".join(told), missing=NONE)


def _cell_entry(row: Result) -> Entry:
    where = row.source.at("value")
    return Entry(str(where), ref=where)


def _comments(assessment: Assessment, kpi: Kpi) -> tuple[Block, ...]:
    rows = [row for row in assessment.register.commentary_by_kpi.get(kpi.ref, ()) if row.text]
    if not rows:
        return (Paragraph("No commentary is on record."),)
    rows.sort(key=lambda row: date.min if row.period is None else row.period.end)
    return tuple(
        Paragraph(
            one_line(row.text),
            label=f"{row.period or 'No period'}, {row.kind or 'comment'}:",
        )
        for row in reversed(rows)
    )


DEFINITION: tuple[Field[tuple[str, Entry]], ...] = (
    table_column("Column", lambda row: row[0], 1.6),
    table_column("Entry", lambda row: row[1], 5),
)
TARGETS: tuple[Field[tuple[Kpi, Target]], ...] = (
    table_column("From", lambda row: row[1].from_period, 1.2),
    table_column("To", lambda row: row[1].to_period, 1.2, missing="Open"),
    table_column("Split", lambda row: row[1].split or "Whole", 1.2),
    table_column("Type", lambda row: row[1].target_type, 1.4),
    table_column(
        "Target", lambda row: Entry(target_in_words(row[1], row[0]), ref=row[1].source.at("target")), 1.4
    ),
    table_column("Tolerance", lambda row: _tolerance(row[1]), 1.4),
    table_column("Agreed", lambda row: _agreed(row[1]), 2.2),
    table_column("Why", lambda row: row[1].rationale, 3.0),
)  # fmt: skip
BENCHMARKS: tuple[Field[tuple[Kpi, Benchmark]], ...] = (
    table_column("Period", lambda row: row[1].period, 1.2),
    table_column("Comparator", lambda row: label_of(row[1]), 2.2),
    table_column("Figure", lambda row: _benchmark_entry(*row), 1.2, Align.NUMBER),
    table_column("Comparable", lambda row: row[1].comparable, 1.6),
    table_column("Source", lambda row: row[1].data_source, 3.0),
)
FOUND: tuple[Field[Finding], ...] = (
    table_column("Code", lambda finding: finding.code, 0.9),
    table_column("How bad", lambda finding: finding.severity, 0.9),
    table_column("What", lambda finding: finding.message, 5),
    table_column("Where", lambda finding: finding.where, 3),
)


def _definition(assessment: Assessment, kpi: Kpi) -> Table:
    """Every filled column of the KPI's row, people as posts."""
    rows = []
    for one in columns_of(Kpi):
        value = getattr(kpi, one.field)
        where = kpi.source.at(one.field) if kpi.source.row else None
        if value is not None and value != ():
            text = _told(assessment, one.field, value)
            rows.append((one.heading.text, Entry(text, ref=where)))
        elif one.heading.need is Need.REQUIRED:
            rows.append((one.heading.text, none_entry(NOT_STATED)))
    frameworks = [
        f"{row.framework} {row.code}" if row.code else row.framework
        for row in assessment.register.frameworks
        if row.kpi_ref == kpi.ref
    ]
    if frameworks:
        rows.append(("Frameworks", Entry(listed(frameworks))))
    summary = "The KPI's row in the KPI Supporting Information."
    return table_of(DEFINITION, "definition", "What it is", rows, summary)


def _told(assessment: Assessment, field: str, value: object) -> str:
    if field in PEOPLE:
        return role_of(assessment.register, str(value)) or f"{value} (no job title in Contacts)"
    match value:
        case bool():
            return yes_or_no(value)
        case date():
            return day(value)
        case tuple():
            return listed(str(one) for one in value)
    return one_line(str(value)) or NONE


def _targets(assessment: Assessment, kpi: Kpi) -> Block:
    rows = [(kpi, row) for row in assessment.register.targets_by_kpi.get(kpi.ref, ())]
    if not rows:
        return Paragraph("There is no target in the register.")
    summary = "Every target of the KPI with the periods it holds for."
    return table_of(TARGETS, "targets", "Targets through time", rows, summary)


def _tolerance(row: Target) -> str:
    if row.tolerance is None:
        return "Rule set's"
    return " ".join(filter(None, (str(row.tolerance), row.tolerance_basis)))


def _agreed(row: Target) -> str | None:
    if row.agreed_by is None or row.agreed_on is None:
        return row.agreed_by
    return f"{row.agreed_by}, {day(row.agreed_on)}"


def _benchmarks(assessment: Assessment, kpi: Kpi) -> Block:
    rows = [(kpi, row) for row in assessment.register.benchmarks if row.kpi_ref == kpi.ref]
    if not rows:
        return Paragraph("No benchmark is on record.")
    summary = "Figures of other places, with their source."
    return table_of(BENCHMARKS, "benchmarks", "Benchmarks", rows, summary)


def _benchmark_entry(kpi: Kpi, row: Benchmark) -> Entry:
    return Entry(NONE if row.value is None else stated(row.value, kpi), value=row.value)


def _changes(assessment: Assessment, kpi: Kpi) -> tuple[Block, ...]:
    rows = [row for row in assessment.register.scope_changes if row.kpi_ref == kpi.ref]
    if not rows:
        return (Paragraph("No change of scope is on record."),)
    return tuple(
        Paragraph(
            _change_words(row), label=f"{row.from_period or 'No period'}, {row.kind or 'change'}:"
        )
        for row in rows
    )


def _change_words(row: ScopeChange) -> str:
    before, after = one_line(row.before or "Not stated"), one_line(row.after or "not stated")
    reason = one_line(row.reason or "No reason is on record.")
    broken = " Break in the series." if row.break_in_series else ""
    return f"{before} became {after}. {reason}{broken}"


def _findings(assessment: Assessment, kpi: Kpi) -> tuple[Block, ...]:
    found = [finding for finding in assessment.findings if finding.kpi_ref == kpi.ref]
    if not found:
        return (Paragraph("The checks found nothing about this KPI."),)
    title, summary = "Findings about this KPI", "What the checks found about this KPI."
    table = table_of(FOUND, "findings", title, found, summary)
    return (Paragraph(f"{counted(len(found), 'finding')}."), table)
