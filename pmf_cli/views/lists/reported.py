"""Figures as they were reported: what a body was told, figure by figure."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import date
from typing import Any

from pmf_cli.analysis.issued.issue_history import IssuedPaper, ReportedFigure
from pmf_cli.frozen import frozen
from pmf_cli.register.terms import ANY_RATING, RATING_WORDS, Rag
from pmf_cli.views.base import (
    Align,
    Block,
    Entry,
    Section,
    Table,
    Tone,
    bullets,
    labelled_lines,
    note,
)
from pmf_cli.views.entries import TONES, text_entry
from pmf_cli.views.listing import (
    Field,
    ListDefinition,
    Listing,
    exact_figure,
    table_column,
    table_of,
)
from pmf_cli.views.wording import part_name
from pmf_cli.words import counted, day


@frozen
class ReportedLine:
    """A figure that a body was told, the paper it stood in, and the issue that it corrects, if any."""

    paper: IssuedPaper
    figure: ReportedFigure
    corrects: str = ""


def _figure(
    key: str,
    meaning: str,
    attribute: str = "",
    title: str = "",
    **looks: Any,  # noqa: ANN401 - what ``Field`` takes besides
) -> Field[ReportedLine]:
    name = attribute or key
    return Field(key, title, meaning, lambda one: getattr(one.figure, name), **looks)


def _paper(key: str, meaning: str, of: Callable[[IssuedPaper], object]) -> Field[ReportedLine]:
    return Field(key, "", meaning, lambda one: of(one.paper))


REPORTED: ListDefinition[ReportedLine] = ListDefinition(
    "pmf/reported/1",
    "One item a figure that a body was told. From `pmf issue` and `pmf ledger reported`.",
    "items",
    (
        _paper("issue", "Reference of the issue.", lambda paper: paper.ref),
        _paper("report", "Which report.", lambda paper: paper.report),
        _paper(
            "about", "The one thing that the paper is about; empty for a paper about all that the body is given.",
            lambda paper: paper.about,
        ),
        _paper("body", "The body that was given it.", lambda paper: paper.body),
        _paper("meeting", "Date of the meeting.", lambda paper: paper.meeting_on),
        _paper("issued_on", "Day on which it was recorded.", lambda paper: paper.issued_on),
        _paper("reporting_period", "The paper's reporting period.", lambda paper: paper.period),
        _paper("as_at", "Date of the paper's data.", lambda paper: paper.as_at),
        Field("corrects", "", "The issue that this figure corrects; empty for a figure of the period."),
        _figure("ref", "KPI reference.", "kpi_ref", "Ref"),
        _figure(
            "name", "KPI name as printed.", title="KPI",
            shown=lambda one: text_entry(", ".join(filter(None, (one.figure.name, one.figure.split)))),
            width=3.0,
        ),
        _figure("split", "The split; empty for the whole."),
        _figure("period", "The figure's own period.", title="Period", missing="–", width=1.3),
        Field(
            "value", "", "The figure as reported: exact decimals, ISO date, Yes/No or grade.",
            lambda one: exact_figure(one.figure.value),
        ),
        _figure(
            "value_text", "The same as printed, or why there was none.", title="Reported",
            width=1.4, align=Align.NUMBER, empty="",
        ),
        _figure("value_status", "Final, provisional, estimated or revised."),
        _figure(
            "rating", f"{ANY_RATING}; empty where not rated.", title="Rating",
            shown=lambda one: rating_entry_of(one.figure), width=1.6,
        ),
        _figure("not_rated_because", "The reason for no rating; empty where rated.", "not_rated"),
        _figure("reason", "Why, in one sentence.", "sentence"),
        Field(
            "target", "", "The target as exact decimals.",
            lambda one: exact_figure(one.figure.target),
        ),
        _figure(
            "target_text", "The same as printed.", title="Target", missing="No target", width=1.2,
            align=Align.NUMBER,
        ),
        _figure("tolerance", "The tolerance."),
        _figure("tolerance_basis", "What the tolerance is measured in."),
        Field(
            "comparator", "", "The figure compared with.",
            lambda one: exact_figure(one.figure.comparator),
        ),
        _figure("comparator_text", "The same as printed."),
        _figure("comparator_period", "Its period, where it is a result of the record."),
        _figure("direction", "Improved, Similar, Worsened, Rose or Fell."),
        _figure("direction_text", "The direction of travel in words."),
        _figure("rule_set", "The rule set that rated it.", title="Rule set", missing="–"),
        _figure("definition_version", "The version of the KPI's definition.", "definition"),
        _figure("polarity", "Which way is better."),
        _figure("unit", "The KPI's unit."),
        _figure("cell", "Where the figure stood: workbook, sheet!cell."),
        _paper(
            "waived", "What the paper was issued in spite of: the name of each, and why.",
            lambda paper: tuple(f"{one.name}: {one.why}" for one in paper.waived),
        ),
        _paper(
            "withdrawn_on", "Day on which the issue was taken back; empty where it stands.",
            lambda paper: paper.withdrawn and paper.withdrawn.on,
        ),
        _paper("withdrawn_because", "Why.", lambda paper: paper.withdrawn and paper.withdrawn.why),
        _paper(
            "workbooks", "Each workbook with its fingerprint, SHA-256.",
            lambda paper: tuple(f"{name} {print_}" for name, print_ in paper.workbooks.items()),
        ),
    ),
    ("ref", "name", "value_text", "period", "target_text", "rating", "rule_set"),
)  # fmt: skip


def reported_listing(
    papers: Sequence[IssuedPaper], register: str, as_of: date, *, opening: Sequence[Block] = ()
) -> Listing:
    """Every figure of some papers, as reported.

    Args:
        opening: what stands above the figures on a screen.
    """
    return REPORTED.listing(
        [line for paper in papers for line in _lines(paper)],
        {
            "papers": len(papers),
            "figures": sum(len(paper.figures) for paper in papers),
            "corrections": sum(len(paper.corrections) for paper in papers),
        },
        [section for paper in papers for section in _sections(paper, opening)],
        register=register,
        period=papers[0].period if len(papers) == 1 else "",
        as_of=as_of,
    )


def _lines(paper: IssuedPaper) -> Iterator[ReportedLine]:
    yield from (ReportedLine(paper, figure) for figure in paper.figures)
    for one in paper.corrections:
        yield ReportedLine(paper, one.figure, one.corrects)


def _sections(paper: IssuedPaper, opening: Sequence[Block]) -> Iterable[Section]:
    lines = labelled_lines((*_about(paper), *_record(paper)))
    yield Section(f"Issue {paper.ref}", 1, (*opening, *lines))
    if paper.corrections:
        yield Section("Corrections told", 2, bullets(one.words for one in paper.corrections))
    if paper.scope_changes:
        yield Section.saying("Changes of scope told", f"{', '.join(paper.scope_changes)}.", 2)
    if paper.actions:
        yield Section.saying("Actions named", f"{', '.join(paper.actions)}.", 2)
    if paper.is_beside and not paper.figures:
        return
    table = REPORTED.table(
        part_name("reported", paper.ref),
        f"Figures as reported: {paper.ref}",
        [ReportedLine(paper, figure) for figure in paper.figures],
        "Every figure as the body was told it.",
    )
    yield Section("Figures as reported", 2, (table,))


def _about(paper: IssuedPaper) -> Iterator[tuple[str, str]]:
    meeting = "a day not on record" if paper.meeting_on is None else day(paper.meeting_on)
    yield "To:", f"{paper.body}, meeting of {meeting}."
    yield "Paper:", f"{paper.period}, as at {day(paper.as_at)}, issued on {day(paper.issued_on)}."
    yield "Figures:", _counts(paper) if paper.figures or not paper.is_beside else "None."


def _record(paper: IssuedPaper) -> Iterator[tuple[str, str]]:
    """What was handed over and made of what, and what was waived or taken back."""
    for file in paper.files:
        how = "as pmf wrote it" if file.as_written else "not as pmf writes it"
        yield "File:", f"{file.name}, {how}, fingerprint {file.fingerprint[:12]}."
    for name, fingerprint in paper.workbooks.items():
        yield "Made from:", f"{name}, fingerprint {fingerprint[:12]}."
    for one in paper.waived:
        yield f"Waived, {one.name}:", f"{one.what} {one.why}"
    if paper.withdrawn is not None:
        yield "Withdrawn:", f"on {day(paper.withdrawn.on)}: {paper.withdrawn.why}"
    if paper.in_spite_of:
        yield "Issued in spite of:", paper.in_spite_of


def withdrawal_section(paper: IssuedPaper, cells: Sequence[str]) -> Section:
    """What taking back an issue means.

    Args:
        cells: where its day was put into ``Scope changes`` and is taken out again.
    """
    words = (
        "Once withdrawn, it counts as never given: pmf diff, the corrections of the next paper and the "
        "settings held against the last issue leave it out. Its row stays in the record."
    )
    taken_out = bullets(f"{cell}: the day on which it was told is taken out." for cell in cells)
    blocks = (*labelled_lines(_about(paper)), note(words), *taken_out)
    return Section(f"Withdrawing {paper.ref}", 1, blocks)


def _counts(paper: IssuedPaper) -> str:
    """How many figures of which rating: ``104 KPIs: 53 Green, ... 20 not rated``."""
    wholes = [figure for figure in paper.figures if figure.split is None]
    counts = Counter(figure.rating for figure in wholes)
    words = paper.figures[0].words if paper.figures else RATING_WORDS
    colours = ", ".join(f"{counts[rag]:,} {words[rag]}" for rag in reversed(Rag))
    text = f"{counted(len(wholes), 'KPI')}: {colours}, {counts['']:,} not rated"
    parts = len(paper.figures) - len(wholes)
    return f"{text}; {counted(parts, 'figure')} of splits." if parts else f"{text}."


def rating_entry_of(figure: ReportedFigure) -> Entry:
    """A reported rating as a word with its tone, or the reason for none."""
    tone = TONES[Rag(figure.rating)] if figure.rating else Tone.UNRATED
    return Entry(figure.rating_text, tone=tone)


PAPERS_ISSUED: tuple[Field[IssuedPaper], ...] = (
    table_column("Issue", lambda one: f"{one.ref}{' (withdrawn)' if one.withdrawn else ''}", 2.0),
    table_column("Body", lambda one: one.body, 3.0),
    table_column("Period", lambda one: one.period, 1.3),
    table_column("Meeting", lambda one: one.meeting_on, 1.2),
    table_column("Issued on", lambda one: one.issued_on, 1.2),
    table_column("Figures", lambda one: f"{len(one.figures):,}", 0.9, Align.NUMBER),
    table_column("Corrections", lambda one: f"{len(one.corrections):,}", 1.1, Align.NUMBER),
)


def papers_table(papers: Sequence[IssuedPaper]) -> Table:
    """The papers on record, newest first."""
    summary = "Every paper that pmf issue recorded."
    return table_of(PAPERS_ISSUED, "issues", "Papers issued", papers[::-1], summary)
