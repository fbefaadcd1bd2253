"""What stands in a paper's workbook: a sheet a group that prints on a page, then what the page has no room for.

Numbers are numbers, units have a column of their own, and the figures behind a small line stand in its row, beyond what
is printed. Fingerprints, commands and findings stand in the last sheet alone.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace

from pmf_cli.analysis.series.series import rows_to_show
from pmf_cli.assessment import Assessment
from pmf_cli.findings import Finding, Severity
from pmf_cli.frozen import frozen
from pmf_cli.rag.base import KpiRating, Unrated
from pmf_cli.rag.counts import Counts, counts_of
from pmf_cli.rag.target_cells import target_cell
from pmf_cli.register.sheets.kpis import Kpi
from pmf_cli.register.sheets.record import Result
from pmf_cli.register.terms import GroupedBy, Rag, Scope
from pmf_cli.views.audience import Audience
from pmf_cli.views.base import (
    Align,
    Block,
    Entry,
    Paragraph,
    Section,
    TableLook,
    TextStyle,
    Tone,
    bullets,
)
from pmf_cli.views.comparison import ratings_moved
from pmf_cli.views.entries import (
    NO_FIGURE,
    NO_PART,
    TONES,
    WITHHELD_MEANS,
    count_entry,
    date_entry,
    direction_words,
    none_entry,
    part_entry,
    rating_entry,
    reason_words,
    ref_entry,
    result_ref,
    text_entry,
    withheld_entry,
)
from pmf_cli.views.listing import Field, table_column, table_of
from pmf_cli.views.parts.notes import matrix_table
from pmf_cli.views.parts.part import part
from pmf_cli.views.parts.scorecard import (
    ScorecardGroup,
    ScorecardLine,
    mark_meanings,
    scorecard_groups,
)
from pmf_cli.views.rating_key import REASON_MEANINGS, key_table, rule_sentences
from pmf_cli.views.references import responsible_for
from pmf_cli.views.scorecard_entries import (
    NOTHING,
    bare_entry,
    change_entry,
    earlier_entry,
    latest_entry,
    name_entry,
    short_rating_entry,
    shown_period,
    target_and_tolerance_entry,
    unit_entry,
)
from pmf_cli.views.selection import in_groups, short_group_name
from pmf_cli.views.service_words import NO_DATE, OFF_TARGET, back_on_target, service_words
from pmf_cli.views.wording import part_name, period_title, severities_listed, short_period
from pmf_cli.words import day_in_words


@part("about")
def about_part(assessment: Assessment, audience: Audience) -> Section:
    """The counts of each group, which add up."""
    return Section("About", 1, (_counts_table(assessment, audience, audience.grouped_by),))


@part("scope counts")
def scope_counts_part(assessment: Assessment, audience: Audience) -> Section | None:
    """The counts of the council's own performance and of the wider area's, where there is both (2024 report, ¶14)."""
    scopes = {one.kpi.scope for one in audience.ratings}
    if audience.grouped_by is GroupedBy.SCOPE or not scopes >= set(Scope):
        return None
    return Section("Scope", 1, (_counts_table(assessment, audience, GroupedBy.SCOPE),))


@frozen
class CountedGroup:
    """KPIs that are counted together, under their name."""

    name: str
    counts: Counts
    tone: Tone = Tone.NONE


def _counts_table(assessment: Assessment, audience: Audience, by: GroupedBy) -> Block:
    """A row a group and one of totals; each adds up across."""
    groups = in_groups(assessment, audience.ratings, by)
    rows = [CountedGroup(name, counts_of(ratings)) for name, ratings in groups.items()]
    if len(rows) > 1:
        rows.append(CountedGroup("All", counts_of(audience.ratings), Tone.TOTAL))

    def count(title: str, of: Callable[[Counts], int]) -> Field[CountedGroup]:
        return table_column(title, lambda row: of(row.counts), 1, Align.NUMBER)

    def colour(rag: Rag) -> Field[CountedGroup]:
        def number(row: CountedGroup) -> Entry:
            return count_entry(row.counts.by_rag[rag], TONES[rag])

        return table_column(assessment.words[rag], number, 1, Align.NUMBER)

    columns: tuple[Field[CountedGroup], ...] = (
        table_column(str(by), lambda row: Entry(row.name, tone=row.tone), 3.4),
        *map(colour, Rag),
        count("Not rated", lambda counts: counts.unrated),
        count("All KPIs", lambda counts: counts.in_scope),
    )
    title = f"Ratings by {str(by).lower()}"
    return table_of(
        columns, part_name("ratings_by", str(by)), title, rows, "How many KPIs have which rating."
    )


@part("scorecard sheets")
def scorecard_sheets_part(assessment: Assessment, audience: Audience) -> tuple[Section, ...]:
    """The scorecard for print, a sheet a group under a short name; the history of each KPI beyond what is printed."""
    columns = _printed(assessment)
    history = _history(assessment, audience)
    drawn = tuple(one.key for one in history[-assessment.settings.charts.periods :])
    explained = (
        f"As at {day_in_words(assessment.as_of)}. Results of earlier periods stand to the right, "
        "oldest first. ▲▼ the figure rose, fell."
    )
    return tuple(
        _group_sheet(
            assessment, audience, one, (*columns, *history), drawn, len(columns), explained
        )
        for one in scorecard_groups(assessment, audience)
    )


def _group_sheet(
    assessment: Assessment,
    audience: Audience,
    group: ScorecardGroup,
    columns: Sequence[Field[ScorecardLine]],
    drawn: tuple[str, ...],
    printed: int,
    explained: str,
) -> Section:
    table = table_of(
        columns,
        part_name("scorecard", group.name),
        group.name,
        group.lines,
        f"{group.counts}. {explained}",
    )
    table = replace(table, drawn_from=drawn, look=TableLook.DENSE, printed_columns=printed)
    tab = short_group_name(assessment.register, audience.grouped_by, group.name)
    return Section(tab, 1, (table,))


def _printed(assessment: Assessment) -> tuple[Field[ScorecardLine], ...]:
    number = Align.NUMBER
    return (
        table_column("Ref", lambda line: ref_entry(line.kpi), 1.0, key="ref"),
        table_column("KPI", lambda line: name_entry(line.kpi, with_unit=False), 3.6, key="name"),
        table_column("Unit", lambda line: unit_entry(line.kpi), 2.0, key="unit"),
        table_column("Period", lambda line: _period(line.rating), 2.2, key="period"),
        table_column(
            f"{assessment.settings.charts.periods} results", lambda line: line.trend, 2.2,
            Align.CENTRE, key="trend",
        ),
        table_column(
            "Before", lambda line: _or_none(earlier_entry(line.kpi, line.before(1))), 1.2, number,
            key="before_1",
        ),
        table_column(
            "Latest", lambda line: _or_none(latest_entry(line.rating)), 1.2, number, key="result"
        ),
        table_column("Target", lambda line: target_and_tolerance_entry(line.rating), 1.3, number, key="target"),
        table_column("Rating", lambda line: short_rating_entry(line.rating), 1.6, key="rating"),
        table_column(
            "Against last year", lambda line: change_entry(line.rating, line.last_year), 1.8,
            key="direction",
        ),
    )  # fmt: skip


def _period(rating: KpiRating) -> Entry:
    period = shown_period(rating)
    return none_entry(NO_FIGURE) if period is None else Entry(short_period(period))


def _or_none(entry: Entry) -> Entry:
    return none_entry(NO_FIGURE) if entry.text == NOTHING else entry


def _history(assessment: Assessment, audience: Audience) -> tuple[Field[ScorecardLine], ...]:
    """The figures of the last periods, oldest first, counted back since KPIs have periods of different length."""
    most = max(assessment.settings.charts.periods, audience.periods)

    def column(back: int) -> Field[ScorecardLine]:
        def figure(line: ScorecardLine) -> Entry:
            result = line.points[-1 - back].result if back < len(line.points) else None
            if result is None or result.value is None:
                return withheld_entry(result) or none_entry(NO_FIGURE)
            return bare_entry(result.value, line.kpi, result_ref(result))

        periods = "period" if back == 1 else "periods"
        title = "Newest" if back == 0 else f"{back} {periods} before"
        return table_column(title, figure, 1.0, Align.NUMBER, key=f"back_{back}")

    return tuple(map(column, range(most - 1, -1, -1)))


@part("commentary sheet")
def commentary_sheet_part(assessment: Assessment, audience: Audience) -> Section | None:
    """What the services said of each KPI off target, uncut: why, what is done, what holds it up, when it is back."""
    rows = [one for one in audience.ratings if one.rag in OFF_TARGET]
    if not rows:
        return None
    rows.sort(key=lambda one: (list(Rag).index(one.rag) if one.rag else 0, one.kpi.ref))
    said = {one.kpi.ref: service_words(assessment, audience, one) for one in rows}
    columns: tuple[Field[KpiRating], ...] = (
        table_column("Ref", lambda one: ref_entry(one.kpi), 1.0, key="ref"),
        table_column("KPI", lambda one: name_entry(one.kpi, with_unit=False), 3.2, key="name"),
        table_column("Rating", short_rating_entry, 1.3, key="rating"),
        table_column("Why", lambda one: said[one.kpi.ref].story or said[one.kpi.ref].none, 6, key="why"),
        table_column("Action", lambda one: said[one.kpi.ref].action or said[one.kpi.ref].none, 6, key="action"),
        table_column("Held up by", lambda one: said[one.kpi.ref].held_up, 3, key="held_up", missing="–"),
        table_column("Back on target", lambda one: back_on_target(assessment, audience, one), 1.8, key="back"),
        table_column("Owner", lambda one: responsible_for(assessment.register, one.kpi), 3, key="owner"),
    )  # fmt: skip
    title = "Why results are off target, and what is being done"
    summary = "The services’ own words on each KPI that is off target."
    table = table_of(columns, "commentary", title, rows, summary)
    return Section("Commentary", 1, (table,))


@part("notes sheet")
def notes_sheet_part(assessment: Assessment, audience: Audience) -> Section:
    """What marks and words mean, those of every sheet, and how the ratings moved, so that they add up."""
    marks = list(mark_meanings(scorecard_groups(assessment, audience)))
    if any(withheld_entry(row) for _, row in _data_rows(assessment, audience)):
        marks.insert(0, WITHHELD_MEANS)
    key = key_table(assessment, audience.ratings)
    lines = (f"{row[0].text}: {row[1].text}" for row in key.rows)
    blocks: list[Block] = [
        Paragraph("What the marks and words mean", TextStyle.LABEL),
        *bullets(dict.fromkeys((f"{NO_FIGURE} a figure is not available", NO_PART_MEANS, *marks))),
        *bullets(lines),
    ]
    moved = ratings_moved(assessment, audience)
    if moved is not None:
        title = f"Ratings in {period_title(moved.then.period)}, and now"
        blocks.append(replace(matrix_table(moved, assessment.words), title=title))
    return Section("Notes", 1, tuple(blocks))


@part("not rated sheet")
def not_rated_sheet_part(assessment: Assessment, audience: Audience) -> Section | None:
    """KPIs without a rating, each with the reason in a sentence and when the next figure is due."""
    rows = [(one, one.outcome) for one in audience.ratings if isinstance(one.outcome, Unrated)]
    if not rows:
        return None
    columns: tuple[Field[tuple[KpiRating, Unrated]], ...] = (
        table_column("Ref", lambda row: ref_entry(row[0].kpi), 1.0, key="ref"),
        table_column("KPI", lambda row: name_entry(row[0].kpi, with_unit=False), 3.4, key="name"),
        table_column("Latest", lambda row: _or_none(latest_entry(row[0])), 1.2, Align.NUMBER, key="result"),
        table_column("Period", lambda row: _period(row[0]), 2, key="period"),
        table_column("Reason", lambda row: Entry(str(row[1].reason), tone=Tone.UNRATED), 2.4, key="reason"),
        table_column("In words", lambda row: row[1].sentence or REASON_MEANINGS[row[1].reason], 6, key="words"),
        table_column(
            "Next due", lambda row: _next_due(assessment, row[0]), 1.6,
            key="next_due",
        ),
    )  # fmt: skip
    summary = "KPIs without a rating, with the reason."
    table = table_of(columns, "not_rated_kpis", "KPIs without a rating", rows, summary)
    return Section("Not rated", 1, (table,))


WORKED_OUT = "Worked out from the figures of the year"
"""What stands for the cell of a figure that no cell holds."""


def _next_due(assessment: Assessment, rating: KpiRating) -> Entry:
    """When the next figure is due; a day that has passed without one is no news of when it comes."""
    due = rating.next_due
    if due is not None and due < assessment.as_of:
        return Entry(NO_DATE, is_strong=True)
    return date_entry(due, rating.kpi.available_from or NO_DATE)


@part("definitions sheet")
def definitions_sheet_part(_: Assessment, audience: Audience) -> Section:
    """What each KPI measures, in what unit, which way is better, and who publishes or gathers it."""
    columns: tuple[Field[KpiRating], ...] = (
        table_column("Ref", lambda one: ref_entry(one.kpi), 1.0, key="ref"),
        table_column("KPI", lambda one: name_entry(one.kpi, with_unit=False), 3.2, key="name"),
        table_column("What it measures", lambda one: one.kpi.definition, 7, key="definition", missing=NO_FIGURE),
        table_column("Unit", lambda one: unit_entry(one.kpi), 1.6, key="unit"),
        table_column("Better when", lambda one: one.kpi.polarity, 2, key="polarity", missing=NO_FIGURE),
        table_column("Source", lambda one: one.kpi.data_source, 3, key="source", missing=NO_FIGURE),
    )  # fmt: skip
    summary = "What each KPI of this workbook measures."
    table = table_of(columns, "definitions", "What each KPI measures", audience.ratings, summary)
    return Section("Definitions", 1, (table,))


DataRow = tuple[Kpi, Result]


def _shown(row: DataRow, entry: Entry) -> Entry:
    """A figure, or the shorthand where the row's figures are not shown."""
    return withheld_entry(row[1]) or entry


DATA: tuple[Field[DataRow], ...] = (
    table_column("Reference", lambda row: row[0].ref, 1.2, key="ref"),
    table_column("KPI", lambda row: row[0].name, 4.0, key="name"),
    table_column("Period", lambda row: str(row[1].period), 1.6, key="period"),
    table_column("Period ends", lambda row: row[1].period and row[1].period.end, 1.3, key="period_end"),
    table_column("Split", lambda row: row[1].split or "Whole", 1.8, key="split"),
    table_column(
        "Value", lambda row: _shown(row, _or_none(bare_entry(row[1].value, row[0], result_ref(row[1])))), 1.4,
        Align.NUMBER, key="value",
    ),
    table_column("Unit", lambda row: unit_entry(row[0]), 1.6, key="unit"),
    table_column(
        "Numerator", lambda row: _shown(row, part_entry(row[1].numerator)), 1.3, Align.NUMBER,
        key="numerator",
    ),
    table_column(
        "Denominator", lambda row: _shown(row, part_entry(row[1].denominator)), 1.3, Align.NUMBER,
        key="denominator",
    ),
    table_column("Value status", lambda row: row[1].value_status or "Final", 1.4, key="value_status"),
    table_column(
        "Reason for no data", lambda row: row[1].no_data_reason.told if row[1].no_data_reason else "None", 2.4,
        key="no_data_reason",
    ),
    table_column("Received on", lambda row: row[1].received_on, 1.3, key="received_on"),
    table_column("Register cell", lambda row: result_ref(row[1]), 3.6, key="cell", missing=WORKED_OUT),
)  # fmt: skip

NO_PART_MEANS = f"{NO_PART} does not apply: the KPI is no share of anything"
PRINTED_ROWS = 50
"""Rows of the data that are printed: all of them would be a hundred pages that nobody reads."""
PRINTED_DATA = 10
"""Columns of the data that fit a page; why there is none, when it came and from which cell stand beyond."""


@part("data")
def data_part(assessment: Assessment, audience: Audience) -> Section:
    """The results behind the paper, one row a figure, with the register cell of each."""
    rows = tuple(_data_rows(assessment, audience))
    is_withheld = any(withheld_entry(row) for _, row in rows)
    not_shown = f"; {WITHHELD_MEANS}" if is_withheld else ""
    title = f"Results behind the paper, {day_in_words(assessment.as_of)}"
    summary = (
        "One row for each result of the KPIs in scope within the periods shown. "
        f"{NO_PART_MEANS}; {NO_FIGURE} the figure is not available{not_shown}. "
        f"Made for the screen: printed it shows the first {PRINTED_ROWS} rows."
    )
    table = table_of(DATA, "data", title, rows, summary)
    return Section(
        "Data", 1, (replace(table, printed_columns=PRINTED_DATA, printed_rows=PRINTED_ROWS),)
    )


def _data_rows(assessment: Assessment, audience: Audience) -> Iterator[DataRow]:
    splits: dict[str, list[str | None]] = {}
    for ref, split in assessment.register.series:
        splits.setdefault(ref, []).append(split)
    most = max(audience.periods, assessment.settings.charts.periods)
    for kpi in (rating.kpi for rating in audience.ratings):
        for split in sorted(splits.get(kpi.ref, ()), key=lambda name: (name is not None, name)):
            yield from ((kpi, result) for result in rows_to_show(assessment, kpi, most, split))


@part("sources")
def sources_part(assessment: Assessment, audience: Audience) -> Section:
    """Where each figure comes from: workbooks with fingerprints, rules in full, findings, and the cells behind each rating."""
    words = (
        Paragraph(
            "This paper was made by pmf. Nothing in it was typed in again: every figure, rating, count and sentence "
            "about a figure is worked out from the workbooks named here, and the same workbooks always give the same "
            "paper. Reasons, actions and choices of highlights are people’s own."
        ),
        *_workbook_lines(assessment),
        Paragraph("Rules", TextStyle.LABEL),
        *bullets(rule_sentences(assessment, audience.ratings)),
        Paragraph("Checks", TextStyle.LABEL),
        *bullets(_check_lines(assessment)),
        Paragraph("To follow a figure further", TextStyle.LABEL),
        *bullets(
            (
                "pmf rag explain REF shows the sum behind a rating, and the workbook cell of each figure in it.",
                "pmf validate lists all findings of the checks, each with its cell.",
            )
        ),
    )
    title = "Where each figure comes from"
    summary = "The cells of the register from which each KPI’s result and target were taken, and why it has its rating."
    table = table_of(SOURCES, "sources", title, audience.ratings, summary)
    return Section("Sources", 1, (*words, table))


def _workbook_lines(assessment: Assessment) -> Iterator[Paragraph]:
    yield Paragraph("Workbooks and their fingerprints (SHA-256)", TextStyle.LABEL)
    prints = assessment.register.fingerprints
    yield from bullets(f"{name}: {print_}" for name, print_ in prints.items())


MOST_FINDINGS = 40
"""Errors listed in a workbook; all of them are in ``pmf validate``."""


def _check_lines(assessment: Assessment) -> Iterator[str]:
    """How many findings there are, every error among them, and what the council set aside."""
    findings = assessment.findings
    if not findings:
        yield "The checks found nothing wrong with the figures used in this paper."
    else:
        yield f"The checks on the register gave {severities_listed(one.severity for one in findings)}."
    errors = [one for one in findings if one.severity is Severity.ERROR]
    yield from (_finding_line(one) for one in errors[:MOST_FINDINGS])
    if len(errors) > MOST_FINDINGS:
        yield f"{len(errors) - MOST_FINDINGS:,} more errors are left out here."
    for row in assessment.settings.checks.ignore:
        yield f"Set aside by the council: {row.code}: {row.reason}"


def _finding_line(finding: Finding) -> str:
    return f"{finding.code}: {finding.message} ({finding.where})"


SOURCES: tuple[Field[KpiRating], ...] = (
    table_column("Ref", lambda one: ref_entry(one.kpi), 1.0, key="ref"),
    table_column("KPI", lambda one: text_entry(one.kpi.name, one.kpi.ref), 4.0, key="name"),
    table_column(
        "Result from", lambda one: result_ref(one.shown) or (one.shown and WORKED_OUT), 3.2, key="cell",
        missing="No result",
    ),
    table_column("Target from", target_cell, 3.2, key="place", missing="No target"),
    table_column("Rating", rating_entry, 1.8, key="rating"),
    table_column("Why this rating", lambda one: reason_words(one.outcome), 6.0, key="reason"),
    table_column(
        "Against its own comparator", lambda one: direction_words(one), 4.0, key="comparator"
    ),
)  # fmt: skip
"""Of each KPI the cells, the sentence of its rating with every mark, and its own comparison."""
